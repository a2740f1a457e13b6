//! Files of other tills, recognized by their headers; and our own.
//!
//! The columns are those of the programs' own exports and import templates (Lightspeed X-Series,
//! Open Source Point of Sale, uniCenta oPOS and Chromis, Odoo).

use comptoir_domain::language::Language;
use serde::{Deserialize, Serialize};

use crate::field::{CustomerField as Customer, Field, of_own_header};
use crate::fold::fold;
use crate::refused::is_told_column;

/// Who wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// This till.
    Own,
    /// Lightspeed Retail X-Series, once Vend.
    LightspeedX,
    /// Open Source Point of Sale.
    OpenSourcePos,
    /// uniCenta oPOS, and Chromis, which comes from it.
    UniCenta,
    /// Odoo contacts, in French or in English.
    Odoo,
}

/// A layout of another till: the headers that tell it, and what its columns are.
struct Known {
    layout: Layout,
    /// Of each group one header must be there.
    told_by: &'static [&'static [&'static str]],
    /// None of these headers may be.
    told_against: &'static [&'static str],
    /// What headers are, where their general meaning is not it.
    columns: &'static [(&'static str, Customer)],
}

static KNOWN: [Known; 4] = [
    Known {
        layout: Layout::LightspeedX,
        told_by: &[&["customer code"], &["first name"], &["last name"], &["customer group name"]],
        told_against: &[],
        columns: LIGHTSPEED_X,
    },
    Known {
        layout: Layout::OpenSourcePos,
        told_by: &[&["first name"], &["last name"], &["account number"], &["taxable"], &["discount type", "discount"]],
        told_against: &[],
        columns: OPEN_SOURCE_POS,
    },
    Known {
        layout: Layout::UniCenta,
        told_by: &[&["searchkey", "search key"], &["name"], &["firstname", "first name", "accountid"]],
        told_against: &[],
        columns: UNI_CENTA,
    },
    Known {
        layout: Layout::Odoo,
        told_by: &[
            &["name", "nom", "display name", "nom d affichage"],
            &[
                "is a company",
                "est une societe",
                "external id",
                "id externe",
                "id",
                "company type",
                "type de societe",
                "street2",
                "rue2",
                "rue 2",
            ],
            &["street", "rue", "tax id", "tva", "n tva", "zip", "code postal"],
            &[
                "tags",
                "etiquettes",
                "is a company",
                "est une societe",
                "external id",
                "id externe",
                "street2",
                "rue2",
                "rue 2",
            ],
        ],
        told_against: &["prenom", "first name", "firstname"],
        columns: ODOO,
    },
];

/// Addresses of a state are of no use in France; the physical address gives way to the postal one.
const LIGHTSPEED_X: &[(&str, Customer)] = &[
    ("id", Customer::Ignore),
    ("customer code", Customer::Id),
    ("postal address1", Customer::AddressStreet),
    ("postal address2", Customer::AddressBuilding),
    ("postal suburb", Customer::AddressPlace),
    ("postal city", Customer::City),
    ("postal postcode", Customer::Postcode),
    ("postal state", Customer::Ignore),
    ("postal country", Customer::Country),
    ("postal country id", Customer::Country),
    ("loyalty balance", Customer::Points),
    ("account balance", Customer::AccountBalance),
    ("balance", Customer::AccountBalance),
    ("store credit balance", Customer::CreditNoteBalance),
    ("account limit", Customer::CreditLimit),
    ("enable loyalty", Customer::Ignore),
    ("year to date", Customer::Ignore),
    ("website", Customer::Ignore),
    ("twitter", Customer::Ignore),
];

/// Its consent is to keeping the file, not to messages; its discounts belong to groups here.
const OPEN_SOURCE_POS: &[(&str, Customer)] = &[
    ("gender", Customer::Title),
    ("consent", Customer::Ignore),
    ("state", Customer::Ignore),
    ("zip", Customer::Postcode),
    ("comments", Customer::Note),
    ("account number", Customer::Card),
    ("discount", Customer::Ignore),
    ("discount type", Customer::Ignore),
    ("taxable", Customer::Ignore),
];

/// The account is the number in the bookkeeping; the search key is what the cashier types.
const UNI_CENTA: &[(&str, Customer)] = &[
    ("id", Customer::Ignore),
    ("searchkey", Customer::Id),
    ("search key", Customer::Id),
    ("accountid", Customer::Ignore),
    ("account id", Customer::Ignore),
    ("taxid", Customer::VatNumber),
    ("name", Customer::FullName),
    ("address", Customer::AddressStreet),
    ("address2", Customer::AddressBuilding),
    ("postal", Customer::Postcode),
    ("region", Customer::Ignore),
    ("phone", Customer::Phone),
    ("phone2", Customer::Mobile),
    ("maxdebt", Customer::CreditLimit),
    ("curdebt", Customer::AccountBalance),
    ("visible", Customer::Ignore),
    ("image", Customer::Ignore),
    ("discount", Customer::Ignore),
];

/// A name is a person's or, where the next column says so, a company's.
const ODOO: &[(&str, Customer)] = &[
    ("name", Customer::FullName),
    ("nom", Customer::FullName),
    ("display name", Customer::Ignore),
    ("nom d affichage", Customer::Ignore),
    ("is a company", Customer::IsCompany),
    ("est une societe", Customer::IsCompany),
    ("company type", Customer::IsCompany),
    ("type de societe", Customer::IsCompany),
    ("company name", Customer::Company),
    ("nom de la societe", Customer::Company),
    ("related company", Customer::Company),
    ("societe liee", Customer::Company),
    ("company", Customer::Ignore),
    ("societe", Customer::Ignore),
    ("external id", Customer::Id),
    ("id externe", Customer::Id),
    ("id", Customer::Id),
    ("reference", Customer::Card),
    ("state", Customer::Ignore),
    ("etat", Customer::Ignore),
    ("salesperson", Customer::Seller),
    ("vendeur", Customer::Seller),
    ("total receivable", Customer::AccountBalance),
    ("total a recevoir", Customer::AccountBalance),
];

impl Layout {
    /// Tells who wrote a file of `F` by its headers.
    #[must_use]
    pub fn recognize<F: Field>(headers: &[String]) -> Option<Self> {
        if own_language::<F>(headers).is_some() {
            return Some(Self::Own);
        }
        if F::KIND != Customer::KIND {
            return None;
        }
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let has = |names: &&[&str]| folded.iter().any(|header| names.contains(&header.as_str()));
        let fits = |known: &&Known| known.told_by.iter().all(has) && !has(&known.told_against);
        KNOWN.iter().find(fits).map(|known| known.layout)
    }

    /// Tells what a column of this layout is, where its general meaning is not it.
    #[must_use]
    pub fn column<F: Field>(self, header: &str) -> Option<F> {
        if self == Self::Own {
            return of_own_header(header, Language::French).or_else(|| of_own_header(header, Language::English));
        }
        let known = KNOWN.iter().find(|known| known.layout == self)?;
        let folded = fold(header);
        let (_, field) = known.columns.iter().find(|(name, _)| *name == folded)?;
        F::from_key(&field.key())
    }
}

/// Tells in which language we wrote a file, if we did: each header is exactly one of ours.
fn own_language<F: Field>(headers: &[String]) -> Option<Language> {
    let ours = |language: Language| {
        let first = F::entries()[0].field.header(language);
        let mut all = headers.iter().filter(|header| !is_told_column(header));
        headers.contains(&first)
            && headers.len() >= 3
            && all.all(|header| of_own_header::<F>(header, language).is_some())
    };
    [Language::French, Language::English].into_iter().find(|language| ours(*language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::ItemField;

    fn recognized(headers: &str) -> Option<Layout> {
        let headers: Vec<String> = headers.split(',').map(|header| header.trim().to_owned()).collect();
        Layout::recognize::<Customer>(&headers)
    }

    #[test]
    fn layouts_are_told_by_their_headers() {
        for (headers, layout) in [
            (
                "customer_code,first_name,last_name,customer_group_name,company_name,date_of_birth,sex,phone,mobile,email",
                Some(Layout::LightspeedX),
            ),
            (
                "First Name,Last Name,Gender,Consent,Email,Phone Number,Address 1,Address2,City,State,Zip,Country,Comments,Company,Account Number,Discount,Discount_Type,Taxable",
                Some(Layout::OpenSourcePos),
            ),
            (
                "SearchKey,AccountID,Name,Address1,Address2,Postal,City,Region,FirstName,LastName,Email,Phone,Phone2",
                Some(Layout::UniCenta),
            ),
            ("External ID,Name,Is a Company,Street,Street2,Zip,City,Country,Email,Tax ID,Tags", Some(Layout::Odoo)),
            ("ID externe,Nom,Est une société,Rue,Rue2,Code postal,Ville,TVA,Étiquettes", Some(Layout::Odoo)),
            ("N° client,Nom,Prénom,E-mail,Champ : Taille", Some(Layout::Own)),
            ("Customer ID,Last name,Problem,Original line", Some(Layout::Own)),
            ("Nom,Prénom,Rue,Code postal,Ville", None),
            ("id,Nom,Prénom,Rue,Rue 2,Code postal,Étiquettes", None),
            ("Nom,Prénom", None),
        ] {
            assert_eq!(recognized(headers), layout, "{headers}");
        }
    }

    #[test]
    fn only_our_own_files_of_items_are_known() {
        let headers = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let own = headers("Référence,Libellé,Prix TTC");
        assert_eq!(Layout::recognize::<ItemField>(&own), Some(Layout::Own));
        assert_eq!(Layout::recognize::<ItemField>(&headers("SearchKey,Name,FirstName")), None);
    }

    #[test]
    fn columns_of_layouts_are_fields() {
        for known in &KNOWN {
            for (header, field) in known.columns {
                assert_eq!(fold(header), *header);
                assert_eq!(known.layout.column::<Customer>(header).as_ref(), Some(field));
            }
        }
    }
}
