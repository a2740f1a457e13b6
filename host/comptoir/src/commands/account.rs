//! `comptoir account`: what customers owe, and how they pay it.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use comptoir_app::accounts::{AccountCorrection, AccountPayment, AccountRow};
use comptoir_app::format::{day, money};
use comptoir_app::messages::entry_name;
use comptoir_app::{Clock, Error, Till};
use comptoir_domain::account::{AccountEntry, Ageing, EntryId, Match};
use comptoir_domain::customer::{Account, Customer};
use comptoir_domain::money::Money;
use serde_json::{Value, json};

use super::sale::{finish_printing, sale_key, tender};
use crate::args::{AccountCmd, PayArgs, ReceiptChoice, StatementArgs};
use crate::context::{Context, Done};
use crate::{answer, views};

pub(super) fn run(args: &AccountCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        AccountCmd::List { overdue, all } => list(&till, *overdue, *all, context),
        AccountCmd::Show { words } => show(&till, &words.join(" "), context),
        AccountCmd::Open { customer, limit } => terms(&mut till, customer, context, |till, customer| {
            let limit = limit.as_deref().map(Money::parse).transpose()?;
            till.open_account(customer.id, limit)
        }),
        AccountCmd::Limit { customer, limit } => terms(&mut till, customer, context, |till, customer| {
            till.account(customer.id)?;
            let limit = if limit == "none" { None } else { Some(Money::parse(limit)?) };
            till.open_account(customer.id, limit)
        }),
        AccountCmd::Hold { customer, reason } => {
            terms(&mut till, customer, context, |till, customer| till.hold_account(customer.id, Some(reason)))
        }
        AccountCmd::Release { customer } => {
            terms(&mut till, customer, context, |till, customer| till.hold_account(customer.id, None))
        }
        AccountCmd::Pay(args) => pay(&mut till, args, context),
        AccountCmd::Receipt { number, reprint } => receipt(&mut till, number, *reprint, context),
        AccountCmd::Correct { customer, amount, reason, day, due, key } => {
            let correction = AccountCorrection {
                key: key_of(&till, key.as_deref(), context)?,
                delta: Money::parse(amount)?,
                day: *day,
                due: *due,
                reason: reason.clone(),
            };
            let customer = till.find_customer(customer)?;
            let entry = till.correct_account(customer.id, &correction)?;
            context.answer(&with_customer(entry_json(&entry), &customer), || entry_text(&entry, context))
        }
        AccountCmd::Match { customer, credit, debit, amount, undo } => {
            let pair = (EntryId(*credit), debit.map(EntryId));
            matching(&mut till, customer, pair, amount.as_deref(), *undo, context)
        }
        AccountCmd::Statement(args) => statement(&till, args, context),
        AccountCmd::Ageing { on } => ageing(&till, *on, context),
    }
}

fn key_of(till: &Till, key: Option<&str>, context: &Context) -> Done<uuid::Uuid> {
    key.map_or_else(|| Ok(till.new_key()), |key| Ok(sale_key(key, context)?.uuid()))
}

fn today(till: &Till) -> NaiveDate {
    Clock::business_day(till.now())
}

fn with_customer(mut json: Value, customer: &Customer) -> Value {
    json["customer"] = json!({ "id": customer.id, "name": customer.person.display_name() });
    json
}

fn ageing_json(ageing: &Ageing) -> Value {
    let [to_30, to_60, to_90, more] = ageing.owed;
    json!({ "to_30": to_30, "to_60": to_60, "to_90": to_90, "over_90": more, "deposits": ageing.unmatched })
}

fn list(till: &Till, overdue: bool, all: bool, context: &Context) -> Done {
    let mut rows = till.accounts(today(till), all)?;
    rows.retain(|row| !overdue || row.ageing.overdue().is_positive());
    let json = rows.iter().map(|row| {
        let mut json = with_customer(answer::account(&row.account), &row.customer);
        json["overdue"] = json!(row.ageing.overdue());
        json["ageing"] = ageing_json(&row.ageing);
        json
    });
    context.answer(&json.collect(), || rows.iter().map(|row| row_text(row, context)).collect())
}

fn row_text(row: &AccountRow, context: &Context) -> String {
    let card = row.customer.cards.first().map_or("", String::as_str);
    let left = format!("{card:<14} {}", row.customer.person.display_name());
    let mut out = views::pair(&left, &money(row.account.balance, context.language)) + "\n";
    let overdue = row.ageing.overdue();
    if overdue.is_positive() {
        let words = context.pick("dont plus de 30 jours", "of which more than 30 days");
        let _ = writeln!(out, "  {words} : {}", money(overdue, context.language));
    }
    out + held(&row.account, context).as_str()
}

fn held(account: &Account, context: &Context) -> String {
    let words = context.pick("COMPTE BLOQUÉ", "ACCOUNT HELD");
    account.hold.as_ref().map(|reason| format!("  {words} : {reason}\n")).unwrap_or_default()
}

/// The account and its limit in one line.
fn account_text(customer: &Customer, account: &Account, context: &Context) -> String {
    let balance = money(account.balance, context.language);
    let limit = account.limit.map(|limit| format!(" / {}", money(limit, context.language))).unwrap_or_default();
    views::pair(&customer.person.display_name(), &format!("{balance}{limit}")) + "\n" + held(account, context).as_str()
}

fn show(till: &Till, words: &str, context: &Context) -> Done {
    let customer = till.find_customer(words)?;
    let account = till.account(customer.id)?;
    let entries = till.store().account_entries(customer.id).map_err(Error::from)?;
    let ledger = till.account_ledger(customer.id)?;
    let letters = ledger.letters();
    let ageing = Ageing::of(&ledger, today(till));
    let mut json = with_customer(answer::account(&account), &customer);
    json["ageing"] = ageing_json(&ageing);
    let entry_with_left = |entry: &AccountEntry| {
        let mut json = entry_json(entry);
        json["left"] = json!(ledger.left(&entry.posting));
        json["letter"] = json!(letters.get(&entry.posting.id));
        json
    };
    json["entries"] = entries.iter().map(entry_with_left).collect();
    json["matches"] = matches_json(&ledger.matches().collect::<Vec<_>>());
    context.answer(&json, || {
        let lines = entries.iter().map(|entry| entry_text(entry, context));
        account_text(&customer, &account, context) + lines.collect::<String>().as_str()
    })
}

fn entry_json(entry: &AccountEntry) -> Value {
    let (posting, detail) = (&entry.posting, &entry.detail);
    json!({
        "entry": posting.id, "kind": posting.kind.name(), "day": posting.day, "due": posting.due,
        "number": entry.reference(), "amount": posting.delta, "balance": entry.balance,
        "tenders": detail.tenders.iter()
            .map(|tender| json!({ "kind": tender.kind.name(), "amount": tender.amount }))
            .collect::<Vec<_>>(),
        "change": detail.change, "reason": detail.reason, "operator": detail.operator,
    })
}

fn entry_text(entry: &AccountEntry, context: &Context) -> String {
    let posting = &entry.posting;
    let name = entry_name(posting.kind, posting.delta.is_negative(), context.language);
    let number = entry.reference().unwrap_or_else(|| entry.detail.reason.clone());
    let left = format!("{:>4}  {}  {name} {number}", posting.id, day(posting.day));
    views::pair(&left, &money(posting.delta, context.language)) + "\n"
}

fn matches_json(matches: &[Match]) -> Value {
    let pair = |pair: &Match| json!({ "credit": pair.credit, "debit": pair.debit, "amount": pair.amount });
    matches.iter().map(pair).collect()
}

/// Opens, limits, holds or releases, and answers with the account as it is then.
fn terms(
    till: &mut Till,
    customer: &str,
    context: &Context,
    change: impl FnOnce(&mut Till, &Customer) -> Result<Account, Error>,
) -> Done {
    let customer = till.find_customer(customer)?;
    let account = change(till, &customer)?;
    context.answer(&with_customer(answer::account(&account), &customer), || account_text(&customer, &account, context))
}

fn pay(till: &mut Till, args: &PayArgs, context: &Context) -> Done {
    let payment = AccountPayment {
        key: key_of(till, args.key.as_deref(), context)?,
        amount: args.amount.as_deref().map(Money::parse).transpose()?,
        tenders: args.pay.iter().map(|text| tender(text)).collect::<Result<_, _>>()?,
        deposit: args.deposit,
        told: args.settle.iter().copied().map(EntryId).collect(),
        print: args.receipt == ReceiptChoice::Print,
    };
    let customer = till.find_customer(&args.customer)?;
    let entry = till.pay_account(customer.id, &payment)?;
    let number = entry.detail.receipt.clone().unwrap_or_default();
    let made = till.account_ledger(customer.id)?.matches().collect::<Vec<_>>();
    let settled: Vec<Match> = made.into_iter().filter(|pair| pair.credit == entry.posting.id).collect();
    let mut json = with_customer(entry_json(&entry), &customer);
    json["paid"] = json!(-entry.posting.delta);
    json["owed_before"] = json!(entry.detail.before);
    json["settled"] = matches_json(&settled);
    let written = args.receipt == ReceiptChoice::Text;
    let text = if written { till.payment_text(&number, None)? } else { String::new() };
    if written {
        json["receipt"] = json!(text);
    }
    context.answer(&json, || paid_text(&entry, context) + text.as_str())?;
    finish_printing(till, context).map(drop)
}

fn paid_text(entry: &AccountEntry, context: &Context) -> String {
    let shown = |amount| money(amount, context.language);
    let after = entry.detail.before + entry.posting.delta;
    let (paid, number) = (shown(-entry.posting.delta), entry.reference().unwrap_or_default());
    let mut out = context.pick(format!("Règlement {number} · {paid}\n"), format!("Payment {number} · {paid}\n"));
    if entry.detail.change.is_positive() {
        let _ = writeln!(out, "  {} {}", context.pick("Monnaie rendue", "Change"), shown(entry.detail.change));
    }
    let words = if after.is_negative() {
        context.pick("Acompte disponible", "Deposit left")
    } else {
        context.pick("Reste dû", "Still owed")
    };
    let _ = writeln!(out, "  {words} {}", shown(after.abs()));
    out
}

fn receipt(till: &mut Till, number: &str, reprint: bool, context: &Context) -> Done {
    let columns = till.config().columns();
    let text = if reprint {
        till.reprint_payment(number)?.to_text(columns)
    } else {
        till.payment_text(number, Some(columns))?
    };
    let answer = json!({ "number": number, "columns": columns, "text": text });
    context.answer(&answer, || text.clone())?;
    if reprint { finish_printing(till, context).map(drop) } else { Ok(()) }
}

fn matching(
    till: &mut Till,
    customer: &str,
    (credit, debit): (EntryId, Option<EntryId>),
    amount: Option<&str>,
    undo: bool,
    context: &Context,
) -> Done {
    let amount = amount.map(Money::parse).transpose()?;
    let customer = till.find_customer(customer)?;
    let made = match debit {
        Some(debit) if !undo => till.match_entries(customer.id, (credit, debit), amount)?,
        _ => till.unmatch_entries(customer.id, credit, debit)?,
    };
    let json = json!({ "matches": matches_json(&made) });
    context.answer(&with_customer(json, &customer), || {
        let line = |pair: &Match| {
            let amount = money(pair.amount, context.language);
            context.pick(
                format!("{} règle {} : {amount}\n", pair.credit, pair.debit),
                format!("{} settles {}: {amount}\n", pair.credit, pair.debit),
            )
        };
        made.iter().map(line).collect()
    })
}

fn statement(till: &Till, args: &StatementArgs, context: &Context) -> Done {
    let customer = till.find_customer(&args.customer)?;
    let to = args.to.unwrap_or_else(|| today(till));
    let from = args.from.unwrap_or_else(|| to.with_day(1).unwrap_or(to));
    let sheet = till.statement_sheet(customer.id, (from, to))?;
    if let Some(file) = &args.pdf {
        sheet.write_pdf(file)?;
    }
    if let Some(file) = &args.csv {
        sheet.write_csv(file)?;
    }
    let statement = &sheet.statement;
    let lines = statement.lines.iter().map(|line| {
        let mut json = entry_json(&line.entry);
        json["letter"] = json!(line.letter);
        json["left"] = json!(line.left);
        json
    });
    let json = json!({
        "from": from, "to": to, "opening": statement.opening, "debits": statement.debits,
        "credits": statement.credits, "closing": statement.closing, "ageing": ageing_json(&statement.ageing),
        "entries": lines.collect::<Vec<_>>(), "pdf": args.pdf, "csv": args.csv,
    });
    context.answer(&with_customer(json, &customer), || match (&args.pdf, &args.csv) {
        (None, None) => sheet.text(),
        (pdf, csv) => pdf.iter().chain(csv).map(|file| format!("{}\n", file.display())).collect(),
    })
}

fn ageing(till: &Till, on: Option<NaiveDate>, context: &Context) -> Done {
    let on = on.unwrap_or_else(|| today(till));
    let mut rows = till.accounts(on, true)?;
    rows.retain(|row| row.ageing != Ageing::default());
    let mut total = Ageing::default();
    rows.iter().for_each(|row| total.add(&row.ageing));
    let line = |ageing: &Ageing| {
        let mut json = ageing_json(ageing);
        json["balance"] = json!(ageing.balance());
        json
    };
    let accounts: Vec<Value> = rows.iter().map(|row| with_customer(line(&row.ageing), &row.customer)).collect();
    context.answer(&json!({ "on": on, "accounts": accounts, "total": line(&total) }), || {
        let titles = ["0–30", "31–60", "61–90", "> 90", context.pick("acomptes", "deposits"), "="].map(str::to_owned);
        let mut out = table_line("", &titles);
        for row in &rows {
            out += &table_line(&row.customer.person.display_name(), &cells(&row.ageing, context));
        }
        out + table_line("Total", &cells(&total, context)).as_str()
    })
}

fn cells(ageing: &Ageing, context: &Context) -> [String; 6] {
    let [a, b, c, d] = ageing.owed;
    [a, b, c, d, -ageing.unmatched, ageing.balance()]
        .map(|amount| comptoir_app::format::bare_money(amount, context.language))
}

fn table_line(name: &str, cells: &[String; 6]) -> String {
    let cells: String = cells.iter().map(|cell| format!(" {cell:>11}")).collect();
    format!("{name:<28}{cells}\n")
}
