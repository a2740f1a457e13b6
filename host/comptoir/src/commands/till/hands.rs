//! Keys and scanner: everything the cashier's hands do, through one channel.

use std::io::BufRead as _;
use std::sync::mpsc::Sender;

/// What comes from the cashier's hands.
pub(super) enum Gesture {
    /// A line was typed.
    Typed(String),
    /// The scanner read a code.
    Scan(String),
    /// The scanner has something to say.
    Notice(String),
    /// The input ended.
    End,
}

pub(super) fn read_keys(tell: Sender<Gesture>) {
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if tell.send(Gesture::Typed(line)).is_err() {
                return;
            }
        }
        let _ = tell.send(Gesture::End);
    });
}
