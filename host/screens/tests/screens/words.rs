//! The words of the markup: each is in English as well, and what has a plural has its forms in French.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A text that the markup shows through `@tr`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    singular: String,
    plural: Option<String>,
}

#[test]
fn each_text_is_in_english() {
    let english = catalog("en");
    let missing: Vec<_> = texts()
        .into_iter()
        .filter(|(text, _)| !is_translated(&english, text))
        .map(|(text, file)| format!("{file}: {:?}", text.singular))
        .collect();
    assert!(missing.is_empty(), "add to lang/en/LC_MESSAGES/comptoir-screens.po:\n{}", missing.join("\n"));
}

#[test]
fn each_plural_is_in_french() {
    let french = catalog("fr");
    for (text, file) in texts().into_iter().filter(|(text, _)| text.plural.is_some()) {
        assert!(is_translated(&french, &text), "{file}: add {text:?} to lang/fr/LC_MESSAGES/comptoir-screens.po");
    }
}

#[test]
fn the_catalogs_hold_nothing_that_is_not_shown() {
    let shown: Vec<_> = texts().into_keys().map(|text| text.singular).collect();
    for language in ["fr", "en"] {
        for text in catalog(language).into_keys() {
            let singular = text.singular;
            assert!(shown.contains(&singular), "lang/{language}: {singular:?} is not in the markup any more");
        }
    }
}

fn is_translated(catalog: &BTreeMap<Text, Vec<String>>, text: &Text) -> bool {
    let forms = if text.plural.is_some() { 2 } else { 1 };
    catalog.get(text).is_some_and(|found| found.len() == forms && found.iter().all(|form| !form.is_empty()))
}

/// Collects what `@tr` shows, with the file it stands in.
fn texts() -> BTreeMap<Text, String> {
    let mut found = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    for path in markup(&root) {
        let file = path.strip_prefix(&root).unwrap().display().to_string();
        for text in texts_in(&fs::read_to_string(&path).unwrap()) {
            found.insert(text, file.clone());
        }
    }
    assert!(!found.is_empty());
    found
}

fn markup(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(markup(&path));
        } else if path.extension().is_some_and(|extension| extension == "slint") {
            found.push(path);
        }
    }
    found
}

fn texts_in(source: &str) -> Vec<Text> {
    source.split("@tr(").skip(1).map(text_at).collect()
}

/// Reads `"one"` or `"one" | "many" % n`, after `@tr(`.
fn text_at(rest: &str) -> Text {
    let (singular, rest) = literal(rest);
    assert!(!rest.trim_start().starts_with("=>"), "no context: {singular:?} is enough");
    let plural = rest.trim_start().strip_prefix('|').map(|rest| literal(rest).0);
    Text { singular, plural }
}

/// Reads a string in quotes; hands back what follows it as well.
fn literal(source: &str) -> (String, &str) {
    let source = source.trim_start().strip_prefix('"').expect("a text stands in quotes");
    let mut text = String::new();
    let mut signs = source.char_indices();
    while let Some((place, sign)) = signs.next() {
        match sign {
            '"' => return (text, &source[place + 1..]),
            '\\' => match signs.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((place, 'u')) => {
                    let code = source[place + 2..].split('}').next().unwrap();
                    text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap());
                    signs.by_ref().find(|(_, sign)| *sign == '}');
                }
                Some((_, sign)) => text.push(sign),
                None => break,
            },
            sign => text.push(sign),
        }
    }
    panic!("a text has no end: {text:?}");
}

/// Reads a catalog: texts with their forms.
fn catalog(language: &str) -> BTreeMap<Text, Vec<String>> {
    let path = format!("{}/lang/{language}/LC_MESSAGES/comptoir-screens.po", env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(&path).unwrap();
    let entries = source.split("\n\n").filter_map(entry);
    entries.filter(|(text, _)| !text.singular.is_empty()).collect()
}

fn entry(source: &str) -> Option<(Text, Vec<String>)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (word, text) = line.split_at(line.find('"')?);
        match (word.trim(), fields.last_mut()) {
            ("", Some(last)) => last.1.push_str(&literal(text).0),
            (word, _) => fields.push((word.to_owned(), literal(text).0)),
        }
    }
    let field = |name: &str| fields.iter().find(|(word, _)| word == name).map(|(_, text)| text.clone());
    let forms = fields.iter().filter(|(word, _)| word.starts_with("msgstr")).map(|(_, text)| text.clone());
    Some((Text { singular: field("msgid")?, plural: field("msgid_plural") }, forms.collect()))
}

#[test]
fn texts_are_read_from_the_markup() {
    let source =
        r#"text: @tr("Prix : {}", price); x: @tr("{n} article" | "{n} articles" % n); @tr("a\u{202f}b \"c\"")"#;
    let text = |singular: &str, plural: Option<&str>| Text {
        singular: singular.to_owned(),
        plural: plural.map(str::to_owned),
    };
    assert_eq!(
        texts_in(source),
        [text("Prix : {}", None), text("{n} article", Some("{n} articles")), text("a\u{202f}b \"c\"", None)]
    );
}

#[test]
fn entries_are_read_from_the_catalog() {
    let source = "# Note\nmsgid \"{n} article\"\nmsgid_plural \"{n} \"\n\"articles\"\nmsgstr[0] \"{n} item\"\nmsgstr[1] \"{n} items\"";
    let (text, forms) = entry(source).unwrap();
    assert_eq!(text.plural.unwrap(), "{n} articles");
    assert_eq!(forms, ["{n} item", "{n} items"]);
}
