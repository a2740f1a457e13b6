//! Progress on the terminal: one line when a step starts, one when it ends.

use std::fmt::Display;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Runs `work` between its two lines and hands back its result.
pub(crate) fn step<T>(title: impl Display, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    eprintln!("▶ {title} …");
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { '✓' } else { '✗' };
    eprintln!("  {mark} {title} : {}", seconds(start.elapsed()));
    result
}

/// Prints one detail of the running step.
pub(crate) fn note(text: impl Display) {
    eprintln!("  · {text}");
}

/// Prints what the reader can do next.
pub(crate) fn next(text: impl Display) {
    eprintln!("→ {text}");
}

/// Writes a duration with one decimal and the French comma.
pub(crate) fn seconds(elapsed: Duration) -> String {
    let tenths = elapsed.as_millis() / 100;
    format!("{},{} s", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_one_decimal_and_a_comma() {
        assert_eq!(seconds(Duration::from_millis(0)), "0,0 s");
        assert_eq!(seconds(Duration::from_millis(1_250)), "1,2 s");
        assert_eq!(seconds(Duration::from_millis(71_999)), "71,9 s");
    }
}
