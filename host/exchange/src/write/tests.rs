//! What is written is what is read: in both kinds of file, whatever the texts.

use chrono::NaiveDate;
use comptoir_domain::customer::Birthday;
use comptoir_domain::item::Unit;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::VatRate;
use proptest::prelude::*;

use super::*;
use crate::field::{CustomerField, Field, ItemField};
use crate::layout::Layout;
use crate::mapping::Mapping;
use crate::read::{CustomerReader, CustomerRow, ItemReader, ItemRow, Reading};
use crate::table::{Options, Row, Table};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// The two kinds of file, in two languages, and CSV in other styles.
fn tables() -> Vec<TableWriter<Vec<u8>>> {
    let english = Style { separator: b',', decimal_comma: false, mark: false, language: Language::English };
    let tabs = Style { separator: b'\t', ..Style::default() };
    vec![
        TableWriter::csv(Vec::new(), Style::default()).unwrap(),
        TableWriter::csv(Vec::new(), english).unwrap(),
        TableWriter::csv(Vec::new(), tabs).unwrap(),
        TableWriter::xlsx(Vec::new(), "Clients", Language::French).unwrap(),
        TableWriter::xlsx(Vec::new(), "Customers", Language::English).unwrap(),
    ]
}

fn rows(bytes: Vec<u8>) -> (Table, Vec<Row>) {
    let mut table = Table::from_bytes(bytes, &Options::default()).unwrap();
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while table.read(&mut row).unwrap() {
        rows.push(row.clone());
    }
    (table, rows)
}

/// Writes customers, reads them again, and says the same of both without their lines.
fn round_trip(customers: &[CustomerRow]) {
    for table in tables() {
        let kind = format!("{table:?}");
        let mut writer = CustomerWriter::new(table, &custom_keys(customers)).unwrap();
        for customer in customers {
            writer.write(customer).unwrap();
        }
        let (table, rows) = rows(writer.finish().unwrap());
        let mapping = Mapping::propose(table.headers(), table.sample());
        assert_eq!(mapping.layout(), Some(Layout::Own), "{kind}");
        let reader = CustomerReader::new(&mapping, Reading::new(today()));
        let read = rows.iter().map(|row| reader.read(row).value.expect("no row is refused"));
        let read: Vec<CustomerRow> = read.map(|customer| CustomerRow { line: 0, ..customer }).collect();
        assert_eq!(read, customers, "{kind}");
    }
}

/// Texts that files of others trip over.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "é",
        "0",
        "007",
        ";",
        ",",
        "\"",
        "'",
        "=",
        "+",
        "-",
        "@",
        "|",
        "\\",
        "\u{a0}",
        "\u{202f}",
        "😀",
        " ",
        "€",
        "_x000D_",
        "&lt;",
        "<b>",
        "sep=",
        "Nom",
        "29/02",
        "1e5",
        "#N/A",
        "\u{feff}z",
    ]);
    prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat().trim().to_owned())
}

fn some(text: impl Strategy<Value = String>) -> impl Strategy<Value = Option<String>> {
    prop::option::of(text.prop_filter("empty is none", |text| !text.is_empty()))
}

fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(hostile(), 1..3).prop_map(|lines| lines.join("\n").trim().to_owned())
}

fn list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(hostile().prop_filter("empty is none", |text| !text.is_empty()), 0..3)
        .prop_map(|set| set.into_iter().collect())
}

fn birthday() -> impl Strategy<Value = Option<Birthday>> {
    let day = (0i64..40_000)
        .prop_map(|days| NaiveDate::from_ymd_opt(1910, 1, 1).unwrap() + chrono::Days::new(days.unsigned_abs()));
    prop::option::of((day, any::<bool>()).prop_map(|(day, has_year)| Birthday {
        month: day.month(),
        day: day.day(),
        year: has_year.then_some(day.year()),
    }))
}

fn money(least: i64) -> impl Strategy<Value = Option<Money>> {
    prop::option::of((least..1_000_000_000_000).prop_map(Money::from_cents))
}

prop_compose! {
    fn person()(
        last_name in hostile().prop_filter("somebody", |text| !text.is_empty()),
        texts in prop::collection::vec(some(hostile()), 18),
        note in some(lines()), address_street in some(lines()), warning in some(lines()),
        (tags, cards) in (list(), list()),
        custom in prop::collection::btree_map("[A-Za-zé :]{0,6}[a-z]", lines().prop_filter("empty is none", |text| !text.is_empty()), 0..3),
    ) -> CustomerRow {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().flatten();
        CustomerRow {
            last_name: Some(last_name),
            id: next(), first_name: next(), company: next(), siren: next(), vat_number: next(),
            address_recipient2: next(), address_building: next(), address_place: next(), postcode: next(),
            city: next(), country: next(), phone: next(), mobile: next(), email: next(), group: next(), seller: next(),
            vat_regime: next(), attestation: next(),
            note, address_street, warning, tags, cards, custom,
            ..CustomerRow::default()
        }
    }
}

prop_compose! {
    fn customer()(
        person in person(),
        title in prop::option::of(prop::sample::select(vec!["M.", "Mme", "Dr", "=Dr"])),
        birthday in birthday(),
        (days, language) in (prop::option::of(0u64..40_000), prop::option::of(prop::sample::select(vec![Language::French, Language::English]))),
        answers in prop::collection::vec(prop::option::of(any::<bool>()), 9),
        (credit_limit, account_balance) in (money(0), money(-1_000_000_000_000)),
        (credit_note_balance, gift_voucher_balance) in (money(0), money(0)),
        points in prop::option::of(-1_000_000_000_000i64..1_000_000_000_000),
    ) -> CustomerRow {
        CustomerRow {
            title: title.map(str::to_owned),
            birthday,
            language,
            attestation_until: days.map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days)),
            since: days.map(|days| NaiveDate::from_ymd_opt(1890, 1, 1).unwrap() + chrono::Days::new(days)),
            consent_sms: answers[0], consent_email: answers[1], consent_post: answers[2], on_account: answers[3],
            loyalty_off: answers[4], e_receipt: answers[5], moved: answers[6], deceased: answers[7],
            do_not_contact: answers[8],
            credit_limit, account_balance, credit_note_balance, gift_voucher_balance,
            points: points.map(Points::from_ten_thousandths),
            ..person
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn customers_are_read_as_they_were_written(customers in prop::collection::vec(customer(), 1..4)) {
        round_trip(&customers);
    }

    #[test]
    fn any_table_is_read_as_it_was_written(
        cells in prop::collection::vec(prop::collection::vec(lines(), 3), 1..5),
    ) {
        for mut table in tables() {
            table.header(&["Un", "Deux", "Trois"]).unwrap();
            for row in &cells {
                let row: Vec<Cell<'_>> = row.iter().map(|cell| Cell::from(cell.as_str())).collect();
                table.row(&row).unwrap();
            }
            let (table, rows) = rows(table.finish().unwrap());
            prop_assert_eq!(table.headers(), ["Un", "Deux", "Trois"]);
            let read: Vec<Vec<String>> = rows.iter().map(|row| row.cells().map(str::to_owned).collect()).collect();
            let filled = cells.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
            prop_assert_eq!(read, filled.cloned().collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_customer_with_everything_is_read_as_it_was_written() {
    let some = |text: &str| Some(text.to_owned());
    round_trip(&[CustomerRow {
        id: some("0042"),
        title: some("Mme"),
        last_name: some("=HYPERLINK(\"http://x\")"),
        first_name: some("'+quoted"),
        phone: some("+33612345678"),
        postcode: some("01000"),
        note: some("ligne \"1\"\nligne 2;\u{a0}fin 😀"),
        birthday: Some(Birthday { month: 2, day: 29, year: None }),
        since: NaiveDate::from_ymd_opt(2020, 2, 29),
        account_balance: Some(Money::from_cents(-1250)),
        points: Some(Points::from_ten_thousandths(12_345)),
        tags: vec!["a|b".to_owned(), "c\\".to_owned()],
        custom: [("Taille : haut".to_owned(), "-38".to_owned())].into(),
        ..CustomerRow::default()
    }]);
}

#[test]
fn formulas_are_defused_and_amounts_are_not() {
    let mut table = TableWriter::csv(Vec::new(), Style::default()).unwrap();
    let cells: Vec<Cell<'_>> = vec!["=1+1".into(), "+33".into(), "a".into(), Cell::Money(Money::from_cents(-1250))];
    table.row(&cells).unwrap();
    table.row(&["@x".into(), "'=y".into(), "'z".into(), Cell::YesNo(true)]).unwrap();
    let text = String::from_utf8(table.finish().unwrap()).unwrap();
    assert_eq!(text, "\u{feff}'=1+1;'+33;a;-12,50\r\n'@x;''=y;'z;oui\r\n");
}

#[test]
fn workbooks_hold_numbers_and_days_as_such() {
    let mut table = TableWriter::xlsx(Vec::new(), "Stats", Language::French).unwrap();
    table.header(&["Jour", "CA", "Part", "Code"]).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    table
        .row(&[
            Cell::Day(day),
            Cell::Money(Money::from_cents(123_450)),
            Cell::Number(Decimal::new(125, 3)),
            "007".into(),
        ])
        .unwrap();
    let (table, rows) = rows(table.finish().unwrap());
    assert_eq!(rows[0].cells().collect::<Vec<_>>(), ["2026-02-28", "1234.5", "0.125", "007"]);
    assert!(matches!(table.format(), crate::table::Format::Workbook { sheet, .. } if sheet == "Stats"));
}

#[test]
fn what_a_workbook_cannot_hold_is_told() {
    let mut table = TableWriter::xlsx(Vec::new(), "x", Language::French).unwrap();
    let long = "x".repeat(32_768);
    table.header(&["a"]).unwrap();
    let found = table.row(&["ok".into(), long.as_str().into()]);
    assert!(matches!(found, Err(WriteError::CellTooLong { row: 2, column: 2 })), "{found:?}");
    assert!(matches!(TableWriter::xlsx(Vec::new(), "a/b", Language::French), Err(WriteError::Workbook(_))));
}

#[test]
fn items_are_read_as_they_were_written() {
    let items = [
        ItemRow {
            sku: Some("007".to_owned()),
            label: "Chemise ; bleue".to_owned(),
            vat_rate: VatRate::parse("5,5").ok(),
            price: Some(Money::from_cents(4990)),
            unit: Some(Unit::Piece),
            codes: vec!["4006381333931".to_owned(), "0012".to_owned()],
            discountable: Some(false),
            ..ItemRow::default()
        },
        ItemRow { sku: Some("=A1".to_owned()), label: "Lin".to_owned(), unit: Some(Unit::Meter), ..ItemRow::default() },
    ];
    for table in tables() {
        let mut writer = ItemWriter::new(table).unwrap();
        items.iter().for_each(|item| writer.write(item).unwrap());
        let (table, rows) = rows(writer.finish().unwrap());
        let mapping = Mapping::<ItemField>::propose(table.headers(), table.sample());
        assert_eq!(mapping.layout(), Some(Layout::Own));
        let reader = ItemReader::new(&mapping);
        let read: Vec<ItemRow> =
            rows.iter().map(|row| ItemRow { line: 0, ..reader.read(row).value.unwrap() }).collect();
        assert_eq!(read, items);
    }
}

#[test]
fn own_headers_name_each_field_once() {
    let mut table = TableWriter::csv(Vec::new(), Style::default()).unwrap();
    let headers: Vec<String> =
        CustomerField::entries().iter().map(|entry| entry.field.header(Language::French)).collect();
    table.header(&headers).unwrap();
    let mapping = Mapping::<CustomerField>::propose(&headers, &[]);
    assert_eq!(mapping.clashes(), []);
}
