//! What the shop sells: items in departments.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::facts::LineKind;
use crate::id::{DepartmentId, PriceListId, Sku};
use crate::money::Money;
use crate::quantity::Points;
use crate::rate::VatRate;

/// A group of items, within another or at the root: Homme > Chemises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its code.
    pub id: DepartmentId,
    /// Its name on the screen.
    pub name: String,
    /// The department it belongs to.
    pub parent: Option<DepartmentId>,
}

/// What a quantity of an item counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Whole pieces.
    #[default]
    Piece,
    /// Kilograms, to the gram.
    Kilogram,
    /// Meters, to the millimeter.
    Meter,
}

/// Something on sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its stock-keeping unit.
    pub sku: Sku,
    /// Its name on the screen and on the receipt.
    pub label: String,
    /// Whether it is an item or a gift voucher.
    pub kind: LineKind,
    /// The department it belongs to.
    pub department: DepartmentId,
    /// The departments from its own up to the root.
    pub departments: Vec<DepartmentId>,
    /// The VAT rate within its price.
    pub vat_rate: VatRate,
    /// The price of one unit, tax included, of the ordinary price list.
    pub price: Money,
    /// Its prices in other lists, as they were typed there: with tax or without ([`crate::price_list::Tax`]).
    pub prices: BTreeMap<PriceListId, Money>,
    /// What one unit costs the shop, without tax.
    pub cost: Option<Money>,
    /// What its quantity counts.
    pub unit: Unit,
    /// Whether discounts of groups, programs and vouchers may fall on it.
    pub discountable: bool,
    /// Words that the shop puts on it, for programs and filters: `promo`, `bio`.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// The loyalty points set on it, for one of it.
    #[serde(default)]
    pub points: Points,
    /// Its barcodes, normalized: GTINs as 13 digits, the item part of in-store labels, others as they are.
    pub codes: Vec<String>,
}
