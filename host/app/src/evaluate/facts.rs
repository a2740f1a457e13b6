//! What a program is told about a sale.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use comptoir_domain::draft::{Answer, Draft, DraftCustomer};
use comptoir_domain::facts::{CustomerFact, Event, HistoryAnswer, LineFact, OfferFact, SaleFacts};
use comptoir_domain::sale::Told;
use comptoir_store::Basis;

use super::Round;
use crate::clock::Clock;
use crate::programs::Loaded;
use crate::till::Till;

impl Till {
    /// Tells all but the lines and the time.
    pub(super) fn tell(&self, draft: &Draft, program: &Loaded, (after, judged): (usize, usize)) -> Told {
        let past = self.pasts.of(&program.row.id);
        let answers = draft.answers.iter().filter(|answer| answer.program == program.row.id);
        Told {
            settings: program.row.settings.clone(),
            customer: draft.member().map(customer),
            counters: past.counters.clone(),
            offers: answers.map(answer).collect(),
            waiting: past.waiting.clone(),
            history: match draft.member() {
                Some(_) => past.history.clone(),
                None => vec![HistoryAnswer::Nothing; program.questions().len()],
            },
            after,
            judged,
        }
    }

    pub(super) fn facts(&self, round: &Round<'_>, program: &Loaded, told: &Told) -> SaleFacts {
        let shown = if program.row.basis == Basis::Base { &round.base } else { &round.evaluated.priced };
        let event = if program.listens_to(round.event) { round.event } else { without_identification(round.event) };
        program.told(sale_facts(told, (event, Clock::business_day(round.at), round.at.time()), shown.facts()))
    }
}

/// A program that does not listen to identifications is asked about a draft.
const fn without_identification(event: Event) -> Event {
    match event {
        Event::Identified => Event::Draft,
        other => other,
    }
}

/// Puts facts together, of a draft or of a past sale.
pub(crate) fn sale_facts(told: &Told, when: (Event, NaiveDate, NaiveTime), lines: Vec<LineFact>) -> SaleFacts {
    let (event, day, time) = when;
    SaleFacts {
        event,
        day,
        time,
        lines,
        customer: told.customer.clone(),
        counters: told.counters.clone(),
        offers: told.offers.clone(),
        waiting: told.waiting.clone(),
        history: told.history.clone(),
    }
}

/// What programs are told of a customer.
pub(crate) fn customer(customer: &DraftCustomer) -> CustomerFact {
    CustomerFact {
        group: customer.group.as_ref().map(|group| group.id.to_string()),
        tags: customer.tags.clone(),
        birthday: customer.birthday,
        postcode: customer.postcode.clone(),
        // Files that were brought over without a date have a day that no shop remembers.
        member_since: Some(customer.since).filter(|since| since.year() > 1900),
        sponsored: customer.sponsor.is_some(),
    }
}

fn answer(answer: &Answer) -> OfferFact {
    OfferFact { offer: answer.offer.clone(), state: answer.state, part: answer.part, choice: answer.choice.clone() }
}
