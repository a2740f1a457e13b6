//! Communes whose mail goes through a neighboring department, so that their postcode misleads.

use crate::fold;

/// Postcode, town as [`town`] folds it, department (La Poste's open list of postcodes).
#[rustfmt::skip]
const MISLEADING: [(&str, &str, &str); 37] = [
    ("01200", "eloise", "74"), ("01410", "lajoux", "39"), ("01590", "chancia", "39"),
    ("01590", "lavanciaepercy", "39"), ("05110", "claret", "04"), ("05110", "curbans", "04"),
    ("05130", "piegut", "04"), ("05130", "venterol", "04"), ("05160", "pontis", "04"),
    ("05700", "villeboislespins", "26"), ("06260", "larochette", "04"), ("06260", "saintpierre", "04"),
    ("12210", "latrinitat", "15"), ("13780", "riboux", "83"), ("15230", "therondels", "12"),
    ("21340", "change", "71"), ("27370", "elbeuf", "76"), ("30750", "nant", "12"),
    ("30750", "saintjeandubruel", "12"), ("33220", "fougueyrolles", "24"), ("33220", "portsaintefoyetponchapt", "24"),
    ("34260", "leclapier", "12"), ("37120", "pouant", "86"), ("37160", "buxeuil", "86"),
    ("42620", "saintpierrelaval", "03"), ("43300", "clavieres", "15"), ("43450", "leyvaux", "15"),
    ("48250", "laveyrune", "07"), ("48500", "saintlaurentdolt", "12"), ("52100", "sainteulien", "51"),
    ("52100", "sapignicourt", "51"), ("55120", "florentenargonne", "51"), ("55120", "saintemenehould", "51"),
    ("57410", "dehlingen", "67"), ("57412", "dehlingen", "67"), ("82160", "najac", "12"), ("82330", "najac", "12"),
];

/// A town as it is compared: letters only, `st` in full, without `CEDEX` and what follows.
pub(super) fn town(city: &str) -> String {
    let words = fold::words(city).into_iter().take_while(|word| word != "cedex");
    let in_full = words.map(|word| match word.as_str() {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word,
    });
    in_full.collect()
}

/// The code of the department, where the postcode misleads.
pub(super) fn department(postcode: &str, town: &str) -> Option<&'static str> {
    let found = MISLEADING.iter().find(|(code, name, _)| *code == postcode && *name == town);
    found.map(|(_, _, department)| *department)
}
