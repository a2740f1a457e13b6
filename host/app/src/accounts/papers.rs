//! Credit notes, gift vouchers and vouchers: found with where they came from, and printed again.

use comptoir_devices::Document;
use comptoir_journal::Duplicate;
use comptoir_store::CreditFile;

use crate::clock::Clock;
use crate::error::{Error, NotFound};
use crate::receipt::Slip;
use crate::till::Till;

impl Till {
    /// Finds a paper by its code, with where it came from.
    ///
    /// # Errors
    ///
    /// [`NotFound::Credit`].
    pub fn credit_file(&self, code: &str) -> Result<CreditFile, Error> {
        self.store.credit_file(code)?.ok_or_else(|| NotFound::Credit(code.to_owned()).into())
    }

    /// Prints a paper again with its barcode, for what is left on it: a DUPLICATA that the journal records.
    ///
    /// # Errors
    ///
    /// [`NotFound::Credit`], [`crate::Refused::Credit`] when nothing can be bought with it any more.
    pub fn print_credit(&mut self, code: &str) -> Result<Document, Error> {
        let file = self.credit_file(code)?;
        file.credit.check_usable(Clock::business_day(self.now()))?;
        self.copy_of(Duplicate::CREDIT, &file.credit.code, |till, copy| Ok(till.slip(&file, copy)))
    }

    fn slip(&self, file: &CreditFile, copy: u32) -> Document {
        let mut paper = Document::new();
        let slip = Slip {
            shop: self.shop(),
            language: self.config.language,
            kind: file.credit.kind,
            code: &file.credit.code,
            label: &file.label,
            worth: file.credit.balance,
            issued: (file.day, file.number.as_ref().map(ToString::to_string)),
            expires: file.credit.expires,
            training: self.shop().mode.is_exercise(),
            copy,
        };
        slip.write(&mut paper);
        paper
    }
}
