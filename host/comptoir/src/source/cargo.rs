//! Policies in Rust: compiled for WebAssembly by the author's own Cargo, and made into components.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use wit_component::ComponentEncoder;

use crate::context::{Context, Done, Failure};

/// The target of every component: it has no system interface at all, so a policy cannot reach one.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's toolchain, which can build the target's standard library where it cannot be downloaded.
const DEBIAN: [&str; 3] = ["/usr/bin/cargo", "/usr/bin/rustc", "/usr/lib/rustlib/src/rust/library/std/Cargo.toml"];

/// What a `cargo run` around us leaves in the environment and is not meant for the author's project.
const OURS: [&str; 6] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "RUSTC", "RUSTFLAGS", "LD_LIBRARY_PATH"];

/// Compiles a project and makes a component of it.
pub(super) fn component(folder: &Path, context: &Context) -> Done<Vec<u8>> {
    let mut command = toolchain(context)?;
    command.arg("--manifest-path").arg(folder.join("Cargo.toml"));
    command.args(["--lib", "--message-format", "json-render-diagnostics"]).stdout(Stdio::piped());
    if context.quiet || context.json {
        command.arg("--quiet");
    }
    // What the compiler says goes to the standard error as it is.
    let ran = command.stderr(Stdio::inherit()).output().map_err(|error| no_cargo(&error.to_string(), context))?;
    if !ran.status.success() {
        return Err(Failure::Tool(context.pick(
            "La compilation a échoué : Cargo dit pourquoi ci-dessus.".to_owned(),
            "It does not compile: Cargo says why above.".to_owned(),
        )));
    }
    let module = module(&String::from_utf8_lossy(&ran.stdout)).ok_or_else(|| no_module(folder, context))?;
    let bytes = fs::read(&module).map_err(|error| Failure::Io(format!("{}: {error}", module.display())))?;
    componentize(&bytes).map_err(|problem| no_policy(&problem, context))
}

/// Finds the module among the artifacts that Cargo tells: that of the project itself comes last.
fn module(messages: &str) -> Option<PathBuf> {
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut modules = artifacts.filter(|message| message["reason"] == "compiler-artifact").filter_map(|message| {
        let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
        files.map(PathBuf::from).find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
    });
    modules.next_back()
}

/// Makes the Cargo command of a toolchain that can build for the target: the one in use, or Debian's.
fn toolchain(context: &Context) -> Done<Command> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let has_target = library("rustc").is_ok_and(|folder| folder.is_dir());
    if !has_target && DEBIAN.iter().all(|file| Path::new(file).is_file()) {
        let linker = linker().ok_or_else(|| no_target(context))?;
        let mut command = clean(DEBIAN[0].as_ref());
        command.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
        // Building the standard library is an unstable option of Cargo.
        command.env_remove("RUSTUP_TOOLCHAIN").env("RUSTC", DEBIAN[1]).env("RUSTC_BOOTSTRAP", "1");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        return Ok(command);
    }
    let mut version = Command::new(&cargo);
    let there = version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    there.map_err(|error| no_cargo(&error.to_string(), context))?;
    if !has_target {
        return Err(no_target(context));
    }
    let mut command = clean(&cargo);
    command.args(["build", "--release", "--target", TARGET]);
    Ok(command)
}

fn clean(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if OURS.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Where a compiler has the target's standard library, or would have it.
fn library(rustc: &str) -> std::io::Result<PathBuf> {
    said(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))
}

/// The linker that every toolchain of rustup carries, or one in `PATH`.
fn linker() -> Option<PathBuf> {
    let rustlib = said(Command::new("rustc").args(["--print", "sysroot"])).ok()?.join("lib/rustlib");
    let hosts = fs::read_dir(rustlib).into_iter().flatten().flatten();
    let carried = hosts.map(|host| host.path().join("bin/rust-lld")).find(|path| path.is_file());
    let in_path = || env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join("wasm-ld")).find(|path| path.is_file());
    carried.or_else(in_path)
}

fn said(command: &mut Command) -> std::io::Result<PathBuf> {
    let ran = command.stderr(Stdio::null()).output()?;
    Ok(PathBuf::from(String::from_utf8_lossy(&ran.stdout).trim()))
}

/// Wraps a core module, with the contract that the kit left in it, into a component.
fn componentize(module: &[u8]) -> Result<Vec<u8>, String> {
    let encoder = ComponentEncoder::default().validate(true).module(module);
    encoder.and_then(|mut encoder| encoder.encode()).map_err(|error| format!("{error:#}"))
}

fn no_cargo(problem: &str, context: &Context) -> Failure {
    Failure::Tool(context.pick(
        format!("Cargo ne se lance pas ({problem}) : installez Rust depuis https://rustup.rs, puis recommencez."),
        format!("Cargo does not start ({problem}): install Rust from https://rustup.rs, then try again."),
    ))
}

fn no_target(context: &Context) -> Failure {
    Failure::Tool(context.pick(
        format!(
            "Rust ne sait pas encore construire pour WebAssembly : `rustup target add {TARGET}`, puis recommencez."
        ),
        format!("Rust cannot build for WebAssembly yet: `rustup target add {TARGET}`, then try again."),
    ))
}

fn no_module(folder: &Path, context: &Context) -> Failure {
    let file = folder.join("Cargo.toml");
    let file = file.display();
    Failure::Tool(context.pick(
        format!("{file} : Cargo n'a pas fait de module WebAssembly. Il faut `crate-type = [\"cdylib\", \"rlib\"]` sous [lib]."),
        format!("{file}: Cargo made no WebAssembly module. It needs `crate-type = [\"cdylib\", \"rlib\"]` under [lib]."),
    ))
}

fn no_policy(problem: &str, context: &Context) -> Failure {
    Failure::Tool(context.pick(
        format!("Ce qui a été compilé n'est pas une règle : il manque `export!(Program);`, ou le module demande autre chose que le contrat ({problem})."),
        format!("What was compiled is no policy: `export!(Program);` is missing, or the module asks for other things than the contract ({problem})."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_the_last_that_cargo_tells() {
        let messages = r#"{"reason":"compiler-artifact","filenames":["/t/libserde.rlib"]}
{"reason":"compiler-artifact","filenames":["/t/other.wasm"]}
not json
{"reason":"compiler-artifact","filenames":["/t/libp.rlib","/t/p.wasm"]}
{"reason":"build-finished","success":true}"#;
        assert_eq!(module(messages), Some(PathBuf::from("/t/p.wasm")));
        assert_eq!(module(r#"{"reason":"build-finished","success":true}"#), None);
    }

    #[test]
    fn what_is_no_module_of_the_contract_is_refused() {
        assert!(componentize(b"not wasm").is_err());
    }
}
