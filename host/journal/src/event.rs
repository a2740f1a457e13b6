//! What the technical journal (JET) and the journal of duplicates tell.

use chrono::{DateTime, FixedOffset};

/// One technical event: something that bears on the trust in the records, or a fault of the till.
///
/// The codes are those of NF525's technical journal; codes from 900 on are the editor's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub code: u16,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who was logged in, or what acted.
    pub operator: String,
    /// The facts, for whoever inspects.
    pub detail: String,
}

impl Event {
    /// The till stopped, or the operator logged off.
    pub const STOP: u16 = 40;
    /// A day or a month was closed.
    pub const PERIOD_CLOSED: u16 = 50;
    /// A year was closed.
    pub const YEAR_CLOSED: u16 = 60;
    /// The till goes on without something it needs.
    pub const DEGRADED_START: u16 = 70;
    /// The till started, or an operator logged in.
    pub const START: u16 = 80;
    /// The check of the journal failed.
    pub const INTEGRITY_FAILURE: u16 = 90;
    /// Data of the journal left the till.
    pub const EXPORT: u16 = 110;
    /// What was missing is back.
    pub const DEGRADED_END: u16 = 120;
    /// The rights of an operator changed.
    pub const RIGHTS_CHANGED: u16 = 130;
    /// The drawer was counted.
    pub const DRAWER_COUNTED: u16 = 170;
    /// A line was taken off a sale being made, or a sale was refunded.
    pub const LINE_CANCELED: u16 = 190;
    /// The data of the shop changed.
    pub const SHOP_CHANGED: u16 = 240;
    /// The software was updated.
    pub const SOFTWARE_UPDATED: u16 = 250;
    /// The till was set up.
    pub const INITIALIZATION: u16 = 260;
    /// A setting that bears on the records changed.
    pub const COMPLIANCE_SETTINGS: u16 = 270;
    /// Something was done for the tax administration.
    pub const AUDIT: u16 = 280;
    /// A sale was abandoned before it was paid.
    pub const SALE_ABANDONED: u16 = 320;
    /// A closing began.
    pub const CLOSING_STARTED: u16 = 330;
    /// Ours: a policy failed and was skipped.
    pub const POLICY_FAULT: u16 = 910;
    /// Ours: a receipt did not come out of the printer.
    pub const PRINTER_FAULT: u16 = 911;
    /// Ours: another device failed.
    pub const DEVICE_FAULT: u16 = 912;
    /// Ours: a program was switched on or off, changed or moved.
    pub const PROGRAM_CHANGED: u16 = 913;
    /// Ours: a policy's package was installed or removed.
    pub const PACKAGE_CHANGED: u16 = 914;
    /// Ours: the clock was set back behind the last record.
    pub const CLOCK_SET_BACK: u16 = 915;
    /// Ours: the drawer was opened without a sale.
    pub const DRAWER_OPENED: u16 = 916;
    /// A counter of a customer was changed by hand.
    pub const COUNTER_ADJUSTED: u16 = 917;
    /// Ours: a customer paid something of an account. It is a payment, and no revenue.
    pub const ACCOUNT_PAID: u16 = 918;
    /// Ours: an account was corrected by hand.
    pub const ACCOUNT_CORRECTED: u16 = 919;
    /// Ours: a sale was put on an account beyond its limit, or though it was held.
    pub const ACCOUNT_FORCED: u16 = 920;
    /// Ours: balances of another till were entered: accounts, papers, counters.
    pub const BALANCES_OPENED: u16 = 921;
    /// Ours: an account was opened, held or released, or its limit changed.
    pub const ACCOUNT_TERMS: u16 = 922;
}

/// One more copy of a document that was issued already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who asked for it.
    pub operator: String,
    /// Which kind of document: [`Duplicate::SALE`], [`Duplicate::ACCOUNT_PAYMENT`], [`Duplicate::CREDIT`].
    pub document: &'static str,
    /// The number or code of the original.
    pub number: String,
    /// 1 for the first copy after the original.
    pub copy: u32,
}

impl Duplicate {
    /// The receipt of a sale or of a refund.
    pub const SALE: &'static str = "sale";
    /// The receipt of a payment of an account.
    pub const ACCOUNT_PAYMENT: &'static str = "account-payment";
    /// A credit note, gift voucher or voucher.
    pub const CREDIT: &'static str = "credit";
}
