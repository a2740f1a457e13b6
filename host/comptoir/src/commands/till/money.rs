//! The gestures that move money or paper: pay, refund, duplicate.

use comptoir_app::counter::Action;
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::{Error, NotFound};
use comptoir_domain::refund::Asked;
use comptoir_domain::sale::ReceiptNumber;
use comptoir_domain::tender::TenderKind;

use super::Terminal;
use super::words::split_receipt;
use crate::commands::refund::{asked, tender as tender_back};
use crate::commands::sale::{paid_json, tender, unreadable};
use crate::views;

impl Terminal<'_> {
    pub(super) fn pay(&mut self, rest: &str) -> Result<(), Error> {
        let (print, tenders) = split_receipt(rest);
        let mut asked = tenders.iter().map(|text| tender(text)).collect::<Result<Vec<_>, _>>()?;
        if asked.is_empty() && self.counter.quick_view()?.given.is_empty() {
            asked.push(TenderAsked::rest(TenderKind::Cash));
        }
        self.counter.act(Action::SetPrint { print })?;
        let sale = self.counter.pay_with(&asked)?;
        if self.context.json {
            let _ = self.context.say(&paid_json(self.till(), &sale)?.to_string());
        } else {
            let receipt = if print { self.till().receipt_text(&sale, None)? } else { String::new() };
            self.tell(&(views::paid(&sale, self.till(), self.context.language) + receipt.as_str()));
        }
        Ok(())
    }

    pub(super) fn refund(&mut self, rest: &str) -> Result<(), Error> {
        let (print, words) = split_receipt(rest);
        let Some((number, rest)) = words.split_first() else { return Err(unreadable("retour", "")) };
        let number = self.number(number)?;
        let is_line = |word: &&&str| word.split_once('=').is_some_and(|(line, _)| line.parse::<u32>().is_ok());
        let lines: Vec<String> = rest.iter().filter(is_line).map(|word| (*word).to_owned()).collect();
        let asked: Asked = asked(&lines)?;
        let tenders = rest.iter().filter(|word| !is_line(word)).map(|word| tender_back(word));
        let mut tenders: Vec<TenderAsked> = tenders.collect::<Result<_, _>>()?;
        if tenders.is_empty() {
            tenders.push(TenderAsked::rest(TenderKind::Cash));
        }
        let id = self.till().new_refund_id();
        let refund = self.counter.till_mut().refund(
            id,
            &number,
            &asked,
            &Payment { tenders, print, parked: None, forced: None },
        )?;
        if self.context.json {
            let _ = self.context.say(&paid_json(self.till(), &refund)?.to_string());
        } else {
            self.tell(&views::paid(&refund, self.till(), self.context.language));
            if print {
                self.tell(&self.till().receipt_text(&refund, None)?);
            }
        }
        Ok(())
    }

    pub(super) fn duplicate(&mut self, rest: &str) -> Result<(), Error> {
        let number = if rest.is_empty() {
            self.till().store().last_sale()?.ok_or(NotFound::AnySale)?.stamp.number
        } else {
            self.number(rest)?
        };
        let (_, document) = self.counter.till_mut().reprint(&number)?;
        self.tell(&document.to_text(self.till().config().columns()));
        Ok(())
    }

    /// Reads a receipt's number: whole, or its last figures.
    fn number(&self, text: &str) -> Result<ReceiptNumber, Error> {
        let whole = format!("{}-{:0>6}", self.till().shop().till, text);
        text.parse().or_else(|_| whole.parse()).map_err(|_| NotFound::Receipt(text.to_owned()).into())
    }
}
