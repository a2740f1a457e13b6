//! Components that mean harm, or are broken: each gets its own fault, and the till goes on.

use std::time::{Duration, Instant};

use comptoir_domain::effect::Refusal;
use comptoir_domain::history::{MOST_QUESTIONS, Period, Question};
use comptoir_domain::id::LineId;
use comptoir_domain::money::Money;
use comptoir_hostile::Effect;
use comptoir_hostile::component::{Module, answering, contract, doing, wrapped};
use comptoir_hostile::layout::{Slice, visits, visits_since};
use comptoir_policy::{Answer, Budget, Cost, Fault, Host, Limits, LoadError, Plan, PrepareError, Settings};

use crate::support;

fn settings() -> Settings {
    Settings::default()
}

fn ask(host: &Host, code: &[u8]) -> Result<Answer, Fault> {
    let policy = host.load(&support::policy("wasm", code)).unwrap();
    policy.evaluate(&settings(), &support::sale(), true)
}

fn load(code: &[u8]) -> LoadError {
    let (_place, host) = support::host();
    host.load(&support::policy("wasm", code)).map(|_| ()).unwrap_err()
}

/// What the till says of an answer that could be read.
fn judged(host: &Host, code: &[u8]) -> Result<(), Refusal> {
    support::judged(ask(host, code).unwrap().proposal).map(|_| ())
}

const ENDLESS: &str = "(loop $again (br $again))";
const GREEDY: &str = "(loop $again (br_if $again (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0))))";
const DEEP: &str = "(drop (call $evaluate (local.get 0)))";

#[test]
fn each_kind_of_harm_has_its_fault_and_the_next_question_is_answered() {
    let (_place, host) = support::host();
    let limits = Limits::default();
    for (body, expected) in [
        (ENDLESS, Fault::OutOfBudget { limit: limits.fuel.of(2) }),
        (GREEDY, Fault::Memory { limit: 16 * 1024 * 1024 }),
        ("(unreachable)", Fault::Trap("wasm trap".into())),
        ("(drop (i32.load (i32.const 0x7fffffff)))", Fault::Trap("out of bounds".into())),
        ("(drop (i32.div_s (i32.const 1) (i32.const 0)))", Fault::Trap("divide by zero".into())),
        (DEEP, Fault::Trap("call stack exhausted".into())),
    ] {
        let started = Instant::now();
        let fault = ask(&host, &doing(body)).unwrap_err();
        match (&fault, &expected) {
            (Fault::Trap(text), Fault::Trap(part)) => assert!(text.contains(&**part), "{body}: {text:?}"),
            _ => assert_eq!(fault, expected, "{body}"),
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{body} took {:?}", started.elapsed());
        let after = ask(&host, &doing("")).unwrap();
        assert!(after.proposal.effects.is_empty() && matches!(after.cost, Cost::Fuel(1..)));
    }
}

#[test]
fn the_same_instance_is_never_asked_twice() {
    let (_place, host) = support::host();
    let once = "(if (i32.load (i32.const 8)) (then (unreachable))) (i32.store (i32.const 8) (i32.const 1))";
    let policy = host.load(&support::policy("wasm", &doing(once))).unwrap();
    let answers: Vec<_> = (0..3).map(|_| policy.evaluate(&settings(), &support::sale(), false).unwrap()).collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "answer and cost are the same each time");
}

fn message(weight: u8, start: u32, length: u32) -> Effect {
    Effect::Slice(Slice { weight, start, length })
}

#[test]
fn the_till_refuses_what_breaks_a_rule() {
    let (_place, host) = support::host();
    let earning = |lines: &[u32]| Effect::earning(5, 0, lines);
    let words = || Effect::Message("points".into());
    for (effects, expected) in [
        (vec![earning(&[]), Effect::Discount(1_000)], Ok(())),
        (
            vec![Effect::Discount(3_001)],
            Err(Refusal::ExceedsTotal { asked: Money::from_cents(3_001), left: Money::from_cents(3_000) }),
        ),
        (vec![Effect::Discount(-5)], Err(Refusal::NotPositive)),
        (vec![earning(&[99])], Err(Refusal::UnknownLine(LineId(99)))),
        (vec![earning(&[2])], Ok(())),
        (vec![words(); 257], Err(Refusal::TooMany(257))),
        (vec![words(); 256], Ok(())),
    ] {
        assert_eq!(judged(&host, &answering(&effects)), expected);
    }
}

#[test]
fn what_cannot_be_is_named() {
    let (_place, host) = support::host();
    for (effect, part) in [
        (Effect::earning(123_456, 5, &[]), "1.23456"),
        (Effect::earning(1, 10, &[]), "scale 10"),
        (Effect::Discount(i64::MAX), "9223372036854775807"),
        (message(101, 0, 0), "weight 101"),
        (message(0, 60_000, 6), ""),
        (Effect::Bytes(vec![200]), ""),
    ] {
        match ask(&host, &answering(&[effect])) {
            Err(Fault::BadAnswer { text, .. }) => assert!(text.en.contains(part), "{part} in {text:?}"),
            Ok(_) => assert!(part.is_empty()),
            Err(other) => panic!("{part}: {other:?}"),
        }
    }
}

#[test]
fn a_plan_is_read_without_believing_it() {
    let (_place, host) = support::host();
    let plan = |questions: &[Vec<u8>]| {
        let code = Module::planning(questions).component();
        host.load(&support::policy("wasm", &code)).unwrap().prepare(&settings())
    };
    let asked = Question::Visits(Period::Days(365));
    assert_eq!(plan(&[]), Ok(Plan::default()));
    assert_eq!(plan(&[visits(365), visits(365)]), Ok(Plan { questions: vec![asked.clone(), asked] }));
    assert!(plan(&vec![visits(1); MOST_QUESTIONS]).is_ok());
    assert_eq!(
        plan(&vec![visits(1); MOST_QUESTIONS + 1]),
        Err(PrepareError::Fault(Fault::TooLarge { limit: MOST_QUESTIONS as u64 }))
    );
    let Err(PrepareError::Fault(Fault::BadAnswer { text, .. })) = plan(&[visits_since(2026, 2, 29)]) else {
        panic!("29 February 2026 was believed")
    };
    assert_eq!(text.en, "day 2026-2-29: not in the calendar");
}

#[test]
fn an_answer_is_bounded_whatever_length_it_claims() {
    let (_place, host) = support::host();
    let limit = 64 * 1024;
    let huge = ask(&host, &answering(&[message(50, 0, 100_000)])).unwrap_err();
    assert_eq!(huge, Fault::TooLarge { limit });
    let many = ask(&host, &answering(&vec![message(50, 100_000, 5_000); 20])).unwrap_err();
    assert_eq!(many, Fault::TooLarge { limit }, "the same words, copied again and again");
    let outside = ask(&host, &answering(&[message(50, 0, u32::MAX)])).unwrap_err();
    assert!(matches!(outside, Fault::TooLarge { .. } | Fault::Trap(_) | Fault::BadAnswer { .. }), "{outside:?}");
}

#[test]
fn the_clock_only_ends_what_counting_did_not() {
    let (_place, host) = support::host();
    let limits = Limits { fuel: Budget::always(u64::MAX), guard: Duration::from_millis(30), ..Limits::default() };
    let host = host.with_limits(limits);
    assert_eq!(ask(&host, &doing(ENDLESS)).unwrap_err(), Fault::Deadline { limit: 30 });
    assert!(ask(&host, &doing("")).is_ok());
}

#[test]
fn a_component_is_given_no_function() {
    let asking = |imports: &str, world: &str| {
        let module = Module { imports: imports.to_owned(), ..Module::doing("(drop (call $now))") };
        match load(&wrapped(&module.text(), &contract(), Some(world))) {
            LoadError::Imports(names) => names,
            other => panic!("{imports}: {other:?}"),
        }
    };
    let clock = r#"(import "$root" "now" (func $now (result i64)))"#;
    let world =
        "package test:clock; world clocked { import now: func() -> u64; include comptoir:policy/program@1.0.0; }";
    assert_eq!(asking(clock, world), ["now"]);
    let clock = r#"(import "test:clock/wall" "now" (func $now (result i64)))"#;
    let world = "package test:clock; interface wall { now: func() -> u64; } \
                 world clocked { import wall; include comptoir:policy/program@1.0.0; }";
    assert_eq!(asking(clock, world), ["test:clock/wall#now"]);
}

#[test]
fn floats_are_refused_wherever_they_are() {
    let error = load(&doing("(drop (f64.add (f64.const 1) (f64.const 2)))"));
    assert!(matches!(&error, LoadError::Floats(text) if text.contains("floating-point")), "{error:?}");
}

#[test]
fn what_does_not_speak_the_contract_is_refused_at_once() {
    let error = load(b"\0asm\x01\0\0\0");
    assert!(matches!(error, LoadError::NotAComponent(_)), "{error:?}");
    assert!(matches!(load(b"not wasm at all"), LoadError::NotAComponent(_)));
    let error = load(&wat::parse_str("(component)").unwrap());
    assert!(matches!(error, LoadError::Contract(_)), "no export: {error:?}");
    let other = contract().replace("minute: u16", "minute: u32");
    let error = load(&wrapped(&Module::default().text(), &other, None));
    assert!(
        matches!(&error, LoadError::Contract(text) if text.contains("minute") || text.contains("u16")),
        "{error:?}"
    );
}

#[test]
fn a_component_that_wants_too_much_before_it_starts_is_refused() {
    let big = Module { memory: "400".into(), ..Module::default() };
    let error = load(&big.component());
    assert!(
        matches!(error, LoadError::Start(Fault::Memory { .. }) | LoadError::Contract(_) | LoadError::NotAComponent(_)),
        "{error:?}"
    );
}
