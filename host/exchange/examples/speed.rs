//! How fast customers go out and come in: writes some, reads them again, and tells rows per second.
//!
//! `cargo run --release -p comptoir-exchange --example speed -- 1000000 [xlsx]`

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::{Duration, Instant};

use comptoir_domain::customer::Birthday;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_exchange::mapping::Mapping;
use comptoir_exchange::read::{CustomerReader, CustomerRow, Reading};
use comptoir_exchange::table::{Options, Row, Table};
use comptoir_exchange::write::{CustomerWriter, Style, TableWriter};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u32 = arguments.next().unwrap_or_else(|| "100000".to_owned()).parse()?;
    let is_xlsx = arguments.next().is_some_and(|kind| kind == "xlsx");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("customers");
    let started = Instant::now();
    write(&path, count, is_xlsx)?;
    report("written", count, started.elapsed());
    println!("{} bytes", path.metadata()?.len());
    // The best of three: other programs only ever take time.
    for _ in 0..3 {
        let started = Instant::now();
        let read = read(&path)?;
        report("read and mapped", read, started.elapsed());
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn write(path: &Path, count: u32, is_xlsx: bool) -> Result<(), Box<dyn Error>> {
    let out = BufWriter::new(File::create(path)?);
    let table = match is_xlsx {
        true => TableWriter::xlsx(out, "Clients", Language::French)?,
        false => TableWriter::csv(out, Style::default())?,
    };
    let mut writer = CustomerWriter::new(table, &["Pointure".to_owned()])?;
    for number in 0..count {
        writer.write(&customer(number))?;
    }
    writer.finish()?;
    Ok(())
}

fn read(path: &Path) -> Result<u32, Box<dyn Error>> {
    let mut table = Table::open(path, &Options::default())?;
    let mapping = Mapping::propose(table.headers(), table.sample());
    let reader = CustomerReader::new(&mapping, Reading::new("2026-11-22".parse()?));
    let (mut row, mut read, mut problems) = (Row::default(), 0, 0);
    while table.read(&mut row)? {
        let outcome = reader.read(&row);
        read += u32::from(outcome.value.is_some());
        problems += outcome.problems.len();
    }
    println!("{problems} problems");
    Ok(read)
}

fn customer(number: u32) -> CustomerRow {
    let some = |text: &str| Some(text.to_owned());
    CustomerRow {
        id: Some(number.to_string()),
        title: some("Mme"),
        last_name: some("Lefèvre"),
        first_name: some("Claire"),
        address_street: some("12, rue des Lilas"),
        postcode: Some(format!("{:05}", 1000 + number % 95_000)),
        city: some("Lyon"),
        mobile: Some(format!("+336{:08}", number % 100_000_000)),
        email: Some(format!("claire.{number}@example.fr")),
        birthday: Some(Birthday { month: 2, day: 28, year: Some(1980) }),
        cards: vec![format!("29{number:011}")],
        consent_email: Some(number.is_multiple_of(2)),
        account_balance: Some(Money::from_cents(i64::from(number % 10_000))),
        custom: [("Pointure".to_owned(), "38".to_owned())].into(),
        ..CustomerRow::default()
    }
}

fn report(what: &str, count: u32, elapsed: Duration) {
    let per_second = u128::from(count) * 1000 / elapsed.as_millis().max(1);
    println!("{count} rows {what} in {} ms: {per_second} rows/s", elapsed.as_millis());
}
