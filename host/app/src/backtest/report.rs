//! What a simulation found.

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::ReceiptNumber;
use rust_decimal::Decimal;
use serde::Serialize;

use super::tally::{First, Tally};
use super::trial::Trial;
use super::{Difference, Offers, PerName, Totals};

/// What a simulation found. Amounts include tax, but purchase prices, which have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The policy's id.
    pub policy: String,
    /// Its version.
    pub version: String,
    /// The digest of the package.
    pub digest: String,
    /// `wasm` or `rhai`.
    pub engine: String,
    /// All settings as a person would type them, defaults included.
    pub settings: PerName<String>,
    /// The first business day.
    pub first: NaiveDate,
    /// The last business day.
    pub last: NaiveDate,
    /// What customers did with offers.
    pub offers_are: Offers,
    /// Which of several gifts was taken, from 1; the last where there were fewer.
    pub choice: usize,
    /// Whose counters were carried on; none when all started empty.
    pub carried: Option<ProgramId>,
    /// Sales that were asked again, refunds apart.
    pub sales: u64,
    /// Refunds of the period.
    pub refunds: u64,
    /// Customers who bought.
    pub customers: u64,
    /// Customers who were given a discount, a voucher or an item.
    pub rewarded: u64,
    /// Sales in which the policy failed.
    pub faults: Troubles,
    /// Sales in which the till refused what the policy proposed.
    pub refusals: Troubles,
    /// The counters of the policy, in the order of its manifest.
    pub counters: Vec<CounterReport>,
    /// Discounts.
    pub discounts: DiscountReport,
    /// Vouchers, at their full value.
    pub vouchers: VoucherReport,
    /// Items given.
    pub items: ItemReport,
    /// Offers.
    pub offers: OfferReport,
    /// What refunds took back of discounts, vouchers and items.
    pub taken_back: Money,
    /// All that was given: discounts, vouchers, and items at their price, without what was taken back.
    pub given: Money,
    /// The same with items at their purchase price, where it is known.
    pub cost: Money,
    /// What items would have brought without any program, refunds taken off.
    pub revenue: Money,
    /// What is given, in percent of the revenue, to the hundredth; none without revenue.
    pub share: Option<Decimal>,
    /// Month by month, those without sales left out.
    pub months: Vec<MonthReport>,
    /// The sales that gave the largest part of what they were worth, at most ten, the worst first.
    pub worst: Vec<WorstSale>,
    /// The comparison that was asked for.
    pub compared: Option<Compared>,
}

/// Sales in which something went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Troubles {
    /// How many.
    pub count: u64,
    /// The first of them, at most ten.
    pub first: Vec<Trouble>,
}

/// One sale in which something went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The receipt.
    #[serde(serialize_with = "crate::backtest::report::as_printed")]
    pub number: ReceiptNumber,
    /// What, in words.
    pub words: String,
}

/// One counter over all customers: `opening + earned - spent = held + pending + lapsed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CounterReport {
    /// Its name in the manifest.
    pub counter: String,
    /// What it counts, in words.
    pub unit: String,
    /// What customers who bought or earned in the period held before it, when that is carried on.
    pub opening: Points,
    /// Earned, without what refunds took back.
    pub earned: Points,
    /// Spent, without what refunds gave back.
    pub spent: Points,
    /// Gone unused.
    pub lapsed: Points,
    /// What can be spent on the last day.
    pub held: Points,
    /// What can be spent later.
    pub pending: Points,
}

/// Discounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DiscountReport {
    /// All together.
    pub amount: Money,
    /// In how many sales.
    pub sales: u64,
}

/// Vouchers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VoucherReport {
    /// How many.
    pub count: u64,
    /// What they are worth.
    pub amount: Money,
}

/// Items given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemReport {
    /// How many times an item was given.
    pub count: u64,
    /// What customers would have paid for them.
    pub worth: Money,
    /// What those of a known purchase price cost the shop, without tax.
    pub cost: Money,
    /// How many times the purchase price was not known.
    pub without_cost: u64,
}

/// Offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfferReport {
    /// How many times one was made.
    pub made: u64,
    /// How many times one was taken.
    pub taken: u64,
}

/// One month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MonthReport {
    /// Year and month: `2026-11`.
    pub month: String,
    /// As [`Report::revenue`].
    pub revenue: Money,
    /// As [`Report::given`]; what is taken back counts in the month of the refund.
    pub given: Money,
    /// As [`CounterReport::earned`], by counter.
    pub earned: PerName<Points>,
}

/// A sale that gave much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorstSale {
    /// The receipt.
    #[serde(serialize_with = "crate::backtest::report::as_printed")]
    pub number: ReceiptNumber,
    /// Its business day.
    pub day: NaiveDate,
    /// What it gave.
    pub given: Money,
    /// What was to pay before.
    pub total: Money,
}

/// What the simulation did otherwise than a program of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The program.
    pub program: ProgramId,
    /// What it did in all sales together.
    pub was: Totals,
    /// What the simulation did.
    pub would_be: Totals,
    /// In how many sales they differ.
    pub differ: u64,
    /// The first of them, at most ten.
    pub first: Vec<Difference>,
}

/// Writes the report.
pub(super) fn of(trial: &Trial, tally: Tally) -> Report {
    let manifest = trial.package.manifest();
    let counter = |spec: &comptoir_policy::CounterSpec| {
        let sums = tally.counters.get(&spec.name).copied().unwrap_or_default();
        CounterReport {
            counter: spec.name.clone(),
            unit: spec.unit.get(trial.language).to_owned(),
            opening: sums.opening,
            earned: sums.earned,
            spent: sums.spent,
            lapsed: sums.lapsed,
            held: sums.held,
            pending: sums.pending,
        }
    };
    Report {
        policy: manifest.id.clone(),
        version: manifest.version.clone(),
        digest: trial.package.digest().to_owned(),
        engine: manifest.engine.name().to_owned(),
        settings: trial.settings.iter().map(|(key, value)| (key.to_owned(), value.to_string())).collect(),
        first: trial.first,
        last: trial.last,
        offers_are: trial.offers,
        choice: trial.choice + 1,
        carried: Some(trial.program.clone()).filter(|_| trial.carry),
        sales: tally.sales,
        refunds: tally.refunds,
        customers: tally.customers,
        rewarded: tally.rewarded,
        counters: manifest.counters.iter().map(counter).collect(),
        faults: troubles(tally.faults),
        refusals: troubles(tally.refusals),
        taken_back: tally.taken_back,
        given: tally.given,
        cost: tally.cost,
        revenue: tally.revenue,
        share: share(tally.given, tally.revenue),
        discounts: tally.discounts,
        vouchers: tally.vouchers,
        items: tally.items,
        offers: tally.offers,
        months: tally.months.into_iter().map(|(month, sums)| sums.report(month)).collect(),
        worst: tally.worst.into_sorted(),
        compared: trial.compare.clone().map(|program| {
            let ((was, would_be), (differ, first)) = (tally.compared, tally.differences.into_parts());
            Compared { program, was, would_be, differ, first }
        }),
    }
}

fn troubles(first: First<Trouble>) -> Troubles {
    let (count, first) = first.into_parts();
    Troubles { count, first }
}

/// In percent, half up to the hundredth.
fn share(given: Money, revenue: Money) -> Option<Decimal> {
    let percent = (given.to_decimal() * Decimal::ONE_HUNDRED).checked_div(revenue.to_decimal())?;
    Some(Rounding::HalfUp.round(percent, 2))
}
/// Receipt numbers go out as they are printed: `C1-000123`.
pub(crate) fn as_printed<S: serde::Serializer>(number: &ReceiptNumber, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}
