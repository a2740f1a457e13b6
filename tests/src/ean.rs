//! Barcodes with their check digit, for labels that the shop's scale would print.

/// Completes twelve digits to an EAN-13. From the right, digits weigh 3, 1, 3, …; the check digit
/// makes the sum a multiple of ten (GS1 General Specifications, 7.9).
///
/// # Panics
///
/// When the text is not twelve digits: the test is wrong then.
#[must_use]
pub fn complete(body: &str) -> String {
    assert!(body.len() == 12 && body.bytes().all(|b| b.is_ascii_digit()), "{body:?} is not twelve digits");
    let weighted =
        body.bytes().rev().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    format!("{body}{check}")
}

/// Replaces the last digit of a code by the next one: a misread code.
#[must_use]
pub fn misread(code: &str) -> String {
    let (body, last) = code.split_at(code.len() - 1);
    let last: u32 = last.parse().expect("codes of items end in a digit");
    format!("{body}{}", (last + 1) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_printed_goods() {
        for code in ["3017620422003", "4006381333931", "9780201379624"] {
            assert_eq!(complete(&code[..12]), code);
            assert_ne!(misread(code), code);
        }
    }
}
