//! What is wrong with a study file: every fault at once, each with its key, the value and how to mend it.

use std::fmt;

/// One fault in a study or scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyFault {
    /// The stable code, such as `E-CFG-UNKNOWN`.
    pub code: &'static str,
    /// The file; empty where the changes came from elsewhere, such as the map.
    pub file: String,
    /// The line, counted from 1; 0 where there is none.
    pub line: usize,
    /// The column in characters, counted from 1; 0 where there is none.
    pub column: usize,
    /// The full path of the key, such as `modes.walk.speed_kmh`; empty for the file as a whole.
    pub key: String,
    /// The value as written, where there is one.
    pub value: Option<String>,
    /// What was found and what is needed, without a full stop.
    pub what: String,
    /// How to mend it, without a full stop.
    pub remedy: String,
}

impl StudyFault {
    /// A fault of a key, or with an empty key of a file as a whole, without a line yet.
    #[must_use]
    pub fn new(
        code: &'static str,
        file: &str,
        key: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code,
            file: file.to_owned(),
            line: 0,
            column: 0,
            key: key.to_owned(),
            value: None,
            what: what.into(),
            remedy: remedy.into(),
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

    /// The same fault at a line and column, both counted from 1.
    #[must_use]
    pub fn at(self, line: usize, column: usize) -> Self {
        Self {
            line,
            column,
            ..self
        }
    }
}

impl fmt::Display for StudyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if !self.file.is_empty() {
            write!(f, " {}", self.file)?;
        }
        if self.line > 0 {
            write!(f, " line {} column {}", self.line, self.column)?;
        }
        if !self.key.is_empty() {
            write!(f, " {}", self.key)?;
        }
        if let Some(value) = &self.value {
            write!(f, " = {value}")?;
        }
        write!(f, ": {}: {}", self.what, self.remedy)
    }
}

/// Every fault of a study or scenario file, in order of lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct StudyErrors(pub Vec<StudyFault>);

impl StudyErrors {
    /// `value` if there is no fault, all faults otherwise.
    ///
    /// # Errors
    /// These faults, when there is any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.sorted())
        }
    }

    /// The same faults in order of lines.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by_key(|it| (it.line, it.column));
        self.0.dedup();
        self
    }
}

impl From<StudyFault> for StudyErrors {
    fn from(fault: StudyFault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for StudyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// The candidate nearest to a misspelt word, if one is near: at most a third of the letters differ.
///
/// The distance is that of Levenshtein, V. I. (1966), Binary codes capable of correcting deletions, insertions,
/// and reversals, Soviet Physics Doklady 10, 707-710; letter case is ignored.
///
/// ```
/// use fairreach::study::nearest_word;
/// assert_eq!(nearest_word("speed_kph", ["setting", "speed_kmh"]), Some("speed_kmh"));
/// assert_eq!(nearest_word("bananas", ["step", "linear"]), None);
/// ```
#[must_use]
pub fn nearest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|it| (distance(&word, &it.to_lowercase()), it))
        .filter(|(apart, it)| {
            *apart * 3 <= word.chars().count().max(it.chars().count()).max(3)
                || it.to_lowercase().starts_with(&word) && word.chars().count() >= 3
        })
        .min()
        .map(|(_, it)| it)
}

/// "did you mean X", or a list of what is known, as the remedy of an unknown word.
pub(super) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(near) = nearest_word(word, candidates.clone()) {
        return format!("did you mean {near}?");
    }
    let known: Vec<&str> = candidates.into_iter().collect();
    match known.len() {
        0 => "remove it".to_owned(),
        1..=16 => format!("one of {}", known.join(", ")),
        n => format!("one of {} and {} more", known[..12].join(", "), n - 12),
    }
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let swapped = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = swapped.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
