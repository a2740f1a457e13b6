//! Towns with their postcodes, around the shop and farther, and the first digit of their telephones.

/// Town, postcode, telephone zone; the near ones first.
#[rustfmt::skip]
pub(super) const TOWNS: &[(&str, &str, u8)] = &[
    ("Lyon", "69001", 4), ("Lyon", "69004", 4), ("Lyon", "69002", 4), ("Lyon", "69006", 4), ("Lyon", "69003", 4),
    ("Lyon", "69007", 4), ("Lyon", "69005", 4), ("Lyon", "69008", 4), ("Lyon", "69009", 4),
    ("Villeurbanne", "69100", 4), ("Caluire-et-Cuire", "69300", 4), ("Écully", "69130", 4),
    ("Sainte-Foy-lès-Lyon", "69110", 4), ("Tassin-la-Demi-Lune", "69160", 4), ("Bron", "69500", 4),
    ("Vénissieux", "69200", 4), ("Rillieux-la-Pape", "69140", 4), ("Saint-Priest", "69800", 4),
    ("Vaulx-en-Velin", "69120", 4), ("Décines-Charpieu", "69150", 4), ("Meyzieu", "69330", 4),
    ("Francheville", "69340", 4), ("Craponne", "69290", 4), ("Dardilly", "69570", 4), ("Limonest", "69760", 4),
    ("Champagne-au-Mont-d'Or", "69410", 4), ("Saint-Genis-Laval", "69230", 4), ("Brignais", "69530", 4),
    ("Givors", "69700", 4), ("Genas", "69740", 4), ("L'Arbresle", "69210", 4), ("Tarare", "69170", 4),
    ("Villefranche-sur-Saône", "69400", 4), ("Vienne", "38200", 4), ("Bourgoin-Jallieu", "38300", 4),
    ("Saint-Étienne", "42000", 4), ("Roanne", "42300", 4), ("Bourg-en-Bresse", "01000", 4), ("Grenoble", "38000", 4),
    ("Valence", "26000", 4), ("Annecy", "74000", 4), ("Chambéry", "73000", 4), ("Mâcon", "71000", 3),
    ("Dijon", "21000", 3), ("Paris", "75011", 1), ("Versailles", "78000", 1), ("Marseille", "13006", 4),
    ("Nice", "06000", 4), ("Montpellier", "34000", 4), ("Toulouse", "31000", 5), ("Bordeaux", "33000", 5),
    ("Nantes", "44000", 2), ("Rennes", "35000", 2), ("Lille", "59000", 3), ("Strasbourg", "67000", 3),
];
