//! The picker of a set: departments, items, groups, tags.

use comptoir_app::office::{CodeKind, FieldKind, Pickable};
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{OfficeDialog, PickRow, PickerAdapter};

use super::OfficeStage;
use super::desk::Ask;
use crate::rows::refresh;

/// The set that is being filled.
pub(super) struct Picking {
    key: String,
    kind: CodeKind,
    rows: Vec<Pickable>,
    here: usize,
}

impl OfficeStage {
    pub(super) fn connect_picker(&self) {
        let picker = PickerAdapter::get(&self.window);
        picker.on_edited(self.with(|stage, text: SharedString| stage.pick(&text)));
        picker.on_toggle(self.with(|stage, code: SharedString| stage.put_in_or_out(&code)));
        picker.on_accepted(self.on(|stage| {
            let here = stage.picking.borrow().as_ref().and_then(|p| p.rows.get(p.here)).map(|row| row.code.clone());
            here.iter().for_each(|code| stage.put_in_or_out(code));
        }));
        picker.on_move(self.with(|stage, by: i32| stage.move_pick(by)));
        picker.on_close(self.on(|stage| {
            let key = stage.picking.borrow_mut().take().map(|picking| picking.key);
            stage.show_dialog(OfficeDialog::None);
            key.iter().for_each(|key| stage.focus_set(key));
        }));
    }

    pub(super) fn open_picker(&self, key: &str) {
        let field = {
            let open = self.open.borrow();
            let fields = open.as_ref().and_then(|open| open.form.as_ref()).map(comptoir_app::office::Form::fields);
            fields.into_iter().flatten().find(|field| field.key == key)
        };
        let Some(field) = field else { return };
        let FieldKind::Codes { kind, .. } = field.kind else { return };
        *self.picking.borrow_mut() = Some(Picking { key: key.to_owned(), kind, rows: Vec::new(), here: 0 });
        let (picker, words) = (PickerAdapter::get(&self.window), self.words());
        picker.set_title(field.label.into());
        picker.set_text("".into());
        picker.set_placeholder(words.search_codes(kind).into());
        picker.set_nothing(words.nothing_found().into());
        self.pick("");
        self.show_dialog(OfficeDialog::Picker);
    }

    fn pick(&self, text: &str) {
        let kind = self.picking.borrow().as_ref().map(|picking| picking.kind);
        if let Some(kind) = kind {
            self.ask(Ask::Pick(kind, text.to_owned()));
        }
    }

    /// An answer to what was typed before is of no use any more.
    pub(super) fn show_pickable(&self, kind: CodeKind, typed: &str, rows: Vec<Pickable>) {
        let current = PickerAdapter::get(&self.window).get_text();
        if let Some(picking) =
            self.picking.borrow_mut().as_mut().filter(|picking| picking.kind == kind && current == typed)
        {
            picking.rows = rows;
            picking.here = 0;
        }
        self.show_picker();
    }

    fn show_picker(&self) {
        let (picking, open) = (self.picking.borrow(), self.open.borrow());
        let (Some(picking), Some(form)) = (picking.as_ref(), open.as_ref().and_then(|open| open.form.as_ref())) else {
            return;
        };
        let row = |(at, row): (usize, &Pickable)| PickRow {
            id: row.code.clone().into(),
            name: row.name.clone().into(),
            detail: row.detail.clone().into(),
            depth: i32::try_from(row.depth).unwrap_or(0),
            inside: form.holds(&picking.key, &row.code),
            here: at == picking.here,
        };
        let rows: Vec<PickRow> = picking.rows.iter().enumerate().map(row).collect();
        let chosen = form.text(&picking.key).split(',').filter(|code| !code.trim().is_empty()).count();
        let picker = PickerAdapter::get(&self.window);
        refresh(&picker.get_rows(), rows, |rows| picker.set_rows(rows));
        picker.set_count(self.words().chosen_codes(chosen).into());
    }

    fn put_in_or_out(&self, code: &str) {
        let found = self.picking.borrow().as_ref().and_then(|picking| {
            let at = picking.rows.iter().position(|row| row.code == code)?;
            Some((at, picking.key.clone(), picking.kind, picking.rows.get(at)?.name.clone()))
        });
        let Some((at, key, kind, name)) = found else { return };
        self.picking.borrow_mut().iter_mut().for_each(|picking| picking.here = at);
        self.typing_code(&key, kind, code, &name);
        self.show_picker();
    }

    fn move_pick(&self, by: i32) {
        if let Some(picking) = self.picking.borrow_mut().as_mut() {
            let last = picking.rows.len().saturating_sub(1);
            let step = usize::try_from(by.unsigned_abs()).unwrap_or(1);
            picking.here = if by < 0 { picking.here.saturating_sub(step) } else { (picking.here + step).min(last) };
        }
        self.show_picker();
    }
}
