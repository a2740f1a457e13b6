//! The file of a customer: its tabs, what is kept and what is given up.

use comptoir_app::customers::{Alike, Block, FieldIssue, FileView, FormField, FormPage, Line, Sheet};
use comptoir_domain::customer::Channel;
use comptoir_domain::money::Money;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{FileAdapter, FileFormAdapter, OfficeDialog, OfficePlace, Tone};

use super::desk::{ClientAsk, Look};
use super::file_form::Typed;
use super::{OfficeStage, badges, section, sections};
use crate::office::Next;

/// Tabs of a file; a new one has the first two.
const TABS: usize = 6;
/// Which of them is the account.
const ACCOUNT: usize = 2;
/// Which of them is searched.
const HISTORY: usize = 4;

/// The file that is open.
pub(super) struct OpenFile {
    /// Who; nobody yet for a new one.
    pub(super) id: Option<String>,
    view: FileView,
    pub(super) tab: usize,
    pub(super) pages: [FormPage; 2],
    pub(super) typed: Typed,
}

impl OpenFile {
    /// A new one, of these pages.
    pub(super) fn blank(pages: [FormPage; 2]) -> Self {
        let typed = Typed::of(&[], &pages);
        Self { id: None, view: FileView::default(), tab: 0, pages, typed }
    }
}

impl OfficeStage {
    pub(super) fn connect_file(&self) {
        let file = FileAdapter::get(&self.window);
        file.on_choose_tab(self.with(|stage, tab: i32| stage.show_tab(usize::try_from(tab).unwrap_or(0))));
        file.on_close(self.on(|stage| stage.go(OfficePlace::Clients)));
        file.on_save(self.on(Self::save_file));
        file.on_cancel(self.on(|stage| {
            stage.drop_file_changes();
            stage.show_file();
        }));
        file.on_search(self.with(|stage, _: SharedString| stage.show_sheet()));
        file.on_press(self.with(|stage, id: SharedString| stage.press_in_file(&id)));
        self.connect_file_form();
    }

    pub(super) fn focus_file(&self) {
        FileFormAdapter::get(&self.window).set_focus_pending(false);
        let file = FileAdapter::get(&self.window);
        file.set_top(file.get_top().wrapping_add(1));
    }

    pub(super) fn new_file(&self) {
        let pages = self.file_pages();
        *self.clients.file.borrow_mut() = Some(OpenFile::blank(pages));
        self.file_status("", Tone::Neutral);
        self.alike_came(self.clients.alike.get(), &[]);
        self.show_place(OfficePlace::File);
        self.show_file();
        self.focus_file_field(&FormField::LastName);
    }

    pub(super) fn file_came(&self, view: FileView) {
        let tab = {
            let file = self.clients.file.borrow();
            file.as_ref().filter(|file| file.id.as_ref() == Some(&view.id)).map(|file| file.tab)
        };
        let page = self.clients.page.take();
        let pages = self.file_pages();
        // What was typed and not kept stays, when the same file comes again with a note or a consent.
        let kept = self.clients.file.borrow_mut().take().filter(|_| tab.is_some()).map(|file| file.typed);
        let typed = match kept {
            Some(typed) if typed.is_changed() => typed,
            _ => Typed::of(&view.texts, &pages),
        };
        let open = OpenFile { id: Some(view.id.clone()), view, tab: page.or(tab).unwrap_or(0), pages, typed };
        *self.clients.file.borrow_mut() = Some(open);
        self.show_place(OfficePlace::File);
        self.show_file();
        if tab.is_none() || page.is_some() {
            self.file_status("", Tone::Neutral);
            self.focus_file();
        }
    }

    pub(super) fn file_saved(&self, view: FileView) {
        let tab = self.clients.file.borrow().as_ref().map_or(0, |file| file.tab);
        let pages = self.file_pages();
        let typed = Typed::of(&view.texts, &pages);
        *self.clients.file.borrow_mut() = Some(OpenFile { id: Some(view.id.clone()), view, tab, pages, typed });
        self.show_file();
        self.file_status(self.words().saved(), Tone::Ok);
        self.focus_file();
        self.go_on();
    }

    pub(in crate::office) fn file_wrong(&self, issues: Vec<FieldIssue>) {
        self.next.borrow_mut().take();
        self.show_dialog(OfficeDialog::None);
        self.file_status(&self.words().to_mend(issues.len()), Tone::Blocked);
        self.mark_file(issues);
    }

    pub(in crate::office) fn file_status(&self, words: &str, tone: Tone) {
        let file = FileAdapter::get(&self.window);
        file.set_status(words.into());
        file.set_status_tone(tone);
    }

    pub(in crate::office) fn is_file_changed(&self) -> bool {
        self.clients.file.borrow().as_ref().is_some_and(|file| file.typed.is_changed())
    }

    pub(in crate::office) fn drop_file_changes(&self) {
        if let Some(file) = self.clients.file.borrow_mut().as_mut() {
            file.typed.reset();
        }
        self.file_status("", Tone::Neutral);
    }

    /// What the customer owes, as the file said it when it was opened.
    pub(in crate::office) fn file_owed(&self) -> Option<Money> {
        self.clients.file.borrow().as_ref().and_then(|file| file.view.owed)
    }

    pub(in crate::office) fn file_name(&self) -> String {
        let file = self.clients.file.borrow();
        let name = file.as_ref().filter(|file| file.id.is_some()).map(|file| file.view.name.clone());
        name.unwrap_or_else(|| self.words().new_client().to_owned())
    }

    pub(in crate::office) fn save_file(&self) {
        match self.place() {
            OfficePlace::Welcome => return self.enrol(),
            OfficePlace::Setup => return self.save_setting(),
            _ => {}
        }
        let asked = {
            let file = self.clients.file.borrow();
            let Some(file) = file.as_ref().filter(|file| file.typed.is_changed()) else { return };
            ClientAsk::Save(file.id.clone(), file.typed.changed())
        };
        self.ask_client(asked);
    }

    /// A form of another kind, with what it holds: it is typed, kept and left as a file is.
    pub(in crate::office) fn lay_out_file(
        &self,
        id: Option<String>,
        name: String,
        texts: Vec<(FormField, String)>,
        page: FormPage,
    ) {
        let pages = [page, FormPage::default()];
        let typed = Typed::of(&texts, &pages);
        let view = FileView { name, texts, ..FileView::default() };
        *self.clients.file.borrow_mut() = Some(OpenFile { id, view, tab: 0, pages, typed });
        self.show_file_form();
        self.show_file_changed();
    }

    /// All that stands in the form of the page, as it is typed.
    pub(in crate::office) fn typed_in_file(&self) -> Option<Vec<(FormField, String)>> {
        self.clients.file.borrow().as_ref().map(|file| file.typed.all())
    }

    /// The whole file anew, whatever the window holds.
    pub(super) fn show_file(&self) {
        let words = self.words();
        {
            let file = self.clients.file.borrow();
            let Some(file) = file.as_ref() else { return };
            let adapter = FileAdapter::get(&self.window);
            let creating = file.id.is_none();
            let tabs: Vec<SharedString> =
                words.file_tabs().into_iter().take(if creating { 2 } else { TABS }).map(Into::into).collect();
            adapter.set_tabs(ModelRc::new(VecModel::from(tabs)));
            adapter.set_creating(creating);
            adapter.set_name(if creating { words.new_client().into() } else { file.view.name.as_str().into() });
            adapter.set_badges(badges(&file.view.marks));
        }
        let tab = self.clients.file.borrow().as_ref().map_or(0, |file| file.tab);
        self.show_tab(tab);
    }

    pub(super) fn turn_tab(&self, by: i32) {
        let file = self.clients.file.borrow().as_ref().map(|file| (file.tab, if file.id.is_none() { 2 } else { TABS }));
        let Some((tab, count)) = file else { return };
        let wanted = if by < 0 { tab.saturating_sub(1) } else { (tab + 1).min(count - 1) };
        self.show_tab(wanted);
    }

    fn show_tab(&self, tab: usize) {
        let turned = {
            let mut file = self.clients.file.borrow_mut();
            let Some(file) = file.as_mut() else { return };
            std::mem::replace(&mut file.tab, tab) != tab
        };
        let adapter = FileAdapter::get(&self.window);
        adapter.set_tab(i32::try_from(tab).unwrap_or(0));
        adapter.set_form(tab < 2);
        adapter.set_searchable(tab == HISTORY);
        if turned {
            adapter.set_words(SharedString::default());
        }
        self.show_file_form();
        self.show_sheet();
        self.show_file_changed();
        if turned {
            self.focus_file();
        }
    }

    fn show_sheet(&self) {
        let adapter = FileAdapter::get(&self.window);
        let file = self.clients.file.borrow();
        let Some(file) = file.as_ref() else { return };
        let sheet = match file.tab {
            ACCOUNT => file.view.account.clone(),
            3 => file.view.loyalty.clone(),
            HISTORY => file.view.history.searched(&adapter.get_words()),
            5 => file.view.consents.clone(),
            _ => Sheet::default(),
        };
        adapter.set_left(sections(&sheet.left));
        adapter.set_right(sections(&sheet.right));
    }

    /// The button of a block or of a line.
    fn press_in_file(&self, id: &str) {
        if id == "note" {
            return self.ask_note();
        }
        let mut parts = id.split(':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("consent"), Some(channel), Some(answer)) => {
                if let Some(channel) = Channel::from_name(channel) {
                    self.ask_consent(channel, answer == "yes");
                }
            }
            (Some("settle"), Some(entry), Some(left)) => {
                self.ask_payment(entry.parse().ok().map(|entry| (entry, left)))
            }
            (Some("open"), Some(id), None) => self.leave(Next::Open(id.to_owned())),
            (Some(what), other, None) => self.press_deed(what, other),
            _ => {}
        }
    }

    /// Opens a file on its account, with the papers.
    pub(super) fn open_account_of(&self, id: String) {
        self.clients.page.set(Some(ACCOUNT));
        self.ask_client(ClientAsk::Open(id));
    }

    pub(in crate::office) fn open_file(&self, id: String) {
        self.clients.page.set(None);
        self.ask_client(ClientAsk::Open(id));
    }

    pub(super) fn file_id(&self) -> Option<comptoir_domain::id::CustomerId> {
        self.clients.file.borrow().as_ref().and_then(|file| file.id.as_ref()?.parse().ok())
    }

    pub(super) fn with_file_id(&self, what: impl FnOnce(&Self, String)) {
        let id = self.clients.file.borrow().as_ref().and_then(|file| file.id.clone());
        if let Some(id) = id {
            what(self, id);
        }
    }

    /// While a new file is typed: who it may be.
    pub(super) fn look_alike(&self) {
        let typed = {
            let file = self.clients.file.borrow();
            let is_customer = self.place() != OfficePlace::Setup;
            let Some(file) = file.as_ref().filter(|file| is_customer && file.id.is_none()) else { return };
            file.typed.changed()
        };
        let number = self.clients.alike.get().wrapping_add(1);
        self.clients.alike.set(number);
        self.look(Look::Alike(number, typed, self.language()));
    }

    pub(super) fn alike_came(&self, number: u64, alike: &[Alike]) {
        if number == self.clients.alike.get() {
            self.show_people(self.words().perhaps_known(), alike);
        }
    }

    /// Who was enrolled just now, where those who may be known stand otherwise.
    pub(super) fn show_enrolled(&self, customer: &Alike) {
        self.show_people(self.words().just_enrolled(), std::slice::from_ref(customer));
    }

    fn show_people(&self, title: &str, people: &[Alike]) {
        let words = self.words();
        let line = |one: &Alike| Line {
            id: format!("open:{}", one.id),
            title: one.name.clone(),
            detail: [one.detail.as_str(), one.why.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
            action: words.open().to_owned(),
            ..Line::default()
        };
        let block = Block {
            title: title.to_owned(),
            nothing: words.nobody_alike().to_owned(),
            lines: people.iter().map(line).collect(),
            ..Block::default()
        };
        FileAdapter::get(&self.window).set_alike(section(&block));
    }
}
