//! What is done with one file: joined with another, parted, not written to any more, erased; what `payment` and `ledger` do
//! with its account goes through here too.

use comptoir_app::customers::{Erasure, FileView};
use comptoir_app::{Error, Till};
use comptoir_domain::id::CustomerId;
use comptoir_domain::money::Money;
use comptoir_screens::slint::Global as _;
use comptoir_screens::{OfficeDialog, OfficePlace, QuestionAdapter, Tone};

use super::OfficeStage;
use super::change::Question;
use super::desk::{ClientAsk, ClientTell, id_of};
use super::ledger::{self, LedgerDeed, LedgerDone};
use super::payment::{self, Given};

/// What is asked to be done with a file.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Take another file into it.
    Join(String),
    /// Part a file from it.
    Part(String),
    /// Never write to any of its addresses again.
    Oppose,
    /// Tell what goes with the person.
    LookErasure,
    /// Erase the person; and never write to these addresses again.
    Erase(bool),
    /// Take a payment of the account.
    Pay(Given),
    /// Something about the account, a paper or a card.
    Ledger(LedgerDeed),
    /// What can be done with an entry of the account.
    EntryMenu(i64),
    /// What can be done with a paper.
    PaperMenu(String),
}

/// What was done.
#[derive(Clone, Debug)]
pub enum Done {
    /// Joined; the name of the file that is gone.
    Joined(String),
    /// Parted; the name of the file that is back.
    Parted(String),
    /// So many addresses may not be written to.
    Opposed(usize),
    /// The person is erased.
    Erased,
    /// The account is paid: how much, what is given back, what is still owed.
    Paid(Money, Money, Money),
    /// Of the account, a paper or a card.
    Ledger(LedgerDone),
}

/// Does it, and tells the file as it is then.
pub(super) fn answer(
    till: &mut Till,
    id: CustomerId,
    deed: Deed,
    tell: &mut dyn FnMut(ClientTell),
) -> Result<(), Error> {
    let done = match deed {
        Deed::Join(other) => {
            let gone = till.find_customer(&other)?;
            till.join_files(id, id_of(&other)?)?;
            Done::Joined(gone.person.display_name())
        }
        Deed::Part(other) => Done::Parted(till.part_files(id_of(&other)?)?.person.display_name()),
        Deed::Oppose => {
            let reason = till.language().pick("à la demande du client", "as the customer asked");
            Done::Opposed(till.oppose(&id.to_string(), reason)?.len())
        }
        Deed::LookErasure => {
            tell(ClientTell::Erasure(Box::new(till.erasure_of(id)?)));
            return Ok(());
        }
        Deed::Erase(oppose) => {
            till.erase_customer(id, oppose)?;
            tell(ClientTell::Done(Done::Erased, None));
            return Ok(());
        }
        Deed::Pay(given) => match payment::answer(till, id, &given, tell)? {
            Some(done) => done,
            None => return Ok(()),
        },
        Deed::Ledger(deed) => match ledger::answer(till, id, deed) {
            Ok(done) => done,
            Err(error) => {
                tell(ClientTell::NotDone(error.message(till.language())));
                return Ok(());
            }
        },
        Deed::EntryMenu(entry) => {
            tell(ClientTell::Menu(ledger::entry_menu(till, id, entry)?));
            return Ok(());
        }
        Deed::PaperMenu(code) => {
            tell(ClientTell::Menu(ledger::paper_menu(till, &code, "print")?));
            return Ok(());
        }
    };
    let view: Box<FileView> = Box::new(till.file_view(id)?);
    tell(ClientTell::Done(done, Some(view)));
    Ok(())
}

impl OfficeStage {
    /// The button of a line or of a block that does something with the whole file.
    pub(super) fn press_deed(&self, what: &str, other: Option<&str>) {
        match (what, other) {
            ("join", Some(other)) => self.ask_deed(Question::Join(other.to_owned())),
            ("part", Some(other)) => self.ask_deed(Question::Part(other.to_owned())),
            ("oppose", None) => self.ask_deed(Question::Oppose),
            ("erase", None) => self.do_deed(Deed::LookErasure),
            ("pay", None) => self.ask_payment(None),
            _ => self.press_ledger(what, other),
        }
    }

    fn ask_deed(&self, asked: Question) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        let (title, text, ok) = words.deed(&asked, &self.file_name());
        self.clear_question();
        question.set_title(title.into());
        question.set_text(text.into());
        question.set_ok(ok.into());
        question.set_tone(Tone::Look);
        self.open_question(asked);
    }

    pub(super) fn do_deed(&self, deed: Deed) {
        self.with_file_id(|stage, id| stage.ask_client(ClientAsk::Deed(id, deed)));
    }

    /// What was answered to a question about the file.
    pub(super) fn accept_deed(&self, asked: &Question) {
        let question = QuestionAdapter::get(&self.window);
        let deed = match asked {
            Question::Join(other) => Deed::Join(other.clone()),
            Question::Part(other) => Deed::Part(other.clone()),
            Question::Oppose => Deed::Oppose,
            Question::Erase => Deed::Erase(question.get_option() == 1),
            _ => return,
        };
        self.close_question();
        self.do_deed(deed);
    }

    pub(super) fn erasure_came(&self, erasure: &Erasure) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        if erasure.owed != Money::ZERO {
            return self.warn(&words.still_owed(erasure.owed));
        }
        self.clear_question();
        let name = erasure.customer.person.display_name();
        question.set_title(words.erase_title(&name).into());
        question.set_text(words.erase_text(erasure).into());
        question.set_label(words.erase_how().into());
        self.set_options(words.erase_options());
        question.set_ok(words.erase_ok().into());
        question.set_tone(Tone::Blocked);
        self.open_question(Question::Erase);
    }

    /// Told beside what was typed; on top when no question is open.
    pub(in crate::office) fn not_done(&self, why: &str) {
        let question = QuestionAdapter::get(&self.window);
        question.set_working(false);
        if self.dialog() == OfficeDialog::Question {
            question.set_error(why.into());
        } else {
            self.warn(why);
        }
    }

    pub(super) fn deed_done(&self, done: &Done, view: Option<FileView>) {
        if matches!(done, Done::Paid(..) | Done::Ledger(_)) {
            self.close_question();
        }
        match view {
            // What was typed into the file before it was joined or parted would be wrong now.
            Some(view) => {
                self.drop_file_changes();
                self.file_came(view);
            }
            None => {
                self.clients.file.borrow_mut().take();
                self.show_place(OfficePlace::Clients);
            }
        }
        match done {
            Done::Ledger(done) => self.ledger_done(done),
            done => self.say(&self.words().deed_done(done), Tone::Ok, None),
        }
    }
}
