//! What documents look like on paper of several widths, and what holds for all of them.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::escpos::{CodePage, test_page};
use crate::{PrinterProfile, encode};
use comptoir_domain::language::Language;

/// A receipt with all that a receipt has.
fn receipt() -> Document {
    let mut d = Document::new();
    d.push(Block::Logo(Raster::new(16, 2, vec![0xff; 4]).unwrap()));
    d.styled("La Boutique d’Œuvre", Style::PLAIN.bold().big().centered());
    d.styled("12, rue de l’Église – 69002 Lyon – France", Style::PLAIN.centered());
    d.styled("C1-000123", Style::PLAIN.at_right()).rule();
    d.pair("Chemise à carreaux col officier manches longues T.42", "1\u{202f}049,90 €");
    d.text("  2 × 524,95 €").pair("Pain", "1,20 €").pair("", "sous-total 1\u{a0}051,10 €");
    d.styled_pair("TOTAL À PAYER", "1\u{202f}051,10 €", Style::PLAIN.bold().wide()).feed(1);
    d.paragraph("Échange sous 30 jours.\nMerci de votre visite, à bientôt !", Style::PLAIN.centered());
    d.push(Block::Code128("C1-000123".into())).push(Block::Ean13("2900000012349".into()));
    d.push(Block::Ean13("2900000012340".into())).push(Block::Qr("TICKET|C1|123|1051.10".into()));
    d.cut().open_drawer();
    d
}

fn check(columns: usize, expected: &Expect) {
    // A bar shows where the paper ends.
    let text = receipt().to_text(columns);
    let framed: Vec<_> = text.lines().map(|line| format!("{line:columns$}|\n")).collect();
    expected.assert_eq(&framed.concat());
}

#[test]
fn on_32_columns() {
    check(
        32,
        &expect![[r#"
                      [logo 16x2]           |
                      La Boutique           |
                        d’Œuvre             |
            12, rue de l’Église – 69002 Lyon|
                        – France            |
                                   C1-000123|
            --------------------------------|
            Chemise à carreaux col officier |
            manches longues T.42  1 049,90 €|
              2 × 524,95 €                  |
            Pain                      1,20 €|
                       sous-total 1 051,10 €|
            TOTAL À PAYER                   |
                                  1 051,10 €|
                                            |
                 Échange sous 30 jours.     |
                Merci de votre visite, à    |
                       bientôt !            |
                  [code128 C1-000123]       |
                 [ean13 2900000012349]      |
                     2900000012340          |
               [qr TICKET|C1|123|1051.10]   |
        "#]],
    );
}

#[test]
fn on_42_columns() {
    check(
        42,
        &expect![[r#"
                           [logo 16x2]                |
                       La Boutique d’Œuvre            |
            12, rue de l’Église – 69002 Lyon – France |
                                             C1-000123|
            ------------------------------------------|
            Chemise à carreaux col officier manches   |
            longues T.42                    1 049,90 €|
              2 × 524,95 €                            |
            Pain                                1,20 €|
                                 sous-total 1 051,10 €|
            TOTAL À                                   |
            PAYER                           1 051,10 €|
                                                      |
                      Échange sous 30 jours.          |
                Merci de votre visite, à bientôt !    |
                       [code128 C1-000123]            |
                      [ean13 2900000012349]           |
                          2900000012340               |
                    [qr TICKET|C1|123|1051.10]        |
        "#]],
    );
}

#[test]
fn on_48_columns() {
    check(
        48,
        &expect![[r#"
                              [logo 16x2]                   |
                          La Boutique d’Œuvre               |
               12, rue de l’Église – 69002 Lyon – France    |
                                                   C1-000123|
            ------------------------------------------------|
            Chemise à carreaux col officier manches longues |
            T.42                                  1 049,90 €|
              2 × 524,95 €                                  |
            Pain                                      1,20 €|
                                       sous-total 1 051,10 €|
            TOTAL À PAYER                         1 051,10 €|
                                                            |
                         Échange sous 30 jours.             |
                   Merci de votre visite, à bientôt !       |
                          [code128 C1-000123]               |
                         [ean13 2900000012349]              |
                             2900000012340                  |
                       [qr TICKET|C1|123|1051.10]           |
        "#]],
    );
}

#[test]
fn on_a_printer_without_euro_and_capital_accents() {
    let profile = PrinterProfile { code_page: CodePage::Cp437, ..PrinterProfile::with_columns(32) };
    expect![[r#"
                  [logo 16x2]
                  La Boutique
                    d'OEuvre
        12, rue de l'Église - 69002 Lyon
                    - France
                               C1-000123
        --------------------------------
        Chemise à carreaux
        col officier
        manches longues
        T.42                1 049,90 EUR
          2 x 524,95 EUR
        Pain                    1,20 EUR
                 sous-total 1 051,10 EUR
        TOTAL A PAYER
                            1 051,10 EUR

             Échange sous 30 jours.
            Merci de votre visite, à
                   bientôt !
              [code128 C1-000123]
             [ean13 2900000012349]
                 2900000012340
           [qr TICKET|C1|123|1051.10]
    "#]]
    .assert_eq(&receipt().to_text_for(&profile));
}

#[test]
fn the_test_page() {
    let profile = PrinterProfile::with_columns(32);
    expect![[r#"
                  Page d’essai
         32 col. / 384 pt / CP1252 (16)
        --------------------------------
        ....5...10...15...20...25...30..
        La règle tient sur une ligne ?
        Sinon, réduisez le nombre de
        colonnes.
        --------------------------------
        éèêëàâäçîïôöùûüÿœæ
        ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ
        « L’été » – 12,50 € … @[]{|} ~ #
        Tous les accents et le signe €
        sont lisibles ? Sinon, changez
        de page de codes.
        --------------------------------
        Un libellé assez long pour
        passer à la ligne sans toucher
        au montant            1 234,56 €
        Gras                     12,50 €
        Double hauteur           12,50 €
        Large                    12,50 €
        TOTAL                    12,50 €
        --------------------------------

             [ean13 2900000012349]

              [code128 C1-000123]

               [qr TEST|C1|12.50]
        Lisez les trois codes avec votre
        lecteur.
    "#]]
    .assert_eq(&test_page(&profile, Language::French).to_text_for(&profile));
    let profile = PrinterProfile::with_columns(48);
    expect![[r#"
                           Test page
                 48 col. / 576 pt / CP1252 (16)
        ------------------------------------------------
        ....5...10...15...20...25...30...35...40...45...
        Does the ruler fit on one line? If not, set
        fewer columns.
        ------------------------------------------------
        éèêëàâäçîïôöùûüÿœæ
        ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŸŒÆ
        « L’été » – 12,50 € … @[]{|} ~ #
        Are all accents and the € sign readable? If not,
        change the code page.
        ------------------------------------------------
        A label that is long enough to be wrapped
        without touching the amount           1 234,56 €
        Bold                                     12,50 €
        Double height                            12,50 €
        Wide                                     12,50 €
        TOTAL                                    12,50 €
        ------------------------------------------------

                     [ean13 2900000012349]

                      [code128 C1-000123]

                       [qr TEST|C1|12.50]
        Read the three codes with your scanner.
    "#]]
    .assert_eq(&test_page(&profile, Language::English).to_text_for(&profile));
}

#[test]
fn amounts_that_leave_no_room_stand_below_their_label() {
    let mut d = Document::new();
    d.pair("Une étiquette", "un montant beaucoup trop long pour la place");
    d.styled_pair("TOTAL", "1 234 567,89 €", Style::PLAIN.wide());
    expect![[r#"
        Une étiquette
           un montant beaucoup trop long
                           pour la place
        TOTAL
                          1 234 567,89 €
    "#]]
    .assert_eq(&d.to_text(32));
}

#[test]
fn a_document_is_stored_as_json() {
    let mut d = receipt();
    d.push(Block::DrawerPulse { pin: Some(DrawerPin::Pin5) });
    let json = serde_json::to_string(&d).unwrap();
    assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), d);
    // The form that waits in queues of shops: it may grow, it must stay readable.
    let stored = r#"{"blocks":[{"line":{"left":"Pain","right":"1,20 €","style":{"bold":true,"wide":false,
        "tall":false,"align":"center"}}},{"line":{"left":"x"}},{"paragraph":{"text":"a"}},"rule",{"feed":2},
        {"ean13":"2900000012349"},{"code128":"C1"},{"qr":"q"},{"logo":{"width":8,"height":1,"bits":"a5"}},
        "cut",{"drawer_pulse":{}},{"drawer_pulse":{"pin":"pin5"}}]}"#;
    let read: Document = serde_json::from_str(stored).unwrap();
    assert_eq!(read.blocks.len(), 12);
    let broken = stored.replace(r#""bits":"a5""#, r#""bits":"a5a5""#);
    let error = serde_json::from_str::<Document>(&broken).unwrap_err().to_string();
    assert!(error.contains("2 bytes of dots, 1 expected"), "{error}");
}

fn style() -> impl Strategy<Value = Style> {
    let align = prop::sample::select(vec![Align::Left, Align::Center, Align::Right]);
    (any::<bool>(), any::<bool>(), any::<bool>(), align).prop_map(|(bold, wide, tall, align)| Style {
        bold,
        wide,
        tall,
        align,
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ a-zéàœ’€\u{a0}\u{202f}0-9,]{0,60}", "\\PC{0,40}", "[ -~]{0,120}"]
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        4 => (text(), prop::option::of(text()), style())
            .prop_map(|(left, right, style)| Block::Line(Line { left, right, style })),
        2 => (text(), style()).prop_map(|(text, style)| Block::Paragraph { text, style }),
        1 => Just(Block::Rule),
        1 => (0_u8..5).prop_map(Block::Feed),
        1 => text().prop_map(Block::Ean13),
        1 => text().prop_map(Block::Code128),
        1 => text().prop_map(Block::Qr),
        1 => Just(Block::Cut),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_wider_than_the_paper(
        blocks in prop::collection::vec(block(), 0..12),
        columns in prop::sample::select(vec![16_usize, 32, 42, 48, 64]),
    ) {
        for line in (Document { blocks }).to_text(columns).lines() {
            prop_assert!(line.chars().count() <= columns, "{line:?}");
        }
    }

    #[test]
    fn an_amount_is_never_broken(label in text(), cents in 0_u32..10_000_000, columns in 16_usize..64) {
        let amount = format!("{},{:02} €", cents / 100, cents % 100);
        let mut d = Document::new();
        d.pair(label, amount.clone());
        let text = d.to_text(columns);
        let last = text.lines().last().unwrap();
        prop_assert!(last.ends_with(&amount), "{text}");
        prop_assert_eq!(last.chars().count(), columns);
    }

    #[test]
    fn labels_keep_all_their_words(label in "[a-zéà]{1,9}( [a-zéà]{1,9}){0,12}", columns in 20_usize..64) {
        let mut d = Document::new();
        d.pair(label.clone(), "9,99 €");
        let text = d.to_text(columns).replace("9,99 €", "");
        let words: Vec<_> = text.split_whitespace().collect();
        prop_assert_eq!(words, label.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn every_document_can_be_encoded(blocks in prop::collection::vec(block(), 0..12), columns in 0_u8..=255, dots in 0_u16..1000) {
        let profile = PrinterProfile { columns, dots, ..PrinterProfile::default() };
        let bytes = encode(&Document { blocks }, &profile);
        prop_assert!(bytes.starts_with(b"\x1b@\x1bR\x00\x1bt"));
    }
}

#[test]
fn a_no_break_space_lines_an_amount_up_with_those_that_end_in_a_sign() {
    let mut d = Document::new();
    d.pair("Pull", "85,00 A")
        .pair("Remise", "-8,50\u{a0}\u{a0}")
        .pair("Longue remise sur toute la ligne", "-8,50\u{a0}\u{a0}");
    let text = d.to_text(32);
    let commas: Vec<usize> = text.lines().filter_map(|line| line.chars().position(|c| c == ',')).collect();
    assert_eq!(commas, [27, 27, 27], "{text}");
}
