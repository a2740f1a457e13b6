//! Pricing: from a draft to lines with amounts, discounts and what is left to pay.
//!
//! The order is fixed and written here only: unit price of the price list in force, discount by hand on
//! the line, discount of the customer's group, discount by hand on the sale, vouchers, and then the
//! programs in the merchant's order, each on what the ones before left. Each step rounds half up, and
//! what falls on several lines is shared by largest remainder, so that no cent is lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::draft::{Draft, DraftLine, PriceSource};
use crate::effect::LineDiscounts;
use crate::facts::{LineFact, LineKind};
use crate::id::{CreditId, DepartmentId, GroupId, LineId, PriceListId, ProgramId, Sku};
use crate::money::{Money, Rounding};
use crate::quantity::Quantity;
use crate::rate::{Percent, Taxed, VatRate};

/// Who gave a discount.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The cashier, on the line.
    Manual,
    /// The customer's group.
    Group(GroupId),
    /// The cashier, on the whole sale.
    Sale,
    /// A voucher.
    Voucher(CreditId),
    /// A program.
    Program(ProgramId),
}

/// One discount on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDiscount {
    /// Who gave it.
    pub origin: Origin,
    /// How the receipt calls it; empty where the origin says enough.
    pub label: String,
    /// What it takes off, tax included.
    pub amount: Money,
}

/// One line with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// Names the line.
    pub id: LineId,
    /// What it sells.
    pub kind: LineKind,
    /// Which item.
    pub sku: Sku,
    /// The item's name.
    pub label: String,
    /// Departments from the item's own to the root.
    pub departments: Vec<DepartmentId>,
    /// How much.
    pub quantity: Quantity,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// Before discounts, tax included.
    pub amount: Money,
    /// Discounts, in the order they were taken.
    pub discounts: Vec<LineDiscount>,
    /// What is left to pay, tax included.
    pub gross: Money,
    /// The VAT rate within.
    pub vat_rate: VatRate,
    /// Whether programs and vouchers may discount it.
    pub discountable: bool,
    /// Words for the receipt.
    pub note: Option<String>,
}

/// The tax of a sale at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatLine {
    /// The rate.
    pub rate: VatRate,
    /// The amounts of all lines of this rate together.
    #[serde(flatten)]
    pub amounts: Taxed,
}

/// A draft with its prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The lines, in the order of the receipt.
    pub lines: Vec<PricedLine>,
}

impl Priced {
    /// Prices a draft, programs apart.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let group = draft.customer.as_ref().and_then(|c| c.group.as_ref());
        let list = group.and_then(|g| g.price_list.as_ref());
        let mut priced = Self { lines: draft.lines.iter().map(|line| price_line(line, list)).collect() };
        for (line, priced) in draft.lines.iter().zip(&mut priced.lines) {
            if let Some(discount) = line.discount {
                priced.take(Origin::Manual, String::new(), discount.of(priced.gross));
            }
            if let Some(group) = group.filter(|_| takes_group_discount(line)) {
                let amount = group.discount.of(priced.gross);
                priced.take(Origin::Group(group.id.clone()), group_label(group.discount), amount);
            }
        }
        priced.take_sale_discount(draft);
        priced.take_vouchers(draft);
        priced
    }

    fn take_sale_discount(&mut self, draft: &Draft) {
        let Some(discount) = draft.discount else { return };
        let weights = self.discountable_weights();
        let amount = discount.of(weights.iter().copied().sum());
        self.spread(&Origin::Sale, "", amount, &weights);
    }

    fn take_vouchers(&mut self, draft: &Draft) {
        for voucher in &draft.vouchers {
            let weights = self.discountable_weights();
            let amount = voucher.balance.min(weights.iter().copied().sum());
            self.spread(&Origin::Voucher(voucher.id), &voucher.code, amount, &weights);
        }
    }

    fn discountable_weights(&self) -> Vec<Money> {
        self.lines.iter().map(|l| if l.discountable { l.gross } else { Money::ZERO }).collect()
    }

    fn spread(&mut self, origin: &Origin, label: &str, amount: Money, weights: &[Money]) {
        for (line, share) in self.lines.iter_mut().zip(amount.share(weights)) {
            line.take(origin.clone(), label.to_owned(), share);
        }
    }

    /// Applies one discount of a program, as the host accepted it.
    pub fn take_program(&mut self, program: &ProgramId, label: &str, shares: &LineDiscounts) {
        for (id, share) in shares {
            if let Some(line) = self.lines.iter_mut().find(|line| line.id == *id) {
                line.take(Origin::Program(program.clone()), label.to_owned(), *share);
            }
        }
    }

    /// Gives what is to pay, tax included.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.gross).sum()
    }

    /// Extracts the tax per rate, lowest rate first.
    #[must_use]
    pub fn vat(&self) -> Vec<VatLine> {
        vat_of(self.lines.iter().map(|line| (line.vat_rate, line.gross)))
    }

    /// Gives what a voucher takes off this sale.
    #[must_use]
    pub fn taken_by_voucher(&self, voucher: CreditId) -> Money {
        let discounts = self.lines.iter().flat_map(|line| &line.discounts);
        discounts.filter(|d| d.origin == Origin::Voucher(voucher)).map(|d| d.amount).sum()
    }

    /// Gives the lines as policies see them.
    #[must_use]
    pub fn facts(&self) -> Vec<LineFact> {
        self.lines.iter().map(PricedLine::fact).collect()
    }
}

/// Extracts the tax per rate from amounts that include it, lowest rate first.
#[must_use]
pub fn vat_of(amounts: impl Iterator<Item = (VatRate, Money)>) -> Vec<VatLine> {
    let mut per_rate: BTreeMap<VatRate, Money> = BTreeMap::new();
    for (rate, gross) in amounts {
        *per_rate.entry(rate).or_default() += gross;
    }
    per_rate.into_iter().map(|(rate, gross)| VatLine { rate, amounts: rate.extract(gross) }).collect()
}

impl PricedLine {
    fn take(&mut self, origin: Origin, label: String, amount: Money) {
        if amount.is_positive() {
            self.gross -= amount;
            self.discounts.push(LineDiscount { origin, label, amount });
        }
    }

    fn fact(&self) -> LineFact {
        LineFact {
            id: self.id,
            kind: self.kind,
            sku: self.sku.clone(),
            label: self.label.clone(),
            departments: self.departments.clone(),
            quantity: self.quantity,
            unit_price: self.unit_price,
            amount: self.amount,
            prior_discount: self.amount - self.gross,
            gross: self.gross,
            vat_rate: self.vat_rate,
            discountable: self.discountable,
        }
    }
}

fn price_line(line: &DraftLine, list: Option<&PriceListId>) -> PricedLine {
    let unit_price = match line.price {
        PriceSource::Manual(price) => price,
        PriceSource::List | PriceSource::Label(_) => line.item.price_in(list),
    };
    let amount = match line.price {
        PriceSource::Label(amount) => amount,
        // The draft refused quantities whose amount would not fit.
        _ => line.quantity.times(unit_price, Rounding::HalfUp).unwrap_or(Money::MAX),
    };
    PricedLine {
        id: line.id,
        kind: line.item.kind,
        sku: line.item.sku.clone(),
        label: line.item.label.clone(),
        departments: line.item.departments.clone(),
        quantity: line.quantity,
        unit_price,
        amount,
        discounts: Vec::new(),
        gross: amount,
        vat_rate: line.item.vat_rate,
        discountable: line.item.discountable && line.item.kind == LineKind::Item,
        note: line.note.clone(),
    }
}

/// A price typed by the cashier is final: the group does not lower it again.
fn takes_group_discount(line: &DraftLine) -> bool {
    line.item.discountable && line.item.kind == LineKind::Item && !matches!(line.price, PriceSource::Manual(_))
}

fn group_label(discount: Percent) -> String {
    format!("{discount} %")
}
