//! What the customer answers to an offer: now, later, how much of it, which of its gifts.

use comptoir_domain::draft::Answer;
use comptoir_domain::effect::{Offer, Part};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::quantity::Points;

use crate::error::{Error, Invalid};

/// An answer to an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferAnswer {
    /// Taken, kept for later, or open again.
    pub state: OfferState,
    /// How much of it, of an offer that can be taken in part; all of it when not told.
    pub part: Option<Points>,
    /// Which of its gifts, of an offer with a choice; the only one when not told.
    pub choice: Option<String>,
}

impl OfferAnswer {
    /// Takes all of an offer, keeps it for later, or opens it again.
    #[must_use]
    pub const fn of(state: OfferState) -> Self {
        Self { state, part: None, choice: None }
    }

    /// Reads what a person types to take an offer: `gift`, in part `kitty=12,50`, by choice `gift=mug`.
    #[must_use]
    pub fn typed(text: &str) -> (&str, Self) {
        let taken = Self::of(OfferState::Taken);
        let Some((offer, what)) = text.trim().split_once('=') else { return (text.trim(), taken) };
        let number = what.trim().replace(',', ".").parse().ok().and_then(|number| Points::new(number).ok());
        let choice = Some(what.trim().to_owned()).filter(|_| number.is_none());
        (offer.trim(), Self { part: number, choice, ..taken })
    }

    /// Completes and checks the answer against the offer as it stands.
    ///
    /// # Errors
    ///
    /// [`Invalid::Part`] and [`Invalid::Choice`] with what there is.
    pub(crate) fn to(&self, program: &ProgramId, offer: &Offer) -> Result<Answer, Error> {
        let taken = self.state == OfferState::Taken;
        let part = offer.part.filter(|_| taken).map(|part| self.part_of(&part)).transpose()?;
        let choice = if taken { self.choice_of(offer)? } else { None };
        Ok(Answer { program: program.clone(), offer: offer.id.clone(), state: self.state, part, choice })
    }

    fn part_of(&self, part: &Part) -> Result<Points, Error> {
        let asked = self.part.unwrap_or_else(|| part.largest());
        if part.holds(asked) { Ok(asked) } else { Err(Invalid::Part { asked, part: *part }.into()) }
    }

    fn choice_of(&self, offer: &Offer) -> Result<Option<String>, Error> {
        let asked = match (&self.choice, offer.choices.as_slice()) {
            (_, []) => return Ok(None),
            (None, [only]) => only.id.clone(),
            (asked, _) => asked.clone().unwrap_or_default(),
        };
        if offer.choices.iter().any(|choice| choice.id == asked) {
            return Ok(Some(asked));
        }
        let choices = offer.choices.iter().map(|choice| choice.id.clone()).collect();
        Err(Invalid::Choice { asked, choices }.into())
    }
}
