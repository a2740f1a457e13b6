//! Days on the command line.

use chrono::NaiveDate;

/// Reads a day as people write it: `24/12/2026`, or `2026-12-24`.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let read = NaiveDate::parse_from_str(text.trim(), "%d/%m/%Y").or_else(|_| text.trim().parse());
    read.map_err(|_| "24/12/2026, 2026-12-24".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_either_way() {
        assert_eq!(day("24/12/2026"), day("2026-12-24"));
        assert!(day("31/02/2026").is_err() && day("demain").is_err());
    }
}
