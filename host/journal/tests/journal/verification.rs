//! What a verification says of journals that only the till itself could have made wrong, and of sound ones.

use comptoir_domain::id::TillId;
use comptoir_domain::money::Money;
use comptoir_domain::sale::PaidSale;
use comptoir_journal::{
    Chain, Event, Family, Heads, Mirror, Problem, ReadError, SignedRecord, Signer, Totals, VerifyError, payload, verify,
};

use crate::shop::{Journal, SOFTWARE, event, journal_of, keys, number, sale, sales, shop, signer, till};
use crate::tampering::{at, check};

#[test]
fn a_sound_journal_passes_in_any_mix_of_families() {
    let sales = sales(12);
    let Journal { mut records, mirror } = journal_of(&signer(), &sales);
    let report = check(&records, Some(&mirror)).unwrap();
    assert_eq!(report.records(), records.len() as u64);
    assert_eq!(report.behind, Some(0));
    assert_eq!(report.totals[&till()], sales.iter().fold(Totals::default(), |totals, sale| totals.after(sale)));
    assert_eq!(report.chains[&(till(), Family::Duplicate)].sequence, 6);
    for codes in [["D", "E", "G", "T"], ["T", "G", "E", "D"], ["G", "D", "T", "E"]] {
        records.sort_by_key(|r| (codes.iter().position(|code| *code == r.family.code()), r.sequence));
        assert_eq!(check(&records, Some(&mirror)), Ok(report.clone()), "{codes:?}");
    }
}

#[test]
fn several_tills_are_verified_together() {
    let other = Signer::generate(TillId::new("C2"), [44; 32]);
    let Journal { mut records, mirror } = journal_of(&signer(), &sales(3));
    let mut chain = Chain::new(&other, Heads::new());
    records.insert(2, chain.sign(Family::TechnicalEvent, payload::technical_event(&event(Event::START))));
    let keys = [signer().public_key(), other.public_key()].into_iter().collect();
    let report = verify(records.into_iter().map(Ok::<_, ()>), &keys, Some(&mirror)).unwrap();
    assert_eq!(report.chains[&(TillId::new("C2"), Family::TechnicalEvent)].sequence, 1);
}

#[test]
fn an_empty_journal_is_sound_without_a_mirror_only() {
    assert_eq!(check(&[], None).unwrap().records(), 0);
    let Journal { mirror, .. } = journal_of(&signer(), &sales(2));
    let cut = Problem::TailCut { mirror: 2, found: 0 };
    assert_eq!(check(&[], Some(&mirror)), Err(at(Family::Sale, 1, cut)));
}

/// A power cut between the commit and the mirror's write leaves the mirror behind.
#[test]
fn a_mirror_behind_is_allowed_and_told() {
    let Journal { records, .. } = journal_of(&signer(), &sales(4));
    let before = journal_of(&signer(), &sales(3)).records;
    let heads: Heads = before.iter().filter(|r| r.sequence < 3).map(|r| (r.family, r.head())).collect();
    let report = check(&records, Some(&Mirror::new(&signer(), heads.clone()))).unwrap();
    assert_eq!(report.behind, Some(records.len() as u64 - heads.values().map(|h| h.sequence).sum::<u64>()));
}

#[test]
fn a_forged_mirror_is_told_after_the_records() {
    let Journal { mut records, mirror } = journal_of(&signer(), &sales(4));
    let heads = mirror.heads.iter().map(|(family, head)| (*family, head.clone())).take(1).collect();
    let forged = Mirror { heads, ..mirror };
    let found = check(&records, Some(&forged)).unwrap_err();
    assert_eq!((found.place, found.problem), (None, Problem::MirrorForged));
    records[1].payload.push(b'x');
    assert_eq!(check(&records, Some(&forged)), Err(at(Family::Sale, 1, Problem::SignatureWrong)));
}

#[test]
fn a_starting_till_compares_its_last_records_with_the_mirror() {
    let Journal { records, mirror } = journal_of(&signer(), &sales(4));
    let heads = |records: &[SignedRecord]| records.iter().map(|r| (r.family, r.head())).collect::<Heads>();
    assert_eq!(mirror.check(&keys(), &heads(&records)), Ok(()));
    let cut = at(Family::TechnicalEvent, 2, Problem::TailCut { mirror: 2, found: 1 });
    assert_eq!(mirror.check(&keys(), &heads(&records[..records.len() - 1])), Err(cut));
    let mut other = heads(&records);
    other.get_mut(&Family::Sale).unwrap().signature[0] ^= 1;
    assert_eq!(mirror.check(&keys(), &other), Err(at(Family::Sale, 4, Problem::MirrorDiffers)));
    let longer = heads(&journal_of(&signer(), &sales(6)).records);
    assert_eq!(mirror.check(&keys(), &longer), Ok(()), "newer records are no fault");
    let strangers = [Signer::generate(till(), [1; 32]).public_key()].into_iter().collect();
    assert_eq!(mirror.check(&strangers, &heads(&records)).unwrap_err().problem, Problem::MirrorForged);
}

#[test]
fn the_storages_error_comes_back_as_it_was() {
    let records: [Result<SignedRecord, &str>; 1] = [Err("disk")];
    assert_eq!(verify(records.into_iter(), &keys(), None), Err(VerifyError::Storage("disk")));
}

/// Signs payloads as they are, the way only a faulty till could.
fn signed(payloads: &[(Family, Vec<u8>)]) -> Vec<SignedRecord> {
    let signer = signer();
    let mut chain = Chain::new(&signer, Heads::new());
    payloads.iter().map(|(family, payload)| chain.sign(*family, payload.clone())).collect()
}

fn signed_sale(sale: &PaidSale) -> Vec<SignedRecord> {
    signed(&[(Family::Sale, payload::sale(sale, &shop(), SOFTWARE))])
}

#[test]
fn a_sale_that_does_not_add_up_is_found() {
    let good = sale(1, &[(4990, "20"), (345, "10")]);
    let cent = Money::from_cents(1);
    let mut lines = good.clone();
    lines.lines[0].gross += cent;
    let mut vat = good.clone();
    vat.vat[0].amounts.vat += cent;
    let tenders = PaidSale { change: good.change + cent, ..good.clone() };
    for (sale, what, off) in [(lines, "lines", 1), (vat, "vat", 1), (tenders, "tenders", -1)] {
        let total = good.total.cents();
        let problem = Problem::SumsDiffer { what, total, sum: i128::from(total) + off };
        assert_eq!(check(&signed_sale(&sale), None), Err(at(Family::Sale, 1, problem)));
    }
}

#[test]
fn a_receipt_number_out_of_order_is_found() {
    let problem = Problem::ReceiptNumber { expected: number(1), found: "C1-000002".into() };
    assert_eq!(check(&signed_sale(&sale(2, &[(4990, "20")])), None), Err(at(Family::Sale, 1, problem)));
}

#[test]
fn a_sale_without_totals_and_totals_without_a_sale_are_found() {
    let first = sale(1, &[(4990, "20")]);
    let second = sale(2, &[(345, "10")]);
    let ticket = |sale| (Family::Sale, payload::sale(sale, &shop(), SOFTWARE));
    let totals = |sale| (Family::GrandTotal, payload::grand_total(sale, &Totals::default().after(sale)));
    let alone = at(Family::Sale, 1, Problem::MissingGrandTotal);
    assert_eq!(check(&signed(&[ticket(&first)]), None), Err(alone.clone()));
    assert_eq!(check(&signed(&[ticket(&first), ticket(&second), totals(&second)]), None), Err(alone));
    let orphan = at(Family::GrandTotal, 1, Problem::MissingSale { number: "C1-000001".into() });
    assert_eq!(check(&signed(&[totals(&first)]), None), Err(orphan));
}

#[test]
fn totals_that_are_not_those_of_the_sales_are_found() {
    let first = sale(1, &[(4990, "20")]);
    let right = Totals::default().after(&first);
    let richer = Totals { absolute: right.absolute + Money::from_cents(1), ..right.clone() };
    let dearer = sale(1, &[(4991, "20")]);
    for (of, totals) in [(&first, richer), (&first, Totals::default()), (&dearer, Totals::default().after(&dearer))] {
        let records = signed(&[
            (Family::Sale, payload::sale(&first, &shop(), SOFTWARE)),
            (Family::GrandTotal, payload::grand_total(of, &totals)),
        ]);
        assert_eq!(check(&records, None), Err(at(Family::GrandTotal, 1, Problem::TotalsDiffer)));
    }
}

#[test]
fn a_sale_that_its_totals_call_an_exercise_is_found() {
    let sold = sale(1, &[(4990, "20")]);
    let mut exercise = sold.clone();
    exercise.stamp.training = true;
    let records = signed(&[
        (Family::Sale, payload::sale(&sold, &shop(), SOFTWARE)),
        (Family::GrandTotal, payload::grand_total(&exercise, &Totals::default().after(&exercise))),
    ]);
    assert_eq!(check(&records, None), Err(at(Family::GrandTotal, 1, Problem::TotalsDiffer)));
}

#[test]
fn totals_of_another_tills_receipt_are_found() {
    let mut foreign = sale(1, &[(4990, "20")]);
    foreign.stamp.number.till = TillId::new("C2");
    let totals = payload::grand_total(&foreign, &Totals::default().after(&foreign));
    let problem = Problem::Unreadable(ReadError::Wrong { field: "number".into(), value: "C2-000001".into() });
    assert_eq!(check(&signed(&[(Family::GrandTotal, totals)]), None), Err(at(Family::GrandTotal, 1, problem)));
}

#[test]
fn payloads_that_are_not_what_their_family_holds_are_found() {
    let missing = |field: &str| Problem::Unreadable(ReadError::Missing(field.into()));
    let wrong =
        |field: &str, value: &str| Problem::Unreadable(ReadError::Wrong { field: field.into(), value: value.into() });
    let good = String::from_utf8(payload::sale(&sale(1, &[(4990, "20")]), &shop(), SOFTWARE)).unwrap();
    let changed = |from: &str, to: &str| good.replacen(from, to, 1).into_bytes();
    for (family, payload, problem) in [
        (Family::Sale, b"record:sale".to_vec(), Problem::Unreadable(ReadError::BadLine(1))),
        (Family::Sale, Vec::new(), missing("record")),
        (Family::Sale, payload::technical_event(&event(80)), wrong("record", "event")),
        (Family::Sale, changed("siret:73282932000074\n", ""), missing("siret")),
        (Family::Sale, changed("till:C1", "till:C2"), wrong("till", "C2")),
        (Family::Sale, changed("line.1.label:", "line.1.title:"), missing("line.1.label")),
        (Family::Sale, changed("\nlines:1", "\nlines:2"), missing("line.2.label")),
        (Family::Sale, changed("total:4491", "total:9223372036854775807"), wrong("total", "9223372036854775807")),
        (Family::Sale, changed("training:no", "training:perhaps"), wrong("training", "perhaps")),
        (Family::TechnicalEvent, b"record:event\ncode:x\n".to_vec(), wrong("code", "x")),
        (Family::Duplicate, b"record:duplicate\n".to_vec(), missing("copy")),
        (Family::GrandTotal, b"record:grand-total\nperiod:day\n".to_vec(), wrong("period", "day")),
    ] {
        assert_eq!(check(&signed(&[(family, payload)]), None), Err(at(family, 1, problem)));
    }
}
