//! Options of `program` and `counter`.

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};

/// Programs.
#[derive(Subcommand, Debug)]
pub(crate) enum ProgramCmd {
    /// Liste les programmes | Lists the programs
    List,
    /// Active une règle, ou réactive un programme | Switches a policy on, or a program on again
    Enable {
        /// La règle, ou le dossier de son paquet | The policy, or its package's folder
        policy: String,
        /// Nom du programme | The program's name
        #[arg(long = "as", value_name = "NAME")]
        id: Option<String>,
        /// Réglages | Settings
        #[arg(value_name = "KEY=VALUE")]
        settings: Vec<String>,
        /// Premier jour | First day
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        from: Option<NaiveDate>,
        /// Dernier jour | Last day
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        until: Option<NaiveDate>,
    },
    /// Désactive un programme ; ses compteurs restent | Switches a program off; its counters stay
    Disable {
        /// Nom du programme | The program's name
        program: String,
    },
    /// Change des réglages | Changes settings
    Set {
        /// Nom du programme | The program's name
        program: String,
        /// Réglages | Settings
        #[arg(value_name = "KEY=VALUE", required = true)]
        settings: Vec<String>,
    },
    /// Change l'ordre : du premier évalué au dernier | Changes the order: from the first evaluated to the last
    Order {
        /// Noms de ceux qui viennent d'abord ; les autres suivent comme avant | Names of those that come first; the others follow as before
        #[arg(required = true)]
        programs: Vec<String>,
    },
    /// Dit comment un programme se cumule avec d'autres | Says how a program adds up with others
    Combine {
        /// Nom du programme | The program's name
        program: String,
        /// Avec les autres : cumul, le meilleur, ou le premier du groupe | With the others: stack, the best, or the first of the pool
        #[arg(long, value_enum)]
        rule: Option<CombineRule>,
        /// Le groupe de programmes qui ne se cumulent pas | The pool of programs that do not add up
        #[arg(long, value_name = "NAME")]
        pool: Option<String>,
        /// Les prix qu'il voit : ce qui reste après les autres, ou le prix de départ | The prices it sees: what the others left, or the prices before them
        #[arg(long, value_enum)]
        on: Option<SeenPrices>,
    },
}

/// How a program gets along with the others of its pool.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CombineRule {
    /// Tout se cumule | All adds up
    Stack,
    /// Seul celui qui donne le plus | Only the one that gives most
    Best,
    /// Seul le premier qui donne | Only the first that gives
    First,
}

/// The prices that a program sees.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeenPrices {
    /// Ce qui reste après les programmes précédents | What the programs before left
    Remainder,
    /// Les prix avant tous les programmes | The prices before all programs
    Base,
}

/// Counters.
#[derive(Subcommand, Debug)]
pub(crate) enum CounterCmd {
    /// Montre les compteurs d'un client, avec ce qui attend et ce qui expire | Shows a customer's counters, with what is pending and what expires
    Show {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Ajoute ou retire à la main, avec un motif | Adds or takes away by hand, with a reason
    Adjust {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Compteur : programme/compteur | The counter: program/counter
        counter: String,
        /// Combien : 50 ou -50 | How much: 50 or -50
        #[arg(allow_hyphen_values = true)]
        amount: String,
        /// Pourquoi : gardé dans le journal | Why: kept in the journal
        #[arg(long)]
        reason: String,
    },
}
