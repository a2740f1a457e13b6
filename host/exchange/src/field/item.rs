//! The fields of items.

use std::borrow::Cow;

use comptoir_domain::language::Language;
use serde::{Deserialize, Serialize};

use super::{Entry, Field, entry_of};
use crate::look::Look;

/// What a column of a file of items is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ItemField {
    /// The shop's reference.
    Sku,
    /// The name on the receipt.
    Label,
    /// The department.
    Department,
    /// The VAT rate, in percent.
    VatRate,
    /// The price of one unit, tax included.
    Price,
    /// What one unit costs the shop, without tax.
    Cost,
    /// Pieces, kilograms or meters.
    Unit,
    /// Barcodes; several columns may be.
    Codes,
    /// Words for programs and filters.
    Tags,
    /// Loyalty points set on the item.
    Points,
    /// Whether discounts may fall on it.
    Discountable,
    /// Not imported.
    Ignore,
}

macro_rules! entries {
    ($($field:ident $key:literal $french:literal $english:literal [$($synonym:literal)*])*) => {
        /// All fields with their names, in the order of our own files.
        static ENTRIES: &[Entry<ItemField>] = &[$(Entry {
            field: ItemField::$field,
            key: $key,
            french: $french,
            english: $english,
            synonyms: &[$($synonym),*],
        }),*];
    };
}

entries! {
    Sku "sku" "Référence" "SKU" ["ref" "reference article" "ref article" "code article" "article" "item number" "item code" "product code" "internal reference" "id" "code"]
    Label "label" "Libellé" "Label" ["designation" "nom" "nom article" "description" "name" "item name" "product name" "intitule" "produit" "product"]
    Department "department" "Rayon" "Department" ["famille" "categorie" "category" "departement" "famille article" "product category" "groupe" "sous famille"]
    VatRate "vat-rate" "Taux de TVA" "VAT rate" ["tva" "taux" "taux tva" "vat" "tax rate" "tax" "tax percent" "taxe" "tva vente" "tax 1 percent"]
    Price "price" "Prix TTC" "Price" ["prix" "prix de vente" "prix vente" "pv" "pv ttc" "prix de vente ttc" "unit price" "selling price" "sales price" "retail price" "tarif" "prix public" "pvttc" "prix unitaire"]
    Cost "cost" "Prix d'achat HT" "Cost" ["prix achat" "prix d achat" "pa" "pa ht" "cost price" "supply price" "purchase price" "cout" "prix achat ht" "buy price" "prix de revient"]
    Unit "unit" "Unité" "Unit" ["unite de vente" "unit of measure" "uom" "unite de mesure"]
    Codes "codes" "Codes-barres" "Barcodes" ["code barre" "code barres" "codebarre" "ean" "ean13" "gtin" "barcode" "upc" "upc ean isbn" "gencod" "gencode" "ean 13" "isbn"]
    Tags "tags" "Étiquettes" "Tags" ["tag" "etiquette" "mots cles" "mot cle" "labels"]
    Points "points" "Points" "Loyalty points" ["points fidelite" "point"]
    Discountable "discountable" "Remisable" "Discountable" ["remise autorisee" "remise possible" "allow discount" "discount allowed"]
}

impl Field for ItemField {
    const IGNORE: Self = Self::Ignore;
    const KIND: &'static str = "items";

    fn entries() -> &'static [Entry<Self>] {
        ENTRIES
    }

    fn key(&self) -> Cow<'static, str> {
        Cow::Borrowed(entry_of(self).map_or("ignore", |entry| entry.key))
    }

    fn from_key(key: &str) -> Option<Self> {
        let known = ENTRIES.iter().find(|entry| entry.key == key).map(|entry| entry.field.clone());
        known.or_else(|| (key == "ignore").then_some(Self::Ignore))
    }

    fn is_repeatable(&self) -> bool {
        matches!(self, Self::Codes | Self::Tags | Self::Ignore)
    }

    fn of_look(look: Look) -> Option<Self> {
        (look == Look::Barcode).then_some(Self::Codes)
    }

    fn custom_of(_: &str) -> Option<Self> {
        None
    }

    fn header(&self, language: Language) -> String {
        entry_of(self).map(|entry| language.pick(entry.french, entry.english)).unwrap_or_default().to_owned()
    }

    fn contradicts(&self, look: Look) -> bool {
        match self {
            Self::Label | Self::Tags | Self::Ignore => false,
            Self::Sku | Self::Codes => matches!(look, Look::Email | Look::Date),
            _ => matches!(look, Look::Email | Look::Date | Look::Barcode),
        }
    }
}

/// Written by its key.
impl From<ItemField> for String {
    fn from(field: ItemField) -> Self {
        field.key().into_owned()
    }
}

impl TryFrom<String> for ItemField {
    type Error = String;
    fn try_from(key: String) -> Result<Self, String> {
        Self::from_key(&key).ok_or_else(|| format!("unknown field {key:?}"))
    }
}
