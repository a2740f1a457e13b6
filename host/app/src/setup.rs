//! The shop's own settings on a screen: groups, price lists, fields of files. Each is a row of a list, and a page with a
//! form whose wrong fields are told all at once.
//!
//! What they mean is elsewhere: [`comptoir_domain::customer::Group`], [`comptoir_domain::price_list`],
//! [`comptoir_store::CustomField`].

use comptoir_domain::id::{GroupId, PriceListId};
use comptoir_domain::language::Language;
use comptoir_domain::rate::Percent;

use crate::customers::{Block, SlotKind};
use crate::error::{Error, Invalid, NotFound, Refused, SettingProblem};
use crate::messages::{setup as words, tariffs as tariff_words};
use crate::till::Till;

mod fields;
mod groups;
mod tariffs;

pub use tariffs::PricedItem;

/// What is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Customer groups.
    #[default]
    Groups,
    /// Price lists.
    Prices,
    /// Fields of files that the shop defines.
    Fields,
}

impl Section {
    /// All of them, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Groups, Self::Prices, Self::Fields];
}

/// One of what is set, in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupRow {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What more there is to say.
    pub detail: String,
    /// How many customers or prices it has.
    pub amount: String,
}

/// A field of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupField {
    /// Its name in what is typed.
    pub key: &'static str,
    /// Its name for people.
    pub label: String,
    /// What to type, by an example.
    pub help: String,
    /// How it is filled.
    pub kind: SlotKind,
    /// How wide, against the others of its line.
    pub span: i32,
    /// What is set.
    pub value: String,
}

impl SetupField {
    fn new(key: &'static str, [label, help]: [&str; 2], value: impl Into<String>) -> Self {
        let (label, help, value) = (label.to_owned(), help.to_owned(), value.into());
        Self { key, label, help, kind: SlotKind::Text, span: 1, value }
    }

    fn choice(self, options: Vec<(String, String)>) -> Self {
        Self { kind: SlotKind::Choice(options), ..self }
    }

    fn wide(self, span: i32) -> Self {
        Self { span, ..self }
    }
}

/// One of what is set, as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetupPage {
    /// Its code; none while it is new.
    pub id: Option<String>,
    /// Its name.
    pub title: String,
    /// Its form: lines with their fields side by side.
    pub lines: Vec<Vec<SetupField>>,
    /// What goes with it.
    pub blocks: Vec<Block>,
    /// What goes when it is taken away, to be said before; empty for a new one.
    pub removal: String,
}

/// What is typed, by the keys of fields.
struct Typed<'a>(&'a [(String, String)]);

impl Typed<'_> {
    fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(of, _)| of == key).map_or("", |(_, text)| text.trim())
    }

    fn is_on(&self, key: &str) -> bool {
        !self.get(key).is_empty()
    }
}

impl Till {
    /// Lists what is set in a section.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn setup_rows(&self, section: Section) -> Result<Vec<SetupRow>, Error> {
        match section {
            Section::Groups => self.group_rows(),
            Section::Prices => self.list_rows(),
            Section::Fields => self.field_rows(),
        }
    }

    /// Gives the page of one of them, or of a new one.
    ///
    /// # Errors
    ///
    /// [`NotFound`] when there is none of this code.
    pub fn setup_page(&self, section: Section, id: Option<&str>) -> Result<SetupPage, Error> {
        match section {
            Section::Groups => self.group_page(id),
            Section::Prices => self.list_page(id),
            Section::Fields => self.field_page(id),
        }
    }

    /// Keeps what is typed of one of them, or makes a new one; gives its code. A new one without a code is named after
    /// its name.
    ///
    /// # Errors
    ///
    /// [`Invalid::Settings`] with all fields that are wrong; nothing has changed then.
    pub fn save_setup(
        &mut self,
        section: Section,
        id: Option<&str>,
        typed: &[(String, String)],
    ) -> Result<String, Error> {
        let typed = Typed(typed);
        match section {
            Section::Groups => self.save_group(id, &typed),
            Section::Prices => self.save_list(id, &typed),
            Section::Fields => self.save_field(id, &typed),
        }
    }

    /// Takes one of them away.
    ///
    /// # Errors
    ///
    /// [`Refused::InUse`] while something goes by it, [`NotFound`] when there is none of this code.
    pub fn remove_setup(&mut self, section: Section, id: &str) -> Result<(), Error> {
        match section {
            Section::Groups => self.remove_group(id),
            Section::Prices => self.remove_price_list(id),
            Section::Fields => self.remove_field(id),
        }
    }

    /// Takes a group away that no customer has.
    ///
    /// # Errors
    ///
    /// [`NotFound::Group`]; [`Refused::InUse`] while customers have it.
    pub fn remove_group(&mut self, id: &str) -> Result<(), Error> {
        let id = GroupId::new(id);
        let groups = self.store.groups()?;
        let group = groups.iter().find(|group| group.id == id).ok_or_else(|| NotFound::Group(id.to_string()))?;
        match self.store.group_sizes()?.get(&id) {
            Some(&customers) if customers > 0 => {
                Err(Refused::InUse(words::group_in_use(&group.name, customers, self.language)).into())
            }
            _ => Ok(self.store.remove_group(&id).map(drop)?),
        }
    }

    /// Takes a price list away that no group has and no other list is based on, with its rules and the prices in it.
    ///
    /// # Errors
    ///
    /// [`NotFound::PriceList`]; [`Refused::InUse`] that names those that go by it.
    pub fn remove_price_list(&mut self, id: &str) -> Result<(), Error> {
        let sheet = self.price_sheet(id)?;
        let lists = self.store.price_lists()?;
        let based = lists.iter().filter(|list| list.base.as_ref().is_some_and(|base| base.list == sheet.list.id));
        let based: Vec<String> = based.map(|list| list.name.clone()).collect();
        if !sheet.groups.is_empty() || !based.is_empty() {
            let words = tariff_words::list_in_use(&sheet.list.name, &sheet.groups, &based, self.language);
            return Err(Refused::InUse(words).into());
        }
        Ok(self.store.remove_price_list(&PriceListId::new(id)).map(drop)?)
    }

    /// The code of a new one: as it is typed, or after its name; `taken` tells those that are not free.
    fn new_code(
        &self,
        typed: &Typed<'_>,
        (name, fallback): (&str, &str),
        taken: impl Fn(&str) -> bool,
    ) -> Result<String, SettingProblem> {
        let code = typed.get("code");
        if !code.is_empty() {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            return match code {
                code if !code.chars().all(plain) => Err(SettingProblem::new("code", words::code_signs(self.language))),
                code if taken(code) => Err(SettingProblem::new("code", words::code_taken(self.language))),
                code => Ok(code.to_owned()),
            };
        }
        Ok(crate::items::code_after(name, fallback, taken))
    }

    /// The name that is typed, which no other one has, and the code: that of `id`, or a new one.
    fn name_and_code(
        &self,
        (id, typed): (Option<&str>, &Typed<'_>),
        others: &[(&str, &str)],
        fallback: &str,
        problems: &mut Vec<SettingProblem>,
    ) -> (String, String) {
        let name = self.named(typed, problems);
        if others.iter().any(|(code, other)| Some(*code) != id && *other == name) {
            problems.push(SettingProblem::new("name", words::name_taken(self.language)));
        }
        let taken = |code: &str| others.iter().any(|(other, _)| *other == code);
        let code = match id {
            Some(id) => Ok(id.to_owned()),
            None => self.new_code(typed, (&name, fallback), taken),
        };
        let code = code.map_err(|problem| problems.push(problem)).unwrap_or_default();
        (name, code)
    }

    fn named(&self, typed: &Typed<'_>, problems: &mut Vec<SettingProblem>) -> String {
        let name = typed.get("name");
        if name.is_empty() {
            problems.push(SettingProblem::new("name", words::name_missing(self.language)));
        }
        name.to_owned()
    }
}

/// Reads a percentage; an empty text is none.
fn read_percent(key: &str, text: &str, language: Language, problems: &mut Vec<SettingProblem>) -> Option<Percent> {
    let read = Some(text).filter(|text| !text.is_empty()).map(Percent::parse)?;
    read.map_err(|_| problems.push(SettingProblem::new(key, words::not_a_percentage(language)))).ok()
}

/// A percentage as it is typed again.
fn as_typed(percent: &impl ToString, language: Language) -> String {
    let text = percent.to_string();
    if language == Language::French { text.replace('.', ",") } else { text }
}

fn all_right(problems: Vec<SettingProblem>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Invalid::Settings(problems).into()) }
}
