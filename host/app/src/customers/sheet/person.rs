//! Whether a file is one person's only one, and what people may ask for over their data.

use super::{Block, CustomerFile, Line, Look, file_of, when};
use crate::error::Error;
use crate::till::Till;

impl Till {
    /// Files that were joined to this one, and those that may be the same person's; nothing when there are none.
    pub(super) fn files_block(&self, file: &CustomerFile) -> Result<Option<Block>, Error> {
        let (language, customer) = (self.language, file_of(file));
        let mut lines = Vec::new();
        for merger in self.store.mergers(customer.id)? {
            let Some(was) = merger.was.filter(|_| merger.kept == customer.id) else { continue };
            lines.push(Line {
                id: format!("part:{}", merger.absorbed),
                action: language.pick("Séparer", "Part").to_owned(),
                ..Line::new(was.person.display_name(), "").detail(language.pick(
                    format!("réunie le {} · {}", when(merger.at), merger.operator),
                    format!("joined on {} · {}", when(merger.at), merger.operator),
                ))
            });
        }
        for (other, certainty) in self.who_may_be(customer)? {
            let known = [other.person.phone.as_deref().map(super::super::shown_phone), other.person.city.clone()];
            let detail: Vec<String> = known.into_iter().flatten().collect();
            lines.push(Line {
                id: format!("join:{}", other.id),
                action: language.pick("Réunir", "Join").to_owned(),
                ..Line::new(other.person.display_name(), "")
                    .detail(format!(
                        "{} · {}",
                        comptoir_contact::messages::certainty(certainty, language),
                        detail.join(" · ")
                    ))
                    .look(Look::Warn)
            });
        }
        let title = language.pick("Une seule personne ?", "One person only?");
        Ok((!lines.is_empty()).then(|| Block::new(title, "", lines)))
    }

    /// What people may ask for: not to be written to, to be forgotten.
    pub(super) fn rights_block(&self, file: &CustomerFile) -> Result<Block, Error> {
        let language = self.language;
        let opposed = self.opposed_channels(file_of(file))?;
        let names: Vec<&str> = opposed.iter().map(|channel| super::consent::channel_name(*channel, language)).collect();
        let on_the_list = if names.is_empty() {
            language.pick("aucun import ne pourra le changer", "no import can change it").to_owned()
        } else {
            language.pick(format!("noté : {}", names.join(", ")), format!("noted: {}", names.join(", ")))
        };
        let line = |id: &str, title: &str, detail: &str, action: &str| Line {
            id: id.to_owned(),
            action: action.to_owned(),
            ..Line::new(title, "").detail(detail)
        };
        let oppose = line(
            "oppose",
            language.pick("Ne plus jamais lui écrire", "Never write again"),
            &on_the_list,
            language.pick("Noter", "Note"),
        );
        let erase = line(
            "erase",
            language.pick("Effacer cette personne", "Erase this person"),
            language.pick("les ventes restent, sans elle ; c’est sans retour", "sales stay, without them; for good"),
            language.pick("Effacer…", "Erase…"),
        );
        let access = line(
            "access",
            language.pick("Lui remettre tout ce qu’on sait d’elle", "Hand out all that is known of them"),
            language.pick(
                "en pages à lire, ou en données (RGPD, article 15)",
                "as pages to read, or as data (GDPR, article 15)",
            ),
            language.pick("Écrire…", "Write…"),
        );
        Ok(Block::new(language.pick("Ses droits", "Their rights"), "", vec![oppose, erase, access]))
    }
}
