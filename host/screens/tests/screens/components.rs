//! What is pressed and chosen: by pointer, by key and by those who read labels.

use comptoir_screens::Theme;
use comptoir_screens::slint::ComponentHandle;
use comptoir_screens::slint::platform::Key;
use i_slint_backend_testing::AccessibleRole;

use crate::stage::Stage;

/// What can be pressed, with what it tells.
const PRESSED: [(&str, &str); 13] = [
    ("Bouton", "button"),
    ("Bouton bas", "compact"),
    ("Étoile", "star"),
    ("Grande touche, détail", "big"),
    ("Badge pressé", "badge"),
    ("Agir", "action"),
    ("Attendre", "second"),
    ("Masquer le message", "dismissed"),
    ("Solde 12,00 €", "stat"),
    ("Ligne, détail, 5,00 €", "row"),
    ("00", "pad 00"),
    ("Tout effacer", "pad clear"),
    ("Virgule", "pad ,"),
];

#[test]
fn a_press_tells_the_owner() {
    let stage = Stage::new();
    for (label, expected) in PRESSED {
        stage.press(label);
        assert_eq!(stage.told(), [expected], "{label}");
    }
}

#[test]
fn those_who_read_labels_press_as_well() {
    let stage = Stage::new();
    for (label, expected) in PRESSED {
        stage.find(label).invoke_accessible_default_action();
        assert_eq!(stage.told(), [expected], "{label}");
    }
}

#[test]
fn what_is_disabled_does_nothing() {
    let stage = Stage::new();
    stage.press("Bouton fermé");
    stage.find("Bouton fermé").invoke_accessible_default_action();
    assert_eq!(stage.find("Bouton fermé").accessible_enabled(), Some(false));
    assert!(stage.told().is_empty());
}

#[test]
fn what_is_only_read_is_no_button() {
    let stage = Stage::new();
    for label in ["Badge lu", "Points 480"] {
        assert_eq!(stage.find(label).accessible_role(), Some(AccessibleRole::Text), "{label}");
        stage.press(label);
    }
    assert!(stage.told().is_empty());
}

#[test]
fn a_press_leaves_the_keyboard_where_it_is() {
    let stage = Stage::new();
    stage.press("Nom du client");
    for (label, _) in PRESSED {
        stage.press(label);
    }
    stage.told();
    stage.type_in("é");
    assert_eq!(stage.told(), ["edited é"]);
}

#[test]
fn what_is_low_can_be_hit_beside_it() {
    let stage = Stage::new();
    let low = stage.find("Bouton bas");
    assert_eq!(low.size().height, 40.0);
    let (x, y) = (low.absolute_position().x + 10.0, low.absolute_position().y);
    stage.press_at(x, y - 3.0);
    stage.press_at(x, y + 43.0);
    assert_eq!(stage.told(), ["compact", "compact"]);
    stage.press_at(x, y - 6.0);
    assert!(stage.told().is_empty());
}

#[test]
fn all_that_is_pressed_is_large_enough_for_a_finger() {
    let stage = Stage::new();
    for scale in [1.0, 1.3] {
        stage.gallery.global::<Theme>().set_scale(scale);
        stage.settle();
        for label in
            ["Bouton", "Étoile", "Grande touche, détail", "Masquer le message", "Ligne, détail, 5,00 €", "00", "a"]
        {
            let size = stage.find(label).size();
            assert!(size.height >= 48.0 && size.width >= 40.0, "{label} at {scale}: {size:?}");
        }
    }
}

#[test]
fn tab_reaches_buttons_and_keys_press_them() {
    let stage = Stage::new();
    stage.gallery.set_dialog(true);
    stage.settle();
    // The dialog puts the cursor in its field; after it come its two buttons.
    stage.key(Key::Tab);
    stage.key(" ");
    assert!(!stage.gallery.get_dialog(), "« Garder » closes");
}

#[test]
fn escape_and_the_cross_close_a_dialog() {
    let stage = Stage::new();
    stage.gallery.set_dialog(true);
    stage.settle();
    stage.key(Key::Escape);
    assert!(!stage.gallery.get_dialog());

    stage.gallery.set_dialog(true);
    stage.settle();
    stage.press("Fermer");
    assert!(!stage.gallery.get_dialog());
}

#[test]
fn a_dialog_without_a_field_hears_keys_as_well() {
    let stage = Stage::new();
    stage.press("Nom du client");
    stage.told();
    stage.gallery.set_plain(true);
    stage.gallery.set_dialog(true);
    stage.settle();
    stage.type_in("x");
    assert!(stage.told().is_empty(), "the field beneath gets nothing");
    stage.key(Key::Escape);
    assert!(!stage.gallery.get_dialog());
}

#[test]
fn a_dialog_keeps_presses_from_what_lies_beneath() {
    let stage = Stage::new();
    let beneath = stage.find("Bouton");
    let (x, y) = (beneath.absolute_position().x + 5.0, beneath.absolute_position().y + 5.0);
    stage.gallery.set_dialog(true);
    stage.settle();
    stage.press_at(x, y);
    assert!(stage.told().is_empty());
    assert!(stage.gallery.get_dialog());
}

#[test]
fn a_double_press_is_told_after_its_presses() {
    let stage = Stage::new();
    stage.find("Ligne, détail, 5,00 €").mock_single_click(comptoir_screens::slint::platform::PointerEventButton::Left);
    stage.find("Ligne, détail, 5,00 €").mock_single_click(comptoir_screens::slint::platform::PointerEventButton::Left);
    assert_eq!(stage.told(), ["row", "row", "row twice"]);
}

#[test]
fn segments_are_chosen_by_press_and_by_key() {
    let stage = Stage::new();
    stage.press("Deux");
    stage.press("Deux");
    assert_eq!(stage.told(), ["chosen 1"], "the chosen one is not chosen again");
    assert_eq!(stage.find("Deux").accessible_checked(), Some(true));
    assert_eq!(stage.find("Un").accessible_checked(), Some(false));

    stage.press("Lecture seule");
    stage.key(Key::Tab);
    stage.key(Key::RightArrow);
    stage.key(Key::RightArrow);
    stage.key(Key::LeftArrow);
    assert_eq!(stage.told(), ["chosen 2", "chosen 1"], "there is nothing after the last");
}

#[test]
fn the_owner_may_hold_a_choice() {
    let stage = Stage::new();
    // This owner moves the choice itself, so that it goes on following it.
    let gallery = stage.gallery.as_weak();
    stage.gallery.on_told(move |what| {
        if what == "held 1" {
            gallery.unwrap().set_held(1);
        }
    });
    stage.press("Tenu B");
    assert_eq!(stage.find("Tenu B").accessible_checked(), Some(true));
    stage.gallery.set_held(0);
    assert_eq!(stage.find("Tenu A").accessible_checked(), Some(true));
}

#[test]
fn switch_and_checkbox_go_both_ways() {
    let stage = Stage::new();
    for (label, words) in [("Interrupteur", ["on", "off"]), ("Case", ["checked", "unchecked"])] {
        stage.press(label);
        assert_eq!(stage.find(label).accessible_checked(), Some(true), "{label}");
        stage.find(label).invoke_accessible_default_action();
        assert_eq!(stage.find(label).accessible_checked(), Some(false), "{label}");
        assert_eq!(stage.told(), words);
    }
}

#[test]
fn the_touch_keyboard_types_capitals_once() {
    let stage = Stage::new();
    stage.press("Majuscule");
    stage.press("É");
    stage.press("é");
    stage.press("Espace");
    stage.press("Effacer la dernière lettre");
    stage.press("’");
    stage.press("Fermer le clavier");
    assert_eq!(stage.told(), ["letter É", "letter é", "letter  ", "letter back", "letter '", "letter close"]);
}
