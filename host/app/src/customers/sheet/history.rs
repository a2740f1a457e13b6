//! What happened with a customer: sales and refunds, notes, and what was done with the file.

use comptoir_domain::customer::Customer;
use comptoir_domain::sale::PaidSale;
use comptoir_store::{Act, FileAct};

use super::{Block, CustomerFile, Line, Look, Sheet, changes, file_of, when};
use crate::error::Error;
use crate::format::money;
use crate::till::Till;

/// Sales, notes and acts that are shown, the newest first.
const MOST: usize = 200;

/// An act in words.
pub(in crate::customers) struct ToldAct<'a> {
    /// The act.
    pub(in crate::customers) act: &'a FileAct,
    /// What was done.
    pub(in crate::customers) name: &'static str,
    /// What changed, field by field.
    pub(in crate::customers) detail: String,
}

impl Till {
    pub(super) fn history_sheet(&self, file: &CustomerFile) -> Result<Sheet, Error> {
        let language = self.language;
        let sales = self.store.sales_of(file_of(file).id, MOST)?;
        let lines = sales.iter().map(|sale| self.sale_line(sale)).collect();
        let sales = Block::new(
            language.pick("Ventes et retours", "Sales and refunds"),
            language.pick("Aucune vente.", "No sale."),
            lines,
        );
        let notes = file
            .notes
            .iter()
            .take(MOST)
            .map(|note| Line::new(note.text.clone(), "").detail(format!("{} · {}", when(note.at), note.operator)));
        let notes = Block {
            id: "note".to_owned(),
            action: language.pick("Ajouter une note", "Add a note").to_owned(),
            ..Block::new(language.pick("Notes", "Notes"), language.pick("Aucune note.", "No note."), notes.collect())
        };
        let acts = Block::new(
            language.pick("La fiche", "The file"),
            language.pick("Rien n’a été noté.", "Nothing was noted."),
            self.act_lines(file),
        );
        let right = self.files_block(file)?.into_iter().chain([notes, acts]).collect();
        Ok(Sheet { left: vec![sales], right })
    }

    fn sale_line(&self, sale: &PaidSale) -> Line {
        let language = self.language;
        let labels: Vec<&str> = sale.lines.iter().map(|line| line.label.as_str()).collect();
        let title = format!("{} · {}", when(sale.stamp.at), sale.stamp.number);
        let line = Line::new(title, money(sale.total, language)).detail(labels.join(", "));
        if !sale.is_refund() {
            return line;
        }
        let detail = language.pick(format!("Retour : {}", line.detail), format!("Refund: {}", line.detail));
        line.detail(detail).look(Look::Warn)
    }

    fn act_lines(&self, file: &CustomerFile) -> Vec<Line> {
        let line = |told: ToldAct<'_>| {
            let ToldAct { act, name, detail } = told;
            Line::new(format!("{} · {name} · {}", when(act.at), act.operator), "").detail(detail)
        };
        self.acts_told(file).into_iter().take(MOST).map(line).collect()
    }

    /// Each act, the newest first, with what the file was before and after: after the newest it is as it is now.
    pub(in crate::customers) fn acts_told<'a>(&self, file: &'a CustomerFile) -> Vec<ToldAct<'a>> {
        let language = self.language;
        let mut after: &Customer = file_of(file);
        let mut told = Vec::new();
        for act in &file.acts {
            let what = act.before.as_ref().map(|before| changes(before, after, &file.fields, language));
            after = act.before.as_ref().unwrap_or(after);
            let mut detail = what.unwrap_or_default().join(" · ");
            if act.batch.is_some() {
                let words = language.pick("dans un changement de liste", "in a change of a list");
                detail = [words, detail.as_str()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ");
            }
            told.push(ToldAct { act, name: self.act_name(act), detail });
        }
        told
    }

    fn act_name(&self, act: &FileAct) -> &'static str {
        let undone = act.detail.as_deref() == Some("undo");
        match act.act {
            Act::Created => self.language.pick("créée", "opened"),
            Act::Changed if undone => self.language.pick("remise comme avant", "put back"),
            Act::Changed => self.language.pick("modifiée", "changed"),
            Act::Consulted => self.language.pick("consultée", "read"),
            Act::Exported => self.language.pick("exportée", "given out"),
            Act::Joined => self.language.pick("réunie avec une autre", "joined with another"),
            Act::Parted => self.language.pick("séparée d’une autre", "parted from another"),
            Act::Erased => self.language.pick("effacée", "erased"),
        }
    }
}

impl Sheet {
    /// Keeps the lines that hold all these words, whatever their case.
    #[must_use]
    pub fn searched(&self, words: &str) -> Self {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let fits = |line: &Line| {
            let text = format!("{} {} {}", line.title, line.detail, line.amount)
                .replace(['\u{a0}', '\u{202f}'], " ")
                .to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let kept = |blocks: &[Block]| -> Vec<Block> {
            let keep = |block: &Block| Block {
                lines: block.lines.iter().filter(|line| fits(line)).cloned().collect(),
                ..block.clone()
            };
            blocks.iter().map(keep).collect()
        };
        Self { left: kept(&self.left), right: kept(&self.right) }
    }
}
