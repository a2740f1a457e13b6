//! Programs on a draft: facts out, effects in, accepted or refused, never in the way of the sale.

use std::time::{Duration, Instant};

use chrono::Datelike;
use comptoir_domain::draft::Draft;
use comptoir_domain::effect::{Accepted, Condition, Proposal, Value, accept};
use comptoir_domain::facts::{CounterFact, CustomerFact, Event, OfferFact, SaleFacts};
use comptoir_domain::id::ProgramId;
use comptoir_domain::money::Money;
use comptoir_domain::price::Priced;
use comptoir_domain::sale::{ProgramRecord, Said};
use comptoir_journal::Event as Technical;

use crate::clock::Clock;
use crate::error::Error;
use crate::programs::Loaded;
use crate::till::Till;

/// All programs of a draft together: the cashier must not feel them.
const DRAFT_BUDGET: Duration = Duration::from_millis(50);
/// All programs of a payment together: the customer is waiting, and the answer counts.
const PAID_BUDGET: Duration = Duration::from_millis(250);

/// A draft with its prices and what the programs made of it.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// Lines, discounts of programs included.
    pub priced: Priced,
    /// What each program did, in the merchant's order; a failed one with its fault.
    pub programs: Vec<ProgramRecord>,
}

/// One condition of a policy and what became of it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Whether it held.
    pub held: bool,
    /// What was asked.
    pub what: String,
    /// The value it was compared with.
    pub expected: String,
    /// The value found.
    pub actual: String,
}

impl Evaluated {
    /// Gives what is to pay.
    #[must_use]
    pub fn total(&self) -> Money {
        self.priced.total()
    }

    /// Gives the programs that failed, with why.
    pub fn faults(&self) -> impl Iterator<Item = (&ProgramId, &str)> {
        self.programs.iter().filter_map(|p| p.fault.as_deref().map(|fault| (&p.program, fault)))
    }
}

impl Till {
    /// Prices a draft with all programs and changes nothing, not even the technical log.
    ///
    /// # Errors
    ///
    /// What the store says; a failing program is no error.
    pub fn preview(&mut self, draft: &Draft, explain: bool) -> Result<Evaluated, Error> {
        self.evaluate(draft, Event::Draft, explain)
    }

    /// Prices a draft; programs that are switched on and in force run in the merchant's order, each
    /// on what the ones before left.
    pub(crate) fn evaluate(&mut self, draft: &Draft, event: Event, explain: bool) -> Result<Evaluated, Error> {
        let budget = if event == Event::Paid { PAID_BUDGET } else { DRAFT_BUDGET };
        let started = Instant::now();
        let mut evaluated = Evaluated { priced: Priced::of(draft), programs: Vec::new() };
        let day = Clock::business_day(self.now());
        for program in self.programs.in_force(day) {
            let record = if started.elapsed() > budget {
                program.skipped(&program.words_late(self.language))
            } else {
                let facts = self.facts(draft, &evaluated.priced, event, program)?;
                self.run(program, &facts, explain)
            };
            for (label, shares) in
                record.accepted.discounts.iter().map(|(text, shares)| (self.say(program, text), shares))
            {
                evaluated.priced.take_program(&record.program, &label, shares);
            }
            evaluated.programs.push(record);
        }
        Ok(evaluated)
    }

    /// Tells a program's facts.
    fn facts(&self, draft: &Draft, priced: &Priced, event: Event, program: &Loaded) -> Result<SaleFacts, Error> {
        let now = self.now();
        let customer = draft.customer.as_ref();
        let counters = match customer {
            Some(customer) => self.store.counters(customer.id, &program.row.id)?,
            None => Vec::new(),
        };
        let answers = draft.answers.iter().filter(|answer| answer.program == program.row.id);
        Ok(SaleFacts {
            event,
            day: Clock::business_day(now),
            time: now.time(),
            lines: priced.facts(),
            customer: customer.map(|customer| CustomerFact {
                group: customer.group.as_ref().map(|group| group.id.to_string()),
                birthday: customer.birthday.map(|birthday| (birthday.month, birthday.day)),
                member_since: Some(customer.since).filter(|since| since.year() > 1900),
            }),
            counters: counters.into_iter().map(|(name, balance)| CounterFact { name, balance }).collect(),
            offers: answers.map(|answer| OfferFact { offer: answer.offer.clone(), state: answer.state }).collect(),
        })
    }

    /// Runs one program: what fails is skipped and says so.
    fn run(&self, program: &Loaded, facts: &SaleFacts, explain: bool) -> ProgramRecord {
        if let Some(pause) = program.paused(self.now(), self.language) {
            return program.skipped(&pause);
        }
        match program.evaluate(facts, explain, self.language) {
            Ok(proposal) => self.judge(program, facts, proposal),
            Err(fault) => program.skipped(&fault),
        }
    }

    fn judge(&self, program: &Loaded, facts: &SaleFacts, proposal: Proposal) -> ProgramRecord {
        match accept(proposal, facts, program.permissions()) {
            Ok(accepted) => self.record(program, accepted),
            Err(refusal) => program.skipped(&crate::messages::policy_refusal(&refusal, self.language)),
        }
    }

    fn record(&self, program: &Loaded, accepted: Accepted) -> ProgramRecord {
        let said = accepted.messages.iter().map(|m| Said { to: m.to, text: self.say(program, &m.text) }).collect();
        let titles = accepted.offers.iter().map(|o| self.say(program, &o.offer.title)).collect();
        ProgramRecord { accepted, titles, said, ..program.skipped_record() }
    }

    /// Puts a policy's text into the shop's language.
    pub(crate) fn say(&self, program: &Loaded, text: &comptoir_domain::effect::Text) -> String {
        program.say(text, self.config.language)
    }

    /// Says why a program did what it did: nothing unless it was asked to explain.
    #[must_use]
    pub fn reasons(&self, record: &ProgramRecord) -> Vec<Reason> {
        let write = |value: &Value| crate::format::value(value, self.language);
        let reason = |condition: &Condition| Reason {
            held: condition.held,
            what: self.programs.say(&record.program, &condition.what, self.language),
            expected: write(&condition.expected),
            actual: write(&condition.actual),
        };
        record.accepted.why.iter().map(reason).collect()
    }

    /// Tells the technical log and the breaker of programs that failed while a sale was paid: once
    /// per sale and program.
    pub(crate) fn tell_faults(&mut self, draft: &Draft, evaluated: &Evaluated) -> Result<(), Error> {
        let failed: Vec<(ProgramId, String)> =
            evaluated.faults().map(|(program, fault)| (program.clone(), fault.to_owned())).collect();
        for (program, fault) in failed {
            if self.told.insert((draft.id, program.clone())) {
                self.log(Technical::POLICY_FAULT, &format!("{program} : {fault}"))?;
                let change = self.programs.note_fault(&mut self.store, &program, self.clock.now())?;
                if let Some(change) = change {
                    let words = crate::messages::breaker_change(change, self.language);
                    self.log(Technical::POLICY_FAULT, &format!("{program} : {words}"))?;
                }
            }
        }
        let succeeded: Vec<ProgramId> =
            evaluated.programs.iter().filter(|p| p.fault.is_none()).map(|p| p.program.clone()).collect();
        for program in succeeded {
            self.programs.note_success(&mut self.store, &program, self.clock.now())?;
        }
        Ok(())
    }
}
