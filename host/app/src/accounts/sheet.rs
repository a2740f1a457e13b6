//! The statement in words: as text, as a table for spreadsheets, as A4 pages.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use comptoir_domain::account::{Ageing, Statement, StatementLine};
use comptoir_domain::customer::{Customer, Person};
use comptoir_domain::id::CustomerId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::shop::Shop;
use comptoir_paper::{Align, Column, Row, Sheet, Table};

use crate::error::{Error, NotFound};
use crate::format::{bare_money, day, money};
use crate::messages::{entry_name, tender_name};
use crate::out::write_whole;
use crate::receipt::grouped_siret;
use crate::till::{SOFTWARE, Till};

/// One row of a statement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetEntry {
    /// The day.
    pub day: String,
    /// What it is: how it was paid, why it was corrected.
    pub label: String,
    /// Its receipt.
    pub reference: String,
    /// What was bought.
    pub debit: String,
    /// What was paid or returned.
    pub credit: String,
    /// The letter of what is settled with it.
    pub letter: String,
    /// What was owed after it.
    pub balance: String,
}

/// A statement with all that is written around it.
#[derive(Clone, Debug)]
pub struct StatementSheet {
    /// Its figures.
    pub statement: Statement,
    customer: Customer,
    shop: Shop,
    language: Language,
    today: NaiveDate,
}

impl Till {
    /// Makes the statement of a customer's account over a period, ends included, in the language of the shop's
    /// papers.
    ///
    /// # Errors
    ///
    /// As [`Till::statement`], and [`NotFound::Customer`].
    pub fn statement_sheet(
        &self,
        customer: CustomerId,
        period: (NaiveDate, NaiveDate),
    ) -> Result<StatementSheet, Error> {
        Ok(StatementSheet {
            statement: self.statement(customer, period)?,
            customer: self.store.customer(customer)?.ok_or_else(|| NotFound::Customer(customer.to_string()))?,
            shop: self.shop().clone(),
            language: self.language,
            today: crate::Clock::business_day(self.now()),
        })
    }
}

impl Till {
    /// Writes a statement into a file: for a spreadsheet when its name ends in `.csv`, else as A4 pages.
    ///
    /// # Errors
    ///
    /// As [`Till::statement_sheet`], and [`Error::File`].
    pub fn write_statement(
        &self,
        customer: CustomerId,
        period: (NaiveDate, NaiveDate),
        path: &Path,
    ) -> Result<(), Error> {
        let sheet = self.statement_sheet(customer, period)?;
        let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        if is_csv { sheet.write_csv(path) } else { sheet.write_pdf(path) }
    }
}

impl StatementSheet {
    /// Writes the statement for a spreadsheet.
    ///
    /// # Errors
    ///
    /// [`Error::File`].
    pub fn write_csv(&self, path: &Path) -> Result<(), Error> {
        write_whole(path, self.csv().as_bytes(), self.language)
    }

    /// Writes the statement as A4 pages.
    ///
    /// # Errors
    ///
    /// [`Error::File`], and what [`Self::pdf`] says.
    pub fn write_pdf(&self, path: &Path) -> Result<(), Error> {
        write_whole(path, &self.pdf()?, self.language)
    }

    fn fr_en(&self, french: &'static str, english: &'static str) -> String {
        self.language.pick(french, english).to_owned()
    }

    /// The names of the columns, in their order.
    #[must_use]
    pub fn columns(&self) -> [String; 7] {
        [("Date", "Date"), ("Libellé", "Label"), ("Pièce", "Receipt"), ("Débit", "Debit"), ("Crédit", "Credit")]
            .map(|(french, english)| self.fr_en(french, english))
            .into_iter()
            .chain([self.fr_en("Lettre", "Match"), self.fr_en("Solde", "Balance")])
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or_default()
    }

    /// The rows, in the order of the statement.
    #[must_use]
    pub fn entries(&self) -> Vec<SheetEntry> {
        self.statement.lines.iter().map(|line| self.entry(line)).collect()
    }

    fn entry(&self, line: &StatementLine) -> SheetEntry {
        let delta = line.entry.posting.delta;
        let amount = |amount: Money| bare_money(amount, self.language);
        SheetEntry {
            day: day(line.entry.posting.day),
            label: self.label(line),
            reference: line.entry.reference().unwrap_or_default(),
            debit: if delta.is_negative() { String::new() } else { amount(delta) },
            credit: if delta.is_negative() { amount(-delta) } else { String::new() },
            letter: line.letter.clone().unwrap_or_default(),
            balance: amount(line.entry.balance),
        }
    }

    fn label(&self, line: &StatementLine) -> String {
        let (posting, detail) = (&line.entry.posting, &line.entry.detail);
        let name = entry_name(posting.kind, posting.delta.is_negative(), self.language);
        let tenders: Vec<&str> = detail.tenders.iter().map(|tender| tender_name(tender.kind, self.language)).collect();
        let more = if tenders.is_empty() { detail.reason.clone() } else { tenders.join(", ") };
        if more.is_empty() { name.to_owned() } else { format!("{name} · {more}") }
    }

    fn period(&self) -> String {
        let (from, to) = (day(self.statement.from), day(self.statement.to));
        self.language.pick(format!("Du {from} au {to}"), format!("From {from} to {to}"))
    }

    fn ages(&self) -> [(String, Money); 5] {
        let Ageing { owed, unmatched } = self.statement.ageing;
        let days = |french: &'static str, english: &'static str| self.fr_en(french, english);
        [
            (days("0 à 30 jours", "0 to 30 days"), owed[0]),
            (days("31 à 60 jours", "31 to 60 days"), owed[1]),
            (days("61 à 90 jours", "61 to 90 days"), owed[2]),
            (days("Plus de 90 jours", "More than 90 days"), owed[3]),
            (days("Acomptes", "Deposits"), -unmatched),
        ]
    }

    /// What is to be done about the closing balance.
    fn closing_words(&self) -> String {
        let closing = self.statement.closing;
        let amount = money(closing.abs(), self.language);
        match (closing.is_positive(), closing.is_negative()) {
            (true, _) => self.language.pick(format!("Reste dû : {amount}"), format!("Still owed: {amount}")),
            (_, true) => {
                self.language.pick(format!("Acompte disponible : {amount}"), format!("Deposit left: {amount}"))
            }
            _ => self.fr_en("Compte soldé.", "Nothing is owed."),
        }
    }

    /// Writes the statement for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let name = self.customer.person.display_name();
        let title = self.fr_en("Relevé de compte", "Statement of account");
        let _ = writeln!(out, "{title} · {name}\n{}", self.period());
        let rows = self.rows();
        let titles = self.columns();
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row.cells[column].chars().count());
            cells.chain([titles[column].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..titles.len()).map(width).collect();
        let mut line = |cells: &[String]| {
            let aligned = cells.iter().zip(&widths).zip(ALIGNS).map(|((cell, width), align)| match align {
                Align::Right => format!("{cell:>width$}"),
                _ => format!("{cell:<width$}"),
            });
            let _ = writeln!(out, "{}", aligned.collect::<Vec<_>>().join("  ").trim_end());
        };
        line(&titles);
        rows.iter().for_each(|row| line(&row.cells));
        for (name, amount) in self.ages().iter().filter(|(_, amount)| *amount != Money::ZERO) {
            let _ = writeln!(out, "{name} : {}", money(*amount, self.language));
        }
        let _ = writeln!(out, "{}", self.closing_words());
        out
    }

    /// Writes the statement as CSV for spreadsheets of French shops: UTF-8 with its mark, semicolons, decimal
    /// commas, days as `22/11/2026`.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::from("\u{feff}");
        let mut line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&cells.join(";"));
            out.push_str("\r\n");
        };
        line(&self.columns());
        self.rows().iter().for_each(|row| line(&row.cells));
        out
    }

    /// Writes the statement as A4 pages, with the customer's address in the window of the envelope.
    ///
    /// # Errors
    ///
    /// [`Error::File`] when no PDF can be made.
    pub fn pdf(&self) -> Result<Vec<u8>, Error> {
        let failed = |error: comptoir_paper::PaperError| Error::File { path: "PDF".into(), problem: error.to_string() };
        self.sheet().pdf().map_err(failed)
    }

    /// Opening balance, entries, sums, closing balance.
    fn rows(&self) -> Vec<Row> {
        let amount = |amount: Money| bare_money(amount, self.language);
        let statement = &self.statement;
        let whole = |on: NaiveDate, label: String, debit: String, credit: String, balance: Money| Row {
            cells: vec![day(on), label, String::new(), debit, credit, String::new(), amount(balance)],
            strong: true,
        };
        let before = self.fr_en("Solde à reporter", "Balance brought forward");
        let mut rows = vec![whole(statement.from, before, String::new(), String::new(), statement.opening)];
        rows.extend(self.entries().into_iter().map(|entry| Row {
            cells: vec![
                entry.day,
                entry.label,
                entry.reference,
                entry.debit,
                entry.credit,
                entry.letter,
                entry.balance,
            ],
            strong: false,
        }));
        let (debits, credits) = (amount(statement.debits), amount(statement.credits));
        let after = self.fr_en("Totaux et solde", "Totals and balance");
        rows.push(whole(statement.to, after, debits, credits, statement.closing));
        rows
    }

    fn sheet(&self) -> Sheet {
        let shares = [25, 52, 27, 20, 20, 14, 22];
        let columns = self.columns().into_iter().zip(shares).zip(ALIGNS);
        let columns = columns.map(|((title, share), align)| Column::new(title, share, align)).collect();
        let entries = Table { title: String::new(), columns, rows: self.rows() };
        let foot = format!("{} · SIRET {}", self.shop.name, grouped_siret(&self.shop.siret));
        let exercise = self.shop.mode.is_exercise();
        let mut facts = vec![self.period()];
        if exercise {
            facts.push(self.fr_en("SIMULATION, sans valeur", "SIMULATION, worthless"));
        }
        Sheet {
            sender: sender(&self.shop, self.language),
            recipient: address(&self.customer.person),
            dated: self.language.pick(format!("Le {}", day(self.today)), day(self.today)),
            title: self.fr_en("Relevé de compte", "Statement of account"),
            facts,
            tables: vec![entries, self.age_table()],
            remarks: vec![
                self.closing_words(),
                self.fr_en(
                    "Même lettre : écritures réglées ensemble ; en minuscule, il en reste une partie à régler.",
                    "Same letter: entries settled together; a small letter, something of them is left.",
                ),
            ],
            foot,
            page_word: "Page".to_owned(),
            software: SOFTWARE.to_owned(),
            language: self.fr_en("fr", "en"),
        }
    }

    fn age_table(&self) -> Table {
        let ages = self.ages();
        Table {
            title: self.fr_en("Ancienneté de ce qui est dû", "Age of what is owed"),
            columns: ages.iter().map(|(name, _)| Column::new(name.clone(), 1, Align::Right)).collect(),
            rows: vec![Row {
                cells: ages.iter().map(|(_, amount)| bare_money(*amount, self.language)).collect(),
                strong: false,
            }],
        }
    }
}

const ALIGNS: [Align; 7] =
    [Align::Left, Align::Left, Align::Left, Align::Right, Align::Right, Align::Center, Align::Right];

pub(crate) fn sender(shop: &Shop, language: Language) -> Vec<String> {
    let mut lines = vec![shop.name.clone()];
    lines.extend(shop.address.iter().cloned());
    lines.push(format!("SIRET {}", grouped_siret(&shop.siret)));
    lines.extend(shop.vat_number.as_ref().map(|vat| format!("{} {vat}", language.pick("TVA", "VAT"))));
    lines
}

/// The lines of the envelope's window: who, then where.
pub(crate) fn address(person: &Person) -> Vec<String> {
    let address = crate::customers::written_address(person);
    let mut lines: Vec<String> = person.company.iter().filter(|company| !company.is_empty()).cloned().collect();
    if !(person.last_name.is_empty() && person.first_name.is_empty()) {
        lines.push(person.display_name());
    }
    lines.extend(address.lines("").into_iter().filter(|line| !line.is_empty()));
    lines
}

/// A text in quotes when a spreadsheet would read it wrongly; never as a formula.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([';', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_breaks_no_column() {
        for (cell, written) in [
            ("12,50", "12,50"),
            ("-12,50", "-12,50"),
            ("a;b", "\"a;b\""),
            ("dit \"ici\"", "\"dit \"\"ici\"\"\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
