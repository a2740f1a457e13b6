//! Answers laid out byte by byte, as the canonical ABI of the component model wants them.

use serde::Deserialize;

use crate::component::ANSWER;

/// Where the list of effects is: behind what `evaluate` gives back.
const LIST: u32 = ANSWER + 32;
/// Bytes of an effect: a discriminant, and the largest of its cases at the next multiple of eight.
const EFFECT: usize = 160;
/// Bytes of a question.
const QUESTION: usize = 32;

/// An effect that a component answers with, sensible or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Effect {
    /// Earns on a counter.
    Add(Change),
    /// Spends of a counter.
    Spend(Change),
    /// Says that a counter is complete.
    Completed(String),
    /// Takes cents off the whole sale.
    Discount(i64),
    /// Takes hundredths of a percent off the whole sale.
    Percent(u32),
    /// Gives a voucher.
    Voucher(Voucher),
    /// Gives so many of an item.
    Item(Item),
    /// Offers nothing for some of a counter, under an id.
    Offer(Offer),
    /// Shows words to the cashier, the customer and on the receipt.
    Message(String),
    /// Shows words that are somewhere in the memory.
    Slice(Slice),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// A change of a counter: so many units of `10^-scale`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The counter; `points` unless it is said.
    #[serde(default = "points")]
    pub counter: String,
    /// How many units.
    pub units: i64,
    /// How many decimals they have.
    #[serde(default)]
    pub scale: u8,
    /// The lines it is earned on.
    #[serde(default)]
    pub lines: Vec<u32>,
}

fn points() -> String {
    "points".to_owned()
}

/// A voucher, with the last day it can be used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voucher {
    /// Its worth in cents.
    pub cents: i64,
    /// Year, month and day.
    pub expires: Option<(i32, u8, u8)>,
}

/// So many pieces of an item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its stock-keeping unit.
    pub sku: String,
    /// How many.
    pub pieces: i64,
}

/// An offer under an id, for some of the counter `points`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The id.
    pub id: String,
    /// What it costs.
    pub points: i64,
}

/// Words that are somewhere in the memory.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The weight of the message.
    #[serde(default)]
    pub weight: u8,
    /// Where they start.
    pub start: u32,
    /// How many bytes they have.
    pub length: u32,
}

impl Effect {
    /// Earns on the counter `points`, of lines.
    #[must_use]
    pub fn earning(units: i64, scale: u8, lines: &[u32]) -> Self {
        Self::Add(Change { counter: points(), units, scale, lines: lines.to_vec() })
    }
}

/// Bytes at a place of the memory, with what they point at behind the fixed part.
struct Layout {
    base: u32,
    bytes: Vec<u8>,
}

impl Layout {
    fn put(&mut self, at: usize, part: &[u8]) {
        self.bytes.resize(self.bytes.len().max(at + part.len()), 0);
        self.bytes[at..at + part.len()].copy_from_slice(part);
    }

    fn pair(&mut self, at: usize, start: u32, length: u32) {
        self.put(at, &start.to_le_bytes());
        self.put(at + 4, &length.to_le_bytes());
    }

    /// Puts bytes behind all others and points at them.
    fn point(&mut self, at: usize, what: &[u8], count: usize) {
        let end = self.bytes.len().next_multiple_of(8);
        self.put(end, what);
        let start = self.base + u32::try_from(end).expect("a test's answer is short");
        self.pair(at, start, u32::try_from(count).expect("a test's answer is short"));
    }

    fn words(&mut self, at: usize, words: &str) {
        self.point(at, words.as_bytes(), words.len());
    }

    /// Words as they are: the second case of `text`.
    fn plain(&mut self, at: usize, words: &str) {
        self.put(at, &[1]);
        self.words(at + 4, words);
    }

    fn change(&mut self, at: usize, change: &Change) {
        self.words(at, &change.counter);
        self.decimal(at + 8, change.units, change.scale);
    }

    fn decimal(&mut self, at: usize, units: i64, scale: u8) {
        self.put(at, &units.to_le_bytes());
        self.put(at + 8, &[scale]);
    }

    fn benefit(&mut self, at: usize, case: u8, much: &[u8]) {
        self.put(at + 16, &[case]);
        self.put(at + 24, much);
        self.plain(at + 32, "x");
    }

    fn surfaces(&mut self, at: usize, weight: u8) {
        const ALL: u8 = 0b1111;
        self.put(at, &[ALL, weight]);
    }

    fn effect(&mut self, at: usize, effect: &Effect) {
        let inside = at + 8;
        self.put(at, &[case(effect)]);
        match effect {
            Effect::Add(change) => {
                self.change(inside, change);
                let lines: Vec<u8> = change.lines.iter().flat_map(|line| line.to_le_bytes()).collect();
                self.point(inside + 24, &lines, change.lines.len());
            }
            Effect::Spend(change) => self.change(inside, change),
            Effect::Completed(counter) => self.words(inside, counter),
            Effect::Discount(cents) => self.benefit(inside, 1, &cents.to_le_bytes()),
            Effect::Percent(points) => self.benefit(inside, 0, &points.to_le_bytes()),
            Effect::Voucher(voucher) => self.voucher(inside, voucher),
            Effect::Item(item) => {
                self.words(inside, &item.sku);
                self.decimal(inside + 8, item.pieces, 0);
                self.plain(inside + 24, "x");
            }
            Effect::Offer(offer) => self.offer(inside, offer),
            Effect::Message(words) => {
                self.surfaces(inside, 50);
                self.plain(inside + 4, words);
            }
            Effect::Slice(slice) => {
                self.surfaces(inside, slice.weight);
                self.put(inside + 4, &[1]);
                self.pair(inside + 8, slice.start, slice.length);
            }
            Effect::Bytes(bytes) => self.put(at, bytes),
        }
    }

    fn voucher(&mut self, at: usize, voucher: &Voucher) {
        self.put(at, &voucher.cents.to_le_bytes());
        if let Some((year, month, day)) = voucher.expires {
            self.put(at + 8, &[1]);
            self.put(at + 12, &year.to_le_bytes());
            self.put(at + 16, &[month, day]);
        }
        self.plain(at + 20, "x");
    }

    fn offer(&mut self, at: usize, offer: &Offer) {
        self.words(at, &offer.id);
        self.plain(at + 8, "x");
        self.put(at + 32, &[1]);
        self.change(at + 40, &Change { counter: points(), units: offer.points, scale: 0, lines: vec![] });
    }
}

/// The number of the effect's case in the contract.
const fn case(effect: &Effect) -> u8 {
    match effect {
        Effect::Add(_) => 0,
        Effect::Spend(_) => 1,
        Effect::Completed(_) => 2,
        Effect::Discount(_) | Effect::Percent(_) => 3,
        Effect::Voucher(_) => 4,
        Effect::Item(_) => 5,
        Effect::Offer(_) => 6,
        Effect::Message(_) | Effect::Slice(_) => 7,
        Effect::Bytes(_) => 0,
    }
}

/// Lays out what `evaluate` gives back: a list of effects and no reasons.
///
/// # Panics
///
/// When that is longer than a memory.
#[must_use]
pub fn answer(effects: &[Effect]) -> Vec<u8> {
    let mut layout = Layout { base: ANSWER, bytes: Vec::new() };
    layout.pair(4, LIST, u32::try_from(effects.len()).expect("a test's answer is short"));
    layout.put(32 + effects.len() * EFFECT, &[]);
    for (index, effect) in effects.iter().enumerate() {
        layout.effect(32 + index * EFFECT, effect);
    }
    layout.bytes
}

/// Lays out what `prepare` gives back, and the list of questions at [`ANSWER`].
pub(crate) fn plan(questions: &[Vec<u8>]) -> (Vec<u8>, Vec<u8>) {
    let mut plan = Layout { base: 0, bytes: Vec::new() };
    plan.pair(4, ANSWER, u32::try_from(questions.len()).expect("a test's plan is short"));
    let mut list = Layout { base: ANSWER, bytes: Vec::new() };
    list.put(questions.len() * QUESTION, &[]);
    for (index, question) in questions.iter().enumerate() {
        list.put(index * QUESTION, question);
    }
    (plan.bytes, list.bytes)
}

/// Asks on how many days the customer bought, in so many days.
#[must_use]
pub fn visits(days: u32) -> Vec<u8> {
    let mut question = Layout { base: 0, bytes: vec![0] };
    question.put(4, &[1]);
    question.put(8, &days.to_le_bytes());
    question.bytes
}

/// Asks the same since a day.
#[must_use]
pub fn visits_since(year: i32, month: u8, day: u8) -> Vec<u8> {
    let mut question = Layout { base: 0, bytes: vec![0] };
    question.put(4, &[4]);
    question.put(8, &year.to_le_bytes());
    question.put(12, &[month, day]);
    question.bytes
}
