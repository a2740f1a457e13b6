//! Taking an offer: all of it at once, a part of it, or one of its gifts.

use comptoir_app::OfferAnswer;
use comptoir_app::counter::{Action, ViewOffer};
use comptoir_app::format::number;
use comptoir_domain::effect::Part;
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::quantity::Points;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{EditAdapter, FoundRow, GiftAdapter, Icons, OpenDialog};

use super::edit::{Edit, plain_number, texts};
use crate::rows::refresh;
use crate::stage::Stage;

/// An offer that is being taken.
#[derive(Clone, Debug)]
pub(crate) struct Taking {
    offer: ViewOffer,
    choice: Option<String>,
}

impl Stage {
    pub(crate) fn connect_gift(&self) {
        let gift = GiftAdapter::get(&self.window);
        gift.on_choose(self.with(|stage, id: SharedString| stage.gift_chosen(&id)));
        gift.on_move(self.with(|stage, by: i32| {
            stage.gifts.borrow_mut().step(by);
            stage.refresh_gifts();
        }));
        gift.on_accepted(self.on(|stage| {
            let chosen = stage.gifts.borrow().chosen();
            if let Some(id) = chosen {
                stage.gift_chosen(&id);
            }
        }));
        gift.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    /// Takes an offer; first asks for the gift and the part where there is a choice.
    pub(crate) fn take_offer(&self, offer: &ViewOffer) {
        let choice = offer.choices.first().map(|(id, _)| id.clone()).filter(|_| offer.choices.len() == 1);
        let several = offer.choices.len() > 1;
        *self.taking.borrow_mut() = Some(Taking { offer: offer.clone(), choice });
        if several { self.open_gifts(offer) } else { self.ask_part() }
    }

    fn open_gifts(&self, offer: &ViewOffer) {
        let icon = Icons::get(&self.window).get_gift();
        let rows = offer.choices.iter().map(|(id, label)| FoundRow {
            id: id.as_str().into(),
            title: label.as_str().into(),
            icon: icon.clone(),
            ..FoundRow::default()
        });
        self.gifts.borrow_mut().set(rows.collect(), true);
        GiftAdapter::get(&self.window).set_title(offer.title.as_str().into());
        self.refresh_gifts();
        self.show_dialog(OpenDialog::Gift);
    }

    fn refresh_gifts(&self) {
        let gift = GiftAdapter::get(&self.window);
        refresh(&gift.get_rows(), self.gifts.borrow().marked(), |rows| gift.set_rows(rows));
    }

    fn gift_chosen(&self, id: &str) {
        if let Some(taking) = self.taking.borrow_mut().as_mut() {
            taking.choice = Some(id.to_owned());
        }
        self.show_dialog(OpenDialog::None);
        self.ask_part();
    }

    fn ask_part(&self) {
        match self.part_to_take() {
            Some(part) if part.min < part.largest() => self.open_edit(Edit::Part),
            part => self.act_taken(part.map(|part| part.largest())),
        }
    }

    fn part_to_take(&self) -> Option<Part> {
        self.taking.borrow().as_ref().and_then(|taking| taking.offer.part)
    }

    fn act_taken(&self, part: Option<Points>) {
        let Some(taking) = self.taking.borrow_mut().take() else { return };
        self.act(taking.action(part));
    }

    /// Puts the parts that can be taken into the form: all of it to begin with.
    pub(crate) fn prepare_part(&self, edit: &EditAdapter<'_>) {
        let (Some(part), language) = (self.part_to_take(), self.language()) else { return };
        let title = self.taking.borrow().as_ref().map(|taking| taking.offer.title.clone()).unwrap_or_default();
        let shown = |points: Points| number(points.value(), language);
        let quick: Vec<String> = usual_parts(&part).into_iter().map(shown).collect();
        edit.set_title(title.into());
        edit.set_caption(self.words().part_bounds(&shown(part.min), &shown(part.largest())).into());
        edit.set_quick(texts(&quick.iter().map(String::as_str).collect::<Vec<_>>()));
        edit.set_text(shown(part.largest()).into());
    }

    /// Reads the part that was typed, and takes it.
    pub(crate) fn read_part(&self, text: &str) -> Result<Action, String> {
        let words = self.words();
        let taking = self.taking.borrow();
        let Some((taking, part)) = taking.as_ref().and_then(|taking| Some((taking, taking.offer.part?))) else {
            return Err(words.no_offer().to_owned());
        };
        let typed = plain_number(text).parse().ok().and_then(|number| Points::new(number).ok());
        let typed = typed.filter(|typed| part.holds(*typed));
        let shown = |points: Points| number(points.value(), self.language());
        let typed = typed.ok_or_else(|| words.no_part(&shown(part.min), &shown(part.largest()), &shown(part.step)))?;
        Ok(taking.action(Some(typed)))
    }
}

impl Taking {
    fn action(&self, part: Option<Points>) -> Action {
        let answer = OfferAnswer { state: OfferState::Taken, part, choice: self.choice.clone() };
        let (program, offer) = (self.offer.program.clone(), self.offer.offer.clone());
        Action::Answer { program: ProgramId::new(program.as_str()), offer, answer }
    }
}

/// The least, about the half, and the most.
fn usual_parts(part: &Part) -> Vec<Points> {
    let (min, max) = (part.min, part.largest());
    let step = part.step.ten_thousandths().max(1);
    let half = ((max - min).ten_thousandths() / 2) / step * step;
    let mut parts = vec![min, min + Points::from_ten_thousandths(half), max];
    parts.dedup();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_parts_can_all_be_taken() {
        let points = |n: i64| Points::from_ten_thousandths(n * 10_000);
        for (min, step, max, usual) in [
            (1, 1, 37, vec![1, 19, 37]),
            (100, 50, 275, vec![100, 150, 250]),
            (5, 5, 5, vec![5]),
            (5, 5, 10, vec![5, 10]),
        ] {
            let part = Part { min: points(min), step: points(step), max: points(max) };
            let parts = usual_parts(&part);
            assert_eq!(parts, usual.into_iter().map(points).collect::<Vec<_>>());
            assert!(parts.into_iter().all(|taken| part.holds(taken)));
        }
    }
}
