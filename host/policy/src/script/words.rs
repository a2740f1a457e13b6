//! What the interpreter says of a script, in the words of its author: French first, with the name that was meant.
//!
//! What is rare comes through in the interpreter's own English.

use comptoir_domain::language::Language;
use rhai::{EvalAltResult, LexError, ParseErrorType};

use crate::catalog::Words;
use crate::nearest::{hint, meant};

/// The names that a script may use, as editors know them; a test holds them to the interpreter.
const NAMES: &str = include_str!("../../../../sdk/rhai/comptoir.d.rhai");
/// How a type is written in an error, and what people call it.
const KINDS: [(&str, &str, &str); 9] = [
    ("decimal", "un nombre", "a number"),
    ("i64", "un entier", "a whole number"),
    ("&str | ImmutableString | String", "un texte", "a text"),
    ("string", "un texte", "a text"),
    ("array", "une liste", "a list"),
    ("map", "une table", "a map"),
    ("bool", "vrai ou faux", "true or false"),
    ("()", "() (rien)", "() (nothing)"),
    ("char", "un caractère", "a character"),
];

/// Says why a script cannot be read.
pub(super) fn of_reading(problem: &ParseErrorType) -> Words {
    use ParseErrorType as Problem;
    let own = problem.to_string();
    let french = match problem {
        Problem::UnexpectedEOF => {
            "le script s'arrête trop tôt : une accolade, une parenthèse ou un guillemet manque".into()
        }
        Problem::VariableUndefined(name) => return unknown_variable(name),
        Problem::MissingToken(token, _) => format!("il manque « {token} »"),
        Problem::MissingSymbol(_) => "il manque un signe".into(),
        Problem::ExprExpected(_) => "il manque une expression".into(),
        Problem::BadInput(LexError::UnexpectedInput(sign)) => format!("signe inattendu : « {sign} »"),
        Problem::BadInput(LexError::UnterminatedString) => "un texte n'est pas refermé : un guillemet manque".into(),
        Problem::MismatchedType(wanted, _) if wanted.contains("boolean") => {
            "une condition (vrai ou faux) est attendue ici".into()
        }
        Problem::UnknownOperator(sign) => format!("l'opérateur « {sign} » n'existe pas"),
        Problem::DuplicatedProperty(key) => format!("la clé `{key}` est écrite deux fois dans la même table"),
        Problem::VariableExists(name) | Problem::DuplicatedVariable(name) => format!("`{name}` est déjà défini"),
        Problem::Reserved(name) => format!("`{name}` est un mot réservé du langage : choisissez un autre nom"),
        Problem::FnDuplicatedDefinition(name, _) => format!("la fonction `{name}` est définie deux fois"),
        Problem::AssignmentToConstant(name) => format!("`{name}` est une constante (`const`) et ne change pas"),
        Problem::AssignmentToInvalidLHS(_) => "on ne peut rien affecter à cela".into(),
        Problem::PropertyExpected => "il manque un nom de champ après le point".into(),
        Problem::FnMissingParams(name) => format!("il manque les paramètres de la fonction `{name}`"),
        Problem::FnMissingBody(name) => format!("il manque le corps `{{ … }}` de la fonction `{name}`"),
        Problem::ExprTooDeep => "les expressions s'emboîtent trop profondément".into(),
        Problem::TooManyFunctions => "le script définit trop de fonctions".into(),
        Problem::LoopBreak => "`break` et `continue` ne s'écrivent que dans une boucle".into(),
        _ => format!("l'interprète dit : {own}"),
    };
    Words::new(french, own)
}

/// Says why a script failed; the error has no place any more.
pub(super) fn of_running(error: &EvalAltResult) -> Words {
    use EvalAltResult as End;
    let own = error.to_string();
    let french = match error {
        End::ErrorVariableNotFound(name, _) => return unknown_variable(name),
        End::ErrorDotExpr(said, _) => match unknown_field(said) {
            Some(words) => return words,
            None => format!("l'interprète dit : {own}"),
        },
        End::ErrorFunctionNotFound(call, _) => return unknown_function(call),
        End::ErrorPropertyNotFound(key, _) => format!("la table n'a pas de clé `{key}`"),
        End::ErrorIndexNotFound(key, _) => format!("il n'y a pas de [{key}]"),
        End::ErrorArrayBounds(most, index, _) => {
            format!("[{index}] : la liste n'a que {most} éléments, à compter de 0")
        }
        End::ErrorStringBounds(most, index, _) => {
            format!("[{index}] : le texte n'a que {most} lettres, à compter de 0")
        }
        End::ErrorFor(_) => "`for` parcourt une liste ; cela n'en est pas une".into(),
        End::ErrorMismatchDataType(wanted, given, _) => {
            format!("il faut {}, voici {}", kind(wanted, Language::French), kind(given, Language::French))
        }
        End::ErrorArithmetic(said, _) => impossible(said),
        End::ErrorAssignmentToConstant(name, _) => format!("`{name}` est une constante (`const`) et ne change pas"),
        End::ErrorModuleNotFound(name, _) => format!("pas de module « {name} » : une règle est d'un seul fichier"),
        _ => format!("l'interprète dit : {own}"),
    };
    Words::new(french, own)
}

/// Reads `Division by zero: 3 / 0` or `Addition overflow: 1 + 2`.
fn impossible(said: &str) -> String {
    let (what, sum) = said.split_once(": ").map_or((said, String::new()), |(what, sum)| (what, format!(" : {sum}")));
    if what == "Division by zero" {
        format!("division par zéro{sum}")
    } else {
        format!("le calcul n'a pas de résultat{sum}")
    }
}

fn unknown_variable(name: &str) -> Words {
    let near = meant(name, &["sale", "settings", "customer", "day"]).unwrap_or_default();
    Words::new(
        format!("`{name}` n'est pas défini ici (une fonction ne voit que ses paramètres){}", near.fr),
        format!("`{name}` is not defined here (a function sees nothing but its parameters){}", near.en),
    )
}

/// Reads `Unknown property 'groos' - a getter is not registered for type 'Line'`.
fn unknown_field(said: &str) -> Option<Words> {
    let mut parts = said.strip_prefix("Unknown property '")?.split('\'');
    let (field, of) = (parts.next()?, parts.nth(1)?);
    if of == "()" {
        return Some(Words::new(
            format!(
                "`.{field}` est lu sur () : rien n'est là ; sans client `sale.customer` est (), voyez `sale.has_customer`"
            ),
            format!(
                "`.{field}` is read from (): nothing is there; without a customer `sale.customer` is (), see `sale.has_customer`"
            ),
        ));
    }
    let known = fields(of);
    if known.is_empty() {
        let (fr, en) = (kind(of, Language::French), kind(of, Language::English));
        return Some(Words::new(
            format!("pas de champ `{field}` : c'est {fr}"),
            format!("no field `{field}`: this is {en}"),
        ));
    }
    let near = hint(field, &known);
    Some(Words::new(
        format!("{of} n'a pas de champ `{field}`{}", near.fr),
        format!("{of} has no field `{field}`{}", near.en),
    ))
}

/// The fields of a type; the tags of a customer are told with those of a line.
fn fields(of: &str) -> Vec<&'static str> {
    let end = format!(": {of})");
    let named = NAMES.lines().filter_map(|line| line.strip_prefix("fn get ")).filter(|rest| rest.contains(&end));
    let mut fields: Vec<&str> = named.filter_map(|rest| rest.split('(').next()).collect();
    if of == "Customer" {
        fields.push("tags");
    }
    fields
}

/// Reads `balances (Sale, &str | ImmutableString | String)`.
fn unknown_function(call: &str) -> Words {
    let (name, given) = call.split_once(" (").unwrap_or((call, ")"));
    let given = given.trim_end_matches(')');
    let kinds = |language| {
        let each = given.split(", ").filter(|part| !part.is_empty()).map(|part| kind(part, language));
        each.collect::<Vec<_>>().join(", ")
    };
    let (fr, en) = (kinds(Language::French), kinds(Language::English));
    if !name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
        return Words::new(format!("`{name}` ne va pas entre {fr}"), format!("`{name}` does not go between {en}"));
    }
    let known: Vec<&str> = functions().collect();
    let near = if known.contains(&name) { None } else { meant(name, &known) }.unwrap_or_default();
    Words::new(
        format!("aucune fonction `{name}` ne prend ({fr}){}", near.fr),
        format!("no function `{name}` takes ({en}){}", near.en),
    )
}

fn functions() -> impl Iterator<Item = &'static str> {
    let named = NAMES.lines().filter_map(|line| line.strip_prefix("fn ")).filter(|rest| !rest.starts_with("get "));
    named.filter_map(|rest| rest.split('(').next())
}

fn kind(written: &str, language: Language) -> String {
    let written = written.trim();
    let known = KINDS.iter().find(|(name, ..)| *name == written);
    known.map_or_else(|| written.to_owned(), |(_, fr, en)| (*language.pick(fr, en)).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_without_a_result_is_told() {
        let told = |said: &str| of_running(&EvalAltResult::ErrorArithmetic(said.into(), rhai::Position::NONE));
        let by_zero = told("Division by zero: 3 / 0");
        assert_eq!((&*by_zero.fr, &*by_zero.en), ("division par zéro : 3 / 0", "Division by zero: 3 / 0"));
        assert_eq!(told("Addition overflow: 1 + 2").fr, "le calcul n'a pas de résultat : 1 + 2");
    }

    #[test]
    fn fields_are_told_by_their_type() {
        assert!(fields("Line").contains(&"gross") && !fields("Line").contains(&"group"));
        assert!(fields("Customer").contains(&"birth_month") && fields("Customer").contains(&"tags"));
        assert!(functions().any(|name| name == "balance"));
    }
}
