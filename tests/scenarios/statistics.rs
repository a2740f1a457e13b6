//! Statistics from the command line, against the fiscal journal and against sums on paper.

use comptoir_tests::TestShop;
use serde_json::{Value, json};

use crate::people::{BARON, STAFF, VIP};
use crate::slip::cents;

const NOVEMBER: &str = "--from 2026-11-01 --to 30/11/2026";

/// In October a shirt for Mrs Fabre. In November 3 × 69.90 and 45.00 less 10 % by Inès for Mr Baron, who brings one shirt
/// back; a book by Thomas for nobody; a dress by Thomas for Mrs Bourgeois; and the sale of the demo, for nobody.
fn with_a_past() -> TestShop {
    let mut shop = TestShop::new();
    for (at, line) in [
        ("2026-10-20T10:00:00+02:00", format!("sale --scan CHE-0001 --customer {VIP} --seller Inès --pay card")),
        (
            "2026-11-10T10:00:00+01:00",
            format!("sale --scan 3xCHE-0001 CEI-0009 --customer {BARON} --seller Inès --discount 10% --pay card"),
        ),
        ("2026-11-12T10:00:00+01:00", "sale --scan LIV-0001 --seller Thomas --pay card".to_owned()),
        ("2026-11-15T10:00:00+01:00", format!("sale --scan ROB-0032 --customer {STAFF} --seller Thomas --pay card")),
        ("2026-11-16T10:00:00+01:00", "refund C1-000003 --line 1=1 --pay card".to_owned()),
    ] {
        shop.at(at);
        shop.json(&line);
    }
    shop.at("2026-11-30T10:00:00+01:00");
    shop
}

/// What the signed records of sales say of some days: gross and net revenue in cents.
fn journal_revenue(shop: &TestShop, days: std::ops::RangeInclusive<&str>) -> (i64, i64) {
    let records = shop.json("journal show T --last 99");
    let mut revenue = (0, 0);
    for record in records.as_array().unwrap() {
        let payload = record["payload"].as_str().unwrap();
        let field = |name: &str| payload.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        if !days.contains(&field("business-day").unwrap()) {
            continue;
        }
        for line in 1..=field("lines").unwrap().parse().unwrap() {
            let line: u32 = line;
            let of = |name: &str| field(&format!("line.{line}.{name}")).unwrap();
            if of("kind") == "item" {
                revenue.0 += of("gross").parse::<i64>().unwrap();
                revenue.1 += of("net").parse::<i64>().unwrap();
            }
        }
    }
    revenue
}

fn rows(report: &Value) -> &[Value] {
    report["rows"].as_array().unwrap()
}

fn row<'a>(report: &'a Value, key: &str, value: &Value) -> &'a Value {
    rows(report).iter().find(|row| row[key] == *value).unwrap_or_else(|| panic!("{value} in {report}"))
}

#[test]
fn the_parts_of_a_period_are_what_the_journal_signed() {
    let shop = with_a_past();
    let (november, before) =
        (journal_revenue(&shop, "2026-11-01"..="2026-11-30"), journal_revenue(&shop, "2026-10-02"..="2026-10-31"));
    assert!(november.0 > 0 && before.0 > 0);
    for by in ["group", "department", "seller", "city", "age"] {
        let report = shop.json(&format!("stats customers --by {by} {NOVEMBER}"));
        assert_eq!(
            (&report["before_from"], &report["before_to"]),
            (&json!("2026-10-02"), &json!("2026-10-31")),
            "{by}"
        );
        let total = &report["total"];
        assert_eq!((cents(&total["revenue_gross"]), cents(&total["revenue_net"])), november, "{by}");
        assert_eq!(cents(&total["before"]), before.0, "{by}");
        assert_eq!((&total["sales"], &total["customers"], &total["share"]), (&json!(4), &json!(2), &json!("100.00")));
        for amount in ["revenue_gross", "revenue_net", "margin", "before"] {
            let sum: i64 = rows(&report).iter().map(|row| cents(&row[amount])).sum();
            assert_eq!(sum, cents(&total[amount]), "{by} {amount}: {report}");
        }
        let items: i64 = rows(&report).iter().map(|row| row["items"].as_i64().unwrap()).sum();
        assert_eq!(Some(items), total["items"].as_i64(), "{by}");
        let text = shop.run(&format!("stats customers --by {by} {NOVEMBER}")).done().out;
        assert!(text.contains("du 01/11/2026 au 30/11/2026 · avant : du 02/10/2026 au 31/10/2026"), "{text}");
        assert!(text.lines().last().unwrap().trim_start().starts_with("Total"), "{text}");
    }
}

#[test]
fn groups_are_compared_and_sales_without_a_customer_stand_apart() {
    let shop = with_a_past();
    let report = shop.json(&format!("stats customers --by group {NOVEMBER}"));
    let vip = row(&report, "key", &json!("vip"));
    assert_eq!((&vip["sales"], &vip["customers"], &vip["trend"]), (&json!(0), &json!(0), &json!("-100.00")));
    assert_eq!(vip["average_basket"], json!(null));
    let nobody = row(&report, "name", &json!("Sans client"));
    assert_eq!((&nobody["sales"], &nobody["customers"], &nobody["key"]), (&json!(2), &json!(0), &json!(null)));
    assert_eq!(nobody["trend"], json!(null), "nothing before");
    // 3 × 69.90 + 45.00 = 254.70, less 10 %, less one shirt of 62.91.
    let none = row(&report, "name", &json!("Sans famille"));
    assert_eq!((&none["revenue_gross"], &none["items"], &none["visits"]), (&json!("166.32"), &json!(3), &json!(1)));
    assert_eq!(rows(&report).last(), Some(nobody));
}

#[test]
fn a_department_is_what_is_just_below_it() {
    let shop = with_a_past();
    let top = shop.json(&format!("stats customers --by department {NOVEMBER}"));
    assert!(rows(&top).len() > 1, "{top}");
    for department in rows(&top) {
        let key = department["key"].as_str().unwrap();
        let within = shop.json(&format!("stats customers --by department --within {key} {NOVEMBER}"));
        for figure in ["revenue_gross", "revenue_net", "margin", "sales", "customers", "visits", "items"] {
            assert_eq!(within["total"][figure], department[figure], "{key} {figure}");
        }
        assert!(rows(&within).iter().all(|row| row["key"] != json!(null)), "{within}");
    }
    let words = shop.refused("stats customers --by department --within absent");
    assert_eq!(words, "Aucun rayon « absent ».\n");
}

#[test]
fn sellers_answer_for_what_they_sold_gave_away_and_got_back() {
    let shop = with_a_past();
    shop.json("customer new nom=Neuf prenom=Zoé");
    let report = shop.json(&format!("stats sellers {NOVEMBER}"));
    let ines = row(&report, "seller", &json!("Inès"));
    let expected = json!({
        "seller": "Inès", "revenue_gross": "166.32", "revenue_net": ines["revenue_net"], "margin": ines["margin"], "sales": 1,
        "items": 3, "items_per_sale": "3.00", "average_basket": "166.32",
        // 25.47 less 6.99 of the shirt that came back.
        "discounts_by_hand": "18.48",
        "enrolments": 0, "returns": 1, "returned": "62.91",
    });
    assert_eq!(*ines, expected);
    let thomas = row(&report, "seller", &json!("Thomas"));
    assert_eq!(
        (&thomas["sales"], &thomas["items_per_sale"], &thomas["returns"]),
        (&json!(2), &json!("1.00"), &json!(0))
    );
    let till = row(&report, "seller", &json!("caisse"));
    assert_eq!((&till["sales"], &till["enrolments"]), (&json!(1), &json!(1)));
    assert_eq!((&report["total"]["sales"], &report["total"]["enrolments"]), (&json!(4), &json!(1)));
    let (gross, _) = journal_revenue(&shop, "2026-11-01"..="2026-11-30");
    assert_eq!(cents(&report["total"]["revenue_gross"]), gross);
}

#[test]
fn customers_are_new_active_asleep_or_lost_at_the_end_of_the_period() {
    let shop = with_a_past();
    let all = shop.json("customer count")["customers"].as_i64().unwrap();
    let count = |line: &str| -> Vec<i64> {
        let report = shop.json(&format!("stats customers {line}"));
        let stages = report["stages"].as_array().unwrap().iter().map(|stage| stage["customers"].as_i64().unwrap());
        stages.chain([report["buyers"].as_i64().unwrap(), report["never"].as_i64().unwrap()]).collect()
    };
    assert_eq!(count(NOVEMBER), [2, 2, 0, 0, 3, all - 3]);
    // Mrs Fabre has been away for 41 days.
    assert_eq!(count(&format!("{NOVEMBER} --sleeping 40")), [2, 2, 1, 0, 3, all - 3]);
    assert_eq!(count(&format!("{NOVEMBER} --sleeping 20")), [2, 2, 0, 1, 3, all - 3]);
    // Files that were opened later do not count among those who had not bought yet.
    let open = shop.json("customer count --where 'client-depuis <= 31/10/2026'")["customers"].as_i64().unwrap();
    assert!(open < all);
    assert_eq!(count("--from 01/10/2026 --to 31/10/2026"), [1, 1, 0, 0, 1, open - 1]);
    let text = shop.run(&format!("stats customers {NOVEMBER}")).done().out;
    assert!(text.contains("endormi après 180 jours sans passage, perdu après 360"), "{text}");
}

#[test]
fn the_grid_holds_all_buyers_and_a_segment_names_them() {
    let shop = with_a_past();
    let report = shop.json("stats rfm --on 30/11/2026");
    let grid = report["grid"].as_array().unwrap();
    let customers: i64 = grid.iter().map(|cell| cell["customers"].as_i64().unwrap()).sum();
    assert_eq!((grid.len(), customers, &report["customers"]), (25, 3, &json!(3)));
    // Of three, by their last visits: 20 October, 10 and 15 November. All came once.
    let full: Vec<(&Value, &Value)> = grid
        .iter()
        .filter(|cell| cell["customers"] != json!(0))
        .map(|cell| (&cell["recency"], &cell["frequency"]))
        .collect();
    assert_eq!(full, [(&json!(4), &json!(1)), (&json!(2), &json!(1)), (&json!(1), &json!(1))]);
    let listed = shop.json("stats rfm --on 2026-11-30 --recency 2");
    let baron = &listed["segment"][0];
    assert_eq!((&listed["in_segment"], &baron["name"]), (&json!(1), &json!("M. Bernard Baron")));
    assert_eq!((&baron["revenue_12_months"], &baron["last_visit"]), (&json!("166.32"), &json!("2026-11-10")));
    assert_eq!(shop.json("stats rfm --on 2026-10-19")["customers"], 0);
    let text = shop.run("stats rfm --frequency 1 --limit 2").done().out;
    assert!(text.contains("Segment : 3 clients") && text.contains("… et 1 autres"), "{text}");
}

#[test]
fn tables_go_into_files_and_parts_into_a_picture() {
    let shop = with_a_past();
    shop.json(&format!(
        "stats customers --by group {NOVEMBER} --csv familles.csv --xlsx familles.xlsx --chart familles.png"
    ));
    let read = |name: &str| std::fs::read(shop.beside().join(name)).unwrap();
    let csv = String::from_utf8(read("familles.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Famille;CA TTC;CA HT;Marge;Ventes;Panier moyen;Clients;"), "{csv}");
    let none = lines.iter().find(|line| line.starts_with("Sans famille;166,32;")).unwrap();
    assert_eq!(none.split(';').count(), lines[0].split(';').count(), "{csv}");
    assert!(lines.last().unwrap().starts_with("Total;"), "{csv}");
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(read("familles.xlsx"))).unwrap();
    let sheet = std::io::read_to_string(book.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(sheet.contains("<v>166.32</v>"), "{sheet}");
    let png = read("familles.png");
    assert!(png.starts_with(b"\x89PNG\r\n") && png.len() > 5_000, "{} bytes", png.len());
    shop.json("stats rfm --recency 4 --limit 0 --csv segment.csv");
    let segment = String::from_utf8(read("segment.csv")).unwrap();
    assert!(segment.contains("Mme Isabelle Bourgeois;4;1;"), "the file holds what the screen leaves out: {segment}");
    let words = shop.refused(&format!("stats sellers {NOVEMBER} --csv absent/vendeurs.csv"));
    assert!(words.contains("absent/vendeurs.csv"), "{words}");
}

#[test]
fn periods_that_cannot_be_are_told_with_what_to_write() {
    let shop = TestShop::new();
    for (line, french, english) in [
        (
            "customers --by group --from 31/02/2026",
            "--from : « 31/02/2026 » n'est pas un jour ; écrivez 22/11/2026",
            "no day",
        ),
        ("sellers --to demain", "--to : « demain » n'est pas un jour", "“demain” is no day"),
        ("rfm --on 2026-13-01", "--on : « 2026-13-01 » n'est pas un jour", "no day"),
        ("sellers --from 0026-11-01", "« 0026-11-01 » n'est pas un jour", "no day"),
        (
            "customers --from 2026-11-30 --to 2026-11-01",
            "La période finit le 01/11/2026, avant de commencer le 30/11/2026",
            "ends on 01/11/2026, before it begins",
        ),
        (
            "customers --by prix",
            "« prix » ne convient pas ; au choix : group, department, seller, city, age",
            "invalid value",
        ),
        ("customers --by city --within homme", "--within", "--within"),
        ("rfm --recency 6", "« 6 » ne se comprend pas", "invalid value"),
    ] {
        let words = shop.misused(&format!("stats {line}"));
        assert!(words.contains(french), "{line}: {words}");
        let words = shop.misused(&format!("stats {line} --lang en"));
        assert!(words.contains(english), "{line}: {words}");
    }
}
