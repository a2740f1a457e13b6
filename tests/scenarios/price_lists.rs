//! Price lists: by item, by department, from another list, without tax, and only on their days.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;
use crate::slip::{slip, vat};

/// A group of one customer with one list.
fn club(shop: &TestShop, list: &str) {
    shop.json(&format!("group set club Club --price-list {list}"));
    shop.json(&format!("customer edit {BARON} famille=club"));
}

fn sold(shop: &TestShop, scanned: &str) -> Value {
    shop.json(&format!("sale --scan {scanned} --customer {BARON} --preview"))
}

#[test]
fn the_rule_nearest_to_the_item_wins_and_says_so() {
    let shop = TestShop::new();
    // The list « pro » has the shirt at 55.90 and nothing for socks and books.
    shop.json("price new ete 'Tarif d’été' --base pro --percent 90");
    club(&shop, "ete");
    let sale = sold(&shop, "CHE-0001 SOU-0013 LIV-0001");
    let lines = ["1 CHE-0001 50.31", "1 SOU-0013 13.05", "1 LIV-0001 19.90", "total 83.26"];
    assert_eq!(slip(&sale), lines);
    let base = json!({ "list": "ete", "rule": "base", "base": "pro", "percent": "90" });
    assert_eq!((&sale["lines"][0]["price_list"], &sale["lines"][1]["price_list"]), (&base, &base));
    // Books have one price by law: no percentage falls on them.
    assert_eq!(sale["lines"][2]["price_list"], Value::Null);

    shop.json("price set ete --department homme=80");
    assert_eq!(slip(&sold(&shop, "CHE-0001 SOU-0013"))[..2], ["1 CHE-0001 55.92", "1 SOU-0013 11.60"]);
    shop.json("price set ete --department chemises=70%");
    let sale = sold(&shop, "CHE-0001 SOU-0013");
    assert_eq!(slip(&sale)[..2], ["1 CHE-0001 48.93", "1 SOU-0013 11.60"]);
    let near = json!({ "list": "ete", "rule": "department", "department": "chemises", "percent": "70" });
    assert_eq!(sale["lines"][0]["price_list"], near);
    shop.json("price set ete --item CHE-0001=47 --item LIV-0001=18,91");
    let sale = sold(&shop, "CHE-0001 LIV-0001");
    assert_eq!(slip(&sale), ["1 CHE-0001 47.00", "1 LIV-0001 18.91", "total 65.91"]);
    assert_eq!(sale["lines"][0]["price_list"], json!({ "list": "ete", "rule": "item" }));

    // What is taken off gives way to the next rule.
    shop.json("price set ete --item CHE-0001= --department chemises= --department homme=");
    assert_eq!(slip(&sold(&shop, "CHE-0001"))[0], "1 CHE-0001 50.31");
    let explained = shop.run("price show --item CHE-0001").done().out;
    assert!(explained.contains("Tarif d’été : 90\u{a0}% de Tarif professionnel"), "{explained}");
    shop.json("price set ete --base ''");
    assert_eq!(slip(&sold(&shop, "CHE-0001"))[0], "1 CHE-0001 69.90");
}

#[test]
fn a_list_may_be_dearer_as_at_the_tables_outside() {
    let shop = TestShop::new();
    shop.json("price new terrasse Terrasse");
    shop.json("price set terrasse --department homme=110");
    club(&shop, "terrasse");
    let sale = sold(&shop, "CHE-0001 SOU-0013 LIV-0001");
    assert_eq!(slip(&sale), ["1 CHE-0001 76.89", "1 SOU-0013 15.95", "1 LIV-0001 19.90", "total 112.74"]);
    let explained = shop.run("price show --item SOU-0013").done().out;
    assert!(explained.contains("Terrasse : 110\u{a0}%, rayon Homme"), "{explained}");
    shop.json("price new nuit Nuit --base terrasse --percent 102,5");
    shop.json("group set club Club --price-list nuit");
    assert_eq!(slip(&sold(&shop, "SOU-0013"))[0], "1 SOU-0013 16.35");
}

#[test]
fn prices_without_tax_become_prices_with_tax_to_the_cent() {
    let shop = TestShop::new();
    shop.json("price new gros Grossistes --without-tax");
    let list = shop.json("price set gros --item CHE-0001=33,29");
    assert_eq!(list["tax"], "excluded");
    let [typed, price, own] = ["typed", "price", "own"].map(|key| &list["prices"][0][key]);
    // 33.29 and 20 % are 39.948.
    assert_eq!((typed, price, own), (&json!("33.29"), &json!("39.95"), &json!("69.90")));
    club(&shop, "gros");
    let paid = shop.json(&format!("sale --scan 3xCHE-0001 --customer {BARON} --pay card"));
    assert_eq!(slip(&paid)[..2], ["3 CHE-0001 119.85", "total 119.85"]);
    assert_eq!(vat(&paid), ["20: 99.87 + 19.98 = 119.85"], "three times 33.29");
}

#[test]
fn a_list_gives_prices_on_its_days_only_also_to_a_sale_that_waited() {
    let mut shop = TestShop::new();
    shop.json("price new noel 'Tarif de Noël' --from 24/11/2026 --until 2026-12-26");
    shop.json("price set noel --item CHE-0001=50");
    club(&shop, "noel");
    let price = |shop: &TestShop| slip(&sold(shop, "CHE-0001"))[0].clone();
    assert_eq!(price(&shop), "1 CHE-0001 69.90");
    let told = shop.run("price lists").done().out;
    assert!(told.contains("du 24/11/2026 au 26/12/2026 · ne joue pas aujourd'hui"), "{told}");
    shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --park Baron"));
    for (at, expected) in [
        ("2026-11-23T23:00:00+01:00", "1 CHE-0001 69.90"),
        ("2026-11-24T09:00:00+01:00", "1 CHE-0001 50.00"),
        ("2026-12-26T18:00:00+01:00", "1 CHE-0001 50.00"),
    ] {
        shop.at(at);
        assert_eq!(price(&shop), expected, "{at}");
    }
    let paid = shop.json("sale --recall 1 --pay card");
    assert_eq!(slip(&paid)[0], "1 CHE-0001 50.00", "parked before the list began");
    shop.at("2026-12-27T10:00:00+01:00");
    assert_eq!(price(&shop), "1 CHE-0001 69.90");
    assert!(shop.run("price show --item CHE-0001").done().out.contains("Tarif de Noël (fini le 26/12/2026)"));
    let asked = shop.json("price show --item CHE-0001 --on 01/12/2026");
    let noel = asked["lists"].as_array().unwrap().iter().find(|list| list["list"] == "noel").unwrap();
    assert_eq!((&noel["price"], &noel["rule"], &noel["in_force"]), (&json!("50.00"), &json!("item"), &json!(true)));
    // Days can be taken off again.
    shop.json("price set noel --until ''");
    assert_eq!(price(&shop), "1 CHE-0001 50.00");
}

#[test]
fn what_is_wrong_is_told_whole_and_changes_nothing() {
    let shop = TestShop::new();
    shop.json("price new a A --base pro --percent 90");
    shop.json("price new b B --base a --percent 90");
    let before = shop.json("price lists");
    let words = shop.refused("price set pro --name Autre --base b --percent 95");
    assert!(words.contains("Le tarif pro dépendrait de lui-même : pro → b → a → pro."), "{words}");
    let words = shop.refused("price new c C --base c --percent 95");
    assert!(words.contains("c → c"), "{words}");

    let words = shop.misused(
        "price set a --item CHE-0001=dix --item ABSENT-1=1 --item SOU-0013 --department cave=10 --department homme=1000,01 --item CEI-0009=-1",
    );
    for part in [
        "--item CHE-0001=dix : « dix » n'est pas un montant",
        "--item ABSENT-1=1 : aucun article n'a ce code",
        "--item SOU-0013 : il manque « = »",
        "--item CEI-0009=-1 : un prix n'est pas négatif",
        "--department cave=10 : aucun rayon n'a ce code",
        "--department homme=1000,01 : écrivez un pourcentage de 0 à 1000",
        "Rien n'a été enregistré.",
    ] {
        assert!(words.contains(part), "{part:?} is not in: {words}");
    }
    assert!(shop.misused("price set a --item CHE-0001=40 --until 31/31/2026").contains("--until"));
    assert!(shop.misused("price set a --from 02/01/2027 --until 01/01/2027").contains("avant de commencer"));
    assert!(shop.misused("price new d D --percent 90").contains("Ajoutez --base"));
    assert!(shop.misused("price new d D --base a").contains("Ajoutez --percent"));
    assert!(shop.misused("price new 'deux mots' D").contains("deux mots"));
    assert!(shop.refused("price new a Encore").contains("existe déjà"));
    assert!(shop.refused("price set absent --name X").contains("il y a : a, b, pro, tarif-b"));
    assert!(shop.refused("price show absent").contains("absent"));
    assert_eq!(shop.json("price lists"), before);
    assert_eq!(before[0]["base"], json!({ "list": "pro", "percent": "90" }));
}

#[test]
fn a_list_that_something_goes_by_stays_and_takes_its_prices_with_it_when_it_goes() {
    let shop = TestShop::new();
    shop.json("price new ete 'Tarif d’été'");
    shop.json("price set ete --item CHE-0001=40 --department chemises=80");
    shop.json("price new fin 'Fin d’été' --base ete --percent 50");
    club(&shop, "ete");
    let words = shop.refused("price remove ete").to_string();
    assert!(words.contains("famille Club") && words.contains("tarif Fin d’été"), "{words}");
    assert_eq!(sold(&shop, "CHE-0001")["total"], "40.00");
    shop.json("group set club Club");
    shop.json("price remove fin");
    let left = shop.json("price remove ete");
    assert!(left.as_array().unwrap().iter().all(|list| list["id"] != "ete" && list["id"] != "fin"), "{left}");
    shop.json("price new ete 'Tarif d’été'");
    assert_eq!(shop.json("price show ete")["prices"], json!([]), "no price comes back with a list of the same code");
}
