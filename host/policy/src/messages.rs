//! The words of this crate: what is wrong and what to do, in French first.
//!
//! Technical details that come from wasmtime, Fluent or the reader of TOML stay in their English, after the
//! sentence that says what they mean.

mod archives;
mod fluent;
mod packages;
mod reader;

use comptoir_domain::effect::Refusal;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;

pub use archives::{bad_signature, effect_name, failing, key_error};
pub use packages::{case_error, history_fault, manifest_error, package_error};

use crate::breaker::Change;
use crate::catalog::format::{money, number};
use crate::catalog::{TextFault, Words};
use crate::engine::{Fault, LoadError, Place};
use crate::manifest::{Kind, SettingType};
use crate::nearest::hint;
use crate::settings::SettingError;
use crate::words::{TOLD, fit};

/// The target that gives a component without any import.
const TARGET: &str = "wasm32-unknown-unknown";

/// Says why a policy gave no usable answer. The sale goes on without it.
#[must_use]
pub fn fault(fault: &Fault, language: Language) -> String {
    let count = |limit: &u64| number((*limit).into(), language);
    match fault {
        Fault::OutOfBudget { limit } => language.pick(
            format!("la règle a épuisé son budget ({}) : cherchez une boucle ou un appel sans fin", count(limit)),
            format!("the policy used up its budget ({}): look for an endless loop or call", count(limit)),
        ),
        Fault::Memory { limit } => language.pick(
            format!("la règle a demandé trop de mémoire (au plus {})", count(limit)),
            format!("the policy asked for too much memory (at most {})", count(limit)),
        ),
        Fault::Trap(text) => {
            language.pick(format!("la règle s'est arrêtée net : {text}"), format!("the policy stopped dead: {text}"))
        }
        Fault::Script { place, text } => language.pick(
            format!("le script a échoué{} : {}", at(place.as_ref(), " en "), text.fr),
            format!("the script failed{}: {}", at(place.as_ref(), " at "), text.en),
        ),
        Fault::Said(text) => language.pick(
            format!("la règle dit ne pas pouvoir répondre : {text}"),
            format!("the policy says that it cannot answer: {text}"),
        ),
        Fault::BadAnswer { place, text } => language.pick(
            format!("la règle a répondu ce qui ne peut pas être{} : {}", at(place.as_ref(), " en "), text.fr),
            format!("the policy answered what cannot be{}: {}", at(place.as_ref(), " at "), text.en),
        ),
        Fault::TooLarge { limit } => language.pick(
            format!("la règle a manié un texte ou une réponse trop grands (au plus {})", count(limit)),
            format!("the policy handled a text or an answer that is too large (at most {})", count(limit)),
        ),
        Fault::Deadline { limit } => language.pick(
            format!("la règle n'a pas répondu en {} ms ; ce poste est peut-être trop chargé", count(limit)),
            format!("the policy did not answer within {} ms; this till may be overloaded", count(limit)),
        ),
        Fault::Panic(text) => language.pick(
            format!("l'interprète de scripts a échoué, ce que le script n'aurait pas dû pouvoir causer : {text}"),
            format!("the script interpreter failed, which the script should not have been able to cause: {text}"),
        ),
    }
}

/// Says why a policy cannot be run at all.
#[must_use]
pub fn load_error(error: &LoadError, language: Language) -> String {
    match error {
        LoadError::Engine(text) => language.pick(
            format!("le moteur WebAssembly ne démarre pas sur cette machine : {text}"),
            format!("the WebAssembly engine does not start on this machine: {text}"),
        ),
        LoadError::NotAComponent(text) => language.pick(
            format!("policy.wasm n'est pas un composant WebAssembly valable (`cargo xtask plugins` en fait un) : {text}"),
            format!("policy.wasm is not a valid WebAssembly component (`cargo xtask plugins` makes one): {text}"),
        ),
        LoadError::Floats(text) => language.pick(
            format!("policy.wasm calcule en virgule flottante, ce qui ne serait pas exact : comptez en centimes et en décimaux entiers : {text}"),
            format!("policy.wasm computes with floating-point numbers, which would not be exact: count in cents and whole decimals: {text}"),
        ),
        LoadError::Imports(names) => language.pick(
            format!("policy.wasm demande des fonctions, et une règle n'en reçoit aucune : compilez pour la cible {TARGET} (pas wasip1 ni wasip2) : {}", names.join(", ")),
            format!("policy.wasm asks for functions, and a policy is given none: build for the target {TARGET} (not wasip1 or wasip2): {}", names.join(", ")),
        ),
        LoadError::Contract(text) => language.pick(
            format!("policy.wasm ne parle pas le contrat comptoir:policy@{} (sdk/wit) : recompilez-la avec ce contrat : {text}", contract()),
            format!("policy.wasm does not speak the contract comptoir:policy@{} (sdk/wit): build it again with that contract: {text}", contract()),
        ),
        LoadError::Start(trouble) => language.pick(
            format!("la règle échoue dès son démarrage : {}", fault(trouble, language)),
            format!("the policy fails as soon as it starts: {}", fault(trouble, language)),
        ),
        LoadError::Script { place, text } => language.pick(
            format!("le script ne peut pas être lu{} : {}", at(place.as_ref(), " en "), text.fr),
            format!("the script cannot be read{}: {}", at(place.as_ref(), " at "), text.en),
        ),
        LoadError::Other(Kind::Filter) => language
            .pick(
                "c'est un filtre, qui choisit des clients et ne s'active pas comme un programme : `comptoir filter run` montre qui il retient",
                "it is a filter, which chooses customers and is not switched on like a program: `comptoir filter run` shows whom it chooses",
            )
            .to_owned(),
        LoadError::Other(Kind::Program) => language
            .pick(
                "c'est un programme, qui répond à une vente et ne choisit pas de clients : `comptoir program enable` l'active",
                "it is a program, which answers for a sale and chooses no customers: `comptoir program enable` switches it on",
            )
            .to_owned(),
        LoadError::NoFunction(signature) => language.pick(
            format!("policy.rhai ne définit pas la fonction : ajoutez `fn {signature} {{ … }}`"),
            format!("policy.rhai does not define the function: add `fn {signature} {{ … }}`"),
        ),
    }
}

fn contract() -> String {
    format!("{}.0", crate::manifest::CONTRACT)
}

fn at(place: Option<&Place>, before: &str) -> String {
    place.map(|place| format!("{before}{place}")).unwrap_or_default()
}

/// Says why a setting is refused and what may be given.
#[must_use]
pub fn setting_error(error: &SettingError, language: Language) -> String {
    match error {
        SettingError::NotAnAssignment(text) => language.pick(
            format!("« {text} » : écrivez CLÉ=VALEUR, par exemple threshold=200"),
            format!("“{text}”: write KEY=VALUE, for instance threshold=200"),
        ),
        SettingError::Unknown { key, known } => language.pick(
            format!("pas de réglage « {key} »{}", of(key, known).fr),
            format!("no setting “{key}”{}", of(key, known).en),
        ),
        SettingError::NotA { key, kind, read } => language.pick(
            format!("{key} : « {read} » ne se lit pas comme {}", kind_words(*kind, language)),
            format!("{key}: “{read}” cannot be read as {}", kind_words(*kind, language)),
        ),
        SettingError::NotAChoice { key, read, choices } => language.pick(
            format!("{key} : « {read} » n'est pas un des choix : {}", choices.join(", ")),
            format!("{key}: “{read}” is not one of the choices: {}", choices.join(", ")),
        ),
        SettingError::BelowMin { key, read, min } => language.pick(
            format!("{key} : « {read} » est trop petit, au moins {}", min.for_people(language)),
            format!("{key}: “{read}” is too small, at least {}", min.for_people(language)),
        ),
        SettingError::AboveMax { key, read, max } => language.pick(
            format!("{key} : « {read} » est trop grand, au plus {}", max.for_people(language)),
            format!("{key}: “{read}” is too large, at most {}", max.for_people(language)),
        ),
        SettingError::Missing(key) => language.pick(
            format!("{key} : ce réglage n'a pas de valeur par défaut, donnez-le : {key}=…"),
            format!("{key}: this setting has no default, give it: {key}=…"),
        ),
    }
}

/// What was probably meant by a name, or what there is.
fn of(given: &str, known: &[String]) -> Words {
    hint(given, &known.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Names a type of setting with its article and how it is written.
fn kind_words(kind: SettingType, language: Language) -> &'static str {
    match kind {
        SettingType::Yes => language.pick("oui ou non", "yes or no"),
        SettingType::Integer => language.pick("un nombre entier, par exemple 200", "a whole number, such as 200"),
        SettingType::Decimal => language.pick(
            "un nombre d'au plus neuf décimales, par exemple 1,25",
            "a number with at most nine decimals, such as 1.25",
        ),
        SettingType::Money => language
            .pick("un montant en euros et centimes, par exemple 10,00", "an amount in euros and cents, such as 10.00"),
        SettingType::Percent => language.pick(
            "un pourcentage de 0 à 100 d'au plus deux décimales, par exemple 7,5",
            "a percentage from 0 to 100 with at most two decimals, such as 7.5",
        ),
        SettingType::Text | SettingType::Choice => {
            language.pick("un texte d'au plus 200 caractères", "a text of at most 200 characters")
        }
        SettingType::Departments => language.pick(
            "une liste de codes de rayons, par exemple livres,presse",
            "a list of codes of departments, such as books,press",
        ),
        SettingType::Items => language.pick(
            "une liste de références d'articles, par exemple REF-1,REF-2",
            "a list of codes of items, such as REF-1,REF-2",
        ),
        SettingType::Groups => language.pick(
            "une liste de codes de familles, par exemple or,argent",
            "a list of codes of groups, such as gold,silver",
        ),
        SettingType::Tags => {
            language.pick("une liste d'étiquettes, par exemple promo,bio", "a list of tags, such as promo,organic")
        }
        SettingType::Date => language.pick("un jour, par exemple 24/12/2026", "a day, such as 2026-12-24"),
        SettingType::Weekdays => language
            .pick("des jours de la semaine, par exemple lundi,mardi", "days of the week, such as monday,tuesday"),
        SettingType::Hours => language.pick(
            "des plages horaires, 24 au plus, par exemple 12:00-14:00,18:00-19:30",
            "spans of the day, at most 24, such as 12:00-14:00,18:00-19:30",
        ),
    }
}

/// Says why the till refuses a proposal as a whole.
#[must_use]
pub fn refusal(refusal: &Refusal, language: Language) -> String {
    let words = language.pick(
        format!("la caisse refuse la réponse entière : {}", refusal_facts(refusal)),
        format!("the till refuses the whole answer: {refusal}"),
    );
    // Names in it are the policy's own.
    fit(&words, TOLD)
}

fn euros(amount: Money) -> String {
    money(amount, Language::French)
}

fn refusal_facts(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooMany(count) => format!("trop d'effets ou de raisons ({count})"),
        Refusal::NotDeclared(kind) => format!("effet {kind:?} absent de `effects` dans le manifeste"),
        Refusal::UnknownCounter(name) => format!("compteur « {name} » absent du manifeste"),
        Refusal::UnknownLine(line) => format!("la vente n'a pas de ligne {line}"),
        Refusal::UnknownItem(sku) => format!("la boutique n'a pas d'article {sku} à offrir"),
        Refusal::GiftEarns(line) => format!("la ligne {line} est offerte et ne rapporte rien (`gifts_earn`)"),
        Refusal::NoSponsor => "ce client n'a pas de parrain pour gagner".to_owned(),
        Refusal::NeverAvailable { available, expires } => {
            let said = |day: &chrono::NaiveDate| crate::catalog::format::day(*day, Language::French);
            format!("des points disponibles dès le {} et jusqu'au {} seulement", said(available), said(expires))
        }
        Refusal::BadPart(offer) => format!("les parts du cadeau « {offer} » ne peuvent pas être prises"),
        Refusal::NotDiscountable(line) => format!("la ligne {line} n'admet pas de remise"),
        Refusal::LineTwice(line) => format!("la ligne {line} est nommée deux fois"),
        Refusal::NotPositive => "un montant doit être supérieur à zéro".to_owned(),
        Refusal::ExceedsTotal { asked, left } => {
            format!("remise de {} sur {} restant à payer", euros(*asked), euros(*left))
        }
        Refusal::AboveCeiling { given, ceiling } => {
            format!("donne {}, plafond {} (`ceilings`)", euros(*given), euros(*ceiling))
        }
        Refusal::CounterBelowZero { counter, spent, held } => {
            format!("dépense {spent} du compteur « {counter} » qui en a {held}")
        }
        Refusal::NoCustomer => "aucun client identifié pour gagner, dépenser ou recevoir".to_owned(),
        Refusal::OfferTwice(id) => format!("le cadeau « {id} » est proposé deux fois"),
        Refusal::BadText { most, start } => {
            format!("texte vide, avec un caractère de commande ou de plus de {most} caractères : « {start} »")
        }
    }
}

/// Says what is wrong with a text that a policy gave.
#[must_use]
pub fn text_fault(fault: &TextFault, language: Language) -> String {
    let file = |of: &Language| of.pick("locale/fr.ftl", "locale/en.ftl");
    match fault {
        TextFault::NoMessage { key, language: of } => language.pick(
            format!("{} : il manque le message « {key} »", file(of)),
            format!("{}: message “{key}” is missing", file(of)),
        ),
        TextFault::Broken { key, language: of, text } => language.pick(
            format!("{} : le message « {key} » ne peut pas être composé : {}", file(of), fluent::words(text, language)),
            format!("{}: message “{key}” cannot be put together: {}", file(of), fluent::words(text, language)),
        ),
    }
}

/// Says what repeated faults changed.
#[must_use]
pub fn breaker_change(change: Change, language: Language) -> &'static str {
    match change {
        Change::Opened(_) => language.pick(
            "pannes répétées : la règle est mise de côté cinq minutes, puis essayée une fois",
            "repeated faults: the policy is left alone for five minutes, then tried once",
        ),
        Change::Quarantined => language.pick(
            "trop de défauts : la règle reste de côté jusqu'à ce que vous la réactiviez ou la mettiez à jour",
            "too many faults: the policy is left alone until you enable it again or update it",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{ManifestError, ManifestProblem};
    use crate::settings::SettingValue;

    #[test]
    fn a_place_is_said_where_it_is_known() {
        let place = Some(Place { file: "policy.rhai".into(), line: 3, column: 7 });
        let bad = Fault::BadAnswer { place, text: Words::new("voucher n'a pas de `amout`", "voucher has no `amout`") };
        assert_eq!(
            fault(&bad, Language::French),
            "la règle a répondu ce qui ne peut pas être en policy.rhai:3:7 : voucher n'a pas de `amout`"
        );
        let bad = Fault::BadAnswer { place: None, text: Words::new("y", "x") };
        assert_eq!(fault(&bad, Language::English), "the policy answered what cannot be: x");
    }

    #[test]
    fn a_refused_setting_says_what_may_be_given() {
        let key = || "worth".to_owned();
        let min = SettingError::BelowMin { key: key(), read: "0".into(), min: SettingValue::Integer(1) };
        assert_eq!(setting_error(&min, Language::French), "worth : « 0 » est trop petit, au moins 1");
        let not = SettingError::NotA { key: key(), kind: SettingType::Money, read: "ten".into() };
        assert_eq!(
            setting_error(&not, Language::English),
            "worth: “ten” cannot be read as an amount in euros and cents, such as 10.00"
        );
    }

    #[test]
    fn an_unknown_setting_says_which_one_was_meant() {
        let unknown = |key: &str| SettingError::Unknown { key: key.into(), known: vec!["worth".into(), "step".into()] };
        assert_eq!(
            setting_error(&unknown("wroth"), Language::French),
            "pas de réglage « wroth » ; vouliez-vous dire `worth` ?"
        );
        assert_eq!(setting_error(&unknown("colour"), Language::English), "no setting “colour”; there are: worth, step");
    }

    #[test]
    fn a_package_for_another_contract_is_told_both_versions() {
        let problem = ManifestProblem::UnknownContract { asked: "2.0".into(), spoken: "1.0" };
        let error = ManifestError { line: None, key: "contract".into(), problem };
        assert_eq!(
            manifest_error(&error, Language::French),
            "contract : cette règle parle le contrat \"2.0\", cette caisse seulement \"1.0\" : mettez la caisse à jour"
        );
        let problem = ManifestProblem::UnfitSetting { setting: "gift".into(), kind: SettingType::Weekdays };
        let error = ManifestError { line: Some(3), key: "counter points: idle_days".into(), problem };
        assert_eq!(
            manifest_error(&error, Language::English),
            "line 3: counter points: idle_days: setting “gift” is days of the week, such as monday,tuesday: \
             this type does not fit here"
        );
    }

    #[test]
    fn every_refusal_is_said_in_both_languages() {
        for (refused, fr, en) in [
            (Refusal::UnknownItem(comptoir_domain::id::Sku::new("MUG")), "d'article MUG", "no item MUG"),
            (Refusal::GiftEarns(comptoir_domain::id::LineId(2)), "`gifts_earn`", "line 2 is a gift"),
            (Refusal::NoSponsor, "parrain", "sponsor"),
            (Refusal::BadPart("gift".into()), "« gift »", "\"gift\""),
        ] {
            let (french, english) = (refusal(&refused, Language::French), refusal(&refused, Language::English));
            assert!(french.contains(fr) && english.contains(en), "{french} / {english}");
        }
    }

    #[test]
    fn refused_imports_name_the_target_to_build_for() {
        let error = LoadError::Imports(vec!["wasi:clocks/wall-clock#now".into()]);
        for language in [Language::French, Language::English] {
            let said = load_error(&error, language);
            assert!(said.contains("wasm32-unknown-unknown") && said.contains("wall-clock"), "{said}");
        }
    }
}
