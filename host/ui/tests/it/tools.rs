//! What else is done with the list at the office: written into files, printed as cards, marked by a rule; duplicates.

use comptoir_app::Till;
use comptoir_app::customers::FormField;
use comptoir_domain::customer::{Channel, Source};
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::{describe, known};
use crate::merchant::{Merchant, write_filter};
use crate::office::{deliver, sell};
use crate::shop::person;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

/// Opens a tool by its name.
fn tool<'a>(merchant: &'a Merchant, name: &str) -> &'a Merchant {
    merchant.key(Key::F11).write(name).key(Key::Return)
}

#[test]
fn the_list_that_is_seen_is_exported_and_an_old_file_is_replaced_only_when_said_twice() {
    let merchant = known();
    let path = merchant.shop.dir().join("lyon.csv");
    merchant.write("claire");
    tool(&merchant, "exporter").must_say("Exporter 1 client").act("Texte à points-virgules (.csv)");
    assert!(merchant.value("Fichier").ends_with("clients.csv"), "{}", merchant.value("Fichier"));
    merchant.fill("Fichier", path.to_str().unwrap()).key(Key::Return).must_say("1 client dans ");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Lefèvre") && !text.contains("Durand"), "{text}");
    tool(&merchant, "exporter").act("Texte à points-virgules (.csv)").fill("Fichier", path.to_str().unwrap());
    std::fs::write(&path, "autre chose").unwrap();
    merchant.key(Key::Return).must_say("existe déjà");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "autre chose");
    merchant.key(Key::Return).must_say("1 client dans ");
    assert!(std::fs::read_to_string(&path).unwrap().contains("Lefèvre"));
    tool(&merchant, "exporter").fill("Fichier", "/nulle/part/clients.xlsx").key(Key::Return).must_say("/nulle/part");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "told beside the path");
}

#[test]
fn cards_of_the_list_are_printed_and_given_to_those_without() {
    let merchant = known();
    till(&merchant, |till| {
        let typed = [(FormField::LastName, "Roux".to_owned())];
        till.create_file(&typed).unwrap();
    });
    let path = merchant.shop.dir().join("cartes.pdf");
    merchant.write("roux");
    tool(&merchant, "leurs cartes").fill("Fichier", path.to_str().unwrap()).key(Key::DownArrow).key(Key::Return);
    merchant.must_say("Cartes : 1, pages : 1");
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF"));
    let cards = till(&merchant, |till| till.find_customer("Roux").unwrap().cards);
    assert_eq!(cards.len(), 1);
    tool(&merchant, "cartes neuves").write("x").key(Key::Return).must_say("nombre de cartes");
}

#[test]
fn a_rule_marks_those_whom_it_chooses_and_the_mark_is_taken_back() {
    let merchant = Merchant::with(
        |folder| {
            deliver(folder);
            write_filter(folder);
        },
        |till, _| {
            sell(till, Some(1));
            sell(till, Some(1));
            sell(till, Some(2));
            describe(till);
        },
    );
    merchant.key(Key::F3);
    tool(&merchant, "par une règle").must_say("Fidèles").key(Key::Return).must_say("Passages au moins");
    merchant.write("passages").key(Key::Return).fill("Passages au moins", "beaucoup").key(Key::Return);
    merchant.must_say("beaucoup");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "a wrong value is told beside it");
    merchant.fill("Passages au moins", "1").key(Key::Return).write("maintenant").key(Key::Return);
    merchant.fill("Étiquette", "fidèle").key(Key::Return).must_say("Retenus : 2 sur 3");
    assert_eq!(merchant.stage.listed().len(), 2);
    merchant.undo_from_the_notice();
    assert!(till(&merchant, |till| till
        .store()
        .customer(person(1))
        .unwrap()
        .unwrap()
        .tags
        .iter()
        .all(|tag| tag != "fidèle")));
}

#[test]
fn duplicates_are_proposed_one_by_one_joined_or_left() {
    let merchant = known();
    tool(&merchant, "doublons").must_say("Aucun doublon");
    let twin = till(&merchant, |till| {
        let typed =
            [(FormField::LastName, "Lefevre"), (FormField::FirstName, "Claire"), (FormField::Phone, "0612345678")];
        till.create_file(&typed.map(|(field, text)| (field, text.to_owned()))).unwrap().id
    });
    tool(&merchant, "doublons").must_say("Paires : 1").key(Key::Return).must_say("Une même personne ?");
    merchant.must_say("06 12 34 56 78").key(Key::DownArrow).key(Key::DownArrow).key(Key::Return);
    assert_eq!(till(&merchant, |till| till.store().file_of(twin).unwrap()), twin, "two people are left as they are");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::None);
    tool(&merchant, "doublons").key(Key::Return).key(Key::Return).must_say("est réunie à celle de");
    assert_eq!(till(&merchant, |till| till.store().file_of(twin).unwrap()), person(1));
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
}

#[test]
fn a_mailing_goes_to_those_who_agree_and_can_be_reached() {
    let merchant = known();
    till(&merchant, |till| {
        for (n, granted) in [(1, true), (2, true), (3, false)] {
            let words = "Souhaitez-vous nos nouvelles par SMS ?";
            till.note_consent(person(n), (Channel::Sms, granted), Source::Spoken, words).unwrap();
        }
        till.edit_file(person(2), &[(FormField::Phone, "06 11 22 33 44".to_owned())]).unwrap();
        till.edit_file(person(3), &[(FormField::Phone, "06 55 66 77 88".to_owned())]).unwrap();
    });
    tool(&merchant, "préparer un envoi").write("sms").key(Key::Return).must_say("joindre par SMS");
    merchant.must_say("Accord SMS : oui");
    assert_eq!(merchant.stage.listed(), ["Durand Luc", "Lefèvre Claire"]);
    till(&merchant, |till| till.oppose("06 11 22 33 44", "à sa demande").unwrap());
    tool(&merchant, "préparer un envoi").write("sms").key(Key::Return);
    assert_eq!(merchant.stage.listed(), ["Lefèvre Claire"], "who does not want to be written to is left out");
    let path = merchant.shop.dir().join("sms.csv");
    tool(&merchant, "exporter").act("Texte à points-virgules (.csv)").fill("Fichier", path.to_str().unwrap());
    merchant.key(Key::Return).must_say("1 client dans ");
    tool(&merchant, "préparer un envoi").write("courrier").key(Key::Return);
    assert_eq!(merchant.stage.listed(), Vec::<String>::new(), "nobody was asked about letters");
}
