//! What conditions name by a code: groups, departments, articles and VAT regimes. People give the name they see, and
//! a slip of the hand is told, where it would only find nobody.

use comptoir_domain::customer::filter::{Condition, Field, Filter, FilterError, Test};
use comptoir_domain::id::Sku;
use comptoir_domain::language::Language;
use comptoir_domain::regime::VatRegime;
use comptoir_store::Store;
use comptoir_store::search::fold;

use super::ListQuery;
use crate::clock::Clock;
use crate::error::{Error, Invalid};
use crate::messages::regimes;

/// What a condition can name: its code, and its name in French and in English.
pub(super) type Named = (String, [String; 2]);

/// Reads the conditions of a list as they are typed, relative to today, with the codes of what they name.
pub(crate) fn read_filter(books: &Store, clock: Clock, query: &ListQuery) -> Result<Filter, Error> {
    let own: Vec<String> = books.custom_fields()?.into_iter().map(|field| field.key).collect();
    let texts = query.conditions.iter().map(String::as_str);
    let today = Clock::business_day(clock.now());
    let mut filter = Filter::read(&query.words, texts.clone(), &own, today).map_err(Invalid::Filter)?;
    for (condition, text) in filter.conditions.iter_mut().zip(texts) {
        if let Test::OneOf(values) | Test::NoneOf(values) = &mut condition.test {
            let unknown = |value: &str, known| {
                let field = Condition::name(text).to_owned();
                Invalid::Filter(FilterError::UnknownCode { field, value: value.to_owned(), known }).into()
            };
            let codes = codes_of(books, &condition.field, values, &unknown)?;
            codes.into_iter().for_each(|codes| *values = codes);
        }
    }
    Ok(filter)
}

/// Gives what a field can name; nothing for a field that holds words, or more than can be listed.
pub(super) fn named(books: &Store, field: &Field) -> Result<Vec<Named>, Error> {
    let own_name = |code: String, name: String| (code, [name.clone(), name]);
    Ok(match field {
        Field::Group => books.groups()?.into_iter().map(|group| own_name(group.id.to_string(), group.name)).collect(),
        Field::BoughtFrom => {
            let mut departments = books.departments()?;
            // The widest first: those within them are found by them too.
            departments.sort_by_key(|department| department.parent.is_some());
            departments.into_iter().map(|of| own_name(of.id.to_string(), of.name)).collect()
        }
        Field::VatRegime => {
            let names = |regime| [Language::French, Language::English].map(|of| regimes::name(regime, of).to_owned());
            VatRegime::ALL.map(|regime| (regime.code().to_owned(), names(regime))).to_vec()
        }
        _ => Vec::new(),
    })
}

/// What is said of a value that names nothing, with the codes there are.
type Unknown<'a> = &'a dyn Fn(&str, Vec<String>) -> Error;

/// The codes of what is named; nothing for a field that holds words.
fn codes_of(
    books: &Store,
    field: &Field,
    values: &[String],
    unknown: Unknown<'_>,
) -> Result<Option<Vec<String>>, Error> {
    match field {
        Field::BoughtItem => return articles(books, values, unknown).map(Some),
        Field::Group | Field::BoughtFrom | Field::VatRegime => {}
        _ => return Ok(None),
    }
    let all = named(books, field)?;
    let mut codes = Vec::new();
    for value in values {
        let wanted = fold(value);
        // A code before names, of which several may be the same: then all of them are meant.
        let by_code = all.iter().find(|(code, _)| code == value).map(|(code, _)| vec![code.clone()]);
        let by_name = || {
            let fits = |(code, names): &&Named| names.iter().chain([code]).any(|name| fold(name) == wanted);
            all.iter().filter(fits).map(|(code, _)| code.clone()).collect()
        };
        let found: Vec<String> = by_code.unwrap_or_else(by_name);
        if found.is_empty() {
            return Err(unknown(value, all.into_iter().map(|(code, _)| code).collect()));
        }
        codes.extend(found);
    }
    Ok(Some(codes))
}

/// Articles by their reference or a barcode.
fn articles(books: &Store, values: &[String], unknown: Unknown<'_>) -> Result<Vec<String>, Error> {
    let of = |value: &String| {
        let item = match books.item(&Sku::new(value.as_str()))? {
            Some(item) => Some(item),
            None => books.item_by_code(value)?,
        };
        item.map(|item| item.sku.to_string()).ok_or_else(|| unknown(value, Vec::new()))
    };
    values.iter().map(of).collect()
}
