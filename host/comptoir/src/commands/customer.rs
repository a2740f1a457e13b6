//! `comptoir customer` and `comptoir group`: files of customers, lists, and changes of many at once.

use std::fmt::Write as _;

use comptoir_app::customers::{
    Batch, BulkChange, CustomField, CustomKind, FormField, Kept, ListQuery, Sort, Subject, Undone,
};
use comptoir_app::format::{self, day, money, number, percent};
use comptoir_app::{Error, Invalid, Till};
use comptoir_domain::customer::{Channel, Customer, Group, Source};
use comptoir_domain::id::{GroupId, PriceListId};
use comptoir_domain::rate::Percent;

use serde_json::{Value, json};

use crate::args::{
    Change, ChannelChoice, CustomerCmd, FieldCmd, GroupCmd, KindChoice, SortChoice, SourceChoice, Which, YesNo,
};
use crate::context::{Context, Done};
use crate::progress::Progress;
use crate::{answer, views};

pub(super) mod files;
mod privacy;

pub(super) fn run(args: &CustomerCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        CustomerCmd::List { which, sort, limit, offset } => list(&till, which, *sort, (*limit, *offset), context),
        CustomerCmd::Count { which } => count(&till, which, context),
        CustomerCmd::Show { words } => {
            let customer = till.find_customer(&words.join(" "))?;
            show(&till, &customer, context)
        }
        CustomerCmd::New { fields } => {
            let typed = read_fields(&till, fields)?;
            let customer = till.create_file(&typed)?;
            show(&till, &customer, context)
        }
        CustomerCmd::Edit { customer, fields } => {
            let customer = till.find_customer(customer)?;
            let typed = read_fields(&till, fields)?;
            let customer = till.edit_file(customer.id, &typed)?;
            show(&till, &customer, context)
        }
        CustomerCmd::Note { customer, text } => {
            let customer = till.find_customer(customer)?;
            till.add_customer_note(customer.id, text)?;
            show(&till, &customer, context)
        }
        CustomerCmd::Consent { customer, channel, answer, source, wording } => {
            let customer = till.find_customer(customer)?;
            let said = (channel_of(*channel), *answer == YesNo::Yes);
            till.note_consent(customer.id, said, source_of(*source), wording)?;
            show(&till, &customer, context)
        }
        CustomerCmd::Import(args) => files::import(&mut till, args, context),
        CustomerCmd::Export { file, which } => files::export(&mut till, file, &query(which), context),
        CustomerCmd::Duplicates { limit } => files::duplicates(&till, *limit, context),
        CustomerCmd::Merge { kept, gone } => privacy::merge(&mut till, kept, gone, context),
        CustomerCmd::Unmerge { customer } => privacy::unmerge(&mut till, customer, context),
        CustomerCmd::Erase { customer, yes, oppose } => privacy::erase(&mut till, customer, (*yes, *oppose), context),
        CustomerCmd::Retention { years, limit, erase } => {
            privacy::retention(&mut till, (*years, *limit), *erase, context)
        }
        CustomerCmd::Opposition(args) => privacy::opposition(&mut till, args, context),
        CustomerCmd::Access { customer, pdf: None } => {
            let customer = till.find_customer(customer)?;
            let all = till.access_export(customer.id)?;
            context.say(&format!("{all:#}"))
        }
        CustomerCmd::Access { customer, pdf: Some(file) } => {
            let customer = till.find_customer(customer)?;
            till.access_pdf(customer.id, file)?;
            let who = json!({ "id": customer.id, "name": customer.person.display_name() });
            context.answer(&json!({ "customer": who, "pdf": file }), || file.display().to_string())
        }
        CustomerCmd::Change { which, change } => change_all(&mut till, which, change, context),
        CustomerCmd::Batches { last } => {
            let batches = till.store().batches(*last).map_err(Error::from)?;
            context.answer(&json!(batches.iter().map(batch_json).collect::<Vec<_>>()), || {
                batches.iter().map(|batch| batch_line(batch, context)).collect()
            })
        }
        CustomerCmd::Undo { batch } => undo(&mut till, *batch, context),
        CustomerCmd::Field(args) => field(&mut till, args, context),
    }
}

fn query(which: &Which) -> ListQuery {
    ListQuery { words: which.words.join(" "), conditions: which.conditions.clone(), ..ListQuery::default() }
}

fn list(till: &Till, which: &Which, sort: Option<SortChoice>, window: (usize, usize), context: &Context) -> Done {
    let words = which.words.join(" ");
    // As at the till, what was searched for comes with the best hits first, unless an order is asked for.
    let found = if sort.is_none() && which.conditions.is_empty() && !words.is_empty() {
        till.store().search_customers(&words, window.0).map_err(Error::from)?
    } else {
        let sort = sort.map_or(Sort::Name, sort_of);
        let (limit, offset) = window;
        let listing = till.list_customers(&ListQuery { sort, limit, offset, ..query(which) })?;
        let files = listing.rows.iter().map(|row| till.store().customer(row.id));
        files.collect::<Result<Vec<_>, _>>().map_err(Error::from)?.into_iter().flatten().collect()
    };
    context.answer(&json!(found.iter().map(line_json).collect::<Vec<_>>()), || found.iter().map(line).collect())
}

fn count(till: &Till, which: &Which, context: &Context) -> Done {
    let language = context.language;
    let totals = till.list_customers(&query(which))?.totals;
    let json = json!({ "customers": totals.customers, "revenue_gross": totals.revenue, "visits": totals.visits });
    context.answer(&json, || {
        let customers = format::count(totals.customers, ["client", "clients"], ["customer", "customers"], language);
        // Refunds never outnumber visits.
        let visits = totals.visits.try_into().unwrap_or(0);
        let visits = format::count(visits, ["passage", "passages"], ["visit", "visits"], language);
        let revenue = money(totals.revenue, language);
        context.pick(
            format!("{customers} · CA {revenue} · {visits}"),
            format!("{customers} · revenue {revenue} · {visits}"),
        )
    })
}

pub(super) fn line_json(customer: &Customer) -> Value {
    json!({
        "id": customer.id,
        "name": customer.person.display_name(),
        "cards": customer.cards,
        "city": customer.person.city,
        "group": customer.group.as_ref().map(|group| &group.id),
    })
}

pub(super) fn line(customer: &Customer) -> String {
    let card = customer.cards.first().map_or("", String::as_str);
    let city = customer.person.city.as_deref().unwrap_or_default();
    views::pair(&format!("{card:<14} {}", customer.person.display_name()), city) + "\n"
}

/// A file: what the till shows, and what only the back office needs.
fn show(till: &Till, customer: &Customer, context: &Context) -> Done {
    let file = till.customer_file(customer.id)?;
    let mut json = answer::customer(&file.summary);
    answer::add_file(&mut json, &file);
    context.answer(&json, || {
        let mut out = views::customer(&file.summary, till, context.language);
        out.push_str(&views::file(&file, context.language));
        out
    })
}

fn read_fields(till: &Till, fields: &[String]) -> Done<Vec<(FormField, String)>> {
    let own = till.store().custom_fields().map_err(Error::from)?;
    let read = |text: &String| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let field = FormField::named(name.trim(), &own);
        field.map(|field| (field, value.to_owned())).ok_or_else(|| Invalid::FormField(name.to_owned()).into())
    };
    Ok(fields.iter().map(read).collect::<Result<_, Error>>()?)
}

const fn sort_of(choice: SortChoice) -> Sort {
    match choice {
        SortChoice::Name => Sort::Name,
        SortChoice::LastVisit => Sort::LastVisit,
        SortChoice::Revenue => Sort::Revenue,
        SortChoice::Postcode => Sort::Postcode,
        SortChoice::Newest => Sort::Newest,
    }
}

const fn channel_of(choice: ChannelChoice) -> Channel {
    match choice {
        ChannelChoice::Sms => Channel::Sms,
        ChannelChoice::Email => Channel::Email,
        ChannelChoice::Post => Channel::Post,
    }
}

const fn source_of(choice: SourceChoice) -> Source {
    match choice {
        SourceChoice::Spoken => Source::Spoken,
        SourceChoice::Paper => Source::Paper,
        SourceChoice::Sent => Source::Sent,
    }
}

fn change_all(till: &mut Till, which: &Which, change: &Change, context: &Context) -> Done {
    let none_or = |text: &String| Some(text.clone()).filter(|text| text != "-");
    let change = match change {
        Change { group: Some(group), .. } => BulkChange::Group(none_or(group).map(GroupId::new)),
        Change { add_tag: Some(tag), .. } => BulkChange::AddTag(tag.clone()),
        Change { remove_tag: Some(tag), .. } => BulkChange::RemoveTag(tag.clone()),
        Change { seller, .. } => BulkChange::Seller(seller.as_ref().and_then(none_or)),
    };
    let query = query(which);
    let whole = till.list_customers(&query)?.totals.customers;
    let mut progress = Progress::new(context.pick("Fiches changées", "Files changed"), context);
    let batch = till.change_all(&query, &change, &mut |done| progress.show(done as u64, whole))?;
    context.answer(&batch_json(&batch), || {
        let line = batch_line(&batch, context);
        let undo = format!("comptoir customer undo {}", batch.id);
        let hint = context.pick(format!("→ pour annuler : {undo}"), format!("→ to take it back: {undo}"));
        format!("{line}{hint}")
    })
}

/// Takes a batch back, of customers or of items.
pub(super) fn undo(till: &mut Till, batch: i64, context: &Context) -> Done {
    let told = till.store().batch(batch).map_err(Error::from)?;
    let what = context.pick(["Fiches reprises", "Articles repris"], ["Files taken back", "Items taken back"]);
    let mut progress = Progress::new(what[usize::from(told.is_of_items())], context);
    let undone = till.undo_batch(batch, &mut |done| progress.show(done, told.created + told.changed))?;
    let kept = |why: Kept| {
        let kept = undone.kept.iter().filter(|(_, kept)| *kept == why);
        kept.map(|(subject, _)| subject_id(subject)).collect::<Vec<_>>()
    };
    let json = json!({
        "batch": batch,
        "restored": undone.restored,
        "removed": undone.removed,
        "departments_removed": undone.departments,
        "changed_since": kept(Kept::ChangedSince),
        "in_the_books": kept(Kept::InTheBooks),
        "not_empty": kept(Kept::NotEmpty),
    });
    context.answer(&json, || undone_text(till, &told, &undone, context))
}

fn subject_id(subject: &Subject) -> String {
    match subject {
        Subject::Customer(id) => id.to_string(),
        Subject::Item(sku) => sku.to_string(),
        Subject::Department(id) => id.to_string(),
    }
}

/// How many of those that stay are named.
const MOST_KEPT: usize = 50;

fn undone_text(till: &Till, batch: &Batch, undone: &Undone, context: &Context) -> String {
    let Undone { restored, removed, departments, .. } = undone;
    let id = batch.id;
    let mut out = if batch.is_of_items() {
        context.pick(
            format!("Lot {id} annulé : {restored} articles comme avant, {removed} retirés, {departments} rayons retirés.\n"),
            format!("Batch {id} taken back: {restored} items as before, {removed} removed, {departments} departments removed.\n"),
        )
    } else {
        context.pick(
            format!("Lot {id} annulé : {restored} fiches comme avant, {removed} retirées.\n"),
            format!("Batch {id} taken back: {restored} files as before, {removed} removed.\n"),
        )
    };
    for (subject, why) in undone.kept.iter().take(MOST_KEPT) {
        let why = match why {
            Kept::ChangedSince => context.pick("changement depuis", "changed since"),
            Kept::InTheBooks => context.pick("les livres le nomment", "named in the books"),
            Kept::NotEmpty => context.pick("rayon non vide", "department not empty"),
        };
        let name = match subject {
            Subject::Customer(id) => {
                till.store().customer(*id).ok().flatten().map(|customer| customer.person.display_name())
            }
            Subject::Item(sku) => till.store().item(sku).ok().flatten().map(|item| format!("{sku} {}", item.label)),
            Subject::Department(_) => None,
        };
        let _ = writeln!(out, "  {} : {why}", name.unwrap_or_else(|| subject_id(subject)));
    }
    let more = undone.kept.len().saturating_sub(MOST_KEPT);
    if more > 0 {
        let more = number((more as u64).into(), context.language);
        out += &context.pick(
            format!("  et {more} autres (--json les nomme)\n"),
            format!("  and {more} more (--json names them)\n"),
        );
    }
    out
}

fn batch_json(batch: &Batch) -> Value {
    json!({
        "batch": batch.id,
        "kind": batch.kind,
        "label": batch.label,
        "at": batch.at,
        "operator": batch.operator,
        "undone_at": batch.undone_at,
        "created": batch.created,
        "changed": batch.changed,
    })
}

fn batch_line(batch: &Batch, context: &Context) -> String {
    let undone =
        batch.undone_at.map(|at| format!(" · {} {}", context.pick("annulé le", "undone"), day(at.date_naive())));
    let (created, changed) = (batch.created, batch.changed);
    let counts =
        context.pick(format!("{created} créées, {changed} changées"), format!("{created} created, {changed} changed"));
    let at = format!("{} {}", day(batch.at.date_naive()), batch.at.format("%H:%M"));
    format!("{:>5}  {at}  {}  {} · {counts}{}\n", batch.id, batch.operator, batch.label, undone.unwrap_or_default())
}

fn field(till: &mut Till, args: &FieldCmd, context: &Context) -> Done {
    match args {
        FieldCmd::List => {}
        FieldCmd::Define { key, label, kind, choices } => {
            let kind = match kind {
                KindChoice::Text => CustomKind::Text,
                KindChoice::Number => CustomKind::Number,
                KindChoice::Date => CustomKind::Date,
                KindChoice::Choice => CustomKind::Choice,
            };
            let field = CustomField { key: key.clone(), label: label.clone(), kind, choices: choices.clone() };
            till.define_field(&field)?;
        }
        FieldCmd::Remove { key } => till.remove_field(key)?,
    }
    let fields = till.store().custom_fields().map_err(Error::from)?;
    context
        .answer(&json!(fields), || fields.iter().map(|field| format!("{:<16} {}\n", field.key, field.label)).collect())
}

pub(super) fn group(args: &GroupCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    if let GroupCmd::Set { id, name, discount, price_list } = args {
        let wrong = || Invalid::Text { field: "--discount".to_owned(), value: discount.clone() };
        let rate = Percent::parse(discount.trim_end_matches(['%', ' ', '\u{a0}'])).map_err(|_| Error::from(wrong()))?;
        let group = Group {
            id: GroupId::new(id),
            name: name.clone(),
            price_list: price_list.as_ref().map(PriceListId::new),
            discount: rate,
        };
        till.put_group(&group)?;
    }
    if let GroupCmd::Remove { id } = args {
        till.remove_group(id)?;
    }
    let groups = till.store().groups().map_err(Error::from)?;
    context.answer(&json!(groups), || {
        let line = |group: &Group| {
            let list = group.price_list.as_ref().map(|list| format!(" · {list}")).unwrap_or_default();
            let rate = percent(&group.discount.to_string(), context.language);
            views::pair(&format!("{:<12} {}", group.id.as_str(), group.name), &format!("{rate}{list}")) + "\n"
        };
        groups.iter().map(line).collect()
    })
}
