//! Files of customers from the command line: written strictly, filtered, changed by the thousand, taken back.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::BARON;

/// Opens a file and gives it.
fn opened(shop: &TestShop, fields: &str) -> Value {
    shop.json(&format!("customer new {fields}"))
}

fn count(shop: &TestShop, conditions: &[&str]) -> u64 {
    let conditions: String = conditions.iter().map(|condition| format!(" --where '{condition}'")).collect();
    shop.json(&format!("customer count{conditions}"))["customers"].as_u64().unwrap()
}

#[test]
fn a_file_holds_what_a_french_shop_asks_in_its_right_spelling() {
    let shop = TestShop::new();
    let fields = "civilite=madame nom=Québriac 'prenom=Anne-Laure' 'telephone=06 12 34 56 78, (0)4 72 00 00 00' \
                  e-mail=Anne@Exemple.FR 'rue=3 rue des Lilas' code-postal=97400 ville=Saint-Denis \
                  anniversaire=29/02 famille=vip 'etiquettes=presse, couture' cartes=CF-777 vendeur=Ana ticket-par-email=oui \
                  'alerte=Retouche à rendre' siren=732829320";
    let file = opened(&shop, fields);
    assert_eq!((&file["title"], &file["name"]), (&json!("Mme"), &json!("Mme Anne-Laure Québriac")));
    assert_eq!(file["phones"], json!(["+33612345678", "+33472000000"]));
    assert_eq!(file["emails"], json!(["Anne@exemple.fr"]));
    assert_eq!(file["birthday"], json!({ "month": 2, "day": 29, "year": null }));
    assert_eq!(file["address"]["street"], "3 rue des Lilas");
    assert_eq!((&file["group"]["id"], &file["tags"]), (&json!("vip"), &json!(["couture", "presse"])));
    assert_eq!((&file["siren"], &file["warning"]), (&json!("732829320"), &json!("Retouche à rendre")));
    assert_eq!((&file["dealings"]["seller"], &file["dealings"]["e_receipt"]), (&json!("Ana"), &json!(true)));
    assert_eq!(file["acts"][0]["act"], "created");
    for found in ["quebriac", "0612345678", "72 00 00 00", "anne@exemple.fr", "CF-777"] {
        let found = shop.json(&format!("customer list '{found}'"));
        assert_eq!(found[0]["id"], file["id"], "{found}");
    }
    let edited = shop.json("customer edit CF-777 telephone= ville=Lyon code-postal=69002");
    assert_eq!((&edited["phones"], &edited["city"], &edited["name"]), (&json!([]), &json!("Lyon"), &file["name"]));
    assert_eq!(edited["acts"][0]["act"], "changed");
}

#[test]
fn every_wrong_field_is_told_at_once_and_nothing_is_written() {
    let shop = TestShop::new();
    let before = count(&shop, &[]);
    let words = shop.refused(
        "customer new telephone=3612 e-mail=anne@ code-postal=6900 anniversaire=31/02/1980 famille=or siren=123456789 \
         npai=peut-être civilite=Maître",
    );
    for said in [
        "Téléphones « 3612 »",
        "E-mails « anne@ »",
        "Code postal « 6900 »",
        "Anniversaire « 31/02/1980 »",
        "Famille « or » : aucune famille de ce nom ; il y a : personnel, pro, vip",
        "SIREN « 123456789 »",
        "N’habite plus à l’adresse « peut-être » : répondez oui ou non",
        "Civilité « Maître »",
        "Nom : indiquez un nom, un prénom ou une société",
    ] {
        assert!(words.contains(said), "{said} in {words}");
    }
    let words = shop.refused("customer new nom=X couleur=bleu");
    assert!(words.contains("couleur") && words.contains("code-postal"), "{words}");
    let words = shop.refused(&format!("customer new nom=X cartes={BARON}"));
    assert!(words.contains("Baron"), "{words}");
    let words = shop.refused(&format!("customer edit {BARON} parrain={BARON}"));
    assert!(words.contains("ne se parraine pas"), "{words}");
    assert_eq!(count(&shop, &[]), before);
}

#[test]
fn consents_and_notes_are_kept_with_who_when_and_the_words() {
    let shop = TestShop::new();
    let read = "--wording 'Souhaitez-vous nos offres par SMS ?'";
    shop.json(&format!("customer consent {BARON} sms oui {read}"));
    let file = shop.json(&format!("customer consent {BARON} sms non --source sent --wording STOP"));
    let said = file["consents"].as_array().unwrap();
    let last: Vec<&Value> = said.iter().rev().take(2).collect();
    assert_eq!(
        (&last[0]["granted"], &last[0]["source"], &last[0]["wording"]),
        (&json!(false), &json!("sent"), &json!("STOP"))
    );
    assert_eq!((&last[1]["granted"], &last[1]["source"]), (&json!(true), &json!("spoken")));
    assert!(last[1]["at"].as_str().unwrap().starts_with("2026-11-22") && last[1]["operator"].is_string());
    let refused = shop.misused(&format!("customer consent {BARON} sms oui --wording ' '"));
    assert!(refused.contains("lu ou signé"), "{refused}");
    let file = shop.json(&format!("customer note {BARON} 'Préfère le matin'"));
    assert_eq!(file["notes"][0]["text"], "Préfère le matin");
}

#[test]
fn a_filter_counts_lists_and_is_told_when_it_cannot_be_understood() {
    let shop = TestShop::new();
    let all = count(&shop, &[]);
    for condition in ["ville = Lyon", "famille = vip", "consentement-email = oui", "anniversaire-dans <= 30", "vendeur"]
    {
        let (with, without) = (count(&shop, &[condition]), all - count(&shop, &[condition]));
        assert!(with > 0 && without > 0, "{condition}: {with} of {all}");
    }
    let both = count(&shop, &["ville = Lyon", "famille = vip"]);
    assert!(both < count(&shop, &["ville = Lyon"]));
    let listed = shop.json("customer list --where 'ville = Lyon' --sort name --limit 3 --offset 1");
    assert!(
        listed.as_array().unwrap().iter().all(|one| one["city"] == "Lyon") && listed.as_array().unwrap().len() == 3
    );
    for (condition, said) in [
        ("vile = Lyon", "Aucun critère « vile » ; il y a : nom,"),
        ("ca > beaucoup", "« beaucoup » n'est pas un montant"),
        ("ca ~ 3", "ne se compare pas par « ~ »"),
        ("rayon = Chemizes", "Critère « rayon » : « Chemizes » n'existe pas ; il y a : accessoires,"),
        ("famille != vip, amis", "« amis » n'existe pas ; il y a : personnel, pro, vip."),
        ("article = CHE-0009999", "rien n'a le code « CHE-0009999 »"),
    ] {
        let words = shop.refused(&format!("customer count --where '{condition}'"));
        assert!(words.contains(said), "{words}");
    }
    // Groups and departments go by their name as by their code, articles by their barcode.
    assert_eq!(count(&shop, &["famille = clients vip"]), count(&shop, &["famille = vip"]));
    assert_eq!(count(&shop, &["rayon = Chemises"]), count(&shop, &["rayon = chemises"]));
    assert_eq!(count(&shop, &["regime-tva = TVA normale"]), all);
    // The year's figures are those of the receipts.
    shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    let file = shop.json(&format!("customer show {BARON}"));
    assert_eq!(file["indicators"]["year"]["revenue_gross"], "69.90");
    assert_eq!(file["indicators"]["twelve_months"]["visits"], 1);
    assert_eq!(count(&shop, &["ca-annee = 69,90"]), 1);
    assert_eq!([count(&shop, &["rayon = Chemises"]), count(&shop, &["rayon = Femme"])], [1, 0]);
    assert_eq!([count(&shop, &["article = 3760428200013"]), count(&shop, &["article = CHE-0001"])], [1, 1]);
}

#[test]
fn a_change_of_all_who_fit_is_one_batch_and_can_be_taken_back() {
    let shop = TestShop::new();
    let lyon = count(&shop, &["ville = Lyon"]);
    let tagged = count(&shop, &["etiquette = rentrée"]);
    let batch = shop.json("customer change --where 'ville = Lyon' --add-tag rentrée --quiet");
    assert_eq!((&batch["changed"], &batch["created"]), (&json!(lyon), &json!(0)));
    assert_eq!((tagged, count(&shop, &["etiquette = rentrée"])), (0, lyon));
    // One of them is changed since: it is left alone.
    let one = shop.json("customer list --where 'etiquette = rentrée' --limit 1")[0]["cards"][0].clone();
    shop.json(&format!("customer edit {} note=fidèle", one.as_str().unwrap()));
    let undone = shop.json(&format!("customer undo {} --quiet", batch["batch"]));
    assert_eq!(undone["restored"], lyon - 1);
    assert_eq!(undone["changed_since"].as_array().unwrap().len(), 1);
    assert_eq!(count(&shop, &["etiquette = rentrée"]), 1);
    let batches = shop.json("customer batches");
    assert!(batches[0]["undone_at"].is_string() && batches[0]["label"].as_str().unwrap().contains("Lyon"));
    let words = shop.refused("customer undo 99");
    assert!(words.contains("99"), "{words}");
}

#[test]
fn the_shops_own_fields_are_typed_filtered_and_kept() {
    let shop = TestShop::new();
    shop.json("customer field define pointure 'Pointure (EU)' --kind number");
    shop.json("customer field define style Style --kind choice --choice chic --choice sport");
    let words = shop.refused(&format!("customer edit {BARON} pointure=grande style=rock"));
    assert!(words.contains("écrivez un nombre") && words.contains("choisissez parmi : chic, sport"), "{words}");
    let file = shop.json(&format!("customer edit {BARON} pointure=38,5 style=CHIC"));
    assert_eq!(file["custom"], json!({ "pointure": "38.5", "style": "chic" }));
    assert_eq!(count(&shop, &["pointure = 38.5"]), 1);
    for refused in ["field define ville Ville", "field define 'Ma clé' X", "field define vide Vide --kind choice"] {
        shop.misused(&format!("customer {refused}"));
    }
    shop.json("customer field remove style");
    assert_eq!(count(&shop, &["pointure"]), 1);
    shop.refused("customer count --where style");
}

#[test]
fn a_customer_out_of_loyalty_is_told_to_no_program() {
    let shop = TestShop::new();
    let sale = || shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    assert_eq!(sale()["counters"][0]["delta"], "69");
    shop.json(&format!("customer edit {BARON} hors-fidelite=oui"));
    let without = sale();
    assert_eq!(without["counters"], json!([]));
    assert_eq!(without["customer"]["name"], shop.json(&format!("customer show {BARON}"))["name"], "still a customer");
    shop.json(&format!("customer edit {BARON} hors-fidelite=non"));
    assert_eq!(sale()["counters"][0]["delta"], "69");
}

#[test]
fn a_group_has_its_price_list_and_discount() {
    let shop = TestShop::new();
    shop.json("group set club 'Club des couturières' --discount 12,5%");
    shop.json(&format!("customer edit {BARON} famille=club"));
    let sale = shop.json(&format!("sale --scan CHE-0001 --customer {BARON} --pay card"));
    // 69.90 less 12.5 %, which is 8.7375: 8.74.
    assert_eq!(sale["total"], "61.16");
    let words = shop.refused("group remove club");
    assert!(words.to_string().contains("elle a 1 client"), "{words}");
    shop.json(&format!("customer edit {BARON} famille="));
    let left = shop.json("group remove club");
    assert!(left.as_array().unwrap().iter().all(|group| group["id"] != "club"), "{left}");
    shop.misused("group set club Club --discount beaucoup");
    shop.refused("group set club Club --price-list inconnu");
}
