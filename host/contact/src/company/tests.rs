//! Numbers that are printed on real papers, and their slips.

use proptest::prelude::*;

use super::*;

fn siren(text: &str) -> String {
    Siren::read(text).map_or_else(|error| error.problem.to_string(), |siren| siren.format())
}

fn siret(text: &str) -> String {
    Siret::read(text).map_or_else(|error| error.problem.to_string(), |siret| siret.format())
}

fn vat(text: &str) -> String {
    VatNumber::read(text).map_or_else(|error| error.problem.to_string(), |vat| vat.format())
}

#[test]
fn a_siren_is_verified() {
    let table = [
        ("732829320", "732 829 320"),
        (" 732.829\u{a0}320 ", "732 829 320"),
        ("732829321", "the digits do not go together"),
        ("73282932", "8 digits, 9 expected"),
        ("732 829 32O", "'O' at character 11"),
        ("732829320é", "'é' at character 10"),
        ("", "empty"),
        ("000000000", "the digits do not go together"),
    ];
    for (text, expected) in table {
        assert_eq!(siren(text), expected, "{text}");
    }
}

#[test]
fn a_siret_is_verified_and_the_post_has_its_own_rule() {
    let table = [
        ("732 829 320 00074", "732 829 320 00074"),
        ("73282932000075", "the digits do not go together"),
        ("73282932100074", "732829321 is no SIREN"),
        // The head office goes by the common rule, a post office by the sum of its digits.
        ("35600000000048", "356 000 000 00048"),
        ("35600000049837", "356 000 000 49837"),
        ("35600000049838", "the digits do not go together"),
        ("35600000050167", "the digits do not go together"),
        ("732829320", "9 digits, 14 expected"),
    ];
    for (text, expected) in table {
        assert_eq!(siret(text), expected, "{text}");
    }
    assert_eq!(Siret::read("73282932000074").unwrap().siren().as_str(), "732829320");
}

#[test]
fn a_french_vat_number_goes_with_its_siren() {
    let table = [
        ("FR 40 303 265 045", "FR 40 303 265 045"),
        ("fr40303265045", "FR 40 303 265 045"),
        ("FR23334175221", "FR 23 334 175 221"),
        ("FRK7399859412", "FR K7 399 859 412"),
        ("FR4Z123456782", "FR 4Z 123 456 782"),
        ("FR41303265045", "the digits do not go together"),
        ("FRK8399859412", "the digits do not go together"),
        ("FR84323140391", "323140391 is no SIREN"),
        ("FRIO334175221", "not of the shape FRXX999999999"),
        ("FR4030326504", "not of the shape FRXX999999999"),
        ("FR", "not of the shape FRXX999999999"),
        // Monaco.
        ("FR53000004605", "FR 53 000 004 605"),
    ];
    for (text, expected) in table {
        assert_eq!(vat(text), expected, "{text}");
    }
    assert_eq!(VatNumber::read("FR40303265045").unwrap().siren().unwrap().as_str(), "303265045");
    assert_eq!(VatNumber::read("FR53000004605").unwrap().siren(), None);
}

#[test]
fn numbers_of_the_neighbors_have_their_shape() {
    let table = [
        ("BE 0428.759.497", "BE 0428759497"),
        ("DE136695976", "DE 136695976"),
        ("ES B-58378431", "ES B58378431"),
        ("IT 00743110157", "IT 00743110157"),
        ("LU 150 274 42", "LU 15027442"),
        ("NL4495445B01", "not of the shape ????????????"),
        ("NL004495445B01", "NL 004495445B01"),
        ("IE 8D79739I", "IE 8D79739I"),
        ("ATU13585627", "AT U13585627"),
        ("BE 428.759", "not of the shape 9999999999"),
        ("CH123456789", "no country with the code CH"),
        ("40303265045", "no country with the code 40"),
        ("B", "no country with the code B"),
    ];
    for (text, expected) in table {
        assert_eq!(vat(text), expected, "{text}");
    }
    assert_eq!(VatNumber::read("DE136695976").unwrap().siren(), None);
}

/// A SIREN by any eight first digits.
fn siren_of(body: u32) -> String {
    let body = format!("{body:08}");
    let found = (0..10).map(|last| format!("{body}{last}")).find(|digits| luhn(digits));
    found.unwrap()
}

proptest! {
    #[test]
    fn the_usual_vat_number_of_a_siren_is_right(body in 1u32..100_000_000) {
        let siren = Siren::read(&siren_of(body)).unwrap();
        let vat = siren.usual_vat_number();
        prop_assert_eq!(VatNumber::read(&vat.format()).unwrap(), vat.clone());
        if body >= 100_000 {
            prop_assert_eq!(vat.siren(), Some(siren));
        }
    }

    #[test]
    fn one_wrong_digit_is_always_seen(body in 1u32..100_000_000, at in 0usize..9, by in 1u8..10) {
        let mut digits = siren_of(body).into_bytes();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let wrong = String::from_utf8(digits).unwrap();
        prop_assert!(Siren::read(&wrong).is_err());
    }
}
