//! The reports as tables.

use comptoir_domain::language::Language;

use super::words::by_words;
use super::{Buyer, Figure, Lives, Rfm, SellerRow, Sellers, Table, Takings, TakingsRow};

impl Takings {
    /// Gives the parts and the total, with words in a language.
    #[must_use]
    pub fn table(&self, language: Language) -> Table {
        let columns = vec![
            by_words(self.by, language),
            language.pick("CA TTC", "Gross revenue"),
            language.pick("CA HT", "Net revenue"),
            language.pick("Marge", "Margin"),
            language.pick("Ventes", "Sales"),
            language.pick("Panier moyen", "Average basket"),
            language.pick("Clients", "Customers"),
            language.pick("Passages", "Visits"),
            language.pick("Articles", "Articles"),
            language.pick("Part (%)", "Share (%)"),
            language.pick("CA TTC avant", "Gross revenue before"),
            language.pick("Évolution (%)", "Trend (%)"),
        ];
        let rows = self.rows.iter().chain([&self.total]).map(takings_row).collect();
        Table { title: language.pick("Statistiques", "Statistics"), columns, rows }
    }
}

fn takings_row(row: &TakingsRow) -> Vec<Figure> {
    vec![
        Figure::Text(row.name.clone()),
        row.revenue_gross.into(),
        row.revenue_net.into(),
        row.margin.into(),
        Figure::Count(row.sales),
        row.average_basket.into(),
        Figure::Count(row.customers),
        Figure::Count(row.visits),
        Figure::Count(row.items),
        row.share.map(Figure::Percent).into(),
        row.before.into(),
        row.trend.map(Figure::Percent).into(),
    ]
}

impl Sellers {
    /// Gives the sellers and the total, with words in a language.
    #[must_use]
    pub fn table(&self, language: Language) -> Table {
        let columns = vec![
            language.pick("Vendeur", "Seller"),
            language.pick("CA TTC", "Gross revenue"),
            language.pick("CA HT", "Net revenue"),
            language.pick("Marge", "Margin"),
            language.pick("Ventes", "Sales"),
            language.pick("Articles", "Articles"),
            language.pick("Articles par vente", "Articles per sale"),
            language.pick("Panier moyen", "Average basket"),
            language.pick("Remises à la main", "Discounts by hand"),
            language.pick("Fiches ouvertes", "Files opened"),
            language.pick("Retours", "Returns"),
            language.pick("Montant des retours", "Amount of returns"),
        ];
        let rows = self.rows.iter().chain([&self.total]).map(seller_row).collect();
        Table { title: language.pick("Vendeurs", "Sellers"), columns, rows }
    }
}

fn seller_row(row: &SellerRow) -> Vec<Figure> {
    vec![
        Figure::Text(row.seller.clone()),
        row.revenue_gross.into(),
        row.revenue_net.into(),
        row.margin.into(),
        Figure::Count(row.sales),
        Figure::Count(row.items),
        row.items_per_sale.map(Figure::Number).into(),
        row.average_basket.into(),
        row.discounts_by_hand.into(),
        Figure::Count(row.enrolments),
        Figure::Count(row.returns),
        row.returned.into(),
    ]
}

impl Lives {
    /// Gives the stages, with words in a language.
    #[must_use]
    pub fn table(&self, language: Language) -> Table {
        let columns = vec![
            language.pick("Clients", "Customers"),
            language.pick("Nombre", "Count"),
            language.pick("CA TTC sur 12 mois", "Gross revenue of 12 months"),
        ];
        let stages = self.stages.iter().map(|row| (row.name, row.customers, Some(row.revenue_12_months)));
        let ever = language.pick("Ont déjà acheté", "Ever bought");
        let never = language.pick("N’ont jamais acheté", "Never bought");
        let others = [(ever, self.buyers, Some(self.revenue_12_months)), (never, self.never, None)];
        let row = |(name, count, revenue): (&str, i64, Option<_>)| {
            vec![Figure::Text(name.to_owned()), Figure::Count(count), revenue.into()]
        };
        let rows = stages.chain(others).map(row).collect();
        Table { title: language.pick("Clients", "Customers"), columns, rows }
    }
}

impl Rfm {
    /// Gives the 25 fields of the grid, one a row.
    #[must_use]
    pub fn table(&self, language: Language) -> Table {
        let columns = vec![
            language.pick("Récence", "Recency"),
            language.pick("Fréquence", "Frequency"),
            language.pick("Clients", "Customers"),
            language.pick("CA TTC sur 12 mois", "Gross revenue of 12 months"),
        ];
        let row = |cell: &super::RfmCell| {
            let classes = [cell.recency, cell.frequency].map(|class| Figure::Count(class.into()));
            classes.into_iter().chain([Figure::Count(cell.customers), cell.revenue_12_months.into()]).collect()
        };
        Table { title: "RFM", columns, rows: self.grid.iter().map(row).collect() }
    }

    /// Gives the customers of the segment that was asked for.
    #[must_use]
    pub fn segment_table(&self, language: Language) -> Table {
        let columns = vec![
            language.pick("Client", "Customer"),
            "R",
            "F",
            "M",
            language.pick("Dernier passage", "Last visit"),
            language.pick("Ventes sur 12 mois", "Sales of 12 months"),
            language.pick("CA TTC sur 12 mois", "Gross revenue of 12 months"),
            language.pick("Identifiant", "Id"),
        ];
        Table { title: "RFM", columns, rows: self.segment.iter().map(buyer_row).collect() }
    }
}

fn buyer_row(buyer: &Buyer) -> Vec<Figure> {
    let classes = [buyer.recency, buyer.frequency, buyer.monetary].map(|class| Figure::Count(class.into()));
    let mut row = vec![Figure::Text(buyer.name.clone())];
    row.extend(classes);
    row.extend([
        Figure::Day(buyer.last_visit),
        Figure::Count(buyer.sales_12_months),
        buyer.revenue_12_months.into(),
        Figure::Text(buyer.id.to_string()),
    ]);
    row
}
