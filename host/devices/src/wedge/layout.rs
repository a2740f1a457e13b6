//! What a scanner meant when it typed for another keyboard than the one of the system.
//!
//! A scanner sends the places of keys, and the system makes characters of them. Set to a US
//! keyboard on a French system, `3017620422003` arrives as `"à&è-éà'ééàà`; CapsLock changes it
//! again, and not in the same way everywhere.
//!
//! Facts: the rows are `us(basic)` and `fr(basic)` of xkb-data 2.35 and `fr-t-k0-windows` of
//! Unicode CLDR, which agree but for `~`, that Windows cannot type there. CapsLock was tried
//! with libxkbcommon 1.5: it turns letters, with an accent or not, into capitals and leaves the
//! digits of the upper row alone. Under Windows (CLDR, `caps` and `caps+shift`) it acts as Shift
//! on every key but `²`.

use comptoir_domain::code::ScannedCode;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The 47 keys of a US keyboard, row by row, without and with Shift, and what the same keys give
/// on a French one.
const US: [&str; 2] =
    ["`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./", "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|ZXCVBNM<>?"];
const FRENCH: [&str; 2] =
    ["²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*wxcvbn,;:!", "~1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µWXCVBN?./§"];

/// What a French keyboard types whatever CapsLock is: with AltGr, and on the key that US ones
/// do not have.
const NOT_LOCKED: &str = "~#{[|`\\^@]}<>";

/// The key that CapsLock never changes, the first one.
const TWO_SUPERIOR: usize = 0;

/// How the characters that arrived come from those in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Scanner and system agree.
    AsTyped,
    /// They agree, and CapsLock is on where it acts upon letters only: Linux, or a US keyboard.
    AsTypedCaps,
    /// They agree on French, and CapsLock is on under Windows, where it is a lock of Shift.
    FrenchShiftLock,
    /// The scanner types for a US keyboard, the system has a French one.
    UsOnAzerty,
    /// The same with CapsLock on under Linux.
    UsOnAzertyCaps,
    /// The same with CapsLock on under Windows.
    UsOnAzertyShiftLock,
    /// The scanner types for a French keyboard, the system has a US one.
    AzertyOnUs,
}

impl Layout {
    /// All of them, the most frequent ones first.
    pub const ALL: [Self; 7] = [
        Self::AsTyped,
        Self::UsOnAzerty,
        Self::UsOnAzertyShiftLock,
        Self::UsOnAzertyCaps,
        Self::AsTypedCaps,
        Self::FrenchShiftLock,
        Self::AzertyOnUs,
    ];

    /// The same setting of scanner and system with CapsLock off.
    #[must_use]
    pub const fn without_caps_lock(self) -> Self {
        match self {
            Self::AsTyped | Self::AsTypedCaps | Self::FrenchShiftLock => Self::AsTyped,
            Self::UsOnAzerty | Self::UsOnAzertyCaps | Self::UsOnAzertyShiftLock => Self::UsOnAzerty,
            Self::AzertyOnUs => Self::AzertyOnUs,
        }
    }

    /// What was in the code, if this text arrived; `None` if it cannot have arrived in this way.
    ///
    /// An accent that French keyboards put on the next letter is taken off again (`ê` was `[e`);
    /// where a system swallows it because no letter follows, it is lost.
    #[must_use]
    pub fn decode(self, typed: &str) -> Option<String> {
        let mut meant = String::with_capacity(typed.len());
        for c in typed.chars() {
            match self.decode_char(c) {
                Some(c) => meant.push(c),
                None => {
                    let (accent, letter) = dead_key(c)?;
                    meant.push(self.decode_char(accent)?);
                    meant.push(self.decode_char(letter)?);
                }
            }
        }
        Some(meant)
    }

    fn decode_char(self, c: char) -> Option<char> {
        if c == ' ' || c.is_control() {
            return Some(c);
        }
        match self {
            Self::AsTyped => Some(c),
            Self::AsTypedCaps => Some(without_capitals(c)),
            Self::FrenchShiftLock if NOT_LOCKED.contains(c) => Some(c),
            Self::FrenchShiftLock => Some(shift_lock(find(FRENCH, c)?).of(FRENCH)),
            Self::UsOnAzerty => Some(find(FRENCH, c)?.of(US)),
            Self::UsOnAzertyCaps => Some(find(FRENCH, without_capitals(c))?.of(US)),
            Self::UsOnAzertyShiftLock => Some(shift_lock(find(FRENCH, c)?).of(US)),
            Self::AzertyOnUs => Some(find(US, c)?.of(FRENCH)),
        }
    }
}

/// What a scan may have been, the most likely first and each text once.
///
/// The layout that was learnt comes first, then the same with CapsLock, then the others; without
/// a learnt one the text as it arrived is first. Before all of them come those that are an
/// article number with the right check digit.
#[must_use]
pub fn candidates(text: &str, learnt: Option<Layout>) -> Vec<String> {
    let first = learnt.unwrap_or(Layout::AsTyped);
    let kin = Layout::ALL.into_iter().filter(|layout| layout.without_caps_lock() == first.without_caps_lock());
    let order = std::iter::once(first).chain(kin.filter(|_| learnt.is_some())).chain(Layout::ALL);
    let mut found: Vec<String> = Vec::new();
    for meant in order.filter_map(|layout| layout.decode(text)) {
        if !found.contains(&meant) {
            found.push(meant);
        }
    }
    found.sort_by_key(|meant| !is_article_number(meant));
    found
}

/// Digits are asked for, because the reader of codes knows one of the layouts by itself.
fn is_article_number(text: &str) -> bool {
    ScannedCode::read(text).is_ok_and(|code| code.gtin.is_some() && code.data.contains(|c: char| c.is_ascii_digit()))
}

/// A key by its place, with Shift (1) or without (0).
#[derive(Clone, Copy)]
struct Place {
    key: usize,
    shift: usize,
}

impl Place {
    fn of(self, keyboard: [&str; 2]) -> char {
        keyboard[self.shift].chars().nth(self.key).expect("all rows have the same keys")
    }
}

fn find(keyboard: [&str; 2], c: char) -> Option<Place> {
    let on = |shift: usize| keyboard[shift].chars().position(|other| other == c).map(|key| Place { key, shift });
    on(0).or_else(|| on(1))
}

fn shift_lock(place: Place) -> Place {
    if place.key == TWO_SUPERIOR { place } else { Place { shift: 1 - place.shift, ..place } }
}

/// Undoes what CapsLock does to letters, `µ` among them, whose capital is that of Greek.
fn without_capitals(c: char) -> char {
    if c == 'Μ' {
        return 'µ';
    }
    let mut lower = c.to_lowercase();
    let mut upper = c.to_uppercase();
    match (lower.next(), lower.next(), upper.next(), upper.next()) {
        (Some(lower), None, Some(upper), None) => {
            if c == lower {
                upper
            } else {
                lower
            }
        }
        _ => c,
    }
}

/// The dead key and the letter that a French keyboard made one character of.
fn dead_key(c: char) -> Option<(char, char)> {
    let mut parts = c.nfd();
    let letter = parts.next()?;
    let accent = match (parts.next()?, parts.next()) {
        ('\u{302}', None) => '^',
        ('\u{308}', None) => '¨',
        _ => return None,
    };
    Some((accent, letter))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What libxkbcommon 1.5 gives for the US keys of all printable ASCII characters in their
    /// order, with the layout `fr(nodeadkeys)`, and the same with CapsLock.
    const ASCII_ON_FR: &str =
        " 1%3457ù908+;):!à&é\"'(-è_çMm.=/§2QBCDEFGHIJKL?NOPARSTUVZXYW^*$6°²qbcdefghijkl,noparstuvzxyw¨µ£~";
    const ASCII_ON_FR_CAPS: &str =
        " 1%3457Ù908+;):!À&É\"'(-È_ÇmM.=/§2qbcdefghijkl?noparstuvzxyw^*$6°²QBCDEFGHIJKL,NOPARSTUVZXYW¨Μ£~";

    /// What arrives under Windows with CapsLock, by the tables `caps` and `caps+shift` of CLDR.
    /// There `~` types nothing; it stands for itself here.
    const ASCII_ON_WINDOWS_CAPS: &str =
        " &ù\"'(è%çà_=.°/§0123456789mM;+:!éqbcdefghijkl,noparstuvzxyw¨µ£-)²QBCDEFGHIJKL?NOPARSTUVZXYW^*$~";

    fn through(typed: &str, meant: &str) -> String {
        meant.chars().map(|c| typed.chars().nth(usize::from(c as u8 - b' ')).unwrap()).collect()
    }

    /// What arrives for a code, by other sources than the rows above where there is one.
    fn arrives(layout: Layout, meant: &str) -> String {
        let swapped = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        match layout {
            Layout::AsTyped => meant.to_owned(),
            Layout::AsTypedCaps => meant.chars().map(swapped).collect(),
            Layout::UsOnAzerty => through(ASCII_ON_FR, meant),
            Layout::UsOnAzertyCaps => through(ASCII_ON_FR_CAPS, meant),
            Layout::UsOnAzertyShiftLock => through(ASCII_ON_WINDOWS_CAPS, meant),
            Layout::FrenchShiftLock => meant.chars().map(|c| other_level(c).unwrap_or(c)).collect(),
            Layout::AzertyOnUs => meant.chars().map(|c| find(FRENCH, c).unwrap().of(US)).collect(),
        }
    }

    fn other_level(c: char) -> Option<char> {
        find(FRENCH, c).filter(|_| !NOT_LOCKED.contains(c)).map(|place| shift_lock(place).of(FRENCH))
    }

    #[test]
    fn the_rows_have_the_same_keys() {
        for row in US.into_iter().chain(FRENCH) {
            assert_eq!(row.chars().count(), 47, "{row}");
        }
    }

    #[test]
    fn codes_of_a_shop_through_each_layout() {
        use Layout as L;
        for (layout, typed, meant) in [
            (L::UsOnAzerty, "\"à&è-éà'ééàà\"", "3017620422003"),
            (L::UsOnAzertyCaps, "\"À&È-ÉÀ'ÉÉÀÀ\"", "3017620422003"),
            (L::UsOnAzertyShiftLock, "3017620422003", "3017620422003"),
            (L::FrenchShiftLock, "\"à&è-éà'ééàà\"", "3017620422003"),
            (L::AzertyOnUs, "#)!&^@)$@@))#", "3017620422003"),
            (L::UsOnAzerty, "C&)àààé'\"", "C1-000243"),
            (L::UsOnAzertyCaps, "c&)ÀÀÀÉ'\"", "C1-000243"),
            (L::UsOnAzertyShiftLock, "c1°000243", "C1-000243"),
            (L::FrenchShiftLock, "c&6àààé'\"", "C1-000243"),
            (L::AsTypedCaps, "ba-7f3k-9q2m", "BA-7F3K-9Q2M"),
            (L::UsOnAzerty, "BQ)èF\"K)çAé?", "BA-7F3K-9Q2M"),
            (L::UsOnAzertyCaps, "bq)ÈF\"K)ÇaÉ?", "BA-7f3k-9Q2M"),
            (L::UsOnAzerty, "$Eà\"à&è-éà'ééàà\"", "]E03017620422003"),
            (L::UsOnAzertyShiftLock, "£e03017620422003", "]E03017620422003"),
            (L::FrenchShiftLock, "]eà\"à&è-éà'ééàà\"", "]E03017620422003"),
            // Dead keys, and the separator of GS1.
            (L::UsOnAzerty, "ê^&Ï\u{1d}", "[e[1{I\u{1d}"),
            (L::UsOnAzertyCaps, "Ê^&", "[e[1"),
        ] {
            assert_eq!(layout.decode(typed).as_deref(), Some(meant), "{layout:?} {typed}");
        }
    }

    #[test]
    fn what_cannot_have_been_typed_in_this_way() {
        for (layout, typed) in [
            (Layout::UsOnAzerty, "BA#"),
            (Layout::UsOnAzertyCaps, "é"),
            (Layout::AzertyOnUs, "é"),
            (Layout::UsOnAzerty, "ñ"),
        ] {
            assert_eq!(layout.decode(typed), None, "{layout:?} {typed}");
        }
        assert_eq!(candidates("ñandú", None), ["ñandú", "ÑANDÚ"]);
    }

    #[test]
    fn the_likely_first() {
        // The check digit decides, wherever the text comes from.
        for typed in ["3017620422003", "\"à&è-éà'ééàà\"", "\"À&È-ÉÀ'ÉÉÀÀ\"", "#)!&^@)$@@))#"] {
            for learnt in [None, Some(Layout::AsTyped), Some(Layout::UsOnAzerty)] {
                assert_eq!(candidates(typed, learnt)[0], "3017620422003", "{typed} {learnt:?}");
            }
        }
        assert_eq!(candidates("$Eà\"à&è-éà'ééàà\"", None)[0], "]E03017620422003");
        // Without one, what arrived, unless a layout was learnt.
        assert_eq!(candidates("BA-7F3K", None)[0], "BA-7F3K");
        assert_eq!(candidates("C&)àààé'\"", None)[..2], ["C&)àààé'\"", "C1-000243"]);
        assert_eq!(candidates("C&)àààé'\"", Some(Layout::UsOnAzerty))[0], "C1-000243");
        assert_eq!(candidates("c&)ÀÀÀÉ'\"", Some(Layout::UsOnAzerty))[0], "C1-000243");
        // A wrong check digit is no article number, in no layout.
        assert_eq!(candidates("3017620422004", None)[0], "3017620422004");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_code_typed_through_a_layout_is_among_the_candidates(
            code in "[ -~]{1,40}",
            layout in prop::sample::select(Layout::ALL.as_slice()),
            learnt in prop::option::of(prop::sample::select(Layout::ALL.as_slice())),
        ) {
            // For some, a French scanner needs keys that a US keyboard does not have.
            let code: String = match layout {
                Layout::AzertyOnUs => code.chars().filter(|c| find(FRENCH, *c).is_some()).collect(),
                _ => code,
            };
            let found = candidates(&arrives(layout, &code), learnt);
            prop_assert!(found.contains(&code), "{:?}", found);
            let once: std::collections::BTreeSet<_> = found.iter().collect();
            prop_assert_eq!(once.len(), found.len());
        }

        #[test]
        fn any_text_has_itself_as_a_candidate(text in ".{0,40}") {
            prop_assert!(candidates(&text, None).contains(&text));
        }
    }
}
