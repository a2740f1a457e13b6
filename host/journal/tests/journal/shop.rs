//! A made-up shop, its sales and its journal.

use chrono::{DateTime, FixedOffset, NaiveDate};
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, GroupId, LineId, SaleId, Sku, TillId};
use comptoir_domain::ledger::Movements;
use comptoir_domain::money::Money;
use comptoir_domain::price::{LineDiscount, Origin, vat_of};
use comptoir_domain::rate::VatRate;
use comptoir_domain::sale::{PaidLine, PaidSale, ReceiptNumber, SaleKind, Stamp, share_nets};
use comptoir_domain::shop::{Mode, Shop};
use comptoir_domain::tender::{Tender, TenderKind};
use comptoir_journal::{
    Chain, Duplicate, Event, Family, Heads, Mirror, PublicKeys, SignedRecord, Signer, Totals, payload,
};
use rust_decimal::Decimal;

pub(crate) const SOFTWARE: &str = "Comptoir 0.1.0";

pub(crate) fn till() -> TillId {
    TillId::new("C1")
}

pub(crate) fn signer() -> Signer {
    Signer::generate(till(), [42; 32])
}

pub(crate) fn keys() -> PublicKeys {
    [signer().public_key()].into_iter().collect()
}

pub(crate) fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T10:04:05.250+01:00").unwrap()
}

pub(crate) fn shop() -> Shop {
    Shop {
        name: "Chez \\ Zoé".into(),
        address: vec!["3 rue des Halles".into(), "69002 Lyon".into(), "France".into()],
        siret: "73282932000074".into(),
        naf: Some("4771Z".into()),
        vat_number: None,
        till: till(),
        mode: Mode::Real,
    }
}

pub(crate) fn number(sequence: u64) -> ReceiptNumber {
    ReceiptNumber { till: till(), sequence }
}

/// Makes a sale of lines given as (cents, rate), each with 10 % off for the group; paid in cash, 5 € too much.
pub(crate) fn sale(sequence: u64, lines: &[(i64, &str)]) -> PaidSale {
    let lines: Vec<(Money, VatRate)> =
        lines.iter().map(|(cents, rate)| (Money::from_cents(*cents), VatRate::parse(rate).unwrap())).collect();
    let grosses: Vec<(VatRate, Money)> =
        lines.iter().map(|(price, rate)| (*rate, *price - Money::from_cents(price.cents() / 10))).collect();
    let vat = vat_of(grosses.iter().copied());
    let nets = share_nets(&grosses, &vat);
    let total: Money = grosses.iter().map(|(_, gross)| *gross).sum();
    let lines = (1u32..).zip(lines.iter().zip(&grosses).zip(nets));
    let change = if total.is_positive() { Money::from_cents(500) } else { Money::ZERO };
    PaidSale {
        stamp: Stamp {
            id: SaleId::new(1_700_000_000_000 + sequence, &[7; 10]),
            number: number(sequence),
            at: at(),
            business_day: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            operator: "zoe".into(),
            seller: "max".into(),
            training: false,
        },
        kind: SaleKind::Sale,
        customer: None,
        lines: lines.map(|(id, (((price, rate), (_, gross)), net))| line(id, *price, *rate, (*gross, net))).collect(),
        vat,
        total,
        tenders: vec![Tender::of(TenderKind::Cash, total + change)],
        change,
        programs: Vec::new(),
        movements: Movements::default(),
    }
}

fn line(id: u32, price: Money, vat_rate: VatRate, (gross, net): (Money, Money)) -> PaidLine {
    let origin = Origin::Group(GroupId::new("pro"));
    PaidLine {
        id: LineId(id),
        kind: LineKind::Item,
        sku: Sku::new(format!("A{id}")),
        label: "Chemise « été »\nbleue".into(),
        departments: vec![DepartmentId::new("chemises")],
        quantity: Decimal::new(1000, 3),
        unit: comptoir_domain::item::Unit::Piece,
        unit_price: price,
        amount: price,
        discounts: vec![LineDiscount { origin, label: "10 %".into(), amount: price - gross }],
        gross,
        net,
        vat_rate,
        note: None,
        tags: std::collections::BTreeSet::new(),
        points: comptoir_domain::quantity::Points::ZERO,
        cost: None,
        discountable: true,
    }
}

/// Makes the refund of a whole sale, in cash.
pub(crate) fn refund(sequence: u64, sale: &PaidSale) -> PaidSale {
    let mut refund = PaidSale { total: -sale.total, change: Money::ZERO, ..sale.clone() };
    refund.kind = SaleKind::Refund { of: sale.stamp.id, number: sale.stamp.number.clone() };
    refund.stamp.number = number(sequence);
    refund.stamp.id = SaleId::new(1_700_000_000_000 + sequence, &[8; 10]);
    refund.tenders = vec![Tender::of(TenderKind::Cash, refund.total)];
    for line in &mut refund.lines {
        line.quantity = -line.quantity;
        (line.amount, line.gross, line.net) = (-line.amount, -line.gross, -line.net);
    }
    for rate in &mut refund.vat {
        rate.amounts = rate.amounts.reversed();
    }
    refund
}

pub(crate) fn event(code: u16) -> Event {
    Event { code, at: at(), operator: "zoe".into(), detail: "caisse C1".into() }
}

pub(crate) fn duplicate(sequence: u64) -> Duplicate {
    Duplicate {
        at: at(),
        operator: "zoe".into(),
        document: Duplicate::SALE,
        number: number(sequence).to_string(),
        copy: 1,
    }
}

/// A till's journal as the store would hold it.
#[derive(Clone)]
pub(crate) struct Journal {
    pub(crate) records: Vec<SignedRecord>,
    pub(crate) mirror: Mirror,
}

/// Signs the journal of sales, each with its totals and every other one with a duplicate, between a start and a stop.
pub(crate) fn journal_of(signer: &Signer, sales: &[PaidSale]) -> Journal {
    let mut chain = Chain::new(signer, Heads::new());
    let mut totals = Totals::default();
    let mut records = vec![chain.sign(Family::TechnicalEvent, payload::technical_event(&event(Event::START)))];
    for sale in sales {
        totals = totals.after(sale);
        records.push(chain.sign(Family::Sale, payload::sale(sale, &shop(), SOFTWARE)));
        records.push(chain.sign(Family::GrandTotal, payload::grand_total(sale, &totals)));
        if sale.stamp.number.sequence % 2 == 0 {
            records.push(chain.sign(Family::Duplicate, payload::duplicate(&duplicate(sale.stamp.number.sequence))));
        }
    }
    records.push(chain.sign(Family::TechnicalEvent, payload::technical_event(&event(Event::STOP))));
    Journal { records, mirror: Mirror::new(signer, chain.heads().clone()) }
}

/// Makes sales of one to three lines; every fifth is the refund of the one before.
pub(crate) fn sales(count: u64) -> Vec<PaidSale> {
    let mut sales: Vec<PaidSale> = Vec::new();
    for sequence in 1..=count {
        let lines = [(4990 + sequence as i64, "20"), (345, "10"), (1999, "5.5")];
        let next = match sales.last() {
            Some(last) if sequence % 5 == 0 => refund(sequence, last),
            _ => sale(sequence, &lines[..1 + sequence as usize % 3]),
        };
        sales.push(next);
    }
    sales
}
