//! zbar, a reader of barcodes: what it reads from the picture of a receipt, a scanner reads too.

use std::path::Path;
use std::process::Command;

use super::emupos::Paper;
use crate::failure::Failure;
use crate::files;
use crate::packages;
use crate::process;

/// Reads all symbols of each picture, one `KIND:content` a line; the pictures are left beside `file`.
pub(super) fn read(papers: &[Paper], file: &Path) -> Result<Vec<String>, Failure> {
    packages::ensure(packages::JUDGES)?;
    let mut all = Vec::new();
    for (place, paper) in papers.iter().enumerate() {
        let file = file.with_extension(format!("{place}.png"));
        files::write(&file, &paper.image)?;
        all.push(symbols(&file)?);
    }
    Ok(all)
}

/// Reads the symbols of a picture. zbar's status 4 says that there is none, which is an answer.
pub(super) fn symbols(file: &Path) -> Result<String, Failure> {
    let mut command = Command::new("zbarimg");
    let output = process::output(command.args(["--quiet", "--nodbus"]).arg(file))?;
    match output.status.code() {
        Some(0 | 4) => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        _ => Err(Failure::at(file, String::from_utf8_lossy(&output.stderr).trim())),
    }
}
