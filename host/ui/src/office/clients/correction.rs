//! The account of one customer is corrected: by how much and which way, why, and of which day when not of today.

use chrono::NaiveDate;
use comptoir_app::accounts::AccountCorrection;
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_screens::QuestionAdapter;
use comptoir_screens::slint::Global as _;

use super::OfficeStage;
use super::change::Question;

/// A correction, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// By how much.
    pub amount: String,
    /// Whether more is owed then.
    pub more: bool,
    /// Why.
    pub reason: String,
    /// Its day, and the day until which it is to be paid; today and none when nothing is typed.
    pub days: String,
}

/// Corrects it, and gives what is owed then.
pub(super) fn correct(till: &mut Till, id: CustomerId, asked: &Correction) -> Result<Money, Error> {
    let amount = Money::parse(&asked.amount)?;
    let delta = if asked.more { amount } else { -amount };
    let (day, due) = days_of(till, &asked.days)?;
    let correction = AccountCorrection { key: till.new_key(), delta, day, due, reason: asked.reason.clone() };
    till.correct_account(id, &correction)?;
    Ok(till.account(id)?.balance)
}

/// Reads the day of a correction, and the one until which it is to be paid.
fn days_of(till: &Till, typed: &str) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Error> {
    let mut days = typed.split_whitespace();
    let names = till.language().pick(["Jour de l’écriture", "Échéance"], ["Day of the entry", "Due day"]);
    let [day, due] = names.map(|name| days.next().map(|typed| till.day_typed(name, Some(typed))).transpose());
    match days.next() {
        Some(_) => Err(Invalid::Text { field: names.join(", "), value: typed.to_owned() }.into()),
        None => Ok((day?, due?)),
    }
}

impl OfficeStage {
    pub(super) fn ask_correction(&self) {
        let words = self.words();
        self.ask_text(Question::Correct, words.correct_title(), words.payment_amount(), "");
        self.set_options(words.correct_options());
        QuestionAdapter::get(&self.window).set_ok(words.go_further().into());
    }

    /// What was answered; none while something is still to be asked. The field is the same in each of these questions:
    /// it has the keys already.
    pub(super) fn accept_correction(&self, asked: &Question, value: String) -> Option<Correction> {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        let wrong = |error: Error| question.set_error(error.message(self.language()).into());
        let title = words.correct_title();
        match asked {
            Question::Correct => match Money::parse(&value) {
                Ok(_) => {
                    let more = question.get_option() == 0;
                    self.ask_text(Question::CorrectWhy(value, more), title, words.reason_label(), "");
                    self.set_options(words.correct_days_options());
                }
                Err(error) => wrong(error.into()),
            },
            Question::CorrectWhy(..) if value.is_empty() => wrong(Invalid::Correction.into()),
            Question::CorrectWhy(amount, more) => {
                let (amount, more, days) = (amount.clone(), *more, String::new());
                let asked = Correction { amount, more, reason: value, days };
                if question.get_option() == 0 {
                    return Some(asked);
                }
                self.ask_text(Question::CorrectDays(asked), title, words.correct_days(), "");
            }
            Question::CorrectDays(asked) => return Some(Correction { days: value, ..asked.clone() }),
            _ => {}
        }
        None
    }
}
