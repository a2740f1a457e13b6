//! What is looked over at the office beside the list: who owes, papers around, files nobody heard of, oppositions.

use comptoir_app::Till;
use comptoir_app::accounts::{AccountCorrection, OpeningBalance};
use comptoir_app::customers::FormField;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::{Channel, Customer};
use comptoir_domain::money::Money;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::known;
use crate::merchant::Merchant;
use crate::shop::person;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

fn tool<'a>(merchant: &'a Merchant, name: &str) -> &'a Merchant {
    merchant.key(Key::F11).write(name).key(Key::Return)
}

fn eur(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// Claire owes since today and since October, Zoé since the summer; Luc owes nothing, and his account is held.
pub(crate) fn debts(till: &mut Till) {
    till.open_account(person(3), None).unwrap();
    for (n, amount, day) in [(1, "31,50", "2026-11-20"), (1, "18,50", "2026-10-02"), (3, "240", "2026-07-01")] {
        let day = Some(day.parse().unwrap());
        let correction =
            AccountCorrection { key: till.new_key(), delta: eur(amount), day, due: None, reason: "report".into() };
        till.correct_account(person(n), &correction).unwrap();
    }
}

/// A credit note of Claire's that is over soon, a gift voucher of nobody's.
pub(crate) fn papers(till: &mut Till) {
    let expires = Some("2027-01-31".parse().unwrap());
    let note = till.opening_credit(CreditKind::CreditNote, "AV-ANCIEN-7", eur("20"), expires);
    let gift = till.opening_credit(CreditKind::GiftVoucher, "CC-NOEL-3", eur("50"), None);
    let balances = [
        OpeningBalance { customer: Some(person(1)), credits: vec![note], ..OpeningBalance::default() },
        OpeningBalance { credits: vec![gift], ..OpeningBalance::default() },
    ];
    till.open_balances(&balances, "2026-10-01".parse().unwrap(), "ancienne caisse").unwrap();
}

/// Files of people who were entered long ago and never came.
pub(crate) fn old_files(till: &mut Till) {
    for (last, first, since) in [("Ancelot", "Rose", "2021-03-04"), ("Vidal", "Marc", "2022-06-15")] {
        let typed = [(FormField::LastName, last), (FormField::FirstName, first), (FormField::Phone, "")];
        let made = till.create_file(&typed.map(|(field, text)| (field, text.to_owned()))).unwrap();
        till.store_mut().put_customer(&Customer { since: since.parse().unwrap(), ..made }).unwrap();
    }
}

#[test]
fn who_owes_is_seen_the_longest_first_and_the_file_opens() {
    let merchant = known();
    till(&merchant, debts);
    tool(&merchant, "comptes qui").must_say("Dû : 290,00 €, dont 258,50 € depuis plus de 30 jours");
    merchant.must_say("plus de 90 j : 240,00 €").must_say("06 12 34 56 78 · 31 à 60 j : 18,50 € · 0 à 30 j : 31,50 €");
    merchant.must_say("bloqué : chèque impayé");
    merchant.key(Key::Return).must_say("Zoé Martin").must_say("Plus de 90 jours 240,00 €");
    assert_eq!((merchant.stage.place(), merchant.stage.dialog()), (OfficePlace::File, OfficeDialog::None));
    merchant.key(Key::Escape);
    tool(&merchant, "comptes qui").write("lefèvre").key(Key::Return).must_say("31 à 60 jours 18,50 €");
    assert_eq!(merchant.stage.place(), OfficePlace::File);
}

#[test]
fn the_ageing_is_written_for_a_spreadsheet_with_its_sums() {
    let merchant = known();
    tool(&merchant, "comptes qui").must_say("bloqué : chèque impayé").key(Key::Escape);
    till(&merchant, debts);
    let path = merchant.shop.dir().join("balance.csv");
    tool(&merchant, "comptes qui").key(Key::UpArrow).key(Key::Return).act("Texte à points-virgules (.csv)");
    assert!(merchant.value("Fichier").ends_with("balance-agee.csv"), "{}", merchant.value("Fichier"));
    merchant.fill("Fichier", path.to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    let text = std::fs::read_to_string(&path).unwrap();
    let line = |start: &str| text.lines().find(|line| line.contains(start)).unwrap().to_owned();
    assert!(line("Martin").contains("240,00"), "{text}");
    let total = line("TOTAL");
    for sum in ["31,50", "18,50", "240,00", "290,00"] {
        assert!(total.contains(sum), "{total}");
    }
    tool(&merchant, "comptes qui")
        .key(Key::UpArrow)
        .key(Key::Return)
        .fill("Fichier", path.to_str().unwrap())
        .key(Key::Return);
    merchant.must_say("existe déjà").key(Key::Return).must_say("Écrit dans ");
}

#[test]
fn papers_around_lead_to_their_movements_and_to_who_holds_them() {
    let merchant = known();
    tool(&merchant, "avoirs et bons").must_say("Le magasin n’a émis ni avoir ni bon.");
    till(&merchant, papers);
    tool(&merchant, "avoirs et bons").must_say("Avoirs et bons : le magasin doit 70,00 €").must_say("Avoir · 2026");
    merchant.must_say("émis : 1, pour 50,00 €").write("chèque").key(Key::Return);
    merchant.must_say("CC-NOEL-3 · à qui l’apporte").key(Key::Escape);
    tool(&merchant, "avoirs et bons").write("avoir").key(Key::DownArrow).key(Key::Return);
    merchant.must_say("AV-ANCIEN-7 · Claire Lefèvre").must_say("jusqu’au 31/01/2027").key(Key::Return);
    merchant.must_say("Imprimer de nouveau, avec son code-barres").must_say("Émis");
    merchant.key(Key::Return).must_say("Pas d’imprimante");
    tool(&merchant, "avoirs et bons").write("avoir").key(Key::DownArrow).key(Key::Return).key(Key::Return);
    merchant.write("ouvrir la fiche").key(Key::Return).must_say("Avoir AV-ANCIEN-7 20,00 €");
    assert_eq!(merchant.stage.place(), OfficePlace::File);
}

#[test]
fn a_row_that_only_tells_something_leaves_the_list_open() {
    let merchant = known();
    till(&merchant, papers);
    tool(&merchant, "avoirs et bons").write("chèque").key(Key::Return).key(Key::Return).write("émis").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Chooser);
    merchant.must_say("Émis");
}

#[test]
fn files_nobody_heard_of_are_proposed_by_years() {
    let merchant = known();
    till(&merchant, old_files);
    tool(&merchant, "sans nouvelles").must_say("depuis combien d’années");
    merchant.fill("Années", "trois").key(Key::Return).must_say("« trois »");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "told beside the field");
    merchant.fill("Années", "5").key(Key::Return).must_say("Sans nouvelles depuis 5 ans : 1 client");
    merchant.key(Key::Escape);
    tool(&merchant, "sans nouvelles").key(Key::Return).must_say("Sans nouvelles depuis 3 ans : 2 clients");
    merchant.must_say("dernière nouvelle le 04/03/2021").key(Key::Return).must_say("Rose Ancelot");
    assert_eq!(merchant.stage.place(), OfficePlace::File);
    merchant.key(Key::Escape);
    tool(&merchant, "sans nouvelles").fill("Années", "20").key(Key::Return).must_say("Personne : chaque client");
}

#[test]
fn files_nobody_heard_of_are_erased_at_once_after_a_question_and_who_owes_stays() {
    let merchant = known();
    till(&merchant, |till| {
        old_files(till);
        let vidal = till.find_customer("vidal").unwrap().id;
        till.open_account(vidal, None).unwrap();
        let (key, reason) = (till.new_key(), "report".to_owned());
        till.correct_account(vidal, &AccountCorrection { key, delta: eur("12"), day: None, due: None, reason })
            .unwrap();
    });
    let names = || till(&merchant, |till| ["ancelot", "vidal"].map(|name| till.find_customer(name).is_ok()));
    tool(&merchant, "sans nouvelles").key(Key::Return).must_say("Effacer ces 2 fiches…").key(Key::UpArrow);
    merchant.key(Key::Return).must_say("Effacer ces 2 fiches ?").must_say("C’est sans retour.").key(Key::Escape);
    assert_eq!(names(), [true, true], "nothing before the answer");
    tool(&merchant, "sans nouvelles").key(Key::Return).key(Key::UpArrow).key(Key::Return).key(Key::Return);
    merchant.must_say("1 fiche effacée. Restent, compte non soldé : Marc Vidal (12,00 €)");
    assert_eq!(names(), [false, true]);
}

#[test]
fn an_address_is_put_on_the_list_of_oppositions_and_taken_off() {
    let merchant = known();
    let refused = |till: &mut Till| {
        let customer = till.store().customer(person(1)).unwrap().unwrap();
        till.opposed_channels(&customer).unwrap()
    };
    tool(&merchant, "oppositions").must_say("Oppositions : 0").key(Key::Return);
    merchant.write("pas une adresse").key(Key::Return).must_say("pas une adresse");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "told beside the field");
    merchant.fill("Téléphone, e-mail, ou client", "06 12 34 56 78").key(Key::Return);
    merchant.must_say("plus rien ne sera envoyé : 1");
    assert_eq!(till(&merchant, refused), [Channel::Sms]);
    tool(&merchant, "oppositions").must_say("Oppositions : 1").must_say("à la demande du client");
    merchant.write("retirer").key(Key::Return).write("0612345678").key(Key::Return);
    merchant.must_say("retirées de la liste : 1");
    assert_eq!(till(&merchant, refused), []);
}
