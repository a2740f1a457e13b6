//! Finding the customer, or making the file in ten seconds.

use chrono::{Datelike as _, NaiveDate};
use comptoir_app::counter::Action;
use comptoir_app::customers::NewCustomer;
use comptoir_domain::customer::{Birthday, Customer};
use comptoir_screens::slint::{Global as _, SharedString, TimerMode};
use comptoir_screens::{FindCustomerAdapter, FoundRow, NewCustomerAdapter, OpenDialog};

use crate::desk::{Ask, Refusal, Scope};
use crate::rows::refresh;
use crate::stage::{SEARCH_PAUSE, Stage};

/// The titles of the form, in its order; the first is none.
const TITLES: [&str; 3] = ["", "Mme", "M."];

/// Reads a day of birth: `22/11` or `22/11/1980`. Two figures for a year are not guessed.
pub(crate) fn read_birthday(text: &str) -> Option<Birthday> {
    let parts: Vec<u32> = text.split(['/', '-', '.', ' ']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (*day, *month, None),
        [day, month, year] if *year > 1900 => (*day, *month, i32::try_from(*year).ok()),
        _ => return None,
    };
    // 2000 is a leap year: the 29th of February is a day when no year is known.
    let date = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day)?;
    Some(Birthday { month: date.month(), day: date.day(), year })
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// A text of the form; what is blank is nothing.
fn filled(text: &SharedString) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Stage {
    pub(crate) fn connect_people(&self) {
        let find = FindCustomerAdapter::get(&self.window);
        find.on_edited(self.with(|stage, _: SharedString| stage.person_typed()));
        find.on_accepted(self.on(Self::person_accepted));
        find.on_choose(self.with(|stage, id: SharedString| stage.choose_person(&id)));
        find.on_move(self.with(|stage, by: i32| {
            stage.people.borrow_mut().step(by);
            stage.refresh_people();
        }));
        find.on_create(self.on(Self::open_new_customer));
        find.on_pad(self.with(|stage, key: SharedString| stage.touch_key(&key)));
        find.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
        self.connect_new_customer();
    }

    fn connect_new_customer(&self) {
        let new = NewCustomerAdapter::get(&self.window);
        new.on_edited(self.on(|stage| {
            stage.search_pause.start(TimerMode::SingleShot, SEARCH_PAUSE, stage.on(Self::search_alike));
        }));
        new.on_accepted(self.on(Self::create_customer));
        new.on_pad(self.with(|stage, key: SharedString| stage.touch_key(&key)));
        new.on_choose(self.with(|stage, id: SharedString| stage.choose_person(&id)));
        new.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    /// F3. What stands in the field on top is the name to look for.
    pub(crate) fn open_find_customer(&self) {
        let find = FindCustomerAdapter::get(&self.window);
        let typed = self.typed();
        find.set_text(typed.as_str().into());
        find.set_touch(self.settings.borrow().touch);
        find.set_nothing("".into());
        self.people.borrow_mut().close();
        self.refresh_people();
        self.clear_typed();
        self.show_dialog(OpenDialog::FindCustomer);
        if !typed.is_empty() {
            self.ask(Ask::Find { scope: Scope::Customers, text: typed });
        }
    }

    fn person_typed(&self) {
        self.search_pause.start(TimerMode::SingleShot, SEARCH_PAUSE, self.on(Self::search_person));
    }

    fn search_person(&self) {
        let find = FindCustomerAdapter::get(&self.window);
        let text = find.get_text().trim().to_owned();
        if text.is_empty() {
            self.people.borrow_mut().close();
            find.set_nothing("".into());
            return self.refresh_people();
        }
        self.ask(Ask::Find { scope: Scope::Customers, text });
    }

    pub(crate) fn show_people(&self, text: &str, people: &[Customer]) {
        let find = FindCustomerAdapter::get(&self.window);
        if find.get_text().trim() != text.trim() {
            return;
        }
        let rows: Vec<FoundRow> = people.iter().map(|customer| self.person_row(customer)).collect();
        find.set_nothing(if rows.is_empty() { self.words().nobody() } else { "" }.into());
        self.people.borrow_mut().set(rows, true);
        self.refresh_people();
    }

    fn refresh_people(&self) {
        let find = FindCustomerAdapter::get(&self.window);
        refresh(&find.get_rows(), self.people.borrow().marked(), |rows| find.set_rows(rows));
    }

    /// Enter: the chosen one; before the search has answered, it searches at once.
    fn person_accepted(&self) {
        let chosen = self.people.borrow().chosen();
        match chosen {
            Some(id) => self.choose_person(&id),
            None => self.search_person(),
        }
    }

    fn choose_person(&self, id: &str) {
        if let Some(id) = id.strip_prefix("customer:") {
            self.show_dialog(OpenDialog::None);
            self.identify(id);
        }
    }

    /// F3 again, or the key of the panel: a new file, with what was typed as the name or the phone.
    pub(crate) fn open_new_customer(&self) {
        let new = NewCustomerAdapter::get(&self.window);
        let typed = match self.dialog() {
            OpenDialog::FindCustomer => FindCustomerAdapter::get(&self.window).get_text().to_string(),
            _ => self.typed(),
        };
        let typed = typed.trim();
        let is_phone = digits(typed) >= 6;
        let (last, first) = typed.split_once(' ').unwrap_or((typed, ""));
        new.set_title(0);
        new.set_last_name(if is_phone { "" } else { last }.into());
        new.set_first_name(if is_phone { "" } else { first }.into());
        new.set_phone(if is_phone { typed } else { "" }.into());
        new.set_email("".into());
        new.set_postcode("".into());
        new.set_birthday("".into());
        new.set_card("".into());
        new.set_error_field("".into());
        new.set_error("".into());
        new.set_touch(self.settings.borrow().touch);
        refresh(&new.get_alike(), Vec::new(), |rows| new.set_alike(rows));
        self.clear_typed();
        self.show_dialog(OpenDialog::NewCustomer);
        if !typed.is_empty() {
            self.search_alike();
        }
    }

    /// Looks for the same person by phone, else by name.
    fn search_alike(&self) {
        let new = NewCustomerAdapter::get(&self.window);
        let phone = new.get_phone().trim().to_owned();
        let name = format!("{} {}", new.get_last_name(), new.get_first_name()).trim().to_owned();
        let text = if digits(&phone) >= 6 { phone } else { name };
        if text.chars().count() >= 4 {
            self.ask(Ask::Find { scope: Scope::Alike, text });
        }
    }

    pub(crate) fn show_alike(&self, people: &[Customer]) {
        let new = NewCustomerAdapter::get(&self.window);
        let rows = people.iter().map(|customer| self.person_row(customer)).collect();
        refresh(&new.get_alike(), rows, |rows| new.set_alike(rows));
    }

    fn create_customer(&self) {
        let new = NewCustomerAdapter::get(&self.window);
        let birthday = filled(&new.get_birthday()).map(|text| read_birthday(&text));
        if birthday == Some(None) {
            new.set_error_field("birthday".into());
            return new.set_error(self.words().birthday_wrong().into());
        }
        let title = usize::try_from(new.get_title()).ok().and_then(|at| TITLES.get(at).copied());
        new.set_error_field("".into());
        self.act(Action::CreateCustomer(NewCustomer {
            title: title.unwrap_or_default().to_owned(),
            last_name: new.get_last_name().trim().to_owned(),
            first_name: new.get_first_name().trim().to_owned(),
            phone: new.get_phone().trim().to_owned(),
            email: new.get_email().trim().to_owned(),
            postcode: new.get_postcode().trim().to_owned(),
            birthday: birthday.flatten(),
            card: filled(&new.get_card()),
        }));
    }

    pub(crate) fn customer_refused(&self, refusal: &Refusal) -> bool {
        let new = NewCustomerAdapter::get(&self.window);
        new.set_error_field(refusal.field.as_deref().unwrap_or("name").into());
        new.set_error(refusal.words.as_str().into());
        true
    }

    /// A card scanned into the form is the new customer's.
    pub(crate) fn card_scanned(&self, codes: &[String]) -> bool {
        let plain = |code: &&String| code.chars().all(|c| c.is_ascii_alphanumeric());
        if let Some(code) = codes.iter().find(plain).or(codes.first()) {
            NewCustomerAdapter::get(&self.window).set_card(code.as_str().into());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_are_read_as_people_write_them() {
        let read = |text: &str| read_birthday(text).map(|b| (b.day, b.month, b.year));
        assert_eq!(read("22/11"), Some((22, 11, None)));
        assert_eq!(read("22/11/1980"), Some((22, 11, Some(1980))));
        assert_eq!(read("29-02"), Some((29, 2, None)));
        assert_eq!(read("29/02/1981"), None);
        assert_eq!(read("31/02"), None);
        assert_eq!(read("22"), None);
        assert_eq!(read("22/11/80"), None);
        assert_eq!(read("demain"), None);
    }
}
