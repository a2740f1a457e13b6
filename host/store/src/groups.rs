//! Customer groups: what their customers pay.

use std::collections::BTreeMap;

use comptoir_domain::customer::Group;
use comptoir_domain::id::{GroupId, PriceListId};
use rusqlite::{Row, params};

use crate::error::{Noun, StoreError};
use crate::items::exists;
use crate::sql::{Sql, get, get_opt};
use crate::store::Store;

impl Store {
    /// Adds or changes a customer group.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] when its price list is unknown.
    pub fn put_group(&mut self, group: &Group) -> Result<(), StoreError> {
        self.write(|conn| {
            let list = group.price_list.as_ref().map(PriceListId::as_str);
            if let Some(list) = list {
                exists(conn, Noun::PriceList, "SELECT 1 FROM price_list WHERE id = ?1", list)?;
            }
            conn.prepare_cached(
                "INSERT INTO customer_group (id, name, price_list, discount) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE
                 SET name = excluded.name, price_list = excluded.price_list, discount = excluded.discount",
            )?
            .execute(params![group.id.as_str(), group.name, list, Sql(group.discount)])?;
            Ok(())
        })
    }

    /// Gives all customer groups, in the order of their codes.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn groups(&self) -> Result<Vec<Group>, StoreError> {
        let sql = "SELECT id, name, price_list, discount FROM customer_group ORDER BY id";
        let mut statement = self.conn.prepare_cached(sql)?;
        let groups = statement.query_map([], |row| read_group(row, 0))?;
        Ok(groups.collect::<Result<_, _>>()?)
    }

    /// Counts the customers of each group that has any.
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn group_sizes(&self) -> Result<BTreeMap<GroupId, u64>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT customer_group, count(*) FROM customer WHERE customer_group IS NOT NULL GROUP BY customer_group",
        )?;
        let sizes = statement.query_map([], |row| Ok((get(row, 0)?, get(row, 1)?)))?;
        Ok(sizes.collect::<Result<_, _>>()?)
    }

    /// Takes a group away that no customer has; tells whether there was one.
    ///
    /// # Errors
    ///
    /// A failure of the database: customers have it.
    pub fn remove_group(&mut self, id: &GroupId) -> Result<bool, StoreError> {
        self.write(|conn| {
            Ok(conn.prepare_cached("DELETE FROM customer_group WHERE id = ?1")?.execute([id.as_str()])? > 0)
        })
    }
}

pub(crate) fn read_group(row: &Row<'_>, first: usize) -> rusqlite::Result<Group> {
    Ok(Group {
        id: get(row, first)?,
        name: row.get(first + 1)?,
        price_list: get_opt(row, first + 2)?,
        discount: get(row, first + 3)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{customer, memory, regulars};

    #[test]
    fn a_group_goes_once_no_customer_has_it() {
        let mut store = memory();
        let mut claire = customer(1, "Lefèvre", "Claire");
        claire.group = Some(regulars());
        store.put_customer(&claire).unwrap();
        assert_eq!(store.group_sizes().unwrap(), BTreeMap::from([(regulars().id, 1)]));
        store.remove_group(&regulars().id).unwrap_err();
        assert_eq!(store.groups().unwrap(), [regulars()]);
        claire.group = None;
        store.put_customer(&claire).unwrap();
        assert!(store.remove_group(&regulars().id).unwrap());
        assert!(!store.remove_group(&regulars().id).unwrap());
        assert_eq!((store.groups().unwrap(), store.group_sizes().unwrap()), (vec![], BTreeMap::new()));
    }
}
