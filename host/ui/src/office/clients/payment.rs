//! The account of one customer is paid: an amount by one means, or its parts by several, one after the other.

use comptoir_app::accounts::AccountPayment;
use comptoir_app::pay::TenderAsked;
use comptoir_app::{Error, Refused, Till};
use comptoir_domain::account::{EntryId, PaymentRefusal, check_payment};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;
use comptoir_screens::QuestionAdapter;
use comptoir_screens::slint::Global as _;

use super::OfficeStage;
use super::change::Question;
use super::deeds::{Deed, Done};
use super::desk::ClientTell;

/// A payment, as it is asked for.
#[derive(Clone, Debug)]
pub struct Given {
    /// How much, as typed; all that is due when nothing is.
    pub amount: String,
    /// How.
    pub means: Means,
    /// Whether it may be more than is owed.
    pub deposit: bool,
    /// The entry that it settles first.
    pub first: Option<i64>,
}

/// How it is paid.
#[derive(Clone, Debug)]
pub enum Means {
    /// All of it in one way; what is given in cash beyond what is due is given back.
    One(TenderKind),
    /// So much by each.
    Parts(Vec<(TenderKind, Money)>),
}

/// What a payment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// The entry that it settles first.
    first: Option<i64>,
    /// What is paid when no amount is typed.
    all: Money,
}

/// A payment whose parts are told one after the other; nothing is taken before the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    due: Due,
    total: Money,
    deposit: bool,
    given: Vec<(TenderKind, Money)>,
}

impl Parts {
    fn left(&self) -> Money {
        self.total - self.given.iter().map(|(_, amount)| *amount).sum::<Money>()
    }
}

/// Takes it. None when it was told why not.
pub(super) fn answer(
    till: &mut Till,
    id: CustomerId,
    asked: &Given,
    tell: &mut dyn FnMut(ClientTell),
) -> Result<Option<Done>, Error> {
    match pay(till, id, asked) {
        Ok(done) => return Ok(Some(done)),
        Err(Error::Refused(Refused::AccountPayment(PaymentRefusal::MoreThanOwed { balance, .. }))) => {
            tell(ClientTell::MoreThanOwed(asked.amount.clone(), balance));
        }
        Err(error) => tell(ClientTell::NotDone(error.message(till.language()))),
    }
    Ok(None)
}

fn pay(till: &mut Till, id: CustomerId, asked: &Given) -> Result<Done, Error> {
    let first = asked.first.map(EntryId);
    let due = match first {
        Some(entry) => {
            let ledger = till.account_ledger(id)?;
            ledger.postings().iter().find(|posting| posting.id == entry).map_or(Money::ZERO, |own| ledger.left(own))
        }
        None => till.account(id)?.balance,
    };
    let typed = if asked.amount.trim().is_empty() { due } else { Money::parse(&asked.amount)? };
    let (paid, tenders) = match &asked.means {
        Means::One(kind) => {
            let paid = if *kind == TenderKind::Cash && due.is_positive() { typed.min(due) } else { typed };
            (paid, vec![TenderAsked::of(*kind, typed)])
        }
        Means::Parts(parts) => (typed, parts.iter().map(|(kind, amount)| TenderAsked::of(*kind, *amount)).collect()),
    };
    let payment = AccountPayment {
        key: till.new_key(),
        amount: Some(paid),
        tenders,
        deposit: asked.deposit,
        told: first.into_iter().collect(),
        print: true,
    };
    let entry = till.pay_account(id, &payment)?;
    Ok(Done::Paid(paid, entry.detail.change, till.account(id)?.balance))
}

impl OfficeStage {
    /// Asks for a payment: of the account, or of one entry first, of which so much is left.
    pub(super) fn ask_payment(&self, first: Option<(i64, &str)>) {
        let words = self.words();
        self.clients.deposit.borrow_mut().take();
        let (owed, left) = (self.file_owed(), first.and_then(|(_, left)| Money::parse(left).ok()));
        let due = Due { first: first.map(|(entry, _)| entry), all: left.or(owed).unwrap_or(Money::ZERO) };
        self.ask_amount(Question::Pay(due), words.payment_text(owed, left), Some(words.several_means()));
        QuestionAdapter::get(&self.window).set_ok(words.take_payment().into());
    }

    /// Asks how much of what is left is paid, and how.
    fn ask_part(&self, parts: Parts) {
        let words = self.words();
        let text = words.part_text(parts.total, &parts.given, parts.left());
        // What is asked first is rarely all of it; of the others, one without an amount is the last.
        let ok = if parts.given.is_empty() { words.go_further() } else { words.take_payment() };
        self.ask_amount(Question::PayPart(parts), text, None);
        QuestionAdapter::get(&self.window).set_ok(ok.into());
    }

    fn ask_amount(&self, asked: Question, text: String, more: Option<&str>) {
        let words = self.words();
        self.ask_text(asked, &words.payment_title(&self.file_name()), words.payment_amount(), "");
        QuestionAdapter::get(&self.window).set_text(text.into());
        self.set_options(TenderKind::OF_ACCOUNTS.into_iter().map(|kind| words.means(kind)).chain(more));
    }

    /// The amount and the means of a payment.
    pub(super) fn accept_payment(&self, due: Due) {
        let question = QuestionAdapter::get(&self.window);
        let amount = question.get_value().to_string();
        let deposit = self.clients.deposit.borrow().as_deref() == Some(amount.as_str());
        match self.chosen_means() {
            Some(kind) => self.pay_it(Given { amount, means: Means::One(kind), deposit, first: due.first }),
            None => match self.total_of(&amount, due, deposit) {
                Ok(total) => self.ask_part(Parts { due, total, deposit, given: Vec::new() }),
                Err(Error::Refused(Refused::AccountPayment(PaymentRefusal::MoreThanOwed { balance, .. }))) => {
                    self.more_than_owed(amount, balance);
                }
                Err(error) => self.not_done(&error.message(self.language())),
            },
        }
    }

    /// What is to be paid in parts, checked before the first of them is asked for.
    fn total_of(&self, typed: &str, due: Due, deposit: bool) -> Result<Money, Error> {
        let total = if typed.trim().is_empty() { due.all } else { Money::parse(typed)? };
        check_payment(self.file_owed().unwrap_or(total), total, deposit)?;
        Ok(total)
    }

    /// One part more; the last one takes the payment.
    pub(super) fn accept_part(&self, mut parts: Parts) {
        let question = QuestionAdapter::get(&self.window);
        let (typed, left) = (question.get_value().trim().to_owned(), parts.left());
        let amount = if typed.is_empty() { Ok(left) } else { Money::parse(&typed) };
        let amount = match amount.map_err(Error::from) {
            Ok(amount) if amount.is_positive() => amount,
            Ok(_) => return self.not_done(&Error::from(PaymentRefusal::NotPositive).message(self.language())),
            Err(error) => return self.not_done(&error.message(self.language())),
        };
        parts.given.push((self.chosen_means().unwrap_or(TenderKind::Cash), amount));
        if amount < left {
            return self.ask_part(parts);
        }
        let (amount, first) = (parts.total.to_string(), parts.due.first);
        let deposit = parts.deposit || self.clients.deposit.borrow().as_deref() == Some(amount.as_str());
        self.pay_it(Given { amount, means: Means::Parts(parts.given), deposit, first });
    }

    /// The means that is chosen; none for several of them.
    fn chosen_means(&self) -> Option<TenderKind> {
        let at = QuestionAdapter::get(&self.window).get_option();
        usize::try_from(at).ok().and_then(|at| TenderKind::OF_ACCOUNTS.get(at).copied())
    }

    /// The question stays until it is paid, and takes no second answer meanwhile: what is refused is told beside
    /// the amount.
    fn pay_it(&self, given: Given) {
        QuestionAdapter::get(&self.window).set_working(true);
        self.do_deed(Deed::Pay(given));
    }

    /// What is more than is owed is taken when it is said once more.
    pub(super) fn more_than_owed(&self, amount: String, owed: Money) {
        self.not_done(&self.words().more_than_owed(owed));
        *self.clients.deposit.borrow_mut() = Some(amount);
    }
}
