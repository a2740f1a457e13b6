//! How the customers of the demo pay, once the till says what is due.

use comptoir_domain::money::Money;
use comptoir_domain::tender::{Tender, TenderKind};

use crate::demo::random::Random;

/// The most that may be paid in cash (code monétaire et financier, D112-3).
const MOST_CASH: Money = Money::from_cents(100_000);

/// How a sale is paid. Amounts come with [`Self::pay`], because programs decide what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlannedTenders {
    /// Cash, to the cent.
    ExactCash,
    /// As many notes of this value as are needed: change is given back.
    Notes(Money),
    /// A bank card.
    Card,
    /// A cheque.
    Cheque,
    /// The customer's account.
    OnAccount,
    /// One note of this value, and a bank card for the rest.
    NoteAndCard(Money),
}

impl PlannedTenders {
    /// Gives the tenders for an amount due: none when nothing is due. What notes cannot pay, because
    /// it is more than the law allows or less than the one note, is paid by card.
    pub(crate) fn pay(self, due: Money) -> Vec<Tender> {
        let all = |kind| vec![Tender::of(kind, due)];
        match self {
            _ if !due.is_positive() => Vec::new(),
            Self::ExactCash if due <= MOST_CASH => all(TenderKind::Cash),
            Self::Notes(note) if due <= MOST_CASH => vec![Tender::of(TenderKind::Cash, whole_notes(due, note))],
            Self::NoteAndCard(note) if due > note => {
                vec![Tender::of(TenderKind::Cash, note), Tender::of(TenderKind::Card, due - note)]
            }
            Self::ExactCash | Self::Notes(_) | Self::NoteAndCard(_) | Self::Card => all(TenderKind::Card),
            Self::Cheque => all(TenderKind::Cheque),
            Self::OnAccount => all(TenderKind::OnAccount),
        }
    }

    /// Draws how an amount of about so much is paid: small ones more often in cash.
    pub(super) fn draw(about: Money, random: &mut Random) -> Self {
        let small = about < Money::from_cents(2_000);
        let (cash, cheque) = if small { (45, 0) } else { (15, 6) };
        let note = Money::from_cents(100 * random.weighted(&[(3, 5), (5, 10), (6, 20), (5, 50)]));
        random.weighted(&[
            (60, Self::Card),
            (cash, Self::Notes(note)),
            (cash / 4, Self::ExactCash),
            (cheque, Self::Cheque),
            (4, Self::NoteAndCard(note)),
        ])
    }
}

fn whole_notes(due: Money, note: Money) -> Money {
    let notes = (due.cents() + note.cents() - 1) / note.cents();
    Money::from_cents(notes * note.cents())
}

#[cfg(test)]
mod tests {
    use comptoir_domain::tender::change;

    use super::*;

    const EUR_20: Money = Money::from_cents(2_000);

    #[test]
    fn every_way_pays_exactly_or_gives_change() {
        use PlannedTenders::{Card, Cheque, ExactCash, NoteAndCard, Notes, OnAccount};
        for way in [ExactCash, Notes(EUR_20), Card, Cheque, OnAccount, NoteAndCard(EUR_20)] {
            for cents in [0, 1, 1_999, 2_000, 2_001, 98_990, 100_000, 100_001, 500_000] {
                let due = Money::from_cents(cents);
                let given_back = change(due, &way.pay(due)).unwrap();
                assert!(given_back < EUR_20, "{way:?} for {due}: {given_back}");
                assert!(given_back == Money::ZERO || matches!(way, Notes(_)), "{way:?} for {due}");
            }
        }
    }

    #[test]
    fn notes_cover_what_is_due_and_the_law_bounds_them() {
        let pay = |cents| PlannedTenders::Notes(EUR_20).pay(Money::from_cents(cents));
        assert_eq!(pay(4_250), [Tender::of(TenderKind::Cash, Money::from_cents(6_000))]);
        assert_eq!(pay(100_001), [Tender::of(TenderKind::Card, Money::from_cents(100_001))]);
        let mixed = PlannedTenders::NoteAndCard(EUR_20).pay(Money::from_cents(8_990));
        let parts = [(TenderKind::Cash, 2_000), (TenderKind::Card, 6_990)];
        assert_eq!(mixed, parts.map(|(kind, cents)| Tender::of(kind, Money::from_cents(cents))));
    }
}
