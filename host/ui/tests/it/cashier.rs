//! A cashier at the window: finds things by what they are called, presses, types, scans, and looks.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use comptoir_app::counter::{Counter, View};
use comptoir_app::{Clock, Till};
use comptoir_domain::language::Language;
use comptoir_ui::desk::Desk;
use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::{Key, PointerEventButton, WindowEvent};
use comptoir_ui::screens::slint::{ComponentHandle as _, PhysicalSize, SharedString};
use comptoir_ui::{Props, ScreenSettings, Stage};
use i_slint_backend_testing::{
    AccessibleRole, ElementHandle, ElementQuery, TestingBackend, TestingBackendOptions, mock_elapsed_time,
};

use crate::shop::{TestShop, noon};

/// A cashier, the window, and the shop behind it.
pub(crate) struct Cashier {
    pub(crate) stage: Rc<Stage>,
    pub(crate) shop: TestShop,
    at: Cell<Duration>,
}

/// A platform without a display; each test's thread has its own.
pub(crate) fn platform() {
    let options = TestingBackendOptions { mock_time: true, threading: false, renderer_name: Some("software".into()) };
    let _ = comptoir_ui::screens::slint::platform::set_platform(Box::new(TestingBackend::new(options)));
}

impl Cashier {
    pub(crate) fn new() -> Self {
        Self::at(TestShop::new(), ScreenSettings::default())
    }

    pub(crate) fn at(mut shop: TestShop, settings: ScreenSettings) -> Self {
        platform();
        shop.cut();
        let till = Till::open(shop.dir(), Clock::Set(noon())).unwrap();
        let stage = Stage::new(Props {
            dir: shop.dir().to_owned(),
            shop: till.shop().clone(),
            language: Language::French,
            settings,
            clock: Box::new(|| "12:00".to_owned()),
        })
        .unwrap();
        stage.window().window().set_size(PhysicalSize::new(1366, 768));
        stage.window().show().unwrap();
        stage.window().window().dispatch_event(WindowEvent::WindowActiveChanged(true));
        stage.open(Desk::here(Counter::open(till).unwrap()).unwrap());
        let cashier = Self { stage, shop, at: Cell::new(Duration::from_secs(1)) };
        cashier.settle();
        cashier
    }

    /// Lets pauses pass: searches begin, held keys come back, changed values are seen.
    pub(crate) fn settle(&self) {
        for _ in 0..4 {
            self.wait(Duration::from_millis(150));
        }
        assert!(!self.says("Un incident interne"), "a callback panicked");
    }

    fn wait(&self, time: Duration) {
        self.at.set(self.at.get() + time);
        self.stage.set_key_time(self.at.get());
        mock_elapsed_time(time);
    }

    /// Presses a key as a person does: with a pause after it.
    pub(crate) fn key(&self, key: impl Into<SharedString>) -> &Self {
        self.strike(key, Duration::from_millis(150));
        self.settle();
        self
    }

    fn strike(&self, key: impl Into<SharedString>, pause: Duration) {
        let text = key.into();
        let window = self.stage.window().window();
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
        self.wait(pause);
    }

    pub(crate) fn keys(&self, keys: &[Key]) -> &Self {
        for key in keys {
            self.key(*key);
        }
        self
    }

    /// Holds a key while another is pressed.
    pub(crate) fn with(&self, held: Key, key: Key) -> &Self {
        let held = SharedString::from(held);
        self.stage.window().window().dispatch_event(WindowEvent::KeyPressed { text: held.clone() });
        self.key(key);
        self.stage.window().window().dispatch_event(WindowEvent::KeyReleased { text: held });
        self
    }

    /// Types as a person does.
    pub(crate) fn write(&self, text: &str) -> &Self {
        for letter in text.chars() {
            self.strike(letter, Duration::from_millis(90));
        }
        self.settle();
        self
    }

    /// Types as a scanner does: ten milliseconds between keys, Enter at the end.
    pub(crate) fn scan(&self, code: &str) -> &Self {
        for letter in code.chars() {
            self.strike(letter, Duration::from_millis(10));
        }
        self.strike(Key::Return, Duration::from_millis(10));
        self.settle();
        self
    }

    /// As [`Self::key`], without looking at the screen: for many gestures.
    pub(crate) fn quick_key(&self, key: Key) {
        self.strike(key, Duration::from_millis(90));
    }

    /// As [`Self::write`], without looking.
    pub(crate) fn quick_write(&self, text: &str) {
        for letter in text.chars() {
            self.strike(letter, Duration::from_millis(80));
        }
    }

    /// As [`Self::scan`], without looking.
    pub(crate) fn quick_scan(&self, code: &str) {
        for letter in code.chars() {
            self.strike(letter, Duration::from_millis(10));
        }
        self.strike(Key::Return, Duration::from_millis(10));
        self.quick_settle();
    }

    /// Lets what is under way come to its end.
    pub(crate) fn quick_settle(&self) {
        self.wait(Duration::from_millis(80));
    }

    /// Touches the first of those that are called so: a pad and a dialog may have the same key.
    pub(crate) fn press_first(&self, label: &str) -> &Self {
        let mut found = self.all(label);
        found.retain(|element| element.accessible_role() != Some(AccessibleRole::Text));
        assert!(!found.is_empty(), "« {label} » among {:?}", self.labels());
        found[0].mock_single_click(PointerEventButton::Left);
        self.settle();
        self
    }

    /// Everything that can be pressed.
    pub(crate) fn buttons(&self) -> Vec<ElementHandle> {
        let query = ElementQuery::from_root(self.stage.window());
        let mut buttons = query.match_accessible_role(AccessibleRole::Button).find_all();
        buttons.retain(|button| button.accessible_enabled().unwrap_or(true));
        buttons
    }

    /// Finds the elements that a screen reader calls so.
    pub(crate) fn all(&self, label: &str) -> Vec<ElementHandle> {
        let label = label.to_owned();
        let called_so = move |element: &ElementHandle| element.accessible_label().is_some_and(|l| plain(&l) == label);
        ElementQuery::from_root(self.stage.window()).match_predicate(called_so).find_all()
    }

    /// Finds the one element to touch that a screen reader calls so.
    #[track_caller]
    pub(crate) fn find(&self, label: &str) -> ElementHandle {
        let mut found = self.all(label);
        found.retain(|element| element.accessible_role() != Some(AccessibleRole::Text));
        assert_eq!(found.len(), 1, "« {label} » among {:?}", self.labels());
        found.remove(0)
    }

    /// Touches what is called so.
    #[track_caller]
    pub(crate) fn press(&self, label: &str) -> &Self {
        self.find(label).mock_single_click(PointerEventButton::Left);
        self.settle();
        self
    }

    /// Everything that a screen reader can say.
    pub(crate) fn labels(&self) -> Vec<String> {
        labels_of(self.stage.window())
    }

    /// Whether something on the screen says this, spaces of any kind being equal.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.labels().iter().any(|label| label.contains(text))
    }

    #[track_caller]
    pub(crate) fn must_say(&self, text: &str) -> &Self {
        assert!(self.says(text), "« {text} » is not on the screen: {:#?}", self.labels());
        self
    }

    /// The lines of the ticket as they are read out.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.view().lines.iter().map(|line| format!("{} {} {}", line.quantity, line.label, line.gross)).collect()
    }

    pub(crate) fn view(&self) -> Rc<View> {
        self.stage.view().expect("the desk answered")
    }

    pub(crate) fn total(&self) -> String {
        self.view().total.to_string()
    }

    pub(crate) fn dialog(&self) -> OpenDialog {
        self.stage.dialog()
    }

    /// Gives one more card to a customer of the shop.
    pub(crate) fn give_card(&self, person: u64, card: &str) {
        let given = self.stage.with_backroom(|room| {
            let store = room.counter().till_mut().store_mut();
            let mut customer = store.customer(crate::shop::person(person)).unwrap().unwrap();
            customer.cards.push(card.to_owned());
            store.put_customer(&customer).unwrap();
        });
        given.expect("the desk is here");
    }

    /// How many sales are in the books.
    pub(crate) fn sales(&self) -> u64 {
        self.stage.with_backroom(|room| room.counter().till().store().count_sales().unwrap()).unwrap()
    }
}

/// Everything that a screen reader can say of a window: names, then what it says of errors.
pub(crate) fn labels_of(window: &impl comptoir_ui::screens::slint::ComponentHandle) -> Vec<String> {
    let all =
        ElementQuery::from_root(window).match_predicate(|element| element.accessible_label().is_some()).find_all();
    let said = all.iter().flat_map(|element| [element.accessible_label(), element.accessible_description()]);
    said.flatten().map(|label| plain(&label)).filter(|label| !label.is_empty()).collect()
}

/// A text with ordinary spaces.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
