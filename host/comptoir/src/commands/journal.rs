//! `comptoir journal`: verified whole, or its last records as they were signed.

use comptoir_app::journal::{Family, Place, RecordView};
use serde_json::json;

use super::sale::unreadable;
use crate::args::JournalCmd;
use crate::context::{Context, Done, Failure};

pub(super) fn run(args: &JournalCmd, context: &Context) -> Done {
    match args {
        JournalCmd::Verify => verify(context),
        JournalCmd::Show { family, last } => show(family, *last, context),
    }
}

fn verify(context: &Context) -> Done {
    let till = context.open()?;
    match till.verify_journal()? {
        // A mirror that is missing or not the till's own leaves the end of the journal without a witness.
        Ok(_) if till.alarm().is_some() => bad(None, till.alarm().unwrap_or_default(), context),
        Ok(report) => {
            let chains: Vec<_> = report.chains.iter().map(|((_, family), head)| (family, head.sequence)).collect();
            let counts = chains.iter().map(|(family, count)| (family.code().to_owned(), json!(count)));
            let counts: serde_json::Map<_, _> = counts.collect();
            let records = report.records();
            context.answer(&json!({ "verified": true, "records": records, "chains": counts }), || {
                let chains = chains.iter().map(|(family, count)| format!("{} {count}", till.family_name(**family)));
                let chains = chains.collect::<Vec<_>>().join(", ");
                context.pick(
                    format!("Journal intègre, enregistrements vérifiés : {records} ({chains})."),
                    format!("Journal whole: {records} records verified ({chains})."),
                )
            })
        }
        Err(finding) => bad(finding.place.as_ref(), &till.finding_words(&finding), context),
    }
}

fn bad(place: Option<&Place>, words: &str, context: &Context) -> Done {
    let json = json!({
        "verified": false,
        "family": place.map(|place| place.family.code()),
        "sequence": place.map(|place| place.sequence),
        "problem": words,
    });
    if context.json {
        context.say(&json.to_string())?;
    } else {
        context.complain(words);
    }
    Err(Failure::Told)
}

fn show(family: &str, last: u64, context: &Context) -> Done {
    let family = Family::from_code(&family.to_uppercase()).ok_or_else(|| unreadable("family", family))?;
    let till = context.open()?;
    let records = till.journal_tail(family, last)?;
    let json: Vec<_> = records
        .iter()
        .map(|record| {
            let RecordView { sequence, format, key_id, payload, signature, extract } = RecordView::of(record);
            json!({
                "family": family.code(), "sequence": sequence, "format": format, "key": key_id, "payload": payload,
                "signature": signature, "extract": extract,
            })
        })
        .collect();
    context.answer(&json!(json), || {
        records
            .iter()
            .map(|record| {
                let view = RecordView::of(record);
                format!("── {} {} · {} ──\n{}\n", family.code(), view.sequence, view.extract, view.payload)
            })
            .collect()
    })
}
