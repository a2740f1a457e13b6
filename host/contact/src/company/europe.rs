//! The shapes of VAT numbers in the other countries of the Union (European Commission, VIES).

use super::CompanyProblem;

/// `9` is a digit, `A` a letter, `X` either, `?` a letter, a digit, `+` or `*`; several shapes are
/// separated by a space.
#[rustfmt::skip]
const SHAPES: [(&str, &str); 27] = [
    ("AT", "U99999999"), ("BE", "9999999999"), ("BG", "999999999 9999999999"), ("CY", "99999999A"),
    ("CZ", "99999999 999999999 9999999999"), ("DE", "999999999"), ("DK", "99999999"), ("EE", "999999999"),
    ("EL", "999999999"), ("ES", "X9999999X"), ("FI", "99999999"), ("HR", "99999999999"), ("HU", "99999999"),
    ("IE", "9?99999A 9999999AA"), ("IT", "99999999999"), ("LT", "999999999 999999999999"), ("LU", "99999999"),
    ("LV", "99999999999"), ("MT", "99999999"), ("NL", "????????????"), ("PL", "9999999999"), ("PT", "999999999"),
    ("RO", "99 999 9999 99999 999999 9999999 99999999 999999999 9999999999"), ("SE", "999999999999"),
    ("SI", "99999999"), ("SK", "9999999999"), ("XI", "999999999 999999999999 AA999"),
];

/// Holds a number, compact and with its country, against the shapes of the country.
pub(super) fn check(compact: &str) -> Result<(), CompanyProblem> {
    let code = compact.get(..2).unwrap_or(compact);
    let Some((country, shapes)) = SHAPES.into_iter().find(|(country, _)| *country == code) else {
        return Err(CompanyProblem::Country { code: code.to_owned() });
    };
    let rest = &compact[2..];
    if shapes.split(' ').any(|shape| has_shape(rest, shape)) {
        Ok(())
    } else {
        Err(CompanyProblem::Shape { country, shape: shapes })
    }
}

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(|(letter, sign)| fits(letter, sign))
}

fn fits(letter: u8, sign: u8) -> bool {
    match sign {
        b'9' => letter.is_ascii_digit(),
        b'A' => letter.is_ascii_uppercase(),
        b'X' => letter.is_ascii_alphanumeric(),
        b'?' => letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'*'),
        literal => letter == literal,
    }
}
