//! The list: of a million customers it holds the rows that are seen and some pages around them.

use std::collections::BTreeMap;

use comptoir_app::customers::{Brief, ListQuery, ListRow, Sort, Totals};
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{ClientRow, ClientsAdapter, OfficePlace, TableAdapter};

use super::desk::{ClientAsk, Look};
use super::filter::Chosen;
use super::{OfficeStage, badges, sections};
use crate::rows::refresh;

/// Rows that are asked for at once.
const PAGE: usize = 100;
/// Pages that are kept.
const KEPT: usize = 40;

/// The list as it is asked and seen.
#[derive(Default)]
pub(super) struct List {
    pub(super) words: String,
    pub(super) conditions: Vec<Chosen>,
    pub(super) sort: Sort,
    /// Names the question: answers to an older one are of no use.
    number: u64,
    /// By their place; nothing while they are asked for.
    pages: BTreeMap<usize, Option<Vec<ListRow>>>,
    pub(super) totals: Option<Totals>,
    /// How many rows there are, as far as is known.
    len: usize,
    top: usize,
    here: usize,
    room: usize,
}

impl List {
    pub(super) fn query(&self, limit: usize, offset: usize) -> ListQuery {
        let conditions = self.conditions.iter().map(|chosen| chosen.condition.clone()).collect();
        ListQuery { words: self.words.clone(), conditions, sort: self.sort, limit, offset }
    }

    fn row(&self, at: usize) -> Option<&ListRow> {
        self.pages.get(&(at / PAGE))?.as_ref()?.get(at % PAGE)
    }

    pub(super) fn chosen(&self) -> Option<&ListRow> {
        self.row(self.here)
    }

    fn seen(&self) -> std::ops::Range<usize> {
        self.top..(self.top + self.room.max(1)).min(self.len)
    }

    /// Names the pages that are seen and not asked for yet, and forgets those far away.
    fn wanted(&mut self) -> Vec<usize> {
        let seen = self.seen();
        let (first, last) = (seen.start / PAGE, seen.end.saturating_sub(1).max(seen.start) / PAGE);
        let wanted: Vec<usize> = (first..=last).filter(|page| !self.pages.contains_key(page)).collect();
        self.pages.extend(wanted.iter().map(|page| (*page, None)));
        while self.pages.len() > KEPT {
            let far = self.pages.keys().copied().max_by_key(|page| page.abs_diff(first));
            far.and_then(|page| self.pages.remove(&page));
        }
        wanted
    }

    fn move_to(&mut self, at: usize) {
        self.here = at.min(self.len.saturating_sub(1));
        let room = self.room.max(1);
        if self.here < self.top {
            self.top = self.here;
        } else if self.here >= self.top + room {
            self.top = self.here + 1 - room;
        }
    }

    /// Another length: what is seen stays, as far as it is there.
    fn fit(&mut self) {
        self.here = self.here.min(self.len.saturating_sub(1));
        self.turn_to(self.top);
    }

    fn turn_to(&mut self, top: usize) {
        self.top = top.min(self.len.saturating_sub(self.room.max(1)));
    }
}

impl OfficeStage {
    pub(super) fn connect_client_list(&self) {
        let table = TableAdapter::get(&self.window);
        table.on_room(self.with(|stage, room: i32| {
            stage.clients.list.borrow_mut().room = usize::try_from(room).unwrap_or(1);
            stage.show_list();
        }));
        table.on_turn(self.with(|stage, by: i32| {
            let step = usize::try_from(by.unsigned_abs()).unwrap_or(1);
            let mut list = stage.clients.list.borrow_mut();
            let top = if by < 0 { list.top.saturating_sub(step) } else { list.top.saturating_add(step) };
            list.turn_to(top);
            drop(list);
            stage.show_list();
        }));
        table.on_jump(self.with(Self::jump));
        table.on_choose(self.with(|stage, id: SharedString| stage.choose_row(&id)));
        table.on_open(self.on(Self::open_chosen));
        let clients = ClientsAdapter::get(&self.window);
        clients.on_edited(self.with(|stage, words: SharedString| {
            words.as_str().clone_into(&mut stage.clients.list.borrow_mut().words);
            stage.list_anew();
        }));
        clients.on_create(self.on(Self::new_file));
    }

    /// Asks for the list from its beginning.
    pub(super) fn list_anew(&self) {
        {
            let mut list = self.clients.list.borrow_mut();
            (list.top, list.here, list.len) = (0, 0, 0);
        }
        self.relist();
    }

    /// Asks for the list again, and stays where it is.
    pub(super) fn relist(&self) {
        let language = self.language();
        let (rows, totals) = {
            let mut list = self.clients.list.borrow_mut();
            list.number += 1;
            list.pages.clear();
            list.totals = None;
            let page = list.top / PAGE;
            list.pages.insert(page, None);
            let query = list.query(PAGE, page * PAGE);
            (Look::Rows(list.number, Box::new(query.clone()), language), Look::Totals(list.number, Box::new(query)))
        };
        self.look(rows);
        self.look(totals);
    }

    pub(super) fn rows_came(&self, number: u64, from: usize, rows: Vec<ListRow>) {
        {
            let mut list = self.clients.list.borrow_mut();
            if list.number != number {
                return;
            }
            if list.totals.is_none() {
                // A page that is not full is the last.
                let end = from + rows.len();
                list.len = if rows.len() < PAGE { end } else { list.len.max(end) };
            }
            list.pages.insert(from / PAGE, Some(rows));
            list.fit();
        }
        self.show_list();
        self.ask_brief();
    }

    pub(super) fn totals_came(&self, number: u64, totals: Totals) {
        {
            let mut list = self.clients.list.borrow_mut();
            if list.number != number {
                return;
            }
            list.len = usize::try_from(totals.customers).unwrap_or(usize::MAX);
            list.totals = Some(totals);
            list.fit();
        }
        self.show_list();
        self.ask_brief();
    }

    /// Shows the rows that are seen; those that are not there yet are asked for.
    fn show_list(&self) {
        let words = self.words();
        let (wanted, number, language) = {
            let mut list = self.clients.list.borrow_mut();
            (list.wanted(), list.number, self.language())
        };
        let list = self.clients.list.borrow();
        let rows: Vec<ClientRow> = list.seen().map(|at| client_row(list.row(at), at == list.here)).collect();
        let table = TableAdapter::get(&self.window);
        table.set_share(share(list.room.max(1), list.len));
        table.set_start(share(list.top, list.len.saturating_sub(list.room.max(1))));
        let narrowed = !list.words.trim().is_empty() || !list.conditions.is_empty();
        let (nothing, detail) = words.no_client(narrowed, list.totals.is_none());
        table.set_nothing(nothing.into());
        table.set_nothing_detail(detail.into());
        let count =
            list.totals.as_ref().map_or_else(|| words.counting().to_owned(), |totals| words.client_totals(totals));
        let clients = ClientsAdapter::get(&self.window);
        clients.set_count(count.into());
        clients.set_sort(words.sort_button(list.sort).into());
        let queries: Vec<ListQuery> = wanted.iter().map(|page| list.query(PAGE, page * PAGE)).collect();
        drop(list);
        refresh(&table.get_rows(), rows, |rows| table.set_rows(rows));
        queries.into_iter().for_each(|query| self.look(Look::Rows(number, Box::new(query), language)));
    }

    fn choose_row(&self, id: &str) {
        {
            let mut list = self.clients.list.borrow_mut();
            let found = list.seen().find(|at| list.row(*at).is_some_and(|row| row.id == id));
            let Some(at) = found.filter(|_| !id.is_empty()) else { return };
            list.move_to(at);
        }
        self.show_list();
        self.ask_brief();
        self.focus_search();
    }

    pub(super) fn move_row(&self, to: Move) {
        {
            let mut list = self.clients.list.borrow_mut();
            let page = list.room.saturating_sub(1).max(1);
            let at = match to {
                Move::Up => list.here.saturating_sub(1),
                Move::Down => list.here.saturating_add(1),
                Move::PageUp => list.here.saturating_sub(page),
                Move::PageDown => list.here.saturating_add(page),
                Move::First => 0,
                Move::Last => usize::MAX,
            };
            list.move_to(at);
        }
        self.show_list();
        self.ask_brief();
    }

    /// To a part of the whole, as the bar is moved.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::float_arithmetic,
        reason = "where a thumb stands, no amount"
    )]
    fn jump(&self, part: f32) {
        {
            let mut list = self.clients.list.borrow_mut();
            let last = list.len.saturating_sub(list.room.max(1));
            let top = (f64::from(part.clamp(0.0, 1.0)) * last as f64).round() as usize;
            list.turn_to(top);
        }
        self.show_list();
    }

    /// Asks about who is chosen; one question at a time, so that a held key does not fill the desk.
    fn ask_brief(&self) {
        if self.place() != OfficePlace::Clients || self.clients.brief.borrow().is_some() {
            return;
        }
        let id = self.clients.list.borrow().chosen().map(|row| row.id.clone());
        match id {
            Some(id) => {
                *self.clients.brief.borrow_mut() = Some(id.clone());
                self.ask_client(ClientAsk::Brief(id));
            }
            None => {
                let nobody = self.clients.list.borrow().len == 0;
                if nobody {
                    ClientsAdapter::get(&self.window).set_chosen(false);
                }
            }
        }
    }

    pub(super) fn brief_came(&self, brief: &Brief) {
        self.clients.brief.borrow_mut().take();
        let here = self.clients.list.borrow().chosen().map(|row| row.id.clone());
        if here.as_ref() != Some(&brief.id) {
            return self.ask_brief();
        }
        let clients = ClientsAdapter::get(&self.window);
        clients.set_name(brief.name.clone().into());
        clients.set_badges(badges(&brief.marks));
        clients.set_brief(sections(&brief.blocks));
        clients.set_chosen(true);
    }

    pub(super) fn open_chosen(&self) {
        let id = self.clients.list.borrow().chosen().map(|row| row.id.clone());
        if let Some(id) = id {
            self.ask_client(ClientAsk::Open(id));
        }
    }

    pub(super) fn show_chips(&self) {
        let list = self.clients.list.borrow();
        let chip = |(at, chosen): (usize, &Chosen)| comptoir_screens::CriterionChip {
            id: at.to_string().into(),
            text: chosen.words.clone().into(),
        };
        let chips: Vec<_> = list.conditions.iter().enumerate().map(chip).collect();
        ClientsAdapter::get(&self.window).set_chips(ModelRc::new(VecModel::from(chips)));
    }
}

/// Where the keys go in the list.
#[derive(Clone, Copy)]
pub(super) enum Move {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

fn client_row(row: Option<&ListRow>, here: bool) -> ClientRow {
    let Some(row) = row else { return ClientRow { name: "…".into(), here, ..ClientRow::default() } };
    let said = [&row.group, &row.city, &row.phone, &row.last, &row.revenue];
    let said: Vec<&str> = said.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    ClientRow {
        id: row.id.clone().into(),
        name: row.name.clone().into(),
        group: row.group.clone().into(),
        city: row.city.clone().into(),
        phone: row.phone.clone().into(),
        visits: row.visits.clone().into(),
        last: row.last.clone().into(),
        revenue: row.revenue.clone().into(),
        said: said.join(", ").into(),
        here,
    }
}

#[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the length of a thumb, no amount")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0_f32.max(if part > 0 { 1.0 } else { 0.0 }) } else { (part as f32 / whole as f32).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(len: usize, room: usize) -> List {
        List { len, room, ..List::default() }
    }

    #[test]
    fn the_keys_keep_the_chosen_row_in_what_is_seen() {
        let mut list = list(1_000_000, 7);
        for (at, top) in [(6, 0), (7, 1), (999_999, 999_993), (999_992, 999_992), (2_000_000, 999_993), (0, 0)] {
            list.move_to(at);
            assert_eq!((list.here, list.top), (at.min(999_999), top));
            assert!(list.seen().contains(&list.here));
        }
    }

    #[test]
    fn only_the_pages_that_are_seen_are_asked_for_once_and_few_are_kept() {
        let mut list = list(1_000_000, 7);
        assert_eq!(list.wanted(), [0]);
        assert!(list.wanted().is_empty(), "it is asked for already");
        list.turn_to(96);
        assert_eq!(list.wanted(), [1], "rows 96 to 102 are on two pages");
        for top in (0..1_000_000).step_by(1_000) {
            list.turn_to(top);
            list.wanted();
        }
        assert!(list.pages.len() <= KEPT, "{} pages", list.pages.len());
        assert!(list.pages.contains_key(&9_990), "the last ones are kept");
    }

    #[test]
    fn rows_that_come_leave_what_is_seen_where_it_is() {
        let mut list = list(1_000_000, 7);
        list.turn_to(500_000);
        list.fit();
        assert_eq!((list.here, list.top), (0, 500_000));
        list.len = 20;
        list.fit();
        assert_eq!((list.here, list.top), (0, 13));
    }

    #[test]
    fn an_empty_list_has_no_row_and_no_end() {
        let mut list = list(0, 7);
        list.move_to(5);
        list.turn_to(5);
        assert_eq!((list.seen().count(), list.here, list.top), (0, 0, 0));
    }
}
