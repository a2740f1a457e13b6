//! `comptoir plugin`: policies as packages, bundled, installed or still being written.

mod author;
mod list;
mod shop;
mod show;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use comptoir_app::plugins;
use serde_json::{Value, json};

use crate::args::PluginCmd;
use crate::context::{Context, Done, Failure};

pub(super) fn run(args: &PluginCmd, context: &Context) -> Done {
    match args {
        PluginCmd::List => list::list(context),
        PluginCmd::Test { policy, case } => test(policy.as_deref(), case.as_deref(), context),
        PluginCmd::Show { policy } => show::show(policy, context),
        PluginCmd::Keygen { name, out } => author::keygen(name, out.as_deref(), context),
        PluginCmd::Pack { folder, out, key, signer } => {
            author::pack(folder, out.as_deref(), key.as_deref().map(|key| (key, signer.as_deref())), context)
        }
        PluginCmd::Sign { file, key, signer } => author::sign(file, (key, signer.as_deref()), context),
        PluginCmd::Install { package, unsigned } => shop::install(package, *unsigned, context),
        PluginCmd::Remove { policy } => shop::remove(policy, context),
        PluginCmd::Trust { key, name } => shop::trust(key, name.as_deref(), context),
        PluginCmd::Trusted => shop::trusted(context),
        PluginCmd::Untrust { name } => shop::untrust(name, context),
    }
}

fn test(policy: Option<&str>, case: Option<&str>, context: &Context) -> Done {
    let folders: Vec<PathBuf> = match policy {
        Some(policy) => vec![context.package(policy)?],
        None => plugins::list(&context.policies(), context.language).into_iter().map(|b| b.folder).collect(),
    };
    let (mut json, mut text, mut all_passed, mut count) = (Vec::new(), String::new(), true, 0usize);
    for folder in &folders {
        let (passed, run) = test_one(folder, case, context, &mut json, &mut text)?;
        all_passed &= passed;
        count += run;
    }
    if count == 0 {
        let named = case.map(|name| format!(" « {name} »")).unwrap_or_default();
        return Err(Failure::Usage(context.pick(
            format!("Aucun cas{named} à passer dans {}.", context.policies().display()),
            format!("No case{named} to run in {}.", context.policies().display()),
        )));
    }
    context.answer(&json!(json), || text.clone())?;
    if all_passed { Ok(()) } else { Err(Failure::Told) }
}

fn test_one(
    folder: &Path,
    case: Option<&str>,
    context: &Context,
    json: &mut Vec<Value>,
    text: &mut String,
) -> Done<(bool, usize)> {
    let (manifest, mut results) = plugins::test(folder, &context.cache(), context.language)?;
    results.retain(|result| case.is_none_or(|name| result.name == name));
    let failed = results.iter().filter(|result| !result.passed).count();
    for result in &results {
        let mut value = json!(result);
        value["policy"] = json!(manifest.id);
        value["engine"] = json!(manifest.engine.name());
        json.push(value);
        let mark = if result.passed { "✓" } else { "✗" };
        let _ = writeln!(text, "{mark} {} · {}", manifest.id, result.name);
        for line in plugins::differences(result, context.language).iter().filter(|_| !result.passed) {
            let _ = writeln!(text, "    {line}");
        }
    }
    let passed = results.len() - failed;
    let _ = writeln!(
        text,
        "{}",
        context.pick(
            format!("{} : {passed} cas passés, {failed} en échec", manifest.id),
            format!("{}: {passed} cases passed, {failed} failed", manifest.id),
        )
    );
    Ok((failed == 0, results.len()))
}
