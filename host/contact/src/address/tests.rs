//! The norm line by line, and what would come back.

use proptest::prelude::*;

use super::*;

fn address(street: &str, postcode: &str, city: &str) -> Address {
    Address { street: street.into(), postcode: postcode.into(), city: city.into(), ..Address::default() }
}

#[test]
fn six_lines_are_printed_as_the_norm_wants() {
    let full = Address {
        complement: "Appartement 12, escalier B".into(),
        building: "Résidence  les Tilleuls".into(),
        street: "25, rue des Écoles".into(),
        place: "B.P. 40122".into(),
        postcode: " 69003 ".into(),
        city: "Lyon Cedex 03".into(),
        country: "France".into(),
    };
    assert_eq!(
        full.lines(" M. Jean  Durand "),
        [
            "M. Jean Durand",
            "Appartement 12, escalier B",
            "Résidence les Tilleuls",
            "25 RUE DES ECOLES",
            "B P 40122",
            "69003 LYON CEDEX 03",
        ]
    );
    assert_eq!(full.check_for("M. Jean Durand"), []);
}

#[test]
fn empty_lines_are_left_out() {
    assert_eq!(address("", "", "").lines("Claire"), ["Claire"]);
    assert!(address(" ", "", "").is_empty());
    assert_eq!(address("3 place du Marché", "14600", "Honfleur").lines(""), ["3 PLACE DU MARCHE", "14600 HONFLEUR"]);
}

#[test]
fn punctuation_goes_but_between_numbers() {
    let table = [
        ("12-14, rue de l'Abbé-Grégoire", "12-14 RUE DE L ABBE GREGOIRE"),
        ("12/14 rue d’Ornano", "12/14 RUE D ORNANO"),
        ("7 – rue St.-Paul", "7 RUE ST PAUL"),
        ("1 place de l'Œuvre", "1 PLACE DE L OEUVRE"),
    ];
    for (street, line) in table {
        assert_eq!(address(street, "75001", "Paris").lines("")[0], line);
    }
}

#[test]
fn mail_abroad_names_the_country() {
    let brussels = Address {
        street: "Rue de la Loi, 16".into(),
        postcode: "1000".into(),
        city: "Bruxelles".into(),
        country: "Belgique".into(),
        ..Address::default()
    };
    assert_eq!(brussels.lines("M. Peeters"), ["M. Peeters", "Rue de la Loi, 16", "1000 BRUXELLES", "BELGIQUE"]);
    assert_eq!(brussels.check(), []);
    assert_eq!(brussels.department(), None);
}

#[test]
fn what_would_come_back_is_told() {
    use AddressIssue as I;
    let table = [
        (address("1 rue Foch", "75001", "Paris"), vec![]),
        (address("", "", ""), vec![]),
        (address("1 rue Foch", "98000", "Monaco"), vec![]),
        (address("", "00200", "Armées"), vec![I::NoStreet]),
        (address("1 rue Foch", "", "Paris"), vec![I::NoPostcode]),
        (address("1 rue Foch", "7501", "Paris"), vec![I::Postcode { found: "7501".into() }]),
        (address("1 rue Foch", "75 001", "Paris"), vec![I::Postcode { found: "75 001".into() }]),
        (address("1 rue Foch", "96000", "Paris"), vec![I::UnknownPostcode { found: "96000".into() }]),
        (address("1 rue Foch", "75001", " "), vec![I::NoCity]),
    ];
    for (address, issues) in table {
        assert_eq!(address.check(), issues, "{address:?}");
    }
}

#[test]
fn the_thirty_ninth_character_is_too_much() {
    let mut here = address("1 rue Foch", "75001", "Paris");
    here.building = "R".repeat(38);
    assert_eq!(here.check(), []);
    here.building = "É".repeat(39);
    let issue = AddressIssue::TooLong { line: AddressLine::Building, text: "É".repeat(39), length: 39 };
    assert_eq!(here.check(), [issue]);
    here.building.clear();
    let name = "Société des Amis de la Bibliothèque Nationale";
    let issue = AddressIssue::TooLong { line: AddressLine::Identity, text: name.into(), length: 45 };
    assert_eq!(here.check_for(name), [issue]);
}

#[test]
fn a_street_is_checked_as_it_is_printed() {
    let long = address("150, boulevard du Maréchal de Lattre de Tassigny", "42000", "Saint-Étienne");
    assert_eq!(long.lines("")[0], "150 BD DU MAL DE LATTRE DE TASSIGNY");
    assert_eq!(long.check(), []);
}

proptest! {
    #[test]
    fn printed_lines_print_the_same_again(street in "\\PC{0,50}", city in "\\PC{0,30}") {
        let printed = address(&street, "75001", &city).lines("");
        let (last, rest) = printed.split_last().unwrap();
        let again = address(rest.first().map_or("", String::as_str), "75001", last.trim_start_matches("75001"));
        prop_assert_eq!(again.lines(""), printed);
    }
}
