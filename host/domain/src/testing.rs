//! Small builders for the tests of this crate: an item, a draft, a paid sale in a line each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};

use crate::customer::Group;
use crate::draft::{Draft, DraftCustomer, PriceSource};
use crate::effect::Accepted;
use crate::facts::LineKind;
use crate::id::{CustomerId, DepartmentId, GroupId, LineId, PriceListId, ProgramId, SaleId, Sku, TillId};
use crate::item::{Item, Unit};
use crate::ledger::Movements;
use crate::money::Money;
use crate::price::Priced;
use crate::price_list::Tariff;
use crate::quantity::{Points, Quantity};
use crate::rate::{Percent, VatRate};
use crate::sale::{PaidSale, ProgramRecord, ReceiptNumber, SaleKind, Stamp, freeze_lines};

pub(crate) fn eur(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The business day of [`stamp`].
pub(crate) fn today() -> NaiveDate {
    day("2026-11-21")
}

pub(crate) fn item(sku: &str, price: &str, vat: &str) -> Item {
    Item {
        sku: Sku::new(sku),
        label: format!("Article {sku}"),
        kind: LineKind::Item,
        department: DepartmentId::new("chemises"),
        departments: vec![DepartmentId::new("chemises"), DepartmentId::new("homme")],
        vat_rate: VatRate::parse(vat).unwrap(),
        price: eur(price),
        prices: BTreeMap::new(),
        cost: None,
        unit: Unit::Piece,
        discountable: true,
        tags: BTreeSet::new(),
        points: Points::ZERO,
        codes: vec![],
    }
}

pub(crate) fn customer(group: Option<Group>) -> DraftCustomer {
    let id = CustomerId::new(1, &[1; 10]);
    DraftCustomer {
        id,
        group,
        tariff: Tariff::default(),
        birthday: None,
        since: day("2025-01-01"),
        tags: BTreeSet::new(),
        postcode: None,
        sponsor: None,
        no_loyalty: false,
        exemption: None,
    }
}

pub(crate) fn group(list: Option<&str>, discount: &str) -> Group {
    Group {
        id: GroupId::new("vip"),
        name: "VIP".into(),
        price_list: list.map(PriceListId::new),
        discount: Percent::parse(discount).unwrap(),
    }
}

pub(crate) fn draft(items: &[(Item, &str)]) -> Draft {
    let mut draft = Draft::open(SaleId::new(1, &[7; 10]));
    for (item, quantity) in items {
        draft.add(item.clone(), Quantity::parse(quantity).unwrap(), PriceSource::List).unwrap();
    }
    draft
}

pub(crate) fn lines(ids: &[u32]) -> Vec<LineId> {
    ids.iter().copied().map(LineId).collect()
}

pub(crate) fn stamp(sequence: u64) -> Stamp {
    Stamp {
        id: SaleId::new(sequence, &[9; 10]),
        number: ReceiptNumber { till: TillId::new("C1"), sequence },
        at: DateTime::parse_from_rfc3339("2026-11-21T15:04:05+01:00").unwrap(),
        business_day: today(),
        operator: "caisse".into(),
        seller: "Anne".into(),
        training: false,
    }
}

pub(crate) fn paid(sequence: u64, priced: &Priced, movements: Movements) -> PaidSale {
    let vat = priced.vat();
    PaidSale {
        stamp: stamp(sequence),
        kind: SaleKind::Sale,
        customer: None,
        lines: freeze_lines(priced, &vat),
        vat,
        total: priced.total(),
        tenders: vec![],
        change: Money::ZERO,
        programs: vec![record()],
        movements,
    }
}

fn record() -> ProgramRecord {
    ProgramRecord {
        program: ProgramId::new("points"),
        policy: "loyalty-spend".into(),
        version: "1.0.0".into(),
        digest: "sha256:00".into(),
        engine: "wasm".into(),
        accepted: Accepted::default(),
        titles: vec![],
        said: vec![],
        fault: None,
        gifts: vec![],
        yielded: None,
        told: None,
    }
}
