//! "Sleeping customers": who used to come and has not been seen for months.
//!
//! A filter: it chooses customers for a mailing or a tag. What was bought is asked of the books, so the list is
//! right on whatever day it is made.

use comptoir_sdk::{
    Candidate, Date, Filter, Groups, Issues, Money, Period, Plan, Question, Result, Settings, Verdict, export_filter,
    history,
};

/// The settings; the manifest says what they mean.
#[derive(Settings)]
pub struct Sleeping {
    days: i64,
    most_days: i64,
    visits: i64,
    revenue: Money,
    groups: Groups,
}

export_filter!(Sleeping);

impl Filter for Sleeping {
    fn check(&self, issues: &mut Issues) {
        if self.most_days != 0 && self.most_days < self.days {
            issues.refuse("most_days", "issue-most-days");
        }
    }

    fn plan(&self, plan: &mut Plan) {
        plan.ask(&history::last_visit());
        plan.ask(&visits());
        if self.revenue > Money::ZERO {
            plan.ask(&revenue());
        }
    }

    fn select(&self, customer: &Candidate, out: &mut Verdict) -> Result {
        let Some(last) = customer.answer(&history::last_visit())? else {
            out.require_true("why-came", false);
            return Ok(());
        };
        out.require_at_most("why-last", ago(customer, self.days)?, last);
        if self.most_days > 0 {
            out.require_at_least("why-not-lost", ago(customer, self.most_days)?, last);
        }
        out.require_at_least("why-visits", self.visits, customer.answer(&visits())?);
        if self.revenue > Money::ZERO {
            out.require_at_least("why-revenue", self.revenue, customer.answer(&revenue())?);
        }
        if !self.groups.is_empty() {
            out.require_in("why-group", self.groups.iter(), customer.customer().group().unwrap_or_default());
        }
        Ok(())
    }
}

fn visits() -> Question<i64> {
    history::visits(Period::Always)
}

fn revenue() -> Question<Money> {
    history::revenue(Period::Always)
}

/// So many days before the day of the list.
fn ago(customer: &Candidate, days: i64) -> Result<Date> {
    customer.day().plus_days(-days)
}

#[cfg(test)]
mod tests {
    use comptoir_sdk::testing::{self, CustomerBuilder, date, money};

    use super::*;

    const MANIFEST: &str = include_str!("../manifest.toml");

    /// Last seen on a day, after so many visits.
    fn seen(day: &str, visits: i64) -> CustomerBuilder {
        let customer = CustomerBuilder::new().day("2026-12-01").answer(&super::visits(), visits);
        customer.answer(&history::last_visit(), Some(date(day)))
    }

    fn selected(set: &[(&str, &str)], customer: &CustomerBuilder) -> bool {
        let filter: Sleeping = testing::settings(MANIFEST, set);
        testing::select(&filter, customer).is_selected()
    }

    #[test]
    fn a_customer_sleeps_from_the_day_on_that_the_merchant_sets() {
        let (awake, asleep) = (seen("2026-06-05", 2), seen("2026-06-04", 2));
        assert!(selected(&[], &asleep) && !selected(&[], &awake));
        assert!(!selected(&[("most_days", "180")], &seen("2026-06-03", 2)), "lost, not asleep");
        assert!(selected(&[("most_days", "180")], &asleep));
    }

    #[test]
    fn who_hardly_ever_came_does_not_sleep() {
        assert!(!selected(&[], &seen("2026-01-01", 1)));
        assert!(!selected(&[], &CustomerBuilder::new()), "never came");
        let bought = seen("2026-01-01", 5).answer(&revenue(), money("99.99"));
        assert!(!selected(&[("revenue", "100")], &bought) && selected(&[("revenue", "99.99")], &bought));
    }

    #[test]
    fn a_list_may_be_of_some_groups_only() {
        let gold = seen("2026-01-01", 5).group("or");
        assert!(selected(&[("groups", "or,argent")], &gold));
        assert!(!selected(&[("groups", "argent")], &gold) && !selected(&[("groups", "or")], &seen("2026-01-01", 5)));
    }

    #[test]
    fn a_span_that_ends_before_it_starts_is_refused() {
        let refused = testing::refused_by_filter::<Sleeping>(MANIFEST, &[("days", "180"), ("most_days", "90")]);
        assert_eq!(refused, ["most_days"]);
    }
}
