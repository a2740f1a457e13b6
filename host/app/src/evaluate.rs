//! Programs on a draft: facts out, effects in, accepted or refused, never in the way of the sale.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use comptoir_domain::draft::Draft;
use comptoir_domain::effect::{Accepted, Condition, Grounds, Offer, Proposal, Text, Value, accept, answers_that_hold};
use comptoir_domain::facts::{Event, SaleFacts};
use comptoir_domain::id::{ProgramId, Sku};
use comptoir_domain::item::Item;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::price::Priced;
use comptoir_domain::regime::untaxed;
use comptoir_domain::sale::{ProgramRecord, Said, Told};
use comptoir_policy::Share;
use comptoir_store::Basis;

use crate::clock::Clock;
use crate::error::{Error, NotFound};
use crate::programs::Loaded;
use crate::till::Till;

mod aftermath;
mod facts;
mod past;
mod pools;

pub(crate) use aftermath::Aftermath;
pub(crate) use facts::{customer as customer_fact, sale_facts};
pub(crate) use past::{Pasts, counter as counter_fact, earned};
use pools::Turn;
pub(crate) use pools::worth;

/// All programs of a sale together: as much as sixteen that use up what they may. It is counted, so that the same sale
/// gives the same on every till; a preview has the same, so that it shows what will be paid.
const ALL_PROGRAMS: Share = Share::WHOLE.times(16);
/// All programs of a sale together, by the clock: only a machine that hardly runs comes to it.
const GUARD: Duration = Duration::from_secs(3);

/// A draft with its prices and what the programs made of it.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// Lines, discounts of programs and items that they give included.
    pub priced: Priced,
    /// What each program did, in the merchant's order; a failed one with its fault.
    pub programs: Vec<ProgramRecord>,
    /// The programs that were not asked, and why.
    pub left_out: BTreeMap<ProgramId, LeftOut>,
}

/// Why a program in force was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Those before had used all that there is.
    Exhausted,
    /// It is left alone for a while, or until the merchant looks, after repeated faults.
    Paused,
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

impl Reason {
    /// Puts a condition into words, with what finds those of the package.
    pub(crate) fn of(condition: &Condition, say: impl Fn(&Text) -> String, language: Language) -> Self {
        let write = |value: &Value| crate::format::value(value, language);
        Self {
            held: condition.held,
            what: say(&condition.what),
            expected: write(&condition.expected),
            actual: write(&condition.actual),
        }
    }
}

impl Evaluated {
    /// Gives what is to pay.
    #[must_use]
    pub fn total(&self) -> Money {
        self.priced.total()
    }

    /// Gives what the programs offer, in their order.
    pub fn offers(&self) -> impl Iterator<Item = (&ProgramId, &Offer)> {
        self.programs
            .iter()
            .flat_map(|record| record.accepted.offers.iter().map(|accepted| (&record.program, &accepted.offer)))
    }

    /// Says that an offer is none of those that there are.
    pub(crate) fn no_offer(&self, asked: &str) -> NotFound {
        let open = self.offers().map(|(program, offer)| format!("{program}/{}", offer.id)).collect();
        NotFound::Offer { asked: asked.to_owned(), open }
    }

    /// Gives the programs that failed, with why.
    pub fn faults(&self) -> impl Iterator<Item = (&ProgramId, &str)> {
        self.programs.iter().filter_map(|p| p.fault.as_deref().map(|fault| (&p.program, fault)))
    }
}

/// One evaluation under way.
struct Round<'a> {
    draft: &'a Draft,
    event: Event,
    explain: bool,
    /// The instant that programs are told: of a payment, that of the receipt.
    at: DateTime<FixedOffset>,
    /// Whether the customer pays no tax: what programs give has none either.
    exempt: bool,
    /// The prices before all programs.
    base: Priced,
    /// What the programs used so far.
    used: Share,
    until: Instant,
    evaluated: Evaluated,
}

impl Round<'_> {
    /// An item at what it costs this customer apart from price lists.
    fn as_sold(&self, item: Item) -> Item {
        if self.exempt { untaxed(item) } else { item }
    }
}

impl Till {
    /// Prices a draft with all programs and changes nothing, not even the technical log.
    ///
    /// # Errors
    ///
    /// What the store says; a failing program is no error.
    pub fn preview(&mut self, draft: &Draft, explain: bool) -> Result<Evaluated, Error> {
        self.evaluate(draft, Event::Draft, explain, self.now())
    }

    /// As [`Self::preview`], right after the customer was identified: programs that listen to it know it.
    ///
    /// # Errors
    ///
    /// As [`Self::preview`].
    pub fn preview_identified(&mut self, draft: &Draft) -> Result<Evaluated, Error> {
        self.evaluate(draft, Event::Identified, false, self.now())
    }

    /// Prices a draft; programs that are switched on and in force run in the merchant's order, each
    /// on what the ones before left or on the prices before all of them, as the merchant chose. Those of a
    /// pool start from the same prices, and only one of them gives.
    pub(crate) fn evaluate(
        &mut self,
        draft: &Draft,
        event: Event,
        explain: bool,
        at: DateTime<FixedOffset>,
    ) -> Result<Evaluated, Error> {
        let day = Clock::business_day(at);
        self.look_back(draft, at)?;
        let base = Priced::of(draft, day);
        let evaluated = Evaluated { priced: base.clone(), programs: Vec::new(), left_out: BTreeMap::new() };
        let until = Instant::now() + GUARD;
        let exempt = draft.exemption(day).is_some();
        let mut round = Round { draft, event, explain, at, exempt, base, used: Share::NONE, until, evaluated };
        for turn in pools::turns(self.programs.in_force(day)) {
            let records = self.turn(&mut round, &turn)?;
            for record in records {
                self.apply_record(&mut round, record)?;
            }
        }
        Ok(round.evaluated)
    }

    /// Asks one program, or all of a pool, on the same prices.
    fn turn(&self, round: &mut Round<'_>, turn: &Turn<'_>) -> Result<Vec<ProgramRecord>, Error> {
        let records = turn.programs.iter().map(|program| self.ask(round, program)).collect::<Result<Vec<_>, _>>()?;
        Ok(pools::one_gives(turn.combine, records))
    }

    fn ask(&self, round: &mut Round<'_>, program: &Loaded) -> Result<ProgramRecord, Error> {
        if round.used >= ALL_PROGRAMS || Instant::now() > round.until {
            round.evaluated.left_out.insert(program.row.id.clone(), LeftOut::Exhausted);
            return Ok(program.skipped(&program.words_late(self.language)));
        }
        if let Some(pause) = program.paused(round.at, self.language) {
            round.evaluated.left_out.insert(program.row.id.clone(), LeftOut::Paused);
            return Ok(program.skipped(&pause));
        }
        let mut told = self.told(round, program);
        let mut facts = self.facts(round, program, &told);
        let mut answer = self.run(program, &facts, round);
        // A gift that was taken may be offered no more since a line was cancelled: its answer is dropped, and what
        // the program made of it.
        let holding = |answer: &Result<Proposal, String>, told: &Told| {
            answer.as_ref().ok().and_then(|proposal| answers_that_hold(proposal, &told.offers))
        };
        if let Some(offers) = holding(&answer, &told) {
            told.offers = offers;
            facts = self.facts(round, program, &told);
            answer = self.run(program, &facts, round);
        }
        let record = match answer {
            Ok(proposal) => self.judge(program, &facts, proposal, round)?,
            Err(fault) => program.skipped(&fault),
        };
        let told = Some(told).filter(|_| round.event == Event::Paid);
        Ok(ProgramRecord { told, ..record })
    }

    fn told(&self, round: &Round<'_>, program: &Loaded) -> Told {
        let judged = round.evaluated.programs.len();
        let after = if program.row.basis == Basis::Base { 0 } else { judged };
        self.tell(round.draft, program, (after, judged))
    }

    /// Runs one program: what fails comes back in words.
    fn run(&self, program: &Loaded, facts: &SaleFacts, round: &mut Round<'_>) -> Result<Proposal, String> {
        let (answer, used) = program.evaluate(facts, round.explain, self.programs.host().limits(), self.language);
        round.used = round.used.and(used);
        answer
    }

    fn judge(
        &self,
        program: &Loaded,
        facts: &SaleFacts,
        proposal: Proposal,
        round: &Round<'_>,
    ) -> Result<ProgramRecord, Error> {
        let price = |sku: &Sku| self.store.item(sku).ok().flatten().map(|item| round.as_sold(item).price);
        let left = round.evaluated.priced.lines.iter().map(|line| (line.id, line.gross)).collect();
        let grounds = Grounds { facts, permissions: program.permissions(), left, price: &price };
        Ok(match accept(proposal, &grounds) {
            Ok(accepted) => self.record(program, accepted),
            Err(refusal) => program.skipped(&crate::messages::policy_refusal(&refusal, self.language)),
        })
    }

    fn record(&self, program: &Loaded, accepted: Accepted) -> ProgramRecord {
        let said = accepted.messages.iter().map(|m| Said { to: m.to, text: self.say(program, &m.text) }).collect();
        let titles = accepted.offers.iter().map(|o| self.say(program, &o.offer.title)).collect();
        ProgramRecord { accepted, titles, said, ..program.skipped_record() }
    }

    /// Takes what a program gives off the prices, and adds the items that it gives.
    fn apply_record(&self, round: &mut Round<'_>, mut record: ProgramRecord) -> Result<(), Error> {
        let say = |text| self.programs.say(&record.program, text, self.config.language);
        for (text, shares) in &record.accepted.discounts {
            round.evaluated.priced.take_program(&record.program, &say(text), shares);
        }
        for given in &record.accepted.items {
            if let Some(item) = self.store.item(&given.item.sku)? {
                let item = round.as_sold(item);
                let line = round.evaluated.priced.give(&item, given, &record.program, &say(&given.item.label));
                record.gifts.push(line);
            }
        }
        round.evaluated.programs.push(record);
        Ok(())
    }

    /// Puts a policy's text into the shop's language.
    pub(crate) fn say(&self, program: &Loaded, text: &comptoir_domain::effect::Text) -> String {
        program.say(text, self.config.language)
    }

    /// Says why a program did what it did: nothing unless it was asked to explain.
    #[must_use]
    pub fn reasons(&self, record: &ProgramRecord) -> Vec<Reason> {
        let say = |text: &Text| self.programs.say(&record.program, text, self.language);
        record.accepted.why.iter().map(|condition| Reason::of(condition, say, self.language)).collect()
    }
}
