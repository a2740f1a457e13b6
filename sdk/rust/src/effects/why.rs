//! Why: the conditions of a policy and what became of them.

use alloc::string::String;
use alloc::vec::Vec;

use super::Effects;
use crate::contract::effects::Condition;
use crate::filter::Verdict;
use crate::text::{Text, Value};

/// The till refuses an answer with more.
const MOST: usize = 64;

/// What holds conditions: the effects of a program, the verdict of a filter.
pub(crate) trait Reasoned {
    /// Hears whether a condition held.
    fn heard(&mut self, held: bool);

    /// The conditions so far.
    fn why(&mut self) -> &mut Vec<Condition>;

    fn note(&mut self, what: &str, held: bool, expected: Value, actual: Value) {
        if self.why().len() >= MOST {
            return;
        }
        self.why().push(Condition {
            held,
            what: Text::key(what).into_contract(),
            expected: expected.into_contract(),
            actual: actual.into_contract(),
        });
    }
}

macro_rules! conditions {
    ($for:ty, $meaning:literal) => {
        /// Conditions. Each method tells whether it holds, and notes it for the "why?" of the screen when the till
        /// asks for reasons, the first 64 of them; `what` is the key of a message in the catalogs.
        #[doc = $meaning]
        impl $for {
            /// Tells whether the till asks for reasons: to spare work that only conditions need.
            #[must_use]
            pub const fn explains(&self) -> bool {
                self.explain
            }

            /// Notes whether a condition held, with what was expected and what was found.
            pub fn require(
                &mut self,
                what: &str,
                held: bool,
                expected: impl Into<Value>,
                actual: impl Into<Value>,
            ) -> bool {
                self.heard(held);
                if self.explain {
                    self.note(what, held, expected.into(), actual.into());
                }
                held
            }

            /// Requires a yes.
            pub fn require_true(&mut self, what: &str, actual: bool) -> bool {
                self.require(what, actual, true, actual)
            }

            /// Requires `least` or more.
            pub fn require_at_least<T>(&mut self, what: &str, least: T, actual: T) -> bool
            where
                T: Copy + PartialOrd + Into<Value>,
            {
                self.require(what, actual >= least, least, actual)
            }

            /// Requires `most` or less.
            pub fn require_at_most<T>(&mut self, what: &str, most: T, actual: T) -> bool
            where
                T: Copy + PartialOrd + Into<Value>,
            {
                self.require(what, actual <= most, most, actual)
            }

            /// Requires a value.
            pub fn require_equal<T>(&mut self, what: &str, expected: T, actual: T) -> bool
            where
                T: Copy + PartialEq + Into<Value>,
            {
                self.require(what, actual == expected, expected, actual)
            }

            /// Requires one of some codes: a group, a postcode.
            pub fn require_in<'a>(
                &mut self,
                what: &str,
                codes: impl IntoIterator<Item = &'a str>,
                actual: &str,
            ) -> bool {
                let (mut held, mut all) = (false, String::new());
                for code in codes {
                    held |= code == actual;
                    if self.explain {
                        all.push_str(if all.is_empty() { "" } else { ", " });
                        all.push_str(code);
                    }
                }
                self.require(what, held, all, actual)
            }
        }
    };
}

conditions!(Effects, "They decide nothing by themselves: what is proposed if they hold is up to the program.");
conditions!(Verdict, "All must hold: one that does not, and the customer is not chosen.");

impl Reasoned for Effects {
    fn heard(&mut self, _: bool) {}

    fn why(&mut self) -> &mut Vec<Condition> {
        &mut self.proposal.why
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::types;
    use crate::numbers::{Money, Points};

    #[test]
    fn conditions_hold_at_their_bounds() {
        let mut out = Effects::new(true);
        let (one, two) = (Points::ONE, Points::from(2));
        let held = [
            out.require_at_least("a", one, one),
            out.require_at_least("b", two, one),
            out.require_at_most("c", one, one),
            out.require_at_most("d", one, two),
            out.require_equal("e", 1, 1),
            out.require_equal("f", 1, 2),
            out.require_true("g", true),
            out.require_true("h", false),
            out.require_in("i", ["vip", "staff"], "staff"),
            out.require_in("j", ["vip"], "staff"),
        ];
        assert_eq!(held, [true, false, true, false, true, false, true, false, true, false]);
        let why = out.into_contract().why;
        assert_eq!(why.iter().map(|condition| condition.held).collect::<Vec<_>>(), held);
        let words = |words: &str| types::Value::Words(words.into());
        assert_eq!((&why[8].expected, &why[8].actual), (&words("vip, staff"), &words("staff")));
    }

    #[test]
    fn reasons_end_where_the_till_takes_no_more() {
        let mut out = Effects::new(true);
        assert!((0..100).all(|_| out.require_true("a", true)));
        assert_eq!(out.into_contract().why.len(), MOST);
    }

    #[test]
    fn without_reasons_conditions_only_hold() {
        let mut out = Effects::new(false);
        assert!(out.require_at_least("a", Money::ZERO, Money::ZERO) && !out.explains());
        assert!(out.require_in("b", ["vip"], "vip"));
        assert!(out.into_contract().why.is_empty());
    }
}
