//! RFM: customers by how recently, how often and for how much they bought.

use chrono::NaiveDate;
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::statistics::{Grid, Past, Scores, scores};
use serde::Serialize;

use super::Statistics;
use crate::error::{Error, Invalid};

/// The customers of twenty-four months in classes of recency and frequency.
#[derive(Clone, Debug, Serialize)]
pub struct Rfm {
    /// The last day.
    pub on: NaiveDate,
    /// How many customers.
    pub customers: i64,
    /// The 25 fields of the grid, the best first.
    pub grid: Vec<RfmCell>,
    /// How many are in the segment that was asked for; nothing when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_segment: Option<usize>,
    /// Those who brought most of them, most revenue first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub segment: Vec<Buyer>,
}

/// A field of the grid.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RfmCell {
    /// The class of recency, 1 to 5.
    pub recency: u8,
    /// The class of frequency, 1 to 5.
    pub frequency: u8,
    /// How many customers.
    pub customers: i64,
    /// Their gross revenue of twelve months.
    pub revenue_12_months: Money,
}

/// A customer of a segment.
#[derive(Clone, Debug, Serialize)]
pub struct Buyer {
    /// Who.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// The class of recency.
    pub recency: u8,
    /// The class of frequency.
    pub frequency: u8,
    /// The class of revenue.
    pub monetary: u8,
    /// The last visit.
    pub last_visit: NaiveDate,
    /// Sales of twelve months.
    pub sales_12_months: i64,
    /// Gross revenue of twelve months.
    pub revenue_12_months: Money,
}

/// Which customers are listed, by their classes; any class when none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The class of recency.
    pub recency: Option<u8>,
    /// The class of frequency.
    pub frequency: Option<u8>,
    /// The class of revenue.
    pub monetary: Option<u8>,
}

impl Segment {
    fn has(&self, scores: Scores) -> bool {
        let fits = |asked: Option<u8>, class| asked.is_none_or(|asked| asked == class);
        fits(self.recency, scores.recency)
            && fits(self.frequency, scores.frequency)
            && fits(self.monetary, scores.monetary)
    }

    fn check(&self) -> Result<(), Error> {
        for (field, class) in
            [("--recency", self.recency), ("--frequency", self.frequency), ("--monetary", self.monetary)]
        {
            if let Some(class) = class.filter(|class| !(1..=comptoir_domain::statistics::CLASSES).contains(class)) {
                return Err(Invalid::Text { field: field.to_owned(), value: class.to_string() }.into());
            }
        }
        Ok(())
    }
}

impl Statistics<'_> {
    /// Puts the customers of the twenty-four months that end with a day into classes, and lists so many of a segment.
    ///
    /// # Errors
    ///
    /// [`Invalid::Text`] for a class beyond 1 to 5.
    pub fn rfm(&self, on: NaiveDate, listed: Option<(Segment, usize)>) -> Result<Rfm, Error> {
        let (ids, pasts): (Vec<CustomerId>, Vec<Past>) = self.books.buyers(on)?.into_iter().unzip();
        let scores = scores(&pasts);
        let grid = Grid::of(scores.iter().zip(&pasts));
        let cell = |(recency, frequency, cell): (u8, u8, comptoir_domain::statistics::Cell)| RfmCell {
            recency,
            frequency,
            customers: cell.customers,
            revenue_12_months: cell.gross,
        };
        let mut rfm = Rfm {
            on,
            customers: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            grid: grid.cells().map(cell).collect(),
            in_segment: None,
            segment: Vec::new(),
        };
        if let Some((segment, limit)) = listed {
            segment.check()?;
            let all = ids.iter().zip(&scores).zip(&pasts).map(|((id, scores), past)| (*id, *scores, *past));
            let mut chosen: Vec<_> = all.filter(|(_, scores, _)| segment.has(*scores)).collect();
            chosen.sort_by(|(one, _, first), (other, _, second)| {
                (second.gross, second.last_visit, one).cmp(&(first.gross, first.last_visit, other))
            });
            rfm.in_segment = Some(chosen.len());
            rfm.segment = chosen.into_iter().take(limit).map(|one| self.buyer(one)).collect::<Result<_, _>>()?;
        }
        Ok(rfm)
    }

    fn buyer(&self, (id, scores, past): (CustomerId, Scores, Past)) -> Result<Buyer, Error> {
        let customer = self.books.customer(id)?;
        Ok(Buyer {
            id,
            name: customer.map_or_else(String::new, |customer| customer.person.display_name()),
            recency: scores.recency,
            frequency: scores.frequency,
            monetary: scores.monetary,
            last_visit: past.last_visit,
            sales_12_months: past.sales,
            revenue_12_months: past.gross,
        })
    }
}
