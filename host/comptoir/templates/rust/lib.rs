//! Carte de tampons : un tampon par achat d'un certain montant ; la carte pleine donne un bon d'achat.

use comptoir_sdk::{Effects, Message, Money, Offer, Points, Policy, Result, Sale, Settings, Voucher, export, text};

/// Les réglages ; le manifeste dit ce qu'ils veulent dire.
#[derive(Settings)]
pub struct Program {
    minimum: Money,
    stamps: Points,
    worth: Money,
    validity: i64,
}

export!(Program);

impl Policy for Program {
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
        // `require_…` note une condition pour le « pourquoi ? » de la caisse, et rend si elle est tenue.
        if !out.require_true("why-customer", sale.customer().is_some()) {
            return Ok(());
        }
        // Ce qui compte : les articles payés, remises précédentes déduites. Pas les chèques-cadeaux.
        let lines = sale.select(|line| line.is_paid_item());
        let mut stamps = sale.counter("stamps").balance();
        if out.require_at_least("why-minimum", self.minimum, lines.gross()?) {
            // Les lignes qui l'ont gagné : un remboursement reprendra leur part.
            out.earn("stamps", Points::ONE).lines(&lines);
            stamps = stamps.plus(Points::ONE)?;
        }
        // Tant que le caissier ne la prend pas, une offre n'est qu'une proposition ; prise, la caisse
        // dépense son coût et donne ses récompenses.
        if out.require_at_least("why-stamps", self.stamps, stamps) {
            let voucher = Voucher::of(self.worth).expires(sale.day().plus_days(self.validity)?);
            let title = text!("offer-gift", worth = self.worth);
            out.offer(Offer::new("gift", title).cost("stamps", self.stamps).reward(voucher));
            // Pris, il n'est plus à proposer.
            if !sale.offer("gift").is_taken() {
                out.message(Message::cashier(text!("cashier-gift", worth = self.worth)));
            }
        } else {
            let progress = text!("cashier-progress", stamps = stamps, needed = self.stamps);
            out.message(Message::cashier(progress));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comptoir_sdk::testing::{self, SaleBuilder};

    #[test]
    fn the_last_stamp_opens_the_gift() {
        let program: Program = testing::settings(include_str!("../manifest.toml"), &[("stamps", "3")]);
        let kinds = |price, stamps: i32| {
            testing::evaluate(&program, &SaleBuilder::new().counter("stamps", stamps).line(price)).kinds()
        };
        assert_eq!(kinds("10.00", 1), ["add", "message"]);
        assert_eq!(kinds("10.00", 2), ["add", "offer", "message"]);
        assert_eq!(kinds("9.99", 2), ["message"]);
        assert_eq!(kinds("9.99", 3), ["offer", "message"]);
    }
}
