//! Rates: VAT extracted from prices that include it, percentages of discounts, and of one price from another.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::{Money, MoneyError, Rounding};

/// A VAT rate in hundred-thousandths: 20 % is 20 000, 5.5 % is 5 500, 2.1 % is 2 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatRate(u32);

/// Why a number is not a rate or a percentage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a percentage between 0 and {most} with at most {places} decimals: {read:?}")]
pub struct RateError {
    /// What was read.
    pub read: String,
    /// The highest percentage that is allowed.
    pub most: u32,
    /// How many decimals are allowed.
    pub places: u32,
}

/// Reads a percentage as a whole number of `10^-places` percent.
fn parse_percent(text: &str, most: u32, places: u32) -> Result<u32, RateError> {
    let wrong = || RateError { read: text.to_owned(), most, places };
    let typed = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let percent: Decimal = typed.parse().map_err(|_| wrong())?;
    if percent.normalize().scale() > places || percent > Decimal::from(most) {
        return Err(wrong());
    }
    (percent * Decimal::from(10u32.pow(places))).to_u32().ok_or_else(wrong)
}

impl VatRate {
    /// Outside VAT: gift vouchers when sold (CGI 256 ter), sellers without VAT (CGI 293 B).
    pub const ZERO: Self = Self(0);

    /// Makes a rate from hundred-thousandths.
    ///
    /// # Errors
    ///
    /// [`RateError`] above 100 %.
    pub fn new(hundred_thousandths: u32) -> Result<Self, RateError> {
        if hundred_thousandths > 100_000 {
            return Err(RateError { read: hundred_thousandths.to_string(), most: 100, places: 3 });
        }
        Ok(Self(hundred_thousandths))
    }

    /// Reads a percentage such as `20`, `5,5` or `2.1 %`.
    ///
    /// # Errors
    ///
    /// [`RateError`] when the text is no percentage from 0 to 100 with at most three decimals.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        parse_percent(text, 100, 3).map(Self)
    }

    /// Gives the rate in hundred-thousandths.
    #[must_use]
    pub const fn hundred_thousandths(self) -> u32 {
        self.0
    }

    /// Extracts the tax from an amount that includes it, the half cent away from zero.
    ///
    /// The till extracts once per rate and sale, from the sum of the lines of that rate (the
    /// fewest artefacts for the customer); the figures are stored and reused ever after.
    #[must_use]
    pub fn extract(self, gross: Money) -> Taxed {
        let numerator = i128::from(gross.cents()) * i128::from(self.0);
        let denominator = 100_000 + i128::from(self.0);
        let doubled = (numerator.abs() * 2 + denominator) / (denominator * 2);
        let vat = i64::try_from(doubled * numerator.signum()).expect("tax is smaller than its amount");
        let vat = Money::from_cents(vat);
        Taxed { net: gross - vat, vat, gross }
    }
}

impl VatRate {
    /// Adds the tax to an amount without it, the half cent away from zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] when the amount with its tax is beyond [`Money::MAX`].
    pub fn include(self, net: Money) -> Result<Taxed, MoneyError> {
        let factor = Decimal::ONE + Decimal::new(i64::from(self.0), 5);
        let gross = net.times(factor, Rounding::HalfUp)?;
        Ok(Taxed { net, vat: gross - net, gross })
    }

    /// Takes the tax off the price of one, the half cent of what is left away from zero. A price that was made with
    /// [`Self::include`] is as it was before.
    #[must_use]
    pub fn exclude(self, gross: Money) -> Money {
        let (numerator, denominator) = (i128::from(gross.cents()) * 100_000, 100_000 + i128::from(self.0));
        let doubled = (numerator.abs() * 2 + denominator) / (denominator * 2);
        Money::from_cents(i64::try_from(doubled * numerator.signum()).expect("no more than the amount with its tax"))
    }
}

/// An amount with its tax apart: `net + vat = gross`, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxed {
    /// Without tax (HT).
    pub net: Money,
    /// The tax (TVA).
    pub vat: Money,
    /// With tax (TTC).
    pub gross: Money,
}

impl Taxed {
    /// Gives the same amounts with the other sign.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { net: -self.net, vat: -self.vat, gross: -self.gross }
    }
}

/// A percentage from 0 to 100 with at most two decimals, for discounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// No discount.
    pub const ZERO: Self = Self(0);

    /// Makes a percentage from hundredths of a percent: 10 % is 1 000.
    ///
    /// # Errors
    ///
    /// [`RateError`] above 100 %.
    pub fn from_basis_points(points: u32) -> Result<Self, RateError> {
        if points > 10_000 {
            return Err(RateError { read: Decimal::new(i64::from(points), 2).to_string(), most: 100, places: 2 });
        }
        Ok(Self(points))
    }

    /// Reads a percentage such as `10`, `7,5` or `33.33 %`.
    ///
    /// # Errors
    ///
    /// [`RateError`] when the text is no percentage from 0 to 100 with at most two decimals.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        parse_percent(text, 100, 2).map(Self)
    }

    /// Gives the percentage in hundredths of a percent.
    #[must_use]
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// Gives the percentage of an amount, the half cent away from zero.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        amount.times(Decimal::new(i64::from(self.0), 4), Rounding::HalfUp).unwrap_or(amount)
    }
}

/// How much of a price another one is, from 0 to 1,000 % with at most two decimals: 90 % is a tenth less, 110 % a tenth
/// more, as at the tables outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceRate(u32);

impl PriceRate {
    /// The highest, in percent.
    pub const MOST: u32 = 1_000;

    /// Makes a rate from hundredths of a percent: 90 % is 9 000.
    ///
    /// # Errors
    ///
    /// [`RateError`] above [`Self::MOST`].
    pub fn from_basis_points(points: u32) -> Result<Self, RateError> {
        if points > Self::MOST * 100 {
            return Err(RateError {
                read: Decimal::new(i64::from(points), 2).to_string(),
                most: Self::MOST,
                places: 2,
            });
        }
        Ok(Self(points))
    }

    /// Reads a rate such as `90`, `87,5` or `110 %`.
    ///
    /// # Errors
    ///
    /// [`RateError`] when the text is no percentage from 0 to [`Self::MOST`] with at most two decimals.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        parse_percent(text, Self::MOST, 2).map(Self)
    }

    /// Gives the rate in hundredths of a percent.
    #[must_use]
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// Gives the price that is so much of another, the half cent away from zero, and no more than [`Money::MAX`].
    #[must_use]
    pub fn of(self, price: Money) -> Money {
        price.times(Decimal::new(i64::from(self.0), 4), Rounding::HalfUp).unwrap_or(Money::MAX)
    }
}

/// Percentages are written as people do, without needless zeros: `20`, `5.5`.
macro_rules! written_as_percent {
    ($($rate:ty: $places:literal),*) => {$(
        impl fmt::Display for $rate {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", Decimal::new(i64::from(self.0), $places).normalize())
            }
        }

        impl Serialize for $rate {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $rate {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

written_as_percent!(VatRate: 3, Percent: 2, PriceRate: 2);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn extracts_vat_half_up() {
        for (rate, gross, vat) in [
            ("20", 12_000, 2_000),
            ("10", 345, 31),
            ("5.5", 693, 36),
            ("20", -12_000, -2_000),
            ("0", 5_000, 0),
            ("2.1", 1, 0),
            ("20", 3, 1),
        ] {
            let taxed = VatRate::parse(rate).unwrap().extract(Money::from_cents(gross));
            assert_eq!(taxed.vat.cents(), vat, "{rate} % of {gross}");
        }
    }

    #[test]
    fn a_price_without_its_tax_is_rounded_half_up() {
        for (rate, gross, net) in [
            ("20", 4_990, 4_158),
            ("20", 3, 3),
            ("10", 345, 314),
            ("5.5", 1_990, 1_886),
            ("0", 5_000, 5_000),
            ("2.1", 1, 1),
        ] {
            assert_eq!(
                VatRate::parse(rate).unwrap().exclude(Money::from_cents(gross)).cents(),
                net,
                "{rate} % of {gross}"
            );
        }
    }

    #[test]
    fn rates_read_and_write_as_people_do() {
        assert_eq!(VatRate::parse("5,5 %").unwrap().to_string(), "5.5");
        assert_eq!(Percent::parse("7.50").unwrap().to_string(), "7.5");
        for wrong in ["101", "-1", "5.5555", "vingt", ""] {
            assert!(VatRate::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Percent::parse("33.333").is_err());
        let dearer = |text| PriceRate::parse(text).map(|rate| rate.of(Money::from_cents(1_250)).cents());
        assert_eq!(
            [dearer("110 %"), dearer("87,5"), dearer("1000"), dearer("0")].map(Result::unwrap),
            [1_375, 1_094, 12_500, 0]
        );
        assert_eq!(
            dearer("1000,01").unwrap_err().to_string(),
            "not a percentage between 0 and 1000 with at most 2 decimals: \"1000,01\""
        );
        assert_eq!(PriceRate::from_basis_points(100_000).unwrap().of(Money::MAX), Money::MAX);
        assert!(PriceRate::from_basis_points(100_001).is_err());
    }

    proptest! {
        #[test]
        fn net_and_vat_always_make_gross_and_a_refund_mirrors(
            rate in 0u32..=100_000, cents in -1_000_000_000i64..1_000_000_000,
        ) {
            let rate = VatRate::new(rate).unwrap();
            let taxed = rate.extract(Money::from_cents(cents));
            prop_assert_eq!(taxed.net + taxed.vat, taxed.gross);
            prop_assert_eq!(rate.extract(Money::from_cents(-cents)), taxed.reversed());
        }

        #[test]
        fn the_extracted_tax_is_the_nearest_cent(rate in 0u32..=100_000, cents in 0i64..1_000_000_000) {
            let rate = VatRate::new(rate).unwrap();
            let r = i128::from(rate.hundred_thousandths());
            let taxed = rate.extract(Money::from_cents(cents));
            let off = i128::from(taxed.vat.cents()) * (100_000 + r) - i128::from(cents) * r;
            prop_assert!(off.abs() * 2 <= 100_000 + r);
        }

        #[test]
        fn a_price_with_its_tax_put_on_and_taken_off_is_as_it_was(rate in 0u32..=100_000, cents in 0i64..1_000_000_000) {
            let (rate, net) = (VatRate::new(rate).unwrap(), Money::from_cents(cents));
            prop_assert_eq!(rate.exclude(rate.include(net).unwrap().gross), net);
        }

        #[test]
        fn a_percentage_never_exceeds_its_amount(points in 0u32..=10_000, cents in 0i64..1_000_000_000) {
            let part = Percent::from_basis_points(points).unwrap().of(Money::from_cents(cents));
            prop_assert!(part >= Money::ZERO && part <= Money::from_cents(cents));
        }
    }
}
