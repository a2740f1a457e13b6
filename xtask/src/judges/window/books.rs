//! What the shop's books say of a sale that was made in the window: the journal, as it was signed.

use std::collections::BTreeMap;

use super::super::shop::{Shop, text_of};
use crate::failure::Failure;

/// The last sale of the journal.
#[derive(Debug)]
pub(super) struct Booked {
    words: BTreeMap<String, String>,
}

/// What must stand there.
pub(super) struct Wanted<'w> {
    /// Each line's item and quantity.
    pub(super) lines: &'w [(&'w str, &'w str)],
    /// What it costs by the till's own count, in cents.
    pub(super) total: i64,
    /// The means of payment, and what was given in cents.
    pub(super) tender: (&'w str, i64),
    /// Whose card was scanned.
    pub(super) customer: Option<&'w str>,
}

impl Booked {
    /// Asks the shop, which must be closed.
    pub(super) fn last(shop: &Shop<'_>) -> Result<Self, Failure> {
        let records = shop.ask(&["journal", "show", "T", "--last", "1"])?;
        Ok(Self::read(&text_of(&records[0]["payload"])))
    }

    fn read(payload: &str) -> Self {
        let pairs = payload.lines().filter_map(|line| line.split_once(':'));
        Self { words: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect() }
    }

    fn of(&self, name: &str) -> &str {
        self.words.get(name).map_or("", String::as_str)
    }

    /// The number of the receipt.
    pub(super) fn number(&self) -> &str {
        self.of("number")
    }

    /// What a person wants to know of it.
    fn sold(&self) -> String {
        let wanted = ["number", "sku", "quantity", "total", "kind", "amount", "change"];
        let is_wanted = |name: &str| name.split('.').next_back().is_some_and(|last| wanted.contains(&last));
        let pairs = self.words.iter().filter(|(name, _)| is_wanted(name) && !name.contains("discount"));
        pairs.map(|(name, value)| format!("{name}:{value} ")).collect()
    }

    /// Compares with what was sold.
    pub(super) fn is(&self, wanted: &Wanted<'_>) -> Result<(), String> {
        let (means, given) = wanted.tender;
        let mut pairs = vec![
            ("kind".to_owned(), "sale".to_owned()),
            ("lines".to_owned(), wanted.lines.len().to_string()),
            ("total".to_owned(), wanted.total.to_string()),
            ("tender.1.kind".to_owned(), means.to_owned()),
            ("tender.1.amount".to_owned(), given.to_string()),
            ("tender.2.kind".to_owned(), String::new()),
            ("customer".to_owned(), wanted.customer.unwrap_or_default().to_owned()),
            ("change".to_owned(), (given - wanted.total).to_string()),
        ];
        for (place, (item, quantity)) in (1..).zip(wanted.lines) {
            pairs.push((format!("line.{place}.sku"), (*item).to_owned()));
            pairs.push((format!("line.{place}.quantity"), (*quantity).to_owned()));
        }
        match pairs.iter().find(|(name, value)| self.of(name) != value) {
            None => Ok(()),
            Some((name, value)) => {
                let (found, sold) = (self.of(name), self.sold());
                Err(format!("{name} : « {found} » au lieu de « {value} » dans {sold}"))
            }
        }
    }
}

/// `135.00` in cents.
pub(super) fn cents(amount: &str) -> Result<i64, Failure> {
    amount.replace('.', "").parse().map_err(|_| Failure::new(format!("« {amount} » n'est pas un montant")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "record:sale\nnumber:C1-000054\nkind:sale\nlines:2\nline.1.sku:CEI-0009\nline.1.quantity:3\n\
                          line.2.sku:DIVERS-a\nline.2.quantity:1\ntotal:14250\ntender.1.kind:cash\n\
                          tender.1.amount:20000\nchange:5750\n";

    #[test]
    fn a_sale_is_compared_word_by_word() {
        let lines = [("CEI-0009", "3"), ("DIVERS-a", "1")];
        let total = cents("142.50").unwrap();
        let right = Wanted { lines: &lines, total, tender: ("cash", 20_000), customer: None };
        assert_eq!(Booked::read(RECORD).is(&right), Ok(()));
        for (one, other) in [
            ("CEI-0009", "CEI-0008"),
            ("quantity:3", "quantity:1"),
            ("total:14250", "total:14251"),
            ("cash", "card"),
            ("change:5750", "change:0"),
            ("lines:2", "lines:3"),
            ("kind:sale", "kind:refund"),
            ("total:", "customer:somebody\ntotal:"),
        ] {
            let why = Booked::read(&RECORD.replacen(one, other, 1)).is(&right);
            assert!(why.is_err(), "{other}");
        }
    }
}
