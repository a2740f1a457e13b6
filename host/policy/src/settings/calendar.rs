//! Days of the week, spans of the day and days of the calendar, as people type them in French or English.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use comptoir_domain::language::Language;
use serde::{Deserialize, Serialize};

/// The most spans that [`Hours`] may hold.
pub const MOST_SPANS: usize = 24;
/// Minutes of a day.
const DAY: u16 = 24 * 60;

const FRENCH: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Days of the week: 1 is Monday, 7 is Sunday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<u8>")]
pub struct Weekdays(BTreeSet<u8>);

impl TryFrom<BTreeSet<u8>> for Weekdays {
    type Error = String;
    fn try_from(days: BTreeSet<u8>) -> Result<Self, String> {
        match days.iter().find(|day| !(1..=7).contains(*day)) {
            None => Ok(Self(days)),
            Some(day) => Err(format!("day {day} of a week: from 1 to 7")),
        }
    }
}

impl Weekdays {
    /// Tells whether a day of the calendar is one of them.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|weekday| u32::from(*weekday) == day.weekday().number_from_monday())
    }

    /// Goes through them from Monday on.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = u8> {
        self.0.iter().copied()
    }

    /// Reads names in French or English, whole or from three letters on: `lundi,mar,sunday`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(weekday).collect::<Option<BTreeSet<u8>>>().map(Self)
    }

    /// Writes them for people: `lundi, mardi`.
    pub(super) fn for_people(&self, language: Language) -> String {
        self.names(language.pick(&FRENCH, &ENGLISH)).join(", ")
    }

    fn names(&self, names: &[&'static str; 7]) -> Vec<&'static str> {
        self.iter().filter_map(|day| names.get(usize::from(day) - 1).copied()).collect()
    }
}

/// As they can be typed again: `monday,tuesday`.
impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names(&ENGLISH).join(","))
    }
}

fn weekday(name: &str) -> Option<u8> {
    let name = name.trim_end_matches('.').to_lowercase();
    let place = |names: &[&str; 7]| names.iter().position(|full| full.starts_with(&name) && name.len() >= 3);
    let place = place(&FRENCH).or_else(|| place(&ENGLISH))?;
    u8::try_from(place + 1).ok()
}

/// A span of the day in minutes since midnight: from `start` on and before `end`, which is at most 1440.
/// One that ends before it starts goes over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first minute.
    pub start: u16,
    /// The first minute after it.
    pub end: u16,
}

impl Span {
    /// Tells whether a minute of the day is within.
    #[must_use]
    pub const fn holds(self, minute: u16) -> bool {
        if self.start < self.end {
            self.start <= minute && minute < self.end
        } else {
            self.start <= minute || minute < self.end
        }
    }

    const fn can_be(self) -> bool {
        self.start < DAY && self.end <= DAY && self.start != self.end
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = (self.start, self.end);
        write!(f, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

/// Spans of the day, at most [`MOST_SPANS`], in the order they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Span>")]
pub struct Hours(Vec<Span>);

impl TryFrom<Vec<Span>> for Hours {
    type Error = String;
    fn try_from(spans: Vec<Span>) -> Result<Self, String> {
        match spans.iter().find(|span| !span.can_be()) {
            Some(span) => Err(format!("span {span} of a day")),
            None if spans.len() > MOST_SPANS => Err(format!("{} spans: at most {MOST_SPANS}", spans.len())),
            None => Ok(Self(spans)),
        }
    }
}

impl Hours {
    /// Tells whether a minute of the day is in one of the spans.
    #[must_use]
    pub fn holds(&self, minute: u16) -> bool {
        self.0.iter().any(|span| span.holds(minute))
    }

    /// Gives the spans.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Reads `12:00-14:00,22h-2h30`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let spans = text.split(',').map(str::trim).filter(|span| !span.is_empty());
        let spans = spans.map(|span| {
            let (start, end) = span.split_once('-')?;
            Some(Span { start: minute(start)?, end: minute(end)? })
        });
        Self::try_from(spans.collect::<Option<Vec<Span>>>()?).ok()
    }

    /// Writes them for people: `12:00-14:00, 22:00-02:30`.
    pub(super) fn for_people(&self, _: Language) -> String {
        self.written(", ")
    }

    fn written(&self, between: &str) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
    }
}

/// As they can be typed again: `12:00-14:00,22:00-02:30`.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(","))
    }
}

/// Reads `9:30`, `09h30` or `9h` as minutes since midnight.
fn minute(text: &str) -> Option<u16> {
    let text = text.trim().to_lowercase();
    let (hours, minutes) = text.split_once([':', 'h'])?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = if minutes.is_empty() && text.ends_with('h') { "0" } else { minutes };
    let (hours, minutes): (u16, u16) = match digits(hours) && digits(minutes) {
        true => (hours.parse().ok()?, minutes.parse().ok()?),
        false => return None,
    };
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

/// Reads `2026-12-24` or `24/12/2026`.
pub(super) fn read_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if text.contains('/') { (last, first) } else { (first, last) };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = year.len() == 4 && [year, month, day].into_iter().all(|part| digits(part));
    whole.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_have_names_in_both_languages() {
        let days = Weekdays::read("Lundi, TUE, mer., jeudi,friday,sam,dimanche,lun").unwrap();
        assert!(days.iter().eq(1..=7));
        let weekend = Weekdays::read("sat,dim").unwrap();
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        assert!(weekend.holds(day(21)) && weekend.holds(day(22)) && !weekend.holds(day(23)));
        assert_eq!(Weekdays::read(" "), Some(Weekdays::default()));
        for wrong in ["ma", "lundis", "8", "lundi mardi", "é"] {
            assert_eq!(Weekdays::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_span_holds_its_start_and_not_its_end_and_may_go_over_midnight() {
        let hours = Hours::read("12:00-14:00,22h-2h").unwrap();
        for (minute, held) in
            [(719, false), (720, true), (839, true), (840, false), (1320, true), (1439, true), (0, true), (120, false)]
        {
            assert_eq!(hours.holds(minute), held, "{minute}");
        }
        assert!(Hours::read("0:00-24:00").unwrap().holds(1439));
        for wrong in ["12:00", "12:00-12:00", "24:00-2:00", "12:60-13:00", "12:00-24:01", "12-14", "-1:00-2:00", "a-b"]
        {
            assert_eq!(Hours::read(wrong), None, "{wrong}");
        }
        assert!(Hours::read(&"1:00-2:00,".repeat(24)).is_some() && Hours::read(&"1:00-2:00,".repeat(25)).is_none());
    }

    #[test]
    fn what_is_stored_is_checked_again() {
        assert!(toml::from_str::<std::collections::BTreeMap<String, Weekdays>>("days = [1, 8]").is_err());
        let stored = "hours = [{ start = 1440, end = 3 }]";
        assert!(toml::from_str::<std::collections::BTreeMap<String, Hours>>(stored).is_err());
    }

    #[test]
    fn a_day_is_typed_either_way_and_is_in_the_calendar() {
        for text in ["2026-12-24", "24/12/2026"] {
            assert_eq!(read_day(text), NaiveDate::from_ymd_opt(2026, 12, 24), "{text}");
        }
        for wrong in ["2026-02-29", "24-12-2026", "2026/12/24", "26-12-24", "demain", "2026-12", "2026-+1-03"] {
            assert_eq!(read_day(wrong), None, "{wrong}");
        }
    }
}
