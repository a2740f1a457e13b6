//! The words of this crate, French and English: what is wrong, with what was written, and what to do.

use comptoir_domain::language::Language;

use crate::address::{AddressIssue, AddressLine, MAX_LINE};
use crate::card::CardError;
use crate::company::{CompanyError, CompanyNumber, CompanyProblem};
use crate::email::{EmailError, EmailProblem, MAX_LENGTH, MAX_LOCAL};
use crate::phone::{PhoneError, PhoneProblem};
use crate::similar::{Certainty, Reason};

/// Why a text is no phone number, and what to do.
#[must_use]
pub fn phone_error(error: &PhoneError, language: Language) -> String {
    let read = quoted(&error.read, language);
    let (french, english) = phone_problem(&error.problem);
    language.pick(format!("Numéro de téléphone {read} : {french}"), format!("Phone number {read}: {english}"))
}

fn phone_problem(problem: &PhoneProblem) -> (String, String) {
    use PhoneProblem as P;
    match problem {
        P::Empty => pair(
            "aucun chiffre. Écrivez un numéro, ou laissez le champ vide.",
            "no digit. Write a number, or leave the field empty.",
        ),
        P::Character { found, at } => (
            format!("« {found} » en position {at} n'est pas un chiffre. Mettez les remarques dans la note."),
            format!("\"{found}\" at character {at} is no digit. Put remarks into the note."),
        ),
        P::Several { first, second } => (
            format!("deux numéros, {} et {}. Gardez-en un par champ.", first.national(), second.national()),
            format!("two numbers, {} and {}. Keep one for each field.", first.national(), second.national()),
        ),
        P::Short { digits } => (
            format!("{digits} est un numéro court, qui n'est celui de personne. Demandez un numéro à dix chiffres."),
            format!("{digits} is a short number, which is nobody's. Ask for a number of ten digits."),
        ),
        P::TooShort { found, expected } => (
            format!("{found} chiffres, il en faut {expected}. Complétez le numéro."),
            format!("{found} digits, {expected} are needed. Complete the number."),
        ),
        P::TooLong { found, expected } => (
            format!(
                "{found} chiffres, il en faut {expected}. Ôtez ce qui est en trop ; hors de France, commencez par +."
            ),
            format!("{found} digits, {expected} are needed. Remove the excess; outside of France, begin with +."),
        ),
        P::NotInPlan { prefix } => (
            format!("aucun numéro ne commence par {prefix}. Vérifiez les premiers chiffres."),
            format!("no number begins with {prefix}. Check the first digits."),
        ),
        P::UnknownCountry { prefix } => (
            format!("aucun pays n'a l'indicatif +{prefix}. Vérifiez l'indicatif."),
            format!("no country has the code +{prefix}. Check the code."),
        ),
    }
}

/// Why a text is no e-mail address, and what to do.
#[must_use]
pub fn email_error(error: &EmailError, language: Language) -> String {
    let read = quoted(&error.read, language);
    let (french, english) = email_problem(&error.problem);
    language.pick(format!("Adresse e-mail {read} : {french}"), format!("E-mail address {read}: {english}"))
}

fn email_problem(problem: &EmailProblem) -> (String, String) {
    use EmailProblem as P;
    match problem {
        P::Empty => pair("vide. Écrivez une adresse.", "empty. Write an address."),
        P::TooLong { length } => (
            format!("{length} caractères, {MAX_LENGTH} au plus. Raccourcissez-la."),
            format!("{length} characters, at most {MAX_LENGTH}. Shorten it."),
        ),
        P::NoAt => pair("il manque l'arobase. Écrivez nom@domaine.fr.", "the @ is missing. Write name@domain.com."),
        P::SeveralAts { count } => (
            format!("{count} arobases. Gardez une adresse par champ."),
            format!("{count} @. Keep one address for each field."),
        ),
        P::NoLocalPart => {
            pair("rien devant l'arobase. Écrivez nom@domaine.fr.", "nothing before the @. Write name@domain.com.")
        }
        P::LocalPartTooLong { length } => (
            format!("{length} caractères devant l'arobase, {MAX_LOCAL} au plus. Vérifiez l'adresse."),
            format!("{length} characters before the @, at most {MAX_LOCAL}. Check the address."),
        ),
        P::NoDomain => {
            pair("rien derrière l'arobase. Écrivez nom@domaine.fr.", "nothing behind the @. Write name@domain.com.")
        }
        P::NoPoint { domain } => (
            format!("« {domain} » n'a pas de point. Complétez le domaine, par exemple {domain}.fr."),
            format!("\"{domain}\" has no point. Complete the domain, for instance {domain}.com."),
        ),
        P::MisplacedPoint { at } => (
            format!("un point mal placé en position {at}. Ôtez-le."),
            format!("a misplaced point at character {at}. Remove it."),
        ),
        P::Character { found, at } => (
            format!("« {found} » en position {at} n'est pas permis. Ôtez-le ou remplacez-le."),
            format!("\"{found}\" at character {at} is not allowed. Remove or replace it."),
        ),
        P::Domain { domain } => (
            format!("le domaine « {domain} » ne peut pas exister. Vérifiez ce qui suit l'arobase."),
            format!("the domain \"{domain}\" cannot exist. Check what follows the @."),
        ),
    }
}

/// What keeps mail from arriving, and what to do.
#[must_use]
pub fn address_issue(issue: &AddressIssue, language: Language) -> String {
    use AddressIssue as I;
    let (french, english) = match issue {
        I::TooLong { line, text, length } => {
            let excess = length.saturating_sub(MAX_LINE);
            let (line_french, line_english) = line_name(*line);
            (
                format!("{line_french}, « {text} » : {length} caractères, {MAX_LINE} au plus. Ôtez-en {excess}."),
                format!("{line_english}, \"{text}\": {length} characters, at most {MAX_LINE}. Remove {excess}."),
            )
        }
        I::NoStreet => pair(
            "Ni rue ni lieu-dit : écrivez où le courrier est remis.",
            "Neither a street nor a place: write where mail is delivered.",
        ),
        I::NoPostcode => {
            pair("Il manque le code postal : écrivez ses cinq chiffres.", "No postcode: write its five digits.")
        }
        I::Postcode { found } => (
            format!("Code postal « {found} » : il faut cinq chiffres. Corrigez-le, ou indiquez le pays."),
            format!("Postcode \"{found}\": five digits are needed. Correct it, or tell the country."),
        ),
        I::UnknownPostcode { found } => (
            format!("Code postal « {found} » : aucun département n'a ce numéro. Vérifiez les premiers chiffres."),
            format!("Postcode \"{found}\": no department has this number. Check the first digits."),
        ),
        I::NoCity => pair("Il manque la ville : écrivez-la.", "No town: write it."),
    };
    language.pick(french, english)
}

fn line_name(line: AddressLine) -> (&'static str, &'static str) {
    match line {
        AddressLine::Identity => ("Ligne 1, nom", "Line 1, name"),
        AddressLine::Complement => ("Ligne 2, complément", "Line 2, complement"),
        AddressLine::Building => ("Ligne 3, bâtiment", "Line 3, building"),
        AddressLine::Street => ("Ligne 4, rue", "Line 4, street"),
        AddressLine::Place => ("Ligne 5, lieu-dit", "Line 5, place"),
        AddressLine::City => ("Ligne 6, ville", "Line 6, town"),
        AddressLine::Country => ("Ligne 7, pays", "Line 7, country"),
    }
}

/// Why a text is no number of a company, and what to do.
#[must_use]
pub fn company_error(error: &CompanyError, language: Language) -> String {
    let read = quoted(&error.read, language);
    let (french, english) = company_problem(&error.problem);
    let name = match error.number {
        CompanyNumber::Siren => "SIREN",
        CompanyNumber::Siret => "SIRET",
        CompanyNumber::Vat => language.pick("Numéro de TVA", "VAT number"),
    };
    language.pick(format!("{name} {read} : {french}"), format!("{name} {read}: {english}"))
}

fn company_problem(problem: &CompanyProblem) -> (String, String) {
    use CompanyProblem as P;
    match problem {
        P::Empty => pair("vide. Écrivez le numéro.", "empty. Write the number."),
        P::Character { found, at } => (
            format!("« {found} » en position {at} n'a rien à y faire. Ôtez-le ou remplacez-le."),
            format!("\"{found}\" at character {at} does not belong there. Remove or replace it."),
        ),
        P::Length { found, expected } => (
            format!("{found} chiffres, il en faut {expected}. Vérifiez le numéro."),
            format!("{found} digits, {expected} are needed. Check the number."),
        ),
        P::Checksum => pair(
            "les chiffres ne vont pas ensemble. Un chiffre est faux : vérifiez-les un par un.",
            "the digits do not go together. One of them is wrong: check each.",
        ),
        P::Siren { siren } => (
            format!("{siren} n'est pas un SIREN. Vérifiez ces neuf chiffres."),
            format!("{siren} is no SIREN. Check these nine digits."),
        ),
        P::Country { code } => (
            format!("aucun pays de l'Union n'a le code « {code} ». Commencez par celui du pays, comme FR ou BE."),
            format!(
                "no country of the Union has the code \"{code}\". Begin with that of the country, such as FR or BE."
            ),
        ),
        P::Shape { country, .. } => (
            format!("ce n'est pas la forme des numéros de {country}. Vérifiez le pays et le nombre de caractères."),
            format!("not the shape of the numbers of {country}. Check the country and the number of characters."),
        ),
    }
}

/// Why there is no such card, and what to do.
#[must_use]
pub fn card_error(error: &CardError, language: Language) -> String {
    use CardError as E;
    let (french, english) = match error {
        E::Prefix { prefix } => (
            format!(
                "Préfixe de carte « {prefix} » : il faut de 2 à 8 chiffres commençant par 20 à 29. Choisissez par exemple 29."
            ),
            format!(
                "Card prefix \"{prefix}\": 2 to 8 digits are needed, beginning with 20 to 29. Choose 29, for instance."
            ),
        ),
        E::Exhausted { prefix, sequence, last } => (
            format!("Carte {sequence} de la série {prefix} : la dernière est {last}. Ouvrez une autre série."),
            format!("Card {sequence} of the series {prefix}: the last is {last}. Open another series."),
        ),
        E::NotThirteenDigits { read } => (
            format!("Carte « {read} » : il faut 13 chiffres. Scannez la carte, ou tapez-les tous."),
            format!("Card \"{read}\": 13 digits are needed. Scan the card, or type them all."),
        ),
        E::WrongCheckDigit { read, expected } => (
            format!(
                "Carte {read} : le dernier chiffre devrait être {expected}. Scannez la carte, ou vérifiez les chiffres."
            ),
            format!("Card {read}: the last digit should be {expected}. Scan the card, or check the digits."),
        ),
        E::OtherSeries { read, prefix } => (
            format!(
                "{read} n'est pas une carte du magasin : elles commencent par {prefix}. Vérifiez ce qui est scanné."
            ),
            format!("{read} is no card of the shop: they begin with {prefix}. Check what is scanned."),
        ),
    };
    language.pick(french, english)
}

/// How sure it is that two files are one person.
#[must_use]
pub fn certainty(certainty: Certainty, language: Language) -> &'static str {
    match certainty {
        Certainty::Sure => language.pick("sûr", "sure"),
        Certainty::Probable => language.pick("probable", "probable"),
        Certainty::Possible => language.pick("possible", "possible"),
    }
}

/// What two files have in common.
#[must_use]
pub fn reason(reason: Reason, language: Language) -> &'static str {
    match reason {
        Reason::SameCard => language.pick("même carte", "same card"),
        Reason::SamePhone => language.pick("même téléphone", "same phone"),
        Reason::SameEmail => language.pick("même e-mail", "same e-mail"),
        Reason::SameName => language.pick("même nom et même prénom", "same name"),
        Reason::SimilarName => language.pick("nom ressemblant", "similar name"),
        Reason::SameLastName => language.pick("même nom de famille", "same family name"),
        Reason::SameBirthday => language.pick("même anniversaire", "same birthday"),
        Reason::SamePostcode => language.pick("même code postal", "same postcode"),
        Reason::SameStreet => language.pick("même rue", "same street"),
        Reason::OtherFirstName => {
            language.pick("prénoms différents : même foyer ?", "other first names: one household?")
        }
    }
}

fn quoted(read: &str, language: Language) -> String {
    language.pick(format!("« {read} »"), format!("\"{read}\""))
}

fn pair(french: &str, english: &str) -> (String, String) {
    (french.to_owned(), english.to_owned())
}

#[cfg(test)]
mod tests;
