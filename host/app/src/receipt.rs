//! The receipt: from a paid sale to a document, the same each time it is printed.
//!
//! What it must show follows CGI 286 I-3° bis and the practice of certified tills: shop and SIRET,
//! number, instant, till, operator, lines with their VAT code, number of lines, VAT table, tenders,
//! the software and an extract of the signature; a copy says which copy it is.

use comptoir_devices::Document;
use comptoir_devices::document::{Block, Raster, Style};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::item::Unit;
use comptoir_domain::language::Language;
use comptoir_domain::ledger::CreditIssue;
use comptoir_domain::price::{LineDiscount, Origin, VatLine};
use comptoir_domain::sale::{PaidLine, PaidSale, SaleKind};
use comptoir_domain::shop::Shop;
use comptoir_domain::tender::TenderKind;
use comptoir_journal::{Family, SignedRecord};
use rust_decimal::Decimal;

use crate::error::{Error, NotFound};
use crate::format::{bare_money, day, instant, money, number, percent, weight};
use crate::messages::{credit_name, tender_name};
use crate::till::{SOFTWARE, Till};

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

/// Cash opens the drawer, and nothing else does.
pub(crate) fn opens_drawer(sale: &PaidSale) -> bool {
    sale.tenders.iter().any(|tender| tender.kind == TenderKind::Cash)
}

/// A document that opens the drawer and prints nothing.
pub(crate) fn drawer_only() -> Document {
    let mut document = Document::new();
    document.open_drawer();
    document
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
        for credit in &self.sale.movements.issued {
            self.credit(&mut paper, credit);
        }
        self.foot(&mut paper);
        paper
    }

    fn fr_en(&self, french: &str, english: &str) -> String {
        self.language.pick(french, english).to_owned()
    }

    fn head(&self, paper: &mut Document) {
        let center = Style::PLAIN.centered();
        if let Some(logo) = self.logo {
            paper.push(Block::Logo(logo.clone()));
        }
        paper.styled(&self.shop.name, center.big().bold());
        for line in &self.shop.address {
            paper.styled(line, center);
        }
        let naf = self.shop.naf.as_ref().map(|naf| format!(" · NAF {naf}")).unwrap_or_default();
        paper.styled(format!("SIRET {}{naf}", self.shop.siret), center);
        if let Some(vat) = &self.shop.vat_number {
            paper.styled(format!("{} {vat}", self.fr_en("TVA", "VAT")), center);
        }
        paper.rule();
        if self.sale.stamp.training {
            paper.styled(self.fr_en("*** SIMULATION ***", "*** SIMULATION ***"), center.bold());
            paper.styled(self.fr_en("sans valeur : aucune vente réelle", "worthless: no real sale"), center);
            paper.rule();
        }
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
        paper.pair(format!("Ticket {}", stamp.number), instant(stamp.at));
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
        paper.rule();
    }

    fn line(&self, paper: &mut Document, line: &PaidLine) {
        let amount = format!("{} {}", bare_money(line.amount, self.language), self.vat_code(line));
        if line.quantity == Decimal::ONE && line.unit == Unit::Piece {
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
            Unit::Piece => format!("{} × {unit_price}", number(line.quantity, self.language)),
            Unit::Kilogram => format!("{} kg × {unit_price} €/kg", weight(line.quantity, self.language)),
            Unit::Meter => format!("{} m × {unit_price} €/m", number(line.quantity, self.language)),
        }
    }

    fn discount_name(&self, discount: &LineDiscount) -> String {
        let label = &discount.label;
        match discount.origin {
            Origin::Manual => self.fr_en("Remise", "Discount"),
            Origin::Sale => self.fr_en("Remise sur le total", "Discount on the total"),
            Origin::Group(_) => {
                let label = percent(label.trim_end_matches(" %"), self.language);
                format!("{} {label}", self.fr_en("Remise client", "Customer discount"))
            }
            Origin::Voucher(_) => format!("{} {label}", self.fr_en("Bon d'achat", "Voucher")),
            Origin::Program(_) => label.clone(),
        }
    }

    /// A letter per rate of this sale, lowest rate first.
    fn vat_code(&self, line: &PaidLine) -> char {
        let place = self.sale.vat.iter().position(|vat| vat.rate == line.vat_rate).unwrap_or(0);
        Self::letter(place)
    }

    fn letter(place: usize) -> char {
        u8::try_from(place).ok().and_then(|place| b'A'.checked_add(place)).map_or('?', char::from)
    }

    fn total(&self, paper: &mut Document) {
        let sale = self.sale;
        paper.rule();
        let discount: comptoir_domain::money::Money = sale.lines.iter().map(PaidLine::discount).sum();
        if discount.cents() != 0 {
            paper.pair(self.fr_en("Total des remises", "Total discounts"), money(-discount, self.language));
        }
        paper.styled_pair("TOTAL", money(sale.total, self.language), Style::PLAIN.tall().bold());
        let articles = sale.article_count();
        let (lines, several) = (sale.lines.len(), |n: i64| if n.abs() > 1 { "s" } else { "" });
        let line_count = i64::try_from(lines).unwrap_or(i64::MAX);
        let words = match self.language {
            Language::French => {
                format!("{articles} article{}, {lines} ligne{}", several(articles), several(line_count))
            }
            Language::English => {
                format!("{articles} item{}, {lines} line{}", several(articles), several(line_count))
            }
        };
        paper.text(words);
        for tender in &sale.tenders {
            let code = tender.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            paper.pair(
                format!("{}{code}", tender_name(tender.kind, self.language)),
                money(tender.amount, self.language),
            );
        }
        if sale.change.is_positive() {
            paper.pair(self.fr_en("Rendu", "Change"), money(sale.change, self.language));
        }
    }

    fn vat(&self, paper: &mut Document) {
        paper.rule();
        for (place, VatLine { rate, amounts }) in self.sale.vat.iter().enumerate() {
            let code = Self::letter(place);
            let rate = percent(&rate.to_string(), self.language);
            let net = bare_money(amounts.net, self.language);
            let vat = bare_money(amounts.vat, self.language);
            let (net_name, vat_name) = (self.language.pick("HT", "net"), self.language.pick("TVA", "VAT"));
            paper.pair(format!("{code}  {rate}  {net_name} {net}"), format!("{vat_name} {vat}"));
        }
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

    fn credit(&self, paper: &mut Document, credit: &CreditIssue) {
        paper.rule();
        let name = credit_name(credit.kind, self.language);
        paper.styled(name.to_uppercase(), Style::PLAIN.centered().bold());
        paper.styled(money(credit.amount, self.language), Style::PLAIN.centered().big().bold());
        if credit.kind == CreditKind::Voucher && !credit.label.is_empty() {
            paper.styled(&credit.label, Style::PLAIN.centered());
        }
        if let Some(expires) = credit.expires {
            let words = self.fr_en("Valable jusqu'au", "Valid until");
            paper.styled(format!("{words} {}", day(expires)), Style::PLAIN.centered());
        }
        // The printer writes the code under its bars.
        paper.push(Block::Code128(credit.code.clone()));
    }

    fn foot(&self, paper: &mut Document) {
        paper.rule();
        for line in self.footer {
            paper.paragraph(line, Style::PLAIN.centered());
        }
        paper.push(Block::Code128(self.sale.stamp.number.to_string()));
        paper.styled(format!("{SOFTWARE} · {}", self.signature), Style::PLAIN.centered());
        if opens_drawer(self.sale) && self.copy == 0 {
            paper.open_drawer();
        }
        paper.cut();
    }
}
