//! What is wrong with a file: every fault at once, each with its place, the value found and how to mend it.

use std::fmt;

/// Where in a file a fault is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    Whole,
    /// A line, counted from 1, the header included.
    Line(u64),
    /// A feature of a `GeoJSON` collection, counted from 0.
    Feature(usize),
    /// A byte, counted from 0.
    Byte(u64),
    /// An OSM object.
    Object(&'static str, i64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Line(line) => write!(f, " line {line}"),
            Self::Feature(feature) => write!(f, " feature {feature}"),
            Self::Byte(offset) => write!(f, " at byte offset {offset}"),
            Self::Object(kind, id) => write!(f, " {kind} {id}"),
        }
    }
}

/// One fault in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// The stable code, such as `E-NUM-FORMAT`.
    pub code: &'static str,
    /// The file as the study names it.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// The column or property, where it is about one.
    pub column: Option<String>,
    /// The value found, where it is about one.
    pub value: Option<String>,
    /// What was found and what is needed, without a full stop.
    pub what: String,
    /// How to mend it, without a full stop.
    pub remedy: String,
}

impl ReadFault {
    /// A fault of a file as a whole; the other parts are set by the `at`, `column` and `value` below.
    #[must_use]
    pub fn new(
        code: &'static str,
        file: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code,
            file: file.to_owned(),
            place: Place::Whole,
            column: None,
            value: None,
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The same fault at a place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same fault in a column.
    #[must_use]
    pub fn column(self, column: &str) -> Self {
        Self {
            column: Some(column.to_owned()),
            ..self
        }
    }

    /// The same fault with the value found, cut to 80 characters.
    #[must_use]
    pub fn value(self, value: &str) -> Self {
        Self {
            value: Some(value.chars().take(80).collect()),
            ..self
        }
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.code, self.file, self.place)?;
        if let Some(column) = &self.column {
            write!(f, " column \"{column}\"")?;
        }
        if let Some(value) = &self.value {
            write!(f, " value \"{value}\"")?;
        }
        write!(f, ": {}: {}", self.what, self.remedy)
    }
}

/// Every fault of one or more files.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct ReadErrors(pub Vec<ReadFault>);

impl ReadErrors {
    /// How many faults of one code are shown in full; the rest are counted.
    pub const SHOWN_OF_A_KIND: usize = 20;

    /// `value` if there is no fault, all faults otherwise.
    ///
    /// # Errors
    /// These faults, when there is any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

impl From<ReadFault> for ReadErrors {
    fn from(fault: ReadFault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for ReadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for fault in &self.0 {
            let known = kinds.iter().position(|(code, _)| *code == fault.code);
            let kind = known.unwrap_or_else(|| {
                kinds.push((fault.code, 0));
                kinds.len() - 1
            });
            kinds[kind].1 += 1;
            if kinds[kind].1 <= Self::SHOWN_OF_A_KIND {
                lines.push(fault.to_string());
            }
        }
        for (code, n) in kinds
            .into_iter()
            .filter(|(_, n)| *n > Self::SHOWN_OF_A_KIND)
        {
            lines.push(format!("{code}: and {} more", n - Self::SHOWN_OF_A_KIND));
        }
        f.write_str(&lines.join("\n"))
    }
}
