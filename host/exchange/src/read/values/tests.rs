//! Values as people write them.

use super::*;

fn reading() -> Reading {
    Reading::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn days_are_read_however_they_are_written() {
    for value in [
        "29/02/1980",
        "29-02-1980",
        "29.02.1980",
        "1980-02-29",
        "1980/2/29",
        "29/2/80",
        "19800229",
        "29280",
        "1980-02-29T00:00:00",
        "29/02/1980 00:00",
        "29 février 1980",
        "29 fév. 80",
        "29-Feb-1980",
    ] {
        assert_eq!(day(value, &reading()), Ok(Some(date(1980, 2, 29))), "{value}");
    }
    assert_eq!(day("1er août 2024", &reading()), Ok(Some(date(2024, 8, 1))));
    assert_eq!(day("14 juillet 1989", &reading()), Ok(Some(date(1989, 7, 14))));
    assert_eq!(day("14 juin 1989", &reading()), Ok(Some(date(1989, 6, 14))));
    assert_eq!(day("3 déc 1989", &reading()), Ok(Some(date(1989, 12, 3))));
}

#[test]
fn two_digits_are_the_last_year_that_ends_so() {
    assert_eq!(day("01/01/26", &reading()), Ok(Some(date(2026, 1, 1))));
    assert_eq!(day("01/01/27", &reading()), Ok(Some(date(1927, 1, 1))));
}

#[test]
fn days_that_are_none_are_told() {
    for (value, fault) in [
        ("31/02/1980", Fault::NoSuchDay),
        ("29/02/1981", Fault::NoSuchDay),
        ("12/13/1980", Fault::NoSuchDay),
        ("1980", Fault::NotADate),
        ("hier", Fault::NotADate),
        ("1/2/3/4", Fault::NotADate),
        ("12/1980", Fault::NotADate),
        ("99999999999999999999", Fault::NotADate),
        ("23/11/2026", Fault::InTheFuture { date: date(2026, 11, 23) }),
    ] {
        assert_eq!(day(value, &reading()), Err(fault), "{value}");
    }
    for nothing in ["", " ", "-", "0000-00-00", "00/00/0000"] {
        assert_eq!(day(nothing, &reading()), Ok(None), "{nothing:?}");
    }
    let american = Reading { day_order: DayOrder::MonthFirst, ..reading() };
    assert_eq!(day("12/13/1980", &american), Ok(Some(date(1980, 12, 13))));
}

#[test]
fn birthdays_may_lack_their_year() {
    let found = |value| birthday(value, &reading()).map(|found| found.map(|b| (b.day, b.month, b.year)));
    assert_eq!(found("29/02"), Ok(Some((29, 2, None))));
    assert_eq!(found("--0229"), Err(Fault::NotADate));
    assert_eq!(found("--02-29"), Ok(Some((29, 2, None))));
    assert_eq!(found("29 février"), Ok(Some((29, 2, None))));
    assert_eq!(found("24/12"), Ok(Some((24, 12, None))), "of no year, so not in the future");
    assert_eq!(found("30/02"), Err(Fault::NoSuchDay));
    assert_eq!(found("01/01/1880"), Err(Fault::TooLongAgo { date: date(1880, 1, 1) }));
    assert_eq!(day("29/02", &reading()), Err(Fault::NotADate), "a day of trade has its year");
}

#[test]
fn amounts_are_read_however_they_are_written() {
    for (value, cents) in [
        ("12,5", 1250),
        ("12.50", 1250),
        ("1 234,50 €", 123_450),
        ("1\u{202f}234,50\u{a0}€", 123_450),
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("12,50 EUR", 1250),
        ("-3", -300),
        ("3,00-", -300),
        ("\u{2212}3,00", -300),
    ] {
        assert_eq!(money(value), Ok(Some(Money::from_cents(cents))), "{value}");
    }
    assert_eq!(money("douze"), Err(Fault::NotAnAmount));
    assert_eq!(money("€"), Err(Fault::NotAnAmount));
    assert_eq!(money("1,234"), Err(Fault::FinerThanACent));
    assert_eq!(money("99999999999999"), Err(Fault::AmountOutOfRange));
    assert_eq!(positive("-1"), Err(Fault::Negative { amount: Money::from_cents(-100) }));
    assert_eq!(money(""), Ok(None));
}

#[test]
fn yes_and_no_are_read_in_both_languages() {
    for (value, expected) in [
        ("Oui", Ok(Some(true))),
        ("YES", Ok(Some(true))),
        ("x", Ok(Some(true))),
        ("✓", Ok(Some(true))),
        ("0", Ok(Some(false))),
        ("Faux", Ok(Some(false))),
        ("", Ok(None)),
        ("peut-être", Err(Fault::NotYesOrNo)),
    ] {
        assert_eq!(yes_no(value), expected, "{value}");
    }
    assert_eq!(is_company("Société"), Ok(Some(true)));
    assert_eq!(is_company("Individual"), Ok(Some(false)));
}

#[test]
fn titles_come_from_civilities_and_sexes() {
    for (value, expected) in [
        ("Mlle", Some("Mme")),
        ("MADAME", Some("Mme")),
        ("M.", Some("M.")),
        ("H", Some("M.")),
        ("0", Some("Mme")),
        ("Dr", Some("Dr")),
        ("M. et Mme", Some("M. et Mme")),
        ("Autre", None),
        ("", None),
    ] {
        assert_eq!(title(value).as_deref(), expected, "{value}");
    }
}

#[test]
fn rates_and_points_and_languages() {
    assert_eq!(vat_rate("0.2"), Ok(Some(VatRate::parse("20").unwrap())));
    assert_eq!(vat_rate("5,5 %"), Ok(Some(VatRate::parse("5.5").unwrap())));
    assert_eq!(vat_rate("normal"), Err(Fault::NotARate));
    assert_eq!(points("1 250,5 pts").unwrap().unwrap().to_string(), "1250.5");
    assert_eq!(points("1,23456"), Err(Fault::NotPoints));
    assert_eq!(language("fr_FR"), Ok(Some(Language::French)));
    assert_eq!(language("Anglais"), Ok(Some(Language::English)));
    assert_eq!(language("de"), Err(Fault::UnknownLanguage));
    assert_eq!(unit("Kg"), Ok(Some(Unit::Kilogram)));
}

#[test]
fn lists_are_taken_apart() {
    assert_eq!(list("a, b;c|d\n", false), ["a", "b", "c", "d"]);
    assert_eq!(list(r"a, b|c\|d|e\\", true), ["a, b", "c|d", r"e\"]);
    assert!(list("", true).is_empty());
}
