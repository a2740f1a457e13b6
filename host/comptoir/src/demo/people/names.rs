//! First and last names that are frequent, rare or hard to type. Who bears them is made up by drawing.

/// First names, by those who gave them: before 1963, before 1986, since.
#[rustfmt::skip]
pub(super) const WOMEN: [&[&str]; 3] = [
    &[
        "Monique", "Françoise", "Nicole", "Michèle", "Christiane", "Jacqueline", "Colette", "Josette", "Marie-Thérèse",
        "Geneviève", "Simone", "Odile", "Ginette", "Paulette", "Yvette", "Marie-Claude", "Denise", "Annick",
        "Bernadette", "Hélène", "Marcelle", "Marie-Jo", "Solange", "Éliane", "Lucienne",
    ],
    &[
        "Isabelle", "Nathalie", "Sylvie", "Catherine", "Valérie", "Sandrine", "Stéphanie", "Céline", "Véronique",
        "Laurence", "Karine", "Anne-Sophie", "Christelle", "Delphine", "Claire", "Virginie", "Séverine", "Florence",
        "Agnès", "Corinne", "Bénédicte", "Marie-Laure", "Fatima", "Patricia", "Élisabeth",
    ],
    &[
        "Léa", "Manon", "Camille", "Chloé", "Inès", "Emma", "Clémence", "Pauline", "Marine", "Océane", "Zoé", "Jade",
        "Anaïs", "Margot", "Aïcha", "Maëlle", "Noémie", "Lou-Anne", "Éloïse", "Yasmine", "Lucie", "Alizée", "Romane",
        "Cécilia", "Gaëlle",
    ],
];

/// First names, by those who gave them: before 1963, before 1986, since.
#[rustfmt::skip]
pub(super) const MEN: [&[&str]; 3] = [
    &[
        "Jean", "Michel", "André", "Pierre", "Jacques", "Bernard", "Claude", "Roger", "Daniel", "Gérard", "Marcel",
        "René", "Jean-Claude", "Guy", "Robert", "Henri", "Raymond", "Jean-Marie", "Maurice", "Yves", "Lucien",
        "Georges", "Serge", "Jean-Pierre", "Gilbert",
    ],
    &[
        "Philippe", "Laurent", "Christophe", "Stéphane", "Frédéric", "Thierry", "Éric", "Olivier", "Nicolas",
        "Sébastien", "David", "Jérôme", "Franck", "François-Xavier", "Cédric", "Arnaud", "Benoît", "Hervé", "Karim",
        "Emmanuel", "Ludovic", "Loïc", "Jean-Baptiste", "Régis", "Grégory",
    ],
    &[
        "Thomas", "Lucas", "Hugo", "Antoine", "Mathis", "Théo", "Maxime", "Nathan", "Léo", "Clément", "Mehdi", "Rémi",
        "Bastien", "Kévin", "Noé", "Gaël", "Adrien", "Valentin", "Pierre-Louis", "Ilyès", "Quentin", "Timothée",
        "Yanis", "Raphaël", "Côme",
    ],
];

/// Last names, the frequent ones first.
#[rustfmt::skip]
pub(super) const LAST: &[&str] = &[
    "Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Simon",
    "Michel", "Lefebvre", "Leroy", "Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet", "Dupont",
    "Lambert", "Fontaine", "Rousseau", "Vincent", "Muller", "Lefèvre", "Faure", "André", "Mercier", "Blanc", "Guérin",
    "Boyer", "Garnier", "Chevalier", "Legrand", "Gauthier", "Garcia", "Perrin", "Robin", "Clément", "Morin", "Nicolas",
    "Henry", "Roussel", "Mathieu", "Gautier", "Masson", "Marchand", "Duval", "Denis", "Dumont", "Marie", "Lemaire",
    "Noël", "Meyer", "Dufour", "Meunier", "Brun", "Blanchard", "Giraud", "Joly", "Rivière", "Lucas", "Brunet",
    "Gaillard", "Barbier", "Arnaud", "Martinez", "Gérard", "Roche", "Renard", "Schmitt", "Roy", "Leroux", "Colin",
    "Vidal", "Caron", "Picard", "Roger", "Fabre", "Aubert", "Lemoine", "Renaud", "Dumas", "Lacroix", "Olivier",
    "Philippe", "Bourgeois", "Pierre", "Benoît", "Rey", "Leclerc", "Payet", "Rolland", "Leclercq", "Guillaume",
    "Lecomte", "Lopez", "Jean", "Dupuy", "Guillot", "Hubert", "Berger", "Carpentier", "Sanchez", "Dupuis", "Moulin",
    "Louis", "Deschamps", "Huet", "Vasseur", "Perez", "Boucher", "Fleury", "Royer", "Klein", "Jacquet", "Adam", "Paris",
    "Poirier", "Marty", "Aubry", "Guyot", "Carré", "Charles", "Renault", "Charpentier", "Ménard", "Maillard", "Baron",
    "Bertin", "Bailly", "Hervé", "Schneider", "Fernandez", "Le Gall", "Collet", "Léger", "Bouvier", "Julien", "Prévost",
    "Millet", "Perrot", "Daniel", "Le Roux", "Cousin", "Germain", "Breton", "Besson", "Langlois", "Rémy", "Le Goff",
    "Pelletier", "Lévêque", "Perrier", "Leblanc", "Barré", "Lebrun", "Marchal", "Weber", "Mallet", "Hamon", "Boulanger",
    "Jacob", "Monnier", "Michaud", "Rodriguez", "Guichard", "Gillet", "Étienne", "Grondin", "Poulain", "Tessier",
    "Chevallier", "Collin", "Chauvin", "Da Silva", "Bouchet", "Gay", "Lemaître", "Bénard", "Maréchal", "Humbert",
    "Reynaud", "Antoine", "Hoarau", "Perret", "Barthélemy", "Cordier", "Pichon", "Lejeune", "Gilbert", "Lamy",
    "Delaunay", "Pasquier", "Carlier", "Laporte", "Le Fèvre", "d'Arc", "de La Tour", "N'Guyen", "Œuvrard", "Nguyen",
    "O'Connor", "L'Hermitte", "d'Anglejan", "du Plessis", "des Essarts", "de Saint-Hilaire", "Le Bihan", "Kerguélen",
    "Le Dû", "Tran", "Traoré", "Diallo", "Ben Amar", "El Idrissi", "Haddad", "Benali", "Belkacem", "Cissé", "Koné",
    "Ndiaye", "Ferreira", "Rodrigues", "Gonçalves", "Müller", "Schäfer", "Wójcik", "Kowalski", "Nowak", "Đặng", "Çelik",
    "Yıldız", "Popović", "Novák", "Muñoz", "Núñez", "Peña", "Ibáñez", "Rossi", "Bianchi", "D'Angelo", "De Luca",
    "Van den Broeck", "Vandamme", "Declercq", "Dewaele", "Zimmermann", "Wurtz", "Etcheverry", "Ithurralde",
    "Casanova-Luciani", "Poggi", "Quilichini", "Aÿ", "Ys", "Bô", "Py", "Lê", "Août", "Noëlle-Roux", "Petit-Jean",
    "Martin-Durand", "Morel d'Albon", "Beaujolais", "Bouchard", "Chapuis", "Charvet", "Chavanne", "Combe", "Coquard",
    "Crozet", "Desvignes", "Ducreux", "Dumontel", "Favre-Coutillet", "Gonin", "Jomard", "Lacombe", "Longefay",
    "Montagnon", "Pupier", "Ravier", "Rivoire", "Thévenet", "Trouilleux", "Vaganay", "Vernay", "Vial", "Villard",
    "Voisin", "Zacharie", "Ollagnier", "Peyrard", "Sève", "Tardy", "Vallon", "Gerin", "Faÿ", "Achard", "Brossard",
    "Chanteloube", "Drevet",
];
