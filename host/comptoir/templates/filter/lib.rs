//! Clients réguliers : qui est venu assez souvent, sur une période.

use comptoir_sdk::{Candidate, Filter, Period, Plan, Question, Result, Settings, Verdict, export_filter, history};

/// Les réglages ; le manifeste dit ce qu'ils veulent dire.
#[derive(Settings)]
pub struct Regulars {
    visits: i64,
    days: u32,
}

export_filter!(Regulars);

impl Filter for Regulars {
    fn plan(&self, plan: &mut Plan) {
        plan.ask(&self.visits_of_the_period());
    }

    fn select(&self, customer: &Candidate, out: &mut Verdict) -> Result {
        // Toutes les conditions doivent être tenues ; le « pourquoi ? » les montre.
        out.require_at_least("why-visits", self.visits, customer.answer(&self.visits_of_the_period())?);
        Ok(())
    }
}

impl Regulars {
    fn visits_of_the_period(&self) -> Question<i64> {
        history::visits(Period::Days(self.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, CustomerBuilder};

    #[test]
    fn who_came_often_enough_is_chosen() {
        let filter: Regulars = testing::settings(include_str!("../manifest.toml"), &[("visits", "3")]);
        let came = |visits| CustomerBuilder::new().answer(&filter.visits_of_the_period(), visits);
        assert!(testing::select(&filter, &came(3)).is_selected());
        assert!(!testing::select(&filter, &came(2)).is_selected());
    }
}
