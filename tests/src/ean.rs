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

/// Reads an EAN-13 from a row of dark and light pixels, as a scanner does: by the widths of bars and gaps. The
/// tables are those of the standard (ISO/IEC 15420), as widths; nothing when there is none.
#[must_use]
pub fn read(row: &[bool]) -> Option<String> {
    let mut runs: Vec<usize> = Vec::new();
    let (first, last) = (row.iter().position(|dark| *dark)?, row.iter().rposition(|dark| *dark)?);
    for pair in row[first..=last].chunk_by(|one, next| one == next) {
        runs.push(pair.len());
    }
    let module = (last + 1 - first) / MODULES;
    if module == 0 || (last + 1 - first) % MODULES != 0 || runs.iter().any(|run| run % module != 0) {
        return None;
    }
    let widths: Vec<usize> = runs.iter().map(|run| run / module).collect();
    // Guards: three at both ends, five in the middle; six digits of four widths between them.
    if widths.len() != 59 || [&widths[..3], &widths[27..32], &widths[56..]].concat().iter().any(|width| *width != 1) {
        return None;
    }
    let (left, right) = (digits(&widths[3..27])?, digits(&widths[32..56])?);
    let sets: String = left.iter().map(|(_, is_even)| if *is_even { 'G' } else { 'L' }).collect();
    let head = SETS.iter().position(|known| *known == sets)?;
    // To the right all are in set R: the widths of L.
    if right.iter().any(|(_, is_even)| *is_even) {
        return None;
    }
    let all: String = left.iter().chain(&right).map(|(digit, _)| digit.to_string()).collect();
    Some(format!("{head}{all}"))
}

const MODULES: usize = 95;
/// Gap, bar, gap, bar of each digit in set L; set G is the same from behind.
const WIDTHS: [[usize; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];
/// The sets of the left digits tell the first one.
const SETS: [&str; 10] =
    ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];

/// Digits with whether they are in set G.
fn digits(widths: &[usize]) -> Option<Vec<(usize, bool)>> {
    let digit = |widths: &[usize]| {
        let back: Vec<usize> = widths.iter().rev().copied().collect();
        let straight = WIDTHS.iter().position(|known| known == widths).map(|digit| (digit, false));
        straight.or_else(|| WIDTHS.iter().position(|known| *known == back[..]).map(|digit| (digit, true)))
    };
    widths.chunks(4).map(digit).collect()
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
