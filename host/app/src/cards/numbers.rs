//! Fresh numbers of cards: each is handed out once. Cards given to customers, and taken away.

use std::collections::{BTreeMap, HashSet};

use comptoir_contact::card::{CardCode, CardSeries};
use comptoir_domain::code::ScannedCode;
use comptoir_domain::id::CustomerId;

use super::{MOST, USUAL_SERIES};
use crate::customers::FormField;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::till::Till;

/// The setting that keeps the last number of each series, as JSON by its prefix.
const SETTING: &str = "card-series";

impl Till {
    /// Reserves fresh numbers of a series: none is, was or will be another card, an item, a paper or a label.
    ///
    /// # Errors
    ///
    /// [`Invalid::CardCount`] for none or more than [`MOST`], [`Invalid::Card`] for no prefix or a series at its
    /// end, [`Refused::LabelSeries`] when the shop's labels have such numbers.
    pub fn reserve_cards(&mut self, series: &str, count: u32) -> Result<Vec<CardCode>, Error> {
        self.in_one(|till| till.take_numbers(series, count))
    }

    /// Takes numbers within a transaction that is open.
    pub(crate) fn take_numbers(&mut self, prefix: &str, count: u32) -> Result<Vec<CardCode>, Error> {
        if !(1..=MOST).contains(&count) {
            return Err(Invalid::CardCount(count.into()).into());
        }
        let series = CardSeries::new(prefix).map_err(Invalid::Card)?;
        let mut last = self.last_numbers()?;
        let known = self.store.known_cards(prefix)?;
        let mut sequence = last.get(prefix).copied().unwrap_or(0);
        let mut cards = Vec::new();
        while cards.len() < usize::try_from(count).unwrap_or(usize::MAX) {
            sequence += 1;
            let card = series.card(sequence).map_err(Invalid::Card)?;
            if self.is_free(&card, &last, &known)? {
                cards.push(card);
            }
        }
        last.insert(prefix.to_owned(), sequence);
        let text = serde_json::to_string(&last).map_err(|error| unreadable(&error))?;
        self.store.set_setting(SETTING, &text)?;
        Ok(cards)
    }

    fn last_numbers(&self) -> Result<BTreeMap<String, u64>, Error> {
        let kept = self.store.setting(SETTING)?;
        kept.map_or_else(|| Ok(BTreeMap::new()), |text| serde_json::from_str(&text).map_err(|error| unreadable(&error)))
    }

    fn is_free(&self, card: &CardCode, last: &BTreeMap<String, u64>, known: &HashSet<String>) -> Result<bool, Error> {
        // A series may be a part of another one: 2903 of 29.
        let handed_out = last.iter().any(|(prefix, last)| {
            let sequence = CardSeries::new(prefix).and_then(|series| series.sequence(card.as_str()));
            sequence.is_ok_and(|sequence| (1..=*last).contains(&sequence))
        });
        if handed_out || known.contains(card.as_str()) {
            return Ok(false);
        }
        self.check_labels(card)?;
        match self.decode(card.as_str()) {
            Ok(_) => Ok(false),
            Err(Error::NotFound(NotFound::Code(_))) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// A number that the shop's scale may print one day is no card.
    fn check_labels(&self, card: &CardCode) -> Result<(), Error> {
        let gtin = ScannedCode::read(card.as_str()).ok().and_then(|code| code.gtin);
        let label = gtin.map(|gtin| self.layouts.read(&gtin));
        if matches!(label, None | Some(Ok(None))) {
            return Ok(());
        }
        Err(Refused::LabelSeries { card: card.as_str().to_owned() }.into())
    }
}

impl Till {
    /// Gives a customer one more card, with a fresh number.
    ///
    /// # Errors
    ///
    /// [`crate::NotFound::Customer`], as [`Self::reserve_cards`].
    pub fn give_card(&mut self, id: CustomerId) -> Result<String, Error> {
        self.in_one(|till| {
            let fresh = till.take_numbers(USUAL_SERIES, 1)?;
            let card = fresh.first().map(|card| card.as_str().to_owned()).unwrap_or_default();
            let mut cards = till.cards_now(id)?;
            cards.push(card.clone());
            till.edit_file(id, &[(FormField::Cards, cards.join(", "))])?;
            Ok(card)
        })
    }

    /// Takes a card away: it finds nobody any more.
    ///
    /// # Errors
    ///
    /// [`crate::NotFound::Customer`].
    pub fn take_card(&mut self, id: CustomerId, card: &str) -> Result<(), Error> {
        let mut cards = self.cards_now(id)?;
        cards.retain(|other| other != card);
        self.edit_file(id, &[(FormField::Cards, cards.join(", "))])?;
        Ok(())
    }

    fn cards_now(&self, id: CustomerId) -> Result<Vec<String>, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        Ok(customer.cards)
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    comptoir_store::StoreError::Damaged { detail: format!("{SETTING}: {error}") }.into()
}
