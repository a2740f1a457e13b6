//! What the lesson of a keyboard scanner says.

use comptoir_devices::wedge::{Learnt, Suffix, Trouble};

use super::Words;

impl Words {
    pub(crate) fn lesson_first(self) -> &'static str {
        self.pick("Lisez ce code avec la douchette, une première fois.", "Scan this code once.")
    }

    pub(crate) fn lesson_again(self) -> &'static str {
        self.pick("Bien lu. Lisez-le encore une fois.", "Well read. Scan it once more.")
    }

    pub(crate) fn lesson_learnt(self) -> &'static str {
        self.pick("La douchette est connue. Enregistrez.", "The scanner is known. Save.")
    }

    pub(crate) fn learnt(self, learnt: &Learnt) -> String {
        let gap = learnt.gap.as_millis();
        let prefix = if learnt.prefix.is_empty() { self.pick("aucun", "none") } else { &learnt.prefix };
        let suffix = self.suffix(learnt.suffix);
        let caps = if learnt.caps_lock { self.pick(" Verr. Maj est enfoncé.", " CapsLock is on.") } else { "" };
        self.pick(
            format!("Avant le code : {prefix}. Après : {suffix}. Au plus {gap} ms entre deux touches.{caps}"),
            format!("Before the code: {prefix}. After: {suffix}. At most {gap} ms between two keys.{caps}"),
        )
    }

    fn suffix(self, suffix: Suffix) -> &'static str {
        match suffix {
            Suffix::Enter => self.pick("Entrée", "Enter"),
            Suffix::Tab => "Tab",
            Suffix::None => self.pick("rien", "nothing"),
            Suffix::Any => self.pick("l’un ou l’autre", "either"),
        }
    }

    pub(crate) fn lesson_trouble(self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Different { first, second } => self.pick(
                format!("Les deux lectures diffèrent : « {} » puis « {} ». Recommencez.", first.typed, second.typed),
                format!("The two reads differ: “{}” then “{}”. Start again.", first.typed, second.typed),
            ),
            Trouble::NothingLike { read } => self.pick(
                format!("« {} » n’est pas ce code. Lisez celui de l’écran, et vérifiez le clavier de la douchette.", read.typed),
                format!("“{}” is not this code. Scan the one on the screen, and check the scanner’s keyboard.", read.typed),
            ),
            Trouble::Trailing { read } => self.pick(
                format!("La douchette ajoute des signes après le code (« {} ») : retirez ce suffixe de ses réglages.", read.typed),
                format!("The scanner adds characters after the code (“{}”): take this suffix out of its settings.", read.typed),
            ),
            Trouble::PlainPrefix { prefix } => self.pick(
                format!("La douchette tape « {prefix} » avant le code, comme on le taperait : choisissez un autre préfixe."),
                format!("The scanner types “{prefix}” before the code, as people would: choose another prefix."),
            ),
            Trouble::TooSlow { widest } => self.pick(
                format!("Trop lent ({} ms entre deux touches) : réglez la douchette sur une frappe plus rapide.", widest.as_millis()),
                format!("Too slow ({} ms between two keys): set the scanner to type faster.", widest.as_millis()),
            ),
            Trouble::OtherKey { at } => self.pick(
                format!("La touche {at} ne tape aucun signe : retirez-la des réglages de la douchette, ou relisez sans toucher au clavier."),
                format!("Key {at} types no character: take it out of the scanner’s settings, or scan again without touching the keyboard."),
            ),
        }
    }
}
