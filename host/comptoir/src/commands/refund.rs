//! `comptoir refund`: a receipt paid back, whole or in part.

use std::collections::BTreeMap;

use comptoir_app::format::money;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::{Error, NotFound};
use comptoir_domain::id::LineId;
use comptoir_domain::money::Money;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind;
use serde_json::json;

use super::sale::{finish_printing, read_quantity, sale_key, tell_paid, unreadable};
use crate::args::{ReceiptChoice, RefundArgs};
use crate::context::{Context, Done};

pub(super) fn run(args: &RefundArgs, context: &Context) -> Done {
    let mut till = context.open()?;
    let number = receipt_number(&args.number)?;
    let asked = asked(&args.line)?;
    if args.preview {
        let refund = till.preview_refund(&number, &asked)?;
        let total = -refund.total;
        return context.answer(&json!({ "preview": true, "refund_of": number.to_string(), "due": total }), || {
            let due = money(total, context.language);
            context.pick(format!("À rendre sur {number} : {due}"), format!("To pay back on {number}: {due}"))
        });
    }
    let tenders = args.pay.iter().map(|text| tender(text)).collect::<Result<_, _>>()?;
    let id = match &args.key {
        Some(key) => sale_key(key, context)?,
        None => till.new_refund_id(),
    };
    let payment = Payment { tenders, print: args.receipt == ReceiptChoice::Print, parked: None, forced: None };
    let refund = till.refund(id, &number, &asked, &payment)?;
    tell_paid(&till, &refund, args.receipt, context)?;
    finish_printing(&mut till, context).map(drop)
}

/// Reads a receipt number; what is none was not found.
pub(super) fn receipt_number(text: &str) -> Result<ReceiptNumber, Error> {
    text.parse().map_err(|_| NotFound::Receipt(text.to_owned()).into())
}

/// Reads `2=1` for each line; none means all that is left.
pub(super) fn asked(lines: &[String]) -> Result<Asked, Error> {
    if lines.is_empty() {
        return Ok(Asked::Whole);
    }
    let mut asked = BTreeMap::new();
    for text in lines {
        let (line, quantity) = text.split_once('=').unwrap_or((text, "1"));
        let line = LineId(line.trim().parse().map_err(|_| unreadable("--line", text))?);
        if asked.insert(line, read_quantity(quantity)?).is_some() {
            return Err(unreadable("--line", text));
        }
    }
    Ok(Asked::Lines(asked))
}

/// Reads how it is paid back: `cash`, `credit-note=20`.
pub(super) fn tender(text: &str) -> Result<TenderAsked, Error> {
    let (name, amount) = text.split_once('=').map_or((text, None), |(name, amount)| (name, Some(amount)));
    let kind = TenderKind::from_name(name.trim()).ok_or_else(|| unreadable("--pay", text))?;
    let amount = amount.map(Money::parse).transpose()?;
    Ok(TenderAsked { kind, amount, code: None })
}
