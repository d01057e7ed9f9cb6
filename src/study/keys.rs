//! A table of the study file while it is read: every key is asked for by name, and what nobody asked for is unknown.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::study::error::{StudyFault, did_you_mean};
use crate::study::page::Page;
use crate::study::values::{kind_of, number_of, text_of};

/// What a key kept for a later issue must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Table,
}

/// One table of the file and the keys asked of it.
pub(super) struct Keys<'a> {
    page: &'a Page<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
    asked: RefCell<Vec<&'a str>>,
}

type Entry<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Keys<'a> {
    pub(super) fn new(
        page: &'a Page<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        path: String,
    ) -> Self {
        Self {
            page,
            table,
            span,
            path,
            asked: RefCell::default(),
        }
    }

    pub(super) fn page(&self) -> &'a Page<'a> {
        self.page
    }

    /// The full path of a key.
    pub(super) fn path(&self, key: &str) -> String {
        match (self.path.is_empty(), key.is_empty()) {
            (_, true) => self.path.clone(),
            (true, false) => key.to_owned(),
            (false, false) => format!("{}.{key}", self.path),
        }
    }

    /// The line where the table starts.
    pub(super) fn line(&self) -> usize {
        self.page.place(self.span.start).0
    }

    /// Line and column of a key as written.
    pub(super) fn place_of(&self, key: &str) -> (usize, usize) {
        let span = self.table.get_key_value(key).map(|(key, _)| key.span());
        self.page.place(span.map_or(self.span.start, |it| it.start))
    }

    /// Records a fault of a key; its place and value are those of the key's value, else of the table.
    pub(super) fn fault(
        &self,
        key: &str,
        code: &'static str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let path = self.path(key);
        let fault = StudyFault::new(code, self.page.file, &path, what, remedy);
        let found = self
            .table
            .get(key)
            .filter(|it| !matches!(it.get_ref(), DeValue::Table(_)));
        let span = self
            .table
            .get(key)
            .map_or(self.span.clone(), toml::Spanned::span);
        let (line, column) = self.page.place(span.start);
        let fault = fault.at(line, column);
        self.page.push(match found {
            Some(found) => fault.value(&self.page.raw(found.span())),
            None => fault,
        });
    }

    /// Every key of this table and those below it that holds a value, by its full path, with its text as written.
    pub(super) fn written(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (key, value) in self.table {
            self.page
                .values(&self.path(key.get_ref()), value, &mut found);
        }
        found
    }

    /// Every key in the order written, for tables whose keys are names of the study's own.
    pub(super) fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<(usize, &str)> = self
            .table
            .iter()
            .map(|(key, _)| (key.span().start, key.get_ref().as_ref()))
            .collect();
        names.sort_unstable();
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
        self.asked.borrow_mut().extend(&names);
        names
    }

    fn entry(&self, key: &'a str) -> Option<Entry<'a>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Whether a key is written.
    pub(super) fn has(&self, key: &'a str) -> bool {
        self.entry(key).is_some()
    }

    /// Whether a key holds a number, a list, a table.
    pub(super) fn is_number(&self, key: &'a str) -> bool {
        self.entry(key)
            .is_some_and(|it| number_of(it.get_ref()).is_some())
    }

    pub(super) fn is_text(&self, key: &'a str) -> bool {
        self.entry(key).is_some_and(|it| it.get_ref().is_str())
    }

    pub(super) fn is_list(&self, key: &'a str) -> bool {
        self.entry(key).is_some_and(|it| it.get_ref().is_array())
    }

    pub(super) fn is_table(&self, key: &'a str) -> bool {
        self.entry(key).is_some_and(|it| it.get_ref().is_table())
    }

    fn typed<T>(
        &self,
        key: &'a str,
        needed: &str,
        read: impl Fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        let value = read(entry.get_ref());
        if value.is_none() {
            let found = kind_of(entry.get_ref());
            self.fault(
                key,
                "E-CFG-TYPE",
                format!("{found} found, {needed} needed"),
                format!("write {needed}"),
            );
        }
        value
    }

    /// A text.
    pub(super) fn text(&self, key: &'a str) -> Option<String> {
        let text = self.typed(key, "a text in quotes", text_of)?;
        if text.trim().is_empty() {
            self.fault(
                key,
                "E-CFG-RANGE",
                "the text is empty",
                "write something, or remove the key",
            );
            return None;
        }
        Some(text)
    }

    /// A text that must be there.
    pub(super) fn need_text(&self, key: &'a str) -> Option<String> {
        if !self.has(key) {
            self.missing(key, "a text in quotes");
        }
        self.text(key)
    }

    pub(super) fn missing(&self, key: &str, needed: &str) {
        self.fault(
            key,
            "E-CFG-MISSING",
            "this key is missing",
            format!("give it {needed}"),
        );
    }

    /// A switch.
    pub(super) fn switch(&self, key: &'a str) -> Option<bool> {
        self.typed(key, "true or false", |it| match it {
            DeValue::Boolean(it) => Some(*it),
            _ => None,
        })
    }

    /// A finite number, whole or not, within a closed range; with `above` the lower end is left out.
    pub(super) fn number(&self, key: &'a str, low: f64, high: f64, above: bool) -> Option<f64> {
        let number = self.typed(key, "a number", number_of)?;
        if !number.is_finite() {
            self.fault(
                key,
                "E-CFG-RANGE",
                "must be a finite number",
                "write a number",
            );
            return None;
        }
        if number < low || number > high || (above && number <= low) {
            let from = if above { "above" } else { "at least" };
            let what = if high >= 1e12 {
                format!("must be {from} {low}")
            } else {
                format!("must be {from} {low} and at most {high}")
            };
            self.fault(key, "E-CFG-RANGE", what, "write a number in that range");
            return None;
        }
        Some(number)
    }

    /// One of some words, each with what it stands for.
    pub(super) fn choice<T: Clone>(&self, key: &'a str, words: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let found = words.iter().find(|(it, _)| *it == word);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(it, _)| *it).collect();
            self.unknown_word(key, &known);
        }
        found.map(|(_, it)| it.clone())
    }

    /// Records that a word is none of those known.
    pub(super) fn unknown_word(&self, key: &str, known: &[&str]) {
        if known.is_empty() {
            // There is none because something else is missing, which is told; this key may be right when it is there.
            return;
        }
        let word = self
            .table
            .get(key)
            .and_then(|it| text_of(it.get_ref()))
            .unwrap_or_default();
        let what = format!("must be one of {}", known.join(", "));
        self.fault(
            key,
            "E-CFG-ENUM",
            what,
            did_you_mean(&word, known.iter().copied()),
        );
    }

    /// A text or a list of texts.
    pub(super) fn texts(&self, key: &'a str) -> Option<Vec<String>> {
        self.typed(key, "a text or a list of texts", |it| match it {
            DeValue::Array(list) => list.iter().map(|it| text_of(it.get_ref())).collect(),
            // A number given for a text, such as URN 120229, means its digits.
            other => Some(vec![text_of(other)?]),
        })
    }

    /// A list of lists of texts.
    pub(super) fn text_lists(&self, key: &'a str) -> Option<Vec<Vec<String>>> {
        let texts = |it: &'a DeValue<'a>| match it {
            DeValue::Array(list) => list.iter().map(|it| text_of(it.get_ref())).collect(),
            _ => None,
        };
        self.typed(key, "a list of lists of texts", |it| match it {
            DeValue::Array(list) => list.iter().map(|it| texts(it.get_ref())).collect(),
            _ => None,
        })
    }

    /// A list of finite numbers.
    pub(super) fn numbers(&self, key: &'a str) -> Option<Vec<f64>> {
        self.typed(key, "a list of numbers", |it| match it {
            DeValue::Array(list) => list
                .iter()
                .map(|it| number_of(it.get_ref()).filter(|it| it.is_finite()))
                .collect(),
            _ => None,
        })
    }

    /// A table.
    pub(super) fn table(&self, key: &'a str) -> Option<Keys<'a>> {
        let table = self.typed(key, "a table", |it| match it {
            DeValue::Table(it) => Some(it),
            _ => None,
        })?;
        let span = self.table.get(key)?.span();
        Some(Self::new(self.page, table, span, self.path(key)))
    }

    /// A list of tables; one table counts as a list of one.
    pub(super) fn tables(&self, key: &'a str) -> Vec<Keys<'a>> {
        let listed = self.typed(key, "a list of tables", |it| match it {
            DeValue::Table(_) => Some(Vec::new()),
            DeValue::Array(list) => list
                .iter()
                .map(|it| match it.get_ref() {
                    DeValue::Table(table) => Some((table, it.span())),
                    _ => None,
                })
                .collect(),
            _ => None,
        });
        match listed {
            None => Vec::new(),
            Some(list) if list.is_empty() => self
                .table
                .get(key)
                .filter(|it| it.get_ref().is_table())
                .and_then(|_| self.table(key))
                .into_iter()
                .collect(),
            Some(list) => list
                .into_iter()
                .enumerate()
                .map(|(place, (table, span))| {
                    let path = format!("{}[{place}]", self.path(key));
                    Self::new(self.page, table, span, path)
                })
                .collect(),
        }
    }

    /// Keys that a later version will use: their type is checked now, and `check` says they are not used yet.
    pub(super) fn later(&self, keys: &[(&'a str, Kind)]) {
        self.known(keys);
        for (key, _) in keys.iter().filter(|(key, _)| self.has(key)) {
            self.not_used_yet(key);
        }
    }

    /// Keys whose type is checked and no more.
    pub(super) fn known(&self, keys: &[(&'a str, Kind)]) {
        for (key, kind) in keys {
            let fits = |it: &DeValue<'_>| match kind {
                Kind::Number => number_of(it).is_some_and(f64::is_finite),
                Kind::Table => it.is_table(),
            };
            let needed = match kind {
                Kind::Number => "a number",
                Kind::Table => "a table",
            };
            let _ = self.typed(key, needed, |it| fits(it).then_some(()));
        }
    }

    /// Notes that a key is read and kept but does nothing yet.
    pub(super) fn not_used_yet(&self, key: &str) {
        self.page.later.borrow_mut().push(self.path(key));
    }

    /// Notes a default, to be shown by `check`, and gives it.
    pub(super) fn default<T>(&self, key: &str, shown: &str, value: T) -> T {
        let shown = (self.path(key), shown.to_owned());
        self.page.defaults.borrow_mut().push(shown);
        value
    }

    /// Refuses every key that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if asked.contains(&name) {
                continue;
            }
            let mut known = asked.clone();
            known.sort_unstable();
            known.dedup();
            let (line, column) = self.page.place(key.span().start);
            let path = self.path(name);
            let remedy = did_you_mean(name, known);
            let fault = StudyFault::new(
                "E-CFG-UNKNOWN",
                self.page.file,
                &path,
                "unknown key",
                remedy,
            );
            self.page.push(fault.at(line, column));
        }
    }
}
