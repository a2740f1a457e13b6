//! What comes onto the sale: codes, items picked from a list, things without a code.

use comptoir_domain::code::ScannedCode;
use comptoir_domain::draft::PriceSource;
use comptoir_domain::facts::LineKind;
use comptoir_domain::id::{DepartmentId, Sku};
use comptoir_domain::item::{Department, Item, Unit};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::VatRate;
use comptoir_domain::sale::ReceiptNumber;

use super::view::DepartmentChoice;
use super::{Counter, Done};
use crate::checkout::{Decoded, Scanned};
use crate::error::{Error, NotFound, Refused};

/// The stock-keeping unit of things without a code; the department comes behind.
pub const UNCODED: &str = "DIVERS-";
/// The normal rate, in hundred-thousandths: that of a shop without any item (CGI 278).
const NORMAL_RATE: u32 = 20_000;

impl Counter {
    pub(super) fn scan(&mut self, candidates: &[String], quantity: Option<Quantity>) -> Result<Done, Error> {
        let decoded = self.decode(candidates)?;
        self.evaluated = None;
        Ok(match self.till.apply(&mut self.draft, decoded, quantity)? {
            Scanned::Line(line) => Done::Line(line),
            Scanned::Customer(customer) => Done::Customer(customer.id),
            Scanned::Voucher(credit) => Done::Voucher { code: credit.code, balance: credit.balance },
            Scanned::Payment(credit) => return self.keep_paper(&credit),
            Scanned::Sale(number) => Done::Receipt(number),
        })
    }

    /// The first candidate that is something; if none is, the error of the most plausible one.
    fn decode(&self, candidates: &[String]) -> Result<Decoded, Error> {
        let mut refused: Option<(bool, Error)> = None;
        for candidate in candidates {
            match self.till.decode(candidate) {
                Ok(decoded) => return Ok(decoded),
                Err(error @ (Error::NotFound(_) | Error::Invalid(_))) => {
                    let plausible = is_plausible(candidate);
                    if refused.as_ref().is_none_or(|(before, _)| plausible && !before) {
                        refused = Some((plausible, error));
                    }
                }
                Err(error) => return Err(error),
            }
        }
        match refused {
            Some((_, error)) => Err(error),
            None => self.till.decode(""),
        }
    }

    pub(super) fn add_item(&mut self, sku: &Sku, quantity: Option<Quantity>) -> Result<Done, Error> {
        let item = self.till.store.item(sku)?.ok_or_else(|| NotFound::Item(sku.to_string()))?;
        let line = self.edit().add(item, quantity.unwrap_or(Quantity::ONE), PriceSource::List)?;
        Ok(Done::Line(line))
    }

    pub(super) fn add_uncoded(
        &mut self,
        department: &DepartmentId,
        label: Option<String>,
        price: Money,
        quantity: Option<Quantity>,
    ) -> Result<Done, Error> {
        if !price.is_positive() || price > Money::MAX {
            return Err(Refused::PriceNotPositive.into());
        }
        let tree = self.till.store.departments()?;
        let rates = self.till.store.count_rates()?;
        let found = tree.iter().find(|known| known.id == *department);
        let found = found.ok_or_else(|| NotFound::Department(department.to_string()))?;
        let label = super::short_text(label)?;
        let item = Item {
            sku: Sku::new(format!("{UNCODED}{department}")),
            label: label.unwrap_or_else(|| found.name.clone()),
            kind: LineKind::Item,
            department: department.clone(),
            departments: path(&tree, department),
            vat_rate: usual_rate(&tree, &rates, department),
            price,
            prices: std::collections::BTreeMap::new(),
            cost: None,
            unit: Unit::Piece,
            discountable: true,
            tags: std::collections::BTreeSet::new(),
            points: comptoir_domain::quantity::Points::ZERO,
            codes: Vec::new(),
        };
        let line = self.edit().add(item, quantity.unwrap_or(Quantity::ONE), PriceSource::Manual(price))?;
        Ok(Done::Line(line))
    }

    /// Gives the departments with the VAT rate that something without a code gets in each.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn departments(&self) -> Result<Vec<DepartmentChoice>, Error> {
        let tree = self.till.store.departments()?;
        let rates = self.till.store.count_rates()?;
        let choice = |department: &Department| DepartmentChoice {
            id: department.id.clone(),
            name: department.name.clone(),
            rate: usual_rate(&tree, &rates, &department.id),
        };
        let mut choices: Vec<DepartmentChoice> = tree.iter().map(choice).collect();
        choices.sort_by_cached_key(|choice| comptoir_store::search::fold(&choice.name));
        Ok(choices)
    }
}

/// A code that can be nothing else: an article number whose check digit holds, a receipt, a paper.
fn is_plausible(candidate: &str) -> bool {
    let Ok(code) = ScannedCode::read(candidate) else { return false };
    let text = code.text.to_uppercase();
    code.gtin.is_some()
        || text.parse::<ReceiptNumber>().is_ok()
        || ["AV-", "CC-", "BA-"].iter().any(|paper| text.starts_with(paper))
}

/// The departments from one up to the root; a loop ends where it began.
fn path(tree: &[Department], department: &DepartmentId) -> Vec<DepartmentId> {
    let mut path: Vec<DepartmentId> = Vec::new();
    let mut next = Some(department);
    while let Some(id) = next.filter(|id| !path.contains(id)) {
        path.push(id.clone());
        next = tree.iter().find(|known| known.id == *id).and_then(|known| known.parent.as_ref());
    }
    path
}

/// The rate of most items of a department; else of the departments below it, of those above it, of the
/// whole shop.
fn usual_rate(tree: &[Department], counted: &[(DepartmentId, VatRate, u64)], department: &DepartmentId) -> VatRate {
    let own = most(counted.iter().filter(|(id, ..)| id == department));
    let below = || most(counted.iter().filter(|(id, ..)| path(tree, id).contains(department)));
    let above = || path(tree, department).into_iter().find_map(|up| most(counted.iter().filter(|(id, ..)| *id == up)));
    let rate = own.or_else(below).or_else(above).or_else(|| most(counted.iter()));
    rate.unwrap_or_else(|| VatRate::new(NORMAL_RATE).expect("20 % is a rate"))
}

/// The rate that counts most; of equals the highest, since too little tax would be owed by the shop.
fn most<'a>(counted: impl Iterator<Item = &'a (DepartmentId, VatRate, u64)>) -> Option<VatRate> {
    let mut totals = std::collections::BTreeMap::new();
    for (_, rate, count) in counted {
        *totals.entry(*rate).or_insert(0_u64) += count;
    }
    totals.into_iter().max_by_key(|(rate, count)| (*count, *rate)).map(|(rate, _)| rate)
}
