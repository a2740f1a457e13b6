//! Whom one may write to: the list is narrowed to those who agree to a channel and can be reached by it. Whoever is on
//! the list of oppositions agrees to nothing.

use comptoir_app::customers::channel_name;
use comptoir_domain::customer::Channel;
use comptoir_screens::Tone;

use super::OfficeStage;
use crate::office::clients::choose::{Choice, Purpose};

/// What must be so, and what must not, by the names of criteria.
const fn conditions(channel: Channel) -> (&'static [&'static str], &'static [&'static str]) {
    match channel {
        Channel::Sms => (&["consentement-sms", "telephone"], &["ne-pas-contacter", "decede"]),
        Channel::Email => (&["consentement-email", "e-mail"], &["ne-pas-contacter", "decede"]),
        Channel::Post => (&["consentement-courrier", "code-postal"], &["ne-pas-contacter", "decede", "npai"]),
    }
}

impl OfficeStage {
    pub(super) fn choose_mailing(&self) {
        let (words, language) = (self.words(), self.language());
        let choice = |channel: &Channel| Choice::new(channel.name(), channel_name(*channel, language));
        let choices = Channel::ALL.iter().map(choice).collect();
        self.open_chooser(Purpose::Mailing, words.which_channel(), words.search_here(), choices);
    }

    pub(in crate::office::clients) fn mailing_chosen(&self, id: &str) {
        let Some(channel) = Channel::from_name(id) else { return };
        let (must, never) = conditions(channel);
        let wanted = must.iter().map(|name| (*name, "?")).chain(never.iter().map(|name| (*name, "!")));
        let wanted: Vec<_> = wanted.filter_map(|(name, sign)| self.condition_of(name, sign, "")).collect();
        {
            let mut list = self.clients.list.borrow_mut();
            for condition in wanted {
                if list.conditions.iter().all(|other| other.condition != condition.condition) {
                    list.conditions.push(condition);
                }
            }
        }
        self.end_question();
        self.show_dialog(comptoir_screens::OfficeDialog::None);
        self.show_chips();
        self.list_anew();
        self.say(&self.words().mailing_ready(channel_name(channel, self.language())), Tone::Ok, None);
    }
}
