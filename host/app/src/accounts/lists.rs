//! What all customers owe, and what the shop owes on its papers: to be looked through, and as tables for a file.

use std::cmp::Reverse;

use chrono::NaiveDate;
use comptoir_domain::account::Ageing;

use super::AccountRow;
use crate::error::Error;
use crate::messages::credit_name;
use crate::statistics::{Figure, Table};
use crate::till::Till;

impl Till {
    /// Lists accounts with something owed, paid beforehand or held: what has been owed for longest first, then the
    /// most, then by name.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn owing(&self, on: NaiveDate) -> Result<Vec<AccountRow>, Error> {
        let mut rows = self.accounts(on, false)?;
        rows.sort_by_key(|row| {
            let [_, to_60, to_90, more] = row.ageing.owed;
            Reverse((more, to_90, to_60, row.ageing.balance()))
        });
        Ok(rows)
    }

    /// Makes the table of what is owed on a day, by age, with its sums.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn ageing_table(&self, on: NaiveDate) -> Result<Table, Error> {
        let language = self.language;
        let mut total = Ageing::default();
        let mut rows = Vec::new();
        for row in self.accounts(on, true)?.into_iter().filter(|row| row.ageing != Ageing::default()) {
            total.add(&row.ageing);
            let person = &row.customer.person;
            let card = row.customer.cards.first().cloned().unwrap_or_default();
            rows.push(ageing_row([person.display_name(), card], &row.ageing, row.account.hold.unwrap_or_default()));
        }
        rows.push(ageing_row(["TOTAL".to_owned(), String::new()], &total, String::new()));
        Ok(Table {
            title: language.pick("Balance âgée", "Ageing"),
            columns: language
                .pick(
                    [
                        "Client",
                        "Carte",
                        "0 à 30 jours",
                        "31 à 60",
                        "61 à 90",
                        "Plus de 90",
                        "Acomptes",
                        "Solde",
                        "Bloqué",
                    ],
                    [
                        "Customer",
                        "Card",
                        "0 to 30 days",
                        "31 to 60",
                        "61 to 90",
                        "Over 90",
                        "Deposits",
                        "Balance",
                        "Held",
                    ],
                )
                .to_vec(),
            rows,
        })
    }

    /// Makes the table of what the shop owes on its papers at the end of a day, by kind and year of issue.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn liability_table(&self, on: NaiveDate) -> Result<Table, Error> {
        let language = self.language;
        let rows = self.store.liabilities(on)?;
        let rows = rows.into_iter().map(|row| {
            vec![
                Figure::Text(credit_name(row.kind, language).to_owned()),
                Figure::Count(row.year.into()),
                Figure::Count(i64::try_from(row.count).unwrap_or(i64::MAX)),
                Figure::Money(row.issued),
                Figure::Money(row.owed),
                Figure::Money(row.expired),
            ]
        });
        Ok(Table {
            title: language.pick("Avoirs et bons", "Papers"),
            columns: language
                .pick(
                    ["Sorte", "Année", "Émis", "Pour", "Dû", "Périmé"],
                    ["Kind", "Year", "Issued", "Worth", "Owed", "Expired"],
                )
                .to_vec(),
            rows: rows.collect(),
        })
    }
}

fn ageing_row([name, card]: [String; 2], ageing: &Ageing, hold: String) -> Vec<Figure> {
    let amounts = ageing.owed.into_iter().chain([-ageing.unmatched, ageing.balance()]).map(Figure::Money);
    let words = [name, card].map(Figure::Text);
    words.into_iter().chain(amounts).chain([Figure::Text(hold)]).collect()
}
