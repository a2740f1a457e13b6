//! Parts that receipts share with other papers of the till: the top, and papers to be brought back.

use chrono::NaiveDate;
use comptoir_devices::Document;
use comptoir_devices::document::{Block, Raster, Style};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::shop::Shop;

use crate::format::{day, money};
use crate::messages::credit_name;

/// The top of each paper: who the shop is, and that an exercise is worth nothing.
pub(crate) struct Head<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) language: Language,
    pub(crate) logo: Option<&'a Raster>,
    pub(crate) training: bool,
}

impl Head<'_> {
    pub(crate) fn write(&self, paper: &mut Document) {
        let center = Style::PLAIN.centered();
        if let Some(logo) = self.logo {
            paper.push(Block::Logo(logo.clone()));
        }
        paper.styled(&self.shop.name, center.big().bold());
        for line in &self.shop.address {
            paper.styled(line, center);
        }
        let naf = self.shop.naf.as_ref().map(|naf| format!(" · NAF\u{a0}{naf}")).unwrap_or_default();
        paper.styled(format!("SIRET {}{naf}", grouped_siret(&self.shop.siret)), center);
        if let Some(vat) = &self.shop.vat_number {
            paper.styled(format!("{} {vat}", self.language.pick("TVA", "VAT")), center);
        }
        paper.rule();
        if self.training {
            paper.styled("*** SIMULATION ***", center.bold());
            let words = self.language.pick("sans valeur : aucune vente réelle", "worthless: no real sale");
            paper.styled(words, center);
            paper.rule();
        }
    }
}

/// A credit note, gift voucher or voucher as it is handed over.
pub(crate) struct Slip<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) language: Language,
    pub(crate) kind: CreditKind,
    pub(crate) code: &'a str,
    pub(crate) label: &'a str,
    pub(crate) worth: Money,
    /// The day, and the receipt when this till issued it.
    pub(crate) issued: (NaiveDate, Option<String>),
    pub(crate) expires: Option<NaiveDate>,
    pub(crate) training: bool,
    /// 0 for the original.
    pub(crate) copy: u32,
}

impl Slip<'_> {
    pub(crate) fn write(&self, paper: &mut Document) {
        let center = Style::PLAIN.centered();
        paper.styled(&self.shop.name, center.bold());
        if self.copy > 0 {
            paper.styled(format!("DUPLICATA n° {}", self.copy), center.bold());
        }
        paper.styled(credit_name(self.kind, self.language).to_uppercase(), center.tall().bold());
        paper.styled(money(self.worth, self.language), center.big().bold());
        if self.kind == CreditKind::Voucher && !self.label.is_empty() {
            paper.styled(self.label, center);
        }
        let (on, number) = &self.issued;
        let number = number.as_ref().map(|number| format!(", n°\u{a0}{number}")).unwrap_or_default();
        paper.styled(format!("{} {}{number}", self.language.pick("Remis le", "Given on"), day(*on)), center);
        if let Some(expires) = self.expires {
            let words = self.language.pick("Valable jusqu'au", "Valid until");
            paper.styled(format!("{words} {}", day(expires)), center);
        }
        if self.training {
            paper.styled("*** SIMULATION ***", center.bold());
        }
        paper.feed(1);
        // The printer writes the code under its bars.
        paper.push(Block::Code128(self.code.to_owned()));
        paper.cut();
    }
}

/// `732 829 320 00074`, as it is read aloud.
pub(crate) fn grouped_siret(siret: &str) -> String {
    match (siret.get(..3), siret.get(3..6), siret.get(6..9), siret.get(9..)) {
        (Some(a), Some(b), Some(c), Some(rest)) => format!("{a} {b} {c} {rest}"),
        _ => siret.to_owned(),
    }
}
