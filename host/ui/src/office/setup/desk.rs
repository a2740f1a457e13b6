//! What the shop's own settings ask of the desk, and what it tells.

use comptoir_app::setup::{PricedItem, Section, SetupPage, SetupRow};
use comptoir_app::{Error, Invalid, SettingProblem, Till};
use comptoir_domain::id::DepartmentId;

/// Which one of a section is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The first one; a new one where there is none.
    First,
    /// The one of this code.
    Row(String),
    /// A new one.
    New,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum SetupAsk {
    /// A section, and one of it.
    Show(Section, Wanted),
    /// Keep what is typed of one, or of a new one.
    Save(Section, Option<String>, Vec<(String, String)>),
    /// Take one away.
    Remove(Section, String),
    /// Items that a price list can price, by what is typed.
    Items(String, String),
    /// Departments, with their percentage in a price list.
    Departments(String),
    /// What an item costs in a price list.
    PriceItem(String, String, String),
    /// How much of their own price the items of a department cost in a price list.
    PriceDepartment(String, String, String),
}

/// A section with one of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Which.
    pub section: Section,
    /// What there is.
    pub rows: Vec<SetupRow>,
    /// The one that is shown.
    pub page: SetupPage,
}

/// What is told.
#[derive(Clone, Debug)]
pub enum SetupTell {
    /// A section.
    Shown(Box<Shown>),
    /// It is kept, and the section is as it is now.
    Saved(Box<Shown>),
    /// It is gone.
    Removed(Box<Shown>),
    /// A price is set.
    Priced(Box<Shown>),
    /// Fields that are wrong; nothing has changed.
    Wrong(Vec<SettingProblem>),
    /// It is refused, and why; nothing has changed.
    NotDone(String),
    /// Items to choose from.
    Items(Vec<PricedItem>),
    /// Departments: code, path and percentage.
    Departments(Vec<(DepartmentId, String, String)>),
}

/// Answers; what is refused is told, and nothing has changed.
pub(in crate::office) fn answer(till: &mut Till, ask: SetupAsk, tell: &mut dyn FnMut(SetupTell)) {
    let (language, saving) = (till.language(), matches!(ask, SetupAsk::Save(..)));
    tell(match try_answer(till, ask) {
        Ok(answer) => answer,
        Err(Error::Invalid(Invalid::Settings(problems))) if saving => SetupTell::Wrong(problems),
        Err(Error::Invalid(Invalid::Settings(problems))) => {
            SetupTell::NotDone(problems.into_iter().map(|problem| problem.problem).collect::<Vec<_>>().join(" "))
        }
        Err(error) => SetupTell::NotDone(error.message(language)),
    });
}

fn try_answer(till: &mut Till, ask: SetupAsk) -> Result<SetupTell, Error> {
    Ok(match ask {
        SetupAsk::Show(section, wanted) => SetupTell::Shown(shown(till, section, &wanted)?),
        SetupAsk::Save(section, id, typed) => {
            let id = till.save_setup(section, id.as_deref(), &typed)?;
            SetupTell::Saved(shown(till, section, &Wanted::Row(id))?)
        }
        SetupAsk::Remove(section, id) => {
            till.remove_setup(section, &id)?;
            SetupTell::Removed(shown(till, section, &Wanted::First)?)
        }
        SetupAsk::Items(list, typed) => SetupTell::Items(till.priced_items(&list, &typed)?),
        SetupAsk::Departments(list) => SetupTell::Departments(till.priced_departments(&list)?),
        SetupAsk::PriceItem(list, sku, typed) => {
            till.price_item(&list, &sku, &typed)?;
            SetupTell::Priced(shown(till, Section::Prices, &Wanted::Row(list))?)
        }
        SetupAsk::PriceDepartment(list, department, typed) => {
            till.price_department(&list, &department, &typed)?;
            SetupTell::Priced(shown(till, Section::Prices, &Wanted::Row(list))?)
        }
    })
}

fn shown(till: &Till, section: Section, wanted: &Wanted) -> Result<Box<Shown>, Error> {
    let rows = till.setup_rows(section)?;
    let id = match wanted {
        Wanted::First => rows.first().map(|row| row.id.as_str()),
        Wanted::Row(id) => Some(id.as_str()),
        Wanted::New => None,
    };
    let page = till.setup_page(section, id)?;
    Ok(Box::new(Shown { section, rows, page }))
}
