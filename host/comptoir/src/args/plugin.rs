//! The commands of `comptoir plugin`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// What a new policy is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Code {
    /// Un script, prêt tel quel | A script, ready as it is
    Rhai,
    /// Un composant, construit avec Cargo | A component, built with Cargo
    Rust,
}

/// What a new policy decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NewKind {
    /// Une vente et son client | One sale and its customer
    Program,
    /// À qui un envoi s'adresse | Who gets a mailing
    Filter,
}

/// Policies.
#[derive(Subcommand, Debug)]
pub(crate) enum PluginCmd {
    /// On the shop's own past.
    #[command(flatten)]
    Past(super::PastCmd),
    /// Liste les règles livrées et installées | Lists the bundled and the installed policies
    List,
    /// Écrit une règle de départ, complète et qui passe ses cas | Writes a policy to start from, complete and passing its cases
    New {
        /// Son nom : minuscules, chiffres et tirets | Its name: small letters, digits and hyphens
        name: String,
        /// Le langage | The language it is written in
        #[arg(long = "in", value_enum, value_name = "CODE", default_value = "rhai")]
        code: Code,
        /// Ce qu'elle décide | What it decides about
        #[arg(long, value_enum, default_value = "program")]
        kind: NewKind,
        /// Dossier où mettre le sien ; ici si absent | Folder to put its own into; here if left out
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Sources du SDK Rust ; celles de cette caisse si absent | Sources of the Rust SDK; those of this till if left out
        #[arg(long, value_name = "DIR", env = "COMPTOIR_SDK", hide_env_values = true)]
        sdk: Option<PathBuf>,
    },
    /// Construit le paquet d'une règle, de ses sources | Builds the package of a policy of its sources
    Build {
        /// Dossier des sources | Folder of the sources
        folder: PathBuf,
    },
    /// Reconstruit et repasse les cas à chaque enregistrement | Rebuilds and runs the cases again each time a file is saved
    Dev {
        /// Dossier des sources ; avec --data, le programme est activé dans ce magasin | Folder of the sources; with --data, the program is switched on in that shop
        folder: PathBuf,
    },
    /// Passe les cas d'essai d'une règle | Runs the cases of a policy
    Test {
        /// La règle, ou son paquet (dossier ou fichier) ; toutes celles livrées si absent | The policy, or its package (folder or file); all bundled ones if left out
        policy: Option<String>,
        /// Un seul cas, par son nom | One case only, by its name
        #[arg(long, value_name = "NAME")]
        case: Option<String>,
    },
    /// Montre ce qu'une règle lit, ce qu'elle peut donner et qui l'a signée | Shows what a policy reads, what it may give and who signed it
    Show {
        /// La règle, ou son paquet (dossier ou fichier) | The policy, or its package (folder or file)
        policy: String,
    },
    /// Fait un seul fichier d'un paquet, signé si une clé est donnée | Makes one file of a package, signed if a key is given
    Pack {
        /// Dossier du paquet | The package's folder
        folder: PathBuf,
        /// Fichier à écrire ; ID-VERSION.comptoir si absent | File to write; ID-VERSION.comptoir if left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Clé privée qui signe : NOM.key | Private key that signs: NAME.key
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Nom du signataire ; celui de la clé si absent | Name of the signer; that of the key if left out
        #[arg(long = "as", value_name = "NAME", requires = "key")]
        signer: Option<String>,
    },
    /// Fait une clé pour signer : NOM.key à garder, NOM.pub à donner | Makes a key to sign with: NAME.key to keep, NAME.pub to give away
    Keygen {
        /// Nom de la clé | Name of the key
        name: String,
        /// Dossier où l'écrire ; ici si absent | Folder to write it to; here if left out
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Signe un fichier .comptoir | Signs a .comptoir file
    Sign {
        /// Le fichier, remplacé par le fichier signé | The file, replaced by the signed one
        file: PathBuf,
        /// Clé privée : NOM.key | Private key: NAME.key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Nom du signataire ; celui de la clé si absent | Name of the signer; that of the key if left out
        #[arg(long = "as", value_name = "NAME")]
        signer: Option<String>,
    },
    /// Installe une règle : vérifie sa signature et l'examine | Installs a policy: verifies its signature and examines it
    Install {
        /// Le fichier .comptoir, ou le dossier du paquet | The .comptoir file, or the package's folder
        package: PathBuf,
        /// Accepte un paquet que personne n'a signé | Accepts a package that nobody signed
        #[arg(long)]
        unsigned: bool,
    },
    /// Retire une règle installée ; les programmes gardent leur copie | Removes an installed policy; programs keep their copy
    Remove {
        /// ID ou ID@VERSION | ID or ID@VERSION
        policy: String,
    },
    /// Fait confiance à une clé : les règles qu'elle signe peuvent être installées | Trusts a key: policies it signs can be installed
    Trust {
        /// Fichier NOM.pub, ou la clé elle-même (ed25519:…) | File NAME.pub, or the key itself (ed25519:…)
        key: String,
        /// Nom que le magasin lui donne ; celui du fichier si absent | What the shop calls it; the file's name if left out
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// Liste les clés de confiance | Lists the trusted keys
    Trusted,
    /// Ne fait plus confiance à une clé ; ce qu'elle a signé reste installé | Trusts a key no more; what it signed stays installed
    Untrust {
        /// Nom donné par le magasin, ou la clé | The name that the shop gave it, or the key
        name: String,
    },
}
