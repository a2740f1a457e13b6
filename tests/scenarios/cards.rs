//! Loyalty cards: fresh numbers, sheets, pictures for phones; and what a person is told of their data.

use std::collections::BTreeSet;
use std::path::Path;

use comptoir_tests::{TestShop, ean};
use serde_json::{Value, json};

use crate::people::{ACCOUNT_150, BARON};

fn codes(told: &Value) -> Vec<String> {
    let code = |card: &Value| card.as_str().or(card["code"].as_str()).unwrap().to_owned();
    told["cards"].as_array().unwrap().iter().map(code).collect()
}

#[test]
fn a_number_is_handed_out_once_whatever_the_series_and_whoever_asks() {
    let shop = TestShop::new();
    let first = shop.json("card new 3");
    assert_eq!(codes(&first), ["2900000000018", "2900000000025", "2900000000032"]);
    assert_eq!(first["series"], "29");
    // A card on a file is passed over, and so is one that was taken off it.
    shop.json("customer new nom=Durand cartes=2900000000049");
    shop.json("customer new nom=Petit cartes=2900000000056");
    shop.json("customer edit petit cartes=");
    assert_eq!(codes(&shop.json("card new 1")), ["2900000000063"]);
    // 2900 is a part of 29: what 29 handed out is not handed out again.
    assert_eq!(codes(&shop.json("card new 1 --series 2900")), ["2900000000070"]);
    assert_eq!(codes(&shop.json("card new 1")), ["2900000000087"]);
    let all = shop.json("card new 500");
    let distinct: BTreeSet<String> = codes(&all).into_iter().collect();
    assert_eq!(distinct.len(), 500);
    for code in &distinct {
        assert_eq!(&ean::complete(&code[..12]), code);
    }
    let listed = shop.run("card new 2 --series 2903").done();
    assert_eq!(listed.out, "2903000000019\n2903000000026\n");
}

#[test]
fn a_fresh_card_becomes_a_customers_and_is_scanned() {
    let shop = TestShop::new();
    let card = codes(&shop.json("card new 1")).remove(0);
    shop.json(&format!("customer edit {BARON} cartes={BARON},{card}"));
    let sale = shop.json(&format!("sale --scan {card} CHE-0001 --pay card"));
    assert_eq!(sale["customer"]["name"], "M. Bernard Baron");
}

#[test]
fn a_sheet_of_fresh_cards_reserves_their_numbers() {
    let shop = TestShop::new();
    let told = shop.json("card sheet cartes.pdf --new 23");
    assert_eq!((told["pages"].as_u64(), told["cards"].as_array().map(Vec::len)), (Some(3), Some(23)));
    assert_eq!((&told["cards"][0]["customer"], &told["cards"][0]["given"]), (&Value::Null, &json!(false)));
    let pdf = std::fs::read(shop.beside().join("cartes.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let next = codes(&shop.json("card new 1"));
    assert!(!codes(&told).contains(&next[0]));
    // What cannot be written reserves nothing.
    let words = shop.refused("card sheet absent/cartes.pdf --new 5");
    assert!(words.contains("absent/cartes.pdf : ce dossier n'existe pas"), "{words}");
    let words = shop.refused("card sheet . --new 5");
    assert!(words.contains("c'est un dossier"), "{words}");
    let after: u64 = codes(&shop.json("card new 1"))[0][..12].parse().unwrap();
    assert_eq!(after, next[0][..12].parse::<u64>().unwrap() + 1);
    let said = shop.run("card sheet autres.pdf --new 1").done().out;
    assert!(said.contains("autres.pdf : 1 carte(s), 1 page(s)") && said.contains("100 %"), "{said}");
}

#[test]
fn a_sheet_holds_the_cards_of_a_filter_and_gives_some_to_those_without() {
    let shop = TestShop::new();
    let lyon = shop.json("customer list --where 'ville = Lyon' --limit 1000");
    let people = lyon.as_array().unwrap();
    let without = people.iter().filter(|one| one["cards"] == json!([])).count();
    assert!(without > 0 && without < people.len(), "{without} of {}", people.len());
    let told = shop.json("card sheet lyon.pdf --where 'ville = Lyon'");
    assert_eq!(told["without_card"].as_array().map(Vec::len), Some(without));
    let held: BTreeSet<&str> = people.iter().filter_map(|one| one["cards"][0].as_str()).collect();
    assert_eq!(codes(&told).iter().map(String::as_str).collect::<BTreeSet<_>>(), held);
    let id = told["cards"][0]["customer"]["id"].as_str().unwrap();
    assert_eq!(shop.json(&format!("customer show {id}"))["acts"][0]["act"], "exported");

    let told = shop.json("card sheet lyon.pdf --where 'ville = Lyon' --give --series 2903");
    assert_eq!(told["without_card"], json!([]));
    let given: Vec<&Value> = told["cards"].as_array().unwrap().iter().filter(|card| card["given"] == true).collect();
    assert_eq!(given.len(), without);
    let shown = shop.json(&format!("customer show {}", given[0]["customer"]["id"].as_str().unwrap()));
    assert_eq!(shown["cards"], json!([given[0]["code"]]));
    assert!(given[0]["code"].as_str().unwrap().starts_with("2903"));
    let again = shop.json("card sheet lyon.pdf --where 'ville = Lyon' --give --series 2903");
    assert_eq!(codes(&again), codes(&told), "those who have one keep it");
    let baron = shop.json("card sheet baron.pdf --customers bernard baron");
    assert_eq!(codes(&baron), [BARON]);
}

/// Draws a card and reads its barcode from the pixels.
fn drawn(shop: &TestShop, line: &str, file: &Path) -> (Value, Option<String>) {
    let told = shop.json(&format!("card picture {line} {}", file.display()));
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height, info.color_type), (1080, 680, png::ColorType::Grayscale));
    let width = info.width as usize;
    let row: Vec<bool> = pixels[400 * width..401 * width].iter().map(|pixel| *pixel < 128).collect();
    (told, ean::read(&row))
}

#[test]
fn a_card_for_the_phone_has_the_barcode_of_the_card_that_was_named() {
    let shop = TestShop::new();
    let file = shop.beside().join("carte.png");
    let (told, read) = drawn(&shop, BARON, &file);
    assert_eq!((told["code"].as_str(), read.as_deref()), (Some(BARON), Some(BARON)));
    assert_eq!(told["customer"]["name"], "M. Bernard Baron");
    shop.json(&format!("customer edit {BARON} cartes={BARON},2900000000018"));
    let (_, read) = drawn(&shop, "2900000000018", &file);
    assert_eq!(read.as_deref(), Some("2900000000018"), "the second card, as it was asked for");
    let (_, read) = drawn(&shop, "'bernard baron'", &file);
    assert_eq!(read.as_deref(), Some(BARON), "the first card, when a name is given");

    let words = shop.refused("card picture 2900000000995 carte.png");
    assert!(words.contains("Aucun client pour « 2900000000995 »"), "{words}");
    shop.json("customer new nom=Sanscarte prenom=Zoé");
    let words = shop.refused("card picture sanscarte carte.png");
    assert!(words.contains("Zoé Sanscarte n'a pas de carte"), "{words}");
    let words = shop.refused(&format!("card picture {BARON} absent/carte.png"));
    assert!(words.contains("absent/carte.png : ce dossier n'existe pas"), "{words}");
}

#[test]
fn what_cannot_be_asked_for_is_told_in_french() {
    let shop = TestShop::new();
    for (line, said) in [
        ("card new 0", "0 cartes à la fois, ce n'est pas possible : demandez-en de 1 à 10"),
        ("card new 10001", "demandez-en de 1 à 10"),
        ("card new douze", "« douze » ne se comprend pas"),
        ("card sheet cartes.pdf --new 0", "demandez-en de 1 à 10"),
        ("card sheet cartes.pdf", "Il manque"),
        ("card sheet cartes.pdf --new 3 --customers", "ne va pas avec"),
        ("card new 1 --series 30", "Préfixe de carte « 30 »"),
        ("card new 1 --series 29A", "Préfixe de carte « 29A »"),
    ] {
        let words = shop.misused(line);
        assert!(words.contains(said), "{line}: {words}");
    }
    let words = shop.refused("card sheet cartes.pdf --where 'ville = Atlantide'");
    assert!(words.contains("Aucun client ne correspond"), "{words}");
    let words = shop.refused("card sheet cartes.pdf --where 'vile = Lyon'");
    assert!(words.contains("Aucun critère « vile »"), "{words}");
    shop.json("customer new nom=Sanscarte");
    let words = shop.refused("card sheet cartes.pdf --customers sanscarte");
    assert!(words.contains("1 client(s) sans carte") && words.contains("--give"), "{words}");
    // The scale prints labels that begin with 21: no card of that series can be told from them.
    let words = shop.refused("card new 1 --series 21");
    assert!(words.contains("étiquette de balance"), "{words}");
    assert!(!shop.beside().join("cartes.pdf").exists());
    assert_eq!(codes(&shop.json("card new 1")), ["2900000000018"], "nothing was reserved");
}

#[test]
fn a_person_is_given_all_that_is_held_of_them_as_pages_and_it_is_noted() {
    let shop = TestShop::new();
    shop.json(&format!("customer note {ACCOUNT_150} 'Préfère le matin'"));
    shop.json(&format!("sale --scan CHE-0001 --customer {ACCOUNT_150} --pay on-account"));
    let told = shop.json(&format!("customer access {ACCOUNT_150} --pdf donnees.pdf"));
    assert_eq!((&told["customer"]["name"], &told["pdf"]), (&json!("Mme Emma Jacob"), &json!("donnees.pdf")));
    assert!(std::fs::read(shop.beside().join("donnees.pdf")).unwrap().starts_with(b"%PDF-"));
    let acts = |shop: &TestShop| shop.json(&format!("customer show {ACCOUNT_150}"))["acts"].clone();
    assert_eq!(acts(&shop)[0]["act"], "exported");
    let all: Value = shop.run(&format!("customer access {ACCOUNT_150}")).done().json();
    assert_eq!(all["notes"][0]["text"], "Préfère le matin");
    assert_eq!(all["account"].as_array().map(Vec::len), Some(1));
    assert_eq!(all["sales"][0]["tenders"][0]["kind"], "on-account");
    assert!(all["counters"].is_array() && all["credits"].is_array() && all["offers"].is_array());
    let before = acts(&shop);
    let words = shop.refused(&format!("customer access {ACCOUNT_150} --pdf absent/donnees.pdf"));
    assert!(words.contains("ce dossier n'existe pas"), "{words}");
    let words = shop.refused("customer access 2900000000995 --pdf donnees.pdf");
    assert!(words.contains("Aucun client"), "{words}");
    assert_eq!(acts(&shop), before, "what was not given out is not noted");
}
