//! What the cashier sets for this screen. Each choice holds at once and is kept.

use comptoir_app::counter::Action;
use comptoir_domain::language::Language;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{OpenDialog, SettingsAdapter};

use crate::desk::Ask;
use crate::settings::{Order, ScreenSettings, TEXT_SIZES};
use crate::stage::Stage;

impl Stage {
    pub(crate) fn connect_settings(&self) {
        let settings = SettingsAdapter::get(&self.window);
        settings.on_choose_language(self.with(|stage, at: i32| {
            let language = if at == 0 { Language::French } else { Language::English };
            stage.set(|settings| settings.language = Some(language));
            stage.ask(Ask::Speak(language));
            stage.ask(Ask::Devices);
        }));
        settings.on_choose_light(self.with(|stage, at: i32| stage.set(|settings| settings.dark = at == 1)));
        settings.on_choose_size(self.with(|stage, at: i32| {
            let size = usize::try_from(at).ok().and_then(|at| TEXT_SIZES.get(at).copied());
            stage.set(|settings| settings.text_size = size.unwrap_or(TEXT_SIZES[0]));
        }));
        settings.on_choose_order(self.with(|stage, at: i32| {
            let order = if at == 0 { Order::CustomerFirst } else { Order::CounterFirst };
            stage.set(|settings| settings.order = order);
        }));
        settings.on_set_touch(self.with(|stage, on: bool| stage.set(|settings| settings.touch = on)));
        settings.on_set_print(self.with(|stage, on: bool| {
            stage.set(|settings| settings.print = on);
            stage.act(Action::SetPrint { print: on });
        }));
        settings.on_set_display(self.with(|stage, on: bool| {
            stage.set(|settings| settings.display = on);
            stage.show_or_hide_display();
        }));
        settings.on_scanner(self.on(Self::open_lesson));
        settings.on_close(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    /// Changes a setting, keeps it, and shows it.
    pub(crate) fn set(&self, change: impl FnOnce(&mut ScreenSettings)) {
        change(&mut self.settings.borrow_mut());
        let written = self.settings.borrow().write(&self.dir);
        self.apply_settings();
        if let Err(error) = written {
            self.warn(&self.words().not_kept(), &error.to_string());
        }
    }

    pub(crate) fn show_settings(&self) {
        let (adapter, settings) = (SettingsAdapter::get(&self.window), self.settings.borrow());
        adapter.set_language(i32::from(settings.language.unwrap_or(self.till_language) == Language::English));
        adapter.set_light(i32::from(settings.dark));
        let size = TEXT_SIZES.iter().position(|size| *size == settings.text_size).unwrap_or(0);
        adapter.set_size(i32::try_from(size).unwrap_or(0));
        adapter.set_order(i32::from(settings.order == Order::CounterFirst));
        adapter.set_touch(settings.touch);
        adapter.set_print(settings.print);
        adapter.set_display(settings.display);
    }
}
