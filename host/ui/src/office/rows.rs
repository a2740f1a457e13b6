//! Cards and fields as the markup shows them.

use comptoir_app::format::capital;
use comptoir_app::office::{Card, CardId, CodeKind, FieldKind, FieldView, Origin, Results, View};
use comptoir_screens::slint::{Model as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{FieldKind as Look, FormRow, ProgramCard, Tone};

use crate::words::Words;

/// All cards: programs in their order, then policies.
pub(super) fn cards<'a>(
    view: &View,
    selected: Option<&CardId>,
    results: impl Fn(&CardId) -> Option<&'a Results>,
    words: Words,
) -> Vec<ProgramCard> {
    let count = view.programs.len();
    let programs = view.programs.iter().enumerate().map(|(at, one)| ProgramCard {
        place: (at + 1).to_string().into(),
        figures: results(&one.id).map(|results| words.short_results(results)).unwrap_or_default().into(),
        can_up: at > 0,
        can_down: at + 1 < count,
        section: if at == 0 { words.own_programs().into() } else { SharedString::default() },
        ..card(one, view, selected, words)
    });
    let policies = view.policies.iter().enumerate().map(|(at, one)| ProgramCard {
        section: if at == 0 { words.to_discover().into() } else { SharedString::default() },
        ..card(one, view, selected, words)
    });
    programs.chain(policies).collect()
}

fn card(one: &Card, view: &View, selected: Option<&CardId>, words: Words) -> ProgramCard {
    let (dates, dates_tone) = words.dates(one, view.day);
    ProgramCard {
        id: one.id.to_string().into(),
        title: one.title.clone().into(),
        text: one.description.clone().into(),
        origin: words.origin(&one.origin).into(),
        origin_tone: origin_tone(&one.origin),
        dates: dates.into(),
        dates_tone,
        // One that is switched off is in no trouble; one that cannot be read is.
        trouble: one
            .trouble
            .as_deref()
            .filter(|_| one.enabled || one.version.is_empty())
            .map(capital)
            .unwrap_or_default()
            .into(),
        on: one.enabled,
        selected: selected == Some(&one.id),
        ..ProgramCard::default()
    }
}

/// Amber for what nobody vouches for.
pub(super) const fn origin_tone(origin: &Origin) -> Tone {
    match origin {
        Origin::Bundled | Origin::Signed { .. } => Tone::Neutral,
        Origin::Unsigned => Tone::Look,
    }
}

/// The fields of a form. Lists that did not change are kept, so that what has the keyboard in them stays.
pub(super) fn fields(fields: Vec<FieldView>, before: &ModelRc<FormRow>, words: Words) -> Vec<FormRow> {
    let row = |(at, field): (usize, FieldView)| {
        let mut row = field_row(field, words);
        if let Some(old) = before.row_data(at) {
            row.options = kept(&old.options, row.options);
            row.names = kept(&old.names, row.names);
        }
        row
    };
    fields.into_iter().enumerate().map(row).collect()
}

fn kept(old: &ModelRc<SharedString>, new: ModelRc<SharedString>) -> ModelRc<SharedString> {
    if old.iter().eq(new.iter()) { old.clone() } else { new }
}

fn field_row(field: FieldView, words: Words) -> FormRow {
    let row = FormRow {
        key: field.key.into(),
        label: field.label.into(),
        help: field.help.into(),
        error: field.error.into(),
        shown: field.shown,
        value: field.text.into(),
        chosen: -1,
        ..FormRow::default()
    };
    match field.kind {
        FieldKind::Yes(on) => FormRow { kind: Look::Yes, on, ..row },
        FieldKind::Money => FormRow { kind: Look::Money, suffix: "€".into(), ..row },
        FieldKind::Percent => FormRow { kind: Look::Number, suffix: "%".into(), ..row },
        FieldKind::Decimal | FieldKind::Integer => FormRow { kind: Look::Number, ..row },
        FieldKind::Date => FormRow { kind: Look::Number, placeholder: words.day_hint().into(), ..row },
        FieldKind::Text => FormRow { kind: Look::Text, ..row },
        FieldKind::Hours => FormRow { kind: Look::Text, placeholder: words.hours_hint().into(), ..row },
        FieldKind::Choice { options, chosen } => {
            let chosen = chosen.and_then(|chosen| i32::try_from(chosen).ok()).unwrap_or(-1);
            FormRow { kind: Look::Choice, options: list(options), chosen, ..row }
        }
        FieldKind::Weekdays(days) => FormRow { kind: Look::Days, days: i32::from(days), ..row },
        FieldKind::Codes { kind, inside } => codes_row(row, kind, inside, words),
    }
}

fn codes_row(row: FormRow, kind: CodeKind, inside: Vec<(String, String)>, words: Words) -> FormRow {
    let names = list(inside.into_iter().map(|(_, name)| name).collect());
    FormRow { kind: Look::Codes, names, pick: words.choose_codes(kind).into(), ..row }
}

fn list(texts: Vec<String>) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from(texts.into_iter().map(SharedString::from).collect::<Vec<_>>()))
}
