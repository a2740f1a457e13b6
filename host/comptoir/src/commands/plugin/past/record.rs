//! `comptoir plugin record`: a past sale kept as a case of a policy.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use comptoir_domain::id::ProgramId;
use comptoir_domain::sale::ReceiptNumber;
use serde_json::json;

use crate::context::{Context, Done, Failure};

pub(super) fn run(number: &ReceiptNumber, program: &str, out: Option<&Path>, context: &Context) -> Done {
    let recorded = context.open()?.record_case(number, &ProgramId::new(program))?;
    for line in &recorded.differences {
        let words = context.pick("⚠ le cas n'est pas tout à fait la vente", "⚠ the case is not quite the sale");
        context.complain(&format!("{words} : {line}"));
    }
    if let Some(file) = out {
        append(file, &recorded.toml).map_err(|error| Failure::Io(format!("{} : {error}", file.display())))?;
    }
    let json = json!({
        "number": number.to_string(), "program": program, "file": out, "case": recorded.toml,
        "differences": recorded.differences,
    });
    context.answer(&json, || match out {
        None => recorded.toml.clone(),
        Some(file) => context.pick(
            format!("Cas « {number} · {program} » ajouté à {}.", file.display()),
            format!("Case “{number} · {program}” added to {}.", file.display()),
        ),
    })
}

/// Adds the case behind those that the file has.
fn append(file: &Path, toml: &str) -> std::io::Result<()> {
    let mut out = OpenOptions::new().create(true).append(true).open(file)?;
    let between = if out.metadata()?.len() > 0 { "\n" } else { "" };
    out.write_all(format!("{between}{}\n", toml.trim_end()).as_bytes())?;
    out.sync_all()
}
