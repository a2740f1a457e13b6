//! The welcome desk: somebody is enrolled, asked aloud, given a card; who is known is told.

use comptoir_app::Till;
use comptoir_domain::customer::{Channel, Consents};
use comptoir_ui::screens::OfficePlace;
use comptoir_ui::screens::slint::platform::Key;

use crate::clients::known;
use crate::merchant::Merchant;

fn till<T>(merchant: &Merchant, look: impl FnOnce(&mut Till) -> T) -> T {
    merchant.stage.with_backroom(|room| look(room.office().till_mut())).unwrap()
}

#[test]
fn somebody_is_enrolled_by_the_keys_alone() {
    let merchant = known();
    merchant.key(Key::F8).must_say("Qui s’inscrit").must_say("par SMS");
    merchant.write("Roux").key(Key::Tab).write("Jeanne").key(Key::Tab).write("0611223344");
    merchant.key(Key::F5).must_say("par e-mail").key(Key::F6).key(Key::F6).must_say("par courrier").key(Key::F4);
    merchant.chord(Key::Control, "s").must_say("Jeanne Roux : inscription faite, carte 29");
    assert_eq!(merchant.value("Nom"), "", "the desk is free for the next one");
    merchant.write("Petit");
    assert_eq!(merchant.value("Nom"), "Petit", "whose name can be typed at once");
    merchant.act("Effacer la saisie");
    let (roux, said) = till(&merchant, |till| {
        let roux = till.find_customer("Roux").unwrap();
        let said = Consents::of(till.store().consents(roux.id).unwrap());
        (roux, said)
    });
    assert_eq!((roux.person.first_name.as_str(), roux.cards.len()), ("Jeanne", 1));
    let granted = |channel| said.on(channel).map(|consent| consent.granted);
    assert_eq!(Channel::ALL.map(granted), [Some(true), Some(false), None]);
    merchant.write("Roux").act("Ouvrir : Jeanne Roux").act("Ne pas enregistrer");
    assert_eq!(merchant.stage.place(), OfficePlace::File);
}

#[test]
fn who_is_known_is_told_while_one_types_and_what_is_wrong_stays() {
    let merchant = known();
    merchant.key(Key::F8).write("Lefèvre").must_say("Peut-être déjà client").must_say("Claire Lefèvre");
    merchant.fill("Téléphones", "12").chord(Key::Control, "s").must_not_say("inscription faite");
    assert_eq!((merchant.stage.place(), merchant.value("Nom")), (OfficePlace::Welcome, "Lefèvre".into()));
    assert_eq!(till(&merchant, |till| till.store().count_customers().unwrap()), 3);
    merchant.key(Key::F3).must_say("Enregistrer").act("Rester ici");
    assert_eq!(merchant.stage.place(), OfficePlace::Welcome, "what was typed is asked about");
    merchant.act("Effacer la saisie").key(Key::F3);
    assert_eq!(merchant.stage.place(), OfficePlace::Clients);
}
