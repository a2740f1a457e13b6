//! The reader of TOML speaks English: what it says most often is said in the author's language, with the name that was
//! meant where it lists those that there are.

use comptoir_domain::language::Language;

use crate::nearest::hint;

/// Puts what the reader says into a language; what is rare stays as it is.
pub(super) fn words(said: &str, language: Language) -> String {
    match language {
        Language::French => french(said).unwrap_or_else(|| said.to_owned()),
        Language::English => said.to_owned(),
    }
}

fn french(said: &str) -> Option<String> {
    if let Some(rest) = said.strip_prefix("unknown field ") {
        let (name, known) = rest.split_once(", ")?;
        return Some(format!("la clé {name} n'existe pas{}", meant(name, known)));
    }
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        let (name, known) = rest.split_once(", ")?;
        return Some(format!("{name} n'est pas un des mots possibles{}", meant(name, known)));
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        return Some(format!("il manque la clé {name}"));
    }
    let (given, wanted) = said.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    Some(format!("voici {}, il faut {}", kind(given), kind(wanted)))
}

/// Of `expected one of `a`, `b``: the nearest, or all; nothing where there are none.
fn meant(name: &str, known: &str) -> String {
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    if known.is_empty() { String::new() } else { hint(name.trim_matches('`'), &known).fr }
}

fn kind(said: &str) -> String {
    let (name, value) = said.split_once(' ').unwrap_or((said, ""));
    let rest = said.strip_prefix("a ").or_else(|| said.strip_prefix("an ")).unwrap_or(said);
    match (name, rest) {
        ("string", _) => format!("un texte, {value}"),
        ("integer", _) => format!("un nombre, {}", value.trim_matches('`')),
        ("boolean", _) => format!("vrai ou faux, {}", value.trim_matches('`')),
        (_, "string") => "un texte entre guillemets".to_owned(),
        (_, "boolean") => "true ou false".to_owned(),
        (_, "sequence") => "une liste, [ … ]".to_owned(),
        (_, "map") => "une table, { … }".to_owned(),
        (_, "u32" | "i64" | "u64" | "integer") => "un nombre entier".to_owned(),
        _ => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    enum Word {
        Open,
        Taken,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what is wrong with it is looked at")]
    struct Written {
        price: String,
        count: u32,
        state: Option<Word>,
    }

    #[test]
    fn what_the_reader_says_is_told_in_french() {
        for (text, told) in [
            ("pirce = \"1\"", "la clé `pirce` n'existe pas ; vouliez-vous dire `price` ?"),
            ("colour = 1", "la clé `colour` n'existe pas ; il y a : price, count, state"),
            ("count = 1", "il manque la clé `price`"),
            ("price = 3\ncount = 1", "voici un nombre, 3, il faut un texte entre guillemets"),
            ("price = \"3\"\ncount = \"x\"", "voici un texte, \"x\", il faut un nombre entier"),
            (
                "price = \"3\"\ncount = 1\nstate = \"takn\"",
                "`takn` n'est pas un des mots possibles ; vouliez-vous dire `taken` ?",
            ),
        ] {
            let error = toml::from_str::<Written>(text).unwrap_err();
            assert_eq!(words(error.message(), Language::French), told);
            assert_eq!(words(error.message(), Language::English), error.message());
        }
    }
}
