//! Finds a Rust toolchain that can build for `wasm32-unknown-unknown`, or makes one.
//!
//! A new machine has none. The ways are tried in order, from what is there already to what costs
//! the most, and the reader need not know which one it was.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::Failure;
use crate::packages;
use crate::process;
use crate::say;

/// The target of every guest: it has no system interface at all, so a policy cannot reach one.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Long enough for a slow line, short enough for a line that swallows everything.
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(120);

/// Debian's compiler and Cargo, by their paths: rustup's shims of the same name come first in
/// `PATH`.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// What the host's toolchain and its `cargo run` leave in the environment and must not reach a
/// guest's build: compilers, wrappers, flags and folders meant for the host.
const HOST_ONLY: [&str; 13] = [
    "CARGO",
    "CARGO_BUILD_",
    "CARGO_ENCODED_",
    "CARGO_INCREMENTAL",
    "CARGO_MAKEFLAGS",
    "CARGO_PROFILE_",
    "CARGO_TARGET_",
    "CARGO_UNSTABLE_",
    "LD_LIBRARY_PATH",
    "MAKEFLAGS",
    "RUSTC",
    "RUSTDOC",
    "RUSTFLAGS",
];

/// One way to a toolchain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    /// The target's standard library is installed.
    Target,
    /// rustup downloads it.
    Rustup,
    /// Debian's own toolchain builds it from source.
    Debian,
}

impl Way {
    /// In the order in which they are tried.
    pub(crate) const ALL: [Self; 3] = [Self::Target, Self::Rustup, Self::Debian];

    /// Reads the name that the command line uses.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.to_string() == name)
    }

    fn try_out(self) -> Result<Toolchain, Failure> {
        match self {
            Self::Target => installed_target(),
            Self::Rustup => rustup_target(),
            Self::Debian => debian(),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Target => "target",
            Self::Rustup => "rustup",
            Self::Debian => "debian",
        })
    }
}

/// A toolchain that can build guests.
#[derive(Debug, PartialEq)]
pub(crate) enum Toolchain {
    /// The host's toolchain with the target's standard library.
    Host,
    /// Debian's toolchain, which builds the standard library first.
    Debian {
        /// The linker for WASM, which Debian's package does not bring.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Makes a Cargo command for guests, free of what is meant for the host.
    ///
    /// The caller adds the subcommand's arguments; this adds target and standard library.
    pub(crate) fn cargo_build(&self) -> Command {
        let mut command = match self {
            Self::Host => native_cargo(),
            Self::Debian { .. } => free_of_host(DEBIAN_CARGO.as_ref()),
        };
        command.args(["build", "--release", "--target", TARGET]);
        if let Self::Debian { linker } = self {
            command
                .env_remove("RUSTUP_TOOLCHAIN")
                .env("RUSTC", DEBIAN_RUSTC)
                // Building the standard library is an unstable option of Cargo.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .arg("-Zbuild-std=std,panic_abort");
        }
        command
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => write!(out, "cible {TARGET} de la chaîne Rust présente"),
            Self::Debian { .. } => out.write_str("chaîne Rust de Debian (rustc-web)"),
        }
    }
}

/// Makes a command of the host's Cargo for guests on this machine: their tests and their warnings.
pub(crate) fn native_cargo() -> Command {
    free_of_host(&process::cargo_program())
}

fn free_of_host(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if is_host_only(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

fn is_host_only(name: &str) -> bool {
    HOST_ONLY.iter().any(|word| if word.ends_with('_') { name.starts_with(word) } else { name == *word })
        || name.starts_with("RUSTC_")
        || name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
}

/// Tries the ways in their order and takes the first that works.
pub(crate) fn choose(ways: &[Way]) -> Result<Toolchain, Failure> {
    first_that_works(ways, Way::try_out)
}

fn first_that_works(
    ways: &[Way],
    mut try_out: impl FnMut(Way) -> Result<Toolchain, Failure>,
) -> Result<Toolchain, Failure> {
    let mut reasons = String::new();
    for way in ways {
        match try_out(*way) {
            Ok(toolchain) => return Ok(toolchain),
            Err(failure) => reasons.push_str(&format!("\n  {way} : {failure}")),
        }
    }
    Err(Failure::new(format!(
        "aucune chaîne Rust ne sait construire pour {TARGET} (no Rust toolchain can build for WASM){reasons}"
    ))
    .hint(format!(
        "avec rustup : `rustup target add {TARGET}` ; sous Debian : `sudo apt-get install --no-install-recommends rustc-web cargo-web rust-web-src`"
    )))
}

/// Way 1: the host's compiler knows where the library should be; is it there?
fn installed_target() -> Result<Toolchain, Failure> {
    let folder = process::text(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(&folder).is_dir() { Ok(Toolchain::Host) } else { Err(Failure::new(format!("{folder} n'existe pas"))) }
}

/// Way 2: rustup downloads the library for the toolchain in use.
fn rustup_target() -> Result<Toolchain, Failure> {
    if process::find("rustup").is_none() {
        return Err(Failure::new("`rustup` n'est pas installé"));
    }
    say::note(format!("rustup target add {TARGET}"));
    process::run_within(Command::new("rustup").args(["target", "add", TARGET]), DOWNLOAD_LIMIT)?;
    installed_target()
}

/// Way 3: Debian's toolchain, installed if need be, with a linker from the host's toolchain.
fn debian() -> Result<Toolchain, Failure> {
    let linker = wasm_linker()?;
    packages::ensure(packages::WASM)?;
    Ok(Toolchain::Debian { linker })
}

/// Finds the linker that every rustup toolchain carries, or one in `PATH`.
fn wasm_linker() -> Result<PathBuf, Failure> {
    let sysroot = process::text(Command::new("rustc").args(["--print", "sysroot"]))?;
    let rustlib = Path::new(&sysroot).join("lib/rustlib");
    let carried =
        crate::files::list(&rustlib)?.into_iter().map(|host| host.join("bin/rust-lld")).find(|path| path.is_file());
    carried.or_else(|| process::find("wasm-ld")).ok_or_else(|| {
        Failure::new(format!("ni rust-lld sous {} ni wasm-ld", rustlib.display())).hint("sudo apt-get install lld")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets only `works` succeed and records which ways were tried.
    fn tried(works: Option<Way>) -> (Result<Toolchain, Failure>, Vec<Way>) {
        let mut tried = Vec::new();
        let result = first_that_works(&Way::ALL, |way| {
            tried.push(way);
            if Some(way) == works { Ok(Toolchain::Host) } else { Err(Failure::new("non")) }
        });
        (result, tried)
    }

    #[test]
    fn ways_are_tried_in_order_until_one_works() {
        for (index, way) in Way::ALL.into_iter().enumerate() {
            let (result, ways) = tried(Some(way));
            assert_eq!(result.unwrap(), Toolchain::Host);
            assert_eq!(ways, Way::ALL[..=index]);
        }
    }

    #[test]
    fn when_none_works_every_reason_and_the_remedy_are_told() {
        let said = tried(None).0.unwrap_err().to_string();
        for word in ["target : ✗ non", "rustup : ✗ non", "debian : ✗ non", "rustup target add", "rustc-web"] {
            assert!(said.contains(word), "{word} in {said}");
        }
    }

    #[test]
    fn a_guest_build_inherits_neither_compiler_nor_flags_of_the_host() {
        let table = [
            ("RUSTFLAGS", true),
            ("CARGO_ENCODED_RUSTFLAGS", true),
            ("RUSTC_WRAPPER", true),
            ("RUSTC_WORKSPACE_WRAPPER", true),
            ("CARGO_TARGET_DIR", true),
            ("CARGO_BUILD_RUSTFLAGS", true),
            ("CARGO_PROFILE_RELEASE_LTO", true),
            ("LD_LIBRARY_PATH", true),
            ("CARGO_HOME", false),
            ("CARGO_NET_OFFLINE", false),
            ("CARGO_HTTP_CAINFO", false),
            ("CARGO_REGISTRIES_X_INDEX", false),
            ("RUSTUP_HOME", false),
            ("PATH", false),
        ];
        for (name, dropped) in table {
            assert_eq!(is_host_only(name), dropped, "{name}");
        }
    }

    #[test]
    fn debian_is_called_by_path_and_builds_its_library() {
        let command = Toolchain::Debian { linker: "/l/rust-lld".into() }.cargo_build();
        let line = process::line_of(&command);
        assert_eq!(line, "/usr/bin/cargo build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort");
        let env: Vec<_> = command.get_envs().collect();
        assert!(env.contains(&("RUSTC".as_ref(), Some("/usr/bin/rustc".as_ref()))));
        assert!(env.contains(&("RUSTUP_TOOLCHAIN".as_ref(), None)));
    }

    #[test]
    fn names_of_ways_can_be_read_back() {
        for way in Way::ALL {
            assert_eq!(Way::from_name(&way.to_string()), Some(way));
        }
        assert_eq!(Way::from_name("magic"), None);
    }
}
