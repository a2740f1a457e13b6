//! What a screen shows of the counter: plain data, and no word but names of the shop's own and what
//! programs, the printer and the journal say.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::effect::Part;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{CreditId, DepartmentId, LineId, ProgramId, SaleId};
use comptoir_domain::item::Unit;
use comptoir_domain::lots::Holding;
use comptoir_domain::money::Money;
use comptoir_domain::price::{LineDiscount, VatLine};
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::rate::{Percent, VatRate};
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind;
use rust_decimal::Decimal;

use crate::customers::CustomerSummary;
use crate::evaluate::Reason;
use crate::regimes::ViewRegime;

/// Everything that a checkout shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The sale in hand.
    pub sale: SaleId,
    /// Its lines, in the order of the receipt.
    pub lines: Vec<ViewLine>,
    /// Articles: the sum of pieces, and 1 for each weighed or measured line.
    pub pieces: i64,
    /// What is to pay, tax included.
    pub total: Money,
    /// The same before all discounts.
    pub before: Money,
    /// The tax within the total.
    pub vat: Money,
    /// The tax per rate, lowest rate first.
    pub vat_lines: Vec<VatLine>,
    /// The discount by hand on the whole sale, and what it takes.
    pub sale_discount: Option<(ManualDiscount, Money)>,
    /// Vouchers scanned.
    pub vouchers: Vec<ViewVoucher>,
    /// Who buys, when identified.
    pub customer: Option<ViewCustomer>,
    /// What the programs offer.
    pub offers: Vec<ViewOffer>,
    /// What the programs say to the cashier: heaviest first, in the order of the programs between equals.
    pub messages: Vec<String>,
    /// What they say to the customer, in the same order.
    pub display_messages: Vec<String>,
    /// What they say beside the customer's name: a level, a birthday.
    pub badges: Vec<String>,
    /// What the cashier has not acknowledged yet.
    pub notices: Vec<ViewNotice>,
    /// Titles of the programs in force that nobody signed: a mark that stays.
    pub unsigned: Vec<String>,
    /// Programs that failed.
    pub faults: Vec<ViewFault>,
    /// What was given to pay, in its order.
    pub given: Vec<ViewTender>,
    /// What is left to pay.
    pub left: Money,
    /// Whether the receipt will be printed.
    pub print: bool,
    /// Sales put aside, the oldest first.
    pub parked: Vec<ViewParked>,
    /// Where the sale in hand stands on the shelf, when it was recalled from it.
    pub shelf: Option<i64>,
    /// The sale or refund done last.
    pub last: Option<LastSale>,
    /// Whether the sale in hand was left by a crash or at the last closing.
    pub recovered: bool,
    /// Something to tell once, since the gesture before: in the language of the till.
    pub notice: Option<String>,
    /// What is wrong with the journal, in words.
    pub alarm: Option<String>,
    /// Papers that wait for the printer.
    pub prints_waiting: usize,
    /// What is wrong with the printer or the drawer, in words.
    pub print_trouble: Option<String>,
    /// How long the programs took; as last measured in a quick view.
    pub programs_took: Duration,
}

/// A line of the sale in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewLine {
    /// Names it in actions.
    pub id: LineId,
    /// The item's name.
    pub label: String,
    /// The item.
    pub sku: String,
    /// How much.
    pub quantity: Quantity,
    /// What the quantity counts.
    pub unit: Unit,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// Before discounts, tax included.
    pub amount: Money,
    /// What is left to pay for it.
    pub gross: Money,
    /// Its discounts, in the order they were taken.
    pub discounts: Vec<LineDiscount>,
    /// Words for the receipt.
    pub note: Option<String>,
    /// Whether the cashier typed its price.
    pub price_by_hand: bool,
    /// Whether it is weighed or measured.
    pub weighed: bool,
    /// The price list that made the price, when it is not the item's own.
    pub price_list: Option<String>,
    /// The percentage that made it, and of what: `90 %, rayon Chemises`; nothing when the list names the item.
    pub price_rule: Option<String>,
}

/// A voucher on the sale in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewVoucher {
    /// Names it in actions.
    pub id: CreditId,
    /// What was scanned.
    pub code: String,
    /// What the receipt called it when it was won; may be empty.
    pub label: String,
    /// What it takes off this sale.
    pub taken: Money,
}

/// Something given to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewTender {
    /// The means.
    pub kind: TenderKind,
    /// How much; of a paper that was scanned: as much as it holds of what is left.
    pub amount: Money,
    /// The code of the paper.
    pub code: Option<String>,
}

/// The customer of the sale in hand.
#[derive(Clone, Debug)]
pub struct ViewCustomer {
    /// The file, account, papers, gifts and habits.
    pub summary: CustomerSummary,
    /// The group that prices the sale.
    pub group: Option<ViewGroup>,
    /// What may still be put on the account; nothing without an account or a limit.
    pub account_left: Option<Money>,
    /// What is left on all credit notes.
    pub credit_notes: Money,
    /// What is left on all gift vouchers.
    pub gift_vouchers: Money,
    /// What is left on all vouchers.
    pub vouchers: Money,
    /// Counters, each with what it counts as its program calls it.
    pub counters: Vec<ViewCounter>,
    /// The last receipts, the latest first.
    pub recent: Vec<RecentSale>,
    /// The VAT regime, when it is not the normal one.
    pub regime: Option<ViewRegime>,
}

/// A counter of the customer in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewCounter {
    /// What it counts, as its program calls it.
    pub title: String,
    /// What it holds today.
    pub holding: Holding,
}

/// A group with the name of its price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewGroup {
    /// Its name.
    pub name: String,
    /// The name of its price list, when it has one of its own; with its days when it gives no price today.
    pub price_list: Option<String>,
    /// Its discount.
    pub discount: Percent,
}

/// One of a customer's last receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentSale {
    /// Its number.
    pub number: ReceiptNumber,
    /// When it was paid.
    pub at: DateTime<FixedOffset>,
    /// What was paid; below zero when it was paid back.
    pub total: Money,
    /// Whether it is a refund.
    pub refund: bool,
    /// What was bought.
    pub labels: Vec<String>,
}

/// A gift to take or to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewOffer {
    /// Whose offer.
    pub program: ProgramId,
    /// Which one.
    pub offer: String,
    /// How it is announced.
    pub title: String,
    /// What was answered.
    pub state: OfferState,
    /// What taking it costs of a counter: `300 points`.
    pub cost: Option<String>,
    /// The last day it can be taken.
    pub expires: Option<NaiveDate>,
    /// How much of it can be taken, of an offer that can be taken in part.
    pub part: Option<Part>,
    /// How much is taken.
    pub taken_part: Option<Points>,
    /// What can be chosen: names for actions, words for people.
    pub choices: Vec<(String, String)>,
    /// Which is taken.
    pub choice: Option<String>,
}

/// A message that stays until the cashier says that it was read; the sale does not wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewNotice {
    /// The title of the program that says it.
    pub program: String,
    /// The words.
    pub text: String,
}

/// A program that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewFault {
    /// Its title.
    pub program: String,
    /// Why.
    pub words: String,
}

/// A sale put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewParked {
    /// Names it in actions.
    pub id: i64,
    /// What the cashier called it.
    pub label: String,
    /// When it was put aside.
    pub at: DateTime<FixedOffset>,
    /// Its articles.
    pub pieces: i64,
    /// What would be to pay, programs apart.
    pub total: Money,
    /// The customer's name.
    pub customer: Option<String>,
}

/// The sale or refund done last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSale {
    /// Its number.
    pub number: ReceiptNumber,
    /// When it was paid.
    pub at: DateTime<FixedOffset>,
    /// What was paid; below zero when it was paid back.
    pub total: Money,
    /// How.
    pub given: Vec<ViewTender>,
    /// Cash given back.
    pub change: Money,
    /// Articles.
    pub pieces: i64,
    /// Whether it is a refund.
    pub refund: bool,
    /// Whether its original was printed, queued or shown.
    pub printed: bool,
}

/// Why a program did what it does in the sale in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyProgram {
    /// Its title.
    pub program: String,
    /// Its conditions and what became of each.
    pub reasons: Vec<Reason>,
    /// Why it did nothing, when it failed.
    pub fault: Option<String>,
}

/// A department to sell something without a code in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentChoice {
    /// Names it in actions.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// The VAT rate of most of its items.
    pub rate: VatRate,
}

/// A receipt with what can still be given back of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returnable {
    /// Its number.
    pub number: ReceiptNumber,
    /// When it was paid.
    pub at: DateTime<FixedOffset>,
    /// The customer's name.
    pub customer: Option<String>,
    /// Its lines.
    pub lines: Vec<ReturnLine>,
    /// How it was paid.
    pub tenders: Vec<ViewTender>,
    /// What was paid.
    pub total: Money,
}

/// A line of a receipt with what can still be given back of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnLine {
    /// Names it in a refund.
    pub line: LineId,
    /// The item's name on that day.
    pub label: String,
    /// What the quantities count.
    pub unit: Unit,
    /// How much was sold.
    pub sold: Decimal,
    /// How much came back already.
    pub returned: Decimal,
    /// How much can still come back.
    pub left: Decimal,
    /// The price of one, tax included.
    pub unit_price: Money,
    /// What was paid for the line.
    pub gross: Money,
    /// What giving back one more piece, or what is left of a weighed line, pays back; nothing when it
    /// cannot be given back.
    pub back: Option<Money>,
}
