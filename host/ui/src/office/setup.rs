//! The shop's own settings on the screen: groups, price lists, fields of files. A list of what there is, the page of
//! one; its form is filled in, kept and left as the file of a customer is.

use std::cell::{Cell, RefCell};

use comptoir_app::customers::{FieldIssue, FormBlock, FormField, FormPage, FormSlot};
use comptoir_app::setup::{Section, SetupField, SetupPage, SetupRow};
use comptoir_screens::slint::platform::Key;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{OfficePlace, QuestionAdapter, SetupAdapter, SetupEntry, Tone};

use super::clients::change::Question;
use super::clients::choose::{Choice, Purpose};
use super::clients::sections;
use super::desk::Ask;
use super::{Next, OfficeStage};
use crate::rows::refresh;

pub mod desk;

use desk::{SetupAsk, SetupTell, Shown, Wanted};

/// Keys of these fields, among those of files.
pub(super) const OWN: char = '@';

/// What the page holds.
#[derive(Default)]
pub(super) struct Setup {
    section: Cell<Section>,
    rows: RefCell<Vec<SetupRow>>,
    page: RefCell<SetupPage>,
}

/// What is asked before something is set.
#[derive(Clone, Debug)]
pub(crate) enum SetupQuestion {
    /// An item, by its code or name.
    Item,
    /// What it costs in the list, by its SKU.
    Price(String),
    /// How much of their own price the items of a department cost.
    Rate(String),
    /// Take it away.
    Remove,
}

impl OfficeStage {
    pub(super) fn connect_setup(&self) {
        let adapter = SetupAdapter::get(&self.window);
        adapter.on_choose_section(self.with(|stage, at: i32| {
            let section = usize::try_from(at).ok().and_then(|at| Section::ALL.get(at).copied());
            section.iter().for_each(|section| stage.leave(Next::Setup(*section, Wanted::First)));
            stage.show_section();
        }));
        adapter.on_choose(self.with(|stage, id: SharedString| stage.choose_setting(Wanted::Row(id.into()))));
        adapter.on_create(self.on(|stage| stage.choose_setting(Wanted::New)));
        adapter.on_remove(self.on(Self::ask_removal));
        adapter.on_import(self.on(Self::import_items));
        adapter.on_press(self.with(|stage, id: SharedString| stage.press_setting(&id)));
    }

    pub(super) fn show_setup(&self) {
        self.prepare_files();
        self.lay_out_setup(SetupPage::default());
        self.show_setting(self.setup.section.get(), Wanted::First);
        self.focus_setup();
    }

    pub(super) fn focus_setup(&self) {
        let adapter = SetupAdapter::get(&self.window);
        adapter.set_focus_wanted(adapter.get_focus_wanted().wrapping_add(1));
    }

    /// Shows one of a section, once what was typed is kept or given up.
    fn choose_setting(&self, wanted: Wanted) {
        self.leave(Next::Setup(self.setup.section.get(), wanted));
    }

    pub(super) fn show_setting(&self, section: Section, wanted: Wanted) {
        self.ask_setup(SetupAsk::Show(section, wanted));
    }

    fn ask_setup(&self, ask: SetupAsk) {
        self.ask(Ask::Setup(ask));
    }

    pub(super) fn take_setup(&self, tell: SetupTell) {
        let words = self.words();
        match tell {
            SetupTell::Shown(shown) => {
                let is_new = shown.page.id.is_none();
                self.setting_came(*shown);
                self.file_status("", Tone::Neutral);
                if is_new { self.focus_first_setting() } else { self.focus_setup() }
            }
            SetupTell::Saved(shown) => {
                self.setting_came(*shown);
                self.file_status(words.saved(), Tone::Ok);
                self.renew_base();
                self.focus_setup();
                self.go_on();
            }
            SetupTell::Removed(shown) => {
                let name = self.setup.page.borrow().title.clone();
                self.close_question();
                self.setting_came(*shown);
                self.file_status(&words.setting_removed(&name), Tone::Ok);
                self.renew_base();
                self.focus_setup();
            }
            SetupTell::Priced(shown) => {
                self.close_question();
                self.setting_came(*shown);
                self.file_status(words.price_set(), Tone::Ok);
                self.focus_setup();
            }
            SetupTell::Wrong(problems) => {
                let issue = |problem: comptoir_app::SettingProblem| FieldIssue {
                    field: field_of(&problem.key),
                    value: String::new(),
                    problem: problem.problem,
                };
                self.file_wrong(problems.into_iter().map(issue).collect());
            }
            SetupTell::NotDone(why) => self.not_done(&why),
            SetupTell::Items(items) if items.len() == 1 => self.ask_price(&items[0].sku.to_string(), &items[0]),
            SetupTell::Items(items) => {
                let choice = |item: &comptoir_app::setup::PricedItem| Choice {
                    detail: item.sku.to_string(),
                    amount: words.money(item.own),
                    ..Choice::new(item.sku.to_string(), item.label.clone())
                };
                self.end_question();
                let choices = items.iter().map(choice).collect();
                self.open_chooser(Purpose::SetupItem, words.which_item(), words.search_here(), choices);
            }
            SetupTell::Departments(departments) => {
                let percent = |rate: &str| if rate.is_empty() { String::new() } else { format!("{rate}\u{a0}%") };
                let choice = |(id, path, rate): &(comptoir_domain::id::DepartmentId, String, String)| Choice {
                    amount: percent(rate),
                    ..Choice::new(format!("{id}={rate}"), path.clone())
                };
                let choices = departments.iter().map(choice).collect();
                self.open_chooser(Purpose::SetupDepartment, words.which_department(), words.search_here(), choices);
            }
        }
    }

    fn setting_came(&self, shown: Shown) {
        self.setup.section.set(shown.section);
        self.setup.rows.replace(shown.rows);
        self.lay_out_setup(shown.page);
    }

    /// A page on the desk, as it is set.
    fn lay_out_setup(&self, page: SetupPage) {
        let slots = page.lines.iter().map(|line| line.iter().map(slot).collect()).collect();
        let block = FormBlock { title: page.title.clone(), lines: slots };
        let form = FormPage { left: vec![block], right: Vec::new() };
        let texts = page.lines.iter().flatten().map(|field| (field_of(field.key), field.value.clone())).collect();
        self.lay_out_file(page.id.clone(), page.title.clone(), texts, form);
        let adapter = SetupAdapter::get(&self.window);
        adapter.set_blocks(sections(&page.blocks));
        adapter.set_removable(page.id.is_some());
        self.setup.page.replace(page);
        self.show_section();
    }

    fn show_section(&self) {
        let (adapter, words) = (SetupAdapter::get(&self.window), self.words());
        let names: Vec<SharedString> = words.setup_sections().into_iter().map(Into::into).collect();
        adapter.set_sections(ModelRc::new(VecModel::from(names)));
        let section = self.setup.section.get();
        let at = Section::ALL.iter().position(|one| *one == section).unwrap_or(0);
        adapter.set_section(i32::try_from(at).unwrap_or(0));
        adapter.set_hint(words.setup_hint(section).into());
        let here = self.setup.page.borrow().id.clone();
        let row = |row: &SetupRow| SetupEntry {
            id: row.id.clone().into(),
            name: row.name.clone().into(),
            detail: row.detail.clone().into(),
            amount: row.amount.clone().into(),
            here: Some(&row.id) == here.as_ref(),
        };
        let rows = self.setup.rows.borrow();
        refresh(&adapter.get_rows(), rows.iter().map(row).collect(), |rows| adapter.set_rows(rows));
        let at = rows.iter().position(|row| Some(&row.id) == here.as_ref());
        adapter.set_here(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
    }

    /// One key, in this place. True when it was used up.
    pub(super) fn setup_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        match () {
            () if control && text.eq_ignore_ascii_case("s") => self.save_setting(),
            () if control && is(Key::PageDown) => self.turn_section(1),
            () if control && is(Key::PageUp) => self.turn_section(-1),
            () if control && is(Key::Delete) => self.ask_removal(),
            () if is(Key::UpArrow) => self.move_setting(-1),
            () if is(Key::DownArrow) => self.move_setting(1),
            () if is(Key::Insert) || (control && text.eq_ignore_ascii_case("n")) => self.choose_setting(Wanted::New),
            () if is(Key::F4) => self.press_setting("add-item"),
            () if is(Key::F5) => self.press_setting("add-department"),
            () if is(Key::F7) => self.ask_batches(),
            () if is(Key::F11) => self.import_items(),
            () if is(Key::Escape) => self.give_setting_up(),
            () => return false,
        }
        true
    }

    fn turn_section(&self, by: isize) {
        let at = Section::ALL.iter().position(|one| *one == self.setup.section.get()).unwrap_or(0);
        let next = at.checked_add_signed(by).and_then(|at| Section::ALL.get(at).copied());
        next.iter().for_each(|section| self.leave(Next::Setup(*section, Wanted::First)));
    }

    fn move_setting(&self, by: isize) {
        let next = {
            let (rows, page) = (self.setup.rows.borrow(), self.setup.page.borrow());
            let here = rows.iter().position(|row| Some(&row.id) == page.id.as_ref());
            let at = here.map_or(Some(0), |here| here.checked_add_signed(by));
            at.and_then(|at| rows.get(at).map(|row| row.id.clone()))
        };
        if let Some(id) = next {
            self.choose_setting(Wanted::Row(id));
        }
    }

    /// What is typed is given up; a new one with nothing typed makes place for the first.
    fn give_setting_up(&self) {
        if self.is_file_changed() {
            let page = self.setup.page.borrow().clone();
            self.lay_out_setup(page);
            self.file_status("", Tone::Neutral);
            self.focus_setup();
        } else if self.setup.page.borrow().id.is_none() {
            self.choose_setting(Wanted::First);
        }
    }

    pub(super) fn setting_name(&self) -> String {
        self.setup.page.borrow().title.clone()
    }

    pub(super) fn save_setting(&self) {
        let Some(typed) = self.typed_in_file().filter(|_| self.is_file_changed()) else { return };
        let own = |(field, text): (FormField, String)| match field {
            FormField::Custom(key) => Some((key.trim_start_matches(OWN).to_owned(), text)),
            _ => None,
        };
        let typed = typed.into_iter().filter_map(own).collect();
        let id = self.setup.page.borrow().id.clone();
        self.ask_setup(SetupAsk::Save(self.setup.section.get(), id, typed));
    }

    fn focus_first_setting(&self) {
        self.focus_field_soon(OfficePlace::Setup, field_of("name"));
    }

    /// What is typed is kept or given up before another page takes its place.
    fn import_items(&self) {
        if self.is_file_changed() {
            self.file_status(self.words().save_first(), Tone::Look);
        } else {
            self.open_item_import();
        }
    }

    fn ask_removal(&self) {
        let (removal, title) = {
            let page = self.setup.page.borrow();
            (page.removal.clone(), page.title.clone())
        };
        if removal.is_empty() {
            return;
        }
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.remove_setting(&title).into());
        question.set_text(removal.into());
        question.set_ok(words.remove().into());
        question.set_tone(Tone::Blocked);
        self.open_question(Question::Setup(SetupQuestion::Remove));
    }

    /// The button of a block or a line.
    fn press_setting(&self, id: &str) {
        let list = self.setup.page.borrow().id.clone();
        let (Some(list), true) = (list, self.may_press(id)) else { return };
        let words = self.words();
        match id.split_once(':') {
            None if id == "add-item" => {
                self.ask_text(Question::Setup(SetupQuestion::Item), words.which_item(), words.item_label(), "");
                let question = QuestionAdapter::get(&self.window);
                question.set_text(words.item_hint().into());
                question.set_ok(words.go_on().into());
            }
            None => self.ask_setup(SetupAsk::Departments(list)),
            Some(("item", sku)) => self.ask_setup(SetupAsk::Items(list, sku.to_owned())),
            Some(("department", code)) => {
                let rate = {
                    let page = self.setup.page.borrow();
                    let line = page.blocks.iter().flat_map(|block| &block.lines).find(|line| line.id == id);
                    line.map(|line| line.amount.trim_end_matches(['%', '\u{a0}']).to_owned()).unwrap_or_default()
                };
                self.ask_rate(code, &rate);
            }
            Some(("customers", group)) => self.list_group(group),
            Some(_) => {}
        }
    }

    /// Prices are set in a list that is kept as it stands.
    fn may_press(&self, id: &str) -> bool {
        let of_prices = !id.starts_with("customers:");
        if of_prices && self.setup.section.get() != Section::Prices {
            return false;
        }
        if of_prices && self.is_file_changed() {
            self.file_status(self.words().save_first(), Tone::Look);
            return false;
        }
        true
    }

    fn ask_price(&self, sku: &str, item: &comptoir_app::setup::PricedItem) {
        let words = self.words();
        let typed =
            item.typed.map(|typed| comptoir_app::format::bare_money(typed, self.language())).unwrap_or_default();
        self.ask_text(Question::Setup(SetupQuestion::Price(sku.to_owned())), &item.label, words.price_label(), &typed);
        let question = QuestionAdapter::get(&self.window);
        question.set_text(words.price_hint(item.own).into());
    }

    fn ask_rate(&self, code: &str, rate: &str) {
        let words = self.words();
        let path = {
            let page = self.setup.page.borrow();
            let id = format!("department:{code}");
            let line = page.blocks.iter().flat_map(|block| &block.lines).find(|line| line.id == id);
            line.map_or_else(|| words.which_department().to_owned(), |line| line.title.clone())
        };
        self.ask_text(Question::Setup(SetupQuestion::Rate(code.to_owned())), &path, words.rate_label(), rate);
        QuestionAdapter::get(&self.window).set_text(words.rate_hint().into());
    }

    pub(super) fn setup_item_chosen(&self, sku: &str) {
        if let Some(list) = self.setup.page.borrow().id.clone() {
            self.ask_setup(SetupAsk::Items(list, sku.to_owned()));
        }
    }

    pub(super) fn setup_department_chosen(&self, id: &str) {
        let (code, rate) = id.rsplit_once('=').unwrap_or((id, ""));
        self.ask_rate(code, rate);
    }

    pub(super) fn setup_answered(&self, asked: &SetupQuestion) {
        let typed = QuestionAdapter::get(&self.window).get_value().trim().to_owned();
        let id = self.setup.page.borrow().id.clone();
        let Some(id) = id else { return self.close_question() };
        if matches!(asked, SetupQuestion::Remove) {
            // Why it cannot be is told on top: there is no field here to stand beside.
            self.close_question();
        }
        self.ask_setup(match asked {
            SetupQuestion::Item => SetupAsk::Items(id, typed),
            SetupQuestion::Price(sku) => SetupAsk::PriceItem(id, sku.clone(), typed),
            SetupQuestion::Rate(code) => SetupAsk::PriceDepartment(id, code.clone(), typed),
            SetupQuestion::Remove => SetupAsk::Remove(self.setup.section.get(), id),
        });
    }
}

fn field_of(key: &str) -> FormField {
    FormField::Custom(format!("{OWN}{key}"))
}

fn slot(field: &SetupField) -> FormSlot {
    FormSlot {
        field: field_of(field.key),
        label: field.label.clone(),
        help: field.help.clone(),
        span: field.span,
        kind: field.kind.clone(),
    }
}
