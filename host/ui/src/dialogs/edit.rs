//! One value: a quantity, a price, a discount, a note, the code of a paper.

use comptoir_app::counter::{Action, ViewLine};
use comptoir_domain::draft::ManualDiscount;
use comptoir_domain::id::LineId;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Quantity;
use comptoir_domain::rate::Percent;
use comptoir_domain::tender::TenderKind;
use comptoir_screens::slint::{Global as _, ModelRc, SharedString, VecModel};
use comptoir_screens::{EditAdapter, OpenDialog};

use crate::desk::Refusal;
use crate::stage::Stage;

/// Discounts that shops give often, in percent.
const DISCOUNTS: [&str; 5] = ["5", "10", "20", "30", "50"];

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// The quantity of a line.
    Quantity(LineId),
    /// The price of one unit of a line.
    Price(LineId),
    /// A discount on a line, or on the whole sale.
    Discount(Option<LineId>),
    /// The note of a line.
    Note(LineId),
    /// The code of a credit note or gift voucher.
    Paper(TenderKind),
    /// How much of an offer is taken.
    Part,
}

pub(crate) fn texts(values: &[&str]) -> ModelRc<SharedString> {
    let values: Vec<SharedString> = values.iter().map(|value| SharedString::from(*value)).collect();
    ModelRc::new(VecModel::from(values))
}

/// An amount as people type it, as the domain reads it.
pub(crate) fn plain_number(text: &str) -> String {
    text.replace(',', ".").replace(['\u{a0}', '\u{202f}', ' ', '€', '%'], "")
}

impl Stage {
    pub(crate) fn connect_edit(&self) {
        let edit = EditAdapter::get(&self.window);
        edit.on_accepted(self.with(|stage, text: SharedString| stage.edit_accepted(&text)));
        edit.on_quick_chosen(self.with(|stage, text: SharedString| stage.edit_accepted(&text)));
        edit.on_choose_scope(self.with(|stage, at: i32| EditAdapter::get(&stage.window).set_scope(at)));
        edit.on_choose_unit(self.with(Self::choose_unit));
        edit.on_clear(self.on(Self::edit_cleared));
        edit.on_pad(self.with(|stage, key: SharedString| stage.touch_key(&key)));
        edit.on_cancelled(self.on(|stage| stage.show_dialog(OpenDialog::None)));
    }

    pub(crate) fn open_edit(&self, what: Edit) {
        let (edit, words) = (EditAdapter::get(&self.window), self.words());
        let line = self.line_of(what);
        *self.edit.borrow_mut() = Some(what);
        edit.set_caption(line.as_ref().map(|line| line.label.as_str()).unwrap_or_default().into());
        edit.set_scopes(texts(&[]));
        edit.set_units(texts(&[]));
        edit.set_quick(texts(&[]));
        edit.set_suffix("".into());
        edit.set_error("".into());
        edit.set_can_clear(false);
        edit.set_words(matches!(what, Edit::Note(_) | Edit::Paper(_)));
        edit.set_touch(self.settings.borrow().touch);
        let (title, label) = match what {
            Edit::Quantity(_) => (words.quantity_title(), words.quantity_title()),
            Edit::Price(_) => (words.price_title(), words.unit_price()),
            Edit::Discount(_) => (words.discount_title(), words.discount_title()),
            Edit::Note(_) => (words.note_title(), words.note_label()),
            Edit::Paper(kind) => (words.tender(kind), words.paper_code()),
            Edit::Part => ("", words.part_label()),
        };
        edit.set_title(title.into());
        edit.set_label(label.into());
        edit.set_text(self.text_to_edit(what, line.as_ref()).into());
        match what {
            Edit::Price(_) => edit.set_suffix("€".into()),
            Edit::Discount(of_line) => self.prepare_discount(&edit, of_line),
            Edit::Note(_) => edit.set_can_clear(line.is_some_and(|line| line.note.is_some())),
            Edit::Part => self.prepare_part(&edit),
            Edit::Quantity(_) | Edit::Paper(_) => {}
        }
        self.show_dialog(OpenDialog::Edit);
    }

    /// What stands in the field at first: the value as it is.
    fn text_to_edit(&self, what: Edit, line: Option<&ViewLine>) -> String {
        let Some(line) = line else { return String::new() };
        match what {
            Edit::Quantity(_) => comptoir_app::format::number(line.quantity.value(), self.language()),
            Edit::Price(_) => comptoir_app::format::bare_money(line.unit_price, self.language()),
            Edit::Note(_) => line.note.clone().unwrap_or_default(),
            Edit::Discount(_) | Edit::Paper(_) | Edit::Part => String::new(),
        }
    }

    fn prepare_discount(&self, edit: &EditAdapter<'_>, of_line: Option<LineId>) {
        let words = self.words();
        edit.set_scopes(if of_line.is_some() { texts(&[words.this_line(), words.whole_sale()]) } else { texts(&[]) });
        edit.set_scope(i32::from(of_line.is_none()));
        edit.set_units(texts(&["%", "€"]));
        edit.set_can_clear(true);
        self.choose_unit(0);
    }

    fn choose_unit(&self, at: i32) {
        let edit = EditAdapter::get(&self.window);
        edit.set_unit(at);
        edit.set_suffix(if at == 0 { "%" } else { "€" }.into());
        edit.set_quick(if at == 0 { texts(&DISCOUNTS) } else { texts(&[]) });
    }

    fn line_of(&self, what: Edit) -> Option<ViewLine> {
        let id = match what {
            Edit::Quantity(id) | Edit::Price(id) | Edit::Note(id) | Edit::Discount(Some(id)) => id,
            Edit::Discount(None) | Edit::Paper(_) | Edit::Part => return None,
        };
        self.view()?.lines.iter().find(|line| line.id == id).cloned()
    }

    fn edit_accepted(&self, text: &str) {
        let Some(what) = *self.edit.borrow() else { return };
        match self.read_edit(what, text.trim()) {
            Ok(action) => {
                EditAdapter::get(&self.window).set_error("".into());
                self.act(action);
            }
            Err(error) => EditAdapter::get(&self.window).set_error(error.into()),
        }
    }

    fn read_edit(&self, what: Edit, text: &str) -> Result<Action, String> {
        let words = self.words();
        let plain = plain_number(text);
        match what {
            Edit::Quantity(line) => match Quantity::parse(&plain) {
                Ok(quantity) => Ok(Action::SetQuantity { line, quantity }),
                Err(_) => Err(words.not_a_quantity().to_owned()),
            },
            Edit::Price(line) => match Money::parse(&plain) {
                Ok(price) => Ok(Action::SetPrice { line, price }),
                Err(_) => Err(words.not_an_amount(text)),
            },
            Edit::Discount(line) => self.read_discount(line, &plain),
            Edit::Note(line) => {
                Ok(Action::SetNote { line, note: Some(text.to_owned()).filter(|text| !text.is_empty()) })
            }
            Edit::Part => self.read_part(text),
            Edit::Paper(kind) => Ok(Action::Tender { kind, amount: None, code: Some(text.to_owned()) }),
        }
    }

    fn read_discount(&self, line: Option<LineId>, plain: &str) -> Result<Action, String> {
        let (edit, words) = (EditAdapter::get(&self.window), self.words());
        let discount = if edit.get_unit() == 0 {
            let percent = Percent::parse(plain).map_err(|_| words.not_a_percent().to_owned())?;
            ManualDiscount::Percent(percent)
        } else {
            let amount = Money::parse(plain).ok().filter(|amount| amount.is_positive());
            ManualDiscount::Amount(amount.ok_or_else(|| words.not_an_amount(plain))?)
        };
        Ok(match line.filter(|_| edit.get_scope() == 0) {
            Some(line) => Action::SetLineDiscount { line, discount: Some(discount) },
            None => Action::SetSaleDiscount { discount: Some(discount) },
        })
    }

    fn edit_cleared(&self) {
        let Some(what) = *self.edit.borrow() else { return };
        let scope = EditAdapter::get(&self.window).get_scope();
        match what {
            Edit::Discount(Some(line)) if scope == 0 => {
                self.act(Action::SetLineDiscount { line, discount: None });
            }
            Edit::Discount(_) => self.act(Action::SetSaleDiscount { discount: None }),
            Edit::Note(line) => self.act(Action::SetNote { line, note: None }),
            Edit::Quantity(_) | Edit::Price(_) | Edit::Paper(_) | Edit::Part => {}
        }
    }

    pub(crate) fn edit_refused(&self, refusal: &Refusal) -> bool {
        EditAdapter::get(&self.window).set_error(refusal.words.as_str().into());
        true
    }

    /// A code scanned while a paper's code is asked for is that code; any other is scanned onto the sale.
    pub(crate) fn edit_scanned(&self, codes: &[String]) -> bool {
        let what = *self.edit.borrow();
        if !matches!(what, Some(Edit::Paper(_))) {
            self.show_dialog(OpenDialog::None);
            return false;
        }
        let starts_with_letter = |code: &&String| code.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(code) = codes.iter().find(starts_with_letter).or(codes.first()) {
            EditAdapter::get(&self.window).set_text(code.as_str().into());
            self.edit_accepted(code);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, read) in [("12,50", "12.50"), ("1 234,5 €", "1234.5"), ("10 %", "10"), ("1\u{202f}000", "1000")] {
            assert_eq!(plain_number(typed), read);
        }
    }
}
