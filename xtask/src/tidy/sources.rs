//! The Rust files: layout, size, and words that must not stand in them.

use std::path::Path;

use super::Complaint;
use crate::failure::Failure;
use crate::files;

/// Longer files are several ideas in one.
const MAX_LINES: usize = 400;

/// Where an inexact number would be a wrong amount, a wrong record or a wrong balance.
const EXACT: [&str; 3] = ["host/domain/", "host/journal/", "host/store/"];

/// What is unfinished, or left over from a search for a mistake. Joined here, so that this file
/// does not find itself.
const FORBIDDEN: [(&str, &str); 4] = [
    (concat!("to", "do!("), "écrivez ce qui manque"),
    (concat!("unimpl", "emented!("), "écrivez ce qui manque"),
    (concat!("db", "g!("), "ôtez-le"),
    (concat!("#[ig", "nore"), "réparez ou ôtez ce test"),
];

/// Checks all Rust files under `root`.
pub(super) fn complaints(root: &Path) -> Result<Vec<Complaint>, Failure> {
    let mut found = Vec::new();
    for path in files::walk(root)? {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            found.extend(Source { file, text: files::read_text(&path)? }.complaints());
        }
    }
    Ok(found)
}

struct Source {
    /// The path from the root.
    file: String,
    text: String,
}

impl Source {
    fn complaints(&self) -> Vec<Complaint> {
        let whole = [self.module_file(), self.no_map(), self.too_long()];
        let lines = self.text.lines().enumerate().flat_map(|(index, line)| {
            let words = self.forbidden_words(index + 1, line);
            words.into_iter().chain(self.inexact_number(index + 1, line))
        });
        whole.into_iter().flatten().chain(lines).collect()
    }

    fn module_file(&self) -> Option<Complaint> {
        let is_one = self.file.ends_with("/mod.rs");
        is_one.then(|| self.complain(0, "mod.rs", "nommez-le dossier.rs, à côté du dossier"))
    }

    fn no_map(&self) -> Option<Complaint> {
        let has_one = self.text.starts_with("//!");
        (!has_one).then(|| self.complain(1, "ne commence pas par `//!`", "dites en une phrase ce qu'il y a ici"))
    }

    fn too_long(&self) -> Option<Complaint> {
        let lines = code_lines(&self.text);
        (lines > MAX_LINES && !self.is_test()).then(|| {
            let what = format!("{lines} lignes sans les tests (au plus {MAX_LINES})");
            self.complain(0, &what, "séparez les idées en plusieurs fichiers")
        })
    }

    fn is_test(&self) -> bool {
        self.file.starts_with("tests/") || self.file.contains("/tests/") || self.file.ends_with("/tests.rs")
    }

    fn forbidden_words(&self, number: usize, line: &str) -> Vec<Complaint> {
        FORBIDDEN
            .iter()
            .filter(|(word, _)| line.contains(word))
            .map(|(word, remedy)| self.complain(number, &format!("`{word}`"), remedy))
            .collect()
    }

    fn inexact_number(&self, number: usize, line: &str) -> Option<Complaint> {
        let must_be_exact = EXACT.iter().any(|folder| self.file.starts_with(folder));
        (must_be_exact && has_float(line))
            .then(|| self.complain(number, "nombre flottant", "prenez des centimes entiers ou rust_decimal"))
    }

    fn complain(&self, line: usize, what: &str, remedy: &str) -> Complaint {
        Complaint { file: self.file.clone(), line, what: what.to_owned(), remedy: remedy.to_owned() }
    }
}

/// Whether the code of a line names a float type, also as the suffix of a number.
fn has_float(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(is_float)
}

fn is_float(word: &str) -> bool {
    let is_decimal = word.starts_with(|first: char| first.is_ascii_digit()) && !word.starts_with("0x");
    ["f32", "f64"].iter().any(|float| word == *float || is_decimal && word.ends_with(float))
}

/// Counts the lines outside of items marked `#[cfg(test)]`, as rustfmt lays them out.
fn code_lines(text: &str) -> usize {
    let mut lines = text.lines();
    let mut count = 0;
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            lines.find(|line| line.ends_with(';') && !line.starts_with(' ') || *line == end);
        } else {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::found_in;
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        found_in(&[(file, text)], complaints)
    }

    #[test]
    fn a_good_file_passes() {
        assert!(found("host/domain/src/money.rs", "//! Money.\nstruct Cents(i64);\n").is_empty());
    }

    #[test]
    fn files_open_with_their_map() {
        assert_eq!(found("a/src/x.rs", "fn x() {}"), ["a/src/x.rs:1 ne commence pas par `//!`"]);
    }

    #[test]
    fn module_files_are_refused() {
        assert_eq!(found("a/src/x/mod.rs", "//! X.\n"), ["a/src/x/mod.rs:0 mod.rs"]);
    }

    #[test]
    fn forbidden_words_are_found_at_their_line() {
        for (word, _) in FORBIDDEN {
            let text = format!("//! X.\nfn x() {{\n    {word})\n}}\n");
            assert_eq!(found("a/x.rs", &text), [format!("a/x.rs:3 `{word}`")]);
        }
    }

    #[test]
    fn floats_are_found_where_amounts_live() {
        let text = "//! X.\nfn rate() -> f64 { 1.0 }\n";
        assert_eq!(found("host/store/src/x.rs", text), ["host/store/src/x.rs:2 nombre flottant"]);
        assert!(found("host/devices/src/x.rs", text).is_empty());
    }

    #[test]
    fn floats_are_told_from_names_and_comments() {
        let table = [
            ("let x: f32 = y;", true),
            ("let x = 1f64;", true),
            ("let x = 1.5_f64;", true),
            ("let x = 0xf64;", false),
            ("Vec<f64>", true),
            ("x as f64", true),
            ("let half64 = 2;", false),
            ("f64x2()", false),
            ("let f641 = 2;", false),
            ("// never f64", false),
        ];
        for (line, expected) in table {
            assert_eq!(has_float(line), expected, "{line}");
        }
    }

    #[test]
    fn long_files_are_found_and_tests_are_not_counted() {
        let code = "fn x() {}\n".repeat(MAX_LINES - 1);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "    fn t() {}\n".repeat(50));
        let fits = format!("//! X.\n{code}{tests}");
        assert!(found("a/src/x.rs", &fits).is_empty());
        let long = format!("{fits}fn one_more() {{}}\n");
        assert_eq!(found("a/src/x.rs", &long), ["a/src/x.rs:0 401 lignes sans les tests (au plus 400)"]);
        assert!(found("tests/src/x.rs", &long).is_empty());
    }

    #[test]
    fn test_items_of_every_shape_are_left_out() {
        let table = [
            ("a\n#[cfg(test)]\nmod tests;\nb\n", 2),
            ("a\n#[cfg(test)]\nuse x::{\n    y,\n};\nb\n", 2),
            ("a\n#[cfg(test)]\nmod tests {\n    fn t() {\n        x;\n    }\n}\nb\n", 2),
            ("impl A {\n    #[cfg(test)]\n    fn t() {\n        x;\n    }\n    fn b() {}\n}\n", 3),
        ];
        for (text, expected) in table {
            assert_eq!(code_lines(text), expected, "{text}");
        }
    }
}
