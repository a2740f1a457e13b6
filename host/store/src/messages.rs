//! The words of this crate, French and English: what is wrong with the shop's file and what to do.

use comptoir_domain::id::PriceListId;
use comptoir_domain::language::Language;
use comptoir_journal::Family;

use crate::error::{Noun, Series, StoreError};

impl StoreError {
    /// Says what is wrong, and what to do where something can be done.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::French => self.french(),
            Language::English => self.english(),
        }
    }

    fn french(&self) -> String {
        match self {
            Self::NotAShop { dir } => format!(
                "Aucun magasin dans le dossier {}. Vérifiez le dossier, ou créez un magasin avec « comptoir init ».",
                dir.display()
            ),
            Self::ShopExists { dir } => {
                format!("Le dossier {} contient déjà un magasin. Choisissez un autre dossier.", dir.display())
            }
            Self::Locked { pid } => locked_words(*pid, Language::French),
            Self::TooNew { found, known } => format!(
                "Ce magasin a été écrit par une version plus récente du logiciel (schéma {found}, ce programme connaît \
                 le schéma {known}). Installez la dernière version."
            ),
            Self::Damaged { detail } => format!(
                "Le fichier du magasin est endommagé ({detail}). Ne vendez plus sur ce poste : copiez le dossier, puis \
                 restaurez la dernière sauvegarde ou appelez votre intégrateur."
            ),
            Self::DiskFull => {
                "Le disque est plein : rien n'a été enregistré. Libérez de la place, puis recommencez.".to_owned()
            }
            Self::Unusable { path, detail } => format!(
                "Impossible d'utiliser {} ({detail}). Vérifiez que le dossier existe et que vous pouvez y écrire.",
                path.display()
            ),
            Self::AlreadyPaid { number } => format!("Cette vente est déjà encaissée : ticket n° {number}."),
            Self::OtherTill { expected, found } => {
                format!("Numéro de la caisse {found} dans le dossier de la caisse {expected}.")
            }
            Self::SequenceTaken { series, found, next } => {
                format!("{} n° {found} existe déjà ; le prochain est le n° {next}.", series.french())
            }
            Self::SequenceGap { series, found, next } => {
                format!("{} n° {found} laisserait un trou ; le prochain est le n° {next}.", series.french())
            }
            Self::ChainBroken { family, sequence } => format!(
                "Journal {} : l'enregistrement n° {sequence} ne suit pas le précédent. Rien n'a été enregistré.",
                family.code()
            ),
            Self::CreditTooLow { code, balance, asked } => {
                format!("Il reste {} sur {code} : impossible d'utiliser {}.", euros(*balance), euros(*asked))
            }
            Self::CreditCodeTaken { code } => format!("Le code {code} existe déjà. Recommencez l'encaissement."),
            Self::NoReason => "Indiquez le motif de la correction. Rien n'a été enregistré.".to_owned(),
            Self::EntryKeyTaken { key } => {
                format!("La correction {key} existe déjà avec un autre contenu. Recommencez la saisie.")
            }
            Self::CodeTaken { code, sku } => format!("Le code-barres {code} est déjà celui de l'article {sku}."),
            Self::CardTaken { card, .. } => {
                format!("La carte {card} est déjà celle d'un autre client. Vérifiez le numéro.")
            }
            Self::StillOwed { balance, .. } => format!(
                "Le compte de ce client n'est pas à zéro ({}) : soldez-le avant d'effacer la fiche.",
                euros(*balance)
            ),
            Self::SameFile { .. } => "Ces deux fiches n'en font déjà qu'une. Choisissez-en une autre.".to_owned(),
            Self::JoinedAgain { .. } => {
                "La fiche gardée a depuis été réunie à une autre : séparez d'abord celle-là.".to_owned()
            }
            Self::DepartmentCycle { id } => format!("Le rayon {id} ne peut pas être dans lui-même."),
            Self::PriceListCycle { lists } => cycle_words(lists, Language::French),
            Self::Missing { noun, id } => format!("{} {id} : inconnu de ce magasin.", noun.french()),
            Self::Unstorable { detail } => format!("Impossible d'enregistrer : {detail}. Rien n'a été enregistré."),
            Self::Database { detail } => format!(
                "La base de données a refusé : {detail}. Rien n'a été enregistré ; vérifiez que le disque n'est ni plein ni protégé en écriture."
            ),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NotAShop { dir } => format!(
                "There is no shop in the folder {}. Check the folder, or make a shop with \"comptoir init\".",
                dir.display()
            ),
            Self::ShopExists { dir } => {
                format!("The folder {} holds a shop already. Choose another folder.", dir.display())
            }
            Self::Locked { pid } => locked_words(*pid, Language::English),
            Self::TooNew { found, known } => format!(
                "A newer version of the software wrote this shop (schema {found}, this program knows schema {known}). \
                 Install the latest version."
            ),
            Self::Damaged { detail } => format!(
                "The shop's file is damaged ({detail}). Stop selling on this till: copy the folder, then restore the \
                 last backup or call your integrator."
            ),
            Self::DiskFull => "The disk is full: nothing was saved. Make room, then try again.".to_owned(),
            Self::Unusable { path, detail } => format!(
                "Cannot use {} ({detail}). Check that the folder exists and that you may write to it.",
                path.display()
            ),
            Self::AlreadyPaid { number } => format!("This sale is paid already: receipt {number}."),
            Self::OtherTill { expected, found } => {
                format!("A number of till {found} in the folder of till {expected}.")
            }
            Self::SequenceTaken { series, found, next } => {
                format!("{} {found} exists already; {next} is next.", series.english())
            }
            Self::SequenceGap { series, found, next } => {
                format!("{} {found} would leave a gap; {next} is next.", series.english())
            }
            Self::ChainBroken { family, sequence } => format!(
                "Journal {}: record {sequence} does not follow the one before it. Nothing was saved.",
                family.code()
            ),
            Self::CreditTooLow { code, balance, asked } => {
                format!("{balance} EUR are left on {code}: {asked} EUR cannot be used.")
            }
            Self::CreditCodeTaken { code } => format!("The code {code} exists already. Take the payment again."),
            Self::NoReason => "Give the reason of the correction. Nothing was saved.".to_owned(),
            Self::EntryKeyTaken { key } => {
                format!("The correction {key} exists already and says something else. Enter it again.")
            }
            Self::CodeTaken { code, sku } => format!("The barcode {code} belongs to the item {sku} already."),
            Self::CardTaken { card, .. } => {
                format!("The card {card} belongs to another customer already. Check the number.")
            }
            Self::StillOwed { balance, .. } => format!(
                "This customer's account is not at zero ({}): settle it before the file is erased.",
                euros(*balance)
            ),
            Self::SameFile { .. } => "These two files are one already. Choose another one.".to_owned(),
            Self::JoinedAgain { .. } => {
                "The file that was kept has been joined to another one since: part that one first.".to_owned()
            }
            Self::DepartmentCycle { id } => format!("The department {id} cannot be within itself."),
            Self::PriceListCycle { lists } => cycle_words(lists, Language::English),
            Self::Missing { noun, id } => format!("{} {id}: unknown in this shop.", noun.english()),
            Self::Unstorable { detail } => format!("Cannot be saved: {detail}. Nothing was saved."),
            Self::Database { detail } => format!(
                "The database refused: {detail}. Nothing was saved; check that the disk is neither full nor write-protected."
            ),
        }
    }
}

impl Noun {
    const fn french(self) -> &'static str {
        match self {
            Self::Department => "Rayon",
            Self::PriceList => "Tarif",
            Self::Item => "Article",
            Self::Group => "Famille de clients",
            Self::Customer => "Client",
            Self::Account => "Compte client",
            Self::Credit => "Avoir ou bon",
            Self::Sale => "Vente",
            Self::PrintJob => "Impression",
            Self::Batch => "Lot",
            Self::Merger => "Fiche réunie",
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::Department => "Department",
            Self::PriceList => "Price list",
            Self::Item => "Item",
            Self::Group => "Customer group",
            Self::Customer => "Customer",
            Self::Account => "Customer account",
            Self::Credit => "Credit note or voucher",
            Self::Sale => "Sale",
            Self::PrintJob => "Print job",
            Self::Batch => "Batch",
            Self::Merger => "Joined file",
        }
    }
}

impl Series {
    fn french(self) -> String {
        match self {
            Self::Receipts => "Le ticket".to_owned(),
            Self::Journal(family) => format!("Journal {} : l'enregistrement", Family::code(family)),
        }
    }

    fn english(self) -> String {
        match self {
            Self::Receipts => "Receipt".to_owned(),
            Self::Journal(family) => format!("Journal {}: record", Family::code(family)),
        }
    }
}

fn locked_words(pid: Option<u32>, language: Language) -> String {
    let [french, english] =
        pid.map_or_else(Default::default, |pid| [format!(" (processus {pid})"), format!(" (process {pid})")]);
    language.pick(
        format!("La caisse est déjà ouverte par un autre programme{french}. Fermez-le, puis recommencez."),
        format!("The till is open in another program{english}. Close it, then try again."),
    )
}

/// Says which way a price list comes around to itself: `pro → gros → pro`.
fn cycle_words(lists: &[PriceListId], language: Language) -> String {
    let way = lists.iter().map(PriceListId::as_str).collect::<Vec<_>>().join(" → ");
    let list = lists.first().map_or("", PriceListId::as_str);
    language.pick(
        format!(
            "Le tarif {list} dépendrait de lui-même : {way}. Choisissez un autre tarif de base. Rien n'a été enregistré."
        ),
        format!("The price list {list} would be based on itself: {way}. Choose another base. Nothing was saved."),
    )
}

/// The French way to write an amount: `12,50 €`, with a no-break space.
fn euros(amount: comptoir_domain::money::Money) -> String {
    format!("{}\u{a0}€", amount.to_string().replace('.', ","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_domain::money::Money;

    #[test]
    fn a_second_program_is_told_which_one_has_the_till() {
        let locked = StoreError::Locked { pid: Some(1234) };
        let french = locked.message(Language::French);
        assert!(french.starts_with("La caisse est déjà ouverte par un autre programme (processus 1234)"), "{french}");
        assert!(locked.message(Language::English).contains("process 1234"));
    }

    #[test]
    fn a_price_list_based_on_itself_is_told_with_its_way() {
        let refused = StoreError::PriceListCycle { lists: ["pro", "gros", "pro"].map(PriceListId::new).into() };
        assert_eq!(
            refused.message(Language::French),
            "Le tarif pro dépendrait de lui-même : pro → gros → pro. Choisissez un autre tarif de base. Rien n'a été enregistré."
        );
    }

    #[test]
    fn a_refused_credit_names_the_code_and_both_amounts() {
        let refused = StoreError::CreditTooLow {
            code: "AV-7".into(),
            balance: Money::from_cents(1_250),
            asked: Money::from_cents(2_000),
        };
        assert_eq!(
            refused.message(Language::French),
            "Il reste 12,50\u{a0}€ sur AV-7 : impossible d'utiliser 20,00\u{a0}€."
        );
    }
}
