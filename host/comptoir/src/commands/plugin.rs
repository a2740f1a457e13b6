//! `comptoir plugin`: bundled policies and their cases.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use comptoir_app::plugins;
use serde_json::{Value, json};

use crate::args::PluginCmd;
use crate::context::{Context, Done, Failure};

pub(super) fn run(args: &PluginCmd, context: &Context) -> Done {
    match args {
        PluginCmd::List => list(context),
        PluginCmd::Test { policy, case } => test(policy.as_deref(), case.as_deref(), context),
    }
}

fn list(context: &Context) -> Done {
    let bundled = plugins::list(&context.policies(), context.language);
    let json: Vec<Value> = bundled
        .iter()
        .map(|bundled| match &bundled.package {
            Ok(package) => json!({
                "policy": package.manifest().id,
                "version": package.manifest().version,
                "engine": package.manifest().engine.name(),
                "title": package.manifest().title.get(context.language),
                "description": package.manifest().description.get(context.language),
                "digest": package.digest(),
                "folder": bundled.folder,
            }),
            Err(problem) => json!({ "folder": bundled.folder, "trouble": problem }),
        })
        .collect();
    context.answer(&json!(json), || {
        let mut out = String::new();
        for bundled in &bundled {
            let _ = match &bundled.package {
                Ok(package) => {
                    let manifest = package.manifest();
                    let (title, engine) = (manifest.title.get(context.language), manifest.engine.name());
                    let description = manifest.description.get(context.language);
                    writeln!(out, "{} {} ({engine}) — {title}\n  {description}", manifest.id, manifest.version)
                }
                Err(problem) => writeln!(out, "⚠ {} : {problem}", bundled.folder.display()),
            };
        }
        if out.is_empty() {
            let folder = context.policies().display().to_string();
            out = context.pick(
                format!("Aucune règle dans {folder} : `cargo xtask plugins` les construit."),
                format!("No policy in {folder}: `cargo xtask plugins` builds them."),
            );
        }
        out
    })
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
