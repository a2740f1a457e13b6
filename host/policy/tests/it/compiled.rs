//! Compiled components are kept, checked, and never believed without their digest.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use comptoir_hostile::component::doing;
use comptoir_policy::{DigestsInFile, Host, Settings};

use crate::support;

fn host(place: &Path) -> Host {
    let digests = DigestsInFile::new(place.join("private/digests"));
    Host::new(place.join("cache")).with_digests(Arc::new(digests))
}

fn works(host: &Host) -> bool {
    let policy = host.load(&support::policy("wasm", &doing(""))).unwrap();
    policy.evaluate(&Settings::default(), &support::sale(), false).is_ok()
}

fn file(place: &Path) -> PathBuf {
    let files: Vec<PathBuf> = fs::read_dir(place.join("cache")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

fn written(path: &Path) -> SystemTime {
    path.metadata().unwrap().modified().unwrap()
}

#[test]
fn a_component_is_compiled_once_for_all_starts() {
    let place = tempfile::tempdir().unwrap();
    assert!(works(&host(place.path())));
    let first = written(&file(place.path()));
    assert!(works(&host(place.path())));
    assert_eq!(written(&file(place.path())), first, "the second start took it from the cache");
}

#[test]
fn a_forged_or_broken_file_is_compiled_again() {
    let place = tempfile::tempdir().unwrap();
    assert!(works(&host(place.path())));
    let path = file(place.path());
    let good = fs::read(&path).unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for forged in [flipped, good[..good.len() / 2].to_vec(), Vec::new()] {
        fs::write(&path, &forged).unwrap();
        assert!(works(&host(place.path())));
        assert_eq!(fs::read(&path).unwrap(), good, "healed");
    }
}

#[test]
fn a_file_without_a_kept_digest_is_not_believed() {
    let place = tempfile::tempdir().unwrap();
    assert!(works(&host(place.path())));
    let path = file(place.path());
    let good = fs::read(&path).unwrap();
    fs::write(&path, b"native code of a stranger").unwrap();
    let without = Host::new(place.path().join("cache"));
    assert!(works(&without), "digests in memory start empty");
    assert_eq!(fs::read(&path).unwrap(), good);
}

#[test]
fn a_cache_that_cannot_be_written_costs_only_time() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("cache"), "a file where the folder should be").unwrap();
    assert!(works(&host(place.path())));
}

#[cfg(unix)]
#[test]
fn the_cache_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    assert!(works(&host(place.path())));
    for folder in ["cache", "private"] {
        let mode = place.path().join(folder).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{folder}");
    }
}
