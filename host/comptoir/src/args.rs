//! The command line: commands and options, each explained in French and in English.
//!
//! Help is written once beside its option as `French | English`; [`command`] keeps one side.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Command, CommandFactory, Parser, Subcommand, ValueEnum};
use comptoir_domain::language::Language;

mod account;
mod card;
mod customer;
mod day;
mod filter;
mod help;
mod past;
mod plugin;
mod price;
mod program;
mod stats;

pub(crate) use account::{AccountCmd, CreditCmd, CreditListArgs, PaperKind, PayArgs, StatementArgs};
pub(crate) use card::{CardCmd, CardSheetArgs};
pub(crate) use customer::{
    Change, ChannelChoice, CustomerCmd, DuplicatesChoice, FieldCmd, GroupCmd, ImportArgs, KindChoice, OppositionCmd,
    SortChoice, SourceChoice, Which, YesNo,
};
pub(crate) use filter::{FilterCmd, RunFilter};
pub(crate) use past::{BacktestArgs, OffersChoice, PastCmd, ReplayArgs};
pub(crate) use plugin::{Code, NewKind, PluginCmd};
pub(crate) use price::{PriceCmd, PriceEntries, PriceRules};
pub(crate) use program::{CombineRule, CounterCmd, ProgramCmd, SeenPrices};
pub(crate) use stats::{ByChoice, DaysArgs, FilesArgs, StatsCmd};

/// La caisse libre des magasins français. | The open till of French shops.
#[derive(Parser, Debug)]
#[command(name = "comptoir", version, disable_help_subcommand = true, disable_help_flag = true)]
#[command(disable_version_flag = true, subcommand_required = true)]
pub(crate) struct Cli {
    /// Dossier du magasin | The shop's folder
    #[arg(long, global = true, display_order = 90, value_name = "DIR", env = "COMPTOIR_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Langue : fr ou en | Language: fr or en
    #[arg(long, global = true, display_order = 90, value_name = "LANG")]
    pub(crate) lang: Option<String>,
    /// Répond par un document JSON | Answers with one JSON document
    #[arg(long, global = true, display_order = 90)]
    pub(crate) json: bool,
    /// N'écrit que l'essentiel | Writes only what matters
    #[arg(long, global = true, display_order = 90)]
    pub(crate) quiet: bool,
    /// Règle l'heure, en démonstration et à l'école seulement : 2026-11-22T10:00:00+01:00 | Sets the clock, in demo and training shops only: 2026-11-22T10:00:00+01:00
    #[arg(long, global = true, display_order = 90, value_name = "INSTANT")]
    pub(crate) at: Option<DateTime<FixedOffset>>,
    /// Dossier des règles livrées avec le programme | Folder of the policies that come with the program
    #[arg(
        long,
        global = true,
        display_order = 90,
        value_name = "DIR",
        env = "COMPTOIR_POLICIES",
        hide_env_values = true
    )]
    pub(crate) policies: Option<PathBuf>,
    /// Montre cette aide | Shows this help
    #[arg(long, short, global = true, display_order = 90, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Montre la version et l'empreinte du périmètre fiscal | Shows the version and the fingerprint of the fiscal perimeter
    #[arg(long, short = 'V', display_order = 91, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Cmd,
}

/// Commands.
#[derive(Subcommand, Debug)]
pub(crate) enum Cmd {
    /// Crée un vrai magasin | Makes a new, real shop
    Init(InitArgs),
    /// Crée un magasin de démonstration puis ouvre la caisse | Makes a demo shop, then opens the till
    Demo(DemoArgs),
    /// Ouvre la caisse : une fenêtre, ou le terminal sans écran | Opens the till: a window, or the terminal without a display
    Till(TillArgs),
    /// Ouvre l'arrière-boutique : programmes de fidélité, leurs réglages, ce qu'ils donnent | Opens the back office: loyalty programs, their settings, what they give
    Office(OfficeArgs),
    /// Une vente, comme à la caisse | One sale, as at the counter
    Sale(SaleArgs),
    /// Rembourse un ticket, en tout ou partie | Refunds a receipt, whole or in part
    Refund(RefundArgs),
    /// Le texte d'un ticket | The text of a receipt
    Receipt(ReceiptArgs),
    /// Les articles | Items
    #[command(subcommand)]
    Item(FileCmd),
    /// Les tarifs : prix par article, par rayon, par période, hors taxes | Price lists: prices by item, by department, by period, without tax
    #[command(subcommand)]
    Price(PriceCmd),
    /// Les clients | Customers
    #[command(subcommand)]
    Customer(CustomerCmd),
    /// Les familles de clients : tarif et remise | Groups of customers: price list and discount
    #[command(subcommand)]
    Group(GroupCmd),
    /// Les cartes de fidélité : numéros, planches à découper, images | Loyalty cards: numbers, sheets to cut out, pictures
    #[command(subcommand)]
    Card(CardCmd),
    /// Les comptes clients | Customer accounts
    #[command(subcommand)]
    Account(AccountCmd),
    /// Les avoirs, chèques-cadeaux et bons d'achat | Credit notes, gift vouchers and vouchers
    #[command(subcommand)]
    Credit(CreditCmd),
    /// Les statistiques : clients, RFM, vendeurs | Statistics: customers, RFM, sellers
    #[command(subcommand)]
    Stats(StatsCmd),
    /// Les programmes : règles activées et réglées | Programs: policies switched on, with settings
    #[command(subcommand)]
    Program(ProgramCmd),
    /// Les compteurs de fidélité des clients | The loyalty counters of customers
    #[command(subcommand)]
    Counter(CounterCmd),
    /// Les filtres : quels clients une règle retient, pour un envoi ou une étiquette | Filters: which customers a policy chooses, for a mailing or a tag
    #[command(subcommand)]
    Filter(FilterCmd),
    /// Les règles livrées ou écrites pour ce magasin | Policies, bundled or written for this shop
    #[command(subcommand)]
    Plugin(PluginCmd),
    /// Le journal fiscal | The fiscal journal
    #[command(subcommand)]
    Journal(JournalCmd),
    /// Les appareils | Devices
    #[command(subcommand)]
    Device(DeviceCmd),
}

/// Options of `init`.
#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// Nom du magasin, comme sur le ticket | The shop's name, as on the receipt
    #[arg(long)]
    pub(crate) name: String,
    /// SIRET, 14 chiffres | SIRET, 14 digits
    #[arg(long)]
    pub(crate) siret: String,
    /// Une ligne d'adresse ; répétez l'option | One line of the address; repeat the option
    #[arg(long, value_name = "LINE")]
    pub(crate) address: Vec<String>,
    /// Code NAF | NAF code of the activity
    #[arg(long)]
    pub(crate) naf: Option<String>,
    /// Numéro de TVA intracommunautaire | VAT number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) vat_number: Option<String>,
    /// Préfixe des numéros de ticket | Prefix of the receipt numbers
    #[arg(long, default_value = "C1")]
    pub(crate) till: String,
    /// Un magasin pour apprendre : tickets marqués, heure réglable | A shop to learn in: marked receipts, settable clock
    #[arg(long)]
    pub(crate) training: bool,
}

/// Options of `demo`.
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    /// Combien de clients | How many customers
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) customers: u32,
    /// Combien de ventes sur un an, à peu près | About how many sales in a year
    #[arg(long, default_value_t = 4000, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub(crate) sales: u32,
    /// Graine : la même donne le même magasin | Seed: the same one gives the same shop
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Refait le magasin s'il existe déjà | Makes the shop anew if there is one
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Reste dans le terminal | Stays in the terminal
    #[arg(long)]
    pub(crate) no_ui: bool,
}

/// Options of `till`.
#[derive(Args, Debug)]
pub(crate) struct TillArgs {
    /// Reste dans le terminal | Stays in the terminal
    #[arg(long)]
    pub(crate) no_ui: bool,
}

/// Options of `office`.
#[derive(Args, Debug)]
pub(crate) struct OfficeArgs {
    /// Le magasin de démonstration | The demo shop
    #[arg(long, conflicts_with = "data")]
    pub(crate) demo: bool,
}

/// Options of `sale`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct SaleArgs {
    /// Code scanné : article, carte, bon ; « 3xCODE » pour une quantité | A scanned code: item, card, voucher; `3xCODE` for a quantity
    #[arg(long, value_name = "CODE", num_args = 1..)]
    pub(crate) scan: Vec<String>,
    /// Quantité du dernier article scanné | Quantity of the last scanned item
    #[arg(long, value_name = "N")]
    pub(crate) qty: Option<String>,
    /// Remise sur le total : 10% ou 5,00 | Discount on the total: 10% or 5.00
    #[arg(long, value_name = "DISCOUNT")]
    pub(crate) discount: Option<String>,
    /// Remise sur une ligne : 2=10% ou 2=5,00 | Discount on a line: 2=10% or 2=5.00
    #[arg(long, value_name = "LINE=DISCOUNT")]
    pub(crate) line_discount: Vec<String>,
    /// Carte ou nom du client | The customer's card or name
    #[arg(long, value_name = "CARD")]
    pub(crate) customer: Option<String>,
    /// Vendeur | Seller
    #[arg(long, value_name = "NAME")]
    pub(crate) seller: Option<String>,
    /// Cadeau pris maintenant ; en partie ou au choix : cagnotte=12,50 ou cadeau=mug ; PROGRAMME/CADEAU quand deux programmes en ont un du même nom | An offer taken now; in part or by choice: kitty=12.50 or gift=mug; PROGRAM/OFFER when two programs have one of the same name
    #[arg(long, value_name = "OFFER")]
    pub(crate) take: Vec<String>,
    /// Cadeau gardé pour plus tard | An offer kept for later
    #[arg(long, value_name = "OFFER")]
    pub(crate) later: Vec<String>,
    /// Règlement : cash=50, card, on-account, credit-note=AV-…, gift-voucher=CC-…[:MONTANT] | Tender: cash=50, card, on-account, credit-note=AV-…, gift-voucher=CC-…[:AMOUNT]
    #[arg(long, value_name = "TENDER")]
    pub(crate) pay: Vec<String>,
    /// Met en compte malgré le plafond ou le blocage, pour cette raison (gardée au journal) | Puts on the account despite its limit or hold, for this reason (kept in the journal)
    #[arg(long = "override", value_name = "REASON")]
    pub(crate) forced: Option<String>,
    /// Le ticket : imprimé, écrit ici, ou aucun | The receipt: printed, written here, or none
    #[arg(long, value_enum, default_value_t)]
    pub(crate) receipt: ReceiptChoice,
    /// Montre la vente sans l'enregistrer | Shows the sale and records nothing
    #[arg(long)]
    pub(crate) preview: bool,
    /// Explique chaque programme (avec --preview) | Explains each program (with --preview)
    #[arg(long, requires = "preview")]
    pub(crate) why: bool,
    /// Clé (UUID) : la même vente envoyée deux fois n'est faite qu'une fois | Key (UUID): the same sale sent twice is made once
    #[arg(long, value_name = "UUID")]
    pub(crate) key: Option<String>,
    /// Met la vente en attente sous ce nom | Parks the sale under this name
    #[arg(long, value_name = "NAME", conflicts_with = "pay")]
    pub(crate) park: Option<String>,
    /// Reprend la vente en attente n° N | Recalls parked sale N
    #[arg(long, value_name = "N")]
    pub(crate) recall: Option<i64>,
    /// Une vente par ligne de ce fichier (- : entrée standard), avec ces mêmes options | One sale per line of this file (-: standard input), with these same options
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scan", "pay", "preview", "park", "recall"])]
    pub(crate) batch: Option<PathBuf>,
}

/// What becomes of the receipt.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReceiptChoice {
    /// Imprimé | Printed
    Print,
    /// Écrit dans le terminal | Written in the terminal
    Text,
    /// Aucun | None
    #[default]
    None,
}

/// Options of `refund`.
#[derive(Args, Debug)]
pub(crate) struct RefundArgs {
    /// Numéro du ticket : C1-000123 | Receipt number: C1-000123
    pub(crate) number: String,
    /// Une ligne et sa quantité : 2=1 ; sans cette option, tout | A line and its quantity: 2=1; without it, all
    #[arg(long, value_name = "N=QTY")]
    pub(crate) line: Vec<String>,
    /// Rendu par : cash, card, on-account, credit-note[=MONTANT] | Paid back by: cash, card, on-account, credit-note[=AMOUNT]
    #[arg(long, value_name = "TENDER", required_unless_present = "preview")]
    pub(crate) pay: Vec<String>,
    /// Le ticket : imprimé, écrit ici, ou aucun | The receipt: printed, written here, or none
    #[arg(long, value_enum, default_value_t)]
    pub(crate) receipt: ReceiptChoice,
    /// Montre le remboursement sans l'enregistrer | Shows the refund and records nothing
    #[arg(long)]
    pub(crate) preview: bool,
    /// Clé (UUID) : le même remboursement envoyé deux fois n'est fait qu'une fois | Key (UUID): the same refund sent twice is made once
    #[arg(long, value_name = "UUID")]
    pub(crate) key: Option<String>,
}

/// Options of `receipt`.
#[derive(Args, Debug)]
pub(crate) struct ReceiptArgs {
    /// Numéro du ticket ; le dernier si absent | Receipt number; the last one if left out
    pub(crate) number: Option<String>,
    /// Imprime un DUPLICATA | Prints a DUPLICATA
    #[arg(long)]
    pub(crate) reprint: bool,
    /// Largeur : 32, 42 ou 48 colonnes | Width: 32, 42 or 48 columns
    #[arg(long, value_parser = ["32", "42", "48"])]
    pub(crate) columns: Option<String>,
}

/// Lists and files.
#[derive(Subcommand, Debug)]
pub(crate) enum FileCmd {
    /// Liste, ou cherche sans se soucier des accents | Lists, or searches whatever the accents
    List {
        /// Mots cherchés | Words to search
        words: Vec<String>,
        /// Combien au plus | At most how many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Montre une fiche | Shows one file
    Show {
        /// Code, carte, nom ou identifiant | Code, card, name or id
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Liste les rayons, avec les codes que prennent les réglages et les tarifs | Lists the departments, with the codes that settings and price lists take
    Departments,
    /// Prend un fichier d'articles : CSV ou classeur | Takes a file of items: CSV or workbook
    Import {
        /// Fichier | File
        file: PathBuf,
        /// Feuille du classeur | Sheet of the workbook
        #[arg(long)]
        sheet: Option<String>,
        /// Montre les colonnes et ce pour quoi elles sont prises | Shows the columns and what they are taken for
        #[arg(long)]
        preview: bool,
        /// Lit et vérifie tout, n'écrit rien | Reads and checks everything, writes nothing
        #[arg(long)]
        dry_run: bool,
        /// Une colonne, par son numéro ou son titre, et son champ : 3=price ; répétez l'option | A column, by its number or header, and its field: 3=price; repeat the option
        #[arg(long = "map", value_name = "COLUMN=FIELD")]
        map: Vec<String>,
        /// Où écrire les lignes refusées ; sinon à côté du fichier | Where refused rows are written; beside the file otherwise
        #[arg(long, value_name = "FILE")]
        refused: Option<PathBuf>,
    },
    /// Annule un import : « customer batches » montre les lots | Takes an import back: "customer batches" shows the batches
    Undo {
        /// Numéro du lot | Number of the batch
        batch: i64,
    },
}

/// The journal.
#[derive(Subcommand, Debug)]
pub(crate) enum JournalCmd {
    /// Vérifie tout le journal | Verifies the whole journal
    Verify,
    /// Montre les derniers enregistrements | Shows the last records
    Show {
        /// Famille : T ventes, G totaux, E événements, D duplicatas | Family: T sales, G totals, E events, D duplicates
        #[arg(default_value = "T")]
        family: String,
        /// Combien | How many
        #[arg(long, default_value_t = 10)]
        last: u64,
    },
}

/// Devices.
#[derive(Subcommand, Debug)]
pub(crate) enum DeviceCmd {
    /// Liste les appareils et ce qui attend d'être imprimé | Lists the devices and what waits to be printed
    List,
    /// Essaie un appareil : printer imprime une page, scanner attend une lecture | Tests a device: printer prints a page, scanner waits for one scan
    Test {
        /// printer ou scanner | printer or scanner
        #[arg(value_parser = ["printer", "scanner"], default_value = "printer")]
        device: String,
        /// Secondes d'attente de la douchette | Seconds to wait for the scanner
        #[arg(long, default_value_t = 30)]
        wait: u64,
    },
}

/// Gives the command line with help in one language.
pub(crate) fn command(language: Language) -> Command {
    let fiscal = comptoir_app::journal::fiscal_identity();
    help::localize(Cli::command().version(format!("{} ({fiscal})", env!("CARGO_PKG_VERSION"))), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        command(Language::French).debug_assert();
    }

    #[test]
    fn a_help_page_is_in_one_language() {
        fn check(command: &mut Command) {
            let page = command.render_long_help().to_string();
            for strange in [" | ", "Possible values", "possible values", "[default"] {
                assert!(!page.contains(strange), "{strange:?} in {page}");
            }
            command.get_subcommands_mut().for_each(check);
        }
        check(&mut command(Language::French));
        let mut french = command(Language::French);
        let stats = french.find_subcommand_mut("stats").unwrap().find_subcommand_mut("customers").unwrap();
        let page = stats.render_long_help().to_string();
        assert!(page.contains("- city : Ville") && page.contains("défaut : 180]"), "{page}");
    }

    #[test]
    fn every_help_is_in_both_languages() {
        fn check(command: &Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.contains(" | "), "{path}: {about:?} is not `French | English`");
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains(" | "), "{path} {}: {help:?} is not `French | English`", arg.get_id());
            }
            for sub in command.get_subcommands() {
                check(sub, &path);
            }
        }
        check(&Cli::command(), "");
    }
}
