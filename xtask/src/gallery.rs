//! `cargo xtask gallery`: every component of the screens, in a window or as pictures.

use std::path::Path;
use std::process::Command;

use crate::failure::Done;
use crate::house::House;
use crate::process;

/// Hands the terminal over to the gallery; its arguments are its own.
pub(crate) fn run(house: &House, arguments: &[String]) -> Done {
    process::become_program(&mut command(&house.root, arguments))
}

fn command(root: &Path, arguments: &[String]) -> Command {
    let mut command = process::cargo();
    // By its manifest, so that a folder among the arguments stays relative to where one is.
    command.args(["run", "--package", "comptoir-screens", "--example", "gallery", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--").args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_reach_the_gallery() {
        let command = command(Path::new("/house"), &["--png".to_owned(), "here".to_owned()]);
        let line = process::line_of(&command);
        assert!(line.ends_with("--manifest-path /house/Cargo.toml -- --png here"), "{line}");
    }
}
