//! Fluent speaks English and of its own insides: what stops a file or a message is said in the author's language.

use comptoir_domain::language::Language;

/// Says why a message cannot be put together; what is rare stays as Fluent says it.
pub(super) fn words(said: &str, language: Language) -> String {
    let said = said.strip_prefix("Resolver error: ").unwrap_or(said);
    let told = said.split_once(": ").and_then(|(what, name)| match what {
        "Unknown variable" => Some(
            language
                .pick(format!("la règle ne lui donne pas `{name}`"), format!("the policy does not give it `{name}`")),
        ),
        "Unknown message" | "Unknown term" | "Unknown attribute" => Some(language.pick(
            format!("il renvoie à `{name}`, qui n'est pas dans ce fichier"),
            format!("it refers to `{name}`, which is not in this file"),
        )),
        "Unknown function" => Some(
            language
                .pick(format!("la fonction `{name}` n'existe pas ici"), format!("there is no function `{name}` here")),
        ),
        _ => None,
    });
    told.unwrap_or_else(|| match said {
        "Cyclical dependency detected" => language.pick("il renvoie à lui-même", "it refers to itself").to_owned(),
        other => other.to_owned(),
    })
}

/// Says why a file of messages cannot be read; what is rare stays as Fluent says it.
pub(super) fn reading(said: &str, language: Language) -> String {
    match language {
        Language::French => french(said).unwrap_or_else(|| said.to_owned()),
        Language::English => said.to_owned(),
    }
}

fn french(said: &str) -> Option<String> {
    if let Some((_, name)) = said.strip_prefix("Attempt to override").and_then(|rest| rest.split_once(": ")) {
        return Some(format!("le message {} est là deux fois", name.trim_end_matches('.').replace('"', "`")));
    }
    let said = said.strip_prefix("Parser error: ").unwrap_or(said);
    if let Some(name) = said.strip_prefix("Expected a message field for ") {
        return Some(format!("le message {} n'a pas de mots", name.replace('"', "`")));
    }
    if let Some(sign) = said.strip_prefix("Expected a token starting with ") {
        return Some(format!("il manque {}", sign.replace('"', "`")));
    }
    let words = match said {
        "The select expression must have a default variant" => "il manque à ce choix sa forme d'office, `*[other]`",
        "A select expression can only have one default variant" => "ce choix a deux formes d'office",
        "Unterminated string literal" => "il manque un guillemet",
        "Unbalanced closing brace" => "une accolade fermante est de trop",
        "Expected a value" | "Expected an inline expression" => "il manque une valeur entre les accolades",
        _ => return None,
    };
    Some(words.to_owned())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::effect::Text;

    use super::*;
    use crate::catalog::{Catalog, TextFault};

    #[test]
    fn what_is_wrong_with_a_message_is_told_in_french() {
        let catalog = |fr: &str| Catalog::new(fr, "gift = x\n").unwrap();
        for (message, told) in [
            ("gift = Bon de { $worth }\n", "la règle ne lui donne pas `$worth`"),
            ("gift = { other }\n", "il renvoie à `other`, qui n'est pas dans ce fichier"),
            ("gift = { -brand }\n", "il renvoie à `-brand`, qui n'est pas dans ce fichier"),
            ("gift = { NOW() }\n", "la fonction `NOW()` n'existe pas ici"),
            ("gift = { gift }\n", "il renvoie à lui-même"),
        ] {
            let faults = catalog(message).faults(&Text::Key("gift".into(), vec![]));
            let Some(TextFault::Broken { text, .. }) = faults.first() else { panic!("{message}: {faults:?}") };
            assert_eq!(words(text, Language::French), told);
        }
        for (file, told) in [
            ("gift =\n", "le message `gift` n'a pas de mots"),
            ("gift = a\ngift = b\n", "le message `gift` est là deux fois"),
            ("gift = { $x\n", "il manque `}`"),
            ("gift = { $x ->\n    [one] a\n}\n", "il manque à ce choix sa forme d'office, `*[other]`"),
            ("gift = a }\n", "une accolade fermante est de trop"),
        ] {
            let error = Catalog::new(file, "").unwrap_err();
            assert_eq!(reading(&error.text, Language::French), told, "{}", error.text);
        }
        assert_eq!(
            words("Resolver error: Unknown variable: $worth", Language::English),
            "the policy does not give it `$worth`"
        );
    }
}
