//! Two accounts of one receipt: what came out of the printer, and what the till says that it holds.

use serde_json::Value;

use super::shop::text_of;

/// Compares line by line what was printed with the till's own text. Symbols and empty lines are
/// left out: a reader of barcodes judges the ones, and the eye the others.
///
/// A printer centers by itself, so that a centered line may come without its margin.
pub(super) fn same_lines(printed: &str, ours: &str) -> Result<(), String> {
    let (printed, ours) = (plain(printed), plain(ours));
    let (mut theirs, mut these) = (lines(&printed), lines(&ours));
    loop {
        match (theirs.next(), these.next()) {
            (None, None) => return Ok(()),
            (Some(one), Some(other)) if one == other || one == other.trim_start() => {}
            (one, other) => {
                let (one, other) = (one.unwrap_or("(rien)"), other.unwrap_or("(rien)"));
                return Err(format!("imprimé « {one} », le ticket dit « {other} »"));
            }
        }
    }
}

/// No line may be wider than the paper.
pub(super) fn fits(printed: &str, columns: &str) -> Result<(), String> {
    let most = columns.parse().unwrap_or(0);
    let printed = plain(printed);
    match lines(&printed).find(|line| line.chars().count() > most) {
        None => Ok(()),
        Some(line) => Err(format!("plus large que {columns} colonnes : « {line} »")),
    }
}

/// Between two rules, the commas of the amounts on the right stand below each other.
pub(super) fn aligned(printed: &str) -> Result<(), String> {
    let printed = plain(printed);
    let mut above: Option<(usize, &str)> = None;
    for line in lines(&printed) {
        if line.bytes().all(|byte| byte == b'-') {
            above = None;
        }
        let Some(comma) = comma_of_amount(line) else { continue };
        match above {
            Some((other, first)) if other != comma => {
                return Err(format!("« {first} » et « {line} » ne s'alignent pas"));
            }
            _ => above = Some((comma, line)),
        }
    }
    Ok(())
}

/// The column of the comma in a line that ends in an amount, set apart from what is on its left.
fn comma_of_amount(line: &str) -> Option<usize> {
    let amount = &line[line.rfind("  ")?..];
    let (before, after) = amount.rsplit_once(',')?;
    let cents = after.get(..2)?.bytes().all(|byte| byte.is_ascii_digit());
    let unit = after.get(2..)?.trim().chars().count() <= 1;
    (cents && unit).then(|| line.chars().count() - amount.chars().count() + before.chars().count())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty() && !is_symbol(line.trim()))
}

fn is_symbol(line: &str) -> bool {
    line.starts_with('[') && line.ends_with(']')
}

/// Spaces of all kinds are one on paper.
fn plain(text: &str) -> String {
    let one = |c: char| if c.is_whitespace() && c != '\n' { ' ' } else { c };
    text.chars().map(one).collect()
}

/// Looks for the figures of `sale --json` where a customer reads them: the total and the change on
/// their lines, and each rate of VAT on one line with what it taxes.
pub(super) fn figures(answer: &Value, printed: &str) -> Result<(), String> {
    let printed = plain(printed);
    let amount = |value: &Value| french(&text_of(value));
    let mut wanted = vec![vec!["TOTAL".to_owned(), amount(&answer["total"])]];
    if answer["change"] != "0.00" {
        wanted.push(vec!["Rendu".to_owned(), amount(&answer["change"])]);
    }
    for vat in answer["vat"].as_array().into_iter().flatten() {
        let rate = format!("{} %", text_of(&vat["rate"]).replace('.', ","));
        wanted.push(vec![rate, amount(&vat["net"]), amount(&vat["vat"])]);
    }
    let missing = wanted.iter().find(|words| !printed.lines().any(|line| holds(line, words)));
    missing.map_or(Ok(()), |words| Err(format!("aucune ligne ne porte {words:?} dans :\n{printed}")))
}

/// Whether a line holds all the words, each of them whole: `9,90` is not in `39,90`.
fn holds(line: &str, words: &[String]) -> bool {
    let line = line.replace('€', " ");
    let whole = |word: &String| {
        format!(" {} ", line.split_whitespace().collect::<Vec<_>>().join(" ")).contains(&format!(" {word} "))
    };
    words.iter().all(whole)
}

/// An amount as a French customer reads it: `1234.50` is `1 234,50`.
fn french(amount: &str) -> String {
    let (whole, cents) = amount.split_once('.').unwrap_or((amount, "00"));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = (first..digits.len()).step_by(3).filter_map(|at| digits.get(at..at + 3)).collect();
    if first > 0 {
        groups.insert(0, &digits[..first]);
    }
    format!("{sign}{},{cents}", groups.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_are_the_same_but_for_the_margin_of_centered_ones() {
        let ours = "   Au Fil\n\nThé          4,00 A\n  [code128 C1-000001]\n";
        assert!(same_lines("Au Fil\nThé          4,00 A\n[barcode CODE128 C1-000001]\n", ours).is_ok());
        let table = [
            ("Au Fil\nThe          4,00 A", "« The          4,00 A »"),
            ("Au Fil\nThé         4,00 A", "« Thé         4,00 A »"),
            ("Au Fil", "« (rien) »"),
            ("Au Fil\nThé          4,00 A\nplus", "imprimé « plus »"),
        ];
        for (printed, part) in table {
            let why = same_lines(printed, ours).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }

    #[test]
    fn a_line_that_is_too_wide_fails() {
        assert!(fits(&"-".repeat(32), "32").is_ok());
        assert!(fits(&"-".repeat(33), "32").is_err());
    }

    #[test]
    fn commas_stand_below_each_other_between_two_rules() {
        let good =
            "Thé           4,00 A\n  2 × 3,50   17,00 B\nla moitié, 50 %\n---\nTOTAL    21,00 €\nRendu     1,00 €";
        assert_eq!(aligned(good), Ok(()));
        let why = aligned(&good.replace("  17,00 B", "    17,00")).unwrap_err();
        assert!(why.contains("« Thé           4,00 A »"), "{why}");
    }

    #[test]
    fn figures_must_stand_on_their_lines() {
        let vat = json!([{ "rate": "5.5", "net": "30.33", "vat": "1.67", "gross": "32.00" }]);
        let answer = json!({ "total": "1032.00", "change": "5.00", "vat": vat });
        let good = "TOTAL    1\u{202f}032,00\u{a0}€\nRendu  5,00 €\nA  5,5 %  HT 30,33   TVA 1,67";
        assert_eq!(figures(&answer, good), Ok(()));
        for (right, wrong) in [("032,00", "032,01"), ("Rendu", "Reste"), ("1,67", "11,67"), ("5,5 %", "15,5 %")] {
            assert!(figures(&answer, &good.replace(right, wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn amounts_are_french() {
        for (amount, expected) in
            [("0.05", "0,05"), ("-12.50", "-12,50"), ("123.00", "123,00"), ("1234567.89", "1 234 567,89")]
        {
            assert_eq!(french(amount), expected);
        }
    }
}
