//! The departments and overseas territories of France, and which one a postcode belongs to.

mod neighbors;

use crate::fold;

/// A department, or an overseas territory with a code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Department {
    /// `01` to `95`, `2A`, `2B`, `971` to `988`.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
}

const fn entry(code: &'static str, name: &'static str) -> Department {
    Department { code, name }
}

/// All of them, by their code (official geographic code, Insee).
#[rustfmt::skip]
pub const ALL: [Department; 108] = [
    entry("01", "Ain"), entry("02", "Aisne"), entry("03", "Allier"), entry("04", "Alpes-de-Haute-Provence"),
    entry("05", "Hautes-Alpes"), entry("06", "Alpes-Maritimes"), entry("07", "Ardèche"), entry("08", "Ardennes"),
    entry("09", "Ariège"), entry("10", "Aube"), entry("11", "Aude"), entry("12", "Aveyron"),
    entry("13", "Bouches-du-Rhône"), entry("14", "Calvados"), entry("15", "Cantal"), entry("16", "Charente"),
    entry("17", "Charente-Maritime"), entry("18", "Cher"), entry("19", "Corrèze"), entry("21", "Côte-d'Or"),
    entry("22", "Côtes-d'Armor"), entry("23", "Creuse"), entry("24", "Dordogne"), entry("25", "Doubs"),
    entry("26", "Drôme"), entry("27", "Eure"), entry("28", "Eure-et-Loir"), entry("29", "Finistère"),
    entry("2A", "Corse-du-Sud"), entry("2B", "Haute-Corse"), entry("30", "Gard"), entry("31", "Haute-Garonne"),
    entry("32", "Gers"), entry("33", "Gironde"), entry("34", "Hérault"), entry("35", "Ille-et-Vilaine"),
    entry("36", "Indre"), entry("37", "Indre-et-Loire"), entry("38", "Isère"), entry("39", "Jura"),
    entry("40", "Landes"), entry("41", "Loir-et-Cher"), entry("42", "Loire"), entry("43", "Haute-Loire"),
    entry("44", "Loire-Atlantique"), entry("45", "Loiret"), entry("46", "Lot"), entry("47", "Lot-et-Garonne"),
    entry("48", "Lozère"), entry("49", "Maine-et-Loire"), entry("50", "Manche"), entry("51", "Marne"),
    entry("52", "Haute-Marne"), entry("53", "Mayenne"), entry("54", "Meurthe-et-Moselle"), entry("55", "Meuse"),
    entry("56", "Morbihan"), entry("57", "Moselle"), entry("58", "Nièvre"), entry("59", "Nord"),
    entry("60", "Oise"), entry("61", "Orne"), entry("62", "Pas-de-Calais"), entry("63", "Puy-de-Dôme"),
    entry("64", "Pyrénées-Atlantiques"), entry("65", "Hautes-Pyrénées"), entry("66", "Pyrénées-Orientales"),
    entry("67", "Bas-Rhin"), entry("68", "Haut-Rhin"), entry("69", "Rhône"), entry("70", "Haute-Saône"),
    entry("71", "Saône-et-Loire"), entry("72", "Sarthe"), entry("73", "Savoie"), entry("74", "Haute-Savoie"),
    entry("75", "Paris"), entry("76", "Seine-Maritime"), entry("77", "Seine-et-Marne"), entry("78", "Yvelines"),
    entry("79", "Deux-Sèvres"), entry("80", "Somme"), entry("81", "Tarn"), entry("82", "Tarn-et-Garonne"),
    entry("83", "Var"), entry("84", "Vaucluse"), entry("85", "Vendée"), entry("86", "Vienne"),
    entry("87", "Haute-Vienne"), entry("88", "Vosges"), entry("89", "Yonne"), entry("90", "Territoire de Belfort"),
    entry("91", "Essonne"), entry("92", "Hauts-de-Seine"), entry("93", "Seine-Saint-Denis"),
    entry("94", "Val-de-Marne"), entry("95", "Val-d'Oise"), entry("971", "Guadeloupe"), entry("972", "Martinique"),
    entry("973", "Guyane"), entry("974", "La Réunion"), entry("975", "Saint-Pierre-et-Miquelon"),
    entry("976", "Mayotte"), entry("977", "Saint-Barthélemy"), entry("978", "Saint-Martin"),
    entry("984", "Terres australes et antarctiques françaises"), entry("986", "Wallis-et-Futuna"),
    entry("987", "Polynésie française"), entry("988", "Nouvelle-Calédonie"),
];

impl Department {
    /// Finds a department by its code: `1` and `01`, `2a` and `2A`.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let code = format!("{:0>2}", code.trim().to_ascii_uppercase());
        ALL.into_iter().find(|department| department.code == code)
    }

    /// Finds a department by its name, however it is spelled: `cote d or`, `Réunion`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let wanted = fold::key(name);
        ALL.into_iter().find(|department| {
            let key = fold::key(department.name);
            key == wanted || key.strip_prefix("la") == Some(&wanted) && department.code == "974"
        })
    }

    /// The department of a postcode of five digits. The town decides where the postcode does not:
    /// in Corsica, on Saint-Martin and Saint-Barthélemy, and for some forty communes that get their
    /// mail through a neighboring department. Without a town, the usual answer.
    ///
    /// `None` for Monaco (98000), the armies (00…) and what is no postcode of France.
    #[must_use]
    pub fn of_postcode(postcode: &str, city: &str) -> Option<Self> {
        let postcode = postcode.trim();
        if postcode.len() != 5 || !postcode.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let city = neighbors::town(city);
        neighbors::department(postcode, &city).or_else(|| usual(postcode, &city)).and_then(Self::of_code)
    }
}

/// The code that the digits tell.
fn usual<'a>(postcode: &'a str, town: &str) -> Option<&'a str> {
    match &postcode[..2] {
        "20" => corsican(postcode, town),
        "97" => Some(match (&postcode[..3], town) {
            ("970" | "971", "saintmartin" | "marigot") => "978",
            ("970" | "971", "saintbarthelemy" | "gustavia") => "977",
            _ if postcode == "97150" => "978",
            _ if postcode == "97133" => "977",
            (code, _) => code,
        }),
        "98" => Some(&postcode[..3]),
        code => Some(code),
    }
}

/// 200 and 201 are of the south, 202 and 206 of the north; mail for offices (CEDEX) of both towns
/// has other numbers too, so that the town comes first.
fn corsican(postcode: &str, town: &str) -> Option<&'static str> {
    match town {
        "ajaccio" | "portovecchio" | "sartene" | "propriano" | "bonifacio" => return Some("2A"),
        "bastia" | "corte" | "calvi" | "biguglia" | "lilerousse" | "ghisonaccia" => return Some("2B"),
        _ => {}
    }
    match &postcode[..3] {
        // 207 is the mail of offices in Ajaccio.
        "200" | "201" | "207" => Some("2A"),
        "202" | "203" | "204" | "205" | "206" => Some("2B"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_has_its_department() {
        let table = [
            ("01000", "Bourg-en-Bresse", "01 Ain"),
            ("13001", "Marseille", "13 Bouches-du-Rhône"),
            ("75008", "PARIS CEDEX 08", "75 Paris"),
            ("95000", "Cergy", "95 Val-d'Oise"),
            (" 21000 ", "Dijon", "21 Côte-d'Or"),
            ("20000", "Ajaccio", "2A Corse-du-Sud"),
            ("20137", "Porto-Vecchio", "2A Corse-du-Sud"),
            ("20137", "", "2A Corse-du-Sud"),
            ("20200", "Bastia", "2B Haute-Corse"),
            ("20620", "", "2B Haute-Corse"),
            ("20302", "Ajaccio Cedex 1", "2A Corse-du-Sud"),
            ("20700", "AJACCIO CEDEX 9", "2A Corse-du-Sud"),
            ("20407", "Bastia cedex", "2B Haute-Corse"),
            ("97110", "Pointe-à-Pitre", "971 Guadeloupe"),
            ("97200", "Fort-de-France", "972 Martinique"),
            ("97300", "Cayenne", "973 Guyane"),
            ("97410", "Saint-Pierre", "974 La Réunion"),
            ("97500", "Saint-Pierre", "975 Saint-Pierre-et-Miquelon"),
            ("97600", "Mamoudzou", "976 Mayotte"),
            ("97133", "Saint-Barthélemy", "977 Saint-Barthélemy"),
            ("97150", "", "978 Saint-Martin"),
            ("97051", "SAINT-MARTIN CEDEX", "978 Saint-Martin"),
            ("98600", "Mata-Utu", "986 Wallis-et-Futuna"),
            ("98714", "Papeete", "987 Polynésie française"),
            ("98800", "Nouméa", "988 Nouvelle-Calédonie"),
            ("98413", "", "984 Terres australes et antarctiques françaises"),
        ];
        for (postcode, city, department) in table {
            let found = Department::of_postcode(postcode, city).unwrap();
            assert_eq!(format!("{} {}", found.code, found.name), department, "{postcode} {city}");
        }
    }

    #[test]
    fn some_communes_get_their_mail_through_the_neighbor() {
        let table = [
            ("01200", "Éloise", "74"),
            ("01200", "Bellegarde-sur-Valserine", "01"),
            ("05110", "Claret", "04"),
            ("48500", "SAINT LAURENT D OLT", "12"),
            ("48500", "St-Laurent-d'Olt", "12"),
            ("48500", "La Canourgue", "48"),
            ("33220", "Port-Sainte-Foy-et-Ponchapt", "24"),
            ("33220", "Port Ste Foy et Ponchapt", "24"),
        ];
        for (postcode, city, code) in table {
            assert_eq!(Department::of_postcode(postcode, city).unwrap().code, code, "{postcode} {city}");
        }
    }

    #[test]
    fn not_every_five_digits_are_in_a_department() {
        for postcode in
            ["98000", "00200", "99123", "96000", "20900", "97900", "7500", "750001", "2A000", "", "７５００１"]
        {
            assert_eq!(Department::of_postcode(postcode, ""), None, "{postcode}");
        }
    }

    #[test]
    fn departments_are_found_by_code_and_name() {
        assert_eq!(ALL.len(), 96 + 8 + 4);
        for department in ALL {
            assert_eq!(Department::of_code(department.code), Some(department));
            assert_eq!(Department::of_name(department.name), Some(department));
        }
        assert_eq!(Department::of_code("1").unwrap().name, "Ain");
        assert_eq!(Department::of_code("2a").unwrap().name, "Corse-du-Sud");
        assert_eq!(Department::of_code("20"), None);
        assert_eq!(Department::of_name("COTE D OR").unwrap().code, "21");
        assert_eq!(Department::of_name("reunion").unwrap().code, "974");
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
