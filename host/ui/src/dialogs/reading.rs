//! Dialogs to read: why, the keys, a receipt.

use comptoir_app::counter::WhyProgram;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{KeyRow, OpenDialog, ReadingAdapter, Tone, WhyRow};

use crate::rows::refresh;
use crate::stage::Stage;

impl Stage {
    pub(crate) fn connect_reading(&self) {
        ReadingAdapter::get(&self.window).on_close(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    pub(crate) fn show_why(&self, programs: &[WhyProgram]) {
        let (reading, words) = (ReadingAdapter::get(&self.window), self.words());
        let mut rows = Vec::new();
        for program in programs {
            rows.push(WhyRow {
                heading: true,
                text: program.program.as_str().into(),
                detail: program.fault.as_deref().unwrap_or_default().into(),
                tone: if program.fault.is_some() { Tone::Blocked } else { Tone::Brand },
            });
            rows.extend(program.reasons.iter().map(|reason| WhyRow {
                heading: false,
                text: reason.what.as_str().into(),
                detail: words.reason(&reason.expected, &reason.actual).into(),
                tone: if reason.held { Tone::Ok } else { Tone::Neutral },
            }));
        }
        refresh(&reading.get_why(), rows, |rows| reading.set_why(rows));
        self.show_dialog(OpenDialog::Why);
    }

    /// F1.
    pub(crate) fn open_help(&self) {
        let reading = ReadingAdapter::get(&self.window);
        let rows = self.words().keys().into_iter().map(|(key, what)| KeyRow { key: key.into(), what: what.into() });
        refresh(&reading.get_keys(), rows.collect(), |rows| reading.set_keys(rows));
        self.show_dialog(OpenDialog::Help);
    }
}
