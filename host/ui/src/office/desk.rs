//! The desk behind the office's window: it has the [`Office`], on a thread of its own, so that the event loop never
//! waits for the database or a policy. Tests let the same [`Backroom`] answer at once.

use std::cell::{OnceCell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use comptoir_app::backtest::{Backtest, Report};
use comptoir_app::customers::Browser;
use comptoir_app::office::{Action, CardId, CodeKind, Count, Done, Office, Page, Pickable, Results, Trial, View};
use comptoir_app::{Error, Invalid, SettingProblem, Till};
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;

use super::clients::desk::{ClientAsk, ClientTell, Look, answer, look, take};
use super::clients::told;
use super::setup::desk::{SetupAsk, SetupTell, answer as setup};
use super::statistics::desk::{StatisticsAsk, StatisticsTell, answer as statistics};
use crate::bug::panic_words;

/// What the window asks.
#[derive(Clone, Debug)]
pub enum Ask {
    /// The list, in this language from now on.
    Speak(Language),
    /// Do something.
    Act(Action),
    /// All about a card.
    Page(CardId),
    /// What a program gave, counted beside the desk.
    Results(ProgramId),
    /// What a set can hold, by what is typed.
    Pick(CodeKind, String),
    /// Try settings on past sales; the number names the trial in what is told of it.
    Try(u64, Box<Trial>),
    /// Of the customers.
    Client(ClientAsk),
    /// Of the statistics, counted beside the desk.
    Statistics(StatisticsAsk, Language),
    /// Of the shop's own settings.
    Setup(SetupAsk),
    /// Something to look for among the customers, beside the desk.
    Look(Look),
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
    /// What a program gave, or why it could not be counted.
    Results(Result<Box<Results>, String>),
    /// What a set can hold.
    Pickable(CodeKind, String, Vec<Pickable>),
    /// A form is wrong; nothing has changed.
    Wrong(Vec<SettingProblem>),
    /// Something else was refused, in words; nothing has changed.
    Refused(String),
    /// Of a trial.
    Trial(u64, TrialTell),
    /// Of the customers.
    Client(Box<ClientTell>),
    /// Of the statistics.
    Statistics(StatisticsTell),
    /// Of the shop's own settings.
    Setup(SetupTell),
}

/// What is told of a trial.
#[derive(Clone, Debug)]
pub enum TrialTell {
    /// So many sales are done, of so many.
    Progress(u64, u64),
    /// The form is wrong.
    Wrong(Vec<SettingProblem>),
    /// It cannot be done, in words.
    Failed(String),
    /// It was stopped.
    Stopped,
    /// What came out.
    Done(Box<Report>),
}

/// The office with what it needs to answer.
pub struct Backroom {
    office: Office,
    browser: OnceCell<Browser>,
}

impl Backroom {
    /// Gives the office, for tests.
    pub const fn office(&mut self) -> &mut Office {
        &mut self.office
    }

    fn new(office: Office) -> Self {
        Self { office, browser: OnceCell::new() }
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
            Ask::Results(program) => {
                let count = self.office.count(&program)?;
                tell(counted(self.browser()?, count, language_of(&self.office)));
            }
            Ask::Pick(kind, typed) => {
                let rows = self.office.pickable(kind, &typed)?;
                tell(Tell::Pickable(kind, typed, rows));
            }
            Ask::Statistics(ask, _) => tell(Tell::Statistics(statistics(&self.office.till().statistics(), ask))),
            Ask::Setup(ask) => setup(self.office.till_mut(), ask, &mut |of_it| tell(Tell::Setup(of_it))),
            Ask::Client(ask) => {
                answer(self.office.till_mut(), ask, &mut |client| tell(told(client)))?;
            }
            Ask::Look(wanted) => tell(look(self.browser()?, wanted).map(told)?),
            Ask::Try(number, trial) => match self.prepare(&trial) {
                Ok(backtest) => tell(Tell::Trial(
                    number,
                    run(backtest, language_of(&self.office), &AtomicBool::new(false), &mut |_| ()),
                )),
                Err(refused) => tell(Tell::Trial(number, refused)),
            },
        }
        Ok(())
    }

    /// The second look at the shop, for a desk that answers at once.
    fn browser(&self) -> Result<&Browser, Error> {
        if self.browser.get().is_none() {
            let _ = self.browser.set(self.office.till().browser()?);
        }
        Ok(self.browser.get().expect("it was just set"))
    }

    fn prepare(&self, trial: &Trial) -> Result<Backtest, TrialTell> {
        self.office.trial(trial).map_err(|error| match error {
            Error::Invalid(Invalid::Settings(problems)) => TrialTell::Wrong(problems),
            error => TrialTell::Failed(error.message(language_of(&self.office))),
        })
    }
}

fn counted(browser: &Browser, count: Count, language: Language) -> Tell {
    Tell::Results(count.run(browser).map(Box::new).map_err(|error| error.message(language)))
}

/// Hands the counting of what a program gave to the thread that does it.
fn count_in(to: &Sender<(Count, Language)>, office: &Office, program: &ProgramId, tell: &dyn Fn(Tell)) {
    let language = language_of(office);
    match office.count(program) {
        Ok(count) => drop(to.send((count, language))),
        Err(error) => tell(Tell::Results(Err(error.message(language)))),
    }
}

fn language_of(office: &Office) -> Language {
    office.till().language()
}

/// Runs a trial to its end. A bug in it is told, and the office goes on.
fn run(backtest: Backtest, language: Language, stop: &AtomicBool, progress: &mut dyn FnMut(TrialTell)) -> TrialTell {
    let ended =
        catch_unwind(AssertUnwindSafe(|| backtest.run(|done, of| progress(TrialTell::Progress(done, of)), stop)));
    match ended {
        Ok(Ok(Some(report))) => TrialTell::Done(Box::new(report)),
        Ok(Ok(None)) => TrialTell::Stopped,
        Ok(Err(error)) => TrialTell::Failed(error.message(language)),
        Err(panic) => TrialTell::Failed(panic_words(&panic)),
    }
}

/// How the trial under way is told to stop.
#[derive(Clone, Default)]
pub struct Stop(Arc<Mutex<Arc<AtomicBool>>>);

impl Stop {
    fn now(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).store(true, Ordering::Relaxed);
    }

    /// Stops the one before, and gives the flag of a new one.
    fn renew(&self) -> Arc<AtomicBool> {
        let mut flag = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flag.store(true, Ordering::Relaxed);
        *flag = Arc::new(AtomicBool::new(false));
        flag.clone()
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
        /// What stops a trial.
        stop: Stop,
        /// Where looks among the customers go; none when the shop could not be opened once more.
        looks: Option<Sender<Look>>,
        /// Where questions of statistics go.
        counts: Option<Sender<(StatisticsAsk, Language)>>,
    },
    /// At once, for tests.
    Here(Box<RefCell<Backroom>>),
}

impl Desk {
    /// Lets an office work on its own thread, and trials on others. `tell` is called there.
    pub fn away(office: Office, tell: impl Fn(Tell) + Send + Clone + 'static) -> Self {
        let (asks, to_do) = channel();
        let language = language_of(&office);
        let mut waiting = Vec::new();
        let looks = beside(
            office.till(),
            move |to_do| take(&mut waiting, to_do),
            move |browser, wanted| {
                look(browser, wanted).map_or_else(|error| Tell::Refused(error.message(language)), told)
            },
            Tell::Refused,
            tell.clone(),
        );
        let counts = beside(
            office.till(),
            |to_do| to_do.recv().ok(),
            |browser, (ask, language)| Tell::Statistics(statistics(&browser.statistics(language), ask)),
            |bug| Tell::Statistics(StatisticsTell::Failed(bug)),
            tell.clone(),
        );
        let results = beside(
            office.till(),
            |to_do| to_do.recv().ok(),
            |browser, (count, language)| counted(browser, count, language),
            |bug| Tell::Results(Err(bug)),
            tell.clone(),
        );
        let stop = Stop::default();
        let stopping = stop.clone();
        let worker = std::thread::spawn(move || {
            let mut backroom = Backroom::new(office);
            while let Ok(ask) = to_do.recv() {
                match (ask, &results) {
                    (Ask::Try(number, trial), _) => aside(&backroom, number, &trial, stopping.renew(), tell.clone()),
                    (Ask::Results(program), Some(results)) => count_in(results, &backroom.office, &program, &tell),
                    (ask, _) => backroom.answer(ask, &mut |answer| tell(answer)),
                }
            }
        });
        Self::Away { asks: Some(asks), worker: Some(worker), stop, looks, counts }
    }

    /// Stops the trial that is under way, at once.
    pub fn stop_trial(&self) {
        if let Self::Away { stop, .. } = self {
            stop.now();
        }
    }

    /// Lets an office answer at once.
    #[must_use]
    pub fn here(office: Office) -> Self {
        Self::Here(Box::new(RefCell::new(Backroom::new(office))))
    }

    /// Asks. On a thread the answer comes later; here it is handed to `tell`, piece by piece.
    pub fn ask(&self, ask: Ask, tell: &mut dyn FnMut(Tell)) {
        match (self, ask) {
            (Self::Away { looks: Some(looks), .. }, Ask::Look(look)) => drop(looks.send(look)),
            (Self::Away { counts: Some(counts), .. }, Ask::Statistics(ask, language)) => {
                drop(counts.send((ask, language)));
            }
            (Self::Away { asks, .. }, ask) => {
                if let Some(asks) = asks {
                    let _ = asks.send(ask);
                }
            }
            (Self::Here(backroom), ask) => backroom.borrow_mut().answer(ask, tell),
        }
    }

    /// Waits for the last gesture.
    pub fn close(&mut self) {
        self.stop_trial();
        if let Self::Away { asks, worker, looks, counts, .. } = self {
            (*asks, *looks, *counts) = (None, None, None);
            if let Some(worker) = worker.take() {
                let _ = worker.join();
            }
        }
    }
}

/// Answers on a thread and with a connection of its own, until the window is gone. A bug in an answer is told, and the
/// thread goes on. Nothing when the shop cannot be opened once more: then the desk answers.
fn beside<A: Send + 'static>(
    till: &Till,
    mut next: impl FnMut(&Receiver<A>) -> Option<A> + Send + 'static,
    answer: impl Fn(&Browser, A) -> Tell + Send + 'static,
    broken: impl Fn(String) -> Tell + Send + 'static,
    tell: impl Fn(Tell) + Send + 'static,
) -> Option<Sender<A>> {
    let browser = till.browser().ok()?;
    let (asks, to_do) = channel();
    std::thread::spawn(move || {
        while let Some(ask) = next(&to_do) {
            let answered = catch_unwind(AssertUnwindSafe(|| answer(&browser, ask)));
            tell(answered.unwrap_or_else(|panic| broken(panic_words(&panic))));
        }
    });
    Some(asks)
}

/// Runs a trial on a thread of its own, so that the office goes on answering.
fn aside(backroom: &Backroom, number: u64, trial: &Trial, stop: Arc<AtomicBool>, tell: impl Fn(Tell) + Send + 'static) {
    let language = language_of(&backroom.office);
    match backroom.prepare(trial) {
        Ok(backtest) => drop(std::thread::spawn(move || {
            let ended = run(backtest, language, &stop, &mut |progress| tell(Tell::Trial(number, progress)));
            tell(Tell::Trial(number, ended));
        })),
        Err(refused) => tell(Tell::Trial(number, refused)),
    }
}
