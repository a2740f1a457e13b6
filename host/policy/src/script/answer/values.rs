//! Words and values of an answer.

use comptoir_domain::effect::{Text, Value};
use comptoir_domain::money::Money;
use rhai::{Dynamic, Engine, ImmutableString, Map};

use super::{Called, cannot_be};
use crate::script::days::Day;
use crate::script::numbers;

/// An amount, which the till writes with its currency.
#[derive(Clone, Copy)]
struct Euros(Money);

pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Euros>("Euros")
        .register_type_with_name::<Text>("Text")
        .register_fn("euros", |number: Dynamic| {
            let read = numbers::money(&number).map(Euros);
            read.ok_or_else(|| {
                cannot_be(
                    format!("euros({number}) : pas un montant à deux décimales"),
                    format!("euros({number}): not an amount with two decimals"),
                )
            })
        })
        .register_fn("plain", |words: &str| Text::Plain(words.to_owned()))
        .register_fn("text", |key: &str| Text::Key(key.to_owned(), Vec::new()))
        .register_fn("text", |key: &str, arguments: Map| -> Called<Text> {
            let read = |(name, given): (&_, &Dynamic)| Ok((ToString::to_string(name), value(given)?));
            Ok(Text::Key(key.to_owned(), arguments.iter().map(read).collect::<Called<_>>()?))
        });
}

/// Reads words: a key of the catalog, or what `text` and `plain` made.
pub(super) fn text(given: &Dynamic) -> Called<Text> {
    if let Some(key) = given.read_lock::<ImmutableString>() {
        return Ok(Text::Key(key.to_string(), Vec::new()));
    }
    let text = given.read_lock::<Text>().map(|text| text.clone());
    text.ok_or_else(|| {
        let kind = given.type_name();
        cannot_be(
            format!("{given} ({kind}) : une clé du catalogue entre guillemets, text(…) ou plain(…)"),
            format!("{given} ({kind}): a key of the catalog in quotes, text(…) or plain(…)"),
        )
    })
}

/// Reads a value that the till writes.
pub(super) fn value(given: &Dynamic) -> Called<Value> {
    if let Some(number) = numbers::decimal(given) {
        return Ok(Value::Number(number.normalize()));
    }
    if let Ok(yes) = given.as_bool() {
        return Ok(Value::Yes(yes));
    }
    if let Some(words) = given.read_lock::<ImmutableString>() {
        return Ok(Value::Words(words.to_string()));
    }
    if let Some(day) = given.read_lock::<Day>() {
        return Ok(Value::Day(day.0));
    }
    let euros = given.read_lock::<Euros>().map(|euros| Value::Money(euros.0));
    euros.ok_or_else(|| {
        let kind = given.type_name();
        cannot_be(
            format!("{kind} n'est pas une valeur qui se montre"),
            format!("{kind} is not a value that can be shown"),
        )
    })
}

/// The bytes that words hold.
pub(super) fn text_size(text: &Text) -> usize {
    match text {
        Text::Plain(words) => words.len(),
        Text::Key(key, arguments) => {
            key.len() + arguments.iter().map(|(name, value)| name.len() + value_size(value)).sum::<usize>()
        }
    }
}

fn value_size(value: &Value) -> usize {
    match value {
        Value::Words(words) => words.len(),
        _ => 16,
    }
}
