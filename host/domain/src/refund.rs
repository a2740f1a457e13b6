//! Refunds: the exact mirror of a sale, whole or in part.
//!
//! Every figure of a part is computed as "what all refunds so far make of the sale, minus what the
//! earlier ones made", rounded half up each time: money to the cent, a counter to the decimals that it keeps. So
//! parts never drift: refunds of all parts are the sale with the other sign, to the last decimal.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::credit::Credit;
use crate::facts::LineKind;
use crate::id::{CreditId, LineId};
use crate::ledger::{Basis, CounterMovement, CreditMovement, Movements};
use crate::money::{Money, Rounding};
use crate::price::{LineDiscount, Origin, VatLine, vat_of};
use crate::quantity::{Points, Quantity};
use crate::sale::{PaidLine, PaidSale, share_nets};

/// What is to be refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All that is left of the sale.
    Whole,
    /// These quantities of these lines.
    Lines(BTreeMap<LineId, Quantity>),
}

/// Why a refund is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// A refund is not refunded.
    #[error("a refund cannot be refunded")]
    IsRefund,
    /// The sale has no such line.
    #[error("the sale has no line {0}")]
    NoSuchLine(LineId),
    /// More than is left of the line.
    #[error("line {line}: {asked} asked, {left} left")]
    TooMany {
        /// The line.
        line: LineId,
        /// What was asked.
        asked: Decimal,
        /// What is left to refund.
        left: Decimal,
    },
    /// Nothing is left to refund.
    #[error("everything is refunded already")]
    NothingLeft,
    /// A gift voucher that was sold is used already.
    #[error("gift voucher {code} is used: {balance} left of {issued}")]
    GiftVoucherUsed {
        /// Its code.
        code: String,
        /// What is left on it.
        balance: Money,
        /// What it was sold for.
        issued: Money,
    },
}

/// A refund ready to be paid back: figures below zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The refunded lines.
    pub lines: Vec<PaidLine>,
    /// The tax per rate.
    pub vat: Vec<VatLine>,
    /// What is paid back, below zero.
    pub total: Money,
    /// Counters and papers reversed; how the money is paid back comes later.
    pub movements: Movements,
}

/// Tells how many decimals the counter of a movement keeps, at most [`Points::PLACES`].
pub type Places<'a> = dyn Fn(&CounterMovement) -> u32 + 'a;

/// Computes a refund of `sale`, given its earlier refunds, the papers it issued as they are now, and what its
/// counters keep.
///
/// # Errors
///
/// A [`RefundRefusal`]; nothing has changed.
pub fn refund(
    sale: &PaidSale,
    earlier: &[PaidSale],
    asked: &Asked,
    papers: &[Credit],
    places: &Places<'_>,
) -> Result<Refund, RefundRefusal> {
    if sale.is_refund() {
        return Err(RefundRefusal::IsRefund);
    }
    let before = Returned::of(earlier);
    let after = before.plus(sale, asked)?;
    let mut lines = Vec::new();
    for line in &sale.lines {
        let returned = after.quantity(line.id) - before.quantity(line.id);
        if returned > Decimal::ZERO {
            check_gift_voucher(line, sale, papers)?;
            lines.push(refund_line(line, before.quantity(line.id), after.quantity(line.id)));
        }
    }
    let vat = refund_vat(earlier, &lines);
    let grosses: Vec<_> = lines.iter().map(|l| (l.vat_rate, l.gross)).collect();
    for (line, net) in lines.iter_mut().zip(share_nets(&grosses, &vat)) {
        line.net = net;
    }
    let movements = reverse_movements((sale, earlier), &lines, &after, papers, places);
    Ok(Refund { total: lines.iter().map(|l| l.gross).sum(), lines, vat, movements })
}

/// Quantities returned per line, above zero.
struct Returned(BTreeMap<LineId, Decimal>);

impl Returned {
    fn of(refunds: &[PaidSale]) -> Self {
        let mut returned = BTreeMap::new();
        for line in refunds.iter().flat_map(|refund| &refund.lines) {
            *returned.entry(line.id).or_default() -= line.quantity;
        }
        Self(returned)
    }

    fn quantity(&self, line: LineId) -> Decimal {
        self.0.get(&line).copied().unwrap_or_default()
    }

    fn plus(&self, sale: &PaidSale, asked: &Asked) -> Result<Self, RefundRefusal> {
        let mut returned = self.0.clone();
        match asked {
            Asked::Whole => returned.extend(sale.lines.iter().map(|line| (line.id, line.quantity))),
            Asked::Lines(lines) => {
                for (id, quantity) in lines {
                    let line = sale.lines.iter().find(|l| l.id == *id).ok_or(RefundRefusal::NoSuchLine(*id))?;
                    let left = line.quantity - self.quantity(*id);
                    if quantity.value() > left {
                        return Err(RefundRefusal::TooMany { line: *id, asked: quantity.value(), left });
                    }
                    *returned.entry(*id).or_default() += quantity.value();
                }
            }
        }
        if returned == self.0 { Err(RefundRefusal::NothingLeft) } else { Ok(Self(returned)) }
    }

    fn is_whole(&self, sale: &PaidSale) -> bool {
        sale.lines.iter().all(|line| self.quantity(line.id) == line.quantity)
    }
}

fn check_gift_voucher(line: &PaidLine, sale: &PaidSale, papers: &[Credit]) -> Result<(), RefundRefusal> {
    if line.kind != LineKind::GiftVoucher {
        return Ok(());
    }
    let of_line = |paper: &&Credit| sale.movements.issued.iter().any(|i| i.id == paper.id && i.line == Some(line.id));
    match papers.iter().filter(of_line).find(|paper| paper.balance != paper.issued) {
        Some(used) => {
            let (code, balance, issued) = (used.code.clone(), used.balance, used.issued);
            Err(RefundRefusal::GiftVoucherUsed { code, balance, issued })
        }
        None => Ok(()),
    }
}

/// The part of an amount that belongs to a quantity returned, half up.
fn part(amount: Money, returned: Decimal, whole: Decimal) -> Money {
    if returned == whole {
        return amount;
    }
    amount.times(returned / whole, Rounding::HalfUp).unwrap_or(amount)
}

/// The line's mirror for the quantity between `before` and `after`.
fn refund_line(line: &PaidLine, before: Decimal, after: Decimal) -> PaidLine {
    let mirror = |amount: Money| part(amount, before, line.quantity) - part(amount, after, line.quantity);
    let mirrored = |d: &LineDiscount| LineDiscount { amount: mirror(d.amount), ..d.clone() };
    let discounts: Vec<LineDiscount> = line.discounts.iter().map(mirrored).collect();
    let amount = mirror(line.amount);
    let gross = amount - discounts.iter().map(|d| d.amount).sum();
    PaidLine { quantity: before - after, amount, discounts, gross, net: Money::ZERO, ..line.clone() }
}

/// The tax of the refund: that of all refunds so far, minus that of the earlier ones.
fn refund_vat(earlier: &[PaidSale], lines: &[PaidLine]) -> Vec<VatLine> {
    let grosses = |lines: &[PaidLine]| lines.iter().map(|l| (l.vat_rate, l.gross)).collect::<Vec<_>>();
    let before: Vec<_> = earlier.iter().flat_map(|refund| grosses(&refund.lines)).collect();
    let after: Vec<_> = before.iter().copied().chain(grosses(lines)).collect();
    let before = vat_of(before.into_iter());
    let touched = |rate: &VatLine| lines.iter().any(|line| line.vat_rate == rate.rate);
    let after = vat_of(after.into_iter()).into_iter().filter(touched);
    let result = after.map(|mut rate| {
        if let Some(earlier) = before.iter().find(|b| b.rate == rate.rate) {
            rate.amounts.net -= earlier.amounts.net;
            rate.amounts.vat -= earlier.amounts.vat;
            rate.amounts.gross -= earlier.amounts.gross;
        }
        rate
    });
    result.collect()
}

fn reverse_movements(
    (sale, earlier): (&PaidSale, &[PaidSale]),
    lines: &[PaidLine],
    after: &Returned,
    papers: &[Credit],
    places: &Places<'_>,
) -> Movements {
    let whole = after.is_whole(sale);
    let reversed = sale.movements.counters.iter().enumerate();
    let counters = reversed.filter_map(|(place, movement)| {
        let due = due_back(movement, sale, after, whole, papers);
        let due = -if whole { due } else { due.rounded(places(movement)) };
        let done = already_reversed(earlier, place);
        let delta = due - done;
        (delta != Points::ZERO).then(|| CounterMovement { delta, reverses: Some(place), ..movement.clone() })
    });
    let mut credits = restored_vouchers(lines);
    if whole {
        credits.extend(canceled_papers(sale, papers));
    } else {
        credits.extend(canceled_gift_vouchers(sale, lines, papers));
    }
    Movements { counters: counters.collect(), issued: Vec::new(), credits, account: Money::ZERO }
}

/// How much of a movement must be reversed by all refunds so far, with the movement's sign.
fn due_back(movement: &CounterMovement, sale: &PaidSale, after: &Returned, whole: bool, papers: &[Credit]) -> Points {
    match &movement.basis {
        Basis::Earned(lines) => portion(movement.delta, sale, lines, after, |line| line.gross, whole),
        Basis::Reduction(lines) => portion(movement.delta, sale, lines, after, |line| line.amount, whole),
        Basis::Vouchers(vouchers) if whole => {
            let of = |f: fn(&Credit) -> Money| papers.iter().filter(|p| vouchers.contains(&p.id)).map(f).sum::<Money>();
            movement.delta.portion(of(|p| p.balance), of(|p| p.issued))
        }
        Basis::Vouchers(_) => Points::ZERO,
    }
}

/// The part of a movement that the returned quantities of its lines make (no line: all lines).
fn portion(
    delta: Points,
    sale: &PaidSale,
    lines: &[LineId],
    after: &Returned,
    weight: fn(&PaidLine) -> Money,
    whole: bool,
) -> Points {
    if whole {
        return delta;
    }
    let concerned = || sale.lines.iter().filter(|l| lines.is_empty() || lines.contains(&l.id));
    let returned: Money = concerned().map(|l| part(weight(l), after.quantity(l.id), l.quantity)).sum();
    let all: Money = concerned().map(weight).sum();
    delta.portion(returned, all)
}

fn already_reversed(earlier: &[PaidSale], place: usize) -> Points {
    let movements = earlier.iter().flat_map(|refund| &refund.movements.counters);
    movements.filter(|m| m.reverses == Some(place)).map(|m| m.delta).sum()
}

/// Vouchers used on the returned lines get back what they reduced.
fn restored_vouchers(lines: &[PaidLine]) -> Vec<CreditMovement> {
    let mut restored: BTreeMap<CreditId, Money> = BTreeMap::new();
    for discount in lines.iter().flat_map(|line| &line.discounts) {
        if let Origin::Voucher(credit) = discount.origin {
            *restored.entry(credit).or_default() -= discount.amount;
        }
    }
    restored
        .into_iter()
        .filter(|(_, delta)| *delta != Money::ZERO)
        .map(|(credit, delta)| CreditMovement { credit, delta })
        .collect()
}

/// Papers that the sale issued lose what is left on them.
fn canceled_papers(sale: &PaidSale, papers: &[Credit]) -> Vec<CreditMovement> {
    let issued = |paper: &&Credit| sale.movements.issued.iter().any(|i| i.id == paper.id);
    let left = papers.iter().filter(issued).filter(|paper| paper.balance != Money::ZERO);
    left.map(|paper| CreditMovement { credit: paper.id, delta: -paper.balance }).collect()
}

/// Gift vouchers of the returned lines lose what is left on them.
fn canceled_gift_vouchers(sale: &PaidSale, lines: &[PaidLine], papers: &[Credit]) -> Vec<CreditMovement> {
    let mut canceled = Vec::new();
    for line in lines.iter().filter(|l| l.kind == LineKind::GiftVoucher) {
        let issued = sale.movements.issued.iter().filter(|i| i.line == Some(line.id));
        let live = issued.filter_map(|i| papers.iter().find(|p| p.id == i.id && p.balance != Money::ZERO));
        let count = usize::try_from(line.article_count_abs()).unwrap_or(usize::MAX);
        canceled.extend(live.take(count).map(|p| CreditMovement { credit: p.id, delta: -p.balance }));
    }
    canceled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::ManualDiscount;
    use crate::id::{CustomerId, ProgramId, SaleId};
    use crate::ledger::CreditIssue;
    use crate::price::Priced;
    use crate::rate::Percent;
    use crate::sale::SaleKind;
    use crate::testing::{draft, eur, item, lines, paid, stamp};
    use proptest::prelude::*;

    fn points(n: i64) -> Points {
        Points::from_ten_thousandths(n * 10_000)
    }

    /// Of counters that keep all decimals.
    fn exact(_: &CounterMovement) -> u32 {
        Points::PLACES
    }

    fn movement(delta: i64, basis: Basis) -> CounterMovement {
        CounterMovement {
            customer: CustomerId::new(1, &[1; 10]),
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: points(delta),
            basis,
            reverses: None,
            available: None,
            expires: None,
        }
    }

    fn as_paid(refund: &Refund, sale: &PaidSale, sequence: u64) -> PaidSale {
        PaidSale {
            stamp: stamp(sequence),
            kind: SaleKind::Refund { of: sale.stamp.id, number: sale.stamp.number.clone() },
            customer: None,
            lines: refund.lines.clone(),
            vat: refund.vat.clone(),
            total: refund.total,
            tenders: vec![],
            change: Money::ZERO,
            programs: vec![],
            movements: refund.movements.clone(),
        }
    }

    fn some(lines: &[(u32, &str)]) -> Asked {
        Asked::Lines(lines.iter().map(|(l, q)| (LineId(*l), Quantity::parse(q).unwrap())).collect())
    }

    fn shirts() -> PaidSale {
        let mut draft = draft(&[(item("CHE", "49.90", "20"), "3"), (item("LIV", "12", "5.5"), "1")]);
        draft.discount = Some(ManualDiscount::Amount(eur("10")));
        let earned = movement(151, Basis::Earned(lines(&[1, 2])));
        paid(
            1,
            &Priced::of(&draft, crate::testing::today()),
            Movements { counters: vec![earned], ..Movements::default() },
        )
    }

    #[test]
    fn a_whole_refund_is_the_mirror_of_the_sale() {
        let sale = shirts();
        let refund = refund(&sale, &[], &Asked::Whole, &[], &exact).unwrap();
        assert_eq!(refund.total, -sale.total);
        assert_eq!(refund.movements.counters[0].delta, points(-151));
        for (back, sold) in refund.vat.iter().zip(&sale.vat) {
            assert_eq!(back.amounts, sold.amounts.reversed());
        }
    }

    #[test]
    fn what_is_returned_cannot_be_returned_again() {
        let sale = shirts();
        let first = refund(&sale, &[], &some(&[(1, "2")]), &[], &exact).unwrap();
        let earlier = [as_paid(&first, &sale, 2)];
        let left = RefundRefusal::TooMany { line: LineId(1), asked: Decimal::from(2), left: Decimal::ONE };
        assert_eq!(refund(&sale, &earlier, &some(&[(1, "2")]), &[], &exact), Err(left));
        assert_eq!(refund(&sale, &[], &some(&[(9, "1")]), &[], &exact), Err(RefundRefusal::NoSuchLine(LineId(9))));
        let rest = refund(&sale, &earlier, &Asked::Whole, &[], &exact).unwrap();
        let all = [earlier[0].clone(), as_paid(&rest, &sale, 3)];
        assert_eq!(refund(&sale, &all, &Asked::Whole, &[], &exact), Err(RefundRefusal::NothingLeft));
        assert_eq!(refund(&all[1], &[], &Asked::Whole, &[], &exact), Err(RefundRefusal::IsRefund));
    }

    #[test]
    fn points_spent_on_a_voucher_come_back_with_the_unused_part_of_it() {
        let mut sale = shirts();
        let voucher = CreditId::new(3, &[3; 10]);
        sale.movements.counters.push(movement(-200, Basis::Vouchers(vec![voucher])));
        sale.movements.issued.push(CreditIssue {
            id: voucher,
            kind: crate::credit::CreditKind::Voucher,
            code: "BA-1".into(),
            customer: None,
            amount: eur("10"),
            expires: None,
            program: None,
            line: None,
            label: String::new(),
        });
        let paper = |balance: &str| Credit {
            id: voucher,
            kind: crate::credit::CreditKind::Voucher,
            code: "BA-1".into(),
            customer: None,
            issued: eur("10"),
            balance: eur(balance),
            expires: None,
        };
        let back = refund(&sale, &[], &Asked::Whole, &[paper("10")], &exact).unwrap();
        assert_eq!(back.movements.counters[1].delta, points(200));
        assert_eq!(back.movements.credits, [CreditMovement { credit: voucher, delta: eur("-10") }]);
        let used = refund(&sale, &[], &Asked::Whole, &[paper("4")], &exact).unwrap();
        assert_eq!(used.movements.counters[1].delta, points(80));
        let part = refund(&sale, &[], &some(&[(1, "1")]), &[paper("10")], &exact).unwrap();
        assert!(part.movements.credits.is_empty(), "the voucher stays while a part of the sale stays");
    }

    proptest! {
        #[test]
        fn refunds_of_all_parts_are_the_sale_with_the_other_sign(
            quantities in prop::collection::vec((1u32..6, 1i64..9_999), 1..6),
            discount in 0u32..=10_000, earned in 0i64..5_000, order in any::<u64>(), keeps in 0u32..=4,
        ) {
            let items: Vec<_> = quantities.iter().enumerate().map(|(n, (_, cents))| {
                item(&format!("S{n}"), &Money::from_cents(*cents).to_string(), ["20", "5.5"][n % 2])
            }).collect();
            let mut draft = draft(&[]);
            for (item, (quantity, _)) in items.iter().zip(&quantities) {
                let quantity = Quantity::new(Decimal::from(*quantity)).unwrap();
                draft.add(item.clone(), quantity, crate::draft::PriceSource::List).unwrap();
            }
            draft.discount = Some(ManualDiscount::Percent(Percent::from_basis_points(discount).unwrap()));
            let counters = vec![movement(earned, Basis::Earned(vec![])), movement(-30, Basis::Reduction(lines(&[1])))];
            let sale = paid(1, &Priced::of(&draft, crate::testing::today()), Movements { counters, ..Movements::default() });
            let mut pieces: Vec<u32> = quantities.iter().enumerate()
                .flat_map(|(n, (q, _))| std::iter::repeat_n(u32::try_from(n).unwrap() + 1, *q as usize)).collect();
            let mut seed = order;
            for i in (1..pieces.len()).rev() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                pieces.swap(i, (seed >> 33) as usize % (i + 1));
            }
            let mut refunds: Vec<PaidSale> = Vec::new();
            for piece in pieces {
                let back = refund(&sale, &refunds, &some(&[(piece, "1")]), &[], &|_| keeps).unwrap();
                prop_assert!(back.movements.counters.iter().all(|moved| moved.delta == moved.delta.rounded(keeps)));
                prop_assert_eq!(back.lines.iter().map(|l| l.net).sum::<Money>(), back.vat.iter().map(|v| v.amounts.net).sum::<Money>());
                let sequence = refunds.len() as u64 + 2;
                refunds.push(PaidSale { stamp: crate::sale::Stamp { id: SaleId::new(sequence, &[4; 10]), ..stamp(sequence) }, ..as_paid(&back, &sale, sequence) });
            }
            prop_assert_eq!(refunds.iter().map(|r| r.total).sum::<Money>(), -sale.total);
            for rate in &sale.vat {
                let back: Money = refunds.iter().flat_map(|r| &r.vat).filter(|v| v.rate == rate.rate).map(|v| v.amounts.vat).sum();
                prop_assert_eq!(back, -rate.amounts.vat);
            }
            for (place, movement) in sale.movements.counters.iter().enumerate() {
                prop_assert_eq!(already_reversed(&refunds, place), -movement.delta);
            }
        }
    }
}
