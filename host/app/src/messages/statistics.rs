//! Words about the periods of statistics.

use chrono::NaiveDate;
use comptoir_domain::language::Language;

use crate::format::day;

/// Says that something is no day, and how one is written.
pub(super) fn not_a_day(field: &str, value: &str, language: Language) -> String {
    language.pick(
        format!("{field} : « {value} » n'est pas un jour ; écrivez 22/11/2026 ou 2026-11-22."),
        format!("{field}: “{value}” is no day; write 2026-11-22 or 22/11/2026."),
    )
}

/// Says that a period ends before it begins.
pub(super) fn backwards(first: NaiveDate, last: NaiveDate, language: Language) -> String {
    let (first, last) = (day(first), day(last));
    language.pick(
        format!("La période finit le {last}, avant de commencer le {first} : échangez ces deux jours."),
        format!("The period ends on {last}, before it begins on {first}: swap these two days."),
    )
}
