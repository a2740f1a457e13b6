//! A file of customers or items on the screen: found, its columns said; `run` tries it, takes it in and takes it back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use comptoir_app::customers::Duplicates;
use comptoir_screens::slint::platform::Key;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString};
use comptoir_screens::{ImportAdapter, ImportColumn, ImportStage, OfficeDialog, OfficePlace, Tone};

use super::OfficeStage;
use super::choose::{Choice, Purpose};
use super::desk::ClientAsk;
use crate::office::folder::{self, Folder};
use crate::rows::refresh;

pub mod desk;
mod run;

use desk::{ImportAsk, ImportTell, Plan, Records, Seen};

/// What becomes of known customers, as the page shows the choices.
const KNOWN: [Duplicates; 3] = [Duplicates::Skip, Duplicates::Update, Duplicates::Create];

/// The file that is being looked at.
#[derive(Default)]
pub(in crate::office) struct Incoming {
    path: PathBuf,
    plan: Plan,
    /// Where the window goes back to.
    from: Option<OfficePlace>,
    seen: Option<Seen>,
    /// The column that is chosen, or how far the problems are turned.
    here: usize,
    /// Says to the one that runs that it should stop.
    stop: Arc<AtomicBool>,
    batch: Option<i64>,
    problems: usize,
    /// Where files were chosen last.
    folder: Option<PathBuf>,
}

impl Incoming {
    /// Stops what runs.
    pub(in crate::office) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl OfficeStage {
    pub(super) fn connect_import(&self) {
        let import = ImportAdapter::get(&self.window);
        import.on_close(self.on(Self::leave_import));
        import.on_another(self.on(Self::choose_file));
        import.on_choose(self.with(|stage, column: i32| {
            stage.clients.incoming.borrow_mut().here = usize::try_from(column).unwrap_or(0);
            stage.show_columns();
            stage.choose_field();
        }));
        import.on_set_known(self.with(|stage, known: i32| stage.set_known(usize::try_from(known).unwrap_or(0))));
        import.on_set_repair(self.with(|stage, on| {
            stage.clients.incoming.borrow_mut().plan.options.repair_case = on;
            stage.show_columns();
        }));
        import.on_choose_points(self.on(Self::choose_counter));
        import.on_try(self.on(|stage| stage.run_import(true)));
        import.on_run(self.on(|stage| stage.run_import(false)));
        import.on_stop(self.on(Self::stop_import));
        import.on_undo(self.on(Self::undo_import));
    }

    fn ask_import(&self, ask: ImportAsk) {
        self.ask_client(ClientAsk::Import(ask));
    }

    /// Begins with a file of customers to choose.
    pub(super) fn open_customer_import(&self) {
        self.begin_import(Records::Customers);
    }

    /// Begins with a file of items to choose.
    pub(in crate::office) fn open_item_import(&self) {
        self.begin_import(Records::Items);
    }

    fn begin_import(&self, records: Records) {
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            let folder = incoming.folder.take();
            *incoming = Incoming { plan: Plan { records, ..Plan::default() }, folder, ..Incoming::default() };
            incoming.from = Some(self.place());
        }
        self.choose_file();
    }

    /// What the file that is looked at is about.
    pub(in crate::office) fn importing(&self) -> Records {
        self.clients.incoming.borrow().plan.records
    }

    fn choose_file(&self) {
        let folder = self.clients.incoming.borrow().folder.clone();
        self.ask_import(ImportAsk::Folder(folder.unwrap_or_else(folder::home)));
    }

    pub(super) fn take_import(&self, tell: ImportTell) {
        match tell {
            ImportTell::Folder(folder) => self.folder_came(&folder),
            ImportTell::File(path) => self.open_import(path),
            ImportTell::Preview(seen) => self.preview_came(*seen),
            ImportTell::Progress(done) => self.import_progress(done),
            ImportTell::Report(report, refused) => self.report_came(&report, refused.as_deref()),
            ImportTell::Failed(why) => self.import_failed(&why),
        }
    }

    fn folder_came(&self, folder: &Folder) {
        let words = self.words();
        self.clients.incoming.borrow_mut().folder = Some(folder.path.clone());
        let name = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let id = |path: &Path| path.to_string_lossy().into_owned();
        let mut choices: Vec<Choice> = folder
            .files
            .iter()
            .map(|file| Choice { detail: words.file_detail(file), ..Choice::new(id(&file.path), name(&file.path)) })
            .collect();
        let inner = |path: &PathBuf| Choice { detail: words.folder().to_owned(), ..Choice::new(id(path), name(path)) };
        choices.extend(folder.folders.iter().map(inner));
        let above = |path: &PathBuf| Choice { detail: id(path), ..Choice::new(id(path), words.folder_above()) };
        choices.extend(folder.above.iter().map(above));
        self.open_chooser(Purpose::File, &words.file_title(&folder.path), words.file_hint(), choices);
    }

    /// A row of the folder, or a path that was typed.
    pub(super) fn file_chosen(&self, text: &str) {
        let typed = PathBuf::from(text);
        let folder = self.clients.incoming.borrow().folder.clone().unwrap_or_else(folder::home);
        self.ask_import(ImportAsk::Folder(folder.join(typed)));
    }

    fn open_import(&self, path: PathBuf) {
        self.show_dialog(OfficeDialog::None);
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            let folder = path.parent().map(Path::to_owned).or_else(|| incoming.folder.clone());
            let plan = Plan { records: incoming.plan.records, ..Plan::default() };
            *incoming = Incoming { path, plan, from: incoming.from, folder, ..Incoming::default() };
        }
        let import = ImportAdapter::get(&self.window);
        import.set_of_items(self.importing() == Records::Items);
        import.set_stage(ImportStage::Columns);
        import.set_columns(ModelRc::default());
        import.set_written(false);
        self.import_status("", Tone::Neutral);
        self.show_place(OfficePlace::Incoming);
        self.look_at_file();
    }

    fn look_at_file(&self) {
        let ask = {
            let incoming = self.clients.incoming.borrow();
            ImportAsk::Look(incoming.path.clone(), incoming.plan.clone())
        };
        self.ask_import(ask);
    }

    fn preview_came(&self, seen: Seen) {
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            // One place for points is no question.
            if let (true, None, [(program, counter, _)]) =
                (seen.preview.points, &incoming.plan.options.points, &seen.counters[..])
            {
                incoming.plan.options.points = Some((program.clone(), counter.clone()));
            }
            incoming.seen = Some(seen);
        }
        self.show_columns();
        self.focus_import();
    }

    /// The columns, as they are taken for now.
    fn show_columns(&self) {
        let (import, words) = (ImportAdapter::get(&self.window), self.words());
        let incoming = self.clients.incoming.borrow();
        import.set_name(incoming.path.file_name().unwrap_or_default().to_string_lossy().as_ref().into());
        let Some(Seen { preview, counters, .. }) = &incoming.seen else { return };
        import.set_about(words.file_about(preview).into());
        let row = |(at, column): (usize, &comptoir_app::customers::ColumnChoice)| ImportColumn {
            id: i32::try_from(at).unwrap_or(0),
            letter: letter(at).into(),
            header: column.header.clone().into(),
            values: values(&column.values).into(),
            field: column.name.clone().into(),
            why: words.column_why(column).into(),
            tone: if column.unsure { Tone::Look } else { Tone::Neutral },
            here: at == incoming.here,
        };
        let rows = preview.columns.iter().enumerate().map(row).collect();
        refresh(&import.get_columns(), rows, |rows| import.set_columns(rows));
        import.set_here(i32::try_from(incoming.here).unwrap_or(0));
        let known = KNOWN.iter().position(|known| *known == incoming.plan.options.duplicates).unwrap_or(0);
        import.set_known(i32::try_from(known).unwrap_or(0));
        import.set_repair(incoming.plan.options.repair_case);
        let into = incoming.plan.options.points.as_ref();
        let chosen = counters
            .iter()
            .find(|(program, counter, _)| into.is_some_and(|(own, name)| own == program && name == counter));
        import.set_has_points(preview.points && !counters.is_empty());
        import.set_points(words.points_go_to(chosen.map(|(_, _, name)| name.as_str())).into());
        import.set_ready(preview.clashes.is_empty());
        if import.get_stage() == ImportStage::Columns {
            let (status, tone) = match (preview.clashes.first(), preview.notes.first()) {
                (Some(clash), _) => (clash.clone(), Tone::Blocked),
                (None, Some(note)) => (note.clone(), Tone::Look),
                (None, None) => (words.import_hint().to_owned(), Tone::Neutral),
            };
            self.import_status(&status, tone);
        }
    }

    fn import_status(&self, words: &str, tone: Tone) {
        let import = ImportAdapter::get(&self.window);
        import.set_status(words.into());
        import.set_status_tone(tone);
    }

    pub(in crate::office) fn focus_import(&self) {
        let import = ImportAdapter::get(&self.window);
        import.set_focus_wanted(import.get_focus_wanted().wrapping_add(1));
    }

    fn choose_field(&self) {
        let words = self.words();
        let (title, choices) = {
            let incoming = self.clients.incoming.borrow();
            let Some(seen) = &incoming.seen else { return };
            let Some(column) = seen.preview.columns.get(incoming.here) else { return };
            (words.what_is(&column.header), seen.fields.iter().map(|(key, name)| Choice::new(key, name)).collect())
        };
        self.open_chooser(Purpose::ImportField, &title, words.search_here(), choices);
    }

    pub(super) fn field_chosen(&self, key: &str) {
        self.show_dialog(OfficeDialog::None);
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            let here = incoming.here;
            incoming.plan.columns.retain(|(column, _)| *column != here);
            incoming.plan.columns.push((here, key.to_owned()));
        }
        self.look_at_file();
    }

    fn set_known(&self, known: usize) {
        if let Some(known) = KNOWN.get(known) {
            self.clients.incoming.borrow_mut().plan.options.duplicates = *known;
            self.show_columns();
        }
    }

    fn choose_counter(&self) {
        let words = self.words();
        let choices = {
            let incoming = self.clients.incoming.borrow();
            let Some(seen) = incoming.seen.as_ref().filter(|seen| seen.preview.points) else { return };
            let choice = |(at, (_, _, name)): (usize, &(_, _, String))| Choice::new(at.to_string(), name);
            let mut choices: Vec<Choice> = seen.counters.iter().enumerate().map(choice).collect();
            choices.push(Choice::new(String::new(), words.no_points()));
            choices
        };
        self.open_chooser(Purpose::ImportCounter, words.which_counter(), words.search_here(), choices);
    }

    pub(super) fn counter_chosen(&self, id: &str) {
        self.show_dialog(OfficeDialog::None);
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            let chosen = id.parse::<usize>().ok();
            let counter = incoming.seen.as_ref().and_then(|seen| seen.counters.get(chosen?));
            incoming.plan.options.points = counter.map(|(program, counter, _)| (program.clone(), counter.clone()));
        }
        self.show_columns();
    }

    /// Back: from a trial to the columns, from there to where the file was chosen.
    fn leave_import(&self) {
        let import = ImportAdapter::get(&self.window);
        match import.get_stage() {
            ImportStage::Working => self.stop_import(),
            ImportStage::Report if !import.get_written() => {
                self.clients.incoming.borrow_mut().here = 0;
                import.set_stage(ImportStage::Columns);
                self.show_columns();
                self.focus_import();
            }
            _ => {
                let from = self.clients.incoming.borrow().from;
                self.show_place(from.unwrap_or(OfficePlace::Clients));
            }
        }
    }

    fn move_in_import(&self, by: isize) {
        let columns = ImportAdapter::get(&self.window).get_stage() == ImportStage::Columns;
        {
            let mut incoming = self.clients.incoming.borrow_mut();
            let all = incoming.seen.as_ref().map_or(0, |seen| seen.preview.columns.len());
            let last = if columns { all } else { incoming.problems }.saturating_sub(1);
            incoming.here = incoming.here.saturating_add_signed(by).min(last);
            ImportAdapter::get(&self.window).set_here(i32::try_from(incoming.here).unwrap_or(0));
        }
        if columns {
            self.show_columns();
        }
    }

    /// One key, on the page of an import. True when it was used up.
    pub(super) fn import_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        let import = ImportAdapter::get(&self.window);
        let columns = import.get_stage() == ImportStage::Columns;
        let of_customers = columns && !import.get_of_items();
        match () {
            () if is(Key::Escape) => self.leave_import(),
            () if self.is_importing() => {}
            () if is(Key::UpArrow) => self.move_in_import(-1),
            () if is(Key::DownArrow) => self.move_in_import(1),
            () if is(Key::PageUp) => self.move_in_import(-8),
            () if is(Key::PageDown) => self.move_in_import(8),
            () if columns && is(Key::Return) => self.choose_field(),
            () if columns && is(Key::F4) => self.choose_file(),
            () if of_customers && is(Key::F5) => {
                let known = usize::try_from(import.get_known()).unwrap_or(0);
                self.set_known((known + 1) % KNOWN.len());
            }
            () if of_customers && is(Key::F6) => {
                let on = !import.get_repair();
                self.clients.incoming.borrow_mut().plan.options.repair_case = on;
                self.show_columns();
            }
            () if of_customers && is(Key::F7) => self.choose_counter(),
            () if control && text.eq_ignore_ascii_case("e") => self.run_import(true),
            () if control && text.eq_ignore_ascii_case("s") => self.run_import(false),
            () if control && text.eq_ignore_ascii_case("z") => self.undo_import(),
            () => return false,
        }
        true
    }
}

/// The name that spreadsheets give a column: A, Z, AA.
fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            return letters.into_iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}

fn values(values: &[String]) -> String {
    let some: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    some.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(at), name);
        }
    }
}
