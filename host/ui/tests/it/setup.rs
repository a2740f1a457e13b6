//! Settings of the shop at the office: groups, price lists and fields of files, made, changed and removed by the keys.

use comptoir_app::Till;
use comptoir_app::customers::{CustomKind, FormField};
use comptoir_app::setup::Section;
use comptoir_domain::id::PriceListId;
use comptoir_domain::money::Money;
use comptoir_domain::price_list::Tax;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::clients::known;
use crate::merchant::Merchant;
use crate::office::deliver;
use crate::shop::person;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

fn groups(merchant: &Merchant) -> Vec<String> {
    till(merchant, |till| till.store().groups().unwrap().into_iter().map(|group| group.id.to_string()).collect())
}

/// The settings of a shop with much set, as they look.
pub(crate) fn much_set(settings: ScreenSettings) -> Merchant {
    let merchant = Merchant::at(
        deliver,
        |till, _| {
            let typed = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
                pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
            };
            let mut save = |section, pairs: &[(&str, &str)]| till.save_setup(section, None, &typed(pairs)).unwrap();
            save(Section::Prices, &[("name", "Soldes d’hiver"), ("from", "07/01/2026"), ("until", "03/02/2026")]);
            let net = [("name", "Professionnels"), ("base", "soldes-d-hiver"), ("percent", "90"), ("net", "oui")];
            save(Section::Prices, &net);
            save(Section::Groups, &[("name", "Comité d’entreprise"), ("discount", "7,5")]);
            save(Section::Groups, &[("name", "Professionnels"), ("list", "professionnels")]);
            save(Section::Fields, &[("name", "Pointure"), ("kind", "number")]);
            save(Section::Fields, &[("name", "Style"), ("kind", "choice"), ("choices", "chic, sport, enfant")]);
            let skus: Vec<_> = till.store().items(6, 0).unwrap().into_iter().map(|item| item.sku).collect();
            for (sku, price) in skus.iter().zip(["24,90", "12,50", "8", "119", "45", "3,20"]) {
                till.price_item("professionnels", sku.as_str(), price).unwrap();
            }
            let department = till.priced_departments("professionnels").unwrap().remove(0).0;
            till.price_department("professionnels", department.as_str(), "85").unwrap();
        },
        settings,
    );
    merchant.key(Key::F10);
    merchant
}

/// The settings of a shop that has nothing set, but a list « Soldes » and a group « Pro ».
fn settings() -> Merchant {
    let merchant = known();
    till(&merchant, |till| {
        let typed = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
        };
        till.save_setup(Section::Prices, None, &typed(&[("name", "Soldes")])).unwrap();
        till.save_setup(Section::Groups, None, &typed(&[("name", "Pro"), ("discount", "5")])).unwrap();
    });
    merchant.key(Key::F10);
    merchant
}

#[test]
fn a_group_is_made_and_changed_by_the_keys_alone() {
    let merchant = settings();
    assert_eq!(merchant.stage.place(), OfficePlace::Setup);
    merchant.must_say("Pro").must_say("5 % de remise sur tout ce qui peut en avoir");
    merchant.key(Key::Insert).write("Comité d’entreprise").key(Key::Tab).key(Key::Tab).key(Key::Return);
    merchant.must_say("Soldes").write("soldes").key(Key::Return).key(Key::Tab).write("7,5");
    merchant.chord(Key::Control, "s").must_say("Enregistré").must_say("Les prix du tarif Soldes, puis 7,5 % de remise");
    let groups = till(&merchant, |till| till.store().groups().unwrap());
    let made = groups.iter().find(|group| group.name == "Comité d’entreprise").unwrap();
    assert_eq!((made.id.as_str(), made.discount.basis_points()), ("comite-d-entreprise", 750));
    assert_eq!(made.price_list, Some(PriceListId::new("soldes")));
    merchant.fill("Nom de la famille", "Comité").chord(Key::Control, "s").must_say("Enregistré");
    let renamed = till(&merchant, |till| till.store().groups().unwrap());
    assert!(renamed.iter().any(|group| group.name == "Comité" && group.id == made.id));
    merchant.key(Key::F3).key(Key::F4).write("famille").key(Key::Return).must_say("comite-d-entreprise");
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_nothing_is_kept() {
    let merchant = settings();
    merchant.key(Key::Insert).write("Pro").fill("Remise (%)", "120").fill("Code", "a b");
    merchant.chord(Key::Control, "s").must_say("3 champs sont à corriger.").must_say("Ce nom est déjà pris");
    merchant.must_say("Écrivez un pourcentage de 0 à 100").must_say("sans espace ni accent");
    assert_eq!(groups(&merchant), ["pro", "vip"]);
    merchant.key(Key::F3).must_say("« Nouvelle famille » a changé.").act("Rester ici");
    assert_eq!((merchant.stage.place(), merchant.value("Remise (%)")), (OfficePlace::Setup, "120".into()));
    merchant.key(Key::Escape).key(Key::Escape).must_say("5 % de remise");
}

#[test]
fn a_group_that_customers_have_stays_and_its_customers_are_listed() {
    let merchant = settings();
    till(&merchant, |till| {
        till.edit_file(person(1), &[(FormField::Group, "pro".to_owned())]).unwrap();
    });
    merchant.chord(Key::Control, Key::PageDown).chord(Key::Control, Key::PageUp);
    merchant.chord(Key::Control, Key::Delete).key(Key::Return);
    merchant.must_say("La famille Pro ne peut pas être supprimée : elle a 1 client.").key(Key::Escape);
    assert_eq!(groups(&merchant), ["pro", "vip"]);
    merchant.act("Les voir : Dans cette famille");
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
    assert_eq!(merchant.stage.listed(), ["Lefèvre Claire"]);
    till(&merchant, |till| till.edit_file(person(1), &[(FormField::Group, String::new())]).map(drop)).unwrap();
    merchant.key(Key::F10).chord(Key::Control, Key::Delete).must_say("Supprimer « Pro » ?").key(Key::Return);
    merchant.must_say("« Pro » est supprimé.");
    assert_eq!(groups(&merchant), ["vip"]);
}

#[test]
fn a_price_list_gets_its_days_base_prices_and_rates() {
    let merchant = settings();
    merchant.chord(Key::Control, Key::PageDown).must_say("Aucun article n’a de prix à lui dans ce tarif.");
    merchant.key(Key::DownArrow).must_say("CHE · prix ordinaire 49,90 €").key(Key::UpArrow);
    merchant.key(Key::Insert).write("Professionnels").fill("À combien (%)", "1001").fill("Premier jour", "32/01/2026");
    merchant
        .chord(Key::Control, "s")
        .must_say("110 veut dire 10 % de plus")
        .must_say("De quel tarif ?")
        .must_say("n’est pas un jour");
    merchant.fill("Premier jour", "01/11/2026").fill("À combien (%)", "");
    merchant.act("Prix d’articles hors taxes").chord(Key::Control, "s").must_say("Enregistré");
    let sku = till(&merchant, |till| till.store().items(1, 0).unwrap().remove(0));
    merchant.key(Key::F4).write(sku.sku.as_str()).key(Key::Return).must_say("Prix dans ce tarif (€)");
    merchant.write("dix").key(Key::Return).must_say("dix").fill("Prix dans ce tarif (€)", "10").key(Key::Return);
    merchant.must_say("Le tarif est à jour.").must_say("10,00 HT");
    merchant.key(Key::F5).key(Key::Return).write("1200").key(Key::Return).must_say("pourcentage de 0 à 1000");
    merchant.fill("Pourcentage du prix ordinaire", "110").key(Key::Return).must_say("110 %");
    let list = PriceListId::new("professionnels");
    let (sheet, item) = till(&merchant, |till| {
        (till.price_sheet("professionnels").unwrap(), till.store().item(&sku.sku).unwrap().unwrap())
    });
    assert_eq!((sheet.list.tax, sheet.list.departments.len()), (Tax::Excluded, 1));
    assert_eq!(item.prices[&list], Money::from_cents(1_000));
    merchant.key(Key::F4).key(Key::Return).fill("Prix dans ce tarif (€)", "").key(Key::Return);
    merchant.must_say("Aucun article n’a de prix à lui dans ce tarif.");
    let item = till(&merchant, |till| till.store().item(&sku.sku).unwrap().unwrap());
    assert_eq!(item.prices.get(&list), None);
    merchant.chord(Key::Control, Key::Delete).key(Key::Return).must_say("« Professionnels » est supprimé.");
    assert_eq!(till(&merchant, |till| till.store().price_lists().unwrap().len()), 2);
}

#[test]
fn a_field_of_the_shops_own_is_in_files_and_criteria_at_once() {
    let merchant = settings();
    merchant.chord(Key::Control, Key::PageDown).chord(Key::Control, Key::PageDown);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::None);
    merchant.write("Style").act("Contient : Un texte").write("choix").key(Key::Return);
    merchant.chord(Key::Control, "s").must_say("Écrivez les choix, séparés par des virgules.");
    merchant
        .fill("Choix possibles (seulement pour « Un choix »)", "chic, sport")
        .chord(Key::Control, "s")
        .must_say("style = chic");
    let fields = till(&merchant, |till| till.store().custom_fields().unwrap());
    let made = fields.iter().find(|field| field.key == "style").unwrap();
    assert_eq!((made.kind, made.choices.join(" ")), (CustomKind::Choice, "chic sport".to_owned()));
    merchant.key(Key::F3).key(Key::F4).write("style").key(Key::Return).must_say("Style").key(Key::Escape);
    merchant.key(Key::F10).chord(Key::Control, Key::Delete).key(Key::Escape);
    assert_eq!(merchant.stage.dialog(), OfficeDialog::None);
    merchant.chord(Key::Control, Key::PageDown).chord(Key::Control, Key::PageDown);
    merchant.chord(Key::Control, Key::Delete).key(Key::Return).must_say("« Style » est supprimé.");
    assert_eq!(till(&merchant, |till| till.store().custom_fields().unwrap().len()), 0);
}
