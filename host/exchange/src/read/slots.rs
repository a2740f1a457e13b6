//! Where a field of a customer is kept, by the kind of its value.

use super::CustomerRow;
use crate::field::CustomerField as F;

impl CustomerRow {
    /// Finds the place of a field that is one line of text.
    pub(super) const fn text_of(&mut self, field: &F) -> Option<&mut Option<String>> {
        Some(match field {
            F::Id => &mut self.id,
            F::LastName => &mut self.last_name,
            F::FirstName => &mut self.first_name,
            F::Company => &mut self.company,
            F::Siren => &mut self.siren,
            F::VatNumber => &mut self.vat_number,
            F::AddressRecipient2 => &mut self.address_recipient2,
            F::AddressBuilding => &mut self.address_building,
            F::AddressPlace => &mut self.address_place,
            F::Postcode => &mut self.postcode,
            F::City => &mut self.city,
            F::Country => &mut self.country,
            F::Phone => &mut self.phone,
            F::Mobile => &mut self.mobile,
            F::Email => &mut self.email,
            F::Group => &mut self.group,
            F::Seller => &mut self.seller,
            F::VatRegime => &mut self.vat_regime,
            F::Attestation => &mut self.attestation,
            F::Sponsor => &mut self.sponsor,
            _ => return None,
        })
    }

    /// Finds the place of a field that is yes or no.
    pub(super) const fn yes_no_of(&mut self, field: &F) -> Option<&mut Option<bool>> {
        Some(match field {
            F::ConsentSms => &mut self.consent_sms,
            F::ConsentEmail => &mut self.consent_email,
            F::ConsentPost => &mut self.consent_post,
            F::OnAccount => &mut self.on_account,
            F::LoyaltyOff => &mut self.loyalty_off,
            F::EReceipt => &mut self.e_receipt,
            F::Moved => &mut self.moved,
            F::Deceased => &mut self.deceased,
            F::DoNotContact => &mut self.do_not_contact,
            _ => return None,
        })
    }
}
