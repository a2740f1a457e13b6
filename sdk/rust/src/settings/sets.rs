//! Settings that are sets of codes.

use alloc::string::String;
use alloc::vec::Vec;

use super::Problem;
use super::kinds::{FromSetting, mistyped};
use crate::contract::types::SettingValue;

macro_rules! sets {
    ($($(#[$meta:meta])* $name:ident $kind:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name(Vec<String>);

        impl $name {
            /// Tells whether a code is in the set.
            #[must_use]
            pub fn contains(&self, code: &str) -> bool {
                contains(&self.0, code)
            }

            /// Tells whether the set is empty.
            #[must_use]
            pub const fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// Counts the codes.
            #[must_use]
            pub const fn len(&self) -> usize {
                self.0.len()
            }

            /// Goes through the codes.
            pub fn iter(&self) -> impl Iterator<Item = &str> {
                self.0.iter().map(String::as_str)
            }
        }

        impl<T: Into<String>> FromIterator<T> for $name {
            fn from_iter<I: IntoIterator<Item = T>>(codes: I) -> Self {
                Self(codes.into_iter().map(Into::into).collect())
            }
        }

        impl FromSetting for $name {
            const KIND: &str = $kind;

            fn from_setting(value: SettingValue) -> Result<Self, Problem> {
                match value {
                    SettingValue::Codes(codes) => Ok(Self(codes)),
                    other => Err(mistyped(&other)),
                }
            }
        }
    )*};
}

sets! {
    /// A setting of type `departments`: some departments by their codes, those below them included:
    /// [`Line::is_in`](crate::Line::is_in).
    Departments "departments";
    /// A setting of type `items`: some items by their stock-keeping units:
    /// [`Line::is_one_of`](crate::Line::is_one_of).
    Items "items";
    /// A setting of type `groups`: some groups of customers by their codes:
    /// [`Customer::is_in`](crate::Customer::is_in).
    Groups "groups";
    /// A setting of type `tags`: some words that the shop puts on items or customers.
    Tags "tags";
}

fn contains(codes: &[String], code: &str) -> bool {
    codes.iter().any(|known| known == code)
}
