//! Options of `customer` and `group`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Customers.
#[derive(Subcommand, Debug)]
pub(crate) enum CustomerCmd {
    /// Liste, cherche sans se soucier des accents, ou filtre | Lists, searches whatever the accents, or filters
    List {
        #[command(flatten)]
        which: Which,
        /// L'ordre | The order
        #[arg(long, value_enum)]
        sort: Option<SortChoice>,
        /// Combien au plus | At most how many
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Combien en passer | How many to leave out
        #[arg(long, default_value_t = 0)]
        offset: usize,
    },
    /// Compte les clients d'un filtre, leur chiffre d'affaires et leurs passages | Counts the customers of a filter, their revenue and visits
    Count {
        #[command(flatten)]
        which: Which,
    },
    /// Montre une fiche | Shows one file
    Show {
        /// Code, carte, nom ou identifiant | Code, card, name or id
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Ouvre une fiche : nom=Lefèvre prenom=Claire telephone=0612345678 | Opens a file: last-name=Lefèvre first-name=Claire phone=0612345678
    New {
        /// Champs de la fiche | Fields of the file
        #[arg(value_name = "FIELD=TEXT", required = true)]
        fields: Vec<String>,
    },
    /// Change des champs d'une fiche ; vide efface | Changes fields of a file; empty erases
    Edit {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// Champs de la fiche | Fields of the file
        #[arg(value_name = "FIELD=TEXT", required = true)]
        fields: Vec<String>,
    },
    /// Ajoute une note datée | Adds a dated note
    Note {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// La note | The note
        text: String,
    },
    /// Note un consentement, ou son retrait | Notes a consent, or its withdrawal
    Consent {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// Le moyen | The way
        #[arg(value_enum)]
        channel: ChannelChoice,
        /// Oui ou non | Yes or no
        #[arg(value_enum)]
        answer: YesNo,
        /// Comment c'est venu | How it came
        #[arg(long, value_enum, default_value_t)]
        source: SourceChoice,
        /// Le texte lu ou signé | The words that were read or signed
        #[arg(long)]
        wording: String,
    },
    /// Importe un fichier CSV, Excel ou OpenDocument, en un lot qu'on peut annuler | Imports a CSV, Excel or OpenDocument file, as a batch that can be taken back
    Import(ImportArgs),
    /// Écrit les clients d'un filtre : .csv, .xlsx ou .vcf | Writes the customers of a filter: .csv, .xlsx or .vcf
    Export {
        /// Le fichier | The file
        file: PathBuf,
        #[command(flatten)]
        which: Which,
    },
    /// Cherche les fiches qui semblent être d'une même personne | Looks for files that seem to be one person's
    Duplicates {
        /// Combien au plus | At most how many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Réunit deux fiches d'une même personne : la première reste | Joins two files of one person: the first one stays
    Merge {
        /// La fiche qui reste : carte, nom ou identifiant | The file that stays: card, name or id
        kept: String,
        /// La fiche qui s'y ajoute | The file that is added to it
        gone: String,
    },
    /// Sépare la dernière fiche réunie à celle-ci, ou celle de cet identifiant | Parts the last file that was joined to this one, or the one of this id
    Unmerge {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
    },
    /// Efface une personne (RGPD, article 17) : les ventes restent, sans elle | Erases a person (GDPR, article 17): sales stay, without them
    Erase {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// Efface vraiment : c'est sans retour | Really erases: this cannot be taken back
        #[arg(long)]
        yes: bool,
        /// Note aussi ses adresses comme à ne plus jamais écrire | Also notes the person's addresses as never to be written to again
        #[arg(long)]
        oppose: bool,
    },
    /// Les fiches de qui n'a ni acheté ni rien dit depuis des années | Files of people who neither bought nor said anything in years
    Retention {
        /// Combien d'années | How many years
        #[arg(long, default_value_t = 3)]
        years: u32,
        /// Combien au plus | At most how many
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Efface toutes ces fiches : c'est sans retour | Erases all these files: this cannot be taken back
        #[arg(long)]
        erase: bool,
    },
    /// Les adresses à qui ne plus écrire, quoi qu'apporte un import | Addresses not to be written to, whatever an import brings
    #[command(subcommand)]
    Opposition(OppositionCmd),
    /// Écrit tout ce que le magasin sait d'une personne, pour elle (RGPD, article 15) | Writes all that the shop knows of one person, for that person (GDPR, article 15)
    Access {
        /// Carte, nom ou identifiant | Card, name or id
        customer: String,
        /// En pages à lire, dans ce fichier PDF | As pages to be read, into this PDF file
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
    /// Change toutes les fiches d'un filtre, d'un coup | Changes all files of a filter at once
    Change {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        change: Change,
    },
    /// Les derniers lots : imports et changements groupés | The last batches: imports and changes of many files
    Batches {
        /// Combien | How many
        #[arg(long, default_value_t = 20)]
        last: usize,
    },
    /// Annule un lot ; ce qui a servi depuis reste, et est nommé | Takes a batch back; what was used since stays, and is named
    Undo {
        /// Le numéro du lot | The batch's number
        batch: i64,
    },
    /// Les champs propres au magasin | The shop's own fields
    #[command(subcommand)]
    Field(FieldCmd),
}

/// Which customers.
#[derive(Args, Debug, Clone)]
pub(crate) struct Which {
    /// Mots cherchés | Words to search
    pub(crate) words: Vec<String>,
    /// Condition : « ville = Lyon », « ca-12-mois >= 300 », « dernier-passage < -60j » ; répétez l'option | Condition: "city = Lyon", "revenue-12-months >= 300", "last-visit < -60d"; repeat the option
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
}

/// Options of an import.
#[derive(Args, Debug, Clone)]
pub(crate) struct ImportArgs {
    /// Le fichier | The file
    pub(crate) file: PathBuf,
    /// Montre le fichier, ses colonnes et ce qu'elles deviennent, sans rien écrire | Shows the file, its columns and what they become, and writes nothing
    #[arg(long)]
    pub(crate) preview: bool,
    /// Lit et vérifie tout, sans rien écrire | Reads and checks everything, and writes nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Une colonne, par son numéro ou son titre, et son champ : 3=phone ; répétez l'option | A column, by its number or header, and its field: 3=phone; repeat the option
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub(crate) map: Vec<String>,
    /// La feuille d'un classeur | The sheet of a workbook
    #[arg(long)]
    pub(crate) sheet: Option<String>,
    /// DUPONT devient Dupont | DUPONT becomes Dupont
    #[arg(long)]
    pub(crate) repair_case: bool,
    /// Les clients qui semblent déjà connus | Customers who seem to be known already
    #[arg(long, value_enum, default_value_t)]
    pub(crate) duplicates: DuplicatesChoice,
    /// Le compteur qui reçoit les points du fichier : loyalty-spend/points | The counter that takes the file's points: loyalty-spend/points
    #[arg(long, value_name = "PROGRAM/COUNTER")]
    pub(crate) points: Option<String>,
    /// Où écrire les lignes refusées ; sinon à côté du fichier | Where refused rows are written; beside the file otherwise
    #[arg(long, value_name = "FILE")]
    pub(crate) refused: Option<PathBuf>,
}

/// What becomes of customers who seem to be known already.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DuplicatesChoice {
    /// Laissés de côté, et dits | Left out, and told
    #[default]
    Skip,
    /// Complétés | Filled in
    Update,
    /// Créés quand même | Opened all the same
    Create,
}

/// One change of many files.
#[derive(Args, Debug, Clone)]
#[group(id = "one-change", required = true, multiple = false)]
pub(crate) struct Change {
    /// Met dans cette famille ; « - » pour aucune | Puts into this group; "-" for none
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// Ajoute cette étiquette | Adds this tag
    #[arg(long, value_name = "TAG")]
    pub(crate) add_tag: Option<String>,
    /// Retire cette étiquette | Takes this tag away
    #[arg(long, value_name = "TAG")]
    pub(crate) remove_tag: Option<String>,
    /// Confie à ce vendeur ; « - » pour aucun | Puts into the care of this seller; "-" for none
    #[arg(long, value_name = "SELLER")]
    pub(crate) seller: Option<String>,
}

/// Fields of the shop's own.
#[derive(Subcommand, Debug)]
pub(crate) enum FieldCmd {
    /// Liste les champs | Lists the fields
    List,
    /// Définit un champ, ou le change | Defines a field, or changes it
    Define {
        /// Sa clé : pointure | Its key: shoe-size
        key: String,
        /// Son nom à l'écran | Its name on the screen
        label: String,
        /// Ce qu'il contient | What it holds
        #[arg(long, value_enum, default_value_t)]
        kind: KindChoice,
        /// Un choix possible ; répétez l'option | A possible choice; repeat the option
        #[arg(long = "choice", value_name = "WORD")]
        choices: Vec<String>,
    },
    /// Retire un champ ; ce que les fiches en savent reste | Takes a field away; what files know of it stays
    Remove {
        /// Sa clé | Its key
        key: String,
    },
}

/// Addresses that may not be written to.
#[derive(Subcommand, Debug)]
pub(crate) enum OppositionCmd {
    /// Liste : le moyen, la date, le motif ; l'adresse n'est gardée qu'en empreinte | Lists: way, date, reason; of the address only a digest is kept
    List {
        /// Combien au plus | At most how many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Note un numéro, un e-mail, ou toutes les adresses d'un client | Notes a number, an e-mail address, or all addresses of a customer
    Add {
        /// Numéro, e-mail, carte ou nom | Number, e-mail address, card or name
        address: String,
        /// Le motif : STOP reçu, appel, lettre | The reason: STOP received, call, letter
        #[arg(long)]
        reason: String,
    },
    /// Retire de la liste, à la demande de la personne | Takes off the list, as the person asked
    Remove {
        /// Numéro, e-mail, carte ou nom | Number, e-mail address, card or name
        address: String,
    },
}

/// Pricing groups.
#[derive(Subcommand, Debug)]
pub(crate) enum GroupCmd {
    /// Liste les familles | Lists the groups
    List,
    /// Crée une famille, ou la change | Makes a group, or changes it
    Set {
        /// Son code | Its code
        id: String,
        /// Son nom | Its name
        name: String,
        /// Sa remise : 5% | Its discount: 5%
        #[arg(long, default_value = "0")]
        discount: String,
        /// Son tarif | Its price list
        #[arg(long, value_name = "LIST")]
        price_list: Option<String>,
    },
    /// Supprime une famille qu'aucun client n'a | Removes a group that no customer has
    Remove {
        /// Son code | Its code
        id: String,
    },
}

/// The order of a list.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortChoice {
    /// Par nom | By name
    Name,
    /// Le dernier passage d'abord | The last visit first
    LastVisit,
    /// Le plus gros chiffre d'affaires d'abord | The largest revenue first
    Revenue,
    /// Par code postal | By postcode
    Postcode,
    /// La dernière fiche ouverte d'abord | The last opened file first
    Newest,
}

/// A way of writing to customers.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChannelChoice {
    /// SMS | Text messages
    Sms,
    /// E-mail | E-mail
    Email,
    /// Courrier | Letters
    Post,
}

/// An answer.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YesNo {
    /// Oui | Yes
    #[value(alias = "oui")]
    Yes,
    /// Non | No
    #[value(alias = "non")]
    No,
}

/// How a consent came.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SourceChoice {
    /// Dit de vive voix | Spoken
    #[default]
    Spoken,
    /// Sur papier signé | On signed paper
    Paper,
    /// Envoyé par le client | Sent by the customer
    Sent,
}

/// What a field holds.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum KindChoice {
    /// Un texte | A text
    #[default]
    Text,
    /// Un nombre | A number
    Number,
    /// Un jour | A day
    Date,
    /// Un mot parmi plusieurs | One of several words
    Choice,
}
