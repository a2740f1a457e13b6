//! `comptoir plugin build`: the package of a policy, of its sources.

use std::path::Path;

use comptoir_app::NotFound;
use serde_json::json;

use crate::context::{Context, Done};
use crate::source;

pub(super) fn build(folder: &Path, context: &Context) -> Done {
    if !folder.join("manifest.toml").is_file() {
        return Err(NotFound::Policy(folder.display().to_string()).into());
    }
    let package = source::build(folder, context)?;
    let (manifest, out) = (package.manifest(), source::package_folder(folder));
    let size = package.policy().len();
    let json = json!({
        "policy": manifest.id, "version": manifest.version, "engine": manifest.engine.name(),
        "digest": package.digest(), "package": out, "size": size,
    });
    context.answer(&json, || {
        let (id, version, engine, kilobytes) =
            (&manifest.id, &manifest.version, manifest.engine.name(), size.div_ceil(1000));
        let (out, digest, folder) = (out.display(), package.digest(), folder.display());
        context.pick(
            format!("{id} {version} ({engine}, {kilobytes} ko) : {out}\n{digest}\nSuite : `comptoir plugin test {folder}`, puis `comptoir plugin pack {folder}`."),
            format!("{id} {version} ({engine}, {kilobytes} kB): {out}\n{digest}\nNext: `comptoir plugin test {folder}`, then `comptoir plugin pack {folder}`."),
        )
    })
}
