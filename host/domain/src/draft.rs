//! A sale being made: what the cashier scanned, typed and answered, before anything is final.
//!
//! A draft holds intentions only. Prices are computed from it by [`crate::price`], each time anew, so
//! that identifying or removing a customer changes prices and discounts and leaves no trace.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::credit::Credit;
use crate::customer::{Birthday, Customer, Group};
use crate::facts::{LineKind, OfferState};
use crate::id::{CustomerId, LineId, ProgramId, SaleId};
use crate::item::{Item, Unit};
use crate::money::Money;
use crate::price_list::Tariff;
use crate::quantity::{Points, Quantity};
use crate::rate::Percent;
use crate::regime::Exemption;

/// The most lines one sale may have.
pub const MOST_LINES: usize = 2_000;

/// A discount given by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ManualDiscount {
    /// A percentage.
    Percent(Percent),
    /// An amount, tax included: at most what it falls on.
    Amount(Money),
}

impl ManualDiscount {
    /// Gives what it takes from an amount: never more than the amount.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        match self {
            Self::Percent(percent) => percent.of(amount),
            Self::Amount(discount) => discount.min(amount),
        }
    }
}

/// Where the price of a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceSource {
    /// From the price list in force.
    List,
    /// The cashier typed the price of one unit: final, group discounts do not fall on it.
    Manual(Money),
    /// An in-store label carries the price of the whole line.
    Label(Money),
}

/// One line of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// Names the line in this sale.
    pub id: LineId,
    /// What is sold, as it was when scanned.
    pub item: Item,
    /// How much.
    pub quantity: Quantity,
    /// Where its price comes from.
    pub price: PriceSource,
    /// A discount by hand on this line.
    pub discount: Option<ManualDiscount>,
    /// Words for the receipt, such as an alteration.
    pub note: Option<String>,
}

/// The customer of a draft: what pricing and policies need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCustomer {
    /// Who.
    pub id: CustomerId,
    /// The group in force.
    pub group: Option<Group>,
    /// The price list of the group with those it is based on, as they were when the customer was identified.
    #[serde(default)]
    pub tariff: Tariff,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// Since when.
    pub since: NaiveDate,
    /// Words on the customer's file.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// The postcode.
    #[serde(default)]
    pub postcode: Option<String>,
    /// The customer who brought this one.
    #[serde(default)]
    pub sponsor: Option<CustomerId>,
    /// Programs are told of no customer: this one takes no part in them.
    #[serde(default)]
    pub no_loyalty: bool,
    /// Why the customer pays no tax.
    #[serde(default)]
    pub exemption: Option<Exemption>,
}

impl DraftCustomer {
    /// Gives the price list in force for the customer. A draft written before lists had rules names it only.
    #[must_use]
    pub fn tariff(&self) -> Cow<'_, Tariff> {
        let named = self.group.as_ref().and_then(|group| group.price_list.as_ref());
        match named.filter(|_| self.tariff.list().is_none()) {
            Some(list) => Cow::Owned(Tariff::plain(list)),
            None => Cow::Borrowed(&self.tariff),
        }
    }
}

/// Without the price lists of the group, which are not the customer's to know.
impl From<&Customer> for DraftCustomer {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id,
            group: customer.group.clone(),
            tariff: Tariff::default(),
            birthday: customer.person.birthday,
            since: customer.since,
            tags: customer.tags.clone(),
            postcode: customer.person.postcode.clone(),
            sponsor: customer.sponsor,
            no_loyalty: customer.dealings.no_loyalty,
            exemption: Exemption::of(customer),
        }
    }
}

/// What the cashier answered to a program's offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whose offer.
    pub program: ProgramId,
    /// Which offer.
    pub offer: String,
    /// Taken or kept for later.
    pub state: OfferState,
    /// How much of it is taken, of an offer that can be taken in part.
    #[serde(default)]
    pub part: Option<Points>,
    /// Which of its choices is taken.
    #[serde(default)]
    pub choice: Option<String>,
}

/// Why an edit of a draft is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefusal {
    /// No line has this id.
    #[error("no line {0}")]
    NoSuchLine(LineId),
    /// The sale has as many lines as it may.
    #[error("a sale has at most {MOST_LINES} lines")]
    TooManyLines,
    /// The item is sold by the piece and the quantity is not whole.
    #[error("{label} is sold by the piece, not by {quantity}")]
    NotByPiece {
        /// The item's name.
        label: String,
        /// What was asked.
        quantity: Quantity,
    },
    /// The label of the package carries the price of the whole line.
    #[error("the label of {0} carries its price")]
    PricedByLabel(String),
    /// The quantity exceeds what a line may hold.
    #[error("quantity out of range")]
    QuantityOutOfRange,
    /// The amount of the line exceeds the largest amount.
    #[error("amount out of range")]
    AmountOutOfRange,
    /// The voucher is already on this sale.
    #[error("voucher {0} is already used in this sale")]
    VoucherTwice(String),
}

/// A sale being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Names the sale from its first line on, and makes its payment idempotent.
    pub id: SaleId,
    /// The lines, in the order of the receipt.
    pub lines: Vec<DraftLine>,
    /// The customer, once identified.
    pub customer: Option<DraftCustomer>,
    /// A discount by hand on the whole sale.
    pub discount: Option<ManualDiscount>,
    /// Vouchers scanned, as they were when scanned.
    pub vouchers: Vec<Credit>,
    /// Answers to offers.
    pub answers: Vec<Answer>,
    /// Who sells, when it is not the operator.
    pub seller: Option<String>,
    next_line: u32,
}

impl Draft {
    /// Gives the customer that programs are told of: nobody when the one there takes no part in them.
    #[must_use]
    pub fn member(&self) -> Option<&DraftCustomer> {
        self.customer.as_ref().filter(|customer| !customer.no_loyalty)
    }

    /// Gives why the sale has no tax on a day; nothing when it has, as most.
    #[must_use]
    pub fn exemption(&self, day: NaiveDate) -> Option<&Exemption> {
        let exemption = self.customer.as_ref().and_then(|customer| customer.exemption.as_ref());
        exemption.filter(|exemption| exemption.is_in_force(day))
    }

    /// Opens an empty sale.
    #[must_use]
    pub const fn open(id: SaleId) -> Self {
        Self {
            id,
            lines: Vec::new(),
            customer: None,
            discount: None,
            vouchers: Vec::new(),
            answers: Vec::new(),
            seller: None,
            next_line: 1,
        }
    }

    /// Adds an item, or more pieces of it to a line of the same item that nobody edited. What is weighed or
    /// measured is a line each time: two packages are not one weighing, and each rounds by itself.
    ///
    /// # Errors
    ///
    /// [`DraftRefusal`] when there are too many lines, or the quantity does not suit the item.
    pub fn add(&mut self, item: Item, quantity: Quantity, price: PriceSource) -> Result<LineId, DraftRefusal> {
        check_unit(&item, quantity)?;
        check_amount(&item, quantity, price)?;
        let same = |line: &&mut DraftLine| {
            line.item.sku == item.sku
                && item.unit == Unit::Piece
                && line.price == PriceSource::List
                && line.discount.is_none()
                && line.note.is_none()
        };
        if let (PriceSource::List, Some(line)) = (price, self.lines.iter_mut().find(same)) {
            let whole = line.quantity.plus(quantity).map_err(|_| DraftRefusal::QuantityOutOfRange)?;
            check_amount(&line.item, whole, price)?;
            line.quantity = whole;
            return Ok(line.id);
        }
        self.push(item, quantity, price)
    }

    fn push(&mut self, item: Item, quantity: Quantity, price: PriceSource) -> Result<LineId, DraftRefusal> {
        if self.lines.len() >= MOST_LINES {
            return Err(DraftRefusal::TooManyLines);
        }
        let id = LineId(self.next_line);
        self.next_line += 1;
        self.lines.push(DraftLine { id, item, quantity, price, discount: None, note: None });
        Ok(id)
    }

    /// Finds a line to edit.
    ///
    /// # Errors
    ///
    /// [`DraftRefusal::NoSuchLine`].
    pub fn line_mut(&mut self, id: LineId) -> Result<&mut DraftLine, DraftRefusal> {
        self.lines.iter_mut().find(|line| line.id == id).ok_or(DraftRefusal::NoSuchLine(id))
    }

    /// Changes the quantity of a line.
    ///
    /// # Errors
    ///
    /// [`DraftRefusal`] when there is no such line or the quantity does not suit the item.
    pub fn set_quantity(&mut self, id: LineId, quantity: Quantity) -> Result<(), DraftRefusal> {
        let line = self.line_mut(id)?;
        if matches!(line.price, PriceSource::Label(_)) {
            return Err(DraftRefusal::PricedByLabel(line.item.label.clone()));
        }
        check_unit(&line.item, quantity)?;
        check_amount(&line.item, quantity, line.price)?;
        line.quantity = quantity;
        Ok(())
    }

    /// Takes a line off; its id is not given again.
    ///
    /// # Errors
    ///
    /// [`DraftRefusal::NoSuchLine`].
    pub fn remove(&mut self, id: LineId) -> Result<DraftLine, DraftRefusal> {
        let index = self.lines.iter().position(|line| line.id == id).ok_or(DraftRefusal::NoSuchLine(id))?;
        Ok(self.lines.remove(index))
    }

    /// Identifies the customer, or removes who was identified. Answers given for one customer do
    /// not hold for another.
    pub fn identify(&mut self, customer: Option<DraftCustomer>) {
        if self.customer.as_ref().map(|c| c.id) != customer.as_ref().map(|c| c.id) {
            self.answers.clear();
        }
        self.customer = customer;
    }

    /// Puts a voucher on the sale.
    ///
    /// # Errors
    ///
    /// [`DraftRefusal::VoucherTwice`].
    pub fn use_voucher(&mut self, voucher: Credit) -> Result<(), DraftRefusal> {
        if self.vouchers.iter().any(|v| v.id == voucher.id) {
            return Err(DraftRefusal::VoucherTwice(voucher.code));
        }
        self.vouchers.push(voucher);
        Ok(())
    }

    /// Notes what was answered to an offer; a later answer replaces the earlier one.
    pub fn answer(&mut self, answer: Answer) {
        self.answers.retain(|a| (&a.program, &a.offer) != (&answer.program, &answer.offer));
        if answer.state != OfferState::Open {
            self.answers.push(answer);
        }
    }

    /// Tells whether the line sells a gift voucher.
    #[must_use]
    pub fn sells_gift_voucher(&self) -> bool {
        self.lines.iter().any(|line| line.item.kind == LineKind::GiftVoucher)
    }
}

fn check_unit(item: &Item, quantity: Quantity) -> Result<(), DraftRefusal> {
    if item.unit == Unit::Piece && quantity.value().fract() != rust_decimal::Decimal::ZERO {
        return Err(DraftRefusal::NotByPiece { label: item.label.clone(), quantity });
    }
    Ok(())
}

fn check_amount(item: &Item, quantity: Quantity, price: PriceSource) -> Result<(), DraftRefusal> {
    // A list may be without tax; whichever it is, its price with the tax on top is the most there can be.
    let with_tax = |typed: &Money| item.vat_rate.include(*typed).map_or(Money::MAX, |taxed| taxed.gross);
    let highest = item.prices.values().map(with_tax).chain([item.price]).max().unwrap_or(item.price);
    let unit_price = if let PriceSource::Manual(price) = price { price } else { highest };
    let amount = quantity.times(unit_price, crate::money::Rounding::HalfUp);
    amount.map(drop).map_err(|_| DraftRefusal::AmountOutOfRange)
}
