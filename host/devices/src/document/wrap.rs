//! Breaking a text into rows: at words when possible, inside a word when it must be.

/// Breaks `text` into rows of at most `width` characters (at least one row, maybe empty).
///
/// A text that fits is kept as it is, with its indent and inner spaces; a longer one is broken
/// at spaces, and its first row keeps the indent. Words longer than a row are cut.
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
    for word in text.split_whitespace() {
        rows.add(word);
    }
    rows.finish()
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
            self.row.push(c);
            self.empty = false;
        }
    }

    fn len(&self) -> usize {
        self.row.chars().count()
    }

    fn next_row(&mut self) {
        self.done.push(std::mem::take(&mut self.row));
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
        let cases: [(&str, usize, &[&str]); 9] = [
            ("", 5, &[""]),
            ("   ", 5, &[""]),
            ("abc", 3, &["abc"]),
            ("a  b", 5, &["a  b"]),
            ("deux mots", 5, &["deux", "mots"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("un abcdefgh", 4, &["un", "abcd", "efgh"]),
            ("  deux mots ici", 8, &["  deux", "mots ici"]),
            ("é à ü", 3, &["é à", "ü"]),
        ];
        for (text, width, rows) in cases {
            assert_eq!(wrap(text, width), rows, "{text:?} in {width}");
        }
    }
}
