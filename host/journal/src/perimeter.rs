//! The fiscal perimeter's version and fingerprint, as the software shows them to an inspector.
//!
//! `perimeter.toml` lists the files of the perimeter and holds the SHA-256 of their content that was last
//! accepted; a test fails when a file changed since. A change of what bears on the four demands of the law
//! (inalterability, security, conservation, archiving) is a new fiscal version and a new attestation.

/// The version of the fiscal perimeter, apart from the version of the software.
pub const FISCAL_VERSION: &str = "1.0";

/// The list of the perimeter's files, with the accepted fingerprint.
const PERIMETER: &str = include_str!("../perimeter.toml");

/// Gives the accepted fingerprint of the perimeter's files: `sha256:` and 64 hexadecimal digits.
#[must_use]
pub fn fingerprint() -> &'static str {
    let value = |line: &'static str| line.strip_prefix("fingerprint = \"")?.strip_suffix('"');
    PERIMETER.lines().find_map(value).expect("the perimeter's test checks the line")
}
