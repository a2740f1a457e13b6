//! How fast a shop with many customers answers: `cargo run --release -p comptoir-app --example clients -- FOLDER`.
//!
//! The folder is a demo shop (`comptoir demo --customers 1000000`). Asked is what the screens ask: a search as one
//! types, pages of the list anywhere in it, a filter on three conditions with its sums, a whole file, a card. Each
//! figure is the median, the 99th of a hundred and the slowest.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise, and prints")]

use std::path::Path;
use std::time::{Duration, Instant};

use comptoir_app::customers::{ListQuery, Sort};
use comptoir_app::{Clock, Till};
use comptoir_domain::language::Language;

/// A generator of numbers that is the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }
}

fn told(what: &str, mut took: Vec<Duration>) {
    took.sort();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{what:<44} p50 {:>9.2?}  p99 {:>9.2?}  slowest {:>9.2?}", at(50), at(99), took[took.len() - 1]);
}

fn timed(took: &mut Vec<Duration>, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    took.push(start.elapsed());
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| status.lines().find(|line| line.starts_with(key)).map(str::to_owned).unwrap_or_default();
    format!("{} · {}", of("VmRSS"), of("VmHWM"))
}

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of a shop");
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-22T20:00:00+01:00").unwrap();
    let start = Instant::now();
    let till = Till::open(Path::new(&folder), Clock::Set(at)).unwrap();
    let browser = till.browser().unwrap();
    let whole = browser.totals(&ListQuery::default()).unwrap();
    println!("{} customers, opened in {:.2?}", whole.customers, start.elapsed());
    let count = usize::try_from(whole.customers).unwrap();
    let mut dice = Dice(7);
    let people: Vec<_> = (0..200).flat_map(|_| till.store().customers(1, dice.below(count)).unwrap()).collect();

    let mut took = Vec::new();
    for customer in &people {
        let letters: Vec<char> = customer.person.last_name.chars().collect();
        for end in 1..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            timed(&mut took, || drop(till.store().search_customers(&typed, 30).unwrap()));
        }
    }
    told("search at each key, as at the checkout", took);

    let mut took = Vec::new();
    for customer in &people {
        for end in 1..=customer.person.last_name.chars().count() {
            let words = customer.person.last_name.chars().take(end).collect();
            let query = ListQuery { words, limit: 30, ..ListQuery::default() };
            timed(&mut took, || drop(browser.rows(&query, Language::French).unwrap()));
        }
    }
    told("list of the office at each key", took);

    for sort in [Sort::Name, Sort::LastVisit, Sort::Revenue, Sort::Postcode, Sort::Newest] {
        let mut took = Vec::new();
        for _ in 0..100 {
            let query = ListQuery { sort, limit: 60, offset: dice.below(count), ..ListQuery::default() };
            timed(&mut took, || drop(browser.rows(&query, Language::French).unwrap()));
        }
        told(&format!("page anywhere in the list, {sort:?}"), took);
    }

    let conditions = ["ville = Lyon", "ca-12-mois >= 50", "dernier-passage < -30j"].map(str::to_owned).to_vec();
    let query = ListQuery { conditions, limit: 60, ..ListQuery::default() };
    let (mut rows, mut totals) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        timed(&mut rows, || drop(browser.rows(&query, Language::French).unwrap()));
        timed(&mut totals, || assert!(browser.totals(&query).unwrap().customers <= whole.customers));
    }
    println!("three conditions: {} customers", browser.totals(&query).unwrap().customers);
    told("three conditions, first page", rows);
    told("three conditions, count and sums", totals);

    let (mut briefs, mut files, mut cards) = (Vec::new(), Vec::new(), Vec::new());
    for customer in &people {
        timed(&mut briefs, || drop(till.customer_brief(customer.id).unwrap()));
        timed(&mut files, || drop(till.file_view(customer.id).unwrap()));
        if let Some(card) = customer.cards.first() {
            timed(&mut cards, || drop(till.store().customer_by_card(card).unwrap().unwrap()));
        }
    }
    told("summary under the list", briefs);
    told("file opened", files);
    told("found by card", cards);
    println!("{}", memory());
}
