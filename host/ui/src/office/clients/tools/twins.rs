//! Files that may be one person's, two by two: joined, or left as they are.

use comptoir_screens::slint::Global as _;
use comptoir_screens::{OfficeDialog, QuestionAdapter, Tone};

use super::OfficeStage;
use super::desk::{Pair, ToolAsk};
use crate::office::clients::change::Question;
use crate::office::clients::choose::{Choice, Purpose};

impl OfficeStage {
    pub(super) fn look_for_twins(&self) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        self.clear_question();
        question.set_title(words.twins_title().into());
        question.set_text(words.twins_searching().into());
        self.open_question(Question::Search);
        self.work_on(1, words.working_on_it());
        self.ask_tool(ToolAsk::Pairs);
    }

    pub(super) fn twins_came(&self, pairs: Vec<Pair>) {
        self.end_question();
        if pairs.is_empty() {
            self.show_dialog(OfficeDialog::None);
            return self.say(self.words().no_twins(), Tone::Ok, None);
        }
        self.clients.tools.borrow_mut().pairs = pairs;
        self.choose_twins();
    }

    fn choose_twins(&self) {
        let words = self.words();
        let (title, choices) = {
            let tools = self.clients.tools.borrow();
            let choice = |(at, pair): (usize, &Pair)| Choice {
                detail: pair.why.clone(),
                ..Choice::new(at.to_string(), format!("{} — {}", pair.files[0].name, pair.files[1].name))
            };
            (words.twins_found(tools.pairs.len()), tools.pairs.iter().enumerate().map(choice).collect())
        };
        self.open_chooser(Purpose::Twins, &title, words.search_here(), choices);
    }

    pub(in crate::office::clients) fn twins_chosen(&self, id: &str) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        let at = id.parse::<usize>().unwrap_or(usize::MAX);
        let pair = self.clients.tools.borrow().pairs.get(at).cloned();
        let Some(pair) = pair else { return };
        self.clear_question();
        question.set_title(words.twins_question().into());
        question.set_text(words.twins_text(&pair).into());
        self.set_options(words.twins_options(&pair));
        question.set_label(words.twins_question().into());
        question.set_ok(words.answer_ok().into());
        self.open_question(Question::Twins(at));
    }

    pub(super) fn twins_answered(&self, at: usize, option: usize) {
        let pair = {
            let mut tools = self.clients.tools.borrow_mut();
            if at >= tools.pairs.len() {
                return;
            }
            tools.pairs.remove(at)
        };
        let [first, second] = pair.files;
        let (kept, gone) = match option {
            0 => (first, second),
            1 => (second, first),
            _ => return self.next_twins(),
        };
        {
            // Of three files two are one now: what is left of the three is about the one that is kept.
            let mut tools = self.clients.tools.borrow_mut();
            let of_gone = tools.pairs.iter_mut().flat_map(|pair| &mut pair.files).filter(|file| file.id == gone.id);
            of_gone.for_each(|file| *file = kept.clone());
            tools.pairs.retain(|pair| pair.files[0].id != pair.files[1].id);
        }
        self.ask_tool(ToolAsk::Join(kept, gone));
    }

    pub(super) fn twins_joined(&self, kept: &str, gone: &str) {
        self.relist();
        self.say(&self.words().twins_joined(kept, gone), Tone::Ok, None);
        self.next_twins();
    }

    /// The next two, until none are left.
    fn next_twins(&self) {
        self.end_question();
        if self.clients.tools.borrow().pairs.is_empty() {
            self.show_dialog(OfficeDialog::None);
        } else {
            self.choose_twins();
        }
    }
}
