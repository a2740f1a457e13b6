//! Programs: policies with settings, switched on, in the merchant's order.

use chrono::NaiveDate;
use comptoir_domain::id::ProgramId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

/// Which prices a program sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Prices as the programs before it left them.
    #[default]
    Remainder,
    /// Prices before all programs.
    Base,
}

/// How a program gets along with the others of its pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Combine {
    /// What it gives comes on top of what they give.
    #[default]
    Stack,
    /// Only the program of the pool that gives the customer most is kept.
    Best,
    /// Only the first program of the pool, in the merchant's order, that gives anything is kept.
    First,
}

/// A program as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramRow {
    /// The short name the merchant gave.
    pub id: ProgramId,
    /// The policy's id.
    pub policy: String,
    /// The policy's version.
    pub version: String,
    /// The package's digest.
    pub digest: String,
    /// `wasm` or `rhai`.
    pub engine: String,
    /// The name of the package's folder.
    pub package: String,
    /// The settings, as JSON.
    pub settings: String,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Its place among the programs: lower ones run first.
    pub position: u32,
    /// The first day it runs, if any.
    pub from: Option<NaiveDate>,
    /// The last day it runs, if any.
    pub until: Option<NaiveDate>,
    /// Its faults of late, as JSON.
    pub breaker: String,
    /// Which prices it sees.
    pub basis: Basis,
    /// The name of the group of programs that it is combined in; on its own when none.
    pub pool: Option<String>,
    /// How it is combined within its pool.
    pub combine: Combine,
}

macro_rules! select_programs {
    ($rest:literal) => {
        concat!(
            "SELECT id, policy, version, digest, engine, package, settings, enabled, position, first_day, last_day,
                    breaker, basis, pool, combine FROM program ",
            $rest
        )
    };
}

/// Keeps the breakers of programs, and nothing else of them: somebody may be changing the rest.
pub(crate) fn keep_breakers(conn: &Connection, breakers: &[(ProgramId, String)]) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("UPDATE program SET breaker = ?2 WHERE id = ?1")?;
    for (program, breaker) in breakers {
        statement.execute(params![program.as_str(), breaker])?;
    }
    Ok(())
}

impl Store {
    /// Adds or changes a program.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn put_program(&mut self, program: &ProgramRow) -> Result<(), StoreError> {
        self.write(|conn| {
            conn.prepare_cached(
                "INSERT INTO program (id, policy, version, digest, engine, package, settings, enabled, position,
                                      first_day, last_day, breaker, basis, pool, combine)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET policy = excluded.policy, version = excluded.version,
                     digest = excluded.digest, engine = excluded.engine, package = excluded.package,
                     settings = excluded.settings, enabled = excluded.enabled, position = excluded.position,
                     first_day = excluded.first_day, last_day = excluded.last_day, breaker = excluded.breaker,
                     basis = excluded.basis, pool = excluded.pool, combine = excluded.combine",
            )?
            .execute(params![
                program.id.as_str(),
                program.policy,
                program.version,
                program.digest,
                program.engine,
                program.package,
                program.settings,
                program.enabled,
                program.position,
                program.from.map(Sql),
                program.until.map(Sql),
                program.breaker,
                Sql(program.basis),
                program.pool,
                Sql(program.combine),
            ])?;
            Ok(())
        })
    }

    /// Gives all programs in their order.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn programs(&self) -> Result<Vec<ProgramRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_programs!("ORDER BY position, id"))?;
        let programs = statement.query_map([], read_program)?;
        Ok(programs.collect::<Result<_, _>>()?)
    }

    /// Finds a program.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn program(&self, id: &ProgramId) -> Result<Option<ProgramRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(select_programs!("WHERE id = ?1"))?;
        Ok(statement.query_row([id.as_str()], read_program).optional()?)
    }

    /// Removes a program, and tells whether it was there. Its counters stay.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn remove_program(&mut self, id: &ProgramId) -> Result<bool, StoreError> {
        self.write(|conn| Ok(conn.prepare_cached("DELETE FROM program WHERE id = ?1")?.execute([id.as_str()])? > 0))
    }
}

fn read_program(row: &Row<'_>) -> rusqlite::Result<ProgramRow> {
    Ok(ProgramRow {
        id: get(row, 0)?,
        policy: row.get(1)?,
        version: row.get(2)?,
        digest: row.get(3)?,
        engine: row.get(4)?,
        package: row.get(5)?,
        settings: row.get(6)?,
        enabled: row.get(7)?,
        position: row.get(8)?,
        from: get_opt(row, 9)?,
        until: get_opt(row, 10)?,
        breaker: row.get(11)?,
        basis: get(row, 12)?,
        pool: row.get(13)?,
        combine: get(row, 14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, memory};

    #[test]
    fn programs_come_in_the_merchants_order_and_can_be_changed_and_removed() {
        let mut store = memory();
        let row = |id: &str, position| ProgramRow {
            id: ProgramId::new(id),
            policy: "loyalty-spend".into(),
            version: "1.0.0".into(),
            digest: "sha256:00".into(),
            engine: "rhai".into(),
            package: "loyalty-spend-1.0.0".into(),
            settings: "{\"per\":\"1\"}".into(),
            enabled: true,
            position,
            from: None,
            until: Some(day(30)),
            breaker: "{}".into(),
            basis: Basis::Remainder,
            pool: None,
            combine: Combine::Stack,
        };
        store.put_program(&row("points", 2)).unwrap();
        store.put_program(&row("cartes", 1)).unwrap();
        assert_eq!(store.programs().unwrap(), [row("cartes", 1), row("points", 2)]);
        let changed = ProgramRow {
            enabled: false,
            from: Some(day(1)),
            basis: Basis::Base,
            pool: Some("remises".into()),
            combine: Combine::Best,
            ..row("points", 0)
        };
        store.put_program(&changed).unwrap();
        assert_eq!(store.programs().unwrap(), [changed.clone(), row("cartes", 1)]);
        assert_eq!(store.program(&changed.id).unwrap(), Some(changed.clone()));
        assert!(store.remove_program(&changed.id).unwrap() && !store.remove_program(&changed.id).unwrap());
        assert_eq!(store.program(&changed.id).unwrap(), None);
    }
}
