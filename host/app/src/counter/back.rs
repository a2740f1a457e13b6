//! What comes back: refunds, and receipts that are printed again.

use std::collections::BTreeMap;

use comptoir_domain::credit::Credit;
use comptoir_domain::id::LineId;
use comptoir_domain::item::Unit;
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_domain::refund::{Asked, Refund, RefundRefusal, refund};
use comptoir_domain::sale::{PaidLine, PaidSale, ReceiptNumber};
use comptoir_domain::tender::TenderKind;
use rust_decimal::Decimal;

use super::view::{ReturnLine, Returnable};
use super::{Counter, Done, show};
use crate::error::{Error, NotFound};
use crate::pay::{Payment, TenderAsked};

impl Counter {
    /// Gives what a receipt still allows to give back.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`], or [`RefundRefusal::IsRefund`].
    pub fn returnable(&self, number: &ReceiptNumber) -> Result<Returnable, Error> {
        let sale = self.till.sale(number)?;
        if sale.is_refund() {
            return Err(RefundRefusal::IsRefund.into());
        }
        let earlier = self.till.store.refunds_of(sale.stamp.id)?;
        let papers = self.till.store.credits_issued_by(sale.stamp.id)?;
        let customer = match &sale.customer {
            Some(customer) => self.till.store.customer(customer.id)?,
            None => None,
        };
        Ok(Returnable {
            number: number.clone(),
            at: sale.stamp.at,
            customer: customer.map(|customer| customer.person.display_name()).filter(|name| !name.is_empty()),
            lines: sale.lines.iter().map(|line| return_line(&sale, line, &earlier, &papers)).collect(),
            tenders: show::tenders(&sale),
            total: sale.total,
        })
    }

    /// Computes a refund and changes nothing.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`], or what the refund refuses.
    pub fn preview_refund(&self, number: &ReceiptNumber, asked: &Asked) -> Result<Refund, Error> {
        self.till.preview_refund(number, asked)
    }

    pub(super) fn refund(&mut self, number: &ReceiptNumber, asked: &Asked, tender: TenderKind) -> Result<Done, Error> {
        // A credit note is worth nothing to the customer who does not get it on paper.
        let print = self.print || tender == TenderKind::CreditNote;
        let payment = Payment { tenders: vec![TenderAsked::rest(tender)], print, parked: None, forced: None };
        let id = self.till.new_refund_id();
        let refunded = self.till.refund(id, number, asked, &payment)?;
        self.done_with(&refunded, print);
        // Counters, papers and accounts moved.
        (self.evaluated, self.customer) = (None, None);
        Ok(Done::Refunded(Box::new(refunded)))
    }

    pub(super) fn reprint(&mut self, number: Option<ReceiptNumber>) -> Result<Done, Error> {
        let last = || self.last.as_ref().map(|last| last.number.clone());
        let number = number.or_else(last).ok_or(NotFound::AnySale)?;
        let (copy, document) = self.till.print_again(&number)?;
        if let Some(last) = self.last.as_mut().filter(|last| last.number == number) {
            last.printed = true;
        }
        let text = document.to_text(self.till.config.columns());
        // The copy is recorded: a trouble of the queue comes up again at its next turn.
        let _ = self.turn_printer();
        Ok(Done::Reprinted { number, copy, text })
    }
}

fn return_line(sale: &PaidSale, line: &PaidLine, earlier: &[PaidSale], papers: &[Credit]) -> ReturnLine {
    let same = earlier.iter().flat_map(|refund| &refund.lines).filter(|back| back.id == line.id);
    let returned: Decimal = same.map(|back| -back.quantity).sum();
    let left = line.quantity - returned;
    let one = if line.unit == Unit::Piece { left.min(Decimal::ONE) } else { left };
    let back = Quantity::new(one).ok().and_then(|one| {
        let asked = Asked::Lines(BTreeMap::<LineId, Quantity>::from([(line.id, one)]));
        // Only the money is read here.
        refund(sale, earlier, &asked, papers, &|_| Points::PLACES).ok()
    });
    ReturnLine {
        line: line.id,
        label: line.label.clone(),
        unit: line.unit,
        sold: line.quantity,
        returned,
        left,
        unit_price: line.unit_price,
        gross: line.gross,
        back: back.map(|refund| -refund.total),
    }
}
