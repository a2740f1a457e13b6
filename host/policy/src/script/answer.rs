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
//! A bare string is a key of the catalog; `text(key, arguments)` gives it values, `plain(words)` takes
//! words as they are, `euros(number)` marks a number as an amount.

mod effects;
mod fields;
mod offers;
mod values;

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
    /// Bytes left.
    left: usize,
    limit: usize,
}

/// Teaches the interpreter to answer within `limit` bytes.
pub(super) fn register(engine: &mut Engine, limit: usize) {
    values::register(engine);
    engine
        .register_type_with_name::<Effects>("Effects")
        .register_fn("effects", move |context: NativeCallContext<'_>| {
            let explain = context.tag().and_then(|tag| tag.as_bool().ok()).unwrap_or(false);
            Effects { proposal: Proposal::default(), explain, left: limit, limit }
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
        .register_fn("require", require);
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
        charge(&mut self.left, self.limit, WEIGHT + effects::size(&effect))?;
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

/// Notes a condition for the "why?", and gives back whether it held.
fn require(out: &mut Effects, what: Dynamic, held: bool, expected: Dynamic, actual: Dynamic) -> Called<bool> {
    // Beyond as many as a trace holds, the rest is left out, as the SDK does.
    if out.explain && out.proposal.why.len() < MOST_CONDITIONS {
        let condition = Condition {
            held,
            what: values::text(&what)?,
            expected: values::value(&expected)?,
            actual: values::value(&actual)?,
        };
        charge(&mut out.left, out.limit, WEIGHT + values::text_size(&condition.what))?;
        out.proposal.why.push(condition);
    }
    Ok(held)
}
