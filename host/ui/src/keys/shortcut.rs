//! Keys that do something by themselves: which gesture each one is, wherever the hands are.

use comptoir_screens::slint::SharedString;
use comptoir_screens::slint::platform::Key as Special;

use super::Held;

/// A key that does something by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    Help,
    Article,
    Customer,
    Discount,
    Quantity,
    Park,
    Return,
    Offer,
    OfferLater,
    Drawer,
    Devices,
    Settings,
    Price,
    Note,
    PrintLast,
    Pay,
    Abandon,
    Escape,
    More,
    Less,
    CancelLine,
    Why,
    Slash,
    Star,
}

impl Shortcut {
    /// Finds the shortcut that a touch key names.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "F1" => Self::Help,
            "F2" => Self::Article,
            "F3" => Self::Customer,
            "F4" => Self::Discount,
            "F5" => Self::Quantity,
            "F6" => Self::Park,
            "F7" => Self::Return,
            "F8" => Self::Offer,
            "F9" => Self::Drawer,
            "F10" => Self::Price,
            "F11" => Self::PrintLast,
            "F12" => Self::Pay,
            _ => return None,
        })
    }

    pub(crate) fn of_key(text: &str, held: Held) -> Option<Self> {
        const FUNCTIONS: [(Special, &str); 12] = [
            (Special::F1, "F1"),
            (Special::F2, "F2"),
            (Special::F3, "F3"),
            (Special::F4, "F4"),
            (Special::F5, "F5"),
            (Special::F6, "F6"),
            (Special::F7, "F7"),
            (Special::F8, "F8"),
            (Special::F9, "F9"),
            (Special::F10, "F10"),
            (Special::F11, "F11"),
            (Special::F12, "F12"),
        ];
        let is = |special: Special| text == SharedString::from(special).as_str();
        if let Some((_, name)) = FUNCTIONS.into_iter().find(|(special, _)| is(*special)) {
            return match (name, held.shift) {
                ("F1", true) => Some(Self::Settings),
                ("F8", true) => Some(Self::OfferLater),
                ("F9", true) => Some(Self::Devices),
                ("F10", true) => Some(Self::Note),
                _ => Self::of_name(name),
            };
        }
        if is(Special::Delete) {
            return Some(if held.control { Self::Abandon } else { Self::CancelLine });
        }
        if held.control || held.alt {
            return None;
        }
        match text {
            _ if is(Special::Escape) => Some(Self::Escape),
            "+" => Some(Self::More),
            "-" => Some(Self::Less),
            "?" => Some(Self::Why),
            "/" => Some(Self::Slash),
            "*" => Some(Self::Star),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_meaning_each() {
        let plain = Held::default();
        let shift = Held { shift: true, ..plain };
        let control = Held { control: true, ..plain };
        let of = |special: Special, held| Shortcut::of_key(&SharedString::from(special), held);
        assert_eq!(of(Special::F8, plain), Some(Shortcut::Offer));
        assert_eq!(of(Special::F8, shift), Some(Shortcut::OfferLater));
        assert_eq!((of(Special::F9, plain), of(Special::F9, shift)), (Some(Shortcut::Drawer), Some(Shortcut::Devices)));
        assert_eq!(of(Special::Delete, plain), Some(Shortcut::CancelLine));
        assert_eq!(of(Special::Delete, control), Some(Shortcut::Abandon));
        assert_eq!(Shortcut::of_key("+", shift), Some(Shortcut::More));
        assert_eq!(Shortcut::of_key("+", control), None);
        assert_eq!(Shortcut::of_key("a", plain), None);
    }
}
