//! A package as one file, `ID-VERSION.comptoir`: a ZIP archive.
//!
//! Packing the same files twice gives the same bytes. Reading believes nothing: whatever is not plainly
//! the list of files of a package is refused before any of it is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write as _};
use std::path::Path;

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::{LARGEST, MOST_CASE_FILES, PackageError, belongs, io_error};

/// How the name of a package's file ends.
pub const EXTENSION: &str = "comptoir";

/// The most files: cases, and room for all the others that can be.
const MOST_FILES: usize = MOST_CASE_FILES + 16;
/// The most bytes of the archive: headers and names come on top of the content.
const LARGEST_FILE: u64 = LARGEST + 256 * 1024;
/// The type of a file among the bits of its mode, and that of a plain file.
const TYPE: u32 = 0o170_000;
const PLAIN: u32 = 0o100_000;
/// Bytes of the record that ends an archive without a comment.
const END: usize = 22;

type Archive = ZipArchive<Cursor<Vec<u8>>>;
type Unpacked<T> = Result<T, ArchiveProblem>;
/// Files by their paths in the package.
type Files = BTreeMap<String, Vec<u8>>;

/// What is wrong with an archive, and in which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveProblem {
    /// Not a ZIP archive, or a damaged one: as its reader says it.
    Unreadable(String),
    /// Bytes that belong to no file: before, between or behind them.
    Hidden,
    /// More entries than a package can have.
    TooManyFiles(usize),
    /// All content together is larger than [`LARGEST`].
    TooLarge,
    /// A name that leads out of the package, or that cannot be shown as it is.
    Outside(String),
    /// A link, a folder or a device.
    NotAFile(String),
    /// A file that no package has.
    Stranger(String),
    /// Two entries of one name.
    Twice,
    /// An encrypted entry.
    Encrypted(String),
    /// The content is not as long as the archive says.
    Length(String),
}

/// Packs files, in the order of their paths.
pub(super) fn pack<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let files: BTreeMap<&str, &[u8]> = files.collect();
    packed(&files).expect("a megabyte of distinct files fits an archive in memory")
}

fn packed(files: &BTreeMap<&str, &[u8]>) -> ZipResult<Vec<u8>> {
    // Neither the clock nor the system leaves a trace.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Reads an archive: its own bytes, and the files by their paths.
pub(super) fn load(path: &Path) -> Result<(Vec<u8>, Files), PackageError> {
    let file = fs::File::open(path).map_err(|error| io_error(path, error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| io_error(path, error))?;
    let files = unpack(bytes.clone()).map_err(|problem| PackageError::Archive { path: path.to_owned(), problem })?;
    Ok((bytes, files))
}

pub(super) fn unpack(bytes: Vec<u8>) -> Unpacked<Files> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ArchiveProblem::TooLarge);
    }
    let length = bytes.len();
    let end = bytes.get(length.saturating_sub(END)..).unwrap_or_default().to_vec();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if zip.has_duplicate_names() {
        return Err(ArchiveProblem::Twice);
    }
    if zip.len() > MOST_FILES {
        return Err(ArchiveProblem::TooManyFiles(zip.len()));
    }
    let names = (0..zip.len()).map(|index| name(&zip, index)).collect::<Unpacked<Vec<String>>>()?;
    // What each header says twice, it says alike; no two entries share a byte.
    zip.validate_header_consistency().map_err(|error| unreadable(&error))?;
    let (files, used) = contents(&mut zip, names)?;
    let whole = zip.offset() == 0 && used == zip.central_directory_start() && ends_there(&end, length);
    if whole { Ok(files) } else { Err(ArchiveProblem::Hidden) }
}

fn unreadable(error: &ZipError) -> ArchiveProblem {
    ArchiveProblem::Unreadable(error.to_string())
}

/// Checks what the directory says of an entry, and gives its name.
fn name(zip: &Archive, index: usize) -> Unpacked<String> {
    let entry = zip.by_index_data(index).map_err(|error| unreadable(&error))?;
    let name = entry.name().map_err(|error| unreadable(&error))?.into_owned();
    let leads_out = name.starts_with('/') || name.contains(['\\', ':']) || name.split('/').any(|part| part == "..");
    let kind = entry.unix_mode().map_or(PLAIN, |mode| mode & TYPE);
    if leads_out || name.chars().any(char::is_control) {
        Err(ArchiveProblem::Outside(name))
    } else if entry.is_dir() || entry.is_symlink() || !(kind == PLAIN || kind == 0) {
        Err(ArchiveProblem::NotAFile(name))
    } else if entry.encrypted() {
        Err(ArchiveProblem::Encrypted(name))
    } else if !belongs(&name) {
        Err(ArchiveProblem::Stranger(name))
    } else {
        Ok(name)
    }
}

/// Unpacks every entry, and counts the bytes of the archive that they take.
fn contents(zip: &mut Archive, names: Vec<String>) -> Unpacked<(Files, u64)> {
    let (mut files, mut left, mut used) = (BTreeMap::new(), LARGEST, 0);
    for (index, name) in names.into_iter().enumerate() {
        let mut entry = zip.by_index(index).map_err(|error| unreadable(&error))?;
        let declared = entry.size();
        let start = entry.data_start().ok_or(ArchiveProblem::Hidden)?;
        used += start.saturating_sub(entry.header_start()).saturating_add(entry.compressed_size());
        let mut bytes = Vec::new();
        // However much a few bytes unfold to, no more than what is left is ever taken.
        let read = entry.by_ref().take(left + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        left = left.checked_sub(size.max(declared)).ok_or(ArchiveProblem::TooLarge)?;
        if size != declared {
            return Err(ArchiveProblem::Length(name));
        }
        read.map_err(|error| ArchiveProblem::Unreadable(format!("{name}: {error}")))?;
        if files.insert(name, bytes).is_some() {
            return Err(ArchiveProblem::Twice);
        }
    }
    Ok((files, used))
}

/// The directory ends where the last record begins, and that record is the last of the file.
fn ends_there(end: &[u8], length: usize) -> bool {
    let number =
        |at: usize| end.get(at..at + 4).map(|four| four.iter().rev().fold(0, |sum, b| sum * 256 + u64::from(*b)));
    let (Some(size), Some(start)) = (number(12), number(16)) else { return false };
    end.starts_with(b"PK\x05\x06") && size + start + END as u64 == length as u64
}

#[cfg(test)]
mod tests;
