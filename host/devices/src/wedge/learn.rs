//! Learning a scanner: the person scans a code that is shown, twice, and its settings are known.

use std::time::Duration;

use super::settings::{Settings, Suffix};
use super::{Key, Layout};

/// A pause that ends everything a scanner may send for one code.
const PAUSE: Duration = Duration::from_millis(400);
/// Fewer keys are no attempt to scan: a key pressed by accident.
const FEWEST_KEYS: usize = 3;

/// Two scans of a known code, from which the settings of the scanner follow.
///
/// All keys go to the lesson and none to a field while it lasts. After each
/// [`key`](Self::key), [`tick`](Self::tick) is to be called at [`due`](Self::due), unless another
/// key comes first. After [`Step::Failed`] the lesson begins again by itself.
#[derive(Debug, Clone)]
pub struct Lesson {
    expected: String,
    keys: Vec<(Key, Duration)>,
    first: Option<Reading>,
}

/// Where a lesson stands after a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It was read well; the same once more.
    Again,
    /// The scanner is known.
    Learnt(Learnt),
    /// It cannot be used like this.
    Failed(Trouble),
}

/// What was found out about a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learnt {
    /// What it types before each code, as it arrives; empty for nothing.
    pub prefix: String,
    /// What it types after each code.
    pub suffix: Suffix,
    /// For which keyboard it types, CapsLock apart.
    pub layout: Layout,
    /// Whether CapsLock was on: codes are understood all the same, but what people type is not.
    pub caps_lock: bool,
    /// The longest time to allow between two keys: twice the longest seen, within
    /// [`Settings::GAP`].
    pub gap: Duration,
    /// All of it, to be stored.
    pub settings: Settings,
}

/// What was read in one scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The characters as they arrived, with what stands before and after the code.
    pub typed: String,
    /// The key after them.
    pub suffix: Suffix,
}

/// Why a scanner cannot be used like this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Both scans hold the code, but they are not alike.
    Different {
        /// The one before.
        first: Read,
        /// The one just now.
        second: Read,
    },
    /// The code is not in it, in no layout: another code, a digit cut off, another keyboard.
    NothingLike {
        /// What came.
        read: Read,
    },
    /// The scanner types characters after the code, which cannot be told from it.
    Trailing {
        /// What came.
        read: Read,
    },
    /// The scanner types a letter or a digit before the code, which people type as well.
    PlainPrefix {
        /// What stands before the code.
        prefix: String,
    },
    /// Too slow to be told from a person, or typed by one.
    TooSlow {
        /// The longest time between two keys.
        widest: Duration,
    },
    /// A key that types no character came before or within the code.
    OtherKey {
        /// Which one of the keys, counted from 1.
        at: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    read: Read,
    prefix: String,
    layout: Layout,
    widest: Duration,
}

impl Lesson {
    /// A code that arrives differently through each layout, to be shown as a Code 128.
    pub const CODE: &str = "Azm-4930182756";

    /// A lesson with the code that is shown, usually [`Lesson::CODE`].
    #[must_use]
    pub fn new(expected: impl Into<String>) -> Self {
        Self { expected: expected.into(), keys: Vec::new(), first: None }
    }

    /// Takes the key that was pressed at `at`.
    pub fn key(&mut self, key: Key, at: Duration) -> Option<Step> {
        let step = self.tick(at);
        self.keys.push((key, at));
        step
    }

    /// Says what the last scan taught, once nothing came for a while.
    pub fn tick(&mut self, at: Duration) -> Option<Step> {
        if self.due()? > at {
            return None;
        }
        let keys = std::mem::take(&mut self.keys);
        (keys.len() >= FEWEST_KEYS).then(|| self.step(&keys))
    }

    /// When [`tick`](Self::tick) has something to do if no key comes before.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        self.keys.last().map(|(_, last)| *last + PAUSE)
    }

    fn step(&mut self, keys: &[(Key, Duration)]) -> Step {
        match (reading(keys, &self.expected), self.first.take()) {
            (Err(trouble), _) => Step::Failed(trouble),
            (Ok(reading), None) => {
                self.first = Some(reading);
                Step::Again
            }
            (Ok(second), Some(first)) if first.read == second.read => Step::Learnt(learnt(&first, second)),
            (Ok(second), Some(first)) => Step::Failed(Trouble::Different { first: first.read, second: second.read }),
        }
    }
}

fn learnt(first: &Reading, second: Reading) -> Learnt {
    let gap = (first.widest.max(second.widest) * 2).clamp(Settings::GAP[0], Settings::GAP[1]);
    let layout = second.layout.without_caps_lock();
    let (prefix, suffix) = (second.prefix, second.read.suffix);
    let settings = Settings { gap, prefix, suffix, layout: Some(layout), ..Settings::default() }.bounded();
    let prefix = settings.prefix.clone();
    Learnt { prefix, suffix, layout, caps_lock: layout != second.layout, gap, settings }
}

fn reading(keys: &[(Key, Duration)], expected: &str) -> Result<Reading, Trouble> {
    let gaps = keys.windows(2).map(|pair| pair[1].1.saturating_sub(pair[0].1));
    let widest = gaps.max().unwrap_or_default();
    if widest > Settings::GAP[1] {
        return Err(Trouble::TooSlow { widest });
    }
    let end = keys.iter().rposition(|(key, _)| !matches!(key, Key::Enter | Key::Tab)).map_or(0, |last| last + 1);
    let chars = keys[..end].iter().enumerate().map(|(i, (key, _))| match key {
        Key::Char(c) => Ok(*c),
        _ => Err(Trouble::OtherKey { at: i + 1 }),
    });
    let chars = chars.collect::<Result<Vec<char>, Trouble>>()?;
    let read = Read { typed: chars.iter().collect(), suffix: suffix(&keys[end..]) };
    let (start, layout) = find(&chars, expected).ok_or_else(|| nothing_found(&read, expected))?;
    let prefix = prefix(&chars[..start], layout)?;
    Ok(Reading { read, prefix, layout, widest })
}

fn suffix(keys: &[(Key, Duration)]) -> Suffix {
    let has = |wanted: Key| keys.iter().any(|(key, _)| *key == wanted);
    match (has(Key::Enter), has(Key::Tab)) {
        (true, true) => Suffix::Any,
        (true, false) => Suffix::Enter,
        (false, true) => Suffix::Tab,
        (false, false) => Suffix::None,
    }
}

/// Where the code begins, up to the end of what came, and through which layout.
fn find(typed: &[char], expected: &str) -> Option<(usize, Layout)> {
    // A character never stands for less than one of the code.
    let first = typed.len().saturating_sub(expected.chars().count());
    let is_it = |start: usize, layout: Layout| layout.decode(&text(&typed[start..])).as_deref() == Some(expected);
    Layout::ALL
        .into_iter()
        .find_map(|layout| (first..typed.len()).find(|start| is_it(*start, layout)).map(|start| (start, layout)))
}

fn nothing_found(read: &Read, expected: &str) -> Trouble {
    let holds = |layout: Layout| layout.decode(&read.typed).is_some_and(|meant| meant.contains(expected));
    let read = read.clone();
    if Layout::ALL.into_iter().any(holds) { Trouble::Trailing { read } } else { Trouble::NothingLike { read } }
}

/// What stands before each code, as it arrives. An AIM identifier is not part of it, since it
/// differs from one kind of symbol to the next.
fn prefix(before: &[char], layout: Layout) -> Result<String, Trouble> {
    let aim = before.len().saturating_sub(3);
    let prefix = if is_aim(&before[aim..], layout) { text(&before[..aim]) } else { text(before) };
    let meant = layout.decode(&prefix).unwrap_or_else(|| prefix.clone());
    if meant.starts_with(char::is_alphanumeric) || prefix.starts_with(char::is_alphanumeric) {
        return Err(Trouble::PlainPrefix { prefix: meant });
    }
    Ok(prefix)
}

fn is_aim(typed: &[char], layout: Layout) -> bool {
    let meant: Vec<char> = layout.decode(&text(typed)).unwrap_or_default().chars().collect();
    matches!(meant[..], [']', kind, modifier] if kind.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric())
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types a text at a pace, with `\n` for Enter, `\t` for Tab and `\x1b` for another key.
    fn scan(lesson: &mut Lesson, typed: &str, from: u64, pace: u64) -> Option<Step> {
        for (i, c) in (0..).zip(typed.chars()) {
            let key = match c {
                '\n' => Key::Enter,
                '\t' => Key::Tab,
                '\x1b' => Key::Other,
                c => Key::Char(c),
            };
            assert_eq!(lesson.key(key, Duration::from_millis(from + i * pace)), None);
        }
        lesson.tick(lesson.due().unwrap())
    }

    fn lesson(expected: &str, typed: [&str; 2], pace: u64) -> Step {
        let mut lesson = Lesson::new(expected);
        match scan(&mut lesson, typed[0], 1_000, pace) {
            Some(Step::Again) => scan(&mut lesson, typed[1], 5_000, pace).unwrap(),
            step => step.unwrap(),
        }
    }

    #[test]
    fn scanners_that_are_learnt() {
        use Layout as L;
        use Suffix as S;
        for (expected, typed, found) in [
            ("3017620422003", "3017620422003\n", ("", S::Enter, L::AsTyped, false)),
            ("3017620422003", "3017620422003\n\n", ("", S::Enter, L::AsTyped, false)),
            ("3017620422003", "3017620422003\t", ("", S::Tab, L::AsTyped, false)),
            ("3017620422003", "3017620422003\t\n", ("", S::Any, L::AsTyped, false)),
            ("3017620422003", "3017620422003", ("", S::None, L::AsTyped, false)),
            ("3017620422003", "\"à&è-éà'ééàà\"\n", ("", S::Enter, L::UsOnAzerty, false)),
            ("3017620422003", "\"À&È-ÉÀ'ÉÉÀÀ\"\n", ("", S::Enter, L::UsOnAzerty, true)),
            (Lesson::CODE, "Azm-4930182756\n", ("", S::Enter, L::AsTyped, false)),
            (Lesson::CODE, "aZM-4930182756\n", ("", S::Enter, L::AsTyped, true)),
            (Lesson::CODE, "aZM6'ç\"à&_éè(-\n", ("", S::Enter, L::AsTyped, true)),
            (Lesson::CODE, "Qw,)'ç\"à&_éè(-\n", ("", S::Enter, L::UsOnAzerty, false)),
            (Lesson::CODE, "qW,)'Ç\"À&_ÉÈ(-\n", ("", S::Enter, L::UsOnAzerty, true)),
            (Lesson::CODE, "qW?°4930182756\n", ("", S::Enter, L::UsOnAzerty, true)),
            (Lesson::CODE, "Qw;6$(#)!*@&%^\n", ("", S::Enter, L::AzertyOnUs, false)),
            // What stands before the code; the identifier is none of the shop's business.
            ("3017620422003", "~3017620422003\n", ("~", S::Enter, L::AsTyped, false)),
            ("3017620422003", "]E03017620422003\n", ("", S::Enter, L::AsTyped, false)),
            ("3017620422003", "~]E03017620422003\n", ("~", S::Enter, L::AsTyped, false)),
            ("3017620422003", "$Eà\"à&è-éà'ééàà\"\n", ("", S::Enter, L::UsOnAzerty, false)),
            (Lesson::CODE, "$C&Qw,)'ç\"à&_éè(-\n", ("", S::Enter, L::UsOnAzerty, false)),
            (Lesson::CODE, "~$Qw,)'ç\"à&_éè(-", ("~$", S::None, L::UsOnAzerty, false)),
        ] {
            let Step::Learnt(learnt) = lesson(expected, [typed, typed], 12) else { panic!("{typed}") };
            let prefix = learnt.prefix.as_str();
            assert_eq!((prefix, learnt.suffix, learnt.layout, learnt.caps_lock), found, "{typed}");
            let settings = Settings {
                gap: Duration::from_millis(24),
                prefix: learnt.prefix.clone(),
                suffix: learnt.suffix,
                layout: Some(learnt.layout),
                ..Settings::default()
            };
            assert_eq!((learnt.gap, &learnt.settings), (settings.gap, &settings), "{typed}");
        }
    }

    #[test]
    fn the_pace_is_learnt_within_limits() {
        for (pace, gap) in [(1, 15), (10, 20), (17, 34), (35, 70), (50, 80), (80, 80)] {
            let Step::Learnt(learnt) = lesson("12345678", ["12345678\n"; 2], pace) else { panic!("{pace}") };
            assert_eq!(learnt.gap, Duration::from_millis(gap));
            assert!(learnt.settings.silence >= learnt.gap);
        }
    }

    #[test]
    fn the_slower_scan_counts() {
        for paces in [[10, 20], [20, 10]] {
            let mut lesson = Lesson::new("12345678");
            assert_eq!(scan(&mut lesson, "12345678\n", 1_000, paces[0]), Some(Step::Again));
            let Some(Step::Learnt(learnt)) = scan(&mut lesson, "12345678\n", 2_000, paces[1]) else { panic!() };
            assert_eq!(learnt.gap, Duration::from_millis(40));
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let read = |typed: &str, suffix| Read { typed: typed.to_owned(), suffix };
        for (typed, trouble) in [
            (
                ["12345678\n", "12345678"],
                Trouble::Different { first: read("12345678", Suffix::Enter), second: read("12345678", Suffix::None) },
            ),
            (
                ["~12345678", "12345678"],
                Trouble::Different { first: read("~12345678", Suffix::None), second: read("12345678", Suffix::None) },
            ),
            (["1234567\n", ""], Trouble::NothingLike { read: read("1234567", Suffix::Enter) }),
            (["ABCDEFGH", ""], Trouble::NothingLike { read: read("ABCDEFGH", Suffix::None) }),
            (["\n\n\n", ""], Trouble::NothingLike { read: read("", Suffix::Enter) }),
            (["12345678#", ""], Trouble::Trailing { read: read("12345678#", Suffix::None) }),
            (["012345678\n", ""], Trouble::PlainPrefix { prefix: "0".to_owned() }),
            (["A12345678\n", ""], Trouble::PlainPrefix { prefix: "A".to_owned() }),
            (["\x1b12345678\n", ""], Trouble::OtherKey { at: 1 }),
            (["1234\t5678\n", ""], Trouble::OtherKey { at: 5 }),
        ] {
            assert_eq!(lesson("12345678", typed, 10), Step::Failed(trouble), "{typed:?}");
        }
        let widest = Duration::from_millis(81);
        assert_eq!(lesson("12345678", ["12345678\n", ""], 81), Step::Failed(Trouble::TooSlow { widest }));
    }

    #[test]
    fn a_lesson_goes_on_after_trouble_and_ignores_stray_keys() {
        let mut lesson = Lesson::new("12345678");
        assert_eq!(scan(&mut lesson, "\n", 0, 10), None);
        assert!(matches!(scan(&mut lesson, "1234\n", 1_000, 10), Some(Step::Failed(_))));
        assert_eq!(scan(&mut lesson, "12345678\n", 2_000, 10), Some(Step::Again));
        assert_eq!(scan(&mut lesson, "x", 3_000, 10), None);
        assert!(matches!(scan(&mut lesson, "12345678\n", 4_000, 10), Some(Step::Learnt(_))));
        assert_eq!(lesson.due(), None);
    }

    #[test]
    fn a_late_tick_does_not_mix_two_scans() {
        let mut lesson = Lesson::new("123");
        for (i, c) in (0..).zip("123".chars()) {
            assert_eq!(lesson.key(Key::Char(c), Duration::from_millis(i * 10)), None);
        }
        assert_eq!(lesson.key(Key::Char('1'), Duration::from_secs(1)), Some(Step::Again));
    }
}
