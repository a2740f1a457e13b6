//! Customers as electronic business cards: vCard 4.0 (RFC 6350) and 3.0 (RFC 2426).

use comptoir_domain::customer::Birthday;

use crate::read::CustomerRow;

/// The longest line, in bytes, without its end (RFC 6350, 3.2).
const LINE: usize = 75;

/// A version of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// Of 2011.
    #[default]
    V4,
    /// Of 1998, which some telephones still ask for.
    V3,
}

/// Writes a customer as one card.
///
/// Lines end with CR LF and are folded at 75 bytes, between characters. A flat, a building and a
/// place are parts of the street: the parts that the format has for them should be empty.
#[must_use]
pub fn vcard(customer: &CustomerRow, version: Version) -> String {
    let mut card = Card { text: String::new(), version };
    card.line("BEGIN:VCARD");
    card.line(match version {
        Version::V4 => "VERSION:4.0",
        Version::V3 => "VERSION:3.0",
    });
    card.names(customer);
    card.ways_to_reach(customer);
    card.address(customer);
    if let Some(day) = customer.birthday {
        card.line(&format!("BDAY:{}", birthday(day, version)));
    }
    if let Some(language) = customer.language.filter(|_| version == Version::V4) {
        card.line(&format!("LANG:{}", language.pick("fr", "en")));
    }
    if !customer.tags.is_empty() {
        card.line(&format!("CATEGORIES:{}", joined(customer.tags.iter().map(String::as_str), ',')));
    }
    card.property("NOTE", customer.note.as_deref());
    card.line("END:VCARD");
    card.text
}

/// A card in the making.
struct Card {
    text: String,
    version: Version,
}

impl Card {
    fn names(&mut self, customer: &CustomerRow) {
        let part = |part: &Option<String>| part.as_deref().map(escaped).unwrap_or_default();
        let (last, first, title) = (part(&customer.last_name), part(&customer.first_name), part(&customer.title));
        let called = [&customer.first_name, &customer.last_name].into_iter().flatten();
        let called = called.map(String::as_str).collect::<Vec<_>>().join(" ");
        // A card without a name is no card: the next best thing stands in.
        let others = [&customer.company, &customer.email, &customer.phone, &customer.mobile, &customer.id];
        let called = if called.is_empty() { others.into_iter().flatten().next().cloned() } else { Some(called) };
        self.line(&format!("N:{last};{first};;{title};"));
        self.line(&format!("FN:{}", escaped(&called.unwrap_or_default())));
        self.property("ORG", customer.company.as_deref());
    }

    fn ways_to_reach(&mut self, customer: &CustomerRow) {
        let (phone, mobile) = match self.version {
            Version::V4 => ("TEL;VALUE=text;TYPE=voice", "TEL;VALUE=text;TYPE=cell"),
            Version::V3 => ("TEL;TYPE=VOICE", "TEL;TYPE=CELL"),
        };
        self.property(phone, customer.phone.as_deref());
        self.property(mobile, customer.mobile.as_deref());
        let email = match self.version {
            Version::V4 => "EMAIL",
            Version::V3 => "EMAIL;TYPE=INTERNET",
        };
        self.property(email, customer.email.as_deref());
    }

    fn address(&mut self, customer: &CustomerRow) {
        let street = [
            &customer.address_recipient2,
            &customer.address_building,
            &customer.address_street,
            &customer.address_place,
        ];
        let street = joined(street.into_iter().flatten().map(String::as_str), ',');
        let part = |part: &Option<String>| part.as_deref().map(escaped).unwrap_or_default();
        let (city, code, country) = (part(&customer.city), part(&customer.postcode), part(&customer.country));
        if [&street, &city, &code, &country].iter().any(|part| !part.is_empty()) {
            self.line(&format!("ADR:;;{street};{city};;{code};{country}"));
        }
    }

    fn property(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(&format!("{name}:{}", escaped(value)));
        }
    }

    /// Adds a line, folded: what follows on the next line begins with a space.
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(letter);
            width += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// Takes their meaning away from the marks of the format (RFC 6350, 3.4).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, mark: char) -> String {
    parts.map(escaped).collect::<Vec<_>>().join(&mark.to_string())
}

/// `19800229`, or without its year `--0229` (RFC 6350, 4.3.1); 3.0 knows only dates with dashes.
fn birthday(day: Birthday, version: Version) -> String {
    let Birthday { year, month, day } = day;
    match (version, year) {
        (Version::V4, Some(year)) => format!("{year:04}{month:02}{day:02}"),
        (Version::V4, None) => format!("--{month:02}{day:02}"),
        (Version::V3, Some(year)) => format!("{year:04}-{month:02}-{day:02}"),
        (Version::V3, None) => format!("--{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::language::Language;
    use proptest::prelude::*;

    use super::*;

    fn claire() -> CustomerRow {
        let some = |text: &str| Some(text.to_owned());
        CustomerRow {
            title: some("Mme"),
            last_name: some("Lefèvre"),
            first_name: some("Claire"),
            company: some("Atelier; Lefèvre, \\ Fils"),
            address_building: some("Bât. B"),
            address_street: some("12, rue des Lilas"),
            postcode: some("69003"),
            city: some("Lyon"),
            mobile: some("+33612345678"),
            email: some("claire@example.fr"),
            birthday: Some(Birthday { month: 2, day: 29, year: None }),
            language: Some(Language::French),
            tags: vec!["bio".to_owned(), "a,b".to_owned()],
            note: some("ligne 1\nligne 2"),
            ..CustomerRow::default()
        }
    }

    #[test]
    fn a_card_of_version_4() {
        let expected = [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "N:Lefèvre;Claire;;Mme;",
            "FN:Claire Lefèvre",
            r"ORG:Atelier\; Lefèvre\, \\ Fils",
            "TEL;VALUE=text;TYPE=cell:+33612345678",
            "EMAIL:claire@example.fr",
            r"ADR:;;Bât. B,12\, rue des Lilas;Lyon;;69003;",
            "BDAY:--0229",
            "LANG:fr",
            r"CATEGORIES:bio,a\,b",
            r"NOTE:ligne 1\nligne 2",
            "END:VCARD",
            "",
        ];
        assert_eq!(vcard(&claire(), Version::V4), expected.join("\r\n"));
    }

    #[test]
    fn version_3_has_its_own_words() {
        let mut customer = claire();
        customer.birthday = Some(Birthday { month: 2, day: 29, year: Some(1980) });
        let card = vcard(&customer, Version::V3);
        for line in
            ["VERSION:3.0", "TEL;TYPE=CELL:+33612345678", "EMAIL;TYPE=INTERNET:claire@example.fr", "BDAY:1980-02-29"]
        {
            assert!(card.contains(&format!("{line}\r\n")), "{line} in {card}");
        }
        assert!(!card.contains("LANG"));
    }

    #[test]
    fn a_card_always_has_a_name() {
        let company = CustomerRow { company: Some("Atelier".to_owned()), ..CustomerRow::default() };
        assert!(vcard(&company, Version::V4).contains("\r\nFN:Atelier\r\n"));
        let card = CustomerRow { email: Some("a@b.fr".to_owned()), ..CustomerRow::default() };
        assert!(vcard(&card, Version::V4).contains("\r\nFN:a@b.fr\r\n"));
    }

    proptest! {
        #[test]
        fn lines_are_folded_and_unfold_to_what_was_written(note in "[a-z é€😀,;\\\\\n]{0,300}") {
            let card = vcard(&CustomerRow { note: Some(note.clone()), ..CustomerRow::default() }, Version::V4);
            prop_assert!(card.split("\r\n").all(|line| line.len() <= LINE), "too long: {card}");
            let unfolded = card.replace("\r\n ", "");
            let written = format!("\r\nNOTE:{}\r\n", escaped(&note));
            prop_assert!(unfolded.contains(&written));
            let mut back = String::new();
            let mut letters = escaped(&note).chars().collect::<Vec<_>>().into_iter();
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' => back.push(letters.next().map(|c| if c == 'n' { '\n' } else { c }).unwrap()),
                    other => back.push(other),
                }
            }
            prop_assert_eq!(back, note);
        }
    }
}
