//! What else is done with the list, behind the desk.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use comptoir_app::audience::{FilterChoice, FilterForm};
use comptoir_app::cards::{PrintedSheet, USUAL_SERIES, Wanted};
use comptoir_app::customers::{ExportFormat, ListQuery, shown_phone};
use comptoir_app::format::{day, number};
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::customer::Customer;
use comptoir_domain::id::CustomerId;

use super::overview::{self, OverviewAsk, OverviewTell};
use crate::office::clients::ledger::days_of;

/// Pairs that are proposed at once.
const MOST_PAIRS: usize = 200;

/// What is asked.
#[derive(Clone, Debug)]
pub enum ToolAsk {
    /// Write all who fit into a file.
    Export(Box<ListQuery>, ExportFormat, Target),
    /// Write the cards of all who fit; new ones for those who have none, if asked.
    Cards(Box<ListQuery>, bool, Target),
    /// Write cards with fresh numbers: how many, as typed.
    Fresh(String, Target),
    /// Write a statement of an account.
    Statement(CustomerId, Period, Target),
    /// Write all that is known of a person.
    Access(CustomerId, Target),
    /// Draw a card.
    Picture(String, Target),
    /// Write a card as a page to be cut.
    CardSheet(String, Target),
    /// Read the days of a statement, as typed.
    Days(String),
    /// What is looked over beside the list, and what is done there.
    Overview(OverviewAsk),
    /// The filters there are.
    Filters,
    /// What can be set of one, with what was typed.
    Form(PathBuf, Vec<String>),
    /// Mark those of the list whom it chooses, set as typed, with a tag.
    Mark(PathBuf, Vec<String>, Box<ListQuery>, String),
    /// Files that may be one person's.
    Pairs,
    /// Join the second to the first.
    Join(PairFile, PairFile),
}

/// Which days a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Since the first of the month.
    Month,
    /// The month before.
    Last,
    /// Since the account was opened.
    All,
    /// From this day to that one.
    Days(NaiveDate, NaiveDate),
}

/// A file to be written.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where.
    pub path: PathBuf,
    /// Whether one that is there may be replaced.
    pub replace: bool,
}

/// What is told.
#[derive(Clone, Debug)]
pub enum ToolTell {
    /// So many are done, of so many when that is known here.
    Progress(u64, Option<u64>),
    /// The file is there already.
    Exists(PathBuf),
    /// It cannot be done, and why; nothing has changed.
    Failed(String),
    /// So many customers are written.
    Exported(usize, PathBuf),
    /// A file about one customer is written.
    Written(PathBuf),
    /// Cards are written.
    Printed(PrintedSheet, PathBuf),
    /// The days of a statement.
    Days(NaiveDate, NaiveDate),
    /// What is looked over.
    Overview(OverviewTell),
    /// The filters there are.
    Filters(Vec<FilterChoice>),
    /// What can be set of one.
    Form(FilterForm),
    /// Those whom it chose have the tag.
    Marked(Marked),
    /// Files that may be one person's.
    Pairs(Vec<Pair>),
    /// Joined: the names of the file that is kept and of the one that is gone.
    Joined(String, String),
}

/// Whom a filter chose.
#[derive(Clone, Debug)]
pub struct Marked {
    /// How many it was asked about.
    pub asked: usize,
    /// How many it chose.
    pub chosen: usize,
    /// Their tag.
    pub tag: String,
    /// What takes the tag away again; nothing when nobody was chosen.
    pub batch: Option<i64>,
}

/// Two files that may be one person's.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The files, the older one first.
    pub files: [PairFile; 2],
    /// How sure it is and why.
    pub why: String,
}

/// A file of a pair.
#[derive(Clone, Debug)]
pub struct PairFile {
    /// Whose.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// What is known of them.
    pub known: String,
}

/// Answers. What is refused is told beside what was typed.
pub(in crate::office::clients) fn answer(till: &mut Till, ask: ToolAsk, tell: &mut dyn FnMut(ToolTell)) {
    let language = till.language();
    match try_answer(till, ask, tell) {
        Ok(told) => tell(told),
        Err(error) => tell(ToolTell::Failed(error.message(language))),
    }
}

fn try_answer(till: &mut Till, ask: ToolAsk, tell: &mut dyn FnMut(ToolTell)) -> Result<ToolTell, Error> {
    Ok(match ask {
        ToolAsk::Export(_, _, to)
        | ToolAsk::Cards(_, _, to)
        | ToolAsk::Fresh(_, to)
        | ToolAsk::Statement(_, _, to)
        | ToolAsk::Access(_, to)
        | ToolAsk::Picture(_, to)
        | ToolAsk::CardSheet(_, to)
        | ToolAsk::Overview(OverviewAsk::Write(_, to))
            if !to.replace && to.path.exists() =>
        {
            ToolTell::Exists(to.path)
        }
        ToolAsk::Export(query, format, Target { path, .. }) => {
            let mut progress = |done: usize| {
                if done.is_multiple_of(200) {
                    tell(ToolTell::Progress(done as u64, None));
                }
            };
            ToolTell::Exported(till.export_customers(&query, &path, format, &mut progress)?, path)
        }
        ToolAsk::Cards(query, give, Target { path, .. }) => {
            let give = give.then(|| USUAL_SERIES.to_owned());
            ToolTell::Printed(till.card_sheet(&Wanted::Customers { query: *query, give }, &path)?, path)
        }
        ToolAsk::Fresh(typed, Target { path, .. }) => {
            let field = till.language().pick("nombre de cartes", "number of cards").to_owned();
            let count = typed.parse().map_err(|_| Error::from(Invalid::Text { field, value: typed }))?;
            let wanted = Wanted::Fresh { count, series: USUAL_SERIES.to_owned() };
            ToolTell::Printed(till.card_sheet(&wanted, &path)?, path)
        }
        ToolAsk::Statement(id, period, Target { path, .. }) => {
            till.write_statement(id, days_of(till, id, period)?, &path)?;
            ToolTell::Written(path)
        }
        ToolAsk::Access(id, Target { path, .. }) => {
            till.access_file(id, &path)?;
            ToolTell::Written(path)
        }
        ToolAsk::Picture(card, Target { path, .. }) => {
            till.card_picture(&card, &path)?;
            ToolTell::Written(path)
        }
        ToolAsk::CardSheet(card, Target { path, .. }) => {
            till.card_sheet(&Wanted::Card(card), &path)?;
            ToolTell::Written(path)
        }
        ToolAsk::Days(typed) => {
            let mut days = typed.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
            let [first, last] = till.language().pick(["Premier jour", "Dernier jour"], ["First day", "Last day"]);
            let first = till.day_typed(first, Some(days.next().unwrap_or(&typed)))?;
            let last = till.day_typed(last, days.next())?;
            if last < first {
                return Err(Invalid::Days { first, last }.into());
            }
            ToolTell::Days(first, last)
        }
        ToolAsk::Overview(ask) => overview::answer(till, ask, tell)?,
        ToolAsk::Filters => ToolTell::Filters(till.filters()?),
        ToolAsk::Form(path, typed) => ToolTell::Form(till.filter_form(&path, &typed)?),
        ToolAsk::Mark(path, typed, query, tag) => mark(till, (&path, &typed), &query, tag, tell)?,
        ToolAsk::Pairs => pairs(till, tell)?,
        ToolAsk::Join(kept, gone) => {
            till.join_files(kept.id, gone.id)?;
            ToolTell::Joined(kept.name, gone.name)
        }
    })
}

fn mark(
    till: &mut Till,
    (path, typed): (&Path, &[String]),
    query: &ListQuery,
    tag: String,
    tell: &mut dyn FnMut(ToolTell),
) -> Result<ToolTell, Error> {
    if tag.is_empty() {
        let field = till.language().pick("étiquette", "tag").to_owned();
        return Err(Invalid::Text { field, value: tag }.into());
    }
    let ready = till.ready_filter(path, typed)?;
    let audience = till.choose(&ready, query, |done, whole| tell(ToolTell::Progress(done, Some(whole))))?;
    let chosen = audience.chosen.len();
    let batch = if chosen > 0 { Some(till.tag_audience(&ready, &audience, &tag)?.id) } else { None };
    Ok(ToolTell::Marked(Marked { asked: audience.asked, chosen, tag, batch }))
}

fn pairs(till: &Till, tell: &mut dyn FnMut(ToolTell)) -> Result<ToolTell, Error> {
    let whole = till.store().count_customers()?;
    let found = till.find_duplicates(MOST_PAIRS, &mut |done| tell(ToolTell::Progress(done as u64, Some(whole))))?;
    let mut pairs = Vec::new();
    for pair in found {
        let files = (till.store().customer(pair.first)?, till.store().customer(pair.second)?);
        if let (Some(first), Some(second)) = files {
            let files = [file(till, &first)?, file(till, &second)?];
            pairs.push(Pair { files, why: pair.words(till.language()) });
        }
    }
    Ok(ToolTell::Pairs(pairs))
}

fn file(till: &Till, customer: &Customer) -> Result<PairFile, Error> {
    let (person, language) = (&customer.person, till.language());
    let figures = till.store().indicators(customer.id)?;
    let visits = number(figures.visits.into(), language);
    let last =
        figures.last_visit.map(|last| format!("{} {}", language.pick("dernier passage", "last visit"), day(last)));
    let parts = [
        person.phone.as_deref().map(shown_phone),
        person.email.clone(),
        person.city.clone(),
        Some(language.pick(format!("passages : {visits}"), format!("visits: {visits}"))),
        last,
    ];
    let known = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Ok(PairFile { id: customer.id, name: person.display_name(), known })
}
