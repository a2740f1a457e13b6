//! Messages for people.

use crate::contract::effects as raw;
use crate::text::Text;

/// Where a message is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// The cashier's screen.
    Cashier,
    /// The display that faces the customer.
    CustomerDisplay,
    /// The receipt.
    Receipt,
    /// Beside the customer's name, as a badge: a level, a birthday.
    Badge,
}

impl Surface {
    const fn flag(self) -> raw::Surfaces {
        match self {
            Self::Cashier => raw::Surfaces::CASHIER,
            Self::CustomerDisplay => raw::Surfaces::CUSTOMER_DISPLAY,
            Self::Receipt => raw::Surfaces::RECEIPT,
            Self::Badge => raw::Surfaces::CUSTOMER_PANEL,
        }
    }
}

/// A message for people: words, where they are shown, and how heavy they weigh.
#[derive(Clone, Debug, PartialEq)]
pub struct Message(raw::Message);

impl Message {
    /// The weight of a message that says none.
    pub const WEIGHT: u8 = 50;

    /// Says something somewhere.
    #[must_use]
    pub fn new(surface: Surface, text: impl Into<Text>) -> Self {
        let text = text.into().into_contract();
        Self(raw::Message { to: surface.flag(), weight: Self::WEIGHT, text, acknowledge: false })
    }

    /// Tells the cashier.
    #[must_use]
    pub fn cashier(text: impl Into<Text>) -> Self {
        Self::new(Surface::Cashier, text)
    }

    /// Tells the customer on the display.
    #[must_use]
    pub fn customer_display(text: impl Into<Text>) -> Self {
        Self::new(Surface::CustomerDisplay, text)
    }

    /// Prints on the receipt.
    #[must_use]
    pub fn receipt(text: impl Into<Text>) -> Self {
        Self::new(Surface::Receipt, text)
    }

    /// Puts a badge beside the customer's name: a word or two.
    #[must_use]
    pub fn badge(text: impl Into<Text>) -> Self {
        Self::new(Surface::Badge, text)
    }

    /// Shows it there too.
    #[must_use]
    pub fn and(mut self, surface: Surface) -> Self {
        self.0.to |= surface.flag();
        self
    }

    /// Sets the weight, 0 to 100: heavier ones come first.
    #[must_use]
    pub const fn weight(mut self, weight: u8) -> Self {
        self.0.weight = weight;
        self
    }

    /// Makes the cashier say that it was read.
    #[must_use]
    pub const fn acknowledge(mut self) -> Self {
        self.0.acknowledge = true;
        self
    }

    pub(crate) fn into_contract(self) -> raw::Message {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_can_be_shown_in_several_places() {
        let raw = Message::badge("level").and(Surface::Receipt).weight(60).acknowledge().into_contract();
        assert_eq!(raw.to, raw::Surfaces::CUSTOMER_PANEL | raw::Surfaces::RECEIPT);
        assert_eq!((raw.weight, raw.acknowledge), (60, true));
        for (message, to) in [
            (Message::cashier("x"), raw::Surfaces::CASHIER),
            (Message::customer_display("x"), raw::Surfaces::CUSTOMER_DISPLAY),
        ] {
            assert_eq!((message.0.to, message.0.weight, message.0.acknowledge), (to, Message::WEIGHT, false));
        }
    }
}
