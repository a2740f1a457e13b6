//! Help pages in one language: texts stand as `French | English` beside what they explain.

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use comptoir_domain::language::Language;

/// The frame of a help page. Clap's own words are English only.
fn frame(language: Language, has_commands: bool) -> String {
    let usage = language.pick("Usage :", "Usage:");
    let options = language.pick("Options :", "Options:");
    let commands = language.pick("Commandes :", "Commands:");
    let commands = if has_commands { format!("{commands}\n{{subcommands}}\n\n") } else { String::new() };
    format!("{{about}}\n\n{usage} {{usage}}\n\n{commands}{options}\n{{options}}\n\n{{positionals}}")
}

/// Puts the help of a command and all below it into one language.
pub(super) fn localize(mut command: Command, language: Language) -> Command {
    let template = frame(language, command.has_subcommands());
    command = command.help_template(template);
    if let Some(about) = command.get_about().map(|about| side(&about.to_string(), language)) {
        command = command.about(about);
    }
    command = command.mut_args(|arg| match help_of(&arg, language) {
        Some(help) if arg.get_action().takes_values() => {
            arg.help(help).hide_possible_values(true).hide_default_value(true)
        }
        Some(help) => arg.help(help),
        None => arg,
    });
    command.mut_subcommands(|sub| localize(sub, language))
}

/// What an option is for, with what it may be and what it is when left out: clap would say these in English.
fn help_of(arg: &Arg, language: Language) -> Option<String> {
    let mut help = side(&arg.get_help()?.to_string(), language);
    if !arg.get_action().takes_values() {
        return Some(help);
    }
    let values = arg.get_possible_values();
    let described = values.iter().filter_map(|value| Some((value.get_name(), value.get_help()?.to_string())));
    for (name, words) in described {
        let colon = language.pick(" :", ":");
        help.push_str(&format!("\n- {name}{colon} {}", side(&words, language)));
    }
    let bare: Vec<&str> =
        values.iter().filter(|value| value.get_help().is_none()).map(PossibleValue::get_name).collect();
    if !bare.is_empty() {
        help.push_str(&format!(" [{}]", bare.join(", ")));
    }
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !default.is_empty() {
        help.push_str(&format!(" [{} {}]", language.pick("par défaut :", "default:"), default.join(", ")));
    }
    Some(help)
}

fn side(text: &str, language: Language) -> String {
    match text.split_once(" | ") {
        Some((french, english)) => language.pick(french, english).to_owned(),
        None => text.to_owned(),
    }
}
