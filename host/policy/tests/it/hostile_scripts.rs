//! Scripts that mean harm, or are broken: each gets its own fault with its place, and the till goes on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use comptoir_domain::effect::Refusal;
use comptoir_domain::money::Money;
use comptoir_policy::{
    Answer, Budget, Fault, Host, Limits, LoadError, Place, Plan, Policy, PrepareError, SettingValue, Settings,
};

use crate::support;

fn settings() -> Settings {
    [("worth".to_owned(), SettingValue::Money(Money::from_cents(1_000)))].into_iter().collect()
}

fn evaluate(body: &str) -> String {
    format!("fn evaluate(sale, settings) {{\n{body}\n}}")
}

fn load(host: &Host, script: &str) -> Result<Arc<dyn Policy>, LoadError> {
    host.load(&support::policy("rhai", script.as_bytes()))
}

fn ask(host: &Host, script: &str) -> Result<Answer, Fault> {
    load(host, script).unwrap().evaluate(&settings(), &support::sale(), true)
}

fn place(line: usize, column: usize) -> Option<Place> {
    Some(Place { file: "policy.rhai".into(), line, column })
}

#[test]
fn each_kind_of_harm_has_its_fault_and_the_next_question_is_answered() {
    let (_place, host) = support::host();
    let operations = Limits::default().operations.of(2);
    let deep = format!("fn f(x) {{ f(x + 1) }}\n{}", evaluate("f(1)"));
    let table = [
        (evaluate("loop { }"), Fault::OutOfBudget { limit: operations }),
        (
            evaluate("let i = 0; while true { i += 1; try { throw 1 } catch { } }"),
            Fault::OutOfBudget { limit: operations },
        ),
        (deep, Fault::OutOfBudget { limit: 32 }),
        (evaluate("let s = \"x\"; loop { s += s; }"), Fault::TooLarge { limit: 65_536 }),
        (evaluate("let a = []; loop { a.push(\"x\".repeat(60000)); }"), Fault::TooLarge { limit: 65_536 }),
        (evaluate("let a = [1]; loop { a += a; }"), Fault::TooLarge { limit: 65_536 }),
        (
            evaluate("let o = effects(); loop { o.message(#{ to: \"cashier\", text: plain(\"x\".repeat(60000)) }); }"),
            Fault::TooLarge { limit: 65_536 },
        ),
        (evaluate("throw \"no\""), Fault::Said("no".into())),
    ];
    for (script, expected) in table {
        let started = Instant::now();
        let script = script.replace("\"x\".repeat(60000)", "{ let s = \"x\"; s.pad(60000, 'x'); s }");
        assert_eq!(ask(&host, &script).unwrap_err(), expected, "{script}");
        assert!(started.elapsed() < Duration::from_secs(20), "{script} took {:?}", started.elapsed());
        assert!(ask(&host, &evaluate("effects()")).unwrap().proposal.effects.is_empty());
    }
}

#[test]
fn the_clock_only_ends_what_counting_did_not() {
    let (_place, host) = support::host();
    let limits = Limits { operations: Budget::always(u64::MAX), guard: Duration::from_millis(30), ..Limits::default() };
    let host = host.with_limits(limits);
    assert_eq!(ask(&host, &evaluate("loop { }")).unwrap_err(), Fault::Deadline { limit: 30 });
    assert!(ask(&host, &evaluate("effects()")).is_ok());
}

#[test]
fn what_waits_ends_or_reaches_out_does_nothing() {
    let (_place, host) = support::host();
    for (body, column) in [("sleep(1000)", 1), ("sleep(0.5)", 1), ("exit()", 1), ("exit(1)", 1)] {
        let started = Instant::now();
        let fault = ask(&host, &evaluate(body)).unwrap_err();
        let Fault::Script { place: found, text } = &fault else { panic!("{body}: {fault:?}") };
        assert_eq!(found, &place(2, column), "{body}: {text:?}");
        assert!(text.en.contains("a policy cannot"), "{text:?}");
        assert!(started.elapsed() < Duration::from_secs(5));
    }
    let fault = ask(&host, &evaluate("import \"/etc/hostname\" as h; effects()")).unwrap_err();
    assert!(matches!(fault, Fault::Script { .. }), "{fault:?}");
    assert!(matches!(load(&host, &evaluate("eval(\"1\")")), Err(LoadError::Script { .. })));
    assert!(ask(&host, &evaluate("print(\"x\"); debug(1); effects()")).is_ok());
}

#[test]
fn a_slip_is_told_with_its_place() {
    let (_place, host) = support::host();
    for (body, expected, part) in [
        ("settings.wroth", place(2, 9), "no setting `wroth` in the manifest; did you mean `worth`?"),
        ("sale.lynes", place(2, 6), "lynes"),
        ("let m = #{}; m.x", place(2, 16), "x"),
        ("sale.lines[7]", place(2, 12), "7"),
        ("sale.lines[0].gross - \"x\"", place(2, 21), "-"),
        ("nothing(1)", place(2, 1), "nothing"),
        ("1 / 0", place(2, 3), "ivision"),
        ("round(1.5, -1)", place(2, 1), "-1"),
    ] {
        let fault = ask(&host, &evaluate(body)).unwrap_err();
        let Fault::Script { place: found, text } = &fault else { panic!("{body}: {fault:?}") };
        assert_eq!(found, &expected, "{body}: {text:?}");
        assert!(text.en.contains(part), "{body}: {text:?}");
    }
}

#[test]
fn what_the_interpreter_says_is_told_in_french_with_what_was_meant() {
    let (_place, host) = support::host();
    for (body, part) in [
        ("sale.lines[0].groos", "Line n'a pas de champ `groos` ; vouliez-vous dire `gross` ?"),
        ("sale.lines[0].prix", "Line n'a pas de champ `prix` ; il y a : id, kind, sku,"),
        ("sale.customer.birthday", "Customer n'a pas de champ `birthday` ; vouliez-vous dire `birth_day` ?"),
        ("let nobody = (); nobody.group", "sans client `sale.customer` est ()"),
        ("let n = 3; n.gross", "pas de champ `gross` : c'est un entier"),
        (
            "sale.balanse(\"points\")",
            "aucune fonction `balanse` ne prend (Sale, un texte) ; vouliez-vous dire `balance` ?",
        ),
        ("sale.balance(3)", "aucune fonction `balance` ne prend (Sale, un entier)"),
        ("sale.lines[0].gross - \"x\"", "`-` ne va pas entre un nombre, un texte"),
        ("let m = #{}; m.x", "la table n'a pas de clé `x`"),
        ("sale.lines[7]", "[7] : la liste n'a que 2 éléments"),
        ("1 / 0", "division par zéro : 1 / 0"),
        ("let n = 3; if n { return effects(); }", "il faut vrai ou faux, voici un entier"),
        ("let n = 3; for x in n { }", "cela n'en est pas une"),
        ("settings.wroth", "pas de réglage `wroth` dans le manifeste ; vouliez-vous dire `worth` ?"),
    ] {
        let fault = ask(&host, &evaluate(body)).unwrap_err();
        let Fault::Script { text, .. } = &fault else { panic!("{body}: {fault:?}") };
        assert!(text.fr.contains(part), "{body}: {}", text.fr);
    }
    for (script, part) in [
        ("fn evaluate(sale, settings) { let x = ; }", "signe inattendu : « ; »"),
        ("fn evaluate(sale, settings) { sael.lines }", "`sael` n'est pas défini ici"),
        ("fn evaluate(sale, settings) { let x = 1", "il manque « ; »"),
        ("fn evaluate(sale, settings) { let a = (1; a }", "il manque « ) »"),
        ("fn evaluate(sale, settings) { if 3 { } }", "une condition (vrai ou faux) est attendue ici"),
    ] {
        let LoadError::Script { text, .. } = load(&host, script).map(|_| ()).unwrap_err() else { panic!("{script}") };
        assert!(text.fr.contains(part), "{script}: {text:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_is_told_with_its_place() {
    let (_place, host) = support::host();
    for (call, part) in [
        ("voucher(#{ amount: 3.333, label: \"x\" })", "voucher `amount` is 3.333"),
        ("voucher(#{ amout: 3, label: \"x\" })", "voucher has no `amout`; did you mean `amount`?"),
        ("voucher(#{ label: \"x\" })", "voucher without `amount`"),
        ("voucher(#{ amount: 3, label: \"x\", days: 3 })", "voucher has no `days`; there are: amount, expires, label"),
        ("voucher(#{ amount: 3, label: \"x\", expires: 3 })", "`expires` is 3"),
        ("discount(#{ percent: 101, label: \"x\" })", "`percent` is 101"),
        (
            "discount(#{ percent: 10, amount: 3, label: \"x\" })",
            "discount with `percent` and `amount`: only one of them",
        ),
        ("discount(#{ amount: 3, lines: [\"a\"], label: \"x\" })", "not a line"),
        ("discount(#{ amount: 3, label: 3 })", "catalog"),
        ("add(\"points\", 1.00001)", "1.00001"),
        ("offer(#{ id: \"x\", title: \"x\", rewards: [#{ cake: 1 }] })", "reward has no `cake`"),
        ("offer(#{ id: \"x\", title: \"x\", rewards: [#{ }] })", "reward without `discount` or `voucher` or `item`"),
        ("offer(#{ id: \"x\", title: \"x\", rewards: [], part: #{ min: 1, max: 2 } })", "part without `step`"),
        ("offer(#{ id: \"x\", title: \"x\", rewards: [], choices: [1] })", "choice is i64"),
        ("discount(#{ pieces: #{ count: 1.5, percent: 100 }, label: \"x\" })", "`count` is 1.5"),
        ("item(#{ sku: \"MUG\", quantity: 0, label: \"x\" })", "item `quantity` is 0"),
        ("add(#{ counter: \"points\", amount: 1, to: \"friend\" })", "add `to` is friend"),
        ("add(#{ counter: \"points\", amount: 1, available: 3 })", "add `available` is 3"),
        ("offer(#{ id: 1, title: \"x\", rewards: [] })", "offer `id` is 1"),
        ("message(#{ to: \"everyone\", text: \"x\" })", "everyone"),
        ("message(#{ to: \"custommer-panel\", text: \"x\" })", "did you mean `customer-panel`?"),
        ("message(#{ to: \"cashier\", text: \"x\", acknowledge: 1 })", "`acknowledge` is 1"),
        ("message(#{ to: \"cashier\", text: \"x\", weight: 101 })", "weight"),
        ("message(#{ to: \"cashier\", text: text(\"x\", #{ a: [] }) })", "array is not a value"),
    ] {
        let fault = ask(&host, &evaluate(&format!("let out = effects();\nout.{call};\nout"))).unwrap_err();
        let Fault::BadAnswer { place: found, text } = &fault else { panic!("{call}: {fault:?}") };
        assert_eq!(found.as_ref().map(|place| place.line), Some(3), "{call}: {text:?}");
        assert!(text.en.contains(part), "{call}: {text:?}");
    }
    let fault = ask(&host, &evaluate("42")).unwrap_err();
    assert!(matches!(&fault, Fault::BadAnswer { text, .. } if text.en.contains("effects()")), "{fault:?}");
}

#[test]
fn a_script_without_the_function_or_with_a_slip_is_not_loaded() {
    let (_place, host) = support::host();
    let error = |script: &str| load(&host, script).map(|_| ()).unwrap_err();
    assert!(matches!(error("fn evaluate(sale) { }"), LoadError::NoFunction(_)));
    for (script, expected) in [
        ("fn evaluate(sale, settings) {\n  let x = ;\n}", place(2, 11)),
        ("fn evaluate(sale, settings) {\n  unknown + 1\n}", place(2, 3)),
    ] {
        let LoadError::Script { place: found, .. } = error(script) else { panic!("{script}") };
        assert_eq!(found, expected, "{script}");
    }
    assert!(matches!(host.load(&support::policy("rhai", b"\xff")), Err(LoadError::Script { .. })));
}

#[test]
fn a_script_that_nests_without_end_is_refused_and_not_fatal() {
    let (_place, host) = support::host();
    let opens = [
        "(",
        "[",
        "#{a:",
        "{",
        "!",
        "-",
        "if true {",
        "1+(",
        "|x| ",
        "switch 1 { 1 => ",
        "f(",
        "`${",
        "while true {",
        "x??",
        "1**",
    ];
    for open in opens {
        let script = evaluate(&open.repeat(20_000));
        let error = load(&host, &script).map(|_| ()).unwrap_err();
        assert!(matches!(error, LoadError::Script { .. }), "{open}: {error:?}");
    }
    let chain = evaluate(&format!("let x = 1; x{}", ".abs()".repeat(20_000)));
    assert!(load(&host, &chain).is_err());
    let sum = evaluate(&format!("let x = 1; x{}", "+x".repeat(20_000)));
    assert!(load(&host, &sum).is_err());
}

#[test]
fn the_till_refuses_what_breaks_a_rule() {
    let (_place, host) = support::host();
    let judged = |body: &str| {
        let script = evaluate(&format!("let out = effects();\n{body};\nout"));
        support::judged(ask(&host, &script).unwrap().proposal).map(|_| ())
    };
    assert!(matches!(
        judged("out.discount(#{ amount: 30.01, label: plain(\"x\") })"),
        Err(Refusal::ExceedsTotal { .. })
    ));
    assert!(matches!(judged("out.add(\"points\", 5, [99])"), Err(Refusal::UnknownLine(_))));
    assert!(matches!(judged("out.add(\"stamps\", 5)"), Err(Refusal::UnknownCounter(_))));
    assert!(matches!(judged("out.spend(\"points\", 51)"), Err(Refusal::CounterBelowZero { .. })));
    assert!(matches!(judged("for i in 0..257 { out.completed(\"points\") }"), Err(Refusal::TooMany(257))));
    assert_eq!(judged("out.discount(#{ amount: share(30, [1, 1])[0], label: plain(\"x\") })"), Ok(()));
}

#[test]
fn numbers_are_exact_and_the_half_goes_up() {
    let (_place, host) = support::host();
    let table = [
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(0.125, 2)", "0.13"),
        ("2.5.round", "3"),
        ("floor(2.9)", "2"),
        ("floor(7)", "7"),
        ("min(1.5, 2)", "1.5"),
        ("max(1, 1.5)", "1.5"),
        ("max(1, 2)", "2"),
        ("percent(10.05, 10)", "1.01"),
        ("share(10, [1, 1, 1])[0]", "3.34"),
        ("0.1 + 0.2", "0.3"),
        ("sale.lines[1].gross / 3", "6.6666666666666666666666666667"),
        ("sale.balance(\"points\")", "50"),
        ("sale.day.plus_days(9).day", "2"),
        ("sale.day.days_until(sale.day.plus_days(40))", "40"),
        ("sale.customer.birth_month", "12"),
        ("sale.minute", "600"),
        ("settings.worth", "10"),
        ("settings.worth / 4", "2.5"),
    ];
    for (expression, expected) in table {
        let script = evaluate(&format!(
            "let out = effects(); let n = {expression};\nout.message(#{{ to: \"cashier\", text: text(\"n\", #{{ n: n }}) }}); out"
        ));
        let shown = format!("{:?}", ask(&host, &script).unwrap().proposal.effects[0]);
        assert!(shown.contains(&format!("Number({expected})")), "{expression}: {shown}");
    }
    for (expression, expected) in [
        ("sale.customer.group == \"or\"", true),
        ("sale.customer.member_since == ()", true),
        ("sale.lines[0].departments.contains(\"vin\")", true),
        ("\"vin\" in sale.lines[0].departments", true),
        ("sale.offer_state(\"old\") == \"later\" && sale.offer_state(\"new\") == \"open\"", true),
        ("sale.event == \"draft\"", false),
        ("sale.day < sale.day.plus_days(1)", true),
    ] {
        let script = evaluate(&format!("let out = effects(); out.require(\"x\", {expression}, 1, 2); out"));
        assert_eq!(ask(&host, &script).unwrap().proposal.why[0].held, expected, "{expression}");
    }
}

#[test]
fn prepare_is_optional_and_strict() {
    let (_place, host) = support::host();
    let prepared =
        |prepare: &str| load(&host, &format!("{prepare}\n{}", evaluate("effects()"))).unwrap().prepare(&settings());
    assert_eq!(prepared(""), Ok(Plan::default()));
    assert_eq!(prepared("fn prepare(settings) { }"), Ok(Plan::default()));
    let Err(PrepareError::Issues(issues)) =
        prepared("fn prepare(settings) { let i = issues(); i.refuse(\"worth\", \"hello\"); i }")
    else {
        panic!("no issue")
    };
    assert_eq!(issues[0].key, "worth");
    let Err(PrepareError::Fault(fault)) = prepared("fn prepare(settings) { 42 }") else { panic!("no fault") };
    assert_eq!(fault.kind(), "bad-answer");
}
