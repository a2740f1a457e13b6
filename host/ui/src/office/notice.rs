//! The notice on top: what was done, what was refused, and a button that takes it back.

use comptoir_app::office::Action;
use comptoir_domain::id::ProgramId;
use comptoir_screens::slint::{Global as _, Model as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{BannerRow, Icons, OfficeAdapter, Tone};

use super::OfficeStage;

impl OfficeStage {
    pub(super) fn warn(&self, words: &str) {
        self.say(words, Tone::Blocked, None);
    }

    /// Tells something on top; a program that was switched off can be switched on again from there.
    pub(super) fn say(&self, words: &str, tone: Tone, undo: Option<ProgramId>) {
        let icons = Icons::get(&self.window);
        let notice = BannerRow {
            id: "notice".into(),
            text: words.into(),
            detail: if undo.is_some() { self.words().points_stay().into() } else { SharedString::default() },
            tone,
            icon: match tone {
                Tone::Ok => icons.get_check(),
                Tone::Blocked => icons.get_warning(),
                _ => icons.get_info(),
            },
            action: if undo.is_some() { self.words().switch_on_again().into() } else { SharedString::default() },
            dismissable: true,
            ..BannerRow::default()
        };
        self.notice(Some(notice));
        *self.undo.borrow_mut() = undo;
    }

    pub(super) fn notice(&self, notice: Option<BannerRow>) {
        self.undo.borrow_mut().take();
        self.undo_change.set(None);
        let rows: Vec<BannerRow> = notice.into_iter().collect();
        OfficeAdapter::get(&self.window).set_notices(ModelRc::new(VecModel::from(rows)));
    }

    /// The notice that is shown gets a button that takes a change of customers back.
    pub(super) fn offer_undo(&self, batch: i64) {
        let notices = OfficeAdapter::get(&self.window).get_notices();
        if let Some(notice) = notices.row_data(0) {
            notices.set_row_data(0, BannerRow { action: self.words().take_back().into(), ..notice });
        }
        self.undo_change.set(Some(batch));
    }

    pub(super) fn undo(&self) {
        if let Some(batch) = self.undo_change.take() {
            self.notice(None);
            return self.undo_batch(batch);
        }
        let program = self.undo.borrow_mut().take();
        if let Some(program) = program {
            self.notice(None);
            self.act(Action::SwitchOn(program));
        }
    }
}
