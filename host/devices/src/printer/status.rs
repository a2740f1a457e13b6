//! What printers say about themselves: the bytes of `DLE EOT n` and `GS r 1`.
//!
//! Real-time answers have the fixed bits `0xx1xx10`, answers in printing order `0xx0…`, and
//! the unasked four-byte notices (ASB) start with `0xx1xx00`; so the kinds can be told apart
//! in one stream.

use super::Fault;

/// How a printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Status {
    /// It refuses to print.
    pub offline: bool,
    /// The cover is open.
    pub cover_open: bool,
    /// No paper.
    pub paper_out: bool,
    /// The roll is nearly at its end.
    pub paper_low: bool,
    /// The cutter is jammed.
    pub cutter_jammed: bool,
    /// The level of the drawer's sensor. Which one means open depends on the drawer.
    pub drawer_signal: bool,
}

impl Status {
    /// The questions that are always asked: printer, cause of offline, paper.
    pub(super) const QUESTIONS: [u8; 3] = [1, 2, 4];
    /// The question about errors, asked when the others do not explain why it is offline.
    pub(super) const ERRORS: u8 = 3;

    /// Adds what the answer to one question says.
    pub(super) fn add(&mut self, question: u8, answer: u8) {
        let bit = |mask: u8| answer & mask != 0;
        match question {
            1 => {
                self.offline = bit(0x08);
                self.drawer_signal = bit(0x04);
            }
            2 => {
                self.cover_open = bit(0x04);
                self.paper_out |= bit(0x20);
            }
            3 => self.cutter_jammed = bit(0x08),
            4 => {
                self.paper_low = bit(0x0c);
                self.paper_out |= bit(0x60);
            }
            _ => {}
        }
    }

    /// What keeps the printer from printing. An open cover comes first: it often also looks
    /// like missing paper.
    #[must_use]
    pub const fn fault(self) -> Option<Fault> {
        match self {
            Self { cover_open: true, .. } => Some(Fault::CoverOpen),
            Self { paper_out: true, .. } => Some(Fault::PaperOut),
            Self { cutter_jammed: true, .. } => Some(Fault::Cutter),
            Self { offline: true, .. } => Some(Fault::Offline),
            _ => None,
        }
    }
}

/// The command that asks a real-time question.
pub(super) const fn question(n: u8) -> [u8; 3] {
    [0x10, 0x04, n]
}

/// `GS r 1`, answered in printing order: after everything before it has been printed.
pub(super) const IN_ORDER: [u8; 3] = [0x1d, b'r', 1];

/// One answer found in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    RealTime(u8),
    InOrder { paper_out: bool, paper_low: bool },
}

/// Sorts the bytes that come from a printer.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// Bytes of a notice that are still to come.
    skip: u8,
}

impl Answers {
    pub(super) fn take(&mut self, byte: u8) -> Option<Answer> {
        // XON and XOFF of serial printers may come anywhere.
        if matches!(byte, 0x11 | 0x13) {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        match byte & 0x93 {
            0x12 => Some(Answer::RealTime(byte)),
            0x10 => {
                self.skip = 3;
                None
            }
            _ if byte & 0x90 == 0 => Some(Answer::InOrder { paper_out: byte & 0x0c != 0, paper_low: byte & 0x03 != 0 }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(answers: [u8; 4]) -> Status {
        let mut status = Status::default();
        (1..=4).zip(answers).for_each(|(question, answer)| status.add(question, answer));
        status
    }

    #[test]
    fn what_the_bits_mean() {
        for (answers, fault, paper_low) in [
            ([0x16, 0x12, 0x12, 0x12], None, false),
            ([0x12, 0x12, 0x12, 0x1e], None, true),
            ([0x1e, 0x32, 0x12, 0x7e], Some(Fault::PaperOut), true),
            ([0x16, 0x12, 0x12, 0x72], Some(Fault::PaperOut), false),
            ([0x1e, 0x16, 0x12, 0x12], Some(Fault::CoverOpen), false),
            ([0x1e, 0x36, 0x12, 0x7e], Some(Fault::CoverOpen), true),
            ([0x1e, 0x52, 0x1a, 0x12], Some(Fault::Cutter), false),
            ([0x1a, 0x12, 0x12, 0x12], Some(Fault::Offline), false),
        ] {
            let status = status(answers);
            assert_eq!((status.fault(), status.paper_low), (fault, paper_low), "{answers:x?}");
        }
        assert!(status([0x16, 0x12, 0x12, 0x12]).drawer_signal);
        assert!(!status([0x12, 0x12, 0x12, 0x12]).drawer_signal);
    }

    #[test]
    fn answers_are_told_apart() {
        let sort = |bytes: &[u8]| {
            let mut answers = Answers::default();
            bytes.iter().filter_map(|byte| answers.take(*byte)).collect::<Vec<_>>()
        };
        let in_order = |paper_out, paper_low| Answer::InOrder { paper_out, paper_low };
        assert_eq!(sort(&[0x16]), [Answer::RealTime(0x16)]);
        assert_eq!(sort(&[0x00, 0x03, 0x0f]), [in_order(false, false), in_order(false, true), in_order(true, true)]);
        // A notice of four bytes between two answers, flow control, noise.
        assert_eq!(sort(&[0x12, 0x14, 0x00, 0x0f, 0x00, 0x12]), [Answer::RealTime(0x12), Answer::RealTime(0x12)]);
        assert_eq!(sort(&[0x11, 0x13, 0xff, 0x92, 0x00]), [in_order(false, false)]);
    }
}
