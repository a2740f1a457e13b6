//! The component and the script of one policy answer alike, whatever the sale.

use std::sync::Arc;

use comptoir_domain::facts::{CustomerFact, LineFact, LineKind, OfferFact, OfferState, SaleFacts};
use comptoir_domain::id::{DepartmentId, LineId};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_policy::{Package, Policy, Settings};
use proptest::prelude::*;

use crate::support;

fn line() -> impl Strategy<Value = LineFact> {
    (0i64..6_000, 0i64..100, 0usize..3, any::<bool>(), 0u8..10).prop_map(
        |(cents, off, department, discountable, kind)| {
            let base = support::sale().lines.remove(0);
            let gross = Money::from_cents(cents - cents * off / 100);
            let department = ["vin", "presse", "jeux"][department];
            LineFact {
                kind: if kind == 0 { LineKind::GiftVoucher } else { LineKind::Item },
                departments: vec![DepartmentId::new(department), DepartmentId::new("magasin")],
                amount: Money::from_cents(cents),
                prior_discount: Money::from_cents(cents) - gross,
                gross,
                discountable,
                ..base
            }
        },
    )
}

fn sale() -> impl Strategy<Value = SaleFacts> {
    let lines = prop::collection::vec(line(), 0..8);
    (lines, 0u8..10, 0i64..5_000_000, 0usize..4).prop_map(|(lines, customer, balance, state)| {
        let numbered = lines.into_iter().zip(1..).map(|(line, id)| LineFact { id: LineId(id), ..line });
        let mut sale = SaleFacts { lines: numbered.collect(), offers: vec![], ..support::sale() };
        let nobody = customer == 0;
        sale.customer = (!nobody).then(CustomerFact::default);
        if nobody {
            sale.counters.clear();
        } else {
            sale.counters[0].balance = Points::from_ten_thousandths(balance);
        }
        let state = [OfferState::Open, OfferState::Taken, OfferState::Later].get(state).copied();
        sale.offers.extend(state.map(|state| OfferFact { offer: "gift".into(), state, part: None, choice: None }));
        sale
    })
}

fn settings() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    (1i64..30_000, 1i64..2_000, 1i64..600, any::<bool>(), 1i64..4_000, 0i64..400, any::<bool>()).prop_map(
        |(points, step, threshold, discount, worth, validity, excludes)| {
            vec![
                ("points", Points::from_ten_thousandths(points).to_string()),
                ("step", Money::from_cents(step).to_string()),
                ("threshold", threshold.to_string()),
                ("reward", if discount { "discount" } else { "voucher" }.to_owned()),
                ("reward_value", Money::from_cents(worth).to_string()),
                ("validity", validity.to_string()),
                ("excluded_departments", if excludes { "presse,jeux" } else { "" }.to_owned()),
            ]
        },
    )
}

#[test]
fn the_component_and_the_script_answer_alike() {
    let Some(folder) = support::assembled() else { return };
    let (_place, host) = support::host();
    let load = |id: &str| -> (Package, Arc<dyn Policy>) {
        let package = Package::load(&folder.join(id)).unwrap();
        let policy = host.load(&package).unwrap();
        (package, policy)
    };
    let ((package, component), (_, script)) = (load("loyalty-spend"), load("loyalty-spend-script"));
    let specs = &package.manifest().settings;
    let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(sale in sale(), typed in settings(), explain in any::<bool>())| {
        let typed = typed.iter().map(|(key, text)| (*key, text.as_str()));
        let settings = Settings::read(specs, typed).unwrap();
        prop_assert_eq!(component.prepare(&settings), script.prepare(&settings));
        let ask = |policy: &dyn Policy| policy.evaluate(&settings, &sale, explain).map(|answer| answer.proposal);
        prop_assert_eq!(ask(component.as_ref()), ask(script.as_ref()));
    });
}
