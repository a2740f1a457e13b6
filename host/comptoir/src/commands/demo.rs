//! `comptoir demo`: a made-up shop with a year behind it, then the till.
//!
//! The year is not inserted: each sale is scanned, evaluated by the programs, paid, signed and stored as
//! at the counter, with the clock set to its instant.

use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::path::Path;
use std::time::Instant;

use chrono::TimeDelta;
use comptoir_app::clock::Clock;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::programs::NewProgram;
use comptoir_app::{Error, NewShop, OfferAnswer, Till};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::draft::{Draft, ManualDiscount, PriceSource};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::{LineId, SaleId};
use comptoir_domain::item::Item;
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::shop::Mode;
use comptoir_domain::tender::TenderKind;

use crate::args::{DemoArgs, ReceiptChoice};
use crate::context::{Context, Done, Failure};
use crate::demo::{self, Plan, PlannedAct, PlannedRefund, PlannedReturn, PlannedSale};
use crate::progress::Progress;

/// The policy that the demo shop switches on, and its settings.
const PROGRAM: &str = "loyalty-spend";
/// Sales that reach the disk together: the wait for it is then nothing beside the work.
const AT_ONCE: usize = 4_000;

pub(super) fn run(args: &DemoArgs, context: &Context) -> Done {
    if args.fresh {
        remove_demo(&context.data, context)?;
    }
    let mut till = if context.data.join("comptoir.db").exists() {
        let till = context.open()?;
        context.note(&context.pick(
            format!("Magasin de démonstration repris dans {} (--fresh le refait).", context.data.display()),
            format!("Demo shop taken up in {} (--fresh makes it anew).", context.data.display()),
        ));
        till
    } else {
        make(args, context)?
    };
    if till.shop().mode != Mode::Demo {
        let french = format!("{} contient un vrai magasin : la démonstration n'y touche pas.", context.data.display());
        let english = format!("{} holds a real shop: the demo leaves it alone.", context.data.display());
        return Err(Failure::Usage(context.pick(french, english)));
    }
    if super::window::is_wanted(args.no_ui, context) {
        drop(till);
        return super::window::serve(super::window::Which::Till, context);
    }
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !context.json {
        return super::till::serve(till, context);
    }
    scripted_sale(&mut till, context)
}

/// Takes away a demo shop, and nothing else than a demo shop.
fn remove_demo(dir: &Path, context: &Context) -> Done {
    if !dir.join("comptoir.db").exists() {
        return Ok(());
    }
    if context.open()?.shop().mode != Mode::Demo {
        let words = context.pick("ce dossier contient un vrai magasin", "this folder holds a real shop");
        return Err(Failure::Usage(format!("{} : {words}", dir.display())));
    }
    std::fs::remove_dir_all(dir).map_err(|error| Failure::Io(format!("{} : {error}", dir.display())))
}

/// Makes the shop in a folder beside, and moves it into place when its year is over: a demo that was
/// interrupted leaves nothing behind.
fn make(args: &DemoArgs, context: &Context) -> Done<Till> {
    let started = Instant::now();
    // Asked before a year is made: nothing is left behind.
    if !context.policies().join(PROGRAM).join("manifest.toml").is_file() {
        return Err(Failure::Usage(context.no_policies()));
    }
    let unfinished = context.data.with_extension("unfinished");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).map_err(|error| Failure::Io(error.to_string()))?;
    }
    let now = context.clock.now();
    let plan = Plan::generate(args.seed, now.date_naive(), args.customers as usize, args.sales as usize);
    let first = plan.acts.first().map_or(now, PlannedAct::at) - TimeDelta::hours(1);
    let new = NewShop { shop: demo::shop(), language: context.language };
    let mut till = Till::create(&unfinished, &new, Clock::Set(first))?;
    till.speak(context.language);
    fill(&mut till, &plan)?;
    switch_on(&mut till, context)?;
    let paid = play(&mut till, &plan, context)?;
    drop(till);
    if let Some(parent) = context.data.parent() {
        std::fs::create_dir_all(parent).map_err(|error| Failure::Io(error.to_string()))?;
    }
    std::fs::rename(&unfinished, &context.data).map_err(|error| Failure::Io(error.to_string()))?;
    let (items, customers, seconds) = (plan.items.len(), plan.customers.len(), started.elapsed().as_secs());
    let dir = context.data.display();
    context.note(&context.pick(
        format!("Boutique prête dans {dir} : {items} articles, {customers} clients, {paid} tickets, en {seconds} s."),
        format!("Shop ready in {dir}: {items} items, {customers} customers, {paid} receipts, in {seconds} s."),
    ));
    context.open()
}

fn fill(till: &mut Till, plan: &Plan) -> Done {
    till.store_mut().bulk(|store| {
        for department in &plan.departments {
            store.put_department(department)?;
        }
        for list in &plan.price_lists {
            store.put_price_list(list)?;
        }
        for item in &plan.items {
            store.put_item(item)?;
        }
        for group in &plan.groups {
            store.put_group(group)?;
        }
        for planned in &plan.customers {
            store.put_customer(&planned.customer)?;
            planned.consents.iter().try_for_each(|consent| store.say(planned.customer.id, consent))?;
            if let Some(account) = &planned.account {
                store.open_account(planned.customer.id, account.limit)?;
                store.set_hold(planned.customer.id, account.hold.clone())?;
            }
        }
        Ok::<_, Error>(())
    })?;
    Ok(())
}

fn switch_on(till: &mut Till, context: &Context) -> Done {
    till.bundled_from(&context.policies());
    let package = context.policies().join(PROGRAM);
    let settings = ["threshold=300", "excluded_departments=livres,presse"].map(str::to_owned).to_vec();
    till.enable_program(&NewProgram { id: None, package, settings, from: None, until: None })?;
    Ok(())
}

/// Plays the year; gives how many receipts came of it.
fn play(till: &mut Till, plan: &Plan, context: &Context) -> Done<usize> {
    let mut progress = Progress::new(context.pick("Un an de ventes", "A year of sales"), context);
    let items: HashMap<&str, &Item> = plan.items.iter().map(|item| (item.sku.as_str(), item)).collect();
    let mut paid: Vec<Option<SaleId>> = Vec::with_capacity(plan.acts.len());
    for acts in plan.acts.chunks(AT_ONCE) {
        till.in_bulk(|till| {
            for act in acts {
                till.set_clock(Clock::Set(act.at()))?;
                let sale = match act {
                    PlannedAct::Sale(sale) => Some(play_sale(till, sale, plan, &items)?),
                    PlannedAct::Refund(refund) => play_refund(till, refund, &paid)?,
                };
                paid.push(sale.map(|sale| sale.stamp.id));
                progress.show(paid.len() as u64, plan.acts.len() as u64);
            }
            Ok(())
        })?;
    }
    Ok(paid.iter().flatten().count())
}

fn play_sale(
    till: &mut Till,
    plan: &PlannedSale,
    shop: &Plan,
    items: &HashMap<&str, &Item>,
) -> Result<PaidSale, Error> {
    let mut draft = till.open_sale();
    draft.seller = Some(plan.seller.to_owned());
    let customer = plan.customer.map(|index| &shop.customers[index].customer);
    if let Some(customer) = customer {
        till.identify(&mut draft, customer.id)?;
    }
    for line in &plan.lines {
        let Some(item) = items.get(line.sku.as_str()) else { continue };
        let id = draft.add((*item).clone(), line.quantity, PriceSource::List)?;
        if let Some(percent) = line.manual_percent {
            draft.line_mut(id)?.discount = Some(ManualDiscount::Percent(percent));
        }
    }
    let mut tenders = Vec::new();
    if let Some(customer) = customer.filter(|_| plan.use_papers) {
        tenders = use_papers(till, &mut draft, customer.id)?;
    }
    let evaluated = till.preview(&draft, false)?;
    let state = if plan.take_offer { OfferState::Taken } else { OfferState::Later };
    for (program, offer) in evaluated.offers() {
        // Of a choice, the first gift: a demo shop's customers are easy to please.
        let choice = offer.choices.first().map(|choice| choice.id.clone());
        till.answer(&mut draft, &format!("{program}/{}", offer.id), OfferAnswer { state, part: None, choice })?;
    }
    let due = till.preview(&draft, false)?.total();
    let by_paper = tenders.iter().filter_map(|tender: &TenderAsked| tender.amount).sum();
    let left = if by_paper < due { due - by_paper } else { comptoir_domain::money::Money::ZERO };
    tenders.extend(plan.tenders.pay(left).iter().map(|tender| TenderAsked::of(tender.kind, tender.amount)));
    till.pay(&draft, &Payment { tenders, print: plan.wants_receipt, parked: None, forced: None })
}

/// Puts the customer's vouchers on the sale, and pays with the credit notes.
fn use_papers(
    till: &mut Till,
    draft: &mut Draft,
    customer: comptoir_domain::id::CustomerId,
) -> Result<Vec<TenderAsked>, Error> {
    let summary = till.customer_summary(customer)?;
    let mut notes = Vec::new();
    for credit in summary.credits {
        match credit.kind {
            CreditKind::Voucher => draft.use_voucher(credit)?,
            CreditKind::CreditNote => notes.push(credit),
            CreditKind::GiftVoucher => {}
        }
    }
    let mut due = till.preview(draft, false)?.total();
    let mut tenders = Vec::new();
    for note in notes {
        let amount = note.balance.min(due);
        if amount.is_positive() {
            due -= amount;
            tenders.push(TenderAsked { kind: TenderKind::CreditNote, amount: Some(amount), code: Some(note.code) });
        }
    }
    Ok(tenders)
}

fn play_refund(till: &mut Till, plan: &PlannedRefund, paid: &[Option<SaleId>]) -> Result<Option<PaidSale>, Error> {
    let Some(sale) = paid.get(plan.of).copied().flatten() else { return Ok(None) };
    let Some(sale) = till.store().sale(sale)? else { return Ok(None) };
    let asked = match plan.what {
        PlannedReturn::Whole => Asked::Whole,
        PlannedReturn::Line(index) => {
            let line = &sale.lines[index];
            let quantity = comptoir_domain::quantity::Quantity::new(line.quantity);
            Asked::Lines([(LineId(line.id.0), quantity.unwrap_or(comptoir_domain::quantity::Quantity::ONE))].into())
        }
    };
    let payment = Payment { tenders: vec![TenderAsked::rest(plan.by)], print: false, parked: None, forced: None };
    let id = till.new_refund_id();
    till.refund(id, &sale.stamp.number, &asked, &payment).map(Some)
}

/// Without a terminal: one sale as a cashier would make it, and its receipt.
fn scripted_sale(till: &mut Till, context: &Context) -> Done {
    let mut draft = till.open_sale();
    let customer = loyal_customer(till)?;
    if let Some(customer) = customer {
        till.identify(&mut draft, customer)?;
    }
    for (words, quantity) in [("chemise oxford", "2x"), ("ceinture cuir", ""), ("roman", "")] {
        let found = till.store().search_items(words, 1).map_err(Error::from)?;
        if let Some(item) = found.first() {
            let quantity = quantity.strip_suffix('x').map(super::sale::read_quantity).transpose()?;
            till.scan(&mut draft, item.sku.as_str(), quantity)?;
        }
    }
    let offer = till
        .preview(&draft, false)?
        .programs
        .iter()
        .flat_map(|p| &p.accepted.offers)
        .map(|o| o.offer.id.clone())
        .next();
    if let Some(offer) = offer {
        till.answer(&mut draft, &offer, OfferAnswer::of(OfferState::Taken))?;
    }
    let total = till.preview(&draft, false)?.total();
    let cash = TenderAsked::of(TenderKind::Cash, round_up(total));
    let sale = till.pay(&draft, &Payment { tenders: vec![cash], print: false, parked: None, forced: None })?;
    super::sale::tell_paid(till, &sale, ReceiptChoice::Text, context)?;
    let dir = context.data.display();
    context.note(&context.pick(
        format!("Et maintenant : `comptoir --data {dir} till` ouvre la caisse, `comptoir --data {dir} customer list` montre les clients."),
        format!("What next: `comptoir --data {dir} till` opens the till, `comptoir --data {dir} customer list` shows the customers."),
    ));
    Ok(())
}

/// The customer with most points, so that the sale shows what loyalty does.
fn loyal_customer(till: &Till) -> Result<Option<comptoir_domain::id::CustomerId>, Error> {
    let mut best = None;
    for customer in till.store().customers(500, 0)? {
        let points = till.holdings(customer.id)?.iter().map(|held| held.holding.balance).max();
        if points > best.as_ref().map(|(points, _)| *points) {
            best = points.map(|points| (points, customer.id));
        }
    }
    Ok(best.map(|(_, customer)| customer))
}

/// The next multiple of ten euros: notes.
fn round_up(total: comptoir_domain::money::Money) -> comptoir_domain::money::Money {
    let tens = (total.cents() + 999) / 1_000;
    comptoir_domain::money::Money::from_cents(tens * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cash_is_rounded_up_to_notes() {
        let eur = |cents| comptoir_domain::money::Money::from_cents(cents);
        assert_eq!(round_up(eur(12_480)), eur(13_000));
        assert_eq!(round_up(eur(13_000)), eur(13_000));
    }
}
