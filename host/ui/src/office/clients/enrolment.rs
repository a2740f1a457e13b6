//! The welcome desk: a new file with the few fields that are asked there, the questions that are read aloud, a card.

use std::time::Duration;

use comptoir_app::customers::{Alike, Enrolment, FormField, FormPage, channel_name, consent_words};
use comptoir_domain::customer::{Channel, Customer};
use comptoir_screens::slint::platform::Key;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, Timer};
use comptoir_screens::{EnrolmentAdapter, EnrolmentQuestion, OfficeAdapter, OfficeDialog, OfficePlace, Tone};

use super::OfficeStage;
use super::desk::ClientAsk;
use super::file::OpenFile;
use crate::office::Next;
use crate::rows::refresh;

/// After which the fields of a new form are there.
const A_FEW_FRAMES: Duration = Duration::from_millis(60);

/// What stands on the desk besides the fields.
#[derive(Default)]
pub(in crate::office) struct Desk {
    /// By channel; nothing while it was not asked.
    answers: [Option<bool>; 3],
    /// The channel whose question is read.
    asking: usize,
    give_card: bool,
}

impl OfficeStage {
    pub(super) fn connect_enrolment(&self) {
        let enrolment = EnrolmentAdapter::get(&self.window);
        enrolment.on_answer(self.with2(|stage, channel: i32, answer: i32| {
            let answer = match answer {
                1 => Some(true),
                2 => Some(false),
                _ => None,
            };
            stage.answer_question(usize::try_from(channel).unwrap_or(0), answer);
        }));
        enrolment.on_give(self.with(Self::give_card));
        enrolment.on_clear(self.on(|stage| {
            stage.lay_out_desk();
            stage.focus_enrolment();
        }));
        enrolment.on_enrol(self.on(Self::enrol));
        enrolment.on_press(self.with(|stage, id: SharedString| {
            if let Some(id) = id.strip_prefix("open:") {
                stage.leave(Next::Open(id.to_owned()));
            }
        }));
    }

    pub(in crate::office) fn show_enrolment(&self) {
        self.ask_base();
        self.lay_out_desk();
        self.focus_enrolment();
    }

    /// The base came while somebody waits at the desk.
    pub(super) fn begin_enrolment(&self) {
        if self.place() == OfficePlace::Welcome && self.dialog() == OfficeDialog::None {
            self.lay_out_desk();
        }
    }

    /// A desk with nothing on it.
    fn lay_out_desk(&self) {
        let page = self.clients.base.borrow().as_ref().map(|base| base.enrolment.clone()).unwrap_or_default();
        *self.clients.file.borrow_mut() = Some(OpenFile::blank([page, FormPage::default()]));
        *self.clients.enrolment.borrow_mut() = Desk::default();
        self.alike_came(self.clients.alike.get(), &[]);
        self.show_file();
        self.file_status("", Tone::Neutral);
        self.show_questions();
    }

    pub(in crate::office) fn focus_enrolment(&self) {
        self.focus_field_soon(OfficePlace::Welcome, FormField::LastName);
    }

    /// Brings the keys into a field of a form that is just being laid out.
    pub(in crate::office) fn focus_field_soon(&self, place: OfficePlace, field: FormField) {
        self.focus_file_field(&field);
        // Fields that were made anew are there with the next frame only; what has the keys until then goes away.
        let me = self.me.clone();
        Timer::single_shot(A_FEW_FRAMES, move || {
            if let Some(stage) = me.upgrade().filter(|stage| stage.place() == place) {
                stage.focus_file_field(&field);
            }
        });
    }

    fn show_questions(&self) {
        let (adapter, language) = (EnrolmentAdapter::get(&self.window), self.language());
        let desk = self.clients.enrolment.borrow();
        let question = |(at, channel): (usize, &Channel)| EnrolmentQuestion {
            channel: channel_name(*channel, language).into(),
            key: format!("F{}", at + 5).into(),
            answer: desk.answers[at].map_or(0, |yes| if yes { 1 } else { 2 }),
            here: at == desk.asking,
        };
        let rows: Vec<EnrolmentQuestion> = Channel::ALL.iter().enumerate().map(question).collect();
        refresh(&adapter.get_questions(), rows, |rows: ModelRc<EnrolmentQuestion>| adapter.set_questions(rows));
        let shop = OfficeAdapter::get(&self.window).get_shop();
        let asked = Channel::ALL.get(desk.asking).copied().unwrap_or(Channel::Sms);
        adapter.set_reading(consent_words((asked, true), &shop, language).into());
        adapter.set_give_card(desk.give_card);
    }

    /// An answer; the next question that was not asked is read then.
    fn answer_question(&self, channel: usize, answer: Option<bool>) {
        {
            let mut desk = self.clients.enrolment.borrow_mut();
            let Some(place) = desk.answers.get_mut(channel) else { return };
            *place = answer;
            let open = desk.answers.iter().position(Option::is_none);
            desk.asking = if answer.is_none() { channel } else { open.unwrap_or(channel) };
        }
        self.show_questions();
    }

    fn give_card(&self, on: bool) {
        self.clients.enrolment.borrow_mut().give_card = on;
        self.show_questions();
    }

    pub(super) fn enrol(&self) {
        let enrolment = {
            let (desk, file) = (self.clients.enrolment.borrow(), self.clients.file.borrow());
            let Some(file) = file.as_ref().filter(|file| file.typed.is_changed()) else { return };
            let answers = Channel::ALL.iter().zip(desk.answers);
            Enrolment {
                typed: file.typed.changed(),
                answers: answers.filter_map(|(channel, answer)| Some((*channel, answer?))).collect(),
                give_card: desk.give_card,
            }
        };
        self.ask_client(ClientAsk::Enrol(enrolment));
    }

    /// The desk is free for the next one.
    pub(super) fn enrolled(&self, customer: Customer) {
        self.lay_out_desk();
        let name = customer.person.display_name();
        self.say(&self.words().enrolled(&name, customer.cards.first().map(String::as_str)), Tone::Ok, None);
        let known = Alike { id: customer.id.to_string(), name, detail: customer.cards.join(", "), why: String::new() };
        self.show_enrolled(&known);
        self.focus_enrolment();
        self.go_on();
    }

    /// One key, at the welcome desk. True when it was used up.
    pub(super) fn enrolment_key(&self, text: &str, control: bool) -> bool {
        let is = |key: Key| text == SharedString::from(key).as_str();
        let turn = |channel: usize| {
            let answer = self.clients.enrolment.borrow().answers[channel];
            self.answer_question(
                channel,
                match answer {
                    None => Some(true),
                    Some(true) => Some(false),
                    Some(false) => None,
                },
            );
        };
        match () {
            () if is(Key::F4) => {
                let on = !self.clients.enrolment.borrow().give_card;
                self.give_card(on);
            }
            () if is(Key::F5) => turn(0),
            () if is(Key::F6) => turn(1),
            () if is(Key::F7) => turn(2),
            () if control && text.eq_ignore_ascii_case("s") => self.enrol(),
            () if is(Key::Escape) => self.go(OfficePlace::Clients),
            () => return false,
        }
        true
    }
}
