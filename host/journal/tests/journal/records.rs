//! What records hold, and that they are read back.

use chrono::NaiveDate;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::effect::{Accepted, CounterChange, Earning};
use comptoir_domain::id::{CreditId, CustomerId, ProgramId};
use comptoir_domain::ledger::{Basis, CounterMovement, CreditIssue, CreditMovement, Movements};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::regime::{SaleExemption, VatRegime};
use comptoir_domain::sale::{ProgramRecord, SaleCustomer};
use comptoir_journal::{Chain, Event, Family, Heads, ReadError, SignedRecord, Totals, payload};

use crate::shop::{SOFTWARE, duplicate, event, refund, sale, shop, signer};

/// The exact bytes are a promise: a record of today is read in six years, and by programs that are not ours.
#[test]
fn a_sale_is_written_as_format_1_says() {
    let text = String::from_utf8(payload::sale(&sale(12, &[(4990, "20"), (345, "5.5")]), &shop(), SOFTWARE)).unwrap();
    let expected = r"record:sale
number:C1-000012
kind:sale
id:018bcfe5-680c-7707-8707-070707070707
at:2026-11-22T09:04:05.250Z +01:00
business-day:2026-11-22
training:no
operator:zoe
seller:max
till:C1
shop:Chez \\ Zoé
address:3 rue des Halles\n69002 Lyon\nFrance
siret:73282932000074
naf:4771Z
software:Comptoir 0.1.0
lines:2
line.1.id:1
line.1.kind:item
line.1.sku:A1
line.1.label:Chemise « été »\nbleue
line.1.quantity:1
line.1.unit-price:4990
line.1.amount:4990
line.1.discount.1.origin:group pro
line.1.discount.1.label:10 %
line.1.discount.1.amount:499
line.1.gross:4491
line.1.net:3742
line.1.vat-rate:20000
line.2.id:2
line.2.kind:item
line.2.sku:A2
line.2.label:Chemise « été »\nbleue
line.2.quantity:1
line.2.unit-price:345
line.2.amount:345
line.2.discount.1.origin:group pro
line.2.discount.1.label:10 %
line.2.discount.1.amount:34
line.2.gross:311
line.2.net:295
line.2.vat-rate:5500
vat.5500.net:295
vat.5500.vat:16
vat.5500.gross:311
vat.20000.net:3742
vat.20000.vat:749
vat.20000.gross:4491
total:4802
tender.1.kind:cash
tender.1.amount:5302
change:500
account:0
";
    assert_eq!(text, expected);
}

#[test]
fn a_refund_names_what_it_refunds_and_is_below_zero() {
    let sold = sale(12, &[(4990, "20")]);
    let bytes = payload::sale(&refund(13, &sold), &shop(), SOFTWARE);
    let fields = payload::read(payload::FORMAT, &bytes).unwrap();
    for (name, value) in [
        ("number", "C1-000013"),
        ("kind", "refund"),
        ("refund-of", "C1-000012"),
        ("refund-id", "018bcfe5-680c-7707-8707-070707070707"),
        ("line.1.quantity", "-1"),
        ("line.1.gross", "-4491"),
        ("total", "-4491"),
        ("tender.1.amount", "-4491"),
        ("vat.20000.vat", "-749"),
    ] {
        assert_eq!(fields.get(name), Some(value), "{name}");
    }
}

#[test]
fn programs_that_acted_and_movements_are_in_the_record() {
    let customer = CustomerId::new(1_700_000_000_000, &[1; 10]);
    let paper = CreditId::new(1_700_000_000_000, &[2; 10]);
    let points = Points::new("12.50".parse().unwrap()).unwrap();
    let mut sold = sale(1, &[(4990, "20")]);
    sold.customer = Some(SaleCustomer { id: customer, group: Some("pro".into()), exemption: None });
    let acted = Accepted {
        added: vec![Earning::new(CounterChange { counter: "points".into(), amount: points }, Vec::new())],
        ..Accepted::default()
    };
    sold.programs = vec![program("muet", Accepted::default()), program("points", acted)];
    sold.movements = Movements {
        counters: vec![CounterMovement {
            customer,
            program: ProgramId::new("points"),
            counter: "points".into(),
            delta: points,
            basis: Basis::Earned(Vec::new()),
            reverses: None,
            available: None,
            expires: NaiveDate::from_ymd_opt(2027, 1, 31),
        }],
        issued: vec![issue(paper)],
        credits: vec![CreditMovement { credit: paper, delta: Money::from_cents(-300) }],
        account: Money::from_cents(1200),
    };
    let bytes = payload::sale(&sold, &shop(), SOFTWARE);
    let text = String::from_utf8(bytes).unwrap();
    let tail = text.split_once("change:500\n").unwrap().1;
    let expected = "program.1.name:points
program.1.policy:loyalty-spend
program.1.version:1.2.0
program.1.digest:sha256:abc
program.1.engine:wasm
counter.1.customer:018bcfe5-6800-7101-8101-010101010101
counter.1.program:points
counter.1.name:points
counter.1.delta:12.5
counter.1.expires:2027-01-31
issued.1.id:018bcfe5-6800-7202-8202-020202020202
issued.1.kind:voucher
issued.1.code:BA-1
issued.1.amount:1000
credit.1.id:018bcfe5-6800-7202-8202-020202020202
credit.1.delta:-300
account:1200
";
    assert_eq!(tail, expected);
    assert!(text.contains("\ncustomer:018bcfe5-6800-7101-8101-010101010101\ncustomer-group:pro\n"));
}

fn program(name: &str, accepted: Accepted) -> ProgramRecord {
    ProgramRecord {
        program: ProgramId::new(name),
        policy: "loyalty-spend".into(),
        version: "1.2.0".into(),
        digest: "sha256:abc".into(),
        engine: "wasm".into(),
        accepted,
        titles: Vec::new(),
        said: Vec::new(),
        fault: None,
        gifts: Vec::new(),
        yielded: None,
        told: None,
    }
}

fn issue(id: CreditId) -> CreditIssue {
    CreditIssue {
        id,
        kind: CreditKind::Voucher,
        code: "BA-1".into(),
        customer: None,
        amount: Money::from_cents(1000),
        expires: None,
        program: None,
        line: None,
        label: "Bon".into(),
    }
}

#[test]
fn events_and_duplicates_are_written_as_format_1_says() {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    assert_eq!(
        text(payload::technical_event(&event(Event::START))),
        "record:event\ncode:80\nat:2026-11-22T09:04:05.250Z +01:00\noperator:zoe\ndetail:caisse C1\n"
    );
    assert_eq!(
        text(payload::duplicate(&duplicate(2))),
        "record:duplicate\ndocument:sale\nnumber:C1-000002\ncopy:1\nat:2026-11-22T09:04:05.250Z +01:00\noperator:zoe\n"
    );
}

#[test]
fn totals_add_refunds_up_and_take_them_off_and_are_read_back() {
    let sold = sale(1, &[(4990, "20"), (345, "5.5")]);
    let other = sale(3, &[(1999, "5.5")]);
    let totals = Totals::default().after(&sold).after(&refund(2, &sold)).after(&other);
    assert_eq!(totals.algebraic, other.total);
    assert_eq!(totals.absolute, sold.total + sold.total + other.total);
    assert_eq!(totals.sales, 3);
    assert_eq!(totals.per_rate[&other.vat[0].rate], other.vat[0].amounts);
    let signer = signer();
    let mut chain = Chain::new(&signer, Heads::new());
    let record = chain.sign(Family::GrandTotal, payload::grand_total(&other, &totals));
    assert_eq!(Totals::read(&record), Ok(totals));
    let sale_record = chain.sign(Family::Sale, payload::sale(&sold, &shop(), SOFTWARE));
    assert!(matches!(Totals::read(&sale_record), Err(ReadError::Wrong { .. })));
}

#[test]
fn an_exercise_is_in_no_total() {
    let sold = sale(1, &[(4990, "20")]);
    let mut exercise = sale(2, &[(345, "10")]);
    exercise.stamp.training = true;
    let totals = Totals::default().after(&sold);
    assert_eq!(totals.after(&exercise), totals);
    let bytes = payload::sale(&exercise, &shop(), SOFTWARE);
    assert_eq!(payload::read(1, &bytes).unwrap().get("training"), Some("yes"));
}

#[test]
fn a_sale_without_tax_says_by_which_regime_and_names_nobody() {
    let mut sold = sale(1, &[(4158, "0")]);
    let exemption = SaleExemption {
        regime: VatRegime::Intracom,
        mention: "Exonération de TVA, art. 262 ter, I du CGI".into(),
        vat_number: Some("BE0403019261".into()),
    };
    let id = CustomerId::new(1_700_000_000_000, &[1; 10]);
    sold.customer = Some(SaleCustomer { id, group: None, exemption: Some(exemption) });
    let fields = payload::read(payload::FORMAT, &payload::sale(&sold, &shop(), SOFTWARE)).unwrap();
    assert_eq!(fields.get("vat-regime"), Some("intracom"));
    assert_eq!(fields.get("vat-mention"), Some("Exonération de TVA, art. 262 ter, I du CGI"));
    assert!(fields.iter().all(|(_, value)| value != "BE0403019261"), "the number stays with the sale");
}

#[test]
fn records_of_the_first_format_are_read_as_they_were() {
    let fields = payload::read(1, b"record:sale\nnumber:C1-000001\n").unwrap();
    assert_eq!(fields.get("number"), Some("C1-000001"));
}

#[test]
fn a_format_of_tomorrow_is_named_and_not_guessed() {
    assert_eq!(payload::read(3, b"record:sale\n"), Err(ReadError::UnknownFormat(3)));
}

#[test]
fn several_records_of_one_transaction_follow_each_other() {
    let signer = signer();
    let mut chain = Chain::new(&signer, Heads::new());
    let sign = |chain: &mut Chain<'_>| chain.sign(Family::TechnicalEvent, payload::technical_event(&event(80)));
    let (first, second) = (sign(&mut chain), sign(&mut chain));
    assert_eq!((first.sequence, &first.previous), (1, &None));
    assert_eq!((second.sequence, &second.previous), (2, &Some(first.signature)));
    let mut later = Chain::new(&signer, chain.heads().clone());
    let third = sign(&mut later);
    assert_eq!((third.sequence, third.previous), (3, Some(second.signature)));
}

/// Ed25519 is deterministic: a change of the signed message or of the extract shows here.
#[test]
fn the_message_is_made_of_counted_parts_and_the_extract_does_not_drift() {
    let signer = signer();
    let mut chain = Chain::new(&signer, Heads::new());
    let record = chain.sign(Family::Duplicate, b"record:x\n".to_vec());
    let message = record.message();
    let counted = |part: &[u8]| [&(part.len() as u64).to_be_bytes(), part].concat();
    let expected: Vec<u8> = [
        counted(b"comptoir journal record"),
        counted(b"C1"),
        counted(b"D"),
        counted(&1u64.to_be_bytes()),
        counted(&payload::FORMAT.to_be_bytes()),
        counted(record.key_id.as_bytes()),
        counted(b"first"),
        counted(b"record:x\n"),
    ]
    .concat();
    assert_eq!(message, expected);
    assert_eq!(record.extract().len(), 4);
    let moved = SignedRecord { previous: Some(Vec::new()), ..record.clone() };
    assert_ne!(moved.message(), record.message());
}
