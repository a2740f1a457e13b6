//! The account and the papers of one customer: its terms, corrections, what settles what, statements; cards as well.

use chrono::{Datelike as _, Days, NaiveDate};
use comptoir_app::format::{day, money};
use comptoir_app::messages::{credit_name, entry_name};
use comptoir_app::{Clock, Error, Till};
use comptoir_domain::account::EntryId;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{OfficeDialog, QuestionAdapter, Tone};

use super::OfficeStage;
use super::change::Question;
use super::choose::{Choice, Purpose};
use super::correction::{self, Correction};
use super::deeds::{Deed, Done};
use super::tools::desk::{Period, Target, ToolAsk};

/// What is done with an account, a paper or a card; amounts as they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerDeed {
    /// Open the account, or change its limit; none when nothing is typed.
    Terms(String),
    /// Hold it for this reason.
    Hold(String),
    /// Release it.
    Release,
    /// Correct it.
    Correct(Correction),
    /// Settle the second entry by the first: how much, as far as both go when nothing is typed.
    Match(i64, i64, String),
    /// Take back all that this entry settles.
    Unmatch(i64),
    /// Print the receipt of a payment again.
    Receipt(String),
    /// Print a paper again.
    Paper(String),
    /// Give a card with a fresh number.
    GiveCard,
    /// Take this card away.
    TakeCard(String),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerDone {
    /// The limit is this now; no limit when none.
    Terms(Option<Money>),
    /// Held.
    Held,
    /// Released.
    Released,
    /// Corrected; what is owed now.
    Corrected(Money),
    /// So much is settled.
    Matched(Money),
    /// So much is no longer settled.
    Unmatched(Money),
    /// On its way to the printer; whether there is one.
    Printing(bool),
    /// The number of the new card.
    CardGiven(String),
    /// The number of the card that is no more.
    CardTaken(String),
}

/// What can be done with an entry or a paper, and what is told of it: rows of a list to choose from.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// What it is about.
    pub title: String,
    /// What each row does, empty for one that only tells; its name, detail and amount.
    pub rows: Vec<[String; 4]>,
}

/// Does it.
pub(super) fn answer(till: &mut Till, id: CustomerId, deed: LedgerDeed) -> Result<Done, Error> {
    let has_printer = till.config().printer.is_some();
    Ok(Done::Ledger(match deed {
        LedgerDeed::Terms(limit) => {
            let limit = Some(limit.trim()).filter(|limit| !limit.is_empty()).map(Money::parse).transpose()?;
            LedgerDone::Terms(till.open_account(id, limit)?.limit)
        }
        LedgerDeed::Hold(reason) => {
            till.hold_account(id, Some(&reason))?;
            LedgerDone::Held
        }
        LedgerDeed::Release => {
            till.hold_account(id, None)?;
            LedgerDone::Released
        }
        LedgerDeed::Correct(asked) => LedgerDone::Corrected(correction::correct(till, id, &asked)?),
        LedgerDeed::Match(credit, debit, amount) => {
            let amount = Some(amount.trim()).filter(|amount| !amount.is_empty()).map(Money::parse).transpose()?;
            let made = till.match_entries(id, (EntryId(credit), EntryId(debit)), amount)?;
            LedgerDone::Matched(made.iter().map(|pair| pair.amount).sum())
        }
        LedgerDeed::Unmatch(credit) => {
            let back = till.unmatch_entries(id, EntryId(credit), None)?;
            LedgerDone::Unmatched(back.iter().map(|pair| pair.amount).sum::<Money>().abs())
        }
        LedgerDeed::Receipt(number) => {
            till.reprint_payment(&number)?;
            LedgerDone::Printing(has_printer)
        }
        LedgerDeed::Paper(code) => {
            till.print_credit(&code)?;
            LedgerDone::Printing(has_printer)
        }
        LedgerDeed::GiveCard => LedgerDone::CardGiven(till.give_card(id)?),
        LedgerDeed::TakeCard(card) => {
            till.take_card(id, &card)?;
            LedgerDone::CardTaken(card)
        }
    }))
}

/// What an entry that pays can settle, and what is undone of it.
pub(super) fn entry_menu(till: &Till, id: CustomerId, entry: i64) -> Result<Menu, Error> {
    let language = till.language();
    let (ledger, entries) = (till.account_ledger(id)?, till.store().account_entries(id)?);
    let named = |entry: &comptoir_domain::account::AccountEntry| {
        let name = entry_name(entry.posting.kind, entry.posting.refunds.is_some(), language);
        let name = entry.reference().map_or_else(|| name.to_owned(), |number| format!("{name} {number}"));
        format!("{name} · {}", day(entry.posting.day))
    };
    let Some(own) = entries.iter().find(|other| other.posting.id == EntryId(entry)) else { return Ok(Menu::default()) };
    let left = ledger.left(&own.posting);
    let mut rows = Vec::new();
    if left != Money::ZERO {
        let open = entries.iter().filter(|debit| debit.posting.delta.is_positive());
        for debit in open.filter(|debit| ledger.left(&debit.posting) != Money::ZERO) {
            let settles = language.pick("Règle", "Settles");
            let still = ledger.left(&debit.posting);
            let id = format!("match:{entry}:{}:{}", debit.posting.id.0, still.min(left));
            rows.push([id, format!("{settles} {}", named(debit)), String::new(), money(still, language)]);
        }
    }
    let settled: Money = ledger.matches().filter(|pair| pair.credit == own.posting.id).map(|pair| pair.amount).sum();
    if settled != Money::ZERO {
        let title = language.pick("Délettrer : ne règle plus rien", "Unmatch: settles nothing any more");
        rows.push([format!("unmatch:{entry}"), title.to_owned(), String::new(), money(settled, language)]);
    }
    if let Some(number) = &own.detail.receipt {
        let title = language.pick("Imprimer son reçu de nouveau", "Print its receipt again");
        rows.push([format!("receipt:{number}"), title.to_owned(), number.clone(), String::new()]);
    }
    Ok(Menu { title: named(own), rows })
}

/// A paper with its movements. `print` is what its first row does.
pub(super) fn paper_menu(till: &Till, code: &str, print: &str) -> Result<Menu, Error> {
    let language = till.language();
    let file = till.credit_file(code)?;
    let title = language.pick("Imprimer de nouveau, avec son code-barres", "Print again, with its barcode");
    let left = money(file.credit.balance, language);
    let mut rows = vec![[format!("{print}:{code}"), title.to_owned(), String::new(), left]];
    for entry in till.store().credit_entries(file.credit.id)? {
        let what = if entry.delta.is_negative() {
            language.pick("Utilisé", "Spent")
        } else {
            language.pick("Émis", "Issued")
        };
        let number = entry.number.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = format!("{} · {what} {number}", day(entry.day));
        rows.push([String::new(), name, String::new(), money(entry.delta, language)]);
    }
    Ok(Menu { title: format!("{} {code}", credit_name(file.credit.kind, language)), rows })
}

/// The days of a statement.
pub(super) fn days_of(till: &Till, id: CustomerId, period: Period) -> Result<(NaiveDate, NaiveDate), Error> {
    let today = Clock::business_day(till.now());
    let first = today.with_day(1).unwrap_or(today);
    Ok(match period {
        Period::Month => (first, today),
        Period::Last => {
            let last = first.checked_sub_days(Days::new(1)).unwrap_or(first);
            (last.with_day(1).unwrap_or(last), last)
        }
        Period::Days(first, last) => (first, last),
        Period::All => {
            let entries = till.store().account_entries(id)?;
            (entries.first().map_or(today, |entry| entry.posting.day), today)
        }
    })
}

impl OfficeStage {
    /// A button of the account, of a paper or of a card.
    pub(super) fn press_ledger(&self, what: &str, other: Option<&str>) {
        let words = self.words();
        match (what, other) {
            ("account", None) => self.ask_text(Question::Terms, words.open_account(), words.limit_label(), ""),
            ("limit", None) => self.ask_text(Question::Terms, words.change_limit(), words.limit_label(), ""),
            ("hold", None) => self.ask_text(Question::Hold, words.hold_title(), words.reason_label(), ""),
            ("release", None) => self.do_ledger(LedgerDeed::Release),
            ("correct", None) => self.ask_correction(),
            ("card-new", None) => self.do_ledger(LedgerDeed::GiveCard),
            ("entry", Some(entry)) => {
                if let Ok(entry) = entry.parse() {
                    self.do_deed(Deed::EntryMenu(entry));
                }
            }
            ("paper", Some(code)) => self.do_deed(Deed::PaperMenu(code.to_owned())),
            ("card", Some(card)) => self.open_menu(&words.card_menu(card)),
            ("statement", Some("month")) => self.ask_statement(Period::Month),
            ("statement", Some("last")) => self.ask_statement(Period::Last),
            ("statement", Some("days")) => {
                self.ask_text(Question::Days, words.which_days(), words.days_label(), "");
                QuestionAdapter::get(&self.window).set_ok(words.go_further().into());
            }
            ("statement", Some(_)) => self.ask_statement(Period::All),
            ("access", None) => {
                self.ask_path(
                    &words.access_title(&self.file_name()),
                    words.access_text(),
                    &words.access_formats(),
                    &words.access_name(&self.file_name()),
                );
                self.open_question(Question::Access);
            }
            _ => {}
        }
    }

    fn do_ledger(&self, deed: LedgerDeed) {
        self.do_deed(Deed::Ledger(deed));
    }

    /// A question with one field.
    pub(in crate::office) fn ask_text(&self, asked: Question, title: &str, label: &str, value: &str) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(title.into());
        question.set_text(words.ledger_text(&asked).into());
        question.set_has_field(true);
        question.set_label(label.into());
        question.set_value(value.into());
        question.set_ok(words.ledger_ok(&asked).into());
        self.open_question(asked);
    }

    /// Asks how much of an entry another one settles: at most so much.
    fn ask_match(&self, (credit, debit): (i64, i64), title: &str, most: Option<Money>) {
        let words = self.words();
        self.ask_text(Question::Match(credit, debit), title, words.payment_amount(), "");
        let question = QuestionAdapter::get(&self.window);
        question.set_text(words.match_text(most.unwrap_or(Money::ZERO)).into());
        question.set_ok(words.match_ok().into());
    }

    pub(super) fn ask_statement(&self, period: Period) {
        let words = self.words();
        self.ask_path(
            &words.statement_title(&self.file_name()),
            "",
            &words.statement_formats(),
            &words.statement_name(&self.file_name()),
        );
        self.open_question(Question::Statement(period));
    }

    pub(super) fn open_menu(&self, menu: &Menu) {
        let row = |[id, name, detail, amount]: &[String; 4]| Choice {
            id: id.clone(),
            name: name.clone(),
            detail: detail.clone(),
            amount: amount.clone(),
        };
        let choices = menu.rows.iter().map(row).collect();
        self.open_chooser(Purpose::Menu, &menu.title, self.words().search_here(), choices);
    }

    /// A row of the menu of an entry, a paper or a card.
    pub(super) fn menu_chosen(&self, id: &str, name: &str) {
        let mut parts = id.splitn(4, ':');
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<i64>().ok());
        let deed = match (parts.next(), parts.next(), parts.next()) {
            (Some("match"), credit, debit) => {
                if let Some((credit, debit)) = number(credit).zip(number(debit)) {
                    self.ask_match((credit, debit), name, parts.next().and_then(|most| Money::parse(most).ok()));
                }
                return;
            }
            (Some("unmatch"), credit, None) => number(credit).map(LedgerDeed::Unmatch),
            (Some("receipt"), Some(number), None) => Some(LedgerDeed::Receipt(number.to_owned())),
            (Some("print"), Some(code), None) => Some(LedgerDeed::Paper(code.to_owned())),
            (Some("take"), Some(card), None) => Some(LedgerDeed::TakeCard(card.to_owned())),
            (Some("picture"), Some(card), None) => {
                let words = self.words();
                self.ask_path(words.picture_title(), "", &[], &format!("carte-{card}.png"));
                return self.open_question(Question::Picture(card.to_owned()));
            }
            (Some("sheet"), Some(card), None) => {
                let words = self.words();
                self.ask_path(words.sheet_title(), words.cards_text(), &[], &format!("carte-{card}.pdf"));
                return self.open_question(Question::CardSheet(card.to_owned()));
            }
            (Some("open"), Some(customer), page) => {
                self.show_dialog(OfficeDialog::None);
                let customer = customer.to_owned();
                return if page.is_some() { self.open_account_of(customer) } else { self.open_file(customer) };
            }
            (Some(what), other, more) => return self.overview_chosen((what, name), other, more),
            _ => None,
        };
        self.show_dialog(OfficeDialog::None);
        deed.into_iter().for_each(|deed| self.do_ledger(deed));
    }

    /// What was answered to a question of the account.
    pub(super) fn accept_ledger(&self, asked: &Question) {
        let question = QuestionAdapter::get(&self.window);
        let value = question.get_value().trim().to_owned();
        let deed = match asked {
            Question::Terms => LedgerDeed::Terms(value),
            Question::Hold => LedgerDeed::Hold(value),
            Question::Match(credit, debit) => LedgerDeed::Match(*credit, *debit, value),
            correction => match self.accept_correction(correction, value) {
                Some(asked) => LedgerDeed::Correct(asked),
                None => return,
            },
        };
        // The question stays until it is done: what is refused is told beside what was typed.
        question.set_working(true);
        self.do_ledger(deed);
    }

    /// A file about one customer is to be written.
    pub(super) fn file_tool(&self, asked: &Question, to: Target) -> Option<ToolAsk> {
        let id = self.file_id()?;
        Some(match asked {
            Question::Statement(period) => ToolAsk::Statement(id, *period, to),
            Question::Access => ToolAsk::Access(id, to),
            Question::Picture(card) => ToolAsk::Picture(card.clone(), to),
            Question::CardSheet(card) => ToolAsk::CardSheet(card.clone(), to),
            _ => return None,
        })
    }

    pub(super) fn ledger_done(&self, done: &LedgerDone) {
        self.close_question();
        let tone = if matches!(done, LedgerDone::Printing(false)) { Tone::Look } else { Tone::Ok };
        self.say(&self.words().ledger_done(done), tone, None);
    }
}

/// How a file of one customer can be written, by what it is.
pub(super) const fn endings(asked: &Question) -> &'static [&'static str] {
    match asked {
        Question::Statement(_) => &["pdf", "csv"],
        Question::Access => &["pdf", "json"],
        Question::Table | Question::Book(_) => &["xlsx", "csv"],
        Question::Export => &["xlsx", "csv", "vcf"],
        _ => &[],
    }
}
