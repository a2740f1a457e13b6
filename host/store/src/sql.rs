//! How values of the domain stand in columns, and back.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate};
use comptoir_domain::account::{EntryId, EntryKind};
use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::{Channel, Source};
use comptoir_domain::facts::{LineKind, OfferState};
use comptoir_domain::id::{CreditId, CustomerId, DepartmentId, GroupId, PriceListId, ProgramId, SaleId, Sku, TillId};
use comptoir_domain::item::Unit;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::rate::{Percent, PriceRate, VatRate};
use comptoir_journal::Family;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Row, RowIndex};

use crate::programs::{Basis, Combine};

/// A value that has one spelling in a column.
pub(crate) trait Stored: Sized {
    /// Gives what stands in the column.
    fn to_value(&self) -> Value;
    /// Reads it; nothing when the column holds something else.
    fn from_value(value: ValueRef<'_>) -> Option<Self>;
}

/// Carries a [`Stored`] value into a statement or out of a row.
pub(crate) struct Sql<T>(pub(crate) T);

impl<T: Stored> ToSql for Sql<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(self.0.to_value()))
    }
}

impl<T: Stored> FromSql for Sql<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::from_value(value).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

/// The ids that a customer has in the books: of the file that an id ended in, and of all that were joined to it.
/// To be written behind a column that holds ids.
macro_rules! in_file_of {
    ($id:literal) => {
        concat!(
            "IN (WITH head (id) AS (SELECT coalesce((SELECT head FROM merger WHERE absorbed = ",
            $id,
            "), ",
            $id,
            ")) SELECT id FROM head UNION ALL SELECT absorbed FROM head JOIN merger ON merger.head = head.id)"
        )
    };
}

/// The same of the file of a list's row, which was not joined to another one.
macro_rules! in_listed_file {
    ($id:literal) => {
        concat!("IN (SELECT ", $id, " UNION ALL SELECT absorbed FROM merger WHERE head = ", $id, ")")
    };
}

pub(crate) use {in_file_of, in_listed_file};

/// Reads a column.
pub(crate) fn get<T: Stored>(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<T> {
    Ok(row.get::<_, Sql<T>>(column)?.0)
}

/// Reads a column that may be empty.
pub(crate) fn get_opt<T: Stored>(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<Sql<T>>>(column)?.map(|sql| sql.0))
}

/// A value that stands as JSON in a column.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: serde::Serialize + serde::de::DeserializeOwned> Stored for Json<T> {
    fn to_value(&self) -> Value {
        // Only maps without text keys and failing writers do not become JSON; there are none of them.
        serde_json::to_string(&self.0).unwrap_or_default().into()
    }

    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        serde_json::from_str(text(value)?).ok().map(Self)
    }
}

fn text(value: ValueRef<'_>) -> Option<&str> {
    value.as_str().ok()
}

macro_rules! stored {
    ($($type:ty: |$this:ident| $put:expr, |$value:ident| $take:expr;)*) => {
        $(impl Stored for $type {
            fn to_value(&self) -> Value {
                let $this = self;
                $put.into()
            }
            fn from_value($value: ValueRef<'_>) -> Option<Self> {
                $take
            }
        })*
    };
}

macro_rules! stored_uuid {
    ($($type:ident)*) => {
        $(stored! {
            $type: |id| id.uuid().as_bytes().to_vec(),
                |value| uuid::Uuid::from_slice(value.as_blob().ok()?).ok().map(Self::from_uuid);
        })*
    };
}

macro_rules! stored_text {
    ($($type:ident)*) => {
        $(stored! { $type: |id| id.as_str().to_owned(), |value| text(value).map(Self::new); })*
    };
}

macro_rules! stored_name {
    ($($type:ident { $($variant:ident = $name:literal),* })*) => {
        $(impl Stored for $type {
            fn to_value(&self) -> Value {
                let name = match self { $(Self::$variant => $name),* };
                name.to_owned().into()
            }
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match text(value)? { $($name => Some(Self::$variant),)* _ => None }
            }
        })*
    };
}

stored_uuid! { SaleId CustomerId CreditId }
stored_text! { Sku DepartmentId PriceListId GroupId ProgramId TillId }

stored_name! {
    LineKind { Item = "item", GiftVoucher = "gift-voucher", Reward = "reward" }
    Unit { Piece = "piece", Kilogram = "kilogram", Meter = "meter" }
    CreditKind { CreditNote = "credit-note", GiftVoucher = "gift-voucher", Voucher = "voucher" }
    EntryKind { Sale = "sale", Payment = "payment", Correction = "correction", Opening = "opening" }
    Channel { Sms = "sms", Email = "email", Post = "post" }
    Source { Spoken = "spoken", Paper = "paper", Sent = "sent", Import = "import" }
    OfferState { Open = "open", Taken = "taken", Later = "later" }
    Basis { Remainder = "remainder", Base = "base" }
    Combine { Stack = "stack", Best = "best", First = "first" }
}

stored! {
    Money: |money| money.cents(), |value| value.as_i64().ok().map(Self::from_cents);
    EntryId: |id| id.0, |value| value.as_i64().ok().map(Self);
    Points: |points| points.ten_thousandths(), |value| value.as_i64().ok().map(Self::from_ten_thousandths);
    VatRate: |rate| rate.hundred_thousandths(),
        |value| Self::new(u32::try_from(value.as_i64().ok()?).ok()?).ok();
    Percent: |percent| percent.basis_points(),
        |value| Self::from_basis_points(u32::try_from(value.as_i64().ok()?).ok()?).ok();
    PriceRate: |rate| rate.basis_points(),
        |value| Self::from_basis_points(u32::try_from(value.as_i64().ok()?).ok()?).ok();
    NaiveDate: |day| day.to_string(), |value| text(value)?.parse().ok();
    DateTime<FixedOffset>: |at| at.to_rfc3339(), |value| Self::parse_from_rfc3339(text(value)?).ok();
    Family: |family| family.code().to_owned(), |value| Self::from_code(text(value)?);
    // Tags are the shop's own words: JSON keeps them whatever they hold.
    BTreeSet<String>: |tags| serde_json::Value::from_iter(tags.iter().cloned()).to_string(),
        |value| serde_json::from_str(text(value)?).ok();
    // Counts and sequences start at 1 and grow by 1: they never come near the end of 63 bits.
    u64: |count| i64::try_from(*count).unwrap_or(i64::MAX), |value| Self::try_from(value.as_i64().ok()?).ok();
    usize: |count| i64::try_from(*count).unwrap_or(i64::MAX), |value| Self::try_from(value.as_i64().ok()?).ok();
}
