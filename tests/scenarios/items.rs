//! Files of items: read, checked, taken in, and sold.

use comptoir_tests::TestShop;
use serde_json::json;

use crate::slip::slip;

const FILE: &str = "Référence;Désignation;Rayon;TVA;Prix TTC;EAN\n\
    NEUF-1;Gilet de laine;Homme > Gilets;20;59,90;4006381333931\n\
    CHE-0001;Chemise oxford blanche 39;;;65,00;\n\
    NEUF-2;Carnet;Papeterie;20;douze;\n\
    NEUF-3;Crayon;Papeterie;5,5;1,20;4006381333930\n\
    NEUF-4;Sans rayon;;20;3,00;\n\
    NEUF-5;Volé;Papeterie;20;3,00;3760428200013\n";

#[test]
fn items_come_from_a_file_and_what_is_wrong_is_told_by_its_cell() {
    let shop = TestShop::new();
    std::fs::write(shop.beside().join("articles.csv"), FILE).unwrap();
    let tried = shop.json("item import articles.csv --dry-run");
    assert!(shop.refused("item show NEUF-1").contains("NEUF-1"), "nothing was written");

    let done = shop.json("item import articles.csv");
    let figures = ["rows", "created", "updated", "unchanged", "refused", "dropped_cells"];
    assert_eq!(figures.map(|key| done[key].as_u64().unwrap()), [6, 2, 1, 0, 3, 1]);
    assert_eq!(figures.map(|key| &tried[key]), figures.map(|key| &done[key]), "a dry run tells the same");
    assert_eq!(done["departments"], json!(["Gilets", "Papeterie"]));
    let words: Vec<&str> = done["problems"].as_array().unwrap().iter().map(|p| p["words"].as_str().unwrap()).collect();
    for part in [
        "Ligne 4, colonne E «\u{a0}Prix TTC\u{a0}»\u{a0}: «\u{a0}douze\u{a0}»\u{a0}: ce n'est pas un montant",
        "Ligne 4\u{a0}: l'article est nouveau et n'a pas de prix TTC",
        "Ligne 5\u{a0}: code-barres « 4006381333930 » : sa clé devrait être 1",
        "Ligne 6\u{a0}: l'article est nouveau et n'a pas de rayon",
        "Ligne 7\u{a0}: Le code-barres 3760428200013 est déjà celui de l'article CHE-0001. Ligne refusée.",
    ] {
        assert!(words.iter().any(|words| words.contains(part)), "{part:?} is not in {words:#?}");
    }
    let refused = std::fs::read_to_string(shop.beside().join("articles-refus.csv")).unwrap();
    assert_eq!(refused.lines().count(), 4, "{refused}");
    assert!(refused.contains("NEUF-4;Sans rayon;;20;3,00;;6;"), "{refused}");
    assert!(!tried.to_string().contains("articles-refus"), "a dry run writes no file");
    let vest = shop.json("item show NEUF-1");
    assert_eq!((&vest["departments"], &vest["price"]), (&json!(["gilets", "homme"]), &json!("59.90")));
    let sale = shop.json("sale --scan 4006381333931 CHE-0001 NEUF-3 --pay card");
    assert_eq!(slip(&sale)[..3], ["1 NEUF-1 59.90", "1 CHE-0001 65.00", "1 NEUF-3 1.20"]);

    let again = shop.json("item import articles.csv");
    assert_eq!((&again["created"], &again["updated"], &again["unchanged"]), (&json!(0), &json!(0), &json!(3)));
    let lists = shop.json("price show --item CHE-0001");
    assert_eq!(lists["lists"][0]["price"], "55.90", "prices in lists stay");
    assert!(shop.refused("item import absent.csv").contains("absent.csv"));
}

#[test]
fn a_column_is_what_it_is_said_to_be_and_stays_so_for_the_next_file() {
    let shop = TestShop::new();
    let file = |name: &str, price| {
        let text = format!("Ref;Nom;Rayon;TVA;Tarif boutique\nMUG-1;Mug;Cuisine;20;{price}\n");
        std::fs::write(shop.beside().join(name), text).unwrap();
    };
    file("mugs.csv", "8,50");
    assert!(shop.misused("item import mugs.csv --map 9=price").contains("9=price"));
    assert!(shop.misused("item import mugs.csv --map \"Tarif boutique=prix-magique\"").contains("prix-magique"));
    let done = shop.json("item import mugs.csv --map \"tarif boutique=price\" --map 1=sku");
    assert_eq!((&done["created"], &done["refused_file"]), (&json!(1), &json!(null)));
    file("mugs-2.csv", "9,00");
    assert_eq!(shop.json("item import mugs-2.csv")["updated"], 1);
    assert_eq!(shop.json("item show MUG-1")["price"], "9.00");
}

#[test]
fn an_import_of_items_is_one_batch_and_is_taken_back_whole() {
    let shop = TestShop::new();
    std::fs::write(shop.beside().join("articles.csv"), FILE).unwrap();
    let seen = shop.json("item import articles.csv --preview");
    let fields: Vec<&str> = seen["columns"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["sku", "label", "department", "vat-rate", "price", "codes"]);
    assert_eq!((&seen["columns"][1]["values"][0], &seen["notes"]), (&json!("Gilet de laine"), &json!([])));
    let all = || [shop.json("item list --limit 10000"), shop.json("item departments")];
    let before = all();
    assert_eq!(shop.json("item import articles.csv --dry-run")["batch"], json!(null));
    assert_eq!(shop.json("customer batches"), json!([]), "a dry run leaves nothing");

    let batch = shop.json("item import articles.csv")["batch"].as_i64().unwrap();
    assert_ne!(all(), before);
    let told = &shop.json("customer batches")[0];
    let parts = ["kind", "label", "created", "changed"].map(|key| told[key].clone());
    assert_eq!(parts, [json!("items"), json!("articles.csv"), json!(2), json!(1)]);
    let undone = shop.json(&format!("item undo {batch}"));
    let figures = ["restored", "removed", "departments_removed"].map(|key| undone[key].as_u64().unwrap());
    assert_eq!(figures, [1, 2, 2]);
    assert_eq!(all(), before);
    assert!(shop.refused("item undo 99").contains("99"));
}

#[test]
fn what_was_sold_or_set_aside_of_an_import_stays_when_it_is_taken_back() {
    let shop = TestShop::new();
    let text = "Référence;Désignation;Rayon;TVA;Prix TTC\n\
        SOLD;Vendu;Papier;20;3,00\nASIDE;De côté;Papier;20;3,00\nFREE;Oublié;Papier;20;3,00\nCHE-0001;Chemise;;;65,00\n";
    std::fs::write(shop.beside().join("articles.csv"), text).unwrap();
    let batch = shop.json("item import articles.csv")["batch"].as_i64().unwrap();
    shop.json("sale --scan SOLD --pay card");
    shop.json("sale --scan ASIDE --park Paul");
    std::fs::write(shop.beside().join("prix.csv"), "Référence;Désignation;Prix TTC\nCHE-0001;Chemise;70,00\n").unwrap();
    assert!(shop.json("item import prix.csv --preview")["notes"][0].as_str().unwrap().contains("Rayon, Taux de TVA"));
    shop.json("item import prix.csv");
    let undone = shop.json(&format!("customer undo {batch}"));
    assert_eq!(undone["in_the_books"], json!(["ASIDE", "SOLD"]), "{undone}");
    assert_eq!((&undone["changed_since"], &undone["removed"]), (&json!(["CHE-0001"]), &json!(1)));
    assert_eq!(undone["not_empty"], json!(["papier"]));
    assert_eq!(shop.json("item show CHE-0001")["price"], "70.00");
    shop.json("item show SOLD");
    assert!(shop.refused("item show FREE").contains("FREE"));
}
