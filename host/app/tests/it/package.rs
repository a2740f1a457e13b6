//! Policy packages in Rhai, written for tests: the one writer of the use cases, the window and the bench.

use std::path::{Path, PathBuf};

/// Writes a package beside others of a shop's folder; its words are `key = text` lines in French and in English.
pub(crate) fn write(dir: &Path, id: &str, title: &str, script: &str, words: [&str; 2]) -> std::io::Result<PathBuf> {
    write_with(dir, (id, title), "", script, words)
}

/// The same with more lines about its counter, `points`.
pub(crate) fn write_with(
    dir: &Path,
    (id, title): (&str, &str),
    counter: &str,
    script: &str,
    words: [&str; 2],
) -> std::io::Result<PathBuf> {
    let folder = dir.join("packages").join(id);
    std::fs::create_dir_all(folder.join("locale"))?;
    let manifest = format!(
        r#"
id = "{id}"
version = "1.0.0"
kind = "program"
contract = "1.0"
engine = "rhai"
author = "Comptoir"
license = "GPL-3.0-or-later"
effects = ["add", "spend", "discount", "voucher", "item", "offer", "message"]
events = ["draft", "paid", "identified"]
title = {{ fr = "{title}", en = "{title}" }}
description = {{ fr = "x", en = "x" }}

[[counter]]
name = "points"
unit = {{ fr = "points de fidélité", en = "loyalty points" }}
decimals = 2
{counter}
"#
    );
    std::fs::write(folder.join("manifest.toml"), manifest)?;
    std::fs::write(folder.join("policy.rhai"), script)?;
    std::fs::write(folder.join("locale/fr.ftl"), words[0])?;
    std::fs::write(folder.join("locale/en.ftl"), words[1])?;
    Ok(folder)
}
