//! Lists to choose from: a criterion, the order, a change of all, a group, a value of a field, a batch.

use comptoir_app::customers::{FormField, Sort};
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{ChooserAdapter, ChooserRow, ClientsAdapter, OfficeDialog};

use super::OfficeStage;
use crate::rows::refresh;

/// What the choice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::office) enum Purpose {
    Criterion,
    Sort,
    Change,
    Group,
    /// A tag, put on or taken off.
    Tag(bool),
    Seller,
    Batch,
    Field(FormField),
    /// What else is done with the list.
    Tool,
    /// A filter to ask, and what is set of it.
    Filter,
    FilterSetting,
    /// The way of a mailing.
    Mailing,
    /// Two files that may be one person's.
    Twins,
    /// What is done with an entry, a paper or a card.
    Menu,
    /// Which days the statistics are about.
    Span,
    /// A file of customers, or its folder.
    File,
    /// What a column of the file is.
    ImportField,
    /// Where the points of the file go.
    ImportCounter,
    /// An item or a department that gets a price in a list.
    SetupItem,
    SetupDepartment,
}

impl Purpose {
    /// Whether what is typed is taken as it is.
    const fn is_typed(&self) -> bool {
        matches!(self, Self::Tag(_) | Self::Seller | Self::File | Self::Span)
    }
}

/// One of the list.
#[derive(Clone, Debug, Default)]
pub(in crate::office) struct Choice {
    pub(in crate::office) id: String,
    pub(in crate::office) name: String,
    pub(in crate::office) detail: String,
    pub(in crate::office) amount: String,
}

impl Choice {
    pub(in crate::office) fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }
}

/// The choice that is being made.
pub(super) struct Choosing {
    purpose: Purpose,
    all: Vec<Choice>,
    shown: Vec<Choice>,
    here: usize,
}

pub(super) const SORTS: [Sort; 5] = [Sort::Name, Sort::LastVisit, Sort::Revenue, Sort::Postcode, Sort::Newest];

impl OfficeStage {
    pub(super) fn connect_chooser(&self) {
        let chooser = ChooserAdapter::get(&self.window);
        chooser.on_edited(self.with(|stage, text: SharedString| stage.narrow(&text)));
        chooser.on_choose(self.with(|stage, id: SharedString| stage.chosen(&id)));
        chooser.on_accepted(self.on(|stage| {
            let id =
                stage.clients.choosing.borrow().as_ref().and_then(|c| c.shown.get(c.here).map(|one| one.id.clone()));
            id.iter().for_each(|id| stage.chosen(id));
        }));
        chooser.on_move(self.with(Self::move_choice_by));
        chooser.on_close(self.on(|stage| stage.show_dialog(OfficeDialog::None)));
        ClientsAdapter::get(&self.window).on_choose_sort(self.on(Self::choose_sort));
    }

    pub(in crate::office) fn open_chooser(&self, purpose: Purpose, title: &str, placeholder: &str, all: Vec<Choice>) {
        let chooser = ChooserAdapter::get(&self.window);
        chooser.set_title(title.into());
        chooser.set_placeholder(placeholder.into());
        chooser.set_text(SharedString::default());
        let typed = purpose.is_typed();
        chooser.set_nothing(if typed { self.words().type_it() } else { self.words().nothing_found() }.into());
        chooser.set_nothing_detail(SharedString::default());
        *self.clients.choosing.borrow_mut() = Some(Choosing { purpose, shown: all.clone(), here: first(&all), all });
        self.show_chooser();
        self.show_dialog(OfficeDialog::Chooser);
    }

    pub(super) fn choose_sort(&self) {
        let words = self.words();
        let choice = |(at, sort): (usize, &Sort)| Choice::new(at.to_string(), words.sort_name(*sort));
        let choices = SORTS.iter().enumerate().map(choice).collect();
        self.open_chooser(Purpose::Sort, words.which_order(), words.search_here(), choices);
    }

    fn narrow(&self, text: &str) {
        if let Some(choosing) = self.clients.choosing.borrow_mut().as_mut() {
            let wanted = fold(text.trim());
            let fits = |one: &&Choice| fold(&format!("{} {}", one.name, one.detail)).contains(&wanted);
            choosing.shown = choosing.all.iter().filter(fits).cloned().collect();
            if choosing.purpose.is_typed() && !wanted.is_empty() {
                choosing.shown.push(Choice::new(format!("={}", text.trim()), format!("« {} »", text.trim())));
            }
            choosing.here = 0;
        }
        self.show_chooser();
    }

    fn move_choice_by(&self, by: i32) {
        if let Some(choosing) = self.clients.choosing.borrow_mut().as_mut() {
            let last = choosing.shown.len().saturating_sub(1);
            choosing.here = if by < 0 { choosing.here.saturating_sub(1) } else { (choosing.here + 1).min(last) };
        }
        self.show_chooser();
    }

    fn show_chooser(&self) {
        let choosing = self.clients.choosing.borrow();
        let Some(choosing) = choosing.as_ref() else { return };
        let row = |(at, one): (usize, &Choice)| ChooserRow {
            id: one.id.clone().into(),
            name: one.name.clone().into(),
            detail: one.detail.clone().into(),
            amount: one.amount.clone().into(),
            here: at == choosing.here,
        };
        let rows = choosing.shown.iter().enumerate().map(row).collect();
        let chooser = ChooserAdapter::get(&self.window);
        refresh(&chooser.get_rows(), rows, |rows| chooser.set_rows(rows));
        chooser.set_here(i32::try_from(choosing.here).unwrap_or(0));
    }

    fn chosen(&self, id: &str) {
        // A row that only tells something does nothing.
        if id.is_empty() && self.clients.choosing.borrow().as_ref().is_some_and(|c| c.purpose == Purpose::Menu) {
            return;
        }
        let choosing = self.clients.choosing.borrow_mut().take();
        let Some(choosing) = choosing else { return };
        let text = id.strip_prefix('=').unwrap_or(id).to_owned();
        match choosing.purpose {
            Purpose::Criterion => self.criterion_chosen(id),
            Purpose::Sort => {
                if let Some(sort) = id.parse::<usize>().ok().and_then(|at| SORTS.get(at).copied()) {
                    self.clients.list.borrow_mut().sort = sort;
                }
                self.show_dialog(OfficeDialog::None);
                self.list_anew();
            }
            Purpose::Change => self.change_chosen(id),
            Purpose::Group => self.group_chosen(id),
            Purpose::Tag(add) => self.tag_chosen(add, text),
            Purpose::Seller => self.seller_chosen(text),
            Purpose::Batch => self.batch_chosen(&choosing.all, id),
            Purpose::Field(field) => self.value_chosen(&field, id),
            Purpose::Tool => self.tool_chosen(id),
            Purpose::Filter => self.filter_chosen(id),
            Purpose::FilterSetting => self.filter_setting_chosen(id),
            Purpose::Mailing => self.mailing_chosen(id),
            Purpose::Twins => self.twins_chosen(id),
            Purpose::Menu => {
                let name = choosing.all.iter().find(|one| one.id == id).map(|one| one.name.as_str());
                self.menu_chosen(id, name.unwrap_or_default());
            }
            Purpose::Span => self.span_chosen(&text),
            Purpose::File => self.file_chosen(&text),
            Purpose::ImportField => self.field_chosen(id),
            Purpose::ImportCounter => self.counter_chosen(id),
            Purpose::SetupItem => self.setup_item_chosen(id),
            Purpose::SetupDepartment => self.setup_department_chosen(id),
        }
    }
}

/// Where the keys begin: at what was asked for, not at the row that writes it into a file or erases it.
fn first(all: &[Choice]) -> usize {
    usize::from(all.len() > 1 && ["write-", "erase-"].iter().any(|what| all[0].id.starts_with(what)))
}

/// Letters without their accents and case: what is searched is found however it is typed.
pub(crate) fn fold(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'û' | 'ù' | 'ü' => 'u',
        'ç' => 'c',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}
