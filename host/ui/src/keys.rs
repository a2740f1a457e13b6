//! Keys before anything else sees them: a scanner that types is told from a person, then shortcuts are done.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use comptoir_devices::wedge::{self, Reaction, Wedge, candidates};
use comptoir_domain::facts::OfferState;
use comptoir_domain::tender::TenderKind;
use comptoir_screens::slint::platform::{Key as Special, WindowEvent};
use comptoir_screens::slint::{ComponentHandle as _, Global as _, SharedString, TimerMode};
use comptoir_screens::{OpenDialog, PaymentAdapter, Screen, Typing};

use crate::stage::Stage;

mod shortcut;

pub(crate) use shortcut::Shortcut;

/// A key with the modifiers that were held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) control: bool,
    pub(crate) alt: bool,
    pub(crate) shift: bool,
}

/// What is known of the hands on the keyboard, and of the scanner that types like one.
pub(crate) struct Hands {
    wedge: Wedge,
    since: Instant,
    /// Keys of a person that were held back, waiting to be typed again in their order.
    waiting: VecDeque<String>,
    /// The keys that come are those of `waiting`: they were looked at before.
    again: bool,
    /// A clock of its own, for tests.
    now: Option<Duration>,
    /// How many keys were heard.
    heard: u64,
}

impl Hands {
    pub(crate) fn new(settings: wedge::Settings) -> Self {
        Self {
            wedge: Wedge::new(settings),
            since: Instant::now(),
            waiting: VecDeque::new(),
            again: false,
            now: None,
            heard: 0,
        }
    }

    pub(crate) fn learn(&mut self, settings: wedge::Settings) {
        self.wedge = Wedge::new(settings);
    }

    pub(crate) fn reset(&mut self) {
        self.wedge.reset();
    }

    /// Lets a test say what time it is.
    pub(crate) fn set_now(&mut self, now: Duration) {
        self.now = Some(now);
    }

    pub(crate) fn now(&self) -> Duration {
        self.now.unwrap_or_else(|| self.since.elapsed())
    }
}

/// Shift, Control and their like type nothing alone.
fn is_modifier(text: &str) -> bool {
    const MODIFIERS: [Special; 9] = [
        Special::Shift,
        Special::Control,
        Special::Alt,
        Special::AltGr,
        Special::CapsLock,
        Special::ShiftR,
        Special::ControlR,
        Special::Meta,
        Special::MetaR,
    ];
    MODIFIERS.into_iter().any(|special| text == SharedString::from(special).as_str())
}

/// The keys that a text of the keyboard is, as the scanner's ear hears them.
fn heard(text: &str, held: Held, repeat: bool) -> Vec<wedge::Key> {
    if repeat || held.control || held.alt {
        return vec![wedge::Key::Other];
    }
    let key = |c: char| match c {
        '\n' | '\r' => wedge::Key::Enter,
        '\t' => wedge::Key::Tab,
        c if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => wedge::Key::Other,
        c => wedge::Key::Char(c),
    };
    text.chars().map(key).collect()
}

fn text_of(key: wedge::Key) -> Option<String> {
    match key {
        wedge::Key::Char(c) => Some(c.to_string()),
        wedge::Key::Enter => Some(SharedString::from(Special::Return).into()),
        wedge::Key::Tab => Some(SharedString::from(Special::Tab).into()),
        wedge::Key::Other => None,
    }
}

impl Stage {
    pub(crate) fn connect_keys(&self) {
        let me = self.me.clone();
        Screen::get(&self.window).on_key(move |text, control, alt, shift, repeat| {
            let held = Held { control, alt, shift };
            me.upgrade().is_some_and(|stage| stage.guard(|stage| stage.key(&text, held, repeat)))
        });
    }

    /// Lets a test say what time it is for the scanner's ear.
    pub fn set_key_time(&self, now: Duration) {
        self.hands.borrow_mut().set_now(now);
    }

    /// Tells how many keys were heard since the window opened: a key that is not heard has no place to go.
    #[must_use]
    pub fn keys_heard(&self) -> u64 {
        self.hands.borrow().heard
    }

    /// One key. True when the field must not see it.
    fn key(&self, text: &str, held: Held, repeat: bool) -> bool {
        self.hands.borrow_mut().heard += 1;
        if is_modifier(text) {
            return false;
        }
        if self.hands.borrow().again {
            return self.own_key(text, held);
        }
        if self.dialog() == OpenDialog::Lesson && !text.starts_with(&*SharedString::from(Special::Escape)) {
            return self.lesson_key(&heard(text, held, repeat));
        }
        let keys = heard(text, held, repeat);
        let mut hold = false;
        for key in keys {
            hold |= self.ear(key, text);
        }
        self.wait_for_gap();
        hold || self.own_key(text, held)
    }

    /// Lets the scanner's ear hear a key. True when the key is held back, or was typed again.
    fn ear(&self, key: wedge::Key, text: &str) -> bool {
        let (reaction, queued) = {
            let mut hands = self.hands.borrow_mut();
            let now = hands.now();
            (hands.wedge.key(key, now), !hands.waiting.is_empty())
        };
        match reaction {
            // Others wait to be typed again: this one comes after them.
            Reaction::Pass if queued => self.type_again([text.to_owned()]),
            Reaction::Pass => return false,
            Reaction::Hold => {}
            Reaction::Release(keys) => {
                self.type_again(keys.into_iter().filter_map(text_of).chain([text.to_owned()]));
            }
            Reaction::Scan { text, leaked, swallow } => {
                self.scan_typed(&text, leaked);
                return swallow;
            }
        }
        true
    }

    /// The gap after a held key ends without another: it was a person.
    fn wait_for_gap(&self) {
        let wait = {
            let hands = self.hands.borrow();
            hands.wedge.due().map(|due| due.saturating_sub(hands.now()))
        };
        match wait {
            Some(wait) => self.gap.start(TimerMode::SingleShot, wait, self.on(Self::gap_over)),
            None => self.gap.stop(),
        }
    }

    /// Tells the ear that nothing came.
    pub fn gap_over(&self) {
        let reaction = {
            let mut hands = self.hands.borrow_mut();
            let now = hands.now();
            hands.wedge.tick(now)
        };
        match reaction {
            Reaction::Release(keys) => self.type_again(keys.into_iter().filter_map(text_of)),
            Reaction::Scan { text, leaked, .. } => self.scan_typed(&text, leaked),
            Reaction::Pass | Reaction::Hold => {}
        }
        self.wait_for_gap();
    }

    /// Types held keys into the window as if they came now: after the event that is under way.
    fn type_again(&self, keys: impl IntoIterator<Item = String>) {
        self.hands.borrow_mut().waiting.extend(keys);
        let again = self.on(Self::type_waiting);
        comptoir_screens::slint::Timer::single_shot(Duration::ZERO, again);
    }

    /// A key of a pad or keyboard on the screen types into the field that has the focus.
    pub(crate) fn touch_key(&self, key: &str) {
        let text = match key {
            "back" => SharedString::from(Special::Backspace).to_string(),
            "clear" => return self.clear_focused(),
            key => key.to_owned(),
        };
        self.type_again(text.chars().map(String::from));
    }

    /// Chooses all that stands in the focused field, and takes it out.
    fn clear_focused(&self) {
        let window = self.window.window();
        let control = SharedString::from(Special::Control);
        self.hands.borrow_mut().again = true;
        for event in [
            WindowEvent::KeyPressed { text: control.clone() },
            WindowEvent::KeyPressed { text: "a".into() },
            WindowEvent::KeyReleased { text: "a".into() },
            WindowEvent::KeyReleased { text: control },
        ] {
            let _ = window.dispatch_event_with_result(event);
        }
        self.hands.borrow_mut().again = false;
        self.touch_key("back");
    }

    fn type_waiting(&self) {
        loop {
            let key = self.hands.borrow_mut().waiting.pop_front();
            let Some(key) = key else { break };
            let text = SharedString::from(key);
            self.hands.borrow_mut().again = true;
            let pressed = WindowEvent::KeyPressed { text: text.clone() };
            let _ = self.window.window().dispatch_event_with_result(pressed);
            let _ = self.window.window().dispatch_event_with_result(WindowEvent::KeyReleased { text });
            self.hands.borrow_mut().again = false;
        }
    }

    /// A scanner typed a code. Its first character may have slipped into the field: it is taken back first.
    fn scan_typed(&self, text: &str, leaked: usize) {
        if leaked > 0 {
            let typing = Typing::get(&self.window);
            typing.set_take_back(typing.get_take_back().wrapping_add(1));
        }
        let layout = self.hands.borrow().wedge.settings().layout;
        let codes = candidates(text, layout);
        let me = self.me.clone();
        comptoir_screens::slint::Timer::single_shot(Duration::from_millis(1), move || {
            if let Some(stage) = me.upgrade() {
                stage.guard(|stage| stage.scanned(codes.clone()));
            }
        });
    }

    /// A key of a person. True when it did something and the field must not see it.
    fn own_key(&self, text: &str, held: Held) -> bool {
        let Some(shortcut) = Shortcut::of_key(text, held) else { return false };
        match self.dialog() {
            OpenDialog::None if self.is_paying() => self.payment_key(shortcut),
            OpenDialog::None => self.sale_key(shortcut),
            dialog => self.dialog_key(dialog, shortcut),
        }
    }

    fn sale_key(&self, shortcut: Shortcut) -> bool {
        let empty = self.typed().is_empty();
        match shortcut {
            // While something is being typed, these are letters.
            Shortcut::More | Shortcut::Less | Shortcut::CancelLine | Shortcut::Why if !empty => return false,
            Shortcut::Slash | Shortcut::Star => return false,
            shortcut => self.shortcut(shortcut),
        }
        true
    }

    /// Does what a shortcut of the sale, or the touch key of the same name, does.
    pub(crate) fn shortcut(&self, shortcut: Shortcut) {
        match shortcut {
            Shortcut::Help => self.open_help(),
            Shortcut::Article if self.is_paying() => self.toggle_print(),
            Shortcut::Article => self.open_article(),
            Shortcut::Customer => self.open_find_customer(),
            Shortcut::Discount => self.discount_pressed(),
            Shortcut::Quantity => self.quantity_pressed(),
            Shortcut::Park => self.park_pressed(),
            Shortcut::Return => self.open_returns(),
            Shortcut::Offer => self.offer_pressed(OfferState::Taken),
            Shortcut::OfferLater => self.offer_pressed(OfferState::Later),
            Shortcut::Drawer => self.act(comptoir_app::counter::Action::OpenDrawer),
            Shortcut::Devices => self.tell_devices(),
            Shortcut::Settings => self.show_dialog(OpenDialog::Settings),
            Shortcut::Price => self.act_on_line("price"),
            Shortcut::Note => self.act_on_line("note"),
            Shortcut::PrintLast => self.print_last(),
            Shortcut::Pay => self.pay_pressed(),
            Shortcut::Abandon => self.abandon_pressed(),
            Shortcut::Escape => self.escape(),
            Shortcut::More => self.act_on_line("more"),
            Shortcut::Less => self.act_on_line("less"),
            Shortcut::CancelLine => self.act_on_line("cancel"),
            Shortcut::Why => self.why_pressed(),
            Shortcut::Slash | Shortcut::Star => {}
        }
        if self.dialog() == OpenDialog::None {
            self.focus();
        }
    }

    /// Paying has its own meaning for some keys; the others lead back to the sale's.
    fn payment_key(&self, shortcut: Shortcut) -> bool {
        let payment = PaymentAdapter::get(&self.window);
        match shortcut {
            Shortcut::More => self.exact_cash(),
            Shortcut::Slash => self.tender(TenderKind::Card),
            Shortcut::Star => self.tender(TenderKind::Cheque),
            Shortcut::Offer => self.tender(TenderKind::OnAccount),
            Shortcut::Drawer => self.tender(TenderKind::CreditNote),
            Shortcut::Price => self.tender(TenderKind::GiftVoucher),
            Shortcut::CancelLine if payment.get_amount().is_empty() => self.take_back_tender(),
            Shortcut::CancelLine | Shortcut::Less | Shortcut::Why => return false,
            Shortcut::Escape => self.leave_payment(),
            shortcut => self.shortcut(shortcut),
        }
        true
    }

    /// In a dialog only these are keys; all others go to its fields.
    fn dialog_key(&self, dialog: OpenDialog, shortcut: Shortcut) -> bool {
        match (dialog, shortcut) {
            (_, Shortcut::Escape) => self.close_dialog(),
            (OpenDialog::FindCustomer, Shortcut::Customer) => self.open_new_customer(),
            (OpenDialog::Returns, Shortcut::PrintLast) => self.duplicate_of_return(),
            (OpenDialog::Returns, Shortcut::Drawer) => self.pay_back("cash"),
            (OpenDialog::Returns, Shortcut::Price) => self.pay_back("credit-note"),
            (OpenDialog::Returns, Shortcut::Offer) => self.pay_back("on-account"),
            _ => return false,
        }
        true
    }

    /// Escape in a dialog: one step back.
    fn close_dialog(&self) {
        match self.dialog() {
            OpenDialog::Returns => self.return_back(),
            OpenDialog::Lesson => self.close_lesson(),
            _ => self.show_dialog(OpenDialog::None),
        }
    }

    /// A scan while a dialog is open goes where it belongs: a card into the form, a receipt into the return.
    /// True when the dialog took it.
    pub(crate) fn dialog_scanned(&self, codes: &[String]) -> bool {
        match self.dialog() {
            OpenDialog::None => false,
            OpenDialog::NewCustomer => self.card_scanned(codes),
            OpenDialog::Edit => self.edit_scanned(codes),
            _ => {
                self.show_dialog(OpenDialog::None);
                false
            }
        }
    }

    fn toggle_print(&self) {
        let print = self.view().is_some_and(|view| view.print);
        self.act(comptoir_app::counter::Action::SetPrint { print: !print });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ear_hears_letters_and_ends() {
        let plain = Held::default();
        assert_eq!(heard("é", plain, false), [wedge::Key::Char('é')]);
        assert_eq!(heard("\n", plain, false), [wedge::Key::Enter]);
        assert_eq!(heard(&SharedString::from(Special::F5), plain, false), [wedge::Key::Other]);
        assert_eq!(heard("a", plain, true), [wedge::Key::Other]);
        assert_eq!(heard("ab", plain, false).len(), 2);
    }
}
