//! Customers at the counter: identified, created, shown, and their prices.

use comptoir_app::counter::{Action, Done};
use comptoir_app::customers::NewCustomer;
use comptoir_app::prices::ListChange;
use comptoir_domain::customer::Birthday;
use comptoir_domain::id::LineId;
use comptoir_domain::refund::Asked;
use comptoir_domain::tender::TenderKind::{Card, Cash, CreditNote, OnAccount};

use crate::shop::{SHIRT_EAN, TestShop, eur, pay, pay_rest, person, scan};

fn new() -> NewCustomer {
    NewCustomer {
        title: " Mme ".into(),
        last_name: "Le  Gall".into(),
        first_name: "Anne".into(),
        phone: " 06  12 34 56 78".into(),
        email: "anne@legall.bzh".into(),
        postcode: "29200".into(),
        birthday: Some(Birthday { month: 2, day: 29, year: None }),
        card: Some(" CF-77 ".into()),
    }
}

#[test]
fn an_identified_customer_has_their_prices_until_removed() {
    let mut shop = TestShop::new();
    shop.act(scan(SHIRT_EAN));
    assert_eq!(shop.act(scan("cf-1")), Done::Customer(person(1)));
    let view = shop.view();
    // 45.00 in list B, minus the group's 10 %.
    assert_eq!((view.total, view.lines[0].unit_price), (eur("40.50"), eur("45")));
    assert_eq!(view.lines[0].price_list.as_deref(), Some("Tarif B"));
    let customer = view.customer.unwrap();
    let group = customer.group.unwrap();
    assert_eq!((group.name.as_str(), group.price_list.as_deref()), ("VIP", Some("Tarif B")));
    assert_eq!(customer.summary.customer.person.display_name(), "Claire Lefèvre");
    shop.act(scan("CEI"));
    assert_eq!(shop.view().lines[1].price_list, None, "the belt has no price of its own in list B");
    assert_eq!(shop.act(Action::RemoveCustomer), Done::CustomerRemoved);
    let view = shop.view();
    assert!(view.customer.is_none());
    assert_eq!(view.total, eur("84.90"));
    assert_eq!(shop.act(Action::Identify { customer: person(3) }), Done::Customer(person(3)));
    shop.refused(Action::Identify { customer: person(99) });
}

#[test]
fn the_panel_says_which_list_and_rule_made_a_price() {
    let mut shop = TestShop::new();
    let rules = |items: &[&str], departments: &[&str]| ListChange {
        items: items.iter().map(ToString::to_string).collect(),
        departments: departments.iter().map(ToString::to_string).collect(),
        ..ListChange::default()
    };
    shop.counter().till_mut().change_price_list("b", &rules(&[], &["homme=80"])).unwrap();
    for code in ["CF-1", SHIRT_EAN, "CEI", "LIV"] {
        shop.act(scan(code));
    }
    let why = |shop: &mut TestShop| -> Vec<_> {
        let lines = shop.view().lines.into_iter();
        lines.map(|line| (line.unit_price, line.price_list, line.price_rule)).collect()
    };
    let list = Some("Tarif B".to_owned());
    let by_department = (eur("28"), list.clone(), Some("80\u{a0}%, rayon Homme".to_owned()));
    let shown = why(&mut shop);
    assert_eq!(shown, [(eur("45"), list, None), by_department, (eur("20"), None, None)]);
    shop.act(Action::SetPrice { line: LineId(2), price: eur("30") });
    assert_eq!(why(&mut shop)[1], (eur("30"), None, None), "typed by hand: no list made it");

    shop.act(Action::RemoveCustomer);
    let over = ListChange { until: Some("01/01/2025".into()), ..ListChange::default() };
    shop.counter().till_mut().change_price_list("b", &over).unwrap();
    shop.act(scan("CF-1"));
    assert_eq!(why(&mut shop)[0], (eur("49.90"), None, None));
    let group = shop.view().customer.unwrap().group.unwrap();
    assert_eq!(group.price_list.as_deref(), Some("Tarif B (fini le 01/01/2025)"));
}

#[test]
fn the_customer_shows_receipts_papers_and_account_after_each_sale() {
    let mut shop = TestShop::new();
    for item in ["CEI", "LIV", "SUC", "VIN"] {
        shop.act(scan("CF-1"));
        shop.act(scan(item));
        shop.act(pay(OnAccount, "1"));
        shop.paid(pay_rest(Cash));
    }
    let last = shop.view().last.unwrap().number;
    shop.act(scan("CF-1"));
    let customer = shop.view().customer.unwrap();
    let labels: Vec<_> = customer.recent.iter().map(|sale| sale.labels[0].as_str()).collect();
    assert_eq!((labels, customer.account_left), (vec!["Vin", "Sucre", "Livre"], Some(eur("96"))));
    shop.paid(Action::Refund { number: last, asked: Asked::Whole, tender: CreditNote });
    let customer = shop.view().customer.unwrap();
    // The wine is 12.00 minus 10 %.
    assert_eq!((customer.credit_notes, customer.recent[0].refund), (eur("10.80"), true));
}

#[test]
fn a_scan_leaves_the_customers_data_alone() {
    let mut shop = TestShop::new();
    shop.act(scan("CF-3"));
    let mut zoe = shop.counter().till().store().customer(person(3)).unwrap().unwrap();
    zoe.person.first_name = "Zoë".into();
    shop.counter().till_mut().store_mut().put_customer(&zoe).unwrap();
    let name = |shop: &mut TestShop| shop.view().customer.unwrap().summary.customer.person.first_name;
    shop.act(scan("CEI"));
    assert_eq!(name(&mut shop), "Zoé");
    shop.paid(pay_rest(Card));
    shop.act(scan("CF-3"));
    assert_eq!(name(&mut shop), "Zoë");
}

#[test]
fn a_file_is_opened_and_its_card_scans() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    let Done::CustomerCreated(id) = shop.act(Action::CreateCustomer(new())) else { panic!() };
    let customer = shop.view().customer.unwrap().summary.customer;
    assert_eq!((customer.id, customer.person.display_name()), (id, "Mme Anne Le Gall".into()));
    assert_eq!((customer.person.phone.as_deref(), customer.cards), (Some("+33612345678"), vec!["CF-77".to_owned()]));
    shop.act(Action::RemoveCustomer);
    assert_eq!(shop.act(scan("CF-77")), Done::Customer(id));
}

#[test]
fn a_field_that_cannot_be_is_named() {
    let mut shop = TestShop::new();
    let nobody = NewCustomer { last_name: " ".into(), first_name: String::new(), ..new() };
    assert!(shop.refused(Action::CreateCustomer(nobody)).starts_with("Nom : indiquez un nom"));
    for (field, wrong) in [
        ("Téléphones", NewCustomer { phone: "06 12 34".into(), ..new() }),
        ("Téléphones", NewCustomer { phone: "+33 6 12 34 56".into(), ..new() }),
        ("Téléphones", NewCustomer { phone: "06 12 34 56 7x".into(), ..new() }),
        ("Téléphones", NewCustomer { phone: "16 12 34 56 78".into(), ..new() }),
        ("E-mails", NewCustomer { email: "anne".into(), ..new() }),
        ("E-mails", NewCustomer { email: "a@b@c.fr".into(), ..new() }),
        ("E-mails", NewCustomer { email: "anne@orange".into(), ..new() }),
        ("E-mails", NewCustomer { email: "an ne@orange.fr".into(), ..new() }),
        ("E-mails", NewCustomer { email: "anne@orange.".into(), ..new() }),
        ("Code postal", NewCustomer { postcode: "2920".into(), ..new() }),
        ("Code postal", NewCustomer { postcode: "2A004".into(), ..new() }),
        ("Anniversaire", NewCustomer { birthday: Some(Birthday { month: 2, day: 30, year: None }), ..new() }),
        ("Anniversaire", NewCustomer { birthday: Some(Birthday { month: 2, day: 29, year: Some(1999) }), ..new() }),
        ("Anniversaire", NewCustomer { birthday: Some(Birthday { month: 1, day: 1, year: Some(2027) }), ..new() }),
        ("Le code CF-1 est déjà celui de « Claire Lefèvre »", NewCustomer { card: Some("CF-1".into()), ..new() }),
        ("Le code CHE est déjà celui de « Chemise »", NewCustomer { card: Some("CHE".into()), ..new() }),
        ("Code mal lu", NewCustomer { card: Some("4006381333930".into()), ..new() }),
    ] {
        let words = shop.refused(Action::CreateCustomer(wrong));
        assert!(words.starts_with(field), "{words}");
    }
    assert_eq!(shop.counter().till().store().count_customers().unwrap(), 3);
}

#[test]
fn phones_are_taken_as_french_people_write_them() {
    let mut shop = TestShop::new();
    for (phone, kept) in [
        ("0612345678", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("+41 22 123 45 67", "+41221234567"),
        ("", ""),
    ] {
        let person =
            NewCustomer { phone: phone.into(), card: None, email: String::new(), postcode: String::new(), ..new() };
        shop.act(Action::CreateCustomer(person));
        let stored = shop.view().customer.unwrap().summary.customer.person.phone;
        assert_eq!(stored.unwrap_or_default(), kept);
    }
}

#[test]
fn a_label_of_the_shop_is_not_taken_for_a_discounted_price() {
    let mut shop = TestShop::new();
    let line = shop.line(scan(SHIRT_EAN));
    shop.act(Action::SetPrice { line, price: eur("39") });
    shop.act(scan("CF-1"));
    let view = shop.view();
    assert_eq!((line, view.lines[0].gross, view.lines[0].price_list.as_ref()), (LineId(1), eur("39"), None));
}
