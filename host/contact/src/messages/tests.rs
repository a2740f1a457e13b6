//! Each message names what was written and ends with what to do.

use super::*;
use crate::address::Address;
use crate::card::{CardCode, CardSeries};
use crate::company::{Siren, Siret, VatNumber};
use crate::email::Email;
use crate::phone::{Phone, Region};

const FRENCH: Language = Language::French;

fn phone(text: &str) -> String {
    phone_error(&Phone::read(text, Region::France).unwrap_err(), FRENCH)
}

fn email(text: &str) -> String {
    email_error(&Email::read(text).unwrap_err(), FRENCH)
}

#[test]
fn a_message_says_what_was_written_and_what_to_do() {
    let error = Phone::read("3631", Region::France).unwrap_err();
    assert_eq!(
        phone_error(&error, FRENCH),
        "Numéro de téléphone « 3631 » : 3631 est un numéro court, qui n'est celui de personne. \
         Demandez un numéro à dix chiffres."
    );
    assert_eq!(
        phone_error(&error, Language::English),
        "Phone number \"3631\": 3631 is a short number, which is nobody's. Ask for a number of ten digits."
    );
    let error = CardCode::read("2903000000423").unwrap_err();
    assert_eq!(
        card_error(&error, FRENCH),
        "Carte 2903000000423 : le dernier chiffre devrait être 2. Scannez la carte, ou vérifiez les chiffres."
    );
    let long = Address { building: "R".repeat(40), ..Address::default() };
    assert_eq!(
        address_issue(&long.check()[0], FRENCH),
        format!("Ligne 3, bâtiment, « {} » : 40 caractères, 38 au plus. Ôtez-en 2.", "R".repeat(40))
    );
}

#[test]
fn every_message_names_the_value_in_both_languages() {
    let phones = ["", "x", "3631", "0612", "06123456789", "0712345678", "+210123456", "0612345678 / 0123456789"];
    for text in phones {
        assert!(phone(text).contains(&format!("« {text} »")), "{}", phone(text));
    }
    let emails = ["", "a", "a@", "@a", "a@b", "a@@b", "a b@c.fr", "a.@b.fr", "a@-b.fr"];
    for text in emails {
        assert!(email(text).contains(&format!("« {text} »")), "{}", email(text));
    }
    let companies = [
        Siren::read("").unwrap_err(),
        Siren::read("73282932").unwrap_err(),
        Siren::read("732829321").unwrap_err(),
        Siret::read("73282932100074").unwrap_err(),
        VatNumber::read("CH123").unwrap_err(),
        VatNumber::read("DE123").unwrap_err(),
        VatNumber::read("DE123€").unwrap_err(),
    ];
    for error in companies {
        for language in [FRENCH, Language::English] {
            assert!(company_error(&error, language).contains(&error.read), "{error}");
        }
    }
    let cards = [
        (CardSeries::new("30").unwrap_err(), "30"),
        (CardSeries::new("29").unwrap().card(u64::MAX).unwrap_err(), "18446744073709551615"),
        (CardSeries::new("29").unwrap().sequence("3560070976478").unwrap_err(), "3560070976478"),
        (CardCode::read("carte").unwrap_err(), "carte"),
    ];
    for (error, value) in cards {
        assert!(card_error(&error, FRENCH).contains(value), "{error}");
        assert!(card_error(&error, Language::English).contains(value), "{error}");
    }
}

#[test]
fn a_message_ends_with_what_to_do() {
    let all = [phone(""), phone("0612"), email("a@gmail"), email("claire")];
    for message in all {
        assert!(message.ends_with('.'), "{message}");
        assert!(message.matches(". ").count() >= 1, "{message}");
    }
}
