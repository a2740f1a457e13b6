//! From the sale in hand to what a screen shows of it.

use std::time::Instant;

use comptoir_domain::draft::{DraftLine, PriceSource};
use comptoir_domain::effect::{Choice, CounterChange};
use comptoir_domain::id::ProgramId;
use comptoir_domain::item::Unit;
use comptoir_domain::money::Money;
use comptoir_domain::price::{Origin, Priced, PricedLine};
use comptoir_domain::sale::{PaidSale, ProgramRecord};
use rust_decimal::prelude::ToPrimitive;

use super::view::{LastSale, View, ViewFault, ViewLine, ViewNotice, ViewOffer, ViewTender, ViewVoucher, WhyProgram};
use super::{Counter, tenders};
use crate::clock::Clock;
use crate::error::Error;
use crate::format::number;

/// What the programs said last.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    offers: Vec<ViewOffer>,
    cashier: Vec<String>,
    display: Vec<String>,
    badges: Vec<String>,
    notices: Vec<ViewNotice>,
    faults: Vec<ViewFault>,
}

impl Counter {
    /// Prices the draft at once, programs apart: what they offered and said last stays shown. For a slow
    /// program only.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn quick_view(&self) -> Result<View, Error> {
        self.view_of(&Priced::of(&self.draft, Clock::business_day(self.till.now())))
    }

    /// Prices the draft with all programs and gives everything to show.
    ///
    /// # Errors
    ///
    /// What the store says; a failing program is no error.
    pub fn view(&mut self) -> Result<View, Error> {
        let started = Instant::now();
        let evaluated = if std::mem::take(&mut self.just_identified) {
            self.till.preview_identified(&self.draft)?
        } else {
            self.till.preview(&self.draft, false)?
        };
        self.programs_took = started.elapsed();
        self.said = self.listen(&evaluated.programs);
        self.keep_notices();
        let view = self.view_of(&evaluated.priced);
        self.evaluated = Some(evaluated);
        view
    }

    /// Tells why each program does what it does in the sale in hand.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn why(&mut self) -> Result<Vec<WhyProgram>, Error> {
        let evaluated = self.till.preview(&self.draft, true)?;
        let why = |record: &ProgramRecord| WhyProgram {
            program: self.till.program_title(&record.program),
            reasons: self.till.reasons(record),
            fault: record.fault.clone(),
        };
        Ok(evaluated.programs.iter().map(why).collect())
    }

    fn view_of(&self, priced: &Priced) -> Result<View, Error> {
        let total = priced.total();
        let (given, left) = tenders::share(total, &self.given);
        let vat_lines = priced.vat();
        Ok(View {
            sale: self.draft.id,
            lines: self.draft.lines.iter().zip(&priced.lines).map(|(line, priced)| self.line(line, priced)).collect(),
            pieces: pieces(priced),
            total,
            before: priced.lines.iter().map(|line| line.amount).sum(),
            vat: vat_lines.iter().map(|line| line.amounts.vat).sum(),
            vat_lines,
            sale_discount: self.draft.discount.map(|discount| (discount, taken_by_hand(priced))),
            vouchers: self.vouchers(priced)?,
            customer: self.customer.clone(),
            offers: self.said.offers.clone(),
            messages: self.said.cashier.clone(),
            display_messages: self.said.display.clone(),
            badges: self.said.badges.clone(),
            notices: self.notices.clone(),
            unsigned: self.till.unsigned_programs(),
            faults: self.said.faults.clone(),
            given,
            left,
            print: self.print,
            parked: self.parked.clone(),
            shelf: self.shelf,
            last: self.last.clone(),
            recovered: self.recovered,
            notice: self.notice.clone(),
            alarm: self.till.alarm().map(str::to_owned),
            prints_waiting: self.till.prints_waiting()?,
            print_trouble: self.printed.trouble.clone(),
            programs_took: self.programs_took,
        })
    }

    fn line(&self, line: &DraftLine, priced: &PricedLine) -> ViewLine {
        let winner = priced.winner.as_ref();
        ViewLine {
            id: line.id,
            label: priced.label.clone(),
            sku: priced.sku.to_string(),
            quantity: priced.quantity,
            unit: priced.unit,
            unit_price: priced.unit_price,
            amount: priced.amount,
            gross: priced.gross,
            discounts: priced.discounts.clone(),
            note: priced.note.clone(),
            price_by_hand: matches!(line.price, PriceSource::Manual(_)),
            weighed: priced.unit != Unit::Piece,
            price_list: winner.map(|winner| self.price_names.list(&winner.list)),
            price_rule: winner.and_then(|winner| self.price_names.why(&winner.rule, self.till.language())),
        }
    }

    fn vouchers(&self, priced: &Priced) -> Result<Vec<ViewVoucher>, Error> {
        let mut vouchers = Vec::new();
        for voucher in &self.draft.vouchers {
            vouchers.push(ViewVoucher {
                id: voucher.id,
                code: voucher.code.clone(),
                label: self.till.store.credit_label(voucher.id)?,
                taken: priced.taken_by_voucher(voucher.id),
            });
        }
        Ok(vouchers)
    }

    /// Collects what the programs offer and say, and which of them failed.
    fn listen(&self, records: &[ProgramRecord]) -> Said {
        let mut said = Said::default();
        let mut messages = Vec::new();
        for record in records {
            said.offers.extend(self.offers(record));
            messages.extend(record.accepted.messages.iter().zip(&record.said).map(|said| (&record.program, said)));
            if let Some(fault) = &record.fault {
                said.faults.push(ViewFault { program: self.till.program_title(&record.program), words: fault.clone() });
            }
        }
        messages.sort_by_key(|(_, (message, _))| std::cmp::Reverse(message.weight));
        for (program, (message, words)) in messages {
            let to = |shown: bool, list: &mut Vec<String>| list.extend(Some(words.text.clone()).filter(|_| shown));
            to(message.to.cashier, &mut said.cashier);
            to(message.to.customer_display, &mut said.display);
            to(message.to.customer_panel, &mut said.badges);
            if message.acknowledge {
                let (program, text) = (self.till.program_title(program), words.text.clone());
                said.notices.push(ViewNotice { program, text });
            }
        }
        said
    }

    /// What must be read stands until it was, even when the program says it only once.
    fn keep_notices(&mut self) {
        let (known, read) = (&self.notices, &self.acknowledged);
        let said = std::mem::take(&mut self.said.notices).into_iter();
        let new: Vec<ViewNotice> = said.filter(|said| !known.contains(said) && !read.contains(&said.text)).collect();
        self.notices.extend(new);
    }

    fn offers<'a>(&'a self, record: &'a ProgramRecord) -> impl Iterator<Item = ViewOffer> + 'a {
        let offers = record.accepted.offers.iter().zip(&record.titles);
        offers.map(|(accepted, title)| ViewOffer {
            program: record.program.clone(),
            offer: accepted.offer.id.clone(),
            title: title.clone(),
            state: accepted.state,
            cost: accepted.offer.cost.as_ref().map(|cost| self.cost(&record.program, cost)),
            expires: accepted.offer.expires,
            part: accepted.offer.part,
            taken_part: accepted.taken_part,
            choices: accepted.offer.choices.iter().map(|c| self.choice(&record.program, c)).collect(),
            choice: accepted.choice.clone(),
        })
    }
}

impl Counter {
    /// What an offer costs, with what its counter counts: `300 points`.
    fn cost(&self, program: &ProgramId, cost: &CounterChange) -> String {
        let unit = self.till.counter_unit(program, &cost.counter);
        format!("{} {unit}", number(cost.amount.value(), self.till.language()))
    }

    fn choice(&self, program: &ProgramId, choice: &Choice) -> (String, String) {
        (choice.id.clone(), self.till.programs.say(program, &choice.label, self.till.language()))
    }
}

/// Articles: the sum of pieces, and 1 for each line that is weighed or measured.
pub(super) fn pieces(priced: &Priced) -> i64 {
    let count = |line: &PricedLine| match line.unit {
        Unit::Piece => line.quantity.value().to_i64().unwrap_or(1),
        Unit::Kilogram | Unit::Meter => 1,
    };
    priced.lines.iter().map(count).sum()
}

fn taken_by_hand(priced: &Priced) -> Money {
    let discounts = priced.lines.iter().flat_map(|line| &line.discounts);
    discounts.filter(|discount| discount.origin == Origin::Sale).map(|discount| discount.amount).sum()
}

/// A sale or refund as the last one.
pub(super) fn last(sale: &PaidSale, printed: bool) -> LastSale {
    LastSale {
        number: sale.stamp.number.clone(),
        at: sale.stamp.at,
        total: sale.total,
        given: tenders(sale),
        change: sale.change,
        pieces: sale.article_count(),
        refund: sale.is_refund(),
        printed,
    }
}

/// How a sale was paid, or a refund paid back.
pub(super) fn tenders(sale: &PaidSale) -> Vec<ViewTender> {
    let shown = |tender: &comptoir_domain::tender::Tender| ViewTender {
        kind: tender.kind,
        amount: tender.amount,
        code: tender.code.clone(),
    };
    sale.tenders.iter().map(shown).collect()
}
