//! Committing a sale: everything that it is and moves, in one transaction.

use std::collections::BTreeMap;

use comptoir_domain::id::ProgramId;
use comptoir_domain::price::Origin;
use comptoir_domain::sale::{PaidLine, PaidSale, ReceiptNumber, SaleKind};
use comptoir_journal::SignedRecord;
use rusqlite::{Connection, OptionalExtension, params};

use crate::customers::known_customer;
use crate::error::{Noun, Series, StoreError};
use crate::prints::{self, NewPrint};
use crate::sales::{BODY_FORMAT, next_sequence, to_body};
use crate::sql::{Sql, get};
use crate::store::Store;
use crate::{accounts, indicators, journal, ledgers, offers, parked, programs, statistics};

/// A paid sale with all that is written with it.
#[derive(Clone, Copy, Debug)]
pub struct SaleCommit<'a> {
    /// The sale or refund.
    pub sale: &'a PaidSale,
    /// Its records in the journal, in the order of their chains.
    pub records: &'a [SignedRecord],
    /// Its receipt to be printed.
    pub print: Option<&'a NewPrint>,
    /// The sale set aside that it was, which is no longer.
    pub parked: Option<i64>,
    /// The breakers of programs that it changed, as the till keeps them.
    pub breakers: &'a [(ProgramId, String)],
}

impl Store {
    /// Writes a paid sale with its lines, payments, taxes, ledger entries, papers, offers, statistics,
    /// journal records and print job: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::AlreadyPaid`] when the sale is there already: nothing changes, and the receipt is
    /// the one named. [`StoreError::SequenceTaken`], [`StoreError::SequenceGap`] and
    /// [`StoreError::OtherTill`] when its number or that of a record is not the next one,
    /// [`StoreError::ChainBroken`] when a record does not follow the last one,
    /// [`StoreError::CreditTooLow`] and [`StoreError::CreditCodeTaken`] for papers,
    /// [`StoreError::Missing`] when it names an unknown customer, account, paper or refunded sale.
    pub fn commit_sale(&mut self, commit: &SaleCommit<'_>) -> Result<(), StoreError> {
        let till = self.shop.till.clone();
        self.write(|conn| {
            let sale = commit.sale;
            refuse_paid(conn, sale)?;
            if sale.stamp.number.till != till {
                return Err(StoreError::OtherTill { expected: till, found: sale.stamp.number.till.clone() });
            }
            let next = next_sequence(conn, till.as_str())?;
            check_next(Series::Receipts, sale.stamp.number.sequence, next)?;
            let row = insert_sale(conn, sale)?;
            insert_lines(conn, sale, row)?;
            ledgers::post_credits(conn, sale, row)?;
            insert_tenders(conn, sale, row)?;
            insert_vat(conn, sale, row)?;
            ledgers::post_counters(conn, sale, row)?;
            accounts::post(conn, sale, row)?;
            offers::note(conn, sale, row)?;
            indicators::count(conn, sale)?;
            statistics::count(conn, sale, row)?;
            journal::append(conn, &till, commit.records, Some(row))?;
            if let Some(print) = commit.print {
                prints::enqueue(conn, print, sale.stamp.at)?;
            }
            programs::keep_breakers(conn, commit.breakers)?;
            commit.parked.map_or(Ok(()), |id| parked::remove(conn, id))
        })
    }
}

/// Refuses a number that is not the next of its series.
pub(crate) fn check_next(series: Series, found: u64, next: u64) -> Result<(), StoreError> {
    match found.cmp(&next) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(StoreError::SequenceTaken { series, found, next }),
        std::cmp::Ordering::Greater => Err(StoreError::SequenceGap { series, found, next }),
    }
}

fn refuse_paid(conn: &Connection, sale: &PaidSale) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached("SELECT till, sequence FROM sale WHERE id = ?1")?;
    let paid = statement
        .query_row([Sql(sale.stamp.id)], |row| Ok(ReceiptNumber { till: get(row, 0)?, sequence: get(row, 1)? }));
    match paid.optional()? {
        Some(number) => Err(StoreError::AlreadyPaid { number }),
        None => Ok(()),
    }
}

fn insert_sale(conn: &Connection, sale: &PaidSale) -> Result<i64, StoreError> {
    let body = to_body(sale)?;
    let stamp = &sale.stamp;
    if let Some(customer) = &sale.customer {
        known_customer(conn, customer.id)?;
    }
    let refunded = refunded_row(conn, sale)?;
    conn.prepare_cached(
        "INSERT INTO sale (id, till, sequence, paid_at, utc_offset, business_day, refund_of, customer, operator,
                           seller, training, articles, total, change, format, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        Sql(stamp.id),
        stamp.number.till.as_str(),
        Sql(stamp.number.sequence),
        stamp.at.timestamp_millis(),
        stamp.at.offset().local_minus_utc(),
        Sql(stamp.business_day),
        refunded,
        sale.customer.as_ref().map(|customer| Sql(customer.id)),
        stamp.operator,
        stamp.seller,
        stamp.training,
        sale.article_count(),
        Sql(sale.total),
        Sql(sale.change),
        BODY_FORMAT,
        body,
    ])?;
    Ok(conn.last_insert_rowid())
}

fn refunded_row(conn: &Connection, sale: &PaidSale) -> Result<Option<i64>, StoreError> {
    let SaleKind::Refund { of, number } = &sale.kind else { return Ok(None) };
    let mut statement = conn.prepare_cached("SELECT row FROM sale WHERE id = ?1 AND refund_of IS NULL")?;
    let row = statement.query_row([Sql(*of)], |row| row.get(0)).optional()?;
    row.map(Some).ok_or_else(|| StoreError::missing(Noun::Sale, number))
}

fn insert_lines(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO sale_line (sale, line, position, kind, sku, label, department, path, quantity, unit_price,
                                amount, gross, net, vat_rate)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for (position, line) in sale.lines.iter().enumerate() {
        statement.execute(params![
            sale_row,
            line.id.0,
            Sql(position),
            Sql(line.kind),
            line.sku.as_str(),
            line.label,
            line.departments.first().map_or("", |department| department.as_str()),
            path(line),
            line.quantity.to_string(),
            Sql(line.unit_price),
            Sql(line.amount),
            Sql(line.gross),
            Sql(line.net),
            Sql(line.vat_rate),
        ])?;
        insert_discounts(conn, line, sale_row)?;
    }
    Ok(())
}

/// The departments from the root, so that what starts alike is within: `/homme/chemises/`.
pub(crate) fn path(line: &PaidLine) -> String {
    line.departments.iter().rev().fold("/".to_owned(), |path, department| format!("{path}{department}/"))
}

fn insert_discounts(conn: &Connection, line: &PaidLine, sale_row: i64) -> Result<(), StoreError> {
    let mut by_origin: BTreeMap<(&'static str, String), comptoir_domain::money::Money> = BTreeMap::new();
    for discount in &line.discounts {
        *by_origin.entry(origin_name(&discount.origin)).or_default() += discount.amount;
    }
    for ((origin, source), amount) in by_origin {
        conn.prepare_cached(
            "INSERT INTO sale_discount (sale, line, origin, source, amount) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![sale_row, line.id.0, origin, source, Sql(amount)])?;
    }
    Ok(())
}

fn origin_name(origin: &Origin) -> (&'static str, String) {
    match origin {
        Origin::Manual => ("manual", String::new()),
        Origin::Group(group) => ("group", group.to_string()),
        Origin::Sale => ("sale", String::new()),
        Origin::Voucher(voucher) => ("voucher", voucher.to_string()),
        Origin::Program(program) => ("program", program.to_string()),
    }
}

fn insert_tenders(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement = conn
        .prepare_cached("INSERT INTO sale_tender (sale, position, kind, amount, credit) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (position, tender) in sale.tenders.iter().enumerate() {
        if let Some(credit) = tender.credit {
            let mut known = conn.prepare_cached("SELECT 1 FROM credit WHERE id = ?1")?;
            let known = known.query_row([Sql(credit)], |_| Ok(())).optional()?;
            known.ok_or_else(|| StoreError::missing(Noun::Credit, tender.code.as_deref().unwrap_or_default()))?;
        }
        let credit = tender.credit.map(Sql);
        statement.execute(params![sale_row, Sql(position), tender.kind.name(), Sql(tender.amount), credit])?;
    }
    Ok(())
}

fn insert_vat(conn: &Connection, sale: &PaidSale, sale_row: i64) -> Result<(), StoreError> {
    let mut statement =
        conn.prepare_cached("INSERT INTO sale_vat (sale, rate, net, vat, gross) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for vat in &sale.vat {
        let amounts = vat.amounts;
        statement.execute(params![sale_row, Sql(vat.rate), Sql(amounts.net), Sql(amounts.vat), Sql(amounts.gross)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::credit::CreditKind;
    use comptoir_domain::effect::{Accepted, AcceptedOffer, Offer, Text};
    use comptoir_domain::facts::OfferState;
    use comptoir_domain::id::{ProgramId, TillId};
    use comptoir_domain::ledger::{Basis, CounterMovement, CreditIssue, CreditMovement};
    use comptoir_domain::lots::{Entry, Holding};
    use comptoir_domain::money::Money;
    use comptoir_domain::quantity::Points;
    use comptoir_domain::refund::Asked;
    use comptoir_domain::sale::ProgramRecord;
    use comptoir_domain::tender::{Tender, TenderKind};
    use comptoir_journal::Family;
    use rusqlite::types::ValueRef;

    use super::*;
    use crate::schema::APPEND_ONLY;
    use crate::testing::{
        commit, credit_id, customer, customer_id, day, dump, instant, memory, records, refund_of, regulars, sale,
        sale_id, tables,
    };

    fn euros(units: i64) -> Money {
        Money::from_cents(units * 100)
    }

    fn issue(n: u64, code: &str) -> CreditIssue {
        CreditIssue {
            id: credit_id(n),
            kind: CreditKind::GiftVoucher,
            code: code.into(),
            customer: Some(customer_id(1)),
            amount: euros(30),
            expires: Some(day(300)),
            program: None,
            line: None,
            label: "Chèque-cadeau".into(),
        }
    }

    fn program() -> ProgramRecord {
        let offer = Offer {
            id: "chemise".into(),
            title: Text::Plain("Une chemise".into()),
            cost: None,
            rewards: Vec::new(),
            expires: Some(day(60)),
            part: None,
            choices: Vec::new(),
        };
        ProgramRecord {
            program: ProgramId::new("points"),
            policy: "loyalty-spend".into(),
            version: "1.0.0".into(),
            digest: "sha256:00".into(),
            engine: "wasm".into(),
            accepted: Accepted {
                offers: vec![AcceptedOffer { offer, state: OfferState::Later, taken_part: None, choice: None }],
                ..Accepted::default()
            },
            titles: vec!["Une chemise offerte".into()],
            said: Vec::new(),
            fault: None,
            gifts: Vec::new(),
            yielded: None,
            told: None,
        }
    }

    /// A store with a customer who has an account and a gift voucher of 30 €.
    fn furnished() -> Store {
        let mut store = memory();
        let mut claire = customer(1, "Lefèvre", "Claire");
        claire.group = Some(regulars());
        store.put_customer(&claire).unwrap();
        store.open_account(claire.id, Some(euros(300))).unwrap();
        let mut first = sale(&store, Some(&claire), 0, &[(3_000, "1")]);
        first.movements.issued.push(issue(1, "CC-1"));
        commit(&mut store, &first).unwrap();
        store
    }

    /// A sale that writes a row into every table of the books.
    fn full(store: &Store) -> PaidSale {
        let claire = store.customer(customer_id(1)).unwrap().unwrap();
        let mut full = sale(store, Some(&claire), 1, &[(4_990, "2"), (1_999, "0.25")]);
        full.movements.counters.push(CounterMovement {
            customer: claire.id,
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: Points::from_ten_thousandths(1_040_000),
            basis: Basis::Earned(Vec::new()),
            reverses: None,
            available: Some(day(3)),
            expires: Some(day(90)),
        });
        full.movements.issued.push(issue(2, "CC-2"));
        full.movements.credits.push(CreditMovement { credit: credit_id(1), delta: -euros(10) });
        full.movements.account = euros(20);
        full.tenders.push(Tender {
            kind: TenderKind::GiftVoucher,
            amount: euros(10),
            credit: Some(credit_id(1)),
            code: Some("CC-1".into()),
        });
        full.programs.push(program());
        full
    }

    #[test]
    fn a_committed_sale_is_all_there_and_reads_back_the_same() {
        let mut store = furnished();
        let full = full(&store);
        let draft = comptoir_domain::draft::Draft::open(full.stamp.id);
        let parked = store.park("Mme L.", &draft, instant(1)).unwrap();
        let records = records(&store);
        let print = NewPrint { document: "{\"lines\":[]}".into(), number: Some(full.stamp.number.clone()), copy: 0 };
        let all =
            SaleCommit { sale: &full, records: &records, print: Some(&print), parked: Some(parked), breakers: &[] };
        store.commit_sale(&all).unwrap();

        assert_eq!(store.sale(full.stamp.id).unwrap().as_ref(), Some(&full));
        assert_eq!(store.sale_by_number(&full.stamp.number).unwrap().as_ref(), Some(&full));
        assert_eq!(store.last_sale().unwrap().as_ref(), Some(&full));
        assert_eq!(store.sales_of(customer_id(1), 1).unwrap(), std::slice::from_ref(&full));
        assert_eq!(store.sales_between(day(1), day(1)).unwrap(), std::slice::from_ref(&full));
        assert_eq!((store.count_sales().unwrap(), store.next_sequence().unwrap()), (2, 3));
        let entry = Entry {
            key: format!("{}/counter/0000", full.stamp.id),
            day: day(1),
            delta: Points::from_ten_thousandths(1_040_000),
            reverses: None,
            available: Some(day(3)),
            expires: Some(day(90)),
        };
        let points = ProgramId::new("points");
        let counters = store.counter_entries(customer_id(1), &points).unwrap();
        assert_eq!(counters, [("points".to_owned(), entry.clone())]);
        assert_eq!(store.counter_entries_of(customer_id(1)).unwrap(), [(points, "points".to_owned(), entry)]);
        let vouchers = store.credits_of(customer_id(1)).unwrap();
        let left: Vec<_> = vouchers.iter().map(|v| (v.code.as_str(), v.issued, v.balance)).collect();
        assert_eq!(left, [("CC-1", euros(30), euros(20)), ("CC-2", euros(30), euros(30))]);
        assert_eq!(store.credit_by_code(" cc-2 ").unwrap(), store.credit(credit_id(2)).unwrap());
        assert_eq!(store.credits_issued_by(full.stamp.id).unwrap(), vouchers[1..]);
        assert_eq!(store.account(customer_id(1)).unwrap().unwrap().balance, euros(20));
        let entries = store.account_entries(customer_id(1)).unwrap();
        assert_eq!((entries[0].number.clone(), entries[0].balance), (Some(full.stamp.number.clone()), euros(20)));
        assert_eq!(store.indicators(customer_id(1)).unwrap().visits, 2);
        assert_eq!(store.sale_record(full.stamp.id).unwrap().as_ref(), Some(&records[0]));
        assert_eq!(store.sale_record_by_number(&full.stamp.number).unwrap().as_ref(), Some(&records[0]));
        assert_eq!(store.pending_prints().unwrap()[0].number, Some(full.stamp.number));
        assert_eq!(store.parked().unwrap(), []);
    }

    #[test]
    fn rows_beside_the_body_answer_questions() {
        let mut store = furnished();
        let full = full(&store);
        commit(&mut store, &full).unwrap();
        let sql = "SELECT path || '|' || quantity || '|' || gross || '|' || net, d.origin || '|' || d.source || '|' || d.amount
                   FROM sale_line l JOIN sale_discount d USING (sale, line) WHERE sale = 2 ORDER BY line";
        let mut statement = store.conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>().unwrap();
        let line = |n: usize| format!("{}|{}", full.lines[n].gross.cents(), full.lines[n].net.cents());
        let expected = [
            (format!("/homme/chemises/|2|{}", line(0)), "group|fideles|499".to_owned()),
            (format!("/homme/chemises/|0.25|{}", line(1)), "group|fideles|25".to_owned()),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn paying_twice_changes_nothing_and_names_the_receipt() {
        let mut store = furnished();
        let full = full(&store);
        commit(&mut store, &full).unwrap();
        let before = dump(&store);
        assert_eq!(commit(&mut store, &full), Err(StoreError::AlreadyPaid { number: full.stamp.number.clone() }));
        assert_eq!(dump(&store), before);
    }

    type Spoil = fn(&mut PaidSale, &mut Vec<SignedRecord>);

    #[test]
    fn a_commit_that_fails_leaves_nothing_at_all() {
        let gap = |found| StoreError::SequenceGap { series: Series::Receipts, found, next: 2 };
        let unknown = |noun, id: &dyn ToString| StoreError::Missing { noun, id: id.to_string() };
        let journal = Series::Journal(Family::GrandTotal);
        let cases: Vec<(Spoil, StoreError)> = vec![
            (|sale, _| sale.stamp.number.sequence = 3, gap(3)),
            (
                |sale, _| sale.stamp.number.sequence = 1,
                StoreError::SequenceTaken { series: Series::Receipts, found: 1, next: 2 },
            ),
            (
                |sale, _| sale.stamp.number.till = TillId::new("C2"),
                StoreError::OtherTill { expected: TillId::new("C1"), found: TillId::new("C2") },
            ),
            (
                |sale, _| sale.movements.credits[0].delta = -euros(31),
                StoreError::CreditTooLow { code: "CC-1".into(), balance: euros(30), asked: euros(31) },
            ),
            (
                |sale, _| sale.movements.credits.extend(vec![sale.movements.credits[0].clone(); 3]),
                StoreError::CreditTooLow { code: "CC-1".into(), balance: euros(30), asked: euros(40) },
            ),
            (|sale, _| sale.movements.issued[0].code = "cc-1".into(), {
                StoreError::CreditCodeTaken { code: "cc-1".into() }
            }),
            (|sale, _| sale.movements.credits[0].credit = credit_id(9), unknown(Noun::Credit, &credit_id(9))),
            (|sale, _| sale.tenders[1].credit = Some(credit_id(9)), unknown(Noun::Credit, &"CC-1")),
            (|sale, _| sale.movements.counters[0].customer = customer_id(9), unknown(Noun::Customer, &customer_id(9))),
            (
                |sale, _| {
                    let number = sale.stamp.number.clone();
                    sale.kind = SaleKind::Refund { of: sale_id(99), number };
                },
                unknown(Noun::Sale, &"C1-000002"),
            ),
            (|_, records| records[1].sequence += 1, StoreError::SequenceGap { series: journal, found: 3, next: 2 }),
            (|_, records| records[1].sequence -= 1, StoreError::SequenceTaken { series: journal, found: 1, next: 2 }),
            (
                |_, records| records[1].previous = None,
                StoreError::ChainBroken { family: Family::GrandTotal, sequence: 2 },
            ),
            (
                |_, records| records[1].till = TillId::new("C2"),
                StoreError::OtherTill { expected: TillId::new("C1"), found: TillId::new("C2") },
            ),
            (
                |sale, _| sale.total = Money::from_cents(Money::MAX.cents() + 1),
                StoreError::Unstorable { detail: "amount out of range: \"10000000000.01\"".into() },
            ),
        ];
        for (spoil, expected) in cases {
            let mut store = furnished();
            let (mut sale, mut records) = (full(&store), records(&store));
            let draft = comptoir_domain::draft::Draft::open(sale.stamp.id);
            let parked = Some(store.park("Mme L.", &draft, instant(1)).unwrap());
            spoil(&mut sale, &mut records);
            let print = NewPrint { document: "{}".into(), number: None, copy: 0 };
            let before = dump(&store);
            let all = SaleCommit { sale: &sale, records: &records, print: Some(&print), parked, breakers: &[] };
            let refused = store.commit_sale(&all).unwrap_err();
            let start = |error: &StoreError| error.to_string().chars().take(50).collect::<String>();
            assert_eq!(start(&refused), start(&expected));
            assert_eq!(dump(&store), before, "{refused}");
        }
    }

    #[test]
    fn an_account_that_was_never_opened_takes_nothing() {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        store.put_customer(&claire).unwrap();
        let mut sale = sale(&store, Some(&claire), 0, &[(3_000, "1")]);
        sale.movements.account = euros(30);
        let missing = StoreError::Missing { noun: Noun::Account, id: claire.id.to_string() };
        assert_eq!(commit(&mut store, &sale), Err(missing));
    }

    #[test]
    fn the_books_refuse_to_be_changed() {
        let mut store = furnished();
        let full = full(&store);
        commit(&mut store, &full).unwrap();
        let whole = refund_of(&store, &full, 2, &Asked::Whole).unwrap();
        commit(&mut store, &whole).unwrap();
        let matched =
            "INSERT INTO account_match (payment, entry, amount) SELECT max(row), min(row), 1 FROM account_entry";
        store.conn.execute(matched, []).unwrap();
        let before = dump(&store);
        for table in APPEND_ONLY {
            let first =
                store.conn.prepare(&format!("SELECT * FROM {table}")).unwrap().column_name(0).unwrap().to_owned();
            for sql in [
                format!("UPDATE {table} SET {first} = {first}"),
                format!("DELETE FROM {table}"),
                format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
            ] {
                let refused = store.conn.execute(&sql, []).unwrap_err().to_string();
                assert!(refused.contains(&format!("{table}: append-only")), "{sql}: {refused}");
            }
        }
        assert_eq!(dump(&store), before);
    }

    #[test]
    fn whatever_names_a_sale_is_append_only() {
        let store = memory();
        for table in tables(&store) {
            let sql = format!("SELECT count(*) FROM pragma_foreign_key_list('{table}') WHERE \"table\" LIKE 'sale%'");
            let names_a_sale: i64 = store.conn.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert!(names_a_sale == 0 || APPEND_ONLY.contains(&table.as_str()), "{table}");
        }
    }

    #[test]
    fn a_whole_refund_brings_the_ledgers_back() {
        let mut store = furnished();
        let full = full(&store);
        commit(&mut store, &full).unwrap();
        let whole = refund_of(&store, &full, 2, &Asked::Whole).unwrap();
        commit(&mut store, &whole).unwrap();
        assert_eq!(store.refunds_of(full.stamp.id).unwrap(), [whole]);
        let entries: Vec<Entry> =
            store.counter_entries_of(customer_id(1)).unwrap().into_iter().map(|(_, _, entry)| entry).collect();
        assert_eq!(entries[1].reverses.as_ref(), Some(&entries[0].key));
        let held = Holding::of(entries, None, day(4));
        assert_eq!((held.balance, held.lots), (Points::ZERO, Vec::new()));
        assert_eq!(store.credit(credit_id(2)).unwrap().unwrap().balance, Money::ZERO);
        let indicators = store.indicators(customer_id(1)).unwrap();
        assert_eq!((indicators.receipts, indicators.sales, indicators.visits), (3, 2, 2));
        let value = store.conn.query_row("SELECT refund_of FROM sale WHERE sequence = 3", [], |row| {
            Ok(row.get_ref(0)? == ValueRef::Integer(2))
        });
        assert!(value.unwrap());
    }
}
