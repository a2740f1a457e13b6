//! Words about packages, manifests and cases: the file, the place, what is wrong, what to do.

use std::cmp::Ordering;
use std::path::Path;

use comptoir_domain::language::Language;

use super::archives::archive_problem;
use super::{fluent, kind_words, of, reader};
use crate::cases::{CaseError, CaseProblem, HistoryFault};
use crate::manifest::{Kind, ManifestError, ManifestProblem, SettingType};
use crate::package::{MOST_CASE_FILES, PackageError};
use crate::questions::Answers;

/// Says why a folder is not a package.
#[must_use]
pub fn package_error(error: &PackageError, language: Language) -> String {
    match error {
        PackageError::Io { path, error } => about(path, &format!("{error}"), language),
        PackageError::Archive { path, problem } => about(path, &archive_problem(problem, language), language),
        PackageError::Missing { path } => about(
            path,
            language.pick("ce fichier manque au paquet", "the package lacks this file"),
            language,
        ),
        PackageError::Stranger { path } => about(
            path,
            language.pick(
                "n'a pas sa place dans un paquet (manifest.toml, policy.wasm ou policy.rhai, cases/*.toml, locale/fr.ftl et en.ftl, README.md, LICENSE, icon.svg ; ni liens) : retirez-le",
                "does not belong in a package (manifest.toml, policy.wasm or policy.rhai, cases/*.toml, locale/fr.ftl and en.ftl, README.md, LICENSE, icon.svg; no links): remove it",
            ),
            language,
        ),
        PackageError::TooLarge { path } => about(
            path,
            language.pick(
                "le paquet dépasse 1 Mio : compilez en mode release et retirez ce qui ne sert pas",
                "the package is larger than 1 MiB: build in release mode and remove what is not needed",
            ),
            language,
        ),
        PackageError::TooManyCases { path } => about(
            path,
            &language.pick(
                format!("plus de {MOST_CASE_FILES} fichiers de cas : réunissez-en"),
                format!("more than {MOST_CASE_FILES} files of cases: join some"),
            ),
            language,
        ),
        PackageError::NotText { path } => {
            about(path, language.pick("n'est pas du texte UTF-8", "is not UTF-8 text"), language)
        }
        PackageError::Manifest { path, error } => {
            about(path, &manifest_error(error, language), language)
        }
        PackageError::Catalog { path, error } => {
            let place = line(Some(error.line).filter(|line| *line > 0), language);
            about(path, &format!("{place}{}", fluent::reading(&error.text, language)), language)
        }
    }
}

fn about(path: &Path, words: &str, language: Language) -> String {
    let path = path.display();
    language.pick(format!("{path} : {words}"), format!("{path}: {words}"))
}

fn line(line: Option<usize>, language: Language) -> String {
    let said = line.map(|line| language.pick(format!("ligne {line} : "), format!("line {line}: ")));
    said.unwrap_or_default()
}

/// Says where and why a manifest is refused.
#[must_use]
pub fn manifest_error(error: &ManifestError, language: Language) -> String {
    let key = if error.key.is_empty() {
        String::new()
    } else {
        language.pick(format!("{} : ", error.key), format!("{}: ", error.key))
    };
    format!("{}{key}{}", line(error.line, language), manifest_problem(&error.problem, language))
}

fn manifest_problem(problem: &ManifestProblem, language: Language) -> String {
    match problem {
        ManifestProblem::Toml(text) => reader::words(text, language),
        ManifestProblem::NotAName(read) => language.pick(
            format!("« {read} » : minuscules sans accent et chiffres, une lettre d'abord ; tirets dans les identifiants, soulignés dans les réglages"),
            format!("“{read}”: small letters and digits, a letter first; hyphens in ids, underscores in settings"),
        ),
        ManifestProblem::NotAVersion(read) => language.pick(
            format!("« {read} » n'est pas une version : écrivez trois nombres, \"1.0.0\""),
            format!("“{read}” is not a version: write three numbers, \"1.0.0\""),
        ),
        ManifestProblem::UnknownContract { asked, spoken } => unknown_contract(asked, spoken, language),
        ManifestProblem::Empty => language.pick("vide : écrivez quelques mots", "empty: write a few words").to_owned(),
        ManifestProblem::Twice(name) => language.pick(
            format!("« {name} » est là deux fois : renommez l'un des deux"),
            format!("“{name}” is there twice: rename one of the two"),
        ),
        ManifestProblem::Float(read) => float(read, language),
        ManifestProblem::NotA { kind, read } => language.pick(
            format!("« {read} » n'est pas {}", kind_words(*kind, language)),
            format!("“{read}” is not {}", kind_words(*kind, language)),
        ),
        ManifestProblem::OutOfBounds(read) => language.pick(
            format!("« {read} » sort des bornes (min, max) ou des choix de ce réglage"),
            format!("“{read}” is outside this setting's bounds (min, max) or choices"),
        ),
        ManifestProblem::NotForType(SettingType::Choice) => language
            .pick("un réglage de type choice a besoin de `choices`", "a setting of type choice needs `choices`")
            .to_owned(),
        ManifestProblem::NotForType(_) => language
            .pick("ce type de réglage n'a ni bornes ni choix : retirez-les", "this type of setting has no bounds or choices: remove them")
            .to_owned(),
        ManifestProblem::TooManyDecimals(read) => language.pick(
            format!("un compteur garde au plus 4 décimales, pas {read}"),
            format!("a counter keeps at most 4 decimals, not {read}"),
        ),
        ManifestProblem::NotARule(read) => language.pick(
            format!("« {read} » : écrivez un nombre, ou {{ setting = \"…\" }} pour un réglage ; 0 : pas de limite"),
            format!("“{read}”: write a number, or {{ setting = \"…\" }} for a setting; 0: no limit"),
        ),
        ManifestProblem::NotForKind(Kind::Filter) => language
            .pick(
                "un filtre choisit des clients et ne donne rien : retirez cela",
                "a filter chooses customers and gives nothing: remove this",
            )
            .to_owned(),
        ManifestProblem::NotForKind(Kind::Program) => language
            .pick(
                "pour les filtres ; un programme voit ses propres compteurs sans le demander : retirez cela",
                "for filters; a program sees its own counters unasked: remove this",
            )
            .to_owned(),
        ManifestProblem::NoSuchSetting(setting) => language.pick(
            format!("pas de réglage « {setting} » (au-dessus de celui-ci, pour `shown_when`)"),
            format!("no setting “{setting}” (above this one, for `shown_when`)"),
        ),
        ManifestProblem::UnfitSetting { setting, kind } => language.pick(
            format!("le réglage « {setting} » est {} : ce type ne convient pas ici", kind_words(*kind, language)),
            format!("setting “{setting}” is {}: this type does not fit here", kind_words(*kind, language)),
        ),
    }
}

/// Says which of the two is behind, so that one knows whom to ask.
fn unknown_contract(asked: &str, spoken: &str, language: Language) -> String {
    match contract_number(asked).cmp(&contract_number(spoken)) {
        Ordering::Greater => language.pick(
            format!("cette règle parle le contrat \"{asked}\", cette caisse seulement \"{spoken}\" : mettez la caisse à jour"),
            format!("this policy speaks the contract \"{asked}\", this till only \"{spoken}\": update the till"),
        ),
        _ => language.pick(
            format!("cette caisse parle le contrat \"{spoken}\", pas « {asked} » : demandez à l'auteur une règle plus récente"),
            format!("this till speaks the contract \"{spoken}\", not “{asked}”: ask the author for a newer policy"),
        ),
    }
}

/// The numbers of a line of the contract; none for what is no such line, which is before all others.
fn contract_number(line: &str) -> Option<Vec<u32>> {
    line.split('.').map(|part| part.parse().ok()).collect()
}

fn float(read: &str, language: Language) -> String {
    language.pick(
        format!("{read} ne serait pas exact : écrivez-le entre guillemets, \"{read}\""),
        format!("{read} would not be exact: write it in quotes, \"{read}\""),
    )
}

/// Says where and why a file of cases cannot be read.
#[must_use]
pub fn case_error(error: &CaseError, language: Language) -> String {
    let case = error.case.as_ref().map(|case| language.pick(format!("cas « {case} » : "), format!("case “{case}”: ")));
    let key = if error.key.is_empty() { String::new() } else { format!("`{}` ", error.key) };
    let (place, case) = (line(error.line, language), case.unwrap_or_default());
    let last = error.key.rsplit(": ").next().unwrap_or_default();
    let colon = language.pick(" :", ":");
    format!("{}{colon} {place}{case}{key}{}", error.file, case_problem(&error.problem, last, language))
}

/// Says what is wrong with a key, of which this is the last part.
fn case_problem(problem: &CaseProblem, last: &str, language: Language) -> String {
    let not = |read: &str, fr: &str, en: &str| {
        language.pick(format!(": « {read} » n'est pas {fr}"), format!(": “{read}” is not {en}"))
    };
    match problem {
        CaseProblem::Toml(text) => format!(": {}", reader::words(text, language)),
        CaseProblem::NotText => language.pick("n'est pas du texte UTF-8", "is not UTF-8 text").to_owned(),
        CaseProblem::Twice => language
            .pick(": un autre cas porte déjà ce nom, changez-le", ": another case has this name, change it")
            .into(),
        CaseProblem::Float(read) => format!(": {}", float(read, language)),
        CaseProblem::NotAnAmount(read) => {
            not(read, "un montant en euros et centimes (\"10.00\")", "an amount in euros and cents (\"10.00\")")
        }
        CaseProblem::NotAQuantity(read) => not(
            read,
            "une quantité au-dessus de 0, d'au plus 3 décimales (\"0.250\")",
            "a quantity above 0 with at most 3 decimals (\"0.250\")",
        ),
        CaseProblem::NotARate(read) => not(read, "un taux de TVA (20, \"5.5\")", "a VAT rate (20, \"5.5\")"),
        CaseProblem::NotPoints(read) => {
            not(read, "un nombre d'au plus 4 décimales", "a number with at most 4 decimals")
        }
        CaseProblem::NotATime(read) => {
            not(read, "un jour (2026-11-23) ou une heure (10:00:00)", "a day (2026-11-23) or a time (10:00:00)")
        }
        CaseProblem::DiscountAboveLine(read) => language.pick(
            format!(": la remise de {read} dépasse le montant de la ligne"),
            format!(": the discount of {read} exceeds the line"),
        ),
        CaseProblem::LineTwice => {
            language.pick(": deux lignes ont ce numéro, changez-en un", ": two lines have this id, change one").into()
        }
        CaseProblem::NotABirthday(read) => not(
            read,
            "une date de naissance (1990-12-24, ou \"12-24\" sans l'année)",
            "a birthday (1990-12-24, or \"12-24\" without the year)",
        ),
        CaseProblem::NotAQuestion(error) => {
            let start = &error.start;
            language.pick(
                format!(": pas une question, lu jusqu'à « {start} » (\"visits(this year)\", \"spent(departments livres, days 365)\", \"last-visit\")"),
                format!(": not a question, read up to “{start}” (\"visits(this year)\", \"spent(departments books, days 365)\", \"last-visit\")"),
            )
        }
        CaseProblem::QuestionTwice => language
            .pick(": cette question est là deux fois, retirez-en une", ": this question is there twice, remove one")
            .to_owned(),
        CaseProblem::NotAnAnswer { kind, read } => {
            let (fr, en) = answer_words(*kind);
            not(read, fr, en)
        }
        CaseProblem::NotACounter(known) => no_such(("compteur", "counter"), last, known, language),
        CaseProblem::NotASetting(known) => no_such(("réglage", "setting"), last, known, language),
        CaseProblem::NotForKind(kind) => unfit(*kind, language).to_owned(),
        CaseProblem::NoVerdict => no_verdict(language).to_owned(),
        CaseProblem::WithoutCustomer => language
            .pick(
                ": sans client, personne n'en a : ajoutez `customer = {}`",
                ": without a customer nobody has any: add `customer = {}`",
            )
            .to_owned(),
    }
}

/// Says that the manifest has no such thing, and which was meant.
fn no_such((fr, en): (&str, &str), given: &str, known: &[String], language: Language) -> String {
    let near = of(given, known);
    language.pick(
        format!(": le manifeste n'a pas ce {fr}{}", near.fr),
        format!(": the manifest has no such {en}{}", near.en),
    )
}

fn unfit(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Filter => language.pick(
            ": un filtre juge un client, pas une vente ; il y a : settings, day, customer, counters, history, et dans expect : selected, settings, fault",
            ": a filter judges a customer, not a sale; there are: settings, day, customer, counters, history, and in expect: selected, settings, fault",
        ),
        Kind::Program => language.pick(
            ": pour les filtres, qui retiennent ou non un client ; retirez cela",
            ": for filters, which choose a customer or not; remove this",
        ),
    }
}

fn no_verdict(language: Language) -> &'static str {
    language.pick(
        ": dites si le client est retenu : `selected = true` ou `false`",
        ": say whether the customer is chosen: `selected = true` or `false`",
    )
}

const fn answer_words(kind: Answers) -> (&'static str, &'static str) {
    match kind {
        Answers::Number => ("un nombre, ni \"never\"", "a number, nor \"never\""),
        Answers::Money => ("un montant (\"10.00\"), ni \"never\"", "an amount (\"10.00\"), nor \"never\""),
        Answers::Day => ("un jour (2026-11-23), ni \"never\"", "a day (2026-11-23), nor \"never\""),
    }
}

/// Says how the answers of a case differ from the questions that the policy asks.
#[must_use]
pub fn history_fault(fault: &HistoryFault, language: Language) -> String {
    match fault {
        HistoryFault::Forgotten(question) => language.pick(
            format!("la règle demande \"{question}\" : ajoutez la réponse à `history`"),
            format!("the policy asks \"{question}\": add the answer to `history`"),
        ),
        HistoryFault::NotAsked(question) => language.pick(
            format!("la règle ne demande pas \"{question}\" : retirez-le de `history`"),
            format!("the policy does not ask \"{question}\": remove it from `history`"),
        ),
    }
}
