//! A file of customers at the office: found, its columns said, tried, taken in, taken back; and by the keys alone.

use std::path::PathBuf;

use comptoir_app::Till;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::known;
use crate::merchant::Merchant;

pub(crate) fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

pub(crate) fn file(merchant: &Merchant, name: &str, text: &str) -> PathBuf {
    let path = merchant.shop.dir().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

const FILE: &str = "Nom;Prénom;Portable;Mail;CP;Ville;Né(e) le;Fid\n\
    BENALI;Yasmine;0622334455;yasmine@example.fr;69100;VILLEURBANNE;12/03/1985;120\n\
    PETIT;Élodie;06 98 76 54 32;;69150;Décines;31/02/1980;\n\
    ;;;;;;;15\n\
    LEFÈVRE;Claire;06 12 34 56 78;claire@example.fr;69002;Lyon;;\n";

/// Opens the tools and takes a file, all by keys.
fn open(merchant: &Merchant, path: &std::path::Path) {
    merchant.key(Key::F11).must_say("Que faire ?").write("importer").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Chooser);
    merchant.write(path.to_str().unwrap()).key(Key::Return);
    assert_eq!(merchant.stage.place(), OfficePlace::Incoming);
}

#[test]
fn a_file_is_tried_taken_in_and_taken_back_by_the_keys_alone() {
    let merchant = known();
    let path = file(&merchant, "anciens.csv", FILE);
    let before = till(&merchant, |till| till.store().count_customers().unwrap());
    open(&merchant, &path);
    merchant.must_say("anciens.csv").must_say("Colonne Nom : Nom").must_say("Colonne CP : Code postal");
    merchant.chord(Key::Control, "e").must_say("Essai : lignes qui seraient refusées : 1");
    merchant.must_say("31/02/1980").must_say("C’était un essai : rien n’a été écrit.");
    assert_eq!(till(&merchant, |till| till.store().count_customers().unwrap()), before, "a trial writes nothing");
    merchant.key(Key::Escape).must_say("Vérifiez les colonnes").key(Key::F6);
    merchant.chord(Key::Control, "s").must_say("Importé : 2 fiches").must_say("Déjà connus, laissés 1");
    merchant.must_say("anciens-refus.csv");
    assert_eq!(till(&merchant, |till| till.store().count_customers().unwrap()), before + 2);
    assert!(
        till(&merchant, |till| till.find_customer("Benali").unwrap().person.last_name == "Benali"),
        "as asked by F6"
    );
    merchant.chord(Key::Control, "z").must_say("2 clients comme avant.").must_not_say("Importé");
    assert_eq!(till(&merchant, |till| till.store().count_customers().unwrap()), before);
    merchant.key(Key::Escape);
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
    merchant.must_say("3 clients");
}

#[test]
fn a_column_is_said_to_be_something_else_and_what_clashes_stops_the_import() {
    let merchant = known();
    let path = file(&merchant, "liste.csv", "Client;Autre;Ville\nRoux;Jean;Brest\nMoreau;Anne;Lyon\n");
    open(&merchant, &path);
    merchant.key(Key::DownArrow).key(Key::Return).must_say("Que contient « Autre » ?");
    merchant.write("ville").key(Key::Return).must_say("Colonne Autre : Ville");
    merchant.chord(Key::Control, "s").must_not_say("Importé");
    assert!(!merchant.find("Importer").accessible_enabled().unwrap_or(true), "two columns are one field");
    merchant.key(Key::Return).write("prénom").key(Key::Return).must_say("Colonne Autre : Prénom");
    merchant.key(Key::UpArrow).key(Key::Return).write("nom").must_say("Nom").key(Key::Return);
    merchant.chord(Key::Control, "s").must_say("Importé : 2 fiches").key(Key::Escape);
    assert_eq!(till(&merchant, |till| till.find_customer("Moreau").unwrap().person.first_name), "Anne");
}

#[test]
fn points_go_to_the_counter_of_the_shop() {
    let merchant = known();
    let path = file(&merchant, "points.csv", "Nom;Prénom;Points\nRoux;Jean;120\n");
    open(&merchant, &path);
    merchant.must_say("Points vers ").chord(Key::Control, "s").must_say("Avec leurs soldes 1").key(Key::Escape);
    let held = till(&merchant, |till| {
        let roux = till.find_customer("Roux").unwrap();
        till.holdings(roux.id).unwrap()
    });
    assert_eq!(held.iter().map(|held| held.holding.balance.to_string()).collect::<Vec<_>>(), ["120"]);
}

#[test]
fn what_is_no_file_of_customers_is_told_where_one_is() {
    let merchant = known();
    merchant.key(Key::F11).write("importer").key(Key::Return);
    merchant.write("/nulle/part.csv").key(Key::Return).must_say("/nulle/part.csv");
    assert_eq!((merchant.stage.place(), merchant.stage.dialog()), (OfficePlace::Clients, OfficeDialog::None));
    let empty = file(&merchant, "vide.csv", "");
    open(&merchant, &empty);
    assert!(!merchant.find("Importer").accessible_enabled().unwrap_or(true));
    merchant.key(Key::Escape);
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
}
