//! Policies in Rust: built for WASM, made into components, gathered into packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use wit_component::ComponentEncoder;

use super::package::{self, Package};
use crate::failure::{Done, Failure};
use crate::files;
use crate::house::House;
use crate::process;
use crate::say;
use crate::toolchain::{self, TARGET, Way};

/// How guests are compiled, whatever their own manifests say: fast (and no larger), without unwinding, with
/// sums that stop rather than wrap, and with the names of functions so that a trap can be traced.
const PROFILE: [&str; 6] = [
    "profile.release.overflow-checks=true",
    "profile.release.opt-level=3",
    "profile.release.lto=true",
    "profile.release.codegen-units=1",
    "profile.release.panic=\"abort\"",
    "profile.release.strip=\"debuginfo\"",
];

/// A policy crate in `plugins/`.
#[derive(Debug, PartialEq)]
struct Guest {
    folder: PathBuf,
    /// The name of the Cargo package.
    package: String,
    /// The file that Cargo makes of its library.
    library: String,
}

/// Builds what changed and assembles the packages of all guests.
pub(super) fn packages(house: &House, ways: &[Way]) -> Result<Vec<Package>, Failure> {
    let guests = find(&house.plugins())?;
    if guests.is_empty() {
        return Ok(Vec::new());
    }
    if is_stale(house, &guests)? {
        build(house, &guests, ways)?;
        files::write(&stamp(house), sources(house)?.as_bytes())?;
    }
    guests.iter().map(|guest| guest.assemble(house)).collect()
}

/// A crate with a `manifest.toml` is a policy; others in the folder are libraries of theirs.
fn find(plugins: &Path) -> Result<Vec<Guest>, Failure> {
    files::list(plugins)?.into_iter().filter(|folder| folder.join("manifest.toml").is_file()).map(Guest::read).collect()
}

impl Guest {
    fn read(folder: PathBuf) -> Result<Self, Failure> {
        let path = folder.join("Cargo.toml");
        let cargo = files::read_toml(&path)?;
        let name_in = |table: &str| cargo.get(table).and_then(|found| found.get("name")).and_then(toml::Value::as_str);
        let package = name_in("package").ok_or_else(|| Failure::at(&path, "[package] n'a pas de `name`"))?.to_owned();
        let library = name_in("lib").unwrap_or(&package).replace('-', "_");
        Ok(Self { folder, package, library })
    }

    /// The core module that Cargo leaves.
    fn module(&self, house: &House) -> PathBuf {
        house.guests().join(TARGET).join("release").join(format!("{}.wasm", self.library))
    }

    /// The component made of it.
    fn component(&self, house: &House) -> PathBuf {
        house.guests().join("components").join(format!("{}.wasm", self.package))
    }

    fn assemble(&self, house: &House) -> Result<Package, Failure> {
        let path = self.folder.join("manifest.toml");
        let id = package::id_of(&files::read_toml(&path)?, &path)?;
        let mut content = package::parts(&self.folder)?;
        content.insert("manifest.toml".into(), files::read(&path)?);
        content.insert("policy.wasm".into(), files::read(&self.component(house))?);
        Ok(Package { id, content })
    }
}

fn stamp(house: &House) -> PathBuf {
    house.guests().join("sources.sha256")
}

/// Digests all that a guest is made of: the crates, the contract and its kit, and the flags.
fn sources(house: &House) -> Result<String, Failure> {
    files::digest(&[house.plugins(), house.root.join("sdk")], &PROFILE)
}

fn is_stale(house: &House, guests: &[Guest]) -> Result<bool, Failure> {
    if !guests.iter().all(|guest| guest.component(house).is_file()) {
        return Ok(true);
    }
    let before = files::read(&stamp(house)).unwrap_or_default();
    Ok(before != sources(house)?.into_bytes())
}

fn build(house: &House, guests: &[Guest], ways: &[Way]) -> Done {
    let toolchain = toolchain::choose(ways)?;
    say::note(toolchain.to_string());
    process::run(&mut cargo(toolchain.cargo_build(), house, guests))?;
    for guest in guests {
        let module = files::read(&guest.module(house))?;
        let component = componentize(&module).map_err(|failure| {
            failure.hint(format!("{} doit exporter un monde du contrat (sdk/wit)", guest.package))
        })?;
        files::write(&guest.component(house), &component)?;
        say::note(format!("{} : {} ko", guest.package, component.len().div_ceil(1000)));
    }
    Ok(())
}

fn cargo(command: Command, house: &House, guests: &[Guest]) -> Command {
    let mut command = settled(command, house);
    for guest in guests {
        command.args(["--package", &guest.package]);
    }
    command
}

/// Makes a Cargo command about all guests, on this machine: `test` or `clippy`.
///
/// With the profile of the WASM build, because then the macros of the kit, most of the work, are
/// built once for both.
pub(super) fn native(house: &House, subcommand: &str) -> Command {
    let mut command = toolchain::native_cargo();
    command.args([subcommand, "--release", "--workspace"]);
    if subcommand != "test" {
        // Tests take what has some by themselves, and then the examples of the documentation too.
        command.arg("--all-targets");
    }
    settled(command, house)
}

/// Says where the guests are, where they are built, and how.
fn settled(mut command: Command, house: &House) -> Command {
    command
        .arg("--manifest-path")
        .arg(house.plugins().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(house.guests())
        // Cargo looks for its configuration from here upwards.
        .current_dir(house.plugins());
    for setting in PROFILE {
        command.args(["--config", setting]);
    }
    command
}

/// Wraps a core module, with the world that `wit-bindgen` left in it, into a component.
pub(super) fn componentize(module: &[u8]) -> Result<Vec<u8>, Failure> {
    ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(|mut encoder| encoder.encode())
        .map_err(|error| Failure::new(format!("ce module n'est pas une règle : {error:#}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(files: &[(&str, &str)]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for (path, text) in files {
            files::write(&place.path().join(path), text.as_bytes()).unwrap();
        }
        place
    }

    #[test]
    fn policies_are_the_crates_with_a_manifest() {
        let place = crates(&[
            ("Cargo.toml", "[workspace]"),
            ("a-b/Cargo.toml", "[package]\nname = \"a-b\""),
            ("a-b/manifest.toml", ""),
            ("c/Cargo.toml", "[package]\nname = \"c\"\n[lib]\nname = \"other\""),
            ("c/manifest.toml", ""),
            ("shared/Cargo.toml", "[package]\nname = \"shared\""),
        ]);
        let found = find(place.path()).unwrap();
        let names: Vec<_> = found.iter().map(|guest| (&*guest.package, &*guest.library)).collect();
        assert_eq!(names, [("a-b", "a_b"), ("c", "other")]);
    }

    #[test]
    fn a_nameless_crate_is_named_by_its_file() {
        let place = crates(&[("a/Cargo.toml", "[package]"), ("a/manifest.toml", "")]);
        let said = find(place.path()).unwrap_err().to_string();
        assert!(said.contains("a/Cargo.toml"), "{said}");
    }

    #[test]
    fn guests_are_built_apart_with_the_fixed_profile() {
        let house = House { root: "/house".into(), target: "/target".into() };
        let guest = Guest { folder: "/house/plugins/a".into(), package: "a".into(), library: "a".into() };
        let line = process::line_of(&cargo(Command::new("cargo"), &house, &[guest]));
        for words in ["--target-dir /target/guests", "--package a", "panic=\"abort\"", "strip=\"debuginfo\""] {
            assert!(line.contains(words), "{words} in {line}");
        }
    }

    #[test]
    fn changed_sources_make_the_guests_stale() {
        let place = crates(&[("plugins/a/Cargo.toml", "[package]\nname = \"a\""), ("plugins/a/manifest.toml", "")]);
        let house = House { root: place.path().to_owned(), target: place.path().join("target") };
        let guests = find(&house.plugins()).unwrap();
        assert!(is_stale(&house, &guests).unwrap(), "nothing built yet");
        files::write(&guests[0].component(&house), b"component").unwrap();
        files::write(&stamp(&house), sources(&house).unwrap().as_bytes()).unwrap();
        assert!(!is_stale(&house, &guests).unwrap());
        files::write(&house.root.join("sdk/wit/world.wit"), b"changed").unwrap();
        assert!(is_stale(&house, &guests).unwrap());
    }

    /// `(module (func (export "answer") (result i32) i32.const 42))` in its binary form.
    const ANSWER: &[u8] = b"\0asm\x01\0\0\0\x01\x05\x01\x60\0\x01\x7f\x03\x02\x01\0\
        \x07\x0a\x01\x06answer\0\0\x0a\x06\x01\x04\0\x41\x2a\x0b";

    #[test]
    fn a_module_with_its_world_becomes_a_component() {
        let mut resolve = wit_parser::Resolve::default();
        let text = "package a:b; world w { export answer: func() -> u32; }";
        let package = resolve.push_str("w.wit", text).unwrap();
        let world = resolve.select_world(&[package], None).unwrap();
        let mut module = ANSWER.to_vec();
        let encoding = wit_component::StringEncoding::UTF8;
        wit_component::embed_component_metadata(&mut module, &resolve, world, encoding).unwrap();
        let component = componentize(&module).unwrap();
        assert_eq!(&component[..8], b"\0asm\x0d\0\x01\0", "the preamble of a component");
        let name = b"answer";
        assert!(component.windows(name.len()).any(|bytes| bytes == name));
    }

    #[test]
    fn what_is_no_module_is_refused() {
        let said = componentize(b"not wasm").unwrap_err().to_string();
        assert!(said.contains("n'est pas une règle"), "{said}");
    }
}
