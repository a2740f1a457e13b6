//! What a policy is told: what its manifest does not ask for is blanked, for both engines and for cases.

use std::collections::BTreeSet;

use comptoir_domain::audience::Candidate;
use comptoir_domain::facts::{CustomerFact, Event, SaleFacts};

use super::{FactKind, Kind, Manifest};

impl Manifest {
    /// Blanks the facts that the manifest does not ask for, and asks about a draft where the policy does not
    /// listen to [`Event::Identified`]. Whoever evaluates a policy passes the facts through here first.
    #[must_use]
    pub fn told(&self, mut facts: SaleFacts) -> SaleFacts {
        if facts.event == Event::Identified && !self.listens_to(Event::Identified) {
            facts.event = Event::Draft;
        }
        let hidden = |kind| !self.facts.contains(&kind);
        for line in &mut facts.lines {
            if hidden(FactKind::Labels) {
                line.label.clear();
            }
            if hidden(FactKind::Tags) {
                line.tags.clear();
            }
            line.cost = line.cost.filter(|_| !hidden(FactKind::Cost));
        }
        if let Some(customer) = &mut facts.customer {
            self.blank(customer);
        }
        facts
    }

    /// Blanks what a filter's manifest does not ask for. Whoever asks a filter passes the facts through here first.
    #[must_use]
    pub fn told_of(&self, mut candidate: Candidate) -> Candidate {
        self.blank(&mut candidate.customer);
        if !self.facts.contains(&FactKind::Counters) {
            candidate.counters.clear();
        }
        candidate
    }

    fn blank(&self, customer: &mut CustomerFact) {
        let hidden = |kind| !self.facts.contains(&kind);
        if hidden(FactKind::CustomerTags) {
            customer.tags.clear();
        }
        customer.birthday = customer.birthday.filter(|_| !hidden(FactKind::Birthday));
        customer.postcode = customer.postcode.take().filter(|_| !hidden(FactKind::Postcode));
    }

    /// Gives the facts of a case that the policy is not told because the manifest does not ask for them. A name that
    /// is the code tells nothing; a program is told its own counters unasked.
    #[must_use]
    pub fn untold(&self, facts: &SaleFacts) -> BTreeSet<FactKind> {
        let (lines, customer) = (&facts.lines, facts.customer.as_ref());
        let given = [
            (FactKind::Labels, lines.iter().any(|line| line.label != line.sku.as_str())),
            (FactKind::Tags, lines.iter().any(|line| !line.tags.is_empty())),
            (FactKind::Cost, lines.iter().any(|line| line.cost.is_some())),
            (FactKind::CustomerTags, customer.is_some_and(|customer| !customer.tags.is_empty())),
            (FactKind::Birthday, customer.is_some_and(|customer| customer.birthday.is_some())),
            (FactKind::Postcode, customer.is_some_and(|customer| customer.postcode.is_some())),
            (FactKind::Counters, self.kind == Kind::Filter && !facts.counters.is_empty()),
        ];
        let untold = given.into_iter().filter(|(kind, given)| *given && !self.facts.contains(kind));
        untold.map(|(kind, _)| kind).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};
    use comptoir_domain::customer::Birthday;
    use comptoir_domain::facts::{CustomerFact, LineFact, LineKind};
    use comptoir_domain::id::{DepartmentId, LineId, Sku};
    use comptoir_domain::money::Money;
    use comptoir_domain::quantity::{Points, Quantity};
    use comptoir_domain::rate::VatRate;

    use super::*;
    use crate::manifest::read::tests::GOOD;

    fn facts() -> SaleFacts {
        let tags = BTreeSet::from(["promo".to_owned()]);
        let line = LineFact {
            id: LineId(1),
            kind: LineKind::Item,
            sku: Sku::new("ART"),
            label: "Article".into(),
            departments: vec![DepartmentId::new("vin")],
            quantity: Quantity::ONE,
            unit_price: Money::from_cents(500),
            amount: Money::from_cents(500),
            prior_discount: Money::ZERO,
            gross: Money::from_cents(500),
            vat_rate: VatRate::ZERO,
            discountable: true,
            tags: tags.clone(),
            points: Points::from_ten_thousandths(10_000),
            cost: Some(Money::from_cents(300)),
        };
        let customer = CustomerFact {
            group: Some("or".into()),
            tags,
            birthday: Some(Birthday { month: 12, day: 3, year: None }),
            postcode: Some("33000".into()),
            member_since: None,
            sponsored: true,
        };
        SaleFacts {
            event: Event::Identified,
            day: NaiveDate::MIN,
            time: NaiveTime::MIN,
            lines: vec![line],
            customer: Some(customer),
            counters: vec![],
            offers: vec![],
            waiting: vec![],
            history: vec![],
        }
    }

    fn told(declared: &str) -> SaleFacts {
        Manifest::read(&format!("facts = [{declared}]\n{GOOD}")).unwrap().told(facts())
    }

    /// Which facts differ from those that there are.
    fn hidden(told: &SaleFacts) -> Vec<&'static str> {
        let (all, customer, line) = (facts(), told.customer.as_ref().unwrap(), &told.lines[0]);
        let (there, item) = (all.customer.as_ref().unwrap(), &all.lines[0]);
        let same = [
            ("labels", line.label == item.label),
            ("tags", line.tags == item.tags),
            ("cost", line.cost == item.cost),
            ("customer-tags", customer.tags == there.tags),
            ("birthday", customer.birthday == there.birthday),
            ("postcode", customer.postcode == there.postcode),
        ];
        same.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
    }

    #[test]
    fn what_is_not_declared_is_blanked_and_nothing_else() {
        let kinds = ["labels", "tags", "cost", "customer-tags", "birthday", "postcode"];
        assert_eq!(hidden(&told("")), kinds);
        for kind in kinds {
            let others: Vec<&str> = kinds.into_iter().filter(|other| *other != kind).collect();
            let declared: Vec<String> = others.iter().map(|other| format!("\"{other}\"")).collect();
            assert_eq!(hidden(&told(&declared.join(","))), [kind]);
            assert_eq!(hidden(&told(&format!("\"{kind}\""))), others);
            let manifest = Manifest::read(&format!("facts = [{}]\n{GOOD}", declared.join(","))).unwrap();
            let untold: Vec<String> =
                manifest.untold(&facts()).iter().map(|kind| toml::Value::try_from(kind).unwrap().to_string()).collect();
            assert_eq!(untold, [format!("\"{kind}\"")]);
        }
        let blank = told("");
        assert_eq!((blank.lines[0].label.as_str(), blank.lines[0].cost), ("", None));
        assert_eq!(blank.lines[0].points, facts().lines[0].points);
        assert_eq!(blank.customer.unwrap().group.as_deref(), Some("or"));
    }

    #[test]
    fn a_policy_that_does_not_listen_for_customers_is_asked_about_a_draft() {
        assert_eq!(told("").event, Event::Draft);
        let listening = GOOD.replacen("\"paid\"]", "\"paid\", \"identified\"]", 1);
        assert_eq!(Manifest::read(&listening).unwrap().told(facts()).event, Event::Identified);
    }
}
