//! The file of a customer as sheets to read: facts in blocks, in words, for any screen.

use chrono::{DateTime, FixedOffset, NaiveDate};
use comptoir_domain::customer::{Customer, Group};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;

use super::form::{FORM, FormField};
use super::{CustomerFile, CustomerSummary};
use crate::clock::Clock;
use crate::error::Error;
use crate::format::day;
use crate::till::Till;

mod account;
mod brief;
mod consent;
mod history;
mod loyalty;
mod person;

pub use consent::{channel_name, consent_words, source_words};

/// What a line or a mark says at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Nothing special.
    #[default]
    Plain,
    /// Of the shop's programs.
    Brand,
    /// Good to have.
    Good,
    /// Look here.
    Warn,
    /// Blocked.
    Bad,
}

/// A short word beside the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The word.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// One line of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What its button does, as a screen names it; empty without a button.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What more there is to say.
    pub detail: String,
    /// How much, to the right.
    pub amount: String,
    /// How it looks.
    pub look: Look,
    /// The words of its button.
    pub action: String,
}

/// A block of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What its button does.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What stands there when it has no line.
    pub nothing: String,
    /// The words of its button.
    pub action: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Two columns of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The left column.
    pub left: Vec<Block>,
    /// The right column.
    pub right: Vec<Block>,
}

/// Who is chosen in a list, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The customer.
    pub id: String,
    /// The name.
    pub name: String,
    /// Words beside it.
    pub marks: Vec<Mark>,
    /// Six blocks: who, purchases, account and papers, loyalty, consents, last receipts.
    pub blocks: Vec<Block>,
}

/// The whole file, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileView {
    /// The customer.
    pub id: String,
    /// The name.
    pub name: String,
    /// Words beside it.
    pub marks: Vec<Mark>,
    /// What the file holds of each field, as it would be typed.
    pub texts: Vec<(FormField, String)>,
    /// What is owed on the account, below zero when paid beforehand; none without an account.
    pub owed: Option<Money>,
    /// The account and the papers.
    pub account: Sheet,
    /// Counters, gifts, the sponsor.
    pub loyalty: Sheet,
    /// Sales, notes, acts.
    pub history: Sheet,
    /// Where the customer stands on each channel.
    pub consents: Sheet,
}

impl Till {
    /// Gives the file of a customer, ready to be shown.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn file_view(&self, id: CustomerId) -> Result<FileView, Error> {
        let file = self.customer_file(id)?;
        let mut texts: Vec<_> =
            FORM.iter().map(|(field, ..)| (field.clone(), field.text(&file.summary.customer))).collect();
        texts.extend(file.fields.iter().map(|field| {
            let field = FormField::Custom(field.key.clone());
            let text = field.text(&file.summary.customer);
            (field, text)
        }));
        self.name_the_sponsor(&mut texts, file.summary.customer.sponsor)?;
        Ok(FileView {
            id: id.to_string(),
            name: file.summary.customer.person.display_name(),
            marks: self.marks(&file.summary),
            texts,
            owed: file.summary.account.as_ref().map(|account| account.balance),
            account: self.account_sheet(&file)?,
            loyalty: self.loyalty_sheet(&file)?,
            history: self.history_sheet(&file)?,
            consents: self.consent_sheet(&file)?,
        })
    }

    /// A sponsor is shown by a card, which finds them again; the id is for no eyes.
    fn name_the_sponsor(&self, texts: &mut [(FormField, String)], sponsor: Option<CustomerId>) -> Result<(), Error> {
        let Some(sponsor) = sponsor.map(|id| self.store.customer(id)).transpose()?.flatten() else { return Ok(()) };
        let shown = sponsor.cards.first().cloned();
        let place = texts.iter_mut().find(|(field, _)| *field == FormField::Sponsor);
        if let (Some((_, text)), Some(shown)) = (place, shown) {
            *text = shown;
        }
        Ok(())
    }

    /// Words beside the name: the group, what the cashier must see, what is blocked.
    fn marks(&self, summary: &CustomerSummary) -> Vec<Mark> {
        let (customer, language) = (&summary.customer, self.language);
        let mark = |text: &str, look| Mark { text: text.to_owned(), look };
        let mut marks: Vec<Mark> = customer.group.iter().map(|group: &Group| mark(&group.name, Look::Brand)).collect();
        marks.extend(customer.tags.iter().take(3).map(|tag| mark(tag, Look::Plain)));
        if summary.birthday_today {
            marks.push(mark(language.pick("Anniversaire aujourd’hui", "Birthday today"), Look::Good));
        }
        marks.extend(customer.person.warning.iter().map(|warning| mark(warning, Look::Warn)));
        if summary.account.as_ref().is_some_and(|account| account.hold.is_some()) {
            marks.push(mark(language.pick("Compte bloqué", "Account held"), Look::Bad));
        }
        if let Some(regime) = self.regime_of(customer) {
            let look = if regime.proven { Look::Brand } else { Look::Bad };
            marks.push(mark(&regime.badge, look));
        }
        let dealings = &customer.dealings;
        for (shown, french, english) in [
            (dealings.deceased, "Décédé", "Deceased"),
            (dealings.do_not_contact, "Ne pas contacter", "Do not contact"),
            (dealings.moved, "Adresse à revoir", "Address to check"),
        ] {
            if shown {
                marks.push(mark(language.pick(french, english), Look::Warn));
            }
        }
        marks
    }

    fn today(&self) -> NaiveDate {
        Clock::business_day(self.now())
    }
}

impl Line {
    fn new(title: impl Into<String>, amount: impl Into<String>) -> Self {
        Self { title: title.into(), amount: amount.into(), ..Self::default() }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }
}

impl Block {
    fn new(title: &str, nothing: &str, lines: Vec<Line>) -> Self {
        Self { title: title.to_owned(), nothing: nothing.to_owned(), lines, ..Self::default() }
    }
}

/// A day and its hour.
pub(super) fn when(at: DateTime<FixedOffset>) -> String {
    format!("{} {}", day(at.date_naive()), at.format("%H:%M"))
}

/// What changed between two states of a file, field by field.
fn changes(
    before: &Customer,
    after: &Customer,
    own: &[comptoir_store::CustomField],
    language: Language,
) -> Vec<String> {
    let known = FORM.iter().map(|(field, ..)| (field.clone(), super::form_label(field, language).to_owned()));
    let own = own.iter().map(|field| (FormField::Custom(field.key.clone()), field.label.clone()));
    let shown = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let change = |(field, label): (FormField, String)| {
        let (old, new) = (field.text(before), field.text(after));
        (old != new && field != FormField::Sponsor).then(|| format!("{label} : {} → {}", shown(old), shown(new)))
    };
    known.chain(own).filter_map(change).collect()
}

/// A file as what is to be said of who it is.
fn file_of(file: &CustomerFile) -> &Customer {
    &file.summary.customer
}
