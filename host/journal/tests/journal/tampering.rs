//! Whatever is done to a journal from outside is found, and the first bad record is named.

use std::sync::LazyLock;

use comptoir_domain::id::TillId;
use comptoir_journal::{Family, Finding, Mirror, Place, Problem, Report, SignedRecord, Signer, VerifyError, verify};
use proptest::prelude::*;

use crate::shop::{Journal, journal_of, keys, sales, signer, till};

pub(crate) fn check(records: &[SignedRecord], mirror: Option<&Mirror>) -> Result<Report, Finding> {
    let records = records.iter().cloned().map(Ok::<_, std::convert::Infallible>);
    verify(records, &keys(), mirror).map_err(|error| match error {
        VerifyError::Finding(finding) => finding,
        VerifyError::Storage(never) => match never {},
    })
}

pub(crate) fn at(family: Family, sequence: u64, problem: Problem) -> Finding {
    Finding { place: Some(Place { till: till(), family, sequence }), problem }
}

fn journal() -> Journal {
    static JOURNAL: LazyLock<Journal> = LazyLock::new(|| journal_of(&signer(), &sales(7)));
    JOURNAL.clone()
}

/// Changes one byte of one stored field: the field's number and the byte's place are taken modulo.
fn tamper(record: &mut SignedRecord, field: usize, byte: usize, mask: u8) {
    let flip = |bytes: &mut Vec<u8>| {
        let place = byte % bytes.len();
        bytes[place] ^= mask;
    };
    let flip_text = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        let place = byte % bytes.len();
        bytes[place] = if bytes[place] == b'Z' { b'Y' } else { b'Z' };
        String::from_utf8(bytes).unwrap()
    };
    match field % 8 {
        0 => record.till = TillId::new(flip_text(record.till.as_str())),
        1 => record.family = Family::ALL[(record.family as usize + 1 + byte % 3) % 4],
        2 => record.sequence ^= u64::from(mask) << (8 * (byte % 8)),
        3 => record.format ^= u16::from(mask) << (8 * (byte % 2)),
        4 => flip(&mut record.payload),
        5 => match &mut record.previous {
            Some(previous) => flip(previous),
            None => record.previous = Some(vec![mask]),
        },
        6 => flip(&mut record.signature),
        _ => record.key_id = flip_text(&record.key_id),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_changed_byte_is_found_at_its_record(
        victim: prop::sample::Index, field: usize, byte: usize, mask in 1u8..,
    ) {
        let Journal { mut records, .. } = journal();
        let victim = victim.index(records.len());
        tamper(&mut records[victim], field, byte, mask);
        let bad = records[victim].clone();
        let found = check(&records, None).unwrap_err();
        let place = Place { till: bad.till, family: bad.family, sequence: bad.sequence };
        prop_assert_eq!(found.place, Some(place));
        let signature_or_key = matches!(found.problem, Problem::SignatureWrong | Problem::UnknownKey { .. });
        prop_assert!(signature_or_key, "{:?}", found.problem);
    }

    #[test]
    fn a_dropped_record_is_found_at_its_place(victim: prop::sample::Index) {
        let Journal { mut records, mirror } = journal();
        let gone = records.remove(victim.index(records.len()));
        let found = check(&records, Some(&mirror)).unwrap_err();
        let last = mirror.heads[&gone.family].sequence;
        let problem = if gone.sequence == last {
            Problem::TailCut { mirror: last, found: last - 1 }
        } else {
            Problem::Gap { expected: gone.sequence, found: gone.sequence + 1 }
        };
        // A missing record may show even before its place is reached: totals come before their sale is missed.
        let early = matches!(found.problem, Problem::MissingGrandTotal | Problem::MissingSale { .. });
        prop_assert!(early || found == at(gone.family, gone.sequence, problem), "{found:?}");
    }

    #[test]
    fn a_repeated_record_is_found(victim: prop::sample::Index, to: prop::sample::Index) {
        let Journal { mut records, mirror } = journal();
        let copy = records[victim.index(records.len())].clone();
        records.insert(to.index(records.len() + 1), copy.clone());
        let found = check(&records, Some(&mirror)).unwrap_err();
        let is_gap = matches!(found.problem, Problem::Gap { found, .. } if found == copy.sequence);
        prop_assert!(is_gap, "{found:?}");
        prop_assert_eq!(found.place.unwrap().family, copy.family);
    }

    #[test]
    fn two_records_of_a_chain_that_changed_places_are_found(a: prop::sample::Index, b: prop::sample::Index) {
        let Journal { records, mirror } = journal();
        let mut sales: Vec<_> = records.iter().filter(|r| r.family == Family::Sale).cloned().collect();
        let others = records.iter().filter(|r| r.family != Family::Sale).cloned();
        let (a, b) = (a.index(sales.len()), b.index(sales.len()));
        prop_assume!(a != b);
        sales.swap(a, b);
        let (first, later) = (a.min(b) as u64 + 1, a.max(b) as u64 + 1);
        let records: Vec<_> = sales.into_iter().chain(others).collect();
        let problem = Problem::Gap { expected: first, found: later };
        prop_assert_eq!(check(&records, Some(&mirror)), Err(at(Family::Sale, first, problem)));
    }

    #[test]
    fn the_payload_of_one_record_in_another_is_found(a: prop::sample::Index, b: prop::sample::Index) {
        let Journal { mut records, .. } = journal();
        let (a, b) = (a.index(records.len()), b.index(records.len()));
        prop_assume!(records[a].payload != records[b].payload);
        let other = records[b].payload.clone();
        records[a].payload = other;
        let bad = &records[a];
        prop_assert_eq!(check(&records, None), Err(at(bad.family, bad.sequence, Problem::SignatureWrong)));
    }

    #[test]
    fn a_cut_end_is_found_by_the_mirror(left in 0usize..) {
        let Journal { mut records, mirror } = journal();
        records.truncate(left % records.len());
        let heads = |family| records.iter().filter(|r| r.family == family).count() as u64;
        let (family, seen) = mirror.heads.iter().find(|(family, head)| head.sequence > heads(**family)).unwrap();
        let found = heads(*family);
        let problem = Problem::TailCut { mirror: seen.sequence, found };
        prop_assert_eq!(check(&records, Some(&mirror)), Err(at(*family, found + 1, problem)));
    }
}

#[test]
fn every_single_byte_counts() {
    let records = journal_of(&signer(), &sales(1)).records;
    let last = records.last().unwrap().previous.as_ref().unwrap();
    assert_eq!(last, &records[0].signature, "the last record has one before it");
    for (victim, record) in records.iter().enumerate() {
        let sizes = [(4, record.payload.len()), (5, record.previous.as_ref().map_or(1, Vec::len)), (6, 64), (7, 16)];
        for (field, byte) in sizes.into_iter().flat_map(|(field, size)| (0..size).map(move |byte| (field, byte))) {
            let mut bad = record.clone();
            tamper(&mut bad, field, byte, 1);
            let found = check(&[&records[..victim], &[bad.clone()]].concat(), None).unwrap_err();
            let expected = match field {
                7 => Problem::UnknownKey { key_id: bad.key_id },
                _ => Problem::SignatureWrong,
            };
            assert_eq!(found, at(record.family, record.sequence, expected), "field {field}, byte {byte}");
        }
    }
}

#[test]
fn a_journal_made_anew_with_another_key_is_unknown() {
    let stranger = Signer::generate(till(), [43; 32]);
    let Journal { records, mirror } = journal_of(&stranger, &sales(7));
    let unknown = Problem::UnknownKey { key_id: stranger.key_id().to_owned() };
    assert_eq!(check(&records, Some(&mirror)), Err(at(Family::TechnicalEvent, 1, unknown)));
}

#[test]
fn the_key_of_another_till_signs_nothing_here() {
    let other = Signer::generate(TillId::new("C2"), [44; 32]);
    let mut records = journal_of(&other, &sales(2)).records;
    for record in &mut records {
        record.till = till();
    }
    let keys = [signer().public_key(), other.public_key()].into_iter().collect();
    let found = verify(records.into_iter().map(Ok::<_, ()>), &keys, None).unwrap_err();
    let unknown = Problem::UnknownKey { key_id: other.key_id().to_owned() };
    assert_eq!(found, VerifyError::Finding(at(Family::TechnicalEvent, 1, unknown)));
}

#[test]
fn another_history_signed_with_the_tills_own_key_differs_from_the_mirror() {
    let Journal { mirror, .. } = journal();
    let mut other = sales(7);
    other[6] = crate::shop::sale(7, &[(100, "20")]);
    let records = journal_of(&signer(), &other).records;
    assert_eq!(check(&records, Some(&mirror)), Err(at(Family::Sale, 7, Problem::MirrorDiffers)));
}

#[test]
fn a_record_signed_after_another_one_breaks_the_link() {
    let Journal { mut records, .. } = journal();
    let fork = journal_of(&signer(), &[crate::shop::sale(1, &[(100, "20")])]).records;
    let first = records.iter().position(|r| r.family == Family::Sale).unwrap();
    records[first] = fork.into_iter().find(|r| r.family == Family::Sale).unwrap();
    // The replaced sale is as good as any; its totals and the next sale betray it.
    assert_eq!(check(&records, None), Err(at(Family::GrandTotal, 1, Problem::TotalsDiffer)));
    let only_sales: Vec<_> = records.into_iter().filter(|r| r.family == Family::Sale).collect();
    assert_eq!(check(&only_sales, None), Err(at(Family::Sale, 2, Problem::LinkBroken)));
}
