//! Settings tried on past sales before they hold for new ones.

use comptoir_domain::language::Language;

use super::{CardId, Office};
use crate::backtest::{Asked, Backtest, Offers};
use crate::clock::Clock;
use crate::error::{Error, Invalid};
use crate::format;
use crate::programs::ProgramChange;
use crate::programs::change::{FROM, UNTIL, read_day};

/// What is to be tried, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The program or the policy.
    pub card: CardId,
    /// Its form, saved or not.
    pub change: ProgramChange,
    /// The first day of past sales; a year before the last when empty.
    pub from: String,
    /// The last day; today when empty.
    pub until: String,
}

impl Office {
    /// Makes a trial ready. It then runs alone, and the office may go on.
    ///
    /// # Errors
    ///
    /// [`Invalid::Settings`] with all that is wrong, days included; [`Error::Policy`] for a package that cannot be
    /// used.
    pub fn trial(&self, trial: &Trial) -> Result<Backtest, Error> {
        let (package, compare) = match &trial.card {
            CardId::Program(program) => (self.own_package(program)?, Some(program.clone())),
            CardId::Policy(policy) => (self.source(policy)?.path.clone(), None),
        };
        self.till.check_change(&package, &trial.change)?;
        let mut wrong = Vec::new();
        let language = self.till.language();
        let first = read_day(FROM, &trial.from, language, &mut wrong);
        let last = read_day(UNTIL, &trial.until, language, &mut wrong);
        if let Some(problem) = wrong.into_iter().next() {
            return Err(Invalid::Text { field: days(language).to_owned(), value: problem.problem }.into());
        }
        let settings = trial.change.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let asked = Asked { package, settings, first, last, offers: Offers::Always, choice: 0, compare, carry: false };
        self.till.backtest(&asked)
    }

    /// Gives the period that is proposed: the year that ends today, as typed.
    #[must_use]
    pub fn trial_period(&self) -> (String, String) {
        let last = Clock::business_day(self.till.now());
        let before = last.checked_sub_months(chrono::Months::new(12)).and_then(|day| day.succ_opt());
        (format::day(before.unwrap_or(last)), format::day(last))
    }
}

const fn days(language: Language) -> &'static str {
    match language {
        Language::French => "Période",
        Language::English => "Period",
    }
}
