//! Criteria: which field, how it compares, with what; each is a chip that can be changed and removed.

use comptoir_app::customers::{Criterion, Sign};
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{ClientsAdapter, CriterionAdapter, OfficeDialog, OfficePlace};

use super::OfficeStage;
use super::choose::{Choice, Purpose};
use super::desk::ClientAsk;

/// A condition of the list.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    criterion: usize,
    sign: &'static str,
    value: String,
    /// As it is typed in commands.
    pub(super) condition: String,
    /// As people say it.
    pub(super) words: String,
}

/// The condition that is being made.
pub(super) struct Editing {
    criterion: usize,
    sign: usize,
    /// Which chip it takes the place of.
    instead: Option<usize>,
}

impl OfficeStage {
    pub(super) fn connect_filter(&self) {
        let clients = ClientsAdapter::get(&self.window);
        clients.on_add_criterion(self.on(Self::choose_criterion));
        clients.on_edit_criterion(self.with(|stage, id: SharedString| stage.edit_criterion(&id)));
        clients.on_drop_criterion(self.with(|stage, id: SharedString| stage.drop_criterion(&id)));
        let editor = CriterionAdapter::get(&self.window);
        editor.on_choose_sign(self.with(Self::choose_sign));
        editor.on_edited(self.with(|stage, _: SharedString| stage.forget_error()));
        editor.on_propose(self.with(|stage, value: SharedString| {
            CriterionAdapter::get(&stage.window).set_value(value);
            stage.forget_error();
        }));
        editor.on_back(self.on(Self::choose_criterion));
        editor.on_accept(self.on(Self::accept_criterion));
        editor.on_close(self.on(|stage| stage.show_dialog(OfficeDialog::None)));
    }

    fn forget_error(&self) {
        CriterionAdapter::get(&self.window).set_error(SharedString::default());
    }

    pub(super) fn choose_criterion(&self) {
        let choices = {
            let base = self.clients.base.borrow();
            let Some(base) = base.as_ref() else { return };
            let choice = |(at, criterion): (usize, &Criterion)| Choice::new(at.to_string(), criterion.label.clone());
            base.criteria.iter().enumerate().map(choice).collect()
        };
        let words = self.words();
        self.open_chooser(Purpose::Criterion, words.which_criterion(), words.search_criterion(), choices);
    }

    pub(super) fn criterion_chosen(&self, id: &str) {
        let instead = self.clients.criterion.borrow().as_ref().and_then(|editing| editing.instead);
        if let Ok(criterion) = id.parse() {
            self.open_editor(Editing { criterion, sign: 0, instead }, "");
        }
    }

    fn edit_criterion(&self, id: &str) {
        let place: Option<usize> = id.parse().ok();
        let chosen = place.and_then(|place| self.clients.list.borrow().conditions.get(place).cloned());
        let Some(chosen) = chosen else { return };
        let signs =
            self.criterion(chosen.criterion).map(|criterion| criterion.signs(self.language())).unwrap_or_default();
        let sign = signs.iter().position(|sign| sign.sign == chosen.sign).unwrap_or(0);
        self.open_editor(Editing { criterion: chosen.criterion, sign, instead: place }, &chosen.value);
    }

    fn drop_criterion(&self, id: &str) {
        let place: Option<usize> = id.parse().ok();
        {
            let mut list = self.clients.list.borrow_mut();
            if let Some(place) = place.filter(|place| *place < list.conditions.len()) {
                list.conditions.remove(place);
            }
        }
        self.show_chips();
        self.list_anew();
        self.focus_search();
    }

    /// The condition of having a tag.
    pub(super) fn tag_condition(&self, tag: &str) -> Option<Chosen> {
        self.condition_of("etiquette", "=", tag)
    }

    /// The list of those who have a group.
    pub(in crate::office) fn list_group(&self, group: &str) {
        let chosen = self.condition_of("famille", "=", group);
        {
            let mut list = self.clients.list.borrow_mut();
            list.words.clear();
            list.conditions = chosen.into_iter().collect();
        }
        ClientsAdapter::get(&self.window).set_words(SharedString::default());
        self.show_chips();
        self.go(OfficePlace::Clients);
    }

    /// The condition that a criterion stands so to a value.
    pub(super) fn condition_of(&self, name: &str, sign: &str, value: &str) -> Option<Chosen> {
        let base = self.clients.base.borrow();
        let criteria = &base.as_ref()?.criteria;
        let at = criteria.iter().position(|criterion| criterion.name == name)?;
        let sign = *criteria[at].signs(self.language()).iter().find(|known| known.sign == sign)?;
        Some(Chosen {
            criterion: at,
            sign: sign.sign,
            value: value.to_owned(),
            condition: criteria[at].condition(sign, value),
            words: criteria[at].words(sign, value, self.language()),
        })
    }

    fn criterion(&self, at: usize) -> Option<Criterion> {
        self.clients.base.borrow().as_ref().and_then(|base| base.criteria.get(at).cloned())
    }

    fn open_editor(&self, editing: Editing, value: &str) {
        let Some(criterion) = self.criterion(editing.criterion) else { return };
        let (editor, language) = (CriterionAdapter::get(&self.window), self.language());
        let texts = |texts: Vec<String>| {
            ModelRc::new(VecModel::from(texts.into_iter().map(SharedString::from).collect::<Vec<_>>()))
        };
        let signs = criterion.signs(language);
        editor.set_title(criterion.label.clone().into());
        editor.set_signs(texts(signs.iter().map(|sign| sign.words.to_owned()).collect()));
        editor.set_sign(i32::try_from(editing.sign).unwrap_or(0));
        editor.set_has_value(signs.get(editing.sign).is_some_and(|sign| sign.has_value));
        editor.set_help(criterion.help(language).into());
        editor.set_proposals(texts(criterion.proposals(language)));
        editor.set_value(value.into());
        self.forget_error();
        *self.clients.criterion.borrow_mut() = Some(editing);
        self.show_dialog(OfficeDialog::Criterion);
    }

    fn choose_sign(&self, index: i32) {
        let editor = CriterionAdapter::get(&self.window);
        let Some((criterion, wanted)) = self.editing().zip(usize::try_from(index).ok()) else { return };
        if let Some(sign) = criterion.0.signs(self.language()).get(wanted) {
            editor.set_sign(index);
            editor.set_has_value(sign.has_value);
            if let Some(editing) = self.clients.criterion.borrow_mut().as_mut() {
                editing.sign = wanted;
            }
        }
        self.forget_error();
    }

    fn editing(&self) -> Option<(Criterion, Sign)> {
        let editing = self.clients.criterion.borrow();
        let editing = editing.as_ref()?;
        let criterion = self.criterion(editing.criterion)?;
        let sign = *criterion.signs(self.language()).get(editing.sign)?;
        Some((criterion, sign))
    }

    pub(super) fn accept_criterion(&self) {
        let editor = CriterionAdapter::get(&self.window);
        let Some((criterion, sign)) = self.editing() else { return };
        let value = editor.get_value();
        if sign.has_value && value.trim().is_empty() {
            return editor.set_error(self.words().value_missing().into());
        }
        self.ask_client(ClientAsk::Check(criterion.condition(sign, &value)));
    }

    pub(super) fn criterion_fits(&self) {
        let Some((criterion, sign)) = self.editing() else { return };
        let value = CriterionAdapter::get(&self.window).get_value().to_string();
        let editing = self.clients.criterion.borrow_mut().take();
        let Some(editing) = editing else { return };
        let chosen = Chosen {
            criterion: editing.criterion,
            sign: sign.sign,
            condition: criterion.condition(sign, &value),
            words: criterion.words(sign, &value, self.language()),
            value,
        };
        {
            let mut list = self.clients.list.borrow_mut();
            match editing.instead.and_then(|place| list.conditions.get_mut(place)) {
                Some(place) => *place = chosen,
                None => list.conditions.push(chosen),
            }
        }
        self.show_chips();
        self.show_dialog(OfficeDialog::None);
        self.list_anew();
    }
}
