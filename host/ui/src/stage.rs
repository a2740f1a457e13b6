//! What stands before the cashier: the window, what it shows, and the way of a gesture to the desk and back.
//!
//! Adapters (one per view, in `adapters/`) put values into the window and connect its callbacks to methods of
//! [`Stage`]; `answers` says what each answer of the desk changes on the screen.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::{Rc, Weak};
use std::time::Duration;

use comptoir_app::counter::{Action, View};
use comptoir_domain::id::LineId;
use comptoir_domain::language::Language;
use comptoir_domain::shop::Shop;
use comptoir_screens::slint::{Global as _, Timer};
use comptoir_screens::{CheckoutWindow, HeaderAdapter, OpenDialog, PaymentAdapter, Screen, Theme};

use crate::banners::Banners;
use crate::desk::{Ask, Desk, Tell};
use crate::dialogs::edit::Edit;
use crate::dialogs::returns::Returning;
use crate::display::Display;
use crate::keys::Hands;
use crate::settings::ScreenSettings;
use crate::words::Words;

/// How long the field waits for more letters before it searches.
pub(crate) const SEARCH_PAUSE: Duration = Duration::from_millis(70);

/// The checkout on the screen.
pub struct Stage {
    pub(crate) window: CheckoutWindow,
    pub(crate) display: Display,
    pub(crate) desk: RefCell<Option<Desk>>,
    pub(crate) dir: PathBuf,
    pub(crate) shop: Shop,
    pub(crate) till_language: Language,
    pub(crate) settings: RefCell<ScreenSettings>,
    pub(crate) view: RefCell<Option<Rc<View>>>,
    pub(crate) selected: Cell<Option<LineId>>,
    /// Where the keys were last: in the payment or not, and in which dialog.
    place: Cell<(bool, OpenDialog)>,
    pub(crate) hands: RefCell<Hands>,
    pub(crate) banners: RefCell<Banners>,
    pub(crate) devices: RefCell<crate::adapters::header::Devices>,
    pub(crate) found: RefCell<crate::adapters::found::Rows>,
    pub(crate) people: RefCell<crate::adapters::found::Rows>,
    pub(crate) shelf: RefCell<crate::adapters::found::Rows>,
    /// The gifts of the offer that is being taken.
    pub(crate) gifts: RefCell<crate::adapters::found::Rows>,
    pub(crate) taking: RefCell<Option<crate::dialogs::gift::Taking>>,
    pub(crate) edit: RefCell<Option<Edit>>,
    pub(crate) returning: RefCell<Returning>,
    pub(crate) departments: RefCell<crate::dialogs::article::Departments>,
    pub(crate) lesson: RefCell<Option<crate::dialogs::lesson::Lesson>>,
    pub(crate) last: RefCell<crate::adapters::last::Last>,
    pub(crate) clock: Box<dyn Fn() -> String>,
    pub(crate) search_pause: Timer,
    pub(crate) gap: Timer,
    pub(crate) me: Weak<Self>,
}

/// What a stage is made of.
pub struct Props {
    /// The shop's folder.
    pub dir: PathBuf,
    /// The shop, for its name.
    pub shop: Shop,
    /// The till's language, while the screen has no other.
    pub language: Language,
    /// Settings of the screen.
    pub settings: ScreenSettings,
    /// What the clock of the header shows.
    pub clock: Box<dyn Fn() -> String>,
}

impl Stage {
    /// Makes the window and connects it. It shows nothing of a sale until the desk is there ([`Self::open`]).
    ///
    /// # Errors
    ///
    /// What the display refuses.
    pub fn new(props: Props) -> Result<Rc<Self>, comptoir_screens::slint::PlatformError> {
        let window = CheckoutWindow::new()?;
        let hands = Hands::new(props.settings.keyboard_scanner.clone());
        let stage = Rc::new_cyclic(|me| Self {
            window,
            display: Display::default(),
            desk: RefCell::new(None),
            dir: props.dir,
            shop: props.shop,
            till_language: props.language,
            settings: RefCell::new(props.settings),
            view: RefCell::new(None),
            selected: Cell::new(None),
            place: Cell::new((false, OpenDialog::None)),
            hands: RefCell::new(hands),
            banners: RefCell::default(),
            devices: RefCell::default(),
            found: RefCell::default(),
            people: RefCell::default(),
            shelf: RefCell::default(),
            gifts: RefCell::default(),
            taking: RefCell::default(),
            edit: RefCell::new(None),
            returning: RefCell::default(),
            departments: RefCell::default(),
            lesson: RefCell::new(None),
            last: RefCell::default(),
            clock: props.clock,
            search_pause: Timer::default(),
            gap: Timer::default(),
            me: me.clone(),
        });
        stage.connect();
        stage.apply_settings();
        Ok(stage)
    }

    fn connect(&self) {
        self.connect_keys();
        self.connect_header();
        self.connect_found();
        self.connect_ticket();
        self.connect_customer();
        self.connect_payment();
        self.connect_last();
        self.connect_footer();
        self.connect_edit();
        self.connect_article();
        self.connect_people();
        self.connect_parked();
        self.connect_gift();
        self.connect_returns();
        self.connect_reading();
        self.connect_settings();
        self.connect_lesson();
    }

    /// Puts a desk behind the window.
    pub fn open(&self, desk: Desk) {
        *self.desk.borrow_mut() = Some(desk);
        self.ask(Ask::Speak(self.language()));
        self.ask(Ask::Departments);
        if self.settings.borrow().print {
            self.act(Action::SetPrint { print: true });
        }
        self.focus();
    }

    /// Gives the window.
    #[must_use]
    pub const fn window(&self) -> &CheckoutWindow {
        &self.window
    }

    /// Gives the customer display's window, when it is open.
    #[must_use]
    pub fn display_window(&self) -> Option<comptoir_screens::CustomerDisplay> {
        self.display.window()
    }

    /// Gives what is shown of the sale.
    #[must_use]
    pub fn view(&self) -> Option<Rc<View>> {
        self.view.borrow().clone()
    }

    /// Closes the desk: the unfinished sale is kept.
    pub fn close(&self) {
        if let Some(mut desk) = self.desk.borrow_mut().take() {
            desk.close();
        }
    }

    /// Lets a test reach behind the window.
    pub fn with_backroom<T>(&self, look: impl FnOnce(&mut crate::desk::Backroom) -> T) -> Option<T> {
        match self.desk.borrow().as_ref() {
            Some(Desk::Here(backroom)) => Some(look(&mut backroom.borrow_mut())),
            _ => None,
        }
    }

    /// Gives the language of the screen.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings.borrow().language.unwrap_or(self.till_language)
    }

    /// Gives the words of the screen.
    pub(crate) fn words(&self) -> Words {
        Words(self.language())
    }

    /// Asks the desk.
    pub(crate) fn ask(&self, ask: Ask) {
        let mut answers = Vec::new();
        if let Some(desk) = self.desk.borrow().as_ref() {
            desk.ask(ask, &mut |answer| answers.push(answer));
        }
        answers.into_iter().for_each(|answer| self.tell(answer));
    }

    /// Does a gesture on the sale.
    pub(crate) fn act(&self, action: Action) {
        self.ask(Ask::Act(action));
    }

    /// Takes an answer of the desk. A bug in a view is told, and the sale goes on.
    pub fn tell(&self, tell: Tell) {
        self.guard(|stage| stage.take(tell));
    }

    /// Runs what a callback does. A bug in it must not take the till away from the cashier.
    pub(crate) fn guard<T: Default>(&self, what: impl FnOnce(&Self) -> T) -> T {
        match catch_unwind(AssertUnwindSafe(|| what(self))) {
            Ok(value) => {
                self.keep_focus();
                value
            }
            Err(_) => {
                let words = self.words().stumbled();
                let _ = catch_unwind(AssertUnwindSafe(|| self.warn(&words, "")));
                T::default()
            }
        }
    }

    /// A view that was closed takes the keys with it: they go back to the field of the one below.
    fn keep_focus(&self) {
        let place = (self.is_paying(), self.dialog());
        if self.place.replace(place) != place && place.1 == OpenDialog::None {
            self.focus();
        }
    }

    /// Makes a callback of a method: it does nothing once the stage is gone.
    pub(crate) fn on<T: Default>(&self, what: impl Fn(&Self) -> T + 'static) -> impl Fn() -> T + 'static {
        let me = self.me.clone();
        move || me.upgrade().map(|stage| stage.guard(|stage| what(stage))).unwrap_or_default()
    }

    /// As [`Self::on`], with what the view tells.
    pub(crate) fn with<A, T: Default>(&self, what: impl Fn(&Self, A) -> T + 'static) -> impl Fn(A) -> T + 'static {
        let me = self.me.clone();
        move |value| me.upgrade().map(|stage| stage.guard(|stage| what(stage, value))).unwrap_or_default()
    }

    /// Opens a dialog, or closes the one that is open.
    pub(crate) fn show_dialog(&self, dialog: OpenDialog) {
        self.hands.borrow_mut().reset();
        Screen::get(&self.window).set_dialog(dialog);
        if dialog == OpenDialog::None {
            self.focus();
        }
    }

    /// Tells which dialog is open.
    #[must_use]
    pub fn dialog(&self) -> OpenDialog {
        Screen::get(&self.window).get_dialog()
    }

    /// Tells whether the payment is open.
    #[must_use]
    pub fn is_paying(&self) -> bool {
        PaymentAdapter::get(&self.window).get_open()
    }

    /// Brings the keys back to the field of the sale or of the payment.
    pub(crate) fn focus(&self) {
        if self.is_paying() {
            let payment = PaymentAdapter::get(&self.window);
            payment.set_refocus(payment.get_refocus().wrapping_add(1));
        } else {
            self.window.invoke_focus_field();
        }
    }

    /// Gives what stands in the field on top.
    pub(crate) fn typed(&self) -> String {
        HeaderAdapter::get(&self.window).get_search().to_string()
    }

    /// Empties the field on top, and closes what it found.
    pub(crate) fn clear_typed(&self) {
        self.search_pause.stop();
        HeaderAdapter::get(&self.window).set_search("".into());
        self.close_found();
    }

    pub(crate) fn apply_settings(&self) {
        let settings = self.settings.borrow().clone();
        for theme in
            [Some(Theme::get(&self.window)), self.display.window().as_ref().map(Theme::get)].into_iter().flatten()
        {
            theme.set_dark(settings.dark);
            theme.set_scale(scale_of(settings.text_size));
        }
        let locale = self.language().pick("fr", "en");
        let _ = comptoir_screens::slint::select_bundled_translation(locale);
        self.show_settings();
        self.show_header();
        if let Some(view) = self.view() {
            self.show(&view);
        }
    }
}

/// The size of texts as the markup counts it.
#[allow(clippy::float_arithmetic, reason = "a size on the screen, not an amount")]
pub(crate) fn scale_of(percent: u16) -> f32 {
    f32::from(percent) / 100.0
}
