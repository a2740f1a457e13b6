//! Numbers that a scanner set to a US keyboard typed on a French one: the upper row without
//! the shift key is `& é " ' ( - è _ ç à`, and a lock key makes it digits again.

use super::gtin::{Gtin, is_digits};

/// The article number behind the characters of the upper row, if its check digit holds: only
/// then the text was no text.
pub(super) fn number(typed: &str) -> Option<Gtin> {
    if is_digits(typed) {
        return None;
    }
    let digits: String = typed.chars().map(digit).collect::<Option<_>>()?;
    Gtin::parse(&digits).ok()
}

fn digit(typed: char) -> Option<char> {
    Some(match typed {
        'à' | 'À' => '0',
        '&' => '1',
        'é' | 'É' => '2',
        '"' => '3',
        '\'' => '4',
        '(' => '5',
        '-' => '6',
        'è' | 'È' => '7',
        '_' => '8',
        'ç' | 'Ç' => '9',
        _ => return None,
    })
}
