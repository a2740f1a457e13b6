//! Searches on their own thread, beside a till that writes.

use std::sync::mpsc::channel;

use comptoir_app::Error;
use comptoir_domain::tender::TenderKind::Card;

use crate::shop::{TestShop, eur, pay_rest, scan};

#[test]
fn a_search_on_another_thread_waits_for_no_write() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    let sold = shop.paid(pay_rest(Card));
    let finder = shop.counter().till().finder().unwrap();
    let (ask, asked) = channel::<()>();
    let (tell, told) = channel();
    let searching = std::thread::spawn(move || {
        for () in asked {
            let items = finder.items("chem", 5).unwrap().len();
            let customers = finder.customers("lef", 5).unwrap().len();
            tell.send((items, customers, finder.sales("", 5).unwrap())).unwrap();
        }
    });
    let mut claire = shop.counter().till().store().customer(crate::shop::person(1)).unwrap().unwrap();
    claire.person.last_name = "Durand".into();
    let done: Result<(), Error> = shop.counter().till_mut().store_mut().bulk(|store| {
        store.put_customer(&claire)?;
        ask.send(()).unwrap();
        let (items, customers, sales) = told.recv().unwrap();
        assert_eq!((items, customers, sales.len()), (1, 1, 1), "what is not committed is not seen");
        assert_eq!((&sales[0].number, sales[0].total), (&sold.stamp.number, eur("35")));
        assert_eq!((sales[0].customer.as_deref(), sales[0].pieces), (Some("Zoé Martin"), 1));
        Ok(())
    });
    done.unwrap();
    ask.send(()).unwrap();
    assert_eq!(told.recv().unwrap().1, 0);
    drop(ask);
    searching.join().unwrap();
}

#[test]
fn a_receipt_is_found_by_number_day_amount_and_name() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    shop.act(scan("CF-3"));
    shop.paid(pay_rest(Card));
    shop.act(scan("LIV"));
    shop.paid(pay_rest(Card));
    let finder = shop.counter().till().finder().unwrap();
    for (text, count) in [
        ("", 2),
        ("C1-000002", 1),
        ("1", 1),
        ("22/11", 2),
        ("22/11/2026", 2),
        ("35,00", 1),
        ("zoe", 1),
        ("martin z", 1),
        ("x", 0),
    ] {
        assert_eq!(finder.sales(text, 9).unwrap().len(), count, "{text}");
    }
}
