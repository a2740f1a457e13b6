//! What a sale and a customer come to, in lines short enough to compare with a sum on paper.

use comptoir_tests::TestShop;
use serde_json::Value;

/// Writes the figures of a paid sale, a refund or a preview, one fact a line:
/// `2 CHE-0001 139.80 - 13.98 = 125.82`, `total 125.82`, `cash 130.00`, `change 4.18`, `points +125`.
pub(crate) fn slip(sale: &Value) -> Vec<String> {
    let mut slip: Vec<String> = list(sale, "lines").map(line).collect();
    slip.push(format!("total {}", text(&sale["total"])));
    slip.extend(list(sale, "tenders").map(|tender| format!("{} {}", text(&tender["kind"]), text(&tender["amount"]))));
    if !zero(&sale["change"]) {
        slip.push(format!("change {}", text(&sale["change"])));
    }
    let moved = list(sale, "counters");
    slip.extend(moved.map(|moved| format!("{} {}", text(&moved["counter"]), signed(&moved["delta"]))));
    slip.extend(list(sale, "credits").map(|moved| format!("paper {}", signed(&moved["delta"]))));
    if !zero(&sale["account"]) {
        slip.push(format!("account {}", signed(&sale["account"])));
    }
    slip.extend(list(sale, "issued").map(|paper| format!("issued {}", issued(paper))));
    slip
}

/// Writes the tax of a sale: `20: 58.25 + 11.65 = 69.90`.
pub(crate) fn vat(sale: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let [rate, net, vat, gross] = ["rate", "net", "vat", "gross"].map(|key| text(&row[key]));
        format!("{rate}: {net} + {vat} = {gross}")
    };
    list(sale, "vat").map(row).collect()
}

/// Writes what a customer has and owes, one ledger a line; what is empty or zero is left out, so that
/// a customer who returned everything looks like one who never came.
pub(crate) fn purse(shop: &TestShop, card: &str) -> Vec<String> {
    let customer = shop.json(&format!("customer show {card}"));
    let mut purse: Vec<String> = list(&customer, "counters")
        .filter(|counter| !zero(&counter["balance"]))
        .map(|counter| format!("{} {}", text(&counter["program"]), text(&counter["balance"])))
        .collect();
    for kind in ["credit_notes", "gift_vouchers", "vouchers"] {
        purse.extend(
            list(&customer, kind)
                .map(|paper| format!("{kind} {} of {}", text(&paper["balance"]), text(&paper["issued"]))),
        );
    }
    if let Some(account) = customer["account"].as_object().filter(|account| !zero(&account["balance"])) {
        purse.push(format!("account {}", text(&account["balance"])));
    }
    purse.extend(list(&customer, "offers").map(|offer| format!("offer {}", text(&offer["id"]))));
    let indicators = &customer["indicators"];
    if !zero(&indicators["revenue_gross"]) || !zero(&indicators["revenue_net"]) {
        purse.push(format!(
            "bought {} gross, {} net",
            text(&indicators["revenue_gross"]),
            text(&indicators["revenue_net"])
        ));
    }
    purse
}

/// Gives the code of the only paper that a sale or refund issued.
#[track_caller]
pub(crate) fn code(sale: &Value) -> String {
    match sale["issued"].as_array().map(Vec::as_slice) {
        Some([paper]) => text(&paper["code"]),
        other => panic!("one paper was expected: {other:?}"),
    }
}

/// Gives the number of a receipt.
pub(crate) fn number(sale: &Value) -> String {
    text(&sale["number"])
}

/// Adds up one figure over sales, in cents.
pub(crate) fn sum<'a>(sales: impl IntoIterator<Item = &'a Value>, figure: impl Fn(&Value) -> Value) -> i64 {
    sales.into_iter().map(|sale| cents(&figure(sale))).sum()
}

/// Reads an amount in cents.
pub(crate) fn cents(amount: &Value) -> i64 {
    let amount = text(amount);
    assert!(amount.contains('.'), "{amount} is written with its cents");
    amount.replace('.', "").parse().expect("an amount")
}

fn line(line: &Value) -> String {
    let [quantity, sku, amount, gross] = ["quantity", "sku", "amount", "gross"].map(|key| text(&line[key]));
    if zero(&line["discount"]) {
        assert_eq!(amount, gross, "{line}");
        return format!("{quantity} {sku} {amount}");
    }
    let discounts: String = list(line, "discounts").map(|part| format!(" - {}", text(&part["amount"]))).collect();
    format!("{quantity} {sku} {amount}{discounts} = {gross}")
}

fn issued(paper: &Value) -> String {
    let until = paper["expires"].as_str().map(|day| format!(" until {day}")).unwrap_or_default();
    format!("{} {}{until}", text(&paper["kind"]), text(&paper["amount"]))
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn signed(value: &Value) -> String {
    let number = text(value);
    if number.starts_with('-') { number } else { format!("+{number}") }
}

fn zero(value: &Value) -> bool {
    value.is_null() || text(value).trim_start_matches('-').chars().all(|c| c == '0' || c == '.')
}
