//! The VAT regime of a customer (régime de TVA): who buys without tax, why, and until when.
//!
//! What a customer under a regime pays is decided in [`crate::price`]: the unit price in force, less the tax in it,
//! at rate zero from then on. The articles are those of the French tax code, the *Code général des impôts* (CGI).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::customer::Customer;
use crate::item::Item;
use crate::rate::VatRate;

/// What VAT a customer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VatRegime {
    /// The tax of the items, as everybody.
    #[default]
    Normal,
    /// Intra-Community supply (livraison intracommunautaire): goods sent to a business of another member state, which
    /// gives its VAT number there (CGI, art. 262 ter, I).
    Intracom,
    /// Export (exportation): goods that leave the European Union (CGI, art. 262, I).
    Export,
    /// Purchase free of tax (achat en franchise): goods that a business will export or send to another member state,
    /// under its attestation (CGI, art. 275).
    Franchise,
}

impl VatRegime {
    /// All, the usual one first.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Intracom, Self::Export, Self::Franchise];

    /// Gives its code, as it is typed, stored and signed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Intracom => "intracom",
            Self::Export => "export",
            Self::Franchise => "franchise",
        }
    }

    /// Finds a regime by its code, whatever the case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Gives the article of the CGI that takes the tax off; none of the normal regime.
    #[must_use]
    pub const fn article(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Intracom => Some("262 ter, I"),
            Self::Export => Some("262, I"),
            Self::Franchise => Some("275"),
        }
    }
}

/// The regime on a customer's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VatTerms {
    /// Which.
    pub regime: VatRegime,
    /// The reference of the attestation, for purchases free of tax.
    pub attestation: Option<String>,
    /// The last day of the attestation.
    pub until: Option<NaiveDate>,
}

/// What a regime cannot go without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegimeRefusal {
    /// An intra-Community supply names the buyer's VAT number of another member state.
    #[error("no VAT number of another member state")]
    NoVatNumber,
    /// A purchase free of tax names the buyer's attestation.
    #[error("no reference of an attestation")]
    NoAttestation,
    /// An attestation has a last day.
    #[error("no last day of the attestation")]
    NoLastDay,
}

/// Why a customer pays no tax, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// The regime; never the normal one.
    pub regime: VatRegime,
    /// The customer's VAT number, when there is one.
    pub vat_number: Option<String>,
    /// The reference of the attestation.
    pub attestation: Option<String>,
    /// The last day; for ever when none.
    pub until: Option<NaiveDate>,
}

impl Exemption {
    /// Gives the exemption that a file tells of; none under the normal regime.
    #[must_use]
    pub fn of(customer: &Customer) -> Option<Self> {
        let VatTerms { regime, attestation, until } = customer.dealings.vat.clone();
        let vat_number = customer.person.vat_number.clone();
        regime.article().map(|_| Self { regime, vat_number, attestation, until })
    }

    /// Tells whether the exemption holds on a day: the last day of an attestation is in.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.regime != VatRegime::Franchise || self.until.is_none_or(|last| day <= last)
    }

    /// Tells whether what proves the exemption is there.
    ///
    /// # Errors
    ///
    /// The first [`RegimeRefusal`].
    pub fn check(&self) -> Result<(), RegimeRefusal> {
        match self.regime {
            VatRegime::Normal | VatRegime::Export => Ok(()),
            VatRegime::Intracom if self.vat_number.as_deref().is_some_and(is_of_another_member_state) => Ok(()),
            VatRegime::Intracom => Err(RegimeRefusal::NoVatNumber),
            VatRegime::Franchise if self.attestation.is_none() => Err(RegimeRefusal::NoAttestation),
            VatRegime::Franchise if self.until.is_none() => Err(RegimeRefusal::NoLastDay),
            VatRegime::Franchise => Ok(()),
        }
    }
}

/// The number was read when it was typed: of another state than France it is of a member state (or of Northern
/// Ireland, which counts as one for goods).
fn is_of_another_member_state(vat_number: &str) -> bool {
    !vat_number.is_empty() && !vat_number.starts_with("FR")
}

/// Gives an item as it is sold without tax.
#[must_use]
pub fn untaxed(item: Item) -> Item {
    Item { price: item.vat_rate.exclude(item.price), vat_rate: VatRate::ZERO, ..item }
}

/// Why a paid sale has no tax, as its receipt says it: frozen with the sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaleExemption {
    /// The regime.
    pub regime: VatRegime,
    /// The legal mention, with the article and the reference of the attestation.
    pub mention: String,
    /// The customer's VAT number: the books must keep it, whatever becomes of the file (LPF, art. L. 102 B).
    pub vat_number: Option<String>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::draft::{Draft, DraftCustomer, ManualDiscount, PriceSource};
    use crate::facts::LineKind;
    use crate::id::{LineId, PriceListId, SaleId};
    use crate::ledger::Movements;
    use crate::money::Money;
    use crate::price::Priced;
    use crate::price_list::{PriceList, Tariff, Tax};
    use crate::quantity::Quantity;
    use crate::rate::Percent;
    use crate::refund::{Asked, refund};
    use crate::testing::{customer, day, draft, eur, group, item, paid, today};

    fn exemption(regime: VatRegime) -> Exemption {
        Exemption { regime, vat_number: None, attestation: None, until: None }
    }

    #[test]
    fn each_regime_asks_for_its_proof() {
        let mut intracom = exemption(VatRegime::Intracom);
        assert_eq!(intracom.check(), Err(RegimeRefusal::NoVatNumber));
        intracom.vat_number = Some("FR40303265045".into());
        assert_eq!(intracom.check(), Err(RegimeRefusal::NoVatNumber), "France is no other member state");
        intracom.vat_number = Some("BE0403019261".into());
        assert_eq!(intracom.check(), Ok(()));
        assert_eq!(exemption(VatRegime::Export).check(), Ok(()));
        let mut franchise = exemption(VatRegime::Franchise);
        assert_eq!(franchise.check(), Err(RegimeRefusal::NoAttestation));
        franchise.attestation = Some("AF-118".into());
        assert_eq!(franchise.check(), Err(RegimeRefusal::NoLastDay));
        franchise.until = Some(day("2026-12-31"));
        assert_eq!(franchise.check(), Ok(()));
    }

    #[test]
    fn an_attestation_holds_until_the_end_of_its_last_day() {
        let franchise = Exemption { until: Some(day("2026-11-22")), ..exemption(VatRegime::Franchise) };
        assert!(franchise.is_in_force(day("2026-11-22")) && !franchise.is_in_force(day("2026-11-23")));
        let export = Exemption { until: Some(day("2026-11-22")), ..exemption(VatRegime::Export) };
        assert!(export.is_in_force(day("2026-11-23")), "an export has no attestation to run out");
    }

    fn exporter() -> DraftCustomer {
        DraftCustomer { exemption: Some(exemption(VatRegime::Export)), ..customer(None) }
    }

    fn told(draft: &Draft) -> Vec<(String, String, String)> {
        let priced = Priced::of(draft, today());
        let line = |line: &crate::price::PricedLine| {
            (line.unit_price.to_string(), line.gross.to_string(), line.vat_rate.to_string())
        };
        priced.lines.iter().map(line).collect()
    }

    fn row(unit_price: &str, gross: &str, rate: &str) -> (String, String, String) {
        (unit_price.into(), gross.into(), rate.into())
    }

    #[test]
    fn every_kind_of_price_loses_its_tax_once_per_unit() {
        let (mut listed, mut voucher) = (item("LISTE", "50", "20"), item("CADEAU", "50", "20"));
        listed.prices.insert(PriceListId::new("pro"), eur("33.29"));
        voucher.kind = LineKind::GiftVoucher;
        let mut draft = draft(&[(item("CHE", "49.90", "20"), "3"), (item("LIV", "19.90", "5.5"), "1"), (listed, "1")]);
        let one = Quantity::new(rust_decimal::Decimal::ONE).unwrap();
        draft.add(item("DIV", "1", "20"), one, PriceSource::Manual(eur("12"))).unwrap();
        draft.add(item("FRO", "20", "5.5"), one, PriceSource::Label(eur("8.44"))).unwrap();
        draft.add(voucher, one, PriceSource::List).unwrap();
        let pro = PriceList { tax: Tax::Excluded, ..PriceList::new(PriceListId::new("pro"), "Pro") };
        let tariff = Tariff::of(&pro.id, std::slice::from_ref(&pro));
        let group = Some(group(Some("pro"), "0"));
        draft.identify(Some(DraftCustomer { group, tariff, ..exporter() }));
        let expected = [
            row("41.58", "124.74", "0"),
            row("18.86", "18.86", "0"),
            row("33.29", "33.29", "0"), // as it was typed in the list without tax
            row("10.00", "10.00", "0"), // typed at the counter: a price with tax
            row("18.96", "8.00", "0"),
            row("50.00", "50.00", "20"), // a gift voucher is no supply yet
        ];
        assert_eq!(told(&draft), expected);
    }

    #[test]
    fn after_the_last_day_of_the_attestation_the_tax_is_due_again() {
        let mut draft = draft(&[(item("CHE", "49.90", "20"), "1")]);
        let mut buyer = exporter();
        let until = |last| Exemption { until: Some(day(last)), ..exemption(VatRegime::Franchise) };
        buyer.exemption = Some(until("2026-11-21"));
        draft.identify(Some(buyer.clone()));
        assert_eq!(told(&draft), [row("41.58", "41.58", "0")]);
        buyer.exemption = Some(until("2026-11-20"));
        draft.identify(Some(buyer));
        assert_eq!(told(&draft), [row("49.90", "49.90", "20")]);
    }

    proptest! {
        #[test]
        fn under_a_regime_no_line_has_tax_and_all_comes_back(
            lines in prop::collection::vec((1i64..50_000, 0usize..4, 1u32..6, 0usize..3), 1..10),
            by_hand in 0u32..=10_000, group_discount in 0u32..=10_000, off in 0i64..100_000,
        ) {
            let mut draft = Draft::open(SaleId::new(3, &[3; 10]));
            for (n, (cents, rate, quantity, source)) in lines.iter().enumerate() {
                let price = Money::from_cents(*cents);
                let article = item(&format!("S{n}"), &price.to_string(), ["20", "10", "5.5", "2.1"][*rate]);
                let quantity = Quantity::new((*quantity).into()).unwrap();
                let source = [PriceSource::List, PriceSource::Manual(price), PriceSource::List][*source];
                draft.add(article, quantity, source).unwrap();
            }
            draft.line_mut(LineId(1)).unwrap().discount =
                Some(ManualDiscount::Percent(Percent::from_basis_points(by_hand).unwrap()));
            draft.discount = Some(ManualDiscount::Amount(Money::from_cents(off)));
            let before = Priced::of(&draft, today());
            let discount = Percent::from_basis_points(group_discount).unwrap();
            let group = Some(crate::customer::Group { discount, ..group(None, "0") });
            draft.identify(Some(DraftCustomer { group, ..exporter() }));
            let priced = Priced::of(&draft, today());
            prop_assert_eq!(priced.lines.iter().map(|line| line.gross).sum::<Money>(), priced.total());
            prop_assert!(priced.lines.iter().all(|line| line.vat_rate == VatRate::ZERO));
            for (line, with_tax) in priced.lines.iter().zip(&before.lines) {
                prop_assert_eq!(line.unit_price, with_tax.vat_rate.exclude(with_tax.unit_price));
            }
            for rate in priced.vat() {
                prop_assert_eq!((rate.rate, rate.amounts.vat, rate.amounts.net), (VatRate::ZERO, Money::ZERO, priced.total()));
            }
            let sale = paid(1, &priced, Movements::default());
            let back = refund(&sale, &[], &Asked::Whole, &[], &|_| 2).unwrap();
            prop_assert_eq!(back.total, -sale.total);
            prop_assert!(back.vat.iter().all(|rate| rate.rate == VatRate::ZERO && rate.amounts.vat == Money::ZERO));
            draft.identify(None);
            prop_assert_eq!(Priced::of(&draft, today()), before);
        }
    }

    #[test]
    fn codes_are_read_back() {
        for regime in VatRegime::ALL {
            assert_eq!(VatRegime::from_code(&regime.code().to_uppercase()), Some(regime));
        }
        assert_eq!(VatRegime::from_code("exonéré"), None);
    }
}
