//! What was odd in the data but no fault: counted, sampled, kept and shown. Data, not errors.

use std::fmt;

/// One kind of oddity: how often it was seen, and the first few examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The stable code, such as `W-PBF-ONEWAY`.
    pub code: &'static str,
    /// The file as the study names it, or what the notice is about.
    pub file: String,
    /// What was odd and what was done about it.
    pub what: String,
    /// How often.
    pub count: u64,
    /// The first few places or values.
    pub samples: Vec<String>,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code, self.file, self.what)?;
        if self.count > 1 {
            write!(f, " ({} times)", self.count)?;
        }
        if !self.samples.is_empty() {
            write!(f, ", such as {}", self.samples.join("; "))?;
        }
        Ok(())
    }
}

/// All notices of a run, in the order their kinds were first seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices(Vec<Notice>);

impl Notices {
    /// How many samples a notice keeps.
    pub const SAMPLES: usize = 5;

    /// Nothing odd yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Counts one more of a kind; notices with the same code, file and text are one kind.
    pub fn add(
        &mut self,
        code: &'static str,
        file: &str,
        what: impl Into<String>,
        sample: impl Into<String>,
    ) {
        let (what, sample) = (what.into(), sample.into());
        let samples: Vec<String> = Some(sample)
            .filter(|it| !it.is_empty())
            .into_iter()
            .collect();
        self.merge(Notice {
            code,
            file: file.to_owned(),
            what,
            count: 1,
            samples,
        });
    }

    /// Adds the notices of another list to this one.
    pub fn extend(&mut self, other: Self) {
        for notice in other.0 {
            self.merge(notice);
        }
    }

    /// The notices.
    pub fn iter(&self) -> std::slice::Iter<'_, Notice> {
        self.0.iter()
    }

    /// Whether nothing was odd.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn merge(&mut self, notice: Notice) {
        let same = |it: &&mut Notice| {
            it.code == notice.code && it.file == notice.file && it.what == notice.what
        };
        if let Some(known) = self.0.iter_mut().find(same) {
            known.count += notice.count;
            let room = Self::SAMPLES.saturating_sub(known.samples.len());
            known.samples.extend(notice.samples.into_iter().take(room));
        } else {
            self.0.push(notice);
        }
    }
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
