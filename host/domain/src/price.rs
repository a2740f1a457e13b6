//! Pricing: from a draft to lines with amounts, discounts and what is left to pay.
//!
//! The order is fixed and written here only: unit price of the price list in force, discount by hand on
//! the line, discount of the customer's group, discount by hand on the sale, vouchers, and then the
//! programs in the merchant's order, each on what the ones before left. Each step rounds half up, and
//! what falls on several lines is shared by largest remainder, so that no cent is lost.
//!
//! A customer who pays no tax ([`crate::regime`]) pays each unit price less the tax in it, rounded once, at rate zero:
//! that of a price list with or without tax, that of a label, and the one that the cashier typed, which is a price
//! with tax as every price of the counter. All that follows is the same. A gift voucher has no tax to take off.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::draft::{Draft, DraftCustomer, DraftLine, ManualDiscount, PriceSource};
use crate::effect::{AcceptedItem, LineDiscounts};
use crate::facts::{LineFact, LineKind};
use crate::id::{CreditId, DepartmentId, GroupId, LineId, ProgramId, Sku};
use crate::item::{Item, Unit};
use crate::money::{Money, Rounding};
use crate::price_list::{Tariff, Winner};
use crate::quantity::{Points, Quantity};
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
    /// What the quantity counts.
    pub unit: Unit,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// The price list and its rule that gave the price; nothing for the item's own price, a price by hand, of a
    /// label, or of a gift.
    pub winner: Option<Winner>,
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
    /// Words that the shop put on the item.
    pub tags: BTreeSet<String>,
    /// The loyalty points set on one of it.
    pub points: Points,
    /// What one of it costs the shop, without tax.
    pub cost: Option<Money>,
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
    /// Prices a draft on a day, programs apart.
    #[must_use]
    pub fn of(draft: &Draft, day: NaiveDate) -> Self {
        let group = draft.customer.as_ref().and_then(|c| c.group.as_ref());
        let tariff = draft.customer.as_ref().map(DraftCustomer::tariff).unwrap_or_default();
        let rate_of = |line: &DraftLine| match draft.exemption(day) {
            Some(_) if line.item.kind != LineKind::GiftVoucher => VatRate::ZERO,
            _ => line.item.vat_rate,
        };
        let lines = draft.lines.iter().map(|line| price_line(line, &tariff, rate_of(line), day)).collect();
        let mut priced = Self { lines };
        for (line, priced) in draft.lines.iter().zip(&mut priced.lines) {
            if let Some(discount) = line.discount {
                priced.take(Origin::Manual, manual_label(discount), discount.of(priced.gross));
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
        self.spread(&Origin::Sale, &manual_label(discount), amount, &weights);
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

    /// Adds an item that a program gives: a line at its price, with a discount of as much.
    pub fn give(&mut self, item: &Item, given: &AcceptedItem, program: &ProgramId, label: &str) -> LineId {
        let id = LineId(self.lines.iter().map(|line| line.id.0).max().unwrap_or(0) + 1);
        let amount = given.worth();
        let mut line = PricedLine {
            id,
            kind: LineKind::Reward,
            sku: item.sku.clone(),
            label: item.label.clone(),
            departments: item.departments.clone(),
            quantity: given.item.quantity,
            unit: item.unit,
            unit_price: given.unit_price,
            winner: None,
            amount,
            discounts: Vec::new(),
            gross: amount,
            vat_rate: item.vat_rate,
            discountable: false,
            note: None,
            tags: item.tags.clone(),
            points: item.points,
            cost: item.cost,
        };
        line.take(Origin::Program(program.clone()), label.to_owned(), amount);
        self.lines.push(line);
        id
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
            tags: self.tags.clone(),
            points: self.points,
            cost: self.cost,
        }
    }
}

fn price_line(line: &DraftLine, tariff: &Tariff, vat_rate: VatRate, day: NaiveDate) -> PricedLine {
    let listed = tariff.price(&line.item, day);
    let in_force = |price| if vat_rate == line.item.vat_rate { price } else { line.item.vat_rate.exclude(price) };
    let (unit_price, winner) = match line.price {
        PriceSource::Manual(price) => (price, None),
        PriceSource::Label(_) => (listed.price, None),
        PriceSource::List => (listed.price, listed.winner),
    };
    let unit_price = in_force(unit_price);
    let amount = match line.price {
        PriceSource::Label(amount) => in_force(amount),
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
        unit: line.item.unit,
        unit_price,
        winner,
        amount,
        discounts: Vec::new(),
        gross: amount,
        vat_rate,
        discountable: line.item.discountable && line.item.kind == LineKind::Item,
        note: line.note.clone(),
        tags: line.item.tags.clone(),
        points: line.item.points,
        cost: line.item.cost,
    }
}

/// A price typed by the cashier is final: the group does not lower it again.
fn takes_group_discount(line: &DraftLine) -> bool {
    line.item.discountable && line.item.kind == LineKind::Item && !matches!(line.price, PriceSource::Manual(_))
}

fn manual_label(discount: ManualDiscount) -> String {
    match discount {
        ManualDiscount::Percent(percent) => group_label(percent),
        ManualDiscount::Amount(_) => String::new(),
    }
}

fn group_label(discount: Percent) -> String {
    format!("{discount} %")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit::{Credit, CreditKind};
    use crate::id::{PriceListId, SaleId};
    use crate::testing::{customer, draft, eur, group, item, today};
    use proptest::prelude::*;

    fn voucher(amount: &str) -> Credit {
        Credit {
            id: CreditId::new(5, &[5; 10]),
            kind: CreditKind::Voucher,
            code: "BA-1".into(),
            customer: None,
            issued: eur(amount),
            balance: eur(amount),
            expires: None,
        }
    }

    fn grosses(draft: &Draft) -> Vec<String> {
        Priced::of(draft, today()).lines.iter().map(|line| line.gross.to_string()).collect()
    }

    #[test]
    fn identifying_a_customer_brings_the_groups_prices_and_removing_takes_them_off() {
        let mut shirt = item("CHE", "49.90", "20");
        shirt.prices.insert(PriceListId::new("b"), eur("45"));
        let mut draft = draft(&[(shirt, "2"), (item("CEI", "35", "20"), "1")]);
        let before = Priced::of(&draft, today());
        draft.identify(Some(customer(Some(group(Some("b"), "5")))));
        assert_eq!(grosses(&draft), ["85.50", "33.25"]);
        draft.identify(None);
        assert_eq!(Priced::of(&draft, today()), before);
    }

    #[test]
    fn discounts_come_in_their_order_and_each_on_what_is_left() {
        let mut draft = draft(&[(item("A", "100", "20"), "1")]);
        draft.line_mut(LineId(1)).unwrap().discount = Some(ManualDiscount::Percent(Percent::parse("10").unwrap()));
        draft.identify(Some(customer(Some(group(None, "10")))));
        draft.discount = Some(ManualDiscount::Amount(eur("1")));
        draft.use_voucher(voucher("30")).unwrap();
        let priced = Priced::of(&draft, today());
        let taken: Vec<String> = priced.lines[0].discounts.iter().map(|d| d.amount.to_string()).collect();
        assert_eq!(taken, ["10.00", "9.00", "1.00", "30.00"]);
        assert_eq!(priced.total(), eur("50"));
    }

    #[test]
    fn a_price_typed_by_hand_is_final_and_a_book_is_never_discounted() {
        let mut book = item("LIV", "20", "5.5");
        book.discountable = false;
        let mut draft = draft(&[(item("A", "100", "20"), "1"), (book, "1")]);
        draft.line_mut(LineId(1)).unwrap().price = PriceSource::Manual(eur("80"));
        draft.identify(Some(customer(Some(group(None, "10")))));
        assert_eq!(grosses(&draft), ["80.00", "20.00"]);
        draft.discount = Some(ManualDiscount::Percent(Percent::parse("50").unwrap()));
        assert_eq!(grosses(&draft), ["40.00", "20.00"]);
    }

    #[test]
    fn a_voucher_takes_no_more_than_there_is_and_keeps_the_rest() {
        let mut draft = draft(&[(item("A", "12", "20"), "1"), (item("B", "6", "5.5"), "1")]);
        draft.use_voucher(voucher("30")).unwrap();
        let priced = Priced::of(&draft, today());
        assert_eq!(priced.total(), Money::ZERO);
        assert_eq!(priced.taken_by_voucher(voucher("30").id), eur("18"));
        assert!(draft.use_voucher(voucher("30")).is_err());
    }

    #[test]
    fn the_tax_is_extracted_once_per_rate() {
        let priced = Priced::of(&draft(&[(item("A", "1.15", "10"), "3"), (item("B", "0.99", "5.5"), "7")]), today());
        let vat: Vec<String> = priced.vat().iter().map(|line| line.amounts.vat.to_string()).collect();
        assert_eq!(vat, ["0.36", "0.31"]);
    }

    proptest! {
        #[test]
        fn no_discount_makes_a_line_negative_and_every_cent_is_accounted_for(
            prices in prop::collection::vec((1i64..50_000, 0usize..3), 1..12),
            manual in 0u32..=10_000, group_discount in 0u32..=10_000, sale in 0i64..100_000, paper in 0i64..100_000,
        ) {
            let items: Vec<_> = prices.iter().enumerate().map(|(n, (cents, rate))| {
                let price = Money::from_cents(*cents).to_string();
                (item(&format!("S{n}"), &price, ["20", "10", "5.5"][*rate]), "1")
            }).collect();
            let mut draft = draft(&items);
            draft.id = SaleId::new(2, &[2; 10]);
            draft.lines[0].discount = Some(ManualDiscount::Percent(Percent::from_basis_points(manual).unwrap()));
            let discount = Percent::from_basis_points(group_discount).unwrap();
            draft.identify(Some(customer(Some(crate::customer::Group { discount, ..group(None, "0") }))));
            draft.discount = Some(ManualDiscount::Amount(Money::from_cents(sale)));
            draft.use_voucher(voucher(&Money::from_cents(paper).to_string())).unwrap();
            let priced = Priced::of(&draft, today());
            for line in &priced.lines {
                let taken: Money = line.discounts.iter().map(|d| d.amount).sum();
                prop_assert!(!line.gross.is_negative());
                prop_assert_eq!(line.amount - taken, line.gross);
            }
            let vat = priced.vat();
            prop_assert_eq!(vat.iter().map(|v| v.amounts.gross).sum::<Money>(), priced.total());
            let frozen = crate::sale::freeze_lines(&priced, &vat);
            let nets: Money = frozen.iter().map(|line| line.net).sum();
            prop_assert_eq!(nets, vat.iter().map(|v| v.amounts.net).sum::<Money>());
        }
    }
}
