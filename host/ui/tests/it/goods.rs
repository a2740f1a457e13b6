//! A file of items at the office: the page of customers' files, without what is said of people only.

use std::path::Path;

use comptoir_app::Till;
use comptoir_domain::code::check_digit;
use comptoir_domain::id::Sku;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::known;
use crate::incoming::{file, till};
use crate::look::{LARGE, SMALL, dark};
use crate::merchant::Merchant;
use crate::office::{deliver, enable, sell};

const FILE: &str = "Référence;Désignation;Rayon;TVA;Prix TTC;EAN\n\
    CAR-1;Carnet à spirale;Papeterie > Carnets;20;3,90;4006381333931\n\
    CEI;Ceinture tressée;;;39,00;\n\
    CAR-2;Carnet relié;Papeterie > Carnets;20;douze;\n\
    VIN;Vin;épicerie;20;12,00;\n";

/// Opens the tools and takes a file of items, all by keys.
fn open(merchant: &Merchant, path: &Path) {
    merchant.key(Key::F10).key(Key::F11);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Chooser);
    merchant.write(path.to_str().unwrap()).key(Key::Return);
    assert_eq!(merchant.stage.place(), OfficePlace::Incoming);
}

fn belt(merchant: &Merchant) -> String {
    till(merchant, |till| till.store().item(&Sku::new("CEI")).unwrap().unwrap().label)
}

#[test]
fn a_file_of_items_is_tried_taken_in_and_taken_back_by_the_keys_alone() {
    let merchant = known();
    let path = file(&merchant, "articles.csv", FILE);
    let count = || till(&merchant, |till| till.store().count_items().unwrap());
    let before = count();
    open(&merchant, &path);
    merchant.must_say("Importer des articles").must_say("articles.csv").must_say("Colonne Rayon : Rayon");
    merchant.must_not_say("Déjà connus").must_not_say("DUPONT devient Dupont").key(Key::F5).key(Key::F6).key(Key::F7);
    merchant.chord(Key::Control, "e").must_say("Essai : lignes qui seraient refusées : 1").must_say("douze");
    merchant.must_say("Rayons qui seraient créés : Papeterie, Carnets").must_say("rien n’a été écrit.");
    assert_eq!(count(), before, "a trial writes nothing");
    merchant.key(Key::Escape).must_say("Vérifiez les colonnes");
    merchant.chord(Key::Control, "s").must_say("Importé : 3 articles").must_say("Articles créés 1");
    merchant.must_say("Articles changés 1").must_say("Articles inchangés 1").must_say("articles-refus.csv");
    assert_eq!((count(), belt(&merchant)), (before + 1, "Ceinture tressée".to_owned()));
    merchant
        .chord(Key::Control, "z")
        .must_say("1 article retiré, 1 article comme avant, 2 rayons retirés.")
        .must_not_say("Importé");
    assert_eq!((count(), belt(&merchant)), (before, "Ceinture".to_owned()));
    merchant.key(Key::Escape);
    assert_eq!(merchant.stage.place(), OfficePlace::Setup);
}

#[test]
fn an_import_of_items_stands_among_the_changes_that_can_be_taken_back() {
    let merchant = known();
    let path = file(&merchant, "articles.csv", FILE);
    open(&merchant, &path);
    merchant.chord(Key::Control, "s").must_say("Importé : 3 articles").key(Key::Escape);
    merchant.key(Key::F7).must_say("articles.csv").must_say("2 articles").key(Key::Return).key(Key::Return);
    merchant.must_say("1 article retiré, 1 article comme avant, 2 rayons retirés.");
    assert_eq!(belt(&merchant), "Ceinture");
}

#[test]
fn a_column_of_items_is_said_to_be_something_else() {
    let merchant = known();
    let path = file(&merchant, "prix.csv", "Référence;Désignation;Boutique\nVIN;Vin;13,50\n");
    open(&merchant, &path);
    merchant.must_say("Aucune colonne pour : Rayon, Taux de TVA, Prix TTC. Les articles nouveaux seraient refusés.");
    merchant.key(Key::DownArrow).key(Key::DownArrow).key(Key::Return).must_say("Que contient « Boutique » ?");
    merchant.write("prix ttc").key(Key::Return).must_say("Colonne Boutique : Prix TTC");
    merchant.chord(Key::Control, "s").must_say("Articles changés 1").key(Key::Escape);
    assert_eq!(
        till(&merchant, |till| till.store().item(&Sku::new("VIN")).unwrap().unwrap().price.to_string()),
        "13.50"
    );
    let customers = file(&merchant, "clients.csv", "Nom;Prénom\nRoux;Jean\n");
    merchant
        .key(Key::F3)
        .key(Key::F11)
        .write("clients")
        .key(Key::Return)
        .write(customers.to_str().unwrap())
        .key(Key::Return);
    merchant.must_say("Importer des clients").must_say("Déjà connus").must_say("Colonne Nom : Nom");
}

/// What another till gives out, with what is wrong in such files.
fn old_till(rows: usize) -> String {
    let mut file = "Code;Libellé;Famille;Taux;PV TTC;PA HT;Suivi;Unité;Stock\n".to_owned();
    for n in 0..rows {
        let (label, department) = [
            ("Carnet à spirale A5", "Papeterie > Carnets"),
            ("Stylo plume bleu", "Papeterie > Stylos"),
            ("Savon de Marseille 300 g", "Maison"),
            ("Thé vert Sencha", "Épicerie"),
        ][n % 4];
        let price = if n == 5 { "sur devis".to_owned() } else { format!("{},{:02}", n % 37 + 2, n % 10 * 10) };
        let department = if n == 9 { "" } else { department };
        let body = format!("3760000{n:05}");
        let wrong = u8::from(n == 12);
        let code = if n % 7 == 1 { String::new() } else { format!("{body}{}", (check_digit(&body) + wrong) % 10) };
        file += &format!("A{n:04};{label} {n};{department};20;{price};{},00;{code};pièce;{}\n", n % 9 + 1, n % 13);
    }
    file
}

fn pictures(settings: ScreenSettings, size: (u32, u32)) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str| format!("items-{what}-{light}{}", size.0);
    let prepare = |till: &mut Till, folder: &Path| {
        enable(till, folder, "carte");
        sell(till, Some(1));
    };
    let merchant = Merchant::at(deliver, prepare, settings);
    let path = file(&merchant, "anciens-articles.csv", &old_till(300));
    merchant.size(size).key(Key::F3);
    open(&merchant, &path);
    merchant.looks(&name("import"), size).key(Key::F1).looks(&name("import-keys"), size).key(Key::Escape);
    merchant.chord(Key::Control, "e").looks(&name("import-trial"), size).key(Key::Escape);
    merchant.chord(Key::Control, "s").looks(&name("import-done"), size);
    merchant.chord(Key::Control, "z").looks(&name("import-undone"), size);
}

#[test]
fn the_import_of_items() {
    pictures(ScreenSettings::default(), SMALL);
}

#[test]
fn the_import_of_items_in_the_dark() {
    pictures(dark(), LARGE);
}

#[test]
fn the_import_of_items_on_other_screens() {
    pictures(ScreenSettings::default(), LARGE);
    pictures(dark(), SMALL);
}
