//! Statistics on the screen: what is looked at, over which days; a report at a time, in a table with bars or a grid.

use std::cell::RefCell;
use std::path::PathBuf;

use comptoir_screens::slint::platform::Key;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{OfficeDialog, QuestionAdapter, StatisticsAdapter, StatisticsField, StatisticsRow, Tone};

use super::OfficeStage;
use super::clients::change::Question;
use super::clients::choose::{Choice, Purpose};
use super::clients::tools::desk::Target;
use super::desk::Ask;
use crate::rows::refresh;

pub mod desk;

use desk::{Asked, Part, Report, Span, StatisticsAsk, StatisticsTell, Subject};

/// What the page holds.
#[derive(Default)]
pub(super) struct Statistics {
    /// What is wanted.
    wanted: RefCell<Asked>,
    /// What is asked, while the answer is awaited: one at a time, and the last wish counts.
    awaited: RefCell<Option<Asked>>,
    report: RefCell<Report>,
    here: RefCell<usize>,
    /// The file that would be written over: said once, and done when it is said again.
    over: RefCell<Option<PathBuf>>,
}

impl OfficeStage {
    pub(super) fn connect_statistics(&self) {
        let adapter = StatisticsAdapter::get(&self.window);
        adapter.on_choose_subject(self.with(|stage, at: i32| stage.look_at(usize::try_from(at).unwrap_or(0))));
        adapter.on_choose_span(self.on(Self::choose_span));
        adapter.on_save(self.on(Self::ask_save));
        adapter.on_up(self.on(Self::leave_department));
        adapter.on_choose(self.with(|stage, at: i32| {
            stage.statistics.here.replace(usize::try_from(at).unwrap_or(0));
            stage.show_report();
        }));
        adapter.on_open(self.on(Self::open_part));
        adapter.on_choose_field(self.with2(|stage, recency: i32, frequency: i32| {
            let class = |class: i32| u8::try_from(class).unwrap_or(1);
            stage.look_at_field((class(recency), class(frequency)));
        }));
    }

    pub(super) fn show_statistics(&self) {
        self.focus_statistics();
        self.ask_report();
    }

    pub(super) fn focus_statistics(&self) {
        let adapter = StatisticsAdapter::get(&self.window);
        adapter.set_focus_wanted(adapter.get_focus_wanted().wrapping_add(1));
    }

    /// Asks for what is wanted, unless an answer is awaited: then it is asked for after that one.
    fn ask_report(&self) {
        let words = self.words();
        let adapter = StatisticsAdapter::get(&self.window);
        let wanted = self.statistics.wanted.borrow().clone();
        let at = Subject::ALL.iter().position(|subject| *subject == wanted.subject).unwrap_or(0);
        adapter.set_subjects(texts(words.subjects()));
        adapter.set_subject(i32::try_from(at).unwrap_or(0));
        adapter.set_span(words.span(&wanted.span).into());
        adapter.set_within(wanted.within.is_some());
        adapter.set_counting(true);
        if self.statistics.awaited.borrow().is_none() {
            *self.statistics.awaited.borrow_mut() = Some(wanted.clone());
            self.ask(Ask::Statistics(StatisticsAsk::Report(wanted), self.language()));
        }
    }

    pub(super) fn take_statistics(&self, tell: StatisticsTell) {
        match tell {
            StatisticsTell::Report(asked, report) => self.report_counted(&asked, *report),
            StatisticsTell::Failed(why) => {
                self.statistics.awaited.borrow_mut().take();
                StatisticsAdapter::get(&self.window).set_counting(false);
                self.statistics.wanted.borrow_mut().span = Span::Month;
                self.warn(&why);
            }
            StatisticsTell::Saved(path) => {
                self.close_question();
                self.say(&self.words().written(&path), Tone::Ok, None);
            }
            StatisticsTell::Exists(path) => {
                self.not_done(&self.words().exists(&path));
                *self.statistics.over.borrow_mut() = Some(path);
            }
            StatisticsTell::NotSaved(why) => self.not_done(&why),
        }
    }

    fn report_counted(&self, asked: &Asked, report: Report) {
        self.statistics.awaited.borrow_mut().take();
        if *asked != *self.statistics.wanted.borrow() {
            return self.ask_report();
        }
        self.statistics.report.replace(report);
        self.statistics.here.replace(0);
        StatisticsAdapter::get(&self.window).set_counting(false);
        self.show_report();
    }

    fn show_report(&self) {
        let (adapter, words) = (StatisticsAdapter::get(&self.window), self.words());
        let (report, wanted) = (self.statistics.report.borrow(), self.statistics.wanted.borrow());
        let here = *self.statistics.here.borrow();
        adapter.set_days(words.counted_days(&report.days, &report.before).into());
        adapter.set_names(report.table.columns.first().copied().unwrap_or_default().into());
        adapter.set_columns(texts(report.columns.iter().cloned()));
        let widths = widths(&report);
        adapter.set_all_widths(widths.iter().sum());
        adapter.set_widths(ModelRc::new(VecModel::from(widths)));
        let rows = report.rows.iter().enumerate().map(|(at, part)| row(part, at == here)).collect();
        refresh(&adapter.get_rows(), rows, |rows| adapter.set_rows(rows));
        adapter.set_here(i32::try_from(here).unwrap_or(0));
        adapter.set_has_total(report.total.is_some());
        adapter.set_total(report.total.as_ref().map(|total| row(total, false)).unwrap_or_default());
        let field = |field: &desk::Field| StatisticsField {
            recency: field.classes.0.into(),
            frequency: field.classes.1.into(),
            // A field without anybody is one to pass over.
            customers: if field.heat > 0.0 { field.customers.clone().into() } else { "–".into() },
            revenue: if field.heat > 0.0 { field.revenue.clone().into() } else { SharedString::default() },
            heat: field.heat,
            here: wanted.field == Some(field.classes),
            said: words.field_said(field).into(),
        };
        let grid: Vec<StatisticsField> = report.grid.iter().map(field).collect();
        refresh(&adapter.get_grid(), grid, |grid| adapter.set_grid(grid));
        adapter.set_hint(words.statistics_hint(wanted.subject).into());
    }

    fn look_at(&self, at: usize) {
        let Some(subject) = Subject::ALL.get(at).copied() else { return };
        {
            let mut wanted = self.statistics.wanted.borrow_mut();
            (wanted.subject, wanted.within) = (subject, None);
            wanted.field = (subject == Subject::Rfm).then_some((5, 5));
        }
        self.ask_report();
    }

    fn look_at_field(&self, field: (u8, u8)) {
        self.statistics.wanted.borrow_mut().field = Some(field);
        self.ask_report();
    }

    /// The next field of the grid: by recency, by frequency.
    fn move_field(&self, recency: i8, frequency: i8) {
        let field = self.statistics.wanted.borrow().field.unwrap_or((5, 5));
        let step = |class: u8, by: i8| class.saturating_add_signed(by).clamp(1, 5);
        self.look_at_field((step(field.0, recency), step(field.1, frequency)));
    }

    fn choose_span(&self) {
        let words = self.words();
        let choices = words.spans().into_iter().map(|(id, name)| Choice::new(id, name)).collect();
        self.open_chooser(Purpose::Span, words.which_span(), words.span_hint(), choices);
    }

    pub(super) fn span_chosen(&self, text: &str) {
        self.show_dialog(OfficeDialog::None);
        let span = match text {
            "today" => Span::Today,
            "week" => Span::Week,
            "month" => Span::Month,
            "last" => Span::LastMonth,
            "year" => Span::Year,
            "twelve" => Span::TwelveMonths,
            typed => {
                let mut days = typed.split_whitespace().filter(|word| word.chars().any(|c| c.is_ascii_digit()));
                let first = days.next().unwrap_or(typed).to_owned();
                let last = days.next().map_or_else(|| first.clone(), str::to_owned);
                Span::Typed(first, last)
            }
        };
        self.statistics.wanted.borrow_mut().span = span;
        self.ask_report();
    }

    /// Of a department what is below it, of a customer the file.
    fn open_part(&self) {
        let id = {
            let report = self.statistics.report.borrow();
            report.rows.get(*self.statistics.here.borrow()).map(|part| part.id.clone())
        };
        let Some(id) = id.filter(|id| !id.is_empty()) else { return };
        let subject = self.statistics.wanted.borrow().subject;
        match subject {
            Subject::Departments => {
                self.statistics.wanted.borrow_mut().within = Some(id);
                self.ask_report();
            }
            Subject::Rfm => {
                self.prepare_files();
                self.open_file(id);
            }
            _ => {}
        }
    }

    fn leave_department(&self) {
        if self.statistics.wanted.borrow_mut().within.take().is_some() {
            self.ask_report();
        }
    }

    fn ask_save(&self) {
        if self.statistics.report.borrow().table.rows.is_empty() {
            return;
        }
        let words = self.words();
        self.statistics.over.borrow_mut().take();
        self.ask_path(words.save_title(), "", &words.save_formats(), words.save_name());
        self.open_question(Question::Table);
    }

    pub(super) fn save_table(&self) {
        let question = QuestionAdapter::get(&self.window);
        let path = PathBuf::from(question.get_value().trim());
        let replace = self.statistics.over.borrow().as_ref() == Some(&path);
        question.set_working(true);
        let table = Box::new(self.statistics.report.borrow().table.clone());
        self.ask(Ask::Statistics(StatisticsAsk::Save(table, Target { path, replace }), self.language()));
    }

    fn move_part(&self, by: isize) {
        let last = self.statistics.report.borrow().rows.len().saturating_sub(1);
        self.statistics.here.replace_with(|here| here.saturating_add_signed(by).min(last));
        self.show_report();
    }

    fn turn_subject(&self, by: isize) {
        let at = Subject::ALL.iter().position(|subject| *subject == self.statistics.wanted.borrow().subject);
        let at = at.unwrap_or(0).saturating_add_signed(by).min(Subject::ALL.len() - 1);
        self.look_at(at);
    }

    /// One key, in this place. True when it was used up.
    pub(super) fn statistics_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        let grid = self.statistics.wanted.borrow().subject == Subject::Rfm;
        match () {
            () if control && is(Key::PageDown) => self.turn_subject(1),
            () if control && is(Key::PageUp) => self.turn_subject(-1),
            () if control && grid && is(Key::UpArrow) => self.move_field(1, 0),
            () if control && grid && is(Key::DownArrow) => self.move_field(-1, 0),
            () if control && grid && is(Key::RightArrow) => self.move_field(0, 1),
            () if control && grid && is(Key::LeftArrow) => self.move_field(0, -1),
            () if is(Key::UpArrow) => self.move_part(-1),
            () if is(Key::DownArrow) => self.move_part(1),
            () if is(Key::PageUp) => self.move_part(-10),
            () if is(Key::PageDown) => self.move_part(10),
            () if is(Key::Return) => self.open_part(),
            () if is(Key::Backspace) => self.leave_department(),
            () if is(Key::F5) => self.choose_span(),
            () if is(Key::F6) => self.ask_save(),
            () => return false,
        }
        true
    }
}

fn texts(texts: impl IntoIterator<Item = impl Into<SharedString>>) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from(texts.into_iter().map(Into::into).collect::<Vec<SharedString>>()))
}

/// What the widest text of each column takes, in hundredths of the size of the text of figures.
fn widths(report: &Report) -> Vec<i32> {
    // Headers are written smaller, and may break between words.
    let header = |name: &String| name.split(' ').map(|word| width(word) * 9 / 10).max().unwrap_or(0);
    let figures = |at: usize| report.rows.iter().chain(&report.total).filter_map(move |part| part.figures.get(at));
    let widest = |(at, name)| figures(at).map(|text| width(text)).fold(header(name), i32::max);
    report.columns.iter().enumerate().map(widest).collect()
}

/// What a text takes in the weight of headers and totals, somewhat more than less.
fn width(text: &str) -> i32 {
    let of = |letter: char| match letter {
        ' ' | '\u{a0}' | '\u{202f}' | ',' | '.' | '\'' | '’' => 32,
        '%' | 'm' | 'M' => 95,
        _ => 67,
    };
    text.chars().map(of).sum()
}

fn row(part: &Part, here: bool) -> StatisticsRow {
    let (now, before) = part.bars.unwrap_or_default();
    StatisticsRow {
        name: part.name.clone().into(),
        figures: texts(part.figures.iter().cloned()),
        has_bar: part.bars.is_some(),
        now,
        before,
        trend: part.trend,
        leads: !part.id.is_empty(),
        said: part.figures.join(", ").into(),
        here,
    }
}
