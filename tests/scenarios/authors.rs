//! From an empty folder to a program that sells: what somebody does who writes a first policy.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

fn passed(results: &Value) -> Vec<bool> {
    results.as_array().unwrap().iter().map(|result| result["passed"] == true).collect()
}

#[test]
fn a_new_script_passes_its_cases_and_sells_at_once() {
    let shop = TestShop::new();
    let made = shop.json("plugin new carte-cafe");
    assert_eq!((&made["policy"], &made["rule"]), (&json!("carte-cafe"), &json!("policy.rhai")));
    for file in ["README.md", ".gitignore", "comptoir.d.rhai", "locale/en.ftl", "cases/first.toml"] {
        assert!(shop.beside().join("carte-cafe").join(file).is_file(), "{file}");
    }
    assert_eq!(passed(&shop.json("plugin test carte-cafe")), [true; 5]);
    let words = shop.run("plugin test carte-cafe").done().out;
    assert!(words.contains("5 cas passés, 0 en échec") && !words.contains('⚠'), "everything is shown: {words}");

    let built = shop.json("plugin build carte-cafe");
    assert_eq!((&built["engine"], &built["package"]), (&json!("rhai"), &json!("carte-cafe/target/package")));
    let packed = shop.json("plugin pack carte-cafe");
    assert_eq!((&packed["file"], &packed["digest"]), (&json!("carte-cafe-0.1.0.comptoir"), &built["digest"]));

    let programs = shop.json("program enable carte-cafe");
    assert!(programs.as_array().unwrap().iter().any(|program| program["digest"] == built["digest"]), "{programs}");
    let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let ours = sale["programs"].as_array().unwrap().iter().find(|program| program["policy"] == "carte-cafe").unwrap();
    let added = &ours["effects"][0];
    assert_eq!((&added["counter"], &added["delta"], &ours["fault"]), (&json!("stamps"), &json!("1"), &Value::Null));
}

#[test]
fn what_is_there_is_never_overwritten_and_names_are_checked() {
    let shop = TestShop::empty();
    let _ = shop.json("plugin new a --out .");
    std::fs::write(shop.beside().join("a/policy.rhai"), "mine").unwrap();
    let words = shop.refused("plugin new a");
    assert!(words.contains("existe déjà"), "{words}");
    assert_eq!(std::fs::read_to_string(shop.beside().join("a/policy.rhai")).unwrap(), "mine");
    for name in ["Carte", "été", "1a", "a_b", "a-", "../a"] {
        let words = shop.misused(&format!("plugin new {name}"));
        assert!(words.contains("carte-cafe"), "{name}: {words}");
    }
    let words = shop.refused("plugin new b --in rust --sdk .");
    assert!(words.contains("COMPTOIR_SDK") && !shop.beside().join("b").exists(), "{words}");
}

#[test]
fn what_no_case_shows_is_told() {
    let shop = TestShop::empty();
    let _ = shop.json("plugin new a");
    let path = shop.beside().join("a/manifest.toml");
    let more = "\n[[counter]]\nname = \"spare\"\nunit = { fr = \"x\", en = \"x\" }\n";
    let manifest = std::fs::read_to_string(&path).unwrap().replace("\"offer\",", "\"offer\", \"discount\",") + more;
    std::fs::write(&path, manifest).unwrap();
    let words = shop.run("plugin test a").done().out;
    assert!(words.contains("effets déclarés qu'aucun cas ne montre : discount"), "{words}");
    assert!(words.contains("compteurs qu'aucun cas ne fait bouger : spare"), "{words}");
}

#[test]
fn what_is_wrong_is_named_where_it_is_written() {
    let shop = TestShop::empty();
    let _ = shop.json("plugin new a");
    let manifest = shop.beside().join("a/manifest.toml");
    let good = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, good.replace("type = \"money\"", "type = \"monnaie\"")).unwrap();
    let words = shop.refused("plugin build a");
    assert!(words.contains("a/manifest.toml") && !words.contains("target"), "{words}");
    std::fs::write(&manifest, good).unwrap();
    std::fs::write(shop.beside().join("a/policy.rhai"), "fn evaluate(sale, settings) { let }").unwrap();
    let words = shop.refused("plugin test a");
    assert!(words.contains("policy.rhai") && words.contains('1'), "{words}");
}

/// Where the guests that tests compile are kept from run to run, so that only the first one is long.
fn kept() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    exe.parent().unwrap().join("../../starter")
}

/// The command of the author's own machine: with its Cargo, whose folders are in the real home.
fn author(shop: &TestShop, line: &str) -> std::process::Command {
    let mut command = shop.command(line);
    for name in ["PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_NET_OFFLINE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("CARGO_TARGET_DIR", kept());
    command
}

#[test]
fn a_new_policy_in_rust_is_built_and_passes_the_same_cases() {
    let shop = TestShop::empty();
    let made = shop.json("plugin new carte-rust --in rust");
    assert_eq!(made["rule"], "src/lib.rs");
    let ran = author(&shop, "plugin test carte-rust").output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(out.contains("5 cas passés, 0 en échec") && !out.contains('⚠'), "{out}{err}");
    assert!(shop.beside().join("carte-rust/target/package/policy.wasm").is_file());

    let path = shop.beside().join("carte-rust/src/lib.rs");
    let broken = std::fs::read_to_string(&path).unwrap().replace("Points::ONE)", "Points::UN)");
    std::fs::write(&path, broken).unwrap();
    let ran = author(&shop, "plugin build carte-rust").output().unwrap();
    let words = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(words.contains("src/lib.rs:") && words.contains("Cargo dit pourquoi"), "{words}");
    assert_eq!(ran.status.code(), Some(1));
}

#[test]
fn without_cargo_the_remedy_is_told() {
    let shop = TestShop::empty();
    let _ = shop.json("plugin new r --in rust");
    let mut command = shop.command("plugin build r");
    // An empty PATH: neither Cargo nor rustc; Debian's own may still be there, by its path.
    let ran = command.env("PATH", "").output().unwrap();
    let words = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(1), "{words}");
    assert!(["rustup.rs", "rustup target add"].iter().any(|remedy| words.contains(remedy)), "{words}");
}

#[test]
fn saving_a_file_runs_the_cases_again_and_switches_the_program_on() {
    let shop = TestShop::new();
    let _ = shop.json("plugin new carte");
    let mut watch = shop.command("plugin dev carte --json --quiet").spawn().unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut told = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first = told();
    assert_eq!((&first["passed"], &first["failed"]), (&json!(5), &json!([])));
    assert!(told()["told"].as_str().unwrap().contains("carte"), "the shop has it");

    let rule = shop.beside().join("carte/policy.rhai");
    let good = std::fs::read_to_string(&rule).unwrap();
    std::fs::write(&rule, good.replace("\"stamps\", 1, lines", "\"stamps\", 2, lines")).unwrap();
    let second = told();
    assert_eq!((&second["passed"], second["failed"].as_array().unwrap().len()), (&json!(2), 3), "{second}");
    std::fs::write(&rule, "fn").unwrap();
    assert!(told()["problem"].as_str().unwrap().contains("policy.rhai"));
    std::fs::write(&rule, good).unwrap();
    assert_eq!(told()["digest"], first["digest"], "mended");
    watch.kill().unwrap();
    watch.wait().unwrap();
    let programs = shop.json("program list");
    let ours = programs.as_array().unwrap().iter().find(|program| program["policy"] == "carte").unwrap();
    assert_eq!(ours["digest"], first["digest"]);
}

/// The commands that a page of the book shows, and what it shows of their answers.
fn commands(page: &str) -> Vec<(String, Vec<String>)> {
    let blocks = page.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for line in blocks.flat_map(str::lines) {
        match (line.strip_prefix("$ comptoir "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.replace(" --data magasin", ""), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.to_owned()),
            (None, None) => {}
        }
    }
    commands
}

fn block(page: &str, opening: &str, holds: &str) -> String {
    let opening = format!("```{opening}\n");
    let mut blocks = page.split(&opening).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.find(|block| block.contains(holds)).unwrap().to_owned()
}

fn append(path: &std::path::Path, text: &str) {
    let there = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, format!("{there}\n{text}")).unwrap();
}

/// Types what the first steps show, in their order, and finds the answers that they show.
#[test]
fn the_first_steps_of_the_book_work_as_written() {
    let page = include_str!("../../docs/regles/premiers-pas-rhai.md");
    let shop = TestShop::new();
    let folder = shop.beside().join("carte-cafe");
    let (mut typed, mut seen) = (0, 0);
    for (line, shown) in commands(page) {
        // The shop is there already, and the watch is another test's.
        if line.starts_with("demo ") || line.starts_with("plugin dev ") {
            continue;
        }
        // A page has ordinary spaces where the till keeps a number and its unit together.
        let out = shop.run(&line).done().out.replace(['\u{a0}', '\u{202f}'], " ");
        typed += 1;
        for expected in shown {
            // Left out, or another at each writing: digests, and points of other programs.
            let varies = expected.contains('…') || expected.contains("points") || expected.contains("point,");
            if !varies {
                assert!(out.contains(expected.trim_end()), "{line}: {expected:?} is not in\n{out}");
                seen += 1;
            }
        }
    }
    assert!(typed >= 5 && seen >= 20, "{typed} commands, {seen} lines");

    append(&folder.join("cases/first.toml"), &block(page, "toml", "[[case]]"));
    append(&folder.join("manifest.toml"), &block(page, "toml", "[[setting]]"));
    let rule = std::fs::read_to_string(folder.join("policy.rhai")).unwrap();
    let old = "        out.add(\"stamps\", 1, lines);\n        stamps += 1;\n";
    std::fs::write(folder.join("policy.rhai"), rule.replace(old, &block(page, "rhai", "double_days"))).unwrap();
    let words = shop.run("plugin test carte-cafe").out;
    for line in ["5 cas passés, 1 en échec", "add : attendu stamps = 3, obtenu stamps = 2"] {
        assert!(words.contains(line) && page.contains(line), "{line}: {words}");
    }
    let cases = std::fs::read_to_string(folder.join("cases/first.toml")).unwrap();
    std::fs::write(folder.join("cases/first.toml"), cases.replace("stamps = 3 }\n", "stamps = 2 }\n")).unwrap();
    assert!(passed(&shop.json("plugin test carte-cafe")).iter().all(|passed| *passed));
}
