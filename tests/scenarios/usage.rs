//! Commands typed wrong, the clock of a real shop, and shops that are made.

use comptoir_tests::TestShop;
use serde_json::json;

/// A SIRET whose digits check (Luhn), as that of the demo shop.
const SIRET: &str = "12345678200010";

#[test]
fn wrong_usage_is_told_in_french_and_in_english() {
    let shop = TestShop::new();
    let before = shop.journal();
    for (line, french, english) in [
        ("sale --nope", "Option inconnue : --nope", "unexpected argument '--nope'"),
        ("sale --pay", "--pay <TENDER> demande une valeur", "a value is required for '--pay <TENDER>'"),
        ("vendre", "Commande inconnue : vendre", "unrecognized subcommand 'vendre'"),
        ("receipt --columns 40", "« 40 » ne convient pas ; au choix : 32, 42, 48", "invalid value '40'"),
        ("demo --customers 0", "« 0 » ne se comprend pas", "invalid value '0'"),
        ("refund C1-000001", "Il manque : --pay", "required arguments were not provided"),
        ("sale --scan CHE-0001 --park a --pay card", "--park <NAME> ne va pas avec", "cannot be used with"),
        ("sale --why --scan CHE-0001", "Il manque : --preview", "--preview"),
    ] {
        let words = shop.misused(line);
        assert!(words.contains(french) && words.contains("`comptoir") && words.contains(" --help`"), "{line}: {words}");
        let words = shop.misused(&format!("{line} --lang en"));
        assert!(words.contains(english), "{line}: {words}");
    }
    assert_eq!(shop.journal(), before);
}

#[test]
fn values_that_cannot_be_read_are_wrong_usage() {
    let shop = TestShop::new();
    let before = shop.journal();
    for (line, french, english) in [
        ("--qty abc --pay card", "« abc » n'est pas une quantité", "“abc” is no quantity"),
        ("--qty=-1 --pay card", "« -1 » n'est pas une quantité", "“-1” is no quantity"),
        ("--pay cash=abc", "« abc » n'est pas un montant", "“abc” is no amount"),
        ("--pay chocolate=1", "« chocolate=1 » ne se comprend pas", "“chocolate=1”"),
        ("--discount x% --pay card", "« x% » ne se comprend pas", "“x%”"),
    ] {
        let words = shop.misused(&format!("sale --scan CHE-0001 {line}"));
        assert!(words.contains(french), "{line}: {words}");
        let words = shop.misused(&format!("sale --scan CHE-0001 {line} --lang en"));
        assert!(words.contains(english), "{line}: {words}");
    }
    assert_eq!(shop.journal(), before);
}

#[test]
fn help_is_in_both_languages_and_is_no_error() {
    let shop = TestShop::empty();
    let french = shop.run("sale --help").done();
    assert!(french.out.contains("Une vente, comme à la caisse") && !french.out.contains("One sale"), "{}", french.out);
    let english = shop.run("sale --help --lang en").done();
    assert!(english.out.contains("One sale, as at the counter"), "{}", english.out);
    let version = shop.run("--version").done();
    assert!(version.out.starts_with("comptoir 0."), "{}", version.out);
}

#[test]
fn a_real_shop_is_made_once_and_keeps_its_own_time() {
    let shop = TestShop::empty();
    let made = shop.json(&format!("init --name 'Chez Élise' --siret {SIRET} --address '2 place du Marché' --till a2"));
    assert_eq!(made["mode"], "real");
    assert_eq!(made["till"], "A2");
    let words = shop.refused(&format!("init --name 'Chez Élise' --siret {SIRET}"));
    assert!(words.ends_with("contient déjà un magasin : choisissez un autre dossier avec --data.\n"), "{words}");

    let words = shop.refused("journal verify --at 2026-11-22T10:00:00+01:00");
    assert_eq!(words, "L'heure ne se règle que dans un magasin de démonstration ou d'école : enlevez --at.\n");
    let words = shop.refused("sale --scan CHE-0001 --pay card --at 2026-11-22T10:00:00+01:00 --lang en");
    assert_eq!(words, "The clock can be set in demo and training shops only: leave out --at.\n");
    // One initialization in the technical log, and the shop sells nothing yet.
    assert_eq!(shop.journal(), json!({ "E": 1 }));
    let words = shop.misused("demo --fresh");
    assert!(words.contains("vrai magasin"), "{words}");
    assert_eq!(shop.journal(), json!({ "E": 1 }), "a demo leaves a real shop alone");
}

#[test]
fn a_training_shop_may_set_its_clock() {
    let shop = TestShop::empty();
    let made = shop.json(&format!("init --name École --siret {SIRET} --training"));
    assert_eq!(made["mode"], "training");
    shop.json("journal verify --at 2026-11-22T10:00:00+01:00");
}

#[test]
fn a_shop_with_a_wrong_siret_is_not_made() {
    let shop = TestShop::empty();
    for (siret, told) in [
        ("1234567820001", "« 1234567820001 » n'est pas un SIRET : il faut 14 chiffres."),
        ("1234567820001A", "« 1234567820001A » n'est pas un SIRET : il faut 14 chiffres."),
        ("12345678200011", "12345678200011"),
    ] {
        let words = shop.refused(&format!("init --name École --siret {siret}"));
        assert!(words.contains(told), "{words}");
        assert!(!shop.data().join("comptoir.db").exists(), "{siret}: no shop was made");
    }
    let words = shop.misused(&format!("init --name École --siret {SIRET} --till 'C 1'"));
    assert!(words.contains("de 1 à 8 lettres et chiffres"), "{words}");
    let words = shop.refused("sale --scan CHE-0001 --pay card");
    assert!(words.contains("comptoir init"), "{words} says how a shop is made");
}

#[test]
fn the_back_office_needs_a_display_and_says_what_to_do_without() {
    let shop = TestShop::new();
    assert!(shop.refused("office").contains("`comptoir program` règle les programmes dans le terminal"));
    assert!(shop.refused("office --lang en").contains("`comptoir program` sets the programs in the terminal"));
    assert!(shop.misused("office --demo").contains("--demo ne va pas avec"), "the shop is named already");
}
