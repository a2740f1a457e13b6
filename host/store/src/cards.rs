//! Which numbers of cards are or were somebody's.

use std::collections::HashSet;

use rusqlite::params;

use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Gives the cards that begin with a prefix and that a file holds, or held before it was changed.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn known_cards(&self, prefix: &str) -> Result<HashSet<String>, StoreError> {
        // Most states before do not hold such a card: JSON is read of those that may.
        let mut statement = self.conn.prepare_cached(
            "SELECT code FROM card WHERE substr(code, 1, length(?1)) = ?1
             UNION
             SELECT former.value FROM file_act, json_each(file_act.before, '$.cards') former
             WHERE instr(file_act.before, ?2) > 0 AND substr(former.value, 1, length(?1)) = ?1",
        )?;
        let cards = statement.query_map(params![prefix, format!("\"{prefix}")], |row| row.get(0))?;
        Ok(cards.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use crate::files::Hand;
    use crate::testing::{customer, memory};

    #[test]
    fn a_card_that_was_taken_off_a_file_is_still_known() {
        let mut store = memory();
        let at = "2026-11-22T12:00:00+01:00".parse().unwrap();
        let hand = Hand { at, operator: "Ana", batch: None };
        let mut claire = customer(1, "Lefèvre", "Claire");
        claire.cards = vec!["2900000000018".into(), "CF-29".into()];
        store.write_file(&claire, &hand).unwrap();
        claire.cards = vec!["2900000000025".into()];
        store.write_file(&claire, &hand).unwrap();
        let mut known: Vec<String> = store.known_cards("29").unwrap().into_iter().collect();
        known.sort();
        assert_eq!(known, ["2900000000018", "2900000000025"]);
        assert!(store.known_cards("2901").unwrap().is_empty());
    }
}
