//! Customers at the office: found, narrowed down, opened, changed, one by one and all at once.

use comptoir_app::Till;
use comptoir_app::customers::{CustomField, CustomKind, FormField, Sort};
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::id::CustomerId;
use comptoir_ui::screens::slint::platform::{Key, PointerEventButton, WindowEvent};
use comptoir_ui::screens::slint::{ComponentHandle as _, LogicalPosition};
use comptoir_ui::screens::{OfficeDialog, OfficePlace};
use i_slint_backend_testing::ElementHandle;

use crate::merchant::Merchant;
use crate::office::{deliver, enable, sell};
use crate::shop::person;

/// The shop's three customers, one of whom came twice.
pub(crate) fn known() -> Merchant {
    let merchant = Merchant::with(deliver, |till, folder| {
        enable(till, folder, "carte");
        sell(till, Some(1));
        sell(till, Some(1));
        describe(till);
    });
    merchant.key(Key::F3);
    merchant
}

/// More is known of Claire.
pub(crate) fn describe(till: &mut Till) {
    let typed = [
        (FormField::Phone, "06 12 34 56 78"),
        (FormField::Email, "claire@example.fr"),
        (FormField::Street, "12 rue des Halles"),
        (FormField::Postcode, "69002"),
        (FormField::City, "Lyon"),
        (FormField::Tags, "lin, presse"),
    ];
    till.edit_file(person(1), &typed.map(|(field, text)| (field, text.to_owned()))).unwrap();
}

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

fn file(merchant: &Merchant, n: u64) -> Customer {
    till(merchant, |till| till.store().customer(person(n)).unwrap().unwrap())
}

/// So many customers named A0000 and on.
pub(crate) fn crowd(till: &mut Till, count: u64) {
    let store = till.store_mut();
    store
        .bulk(|store| {
            (0..count).try_for_each(|n| {
                let person = Person {
                    last_name: format!("A{n:04}"),
                    first_name: "Zoé".into(),
                    city: Some(["Lyon", "Paris", "Brest"][usize::try_from(n % 3).unwrap()].into()),
                    ..Person::default()
                };
                store.put_customer(&Customer {
                    id: CustomerId::new(1_000 + n, &[2; 10]),
                    person,
                    group: None,
                    cards: vec![],
                    since: "2026-01-01".parse().unwrap(),
                    tags: std::collections::BTreeSet::new(),
                    sponsor: None,
                    dealings: Dealings::default(),
                })
            })
        })
        .unwrap();
}

#[test]
fn the_list_shows_who_is_chosen_at_once() {
    let merchant = known();
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
    merchant.must_say("3 clients · CA 76,00 €");
    assert_eq!(merchant.stage.listed(), ["Durand Luc", "Lefèvre Claire", "Martin Zoé"]);
    merchant.must_say("Luc Durand").must_say("Bloqué : chèque impayé").must_say("Aucun achat");
    merchant.key(Key::DownArrow).must_say("Claire Lefèvre").must_say("VIP").must_say("06 12 34 56 78");
    merchant.must_say("Passages 1").must_say("Carte de fidélité (points) 40").must_say("SMS pas demandé");
    merchant.key(Key::End).must_say("Zoé Martin").key(Key::Home).must_say("Luc Durand");
    merchant.press("Martin Zoé").must_say("Zoé Martin");
}

#[test]
fn typing_searches_and_escape_shows_all_again() {
    let merchant = known();
    merchant.write("lef").must_say("1 client · CA");
    assert_eq!(merchant.stage.listed(), ["Lefèvre Claire"]);
    merchant.must_say("Claire Lefèvre").write("zz").must_say("Personne ne correspond");
    merchant.key(Key::Escape);
    assert_eq!(merchant.stage.listed().len(), 3);
}

#[test]
fn a_criterion_is_made_by_keys_changed_and_taken_away() {
    let merchant = known();
    merchant.key(Key::F4).write("famille").key(Key::Return);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Criterion);
    merchant.key(Key::Return).must_say("Écrivez une valeur.").write("vip").key(Key::Return);
    merchant.must_say("Famille est VIP").must_say("1 client");
    assert_eq!(merchant.stage.listed(), ["Lefèvre Claire"]);
    merchant.press("Modifier le critère Famille est VIP").press("n’est pas").key(Key::Return);
    assert_eq!(merchant.stage.listed(), ["Durand Luc", "Martin Zoé"]);
    merchant.press("Retirer le critère Famille n’est pas VIP");
    assert_eq!(merchant.stage.listed().len(), 3);
}

#[test]
fn a_wrong_value_is_told_beside_the_field() {
    let merchant = known();
    merchant.key(Key::F4).write("ca ttc sur 12").key(Key::Return).write("beaucoup").key(Key::Return);
    merchant.must_say("Critère « CA TTC sur 12 mois » : « beaucoup » n'est pas un montant");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Criterion);
    merchant.fill("Valeur", "50").key(Key::Return).must_say("CA TTC sur 12 mois au moins 50 €");
    assert_eq!(merchant.stage.listed(), ["Lefèvre Claire"]);
    merchant.key(Key::F4).write("dernier").key(Key::Return).press("-60j").key(Key::Return);
    merchant.must_say("Dernier passage il y a au plus 60 jours").must_say("1 client");
    merchant.key(Key::Escape).key(Key::Escape);
    assert_eq!(merchant.stage.listed().len(), 3, "each Escape takes the last criterion away");
}

#[test]
fn the_order_is_chosen() {
    let merchant = known();
    merchant.key(Key::F5).write("gros ca").key(Key::Return).must_say("Changer l’ordre");
    assert_eq!(merchant.stage.listed()[0], "Lefèvre Claire");
    assert_eq!(Sort::default(), Sort::Name);
}

#[test]
fn a_long_list_holds_what_is_seen_and_reaches_its_end() {
    let merchant = Merchant::with(|_| (), |till, _| crowd(till, 1_234));
    merchant.size((1024, 768)).key(Key::F3).must_say("1 237 clients");
    let first = merchant.stage.listed();
    assert!((5..20).contains(&first.len()), "{} rows are seen", first.len());
    merchant.key(Key::End);
    assert_eq!(merchant.stage.listed().last().unwrap(), "Martin Zoé");
    merchant.key(Key::PageUp).key(Key::Home);
    assert_eq!(merchant.stage.listed(), first);
    for _ in 0..15 {
        merchant.key(Key::PageDown);
    }
    assert!(merchant.stage.listed().iter().all(|name| name.starts_with('A')), "{:?}", merchant.stage.listed());
}

#[test]
fn the_wheel_and_the_bar_turn_the_list() {
    let merchant = Merchant::with(|_| (), |till, _| crowd(till, 500));
    merchant.size((1024, 768)).key(Key::F3);
    let first = merchant.stage.listed();
    let window = merchant.stage.window().window();
    let position = LogicalPosition::new(500.0, 300.0);
    window.dispatch_event(WindowEvent::PointerScrolled { position, delta_x: 0.0, delta_y: -60.0 });
    merchant.settle();
    assert_eq!(merchant.stage.listed()[0], first[3]);
    let (position, button) = (LogicalPosition::new(1014.0, 500.0), PointerEventButton::Left);
    window.dispatch_event(WindowEvent::PointerPressed { position, button });
    window.dispatch_event(WindowEvent::PointerReleased { position, button });
    merchant.settle();
    assert!(merchant.stage.listed()[0] > first[3], "{:?}", merchant.stage.listed());
}

#[test]
fn a_file_is_opened_changed_and_kept() {
    let merchant = known();
    merchant.write("lef").key(Key::Return);
    assert_eq!(merchant.stage.place(), OfficePlace::File);
    assert_eq!(merchant.value("Rue"), "12 rue des Halles");
    merchant.fill("Prénom", "Clara").fill("Ville", "Lyon 2e").chord(Key::Control, "s").must_say("Enregistré");
    let kept = file(&merchant, 1);
    assert_eq!((kept.person.first_name.as_str(), kept.person.city.as_deref()), ("Clara", Some("Lyon 2e")));
    assert!(kept.tags.contains("lin"), "what is not on the page stays");
    merchant.key(Key::Escape);
    assert_eq!(merchant.stage.listed(), ["Lefèvre Clara"]);
}

#[test]
fn all_that_is_wrong_stands_beside_its_field() {
    let merchant = known();
    merchant.chord(Key::Control, "n").fill("Téléphones", "12").fill("E-mails", "claire@").fill("Anniversaire", "31/02");
    merchant.chord(Key::Control, "s").must_say("4 champs sont à corriger.").must_say("indiquez un nom");
    assert_eq!(till(&merchant, |till| till.store().count_customers().unwrap()), 3);
    merchant
        .fill("Nom", "Moreau")
        .fill("Téléphones", "06 11 22 33 44")
        .fill("E-mails", "")
        .fill("Anniversaire", "29/02");
    merchant.chord(Key::Control, "s").must_say("Enregistré").must_say("Historique");
    let found = till(&merchant, |till| till.store().search_customers("moreau", 9).unwrap());
    assert_eq!(found[0].person.phone.as_deref(), Some("+33611223344"));
}

#[test]
fn who_a_new_customer_may_be_is_shown_while_typing() {
    let merchant = known();
    merchant.key(Key::Insert).must_say("Personne de ce nom").fill("Téléphones", "0612345678");
    merchant.must_say("Peut-être déjà client").must_say("même téléphone");
    merchant.act("Ouvrir : Claire Lefèvre");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Leave, "what was typed is not lost unasked");
    merchant.press("Ne pas enregistrer");
    assert_eq!(merchant.value("Nom"), "Lefèvre");
}

#[test]
fn what_was_typed_is_not_lost_by_leaving() {
    let merchant = known();
    merchant.write("lef").key(Key::Return).fill("Ville", "Paris").key(Key::Escape);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Leave);
    merchant.must_say("La fiche de « Claire Lefèvre » a changé.").key(Key::Escape);
    assert_eq!((merchant.stage.place(), merchant.value("Ville")), (OfficePlace::File, "Paris".into()));
    merchant.key(Key::F2).key(Key::Return);
    assert_eq!((merchant.stage.place(), file(&merchant, 1).person.city), (OfficePlace::Programs, Some("Paris".into())));
    merchant.key(Key::F3).key(Key::Return).fill("Ville", "Brest").key(Key::Escape).press("Ne pas enregistrer");
    assert_eq!((merchant.stage.place(), file(&merchant, 1).person.city), (OfficePlace::Clients, Some("Paris".into())));
}

#[test]
fn choices_and_the_shops_own_fields_are_on_the_second_page() {
    let merchant = Merchant::with(
        |_| (),
        |till, _| {
            let field = CustomField {
                key: "pointure".into(),
                label: "Pointure".into(),
                kind: CustomKind::Number,
                choices: vec![],
            };
            till.store_mut().put_custom_field(&field).unwrap();
        },
    );
    merchant.key(Key::F3).key(Key::Return).chord(Key::Control, Key::PageDown);
    merchant.act("Famille : à choisir").write("vip").key(Key::Return).must_say("Famille : VIP");
    merchant.fill("Pointure", "38,5").act("Ne pas contacter").chord(Key::Control, "s").must_say("Enregistré");
    let luc = file(&merchant, 2);
    assert_eq!(luc.group.unwrap().id.as_str(), "vip");
    assert_eq!((luc.person.custom["pointure"].as_str(), luc.dealings.do_not_contact), ("38.5", true));
    merchant.fill("Pointure", "grande").chord(Key::Control, "s").must_say("écrivez un nombre");
}

#[test]
fn a_vat_regime_is_chosen_and_its_proof_is_asked_for() {
    let merchant = known();
    merchant.write("lef").key(Key::Return).chord(Key::Control, Key::PageDown);
    merchant.act("Régime de TVA : TVA normale").write("franchise").key(Key::Return);
    merchant.chord(Key::Control, "s").must_say("un achat en franchise demande la référence de l’attestation");
    merchant.fill("Attestation de franchise", "AF-2026-118").fill("Fin de l’attestation", "31/12/2026");
    merchant.chord(Key::Control, "s").must_say("Enregistré").must_say("Régime de TVA : Achat en franchise");
    let vat = file(&merchant, 1).dealings.vat;
    assert_eq!((vat.regime.code(), vat.attestation.as_deref()), ("franchise", Some("AF-2026-118")));
}

#[test]
fn the_account_the_points_and_the_history_are_told() {
    let merchant = known();
    merchant
        .write("lef")
        .key(Key::Return)
        .act("Compte")
        .must_say("Encours : ce qu’il doit 0,00 €")
        .must_say("Plafond 100,00 €");
    merchant.act("Fidélité").must_say("Carte de fidélité (points)");
    merchant.act("Historique").must_say("C1-000002").must_say("Code postal : — → 69002").must_say("consultée");
    merchant.fill("Chercher dans l’historique", "000001").must_say("C1-000001").must_not_say("C1-000002");
}

#[test]
fn a_note_is_added() {
    let merchant = known();
    merchant.write("lef").key(Key::Return).act("Historique").act("Ajouter une note").key(Key::Return);
    merchant.must_say("Écrivez la note.").write("Taille 38").key(Key::Return).must_say("Taille 38");
    assert_eq!(till(&merchant, |till| till.store().notes(person(1)).unwrap()[0].text.clone()), "Taille 38");
}

#[test]
fn a_consent_is_asked_with_the_words_to_read_and_taken_back() {
    let merchant = known();
    merchant.write("lef").key(Key::Return).act("Consentements").act("Recueillir : SMS");
    merchant.must_say("Souhaitez-vous recevoir par SMS les offres et les nouvelles de Maison Lefèvre ?");
    merchant.act("Papier signé").key(Key::Return).must_say("SMS oui").must_say("Retirer : SMS");
    merchant.act("Retirer : SMS").key(Key::Return).must_say("SMS non");
    let said = till(&merchant, |till| till.store().consents(person(1)).unwrap());
    let told: Vec<_> = said.iter().map(|said| (said.granted, said.source.name())).collect();
    assert_eq!(told, [(true, "paper"), (false, "spoken")]);
    assert!(said[0].wording.contains("répondant STOP"));
}

#[test]
fn all_who_fit_are_changed_and_put_back() {
    let merchant = known();
    merchant.key(Key::F6).must_say("Modifier 3 clients ?").write("ajouter").key(Key::Return);
    merchant.write("noel").key(Key::Return).must_say("tous les clients du magasin, recevront l’étiquette « noel »");
    assert!(file(&merchant, 3).tags.is_empty(), "nothing before the answer");
    merchant.key(Key::Return).must_say("3 clients modifiés.");
    assert!(file(&merchant, 1).tags.contains("noel") && file(&merchant, 3).tags.contains("noel"));
    merchant
        .key(Key::F7)
        .must_say("étiquette + noel · Tous les clients")
        .key(Key::Return)
        .must_say("Annuler ce changement ?")
        .key(Key::Return);
    merchant.must_say("3 clients comme avant.");
    assert!(file(&merchant, 1).tags.contains("lin") && !file(&merchant, 1).tags.contains("noel"));
}

#[test]
fn only_the_list_is_changed_and_the_notice_puts_it_back() {
    let merchant = known();
    merchant.write("lef").key(Key::F6).write("sans vendeur");
    merchant.key(Key::Escape).key(Key::F6).write("retirer de").key(Key::Return).must_say("ceux de la liste : « lef »");
    merchant.key(Key::Return).must_say("1 client modifié.");
    assert_eq!(file(&merchant, 1).group, None);
    merchant.undo_from_the_notice().must_say("1 client comme avant.");
    assert!(file(&merchant, 1).group.is_some());
}

#[test]
fn places_are_reached_by_keys_and_touch() {
    let merchant = known();
    merchant.press("Aller à la fidélité");
    assert_eq!(merchant.stage.place(), OfficePlace::Programs);
    merchant.press("Aller aux clients");
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
    merchant.key(Key::F1).must_say("Modifier toute la liste").key(Key::Escape).write("dur");
    assert_eq!(merchant.stage.listed(), ["Durand Luc"], "the search has the keys again");
}

#[test]
fn a_page_of_the_file_scrolls_no_further_than_what_is_on_it() {
    let merchant = known();
    merchant.key(Key::Return);
    let window = merchant.stage.window();
    let end = |element: &ElementHandle| element.absolute_position().y + element.size().height;
    let mut columns = 0;
    for size in [(1024, 768), (1920, 1080)] {
        merchant.size(size);
        for key in [Key::PageDown, Key::PageUp] {
            for _ in 0..5 {
                for (side, block) in [("form", "FileBlock"), ("sheet", "SheetBlock")] {
                    for side in [format!("FileView::{side}-left"), format!("FileView::{side}-right")] {
                        let column = ElementHandle::find_by_element_id(window, &side).next().unwrap();
                        let blocks = ElementHandle::find_by_element_type_name(window, block);
                        let last = blocks
                            .filter(|block| block.absolute_position().x == column.absolute_position().x)
                            .map(|block| end(&block))
                            .reduce(f32::max);
                        let Some(last) = last else { continue };
                        assert!(
                            (end(&column) - last).abs() < 1.0,
                            "{side} of {size:?} ends at {}, not {last}",
                            end(&column)
                        );
                        columns += 1;
                    }
                }
                merchant.chord(Key::Control, key);
            }
        }
    }
    assert!(columns >= 20, "only {columns} columns were seen");
}
