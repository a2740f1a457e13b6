//! What a script can answer: effects, reasons and issues, in one vocabulary, read strictly.
//!
//! ```rhai
//! let out = effects();
//! out.add("points", 12, lines);
//! out.add(#{ counter: "points", amount: 5, expires: sale.day.plus_days(365), to: "sponsor" });
//! out.spend("points", 200);
//! out.completed("points");
//! out.discount(#{ percent: 10, label: "welcome" });
//! out.discount(#{ pieces: #{ count: 1, percent: 100 }, lines: lines, label: "third-free" });
//! out.voucher(#{ amount: 10, expires: sale.day.plus_days(90), label: "gift" });
//! out.item(#{ sku: "MUG", quantity: 1, label: "gift" });
//! out.offer(#{ id: "gift", title: "gift", cost: #{ counter: "points", amount: 200 },
//!              rewards: [ #{ voucher: #{ amount: 10, label: "gift" } } ],
//!              part: #{ min: 100, step: 50, max: 300 }, choices: [ #{ id: "mug", label: "mug" } ] });
//! out.message(#{ to: ["cashier"], weight: 50, text: text("balance", #{ points: 150 }), acknowledge: true });
//! if out.require("why-customer", sale.has_customer, true, sale.has_customer) { … }
//! out
//! ```
//!
//! A filter says yes or no, or requires what must hold of a customer: one condition that does not, and it is no.
//!
//! ```rhai
//! let out = verdict();
//! out.require("why-visits", visits >= settings.visits, settings.visits, visits);
//! out
//! ```
//!
//! A bare string is a key of the catalog; `text(key, arguments)` gives it values, `plain(words)` takes
//! words as they are, `euros(number)` marks a number as an amount.

mod effects;
mod fields;
mod offers;
mod values;

use comptoir_domain::audience::Verdict;
use comptoir_domain::effect::{Condition, Effect, MOST_CONDITIONS, Proposal, Text};
use rhai::{Dynamic, Engine, EvalAltResult, Map, NativeCallContext};

use super::limits::raised;
use crate::catalog::Words;
use crate::engine::Fault;
pub(super) use fields::fields;

pub(super) type Called<T> = Result<T, Box<EvalAltResult>>;

/// What an effect, a reason or a question weighs beside its words, in bytes.
pub(super) const WEIGHT: usize = 32;

/// The answer under construction.
#[derive(Clone)]
pub(super) struct Effects {
    proposal: Proposal,
    explain: bool,
    room: Room,
}

/// The verdict under construction.
#[derive(Clone)]
pub(super) struct Judged {
    verdict: Verdict,
    explain: bool,
    room: Room,
}

/// The bytes that an answer may have, and those that are left.
#[derive(Clone, Copy)]
struct Room {
    left: usize,
    limit: usize,
}

impl Room {
    const fn new(limit: usize) -> Self {
        Self { left: limit, limit }
    }

    fn take(&mut self, size: usize) -> Called<()> {
        charge(&mut self.left, self.limit, size)
    }
}

/// Teaches the interpreter to answer within `limit` bytes.
pub(super) fn register(engine: &mut Engine, limit: usize) {
    values::register(engine);
    engine
        .register_type_with_name::<Effects>("Effects")
        .register_fn("effects", move |context: NativeCallContext<'_>| Effects {
            proposal: Proposal::default(),
            explain: explains(&context),
            room: Room::new(limit),
        })
        .register_fn("add", |out: &mut Effects, map: Map| out.push(Effect::Add(effects::earning(map)?)))
        .register_fn("add", |out: &mut Effects, counter: &str, amount: Dynamic| {
            out.push(effects::add(counter, &amount, &Dynamic::UNIT)?)
        })
        .register_fn("add", |out: &mut Effects, counter: &str, amount: Dynamic, lines: Dynamic| {
            out.push(effects::add(counter, &amount, &lines)?)
        })
        .register_fn("spend", |out: &mut Effects, counter: &str, amount: Dynamic| {
            out.push(Effect::Spend(effects::change(counter, &amount)?))
        })
        .register_fn("completed", |out: &mut Effects, counter: &str| out.push(Effect::Completed(counter.to_owned())))
        .register_fn("discount", |out: &mut Effects, map: Map| out.push(Effect::Discount(effects::discount(map)?)))
        .register_fn("voucher", |out: &mut Effects, map: Map| out.push(Effect::Voucher(effects::voucher(map)?)))
        .register_fn("item", |out: &mut Effects, map: Map| out.push(Effect::Item(effects::item(map)?)))
        .register_fn("offer", |out: &mut Effects, map: Map| out.push(Effect::Offer(offers::offer(map)?)))
        .register_fn("message", |out: &mut Effects, map: Map| out.push(Effect::Message(effects::message(map)?)))
        .register_fn("require", |out: &mut Effects, what: Dynamic, held: bool, expected: Dynamic, actual: Dynamic| {
            if out.explain {
                note(&mut out.proposal.why, &mut out.room, held, [&what, &expected, &actual])?;
            }
            Ok::<_, Box<EvalAltResult>>(held)
        });
    engine
        .register_type_with_name::<Judged>("Verdict")
        .register_fn("verdict", move |context: NativeCallContext<'_>| {
            let verdict = Verdict { selected: true, why: Vec::new() };
            Judged { verdict, explain: explains(&context), room: Room::new(limit) }
        })
        .register_fn("require", |out: &mut Judged, what: Dynamic, held: bool, expected: Dynamic, actual: Dynamic| {
            out.verdict.selected &= held;
            if out.explain {
                note(&mut out.verdict.why, &mut out.room, held, [&what, &expected, &actual])?;
            }
            Ok::<_, Box<EvalAltResult>>(held)
        });
}

/// Whether the till asks for reasons.
fn explains(context: &NativeCallContext<'_>) -> bool {
    context.tag().and_then(|tag| tag.as_bool().ok()).unwrap_or(false)
}

/// Makes the error of an answer that cannot be.
pub(super) fn cannot_be(fr: impl Into<String>, en: impl Into<String>) -> Box<EvalAltResult> {
    raised(Fault::BadAnswer { place: None, text: Words::new(fr, en) })
}

/// Takes `size` bytes of what is left.
pub(super) fn charge(left: &mut usize, limit: usize, size: usize) -> Called<()> {
    let too_large = || raised(Fault::TooLarge { limit: u64::try_from(limit).unwrap_or(u64::MAX) });
    *left = left.checked_sub(size).ok_or_else(too_large)?;
    Ok(())
}

/// Reads words, and tells the bytes that they hold.
pub(super) fn text_of(given: &Dynamic) -> Called<(Text, usize)> {
    let text = values::text(given)?;
    let size = values::text_size(&text);
    Ok((text, size))
}

impl Effects {
    fn push(&mut self, effect: Effect) -> Called<()> {
        self.room.take(WEIGHT + effects::size(&effect))?;
        self.proposal.effects.push(effect);
        Ok(())
    }

    /// Takes the proposal out of what `evaluate` gave back.
    pub(super) fn taken(given: Dynamic) -> Result<Proposal, Fault> {
        let kind = given.type_name();
        let answer = given.try_cast::<Self>();
        answer.map(|answer| answer.proposal).ok_or_else(|| Fault::BadAnswer {
            place: None,
            text: Words::new(
                format!("`evaluate` a rendu {kind}, pas ce que `effects()` a fait"),
                format!("`evaluate` gave back {kind}, not what `effects()` made"),
            ),
        })
    }
}

impl Judged {
    /// Takes the verdict out of what `select` gave back.
    pub(super) fn taken(given: Dynamic) -> Result<Verdict, Fault> {
        if let Ok(selected) = given.as_bool() {
            return Ok(Verdict { selected, why: Vec::new() });
        }
        let kind = given.type_name();
        let answer = given.try_cast::<Self>();
        answer.map(|answer| answer.verdict).ok_or_else(|| Fault::BadAnswer {
            place: None,
            text: Words::new(
                format!("`select` a rendu {kind} : vrai, faux, ou ce que `verdict()` a fait"),
                format!("`select` gave back {kind}: true, false, or what `verdict()` made"),
            ),
        })
    }
}

/// Notes a condition for the "why?": what was asked, the value that was expected and the one found. Beyond as many as
/// a trace holds, the rest is left out, as the SDK does.
fn note(why: &mut Vec<Condition>, room: &mut Room, held: bool, said: [&Dynamic; 3]) -> Called<()> {
    if why.len() >= MOST_CONDITIONS {
        return Ok(());
    }
    let [what, expected, actual] = said;
    let condition = Condition {
        held,
        what: values::text(what)?,
        expected: values::value(expected)?,
        actual: values::value(actual)?,
    };
    room.take(WEIGHT + values::text_size(&condition.what))?;
    why.push(condition);
    Ok(())
}
