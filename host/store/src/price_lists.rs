//! Price lists: their days, rules and base, and the prices of items in them.

use comptoir_domain::id::{DepartmentId, PriceListId, Sku};
use comptoir_domain::item::Item;
use comptoir_domain::money::Money;
use comptoir_domain::price_list::{Base, PriceList, Tax, cycle};
use rusqlite::{Connection, Row, params};

use crate::error::{Noun, StoreError};
use crate::items::exists;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

impl Store {
    /// Adds or changes a price list with its rules; the prices of items in it stay.
    ///
    /// # Errors
    ///
    /// As [`Self::write_price_list`].
    pub fn put_price_list(&mut self, list: &PriceList) -> Result<(), StoreError> {
        self.write_price_list(list, &[])
    }

    /// Adds or changes a price list with its rules, and prices of items in it: with tax or without, as the list
    /// says; nothing takes a price off. All of it or nothing is written.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when its base, a department or an item is unknown,
    /// [`StoreError::PriceListCycle`] when it would be based on itself.
    pub fn write_price_list(&mut self, list: &PriceList, prices: &[(Sku, Option<Money>)]) -> Result<(), StoreError> {
        self.write(|conn| {
            if let Some(base) = &list.base {
                if let Some(lists) = cycle(list, &read_lists(conn)?) {
                    return Err(StoreError::PriceListCycle { lists });
                }
                exists(conn, Noun::PriceList, "SELECT 1 FROM price_list WHERE id = ?1", base.list.as_str())?;
            }
            put_list(conn, list)?;
            prices.iter().try_for_each(|(sku, price)| put_price(conn, &list.id, sku, *price))
        })
    }

    /// Gives all price lists, in the order of their codes.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn price_lists(&self) -> Result<Vec<PriceList>, StoreError> {
        read_lists(&self.conn)
    }

    /// Takes a price list away with its rules and the prices of items in it; tells whether there was one.
    ///
    /// # Errors
    ///
    /// A failure of the database: a group has it, or another list is based on it. Nothing has changed then.
    pub fn remove_price_list(&mut self, id: &PriceListId) -> Result<bool, StoreError> {
        self.write(|conn| {
            for sql in ["DELETE FROM item_price WHERE list = ?1", "DELETE FROM price_list_department WHERE list = ?1"] {
                conn.prepare_cached(sql)?.execute([id.as_str()])?;
            }
            Ok(conn.prepare_cached("DELETE FROM price_list WHERE id = ?1")?.execute([id.as_str()])? > 0)
        })
    }

    /// Gives the items that have a price of their own in a list, by name.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn items_in_list(&self, list: &PriceListId) -> Result<Vec<Item>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT item.row FROM item_price JOIN item ON item.row = item_price.item WHERE list = ?1
             ORDER BY sort_key, item.row",
        )?;
        let rows = statement.query_map([list.as_str()], |row| row.get(0))?;
        self.read_items(&rows.collect::<Result<Vec<i64>, _>>()?)
    }
}

fn put_list(conn: &Connection, list: &PriceList) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO price_list (id, name, first_day, last_day, without_tax, base, percent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, first_day = excluded.first_day,
             last_day = excluded.last_day, without_tax = excluded.without_tax, base = excluded.base,
             percent = excluded.percent",
    )?
    .execute(params![
        list.id.as_str(),
        list.name,
        list.first.map(Sql),
        list.last.map(Sql),
        list.tax == Tax::Excluded,
        list.base.as_ref().map(|base| base.list.as_str()),
        list.base.as_ref().map(|base| Sql(base.percent)),
    ])?;
    conn.prepare_cached("DELETE FROM price_list_department WHERE list = ?1")?.execute([list.id.as_str()])?;
    for (department, percent) in &list.departments {
        exists(conn, Noun::Department, "SELECT 1 FROM department WHERE id = ?1", department.as_str())?;
        conn.prepare_cached("INSERT INTO price_list_department (list, department, percent) VALUES (?1, ?2, ?3)")?
            .execute(params![list.id.as_str(), department.as_str(), Sql(*percent)])?;
    }
    Ok(())
}

fn put_price(conn: &Connection, list: &PriceListId, sku: &Sku, price: Option<Money>) -> Result<(), StoreError> {
    exists(conn, Noun::Item, "SELECT 1 FROM item WHERE sku = ?1", sku.as_str())?;
    let item = "(SELECT row FROM item WHERE sku = ?1)";
    match price {
        Some(price) => conn
            .prepare_cached(&format!(
                "INSERT INTO item_price (item, list, price) VALUES ({item}, ?2, ?3)
                 ON CONFLICT (item, list) DO UPDATE SET price = excluded.price"
            ))?
            .execute(params![sku.as_str(), list.as_str(), Sql(price)])?,
        None => conn
            .prepare_cached(&format!("DELETE FROM item_price WHERE item = {item} AND list = ?2"))?
            .execute(params![sku.as_str(), list.as_str()])?,
    };
    Ok(())
}

fn read_lists(conn: &Connection) -> Result<Vec<PriceList>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, first_day, last_day, without_tax, base, percent FROM price_list ORDER BY id",
    )?;
    let mut lists = statement.query_map([], read_list)?.collect::<Result<Vec<_>, _>>()?;
    let mut statement = conn.prepare_cached("SELECT department, percent FROM price_list_department WHERE list = ?1")?;
    for list in &mut lists {
        let rules = statement.query_map([list.id.as_str()], |row| Ok((get::<DepartmentId>(row, 0)?, get(row, 1)?)))?;
        list.departments = rules.collect::<Result<_, _>>()?;
    }
    Ok(lists)
}

fn read_list(row: &Row<'_>) -> rusqlite::Result<PriceList> {
    let base: Option<PriceListId> = get_opt(row, 5)?;
    Ok(PriceList {
        first: get_opt(row, 2)?,
        last: get_opt(row, 3)?,
        tax: if row.get(4)? { Tax::Excluded } else { Tax::Included },
        base: base.map(|list| Ok::<_, rusqlite::Error>(Base { list, percent: get(row, 6)? })).transpose()?,
        ..PriceList::new(get(row, 0)?, row.get::<_, String>(1)?)
    })
}

#[cfg(test)]
mod tests {
    use comptoir_domain::rate::PriceRate;

    use super::*;
    use crate::testing::{day, dump, item, memory};

    fn list(id: &str) -> PriceList {
        PriceList::new(PriceListId::new(id), id.to_uppercase())
    }

    fn based(id: &str, base: &str) -> PriceList {
        let percent = PriceRate::from_basis_points(9_000).unwrap();
        PriceList { base: Some(Base { list: PriceListId::new(base), percent }), ..list(id) }
    }

    #[test]
    fn a_list_reads_back_the_same_and_changes_as_a_whole() {
        let mut store = memory();
        store.put_price_list(&list("a")).unwrap();
        let mut full = PriceList {
            first: Some(day(1)),
            last: Some(day(9)),
            tax: Tax::Excluded,
            departments: [("homme", 9_000), ("chemises", 8_050)]
                .map(|(id, points)| (DepartmentId::new(id), PriceRate::from_basis_points(points).unwrap()))
                .into(),
            ..based("b", "a")
        };
        store.put_price_list(&full).unwrap();
        assert_eq!(store.price_lists().unwrap(), [list("a"), full.clone()]);
        full.departments.pop_first();
        (full.first, full.last, full.base) = (None, None, None);
        store.put_price_list(&full).unwrap();
        assert_eq!(store.price_lists().unwrap(), [list("a"), full]);
    }

    #[test]
    fn prices_of_items_come_and_go_with_their_list_or_not_at_all() {
        let mut store = memory();
        for sku in ["CH-01", "CH-02"] {
            store.put_item(&item(sku, &format!("Chemise {sku}"))).unwrap();
        }
        let price = |sku: &str, cents| (Sku::new(sku), Some(Money::from_cents(cents)));
        store.write_price_list(&list("b"), &[price("CH-02", 1_500), price("CH-01", 1_000)]).unwrap();
        store.write_price_list(&list("b"), &[price("CH-01", 900)]).unwrap();
        let before = dump(&store);
        let missing = Err(StoreError::Missing { noun: Noun::Item, id: "CH-09".into() });
        let renamed = PriceList { name: "Autre".into(), ..list("b") };
        assert_eq!(store.write_price_list(&renamed, &[price("CH-01", 1), price("CH-09", 1)]), missing);
        assert_eq!(dump(&store), before);
        let listed = |store: &Store| -> Vec<(String, i64)> {
            let id = PriceListId::new("b");
            let items = store.items_in_list(&id).unwrap();
            items.iter().map(|item| (item.sku.to_string(), item.prices[&id].cents())).collect()
        };
        assert_eq!(listed(&store), [("CH-01".to_owned(), 900), ("CH-02".to_owned(), 1_500)]);
        store.write_price_list(&list("b"), &[(Sku::new("CH-01"), None)]).unwrap();
        assert_eq!(listed(&store), [("CH-02".to_owned(), 1_500)]);
    }

    #[test]
    fn what_a_list_names_must_be_there_and_it_is_never_based_on_itself() {
        let mut store = memory();
        let missing = |noun, id: &str| Err(StoreError::Missing { noun, id: id.into() });
        assert_eq!(store.put_price_list(&based("b", "a")), missing(Noun::PriceList, "a"));
        let mut cellar = list("a");
        cellar.departments.insert(DepartmentId::new("cave"), PriceRate::from_basis_points(0).unwrap());
        assert_eq!(store.put_price_list(&cellar), missing(Noun::Department, "cave"));
        for fine in [list("a"), based("b", "a"), based("c", "b")] {
            store.put_price_list(&fine).unwrap();
        }
        let cycle = |way: &[&str]| {
            Err(StoreError::PriceListCycle { lists: way.iter().copied().map(PriceListId::new).collect() })
        };
        assert_eq!(store.put_price_list(&based("a", "a")), cycle(&["a", "a"]));
        assert_eq!(store.put_price_list(&based("a", "c")), cycle(&["a", "c", "b", "a"]));
        assert_eq!(store.price_lists().unwrap()[0], list("a"));
    }
}
