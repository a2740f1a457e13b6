//! `cargo xtask lint`: layout and warnings, for the house and for the guests.

use std::process::Command;

use crate::failure::Done;
use crate::house::House;
use crate::plugins;
use crate::process;
use crate::say;

/// What Cargo hands on to clippy.
const STRICT: [&str; 3] = ["--", "-D", "warnings"];

/// Runs the task.
pub(crate) fn run(house: &House) -> Done {
    say::step("Mise en forme (cargo fmt)", || process::run(&mut house_fmt(house)))
        .map_err(|failure| failure.hint("`cargo fmt --all` met en forme"))?;
    say::step("Avertissements (cargo clippy)", || process::run(&mut house_clippy(house)))?;
    if let Some(mut clippy) = plugins::native_cargo(house, "clippy") {
        say::step("Mise en forme des règles (guests)", || process::run(&mut guests_fmt(house)))?;
        say::step("Avertissements des règles (guests)", || process::run(clippy.args(STRICT)))?;
    }
    say::next("suite : `cargo xtask test`");
    Ok(())
}

fn house_fmt(house: &House) -> Command {
    let mut command = process::cargo();
    command.args(["fmt", "--all", "--check"]).current_dir(&house.root);
    command
}

fn house_clippy(house: &House) -> Command {
    let mut command = process::cargo();
    command.args(["clippy", "--workspace", "--all-targets"]).args(STRICT).current_dir(&house.root);
    command
}

fn guests_fmt(house: &House) -> Command {
    let mut command = process::cargo();
    command.args(["fmt", "--all", "--check"]).current_dir(house.plugins());
    command
}
