//! The commands of `comptoir plugin`.

use std::path::PathBuf;

use clap::Subcommand;

/// Policies.
#[derive(Subcommand, Debug)]
pub(crate) enum PluginCmd {
    /// Liste les règles livrées et installées | Lists the bundled and the installed policies
    List,
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
