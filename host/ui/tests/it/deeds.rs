//! What is done with one file at the office: joined, parted, erased; its account paid.

use comptoir_app::Till;
use comptoir_app::accounts::AccountCorrection;
use comptoir_app::customers::FormField;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_domain::customer::Channel;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::known;
use crate::merchant::Merchant;
use crate::shop::person;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

/// A second file of Claire, with the same number.
fn twin(merchant: &Merchant) -> CustomerId {
    till(merchant, |till| {
        let typed =
            [(FormField::LastName, "Lefevre"), (FormField::FirstName, "Claire"), (FormField::Phone, "0612345678")];
        till.create_file(&typed.map(|(field, text)| (field, text.to_owned()))).unwrap().id
    })
}

/// Opens Claire's file on a page.
fn claire(merchant: &Merchant, page: &str) {
    merchant.write("claire@").key(Key::Return).act(page);
}

#[test]
fn two_files_of_one_person_are_joined_and_parted() {
    let merchant = known();
    let other = twin(&merchant);
    claire(&merchant, "Historique");
    merchant.must_say("Une seule personne ?").act("Réunir : Claire Lefevre").must_say("Réunir les deux fiches ?");
    assert_eq!(till(&merchant, |till| till.store().file_of(other).unwrap()), other, "nothing before the answer");
    merchant.key(Key::Return).must_say("La fiche de Claire Lefevre y est réunie.");
    assert_eq!(till(&merchant, |till| till.store().file_of(other).unwrap()), person(1));
    merchant.act("Séparer : Claire Lefevre").key(Key::Return).must_say("Claire Lefevre a de nouveau sa fiche.");
    assert_eq!(till(&merchant, |till| till.store().file_of(other).unwrap()), other);
}

#[test]
fn a_person_is_erased_after_a_question_and_the_list_comes_back() {
    let merchant = known();
    claire(&merchant, "Consentements");
    merchant
        .act("Effacer… : Effacer cette personne")
        .must_say("C’est sans retour.")
        .must_say("Les points sont perdus.");
    merchant.key(Key::Escape);
    assert!(till(&merchant, |till| till.store().customer(person(1)).unwrap()).is_some());
    merchant.act("Effacer… : Effacer cette personne");
    merchant.act("Effacer, et ne plus jamais écrire à ces adresses").key(Key::Return);
    merchant.must_say("Cette personne est effacée");
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
    assert!(till(&merchant, |till| till.store().customer(person(1)).unwrap()).is_none());
    assert!(till(&merchant, |till| till.store().is_opposed(Channel::Email, "claire@example.fr").unwrap()));
}

#[test]
fn an_opposition_is_noted_and_a_new_word_of_the_customer_lifts_it() {
    let merchant = known();
    claire(&merchant, "Consentements");
    merchant.act("Noter : Ne plus jamais lui écrire").key(Key::Return).must_say("plus rien ne sera envoyé");
    merchant.must_say("noté : SMS, E-mail, Courrier").must_say("SMS non");
    merchant.act("Recueillir : SMS").key(Key::Return).must_say("noté : E-mail, Courrier");
}

#[test]
fn an_account_is_paid_at_the_desk_and_change_is_told() {
    let merchant = known();
    till(&merchant, |till| {
        let mut draft = till.open_sale();
        till.identify(&mut draft, person(1)).unwrap();
        till.scan(&mut draft, "CEI", None).unwrap();
        let total = till.preview(&draft, false).unwrap().total();
        let tenders = vec![TenderAsked::of(TenderKind::OnAccount, total)];
        till.pay(&draft, &Payment { tenders, print: false, parked: None, forced: None }).unwrap();
    });
    let owed = till(&merchant, |till| till.account(person(1)).unwrap().balance);
    assert!(owed > Money::from_cents(1_000));
    claire(&merchant, "Compte");
    merchant.act("Encaisser un règlement").must_say("Règlement de Claire Lefèvre").must_say("Solde dû : ");
    merchant.write("mille").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "a wrong amount is told beside the field");
    merchant.fill("Montant", "10").key(Key::DownArrow).key(Key::Return).must_say("10,00 € encaissés.");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), owed - Money::from_cents(1_000));
    let down = |merchant: &Merchant, times: usize| {
        for _ in 0..times {
            merchant.key(Key::DownArrow);
        }
    };
    merchant.act("Encaisser un règlement").write("5");
    down(&merchant, 3);
    merchant.key(Key::Return).must_say("5,00 € encaissés.");
    merchant
        .act("Encaisser un règlement")
        .write("100")
        .key(Key::Return)
        .must_say("Rendez")
        .must_say("Reste dû : 0,00 €");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), Money::ZERO);
    merchant.act("Encaisser un règlement").must_say("Rien n’est dû.");
    let kinds = till(&merchant, |till| {
        let entries = till.store().account_entries(person(1)).unwrap();
        entries.iter().flat_map(|entry| entry.detail.tenders.iter().map(|tender| tender.kind)).collect::<Vec<_>>()
    });
    assert_eq!(kinds, [TenderKind::Card, TenderKind::Transfer, TenderKind::Cash]);
}

#[test]
fn an_account_is_paid_by_several_means_and_nothing_is_taken_before_the_last() {
    let merchant = known();
    till(&merchant, |till| {
        let (key, reason) = (till.new_key(), "report".to_owned());
        let delta = Money::from_cents(10_000);
        till.correct_account(person(1), &AccountCorrection { key, delta, day: None, due: None, reason }).unwrap();
    });
    let owed = || till(&merchant, |till| till.account(person(1)).unwrap().balance);
    assert_eq!(owed(), Money::from_cents(10_000));
    let several = |amount: &str| {
        merchant.act("Encaisser un règlement").write(amount).act("Plusieurs moyens…").key(Key::Return);
    };
    claire(&merchant, "Compte");
    several("80");
    merchant.must_say("À régler : 80,00 €. Combien par le premier moyen ?").write("0").key(Key::Return);
    merchant.must_say("0,00 €").fill("Montant", "50").key(Key::Return);
    merchant.must_say("dont Espèces 50,00 €. Reste 30,00 €").key(Key::DownArrow).write("20").key(Key::Return);
    merchant.must_say("dont Espèces 50,00 € + Carte 20,00 €. Reste 10,00 €");
    merchant.key(Key::Escape);
    assert_eq!(owed(), Money::from_cents(10_000), "Escape takes nothing");
    several("80");
    merchant.key(Key::DownArrow).key(Key::DownArrow).write("50").key(Key::Return).write("50").key(Key::Return);
    merchant.must_say("80,00 € encaissés. Rendez 20,00 €. Reste dû : 20,00 €.");
    let last = till(&merchant, |till| till.store().account_entries(person(1)).unwrap().pop().unwrap());
    let means: Vec<_> = last.detail.tenders.iter().map(|tender| (tender.kind, tender.amount.cents())).collect();
    assert_eq!(means, [(TenderKind::Cheque, 5_000), (TenderKind::Cash, 5_000)]);
    several("30");
    merchant.must_say("C’est plus que dû (20,00 €)").key(Key::Return).must_say("À régler : 30,00 €");
    merchant.write("25").key(Key::Return).key(Key::DownArrow).key(Key::Return).must_say("30,00 € encaissés.");
    assert_eq!(owed(), Money::from_cents(-1_000), "a deposit");
}
