//! Options of `stats`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Statistics.
#[derive(Subcommand, Debug)]
pub(crate) enum StatsCmd {
    /// Ce qu'une période a rapporté, par famille, rayon, vendeur, ville ou âge ; sans --by, les clients nouveaux, actifs, endormis, perdus | What a period took, by group, department, seller, town or age; without --by, new, active, sleeping and lost customers
    Customers {
        /// Selon quoi | By what
        #[arg(long, value_enum)]
        by: Option<ByChoice>,
        /// Dans ce rayon seulement, par rayon juste au-dessous | In this department only, by those just below it
        #[arg(long, value_name = "DEPARTMENT", requires = "by")]
        within: Option<String>,
        /// Jours sans passage après lesquels un client est endormi ; perdu après le double | Days without a visit after which a customer sleeps; lost after twice as many
        #[arg(long, value_name = "DAYS", conflicts_with = "by", default_value_t = comptoir_app::statistics::SLEEPS_AFTER, value_parser = clap::value_parser!(u32).range(1..=36_500))]
        sleeping: u32,
        #[command(flatten)]
        days: DaysArgs,
        #[command(flatten)]
        files: FilesArgs,
        /// Dessine les parts dans un fichier PNG | Draws the parts into a PNG file
        #[arg(long, value_name = "FILE", requires = "by")]
        chart: Option<PathBuf>,
    },
    /// Récence, fréquence, montant : les clients de 24 mois en classes de 1 à 5, et la liste d'un segment | Recency, frequency, monetary value: the customers of 24 months in classes from 1 to 5, and the list of a segment
    Rfm {
        /// À la fin de ce jour ; aujourd'hui si absent | At the end of this day; today if left out
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Liste les clients de cette classe de récence, 5 pour les plus récents | Lists the customers of this class of recency, 5 for the most recent
        #[arg(long, value_name = "CLASS", value_parser = clap::value_parser!(u8).range(1..=5))]
        recency: Option<u8>,
        /// Liste les clients de cette classe de fréquence, 5 pour les plus fréquents | Lists the customers of this class of frequency, 5 for the most frequent
        #[arg(long, value_name = "CLASS", value_parser = clap::value_parser!(u8).range(1..=5))]
        frequency: Option<u8>,
        /// Liste les clients de cette classe de montant, 5 pour les plus gros | Lists the customers of this class of value, 5 for the largest
        #[arg(long, value_name = "CLASS", value_parser = clap::value_parser!(u8).range(1..=5))]
        monetary: Option<u8>,
        /// Combien de clients au plus ; tous dans un fichier | At most how many customers; all of them in a file
        #[arg(long, default_value_t = 50)]
        limit: usize,
        #[command(flatten)]
        files: FilesArgs,
    },
    /// Ce que chaque vendeur a fait dans une période | What each seller did in a period
    Sellers {
        #[command(flatten)]
        days: DaysArgs,
        #[command(flatten)]
        files: FilesArgs,
        /// Dessine les vendeurs dans un fichier PNG | Draws the sellers into a PNG file
        #[arg(long, value_name = "FILE")]
        chart: Option<PathBuf>,
    },
}

/// A period.
#[derive(Args, Debug, Clone)]
pub(crate) struct DaysArgs {
    /// Premier jour : 2026-11-01 ou 01/11/2026 ; le 1er du mois si absent | First day: 2026-11-01 or 01/11/2026; the 1st of the month if left out
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Dernier jour ; aujourd'hui si absent | Last day; today if left out
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
}

/// Files to write.
#[derive(Args, Debug, Clone)]
pub(crate) struct FilesArgs {
    /// Écrit aussi le tableau dans ce fichier CSV | Writes the table into this CSV file too
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
    /// Écrit aussi le tableau dans ce classeur Excel | Writes the table into this Excel workbook too
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: Option<PathBuf>,
}

/// By what sums are told apart.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByChoice {
    /// Famille de clients | Group of customers
    Group,
    /// Rayon | Department
    Department,
    /// Vendeur | Seller
    Seller,
    /// Ville | Town
    City,
    /// Tranche d'âge de 15 ans | Ages in bands of 15 years
    Age,
}
