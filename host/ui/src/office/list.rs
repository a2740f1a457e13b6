//! The list: choosing a card, switching it, moving it.

use comptoir_app::office::{Action, CardId, Results, View};
use comptoir_screens::slint::{Global as _, Model as _, SharedString};
use comptoir_screens::{OfficeDialog, OfficePlace, ProgramsAdapter};

use super::desk::Ask;
use super::{Counting, Next, OfficeStage, rows};
use crate::rows::refresh;

impl OfficeStage {
    pub(super) fn connect_list(&self) {
        let list = ProgramsAdapter::get(&self.window);
        list.on_choose(self.with(|stage, id: SharedString| stage.choose(&id)));
        list.on_switch(self.with2(|stage, id: SharedString, on| stage.switch(&id, on)));
        list.on_shift(self.with2(|stage, id: SharedString, by| stage.shift(CardId::parse(&id), by)));
        list.on_shift_chosen(self.with(|stage, by| stage.shift(stage.selected(), by)));
        list.on_move(self.with(Self::move_choice));
        list.on_flip(self.on(|stage| {
            if let Some(card) = stage.selected() {
                stage.switch(&card.to_string(), !stage.is_on(&card));
            }
        }));
        list.on_enter(self.on(Self::enter_page));
    }

    fn cards(&self) -> Vec<CardId> {
        let view = self.view.borrow();
        view.iter().flat_map(|view| view.programs.iter().chain(&view.policies)).map(|card| card.id.clone()).collect()
    }

    fn is_on(&self, id: &CardId) -> bool {
        let view = self.view.borrow();
        view.iter().flat_map(|view| &view.programs).any(|card| &card.id == id && card.enabled)
    }

    pub(super) fn show_view(&self, view: View) {
        let nothing = self.words().no_policy(&view.folder);
        self.propose_period(&view.period);
        *self.view.borrow_mut() = Some(view);
        let list = ProgramsAdapter::get(&self.window);
        list.set_nothing(self.words().no_policies().into());
        list.set_nothing_detail(nothing.into());
        let cards = self.cards();
        let selected = self.selected().filter(|card| cards.contains(card));
        if selected.is_none() {
            match cards.first() {
                Some(first) => self.choose_now(first.clone()),
                None => self.close_page(),
            }
        }
        self.show_cards();
        self.show_head();
        self.ask_results();
    }

    pub(super) fn show_cards(&self) {
        let (view, results) = (self.view.borrow(), self.results.borrow());
        let Some(view) = view.as_ref() else { return };
        let of = |card: &CardId| match card {
            CardId::Program(program) => results.get(program),
            CardId::Policy(_) => None,
        };
        let rows = rows::cards(view, self.selected.borrow().as_ref(), of, self.words());
        let list = ProgramsAdapter::get(&self.window);
        refresh(&list.get_cards(), rows, |rows| list.set_cards(rows));
    }

    /// Asks for the results of the next program that has none yet: one at a time.
    pub(super) fn ask_results(&self) {
        if self.counting.get() != Counting::No {
            return;
        }
        let known = |program: &_| self.results.borrow().contains_key(program);
        let missing = self.cards().into_iter().find_map(|card| match card {
            CardId::Program(program) if !known(&program) => Some(program),
            _ => None,
        });
        if let Some(program) = missing {
            self.counting.set(Counting::Yes);
            self.show_head();
            self.ask(Ask::Results(program));
        }
    }

    pub(super) fn take_results(&self, results: Result<Box<Results>, String>) {
        let is_old = self.counting.replace(Counting::No) == Counting::Again;
        match results {
            _ if is_old => self.ask_results(),
            Ok(results) => {
                self.results.borrow_mut().insert(results.program.clone(), *results);
                self.show_cards();
                self.ask_results();
            }
            Err(why) => self.warn(&why),
        }
        self.show_head();
    }

    /// Results are counted anew once a program has changed: how its counters lapse may be another.
    pub(super) fn forget_results(&self) {
        self.results.borrow_mut().clear();
        if self.counting.get() == Counting::Yes {
            self.counting.set(Counting::Again);
        }
    }

    fn choose(&self, id: &str) {
        if let Some(card) = CardId::parse(id).filter(|card| Some(card) != self.selected().as_ref()) {
            self.leave(Next::Choose(card, false));
        }
        self.window.invoke_focus_list();
    }

    /// Goes on at once when nothing is lost by it; else asks first.
    pub(super) fn leave(&self, next: Next) {
        let in_file = self.is_file_open();
        let of_programs = matches!(next, Next::Choose(..) | Next::Close);
        *self.next.borrow_mut() = Some(next);
        if of_programs && self.is_changed() {
            self.leaving_file.set(false);
            self.ask_to_save();
        } else if in_file && self.is_file_changed() {
            self.ask_to_save_file();
        } else {
            self.go_on();
        }
    }

    /// Tells whether something may be typed into a file: of a customer, at the welcome desk, or into a setting.
    fn is_file_open(&self) -> bool {
        matches!(self.place(), OfficePlace::File | OfficePlace::Welcome | OfficePlace::Setup)
    }

    /// Does what was to be done once the page may be left.
    pub(super) fn go_on(&self) {
        let next = self.next.borrow_mut().take();
        match next {
            Some(Next::Choose(card, enable)) => {
                self.enable_next.set(enable);
                self.show_dialog(OfficeDialog::None);
                self.choose_now(card);
                self.show_cards();
            }
            Some(Next::Close) if self.is_file_open() && self.is_file_changed() => {
                *self.next.borrow_mut() = Some(Next::Close);
                self.ask_to_save_file();
            }
            Some(Next::Place(place)) => {
                self.show_dialog(OfficeDialog::None);
                self.show_place(place);
            }
            Some(Next::Setup(section, wanted)) => {
                self.show_dialog(OfficeDialog::None);
                self.show_setting(section, wanted);
            }
            Some(Next::Open(id)) => {
                self.show_dialog(OfficeDialog::None);
                self.open_file(id);
            }
            Some(Next::Close) => drop(comptoir_screens::slint::quit_event_loop()),
            None => {}
        }
    }

    pub(super) fn choose_now(&self, card: CardId) {
        *self.selected.borrow_mut() = Some(card.clone());
        self.forget_trial();
        self.status("", comptoir_screens::Tone::Neutral);
        self.ask(Ask::Page(card));
    }

    fn move_choice(&self, by: i32) {
        let cards = self.cards();
        let here = self.selected().and_then(|card| cards.iter().position(|other| *other == card));
        let step = usize::try_from(by.unsigned_abs()).unwrap_or(1);
        let wanted = match here {
            Some(here) if by < 0 => here.checked_sub(step),
            Some(here) => here.checked_add(step),
            None => Some(0),
        };
        if let Some(card) = wanted.and_then(|wanted| cards.get(wanted)) {
            self.leave(Next::Choose(card.clone(), false));
        }
    }

    /// The switch of a card. It shows at once what was wanted; a refusal puts it back.
    fn switch(&self, id: &str, on: bool) {
        self.show_switched(id, on);
        match (CardId::parse(id), on) {
            (Some(CardId::Program(program)), true) => self.act(Action::SwitchOn(program)),
            (Some(CardId::Program(program)), false) => self.act(Action::SwitchOff(program)),
            (Some(card), true) if Some(&card) == self.selected().as_ref() => self.enable(),
            (Some(card), true) => {
                self.leave(Next::Choose(card, true));
                self.show_cards();
            }
            _ => self.show_cards(),
        }
    }

    fn show_switched(&self, id: &str, on: bool) {
        let cards = ProgramsAdapter::get(&self.window).get_cards();
        let row = cards.iter().enumerate().find(|(_, card)| card.id == id);
        if let Some((place, card)) = row {
            cards.set_row_data(place, comptoir_screens::ProgramCard { on, ..card });
        }
    }

    fn shift(&self, card: Option<CardId>, by: i32) {
        if let Some(CardId::Program(program)) = card {
            self.act(Action::Move { program, by });
        }
    }
}
