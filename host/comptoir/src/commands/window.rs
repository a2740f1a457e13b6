//! A window, watched: it runs in a process of its own, and comes back when it falls.
//!
//! What is being sold is kept in the shop's folder at each gesture, so the checkout that comes back shows the
//! same sale. Without a display the terminal till takes over; the back office has no terminal.

use std::io::IsTerminal as _;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use comptoir_ui::Exit;

use crate::context::{Context, Done, Failure};

/// Says to the child that it is the window.
const CHILD: &str = "COMPTOIR_WINDOW";
/// How the child says that there is no display.
const NO_DISPLAY: i32 = 70;
/// How the child says that it told why it ends. Not 1: the X library ends a program so when its display is gone.
const TOLD: i32 = 71;
/// A window that falls this often within the time is not opened again.
const MOST_FALLS: usize = 3;
const WITHIN: Duration = Duration::from_secs(60);

/// Which window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The checkout.
    Till,
    /// The back office.
    Office,
}

impl Which {
    /// The command that opens it.
    const fn command(self) -> &'static str {
        match self {
            Self::Till => "till",
            Self::Office => "office",
        }
    }

    /// What is said when it fell and comes back.
    fn back(self, status: ExitStatus, context: &Context) -> String {
        match self {
            Self::Till => context.pick(
                format!("La fenêtre est tombée ({status}) ; elle revient avec le ticket en cours."),
                format!("The window fell ({status}); it comes back with the sale in hand."),
            ),
            Self::Office => context.pick(
                format!("La fenêtre est tombée ({status}) ; elle revient. Ce qui était enregistré l'est toujours."),
                format!("The window fell ({status}); it comes back. What was saved still is."),
            ),
        }
    }

    /// What is said when it fell too often.
    fn gone(self, status: ExitStatus, context: &Context) -> String {
        match self {
            Self::Till => context.pick(
                format!("La fenêtre est tombée {MOST_FALLS} fois en une minute ({status}). Votre ticket est gardé : `comptoir till --no-ui` continue dans le terminal."),
                format!("The window fell {MOST_FALLS} times within a minute ({status}). Your sale is kept: `comptoir till --no-ui` goes on in the terminal."),
            ),
            Self::Office => context.pick(
                format!("La fenêtre est tombée {MOST_FALLS} fois en une minute ({status}). `comptoir program` règle les programmes dans le terminal."),
                format!("The window fell {MOST_FALLS} times within a minute ({status}). `comptoir program` sets the programs in the terminal."),
            ),
        }
    }
}

/// Whether the till opens in a window: there is a display, and a person rather than a program.
pub(super) fn is_wanted(no_ui: bool, context: &Context) -> bool {
    has_display() && !no_ui && !context.json
}

fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Opens the back office, where there is a display.
pub(super) fn office(context: &Context) -> Done {
    if !has_display() {
        return without_display(Which::Office, context);
    }
    serve(Which::Office, context)
}

/// Opens a window and watches over it.
pub(super) fn serve(which: Which, context: &Context) -> Done {
    if std::env::var_os(CHILD).is_some() {
        return show(which, context);
    }
    let mut falls: Vec<Instant> = Vec::new();
    loop {
        let status = child(which, context)?;
        match status.code() {
            Some(0) => return Ok(()),
            Some(NO_DISPLAY) => return without_display(which, context),
            Some(TOLD) => return Err(Failure::Told),
            _ => {}
        }
        falls.retain(|at| at.elapsed() < WITHIN);
        falls.push(Instant::now());
        if falls.len() >= MOST_FALLS {
            return Err(Failure::Io(which.gone(status, context)));
        }
        context.complain(&which.back(status, context));
    }
}

/// Runs the window in a process of its own.
fn child(which: Which, context: &Context) -> Done<ExitStatus> {
    let program = std::env::current_exe().map_err(|error| Failure::Io(error.to_string()))?;
    let status = Command::new(program).args(context.again(which.command())).env(CHILD, "1").status();
    status.map_err(|error| Failure::Io(error.to_string()))
}

/// Shows the window in this process.
fn show(which: Which, context: &Context) -> Done {
    let (clock, language) = (context.clock, context.language);
    let open = || {
        let mut till = comptoir_app::Till::open(&context.data, clock)?;
        till.speak(language);
        till.bundled_from(&context.policies());
        Ok(till)
    };
    let ended = match which {
        Which::Till => {
            comptoir_ui::run(&context.data, &open, language, move || clock.now().format("%H:%M").to_string())
        }
        Which::Office => comptoir_ui::office::run(&context.data, &open, language, &context.policies()),
    };
    match ended {
        Ok(Exit::Closed) => Ok(()),
        Ok(Exit::NoDisplay) => std::process::exit(NO_DISPLAY),
        Err(error) => {
            context.complain(&error.message(language));
            std::process::exit(TOLD)
        }
    }
}

/// The display is away: the sale goes on in the terminal, when there is one.
fn without_display(which: Which, context: &Context) -> Done {
    if which == Which::Office {
        let french =
            "Pas d'écran : l'arrière-boutique en demande un. `comptoir program` règle les programmes dans le terminal.";
        let english = "No display: the back office needs one. `comptoir program` sets the programs in the terminal.";
        return Err(Failure::Io(context.pick(french, english).to_owned()));
    }
    context.complain(
        context.pick(
            "Pas d'écran : la caisse continue dans le terminal.",
            "No display: the till goes on in the terminal.",
        ),
    );
    if std::io::stdin().is_terminal() {
        return super::till::serve(context.open()?, context);
    }
    Err(Failure::Io(
        context
            .pick(
                "Branchez un écran, ou lancez `comptoir till --no-ui`.",
                "Connect a display, or run `comptoir till --no-ui`.",
            )
            .to_owned(),
    ))
}
