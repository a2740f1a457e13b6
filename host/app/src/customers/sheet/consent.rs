//! What a customer agreed to, and the words that are read to ask.

use comptoir_domain::customer::{Channel, Consent, Source};
use comptoir_domain::language::Language;

use super::{Block, CustomerFile, Line, Look, Sheet, when};
use crate::error::Error;
use crate::till::Till;

/// Gives the name of a channel for people.
#[must_use]
pub fn channel_name(channel: Channel, language: Language) -> &'static str {
    match channel {
        Channel::Sms => "SMS",
        Channel::Email => "E-mail",
        Channel::Post => language.pick("Courrier", "Post"),
    }
}

/// Says how a consent came.
#[must_use]
pub fn source_words(source: Source, language: Language) -> &'static str {
    match source {
        Source::Spoken => language.pick("Dit à voix haute", "Spoken"),
        Source::Paper => language.pick("Papier signé", "Signed paper"),
        Source::Sent => language.pick("Envoyé par le client", "Sent by the customer"),
        Source::Import => language.pick("Repris d’un autre logiciel", "Imported"),
    }
}

/// Gives the words to be read aloud when a customer is asked, or takes an agreement back.
#[must_use]
pub fn consent_words((channel, granted): (Channel, bool), shop: &str, language: Language) -> String {
    let by = match channel {
        Channel::Sms => language.pick("par SMS", "by text message"),
        Channel::Email => language.pick("par e-mail", "by e-mail"),
        Channel::Post => language.pick("par courrier", "by post"),
    };
    if !granted {
        return language.pick(
            format!("C’est noté : {shop} ne vous enverra plus ni offres ni nouvelles {by}."),
            format!("Noted: {shop} will send you no more offers or news {by}."),
        );
    }
    let stop = match channel {
        Channel::Sms => language.pick("ici ou en répondant STOP", "here or by answering STOP"),
        Channel::Email => {
            language.pick("ici ou par le lien au bas de chaque message", "here or by the link under each message")
        }
        Channel::Post => language.pick("ici ou par un mot de votre part", "here or by a word from you"),
    };
    language.pick(
        format!("Souhaitez-vous recevoir {by} les offres et les nouvelles de {shop} ? Vous pourrez changer d’avis à tout moment, {stop}."),
        format!("Would you like to receive offers and news of {shop} {by}? You may change your mind at any time, {stop}."),
    )
}

impl Till {
    pub(super) fn consent_sheet(&self, file: &CustomerFile) -> Result<Sheet, Error> {
        let language = self.language;
        let now = Channel::ALL.map(|channel| self.channel_line(channel, file.consents.on(channel)));
        let said = file.said.iter().rev().map(|said| {
            let answer = if said.granted { language.pick("oui", "yes") } else { language.pick("non", "no") };
            let title = format!("{} · {} : {answer}", when(said.at), channel_name(said.channel, language));
            Line::new(title, "").detail(self.how(said))
        });
        let nothing = language.pick("On ne lui a encore rien demandé.", "Nothing was asked yet.");
        let now = Block::new(language.pick("Peut-on lui écrire ?", "May the shop write?"), "", now.to_vec());
        let said = Block::new(language.pick("Ce qui a été dit", "What was said"), nothing, said.collect());
        Ok(Sheet { left: vec![now, self.rights_block(file)?], right: vec![said] })
    }

    fn channel_line(&self, channel: Channel, said: Option<&Consent>) -> Line {
        let language = self.language;
        let yes = said.is_some_and(|said| said.granted);
        let (amount, look) = match said {
            Some(_) if yes => (language.pick("oui", "yes"), Look::Good),
            Some(_) => (language.pick("non", "no"), Look::Warn),
            None => (language.pick("pas demandé", "not asked"), Look::Plain),
        };
        let detail = said.map(|said| format!("{} · {}", when(said.at), self.how(said))).unwrap_or_default();
        Line {
            id: format!("consent:{}:{}", channel.name(), if yes { "no" } else { "yes" }),
            action: (if yes { language.pick("Retirer", "Withdraw") } else { language.pick("Recueillir", "Ask") })
                .to_owned(),
            ..Line::new(channel_name(channel, language), amount).detail(detail).look(look)
        }
    }

    fn how(&self, said: &Consent) -> String {
        format!("{} · {} · « {} »", source_words(said.source, self.language), said.operator, said.wording)
    }
}
