//! `cargo xtask lint`: layout and warnings, for the house and for the guests.

use std::process::Command;

use crate::failure::Done;
use crate::house::House;
use crate::process;
use crate::say;

/// Runs the task.
pub(crate) fn run(house: &House) -> Done {
    say::step("Mise en forme (cargo fmt)", || process::run(&mut house_fmt(house)))
        .map_err(|failure| failure.hint("`cargo fmt --all` met en forme"))?;
    say::step("Avertissements (cargo clippy)", || process::run(&mut house_clippy(house)))?;
    if house.plugins().join("Cargo.toml").is_file() {
        say::step("Mise en forme des règles (guests)", || process::run(&mut guests_fmt(house)))?;
        say::step("Avertissements des règles (guests)", || process::run(&mut guests_clippy(house)))?;
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
    command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).current_dir(&house.root);
    command
}

fn guests_fmt(house: &House) -> Command {
    let mut command = process::cargo();
    command.args(["fmt", "--all", "--check"]).current_dir(house.plugins());
    command
}

fn guests_clippy(house: &House) -> Command {
    let mut command = process::cargo();
    command
        .args(["clippy", "--workspace", "--all-targets", "--target-dir"])
        .arg(house.native_guests())
        .args(["--", "-D", "warnings"])
        .current_dir(house.plugins());
    command
}
