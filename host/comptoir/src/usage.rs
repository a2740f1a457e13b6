//! Wrong usage in words: clap finds it and speaks English only, so French is said here.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use comptoir_domain::language::Language;

/// Says what is wrong with the command line, and how help is had.
pub(crate) fn complain(error: &Error, language: Language) {
    match language {
        Language::English => drop(error.print()),
        Language::French => eprintln!("{}\n`{} --help` montre l'aide.", french(error), command(error)),
    }
}

/// The command that was meant, as far as it was understood: the usage that clap prints names it.
fn command(error: &Error) -> String {
    let usage = context(error, ContextKind::Usage);
    let words = usage.split_whitespace().skip_while(|word| !word.ends_with("comptoir"));
    let named: Vec<&str> = words.take_while(|word| word.chars().all(|letter| letter.is_ascii_lowercase())).collect();
    if named.is_empty() { "comptoir".to_owned() } else { named.join(" ") }
}

fn french(error: &Error) -> String {
    let value = |kind| context(error, kind);
    let (arg, given) = (value(ContextKind::InvalidArg), value(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("Commande inconnue : {}.", value(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("Option inconnue : {arg}.{}", suggestion(error)),
        ErrorKind::InvalidValue if given.is_empty() => format!("{arg} demande une valeur."),
        ErrorKind::InvalidValue => {
            format!("{arg} : « {given} » ne convient pas ; au choix : {}.", value(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("{arg} : « {given} » ne se comprend pas."),
        ErrorKind::MissingRequiredArgument => format!("Il manque : {arg}."),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Il manque une commande : init, demo, till, sale, refund, receipt, item, customer…".to_owned()
        }
        ErrorKind::ArgumentConflict => {
            format!("{arg} ne va pas avec {}.", value(ContextKind::PriorArg))
        }
        _ => error.to_string(),
    }
}

fn suggestion(error: &Error) -> String {
    let near = context(error, ContextKind::SuggestedArg);
    if near.is_empty() { near } else { format!(" Vouliez-vous dire {near} ?") }
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
