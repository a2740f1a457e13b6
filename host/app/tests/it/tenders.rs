//! Paying: at once, in parts, with change, and what is refused.

use comptoir_app::counter::{Action, Done};
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind::{Card, Cash, Cheque, OnAccount};

use crate::shop::{TestShop, eur, pay, pay_rest, percent, person, scan};

#[test]
fn what_covers_the_total_pays_and_the_next_sale_is_in_hand() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    let first = shop.view().sale;
    let sale = shop.paid(pay(Cash, "50"));
    assert_eq!((sale.total, sale.change), (eur("35"), eur("15")));
    let view = shop.view();
    assert!(view.sale != first && view.lines.is_empty() && view.given.is_empty());
    let last = view.last.unwrap();
    assert_eq!((last.number, last.total, last.change, last.pieces), (sale.stamp.number, eur("35"), eur("15"), 1));
    assert_eq!((last.given.len(), last.given[0].amount, last.refund, last.printed), (1, eur("50"), false, false));
}

#[test]
fn parts_are_kept_until_they_cover_the_total() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    assert_eq!(shop.act(pay(Card, "20")), Done::Given { left: eur("15") });
    assert_eq!(shop.act(pay(Cheque, "5")), Done::Given { left: eur("10") });
    let view = shop.view();
    assert_eq!(
        (view.left, view.given.iter().map(|given| given.amount).collect::<Vec<_>>()),
        (eur("10"), vec![eur("20"), eur("5")])
    );
    assert_eq!(shop.act(Action::RemoveTender { index: 0 }), Done::Edited);
    assert_eq!(shop.view().left, eur("30"));
    assert_eq!(shop.refused(Action::RemoveTender { index: 1 }), "Aucun règlement n° 2.");
    assert_eq!(shop.refused(Action::Finish), "Il manque 30,00 €.");
    let sale = shop.paid(pay(Cash, "50"));
    assert_eq!((sale.tenders.len(), sale.change), (2, eur("20")));
}

#[test]
fn a_part_is_checked_when_it_is_given() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    assert_eq!(shop.refused(pay(Cash, "0")), "Un règlement doit être supérieur à zéro.");
    assert_eq!(shop.refused(pay(Card, "-5")), "Un règlement doit être supérieur à zéro.");
    let words = "« Carte bancaire » dépasse de 5,00 € : seules les espèces rendent la monnaie, corrigez le montant.";
    assert_eq!(shop.refused(pay(Card, "40")), words);
    // Cash given before makes no room for a card that exceeds.
    shop.act(pay(Cash, "10"));
    assert!(shop.refused(pay(Card, "30")).contains("dépasse de 5,00 €"));
    assert!(shop.refused(pay(OnAccount, "5")).contains("demande un client"));
    assert_eq!(shop.paid(pay_rest(Card)).change, Money::ZERO);
}

#[test]
fn an_account_is_held_or_has_a_limit_over_all_its_parts() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(Action::SetQuantity { line: comptoir_domain::id::LineId(1), quantity: crate::shop::qty("4") });
    shop.act(Action::Identify { customer: person(2) });
    assert_eq!(shop.refused(pay(OnAccount, "5")), "Compte bloqué : chèque impayé. Choisissez un autre règlement.");
    shop.act(Action::Identify { customer: person(3) });
    assert!(shop.refused(pay(OnAccount, "5")).starts_with("Ce client n'a pas de compte"));
    shop.act(Action::Identify { customer: person(1) });
    // The belts are 4 × 35.00 minus 10 %.
    assert_eq!(shop.view().total, eur("126"));
    assert_eq!(shop.view().customer.unwrap().account_left, Some(eur("100")));
    shop.act(pay(OnAccount, "60"));
    assert!(shop.refused(pay(OnAccount, "40.01")).starts_with("Plafond d'encours dépassé"));
    assert!(shop.refused(pay_rest(OnAccount)).starts_with("Plafond d'encours dépassé"));
    shop.act(pay(OnAccount, "40"));
    let sale = shop.paid(pay_rest(Cash));
    assert_eq!((sale.movements.account, sale.change), (eur("100"), Money::ZERO));
}

#[test]
fn what_was_given_stays_when_the_sale_changes() {
    let mut shop = TestShop::new();
    let belt = shop.line(scan("CEI"));
    shop.act(pay(Card, "20"));
    shop.act(scan("LIV"));
    assert_eq!(shop.view().left, eur("35"));
    shop.act(Action::CancelLine { line: belt });
    let view = shop.view();
    assert_eq!((view.total, view.left, view.given[0].amount), (eur("20"), Money::ZERO, eur("20")));
    assert_eq!(shop.paid(Action::Finish).tenders.len(), 1);

    // A card that was charged more than the sale costs now cannot be made right by silence.
    let belt = shop.line(scan("CEI"));
    shop.act(pay(Card, "20"));
    shop.act(Action::SetLineDiscount { line: belt, discount: Some(ManualDiscount::Amount(eur("25"))) });
    assert_eq!(shop.view().left, Money::ZERO);
    assert!(shop.refused(Action::Finish).contains("« Carte bancaire » dépasse de 10,00 €"));
}

#[test]
fn a_sale_of_nothing_is_finished_without_a_payment() {
    let mut shop = TestShop::new();
    let belt = shop.line(scan("CEI"));
    shop.act(Action::SetLineDiscount { line: belt, discount: Some(ManualDiscount::Percent(percent("100"))) });
    assert!(shop.refused(pay(Card, "1")).contains("dépasse de 1,00 €"));
    let sale = shop.paid(Action::Finish);
    assert_eq!((sale.total, sale.tenders.len()), (Money::ZERO, 0));
    shop.act(scan("CEI"));
    shop.act(Action::SetSaleDiscount { discount: Some(ManualDiscount::Amount(eur("99"))) });
    assert_eq!(shop.paid(pay_rest(Cash)).tenders.len(), 0);
}
