//! Fields of files that the shop defines (champs), on a page: name, kind and choices.

use comptoir_store::{CustomField, CustomKind};

use super::{SetupField, SetupPage, SetupRow, Typed, all_right};
use crate::customers::{Block, Line};
use crate::error::{Error, Invalid, SettingProblem};
use crate::messages::setup as words;
use crate::till::Till;

const KINDS: [(&str, CustomKind); 4] = [
    ("text", CustomKind::Text),
    ("number", CustomKind::Number),
    ("date", CustomKind::Date),
    ("choice", CustomKind::Choice),
];

impl Till {
    pub(super) fn field_rows(&self) -> Result<Vec<SetupRow>, Error> {
        let row = |field: CustomField| SetupRow {
            detail: words::field_detail(&field, self.language),
            id: field.key,
            name: field.label,
            amount: String::new(),
        };
        Ok(self.store.custom_fields()?.into_iter().map(row).collect())
    }

    fn own_field(&self, key: &str) -> Result<CustomField, Error> {
        let found = self.store.custom_fields()?.into_iter().find(|field| field.key == key);
        found.ok_or_else(|| Invalid::FormField(key.to_owned()).into())
    }

    pub(super) fn field_page(&self, key: Option<&str>) -> Result<SetupPage, Error> {
        let language = self.language;
        let field = key.map(|key| self.own_field(key)).transpose()?;
        let label = field.as_ref().map(|field| field.label.clone()).unwrap_or_default();
        let mut lines = vec![vec![SetupField::new("name", words::field_name(language), label.as_str()).wide(2)]];
        if field.is_none() {
            lines[0].push(SetupField::new("code", words::field_key(language), ""));
            let kinds = KINDS.iter().map(|(code, kind)| ((*code).to_owned(), words::kind(*kind, language).to_owned()));
            let kind = SetupField::new("kind", words::field_kind(language), "text").choice(kinds.collect());
            lines.push(vec![kind]);
        }
        if field.as_ref().is_none_or(|field| field.kind == CustomKind::Choice) {
            let choices = field.as_ref().map(|field| field.choices.join(", ")).unwrap_or_default();
            lines.push(vec![SetupField::new("choices", words::field_choices(field.is_some(), language), choices)]);
        }
        Ok(SetupPage {
            title: if field.is_some() { label } else { words::new_field(language).to_owned() },
            blocks: field.iter().map(|field| use_of(field, language)).collect(),
            removal: field.as_ref().map(|field| words::field_removal(&field.label, language)).unwrap_or_default(),
            id: field.map(|field| field.key),
            lines,
        })
    }

    pub(super) fn save_field(&mut self, key: Option<&str>, typed: &Typed<'_>) -> Result<String, Error> {
        let (mut problems, language) = (Vec::new(), self.language);
        let before = key.map(|key| self.own_field(key)).transpose()?;
        let label = self.named(typed, &mut problems);
        let kind = match &before {
            Some(field) => field.kind,
            None => {
                KINDS.iter().find(|(code, _)| *code == typed.get("kind")).map_or(CustomKind::Text, |(_, kind)| *kind)
            }
        };
        let choices = typed.get("choices").split([',', ';']).map(str::trim).filter(|choice| !choice.is_empty());
        let choices: Vec<String> = choices.map(str::to_owned).collect();
        match (kind, choices.is_empty()) {
            (CustomKind::Choice, true) => {
                problems.push(SettingProblem::new("choices", words::choices_missing(language)))
            }
            (CustomKind::Choice, false) | (_, true) => {}
            (_, false) => problems.push(SettingProblem::new("choices", words::choices_unused(language))),
        }
        let key = match before {
            Some(field) => field.key,
            None => {
                let own = self.store.custom_fields()?;
                let taken = |code: &str| own.iter().any(|field| field.key == code) || self.is_name_of_field(code);
                self.new_code(typed, (&label, "champ"), taken).unwrap_or_else(|problem| {
                    problems.push(problem);
                    String::new()
                })
            }
        };
        if !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            problems.push(SettingProblem::new("code", words::key_signs(language)));
        }
        all_right(problems)?;
        self.define_field(&CustomField { key: key.clone(), label, kind, choices })?;
        Ok(key)
    }
}

/// Where a field of the shop's own can be used.
fn use_of(field: &CustomField, language: comptoir_domain::language::Language) -> Block {
    let line = |title: String| Line { title, ..Line::default() };
    let lines = words::field_uses(field, language).into_iter().map(line).collect();
    Block { title: words::field_use(language).to_owned(), lines, ..Block::default() }
}
