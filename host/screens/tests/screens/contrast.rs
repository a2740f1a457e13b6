//! The contrast of all pairs of tokens that components use, by the formula of WCAG 2.2 (1.4.3 and 1.4.11).

#![allow(clippy::float_arithmetic, reason = "the formula of WCAG is one of fractions; no amount is computed here")]

use comptoir_screens::slint::{Color, ComponentHandle};
use comptoir_screens::{Gallery, Theme};

use crate::pictures;

/// Least contrast of text on its ground (AA).
const TEXT: f64 = 4.5;
/// Least contrast of what shows where one can type, choose, or where the keyboard is.
const SIGN: f64 = 3.0;

type Token = (&'static str, fn(&Theme) -> Color);

macro_rules! tokens {
    ($($name:ident),* $(,)?) => { [$((stringify!($name), (|theme| theme.$name()) as fn(&Theme) -> Color)),*] };
}

#[test]
fn all_that_is_read_can_be_read() {
    let plain: [Token; 6] = tokens![get_background, get_surface, get_raised, get_sunken, get_hover, get_selected];
    let soft: [Token; 4] = tokens![get_brand_soft, get_ok_soft, get_look_soft, get_blocked_soft];
    for ground in plain.iter().chain(&soft) {
        for ink in &tokens![get_text, get_muted] as &[Token] {
            check(*ink, *ground, TEXT);
        }
    }
    // Each tone on all plain grounds and on its own soft one.
    let tones: [Token; 4] = tokens![get_brand, get_ok, get_look, get_blocked];
    for (tone, own) in tones.iter().zip(&soft) {
        for ground in plain.iter().chain([own]) {
            check(*tone, *ground, TEXT);
        }
    }
}

#[test]
fn words_on_solid_grounds_can_be_read() {
    let pairs: [[Token; 2]; 6] = [
        tokens![get_on_brand, get_brand],
        tokens![get_on_brand, get_brand_hover],
        tokens![get_on_ok, get_ok],
        tokens![get_on_ok, get_ok_hover],
        tokens![get_on_blocked, get_blocked],
        tokens![get_on_blocked, get_blocked_hover],
    ];
    for [ink, ground] in pairs {
        check(ink, ground, TEXT);
    }
}

#[test]
fn frames_and_the_focus_can_be_seen() {
    let grounds: [Token; 5] = tokens![get_background, get_surface, get_raised, get_sunken, get_hover];
    for ground in grounds {
        for sign in &tokens![get_border_strong, get_focus, get_brand, get_ok, get_look, get_blocked] as &[Token] {
            check(*sign, ground, SIGN);
        }
    }
}

/// Checks one pair, light and dark.
fn check(ink: Token, ground: Token, least: f64) {
    thread_local! {
        static GALLERY: Gallery = pictures::open();
    }
    GALLERY.with(|gallery| {
        let theme = gallery.global::<Theme>();
        for dark in [false, true] {
            theme.set_dark(dark);
            let ratio = contrast(ink.1(&theme), ground.1(&theme));
            assert!(ratio >= least, "{} on {}, dark {dark}: {ratio:.2} < {least}", ink.0, ground.0);
        }
    });
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Color) -> f64 {
    assert_eq!(color.alpha(), 255, "a pair is opaque");
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.red()) + 0.7152 * linear(color.green()) + 0.0722 * linear(color.blue())
}

#[test]
fn the_formula_is_that_of_wcag() {
    let gray = |part| Color::from_rgb_u8(part, part, part);
    assert!((contrast(gray(0), gray(255)) - 21.0).abs() < 1e-9);
    assert!((contrast(gray(0x76), gray(255)) - 4.54).abs() < 0.005);
}
