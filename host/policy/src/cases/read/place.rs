//! The line of a key in a file of cases, looked for once something is wrong with it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::manifest::read::line_of;

/// Gives the line of a key of a case, as errors name it: `line 2: price`, `expect: add: points`; of what is written
/// without this key, the line of the last key on the way to it.
pub(super) fn line_of_key(text: &str, case: usize, key: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut at = element(named(document.get_ref(), "case")?.1, case)?;
    let mut found = None;
    for part in key.split(": ") {
        let (name, place) =
            part.split_once(' ').map_or((part, None), |(name, number)| (name, number.parse::<usize>().ok()));
        let Some((start, value)) = table(at).and_then(|table| named(table, name).or_else(|| named(table, part))) else {
            break;
        };
        found = Some(start);
        at = match place.and_then(|number| element(value, number.checked_sub(1)?)) {
            Some(inside) => inside,
            None => value,
        };
    }
    found.map(|start| line_of(text, start))
}

type Value<'t> = Spanned<DeValue<'t>>;

fn named<'v, 't>(table: &'v DeTable<'t>, name: &str) -> Option<(usize, &'v Value<'t>)> {
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    Some((key.span().start, value))
}

fn table<'v, 't>(value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn element<'v, 't>(value: &'v Value<'t>, place: usize) -> Option<&'v Value<'t>> {
    match value.get_ref() {
        DeValue::Array(all) => all.get(place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[[case]]
name = "a"
[case.expect]

[[case]]
name = "b"
settings = { worth = "8" }
[case.counters.points]
balance = 1
[[case.line]]
price = "5.00"
[[case.line]]
quantity = 2
price = "6,00 EUR"
[case.expect]
add = { points = 5 }
[[case.expect.vouchers]]
amount = "x"
"#;

    #[test]
    fn a_key_is_found_where_it_is_written() {
        for (case, key, line) in [
            (0, "name", Some(3)),
            (1, "settings: worth", Some(8)),
            (1, "counters: points", Some(9)),
            (1, "line 1: price", Some(12)),
            (1, "line 2: price", Some(15)),
            (1, "expect: add: points", Some(17)),
            (1, "expect: vouchers: amount", Some(18)),
            (1, "day", None),
            (2, "name", None),
        ] {
            assert_eq!(line_of_key(TEXT, case, key), line, "{case} {key}");
        }
    }
}
