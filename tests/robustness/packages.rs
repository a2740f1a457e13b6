//! Packages that must not get into a shop: changed on the way, at odds with themselves, or broken.

use std::path::PathBuf;

use comptoir_hostile::Effect;
use comptoir_hostile::component::{answering, wavering};
use serde_json::Value;

use crate::support::{ITEM, Shop};

const CASE: &str = r#"
[[case]]
name = "Toujours cinq points"
customer = {}
[[case.line]]
price = "10.00"
[case.expect]
add = { points = 5 }
"#;

/// Writes the folder of a package that always gives five points.
fn package(shop: &Shop, code: &[u8]) -> PathBuf {
    let folder = shop.beside().join("five");
    for inside in ["locale", "cases"] {
        std::fs::create_dir_all(folder.join(inside)).unwrap();
    }
    let bundled = std::fs::read_to_string(comptoir_tests::program::policies().join("loyalty-spend/manifest.toml"));
    let manifest: Vec<String> = bundled
        .unwrap()
        .lines()
        .take_while(|line| !line.starts_with("[[setting]]"))
        .map(|line| match line.split(' ').next() {
            Some("id") => "id = \"five\"".to_owned(),
            Some("effects") => "effects = [\"add\"]".to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    let files = [
        ("manifest.toml", manifest.join("\n").into_bytes()),
        ("policy.wasm", code.to_vec()),
        ("cases/five.toml", CASE.into()),
        ("locale/fr.ftl", b"hello = Bonjour\n".to_vec()),
        ("locale/en.ftl", b"hello = Hello\n".to_vec()),
    ];
    for (path, bytes) in files {
        std::fs::write(folder.join(path), bytes).unwrap();
    }
    folder
}

/// What the list of policies says of one; nothing when it is not there.
fn listed(shop: &Shop, id: &str) -> Value {
    let all = shop.json("plugin list");
    all.as_array().unwrap().iter().find(|policy| policy["policy"] == id).cloned().unwrap_or_default()
}

#[test]
fn a_policy_that_answers_otherwise_when_asked_why_is_not_installed() {
    let shop = Shop::new();
    let folder = package(&shop, &wavering(Effect::earning(5, 0, &[1])));
    let words = shop.refused(&format!("plugin install {} --unsigned", folder.display()));
    assert!(words.contains("pas la même réponse à chaque fois") && words.contains("Toujours cinq points"), "{words}");
    assert_eq!(listed(&shop, "five"), Value::Null, "only what comes with the till");
    // The same package with a steady component is good.
    let folder = package(&shop, &answering(&[Effect::earning(5, 0, &[1])]));
    shop.json(&format!("plugin install {} --unsigned", folder.display()));
    shop.json("program enable five");
}

#[test]
fn a_file_changed_on_the_way_or_in_the_shop_is_not_used() {
    let shop = Shop::new();
    let folder = package(&shop, &answering(&[Effect::earning(5, 0, &[1])]));
    shop.json("plugin keygen ana");
    shop.json("plugin trust ana.pub");
    let file = shop.beside().join("five-1.0.0.comptoir");
    shop.json(&format!("plugin pack {} --key ana.key", folder.display()));
    let good = std::fs::read(&file).unwrap();

    // One file is swapped for another that is as good, and the signature stays.
    std::fs::write(folder.join("locale/fr.ftl"), "hello = Salut\n").unwrap();
    let line = format!("plugin pack {} --out other.comptoir", folder.display());
    shop.json(&line);
    let signature = shop.json(&format!("plugin show {}", file.display()))["signed"].clone();
    assert_eq!((&signature["name"], &signature["valid"]), (&"ana".into(), &Value::Bool(true)));
    std::fs::write(folder.join("signature"), signature_of(&good)).unwrap();
    for line in ["plugin install", "program enable"] {
        let words = shop.refused(&format!("{line} {}", folder.display()));
        assert!(words.contains("ne correspond pas à son contenu"), "{line}: {words}");
    }
    let words = shop.refused(&format!("plugin install {} --unsigned", folder.display()));
    assert!(words.contains("ne correspond pas à son contenu"), "{words}");

    // Half a file, and a file that is none.
    for bytes in [&good[..good.len() / 2], b"not an archive"] {
        std::fs::write(&file, bytes).unwrap();
        let words = shop.refused(&format!("plugin install {}", file.display()));
        assert!(words.contains("n'est pas un paquet, ou est abîmé"), "{words}");
    }

    // Installed, and then replaced in the shop's folder by another good package.
    std::fs::write(&file, &good).unwrap();
    let installed = shop.json(&format!("plugin install {}", file.display()));
    let digest = installed["digest"].as_str().unwrap().trim_start_matches("sha256:").to_owned();
    let kept = shop.data().join(format!("installed/{digest}.comptoir"));
    assert_eq!(std::fs::read(&kept).unwrap(), good, "kept byte for byte");
    std::fs::copy(shop.beside().join("other.comptoir"), &kept).unwrap();
    let words = shop.refused("program enable five");
    assert!(words.contains("modifié depuis l'installation"), "{words}");
    let all = shop.json("plugin list");
    let trouble: Vec<&str> = all.as_array().unwrap().iter().filter_map(|policy| policy["trouble"].as_str()).collect();
    assert!(trouble.len() == 1 && trouble[0].contains("modifié"), "{all}");
    // Installing it again heals it.
    shop.json(&format!("plugin install {}", file.display()));
    shop.json("program enable five");
    let customers = shop.json("customer list");
    let card = customers.as_array().unwrap().iter().find_map(|customer| customer["cards"][0].as_str()).unwrap();
    let sale = shop.json(&format!("sale --scan {ITEM} --customer {card} --pay card"));
    let counters = sale["counters"].as_array().unwrap();
    assert!(counters.iter().any(|c| c["program"] == "five" && c["delta"] == "5"), "{sale}");
}

/// Takes the file `signature` out of an archive.
fn signature_of(archive: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut file = zip.by_name("signature").unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
    bytes
}
