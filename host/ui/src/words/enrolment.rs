//! Words of the welcome desk.

use super::Words;

impl Words {
    /// What was done, and the number to be handed out.
    pub(crate) fn enrolled(self, name: &str, card: Option<&str>) -> String {
        match card {
            Some(card) => self
                .pick(format!("{name} : inscription faite, carte {card}."), format!("{name}: enrolled, card {card}.")),
            None => self
                .pick(format!("{name} : inscription faite, sans carte."), format!("{name}: enrolled, without a card.")),
        }
    }

    pub(crate) fn just_enrolled(self) -> &'static str {
        self.pick("Vient de s’inscrire", "Just enrolled")
    }

    pub(crate) fn enrolment_keys(self) -> Vec<(&'static str, &'static str)> {
        vec![
            ("Tab", self.pick("Champ suivant", "Next field")),
            ("F4", self.pick("Lui donner un numéro de carte neuf", "Give a new card number")),
            (
                "F5",
                self.pick(
                    "Réponse pour les SMS : oui, non, pas demandé",
                    "Answer for text messages: yes, no, not asked",
                ),
            ),
            ("F6", self.pick("Réponse pour l’e-mail", "Answer for e-mail")),
            ("F7", self.pick("Réponse pour le courrier", "Answer for post")),
            ("Ctrl+S", self.pick("Inscrire", "Enrol")),
            (self.pick("Échap", "Esc"), self.pick("Aller à la liste des clients", "Go to the list of customers")),
            ("F1", self.pick("Cette aide", "This help")),
        ]
    }
}
