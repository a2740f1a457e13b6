//! A policy from its author to a sale in somebody else's shop: keys, one signed file, trust, installing.

use std::path::PathBuf;

use comptoir_tests::TestShop;
use comptoir_tests::program::policies;
use serde_json::{Value, json};

use crate::people::BARON;
use crate::slip::slip;

const SCRIPT: &str = r#"fn evaluate(sale, settings) {
    let out = effects();
    if sale.has_customer { out.add("points", sale.lines.len * settings.points); }
    out
}
"#;

const CASES: &str = r#"
[[case]]
name = "Deux lignes, quatre points"
customer = {}
[[case.line]]
price = "10.00"
[[case.line]]
price = "20.00"
[case.expect]
add = { points = 4 }
"#;

/// The line of the contract that the till speaks, as its own policies say it.
fn contract() -> String {
    let manifest = std::fs::read_to_string(policies().join("loyalty-spend/manifest.toml")).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("contract")).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

fn manifest() -> String {
    let contract = contract();
    format!(
        r#"
id = "lignes"
version = "1.0.0"
kind = "program"
contract = "{contract}"
engine = "rhai"
author = "Ana"
license = "MIT"
effects = ["add"]
events = ["draft", "paid"]
title = {{ fr = "Points par ligne", en = "Points per line" }}
description = {{ fr = "Des points à chaque ligne.", en = "Points for each line." }}

[[counter]]
name = "points"
unit = {{ fr = "points", en = "points" }}

[[setting]]
key = "points"
type = "integer"
label = {{ fr = "Points par ligne", en = "Points per line" }}
default = 2
"#
    )
}

/// A file of a package and its text; none takes the file away.
type Change<'a> = (&'a str, Option<&'a str>);

/// Writes the folder `lignes` beside the shop, with some files changed.
fn package(shop: &TestShop, changed: &[Change<'_>]) -> PathBuf {
    let folder = shop.beside().join("lignes");
    let _ = std::fs::remove_dir_all(&folder);
    let manifest = manifest();
    let files = [
        ("manifest.toml", Some(manifest.as_str())),
        ("policy.rhai", Some(SCRIPT)),
        ("cases/lignes.toml", Some(CASES)),
        ("locale/fr.ftl", Some("hello = Bonjour\n")),
        ("locale/en.ftl", Some("hello = Hello\n")),
    ];
    for (path, text) in files.iter().chain(changed) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match text {
            Some(text) => std::fs::write(path, text).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
    }
    folder
}

/// Tells whether the list of policies names the package no more.
fn is_gone(shop: &TestShop) -> bool {
    shop.json("plugin list").as_array().unwrap().iter().all(|policy| policy["policy"] != "lignes")
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    let found = list.as_array().unwrap().iter().find(|one| one[key] == value);
    found.unwrap_or_else(|| panic!("no {value}: {list}"))
}

#[test]
fn a_signed_package_is_refused_until_its_key_is_trusted_and_then_sells() {
    let shop = TestShop::new();
    package(&shop, &[]);
    let key = shop.json("plugin keygen ana --out cles");
    let packed = shop.json("plugin pack lignes");
    assert_eq!((&packed["file"], &packed["signed"]), (&json!("lignes-1.0.0.comptoir"), &Value::Null));
    let signed = shop.json("plugin sign lignes-1.0.0.comptoir --key cles/ana.key --as 'Ana Dupont'");
    assert_eq!((&signed["digest"], &signed["signed"]["name"]), (&packed["digest"], &json!("Ana Dupont")));

    let words = shop.refused("plugin install lignes-1.0.0.comptoir");
    let fingerprint = key["fingerprint"].as_str().unwrap();
    let command = format!("comptoir plugin trust {} --as NOM", key["key"].as_str().unwrap());
    assert!(["Ana Dupont", fingerprint, &command].iter().all(|part| words.contains(part)), "{words}");
    let again = shop.refused("plugin install lignes-1.0.0.comptoir --unsigned");
    assert_eq!(again, words, "a signature is not waved through");
    let words = shop.refused("program enable lignes-1.0.0.comptoir");
    assert!(words.contains(fingerprint), "{words}");
    let words = shop.refused("plugin install lignes-1.0.0.comptoir --lang en");
    assert!(words.contains("does not know") && words.contains("--as NAME"), "{words}");

    let trusted = shop.json("plugin trust cles/ana.pub --as Ana");
    assert_eq!((&trusted["name"], &trusted["since"]), (&json!("Ana"), &json!("2026-11-22")));
    assert_eq!(shop.json("plugin trusted"), json!([trusted]));
    let installed = shop.json("plugin install lignes-1.0.0.comptoir");
    assert_eq!((&installed["signer"], &installed["unsigned"]), (&json!("Ana"), &json!(false)));
    let list = shop.json("plugin list");
    let listed = find(&list, "policy", "lignes");
    assert_eq!(
        (&listed["origin"], &listed["signer"], &listed["trusted"]),
        (&json!("signed"), &json!("Ana"), &json!(true))
    );
    assert_eq!(find(&list, "policy", "loyalty-spend")["origin"], "bundled");

    shop.json("program disable loyalty-spend");
    let programs = shop.json("program enable lignes points=3");
    let program = find(&programs, "program", "lignes");
    assert_eq!((&program["unsigned"], &program["signer"]), (&json!(false), &json!("Ana")));
    assert_eq!(find(&programs, "program", "loyalty-spend")["unsigned"], false);
    let sale = shop.json(&format!("sale --scan CHE-0001 CEI-0009 --customer {BARON} --pay card"));
    assert_eq!(slip(&sale).last().unwrap(), "points +6");
    assert_eq!(sale["programs"][0]["digest"], packed["digest"]);
}

#[test]
fn an_unsigned_package_is_accepted_on_demand_and_keeps_its_mark() {
    let shop = TestShop::new();
    package(&shop, &[]);
    shop.json("plugin pack lignes");
    for path in ["lignes-1.0.0.comptoir", "lignes"] {
        let words = shop.refused(&format!("plugin install {path}"));
        assert!(words.contains(&format!("comptoir plugin install {path} --unsigned")), "{words}");
    }
    let installed = shop.json("plugin install lignes-1.0.0.comptoir --unsigned");
    assert_eq!((&installed["unsigned"], &installed["signer"]), (&json!(true), &Value::Null));
    let list = shop.run("plugin list").done().out;
    assert!(list.contains("lignes 1.0.0 (rhai) — Points par ligne — non signé"), "{list}");
    assert_eq!(find(&shop.json("program enable lignes"), "program", "lignes")["unsigned"], true);
    let list = shop.run("program list").done().out;
    assert_eq!(list.matches("non signé").count(), 1, "{list}");

    // Off the list, the program's copy still is what it was, mark and all.
    let words = shop.refused("plugin remove lignes");
    assert!(words.contains("(lignes)") && words.contains("program disable"), "{words}");
    shop.json("program disable lignes");
    assert_eq!(shop.json("plugin remove lignes@1.0.0")["policy"], "lignes");
    assert!(is_gone(&shop), "only what comes with the till");
    assert!(shop.refused("plugin remove lignes").contains("Aucune règle installée"));
    assert!(shop.refused("plugin remove loyalty-spend").contains("livrées"));
    let program = find(&shop.json("program enable lignes"), "program", "lignes").clone();
    assert_eq!((&program["unsigned"], &program["trouble"]), (&json!(true), &Value::Null));
    let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    assert!(
        sale["counters"].as_array().unwrap().iter().any(|c| c["program"] == "lignes" && c["delta"] == "2"),
        "{sale}"
    );

    // Signed by somebody who is trusted, the very same content loses the mark.
    shop.json("plugin keygen ana");
    shop.json("plugin trust ana.pub");
    shop.json("plugin sign lignes-1.0.0.comptoir --key ana.key");
    shop.json("plugin install lignes-1.0.0.comptoir");
    assert_eq!(find(&shop.json("program list"), "program", "lignes")["unsigned"], false);
}

#[test]
fn a_folder_still_being_written_can_be_tried_and_is_marked() {
    let shop = TestShop::new();
    package(&shop, &[("cases/lignes.toml", None)]);
    let programs = shop.json("program enable ./lignes --as essai");
    assert_eq!(find(&programs, "program", "essai")["unsigned"], true);
    let wrong = CASES.replace("points = 4", "points = 5");
    package(&shop, &[("cases/lignes.toml", Some(&wrong))]);
    let told = shop.run("program enable ./lignes --as faux").done().err;
    assert!(told.contains("un vrai magasin n'en voudrait pas") && told.contains("attendu points = 5"), "{told}");
    let copy = policies().join("loyalty-spend-script");
    let programs = shop.json(&format!("program enable {} --as livree", copy.display()));
    assert_eq!(
        find(&programs, "program", "livree")["unsigned"],
        false,
        "what comes with the till is known by its content"
    );
}

#[test]
fn a_real_shop_switches_nothing_on_whose_cases_fail() {
    let shop = TestShop::empty();
    shop.json("init --name Boutique --siret '732 829 320 00074' --address '1 rue X'");
    let wrong = CASES.replace("points = 4", "points = 5");
    for (cases, told) in [(Some(wrong.as_str()), "attendu points = 5, obtenu points = 4"), (None, "aucun cas d'essai")]
    {
        package(&shop, &[("cases/lignes.toml", cases)]);
        let words = shop.refused("program enable ./lignes");
        assert!(words.contains(told), "{words}");
        assert_eq!(shop.json("program list"), json!([]));
    }
    package(&shop, &[]);
    assert_eq!(find(&shop.json("program enable ./lignes"), "program", "lignes")["enabled"], true);
}

#[test]
fn where_a_name_means_two_things_it_is_said_which_was_taken() {
    let shop = TestShop::new();
    package(&shop, &[]);
    let test = |name: &str| shop.run(&format!("plugin test {name}")).done().err;
    assert_eq!(test("lignes"), "");
    shop.json("plugin install lignes --unsigned");
    assert_eq!(test("lignes"), "« lignes » : la règle installée est prise ; `./lignes` veut dire le dossier.\n");
    assert_eq!(test("./lignes"), "");
    assert_eq!(shop.run("plugin test lignes --json").done().err, "");
    std::fs::rename(shop.beside().join("lignes"), shop.beside().join("loyalty-spend")).unwrap();
    assert_eq!(test("loyalty-spend"), "« loyalty-spend » : le dossier est pris, et non la règle livrée du même nom.\n");
}

#[test]
fn what_is_not_fit_is_refused_with_its_reason() {
    let shop = TestShop::new();
    let good = manifest();
    let too_new = good.replace(&format!("contract = \"{}\"", contract()), "contract = \"9.0\"\nnovelty = true");
    let greedy = good.replace("[\"add\"]", "[\"add\", \"voucher\", \"discount\"]");
    let wrong = CASES.replace("points = 4", "points = 5");
    let broken = "fn evaluate(sale, settings) { out.add(\n";
    let table: [(&[Change<'_>], &[&str], &[&str]); 5] = [
        (&[("cases/lignes.toml", None)], &["aucun cas d'essai"], &["has no case"]),
        (
            &[("cases/lignes.toml", Some(&wrong))],
            &["Deux lignes, quatre points", "attendu points = 5, obtenu points = 4"],
            &["expected points = 5"],
        ),
        (&[("manifest.toml", Some(&greedy))], &["(discount, voucher)", "aucun cas réussi"], &["no passing case"]),
        (
            &[("manifest.toml", Some(&too_new))],
            &["\"9.0\"", &contract(), "mettez la caisse à jour"],
            &["update the till"],
        ),
        (&[("policy.rhai", Some(broken))], &["policy.rhai"], &["policy.rhai"]),
    ];
    let before = shop.journal();
    for (changed, french, english) in table {
        package(&shop, changed);
        let words = shop.refused("plugin install lignes --unsigned");
        assert!(french.iter().all(|part| words.contains(part)), "{french:?}: {words}");
        let words = shop.refused("plugin install lignes --unsigned --lang en");
        assert!(english.iter().all(|part| words.contains(part)), "{english:?}: {words}");
    }
    assert!(is_gone(&shop), "only what comes with the till");
    assert_eq!(shop.journal(), before, "nothing happened");
}

#[test]
fn one_version_is_one_content_and_the_highest_is_meant() {
    let shop = TestShop::new();
    package(&shop, &[]);
    shop.json("plugin install lignes --unsigned");
    let louder = SCRIPT.replace("settings.points", "settings.points * 1");
    package(&shop, &[("policy.rhai", Some(&louder))]);
    let words = shop.refused("plugin install lignes --unsigned");
    assert!(words.contains("1.0.0") && words.contains("autre contenu"), "{words}");
    let newer = manifest().replace("1.0.0", "1.10.0");
    package(&shop, &[("policy.rhai", Some(&louder)), ("manifest.toml", Some(&newer))]);
    shop.json("plugin install lignes --unsigned");
    let enabled = |line: &str| find(&shop.json(line), "program", "lignes")["version"].clone();
    assert_eq!(enabled("program enable lignes"), "1.10.0");
    assert_eq!(enabled("program enable lignes@1.0.0"), "1.0.0");
    let words = shop.refused("plugin remove lignes");
    assert!(words.contains("lignes@1.10.0, lignes@1.0.0"), "{words}");
    shop.json("plugin remove lignes@1.10.0");
    assert_eq!(enabled("program enable lignes"), "1.0.0");
    assert_eq!(shop.json("plugin test lignes")[0]["passed"], true);
}

#[test]
fn packing_twice_gives_the_same_bytes_and_showing_tells_all() {
    let shop = TestShop::new();
    package(&shop, &[]);
    shop.json("plugin keygen ana");
    shop.json("plugin pack lignes --key ana.key --out a.comptoir");
    shop.json("plugin pack lignes --key ana.key --out b.comptoir");
    let read = |name: &str| std::fs::read(shop.beside().join(name)).unwrap();
    assert_eq!(read("a.comptoir"), read("b.comptoir"));

    let (folder, file) = (shop.json("plugin show lignes"), shop.json("plugin show a.comptoir"));
    assert_eq!((&folder["digest"], &folder["signed"]), (&file["digest"], &Value::Null));
    assert_eq!((&file["signed"]["valid"], &file["trusted_as"]), (&json!(true), &Value::Null));
    assert_eq!((&file["effects"], &file["counters"][0]["name"]), (&json!(["add"]), &json!("points")));
    assert_eq!((&file["settings"][0]["key"], &file["settings"][0]["default"]), (&json!("points"), &json!("2")));
    let told = shop.run("plugin show a.comptoir").done().out;
    for part in ["Points par ligne", "faire gagner", "aucun plafond", "« ana »", "ne connaît pas", "sha256:"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let capped = "unit = { fr = \"points\", en = \"points\" }";
    let capped =
        manifest().replace(capped, &format!("{capped}\ncap_per_day = {{ setting = \"points\" }}\ncap_per_year = 500"));
    let asking = "fn prepare(settings) { let plan = plan(); plan.ask(\"v\", visits(this_year())); plan }\n";
    package(&shop, &[("manifest.toml", Some(&capped)), ("policy.rhai", Some(&format!("{asking}{SCRIPT}")))]);
    let told = shop.run("plugin show lignes").done().out;
    for part in ["points (points), au plus `points` par jour, au plus 500 par an", "ses jours de passage, cette année"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let shown = shop.json("plugin show lignes");
    assert_eq!(shown["history"], json!(["visits(this year)"]));
    assert_eq!(shown["counters"][0]["cap_per_day"], json!({ "setting": "points" }));
    assert!(shop.run("plugin show loyalty-spend --lang en").done().out.contains("It may"));
}

#[test]
fn keys_are_handled_with_care() {
    let shop = TestShop::new();
    let key = shop.json("plugin keygen ana");
    assert!(shop.refused("plugin keygen ana").contains("existe déjà"));
    assert!(shop.refused("plugin keygen ../ana").contains("ne peut pas nommer une clé"));
    let words = shop.refused("plugin trust ana.key");
    assert!(words.contains("clé privée") && !words.contains("ed25519-secret"), "{words}");
    assert!(shop.misused(&format!("plugin trust {}", key["key"].as_str().unwrap())).contains("--as NOM"));
    assert!(shop.refused("plugin trust ed25519:12 --as x").contains("n'est pas une clé publique"));
    shop.json("plugin trust ana.pub");
    shop.json("plugin keygen bob");
    assert!(shop.refused("plugin trust bob.pub --as ana").contains("déjà ce nom"));
    shop.json("plugin trust ana.pub --as 'Ana D.'");
    assert_eq!(shop.json("plugin trusted").as_array().unwrap().len(), 1, "renamed, not added");

    package(&shop, &[]);
    assert!(shop.misused("plugin sign lignes --key ana.key").contains("plugin pack"));
    assert!(shop.refused("plugin pack lignes --key ana.pub").contains("n'est pas une clé privée"));
    shop.json("plugin pack lignes --key ana.key");
    shop.json("plugin install lignes-1.0.0.comptoir");
    assert!(shop.refused("plugin untrust zoe").contains("Aucune clé de confiance"));
    let gone = shop.json("plugin untrust 'Ana D.'");
    assert_eq!(gone["still_installed"], json!(["lignes@1.0.0"]));
    assert_eq!(find(&shop.json("plugin list"), "policy", "lignes")["trusted"], false);
    // Nothing new is accepted of that key, be it to install or to switch on.
    for line in ["plugin install lignes-1.0.0.comptoir", "program enable lignes"] {
        assert!(shop.refused(line).contains("ne connaît pas"), "{line}");
    }
    let events = shop.json("journal show E --last 2");
    let told: Vec<&str> = events.as_array().unwrap().iter().filter_map(|e| e["payload"].as_str()).collect();
    assert!(told.iter().any(|text| text.contains("untrust ed25519:")), "{told:?}");
    assert!(
        told.iter().any(|text| text.contains("install lignes@1.0.0 sha256:") && text.contains("signed ed25519:")),
        "{told:?}"
    );
}
