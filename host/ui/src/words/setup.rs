//! Words of the shop's own settings.

use super::Words;

type Keys = Vec<(&'static str, &'static str)>;

impl Words {
    pub(crate) fn setup_keys(self) -> Keys {
        vec![("F1", self.pick("Cette aide", "This help"))]
    }
}
