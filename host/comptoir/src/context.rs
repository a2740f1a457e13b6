//! What every command needs: the folder, the clock, the language and the two outputs.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use comptoir_app::{Clock, Error, Till};
use comptoir_domain::language::Language;

use crate::args::{Cli, Cmd};
use crate::source;

/// Why a command did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A use case said no.
    App(Error),
    /// The command line cannot be understood.
    Usage(String),
    /// The answer itself is bad news and was written already.
    Told,
    /// The standard output or a file.
    Io(String),
    /// A tool that the command needs is missing, or failed.
    Tool(String),
    /// Whoever read our output left.
    BrokenPipe,
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// A command's result.
pub(crate) type Done<T = ()> = Result<T, Failure>;

/// The options that all commands share.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) data: PathBuf,
    /// Whether the shop was named, and is not the one that is taken otherwise.
    pub(crate) is_named: bool,
    pub(crate) clock: Clock,
    pub(crate) language: Language,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    policies: Option<PathBuf>,
}

impl Context {
    pub(crate) fn new(cli: &Cli, language: Language) -> Self {
        Self {
            data: cli.data.clone().unwrap_or_else(|| default_data(&cli.command)),
            is_named: cli.data.is_some(),
            clock: cli.at.map_or(Clock::Machine, Clock::Set),
            language,
            json: cli.json,
            quiet: cli.quiet,
            policies: cli.policies.clone(),
        }
    }

    /// Gives these options for a command that writes only what matters.
    pub(crate) fn quietly(&self) -> Self {
        Self { quiet: true, ..self.clone() }
    }

    /// Gives the command line that runs another command as this one was asked for.
    pub(crate) fn again(&self, command: &str) -> Vec<OsString> {
        let mut line: Vec<OsString> = vec!["--data".into(), self.data.clone().into()];
        line.extend(["--lang".into(), self.pick("fr", "en").into()]);
        if let Clock::Set(at) = self.clock {
            line.extend(["--at".into(), at.to_rfc3339().into()]);
        }
        if let Some(policies) = &self.policies {
            line.extend(["--policies".into(), policies.clone().into()]);
        }
        line.push(command.into());
        line
    }

    /// Opens the shop. What is wrong with its journal is told, quiet or not, and stops nothing.
    pub(crate) fn open(&self) -> Done<Till> {
        let mut till = Till::open(&self.data, self.clock)?;
        till.speak(self.language);
        till.bundled_from(&self.policies());
        if let Some(words) = till.alarm() {
            self.complain(&self.pick(
                format!("⚠ ALERTE, journal fiscal : {words}\nLa caisse continue de vendre ; ce défaut est consigné au journal (JET 90)."),
                format!("⚠ ALERT, fiscal journal: {words}\nThe till goes on selling; this failure is recorded in the journal (JET 90)."),
            ));
        }
        Ok(till)
    }

    /// Takes the words of the language asked for.
    pub(crate) fn pick<T>(&self, french: T, english: T) -> T {
        self.language.pick(french, english)
    }

    /// The folder of bundled policies: named, or `policies` beside the program.
    pub(crate) fn policies(&self) -> PathBuf {
        let beside = || std::env::current_exe().ok()?.parent().map(|dir| dir.join("policies"));
        self.policies.clone().or_else(beside).unwrap_or_else(|| PathBuf::from("policies"))
    }

    /// Says what to do where the bundled policies are not: they lie beside the program, or are named.
    pub(crate) fn no_policies(&self) -> String {
        let folder = self.policies();
        let folder = folder.display();
        self.pick(
            format!("Les règles livrées ne sont pas dans {folder} : copiez leur dossier `policies` à côté du programme, ou nommez-le avec --policies DOSSIER (ou la variable COMPTOIR_POLICIES)."),
            format!("The bundled policies are not in {folder}: copy their folder `policies` beside the program, or name it with --policies DIR (or the variable COMPTOIR_POLICIES)."),
        )
    }

    /// The user's folder for what can be made again: compiled policies that no shop has switched on.
    pub(crate) fn cache(&self) -> PathBuf {
        let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
        let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home);
        base.unwrap_or_else(std::env::temp_dir).join("comptoir/compiled")
    }

    /// Finds the package of a policy: what is installed under this name, a folder or a file, or the name of
    /// a bundled one. What the shop has checked comes before a folder that happens to lie here; `./NAME`
    /// means the folder. Where a name means two things, it is said which was taken. Of a folder of sources, the
    /// package is built first.
    pub(crate) fn package(&self, policy: &str) -> Done<PathBuf> {
        let path = PathBuf::from(policy);
        if let Some(installed) = comptoir_app::plugins::find_installed(&self.data, policy)? {
            if is_policy(&path) {
                self.note_for_people(&self.pick(
                    format!("« {policy} » : la règle installée est prise ; `./{policy}` veut dire le dossier."),
                    format!("“{policy}”: the installed policy is taken; `./{policy}` means the folder."),
                ));
            }
            return Ok(installed);
        }
        if path.extension().is_some_and(|extension| extension == "comptoir") && path.is_file() {
            return Ok(path);
        }
        if path.is_file() {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let (file, folder) = (path.display(), folder.display());
            return Err(Failure::Usage(self.pick(
                format!("{file} est un fichier : donnez le dossier de la règle, {folder}"),
                format!("{file} is a file: give the policy's folder, {folder}"),
            )));
        }
        let bundled = self.policies().join(policy);
        let folder = match (is_policy(&path), is_policy(&bundled)) {
            (true, true) if !same_place(&path, &bundled) => {
                self.note_for_people(&self.pick(
                    format!("« {policy} » : le dossier est pris, et non la règle livrée du même nom."),
                    format!("“{policy}”: the folder is taken, not the bundled policy of the same name."),
                ));
                path
            }
            (true, _) => path,
            (false, true) => bundled,
            (false, false) => return Err(comptoir_app::NotFound::Policy(policy.to_owned()).into()),
        };
        source::ready(folder, self)
    }

    /// Writes to the standard output: the answer and nothing else.
    pub(crate) fn say(&self, text: &str) -> Done {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
        written.map_err(|error| match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::Io(error.to_string()),
        })
    }

    /// Writes an answer: JSON for programs, text for people.
    pub(crate) fn answer(&self, json: &serde_json::Value, text: impl FnOnce() -> String) -> Done {
        if self.json { self.say(&json.to_string()) } else { self.say(text().trim_end_matches('\n')) }
    }

    /// Tells a person something beside the answer, unless quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Tells a person something beside the answer, unless quiet or asked by a program.
    pub(crate) fn note_for_people(&self, text: &str) {
        if !self.json {
            self.note(text);
        }
    }

    /// Tells what went wrong and what to do.
    pub(crate) fn complain(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

fn is_policy(folder: &Path) -> bool {
    folder.join("manifest.toml").is_file()
}

fn same_place(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

/// Finds the language before the command line is read, because help is in it too: `--lang`, then the
/// environment, then French.
pub(crate) fn language_of(args: &[String]) -> Language {
    let given = args.iter().enumerate().find_map(|(place, arg)| match arg.strip_prefix("--lang") {
        Some("") => args.get(place + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let environment = || std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).ok();
    given.map(str::to_owned).or_else(environment).and_then(|tag| Language::from_tag(&tag)).unwrap_or_default()
}

/// The user's data folder, where a shop goes when no folder is named; the demo shop has its own.
fn default_data(command: &Cmd) -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".local/share"));
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(home);
    let is_demo = match command {
        Cmd::Demo(_) => true,
        Cmd::Office(args) => args.demo,
        _ => false,
    };
    let name = if is_demo { "comptoir-demo" } else { "comptoir" };
    base.unwrap_or_else(|| PathBuf::from(".")).join(name)
}
