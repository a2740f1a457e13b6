//! What is looked over beside the list: accounts that owe, papers around, files nobody heard of for years, addresses
//! that may not be written to. From a row its file opens.

use std::path::Path;

use chrono::Datelike as _;
use comptoir_app::accounts::CreditQuery;
use comptoir_app::customers::IdleFile;
use comptoir_app::statistics::TableFormat;
use comptoir_app::{Clock, Error, Invalid, Till};
use comptoir_domain::account::Ageing;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::Customer;
use comptoir_domain::money::Money;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{QuestionAdapter, Tone};

use super::OfficeStage;
use super::desk::{Target, ToolAsk, ToolTell};
use crate::office::clients::change::Question;
use crate::office::clients::ledger::{Menu, paper_menu};
use crate::words::Words;

/// Rows of papers, files and addresses that are shown at once.
const MOST: usize = 1_000;
/// Years after which one may ask whether a file is still needed.
const USUAL_YEARS: &str = "3";

/// What is looked over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overview {
    /// Accounts with something owed, paid beforehand or held.
    Accounts,
    /// What the shop owes on its papers, by kind and year of issue.
    Papers,
    /// Papers of one kind and year that have something left.
    PapersOf(CreditKind, i32),
    /// Files of people of whom nothing was heard for so many years, as typed.
    Idle(String),
    /// Addresses that may not be written to.
    Oppositions,
}

/// What is asked of the desk.
#[derive(Clone, Debug)]
pub enum OverviewAsk {
    /// Look it over.
    Look(Overview),
    /// Write it into a file.
    Write(Overview, Target),
    /// The movements of a paper.
    Paper(String),
    /// Print a paper again.
    Print(String),
    /// Erase the files of people of whom nothing was heard for so many years, as they were shown.
    EraseIdle(String),
    /// Never write to this address again: a phone, an e-mail address, or a customer.
    Oppose(String),
    /// It may be written to again.
    Lift(String),
}

/// What is told.
#[derive(Clone, Debug)]
pub enum OverviewTell {
    /// Rows to choose from.
    Rows(Menu),
    /// There are none, in words.
    Nothing(String),
    /// A paper is on its way to the printer; whether there is one.
    Printing(bool),
    /// So many files are erased; of whom they are not, for something is on the account.
    Erased(usize, Vec<(String, Money)>),
    /// So many addresses may not be written to now.
    Opposed(usize),
    /// So many may be written to again.
    Lifted(usize),
}

impl From<OverviewAsk> for ToolAsk {
    fn from(ask: OverviewAsk) -> Self {
        Self::Overview(ask)
    }
}

pub(super) fn answer(till: &mut Till, ask: OverviewAsk, tell: &mut dyn FnMut(ToolTell)) -> Result<ToolTell, Error> {
    Ok(ToolTell::Overview(match ask {
        OverviewAsk::Look(overview) => look(till, &overview)?,
        OverviewAsk::Write(overview, Target { path, .. }) => {
            write(till, &overview, &path)?;
            return Ok(ToolTell::Written(path));
        }
        OverviewAsk::Paper(code) => OverviewTell::Rows(paper(till, &code)?),
        OverviewAsk::Print(code) => {
            till.print_credit(&code)?;
            OverviewTell::Printing(till.config().printer.is_some())
        }
        OverviewAsk::EraseIdle(years) => {
            let files: Vec<_> = idle_files(till, &years)?.into_iter().map(|(_, customer)| customer.id).collect();
            let whole = Some(files.len() as u64);
            let erased = till.erase_customers(&files, &mut |done| tell(ToolTell::Progress(done as u64, whole)))?;
            let kept = erased.kept.into_iter().map(|(customer, owed)| (customer.person.display_name(), owed));
            OverviewTell::Erased(erased.erased, kept.collect())
        }
        OverviewAsk::Oppose(typed) => {
            let reason = till.language().pick("à la demande du client", "as the customer asked");
            OverviewTell::Opposed(till.oppose(typed.trim(), reason)?.len())
        }
        OverviewAsk::Lift(typed) => OverviewTell::Lifted(till.lift_oppositions(typed.trim())?.len()),
    }))
}

fn look(till: &Till, overview: &Overview) -> Result<OverviewTell, Error> {
    let words = Words(till.language());
    let menu = match overview {
        Overview::Accounts => accounts(till, words)?,
        Overview::Papers => papers(till, words)?,
        Overview::PapersOf(kind, year) => papers_of(till, (*kind, *year), words)?,
        Overview::Idle(years) => idle(till, years, words)?,
        Overview::Oppositions => oppositions(till, words)?,
    };
    if menu.rows.is_empty() {
        return Ok(OverviewTell::Nothing(words.nothing_to_look_over(overview)));
    }
    Ok(OverviewTell::Rows(menu))
}

fn accounts(till: &Till, words: Words) -> Result<Menu, Error> {
    let accounts = till.owing(Clock::business_day(till.now()))?;
    let mut total = Ageing::default();
    let mut rows = Vec::new();
    for row in accounts {
        total.add(&row.ageing);
        let person = &row.customer.person;
        let detail = words.account_detail(&row.account, &row.ageing, person.phone.as_deref());
        rows.push([
            format!("open:{}:account", row.customer.id),
            person.display_name(),
            detail,
            words.money(row.ageing.balance()),
        ]);
    }
    if !rows.is_empty() {
        rows.insert(0, ["write-accounts", words.write_this(), words.write_accounts(), ""].map(str::to_owned));
    }
    Ok(Menu { title: words.accounts_title(&total), rows })
}

fn papers(till: &Till, words: Words) -> Result<Menu, Error> {
    let liabilities = till.store().liabilities(Clock::business_day(till.now()))?;
    let owed: Money = liabilities.iter().map(|row| row.owed).sum();
    let mut rows = Vec::new();
    for row in &liabilities {
        let id = format!("papers:{}:{}", row.kind.prefix(), row.year);
        rows.push([id, words.papers_name(row.kind, row.year), words.papers_detail(row), words.money(row.owed)]);
    }
    if !rows.is_empty() {
        rows.insert(0, ["write-papers", words.write_this(), words.write_papers(), ""].map(str::to_owned));
    }
    Ok(Menu { title: words.papers_title(owed), rows })
}

fn papers_of(till: &Till, (kind, year): (CreditKind, i32), words: Words) -> Result<Menu, Error> {
    let query = CreditQuery { kind: Some(kind), open: Some(true), limit: usize::MAX >> 1, ..CreditQuery::default() };
    let today = Clock::business_day(till.now());
    let files = till.store().credits(&query)?.into_iter().filter(|file| file.day.year() == year);
    let mut rows = Vec::new();
    for file in files.take(MOST) {
        let credit = &file.credit;
        let holder = credit.customer.map(|id| till.store().customer(id)).transpose()?.flatten();
        let holder = holder.map(|customer| customer.person.display_name());
        let name = words.paper_name(&credit.code, holder.as_deref());
        rows.push([
            format!("paper:{}", credit.code),
            name,
            words.paper_detail(&file, today),
            words.money(credit.balance),
        ]);
    }
    Ok(Menu { title: words.papers_name(kind, year), rows })
}

/// A paper with its movements; the file of who holds it opens from there.
fn paper(till: &Till, code: &str) -> Result<Menu, Error> {
    let mut menu = paper_menu(till, code, "reprint")?;
    let holder = till.credit_file(code)?.credit.customer.map(|id| till.store().customer(id)).transpose()?.flatten();
    if let Some(customer) = holder {
        let words = Words(till.language());
        let name = words.open_file_of(&customer.person.display_name());
        menu.rows.insert(1, [format!("open:{}:account", customer.id), name, String::new(), String::new()]);
    }
    Ok(menu)
}

fn years_of(till: &Till, typed: &str) -> Result<u32, Error> {
    let field = Words(till.language()).years_field().to_owned();
    let years = typed.trim().parse::<u32>().ok().filter(|years| (1..=100).contains(years));
    years.ok_or_else(|| Invalid::Text { field, value: typed.trim().to_owned() }.into())
}

fn idle_files(till: &Till, years: &str) -> Result<Vec<(IdleFile, Customer)>, Error> {
    till.idle_customers(years_of(till, years)?, MOST)
}

fn idle(till: &Till, typed: &str, words: Words) -> Result<Menu, Error> {
    let (years, files) = (years_of(till, typed)?, idle_files(till, typed)?);
    let row = |(file, customer): &(IdleFile, Customer)| {
        let person = &customer.person;
        let known = person.phone.as_deref().map(comptoir_app::customers::shown_phone).or_else(|| person.email.clone());
        let detail = words.last_heard(file.last, known.as_deref());
        [format!("open:{}", customer.id), person.display_name(), detail, String::new()]
    };
    let mut rows: Vec<_> = files.iter().map(row).collect();
    let title = words.idle_title(rows.len(), MOST, years);
    if !rows.is_empty() {
        let [name, detail] = words.erase_idle_row(rows.len());
        rows.insert(0, [format!("erase-idle:{years}"), name, detail.to_owned(), String::new()]);
    }
    Ok(Menu { title, rows })
}

fn oppositions(till: &Till, words: Words) -> Result<Menu, Error> {
    let list = till.store().oppositions(MOST)?;
    let action = |id: &str, [name, detail]: [&str; 2]| [id, name, detail, ""].map(str::to_owned);
    let mut rows = vec![action("oppose", words.oppose_row()), action("lift", words.lift_row())];
    rows.extend(list.iter().map(|one| {
        let [name, detail] = words.opposition(one);
        [String::new(), name, detail, String::new()]
    }));
    Ok(Menu { title: words.oppositions_title(list.len()), rows })
}

fn write(till: &Till, overview: &Overview, path: &Path) -> Result<(), Error> {
    let today = Clock::business_day(till.now());
    let table = match overview {
        Overview::Accounts => till.ageing_table(today)?,
        _ => till.liability_table(today)?,
    };
    let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    table.save(path, if is_csv { TableFormat::Csv } else { TableFormat::Xlsx }, till.language())
}

impl OfficeStage {
    /// Looks it over; of a large shop that takes a moment.
    pub(super) fn look_over(&self, overview: Overview) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.overview_title(&overview).into());
        self.open_question(Question::Search);
        self.work_on(1, words.working_on_it());
        self.ask_overview(OverviewAsk::Look(overview));
    }

    fn ask_overview(&self, ask: OverviewAsk) {
        self.ask_tool(ask.into());
    }

    pub(super) fn ask_idle(&self) {
        let words = self.words();
        self.ask_text(Question::Idle, words.idle_question(), words.years_label(), USUAL_YEARS);
        QuestionAdapter::get(&self.window).set_ok(words.look().into());
    }

    /// A row that is no entry, paper or card of the file that is open.
    pub(in crate::office::clients) fn overview_chosen(
        &self,
        (what, name): (&str, &str),
        other: Option<&str>,
        more: Option<&str>,
    ) {
        let words = self.words();
        match (what, other, more) {
            ("write-accounts", None, None) => self.ask_book(Overview::Accounts),
            ("write-papers", None, None) => self.ask_book(Overview::Papers),
            ("papers", Some(prefix), Some(year)) => {
                let kinds = [CreditKind::CreditNote, CreditKind::GiftVoucher, CreditKind::Voucher];
                let kind = kinds.into_iter().find(|kind| kind.prefix() == prefix);
                if let (Some(kind), Ok(year)) = (kind, year.parse()) {
                    self.look_over(Overview::PapersOf(kind, year));
                }
            }
            ("paper", Some(code), None) => self.ask_overview(OverviewAsk::Paper(code.to_owned())),
            ("reprint", Some(code), None) => self.ask_overview(OverviewAsk::Print(code.to_owned())),
            ("erase-idle", Some(years), None) => self.ask_erase_idle(years, name),
            ("oppose", None, None) => {
                self.ask_text(Question::OpposeWho, words.oppose_title(), words.address_label(), "");
                QuestionAdapter::get(&self.window).set_ok(words.note_it().into());
            }
            ("lift", None, None) => {
                self.ask_text(Question::LiftWho, words.lift_title(), words.address_label(), "");
                QuestionAdapter::get(&self.window).set_ok(words.take_off().into());
            }
            _ => {}
        }
    }

    /// Asks once more before all that are shown are erased.
    fn ask_erase_idle(&self, years: &str, title: &str) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.really(title).into());
        question.set_text(words.erase_idle_text().into());
        question.set_ok(words.erase_ok().into());
        question.set_tone(Tone::Blocked);
        self.open_question(Question::EraseIdle(years.to_owned()));
    }

    fn ask_book(&self, overview: Overview) {
        let words = self.words();
        let name = words.book_name(&overview);
        self.ask_path(words.overview_title(&overview), "", &words.save_formats(), name);
        self.open_question(Question::Book(overview));
    }

    pub(super) fn overview_came(&self, tell: OverviewTell) {
        let words = self.words();
        match tell {
            OverviewTell::Rows(menu) => {
                self.end_question();
                self.open_menu(&menu);
            }
            OverviewTell::Nothing(why) => self.tool_done(&why),
            OverviewTell::Printing(printer) => {
                self.close_question();
                self.say(words.printing_paper(printer), if printer { Tone::Ok } else { Tone::Look }, None);
            }
            OverviewTell::Erased(count, kept) => {
                self.close_question();
                let tone = if kept.is_empty() { Tone::Ok } else { Tone::Look };
                self.say(&words.idle_erased(count, &kept), tone, None);
                self.relist();
            }
            OverviewTell::Opposed(count) => self.tool_done(&words.opposed_now(count)),
            OverviewTell::Lifted(count) => self.tool_done(&words.lifted_now(count)),
        }
    }
}
