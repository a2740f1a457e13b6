//! Who is chosen in the list, in six short blocks.

use comptoir_domain::customer::{Channel, Consents, Customer};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;

use super::{Block, Brief, Line, Look};
use crate::customers::{CustomerSummary, shown_phone};
use crate::error::Error;
use crate::format::{day, money, number};
use crate::till::Till;

/// Lines of a block.
const LINES: usize = 5;

impl Till {
    /// Gives what a list shows of the customer who is chosen.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`](crate::NotFound::Customer).
    pub fn customer_brief(&self, id: CustomerId) -> Result<Brief, Error> {
        let summary = self.customer_summary(id)?;
        let mut blocks = vec![
            self.who(&summary.customer),
            self.purchases(&summary),
            self.money_held(&summary),
            self.points_held(&summary),
            self.agreed(&Consents::of(self.store.consents(id)?)),
            self.last_receipts(id)?,
        ];
        blocks.iter_mut().for_each(|block| block.lines.truncate(LINES));
        Ok(Brief {
            id: id.to_string(),
            name: summary.customer.person.display_name(),
            marks: self.marks(&summary),
            blocks,
        })
    }

    fn who(&self, customer: &Customer) -> Block {
        let (person, language) = (&customer.person, self.language);
        let town =
            [person.postcode.as_deref(), person.city.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let phones = person.phones().map(shown_phone).collect::<Vec<_>>().join(", ");
        let emails = person.emails().collect::<Vec<_>>().join(", ");
        let texts = [phones, emails, town, person.note.clone().unwrap_or_default(), customer.cards.join(", ")];
        let lines = texts.into_iter().filter(|text| !text.is_empty()).map(|text| Line::new(text, "")).collect();
        Block::new(
            language.pick("Identité", "Identity"),
            language.pick("Rien de plus que le nom", "Nothing but the name"),
            lines,
        )
    }

    fn purchases(&self, summary: &CustomerSummary) -> Block {
        let (known, language) = (&summary.indicators, self.language);
        let mut lines = Vec::new();
        if let Some(last) = known.last_visit {
            lines.push(Line::new(language.pick("CA TTC", "Revenue"), money(known.revenue_gross, language)));
            lines.push(Line::new(language.pick("Dernier passage", "Last visit"), day(last)));
            lines.push(Line::new(language.pick("Passages", "Visits"), number(known.visits.into(), language)));
            let basket = known.average_basket().map(|basket| money(basket, language)).unwrap_or_default();
            lines.push(Line::new(language.pick("Panier moyen", "Average basket"), basket));
        }
        Block::new(language.pick("Achats", "Purchases"), language.pick("Aucun achat", "No purchase"), lines)
    }

    fn money_held(&self, summary: &CustomerSummary) -> Block {
        let language = self.language;
        let mut lines = Vec::new();
        if let Some(account) = &summary.account {
            let owed = account.balance.is_positive();
            let line = Line::new(language.pick("Encours", "Account balance"), money(account.balance, language));
            lines.push(line.look(if account.hold.is_some() {
                Look::Bad
            } else if owed {
                Look::Warn
            } else {
                Look::Plain
            }));
            lines.extend(account.hold.iter().map(|why| {
                Line::new(language.pick(format!("Bloqué : {why}"), format!("Held: {why}")), "").look(Look::Bad)
            }));
        }
        for credit in &summary.credits {
            let name = crate::messages::credit_name(credit.kind, language);
            lines.push(Line::new(format!("{name} {}", credit.code), money(credit.balance, language)).look(Look::Good));
        }
        let nothing = language.pick("Ni compte, ni avoir, ni bon", "No account, no credit note, no voucher");
        Block::new(language.pick("Compte et bons", "Account and vouchers"), nothing, lines)
    }

    fn points_held(&self, summary: &CustomerSummary) -> Block {
        let language = self.language;
        let counter = |held: &crate::holdings::Held| {
            let unit = self.counter_unit(&held.program, &held.counter);
            Line::new(
                format!("{} ({unit})", self.program_title(&held.program)),
                number(held.holding.balance.value(), language),
            )
            .look(Look::Brand)
        };
        let mut lines: Vec<Line> = summary.counters.iter().map(counter).collect();
        lines.extend(summary.offers.iter().map(|offer| Line::new(format!("★ {}", offer.title), "").look(Look::Brand)));
        if summary.customer.dealings.no_loyalty {
            lines.insert(0, Line::new(language.pick("Hors fidélité", "No loyalty"), "").look(Look::Warn));
        }
        Block::new(language.pick("Fidélité", "Loyalty"), language.pick("Aucun compteur", "No counter"), lines)
    }

    fn agreed(&self, consents: &Consents) -> Block {
        let language = self.language;
        let line = |channel: Channel| {
            let (words, look) = match consents.on(channel) {
                Some(said) if said.granted => (language.pick("oui", "yes"), Look::Good),
                Some(_) => (language.pick("non", "no"), Look::Warn),
                None => (language.pick("pas demandé", "not asked"), Look::Plain),
            };
            Line::new(super::consent::channel_name(channel, language), words).look(look)
        };
        Block::new(language.pick("Consentements", "Consents"), "", Channel::ALL.map(line).to_vec())
    }

    fn last_receipts(&self, id: CustomerId) -> Result<Block, Error> {
        let language = self.language;
        let sales = self.store.sales_of(id, LINES)?;
        let line = |sale: &comptoir_domain::sale::PaidSale| {
            let labels: Vec<&str> = sale.lines.iter().map(|line| line.label.as_str()).collect();
            let look = if sale.total < Money::ZERO { Look::Warn } else { Look::Plain };
            Line::new(format!("{} {}", day(sale.stamp.business_day), labels.join(", ")), money(sale.total, language))
                .look(look)
        };
        let nothing = language.pick("Aucun ticket", "No receipt");
        Ok(Block::new(language.pick("Derniers tickets", "Last receipts"), nothing, sales.iter().map(line).collect()))
    }
}
