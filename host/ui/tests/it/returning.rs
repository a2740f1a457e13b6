//! Giving back: by scan, by search, in part, with the money going where it came from.

use comptoir_ui::screens::OpenDialog;
use comptoir_ui::screens::slint::platform::Key;

use crate::cashier::Cashier;
use crate::shop::SHIRT_EAN;

fn sold() -> Cashier {
    let cashier = Cashier::new();
    cashier.write("2*").scan(SHIRT_EAN).write("ceinture").key(Key::Return).key(Key::F12).key("/");
    assert_eq!(cashier.sales(), 1);
    cashier
}

#[test]
fn a_receipt_is_scanned_and_one_piece_comes_back() {
    let cashier = sold();
    cashier.scan("C1-000001");
    assert_eq!(cashier.dialog(), OpenDialog::Returns);
    cashier.must_say("Vente C1-000001 du 22/11/2026");
    cashier.key("+").must_say("À rembourser 49,90 €");
    cashier.key(Key::DownArrow).key("+").must_say("À rembourser 84,90 €");
    cashier.key("-").key(Key::Return);
    assert_eq!((cashier.sales(), cashier.dialog()), (2, OpenDialog::None));
    cashier.must_say("Remboursé 49,90 €");
    // Only one shirt is left to give back.
    cashier.scan("C1-000001").key("*").must_say("À rembourser 84,90 €");
}

#[test]
fn a_receipt_is_searched_and_all_comes_back_as_a_credit_note() {
    let cashier = sold();
    cashier.press("Retour").must_say("C1-000001");
    cashier.write("134,80").must_say("C1-000001").key(Key::Return);
    cashier.press("Tout rendre").press("Avoir");
    cashier.must_say("Remboursé 134,80 €");
    cashier.must_say("Avoir AV-");
}

#[test]
fn nothing_chosen_pays_nothing_back() {
    let cashier = sold();
    cashier.press("Retour sur cette vente").key(Key::Return);
    assert_eq!((cashier.sales(), cashier.dialog()), (1, OpenDialog::Returns));
    cashier.key(Key::Escape).must_say("Chercher un ticket");
    cashier.key(Key::Escape);
    assert_eq!(cashier.dialog(), OpenDialog::None);
}

#[test]
fn a_touch_gives_back_line_by_line() {
    let cashier = sold();
    cashier.scan("C1-000001").press("Un de plus : Ceinture").must_say("À rembourser 35,00 €");
    cashier.press("Un de moins : Ceinture").press("Un de plus : Chemise").press("Espèces");
    cashier.must_say("Remboursé 49,90 €");
}
