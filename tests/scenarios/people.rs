//! The customers of the test shop whom the stories name, by their cards.

use comptoir_tests::TestShop;

/// M. Bernard Baron: no group, no account.
pub(crate) const BARON: &str = "2900052678654";
/// Mme Nathalie Fabre, of the group « vip »: price list B and 5 % off.
pub(crate) const VIP: &str = "2900029638278";
/// Mme Isabelle Bourgeois, of the group « personnel »: ordinary prices and 20 % off.
pub(crate) const STAFF: &str = "2900088286519";
/// Mme Emma Jacob: an account up to 150,00 €.
pub(crate) const ACCOUNT_150: &str = "2900111326892";
/// M. Jean-Pierre Roussel: an account up to 150,00 € that is held.
pub(crate) const HELD: &str = "2900023354532";

#[test]
fn the_people_are_who_the_stories_take_them_for() {
    let shop = TestShop::new();
    let limit =
        |limit: &str, hold: Option<&str>| serde_json::json!({ "balance": "0.00", "limit": limit, "hold": hold });
    for (card, name, group, account) in [
        (BARON, "M. Bernard Baron", None, None),
        (VIP, "Mme Nathalie Fabre", Some("vip"), None),
        (STAFF, "Mme Isabelle Bourgeois", Some("personnel"), None),
        (ACCOUNT_150, "Mme Emma Jacob", None, Some(limit("150.00", None))),
        (HELD, "M. Jean-Pierre Roussel", None, Some(limit("150.00", Some("prélèvement rejeté du 12 septembre")))),
    ] {
        let person = shop.json(&format!("customer show {card}"));
        assert_eq!(person["name"], name);
        assert_eq!(person["group"]["id"].as_str(), group, "{name}");
        assert_eq!(person["account"], account.unwrap_or_default(), "{name}");
        assert_eq!(person["counters"], serde_json::json!([]), "{name} starts without points");
    }
}
