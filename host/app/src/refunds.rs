//! Refunds at the counter: the mirror of a sale, paid back.

use comptoir_domain::credit::CreditKind;
use comptoir_domain::id::SaleId;
use comptoir_domain::ledger::CreditIssue;
use comptoir_domain::money::Money;
use comptoir_domain::refund::{Asked, Refund, refund};
use comptoir_domain::sale::{PaidSale, ReceiptNumber, SaleKind};
use comptoir_domain::tender::{Tender, TenderKind};

use crate::error::{Error, NotFound, Refused};
use crate::evaluate::Aftermath;
use crate::pay::{Payment, TenderAsked, new_code};
use crate::till::{Till, random};

impl Till {
    /// Finds a paid sale by its receipt number.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn sale(&self, number: &ReceiptNumber) -> Result<PaidSale, Error> {
        self.store.sale_by_number(number)?.ok_or_else(|| NotFound::Receipt(number.to_string()).into())
    }

    /// Makes the id of a new refund, which is also its idempotency key.
    #[must_use]
    pub fn new_refund_id(&self) -> SaleId {
        self.open_sale().id
    }

    /// Computes a refund and changes nothing.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`], or what the refund refuses.
    pub fn preview_refund(&self, number: &ReceiptNumber, asked: &Asked) -> Result<Refund, Error> {
        let sale = self.sale(number)?;
        let earlier = self.store.refunds_of(sale.stamp.id)?;
        let papers = self.store.credits_issued_by(sale.stamp.id)?;
        Ok(refund(&sale, &earlier, asked, &papers, &|movement| self.programs.places(movement))?)
    }

    /// Refunds a sale, whole or in part, and pays back. Asking again with the same id gives the same
    /// refund and changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Self::preview_refund`], and what the tenders refuse.
    pub fn refund(
        &mut self,
        id: SaleId,
        number: &ReceiptNumber,
        asked: &Asked,
        payment: &Payment,
    ) -> Result<PaidSale, Error> {
        if let Some(paid) = self.store.sale(id)? {
            return Ok(paid);
        }
        let sale = self.sale(number)?;
        let refund = self.preview_refund(number, asked)?;
        let mut movements = refund.movements;
        let tenders = self.pay_back(&sale, &payment.tenders, -refund.total)?;
        for tender in &tenders {
            match tender.kind {
                TenderKind::OnAccount => movements.account += tender.amount,
                TenderKind::CreditNote => movements.issued.push(credit_note(&sale, tender)),
                _ => {}
            }
        }
        let refunded = PaidSale {
            stamp: self.stamp_for(id, sale.stamp.seller.clone(), self.now())?,
            kind: SaleKind::Refund { of: sale.stamp.id, number: number.clone() },
            customer: sale.customer.clone(),
            lines: refund.lines,
            vat: refund.vat,
            total: refund.total,
            tenders,
            change: Money::ZERO,
            programs: Vec::new(),
            movements,
        };
        self.commit(&refunded, payment, Aftermath::default())?;
        Ok(refunded)
    }

    /// The tenders of a refund: together exactly what is due, stored below zero.
    fn pay_back(&self, sale: &PaidSale, asked: &[TenderAsked], due: Money) -> Result<Vec<Tender>, Error> {
        let mut given = Money::ZERO;
        let mut tenders = Vec::new();
        for tender in asked {
            let amount = tender.amount.unwrap_or(due - given);
            if !amount.is_positive() {
                continue;
            }
            given += amount;
            tenders.push(self.tender_back(sale, tender.kind, amount)?);
        }
        if given == due { Ok(tenders) } else { Err(Refused::RefundAmount { due, given }.into()) }
    }

    fn tender_back(&self, sale: &PaidSale, kind: TenderKind, amount: Money) -> Result<Tender, Error> {
        match kind {
            TenderKind::Cash | TenderKind::Card => Ok(Tender::of(kind, -amount)),
            TenderKind::OnAccount => {
                let customer = sale.customer.as_ref().ok_or(Refused::NoCustomer(kind))?;
                self.store.account(customer.id)?.ok_or(Refused::NoAccount)?;
                Ok(Tender::of(kind, -amount))
            }
            TenderKind::CreditNote => Ok(Tender {
                kind,
                amount: -amount,
                credit: Some(self.new_credit_id()),
                code: Some(new_code(CreditKind::CreditNote)),
            }),
            TenderKind::Cheque | TenderKind::Transfer | TenderKind::GiftVoucher => {
                Err(Refused::RefundTender(kind).into())
            }
        }
    }
}

fn credit_note(sale: &PaidSale, tender: &Tender) -> CreditIssue {
    CreditIssue {
        id: tender.credit.unwrap_or_else(|| comptoir_domain::id::CreditId::new(0, &random())),
        kind: CreditKind::CreditNote,
        code: tender.code.clone().unwrap_or_default(),
        customer: sale.customer.as_ref().map(|c| c.id),
        amount: -tender.amount,
        expires: None,
        program: None,
        line: None,
        label: String::new(),
    }
}
