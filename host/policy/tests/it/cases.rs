//! Cases say all that the contract has, are checked against the plan, and can be written from a sale.

use comptoir_domain::facts::{HistoryAnswer, LineFact, LineKind};
use comptoir_domain::history::{Period, Question};
use comptoir_domain::id::{DepartmentId, LineId, Sku};
use comptoir_domain::language::Language;
use comptoir_domain::money::{Money, Rounding};
use comptoir_domain::quantity::{Points, Quantity};
use comptoir_policy::{Case, CaseResult, Host, Package, messages, run_cases};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support;

const FULL: &str = r#"
[[case]]
name = "Tout ce qu'un cas peut dire"
settings = { worth = "12.00" }
event = "identified"
day = 2026-12-24
time = 18:30:00
customer = { group = "or", tags = ["vip"], birthday = 1990-12-24, postcode = "33000", member_since = 2020-05-04, sponsored = true }
counters = { points = { balance = 150, pending = "10.5", room = 50, lots = [{ amount = 100, expires = 2026-12-31 }] }, other = 3 }
offers = { gift = { state = "taken", part = 37, choice = "mug" }, old = "later" }
waiting = { gift = 2026-10-01 }
history = { "visits(this year)" = 3, "spent(departments livres, days 365)" = "120.50", "last-visit" = 2026-10-01, "first-visit" = "never" }
items = { MUG = "8.00" }

[[case.line]]
id = 7
kind = "reward"
sku = "LIVRE"
label = "Un livre"
departments = ["polars", "livres"]
tags = ["promo"]
points = 5
cost = "6.10"
quantity = "0.250"
price = "12.00"
discount = "1.00"
vat = "5.5"
discountable = false

[[case.line]]
price = "2.00"

[case.expect]
add = { points = 12 }
add_to_sponsor = { points = 5 }
earned_by = { points = [7] }
earned = [{ counter = "points", amount = 12, available = 2026-12-25, expires = 2027-12-31 }, { counter = "points", amount = 5, to = "sponsor" }]
spend = { points = "1.5" }
completed = ["points"]
discounts = [{ total = "2.00", lines = { 7 = "2.00" } }, { total = "1.00" }]
vouchers = [{ amount = "5.00", expires = 2027-01-01 }]
items = [{ sku = "MUG" }, { sku = "BAG", quantity = "1.5" }]
offers = { gift = { state = "open", part = { min = 10, step = 1, max = 150 }, choices = ["mug", "bag"] }, old = "later" }
messages = [{ key = "birthday", to = ["customer-panel"], acknowledge = true, fr = "« Joyeux \"Noël\" »" }]
"#;

fn read(text: &str) -> Vec<Case> {
    Case::read("cases/a.toml", text).map_err(|error| messages::case_error(&error, Language::English)).unwrap()
}

#[test]
fn all_that_a_case_can_say_is_read_and_written_again() {
    let case = read(FULL).remove(0);
    assert_eq!(case.history[&Question::Visits(Period::Year(0))], HistoryAnswer::Number(3.into()));
    assert_eq!(case.history[&Question::FirstVisit], HistoryAnswer::Nothing);
    assert_eq!(case.sale.counters[0].name, "other");
    assert_eq!(case.sale.counters[1].pending, Points::new(Decimal::new(105, 1)).unwrap());
    assert_eq!(case.sale.lines[0].id, LineId(7));
    let written = case.to_toml();
    assert_eq!(read(&written), [case], "{written}");
    // An ordinary case is as short as a shopkeeper writes it.
    let short = "[[case]]\nname = \"x\"\ncustomer = {}\n\n[[case.line]]\nprice = \"5.00\"\n\n[case.expect]\nadd = { points = 5 }\n";
    assert_eq!(read(short)[0].to_toml().replace("{  }", "{}"), short);
}

fn line() -> impl Strategy<Value = LineFact> {
    let codes = prop::collection::vec("[a-zé'\"\\\\ ]{1,5}", 1..3);
    let tags = prop::collection::btree_set("[a-z]{1,4}", 0..3);
    (1u32..9, 0i64..9_000, 0i64..100, 1i64..9_000, codes, tags, any::<bool>()).prop_map(
        |(id, cents, off, thousandths, codes, tags, flag)| {
            let base = support::sale().lines.remove(0);
            let quantity = Quantity::new(Decimal::new(thousandths, 3)).unwrap();
            let unit_price = Money::from_cents(cents);
            let amount = quantity.times(unit_price, Rounding::HalfUp).unwrap();
            let prior_discount = amount.times(Decimal::new(off, 2), Rounding::HalfUp).unwrap();
            LineFact {
                id: LineId(id),
                kind: if flag { LineKind::GiftVoucher } else { LineKind::Item },
                sku: Sku::new(codes[0].clone()),
                label: codes.concat(),
                departments: codes.iter().map(DepartmentId::new).collect(),
                quantity,
                unit_price,
                amount,
                prior_discount,
                gross: amount - prior_discount,
                discountable: flag,
                tags,
                points: Points::from_ten_thousandths(off * 777),
                cost: flag.then_some(unit_price),
                ..base
            }
        },
    )
}

proptest! {
    #[test]
    fn any_sale_becomes_a_case_and_is_read_again(lines in prop::collection::vec(line(), 0..5), name in "[ -~é\n\t]{0,30}") {
        let mut case = read(FULL).remove(0);
        let mut seen = std::collections::BTreeSet::new();
        case.sale.lines = lines.into_iter().filter(|line| seen.insert(line.id)).collect();
        case.name = name;
        let written = case.to_toml();
        prop_assert_eq!(read(&written), vec![case], "{}", written);
    }
}

const SCRIPT: &str = r#"
fn prepare(settings) { let plan = plan(); plan.ask("visits", visits(this_year())); plan }
fn evaluate(sale, settings) {
    let out = effects();
    out.add("points", 80);
    if sale.answer("visits") != () && sale.answer("visits") >= 9 { out.item(#{ sku: "MUG", label: "hello" }); }
    if sale.has_customer && sale.customer.tags.contains("vip") { out.completed("points"); }
    out
}
"#;

fn package(cases: &str, facts: &str) -> Package {
    let manifest = support::manifest("rhai").replace("facts = [", facts).replace(
        "unit = { fr = \"points\", en = \"points\" }",
        "unit = { fr = \"points\", en = \"points\" }\ncap_per_sale = 50",
    );
    support::package(&[
        ("manifest.toml", manifest.as_bytes()),
        ("policy.rhai", SCRIPT.as_bytes()),
        ("locale/fr.ftl", b"hello = Bonjour\n"),
        ("locale/en.ftl", b"hello = Hello\n"),
        ("cases/a.toml", cases.as_bytes()),
    ])
}

fn run(host: &Host, package: &Package) -> CaseResult {
    let policy = host.load(package).unwrap();
    run_cases(policy.as_ref(), package)
        .map_err(|error| messages::case_error(&error, Language::English))
        .unwrap()
        .remove(0)
}

fn case(keys: &str, expect: &str) -> String {
    format!("[[case]]\nname = \"x\"\n{keys}\n[[case.line]]\nprice = 5\n[case.expect]\n{expect}\n")
}

#[test]
fn a_case_answers_what_the_policy_asks_and_nothing_else() {
    let (_place, host) = support::host();
    let of = |history: &str| {
        let keys = format!("customer = {{}}\nitems = {{ MUG = \"8.00\" }}\nhistory = {{ {history} }}");
        let result =
            run(&host, &package(&case(&keys, "add = { points = 50 }\nitems = [{ sku = \"MUG\" }]"), "facts = ["));
        let said = result.history.iter().map(|fault| messages::history_fault(fault, Language::English));
        (result.passed, said.collect::<Vec<_>>().join("; "))
    };
    assert_eq!(of("\"visits(year 0)\" = 9"), (true, String::new()));
    assert!(!of("\"visits(this year)\" = 8").0, "the answer decides");
    let (passed, said) = of("last-visit = \"never\"");
    assert!(!passed);
    assert_eq!(
        said,
        "the policy asks \"visits(this year)\": add the answer to `history`; \
         the policy does not ask \"last-visit\": remove it from `history`"
    );
}

#[test]
fn the_caps_hold_in_cases_and_what_is_not_declared_is_not_told() {
    let (_place, host) = support::host();
    let keys = "customer = { tags = [\"vip\"] }\nhistory = { \"visits(this year)\" = 1 }";
    let told = run(&host, &package(&case(keys, "add = { points = 50 }\ncompleted = [\"points\"]"), "facts = ["));
    assert!(told.passed, "{:?}", told.differences);
    let package_without = package(&case(keys, "add = { points = 50 }"), "facts = []\n#");
    let untold = run(&host, &package_without);
    assert!(untold.passed, "{:?}", untold.differences);
    let keys = format!("{keys}\ncounters = {{ points = {{ balance = 1, room = 20 }} }}");
    let left = run(&host, &package(&case(&keys, "add = { points = 20 }\ncompleted = [\"points\"]"), "facts = ["));
    assert!(left.passed, "{:?}", left.differences);
}

#[test]
fn what_is_given_by_surprise_fails() {
    let (_place, host) = support::host();
    let keys = "customer = {}\nitems = { MUG = \"8.00\" }\nhistory = { \"visits(this year)\" = 9 }";
    let result = run(&host, &package(&case(keys, "add = { points = 50 }"), "facts = ["));
    let difference = &result.differences[0];
    assert_eq!((difference.key, &*difference.expected, &*difference.actual), ("items", "-", "1 x MUG"));
    let keys = keys.replace("items = { MUG = \"8.00\" }\n", "");
    let result = run(&host, &package(&case(&keys, "refused = \"unknown-item\""), "facts = ["));
    assert!(result.passed, "{:?}", result.differences);
}

#[test]
fn what_cannot_be_read_says_where() {
    let good = case("customer = {}\nhistory = { \"visits(this year)\" = 9 }", "");
    for (from, to, said) in [
        (
            "visits(this year)",
            "visits(this week)",
            "`history: visits(this week)` : not a question, read up to “visits(this week”",
        ),
        ("= 9", "= \"many\"", "“many” is not a number, nor \"never\""),
        ("visits(this year)\" = 9", "last-visit\" = 3", "“3” is not a day"),
        ("visits(this year)\" = 9", "revenue(always)\" = \"1.005\"", "“1.005” is not an amount"),
        ("= 9", "= 9, \"visits(year 0)\" = 9", "this question is there twice"),
        ("customer = {}\n", "", "without a customer nobody has any"),
        ("customer = {}", "customer = { birthday = \"13-24\" }", "not a birthday"),
        ("customer = {}", "customer = {}\ncounters = { points = { ballance = 1 } }", "unknown field `ballance`"),
        ("customer = {}", "customer = {}\noffers = { gift = \"had\" }", "unknown variant `had`"),
        ("customer = {}", "customer = {}\nitems = { MUG = \"x\" }", "`items: MUG` : “x” is not an amount"),
        ("price = 5", "price = 5\n[[case.line]]\nid = 1\nprice = 6", "two lines have this id"),
    ] {
        let text = good.replace(from, to);
        let error = Case::read("cases/a.toml", &text).unwrap_err();
        let shown = messages::case_error(&error, Language::English);
        assert!(shown.contains(said), "{to}: {shown}");
    }
}
