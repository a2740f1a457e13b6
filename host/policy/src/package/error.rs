//! Why something is not a package.

use std::io;
use std::path::PathBuf;

use super::ArchiveProblem;
use crate::catalog::CatalogError;
use crate::manifest::ManifestError;

/// Why a folder or a file is not a package.
#[derive(Debug)]
pub enum PackageError {
    /// A file or folder cannot be read or written.
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no archive of a package.
    Archive {
        /// Which one.
        path: PathBuf,
        /// What is wrong.
        problem: ArchiveProblem,
    },
    /// A file that every such package has is not there.
    Missing {
        /// Its path.
        path: PathBuf,
    },
    /// A file that no package has, or something that is no plain file.
    Stranger {
        /// Its path.
        path: PathBuf,
    },
    /// All files together are larger than [`LARGEST`].
    TooLarge {
        /// The folder or the archive.
        path: PathBuf,
    },
    /// More files of cases than [`MOST_CASE_FILES`].
    TooManyCases {
        /// The folder or the archive.
        path: PathBuf,
    },
    /// A text file is not UTF-8.
    NotText {
        /// Its path.
        path: PathBuf,
    },
    /// The manifest is refused.
    Manifest {
        /// Its path.
        path: PathBuf,
        /// Where and why.
        error: ManifestError,
    },
    /// A catalog is refused.
    Catalog {
        /// Its path.
        path: PathBuf,
        /// Where and why.
        error: CatalogError,
    },
}
