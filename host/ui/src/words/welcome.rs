//! Words of the welcome desk.

use super::Words;

type Keys = Vec<(&'static str, &'static str)>;

impl Words {
    pub(crate) fn welcome_keys(self) -> Keys {
        vec![("F1", self.pick("Cette aide", "This help"))]
    }
}
