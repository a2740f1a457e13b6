//! Files as they come, and files made to break things: the good rows are kept, the rest is told.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use comptoir_domain::language::Language;
use comptoir_exchange::error::{NotATable, TableError};
use comptoir_exchange::field::CustomerField;
use comptoir_exchange::layout::Layout;
use comptoir_exchange::mapping::Mapping;
use comptoir_exchange::problem::{Fault, Problem};
use comptoir_exchange::read::{CustomerReader, CustomerRow, Reading};
use comptoir_exchange::refused::RefusedWriter;
use comptoir_exchange::table::{Encoding, Format, Header, Options, Row, Table};
use comptoir_exchange::write::{Cell, Style, TableWriter};
use proptest::prelude::*;

/// What an import made of a file.
struct Imported {
    format: Format,
    mapping: Mapping<CustomerField>,
    customers: Vec<CustomerRow>,
    problems: Vec<Problem>,
    refused: Vec<u8>,
}

fn import(bytes: impl Into<Vec<u8>>) -> Result<Imported, TableError> {
    let mut table = Table::from_bytes(bytes.into(), &Options::default())?;
    let mapping = Mapping::<CustomerField>::propose(table.headers(), table.sample());
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let reader = CustomerReader::new(&mapping, Reading::new(today));
    let mut refused = RefusedWriter::new(Vec::new(), table.headers(), Style::default()).unwrap();
    let (mut customers, mut problems, mut row) = (Vec::new(), Vec::new(), Row::default());
    while table.read(&mut row)? {
        let outcome = reader.read(&row);
        match outcome.value {
            Some(customer) => customers.push(customer),
            None => refused.write(&row, &outcome.problems).unwrap(),
        }
        problems.extend(outcome.problems);
    }
    let format = table.format().clone();
    Ok(Imported { format, mapping, customers, problems, refused: refused.finish().unwrap() })
}

impl Imported {
    fn names(&self) -> Vec<&str> {
        self.customers.iter().map(|customer| customer.last_name.as_deref().unwrap_or("?")).collect()
    }

    /// The line, the column and the fact of each problem.
    fn told(&self) -> Vec<String> {
        self.problems.iter().map(ToString::to_string).collect()
    }
}

fn why(bytes: impl Into<Vec<u8>>) -> TableError {
    import(bytes).err().expect("the file is refused as a whole")
}

#[test]
fn a_dirty_file_keeps_its_good_rows() {
    let found = import(
        "Clients de la boutique\n\n\
         Nom;Prénom;Né(e) le;Code postal;Solde\n\
         Lefèvre;Claire;29/02/1980;69003;12,50 €\n\
         \"Dupont;Paul;01/01/1970;75001;0\n\
         Martin;Jean;31/02/1980;01000;\n\
         Petit;Anne, Lyon;;69001;0;trop\n\
         ;;;;\n\
         =cmd|'/C calc'!A0;Eve;;;\n\
         Bernard;Luc\n\
         ;;;69002;\n\
         Moreau;Zoé;;\u{202f}69004;1\u{202f}234,50\n",
    )
    .unwrap();
    assert_eq!(found.names(), ["Lefèvre", "Martin", "=cmd|'/C calc'!A0", "Moreau"]);
    assert_eq!(
        found.told(),
        [
            "5A UnclosedQuote \"Dupont;Paul;01/01/1970;75001;0\"",
            "6C NoSuchDay \"31/02/1980\"",
            "7 TooManyCells { found: 6, expected: 5 } \"\"",
            "9A LooksLikeAFormula \"=cmd|'/C calc'!A0\"",
            "10 TooFewCells { found: 2, expected: 5 } \"\"",
            "11 Nobody \"\"",
        ]
    );
    assert_eq!(found.customers[1].postcode.as_deref(), Some("01000"), "the leading zero stays");
    assert_eq!(found.customers[3].account_balance.map(|balance| balance.cents()), Some(123_450));
}

#[test]
fn refused_rows_are_corrected_and_imported_again() {
    let first = import("Nom;Ville;Pointure\nDupont;Lyon;42\n\"Martin;Paris;43\nPetit;Nice;44;x\n;Brest;45\n").unwrap();
    assert_eq!(first.names(), ["Dupont"]);
    let file = String::from_utf8(first.refused).unwrap();
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Nom;Ville;Pointure;Ligne d'origine;Problème");
    assert!(lines[1].starts_with("\"Martin;Paris;43\";;;3;"), "{}", lines[1]);
    assert!(lines[2].starts_with("Petit;Nice;\"44;x\";4;"), "{}", lines[2]);
    assert!(lines[3].starts_with(";Brest;45;5;") && lines[3].contains("rien ne dit qui est ce client"), "{}", lines[3]);

    let corrected = file
        .replace("\"Martin;Paris;43\";;;", "Martin;Paris;43;")
        .replace("\"44;x\"", "44")
        .replace(";Brest", "Leroy;Brest");
    let second = import(corrected).unwrap();
    assert_eq!(second.names(), ["Martin", "Petit", "Leroy"]);
    assert_eq!(second.told(), [""; 0]);
    assert_eq!(second.mapping.digest(), first.mapping.digest(), "a remembered mapping is found again");
}

#[test]
fn a_second_refusal_does_not_add_the_columns_again() {
    let file = "Nom;Ville;Ligne d'origine;Problème\n;Lyon;5;rien\n";
    let found = String::from_utf8(import(file).unwrap().refused).unwrap();
    assert!(found.starts_with("\u{feff}Nom;Ville;Ligne d'origine;Problème\r\n;Lyon;2;"), "{found}");
}

#[test]
fn encodings_are_found_and_mixed_ones_are_told() {
    let text = "Nom;Prénom\r\nLefèvre;Zoé\r\nCœur;Hélène\r\n";
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = text
        .chars()
        .map(|letter| if letter == 'œ' { 0x9c } else { u8::try_from(u32::from(letter)).unwrap() })
        .collect();
    for (bytes, expected) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
        (utf16, Encoding::Utf16Le),
        (windows, Encoding::Windows1252),
    ] {
        let found = import(bytes).unwrap();
        assert_eq!(found.format, Format::Text { encoding: expected, separator: ';' });
        assert_eq!(found.names(), ["Lefèvre", "Cœur"]);
        assert_eq!(found.told(), [""; 0]);
    }
    let mut mixed = "Nom;Prénom\nLefèvre;Zoé\nAndré;Léa\n".as_bytes().to_vec();
    mixed.extend_from_slice(b"B\xe9rard;Luc\n");
    let found = import(mixed).unwrap();
    assert_eq!(found.names(), ["Lefèvre", "André", "Bérard"]);
    assert_eq!(found.told(), ["4A OtherEncoding \"Bérard\""]);
}

#[test]
fn letters_on_the_border_of_two_pieces_stay_whole() {
    for shift in 0..4 {
        let text = format!("Nom;Prénom\n{}{}", "x".repeat(shift), "Zoé😀;Hélène\n".repeat(20_000));
        let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        for bytes in [text.into_bytes(), utf16] {
            let found = import(bytes).unwrap();
            assert_eq!((found.customers.len(), found.problems.len()), (20_000, 0));
            assert!(found.customers[1..].iter().all(|customer| customer.last_name.as_deref() == Some("Zoé😀")));
        }
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_rows_are_read_or_told(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60),
    ) {
        let bytes: Vec<u8> = [b"Nom;Ville;Solde\n".to_vec(), pieces.concat()].concat();
        let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
        if let Ok(found) = import(bytes) {
            for problem in &found.problems {
                prop_assert!(problem.line >= 1 && problem.line <= lines, "{problem}");
                prop_assert!(!problem.message(Language::French).is_empty());
            }
            let again = import(found.refused).map(|again| again.customers.len()).unwrap_or(0);
            prop_assert!(again <= found.problems.len(), "only corrected rows come in the second time");
        }
    }
}

/// What files are made of, and what breaks them.
const PIECES: [&[u8]; 16] = [
    b"Dupont",
    b";",
    b"\n",
    b"\r\n",
    b"\"",
    b"\"\"",
    b"\xe9",
    "é".as_bytes(),
    b"\0",
    b"'=1",
    b"12,5",
    b" ",
    b"\t",
    b",",
    b"\xff\xfe",
    b"Lyon",
];

#[test]
fn zeros_and_long_cells_do_not_stop_the_file() {
    let long = "x".repeat(10 << 20);
    let found = import(format!("Nom;Note\nDu\0pont;a\nMartin;\"{long}\"\nPetit;b\n")).unwrap();
    assert_eq!(found.names(), ["Dupont", "Martin", "Petit"]);
    assert_eq!(
        found.told(),
        ["2A ControlCharacters \"Dupont\"", "3B CellTooLong { bytes: 10485760, limit: 65536 } \"\""]
    );
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    assert!(matches!(why(""), TableError::Empty));
    assert!(matches!(why("\n \n;;\n"), TableError::Empty));
    assert!(matches!(why(*b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), TableError::NotATable(NotATable::Picture)));
    assert!(matches!(why("<html><body><table>"), TableError::NotATable(NotATable::WebPage)));
    for bytes in [&b"PK\x03\x04 but nothing else"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 but nothing else"] {
        assert!(matches!(why(bytes), TableError::Damaged(_)), "{:?}", why(bytes));
    }
}

#[test]
fn only_a_header_is_a_table_without_rows() {
    let found = import("Nom;Prénom;Ville\n").unwrap();
    assert_eq!((found.customers.len(), found.problems.len()), (0, 0));
    assert_eq!(found.mapping.columns().len(), 3);
}

#[test]
fn a_file_that_leaves_out_empty_cells_is_padded() {
    let found = import("Nom;Prénom;Ville;Note\nA;a;Lyon;x\nB\nC;c\nD;d\n").unwrap();
    assert_eq!(found.names(), ["A", "B", "C", "D"]);
    assert!(found.problems.iter().all(|problem| matches!(problem.fault, Fault::Padded { .. })));
    assert_eq!(found.problems.len(), 3);
}

#[test]
fn a_file_without_headers_is_mapped_by_its_values() {
    let found = import("Dupont;a@example.fr;69003\nMartin;b@example.fr;01000\n").unwrap();
    let fields: Vec<&CustomerField> = found.mapping.columns().iter().map(|column| &column.field).collect();
    assert_eq!(fields, [&CustomerField::Ignore, &CustomerField::Email, &CustomerField::Postcode]);
    assert_eq!(found.customers.len(), 2, "the first row is data");
}

#[test]
fn what_somebody_decided_is_law() {
    let options = Options {
        encoding: Some(Encoding::Windows1252),
        separator: Some(b','),
        header: Header::Line(2),
        ..Options::default()
    };
    let mut table = Table::from_bytes(b"a;b,c\nNom;x,Pr\xe9nom\n1;2,3\n".to_vec(), &options).unwrap();
    assert_eq!(table.headers(), ["Nom;x", "Prénom"]);
    let mut row = Row::default();
    assert!(table.read(&mut row).unwrap());
    assert_eq!(row.cells().collect::<Vec<_>>(), ["1;2", "3"]);
    let none = Options { header: Header::None, ..Options::default() };
    assert_eq!(Table::from_bytes(b"Nom;Ville\n".to_vec(), &none).unwrap().sample().len(), 1);
    let beyond = Options { header: Header::Line(9), ..Options::default() };
    assert!(matches!(Table::from_bytes(b"a;b\n".to_vec(), &beyond), Err(TableError::NoHeader { line: 9 })));
}

#[test]
fn files_of_other_tills_are_known() {
    let lightspeed = "customer_code,first_name,last_name,customer_group_name,company_name,date_of_birth,sex,phone,mobile,email,postal_address1,postal_city,postal_postcode,loyalty_balance\n\
        C1,Claire,Lefèvre,VIP,,29/02/1980,F,0472000000,0612345678,c@example.fr,12 rue X,Lyon,69003,12.5\n";
    let found = import(lightspeed).unwrap();
    assert_eq!(found.mapping.layout(), Some(Layout::LightspeedX));
    let claire = &found.customers[0];
    assert_eq!((claire.title.as_deref(), claire.city.as_deref()), (Some("Mme"), Some("Lyon")));
    assert_eq!(claire.points.unwrap().to_string(), "12.5");

    let ospos = "\"First Name\",\"Last Name\",Gender,Consent,Email,\"Phone Number\",\"Address 1\",Address2,City,State,Zip,Country,Comments,Company,\"Account Number\",Discount,Discount_Type,Taxable\n\
        Bob,Smith,1,1,bsmith@nowhere.com,585-555-1111,\"123 Nowhere Street\",\"Apt 4\",Awesome,NY,11111,USA,\"Awesome guy\",Company,2900001,0,0,1\n";
    let found = import(ospos).unwrap();
    assert_eq!(found.mapping.layout(), Some(Layout::OpenSourcePos));
    let bob = &found.customers[0];
    assert_eq!((bob.title.as_deref(), &bob.cards[..]), (Some("M."), &["2900001".to_owned()][..]));
    assert_eq!((bob.consent_email, bob.note.as_deref()), (None, Some("Awesome guy")));

    let unicenta =
        b"SearchKey,AccountID,Name,Address1,Address2,Postal,City,Region,FirstName,LastName,Email,Phone,Phone2\n\
        17,A17,Garage Lef\xe8vre,1 rue X,,69003,Lyon,,,,g@example.fr,0472000000,0612345678\n";
    let found = import(&unicenta[..]).unwrap();
    assert_eq!(found.mapping.layout(), Some(Layout::UniCenta));
    assert_eq!((found.names(), found.customers[0].mobile.as_deref()), (vec!["Lefèvre"], Some("0612345678")));

    let odoo = "ID externe,Nom,Est une société,Rue,Rue2,Code postal,Ville,Pays,E-mail,Téléphone,Mobile,TVA,Étiquettes\n\
        c1,Atelier Lefèvre,Vrai,1 rue X,Bât B,69003,Lyon,France,a@example.fr,,,FR40303265045,\"bio,pro\"\n\
        c2,Claire Lefèvre,Faux,,,,,,,,,,\n";
    let found = import(odoo).unwrap();
    assert_eq!(found.mapping.layout(), Some(Layout::Odoo));
    assert_eq!(
        (found.customers[0].company.as_deref(), &found.customers[0].tags[..]),
        (Some("Atelier Lefèvre"), &["bio".to_owned(), "pro".to_owned()][..])
    );
    assert_eq!(found.customers[1].first_name.as_deref(), Some("Claire"));
}

fn workbook(rows: &[&[Cell<'_>]]) -> Vec<u8> {
    let mut table = TableWriter::xlsx(Vec::new(), "Clients", Language::French).unwrap();
    for row in rows {
        table.row(row).unwrap();
    }
    table.finish().unwrap()
}

#[test]
fn workbooks_are_read_with_their_titles_gaps_and_days() {
    let day = NaiveDate::from_ymd_opt(1980, 2, 29).unwrap();
    let bytes = workbook(&[
        &["Clients".into()],
        &[],
        &["Nom".into(), "Né(e) le".into(), "Code postal".into(), "Téléphone".into()],
        &["Lefèvre".into(), Cell::Day(day), "01000".into(), Cell::Number(612_345_678.into())],
        &[],
        &["Martin".into(), Cell::Number(29_280.into()), Cell::Empty, Cell::Empty, "à côté".into()],
    ]);
    let found = import(bytes).unwrap();
    assert_eq!(found.names(), ["Lefèvre", "Martin"]);
    assert_eq!(found.customers[0].birthday, found.customers[1].birthday, "a day and its serial number");
    assert_eq!(found.customers[0].phone.as_deref(), Some("612345678"));
    assert_eq!((found.customers[0].line, found.customers[1].line), (4, 6));
}

#[test]
fn sheets_are_chosen_by_name() {
    let bytes = workbook(&[&["Nom".into(), "Ville".into()], &["A".into(), "B".into()]]);
    let options = Options { sheet: Some("Autre".to_owned()), ..Options::default() };
    let found = Table::from_bytes(bytes, &options);
    assert!(matches!(found, Err(TableError::NoSuchSheet { sheets, .. }) if sheets == ["Clients"]));
}

/// Takes a workbook and replaces one of its parts.
fn with_part(book: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let entry = from.by_index_raw(index).unwrap();
        if entry.name().unwrap() == part {
            drop(entry);
            to.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(content).unwrap();
        } else {
            to.raw_copy_file(entry).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn workbooks_made_to_break_things_are_told() {
    let good = workbook(&[&["Nom".into(), "Ville".into()], &["A".into(), "B".into()]]);
    let sheet = "xl/worksheets/sheet1.xml";

    let bomb = with_part(&good, sheet, &[b"<worksheet><sheetData><row><c><v>".to_vec(), vec![b'9'; 9 << 20]].concat());
    assert!(bomb.len() < 200_000, "small on the disk");
    assert!(matches!(why(bomb), TableError::TooLarge { .. }));

    let broken = with_part(&good, sheet, b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</w></c>");
    assert!(matches!(why(broken), TableError::Damaged(_)));

    let mut cut = good.clone();
    cut.truncate(good.len() / 2);
    assert!(matches!(why(cut), TableError::Damaged(_)));

    let far = with_part(
        &good,
        sheet,
        br#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Dupont</t></is></c><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576" t="e"><v>#N/A</v></c></row></sheetData></worksheet>"#,
    );
    let found = import(far).unwrap();
    assert_eq!(found.names(), ["Dupont"], "cells far away cost nothing");
    assert_eq!(found.told(), ["2 BesideTheTable \"\"", "1048576A SheetError \"\"", "1048576 Nobody \"\""]);
}

/// Makes an ODS of the rows of one sheet.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Clients">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    to.start_file("mimetype", stored).unwrap();
    to.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
    for (name, text) in [("META-INF/manifest.xml", manifest), ("content.xml", &content)] {
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn ods_row(repeated: u64, cells: &[&str]) -> String {
    let cell = |cell: &&str| match cell.parse::<NaiveDate>() {
        Ok(day) => format!(r#"<table:table-cell office:value-type="date" office:date-value="{day}"/>"#),
        Err(_) if cell.is_empty() => "<table:table-cell/>".to_owned(),
        Err(_) => format!(r#"<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>"#),
    };
    let cells: String = cells.iter().map(cell).collect();
    format!(r#"<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>"#)
}

#[test]
fn ods_is_read_and_its_repeats_are_counted_before() {
    let header = ods_row(1, &["Nom", "Né(e) le", "Code postal"]);
    let rows = ods_row(1, &["Lefèvre", "1980-02-29", "01000"]) + &ods_row(1_000_000, &["", "", ""]);
    let found = import(ods(&format!("{header}{rows}"))).unwrap();
    assert_eq!(found.names(), ["Lefèvre"]);
    assert_eq!(found.customers[0].postcode.as_deref(), Some("01000"));
    assert_eq!(found.customers[0].birthday.map(|day| (day.day, day.month, day.year)), Some((29, 2, Some(1980))));

    let bomb = ods(&format!("{header}{}", ods_row(40_000_000, &["x", "y", "z"])));
    assert!(bomb.len() < 2_000 && matches!(why(bomb), TableError::TooLarge { .. }));
}

#[test]
fn one_long_text_in_every_cell_of_a_sheet_is_bounded() {
    let long = "x".repeat(32_000);
    let cells: Vec<Cell<'_>> = std::iter::repeat_n(Cell::from(long.as_str()), 200).collect();
    let header: Vec<Cell<'_>> = (0..200).map(|index| Cell::from(format!("Colonne {index}"))).collect();
    let mut table = Table::from_bytes(workbook(&[&header, &cells]), &Options::default()).unwrap();
    let mut row = Row::default();
    assert!(table.read(&mut row).unwrap());
    assert!(row.cells().map(str::len).sum::<usize>() <= 1 << 20);
    let told = row.problems(table.headers()).filter(|problem| matches!(problem.fault, Fault::CellTooLong { .. }));
    assert_eq!(told.count(), 200 - (1 << 20) / 32_000);
}

#[test]
fn every_prefix_of_a_file_is_read_or_refused() {
    let csv =
        "\u{feff}Nom;Prénom;Note\r\n\"Le \"\"Fèvre\"\"\";Zoé;\"a\r\nb\"\r\nDupont;Paul;'=1\r\n".as_bytes().to_vec();
    let book = workbook(&[&["Nom".into(), "Ville".into()], &["A".into(), "B".into()]]);
    for length in 0..csv.len() {
        if let Err(error) = import(&csv[..length]) {
            assert!(matches!(error, TableError::Empty), "{length}: {error:?}");
        }
    }
    for length in (0..book.len()).step_by(97) {
        assert!(import(&book[..length]).is_err(), "{length}");
    }
}
