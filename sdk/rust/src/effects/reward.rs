//! What is given: vouchers and items.

use alloc::string::String;

use super::Discount;
use crate::calendar::Date;
use crate::contract::effects as raw;
use crate::numbers::{Decimal, Money};
use crate::text::Text;

/// A voucher for a next sale, issued when this one is paid.
///
/// Without a [label](Self::label), it is called as the message `voucher-label` of the catalogs.
#[derive(Clone, Debug, PartialEq)]
pub struct Voucher(raw::Voucher);

impl Voucher {
    /// Makes a voucher worth an amount, without end.
    #[must_use]
    pub fn of(amount: Money) -> Self {
        let label = Text::key("voucher-label").into_contract();
        Self(raw::Voucher { amount: amount.cents(), expires: None, label })
    }

    /// Sets the last day it is taken.
    #[must_use]
    pub fn expires(mut self, day: impl Into<Option<Date>>) -> Self {
        self.0.expires = day.into().map(Into::into);
        self
    }

    /// Says how it is called.
    #[must_use]
    pub fn label(mut self, label: impl Into<Text>) -> Self {
        self.0.label = label.into().into_contract();
        self
    }

    pub(crate) fn into_contract(self) -> raw::Voucher {
        self.0
    }
}

/// An item given: a line of its own, at its price with a discount of as much.
///
/// Without a [label](Self::label), the receipt calls the discount as the message `item-label` of the catalogs.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeItem(raw::FreeItem);

impl FreeItem {
    /// Gives some of an item of the shop, by its stock-keeping unit.
    #[must_use]
    pub fn of(sku: impl Into<String>, quantity: impl Into<Decimal>) -> Self {
        let label = Text::key("item-label").into_contract();
        Self(raw::FreeItem { sku: sku.into(), quantity: quantity.into().into(), label })
    }

    /// Says how the receipt calls the discount.
    #[must_use]
    pub fn label(mut self, label: impl Into<Text>) -> Self {
        self.0.label = label.into().into_contract();
        self
    }

    pub(crate) fn into_contract(self) -> raw::FreeItem {
        self.0
    }
}

/// What an [`Offer`](crate::Offer) gives when it is taken: made of a [`Discount`], a [`Voucher`] or a
/// [`FreeItem`].
#[derive(Clone, Debug, PartialEq)]
pub struct Reward(raw::Reward);

impl Reward {
    pub(crate) fn into_contract(self) -> raw::Reward {
        self.0
    }
}

impl From<Discount> for Reward {
    fn from(discount: Discount) -> Self {
        Self(raw::Reward::Discount(discount.into_contract()))
    }
}

impl From<Voucher> for Reward {
    fn from(voucher: Voucher) -> Self {
        Self(raw::Reward::Voucher(voucher.0))
    }
}

impl From<FreeItem> for Reward {
    fn from(item: FreeItem) -> Self {
        Self(raw::Reward::Item(item.0))
    }
}
