//! `cargo xtask …`: the project's tasks, from a new machine to a running till.
//!
//! Nothing here belongs to the till. Each task is a module that says what it does as it goes,
//! stops with a [`Failure`] that says what to do, and names the next step when it is done.
//! Read `plugins` first: the other tasks stand on it.

mod demo;
mod failure;
mod files;
mod gallery;
mod help;
mod house;
mod judges;
mod lint;
mod packages;
mod plugins;
mod process;
mod say;
mod setup;
mod test;
mod tidy;
mod toolchain;

use std::process::ExitCode;

use crate::failure::{Done, Failure};
use crate::house::House;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Done {
    let asks = |word: &String| word == "-h" || word == "--help";
    // Whoever asks how a task is used does not want it to begin.
    let Some((task, rest)) = arguments.split_first().filter(|_| !arguments.iter().any(asks)) else {
        println!("{}", help::TEXT);
        return Ok(());
    };
    let house = House::find()?;
    match task.as_str() {
        "demo" => demo::run(&house, rest),
        "test" => test::run(&house, rest),
        "gallery" => gallery::run(&house, rest),
        "lint" => no_arguments(rest).and_then(|()| lint::run(&house)),
        "tidy" => no_arguments(rest).and_then(|()| tidy::run(&house)),
        "judges" => no_arguments(rest).and_then(|()| judges::run(&house)),
        "plugins" => plugins::run(&house, rest),
        "component" => plugins::component(rest),
        "help" | "aide" => {
            println!("{}", help::TEXT);
            Ok(())
        }
        unknown => Err(Failure::new(format!("tâche inconnue : « {unknown} » (unknown task)"))
            .hint("`cargo xtask help` donne la liste")),
    }
}

fn no_arguments(rest: &[String]) -> Done {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Failure::new(format!("argument inconnu : « {word} » (unknown argument)"))),
    }
}
