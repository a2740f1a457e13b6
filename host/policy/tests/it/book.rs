//! The merchants' pages of the book: settings and examples come from the packages, so that no page can go stale.
//!
//! `UPDATE_EXPECT=1 cargo test -p comptoir-policy --test it book` writes what has changed. What stands outside the
//! marks of a page is written by hand and left alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use comptoir_domain::facts::{HistoryAnswer, LineFact, OfferState};
use comptoir_domain::history::Question;
use comptoir_domain::language::Language;
use comptoir_policy::catalog::format::{day, money, number};
use comptoir_policy::manifest::{SettingSpec, SettingType};
use comptoir_policy::{Case, Kind, Manifest, Package, questions};

const START: &str = "<!-- écrit par un test : début -->\n";
const END: &str = "<!-- écrit par un test : fin -->\n";
const FRENCH: Language = Language::French;
/// How many worked examples a page shows.
const EXAMPLES: usize = 2;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bundled policies where they are written; the component itself is of no interest here.
fn sources() -> Vec<Package> {
    let entries = fs::read_dir(root().join("plugins")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("manifest.toml").is_file());
    folders.sort();
    folders.iter().map(|folder| Package::from_sources(folder, Some(Vec::new())).unwrap()).collect()
}

/// Puts a text between the marks of a page.
fn between_marks(page: &str, text: &str) -> String {
    let written = format!("{START}{text}{END}");
    match (page.find(START), page.find(END)) {
        (Some(start), Some(end)) => format!("{}{written}{}", &page[..start], &page[end + END.len()..]),
        _ => format!("{written}{page}"),
    }
}

/// Holds a page of the book to what it must be, or writes it.
fn hold(path: &str, text: &str) {
    let file = root().join("docs").join(path);
    let there = fs::read_to_string(&file).unwrap_or_default();
    let wanted = between_marks(&there, text);
    if there == wanted {
        return;
    }
    let update = "`UPDATE_EXPECT=1 cargo test -p comptoir-policy --test it book`";
    assert!(std::env::var_os("UPDATE_EXPECT").is_some(), "docs/{path} is stale: {update}");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, wanted).unwrap();
}

fn page(package: &Package) -> String {
    let manifest = package.manifest();
    let mut out = format!("# {}\n\n{}\n\n", manifest.title.fr, manifest.description.fr);
    let command = match manifest.kind {
        Kind::Program => "program enable",
        Kind::Filter => "filter run",
    };
    let _ = writeln!(out, "```sh\ncomptoir {command} {}\n```\n", manifest.id);
    out.push_str("## Réglages\n\n| réglage | ce qu'il veut dire | au départ |\n|---|---|---|\n");
    for setting in &manifest.settings {
        out.push_str(&row(setting));
    }
    if !manifest.counters.is_empty() {
        let counted: Vec<&str> = manifest.counters.iter().map(|counter| counter.unit.fr.as_str()).collect();
        let _ = write!(out, "\nIl compte, pour chaque client : {}.\n", counted.join(", "));
    }
    let whose = match manifest.kind {
        Kind::Program => "du programme : la caisse les passe avant de l'installer",
        Kind::Filter => "du filtre : la caisse les passe avant de l'installer",
    };
    let _ = write!(out, "\n## Exemples\n\nCe sont des cas d'essai {whose}.\n");
    for case in examples(package) {
        out.push_str(&example(&case, manifest));
    }
    out
}

fn row(setting: &SettingSpec) -> String {
    let choices: Vec<&str> = setting.choices.iter().map(|choice| choice.label.fr.as_str()).collect();
    let help = setting.help.as_ref().map(|help| help.fr.clone());
    let meaning: Vec<String> =
        help.into_iter().chain(Some(choices.join(" ; ")).filter(|text| !text.is_empty())).collect();
    let default = match (&setting.default, setting.kind) {
        (Some(value), SettingType::Choice) => {
            let name = value.to_string();
            let label = setting.choices.iter().find(|choice| choice.name == name).map(|choice| choice.label.fr.clone());
            label.unwrap_or(name)
        }
        (Some(value), _) => value.for_people(FRENCH),
        (None, _) => "à choisir".to_owned(),
    };
    let default = if default.is_empty() { "—" } else { &default };
    format!("| {} (`{}`) | {} | {default} |\n", setting.label.fr, setting.key, meaning.join(" "))
}

/// The cases that show most, not two of the same shape.
fn examples(package: &Package) -> Vec<Case> {
    let manifest = package.manifest();
    let shape = |case: &Case| -> Vec<String> {
        given(case, manifest).iter().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
    };
    let mut cases = Case::of(package).unwrap();
    cases.retain(|case| !shape(case).is_empty());
    cases.sort_by_key(|case| std::cmp::Reverse(shape(case).len()));
    let mut shapes = Vec::new();
    cases.retain(|case| {
        let new = !shapes.contains(&shape(case));
        shapes.push(shape(case));
        new
    });
    cases.truncate(EXAMPLES);
    cases
}

/// A setting of a case as the form shows it.
fn set(manifest: &Manifest, key: &str, text: &str) -> String {
    let Some(setting) = manifest.settings.iter().find(|setting| setting.key == key) else {
        return format!("{key} : {text}");
    };
    let choice = setting.choices.iter().find(|choice| choice.name == text).map(|choice| choice.label.fr.as_str());
    let shown = choice.unwrap_or(if text.is_empty() { "—" } else { text });
    format!("{} : {shown}", setting.label.fr)
}

fn example(case: &Case, manifest: &Manifest) -> String {
    let mut out = format!("\n**{}**\n\n", case.name);
    let settings: Vec<String> = case.settings.iter().map(|(key, text)| set(manifest, key, text)).collect();
    if !settings.is_empty() {
        let _ = writeln!(out, "- Réglages : {}", settings.join(" ; "));
    }
    let _ = writeln!(out, "- {}", customer(case, manifest));
    let lines: Vec<String> = case.sale.lines.iter().map(line).collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "- Ticket : {}", lines.join(" ; "));
    }
    for given in given(case, manifest) {
        let _ = writeln!(out, "- → {given}");
    }
    out
}

fn unit<'a>(manifest: &'a Manifest, counter: &'a str) -> &'a str {
    manifest.counter(counter).map_or(counter, |spec| spec.unit.fr.as_str())
}

fn customer(case: &Case, manifest: &Manifest) -> String {
    if manifest.kind == Kind::Filter {
        return known(case);
    }
    let Some(customer) = &case.sale.customer else { return "Sans client".to_owned() };
    let held = case
        .sale
        .counters
        .iter()
        .map(|counter| format!("{} {}", number(counter.balance.value(), FRENCH), unit(manifest, &counter.name)));
    let group = customer.group.as_ref().map(|group| format!("groupe {group}"));
    let about: Vec<String> = group.into_iter().chain(held).collect();
    if about.is_empty() { "Client identifié".to_owned() } else { format!("Client : {}", about.join(", ")) }
}

/// What a filter knows of the customer of a case.
fn known(case: &Case) -> String {
    let group = case.sale.customer.as_ref().and_then(|customer| customer.group.as_ref());
    let past = case.history.iter().map(|(question, answer)| {
        let answer = match answer {
            HistoryAnswer::Number(count) => number(*count, FRENCH),
            HistoryAnswer::Money(amount) => money(*amount, FRENCH),
            HistoryAnswer::Day(when) => day(*when, FRENCH),
            HistoryAnswer::Nothing => "jamais".to_owned(),
        };
        match question {
            Question::LastVisit => format!("dernière visite : {answer}"),
            Question::Visits(_) => format!("visites : {answer}"),
            Question::Revenue(_) => format!("achats : {answer}"),
            other => format!("{} : {answer}", questions::write(other)),
        }
    });
    let about: Vec<String> = group.map(|group| format!("groupe {group}")).into_iter().chain(past).collect();
    format!("Le {} ; {}", day(case.sale.day, FRENCH), about.join(", "))
}

fn line(line: &LineFact) -> String {
    let quantity = number(line.quantity.value(), FRENCH);
    let price = money(line.unit_price, FRENCH);
    let department = line
        .departments
        .first()
        .filter(|code| code.as_str() != "divers")
        .map(|code| format!(" (rayon {})", code.as_str()))
        .unwrap_or_default();
    if quantity == "1" { format!("{price}{department}") } else { format!("{quantity} × {price}{department}") }
}

/// What comes of a case, a line each; nothing for one that gives nothing.
fn given(case: &Case, manifest: &Manifest) -> Vec<String> {
    let expected = &case.expected;
    let points = |(counter, amount): (&String, &comptoir_domain::quantity::Points)| {
        format!("{} {}", number(amount.value(), FRENCH), unit(manifest, counter))
    };
    let earned = expected.add.iter().map(|add| format!("gagne {}", points(add)));
    let sponsor = expected.add_to_sponsor.iter().map(|add| format!("parrain : gagne {}", points(add)));
    let spent = expected.spend.iter().map(|spend| format!("dépense {}", points(spend)));
    let discounts = expected.discounts.iter().map(|discount| format!("remise de {}", money(discount.total, FRENCH)));
    let vouchers = expected.vouchers.iter().map(|voucher| {
        let until = voucher.expires.map(|last| format!(", valable jusqu'au {}", day(last, FRENCH))).unwrap_or_default();
        format!("bon d'achat de {}{until}", money(voucher.amount, FRENCH))
    });
    let items = expected.items.iter().map(|item| format!("offert : {}", item.sku.as_str()));
    let offers = expected.offers.values().map(|offer| match offer.state {
        OfferState::Open => "cadeau proposé".to_owned(),
        OfferState::Taken => "cadeau pris".to_owned(),
        OfferState::Later => "cadeau gardé pour plus tard".to_owned(),
    });
    let chosen = expected.selected.map(|selected| if selected { "retenu" } else { "non retenu" }.to_owned());
    let chosen = chosen.into_iter();
    earned
        .chain(chosen)
        .chain(sponsor)
        .chain(spent)
        .chain(discounts)
        .chain(vouchers)
        .chain(items)
        .chain(offers)
        .collect()
}

#[test]
fn the_merchants_pages_say_what_the_programs_are() {
    let packages = sources();
    assert!(packages.len() >= 6, "the bundled programs are found");
    let mut list = String::new();
    for package in &packages {
        let manifest = package.manifest();
        assert!(!examples(package).is_empty(), "{} has no case that gives something", manifest.id);
        hold(&format!("fidelite/{}.md", manifest.id), &page(package));
        let kind = if manifest.kind == Kind::Filter { " (filtre)" } else { "" };
        let _ = writeln!(list, "- [{}{kind}](fidelite/{}.md)", manifest.title.fr, manifest.id);
    }
    hold("SUMMARY.md", &list);
}

/// Links of a page that point into the project, from its own folder.
fn links(page: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(page).unwrap();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next().map(str::to_owned));
    let here = page.parent().unwrap().to_owned();
    targets.filter(|target| !target.is_empty() && !target.contains("://")).map(|target| here.join(target)).collect()
}

#[test]
fn every_page_is_in_the_summary_and_every_link_leads_somewhere() {
    let docs = root().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let mut pages = 0;
    for folder in ["", "regles", "fidelite"] {
        for entry in fs::read_dir(docs.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let missing: Vec<PathBuf> = links(&path).into_iter().filter(|target| !target.exists()).collect();
            assert!(missing.is_empty(), "{}: {missing:?}", path.display());
            let name = path.strip_prefix(&docs).unwrap().to_string_lossy().replace('\\', "/");
            assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "{name} is not in SUMMARY.md");
            pages += 1;
        }
    }
    assert!(pages > 12, "{pages}");
}

#[test]
fn what_is_written_by_hand_is_left_alone() {
    assert_eq!(between_marks("à la main", "x\n"), format!("{START}x\n{END}à la main"));
    let page = format!("avant\n{START}ancien\n{END}après\n");
    assert_eq!(between_marks(&page, "nouveau\n"), format!("avant\n{START}nouveau\n{END}après\n"));
}

/// What is read is what is got.
#[test]
fn the_first_steps_show_the_rules_that_new_policies_have() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let script = read("host/comptoir/templates/rhai/policy.rhai");
    let rule = script.split("\nfn evaluate").nth(1).unwrap();
    assert!(
        read("docs/regles/premiers-pas-rhai.md").contains(rule.trim_end()),
        "another rule than `plugin new` writes"
    );
    let code = read("host/comptoir/templates/rust/lib.rs");
    let rule = code.split("#[cfg(test)]").next().unwrap();
    assert!(
        read("docs/regles/premiers-pas-rust.md").contains(rule.trim_end()),
        "another rule than `plugin new` writes"
    );
    let filters = read("docs/regles/filtres.md");
    for path in ["policy.rhai", "lib.rs", "first.toml"] {
        let file = read(&format!("host/comptoir/templates/filter/{path}"));
        let shown = file.split("#[cfg(test)]").next().unwrap().trim_end();
        assert!(filters.contains(shown), "another {path} than `plugin new --kind filter` writes");
    }
}
