//! From what people type to what the index knows: no accents, no case, names in one word or in two.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words of a query that count; more are ignored.
const MOST_WORDS: usize = 8;
/// Characters of a query that count.
const MOST_CHARACTERS: usize = 200;
/// Country codes of France and its overseas departments, whose numbers start with 0 at home.
const FRENCH_PREFIXES: [&str; 6] = ["33", "262", "590", "594", "596", "508"];

/// Folds a text for comparing: no accents, lower case, ligatures spelled out (`œ` is `oe`, `ß` is `ss`),
/// and one space for whatever is neither letter nor digit, apostrophes and hyphens included.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            push_folded(&mut folded, letter.to_ascii_lowercase());
        } else {
            // Letter by letter it is the same as the whole: only the order of marks, which go, could differ.
            let letters = std::iter::once(letter).nfkd().filter(|c| !is_combining_mark(*c));
            let letters = letters.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
            letters.for_each(|letter| push_folded(&mut folded, letter));
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_folded(folded: &mut String, letter: char) {
    match letter {
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        'ø' => folded.push('o'),
        'đ' => folded.push('d'),
        'ł' => folded.push('l'),
        letter if letter.is_alphanumeric() => folded.push(letter),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    }
}

/// Gives the words by which names are found: each word, and for a name of several words the words
/// glued from each of them to the end, so that `lefevre`, `latour` and `darc` find `Le Fèvre`,
/// `de la Tour` and `d'Arc`.
pub(crate) fn indexed_words<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut words = BTreeSet::new();
    for name in names {
        add_name(&mut words, name);
    }
    joined(words)
}

/// Gives the words by which a person is found: names, phone number, e-mail address, cards.
pub(crate) fn person_words<'a>(
    names: &[&str],
    phones: impl Iterator<Item = &'a str>,
    emails: impl Iterator<Item = &'a str>,
    cards: &[String],
) -> String {
    let mut words = BTreeSet::new();
    for name in names.iter().copied().chain(cards.iter().map(String::as_str)) {
        add_name(&mut words, name);
    }
    words.extend(emails.map(|email| fold(email).replace(' ', "")));
    phones.for_each(|phone| add_phone(&mut words, &national(phone)));
    words.remove("");
    joined(words)
}

fn add_name(words: &mut BTreeSet<String>, name: &str) {
    let folded = fold(name);
    let parts: Vec<&str> = folded.split(' ').filter(|part| !part.is_empty()).take(MOST_WORDS * 2).collect();
    for start in 0..parts.len() {
        words.insert(parts[start].to_owned());
        words.insert(parts[start..].concat());
    }
}

/// The whole number, and what is left of it after each pair of digits: people know the end of a number.
fn add_phone(words: &mut BTreeSet<String>, number: &str) {
    let mut rest = number;
    while rest.len() >= 4 {
        words.insert(rest.to_owned());
        rest = &rest[2..];
    }
}

fn joined(words: BTreeSet<String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// The digits of a phone number as it is dialed in France: `+33 6 12…`, `0033 6 12…` and
/// `+33 (0)6 12…` are `0612…`.
fn national(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let abroad = if phone.trim_start().starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    let home = abroad.and_then(|number| FRENCH_PREFIXES.iter().find_map(|prefix| number.strip_prefix(prefix)));
    match home {
        Some(number) => format!("0{}", number.strip_prefix('0').unwrap_or(number)),
        None => digits,
    }
}

/// What was typed into a search field, as words that all must be found, in one of several readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    readings: Vec<Vec<String>>,
    /// The same words, each with the space that stands before it among others.
    spaced: Vec<Vec<String>>,
}

impl Query {
    /// Reads what was typed; nothing when it holds neither letter nor digit.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().take(MOST_CHARACTERS).collect();
        let mut readings = match () {
            () if text.contains('@') => vec![vec![fold(&text).replace(' ', "")]],
            () if is_number(&text) => vec![vec![national(&text)], vec![digits(&text)]],
            () => name_readings(&fold(&text)),
        };
        readings.dedup();
        readings.retain(|words| words.iter().all(|word| !word.is_empty()) && !words.is_empty());
        let spaced = readings.iter().map(|words| words.iter().map(|word| format!(" {word}")).collect()).collect();
        (!readings.is_empty()).then_some(Self { readings, spaced })
    }

    /// Gives the expression of the full-text index that finds the very words.
    pub(crate) fn exact(&self) -> String {
        self.expression("")
    }

    /// Gives the expression that finds words which start as the typed ones.
    pub(crate) fn prefix(&self) -> String {
        self.expression("*")
    }

    fn expression(&self, mark: &str) -> String {
        // Words are letters and digits only: quoted, they mean nothing to the index but themselves.
        let word = |word: &String| format!("\"{word}\"{mark}");
        let all = |words: &Vec<String>| words.iter().map(word).collect::<Vec<_>>().join(" AND ");
        self.readings.iter().map(|words| format!("({})", all(words))).collect::<Vec<_>>().join(" OR ")
    }

    /// Tells whether indexed words are what [`Query::prefix`] finds.
    pub(crate) fn matches(&self, indexed: &str) -> bool {
        // Asked of ten thousands of rows: looking for bytes is quicker than splitting into words.
        let found = |spaced: &String| indexed.starts_with(&spaced[1..]) || indexed.contains(spaced.as_str());
        self.spaced.iter().any(|words| words.iter().all(found))
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Tells whether a text is a number as people write phone and card numbers.
fn is_number(text: &str) -> bool {
    let mark = |c: char| c.is_whitespace() || ".-/()+".contains(c);
    text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || mark(c))
}

/// The words as they are typed, with each pair of neighbors glued in turn, and all glued.
fn name_readings(folded: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    let own = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut readings = vec![own(&words)];
    for first in 0..words.len().saturating_sub(1) {
        let mut reading = own(&words[..first]);
        reading.push(words[first..=first + 1].concat());
        reading.extend(own(&words[first + 2..]));
        readings.push(reading);
    }
    if words.len() > 2 {
        readings.push(vec![words.concat()]);
    }
    readings
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn folding_leaves_letters_digits_and_single_spaces() {
        for (text, folded) in [
            ("Lefèvre", "lefevre"),
            ("LE FÈVRE", "le fevre"),
            ("d'Arc", "d arc"),
            ("d’Arc", "d arc"),
            ("Jean-Pierre", "jean pierre"),
            ("  Œuvre \u{a0} ex æquo ", "oeuvre ex aequo"),
            ("Straße", "strasse"),
            ("STRASSE ẞ", "strasse ss"),
            ("İzmir Łódź Ørsted", "izmir lodz orsted"),
            ("e\u{301}te\u{301}", "ete"),
            ("N° 5 (½ kg)", "n 5 1 2 kg"),
            ("'\"*)(-", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn french_numbers_are_read_as_they_are_dialed_at_home() {
        for (phone, dialed) in [
            ("06 12 34 56 78", "0612345678"),
            ("+33 6 12 34 56 78", "0612345678"),
            ("+33 (0)6.12.34.56.78", "0612345678"),
            ("0033612345678", "0612345678"),
            ("+262 692 12 34 56", "0692123456"),
            ("+41 22 123 45 67", "41221234567"),
        ] {
            assert_eq!(national(phone), dialed, "{phone}");
        }
    }

    proptest! {
        #[test]
        fn a_text_folds_as_its_letters_do(text in "[a-zA-Z éÉœŒßẞŁøİ'½ﬁ１\u{301}\u{327}가-]{0,12}|\\PC{0,12}") {
            // Marks are dropped only once the whole text is taken apart.
            let whole: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
            prop_assert_eq!(fold(&text), fold(&whole));
        }
    }

    fn found(names: &[&str], typed: &str) -> bool {
        let cards = ["CF-000123".to_owned(), "2990000001234".to_owned()];
        let words =
            person_words(names, ["+33 6 12 34 56 78"].into_iter(), ["Claire.Lefevre@orange.fr"].into_iter(), &cards);
        Query::read(typed).is_some_and(|query| query.matches(&words))
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (last, first, typed, expected) in [
            ("Le Fèvre", "Hélène", "lefevre", true),
            ("Lefèvre", "Hélène", "le fevre", true),
            ("Lefèvre", "Hélène", "LE FÈV", true),
            ("Lefèvre", "Hélène", "helene lefev", true),
            ("Lefèvre", "Hélène", "helene le fev", true),
            ("Lefèvre", "Hélène", "lefevre marie", false),
            ("d'Arc", "Jeanne", "darc", true),
            ("d’Arc", "Jeanne", "d'arc", true),
            ("Darc", "Jeanne", "d arc j", true),
            ("de la Tour", "Luc", "latour", true),
            ("de la Tour", "Luc", "delatour luc", true),
            ("Delatour", "Luc", "de la tour", true),
            ("Martin", "Jean-Pierre", "jeanpierre martin", true),
            ("Martin", "Jeanpierre", "jean pierre", true),
            ("Œuvrard", "Zoé", "oeuv", true),
            ("Martin", "Luc", "artin", false),
        ] {
            assert_eq!(found(&[last, first], typed), expected, "{last} {first}: {typed}");
        }
    }

    #[test]
    fn numbers_addresses_and_cards_find_their_owner() {
        for (typed, expected) in [
            ("0612", true),
            ("06 12 34", true),
            ("06.12.34.56.78", true),
            ("+33 6 12", true),
            ("5678", true),
            ("56 78", true),
            ("0712", false),
            ("lefevre 0612", true),
            ("lefevre 56 78", true),
            ("paul@", false),
            ("Claire.Lefevre@or", true),
            ("cf-000123", true),
            ("CF000123", true),
            ("299000000", true),
            ("2990 0000 01234", true),
        ] {
            assert_eq!(found(&["Lefèvre", "Claire"], typed), expected, "{typed}");
        }
    }

    fn index() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE VIRTUAL TABLE t USING fts5 (words, tokenize = 'ascii', detail = none, prefix = '2 3 4')",
        )
        .unwrap();
        conn
    }

    fn hits(conn: &Connection, expression: &str) -> i64 {
        conn.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [expression], |row| row.get(0)).unwrap()
    }

    proptest! {
        #[test]
        fn the_index_and_the_walk_find_the_same(
            names in prop::collection::vec("[a-dé '\\-]{0,8}", 1..4), typed in "[a-dé '*\"\\-]{0,8}",
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let words = person_words(&names, [].into_iter(), [].into_iter(), &[]);
            if let Some(query) = Query::read(&typed) {
                let conn = index();
                conn.execute("INSERT INTO t (words) VALUES (?1)", [&words]).unwrap();
                prop_assert_eq!(hits(&conn, &query.prefix()) == 1, query.matches(&words));
            }
        }

        #[test]
        fn whatever_is_typed_is_a_query_or_nothing(typed in "\\PC*|[\"'*()^:{}+ANDORNOTEAR0-9 -]{0,40}") {
            if let Some(query) = Query::read(&typed) {
                let conn = index();
                hits(&conn, &query.prefix());
                hits(&conn, &query.exact());
            }
        }
    }

    #[test]
    fn operators_are_words() {
        let conn = index();
        conn.execute("INSERT INTO t (words) VALUES ('and or not near')", []).unwrap();
        for typed in ["AND", "or not", "NEAR", "\"and\" OR", "words:and", "and\0or"] {
            let query = Query::read(typed).unwrap();
            assert_eq!(hits(&conn, &query.prefix()), i64::from(!typed.contains(':')), "{typed:?}");
        }
    }
}
