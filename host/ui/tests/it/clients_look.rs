//! Pictures of the customers' screens.

use comptoir_app::Till;
use comptoir_app::customers::FormField;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_domain::customer::{Channel, Source};
use comptoir_domain::quantity::Quantity;
use comptoir_domain::tender::TenderKind;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::clients::{crowd, describe};
use crate::look::{LARGE, SMALL, dark};
use crate::merchant::Merchant;
use crate::office::{deliver, enable, sell};
use crate::overview;
use crate::shop::person;

/// People as they are: long names, short ones, a company, and much that is known of one.
fn furnish(till: &mut Till) {
    for customer in [1, 1, 1, 3, 2] {
        sell(till, Some(customer));
    }
    describe(till);
    on_account(till);
    for (last, first, phone, town, group) in [
        ("Benali", "Yasmine", "06 22 33 44 55", "Villeurbanne", "vip"),
        ("de La Rochefoucauld-Montmorency", "Marie-Alexandrine", "07 44 55 66 77", "Saint-Germain-en-Laye", ""),
        ("Nguyen", "Paul", "04 72 11 22 33", "Lyon", ""),
        ("Petit", "Élodie", "06 98 76 54 32", "Décines-Charpieu", "vip"),
        ("Roux", "Jean-Baptiste", "", "Brest", ""),
    ] {
        let typed = [
            (FormField::LastName, last),
            (FormField::FirstName, first),
            (FormField::Phone, phone),
            (FormField::City, town),
            (FormField::Group, group),
        ];
        till.create_file(&typed.map(|(field, text)| (field, text.to_owned()))).unwrap();
    }
    let company = [
        (FormField::Company, "Atelier Lambda SARL"),
        (FormField::City, "Lyon"),
        (FormField::Email, "contact@example.fr"),
    ];
    till.create_file(&company.map(|(field, text)| (field, text.to_owned()))).unwrap();
    let twin = [(FormField::LastName, "Lefevre"), (FormField::FirstName, "Claire"), (FormField::Phone, "0612345678")];
    till.create_file(&twin.map(|(field, text)| (field, text.to_owned()))).unwrap();
    till.edit_file(person(1), &[(FormField::Warning, "Demander la carte".to_owned())]).unwrap();
    till.add_customer_note(person(1), "Taille 38, préfère le lin.").unwrap();
    let words = "Souhaitez-vous nos nouvelles par e-mail ?";
    till.note_consent(person(1), (Channel::Email, true), Source::Spoken, words).unwrap();
    till.note_consent(person(1), (Channel::Post, false), Source::Sent, "Plus de courrier, merci.").unwrap();
}

/// A book that is paid later.
fn on_account(till: &mut Till) {
    let mut draft = till.open_sale();
    till.identify(&mut draft, person(1)).unwrap();
    till.scan(&mut draft, "CEI", None).unwrap();
    let total = till.preview(&draft, false).unwrap().total();
    let tenders = vec![TenderAsked::of(TenderKind::OnAccount, total)];
    till.pay(&draft, &Payment { tenders, print: false, parked: None, forced: None }).unwrap();
}

fn clients(settings: ScreenSettings, count: u64) -> Merchant {
    let merchant = Merchant::at(
        deliver,
        |till, folder| {
            enable(till, folder, "carte");
            furnish(till);
            crowd(till, count);
        },
        settings,
    );
    merchant.size(SMALL).key(Key::F3);
    merchant
}

fn pictures(settings: ScreenSettings, size: (u32, u32)) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str| format!("clients-{what}-{light}{}", size.0);
    let merchant = clients(settings, 120);
    merchant.size(size).write("e").key(Key::Escape).key(Key::F5).write("gros").key(Key::Return);
    merchant.looks(&name("list"), size);
    merchant
        .key(Key::F4)
        .looks(&name("fields"), size)
        .write("ca ttc")
        .key(Key::Return)
        .write("beaucoup")
        .key(Key::Return);
    merchant.looks(&name("criterion"), size).fill("Valeur", "10").key(Key::Return);
    merchant.key(Key::F4).write("dernier").key(Key::Return).press("-60j").key(Key::Return);
    merchant.looks(&name("filtered"), size);
    merchant.key(Key::F6).looks(&name("change"), size).write("mettre").key(Key::Return).key(Key::Return);
    merchant.looks(&name("confirm"), size).key(Key::Return).looks(&name("changed"), size);
    merchant.key(Key::F7).looks(&name("batches"), size).key(Key::Escape);
    merchant.key(Key::Return);
    for tab in ["contact", "details", "account", "loyalty", "history", "consents"] {
        merchant.looks(&name(&format!("file-{tab}")), size).chord(Key::Control, Key::PageDown);
    }
    merchant.act("Recueillir : SMS").looks(&name("consent"), size).key(Key::Escape);
    merchant.act("Compte").act("Encaisser un règlement").write("mille").key(Key::Return);
    merchant.looks(&name("payment"), size).fill("Montant", "31,50").key(Key::Return).act("Consentements");
    merchant.act("Effacer… : Effacer cette personne").looks(&name("erase"), size).key(Key::Escape).key(Key::Escape);
    merchant
        .chord(Key::Control, "n")
        .fill("Nom", "Lefèvre")
        .fill("Téléphones", "0612345678, 12")
        .fill("E-mails", "claire@");
    merchant.chord(Key::Control, "s").looks(&name("new"), size);
    merchant.key(Key::Escape).looks(&name("leave"), size);
}

/// A file from another till, with what is wrong in such files, and the tools around the list.
fn tool_pictures(settings: ScreenSettings, size: (u32, u32)) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str| format!("clients-{what}-{light}{}", size.0);
    let merchant = clients(settings, 0);
    let path = merchant.shop.dir().join("anciens-clients.csv");
    std::fs::write(&path, old_till(400)).unwrap();
    merchant.size(size).key(Key::F11).looks(&name("tools"), size).write("importer").key(Key::Return);
    merchant.write(path.to_str().unwrap()).key(Key::Return).looks(&name("import"), size);
    merchant.key(Key::PageDown).chord(Key::Control, "e").looks(&name("import-trial"), size).key(Key::Escape);
    merchant.chord(Key::Control, "s").looks(&name("import-done"), size).key(Key::Escape);
    merchant.key(Key::F11).write("exporter").key(Key::Return).fill("Fichier", "/home/claire/Documents/clients.xlsx");
    merchant.looks(&name("export"), size).key(Key::Escape);
    merchant.key(Key::F11).write("doublons").key(Key::Return).looks(&name("twins"), size);
    merchant.key(Key::Return).looks(&name("twins-question"), size).key(Key::Escape);
    merchant.key(Key::F8).looks(&name("welcome"), size).write("Lefèvre").fill("Téléphones", "06 12 34 56 78");
    merchant.key(Key::F5).key(Key::F4).looks(&name("welcome-known"), size).fill("Téléphones", "12");
    merchant.chord(Key::Control, "s").looks(&name("welcome-wrong"), size).fill("Téléphones", "07 98 76 54 32");
    merchant.chord(Key::Control, "s").looks(&name("welcome-done"), size);
    merchant.key(Key::F9).looks(&name("figures"), size).act("Rayons").looks(&name("figures-departments"), size);
    merchant.act("RFM").looks(&name("figures-rfm"), size).act("Clients").looks(&name("figures-lives"), size);
}

/// An account with much on it, and what is looked over beside the list.
fn book_pictures(settings: ScreenSettings, size: (u32, u32)) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str| format!("clients-{what}-{light}{}", size.0);
    let merchant = clients(settings, 0);
    merchant
        .stage
        .with_backroom(|room| {
            let till = room.office().till_mut();
            overview::debts(till);
            overview::papers(till);
            overview::old_files(till);
        })
        .unwrap();
    merchant.size(size).write("claire@").key(Key::Return).act("Compte");
    merchant.act("Encaisser un règlement").write("40").key(Key::DownArrow).key(Key::Return);
    merchant.looks(&name("account-much"), size);
    merchant.act("Encaisser un règlement").act("Plusieurs moyens…").key(Key::Return).write("30").key(Key::Return);
    merchant.looks(&name("account-parts"), size).key(Key::Escape);
    merchant.act("Corriger…").write("40").key(Key::Return).write("facture de septembre");
    merchant.looks(&name("account-why"), size).key(Key::DownArrow).key(Key::Return);
    merchant.looks(&name("account-when"), size).key(Key::Escape);
    let label = |start: &str| merchant.labels().into_iter().find(|label| label.starts_with(start)).unwrap();
    merchant.act(&label("Régler… : ")).looks(&name("account-settle"), size).key(Key::Escape);
    merchant.act(&label("Lettrer… : ")).looks(&name("account-match"), size).write("délettrer").key(Key::Return);
    merchant.act(&label("Lettrer… : ")).key(Key::Return).looks(&name("account-part"), size).key(Key::Escape);
    merchant.act("Écrire… : D’autres jours").write("32/01/2026").key(Key::Return);
    merchant.looks(&name("account-days"), size).key(Key::Escape).key(Key::Escape);
    let tool = |tool: &str| merchant.key(Key::F11).write(tool).key(Key::Return);
    tool("comptes qui").looks(&name("owing"), size).key(Key::Escape);
    tool("avoirs et bons").looks(&name("papers"), size).key(Key::Return);
    merchant.looks(&name("papers-of"), size).key(Key::Return).looks(&name("paper"), size).key(Key::Escape);
    tool("sans nouvelles")
        .looks(&name("idle-years"), size)
        .key(Key::Return)
        .looks(&name("idle"), size)
        .key(Key::UpArrow)
        .key(Key::Return)
        .looks(&name("idle-erase"), size)
        .key(Key::Escape);
    tool("oppositions").key(Key::Return).write("06 12 34 56 78").looks(&name("oppose"), size).key(Key::Return);
    tool("oppositions").looks(&name("oppositions"), size);
}

fn old_till(rows: usize) -> String {
    let mut file =
        "Code;Civilité;Nom;Prénom;Portable;Mail;Adresse;CP;Ville;Né(e) le;Solde points;Remarque;Zone\n".to_owned();
    for n in 0..rows {
        let (last, first) = (["MARTIN", "DUBOIS", "FAURE"][n % 3], ["Jeanne", "Paul", "Inès", "Hugo"][n % 4]);
        let phone = if n == 7 { "06 12".to_owned() } else { format!("06 {:02} {:02} 56 78", n / 100, n % 100) };
        let born = if n == 11 { "31/02/1980" } else { "12/03/1985" };
        let name = if n == 13 { ("", "") } else { (last, first) };
        let mail = if n == 13 { String::new() } else { format!("client{n}@example.fr") };
        let phone = if n == 13 { String::new() } else { phone };
        file += &format!(
            "C{n:04};Mme;{};{};{phone};{mail};{n} rue des Halles;690{:02};LYON;{born};{};;A{}\n",
            name.0,
            name.1,
            n % 9 + 1,
            n * 3,
            n % 4
        );
    }
    file
}

#[test]
fn the_figures_of_a_shop_that_takes_millions() {
    let merchant = Merchant::with(deliver, |till, _| {
        for customer in [Some(1), Some(2), None] {
            let mut draft = till.open_sale();
            if let Some(n) = customer {
                till.identify(&mut draft, person(n)).unwrap();
            }
            let many = Quantity::new(9_999.into()).unwrap();
            (0..9).for_each(|_| drop(till.scan(&mut draft, "CHE", Some(many)).unwrap()));
            let total = till.preview(&draft, false).unwrap().total();
            let card = TenderAsked::of(TenderKind::Card, total);
            till.pay(&draft, &Payment { tenders: vec![card], print: false, parked: None, forced: None }).unwrap();
        }
    });
    merchant.size(SMALL).key(Key::F9);
    merchant.looks("clients-figures-millions-1024", SMALL);
}

#[test]
fn the_books_of_the_customers() {
    book_pictures(ScreenSettings::default(), SMALL);
}

#[test]
fn the_books_of_the_customers_on_a_large_screen() {
    book_pictures(ScreenSettings::default(), LARGE);
}

#[test]
fn the_books_of_the_customers_in_the_dark() {
    book_pictures(dark(), LARGE);
}

#[test]
fn the_books_of_the_customers_in_the_dark_on_a_small_screen() {
    book_pictures(dark(), SMALL);
}

#[test]
fn the_tools_of_the_customers() {
    tool_pictures(ScreenSettings::default(), SMALL);
}

#[test]
fn the_tools_of_the_customers_on_a_large_screen() {
    tool_pictures(ScreenSettings::default(), LARGE);
}

#[test]
fn the_tools_of_the_customers_in_the_dark() {
    tool_pictures(dark(), LARGE);
}

#[test]
fn the_tools_of_the_customers_in_the_dark_on_a_small_screen() {
    tool_pictures(dark(), SMALL);
}

#[test]
fn the_customers() {
    pictures(ScreenSettings::default(), SMALL);
}

#[test]
fn the_customers_on_a_large_screen() {
    pictures(ScreenSettings::default(), LARGE);
}

#[test]
fn the_customers_in_the_dark() {
    pictures(dark(), LARGE);
}

#[test]
fn the_customers_in_the_dark_on_a_small_screen() {
    pictures(dark(), SMALL);
}

/// The shop's own settings.
fn setup_pictures(settings: ScreenSettings, size: (u32, u32)) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str| format!("setup-{what}-{light}{}", size.0);
    let merchant = crate::setup::much_set(settings);
    merchant.size(size).looks(&name("groups"), size);
    merchant.key(Key::Insert).write("Pro").fill("Remise (%)", "120").chord(Key::Control, "s");
    merchant.looks(&name("group-wrong"), size).key(Key::Escape).key(Key::Escape);
    merchant.chord(Key::Control, Key::PageDown).looks(&name("prices"), size);
    merchant.key(Key::F4).write("chemise").key(Key::Return).looks(&name("price-item"), size).key(Key::Escape);
    merchant.key(Key::F5).looks(&name("price-departments"), size).key(Key::Return);
    merchant.looks(&name("price-rate"), size).key(Key::Escape);
    merchant.chord(Key::Control, Key::PageDown).looks(&name("fields"), size).key(Key::Insert);
    merchant.looks(&name("field-new"), size).key(Key::Escape);
    merchant.chord(Key::Control, Key::Delete).looks(&name("field-remove"), size);
}

#[test]
fn the_settings_of_the_shop() {
    setup_pictures(ScreenSettings::default(), SMALL);
    setup_pictures(ScreenSettings::default(), LARGE);
}

#[test]
fn the_settings_of_the_shop_in_the_dark() {
    setup_pictures(dark(), SMALL);
    setup_pictures(dark(), LARGE);
}
