//! The page of one program: what is typed in its form and its activation, saved or given up.

use comptoir_app::SettingProblem;
use comptoir_app::format::capital;
use comptoir_app::office::{Action, Card, CardId, Page};
use comptoir_app::programs::change::{FROM, POOL, UNTIL};
use comptoir_app::programs::{Basis, Combine, ProgramChange};
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{ActivationAdapter, FormAdapter, Icons, PageAdapter, Tone};

use super::{Counting, OfficeStage, Open, rows};
use crate::rows::refresh;

const BASES: [Basis; 2] = [Basis::Remainder, Basis::Base];
const RULES: [Combine; 3] = [Combine::Stack, Combine::Best, Combine::First];

fn at<T: Copy>(all: &[T], place: i32) -> Option<T> {
    usize::try_from(place).ok().and_then(|place| all.get(place).copied())
}

fn place<T: PartialEq>(all: &[T], one: &T) -> i32 {
    all.iter().position(|other| other == one).and_then(|place| i32::try_from(place).ok()).unwrap_or(0)
}

impl OfficeStage {
    pub(super) fn connect_page(&self) {
        let page = PageAdapter::get(&self.window);
        page.on_save(self.on(Self::save));
        page.on_cancel(self.on(Self::give_up));
        page.on_enable(self.on(Self::enable));
        page.on_mend_clicked(self.on(Self::mend));
        self.connect_form();
        self.connect_activation();
        self.connect_leave();
    }

    fn connect_form(&self) {
        let form = FormAdapter::get(&self.window);
        form.on_edited(self.with2(|stage, key: SharedString, text: SharedString| {
            stage.typing(|open| open.form.iter_mut().for_each(|form| form.set(&key, &text)));
        }));
        form.on_toggled(self.with2(|stage, key: SharedString, on: bool| {
            let text = if on { "yes" } else { "no" };
            stage.typing(|open| open.form.iter_mut().for_each(|form| form.set(&key, text)));
        }));
        form.on_chosen(self.with2(|stage, key: SharedString, place: i32| {
            let place = usize::try_from(place).unwrap_or(0);
            stage.typing(|open| open.form.iter_mut().for_each(|form| form.choose(&key, place)));
        }));
        form.on_day(self.with2(|stage, key: SharedString, day: i32| {
            let day = u8::try_from(day).unwrap_or(0);
            stage.typing(|open| open.form.iter_mut().for_each(|form| form.flip_day(&key, day)));
        }));
        form.on_pick(self.with(|stage, key: SharedString| stage.open_picker(&key)));
    }

    fn connect_activation(&self) {
        let activation = ActivationAdapter::get(&self.window);
        activation.on_edit_from(self.with(|stage, text: SharedString| {
            ActivationAdapter::get(&stage.window).set_from_error("".into());
            stage.typing(|open| open.activation.from = text.to_string());
        }));
        activation.on_edit_until(self.with(|stage, text: SharedString| {
            ActivationAdapter::get(&stage.window).set_until_error("".into());
            stage.typing(|open| open.activation.until = text.to_string());
        }));
        activation.on_choose_basis(self.with(|stage, chosen: i32| {
            stage.typing(|open| open.activation.basis = at(&BASES, chosen).unwrap_or_default());
        }));
        activation.on_choose_combine(self.with(|stage, chosen: i32| {
            stage.typing(|open| open.activation.combine = at(&RULES, chosen).unwrap_or_default());
        }));
        activation.on_edit_pool(self.with(|stage, text: SharedString| stage.pool_typed(&text)));
        activation.on_choose_pool(self.with(|stage, text: SharedString| {
            stage.pool_typed(&text);
            stage.freshen();
        }));
    }

    fn pool_typed(&self, text: &str) {
        ActivationAdapter::get(&self.window).set_pool_error("".into());
        self.typing(|open| text.clone_into(&mut open.activation.pool));
    }

    /// Something was typed or chosen.
    fn typing(&self, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            change(open);
        }
        self.forget_trial();
        self.show_form();
        self.show_changed();
    }

    /// A code goes into a set or out of it.
    pub(super) fn typing_code(&self, key: &str, kind: comptoir_app::office::CodeKind, code: &str, name: &str) {
        self.typing(|open| open.form.iter_mut().for_each(|form| form.flip_code(key, kind, code, name)));
    }

    /// Brings the keys to the button of a set.
    pub(super) fn focus_set(&self, key: &str) {
        self.focus_field(key);
    }

    pub(super) fn is_changed(&self) -> bool {
        self.open.borrow().as_ref().is_some_and(|open| {
            open.activation != open.page.activation
                || open.form.as_ref().is_some_and(comptoir_app::office::Form::is_changed)
        })
    }

    fn show_changed(&self) {
        let changed = self.is_changed();
        PageAdapter::get(&self.window).set_changed(changed);
        if changed && !self.is_policy_chosen() {
            self.status(self.words().not_saved(), Tone::Look);
        } else {
            self.status("", Tone::Neutral);
        }
    }

    pub(super) fn status(&self, words: &str, tone: Tone) {
        let page = PageAdapter::get(&self.window);
        page.set_status(words.into());
        page.set_status_tone(tone);
    }

    /// Shows a page anew: whatever was typed before is forgotten.
    pub(super) fn show_page(&self, page: Page) {
        if self.selected().as_ref() != Some(&page.card.id) {
            return;
        }
        let same = self.open.borrow().as_ref().is_some_and(|open| open.page.card.id == page.card.id);
        let (form, activation) = (page.form.clone(), page.activation.clone());
        *self.open.borrow_mut() = Some(Open { page, form, activation });
        let adapter = PageAdapter::get(&self.window);
        adapter.set_open(true);
        if !same {
            adapter.set_top(adapter.get_top().wrapping_add(1));
        }
        self.show_all();
        // The fields are new: whatever had the keys is gone with the old ones.
        if same {
            self.window.invoke_focus_page();
        } else {
            self.window.invoke_focus_list();
        }
        if self.enable_next.replace(false) {
            self.enable();
        }
    }

    pub(super) fn close_page(&self) {
        self.selected.borrow_mut().take();
        self.open.borrow_mut().take();
        PageAdapter::get(&self.window).set_open(false);
    }

    /// Shows all fields as they are, whatever the window holds.
    fn show_all(&self) {
        let form = FormAdapter::get(&self.window);
        form.set_rows(ModelRc::new(VecModel::default()));
        for clear in
            [ActivationAdapter::set_from_error, ActivationAdapter::set_until_error, ActivationAdapter::set_pool_error]
        {
            clear(&ActivationAdapter::get(&self.window), "".into());
        }
        self.show_head();
        self.show_form();
        self.freshen();
        PageAdapter::get(&self.window).set_changed(self.is_changed());
    }

    /// The texts of the activation come from here again.
    fn freshen(&self) {
        self.show_activation();
        ActivationAdapter::get(&self.window).set_fresh(ModelRc::new(VecModel::from(vec![0])));
    }

    fn show_activation(&self) {
        let open = self.open.borrow();
        let Some(open) = open.as_ref() else { return };
        let adapter = ActivationAdapter::get(&self.window);
        adapter.set_from(open.activation.from.clone().into());
        adapter.set_until(open.activation.until.clone().into());
        adapter.set_basis(place(&BASES, &open.activation.basis));
        adapter.set_combine(place(&RULES, &open.activation.combine));
        adapter.set_pool(open.activation.pool.clone().into());
        let pools: Vec<SharedString> = open.page.pools.iter().map(Into::into).collect();
        refresh(&adapter.get_pools(), pools, |pools| adapter.set_pools(pools));
    }

    pub(super) fn show_form(&self) {
        self.show_activation();
        let adapter = FormAdapter::get(&self.window);
        let before = adapter.get_rows();
        let open = self.open.borrow();
        let fields = open.as_ref().and_then(|open| open.form.as_ref()).map(comptoir_app::office::Form::fields);
        let rows = rows::fields(fields.unwrap_or_default(), &before, self.words());
        drop(open);
        refresh(&before, rows, |rows| adapter.set_rows(rows));
    }

    /// The head of the page: the card, and what the program gave.
    pub(super) fn show_head(&self) {
        let Some(id) = self.selected() else { return };
        let card = {
            let view = self.view.borrow();
            let mut cards = view.iter().flat_map(|view| view.programs.iter().chain(&view.policies));
            cards.find(|card| card.id == id).cloned()
        };
        let (Some(card), words, adapter) = (card, self.words(), PageAdapter::get(&self.window)) else { return };
        adapter.set_is_program(matches!(id, CardId::Program(_)));
        adapter.set_title(card.title.clone().into());
        adapter.set_text(card.description.clone().into());
        adapter.set_origin(words.origin(&card.origin).into());
        adapter.set_origin_tone(rows::origin_tone(&card.origin));
        adapter.set_origin_detail(words.origin_detail(&card).into());
        adapter.set_version(words.version(&card).into());
        self.show_trouble(&card);
        self.show_results(&id);
        self.show_permissions();
    }

    /// What is wrong with a program, or that another version could be taken.
    fn show_trouble(&self, card: &Card) {
        let (words, adapter) = (self.words(), PageAdapter::get(&self.window));
        let is_shown = card.enabled || matches!(card.id, CardId::Policy(_));
        let trouble = card.trouble.clone().filter(|_| is_shown);
        let update = card.update.as_ref().map(|version| words.update(version));
        let (text, detail, tone) = match (&trouble, &update) {
            (Some(trouble), _) if card.enabled => (trouble.as_str(), words.try_again_detail(), Tone::Blocked),
            (Some(trouble), _) => (trouble.as_str(), "", Tone::Blocked),
            (None, Some(_)) => (words.newer(), words.newer_detail(), Tone::Look),
            (None, None) => ("", "", Tone::Neutral),
        };
        adapter.set_trouble(capital(text).into());
        adapter.set_trouble_detail(detail.into());
        adapter.set_trouble_tone(tone);
        let again = Some(words.try_again().to_owned()).filter(|_| trouble.is_some() && card.enabled);
        adapter.set_mend(update.or(again).unwrap_or_default().into());
    }

    fn show_permissions(&self) {
        let open = self.open.borrow();
        let adapter = PageAdapter::get(&self.window);
        let lines = open.as_ref().map(|open| self.words().permissions(&open.page)).unwrap_or_default();
        let lines: Vec<SharedString> = lines.into_iter().map(Into::into).collect();
        refresh(&adapter.get_permissions(), lines, |lines| adapter.set_permissions(lines));
        adapter.set_has_form(open.as_ref().is_some_and(|open| open.form.is_some()));
    }

    fn show_results(&self, id: &CardId) {
        let (adapter, words) = (PageAdapter::get(&self.window), self.words());
        let results = self.results.borrow();
        let found = match id {
            CardId::Program(program) => results.get(program),
            CardId::Policy(_) => None,
        };
        let rows = found.map(|found| words.results(found, &Icons::get(&self.window))).unwrap_or_default();
        adapter.set_results_title(words.period().into());
        let is_counting = self.counting.get() != Counting::No && matches!(id, CardId::Program(_));
        let note = match found {
            Some(found) => words.results_note(found),
            None if is_counting => words.counting().to_owned(),
            None => String::new(),
        };
        adapter.set_results_note(note.into());
        refresh(&adapter.get_results(), rows, |rows| adapter.set_results(rows));
    }

    /// What is typed, as a whole.
    pub(super) fn change(&self) -> Option<ProgramChange> {
        let open = self.open.borrow();
        let open = open.as_ref()?;
        Some(ProgramChange {
            settings: open.form.as_ref()?.values(),
            from: open.activation.from.clone(),
            until: open.activation.until.clone(),
            basis: open.activation.basis,
            combine: open.activation.combine,
            pool: open.activation.pool.clone(),
        })
    }

    pub(super) fn save(&self) {
        if let (Some(CardId::Program(program)), Some(change), true) =
            (self.selected(), self.change(), self.is_changed())
        {
            self.act(Action::Save { program, change });
        }
    }

    pub(super) fn enable(&self) {
        match (self.selected(), self.change()) {
            (Some(CardId::Policy(policy)), Some(change)) => self.act(Action::Enable { policy, change }),
            (Some(CardId::Policy(_)), None) => {
                self.warn(self.words().cannot_be_used());
                self.show_cards();
            }
            _ => {}
        }
    }

    pub(super) fn give_up(&self) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.form.iter_mut().for_each(comptoir_app::office::Form::reset);
            open.activation = open.page.activation.clone();
        }
        self.show_all();
        self.show_changed();
        self.window.invoke_focus_page();
    }

    /// What there is to do about trouble: the delivered version, or one more try.
    fn mend(&self) {
        let Some(CardId::Program(program)) = self.selected() else { return };
        let other = self
            .view
            .borrow()
            .iter()
            .flat_map(|view| &view.programs)
            .any(|card| card.id == CardId::Program(program.clone()) && card.update.is_some());
        self.act(if other { Action::Update(program) } else { Action::SwitchOn(program) });
    }

    /// Puts what is wrong beside its field, and the keys into the first.
    pub(super) fn mark(&self, problems: &[SettingProblem]) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.form.iter_mut().for_each(|form| form.mark(problems));
        }
        let of = |key: &str| -> SharedString {
            problems
                .iter()
                .find(|problem| problem.key == key)
                .map(|problem| problem.problem.clone())
                .unwrap_or_default()
                .into()
        };
        let activation = ActivationAdapter::get(&self.window);
        activation.set_from_error(of(FROM));
        activation.set_until_error(of(UNTIL));
        activation.set_pool_error(of(POOL));
        self.show_form();
        self.status(&self.words().to_mend(problems.len()), Tone::Blocked);
        let general = of("");
        if !general.is_empty() {
            self.warn(&general);
        }
        if let Some(first) = problems.iter().find(|problem| !problem.key.is_empty() && !problem.key.starts_with('@')) {
            self.focus_field(&first.key);
        }
    }

    fn focus_field(&self, key: &str) {
        let form = FormAdapter::get(&self.window);
        form.set_focus_key(key.into());
        form.set_focus_wanted(form.get_focus_wanted().wrapping_add(1));
    }

    /// Brings the keys into the page: into its first field that takes letters.
    pub(super) fn enter_page(&self) {
        self.window.invoke_focus_page();
    }
}
