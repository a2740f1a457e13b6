//! Packages that were made once and are never made again: each published line of the contract has one of each
//! engine here, and every later till must run them as they are. The files in `tests/frozen` are not rebuilt.

use std::path::PathBuf;

use comptoir_tests::TestShop;

use crate::people::BARON;

const FROZEN: [(&str, &str); 2] =
    [("contract-1.0-wasm.comptoir", "loyalty-spend"), ("contract-1.0-rhai.comptoir", "loyalty-spend-script")];

fn frozen(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("frozen").join(file)
}

#[test]
fn a_package_of_contract_1_0_still_keeps_its_cases_and_serves_a_sale() {
    for (file, policy) in FROZEN {
        let shop = TestShop::new();
        let path = frozen(file);
        let results = shop.json(&format!("plugin test {}", path.display()));
        let results = results.as_array().unwrap();
        assert!(results.len() >= 20 && results.iter().all(|case| case["passed"] == true), "{file}: {results:?}");
        shop.json(&format!("program enable {} --as frozen points=2", path.display()));
        let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
        let programs = sale["programs"].as_array().unwrap();
        let record = programs.iter().find(|record| record["policy"] == policy && record["program"] == "frozen");
        let effects = record.expect("the program ran")["effects"].as_array().unwrap();
        assert!(effects.iter().any(|effect| effect["kind"] == "counter"), "{file}: {effects:?}");
    }
}
