//! What a search found: rows by their id, and which one is chosen.

use comptoir_app::counter::Action;
use comptoir_app::customers::shown_phone;
use comptoir_app::format::money;
use comptoir_domain::customer::Customer;
use comptoir_domain::id::{CustomerId, Sku};
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{FoundAdapter, FoundRow, Icons};

use crate::desk::Found;
use crate::rows::refresh;
use crate::stage::Stage;

/// The rows of a list and the chosen one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    rows: Vec<FoundRow>,
    chosen: Option<usize>,
    open: bool,
}

impl Rows {
    /// Shows these rows; the first is chosen when asked.
    pub(crate) fn set(&mut self, rows: Vec<FoundRow>, choose_first: bool) {
        self.chosen = Some(0).filter(|_| choose_first && !rows.is_empty());
        self.rows = rows;
        self.open = true;
    }

    /// Closes the list.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// Moves the choice; it stays within the list.
    pub(crate) fn step(&mut self, by: i32) {
        let Some(last) = self.rows.len().checked_sub(1) else { return };
        self.chosen = Some(match (self.chosen, by > 0) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        });
    }

    /// Gives the id of the chosen row.
    pub(crate) fn chosen(&self) -> Option<String> {
        self.chosen.and_then(|at| self.rows.get(at)).map(|row| row.id.to_string())
    }

    /// Gives the rows, the chosen one marked.
    pub(crate) fn marked(&self) -> Vec<FoundRow> {
        let mark = |(at, row): (usize, &FoundRow)| FoundRow { selected: self.chosen == Some(at), ..row.clone() };
        self.rows.iter().enumerate().map(mark).collect()
    }
}

impl Stage {
    pub(crate) fn connect_found(&self) {
        let found = FoundAdapter::get(&self.window);
        found.on_choose(self.with(|stage, id: SharedString| stage.choose_found(&id)));
        found.on_close(self.on(Self::close_found));
    }

    /// Shows what the field on top found; an answer to an older text is dropped.
    pub(crate) fn show_found(&self, text: &str, found: &Found) {
        let typed = self.typed();
        let (_, now) = super::header::split_quantity(&typed);
        if now != text {
            return;
        }
        let (words, icons, language) = (self.words(), Icons::get(&self.window), self.language());
        let mut rows: Vec<FoundRow> = Vec::new();
        for item in &found.items {
            rows.push(FoundRow {
                id: format!("item:{}", item.sku).into(),
                title: item.label.as_str().into(),
                detail: item.sku.as_str().into(),
                amount: money(item.price, language).into(),
                icon: icons.get_tag(),
                section: if rows.is_empty() { words.items().into() } else { SharedString::default() },
                selected: false,
            });
        }
        let people = found.customers.iter().enumerate();
        rows.extend(people.map(|(at, customer)| FoundRow {
            section: if at == 0 { words.customers().into() } else { SharedString::default() },
            ..self.person_row(customer)
        }));
        // A word means the first that is found; digits may still be a code.
        let is_word = text.chars().any(char::is_alphabetic);
        self.found.borrow_mut().set(rows, is_word);
        FoundAdapter::get(&self.window).set_nothing(words.nothing_for(text).into());
        self.refresh_found();
    }

    /// A customer as a row of a list.
    pub(crate) fn person_row(&self, customer: &Customer) -> FoundRow {
        let person = &customer.person;
        let place = [person.postcode.as_deref(), person.city.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let known = [
            person.phone.as_deref().map(shown_phone),
            Some(place),
            person.email.clone(),
            customer.cards.first().cloned(),
        ];
        let known: Vec<String> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        FoundRow {
            id: format!("customer:{}", customer.id).into(),
            title: person.display_name().into(),
            detail: known.join(" · ").into(),
            amount: customer.group.as_ref().map(|group| group.name.as_str()).unwrap_or_default().into(),
            icon: Icons::get(&self.window).get_person(),
            section: SharedString::default(),
            selected: false,
        }
    }

    pub(crate) fn move_found(&self, by: i32) {
        self.found.borrow_mut().step(by);
        self.refresh_found();
    }

    fn refresh_found(&self) {
        let found = FoundAdapter::get(&self.window);
        let rows = self.found.borrow();
        refresh(&found.get_rows(), rows.marked(), |rows| found.set_rows(rows));
        found.set_open(rows.is_open());
    }

    pub(crate) fn close_found(&self) {
        self.found.borrow_mut().close();
        FoundAdapter::get(&self.window).set_open(false);
    }

    /// Takes a row: the article is sold, the customer is identified.
    pub(crate) fn choose_found(&self, id: &str) {
        let typed = self.typed();
        let (quantity, _) = super::header::split_quantity(&typed);
        self.clear_typed();
        self.focus();
        match id.split_once(':') {
            Some(("item", sku)) => self.act(Action::AddItem { sku: Sku::new(sku), quantity }),
            Some(("customer", id)) => self.identify(id),
            _ => {}
        }
    }

    pub(crate) fn identify(&self, id: &str) {
        if let Ok(customer) = id.parse::<CustomerId>() {
            self.act(Action::Identify { customer });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> FoundRow {
        FoundRow { id: id.into(), ..FoundRow::default() }
    }

    #[test]
    fn the_choice_stays_within_the_list() {
        let mut rows = Rows::default();
        rows.step(1);
        assert_eq!(rows.chosen(), None);
        rows.set(vec![row("a"), row("b")], false);
        assert_eq!(rows.chosen(), None);
        for (by, expected) in [(1, "a"), (1, "b"), (1, "b"), (-1, "a"), (-1, "a")] {
            rows.step(by);
            assert_eq!(rows.chosen().as_deref(), Some(expected));
        }
        rows.set(vec![row("c")], true);
        assert_eq!(rows.chosen().as_deref(), Some("c"));
        assert!(rows.marked()[0].selected);
        rows.close();
        assert!(!rows.is_open());
    }
}
