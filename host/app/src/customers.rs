//! Customers at the till: what it shows of one, everything at once, and how a file is opened.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use comptoir_domain::code::ScannedCode;
use comptoir_domain::credit::Credit;
use comptoir_domain::customer::{Account, Birthday, Customer, Person};
use comptoir_domain::id::CustomerId;
use comptoir_domain::indicators::Indicators;
use comptoir_domain::quantity::Points;
use comptoir_store::WaitingOffer;

use crate::clock::Clock;
use crate::error::{Error, Field, Invalid, NotFound, Refused};
use crate::holdings::Held;
use crate::till::Till;

/// A customer with all that the cashier should see.
#[derive(Clone, Debug)]
pub struct CustomerSummary {
    /// The file.
    pub customer: Customer,
    /// The account, when the customer has one.
    pub account: Option<Account>,
    /// Counters of all programs.
    pub counters: Vec<Held>,
    /// Papers with something left on them that are still good.
    pub credits: Vec<Credit>,
    /// Gifts that wait and can still be taken.
    pub offers: Vec<WaitingOffer>,
    /// What is known of the purchases.
    pub indicators: Indicators,
    /// Whether the customer is wished a happy birthday today.
    pub birthday_today: bool,
}

/// A customer whose file is to be opened: everything as it was typed, empty where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// Madame, Monsieur.
    pub title: String,
    /// The family name, or the name of a company.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// A phone number.
    pub phone: String,
    /// An e-mail address.
    pub email: String,
    /// A French postcode.
    pub postcode: String,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// The code of a loyalty card.
    pub card: Option<String>,
}

impl NewCustomer {
    /// Makes a person of what was typed, or tells which field is wrong.
    fn person(&self, today: NaiveDate) -> Result<Person, Invalid> {
        let person = Person {
            title: typed(&self.title),
            last_name: typed(&self.last_name).unwrap_or_default(),
            first_name: typed(&self.first_name).unwrap_or_default(),
            phone: typed(&self.phone),
            email: typed(&self.email),
            postcode: typed(&self.postcode),
            birthday: self.birthday,
            ..Person::default()
        };
        let wrong = |field, value: &str| Invalid::Field { field, value: value.to_owned() };
        if person.last_name.is_empty() && person.first_name.is_empty() {
            return Err(wrong(Field::Name, ""));
        }
        if let Some(phone) = person.phone.as_deref().filter(|phone| !is_phone(phone)) {
            return Err(wrong(Field::Phone, phone));
        }
        if let Some(email) = person.email.as_deref().filter(|email| !is_email(email)) {
            return Err(wrong(Field::Email, email));
        }
        if let Some(code) = person.postcode.as_deref().filter(|code| !is_postcode(code)) {
            return Err(wrong(Field::Postcode, code));
        }
        if let Some(day) = self.birthday.filter(|day| !is_birthday(*day, today)) {
            let year = day.year.map(|year| format!("/{year}")).unwrap_or_default();
            return Err(wrong(Field::Birthday, &format!("{:02}/{:02}{year}", day.day, day.month)));
        }
        Ok(person)
    }
}

/// What was typed, with single spaces; nothing when it was left empty.
fn typed(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

/// Ten figures as they are dialed in France, or a country code and as many as its country has.
fn is_phone(text: &str) -> bool {
    let dialed: String = text.chars().filter(|c| !c.is_whitespace() && !".-/()".contains(*c)).collect();
    let (abroad, figures) = match dialed.strip_prefix('+').or_else(|| dialed.strip_prefix("00")) {
        Some(figures) => (true, figures),
        None => (false, dialed.as_str()),
    };
    if !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    match (abroad, figures.strip_prefix("33")) {
        (false, _) => figures.len() == 10 && figures.starts_with('0'),
        // +33 (0)6 and +33 6 are the same number.
        (true, Some(home)) => home.strip_prefix('0').unwrap_or(home).len() == 9,
        (true, None) => (8..=15).contains(&figures.len()),
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
    !name.is_empty() && dotted && !domain.contains('@') && !text.contains(char::is_whitespace)
}

fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day that was, in a year that a customer may be born in; without a year 29 February is one.
fn is_birthday(birthday: Birthday, today: NaiveDate) -> bool {
    let day = NaiveDate::from_ymd_opt(birthday.year.unwrap_or(2024), birthday.month, birthday.day);
    day.is_some_and(|day| birthday.year.is_none() || (day <= today && day.year() > today.year() - 130))
}

impl Till {
    /// Opens the file of a new customer.
    ///
    /// # Errors
    ///
    /// [`Invalid::Field`] that names the field, [`Refused::CardInUse`].
    pub fn create_customer(&mut self, new: &NewCustomer) -> Result<Customer, Error> {
        let since = Clock::business_day(self.now());
        let person = new.person(since)?;
        let card = new.card.as_deref().and_then(typed).map(|card| self.free_card(&card)).transpose()?;
        let cards = card.into_iter().collect();
        let (group, tags, sponsor) = (None, BTreeSet::new(), None);
        let customer = Customer { id: self.new_customer_id(), person, group, cards, since, tags, sponsor };
        self.store.put_customer(&customer)?;
        Ok(customer)
    }

    /// A card must mean its customer when it is scanned, and nothing else.
    fn free_card(&self, card: &str) -> Result<String, Error> {
        match self.decode(card) {
            Ok(meant) => Err(Refused::CardInUse { card: card.to_owned(), by: meant.name() }.into()),
            Err(Error::NotFound(NotFound::Code(_))) => {
                Ok(ScannedCode::read(card).map_or_else(|_| card.to_owned(), |code| code.text))
            }
            Err(error) => Err(error),
        }
    }

    /// Gives all that the cashier should see of a customer.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn customer_summary(&self, id: CustomerId) -> Result<CustomerSummary, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        let today = Clock::business_day(self.now());
        let credits = self.store.credits_of(id)?;
        let counters = self.holdings(id)?;
        let offers = self.offers_to_take(id, &counters, today)?;
        Ok(CustomerSummary {
            account: self.store.account(id)?,
            counters,
            credits: credits.into_iter().filter(|credit| credit.check_usable(today).is_ok()).collect(),
            offers,
            indicators: self.store.indicators(id)?,
            birthday_today: customer.person.birthday.is_some_and(|birthday| birthday.is_wished_on(today)),
            customer,
        })
    }

    /// Gives the offers that wait and can still be taken: in time, and with what they cost on the
    /// counter. A refund may have taken back the points behind one.
    fn offers_to_take(
        &self,
        customer: CustomerId,
        counters: &[Held],
        today: NaiveDate,
    ) -> Result<Vec<WaitingOffer>, Error> {
        let mut offers = Vec::new();
        for offer in self.store.waiting_offers(customer)? {
            let in_time = offer.expires.is_none_or(|last| today <= last);
            if in_time && self.is_covered(&offer, counters)? {
                offers.push(offer);
            }
        }
        Ok(offers)
    }

    /// Tells whether the counter still holds what an offer cost when it was announced.
    fn is_covered(&self, offer: &WaitingOffer, counters: &[Held]) -> Result<bool, Error> {
        let Some(sale) = self.store.sale_by_number(&offer.number)? else { return Ok(true) };
        let announced = sale.programs.iter().filter(|record| record.program == offer.program);
        let mut offered = announced.flat_map(|record| &record.accepted.offers).map(|accepted| &accepted.offer);
        let cost = offered.find(|announced| announced.id == offer.offer).and_then(|announced| announced.cost.as_ref());
        Ok(cost.is_none_or(|cost| {
            let of_offer = |held: &&Held| held.program == offer.program && held.counter == cost.counter;
            let balance = counters.iter().find(of_offer).map_or(Points::ZERO, |held| held.holding.balance);
            balance >= cost.amount
        }))
    }
}
