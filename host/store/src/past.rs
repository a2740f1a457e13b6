//! The past in the order of payment, to be walked through: for simulations over months of sales.

use chrono::NaiveDate;
use comptoir_domain::id::{CustomerId, SaleId};
use comptoir_domain::sale::{PaidSale, ReceiptNumber};
use rusqlite::{Params, Row, params};

use crate::error::StoreError;
use crate::sales::{read_body, select_sales};
use crate::sql::{Sql, get, get_opt, in_file_of, in_listed_file};
use crate::store::Store;

/// A sale or refund by its place in the order of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its place: later sales have higher ones.
    pub place: i64,
    /// Who bought.
    pub customer: Option<CustomerId>,
    /// The place of the sale that it refunds.
    pub refund_of: Option<i64>,
}

impl Store {
    /// Gives the sales and refunds of business days, both included, in the order of payment: their places
    /// and customers only.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn headers(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Header>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.row, coalesce(m.head, s.customer), s.refund_of
             FROM sale s LEFT JOIN merger m ON m.absorbed = s.customer
             WHERE s.business_day BETWEEN ?1 AND ?2 ORDER BY s.row",
        )?;
        let header =
            |row: &Row<'_>| Ok(Header { place: row.get(0)?, customer: get_opt(row, 1)?, refund_of: row.get(2)? });
        Ok(statement.query_map(params![Sql(first), Sql(last)], header)?.collect::<Result<_, _>>()?)
    }

    /// Gives the sales and refunds of a customer on business days, both included, in the order of payment,
    /// each with its place.
    ///
    /// # Errors
    ///
    /// A failure of the database, or a sale that cannot be read.
    pub fn past_of(
        &self,
        customer: CustomerId,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(i64, PaidSale)>, StoreError> {
        let sql = select_sales!(
            more: ", row",
            "WHERE customer ",
            in_file_of!("?1"),
            " AND business_day BETWEEN ?2 AND ?3 ORDER BY row"
        );
        self.placed(sql, params![Sql(customer), Sql(first), Sql(last)])
    }

    /// Gives a sale by its place, and its refunds up to a business day behind it. None when there is no such
    /// place.
    ///
    /// # Errors
    ///
    /// A failure of the database, or a sale that cannot be read.
    pub fn with_refunds(&self, place: i64, last: NaiveDate) -> Result<Vec<(i64, PaidSale)>, StoreError> {
        let sql = select_sales!(more: ", row", "WHERE row = ?1");
        let mut found = self.placed(sql, [place])?;
        let sql = select_sales!(more: ", row", "WHERE refund_of = ?1 AND business_day <= ?2 ORDER BY row");
        found.extend(self.placed(sql, params![place, Sql(last)])?);
        Ok(found)
    }

    fn placed(&self, sql: &str, key: impl Params) -> Result<Vec<(i64, PaidSale)>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(key)?;
        let mut sales = Vec::new();
        while let Some(row) = rows.next()? {
            sales.push((row.get(3)?, read_body(row)?));
        }
        Ok(sales)
    }

    /// Gives the numbers of the sales, refunds apart, of business days, both included, in the order of payment.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn numbers_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<ReceiptNumber>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT till, sequence FROM sale WHERE business_day BETWEEN ?1 AND ?2 AND refund_of IS NULL ORDER BY row",
        )?;
        let number = |row: &Row<'_>| Ok(ReceiptNumber { till: get(row, 0)?, sequence: get(row, 1)? });
        Ok(statement.query_map(params![Sql(first), Sql(last)], number)?.collect::<Result<_, _>>()?)
    }

    /// Gives the business day of a sale.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn day_of_sale(&self, sale: SaleId) -> Result<Option<NaiveDate>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT business_day FROM sale WHERE id = ?1")?;
        let mut rows = statement.query([Sql(sale)])?;
        rows.next()?.map(|row| Ok(get(row, 0)?)).transpose()
    }

    /// Gives all customers whom another one brought, each with who did.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn sponsors(&self) -> Result<Vec<(CustomerId, CustomerId)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT c.id, coalesce(m.head, c.sponsor) FROM customer c LEFT JOIN merger m ON m.absorbed = c.sponsor
             WHERE c.sponsor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM merger WHERE absorbed = c.id)",
        )?;
        let pairs = statement.query_map([], |row| Ok((get(row, 0)?, get(row, 1)?)))?;
        Ok(pairs.collect::<Result<_, _>>()?)
    }

    /// Gives the first sales of the customers whom this one brought: their places and business days, in the
    /// order of payment.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn first_sales_brought_by(&self, sponsor: CustomerId) -> Result<Vec<(i64, NaiveDate)>, StoreError> {
        let mut statement = self.conn.prepare_cached(concat!(
            "SELECT row, business_day FROM sale WHERE row IN (
                 SELECT (SELECT min(s.row) FROM sale s WHERE s.customer ",
            in_listed_file!("c.id"),
            " AND s.refund_of IS NULL)
                 FROM customer c WHERE c.sponsor ",
            in_file_of!("?1"),
            " AND NOT EXISTS (SELECT 1 FROM merger WHERE absorbed = c.id))
             ORDER BY row"
        ))?;
        let firsts = statement.query_map([Sql(sponsor)], |row| Ok((row.get(0)?, get(row, 1)?)))?;
        Ok(firsts.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use comptoir_domain::refund::Asked;

    use super::*;
    use crate::testing::{commit, customer, customer_id, day, memory, refund_of, sale};

    #[test]
    fn the_past_is_walked_in_the_order_of_payment() {
        let mut store = memory();
        let claire = customer(1, "Lefèvre", "Claire");
        let mut luc = customer(2, "Durand", "Luc");
        luc.sponsor = Some(claire.id);
        store.put_customer(&claire).unwrap();
        store.put_customer(&luc).unwrap();
        let mut paid = Vec::new();
        for (who, on) in [(Some(&claire), 1), (None, 2), (Some(&luc), 3), (Some(&claire), 4), (Some(&luc), 5)] {
            let sold = sale(&store, who, on, &[(1_000, "1")]);
            commit(&mut store, &sold).unwrap();
            paid.push(sold);
        }
        let back = refund_of(&store, &paid[1], 6, &Asked::Whole).unwrap();
        commit(&mut store, &back).unwrap();

        let headers = store.headers(day(2), day(6)).unwrap();
        let seen: Vec<_> = headers.iter().map(|header| (header.customer, header.refund_of.is_some())).collect();
        let (c, l) = (Some(claire.id), Some(luc.id));
        assert_eq!(seen, [(None, false), (l, false), (c, false), (l, false), (None, true)]);
        assert_eq!(headers[4].refund_of, Some(headers[0].place));
        let numbers: Vec<_> = paid[1..].iter().map(|sale| sale.stamp.number.clone()).collect();
        assert_eq!(store.numbers_between(day(2), day(6)).unwrap(), numbers, "refunds apart");

        let of = |who, first, last| store.past_of(customer_id(who), day(first), day(last)).unwrap();
        let sales = |placed: Vec<(i64, PaidSale)>| placed.into_iter().map(|(_, sale)| sale).collect::<Vec<_>>();
        assert_eq!(sales(of(1, 0, 9)), [paid[0].clone(), paid[3].clone()]);
        assert_eq!(sales(of(1, 2, 9)), [paid[3].clone()]);
        let with = |last| sales(store.with_refunds(headers[0].place, day(last)).unwrap());
        assert_eq!(with(6), [paid[1].clone(), back]);
        assert_eq!(with(5), [paid[1].clone()], "a refund to come is not there yet");
        assert_eq!(store.with_refunds(999, day(6)).unwrap(), []);

        assert_eq!(store.sponsors().unwrap(), [(luc.id, claire.id)]);
        let first: Vec<_> = store.first_sales_brought_by(claire.id).unwrap();
        assert_eq!(first, [(headers[1].place, day(3))]);
        assert_eq!(store.first_sales_brought_by(luc.id).unwrap(), []);
        assert_eq!(store.day_of_sale(paid[3].stamp.id).unwrap(), Some(day(4)));
    }
}
