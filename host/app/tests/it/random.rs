//! Two hundred gestures in any order: the figures hold, and nothing panics.

use comptoir_app::OfferAnswer;
use comptoir_app::counter::{Action, Done};
use comptoir_app::customers::NewCustomer;
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{CreditId, DepartmentId, LineId, ProgramId, Sku, TillId};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::shop::{TestShop, person, scan};

/// What a gesture is made of; codes of papers are filled in from those that exist.
#[derive(Clone, Debug)]
enum Gesture {
    Plain(Action),
    ScanPaper(usize),
    PayByPaper(usize, Option<i64>),
}

fn line() -> impl Strategy<Value = LineId> {
    (1_u32..8).prop_map(LineId)
}

fn cents() -> impl Strategy<Value = Money> {
    prop_oneof![3 => 1_i64..6_000, 1 => -100_i64..=0].prop_map(Money::from_cents)
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![(1_i64..4).prop_map(Decimal::from), (1_i64..3_000).prop_map(|grams| Decimal::new(grams, 3))]
        .prop_map(|value| Quantity::new(value).unwrap())
}

fn discount() -> impl Strategy<Value = Option<ManualDiscount>> {
    prop::option::of(prop_oneof![
        (0_u32..=10_000).prop_map(|points| ManualDiscount::Percent(Percent::from_basis_points(points).unwrap())),
        cents().prop_map(ManualDiscount::Amount),
    ])
}

fn onto_the_sale() -> impl Strategy<Value = Action> {
    let sku = prop::sample::select(vec!["CHE", "CEI", "LIV", "THE", "CADEAU", "VIN", "NON"]);
    let code =
        prop::sample::select(vec!["CHE", "3017620422003", "CF-1", "CF-2", "CF-3", "zzz", "C1-000001", "4006381333930"]);
    prop_oneof![
        3 => (sku, prop::option::of(quantity())).prop_map(|(sku, quantity)| Action::AddItem { sku: Sku::new(sku), quantity }),
        3 => code.prop_map(scan),
        1 => (prop::sample::select(vec!["homme", "vide", "non"]), cents(), prop::option::of(quantity())).prop_map(
            |(id, price, quantity)| Action::AddUncoded { department: DepartmentId::new(id), label: None, price, quantity }
        ),
    ]
}

fn edit() -> impl Strategy<Value = Action> {
    prop_oneof![
        (line(), quantity()).prop_map(|(line, quantity)| Action::SetQuantity { line, quantity }),
        (line(), cents()).prop_map(|(line, price)| Action::SetPrice { line, price }),
        (line(), discount()).prop_map(|(line, discount)| Action::SetLineDiscount { line, discount }),
        discount().prop_map(|discount| Action::SetSaleDiscount { discount }),
        (line(), prop::option::of("[ a-z]{0,90}")).prop_map(|(line, note)| Action::SetNote { line, note }),
        line().prop_map(|line| Action::CancelLine { line }),
        (1_u64..5).prop_map(|n| Action::Identify { customer: person(n) }),
        Just(Action::RemoveCustomer),
        Just(Action::CreateCustomer(NewCustomer { last_name: "Nouveau".into(), ..NewCustomer::default() })),
        Just(Action::Answer {
            program: ProgramId::new("x"),
            offer: "y".into(),
            answer: OfferAnswer::of(OfferState::Taken)
        }),
        Just(Action::RemoveVoucher { id: CreditId::new(1, &[1; 10]) }),
        any::<bool>().prop_map(|print| Action::SetPrint { print }),
    ]
}

fn money() -> impl Strategy<Value = Action> {
    let kind = || prop::sample::select(TenderKind::ALL.to_vec());
    let number = (1_u64..12).prop_map(|sequence| ReceiptNumber { till: TillId::new("C1"), sequence });
    prop_oneof![
        4 => (kind(), prop::option::of(cents())).prop_map(|(kind, amount)| Action::Tender { kind, amount, code: None }),
        2 => (0_usize..3).prop_map(|index| Action::RemoveTender { index }),
        1 => Just(Action::Finish),
        1 => (number, kind()).prop_map(|(number, tender)| Action::Refund { number, asked: Asked::Whole, tender }),
        1 => Just(Action::Reprint { number: None }),
        1 => Just(Action::OpenDrawer),
    ]
}

fn shelf() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Park { label: String::new() }),
        (1_i64..6).prop_map(|id| Action::Recall { id }),
        Just(Action::Abandon),
    ]
}

fn gesture() -> impl Strategy<Value = Gesture> {
    prop_oneof![
        6 => onto_the_sale().prop_map(Gesture::Plain),
        5 => edit().prop_map(Gesture::Plain),
        4 => money().prop_map(Gesture::Plain),
        1 => shelf().prop_map(Gesture::Plain),
        1 => (0_usize..6).prop_map(Gesture::ScanPaper),
        1 => (0_usize..6, prop::option::of(-1_i64..3_000)).prop_map(|(n, amount)| Gesture::PayByPaper(n, amount)),
    ]
}

fn action(gesture: Gesture, papers: &[(TenderKind, String)]) -> Option<Action> {
    let paper = |n: usize| papers.get(n % papers.len().max(1)).cloned();
    match gesture {
        Gesture::Plain(action) => Some(action),
        Gesture::ScanPaper(n) => paper(n).map(|(_, code)| scan(&code)),
        Gesture::PayByPaper(n, amount) => paper(n).map(|(kind, code)| Action::Tender {
            kind,
            amount: amount.map(Money::from_cents),
            code: Some(code),
        }),
    }
}

/// What must hold whatever was done.
fn check(shop: &mut TestShop) -> Result<(), TestCaseError> {
    let view = shop.view();
    let draft = shop.counter().draft().clone();
    let fresh = shop.counter().till_mut().preview(&draft, false).unwrap();
    prop_assert_eq!(view.total, fresh.total());
    prop_assert_eq!(shop.counter().quick_view().unwrap().lines, view.lines);
    let given: Money = view.given.iter().map(|given| given.amount).sum();
    prop_assert!(given + view.left == view.total || (view.left == Money::ZERO && given >= view.total));
    prop_assert_eq!(view.customer.is_some(), draft.customer.is_some());
    prop_assert_eq!(view.shelf.is_some_and(|id| !view.parked.iter().any(|parked| parked.id == id)), false);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_two_hundred_gestures_leave_figures_that_hold(gestures in prop::collection::vec(gesture(), 200)) {
        let mut shop = TestShop::new();
        let mut papers = Vec::new();
        for (n, gesture) in gestures.into_iter().enumerate() {
            let Some(action) = action(gesture, &papers) else { continue };
            let before = shop.counter().draft().clone();
            match shop.try_act(action) {
                Ok(Done::Paid(sale) | Done::Refunded(sale)) => {
                    let kind = |code: &str| if code.starts_with("CC") { TenderKind::GiftVoucher } else { TenderKind::CreditNote };
                    papers.extend(sale.movements.issued.iter().map(|issue| (kind(&issue.code), issue.code.clone())));
                }
                Ok(_) => {}
                Err(_) => prop_assert_eq!(shop.counter().draft(), &before),
            }
            check(&mut shop)?;
            if n % 40 == 39 {
                let kept = shop.counter().draft().clone();
                shop.counter().remember().unwrap();
                shop.open();
                let found = shop.counter().draft().clone();
                prop_assert!(found == kept || kept.lines.is_empty());
            }
        }
        prop_assert!(shop.counter().till().verify_journal().unwrap().is_ok());
    }
}
