//! Files opened and changed with what was typed into their fields.

use comptoir_contact::Region;
use comptoir_domain::code::ScannedCode;
use comptoir_domain::customer::{Customer, Dealings, Person};
use comptoir_domain::id::CustomerId;
use comptoir_store::{Act, Hand};

use super::fill::Filler;
use super::{FieldIssue, FormField, NewCustomer, birthday_text};
use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::till::Till;

impl Till {
    /// Opens the file of a new customer at the till.
    ///
    /// # Errors
    ///
    /// As [`Self::create_file`].
    pub fn create_customer(&mut self, new: &NewCustomer) -> Result<Customer, Error> {
        let birthday = new.birthday.map(birthday_text).unwrap_or_default();
        let typed = [
            (FormField::Title, new.title.clone()),
            (FormField::LastName, new.last_name.clone()),
            (FormField::FirstName, new.first_name.clone()),
            (FormField::Phone, new.phone.clone()),
            (FormField::Email, new.email.clone()),
            (FormField::Postcode, new.postcode.clone()),
            (FormField::Birthday, birthday),
            (FormField::Cards, new.card.clone().unwrap_or_default()),
        ];
        self.create_file(&typed)
    }

    /// Opens a file with what was typed into its fields.
    ///
    /// # Errors
    ///
    /// [`Invalid::Form`] with every field that cannot be taken, [`Refused::CardInUse`].
    pub fn create_file(&mut self, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let customer = self.blank_file();
        self.write_form(customer, typed)
    }

    /// Changes fields of a file; those that are not named stay as they are, those left empty are emptied.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`], and as [`Self::create_file`].
    pub fn edit_file(&mut self, id: CustomerId, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        let changed = self.write_form(customer, typed)?;
        self.pasts.forget();
        Ok(changed)
    }

    /// Gives a file with nothing in it, opened today.
    pub(crate) fn blank_file(&self) -> Customer {
        Customer {
            id: self.new_customer_id(),
            person: Person::default(),
            group: None,
            cards: Vec::new(),
            since: Clock::business_day(self.now()),
            tags: std::collections::BTreeSet::new(),
            sponsor: None,
            dealings: Dealings::default(),
        }
    }

    fn write_form(&mut self, mut customer: Customer, typed: &[(FormField, String)]) -> Result<Customer, Error> {
        let issues = self.fill(&mut customer, typed)?;
        if !issues.is_empty() {
            return Err(Invalid::Form(issues).into());
        }
        let operator = self.operator.clone();
        self.store.write_file(&customer, &Hand { at: self.now(), operator: &operator, batch: None })?;
        Ok(customer)
    }

    /// Puts what was typed into a file, and gives every field that cannot be taken.
    ///
    /// # Errors
    ///
    /// [`Refused::CardInUse`], [`NotFound::Group`] is an issue of its field; else what the store says.
    pub(crate) fn fill(
        &self,
        customer: &mut Customer,
        typed: &[(FormField, String)],
    ) -> Result<Vec<FieldIssue>, Error> {
        let own = self.store.custom_fields()?;
        let mut filler = Filler { till: self, customer, own: &own, issues: Vec::new() };
        // The postcode tells the region of phone numbers: it is read first.
        for (field, text) in typed.iter().filter(|(field, _)| *field == FormField::Postcode).chain(typed) {
            filler.take(field, text)?;
        }
        filler.check_whole();
        let mut issues = filler.issues;
        issues.dedup();
        Ok(issues)
    }

    /// The region whose numbers are dialed without a prefix: the customer's, else the shop's.
    pub(in crate::customers) fn home(&self, postcode: Option<&str>) -> Region {
        let of_shop = || {
            let mut words = self.shop().address.iter().flat_map(|line| line.split_whitespace());
            let code = words.rfind(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()));
            code.map(str::to_owned)
        };
        let code = postcode.map(str::to_owned).or_else(of_shop);
        code.map_or(Region::France, |code| Region::of_postcode(&code))
    }

    /// A card must mean its customer when it is scanned, and nothing else.
    pub(crate) fn free_card(&self, card: &str, owner: CustomerId) -> Result<String, Error> {
        let text = ScannedCode::read(card).map_or_else(|_| card.to_owned(), |code| code.text);
        if self.store.customer_by_card(&text)?.is_some_and(|customer| customer.id == owner) {
            return Ok(text);
        }
        match self.decode(card) {
            Ok(meant) => Err(Refused::CardInUse { card: card.to_owned(), by: meant.name() }.into()),
            Err(Error::NotFound(NotFound::Code(_))) => Ok(text),
            Err(error) => Err(error),
        }
    }

    /// Notes that a file was read in the back office.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn note_consultation(&mut self, id: CustomerId) -> Result<(), Error> {
        let operator = self.operator.clone();
        let hand = Hand { at: self.now(), operator: &operator, batch: None };
        Ok(self.store.note_act(id, Act::Consulted, None, &hand)?)
    }
}
