//! Compiled components on disk: compiled once, checked before they are believed.
//!
//! A compiled component is native code, and loading a forged one would run it. So the digest of each
//! compiled file is kept where the caller says, outside the cache's folder, and a file that does not
//! match it is compiled again.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::engine::LoadError;
use crate::package::hex;

/// Remembers the digests of compiled files.
pub trait CompiledDigests: Send + Sync {
    /// Gives the digest of a file, if one was kept.
    fn get(&self, name: &str) -> Option<String>;
    /// Keeps the digest of a file.
    fn set(&self, name: &str, digest: &str);
}

/// Remembers digests for as long as the program runs.
#[derive(Debug, Default)]
pub struct DigestsInMemory(Mutex<BTreeMap<String, String>>);

impl CompiledDigests for DigestsInMemory {
    fn get(&self, name: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn set(&self, name: &str, digest: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), digest.to_owned());
    }
}

/// Remembers digests in a text file, one `name digest` a line, which only its owner can write.
///
/// It belongs outside the cache's folder, where the shop's own data is.
#[derive(Debug)]
pub struct DigestsInFile {
    path: PathBuf,
    lock: Mutex<()>,
}

impl DigestsInFile {
    /// Uses a file, which need not exist yet.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path, lock: Mutex::new(()) }
    }

    fn read(&self) -> BTreeMap<String, String> {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        lines.map(|(name, digest)| (name.to_owned(), digest.to_owned())).collect()
    }
}

impl CompiledDigests for DigestsInFile {
    fn get(&self, name: &str) -> Option<String> {
        let _held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.read().remove(name)
    }

    fn set(&self, name: &str, digest: &str) {
        let _held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let mut digests = self.read();
        digests.insert(name.to_owned(), digest.to_owned());
        let text: String = digests.iter().map(|(name, digest)| format!("{name} {digest}\n")).collect();
        // A digest that could not be kept only means that the component is compiled again.
        let _ = put(&self.path, text.as_bytes());
    }
}

/// Takes a component compiled from the cache, or compiles it and puts it there.
pub(super) fn load(
    engine: &Engine,
    component: &[u8],
    cache: &Path,
    digests: &dyn CompiledDigests,
) -> Result<Component, LoadError> {
    let name = name(engine, component);
    let path = cache.join(&name);
    if let Some(ready) = believed(engine, &path, digests.get(&name).as_deref()) {
        return Ok(ready);
    }
    let compiled = Component::new(engine, component).map_err(|error| refused(&error))?;
    // A cache that cannot be written costs time at the next start, nothing else.
    if let Ok(bytes) = compiled.serialize()
        && put(&path, &bytes).is_ok()
    {
        digests.set(&name, &digest(&bytes));
    }
    Ok(compiled)
}

/// Names a compiled file by what it was made of and by what made it: the component, the version and
/// settings of wasmtime, and the processor.
fn name(engine: &Engine, component: &[u8]) -> String {
    let mut made_by = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut made_by);
    format!("{}-{:016x}.cwasm", digest(component), made_by.finish())
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Loads a compiled file if it is the one whose digest was kept.
#[allow(unsafe_code, reason = "wasmtime has no checked way to load what it compiled")]
fn believed(engine: &Engine, path: &Path, kept: Option<&str>) -> Option<Component> {
    let kept = kept?;
    let bytes = fs::read(path).ok()?;
    if digest(&bytes) != kept {
        return None;
    }
    // SAFETY: `deserialize` needs bytes that `serialize` made. `load` alone keeps digests, of bytes
    // just serialized; these bytes have that digest, and they are the ones in memory, so nobody can
    // change them after the comparison. Another version or configuration of wasmtime is refused by
    // the header that it writes, and the file's name differs already.
    unsafe { Component::deserialize(engine, &bytes) }.ok()
}

fn refused(error: &wasmtime::Error) -> LoadError {
    let text = format!("{error:#}");
    if text.contains("floating-point") { LoadError::Floats(text) } else { LoadError::NotAComponent(text) }
}

/// Writes a file whole or not at all, for its owner only.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    private_folder(folder)?;
    let work = path.with_extension(format!("new-{}", std::process::id()));
    fs::write(&work, bytes)?;
    fs::rename(&work, path)
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
