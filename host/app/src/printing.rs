//! The durable print queue: after the sale, on a thread of its own, until the paper is out.
//!
//! A job is stored with its sale and leaves the queue when the printer took it. A printer that is off
//! delays nothing: its jobs wait, and are sent again when the queue is next looked at. One job is under
//! way at a time: after a power cut one paper at most is in doubt and comes out twice.
//!
//! The drawer is no paper: it opens once, when a sale is paid in cash, also when the paper is out or
//! nobody wants a receipt. What was not opened in time stays shut: nobody stands before it any more.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use comptoir_devices::document::Block;
use comptoir_devices::{Document, PrinterError, encode, printer};
use comptoir_domain::sale::{PaidSale, ReceiptNumber};
use comptoir_journal::{Chain, Duplicate, Family, payload};
use comptoir_store::{NewPrint, PrintJob};

use crate::config::PrinterConfig;
use crate::error::{Error, NotFound};
use crate::messages;
use crate::till::Till;

/// How long one job may take before the printer counts as stuck.
const JOB_LIMIT: Duration = Duration::from_secs(8);
/// How long after the payment the drawer may still open.
const DRAWER_DELAY: Duration = Duration::from_secs(10);
/// How long the printer may take to open it.
const DRAWER_LIMIT: Duration = Duration::from_secs(2);
/// How long the queue leaves a printer alone that just failed.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// What became of the queue when it was last looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Jobs that left the queue.
    pub done: usize,
    /// Jobs that wait.
    pub waiting: usize,
    /// What the trouble of the printer or of the drawer is, in words, when it failed.
    pub trouble: Option<String>,
}

/// What the thread is to do.
enum Task {
    Print(i64, Vec<u8>),
    OpenDrawer,
}

/// What became of it.
enum Report {
    Printed(i64, Result<(), PrinterError>),
    Drawer(Result<(), PrinterError>),
}

/// Sends jobs to the printer on its own thread. The till asks it now and then for results.
pub struct PrintQueue {
    tasks: Sender<Task>,
    results: Receiver<Report>,
    under_way: Option<i64>,
    /// How often the drawer was asked to open and has not answered yet.
    opening: usize,
    failed_at: Option<Instant>,
    trouble: Option<String>,
    drawer_trouble: Option<String>,
    config: Option<PrinterConfig>,
}

impl PrintQueue {
    /// Starts the thread, when a printer is configured.
    #[must_use]
    pub fn start(config: Option<PrinterConfig>) -> Self {
        let (tasks, to_do) = channel();
        let (report, results) = channel();
        if let Some(config) = config.clone() {
            std::thread::spawn(move || work(&config, &to_do, &report));
        }
        Self {
            tasks,
            results,
            under_way: None,
            opening: 0,
            failed_at: None,
            trouble: None,
            drawer_trouble: None,
            config,
        }
    }

    /// Opens the drawer, and does not wait for it: its trouble is told with that of the printer.
    ///
    /// # Errors
    ///
    /// [`NotFound::Printer`] when there is none to open it.
    pub fn open_drawer(&mut self) -> Result<(), Error> {
        if self.config.is_none() || self.tasks.send(Task::OpenDrawer).is_err() {
            return Err(NotFound::Printer.into());
        }
        self.opening += 1;
        Ok(())
    }

    /// Hands waiting jobs to the printer and notes what became of earlier ones. Never waits.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn turn(&mut self, till: &mut Till) -> Result<Printed, Error> {
        let mut printed = Printed::default();
        while let Ok(report) = self.results.try_recv() {
            self.note(till, report, &mut printed)?;
        }
        self.hand_over(till)?;
        self.finish(till, printed)
    }

    /// Turns until the queue is empty, the printer fails, or the time is over.
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn drain(&mut self, till: &mut Till, limit: Duration) -> Result<Printed, Error> {
        let end = Instant::now() + limit;
        let mut printed = Printed::default();
        self.hand_over(till)?;
        while self.under_way.is_some() || self.opening > 0 {
            match self.results.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(report) => self.note(till, report, &mut printed)?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
            self.hand_over(till)?;
        }
        self.finish(till, printed)
    }

    fn finish(&self, till: &Till, mut printed: Printed) -> Result<Printed, Error> {
        printed.waiting = till.store.count_pending_prints()?;
        let trouble = self.trouble.clone().filter(|_| printed.waiting > 0);
        printed.trouble = trouble.or_else(|| self.drawer_trouble.clone());
        Ok(printed)
    }

    fn note(&mut self, till: &mut Till, report: Report, printed: &mut Printed) -> Result<(), Error> {
        match report {
            Report::Printed(id, result) => self.note_paper(till, id, result, printed),
            Report::Drawer(result) => {
                self.opening = self.opening.saturating_sub(1);
                self.drawer_trouble = result.err().map(|error| messages::printer(&error, till.language));
                Ok(())
            }
        }
    }

    fn note_paper(
        &mut self,
        till: &mut Till,
        id: i64,
        result: Result<(), PrinterError>,
        printed: &mut Printed,
    ) -> Result<(), Error> {
        self.under_way = None;
        match result {
            Ok(()) => {
                till.store.print_done(id, till.now())?;
                (self.trouble, self.drawer_trouble) = (None, None);
                printed.done += 1;
            }
            Err(error) => {
                let words = messages::printer(&error, till.language);
                till.store.print_attempted(id, &words, till.now())?;
                self.trouble = Some(words);
                self.failed_at = Some(Instant::now());
            }
        }
        Ok(())
    }

    /// Opens the drawer for a sale just paid in cash, then hands the oldest waiting job to the printer,
    /// unless one is under way.
    fn hand_over(&mut self, till: &mut Till) -> Result<(), Error> {
        if till.drawer_due.take().is_some_and(|since| since.elapsed() < DRAWER_DELAY) {
            self.open_drawer()?;
        }
        let Some(config) = &self.config else { return Ok(()) };
        if self.failed_at.is_some_and(|at| at.elapsed() < RETRY_AFTER) || self.under_way.is_some() {
            return Ok(());
        }
        let Some(job) = till.store.next_print()? else { return Ok(()) };
        let bytes = encode(&job_document(&job)?, &config.profile);
        if self.tasks.send(Task::Print(job.id, bytes)).is_ok() {
            self.under_way = Some(job.id);
        }
        Ok(())
    }
}

/// What the thread does until nobody listens to it any more.
fn work(config: &PrinterConfig, tasks: &Receiver<Task>, report: &Sender<Report>) {
    for task in tasks {
        let done = match task {
            Task::Print(id, bytes) => {
                Report::Printed(id, printer::send(&config.connection, &bytes, JOB_LIMIT).map(drop))
            }
            Task::OpenDrawer => {
                let pin = config.profile.drawer_pin;
                Report::Drawer(printer::open_drawer(&config.connection, pin, DRAWER_LIMIT))
            }
        };
        if report.send(done).is_err() {
            return;
        }
    }
}

/// A job's document. Papers of earlier versions held the pulse of the drawer: they open none any more.
fn job_document(job: &PrintJob) -> Result<Document, Error> {
    let mut document: Document = serde_json::from_str(&job.document)
        .map_err(|error| Error::File { path: format!("print job {}", job.id), problem: error.to_string() })?;
    document.blocks.retain(|block| !matches!(block, Block::DrawerPulse { .. }));
    Ok(document)
}

/// A document as the queue stores it.
pub(crate) fn to_json(document: &Document) -> String {
    serde_json::to_string(document).expect("a document is plain data")
}

impl Till {
    /// Starts the print queue of this till.
    #[must_use]
    pub fn print_queue(&self) -> PrintQueue {
        PrintQueue::start(self.config.printer.clone())
    }

    /// Makes one more copy of a receipt, marked DUPLICATA and recorded in the journal; it is queued
    /// when a printer is configured.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn reprint(&mut self, number: &ReceiptNumber) -> Result<(PaidSale, Document), Error> {
        let sale = self.sale(number)?;
        let copy = 1 + self.copies_of(Duplicate::SALE, &number.to_string())?;
        let document = self.duplicate(&sale, copy)?;
        Ok((sale, document))
    }

    /// Prints a receipt that the customer asks for after the sale: the original, once, when it was never
    /// queued; a DUPLICATA from then on. Gives which copy it is, 0 for the original. Without a printer the
    /// document is for the screen, and counts as given.
    ///
    /// # Errors
    ///
    /// [`NotFound::Receipt`].
    pub fn print_again(&mut self, number: &ReceiptNumber) -> Result<(u32, Document), Error> {
        let sale = self.sale(number)?;
        let copies = self.copies_of(Duplicate::SALE, &number.to_string())?;
        if copies > 0 || self.store.was_original_queued(number)? {
            return Ok((copies + 1, self.duplicate(&sale, copies + 1)?));
        }
        let document = self.receipt(&sale, 0)?;
        let print = NewPrint { document: to_json(&document), number: Some(number.clone()), copy: 0 };
        let job = self.store.enqueue_print(&print, self.now())?;
        if self.config.printer.is_none() {
            self.store.print_done(job, self.now())?;
        }
        Ok((0, document))
    }

    /// Records a copy in the journal, and queues it when there is a printer.
    fn duplicate(&mut self, sale: &PaidSale, copy: u32) -> Result<Document, Error> {
        let number = &sale.stamp.number;
        self.record_copy(Duplicate::SALE, number.to_string(), copy)?;
        let document = self.receipt(sale, copy)?;
        if self.config.printer.is_some() {
            let print = NewPrint { document: to_json(&document), number: Some(number.clone()), copy };
            self.store.enqueue_print(&print, self.now())?;
        }
        Ok(document)
    }

    /// Makes one more copy of a paper that is no receipt of a sale, records it and queues it when there is
    /// a printer.
    pub(crate) fn copy_of(
        &mut self,
        kind: &'static str,
        number: &str,
        document: impl FnOnce(&Self, u32) -> Result<Document, Error>,
    ) -> Result<Document, Error> {
        let copy = 1 + self.copies_of(kind, number)?;
        let document = document(self, copy)?;
        self.record_copy(kind, number.to_owned(), copy)?;
        if self.config.printer.is_some() {
            let print = NewPrint { document: to_json(&document), number: None, copy };
            self.store.enqueue_print(&print, self.now())?;
        }
        Ok(document)
    }

    fn record_copy(&mut self, document: &'static str, number: String, copy: u32) -> Result<(), Error> {
        let duplicate = Duplicate { at: self.now(), operator: self.operator.clone(), document, number, copy };
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        let record = chain.sign(Family::Duplicate, payload::duplicate(&duplicate));
        self.store.append_records(&[record])?;
        self.mirror_head();
        Ok(())
    }

    /// How many copies the journal records of a document.
    fn copies_of(&self, document: &str, number: &str) -> Result<u32, Error> {
        let last = self.store.last_record(Family::Duplicate)?.map_or(0, |record| record.sequence);
        let mut copies = 0;
        for sequence in 1..=last {
            let Some(record) = self.store.record(Family::Duplicate, sequence)? else { continue };
            let fields = payload::read(record.format, &record.payload)?;
            let is_it = fields.get("document") == Some(document) && fields.get("number") == Some(number);
            copies += u32::from(is_it);
        }
        Ok(copies)
    }

    /// Prints a test page: accents, the euro sign, columns, barcodes. Tells whether the printer
    /// confirmed it.
    ///
    /// # Errors
    ///
    /// [`NotFound::Printer`], or the printer's trouble in words.
    pub fn print_test(&self) -> Result<bool, Error> {
        let config = self.config.printer.as_ref().ok_or(NotFound::Printer)?;
        let page = comptoir_devices::escpos::test_page(&config.profile, self.language);
        let sent = printer::send(&config.connection, &encode(&page, &config.profile), JOB_LIMIT);
        let sent = sent.map_err(|error| Error::File {
            path: config.connection.to_string(),
            problem: messages::printer(&error, self.language),
        })?;
        Ok(!matches!(sent, printer::Sent::Unconfirmed))
    }
}
