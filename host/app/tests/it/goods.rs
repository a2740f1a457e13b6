//! Files of items, taken in while somebody may stop it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_app::items::ItemImportOptions;

use crate::shop::TestShop;

#[test]
fn an_import_of_items_that_is_stopped_leaves_nothing() {
    let mut shop = TestShop::new();
    let file = shop.dir().join("articles.csv");
    let mut text = "Référence;Désignation;Rayon;TVA;Prix TTC\n".to_owned();
    for n in 0..1_500 {
        writeln!(text, "N{n};Carnet {n};Papeterie;20;3,00").unwrap();
    }
    std::fs::write(&file, text).unwrap();
    let till = shop.counter().till_mut();
    let before = (till.store().count_items().unwrap(), till.store().departments().unwrap());
    let (stop, mut seen) = (AtomicBool::new(false), Vec::new());
    let mut progress = |done| {
        seen.push(done);
        stop.store(done == 1_000, Ordering::Relaxed);
    };
    let report = till.import_items(&file, &ItemImportOptions::default(), &mut progress, &stop).unwrap();
    assert_eq!((report.cancelled, report.batch, seen), (true, None, vec![500, 1_000]));
    assert_eq!((till.store().count_items().unwrap(), till.store().departments().unwrap()), before);
    assert_eq!(till.store().batches(9).unwrap(), []);

    let none = AtomicBool::new(false);
    let report = till.import_items(&file, &ItemImportOptions::default(), &mut |_| (), &none).unwrap();
    assert_eq!((report.cancelled, report.created, report.departments), (false, 1_500, vec!["Papeterie".to_owned()]));
    till.undo_batch(report.batch.unwrap(), &mut |_| ()).unwrap();
    assert_eq!((till.store().count_items().unwrap(), till.store().departments().unwrap()), before);
}
