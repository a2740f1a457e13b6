//! Sales put aside, taken up again and given up.

use comptoir_app::counter::{Action, Done};
use comptoir_domain::tender::TenderKind::{Card, Cash};

use crate::shop::{TestShop, eur, pay, pay_rest, scan};

fn park(label: &str) -> Action {
    Action::Park { label: label.to_owned() }
}

#[test]
fn a_sale_is_parked_recalled_and_paid_once() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    assert_eq!(shop.act(park(" ")), Done::Parked { label: "Zoé Martin".into() });
    let view = shop.view();
    let parked = &view.parked[0];
    assert_eq!((parked.label.as_str(), parked.pieces, parked.total), ("Zoé Martin", 1, eur("35")));
    assert_eq!((parked.customer.as_deref(), view.lines.len(), view.customer.is_none()), (Some("Zoé Martin"), 0, true));
    let id = parked.id;
    assert_eq!(shop.act(Action::Recall { id }), Done::Recalled);
    let view = shop.view();
    assert_eq!((view.shelf, view.parked.len(), view.total), (Some(id), 1, eur("35")));
    assert!(view.customer.is_some());
    assert_eq!(shop.act(Action::Recall { id }), Done::Recalled, "it is in hand already");
    shop.paid(pay_rest(Card));
    let view = shop.view();
    assert_eq!((view.shelf, view.parked.len()), (None, 0));
    assert_eq!(shop.refused(Action::Recall { id }), format!("Aucun ticket en attente n° {id}."));
}

#[test]
fn what_is_in_hand_is_parked_when_another_is_recalled() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(park("Durand"));
    let first = shop.view().parked[0].id;
    shop.act(scan("LIV"));
    shop.refused(Action::Recall { id: first + 7 });
    shop.act(Action::Recall { id: first });
    let view = shop.view();
    assert_eq!((view.total, view.parked.len(), view.parked[1].label.as_str()), (eur("35"), 2, "12:00"));
    let second = view.parked[1].id;
    // Recalled and changed, it goes to a place of its own, and the old one is free.
    shop.act(scan("SUC"));
    shop.act(Action::Recall { id: second });
    let view = shop.view();
    assert_eq!((view.total, view.shelf), (eur("20"), Some(second)));
    let totals: Vec<_> = view.parked.iter().map(|parked| parked.total).collect();
    assert_eq!(totals, [eur("20"), eur("37")]);
}

#[test]
fn an_abandoned_sale_leaves_the_shelf_and_a_trace() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(park("Durand"));
    let id = shop.view().parked[0].id;
    shop.act(Action::Recall { id });
    assert_eq!(shop.act(Action::Abandon), Done::Abandoned);
    let view = shop.view();
    assert_eq!((view.lines.len(), view.parked.len(), view.shelf), (0, 0, None));
    assert_eq!(shop.events().last().unwrap(), "320");
}

#[test]
fn money_that_was_given_is_not_put_aside() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(park("Durand"));
    let id = shop.view().parked[0].id;
    shop.act(scan("CEI"));
    shop.act(pay(Cash, "10"));
    for action in [park("x"), Action::Recall { id }, Action::Abandon] {
        assert!(shop.refused(action).starts_with("Un règlement est commencé"));
    }
    shop.act(Action::RemoveTender { index: 0 });
    shop.act(park("x"));
    // A paper that was only scanned can be scanned again.
    let code = shop.gift_voucher();
    shop.act(scan("CEI"));
    shop.act(scan(&code));
    shop.act(park("y"));
    assert_eq!(shop.view().given, []);
}
