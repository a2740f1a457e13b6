//! What the tests of this crate start from.

use comptoir_domain::id::TillId;
use comptoir_domain::shop::{Mode, Shop};

use crate::store::Store;

pub(crate) fn shop() -> Shop {
    Shop {
        name: "Maison Lefèvre".into(),
        address: vec!["12 rue des Halles".into(), "69002 Lyon".into(), "France".into()],
        siret: "73282932000074".into(),
        naf: None,
        vat_number: None,
        till: TillId::new("C1"),
        mode: Mode::Demo,
    }
}

pub(crate) fn memory() -> Store {
    Store::in_memory(&shop()).unwrap()
}
