//! What an author, or a merchant at the command line, does wrong, and what is said: each time what to do.

use std::fs;

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

/// A policy in `gift/`: with two shirts or more, a discount of 50.00 or a mug; with one, only the mug.
fn with_a_choice(shop: &TestShop) {
    let _ = shop.json("plugin new gift");
    let folder = shop.beside().join("gift");
    let rule = r#"
        fn evaluate(sale, settings) {
            let out = effects();
            let choices = [#{ id: "mug", label: plain("Une tasse") }];
            if sale.lines[0].quantity >= 2 { choices.push(#{ id: "off", label: plain("50 euros de remise") }); }
            let off = sale.offer_choice("gift") == "off";
            let reward = if off { #{ discount: #{ amount: 100, label: plain("Cadeau") } } }
                else { #{ voucher: #{ amount: 5, label: plain("Une tasse") } } };
            if off { out.message(#{ to: "cashier", text: plain("Remise choisie") }); }
            out.offer(#{ id: "gift", title: plain("Un cadeau au choix"), rewards: [reward], choices: choices });
            out
        }
    "#;
    fs::write(folder.join("policy.rhai"), rule).unwrap();
    let manifest = fs::read_to_string(folder.join("manifest.toml")).unwrap();
    let head = manifest.split("[[").next().unwrap();
    let effects = head.lines().find(|line| line.starts_with("effects")).unwrap();
    let head = head.replace(effects, "effects = [\"offer\", \"voucher\", \"discount\", \"message\"]");
    fs::write(folder.join("manifest.toml"), head).unwrap();
    fs::remove_file(folder.join("cases/first.toml")).unwrap();
    let case = |name: &str, quantity: u8, offers: &str, expect: &str| {
        format!(
            "[[case]]\nname = \"{name}\"\ncustomer = {{}}\n{offers}\n[[case.line]]\nprice = \"60.00\"\nquantity = {quantity}\n[case.expect]\n{expect}\n"
        )
    };
    let taken = "offers = { gift = { state = \"taken\", choice = \"off\" } }";
    let cases = [
        case("deux", 2, taken, "discounts = [{ total = \"100.00\" }]\noffers = { gift = \"taken\" }"),
        case("une", 1, "", "offers = { gift = { state = \"open\", choices = [\"mug\"] } }"),
        case("une de moins", 1, taken, "offers = { gift = \"open\" }\nmessages = []"),
        case(
            "la tasse",
            1,
            &taken.replace("\"off\"", "\"mug\""),
            "vouchers = [{ amount = \"5.00\" }]\noffers = { gift = \"taken\" }",
        ),
    ];
    fs::write(folder.join("cases/gift.toml"), cases.concat()).unwrap();
}

#[test]
fn a_choice_that_is_offered_no_more_is_forgotten() {
    let shop = TestShop::new();
    with_a_choice(&shop);
    let results = shop.json("plugin test gift");
    assert!(results.as_array().unwrap().iter().all(|result| result["passed"] == true), "{results}");
    let _ = shop.json("program disable loyalty-spend");
    let _ = shop.json("program enable gift");
    let seen = shop.run(&format!("sale --scan 2xCHE-0001 --customer {BARON} --preview")).done().out;
    for line in
        ["★ Un cadeau au choix [gift] : à proposer", "○ Une tasse [gift=mug]", "○ 50 euros de remise [gift=off]"]
    {
        assert!(seen.contains(line), "{line} is not in\n{seen}");
    }
    // Two shirts of 69.90, the discount is chosen, then one shirt goes back.
    let states = shop.till(&[&format!("client {BARON}"), "2x CHE-0001", "prendre gift=off", "qte 1 1"]);
    let ours = |state: &Value| state["programs"][0].clone();
    let (chosen, fewer) = (ours(&states[states.len() - 2]), ours(&states[states.len() - 1]));
    assert_eq!((&chosen["offers"][0]["state"], &chosen["offers"][0]["choice"]), (&json!("taken"), &json!("off")));
    assert_eq!((&fewer["offers"][0]["state"], &fewer["fault"]), (&json!("open"), &Value::Null), "{fewer}");
    assert_eq!(states[states.len() - 1]["total"], "69.90");
}

#[test]
fn each_choice_of_an_offer_can_be_simulated() {
    let shop = TestShop::new();
    with_a_choice(&shop);
    let _ = shop.json(&format!("sale --scan 2xCHE-0001 --customer {BARON} --pay card"));
    // The shop's own first sale is nobody's: it may have the discount, and no voucher.
    let given = |choice: &str| shop.json(&format!("plugin backtest gift --quiet {choice}"))["given"].clone();
    assert_eq!(
        (given(""), given("--choice 2"), given("--choice 9")),
        (json!("5.00"), json!("200.00"), json!("200.00"))
    );
    let words = shop.misused("plugin backtest gift --choice 2 --offers never");
    assert!(words.contains("--choice"), "{words}");
}

#[test]
fn codes_that_the_shop_does_not_have_are_refused_all_at_once() {
    let shop = TestShop::new();
    let before = shop.json("program list");
    let words = shop.refused("program set loyalty-spend excluded_departments=Livres,presse threshold=abc tresholds=1");
    assert!(words.contains("pas de réglage « tresholds » ; vouliez-vous dire `threshold` ?"), "{words}");
    assert!(words.contains("Livres : aucun rayon n'a ce code ; vouliez-vous dire `livres` ?"), "{words}");
    assert!(words.contains("« abc » ne se lit pas comme un nombre entier, par exemple 200"), "{words}");
    assert_eq!(shop.json("program list"), before);
    let listed = shop.json("item departments");
    let codes: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(codes.contains(&"livres") && codes.contains(&"chemises"), "{codes:?}");
    let tree = shop.run("item departments").done().out;
    assert!(tree.lines().any(|line| line.starts_with("  chemises")), "below its parent: {tree}");
}

#[test]
fn a_running_program_keeps_its_days() {
    let shop = TestShop::new();
    let line = "program enable happy-hours --from 01/12/2026 --until 24/12/2026";
    let ours = |programs: &Value| {
        programs.as_array().unwrap().iter().find(|one| one["program"] == "happy-hours").unwrap().clone()
    };
    assert_eq!(ours(&shop.json(line))["from"], "2026-12-01");
    let again = ours(&shop.json("program enable happy-hours percent=10"));
    assert_eq!((&again["from"], &again["until"]), (&json!("2026-12-01"), &json!("2026-12-24")));
    let ran = shop.run("program enable happy-hours percent=15").done();
    assert!(ran.err.contains("happy-hours était déjà activé"), "{}", ran.err);
    assert!(
        ran.out.contains("du 1 décembre 2026 au 24 décembre 2026") || ran.out.contains("du 01/12/2026 au 24/12/2026"),
        "{}",
        ran.out
    );
    let _ = shop.json("program disable happy-hours");
    assert_eq!(ours(&shop.json("program enable happy-hours"))["from"], Value::Null, "switched on anew");
}

#[test]
fn a_counter_is_named_whole_and_never_goes_below_zero() {
    let shop = TestShop::new();
    let words = shop.misused(&format!("counter adjust {BARON} points 20 --reason essai"));
    assert!(words.contains("PROGRAMME/COMPTEUR ; il y a : loyalty-spend/points"), "{words}");
    let _ = shop.json(&format!("counter adjust {BARON} loyalty-spend/points 20 --reason essai"));
    let words = shop.refused(&format!("counter adjust {BARON} loyalty-spend/points -20,5 --reason essai"));
    assert!(words.contains("n'a que 20"), "{words}");
    let held = shop.json(&format!("counter adjust {BARON} loyalty-spend/points -20 --reason essai"));
    assert_eq!(held["counters"][0]["balance"], "0");
}

#[test]
fn what_an_author_mistakes_is_told_with_what_there_is() {
    let shop = TestShop::new();
    let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let number = sale["number"].as_str().unwrap().to_owned();
    let _ = shop.json("plugin new carte");
    let _ = shop.json("program enable carte");
    for (line, told) in [
        (format!("plugin why {number} --program carte"), "ne tournait pas dans la vente"),
        (format!("plugin record {number} --program carte"), "y tournaient : loyalty-spend"),
        (format!("plugin why {number} --program rien"), "Aucun programme « rien »"),
        ("plugin test carte --case nimporte".to_owned(), "Aucun cas « nimporte » dans ce paquet ; il y a :"),
    ] {
        let words = shop.refused(&line);
        assert!(words.contains(told), "{line}: {words}");
    }
    let words = shop.misused("plugin test carte/policy.rhai");
    assert!(words.contains("donnez le dossier de la règle, carte"), "{words}");
    let words = shop.misused("plugin pack");
    assert!(words.contains("`comptoir plugin pack --help`"), "the help of that command: {words}");
    let why = shop.run("plugin why carte --case 'Sans client, rien'").done().out;
    assert!(why.contains("✓ Sans client, rien") && why.contains("  → # rien") && !why.contains('{'), "{why}");
}

#[test]
fn what_no_shop_would_install_is_said_when_it_is_packed() {
    let shop = TestShop::new();
    let _ = shop.json("plugin new carte");
    let cases = shop.beside().join("carte/cases/first.toml");
    let text = fs::read_to_string(&cases).unwrap();
    fs::write(&cases, text.replacen("customer = {}", "customer = { birthday = 1990-12-24 }", 1)).unwrap();
    let tested = shop.run("plugin test carte").done().out;
    assert!(tested.contains("ajoutez \"birthday\" à `facts`"), "{tested}");
    fs::write(&cases, text.replacen("stamps = 1", "stamps = 9", 1)).unwrap();
    let packed = shop.run("plugin pack carte").done();
    assert!(packed.err.contains("Aucun magasin ne pourra installer ce paquet"), "{}", packed.err);
    fs::write(&cases, text.replacen("counters = { stamps", "counters = { stamp", 1)).unwrap();
    let words = shop.refused("plugin test carte");
    assert!(words.contains("« carte »") && !words.contains("target"), "{words}");
    assert!(words.contains("le manifeste n'a pas ce compteur ; vouliez-vous dire `stamps` ?"), "{words}");
    fs::write(&cases, text.replacen("settings = { worth", "settings = { wroth", 1)).unwrap();
    let words = shop.refused("plugin test carte");
    let line = text.lines().position(|line| line.starts_with("settings = { worth")).unwrap() + 1;
    assert!(words.contains(&format!("ligne {line} : ")), "{line}: {words}");
    assert!(words.contains("le manifeste n'a pas ce réglage ; vouliez-vous dire `worth` ?"), "{words}");
    fs::write(&cases, text.replacen("[[case.line]]", "[[case.lign]]", 1)).unwrap();
    let words = shop.refused("plugin test carte");
    assert!(words.contains("la clé `lign` n'existe pas ; vouliez-vous dire `line` ?"), "{words}");
}

#[test]
fn a_package_is_installed_from_its_sources() {
    let shop = TestShop::new();
    let _ = shop.json("plugin new carte");
    let _ = shop.json("plugin build carte");
    let installed = shop.json("plugin install carte --unsigned");
    assert_eq!(installed["policy"], "carte");
}

#[test]
fn without_the_bundled_policies_the_remedy_is_told_and_nothing_is_left() {
    let shop = TestShop::empty();
    for line in ["demo --no-ui --policies nowhere", "plugin list --policies nowhere"] {
        let ran = shop.run(line);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("--policies") && said.contains("COMPTOIR_POLICIES"), "{line}: {said}");
        assert!(!said.contains("xtask"), "{said}");
    }
    assert!(!shop.data().with_extension("unfinished").exists());
}
