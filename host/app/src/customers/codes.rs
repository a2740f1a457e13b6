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

/// Reads the conditions of a list as they are typed, relative to today.
pub(crate) fn read_filter(books: &Store, clock: Clock, query: &ListQuery) -> Result<Filter, Error> {
    let conditions = query.conditions.iter().map(|condition| read_condition(books, clock, condition));
    Ok(Filter { words: query.words.trim().to_owned(), conditions: conditions.collect::<Result<_, _>>()? })
}

/// Reads one condition, with the codes of what it names.
pub(super) fn read_condition(books: &Store, clock: Clock, text: &str) -> Result<Condition, Error> {
    let own: Vec<String> = books.custom_fields()?.into_iter().map(|field| field.key).collect();
    let mut condition = Condition::read(text, &own, Clock::business_day(clock.now())).map_err(Invalid::Filter)?;
    if let Test::OneOf(texts) | Test::NoneOf(texts) = &mut condition.test {
        let named = codes_of(books, &condition.field, texts)?;
        named.into_iter().for_each(|codes| *texts = codes);
    }
    Ok(condition)
}

/// The codes of what is named; nothing for a field that holds words.
fn codes_of(books: &Store, field: &Field, named: &[String]) -> Result<Option<Vec<String>>, Error> {
    let all: Vec<(String, Vec<String>)> = match field {
        Field::Group => books.groups()?.into_iter().map(|group| (group.id.to_string(), vec![group.name])).collect(),
        Field::BoughtFrom => books.departments()?.into_iter().map(|of| (of.id.to_string(), vec![of.name])).collect(),
        Field::VatRegime => {
            let names = |regime| [Language::French, Language::English].map(|of| regimes::name(regime, of).to_owned());
            VatRegime::ALL.map(|regime| (regime.code().to_owned(), names(regime).to_vec())).to_vec()
        }
        Field::BoughtItem => return articles(books, field, named).map(Some),
        _ => return Ok(None),
    };
    let mut codes = Vec::new();
    for text in named {
        let wanted = fold(text);
        // A code before names, of which several may be the same: then all of them are meant.
        let by_code = all.iter().find(|(code, _)| code == text).map(|(code, _)| vec![code.clone()]);
        let by_name = || {
            let fits =
                |(code, names): &&(String, Vec<String>)| names.iter().chain([code]).any(|name| fold(name) == wanted);
            all.iter().filter(fits).map(|(code, _)| code.clone()).collect()
        };
        let found: Vec<String> = by_code.unwrap_or_else(by_name);
        if found.is_empty() {
            return Err(unknown(field, text, all.into_iter().map(|(code, _)| code).collect()));
        }
        codes.extend(found);
    }
    Ok(Some(codes))
}

/// Articles by their reference or a barcode.
fn articles(books: &Store, field: &Field, named: &[String]) -> Result<Vec<String>, Error> {
    let of = |text: &String| {
        let item = match books.item(&Sku::new(text.as_str()))? {
            Some(item) => Some(item),
            None => books.item_by_code(text)?,
        };
        item.map(|item| item.sku.to_string()).ok_or_else(|| unknown(field, text, Vec::new()))
    };
    named.iter().map(of).collect()
}

fn unknown(field: &Field, value: &str, known: Vec<String>) -> Error {
    let field = field.names().0.to_owned();
    Invalid::Filter(FilterError::UnknownCode { field, value: value.to_owned(), known }).into()
}
