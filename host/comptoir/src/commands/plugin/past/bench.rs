//! `comptoir plugin bench`: how quickly a policy answers its cases.

use std::fmt::Write as _;

use comptoir_app::format::number;
use comptoir_app::plugins::{self, CaseBench, PackageBench};
use comptoir_domain::language::Language;
use rust_decimal::Decimal;
use serde_json::json;

use crate::context::{Context, Done};

pub(super) fn run(policy: &str, context: &Context) -> Done {
    let package = context.package(policy)?;
    let bench = plugins::bench(&package, &context.cache(), context.language)?;
    context.answer(&json!(bench), || text(&bench, context.language))
}

fn text(bench: &PackageBench, language: Language) -> String {
    let mut out = format!("{} {} ({})\n", bench.policy, bench.version, bench.engine);
    let (compile, start) = (millis(bench.compile_ns, language), millis(bench.start_ns, language));
    let _ = match language {
        Language::French => writeln!(out, "  première fois {compile} ms, ensuite {start} ms"),
        Language::English => writeln!(out, "  first time {compile} ms, then {start} ms"),
    };
    let second = language.pick("/s", "/s");
    for case in &bench.cases {
        let speed = number(count(case.per_second), language);
        let (half, slow) = (micros(case.p50_ns, language), micros(case.p99_ns, language));
        let _ = writeln!(
            out,
            "  {speed:>10}{second}  p50 {half:>8} µs  p99 {slow:>8} µs  {:>12}  {}",
            cost(case, language),
            case.case
        );
    }
    out
}

fn cost(case: &CaseBench, language: Language) -> String {
    match &case.cost {
        Some(cost) => {
            let text = json!(cost);
            let (name, used) = text
                .as_object()
                .and_then(|map| map.iter().next())
                .map_or(("", 0), |(name, used)| (name.as_str(), used.as_u64().unwrap_or_default()));
            format!("{name} {}", number(used.into(), language))
        }
        None => language.pick("en panne", "fails").to_owned(),
    }
}

fn count(number: u128) -> Decimal {
    Decimal::from(u64::try_from(number).unwrap_or(u64::MAX))
}

fn micros(nanos: u128, language: Language) -> String {
    number((count(nanos) / Decimal::from(1_000)).round_dp(1), language)
}

fn millis(nanos: u128, language: Language) -> String {
    number((count(nanos) / Decimal::from(1_000_000)).round_dp(1), language)
}
