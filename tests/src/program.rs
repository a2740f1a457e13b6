//! Where the program under test and its policies are: `cargo xtask test` tells, or they lie where
//! cargo and `cargo xtask plugins` put them, beside this test.

use std::path::{Path, PathBuf};

/// Gives the program under test.
///
/// # Panics
///
/// When there is none: a test must not pass for want of what it tests.
#[must_use]
pub fn comptoir() -> PathBuf {
    let file = format!("comptoir{}", std::env::consts::EXE_SUFFIX);
    let places = [deps().join("..").join(file)];
    told("COMPTOIR_BIN", &places, Path::is_file).unwrap_or_else(|looked| {
        panic!("no program to test ({looked}): run `cargo xtask test`, or `cargo build -p comptoir` first")
    })
}

/// Gives the folder of bundled policies.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn policies() -> PathBuf {
    let places = [deps().join("../policies"), deps().join("../../policies")];
    let has_policies = |folder: &Path| folder.join("loyalty-spend/manifest.toml").is_file();
    told("COMPTOIR_POLICIES", &places, has_policies).unwrap_or_else(|looked| {
        panic!("no policies to test with ({looked}): run `cargo xtask test`, or `cargo xtask plugins` first")
    })
}

/// Gives the folder for what tests write, beside the program under test.
pub(crate) fn scratch() -> PathBuf {
    let folder = deps().join("../tmp");
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

/// The folder of the running test's program: `<target>/debug/deps`.
fn deps() -> PathBuf {
    let exe = std::env::current_exe().expect("a test knows its own program");
    exe.parent().expect("a program lies in a folder").to_owned()
}

/// What a variable names, and nothing else when it is set; else the first place that is right.
fn told(variable: &str, places: &[PathBuf], right: impl Fn(&Path) -> bool) -> Result<PathBuf, String> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let looked: Vec<PathBuf> = named.map_or_else(|| places.to_vec(), |path| vec![path]);
    let found = looked.iter().find(|place| right(place)).and_then(|place| place.canonicalize().ok());
    found.ok_or_else(|| {
        let looked: Vec<String> = looked.iter().map(|place| place.display().to_string()).collect();
        format!("{variable}, looked at {}", looked.join(" and "))
    })
}
