//! What a policy is told: what its manifest does not ask for is blanked, for both engines and for cases.

use comptoir_domain::facts::{Event, SaleFacts};

use super::{FactKind, Manifest};

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
            if hidden(FactKind::CustomerTags) {
                customer.tags.clear();
            }
            customer.birthday = customer.birthday.filter(|_| !hidden(FactKind::Birthday));
            customer.postcode = customer.postcode.take().filter(|_| !hidden(FactKind::Postcode));
        }
        facts
    }
}
