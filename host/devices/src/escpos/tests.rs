//! Byte tables of the encoder, one for each command, and the defects of other encoders.

use proptest::prelude::*;

use super::*;
use crate::document::{Block, Line};

const INIT: &[u8] = b"\x1b@\x1bR\x00\x1bt\x10";

/// The bytes of a document after the initialization of the default profile.
fn body(build: impl FnOnce(&mut Document) -> &mut Document) -> Vec<u8> {
    body_on(&PrinterProfile::with_columns(48), build)
}

fn body_on(profile: &PrinterProfile, build: impl FnOnce(&mut Document) -> &mut Document) -> Vec<u8> {
    let mut document = Document::new();
    build(&mut document);
    let bytes = encode(&document, profile);
    bytes[INIT.len()..].to_vec()
}

fn on_page(code_page: CodePage) -> PrinterProfile {
    PrinterProfile { code_page, ..PrinterProfile::default() }
}

#[test]
fn starts_from_a_known_state() {
    for (profile, init) in [
        (on_page(CodePage::Cp1252), &b"\x1b@\x1bR\x00\x1bt\x10"[..]),
        (on_page(CodePage::Cp858), b"\x1b@\x1bR\x00\x1bt\x13"),
        (on_page(CodePage::Cp437), b"\x1b@\x1bR\x00\x1bt\x00"),
        (PrinterProfile { code_page_number: Some(71), ..PrinterProfile::default() }, b"\x1b@\x1bR\x00\x1bt\x47"),
        (PrinterProfile { cancel_kanji: true, ..PrinterProfile::default() }, b"\x1b@\x1c.\x1bR\x00\x1bt\x10"),
    ] {
        assert_eq!(encode(&Document::new(), &profile), init);
    }
}

#[test]
fn styles_are_sent_when_they_change_and_end_plain() {
    let bytes = body(|d| {
        d.styled("A", Style::PLAIN.bold()).styled("B", Style::PLAIN.bold().big().centered());
        d.styled("C", Style::PLAIN.at_right()).text("D")
    });
    let expected: &[&[u8]] =
        &[b"\x1bE\x01A\n", b"\x1ba\x01\x1d!\x11B\n", b"\x1ba\x02\x1bE\x00\x1d!\x00C\n", b"\x1ba\x00D\n"];
    assert_eq!(bytes, expected.concat());
    assert_eq!(body(|d| d.styled("T", Style::PLAIN.tall())), b"\x1d!\x01T\n\x1d!\x00");
    assert_eq!(body(|d| d.styled("W", Style::PLAIN.wide())), b"\x1d!\x10W\n\x1d!\x00");
}

#[test]
fn amounts_stand_at_the_right_edge_in_any_size() {
    assert_eq!(body(|d| d.pair("Pain", "1,20 €")), [b"Pain", &[b' '; 38][..], b"1,20 \x80\n"].concat());
    let wide = [b"\x1d!\x10Pain", &[b' '; 14][..], b"1,20 \x80\n\x1d!\x00"].concat();
    assert_eq!(body(|d| d.styled_pair("Pain", "1,20 €", Style::PLAIN.wide())), wide);
}

#[test]
fn drawer_pulse_always_has_both_times() {
    assert_eq!(body(|d| d.open_drawer()), b"\x1bp\x00\x19\xfa");
    let pin5 = Block::DrawerPulse { pin: Some(DrawerPin::Pin5) };
    assert_eq!(body(|d| d.push(pin5)), b"\x1bp\x01\x19\xfa");
    let profile = PrinterProfile {
        drawer_pin: DrawerPin::Pin5,
        drawer_on_ms: 9999,
        drawer_off_ms: 0,
        ..PrinterProfile::default()
    };
    assert_eq!(body_on(&profile, |d| d.open_drawer()), b"\x1bp\x01\xff\xff");
    // The next command is whole.
    assert!(body(|d| d.open_drawer().feed(4)).ends_with(b"\xfa\x1bd\x04"));
}

#[test]
fn cut_is_partial_with_feed_unless_set_otherwise() {
    let cut = |cut, feed, lines| {
        let profile = PrinterProfile { cut, cut_feed: feed, lines_before_cut: lines, ..PrinterProfile::default() };
        body_on(&profile, |d| d.cut())
    };
    assert_eq!(cut(Cut::Partial, 0, 0), b"\x1dV\x42\x00");
    assert_eq!(cut(Cut::Partial, 24, 3), b"\x1bd\x03\x1dV\x42\x18");
    assert_eq!(cut(Cut::Full, 0, 0), b"\x1dV\x41\x00");
    assert_eq!(cut(Cut::None, 0, 0), b"\x1bd\x04");
}

#[test]
fn the_hyphen_stays_a_hyphen_in_every_page() {
    for page in CodePage::ALL {
        assert_eq!(body_on(&on_page(page), |d| d.text("C1-000123")), b"C1-000123\n", "{page:?}");
    }
}

#[test]
fn a_missing_character_is_replaced_never_sent_raw() {
    let on = |page, text: &str| body_on(&on_page(page), |d| d.text(text));
    assert_eq!(on(CodePage::Cp1252, "œuf – 2 €"), b"\x9cuf \x96 2 \x80\n");
    assert_eq!(on(CodePage::Cp858, "œuf – 2 €"), b"oeuf - 2 \xd5\n");
    assert_eq!(on(CodePage::Cp437, "œuf – 2 €"), b"oeuf - 2 EUR\n");
}

#[test]
fn a_label_cannot_carry_a_command() {
    assert_eq!(body(|d| d.text("Pain\x1bp\x00\x19\x19\x1d(k\n")), b"Painp(k\n");
    assert_eq!(body(|d| d.text("deux\nlignes")), b"deux lignes\n");
}

#[test]
fn a_wrong_check_digit_prints_digits_not_bars() {
    let good = body(|d| d.push(Block::Ean13("3017620422003".into())));
    assert!(good.windows(4).any(|w| w == b"\x1dk\x43\x0d"), "{good:x?}");
    let wrong = body(|d| d.push(Block::Ean13("3017620422004".into())));
    assert_eq!(wrong, b"\x1ba\x013017620422004\n\x1ba\x00");
}

#[test]
fn a_tall_picture_is_sent_in_slices() {
    let raster = Raster::new(16, 300, vec![0xa5; 600]).unwrap();
    let bytes = body(|d| d.push(Block::Logo(raster)));
    let mut expected = b"\x1ba\x01\x1dv0\x00\x02\x00\x00\x01".to_vec();
    expected.extend([0xa5; 512]);
    expected.extend(b"\x1dv0\x00\x02\x00\x2c\x00");
    expected.extend([0xa5; 88]);
    expected.extend(b"\x1ba\x00");
    assert_eq!(bytes, expected);
}

#[test]
fn a_picture_wider_than_the_paper_is_narrowed() {
    let raster = Raster::new(800, 10, vec![0xff; 1000]).unwrap();
    let profile = PrinterProfile::with_columns(32);
    let bytes = body_on(&profile, |d| d.push(Block::Logo(raster)));
    // 384 dots are 48 bytes; 10 rows of 800 dots become 4 rows.
    assert!(bytes.starts_with(b"\x1ba\x01\x1dv0\x00\x30\x00\x04\x00"), "{bytes:x?}");
    assert_eq!(bytes.len(), 3 + 8 + 48 * 4 + 3);
}

/// The printed characters, read back with the page.
fn read_back(bytes: &[u8], page: CodePage) -> String {
    let upper: Vec<char> = page.upper_half().chars().collect();
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    text.iter().map(|byte| byte.checked_sub(0x80).map_or(char::from(*byte), |i| upper[usize::from(i)])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn french_text_is_one_byte_per_character(
        text in "[ a-zA-Z0-9éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ€’«»–—…°\u{a0}\u{202f},.;:!?'()/%+-]{1,40}",
        page in prop::sample::select(&CodePage::ALL[..]),
    ) {
        let profile = PrinterProfile { code_page: page, columns: 200, ..PrinterProfile::default() };
        let line = Line { left: text.clone(), right: None, style: Style::PLAIN };
        let bytes = body_on(&profile, |d| d.push(Block::Line(line)));
        let questions = |s: &str| s.chars().filter(|c| *c == '?').count();
        let read = read_back(&bytes, page);
        prop_assert_eq!(questions(&read), questions(&text), "no ? for French text: {:?}", read);
        let expected = page.transliterate(&text);
        let expected = expected.trim_end();
        prop_assert_eq!(&read, expected);
        // A raw UTF-8 sequence would be longer.
        prop_assert_eq!(bytes.len(), expected.chars().count() + 1);
    }
}
