//! Who a customer is: personal data, stored apart from the books so that it can be erased.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A day of birth; the year is often not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    /// The month, 1 to 12.
    pub month: u32,
    /// The day, 1 to 31.
    pub day: u32,
    /// The year, when known.
    pub year: Option<i32>,
}

impl Birthday {
    /// Tells whether the customer is wished a happy birthday on a day: 29 February is wished on
    /// 28 February in common years.
    #[must_use]
    pub fn is_wished_on(self, day: NaiveDate) -> bool {
        let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
        let wished = if (self.month, self.day) == (2, 29) && !leap { (2, 28) } else { (self.month, self.day) };
        (day.month(), day.day()) == wished
    }

    /// Gives the age on a day, in whole years; nothing when the year is not known or still to come.
    #[must_use]
    pub fn age_on(self, day: NaiveDate) -> Option<u32> {
        let before = (day.month(), day.day()) < (self.month, self.day);
        u32::try_from(day.year().checked_sub(self.year?)?.checked_sub(i32::from(before))?).ok()
    }
}

/// Who a customer is: personal data, stored apart from the books so that it can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Madame, Monsieur, or nothing.
    pub title: Option<String>,
    /// The family name.
    pub last_name: String,
    /// The first name.
    pub first_name: String,
    /// The company, when the customer is one or buys for one.
    pub company: Option<String>,
    /// The company's SIREN: nine digits.
    pub siren: Option<String>,
    /// The company's VAT number, without spaces.
    pub vat_number: Option<String>,
    /// The first phone number, in the form of E.164: `+33612345678`.
    pub phone: Option<String>,
    /// Further phone numbers, in the same form.
    pub more_phones: Vec<String>,
    /// The first e-mail address.
    pub email: Option<String>,
    /// Further e-mail addresses.
    pub more_emails: Vec<String>,
    /// Line 2 of the address: flat, floor, stairs.
    pub complement: Option<String>,
    /// Line 3: building, residence, entrance.
    pub building: Option<String>,
    /// Line 4: number and street.
    pub street: Option<String>,
    /// Line 5: hamlet (lieu-dit) or post-office box.
    pub place: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The town.
    pub city: Option<String>,
    /// The country, when it is not France.
    pub country: Option<String>,
    /// The language to write in, as `fr` or `en`; the shop's when none.
    pub language: Option<String>,
    /// The day of birth.
    pub birthday: Option<Birthday>,
    /// What the shop noted: sizes, tastes.
    pub note: Option<String>,
    /// What the cashier is to see first (alerte).
    pub warning: Option<String>,
    /// The fields that the shop defined, by their keys.
    pub custom: BTreeMap<String, String>,
}

impl Person {
    /// Gives the name as the cashier says it: `Mme Claire Lefèvre`; the company's when nobody is named.
    #[must_use]
    pub fn display_name(&self) -> String {
        let parts = [self.title.as_deref().unwrap_or_default(), &self.first_name, &self.last_name];
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        match &self.company {
            Some(company) if self.last_name.is_empty() && self.first_name.is_empty() => company.clone(),
            _ => name,
        }
    }

    /// Tells whether a person or a company is named.
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.last_name.is_empty() || !self.first_name.is_empty() || self.company.is_some()
    }

    /// All phone numbers, the first one first.
    pub fn phones(&self) -> impl Iterator<Item = &str> {
        self.phone.iter().chain(&self.more_phones).map(String::as_str)
    }

    /// All e-mail addresses, the first one first.
    pub fn emails(&self) -> impl Iterator<Item = &str> {
        self.email.iter().chain(&self.more_emails).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_of_29_february_is_wished_on_the_28th_in_common_years() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let leapling = Birthday { month: 2, day: 29, year: None };
        assert!(leapling.is_wished_on(day(2028, 2, 29)) && !leapling.is_wished_on(day(2028, 2, 28)));
        assert!(leapling.is_wished_on(day(2026, 2, 28)) && !leapling.is_wished_on(day(2026, 3, 1)));
    }

    #[test]
    fn a_company_is_called_by_its_name_when_nobody_is_named() {
        let mut person = Person { company: Some("Atelier Lambda SARL".into()), ..Person::default() };
        assert_eq!(person.display_name(), "Atelier Lambda SARL");
        person.last_name = "Moreau".into();
        assert_eq!(person.display_name(), "Moreau");
    }
}
