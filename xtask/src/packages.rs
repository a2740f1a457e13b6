//! The Debian packages that the tasks need, each with its reason, and how they are installed.
//!
//! This is the one list. A C compiler and linker is not in it: without one Cargo could not have
//! built this program, so `.ci/run` and the README name it instead.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Done, Failure};
use crate::process;
use crate::say;

/// One Debian package.
#[derive(Debug, PartialEq)]
pub(crate) struct Package {
    /// The name that apt knows.
    pub(crate) name: &'static str,
    /// Why it is needed, in French.
    why: &'static str,
    /// How its presence is seen.
    sign: Sign,
}

/// What shows that a package is there, whatever put it there.
#[derive(Debug, PartialEq)]
enum Sign {
    /// A program in `PATH`.
    Program(&'static str),
    /// A file.
    File(&'static str),
    /// A library of the system, wherever it keeps them.
    Library(&'static str),
}

/// What building the till and its tests takes.
pub(crate) const BUILD: &[Package] = &[
    Package {
        name: "libc6-dev",
        why: "les en-têtes C avec lesquels SQLite est compilé",
        sign: Sign::File("/usr/include/stdio.h"),
    },
    Package {
        name: "ca-certificates",
        why: "les certificats avec lesquels Cargo joint crates.io",
        sign: Sign::File("/etc/ssl/certs/ca-certificates.crt"),
    },
    Package {
        name: "pkg-config",
        why: "ce qui dit à Cargo où sont les bibliothèques du système",
        sign: Sign::Program("pkg-config"),
    },
    Package {
        name: "libfontconfig-dev",
        why: "les polices du système, pour la fenêtre de la caisse",
        sign: Sign::File("/usr/include/fontconfig/fontconfig.h"),
    },
];

/// A Rust toolchain that has the source of its standard library, so that it can build for WASM
/// where the ready-made library cannot be downloaded.
pub(crate) const WASM: &[Package] = &[
    Package {
        name: "rustc-web",
        why: "un compilateur Rust dont la bibliothèque standard se compile pour WASM",
        sign: Sign::File("/usr/bin/rustc"),
    },
    Package { name: "cargo-web", why: "le Cargo qui va avec ce compilateur", sign: Sign::File("/usr/bin/cargo") },
    Package {
        name: "rust-web-src",
        why: "la source de la bibliothèque standard de Rust",
        sign: Sign::File("/usr/lib/rustlib/src/rust/library/std/Cargo.toml"),
    },
];

/// Judges of what our devices send.
pub(crate) const JUDGES: &[Package] = &[
    Package {
        name: "zbar-tools",
        why: "un lecteur indépendant des codes-barres que nous imprimons",
        sign: Sign::Program("zbarimg"),
    },
    Package {
        name: "poppler-utils",
        why: "un lecteur indépendant des PDF que nous écrivons",
        sign: Sign::Program("pdftotext"),
    },
];

/// A screen without a monitor, hands and eyes for the window, and the libraries that it asks the system for.
pub(crate) const WINDOW: &[Package] = &[
    Package { name: "xvfb", why: "un écran sans moniteur, où la fenêtre s'ouvre", sign: Sign::Program("Xvfb") },
    Package { name: "openbox", why: "un gestionnaire de fenêtres, comme en magasin", sign: Sign::Program("openbox") },
    Package { name: "xdotool", why: "un clavier et une souris simulés", sign: Sign::Program("xdotool") },
    Package { name: "x11-xkb-utils", why: "le clavier français", sign: Sign::Program("setxkbmap") },
    Package { name: "netpbm", why: "les images de l'écran", sign: Sign::Program("pnmtopng") },
    Package { name: "libxtst6", why: "la douchette simulée qui tape", sign: Sign::Library("libXtst.so.6") },
    Package { name: "libxcursor1", why: "le pointeur de la fenêtre", sign: Sign::Library("libXcursor.so.1") },
    Package { name: "libxi6", why: "la souris de la fenêtre", sign: Sign::Library("libXi.so.6") },
    Package { name: "libx11-xcb1", why: "la fenêtre elle-même", sign: Sign::Library("libX11-xcb.so.1") },
    Package {
        name: "libxkbcommon-x11-0",
        why: "le clavier de la fenêtre",
        sign: Sign::Library("libxkbcommon-x11.so.0"),
    },
];

impl Package {
    fn is_there(&self) -> bool {
        match self.sign {
            Sign::Program(name) => process::find(name).is_some(),
            Sign::File(path) => Path::new(path).exists(),
            Sign::Library(name) => library_folders().iter().any(|folder| folder.join(name).exists()),
        }
    }
}

/// Where Debian keeps libraries: in a folder named after the machine, or in that of all.
fn library_folders() -> [PathBuf; 2] {
    let all = Path::new("/usr/lib");
    [all.join(format!("{}-linux-gnu", std::env::consts::ARCH)), all.to_owned()]
}

/// Installs those of `wanted` that are missing; says which and why before it does.
pub(crate) fn ensure(wanted: &[Package]) -> Done {
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    for package in &missing {
        say::note(format!("il manque {} : {}", package.name, package.why));
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    install(&names).map_err(|failure| failure.hint(by_hand(&names)))?;
    match self::missing(wanted).first() {
        None => Ok(()),
        Some(package) => Err(Failure::new(format!("{} manque toujours", package.name)).hint(by_hand(&names))),
    }
}

fn missing(wanted: &[Package]) -> Vec<&Package> {
    wanted.iter().filter(|package| !package.is_there()).collect()
}

fn by_hand(names: &[&str]) -> String {
    format!(
        "installez vous-même (please install): sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        names.join(" ")
    )
}

fn install(names: &[&str]) -> Done {
    if process::find("apt-get").is_none() {
        return Err(Failure::new("paquets manquants, et `apt-get` n'existe pas ici"));
    }
    let right = Right::of_user();
    // Lists may be old enough to name a version that is gone; a refusal is not yet the end.
    if process::run(&mut apt(right, &["update", "-qq"])).is_err() {
        say::note("`apt-get update` a échoué ; on essaie avec les listes présentes");
    }
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(names);
    process::run(&mut apt(right, &words))
}

/// How this user may install.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Right {
    Root,
    /// `sudo` may ask for the password.
    Ask,
    /// `sudo` must not ask: nobody is there to answer.
    Quiet,
}

impl Right {
    fn of_user() -> Self {
        let user = process::text(Command::new("id").arg("-u"));
        match user.as_deref() {
            Ok("0") => Self::Root,
            _ if std::io::stdin().is_terminal() => Self::Ask,
            _ => Self::Quiet,
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Root => &[],
            Self::Ask => &["sudo"],
            Self::Quiet => &["sudo", "-n"],
        }
    }
}

/// Makes an apt command that never asks a question and waits for another apt to finish.
fn apt(right: Right, words: &[&str]) -> Command {
    let fixed = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"];
    let mut all = right.words().iter().chain(&fixed).chain(words);
    let mut command = Command::new(all.next().expect("`fixed` is never empty"));
    command.args(all).stdout(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Package = Package { name: "dash", why: "", sign: Sign::Program("sh") };
    const GONE: Package = Package { name: "gone", why: "", sign: Sign::File("/no/such/file") };
    const ABSENT: Package = Package { name: "absent", why: "", sign: Sign::Program("no-such-program-here") };

    #[test]
    fn only_missing_packages_are_asked_for() {
        let wanted = [HERE, GONE, ABSENT];
        let names: Vec<_> = missing(&wanted).iter().map(|package| package.name).collect();
        assert_eq!(names, ["gone", "absent"]);
        assert!(ensure(&[HERE]).is_ok(), "nothing to do, nothing run");
    }

    #[test]
    fn sudo_is_used_only_by_those_who_need_it() {
        let table = [
            (Right::Root, "env DEBIAN_FRONTEND=noninteractive apt-get"),
            (Right::Ask, "sudo env DEBIAN_FRONTEND=noninteractive apt-get"),
            (Right::Quiet, "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"),
        ];
        for (right, start) in table {
            let line = process::line_of(&apt(right, &["install", "x"]));
            assert!(line.starts_with(start) && line.ends_with("install x"), "{line}");
        }
    }

    #[test]
    fn the_command_to_type_names_every_package() {
        assert!(by_hand(&["a", "b"]).ends_with("sudo apt-get install -y --no-install-recommends a b"));
    }

    #[test]
    fn every_package_has_a_reason() {
        for package in BUILD.iter().chain(WASM).chain(JUDGES).chain(WINDOW) {
            assert!(!package.why.is_empty(), "{}", package.name);
        }
    }
}
