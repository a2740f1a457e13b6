//! Ids: one type for each thing that is named, so that one is never taken for another.
//!
//! Ids that may leave the till (customers, sales, entries) are UUIDs of version 7: sorted by time,
//! and made anywhere without asking anyone, so that several tills can meet in one hub later.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id of version 7 from an instant (milliseconds since 1970) and ten random bytes.
            #[must_use]
            pub fn new(unix_millis: u64, random: &[u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_millis, random).into_uuid())
            }

            /// Takes an id that was stored.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Gives the bare id, for the store.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the id as it is written.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Gives the id as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

uuid_id! {
    /// A sale or a refund, from its first line on. It is also the idempotency key of its payment:
    /// paying the same draft twice gives the same receipt.
    SaleId
}
uuid_id! {
    /// A customer in the books. It says nothing about the person, whose data is kept apart.
    CustomerId
}
uuid_id! {
    /// A credit note, gift voucher or voucher: something worth money that the shop owes.
    CreditId
}
text_id! {
    /// An item by its stock-keeping unit, as the shop writes it on its labels and orders.
    Sku
}
text_id! {
    /// A department by its short code, such as `chemises`. It never changes; its name may.
    DepartmentId
}
text_id! {
    /// A price list by its short code.
    PriceListId
}
text_id! {
    /// A customer group by its short code.
    GroupId
}
text_id! {
    /// A program (a policy with settings, switched on) by the short name the merchant gave.
    ProgramId
}
text_id! {
    /// A till by the prefix of its receipt numbers, such as `C1`.
    TillId
}

/// A line within its sale: 1 for the first ever added, never given twice in one sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u32);

impl std::fmt::Display for LineId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
