//! What the law gives people over their data: to be forgotten, not to be written to, not to be kept for
//! ever (GDPR, articles 17, 21 and 5, paragraph 1 e).

use chrono::Months;
use comptoir_contact::{Email, Phone};
use comptoir_domain::customer::{Channel, Consent, Customer, Source};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_store::{Hand, IdleFile, StoreError};

use crate::clock::Clock;
use crate::error::{Error, NotFound};
use crate::holdings::Held;
use crate::till::Till;

/// What goes with a person, told before anything is erased.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Who.
    pub customer: Customer,
    /// What is on the account: the file cannot be erased unless it is zero.
    pub owed: Money,
    /// Counters with something on them, which nobody can claim any more.
    pub counters: Vec<Held>,
    /// Codes of papers with something left: they stay good for who brings them.
    pub papers: Vec<(String, Money)>,
}

/// What became of files that were to be erased at once.
#[derive(Clone, Debug, Default)]
pub struct Erased {
    /// How many are.
    pub erased: usize,
    /// Who is not, for so much is on the account.
    pub kept: Vec<(Customer, Money)>,
}

impl Till {
    /// Tells what goes with a person, and changes nothing.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn erasure_of(&self, id: CustomerId) -> Result<Erasure, Error> {
        let summary = self.customer_summary(id)?;
        let held = summary.counters.into_iter().filter(|held| held.holding.balance != Points::ZERO);
        Ok(Erasure {
            owed: summary.account.map_or(Money::ZERO, |account| account.balance),
            counters: held.collect(),
            papers: summary.credits.into_iter().map(|credit| (credit.code, credit.balance)).collect(),
            customer: summary.customer,
        })
    }

    /// Erases a person; the books keep an id that means nobody. With `oppose`, none of the person's
    /// addresses may be written to, whoever brings them back. This cannot be taken back.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], [`StillOwed`](comptoir_store::StoreError::StillOwed) while something is on the account.
    pub fn erase_customer(&mut self, id: CustomerId, oppose: bool) -> Result<(), Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        let reason = self.language.pick("fiche effacée à sa demande", "file erased on request");
        self.store.bulk(|store| -> Result<(), StoreError> {
            store.erase_file(customer.id, &hand)?;
            for (channel, address) in addresses(&customer).into_iter().filter(|_| oppose) {
                store.oppose(channel, &address, reason, hand.at)?;
            }
            Ok(())
        })?;
        self.pasts.forget();
        Ok(())
    }

    /// Gives the files of people who neither bought nor said anything in so many years, the longest ago
    /// first: to be asked once more, or erased.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn idle_customers(&self, years: u32, limit: usize) -> Result<Vec<(IdleFile, Customer)>, Error> {
        let today = Clock::business_day(self.now());
        let before = today.checked_sub_months(Months::new(years.saturating_mul(12))).unwrap_or(chrono::NaiveDate::MIN);
        let mut idle = Vec::new();
        for file in self.store.idle_files(before, limit)? {
            if let Some(customer) = self.store.customer(file.customer)? {
                idle.push((file, customer));
            }
        }
        Ok(idle)
    }

    /// Erases files one by one, and tells after each how many are looked at. Who has something on the account stays:
    /// who owes must be known.
    ///
    /// # Errors
    ///
    /// What the store says; what is erased by then stays erased.
    pub fn erase_customers(&mut self, files: &[CustomerId], progress: &mut dyn FnMut(usize)) -> Result<Erased, Error> {
        let mut told = Erased::default();
        for (at, id) in files.iter().enumerate() {
            let Some(customer) = self.store.customer(*id)? else { continue };
            match self.erase_customer(*id, false) {
                Ok(()) => told.erased += 1,
                Err(Error::Storage(StoreError::StillOwed { balance, .. })) => told.kept.push((customer, balance)),
                Err(error) => return Err(error),
            }
            progress(at + 1);
        }
        Ok(told)
    }

    /// Notes that an address, or all addresses of a customer, may not be written to: a phone number, an
    /// e-mail address, or whoever [`Till::find_customer`] finds. Who has such an address in the files has
    /// said no with it. Gives what was noted.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`] for a text that is none of them.
    pub fn oppose(&mut self, text: &str, reason: &str) -> Result<Vec<(Channel, String)>, Error> {
        let (named, opposed) = self.addresses_named(text)?;
        for (channel, address) in &opposed {
            self.store.oppose(*channel, address, reason, self.now())?;
            let others = self.who_has(*channel, address)?;
            for id in named.iter().copied().chain(others.into_iter().filter(|id| Some(*id) != named)) {
                let refused = Consent {
                    channel: *channel,
                    granted: false,
                    at: self.now(),
                    source: Source::Sent,
                    wording: reason.to_owned(),
                    operator: self.operator.clone(),
                };
                self.store.say(id, &refused)?;
            }
        }
        Ok(opposed)
    }

    /// Takes an address, or all addresses of a customer, off the list. Gives what was on it.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`] for a text that is neither.
    pub fn lift_oppositions(&mut self, text: &str) -> Result<Vec<(Channel, String)>, Error> {
        let (_, addresses) = self.addresses_named(text)?;
        self.lift(addresses)
    }

    pub(super) fn lift(&mut self, addresses: Vec<(Channel, String)>) -> Result<Vec<(Channel, String)>, Error> {
        let mut lifted = Vec::new();
        for (channel, address) in addresses {
            if self.store.lift_opposition(channel, &address)? {
                lifted.push((channel, address));
            }
        }
        Ok(lifted)
    }

    /// Tells by which channels a customer has an address that may not be written to.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn opposed_channels(&self, customer: &Customer) -> Result<Vec<Channel>, Error> {
        let mut opposed = Vec::new();
        for (channel, address) in addresses(customer) {
            if !opposed.contains(&channel) && self.store.is_opposed(channel, &address)? {
                opposed.push(channel);
            }
        }
        Ok(opposed)
    }

    /// The addresses that a text means, and the customer when it means one.
    fn addresses_named(&self, text: &str) -> Result<(Option<CustomerId>, Vec<Address>), Error> {
        if let Ok(email) = Email::read(text) {
            return Ok((None, vec![(Channel::Email, email.as_str().to_lowercase())]));
        }
        if let Ok(phone) = Phone::read(text, self.home(None)) {
            return Ok((None, vec![(Channel::Sms, phone.as_str().to_owned())]));
        }
        let customer = self.find_customer(text)?;
        Ok((Some(customer.id), addresses(&customer)))
    }

    fn who_has(&self, channel: Channel, address: &str) -> Result<Vec<CustomerId>, Error> {
        let typed = match channel {
            Channel::Sms => super::shown_phone(address),
            Channel::Email => address.to_owned(),
            // Two people at one door are two people.
            Channel::Post => return Ok(Vec::new()),
        };
        let found = self.store.search_customers(&typed, MOST_OF_ONE_ADDRESS)?;
        let has = |customer: &Customer| addresses(customer).iter().any(|one| one.0 == channel && one.1 == address);
        Ok(found.into_iter().filter(has).map(|customer| customer.id).collect())
    }
}

/// An address with the channel that it is written to by, in its one spelling.
type Address = (Channel, String);

/// Customers who may share a phone or an address: a family, a firm.
const MOST_OF_ONE_ADDRESS: usize = 100;

/// The addresses of a customer in the one spelling by which the list of oppositions knows them. A letter's
/// is who, where and which postcode, in small letters without accents.
pub(super) fn addresses(customer: &Customer) -> Vec<Address> {
    let person = &customer.person;
    let phones = person.phones().map(|phone| (Channel::Sms, phone.to_owned()));
    let emails = person.emails().map(|email| (Channel::Email, email.to_lowercase()));
    let letter = person.street.as_deref().zip(person.postcode.as_deref()).map(|(street, postcode)| {
        let who = [person.last_name.as_str(), person.first_name.as_str(), street, postcode].join(" ");
        (Channel::Post, comptoir_store::search::fold(&who))
    });
    phones.chain(emails).chain(letter).collect()
}
