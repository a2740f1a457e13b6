//! What files hold beside the person: streets, companies, tags, sellers, sponsors of a kind, and consents.

use chrono::{Days, FixedOffset, NaiveDate, NaiveTime, TimeZone as _};
use comptoir_domain::customer::{Channel, Consent, Source};

use super::PlannedCustomer;
use crate::demo::random::Random;

const KINDS: [&str; 8] = ["rue", "rue", "rue", "avenue", "place", "chemin", "quai", "impasse"];
const STREETS: [&str; 24] = [
    "des Lilas",
    "Victor Hugo",
    "de la République",
    "Jean Jaurès",
    "des Écoles",
    "du Moulin",
    "de l'Église",
    "Pasteur",
    "des Acacias",
    "Gambetta",
    "du Stade",
    "Voltaire",
    "des Tanneurs",
    "Saint-Antoine",
    "des Jardins",
    "de la Gare",
    "Émile Zola",
    "des Remparts",
    "du Château",
    "Louis Pradel",
    "des Marronniers",
    "Anatole France",
    "de la Fontaine",
    "des Canuts",
];
const COMPLEMENTS: [&str; 5] = ["Appt 12", "Étage 3 porte gauche", "Bât. B", "Chez M. Perrin", "Escalier C"];
const COMPANIES: [&str; 10] = [
    "Atelier Lambda SARL",
    "Studio Nord-Est",
    "Théâtre des Halles",
    "Cabinet Morel et associés",
    "Hôtel du Parc",
    "Traiteur Bellecour",
    "Agence Presqu'île",
    "École de danse Canopée",
    "Imprimerie du Rhône",
    "Association Les Canuts",
];
const TAGS: [&str; 8] =
    ["presse", "couture", "mariage", "grande taille", "ventes privées", "cadeaux", "quartier", "matin"];
const SELLERS: [&str; 3] = ["Ana", "Karim", "Lucie"];
const WARNINGS: [&str; 3] =
    ["Retouche à lui rendre : veste bleue", "Demande une facture à chaque achat", "Carte perdue : vérifier le nom"];

/// Fills in what a file gathers over the years.
pub(super) fn lead(planned: &mut PlannedCustomer, day: NaiveDate, random: &mut Random) {
    let customer = &mut planned.customer;
    let person = &mut customer.person;
    if person.city.is_some() && random.percent(85) {
        let number = random.within(1..=180);
        person.street = Some(format!("{number} {} {}", random.pick(&KINDS), random.pick(&STREETS)));
        person.complement = random.percent(14).then(|| (*random.pick(&COMPLEMENTS)).to_owned());
    }
    if customer.group.as_ref().is_some_and(|group| group.id.as_str() == "pro") {
        person.company = Some((*random.pick(&COMPANIES)).to_owned());
    }
    person.warning = random.percent(2).then(|| (*random.pick(&WARNINGS)).to_owned());
    customer.tags =
        (0..random.weighted(&[(70, 0), (22, 1), (8, 2)])).map(|_| (*random.pick(&TAGS)).to_owned()).collect();
    let dealings = &mut customer.dealings;
    dealings.seller = random.percent(18).then(|| (*random.pick(&SELLERS)).to_owned());
    dealings.e_receipt = person.email.is_some() && random.percent(30);
    dealings.moved = random.percent(2);
    dealings.no_loyalty = random.percent(1);
    planned.consents = consents(planned, day, random);
}

/// What was asked when the file was opened, and sometimes taken back later.
fn consents(planned: &PlannedCustomer, day: NaiveDate, random: &mut Random) -> Vec<Consent> {
    let person = &planned.customer.person;
    let reachable = [person.phone.is_some(), person.email.is_some(), person.street.is_some()];
    let mut said = Vec::new();
    for (channel, _) in Channel::ALL.into_iter().zip(reachable).filter(|(_, reachable)| *reachable) {
        let asked = random.percent(80);
        let (granted, taken_back) = (random.percent(65), random.percent(8));
        if !asked {
            continue;
        }
        let since = planned.customer.since;
        said.push(consent(channel, granted, since, Source::Spoken));
        if granted && taken_back {
            let later = (since + Days::new(30 + random.below(300))).min(day - Days::new(1));
            said.push(consent(channel, false, later.max(since), Source::Sent));
        }
    }
    said
}

fn consent(channel: Channel, granted: bool, day: NaiveDate, source: Source) -> Consent {
    let (way, sent) = match channel {
        Channel::Sms => ("SMS", "STOP reçu par SMS"),
        Channel::Email => ("e-mail", "désinscription par le lien"),
        Channel::Post => ("courrier", "lettre du client"),
    };
    let paris = FixedOffset::east_opt(3_600).expect("an hour is less than a day");
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");
    Consent {
        channel,
        granted,
        at: paris.from_utc_datetime(&day.and_time(noon)),
        source,
        wording: match source {
            Source::Sent => sent.to_owned(),
            _ => format!("Souhaitez-vous recevoir nos nouvelles et nos offres par {way} ?"),
        },
        operator: "Ana".to_owned(),
    }
}
