//! Comptoir, the till: command line, start-up and the terminal till.
//!
//! Each command is one use case of `comptoir-app` with its arguments read and its answer written, as
//! text for people or as one JSON document for programs. Nothing but the answer goes to the standard
//! output; errors go to the standard error with what to do. Exit status: 0 done, 1 refused or failed,
//! 2 wrong usage.

mod answer;
mod args;
mod commands;
mod context;
mod demo;
mod progress;
mod source;
mod usage;
mod views;

use std::process::ExitCode;

use clap::FromArgMatches as _;
use comptoir_app::{Error, Invalid};

use crate::args::Cli;
use crate::context::{Context, Failure};

fn main() -> ExitCode {
    let language = context::language_of(&std::env::args().collect::<Vec<_>>());
    let matches = match args::command(language).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            if !error.use_stderr() {
                let _ = error.print();
                return ExitCode::SUCCESS;
            }
            usage::complain(&error, language);
            return ExitCode::from(2);
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let context = Context::new(&cli, language);
    match commands::run(cli.command, &context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, &context),
    }
}

fn report(failure: &Failure, context: &Context) -> ExitCode {
    match failure {
        // The reader of our output went away: nothing is wrong with the shop.
        Failure::BrokenPipe => return ExitCode::SUCCESS,
        Failure::App(error) => {
            context.complain(&error.message(context.language));
            if is_misuse(error) {
                return ExitCode::from(2);
            }
        }
        Failure::Usage(text) => {
            context.complain(text);
            return ExitCode::from(2);
        }
        Failure::Told => {}
        Failure::Io(text) | Failure::Tool(text) => context.complain(text),
    }
    ExitCode::from(1)
}

/// Tells an option's value that cannot be read from what the shop refuses: a code that was misread
/// comes from the scanner, and a setting is judged by its policy.
const fn is_misuse(error: &Error) -> bool {
    matches!(
        error,
        Error::Invalid(
            Invalid::Text { .. }
                | Invalid::Day { .. }
                | Invalid::Days { .. }
                | Invalid::Quantity(_)
                | Invalid::Amount(_)
                | Invalid::Prices(_)
                | Invalid::Card(_)
                | Invalid::CardCount(_)
        )
    )
}
