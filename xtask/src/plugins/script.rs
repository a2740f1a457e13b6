//! Policies in Rhai: `scripts/*/NAME.toml` is the manifest, `NAME.rhai` beside it the policy.
//!
//! A manifest with `twin = "../../plugins/x"` describes the same policy as that plugin in another
//! language: settings, counters, effects, cases and catalogs are the plugin's, and the script's
//! own keys come on top. So the two cannot drift apart. Cases and catalogs of the script itself
//! are in the folder `NAME/` beside it.

use std::path::{Path, PathBuf};

use super::package::{self, Package};
use crate::failure::Failure;
use crate::files::{self, Content};
use crate::house::House;

const TWIN: &str = "twin";

/// Assembles the packages of all scripts.
pub(super) fn packages(house: &House) -> Result<Vec<Package>, Failure> {
    let mut packages = Vec::new();
    for shelf in files::list(&house.root.join("scripts"))? {
        for path in files::list(&shelf)? {
            if path.extension().is_some_and(|extension| extension == "toml") {
                packages.push(assemble(&path)?);
            }
        }
    }
    Ok(packages)
}

fn assemble(path: &Path) -> Result<Package, Failure> {
    let own = files::read_toml(path)?;
    let (manifest, mut content) = match twin_of(&own, path)? {
        Some(folder) => with_twin(own, &folder)?,
        None => (own, Content::new()),
    };
    let id = package::id_of(&manifest, path)?;
    content.extend(package::parts(&path.with_extension(""))?);
    content.insert("policy.rhai".into(), files::read(&path.with_extension("rhai"))?);
    content.insert("manifest.toml".into(), written(&manifest, path)?);
    Ok(Package { id, content })
}

/// The folder of the plugin that this script is the twin of, named from the script's folder.
fn twin_of(own: &toml::Table, path: &Path) -> Result<Option<PathBuf>, Failure> {
    match own.get(TWIN) {
        None => Ok(None),
        Some(toml::Value::String(twin)) => Ok(Some(path.with_file_name("").join(twin))),
        Some(other) => Err(Failure::at(path, format!("twin = {other} n'est pas un chemin"))
            .hint("écrivez : twin = \"../../plugins/NOM\"")),
    }
}

fn with_twin(own: toml::Table, folder: &Path) -> Result<(toml::Table, Content), Failure> {
    let base = files::read_toml(&folder.join("manifest.toml"))?;
    let content = package::parts(folder)?;
    Ok((merged(base, own), content))
}

/// Lays `own` over `base`: top-level tables are merged key by key, anything else is replaced.
fn merged(mut base: toml::Table, own: toml::Table) -> toml::Table {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => under.extend(over),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
    base.remove(TWIN);
    base
}

fn written(manifest: &toml::Table, path: &Path) -> Result<Vec<u8>, Failure> {
    toml::to_string_pretty(manifest).map(String::into_bytes).map_err(|error| Failure::at(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLUGIN: &str = r#"
id = "loyalty-spend"
engine = "wasm"
[title]
fr = "Points par euro"
en = "Points per euro"
[[settings]]
name = "rate"
[[settings]]
name = "at"
"#;
    const SCRIPT: &str = r#"
twin = "../../plugins/loyalty-spend"
id = "loyalty-spend-rhai"
engine = "rhai"
[title]
fr = "Points par euro (Rhai)"
"#;

    fn house(files: &[(&str, &str)]) -> (tempfile::TempDir, House) {
        let place = tempfile::tempdir().unwrap();
        for (path, text) in files {
            files::write(&place.path().join(path), text.as_bytes()).unwrap();
        }
        let house = House { root: place.path().to_owned(), target: place.path().join("target") };
        (place, house)
    }

    fn twins() -> (tempfile::TempDir, House) {
        house(&[
            ("plugins/loyalty-spend/manifest.toml", PLUGIN),
            ("plugins/loyalty-spend/cases/a.toml", "plugin a"),
            ("plugins/loyalty-spend/cases/b.toml", "plugin b"),
            ("plugins/loyalty-spend/locale/fr.ftl", "plugin fr"),
            ("scripts/loyalty/spend.toml", SCRIPT),
            ("scripts/loyalty/spend.rhai", "fn evaluate() {}"),
            ("scripts/loyalty/spend/cases/b.toml", "script b"),
        ])
    }

    #[test]
    fn a_twin_has_the_plugin_s_manifest_with_its_own_keys_on_top() {
        let (_place, house) = twins();
        let package = &packages(&house).unwrap()[0];
        assert_eq!(package.id, "loyalty-spend-rhai");
        let text = String::from_utf8(package.content[Path::new("manifest.toml")].clone()).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        assert!(!manifest.contains_key(TWIN));
        assert_eq!(manifest["engine"].as_str(), Some("rhai"));
        assert_eq!(manifest["title"]["fr"].as_str(), Some("Points par euro (Rhai)"));
        assert_eq!(manifest["title"]["en"].as_str(), Some("Points per euro"), "kept from the plugin");
        let settings = manifest["settings"].as_array().unwrap();
        let names: Vec<_> = settings.iter().map(|setting| setting["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["rate", "at"], "in the plugin's order");
    }

    #[test]
    fn a_twin_runs_the_plugin_s_cases_and_may_replace_one() {
        let (_place, house) = twins();
        let content = &packages(&house).unwrap()[0].content;
        let names: Vec<_> = content.keys().map(|path| path.to_string_lossy()).collect();
        assert_eq!(names, ["cases/a.toml", "cases/b.toml", "locale/fr.ftl", "manifest.toml", "policy.rhai"]);
        assert_eq!(content[Path::new("cases/a.toml")], b"plugin a");
        assert_eq!(content[Path::new("cases/b.toml")], b"script b");
    }

    #[test]
    fn a_script_can_stand_alone() {
        let (_place, house) = house(&[
            ("scripts/mailing/lapsed.toml", "id = \"lapsed\""),
            ("scripts/mailing/lapsed.rhai", "fn select() {}"),
            ("scripts/mailing/lapsed/locale/fr.ftl", "x = y"),
        ]);
        let package = &packages(&house).unwrap()[0];
        assert_eq!(package.content.len(), 3);
    }

    #[test]
    fn what_is_missing_is_named() {
        let table = [
            (vec![("scripts/l/a.toml", "id = \"a\"")], "a.rhai"),
            (vec![("scripts/l/a.toml", "twin = \"../../plugins/no\"")], "plugins/no/manifest.toml"),
            (vec![("scripts/l/a.toml", "twin = 3")], "twin = 3"),
            (vec![("scripts/l/a.toml", "id =")], "a.toml"),
        ];
        for (files, word) in table {
            let (_place, house) = house(&files);
            let said = packages(&house).unwrap_err().to_string();
            assert!(said.contains(word), "{word} in {said}");
        }
    }
}
