//! The breaker: a policy that fails again and again is left alone for a while.
//!
//! Three faults in ten minutes switch it off for five minutes; then one sale tries it again. When it
//! was switched off five times it stays off until the merchant looks or a new version comes.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// Faults within [`WINDOW`] that open the breaker.
const FAULTS: usize = 3;
/// How long a fault counts.
const WINDOW: Duration = Duration::minutes(10);
/// How long the breaker stays open.
const PAUSE: Duration = Duration::minutes(5);
/// How often it may open before the policy is put in quarantine.
const OPENINGS: u32 = 5;

/// Whether the policy is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is run.
    #[default]
    Closed,
    /// It is left alone until this instant, then tried once.
    Open(DateTime<Utc>),
    /// It is left alone until the merchant looks.
    Quarantined,
}

/// What a fault changed: worth telling the merchant once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The policy is left alone until this instant.
    Opened(DateTime<Utc>),
    /// The policy is left alone until the merchant looks.
    Quarantined,
}

/// The breaker of one program at one till. The store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    state: State,
    /// Recent faults, the oldest first.
    faults: Vec<DateTime<Utc>>,
    openings: u32,
}

impl Breaker {
    /// Tells whether the policy may run now. After a pause it may: that run is the try.
    #[must_use]
    pub fn allows(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            State::Closed => true,
            State::Open(until) => now >= until,
            State::Quarantined => false,
        }
    }

    /// Tells whether the policy is run, left alone or in quarantine.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Notes that the policy answered: after a pause it is run again.
    pub fn succeeded(&mut self, now: DateTime<Utc>) {
        if matches!(self.state, State::Open(until) if now >= until) {
            self.state = State::Closed;
            self.faults.clear();
        }
    }

    /// Notes a fault of the policy.
    pub fn failed(&mut self, now: DateTime<Utc>) -> Option<Change> {
        match self.state {
            State::Quarantined => None,
            State::Open(until) if now < until => None,
            State::Open(_) => Some(self.open(now)),
            State::Closed => {
                // A clock that was set back must not keep old faults alive for ever.
                self.faults.retain(|fault| (now - *fault).abs() <= WINDOW);
                self.faults.push(now);
                (self.faults.len() >= FAULTS).then(|| self.open(now))
            }
        }
    }

    /// Starts afresh: the merchant looked, or a new version came.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    fn open(&mut self, now: DateTime<Utc>) -> Change {
        self.faults.clear();
        self.openings += 1;
        if self.openings >= OPENINGS {
            self.state = State::Quarantined;
            return Change::Quarantined;
        }
        let until = now + PAUSE;
        self.state = State::Open(until);
        Change::Opened(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::minutes(minute)
    }

    #[test]
    fn three_faults_in_ten_minutes_open_it_for_five() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.failed(at(0)), None);
        assert_eq!(breaker.failed(at(5)), None);
        assert!(breaker.allows(at(9)));
        assert_eq!(breaker.failed(at(10)), Some(Change::Opened(at(15))));
        assert!(!breaker.allows(at(14)) && breaker.allows(at(15)));
        assert_eq!(breaker.failed(at(12)), None, "a late answer of an evaluation begun before");
    }

    #[test]
    fn faults_far_apart_never_open_it() {
        let mut breaker = Breaker::default();
        for minute in (0..600).step_by(6) {
            assert_eq!(breaker.failed(at(minute)), None, "minute {minute}");
        }
    }

    #[test]
    fn one_try_decides_after_the_pause() {
        let opened = || {
            let mut breaker = Breaker::default();
            for minute in 0..3 {
                let _ = breaker.failed(at(minute));
            }
            breaker
        };
        let mut breaker = opened();
        breaker.succeeded(at(8));
        assert_eq!((breaker.state(), breaker.failed(at(8))), (State::Closed, None));
        let mut breaker = opened();
        assert_eq!(breaker.failed(at(8)), Some(Change::Opened(at(13))));
    }

    #[test]
    fn the_fifth_opening_is_a_quarantine_until_someone_looks() {
        let mut breaker = Breaker::default();
        let changes: Vec<_> = (0..100)
            .filter_map(|minute| {
                let ran = breaker.allows(at(minute));
                ran.then(|| breaker.failed(at(minute))).flatten()
            })
            .collect();
        assert_eq!(changes.len(), 5);
        assert_eq!(changes[4], Change::Quarantined);
        assert!(!breaker.allows(at(100_000)));
        breaker.reset();
        assert!(breaker.allows(at(100_000)));
    }

    #[test]
    fn the_store_gives_back_what_it_was_given() {
        let mut breaker = Breaker::default();
        for minute in 0..4 {
            let _ = breaker.failed(at(minute));
        }
        let text = toml::to_string(&breaker).unwrap();
        assert_eq!(toml::from_str::<Breaker>(&text).unwrap(), breaker);
    }
}
