//! An article without a code: its department gives the VAT, the cashier the price.

use comptoir_app::counter::{Action, DepartmentChoice};
use comptoir_domain::money::Money;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{ArticleAdapter, Choice, OpenDialog};

use crate::adapters::header::split_quantity;
use crate::desk::{Ask, Refusal};
use crate::dialogs::edit::plain_number;
use crate::rows::refresh;
use crate::stage::Stage;

/// The departments and the chosen one.
#[derive(Debug, Default)]
pub(crate) struct Departments {
    all: Vec<DepartmentChoice>,
    chosen: usize,
}

impl Departments {
    fn step(&mut self, by: i32) {
        let last = self.all.len().saturating_sub(1);
        self.chosen = if by > 0 { (self.chosen + 1).min(last) } else { self.chosen.saturating_sub(1) };
    }

    fn choose(&mut self, id: &str) {
        self.chosen = self.all.iter().position(|choice| choice.id.as_str() == id).unwrap_or(0);
    }
}

impl Stage {
    pub(crate) fn connect_article(&self) {
        let article = ArticleAdapter::get(&self.window);
        article.on_choose(self.with(|stage, id: SharedString| {
            stage.departments.borrow_mut().choose(&id);
            stage.show_departments();
        }));
        article.on_move(self.with(|stage, by: i32| {
            stage.departments.borrow_mut().step(by);
            stage.show_departments();
        }));
        article.on_accepted(self.on(Self::article_accepted));
        article.on_pad(self.with(|stage, key: SharedString| stage.touch_key(&key)));
        article.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    pub(crate) fn take_departments(&self, all: Vec<DepartmentChoice>) {
        {
            let mut departments = self.departments.borrow_mut();
            departments.chosen = departments.chosen.min(all.len().saturating_sub(1));
            departments.all = all;
        }
        self.show_departments();
    }

    /// F2. A price that was typed already is taken along, as is a quantity before it.
    pub(crate) fn open_article(&self) {
        self.ask(Ask::Departments);
        let article = ArticleAdapter::get(&self.window);
        let typed = self.typed();
        let (_, price) = split_quantity(&typed);
        let is_price = Money::parse(&plain_number(price)).is_ok();
        article.set_price(if is_price { price } else { "" }.into());
        article.set_label("".into());
        article.set_error("".into());
        self.close_found();
        self.show_dialog(OpenDialog::Article);
    }

    pub(crate) fn show_departments(&self) {
        let (article, words) = (ArticleAdapter::get(&self.window), self.words());
        let departments = self.departments.borrow();
        let row = |(at, choice): (usize, &DepartmentChoice)| Choice {
            id: choice.id.as_str().into(),
            name: choice.name.as_str().into(),
            detail: words.vat_rate(&choice.rate.to_string()).into(),
            selected: at == departments.chosen,
        };
        let rows = departments.all.iter().enumerate().map(row).collect();
        refresh(&article.get_departments(), rows, |rows| article.set_departments(rows));
    }

    fn article_accepted(&self) {
        let (article, words) = (ArticleAdapter::get(&self.window), self.words());
        let text = article.get_price();
        let plain = plain_number(&text);
        if plain.is_empty() {
            return article.set_error(words.price_needed().into());
        }
        let Ok(price) = Money::parse(&plain) else {
            return article.set_error(words.not_an_amount(&text).into());
        };
        let department = {
            let departments = self.departments.borrow();
            departments.all.get(departments.chosen).map(|choice| choice.id.clone())
        };
        let Some(department) = department else { return };
        let typed = self.typed();
        let (quantity, _) = split_quantity(&typed);
        let label = Some(article.get_label().trim().to_owned()).filter(|label| !label.is_empty());
        article.set_error("".into());
        self.act(Action::AddUncoded { department, label, price, quantity });
    }

    pub(crate) fn article_refused(&self, refusal: &Refusal) -> bool {
        ArticleAdapter::get(&self.window).set_error(refusal.words.as_str().into());
        true
    }
}
