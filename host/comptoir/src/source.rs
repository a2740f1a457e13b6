//! Policies where they are written: a folder of sources, of which a package is built.
//!
//! A folder with a `Cargo.toml` is written in Rust and built by [`cargo`]; one with the definitions for editors
//! beside its script is written in Rhai. Both have their package in `target/package`, which is what every
//! command takes when it is given the folder of sources. A folder that holds a package and nothing else is one.

mod cargo;

use std::path::{Path, PathBuf};

use comptoir_app::plugins::{self, Engine, Package};

use crate::context::{Context, Done};

pub(crate) use cargo::TARGET;

/// What a script can name, written beside a new script for editors.
pub(crate) const DEFINITIONS: &str = "comptoir.d.rhai";
const CARGO: &str = "Cargo.toml";

/// Tells whether a folder holds the sources of a policy rather than its package.
pub(crate) fn is_source(folder: &Path) -> bool {
    let has = |file: &str| folder.join(file).is_file();
    has("manifest.toml") && (has(CARGO) || has(DEFINITIONS))
}

/// Where the package of sources is assembled.
pub(crate) fn package_folder(folder: &Path) -> PathBuf {
    folder.join("target").join("package")
}

/// Builds a policy of its sources and assembles its package.
pub(crate) fn build(folder: &Path, context: &Context) -> Done<Package> {
    let component = match engine(folder) {
        Engine::Wasm if folder.join(CARGO).is_file() => {
            // A manifest that cannot be read is told before anything is compiled for a minute.
            plugins::gather(folder, Some(Vec::new()), context.language)?;
            Some(cargo::component(folder, context)?)
        }
        Engine::Wasm | Engine::Rhai => None,
    };
    let package = plugins::gather(folder, component, context.language)?;
    plugins::write_folder(&package, &package_folder(folder), context.language)?;
    Ok(package)
}

/// What will run the policy, as far as its folder shows: sources in Rust make a component.
fn engine(folder: &Path) -> Engine {
    if folder.join(Engine::Rhai.file()).is_file() && !folder.join(CARGO).is_file() {
        Engine::Rhai
    } else {
        Engine::Wasm
    }
}

/// Gives the package of a folder: built first where the folder holds sources.
pub(crate) fn ready(folder: PathBuf, context: &Context) -> Done<PathBuf> {
    if !is_source(&folder) {
        return Ok(folder);
    }
    build(&folder, context)?;
    Ok(package_folder(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_sources_is_told_from_a_package() {
        let place = tempfile::tempdir().unwrap();
        let write = |file: &str| std::fs::write(place.path().join(file), "").unwrap();
        write("policy.rhai");
        assert!(!is_source(place.path()));
        write("manifest.toml");
        assert!(!is_source(place.path()), "a package as it is");
        write(DEFINITIONS);
        assert!(is_source(place.path()));
        assert_eq!(engine(place.path()), Engine::Rhai);
        write(CARGO);
        assert_eq!(engine(place.path()), Engine::Wasm);
    }
}
