//! Files of customers from elsewhere: tried, taken in, taken back.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

/// Two people twice, one of them with another spelling; one who is there already, by the card; one with a wrong day.
fn list() -> String {
    format!(
        "Nom;Prénom;Portable;E-mail;Code postal;Ville;Né(e) le;Carte;Accord SMS\n\
         Quiberon;Anne;06 11 22 33 44;anne@exemple.fr;56170;Quiberon;24/06/1980;;oui\n\
         QUIBERON;Anne;0611223344;;;;;;\n\
         Moncontour;Luc;;;22510;Moncontour;;;non\n\
         Moncontour;Luc;;;22510;;;;\n\
         Baron;Bernard;;baron@exemple.fr;;;;{BARON};\n\
         Locronan;Inès;;;29180;Locronan;31/02/1980;;\n"
    )
}

/// All that the shop knows of its customers, as it gives it away.
fn known(shop: &TestShop) -> Vec<u8> {
    let file = shop.beside().join("export.csv");
    let _ = std::fs::remove_file(&file);
    shop.json("customer export export.csv --quiet");
    std::fs::read(file).unwrap()
}

/// What a report says, but for what only an import that is kept has.
fn figures(mut report: Value) -> Value {
    for own in ["batch", "refused_file"] {
        report.as_object_mut().unwrap().remove(own);
    }
    report
}

#[test]
fn a_trial_tells_what_the_import_does_and_leaves_nothing() {
    let shop = TestShop::new();
    // What is owed at the other till would be entered into the books, and signed.
    let with_balances =
        list().replace("Accord SMS\n", "Accord SMS;Solde du compte\n").replace(";oui\n", ";oui;12,50\n");
    let padded: Vec<String> =
        with_balances.lines().map(|line| line.to_owned() + &";".repeat(10 - line.split(';').count())).collect();
    std::fs::write(shop.beside().join("liste.csv"), padded.join("\n")).unwrap();
    let before = known(&shop);
    let journal = shop.journal();
    let tried = shop.json("customer import liste.csv --dry-run --quiet");
    assert_eq!(tried["batch"], json!(null));
    assert_eq!(known(&shop), before);
    assert_eq!((shop.json("customer batches"), shop.journal()), (json!([]), journal.clone()));
    let done = shop.json("customer import liste.csv --quiet");
    let told = ["rows", "created", "updated", "duplicates", "refused", "dropped_cells"].map(|key| done[key].clone());
    assert_eq!(told, [6, 3, 1, 2, 0, 1].map(Value::from));
    assert_eq!((&done["opened"], figures(tried)), (&json!(1), figures(done.clone())));
    assert_ne!(shop.journal(), journal);
}

#[test]
fn an_import_is_taken_back_and_the_shop_knows_what_it_knew() {
    let shop = TestShop::new();
    std::fs::write(shop.beside().join("liste.csv"), list()).unwrap();
    let before = known(&shop);
    let batch = shop.json("customer import liste.csv --quiet")["batch"].as_i64().unwrap();
    assert_ne!(known(&shop), before);
    let undone = shop.json(&format!("customer undo {batch} --quiet"));
    assert_eq!((&undone["restored"], &undone["removed"]), (&json!(1), &json!(3)));
    assert_eq!(known(&shop), before);
    assert_eq!(shop.json("customer list moncontour"), json!([]));
}

#[test]
fn a_hostile_file_keeps_its_good_rows_and_explains_the_rest() {
    let shop = TestShop::new();
    let mut bytes = b"Nom;Pr\xc3\xa9nom;N\xc3\xa9(e) le;Commentaire\n".to_vec();
    bytes.extend("Quiberon;Anne;31/02/1980;\n".bytes());
    bytes.extend("=CMD|' /C calc'!A0;Luc;;\n".bytes());
    bytes.extend("Moncontour;\"Lu\"c;;guillemets\n".bytes());
    bytes.extend(b"Locronan;In\xe8s;;en CP1252\n");
    bytes.extend("Ploumanac'h;Yann\n".bytes());
    bytes.extend(format!("Carnac;Zoé;;{}\n", "x".repeat(10_000_000)).bytes());
    bytes.extend("Paimpol;Maël;01/02/1990;dernière\n".bytes());
    std::fs::write(shop.beside().join("hostile.csv"), bytes).unwrap();
    let done = shop.json("customer import hostile.csv --quiet");
    let told = ["rows", "created", "refused", "dropped_cells"].map(|key| done[key].clone());
    assert_eq!(told, [7, 5, 2, 2].map(Value::from));
    for name in ["Quiberon", "CMD", "Locronan", "Carnac", "Paimpol"] {
        assert_eq!(shop.json(&format!("customer list {name}")).as_array().unwrap().len(), 1, "{name}");
    }
    let problems: Vec<(u64, bool, String)> = done["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["line"].as_u64().unwrap(),
                one["refused"] == true,
                one["words"].as_str().unwrap().replace('\u{a0}', " "),
            )
        })
        .collect();
    for (line, refused, words) in [
        (2, false, "« 31/02/1980 » : ce jour n'existe pas"),
        (3, false, "ressemble à une formule de tableur"),
        (4, true, "un guillemet ouvert n'est jamais fermé"),
        (5, false, "caractères d'un autre codage"),
        (6, true, "2 cellules pour 4 colonnes"),
        (7, false, "texte de 9766 ko, 64 ko au plus"),
    ] {
        let fits = |one: &&(u64, bool, String)| one.0 == line && one.1 == refused && one.2.contains(words);
        assert!(problems.iter().any(|one| fits(&one)), "line {line}: {words} is not in {problems:#?}");
    }
    let refused = std::fs::read_to_string(shop.beside().join("hostile-refus.csv")).unwrap();
    assert!(refused.contains("Moncontour") && refused.contains("Ploumanac'h") && !refused.contains("Carnac"));
    let formula = String::from_utf8(known(&shop)).unwrap();
    assert!(!formula.contains("\n=") && !formula.contains(";="), "no formula leaves the shop");
}
