//! `comptoir till`: the terminal till, for machines without a display and for pipes.
//!
//! One line is one gesture: a code (scanned or typed), a card, or a word such as `payer cash=50`. Keys
//! and scanner come through one channel, so a scan lands right whatever is being typed. After each
//! gesture the ticket is shown with what the programs say. Printing goes on meanwhile.

use std::io::{IsTerminal as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use comptoir_app::counter::{Action, Counter, Done as Did};
use comptoir_app::devices::Heard;
use comptoir_app::evaluate::Evaluated;
use comptoir_app::{Error, Kind, NotFound, OfferAnswer, Till};
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::facts::OfferState;
use comptoir_domain::money::Money;

use super::sale::{read_discount, read_quantity, split_quantity, tell_printed};
use crate::args::TillArgs;
use crate::context::{Context, Done};
use crate::{answer, views};

mod hands;
mod money;
mod words;

use hands::{Gesture, read_keys};
use words::{line_id, two};

/// How often the print queue is looked at while nobody types.
const IDLE: Duration = Duration::from_millis(500);
/// How long the till waits for the printer when it closes.
const LAST_PRINTS: Duration = Duration::from_secs(5);

/// Opens the till of the shop: in a window where there is a display.
pub(super) fn run(args: &TillArgs, context: &Context) -> Done {
    if super::window::is_wanted(args.no_ui, context) {
        return super::window::serve(super::window::Which::Till, context);
    }
    let till = context.open()?;
    serve(till, context)
}

/// Serves customers until the input ends or the cashier leaves.
pub(super) fn serve(till: Till, context: &Context) -> Done {
    let (tell, gestures) = channel();
    read_keys(tell.clone());
    let _scanner = till.listen(move |heard| {
        let _ = tell.send(match heard {
            Heard::Code(code) => Gesture::Scan(code),
            Heard::Notice(words) | Heard::Lost(words) | Heard::Back(words) => Gesture::Notice(words),
        });
    })?;
    let interactive = std::io::stdin().is_terminal() && !context.json;
    let mut terminal = Terminal { counter: Counter::open(till)?, context, interactive, trouble: None };
    terminal.welcome()?;
    terminal.serve(&gestures)
}

/// Whether the till goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Serve,
    Leave,
}

/// One cashier at a counter, who types and reads lines.
struct Terminal<'a> {
    counter: Counter,
    context: &'a Context,
    interactive: bool,
    /// The printer's trouble as it was told last.
    trouble: Option<String>,
}

impl Terminal<'_> {
    fn welcome(&mut self) -> Done {
        if self.interactive {
            self.greet()?;
        }
        if let Some(notice) = self.counter.quick_view()?.notice {
            self.context.complain(&notice);
        }
        if self.counter.is_recovered() {
            self.context.note(self.context.pick("Vente en cours reprise :", "Unfinished sale taken up:"));
            self.show()?;
        }
        self.prompt()
    }

    fn greet(&self) -> Done {
        let (shop, till) = (&self.till().shop().name, &self.till().shop().till);
        self.context.say(&self.context.pick(
            format!("{shop} · caisse {till}. Scannez ou tapez un code ; « aide » montre les mots, « quitter » ferme."),
            format!("{shop} · till {till}. Scan or type a code; `help` shows the words, `quit` closes."),
        ))
    }

    const fn till(&self) -> &Till {
        self.counter.till()
    }

    fn prompt(&self) -> Done {
        if self.interactive {
            let mut out = std::io::stdout().lock();
            let _ = write!(out, "> ").and_then(|()| out.flush());
        }
        Ok(())
    }

    fn serve(&mut self, gestures: &Receiver<Gesture>) -> Done {
        loop {
            let next = match gestures.recv_timeout(IDLE) {
                Ok(Gesture::Typed(line)) => self.gesture(&line)?,
                Ok(Gesture::Scan(code)) => self.gesture(&code)?,
                Ok(Gesture::Notice(words)) => {
                    self.context.note(&words);
                    Next::Serve
                }
                Ok(Gesture::End) | Err(RecvTimeoutError::Disconnected) => Next::Leave,
                Err(RecvTimeoutError::Timeout) => Next::Serve,
            };
            self.turn_printer()?;
            if next == Next::Leave {
                return self.leave();
            }
            self.counter.remember()?;
        }
    }

    /// The printer's trouble is told when it begins, not at each look.
    fn turn_printer(&mut self) -> Done {
        let printed = self.counter.turn_printer()?;
        if printed.trouble.is_some() && printed.trouble != self.trouble {
            tell_printed(&printed, self.context);
        }
        self.trouble = printed.trouble;
        Ok(())
    }

    /// A recalled ticket stays parked; another one is abandoned, unless money was given for it: then it is
    /// taken up at the next start.
    fn leave(&mut self) -> Done {
        if !self.counter.is_on_shelf() {
            match self.counter.act(Action::Abandon) {
                Err(error) if error.kind() != Kind::Refused => return Err(error.into()),
                _ => {}
            }
        }
        let printed = self.counter.leave(LAST_PRINTS)?;
        tell_printed(&printed, self.context);
        Ok(())
    }

    /// Does one gesture; what trade refuses is told, and the till goes on.
    fn gesture(&mut self, line: &str) -> Done<Next> {
        let next = match self.act(line.trim()) {
            Ok(next) => next,
            Err(error) if error.kind() == Kind::Storage => return Err(error.into()),
            Err(error) => {
                self.refuse(&error)?;
                Next::Serve
            }
        };
        if next == Next::Serve {
            self.prompt()?;
        }
        Ok(next)
    }

    fn refuse(&self, error: &Error) -> Done {
        let words = error.message(self.context.language);
        if self.context.json {
            return self.context.say(&serde_json::json!({ "error": words }).to_string());
        }
        self.context.complain(&format!("✗ {words}"));
        Ok(())
    }

    fn act(&mut self, line: &str) -> Result<Next, Error> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word.to_lowercase().as_str() {
            "" => {}
            "quitter" | "quit" => return Ok(Next::Leave),
            "aide" | "help" | "?" => self.help(),
            "cherche" | "find" => self.find(rest)?,
            "client" | "customer" => self.customer(rest)?,
            "qte" | "qté" | "qty" => self.quantity(rest)?,
            "prix" | "price" => self.price(rest)?,
            "remise" | "discount" => self.discount(rest)?,
            "enlever" | "remove" => self.change(Action::CancelLine { line: line_id(rest)? })?,
            "prendre" | "take" => {
                let (offer, answer) = OfferAnswer::typed(rest);
                self.answer(offer, answer)?;
            }
            "plus-tard" | "later" => self.answer(rest, OfferAnswer::of(OfferState::Later))?,
            "pourquoi" | "why" => self.why()?,
            "attente" | "park" => self.park(rest)?,
            "reprendre" | "recall" => self.recall(rest)?,
            "annuler" | "cancel" => self.cancel()?,
            "payer" | "pay" => self.pay(rest)?,
            "retour" | "refund" => self.refund(rest)?,
            "duplicata" | "duplicate" => self.duplicate(rest)?,
            _ => self.scan(line)?,
        }
        Ok(Next::Serve)
    }

    /// Says something that is no ticket: a program gets it as one line too, so that it need not wait.
    fn tell(&self, text: &str) {
        let text = text.trim_end();
        let _ = match self.context.json {
            true => self.context.say(&serde_json::json!({ "told": text }).to_string()),
            false => self.context.say(text),
        };
    }

    fn help(&self) {
        self.tell(&words::help(self.context.language));
    }

    /// What was given is given back before the ticket is abandoned.
    fn cancel(&mut self) -> Result<(), Error> {
        while self.counter.act(Action::RemoveTender { index: 0 }).is_ok() {}
        self.counter.act(Action::Abandon)?;
        self.tell(self.context.pick("Ticket abandonné.", "Sale abandoned."));
        Ok(())
    }

    fn why(&mut self) -> Result<(), Error> {
        let draft = self.counter.draft().clone();
        let evaluated = self.counter.till_mut().preview(&draft, true)?;
        self.tell(&views::why(self.till(), &evaluated.programs, self.context.language));
        Ok(())
    }

    /// Does what changes the ticket, and shows it.
    fn change(&mut self, action: Action) -> Result<(), Error> {
        self.counter.act(action)?;
        self.show().map(drop)
    }

    /// Shows the ticket with what the programs say.
    fn show(&mut self) -> Result<Evaluated, Error> {
        let evaluated = self.counter.evaluated()?.clone();
        if self.context.json {
            let _ = self.context.say(&answer::preview(self.till(), &evaluated, false).to_string());
        } else {
            self.tell(&views::draft(self.counter.draft(), &evaluated, self.till(), self.context.language));
        }
        Ok(evaluated)
    }

    fn scan(&mut self, line: &str) -> Result<(), Error> {
        let (quantity, code) = split_quantity(line)?;
        let scan = Action::Scan { candidates: vec![code.to_owned()], quantity };
        match self.counter.act(scan)?.done {
            Did::Customer(id) => self.show_customer(id)?,
            Did::PaperKept { code, .. } => {
                if let Some(credit) = self.till().store().credit_by_code(&code)? {
                    self.tell(&views::paper(&credit, self.context.language));
                }
            }
            Did::Receipt(number) => {
                let sale = self.till().sale(&number)?;
                let how = self.context.pick(
                    format!("« retour {number} cash » le rembourse."),
                    format!("`refund {number} cash` refunds it."),
                );
                self.tell(&(views::paid(&sale, self.till(), self.context.language) + how.as_str()));
            }
            _ => drop(self.show()?),
        }
        Ok(())
    }

    fn find(&self, words: &str) -> Result<(), Error> {
        let items = self.till().store().search_items(words, 10)?;
        let customers = self.till().store().search_customers(words, 10)?;
        let mut lines: Vec<String> = items
            .iter()
            .map(|item| {
                let price = comptoir_app::format::money(item.price, self.context.language);
                views::pair(&format!("{:<10} {}", item.sku.as_str(), item.label), &price)
            })
            .collect();
        lines.extend(customers.iter().map(|customer| {
            let card = customer.cards.first().map_or("", String::as_str);
            format!("{card:<14} {}", customer.person.display_name())
        }));
        if lines.is_empty() {
            lines.push(self.context.pick(format!("Rien pour « {words} »."), format!("Nothing for “{words}”.")));
        }
        self.tell(&lines.join("\n"));
        Ok(())
    }

    fn customer(&mut self, text: &str) -> Result<(), Error> {
        if text == "-" {
            return self.change(Action::RemoveCustomer);
        }
        let customer = self.till().find_customer(text)?.id;
        self.counter.act(Action::Identify { customer })?;
        self.show_customer(customer)
    }

    fn show_customer(&mut self, id: comptoir_domain::id::CustomerId) -> Result<(), Error> {
        let summary = self.till().customer_summary(id)?;
        if self.context.json {
            let _ = self.context.say(&answer::customer(&summary).to_string());
            return Ok(());
        }
        self.tell(&views::customer(&summary, self.till(), self.context.language));
        self.show().map(drop)
    }

    fn quantity(&mut self, rest: &str) -> Result<(), Error> {
        let (line, quantity) = two(rest)?;
        self.change(Action::SetQuantity { line: line_id(line)?, quantity: read_quantity(quantity)? })
    }

    fn price(&mut self, rest: &str) -> Result<(), Error> {
        let (line, price) = two(rest)?;
        self.change(Action::SetPrice { line: line_id(line)?, price: Money::parse(price)? })
    }

    /// A discount of zero is none.
    fn discount(&mut self, rest: &str) -> Result<(), Error> {
        let read = |text: &str| -> Result<Option<ManualDiscount>, Error> {
            Ok(Some(read_discount(text)?).filter(|discount| discount.of(Money::MAX).is_positive()))
        };
        self.change(match rest.split_once(char::is_whitespace) {
            Some((line, discount)) => Action::SetLineDiscount { line: line_id(line)?, discount: read(discount)? },
            None => Action::SetSaleDiscount { discount: read(rest)? },
        })
    }

    fn answer(&mut self, offer: &str, answer: OfferAnswer) -> Result<(), Error> {
        self.counter.answer_named(offer, answer)?;
        self.show().map(drop)
    }

    fn park(&mut self, label: &str) -> Result<(), Error> {
        let label = if label.is_empty() { self.till().now().format("%H:%M").to_string() } else { label.to_owned() };
        self.counter.act(Action::Park { label: label.clone() })?;
        let id = self.till().parked()?.last().map_or(0, |parked| parked.id);
        self.tell(&self.context.pick(
            format!("En attente : « {label} », « reprendre {id} » le rappelle."),
            format!("Parked: “{label}”, `recall {id}` brings it back."),
        ));
        Ok(())
    }

    fn recall(&mut self, id: &str) -> Result<(), Error> {
        if id.is_empty() {
            let parked = self.till().parked()?;
            let lines: Vec<String> =
                parked.iter().map(|p| format!("  {:>3}  {}  {}", p.id, p.at.format("%d/%m %H:%M"), p.label)).collect();
            let nothing = self.context.pick("Aucun ticket en attente.", "No parked sale.");
            self.tell(&if lines.is_empty() { nothing.to_owned() } else { lines.join("\n") });
            return Ok(());
        }
        let id = id.parse().map_err(|_| Error::from(NotFound::Parked(id.to_owned())))?;
        self.change(Action::Recall { id })
    }
}
