//! What a refund takes back of a simulated sale: the mirror of what the simulation gave, by the same rules as
//! at the counter.

use std::collections::BTreeMap;

use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::effect::{Accepted, AcceptedItem};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{CreditId, DepartmentId, LineId, ProgramId};
use comptoir_domain::item::Item;
use comptoir_domain::ledger::{CounterMovement, CreditIssue, Movements};
use comptoir_domain::lots::Entry;
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::price::{LineDiscount, Origin};
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::VatRate;
use comptoir_domain::refund::{Asked, Refund, refund};
use comptoir_domain::sale::{PaidLine, PaidSale};
use rust_decimal::Decimal;

use super::trial::Trial;

/// A sale of the simulation.
pub(super) struct Sold<'s> {
    /// What really happened.
    pub(super) recorded: &'s PaidSale,
    pub(super) accepted: Accepted,
    /// The lines of the items given.
    pub(super) gifts: Vec<PaidLine>,
    pub(super) vouchers: Vec<CreditId>,
    pub(super) movements: Vec<CounterMovement>,
    /// Its refunds, as simulated.
    pub(super) refunds: Vec<PaidSale>,
    /// What was really brought back of each line so far.
    pub(super) returned: BTreeMap<LineId, Decimal>,
}

/// What a refund takes back.
pub(super) struct Mirror {
    pub(super) entries: Vec<(CounterMovement, Entry)>,
    /// Discounts, vouchers, and items at their price.
    pub(super) given: Money,
    /// The same with items at their purchase price, where it is known.
    pub(super) cost: Money,
}

impl Sold<'_> {
    /// Takes back what a refund of the real sale brings back; nothing when all was taken back before.
    pub(super) fn give_back(&mut self, real: &PaidSale, trial: &Trial) -> Option<Mirror> {
        for line in &real.lines {
            *self.returned.entry(line.id).or_default() -= line.quantity;
        }
        let whole = self.recorded.lines.iter().all(|line| self.returned.get(&line.id) == Some(&line.quantity));
        let asked = if whole { Asked::Whole } else { Asked::Lines(self.lines_back(real)) };
        let papers = self.papers(real, trial);
        let places = |movement: &CounterMovement| trial.places(movement);
        let mirror = refund(&self.simulated(trial), &self.refunds, &asked, &papers, &places).ok()?;
        let refunded = PaidSale {
            lines: mirror.lines.clone(),
            vat: mirror.vat.clone(),
            movements: mirror.movements.clone(),
            total: mirror.total,
            programs: Vec::new(),
            tenders: Vec::new(),
            ..real.clone()
        };
        let movements = refunded.movements.counters.iter().enumerate();
        let entries = movements.map(|(at, movement)| (movement.clone(), Entry::of(&refunded, at, movement))).collect();
        let (given, cost) = self.worth(&mirror, trial);
        self.refunds.push(refunded);
        Some(Mirror { entries, given, cost })
    }

    /// The same pieces of the simulated sale. A gift comes back when an item that was really given does.
    fn lines_back(&self, real: &PaidSale) -> BTreeMap<LineId, Quantity> {
        let mut back = BTreeMap::new();
        for line in &real.lines {
            let quantity = -line.quantity;
            if line.kind != LineKind::Reward {
                back.extend(Quantity::new(quantity).ok().map(|quantity| (line.id, quantity)));
                continue;
            }
            let gift = self.gifts.iter().find(|gift| gift.sku == line.sku && !back.contains_key(&gift.id));
            let left = gift.map(|gift| (gift.id, quantity.min(gift.quantity - self.gone(gift.id))));
            back.extend(left.and_then(|(id, left)| Some((id, Quantity::new(left).ok()?))));
        }
        back
    }

    /// What was taken back of a line so far.
    fn gone(&self, line: LineId) -> Decimal {
        let lines = self.refunds.iter().flat_map(|refund| &refund.lines);
        lines.filter(|other| other.id == line).map(|other| -other.quantity).sum()
    }

    /// The vouchers that the sale gave. None was spent, but where the same program really gave the same one:
    /// then what was left of it is known.
    fn papers(&self, real: &PaidSale, trial: &Trial) -> Vec<Credit> {
        let gave = |issue: &&CreditIssue| issue.kind == CreditKind::Voucher && issue.program == trial.counterpart;
        let mut known = self.recorded.movements.issued.iter().filter(gave);
        let paper = |(id, grant): (&CreditId, &comptoir_domain::effect::VoucherGrant)| {
            let same = known.next().filter(|issue| issue.amount == grant.amount && trial.counterpart.is_some());
            let canceled = |issue: &CreditIssue| {
                let of = real.movements.credits.iter().filter(|movement| movement.credit == issue.id);
                of.map(|movement| -movement.delta).sum()
            };
            Credit {
                id: *id,
                kind: CreditKind::Voucher,
                code: String::new(),
                customer: self.recorded.customer.as_ref().map(|customer| customer.id),
                issued: grant.amount,
                balance: same.map_or(grant.amount, canceled),
                expires: grant.expires,
            }
        };
        self.vouchers.iter().zip(&self.accepted.vouchers).map(paper).collect()
    }

    /// The sale as it would have been.
    fn simulated(&self, trial: &Trial) -> PaidSale {
        let bought = self.recorded.lines.iter().filter(|line| line.kind != LineKind::Reward);
        let mut lines: Vec<PaidLine> = bought.map(without_programs).collect();
        for (_, shares) in &self.accepted.discounts {
            for (id, share) in shares {
                if let Some(line) = lines.iter_mut().find(|line| line.id == *id) {
                    line.gross -= *share;
                    line.discounts.push(discount(&trial.program, *share));
                }
            }
        }
        lines.extend(self.gifts.iter().cloned());
        let issue = |(id, grant): (&CreditId, &comptoir_domain::effect::VoucherGrant)| CreditIssue {
            id: *id,
            kind: CreditKind::Voucher,
            code: String::new(),
            customer: self.recorded.customer.as_ref().map(|customer| customer.id),
            amount: grant.amount,
            expires: grant.expires,
            program: Some(trial.program.clone()),
            line: None,
            label: String::new(),
        };
        let issued = self.vouchers.iter().zip(&self.accepted.vouchers).map(issue).collect();
        let movements = Movements { counters: self.movements.clone(), issued, ..Movements::default() };
        let total = lines.iter().map(|line| line.gross).sum();
        PaidSale {
            lines,
            total,
            movements,
            vat: Vec::new(),
            tenders: Vec::new(),
            programs: Vec::new(),
            ..self.recorded.clone()
        }
    }

    /// What the mirror takes back, at the price and at the purchase price.
    fn worth(&self, mirror: &Refund, trial: &Trial) -> (Money, Money) {
        let (mut given, mut cost) = (Money::ZERO, Money::ZERO);
        let ours = |discount: &&LineDiscount| discount.origin == Origin::Program(trial.program.clone());
        for line in &mirror.lines {
            let taken: Money = line.discounts.iter().filter(ours).map(|discount| -discount.amount).sum();
            let bought = line.cost.and_then(|cost| cost.times(-line.quantity, Rounding::HalfUp).ok());
            given += taken;
            cost += bought.filter(|_| line.kind == LineKind::Reward).unwrap_or(taken);
        }
        let papers = mirror.movements.credits.iter().filter(|movement| self.vouchers.contains(&movement.credit));
        let papers: Money = papers.map(|movement| -movement.delta).sum();
        (given + papers, cost + papers)
    }
}

fn discount(program: &ProgramId, amount: Money) -> LineDiscount {
    LineDiscount { origin: Origin::Program(program.clone()), label: String::new(), amount }
}

/// A line as it was before any program.
fn without_programs(line: &PaidLine) -> PaidLine {
    let mut line = line.clone();
    line.discounts.retain(|discount| !matches!(discount.origin, Origin::Program(_)));
    line.gross = line.amount - line.discount();
    line
}

/// The line of an item that is given.
pub(super) fn gift_line(item: Option<&Item>, given: &AcceptedItem, id: u32, program: &ProgramId) -> PaidLine {
    let amount = given.worth();
    PaidLine {
        id: LineId(id),
        kind: LineKind::Reward,
        sku: given.item.sku.clone(),
        label: item.map(|item| item.label.clone()).unwrap_or_default(),
        departments: item.map_or_else(Vec::<DepartmentId>::new, |item| item.departments.clone()),
        quantity: given.item.quantity.value(),
        unit: item.map(|item| item.unit).unwrap_or_default(),
        unit_price: given.unit_price,
        amount,
        discounts: vec![discount(program, amount)],
        gross: Money::ZERO,
        net: Money::ZERO,
        vat_rate: item.map_or(VatRate::ZERO, |item| item.vat_rate),
        note: None,
        tags: std::collections::BTreeSet::default(),
        points: comptoir_domain::quantity::Points::ZERO,
        cost: item.and_then(|item| item.cost),
        discountable: false,
    }
}
