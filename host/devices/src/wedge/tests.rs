//! Keys with their times against a field that does what the wedge says.

use proptest::prelude::*;

use super::*;

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A till: the field that has the focus, and what was scanned.
struct Till {
    wedge: Wedge,
    field: Vec<Key>,
    scans: Vec<String>,
    /// Whether the timer works; else only the next key brings the time.
    ticks: bool,
    reactions: Vec<Reaction>,
}

impl Till {
    fn new(settings: Settings, ticks: bool) -> Self {
        Self { wedge: Wedge::new(settings), field: Vec::new(), scans: Vec::new(), ticks, reactions: Vec::new() }
    }

    fn key(&mut self, key: Key, at: Duration) {
        if let Some(due) = self.wedge.due().filter(|due| self.ticks && *due <= at) {
            self.tick(due);
        }
        let reaction = self.wedge.key(key, at);
        self.obey(reaction, Some(key));
    }

    fn tick(&mut self, at: Duration) {
        assert_eq!(self.wedge.tick(at - ms(2)), Reaction::Pass, "an early tick does nothing");
        let reaction = self.wedge.tick(at);
        assert_ne!(reaction, Reaction::Pass, "a due tick does something");
        self.obey(reaction, None);
        assert_eq!(self.wedge.due(), None);
    }

    fn obey(&mut self, reaction: Reaction, key: Option<Key>) {
        self.reactions.push(reaction.clone());
        let passes = match reaction {
            Reaction::Pass => true,
            Reaction::Hold => false,
            Reaction::Release(held) => {
                self.field.extend(held);
                true
            }
            Reaction::Scan { text, leaked, swallow } => {
                self.field.truncate(self.field.len() - leaked);
                self.scans.push(text);
                !swallow
            }
        };
        self.field.extend(key.filter(|_| passes));
    }

    fn end(&mut self) {
        if let Some(due) = self.wedge.due() {
            self.tick(due);
        }
    }
}

/// Keys as a text: `\n` Enter, `\t` Tab, `\x1b` another one, the rest characters.
fn keys(text: &str) -> Vec<Key> {
    let key = |c| match c {
        '\n' => Key::Enter,
        '\t' => Key::Tab,
        '\x1b' => Key::Other,
        c => Key::Char(c),
    };
    text.chars().map(key).collect()
}

fn with_prefix(prefix: &str) -> Settings {
    Settings { prefix: prefix.to_owned(), ..Settings::default() }
}

/// Types each text at its pace after its pause, with and without a timer, and tells what stands
/// in the field and what was scanned.
fn check(settings: &Settings, typed: &[(u64, &str, u64)], field: &str, scans: &[&str]) {
    for ticks in [true, false] {
        let mut till = Till::new(settings.clone(), ticks);
        let mut now = ms(1_000);
        for (pause, text, pace) in typed {
            now += ms(*pause);
            for (i, key) in keys(text).into_iter().enumerate() {
                now += if i == 0 { Duration::ZERO } else { ms(*pace) };
                till.key(key, now);
            }
        }
        till.end();
        assert_eq!(
            (till.field, till.scans),
            (keys(field), scans.iter().map(|s| (*s).to_owned()).collect()),
            "{typed:?}"
        );
    }
}

#[test]
fn scans_and_their_ends() {
    let any = Settings::default();
    for pace in [1, 10, 15, 35] {
        for end in ["\n", "\t", "\n\n", "\n\t", ""] {
            let typed = format!("3017620422003{end}");
            check(&any, &[(0, &typed, pace)], "", &["3017620422003"]);
            check(&any, &[(0, "ab", 120), (80, &typed, pace), (90, "cd\n", 120)], "abcd\n", &["3017620422003"]);
        }
    }
    check(&any, &[(0, "\"à&è-éà'ééàà\"\n", 12)], "", &["\"à&è-éà'ééàà\""]);
    check(&any, &[(0, "]C1010301762042200317\u{1d}21AB\n", 12)], "", &["]C1010301762042200317\u{1d}21AB"]);
}

#[test]
fn the_suffix_that_was_learnt_ends_a_scan_and_no_other_key() {
    for (suffix, ends, ends_not) in [(Suffix::Enter, "\n", "\t"), (Suffix::Tab, "\t", "\n")] {
        let settings = Settings { suffix, ..Settings::default() };
        check(&settings, &[(0, &format!("123456{ends}"), 12)], "", &["123456"]);
        check(&settings, &[(0, &format!("123456{ends_not}"), 12)], &format!("123456{ends_not}"), &[]);
        check(&settings, &[(0, "123456", 12)], "", &["123456"]);
    }
    let none = Settings { suffix: Suffix::None, ..Settings::default() };
    check(&none, &[(0, "123456", 12), (80, "\n", 0)], "\n", &["123456"]);
    // Another key than the suffix is the person's once the scanner's pace is over.
    check(&none, &[(0, "123456", 12), (36, "\n", 0)], "\n", &["123456"]);
    check(&none, &[(0, "123456", 12), (35, "\n", 0)], "123456\n", &[]);
}

#[test]
fn scans_back_to_back() {
    let any = Settings::default();
    for pause in [0, 1, 12, 35, 36, 40] {
        for end in ["\n", "\n\n", "\t"] {
            let [first, second] = [format!("3017620422003{end}"), format!("96385074{end}")];
            check(&any, &[(0, &first, 12), (pause, &second, 12)], "", &["3017620422003", "96385074"]);
        }
    }
    // Only the twin of a suffix is kept from the field, not what a person does next.
    check(&any, &[(0, "3017620422003\n\x1b\n", 12)], "\x1b\n", &["3017620422003"]);
    check(&any, &[(0, "3017620422003\na\n", 12)], "a\n", &["3017620422003"]);
    check(&any, &[(0, "3017620422003", 12), (61, "96385074", 12)], "", &["3017620422003", "96385074"]);
}

#[test]
fn a_busy_system_does_not_cut_a_code() {
    let any = Settings::default();
    check(&any, &[(0, "301762", 12), (59, "0422003\n", 12)], "", &["3017620422003"]);
    check(&any, &[(0, "3017620422003", 12), (59, "\n", 0)], "", &["3017620422003"]);
    // Before it is known that a scanner types, the gap counts.
    check(&any, &[(0, "30176", 12), (36, "20422003\n", 12)], "30176", &["20422003"]);
}

#[test]
fn what_people_type_fast_comes_back() {
    let any = Settings::default();
    check(&any, &[(0, "le", 20), (50, "pa", 10), (50, "in", 35), (50, "\n", 0)], "lepain\n", &[]);
    check(&any, &[(0, "12345\n", 12)], "12345\n", &[]);
    check(&any, &[(0, "12345", 12), (12, "\x1b", 0), (12, "67", 12)], "12345\x1b67", &[]);
    check(&any, &[(0, "1234567\x1b", 12)], "1234567\x1b", &[]);
    check(&any, &[(0, "\n\n\t\x1b", 12)], "\n\n\t\x1b", &[]);
}

#[test]
fn a_key_held_down_is_no_scan() {
    let any = Settings::default();
    check(&any, &[(0, "00000000", 33)], "00000000", &[]);
    check(&any, &[(0, "00000000\n", 12)], "", &["00000000"]);
    check(&any, &[(0, &"x".repeat(LONGEST + 100), 33)], &"x".repeat(LONGEST + 100), &[]);
    let without_end = "xy".repeat(LONGEST / 2) + "z";
    check(&any, &[(0, &without_end, 12)], &without_end, &[]);
}

#[test]
fn a_prefix_is_held_from_its_first_character() {
    let tilde = with_prefix("~");
    check(&tilde, &[(0, "~12\n", 12)], "", &["12"]);
    check(&tilde, &[(0, "~1", 12)], "", &["1"]);
    check(&tilde, &[(0, "~\n", 12)], "~\n", &[]);
    check(&tilde, &[(0, "~", 0), (100, "a~b", 100)], "~a~b", &[]);
    check(&tilde, &[(0, "3017620422003\n", 12)], "", &["3017620422003"]);
    check(&tilde, &[(0, "~~12\n", 12)], "", &["~12"]);
    // A person was still typing.
    check(&tilde, &[(0, "ab", 120), (5, "~12\n", 12)], "ab", &["12"]);
    let two = with_prefix("#$");
    check(&two, &[(0, "#$7\n", 12)], "", &["7"]);
    check(&two, &[(0, "a", 0), (5, "#$7\n", 12)], "a", &["7"]);
    check(&two, &[(0, "#7\n", 12)], "#7\n", &[]);
    let mut till = Till::new(tilde, true);
    keys("~12\n").into_iter().for_each(|key| till.key(key, ms(1)));
    let scan = Reaction::Scan { text: "12".to_owned(), leaked: 0, swallow: true };
    assert_eq!(till.reactions, [Reaction::Hold, Reaction::Hold, Reaction::Hold, scan]);
}

#[test]
fn the_timer_is_asked_for_only_while_keys_are_held() {
    let mut wedge = Wedge::new(Settings::default());
    assert_eq!(wedge.due(), None);
    assert_eq!(wedge.key(Key::Char('3'), ms(100)), Reaction::Pass);
    assert_eq!(wedge.due(), None);
    assert_eq!(wedge.key(Key::Char('0'), ms(110)), Reaction::Hold);
    assert_eq!(wedge.due(), Some(ms(146)));
    "1762".chars().for_each(|c| assert_eq!(wedge.key(Key::Char(c), ms(120)), Reaction::Hold));
    assert_eq!(wedge.due(), Some(ms(181)));
    wedge.reset();
    assert_eq!((wedge.due(), wedge.tick(ms(500))), (None, Reaction::Pass));
}

/// One of those that touch the till.
#[derive(Debug, Clone)]
enum Hand {
    /// Keys of a person, each with the pause before it.
    Person(Vec<(Key, u64)>),
    Scanner {
        code: String,
        pace: Vec<u64>,
        end: &'static str,
        pause: u64,
    },
}

fn person(gap: u64) -> impl Strategy<Value = Vec<(Key, u64)>> {
    let key = prop_oneof![
        8 => "[ -~éàç]".prop_map(|text| keys(&text)[0]),
        1 => Just(Key::Char('~')),
        1 => Just(Key::Enter),
        1 => Just(Key::Tab),
        1 => Just(Key::Other),
    ];
    prop::collection::vec((key, gap + 1..400), 0..20)
}

fn scanner(gap: u64) -> impl Strategy<Value = Hand> {
    let ends = prop::sample::select(&["\n", "\t", "\n\n", ""][..]);
    let code = "[!-~éàç]{6,30}".prop_filter("a key held down", |code| code.chars().any(|c| !code.starts_with(c)));
    (code, prop::collection::vec(1..=gap, 32), ends, 1..100_u64).prop_map(|(code, pace, end, pause)| Hand::Scanner {
        code,
        pace,
        end,
        pause,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_key_of_a_person_comes_back_in_order(
        (gap, typed) in (15..=80_u64).prop_flat_map(|gap| (Just(gap), person(gap))),
        prefix in "~?",
        ticks in any::<bool>(),
    ) {
        let mut till = Till::new(Settings { gap: ms(gap), ..with_prefix(&prefix) }, ticks);
        let mut now = ms(0);
        for (key, pause) in &typed {
            now += ms(*pause);
            till.key(*key, now);
        }
        till.end();
        prop_assert_eq!(&till.field, &typed.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        prop_assert!(till.scans.is_empty());
        // Without a prefix nothing waits, not even for a moment.
        prop_assert!(!prefix.is_empty() || till.reactions.iter().all(|reaction| *reaction == Reaction::Pass));
    }

    #[test]
    fn persons_and_scanners_are_kept_apart(
        (gap, hands) in (15..=80_u64).prop_flat_map(|gap| {
            let hand = prop_oneof![person(gap).prop_map(Hand::Person), scanner(gap)];
            (Just(gap), prop::collection::vec(hand, 1..12))
        }),
        prefix in "~?",
        ticks in any::<bool>(),
    ) {
        let mut till = Till::new(Settings { gap: ms(gap), ..with_prefix(&prefix) }, ticks);
        let (mut now, mut field, mut scans) = (ms(0), Vec::new(), Vec::new());
        // How long nothing may be heard before the next one, so that both can be told apart.
        let mut still = 0;
        for hand in hands {
            match hand {
                Hand::Person(typed) => {
                    for (key, pause) in typed {
                        now += ms(pause.max(still));
                        till.key(key, now);
                        field.push(key);
                        // A prefix tells a scanner from the key just before, unless it is that key.
                        still = if prefix.is_empty() || keys(&prefix) == [key] { gap + 1 } else { 0 };
                    }
                }
                Hand::Scanner { code, pace, end, pause } => {
                    now += ms(pause.max(still));
                    for (key, pace) in keys(&format!("{prefix}{code}{end}")).into_iter().zip(pace.iter().cycle()) {
                        till.key(key, now);
                        now += ms(*pace);
                    }
                    scans.push(code);
                    // A suffix ends at once, but a person's Enter must not look like its twin.
                    still = if end.is_empty() { gap.max(60) + 1 } else { 0 };
                }
            }
        }
        till.end();
        prop_assert_eq!(till.field, field);
        prop_assert_eq!(till.scans, scans);
    }

    #[test]
    fn whatever_comes_nothing_is_lost_or_doubled(
        events in prop::collection::vec(("[a-c~]|\n|\t|\x1b", 0..90_u64), 0..60),
        prefix in "~?",
        ticks in any::<bool>(),
    ) {
        let mut till = Till::new(with_prefix(&prefix), ticks);
        let mut now = ms(0);
        let mut typed = 0;
        for (text, pause) in events {
            now += ms(pause);
            till.key(keys(&text)[0], now);
            typed += usize::from(text.chars().all(|c| !c.is_control()));
        }
        till.end();
        let in_field = till.field.iter().filter(|key| matches!(key, Key::Char(_))).count();
        let scanned: usize = till.scans.iter().map(String::len).sum();
        let most_prefixes = till.scans.len() * prefix.len();
        prop_assert!((typed - most_prefixes..=typed).contains(&(in_field + scanned)));
    }
}
