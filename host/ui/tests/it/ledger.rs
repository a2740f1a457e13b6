//! The account, the papers and the cards of one customer at the office.

use comptoir_app::Till;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_domain::money::Money;
use comptoir_domain::tender::TenderKind;
use comptoir_ui::screens::OfficeDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::clients::known;
use crate::merchant::Merchant;
use crate::shop::person;

const FRENCH: comptoir_domain::language::Language = comptoir_domain::language::Language::French;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

/// Luc, whose account is held and who owes nothing, or somebody else.
fn open<'a>(merchant: &'a Merchant, who: &str, page: &str) -> &'a Merchant {
    merchant.write(who).key(Key::Return).act(page)
}

fn on_account(till: &mut Till) -> Result<Money, comptoir_app::Error> {
    let mut draft = till.open_sale();
    till.identify(&mut draft, person(1)).unwrap();
    till.scan(&mut draft, "CEI", None).unwrap();
    let total = till.preview(&draft, false).unwrap().total();
    let tenders = vec![TenderAsked::of(TenderKind::OnAccount, total)];
    till.pay(&draft, &Payment { tenders, print: false, parked: None, forced: None }).map(|_| total)
}

#[test]
fn an_account_is_held_for_a_reason_and_released_and_the_till_knows() {
    let merchant = known();
    open(&merchant, "claire", "Compte").act("Bloquer… : Achats en compte permis").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "a hold has a reason");
    merchant.write("chèque revenu").key(Key::Return).must_say("Compte bloqué.").must_say("Bloqué : chèque revenu");
    let refused = till(&merchant, on_account).unwrap_err();
    assert!(refused.message(FRENCH).contains("chèque revenu"));
    merchant.act("Débloquer : Bloqué : chèque revenu").must_say("Compte débloqué.");
    assert!(till(&merchant, on_account).is_ok());
}

#[test]
fn a_limit_is_changed_and_an_account_opened() {
    let merchant = known();
    open(&merchant, "claire", "Compte").act("Changer : Plafond").write("trente").key(Key::Return).must_say("trente");
    merchant.fill("Plafond", "30").key(Key::Return).must_say("Plafond du compte : 30,00 €.");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().limit), Some(Money::from_cents(3_000)));
    merchant.key(Key::Escape).key(Key::Escape);
    open(&merchant, "martin", "Compte")
        .act("Ouvrir un compte")
        .key(Key::Return)
        .must_say("Compte ouvert, sans plafond.");
    assert_eq!(till(&merchant, |till| till.account(person(3)).unwrap().limit), None);
}

#[test]
fn a_correction_says_how_much_which_way_and_why() {
    let merchant = known();
    let before = till(&merchant, |till| till.account(person(1)).unwrap().balance);
    open(&merchant, "claire", "Compte").act("Corriger…").write("x").key(Key::Return).must_say("x");
    merchant.fill("Montant", "12,50").key(Key::Return).must_say("Motif").key(Key::Return);
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), before, "not without a reason");
    merchant.fill("Motif", "facture d’août oubliée").key(Key::Return).must_say("Compte corrigé");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), before + Money::from_cents(1_250));
    merchant.must_say("facture d’août oubliée");
    merchant.act("Corriger…").write("12,50").key(Key::DownArrow).key(Key::Return);
    merchant.fill("Motif", "elle était payée").key(Key::Return).must_say("Compte corrigé");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), before);
}

#[test]
fn a_correction_is_of_another_day_and_has_a_due_day_when_that_is_asked_for() {
    let merchant = known();
    open(&merchant, "claire", "Compte").act("Corriger…").write("40").key(Key::Return).write("facture de septembre");
    merchant.key(Key::DownArrow).key(Key::Return).must_say("Jour de l’écriture, puis échéance");
    merchant.write("32/09/2026").key(Key::Return).must_say("« 32/09/2026 »");
    merchant
        .fill("Jour de l’écriture, puis échéance", "05/09/2027")
        .key(Key::Return)
        .must_say("aujourd’hui au plus tard");
    merchant.fill("Jour de l’écriture, puis échéance", "05/09/2026 01/09/2026").key(Key::Return).must_say("01/09/2026");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "told beside the field");
    merchant.fill("Jour de l’écriture, puis échéance", "05/09/2026 05/10/2026").key(Key::Return);
    merchant.must_say("Compte corrigé");
    let entry = till(&merchant, |till| till.store().account_entries(person(1)).unwrap().pop().unwrap());
    assert_eq!(entry.posting.delta, Money::from_cents(4_000));
    assert_eq!(
        (entry.posting.day.to_string(), entry.posting.due.map(|due| due.to_string())),
        ("2026-09-05".into(), Some("2026-10-05".into()))
    );
    merchant.act("Corriger…").write("1").key(Key::Return).write("port").key(Key::DownArrow).key(Key::Return);
    merchant.write("06/09/2026").key(Key::Return).must_say("Compte corrigé");
    let entry = till(&merchant, |till| till.store().account_entries(person(1)).unwrap().pop().unwrap());
    assert_eq!((entry.posting.day.to_string(), entry.posting.due), ("2026-09-06".into(), None));
}

#[test]
fn a_payment_is_matched_with_what_it_settles_and_more_than_is_owed_is_a_deposit_when_said_twice() {
    let merchant = known();
    let total = till(&merchant, |till| on_account(till).unwrap());
    till(&merchant, |till| on_account(till).unwrap());
    let owed = till(&merchant, |till| till.account(person(1)).unwrap().balance);
    open(&merchant, "claire", "Compte").must_say("0 à 30 jours").act("Encaisser un règlement");
    merchant.write(&total.to_string()).key(Key::DownArrow).key(Key::Return).must_say("encaissés");
    // The oldest is settled first: it is taken back, and the other one is told.
    let payment = |till: &mut Till| till.store().account_entries(person(1)).unwrap().pop().unwrap().posting.id;
    let label = merchant.labels().into_iter().find(|label| label.starts_with("Lettrer… : ")).unwrap();
    merchant.act(&label).must_say("Délettrer").write("délettrer").key(Key::Return).must_say("Délettré");
    let left = till(&merchant, |till| {
        let ledger = till.account_ledger(person(1)).unwrap();
        let own = payment(till);
        let posting = ledger.postings().iter().find(|posting| posting.id == own).unwrap().clone();
        ledger.left(&posting)
    });
    assert_eq!(left, total, "the payment settles nothing any more");
    merchant.must_say("Payé, pas encore lettré").act(&label).key(Key::DownArrow).key(Key::Return);
    merchant.write("mille").key(Key::Return).must_say("mille").fill("Montant", "1,50").key(Key::Return);
    merchant.must_say("Lettré : 1,50 €").act(&label).key(Key::DownArrow).key(Key::Return).key(Key::Return);
    merchant
        .must_say(&format!("Lettré : {}", comptoir_app::format::bare_money(total - Money::from_cents(150), FRENCH)));
    merchant.act("Encaisser un règlement").write("500").key(Key::DownArrow).key(Key::Return).must_say("acompte");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), owed - total);
    merchant.key(Key::Return).must_say("500,00 € encaissés.");
    assert_eq!(
        till(&merchant, |till| till.account(person(1)).unwrap().balance),
        owed - total - Money::from_cents(50_000)
    );
}

#[test]
fn a_purchase_is_paid_before_older_ones_and_change_is_given_back() {
    let merchant = known();
    let total = till(&merchant, |till| on_account(till).unwrap());
    till(&merchant, |till| on_account(till).unwrap());
    open(&merchant, "claire", "Compte");
    // The newest stands on top.
    let label =
        |merchant: &Merchant| merchant.labels().into_iter().find(|label| label.starts_with("Régler… : ")).unwrap();
    let newest = label(&merchant);
    merchant
        .act(&newest)
        .must_say("Règle d’abord cet achat")
        .write("20")
        .key(Key::Return)
        .must_say("20,00 € encaissés.");
    merchant.act(&newest).write("50").key(Key::Return).must_say("Rendez ");
    let left = till(&merchant, |till| {
        let ledger = till.account_ledger(person(1)).unwrap();
        ledger.postings().iter().filter(|one| one.delta.is_positive()).map(|one| ledger.left(one)).collect::<Vec<_>>()
    });
    assert_eq!(left, [total, Money::ZERO], "the newest is settled, the oldest is owed still");
    assert_ne!(label(&merchant), newest);
    merchant.act("Encaisser un règlement").must_say("Sans montant : tout.").key(Key::Return);
    merchant.must_say("Reste dû : 0,00 €");
    assert_eq!(till(&merchant, |till| till.account(person(1)).unwrap().balance), Money::ZERO);
}

#[test]
fn a_statement_of_any_days_is_written() {
    let merchant = known();
    till(&merchant, |till| on_account(till).unwrap());
    open(&merchant, "claire", "Compte").act("Écrire… : D’autres jours").write("32/01/2026").key(Key::Return);
    merchant.must_say("« 32/01/2026 »").fill("Premier et dernier jour", "22/11/2026 01/11/2026").key(Key::Return);
    merchant.must_say("01/11/2026");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question, "told beside the days");
    merchant.fill("Premier et dernier jour", "01/11/2026 22/11/2026").key(Key::Return);
    merchant.must_say("Relevé de Claire Lefèvre");
    assert!(merchant.value("Fichier").ends_with("releve-claire-lefevre.pdf"), "{}", merchant.value("Fichier"));
    let path = merchant.shop.dir().join("releve.csv");
    merchant.fill("Fichier", path.to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    let statement = std::fs::read_to_string(&path).unwrap();
    assert!(statement.contains("01/11/2026") && statement.contains("31,50"), "{statement}");
}

#[test]
fn a_statement_is_written_and_papers_of_this_person() {
    let merchant = known();
    till(&merchant, |till| on_account(till).unwrap());
    let path = |name: &str| merchant.shop.dir().join(name);
    open(&merchant, "claire", "Compte").act("Écrire… : Depuis l’ouverture").act("Pour un tableur (.csv)");
    merchant.fill("Fichier", path("releve.csv").to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    assert!(std::fs::read_to_string(path("releve.csv")).unwrap().contains("C1-"));
    merchant.act("Écrire… : Depuis le premier du mois");
    merchant.fill("Fichier", path("releve.pdf").to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    assert!(std::fs::read(path("releve.pdf")).unwrap().starts_with(b"%PDF"));
    merchant.act("Consentements").act("Écrire… : Lui remettre tout ce qu’on sait d’elle").act("Données (.json)");
    merchant.fill("Fichier", path("claire.json").to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    assert!(std::fs::read_to_string(path("claire.json")).unwrap().contains("claire@example.fr"));
}

#[test]
fn a_card_is_given_drawn_and_taken_away() {
    let merchant = known();
    open(&merchant, "claire", "Fidélité").act("Donner une carte neuve").must_say("Carte donnée : 29");
    let card = till(&merchant, |till| till.store().customer(person(1)).unwrap().unwrap().cards.pop().unwrap());
    let path = merchant.shop.dir().join("carte.png");
    merchant.act(&format!("Gérer… : {card}")).key(Key::Return).must_say("Image de la carte");
    merchant.fill("Fichier", path.to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x89PNG"));
    let sheet = merchant.shop.dir().join("carte.pdf");
    merchant.act(&format!("Gérer… : {card}")).write("découper").key(Key::Return).must_say("La carte, à imprimer");
    merchant.fill("Fichier", sheet.to_str().unwrap()).key(Key::Return).must_say("Écrit dans ");
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF"));
    merchant.act(&format!("Gérer… : {card}")).write("retirer").key(Key::Return).must_say("Carte retirée");
    assert!(!till(&merchant, |till| till.store().customer(person(1)).unwrap().unwrap().cards.contains(&card)));
}
