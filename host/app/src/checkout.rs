//! The counter's verbs on a draft: scan, identify, search, park, recall, abandon.

use comptoir_domain::code::{CodeError, InStoreValue, ScannedCode};
use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::customer::Customer;
use comptoir_domain::draft::{Draft, DraftCustomer, PriceSource};
use comptoir_domain::effect::Offer;
use comptoir_domain::id::{CustomerId, LineId, ProgramId};
use comptoir_domain::item::{Item, Unit};
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::price_list::Tariff;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_journal::Event;
use comptoir_store::Parked;
use rust_decimal::Decimal;

use crate::answer::OfferAnswer;
use crate::clock::Clock;
use crate::error::{Error, Invalid, NotFound, Refused};
use crate::till::Till;

/// What a code turned out to be.
#[derive(Clone, Debug)]
pub enum Decoded {
    /// An item, with the price or weight that an in-store label carries.
    Item(Box<Item>, Option<InStoreValue>),
    /// A customer's card.
    Customer(Box<Customer>),
    /// A credit note, gift voucher or voucher.
    Credit(Credit),
    /// A receipt of this till.
    Sale(ReceiptNumber),
}

impl Decoded {
    /// Names what the code is, for people who test a scanner.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Item(item, _) => item.label.clone(),
            Self::Customer(customer) => customer.person.display_name(),
            Self::Credit(credit) => credit.code.clone(),
            Self::Sale(number) => number.to_string(),
        }
    }
}

/// What a scan did to the draft.
#[derive(Clone, Debug)]
pub enum Scanned {
    /// A line was added, or has more of its item.
    Line(LineId),
    /// The customer was identified.
    Customer(Box<Customer>),
    /// A voucher reduces the sale.
    Voucher(Credit),
    /// A paper that pays: kept for the payment.
    Payment(Credit),
    /// A receipt: the sale to look at or to refund.
    Sale(ReceiptNumber),
}

impl Till {
    /// Says what a code is, looked up in this order: receipt, paper, customer card, item, in-store label.
    ///
    /// # Errors
    ///
    /// [`Invalid::CheckDigit`] of a misread code, [`NotFound::Code`] of an unknown one.
    pub fn decode(&self, raw: &str) -> Result<Decoded, Error> {
        let code = ScannedCode::read(raw).map_err(|error| unreadable(raw, &error))?;
        if let Ok(number) = code.text.parse::<ReceiptNumber>()
            && self.store.sale_by_number(&number)?.is_some()
        {
            return Ok(Decoded::Sale(number));
        }
        if let Some(credit) = self.store.credit_by_code(&code.text.to_uppercase())? {
            return Ok(Decoded::Credit(credit));
        }
        if let Some(customer) = self.store.customer_by_card(&code.text)? {
            return Ok(Decoded::Customer(Box::new(customer)));
        }
        if let Some(item) = self.store.item_by_code(&code.text)? {
            return Ok(Decoded::Item(Box::new(item), None));
        }
        self.decode_label(&code)?.ok_or_else(|| NotFound::Code(code.text).into())
    }

    fn decode_label(&self, code: &ScannedCode) -> Result<Option<Decoded>, Error> {
        let Some(gtin) = &code.gtin else { return Ok(None) };
        let label = self.layouts.read(gtin).map_err(|error| unreadable(&code.text, &error))?;
        let Some(label) = label else { return Ok(None) };
        let item = self.store.item_by_code(&label.item)?;
        Ok(item.map(|item| Decoded::Item(Box::new(item), Some(label.value))))
    }

    /// Scans a code onto the draft.
    ///
    /// # Errors
    ///
    /// As [`Self::decode`], and what the draft refuses.
    pub fn scan(&mut self, draft: &mut Draft, raw: &str, quantity: Option<Quantity>) -> Result<Scanned, Error> {
        let decoded = self.decode(raw)?;
        self.apply(draft, decoded, quantity)
    }

    /// Puts what a code turned out to be onto the draft.
    pub(crate) fn apply(
        &self,
        draft: &mut Draft,
        decoded: Decoded,
        quantity: Option<Quantity>,
    ) -> Result<Scanned, Error> {
        match decoded {
            Decoded::Item(item, label) => Ok(Scanned::Line(add_item(draft, *item, label, quantity)?)),
            Decoded::Customer(customer) => {
                self.put_customer_on(draft, &customer)?;
                Ok(Scanned::Customer(customer))
            }
            Decoded::Credit(credit) if credit.kind == CreditKind::Voucher => {
                credit.check_usable(Clock::business_day(self.now()))?;
                draft.use_voucher(credit.clone())?;
                Ok(Scanned::Voucher(credit))
            }
            Decoded::Credit(credit) => Ok(Scanned::Payment(credit)),
            Decoded::Sale(number) => Ok(Scanned::Sale(number)),
        }
    }

    /// Identifies a customer: the group's price list and discount hold from now on.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`].
    pub fn identify(&self, draft: &mut Draft, id: CustomerId) -> Result<Customer, Error> {
        let customer = self.store.customer(id)?.ok_or_else(|| NotFound::Customer(id.to_string()))?;
        self.put_customer_on(draft, &customer)?;
        Ok(customer)
    }

    fn put_customer_on(&self, draft: &mut Draft, customer: &Customer) -> Result<(), Error> {
        let mut known = DraftCustomer::from(customer);
        let list = known.group.as_ref().and_then(|group| group.price_list.as_ref());
        known.tariff = list
            .map(|list| Ok::<_, Error>(Tariff::of(list, &self.store.price_lists()?)))
            .transpose()?
            .unwrap_or_default();
        draft.identify(Some(known));
        Ok(())
    }

    /// Removes the customer, and with them the group's prices and the answers to offers.
    pub fn remove_customer(&self, draft: &mut Draft) {
        draft.identify(None);
    }

    /// Finds the one customer that a card, a name or a number means.
    ///
    /// # Errors
    ///
    /// [`NotFound::Customer`] when nobody matches, [`NotFound::SeveralCustomers`] when several do.
    pub fn find_customer(&self, text: &str) -> Result<Customer, Error> {
        if let Ok(id) = text.parse::<CustomerId>()
            && let Some(customer) = self.store.customer(id)?
        {
            return Ok(customer);
        }
        let code = ScannedCode::read(text).map(|code| code.text).unwrap_or_else(|_| text.to_owned());
        if let Some(customer) = self.store.customer_by_card(&code)? {
            return Ok(customer);
        }
        let mut found = self.store.search_customers(text, 6)?;
        match (found.len(), found.pop()) {
            (1, Some(customer)) => Ok(customer),
            (_, None) => Err(NotFound::Customer(text.to_owned()).into()),
            (_, Some(last)) => {
                found.push(last);
                let found = found.iter().map(|customer| {
                    let card = customer.cards.first().map_or("", String::as_str);
                    format!("{card} {}", customer.person.display_name())
                });
                Err(NotFound::SeveralCustomers { asked: text.to_owned(), found: found.collect() }.into())
            }
        }
    }

    /// Answers an offer that is open in the last evaluation: its id, or `program/id` when two
    /// programs use the same.
    ///
    /// # Errors
    ///
    /// [`NotFound::Offer`] with what is open, [`NotFound::SeveralOffers`] with how each is named.
    pub fn answer(&mut self, draft: &mut Draft, offer: &str, answer: OfferAnswer) -> Result<(), Error> {
        let evaluated = self.preview(draft, false)?;
        let open: Vec<(&ProgramId, &Offer)> = evaluated.offers().collect();
        let named =
            |(program, open): &&(&ProgramId, &Offer)| open.id == offer || format!("{program}/{}", open.id) == offer;
        let found: Vec<_> = open.iter().filter(named).collect();
        match found[..] {
            [(program, offer)] => draft.answer(answer.to(program, offer)?),
            [] => return Err(evaluated.no_offer(offer).into()),
            _ => {
                let found = found.iter().map(|(program, offer)| format!("{program}/{}", offer.id)).collect();
                return Err(NotFound::SeveralOffers { asked: offer.to_owned(), found }.into());
            }
        }
        Ok(())
    }

    /// Sets the price of one unit of a line by hand.
    ///
    /// # Errors
    ///
    /// [`Refused::PriceNotPositive`], or no such line.
    pub fn set_price(&self, draft: &mut Draft, line: LineId, price: Money) -> Result<(), Error> {
        if price.is_negative() || price > Money::MAX {
            return Err(Refused::PriceNotPositive.into());
        }
        let line = draft.line_mut(line)?;
        line.quantity.times(price, Rounding::HalfUp)?;
        line.price = PriceSource::Manual(price);
        Ok(())
    }

    /// Takes a line off the draft; the technical log keeps a trace (JET 190).
    ///
    /// # Errors
    ///
    /// No such line.
    pub fn cancel_line(&mut self, draft: &mut Draft, line: LineId) -> Result<(), Error> {
        let line = draft.remove(line)?;
        let detail = format!("{} × {} ({})", line.quantity, line.item.label, line.item.sku);
        self.log(Event::LINE_CANCELED, &detail)
    }

    /// Gives up a draft; the technical log keeps a trace (JET 320) when something was on it.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn abandon(&mut self, draft: &Draft) -> Result<(), Error> {
        if draft.lines.is_empty() {
            return Ok(());
        }
        let total = comptoir_domain::price::Priced::of(draft, Clock::business_day(self.now())).total();
        self.log(Event::SALE_ABANDONED, &format!("{} lignes, {total}", draft.lines.len()))
    }

    /// Puts a draft aside, to serve the next customer.
    ///
    /// # Errors
    ///
    /// [`Refused::EmptySale`].
    pub fn park(&mut self, draft: &Draft, label: &str) -> Result<i64, Error> {
        if draft.lines.is_empty() {
            return Err(Refused::EmptySale.into());
        }
        Ok(self.store.park(label, draft, self.now())?)
    }

    /// Lists the drafts put aside.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn parked(&self) -> Result<Vec<Parked>, Error> {
        Ok(self.store.parked()?)
    }

    /// Takes a draft up again. It stays on the shelf until it is paid ([`crate::pay::Payment::parked`])
    /// or taken off, so that a power cut does not lose it.
    ///
    /// # Errors
    ///
    /// [`NotFound::Parked`].
    pub fn recall(&self, id: i64) -> Result<Draft, Error> {
        let parked = self.store.parked()?.into_iter().find(|parked| parked.id == id);
        parked.map(|parked| parked.draft).ok_or_else(|| NotFound::Parked(id.to_string()).into())
    }

    /// Takes a draft off the shelf.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn unpark(&mut self, id: i64) -> Result<(), Error> {
        self.store.take_parked(id)?;
        Ok(())
    }
}

fn unreadable(raw: &str, error: &CodeError) -> Error {
    let read = raw.trim().to_owned();
    match error {
        CodeError::WrongCheckDigit { read, expected, .. } => {
            let expected = char::from_digit(u32::from(*expected), 10).unwrap_or('?');
            Invalid::CheckDigit { read: read.clone(), expected }.into()
        }
        other => Invalid::Code { read, problem: other.to_string() }.into(),
    }
}

/// Adds an item as its code asks: a weighed label gives the quantity, a priced label the amount, each
/// as often as the cashier says.
fn add_item(
    draft: &mut Draft,
    item: Item,
    label: Option<InStoreValue>,
    quantity: Option<Quantity>,
) -> Result<LineId, Error> {
    let times = quantity.unwrap_or(Quantity::ONE);
    let (quantity, price) = match label {
        None => (times, PriceSource::List),
        Some(InStoreValue::Weight(weight)) => (checked_quantity(weight * times.value())?, PriceSource::List),
        Some(InStoreValue::Price(cents)) => {
            let amount = times.times(Money::from_cents(cents), Rounding::HalfUp)?;
            (quantity_for(&item, amount, times)?, PriceSource::Label(amount))
        }
    };
    Ok(draft.add(item, quantity, price)?)
}

fn checked_quantity(value: Decimal) -> Result<Quantity, Error> {
    Quantity::new(value).map_err(|error| Invalid::Quantity(error.0).into())
}

/// The quantity behind priced labels, for the stock: amount by unit price, to the gram.
fn quantity_for(item: &Item, amount: Money, labels: Quantity) -> Result<Quantity, Error> {
    if item.unit == Unit::Piece || !item.price.is_positive() {
        return Ok(labels);
    }
    let exact = amount.to_decimal() / item.price.to_decimal();
    checked_quantity(Rounding::HalfUp.round(exact, 3).max(Decimal::new(1, 3)))
}
