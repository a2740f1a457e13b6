//! Patterns, labels, and labels made and read again.

use proptest::prelude::*;

use super::*;

fn layouts(patterns: &[&str]) -> Layouts {
    Layouts::new(patterns.iter().map(|pattern| pattern.parse().unwrap()).collect()).unwrap()
}

fn kg(text: &str) -> InStoreValue {
    InStoreValue::Weight(text.parse().unwrap())
}

#[test]
fn labels_of_usual_scales() {
    let layouts = layouts(&[
        "21IIIIIWWWWWC",
        "02IIIIIPPPPPC",
        "23IIIIIPPPPPC",
        "280IIIIWWWWWC:2",
        "27IIIIVPPPPPC",
        "281IIIIPPPPPC:1",
    ]);
    for (digits, item, value) in [
        ("2112345012506", "12345", kg("1.250")),
        ("2101234012505", "01234", kg("1.250")),
        ("2312345012999", "12345", InStoreValue::Price(1299)),
        ("0201234012993", "01234", InStoreValue::Price(1299)),
        ("2801234001251", "1234", kg("1.25")),
        ("2811234001250", "1234", InStoreValue::Price(1250)),
        ("2712345012994", "1234", InStoreValue::Price(1299)),
    ] {
        let gtin = Gtin::complete(&digits[..12]).unwrap();
        let label = layouts.read(&gtin).unwrap();
        assert_eq!(label, Some(InStore { item: item.into(), value }), "{digits}");
    }
    for other in ["3017620422003", "2900000012349", "96385074"] {
        assert_eq!(layouts.read(&Gtin::parse(other).unwrap()), Ok(None), "{other}");
    }
}

#[test]
fn a_price_that_was_tampered_with_is_refused() {
    let layouts = layouts(&["27IIIIVPPPPPC"]);
    let gtin = Gtin::complete("271234601299").unwrap();
    let read = gtin.to_string();
    assert_eq!(layouts.read(&gtin), Err(CodeError::WrongInnerCheckDigit { read, expected: 5, found: 6 }));
}

#[test]
fn mistakes_in_a_pattern_are_placed() {
    use PatternProblem as P;
    for (pattern, at, problem) in [
        ("", 1, P::Length(0)),
        ("21IIIIIWWWWC", 13, P::Length(12)),
        ("21IIIIIWWWWWWC", 14, P::Length(14)),
        ("30IIIIIWWWWWC", 1, P::Prefix),
        ("2IIIIIIWWWWWC", 1, P::Prefix),
        ("IIIIIIIWWWWWC", 1, P::Prefix),
        ("21IIIIIwWWWWC", 8, P::Unknown('w')),
        ("21IIIII0WWWWC", 8, P::Unknown('0')),
        ("21IIIIICWWWWW", 8, P::Unknown('C')),
        ("21IIWWWIIWWWC", 8, P::Split('I')),
        ("21IIIIVVPPPPC", 8, P::Split('V')),
        ("21WWWWWWWWWWC", 3, P::NoItem),
        ("21IIIIIIIIIIC", 13, P::NoValue),
        ("21IIIIWWWPPPC", 10, P::TwoValues),
        ("21IIIIIWWWWWW", 13, P::NoCheck),
        ("21IIIIIIVPPPC", 9, P::InnerCheck(3)),
        ("21IIIIIWWWWWC:", 15, P::Decimals(5)),
        ("21IIIIIWWWWWC:6", 15, P::Decimals(5)),
        ("21IIIIIPPPPPC:3", 15, P::Decimals(2)),
    ] {
        let expected = PatternError { pattern: pattern.into(), at, problem };
        assert_eq!(pattern.parse::<Layout>(), Err(expected), "{pattern}");
    }
}

#[test]
fn two_patterns_for_one_label_are_refused() {
    let parsed = |patterns: [&str; 2]| Layouts::new(patterns.iter().map(|pattern| pattern.parse().unwrap()).collect());
    assert!(parsed(["210IIIIWWWWWC", "211IIIIWWWWWC"]).is_ok());
    for pair in
        [["21IIIIIWWWWWC", "21IIIIIPPPPPC"], ["21IIIIIWWWWWC", "215IIIIPPPPPC"], ["215IIIIPPPPPC", "21IIIIIWWWWWC"]]
    {
        let error = parsed(pair).unwrap_err();
        assert_eq!((error.pattern.as_str(), error.problem), (pair[1], PatternProblem::Overlap(pair[0].into())));
    }
}

#[test]
fn what_does_not_fit_a_label_is_refused() {
    let weight: Layout = "21IIIIIWWWWWC".parse().unwrap();
    let price: Layout = "28IIIIIPPPPPC:1".parse().unwrap();
    for (layout, value) in [
        (&weight, kg("100.000")),
        (&weight, kg("1.2505")),
        (&weight, kg("-1")),
        (&weight, InStoreValue::Price(100)),
        (&price, InStoreValue::Price(1299)),
        (&price, InStoreValue::Price(1_000_000)),
        (&price, kg("1")),
    ] {
        assert!(matches!(layout.write("1", value), Err(LabelError::Value { .. })), "{layout} {value:?}");
    }
    for item in ["", "123456", "12A"] {
        assert!(matches!(weight.write(item, kg("1")), Err(LabelError::Item { digits: 5, .. })), "{item}");
    }
    assert_eq!(weight.write("12345", kg("1.25")).unwrap().as_str(), "2112345012506");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_label_made_is_read_again(
        pattern in prop::sample::select(vec![
            "21IIIIIWWWWWC", "02IIIIIPPPPPC", "20IIIIIIPPPPC", "24IIIIVPPPPPC", "25IIIIIVWWWWC:2", "290VIIIPPPPPC:0", "26WWWWWIIIIIC:0",
        ]),
        item in 0_u32..1000,
        number in 0_i64..10_000,
    ) {
        let layout: Layout = pattern.parse().unwrap();
        prop_assert_eq!(layout.to_string(), pattern);
        let value = layout.value_of(number);
        let gtin = layout.write(&item.to_string(), value).unwrap();
        let label = layout.read(&gtin).unwrap().unwrap();
        prop_assert_eq!(label.item.parse::<u32>().unwrap(), item);
        prop_assert_eq!(label.value, value);
    }
}
