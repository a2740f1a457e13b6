//! `comptoir plugin dev`: a policy is rebuilt and its cases are run again each time a file is saved.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use comptoir_app::NotFound;
use comptoir_app::plugins::{self, Exam, Kind, Package};
use comptoir_app::programs::{Loaded, NewProgram, leave_for_open_till};
use serde_json::json;

use super::test;
use crate::context::{Context, Done, Failure};
use crate::source;

/// How long a saved file waits to be noticed.
const LOOK: Duration = Duration::from_millis(300);
/// What a build writes, and what an editor or a repository keeps: changes there are no changes of the policy.
const NOT_SOURCES: [&str; 2] = ["target", "Cargo.lock"];

/// When each file was written, and its size.
type Stamps = BTreeMap<PathBuf, (SystemTime, u64)>;

pub(super) fn dev(folder: &Path, context: &Context) -> Done {
    if !folder.join("manifest.toml").is_file() {
        return Err(NotFound::Policy(folder.display().to_string()).into());
    }
    context.note(context.pick(
        "Chaque enregistrement reconstruit et repasse les cas ; Ctrl-C arrête.",
        "Each saved file rebuilds and runs the cases again; Ctrl-C stops.",
    ));
    // What goes well is one line; what Cargo says of it is left out, not what it says of mistakes.
    let quiet = context.quietly();
    let mut seen = None;
    loop {
        let now = stamps(folder);
        if seen.as_ref() != Some(&now) {
            round(folder, &quiet)?;
            seen = Some(now);
        }
        thread::sleep(LOOK);
    }
}

/// Looks at all files of the sources; one that goes away while we look is noticed at the next look.
fn stamps(folder: &Path) -> Stamps {
    let mut found = Stamps::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(data) = entry.metadata() else { continue };
            if name.starts_with('.') || NOT_SOURCES.contains(&name.as_str()) {
                continue;
            }
            if data.is_dir() {
                folders.push(entry.path());
            } else {
                found.insert(entry.path(), (data.modified().unwrap_or(SystemTime::UNIX_EPOCH), data.len()));
            }
        }
    }
    found
}

/// Builds, runs the cases and tells; what fails is told and waits for the next saved file.
fn round(folder: &Path, context: &Context) -> Done {
    let start = Instant::now();
    let built = source::build(folder, context).and_then(|package| {
        let exam = plugins::examine(&package, &context.cache(), context.language)?;
        Ok((package, exam))
    });
    match built {
        Ok((package, exam)) => {
            tell(&package, &exam, start.elapsed(), context)?;
            let is_program = package.manifest().kind == Kind::Program;
            if is_program && context.is_named && exam.failing().is_none() {
                match switch_on(folder, &package, context) {
                    Ok(words) => context.answer(&json!({ "shop": context.data, "told": words }), || words.clone())?,
                    Err(failure) => complain(&failure, context)?,
                }
            }
            Ok(())
        }
        Err(failure) => complain(&failure, context),
    }
}

fn tell(package: &Package, exam: &Exam, took: Duration, context: &Context) -> Done {
    let failed: Vec<_> = exam.results.iter().filter(|result| !result.passed).collect();
    let passed = exam.results.len() - failed.len();
    let (id, took) = (&package.manifest().id, took.as_millis());
    let names: Vec<&str> = failed.iter().map(|result| result.name.as_str()).collect();
    let json = json!({
        "policy": id, "digest": package.digest(), "passed": passed, "failed": names,
        "uncovered": exam.uncovered, "unmoved": exam.unmoved, "untold": exam.untold, "unoffered": exam.unoffered, "unjudged": exam.unjudged,
        "milliseconds": u64::try_from(took).unwrap_or(u64::MAX),
    });
    context.answer(&json, || {
        let mark = if failed.is_empty() { "✓" } else { "✗" };
        let mut text = context.pick(
            format!("{mark} {id} : {}, {} en échec ({took} ms)\n", test::passed_words(passed, context), failed.len()),
            format!("{mark} {id}: {}, {} failed ({took} ms)\n", test::passed_words(passed, context), failed.len()),
        );
        for result in &failed {
            text.push_str(&format!("  ✗ {}\n{}", result.name, test::differences(result, context)));
        }
        for line in test::coverage(exam, context) {
            text.push_str(&format!("  {line}\n"));
        }
        text
    })
}

/// Tells what failed and goes on; only an output that nobody reads any more ends the watch.
fn complain(failure: &Failure, context: &Context) -> Done {
    let words = match failure {
        Failure::BrokenPipe => return Err(Failure::BrokenPipe),
        Failure::App(error) => error.message(context.language),
        Failure::Usage(text) | Failure::Io(text) | Failure::Tool(text) => text.clone(),
        Failure::Told => return Ok(()),
    };
    context.complain(&format!("✗ {words}"));
    if context.json { context.say(&json!({ "problem": words }).to_string()) } else { Ok(()) }
}

/// Switches the policy on in the shop that was named, with the settings it has there.
fn switch_on(folder: &Path, package: &Package, context: &Context) -> Done<String> {
    let id = &package.manifest().id;
    let mut till = match context.open() {
        Err(Failure::App(error)) if error.is_locked() => return leave(package, context),
        opened => opened?,
    };
    if !till.shop().mode.is_exercise() {
        return Err(Failure::Tool(context.pick(
            "Ce magasin est un vrai : `plugin dev` n'active rien que dans une démonstration ou une école. Pour un vrai magasin : `plugin pack --key`, puis `plugin install`.".to_owned(),
            "This shop is a real one: `plugin dev` switches programs on in demo and training shops only. For a real shop: `plugin pack --key`, then `plugin install`.".to_owned(),
        )));
    }
    let row = till.programs().iter().map(Loaded::row).find(|row| row.id.as_str() == id);
    let (from, until) = row.map_or((None, None), |row| (row.from, row.until));
    let built = source::package_folder(folder);
    till.enable_program(&NewProgram { id: None, package: built, settings: Vec::new(), from, until })?;
    let shop = context.data.display();
    Ok(context.pick(
        format!("  → {id} est actif dans {shop} : la prochaine ouverture de la caisse l'a."),
        format!("  → {id} is on in {shop}: the till has it from its next start."),
    ))
}

/// Leaves the policy for the till that has the shop open.
fn leave(package: &Package, context: &Context) -> Done<String> {
    leave_for_open_till(&context.data, package, context.language)?;
    let (id, shop) = (&package.manifest().id, context.data.display());
    Ok(context.pick(
        format!("  → la caisse est ouverte sur {shop} : elle prend {id} avant la prochaine vente (démonstration ou école seulement)."),
        format!("  → the till is open on {shop}: it takes up {id} before the next sale (demo and training shops only)."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_writes_is_no_change() {
        let place = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = place.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("cases/a.toml", "1");
        let before = stamps(place.path());
        assert_eq!(before.len(), 1);
        for file in ["target/package/manifest.toml", "Cargo.lock", ".git/index"] {
            write(file, "x");
        }
        assert_eq!(stamps(place.path()), before);
        write("cases/a.toml", "12");
        assert_ne!(stamps(place.path()), before);
    }
}
