//! The fiscal perimeter's files are those whose fingerprint was accepted.
//!
//! After a change was judged, `UPDATE_FINGERPRINT=1 cargo test -p comptoir-journal --test perimeter` accepts it.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

const ACCEPT: &str = "UPDATE_FINGERPRINT=1 cargo test -p comptoir-journal --test perimeter";

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn workspace() -> PathBuf {
    crate_folder().ancestors().nth(2).expect("the crate is two folders below the workspace").to_owned()
}

/// Collects the files below a folder whose name ends as asked, going down only when told to.
fn collect(folder: &Path, ending: &str, deep: bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() && deep {
            collect(&path, ending, deep, files);
        } else if path.is_file() && path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
}

/// Finds the files that one line of `perimeter.toml` names; a file named alone must be there.
fn find(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if let Some(folder) = pattern.strip_suffix("/**") {
        collect(&root.join(folder), "", true, &mut files);
    } else if let Some((folder, ending)) = pattern.split_once("/*") {
        collect(&root.join(folder), ending, false, &mut files);
    } else {
        let path = root.join(pattern);
        assert!(path.is_file(), "{pattern} is in the fiscal perimeter and is not there");
        files.push(path);
    }
    files
}

/// Hashes names and contents, in the order of the names, whatever the system's line ends and separators.
fn fingerprint(root: &Path, patterns: &[&str]) -> String {
    let mut contents = BTreeMap::new();
    for path in patterns.iter().flat_map(|pattern| find(root, pattern)) {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let content: Vec<u8> = fs::read(&path).unwrap().into_iter().filter(|byte| *byte != b'\r').collect();
        contents.insert(name, content);
    }
    let mut hash = Sha256::new();
    for (name, content) in &contents {
        for part in [name.as_bytes(), content] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    let digits: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

fn patterns(perimeter: &toml::Table) -> Vec<&str> {
    perimeter["files"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
}

#[test]
fn the_perimeter_is_as_it_was_accepted() {
    let path = crate_folder().join("perimeter.toml");
    let text = fs::read_to_string(&path).unwrap();
    let perimeter: toml::Table = text.parse().unwrap();
    let version = perimeter["version"].as_str().unwrap();
    let accepted = perimeter["fingerprint"].as_str().unwrap();
    let found = fingerprint(&workspace(), &patterns(&perimeter));
    assert_eq!(version, comptoir_journal::FISCAL_VERSION, "perimeter.toml and src/perimeter.rs name one version");
    if std::env::var_os("UPDATE_FINGERPRINT").is_some() {
        fs::write(&path, text.replace(&format!("\"{accepted}\""), &format!("\"{found}\""))).unwrap();
        return;
    }
    assert!(
        accepted == found,
        "files of the fiscal perimeter changed since fiscal version {version} was accepted.\n\
         Judge the change: does it bear on inalterability, security, conservation or archiving of the records?\n\
         - If it does, it is a major change: raise the version in host/journal/perimeter.toml and FISCAL_VERSION in \
         host/journal/src/perimeter.rs; shops need a new attestation.\n\
         - Then, in both cases, accept the files: {ACCEPT}\n\
         accepted {accepted}\n   found {found}"
    );
    assert_eq!(comptoir_journal::fingerprint(), accepted, "the software shows the accepted fingerprint");
}

#[test]
fn any_change_of_a_file_changes_the_fingerprint() {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let now = || fingerprint(root.path(), &["src/**", "schema/*.sql", "one.rs"]);
    write("src/a.rs", "a\n");
    write("src/deep/b.rs", "b\n");
    write("one.rs", "one\n");
    let mut seen = vec![now()];
    for (name, content) in [
        ("src/a.rs", "A\n"),
        ("src/deep/b.rs", ""),
        ("src/new.rs", ""),
        ("one.rs", "two\n"),
        ("schema/0001.sql", "CREATE"),
    ] {
        write(name, content);
        assert!(!seen.contains(&now()), "{name} is not seen");
        seen.push(now());
    }
    write("schema/notes.txt", "outside");
    write("one.rs", "two\r\n");
    assert_eq!(Some(&now()), seen.last(), "only line ends and files outside changed");
}
