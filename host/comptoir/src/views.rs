//! Text for people: what the terminal shows of sales, customers and programs.

use std::fmt::Write as _;

use comptoir_app::Till;
use comptoir_app::customers::{CustomerFile, CustomerSummary, FORM, FormField};
use comptoir_app::evaluate::{Evaluated, Reason};
use comptoir_app::format::{bare_money, day, money, number};
use comptoir_app::messages::{credit_name, tender_name};
use comptoir_domain::credit::Credit;
use comptoir_domain::customer::Channel;
use comptoir_domain::draft::Draft;
use comptoir_domain::facts::OfferState;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::{PaidSale, ProgramRecord};

/// How wide the terminal till writes.
const WIDTH: usize = 64;

/// Puts a text at the left and another at the right edge.
pub(crate) fn pair(left: &str, right: &str) -> String {
    let room = WIDTH.saturating_sub(right.chars().count() + 1);
    let left: String = left.chars().take(room).collect();
    format!("{left:<room$} {right}")
}

/// Writes rows with their columns below each other: the first to the left, the others to the right.
pub(crate) fn aligned(table: &[Vec<String>], out: &mut String) {
    let columns = table.first().map_or(0, Vec::len);
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in table {
        let cells = row.iter().zip(&widths).enumerate();
        let cell = |(at, (text, width)): (usize, (&String, &usize))| match at {
            0 => format!("  {text:<width$}"),
            _ => format!("  {text:>width$}"),
        };
        let line: String = cells.map(cell).collect();
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// The draft with its prices, and what the programs say and offer.
pub(crate) fn draft(draft: &Draft, evaluated: &Evaluated, till: &Till, language: Language) -> String {
    let mut out = String::new();
    for line in &evaluated.priced.lines {
        let quantity = number(line.quantity.value(), language);
        let left = format!("{:>3}. {quantity} × {}", line.id, line.label);
        let _ = writeln!(out, "{}", pair(&left, &bare_money(line.amount, language)));
        let discount = line.amount - line.gross;
        if discount.is_positive() {
            let name = language.pick("       remise", "       discount");
            let _ = writeln!(out, "{}", pair(name, &bare_money(-discount, language)));
        }
    }
    let count = draft.lines.len();
    let label = match language {
        Language::French => format!("TOTAL ({count} ligne{})", if count > 1 { "s" } else { "" }),
        Language::English => format!("TOTAL ({count} line{})", if count == 1 { "" } else { "s" }),
    };
    let _ = writeln!(out, "{}", pair(&label, &money(evaluated.total(), language)));
    out.push_str(&programs(&evaluated.programs, Some(till), language));
    out
}

/// What the programs say to the cashier, and the gifts to take or to keep; before the sale is paid, with those that can
/// be chosen, as they are typed.
fn programs(records: &[ProgramRecord], till: Option<&Till>, language: Language) -> String {
    let mut out = String::new();
    for record in records {
        for said in record.said.iter().filter(|said| said.to.cashier) {
            let _ = writeln!(out, "  ● {}", said.text);
        }
        for (offer, title) in record.accepted.offers.iter().zip(&record.titles) {
            let state = match offer.state {
                OfferState::Open => language.pick("à proposer", "to offer"),
                OfferState::Taken => language.pick("pris", "taken"),
                OfferState::Later => language.pick("plus tard", "later"),
            };
            let name = offer_name(records, record, &offer.offer.id);
            let _ = writeln!(out, "  ★ {title} [{name}] : {state}");
            let Some(till) = till else { continue };
            for choice in &offer.offer.choices {
                let mark = if offer.choice.as_ref() == Some(&choice.id) { "●" } else { "○" };
                let label = till.program_says(&record.program, &choice.label);
                let _ = writeln!(out, "      {mark} {label} [{name}={}]", choice.id);
            }
        }
        if let Some(fault) = &record.fault {
            let words = language.pick("indisponible", "unavailable");
            let _ = writeln!(out, "  ⚠ {} {words} : {fault}", record.program);
        }
    }
    out
}

/// How an offer is named to be taken: with its program where another one makes an offer of the same name.
fn offer_name(records: &[ProgramRecord], of: &ProgramRecord, offer: &str) -> String {
    let makes = |record: &&ProgramRecord| record.accepted.offers.iter().any(|made| made.offer.id == offer);
    if records.iter().filter(makes).count() > 1 { format!("{}/{offer}", of.program) } else { offer.to_owned() }
}

/// One paid sale, in a few lines.
pub(crate) fn paid(sale: &PaidSale, till: &Till, language: Language) -> String {
    let mut out = String::new();
    let word = if sale.is_refund() { language.pick("Remboursement", "Refund") } else { language.pick("Vente", "Sale") };
    let _ = writeln!(out, "{word} {} · {}", sale.stamp.number, money(sale.total, language));
    for tender in &sale.tenders {
        let code = tender.code.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
        let name = tender_name(tender.kind, language);
        let _ = writeln!(out, "  {name}{code} : {}", money(tender.amount, language));
    }
    if sale.change.is_positive() {
        let _ = writeln!(out, "  {} : {}", language.pick("À rendre", "Change"), money(sale.change, language));
    }
    for issue in &sale.movements.issued {
        let name = credit_name(issue.kind, language);
        let _ = writeln!(out, "  {name} {} : {}", issue.code, money(issue.amount, language));
    }
    if sale.is_refund() {
        out.push_str(&counters_back(sale, till, language));
    }
    out.push_str(&programs(&sale.programs, None, language));
    out
}

/// What a refund takes back of what was earned, and gives back of what was spent.
fn counters_back(refund: &PaidSale, till: &Till, language: Language) -> String {
    let mut out = String::new();
    let customer = refund.customer.as_ref().map(|customer| customer.id);
    for moved in refund.movements.counters.iter().filter(|moved| moved.delta != Points::ZERO) {
        let is_taken = moved.delta < Points::ZERO;
        let word = if is_taken { language.pick("Repris", "Taken back") } else { language.pick("Rendu", "Given back") };
        let amount = number(moved.delta.value().abs(), language);
        let unit = till.counter_unit(&moved.program, &moved.counter);
        let whose =
            if Some(moved.customer) == customer { "" } else { language.pick(", au parrain", ", of the sponsor") };
        let _ = writeln!(out, "  {word} ({}, {unit}{whose}) : {amount}", moved.program);
    }
    out
}

/// The customer panel: points, papers, account, birthday, gifts, habits.
pub(crate) fn customer(summary: &CustomerSummary, till: &Till, language: Language) -> String {
    let mut out = String::new();
    let fr = language == Language::French;
    let group = summary.customer.group.as_ref().map(|group| format!(" · {}", group.name)).unwrap_or_default();
    let _ = writeln!(out, "{}{group}", summary.customer.person.display_name());
    if summary.birthday_today {
        let _ = writeln!(out, "  {}", language.pick("● C'est son anniversaire !", "● Birthday today!"));
    }
    if let Some(regime) = till.regime_of(&summary.customer) {
        let _ = writeln!(out, "  {} : {}", regime.badge, regime.why);
    }
    if let Some(account) = &summary.account {
        let limit = account.limit.map(|limit| format!(" / {}", money(limit, language))).unwrap_or_default();
        let name = language.pick("Encours", "Account");
        let _ = writeln!(out, "  {name} {}{limit}", money(account.balance, language));
        if let Some(reason) = &account.hold {
            let _ = writeln!(out, "  {} : {reason}", language.pick("⚠ COMPTE BLOQUÉ", "⚠ ACCOUNT HELD"));
        }
    }
    for held in &summary.counters {
        let balance = number(held.holding.balance.value(), language);
        let unit = till.counter_unit(&held.program, &held.counter);
        let _ = writeln!(out, "  {} ({unit}) : {balance}", held.program);
    }
    for credit in &summary.credits {
        let _ = writeln!(out, "  {}", paper(credit, language));
    }
    for offer in &summary.offers {
        let _ = writeln!(out, "  ★ {} [{}]", offer.title, offer.offer);
    }
    let indicators = &summary.indicators;
    let basket = indicators.average_basket().unwrap_or(Money::ZERO);
    let visit = indicators.last_visit.map_or_else(|| language.pick("jamais", "never").to_owned(), day);
    let (visits, revenue) = (indicators.visits, money(indicators.revenue_gross, language));
    let basket = money(basket, language);
    let _ = if fr {
        let times = if visits > 1 { "passages" } else { "passage" };
        writeln!(out, "  dernier passage {visit} · {visits} {times} · CA {revenue} · panier moyen {basket}")
    } else {
        let times = if visits == 1 { "visit" } else { "visits" };
        writeln!(out, "  last visit {visit} · {visits} {times} · revenue {revenue} · average basket {basket}")
    };
    if let Some(note) = &summary.customer.person.note {
        let _ = writeln!(out, "  « {note} »");
    }
    out
}

/// What only the back office needs of a file: address, tags, consents, notes, and who changed it.
pub(crate) fn file(file: &CustomerFile, language: Language) -> String {
    let mut out = String::new();
    let customer = &file.summary.customer;
    for (field, ..) in FORM.iter().filter(|(field, ..)| *field != FormField::Note) {
        let text = field.text(customer);
        if !text.is_empty() {
            let _ = writeln!(out, "  {:<18} {text}", field.name(language));
        }
    }
    for field in file.fields.iter().filter(|field| customer.person.custom.contains_key(&field.key)) {
        let _ = writeln!(out, "  {:<18} {}", field.label, customer.person.custom[&field.key]);
    }
    for channel in Channel::ALL {
        let state = match file.consents.on(channel) {
            None => language.pick("pas demandé", "not asked").to_owned(),
            Some(said) => {
                let answer = if said.granted { language.pick("oui", "yes") } else { language.pick("non", "no") };
                format!("{answer}, {} ({}) « {} »", day(said.at.date_naive()), said.operator, said.wording)
            }
        };
        let _ = writeln!(out, "  {:<18} {state}", channel.name());
    }
    for note in &file.notes {
        let _ = writeln!(out, "  {} {} : {}", day(note.at.date_naive()), note.operator, note.text);
    }
    out
}

/// A credit note, gift voucher or voucher in one line.
pub(crate) fn paper(credit: &Credit, language: Language) -> String {
    let until = credit.expires.map(|last| format!(" ({} {})", language.pick("jusqu'au", "until"), day(last)));
    let (name, left) = (credit_name(credit.kind, language), money(credit.balance, language));
    format!("{name} {} : {left}{}", credit.code, until.unwrap_or_default())
}

/// Says how many more there are than those that are shown.
pub(crate) fn others(count: u64, language: Language) -> String {
    if count == 1 {
        return language.pick("et 1 autre", "and 1 other").to_owned();
    }
    let count = number(count.into(), language);
    language.pick(format!("et {count} autres"), format!("and {count} others"))
}

/// The conditions of a policy, and what became of each.
pub(crate) fn reasons(reasons: &[Reason], language: Language) -> String {
    let mut out = String::new();
    let expected = language.pick("attendu", "expected");
    for reason in reasons {
        let mark = if reason.held { "✓" } else { "✗" };
        let _ = writeln!(out, "  {mark} {} — {} ({expected} : {})", reason.what, reason.actual, reason.expected);
    }
    out
}

/// The "why?" of each program.
pub(crate) fn why(till: &Till, records: &[ProgramRecord], language: Language) -> String {
    let mut out = String::new();
    let between = language.pick("attendu", "expected");
    for record in records {
        let _ = writeln!(out, "{} ({} {}, {})", record.program, record.policy, record.version, record.engine);
        for reason in till.reasons(record) {
            let mark = if reason.held { "✓" } else { "✗" };
            let _ = writeln!(out, "  {mark} {} — {} ({between} : {})", reason.what, reason.actual, reason.expected);
        }
    }
    out
}
