//! What the customers' screens ask of the desk, and what it tells. Looking through lists is done beside it, with a
//! connection of its own: the list goes on while a change of thousands is being written.

use std::sync::mpsc::Receiver;

use comptoir_app::customers::{
    Alike, Brief, Browser, BulkChange, Criterion, Enrolment, Erasure, FieldIssue, FileView, FormField, FormPage,
    ListQuery, ListRow,
};
use comptoir_app::{Error, Invalid, NotFound, Till};
use comptoir_app::{customers::Batch, customers::Totals, customers::Undone};
use comptoir_domain::customer::{Channel, Customer, Source};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;

use super::deeds::{self, Deed, Done};
use super::import::desk::{self as import, ImportAsk, ImportTell, Records};
use super::ledger::Menu;
use super::tools::desk::{self as tools, ToolAsk, ToolTell};

/// Batches that can be chosen to be taken back.
const LAST_BATCHES: usize = 30;

/// What is asked of the desk.
#[derive(Clone, Debug)]
pub enum ClientAsk {
    /// Criteria, and the pages of the form.
    Base,
    /// Who is chosen, in short.
    Brief(String),
    /// The whole file; that it was read is noted.
    Open(String),
    /// Keep what was typed: of a new file, or of this one.
    Save(Option<String>, Vec<(FormField, String)>),
    /// Whether a condition can be understood.
    Check(String),
    /// Add a note.
    Note(String, String),
    /// What the customer said about a channel, how, and the words that were read.
    Consent(String, (Channel, bool), Source, String),
    /// Change all who fit.
    ChangeAll(Box<ListQuery>, BulkChange),
    /// The last batches.
    Batches,
    /// Take a batch back.
    Undo(i64),
    /// What is done with one file.
    Deed(String, Deed),
    /// Of a file of customers from elsewhere.
    Import(ImportAsk),
    /// What else is done with the list.
    Tool(ToolAsk),
    /// Enrol somebody.
    Enrol(Enrolment),
}

/// What is looked for beside the desk; the number names the list or the file that it is for.
#[derive(Clone, Debug)]
pub enum Look {
    /// A window of a list.
    Rows(u64, Box<ListQuery>, Language),
    /// Its count and sums.
    Totals(u64, Box<ListQuery>),
    /// Who a new customer may be.
    Alike(u64, Vec<(FormField, String)>, Language),
}

/// What is told.
#[derive(Clone, Debug)]
pub enum ClientTell {
    /// Criteria, the pages of the form, and the one of the welcome desk.
    Base(Vec<Criterion>, Box<([FormPage; 2], FormPage)>),
    /// A window of a list, from this row on.
    Rows(u64, usize, Vec<ListRow>),
    /// Its count and sums.
    Totals(u64, Totals),
    /// Who a new customer may be.
    Alike(u64, Vec<Alike>),
    /// Who is chosen, in short.
    Brief(Box<Brief>),
    /// The whole file.
    File(Box<FileView>),
    /// The file as it was kept.
    Saved(Box<FileView>),
    /// The form is wrong; nothing has changed.
    Wrong(Vec<FieldIssue>),
    /// The condition is understood.
    Fits,
    /// It is not, and why.
    Unfit(String),
    /// So many files are done.
    Progress(u64),
    /// All are changed.
    Changed(Batch),
    /// The last batches.
    Batches(Vec<Batch>),
    /// A batch was taken back.
    Undone(Undone, Records),
    /// What goes with a person who is to be erased.
    Erasure(Box<Erasure>),
    /// A deed is done: the file as it is now, none when the person is erased.
    Done(Done, Option<Box<FileView>>),
    /// It is refused, and why; nothing has changed.
    NotDone(String),
    /// More is paid, as typed, than is owed: it is a deposit when it is said once more.
    MoreThanOwed(String, Money),
    /// What can be done with an entry or a paper.
    Menu(Menu),
    /// Of a file of customers from elsewhere.
    Import(ImportTell),
    /// What else is done with the list.
    Tool(ToolTell),
    /// Somebody is enrolled.
    Enrolled(Box<Customer>),
}

pub(super) fn id_of(text: &str) -> Result<CustomerId, Error> {
    text.parse().map_err(|_| NotFound::Customer(text.to_owned()).into())
}

/// Answers what is asked of the desk.
pub(in crate::office) fn answer(
    till: &mut Till,
    ask: ClientAsk,
    tell: &mut dyn FnMut(ClientTell),
) -> Result<(), Error> {
    match ask {
        ClientAsk::Base => {
            tell(ClientTell::Base(till.criteria()?, Box::new((till.form_pages()?, till.enrolment_page()))))
        }
        ClientAsk::Brief(id) => tell(ClientTell::Brief(Box::new(till.customer_brief(id_of(&id)?)?))),
        ClientAsk::Open(id) => {
            let id = id_of(&id)?;
            till.note_consultation(id)?;
            tell(ClientTell::File(Box::new(till.file_view(id)?)));
        }
        ClientAsk::Save(id, typed) => save(till, id, &typed, tell)?,
        ClientAsk::Check(condition) => match till.check_condition(&condition) {
            Ok(()) => tell(ClientTell::Fits),
            Err(error) => tell(ClientTell::Unfit(error.message(till.language()))),
        },
        ClientAsk::Note(id, text) => {
            let id = id_of(&id)?;
            till.add_customer_note(id, &text)?;
            tell(ClientTell::File(Box::new(till.file_view(id)?)));
        }
        ClientAsk::Consent(id, said, source, wording) => {
            let id = id_of(&id)?;
            till.note_consent(id, said, source, &wording)?;
            tell(ClientTell::File(Box::new(till.file_view(id)?)));
        }
        ClientAsk::ChangeAll(query, change) => {
            let done = till.change_all(&query, &change, &mut |done| tell(ClientTell::Progress(done as u64)))?;
            tell(ClientTell::Changed(done));
        }
        ClientAsk::Batches => tell(ClientTell::Batches(till.store().batches(LAST_BATCHES)?)),
        ClientAsk::Import(ask) => import::answer(till, ask, &mut |of_it| tell(ClientTell::Import(of_it))),
        ClientAsk::Enrol(enrolment) => match till.enrol(&enrolment) {
            Ok(customer) => tell(ClientTell::Enrolled(Box::new(customer))),
            Err(Error::Invalid(Invalid::Form(issues))) => tell(ClientTell::Wrong(issues)),
            Err(error) => return Err(error),
        },
        ClientAsk::Tool(ask) => tools::answer(till, ask, &mut |of_it| tell(ClientTell::Tool(of_it))),
        ClientAsk::Deed(id, deed) => deeds::answer(till, id_of(&id)?, deed, tell)?,
        ClientAsk::Undo(id) => {
            let undone = till.undo_batch(id, &mut |done| tell(ClientTell::Progress(done)))?;
            let records = Records::of_batch(till.store().batch(id)?.is_of_items());
            tell(ClientTell::Undone(undone, records));
        }
    }
    Ok(())
}

fn save(
    till: &mut Till,
    id: Option<String>,
    typed: &[(FormField, String)],
    tell: &mut dyn FnMut(ClientTell),
) -> Result<(), Error> {
    let kept = match id {
        Some(id) => till.edit_file(id_of(&id)?, typed),
        None => till.create_file(typed),
    };
    match kept {
        Ok(customer) => tell(ClientTell::Saved(Box::new(till.file_view(customer.id)?))),
        Err(Error::Invalid(Invalid::Form(issues))) => tell(ClientTell::Wrong(issues)),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Looks through lists.
pub(in crate::office) fn look(browser: &Browser, look: Look) -> Result<ClientTell, Error> {
    Ok(match look {
        Look::Rows(list, query, language) => ClientTell::Rows(list, query.offset, browser.rows(&query, language)?),
        Look::Totals(list, query) => ClientTell::Totals(list, browser.totals(&query)?),
        Look::Alike(file, typed, language) => ClientTell::Alike(file, browser.alike(&typed, language)?),
    })
}

/// Takes the next look that somebody still waits for: of an older list or file, nobody does; rows before sums.
pub(in crate::office) fn take(waiting: &mut Vec<Look>, to_do: &Receiver<Look>) -> Option<Look> {
    if waiting.is_empty() {
        waiting.push(to_do.recv().ok()?);
    }
    waiting.extend(to_do.try_iter());
    let list = waiting.iter().filter_map(list_of).max();
    let file = waiting.iter().filter_map(file_of).max();
    waiting.retain(|one| {
        list_of(one).is_none_or(|own| Some(own) == list) && file_of(one).is_none_or(|own| Some(own) == file)
    });
    // What is on the screen now was asked for last.
    let rows = waiting.iter().rposition(|one| !matches!(one, Look::Totals(..)));
    Some(waiting.remove(rows.unwrap_or(0)))
}

const fn list_of(look: &Look) -> Option<u64> {
    match look {
        Look::Rows(list, ..) | Look::Totals(list, ..) => Some(*list),
        Look::Alike(..) => None,
    }
}

const fn file_of(look: &Look) -> Option<u64> {
    match look {
        Look::Alike(file, ..) => Some(*file),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn only_what_somebody_waits_for_is_looked_for_and_rows_come_first() {
        let query = |offset| Box::new(ListQuery { offset, ..ListQuery::default() });
        let rows = |list, offset| Look::Rows(list, query(offset), Language::French);
        let (ask, to_do) = channel();
        let asked = [rows(1, 0), Look::Totals(1, query(0)), rows(2, 0), Look::Totals(2, query(0)), rows(2, 900)];
        asked.into_iter().for_each(|look| ask.send(look).unwrap());
        ask.send(Look::Alike(7, vec![], Language::French)).unwrap();
        drop(ask);
        let mut waiting = Vec::new();
        let mut order = Vec::new();
        while let Some(next) = take(&mut waiting, &to_do) {
            order.push(match next {
                Look::Rows(list, query, _) => format!("rows {list} {}", query.offset),
                Look::Totals(list, _) => format!("totals {list}"),
                Look::Alike(file, ..) => format!("alike {file}"),
            });
        }
        assert_eq!(order, ["alike 7", "rows 2 900", "rows 2 0", "totals 2"]);
    }
}
