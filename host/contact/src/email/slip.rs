//! Slips of the fingers in the domains that most people in France have.

/// The domains of the French and the big providers.
const COMMON: [&str; 50] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.fr",
    "live.com",
    "msn.com",
    "yahoo.fr",
    "yahoo.com",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "aol.fr",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "cegetel.net",
    "9online.fr",
    "club-internet.fr",
    "bbox.fr",
    "laposte.net",
    "numericable.fr",
    "noos.fr",
    "aliceadsl.fr",
    "alice.fr",
    "libertysurf.fr",
    "voila.fr",
    "caramail.com",
    "gmx.fr",
    "gmx.com",
    "protonmail.com",
    "proton.me",
    "dartybox.com",
    "bouyguestelecom.fr",
    "worldonline.fr",
    "tele2.fr",
    "nordnet.fr",
    "mediaserv.net",
    "lagoon.nc",
    "mail.pf",
    "only.fr",
    "zaclys.net",
    "sfr.net",
    "red-by-sfr.fr",
];

/// Providers whose name resembles a common one without being a slip of it.
const REAL: [&str; 14] = [
    "mail.com",
    "email.com",
    "gmx.net",
    "gmx.de",
    "live.be",
    "hotmail.be",
    "hotmail.es",
    "hotmail.it",
    "hotmail.co.uk",
    "yahoo.co.uk",
    "yahoo.es",
    "outlook.be",
    "outlook.es",
    "rocketmail.com",
];

/// Endings typed beside the key, or cut short; those that are an ending of a country are not here,
/// but for `.co` and `.cm`, where none of these providers has its mail.
const ENDINGS: [(&str, &[&str]); 3] = [
    ("com", &["co", "cm", "om", "con", "vom", "xom", "comm", "cmo", "ocm", "coml", "cim", "cpm", "c"]),
    ("fr", &["f", "r", "ft", "fe", "rf", "frr", "ffr", "fd", "dr", "gr", "fre", "fr0"]),
    ("net", &["ne", "nte", "bet", "nett", "met", "ner"]),
];

/// The fewest letters of a name that is compared letter by letter: shorter ones (`free`, `sfr`, `live`)
/// have too many real neighbors.
const COMPARED: usize = 5;

/// The common domain that was probably meant; `None` if the domain is common, known, or unlike.
pub(super) fn meant(domain: &str) -> Option<&'static str> {
    if COMMON.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    let (name, ending) = domain.split_once('.')?;
    if name == "gmail" {
        // It has no other ending.
        return Some("gmail.com");
    }
    COMMON.into_iter().find(|common| is_slip(name, ending, common))
}

fn is_slip(name: &str, ending: &str, common: &str) -> bool {
    let (common_name, common_ending) = common.split_once('.').expect("each has a point");
    let is_ending_meant = ending == common_ending || is_slip_of_ending(ending, common_ending);
    if !is_ending_meant {
        return false;
    }
    name == common_name || is_slip_of_name(name, common_name)
}

fn is_slip_of_ending(ending: &str, common: &str) -> bool {
    ENDINGS.iter().any(|(meant, slips)| *meant == common && slips.contains(&ending))
}

/// One letter too many, missing, wrong or exchanged with its neighbor; two in long names.
fn is_slip_of_name(name: &str, common: &str) -> bool {
    let length = common.chars().count();
    if length < COMPARED {
        return false;
    }
    let allowed = if length >= 7 { 2 } else { 1 };
    strsim::osa_distance(name, common) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_slips_are_seen() {
        let table = [
            ("gmial.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmail.fr", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("hotmial.fr", "hotmail.fr"),
            ("hotmil.com", "hotmail.com"),
            ("hotmal.fr", "hotmail.fr"),
            ("homtail.fr", "hotmail.fr"),
            ("orange.f", "orange.fr"),
            ("ornage.fr", "orange.fr"),
            ("oange.fr", "orange.fr"),
            ("wanado.fr", "wanadoo.fr"),
            ("wanadoo.ft", "wanadoo.fr"),
            ("laposte.ne", "laposte.net"),
            ("lapost.net", "laposte.net"),
            ("yaho.fr", "yahoo.fr"),
            ("yahoo.vom", "yahoo.com"),
            ("outlok.fr", "outlook.fr"),
            ("free.f", "free.fr"),
            ("sfr.ft", "sfr.fr"),
            ("iclod.com", "icloud.com"),
        ];
        for (slip, domain) in table {
            assert_eq!(meant(slip), Some(domain), "{slip}");
        }
    }

    #[test]
    fn real_domains_are_left_alone() {
        for domain in COMMON.into_iter().chain(REAL) {
            assert_eq!(meant(domain), None, "{domain}");
        }
        let others =
            ["fred.fr", "lire.fr", "free.com", "orange.com", "mairie-orange.fr", "sir.fr", "comptoir.fr", "grange.com"];
        for domain in others {
            assert_eq!(meant(domain), None, "{domain}");
        }
    }
}
