//! The order of search results: the very words first, then the last visitors or the names.
//!
//! A short beginning of a name may fit a tenth of all customers. Sorting them all would take too long,
//! so when many fit, the customers are walked in the wanted order instead until enough fit.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::search::Query;
use crate::sql::Sql;
use crate::store::Store;

/// More hits than this are not sorted: walking in order finds enough of them sooner.
const MANY: usize = 2_000;
/// The most rows that are walked.
const LONGEST_WALK: usize = 50_000;

/// What one kind of search asks the database.
struct Ranking {
    /// Counts hits up to a limit.
    count: &'static str,
    /// Gives hits in their order.
    sorted: &'static str,
    /// Gives all rows with their words in the order of hits.
    walk: &'static str,
    /// Gives hits that the walk may not meet.
    rest: &'static str,
}

const PEOPLE: Ranking = Ranking {
    count: "SELECT count(*) FROM (SELECT 1 FROM person_search WHERE person_search MATCH ?1 LIMIT ?2)",
    sorted: "SELECT s.rowid FROM person_search s LEFT JOIN indicators i ON i.row = s.rowid
             WHERE s.person_search MATCH ?1 ORDER BY i.last_visit DESC, s.rowid DESC LIMIT ?2",
    walk: "SELECT p.row, p.words
           FROM indicators i INDEXED BY indicators_by_last_visit CROSS JOIN person p ON p.row = i.row
           WHERE i.last_visit IS NOT NULL ORDER BY i.last_visit DESC, i.row DESC LIMIT ?1",
    rest: "SELECT rowid FROM person_search WHERE person_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
};

const ITEMS: Ranking = Ranking {
    count: "SELECT count(*) FROM (SELECT 1 FROM item_search WHERE item_search MATCH ?1 LIMIT ?2)",
    sorted: "SELECT s.rowid FROM item_search s JOIN item i ON i.row = s.rowid
             WHERE s.item_search MATCH ?1 ORDER BY i.sort_key, i.row LIMIT ?2",
    walk: "SELECT row, words FROM item INDEXED BY item_by_label ORDER BY sort_key, row LIMIT ?1",
    rest: "SELECT rowid FROM item_search WHERE item_search MATCH ?1 LIMIT ?2",
};

impl Store {
    pub(crate) fn ranked_people(&self, query: &Query, limit: usize) -> Result<Vec<i64>, StoreError> {
        PEOPLE.hits(&self.conn, query, limit)
    }

    pub(crate) fn ranked_items(&self, query: &Query, limit: usize) -> Result<Vec<i64>, StoreError> {
        ITEMS.hits(&self.conn, query, limit)
    }
}

impl Ranking {
    fn hits(&self, conn: &Connection, query: &Query, limit: usize) -> Result<Vec<i64>, StoreError> {
        let mut hits = rows(conn, self.sorted, &query.exact(), limit)?;
        if hits.len() >= limit {
            return Ok(hits);
        }
        let prefix = query.prefix();
        // The exact hits are among the others: so many more are asked for.
        let wanted = limit + hits.len();
        let others = if self.are_many(conn, &prefix)? {
            self.walked(conn, query, wanted)?
        } else {
            rows(conn, self.sorted, &prefix, wanted)?
        };
        add_new(&mut hits, others, limit);
        Ok(hits)
    }

    fn are_many(&self, conn: &Connection, expression: &str) -> Result<bool, StoreError> {
        let mut statement = conn.prepare_cached(self.count)?;
        let counted: usize = statement.query_row(params![expression, Sql(MANY + 1)], |row| crate::sql::get(row, 0))?;
        Ok(counted > MANY)
    }

    fn walked(&self, conn: &Connection, query: &Query, wanted: usize) -> Result<Vec<i64>, StoreError> {
        let mut hits = Vec::new();
        let mut statement = conn.prepare_cached(self.walk)?;
        let mut walk = statement.query(params![Sql(LONGEST_WALK)])?;
        while let Some(row) = walk.next()?.filter(|_| hits.len() < wanted) {
            if query.matches(row.get_ref(1)?.as_str().unwrap_or_default()) {
                hits.push(row.get(0)?);
            }
        }
        if hits.len() < wanted {
            let rest = rows(conn, self.rest, &query.prefix(), wanted + hits.len())?;
            add_new(&mut hits, rest, wanted);
        }
        Ok(hits)
    }
}

fn rows(conn: &Connection, sql: &str, expression: &str, limit: usize) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![expression, Sql(limit)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn add_new(hits: &mut Vec<i64>, others: Vec<i64>, limit: usize) {
    let known: HashSet<i64> = hits.iter().copied().collect();
    hits.extend(others.into_iter().filter(|other| !known.contains(other)));
    hits.truncate(limit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{commit, customer, item, memory, sale};

    fn names(store: &Store, typed: &str, limit: usize) -> Vec<String> {
        let found = store.search_customers(typed, limit).unwrap();
        found.into_iter().map(|customer| customer.person.display_name()).collect()
    }

    /// Adds customers by name, each with a visit on a day, if any.
    fn visited(people: &[(&str, &str, Option<u64>)]) -> Store {
        let mut store = memory();
        for (n, (last, first, _)) in (0u64..).zip(people) {
            store.put_customer(&customer(n, last, first)).unwrap();
        }
        for (n, (_, _, on)) in (0u64..).zip(people) {
            if let Some(on) = on {
                let sale = sale(&store, Some(&customer(n, "", "")), *on, &[(1_000, "1")]);
                commit(&mut store, &sale).unwrap();
            }
        }
        store
    }

    #[test]
    fn the_very_word_comes_first_and_then_the_last_visitors() {
        let store = visited(&[
            ("Martin", "Anne", None),
            ("Martinez", "Luc", Some(9)),
            ("Martin", "Zoé", Some(3)),
            ("Martinet", "Paul", Some(7)),
            ("Durand", "Martin", Some(5)),
        ]);
        let expected = ["Martin Durand", "Zoé Martin", "Anne Martin", "Luc Martinez", "Paul Martinet"];
        assert_eq!(names(&store, "martin", 10), expected);
        assert_eq!(names(&store, "martin", 4), expected[..4]);
        assert_eq!(names(&store, "mart", 2), ["Luc Martinez", "Paul Martinet"]);
        assert_eq!(names(&store, "", 2), ["Luc Martinez", "Paul Martinet"]);
        assert_eq!(names(&store, "?!", 2), [""; 0]);
        assert_eq!(names(&store, "durand mar", 9), ["Martin Durand"]);
    }

    #[test]
    fn a_changed_name_is_found_and_the_old_one_is_not() {
        let mut store = visited(&[("Lefèvre", "Claire", None)]);
        store.put_customer(&customer(0, "Moreau", "Claire")).unwrap();
        assert_eq!(names(&store, "lefevre", 9), [""; 0]);
        assert_eq!(names(&store, "moreau", 9), ["Claire Moreau"]);
        store.conn.execute("INSERT INTO person_search (person_search) VALUES ('integrity-check')", []).unwrap();
    }

    #[test]
    fn many_hits_are_walked_in_the_same_order_as_few_are_sorted() {
        let mut store = memory();
        let people = 2 * u64::try_from(MANY).unwrap();
        let filled: Result<(), StoreError> = store.bulk(|store| {
            for n in 0..people {
                store.put_customer(&customer(n, &format!("Martin{n}"), if n % 2 == 0 { "Anne" } else { "Luc" }))?;
                if n < people / 2 {
                    let sale = sale(store, Some(&customer(n, "", "")), n % 60, &[(1_000, "1")]);
                    commit(store, &sale)?;
                }
            }
            Ok(())
        });
        filled.unwrap();
        for typed in ["mar", "m", "mar luc", "a"] {
            let query = Query::read(typed).unwrap();
            let sorted = rows(&store.conn, PEOPLE.sorted, &query.prefix(), 300).unwrap();
            assert_eq!(PEOPLE.walked(&store.conn, &query, 300).unwrap(), sorted, "{typed}");
            assert_eq!(store.ranked_people(&query, 300).unwrap(), sorted, "{typed}");
        }
        let all = Query::read("mar").unwrap();
        assert_eq!(store.ranked_people(&all, 10_000).unwrap().len(), usize::try_from(people).unwrap());
    }

    #[test]
    fn items_are_found_by_words_sku_and_code_and_sorted_by_name() {
        let mut store = memory();
        for (sku, label) in [("CH-02", "Écharpe laine"), ("CH-01", "Chemise Oxford"), ("CX-9", "Chemisette")] {
            let mut item = item(sku, label);
            item.codes = vec![format!("30000000000{}", &sku[sku.len() - 2..].replace('-', "0"))];
            store.put_item(&item).unwrap();
        }
        let labels = |typed: &str| -> Vec<String> {
            store.search_items(typed, 9).unwrap().into_iter().map(|item| item.label).collect()
        };
        assert_eq!(labels("chemise"), ["Chemise Oxford", "Chemisette"]);
        assert_eq!(labels("ch"), ["Chemise Oxford", "Écharpe laine", "Chemisette"], "two SKUs hold the very word");
        assert_eq!(labels("ch02"), ["Écharpe laine"]);
        assert_eq!(labels("ox che"), ["Chemise Oxford"]);
        assert_eq!(labels("3000000000009"), ["Chemisette"]);
        assert_eq!(labels(""), ["Chemise Oxford", "Chemisette", "Écharpe laine"]);
    }
}
