//! Loyalty cards: fresh numbers, sheets to print and cut, pictures for phones.

use std::path::Path;

pub use comptoir_contact::card::CardCode;
use comptoir_domain::code::ScannedCode;
use comptoir_domain::customer::Customer;
use comptoir_domain::id::CustomerId;
use comptoir_paper::{Card, CardSheet};
use comptoir_store::Hand;

use crate::clock::Clock;
use crate::customers::ListQuery;
use crate::error::{Error, Invalid, Refused};
use crate::out::{not_drawn, write_whole};
use crate::till::{SOFTWARE, Till};

mod numbers;

/// The series of cards when none is named.
pub const USUAL_SERIES: &str = "29";
/// How many cards are made at once: a thousand pages.
pub const MOST: u32 = 10_000;

/// Which cards are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Cards with fresh numbers, to be handed out.
    Fresh {
        /// How many.
        count: u32,
        /// The prefix of their series.
        series: String,
    },
    /// The cards of customers.
    Customers {
        /// Which; its window is passed over.
        query: ListQuery,
        /// The series from which those without a card get one.
        give: Option<String>,
    },
    /// This card of a customer.
    Card(String),
}

/// A card that was printed or drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedCard {
    /// Its number.
    pub code: String,
    /// Whose it is: nobody's yet when none.
    pub holder: Option<(CustomerId, String)>,
    /// Whether the customer got it just now.
    pub given: bool,
}

/// A sheet that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedSheet {
    /// Its cards, in their order.
    pub cards: Vec<PrintedCard>,
    /// Who has no card that can be printed.
    pub left_out: Vec<(CustomerId, String)>,
}

impl PrintedSheet {
    /// Tells how many pages it has.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.cards.len().div_ceil(CardSheet::PER_PAGE)
    }
}

impl Till {
    /// Writes cards as A4 pages to be cut. Numbers are reserved, cards given and all of it noted once the file
    /// is there; when it cannot be written, nothing has happened.
    ///
    /// # Errors
    ///
    /// As [`Self::reserve_cards`], [`Invalid::Filter`], [`Refused::NoCards`], [`Invalid::CardCount`] when they
    /// are too many, [`Error::File`].
    pub fn card_sheet(&mut self, wanted: &Wanted, path: &Path) -> Result<PrintedSheet, Error> {
        let sheet = self.in_one(|till| {
            let sheet = match wanted {
                Wanted::Fresh { count, series } => {
                    let fresh =
                        |code: CardCode| PrintedCard { code: code.as_str().to_owned(), holder: None, given: false };
                    let cards = till.take_numbers(series, *count)?.into_iter().map(fresh).collect();
                    PrintedSheet { cards, left_out: Vec::new() }
                }
                Wanted::Customers { query, give } => till.cards_of(query, give.as_deref())?,
                Wanted::Card(code) => PrintedSheet { cards: vec![till.card_named(code)?], left_out: Vec::new() },
            };
            if sheet.cards.is_empty() {
                return Err(Refused::NoCards { without: sheet.left_out.len() }.into());
            }
            let holders: Vec<CustomerId> =
                sheet.cards.iter().filter_map(|card| card.holder.as_ref()).map(|(id, _)| *id).collect();
            till.note_exports(&holders, path)?;
            let cards = sheet.cards.iter().map(|card| till.drawn(card)).collect();
            let title = till.language.pick("Cartes de fidélité", "Loyalty cards").to_owned();
            let language = till.language.pick("fr", "en").to_owned();
            let pages = CardSheet { cards, title, software: SOFTWARE.to_owned(), language };
            write_whole(path, &pages.pdf().map_err(|error| not_drawn(path, &error))?, till.language)?;
            Ok(sheet)
        })?;
        self.pasts.forget();
        Ok(sheet)
    }

    /// Draws the card of one customer as a picture for a phone: the card that was named, else the first.
    ///
    /// # Errors
    ///
    /// As [`Self::find_customer`], [`Refused::NoCard`], [`Error::File`].
    pub fn card_picture(&mut self, asked: &str, path: &Path) -> Result<PrintedCard, Error> {
        let card = self.card_named(asked)?;
        let holders: Vec<CustomerId> = card.holder.iter().map(|(id, _)| *id).collect();
        self.in_one(|till| {
            till.note_exports(&holders, path)?;
            let picture = till.drawn(&card).png().map_err(|error| not_drawn(path, &error))?;
            write_whole(path, &picture, till.language)
        })?;
        Ok(card)
    }

    /// The card of one customer: the one that was named, else the first that can be printed.
    fn card_named(&self, asked: &str) -> Result<PrintedCard, Error> {
        let customer = self.find_customer(asked)?;
        let named = ScannedCode::read(asked).map_or_else(|_| asked.to_owned(), |code| code.text);
        let named = customer.cards.iter().find(|card| card.eq_ignore_ascii_case(&named) && Card::can_hold(card));
        let name = customer.person.display_name();
        let code = named.or_else(|| printable(&customer)).ok_or_else(|| Refused::NoCard(name.clone()))?.clone();
        Ok(PrintedCard { code, holder: Some((customer.id, name)), given: false })
    }

    /// The cards of those who fit a filter, by name; those who have none get one when there is a series to give from.
    fn cards_of(&mut self, query: &ListQuery, give: Option<&str>) -> Result<PrintedSheet, Error> {
        let filter = self.read_filter(query)?;
        let today = Clock::business_day(self.now());
        let ids = self.store.filtered_customers(&filter, today)?;
        if ids.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
            return Err(Invalid::CardCount(u64::try_from(ids.len()).unwrap_or(u64::MAX)).into());
        }
        let customers = ids.iter().map(|id| self.store.customer(*id)).collect::<Result<Vec<_>, _>>()?;
        let customers: Vec<Customer> = customers.into_iter().flatten().collect();
        let without = customers.iter().filter(|customer| customer.cards.is_empty()).count();
        let mut fresh = match (give, u32::try_from(without)) {
            (Some(series), Ok(count)) if count > 0 => self.take_numbers(series, count)?,
            _ => Vec::new(),
        }
        .into_iter();
        let mut sheet = PrintedSheet::default();
        for customer in customers {
            let given = if customer.cards.is_empty() { fresh.next() } else { None };
            if let Some(card) = given {
                sheet.cards.push(self.give(customer, &card)?);
                continue;
            }
            let holder = (customer.id, customer.person.display_name());
            match printable(&customer) {
                Some(code) => {
                    sheet.cards.push(PrintedCard { code: code.clone(), holder: Some(holder), given: false });
                }
                None => sheet.left_out.push(holder),
            }
        }
        Ok(sheet)
    }

    fn give(&mut self, mut customer: Customer, card: &CardCode) -> Result<PrintedCard, Error> {
        customer.cards.push(card.as_str().to_owned());
        let operator = self.operator.clone();
        self.store.write_file(&customer, &Hand { at: self.now(), operator: &operator, batch: None })?;
        let holder = Some((customer.id, customer.person.display_name()));
        Ok(PrintedCard { code: card.as_str().to_owned(), holder, given: true })
    }

    fn drawn(&self, card: &PrintedCard) -> Card {
        let (shop, language) = (self.shop(), self.language);
        let kind = language.pick("Carte de fidélité", "Loyalty card");
        let mark = if shop.mode.is_exercise() { " · SIMULATION" } else { "" };
        Card {
            shop: shop.name.clone(),
            kind: format!("{kind}{mark}"),
            place: place(&shop.address),
            holder: card.holder.as_ref().map(|(_, name)| name.clone()),
            holder_word: language.pick("Nom", "Name").to_owned(),
            code: card.code.clone(),
        }
    }
}

fn printable(customer: &Customer) -> Option<&String> {
    customer.cards.iter().find(|card| Card::can_hold(card))
}

/// The line of an address that names the town: the one with a postcode, else the last.
fn place(address: &[String]) -> String {
    let is_postcode = |word: &str| word.len() == 5 && word.bytes().all(|digit| digit.is_ascii_digit());
    let town = address.iter().find(|line| line.split_whitespace().any(is_postcode));
    town.or(address.last()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_is_the_line_with_the_postcode() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(place(&lines(&["12 rue des Halles", "69002 Lyon", "France"])), "69002 Lyon");
        assert_eq!(place(&lines(&["12 rue des Halles", "Bruxelles"])), "Bruxelles");
        assert_eq!(place(&[]), "");
    }
}
