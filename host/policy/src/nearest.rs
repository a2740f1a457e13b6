//! What was meant by a name that is not known.

use crate::catalog::Words;

/// As many slips make another name.
const ALIKE: usize = 3;

/// Says what was probably meant: `; did you mean `amount`?`, or what there is.
#[must_use]
pub fn hint(given: &str, known: &[&str]) -> Words {
    meant(given, known).unwrap_or_else(|| there_are(known.iter().copied()))
}

/// Says what there is: `; there are: amount, label`.
pub fn there_are<'a>(known: impl Iterator<Item = &'a str>) -> Words {
    let all = list(known);
    Words::new(format!(" ; il y a : {all}"), format!("; there are: {all}"))
}

/// Says what was probably meant, when a name is near enough.
#[must_use]
pub fn meant(given: &str, known: &[&str]) -> Option<Words> {
    let distance = |name: &&&str| strsim::damerau_levenshtein(given, name);
    let nearest = known.iter().min_by_key(distance).filter(|name| distance(name) < ALIKE)?;
    Some(Words::new(format!(" ; vouliez-vous dire `{nearest}` ?"), format!("; did you mean `{nearest}`?")))
}

/// Lists names.
pub(crate) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_two_letters_is_understood() {
        let known = ["amount", "label", "expires"];
        assert_eq!(hint("amout", &known).en, "; did you mean `amount`?");
        assert_eq!(hint("lable", &known).fr, " ; vouliez-vous dire `label` ?");
        assert_eq!(hint("days", &known).en, "; there are: amount, label, expires");
    }
}
