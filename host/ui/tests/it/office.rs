//! The office: programs switched on, set, ordered and looked at, by keys and by touch.

use std::path::Path;

use chrono::TimeDelta;
use comptoir_app::office::CardId;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::programs::{Basis, Combine, NewProgram};
use comptoir_app::{Clock, OfferAnswer, Till};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::tender::TenderKind;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::OfficeDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::merchant::{FAILS, Merchant, NOWHERE, POINTS, SETTINGS, write_policy};

/// Two policies to choose from: one with every kind of setting, one with none.
pub(crate) fn deliver(folder: &Path) {
    let text = [
        "Le client gagne des points à chaque achat ; au seuil, un bon d’achat ou une remise.",
        "Points with each purchase; at the threshold, a voucher or a discount.",
    ];
    write_policy(folder, "carte", ["Carte de fidélité", "Loyalty card"], text, SETTINGS, POINTS);
    let text = ["Un petit cadeau le jour de l’anniversaire.", "A small gift on the birthday."];
    write_policy(folder, "fete", ["Anniversaire", "Birthday"], text, "", "fn evaluate(sale, settings) { effects() }");
}

/// Switches a delivered policy on, as if it had been before.
pub(crate) fn enable(till: &mut Till, folder: &Path, policy: &str) {
    let new = NewProgram { id: None, package: folder.join(policy), settings: vec![], from: None, until: None };
    till.enable_program(&new).unwrap();
}

fn fresh() -> Merchant {
    Merchant::with(deliver, |_, _| ())
}

fn both() -> Merchant {
    Merchant::with(deliver, |till, folder| {
        enable(till, folder, "carte");
        enable(till, folder, "fete");
    })
}

fn ids(merchant: &Merchant) -> Vec<String> {
    merchant.kept().iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn a_policy_that_is_delivered_as_a_script_too_is_offered_once() {
    let script = |folder: &Path, id, title| {
        write_policy(folder, id, [title, title], [title, title], "", "fn evaluate(sale, settings) { effects() }");
    };
    let merchant = Merchant::with(
        |folder| {
            deliver(folder);
            script(folder, "fete-script", "Anniversaire (script)");
            script(folder, "tampons-script", "Tampons");
        },
        |_, _| (),
    );
    merchant.must_say("Anniversaire").must_not_say("Anniversaire (script)").must_say("Tampons");
}

#[test]
fn a_policy_is_switched_on_from_its_card() {
    let merchant = fresh();
    merchant.must_say("À découvrir").must_say("livré avec Comptoir").must_not_say("Programmes de la boutique");
    merchant.press("Activer Anniversaire").must_say("« Anniversaire » est activé");
    merchant.must_say("Programmes de la boutique").must_say("Désactiver Anniversaire");
    let kept = merchant.kept();
    assert_eq!((kept.len(), kept[0].policy.as_str(), kept[0].enabled), (1, "fete", true));
    assert_eq!(merchant.stage.selected(), Some(CardId::Program(ProgramId::new("fete"))));
}

#[test]
fn a_policy_is_set_and_switched_on_from_its_page() {
    let merchant = fresh();
    merchant.must_say("Ce qu’il peut faire").must_say("Émettre un bon d’achat.").must_say("30 % de remise");
    merchant.fill("Seuil du cadeau", "300").act("Activer ce programme").must_say("est activé");
    assert_eq!(merchant.setting("carte", "threshold"), r#"{"integer":300}"#);
}

#[test]
fn a_policy_is_switched_on_by_keys() {
    let merchant = fresh();
    merchant.key(Key::DownArrow).key(" ").must_say("« Anniversaire » est activé");
    assert_eq!(ids(&merchant), ["fete"]);
    merchant.key(" ").must_say("« Anniversaire » est désactivé");
    assert!(!merchant.kept()[0].enabled);
}

#[test]
fn a_program_that_was_switched_off_is_switched_on_again_from_the_message() {
    let merchant = both();
    merchant.press("Désactiver Carte de fidélité").must_say("Ce que les clients ont gagné leur reste.");
    assert!(!merchant.kept()[0].enabled);
    merchant.press("Réactiver").must_say("Désactiver Carte de fidélité");
    assert!(merchant.kept()[0].enabled);
}

#[test]
fn all_that_is_wrong_is_told_beside_the_fields_and_nothing_is_kept() {
    let merchant = both();
    let before = merchant.kept();
    merchant.fill("Seuil du cadeau", "beaucoup").fill("Valeur du bon", "0,10").fill("Points comptés depuis", "hier");
    merchant.fill("Premier jour", "32/01/2026").chord(Key::Control, "s");
    merchant.must_say("« beaucoup » ne se lit pas comme").must_say("« hier »").must_say("4 champs sont à corriger.");
    merchant.must_say("« 32/01/2026 » n'est pas un jour");
    assert_eq!(merchant.kept(), before);
    merchant.fill("Seuil du cadeau", "250").must_not_say("« beaucoup »");
    merchant.fill("Valeur du bon", "12,50").fill("Points comptés depuis", "24/12/2026").fill("Premier jour", "");
    merchant.chord(Key::Control, "s").must_say("Enregistré");
    assert_eq!(merchant.setting("carte", "threshold"), r#"{"integer":250}"#);
    assert_eq!(merchant.setting("carte", "since"), r#"{"day":"2026-12-24"}"#);
}

#[test]
fn what_the_policy_itself_refuses_stands_beside_its_field() {
    let merchant = both();
    merchant.fill("Tranche d’achats", "300").act("Enregistrer");
    merchant.must_say("Le seuil doit rester au-dessus de la tranche.").must_say("Un champ est à corriger.");
    assert_eq!(merchant.setting("carte", "step"), r#"{"number":"1"}"#);
}

#[test]
fn changes_are_given_up_in_one_gesture() {
    let merchant = both();
    merchant.fill("Seuil du cadeau", "999").act("L’annoncer en caisse").must_say("Changements non enregistrés");
    merchant.act("Annuler").must_not_say("Changements non enregistrés");
    assert_eq!(merchant.value("Seuil du cadeau"), "200");
}

#[test]
fn a_field_shows_only_with_the_answer_it_belongs_to() {
    let merchant = both();
    merchant.must_say("Valeur du bon").must_not_say("Taux de la remise");
    merchant.act("Une remise immédiate").must_say("Taux de la remise").must_not_say("Valeur du bon");
    merchant.fill("Taux de la remise", "12,5").act("Enregistrer").must_say("Enregistré");
    assert_eq!(merchant.setting("carte", "reward"), r#"{"text":"discount"}"#);
    assert_eq!(merchant.setting("carte", "percent"), r#"{"percent":"12.5"}"#);
}

#[test]
fn days_and_hours_are_chosen() {
    let merchant = both();
    merchant.act("Jours de points doubles : mar.").act("Jours de points doubles : dim.");
    merchant.fill("Heures creuses", "14h-16h, 19:00-19:30").act("Enregistrer").must_say("Enregistré");
    assert!(merchant.kept()[0].settings.contains(r#""days":{"weekdays":[2,7]}"#), "{}", merchant.kept()[0].settings);
    assert_eq!(merchant.value("Heures creuses"), "14:00-16:00, 19:00-19:30");
}

#[test]
fn a_set_is_filled_by_keys_and_by_touch() {
    let merchant = both();
    merchant.act("Rayons sans points : Choisir des rayons");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Picker);
    merchant.must_say("Rien de choisi").press("Homme").must_say("1 choisi");
    merchant.write("livr").key(Key::Return).must_say("2 choisis").key(Key::Escape);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::None);
    merchant.must_say("Livres").act("Articles offerts : Choisir des articles");
    merchant.write("cein").key(Key::Return).press("Terminé").must_say("Ceinture");
    merchant.act("Groupes de clients : Choisir des groupes").key(Key::DownArrow).key(Key::Return).key(Key::Escape);
    merchant.act("Enregistrer").must_say("Enregistré").must_say("Ceinture").must_say("Homme");
    let settings = &merchant.kept()[0].settings;
    for part in
        [r#""excluded":{"codes":["homme","livres"]}"#, r#""gifts":{"codes":["CEI"]}"#, r#""groups":{"codes":["vip"]}"#]
    {
        assert!(settings.contains(part), "{part} in {settings}");
    }
}

#[test]
fn when_and_how_a_program_runs() {
    let merchant = both();
    merchant.fill("Premier jour", "01/12/2026").fill("Dernier jour", "24/12/2026");
    merchant.act("Les prix d’avant tous les programmes");
    merchant.act("Dans un groupe : seul celui qui donne le plus au client est gardé").act("Enregistrer");
    merchant.must_say("Donnez un nom au groupe.").fill("Nom du groupe", "Remises").act("Enregistrer");
    merchant.must_say("Enregistré").must_say("à partir du 01/12/2026");
    let row = merchant.kept().remove(0);
    assert_eq!((row.basis, row.combine, row.pool.as_deref()), (Basis::Base, Combine::Best, Some("Remises")));
    assert_eq!(row.until, "2026-12-24".parse().ok());
    merchant.fill("Dernier jour", "30/11/2026").act("Enregistrer").must_say("Le dernier jour vient avant le premier.");
    merchant.act("Annuler").key(Key::Escape).key(Key::DownArrow);
    merchant.act("Dans un groupe : seul le premier qui donne quelque chose est gardé").act("Groupe Remises");
    assert_eq!(merchant.value("Nom du groupe"), "Remises");
    merchant.act("Enregistrer").must_say("Enregistré");
    assert_eq!(merchant.kept()[1].combine, Combine::First);
}

#[test]
fn the_order_is_changed_by_keys_and_by_touch() {
    let merchant = both();
    merchant.chord(Key::Alt, Key::DownArrow);
    assert_eq!(ids(&merchant), ["fete", "carte"]);
    merchant.press("Monter Carte de fidélité");
    assert_eq!(ids(&merchant), ["carte", "fete"]);
    merchant.chord(Key::Alt, Key::UpArrow);
    assert_eq!(ids(&merchant), ["carte", "fete"], "it is the first already");
}

#[test]
fn typed_settings_are_not_lost_by_going_elsewhere() {
    let merchant = both();
    merchant.fill("Seuil du cadeau", "300").key(Key::Escape).key(Key::DownArrow);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Leave);
    merchant.must_say("Les réglages de « Carte de fidélité » ont changé.").key(Key::Escape);
    assert_eq!((merchant.stage.dialog(), merchant.value("Seuil du cadeau")), (OfficeDialog::None, "300".into()));
    merchant.key(Key::DownArrow).key(Key::Return);
    assert_eq!(merchant.setting("carte", "threshold"), r#"{"integer":300}"#);
    assert_eq!(merchant.stage.selected(), Some(CardId::Program(ProgramId::new("fete"))));
    merchant.key(Key::UpArrow).fill("Seuil du cadeau", "400").key(Key::Escape).key(Key::DownArrow);
    merchant.press("Ne pas enregistrer");
    assert_eq!(merchant.stage.selected(), Some(CardId::Program(ProgramId::new("fete"))));
    assert_eq!(merchant.setting("carte", "threshold"), r#"{"integer":300}"#);
}

#[test]
fn wrong_settings_stay_on_their_page() {
    let merchant = both();
    merchant.fill("Seuil du cadeau", "0").key(Key::Escape).key(Key::DownArrow).key(Key::Return);
    assert_eq!(merchant.stage.selected(), Some(CardId::Program(ProgramId::new("carte"))));
    merchant.must_say("Un champ est à corriger.");
}

#[test]
fn keys_go_into_the_page_and_back() {
    let merchant = both();
    merchant.key(Key::Return).key(Key::Tab).chord(Key::Control, "a").write("321").chord(Key::Control, "s");
    assert_eq!(merchant.setting("carte", "threshold"), r#"{"integer":321}"#);
    merchant.key(Key::Escape).key(Key::DownArrow);
    assert_eq!(merchant.stage.selected(), Some(CardId::Program(ProgramId::new("fete"))));
    merchant.key(Key::F1).must_say("Monter ou descendre").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::None);
}

/// Fails in five times three sales, so that nobody runs it any more.
pub(crate) fn quarantined(till: &mut Till, folder: &Path) {
    let text = ["Double les points le mardi.", "Doubles the points on Tuesdays."];
    write_policy(folder, "capricieux", ["Mardis doubles", "Double Tuesdays"], text, "", FAILS);
    enable(till, folder, "capricieux");
    for opening in 0..5 {
        for fault in 0..3 {
            let at = crate::shop::noon() - TimeDelta::hours(10) + TimeDelta::minutes(opening * 20 + fault);
            till.set_clock(Clock::Set(at)).unwrap();
            sell(till, None);
        }
    }
    till.set_clock(Clock::Set(crate::shop::noon())).unwrap();
}

/// Sells a shirt for cash, perhaps to somebody, who takes what is offered.
pub(crate) fn sell(till: &mut Till, customer: Option<u64>) {
    let mut draft = till.open_sale();
    if let Some(n) = customer {
        till.identify(&mut draft, crate::shop::person(n)).unwrap();
    }
    till.scan(&mut draft, "CHE", None).unwrap();
    let offered = till.preview(&draft, false).unwrap();
    let offers: Vec<String> =
        offered.programs.iter().flat_map(|p| &p.accepted.offers).map(|offer| offer.offer.id.clone()).collect();
    for offer in offers {
        till.answer(&mut draft, &offer, OfferAnswer::of(OfferState::Taken)).unwrap();
    }
    let total = till.preview(&draft, false).unwrap().total();
    let cash = TenderAsked::of(TenderKind::Cash, total);
    till.pay(&draft, &Payment { tenders: vec![cash], print: false, parked: None, forced: None }).unwrap();
}

#[test]
fn a_program_that_nobody_runs_any_more_says_so_and_is_tried_again() {
    let merchant = Merchant::with(deliver, quarantined);
    merchant.must_say("En quarantaine").must_say("La vente continue sans lui en attendant.");
    merchant.act("Réessayer maintenant").must_not_say("En quarantaine").must_say("est activé");
}

#[test]
fn a_changed_package_is_told_and_the_delivered_one_taken() {
    let merchant = Merchant::with(deliver, |till, folder| {
        enable(till, folder, "carte");
        let text = ["Le même, en mieux.", "The same, better."];
        write_policy(folder, "carte", ["Carte de fidélité", "Loyalty card"], text, SETTINGS, POINTS);
    });
    merchant.must_say("Comptoir en livre une autre version.").act("Prendre la version 1.0.0");
    merchant.must_say("« Carte de fidélité » est à jour.").must_say("Le même, en mieux.");
    merchant.must_not_say("Comptoir en livre une autre version.");
}

#[test]
fn a_package_that_nobody_signed_is_marked() {
    let merchant = Merchant::with(
        |folder| deliver(&folder.join("ailleurs")),
        |till, folder| enable(till, &folder.join("ailleurs"), "fete"),
    );
    merchant.must_say("non signé").must_say("Personne ne répond de ce programme");
}

#[test]
fn a_shop_without_policies_says_where_it_looked() {
    let merchant = Merchant::with(|_| (), |_, _| ());
    merchant.must_say("Aucune règle").must_say(NOWHERE).must_say("Choisissez un programme");
}

#[test]
fn light_and_letters_of_the_screen() {
    let merchant = both();
    merchant.press("Passer au sombre").press("Passer au clair");
    merchant.key(Key::Return).key(Key::Tab).chord(Key::Control, "a").press("Clavier tactile").press("7");
    assert_eq!(merchant.value("Seuil du cadeau"), "7");
    let (kept, _) = ScreenSettings::read(merchant.shop.dir());
    assert!(!kept.dark);
}

#[test]
fn what_a_program_gave_is_told() {
    let merchant = Merchant::with(deliver, |till, folder| {
        enable(till, folder, "carte");
        for customer in [Some(1), Some(1), Some(3), None] {
            sell(till, customer);
        }
    });
    // Forty points each for two visits of one and one of another; forty of them gave five euros.
    merchant.must_say("2 clients, 80 points · 5,00 € donnés en 30 jours");
    merchant.must_say("Points : donnés 120").must_say("Points : utilisés 40").must_say("Points : à dépenser 80");
    merchant.must_say("Valeur des points détenus ≈ 10,00 €").must_say("Remises accordées 5,00 €");
    merchant
        .must_say("Clients touchés 2")
        .must_say("Cadeaux pris 1 sur 1 proposés")
        .must_say("Du 24/10/2026 au 22/11/2026.");
}

/// Four sales, three of them to customers, before any program.
pub(crate) fn past(till: &mut Till, folder: &Path) {
    for customer in [Some(1), Some(1), Some(3), None] {
        sell(till, customer);
    }
    enable(till, folder, "carte");
}

#[test]
fn settings_are_tried_on_past_sales() {
    let merchant = Merchant::with(deliver, past);
    assert_eq!(
        (merchant.value("Essayer du"), merchant.value("Essayer jusqu’au")),
        ("23/11/2025".into(), "22/11/2026".into())
    );
    merchant.act("Essayer").must_say("4 ventes rejouées, du 23/11/2025 au 22/11/2026");
    // Forty points a sale: the second visit has forty to spend on five euros.
    merchant.must_say("Donné en tout : 5,00 €").must_say("Clients récompensés : 1 sur 2");
    merchant.must_say("Points : 120 gagnés, 40 utilisés, 80 restent").must_say("Ventes qui auraient été autres : 3");
    merchant.must_say("nov. : Ce qu’il aurait donné 5,00 €").must_say("C1-000002, 22/11/2026, +5,00 €");
    merchant.fill("Seuil du cadeau", "310").must_not_say("Donné en tout");
}

#[test]
fn a_policy_is_tried_before_it_is_switched_on() {
    let merchant = Merchant::with(deliver, |till, _| sell(till, Some(1)));
    merchant.act("Essayer").must_say("Une vente rejouée").must_say("Donné en tout : 0,00 €");
    assert!(merchant.kept().is_empty(), "nothing is changed");
}

#[test]
fn a_trial_tells_what_is_wrong_and_where() {
    let merchant = Merchant::with(deliver, past);
    merchant.fill("Seuil du cadeau", "0").act("Essayer").must_say("Un champ est à corriger.").must_say("« 0 »");
    merchant.fill("Seuil du cadeau", "40").fill("Essayer du", "hier").act("Essayer").must_say("« hier »");
    merchant.fill("Essayer du", "01/12/2026").act("Essayer").must_say("vient après le dernier");
}

#[test]
fn what_was_switched_on_here_counts_at_the_counter() {
    let merchant = fresh();
    merchant.act("Activer ce programme");
    let Merchant { stage, shop } = merchant;
    stage.close();
    drop(stage);
    let mut till = Till::open(shop.dir(), Clock::Set(crate::shop::noon())).unwrap();
    sell(&mut till, Some(1));
    let held = till.holdings(crate::shop::person(1)).unwrap();
    assert_eq!(held.iter().map(|held| held.holding.balance.to_string()).collect::<Vec<_>>(), ["40"]);
}
