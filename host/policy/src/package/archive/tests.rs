//! Archives that mean harm, and what becomes of them.

use proptest::prelude::*;
use zip::unstable::write::FileOptionsExt as _;

use super::*;
use crate::keys::SigningKey;
use crate::package::{MANIFEST, Package, Signed};

const FILES: [(&str, &[u8]); 4] = [
    ("locale/en.ftl", b"hello = Hello\n"),
    ("locale/fr.ftl", b"hello = Bonjour\n"),
    (MANIFEST, b"x"),
    ("policy.rhai", b"fn evaluate(sale, settings) { effects() }"),
];

fn good() -> Vec<u8> {
    pack(FILES.into_iter())
}

fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default())
}

/// The good files, and what the test adds.
fn with(add: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in FILES {
        zip.start_file(path, plain()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    add(&mut zip);
    zip.finish().unwrap().into_inner()
}

fn one_more(name: &str, bytes: &[u8]) -> Vec<u8> {
    with(|zip| {
        zip.start_file(name, plain()).unwrap();
        zip.write_all(bytes).unwrap();
    })
}

/// Replaces a text by one as long, everywhere: in the local header and in the directory.
fn renamed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from.as_bytes())).collect();
    assert_eq!(places.len(), 2, "{from}");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

/// Where the directory's header of a file starts.
fn directory_header(bytes: &[u8], name: &str) -> usize {
    let headers = (0..bytes.len() - 46).filter(|&at| bytes[at..].starts_with(b"PK\x01\x02"));
    headers.into_iter().find(|&at| bytes[at + 46..].starts_with(name.as_bytes())).unwrap()
}

/// Where the local header of a file starts.
fn local_header(bytes: &[u8], name: &str) -> usize {
    let headers = (0..bytes.len() - 30).filter(|&at| bytes[at..].starts_with(b"PK\x03\x04"));
    headers.into_iter().find(|&at| bytes[at + 30..].starts_with(name.as_bytes())).unwrap()
}

/// Declares another unpacked size for the policy, in both headers.
fn declared(size: u32) -> Vec<u8> {
    let mut bytes = good();
    for at in [local_header(&bytes, "policy.rhai") + 22, directory_header(&bytes, "policy.rhai") + 24] {
        bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
    }
    bytes
}

fn flagged(flag: u8) -> Vec<u8> {
    let mut bytes = good();
    for at in [local_header(&bytes, "policy.rhai") + 6, directory_header(&bytes, "policy.rhai") + 8] {
        bytes[at] |= flag;
    }
    bytes
}

fn problem(bytes: Vec<u8>) -> String {
    match unpack(bytes) {
        Ok(files) => format!("read: {:?}", files.keys().collect::<Vec<_>>()),
        Err(problem) => format!("{problem:?}").split(['(', ' ']).next().unwrap().to_owned(),
    }
}

#[test]
fn what_is_packed_is_read_and_twice_the_same() {
    let files = unpack(good()).unwrap();
    assert_eq!(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect::<Vec<_>>(), FILES);
    assert_eq!(pack(FILES.into_iter().rev()), good());
}

#[test]
fn names_that_lead_out_are_refused() {
    let good = one_more("cases/abc.toml", b"");
    for name in [
        "../es/abc.toml",
        "/cases/ab.toml",
        "cases/../x.toml",
        "cases/..\\x.toml",
        "C:/es/abc.toml",
        "cases\\abc.toml",
        "cases/a\nb.toml",
        "cases/a\0b.toml",
    ] {
        assert_eq!(problem(renamed(&good, "cases/abc.toml", &name[..name.len().min(14)])), "Outside", "{name:?}");
    }
}

#[test]
fn what_is_no_file_of_a_package_is_refused() {
    for name in ["policy.sh", "cases/a/b.toml", "cases/a.txt", "locale/de.ftl", "manifest.toml.bak", "Manifest.toml"] {
        assert_eq!(problem(one_more(name, b"")), "Stranger", "{name}");
    }
    assert_eq!(problem(with(|zip| zip.add_symlink("README.md", "/etc/passwd", plain()).unwrap())), "NotAFile");
    assert_eq!(problem(with(|zip| zip.add_directory("cases", plain()).unwrap())), "NotAFile");
    let mut device = good();
    let mode = directory_header(&device, MANIFEST) + 38;
    device[mode..mode + 4].copy_from_slice(&(0o020_644_u32 << 16).to_le_bytes());
    assert_eq!(problem(device), "NotAFile");
}

#[test]
fn bombs_stop_at_the_limit() {
    let room = usize::try_from(LARGEST).unwrap();
    let bomb = one_more("README.md", &vec![0; room * 64]);
    assert!(bomb.len() < room / 2, "a bomb is small: {}", bomb.len());
    assert_eq!(problem(bomb.clone()), "TooLarge");
    // One that claims to be small is stopped by what comes out of it.
    let mut liar = bomb;
    for at in [local_header(&liar, "README.md") + 22, directory_header(&liar, "README.md") + 24] {
        liar[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert!(["TooLarge", "Length", "Unreadable"].contains(&problem(liar.clone()).as_str()), "{}", problem(liar));
    let many = with(|zip| {
        for n in 0..3 {
            zip.start_file(format!("cases/{n}.toml"), plain()).unwrap();
            zip.write_all(&vec![b'#'; room / 2]).unwrap();
        }
    });
    assert_eq!(problem(many), "TooLarge");
    assert_eq!(problem(vec![b'P'; room * 2]), "TooLarge");
    let crowd = with(|zip| {
        for n in 0..600 {
            zip.start_file(format!("cases/{n}.toml"), plain()).unwrap();
        }
    });
    assert_eq!(problem(crowd), "TooManyFiles");
}

#[test]
fn an_archive_that_lies_is_refused() {
    let policy = u32::try_from(FILES[3].1.len()).unwrap();
    for size in [policy - 1, policy + 1, 0] {
        assert!(["Length", "Unreadable"].contains(&problem(declared(size)).as_str()), "{size}");
    }
    assert_eq!(problem(declared(u32::MAX - 1)), "TooLarge");
    assert_eq!(problem(flagged(1)), "Encrypted");
    let twice = renamed(&one_more("README.me", b"second"), "README.me", "README.md");
    let twice = {
        let mut zip = ZipWriter::new_append(Cursor::new(twice)).unwrap();
        zip.start_file("README.mx", plain()).unwrap();
        renamed(&zip.finish().unwrap().into_inner(), "README.mx", "README.md")
    };
    assert_eq!(problem(twice), "Twice");
    // The directory calls a file otherwise than the file itself.
    let mut other = one_more("README.md", b"x");
    let at = local_header(&other, "README.md") + 30;
    other[at..at + 9].copy_from_slice(b"LICENSE.x");
    assert_eq!(problem(other), "Unreadable");
}

#[test]
fn nothing_is_hidden_in_an_archive() {
    let before = [b"MZ hidden".as_slice(), &good()].concat();
    let behind = [good().as_slice(), b"hidden"].concat();
    let mut comment = ZipWriter::new_append(Cursor::new(good())).unwrap();
    comment.set_comment("hidden").unwrap();
    let comment = comment.finish().unwrap().into_inner();
    for bytes in [before, behind, comment] {
        assert!(["Hidden", "Unreadable"].contains(&problem(bytes.clone()).as_str()), "{}", problem(bytes));
    }
    // A file that the directory does not name any more.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in [("README.md", b"hidden".as_slice())].into_iter().chain(FILES) {
        zip.start_file(path, plain()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.hide_file("README.md").unwrap();
    let hidden = zip.finish().unwrap().into_inner();
    assert!(["Hidden", "Unreadable"].contains(&problem(hidden.clone()).as_str()), "{}", problem(hidden));
}

#[test]
fn what_is_no_archive_is_said_so() {
    for bytes in [b"".to_vec(), b"PK".to_vec(), b"id = \"x\"\n".to_vec(), good()[..good().len() - 30].to_vec()] {
        assert_eq!(problem(bytes), "Unreadable");
    }
    let encrypted = plain().with_deprecated_encryption(b"secret").unwrap();
    let bytes = with(|zip| {
        zip.start_file("README.md", encrypted).unwrap();
        zip.write_all(b"x").unwrap();
    });
    assert_eq!(problem(bytes), "Encrypted");
}

const WHOLE: &str = r#"
id = "p"
version = "1.0.0"
kind = "program"
engine = "rhai"
author = "x"
license = "MIT"
effects = []
events = ["draft"]
title = { fr = "x", en = "x" }
description = { fr = "x", en = "x" }
"#;

/// A package from its files, as a folder.
fn package(extra: &[(String, Vec<u8>)]) -> (tempfile::TempDir, Package) {
    let place = tempfile::tempdir().unwrap();
    let manifest = format!("contract = \"{}\"\n{WHOLE}", crate::manifest::CONTRACT);
    let files = FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    for (path, bytes) in files.chain([(MANIFEST.to_owned(), manifest.into_bytes())]).chain(extra.iter().cloned()) {
        super::super::write(&place.path().join(path), &bytes).unwrap();
    }
    let package = Package::open(place.path()).unwrap();
    (place, package)
}

fn reopened(bytes: &[u8]) -> Result<Package, PackageError> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("p.comptoir");
    fs::write(&path, bytes).unwrap();
    Package::open(&path)
}

fn key() -> SigningKey {
    SigningKey::from_secret(&[7; 32])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_package_keeps_its_digest_through_its_archive(
        cases in prop::collection::btree_map("[a-zé]{1,8}\\.toml", prop::collection::vec(any::<u8>(), 0..300), 0..6),
        readme in prop::option::of(".{0,200}"),
    ) {
        let mut extra: Vec<(String, Vec<u8>)> =
            cases.into_iter().map(|(name, bytes)| (format!("cases/{name}"), bytes)).collect();
        extra.extend(readme.map(|text| ("README.md".to_owned(), text.into_bytes())));
        let (_place, package) = package(&extra);
        let back = reopened(&package.archive()).unwrap();
        prop_assert_eq!((back.digest(), back.signed()), (package.digest(), &Signed::Unsigned));
        prop_assert_eq!(back.case_files().collect::<Vec<_>>(), package.case_files().collect::<Vec<_>>());
        prop_assert_eq!(back.archive(), package.archive());
        let signed = back.sign(&key(), "Ana");
        let again = reopened(&signed.archive()).unwrap();
        prop_assert_eq!(again.digest(), package.digest());
        prop_assert!(matches!(again.signed(), Signed::By(signer) if signer.key == key().public()));
        prop_assert_eq!(again.archive(), package.sign(&key(), "Ana").archive());
    }
}

/// Every byte in turn, so that there is no lucky place.
#[test]
fn a_changed_byte_of_a_signed_package_is_refused_or_changes_nothing() {
    let (_place, package) = package(&[("cases/a.toml".to_owned(), b"# case".to_vec())]);
    let package = package.sign(&key(), "Ana");
    let bytes = package.archive();
    let mut refused = 0;
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        match reopened(&flipped) {
            Ok(read) if matches!(read.signed(), Signed::Bad(_)) => refused += 1,
            Ok(read) => {
                assert_eq!((read.digest(), read.signed()), (package.digest(), package.signed()), "byte {at}");
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > bytes.len() / 2, "{refused} of {}", bytes.len());
}

#[test]
fn a_signature_is_no_part_of_the_digest_and_covers_all_else() {
    let (place, package) = package(&[]);
    let signed = package.clone().sign(&key(), "Ana");
    assert_eq!(signed.digest(), package.digest());
    // Unpacked, the folder is signed as the archive was, until something is added.
    let files = unpack(signed.archive()).unwrap();
    fs::write(place.path().join("signature"), &files["signature"]).unwrap();
    assert_eq!(Package::open(place.path()).unwrap().signed(), signed.signed());
    fs::write(place.path().join("README.md"), "x").unwrap();
    assert!(matches!(Package::open(place.path()).unwrap().signed(), Signed::Bad(_)));
    assert_eq!(package.file_name(), "p-1.0.0.comptoir");
}
