//! What a customer has by the programs: counters with their lots, gifts that wait, who brought whom.

use super::{Block, CustomerFile, Line, Look, Sheet, file_of};
use crate::error::Error;
use crate::format::{day, number};
use crate::holdings::Held;
use crate::till::Till;

impl Till {
    pub(super) fn loyalty_sheet(&self, file: &CustomerFile) -> Result<Sheet, Error> {
        let language = self.language;
        let mut left: Vec<Block> = file.summary.counters.iter().map(|held| self.counter_block(held)).collect();
        if left.is_empty() {
            let nothing = language.pick("Aucun compteur : rien gagné encore.", "No counter: nothing earned yet.");
            left.push(Block::new(language.pick("Compteurs", "Counters"), nothing, Vec::new()));
        }
        let offers = file.summary.offers.iter().map(|offer| {
            let since = language.pick(format!("depuis le {}", day(offer.since)), format!("since {}", day(offer.since)));
            let until = offer
                .expires
                .map(|last| language.pick(format!(" · jusqu’au {}", day(last)), format!(" · until {}", day(last))));
            Line::new(offer.title.clone(), "")
                .detail(format!("{} · {since}{}", self.program_title(&offer.program), until.unwrap_or_default()))
                .look(Look::Brand)
        });
        let nothing = language.pick("Aucun cadeau n’attend.", "No gift waits.");
        let offers = Block::new(language.pick("Cadeaux en attente", "Gifts waiting"), nothing, offers.collect());
        Ok(Sheet { left, right: vec![self.card_block(file), offers, self.sponsor_block(file)?] })
    }

    fn card_block(&self, file: &CustomerFile) -> Block {
        let language = self.language;
        let line = |card: &String| Line {
            id: format!("card:{card}"),
            action: language.pick("Gérer…", "Manage…").to_owned(),
            ..Line::new(card.clone(), "")
        };
        let nothing = language.pick("Aucune carte.", "No card.");
        let lines = file_of(file).cards.iter().map(line).collect();
        Block {
            id: "card-new".to_owned(),
            action: language.pick("Donner une carte neuve", "Give a new card").to_owned(),
            ..Block::new(language.pick("Cartes", "Cards"), nothing, lines)
        }
    }

    fn counter_block(&self, held: &Held) -> Block {
        let (language, holding) = (self.language, &held.holding);
        let amount = |points: comptoir_domain::quantity::Points| number(points.value(), language);
        let mut lines =
            vec![Line::new(language.pick("À dépenser", "To spend"), amount(holding.balance)).look(Look::Brand)];
        if !holding.pending.value().is_zero() {
            lines.push(Line::new(
                language.pick("Pas encore utilisables", "Not to be spent yet"),
                amount(holding.pending),
            ));
        }
        lines.extend(holding.lots.iter().map(|lot| {
            let last = day(lot.expires);
            Line::new(
                language.pick(format!("dont à dépenser avant le {last} inclus"), format!("of which by {last}")),
                amount(lot.amount),
            )
        }));
        if !holding.lapsed.value().is_zero() {
            lines.push(
                Line::new(language.pick("Perdus, faute d’avoir servi", "Lapsed unused"), amount(holding.lapsed))
                    .look(Look::Warn),
            );
        }
        let unit = self.counter_unit(&held.program, &held.counter);
        Block::new(&format!("{} ({unit})", self.program_title(&held.program)), "", lines)
    }

    fn sponsor_block(&self, file: &CustomerFile) -> Result<Block, Error> {
        let (language, customer) = (self.language, file_of(file));
        let sponsor = customer.sponsor.map(|id| self.store.customer(id)).transpose()?.flatten();
        let mut lines: Vec<Line> = sponsor
            .iter()
            .map(|sponsor| {
                let words = language.pick("Parrainé par", "Brought by");
                Line::new(format!("{words} {}", sponsor.person.display_name()), "")
            })
            .collect();
        let brought = self.store.first_sales_brought_by(customer.id)?.len();
        if brought > 0 {
            lines.push(Line::new(
                language.pick("Filleuls qui ont acheté", "Brought customers who bought"),
                brought.to_string(),
            ));
        }
        let nothing = language.pick("Ni parrain ni filleul.", "Brought by nobody, and brought nobody.");
        Ok(Block::new(language.pick("Parrainage", "Sponsorship"), nothing, lines))
    }
}
