//! Words for people: messages of the package's catalogs with typed arguments.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::calendar::Date;
use crate::contract::types;
use crate::numbers::{Decimal, Money, Percent, Points};

/// Words for people, from the package's catalogs `locale/fr.ftl` and `locale/en.ftl`: see [`text!`](crate::text!).
///
/// The till picks the language of who reads, and writes numbers, amounts and days as people there do. A
/// string literal is the key of a message without arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Text(types::Text);

impl Text {
    /// Takes a message of the catalogs.
    #[must_use]
    pub fn key(key: &str) -> Self {
        Self(types::Text::Key(types::CatalogMessage { key: key.to_string(), arguments: Vec::new() }))
    }

    /// Takes words as they are, in no language: a code, a name that the merchant typed.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self(types::Text::Plain(words.into()))
    }

    /// Adds an argument, `{ $name }` in the catalogs. Plain words take none.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        self.with_value(name, value.into())
    }

    fn with_value(mut self, name: &str, value: Value) -> Self {
        if let types::Text::Key(message) = &mut self.0 {
            message.arguments.push(types::Argument { name: name.to_string(), value: value.0 });
        }
        self
    }

    pub(crate) fn into_contract(self) -> types::Text {
        self.0
    }
}

impl From<&'static str> for Text {
    fn from(key: &'static str) -> Self {
        Self::key(key)
    }
}

/// Makes a [`Text`] of a message in the catalogs and its arguments.
///
/// With `missing = { $points } points to go` in `locale/en.ftl`:
///
/// ```
/// use comptoir_sdk::{Points, text};
///
/// let missing = Points::from(20);
/// let words = text!("missing", points = missing);
/// # let _ = words;
/// ```
#[macro_export]
macro_rules! text {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::Text::key($key)$(.with(stringify!($name), $value))*
    };
}

/// A value inside a text or a condition: a number, an amount, a day, words, yes or no.
///
/// It is made of what it shows: `Value::from(Money::from_cents(5_00))`.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(types::Value);

impl Value {
    pub(crate) fn into_contract(self) -> types::Value {
        self.0
    }
}

macro_rules! values {
    ($($from:ty => $value:expr;)*) => {$(
        impl From<$from> for Value {
            fn from(from: $from) -> Self {
                let convert: fn($from) -> types::Value = $value;
                Self(convert(from))
            }
        }
    )*};
}

values! {
    Decimal => |number| types::Value::Number(number.into());
    Points => |points| types::Value::Number(points.into());
    Percent => |percent| types::Value::Number(Decimal::from(percent).into());
    i64 => |number| types::Value::Number(Decimal::from(number).into());
    i32 => |number| types::Value::Number(Decimal::from(number).into());
    u32 => |number| types::Value::Number(Decimal::from(number).into());
    Money => |amount| types::Value::Money(amount.cents());
    Date => |day| types::Value::Day(day.into());
    bool => types::Value::Yes;
    String => types::Value::Words;
    &str => |words| types::Value::Words(words.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_carries_its_arguments_in_order() {
        let text = text!("progress", points = Points::from(3), worth = Money::from_cents(500), name = "Zoé");
        let types::Text::Key(message) = text.into_contract() else { panic!("a key") };
        let arguments: Vec<_> = message.arguments.into_iter().map(|a| (a.name, a.value)).collect();
        assert_eq!(message.key, "progress");
        assert_eq!(
            arguments,
            [
                ("points".into(), types::Value::Number(types::Decimal { units: 30_000, scale: 4 })),
                ("worth".into(), types::Value::Money(500)),
                ("name".into(), types::Value::Words("Zoé".into())),
            ]
        );
    }
}
