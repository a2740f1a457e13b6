//! `cargo xtask gallery`: every component of the screens, in a window or as pictures.

use std::path::Path;
use std::process::Command;

use crate::failure::{Done, Failure};
use crate::house::House;
use crate::process;
use crate::say;

/// Builds the gallery, then hands the terminal over to it; its arguments are its own.
pub(crate) fn run(house: &House, arguments: &[String]) -> Done {
    let messages = say::step("La galerie (the gallery)", || process::answer(&mut build(&house.root)))?;
    let gallery = process::program_in(&messages, "gallery")
        .ok_or_else(|| Failure::new("Cargo ne dit pas où il a mis la galerie"))?;
    process::become_program(Command::new(gallery).args(arguments))
}

/// The whole workspace is named so that Slint is built once for the till, its tests and the gallery.
fn build(root: &Path) -> Command {
    let mut command = process::cargo();
    command
        .args(["build", "--workspace", "--example", "gallery"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_gallery_is_built() {
        let line = process::line_of(&build(Path::new("/house")));
        assert!(line.contains("build --workspace --example gallery"), "{line}");
    }
}
