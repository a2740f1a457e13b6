//! Two accounts of one receipt: what came out of the printer, and what the till says that it holds.

use serde_json::Value;

use super::shop::text_of;

/// The names of the rows whose letters are twice as wide and high.
const WIDE: [&str; 2] = ["TOTAL", "RENDU"];

/// Compares line by line what was printed with the till's own text. Symbols and empty lines are
/// left out: a reader of barcodes judges the ones, and the eye the others.
///
/// A printer centers by itself, so that a centered line may come without its margin; the row of the total
/// comes as [`at_normal_width`] makes it.
pub(super) fn same_lines(printed: &str, ours: &str) -> Result<(), String> {
    let (printed, ours) = (at_normal_width(printed), plain(ours));
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
    let printed = at_normal_width(printed);
    match lines(&printed).find(|line| line.chars().count() > most) {
        None => Ok(()),
        Some(line) => Err(format!("plus large que {columns} colonnes : « {line} »")),
    }
}

/// Between two rules, the commas of the amounts on the right stand below each other.
pub(super) fn aligned(printed: &str) -> Result<(), String> {
    let printed = at_normal_width(printed);
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

/// What was printed, with the row of the total between the edges that it has on paper. Its letters are
/// twice as wide as others, which the printer's text does not show: it has half as many of them in a row.
/// So a total of plain letters, or one that ends before the edge, does not become the row that we expect.
fn at_normal_width(printed: &str) -> String {
    plain(printed).lines().map(|line| spread(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

fn spread(line: &str) -> Option<String> {
    let (name, amount) = line.split_once(' ').filter(|(name, _)| WIDE.contains(name))?;
    let amount = amount.trim();
    let width = (2 * line.trim_end().chars().count()).checked_sub(name.chars().count())?;
    Some(format!("{name}{amount:>width$}"))
}

/// Looks for the figures of `sale --json` where a customer reads them: what is to be paid or paid back and
/// the change on their lines, and each rate of VAT in the table with its letter and all three amounts.
pub(super) fn figures(answer: &Value, printed: &str) -> Result<(), String> {
    let amount = |value: &Value| french(&text_of(value));
    let unsigned = |value: &Value| french(text_of(value).trim_start_matches('-'));
    let total = if answer["kind"] == "refund" { "RENDU" } else { "TOTAL" };
    let mut wanted = vec![format!("{total} {}", unsigned(&answer["total"]))];
    for tender in answer["tenders"].as_array().into_iter().flatten() {
        wanted.push(format!("{} {}", tender_name(tender), unsigned(&tender["amount"])));
    }
    if answer["change"] != "0.00" {
        wanted.push(format!("Monnaie rendue {}", amount(&answer["change"])));
    }
    for vat in answer["vat"].as_array().into_iter().flatten() {
        let rate = text_of(&vat["rate"]);
        let amounts = [&vat["net"], &vat["vat"], &vat["gross"]].map(amount).join(" ");
        wanted.push(format!("{} {} % {amounts}", vat_letter(&rate), rate.replace('.', ",")));
    }
    let rows = rows(printed);
    let missing = wanted.iter().find(|row| !rows.contains(row));
    missing.map_or(Ok(()), |row| Err(format!("aucune ligne ne dit « {row} » dans :\n{printed}")))
}

/// The words of each line, without the sign of euros. A rate of VAT that narrow paper sets above its amounts
/// is one row with them.
fn rows(printed: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for line in plain(printed).replace('€', " ").lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match rows.last_mut() {
            Some(rate) if rate.ends_with('%') && line.starts_with(' ') => *rate = format!("{rate} {words}"),
            _ => rows.push(words),
        }
    }
    rows
}

/// The letters of the French rates, the same on each receipt.
fn vat_letter(rate: &str) -> &'static str {
    match rate {
        "20" => "A",
        "10" => "B",
        "5.5" => "C",
        "2.1" => "D",
        "0" => "E",
        _ => "F",
    }
}

/// How a customer reads what was paid with.
fn tender_name(tender: &Value) -> String {
    match tender["kind"].as_str() {
        Some("cash") => "Espèces".to_owned(),
        Some("card") => "Carte bancaire".to_owned(),
        Some("credit-note") => format!("Avoir {}", text_of(&tender["code"])),
        other => format!("({other:?})"),
    }
}

/// An amount as a French customer reads it: `1234.50` is `1 234,50`.
pub(super) fn french(amount: &str) -> String {
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
    fn the_total_is_as_wide_as_the_paper_in_letters_twice_as_wide() {
        let ours = "TOTAL                 1 613,30 €";
        assert_eq!(same_lines("TOTAL 1 613,30 €", ours), Ok(()));
        for wrong in [ours, "TOTAL 1 613,31 €", "TOTAL  1 613,30 €", "1 613,30 €"] {
            assert!(same_lines(wrong, ours).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_that_is_too_wide_fails() {
        assert!(fits(&"-".repeat(32), "32").is_ok());
        assert!(fits(&"-".repeat(33), "32").is_err());
        assert!(fits("TOTAL     9,90 €", "32").is_ok());
        assert!(fits("RENDU      9,90 €", "32").is_err());
    }

    #[test]
    fn commas_stand_below_each_other_between_two_rules() {
        let good = "Thé           4,00 A\n  2 × 3,50   17,00 B\nla moitié, 50 %\n---\n\
                    TOTAL 21,00 €\nMonnaie rendue      1,00 €";
        assert_eq!(aligned(good), Ok(()));
        let why = aligned(&good.replace("  17,00 B", "    17,00")).unwrap_err();
        assert!(why.contains("« Thé           4,00 A »"), "{why}");
        assert!(aligned(&good.replace("TOTAL 21", "TOTAL  21")).is_err());
    }

    #[test]
    fn figures_must_stand_on_their_lines() {
        let vat = json!([{ "rate": "5.5", "net": "30.33", "vat": "1.67", "gross": "32.00" }]);
        let tenders = json!([{ "kind": "cash", "amount": "1037.00" }]);
        let answer = json!({ "kind": "sale", "total": "1032.00", "change": "5.00", "vat": vat, "tenders": tenders });
        let good = "TOTAL    1\u{202f}032,00\u{a0}€\nEspèces   1 037,00 €\nMonnaie rendue  5,00 €\n\
                    C 5,5 %  30,33  1,67   32,00";
        assert_eq!(figures(&answer, good), Ok(()));
        assert_eq!(figures(&answer, &good.replace("% ", "%\n ")), Ok(()), "narrow paper");
        for (right, wrong) in [
            ("032,00", "032,01"),
            ("Monnaie", "Manque"),
            ("TOTAL", "RENDU"),
            ("Espèces", "Carte bancaire"),
            ("1,67", "11,67"),
            ("  32,00", "  33,00"),
            ("C 5,5 %", "A 5,5 %"),
            ("5,5 %", "15,5 %"),
        ] {
            assert!(figures(&answer, &good.replace(right, wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_paid_back_has_no_sign() {
        let tenders = json!([{ "kind": "credit-note", "code": "AV-1", "amount": "-9.90" }]);
        let answer = json!({ "kind": "refund", "total": "-9.90", "change": "0.00", "tenders": tenders });
        assert_eq!(figures(&answer, "RENDU  9,90 €\nAvoir AV-1   9,90 €"), Ok(()));
        assert!(figures(&answer, "RENDU  -9,90 €\nAvoir AV-1   9,90 €").is_err());
        assert!(figures(&answer, "RENDU  9,90 €\nAvoir AV-1  -9,90 €").is_err());
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
