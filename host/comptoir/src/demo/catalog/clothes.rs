//! The tables of clothes and accessories. A color agrees with the noun it follows.

use comptoir_domain::item::Unit;

use super::{Codes, Family, Lists, Model};

/// All families of clothes and accessories, in the order of the departments.
pub(super) const FAMILIES: &[Family] = &[
    clothing("ROB", "robes", DRESSES),
    clothing("CHR", "chemisiers", BLOUSES),
    clothing("JUP", "jupes", SKIRTS),
    clothing("PAF", "pantalons-femme", TROUSERS_WOMEN),
    clothing("MAF", "mailles-femme", KNITS_WOMEN),
    Family { lists: Lists::Professionals, ..clothing("CHE", "chemises", SHIRTS) },
    Family { lists: Lists::Professionals, ..clothing("PAH", "pantalons-homme", TROUSERS_MEN) },
    clothing("VES", "vestes", JACKETS),
    clothing("MAH", "mailles-homme", KNITS_MEN),
    clothing("SOU", "sous-vetements", UNDERWEAR),
    clothing("FIL", "fille", GIRLS),
    clothing("GAR", "garcon", BOYS),
    clothing("BEB", "bebe", BABIES),
    clothing("CEI", "ceintures", BELTS),
    clothing("ECH", "echarpes", SCARVES),
    // The makers of the jewels are too small to have barcodes.
    Family { codes: Codes::Shop, cost: 35..=45, ..clothing("BIJ", "bijoux", JEWELS) },
    Family { lists: Lists::Professionals, ..clothing("MAR", "maroquinerie", LEATHER) },
];

const fn clothing(prefix: &'static str, department: &'static str, models: &'static [Model]) -> Family {
    Family {
        prefix,
        department,
        vat: "20",
        cost: 38..=52,
        unit: Unit::Piece,
        discountable: true,
        codes: Codes::Maker,
        lists: Lists::Regulars,
        models,
    }
}

const DRESSES: &[Model] = &[
    ("Robe portefeuille", "noire/vert sauge/terracotta", "36/38/40/42", "89,90"),
    ("Robe chemise en lin", "écrue/bleu nuit", "36/38/40/42", "109,00"),
    ("Robe longue à fleurs", "", "S/M/L", "119,00"),
    ("Robe pull en maille côtelée", "camel/gris chiné", "S/M/L", "99,90"),
    ("Robe de cocktail en soie", "rubis", "36/38/40", "245,00"),
];

const BLOUSES: &[Model] = &[
    ("Chemisier en popeline", "blanc/bleu ciel", "36/38/40/42", "59,90"),
    ("Blouse brodée en voile de coton", "écrue", "S/M/L", "69,50"),
    ("Chemisier en soie", "ivoire/bleu nuit", "36/38/40", "139,00"),
    ("Tunique imprimée", "", "S/M/L/XL", "64,90"),
];

const SKIRTS: &[Model] = &[
    ("Jupe plissée midi", "bordeaux/vert sapin", "36/38/40/42", "75,00"),
    ("Jupe droite en denim", "brut", "36/38/40/42", "59,90"),
    ("Jupe trapèze en velours", "ocre/noire", "36/38/40", "69,90"),
];

const TROUSERS_WOMEN: &[Model] = &[
    ("Pantalon cigarette", "noir/beige", "36/38/40/42", "79,90"),
    ("Jean droit taille haute", "brut/délavé", "36/38/40/42", "89,90"),
    ("Pantalon large en lin", "écru", "36/38/40", "84,50"),
];

const KNITS_WOMEN: &[Model] = &[
    ("Pull col V en laine mérinos", "gris perle/bleu pétrole/prune", "S/M/L", "89,00"),
    ("Gilet en mohair", "rose poudré", "S/M/L", "119,90"),
    ("Marinière en coton", "blanc et marine", "S/M/L/XL", "49,90"),
];

const SHIRTS: &[Model] = &[
    ("Chemise oxford", "blanche/bleu ciel", "39/40/41/42/43", "69,90"),
    ("Chemise à carreaux en flanelle", "bordeaux/vert forêt", "39/40/41/42", "74,90"),
    ("Chemise en lin col mao", "blanche/sable", "39/40/41/42", "79,00"),
    ("Chemise de cérémonie à plastron", "blanche", "39/40/41/42", "110,00"),
];

const TROUSERS_MEN: &[Model] = &[
    ("Chino", "beige/marine/kaki", "40/42/44/46", "79,90"),
    ("Jean coupe droite", "brut", "40/42/44/46", "95,00"),
    ("Pantalon de flanelle", "gris anthracite", "40/42/44", "129,00"),
];

const JACKETS: &[Model] = &[
    ("Veste droite en laine", "bleu nuit/gris anthracite", "48/50/52/54", "249,00"),
    ("Caban en drap de laine", "marine", "48/50/52", "279,00"),
    ("Blouson en daim", "tabac", "48/50/52", "389,00"),
    ("Veste de travail en moleskine", "bleue", "48/50/52", "119,00"),
];

const KNITS_MEN: &[Model] = &[
    ("Pull col rond en laine d'agneau", "marine/gris chiné/vert bouteille", "M/L/XL", "85,00"),
    ("Cardigan à col châle", "écru", "M/L/XL", "135,00"),
    ("Polo en coton piqué", "blanc/marine", "M/L/XL", "55,00"),
];

const UNDERWEAR: &[Model] = &[
    ("Boxer en coton", "noir/marine", "M/L/XL", "19,90"),
    ("Lot de 2 tee-shirts de corps", "blancs", "M/L/XL", "29,90"),
    ("Chaussettes en fil d'Écosse", "noires/bordeaux", "39-42/43-46", "14,50"),
    ("Pyjama en pilou", "à carreaux", "M/L/XL", "59,90"),
];

const GIRLS: &[Model] = &[
    ("Robe à smocks", "bleu ciel/rose", "4 ans/6 ans/8 ans", "49,90"),
    ("Collants côtelés", "gris", "4 ans/6 ans/8 ans", "12,90"),
    ("Cardigan en coton", "écru", "4 ans/6 ans/8 ans/10 ans", "35,90"),
    ("Jupe à bretelles en velours", "bordeaux", "4 ans/6 ans/8 ans", "39,90"),
];

const BOYS: &[Model] = &[
    ("Chemise vichy", "bleue", "4 ans/6 ans/8 ans/10 ans", "29,90"),
    ("Bermuda en toile", "beige/marine", "4 ans/6 ans/8 ans", "27,50"),
    ("Sweat à capuche", "gris chiné", "6 ans/8 ans/10 ans", "34,90"),
    ("Ciré", "jaune", "4 ans/6 ans/8 ans", "45,00"),
];

const BABIES: &[Model] = &[
    ("Barboteuse en double gaze", "vert d'eau/blanche", "3 mois/6 mois/12 mois", "32,90"),
    ("Bonnet en coton", "écru", "naissance/3-6 mois", "12,00"),
    ("Chaussons en laine", "gris", "", "16,90"),
];

const BELTS: &[Model] = &[
    ("Ceinture en cuir", "noire/marron/cognac", "85/95/105", "45,00"),
    ("Ceinture tressée", "beige", "85/95", "39,90"),
];

const SCARVES: &[Model] = &[
    ("Écharpe en laine", "grise/camel/bordeaux/marine", "", "39,90"),
    ("Étole en cachemire", "écrue/gris perle", "", "149,00"),
    ("Carré de soie", "« Traboules »/« Saône »/« Glycine »", "", "95,00"),
    ("Bonnet en laine", "noir/moutarde/écru", "", "24,90"),
    ("Gants en cuir", "noirs/cognac", "7/8/9", "59,90"),
];

const JEWELS: &[Model] = &[
    ("Créoles dorées", "", "", "29,90"),
    ("Puces d'oreilles en argent", "", "", "35,00"),
    ("Collier de perles d'eau douce", "", "", "79,00"),
    ("Bracelet jonc", "doré/argenté", "", "24,90"),
    ("Sautoir en pierres", "turquoise/corail", "", "42,50"),
    ("Bague réglable", "dorée/argentée", "", "19,90"),
    ("Broche hirondelle en émail", "", "", "22,00"),
    ("Barrette en acétate", "écaille/noire", "", "9,90"),
    ("Chouchou en satin", "rose/vert/noir", "", "6,50"),
];

const LEATHER: &[Model] = &[
    ("Sac cabas en cuir", "noir/cognac", "", "189,00"),
    ("Besace en cuir", "camel/marine", "", "145,00"),
    ("Portefeuille en cuir", "noir/marron/rouge", "", "65,00"),
    ("Porte-cartes en cuir", "noir/cognac", "", "35,00"),
    ("Porte-clés à pompon", "", "", "15,00"),
    ("Trousse de toilette en toile", "kaki/marine", "", "38,50"),
    ("Parapluie canne", "noir/marine", "", "49,00"),
];
