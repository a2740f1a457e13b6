//! The tables of all that is not worn: cloth, tea and coffee, books, sweets, press.
//!
//! The rates are those of the French code of taxes (CGI): 5.5 % for books and food (278-0 bis),
//! but 20 % for sugar confectionery; 10 % for what is eaten at once (279); 2.1 % for press (298 septies).

use comptoir_domain::item::Unit;

use super::{Codes, Family, Lists, Model};

/// All families of goods, in the order of the departments.
pub(super) const FAMILIES: &[Family] = &[
    Family {
        lists: Lists::Professionals,
        codes: Codes::Shop,
        unit: Unit::Meter,
        ..goods("TIS", "tissus", "20", CLOTH)
    },
    Family {
        lists: Lists::Professionals,
        codes: Codes::Scale,
        unit: Unit::Kilogram,
        ..goods("THE", "thes-cafes", "5.5", TEA_AND_COFFEE)
    },
    // The price of a book is its publisher's (law of 10 August 1981), that of press too.
    Family { discountable: false, cost: 64..=70, ..goods("LIV", "livres", "5.5", BOOKS) },
    goods("CNF", "confiserie", "20", SWEETS),
    goods("DOU", "confiserie", "5.5", FOOD),
    Family { codes: Codes::Shop, cost: 20..=32, ..goods("EMP", "confiserie", "10", TAKEAWAY) },
    Family { discountable: false, cost: 80..=86, ..goods("PRE", "presse", "2.1", PRESS) },
];

const fn goods(prefix: &'static str, department: &'static str, vat: &'static str, models: &'static [Model]) -> Family {
    Family {
        prefix,
        department,
        vat,
        cost: 48..=60,
        unit: Unit::Piece,
        discountable: true,
        codes: Codes::Maker,
        lists: Lists::Ordinary,
        models,
    }
}

/// Prices of a meter.
const CLOTH: &[Model] = &[
    ("Popeline de coton", "blanche/marine/moutarde", "", "12,90"),
    ("Lin lavé", "naturel/gris/terracotta", "", "24,90"),
    ("Batiste fleurie", "bleue/rose", "", "27,50"),
    ("Velours milleraies", "kaki/bordeaux", "", "18,90"),
    ("Double gaze de coton", "vert d'eau/rose", "", "15,50"),
    ("Toile de Jouy", "rouge/bleue", "", "22,00"),
    ("Soie sauvage", "ivoire/rubis", "", "48,00"),
    ("Ruban de satin", "rouge/vert/ivoire", "", "2,50"),
];

/// Prices of a kilogram.
const TEA_AND_COFFEE: &[Model] = &[
    ("Thé noir à la bergamote", "", "", "89,00"),
    ("Thé vert sencha", "", "", "120,00"),
    ("Thé vert à la menthe", "", "", "79,00"),
    ("Thé noir de Noël aux épices", "", "", "85,00"),
    ("Rooibos vanille", "", "", "69,00"),
    ("Infusion verveine et tilleul", "", "", "75,00"),
    ("Café moka d'Éthiopie", "", "", "38,00"),
    ("Café de Colombie", "", "", "32,00"),
    ("Café du Guatemala", "", "", "36,00"),
    ("Café décaféiné", "", "", "34,50"),
];

const BOOKS: &[Model] = &[
    ("Livre « Coudre sa première robe »", "", "", "19,90"),
    ("Livre « Le Drapé lyonnais »", "", "", "35,00"),
    ("Livre « Petit lexique des étoffes »", "", "", "14,50"),
    ("Livre « Tricoter au fil des saisons »", "", "", "22,00"),
    ("Livre « Canuts et soyeux »", "", "", "29,00"),
    ("Livre « Broder les jours »", "", "", "24,90"),
    ("Livre « Teindre avec les plantes »", "", "", "26,00"),
    ("Livre « Nouer sa cravate »", "", "", "12,90"),
];

const SWEETS: &[Model] = &[
    ("Nougat tendre 150 g", "", "", "8,90"),
    ("Pâtes de fruits 200 g", "", "", "11,90"),
    ("Caramels au beurre salé 150 g", "", "", "7,50"),
    ("Pralines roses 200 g", "", "", "8,50"),
    ("Bonbons au miel 120 g", "", "", "5,50"),
];

const FOOD: &[Model] = &[
    ("Tablette de chocolat noir 70 %", "", "", "5,90"),
    ("Papillotes au chocolat noir 250 g", "", "", "12,50"),
    ("Sablés au beurre 180 g", "", "", "6,50"),
    ("Miel d'acacia 250 g", "", "", "8,90"),
    ("Confiture d'abricot 320 g", "", "", "6,95"),
];

const TAKEAWAY: &[Model] = &[
    ("Café à emporter", "", "", "2,50"),
    ("Chocolat chaud à emporter", "", "", "3,50"),
    ("Thé glacé à emporter", "", "", "3,00"),
    ("Cookie du jour", "", "", "2,90"),
];

const PRESS: &[Model] = &[
    ("Revue « Fils et façons »", "", "", "7,90"),
    ("Revue « Patrons de saison »", "", "", "5,50"),
    ("Revue « Le Courrier des aiguilles »", "", "", "4,90"),
    ("Journal « L'Écho des pentes »", "", "", "2,00"),
];
