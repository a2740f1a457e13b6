//! Breaking a text into rows: at words when possible, inside a word when it must be.
//!
//! French puts a space before `! ? : ; » €`; a row never starts with one of them, nor ends
//! with `«`, whichever kind of space was typed.

/// Breaks `text` into rows of at most `width` characters (at least one row, maybe empty).
///
/// A text that fits is kept as it is, with its indent and inner spaces; a longer one is broken
/// at spaces (U+0020 only, so a no-break space holds), and its first row keeps the indent. Words
/// longer than a row are cut.
///
/// # Examples
///
/// ```
/// use comptoir_devices::document::wrap::wrap;
/// assert_eq!(wrap("Pain de campagne", 10), ["Pain de", "campagne"]);
/// ```
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let text = text.trim_end();
    if text.chars().count() <= width {
        return vec![text.to_owned()];
    }
    let mut rows = Rows { width, done: Vec::new(), row: indent(text, width), empty: true };
    for word in unbreakable(text) {
        rows.add(&word);
    }
    rows.finish()
}

/// The words, with those that belong together joined.
fn unbreakable(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(last) if starts_no_row(word) || last.ends_with('«') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn starts_no_row(word: &str) -> bool {
    word.starts_with(['!', '?', ':', ';', '»', '€', '%'])
}

/// The spaces at the start of a text, unless they would eat half of the row.
fn indent(text: &str, width: usize) -> String {
    let spaces = text.chars().take_while(|c| *c == ' ').count();
    " ".repeat(if spaces * 2 <= width { spaces } else { 0 })
}

struct Rows {
    width: usize,
    done: Vec<String>,
    row: String,
    /// Whether the row has no word yet (it may have an indent).
    empty: bool,
}

impl Rows {
    fn add(&mut self, word: &str) {
        let needed = word.chars().count() + usize::from(!self.empty);
        if !self.empty && self.len() + needed > self.width {
            self.next_row();
        }
        if !self.empty {
            self.row.push(' ');
        }
        for c in word.chars() {
            if self.len() == self.width {
                self.next_row();
            }
            // A space inside a joined word is lost where the row ends.
            if c != ' ' || !self.empty {
                self.row.push(c);
                self.empty = false;
            }
        }
    }

    fn len(&self) -> usize {
        self.row.chars().count()
    }

    fn next_row(&mut self) {
        self.done.push(self.row.trim_end().to_owned());
        self.row.clear();
        self.empty = true;
    }

    fn finish(mut self) -> Vec<String> {
        self.next_row();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn breaks_at_words_and_cuts_what_is_too_long() {
        let cases: [(&str, usize, &[&str]); 14] = [
            ("", 5, &[""]),
            ("   ", 5, &[""]),
            ("abc", 3, &["abc"]),
            ("a  b", 5, &["a  b"]),
            ("deux mots", 5, &["deux", "mots"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("un abcdefgh", 4, &["un", "abcd", "efgh"]),
            ("  deux mots ici", 8, &["  deux", "mots ici"]),
            ("é à ü", 3, &["é à", "ü"]),
            ("à bientôt !", 10, &["à", "bientôt !"]),
            ("le « chat »", 9, &["le", "« chat »"]),
            ("pour 12,50 €", 10, &["pour", "12,50 €"]),
            ("un\u{a0}deux trois", 8, &["un\u{a0}deux", "trois"]),
            ("! ! ! ! !", 4, &["! !", "! !", "!"]),
        ];
        for (text, width, rows) in cases {
            assert_eq!(wrap(text, width), rows, "{text:?} in {width}");
        }
    }
}
