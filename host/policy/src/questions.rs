//! Questions about the past as people write them: in cases, and in the "why?".
//!
//! ```text
//! visits(this year)                       first-visit
//! sales(days 365)                         last-visit
//! revenue(last month)                     last-bought(items MUG)
//! pieces(items MUG 'REF 1', always)       earned(points, year 1)
//! spent(departments livres, month 2)      offers-taken(gift, since 2026-01-01)
//! spent(everything, today)                sponsored(always)
//! ```
//!
//! A code that is not of letters, digits and `-_./` alone stands in single quotes, and a quote in it twice.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use comptoir_domain::history::{Bought, Period, Question};

/// Why a text is not a question: where reading it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionError {
    /// The start of the text, as far as it could be read.
    pub start: String,
}

/// The kind of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// How many.
    Number,
    /// How much.
    Money,
    /// When.
    Day,
}

/// Tells what kind of answer a question has.
#[must_use]
pub const fn answers(question: &Question) -> Answers {
    match question {
        Question::Visits(_)
        | Question::Sales(_)
        | Question::Pieces(..)
        | Question::Earned(..)
        | Question::OffersTaken(..)
        | Question::Sponsored(_) => Answers::Number,
        Question::Revenue(_) | Question::Spent(..) => Answers::Money,
        Question::FirstVisit | Question::LastVisit | Question::LastBought(_) => Answers::Day,
    }
}

/// Writes a question. Each has one text, and [`read`] reads it back.
#[must_use]
pub fn write(question: &Question) -> String {
    match question {
        Question::Visits(within) => format!("visits({})", period(*within)),
        Question::Sales(within) => format!("sales({})", period(*within)),
        Question::Revenue(within) => format!("revenue({})", period(*within)),
        Question::Pieces(what, within) => format!("pieces({}, {})", bought(what), period(*within)),
        Question::Spent(what, within) => format!("spent({}, {})", bought(what), period(*within)),
        Question::FirstVisit => "first-visit".to_owned(),
        Question::LastVisit => "last-visit".to_owned(),
        Question::LastBought(what) => format!("last-bought({})", bought(what)),
        Question::Earned(counter, within) => format!("earned({}, {})", code(counter), period(*within)),
        Question::OffersTaken(offer, within) => format!("offers-taken({}, {})", code(offer), period(*within)),
        Question::Sponsored(within) => format!("sponsored({})", period(*within)),
    }
}

fn period(period: Period) -> String {
    match period {
        Period::Always => "always".to_owned(),
        Period::Days(1) => "today".to_owned(),
        Period::Days(days) => format!("days {days}"),
        Period::Month(0) => "this month".to_owned(),
        Period::Month(1) => "last month".to_owned(),
        Period::Month(back) => format!("month {back}"),
        Period::Year(0) => "this year".to_owned(),
        Period::Year(1) => "last year".to_owned(),
        Period::Year(back) => format!("year {back}"),
        Period::Since(first) => format!("since {first}"),
    }
}

fn bought(what: &Bought) -> String {
    let part = |name: &str, codes: &BTreeSet<String>| {
        let codes: Vec<String> = codes.iter().map(|one| code(one)).collect();
        (!codes.is_empty()).then(|| format!("{name} {}", codes.join(" ")))
    };
    let parts = [part("departments", &what.departments), part("items", &what.items)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "everything".to_owned() } else { parts.join(" ") }
}

fn code(code: &str) -> String {
    let bare = !code.is_empty() && code.chars().all(plain) && !WORDS.contains(&code);
    if bare { code.to_owned() } else { format!("'{}'", code.replace('\'', "''")) }
}

/// Words that a code must be told from.
const WORDS: [&str; 3] = ["departments", "items", "everything"];

fn plain(letter: char) -> bool {
    letter.is_alphanumeric() || "-_./".contains(letter)
}

/// Reads a question as [`write`] writes it; `days 1`, `month 0` and `year 0` are read as well.
///
/// # Errors
///
/// A [`QuestionError`] that tells how far the text could be read.
pub fn read(text: &str) -> Result<Question, QuestionError> {
    let mut reader = Reader { left: text };
    let question = reader.question().filter(|_| reader.is_at_end());
    question.ok_or_else(|| {
        let start = text.strip_suffix(reader.left).unwrap_or(text);
        QuestionError { start: start.to_owned() }
    })
}

/// What is left of a text that is read from its start.
struct Reader<'a> {
    left: &'a str,
}

impl<'a> Reader<'a> {
    fn question(&mut self) -> Option<Question> {
        let name = self.word()?;
        match name {
            "first-visit" => return Some(Question::FirstVisit),
            "last-visit" => return Some(Question::LastVisit),
            _ => self.mark('(')?,
        }
        let question = match name {
            "visits" => Question::Visits(self.period()?),
            "sales" => Question::Sales(self.period()?),
            "revenue" => Question::Revenue(self.period()?),
            "sponsored" => Question::Sponsored(self.period()?),
            "pieces" => Question::Pieces(self.bought()?, self.then_period()?),
            "spent" => Question::Spent(self.bought()?, self.then_period()?),
            "last-bought" => Question::LastBought(self.bought()?),
            "earned" => Question::Earned(self.code()?, self.then_period()?),
            "offers-taken" => Question::OffersTaken(self.code()?, self.then_period()?),
            _ => return None,
        };
        self.mark(')')?;
        Some(question)
    }

    fn then_period(&mut self) -> Option<Period> {
        self.mark(',')?;
        self.period()
    }

    fn period(&mut self) -> Option<Period> {
        let word = self.word()?;
        match word {
            "always" => return Some(Period::Always),
            "today" => return Some(Period::Days(1)),
            _ => {}
        }
        let next = self.word()?;
        match (word, next) {
            ("this", "month") => Some(Period::Month(0)),
            ("last", "month") => Some(Period::Month(1)),
            ("this", "year") => Some(Period::Year(0)),
            ("last", "year") => Some(Period::Year(1)),
            ("days", count) => count.parse().ok().map(Period::Days),
            ("month", count) => count.parse().ok().map(Period::Month),
            ("year", count) => count.parse().ok().map(Period::Year),
            ("since", day) => day.parse::<NaiveDate>().ok().map(Period::Since),
            _ => None,
        }
    }

    fn bought(&mut self) -> Option<Bought> {
        let mut what = Bought::default();
        if self.take_word("everything") {
            return Some(what);
        }
        if self.take_word("departments") {
            what.departments = self.codes()?;
        }
        if self.take_word("items") {
            what.items = self.codes()?;
        }
        (what != Bought::default()).then_some(what)
    }

    /// At least one code, up to a mark or the word for items.
    fn codes(&mut self) -> Option<BTreeSet<String>> {
        let mut codes = BTreeSet::from([self.code()?]);
        while !self.left.trim_start().starts_with([',', ')']) && !self.is_next("items") {
            codes.insert(self.code()?);
        }
        Some(codes)
    }

    fn code(&mut self) -> Option<String> {
        let Some(mut rest) = self.left.trim_start().strip_prefix('\'') else {
            return self.word().map(str::to_owned);
        };
        let mut code = String::new();
        loop {
            let (part, after) = rest.split_once('\'')?;
            code.push_str(part);
            match after.strip_prefix('\'') {
                Some(more) => {
                    code.push('\'');
                    rest = more;
                }
                None => {
                    self.left = after;
                    return Some(code);
                }
            }
        }
    }

    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = next_word(self.left);
        if word.is_empty() {
            return None;
        }
        self.left = rest;
        Some(word)
    }

    fn is_next(&self, word: &str) -> bool {
        next_word(self.left).0 == word
    }

    fn take_word(&mut self, word: &str) -> bool {
        let next = self.is_next(word);
        if next {
            self.left = next_word(self.left).1;
        }
        next
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        self.left = self.left.trim_start().strip_prefix(mark)?;
        Some(())
    }

    fn is_at_end(&self) -> bool {
        self.left.trim().is_empty()
    }
}

fn next_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(|letter| !plain(letter)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn questions_read_as_they_are_said() {
        let set = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
        let of = |departments: &[&str], items: &[&str]| Bought { departments: set(departments), items: set(items) };
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for (question, text) in [
            (Question::Visits(Period::Year(0)), "visits(this year)"),
            (Question::Sales(Period::Days(365)), "sales(days 365)"),
            (Question::Spent(of(&["livres"], &[]), Period::Month(1)), "spent(departments livres, last month)"),
            (Question::Pieces(of(&[], &[]), Period::Days(1)), "pieces(everything, today)"),
            (Question::LastBought(of(&["a", "items"], &["REF 1"])), "last-bought(departments a 'items' items 'REF 1')"),
            (Question::Earned("points".into(), Period::Since(first)), "earned(points, since 2026-01-01)"),
            (Question::OffersTaken("l'offre".into(), Period::Always), "offers-taken('l''offre', always)"),
            (Question::FirstVisit, "first-visit"),
        ] {
            assert_eq!((&*write(&question), read(text)), (text, Ok(question.clone())));
        }
        assert_eq!(read(" visits ( year 0 ) "), Ok(Question::Visits(Period::Year(0))));
    }

    #[test]
    fn what_is_not_a_question_tells_how_far_it_could_be_read() {
        for (text, start) in [
            ("visit(this year)", "visit("),
            ("visits", "visits"),
            ("visits(this week)", "visits(this week"),
            ("visits(today) or so", "visits(today)"),
            ("spent(livres, today)", "spent("),
            ("spent(departments, today)", "spent(departments"),
            ("earned(points)", "earned(points"),
            ("visits(days -1)", "visits(days -1"),
            ("last-bought('x)", "last-bought("),
        ] {
            assert_eq!(read(text), Err(QuestionError { start: start.into() }), "{text}");
        }
    }

    fn some_period() -> impl Strategy<Value = Period> {
        prop_oneof![
            Just(Period::Always),
            (0u32..400).prop_map(Period::Days),
            (0u32..40).prop_map(Period::Month),
            any::<u32>().prop_map(Period::Year),
            (-800_000i32..2_000_000)
                .prop_map(|day| Period::Since(NaiveDate::from_num_days_from_ce_opt(day.abs() + 1).unwrap())),
        ]
    }

    fn some_question() -> impl Strategy<Value = Question> {
        let codes = || prop::collection::btree_set(prop_oneof!["[ -~é]{1,6}", Just("items".to_owned())], 0..4);
        let bought = (codes(), codes()).prop_map(|(departments, items)| Bought { departments, items });
        (0u8..11, bought, some_period(), "[ -~é]{0,8}").prop_map(|(kind, what, within, name)| match kind {
            0 => Question::Visits(within),
            1 => Question::Sales(within),
            2 => Question::Revenue(within),
            3 => Question::Pieces(what, within),
            4 => Question::Spent(what, within),
            5 => Question::FirstVisit,
            6 => Question::LastVisit,
            7 => Question::LastBought(what),
            8 => Question::Earned(name, within),
            9 => Question::OffersTaken(name, within),
            _ => Question::Sponsored(within),
        })
    }

    proptest! {
        #[test]
        fn every_question_can_be_read_again(question in some_question()) {
            prop_assert_eq!(read(&write(&question)), Ok(question));
        }
    }
}
