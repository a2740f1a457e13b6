//! A second look at the shop's file: a connection of its own that reads only, for searches that may take
//! their time while the till sells.

use comptoir_domain::customer::Customer;
use comptoir_domain::item::Item;

use crate::error::StoreError;
use crate::found::FoundSale;
use crate::store::Store;

/// Reads the shop's file beside the [`Store`] that writes it, from any thread. It sees what was committed.
///
/// It holds no lock of the folder: it is meant to live no longer than the store it was made from.
#[derive(Debug)]
pub struct Reader(Store);

impl Store {
    /// Opens a reader beside this store.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unusable`] for a shop in memory, or when the file cannot be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        self.open_beside().map(Reader)
    }
}

impl Reader {
    /// Gives the books as they are now, to read them in any way.
    #[must_use]
    pub const fn books(&self) -> &Store {
        &self.0
    }

    /// Finds items, as [`Store::search_items`].
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn search_items(&self, text: &str, limit: usize) -> Result<Vec<Item>, StoreError> {
        self.0.search_items(text, limit)
    }

    /// Finds customers, as [`Store::search_customers`].
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn search_customers(&self, text: &str, limit: usize) -> Result<Vec<Customer>, StoreError> {
        self.0.search_customers(text, limit)
    }

    /// Finds sales and refunds, as [`Store::find_sales`].
    ///
    /// # Errors
    ///
    /// A failure of the database.
    pub fn find_sales(&self, text: &str, limit: usize) -> Result<Vec<FoundSale>, StoreError> {
        self.0.find_sales(text, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{customer, furnish, shop};

    #[test]
    fn a_reader_sees_what_is_committed_and_waits_for_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::create(dir.path(), &shop()).unwrap();
        furnish(&mut store);
        store.put_customer(&customer(1, "Lefèvre", "Claire")).unwrap();
        let reader = store.reader().unwrap();
        let (ask, asked) = std::sync::mpsc::channel::<()>();
        let (answer, found) = std::sync::mpsc::channel();
        let searches = std::thread::spawn(move || {
            for () in asked {
                answer.send(reader.search_customers("lef", 9).unwrap().len()).unwrap();
            }
        });
        let search = || {
            ask.send(()).unwrap();
            found.recv().unwrap()
        };
        let done: Result<(), StoreError> = store.bulk(|store| {
            store.put_customer(&customer(2, "Lefebvre", "Luc"))?;
            assert_eq!(search(), 1, "what is being written is not seen yet");
            Ok(())
        });
        done.unwrap();
        assert_eq!(search(), 2);
        drop(ask);
        searches.join().unwrap();
    }

    #[test]
    fn a_reader_cannot_write_and_a_shop_in_memory_has_none() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path(), &shop()).unwrap();
        let mut reader = store.reader().unwrap();
        assert!(reader.0.set_setting("a", "b").is_err());
        assert!(Store::in_memory(&shop()).unwrap().reader().is_err());
    }
}
