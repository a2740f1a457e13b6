//! The desk behind the office's window: it has the [`Office`], on a thread of its own, so that the event loop never
//! waits for the database or a policy. Tests let the same [`Backroom`] answer at once.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use comptoir_app::office::{Action, CardId, CodeKind, Done, Office, Page, Pickable, Results, View};
use comptoir_app::{Error, Invalid, SettingProblem};
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;

use crate::desk::panic_words;

/// What the window asks.
#[derive(Clone, Debug)]
pub enum Ask {
    /// The list, in this language from now on.
    Speak(Language),
    /// Do something.
    Act(Action),
    /// All about a card.
    Page(CardId),
    /// What a program gave.
    Results(ProgramId),
    /// What a set can hold, by what is typed.
    Pick(CodeKind, String),
}

/// What the desk tells.
#[derive(Clone, Debug)]
pub enum Tell {
    /// The list.
    View(Box<View>),
    /// It was done; the list comes right after.
    Done(Done),
    /// All about a card.
    Page(Box<Page>),
    /// What a program gave.
    Results(Box<Results>),
    /// What a set can hold.
    Pickable(CodeKind, String, Vec<Pickable>),
    /// A form is wrong; nothing has changed.
    Wrong(Vec<SettingProblem>),
    /// Something else was refused, in words; nothing has changed.
    Refused(String),
}

/// The office with what it needs to answer.
pub struct Backroom {
    office: Office,
}

impl Backroom {
    /// Gives the office, for tests.
    pub const fn office(&mut self) -> &mut Office {
        &mut self.office
    }

    fn answer(&mut self, ask: Ask, tell: &mut dyn FnMut(Tell)) {
        let language = self.office.till().language();
        match catch_unwind(AssertUnwindSafe(|| self.try_answer(ask, tell))) {
            Ok(Ok(())) => {}
            Ok(Err(Error::Invalid(Invalid::Settings(problems)))) => tell(Tell::Wrong(problems)),
            Ok(Err(error)) => tell(Tell::Refused(error.message(language))),
            Err(panic) => tell(Tell::Refused(panic_words(&panic))),
        }
    }

    fn try_answer(&mut self, ask: Ask, tell: &mut dyn FnMut(Tell)) -> Result<(), Error> {
        match ask {
            Ask::Speak(language) => {
                self.office.till_mut().speak(language);
                tell(Tell::View(Box::new(self.office.view())));
            }
            Ask::Act(action) => {
                tell(Tell::Done(self.office.act(action)?));
                tell(Tell::View(Box::new(self.office.view())));
            }
            Ask::Page(card) => tell(Tell::Page(Box::new(self.office.page(&card)?))),
            Ask::Results(program) => tell(Tell::Results(Box::new(self.office.results(&program)?))),
            Ask::Pick(kind, typed) => {
                let rows = self.office.pickable(kind, &typed)?;
                tell(Tell::Pickable(kind, typed, rows));
            }
        }
        Ok(())
    }
}

/// The way from the window to its desk.
pub enum Desk {
    /// On a thread of its own.
    Away {
        /// Where questions go; none once it is closed.
        asks: Option<Sender<Ask>>,
        /// Who answers.
        worker: Option<JoinHandle<()>>,
    },
    /// At once, for tests.
    Here(Box<RefCell<Backroom>>),
}

impl Desk {
    /// Lets an office work on its own thread. `tell` is called there.
    pub fn away(office: Office, tell: impl Fn(Tell) + Send + 'static) -> Self {
        let (asks, to_do) = channel();
        let worker = std::thread::spawn(move || {
            let mut backroom = Backroom { office };
            while let Ok(ask) = to_do.recv() {
                backroom.answer(ask, &mut |answer| tell(answer));
            }
        });
        Self::Away { asks: Some(asks), worker: Some(worker) }
    }

    /// Lets an office answer at once.
    #[must_use]
    pub fn here(office: Office) -> Self {
        Self::Here(Box::new(RefCell::new(Backroom { office })))
    }

    /// Asks. On a thread the answer comes later; here it is handed to `tell`, piece by piece.
    pub fn ask(&self, ask: Ask, tell: &mut dyn FnMut(Tell)) {
        match self {
            Self::Away { asks, .. } => drop(asks.as_ref().map(|asks| asks.send(ask))),
            Self::Here(backroom) => backroom.borrow_mut().answer(ask, tell),
        }
    }

    /// Waits for the last gesture.
    pub fn close(&mut self) {
        if let Self::Away { asks, worker } = self {
            *asks = None;
            if let Some(worker) = worker.take() {
                let _ = worker.join();
            }
        }
    }
}
