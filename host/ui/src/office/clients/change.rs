//! Changes of all who fit: which, how many, how far; and taking one back.

use comptoir_app::customers::{Batch, BulkChange, Undone, consent_words, source_words};
use comptoir_domain::customer::{Channel, Source};
use comptoir_domain::id::GroupId;
use comptoir_screens::slint::{Global as _, Model as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{ClientsAdapter, OfficeAdapter, OfficeDialog, OfficePlace, QuestionAdapter, Tone};

use super::OfficeStage;
use super::choose::{Choice, Purpose};
use super::correction::Correction;
use super::desk::ClientAsk;
use super::import::desk::Records;
use super::payment::{Due, Parts};
use super::tools::desk::Period;
use super::tools::overview::Overview;
use crate::office::setup::SetupQuestion;

/// How a consent can come to the desk.
const SOURCES: [Source; 3] = [Source::Spoken, Source::Paper, Source::Sent];

/// What is asked before something is done.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    Change(BulkChange),
    Undo(i64),
    Note,
    Consent(Channel, bool),
    Join(String),
    Part(String),
    Oppose,
    Erase,
    /// A payment of the account, and its next part.
    Pay(Due),
    PayPart(Parts),
    /// All who fit, into a file.
    Export,
    /// Their cards.
    Cards,
    /// Cards with fresh numbers.
    Fresh,
    /// A setting of a filter, by its key.
    Setting(String),
    /// A tag for those whom a filter chooses.
    Mark,
    /// Files of one person are looked for.
    Search,
    /// Two of them, by their place in what was found.
    Twins(usize),
    /// The limit of an account.
    Terms,
    /// Why an account is held.
    Hold,
    /// By how much an account is corrected, then why, then of which day and until when.
    Correct,
    CorrectWhy(String, bool),
    CorrectDays(Correction),
    /// How much of an entry another one settles.
    Match(i64, i64),
    /// The days of a statement, and the statement of an account.
    Days,
    Statement(Period),
    /// All that is known of one person.
    Access,
    /// The picture of a card.
    Picture(String),
    /// The card on a sheet to be cut.
    CardSheet(String),
    /// For how many years nobody has heard of somebody.
    Idle,
    /// Whether all of them are erased.
    EraseIdle(String),
    /// An address that is not to be written to, or may be again.
    OpposeWho,
    LiftWho,
    /// What is looked over, into a file.
    Book(Overview),
    /// A table of statistics.
    Table,
    /// Of the shop's own settings.
    Setup(SetupQuestion),
}

impl OfficeStage {
    pub(super) fn connect_question(&self) {
        let clients = ClientsAdapter::get(&self.window);
        clients.on_change_all(self.on(Self::choose_change));
        clients.on_batches(self.on(Self::ask_batches));
        let question = QuestionAdapter::get(&self.window);
        question.on_accept(self.on(Self::accept_question));
        question.on_close(self.on(|stage| {
            if !QuestionAdapter::get(&stage.window).get_working() {
                stage.close_question();
            }
        }));
        question.on_choose(self.with(|stage, at: i32| {
            let question = QuestionAdapter::get(&stage.window);
            let last = i32::try_from(question.get_options().row_count()).unwrap_or(1) - 1;
            question.set_option(at.clamp(0, last.max(0)));
            stage.format_chosen(usize::try_from(at.clamp(0, last.max(0))).unwrap_or(0));
        }));
        question
            .on_edited(self.with(|stage, _: SharedString| QuestionAdapter::get(&stage.window).set_error("".into())));
    }

    pub(in crate::office) fn close_question(&self) {
        self.end_question();
        self.show_dialog(OfficeDialog::None);
    }

    /// The question is answered, and another dialog takes its place.
    pub(in crate::office) fn end_question(&self) {
        self.clients.question.borrow_mut().take();
        QuestionAdapter::get(&self.window).set_working(false);
    }

    pub(super) fn choose_change(&self) {
        let words = self.words();
        let count = self.fitting();
        if count == 0 {
            return self.warn(words.nobody_fits());
        }
        let choices = words.changes().into_iter().map(|(id, name)| Choice::new(id, name)).collect();
        self.open_chooser(Purpose::Change, &words.change_title(count), words.search_here(), choices);
    }

    /// How many fit the list.
    pub(super) fn fitting(&self) -> u64 {
        self.clients.list.borrow().totals.map_or(0, |totals| totals.customers)
    }

    pub(super) fn change_chosen(&self, id: &str) {
        let words = self.words();
        match id {
            "group" => {
                let groups = self.group_choices();
                self.open_chooser(Purpose::Group, words.which_group(), words.search_here(), groups);
            }
            "no-group" => self.ask_change(BulkChange::Group(None)),
            "tag" => self.open_chooser(Purpose::Tag(true), words.tag_to_add(), words.tag_hint(), Vec::new()),
            "no-tag" => self.open_chooser(Purpose::Tag(false), words.tag_to_remove(), words.tag_hint(), Vec::new()),
            "seller" => self.open_chooser(Purpose::Seller, words.which_seller(), words.seller_hint(), Vec::new()),
            _ => self.ask_change(BulkChange::Seller(None)),
        }
    }

    fn group_choices(&self) -> Vec<Choice> {
        let base = self.clients.base.borrow();
        let criteria = base.iter().flat_map(|base| &base.criteria);
        let group = criteria.filter(|criterion| criterion.name == "famille").flat_map(|criterion| &criterion.values);
        group.map(|(code, name)| Choice { detail: code.clone(), ..Choice::new(code.clone(), name.clone()) }).collect()
    }

    pub(super) fn group_chosen(&self, id: &str) {
        self.ask_change(BulkChange::Group(Some(GroupId::new(id))));
    }

    pub(super) fn tag_chosen(&self, add: bool, tag: String) {
        self.ask_change(if add { BulkChange::AddTag(tag) } else { BulkChange::RemoveTag(tag) });
    }

    pub(super) fn seller_chosen(&self, seller: String) {
        self.ask_change(BulkChange::Seller(Some(seller)));
    }

    /// Says how many will be changed, and how, before anything is.
    fn ask_change(&self, change: BulkChange) {
        let words = self.words();
        let (narrowed, described) = {
            let list = self.clients.list.borrow();
            let mut parts: Vec<String> = list.conditions.iter().map(|chosen| chosen.words.clone()).collect();
            if !list.words.trim().is_empty() {
                parts.insert(0, format!("« {} »", list.words.trim()));
            }
            (!parts.is_empty(), parts.join(" · "))
        };
        let group = |id: &GroupId| {
            let known = self.group_choices().into_iter().find(|one| one.id == id.as_str());
            known.map_or_else(|| id.to_string(), |one| one.name)
        };
        let what = words.change_words(&change, group);
        let question = QuestionAdapter::get(&self.window);
        self.clear_question();
        question.set_title(words.change_title(self.fitting()).into());
        question.set_text(words.change_question(self.fitting(), &what, narrowed.then_some(described.as_str())).into());
        question.set_ok(words.change_ok().into());
        question.set_tone(Tone::Look);
        self.open_question(Question::Change(change));
    }

    pub(in crate::office) fn clear_question(&self) {
        let question = QuestionAdapter::get(&self.window);
        for clear in [
            QuestionAdapter::set_text,
            QuestionAdapter::set_reading,
            QuestionAdapter::set_value,
            QuestionAdapter::set_error,
            QuestionAdapter::set_label,
            QuestionAdapter::set_progress_text,
        ] {
            clear(&question, SharedString::default());
        }
        question.set_options(ModelRc::default());
        question.set_option(0);
        question.set_has_field(false);
        question.set_working(false);
        question.set_progress(0.0);
        question.set_tone(Tone::Neutral);
    }

    /// What a question lets choose from.
    pub(in crate::office) fn set_options(&self, options: impl IntoIterator<Item = impl Into<SharedString>>) {
        let options: Vec<SharedString> = options.into_iter().map(Into::into).collect();
        QuestionAdapter::get(&self.window).set_options(ModelRc::new(VecModel::from(options)));
    }

    pub(in crate::office) fn open_question(&self, question: Question) {
        *self.clients.question.borrow_mut() = Some(question);
        self.show_dialog(OfficeDialog::Question);
    }

    pub(super) fn ask_note(&self) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.new_note().into());
        question.set_has_field(true);
        question.set_label(words.note_text().into());
        question.set_ok(words.add().into());
        self.open_question(Question::Note);
    }

    pub(super) fn ask_consent(&self, channel: Channel, granted: bool) {
        let (question, words, language) = (QuestionAdapter::get(&self.window), self.words(), self.language());
        self.clear_question();
        question.set_title(words.consent_title(channel, granted).into());
        question.set_text(words.read_aloud(granted).into());
        let shop = OfficeAdapter::get(&self.window).get_shop();
        question.set_reading(consent_words((channel, granted), &shop, language).into());
        self.set_options(SOURCES.iter().map(|source| source_words(*source, language)));
        question.set_label(words.how_it_came().into());
        question.set_ok(words.consent_ok(granted).into());
        self.open_question(Question::Consent(channel, granted));
    }

    pub(super) fn accept_question(&self) {
        let question = QuestionAdapter::get(&self.window);
        let asked = self.clients.question.borrow().clone();
        let (Some(asked), false) = (asked, question.get_working()) else { return };
        match asked {
            Question::Change(change) => {
                let query = self.clients.list.borrow().query(0, 0);
                self.start_work();
                self.ask_client(ClientAsk::ChangeAll(Box::new(query), change));
            }
            Question::Undo(batch) => {
                self.start_work();
                self.ask_client(ClientAsk::Undo(batch));
            }
            Question::Note if question.get_value().trim().is_empty() => {
                question.set_error(self.words().note_missing().into());
            }
            Question::Note => {
                let text = question.get_value().to_string();
                self.close_question();
                self.with_file_id(|stage, id| stage.ask_client(ClientAsk::Note(id, text)));
            }
            Question::Consent(channel, granted) => {
                let source = usize::try_from(question.get_option()).ok().and_then(|at| SOURCES.get(at).copied());
                let (source, wording) = (source.unwrap_or(Source::Spoken), question.get_reading().to_string());
                self.close_question();
                self.with_file_id(|stage, id| {
                    stage.ask_client(ClientAsk::Consent(id, (channel, granted), source, wording));
                });
            }
            deed @ (Question::Join(_) | Question::Part(_) | Question::Oppose | Question::Erase) => {
                self.accept_deed(&deed);
            }
            Question::Pay(due) => self.accept_payment(due),
            Question::PayPart(parts) => self.accept_part(parts),
            ledger @ (Question::Terms
            | Question::Hold
            | Question::Correct
            | Question::CorrectWhy(..)
            | Question::CorrectDays(_)
            | Question::Match(..)) => {
                self.accept_ledger(&ledger);
            }
            Question::Table => self.save_table(),
            Question::Setup(asked) => self.setup_answered(&asked),
            tool => self.accept_tool(&tool),
        }
    }

    fn start_work(&self) {
        QuestionAdapter::get(&self.window).set_working(true);
        self.show_progress(0);
    }

    #[allow(clippy::cast_precision_loss, clippy::float_arithmetic, reason = "the length of a bar, no amount")]
    pub(super) fn show_progress(&self, done: u64) {
        let (question, all) = (QuestionAdapter::get(&self.window), self.fitting().max(1));
        question.set_progress(done as f32 / all as f32);
        question.set_progress_text(self.words().files_done(done).into());
    }

    pub(super) fn all_changed(&self, batch: &Batch) {
        self.close_question();
        self.say(&self.words().changed_all(batch.changed), Tone::Ok, None);
        self.offer_undo(batch.id);
        self.relist();
    }

    pub(super) fn batch_undone(&self, undone: &Undone, records: Records) {
        self.close_question();
        if self.place() == OfficePlace::Incoming {
            return self.import_undone(undone);
        }
        self.say(
            &self.words().undone(undone, records),
            if undone.kept.is_empty() { Tone::Ok } else { Tone::Look },
            None,
        );
        self.relist();
    }

    pub(in crate::office) fn ask_batches(&self) {
        self.ask_client(ClientAsk::Batches);
    }

    pub(super) fn choose_batch(&self, batches: &[Batch]) {
        let words = self.words();
        let choice = |batch: &Batch| Choice {
            id: if batch.undone_at.is_some() { String::new() } else { batch.id.to_string() },
            name: batch.label.clone(),
            detail: words.batch_detail(batch),
            amount: if batch.undone_at.is_some() { words.taken_back().to_owned() } else { String::new() },
        };
        let choices = batches.iter().map(choice).collect();
        self.open_chooser(Purpose::Batch, words.which_batch(), words.search_here(), choices);
    }

    pub(super) fn batch_chosen(&self, all: &[Choice], id: &str) {
        let batch = all.iter().find(|one| one.id == id && !id.is_empty());
        let (Some(batch), Ok(number)) = (batch, id.parse::<i64>()) else {
            return self.show_dialog(OfficeDialog::None);
        };
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.undo_title().into());
        question.set_text(words.undo_question(&batch.name, &batch.detail).into());
        question.set_ok(words.undo_ok().into());
        question.set_tone(Tone::Look);
        self.open_question(Question::Undo(number));
    }

    /// The button of the notice: takes back at once what was just done.
    pub(in crate::office) fn undo_batch(&self, batch: i64) {
        self.clear_question();
        QuestionAdapter::get(&self.window).set_title(self.words().undo_title().into());
        self.open_question(Question::Undo(batch));
        self.accept_question();
    }
}
