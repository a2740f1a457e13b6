//! Customers on the screen: `list` the rows that are seen of a million, `filter` the criteria, `choose` lists to
//! choose from, `change` changes of all who fit, `file` the file of one, `import` a file
//! from elsewhere, `tools` what else is done with a list; `desk` is what stands behind.

use std::cell::{Cell, RefCell};

use comptoir_app::customers::{Criterion, FormPage};
use comptoir_screens::slint::{Global as _, ModelRc, VecModel};
use comptoir_screens::{
    BadgeRow, ClientsAdapter, CriterionAdapter, OfficeAdapter, OfficePlace, QuestionAdapter, SheetLine, SheetSection,
    TableAdapter, Tone,
};

use super::desk::{Ask, Tell};
use super::{Next, OfficeStage};

pub(crate) mod change;
pub(crate) mod choose;
pub mod correction;
pub mod deeds;
pub mod desk;
mod enrolment;
mod file;
mod file_form;
mod filter;
pub mod import;
mod keys;
pub mod ledger;
mod list;
pub mod payment;
pub mod tools;

use desk::{ClientAsk, ClientTell, Look};

/// All that the customers' screens hold.
#[derive(Default)]
pub(super) struct Clients {
    base: RefCell<Option<Base>>,
    list: RefCell<list::List>,
    /// Who is asked about in short, while the answer is awaited.
    brief: RefCell<Option<String>>,
    choosing: RefCell<Option<choose::Choosing>>,
    criterion: RefCell<Option<filter::Editing>>,
    question: RefCell<Option<change::Question>>,
    /// The amount that was said to be more than is owed: said again, it is a deposit.
    deposit: RefCell<Option<String>>,
    file: RefCell<Option<file::OpenFile>>,
    /// The page on which the file that was asked for opens.
    page: Cell<Option<usize>>,
    tools: RefCell<tools::Tools>,
    pub(super) enrolment: RefCell<enrolment::Desk>,
    pub(super) incoming: RefCell<import::Incoming>,
    /// Names the form whose look-alikes are looked for.
    alike: Cell<u64>,
}

/// What stays the same while the window is open.
struct Base {
    criteria: Vec<Criterion>,
    pages: [FormPage; 2],
    enrolment: FormPage,
}

impl OfficeStage {
    pub(super) fn connect_clients(&self) {
        let office = OfficeAdapter::get(&self.window);
        office.on_go(self.with(Self::go));
        self.connect_client_list();
        self.connect_filter();
        self.connect_chooser();
        self.connect_question();
        self.connect_file();
        self.connect_import();
        self.connect_enrolment();
        self.connect_tools();
    }

    /// Tells where the window is.
    #[must_use]
    pub fn place(&self) -> OfficePlace {
        OfficeAdapter::get(&self.window).get_place()
    }

    /// Goes to another place, once what was typed into a file is kept or given up.
    pub(super) fn go(&self, place: OfficePlace) {
        let here = self.place();
        let same = here == place || (here == OfficePlace::File && place == OfficePlace::Clients);
        if same && here != OfficePlace::File {
            return;
        }
        if self.is_importing() {
            return self.warn(self.words().import_under_way());
        }
        if matches!(here, OfficePlace::File | OfficePlace::Welcome | OfficePlace::Setup) {
            self.leave(Next::Place(place));
        } else {
            self.show_place(place);
        }
    }

    pub(super) fn show_place(&self, place: OfficePlace) {
        if self.place() != place {
            // What was told was about what is left.
            self.notice(None);
        }
        OfficeAdapter::get(&self.window).set_place(place);
        match place {
            OfficePlace::Programs => self.window.invoke_focus_list(),
            OfficePlace::Clients => {
                self.ask_base();
                self.relist();
                self.focus_search();
            }
            OfficePlace::File => {}
            OfficePlace::Incoming => self.focus_import(),
            OfficePlace::Welcome => self.show_enrolment(),
            OfficePlace::Statistics => self.show_statistics(),
            OfficePlace::Setup => self.show_setup(),
        }
    }

    /// What a file needs to be shown, when another place opens one.
    pub(super) fn prepare_files(&self) {
        self.ask_base();
    }

    /// Asks for what stays the same, once.
    fn ask_base(&self) {
        if self.clients.base.borrow().is_none() {
            self.ask_client(ClientAsk::Base);
        }
    }

    /// Asks again for what stays the same: groups or fields have changed.
    pub(super) fn renew_base(&self) {
        self.ask_client(ClientAsk::Base);
    }

    fn focus_search(&self) {
        let adapter = ClientsAdapter::get(&self.window);
        adapter.set_focus_wanted(adapter.get_focus_wanted().wrapping_add(1));
    }

    /// The keys go back to where they are used, once a dialog is closed.
    pub(super) fn refocus(&self) {
        match self.place() {
            OfficePlace::Programs => self.window.invoke_focus_list(),
            OfficePlace::Clients => self.focus_search(),
            OfficePlace::File => self.focus_file(),
            OfficePlace::Incoming => self.focus_import(),
            OfficePlace::Welcome => self.focus_enrolment(),
            OfficePlace::Statistics => self.focus_statistics(),
            OfficePlace::Setup => self.focus_setup(),
        }
    }

    fn ask_client(&self, ask: ClientAsk) {
        self.ask(Ask::Client(ask));
    }

    fn look(&self, look: Look) {
        self.ask(Ask::Look(look));
    }

    pub(super) fn take_client(&self, tell: ClientTell) {
        match tell {
            ClientTell::Base(criteria, pages) => {
                let (pages, enrolment) = *pages;
                *self.clients.base.borrow_mut() = Some(Base { criteria, pages, enrolment });
                self.begin_enrolment();
            }
            ClientTell::Rows(list, from, rows) => self.rows_came(list, from, rows),
            ClientTell::Totals(list, totals) => self.totals_came(list, totals),
            ClientTell::Alike(file, alike) => self.alike_came(file, &alike),
            ClientTell::Brief(brief) => self.brief_came(&brief),
            ClientTell::File(view) => self.file_came(*view),
            ClientTell::Saved(view) => self.file_saved(*view),
            ClientTell::Wrong(issues) => self.file_wrong(issues),
            ClientTell::Fits => self.criterion_fits(),
            ClientTell::Unfit(words) => CriterionAdapter::get(&self.window).set_error(words.into()),
            ClientTell::Progress(done) => self.show_progress(done),
            ClientTell::Changed(batch) => self.all_changed(&batch),
            ClientTell::Batches(batches) => self.choose_batch(&batches),
            ClientTell::Undone(undone, records) => self.batch_undone(&undone, records),
            ClientTell::Erasure(erasure) => self.erasure_came(&erasure),
            ClientTell::Done(done, view) => self.deed_done(&done, view.map(|view| *view)),
            ClientTell::NotDone(why) => self.not_done(&why),
            ClientTell::MoreThanOwed(amount, owed) => self.more_than_owed(amount, owed),
            ClientTell::Menu(menu) => self.open_menu(&menu),
            ClientTell::Import(tell) => self.take_import(tell),
            ClientTell::Enrolled(customer) => self.enrolled(*customer),
            ClientTell::Tool(tell) => self.take_tool(tell),
        }
    }

    /// What a refusal leaves behind: no work is under way any more.
    pub(super) fn client_refused(&self) {
        self.clients.brief.borrow_mut().take();
        if QuestionAdapter::get(&self.window).get_working() {
            self.close_question();
        }
    }

    /// Lets a test see rows as the list has them.
    #[must_use]
    pub fn listed(&self) -> Vec<String> {
        use comptoir_screens::slint::Model as _;
        TableAdapter::get(&self.window).get_rows().iter().map(|row| row.name.to_string()).collect()
    }
}

pub(super) fn told(tell: ClientTell) -> Tell {
    Tell::Client(Box::new(tell))
}

const fn tone(look: comptoir_app::customers::Look) -> Tone {
    use comptoir_app::customers::Look;
    match look {
        Look::Plain => Tone::Neutral,
        Look::Brand => Tone::Brand,
        Look::Good => Tone::Ok,
        Look::Warn => Tone::Look,
        Look::Bad => Tone::Blocked,
    }
}

fn badges(marks: &[comptoir_app::customers::Mark]) -> ModelRc<BadgeRow> {
    let badges: Vec<BadgeRow> =
        marks.iter().map(|mark| BadgeRow { text: mark.text.clone().into(), tone: tone(mark.look) }).collect();
    ModelRc::new(VecModel::from(badges))
}

fn section(block: &comptoir_app::customers::Block) -> SheetSection {
    let line = |line: &comptoir_app::customers::Line| SheetLine {
        id: line.id.clone().into(),
        title: line.title.clone().into(),
        detail: line.detail.clone().into(),
        amount: line.amount.clone().into(),
        tone: tone(line.look),
        action: line.action.clone().into(),
    };
    let lines: Vec<SheetLine> = block.lines.iter().map(line).collect();
    SheetSection {
        id: block.id.clone().into(),
        title: block.title.clone().into(),
        nothing: block.nothing.clone().into(),
        action: block.action.clone().into(),
        lines: ModelRc::new(VecModel::from(lines)),
    }
}

pub(super) fn sections(blocks: &[comptoir_app::customers::Block]) -> ModelRc<SheetSection> {
    ModelRc::new(VecModel::from(blocks.iter().map(section).collect::<Vec<_>>()))
}
