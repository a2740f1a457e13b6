//! Price lists: made, changed and shown; what an item costs in each, and which rule says so.
//!
//! The rules themselves are [`comptoir_domain::price_list`]'s. Here is what a merchant types of them, told whole
//! when it is wrong, and the names for people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use comptoir_domain::id::{DepartmentId, PriceListId, Sku};
use comptoir_domain::item::Item;
use comptoir_domain::language::Language;
use comptoir_domain::money::{Money, MoneyError};
use comptoir_domain::price_list::{Base, PriceList, Rule, Tariff, Tax, UnitPrice};
use comptoir_domain::rate::PriceRate;

use crate::error::{Error, Invalid, NotFound, Refused};
use crate::messages::prices as words;
use crate::statistics::read_day;
use crate::till::Till;

/// What is to change of a price list, as it is typed. What is not named stays.
#[derive(Clone, Debug, Default)]
pub struct ListChange {
    /// Its name.
    pub name: Option<String>,
    /// Its first day; an empty text takes it off.
    pub from: Option<String>,
    /// Its last day; an empty text takes it off.
    pub until: Option<String>,
    /// The list that it is based on; an empty text takes it off.
    pub base: Option<String>,
    /// How much of its base's prices.
    pub percent: Option<String>,
    /// Prices of items, `SKU=PRICE`; nothing behind the sign takes the price off.
    pub items: Vec<String>,
    /// Percentages of departments, `CODE=PERCENT`; nothing behind the sign takes the rule off.
    pub departments: Vec<String>,
}

/// One thing typed for a price list that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceIssue {
    /// The option and what was typed: `--item CHE-0001=dix`.
    pub place: String,
    /// What is wrong with it.
    pub problem: PriceProblem,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceProblem {
    /// No `=` between what is priced and its price.
    NoSign,
    /// Not an amount, or with its tax beyond the largest one.
    Amount(MoneyError),
    /// An amount below zero.
    Negative,
    /// Not a percentage from 0 to 1,000.
    Percent,
    /// No item has this code.
    Item,
    /// No department has this code.
    Department,
    /// The same item or department is named twice.
    Twice,
    /// A percentage, and no list that it is of.
    NoBase,
    /// A base without how much of it.
    NoPercent,
}

/// A price list as a merchant looks at it.
#[derive(Clone, Debug)]
pub struct ListSheet {
    /// The list with its rules.
    pub list: PriceList,
    /// Whether it gives prices today.
    pub in_force: bool,
    /// The groups that have it.
    pub groups: Vec<String>,
    /// The items that have a price in it, by name.
    pub items: Vec<Item>,
}

impl ListSheet {
    /// Gives what an item of the list costs in it while it is in force, tax included.
    #[must_use]
    pub fn gross(&self, item: &Item) -> Money {
        let typed = item.prices.get(&self.list.id).copied().unwrap_or(item.price);
        self.list.tax.gross(typed, item.vat_rate).unwrap_or(Money::MAX)
    }
}

/// The names of price lists and departments, to say why a price is what it is.
#[derive(Clone, Debug, Default)]
pub struct PriceNames {
    lists: BTreeMap<PriceListId, PriceList>,
    departments: BTreeMap<DepartmentId, String>,
}

impl PriceNames {
    /// Names a list.
    #[must_use]
    pub fn list(&self, id: &PriceListId) -> String {
        self.lists.get(id).map_or_else(|| id.to_string(), |list| list.name.clone())
    }

    /// Names a department.
    #[must_use]
    pub fn department<'a>(&'a self, id: &'a DepartmentId) -> &'a str {
        self.departments.get(id).map_or(id.as_str(), String::as_str)
    }

    /// Names a list, and on a day outside its own says when it gives prices.
    #[must_use]
    pub fn list_on(&self, id: &PriceListId, day: NaiveDate, language: Language) -> String {
        let outside = self.lists.get(id).and_then(|list| words::outside(list, day, language));
        let name = self.list(id);
        outside.map_or_else(|| name.clone(), |outside| format!("{name} ({outside})"))
    }

    /// Says which percentage made a price; nothing of a price that names the item.
    #[must_use]
    pub fn why(&self, rule: &Rule, language: Language) -> Option<String> {
        match rule {
            Rule::Item => None,
            Rule::Department { department, percent } => {
                Some(words::of_department(*percent, self.department(department), language))
            }
            Rule::Base { base, percent } => Some(words::of_base(*percent, &self.list(base), language)),
        }
    }
}

impl Till {
    /// Makes a price list.
    ///
    /// # Errors
    ///
    /// [`Refused::PriceListExists`], and those of [`Self::change_price_list`].
    pub fn new_price_list(&mut self, id: &str, tax: Tax, change: &ListChange) -> Result<PriceList, Error> {
        let id = id.trim();
        if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c == '=') {
            return Err(Invalid::Text { field: words::code(self.language).to_owned(), value: id.to_owned() }.into());
        }
        let lists = self.store.price_lists()?;
        if lists.iter().any(|list| list.id.as_str() == id) {
            return Err(Refused::PriceListExists(id.to_owned()).into());
        }
        let list = PriceList { tax, ..PriceList::new(PriceListId::new(id), id) };
        self.write_list(list, &lists, change)
    }

    /// Changes a price list, all that is named or nothing.
    ///
    /// # Errors
    ///
    /// [`NotFound::PriceList`] of the list or its base, [`Invalid::Prices`] with all that cannot be taken,
    /// [`Invalid::Day`] and [`Invalid::Days`], and a list that would be based on itself.
    pub fn change_price_list(&mut self, id: &str, change: &ListChange) -> Result<PriceList, Error> {
        let lists = self.store.price_lists()?;
        let list = find(&lists, id)?.clone();
        self.write_list(list, &lists, change)
    }

    fn write_list(
        &mut self,
        mut list: PriceList,
        lists: &[PriceList],
        change: &ListChange,
    ) -> Result<PriceList, Error> {
        if let Some(name) = &change.name {
            let name = name.trim();
            if name.is_empty() {
                return Err(Invalid::Text { field: "--name".to_owned(), value: String::new() }.into());
            }
            name.clone_into(&mut list.name);
        }
        change_days(&mut list, change)?;
        let mut issues = Vec::new();
        change_base(&mut list, lists, change, &mut issues)?;
        self.change_departments(&mut list, &change.departments, &mut issues)?;
        let prices = self.read_prices(list.tax, &change.items, &mut issues)?;
        if !issues.is_empty() {
            return Err(Invalid::Prices(issues).into());
        }
        self.store.write_price_list(&list, &prices)?;
        Ok(list)
    }

    fn change_departments(
        &self,
        list: &mut PriceList,
        typed: &[String],
        issues: &mut Vec<PriceIssue>,
    ) -> Result<(), Error> {
        let known = if typed.is_empty() { Vec::new() } else { self.store.departments()? };
        let mut seen: Vec<DepartmentId> = Vec::new();
        for typed in typed {
            let read = pair(typed).and_then(|(code, percent)| {
                let id = DepartmentId::new(code);
                if !known.iter().any(|department| department.id == id) {
                    return Err(PriceProblem::Department);
                }
                if seen.contains(&id) {
                    return Err(PriceProblem::Twice);
                }
                let percent = Some(percent).filter(|text| !text.is_empty()).map(PriceRate::parse).transpose();
                Ok((id, percent.map_err(|_| PriceProblem::Percent)?))
            });
            match read {
                Ok((id, percent)) => {
                    seen.push(id.clone());
                    match percent {
                        Some(percent) => list.departments.insert(id, percent),
                        None => list.departments.remove(&id),
                    };
                }
                Err(problem) => issues.push(PriceIssue { place: format!("--department {typed}"), problem }),
            }
        }
        Ok(())
    }

    fn read_prices(
        &self,
        tax: Tax,
        typed: &[String],
        issues: &mut Vec<PriceIssue>,
    ) -> Result<Vec<(Sku, Option<Money>)>, Error> {
        let mut prices: Vec<(Sku, Option<Money>)> = Vec::new();
        for typed in typed {
            let item = pair(typed).ok().map(|(code, _)| self.store.item_by_code(code)).transpose()?.flatten();
            let read = pair(typed).and_then(|(_, price)| {
                let item = item.ok_or(PriceProblem::Item)?;
                if prices.iter().any(|(sku, _)| *sku == item.sku) {
                    return Err(PriceProblem::Twice);
                }
                let price = Some(price).filter(|text| !text.is_empty()).map(Money::parse).transpose();
                let price = price.map_err(PriceProblem::Amount)?;
                if price.is_some_and(Money::is_negative) {
                    return Err(PriceProblem::Negative);
                }
                price.map(|price| tax.gross(price, item.vat_rate)).transpose().map_err(PriceProblem::Amount)?;
                Ok((item.sku, price))
            });
            match read {
                Ok(price) => prices.push(price),
                Err(problem) => issues.push(PriceIssue { place: format!("--item {typed}"), problem }),
            }
        }
        Ok(prices)
    }

    /// Gives all price lists with the groups that have them, in the order of their codes.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn price_sheets(&self) -> Result<Vec<ListSheet>, Error> {
        self.store.price_lists()?.into_iter().map(|list| self.sheet(list)).collect()
    }

    /// Gives one price list with its rules and prices.
    ///
    /// # Errors
    ///
    /// [`NotFound::PriceList`].
    pub fn price_sheet(&self, id: &str) -> Result<ListSheet, Error> {
        self.sheet(find(&self.store.price_lists()?, id)?.clone())
    }

    fn sheet(&self, list: PriceList) -> Result<ListSheet, Error> {
        let groups = self.store.groups()?.into_iter().filter(|group| group.price_list.as_ref() == Some(&list.id));
        Ok(ListSheet {
            in_force: list.is_in_force(crate::Clock::business_day(self.now())),
            groups: groups.map(|group| group.name).collect(),
            items: self.store.items_in_list(&list.id)?,
            list,
        })
    }

    /// Gives what an item costs in each price list on a day.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn prices_of(&self, item: &Item, day: NaiveDate) -> Result<Vec<(PriceList, UnitPrice)>, Error> {
        let lists = self.store.price_lists()?;
        let price = |list: &PriceList| (list.clone(), Tariff::of(&list.id, &lists).price(item, day));
        Ok(lists.iter().map(price).collect())
    }

    /// Gives the names of price lists and departments.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn price_names(&self) -> Result<PriceNames, Error> {
        let lists = self.store.price_lists()?;
        let departments = self.store.departments()?;
        Ok(PriceNames {
            lists: lists.into_iter().map(|list| (list.id.clone(), list)).collect(),
            departments: departments.into_iter().map(|department| (department.id, department.name)).collect(),
        })
    }
}

fn find<'a>(lists: &'a [PriceList], id: &str) -> Result<&'a PriceList, Error> {
    let found = lists.iter().find(|list| list.id.as_str() == id);
    found.ok_or_else(|| {
        let known = lists.iter().map(|list| list.id.to_string()).collect();
        NotFound::PriceList { asked: id.to_owned(), known }.into()
    })
}

/// What stands before and behind the last `=`.
fn pair(typed: &str) -> Result<(&str, &str), PriceProblem> {
    let (code, value) = typed.rsplit_once('=').ok_or(PriceProblem::NoSign)?;
    Ok((code.trim(), value.trim()))
}

fn change_days(list: &mut PriceList, change: &ListChange) -> Result<(), Error> {
    let day = |field, typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => read_day(field, typed).map(Some),
    };
    if let Some(from) = &change.from {
        list.first = day("--from", from)?;
    }
    if let Some(until) = &change.until {
        list.last = day("--until", until)?;
    }
    match (list.first, list.last) {
        (Some(first), Some(last)) if last < first => Err(Invalid::Days { first, last }.into()),
        _ => Ok(()),
    }
}

fn change_base(
    list: &mut PriceList,
    lists: &[PriceList],
    change: &ListChange,
    issues: &mut Vec<PriceIssue>,
) -> Result<(), Error> {
    let before = list.base.take();
    let wanted = match change.base.as_deref().map(str::trim) {
        None => before.as_ref().map(|base| base.list.clone()),
        Some("") => None,
        Some(base) if base == list.id.as_str() => Some(list.id.clone()),
        Some(base) => Some(find(lists, base)?.id.clone()),
    };
    let percent = match change.percent.as_deref() {
        None => before.map(|base| base.percent),
        Some(typed) => match PriceRate::parse(typed) {
            Ok(percent) => Some(percent),
            Err(_) => {
                issues.push(PriceIssue { place: format!("--percent {typed}"), problem: PriceProblem::Percent });
                return Ok(());
            }
        },
    };
    list.base = match (wanted, percent) {
        (Some(list), Some(percent)) => Some(Base { list, percent }),
        (Some(base), None) => {
            issues.push(PriceIssue { place: format!("--base {base}"), problem: PriceProblem::NoPercent });
            None
        }
        (None, _) => {
            let alone = change.percent.as_ref().map(|typed| format!("--percent {typed}"));
            issues.extend(alone.map(|place| PriceIssue { place, problem: PriceProblem::NoBase }));
            None
        }
    };
    Ok(())
}
