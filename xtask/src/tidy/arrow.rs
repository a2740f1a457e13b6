//! The arrow: which crate may depend on which, and which one alone names a heavy dependency.

use std::path::Path;

use super::Complaint;
use crate::failure::Failure;
use crate::files;

/// What a crate of the house may depend on, among the crates of the house.
#[derive(Debug)]
enum May {
    Only(&'static [&'static str]),
    Any,
}

/// The arrow, in its order. A new crate gets a line here and a paragraph in ARCHITECTURE.md.
const ARROW: [(&str, May); 16] = [
    ("comptoir-domain", May::Only(&[])),
    ("comptoir-journal", May::Only(&["comptoir-domain"])),
    ("comptoir-store", May::Only(&["comptoir-domain", "comptoir-journal"])),
    ("comptoir-hostile", May::Only(&[])),
    ("comptoir-policy", May::Only(&["comptoir-domain", "comptoir-hostile"])),
    ("comptoir-devices", May::Only(&["comptoir-domain"])),
    ("comptoir-contact", May::Only(&["comptoir-domain"])),
    ("comptoir-exchange", May::Only(&["comptoir-domain"])),
    ("comptoir-paper", May::Only(&["comptoir-domain"])),
    (
        "comptoir-app",
        May::Only(&[
            "comptoir-contact",
            "comptoir-paper",
            "comptoir-domain",
            "comptoir-journal",
            "comptoir-store",
            "comptoir-policy",
            "comptoir-devices",
            "comptoir-exchange",
            "comptoir-hostile",
        ]),
    ),
    ("comptoir-screens", May::Only(&[])),
    ("comptoir-ui", May::Only(&["comptoir-domain", "comptoir-devices", "comptoir-app", "comptoir-screens"])),
    ("comptoir", May::Only(&["comptoir-domain", "comptoir-app", "comptoir-ui"])),
    ("comptoir-tests", May::Any),
    ("comptoir-judges", May::Only(&["comptoir-domain", "comptoir-devices"])),
    ("xtask", May::Only(&[])),
];

/// Heavy dependencies with the one crate that names each.
const HEAVY: [(&str, &str); 9] = [
    ("krilla", "host/paper"),
    ("wasmtime", "host/policy"),
    ("rhai", "host/policy"),
    ("rusqlite", "host/store"),
    ("serialport", "host/devices"),
    ("libloading", "host/devices"),
    ("slint", "host/screens"),
    ("calamine", "host/exchange"),
    ("rust_xlsxwriter", "host/exchange"),
];

/// The tables of a manifest in which dependencies stand.
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

const OVERVIEW: &str = "ARCHITECTURE.md";

/// One crate as its manifest tells it.
struct Crate {
    /// Its folder, from the root.
    folder: String,
    name: String,
    text: String,
    /// The names of all packages it depends on.
    needs: Vec<String>,
}

/// Checks all manifests under `root`.
pub(super) fn complaints(root: &Path) -> Result<Vec<Complaint>, Failure> {
    let crates = crates(root)?;
    let overview = std::fs::read_to_string(root.join(OVERVIEW)).unwrap_or_default();
    let mut found = Vec::new();
    for one in &crates {
        found.extend(one.misplaced_weight());
        if !one.is_guest_side() {
            found.extend(one.against_the_arrow(&crates));
            found.extend(one.unnamed(&overview));
        }
    }
    Ok(found)
}

fn crates(root: &Path) -> Result<Vec<Crate>, Failure> {
    let mut crates = Vec::new();
    for path in files::walk(root)? {
        if path.file_name().is_some_and(|name| name == "Cargo.toml") {
            crates.extend(Crate::read(root, &path)?);
        }
    }
    Ok(crates)
}

impl Crate {
    /// Reads a manifest; one without a package is only a workspace.
    fn read(root: &Path, path: &Path) -> Result<Option<Self>, Failure> {
        let text = files::read_text(path)?;
        let manifest = files::read_toml(path)?;
        let name = manifest.get("package").and_then(|package| package.get("name"));
        let Some(name) = name.and_then(toml::Value::as_str) else {
            return Ok(None);
        };
        let folder = path.parent().unwrap_or(root).strip_prefix(root).unwrap_or(root);
        Ok(Some(Self {
            folder: folder.to_string_lossy().into_owned(),
            name: name.to_owned(),
            needs: needs(&manifest),
            text,
        }))
    }

    /// Guests and their kit are outside of the workspace and of its arrow.
    fn is_guest_side(&self) -> bool {
        self.folder.starts_with("plugins/") || self.folder.starts_with("sdk/")
    }

    fn misplaced_weight(&self) -> Vec<Complaint> {
        HEAVY
            .iter()
            .filter(|(heavy, owner)| self.needs.iter().any(|need| need == heavy) && self.folder != *owner)
            .map(|(heavy, owner)| {
                self.complain(
                    heavy,
                    format!("{heavy} est une dépendance lourde, réservée à {owner}"),
                    format!("passez par {owner}, qui seul la connaît"),
                )
            })
            .collect()
    }

    fn against_the_arrow(&self, crates: &[Self]) -> Vec<Complaint> {
        let Some((_, may)) = ARROW.iter().find(|(name, _)| *name == self.name) else {
            return vec![self.complain(
                &self.name,
                format!("{} n'a pas de place dans la flèche des dépendances", self.name),
                "ajoutez-la à ARROW dans xtask/src/tidy/arrow.rs".to_owned(),
            )];
        };
        let May::Only(allowed) = may else {
            return Vec::new();
        };
        self.needs
            .iter()
            .filter(|need| crates.iter().any(|one| one.name == **need))
            .filter(|need| !allowed.contains(&need.as_str()))
            .map(|need| {
                self.complain(
                    need,
                    format!("{} ne doit pas connaître {need}", self.name),
                    format!("déplacez ce qui en a besoin ; permis : {}", allowed.join(", ")),
                )
            })
            .collect()
    }

    fn unnamed(&self, overview: &str) -> Option<Complaint> {
        let is_named = overview.contains(&format!("{}/", self.folder)) || has_word(overview, &self.name);
        (!is_named).then(|| Complaint {
            file: OVERVIEW.to_owned(),
            line: 0,
            what: format!("ne nomme pas {} ({})", self.name, self.folder),
            remedy: "dites en une phrase ce que cette crate sait et ce qu'elle ignore".to_owned(),
        })
    }

    /// A complaint at the line of the manifest that starts with `word`.
    fn complain(&self, word: &str, what: String, remedy: String) -> Complaint {
        let starts = |line: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '.', '=']));
        let line = self.text.lines().position(starts).map_or(0, |index| index + 1);
        Complaint { file: format!("{}/Cargo.toml", self.folder), line, what, remedy }
    }
}

/// Collects the packages behind all dependency tables, those for one platform included.
fn needs(manifest: &toml::Table) -> Vec<String> {
    let mut needs = Vec::new();
    for kind in KINDS {
        if let Some(toml::Value::Table(table)) = manifest.get(kind) {
            needs.extend(table.iter().map(|(key, value)| package_behind(key, value)));
        }
    }
    if let Some(toml::Value::Table(platforms)) = manifest.get("target") {
        for platform in platforms.values().filter_map(toml::Value::as_table) {
            needs.extend(self::needs(platform));
        }
    }
    needs
}

/// A dependency may go under another name: `x = { package = "wasmtime" }`.
fn package_behind(key: &str, value: &toml::Value) -> String {
    value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned()
}

/// Whether `word` stands in `text` by itself, not as a part of a longer name.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    text.split(|letter| !is_part(letter)).any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::super::found_in;
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        found_in(files, complaints)
    }

    const DOMAIN: (&str, &str) = ("host/domain/Cargo.toml", "[package]\nname = \"comptoir-domain\"");
    const STORE: &str = "[package]\nname = \"comptoir-store\"\n[dependencies]\n";
    const NAMED: (&str, &str) = ("ARCHITECTURE.md", "`comptoir-domain`, then host/store/ and tests/");

    #[test]
    fn the_arrow_is_kept() {
        let store = format!("{STORE}comptoir-domain.workspace = true\nrusqlite.workspace = true\n");
        assert!(found(&[NAMED, DOMAIN, ("host/store/Cargo.toml", &store)]).is_empty());
    }

    #[test]
    fn a_dependency_against_the_arrow_is_found_at_its_line() {
        let domain =
            "[package]\nname = \"comptoir-domain\"\n\n[dev-dependencies]\ncomptoir-store = { path = \"../store\" }\n";
        let store = ("host/store/Cargo.toml", STORE);
        assert_eq!(
            found(&[NAMED, ("host/domain/Cargo.toml", domain), store]),
            ["host/domain/Cargo.toml:5 comptoir-domain ne doit pas connaître comptoir-store"]
        );
    }

    #[test]
    fn tests_may_know_everyone() {
        let tests = "[package]\nname = \"comptoir-tests\"\n[dependencies]\ncomptoir-domain.workspace = true\n";
        assert!(found(&[NAMED, DOMAIN, ("tests/Cargo.toml", tests)]).is_empty());
    }

    #[test]
    fn a_heavy_dependency_is_found_wherever_it_hides() {
        let table = [
            "[dependencies]\nrusqlite.workspace = true\n",
            "[build-dependencies]\nrusqlite = \"1\"\n",
            "[dependencies]\nsql = { package = \"rusqlite\", version = \"1\" }\n",
            "[target.'cfg(unix)'.dependencies]\nrusqlite = \"1\"\n",
        ];
        for dependencies in table {
            let plugin = format!("[package]\nname = \"x\"\n{dependencies}");
            let found = found(&[("plugins/x/Cargo.toml", &plugin)]);
            assert_eq!(found.len(), 1, "{dependencies}");
            assert!(found[0].contains("réservée à host/store"), "{found:?}");
        }
    }

    #[test]
    fn a_new_crate_needs_a_place_and_a_name() {
        let found = found(&[NAMED, ("host/new/Cargo.toml", "[package]\nname = \"comptoir-new\"")]);
        assert_eq!(
            found,
            [
                "host/new/Cargo.toml:0 comptoir-new n'a pas de place dans la flèche des dépendances",
                "ARCHITECTURE.md:0 ne nomme pas comptoir-new (host/new)"
            ]
        );
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(has_word("the crate `comptoir`.", "comptoir"));
        assert!(!has_word("the crate comptoir-domain", "comptoir"));
    }

    #[test]
    fn workspaces_without_a_package_are_passed_over() {
        assert!(found(&[("Cargo.toml", "[workspace.dependencies]\nwasmtime = \"1\"")]).is_empty());
    }
}
