//! Exact arithmetic for scripts: decimals, rounding half up, sharing without losing a cent.

use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::rate::Percent;
use rhai::{Array, Dynamic, Engine, EvalAltResult};
use rust_decimal::Decimal;

use super::limits::wrong;

type Called<T> = Result<T, Box<EvalAltResult>>;

/// Teaches the interpreter to compute with amounts.
pub(super) fn register(engine: &mut Engine) {
    // The interpreter rounds the half to the even neighbor; the till has one rule, half up.
    engine
        .register_get("round", |number: &mut Decimal| Rounding::HalfUp.round(*number, 0))
        .register_fn("round", |number: Decimal| Rounding::HalfUp.round(number, 0))
        .register_fn("round", |number: Decimal, places: i64| round(number, places))
        .register_fn("round", |number: i64| number)
        .register_fn("floor", |number: i64| number)
        .register_fn("min", |a: Decimal, b: Decimal| a.min(b))
        .register_fn("min", |a: Decimal, b: i64| a.min(b.into()))
        .register_fn("min", |a: i64, b: Decimal| b.min(a.into()))
        .register_fn("max", |a: Decimal, b: Decimal| a.max(b))
        .register_fn("max", |a: Decimal, b: i64| a.max(b.into()))
        .register_fn("max", |a: i64, b: Decimal| b.max(a.into()))
        .register_fn("percent", percent)
        .register_fn("share", share);
}

fn round(number: Decimal, places: i64) -> Called<Decimal> {
    let places = u32::try_from(places).map_err(|_| {
        wrong(format!("arrondir à {places} décimales : 0 ou plus"), format!("round to {places} decimals: 0 or more"))
    })?;
    Ok(Rounding::HalfUp.round(number, places.min(Decimal::MAX_SCALE)))
}

/// Reads a number of a script.
pub(super) fn decimal(given: &Dynamic) -> Option<Decimal> {
    given.as_decimal().or_else(|_| given.as_int().map(Decimal::from)).ok()
}

/// Reads an amount of a script: euros with at most two decimals.
pub(super) fn money(given: &Dynamic) -> Option<Money> {
    let number = decimal(given)?.normalize();
    let exact = number.scale() <= 2;
    exact.then(|| Money::from_decimal(number, Rounding::HalfUp).ok()).flatten()
}

/// `percent(amount, 10)`: ten percent of an amount, half up to the cent.
fn percent(amount: Dynamic, share: Dynamic) -> Called<Decimal> {
    let amount = money(&amount).ok_or_else(|| {
        wrong(format!("pourcentage de {amount} : pas un montant"), format!("percent of {amount}: not an amount"))
    })?;
    let read = decimal(&share).and_then(|share| Percent::parse(&share.to_string()).ok());
    let read = read.ok_or_else(|| {
        wrong(
            format!("pourcentage {share} : de 0 à 100, deux décimales au plus"),
            format!("percent {share}: not from 0 to 100 with two decimals"),
        )
    })?;
    Ok(read.of(amount).to_decimal())
}

/// `share(10, [1, 1, 1])`: shares an amount by weights and largest remainder.
fn share(amount: Dynamic, weights: Array) -> Called<Array> {
    let read = |given: &Dynamic| {
        money(given).ok_or_else(|| {
            wrong(format!("partage de {given} : pas un montant"), format!("share of {given}: not an amount"))
        })
    };
    let weights = weights.iter().map(read).collect::<Called<Vec<Money>>>()?;
    let parts = read(&amount)?.share(&weights);
    Ok(parts.into_iter().map(|part| Dynamic::from_decimal(part.to_decimal())).collect())
}
