//! What must be there before the till can run: packages, policies, the program itself.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::house::House;
use crate::packages;
use crate::plugins;
use crate::process;
use crate::say;
use crate::toolchain::Way;

/// The till as built, ready to be run or tested.
#[derive(Debug)]
pub(crate) struct Kit {
    /// The program `comptoir`.
    pub(crate) comptoir: PathBuf,
    /// The folder of assembled policy packages.
    policies: PathBuf,
}

impl Kit {
    #[cfg(test)]
    pub(crate) fn at(comptoir: &str, policies: &str) -> Self {
        Self { comptoir: comptoir.into(), policies: policies.into() }
    }

    /// Tells a program, or a test, where the till and its policies are.
    pub(crate) fn show<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("COMPTOIR_BIN", &self.comptoir).env("COMPTOIR_POLICIES", &self.policies)
    }
}

/// Installs and builds all that is missing.
pub(crate) fn prepare(house: &House) -> Result<Kit, Failure> {
    say::step("Paquets du système (system packages)", || packages::ensure(packages::BUILD))?;
    plugins::build(house, &Way::ALL)?;
    let comptoir = say::step("La caisse (the till; la première fois, quelques minutes)", || build_comptoir(house))?;
    Ok(Kit { comptoir, policies: house.policies() })
}

/// The whole workspace, as the tests build it: a part of it would ask for other features of what it shares, and
/// so for a second build of wasmtime and Slint.
fn build_comptoir(house: &House) -> Result<PathBuf, Failure> {
    let mut command = process::cargo();
    command.args(["build", "--workspace"]).arg("--message-format=json-render-diagnostics").current_dir(&house.root);
    let messages = process::answer(&mut command)?;
    process::program_in(&messages, "comptoir")
        .ok_or_else(|| Failure::new("Cargo ne dit pas où il a mis le programme `comptoir`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_where_the_till_and_its_policies_are() {
        let kit = Kit::at("/t/comptoir", "/t/policies");
        let mut command = Command::new("x");
        let told: Vec<_> = kit.show(&mut command).get_envs().map(|(name, _)| name).collect();
        assert_eq!(told, ["COMPTOIR_BIN", "COMPTOIR_POLICIES"]);
    }
}
