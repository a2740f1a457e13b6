//! `comptoir card`: fresh numbers, sheets of cards to cut out, cards for phones.

use std::path::Path;

use comptoir_app::Till;
use comptoir_app::cards::{PrintedCard, PrintedSheet, Wanted};
use comptoir_app::customers::ListQuery;
use comptoir_domain::id::CustomerId;
use serde_json::{Value, json};

use crate::args::{CardCmd, CardSheetArgs};
use crate::context::{Context, Done};

pub(super) fn run(args: &CardCmd, context: &Context) -> Done {
    let mut till = context.open()?;
    match args {
        CardCmd::New { count, series } => {
            let cards = till.reserve_cards(series, *count)?;
            let cards: Vec<&str> = cards.iter().map(comptoir_app::cards::CardCode::as_str).collect();
            context.answer(&json!({ "series": series, "cards": cards }), || cards.join("\n"))
        }
        CardCmd::Sheet(args) => sheet(&mut till, args, context),
        CardCmd::Picture { customer, file } => {
            let card = till.card_picture(customer, file)?;
            let mut json = card_json(&card);
            json["file"] = json!(file);
            context.answer(&json, || file.display().to_string())
        }
    }
}

fn sheet(till: &mut Till, args: &CardSheetArgs, context: &Context) -> Done {
    let series = args.series.clone();
    let wanted = match args.new {
        Some(count) => Wanted::Fresh { count, series },
        None => Wanted::Customers {
            query: ListQuery {
                words: args.customers.as_deref().unwrap_or_default().join(" "),
                conditions: args.conditions.clone(),
                ..ListQuery::default()
            },
            give: args.give.then_some(series),
        },
    };
    let sheet = till.card_sheet(&wanted, &args.file)?;
    let json = json!({
        "file": args.file,
        "pages": sheet.pages(),
        "cards": sheet.cards.iter().map(card_json).collect::<Vec<_>>(),
        "without_card": sheet.left_out.iter().map(holder_json).collect::<Vec<_>>(),
    });
    context.answer(&json, || told(&sheet, &args.file, context))
}

fn card_json(card: &PrintedCard) -> Value {
    json!({ "code": card.code, "customer": card.holder.as_ref().map(holder_json), "given": card.given })
}

fn holder_json((id, name): &(CustomerId, String)) -> Value {
    json!({ "id": id, "name": name })
}

fn told(sheet: &PrintedSheet, file: &Path, context: &Context) -> String {
    let (file, cards, pages, without) = (file.display(), sheet.cards.len(), sheet.pages(), sheet.left_out.len());
    let mut out = context.pick(
        format!("{file} : {cards} carte(s), {pages} page(s). Imprimez à 100 %, sans « ajuster à la page ».\n"),
        format!("{file}: {cards} card(s), {pages} page(s). Print at 100%, without “fit to page”.\n"),
    );
    if without > 0 {
        out += &context.pick(
            format!("Sans carte, laissés de côté : {without}. L'option --give leur en donne une.\n"),
            format!("Without a card, left out: {without}. The option --give gives them one.\n"),
        );
    }
    out
}
