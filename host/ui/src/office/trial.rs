//! « Essayer sur l’historique »: whoever can ask past sales again answers here. Without anybody the section is hidden.

use comptoir_app::office::CardId;
use comptoir_app::programs::ProgramChange;
use comptoir_screens::slint::{Global as _, ModelRc, VecModel};
use comptoir_screens::{FigureRow, TrialAdapter, TrialMonth, TrialSale};

use super::OfficeStage;

/// What is to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The program or the policy.
    pub card: CardId,
    /// The form as it is typed, saved or not.
    pub change: ProgramChange,
    /// The first day of past sales, as typed.
    pub from: String,
    /// The last day, as typed.
    pub until: String,
}

/// What is told of a trial. Words and amounts are ready to be shown.
#[derive(Clone, Debug)]
pub enum TrialTell {
    /// How far it is, from 0 to 1, and what to say of it.
    Progress(f32, String),
    /// It cannot be done, and what to do.
    Failed(String),
    /// It was stopped.
    Stopped,
    /// What came out.
    Done(TrialResult),
}

/// What came out of a trial.
#[derive(Clone, Debug, Default)]
pub struct TrialResult {
    /// One sentence on what was tried.
    pub title: String,
    /// The table.
    pub figures: Vec<FigureRow>,
    /// What the gray and the colored bars are.
    pub names: [String; 2],
    /// The chart.
    pub months: Vec<TrialMonth>,
    /// The sales that differ most.
    pub sales: Vec<TrialSale>,
}

/// Somebody who can ask past sales again. Answers go to [`OfficeStage::tell_trial`], on the window's thread.
pub trait Trials {
    /// The period that is proposed, as it is typed.
    fn period(&self) -> (String, String);
    /// Begins; returns at once.
    fn start(&self, trial: Trial);
    /// Stops the one that is under way.
    fn cancel(&self);
}

impl OfficeStage {
    pub(super) fn connect_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        adapter.set_wired(self.trials.is_some());
        if let Some(trials) = &self.trials {
            let (from, until) = trials.period();
            adapter.set_from(from.into());
            adapter.set_until(until.into());
        }
        adapter.on_edit_from(self.with(|stage, text| TrialAdapter::get(&stage.window).set_from(text)));
        adapter.on_edit_until(self.with(|stage, text| TrialAdapter::get(&stage.window).set_until(text)));
        adapter.on_start(self.on(Self::start_trial));
        adapter.on_cancel(self.on(|stage| stage.trials.iter().for_each(|trials| trials.cancel())));
    }

    fn start_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        let (Some(trials), Some(card), Some(change)) = (&self.trials, self.selected(), self.change()) else { return };
        adapter.set_error("".into());
        adapter.set_has_result(false);
        adapter.set_progress(0.0);
        adapter.set_progress_text("".into());
        adapter.set_running(true);
        trials.start(Trial { card, change, from: adapter.get_from().into(), until: adapter.get_until().into() });
    }

    /// Another card, or other settings: what was tried is not about them. One that is under way is stopped.
    pub(super) fn forget_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        if adapter.get_running() {
            self.trials.iter().for_each(|trials| trials.cancel());
        }
        adapter.set_has_result(false);
        adapter.set_error("".into());
    }

    /// Takes what is told of a trial.
    pub fn tell_trial(&self, tell: TrialTell) {
        let adapter = TrialAdapter::get(&self.window);
        match tell {
            TrialTell::Progress(done, text) => {
                adapter.set_progress(done);
                adapter.set_progress_text(text.into());
                return;
            }
            TrialTell::Failed(words) => adapter.set_error(words.into()),
            TrialTell::Stopped => {}
            TrialTell::Done(result) => {
                let [before, after] = result.names;
                adapter.set_title(result.title.into());
                adapter.set_before_name(before.into());
                adapter.set_after_name(after.into());
                adapter.set_figures(ModelRc::new(VecModel::from(result.figures)));
                adapter.set_months(ModelRc::new(VecModel::from(result.months)));
                adapter.set_sales(ModelRc::new(VecModel::from(result.sales)));
                adapter.set_has_result(true);
            }
        }
        adapter.set_running(false);
    }
}
