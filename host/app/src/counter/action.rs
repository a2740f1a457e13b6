//! Gestures of the cashier, and what each did.

use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::id::{CreditId, CustomerId, DepartmentId, LineId, ProgramId, Sku};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::{PaidSale, ReceiptNumber};
use comptoir_domain::tender::TenderKind;

use crate::answer::OfferAnswer;
use crate::customers::NewCustomer;

/// One gesture of the cashier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A code was read. A keyboard scanner may have typed through the wrong layout: the text as it came
    /// first, then what it may have meant; the first that is something counts.
    Scan {
        /// What may have been read.
        candidates: Vec<String>,
        /// How many; one when not told.
        quantity: Option<Quantity>,
    },
    /// An item was picked from a list.
    AddItem {
        /// Which one.
        sku: Sku,
        /// How many; one when not told.
        quantity: Option<Quantity>,
    },
    /// Something without a code, at a price by hand, with the VAT rate of its department.
    AddUncoded {
        /// Where it belongs.
        department: DepartmentId,
        /// What it is; the department's name when not told.
        label: Option<String>,
        /// The price of one, tax included.
        price: Money,
        /// How many; one when not told.
        quantity: Option<Quantity>,
    },
    /// Changes the quantity of a line.
    SetQuantity {
        /// Which line.
        line: LineId,
        /// The new quantity.
        quantity: Quantity,
    },
    /// Changes the price of one unit of a line.
    SetPrice {
        /// Which line.
        line: LineId,
        /// The new price, tax included.
        price: Money,
    },
    /// Gives or clears the discount by hand of a line.
    SetLineDiscount {
        /// Which line.
        line: LineId,
        /// The discount.
        discount: Option<ManualDiscount>,
    },
    /// Gives or clears the discount by hand of the whole sale.
    SetSaleDiscount {
        /// The discount.
        discount: Option<ManualDiscount>,
    },
    /// Notes words for the receipt on a line: at most 80 characters.
    SetNote {
        /// Which line.
        line: LineId,
        /// The words.
        note: Option<String>,
    },
    /// Takes a line off.
    CancelLine {
        /// Which line.
        line: LineId,
    },
    /// Identifies a customer picked from a list.
    Identify {
        /// Who.
        customer: CustomerId,
    },
    /// Removes the customer.
    RemoveCustomer,
    /// Opens a file for a new customer and identifies them.
    CreateCustomer(NewCustomer),
    /// Answers an offer.
    Answer {
        /// Whose offer.
        program: ProgramId,
        /// Which one.
        offer: String,
        /// What is answered.
        answer: OfferAnswer,
    },
    /// Says that a message was read; it is not shown again for this sale.
    Acknowledge {
        /// The words.
        text: String,
    },
    /// Takes a voucher off the sale.
    RemoveVoucher {
        /// Which one.
        id: CreditId,
    },
    /// Puts the sale aside. Without a label it gets the customer's name, or the time.
    Park {
        /// What to call it.
        label: String,
    },
    /// Takes a sale off the shelf; what is in hand is parked first.
    Recall {
        /// Which one.
        id: i64,
    },
    /// Gives the sale up.
    Abandon,
    /// Chooses whether the receipt of the sale in hand is printed.
    SetPrint {
        /// Whether it is.
        print: bool,
    },
    /// Gives something to pay; when it covers the total, the sale is paid.
    Tender {
        /// The means.
        kind: TenderKind,
        /// How much; what is left, or what a paper holds of it, when not told.
        amount: Option<Money>,
        /// The code of a credit note or gift voucher.
        code: Option<String>,
    },
    /// Takes back something given.
    RemoveTender {
        /// Its place in [`super::View::given`].
        index: usize,
    },
    /// Pays a sale of which nothing is left to pay.
    Finish,
    /// Refunds a receipt, whole or in part.
    Refund {
        /// Which receipt.
        number: ReceiptNumber,
        /// What of it.
        asked: Asked,
        /// How it is paid back.
        tender: TenderKind,
    },
    /// Prints a receipt again, or the original when the customer wants it after all.
    Reprint {
        /// Which one; the last when not told.
        number: Option<ReceiptNumber>,
    },
    /// Opens the drawer without a sale, which the technical log notes.
    OpenDrawer,
}

/// What a gesture did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was done.
    pub done: Done,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// A line was added, or has more of its item.
    Line(LineId),
    /// A line was taken off: the item's name.
    LineCanceled(String),
    /// The sale in hand was changed.
    Edited,
    /// A customer was identified.
    Customer(CustomerId),
    /// A customer's file was opened, and the customer identified.
    CustomerCreated(CustomerId),
    /// The customer was removed.
    CustomerRemoved,
    /// A voucher reduces the sale.
    Voucher {
        /// Its code.
        code: String,
        /// What is on it.
        balance: Money,
    },
    /// A paper that pays is kept, for as much as it holds of what is left: it waits for
    /// [`Action::Finish`] or another payment.
    PaperKept {
        /// Its code.
        code: String,
        /// What is on it.
        balance: Money,
    },
    /// A receipt was scanned: to look at, or to give back of.
    Receipt(ReceiptNumber),
    /// The sale was put aside.
    Parked {
        /// What it is called.
        label: String,
    },
    /// A sale was taken up again.
    Recalled,
    /// The sale was given up.
    Abandoned,
    /// Something was given, and more is to pay.
    Given {
        /// What is left to pay.
        left: Money,
    },
    /// The sale is paid; the next one is in hand.
    Paid(Box<PaidSale>),
    /// A receipt was refunded.
    Refunded(Box<PaidSale>),
    /// A receipt was printed again, or is to be shown where there is no printer.
    Reprinted {
        /// Which one.
        number: ReceiptNumber,
        /// 0 for the original, k for DUPLICATA n° k.
        copy: u32,
        /// The receipt as text.
        text: String,
    },
    /// The drawer was told to open.
    DrawerOpened,
    /// The offer was answered.
    Answered,
}
