//! Streets that are too long for their line: the abbreviations of the norm.

use super::MAX_LINE;

/// The most characters of the name of a street, without its number.
const MAX_NAME: usize = 32;

/// Kinds of streets, shortened first.
#[rustfmt::skip]
const KINDS: [(&str, &str); 38] = [
    ("ALLEE", "ALL"), ("ALLEES", "ALL"), ("AVENUE", "AV"), ("BOULEVARD", "BD"), ("CARREFOUR", "CAR"),
    ("CENTRE", "CTRE"), ("CENTRE COMMERCIAL", "CCAL"), ("CHAUSSEE", "CHS"), ("CHEMIN", "CHE"), ("CORNICHE", "COR"), ("COURS", "CRS"), ("DESCENTE", "DSC"),
    ("DOMAINE", "DOM"), ("ECART", "ECA"), ("ESPLANADE", "ESP"), ("FAUBOURG", "FG"), ("GRANDE RUE", "GR"),
    ("HAMEAU", "HAM"), ("HALLE", "HLE"), ("IMPASSE", "IMP"), ("LIEU DIT", "LD"), ("LOTISSEMENT", "LOT"),
    ("MARCHE", "MAR"), ("MONTEE", "MTE"), ("PASSAGE", "PAS"), ("PLACE", "PL"), ("PLAINE", "PLN"),
    ("PLATEAU", "PLT"), ("PROMENADE", "PRO"), ("QUARTIER", "QUA"), ("RESIDENCE", "RES"), ("ROND POINT", "RPT"),
    ("ROUTE", "RTE"), ("SENTIER", "SEN"), ("SQUARE", "SQ"), ("TERRE PLEIN", "TPL"), ("TRAVERSE", "TRA"),
    ("ZONE INDUSTRIELLE", "ZI"),
];

/// Titles and other words within the name, shortened from the left as far as is needed.
#[rustfmt::skip]
const WORDS: [(&str, &str); 41] = [
    ("ADJUDANT", "ADJ"), ("AMIRAL", "AML"), ("ANCIEN", "ANC"), ("ANCIENNE", "ANC"), ("ARCHEVEQUE", "ARCHE"),
    ("ASPIRANT", "ASP"), ("BATAILLON", "BTN"), ("CAPITAINE", "CNE"), ("CARDINAL", "CDL"), ("CHANOINE", "CHN"),
    ("COLONEL", "CNL"), ("COMMANDANT", "CDT"), ("COMMUNE", "COM"), ("DEPARTEMENTALE", "DEP"), ("DIRECTEUR", "DIR"),
    ("DIVISION", "DIV"), ("DOCTEUR", "DR"), ("EVEQUE", "EVQ"), ("GENERAL", "GAL"), ("GOUVERNEUR", "GOU"),
    ("INGENIEUR", "ING"), ("INSPECTEUR", "INSP"), ("LIEUTENANT", "LTN"), ("MADAME", "MME"), ("MADEMOISELLE", "MLLE"),
    ("MAITRE", "ME"), ("MARECHAL", "MAL"), ("MARQUIS", "MIS"), ("MONSEIGNEUR", "MGR"), ("MONSIEUR", "M"),
    ("NATIONAL", "NAL"), ("NATIONALE", "NALE"), ("NOTRE DAME", "ND"), ("PASTEUR", "PAST"), ("PREFET", "PREF"),
    ("PRESIDENT", "PDT"), ("PROFESSEUR", "PR"), ("REGIMENT", "RGT"), ("SAINT", "ST"), ("SAINTE", "STE"),
    ("SERGENT", "SGT"),
];

/// Letters between number and street.
const SUFFIXES: [&str; 3] = ["BIS", "TER", "QUATER"];

/// Shortens line 4, already in capitals, if the name is longer than 32 characters or the line longer
/// than 38: the kind of street first, then other words from the left until it fits.
pub(super) fn fit(line: &str) -> String {
    let (number, name) = split(line);
    let fits = |name: &str| name.chars().count() <= MAX_NAME && joined(number, name).chars().count() <= MAX_LINE;
    let mut name = name.to_owned();
    if !fits(&name) {
        name = shorten_kind(&name);
    }
    let mut from = 0;
    while !fits(&name) {
        match shorten_word(&name, from) {
            Some((shorter, end)) => (name, from) = (shorter, end),
            None => break,
        }
    }
    joined(number, &name)
}

fn joined(number: &str, name: &str) -> String {
    if number.is_empty() { name.to_owned() } else { format!("{number} {name}") }
}

/// `12 BIS RUE …`: the number with its letter, and the rest.
fn split(line: &str) -> (&str, &str) {
    let mut end = 0;
    for word in line.split(' ') {
        let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
        let is_suffix = end > 0 && (SUFFIXES.contains(&word) || word.len() == 1);
        if !is_number && !is_suffix {
            break;
        }
        end += word.len() + 1;
    }
    // A line of numbers only has no name to shorten.
    if end > line.len() { ("", line) } else { (line[..end].trim_end(), &line[end..]) }
}

fn shorten_kind(name: &str) -> String {
    let kind = KINDS.iter().filter(|(kind, _)| starts_with_words(name, kind)).max_by_key(|(kind, _)| kind.len());
    kind.map_or_else(|| name.to_owned(), |(kind, short)| format!("{short}{}", &name[kind.len()..]))
}

/// Shortens the first word of the list that begins at `from` or behind; gives where to go on.
fn shorten_word(name: &str, from: usize) -> Option<(String, usize)> {
    let starts = name.char_indices().filter(|(at, _)| *at >= from && (*at == 0 || name[..*at].ends_with(' ')));
    for (at, _) in starts {
        let found = WORDS.iter().find(|(word, _)| starts_with_words(&name[at..], word));
        if let Some((word, short)) = found {
            return Some((format!("{}{short}{}", &name[..at], &name[at + word.len()..]), at + short.len()));
        }
    }
    None
}

fn starts_with_words(name: &str, words: &str) -> bool {
    name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_shortened() {
        let table = [
            ("12 AVENUE DE LA REPUBLIQUE", "12 AVENUE DE LA REPUBLIQUE"),
            // 32 letters of name just fit; one more does not.
            ("1 BOULEVARD DU COMMANDANT CHARCOTS", "1 BOULEVARD DU COMMANDANT CHARCOTS"),
            ("1 BOULEVARD DU COMMANDANT CHARCOTTE", "1 BD DU COMMANDANT CHARCOTTE"),
            ("1245 BIS BOULEVARD DU COMMANDANT CHARCOTS", "1245 BIS BD DU COMMANDANT CHARCOTS"),
            ("150 BOULEVARD DU MARECHAL DE LATTRE DE TASSIGNY SUD", "150 BD DU MAL DE LATTRE DE TASSIGNY SUD"),
            ("3 AVENUE DU GENERAL DE GAULLE ET DU DOCTEUR SCHWEITZER", "3 AV DU GAL DE GAULLE ET DU DR SCHWEITZER"),
            ("ROND POINT DES ANCIENS COMBATTANTS D AFRIQUE", "RPT DES ANCIENS COMBATTANTS D AFRIQUE"),
            ("12-14 RUE DU FAUBOURG SAINT ANTOINE PROLONGEE", "12-14 RUE DU FAUBOURG ST ANTOINE PROLONGEE"),
            ("12", "12"),
            ("", ""),
        ];
        for (line, fitted) in table {
            assert_eq!(fit(line), fitted, "{line}");
        }
    }

    #[test]
    fn words_are_shortened_whole() {
        assert!(starts_with_words("PLACE DU MARCHE", "PLACE"));
        assert!(!starts_with_words("PLACETTE DU MARCHE", "PLACE"));
        assert!(!starts_with_words("PLACE", "PLACE"));
    }
}
