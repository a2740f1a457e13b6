//! Two programs on one shop's folder: the second is told who has it, and waits for nothing.

use std::io::{BufRead as _, BufReader};
use std::time::{Duration, Instant};

use crate::support::{ITEM, Shop, write_line};

/// Opens a till that has shown a first ticket, so that it holds the shop.
fn held(shop: &Shop) -> (std::process::Child, std::process::ChildStdin) {
    let mut till = shop.start("till --json");
    let mut keys = till.stdin.take().unwrap();
    assert!(write_line(&mut keys, ITEM));
    let mut answer = String::new();
    BufReader::new(till.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
    assert!(answer.contains("69.90"), "{answer}");
    (till, keys)
}

#[test]
fn the_second_program_is_refused_and_told_who_has_the_shop() {
    let shop = Shop::new();
    let (mut till, mut keys) = held(&shop);
    for line in ["sale --scan CHE-0001 --pay card", "till", "journal verify", "device list", "program list"] {
        let started = Instant::now();
        let words = shop.refused(line);
        assert!(words.contains(&till.id().to_string()), "{line}: {words}");
        assert!(started.elapsed() < Duration::from_secs(3), "{line} waited");
    }
    assert!(write_line(&mut keys, "payer card") && write_line(&mut keys, "quitter"));
    assert!(till.wait().unwrap().success());
    let after = shop.json(&format!("sale --scan {ITEM} --pay card"));
    assert_eq!(after["number"], "C1-000003", "the till sold number 2");
    drop(shop.journal());
}

#[test]
fn a_till_that_was_killed_holds_nothing() {
    let shop = Shop::new();
    let (mut till, _keys) = held(&shop);
    till.kill().unwrap();
    till.wait().unwrap();
    let after = shop.json(&format!("sale --scan {ITEM} --pay card"));
    assert_eq!(after["number"], "C1-000002");
    drop(shop.journal());
}
