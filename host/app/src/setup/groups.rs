//! Customer groups (familles) on a page: name, price list and discount.

use comptoir_domain::customer::Group;
use comptoir_domain::id::{GroupId, PriceListId};
use comptoir_domain::rate::Percent;

use super::{SetupField, SetupPage, SetupRow, Typed, all_right, as_typed, read_percent};
use comptoir_store::search::fold;

use crate::customers::{Block, Line};
use crate::error::{Error, NotFound};
use crate::format::number;
use crate::messages::setup as words;
use crate::till::Till;

impl Till {
    pub(super) fn group_rows(&self) -> Result<Vec<SetupRow>, Error> {
        let (sizes, names, language) = (self.store.group_sizes()?, self.price_names()?, self.language);
        let row = |group: Group| SetupRow {
            detail: words::group_detail(&group, &names, language),
            amount: words::customer_count(sizes.get(&group.id).copied().unwrap_or(0), language),
            id: group.id.to_string(),
            name: group.name,
        };
        let mut groups = self.store.groups()?;
        groups.sort_by_key(|group| fold(&group.name));
        Ok(groups.into_iter().map(row).collect())
    }

    pub(super) fn group_page(&self, id: Option<&str>) -> Result<SetupPage, Error> {
        let language = self.language;
        let group = match id {
            None => None,
            Some(id) => {
                let found = self.store.groups()?.into_iter().find(|group| group.id.as_str() == id);
                Some(found.ok_or_else(|| NotFound::Group(id.to_owned()))?)
            }
        };
        let mut lists = vec![(String::new(), words::ordinary_prices(language).to_owned())];
        lists.extend(self.store.price_lists()?.into_iter().map(|list| (list.id.to_string(), list.name)));
        let value = |of: fn(&Group) -> String| group.as_ref().map(of).unwrap_or_default();
        let list = value(|group| group.price_list.as_ref().map(ToString::to_string).unwrap_or_default());
        let discount = group.as_ref().filter(|group| group.discount != Percent::ZERO);
        let discount = discount.map(|group| as_typed(&group.discount, language)).unwrap_or_default();
        let mut first = vec![SetupField::new("name", words::group_name(language), value(|g| g.name.clone())).wide(2)];
        if group.is_none() {
            first.push(SetupField::new("code", words::code(language), ""));
        }
        let second = vec![
            SetupField::new("list", words::group_list(language), list).choice(lists).wide(2),
            SetupField::new("discount", words::group_discount(language), discount),
        ];
        let blocks = group.as_ref().map(|group| self.group_blocks(group)).transpose()?.unwrap_or_default();
        Ok(SetupPage {
            title: group.as_ref().map_or_else(|| words::new_group(language).to_owned(), |group| group.name.clone()),
            removal: group.as_ref().map(|group| words::group_removal(&group.name, language)).unwrap_or_default(),
            id: group.map(|group| group.id.to_string()),
            lines: vec![first, second],
            blocks,
        })
    }

    fn group_blocks(&self, group: &Group) -> Result<Vec<Block>, Error> {
        let (language, names) = (self.language, self.price_names()?);
        let customers = self.store.group_sizes()?.get(&group.id).copied().unwrap_or(0);
        let [has, look, none] = words::group_customers(language);
        let line = Line {
            id: format!("customers:{}", group.id),
            title: has.to_owned(),
            amount: number(customers.into(), language),
            action: if customers > 0 { look.to_owned() } else { String::new() },
            detail: if customers > 0 { String::new() } else { none.to_owned() },
            ..Line::default()
        };
        let effect = Line { title: words::group_effect(group, &names, language), ..Line::default() };
        let code = Line { title: words::code_is(group.id.as_str(), language), ..Line::default() };
        let [title, checkout] = words::group_titles(language);
        let block = |title: &str, lines| Block { title: title.to_owned(), lines, ..Block::default() };
        Ok(vec![block(title, vec![line]), block(checkout, vec![effect, code])])
    }

    pub(super) fn save_group(&mut self, id: Option<&str>, typed: &Typed<'_>) -> Result<String, Error> {
        let (mut problems, language) = (Vec::new(), self.language);
        let groups = self.store.groups()?;
        let others: Vec<_> = groups.iter().map(|group| (group.id.as_str(), group.name.as_str())).collect();
        let (name, id) = self.name_and_code((id, typed), &others, "famille", &mut problems);
        let discount = read_percent("discount", typed.get("discount"), language, &mut problems);
        all_right(problems)?;
        let price_list = Some(typed.get("list")).filter(|list| !list.is_empty()).map(PriceListId::new);
        let discount = discount.unwrap_or(Percent::ZERO);
        self.put_group(&Group { id: GroupId::new(&id), name, price_list, discount })?;
        Ok(id)
    }
}
