//! Tables of codes as scanners send them, and the properties of check digits.

use proptest::prelude::*;

use super::*;

fn read(raw: &str) -> ScannedCode {
    ScannedCode::read(raw).unwrap_or_else(|error| panic!("{raw:?}: {error}"))
}

#[test]
fn what_is_looked_up() {
    use Symbology as S;
    // What was read, the kind of symbol, the text to look up, whether it is a GTIN.
    for (raw, symbology, text, is_gtin) in [
        ("3017620422003", None, "3017620422003", true),
        ("3017620422003\r\n", None, "3017620422003", true),
        (" 3017620422003 ", None, "3017620422003", true),
        ("]E03017620422003\r", Some(S::Ean13), "3017620422003", true),
        // UPC-A as 12 or 13 digits.
        ("036000291452", None, "0036000291452", true),
        ("]E0036000291452", Some(S::Ean13), "0036000291452", true),
        ("]E00036000291452", Some(S::Ean13), "0036000291452", true),
        // UPC-E, when the scanner says so: whole, without check digit, the six digits alone.
        ("]E004252614", Some(S::Ean13), "0042100005264", true),
        ("]E00425261", Some(S::Ean13), "0042100005264", true),
        ("]E0425261", Some(S::Ean13), "0042100005264", true),
        // EAN-8.
        ("]E496385074", Some(S::Ean8), "96385074", true),
        ("]E096385074", Some(S::Ean13), "96385074", true),
        ("96385074", None, "96385074", true),
        ("96385075", None, "96385075", false),
        ("0000096385074", None, "96385074", true),
        // Cartons: GTIN-14, or a plain number of the same length.
        ("13017620422000", None, "13017620422000", true),
        ("03017620422003", None, "3017620422003", true),
        ("]I113017620422000", Some(S::Itf), "13017620422000", true),
        ("13017620422001", None, "13017620422001", false),
        // Other symbols: digits are an article number only if they hold.
        ("]C03017620422003", Some(S::Code128), "3017620422003", true),
        ("]C03017620422004", Some(S::Code128), "3017620422004", false),
        ("]C0C1-000123", Some(S::Code128), "C1-000123", false),
        ("]A0ABC-1", Some(S::Code39), "ABC-1", false),
        ("]Q1https://example.org/é", Some(S::Qr), "https://example.org/é", false),
        ("]z0AZTEC", Some(S::Other('z')), "AZTEC", false),
        // Texts of the shop.
        ("CHEMISE-42", None, "CHEMISE-42", false),
        ("42", None, "42", false),
        ("0612345678", None, "0612345678", false),
        ("]", None, "]", false),
        ("]é0", None, "]é0", false),
    ] {
        let code = read(raw);
        assert_eq!((code.symbology, code.text.as_str(), code.gtin.is_some()), (symbology, text, is_gtin), "{raw:?}");
    }
}

#[test]
fn data_stays_as_it_was_read() {
    assert_eq!(read("]E0036000291452\r\n").data, "036000291452");
    assert_eq!(read("CHEMISE-42\n").data, "CHEMISE-42");
}

#[test]
fn wrong_codes_are_named() {
    use CodeError as E;
    let wrong = |read: &str, expected, found| E::WrongCheckDigit { read: read.into(), expected, found };
    let not_an_ean = |read: &str, length| E::NotAnEan { read: read.into(), length };
    for (raw, error) in [
        ("", E::Empty),
        (" \r\n", E::Empty),
        ("]E0", E::Empty),
        ("3017620422004", wrong("3017620422004", 3, 4)),
        ("]E03017620422004", wrong("3017620422004", 3, 4)),
        ("036000291453", wrong("036000291453", 2, 3)),
        ("]E496385075", wrong("96385075", 4, 5)),
        ("]E004252615", wrong("04252615", 4, 5)),
        ("]E054252616", wrong("54252616", 5, 6)),
        ("]E05425261", not_an_ean("5425261", 7)),
        ("]E030176204220", not_an_ean("30176204220", 11)),
        ("]E030176A0422003", not_an_ean("30176A0422003", 13)),
        ("30176\u{2}20422003", E::ControlCharacter { at: 6, code: 2 }),
    ] {
        assert_eq!(ScannedCode::read(raw), Err(error), "{raw:?}");
    }
    let long = "9".repeat(MAX_LENGTH + 1);
    assert_eq!(ScannedCode::read(&long), Err(E::TooLong { length: MAX_LENGTH + 1 }));
}

#[test]
fn newspapers_have_an_add_on() {
    let code = read("]E3977123456700312");
    assert_eq!((code.text.as_str(), code.add_on.as_deref()), ("9771234567003", Some("12")));
    let code = read("]E3978205123456650650");
    assert_eq!((code.text.as_str(), code.add_on.as_deref()), ("9782051234566", Some("50650")));
    assert_eq!(read("]E33017620422003").add_on, None);
}

#[test]
fn a_us_scanner_on_a_french_keyboard() {
    assert_eq!(read("\"à&è-éà'ééàà\"").text, "3017620422003");
    assert_eq!(read("ç-\"_(àè'").text, "96385074");
    // The check digit does not hold: a text like any other.
    assert_eq!(read("\"à&è-éà'éééà").gtin, None);
    assert_eq!(read("été").text, "été");
}

#[test]
fn element_strings_of_gs1_symbols() {
    let code = read("]C10103017620422003310300125010LOT1\u{1d}17261231");
    let pairs: Vec<_> = code.elements.iter().map(|e| (e.ai.as_str(), e.value.as_str())).collect();
    assert_eq!(pairs, [("01", "03017620422003"), ("3103", "001250"), ("10", "LOT1"), ("17", "261231")]);
    assert_eq!(code.text, "3017620422003");
    assert_eq!(code.net_weight().map(|weight| weight.to_string()).as_deref(), Some("1.250"));
    assert_eq!(code.element("10"), Some("LOT1"));
    for raw in ["]d2\u{1d}010301762042200321A/B-1", "]Q3010301762042200321A/B-1", "]e0010301762042200321A/B-1"] {
        let code = read(raw);
        assert_eq!((code.text.as_str(), code.element("21")), ("3017620422003", Some("A/B-1")), "{raw}");
    }
    // Without an article, the data itself is looked up.
    assert_eq!(read("]C19912345").text, "9912345");
}

#[test]
fn broken_element_strings_are_named() {
    use CodeError as E;
    for (raw, at) in
        [("]C1010301762042200", 1), ("]C101030176204220031", 17), ("]C10103017620422003é1", 17), ("]C110", 1)]
    {
        let read = raw[3..].to_owned();
        assert_eq!(ScannedCode::read(raw), Err(E::Gs1 { read, at }), "{raw}");
    }
    let error = ScannedCode::read("]C10103017620422004").unwrap_err();
    assert!(matches!(error, E::WrongCheckDigit { expected: 3, found: 4, .. }), "{error:?}");
}

#[test]
fn upc_e_expands_as_another_implementation_does() {
    for (short, long) in [
        ("01234505", "0012000003455"),
        ("04252614", "0042100005264"),
        ("01201303", "0012000000133"),
        ("02345673", "0023456000073"),
        ("01234133", "0012300000413"),
        ("01234558", "0012345000058"),
        ("12345670", "0123456000070"),
    ] {
        assert_eq!(read(&format!("]E0{short}")).text, long, "{short}");
    }
}

#[test]
fn check_digits_computed_elsewhere() {
    for (body, digit) in [("301762042200", 3), ("290000001234", 9), ("210123401250", 5), ("37610425002123456", 9)] {
        assert_eq!(check_digit(body), digit, "{body}");
    }
}

#[test]
fn a_gtin_knows_its_range() {
    for (digits, in_store) in [
        ("2112345012506", true),
        ("0201234012993", true),
        ("3017620422003", false),
        ("0036000291452", false),
        ("96385074", false),
    ] {
        assert_eq!(Gtin::parse(digits).unwrap().is_in_store(), in_store, "{digits}");
    }
}

/// Bodies of 7, 11, 12 and 13 digits.
fn body() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{7}", "[0-9]{11}", "[0-9]{12}", "[0-9]{13}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_wrong_digit_is_always_noticed(body in body(), place in 0_usize..14, shift in 1_u8..10) {
        let good = format!("{body}{}", check_digit(&body));
        prop_assert!(Gtin::parse(&good).is_ok());
        let mut wrong = good.clone().into_bytes();
        let place = place % wrong.len();
        wrong[place] = b'0' + (wrong[place] - b'0' + shift) % 10;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert!(matches!(Gtin::parse(&wrong), Err(CodeError::WrongCheckDigit { .. })), "{good} {wrong}");
    }

    #[test]
    fn one_number_has_one_spelling(body in body()) {
        let gtin = Gtin::complete(&body).unwrap();
        prop_assert_eq!(&Gtin::parse(&gtin.to_14()).unwrap(), &gtin);
        prop_assert_eq!(&Gtin::parse(gtin.as_str()).unwrap(), &gtin);
    }

    #[test]
    fn no_text_makes_it_panic(raw in "(\\][a-zA-Z][0-9])?[\\PC\u{1d}0-9]{0,30}") {
        if let Ok(code) = ScannedCode::read(&raw) {
            prop_assert!(!code.text.is_empty());
        }
    }
}
