//! Consents: whether the shop may write to a customer on a channel, when that was said, and how.
//!
//! For advertising by SMS and e-mail consent is asked before (article L34-5 of the Code des postes et des
//! communications électroniques); by post the customer may object. What was said is kept with its date,
//! source and wording, as the shop has to show it (article 7.1 of the GDPR).

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// The ways of writing to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Short messages.
    Sms,
    /// E-mail.
    Email,
    /// Letters.
    Post,
}

impl Channel {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Email, Self::Post];

    /// Gives the name in files and commands.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Post => "post",
        }
    }

    /// Reads the name; nothing for any other text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// How a consent, or its withdrawal, came to the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Told at the counter or the welcome desk.
    Spoken,
    /// A paper that was signed.
    Paper,
    /// Sent by the customer: a STOP, a letter, a click.
    Sent,
    /// Came with a file of another program.
    Import,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Spoken, Self::Paper, Self::Sent, Self::Import];

    /// Gives the name in files and commands.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spoken => "spoken",
            Self::Paper => "paper",
            Self::Sent => "sent",
            Self::Import => "import",
        }
    }

    /// Reads the name; nothing for any other text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// One thing that a customer said about a channel. It is never changed: the last one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Which way.
    pub channel: Channel,
    /// Yes, or no more.
    pub granted: bool,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// How it came.
    pub source: Source,
    /// The words that were read or signed.
    pub wording: String,
    /// Who noted it.
    pub operator: String,
}

/// Where a customer stands on each channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    last: BTreeMap<Channel, Consent>,
}

impl Consents {
    /// Takes everything that was said, in its order.
    #[must_use]
    pub fn of(said: impl IntoIterator<Item = Consent>) -> Self {
        Self { last: said.into_iter().map(|consent| (consent.channel, consent)).collect() }
    }

    /// Gives the last that was said about a channel; nothing when nobody asked.
    #[must_use]
    pub fn on(&self, channel: Channel) -> Option<&Consent> {
        self.last.get(&channel)
    }

    /// Tells whether the customer agreed to a channel, and did not take it back.
    #[must_use]
    pub fn granted(&self, channel: Channel) -> bool {
        self.on(channel).is_some_and(|consent| consent.granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_on_a_channel_counts() {
        let said = |channel, granted| Consent {
            channel,
            granted,
            at: "2026-11-22T10:00:00+01:00".parse().unwrap(),
            source: Source::Spoken,
            wording: "Souhaitez-vous nos nouvelles par SMS ?".into(),
            operator: "Ana".into(),
        };
        let consents = Consents::of([said(Channel::Sms, true), said(Channel::Email, true), said(Channel::Sms, false)]);
        assert_eq!(Channel::ALL.map(|channel| consents.granted(channel)), [false, true, false]);
        assert!(consents.on(Channel::Sms).is_some() && consents.on(Channel::Post).is_none());
    }

    #[test]
    fn names_read_back() {
        assert_eq!(Channel::ALL.map(|channel| Channel::from_name(channel.name()).unwrap()), Channel::ALL);
        assert_eq!(Source::ALL.map(|source| Source::from_name(source.name()).unwrap()), Source::ALL);
        assert_eq!((Channel::from_name("fax"), Source::from_name("")), (None, None));
    }
}
