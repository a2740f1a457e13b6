//! What was meant by a name that is not known.

/// As many slips make another name.
const ALIKE: usize = 3;

/// Says what was probably meant: `; did you mean `amount`?`, or what there is.
pub(super) fn hint(given: &str, known: &[&str]) -> String {
    let distance = |name: &&&str| strsim::damerau_levenshtein(given, name);
    let nearest = known.iter().min_by_key(distance).filter(|name| distance(name) < ALIKE);
    nearest.map_or_else(
        || format!("; there are: {}", list(known.iter().copied())),
        |name| format!("; did you mean `{name}`?"),
    )
}

/// Lists names.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_two_letters_is_understood() {
        let known = ["amount", "label", "expires"];
        assert_eq!(hint("amout", &known), "; did you mean `amount`?");
        assert_eq!(hint("lable", &known), "; did you mean `label`?");
        assert_eq!(hint("days", &known), "; there are: amount, label, expires");
    }
}
