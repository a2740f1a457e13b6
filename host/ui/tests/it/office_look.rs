//! Pictures of the office, as those of the checkout.

use std::path::Path;

use comptoir_app::Till;
use comptoir_ui::ScreenSettings;
use comptoir_ui::screens::slint::platform::Key;

use crate::look::{LARGE, SMALL, dark, looks};
use crate::merchant::Merchant;
use crate::office::{deliver, enable, past, quarantined, sell};

impl Merchant {
    pub(crate) fn looks(&self, name: &str, size: (u32, u32)) -> &Self {
        looks(self.stage.window(), name, size);
        self
    }
}

/// A program that gave something, one that is switched off, and one that fails.
fn busy(till: &mut Till, folder: &Path) {
    enable(till, folder, "carte");
    for customer in [1, 1, 3, 2, 1] {
        sell(till, Some(customer));
    }
    quarantined(till, folder);
    enable(till, folder, "fete");
    till.disable_program(&comptoir_domain::id::ProgramId::new("fete")).unwrap();
}

fn pictures(settings: ScreenSettings) {
    let light = if settings.dark { "dark-" } else { "" };
    let name = |what: &str, width: u32| format!("office-{what}-{light}{width}");
    let merchant = Merchant::at(deliver, busy, settings.clone());
    merchant.looks(&name("list", 1024), SMALL).looks(&name("list", 1920), LARGE).tall();
    merchant.fill("Seuil du cadeau", "beaucoup").fill("Valeur du bon", "0,10").fill("Premier jour", "hier");
    merchant.size(SMALL).chord(Key::Control, "s").looks(&name("errors", 1024), SMALL);
    merchant.looks(&name("errors", 1920), LARGE).act("Annuler").tall();
    merchant.act("Jours de points doubles : mar.").act("Rayons sans points : Choisir des rayons").press("Homme");
    merchant.looks(&name("picker", 1024), SMALL).key(Key::Escape).looks(&name("form", 1024), SMALL);
    merchant.looks(&name("form", 1920), LARGE).key(Key::Escape).key(Key::DownArrow).looks(&name("leave", 1024), SMALL);
    merchant.press("Ne pas enregistrer").looks(&name("quarantine", 1024), SMALL);
    merchant.looks(&name("quarantine", 1920), LARGE).key(Key::F1).looks(&name("help", 1024), SMALL);
    merchant.key(Key::Escape).press("Désactiver Mardis doubles").press("Clavier tactile");
    merchant.looks(&name("keyboard", 1024), SMALL);
    let fresh = Merchant::at(deliver, |_, _| (), settings.clone());
    fresh.looks(&name("first", 1024), SMALL).looks(&name("first", 1920), LARGE);
    let empty = Merchant::at(|_| (), |_, _| (), settings);
    empty.looks(&name("empty", 1024), SMALL);
}

#[test]
fn the_office() {
    pictures(ScreenSettings::default());
}

#[test]
fn the_office_in_the_dark() {
    pictures(dark());
}

#[test]
fn large_letters() {
    let settings = ScreenSettings { text_size: 130, ..ScreenSettings::default() };
    Merchant::at(deliver, busy, settings).looks("office-list-130-1920", LARGE);
}

#[test]
fn a_trial() {
    for settings in [ScreenSettings::default(), dark()] {
        let name = if settings.dark { "office-trial-dark-1920" } else { "office-trial-1920" };
        let merchant = Merchant::at(deliver, past, settings);
        merchant.act("Essayer");
        merchant.size(LARGE).key(Key::Return).key(Key::PageDown).looks(name, LARGE);
    }
}
