//! A filter asked about the list: chosen, set, and those whom it chooses marked with a tag.

use comptoir_app::audience::{FilterChoice, FilterForm, FilterSetting};
use comptoir_screens::slint::Global as _;
use comptoir_screens::{OfficeDialog, QuestionAdapter, Tone};

use super::OfficeStage;
use super::desk::{Marked, ToolAsk};
use crate::office::clients::change::Question;
use crate::office::clients::choose::{Choice, Purpose};

impl OfficeStage {
    pub(super) fn filters_came(&self, filters: Vec<FilterChoice>) {
        let words = self.words();
        if filters.is_empty() {
            self.show_dialog(OfficeDialog::None);
            return self.warn(words.no_filters());
        }
        let choice = |(at, filter): (usize, &FilterChoice)| Choice {
            detail: filter.text.clone(),
            ..Choice::new(at.to_string(), &filter.title)
        };
        let choices = filters.iter().enumerate().map(choice).collect();
        self.clients.tools.borrow_mut().filters = filters;
        self.open_chooser(Purpose::Filter, words.which_filter(), words.search_here(), choices);
    }

    pub(in crate::office::clients) fn filter_chosen(&self, id: &str) {
        let path = {
            let mut tools = self.clients.tools.borrow_mut();
            tools.typed.clear();
            let at = id.parse::<usize>().ok();
            at.and_then(|at| tools.filters.get(at)).map(|filter| filter.path.clone())
        };
        if let Some(path) = path {
            self.ask_tool(ToolAsk::Form(path, Vec::new()));
        }
    }

    pub(super) fn form_came(&self, form: FilterForm) {
        self.end_question();
        let words = self.words();
        let go = Choice { detail: words.mark_detail().to_owned(), ..Choice::new("", words.mark_now()) };
        let setting = |setting: &FilterSetting| Choice {
            detail: setting.help.clone(),
            amount: setting.value.clone(),
            ..Choice::new(&setting.key, &setting.label)
        };
        let choices = std::iter::once(go).chain(form.settings.iter().map(setting)).collect();
        let title = form.title.clone();
        self.clients.tools.borrow_mut().form = Some(form);
        self.open_chooser(Purpose::FilterSetting, &title, words.search_here(), choices);
    }

    /// A setting to be typed, or nothing: it is asked.
    pub(in crate::office::clients) fn filter_setting_chosen(&self, key: &str) {
        let (question, words) = (QuestionAdapter::get(&self.window), self.words());
        let (form, setting) = {
            let tools = self.clients.tools.borrow();
            let Some(form) = tools.form.clone() else { return };
            let setting = form.settings.iter().find(|setting| setting.key == key).cloned();
            (form, setting)
        };
        self.clear_question();
        question.set_title(form.title.as_str().into());
        question.set_has_field(true);
        if let Some(setting) = setting {
            question.set_text(setting.help.into());
            question.set_label(setting.label.into());
            question.set_value(setting.value.into());
            question.set_ok(words.set_it().into());
            return self.open_question(Question::Setting(setting.key));
        }
        question.set_text(words.mark_text(self.fitting()).into());
        question.set_label(words.mark_label().into());
        question.set_value(form.id.into());
        question.set_ok(words.mark_ok().into());
        self.open_question(Question::Mark);
    }

    pub(super) fn setting_said(&self, key: &str, said: String) {
        let ask = {
            let tools = self.clients.tools.borrow();
            let Some(form) = &tools.form else { return };
            let other = |typed: &&String| !typed.starts_with(&format!("{key}="));
            let mut typed: Vec<String> = tools.typed.iter().filter(other).cloned().collect();
            typed.push(said);
            ToolAsk::Form(form.path.clone(), typed)
        };
        if let ToolAsk::Form(_, typed) = &ask {
            self.clients.tools.borrow_mut().typed.clone_from(typed);
        }
        self.ask_tool(ask);
    }

    /// The list is narrowed to those who were marked, and the mark can be taken back.
    pub(super) fn marked(&self, marked: &Marked) {
        self.close_question();
        let words = self.words();
        let Some(batch) = marked.batch else {
            return self.say(&words.nobody_marked(marked.asked), Tone::Look, None);
        };
        {
            let mut list = self.clients.list.borrow_mut();
            let chosen = self.tag_condition(&marked.tag);
            list.conditions.retain(|other| chosen.as_ref().is_some_and(|new| new.condition != other.condition));
            list.conditions.extend(chosen);
        }
        self.show_chips();
        self.list_anew();
        self.say(&words.marked(marked.chosen, marked.asked, &marked.tag), Tone::Ok, None);
        self.offer_undo(batch);
    }
}
