//! The questions of a component's plan.

use comptoir_domain::history::{Bought, Period, Question};

use super::super::wit::comptoir::policy::history as wh;
use super::{Read, all, day};
use crate::engine::Plan;

pub(in crate::wasm) fn plan(questions: Vec<wh::Question>) -> Read<Plan> {
    Plan::asking(all(questions, question)?)
}

fn question(question: wh::Question) -> Read<Question> {
    Ok(match question {
        wh::Question::Visits(within) => Question::Visits(period(within)?),
        wh::Question::Sales(within) => Question::Sales(period(within)?),
        wh::Question::Revenue(within) => Question::Revenue(period(within)?),
        wh::Question::Pieces(asked) => Question::Pieces(bought(asked.bought), period(asked.period)?),
        wh::Question::Spent(asked) => Question::Spent(bought(asked.bought), period(asked.period)?),
        wh::Question::FirstVisit => Question::FirstVisit,
        wh::Question::LastVisit => Question::LastVisit,
        wh::Question::LastBought(what) => Question::LastBought(bought(what)),
        wh::Question::Earned(asked) => Question::Earned(asked.name, period(asked.period)?),
        wh::Question::OffersTaken(asked) => Question::OffersTaken(asked.name, period(asked.period)?),
        wh::Question::Sponsored(within) => Question::Sponsored(period(within)?),
    })
}

fn period(period: wh::Period) -> Read<Period> {
    Ok(match period {
        wh::Period::Always => Period::Always,
        wh::Period::Days(days) => Period::Days(days),
        wh::Period::Month(back) => Period::Month(back),
        wh::Period::Year(back) => Period::Year(back),
        wh::Period::Since(first) => Period::Since(day(first)?),
    })
}

fn bought(bought: wh::Bought) -> Bought {
    Bought { departments: bought.departments.into_iter().collect(), items: bought.items.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use comptoir_domain::history::MOST_QUESTIONS;

    use super::super::super::wit::comptoir::policy::types as wt;
    use super::*;
    use crate::engine::Fault;

    #[test]
    fn every_question_is_read_as_it_was_meant() {
        let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let what = || wh::Bought { departments: codes(&["b", "a", "b"]), items: codes(&["MUG"]) };
        let expected = Bought { departments: set(&["a", "b"]), items: set(&["MUG"]) };
        let within = || wh::BoughtIn { bought: what(), period: wh::Period::Month(1) };
        let named = |name: &str| wh::NamedIn { name: name.into(), period: wh::Period::Year(2) };
        let first = wt::Date { year: 2026, month: 2, day: 28 };
        let since = chrono::NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        let (asked, expected): (Vec<_>, Vec<_>) = [
            (wh::Question::Visits(wh::Period::Always), Question::Visits(Period::Always)),
            (wh::Question::Sales(wh::Period::Days(3)), Question::Sales(Period::Days(3))),
            (wh::Question::Revenue(wh::Period::Since(first)), Question::Revenue(Period::Since(since))),
            (wh::Question::Pieces(within()), Question::Pieces(expected.clone(), Period::Month(1))),
            (wh::Question::Spent(within()), Question::Spent(expected.clone(), Period::Month(1))),
            (wh::Question::FirstVisit, Question::FirstVisit),
            (wh::Question::LastVisit, Question::LastVisit),
            (wh::Question::LastBought(what()), Question::LastBought(expected)),
            (wh::Question::Earned(named("points")), Question::Earned("points".into(), Period::Year(2))),
            (wh::Question::OffersTaken(named("gift")), Question::OffersTaken("gift".into(), Period::Year(2))),
            (wh::Question::Sponsored(wh::Period::Always), Question::Sponsored(Period::Always)),
        ]
        .into_iter()
        .unzip();
        assert_eq!(plan(asked).unwrap().questions, expected);
    }

    #[test]
    fn too_many_questions_and_a_day_that_is_none_are_faults() {
        let many = vec![wh::Question::LastVisit; MOST_QUESTIONS + 1];
        assert_eq!(plan(many), Err(Fault::TooLarge { limit: 32 }));
        let never = wt::Date { year: 2026, month: 2, day: 29 };
        let Err(Fault::BadAnswer { text, .. }) = plan(vec![wh::Question::Visits(wh::Period::Since(never))]) else {
            panic!("29 February 2026 was believed")
        };
        assert!(text.en.contains("2026-2-29"), "{text:?}");
    }
}
