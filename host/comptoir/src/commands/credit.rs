//! `comptoir credit`: credit notes, gift vouchers and vouchers.

use std::fmt::Write as _;

use comptoir_app::accounts::{CreditEntry, CreditFile, CreditQuery, Liability};
use comptoir_app::format::{day, money};
use comptoir_app::messages::credit_name;
use comptoir_app::{Clock, Error, Till};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::money::Money;
use serde_json::{Value, json};

use super::sale::finish_printing;
use crate::args::{CreditCmd, CreditListArgs, PaperKind};
use crate::context::{Context, Done};
use crate::{answer, views};

pub(super) fn run(args: &CreditCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        CreditCmd::List(args) => list(&till, args, context),
        CreditCmd::Show { code } => show(&till, code, context),
        CreditCmd::Report { on } => {
            let on = on.unwrap_or_else(|| Clock::business_day(till.now()));
            let rows = till.store().liabilities(on).map_err(Error::from)?;
            report(&rows, on, context)
        }
        CreditCmd::Print { code } => {
            let text = till.print_credit(code)?.to_text(till.config().columns());
            context.answer(&json!({ "code": code.to_uppercase(), "text": text }), || text.clone())?;
            finish_printing(&mut till, context).map(drop)
        }
    }
}

fn query(till: &Till, args: &CreditListArgs) -> Result<CreditQuery, Error> {
    let customer = args.customer.as_deref().map(|words| till.find_customer(words)).transpose()?;
    let today = Clock::business_day(till.now());
    Ok(CreditQuery {
        kind: args.kind.map(|kind| match kind {
            PaperKind::CreditNote => CreditKind::CreditNote,
            PaperKind::GiftVoucher => CreditKind::GiftVoucher,
            PaperKind::Voucher => CreditKind::Voucher,
        }),
        customer: customer.map(|customer| customer.id),
        open: if args.open { Some(true) } else { args.used.then_some(false) },
        expired: args.expired.then_some((true, today)),
        expires_until: args.until,
        limit: args.limit,
    })
}

fn list(till: &Till, args: &CreditListArgs, context: &Context) -> Done {
    let files = till.store().credits(&query(till, args)?).map_err(Error::from)?;
    let json: Value = files.iter().map(file_json).collect();
    context.answer(&json, || files.iter().map(|file| file_text(file, context)).collect())
}

fn file_json(file: &CreditFile) -> Value {
    let credit = &file.credit;
    json!({
        "code": credit.code, "kind": answer::credit_kind(credit.kind), "customer": credit.customer,
        "day": file.day, "number": file.number.as_ref().map(ToString::to_string), "label": file.label,
        "issued": credit.issued, "balance": credit.balance, "expires": credit.expires,
    })
}

fn file_text(file: &CreditFile, context: &Context) -> String {
    let credit = &file.credit;
    let name = credit_name(credit.kind, context.language);
    let until = context.pick("jusqu'au", "until");
    let expires = credit.expires.map(|last| format!(" {until} {}", day(last))).unwrap_or_default();
    let left = format!("{}  {}  {name}{expires}", credit.code, day(file.day));
    let amounts = [credit.balance, credit.issued].map(|amount| money(amount, context.language)).join(" / ");
    views::pair(&left, &amounts) + "\n"
}

fn show(till: &Till, code: &str, context: &Context) -> Done {
    let file = till.credit_file(code)?;
    let entries = till.store().credit_entries(file.credit.id).map_err(Error::from)?;
    let mut json = file_json(&file);
    json["entries"] = entries
        .iter()
        .map(|entry| {
            json!({
                "day": entry.day, "number": entry.number.as_ref().map(ToString::to_string), "amount": entry.delta,
            })
        })
        .collect();
    context.answer(&json, || {
        let lines = entries.iter().map(|entry| entry_text(entry, context));
        file_text(&file, context) + lines.collect::<String>().as_str()
    })
}

fn entry_text(entry: &CreditEntry, context: &Context) -> String {
    let number = entry.number.as_ref().map(ToString::to_string).unwrap_or_default();
    views::pair(&format!("  {} {number}", day(entry.day)), &money(entry.delta, context.language)) + "\n"
}

fn report(rows: &[Liability], on: chrono::NaiveDate, context: &Context) -> Done {
    let sum = |amount: fn(&Liability) -> Money| rows.iter().map(amount).sum::<Money>();
    let (owed, expired) = (sum(|row| row.owed), sum(|row| row.expired));
    let json_rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "kind": answer::credit_kind(row.kind), "year": row.year, "count": row.count, "issued": row.issued,
                "owed": row.owed, "expired": row.expired,
            })
        })
        .collect();
    context.answer(&json!({ "on": on, "rows": json_rows, "owed": owed, "expired": expired }), || {
        let shown = |amount| money(amount, context.language);
        let mut out = String::new();
        for row in rows {
            let name = credit_name(row.kind, context.language);
            let left = format!("{name} {} ({})", row.year, row.count);
            let _ = writeln!(out, "{}", views::pair(&left, &shown(row.owed)));
            if row.expired.is_positive() {
                let expired = context.pick("  périmés", "  expired");
                let _ = writeln!(out, "{}", views::pair(expired, &shown(row.expired)));
            }
        }
        out + views::pair(context.pick("TOTAL DÛ", "TOTAL OWED"), &shown(owed)).as_str() + "\n"
    })
}
