//! `cargo xtask demo`: from a fresh copy of the sources to a till with a demo shop.

use std::process::Command;

use crate::failure::Done;
use crate::house::House;
use crate::process;
use crate::say;
use crate::setup::{self, Kit};

/// Prepares everything, then hands the terminal over to the till.
pub(crate) fn run(house: &House, arguments: &[String]) -> Done {
    let kit = setup::prepare(house)?;
    say::next("la démonstration commence ; ensuite : `cargo xtask test` vérifie tout");
    process::become_program(&mut command(&kit, arguments))
}

fn command(kit: &Kit, arguments: &[String]) -> Command {
    let mut command = Command::new(&kit.comptoir);
    kit.show(&mut command).arg("demo").args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_reach_the_till() {
        let kit = Kit::at("/t/comptoir", "/t/policies");
        let arguments = ["--sales".to_owned(), "100".to_owned()];
        let command = command(&kit, &arguments);
        assert_eq!(process::line_of(&command), "/t/comptoir demo --sales 100");
    }
}
