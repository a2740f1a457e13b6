//! Pictures of the screens, compared with the ones that were looked at and accepted: `UPDATE_EXPECT=1` accepts what
//! is drawn now. The README shows some of them, so they are never old.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use comptoir_domain::customer::{Birthday, Customer, Dealings, Person};
use comptoir_domain::id::Sku;
use comptoir_domain::item::Item;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::slint::{ComponentHandle, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use comptoir_ui::settings::Order;

use crate::cashier::Cashier;
use crate::programs::enable_points;
use crate::shop::{SHIRT_EAN, TestShop, person};

/// A pixel is another when one of its parts differs by more than this: edges of letters fall a little otherwise
/// from one machine to the next.
const SHADE: u8 = 48;
/// How many pixels in ten thousand may be others.
const OTHERS: usize = 20;

pub(crate) const SMALL: (u32, u32) = (1024, 768);
const USUAL: (u32, u32) = (1366, 768);
pub(crate) const LARGE: (u32, u32) = (1920, 1080);

type Picture = SharedPixelBuffer<Rgba8Pixel>;

fn read(path: &Path) -> Picture {
    let mut reader =
        png::Decoder::new(BufReader::new(File::open(path).expect("an accepted picture"))).read_info().unwrap();
    let mut picture = Picture::new(reader.info().width, reader.info().height);
    reader.next_frame(picture.make_mut_bytes()).unwrap();
    picture
}

fn write(path: &Path, picture: &Picture) {
    let file = BufWriter::new(File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(picture.as_bytes()).unwrap();
}

fn others(one: &Picture, other: &Picture) -> usize {
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return usize::MAX;
    }
    let differs = |(a, b): &(&Rgba8Pixel, &Rgba8Pixel)| {
        [a.r.abs_diff(b.r), a.g.abs_diff(b.g), a.b.abs_diff(b.b)].iter().any(|part| *part > SHADE)
    };
    one.as_slice().iter().zip(other.as_slice()).filter(differs).count()
}

/// Draws a window and compares it with the accepted picture of that name.
#[track_caller]
pub(crate) fn looks(window: &impl ComponentHandle, name: &str, size: (u32, u32)) {
    window.window().set_size(PhysicalSize::new(size.0, size.1));
    for _ in 0..3 {
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(30));
        window.window().take_snapshot().unwrap();
    }
    let drawn = window.window().take_snapshot().unwrap();
    let accepted = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(format!("{name}.png"));
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        return write(&accepted, &drawn);
    }
    let others = others(&read(&accepted), &drawn);
    if others.saturating_mul(10_000) > OTHERS * drawn.as_slice().len() {
        let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        write(&beside, &drawn);
        panic!("{name}: {others} pixels are others; look at {} and accept with UPDATE_EXPECT=1", beside.display());
    }
}

pub(crate) fn dark() -> ScreenSettings {
    ScreenSettings { dark: true, ..ScreenSettings::default() }
}

fn cashier(settings: ScreenSettings) -> Cashier {
    Cashier::at(TestShop::with("", enable_points), settings)
}

impl Cashier {
    pub(crate) fn looks(&self, name: &str, size: (u32, u32)) -> &Self {
        looks(self.stage.window(), name, size);
        self
    }

    /// Twenty lines of the shop's goods.
    fn fill(&self) -> &Self {
        for n in 0..7 {
            self.write("vin").key(Key::Return).write("the").key(Key::Return).write("livre").key(Key::Return);
            if n == 3 {
                self.write("10").key(Key::F4);
            }
        }
        self.scan(SHIRT_EAN)
    }
}

/// A birthday today, a note, and everything else that a panel may hold.
fn someone(n: u64, last: &str, first: &str) -> Customer {
    Customer {
        id: person(n),
        person: Person {
            title: Some("Mme".into()),
            last_name: last.into(),
            first_name: first.into(),
            phone: Some("06 12 34 56 78".into()),
            city: Some("Lyon".into()),
            birthday: Some(Birthday { month: 11, day: 22, year: Some(1980) }),
            note: Some("Taille 40, préfère le lin.".into()),
            ..Person::default()
        },
        group: None,
        cards: vec!["2900000000018".into()],
        since: "2025-01-01".parse().unwrap(),
        tags: std::collections::BTreeSet::new(),
        sponsor: None,
        dealings: Dealings::default(),
    }
}

#[test]
fn an_empty_sale() {
    let cashier = cashier(ScreenSettings::default());
    cashier.looks("empty-1366", USUAL).looks("empty-1024", SMALL);
}

#[test]
fn a_sale_with_its_customer() {
    let cashier = cashier(ScreenSettings::default());
    cashier.scan(SHIRT_EAN).scan(SHIRT_EAN).write("ceinture").key(Key::Return).scan("CF-1").key(Key::F12).key("/");
    cashier.scan(SHIRT_EAN).write("vin").key(Key::Return).scan("CF-1");
    cashier.looks("sale-1366", USUAL).looks("sale-1024", SMALL).looks("sale-1920", LARGE);
}

#[test]
fn a_sale_in_the_dark() {
    let cashier = cashier(dark());
    cashier.scan(SHIRT_EAN).write("ceinture").key(Key::Return).scan("CF-1");
    cashier.looks("sale-dark-1366", USUAL).looks("sale-dark-1024", SMALL);
    cashier.key(Key::F12).looks("payment-dark-1366", USUAL).looks("payment-dark-1024", SMALL);
    cashier.write("200").key(Key::Return).looks("paid-dark-1366", USUAL);
}

#[test]
fn trouble_and_crowds_in_the_dark() {
    let empty = cashier(dark());
    empty.looks("empty-dark-1024", SMALL);
    empty.scan(SHIRT_EAN).scan("CF-2").looks("hold-dark-1024", SMALL);
    let Cashier { stage, shop, .. } = empty;
    drop(stage);
    let crowded = Cashier::at(shop, dark());
    crowded.fill().looks("long-dark-1920", LARGE);
    crowded.scan("CF-1").scan("4006381333931").scan("3017620422004").looks("banners-dark-1024", SMALL);
    crowded.key(Key::Escape).key(Key::F12).looks("payment-dark-1920", LARGE);
    crowded.write("20").key("/").write("600").key("*").looks("refused-dark-1024", SMALL);
}

#[test]
fn a_long_receipt() {
    let cashier = cashier(ScreenSettings::default());
    cashier.fill().looks("long-1366", USUAL).looks("long-1920", LARGE);
}

#[test]
fn long_names_and_a_birthday() {
    let shop = TestShop::with("", |till| {
        let name = "de La Rochefoucauld-Montmorency d’Anjou";
        till.store_mut().put_customer(&someone(9, name, "Marie-Alexandrine Joséphine")).unwrap();
        let item: Item = till.store().item(&Sku::new("CHE")).unwrap().unwrap();
        let label = "Chemise oxford à col boutonné, coupe ajustée, manches longues, bleu ciel rayé blanc";
        till.store_mut().put_item(&Item { label: label.into(), ..item }).unwrap();
    });
    let cashier = Cashier::at(shop, ScreenSettings::default());
    cashier.scan(SHIRT_EAN).key(Key::F11).scan("2900000000018");
    cashier.looks("long-names-1024", SMALL);
    let settings = ScreenSettings { text_size: 130, ..ScreenSettings::default() };
    let Cashier { stage, shop, .. } = cashier;
    drop(stage);
    Cashier::at(shop, settings).looks("long-names-130-1366", USUAL);
}

#[test]
fn an_account_on_hold() {
    let cashier = cashier(ScreenSettings::default());
    cashier.scan(SHIRT_EAN).scan("CF-2").looks("hold-1366", USUAL);
}

#[test]
fn three_banners() {
    let cashier = cashier(ScreenSettings::default());
    cashier.scan(SHIRT_EAN).scan("CF-1").scan("4006381333931").scan("3017620422004");
    cashier.looks("banners-1024", SMALL);
}

#[test]
fn a_search() {
    let cashier = cashier(ScreenSettings::default());
    cashier.write("ma").looks("search-1366", USUAL).key(Key::Escape).write("zzz").looks("nothing-1366", USUAL);
}

#[test]
fn a_payment_and_its_refusal() {
    let cashier = cashier(ScreenSettings::default());
    cashier.scan(SHIRT_EAN).scan("CF-1").key(Key::F12);
    cashier.looks("payment-1366", USUAL).looks("payment-1024", SMALL).looks("payment-1920", LARGE);
    cashier.write("20").key("/").write("60").key("*").looks("refused-1366", USUAL).looks("refused-1024", SMALL);
    cashier.key(Key::Delete).keys(&[Key::Backspace, Key::Backspace]).write("50").key(Key::Return);
    cashier.looks("paid-1366", USUAL);
}

fn dialogs(settings: ScreenSettings) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |dialog: &str| format!("{dialog}-{light}1024");
    let cashier = cashier(settings);
    cashier.scan(SHIRT_EAN).key(Key::F2).looks(&name("article"), SMALL).key(Key::Escape);
    cashier.key(Key::F4).looks(&name("discount"), SMALL).key(Key::Escape);
    cashier.with(Key::Shift, Key::F10).looks(&name("note"), SMALL).key(Key::Escape);
    cashier.key(Key::F3).write("lef").looks(&name("customer"), SMALL).key(Key::F3);
    cashier.looks(&name("new-customer"), SMALL).key(Key::Escape);
    cashier.key(Key::F6).write("ceinture").key(Key::Return).press("Tickets en attente : 1");
    cashier.looks(&name("parked"), SMALL).key(Key::Escape).key(Key::F12).key("/");
    cashier.scan("C1-000001").key("+").looks(&name("return"), SMALL).keys(&[Key::Escape]);
    cashier.looks(&name("receipts"), SMALL).key(Key::Escape).key(Key::F11).looks(&name("receipt"), SMALL);
    cashier.key(Key::Escape).key(Key::F1).looks(&name("help"), SMALL).key(Key::Escape);
    cashier.press("Réglages de l’écran").looks(&name("settings"), SMALL).press("Apprendre la douchette");
    cashier.looks(&name("lesson"), SMALL);
}

#[test]
fn the_dialogs() {
    dialogs(ScreenSettings::default());
}

#[test]
fn the_dialogs_in_the_dark() {
    dialogs(dark());
}

#[test]
fn why_the_programs_did_it() {
    let cashier = cashier(ScreenSettings::default());
    cashier.scan(SHIRT_EAN).scan("CF-1").press("Pourquoi ?").looks("why-1024", SMALL);
}

#[test]
fn counter_first() {
    let cashier = cashier(ScreenSettings { order: Order::CounterFirst, ..ScreenSettings::default() });
    cashier.scan(SHIRT_EAN).scan("CF-1").looks("counter-first-1024", SMALL);
}

#[test]
fn the_customer_display() {
    let cashier = cashier(ScreenSettings { display: true, ..ScreenSettings::default() });
    cashier.stage.show_or_hide_display();
    let display = cashier.stage.display_window().expect("the second window is open");
    looks(&display, "display-idle", (1024, 600));
    cashier.scan(SHIRT_EAN).write("vin").key(Key::Return).scan("CF-1");
    looks(&display, "display-sale", (1024, 600));
    cashier.key(Key::F12).write("100").key(Key::Return);
    looks(&display, "display-change", (1024, 600));
    display.hide().unwrap();
}

#[test]
fn a_customer_without_tax() {
    let cashier = Cashier::at(
        TestShop::with("", |till| {
            let mut buyer = someone(9, "", "");
            buyer.person = Person {
                company: Some("Kleding NV".into()),
                vat_number: Some("BE0403019261".into()),
                city: Some("Gand".into()),
                ..Person::default()
            };
            buyer.dealings.vat.regime = comptoir_domain::regime::VatRegime::Intracom;
            till.store_mut().put_customer(&buyer).unwrap();
        }),
        ScreenSettings::default(),
    );
    cashier.fill().scan("2900000000018").looks("exempt-1024", SMALL).looks("exempt-1366", USUAL);
}
