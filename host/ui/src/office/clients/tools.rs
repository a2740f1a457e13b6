//! What else is done with the list: written into a file, printed as cards; `filters` marks whom a rule chooses, `mailing`
//! narrows the list to those who may be written to, `twins` finds files that may be one person's, `overview` shows what stands in no list: who owes, papers, old files.

use std::path::PathBuf;

use comptoir_app::audience::{FilterChoice, FilterForm};
use comptoir_app::customers::ExportFormat;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{OfficeDialog, QuestionAdapter, Tone};

use super::OfficeStage;
use super::change::Question;
use super::choose::{Choice, Purpose};
use super::desk::ClientAsk;
use super::ledger::endings;
use crate::office::folder;

pub mod desk;
mod filters;
mod mailing;
pub mod overview;
mod twins;

use desk::{Pair, Period, Target, ToolAsk, ToolTell};
use overview::{Overview, OverviewAsk};

/// How a list can be written, as the question shows them.
const FORMATS: [ExportFormat; 3] = [ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Vcard];

/// What the tools hold between two dialogs.
#[derive(Default)]
pub(super) struct Tools {
    filters: Vec<FilterChoice>,
    form: Option<FilterForm>,
    typed: Vec<String>,
    pairs: Vec<Pair>,
    /// The file that would be written over: said once, and done when it is said again.
    over: Option<PathBuf>,
    /// How much there is to do, to tell how far it is.
    whole: u64,
}

impl OfficeStage {
    pub(super) fn connect_tools(&self) {
        comptoir_screens::ClientsAdapter::get(&self.window).on_tools(self.on(Self::choose_tool));
    }

    fn ask_tool(&self, ask: ToolAsk) {
        self.ask_client(ClientAsk::Tool(ask));
    }

    pub(super) fn choose_tool(&self) {
        let words = self.words();
        let choice = |(id, name, detail): (&str, &str, &str)| Choice { detail: detail.into(), ..Choice::new(id, name) };
        let choices = words.tools().into_iter().chain(words.overviews()).map(choice).collect();
        self.open_chooser(Purpose::Tool, words.which_tool(), words.search_here(), choices);
    }

    pub(super) fn tool_chosen(&self, id: &str) {
        match id {
            "import" => self.open_customer_import(),
            "export" => self.ask_export(),
            "mailing" => self.choose_mailing(),
            "cards" => self.ask_cards(),
            "fresh" => self.ask_fresh(),
            "twins" => self.look_for_twins(),
            "accounts" => self.look_over(Overview::Accounts),
            "papers" => self.look_over(Overview::Papers),
            "idle" => self.ask_idle(),
            "opposed" => self.look_over(Overview::Oppositions),
            _ => self.ask_tool(ToolAsk::Filters),
        }
    }

    /// A question with the path of a file, and perhaps how it is written.
    pub(in crate::office) fn ask_path(&self, title: &str, text: &str, options: &[&str], name: &str) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        self.clients.tools.borrow_mut().over = None;
        question.set_title(title.into());
        question.set_text(text.into());
        self.set_options(options.iter().copied());
        question.set_has_field(true);
        question.set_label(words.file_path().into());
        question.set_value(folder::papers().join(name).to_string_lossy().as_ref().into());
        question.set_ok(words.write_file().into());
    }

    fn ask_export(&self) {
        let (words, count) = (self.words(), self.fitting());
        if count == 0 {
            return self.warn(words.nobody_fits());
        }
        self.ask_path(&words.export_title(count), words.export_text(), &words.export_formats(), words.export_name());
        self.open_question(Question::Export);
    }

    /// Another way of writing has another ending.
    pub(super) fn format_chosen(&self, at: usize) {
        let endings = self.clients.question.borrow().as_ref().map_or(&[][..], endings);
        let (question, Some(ending)) = (QuestionAdapter::get(&self.window), endings.get(at)) else { return };
        let path = PathBuf::from(question.get_value().as_str()).with_extension(ending);
        question.set_value(path.to_string_lossy().as_ref().into());
        question.set_error(SharedString::default());
    }

    fn ask_cards(&self) {
        let (words, count) = (self.words(), self.fitting());
        if count == 0 {
            return self.warn(words.nobody_fits());
        }
        self.ask_path(&words.cards_title(count), words.cards_text(), &words.cards_options(), words.cards_name());
        self.open_question(Question::Cards);
    }

    fn ask_fresh(&self) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        self.clients.tools.borrow_mut().over = None;
        question.set_title(words.fresh_title().into());
        question.set_text(words.fresh_text(&self.fresh_path()).into());
        question.set_has_field(true);
        question.set_label(words.fresh_label().into());
        question.set_value("10".into());
        question.set_ok(words.write_file().into());
        self.open_question(Question::Fresh);
    }

    fn fresh_path(&self) -> PathBuf {
        folder::papers().join(self.words().fresh_name())
    }

    /// What was answered to a question of a tool.
    pub(super) fn accept_tool(&self, asked: &Question) {
        let question = QuestionAdapter::get(&self.window);
        let typed = PathBuf::from(question.get_value().trim());
        let option = usize::try_from(question.get_option()).unwrap_or(0);
        let query = Box::new(self.clients.list.borrow().query(0, 0));
        let to = |path: PathBuf| Target { replace: self.clients.tools.borrow().over.as_ref() == Some(&path), path };
        let whole = self.fitting();
        let ask = match asked {
            Question::Export => {
                let format = FORMATS.get(option).copied().unwrap_or(ExportFormat::Csv);
                ToolAsk::Export(query, format, to(typed))
            }
            Question::Cards => ToolAsk::Cards(query, option == 1, to(typed)),
            Question::Fresh => ToolAsk::Fresh(question.get_value().trim().to_owned(), to(self.fresh_path())),
            Question::Setting(key) => {
                let said = format!("{key}={}", question.get_value().trim());
                return self.setting_said(key, said);
            }
            Question::Mark => {
                let tools = self.clients.tools.borrow();
                let Some(form) = &tools.form else { return };
                let tag = question.get_value().trim().to_owned();
                ToolAsk::Mark(form.path.clone(), tools.typed.clone(), query, tag)
            }
            Question::Days => ToolAsk::Days(question.get_value().into()),
            Question::Idle => OverviewAsk::Look(Overview::Idle(question.get_value().into())).into(),
            Question::EraseIdle(years) => OverviewAsk::EraseIdle(years.clone()).into(),
            Question::OpposeWho => OverviewAsk::Oppose(question.get_value().into()).into(),
            Question::LiftWho => OverviewAsk::Lift(question.get_value().into()).into(),
            Question::Book(overview) => OverviewAsk::Write(overview.clone(), to(typed)).into(),
            Question::Twins(at) => return self.twins_answered(*at, option),
            of_one => match self.file_tool(of_one, to(typed)) {
                Some(ask) => ask,
                None => return,
            },
        };
        self.work_on(whole, self.words().working_on_it());
        self.ask_tool(ask);
    }

    /// Shows how far it is, of so much.
    fn work_on(&self, whole: u64, words: &str) {
        self.clients.tools.borrow_mut().whole = whole;
        let question = QuestionAdapter::get(&self.window);
        question.set_working(true);
        question.set_progress(0.0);
        question.set_progress_text(words.into());
    }

    #[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the length of a bar, no amount")]
    fn tool_progress(&self, done: u64, whole: Option<u64>) {
        let question = QuestionAdapter::get(&self.window);
        let whole = whole.unwrap_or(self.clients.tools.borrow().whole).max(1);
        question.set_progress(done as f32 / whole as f32);
        question.set_progress_text(self.words().files_done(done).into());
    }

    pub(super) fn take_tool(&self, tell: ToolTell) {
        match tell {
            ToolTell::Progress(done, whole) => self.tool_progress(done, whole),
            ToolTell::Exists(path) => {
                let words = self.words().exists(&path);
                self.clients.tools.borrow_mut().over = Some(path);
                self.tool_failed(&words);
            }
            ToolTell::Failed(why) => self.tool_failed(&why),
            ToolTell::Exported(count, path) => self.tool_done(&self.words().exported(count, &path)),
            ToolTell::Printed(sheet, path) => {
                self.tool_done(&self.words().printed(&sheet, &path));
                self.relist();
            }
            ToolTell::Written(path) => self.tool_done(&self.words().written(&path)),
            ToolTell::Days(first, last) => {
                self.end_question();
                self.ask_statement(Period::Days(first, last));
            }
            ToolTell::Overview(tell) => self.overview_came(tell),
            ToolTell::Filters(filters) => self.filters_came(filters),
            ToolTell::Form(form) => self.form_came(form),
            ToolTell::Marked(marked) => self.marked(&marked),
            ToolTell::Pairs(pairs) => self.twins_came(pairs),
            ToolTell::Joined(kept, gone) => self.twins_joined(&kept, &gone),
        }
    }

    fn tool_done(&self, words: &str) {
        self.close_question();
        self.say(words, Tone::Ok, None);
    }

    /// Told beside what was typed; on top when no question is open.
    fn tool_failed(&self, why: &str) {
        let question = QuestionAdapter::get(&self.window);
        question.set_working(false);
        if self.dialog() == OfficeDialog::Question && question.get_has_field() {
            question.set_error(why.into());
        } else {
            self.close_question();
            self.warn(why);
        }
    }
}
