//! The numbering plans of France: the ten-digit one, and the local ones overseas.
//!
//! After the decisions of the regulator (Arcep 2018-0881 and 2022-1583, in force since 2023): a
//! series belongs to a territory and to a use. Only whole series are decided here, so that
//! numbers given out tomorrow within a series are not refused today.

use super::{PhoneKind, PhoneProblem, Region};

/// A series of numbers: where it is and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) region: Region,
    pub(super) kind: PhoneKind,
}

/// A plan with fewer digits, dialed without a zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LocalPlan {
    SaintPierre,
    Caledonia,
    Polynesia,
    Wallis,
}

impl LocalPlan {
    fn length(self) -> usize {
        if self == Self::Polynesia { 8 } else { 6 }
    }
}

/// The series of nine digits, by the first four of them.
pub(super) fn block(significant: &str) -> Option<Block> {
    if significant.len() != 9 {
        return None;
    }
    let first_four: u16 = significant.get(..4)?.parse().ok()?;
    // The one series of two territories with different country codes.
    let is_mayotte = first_four == 7093 && significant.as_bytes()[4] >= b'5';
    let (region, kind) = if is_mayotte { (Region::Mayotte, PhoneKind::Mobile) } else { series(first_four)? };
    Some(Block { region, kind })
}

fn series(first_four: u16) -> Option<(Region, PhoneKind)> {
    use PhoneKind as K;
    use Region as R;
    let found = match first_four {
        2620..=2639 | 2680..=2688 => (R::Reunion, K::Fixed),
        2689..=2699 => (R::Mayotte, K::Fixed),
        // Dialed from the rest of France in front of the six digits.
        5080..=5089 => (R::SaintPierreEtMiquelon, K::Fixed),
        5900..=5909 | 5987 => (R::Guadeloupe, K::Fixed),
        5940..=5949 | 5988 => (R::Guyane, K::Fixed),
        5960..=5969 | 5989 => (R::Martinique, K::Fixed),
        // 06 39 98 is kept free for films and demos on the mainland (Arcep, decision 2018-0881).
        6390..=6398 => (R::Mayotte, K::Mobile),
        6900..=6919 => (R::Guadeloupe, K::Mobile),
        6920..=6939 => (R::Reunion, K::Mobile),
        6940..=6949 => (R::Guyane, K::Mobile),
        6960..=6979 => (R::Martinique, K::Mobile),
        7084..=7085 => (R::SaintPierreEtMiquelon, K::Mobile),
        7090 => (R::Guadeloupe, K::Mobile),
        7091 => (R::Martinique, K::Mobile),
        7092 => (R::Reunion, K::Mobile),
        7093 => (R::Guyane, K::Mobile),
        // 040 was never opened; 070 is for machines, 071 and 072 are kept back.
        1000..=3999 | 4100..=5999 => (R::France, K::Fixed),
        6000..=6999 | 7300..=7999 => (R::France, K::Mobile),
        // 0841, 0843, 0845 to 0849 and 087 are closed.
        8000..=8409 | 8420..=8429 | 8440..=8449 | 8500..=8699 | 8800..=9999 => (R::France, K::Other),
        _ => return None,
    };
    Some(found)
}

/// The kind of a local number; `None` when the plan has no such number.
pub(super) fn local_kind(digits: &str, plan: LocalPlan) -> Option<PhoneKind> {
    if digits.len() != plan.length() {
        return None;
    }
    let first_two: u8 = digits.get(..2)?.parse().ok()?;
    let kind = match (plan, first_two) {
        (LocalPlan::SaintPierre, 40 | 44 | 55 | 56) => PhoneKind::Mobile,
        (LocalPlan::SaintPierre, 20..=99) => PhoneKind::Fixed,
        (LocalPlan::Caledonia, 20..=35 | 41..=47 | 88) => PhoneKind::Fixed,
        (LocalPlan::Caledonia, 50..=59 | 70..=87 | 89..=99) => PhoneKind::Mobile,
        (LocalPlan::Polynesia, 40 | 49) => PhoneKind::Fixed,
        (LocalPlan::Polynesia, 87..=89) => PhoneKind::Mobile,
        (LocalPlan::Wallis, 72) => PhoneKind::Fixed,
        (LocalPlan::Wallis, 82 | 83) => PhoneKind::Mobile,
        (LocalPlan::Wallis, 92 | 93) => PhoneKind::Other,
        _ => return None,
    };
    Some(kind)
}

/// Emergency, services (3xxx, 10xx), codes for messages (36xxx) and directories (118 xyz, 116 xyz).
pub(super) fn is_short(digits: &str) -> bool {
    match digits.len() {
        2..=5 => digits.starts_with(['1', '3']),
        6 => digits.starts_with("11"),
        _ => false,
    }
}

pub(super) fn misfit_length(found: usize, expected: usize) -> PhoneProblem {
    if found < expected {
        PhoneProblem::TooShort { found, expected }
    } else {
        PhoneProblem::TooLong { found, expected }
    }
}

pub(super) fn misfit_local(digits: &str, plan: LocalPlan) -> PhoneProblem {
    if digits.len() == plan.length() {
        PhoneProblem::NotInPlan { prefix: digits[..2].to_owned() }
    } else if is_short(digits) {
        PhoneProblem::Short { digits: digits.to_owned() }
    } else {
        misfit_length(digits.len(), plan.length())
    }
}

/// The refusal of nine digits, told as they are dialed.
pub(super) fn not_in_plan(significant: &str) -> PhoneProblem {
    PhoneProblem::NotInPlan { prefix: format!("0{}", &significant[..3]) }
}
