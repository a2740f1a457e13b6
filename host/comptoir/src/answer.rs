//! JSON answers: stable names, amounts as text with two decimals, days in ISO 8601.

use comptoir_app::Till;
use comptoir_app::customers::{CustomerFile, CustomerSummary, Figures};
use comptoir_app::evaluate::{Evaluated, Reason};
use comptoir_domain::credit::{Credit, CreditKind};
use comptoir_domain::customer::Account;
use comptoir_domain::effect::{Accepted, Surfaces};
use comptoir_domain::facts::LineKind;
use comptoir_domain::ledger::CreditIssue;
use comptoir_domain::price::{LineDiscount, Origin, PricedLine, VatLine};
use comptoir_domain::sale::{PaidLine, PaidSale, ProgramRecord, SaleKind};
use comptoir_domain::tender::Tender;
use serde_json::{Value, json};

/// A paid sale or refund. `customer` is the name for people.
pub(crate) fn sale(sale: &PaidSale, customer: Option<&str>) -> Value {
    let stamp = &sale.stamp;
    json!({
        "id": stamp.id,
        "number": stamp.number.to_string(),
        "at": stamp.at.to_rfc3339(),
        "business_day": stamp.business_day,
        "kind": if sale.is_refund() { "refund" } else { "sale" },
        "refund_of": match &sale.kind {
            SaleKind::Refund { number, .. } => Some(number.to_string()),
            SaleKind::Sale => None,
        },
        "training": stamp.training,
        "operator": stamp.operator,
        "seller": stamp.seller,
        "total": sale.total,
        "lines": sale.lines.iter().map(paid_line).collect::<Vec<_>>(),
        "vat": sale.vat.iter().map(vat).collect::<Vec<_>>(),
        "tenders": sale.tenders.iter().map(tender).collect::<Vec<_>>(),
        "change": sale.change,
        "customer": sale.customer.as_ref().map(|c| json!({ "id": c.id, "name": customer, "group": c.group })),
        "exemption": sale.exemption(),
        "programs": sale.programs.iter().map(program).collect::<Vec<_>>(),
        "counters": sale.movements.counters.iter().map(|movement| json!({
            "program": movement.program, "counter": movement.counter, "delta": movement.delta,
        })).collect::<Vec<_>>(),
        "issued": sale.movements.issued.iter().map(issued).collect::<Vec<_>>(),
        "credits": sale.movements.credits.iter().map(|movement| json!({
            "credit": movement.credit, "delta": movement.delta,
        })).collect::<Vec<_>>(),
        "account": sale.movements.account,
    })
}

/// A draft as it would be paid now.
pub(crate) fn preview(till: &Till, evaluated: &Evaluated, explain: bool) -> Value {
    let mut programs: Vec<Value> = evaluated.programs.iter().map(program).collect();
    if explain {
        for (value, record) in programs.iter_mut().zip(&evaluated.programs) {
            let reasons = till.reasons(record);
            value["why"] = reasons
                .iter()
                .map(|reason| {
                    json!({
                        "held": reason.held, "what": reason.what, "expected": reason.expected, "actual": reason.actual,
                    })
                })
                .collect();
        }
    }
    json!({
        "preview": true,
        "total": evaluated.total(),
        "lines": evaluated.priced.lines.iter().map(priced_line).collect::<Vec<_>>(),
        "vat": evaluated.priced.vat().iter().map(vat).collect::<Vec<_>>(),
        "programs": programs,
    })
}

fn paid_line(line: &PaidLine) -> Value {
    json!({
        "id": line.id,
        "kind": kind(line.kind),
        "sku": line.sku,
        "label": line.label,
        "quantity": line.quantity.normalize(),
        "unit": line.unit,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "discount": line.discount(),
        "discounts": line.discounts.iter().map(discount).collect::<Vec<_>>(),
        "net": line.net,
        "gross": line.gross,
        "vat_rate": line.vat_rate,
        "origin": line.discounts.first().map(|d| origin(&d.origin)),
    })
}

fn priced_line(line: &PricedLine) -> Value {
    json!({
        "id": line.id,
        "kind": kind(line.kind),
        "sku": line.sku,
        "label": line.label,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "price_list": line.winner,
        "amount": line.amount,
        "discount": line.amount - line.gross,
        "discounts": line.discounts.iter().map(discount).collect::<Vec<_>>(),
        "gross": line.gross,
        "vat_rate": line.vat_rate,
        "origin": line.discounts.first().map(|d| origin(&d.origin)),
    })
}

const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Item => "item",
        LineKind::GiftVoucher => "gift-voucher",
        LineKind::Reward => "reward",
    }
}

fn discount(discount: &LineDiscount) -> Value {
    json!({ "origin": origin(&discount.origin), "label": discount.label, "amount": discount.amount })
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Manual => "manual".to_owned(),
        Origin::Group(group) => format!("group:{group}"),
        Origin::Sale => "sale".to_owned(),
        Origin::Voucher(credit) => format!("voucher:{credit}"),
        Origin::Program(program) => format!("program:{program}"),
    }
}

fn vat(line: &VatLine) -> Value {
    json!({ "rate": line.rate, "net": line.amounts.net, "vat": line.amounts.vat, "gross": line.amounts.gross })
}

fn tender(tender: &Tender) -> Value {
    json!({ "kind": tender.kind.name(), "amount": tender.amount, "code": tender.code })
}

fn issued(issue: &CreditIssue) -> Value {
    json!({
        "kind": credit_kind(issue.kind), "code": issue.code, "amount": issue.amount, "expires": issue.expires,
        "program": issue.program,
    })
}

pub(crate) const fn credit_kind(kind: CreditKind) -> &'static str {
    match kind {
        CreditKind::CreditNote => "credit-note",
        CreditKind::GiftVoucher => "gift-voucher",
        CreditKind::Voucher => "voucher",
    }
}

/// What a program did: effects in the order add, spend, completed, discounts, vouchers, messages.
fn program(record: &ProgramRecord) -> Value {
    let offers = record.accepted.offers.iter().zip(&record.titles);
    json!({
        "program": record.program,
        "policy": record.policy,
        "version": record.version,
        "digest": record.digest,
        "engine": record.engine,
        "effects": effects(&record.accepted, record),
        "offers": offers.map(|(offer, title)| json!({
            "id": offer.offer.id, "title": title, "state": offer.state,
            "part": offer.taken_part, "choice": offer.choice,
            "choices": offer.offer.choices.iter().map(|choice| &choice.id).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "fault": record.fault,
        "yielded_to": record.yielded,
    })
}

fn effects(accepted: &Accepted, record: &ProgramRecord) -> Vec<Value> {
    let added = accepted.added.iter().map(|earning| {
        json!({
            "kind": "counter", "counter": earning.change.counter, "delta": earning.change.amount,
            "available": earning.available, "expires": earning.expires, "to": earning.to,
        })
    });
    let spent = accepted.spent.iter().map(|spending| {
        json!({
            "kind": "counter", "counter": spending.change.counter, "delta": -spending.change.amount,
        })
    });
    let completed = accepted.completed.iter().map(|counter| json!({ "kind": "completed", "counter": counter }));
    let discounts = accepted.discounts.iter().map(|(_, shares)| {
        json!({
            "kind": "discount",
            "amount": shares.iter().map(|(_, share)| *share).sum::<comptoir_domain::money::Money>(),
            "lines": shares.iter().map(|(line, share)| json!({ "line": line, "amount": share })).collect::<Vec<_>>(),
        })
    });
    let vouchers = accepted.vouchers.iter().map(|voucher| {
        json!({
            "kind": "voucher", "amount": voucher.amount, "expires": voucher.expires,
        })
    });
    let items = accepted.items.iter().map(|given| {
        json!({
            "kind": "item", "sku": given.item.sku, "quantity": given.item.quantity, "worth": given.worth(),
        })
    });
    let said = record.said.iter().map(|said| json!({ "kind": "message", "to": surfaces(said.to), "text": said.text }));
    added.chain(spent).chain(completed).chain(discounts).chain(vouchers).chain(items).chain(said).collect()
}

fn surfaces(to: Surfaces) -> String {
    let named = [(to.cashier, "cashier"), (to.customer_display, "customer-display"), (to.receipt, "receipt")];
    named.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect::<Vec<_>>().join("+")
}

/// A condition of a policy, and what became of it.
pub(crate) fn reason(reason: &Reason) -> Value {
    json!({ "held": reason.held, "what": reason.what, "expected": reason.expected, "actual": reason.actual })
}

/// A customer with all that the cashier should see.
pub(crate) fn customer(summary: &CustomerSummary) -> Value {
    let person = &summary.customer.person;
    let indicators = &summary.indicators;
    let papers =
        |kind: CreditKind| summary.credits.iter().filter(|credit| credit.kind == kind).map(credit).collect::<Vec<_>>();
    json!({
        "id": summary.customer.id,
        "name": person.display_name(),
        "title": person.title,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "phone": person.phone,
        "email": person.email,
        "postcode": person.postcode,
        "city": person.city,
        "birthday": person.birthday,
        "birthday_today": summary.birthday_today,
        "note": person.note,
        "cards": summary.customer.cards,
        "since": summary.customer.since,
        "group": summary.customer.group,
        "account": summary.account.as_ref().map(account),
        "credit_notes": papers(CreditKind::CreditNote),
        "gift_vouchers": papers(CreditKind::GiftVoucher),
        "vouchers": papers(CreditKind::Voucher),
        "counters": summary.counters.iter().map(|held| json!({
            "program": held.program, "counter": held.counter, "balance": held.holding.balance,
            "pending": held.holding.pending, "expiring": held.holding.lots,
        })).collect::<Vec<_>>(),
        "offers": summary.offers.iter().map(|offer| json!({
            "program": offer.program, "id": offer.offer, "title": offer.title,
        })).collect::<Vec<_>>(),
        "indicators": {
            "sales": indicators.sales,
            "receipts": indicators.receipts,
            "operations": indicators.operations,
            "visits": indicators.visits,
            "items": indicators.items,
            "average_basket": indicators.average_basket(),
            "last_visit": indicators.last_visit,
            "revenue_net": indicators.revenue_net,
            "revenue_gross": indicators.revenue_gross,
            "margin": indicators.margin,
            "discounts": indicators.discounts,
            "first_visit": indicators.first_visit,
        },
    })
}

/// Adds what only the back office needs to a customer.
pub(crate) fn add_file(json: &mut Value, file: &CustomerFile) {
    let (customer, person) = (&file.summary.customer, &file.summary.customer.person);
    let figures = |figures: &Figures| {
        json!({
            "visits": figures.visits,
            "sales": figures.sales,
            "items": figures.items,
            "revenue_gross": figures.gross,
            "revenue_net": figures.net,
            "margin": figures.margin,
            "discounts": figures.discounts,
            "average_basket": figures.average_basket(),
        })
    };
    json["company"] = json!(person.company);
    json["siren"] = json!(person.siren);
    json["vat_number"] = json!(person.vat_number);
    json["phones"] = person.phones().collect();
    json["emails"] = person.emails().collect();
    json["address"] = json!({
        "complement": person.complement,
        "building": person.building,
        "street": person.street,
        "place": person.place,
        "postcode": person.postcode,
        "city": person.city,
        "country": person.country,
    });
    json["language"] = json!(person.language);
    json["warning"] = json!(person.warning);
    json["custom"] = json!(person.custom);
    json["tags"] = json!(customer.tags);
    json["sponsor"] = json!(customer.sponsor);
    json["dealings"] = json!(customer.dealings);
    json["indicators"]["twelve_months"] = figures(&file.twelve_months);
    json["indicators"]["year"] = figures(&file.year);
    json["consents"] = json!(file.said);
    json["notes"] = json!(file.notes);
    json["acts"] = file.acts.iter().map(|act| {
        json!({ "act": act.act, "at": act.at, "operator": act.operator, "batch": act.batch, "detail": act.detail })
    }).collect();
}

/// An account.
pub(crate) fn account(account: &Account) -> Value {
    json!({ "balance": account.balance, "limit": account.limit, "hold": account.hold })
}

fn credit(credit: &Credit) -> Value {
    json!({ "code": credit.code, "balance": credit.balance, "issued": credit.issued, "expires": credit.expires })
}
