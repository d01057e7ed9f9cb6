//! One file of vectors being gone through: what was expected, what was found, and whether the two agree.

use std::fmt::Display;

use fairreach::{access, equity};
use serde_json::{Map, Value};

/// What became of one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Held,
    NotHeld,
    /// Nothing here computes it; the line says why.
    NotComputed,
    /// A key that nothing here knows.
    NotKnown,
}

impl Verdict {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::NotHeld => "NOT HELD",
            Self::NotComputed => "not computed",
            Self::NotKnown => "not known",
        }
    }
}

/// One figure of one file.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The file, by its path in the folder.
    pub(crate) file: String,
    pub(crate) name: String,
    /// Whose figure it is: `library`, or the command that printed it.
    pub(crate) by: &'static str,
    pub(crate) expected: String,
    pub(crate) got: String,
    pub(crate) tolerance: Option<f64>,
    pub(crate) verdict: Verdict,
    /// Why it is not computed, or why there is no value.
    pub(crate) why: String,
}

/// What was computed.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Value(f64),
    /// There is no value, and why not: what null in a vector means.
    Undefined(String),
    /// Nothing here computes it, and why not.
    Unable(String),
    /// What came is no figure at all, such as a refusal: it never holds.
    Wrong(String),
}

impl Found {
    pub(crate) fn unable(why: impl Into<String>) -> Self {
        Self::Unable(why.into())
    }

    /// What comes of two figures, if both have a value.
    pub(crate) fn with(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        match (self, other) {
            (Self::Value(a), Self::Value(b)) => of(a, b).into(),
            (Self::Wrong(why), _) | (_, Self::Wrong(why)) => Self::Wrong(why),
            (Self::Unable(why), _) | (_, Self::Unable(why)) => Self::Unable(why),
            (Self::Undefined(why), _) | (_, Self::Undefined(why)) => Self::Undefined(why),
        }
    }
}

impl From<f64> for Found {
    fn from(value: f64) -> Self {
        if value.is_finite() {
            Self::Value(value)
        } else {
            // No measure may return one.
            Self::Wrong(format!("{value} is no figure"))
        }
    }
}

impl From<Option<f64>> for Found {
    fn from(value: Option<f64>) -> Self {
        value.map_or_else(|| Self::Undefined("no value".to_owned()), Self::from)
    }
}

impl From<Result<f64, equity::Undefined>> for Found {
    fn from(value: Result<f64, equity::Undefined>) -> Self {
        value.map_or_else(|why| Self::Undefined(why.to_string()), Self::from)
    }
}

impl From<Result<f64, access::Undefined>> for Found {
    fn from(value: Result<f64, access::Undefined>) -> Self {
        value.map_or_else(|why| Self::Undefined(why.to_string()), Self::from)
    }
}

/// The functions of the library.
pub(crate) const LIBRARY: &str = "library";
/// The program as a user runs it.
pub(crate) const ASSESS: &str = "assess --json";

/// The tolerance of a file that states none.
const USUAL: f64 = 1e-9;

/// The lines of one file.
pub(crate) struct Sheet {
    file: String,
    tolerance: f64,
    pub(crate) lines: Vec<Line>,
}

impl Sheet {
    pub(crate) fn of(file: &str, content: &Value) -> Self {
        Self {
            file: file.to_owned(),
            tolerance: content["tolerance"].as_f64().unwrap_or(USUAL),
            lines: Vec::new(),
        }
    }

    pub(crate) fn library(
        &mut self,
        name: impl Display,
        found: impl Into<Found>,
        expected: &Value,
    ) {
        self.check(LIBRARY, name, found, expected);
    }

    pub(crate) fn assess(&mut self, name: impl Display, found: impl Into<Found>, expected: &Value) {
        self.check(ASSESS, name, found, expected);
    }

    /// Null is a figure that has no value. A figure agrees within the file's tolerance, of itself where it is above 1.
    pub(crate) fn check(
        &mut self,
        by: &'static str,
        name: impl Display,
        found: impl Into<Found>,
        expected: &Value,
    ) {
        let tolerance = self.tolerance;
        self.within(tolerance, by, name, found, expected);
    }

    pub(crate) fn within(
        &mut self,
        tolerance: f64,
        by: &'static str,
        name: impl Display,
        found: impl Into<Found>,
        expected: &Value,
    ) {
        let (got, verdict, why) = match (found.into(), expected.as_f64()) {
            (Found::Value(found), Some(expected)) => {
                let near = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
                (found.to_string(), held(near), String::new())
            }
            (Found::Value(found), None) => (found.to_string(), Verdict::NotHeld, String::new()),
            (Found::Undefined(why), _) => ("null".to_owned(), held(expected.is_null()), why),
            (Found::Unable(why), _) => (String::new(), Verdict::NotComputed, why),
            (Found::Wrong(why), _) => (String::new(), Verdict::NotHeld, why),
        };
        self.lines.push(Line {
            file: self.file.clone(),
            name: name.to_string(),
            by,
            expected: expected.to_string(),
            got,
            tolerance: Some(tolerance),
            verdict,
            why,
        });
    }

    /// A list of figures, a line each: `names` tell them apart.
    pub(crate) fn each(
        &mut self,
        by: &'static str,
        name: &str,
        names: &[String],
        found: impl IntoIterator<Item = Found>,
        expected: &Value,
    ) {
        let found: Vec<Found> = found.into_iter().collect();
        let Some(list) = expected.as_array() else {
            return self.unknown(name, expected);
        };
        if found.len() != list.len() {
            let number = |n: usize| format!("{n} figures");
            return self.words(by, name, &number(found.len()), &number(list.len()));
        }
        for (place, (found, expected)) in found.into_iter().zip(list).enumerate() {
            let one = names
                .get(place)
                .map_or_else(|| place.to_string(), Clone::clone);
            self.check(by, format!("{name} {one}"), found, expected);
        }
    }

    /// Words that must be the same.
    pub(crate) fn words(
        &mut self,
        by: &'static str,
        name: impl Display,
        got: &str,
        expected: &str,
    ) {
        self.lines.push(Line {
            file: self.file.clone(),
            name: name.to_string(),
            by,
            expected: expected.to_owned(),
            got: got.to_owned(),
            tolerance: None,
            verdict: held(got == expected),
            why: String::new(),
        });
    }

    /// A figure that nothing here computes.
    pub(crate) fn unable(
        &mut self,
        by: &'static str,
        name: impl Display,
        expected: &Value,
        why: impl Into<String>,
    ) {
        self.check(by, name, Found::unable(why), expected);
    }

    /// A key that nothing here knows.
    pub(crate) fn unknown(&mut self, name: impl Display, expected: &Value) {
        let mut text = expected.to_string();
        if text.chars().count() > LONGEST {
            text = text.chars().take(LONGEST).chain(['…']).collect();
        }
        self.lines.push(Line {
            file: self.file.clone(),
            name: name.to_string(),
            by: "",
            expected: text,
            got: String::new(),
            tolerance: None,
            verdict: Verdict::NotKnown,
            why: "no row here knows this key, or this form of it".to_owned(),
        });
    }

    /// Tells every key of an object that is none of these.
    pub(crate) fn only(&mut self, name: &str, object: &Value, keys: &[&str]) {
        for (key, value) in entries(object) {
            if !keys.contains(&key.as_str()) {
                self.unknown(format!("{name}{key}"), value);
            }
        }
    }
}

/// How much of an unknown value is shown.
const LONGEST: usize = 60;

fn held(it: bool) -> Verdict {
    if it { Verdict::Held } else { Verdict::NotHeld }
}

/// The entries of an object; none of anything else.
pub(crate) fn entries(it: &Value) -> impl Iterator<Item = (&String, &Value)> {
    it.as_object().into_iter().flat_map(Map::iter)
}

/// The items of a list; none of anything else.
pub(crate) fn items(it: &Value) -> &[Value] {
    it.as_array().map_or(&[], Vec::as_slice)
}

/// The numbers of a list; null is `None`.
pub(crate) fn maybe_numbers(list: &Value) -> Vec<Option<f64>> {
    items(list).iter().map(Value::as_f64).collect()
}

/// The words of a list; what is no word is its JSON.
pub(crate) fn words(list: &Value) -> Vec<String> {
    let word = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    items(list).iter().map(word).collect()
}

/// The first number in a key such as `covered_10` or `cum15`, after what it starts with.
pub(crate) fn number_after(key: &str, start: &str) -> Option<f64> {
    let rest = key.strip_prefix(start)?.trim_start();
    let end = rest
        .find(|it: char| !it.is_ascii_digit() && it != '.')
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}
