//! Lists of customers: a filter, an order, sums, and one change of all who fit.

use comptoir_domain::customer::Group;
use comptoir_domain::customer::filter::Filter;
use comptoir_domain::id::{CustomerId, GroupId};
use comptoir_domain::language::Language;
use comptoir_store::{Batch, CustomField, CustomKind, Hand, Listed, Sort, Store, Totals, Undone};

use super::FormField;
use super::codes::read_filter;
use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound};
use crate::till::Till;

/// Files that are changed between two commits of a bulk change.
const AT_ONCE: usize = 20_000;

/// Which customers, in which order, and which window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Words to be found.
    pub words: String,
    /// Conditions as they are typed: `ville = Lyon`.
    pub conditions: Vec<String>,
    /// The order.
    pub sort: Sort,
    /// At most how many.
    pub limit: usize,
    /// How many of the first are left out.
    pub offset: usize,
}

/// A window of a list, with what all of it comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The window.
    pub rows: Vec<Listed>,
    /// Over all who fit.
    pub totals: Totals,
}

/// One change of all files of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkChange {
    /// Puts them into a pricing group, or into none.
    Group(Option<GroupId>),
    /// Adds a tag.
    AddTag(String),
    /// Takes a tag away.
    RemoveTag(String),
    /// Puts them into the care of a seller, or of none.
    Seller(Option<String>),
}

impl Till {
    /// Reads conditions as they are typed, relative to today.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`] that names the condition.
    pub fn read_filter(&self, query: &ListQuery) -> Result<Filter, Error> {
        read_filter(&self.store, self.clock, query)
    }

    /// Gives a window of a list of customers, and its totals.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`], or what the store says.
    pub fn list_customers(&self, query: &ListQuery) -> Result<Listing, Error> {
        let filter = self.read_filter(query)?;
        let today = Clock::business_day(self.now());
        let window = (query.limit, query.offset);
        Ok(Listing {
            rows: self.store.list_customers(&filter, today, query.sort, window)?,
            totals: self.store.customer_totals(&filter, today)?,
        })
    }

    /// Changes all files of a list as one batch that can be taken back; reports how many are done.
    ///
    /// # Errors
    ///
    /// [`Invalid::Filter`], [`NotFound::Group`].
    pub fn change_all(
        &mut self,
        query: &ListQuery,
        change: &BulkChange,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Batch, Error> {
        let filter = self.read_filter(query)?;
        let ids = self.store.filtered_customers(&filter, Clock::business_day(self.now()))?;
        self.change_these(&ids, change, &self.described(query)?, progress)
    }

    /// Changes some files as one batch that can be taken back; `whose` says which they are.
    ///
    /// # Errors
    ///
    /// [`NotFound::Group`].
    pub fn change_these(
        &mut self,
        ids: &[CustomerId],
        change: &BulkChange,
        whose: &str,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Batch, Error> {
        let group = match change {
            BulkChange::Group(Some(id)) => {
                let group = self.store.groups()?.into_iter().find(|group| group.id == *id);
                Some(group.ok_or_else(|| NotFound::Group(id.to_string()))?)
            }
            _ => None,
        };
        let operator = self.operator.clone();
        let mut hand = Hand { at: self.now(), operator: &operator, batch: None };
        let label = format!("{} · {whose}", change.words(group.as_ref(), self.language));
        let batch = self.store.open_batch("bulk", &label, &hand)?;
        hand.batch = Some(batch);
        let mut done = 0;
        for ids in ids.chunks(AT_ONCE) {
            self.store
                .bulk(|store| ids.iter().try_for_each(|id| change_one(store, *id, change, group.as_ref(), &hand)))?;
            done += ids.len();
            progress(done);
        }
        self.pasts.forget();
        Ok(self.store.batch(batch)?)
    }

    /// Adds or changes a customer group.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`](comptoir_store::StoreError::Missing) when its price list is unknown.
    pub fn put_group(&mut self, group: &Group) -> Result<(), Error> {
        Ok(self.store.put_group(group)?)
    }

    /// Defines a field of the shop's own, or changes its name and choices.
    ///
    /// # Errors
    ///
    /// [`Invalid::Text`] for a key that is empty, has other signs than small letters, digits and hyphens, or
    /// is the name of a field that every file has; for a choice without words.
    pub fn define_field(&mut self, field: &CustomField) -> Result<(), Error> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let own = self.store.custom_fields()?;
        let taken = self.is_name_of_field(&field.key);
        if field.key.is_empty()
            || !field.key.chars().all(plain)
            || (taken && own.iter().all(|one| one.key != field.key))
        {
            let name = self.language.pick("clé du champ (a-z, 0-9, -)", "key of the field (a-z, 0-9, -)").to_owned();
            return Err(Invalid::Text { field: name, value: field.key.clone() }.into());
        }
        if field.kind == CustomKind::Choice && field.choices.is_empty() {
            return Err(Invalid::Text { field: "--choice".to_owned(), value: String::new() }.into());
        }
        Ok(self.store.put_custom_field(field)?)
    }

    /// Tells whether every file has a field of this name.
    pub(crate) fn is_name_of_field(&self, key: &str) -> bool {
        Filter::read("", [key], &[], chrono::NaiveDate::MIN).is_ok() || FormField::named(key, &[]).is_some()
    }

    /// Takes a field of the shop's own away; what files hold of it stays, and is shown no more.
    ///
    /// # Errors
    ///
    /// [`Invalid::FormField`] when there is none of this key.
    pub fn remove_field(&mut self, key: &str) -> Result<(), Error> {
        let there = self.store.remove_custom_field(key)?;
        there.then_some(()).ok_or_else(|| Invalid::FormField(key.to_owned()).into())
    }

    /// Says which customers a list is about.
    pub(crate) fn described(&self, query: &ListQuery) -> Result<String, Error> {
        let criteria = self.criteria()?;
        let words = Some(query.words.trim()).filter(|words| !words.is_empty()).map(|words| format!("« {words} »"));
        let conditions = query.conditions.iter().map(|condition| self.condition_words(condition, &criteria));
        let parts: Vec<String> = words.into_iter().chain(conditions).collect();
        let all = || self.language.pick("Tous les clients", "All customers").to_owned();
        Ok(if parts.is_empty() { all() } else { parts.join(" · ") })
    }

    /// Takes a batch back; reports how many changes are done.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`](comptoir_store::StoreError::Missing) when there is none of this number.
    pub fn undo_batch(&mut self, id: i64, progress: &mut dyn FnMut(u64)) -> Result<Undone, Error> {
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        let undone = self.store.undo_batch(id, &hand, progress)?;
        self.pasts.forget();
        Ok(undone)
    }
}

fn change_one(
    store: &mut Store,
    id: CustomerId,
    change: &BulkChange,
    group: Option<&Group>,
    hand: &Hand<'_>,
) -> Result<(), comptoir_store::StoreError> {
    let Some(mut customer) = store.customer(id)? else { return Ok(()) };
    match change {
        BulkChange::Group(_) => customer.group = group.cloned(),
        BulkChange::AddTag(tag) => drop(customer.tags.insert(tag.clone())),
        BulkChange::RemoveTag(tag) => drop(customer.tags.remove(tag)),
        BulkChange::Seller(seller) => customer.dealings.seller.clone_from(seller),
    }
    store.write_file(&customer, hand).map(drop)
}

impl BulkChange {
    fn words(&self, group: Option<&Group>, language: Language) -> String {
        match self {
            Self::Group(None) => language.pick("sans famille", "no group").to_owned(),
            Self::Group(Some(id)) => {
                let name = group.map_or_else(|| id.to_string(), |group| group.name.clone());
                language.pick(format!("famille {name}"), format!("group {name}"))
            }
            Self::AddTag(tag) => language.pick(format!("étiquette + {tag}"), format!("tag + {tag}")),
            Self::RemoveTag(tag) => language.pick(format!("étiquette − {tag}"), format!("tag − {tag}")),
            Self::Seller(None) => language.pick("sans vendeur", "no seller").to_owned(),
            Self::Seller(Some(seller)) => language.pick(format!("vendeur {seller}"), format!("seller {seller}")),
        }
    }
}
