//! The desk behind the window: it has the [`Counter`], answers gestures, and never keeps the window waiting.
//!
//! In the till the desk works on a thread of its own and its answers come back through the event loop;
//! searches have a second thread, so that none stands before a scan. Tests and the gallery let the same
//! [`Backroom`] answer at once, in the caller's thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use comptoir_app::counter::{Action, Counter, DepartmentChoice, Done, Returnable, View, WhyProgram};
use comptoir_app::devices::{Device, Heard};
use comptoir_app::finder::{Finder, FoundSale};
use comptoir_app::{Error, Kind, NotFound};
use comptoir_domain::customer::Customer;
use comptoir_domain::item::Item;
use comptoir_domain::language::Language;
use comptoir_domain::refund::{Asked, Refund};
use comptoir_domain::sale::ReceiptNumber;

use crate::bug::panic_words;

/// How often the print queue is looked at while nobody does anything.
const IDLE: Duration = Duration::from_millis(400);
/// Programs slower than this let the priced lines be shown before them.
const NOTICEABLE: Duration = Duration::from_millis(8);
/// How long the last prints may take when the window closes.
const LAST_PRINTS: Duration = Duration::from_secs(5);
/// How often idle devices are asked how they are.
const DEVICES_EVERY: Duration = Duration::from_secs(20);
/// The most rows that a search shows of each kind.
const MOST_FOUND: usize = 30;

/// Where a search looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Articles and customers, for the field on top.
    Everything,
    /// Customers.
    Customers,
    /// Customers who may be the one whose file is being made.
    Alike,
    /// Receipts.
    Sales,
}

/// What the window asks.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A gesture on the sale.
    Act(Action),
    /// Show again, in this language.
    Speak(Language),
    /// A search; only the latest of its scope counts.
    Find {
        /// Where.
        scope: Scope,
        /// What was typed.
        text: String,
    },
    /// What a receipt allows to give back.
    Returnable(ReceiptNumber),
    /// What giving back would pay.
    PreviewRefund {
        /// The receipt.
        number: ReceiptNumber,
        /// The lines.
        asked: Asked,
    },
    /// Why the programs did what they did.
    Why,
    /// The departments of articles without a code.
    Departments,
    /// How the devices are, looked at now.
    Devices,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Articles.
    pub items: Vec<Item>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Receipts.
    pub sales: Vec<FoundSale>,
}

/// Why a gesture did not happen, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind it is.
    pub kind: Kind,
    /// What happened and what to do.
    pub words: String,
    /// The code, when nothing has it.
    pub unknown_code: Option<String>,
    /// The field of a form that it concerns.
    pub field: Option<String>,
}

impl Refusal {
    fn of(error: &Error, language: Language) -> Self {
        Self {
            kind: error.kind(),
            words: error.message(language),
            unknown_code: match error {
                Error::NotFound(NotFound::Code(code)) => Some(code.clone()),
                _ => None,
            },
            field: match error {
                Error::Invalid(comptoir_app::Invalid::Text { field, .. }) => Some(field.clone()),
                // The form knows its fields by their English names, and has one for all names.
                Error::Invalid(comptoir_app::Invalid::Form(issues)) => issues.first().map(|issue| {
                    let name = issue.field.name(Language::English);
                    if name == "last-name" { "name".to_owned() } else { name.to_owned() }
                }),
                _ => None,
            },
        }
    }
}

/// What the desk tells the window.
#[derive(Clone, Debug)]
pub enum Tell {
    /// What to show of the sale.
    View(Box<View>),
    /// A gesture was done; its view comes right after.
    Done(Box<Done>),
    /// A gesture was refused; nothing has changed.
    Refused(Refusal),
    /// What a search found.
    Found {
        /// Where it looked.
        scope: Scope,
        /// What was typed.
        text: String,
        /// What there is.
        found: Found,
    },
    /// What a receipt allows to give back.
    Returnable(Box<Returnable>),
    /// What giving back would pay.
    RefundPreview(Box<Refund>),
    /// Why.
    Why(Vec<WhyProgram>),
    /// The departments.
    Departments(Vec<DepartmentChoice>),
    /// How the devices are.
    Devices(Vec<Device>),
    /// The scanner told something.
    Heard(Heard),
    /// The desk stumbled over a bug; the sale is kept.
    Stumbled(String),
}

/// The counter with what it needs to answer.
pub struct Backroom {
    counter: Counter,
    finder: Finder,
    language: Language,
    took: Duration,
}

impl Backroom {
    /// Puts a counter behind a window.
    ///
    /// # Errors
    ///
    /// What the store says of a second connection.
    pub fn new(counter: Counter) -> Result<Self, Error> {
        let finder = counter.till().finder()?;
        let language = counter.till().language();
        Ok(Self { counter, finder, language, took: Duration::ZERO })
    }

    /// Gives the counter, for tests and for leaving.
    pub const fn counter(&mut self) -> &mut Counter {
        &mut self.counter
    }

    /// Answers one question. A bug in here is told, and the sale goes on from what is kept.
    pub fn answer(&mut self, ask: Ask, tell: &mut dyn FnMut(Tell)) {
        let language = self.language;
        let answered = catch_unwind(AssertUnwindSafe(|| self.try_answer(ask, tell)));
        match answered {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tell(Tell::Refused(Refusal::of(&error, language))),
            Err(panic) => tell(Tell::Stumbled(panic_words(&panic))),
        }
    }

    fn try_answer(&mut self, ask: Ask, tell: &mut dyn FnMut(Tell)) -> Result<(), Error> {
        match ask {
            Ask::Act(action) => self.act(action, tell)?,
            Ask::Speak(language) => {
                self.language = language;
                self.counter.till_mut().speak(language);
                tell(Tell::View(Box::new(self.counter.view()?)));
            }
            Ask::Find { scope, text } => tell(search(&self.finder, scope, text)?),
            Ask::Returnable(number) => tell(Tell::Returnable(Box::new(self.counter.returnable(&number)?))),
            Ask::PreviewRefund { number, asked } => {
                tell(Tell::RefundPreview(Box::new(self.counter.preview_refund(&number, &asked)?)));
            }
            Ask::Why => tell(Tell::Why(self.counter.why()?)),
            Ask::Departments => tell(Tell::Departments(self.counter.departments()?)),
            Ask::Devices => tell(Tell::Devices(self.counter.till().devices())),
        }
        Ok(())
    }

    /// The view follows a gesture that was done, so that the window shows the two together.
    fn act(&mut self, action: Action, tell: &mut dyn FnMut(Tell)) -> Result<(), Error> {
        let acted = self.counter.act(action);
        if acted.is_err() {
            // What was shown may be why: a paper that was spent elsewhere meanwhile.
            tell(Tell::View(Box::new(self.counter.view()?)));
        }
        let outcome = acted?;
        tell(Tell::Done(Box::new(outcome.done)));
        if self.took > NOTICEABLE {
            tell(Tell::View(Box::new(self.counter.quick_view()?)));
        }
        let view = self.counter.view()?;
        self.took = view.programs_took;
        tell(Tell::View(Box::new(view)));
        self.counter.remember()
    }

    /// Looks at the printer, and tells what changed for the window.
    fn turn(&mut self, last: &mut Option<(usize, Option<String>)>, tell: &mut dyn FnMut(Tell)) {
        let Ok(printed) = self.counter.turn_printer() else { return };
        let now = (printed.waiting, printed.trouble);
        if last.as_ref() != Some(&now) {
            *last = Some(now);
            if let Ok(view) = self.counter.view() {
                tell(Tell::View(Box::new(view)));
            }
        }
    }
}

/// Searches where the scope says.
fn search(finder: &Finder, scope: Scope, text: String) -> Result<Tell, Error> {
    let mut found = Found::default();
    match scope {
        Scope::Everything => {
            found.items = finder.items(&text, MOST_FOUND)?;
            found.customers = finder.customers(&text, MOST_FOUND)?;
        }
        Scope::Customers => found.customers = finder.customers(&text, MOST_FOUND)?,
        Scope::Alike => found.customers = finder.customers(&text, 3)?,
        Scope::Sales => found.sales = finder.sales(&text, MOST_FOUND)?,
    }
    Ok(Tell::Found { scope, text, found })
}

/// The way from the window to its desk.
pub enum Desk {
    /// On threads of their own.
    Away(Away),
    /// At once, for tests: the answers are given to the window before `ask` returns.
    Here(Box<std::cell::RefCell<Backroom>>),
}

/// A desk on threads.
pub struct Away {
    asks: Option<Sender<Ask>>,
    finds: Sender<Ask>,
    watch: Sender<()>,
    worker: Option<JoinHandle<()>>,
}

impl Desk {
    /// Lets a counter work on its own thread. `tell` is called on other threads than the window's.
    ///
    /// # Errors
    ///
    /// What the store says of a second connection, or the scanner's port.
    pub fn away(counter: Counter, tell: impl Fn(Tell) + Send + Clone + 'static) -> Result<Self, Error> {
        let heard = tell.clone();
        let scanner = counter.till().listen(move |event| heard(Tell::Heard(event)))?;
        let (finder, language) = (counter.till().finder()?, counter.till().language());
        let watch = watch_devices(counter.till().device_watch(), tell.clone());
        let backroom = Backroom::new(counter)?;
        let (asks, to_do) = channel();
        let worker = tell.clone();
        let worker = std::thread::spawn(move || {
            let _scanner = scanner;
            work(backroom, &to_do, &worker);
        });
        let (finds, to_find) = channel();
        std::thread::spawn(move || find(&finder, language, &to_find, &tell));
        Ok(Self::Away(Away { asks: Some(asks), finds, watch, worker: Some(worker) }))
    }

    /// Lets a counter answer at once.
    ///
    /// # Errors
    ///
    /// What the store says of a second connection.
    pub fn here(counter: Counter) -> Result<Self, Error> {
        Ok(Self::Here(Box::new(std::cell::RefCell::new(Backroom::new(counter)?))))
    }

    /// Asks. On threads the answer comes later; here it is handed to `tell`, piece by piece.
    pub fn ask(&self, ask: Ask, tell: &mut dyn FnMut(Tell)) {
        match self {
            Self::Away(away) => away.ask(ask),
            Self::Here(backroom) => {
                let mut answers = Vec::new();
                backroom.borrow_mut().answer(ask, &mut |answer| answers.push(answer));
                answers.into_iter().for_each(tell);
            }
        }
    }

    /// Closes: waits for the last gesture, keeps the unfinished sale, lets the last papers out.
    pub fn close(&mut self) {
        match self {
            Self::Away(away) => away.close(),
            Self::Here(backroom) => drop(backroom.borrow_mut().counter().leave(Duration::ZERO)),
        }
    }
}

impl Away {
    /// A thread that is gone has nothing to answer: the window is closing.
    fn ask(&self, ask: Ask) {
        match (ask, &self.asks) {
            (ask @ Ask::Find { .. }, _) => drop(self.finds.send(ask)),
            (Ask::Devices, _) => drop(self.watch.send(())),
            (ask, Some(asks)) => drop(asks.send(ask)),
            (_, None) => {}
        }
    }

    fn close(&mut self) {
        self.asks = None;
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// Answers until the window is gone.
fn work(mut backroom: Backroom, asks: &Receiver<Ask>, tell: &impl Fn(Tell)) {
    let mut printed = None;
    if let Ok(view) = backroom.counter.view() {
        tell(Tell::View(Box::new(view)));
    }
    loop {
        match asks.recv_timeout(IDLE) {
            Ok(ask) => backroom.answer(ask, &mut |answer| tell(answer)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        backroom.turn(&mut printed, &mut |answer| tell(answer));
    }
    let _ = backroom.counter.leave(LAST_PRINTS);
}

/// Searches until the window is gone; of several that wait, the latest of each scope is enough.
fn find(finder: &Finder, language: Language, asks: &Receiver<Ask>, tell: &impl Fn(Tell)) {
    while let Ok(first) = asks.recv() {
        let mut waiting = vec![first];
        waiting.extend(asks.try_iter());
        let mut latest: Vec<(Scope, String)> = Vec::new();
        for ask in waiting {
            if let Ask::Find { scope, text } = ask {
                latest.retain(|(other, _)| *other != scope);
                latest.push((scope, text));
            }
        }
        for (scope, text) in latest {
            let found = search(finder, scope, text);
            tell(found.unwrap_or_else(|error| Tell::Refused(Refusal::of(&error, language))));
        }
    }
}

/// Asks the devices how they are, now and then and when told to, on a thread of its own: a printer that
/// does not answer takes its time.
fn watch_devices(look: impl Fn() -> Vec<Device> + Send + 'static, tell: impl Fn(Tell) + Send + 'static) -> Sender<()> {
    let (poke, poked) = channel();
    std::thread::spawn(move || {
        loop {
            let started = Instant::now();
            tell(Tell::Devices(look()));
            let rest = DEVICES_EVERY.saturating_sub(started.elapsed());
            if poked.recv_timeout(rest) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    });
    poke
}
