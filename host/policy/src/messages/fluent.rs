//! Fluent speaks English and of its own insides: what stops a message is said in the author's language.

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

#[cfg(test)]
mod tests {
    use comptoir_domain::effect::Text;

    use super::*;
    use crate::catalog::{Catalog, TextFault};

    #[test]
    fn what_a_message_lacks_is_told_in_french() {
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
        assert_eq!(
            words("Resolver error: Unknown variable: $worth", Language::English),
            "the policy does not give it `$worth`"
        );
    }
}
