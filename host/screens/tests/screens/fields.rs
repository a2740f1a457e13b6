//! What is typed: keys, amounts, errors, and what a scanner lets slip in.

use std::cell::RefCell;
use std::rc::Rc;

use comptoir_screens::Typing;
use comptoir_screens::slint::ComponentHandle;
use comptoir_screens::slint::platform::Key;

use crate::stage::Stage;

const NAME: &str = "Nom du client";
const SUM: &str = "Somme";

#[test]
fn a_field_tells_edits_and_keys() {
    let stage = Stage::new();
    stage.press(NAME);
    stage.type_in("Zoé");
    for key in [Key::UpArrow, Key::DownArrow, Key::Return, Key::Escape] {
        stage.key(key);
    }
    assert_eq!(
        stage.told(),
        ["focused", "edited Z", "edited Zo", "edited Zoé", "up", "down", "accepted Zoé", "cancelled"]
    );
    assert_eq!(stage.gallery.get_name(), "Zoé");
    assert_eq!(stage.find(NAME).accessible_value().unwrap(), "Zoé");
}

#[test]
fn a_field_takes_what_is_set_by_those_who_read_labels() {
    let stage = Stage::new();
    stage.find(NAME).set_accessible_value("Martin");
    assert_eq!(stage.gallery.get_name(), "Martin");
    assert_eq!(stage.told(), ["edited Martin"]);
}

#[test]
fn closed_fields_take_nothing() {
    let stage = Stage::new();
    for label in ["Lecture seule", "Fermé"] {
        stage.press(label);
        stage.type_in("x");
        stage.find(label).set_accessible_value("x");
    }
    assert!(stage.told().is_empty());
    assert_eq!(stage.find("Lecture seule").accessible_read_only(), Some(true));
    assert_eq!(stage.find("Fermé").accessible_enabled(), Some(false));
}

#[test]
fn an_error_is_shown_and_announced() {
    let stage = Stage::new();
    let height = stage.find(NAME).size().height;
    stage.gallery.set_error("Ce nom est déjà pris.".into());
    stage.settle();
    assert_eq!(stage.find(NAME).accessible_description().unwrap(), "Ce nom est déjà pris.");
    assert!(stage.find(NAME).size().height > height, "there is a line beneath");
}

#[test]
fn amounts_take_figures_only() {
    let table =
        [("12,50", "12,50"), ("12.50", "12,50"), ("1 234,5", "1 234,5"), ("-3", "-3"), ("1a2b", "12"), ("é€*/+x", "")];
    let stage = Stage::new();
    for (typed, expected) in table {
        stage.gallery.set_amount("".into());
        stage.press(SUM);
        stage.type_in(typed);
        assert_eq!(stage.gallery.get_amount(), expected, "{typed}");
    }
}

#[test]
fn a_refused_sign_leaves_the_cursor_where_it_was() {
    let stage = Stage::new();
    stage.press(SUM);
    stage.type_in("12");
    stage.key(Key::LeftArrow);
    stage.type_in("x3");
    assert_eq!(stage.gallery.get_amount(), "132");
}

#[test]
fn amounts_are_pasted_as_shops_write_them() {
    let table = [("1\u{202f}234,50\u{a0}€", "1 234,50"), ("99.90", "99,90"), ("−5 €", "-5"), ("gratuit", "")];
    let stage = Stage::new();
    for (copied, expected) in table {
        stage.gallery.set_amount("".into());
        stage.find(NAME).set_accessible_value(copied);
        stage.press(NAME);
        stage.chord(Key::Control, "a");
        stage.chord(Key::Control, "c");
        stage.press(SUM);
        stage.chord(Key::Control, "v");
        assert_eq!(stage.gallery.get_amount(), expected, "{copied}");
    }
}

fn take_back(stage: &Stage) {
    let typing = stage.gallery.global::<Typing>();
    typing.set_take_back(typing.get_take_back() + 1);
    stage.settle();
}

#[test]
fn what_a_scanner_let_slip_in_is_taken_back() {
    let stage = Stage::new();
    stage.press(NAME);
    stage.type_in("Du3");
    stage.told();
    take_back(&stage);
    assert_eq!(stage.gallery.get_name(), "Du");
    assert_eq!(stage.told(), ["edited Du"]);
    stage.type_in("pont");
    assert_eq!(stage.gallery.get_name(), "Dupont", "typing goes on at the same place");
}

#[test]
fn only_one_edit_is_taken_back_and_only_where_the_keyboard_is() {
    let stage = Stage::new();
    stage.press(NAME);
    stage.type_in("ab");
    stage.press(SUM);
    stage.type_in("12");
    take_back(&stage);
    take_back(&stage);
    assert_eq!(stage.gallery.get_amount(), "1");
    assert_eq!(stage.gallery.get_name(), "ab");
}

#[test]
fn a_selection_that_a_scan_replaced_comes_back() {
    let stage = Stage::new();
    stage.find(NAME).set_accessible_value("Durand");
    stage.press(NAME);
    stage.chord(Key::Control, "a");
    stage.type_in("3");
    assert_eq!(stage.gallery.get_name(), "3");
    take_back(&stage);
    assert_eq!(stage.gallery.get_name(), "Durand");
    stage.type_in("X");
    assert_eq!(stage.gallery.get_name(), "X", "it is selected again");
}

#[test]
fn the_focused_text_is_told() {
    let stage = Stage::new();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = Rc::clone(&heard);
    stage.gallery.global::<Typing>().on_focused_text(move |text| ear.borrow_mut().push(text.to_string()));
    stage.press(NAME);
    stage.type_in("a");
    stage.press(SUM);
    assert_eq!(*heard.borrow(), ["", "a", ""]);
}
