//! The keys along the bottom: a touch on one is the key itself.

use comptoir_app::counter::View;
use comptoir_app::format::money;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{FooterAdapter, PaymentAdapter};

use crate::keys::Shortcut;
use crate::stage::Stage;

impl Stage {
    pub(crate) fn connect_footer(&self) {
        let footer = FooterAdapter::get(&self.window);
        footer.on_pressed(self.with(|stage, key: SharedString| {
            if let Some(shortcut) = Shortcut::of_name(&key) {
                stage.shortcut(shortcut);
            }
        }));
    }

    pub(crate) fn show_footer(&self, view: &View) {
        let footer = FooterAdapter::get(&self.window);
        let paying = PaymentAdapter::get(&self.window).get_open();
        footer.set_paying(paying);
        footer.set_can_pay(!view.lines.is_empty());
        let text = if view.lines.is_empty() {
            self.words().pay().to_owned()
        } else {
            format!("{} {}", self.words().pay(), money(view.left, self.language()))
        };
        footer.set_pay_text(text.into());
    }
}
