//! The order of search results: the very words first, then the last visitors or the names.
//!
//! A short beginning of a name may fit a tenth of all customers. Sorting them all would take too long,
//! so when many fit, the customers are walked in the wanted order instead until enough fit.

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
             WHERE s.person_search MATCH ?1 ORDER BY i.last_visit DESC, s.rowid LIMIT ?2",
    walk: "SELECT p.row, p.words FROM indicators i JOIN person p ON p.row = i.row
           WHERE i.last_visit IS NOT NULL ORDER BY i.last_visit DESC, i.row LIMIT ?1",
    rest: "SELECT rowid FROM person_search WHERE person_search MATCH ?1 LIMIT ?2",
};

const ITEMS: Ranking = Ranking {
    count: "SELECT count(*) FROM (SELECT 1 FROM item_search WHERE item_search MATCH ?1 LIMIT ?2)",
    sorted: "SELECT s.rowid FROM item_search s JOIN item i ON i.row = s.rowid
             WHERE s.item_search MATCH ?1 ORDER BY i.sort_key, i.row LIMIT ?2",
    walk: "SELECT row, words FROM item ORDER BY sort_key, row LIMIT ?1",
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
    for other in others {
        if hits.len() < limit && !hits.contains(&other) {
            hits.push(other);
        }
    }
}
