//! How far long work is: one line that is rewritten on a terminal, a line each tenth elsewhere.

use std::io::{IsTerminal as _, Write as _};

use crate::context::Context;

/// Tells how far it is, unless quiet.
pub(crate) struct Progress<'a> {
    words: &'a str,
    told: Option<u64>,
    context: &'a Context,
}

impl<'a> Progress<'a> {
    pub(crate) const fn new(words: &'a str, context: &'a Context) -> Self {
        Self { words, told: None, context }
    }

    pub(crate) fn show(&mut self, done: u64, whole: u64) {
        let percent = done * 100 / whole.max(1);
        let terminal = std::io::stderr().is_terminal();
        let step = if terminal { 1 } else { 10 };
        let news = self.told.map_or(percent >= step, |told| percent / step > told / step);
        if self.context.quiet || !news {
            return;
        }
        self.told = Some(percent);
        let mut out = std::io::stderr().lock();
        let bar = if terminal { bar(percent) } else { String::new() };
        let end = if terminal && percent < 100 { "\r" } else { "\n" };
        let _ = write!(out, "{} : {bar}{percent} %{end}", self.words).and_then(|()| out.flush());
    }
}

/// Twenty signs.
fn bar(percent: u64) -> String {
    let full = usize::try_from(percent / 5).unwrap_or(20).min(20);
    format!("{}{} ", "█".repeat(full), "░".repeat(20 - full))
}
