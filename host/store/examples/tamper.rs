//! Changes a database as someone would who knows SQL and does not want to be seen: the guards of the
//! books are taken away first. For tests of the verification, on a copy:
//! `cargo run --example tamper -- comptoir.db "UPDATE journal_record SET …"`.

use rusqlite::Connection;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, sql] = arguments.as_slice() else {
        return Err("usage: tamper DATABASE SQL".into());
    };
    let conn = Connection::open(database)?;
    conn.execute_batch("PRAGMA foreign_keys = OFF;")?;
    for guard in guards(&conn)? {
        conn.execute_batch(&format!("DROP TRIGGER \"{guard}\";"))?;
    }
    let before = conn.total_changes();
    conn.execute_batch(sql)?;
    if conn.total_changes() == before {
        return Err(format!("nothing was changed by: {sql}").into());
    }
    Ok(())
}

fn guards(conn: &Connection) -> Result<Vec<String>, Failure> {
    let mut statement = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}
