//! The check digit of a price or weight inside a label (GS1 General Specifications, sections
//! 7.9.2 to 7.9.4): each digit is replaced by a weighted one, so that swapped and misread
//! digits show.

const TWO_MINUS: [u8; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE: [u8; 10] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS: [u8; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS: [u8; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

const FOUR: [[u8; 10]; 4] = [TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS];
const FIVE: [[u8; 10]; 5] = [FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS];

/// The check digit of four or five digits.
pub(super) fn digit(digits: &str) -> u8 {
    if digits.len() == 4 { sum(digits, &FOUR) * 3 % 10 } else { of_five(digits) }
}

fn of_five(digits: &str) -> u8 {
    let wanted = (10 - sum(digits, &FIVE)) % 10;
    let place = FIVE_MINUS.iter().position(|weighted| *weighted == wanted);
    place.and_then(|digit| u8::try_from(digit).ok()).expect("the table holds every digit once")
}

fn sum(digits: &str, weights: &[[u8; 10]]) -> u8 {
    let weighted = |(digit, table): (u8, &[u8; 10])| table[usize::from(digit - b'0')];
    digits.bytes().zip(weights).map(weighted).sum::<u8>() % 10
}

#[cfg(test)]
mod tests {
    use super::digit;

    #[test]
    fn digits_agree_with_another_implementation() {
        for (value, expected) in [
            ("2875", 9),
            ("0000", 0),
            ("1299", 2),
            ("14685", 6),
            ("01234", 1),
            ("99999", 6),
            ("01299", 5),
            ("00001", 4),
        ] {
            assert_eq!(digit(value), expected, "{value}");
        }
    }

    #[test]
    fn one_wrong_digit_always_shows() {
        for value in
            (0..10_000).step_by(7).map(|n| format!("{n:04}")).chain((0..100_000).step_by(97).map(|n| format!("{n:05}")))
        {
            for (place, wrong) in (0..value.len()).flat_map(|place| (b'0'..=b'9').map(move |wrong| (place, wrong))) {
                let mut other = value.clone().into_bytes();
                other[place] = wrong;
                let other = String::from_utf8(other).unwrap();
                assert_eq!(digit(&other) == digit(&value), other == value, "{value} {other}");
            }
        }
    }
}
