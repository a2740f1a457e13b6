//! The sales put aside.

use comptoir_app::counter::{Action, View};
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{FoundRow, Icons, OpenDialog, ParkedAdapter};

use crate::rows::refresh;
use crate::stage::Stage;

impl Stage {
    pub(crate) fn connect_parked(&self) {
        let parked = ParkedAdapter::get(&self.window);
        parked.on_choose(self.with(|stage, id: SharedString| stage.recall(&id)));
        parked.on_move(self.with(|stage, by: i32| {
            stage.shelf.borrow_mut().step(by);
            stage.refresh_parked();
        }));
        parked.on_accepted(self.on(|stage| {
            let chosen = stage.shelf.borrow().chosen();
            if let Some(id) = chosen {
                stage.recall(&id);
            }
        }));
        parked.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    pub(crate) fn open_parked(&self) {
        if let Some(view) = self.view() {
            self.show_parked(&view);
        }
        self.show_dialog(OpenDialog::Parked);
    }

    pub(crate) fn show_parked(&self, view: &View) {
        let (words, icon) = (self.words(), Icons::get(&self.window).get_pause());
        let rows = view.parked.iter().map(|parked| FoundRow {
            id: parked.id.to_string().into(),
            title: parked.customer.as_deref().unwrap_or(&parked.label).into(),
            detail: format!("{} · {}", parked.at.format("%H:%M"), words.articles(parked.pieces)).into(),
            amount: words.money(parked.total).into(),
            icon: icon.clone(),
            ..FoundRow::default()
        });
        self.shelf.borrow_mut().set(rows.collect(), true);
        self.refresh_parked();
    }

    fn refresh_parked(&self) {
        let parked = ParkedAdapter::get(&self.window);
        refresh(&parked.get_rows(), self.shelf.borrow().marked(), |rows| parked.set_rows(rows));
    }

    fn recall(&self, id: &str) {
        self.show_dialog(OpenDialog::None);
        if let Ok(id) = id.parse() {
            self.act(Action::Recall { id });
        }
    }
}
