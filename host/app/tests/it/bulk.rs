//! Many sales in one transaction: the made-up past of a demo shop.

use std::path::Path;

use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::{Error, Refused, Till};
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::TenderKind;
use comptoir_journal::Family;

use crate::shop::{SHIRT_EAN, TestShop, person};

fn sell(till: &mut Till) -> Result<PaidSale, Error> {
    let mut draft = till.open_sale();
    till.identify(&mut draft, person(1))?;
    till.scan(&mut draft, SHIRT_EAN, None)?;
    till.pay(&draft, &Payment { tenders: vec![TenderAsked::rest(TenderKind::Card)], ..Payment::default() })
}

fn mirrored(dir: &Path) -> Option<u64> {
    let mirror = comptoir_journal::mirror::read(&dir.join("journal.head")).unwrap().unwrap();
    mirror.heads.get(&Family::Sale).map(|head| head.sequence)
}

#[test]
fn the_mirror_follows_the_transaction_and_is_never_ahead_of_it() {
    let mut shop = TestShop::new();
    let dir = shop.dir().to_owned();
    let till = shop.counter().till_mut();
    let sold = till.in_bulk(|till| {
        let sold = [sell(till)?, sell(till)?, sell(till)?];
        assert_eq!(mirrored(&dir), None, "nothing is stored yet");
        Ok(sold)
    });
    assert_eq!(sold.unwrap()[2].stamp.number.sequence, 3);
    assert!(till.verify_journal().unwrap().is_ok());
    assert_eq!(mirrored(shop.dir()), Some(3));
}

#[test]
fn what_fails_leaves_no_sale_and_the_next_one_takes_the_first_number() {
    let mut shop = TestShop::new();
    let till = shop.counter().till_mut();
    let failed: Result<(), Error> = till.in_bulk(|till| {
        sell(till)?;
        Err(Refused::EmptySale.into())
    });
    assert!(failed.is_err());
    assert_eq!(sell(till).unwrap().stamp.number.sequence, 1);
    assert!(till.verify_journal().unwrap().is_ok());
    assert_eq!(mirrored(shop.dir()), Some(1));
}
