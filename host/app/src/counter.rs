//! One cashier at one till, without a screen: gestures go in, what to show comes out.
//!
//! A [`Counter`] holds the sale in hand with what was given to pay for it, and the print queue. A screen
//! sends one [`Action`] per gesture and shows the [`View`] it gets back; what trade refuses changes
//! nothing. The unfinished sale survives a power cut (`memory`). Read [`Action`], [`View`], then `tenders`.

use std::collections::BTreeSet;
use std::time::Duration;

use comptoir_domain::draft::{Draft, ManualDiscount};
use comptoir_domain::id::{CreditId, LineId, ProgramId};
use comptoir_domain::money::Money;
use comptoir_journal::Event;

use crate::answer::OfferAnswer;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::evaluate::Evaluated;
use crate::prices::PriceNames;
use crate::printing::{PrintQueue, Printed};
use crate::till::Till;

mod action;
mod back;
mod customer;
mod memory;
mod scan;
mod shelf;
mod show;
mod tenders;
mod view;

use memory::Memory;
use show::Said;
use tenders::Given;

pub use action::{Action, Done, Outcome};
pub use scan::UNCODED;
pub use view::{
    DepartmentChoice, LastSale, RecentSale, ReturnLine, Returnable, View, ViewCounter, ViewCustomer, ViewFault,
    ViewGroup, ViewLine, ViewNotice, ViewOffer, ViewParked, ViewTender, ViewVoucher, WhyProgram,
};

/// The longest note or name of a line that is typed, in characters.
const LONGEST_TEXT: usize = 80;

/// One cashier at one till.
pub struct Counter {
    till: Till,
    queue: PrintQueue,
    draft: Draft,
    given: Vec<Given>,
    shelf: Option<i64>,
    print: bool,
    last: Option<LastSale>,
    recovered: bool,
    notice: Option<String>,
    memory: Memory,
    /// What the programs made of the draft; nothing once it changed.
    evaluated: Option<Evaluated>,
    /// What the programs said last: shown until they say something new.
    said: Said,
    programs_took: Duration,
    customer: Option<ViewCustomer>,
    parked: Vec<ViewParked>,
    price_names: PriceNames,
    printed: Printed,
    /// The customer was identified since the last view.
    just_identified: bool,
    /// Messages of this sale that were read.
    acknowledged: BTreeSet<String>,
    /// Those that were not.
    notices: Vec<ViewNotice>,
}

impl Counter {
    /// Opens the counter: notes the start (JET 80), and takes up the unfinished sale that a crash or the
    /// last closing left. One that cannot be read is set aside and told in [`View::notice`].
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn open(mut till: Till) -> Result<Self, Error> {
        till.start()?;
        let (queue, draft) = (till.print_queue(), till.open_sale());
        let memory = Memory::beside(till.dir());
        let last = match till.store.last_sale()? {
            Some(sale) => Some(show::last(&sale, till.store.was_original_queued(&sale.stamp.number)?)),
            None => None,
        };
        let mut counter = Self {
            till,
            queue,
            draft,
            given: Vec::new(),
            shelf: None,
            print: false,
            last,
            recovered: false,
            notice: None,
            memory,
            evaluated: None,
            said: Said::default(),
            programs_took: Duration::ZERO,
            customer: None,
            parked: Vec::new(),
            price_names: PriceNames::default(),
            printed: Printed::default(),
            just_identified: false,
            acknowledged: BTreeSet::new(),
            notices: Vec::new(),
        };
        counter.printed.waiting = counter.till.prints_waiting()?;
        counter.take_up()?;
        counter.read_shelf()?;
        counter.follow_customer()?;
        Ok(counter)
    }

    /// Gives the till.
    #[must_use]
    pub const fn till(&self) -> &Till {
        &self.till
    }

    /// Gives the till, for what is no gesture of the counter.
    pub fn till_mut(&mut self) -> &mut Till {
        // Whatever is done there may change what programs make of the sale in hand.
        self.evaluated = None;
        &mut self.till
    }

    /// Gives the sale in hand.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Does one gesture. What trade refuses changes nothing.
    ///
    /// # Errors
    ///
    /// [`Refused`], [`Invalid`] and [`NotFound`] for the cashier, or what the store says.
    pub fn act(&mut self, action: Action) -> Result<Outcome, Error> {
        self.notice = None;
        if self.draft.lines.is_empty() {
            self.notice = self.till.take_up_waiting();
        }
        let done = self.perform(action)?;
        match self.follow_customer() {
            // What is stored happened, whatever can be read afterwards.
            Err(error) if !matches!(done, Done::Paid(_) | Done::Refunded(_)) => Err(error),
            _ => Ok(Outcome { done }),
        }
    }

    fn perform(&mut self, action: Action) -> Result<Done, Error> {
        match action {
            Action::Scan { candidates, quantity } => self.scan(&candidates, quantity),
            Action::AddItem { sku, quantity } => self.add_item(&sku, quantity),
            Action::AddUncoded { department, label, price, quantity } => {
                self.add_uncoded(&department, label, price, quantity)
            }
            Action::SetQuantity { line, quantity } => self.edited(|draft| Ok(draft.set_quantity(line, quantity)?)),
            Action::SetPrice { line, price } => self.set_price(line, price),
            Action::SetLineDiscount { line, discount } => self.set_line_discount(line, discount),
            Action::SetSaleDiscount { discount } => self.set_sale_discount(discount),
            Action::SetNote { line, note } => self.set_note(line, note),
            Action::CancelLine { line } => self.cancel_line(line),
            Action::Identify { customer } => self.identify(customer),
            Action::RemoveCustomer => {
                self.edit().identify(None);
                Ok(Done::CustomerRemoved)
            }
            Action::CreateCustomer(new) => self.create_customer(&new),
            Action::Answer { program, offer, answer } => self.answer(&program, &offer, &answer),
            Action::Acknowledge { text } => {
                self.notices.retain(|notice| notice.text != text);
                self.acknowledged.insert(text);
                Ok(Done::Edited)
            }
            Action::RemoveVoucher { id } => self.remove_voucher(id),
            Action::Park { label } => self.park(&label),
            Action::Recall { id } => self.recall(id),
            Action::Abandon => self.abandon(),
            Action::SetPrint { print } => {
                self.print = print;
                Ok(Done::Edited)
            }
            Action::Tender { kind, amount, code } => self.tender(kind, amount, code),
            Action::RemoveTender { index } => self.remove_tender(index),
            Action::Finish => self.finish(),
            Action::Refund { number, asked, tender } => self.refund(&number, &asked, tender),
            Action::Reprint { number } => self.reprint(number),
            Action::OpenDrawer => self.open_drawer(),
        }
    }

    /// Gives the draft to change it: what the programs made of it does not hold any more.
    fn edit(&mut self) -> &mut Draft {
        self.evaluated = None;
        &mut self.draft
    }

    fn edited(&mut self, change: impl FnOnce(&mut Draft) -> Result<(), Error>) -> Result<Done, Error> {
        change(self.edit())?;
        Ok(Done::Edited)
    }

    fn set_price(&mut self, line: LineId, price: Money) -> Result<Done, Error> {
        self.till.set_price(&mut self.draft, line, price)?;
        self.edited(|_| Ok(()))
    }

    fn set_line_discount(&mut self, line: LineId, discount: Option<ManualDiscount>) -> Result<Done, Error> {
        check_discount(discount)?;
        self.edited(|draft| {
            draft.line_mut(line)?.discount = discount;
            Ok(())
        })
    }

    fn set_sale_discount(&mut self, discount: Option<ManualDiscount>) -> Result<Done, Error> {
        check_discount(discount)?;
        self.edited(|draft| {
            draft.discount = discount;
            Ok(())
        })
    }

    fn set_note(&mut self, line: LineId, note: Option<String>) -> Result<Done, Error> {
        let note = short_text(note)?;
        self.edited(|draft| {
            draft.line_mut(line)?.note = note;
            Ok(())
        })
    }

    fn cancel_line(&mut self, line: LineId) -> Result<Done, Error> {
        let label = self.draft.line_mut(line)?.item.label.clone();
        self.evaluated = None;
        self.till.cancel_line(&mut self.draft, line)?;
        Ok(Done::LineCanceled(label))
    }

    fn remove_voucher(&mut self, id: CreditId) -> Result<Done, Error> {
        if !self.draft.vouchers.iter().any(|voucher| voucher.id == id) {
            return Err(NotFound::Credit(id.to_string()).into());
        }
        self.edit().vouchers.retain(|voucher| voucher.id != id);
        Ok(Done::Edited)
    }

    fn answer(&mut self, program: &ProgramId, offer: &str, answer: &OfferAnswer) -> Result<Done, Error> {
        let evaluated = self.evaluated()?;
        let found = evaluated.offers().find(|(whose, open)| *whose == program && open.id == offer);
        let Some((_, open)) = found else {
            return Err(evaluated.no_offer(&format!("{program}/{offer}")).into());
        };
        let answer = answer.to(program, open)?;
        self.edit().answer(answer);
        Ok(Done::Answered)
    }

    fn open_drawer(&mut self) -> Result<Done, Error> {
        self.queue.open_drawer()?;
        self.till.log(Event::DRAWER_OPENED, "")?;
        Ok(Done::DrawerOpened)
    }

    /// Answers an offer by what a cashier types: its id, or `program/id` when two programs use the same.
    ///
    /// # Errors
    ///
    /// As [`Till::answer`].
    pub fn answer_named(&mut self, offer: &str, answer: OfferAnswer) -> Result<(), Error> {
        self.evaluated = None;
        self.till.answer(&mut self.draft, offer, answer)
    }

    /// Gives what the programs make of the sale in hand as it stands.
    ///
    /// # Errors
    ///
    /// What the store says; a failing program is no error.
    pub fn evaluated(&mut self) -> Result<&Evaluated, Error> {
        let evaluated = match self.evaluated.take() {
            Some(evaluated) => evaluated,
            None => self.till.preview(&self.draft, false)?,
        };
        Ok(self.evaluated.insert(evaluated))
    }

    /// Hands prints over and takes results; never waits.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn turn_printer(&mut self) -> Result<Printed, Error> {
        self.printed = self.queue.turn(&mut self.till)?;
        Ok(self.printed.clone())
    }

    /// Tells whether the sale in hand was left by a crash or at the last closing.
    #[must_use]
    pub const fn is_recovered(&self) -> bool {
        self.recovered
    }

    /// Tells whether the sale in hand was recalled from the shelf, where it still stands.
    #[must_use]
    pub const fn is_on_shelf(&self) -> bool {
        self.shelf.is_some()
    }

    /// Keeps the unfinished sale for the next start, when it changed since. Called after the view was
    /// shown, because the disk takes its time.
    ///
    /// # Errors
    ///
    /// When the shop's folder cannot be written.
    pub fn remember(&mut self) -> Result<(), Error> {
        self.keep()
    }

    /// Leaves the counter. An unfinished sale stays remembered for the next start, unless it waits on the
    /// shelf; the printer gets up to `limit` for what it still has; the stop is noted (JET 40).
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn leave(&mut self, limit: Duration) -> Result<Printed, Error> {
        if self.shelf.is_some() {
            self.memory.forget()?;
        } else {
            self.remember()?;
        }
        self.printed = self.queue.drain(&mut self.till, limit)?;
        self.till.stop()?;
        Ok(self.printed.clone())
    }

    /// What was to be read concerned another sale or another customer.
    fn forget_notices(&mut self) {
        self.acknowledged.clear();
        self.notices.clear();
    }

    /// Opens the next sale.
    fn new_sale(&mut self) {
        self.draft = self.till.open_sale();
        self.given.clear();
        (self.shelf, self.print, self.recovered) = (None, false, false);
        (self.evaluated, self.said) = (None, Said::default());
        self.forget_notices();
    }
}

/// Words for the receipt, with single spaces; nothing when there are none.
fn short_text(typed: Option<String>) -> Result<Option<String>, Error> {
    let text = typed.map(|typed| typed.split_whitespace().collect::<Vec<_>>().join(" "));
    match text.filter(|text| !text.is_empty()) {
        Some(long) if long.chars().count() > LONGEST_TEXT => Err(Invalid::TooLong(long).into()),
        text => Ok(text),
    }
}

fn check_discount(discount: Option<ManualDiscount>) -> Result<(), Error> {
    let given = match discount {
        Some(ManualDiscount::Amount(amount)) => amount.is_positive(),
        Some(ManualDiscount::Percent(percent)) => percent.basis_points() > 0,
        None => true,
    };
    if given { Ok(()) } else { Err(Refused::DiscountNotPositive.into()) }
}
