//! VAT regimes of customers: what a sale asks of them, and how papers and screens say it.

use chrono::NaiveDate;
use comptoir_domain::customer::Customer;
use comptoir_domain::draft::Draft;
use comptoir_domain::regime::{Exemption, SaleExemption, VatRegime};

use crate::clock::Clock;
use crate::error::Error;
use crate::messages::regimes;
use crate::till::Till;

/// The regime of the customer in hand, as the cashier reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRegime {
    /// In two words: prices without tax, or why not.
    pub badge: String,
    /// The mention that the receipt will have, or what is missing.
    pub why: String,
    /// Whether the sale can be paid so.
    pub proven: bool,
}

impl Till {
    /// Gives why a draft has no tax, as the paid sale keeps it; nothing when it has.
    ///
    /// # Errors
    ///
    /// [`Refused::Regime`](crate::Refused::Regime) when what proves it is not on the file.
    pub(crate) fn exemption(&self, draft: &Draft, day: NaiveDate) -> Result<Option<SaleExemption>, Error> {
        let Some(exemption) = draft.exemption(day) else { return Ok(None) };
        exemption.check()?;
        Ok(Some(SaleExemption {
            regime: exemption.regime,
            mention: regimes::mention(exemption, self.config.language),
            vat_number: exemption.vat_number.clone(),
        }))
    }

    /// Says what VAT a customer pays today; nothing of the normal regime.
    #[must_use]
    pub fn regime_of(&self, customer: &Customer) -> Option<ViewRegime> {
        let (exemption, language) = (Exemption::of(customer)?, self.language);
        let today = Clock::business_day(self.now());
        let name = regimes::name(exemption.regime, language);
        if let Some(last) = exemption.until.filter(|_| !exemption.is_in_force(today)) {
            let badge = language.pick("Avec TVA", "With VAT").to_owned();
            return Some(ViewRegime { badge, why: regimes::run_out(last, language), proven: true });
        }
        let badge = language.pick("Prix sans TVA", "Prices without VAT").to_owned();
        Some(match exemption.check() {
            Ok(()) => {
                let number = exemption.vat_number.as_ref().filter(|_| exemption.regime == VatRegime::Intracom);
                let number = number.map(|number| format!(" · {number}")).unwrap_or_default();
                let why = format!("{name} · {}{number}", regimes::mention(&exemption, language));
                ViewRegime { badge, why, proven: true }
            }
            Err(refusal) => ViewRegime { badge, why: regimes::refusal(refusal, language), proven: false },
        })
    }
}
