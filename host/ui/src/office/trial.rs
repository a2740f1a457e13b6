//! « Essayer sur l'historique »: what is typed, tried on past sales on threads of their own.

use comptoir_app::backtest::{Effects, Report};
use comptoir_app::office::Trial;
use comptoir_domain::money::Money;
use comptoir_screens::slint::{Global as _, Model as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{TrialAdapter, TrialMonth, TrialSale};

use super::OfficeStage;
use super::desk::{Ask, TrialTell};
use crate::words::Words;

impl OfficeStage {
    pub(super) fn connect_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        adapter.on_edit_from(self.with(|stage, text: SharedString| TrialAdapter::get(&stage.window).set_from(text)));
        adapter.on_edit_until(self.with(|stage, text: SharedString| TrialAdapter::get(&stage.window).set_until(text)));
        adapter.on_start(self.on(Self::start_trial));
        adapter.on_cancel(self.on(Self::stop_trial));
    }

    /// Proposes a period once.
    pub(super) fn propose_period(&self, (from, until): &(String, String)) {
        let adapter = TrialAdapter::get(&self.window);
        if !adapter.get_wired() {
            adapter.set_from(from.into());
            adapter.set_until(until.into());
            adapter.set_wired(true);
        }
    }

    fn start_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        let (Some(card), Some(change)) = (self.selected(), self.change()) else { return };
        self.forget_trial();
        adapter.set_progress(0.0);
        adapter.set_progress_text("".into());
        adapter.set_running(true);
        let number = self.trial.get().wrapping_add(1);
        self.trial.set(number);
        let trial = Trial { card, change, from: adapter.get_from().into(), until: adapter.get_until().into() };
        self.ask(Ask::Try(number, Box::new(trial)));
    }

    fn stop_trial(&self) {
        if let Some(desk) = self.desk.borrow().as_ref() {
            desk.stop_trial();
        }
    }

    /// Another card, or other settings: what was tried is not about them. One that is under way is stopped.
    pub(super) fn forget_trial(&self) {
        let adapter = TrialAdapter::get(&self.window);
        if adapter.get_running() {
            self.stop_trial();
            self.trial.set(self.trial.get().wrapping_add(1));
            adapter.set_running(false);
        }
        adapter.set_has_result(false);
        adapter.set_error("".into());
    }

    /// Takes what is told of a trial; of one that was forgotten, nothing.
    pub(super) fn take_trial(&self, number: u64, tell: TrialTell) {
        let (adapter, words) = (TrialAdapter::get(&self.window), self.words());
        if number != self.trial.get() {
            return;
        }
        match tell {
            TrialTell::Progress(done, of) => {
                adapter.set_progress(share(done, of));
                adapter.set_progress_text(words.trial_progress(done, of).into());
                return;
            }
            TrialTell::Failed(words) => adapter.set_error(words.into()),
            TrialTell::Wrong(problems) => {
                self.mark(&problems);
                adapter.set_error(words.to_mend(problems.len()).into());
            }
            TrialTell::Stopped => {}
            TrialTell::Done(report) => self.show_trial(&report),
        }
        adapter.set_running(false);
    }

    fn show_trial(&self, report: &Report) {
        let (adapter, words) = (TrialAdapter::get(&self.window), self.words());
        adapter.set_title(words.trial_title(report).into());
        adapter.set_after_name(words.trial_given().into());
        adapter.set_sales_title(words.trial_sales(report).into());
        adapter.set_figures(ModelRc::new(VecModel::from(words.trial_figures(report))));
        adapter.set_months(ModelRc::new(VecModel::from(months(report, words))));
        adapter.set_sales(ModelRc::new(VecModel::from(sales(report, words))));
        adapter.set_has_result(true);
    }

    /// Tells how many figures of a trial are shown, for tests.
    #[must_use]
    pub fn trial_figures(&self) -> usize {
        TrialAdapter::get(&self.window).get_figures().row_count()
    }
}

/// How much of a whole, for a bar.
#[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the length of a bar, not an amount")]
fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn months(report: &Report, words: Words) -> Vec<TrialMonth> {
    let cents = |amount: Money| u64::try_from(amount.cents()).unwrap_or(0);
    let most = report.months.iter().map(|month| cents(month.given)).max().unwrap_or(0);
    let bar = |month: &comptoir_app::backtest::MonthReport| TrialMonth {
        label: words.month(&month.month).into(),
        after: share(cents(month.given), most),
        after_text: words.money(month.given).into(),
        ..TrialMonth::default()
    };
    report.months.iter().map(bar).collect()
}

/// The sales that would differ from what the program did; for a policy that did nothing yet, those that give most.
fn sales(report: &Report, words: Words) -> Vec<TrialSale> {
    let row = |number: String, day, before: Money, after: Money, change: Money| TrialSale {
        id: number.clone().into(),
        title: number.into(),
        detail: comptoir_app::format::day(day).into(),
        before: words.money(before).into(),
        after: words.money(after).into(),
        change: words.change_of(change).into(),
        tone: comptoir_screens::Tone::Brand,
    };
    match &report.compared {
        Some(compared) => {
            // Those that differ in points alone are counted in the table.
            let mut first: Vec<_> =
                compared.first.iter().filter(|sale| given(&sale.was) != given(&sale.would_be)).collect();
            first.sort_by_key(|sale| -(given(&sale.would_be) - given(&sale.was)).cents().abs());
            let sale = first.into_iter().map(|sale| {
                let (was, would) = (given(&sale.was), given(&sale.would_be));
                row(sale.number.to_string(), sale.day, was, would, would - was)
            });
            sale.collect()
        }
        None => {
            let sale = report
                .worst
                .iter()
                .map(|sale| row(sale.number.to_string(), sale.day, sale.total, sale.total - sale.given, -sale.given));
            sale.collect()
        }
    }
}

fn given(effects: &Effects) -> Money {
    let vouchers: Money = effects.vouchers.iter().copied().sum();
    let items: Money = effects.items.iter().map(|(_, worth)| *worth).sum();
    effects.discount + vouchers + items
}
