//! The back office on the screen: programs, their settings and what they gave.
//!
//! [`OfficeStage`] is the window with what it shows; [`desk::Desk`] the shop behind it, on a thread of its own;
//! `page` and `picker` what is typed and chosen; `trial` what it would have given on past sales;
//! [`run()`] opens all of it. Every key has a place: `keys`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::{Rc, Weak};

use comptoir_app::SettingProblem;
use comptoir_app::office::{Action, Activation, CardId, Done, Form, Page, Results, View};
use comptoir_app::setup::Section;
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::shop::Shop;
use comptoir_screens::slint::{self, Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{KeyRow, OfficeAdapter, OfficeDialog, OfficePlace, OfficeWindow, ReadingAdapter, Theme, Tone};

use crate::settings::ScreenSettings;
use crate::stage::scale_of;
use crate::words::Words;

pub mod clients;
pub mod desk;
pub mod folder;
mod keys;
mod leave;
mod list;
mod notice;
mod page;
mod picker;
mod rows;
pub mod run;
pub mod setup;
pub mod statistics;
mod trial;

use desk::{Ask, Desk, Tell};
pub use run::run;

/// What is to be done once the page may be left.
#[derive(Clone, Debug)]
enum Next {
    /// Show another card, and switch it on if asked.
    Choose(CardId, bool),
    /// Go to another place of the office.
    Place(OfficePlace),
    /// Open the file of a customer.
    Open(String),
    /// Show one of the shop's settings.
    Setup(Section, setup::desk::Wanted),
    /// Close the window.
    Close,
}

/// What stands on the page: the form and the activation, as typed.
struct Open {
    page: Page,
    form: Option<Form>,
    activation: Activation,
}

/// Whether results of a program are being counted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Counting {
    #[default]
    No,
    Yes,
    /// A program has changed meanwhile.
    Again,
}

/// The office on the screen.
pub struct OfficeStage {
    pub(crate) window: OfficeWindow,
    desk: RefCell<Option<Desk>>,
    dir: PathBuf,
    till_language: Language,
    settings: RefCell<ScreenSettings>,
    /// Names the trial that is shown.
    trial: Cell<u64>,
    view: RefCell<Option<View>>,
    selected: RefCell<Option<CardId>>,
    open: RefCell<Option<Open>>,
    results: RefCell<BTreeMap<ProgramId, Results>>,
    counting: Cell<Counting>,
    next: RefCell<Option<Next>>,
    /// The page that comes is to be switched on at once.
    enable_next: Cell<bool>,
    picking: RefCell<Option<picker::Picking>>,
    /// The program that the notice offers to switch on again.
    undo: RefCell<Option<ProgramId>>,
    /// The change of customers that the notice offers to take back.
    undo_change: Cell<Option<i64>>,
    /// Whether it is the file of a customer that is asked about before it is left.
    leaving_file: Cell<bool>,
    clients: clients::Clients,
    statistics: statistics::Statistics,
    setup: setup::Setup,
    me: Weak<Self>,
}

/// What an office is made of.
pub struct OfficeProps {
    /// The shop's folder.
    pub dir: PathBuf,
    /// The shop, for its name.
    pub shop: Shop,
    /// The till's language, while the screen has no other.
    pub language: Language,
    /// Settings of the screen.
    pub settings: ScreenSettings,
}

impl OfficeStage {
    /// Makes the window and connects it. It shows nothing until the desk is there ([`Self::open`]).
    ///
    /// # Errors
    ///
    /// What the display refuses.
    pub fn new(props: OfficeProps) -> Result<Rc<Self>, slint::PlatformError> {
        let window = OfficeWindow::new()?;
        let stage = Rc::new_cyclic(|me| Self {
            window,
            desk: RefCell::new(None),
            dir: props.dir,
            till_language: props.language,
            settings: RefCell::new(props.settings),
            trial: Cell::new(0),
            view: RefCell::new(None),
            selected: RefCell::new(None),
            open: RefCell::new(None),
            results: RefCell::default(),
            counting: Cell::default(),
            next: RefCell::new(None),
            enable_next: Cell::new(false),
            picking: RefCell::new(None),
            undo: RefCell::new(None),
            undo_change: Cell::new(None),
            leaving_file: Cell::new(false),
            clients: clients::Clients::default(),
            statistics: statistics::Statistics::default(),
            setup: setup::Setup::default(),
            me: me.clone(),
        });
        let office = OfficeAdapter::get(&stage.window);
        office.set_shop(props.shop.name.clone().into());
        office.set_mode(stage.words().mode(props.shop.mode).into());
        stage.connect();
        stage.apply_settings();
        Ok(stage)
    }

    fn connect(&self) {
        let office = OfficeAdapter::get(&self.window);
        office.on_help(self.on(Self::open_help));
        office.on_light(self.on(|stage| stage.set(|settings| settings.dark = !settings.dark)));
        office.on_toggle_keyboard(self.on(|stage| {
            let office = OfficeAdapter::get(&stage.window);
            office.set_keyboard(!office.get_keyboard());
        }));
        office.on_notice_action(self.with(|stage, _: SharedString| stage.undo()));
        office.on_notice_close(self.with(|stage, _: SharedString| stage.notice(None)));
        ReadingAdapter::get(&self.window).on_close(self.on(|stage| stage.show_dialog(OfficeDialog::None)));
        self.connect_keys();
        self.connect_list();
        self.connect_page();
        self.connect_picker();
        self.connect_trial();
        self.connect_clients();
        self.connect_statistics();
        self.connect_setup();
    }

    /// Puts a desk behind the window.
    pub fn open(&self, desk: Desk) {
        *self.desk.borrow_mut() = Some(desk);
        self.ask(Ask::Speak(self.language()));
        self.window.invoke_focus_list();
    }

    /// Gives the window.
    #[must_use]
    pub const fn window(&self) -> &OfficeWindow {
        &self.window
    }

    /// Gives the list that is shown.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        self.view.borrow().clone()
    }

    /// Gives the card that is chosen.
    #[must_use]
    pub fn selected(&self) -> Option<CardId> {
        self.selected.borrow().clone()
    }

    /// Closes the desk.
    pub fn close(&self) {
        self.clients.incoming.borrow().stop();
        if let Some(mut desk) = self.desk.borrow_mut().take() {
            desk.close();
        }
    }

    /// Lets a test reach behind the window.
    pub fn with_backroom<T>(&self, look: impl FnOnce(&mut desk::Backroom) -> T) -> Option<T> {
        match self.desk.borrow().as_ref() {
            Some(Desk::Here(backroom)) => Some(look(&mut backroom.borrow_mut())),
            _ => None,
        }
    }

    fn language(&self) -> Language {
        self.settings.borrow().language.unwrap_or(self.till_language)
    }

    fn words(&self) -> Words {
        Words(self.language())
    }

    fn ask(&self, ask: Ask) {
        let mut answers = Vec::new();
        if let Some(desk) = self.desk.borrow().as_ref() {
            desk.ask(ask, &mut |answer| answers.push(answer));
        }
        answers.into_iter().for_each(|answer| self.tell(answer));
    }

    fn act(&self, action: Action) {
        self.ask(Ask::Act(action));
    }

    /// Takes an answer of the desk. A bug in a view is told, and the office goes on.
    pub fn tell(&self, tell: Tell) {
        self.guard(|stage| stage.take(tell));
    }

    fn take(&self, tell: Tell) {
        match tell {
            Tell::View(view) => self.show_view(*view),
            Tell::Done(done) => self.done(done),
            Tell::Page(page) => self.show_page(*page),
            Tell::Results(results) => self.take_results(results),
            Tell::Pickable(kind, typed, rows) => self.show_pickable(kind, &typed, rows),
            Tell::Trial(number, tell) => self.take_trial(number, tell),
            Tell::Client(tell) => self.take_client(*tell),
            Tell::Statistics(tell) => self.take_statistics(tell),
            Tell::Setup(tell) => self.take_setup(tell),
            Tell::Wrong(problems) => self.wrong(&problems),
            Tell::Refused(words) => {
                self.enable_next.set(false);
                self.client_refused();
                self.warn(&words);
                self.show_cards();
            }
        }
    }

    fn done(&self, done: Done) {
        let words = self.words();
        let title = |program: &ProgramId| self.title(&CardId::Program(program.clone()));
        self.forget_results();
        match done {
            Done::SwitchedOn(program) => {
                // A policy that is a program now: its title is the one that its card had.
                let name = self.selected().map(|card| self.title(&card)).filter(|_| self.is_policy_chosen());
                self.say(&words.switched_on(&name.unwrap_or_else(|| title(&program))), Tone::Ok, None);
                if self.is_policy_chosen() {
                    self.choose_now(CardId::Program(program));
                }
            }
            Done::SwitchedOff(program) => {
                self.say(&words.switched_off(&title(&program)), Tone::Neutral, Some(program));
            }
            Done::Saved(program) => self.saved(&program),
            Done::Updated(program) => {
                self.say(&words.updated(&title(&program)), Tone::Ok, None);
                self.ask(Ask::Page(CardId::Program(program)));
            }
            Done::Moved(_) => {}
        }
    }

    fn saved(&self, program: &ProgramId) {
        self.ask(Ask::Page(CardId::Program(program.clone())));
        self.status(self.words().saved(), Tone::Ok);
        self.go_on();
    }

    /// All that is wrong with the form, beside its fields.
    fn wrong(&self, problems: &[SettingProblem]) {
        self.next.borrow_mut().take();
        self.enable_next.set(false);
        self.show_dialog(OfficeDialog::None);
        self.mark(problems);
        self.show_cards();
    }

    fn is_policy_chosen(&self) -> bool {
        matches!(*self.selected.borrow(), Some(CardId::Policy(_)))
    }

    fn title(&self, card: &CardId) -> String {
        let view = self.view.borrow();
        let cards = view.iter().flat_map(|view| view.programs.iter().chain(&view.policies));
        cards.filter(|other| &other.id == card).map(|other| other.title.clone()).next().unwrap_or_default()
    }

    /// Runs what a callback does. A bug in it must not take the office away.
    fn guard<T: Default>(&self, what: impl FnOnce(&Self) -> T) -> T {
        catch_unwind(AssertUnwindSafe(|| what(self))).unwrap_or_else(|_| {
            let words = self.words().stumbled();
            let _ = catch_unwind(AssertUnwindSafe(|| self.warn(&words)));
            T::default()
        })
    }

    /// Makes a callback of a method: it does nothing once the stage is gone.
    fn on<T: Default>(&self, what: impl Fn(&Self) -> T + 'static) -> impl Fn() -> T + 'static {
        let me = self.me.clone();
        move || me.upgrade().map(|stage| stage.guard(|stage| what(stage))).unwrap_or_default()
    }

    /// As [`Self::on`], with what the view tells.
    fn with<A, T: Default>(&self, what: impl Fn(&Self, A) -> T + 'static) -> impl Fn(A) -> T + 'static {
        let me = self.me.clone();
        move |value| me.upgrade().map(|stage| stage.guard(|stage| what(stage, value))).unwrap_or_default()
    }

    /// As [`Self::with`], for what tells two things.
    fn with2<A, B>(&self, what: impl Fn(&Self, A, B) + 'static) -> impl Fn(A, B) + 'static {
        let me = self.me.clone();
        move |one, two| {
            if let Some(stage) = me.upgrade() {
                stage.guard(|stage| what(stage, one, two));
            }
        }
    }

    /// Opens a dialog, or closes the one that is open.
    fn show_dialog(&self, dialog: OfficeDialog) {
        let office = OfficeAdapter::get(&self.window);
        if office.get_dialog() != dialog {
            office.set_dialog(dialog);
            if dialog == OfficeDialog::None {
                self.refocus();
            }
        }
    }

    /// Tells which dialog is open.
    #[must_use]
    pub fn dialog(&self) -> OfficeDialog {
        OfficeAdapter::get(&self.window).get_dialog()
    }

    fn open_help(&self) {
        let words = self.words();
        let keys = match self.place() {
            OfficePlace::Programs => words.office_keys(),
            OfficePlace::Clients | OfficePlace::File => words.client_keys(),
            OfficePlace::Incoming => words.import_keys(self.importing()),
            OfficePlace::Welcome => words.enrolment_keys(),
            OfficePlace::Statistics => words.statistics_keys(),
            OfficePlace::Setup => words.setup_keys(),
        };
        let rows: Vec<KeyRow> =
            keys.into_iter().map(|(key, what)| KeyRow { key: key.into(), what: what.into() }).collect();
        ReadingAdapter::get(&self.window).set_keys(ModelRc::new(VecModel::from(rows)));
        self.show_dialog(OfficeDialog::Help);
    }

    /// Changes a setting of the screen, keeps it, and shows it.
    fn set(&self, change: impl FnOnce(&mut ScreenSettings)) {
        change(&mut self.settings.borrow_mut());
        let written = self.settings.borrow().write(&self.dir);
        self.apply_settings();
        if let Err(error) = written {
            self.warn(&format!("{} {error}", self.words().not_kept()));
        }
    }

    fn apply_settings(&self) {
        let settings = self.settings.borrow().clone();
        let theme = Theme::get(&self.window);
        theme.set_dark(settings.dark);
        theme.set_scale(scale_of(settings.text_size));
        let _ = slint::select_bundled_translation(self.language().pick("fr", "en"));
    }
}
