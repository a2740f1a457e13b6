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
