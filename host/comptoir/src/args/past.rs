//! The commands of `comptoir plugin` that look at the shop's own past.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use comptoir_domain::sale::ReceiptNumber;

/// Policies and past sales.
#[derive(Subcommand, Debug)]
pub(crate) enum PastCmd {
    /// Simule une règle sur les ventes passées, sans rien changer | Runs a policy over past sales, changing nothing
    Backtest(BacktestArgs),
    /// Redemande des ventes passées : mêmes règles, mêmes faits, même réponse ? | Asks past sales again: same policies, same facts, same answer?
    Replay(ReplayArgs),
    /// Pourquoi un programme a fait ce qu'il a fait dans une vente, ou dans un cas d'essai | Why a program did what it did in a sale, or in a case
    Why {
        /// Numéro de ticket ; avec --case, la règle ou son paquet | Receipt number; with --case, the policy or its package
        of: String,
        /// Un seul programme | One program only
        #[arg(long, value_name = "PROGRAM", conflicts_with = "case")]
        program: Option<String>,
        /// Un cas d'essai, par son nom | A case, by its name
        #[arg(long, value_name = "NAME")]
        case: Option<String>,
    },
    /// Fait un cas d'essai d'une vente passée | Makes a case of a past sale
    Record {
        /// Numéro de ticket | Receipt number
        number: ReceiptNumber,
        /// Le programme | The program
        #[arg(long, value_name = "PROGRAM")]
        program: String,
        /// Fichier à compléter ; la sortie standard si absent | File to add it to; the standard output if left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Mesure une règle sur ses cas d'essai | Measures a policy on its cases
    Bench {
        /// La règle, ou son paquet (dossier ou fichier) | The policy, or its package (folder or file)
        policy: String,
    },
}

/// Options of `plugin backtest`.
#[derive(Args, Debug)]
pub(crate) struct BacktestArgs {
    /// La règle, ou son paquet (dossier ou fichier) | The policy, or its package (folder or file)
    pub(crate) policy: String,
    /// Réglages : CLÉ=VALEUR ; les autres sont ceux du programme comparé, ou par défaut | Settings: KEY=VALUE; others are those of the compared program, or the defaults
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Premier jour ; un an avant le dernier si absent | First day; a year before the last if left out
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) from: Option<NaiveDate>,
    /// Dernier jour ; aujourd'hui si absent | Last day; today if left out
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) until: Option<NaiveDate>,
    /// Ce que les clients font des cadeaux : toujours pris, jamais, ou comme dans la vente | What customers do with offers: always take, never, or as in that sale
    #[arg(long, value_enum, default_value_t)]
    pub(crate) offers: OffersChoice,
    /// Lequel est pris, quand un cadeau se choisit : 1 pour le premier ; le dernier s'il y en a moins | Which one is taken of several gifts: 1 for the first; the last where there are fewer
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "offers")]
    pub(crate) choice: u16,
    /// Compare à ce qu'a vraiment fait ce programme du magasin | Compares with what this program of the shop really did
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) compare: Option<String>,
    /// Part des compteurs que le programme du magasin avait laissés la veille, au lieu de zéro | Starts from the counters that the shop's program had left the day before, not from zero
    #[arg(long)]
    pub(crate) carry: bool,
    /// Dessine les mois dans un fichier PNG | Draws the months into a PNG file
    #[arg(long, value_name = "FILE")]
    pub(crate) chart: Option<PathBuf>,
}

/// What customers do with offers.
#[derive(ValueEnum, Clone, Copy, Debug, Default)]
pub(crate) enum OffersChoice {
    /// Always take.
    #[default]
    Always,
    /// Never take.
    Never,
    /// As recorded.
    Recorded,
}

/// Options of `plugin replay`.
#[derive(Args, Debug)]
pub(crate) struct ReplayArgs {
    /// Numéro de ticket | Receipt number
    #[arg(required_unless_present_any = ["from", "until"], conflicts_with_all = ["from", "until"])]
    pub(crate) number: Option<ReceiptNumber>,
    /// Premier jour | First day
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) from: Option<NaiveDate>,
    /// Dernier jour ; aujourd'hui si absent | Last day; today if left out
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) until: Option<NaiveDate>,
}
