//! Statistics behind the desk: one report at a time, ready to be shown.

use chrono::{Datelike as _, Days as Shift, Months, NaiveDate};
use comptoir_app::Error;
use comptoir_app::format::{bare_money, day, number};
use comptoir_app::statistics::{
    By, Figure, Lives, Rfm, SLEEPS_AFTER, Segment, Sellers, Statistics, Table, TableFormat, Takings,
};
use comptoir_domain::id::DepartmentId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::Days;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::office::clients::tools::desk::Target;

/// Customers of a field of the grid that are listed.
const MOST_BUYERS: usize = 200;

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// What a period took, by customer group.
    #[default]
    Groups,
    /// By department.
    Departments,
    /// By seller.
    Sellers,
    /// By town.
    Cities,
    /// By age.
    Ages,
    /// Customers by how long ago they came.
    Lives,
    /// By recency and frequency.
    Rfm,
    /// What each seller did.
    Team,
}

impl Subject {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 8] =
        [Self::Groups, Self::Departments, Self::Sellers, Self::Cities, Self::Ages, Self::Lives, Self::Rfm, Self::Team];
}

/// Which days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// Today.
    Today,
    /// Seven days, today included.
    Week,
    /// Since the first of the month.
    #[default]
    Month,
    /// The month before.
    LastMonth,
    /// Since the first of January.
    Year,
    /// Twelve months, today included.
    TwelveMonths,
    /// From and to, as they are typed.
    Typed(String, String),
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What about.
    pub subject: Subject,
    /// Which days.
    pub span: Span,
    /// Within this department.
    pub within: Option<String>,
    /// The customers of this field of the grid: recency and frequency.
    pub field: Option<(u8, u8)>,
}

/// What is asked of the desk.
#[derive(Clone, Debug)]
pub enum StatisticsAsk {
    /// A report.
    Report(Asked),
    /// Write a report into a file: for a spreadsheet, as its name ends.
    Save(Box<Table>, Target),
}

/// What is told.
#[derive(Clone, Debug)]
pub enum StatisticsTell {
    /// The report, of what was asked.
    Report(Asked, Box<Report>),
    /// It cannot be made, and why.
    Failed(String),
    /// It is written.
    Saved(std::path::PathBuf),
    /// There is such a file.
    Exists(std::path::PathBuf),
    /// It cannot be written, and why.
    NotSaved(String),
}

/// A report, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The days.
    pub days: String,
    /// The days that it is compared with; nothing of what is not compared.
    pub before: String,
    /// The headers of the figures, after the one of the names.
    pub columns: Vec<String>,
    /// The parts.
    pub rows: Vec<Part>,
    /// All together.
    pub total: Option<Part>,
    /// The grid, the best class first, by recency and then by frequency.
    pub grid: Vec<Field>,
    /// The whole table, for a file.
    pub table: Table,
}

/// A part of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What it leads to: a department or a customer.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its figures, under the headers.
    pub figures: Vec<String>,
    /// How long its bar is, against the longest, and the one of the period before.
    pub bars: Option<(f32, f32)>,
    /// Above zero when it grew, below when it shrank.
    pub trend: i32,
}

/// A field of the grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Its classes.
    pub classes: (u8, u8),
    /// How many customers.
    pub customers: String,
    /// Their revenue.
    pub revenue: String,
    /// How full it is, against the fullest: 0 to 1.
    pub heat: f32,
}

/// Answers. What is refused is told where it was asked.
pub(in crate::office) fn answer(statistics: &Statistics<'_>, ask: StatisticsAsk) -> StatisticsTell {
    let language = statistics.language();
    match ask {
        StatisticsAsk::Report(asked) => match report(statistics, &asked) {
            Ok(report) => StatisticsTell::Report(asked, Box::new(report)),
            Err(error) => StatisticsTell::Failed(error.message(language)),
        },
        StatisticsAsk::Save(_, to) if !to.replace && to.path.exists() => StatisticsTell::Exists(to.path),
        StatisticsAsk::Save(table, Target { path, .. }) => {
            let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            let format = if is_csv { TableFormat::Csv } else { TableFormat::Xlsx };
            match table.save(&path, format, language) {
                Ok(()) => StatisticsTell::Saved(path),
                Err(error) => StatisticsTell::NotSaved(error.message(language)),
            }
        }
    }
}

fn report(statistics: &Statistics<'_>, asked: &Asked) -> Result<Report, Error> {
    let (days, language) = (days(statistics, &asked.span)?, statistics.language());
    let by = match asked.subject {
        Subject::Groups => By::Group,
        Subject::Departments => By::Department(asked.within.as_deref().map(DepartmentId::new)),
        Subject::Sellers => By::Seller,
        Subject::Cities => By::City,
        Subject::Ages => By::Age(days.last()),
        Subject::Lives => return Ok(of_lives(&statistics.lives(days, SLEEPS_AFTER)?, days, language)),
        Subject::Rfm => {
            let segment = asked.field.map(|(recency, frequency)| Segment {
                recency: Some(recency),
                frequency: Some(frequency),
                monetary: None,
            });
            return Ok(of_rfm(&statistics.rfm(days.last(), segment.map(|segment| (segment, MOST_BUYERS)))?, language));
        }
        Subject::Team => return Ok(of_team(&statistics.sellers(days)?, days, language)),
    };
    Ok(of_takings(&statistics.takings(days, &by)?, days, language))
}

fn days(statistics: &Statistics<'_>, span: &Span) -> Result<Days, Error> {
    let today = statistics.today();
    let month = today.with_day(1).unwrap_or(today);
    let (first, last) = match span {
        Span::Today => (today, today),
        Span::Week => (today.checked_sub_days(Shift::new(6)).unwrap_or(today), today),
        Span::Month => (month, today),
        Span::LastMonth => {
            let last = month.checked_sub_days(Shift::new(1)).unwrap_or(month);
            (last.with_day(1).unwrap_or(last), last)
        }
        Span::Year => (NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today), today),
        Span::TwelveMonths => {
            let first = today.checked_sub_months(Months::new(12)).and_then(|day| day.succ_opt());
            (first.unwrap_or(today), today)
        }
        Span::Typed(from, to) => return statistics.days_typed(Some(from), Some(to)),
    };
    let text = |day: NaiveDate| day.to_string();
    statistics.days_typed(Some(&text(first)), Some(&text(last)))
}

fn words(days: Days, language: Language) -> String {
    let (first, last) = (day(days.first()), day(days.last()));
    if first == last { first } else { language.pick(format!("{first} au {last}"), format!("{first} to {last}")) }
}

/// Figures of a table under some of its headers.
fn part(row: &[Figure], shown: &[usize], language: Language) -> Part {
    let text = |at: &usize| match row.get(*at) {
        Some(Figure::Money(amount)) => bare_money(*amount, language),
        Some(figure) => figure.text(language),
        None => String::new(),
    };
    let name = row.first().map(|figure| figure.text(language)).unwrap_or_default();
    Part { name, figures: shown.iter().map(text).collect(), ..Part::default() }
}

fn of_table(table: Table, shown: &[usize], has_total: bool, language: Language) -> Report {
    // On screen each figure says its unit.
    let bare = |name: &str| name.trim_end_matches(" (%)").to_owned();
    let columns = shown.iter().filter_map(|at| table.columns.get(*at)).map(|name| bare(name)).collect();
    let mut rows: Vec<Part> = table.rows.iter().map(|row| part(row, shown, language)).collect();
    let total = if has_total { rows.pop() } else { None };
    Report { columns, rows, total, table, ..Report::default() }
}

/// How long a bar is, against the longest.
fn length(amount: Money, longest: Money) -> f32 {
    let part = |amount: Money| Decimal::from(amount.cents().max(0));
    part(amount).checked_div(part(longest)).and_then(|part| part.to_f32()).unwrap_or(0.0)
}

fn of_takings(takings: &Takings, days: Days, language: Language) -> Report {
    // Revenue, trend, share, sales, average basket, customers, visits, margin.
    let mut report = of_table(takings.table(language), &[1, 11, 9, 4, 5, 6, 7, 3], true, language);
    let longest = takings.rows.iter().flat_map(|row| [row.revenue_gross, row.before]).max().unwrap_or(Money::ZERO);
    let opens = takings.by == "department";
    for (part, row) in report.rows.iter_mut().zip(&takings.rows) {
        part.bars = Some((length(row.revenue_gross, longest), length(row.before, longest)));
        part.trend = sign(row.trend);
        part.id = row.key.clone().filter(|_| opens).unwrap_or_default();
    }
    if let Some(total) = &mut report.total {
        total.trend = sign(takings.total.trend);
    }
    report.days = words(days, language);
    report.before = words(days.before(), language);
    report
}

fn sign(trend: Option<Decimal>) -> i32 {
    trend.map_or(0, |trend| i32::from(trend > Decimal::ZERO) - i32::from(trend < Decimal::ZERO))
}

fn of_team(sellers: &Sellers, days: Days, language: Language) -> Report {
    // Revenue, sales, articles per sale, average basket, discounts by hand, files opened, returns, their amount.
    let mut report = of_table(sellers.table(language), &[1, 4, 6, 7, 8, 9, 10, 11], true, language);
    let longest = sellers.rows.iter().map(|row| row.revenue_gross).max().unwrap_or(Money::ZERO);
    for (part, row) in report.rows.iter_mut().zip(&sellers.rows) {
        part.bars = Some((length(row.revenue_gross, longest), 0.0));
    }
    report.days = words(days, language);
    report
}

fn of_lives(lives: &Lives, days: Days, language: Language) -> Report {
    let mut report = of_table(lives.table(language), &[1, 2], false, language);
    let longest = lives.stages.iter().map(|row| row.customers).chain([lives.buyers, lives.never]).max().unwrap_or(0);
    let counts = lives.stages.iter().map(|row| row.customers).chain([lives.buyers, lives.never]);
    for (part, count) in report.rows.iter_mut().zip(counts) {
        part.bars = Some((length(Money::from_cents(count), Money::from_cents(longest)), 0.0));
    }
    report.days = words(days, language);
    report
}

fn of_rfm(rfm: &Rfm, language: Language) -> Report {
    let fullest = rfm.grid.iter().map(|field| field.customers).max().unwrap_or(0);
    let field = |field: &comptoir_app::statistics::RfmCell| Field {
        classes: (field.recency, field.frequency),
        customers: number(field.customers.into(), language),
        revenue: bare_money(field.revenue_12_months, language),
        heat: length(Money::from_cents(field.customers), Money::from_cents(fullest)),
    };
    // Monetary class, last visit, sales, revenue.
    let mut report = of_table(rfm.segment_table(language), &[3, 4, 5, 6], false, language);
    for (part, buyer) in report.rows.iter_mut().zip(&rfm.segment) {
        part.id = buyer.id.to_string();
    }
    if rfm.in_segment.is_none() {
        report.table = rfm.table(language);
    }
    let on = day(rfm.on);
    report.days = language.pick(format!("24 mois jusqu’au {on}"), format!("24 months until {on}"));
    report.grid = rfm.grid.iter().map(field).collect();
    report
}
