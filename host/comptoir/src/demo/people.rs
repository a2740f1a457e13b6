//! The customers of the demo shop: invented people, with numbers and addresses kept free for fiction.

mod lives;
mod names;
mod places;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use comptoir_domain::code::Gtin;
use comptoir_domain::customer::{Birthday, Consent, Customer, Dealings, Group, Person};
use comptoir_domain::id::{CustomerId, GroupId, PriceListId};
use comptoir_domain::money::Money;
use comptoir_domain::rate::Percent;

use super::catalog::{TARIF_B, TARIF_PRO};
use super::random::Random;

/// A customer, and the account that the merchant opened for some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedCustomer {
    /// The customer.
    pub(crate) customer: Customer,
    /// The account.
    pub(crate) account: Option<PlannedAccount>,
    /// What the customer said about SMS, e-mail and letters.
    pub(crate) consents: Vec<Consent>,
}

/// An account to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedAccount {
    /// The most that may be owed; no limit when none.
    pub(crate) limit: Option<Money>,
    /// Why nothing more may be put on it, when it is held.
    pub(crate) hold: Option<String>,
}

/// Tastes that a shop remembers.
const NOTES: [&str; 12] = [
    "Préfère le lin et le coton, pas de laine.",
    "Prévenir à l'arrivée des tailles 36.",
    "Taille de chemise : 42, manches longues.",
    "Ourlets : 2 cm de plus que la mesure.",
    "Aime le vert sapin. Allergique à la laine mérinos.",
    "Vient le samedi matin, garder la cabine du fond.",
    "Achète les cadeaux de toute la famille en décembre.",
    "Demande toujours un ticket imprimé.",
    "Rappeler pour la retouche de la veste.",
    "Préfère être appelée plutôt que recevoir un e-mail.",
    "Couturière : prévenir des coupons de soie.",
    "Parle surtout l'anglais.",
];

/// Why accounts are held; the day is put in for `{}`.
const HOLDS: [&str; 4] =
    ["chèque impayé du {}", "facture du {} toujours due", "relance du {} sans réponse", "prélèvement rejeté du {}"];

#[rustfmt::skip]
const MONTHS: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
];

/// Gives the customer groups.
pub(super) fn groups() -> Vec<Group> {
    let group = |(id, name, list, discount): (&str, &str, Option<&str>, &str)| Group {
        id: GroupId::new(id),
        name: name.to_owned(),
        price_list: list.map(PriceListId::new),
        discount: Percent::parse(discount).expect("the table holds percentages"),
    };
    let groups = [
        ("vip", "Clients VIP", Some(TARIF_B), "5"),
        ("personnel", "Personnel", None, "20"),
        ("pro", "Professionnels", Some(TARIF_PRO), "0"),
    ];
    groups.map(group).to_vec()
}

/// Invents that many customers as they are known on a day.
pub(super) fn customers(seed: u64, day: NaiveDate, count: usize) -> Vec<PlannedCustomer> {
    let random = Random::new(seed, "people");
    let mut people = People { random, day, groups: groups(), emails: BTreeMap::new() };
    let mut lives = Random::new(seed, "lives");
    let mut planned: Vec<PlannedCustomer> = (0..count).map(|index| people.customer(index)).collect();
    planned.iter_mut().for_each(|planned| lives::lead(planned, day, &mut lives));
    planned
}

/// Makes one customer after the other.
struct People {
    random: Random,
    day: NaiveDate,
    groups: Vec<Group>,
    /// How many have the same address but for a number.
    emails: BTreeMap<String, u32>,
}

impl People {
    fn customer(&mut self, index: usize) -> PlannedCustomer {
        let person = self.person(index);
        let since = self.since();
        let millis = since.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        let millis = u64::try_from(millis).expect("a shop of today was not open before 1970");
        let customer = Customer {
            id: CustomerId::new(millis, &self.random.bytes()),
            person,
            group: self.group(index),
            cards: self.cards(index),
            since,
            tags: std::collections::BTreeSet::new(),
            sponsor: None,
            dealings: Dealings::default(),
        };
        PlannedCustomer { customer, account: self.account(index), consents: Vec::new() }
    }

    fn person(&mut self, index: usize) -> Person {
        let woman = self.random.percent(72);
        let generation = self.random.weighted(&[(3, 0), (4, 1), (3, 2)]);
        let first_names = if woman { names::WOMEN } else { names::MEN };
        let first_name = (*self.random.pick(first_names[generation])).to_owned();
        let last_name = (*self.random.pick_early(names::LAST)).to_owned();
        let (city, postcode, zone) = *self.random.pick_early(places::TOWNS);
        let title = if woman { "Mme" } else { "M." };
        let lives_somewhere = self.random.percent(90);
        let title = self.random.percent(92).then(|| title.to_owned());
        let phones = if self.random.percent(88) { phones(index, zone, &mut self.random) } else { Vec::new() };
        Person {
            title,
            phone: phones.first().cloned(),
            more_phones: phones.into_iter().skip(1).collect(),
            email: self.random.percent(74).then(|| self.email(&first_name, &last_name)),
            postcode: lives_somewhere.then(|| postcode.to_owned()),
            city: lives_somewhere.then(|| city.to_owned()),
            birthday: self.birthday(index, generation),
            note: self.random.percent(12).then(|| (*self.random.pick(&NOTES)).to_owned()),
            last_name,
            first_name,
            ..Person::default()
        }
    }

    fn email(&mut self, first_name: &str, last_name: &str) -> String {
        let name = format!("{}.{}", ascii(first_name), ascii(last_name));
        let same = self.emails.entry(name.clone()).or_default();
        *same += 1;
        let number = if *same > 1 { same.to_string() } else { String::new() };
        // Both names are kept free for examples (RFC 2606; AFNIC for .fr).
        let domain = *self.random.pick(&["example.fr", "example.com"]);
        format!("{name}{number}@{domain}")
    }

    /// Some are born on the demo's day or on 29 February, so that both are seen.
    fn birthday(&mut self, index: usize, generation: usize) -> Option<Birthday> {
        let born = [1938..=1962, 1963..=1985, 1986..=2007];
        let year = i32::try_from(self.random.within(born[generation].clone())).expect("a year is a small number");
        let date = NaiveDate::from_yo_opt(year, 1).expect("a year of a calendar has a first day");
        let date = date + Days::new(self.random.below(365));
        let told = self.random.percent(72);
        let (month, day) = match index % 60 {
            5 => (self.day.month(), self.day.day()),
            25 => (2, 29),
            _ if told => (date.month(), date.day()),
            _ => return None,
        };
        let exists = NaiveDate::from_ymd_opt(year, month, day).is_some();
        Some(Birthday { month, day, year: (exists && self.random.percent(70)).then_some(year) })
    }

    /// Files were opened over six years, more and more of them.
    fn since(&mut self) -> NaiveDate {
        let days = 1 + self.random.below(2_190).min(self.random.below(2_190));
        self.day - Days::new(days)
    }

    fn group(&mut self, index: usize) -> Option<Group> {
        let drawn = self.random.weighted(&[(7, Some(0)), (3, Some(2)), (90, None)]);
        let group = if index % 100 == 42 { Some(1) } else { drawn };
        group.map(|at| self.groups[at].clone())
    }

    /// Most have one card, some lost it and have two, some have none.
    fn cards(&mut self, index: usize) -> Vec<String> {
        let count = self.random.weighted(&[(93, 1), (3, 2), (4, 0)]);
        (0..count).map(|nth| card(2 * index + nth)).collect()
    }

    fn account(&mut self, index: usize) -> Option<PlannedAccount> {
        // Three in 25 have one, by index rather than by chance: small demos have some too.
        if !matches!(index % 25, 3 | 11 | 19) {
            return None;
        }
        let limit = self.random.weighted(&[(3, 150), (5, 300), (4, 500), (2, 1_000), (1, 0)]);
        let held = index % 175 == 11;
        Some(PlannedAccount {
            limit: (limit > 0).then(|| Money::from_cents(limit * 100)),
            hold: held.then(|| self.hold()),
        })
    }

    fn hold(&mut self) -> String {
        let day = self.day - Days::new(20 + self.random.below(160));
        let nth = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
        let month = MONTHS[usize::try_from(day.month0()).expect("a month is below twelve")];
        self.random.pick(&HOLDS).replace("{}", &format!("{nth} {month}"))
    }
}

/// Makes a number of those kept free for fiction (Arcep, decision 2018-0881, numbers for
/// audiovisual works). The last digits run through all ten thousand before one comes back.
/// Some have a second number, the landline or the mobile that the first one is not.
fn phones(index: usize, zone: u8, random: &mut Random) -> Vec<String> {
    let prefixes = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49"];
    let landline = prefixes[usize::from(zone) - 1];
    let last = (index * 7_919 + 1_234) % 10_000;
    let mobile = "06 39 98";
    let prefixes = if random.percent(75) { [mobile, landline] } else { [landline, mobile] };
    let count = if random.below(20) < 3 { 2 } else { 1 };
    let number = |prefix: &str| format!("+33{}{last:04}", prefix.replace(' ', "").trim_start_matches('0'));
    prefixes[..count].iter().map(|prefix| number(prefix)).collect()
}

/// Makes the number of a card; 290 keeps it apart from all items. Numbers do not follow each other,
/// so that one mistyped digit never meets a neighbor's.
fn card(number: usize) -> String {
    let scattered = (number * 104_729 + 31_415) % 1_000_000_000;
    Gtin::complete(&format!("290{scattered:09}")).expect("twelve digits make a GTIN-13").as_str().to_owned()
}

/// Spells a name as mail addresses do.
fn ascii(name: &str) -> String {
    let letter = |letter: char| match letter {
        'à' | 'á' | 'â' | 'ä' | 'ặ' => "a",
        'ç' | 'ć' => "c",
        'đ' => "d",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' | 'í' | 'ı' => "i",
        'ñ' => "n",
        'ô' | 'ö' | 'ó' => "o",
        'œ' => "oe",
        'ù' | 'û' | 'ü' | 'ú' => "u",
        'ÿ' => "y",
        _ => "",
    };
    let spell = |c: char| if c.is_ascii_lowercase() || c == '-' { c.to_string() } else { letter(c).to_owned() };
    name.to_lowercase().chars().map(spell).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use comptoir_domain::code::{Layouts, ScannedCode};

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn count(of: fn(&PlannedCustomer) -> bool) -> usize {
        customers(1, day(), 500).iter().filter(|customer| of(customer)).count()
    }

    #[test]
    fn names_are_many_and_each_once() {
        let first: BTreeSet<_> = names::WOMEN.into_iter().chain(names::MEN).flatten().collect();
        assert_eq!(first.len(), 150);
        assert_eq!(names::LAST.iter().collect::<BTreeSet<_>>().len(), names::LAST.len());
        assert!(names::LAST.len() >= 300, "{}", names::LAST.len());
    }

    #[test]
    fn every_letter_of_a_name_is_spelled_in_ascii() {
        let all = names::WOMEN.into_iter().chain(names::MEN).chain([names::LAST]).flatten();
        for name in all {
            let letters = name.to_lowercase().chars().filter(|c| c.is_alphabetic()).count();
            assert!(ascii(name).chars().filter(|c| *c != '-').count() >= letters, "{name}: {}", ascii(name));
        }
        assert_eq!(ascii("Œuvrard"), "oeuvrard");
        assert_eq!(ascii("de Saint-Hilaire"), "desaint-hilaire");
    }

    #[test]
    fn ids_cards_mail_addresses_and_numbers_are_nobody_elses() {
        let all = customers(1, day(), 3_000);
        let distinct = |values: Vec<String>| assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), values.len());
        distinct(all.iter().map(|c| c.customer.id.to_string()).collect());
        distinct(all.iter().flat_map(|c| c.customer.cards.clone()).collect());
        distinct(all.iter().filter_map(|c| c.customer.person.email.clone()).collect());
        distinct(all.iter().filter_map(|c| c.customer.person.phone.clone()).collect());
    }

    #[test]
    fn cards_check_and_are_no_label_of_the_scale() {
        let layouts: Layouts = Layouts::new(vec!["21IIIIIWWWWWC".parse().unwrap()]).unwrap();
        for code in customers(1, day(), 500).iter().flat_map(|c| &c.customer.cards) {
            let gtin = ScannedCode::read(code).unwrap().gtin.unwrap();
            assert!(code.starts_with("290") && gtin.is_in_store());
            assert_eq!(layouts.read(&gtin), Ok(None));
        }
    }

    #[test]
    fn numbers_and_mail_addresses_are_those_of_fiction() {
        for PlannedCustomer { customer, .. } in customers(1, day(), 500) {
            if let Some(phone) = customer.person.phone {
                let digits = phone.replace("+33", "0");
                let free = ["019900", "026191", "035301", "046571", "053649", "063998"];
                assert!(digits.len() == 10 && free.iter().any(|prefix| digits.starts_with(prefix)), "{phone}");
            }
            if let Some(email) = customer.person.email {
                assert!(email.ends_with("@example.fr") || email.ends_with("@example.com"), "{email}");
            }
        }
    }

    #[test]
    fn all_kinds_of_customers_are_there() {
        assert_eq!(count(|c| c.account.is_some()), 60);
        assert!((2..=5).contains(&count(|c| c.account.as_ref().is_some_and(|a| a.hold.is_some()))));
        assert!(count(|c| c.account.as_ref().is_some_and(|a| a.limit.is_none())) > 0);
        for group in groups() {
            let members = customers(1, day(), 500);
            let members = members.iter().filter(|c| c.customer.group.as_ref() == Some(&group)).count();
            assert!((4..60).contains(&members), "{}: {members}", group.id);
        }
        assert!(count(|c| c.customer.person.birthday.is_some_and(|b| b.is_wished_on(day()))) >= 8);
        assert!(count(|c| c.customer.person.birthday.is_some_and(|b| (b.month, b.day) == (2, 29))) >= 8);
        assert!(count(|c| c.customer.person.birthday.is_some_and(|b| b.year.is_none())) > 50);
        assert!(count(|c| c.customer.person.title.is_none()) > 10);
        assert!(count(|c| c.customer.cards.is_empty()) > 5 && count(|c| c.customer.cards.len() == 2) > 5);
    }

    #[test]
    fn files_were_opened_before_the_day_and_birthdays_exist() {
        for PlannedCustomer { customer, .. } in customers(1, day(), 500) {
            assert!(customer.since < day());
            if let Some(Birthday { month, day, year }) = customer.person.birthday {
                assert!(NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day).is_some());
            }
        }
    }
}
