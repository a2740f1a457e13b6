//! What a paid sale makes known of its programs: faults in the technical log, breakers as the sale leaves them.
//!
//! Both are stored with the sale, in its transaction: neither is lost without it, and the customer waits for one
//! write. A program that is left alone was told of when its pause began, and is not told of again with every sale.

use chrono::Utc;
use comptoir_domain::id::ProgramId;
use comptoir_domain::sale::Stamp;
use comptoir_journal::Event as Technical;
use comptoir_policy::breaker::{Breaker, Change};

use super::{Evaluated, LeftOut};
use crate::till::Till;

/// What is to be stored with a sale.
#[derive(Debug, Default)]
pub(crate) struct Aftermath {
    pub(crate) events: Vec<Technical>,
    /// Those that the sale changed.
    pub(crate) breakers: Vec<(ProgramId, Breaker)>,
}

impl Aftermath {
    fn tell(&mut self, stamp: &Stamp, program: &ProgramId, words: &str) {
        let (at, operator, detail) = (stamp.at, stamp.operator.clone(), format!("{program} : {words}"));
        self.events.push(Technical { code: Technical::POLICY_FAULT, at, operator, detail });
    }
}

impl Till {
    /// Finds what the programs of a sale leave behind.
    pub(crate) fn aftermath(&self, evaluated: &Evaluated, stamp: &Stamp) -> Aftermath {
        let mut aftermath = Aftermath::default();
        let now = stamp.at.with_timezone(&Utc);
        for record in &evaluated.programs {
            let left_out = evaluated.left_out.get(&record.program);
            if left_out == Some(&LeftOut::Paused) {
                continue;
            }
            let before = self.programs.breaker(&record.program);
            let mut breaker = before.clone();
            let mut change: Option<Change> = None;
            match &record.fault {
                None => breaker.succeeded(now),
                Some(fault) => {
                    aftermath.tell(stamp, &record.program, fault);
                    // It is not its fault that nobody asked it.
                    if left_out.is_none() {
                        change = breaker.failed(now);
                    }
                }
            }
            if let Some(change) = change {
                let words = crate::messages::breaker_change(change, self.language);
                aftermath.tell(stamp, &record.program, words);
            }
            if breaker != before {
                aftermath.breakers.push((record.program.clone(), breaker));
            }
        }
        aftermath
    }
}
