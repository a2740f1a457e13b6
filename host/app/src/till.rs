//! The open shop: its folder, its journal, its programs and its clock.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use comptoir_devices::document::Raster;
use comptoir_domain::code::{Layout, Layouts, PatternError};
use comptoir_domain::draft::Draft;
use comptoir_domain::id::{CreditId, CustomerId, SaleId};
use comptoir_domain::language::Language;
use comptoir_domain::shop::{Shop, read_siret};
use comptoir_journal::{Chain, Event, PublicKeys, Signer, mirror, payload};
use comptoir_store::Store;

use crate::clock::Clock;
use crate::config::{self, Config};
use crate::error::{Error, Invalid, Refused};
use crate::evaluate::Pasts;
use crate::messages;
use crate::programs::Programs;

/// What the journal and the receipts call this program.
pub const SOFTWARE: &str = concat!("Comptoir ", env!("CARGO_PKG_VERSION"));

/// The folder of keys within the shop's folder.
const KEYS: &str = "keys";
/// The mirror of the journal's head within the shop's folder.
const MIRROR: &str = "journal.head";

/// What a new shop needs to be told.
#[derive(Clone, Debug)]
pub struct NewShop {
    /// The shop and its till.
    pub shop: Shop,
    /// The language of its receipts and screens.
    pub language: Language,
}

/// The open shop. One program at a time has it.
pub struct Till {
    pub(crate) dir: PathBuf,
    pub(crate) store: Store,
    pub(crate) signer: Signer,
    pub(crate) config: Config,
    pub(crate) layouts: Layouts,
    pub(crate) programs: Programs,
    pub(crate) clock: Clock,
    pub(crate) language: Language,
    pub(crate) operator: String,
    /// Where the packages that come with the till are, once told.
    pub(crate) bundled: Option<PathBuf>,
    /// What is wrong with the journal, in words.
    pub(crate) alarm: Option<String>,
    /// The picture at the top of receipts.
    pub(crate) logo: Option<Raster>,
    /// The instant of the last receipt, which the next must not precede.
    pub(crate) last_paid: Option<DateTime<FixedOffset>>,
    /// Since when the drawer is to open for a sale paid in cash, until the print queue sees to it.
    pub(crate) drawer_due: Option<std::time::Instant>,
    /// What programs are told of the customer in hand.
    pub(crate) pasts: Pasts,
    /// How many transactions of many writes are open: the mirror waits for their end.
    pub(crate) mirror_waits: u32,
}

impl Till {
    /// Makes a new shop in a folder: its database, its key, its journal and its `till.toml`.
    ///
    /// # Errors
    ///
    /// [`Refused::ShopExists`], [`Invalid::Siret`], or what the folder refuses.
    pub fn create(dir: &Path, new: &NewShop, clock: Clock) -> Result<Self, Error> {
        let mut shop = new.shop.clone();
        shop.siret = read_siret(&shop.siret).map_err(Invalid::Siret)?;
        if dir.join("comptoir.db").exists() {
            return Err(Refused::ShopExists(dir.display().to_string()).into());
        }
        std::fs::create_dir_all(dir).map_err(|error| Error::file(dir, &error))?;
        let store = Store::create(dir, &shop)?;
        Signer::generate(shop.till.clone(), random()).save(&dir.join(KEYS))?;
        let path = dir.join(config::FILE);
        let template =
            config::TEMPLATE.replace("language = \"fr\"", new.language.pick("language = \"fr\"", "language = \"en\""));
        std::fs::write(&path, template).map_err(|error| Error::file(&path, &error))?;
        let mut till = Self::with(dir, store, clock)?;
        let detail = format!("{SOFTWARE}, SIRET {}, {}", shop.siret, till.signer.key_id());
        till.log(Event::INITIALIZATION, &detail)?;
        Ok(till)
    }

    /// Opens the shop of a folder. A journal whose end is behind its mirror is told ([`Self::alarm`]) and
    /// logged, and sales go on.
    ///
    /// # Errors
    ///
    /// What the store says: no shop there, open in another program, damaged.
    pub fn open(dir: &Path, clock: Clock) -> Result<Self, Error> {
        let store = Store::open(dir)?;
        if matches!(clock, Clock::Set(_)) && !store.shop().mode.is_exercise() {
            return Err(Refused::ClockInRealShop.into());
        }
        let mut till = Self::with(dir, store, clock)?;
        till.compare_with_mirror()?;
        Ok(till)
    }

    /// Compares the end of the journal with its mirror before anything overwrites the mirror: a cut tail
    /// is logged (JET 90), shown, and its evidence kept beside. Sales go on.
    fn compare_with_mirror(&mut self) -> Result<(), Error> {
        let finding = match mirror::read(&self.mirror_path()) {
            Ok(Some(mirror)) => mirror.check(&PublicKeys::load(&self.keys_path())?, &self.store.heads()?).err(),
            // A shop that sold something has a mirror, unless somebody took it away.
            Ok(None) => {
                return self.note_alarm(self.language.pick("miroir du journal absent", "no mirror of the journal"));
            }
            Err(error) => return self.note_alarm(&messages::mirror_error(&error, self.language)),
        };
        match finding {
            Some(finding) => self.note_alarm(&messages::finding(&finding, self.language)),
            None => Ok(()),
        }
    }

    fn note_alarm(&mut self, words: &str) -> Result<(), Error> {
        let stem = format!("{MIRROR}.{}", self.now().format("%Y%m%d-%H%M%S"));
        let names = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem}-{n}")));
        let mut free = names.map(|name| self.dir.join(name)).filter(|path| !path.exists());
        let evidence = free.next().unwrap_or_else(|| self.dir.join(stem));
        let kept = std::fs::copy(self.mirror_path(), &evidence).is_ok();
        let kept = if kept { format!(" → {}", evidence.display()) } else { String::new() };
        self.alarm = Some(words.to_owned());
        self.log(Event::INTEGRITY_FAILURE, &format!("{words}{kept}"))
    }

    /// Tells what is wrong with the journal since the till was opened, when something is.
    #[must_use]
    pub fn alarm(&self) -> Option<&str> {
        self.alarm.as_deref()
    }

    fn with(dir: &Path, store: Store, clock: Clock) -> Result<Self, Error> {
        let config = Config::read(dir)?;
        let layouts = read_layouts(&config.labels).map_err(|error| {
            let path = dir.join(config::FILE).display().to_string();
            Error::Invalid(Invalid::Config { path, problem: error.to_string() })
        })?;
        let signer = Signer::load(&dir.join(KEYS), &store.shop().till)?;
        let language = config.language;
        let logo = config.logo(dir)?;
        let last_paid = store.last_sale()?.map(|sale| sale.stamp.at);
        let programs = Programs::load(dir, &store, language)?;
        Ok(Self {
            dir: dir.to_owned(),
            store,
            signer,
            config,
            layouts,
            programs,
            clock,
            language,
            operator: "caisse".to_owned(),
            bundled: None,
            alarm: None,
            logo,
            last_paid,
            drawer_due: None,
            pasts: Pasts::default(),
            mirror_waits: 0,
        })
    }

    /// Gives the shop.
    #[must_use]
    pub fn shop(&self) -> &Shop {
        self.store.shop()
    }

    /// Gives the shop's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Gives what is stored, for lists and reports.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Gives what is stored, to fill in items and customers.
    pub fn store_mut(&mut self) -> &mut Store {
        // Whatever is done there may change what programs are told.
        self.pasts.forget();
        &mut self.store
    }

    /// Gives this till's settings.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Sets the language in which the till answers from now on; receipts keep the shop's.
    pub const fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// Gives the language in which the till answers.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Moves the clock of a demo or training shop.
    ///
    /// # Errors
    ///
    /// [`Refused::ClockInRealShop`].
    pub fn set_clock(&mut self, clock: Clock) -> Result<(), Error> {
        if !self.shop().mode.is_exercise() {
            return Err(Refused::ClockInRealShop.into());
        }
        self.clock = clock;
        Ok(())
    }

    /// Tells the instant at the till.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now()
    }

    /// Notes that the till opens for business (JET 80).
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn start(&mut self) -> Result<(), Error> {
        self.log(Event::START, SOFTWARE)
    }

    /// Notes that the till closes (JET 40).
    ///
    /// # Errors
    ///
    /// What the store says.
    pub fn stop(&mut self) -> Result<(), Error> {
        self.log(Event::STOP, SOFTWARE)
    }

    /// A clock that went back is noted, and the sale goes on: a dead battery must not close the shop.
    pub(crate) fn watch_clock(&mut self, at: DateTime<FixedOffset>) -> Result<(), Error> {
        if let Some(last) = self.last_paid.replace(at).filter(|last| at < *last) {
            self.log(Event::CLOCK_SET_BACK, &format!("{last} → {at}"))?;
        }
        Ok(())
    }

    /// Opens an empty sale.
    #[must_use]
    pub fn open_sale(&self) -> Draft {
        Draft::open(SaleId::new(self.unix_millis(), &random()))
    }

    /// Makes the id of a new customer.
    #[must_use]
    pub fn new_customer_id(&self) -> CustomerId {
        CustomerId::new(self.unix_millis(), &random())
    }

    pub(crate) fn new_credit_id(&self) -> CreditId {
        CreditId::new(self.unix_millis(), &random())
    }

    fn unix_millis(&self) -> u64 {
        u64::try_from(self.now().timestamp_millis()).unwrap_or(0)
    }

    /// Writes an event to the technical log (JET).
    pub(crate) fn log(&mut self, code: u16, detail: &str) -> Result<(), Error> {
        let event = Event { code, at: self.now(), operator: self.operator.clone(), detail: detail.to_owned() };
        let mut chain = Chain::new(&self.signer, self.store.heads()?);
        let record = chain.sign(comptoir_journal::Family::TechnicalEvent, payload::technical_event(&event));
        self.store.append_records(&[record])?;
        self.mirror_head();
        Ok(())
    }

    /// Makes many sales in one transaction, for the made-up past of a shop of exercises: all of them are stored, or
    /// none. Each is evaluated, signed and entered as at the counter. A real sale stands alone: in a real shop each
    /// is stored by itself here, too.
    ///
    /// # Errors
    ///
    /// What the work fails with, or what the store says.
    pub fn in_bulk<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        if self.shop().mode.is_exercise() { self.in_one(work) } else { work(self) }
    }

    /// Copies the journal's head beside the database, so that a cut tail is noticed. What is stored is
    /// stored: a mirror that cannot be written is an alarm, and no reason to call a sale failed. Within a transaction
    /// of many writes nothing is stored yet, and a mirror that is ahead tells of a cut tail.
    pub(crate) fn mirror_head(&mut self) {
        if self.mirror_waits > 0 {
            return;
        }
        let written = self.store.heads().map_err(Error::from).and_then(|heads| {
            let mirror = mirror::Mirror::new(&self.signer, heads);
            Ok(mirror::write(&self.mirror_path(), &mirror)?)
        });
        if let Err(error) = written {
            self.alarm = Some(error.message(self.language));
        }
    }

    pub(crate) fn mirror_path(&self) -> PathBuf {
        self.dir.join(MIRROR)
    }

    /// The mirrors that alarms kept, the oldest first.
    pub(crate) fn kept_mirrors(&self) -> Result<Vec<PathBuf>, Error> {
        let unreadable = |error: &std::io::Error| Error::file(&self.dir, error);
        let entries = std::fs::read_dir(&self.dir).map_err(|error| unreadable(&error))?;
        let paths = entries.map(|entry| Ok(entry.map_err(|error| unreadable(&error))?.path()));
        let mut paths = paths.collect::<Result<Vec<_>, Error>>()?;
        let prefix = format!("{MIRROR}.");
        paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)));
        paths.sort();
        Ok(paths)
    }

    pub(crate) fn keys_path(&self) -> PathBuf {
        self.dir.join(KEYS)
    }
}

fn read_layouts(patterns: &[String]) -> Result<Layouts, PatternError> {
    let layouts = patterns.iter().map(|pattern| pattern.parse::<Layout>()).collect::<Result<_, _>>()?;
    Layouts::new(layouts)
}

/// Random bytes for ids, keys and codes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
