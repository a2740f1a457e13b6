//! The verification: reads the records as they come and names the first that is wrong.
//!
//! Records of one till and family must come in their order; tills and families may be mixed in any way.
//! Memory does not grow with the journal when each sale is soon followed by its totals; read family by
//! family, it keeps a few dozen bytes for each sale.

use std::collections::{BTreeMap, VecDeque};

use comptoir_domain::id::TillId;
use comptoir_domain::sale::ReceiptNumber;
use sha2::{Digest as _, Sha256};

use crate::key::PublicKeys;
use crate::mirror::Mirror;
use crate::payload;
use crate::record::{Family, Head, Heads, SignedRecord};
use crate::text::{Fields, ReadError, Writer};
use crate::totals::{Amounts, Totals};

mod content;

/// A journal in which everything holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The last record of each chain; its place is also how many there are.
    pub chains: BTreeMap<(TillId, Family), Head>,
    /// The perpetual totals of each till, computed anew.
    pub totals: BTreeMap<TillId, Totals>,
    /// How many records are newer than the mirror: some after a power cut. Nothing without a mirror.
    pub behind: Option<u64>,
}

impl Report {
    /// Gives how many records were verified.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.chains.values().map(|head| head.sequence).sum()
    }
}

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The till.
    pub till: TillId,
    /// The family.
    pub family: Family,
    /// The record; where one is missing, the place it should have.
    pub sequence: u64,
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The record; nothing when it is the mirror itself.
    pub place: Option<Place>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No trusted key of the till has this name.
    UnknownKey {
        /// The name.
        key_id: String,
    },
    /// The signature does not match what is stored: something was changed after it was signed.
    SignatureWrong,
    /// A record is missing, given twice or out of its order.
    Gap {
        /// The record that should come.
        expected: u64,
        /// The record that came.
        found: u64,
    },
    /// The record was not signed after the one before it.
    LinkBroken,
    /// This version does not know the format.
    UnknownFormat {
        /// The format.
        format: u16,
    },
    /// The signed text does not hold what its family must.
    Unreadable(ReadError),
    /// The number of the receipt is not the next one.
    ReceiptNumber {
        /// The number that should come.
        expected: ReceiptNumber,
        /// The number in the record.
        found: String,
    },
    /// The figures of a sale do not add up.
    SumsDiffer {
        /// Which: `lines`, `vat` or `tenders`.
        what: &'static str,
        /// The total of the sale, in cents.
        total: i64,
        /// What the figures make, in cents.
        sum: i128,
    },
    /// The totals are not those before them with the sale added.
    TotalsDiffer,
    /// A sale was not followed by its totals.
    MissingGrandTotal,
    /// Totals name a sale that is not there.
    MissingSale {
        /// The number in the totals.
        number: String,
    },
    /// The end of the journal is missing: the mirror saw more.
    TailCut {
        /// The last record that the mirror saw.
        mirror: u64,
        /// The last record there is.
        found: u64,
    },
    /// The mirror saw another record at this place.
    MirrorDiffers,
    /// The mirror itself is not signed by a trusted key of its till, or was changed.
    MirrorForged,
}

/// Why a verification did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyError<E> {
    /// The journal is not whole.
    Finding(Finding),
    /// The records could not be read from where they are kept.
    Storage(E),
}

/// Verifies records against trusted keys, and their end against the mirror.
///
/// # Errors
///
/// The first [`Finding`], or the storage's error as it came.
pub fn verify<E>(
    records: impl Iterator<Item = Result<SignedRecord, E>>,
    keys: &PublicKeys,
    mirror: Option<&Mirror>,
) -> Result<Report, VerifyError<E>> {
    // A forged mirror proves nothing; records are judged first, as their place says more.
    let genuine = mirror.filter(|mirror| mirror.is_genuine(keys));
    let mut tills: BTreeMap<TillId, TillCheck> = BTreeMap::new();
    for record in records {
        let record = record.map_err(VerifyError::Storage)?;
        let till = tills.entry(record.till.clone()).or_default();
        till.take(&record, keys, genuine).map_err(VerifyError::Finding)?;
    }
    finish(tills, mirror, genuine).map_err(VerifyError::Finding)
}

fn finish(
    tills: BTreeMap<TillId, TillCheck>,
    mirror: Option<&Mirror>,
    genuine: Option<&Mirror>,
) -> Result<Report, Finding> {
    if let Some(mirror) = genuine {
        let none = Heads::new();
        mirror.check_end(tills.get(&mirror.till).map_or(&none, |till| &till.heads))?;
    }
    for (till, check) in &tills {
        check.finish(till)?;
    }
    if mirror.is_some() && genuine.is_none() {
        return Err(Finding { place: None, problem: Problem::MirrorForged });
    }
    let behind = genuine.map(|mirror| mirror.behind(tills.get(&mirror.till).map(|till| &till.heads)));
    let mut report = Report { behind, ..Report::default() };
    for (till, check) in tills {
        report.chains.extend(check.heads.into_iter().map(|(family, head)| ((till.clone(), family), head)));
        report.totals.insert(till, check.totals);
    }
    Ok(report)
}

impl Mirror {
    /// Checks the last records of the till's chains, as a till does when it starts: quick, and it says
    /// nothing of the records before them.
    ///
    /// # Errors
    ///
    /// A [`Finding`]: forged, ahead of the records, or of another record.
    pub fn check(&self, keys: &PublicKeys, heads: &Heads) -> Result<(), Finding> {
        if !self.is_genuine(keys) {
            return Err(Finding { place: None, problem: Problem::MirrorForged });
        }
        for (family, seen) in &self.heads {
            let same = heads.get(family).filter(|head| head.sequence == seen.sequence);
            if same.is_some_and(|head| head.signature != seen.signature) {
                return Err(self.finding(*family, seen.sequence, Problem::MirrorDiffers));
            }
        }
        self.check_end(heads)
    }

    fn check_end(&self, heads: &Heads) -> Result<(), Finding> {
        for (family, seen) in &self.heads {
            let found = heads.get(family).map_or(0, |head| head.sequence);
            if found < seen.sequence {
                let problem = Problem::TailCut { mirror: seen.sequence, found };
                return Err(self.finding(*family, found + 1, problem));
            }
        }
        Ok(())
    }

    fn saw(&self, record: &SignedRecord) -> bool {
        let seen = self.heads.get(&record.family).filter(|head| head.sequence == record.sequence);
        self.till != record.till || seen.is_none_or(|head| head.signature == record.signature)
    }

    fn behind(&self, heads: Option<&Heads>) -> u64 {
        let count = |heads: &Heads| heads.values().map(|head| head.sequence).sum::<u64>();
        heads.map_or(0, count).saturating_sub(count(&self.heads))
    }

    fn finding(&self, family: Family, sequence: u64, problem: Problem) -> Finding {
        Finding { place: Some(Place { till: self.till.clone(), family, sequence }), problem }
    }
}

/// A sale or its totals, waiting for the other.
#[derive(Debug)]
struct Waiting {
    receipt: u64,
    sequence: u64,
    digest: [u8; 32],
}

/// What is known of one till so far.
#[derive(Debug, Default)]
struct TillCheck {
    heads: Heads,
    totals: Totals,
    sales: VecDeque<Waiting>,
    grand_totals: VecDeque<Waiting>,
}

impl TillCheck {
    fn take(&mut self, record: &SignedRecord, keys: &PublicKeys, mirror: Option<&Mirror>) -> Result<(), Finding> {
        let at = |sequence, problem| place(&record.till, record.family, sequence, problem);
        check_signature(record, keys).map_err(|problem| at(record.sequence, problem))?;
        let head = self.heads.get(&record.family);
        let expected = head.map_or(1, |head| head.sequence + 1);
        if record.sequence != expected {
            return Err(at(expected, Problem::Gap { expected, found: record.sequence }));
        }
        if record.previous.as_ref() != head.map(|head| &head.signature) {
            return Err(at(expected, Problem::LinkBroken));
        }
        if mirror.is_some_and(|mirror| !mirror.saw(record)) {
            return Err(at(expected, Problem::MirrorDiffers));
        }
        self.heads.insert(record.family, record.head());
        self.read(record).map_err(|problem| at(expected, problem))?;
        self.match_totals(&record.till)
    }

    fn read(&mut self, record: &SignedRecord) -> Result<(), Problem> {
        let fields = payload::read(record.format, &record.payload)?;
        match record.family {
            Family::Sale => {
                let receipt = content::sale(record, &fields)?;
                self.sales.push_back(waiting(receipt, record, &fields)?);
            }
            Family::GrandTotal => self.read_totals(record, &fields)?,
            Family::TechnicalEvent => content::event(&fields)?,
            Family::Duplicate => content::duplicate(&fields)?,
        }
        Ok(())
    }

    fn read_totals(&mut self, record: &SignedRecord, fields: &Fields) -> Result<(), Problem> {
        let receipt = content::grand_total(record, fields)?;
        self.totals = self.totals.plus(&Amounts::from_fields(fields)?);
        if self.totals != Totals::from_fields(fields)? {
            return Err(Problem::TotalsDiffer);
        }
        self.grand_totals.push_back(waiting(receipt, record, fields)?);
        Ok(())
    }

    /// Pairs sales with their totals: same number, same amounts, in the same order.
    fn match_totals(&mut self, till: &TillId) -> Result<(), Finding> {
        while !self.sales.is_empty() && !self.grand_totals.is_empty() {
            let (Some(sale), Some(total)) = (self.sales.pop_front(), self.grand_totals.pop_front()) else { break };
            if sale.receipt < total.receipt {
                return Err(place(till, Family::Sale, sale.sequence, Problem::MissingGrandTotal));
            }
            if sale.receipt > total.receipt {
                return Err(missing_sale(till, &total));
            }
            if sale.digest != total.digest {
                return Err(place(till, Family::GrandTotal, total.sequence, Problem::TotalsDiffer));
            }
        }
        Ok(())
    }

    fn finish(&self, till: &TillId) -> Result<(), Finding> {
        if let Some(sale) = self.sales.front() {
            return Err(place(till, Family::Sale, sale.sequence, Problem::MissingGrandTotal));
        }
        self.grand_totals.front().map_or(Ok(()), |total| Err(missing_sale(till, total)))
    }
}

fn check_signature(record: &SignedRecord, keys: &PublicKeys) -> Result<(), Problem> {
    let unknown = || Problem::UnknownKey { key_id: record.key_id.clone() };
    let key = keys.find(&record.till, &record.key_id).ok_or_else(unknown)?;
    if key.verifies(&record.message(), &record.signature) { Ok(()) } else { Err(Problem::SignatureWrong) }
}

fn waiting(receipt: u64, record: &SignedRecord, fields: &Fields) -> Result<Waiting, ReadError> {
    let amounts = Amounts::from_fields(fields)?;
    let mut writer = Writer::new(&amounts.number);
    writer.field("training", amounts.training);
    amounts.write(&mut writer);
    Ok(Waiting { receipt, sequence: record.sequence, digest: Sha256::digest(writer.finish()).into() })
}

fn place(till: &TillId, family: Family, sequence: u64, problem: Problem) -> Finding {
    Finding { place: Some(Place { till: till.clone(), family, sequence }), problem }
}

fn missing_sale(till: &TillId, total: &Waiting) -> Finding {
    let number = ReceiptNumber { till: till.clone(), sequence: total.receipt }.to_string();
    place(till, Family::GrandTotal, total.sequence, Problem::MissingSale { number })
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::UnknownFormat(format) => Self::UnknownFormat { format },
            error => Self::Unreadable(error),
        }
    }
}
