//! The form of a file: what is typed, field by field, and what is wrong with it.

use std::rc::Rc;

use comptoir_app::customers::{FieldIssue, FormBlock, FormField, FormPage, FormSlot, SlotKind};
use comptoir_screens::slint::{Global as _, Model as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{
    FileAdapter, FileField, FileFieldKind, FileFormAdapter, FileLine, FileSection, OfficeDialog, Tone,
};

use super::OfficeStage;
use super::choose::{Choice, Purpose};
use crate::office::setup::OWN;

/// A field with what the file holds of it and what is typed.
#[derive(Clone)]
struct Slot {
    slot: FormSlot,
    page: usize,
    before: String,
    now: String,
    error: String,
    /// Where it is shown.
    shown: Option<(Rc<VecModel<FileField>>, usize)>,
}

/// All fields of a form.
#[derive(Default)]
pub(super) struct Typed {
    slots: Vec<Slot>,
}

impl Typed {
    /// Takes the texts of a file; a field without one is empty.
    pub(super) fn of(texts: &[(FormField, String)], pages: &[FormPage; 2]) -> Self {
        let blocks = pages
            .iter()
            .enumerate()
            .flat_map(|(page, form)| form.left.iter().chain(&form.right).map(move |block| (page, block)));
        let slots = blocks.flat_map(|(page, block)| block.lines.iter().flatten().map(move |slot| (page, slot)));
        let slots = slots.map(|(page, slot)| {
            let before = texts.iter().find(|(field, _)| *field == slot.field).map(|(_, text)| text.clone());
            let before = before.unwrap_or_default();
            Slot { slot: slot.clone(), page, now: before.clone(), before, error: String::new(), shown: None }
        });
        Self { slots: slots.collect() }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.slots.iter().any(|slot| slot.now != slot.before)
    }

    /// The fields that are not as they were.
    pub(super) fn changed(&self) -> Vec<(FormField, String)> {
        let changed = self.slots.iter().filter(|slot| slot.now != slot.before);
        changed.map(|slot| (slot.slot.field.clone(), slot.now.clone())).collect()
    }

    /// All fields, as they are typed.
    pub(super) fn all(&self) -> Vec<(FormField, String)> {
        self.slots.iter().map(|slot| (slot.slot.field.clone(), slot.now.clone())).collect()
    }

    pub(super) fn reset(&mut self) {
        for slot in &mut self.slots {
            slot.now.clone_from(&slot.before);
            slot.error.clear();
        }
    }

    fn find(&mut self, key: &str) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| key_of(&slot.slot.field) == key)
    }
}

/// The name of a field as the markup carries it.
fn key_of(field: &FormField) -> &str {
    field.name(comptoir_domain::language::Language::French)
}

/// Whether nothing chosen is a choice of its own.
fn tells_of_none(field: &FormField) -> bool {
    match field {
        FormField::Custom(key) => key.starts_with(OWN),
        field => *field == FormField::VatRegime,
    }
}

impl Slot {
    fn row(&self) -> FileField {
        let (kind, value) = match &self.slot.kind {
            SlotKind::Text => (FileFieldKind::Text, self.now.clone()),
            SlotKind::Yes => (FileFieldKind::Yes, String::new()),
            SlotKind::Choice(options) => {
                // No group is nothing to show; no regime is the normal one, no price list the ordinary prices.
                let tells = |code: &str| !code.is_empty() || tells_of_none(&self.slot.field);
                let known = options.iter().find(|(code, _)| *code == self.now && tells(code));
                (FileFieldKind::Choice, known.map_or_else(|| self.now.clone(), |(_, name)| name.clone()))
            }
        };
        FileField {
            key: key_of(&self.slot.field).into(),
            kind,
            label: self.slot.label.clone().into(),
            help: self.slot.help.clone().into(),
            error: self.error.clone().into(),
            value: value.into(),
            on: !self.now.is_empty(),
            span: self.slot.span,
        }
    }

    /// What changed is shown in place, so that the keyboard stays where it is.
    fn show(&self) {
        if let Some((line, place)) = &self.shown {
            line.set_row_data(*place, self.row());
        }
    }
}

impl OfficeStage {
    pub(super) fn connect_file_form(&self) {
        let form = FileFormAdapter::get(&self.window);
        form.on_edited(self.with2(|stage, key: SharedString, text: SharedString| stage.type_in_file(&key, &text)));
        form.on_toggled(self.with2(|stage, key: SharedString, on: bool| {
            stage.type_in_file(&key, if on { "oui" } else { "" });
        }));
        form.on_pick(self.with(|stage, key: SharedString| stage.pick_value(&key)));
    }

    /// The pages of every file.
    pub(super) fn file_pages(&self) -> [FormPage; 2] {
        self.clients.base.borrow().as_ref().map(|base| base.pages.clone()).unwrap_or_default()
    }

    fn type_in_file(&self, key: &str, text: &str) {
        if let Some(slot) = self.clients.file.borrow_mut().as_mut().and_then(|file| file.typed.find(key)) {
            text.clone_into(&mut slot.now);
            slot.error.clear();
            slot.show();
        }
        self.show_file_changed();
        self.look_alike();
    }

    pub(super) fn show_file_changed(&self) {
        let changed = self.is_file_changed();
        let adapter = FileAdapter::get(&self.window);
        adapter.set_changed(changed);
        if changed {
            self.file_status(self.words().not_saved(), Tone::Look);
        } else if adapter.get_status_tone() == Tone::Look {
            self.file_status("", Tone::Neutral);
        }
    }

    fn pick_value(&self, key: &str) {
        let slot = {
            let mut file = self.clients.file.borrow_mut();
            let slot = file.as_mut().and_then(|file| file.typed.find(key).map(|slot| slot.slot.clone()));
            let Some(slot) = slot else { return };
            slot
        };
        let SlotKind::Choice(options) = &slot.kind else { return };
        let choices = options.iter().map(|(code, name)| Choice::new(format!("={code}"), name.clone())).collect();
        self.open_chooser(Purpose::Field(slot.field.clone()), &slot.label, self.words().search_here(), choices);
    }

    pub(super) fn value_chosen(&self, field: &FormField, id: &str) {
        self.show_dialog(OfficeDialog::None);
        self.type_in_file(key_of(field), id.strip_prefix('=').unwrap_or(id));
        self.focus_field_soon(self.place(), field.clone());
    }

    pub(super) fn focus_file_field(&self, field: &FormField) {
        let form = FileFormAdapter::get(&self.window);
        form.set_focus_key(key_of(field).into());
        form.set_focus_pending(true);
        form.set_focus_wanted(form.get_focus_wanted().wrapping_add(1));
    }

    /// The fields of the tab, made anew.
    pub(super) fn show_file_form(&self) {
        let mut file = self.clients.file.borrow_mut();
        let Some(file) = file.as_mut() else { return };
        let form = FileFormAdapter::get(&self.window);
        file.typed.slots.iter_mut().for_each(|slot| slot.shown = None);
        let empty = FormPage::default();
        let page = file.pages.get(file.tab).unwrap_or(&empty);
        let typed = &mut file.typed;
        form.set_left(file_sections(&page.left, typed));
        form.set_right(file_sections(&page.right, typed));
    }

    /// What is wrong stands beside its field; the first one takes the keyboard, on its tab.
    pub(super) fn mark_file(&self, issues: Vec<FieldIssue>) {
        let (first, turned) = {
            let mut file = self.clients.file.borrow_mut();
            let Some(file) = file.as_mut() else { return };
            file.typed.slots.iter_mut().for_each(|slot| slot.error.clear());
            for issue in &issues {
                if let Some(slot) = file.typed.find(key_of(&issue.field)) {
                    slot.error.clone_from(&issue.problem);
                }
            }
            let wrong: Vec<_> = file.typed.slots.iter().filter(|slot| !slot.error.is_empty()).collect();
            let first = wrong.iter().find(|slot| slot.page == file.tab).or_else(|| wrong.first());
            let first = first.map(|slot| (slot.page, slot.slot.field.clone()));
            let page = first.as_ref().map_or(file.tab, |(page, _)| *page);
            // In place, so that the keyboard stays where it is.
            file.typed.slots.iter().for_each(Slot::show);
            (first, std::mem::replace(&mut file.tab, page) != page)
        };
        let words = self.words().to_mend(issues.len());
        if turned {
            self.show_file();
        }
        self.file_status(&words, Tone::Blocked);
        if let Some((_, field)) = first {
            self.focus_file_field(&field);
        }
    }
}

fn file_sections(blocks: &[FormBlock], typed: &mut Typed) -> ModelRc<FileSection> {
    let sections: Vec<FileSection> = blocks
        .iter()
        .map(|block| {
            let lines: Vec<FileLine> = block.lines.iter().map(|line| file_line(line, typed)).collect();
            FileSection { title: block.title.clone().into(), lines: ModelRc::new(VecModel::from(lines)) }
        })
        .collect();
    ModelRc::new(VecModel::from(sections))
}

fn file_line(line: &[FormSlot], typed: &mut Typed) -> FileLine {
    let fields = Rc::new(VecModel::<FileField>::default());
    for slot in line {
        if let Some(own) = typed.find(key_of(&slot.field)) {
            own.shown = Some((fields.clone(), fields.row_count()));
            fields.push(own.row());
        }
    }
    FileLine { fields: ModelRc::from(fields) }
}
