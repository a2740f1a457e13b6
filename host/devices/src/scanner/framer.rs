//! Cutting the bytes of a scanner into scans.

use std::time::{Duration, Instant};

/// The longest code in bytes; what is longer is noise, for example a wrong line speed.
const LONGEST: usize = 4096;
/// A pause that ends a code, for scanners without a suffix.
const PAUSE: Duration = Duration::from_millis(50);
/// The same for a scanner that has shown its suffix: only a lost suffix leads there, and a
/// delayed half of a code must not become a code.
const PAUSE_WITH_SUFFIX: Duration = Duration::from_millis(500);
/// The same code again within this time may be an accident.
const REPEAT: Duration = Duration::from_secs(1);

const GROUP_SEPARATOR: u8 = 0x1d;

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// What the scanner sent, without suffix and control characters but the GS1 separator.
    pub text: String,
    /// Whether the same code came less than a second before: the cashier may have held the
    /// trigger, or there are two articles.
    pub repeated: bool,
}

/// What was found in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A code.
    Scan(Scan),
    /// Too many bytes without an end; they were thrown away.
    Garbage {
        /// How many.
        bytes: usize,
    },
}

/// Cuts a stream of bytes into scans.
///
/// A scan ends with CR, LF, Tab, any mix of them, or a pause. Empty ones do not count, and NUL
/// bytes are ignored.
#[derive(Debug, Default)]
pub struct Framer {
    code: Vec<u8>,
    /// Bytes thrown away since the code became too long.
    garbage: usize,
    last_byte: Option<Instant>,
    last_scan: Option<(String, Instant)>,
    has_suffix: bool,
}

impl Framer {
    /// A framer at the start of a stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the bytes that were read at `at`.
    pub fn push(&mut self, bytes: &[u8], at: Instant) -> Vec<Frame> {
        let mut frames: Vec<Frame> = self.idle(at).into_iter().collect();
        for byte in bytes {
            match byte {
                b'\r' | b'\n' | b'\t' => {
                    self.has_suffix = true;
                    frames.extend(self.end(at));
                }
                _ => self.add(*byte),
            }
            self.last_byte = Some(at);
        }
        frames
    }

    /// Ends the code if nothing came for long enough. To be called at [`Self::deadline`].
    pub fn idle(&mut self, at: Instant) -> Option<Frame> {
        if self.deadline().is_some_and(|deadline| deadline <= at) { self.end(at) } else { None }
    }

    /// When the code that is being received ends if nothing more comes; `None` between codes.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if self.code.is_empty() && self.garbage == 0 {
            return None;
        }
        self.last_byte.map(|last| last + if self.has_suffix { PAUSE_WITH_SUFFIX } else { PAUSE })
    }

    /// Forgets a half-received code: the cable was pulled.
    pub fn reset(&mut self) {
        self.code.clear();
        self.garbage = 0;
    }

    fn add(&mut self, byte: u8) {
        if byte < 0x20 && byte != GROUP_SEPARATOR {
            return;
        }
        if self.garbage > 0 {
            self.garbage += 1;
        } else if self.code.len() == LONGEST {
            self.garbage = LONGEST + 1;
            self.code.clear();
        } else {
            self.code.push(byte);
        }
    }

    fn end(&mut self, at: Instant) -> Option<Frame> {
        let bytes = std::mem::take(&mut self.garbage);
        if bytes > 0 {
            return Some(Frame::Garbage { bytes });
        }
        if self.code.is_empty() {
            return None;
        }
        let text = text(std::mem::take(&mut self.code));
        let repeated = matches!(&self.last_scan, Some((last, when))
            if *last == text && at.saturating_duration_since(*when) < REPEAT);
        self.last_scan = Some((text.clone(), at));
        Some(Frame::Scan(Scan { text, repeated }))
    }
}

/// UTF-8 if it is, else Latin-1, which older scanners send.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Feeds pieces at milliseconds, then waits a long time.
    fn frames(pieces: &[(u64, &[u8])]) -> Vec<Frame> {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut framer = Framer::new();
        let mut frames: Vec<Frame> = pieces.iter().flat_map(|(ms, bytes)| framer.push(bytes, at(*ms))).collect();
        frames.extend(framer.idle(at(3_600_000)));
        frames
    }

    fn scan(text: &str) -> Frame {
        Frame::Scan(Scan { text: text.to_owned(), repeated: false })
    }

    fn again(text: &str) -> Frame {
        Frame::Scan(Scan { text: text.to_owned(), repeated: true })
    }

    #[test]
    fn suffixes_end_a_code() {
        for stream in [
            &b"3017620422003\r"[..],
            b"3017620422003\n",
            b"3017620422003\r\n",
            b"3017620422003\t",
            b"\r\n3017620422003\r\r\n",
        ] {
            assert_eq!(frames(&[(0, stream)]), [scan("3017620422003")], "{stream:?}");
        }
        assert_eq!(frames(&[(0, b"A\rB\nC\tD\r\n")]), ["A", "B", "C", "D"].map(scan));
    }

    #[test]
    fn a_pause_ends_a_code_without_suffix() {
        assert_eq!(frames(&[(0, b"301762"), (49, b"0422003")]), [scan("3017620422003")]);
        assert_eq!(frames(&[(0, b"AAA"), (50, b"BBB")]), ["AAA", "BBB"].map(scan));
    }

    #[test]
    fn a_late_half_is_no_code_once_the_suffix_is_known() {
        assert_eq!(frames(&[(0, b"A\r"), (2000, b"301762"), (2200, b"0422003\r")]), ["A", "3017620422003"].map(scan));
        // A lost suffix does not glue two codes together.
        assert_eq!(frames(&[(0, b"A\r"), (2000, b"BBB"), (2500, b"CCC\r")]), ["A", "BBB", "CCC"].map(scan));
    }

    #[test]
    fn bytes_one_by_one_are_the_same_code() {
        let pieces: Vec<(u64, &[u8])> = (0_u64..).step_by(10).zip(b"]E03017620422003\r".chunks(1)).collect();
        assert_eq!(frames(&pieces), [scan("]E03017620422003")]);
    }

    #[test]
    fn nul_and_other_control_characters_are_dropped() {
        assert_eq!(frames(&[(0, b"\x00\x0230\x0017\x03\r\x00")]), [scan("3017")]);
        assert_eq!(frames(&[(0, b"]C101030176204220031\x1d17\r")]), [scan("]C101030176204220031\u{1d}17")]);
    }

    #[test]
    fn a_repeat_is_flagged_not_dropped() {
        let code = &b"96385074\r"[..];
        assert_eq!(
            frames(&[(0, code), (999, code), (1998, code), (2998, code)]),
            [scan("96385074"), again("96385074"), again("96385074"), scan("96385074")]
        );
        assert_eq!(frames(&[(0, b"A\r"), (10, b"B\r"), (20, b"A\r")]), ["A", "B", "A"].map(scan));
    }

    #[test]
    fn noise_is_bounded_and_told() {
        let noise = vec![b'U'; LONGEST * 3];
        let mut stream = noise.clone();
        stream.extend(b"\r3017620422003\r");
        assert_eq!(frames(&[(0, &stream)]), [Frame::Garbage { bytes: noise.len() }, scan("3017620422003")]);
        assert_eq!(frames(&[(0, &noise)]), [Frame::Garbage { bytes: noise.len() }]);
        assert_eq!(frames(&[(0, &noise[..LONGEST])]), [scan(&"U".repeat(LONGEST))]);
    }

    #[test]
    fn text_is_utf_8_or_latin_1() {
        assert_eq!(frames(&[(0, "été\r".as_bytes())]), [scan("été")]);
        assert_eq!(frames(&[(0, b"\xe9t\xe9\r")]), [scan("été")]);
    }

    #[test]
    fn there_is_a_deadline_only_inside_a_code() {
        let start = Instant::now();
        let mut framer = Framer::new();
        assert_eq!(framer.deadline(), None);
        framer.push(b"30", start);
        assert_eq!(framer.deadline(), Some(start + PAUSE));
        assert_eq!(framer.idle(start + PAUSE - Duration::from_millis(1)), None);
        framer.push(b"\r", start);
        assert_eq!(framer.deadline(), None);
        framer.push(b"30", start);
        framer.reset();
        assert_eq!((framer.deadline(), framer.idle(start + REPEAT)), (None, None));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn how_the_bytes_arrive_does_not_matter(
            codes in prop::collection::vec("[!-~]{1,20}", 1..6),
            cuts in prop::collection::vec(1_usize..8, 1..20),
        ) {
            let stream: String = codes.iter().map(|code| format!("{code}\r\n")).collect();
            let (mut rest, mut pieces) = (stream.as_bytes(), Vec::new());
            for (i, cut) in (0..).zip(cuts.iter().cycle()) {
                let (piece, after) = rest.split_at(rest.len().min(*cut));
                pieces.push((i * 20, piece));
                rest = after;
                if rest.is_empty() { break }
            }
            let found: Vec<String> = frames(&pieces).into_iter().map(|frame| match frame {
                Frame::Scan(scan) => scan.text,
                Frame::Garbage { .. } => String::new(),
            }).collect();
            prop_assert_eq!(found, codes);
        }
    }
}
