//! The same component without the till around it: an instance that is kept, as no till keeps one, and a fresh one.
//!
//! What both are given is laid out beforehand, and nothing of the answer is checked. The kit gives no memory back, for
//! its instances live for one question, so that a kept one is replaced now and then; that is not timed.

use std::hint::black_box;

use comptoir_domain::facts::{LineFact, SaleFacts};
use comptoir_policy::{Package, SettingValue, Settings};
use rust_decimal::Decimal;
use wasmtime::component::{Component, Linker};
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store};

use self::wit::comptoir::policy::{facts, types};
use self::wit::{Program, ProgramPre};
use super::{ROUNDS, told};

mod wit {
    #![allow(missing_docs, unreachable_pub, clippy::use_self, reason = "generated code")]
    wasmtime::component::bindgen!({ path: "../../sdk/wit", world: "program" });
}

/// How often one instance is asked.
const KEPT_FOR: usize = 200;

/// Prints what one evaluation takes with an instance that is kept and with a fresh one.
pub(crate) fn measure(package: &Package, settings: &Settings, sale: &SaleFacts) -> wasmtime::Result<()> {
    let engine = Engine::new(&config())?;
    let linker = Linker::new(&engine);
    let ready = ProgramPre::new(linker.instantiate_pre(&Component::new(&engine, package.policy())?)?)?;
    let (settings, sale) = (laid_out_settings(settings), laid_out(sale));
    let fresh = || -> wasmtime::Result<(Store<()>, Program)> {
        let mut store = Store::new(&engine, ());
        store.set_fuel(u64::MAX)?;
        store.set_epoch_deadline(1_000);
        let program = ready.instantiate(&mut store)?;
        Ok((store, program))
    };
    let mut kept = fresh()?;
    let mut asked = 0;
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        if asked == KEPT_FOR {
            (kept, asked) = (fresh()?, 0);
        }
        asked += 1;
        let started = std::time::Instant::now();
        let answer = kept.1.call_evaluate(&mut kept.0, black_box(&settings), black_box(&sale), false)?;
        times.push(started.elapsed());
        black_box(answer).map_err(wasmtime::Error::msg)?;
    }
    told("bare, an instance that is kept", times);
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = std::time::Instant::now();
        let (mut store, program) = fresh()?;
        black_box(program.call_evaluate(&mut store, black_box(&settings), black_box(&sale), false)?.is_ok());
        drop(store);
        times.push(started.elapsed());
    }
    told("bare, a fresh instance", times);
    Ok(())
}

/// As the till counts and watches, so that the same code runs.
fn config() -> Config {
    let mut pool = PoolingAllocationConfig::default();
    pool.max_memory_size(16 * 1024 * 1024);
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .concurrency_support(false)
        .consume_fuel(true)
        .epoch_interruption(true)
        .memory_reservation(16 * 1024 * 1024)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    config
}

fn laid_out_settings(settings: &Settings) -> Vec<types::Setting> {
    let setting = |(key, value): (&str, &SettingValue)| types::Setting {
        key: key.to_owned(),
        value: match value {
            SettingValue::Integer(number) => types::SettingValue::Integer(*number),
            SettingValue::Number(number) => types::SettingValue::Number(decimal(*number)),
            SettingValue::Money(amount) => types::SettingValue::Money(amount.cents()),
            SettingValue::Codes(codes) => types::SettingValue::Codes(codes.iter().cloned().collect()),
            other => types::SettingValue::Text(other.to_string()),
        },
    };
    settings.iter().map(setting).collect()
}

/// A sale whose lines all sell things of one department below another.
fn laid_out(sale: &SaleFacts) -> facts::Sale {
    let line = |(place, line): (u32, &LineFact)| facts::Line {
        id: line.id.0,
        kind: facts::LineKind::Item,
        item: place,
        quantity: decimal(line.quantity.value()),
        unit_price: line.unit_price.cents(),
        amount: line.amount.cents(),
        prior_discount: 0,
        gross: line.gross.cents(),
        vat: line.vat_rate.hundred_thousandths(),
        discountable: line.discountable,
    };
    let item = |line: &LineFact| facts::Item {
        sku: line.sku.to_string(),
        label: line.label.clone(),
        department: 1,
        tags: vec![],
        points: decimal(line.points.value()),
        cost: None,
    };
    let departments = sale.lines.first().map_or(&[][..], |line| &line.departments);
    let codes = departments.iter().rev().zip([None, Some(0)]);
    facts::Sale {
        event: facts::Event::Draft,
        day: types::Date { year: 2026, month: 11, day: 23 },
        minute: 0,
        lines: (0..).zip(&sale.lines).map(line).collect(),
        items: sale.lines.iter().map(item).collect(),
        departments: codes.map(|(code, parent)| facts::Department { code: code.to_string(), parent }).collect(),
        customer: Some(facts::Customer {
            group: None,
            tags: vec![],
            birthday: None,
            postcode: None,
            member_since: None,
            sponsored: false,
        }),
        counters: vec![facts::Counter {
            name: "points".into(),
            balance: types::Decimal { units: 50, scale: 0 },
            pending: types::Decimal { units: 0, scale: 0 },
            lots: vec![],
            room: None,
        }],
        offers: vec![],
        waiting: vec![],
        history: vec![],
    }
}

fn decimal(number: Decimal) -> types::Decimal {
    let number = number.normalize();
    types::Decimal {
        units: i64::try_from(number.mantissa()).unwrap_or(i64::MAX),
        scale: u8::try_from(number.scale()).unwrap_or(u8::MAX),
    }
}
