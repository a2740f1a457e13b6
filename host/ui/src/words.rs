//! The words of the screen that are made of values: French first, English second. Fixed words stand in the markup.

use chrono::{Datelike as _, NaiveDate};
use comptoir_app::counter::{LastSale, RecentSale, ViewCustomer, ViewGroup, ViewLine, ViewOffer, ViewTender};
use comptoir_app::format::{count, day, money, number, percent, weight};
use comptoir_app::messages::tender_name;
use comptoir_domain::customer::Birthday;
use comptoir_domain::indicators::Indicators;
use comptoir_domain::item::Unit;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::price::Origin;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::refund::Refund;
use comptoir_domain::shop::Mode;
use comptoir_domain::tender::TenderKind;

mod clients;
mod deeds;
mod enrolment;
mod fixed;
mod import;
mod ledger;
mod office;
mod overview;
mod scanner;
mod setup;
mod statistics;
mod tools;
mod trial;

/// The words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words(pub(crate) Language);

/// How the codes of articles without a code begin.
const UNCODED: &str = comptoir_app::counter::UNCODED;

const MONTHS: [[&str; 12]; 2] = [
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
];

impl Words {
    /// Picks the French or the English text.
    fn pick<T>(self, french: T, english: T) -> T {
        match self.0 {
            Language::French => french,
            Language::English => english,
        }
    }

    /// A count with its noun; one that is too large for a count is the largest.
    fn count(self, n: impl TryInto<u64>, french: [&str; 2], english: [&str; 2]) -> String {
        count(n.try_into().unwrap_or(u64::MAX), french, english, self.0)
    }

    pub(crate) fn till(self, till: &str) -> String {
        self.pick(format!("Caisse {till}"), format!("Till {till}"))
    }

    pub(crate) fn mode(self, mode: Mode) -> &'static str {
        match mode {
            Mode::Real => "",
            Mode::Demo => self.pick("Démonstration", "Demo"),
            Mode::Training => self.pick("École", "Training"),
        }
    }

    pub(crate) fn money(self, amount: Money) -> String {
        money(amount, self.0)
    }

    /// An amount without cents where it has none: `20 €`.
    pub(crate) fn short_money(self, amount: Money) -> String {
        let full = self.money(amount);
        if amount.cents() % 100 == 0 { full.replacen(",00", "", 1).replacen(".00", "", 1) } else { full }
    }

    pub(crate) fn articles(self, pieces: i64) -> String {
        self.count(u64::try_from(pieces).unwrap_or(0), ["article", "articles"], ["item", "items"])
    }

    pub(crate) fn vat_within(self, vat: Money) -> String {
        self.pick(format!("dont TVA {}", self.money(vat)), format!("incl. VAT {}", self.money(vat)))
    }

    pub(crate) fn reduction(self, amount: Money) -> String {
        self.pick(format!("Remises −{}", self.money(amount)), format!("Discounts −{}", self.money(amount)))
    }

    pub(crate) fn parked_count(self, n: usize) -> String {
        self.pick(format!("{n} en attente"), format!("{n} parked"))
    }

    pub(crate) fn quantity(self, quantity: Quantity, unit: Unit) -> String {
        match unit {
            Unit::Piece => format!("{} ×", number(quantity.value(), self.0)),
            Unit::Kilogram => format!("{} kg", weight(quantity.value(), self.0)),
            Unit::Meter => format!("{} m", number(quantity.value(), self.0)),
        }
    }

    /// Under a line: what one costs where that is not the amount, then each discount with its reason.
    pub(crate) fn line_detail(self, line: &ViewLine) -> String {
        let mut parts = Vec::new();
        let by = match line.unit {
            Unit::Piece => "",
            Unit::Kilogram => "/kg",
            Unit::Meter => "/m",
        };
        if line.quantity != Quantity::ONE || line.weighed {
            parts.push(format!("{}{by}", self.money(line.unit_price)));
        }
        // An article without a code has no other price than the one typed.
        if line.price_by_hand && !line.sku.starts_with(UNCODED) {
            parts.push(self.pick("prix modifié", "price changed").to_owned());
        }
        if let Some(list) = &line.price_list {
            parts.push(line.price_rule.as_ref().map_or_else(|| list.clone(), |rule| format!("{list} ({rule})")));
        }
        parts.extend(line.discounts.iter().map(|discount| {
            let reason = match &discount.origin {
                Origin::Manual => self.pick("remise", "discount"),
                Origin::Group(_) => self.pick("groupe", "group"),
                Origin::Sale => self.pick("remise ticket", "sale discount"),
                Origin::Voucher(_) => self.pick("bon", "voucher"),
                Origin::Program(_) => "★",
            };
            let label = if discount.label.is_empty() { String::new() } else { format!(" {}", discount.label) };
            format!("{reason}{label} −{}", self.money(discount.amount))
        }));
        parts.join(" · ")
    }

    pub(crate) fn group(self, group: &ViewGroup) -> String {
        let mut parts = vec![group.name.clone()];
        parts.extend(group.price_list.clone());
        if group.discount.basis_points() > 0 {
            parts.push(format!("−{}", percent(&group.discount.to_string(), self.0)));
        }
        parts.join(" · ")
    }

    /// A day and its month: `22 nov.`
    fn short_day(self, month: u32, day: u32) -> String {
        let name = usize::try_from(month)
            .ok()
            .and_then(|month| month.checked_sub(1))
            .and_then(|m| MONTHS[0].get(m).map(|_| m));
        let name = name.map_or("", |m| self.pick(MONTHS[0], MONTHS[1])[m]);
        let day = self.pick(if day == 1 { "1er".to_owned() } else { day.to_string() }, day.to_string());
        self.pick(format!("{day} {name}"), format!("{name} {day}"))
    }

    pub(crate) fn birthday(self, birthday: Option<Birthday>) -> String {
        let Some(birthday) = birthday else { return String::new() };
        let date = self.short_day(birthday.month, birthday.day);
        self.pick(format!("C’est son anniversaire ({date})"), format!("It is their birthday ({date})"))
    }

    pub(crate) fn hold(self, reason: &str) -> String {
        self.pick(format!("Compte bloqué : {reason}"), format!("Account on hold: {reason}"))
    }

    pub(crate) fn account_of(self, balance: Money, limit: Option<Money>) -> String {
        match limit {
            Some(limit) => format!("{} / {}", number(balance.to_decimal(), self.0), self.short_money(limit)),
            None => self.money(balance),
        }
    }

    pub(crate) fn account_left(self, customer: Option<&ViewCustomer>) -> String {
        let Some(customer) = customer else { return self.pick("client d’abord", "customer first").to_owned() };
        let Some(account) = &customer.summary.account else {
            return self.pick("pas de compte", "no account").to_owned();
        };
        if account.hold.is_some() {
            return self.pick("compte bloqué", "on hold").to_owned();
        }
        match customer.account_left {
            Some(left) => self.pick(format!("reste {}", self.money(left)), format!("{} left", self.money(left))),
            None => self.pick("sans limite", "no limit").to_owned(),
        }
    }

    pub(crate) fn habits(self, indicators: &Indicators) -> String {
        let Some(last) = indicators.last_visit else {
            return self.pick("Première visite", "First visit").to_owned();
        };
        let mut parts = vec![self.pick(format!("Dernier passage {}", day(last)), format!("Last visit {}", day(last)))];
        if let Some(basket) = indicators.average_basket() {
            let basket = self.money(basket);
            parts.push(self.pick(format!("panier moyen {basket}"), format!("average basket {basket}")));
        }
        let visits = usize::try_from(indicators.visits).unwrap_or(0);
        parts.push(self.count(visits, ["passage", "passages"], ["visit", "visits"]));
        parts.join(" · ")
    }

    pub(crate) fn recent(self, sale: &RecentSale) -> String {
        let date = self.short_day(sale.at.month(), sale.at.day());
        format!("{date} · {} · {}", self.money(sale.total), sale.labels.join(", "))
    }

    /// What an offer costs, which of its gifts is taken, and until when it can be.
    pub(crate) fn offer_detail(self, offer: &ViewOffer) -> String {
        let chosen = offer.choices.iter().find(|(id, _)| Some(id) == offer.choice.as_ref());
        let chosen = chosen.map(|(_, label)| label.clone());
        let cost = offer.cost.as_ref().map(|cost| self.pick(format!("coûte {cost}"), format!("costs {cost}")));
        let until = offer.expires.map(day);
        let until = until.map(|last| self.pick(format!("jusqu’au {last}"), format!("until {last}")));
        chosen.into_iter().chain(cost).chain(until).collect::<Vec<_>>().join(" · ")
    }

    pub(crate) fn part_label(self) -> &'static str {
        self.pick("Combien ?", "How much?")
    }

    pub(crate) fn part_bounds(self, min: &str, max: &str) -> String {
        self.pick(format!("De {min} à {max}."), format!("From {min} to {max}."))
    }

    pub(crate) fn no_part(self, min: &str, max: &str, step: &str) -> String {
        self.pick(
            format!("De {min} à {max}, de {step} en {step}."),
            format!("From {min} to {max}, in steps of {step}."),
        )
    }

    pub(crate) fn tender(self, kind: TenderKind) -> &'static str {
        tender_name(kind, self.0)
    }

    /// A means of payment as a key says it: shorter than on the receipt.
    pub(crate) fn means(self, kind: TenderKind) -> &'static str {
        match kind {
            TenderKind::Card => self.pick("Carte", "Card"),
            TenderKind::GiftVoucher => self.pick("Cadeau", "Gift"),
            kind => self.tender(kind),
        }
    }

    fn tenders(self, given: &[ViewTender]) -> String {
        let one = |tender: &ViewTender| format!("{} {}", self.tender(tender.kind), self.money(tender.amount));
        given.iter().map(one).collect::<Vec<_>>().join(" + ")
    }

    pub(crate) fn last_title(self, sale: &LastSale) -> String {
        let (number, time) = (&sale.number, sale.at.format("%H:%M"));
        match sale.refund {
            true => self.pick(format!("Remboursement {number} · {time}"), format!("Refund {number} · {time}")),
            false => self.pick(format!("Vente {number} · {time}"), format!("Sale {number} · {time}")),
        }
    }

    pub(crate) fn last_detail(self, sale: &LastSale) -> String {
        let given = self.tenders(&sale.given);
        let articles = self.articles(sale.pieces);
        if given.is_empty() { articles } else { format!("{articles} · {given}") }
    }

    pub(crate) fn refunded(self, number: &str, amount: Money) -> String {
        let amount = self.money(amount);
        self.pick(format!("Remboursé {amount} · {number}"), format!("Refunded {amount} · {number}"))
    }

    pub(crate) fn paper_issued(self, code: &str, amount: Money) -> String {
        let amount = self.money(amount);
        self.pick(format!("Avoir {code} de {amount} émis"), format!("Credit note {code} of {amount} issued"))
    }

    pub(crate) fn voucher_used(self, code: &str, balance: Money) -> String {
        let amount = self.money(balance);
        self.pick(format!("Bon {code} de {amount} déduit"), format!("Voucher {code} of {amount} taken off"))
    }

    pub(crate) fn paper_kept(self, code: &str, balance: Money) -> String {
        let amount = self.money(balance);
        self.pick(format!("{code} ({amount}) compte dans le paiement"), format!("{code} ({amount}) counts as payment"))
    }

    pub(crate) fn printing(self, number: &str, copy: u32) -> String {
        match copy {
            0 => self.pick(format!("Ticket {number} à l’impression"), format!("Receipt {number} is printing")),
            copy => self.pick(
                format!("Duplicata n° {copy} du ticket {number} à l’impression"),
                format!("Copy no. {copy} of receipt {number} is printing"),
            ),
        }
    }

    pub(crate) fn receipt_title(self, number: &str, copy: u32) -> String {
        match copy {
            0 => self.pick(format!("Ticket {number}"), format!("Receipt {number}")),
            copy => {
                self.pick(format!("Ticket {number}, duplicata n° {copy}"), format!("Receipt {number}, copy no. {copy}"))
            }
        }
    }

    pub(crate) fn sold_on(self, number: &str, at: NaiveDate) -> String {
        self.pick(format!("Vente {number} du {}", day(at)), format!("Sale {number} of {}", day(at)))
    }

    pub(crate) fn paid_by(self, given: &[ViewTender], customer: Option<&str>) -> String {
        let given = self.tenders(given);
        customer
            .map(ToOwned::to_owned)
            .into_iter()
            .chain(Some(given).filter(|g| !g.is_empty()))
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// What giving back takes from the counters, and gives back to them.
    pub(crate) fn points_back(self, refund: &Refund) -> String {
        let change: rust_decimal::Decimal =
            refund.movements.counters.iter().map(|movement| movement.delta.value()).sum();
        if change.is_zero() {
            return String::new();
        }
        let points = number(change.abs(), self.0);
        match change.is_sign_negative() {
            true => self.pick(format!("{points} points repris"), format!("{points} points taken back")),
            false => self.pick(format!("{points} points rendus"), format!("{points} points given back")),
        }
    }

    pub(crate) fn vat_rate(self, rate: &str) -> String {
        self.pick(format!("TVA {}", percent(rate, self.0)), format!("VAT {}", percent(rate, self.0)))
    }

    pub(crate) fn reason(self, expected: &str, actual: &str) -> String {
        self.pick(
            format!("attendu : {expected} · trouvé : {actual}"),
            format!("expected: {expected} · found: {actual}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_counted_in_each_language() {
        let pieces = |n: i64, language| Words(language).articles(n);
        assert_eq!(pieces(1, Language::French), "1 article");
        assert_eq!(pieces(2, Language::French), "2 articles");
        assert_eq!(pieces(2, Language::English), "2 items");
    }

    #[test]
    fn round_amounts_lose_their_cents_on_keys() {
        let short = |text: &str, language| {
            Words(language).short_money(Money::parse(text).unwrap()).replace(['\u{a0}', '\u{202f}'], " ")
        };
        assert_eq!(short("130", Language::French), "130 €");
        assert_eq!(short("1200.00", Language::French), "1 200 €");
        assert_eq!(short("124.80", Language::French), "124,80 €");
        assert_eq!(short("130", Language::English), "€130");
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        assert_eq!(Words(Language::French).short_day(1, 1), "1er janv.");
        assert_eq!(Words(Language::French).short_day(11, 22), "22 nov.");
        assert_eq!(Words(Language::English).short_day(11, 22), "Nov 22");
    }
}
