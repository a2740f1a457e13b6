//! The sale being made, on the left: lines, banners, total.

use comptoir_app::counter::{Action, View, ViewLine};
use comptoir_app::format::money;
use comptoir_domain::id::LineId;
use comptoir_domain::quantity::Quantity;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{TicketAdapter, TicketLine};

use crate::desk::Ask;
use crate::dialogs::edit::Edit;
use crate::rows::refresh;
use crate::stage::Stage;

impl Stage {
    pub(crate) fn connect_ticket(&self) {
        let ticket = TicketAdapter::get(&self.window);
        ticket.on_select(self.with(|stage, id: SharedString| {
            stage.select(id.parse().ok().map(LineId));
            stage.focus();
        }));
        ticket.on_act(self.with(|stage, what: SharedString| stage.act_on_line(&what)));
        ticket.on_open_parked(self.on(Self::open_parked));
        ticket.on_banner_action(self.with(|stage, id: SharedString| stage.banner_action(&id)));
        ticket.on_banner_second(self.with(|stage, id: SharedString| stage.banner_second(&id)));
        ticket.on_banner_dismissed(self.with(|stage, id: SharedString| stage.banner_dismissed(&id)));
    }

    pub(crate) fn show_ticket(&self, view: &View) {
        let (ticket, words, language) = (TicketAdapter::get(&self.window), self.words(), self.language());
        self.keep_selection(view);
        let chosen = self.selected.get();
        let rows = view.lines.iter().map(|line| self.line_row(line, chosen == Some(line.id))).collect();
        refresh(&ticket.get_lines(), rows, |rows| ticket.set_lines(rows));
        let at = view.lines.iter().position(|line| chosen == Some(line.id));
        ticket.set_selected_index(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
        ticket.set_has_selection(at.is_some() && !self.is_paying());
        ticket.set_pieces(words.articles(view.pieces).into());
        ticket.set_vat(words.vat_within(view.vat).into());
        let reduction = view.before - view.total;
        ticket.set_reduction(if reduction.is_positive() { words.reduction(reduction) } else { String::new() }.into());
        ticket.set_total(money(view.total, language).into());
        let parked = i32::try_from(view.parked.len()).unwrap_or(i32::MAX);
        ticket.set_parked(parked);
        ticket.set_parked_text(words.parked_count(view.parked.len()).into());
        let shelf = view.shelf.map(|_| words.off_shelf().to_owned()).unwrap_or_default();
        ticket.set_shelf(shelf.into());
    }

    /// The chosen line is the last touched; when it goes, the last of the ticket.
    fn keep_selection(&self, view: &View) {
        let there = self.selected.get().is_some_and(|id| view.lines.iter().any(|line| line.id == id));
        if !there {
            self.selected.set(view.lines.last().map(|line| line.id));
        }
    }

    fn line_row(&self, line: &ViewLine, selected: bool) -> TicketLine {
        let (words, language) = (self.words(), self.language());
        let reduced = line.gross < line.amount;
        TicketLine {
            id: line.id.to_string().into(),
            quantity: words.quantity(line.quantity, line.unit).into(),
            label: line.label.as_str().into(),
            detail: words.line_detail(line).into(),
            note: line.note.as_deref().unwrap_or_default().into(),
            amount: money(line.gross, language).into(),
            before: if reduced { money(line.amount, language) } else { String::new() }.into(),
            selected,
        }
    }

    /// Brings the chosen line into sight.
    pub(crate) fn follow_line(&self) {
        let ticket = TicketAdapter::get(&self.window);
        ticket.set_follow(ticket.get_follow().wrapping_add(1));
    }

    pub(crate) fn select(&self, line: Option<LineId>) {
        self.selected.set(line);
        self.follow_line();
        if let Some(view) = self.view() {
            self.show_ticket(&view);
        }
    }

    /// Moves the choice of a line by one.
    pub(crate) fn move_line(&self, by: i32) {
        let Some(view) = self.view() else { return };
        let at = view.lines.iter().position(|line| self.selected.get() == Some(line.id));
        let last = view.lines.len().saturating_sub(1);
        let to = at.map_or(last, |at| if by > 0 { (at + 1).min(last) } else { at.saturating_sub(1) });
        self.select(view.lines.get(to).map(|line| line.id));
    }

    /// Gives the chosen line.
    pub(crate) fn chosen_line(&self) -> Option<ViewLine> {
        let view = self.view()?;
        let chosen = self.selected.get()?;
        view.lines.iter().find(|line| line.id == chosen).cloned()
    }

    /// What the strip under the list does to the chosen line.
    pub(crate) fn act_on_line(&self, what: &str) {
        let Some(line) = self.chosen_line() else { return self.note(self.words().no_line()) };
        match what {
            "more" => self.change_quantity(&line, true),
            "less" => self.change_quantity(&line, false),
            "quantity" => self.open_edit(Edit::Quantity(line.id)),
            "price" => self.open_edit(Edit::Price(line.id)),
            "discount" => self.open_edit(Edit::Discount(Some(line.id))),
            "note" => self.open_edit(Edit::Note(line.id)),
            "cancel" => self.act(Action::CancelLine { line: line.id }),
            _ => {}
        }
        if self.dialog() == comptoir_screens::OpenDialog::None {
            self.focus();
        }
    }

    /// One more or one less; less than one takes the line off.
    fn change_quantity(&self, line: &ViewLine, more: bool) {
        let one = Quantity::ONE.value();
        let wanted = if more { line.quantity.value() + one } else { line.quantity.value() - one };
        match Quantity::new(wanted) {
            Ok(quantity) => self.act(Action::SetQuantity { line: line.id, quantity }),
            Err(_) if !more => self.act(Action::CancelLine { line: line.id }),
            Err(_) => {}
        }
    }

    /// F5: the number that was typed is the quantity; without one the dialog asks.
    pub(crate) fn quantity_pressed(&self) {
        let Some(line) = self.chosen_line() else { return self.note(self.words().no_line()) };
        match self.number_typed().and_then(|number| Quantity::parse(&number).ok()) {
            Some(quantity) => {
                self.clear_typed();
                self.act(Action::SetQuantity { line: line.id, quantity });
            }
            None => self.open_edit(Edit::Quantity(line.id)),
        }
    }

    /// F4: the number that was typed is a discount in percent on the chosen line.
    pub(crate) fn discount_pressed(&self) {
        match (self.chosen_line(), self.discount_typed()) {
            (Some(line), Some(discount)) => {
                self.clear_typed();
                self.act(Action::SetLineDiscount { line: line.id, discount: Some(discount) });
            }
            (line, _) if self.view().is_some_and(|view| !view.lines.is_empty()) => {
                self.open_edit(Edit::Discount(line.map(|line| line.id)));
            }
            _ => self.note(self.words().no_line()),
        }
    }

    /// The sale was taken up again: its last line is chosen.
    pub(crate) fn recalled(&self) {
        self.selected.set(None);
        self.follow_line();
        self.forget_last();
    }

    /// The sale was given up.
    pub(crate) fn sale_gone(&self) {
        self.selected.set(None);
        self.note(self.words().abandoned());
    }

    /// F6: puts the ticket aside; with an empty ticket, shows the ones that wait.
    pub(crate) fn park_pressed(&self) {
        let Some(view) = self.view() else { return };
        if view.lines.is_empty() {
            return self.open_parked();
        }
        let label = self.typed().trim().to_owned();
        self.clear_typed();
        self.leave_payment();
        self.act(Action::Park { label });
    }

    /// Asks once more before a ticket with lines is given up.
    pub(crate) fn abandon_pressed(&self) {
        if self.view().is_some_and(|view| !view.lines.is_empty() || view.customer.is_some()) {
            self.ask_abandon();
        }
    }

    pub(crate) fn why_pressed(&self) {
        self.ask(Ask::Why);
    }
}
