//! The import itself: tried or done, how far it is, what came out, and taken back.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use comptoir_app::customers::{ImportReport, RowProblem, Undone};
use comptoir_screens::slint::{Global as _, ModelRc, VecModel};
use comptoir_screens::{ImportAdapter, ImportFigure, ImportProblem, ImportStage, OfficeDialog, OfficePlace, Tone};

use super::OfficeStage;
use super::desk::ImportAsk;

impl OfficeStage {
    pub(super) fn run_import(&self, dry_run: bool) {
        let import = ImportAdapter::get(&self.window);
        if !import.get_ready() || import.get_stage() == ImportStage::Working || import.get_written() {
            return;
        }
        let (ask, rows) = {
            let mut incoming = self.clients.incoming.borrow_mut();
            incoming.stop = Arc::new(AtomicBool::new(false));
            incoming.plan.options.dry_run = dry_run;
            let rows = incoming.seen.as_ref().and_then(|seen| seen.preview.rows);
            (ImportAsk::Run(incoming.path.clone(), incoming.plan.clone(), incoming.stop.clone()), rows)
        };
        import.set_title(self.words().importing(dry_run).into());
        import.set_unsized(rows.is_none());
        import.set_stage(ImportStage::Working);
        self.import_progress(0);
        self.ask_import(ask);
    }

    #[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the length of a bar, no amount")]
    pub(super) fn import_progress(&self, done: u64) {
        let import = ImportAdapter::get(&self.window);
        let rows = self.clients.incoming.borrow().seen.as_ref().and_then(|seen| seen.preview.rows);
        import.set_progress(rows.map_or(0.0, |rows| done as f32 / rows.max(1) as f32).min(1.0));
        import.set_progress_text(self.words().rows_done(done).into());
    }

    pub(super) fn stop_import(&self) {
        self.clients.incoming.borrow().stop();
        ImportAdapter::get(&self.window).set_progress_text(self.words().stopping().into());
    }

    pub(super) fn report_came(&self, report: &ImportReport, refused: Option<&Path>) {
        let (import, words) = (ImportAdapter::get(&self.window), self.words());
        let dry_run = {
            let mut incoming = self.clients.incoming.borrow_mut();
            (incoming.here, incoming.problems) =
                (0, report.problems.len() + usize::from(!report.departments.is_empty()));
            incoming.batch = report.batch.filter(|_| !report.cancelled);
            incoming.plan.options.dry_run
        };
        if report.cancelled {
            import.set_stage(ImportStage::Columns);
            self.show_columns();
            self.import_status(words.import_stopped(), Tone::Look);
            return self.focus_import();
        }
        let (title, tone) = words.import_title(report, dry_run, self.importing());
        import.set_title(title.into());
        import.set_title_tone(tone);
        let figure = |(label, value, tone): (&str, String, Tone)| ImportFigure {
            label: label.into(),
            value: value.into(),
            tone,
        };
        let figures: Vec<ImportFigure> =
            words.import_figures(report, self.importing()).into_iter().map(figure).collect();
        import.set_figures(ModelRc::new(VecModel::from(figures)));
        let problem = |problem: &RowProblem| ImportProblem {
            text: problem.words.clone().into(),
            tone: if problem.refused { Tone::Blocked } else { Tone::Look },
        };
        let made = words.departments_made(&report.departments, dry_run);
        let made = made.map(|text| ImportProblem { text: text.into(), tone: Tone::Neutral });
        let problems: Vec<ImportProblem> = made.into_iter().chain(report.problems.iter().map(problem)).collect();
        import.set_problems(ModelRc::new(VecModel::from(problems)));
        import.set_no_problem(words.no_import_problem().into());
        import.set_here(0);
        import.set_written(!dry_run && report.batch.is_some());
        import.set_stage(ImportStage::Report);
        match refused {
            Some(path) => self.import_status(&words.refused_file(path), Tone::Look),
            None if dry_run => self.import_status(words.nothing_written(), Tone::Neutral),
            None => self.import_status("", Tone::Neutral),
        }
        self.focus_import();
    }

    pub(super) fn import_failed(&self, why: &str) {
        // A folder that cannot be read leaves the one that is shown.
        if self.dialog() == OfficeDialog::Chooser || self.place() != OfficePlace::Incoming {
            self.show_dialog(OfficeDialog::None);
            return self.warn(why);
        }
        let import = ImportAdapter::get(&self.window);
        import.set_stage(ImportStage::Columns);
        import.set_ready(self.clients.incoming.borrow().seen.is_some());
        self.show_columns();
        self.import_status(why, Tone::Blocked);
        self.focus_import();
    }

    pub(super) fn undo_import(&self) {
        let batch = self.clients.incoming.borrow().batch;
        if let Some(batch) = batch.filter(|_| ImportAdapter::get(&self.window).get_written()) {
            self.undo_batch(batch);
        }
    }

    /// An import was taken back: the columns are there again, to be said otherwise.
    pub(in crate::office::clients) fn import_undone(&self, undone: &Undone) {
        let import = ImportAdapter::get(&self.window);
        self.clients.incoming.borrow_mut().batch = None;
        import.set_written(false);
        import.set_stage(ImportStage::Columns);
        self.show_columns();
        let tone = if undone.kept.is_empty() { Tone::Ok } else { Tone::Look };
        self.import_status(&self.words().undone(undone, self.importing()), tone);
        self.focus_import();
    }

    /// Tells whether a file is being taken in: the window stays where it is.
    pub(in crate::office) fn is_importing(&self) -> bool {
        self.place() == OfficePlace::Incoming && ImportAdapter::get(&self.window).get_stage() == ImportStage::Working
    }
}
