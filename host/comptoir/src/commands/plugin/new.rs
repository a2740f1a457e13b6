//! `comptoir plugin new`: a policy to start from, complete and passing its own cases.

use std::fs;
use std::path::{Path, PathBuf};

use comptoir_app::plugins::CONTRACT;
use serde_json::json;

use crate::args::{Code, NewKind};
use crate::context::{Context, Done, Failure};
use crate::source::{self, TARGET};

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) code: Code,
    pub(super) kind: NewKind,
    pub(super) out: Option<&'a Path>,
    pub(super) sdk: Option<&'a Path>,
}

/// A file by its path in the folder, and its text with `{{…}}` to be filled in.
type Template = (&'static str, &'static str);

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("../../../templates/", $path))
    };
}

/// What a kind of policy starts from in a language.
struct Start {
    /// The same in every language.
    shared: [Template; 4],
    own: &'static [Template],
}

const IGNORE: Template = (".gitignore", template!("shared/gitignore"));
// Not named Cargo.toml here, where Cargo would take it for a package.
const CARGO: Template = ("Cargo.toml", template!("rust/Cargo.toml.txt"));
const NAMES: Template = (source::DEFINITIONS, include_str!("../../../../../sdk/rhai/comptoir.d.rhai"));
const PROGRAM: [Template; 4] = [
    ("manifest.toml", template!("shared/manifest.toml")),
    ("cases/first.toml", template!("shared/first.toml")),
    ("locale/fr.ftl", template!("shared/fr.ftl")),
    ("locale/en.ftl", template!("shared/en.ftl")),
];
const FILTER: [Template; 4] = [
    ("manifest.toml", template!("filter/manifest.toml")),
    ("cases/first.toml", template!("filter/first.toml")),
    ("locale/fr.ftl", template!("filter/fr.ftl")),
    ("locale/en.ftl", template!("filter/en.ftl")),
];

impl Start {
    const fn of(kind: NewKind, code: Code) -> Self {
        let own: &[Template] = match (kind, code) {
            (NewKind::Program, Code::Rhai) => {
                &[("policy.rhai", template!("rhai/policy.rhai")), ("README.md", template!("rhai/README.md")), NAMES]
            }
            (NewKind::Program, Code::Rust) => {
                &[("src/lib.rs", template!("rust/lib.rs")), ("README.md", template!("rust/README.md")), CARGO]
            }
            (NewKind::Filter, Code::Rhai) => {
                &[("policy.rhai", template!("filter/policy.rhai")), ("README.md", template!("filter/rhai.md")), NAMES]
            }
            (NewKind::Filter, Code::Rust) => {
                &[("src/lib.rs", template!("filter/lib.rs")), ("README.md", template!("filter/rust.md")), CARGO]
            }
        };
        let shared = match kind {
            NewKind::Program => PROGRAM,
            NewKind::Filter => FILTER,
        };
        Self { shared, own }
    }

    fn files(&self) -> impl Iterator<Item = &Template> {
        self.shared.iter().chain(self.own).chain([&IGNORE])
    }
}

pub(super) fn new(wanted: &Wanted<'_>, context: &Context) -> Done {
    check_name(wanted.name, context)?;
    let folder = wanted.out.map_or_else(|| PathBuf::from(wanted.name), |out| out.join(wanted.name));
    if folder.symlink_metadata().is_ok() {
        let folder = folder.display();
        return Err(Failure::Tool(context.pick(
            format!("{folder} existe déjà, et n'est pas touché : choisissez un autre nom, ou --out DOSSIER."),
            format!("{folder} is there already, and is left alone: choose another name, or --out DIR."),
        )));
    }
    let sdk = match wanted.code {
        Code::Rust => Some(find_sdk(wanted.sdk, context)?),
        Code::Rhai => None,
    };
    write(wanted, &folder, sdk.as_deref())
        .map_err(|(path, error)| Failure::Io(format!("{}: {error}", path.display())))?;
    told(wanted, &folder, context)
}

/// The name is the policy's id, the folder's and the crate's.
fn check_name(name: &str, context: &Context) -> Done {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    if starts && !name.ends_with('-') && name.len() <= 64 && name.chars().all(allowed) {
        return Ok(());
    }
    Err(Failure::Usage(context.pick(
        format!("« {name} » ne peut pas être le nom d'une règle : des minuscules sans accent, des chiffres et des tirets, une lettre d'abord, par exemple carte-cafe."),
        format!("“{name}” cannot name a policy: small letters, digits and hyphens, a letter first, such as coffee-card."),
    )))
}

/// Finds the sources of the kit: named, or those of the tree that this program was built from.
fn find_sdk(named: Option<&Path>, context: &Context) -> Done<PathBuf> {
    let within = |root: &Path| {
        let places = [root.to_owned(), root.join("rust"), root.join("sdk/rust")];
        places.into_iter().find(|place| is_sdk(place)).and_then(|place| place.canonicalize().ok())
    };
    if let Some(named) = named {
        return within(named).ok_or_else(|| no_sdk(Some(named), context));
    }
    let exe = std::env::current_exe().ok();
    let beside = exe.iter().flat_map(|exe| exe.ancestors().skip(1)).find_map(within);
    let built_from = || within(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    beside.or_else(built_from).ok_or_else(|| no_sdk(None, context))
}

fn is_sdk(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line == "name = \"comptoir-policy-sdk\"")
}

fn no_sdk(named: Option<&Path>, context: &Context) -> Failure {
    let place = named.map(|named| format!(" ({})", named.display())).unwrap_or_default();
    Failure::Tool(context.pick(
        format!("Les sources du SDK Rust ne sont pas là{place} : `--sdk DOSSIER` ou COMPTOIR_SDK nomme le dossier sdk/rust des sources de Comptoir. Une règle en Rhai n'en a pas besoin : --in rhai."),
        format!("The sources of the Rust SDK are not there{place}: `--sdk DIR` or COMPTOIR_SDK names the folder sdk/rust of Comptoir's sources. A policy in Rhai does not need them: --in rhai."),
    ))
}

/// Writes the folder; appears whole or not at all.
fn write(wanted: &Wanted<'_>, folder: &Path, sdk: Option<&Path>) -> Result<(), (PathBuf, std::io::Error)> {
    let work = folder.with_file_name(format!(".{}-{}", wanted.name, std::process::id()));
    let engine = if sdk.is_some() { "wasm" } else { "rhai" };
    // JSON's quotes and escapes are TOML's too.
    let sdk_text = sdk.map(|sdk| json!(sdk).to_string()).unwrap_or_default();
    let title = title_of(wanted.name);
    for (path, text) in Start::of(wanted.kind, wanted.code).files() {
        let filled =
            [("id", wanted.name), ("title", &title), ("engine", engine), ("contract", CONTRACT), ("sdk", &sdk_text)]
                .iter()
                .fold((*text).to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value));
        put(&work.join(path), filled.as_bytes())?;
    }
    if let Some(lock) = sdk.and_then(|sdk| fs::read(sdk.join("../../plugins/Cargo.lock")).ok()) {
        // The versions that the kit is tested with, and that this machine may have already.
        put(&work.join("Cargo.lock"), &lock)?;
    }
    fs::rename(&work, folder).map_err(|error| (folder.to_owned(), error))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), (PathBuf, std::io::Error)> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| (parent.to_owned(), error))?;
    fs::write(path, bytes).map_err(|error| (path.to_owned(), error))
}

/// `carte-cafe` makes `Carte cafe`.
fn title_of(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
}

fn told(wanted: &Wanted<'_>, folder: &Path, context: &Context) -> Done {
    let (shown, rule) = (folder.display(), if wanted.code == Code::Rust { "src/lib.rs" } else { "policy.rhai" });
    let json = json!({ "policy": wanted.name, "folder": folder, "rule": rule });
    let needs = if wanted.code == Code::Rust { format!("rustup target add {TARGET}\n  ") } else { String::new() };
    let then = match wanted.kind {
        NewKind::Program => String::new(),
        NewKind::Filter => format!("\n  comptoir filter run {shown}"),
    };
    context.answer(&json, || {
        context.pick(
            format!("{shown} est prêt : la règle est dans {rule}, ses réglages dans manifest.toml, ses cas dans cases/.\nSuite :\n  {needs}comptoir plugin test {shown}\n  comptoir plugin dev {shown}{then}"),
            format!("{shown} is ready: the rule is in {rule}, its settings in manifest.toml, its cases in cases/.\nNext:\n  {needs}comptoir plugin test {shown}\n  comptoir plugin dev {shown}{then}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_makes_a_title() {
        assert_eq!(title_of("carte-cafe"), "Carte cafe");
        assert_eq!(title_of("x"), "X");
    }

    #[test]
    fn the_kit_of_this_tree_is_found() {
        let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/rust");
        assert!(is_sdk(&sdk));
        assert!(!is_sdk(Path::new(env!("CARGO_MANIFEST_DIR"))));
    }
}
