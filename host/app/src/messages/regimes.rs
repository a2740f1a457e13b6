//! Words about VAT regimes: the legal mention, and what is missing.

use chrono::NaiveDate;
use comptoir_domain::language::Language;
use comptoir_domain::regime::{Exemption, RegimeRefusal, VatRegime};

use crate::format::day;

/// Names a regime.
#[must_use]
pub fn name(regime: VatRegime, language: Language) -> &'static str {
    match regime {
        VatRegime::Normal => language.pick("TVA normale", "Normal VAT"),
        VatRegime::Intracom => language.pick("Livraison intracommunautaire", "Intra-Community supply"),
        VatRegime::Export => language.pick("Exportation hors UE", "Export outside the EU"),
        VatRegime::Franchise => language.pick("Achat en franchise", "Tax-free purchase"),
    }
}

/// The mention that an exempt sale must have, with its article (CGI, annexe II, art. 242 nonies A, I, 12°).
pub(crate) fn mention(exemption: &Exemption, language: Language) -> String {
    // On one line of a receipt, whatever its width.
    let article = exemption.regime.article().unwrap_or_default().replace(' ', "\u{a0}");
    let said = match exemption.regime {
        VatRegime::Franchise => language.pick("Vente en franchise de TVA", "Sold free of VAT"),
        _ => language.pick("Exonération de TVA", "VAT exempt"),
    };
    let law = language.pick("du CGI", "of the French tax code (CGI)");
    let attestation = exemption.attestation.as_ref().filter(|_| exemption.regime == VatRegime::Franchise);
    let attestation = attestation.map(|reference| format!(", attestation {reference}")).unwrap_or_default();
    let art = language.pick("art.", "article");
    format!("{said}, {art}\u{a0}{article} {law}{attestation}")
}

/// What is missing on the file.
pub(crate) fn refusal(refusal: RegimeRefusal, language: Language) -> String {
    let words = match refusal {
        RegimeRefusal::NoVatNumber => language.pick(
            "Une livraison intracommunautaire demande le n° de TVA du client dans un autre pays de l’Union : \
             complétez sa fiche, ou remettez-la en TVA normale.",
            "An intra-Community supply needs the customer's VAT number in another country of the Union: \
             complete the file, or put it back to normal VAT.",
        ),
        RegimeRefusal::NoAttestation => language.pick(
            "Un achat en franchise demande la référence de l’attestation du client : complétez sa fiche, ou \
             remettez-la en TVA normale.",
            "A tax-free purchase needs the reference of the customer's attestation: complete the file, or put it \
             back to normal VAT.",
        ),
        RegimeRefusal::NoLastDay => language.pick(
            "Un achat en franchise demande le dernier jour de l’attestation du client : complétez sa fiche, ou \
             remettez-la en TVA normale.",
            "A tax-free purchase needs the last day of the customer's attestation: complete the file, or put it \
             back to normal VAT.",
        ),
    };
    words.to_owned()
}

/// What is missing, beside the field that lacks it.
pub(crate) fn missing(refusal: RegimeRefusal, language: Language) -> &'static str {
    match refusal {
        RegimeRefusal::NoVatNumber => language.pick(
            "indiquez d’abord le n° de TVA du client dans un autre pays de l’Union (Société)",
            "first give the customer's VAT number in another country of the Union (Company)",
        ),
        RegimeRefusal::NoAttestation => language.pick(
            "un achat en franchise demande la référence de l’attestation",
            "a tax-free purchase needs the reference of the attestation",
        ),
        RegimeRefusal::NoLastDay => language.pick(
            "un achat en franchise demande le dernier jour de l’attestation",
            "a tax-free purchase needs the last day of the attestation",
        ),
    }
}

/// The attestation is no more: the tax is due.
pub(crate) fn run_out(last: NaiveDate, language: Language) -> String {
    let last = day(last);
    language.pick(
        format!("L’attestation d’achat en franchise a pris fin le {last} : la TVA est due."),
        format!("The attestation for tax-free purchases ended on {last}: VAT is due."),
    )
}
