//! `comptoir plugin list`: what a shop can switch on.

use std::fmt::Write as _;

use comptoir_app::messages;
use comptoir_app::plugins::{self, Kind, Manifest, Origin, Package, TrustedKeys};
use serde_json::{Value, json};

use crate::context::{Context, Done};

/// A package of the list.
struct Listed {
    path: std::path::PathBuf,
    origin: Origin,
    package: Result<Package, String>,
}

pub(super) fn list(kind: Option<Kind>, context: &Context) -> Done {
    let bundled = plugins::list(&context.policies(), context.language).into_iter();
    let mut all: Vec<Listed> =
        bundled.map(|one| Listed { path: one.folder, origin: Origin::Bundled, package: one.package }).collect();
    let installed = plugins::installed(&context.data, context.language)?.into_iter();
    all.extend(installed.map(|one| Listed { path: one.path, origin: one.known.origin, package: one.package }));
    let is_meant = |package: &Package| kind.is_none_or(|kind| package.manifest().kind == kind);
    all.retain(|one| one.package.as_ref().map_or(kind.is_none(), is_meant));
    let trusted = TrustedKeys::load(&context.data)?;
    let json: Vec<Value> = all.iter().map(|listed| to_json(listed, &trusted, context)).collect();
    context.answer(&json!(json), || {
        if all.is_empty() {
            return nothing(context);
        }
        all.iter().map(|listed| to_text(listed, &trusted, context)).collect()
    })
}

fn to_json(listed: &Listed, trusted: &TrustedKeys, context: &Context) -> Value {
    let mut value = match &listed.package {
        Ok(package) => {
            let manifest = package.manifest();
            json!({
                "policy": manifest.id,
                "kind": manifest.kind,
                "version": manifest.version,
                "engine": manifest.engine.name(),
                "title": manifest.title.get(context.language),
                "description": manifest.description.get(context.language),
                "digest": package.digest(),
                "folder": listed.path,
            })
        }
        Err(problem) => json!({ "folder": listed.path, "trouble": problem }),
    };
    value["origin"] = json!(match &listed.origin {
        Origin::Bundled => "bundled",
        Origin::Signed { .. } => "signed",
        Origin::Unsigned => "unsigned",
    });
    if let Origin::Signed { signer, key } = &listed.origin {
        value["signer"] = json!(signer);
        value["key"] = json!(key);
        value["trusted"] = json!(is_trusted(key, trusted));
    }
    value
}

fn to_text(listed: &Listed, trusted: &TrustedKeys, context: &Context) -> String {
    let mut origin = messages::origin(&listed.origin, context.language);
    if let Origin::Signed { key, .. } = &listed.origin
        && !is_trusted(key, trusted)
    {
        origin += context.pick(", dont la clé n'a plus la confiance du magasin", ", whose key the shop trusts no more");
    }
    match &listed.package {
        Ok(package) => described(package.manifest(), &origin, context),
        Err(problem) => context.pick(
            format!("⚠ {} : {problem}\n", listed.path.display()),
            format!("⚠ {}: {problem}\n", listed.path.display()),
        ),
    }
}

fn described(manifest: &Manifest, origin: &str, context: &Context) -> String {
    let (title, engine) = (manifest.title.get(context.language), manifest.engine.name());
    let description = manifest.description.get(context.language);
    let kind = match manifest.kind {
        Kind::Program => "",
        Kind::Filter => context.pick("filtre, ", "filter, "),
    };
    let mut out = format!("{} {} ({kind}{engine}) — {title} — {origin}\n", manifest.id, manifest.version);
    let _ = writeln!(out, "  {description}");
    out
}

fn is_trusted(key: &str, trusted: &TrustedKeys) -> bool {
    trusted.iter().any(|trusted| trusted.key.to_string() == key)
}

fn nothing(context: &Context) -> String {
    let more =
        context.pick("`comptoir plugin install` en installe d'autres.", "`comptoir plugin install` installs others.");
    format!("{} {more}", context.no_policies())
}
