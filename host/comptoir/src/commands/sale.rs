//! `comptoir sale`: one sale as at the counter, or one per line of a file.

use std::io::BufRead;
use std::time::Duration;

use clap::{Args as _, FromArgMatches as _};
use comptoir_app::checkout::Scanned;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::printing::Printed;
use comptoir_app::{Error, Invalid, OfferAnswer, Till};
use comptoir_domain::draft::{Draft, ManualDiscount};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{LineId, SaleId};
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::TenderKind;
use serde_json::json;

use crate::args::{ReceiptChoice, SaleArgs};
use crate::context::{Context, Done, Failure};
use crate::{answer, views};

/// How long a command waits for the printer once the sale is done and answered.
const PRINT_LIMIT: Duration = Duration::from_secs(10);

pub(super) fn run(args: &SaleArgs, context: &Context) -> Done {
    let mut till = context.open()?;
    match &args.batch {
        Some(file) => batch(&mut till, file, context),
        None => {
            one(&mut till, args, context)?;
            finish_printing(&mut till, context).map(drop)
        }
    }
}

/// One sale per line; each is answered as soon as it is stored, refused ones with their error.
fn batch(till: &mut Till, file: &std::path::Path, context: &Context) -> Done {
    let mut queue = till.print_queue();
    let mut refused = 0u32;
    for (place, line) in lines_of(file)?.enumerate() {
        let line = line.map_err(|error| Failure::Io(error.to_string()))?;
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match parse_line(&line, context).and_then(|args| one(till, &args, context)) {
            Err(Failure::App(error)) => {
                refused += 1;
                tell_refused(place + 1, &error.message(context.language), context)?;
            }
            Err(Failure::Usage(text)) => {
                refused += 1;
                tell_refused(place + 1, &text, context)?;
            }
            other => other?,
        }
        queue.turn(till)?;
    }
    tell_printed(&queue.drain(till, PRINT_LIMIT)?, context);
    if refused == 0 { Ok(()) } else { Err(Failure::Told) }
}

fn tell_refused(line: usize, problem: &str, context: &Context) -> Done {
    if context.json {
        return context.say(&json!({ "line": line, "error": problem }).to_string());
    }
    context.complain(&context.pick(format!("Ligne {line} : {problem}"), format!("Line {line}: {problem}")));
    Ok(())
}

fn lines_of(file: &std::path::Path) -> Done<Box<dyn Iterator<Item = std::io::Result<String>>>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin().lock().lines()));
    }
    let opened = std::fs::File::open(file).map_err(|error| Failure::Io(format!("{} : {error}", file.display())))?;
    Ok(Box::new(std::io::BufReader::new(opened).lines()))
}

fn parse_line(line: &str, context: &Context) -> Done<SaleArgs> {
    let words = shlex::split(line).ok_or_else(|| {
        Failure::Usage(context.pick("guillemets non fermés".to_owned(), "quotes are not closed".to_owned()))
    })?;
    let command = SaleArgs::augment_args(clap::Command::new("sale")).no_binary_name(true);
    let matches = command.try_get_matches_from(words).map_err(|error| Failure::Usage(error.to_string()))?;
    SaleArgs::from_arg_matches(&matches).map_err(|error| Failure::Usage(error.to_string()))
}

/// One sale: previewed, parked, or paid and answered.
fn one(till: &mut Till, args: &SaleArgs, context: &Context) -> Done {
    let (mut draft, mut papers) = (open_draft(till, args, context)?, Vec::new());
    if let Some(paid) = already_paid(till, args, &draft)? {
        return tell_paid_as(till, &paid, args, context);
    }
    fill(till, &mut draft, args, &mut papers, context)?;
    if args.preview {
        let evaluated = till.preview(&draft, args.why)?;
        return context.answer(&answer::preview(till, &evaluated, args.why), || {
            let why = if args.why { views::why(till, &evaluated.programs, context.language) } else { String::new() };
            views::draft(&draft, &evaluated, till, context.language) + why.as_str()
        });
    }
    if let Some(label) = &args.park {
        let id = till.park(&draft, label)?;
        if let Some(recalled) = args.recall {
            till.unpark(recalled)?;
        }
        let words = context.pick(format!("Vente en attente n° {id}"), format!("Sale parked as {id}"));
        return context.answer(&json!({ "parked": id }), || words);
    }
    let mut tenders = papers;
    for text in &args.pay {
        tenders.push(tender(text)?);
    }
    let payment = Payment {
        tenders,
        print: args.receipt == ReceiptChoice::Print,
        parked: args.recall,
        forced: args.forced.clone(),
    };
    let sale = till.pay(&draft, &payment)?;
    tell_paid_as(till, &sale, args, context)
}

fn open_draft(till: &mut Till, args: &SaleArgs, context: &Context) -> Done<Draft> {
    let mut draft = match args.recall {
        Some(id) => till.recall(id)?,
        None => till.open_sale(),
    };
    if let Some(key) = &args.key {
        draft.id = sale_key(key, context)?;
    }
    if let Some(seller) = &args.seller {
        draft.seller = Some(seller.clone());
    }
    Ok(draft)
}

pub(super) fn sale_key(key: &str, context: &Context) -> Done<SaleId> {
    key.parse().map_err(|_| {
        let french = format!("--key {key} n'est pas un UUID, comme 0198f2c4-7d1a-7c3e-9f00-2b1d4e5f6a7b.");
        let english = format!("--key {key} is no UUID, such as 0198f2c4-7d1a-7c3e-9f00-2b1d4e5f6a7b.");
        Failure::Usage(context.pick(french, english))
    })
}

fn already_paid(till: &Till, args: &SaleArgs, draft: &Draft) -> Done<Option<PaidSale>> {
    if args.key.is_none() || args.preview {
        return Ok(None);
    }
    Ok(till.store().sale(draft.id).map_err(Error::from)?)
}

/// Scans, identifies, discounts and answers, in the order of the counter.
fn fill(till: &mut Till, draft: &mut Draft, args: &SaleArgs, papers: &mut Vec<TenderAsked>, context: &Context) -> Done {
    let mut last = None;
    for code in &args.scan {
        let (quantity, code) = split_quantity(code)?;
        match till.scan(draft, code, quantity)? {
            Scanned::Line(line) => last = Some(line),
            Scanned::Payment(credit) => papers.push(paper_tender(&credit)),
            Scanned::Sale(number) => {
                let french = format!("{number} est un ticket : `comptoir refund {number}` le rembourse.");
                let english = format!("{number} is a receipt: `comptoir refund {number}` refunds it.");
                return Err(Failure::Usage(context.pick(french, english)));
            }
            Scanned::Customer(_) | Scanned::Voucher(_) => {}
        }
    }
    if let Some(quantity) = &args.qty {
        let quantity = read_quantity(quantity)?;
        let line = last.ok_or_else(|| {
            let french = "--qty change la quantité du dernier article scanné : scannez-en un avec --scan.";
            let english = "--qty changes the quantity of the last scanned item: scan one with --scan.";
            Failure::Usage(context.pick(french, english).to_owned())
        })?;
        draft.set_quantity(line, quantity).map_err(Error::from)?;
    }
    if let Some(customer) = &args.customer {
        let customer = till.find_customer(customer)?;
        till.identify(draft, customer.id)?;
    }
    edit(draft, args)?;
    for offer in &args.take {
        let (offer, answer) = OfferAnswer::typed(offer);
        till.answer(draft, offer, answer)?;
    }
    for offer in &args.later {
        till.answer(draft, offer, OfferAnswer::of(OfferState::Later))?;
    }
    Ok(())
}

fn edit(draft: &mut Draft, args: &SaleArgs) -> Done {
    for text in &args.line_discount {
        let (line, discount) = text.split_once('=').ok_or_else(|| unreadable("--line-discount", text))?;
        let line = LineId(line.trim().parse().map_err(|_| unreadable("--line-discount", text))?);
        draft.line_mut(line).map_err(Error::from)?.discount = Some(read_discount(discount)?);
    }
    if let Some(discount) = &args.discount {
        draft.discount = Some(read_discount(discount)?);
    }
    Ok(())
}

/// Makes the payment of a credit note or gift voucher that was scanned.
pub(super) fn paper_tender(credit: &comptoir_domain::credit::Credit) -> TenderAsked {
    let kind = match credit.kind {
        comptoir_domain::credit::CreditKind::GiftVoucher => TenderKind::GiftVoucher,
        _ => TenderKind::CreditNote,
    };
    TenderAsked { kind, amount: None, code: Some(credit.code.clone()) }
}

/// Reads `3xCODE` or `CODE`.
pub(super) fn split_quantity(text: &str) -> Result<(Option<Quantity>, &str), Error> {
    let Some((quantity, code)) = text.split_once(['x', '*', '×']) else { return Ok((None, text)) };
    let counts = !quantity.is_empty() && quantity.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    if !counts || code.is_empty() {
        return Ok((None, text));
    }
    Ok((Some(read_quantity(quantity)?), code))
}

pub(super) fn read_quantity(text: &str) -> Result<Quantity, Error> {
    Quantity::parse(text).map_err(|error| Invalid::Quantity(error.0).into())
}

/// Reads `10%` or `5,00`.
pub(super) fn read_discount(text: &str) -> Result<ManualDiscount, Error> {
    if text.trim().ends_with('%') {
        return Percent::parse(text).map(ManualDiscount::Percent).map_err(|_| unreadable("%", text));
    }
    let amount = Money::parse(text)?;
    if amount.is_negative() { Err(unreadable("-", text)) } else { Ok(ManualDiscount::Amount(amount)) }
}

pub(super) fn unreadable(field: &str, value: &str) -> Error {
    Invalid::Text { field: field.to_owned(), value: value.to_owned() }.into()
}

/// Reads `cash=50`, `card`, `credit-note=AV-…` or `gift-voucher=CC-…:20`.
pub(super) fn tender(text: &str) -> Result<TenderAsked, Error> {
    let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
    let kind = TenderKind::from_name(name.trim()).ok_or_else(|| unreadable("--pay", text))?;
    match (kind, value) {
        (TenderKind::CreditNote | TenderKind::GiftVoucher, Some(value)) => {
            let (code, amount) = value.split_once(':').map_or((value, None), |(code, amount)| (code, Some(amount)));
            let amount = amount.map(Money::parse).transpose()?;
            Ok(TenderAsked { kind, amount, code: Some(code.to_owned()) })
        }
        (_, Some(value)) => Ok(TenderAsked::of(kind, Money::parse(value)?)),
        (_, None) => Ok(TenderAsked::rest(kind)),
    }
}

/// Writes the answer of a sale or refund.
pub(super) fn tell_paid(till: &Till, sale: &PaidSale, receipt: ReceiptChoice, context: &Context) -> Done {
    let mut json = paid_json(till, sale)?;
    let text = if receipt == ReceiptChoice::Text { till.receipt_text(sale, None)? } else { String::new() };
    if receipt == ReceiptChoice::Text {
        json["receipt"] = json!(text);
    }
    context.answer(&json, || views::paid(sale, till, context.language) + text.as_str())
}

/// Writes the answer of a sale, with what its reason passed over of the account's terms.
fn tell_paid_as(till: &Till, sale: &PaidSale, args: &SaleArgs, context: &Context) -> Done {
    let refused = match &args.forced {
        Some(_) => till.passed_over(sale)?,
        None => None,
    };
    let Some(refused) = refused else { return tell_paid(till, sale, args.receipt, context) };
    let words = Error::from(refused).message(context.language);
    let mut json = paid_json(till, sale)?;
    json["override"] = json!({ "refused": words, "reason": args.forced });
    let text = if args.receipt == ReceiptChoice::Text { till.receipt_text(sale, None)? } else { String::new() };
    if args.receipt == ReceiptChoice::Text {
        json["receipt"] = json!(text);
    }
    let forced = context.pick("⚠ Passé outre", "⚠ Overridden");
    let reason = args.forced.as_deref().unwrap_or_default().trim();
    context.answer(&json, || {
        format!("{forced} : {reason}\n  {words}\n{}{text}", views::paid(sale, till, context.language))
    })
}

/// A paid sale for programs, with the customer's name.
pub(super) fn paid_json(till: &Till, sale: &PaidSale) -> Result<serde_json::Value, Error> {
    let customer = match &sale.customer {
        Some(customer) => till.store().customer(customer.id)?,
        None => None,
    };
    let name = customer.map(|customer| customer.person.display_name());
    Ok(answer::sale(sale, name.as_deref()))
}

/// Lets the printer work after the answer; what waits is told.
pub(super) fn finish_printing(till: &mut Till, context: &Context) -> Done<Printed> {
    let printed = till.print_queue().drain(till, PRINT_LIMIT)?;
    tell_printed(&printed, context);
    Ok(printed)
}

pub(super) fn tell_printed(printed: &Printed, context: &Context) {
    if printed.waiting == 0 {
        // A drawer that stayed shut leaves nothing waiting.
        printed.trouble.iter().for_each(|trouble| context.note(trouble));
        return;
    }
    let (count, trouble) = (printed.waiting, printed.trouble.clone().unwrap_or_default());
    context.note(&context.pick(
        format!("{trouble}\nImpressions en attente : {count}. Elles partiront dès que l'imprimante répondra."),
        format!("{trouble}\nPrints waiting: {count}. They leave as soon as the printer answers."),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_may_come_before_its_code() {
        let quantity = |n: &str| Some(Quantity::parse(n).unwrap());
        for (text, expected) in [
            ("3x3017620422003", (quantity("3"), "3017620422003")),
            ("0,25*THE-01", (quantity("0.25"), "THE-01")),
            ("CHE-0042", (None, "CHE-0042")),
            ("x3", (None, "x3")),
            ("exact", (None, "exact")),
        ] {
            assert_eq!(split_quantity(text).unwrap(), expected, "{text}");
        }
        assert!(split_quantity("0xCHE-0042").is_err());
    }

    #[test]
    fn tenders_read_as_the_counter_says_them() {
        let eur = |text| Money::parse(text).unwrap();
        assert_eq!(tender("cash=50").unwrap(), TenderAsked::of(TenderKind::Cash, eur("50")));
        assert_eq!(tender("card").unwrap(), TenderAsked::rest(TenderKind::Card));
        let paper = tender("gift-voucher=CC-1-2:20").unwrap();
        assert_eq!((paper.amount, paper.code.as_deref()), (Some(eur("20")), Some("CC-1-2")));
        assert!(tender("chocolate=1").is_err());
        assert!(tender("cash=abc").is_err());
    }
}
