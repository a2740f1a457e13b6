//! The receipt: from a paid sale to a document, the same each time it is printed.
//!
//! What it must show follows CGI 286 I-3° bis and the practice of certified tills: shop and SIRET,
//! number, instant, till, operator, lines with their VAT code, number of lines, VAT table, tenders,
//! the software and an extract of the signature; a copy says which copy it is.

use comptoir_devices::Document;
use comptoir_devices::document::{Block, Raster, Style};
use comptoir_domain::item::Unit;
use comptoir_domain::language::Language;
use comptoir_domain::ledger::CreditIssue;
use comptoir_domain::money::Money;
use comptoir_domain::price::{LineDiscount, Origin, VatLine};
use comptoir_domain::rate::{Taxed, VatRate};
use comptoir_domain::sale::{PaidLine, PaidSale, SaleKind};
use comptoir_domain::shop::Shop;
use comptoir_domain::tender::TenderKind;
use comptoir_journal::{Family, SignedRecord};
use rust_decimal::Decimal;

use crate::error::{Error, NotFound};
use crate::format::{bare_money, instant, money, number, percent, weight};
use crate::messages::{credit_name, tender_name};
use crate::till::{SOFTWARE, Till};

mod parts;

pub(crate) use parts::{Head, Slip, grouped_siret};

impl Till {
    /// Makes the receipt of a sale: copy 0 is the original.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`] when the journal has no record of it.
    pub fn receipt(&self, sale: &PaidSale, copy: u32) -> Result<Document, Error> {
        let record = self.store.sale_record(sale.stamp.id)?;
        let record = record.ok_or_else(|| NotFound::Receipt(sale.stamp.number.to_string()))?;
        self.receipt_with(sale, &record, copy)
    }

    pub(crate) fn receipt_with(&self, sale: &PaidSale, record: &SignedRecord, copy: u32) -> Result<Document, Error> {
        debug_assert_eq!(record.family, Family::Sale);
        let customer = match &sale.customer {
            Some(customer) => self.store.customer(customer.id)?.map(|c| c.person.display_name()),
            None => None,
        };
        let layout = Layout {
            shop: self.shop(),
            sale,
            language: self.config.language,
            customer: customer.filter(|name| !name.is_empty()),
            footer: &self.config.receipt.footer,
            logo: self.logo.as_ref(),
            signature: record.extract(),
            copy,
        };
        Ok(layout.document())
    }

    /// Gives the text of a receipt as it would be printed.
    ///
    /// # Errors
    ///
    /// As [`Self::receipt`].
    pub fn receipt_text(&self, sale: &PaidSale, columns: Option<usize>) -> Result<String, Error> {
        Ok(self.receipt(sale, 0)?.to_text(columns.unwrap_or_else(|| self.config.columns())))
    }
}

/// Cash opens the drawer, and nothing else does; the receipt itself opens none.
pub(crate) fn opens_drawer(sale: &PaidSale) -> bool {
    sale.tenders.iter().any(|tender| tender.kind == TenderKind::Cash)
}

/// All that the receipt is made of.
struct Layout<'a> {
    shop: &'a Shop,
    sale: &'a PaidSale,
    language: Language,
    customer: Option<String>,
    footer: &'a [String],
    logo: Option<&'a Raster>,
    signature: String,
    copy: u32,
}

impl Layout<'_> {
    fn document(&self) -> Document {
        let mut paper = Document::new();
        self.head(&mut paper);
        self.title(&mut paper);
        for line in &self.sale.lines {
            self.line(&mut paper, line);
        }
        self.total(&mut paper);
        self.vat(&mut paper);
        self.words(&mut paper);
        if self.copy > 0 {
            self.credits_given(&mut paper);
        }
        self.foot(&mut paper);
        if self.copy == 0 {
            for credit in &self.sale.movements.issued {
                self.credit(&mut paper, credit);
            }
        }
        paper
    }

    fn fr_en(&self, french: &str, english: &str) -> String {
        self.language.pick(french, english).to_owned()
    }

    fn head(&self, paper: &mut Document) {
        let logo = self.logo;
        Head { shop: self.shop, language: self.language, logo, training: self.sale.stamp.training }.write(paper);
    }

    fn title(&self, paper: &mut Document) {
        let stamp = &self.sale.stamp;
        if self.copy > 0 {
            paper.styled(format!("DUPLICATA n° {}", self.copy), Style::PLAIN.centered().bold());
        }
        if let SaleKind::Refund { number, .. } = &self.sale.kind {
            let words = self.fr_en("REMBOURSEMENT du ticket", "REFUND of receipt");
            paper.styled(format!("{words} {number}"), Style::PLAIN.centered().bold());
        }
        paper.pair(format!("N° {}", stamp.number), instant(stamp.at));
        let till = self.fr_en("Caisse", "Till");
        let operator = self.fr_en("Opérateur", "Operator");
        let colon = self.fr_en(" :", ":");
        paper.pair(format!("{till} {}", stamp.number.till), format!("{operator}{colon} {}", stamp.operator));
        if stamp.seller != stamp.operator {
            paper.text(format!("{}{colon} {}", self.fr_en("Vendeur", "Seller"), stamp.seller));
        }
        if let Some(customer) = &self.customer {
            paper.text(format!("{}{colon} {customer}", self.fr_en("Client", "Customer")));
        }
        if let Some(number) = self.sale.exemption().and_then(|exemption| exemption.vat_number.as_ref()) {
            paper.text(format!("{}{colon} {number}", self.fr_en("N° TVA du client", "Customer's VAT no.")));
        }
        paper.rule();
    }

    fn line(&self, paper: &mut Document, line: &PaidLine) {
        let amount = format!("{} {}", bare_money(line.amount, self.language), vat_code(line.vat_rate));
        if line.quantity.abs() == Decimal::ONE && line.unit == Unit::Piece {
            paper.pair(&line.label, amount);
        } else {
            paper.text(&line.label);
            paper.pair(format!("  {}", self.quantity(line)), amount);
        }
        for discount in &line.discounts {
            // Aligned with the amounts above, which end in a space and a VAT code.
            let amount = format!("{}\u{a0}\u{a0}", bare_money(-discount.amount, self.language));
            paper.pair(format!("  {}", self.discount_name(discount)), amount);
        }
        if let Some(note) = &line.note {
            paper.text(format!("  {note}"));
        }
    }

    /// The quantity times the price of one; weighed and measured goods show their unit, as the law on
    /// price marking asks (arrêté du 3 décembre 1987).
    fn quantity(&self, line: &PaidLine) -> String {
        let unit_price = bare_money(line.unit_price, self.language);
        match line.unit {
            Unit::Piece => format!("{} × {unit_price}", number(line.quantity.abs(), self.language)),
            Unit::Kilogram => format!("{} kg × {unit_price} €/kg", weight(line.quantity.abs(), self.language)),
            Unit::Meter => format!("{} m × {unit_price} €/m", number(line.quantity.abs(), self.language)),
        }
    }

    fn discount_name(&self, discount: &LineDiscount) -> String {
        let label = &discount.label;
        let rate = label.strip_suffix(" %").map(|rate| format!(" {}", percent(rate, self.language)));
        let rate = rate.unwrap_or_default();
        match discount.origin {
            Origin::Manual => format!("{}{rate}", self.fr_en("Remise", "Discount")),
            Origin::Sale => format!("{}{rate}", self.fr_en("Remise sur le total", "Discount on the total")),
            Origin::Group(_) => format!("{}{rate}", self.fr_en("Remise client", "Customer discount")),
            Origin::Voucher(_) => format!("{} {label}", self.fr_en("Bon d'achat", "Voucher")),
            Origin::Program(_) => label.clone(),
        }
    }

    fn total(&self, paper: &mut Document) {
        let sale = self.sale;
        paper.rule();
        paper.text(self.counts());
        let discount: Money = sale.lines.iter().map(PaidLine::discount).sum();
        if discount.is_positive() {
            paper.pair(self.fr_en("Total des remises", "Total discounts"), money(-discount, self.language));
        }
        let (name, total) = if sale.is_refund() {
            (self.fr_en("RENDU", "PAID BACK"), -sale.total)
        } else {
            ("TOTAL".to_owned(), sale.total)
        };
        paper.styled_pair(name, money(total, self.language), Style::PLAIN.big().bold());
        for tender in &sale.tenders {
            let code = tender.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            let name = tender_name(tender.kind, self.language);
            paper.pair(format!("{name}{code}"), money(tender.amount.abs(), self.language));
        }
        if sale.change.is_positive() {
            paper.pair(self.fr_en("Monnaie rendue", "Change"), money(sale.change, self.language));
        }
    }

    /// How many articles and lines: the number of lines lets nobody add one later.
    fn counts(&self) -> String {
        let articles = self.sale.article_count().unsigned_abs();
        let lines = self.sale.lines.len() as u64;
        let plural = |n: u64, one: &'static str, more: &'static str| if n > 1 { more } else { one };
        let returned = self.sale.is_refund();
        match self.language {
            Language::French => {
                let suffix = if returned { plural(articles, " repris", " repris") } else { "" };
                let articles_word = plural(articles, "article", "articles");
                format!("{articles} {articles_word}{suffix}, {lines} {}", plural(lines, "ligne", "lignes"))
            }
            Language::English => {
                let suffix = if returned { " returned" } else { "" };
                let items = if articles == 1 { "item" } else { "items" };
                format!("{articles} {items}{suffix}, {lines} {}", if lines == 1 { "line" } else { "lines" })
            }
        }
    }

    /// The tax per rate, in columns that end under each other.
    fn vat(&self, paper: &mut Document) {
        paper.rule();
        let highest_first = || self.sale.vat.iter().rev();
        let rows: Vec<[String; 3]> = highest_first().map(|line| self.vat_row(line)).collect();
        let head = match self.language {
            Language::French => ["HT", "TVA", "TTC"],
            Language::English => ["net", "VAT", "gross"],
        };
        let width = |column: usize| {
            let longest = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
            longest.max(head[column].chars().count())
        };
        let widths = [width(0), width(1), width(2)];
        let aligned = |cells: [&str; 3]| {
            let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
            // No-break, so that the columns hold.
            cells.collect::<Vec<_>>().join("  ").replace(' ', "\u{a0}")
        };
        paper.pair(self.fr_en("Taux", "Rate"), aligned(head));
        for (line, [net, vat, gross]) in highest_first().zip(&rows) {
            let rate = percent(&line.rate.to_string(), self.language);
            paper.pair(format!("{} {rate}", vat_code(line.rate)), aligned([net, vat, gross]));
        }
        if let Some(exemption) = self.sale.exemption() {
            paper.paragraph(&exemption.mention, Style::PLAIN);
        }
    }

    fn vat_row(&self, line: &VatLine) -> [String; 3] {
        let Taxed { net, vat, gross } = line.amounts;
        [net, vat, gross].map(|amount| bare_money(amount, self.language))
    }

    /// What the programs say on the receipt.
    fn words(&self, paper: &mut Document) {
        let said = || self.sale.programs.iter().flat_map(|p| &p.said).filter(|said| said.to.receipt);
        if said().next().is_none() {
            return;
        }
        paper.rule();
        for said in said() {
            paper.paragraph(&said.text, Style::PLAIN);
        }
    }

    /// A copy of the receipt names the papers given with the original, without their bars: they are out
    /// already, and the first that comes back is the one.
    fn credits_given(&self, paper: &mut Document) {
        let given = self.fr_en("remis avec l'original", "given with the original");
        for credit in &self.sale.movements.issued {
            let name = credit_name(credit.kind, self.language);
            let worth = money(credit.amount, self.language);
            paper.rule();
            paper.paragraph(format!("{name} {} : {worth} ({given})", credit.code), Style::PLAIN.centered());
        }
    }

    /// A paper of its own below the cut, to be torn off and brought back.
    fn credit(&self, paper: &mut Document, credit: &CreditIssue) {
        let stamp = &self.sale.stamp;
        let slip = Slip {
            shop: self.shop,
            language: self.language,
            kind: credit.kind,
            code: &credit.code,
            label: &credit.label,
            worth: credit.amount,
            issued: (stamp.business_day, Some(stamp.number.to_string())),
            expires: credit.expires,
            training: stamp.training,
            copy: 0,
        };
        paper.rule();
        slip.write(paper);
    }

    fn foot(&self, paper: &mut Document) {
        paper.rule();
        // "Thank you, see you soon" is for those who bought.
        for line in self.footer.iter().filter(|_| !self.sale.is_refund()) {
            paper.paragraph(line, Style::PLAIN.centered());
        }
        paper.feed(1);
        paper.push(Block::Code128(self.sale.stamp.number.to_string()));
        paper.styled(format!("{SOFTWARE} · signature {}", self.signature), Style::PLAIN.centered());
        paper.cut();
    }
}

/// A letter per rate, the same on each receipt: A 20 %, B 10 %, C 5,5 %, D 2,1 %, E without VAT; the rates
/// of Corsica and overseas share F, and the table below the total tells them apart.
fn vat_code(rate: VatRate) -> char {
    match rate.hundred_thousandths() {
        20_000 => 'A',
        10_000 => 'B',
        5_500 => 'C',
        2_100 => 'D',
        0 => 'E',
        _ => 'F',
    }
}
