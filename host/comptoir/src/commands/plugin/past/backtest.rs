//! `comptoir plugin backtest`: a policy over the past sales of the shop.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use comptoir_app::backtest::{Asked, Compared, Difference, Effects, Offers, Report, Totals, Troubles};
use comptoir_app::format::{day, money, number, percent};
use comptoir_domain::id::ProgramId;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use serde_json::json;

use super::chart;
use crate::args::{BacktestArgs, OffersChoice};
use crate::context::{Context, Done};
use crate::progress::Progress;
use crate::views::{self, aligned};

pub(super) fn run(args: &BacktestArgs, context: &Context) -> Done {
    let asked = Asked {
        package: context.package(&args.policy)?,
        settings: args.settings.clone(),
        first: args.from,
        last: args.until,
        offers: match args.offers {
            OffersChoice::Always => Offers::Always,
            OffersChoice::Never => Offers::Never,
            OffersChoice::Recorded => Offers::Recorded,
        },
        choice: usize::from(args.choice) - 1,
        compare: args.compare.clone().map(ProgramId::new),
        carry: args.carry,
    };
    let backtest = context.open()?.backtest(&asked)?;
    let mut progress = Progress::new(context.pick("Simulation", "Simulation"), context);
    // Nothing is written, so that Ctrl-C may end the program wherever it is.
    let Some(report) = backtest.run(|done, whole| progress.show(done, whole), &AtomicBool::new(false))? else {
        return Ok(());
    };
    if let Some(file) = &args.chart {
        chart::write(file, &report, context.language)?;
    }
    context.answer(&json!(report), || text(&report, context.language))
}

/// Rows of a name and a figure at the right edge, one below the other.
#[derive(Default)]
struct Rows(Vec<(String, String)>);

impl Rows {
    fn put(&mut self, name: impl Into<String>, figure: impl Into<String>) {
        self.0.push((name.into(), figure.into()));
    }

    fn write(&self, out: &mut String) {
        let length = |text: &String| text.chars().count();
        let name = self.0.iter().map(|(name, _)| length(name)).max().unwrap_or(0);
        let figure = self.0.iter().map(|(_, figure)| length(figure)).max().unwrap_or(0);
        for (left, right) in &self.0 {
            let _ = writeln!(out, "  {left:<name$}  {right:>figure$}");
        }
    }
}

fn text(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let (from, to) = (day(report.first), day(report.last));
    let head = language.pick(format!("du {from} au {to}"), format!("from {from} to {to}"));
    let _ = writeln!(out, "{} {} ({}) · {head}", report.policy, report.version, report.engine);
    let settings: Vec<String> = report.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if !settings.is_empty() {
        let _ = writeln!(out, "  {}", settings.join(" "));
    }
    let _ = writeln!(out, "  {}", supposed(report, language));
    out.push('\n');
    given(report, language).write(&mut out);
    for counter in &report.counters {
        let _ = writeln!(out, "\n{} ({})", counter.unit, counter.counter);
        counters(counter, language).write(&mut out);
    }
    months(report, language, &mut out);
    worst(report, language, &mut out);
    let fault_words = language.pick("Pannes de la règle", "Failures of the policy");
    troubles(fault_words, &report.faults, language, &mut out);
    let refusal_words = language.pick("Réponses refusées par la caisse", "Answers that the till refused");
    troubles(refusal_words, &report.refusals, language, &mut out);
    if let Some(compared) = &report.compared {
        differences(compared, language, &mut out);
    }
    out
}

/// What the simulation takes for granted.
fn supposed(report: &Report, language: Language) -> String {
    let choice = report.choice;
    let offers = match report.offers_are {
        Offers::Always => language.pick(
            format!("cadeaux toujours pris, au choix : le n° {choice}"),
            format!("offers always taken, of several gifts: no. {choice}"),
        ),
        Offers::Never => language.pick("aucun cadeau pris", "no offer taken").to_owned(),
        Offers::Recorded => language.pick("cadeaux comme dans la vente", "offers as in the sale").to_owned(),
    };
    match &report.carried {
        Some(program) => language.pick(
            format!("{offers} ; compteurs repris de {program}"),
            format!("{offers}; counters carried on from {program}"),
        ),
        None => offers,
    }
}

fn given(report: &Report, language: Language) -> Rows {
    let mut rows = Rows::default();
    let count = |count: u64| number(count.into(), language);
    let amount = |amount: Money| money(amount, language);
    let put =
        |rows: &mut Rows, french: &str, english: &str, figure: String| rows.put(language.pick(french, english), figure);
    put(&mut rows, "Ventes", "Sales", count(report.sales));
    put(&mut rows, "Clients", "Customers", count(report.customers));
    put(&mut rows, "  dont récompensés", "  of them rewarded", count(report.rewarded));
    put(&mut rows, "CA TTC hors programmes", "Gross revenue before programs", amount(report.revenue));
    let sales = report.discounts.sales;
    let many = language.pick(if sales > 1 { "ventes" } else { "vente" }, if sales == 1 { "sale" } else { "sales" });
    let name = language.pick(format!("Remises ({sales} {many})"), format!("Discounts ({sales} {many})"));
    rows.put(name, amount(report.discounts.amount));
    let vouchers = report.vouchers.count;
    rows.put(
        language.pick(format!("Bons d'achat ({vouchers})"), format!("Vouchers ({vouchers})")),
        amount(report.vouchers.amount),
    );
    let items = report.items.count;
    rows.put(
        language.pick(format!("Articles offerts ({items})"), format!("Items given ({items})")),
        amount(report.items.worth),
    );
    put(&mut rows, "Repris par les retours", "Taken back by refunds", amount(-report.taken_back));
    put(&mut rows, "Donné", "Given", amount(report.given));
    put(&mut rows, "  au prix d'achat des articles", "  items at purchase price", amount(report.cost));
    if let Some(share) = report.share {
        put(&mut rows, "  part du CA", "  part of the revenue", percent(&share.to_string(), language));
    }
    put(&mut rows, "Cadeaux proposés", "Offers made", count(report.offers.made));
    put(&mut rows, "  pris", "  taken", count(report.offers.taken));
    rows
}

fn counters(counter: &comptoir_app::backtest::CounterReport, language: Language) -> Rows {
    let mut rows = Rows::default();
    let points = |points: Points| number(points.value(), language);
    let figures = [
        ("Report", "Carried on", counter.opening),
        ("Gagné", "Earned", counter.earned),
        ("Dépensé", "Spent", counter.spent),
        ("Perdu sans servir", "Gone unused", counter.lapsed),
        ("Détenu à la fin", "Held at the end", counter.held),
        ("  et plus tard", "  and later", counter.pending),
    ];
    for (french, english, figure) in figures {
        let always = matches!(english, "Earned" | "Spent" | "Held at the end");
        if always || figure != Points::ZERO {
            rows.put(language.pick(french, english), points(figure));
        }
    }
    rows
}

fn months(report: &Report, language: Language, out: &mut String) {
    if report.months.is_empty() {
        return;
    }
    let mut table = vec![vec![
        language.pick("Mois", "Month").to_owned(),
        language.pick("CA", "Revenue").to_owned(),
        language.pick("Donné", "Given").to_owned(),
    ]];
    table[0].extend(report.counters.iter().map(|counter| counter.counter.clone()));
    for month in &report.months {
        let earned = |counter: &str| month.earned.get(counter).copied().unwrap_or_default();
        let mut row = vec![month.month.clone(), money(month.revenue, language), money(month.given, language)];
        row.extend(report.counters.iter().map(|counter| number(earned(&counter.counter).value(), language)));
        table.push(row);
    }
    out.push('\n');
    aligned(&table, out);
}

fn worst(report: &Report, language: Language, out: &mut String) {
    if report.worst.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", language.pick("Ventes qui donnent le plus", "Sales that give most"));
    let mut table = Vec::new();
    for sale in &report.worst {
        let of = language.pick("sur", "of");
        table.push(vec![
            sale.number.to_string(),
            day(sale.day),
            money(sale.given, language),
            of.to_owned(),
            money(sale.total, language),
        ]);
    }
    aligned(&table, out);
}

fn troubles(words: &str, troubles: &Troubles, language: Language, out: &mut String) {
    if troubles.count == 0 {
        return;
    }
    let _ = writeln!(out, "\n⚠ {words} : {}", troubles.count);
    for trouble in &troubles.first {
        let _ = writeln!(out, "  {} : {}", trouble.number, trouble.words);
    }
    others(troubles.count, troubles.first.len(), language, out);
}

fn differences(compared: &Compared, language: Language, out: &mut String) {
    let (program, differ) = (&compared.program, compared.differ);
    let head = match (language, differ) {
        (Language::French, 0) => format!("Aucune vente ne diffère de ce qu'a fait {program}."),
        (Language::English, 0) => format!("No sale differs from what {program} did."),
        (Language::French, _) => format!("Ventes qui diffèrent de ce qu'a fait {program} : {differ}"),
        (Language::English, _) => format!("Sales that differ from what {program} did: {differ}"),
    };
    let _ = writeln!(out, "\n{head}");
    let between = (language.pick("était", "was"), language.pick("serait", "would be"));
    if differ > 0 {
        let all = language.pick("En tout", "In all");
        let _ = writeln!(out, "  {all}\n    {} {}", between.0, totals(&compared.was, language));
        let _ = writeln!(out, "    {} {}", between.1, totals(&compared.would_be, language));
    }
    for Difference { number, day: on, was, would_be } in &compared.first {
        let _ = writeln!(out, "  {number} · {}", day(*on));
        let _ = writeln!(out, "    {} {}", between.0, effects(was, language));
        let _ = writeln!(out, "    {} {}", between.1, effects(would_be, language));
    }
    others(differ, compared.first.len(), language, out);
}

/// Says how many more there are than those that were shown.
fn others(all: u64, shown: usize, language: Language, out: &mut String) {
    let left = all.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    if left == 0 {
        return;
    }
    let words = views::others(left, language);
    let _ = writeln!(out, "  {words}");
}

/// What a program did in all sales, in one line.
fn totals(totals: &Totals, language: Language) -> String {
    let points = |points: &Points| number(points.value(), language);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(totals.earned.iter().map(|(counter, earned)| format!("{counter} +{}", points(earned))));
    parts.extend(totals.spent.iter().map(|(counter, spent)| format!("{counter} -{}", points(spent))));
    let given = money(totals.given, language);
    parts.push(language.pick(format!("donné {given}"), format!("given {given}")));
    parts.join(", ")
}

/// What a program did in a sale, in one line.
pub(super) fn effects(effects: &Effects, language: Language) -> String {
    if let Some(fault) = &effects.fault {
        return format!("{} : {fault}", language.pick("en panne", "failed"));
    }
    let points = |points: &Points| number(points.value(), language);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(effects.earned.iter().map(|(counter, earned)| format!("{counter} +{}", points(earned))));
    let sponsor = language.pick("au parrain", "to the sponsor");
    parts.extend(
        effects.sponsor_earned.iter().map(|(counter, earned)| format!("{counter} +{} {sponsor}", points(earned))),
    );
    parts.extend(effects.spent.iter().map(|(counter, spent)| format!("{counter} -{}", points(spent))));
    let full = language.pick("carte complète", "card completed");
    parts.extend(effects.completed.iter().map(|counter| format!("{full} ({counter})")));
    if effects.discount.is_positive() {
        parts.push(format!("{} {}", language.pick("remise", "discount"), money(effects.discount, language)));
    }
    let voucher = language.pick("bon", "voucher");
    parts.extend(effects.vouchers.iter().map(|amount| format!("{voucher} {}", money(*amount, language))));
    let item = language.pick("offert", "gift");
    parts.extend(effects.items.iter().map(|(sku, worth)| format!("{item} {sku} {}", money(*worth, language))));
    parts.extend(effects.offers.iter().map(|(offer, state)| format!("{offer} {}", state_name(*state, language))));
    if parts.is_empty() { language.pick("rien", "nothing").to_owned() } else { parts.join(", ") }
}

fn state_name(state: comptoir_domain::facts::OfferState, language: Language) -> &'static str {
    use comptoir_domain::facts::OfferState;
    match state {
        OfferState::Open => language.pick("proposé", "offered"),
        OfferState::Taken => language.pick("pris", "taken"),
        OfferState::Later => language.pick("plus tard", "later"),
    }
}
