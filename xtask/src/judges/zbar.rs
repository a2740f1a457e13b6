//! zbar, a reader of barcodes: what it reads from the picture of a receipt, a scanner reads too.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::files;
use crate::packages;
use crate::process;

/// Reads all symbols of a picture, one `KIND:content` a line.
pub(super) fn read(image: &[u8], file: &Path) -> Result<String, Failure> {
    packages::ensure(packages::JUDGES)?;
    files::write(file, image)?;
    process::text(Command::new("zbarimg").args(["--quiet", "--nodbus"]).arg(file))
}
