//! Spellings from real files, all territories, and the verdicts of another reader.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> String {
    read_at(text, Region::France)
}

fn read_at(text: &str, home: Region) -> String {
    match Phone::read(text, home) {
        Ok(phone) => phone.as_str().to_owned(),
        Err(error) => error.problem.to_string(),
    }
}

#[test]
fn every_french_spelling_is_one_number() {
    let spellings = [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "0612345678",
        "06 1234 5678",
        "612345678",
        "'0612345678",
        " 06\u{a0}12\u{a0}34\u{a0}56\u{a0}78 ",
        "06\u{202f}12\u{202f}34\u{202f}56\u{202f}78",
        "06\u{2011}12\u{2011}34\u{2011}56\u{2011}78",
        "\u{202a}+33 6 12 34 56 78\u{202c}",
        "+33 6 12 34 56 78",
        "+33612345678",
        "+33 06 12 34 56 78",
        "+33(0)6 12 34 56 78",
        "+33 (0) 6 12 34 56 78",
        "(+33) 6 12 34 56 78",
        "(0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "0033(0)612345678",
        "00 33 6 12 34 56 78",
        "33612345678",
        "330612345678",
        "Tél. : 06 12 34 56 78",
        "Port: 06.12.34.56.78",
        "tel:+33612345678",
    ];
    for spelling in spellings {
        assert_eq!(read(spelling), "+33612345678", "{spelling}");
    }
}

#[test]
fn overseas_numbers_belong_to_their_territory() {
    let table = [
        ("0692 12 34 56", "+262692123456", Region::Reunion),
        ("06 93 12 34 56", "+262693123456", Region::Reunion),
        ("0262 41 12 34", "+262262411234", Region::Reunion),
        ("0690 12 34 56", "+590690123456", Region::Guadeloupe),
        ("0691 22 34 56", "+590691223456", Region::Guadeloupe),
        ("0590 20 12 34", "+590590201234", Region::Guadeloupe),
        ("0696 20 12 34", "+596696201234", Region::Martinique),
        ("0697 20 12 34", "+596697201234", Region::Martinique),
        ("0596 30 12 34", "+596596301234", Region::Martinique),
        ("0694 20 12 34", "+594694201234", Region::Guyane),
        ("0594 20 12 34", "+594594201234", Region::Guyane),
        ("0639 01 23 45", "+262639012345", Region::Mayotte),
        ("06 39 98 12 34", "+33639981234", Region::France),
        ("0269 60 12 34", "+262269601234", Region::Mayotte),
        ("0709 01 23 45", "+590709012345", Region::Guadeloupe),
        ("0709 32 34 56", "+594709323456", Region::Guyane),
        ("0709 36 34 56", "+262709363456", Region::Mayotte),
        ("0508 41 12 34", "+508411234", Region::SaintPierreEtMiquelon),
        ("0708 45 12 34", "+508708451234", Region::SaintPierreEtMiquelon),
        ("+262 692 12 34 56", "+262692123456", Region::Reunion),
        ("00262 692 12 34 56", "+262692123456", Region::Reunion),
        ("262692123456", "+262692123456", Region::Reunion),
        // As tills of the mainland wrote them.
        ("+33 692 12 34 56", "+262692123456", Region::Reunion),
        ("+33 5 90 20 12 34", "+590590201234", Region::Guadeloupe),
        ("+687 75 12 34", "+687751234", Region::NewCaledonia),
        ("+689 87 12 34 56", "+68987123456", Region::FrenchPolynesia),
        ("+681 82 12 34", "+681821234", Region::WallisEtFutuna),
        ("+508 55 12 34", "+508551234", Region::SaintPierreEtMiquelon),
    ];
    for (text, number, region) in table {
        for home in [Region::France, Region::Reunion, Region::Guyane] {
            assert_eq!(read_at(text, home), number, "{text} at {home:?}");
        }
        assert_eq!(Phone::read(number, Region::France).unwrap().region(), Some(region), "{text}");
    }
}

#[test]
fn at_home_numbers_are_short() {
    let table = [
        ("75.12.34", Region::NewCaledonia, "+687751234"),
        ("27 12 34", Region::NewCaledonia, "+687271234"),
        ("87 12 34 56", Region::FrenchPolynesia, "+68987123456"),
        ("40 41 23 45", Region::FrenchPolynesia, "+68940412345"),
        ("72 12 34", Region::WallisEtFutuna, "+681721234"),
        ("41 12 34", Region::SaintPierreEtMiquelon, "+508411234"),
        ("06 12 34 56 78", Region::NewCaledonia, "+33612345678"),
        ("06 12 34 56 78", Region::SaintPierreEtMiquelon, "+33612345678"),
        ("75 12 34", Region::France, "6 digits, 10 expected"),
        ("75 12 34 56", Region::NewCaledonia, "8 digits, 6 expected"),
        ("61 12 34", Region::NewCaledonia, "no number begins with 61"),
        ("118 218", Region::SaintPierreEtMiquelon, "short number 118218"),
    ];
    for (text, home, expected) in table {
        assert_eq!(read_at(text, home), expected, "{text} at {home:?}");
    }
}

#[test]
fn numbers_from_abroad_need_their_code() {
    let table = [
        ("+32 475 12 34 56", "+32475123456", PhoneKind::Mobile),
        ("+32 (0)475 12 34 56", "+32475123456", PhoneKind::Mobile),
        ("0032 0475 12 34 56", "+32475123456", PhoneKind::Mobile),
        ("+32 2 512 34 56", "+3225123456", PhoneKind::Fixed),
        ("+41 79 123 45 67", "+41791234567", PhoneKind::Mobile),
        ("+44 (0)20 7946 0958", "+442079460958", PhoneKind::Fixed),
        ("+39 06 1234 5678", "+390612345678", PhoneKind::Fixed),
        ("+39 347 123 4567", "+393471234567", PhoneKind::Mobile),
        ("+377 93 15 00 00", "+37793150000", PhoneKind::Fixed),
        ("+377 6 12 34 56 78", "+377612345678", PhoneKind::Mobile),
        ("+49 151 12345678", "+4915112345678", PhoneKind::Mobile),
        ("+1 (202) 555-0143", "+12025550143", PhoneKind::Other),
        ("+81 90 1234 5678", "+819012345678", PhoneKind::Other),
        ("+212 6 12 34 56 78", "+212612345678", PhoneKind::Mobile),
    ];
    for (text, number, kind) in table {
        assert_eq!(read(text), number, "{text}");
        assert_eq!(Phone::read(text, Region::France).unwrap().kind(), kind, "{text}");
    }
}

#[test]
fn what_is_no_number_is_told_why() {
    let table = [
        ("", "no digit"),
        (" - ", "no digit"),
        ("+", "no digit"),
        ("néant", "'n' at character 1"),
        ("06 12 34 56 7O", "'O' at character 14"),
        ("06 12 34 56 78 (mari)", "'m' at character 17"),
        ("Tél: 06 12 34 56 78x", "'x' at character 20"),
        ("06+12345678", "'+' at character 3"),
        ("3631", "short number 3631"),
        ("36 31", "short number 3631"),
        ("118 218", "short number 118218"),
        ("36180", "short number 36180"),
        ("15", "short number 15"),
        ("06 12 34 56 7", "9 digits, 10 expected"),
        ("06 12 34 56 789", "11 digits, 10 expected"),
        ("12 34 56 78", "8 digits, 10 expected"),
        ("04 00 12 34 56", "no number begins with 0400"),
        ("07 00 12 34 56", "no number begins with 0700"),
        ("07 12 34 56 78", "no number begins with 0712"),
        ("08 70 12 34 56", "no number begins with 0870"),
        ("00 00 00 00 00", "no number begins with 0000"),
        ("+33 6 12 34 56 7", "8 digits, 9 expected"),
        ("+262 692 12 34 567", "10 digits, 9 expected"),
        ("+687 75 12 3", "5 digits, 6 expected"),
        ("+210 123 456 789", "no country code +210"),
        ("+32 475 12 34 56 78", "11 digits, 9 expected"),
        ("+32 475", "3 digits, 8 expected"),
        ("06 12 34 56 78 / 01 23 45 67 89", "two numbers: +33612345678 and +33123456789"),
        ("01234567890123456789012345", "26 digits, 15 expected"),
    ];
    for (text, problem) in table {
        assert_eq!(read(text), problem, "{text}");
    }
}

#[test]
fn the_kind_tells_whether_messages_arrive() {
    let table = [
        ("06 12 34 56 78", PhoneKind::Mobile),
        ("07 81 23 45 67", PhoneKind::Mobile),
        ("0692 12 34 56", PhoneKind::Mobile),
        ("0639 01 23 45", PhoneKind::Mobile),
        ("0709 01 23 45", PhoneKind::Mobile),
        ("+687 75 12 34", PhoneKind::Mobile),
        ("+508 55 12 34", PhoneKind::Mobile),
        ("+508 41 12 34", PhoneKind::Fixed),
        ("01 23 45 67 89", PhoneKind::Fixed),
        ("0262 41 12 34", PhoneKind::Fixed),
        ("08 00 12 34 56", PhoneKind::Other),
        ("09 72 12 34 56", PhoneKind::Other),
        ("+590 976 01 23 45", PhoneKind::Other),
    ];
    for (text, kind) in table {
        let phone = Phone::read(text, Region::France).unwrap();
        assert_eq!(phone.kind(), kind, "{text}");
        assert_eq!(phone.is_mobile(), kind == PhoneKind::Mobile);
    }
}

#[test]
fn numbers_are_written_as_they_are_dialed() {
    let table = [
        ("0612345678", "06 12 34 56 78", "+33 6 12 34 56 78"),
        ("0692123456", "06 92 12 34 56", "+262 692 12 34 56"),
        ("0508411234", "05 08 41 12 34", "+508 41 12 34"),
        ("+508708451234", "07 08 45 12 34", "+508 708 45 12 34"),
        ("+687751234", "+687 75 12 34", "+687 75 12 34"),
        ("+68987123456", "+689 87 12 34 56", "+689 87 12 34 56"),
        ("+32475123456", "+32 475 12 34 56", "+32 475 12 34 56"),
        ("+590976012345", "+590 976 01 23 45", "+590 976 01 23 45"),
        ("0800123456", "08 00 12 34 56", "+33 8 00 12 34 56"),
    ];
    for (text, national, international) in table {
        let phone = Phone::read(text, Region::France).unwrap();
        assert_eq!(phone.national(), national);
        assert_eq!(phone.international(), international);
    }
    let noumea = Phone::read("+687751234", Region::France).unwrap();
    assert_eq!(noumea.shown_at(Region::NewCaledonia), "75 12 34");
    assert_eq!(noumea.shown_at(Region::France), "+687 75 12 34");
    let paris = Phone::read("0123456789", Region::France).unwrap();
    assert_eq!(paris.shown_at(Region::NewCaledonia), "01 23 45 67 89");
}

#[test]
fn the_territory_of_a_shop_follows_from_its_postcode() {
    let table = [
        ("75001", Region::France),
        ("97410", Region::Reunion),
        ("97133", Region::Guadeloupe),
        ("97600", Region::Mayotte),
        ("98800", Region::NewCaledonia),
        ("98000", Region::France),
        ("", Region::France),
    ];
    for (postcode, region) in table {
        assert_eq!(Region::of_postcode(postcode), region, "{postcode}");
    }
}

/// Another reader's verdicts, on examples of its own.
#[test]
fn the_judge_agrees() {
    let lines = include_str!("judged.tsv").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let [home, text, number, kind] = fields[..] else { panic!("{line}") };
        let home = HOMES[CODES.iter().position(|code| *code == home).unwrap()];
        let found = Phone::read(text, home);
        assert_eq!(found.as_ref().map_or("-", Phone::as_str), number, "{line}");
        match (kind, found.map(|phone| phone.kind())) {
            ("mobile", Ok(found)) => assert_ne!(found, PhoneKind::Fixed, "{line}"),
            ("fixed", Ok(found)) => assert_ne!(found, PhoneKind::Mobile, "{line}"),
            _ => {}
        }
    }
}

const CODES: [&str; 10] = ["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF"];

const HOMES: [Region; 10] = [
    Region::France,
    Region::Guadeloupe,
    Region::Martinique,
    Region::Guyane,
    Region::Reunion,
    Region::Mayotte,
    Region::SaintPierreEtMiquelon,
    Region::NewCaledonia,
    Region::FrenchPolynesia,
    Region::WallisEtFutuna,
];

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(text in "(\\+33|0033|0|\\+262|\\+590|\\+68[179]|\\+[1-9]{2}|)[0-9]{6,10}", home in 0..HOMES.len()) {
        let home = HOMES[home];
        if let Ok(phone) = Phone::read(&text, home) {
            for written in [phone.as_str().to_owned(), phone.national(), phone.international(), phone.shown_at(home)] {
                prop_assert_eq!(Phone::read(&written, home), Ok(phone), "{}", written);
            }
        }
    }

    #[test]
    fn nothing_that_is_typed_breaks_the_reader(text in "\\PC{0,40}", home in 0..HOMES.len()) {
        if let Ok(phone) = Phone::read(&text, HOMES[home]) {
            prop_assert!(phone.digits().len() <= MAX_DIGITS);
            prop_assert!(phone.digits().bytes().all(|digit| digit.is_ascii_digit()));
        }
    }
}
