//! Enrolment at the welcome desk: a file, what was agreed to, and a card, all or nothing.

use comptoir_domain::customer::{Channel, Customer, Source};

use super::{FormField, consent_words};
use crate::cards::USUAL_SERIES;
use crate::error::Error;
use crate::till::Till;

/// Somebody who is enrolled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enrolment {
    /// What was typed into the fields of the file.
    pub typed: Vec<(FormField, String)>,
    /// What was answered to the questions that were read aloud; a channel that was not asked about is left out.
    pub answers: Vec<(Channel, bool)>,
    /// Whether the customer gets a card with a fresh number, when none was scanned.
    pub give_card: bool,
}

impl Till {
    /// Opens the file, notes the answers with the words of the questions, and gives a card.
    ///
    /// # Errors
    ///
    /// As [`Self::create_file`] and [`Self::reserve_cards`]; then nothing is kept.
    pub fn enrol(&mut self, enrolment: &Enrolment) -> Result<Customer, Error> {
        self.in_one(|till| {
            let mut typed = enrolment.typed.clone();
            let has_card = typed.iter().any(|(field, text)| *field == FormField::Cards && !text.trim().is_empty());
            if enrolment.give_card && !has_card {
                let fresh = till.take_numbers(USUAL_SERIES, 1)?;
                typed.extend(fresh.iter().map(|card| (FormField::Cards, card.as_str().to_owned())));
            }
            let customer = till.create_file(&typed)?;
            for (channel, granted) in &enrolment.answers {
                // What was read is the question, whatever the answer.
                let words = consent_words((*channel, true), &till.shop().name, till.language);
                till.note_consent(customer.id, (*channel, *granted), Source::Spoken, &words)?;
            }
            Ok(customer)
        })
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::customer::Consents;

    use super::*;
    use crate::error::{Invalid, Refused};
    use crate::testing::{PEOPLE, TestShop};

    fn claire() -> Enrolment {
        Enrolment {
            typed: vec![(FormField::LastName, "Lefèvre".into()), (FormField::Phone, "06 12 34 56 78".into())],
            answers: vec![(Channel::Sms, true), (Channel::Email, false)],
            give_card: true,
        }
    }

    #[test]
    fn a_customer_is_enrolled_with_what_was_said_and_a_card_that_nobody_had() {
        let mut shop = TestShop::new();
        let till = &mut shop.till;
        let first = till.enrol(&claire()).unwrap();
        let second = till.enrol(&Enrolment { typed: vec![(FormField::LastName, "Roux".into())], ..claire() }).unwrap();
        assert_eq!((first.cards.len(), second.cards.len()), (1, 1));
        assert_ne!(first.cards, second.cards);
        let said = Consents::of(till.store().consents(first.id).unwrap());
        assert_eq!(said.on(Channel::Sms).map(|consent| consent.granted), Some(true));
        let no = said.on(Channel::Email).unwrap();
        assert!(!no.granted && no.wording.starts_with("Would you like"), "{no:?}");
        assert_eq!(said.on(Channel::Post), None);
    }

    #[test]
    fn what_is_wrong_leaves_no_file_no_answer_and_no_number_behind() {
        let mut shop = TestShop::new();
        let till = &mut shop.till;
        let wrong = Enrolment {
            typed: vec![(FormField::LastName, "Roux".into()), (FormField::Phone, "12".into())],
            ..claire()
        };
        assert!(matches!(till.enrol(&wrong), Err(Error::Invalid(Invalid::Form(_)))));
        let own = till.enrol(&claire()).unwrap();
        let taken = vec![(FormField::LastName, "Roux".into()), (FormField::Cards, own.cards[0].clone())];
        let taken = Enrolment { typed: taken, ..claire() };
        assert!(matches!(till.enrol(&taken), Err(Error::Refused(Refused::CardInUse { .. }))));
        assert_eq!(till.store().count_customers().unwrap(), PEOPLE + 1);
        let next = till.enrol(&Enrolment { typed: vec![(FormField::LastName, "Roux".into())], ..claire() }).unwrap();
        let number = |card: &str| card[2..12].parse::<u64>().unwrap();
        assert_eq!(number(&next.cards[0]), number(&own.cards[0]) + 1, "no number was lost");
    }
}
