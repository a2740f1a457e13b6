//! Packages made for a test, and the bundled script joined with its twin as `cargo xtask plugins` does.

use std::fs;
use std::path::{Path, PathBuf};

use comptoir_policy::{Host, Package};
use tempfile::TempDir;

/// The root of the sources.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A host with a cache of its own.
pub(crate) fn host() -> (TempDir, Host) {
    let place = tempfile::tempdir().unwrap();
    let host = Host::new(place.path().join("compiled"));
    (place, host)
}

/// Writes a package into a folder and loads it.
pub(crate) fn package(files: &[(&str, &[u8])]) -> Package {
    let place = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    Package::load(place.path()).unwrap()
}

/// The script `scripts/<path>.rhai` with the manifest, cases and words of its twin.
pub(crate) fn script(path: &str) -> Package {
    let shelf = root().join("scripts").join(path);
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let own: toml::Table = read(&shelf.with_extension("toml")).parse().unwrap();
    let twin = shelf.with_file_name("").join(own["twin"].as_str().unwrap());
    let mut manifest: toml::Table = read(&twin.join("manifest.toml")).parse().unwrap();
    for (key, value) in own.into_iter().filter(|(key, _)| key != "twin") {
        match (manifest.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => under.extend(over),
            (_, value) => drop(manifest.insert(key, value)),
        }
    }
    let mut files = vec![
        ("manifest.toml".to_owned(), toml::to_string(&manifest).unwrap().into_bytes()),
        ("policy.rhai".to_owned(), fs::read(shelf.with_extension("rhai")).unwrap()),
    ];
    for part in ["cases", "locale"] {
        for entry in fs::read_dir(twin.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.push((format!("{part}/{name}"), fs::read(&path).unwrap()));
        }
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    package(&files)
}

/// The assembled packages, when the tests run by `cargo xtask test`.
pub(crate) fn assembled() -> Option<PathBuf> {
    std::env::var_os("COMPTOIR_POLICIES").map(PathBuf::from)
}
