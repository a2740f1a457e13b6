//! Options of `account` and `credit`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::ReceiptChoice;

/// Accounts.
#[derive(Subcommand, Debug)]
pub(crate) enum AccountCmd {
    /// Liste les comptes dus, en avance ou bloqués | Lists accounts with something owed, paid beforehand, or held
    List {
        /// Seulement ce qui est dû depuis plus de 30 jours | Only what has been owed for more than 30 days
        #[arg(long)]
        overdue: bool,
        /// Tous, soldés compris | All, those without a balance too
        #[arg(long, conflicts_with = "overdue")]
        all: bool,
    },
    /// Montre un compte et ses écritures | Shows an account and its entries
    Show {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Ouvre un compte | Opens an account
    Open {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Plafond, atteint compris ; sans plafond si absent | Limit, inclusive; no limit if left out
        #[arg(long, value_name = "AMOUNT")]
        limit: Option<String>,
    },
    /// Change le plafond | Changes the limit
    Limit {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Montant, ou « none » pour l'enlever | Amount, or `none` to take it off
        limit: String,
    },
    /// Bloque un compte : plus rien n'y est mis | Holds an account: nothing more is put on it
    Hold {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Pourquoi : montré à la caisse | Why: shown at the counter
        #[arg(long)]
        reason: String,
    },
    /// Débloque un compte | Releases an account
    Release {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
    },
    /// Encaisse un règlement de compte | Takes a payment of an account
    Pay(PayArgs),
    /// Le reçu d'un règlement | The receipt of a payment
    Receipt {
        /// Numéro du reçu : C1-E000042 | Number of the receipt: C1-E000042
        number: String,
        /// Imprime un DUPLICATA | Prints a DUPLICATA
        #[arg(long)]
        reprint: bool,
    },
    /// Corrige un compte à la main, avec un motif | Corrects an account by hand, with a reason
    Correct {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Combien : 50 s'il doit plus, -50 s'il doit moins | How much: 50 when more is owed, -50 when less
        #[arg(allow_hyphen_values = true)]
        amount: String,
        /// Pourquoi : gardé dans le journal | Why: kept in the journal
        #[arg(long)]
        reason: String,
        /// Jour de l'écriture ; aujourd'hui si absent | Day of the entry; today if left out
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        day: Option<NaiveDate>,
        /// Échéance | The day until which it is to be paid
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        due: Option<NaiveDate>,
        /// Clé (UUID) : la même correction envoyée deux fois n'est faite qu'une fois | Key (UUID): the same correction sent twice is made once
        #[arg(long, value_name = "UUID")]
        key: Option<String>,
    },
    /// Lettre deux écritures : un règlement et ce qu'il règle | Matches two entries: a payment and what it settles
    Match {
        /// Carte, nom ou identifiant du client | The customer's card, name or id
        customer: String,
        /// Numéro de l'écriture qui règle | Number of the entry that settles
        credit: i64,
        /// Numéro de l'écriture réglée ; avec --undo, toutes si absent | Number of the entry that is settled; with --undo, all if left out
        #[arg(required_unless_present = "undo")]
        debit: Option<i64>,
        /// Combien ; autant que possible si absent | How much; as far as possible if left out
        #[arg(long, conflicts_with = "undo")]
        amount: Option<String>,
        /// Défait le lettrage | Takes the match back
        #[arg(long)]
        undo: bool,
    },
    /// Le relevé d'une période | The statement of a period
    Statement(StatementArgs),
    /// Ce qui est dû, par ancienneté | What is owed, by age
    Ageing {
        /// À la fin de ce jour ; aujourd'hui si absent | At the end of this day; today if left out
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        on: Option<NaiveDate>,
    },
}

/// Options of `account pay`.
#[derive(Args, Debug)]
pub(crate) struct PayArgs {
    /// Carte, nom ou identifiant du client | The customer's card, name or id
    pub(crate) customer: String,
    /// Combien ; tout ce qui est dû si absent | How much; all that is owed if left out
    #[arg(allow_hyphen_values = true)]
    pub(crate) amount: Option<String>,
    /// Règlement : cash=50, card, cheque, transfer (virement) | Tender: cash=50, card, cheque, transfer
    #[arg(long, value_name = "TENDER", required = true)]
    pub(crate) pay: Vec<String>,
    /// Accepte plus que ce qui est dû : un acompte | Takes more than is owed: a deposit
    #[arg(long)]
    pub(crate) deposit: bool,
    /// Numéro d'une écriture à régler d'abord ; la plus ancienne si absent | Number of an entry to settle first; the oldest if left out
    #[arg(long, value_name = "ENTRY")]
    pub(crate) settle: Vec<i64>,
    /// Le reçu : imprimé, écrit ici, ou aucun | The receipt: printed, written here, or none
    #[arg(long, value_enum, default_value_t)]
    pub(crate) receipt: ReceiptChoice,
    /// Clé (UUID) : le même règlement envoyé deux fois n'est fait qu'une fois | Key (UUID): the same payment sent twice is made once
    #[arg(long, value_name = "UUID")]
    pub(crate) key: Option<String>,
}

/// Options of `account statement`.
#[derive(Args, Debug)]
pub(crate) struct StatementArgs {
    /// Carte, nom ou identifiant du client | The customer's card, name or id
    pub(crate) customer: String,
    /// Premier jour ; le premier du mois si absent | First day; the first of the month if left out
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) from: Option<NaiveDate>,
    /// Dernier jour ; aujourd'hui si absent | Last day; today if left out
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) to: Option<NaiveDate>,
    /// L'écrit en pages A4 dans ce fichier | Writes it as A4 pages into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf: Option<PathBuf>,
    /// L'écrit pour un tableur dans ce fichier | Writes it for a spreadsheet into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
}

/// Papers.
#[derive(Subcommand, Debug)]
pub(crate) enum CreditCmd {
    /// Liste les avoirs, chèques-cadeaux et bons | Lists credit notes, gift vouchers and vouchers
    List(CreditListArgs),
    /// Montre un papier et ses mouvements | Shows a paper and its movements
    Show {
        /// Son code | Its code
        code: String,
    },
    /// Ce que le magasin doit sur ses papiers, par année d'émission | What the shop owes on its papers, by year of issue
    Report {
        /// À la fin de ce jour ; aujourd'hui si absent | At the end of this day; today if left out
        #[arg(long, value_name = "DAY", value_parser = super::day::day)]
        on: Option<NaiveDate>,
    },
    /// Imprime un papier de nouveau, avec son code-barres | Prints a paper again, with its barcode
    Print {
        /// Son code | Its code
        code: String,
    },
}

/// Options of `credit list`.
#[derive(Args, Debug)]
pub(crate) struct CreditListArgs {
    /// De cette sorte | Of this kind
    #[arg(long, value_enum)]
    pub(crate) kind: Option<PaperKind>,
    /// De ce client | Of this customer
    #[arg(long)]
    pub(crate) customer: Option<String>,
    /// Avec un reste | With something left
    #[arg(long)]
    pub(crate) open: bool,
    /// Épuisés | Used up
    #[arg(long, conflicts_with = "open")]
    pub(crate) used: bool,
    /// Périmés | Expired
    #[arg(long)]
    pub(crate) expired: bool,
    /// Valables au plus tard jusqu'à ce jour | Valid until this day at the latest
    #[arg(long, value_name = "DAY", value_parser = super::day::day)]
    pub(crate) until: Option<NaiveDate>,
    /// Combien au plus | At most how many
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: usize,
}

/// The kinds of papers.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaperKind {
    /// Avoirs | Credit notes
    CreditNote,
    /// Chèques-cadeaux | Gift vouchers
    GiftVoucher,
    /// Bons d'achat | Vouchers
    Voucher,
}
