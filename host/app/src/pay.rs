//! Paying: from a draft to a frozen, signed and stored sale, in one transaction.

use chrono::{DateTime, FixedOffset};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::draft::{Draft, DraftCustomer};
use comptoir_domain::effect::{Accepted, Beneficiary, Earning, Spending};
use comptoir_domain::facts::{Event, LineKind};
use comptoir_domain::id::{CreditId, CustomerId, LineId, ProgramId, SaleId};
use comptoir_domain::ledger::{Basis, CounterMovement, CreditIssue, CreditMovement, Movements};
use comptoir_domain::money::Money;
use comptoir_domain::price::PricedLine;
use comptoir_domain::sale::{PaidSale, ProgramRecord, ReceiptNumber, SaleCustomer, SaleKind, Stamp, freeze_lines};
use comptoir_domain::tender::{self, Tender, TenderKind, TenderRefusal};
use comptoir_journal::{Chain, Event as Technical, Family, SignedRecord, Totals, payload};
use comptoir_store::{NewPrint, SaleCommit};

use crate::clock::Clock;
use crate::error::{Error, NotFound, Refused};
use crate::evaluate::{Aftermath, Evaluated};
use crate::programs::to_json;
use crate::till::{SOFTWARE, Till, random};

/// A tender as the cashier gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenderAsked {
    /// The means.
    pub kind: TenderKind,
    /// How much; what is left to pay, when not told.
    pub amount: Option<Money>,
    /// The code of the credit note or gift voucher.
    pub code: Option<String>,
}

impl TenderAsked {
    /// All that is left to pay, by one means.
    #[must_use]
    pub const fn rest(kind: TenderKind) -> Self {
        Self { kind, amount: None, code: None }
    }

    /// An amount by one means.
    #[must_use]
    pub const fn of(kind: TenderKind, amount: Money) -> Self {
        Self { kind, amount: Some(amount), code: None }
    }
}

/// How a sale is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// The tenders, in their order.
    pub tenders: Vec<TenderAsked>,
    /// Whether the receipt is printed; by law it is not, unless the customer asks for it
    /// (Code de l'environnement, D541-371).
    pub print: bool,
    /// The parked draft that this sale was taken from.
    pub parked: Option<i64>,
    /// Why the sale may go beyond the limit of the customer's account, or on one that is held: by whoever
    /// has the right. The technical log keeps it (JET 920).
    pub forced: Option<String>,
}

impl Till {
    /// Pays a draft. Paying the same draft again gives the sale it became, and changes nothing.
    ///
    /// # Errors
    ///
    /// [`Refused`] when trade says no, or what the store says; then nothing has changed.
    pub fn pay(&mut self, draft: &Draft, payment: &Payment) -> Result<PaidSale, Error> {
        if let Some(paid) = self.store.sale(draft.id)? {
            return Ok(paid);
        }
        if draft.lines.is_empty() {
            return Err(Refused::EmptySale.into());
        }
        // What was looked up for the preview holds, unless another till or window wrote something since.
        self.pasts.renew(self.store.changes_by_others()?);
        // One instant for the receipt and for what programs are told, or a past sale could not be asked again.
        let at = self.now();
        let exemption = self.exemption(draft, Clock::business_day(at))?;
        let evaluated = self.evaluate(draft, Event::Paid, false, at)?;
        let may_force = payment.forced.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        let tenders = self.tenders_or_forced(draft, &payment.tenders, evaluated.total(), may_force)?;
        let change = tender::change(evaluated.total(), &tenders)?;
        let movements = self.movements(draft, &evaluated, &tenders)?;
        let vat = evaluated.priced.vat();
        let sale = PaidSale {
            stamp: self.stamp(draft, at)?,
            kind: SaleKind::Sale,
            customer: draft.customer.as_ref().map(|customer| SaleCustomer {
                id: customer.id,
                group: customer.group.as_ref().map(|group| group.id.to_string()),
                exemption,
            }),
            lines: freeze_lines(&evaluated.priced, &vat),
            vat,
            total: evaluated.total(),
            tenders,
            change,
            programs: evaluated.programs.clone(),
            movements,
        };
        let mut aftermath = self.aftermath(&evaluated, &sale.stamp);
        aftermath.events.extend(self.forced(&sale, payment)?);
        self.commit(&sale, payment, aftermath)?;
        Ok(sale)
    }

    fn stamp(&self, draft: &Draft, at: DateTime<FixedOffset>) -> Result<Stamp, Error> {
        let seller = draft.seller.clone().unwrap_or_else(|| self.operator.clone());
        self.stamp_for(draft.id, seller, at)
    }

    pub(crate) fn stamp_for(&self, id: SaleId, seller: String, at: DateTime<FixedOffset>) -> Result<Stamp, Error> {
        Ok(Stamp {
            id,
            number: ReceiptNumber { till: self.shop().till.clone(), sequence: self.store.next_sequence()? },
            at,
            business_day: Clock::business_day(at),
            operator: self.operator.clone(),
            seller,
            training: self.shop().mode.is_exercise(),
        })
    }

    /// Signs the sale's records and stores all in one transaction, then copies the journal's head.
    pub(crate) fn commit(&mut self, sale: &PaidSale, payment: &Payment, aftermath: Aftermath) -> Result<(), Error> {
        self.watch_clock(sale.stamp.at)?;
        let records = self.sign(sale, &aftermath.events)?;
        let print = self.print_job(sale, payment.print, || self.receipt_with(sale, &records[0], 0))?;
        let breakers: Vec<_> = aftermath.breakers.iter().map(|(id, breaker)| (id.clone(), to_json(breaker))).collect();
        let commit =
            SaleCommit { sale, records: &records, print: print.as_ref(), parked: payment.parked, breakers: &breakers };
        self.pasts.forget();
        self.store.commit_sale(&commit)?;
        self.programs.take_breakers(aftermath.breakers);
        if self.config.printer.is_some() && crate::receipt::opens_drawer(sale) {
            self.drawer_due = Some(std::time::Instant::now());
        }
        self.mirror_head();
        Ok(())
    }

    fn sign(&self, sale: &PaidSale, events: &[Technical]) -> Result<Vec<SignedRecord>, Error> {
        let before = match self.store.last_record(Family::GrandTotal)? {
            Some(record) => Totals::read(&record)?,
            None => Totals::default(),
        };
        let totals = before.after(sale);
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        let mut records = vec![
            chain.sign(Family::Sale, payload::sale(sale, self.shop(), SOFTWARE)),
            chain.sign(Family::GrandTotal, payload::grand_total(sale, &totals)),
        ];
        if let SaleKind::Refund { number, .. } = &sale.kind {
            let event = Technical {
                code: Technical::LINE_CANCELED,
                at: sale.stamp.at,
                operator: sale.stamp.operator.clone(),
                detail: format!("{} → {}, {}", number, sale.stamp.number, sale.total),
            };
            records.push(chain.sign(Family::TechnicalEvent, payload::technical_event(&event)));
        }
        let told = events.iter().map(|event| chain.sign(Family::TechnicalEvent, payload::technical_event(event)));
        records.extend(told);
        Ok(records)
    }

    /// Without a printer nothing is queued.
    fn print_job(
        &self,
        sale: &PaidSale,
        wanted: bool,
        document: impl FnOnce() -> Result<comptoir_devices::Document, Error>,
    ) -> Result<Option<NewPrint>, Error> {
        if self.config.printer.is_none() || !wanted {
            return Ok(None);
        }
        let document = crate::printing::to_json(&document()?);
        Ok(Some(NewPrint { document, number: Some(sale.stamp.number.clone()), copy: 0 }))
    }

    /// Checks and completes the tenders of a sale.
    pub(crate) fn tenders(&self, draft: &Draft, asked: &[TenderAsked], total: Money) -> Result<Vec<Tender>, Error> {
        self.tenders_or_forced(draft, asked, total, false)
    }

    /// As [`Self::tenders`], whatever the terms of the account are when `may_force`.
    fn tenders_or_forced(
        &self,
        draft: &Draft,
        asked: &[TenderAsked],
        total: Money,
        may_force: bool,
    ) -> Result<Vec<Tender>, Error> {
        let mut tenders: Vec<Tender> = Vec::new();
        for asked in asked {
            let paid: Money = tenders.iter().map(|t| t.amount).sum();
            let left = (total - paid).max(Money::ZERO);
            if !asked.kind.pays_sales() {
                return Err(Refused::SaleTender(asked.kind).into());
            }
            let tender = self.tender(asked, left)?;
            if tender.kind == TenderKind::OnAccount {
                let before: Money = tenders.iter().filter(|t| t.kind == tender.kind).map(|t| t.amount).sum();
                self.check_account(draft, before + tender.amount, may_force)?;
            }
            if tender.credit.is_some() && tenders.iter().any(|t| t.credit == tender.credit) {
                return Err(Refused::PaperTwice(tender.code.unwrap_or_default()).into());
            }
            // "The rest" of nothing is no payment.
            if asked.amount.is_some() || tender.amount.is_positive() {
                tenders.push(tender);
            }
        }
        Ok(tenders)
    }

    pub(crate) fn tender(&self, asked: &TenderAsked, left: Money) -> Result<Tender, Error> {
        let amount = asked.amount.unwrap_or(left);
        if asked.amount.is_some_and(|amount| !amount.is_positive() || amount > Money::MAX) {
            return Err(TenderRefusal::NotPositive.into());
        }
        match asked.kind {
            TenderKind::Cash | TenderKind::Card | TenderKind::Cheque | TenderKind::Transfer | TenderKind::OnAccount => {
                Ok(Tender::of(asked.kind, amount))
            }
            TenderKind::CreditNote => self.paper(asked, CreditKind::CreditNote, left),
            TenderKind::GiftVoucher => self.paper(asked, CreditKind::GiftVoucher, left),
        }
    }

    fn check_account(&self, draft: &Draft, amount: Money, may_force: bool) -> Result<(), Error> {
        let customer = draft.customer.as_ref().ok_or(Refused::NoCustomer(TenderKind::OnAccount))?;
        let account = self.store.account(customer.id)?.ok_or(Refused::NoAccount)?;
        if may_force { Ok(()) } else { Ok(account.check(amount)?) }
    }

    /// A paper pays what is asked, or as much as it holds of what is left.
    fn paper(&self, asked: &TenderAsked, kind: CreditKind, left: Money) -> Result<Tender, Error> {
        let code = asked.code.clone().unwrap_or_default().to_uppercase();
        let credit = self.store.credit_by_code(&code)?.ok_or_else(|| NotFound::Credit(code.clone()))?;
        if credit.kind != kind {
            return Err(Refused::WrongPaper { code, kind: credit.kind }.into());
        }
        let amount = asked.amount.unwrap_or_else(|| left.min(credit.balance));
        credit.check_spend(amount, Clock::business_day(self.now()))?;
        Ok(Tender { kind: asked.kind, amount, credit: Some(credit.id), code: Some(credit.code) })
    }

    /// Everything the sale moves in the ledgers.
    fn movements(&self, draft: &Draft, evaluated: &Evaluated, tenders: &[Tender]) -> Result<Movements, Error> {
        let mut movements = Movements { credits: self.used_vouchers(draft, evaluated)?, ..Movements::default() };
        for tender in tenders {
            match tender.credit {
                Some(credit) => movements.credits.push(CreditMovement { credit, delta: -tender.amount }),
                None if tender.kind == TenderKind::OnAccount => movements.account += tender.amount,
                None => {}
            }
        }
        for line in evaluated.priced.lines.iter().filter(|line| line.kind == LineKind::GiftVoucher) {
            movements.issued.extend(self.gift_vouchers(draft, line));
        }
        if let Some(customer) = &draft.customer {
            for record in &evaluated.programs {
                self.program_movements(record, customer, &mut movements);
            }
        }
        Ok(movements)
    }

    /// Vouchers are looked at again: a parked draft may be older than their last use.
    fn used_vouchers(&self, draft: &Draft, evaluated: &Evaluated) -> Result<Vec<CreditMovement>, Error> {
        let day = Clock::business_day(self.now());
        let mut used = Vec::new();
        for voucher in &draft.vouchers {
            let taken = evaluated.priced.taken_by_voucher(voucher.id);
            let now = self.store.credit(voucher.id)?.ok_or_else(|| NotFound::Credit(voucher.code.clone()))?;
            now.check_spend(taken, day)?;
            if taken.is_positive() {
                used.push(CreditMovement { credit: voucher.id, delta: -taken });
            }
        }
        Ok(used)
    }

    fn gift_vouchers(&self, draft: &Draft, line: &PricedLine) -> Vec<CreditIssue> {
        use rust_decimal::prelude::ToPrimitive;
        let pieces = line.quantity.value().to_usize().unwrap_or(1);
        let issue = |_| CreditIssue {
            id: self.new_credit_id(),
            kind: CreditKind::GiftVoucher,
            code: new_code(CreditKind::GiftVoucher),
            customer: draft.customer.as_ref().map(|c| c.id),
            amount: line.unit_price,
            expires: None,
            program: None,
            line: Some(line.id),
            label: line.label.clone(),
        };
        (0..pieces).map(issue).collect()
    }

    fn program_movements(&self, record: &ProgramRecord, customer: &DraftCustomer, movements: &mut Movements) {
        let vouchers: Vec<CreditIssue> =
            record.accepted.vouchers.iter().map(|grant| self.voucher(record, grant, customer.id)).collect();
        let ids: Vec<CreditId> = vouchers.iter().map(|voucher| voucher.id).collect();
        movements.issued.extend(vouchers);
        let given =
            Given { program: &record.program, accepted: &record.accepted, gifts: &record.gifts, vouchers: &ids };
        movements.counters.extend(given.counters(customer.id, customer.sponsor));
    }

    fn voucher(
        &self,
        record: &ProgramRecord,
        grant: &comptoir_domain::effect::VoucherGrant,
        customer: comptoir_domain::id::CustomerId,
    ) -> CreditIssue {
        CreditIssue {
            id: self.new_credit_id(),
            kind: CreditKind::Voucher,
            code: new_code(CreditKind::Voucher),
            customer: Some(customer),
            amount: grant.amount,
            expires: grant.expires,
            program: Some(record.program.clone()),
            line: None,
            label: self.programs.say(&record.program, &grant.label, self.config.language),
        }
    }
}

/// What a program gave in one sale, with the lines and papers that came of it.
pub(crate) struct Given<'a> {
    pub(crate) program: &'a ProgramId,
    pub(crate) accepted: &'a Accepted,
    /// The lines of the items that it gave.
    pub(crate) gifts: &'a [LineId],
    /// The vouchers that it gave.
    pub(crate) vouchers: &'a [CreditId],
}

impl Given<'_> {
    /// What moves on the counters of a customer and of the sponsor: earnings first, so that spending may
    /// use them.
    pub(crate) fn counters(&self, customer: CustomerId, sponsor: Option<CustomerId>) -> Vec<CounterMovement> {
        let earned = self.accepted.added.iter().filter_map(|earning| self.earned(customer, sponsor, earning));
        let spent = self.accepted.spent.iter().map(|spending| CounterMovement {
            customer,
            program: self.program.clone(),
            counter: spending.change.counter.clone(),
            delta: -spending.change.amount,
            basis: self.bought(spending),
            reverses: None,
            available: None,
            expires: None,
        });
        earned.chain(spent).collect()
    }

    /// The movement of an earning; none when it is for a sponsor that there is not.
    fn earned(&self, customer: CustomerId, sponsor: Option<CustomerId>, earning: &Earning) -> Option<CounterMovement> {
        let whose = match earning.to {
            Beneficiary::Customer => customer,
            Beneficiary::Sponsor => sponsor?,
        };
        Some(CounterMovement {
            customer: whose,
            program: self.program.clone(),
            counter: earning.change.counter.clone(),
            delta: earning.change.amount,
            basis: Basis::Earned(earning.lines.clone()),
            reverses: None,
            available: earning.available,
            expires: earning.expires,
        })
    }

    /// What a spending bought: vouchers alone, or lines, those of items that were given among them.
    fn bought(&self, spending: &Spending) -> Basis {
        if spending.discounts.is_empty() && spending.items.is_empty() && !spending.vouchers.is_empty() {
            let bought = spending.vouchers.iter().filter_map(|&at| self.vouchers.get(at).copied());
            return Basis::Vouchers(bought.collect());
        }
        let discounts = spending.discounts.iter().filter_map(|&at| self.accepted.discounts.get(at));
        let reduced = discounts.flat_map(|(_, shares)| shares.iter().map(|(line, _)| *line));
        let given = spending.items.iter().filter_map(|&at| self.gifts.get(at).copied());
        Basis::Reduction(reduced.chain(given).collect())
    }
}

/// Makes a code that nobody can guess: `BA-7F3K-9Q2M`, in an alphabet without lookalikes.
pub(crate) fn new_code(kind: CreditKind) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters: String = random::<8>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    format!("{}-{}-{}", kind.prefix(), &letters[..4], &letters[4..])
}
