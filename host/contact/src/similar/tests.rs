//! Pairs of files, from surely one person to nothing in common.

use proptest::prelude::*;

use super::*;
use crate::phone::Region;

/// `Mme Claire/Lefèvre 0612345678 claire@free.fr 75001 1970-05-12 card:29 street:1_rue_Foch`
fn file(text: &str) -> Profile {
    let mut profile = Profile::default();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(card) = word.strip_prefix("card:") {
            profile.cards.insert(card.to_owned());
        } else if let Some(street) = word.strip_prefix("street:") {
            profile.street = street.replace('_', " ");
        } else if let Some((first, last)) = word.split_once('/') {
            (profile.first_name, profile.last_name) = (first.replace('_', " "), last.replace('_', " "));
        } else if word.contains('@') {
            profile.email = Some(Email::read(word).unwrap());
        } else if let Some((year, day)) = word.split_once('-') {
            let (month, day) = day.split_once('-').unwrap();
            let (month, day) = (month.parse().unwrap(), day.parse().unwrap());
            profile.birthday = Some(Birthday { month, day, year: year.parse().ok() });
        } else if word.len() == 5 && word.starts_with(|letter: char| letter.is_ascii_digit()) {
            profile.postcode = word.to_owned();
        } else if word.starts_with('0') {
            profile.phones.push(Phone::read(word, Region::France).unwrap());
        } else {
            profile.title = Title::read(word).unwrap();
        }
    }
    profile
}

fn verdict(a: &str, b: &str) -> String {
    judge(&file(a), &file(b)).map_or_else(
        || "nothing".to_owned(),
        |likeness| {
            let reasons: Vec<String> = likeness.reasons.iter().map(|reason| format!("{reason:?}")).collect();
            format!("{:?}: {}", likeness.certainty, reasons.join(", "))
        },
    )
}

#[test]
fn what_is_surely_one_person() {
    let table = [
        ("Claire/Lefèvre 0612345678", "CLAIRE/LE_FEVRE 0612345678", "Sure: SamePhone, SameName"),
        (
            "Claire/Lefèvre c.lefevre@gmail.com",
            "Claire/Lefevre clefevre+shop@googlemail.com",
            "Sure: SameEmail, SameName",
        ),
        ("Claire/Lefèvre card:2900", "C./Martin card:2900", "Sure: SameCard, OtherFirstName"),
        ("Lefèvre/Claire 0612345678", "Claire/Lefèvre 0612345678", "Sure: SamePhone, SameName"),
        ("/LEFEVRE_CLAIRE 0612345678", "Claire/Lefèvre 0612345678", "Sure: SamePhone, SameName"),
        (
            "Jean/de_La_Tour 75001 street:1,_rue_Foch",
            "JEAN/LA_TOUR 75001 street:1_RUE_FOCH",
            "Sure: SameName, SamePostcode, SameStreet",
        ),
        ("Jean/Martin 75001 1970-05-12", "Jean/Martin 75001 -05-12", "Sure: SameName, SameBirthday, SamePostcode"),
        (
            "Claire/Lefèvre 0612345678 claire@free.fr",
            "/Lefèvre 0612345678 claire@free.fr",
            "Sure: SamePhone, SameEmail, SameLastName",
        ),
    ];
    for (a, b, expected) in table {
        assert_eq!(verdict(a, b), expected, "{a} ~ {b}");
    }
}

#[test]
fn what_is_probably_one_person() {
    let table = [
        ("Claire/Lefevre 0612345678", "Claire/Lefebvre 0612345678", "Probable: SamePhone, SimilarName"),
        ("Claire/Lefevre 0612345678", "/Lefevre 0612345678", "Probable: SamePhone, SameLastName"),
        ("Claire/Lefevre 0612345678", "0612345678", "Probable: SamePhone"),
        ("Jean/Martin 75001", "JEAN/MARTIN 75001", "Probable: SameName, SamePostcode"),
        ("Jean/Martin 1970-05-12", "Jean/Martin 1970-05-12 75001", "Probable: SameName, SameBirthday"),
        ("Jean/Durand -05-12", "Jean/Durant 1970-05-12", "Probable: SimilarName, SameBirthday"),
        ("J./Martin 0612345678", "Jean/Martin 0612345678", "Probable: SamePhone, SimilarName"),
        ("Jean/Martin 0612345678", "Jean_Pierre/Martin 0612345678", "Probable: SamePhone, SimilarName"),
        // Her name before and after her wedding.
        ("Claire/Martin 0612345678 -05-12", "Claire/Petit 0612345678 -05-12", "Probable: SamePhone, SameBirthday"),
        // A slip in one day of birth, or a father and his son.
        ("Jean/Martin 0612345678 -05-12", "Jean/Martin 0612345678 -05-13", "Probable: SamePhone, SameName"),
        ("Luc/Martin card:2900", "Anne/Martin card:2900", "Probable: SameCard, SameLastName, OtherFirstName"),
    ];
    for (a, b, expected) in table {
        assert_eq!(verdict(a, b), expected, "{a} ~ {b}");
    }
}

#[test]
fn a_household_is_only_possible() {
    let table = [
        ("Luc/Martin 0123456789", "Anne/Martin 0123456789", "Possible: SamePhone, SameLastName, OtherFirstName"),
        ("Julie/Martin 0123456789", "Julien/Martin 0123456789", "Possible: SamePhone, SameLastName, OtherFirstName"),
        ("Pascal/Petit 0123456789", "Pascale/Petit 0123456789", "Possible: SamePhone, SameLastName, OtherFirstName"),
        ("Luc/Martin 0123456789", "Anne/Petit 0123456789", "Possible: SamePhone, OtherFirstName"),
        (
            "Luc/Martin famille@free.fr",
            "Anne/Martin famille@free.fr",
            "Possible: SameEmail, SameLastName, OtherFirstName",
        ),
        ("Mme J./Martin 0123456789", "M. Jean/Martin 0123456789", "Possible: SamePhone, SameLastName, OtherFirstName"),
        ("Jean/Martin", "Jean/Martin 75001", "Possible: SameName"),
        ("Jean/Durand 75001", "Jean/Durant 75001", "Possible: SimilarName, SamePostcode"),
    ];
    for (a, b, expected) in table {
        assert_eq!(verdict(a, b), expected, "{a} ~ {b}");
    }
}

#[test]
fn who_has_little_in_common_is_left_in_peace() {
    let table = [
        ("Jean/Durand", "Jean/Durant"),
        ("Jean/Durand 75001", "Jean/Durant 69001"),
        ("Jean/Martin 75001", "Jean/Martin 69001"),
        ("Jean/Martin 75001 1970-05-12", "Jean/Martin 75001 1971-05-12"),
        ("Luc/Martin 75001 street:1_rue_Foch", "Anne/Martin 75001 street:1_rue_Foch"),
        ("Julie/Martin 75001", "Julien/Martin 75001"),
        ("/Martin 75001", "Anne/Martin 75001"),
        ("Luc/Martin -05-12", "Luc/Petit -05-12"),
        ("75001", "75001"),
        ("", ""),
    ];
    for (a, b) in table {
        assert_eq!(verdict(a, b), "nothing", "{a} ~ {b}");
    }
}

#[test]
fn keys_fold_what_people_write_differently() {
    let names = [
        ("lefevre", vec!["Le Fèvre", "Lefevre", "LEFÈVRE", "le-fevre"]),
        ("latour", vec!["de La Tour", "LATOUR", "de-la-tour"]),
        ("ornano", vec!["d'Ornano", "D’ORNANO", "Ornano"]),
        ("dupont", vec!["Dupont", "Du Pont", "DU-PONT"]),
        ("obrien", vec!["O'Brien", "OBRIEN"]),
        ("de", vec!["De"]),
    ];
    for (key, spellings) in names {
        for name in spellings {
            assert_eq!(key_name(name), key, "{name}");
        }
    }
    let emails = [
        ("Claire.Lefevre@Gmail.com", "clairelefevre@gmail.com"),
        ("claire+boutique@free.fr", "claire@free.fr"),
        ("claire.lefevre@free.fr", "claire.lefevre@free.fr"),
        ("+1@free.fr", "+1@free.fr"),
    ];
    for (email, key) in emails {
        assert_eq!(key_email(&Email::read(email).unwrap()), key);
    }
}

#[test]
fn a_file_is_indexed_under_its_keys() {
    let claire = file("Claire/Le_Fèvre 0612345678 0123456789 C.L@free.fr 75001 1970-05-12 card:2900");
    let found: Vec<String> = keys(&claire).iter().map(Key::to_text).collect();
    assert_eq!(
        found,
        [
            "phone:+33123456789",
            "phone:+33612345678",
            "email:c.l@free.fr",
            "card:2900",
            "postcode:75001:fevre",
            "postcode:75001:lefevre",
            "initials:75001:cf",
            "name:clairefevre",
            "name:clairefevrele",
            "name:clairelefevre",
            "birth:0512:f",
        ]
    );
    assert_eq!(keys(&Profile::default()), []);
}

fn any_file() -> impl Strategy<Value = Profile> {
    let names = prop::sample::select(vec![
        "Claire/Lefèvre",
        "CLAIRE/LE_FEVRE",
        "Jean/Durand",
        "Jean/Durant",
        "J./Durand",
        "/Durand",
        "Durand/Jean",
        "/Jean_Durand",
        "Julie/de_La_Tour",
        "Julien/Latour",
        "Jean_Pierre/La_Tour",
        "",
    ]);
    let phone = prop::sample::select(vec!["", "0612345678", "0123456789"]);
    let email = prop::sample::select(vec!["", "c.l@gmail.com", "cl@gmail.com"]);
    let place = prop::sample::select(vec!["", "75001", "69001", "75001 street:1_rue_Foch"]);
    let birth = prop::sample::select(vec!["", "-05-12", "1970-05-12", "1971-05-12"]);
    let title = prop::sample::select(vec!["", "Mme", "M."]);
    (names, phone, email, place, birth, title).prop_map(|(names, phone, email, place, birth, title)| {
        file(&[title, names, phone, email, place, birth].join(" "))
    })
}

proptest! {
    #[test]
    fn the_order_of_two_files_does_not_matter(a in any_file(), b in any_file()) {
        prop_assert_eq!(judge(&a, &b), judge(&b, &a));
    }

    #[test]
    fn whoever_is_proposed_shares_a_key(a in any_file(), b in any_file()) {
        let shares = keys(&a).iter().any(|key| keys(&b).contains(key));
        if let Some(likeness) = judge(&a, &b) {
            prop_assert!(shares, "{:?} {:?}", likeness, (a, b));
        }
    }

    #[test]
    fn a_file_with_a_number_is_surely_itself(a in any_file()) {
        if !a.phones.is_empty() && !a.last_name.is_empty() && !a.first_name.is_empty() {
            prop_assert_eq!(judge(&a, &a).unwrap().certainty, Certainty::Sure);
        }
    }
}
