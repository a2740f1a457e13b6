//! What can be put into a set: departments as a tree, items by search, groups and tags.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use comptoir_domain::id::{DepartmentId, Sku};
use comptoir_domain::item::Department;

use super::{CodeKind, Form, Office};
use crate::error::Error;
use crate::format::money;
use crate::till::Till;

/// The most rows that a picker shows.
const MOST: usize = 60;
/// The deepest that a tree of departments is shown.
const DEEPEST: usize = 8;

/// Something that a set can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickable {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What more there is to say.
    pub detail: String,
    /// How deep it stands under others of the list.
    pub depth: usize,
}

impl Till {
    /// Gives the departments, each with those under it, by name.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn departments(&self) -> Result<Vec<Pickable>, Error> {
        Ok(tree(&self.store().departments()?))
    }
}

impl Office {
    /// Lists what a set of a kind can hold, by what is typed.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn pickable(&self, kind: CodeKind, typed: &str) -> Result<Vec<Pickable>, Error> {
        let store = self.till.store();
        let plain = |code: &str, name: &str| Pickable {
            code: code.to_owned(),
            name: name.to_owned(),
            detail: String::new(),
            depth: 0,
        };
        let all = match kind {
            CodeKind::Departments => self.till.departments()?,
            CodeKind::Groups => store.groups()?.iter().map(|group| plain(group.id.as_str(), &group.name)).collect(),
            CodeKind::Tags => store.tags(1_000)?.iter().map(|tag| plain(tag, tag)).collect(),
            CodeKind::Items => {
                let items = store.search_items(typed, MOST)?;
                let price = |amount| money(amount, self.till.language());
                let detail = |sku: &Sku, amount| format!("{sku} · {}", price(amount));
                let row = items.iter().map(|item| Pickable {
                    detail: detail(&item.sku, item.price),
                    ..plain(item.sku.as_str(), &item.label)
                });
                return Ok(row.collect());
            }
        };
        let words = typed.trim().to_lowercase();
        let fits = |row: &Pickable| words.is_empty() || row.name.to_lowercase().contains(&words);
        Ok(all.into_iter().filter(fits).collect())
    }

    /// Gives the codes of a form their names.
    pub(super) fn name_codes(&self, form: &mut Form) -> Result<(), Error> {
        let mut lists: BTreeMap<CodeKind, Vec<Pickable>> = BTreeMap::new();
        for (kind, code) in form.all_codes() {
            if kind == CodeKind::Items {
                if let Some(item) = self.till.store().item(&Sku::new(&code))? {
                    form.name(kind, &code, &item.label);
                }
                continue;
            }
            let list = match lists.entry(kind) {
                Entry::Occupied(list) => list.into_mut(),
                Entry::Vacant(place) => place.insert(self.pickable(kind, "")?),
            };
            if let Some(row) = list.iter().find(|row| row.code == code) {
                form.name(kind, &code, &row.name);
            }
        }
        Ok(())
    }
}

/// Departments with those under each of them, by name.
fn tree(departments: &[Department]) -> Vec<Pickable> {
    let mut rows = Vec::new();
    below(None, departments, &mut rows, 0);
    rows
}

fn below(parent: Option<&DepartmentId>, departments: &[Department], rows: &mut Vec<Pickable>, depth: usize) {
    let mut here: Vec<&Department> = departments.iter().filter(|other| other.parent.as_ref() == parent).collect();
    here.sort_by(|a, b| a.name.cmp(&b.name));
    for department in here {
        let (code, name) = (department.id.to_string(), department.name.clone());
        rows.push(Pickable { code, name, detail: String::new(), depth });
        if depth < DEEPEST {
            below(Some(&department.id), departments, rows, depth + 1);
        }
    }
}
