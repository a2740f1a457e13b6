//! Two files of one person, and what people may ask of a shop that knows them: to be forgotten, not to be
//! written to, not to be kept for ever.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

fn sell(shop: &TestShop, card: &str) -> Value {
    shop.json(&format!("sale --scan CHE-0001 --customer {card} --pay card"))
}

fn points(shop: &TestShop, card: &str) -> Value {
    shop.json(&format!("customer show {card}"))["counters"][0]["balance"].clone()
}

/// Two files of Zoé Quiberon: the second one has the phone, and both bought.
fn twice(shop: &TestShop) -> (Value, Value) {
    let first = shop.json("customer new nom=Quiberon prenom=Zoé cartes=ZQ-1 e-mail=zoe@example.fr");
    let second =
        shop.json("customer new nom=Quiberon prenom=Zoe cartes=ZQ-2 'telephone=06 39 98 11 22' etiquettes=presse");
    sell(shop, "ZQ-1");
    sell(shop, "ZQ-2");
    (first, second)
}

#[test]
fn two_files_of_one_person_become_one_and_two_again() {
    let shop = TestShop::new();
    let (first, second) = twice(&shop);
    let before = [shop.json("customer show ZQ-1"), shop.json("customer show ZQ-2")];
    let whole = shop.json("customer merge ZQ-1 ZQ-2");
    assert_eq!(whole["id"], first["id"]);
    assert_eq!(whole["cards"], json!(["ZQ-1", "ZQ-2"]));
    assert_eq!((&whole["phones"], &whole["tags"]), (&json!(["+33639981122"]), &json!(["presse"])));
    assert_eq!(whole["indicators"]["sales"], 2);
    assert_eq!(points(&shop, "ZQ-2"), json!("138"));
    // A sale by the card of the file that is gone, and a refund of what it had bought, count for the whole.
    sell(&shop, "ZQ-2");
    assert_eq!(points(&shop, "ZQ-1"), json!("207"));
    assert_eq!(shop.json("customer list quiberon").as_array().unwrap().len(), 1);
    let same = shop.refused("customer merge ZQ-1 ZQ-2");
    assert!(same.contains("n'en font déjà qu'une"), "{same}");

    let back = shop.json("customer unmerge ZQ-1");
    assert_eq!(back["id"], second["id"]);
    for (card, before) in ["ZQ-1", "ZQ-2"].iter().zip(&before) {
        let now = shop.json(&format!("customer show {card}"));
        for part in ["name", "cards", "phones", "emails", "tags"] {
            assert_eq!(now[part], before[part], "{card} {part}");
        }
    }
    assert_eq!((points(&shop, "ZQ-1"), points(&shop, "ZQ-2")), (json!("138"), json!("69")));
    let none = shop.refused("customer unmerge ZQ-2");
    assert!(none.contains("Fiche réunie"), "{none}");
    let _ = shop.journal();
}

#[test]
fn an_erased_person_is_nowhere_in_the_file_and_the_books_are_valid() {
    let shop = TestShop::new();
    twice(&shop);
    shop.json("customer merge ZQ-1 ZQ-2");
    shop.json("customer note ZQ-1 'Préfère Quiberon-plage'");
    let shown = shop.json("customer erase ZQ-1");
    assert_eq!((&shown["erased"], &shown["name"]), (&json!(false), &json!("Zoé Quiberon")));
    assert_eq!(shown["counters"][0]["balance"], "138");
    assert_eq!(shop.json("customer show ZQ-1")["cards"], json!(["ZQ-1", "ZQ-2"]), "nothing is erased without --yes");

    let journal = shop.journal();
    assert_eq!(shop.json("customer erase ZQ-1 --yes --oppose")["erased"], true);
    let gone = shop.refused("customer show ZQ-1");
    assert!(gone.contains("Aucun client"), "{gone}");
    assert_eq!(shop.journal(), journal);
    for file in ["comptoir.db", "comptoir.db-wal"] {
        let bytes = std::fs::read(shop.data().join(file)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for word in ["quiberon", "zoe@example.fr", "639981122", "zq-1"] {
            assert!(!text.contains(word), "{word} is still in {file}");
        }
    }
    // Whoever brings the address back: the consent that comes with it does not count.
    let list = shop.beside().join("liste.csv");
    std::fs::write(
        &list,
        "Nom;E-mail;Consentement e-mail\nQuiberon;zoe@example.fr;oui\nMoncontour;moncontour@example.fr;oui\n",
    )
    .unwrap();
    let report = shop.json(&format!("customer import {} --quiet", list.display()));
    assert_eq!(report["created"], 2);
    assert!(report["problems"].to_string().contains("a dit non"), "{report}");
    let consents = |name: &str| shop.json(&format!("customer show {name}"))["consents"].clone();
    assert_eq!(consents("quiberon"), json!([]));
    assert_eq!(consents("moncontour")[0]["granted"], true);
}

#[test]
fn who_said_no_is_not_brought_back_by_a_file_but_by_themselves() {
    let shop = TestShop::new();
    shop.json("customer new nom=Quiberon cartes=ZQ-1 e-mail=zoe@example.fr 'telephone=06 39 98 11 22'");
    let noted = shop.json("customer opposition add '06 39 98 11 22' --reason 'STOP reçu'");
    assert_eq!(noted, json!([{ "channel": "sms", "address": "+33639981122" }]));
    let file = shop.json("customer show ZQ-1");
    assert_eq!(
        (&file["consents"][0]["granted"], &file["consents"][0]["wording"]),
        (&json!(false), &json!("STOP reçu"))
    );
    assert_eq!(shop.json("customer opposition list")[0]["reason"], "STOP reçu");
    shop.json("customer consent ZQ-1 sms oui --wording 'Oui, de nouveau'");
    assert_eq!(shop.json("customer opposition list"), json!([]));
    let all = shop.json("customer opposition add ZQ-1 --reason 'lettre'");
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(shop.json("customer opposition remove zoe@example.fr").as_array().unwrap().len(), 1);
    let nobody = shop.refused("customer opposition add personne-de-ce-nom --reason x");
    assert!(nobody.contains("Aucun client"), "{nobody}");
}

#[test]
fn who_owes_stays_until_it_is_paid() {
    let shop = TestShop::new();
    shop.json(&format!("account open {BARON}"));
    shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay on-account"));
    let refused = shop.refused(&format!("customer erase {BARON} --yes"));
    assert!(refused.contains("n'est pas à zéro (69,90"), "{refused}");
    shop.json(&format!("account pay {BARON} 69,90 --pay card"));
    assert_eq!(shop.json(&format!("customer erase {BARON} --yes"))["erased"], true);
}

#[test]
fn files_of_people_long_silent_are_proposed_and_erased_on_demand() {
    let shop = TestShop::new();
    let all = shop.json("customer count")["customers"].as_u64().unwrap();
    let idle = |years: u32| {
        shop.json(&format!("customer retention --years {years} --limit 9999"))["idle"].as_array().unwrap().len() as u64
    };
    let (one, three) = (idle(1), idle(3));
    assert!(three <= one && one < all, "{three} {one} {all}");
    let list = shop.beside().join("anciens.csv");
    std::fs::write(&list, "Nom;Client depuis\nQuiberon;03/05/2019\nMoncontour;12/11/2023\n").unwrap();
    shop.json(&format!("customer import {} --quiet", list.display()));
    let told = shop.json("customer retention --limit 9999");
    let names: Vec<&str> = told["idle"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&"Quiberon") && names.contains(&"Moncontour"), "{names:?}");
    shop.json("account open Quiberon");
    shop.json("account correct Quiberon 12 --reason report");
    let erased = shop.json("customer retention --limit 9999 --erase --quiet");
    assert_eq!(erased["erased"].as_u64().unwrap(), three + 1);
    assert_eq!((&erased["kept"][0]["name"], &erased["kept"][0]["owed"]), (&"Quiberon".into(), &"12.00".into()));
    assert_eq!(shop.json("customer count")["customers"].as_u64().unwrap(), all - three + 1);
}
