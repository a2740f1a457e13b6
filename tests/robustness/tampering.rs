//! Somebody changes the journal behind the till's back: the verification names the first record that
//! is not as it was, the till says so, and goes on selling.

use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{BELT, ITEM, Shop, tamper};

/// When the tampered shops are opened again.
const LATER: &str = "2026-11-22T18:00:00+01:00";

/// A shop with some twenty sales, a refund and several duplicates.
fn shop() -> Shop {
    static BASE: OnceLock<Shop> = OnceLock::new();
    let base = BASE.get_or_init(|| {
        let shop = Shop::new();
        let lines: Vec<String> =
            (0..18).map(|n| format!("--scan {ITEM} --scan {}x{BELT} --pay card", 1 + n % 3)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        drop(shop.pipe("sale --batch -", &lines).done());
        drop(shop.run("refund C1-000007 --line 2=1 --pay cash").done());
        for number in 3..8 {
            drop(shop.run(&format!("receipt C1-{number:06} --reprint")).done());
            drop(shop.run(&format!("program set loyalty-spend threshold={number}00")).done());
        }
        drop(shop.sell(""));
        drop(shop.journal());
        shop
    });
    base.copy(LATER)
}

/// How many records a family has.
fn count(shop: &Shop, family: &str) -> u64 {
    shop.journal()[family].as_u64().unwrap()
}

/// What the verification finds, which must be something.
#[track_caller]
fn found(shop: &Shop) -> Value {
    let verified = shop.run("journal verify --json").ended(1);
    let found = verified.json();
    assert_eq!(found["verified"], false);
    found
}

/// The verification names this record, in JSON and in French.
#[track_caller]
fn names(shop: &Shop, family: &str, sequence: u64, part: &str) {
    let found = found(shop);
    assert_eq!((&found["family"], &found["sequence"]), (&family.into(), &sequence.into()), "{found}");
    let words = shop.run("journal verify").ended(1);
    assert!(words.out.is_empty(), "{words:?}");
    assert!(words.err.contains(&format!("{family} n° {sequence} : ")), "{words:?}");
    assert!(words.err.contains(part), "{part} in {words:?}");
}

/// The till sells, with the next number.
#[track_caller]
fn sells(shop: &Shop) -> String {
    let (sale, told) = shop.sell("");
    assert_eq!(sale["total"], "69.90");
    let (next, _) = shop.sell("");
    let figures = |sale: &Value| sale["number"].as_str().unwrap()[3..].parse::<u64>().unwrap();
    assert_eq!(figures(&next), figures(&sale) + 1);
    told
}

/// The till says it loudly when it is opened, once, writes it to the technical log, and sells.
#[track_caller]
fn alarms(shop: &Shop, part: &str) {
    let shop = shop.copy(LATER);
    let told = sells(&shop);
    assert!(told.contains("ALERTE") && told.contains(part), "{part} in {told}");
    let logged = shop.records("E");
    let alarms: Vec<_> = logged.iter().filter(|record| record.field("code") == "90").collect();
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    assert!(alarms[0].field("detail").contains(part), "{alarms:?}");
}

/// A column with one figure of its hexadecimal text changed.
fn nudged(text: &str) -> String {
    let figure = format!("CASE substr({text}, 9, 1) WHEN '7' THEN '8' ELSE '7' END");
    format!("substr({text}, 1, 8) || {figure} || substr({text}, 10)")
}

#[test]
fn a_changed_byte_is_found_wherever_it_is() {
    let base = shop();
    for family in ["T", "G", "E", "D"] {
        let middle = count(&base, family) / 2 + 1;
        for (column, part) in
            [("payload", "modifié"), ("signature", "modifié"), ("previous", "modifié"), ("key_id", "clé inconnue")]
        {
            let shop = shop();
            let value = match column {
                "key_id" => nudged(column),
                blob => format!("unhex({})", nudged(&format!("hex({blob})"))),
            };
            let place = format!("family = '{family}' AND sequence = {middle}");
            tamper(&shop.file("comptoir.db"), &format!("UPDATE journal_record SET {column} = {value} WHERE {place}"));
            names(&shop, family, middle, part);
            sells(&shop);
            names(&shop, family, middle, part);
        }
    }
}

#[test]
fn a_single_changed_figure_is_found() {
    let shop = shop();
    let set = "payload = CAST(replace(CAST(payload AS TEXT), 'total:', 'total:1') AS BLOB)";
    tamper(&shop.file("comptoir.db"), &format!("UPDATE journal_record SET {set} WHERE family = 'T' AND sequence = 5"));
    names(&shop, "T", 5, "");
}

#[test]
fn a_record_taken_out_or_two_changed_places_are_found() {
    for family in ["T", "G", "E", "D"] {
        let shop = shop();
        let middle = count(&shop, family) / 2;
        let (at, behind) = (format!("family = '{family}' AND sequence ="), middle + 1);
        let dropped = shop.copy(LATER);
        tamper(&dropped.file("comptoir.db"), &format!("DELETE FROM journal_record WHERE {at} {middle}"));
        names(&dropped, family, middle, "");
        sells(&dropped);
        tamper(
            &shop.file("comptoir.db"),
            &format!(
                "UPDATE journal_record SET sequence = 999999 WHERE {at} {middle};
                 UPDATE journal_record SET sequence = {middle} WHERE {at} {behind};
                 UPDATE journal_record SET sequence = {behind} WHERE {at} 999999;"
            ),
        );
        names(&shop, family, middle, "");
        sells(&shop);
    }
}

/// The last transaction taken out of the books as well, as someone would who knows them.
const CUT: &str = "
    DELETE FROM journal_record WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale_discount WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale_vat WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale_tender WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM offer_event WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale_program WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM counter_entry WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale_line WHERE sale = (SELECT max(row) FROM sale);
    DELETE FROM sale WHERE row = (SELECT max(row) FROM sale);";

#[test]
fn a_cut_tail_is_found_and_stays_found() {
    let shop = shop();
    let last = count(&shop, "T");
    tamper(&shop.file("comptoir.db"), CUT);
    alarms(&shop, &format!("T n° {last} : la fin du journal manque"));
    names(&shop, "T", last, "la fin du journal manque");
    sells(&shop);
    names(&shop, "T", last, "");
}

#[test]
fn a_journal_cut_behind_the_books_is_found_and_the_till_sells() {
    let shop = shop();
    let last = count(&shop, "T");
    tamper(&shop.file("comptoir.db"), "DELETE FROM journal_record WHERE sale = (SELECT max(row) FROM sale)");
    alarms(&shop, "la fin du journal manque");
    names(&shop, "T", last, "la fin du journal manque");
}

#[test]
fn a_journal_that_was_emptied_is_found_and_the_till_sells() {
    let shop = shop();
    tamper(&shop.file("comptoir.db"), "DELETE FROM journal_record");
    alarms(&shop, "la fin du journal manque");
    names(&shop, "T", 1, "la fin du journal manque");
}

#[test]
fn an_older_database_put_back_is_found_and_stays_found() {
    let shop = shop();
    let (last, old) = (count(&shop, "T"), shop.copy(LATER));
    for _ in 0..3 {
        drop(shop.sell(""));
    }
    std::fs::copy(old.file("comptoir.db"), shop.file("comptoir.db")).unwrap();
    alarms(&shop, &format!("T n° {} : la fin du journal manque", last + 1));
    names(&shop, "T", last + 1, "");
    for _ in 0..3 {
        sells(&shop);
    }
    names(&shop, "T", last + 3, "");
}

#[test]
fn a_mirror_that_is_gone_or_forged_is_told() {
    let base = shop();
    let mirror = std::fs::read_to_string(base.file("journal.head")).unwrap();
    let last = count(&base, "T");
    let lower = mirror.replace(&format!("sale.sequence:{last}"), &format!("sale.sequence:{}", last - 1));
    assert_ne!(lower, mirror);
    for (forged, part) in [
        (None, "miroir du journal absent"),
        (Some(""), "illisible"),
        (Some("record:mirror\n"), "illisible"),
        (Some(lower.as_str()), "témoin"),
    ] {
        let shop = shop();
        match forged {
            Some(text) => std::fs::write(shop.file("journal.head"), text).unwrap(),
            None => std::fs::remove_file(shop.file("journal.head")).unwrap(),
        }
        alarms(&shop, part);
        let found = found(&shop);
        assert!(found["problem"].as_str().unwrap().contains(part), "{part} in {found}");
        assert_eq!(found["family"], Value::Null);
        assert_eq!(count(&shop, "T"), last, "the records themselves are good");
    }
}
