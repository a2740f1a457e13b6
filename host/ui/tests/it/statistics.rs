//! Statistics at the office: what a period took, by what one looks at; the grid; files; by the keys.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use comptoir_app::customers::ListQuery;
use comptoir_app::format::bare_money;
use comptoir_app::office::Office;
use comptoir_app::{Clock, Till};
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::statistics::Days;
use comptoir_ui::office::clients::desk::{ClientTell, Look};
use comptoir_ui::office::desk::{Ask, Desk, Tell};
use comptoir_ui::office::statistics::desk::{Asked, StatisticsAsk, StatisticsTell};
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::{OfficeDialog, OfficePlace};

use crate::merchant::Merchant;
use crate::office::{deliver, enable, sell};
use crate::shop::{TestShop, noon};

/// How long an answer may take before it counts as missing.
const PATIENCE: Duration = Duration::from_secs(60);

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

fn shop() -> Merchant {
    let merchant = Merchant::with(deliver, |till, _| {
        for customer in [Some(1), Some(1), Some(2), None] {
            sell(till, customer);
        }
    });
    merchant.key(Key::F9);
    merchant
}

/// What the month took, by the books.
fn taken(merchant: &Merchant) -> String {
    till(merchant, |till| {
        let days = Days::new("2026-11-01".parse().unwrap(), "2026-11-22".parse().unwrap()).unwrap();
        let takings = till.statistics().takings(days, &comptoir_app::statistics::By::Group).unwrap();
        assert!(takings.total.revenue_gross.is_positive());
        bare_money(takings.total.revenue_gross, Language::French)
    })
}

/// The total line, as a screen reader says it.
fn total(merchant: &Merchant) -> String {
    let labels = merchant.labels();
    labels.iter().find(|label| label.starts_with("Total ")).unwrap_or_else(|| panic!("{labels:#?}")).clone()
}

#[test]
fn what_the_month_took_is_told_by_what_one_looks_at() {
    let merchant = shop();
    assert_eq!(merchant.stage.place(), OfficePlace::Statistics);
    let taken = taken(&merchant);
    assert!(total(&merchant).contains(&taken), "{taken} is not in {}", total(&merchant));
    merchant.must_say("Sans client").must_say("01/11/2026 au 22/11/2026, comparé à");
    for next in ["Total", "Total", "Ville inconnue", "Âge inconnu"] {
        merchant.chord(Key::Control, Key::PageDown).must_say(next);
        assert!(total(&merchant).contains(&taken), "the parts have one total");
    }
    merchant.chord(Key::Control, Key::PageDown).must_say("Nouveaux").must_say("Endormis");
    merchant.act("Équipe");
    assert!(total(&merchant).contains(&taken), "what all sellers took is what the shop took");
}

#[test]
fn the_days_are_chosen_or_typed_and_what_is_no_day_is_refused() {
    let merchant = shop();
    merchant.key(Key::F5).must_say("Quelle période ?").write("dernier").key(Key::Return);
    merchant.must_say("01/10/2026 au 31/10/2026").must_say("Rien à compter");
    merchant.key(Key::F5).write("22/11/2026").key(Key::Return).must_say("22/11/2026, comparé à 21/11/2026");
    assert!(total(&merchant).contains(&taken(&merchant)));
    merchant.key(Key::F5).write("31/02/2026").key(Key::Return).must_say("31/02/2026");
    merchant.key(Key::F5).write("22/11/2026 01/11/2026").key(Key::Return).must_say("22/11/2026");
    merchant.key(Key::F5).write("ce mois").key(Key::Return).must_say("01/11/2026 au 22/11/2026");
}

#[test]
fn a_department_is_opened_and_left() {
    let merchant = shop();
    merchant.act("Rayons").must_say("Entrée ouvre un rayon").key(Key::Return).must_say("Tous les rayons");
    merchant.key(Key::Backspace).must_not_say("Tous les rayons");
}

#[test]
fn the_grid_leads_to_the_file_of_a_customer() {
    let merchant = shop();
    merchant.act("RFM").must_say("Récence 5, fréquence 5").must_say("24 mois jusqu’au 22/11/2026");
    let fields = till(&merchant, |till| till.statistics().rfm("2026-11-22".parse().unwrap(), None).unwrap().grid);
    let full = fields.iter().filter(|field| field.customers > 0);
    let field = full.max_by_key(|field| field.customers).unwrap();
    merchant.act(&format!("Récence {}, fréquence {} : {}", field.recency, field.frequency, field.customers));
    merchant.key(Key::Return);
    assert_eq!(merchant.stage.place(), OfficePlace::File);
}

#[test]
fn a_table_is_written_into_a_file() {
    let merchant = shop();
    let path = merchant.shop.dir().join("familles.csv");
    merchant.key(Key::F6).act("Texte à points-virgules (.csv)").fill("Fichier", path.to_str().unwrap());
    merchant.key(Key::Return).must_say("Écrit dans ");
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.contains("CA TTC") && written.contains("Sans client"), "{written}");
    merchant.key(Key::F6).act("Texte à points-virgules (.csv)").fill("Fichier", path.to_str().unwrap());
    merchant.key(Key::Return).must_say("existe déjà");
    assert_eq!(merchant.stage.dialog(), OfficeDialog::Question);
    merchant.key(Key::Return).must_say("Écrit dans ");
}

/// A desk on its thread, what it tells, and what lets go of the first answer of a kind: until then whoever gives it
/// stays with it, as with work on thousands.
fn away(shop: &mut TestShop, busy_with: fn(&Tell) -> bool) -> (Desk, Receiver<Tell>, Sender<()>) {
    shop.cut();
    let office = Office::open(Till::open(shop.dir(), Clock::Set(noon())).unwrap(), shop.dir()).unwrap();
    let (answers, heard) = channel();
    let (release, held) = channel();
    let held = Arc::new(Mutex::new(held));
    let desk = Desk::away(office, move |tell| {
        if busy_with(&tell) {
            let _: Result<(), _> = held.lock().unwrap().recv_timeout(PATIENCE);
        }
        let _ = answers.send(tell);
    });
    (desk, heard, release)
}

fn ask(desk: &Desk, ask: Ask) {
    desk.ask(ask, &mut |_| panic!("the desk is away"));
}

#[test]
fn reports_and_lists_come_while_the_desk_is_busy() {
    let mut shop = TestShop::with("", |till| sell(till, Some(1)));
    let (mut desk, heard, release) = away(&mut shop, |tell| matches!(tell, Tell::View(_)));
    ask(&desk, Ask::Speak(Language::French));
    ask(&desk, Ask::Statistics(StatisticsAsk::Report(Asked::default()), Language::French));
    let Tell::Statistics(StatisticsTell::Report(_, report)) = heard.recv_timeout(PATIENCE).unwrap() else {
        panic!("the report waited for the desk")
    };
    assert!(report.total.is_some());
    let everybody = Box::new(ListQuery { limit: 9, ..ListQuery::default() });
    ask(&desk, Ask::Look(Look::Rows(1, everybody, Language::French)));
    let Tell::Client(rows) = heard.recv_timeout(PATIENCE).unwrap() else { panic!("the list waited for the desk") };
    assert!(matches!(*rows, ClientTell::Rows(1, 0, ref rows) if !rows.is_empty()), "{rows:?}");
    release.send(()).unwrap();
    assert!(matches!(heard.recv_timeout(PATIENCE).unwrap(), Tell::View(_)));
    desk.close();
}

#[test]
fn the_desk_answers_while_results_are_counted() {
    let policies = tempfile::tempdir().unwrap();
    deliver(policies.path());
    let mut shop = TestShop::with("", |till| {
        enable(till, policies.path(), "carte");
        sell(till, Some(1));
    });
    let (mut desk, heard, release) = away(&mut shop, |tell| matches!(tell, Tell::Results(_)));
    ask(&desk, Ask::Results(ProgramId::new("carte")));
    ask(&desk, Ask::Speak(Language::French));
    assert!(matches!(heard.recv_timeout(PATIENCE).unwrap(), Tell::View(_)), "the list waited for the results");
    release.send(()).unwrap();
    let Tell::Results(Ok(results)) = heard.recv_timeout(PATIENCE).unwrap() else { panic!("no results") };
    assert_eq!((results.figures.sales, results.counters[0].unit.as_str()), (1, "points"));
    desk.close();
}
