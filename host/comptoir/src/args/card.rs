//! Options of `card`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Loyalty cards.
#[derive(Subcommand, Debug)]
pub(crate) enum CardCmd {
    /// Réserve des numéros neufs, jamais donnés deux fois | Reserves fresh numbers, never handed out twice
    New {
        /// Combien : de 1 à 10000 | How many: 1 to 10000
        count: u32,
        /// Le préfixe de la série : 29, ou 2903 pour la caisse 3 | The prefix of the series: 29, or 2903 for till 3
        #[arg(long, value_name = "PREFIX", default_value = comptoir_app::cards::USUAL_SERIES)]
        series: String,
    },
    /// Écrit des cartes à découper, dix par page A4 : neuves, ou celles de clients | Writes cards to cut out, ten on an A4 page: fresh ones, or those of customers
    Sheet(CardSheetArgs),
    /// Dessine la carte d'un client pour son téléphone | Draws a customer's card for their phone
    Picture {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// L'image : carte.png | The picture: card.png
        file: PathBuf,
    },
}

/// Options of `card sheet`.
#[derive(Args, Debug, Clone)]
#[command(group(clap::ArgGroup::new("which-cards").required(true).multiple(true).args(["new", "customers", "conditions"])))]
pub(crate) struct CardSheetArgs {
    /// Le fichier : cartes.pdf | The file: cards.pdf
    pub(crate) file: PathBuf,
    /// Autant de cartes neuves, à distribuer : de 1 à 10000 | So many fresh cards, to hand out: 1 to 10000
    #[arg(long, value_name = "N", conflicts_with_all = ["customers", "conditions", "give"])]
    pub(crate) new: Option<u32>,
    /// Les cartes des clients de ces mots ; de tous sans mot | The cards of the customers of these words; of all without a word
    #[arg(long, value_name = "WORDS", num_args = 0..)]
    pub(crate) customers: Option<Vec<String>>,
    /// Les clients de cette condition, comme pour `customer list` ; répétez l'option | The customers of this condition, as for `customer list`; repeat the option
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
    /// Donne une carte neuve à ceux qui n'en ont pas | Gives a fresh card to those who have none
    #[arg(long)]
    pub(crate) give: bool,
    /// Le préfixe de la série des cartes neuves | The prefix of the series of fresh cards
    #[arg(long, value_name = "PREFIX", default_value = comptoir_app::cards::USUAL_SERIES)]
    pub(crate) series: String,
}
