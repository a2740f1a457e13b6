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
    let mistaken = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if let Some((given, wanted)) = mistaken.and_then(|rest| rest.split_once(", expected ")) {
        return Some(format!("voici {}, il faut {}", kind(given), kind(wanted)));
    }
    let slip = SLIPS.iter().find(|(start, _)| said.starts_with(start));
    slip.map(|(_, french)| (*french).to_owned())
}

/// How what is wrong with the text itself begins, and what that means; of two that fit, the first.
const SLIPS: [(&str, &str); 18] = [
    ("duplicate key", "cette clé est écrite deux fois"),
    ("unclosed table", "il manque un crochet après le nom de la table"),
    ("unclosed array table", "il manque un crochet après le nom de la table"),
    ("unclosed array", "il manque un crochet à la fin de la liste"),
    ("unclosed inline table", "il manque une accolade à la fin de la table"),
    ("string values must be quoted", "un texte s'écrit entre guillemets"),
    ("missing opening quote", "il manque un guillemet"),
    ("invalid basic string", "il manque un guillemet"),
    ("invalid literal string", "il manque un guillemet"),
    ("key with no value", "il manque un signe égal et une valeur après la clé"),
    ("missing value", "il manque une valeur après le signe égal"),
    ("missing comma", "il manque une virgule"),
    ("extra comma", "il y a une virgule de trop"),
    ("extra", "il y a un signe égal de trop"),
    ("unexpected leading zero", "un nombre ne commence pas par zéro"),
    ("invalid date", "ce jour n'existe pas : l'année, le mois, le jour, comme 2026-11-23"),
    ("invalid time", "cette heure n'existe pas : les heures, les minutes, les secondes, comme 18:30:00"),
    ("unexpected", "il y a là quelque chose de trop"),
];

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
        ("floating", _) => format!("un nombre, {}", value.trim_start_matches("point ").trim_matches('`')),
        ("struct", _) if value == "Words" => "des mots dans les deux langues, { fr = \"…\", en = \"…\" }".to_owned(),
        ("struct", _) => "une table, { … }".to_owned(),
        (_, "TOML datetime") => "un jour (2026-11-23) ou une heure (18:30:00)".to_owned(),
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
        title: Option<Words>,
        day: Option<toml::value::Datetime>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only what is wrong with it is looked at")]
    struct Words {
        fr: String,
    }

    #[test]
    fn what_the_reader_says_is_told_in_french() {
        for (text, told) in [
            ("pirce = \"1\"", "la clé `pirce` n'existe pas ; vouliez-vous dire `price` ?"),
            ("colour = 1", "la clé `colour` n'existe pas ; il y a : price, count, state, title, day"),
            ("count = 1", "il manque la clé `price`"),
            ("price = 3\ncount = 1", "voici un nombre, 3, il faut un texte entre guillemets"),
            ("price = \"3\"\ncount = \"x\"", "voici un texte, \"x\", il faut un nombre entier"),
            (
                "price = \"3\"\ncount = 1\nstate = \"takn\"",
                "`takn` n'est pas un des mots possibles ; vouliez-vous dire `taken` ?",
            ),
            (
                "price = \"3\"\ncount = 1\ntitle = \"x\"",
                "voici un texte, \"x\", il faut des mots dans les deux langues, { fr = \"…\", en = \"…\" }",
            ),
            (
                "price = \"3\"\ncount = 1\nday = 3",
                "voici un nombre, 3, il faut un jour (2026-11-23) ou une heure (18:30:00)",
            ),
            ("price = \"3\"\ncount = 1.5", "voici un nombre, 1.5, il faut un nombre entier"),
            ("price = \"3\"\ncount = -1", "voici un nombre, -1, il faut un nombre entier"),
            ("day = 2026-02-30", "ce jour n'existe pas : l'année, le mois, le jour, comme 2026-11-23"),
            ("day = 25:00:00", "cette heure n'existe pas : les heures, les minutes, les secondes, comme 18:30:00"),
            ("price = abc", "un texte s'écrit entre guillemets"),
            ("price = \"abc", "il manque un guillemet"),
            ("price =", "un texte s'écrit entre guillemets"),
            ("price = 1\nprice = 2", "cette clé est écrite deux fois"),
            ("price = [1", "il manque un crochet à la fin de la liste"),
            ("title = { fr = 1", "il manque une accolade à la fin de la table"),
            ("price = [1,,2]", "il y a une virgule de trop"),
            ("price", "il manque un signe égal et une valeur après la clé"),
        ] {
            let error = toml::from_str::<Written>(text).unwrap_err();
            assert_eq!(words(error.message(), Language::French), told);
            assert_eq!(words(error.message(), Language::English), error.message());
        }
    }
}
