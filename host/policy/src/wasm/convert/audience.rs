//! Customers on their way to a filter, verdicts on their way back.

use comptoir_domain::audience::{Candidate, Verdict};

use super::super::wit_filter::comptoir::policy::audience as wa;
use super::{Read, all, effects, facts};

pub(in crate::wasm) fn candidate(candidate: &Candidate) -> wa::Candidate {
    wa::Candidate {
        customer: facts::customer(&candidate.customer),
        counters: candidate.counters.iter().map(facts::counter).collect(),
        history: candidate.history.iter().map(facts::answer).collect(),
    }
}

pub(in crate::wasm) fn verdicts(verdicts: Vec<wa::Verdict>) -> Read<Vec<Verdict>> {
    all(verdicts, |verdict| Ok(Verdict { selected: verdict.selected, why: all(verdict.why, effects::condition)? }))
}
