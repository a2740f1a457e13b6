//! One program per shop's folder: a lock that the system frees when the program ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::StoreError;

/// Held as long as the shop is open.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks the file, and writes into it which process has it.
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let unusable = |error: std::io::Error| StoreError::Unusable { path: path.into(), detail: error.to_string() };
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { pid: read_pid(&mut file) }),
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        write_pid(&mut file).map_err(unusable)?;
        Ok(Self { _file: file })
    }
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// Best effort: where locks are mandatory the file cannot be read.
fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_taker_is_told_who_has_it_and_may_take_it_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = Lock::take(&path).unwrap();
        let refused = Lock::take(&path).unwrap_err();
        assert_eq!(refused, StoreError::Locked { pid: Some(std::process::id()) });
        drop(first);
        Lock::take(&path).unwrap();
    }
}
