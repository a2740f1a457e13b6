//! Price lists (tarifs) on a page: days, base, prices of items and percentages of departments.

use std::collections::BTreeMap;

use comptoir_domain::code::ScannedCode;
use comptoir_domain::id::{DepartmentId, Sku};
use comptoir_domain::item::{Department, Item};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::price_list::{PriceList, Tax};
use comptoir_domain::rate::PriceRate;

use comptoir_store::search::fold;

use super::{SetupField, SetupPage, SetupRow, Typed, all_right, as_typed};
use crate::customers::{Block, Line, SlotKind};
use crate::error::{Error, Invalid, NotFound, SettingProblem};
use crate::format::{bare_money, capital, day, money, percent};
use crate::messages::{prices, setup, tariffs as words};
use crate::prices::{ListChange, ListSheet, PriceIssue, PriceNames, PriceProblem};
use crate::till::Till;

/// Prices of items that a page shows.
const MOST_PRICES: usize = 100;
/// Items that are proposed for a text.
const MOST_FOUND: usize = 30;

/// An item that can get a price in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedItem {
    /// Which.
    pub sku: Sku,
    /// Its name.
    pub label: String,
    /// Its own price, tax included.
    pub own: Money,
    /// Its price in the list, as it is typed there.
    pub typed: Option<Money>,
}

impl Till {
    pub(super) fn list_rows(&self) -> Result<Vec<SetupRow>, Error> {
        let (names, language) = (self.price_names()?, self.language);
        let row = |sheet: ListSheet| SetupRow {
            detail: words::list_detail(&sheet, &names, language),
            amount: words::price_count(sheet.items.len(), language),
            id: sheet.list.id.to_string(),
            name: sheet.list.name,
        };
        let mut sheets = self.price_sheets()?;
        sheets.sort_by_key(|sheet| fold(&sheet.list.name));
        Ok(sheets.into_iter().map(row).collect())
    }

    pub(super) fn list_page(&self, id: Option<&str>) -> Result<SetupPage, Error> {
        let language = self.language;
        let sheet = id.map(|id| self.price_sheet(id)).transpose()?;
        let list = sheet.as_ref().map(|sheet| &sheet.list);
        let mut bases = vec![(String::new(), words::no_base(language).to_owned())];
        let others = self.store.price_lists()?.into_iter().filter(|other| list.is_none_or(|list| list.id != other.id));
        bases.extend(others.map(|other| (other.id.to_string(), other.name)));
        let value = |of: &dyn Fn(&PriceList) -> Option<String>| list.and_then(of).unwrap_or_default();
        let mut first =
            vec![SetupField::new("name", words::list_name(language), value(&|list| Some(list.name.clone()))).wide(2)];
        if list.is_none() {
            first.push(SetupField::new("code", setup::code(language), ""));
        }
        let days = vec![
            SetupField::new("from", words::from(language), value(&|list| list.first.map(day))),
            SetupField::new("until", words::until(language), value(&|list| list.last.map(day))),
        ];
        let base = value(&|list| list.base.as_ref().map(|base| base.list.to_string()));
        let rate = value(&|list| list.base.as_ref().map(|base| as_typed(&base.percent, language)));
        let based = vec![
            SetupField::new("base", words::base(language), base).choice(bases).wide(2),
            SetupField::new("percent", words::base_percent(language), rate),
        ];
        let mut lines = vec![first, days, based];
        if list.is_none() {
            let net = SetupField::new("net", words::net(language), "");
            lines.push(vec![SetupField { kind: SlotKind::Yes, ..net }]);
        }
        let names = self.price_names()?;
        let departments = self.store.departments()?;
        Ok(SetupPage {
            title: list.map_or_else(|| words::new_list(language).to_owned(), |list| list.name.clone()),
            removal: sheet.as_ref().map(|sheet| words::list_removal(sheet, language)).unwrap_or_default(),
            id: list.map(|list| list.id.to_string()),
            blocks: sheet.as_ref().map(|sheet| self.list_blocks(sheet, &departments, &names)).unwrap_or_default(),
            lines,
        })
    }

    fn list_blocks(&self, sheet: &ListSheet, departments: &[Department], names: &PriceNames) -> Vec<Block> {
        let language = self.language;
        let [change, add_item, add_department] = words::list_actions(language);
        let item = |item: &Item| Line {
            id: format!("item:{}", item.sku),
            title: item.label.clone(),
            detail: words::item_detail(item, language),
            amount: item
                .prices
                .get(&sheet.list.id)
                .map(|typed| shown(sheet, item, *typed, language))
                .unwrap_or_default(),
            action: change.to_owned(),
            ..Line::default()
        };
        let mut items: Vec<Line> = sheet.items.iter().take(MOST_PRICES).map(item).collect();
        if let Some(more) = sheet.items.len().checked_sub(MOST_PRICES).filter(|more| *more > 0) {
            items.push(Line { title: words::more_prices(more, language), ..Line::default() });
        }
        let department = |(id, rate): (&DepartmentId, &PriceRate)| Line {
            id: format!("department:{id}"),
            title: path_of(id, departments),
            amount: percent(&rate.to_string(), language),
            action: change.to_owned(),
            ..Line::default()
        };
        let rest = Line { title: words::rest(&sheet.list, names, language), ..Line::default() };
        let code = Line { title: setup::code_is(sheet.list.id.as_str(), language), ..Line::default() };
        let [of_items, of_departments, elsewhere] = words::list_titles(sheet, language);
        vec![
            Block {
                id: "add-item".to_owned(),
                title: of_items,
                nothing: words::no_item_price(language).to_owned(),
                action: add_item.to_owned(),
                lines: items,
            },
            Block {
                id: "add-department".to_owned(),
                title: of_departments,
                nothing: words::no_department_rate(language).to_owned(),
                action: add_department.to_owned(),
                lines: sheet.list.departments.iter().map(department).collect(),
            },
            Block { title: elsewhere, lines: vec![rest, code], ..Block::default() },
        ]
    }

    pub(super) fn save_list(&mut self, id: Option<&str>, typed: &Typed<'_>) -> Result<String, Error> {
        let (mut problems, language) = (Vec::new(), self.language);
        let lists = self.store.price_lists()?;
        let others: Vec<_> = lists.iter().map(|list| (list.id.as_str(), list.name.as_str())).collect();
        let (name, code) = self.name_and_code((id, typed), &others, "tarif", &mut problems);
        self.check_days(typed, &mut problems);
        let (base, percent) = (typed.get("base"), typed.get("percent"));
        if !percent.is_empty() && PriceRate::parse(percent).is_err() {
            problems.push(said("percent", &PriceProblem::Percent, language));
        }
        match (base.is_empty(), percent.is_empty()) {
            (true, false) => problems.push(SettingProblem::new("base", words::base_missing(language))),
            (false, true) => problems.push(SettingProblem::new("percent", words::percent_missing(language))),
            _ => {}
        }
        all_right(problems)?;
        let change = ListChange {
            name: Some(name),
            from: Some(typed.get("from").to_owned()),
            until: Some(typed.get("until").to_owned()),
            base: Some(base.to_owned()),
            percent: (!percent.is_empty()).then(|| percent.to_owned()),
            ..ListChange::default()
        };
        let tax = if typed.is_on("net") { Tax::Excluded } else { Tax::Included };
        let written = match id {
            Some(_) => self.change_price_list(&code, &change),
            None => self.new_price_list(&code, tax, &change),
        };
        match written {
            Ok(_) => Ok(code),
            Err(error @ Error::Storage(comptoir_store::StoreError::PriceListCycle { .. })) => {
                Err(Invalid::Settings(vec![SettingProblem::new("base", &error.message(language))]).into())
            }
            Err(error) => Err(error),
        }
    }

    fn check_days(&self, typed: &Typed<'_>, problems: &mut Vec<SettingProblem>) {
        let mut read = |key: &str| {
            let typed = Some(typed.get(key)).filter(|text| !text.is_empty())?;
            let read = crate::statistics::read_day(key, typed);
            read.map_err(|_| problems.push(SettingProblem::new(key, &words::not_a_day(typed, self.language)))).ok()
        };
        let (first, last) = (read("from"), read("until"));
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            problems.push(SettingProblem::new("until", words::ends_before(self.language)));
        }
    }

    /// Finds items that a list can price: the one with this code, or those with these words; those that have a price in
    /// it for an empty text.
    ///
    /// # Errors
    ///
    /// [`NotFound::PriceList`]; [`NotFound::Item`] when nothing is found.
    pub fn priced_items(&self, list: &str, text: &str) -> Result<Vec<PricedItem>, Error> {
        let sheet = self.price_sheet(list)?;
        let text = text.trim();
        let code = ScannedCode::read(text).map_or_else(|_| text.to_owned(), |code| code.text);
        let found = match self.store.item_by_code(&code)? {
            Some(item) => vec![item],
            None if text.is_empty() => sheet.items.into_iter().take(MOST_FOUND).collect(),
            None => self.store.search_items(text, MOST_FOUND)?,
        };
        if found.is_empty() {
            return Err(NotFound::Item(text.to_owned()).into());
        }
        let priced = |item: Item| PricedItem {
            typed: item.prices.get(&sheet.list.id).copied(),
            sku: item.sku,
            label: item.label,
            own: item.price,
        };
        Ok(found.into_iter().map(priced).collect())
    }

    /// Gives all departments with their path and, in a list, their percentage.
    ///
    /// # Errors
    ///
    /// [`NotFound::PriceList`].
    pub fn priced_departments(&self, list: &str) -> Result<Vec<(DepartmentId, String, String)>, Error> {
        let (sheet, departments) = (self.price_sheet(list)?, self.store.departments()?);
        let rate = |id: &DepartmentId| sheet.list.departments.get(id).map(|rate| as_typed(rate, self.language));
        let row =
            |one: &Department| (one.id.clone(), path_of(&one.id, &departments), rate(&one.id).unwrap_or_default());
        let mut rows: Vec<_> = departments.iter().map(row).collect();
        rows.sort_by_key(|(_, path, _)| fold(path));
        Ok(rows)
    }

    /// Sets what an item costs in a list, as it is typed; an empty text takes the price off.
    ///
    /// # Errors
    ///
    /// [`Invalid::Settings`] that says what is wrong with the price.
    pub fn price_item(&mut self, list: &str, sku: &str, typed: &str) -> Result<(), Error> {
        let items = vec![format!("{sku}={}", typed.trim())];
        self.price_one(list, &ListChange { items, ..ListChange::default() })
    }

    /// Sets how much of their own price the items of a department cost in a list; an empty text takes the rule off.
    ///
    /// # Errors
    ///
    /// [`Invalid::Settings`] that says what is wrong with the percentage.
    pub fn price_department(&mut self, list: &str, department: &str, typed: &str) -> Result<(), Error> {
        let departments = vec![format!("{department}={}", typed.trim())];
        self.price_one(list, &ListChange { departments, ..ListChange::default() })
    }

    fn price_one(&mut self, list: &str, change: &ListChange) -> Result<(), Error> {
        let language = self.language;
        let problem = |issue: &PriceIssue| said("price", &issue.problem, language);
        match self.change_price_list(list, change) {
            Ok(_) => Ok(()),
            Err(Error::Invalid(Invalid::Prices(issues))) => {
                Err(Invalid::Settings(issues.iter().map(problem).collect()).into())
            }
            Err(error) => Err(error),
        }
    }
}

/// What is wrong, beside its field.
fn said(key: &str, problem: &PriceProblem, language: Language) -> SettingProblem {
    SettingProblem::new(key, &capital(&prices::problem(problem, language)))
}

/// A price as it is typed in a list, and with its tax where that is another one.
fn shown(sheet: &ListSheet, item: &Item, typed: Money, language: Language) -> String {
    match sheet.list.tax {
        Tax::Included => money(typed, language),
        Tax::Excluded => {
            words::net_and_gross(&bare_money(typed, language), &money(sheet.gross(item), language), language)
        }
    }
}

/// The names of a department and those above it: `Homme › Chemises`.
fn path_of(id: &DepartmentId, departments: &[Department]) -> String {
    let known: BTreeMap<&DepartmentId, &Department> = departments.iter().map(|one| (&one.id, one)).collect();
    let mut names = Vec::new();
    let mut next = Some(id);
    while let Some(department) = next.and_then(|id| known.get(id)).filter(|_| names.len() <= departments.len()) {
        names.push(department.name.as_str());
        next = department.parent.as_ref();
    }
    names.reverse();
    if names.is_empty() { id.to_string() } else { names.join(" › ") }
}
