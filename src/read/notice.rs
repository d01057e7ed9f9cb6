//! What was odd in the data but no fault: counted, sampled, kept and shown. Data, not errors.
//!
//! Notices stand on every page, so neither their order nor their samples may depend on the order of a file's rows.

use std::borrow::Cow;
use std::fmt;

use crate::read::row_count::RowCount;

/// One kind of oddity: how often it was seen, and a few examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The stable code, such as `W-PBF-ONEWAY`.
    pub code: Cow<'static, str>,
    /// The file as the study names it, or what the notice is about.
    pub file: String,
    /// What was odd and what was done about it.
    pub what: String,
    /// How often.
    pub count: u64,
    /// A few of the places or values: the shortest, then the first of the alphabet, whatever the order of rows.
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

/// All notices of a run: files in the order they were first seen, the notices of a file by code and text. Those of one
/// file carry the account of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    list: Vec<Notice>,
    rows: RowCount,
}

impl Notices {
    /// How many samples a notice keeps.
    pub const SAMPLES: usize = 5;
    /// How many texts of one code and file are told one by one; the others are counted as one. The ONS's table of single
    /// years has 182 columns of people.
    pub const KINDS: usize = 200;

    /// Nothing odd yet.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            list: Vec::new(),
            rows: RowCount::none(),
        }
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
            code: Cow::Borrowed(code),
            file: file.to_owned(),
            what,
            count: 1,
            samples,
        });
    }

    /// Counts so many more of a kind at once, with the first of them in order as samples; none where the number is 0.
    pub fn add_counted(
        &mut self,
        code: &'static str,
        file: &str,
        what: String,
        (count, samples): (u64, Vec<String>),
    ) {
        if count > 0 {
            self.merge(Notice {
                code: Cow::Borrowed(code),
                file: file.to_owned(),
                what,
                count,
                samples,
            });
        }
    }

    /// Counts one more of a kind that is a row left out.
    pub fn add_left_out(
        &mut self,
        code: &'static str,
        file: &str,
        what: &'static str,
        sample: impl Into<String>,
    ) {
        self.add(code, file, what, sample);
        self.rows.leave_out(what, 1);
    }

    /// The account of the rows of the file these notices are of.
    #[must_use]
    pub const fn rows(&self) -> &RowCount {
        &self.rows
    }

    /// The same account, to be kept.
    pub const fn rows_mut(&mut self) -> &mut RowCount {
        &mut self.rows
    }

    /// Adds the notices of another list to this one; an account of rows stays with its own file.
    pub fn extend(&mut self, other: Self) {
        for notice in other.list {
            self.merge(notice);
        }
    }

    /// The same, each sample beginning with whom it is about, such as one plan of several.
    #[must_use]
    pub fn about(mut self, whom: &str) -> Self {
        for notice in &mut self.list {
            for sample in &mut notice.samples {
                *sample = format!("{whom}: {sample}");
            }
        }
        self
    }

    /// Those of some files.
    #[must_use]
    pub fn of_files(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.list.retain(|it| wanted(&it.file));
        self
    }

    /// The notices.
    pub fn iter(&self) -> std::slice::Iter<'_, Notice> {
        self.list.iter()
    }

    /// Whether nothing was odd.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn merge(&mut self, mut notice: Notice) {
        let of_file = |it: &Notice| it.file == notice.file;
        let start = self.list.iter().position(of_file);
        let start = start.unwrap_or(self.list.len());
        let n = self.list[start..].partition_point(of_file);
        let file = &mut self.list[start..start + n];
        let place = file.binary_search_by(|it| in_file(it).cmp(&in_file(&notice)));
        let place = match place {
            Ok(known) => {
                file[known].count_with(notice);
                return;
            }
            Err(place) => start + place,
        };
        let of_code = |it: &&Notice| it.code == notice.code && it.what != OTHERS;
        if file.iter().filter(of_code).count() < Self::KINDS || notice.what == OTHERS {
            self.list.insert(place, notice);
            return;
        }
        // The first by text are told one by one, whatever the order in which they were met.
        let last = file.iter().rposition(|it| of_code(&it));
        if let Some(last) = last.filter(|it| file[*it].what > notice.what) {
            let after = self.list.remove(start + last);
            self.list.insert(place, notice);
            notice = after;
        }
        OTHERS.clone_into(&mut notice.what);
        self.merge(notice);
    }
}

/// What notices are told as that are beyond the first kinds of a code.
const OTHERS: &str = "and others of this kind";

/// How the notices of a file are ordered.
fn in_file(notice: &Notice) -> (&str, &str) {
    (notice.code.as_ref(), notice.what.as_str())
}

impl Notice {
    fn count_with(&mut self, other: Self) {
        self.count += other.count;
        self.samples.extend(other.samples);
        self.samples.sort_by(|a, b| in_order(a, b));
        self.samples.truncate(Notices::SAMPLES);
    }
}

/// The shorter first, so that line 9 stands before line 10.
fn in_order(a: &str, b: &str) -> std::cmp::Ordering {
    (a.len(), a).cmp(&(b.len(), b))
}

impl<'a> IntoIterator for &'a Notices {
    type Item = &'a Notice;
    type IntoIter = std::slice::Iter<'a, Notice>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Notices;

    #[test]
    fn the_order_in_which_oddities_are_met_shows_nowhere() {
        let odd: Vec<(&str, String)> = (1..=8)
            .flat_map(|it| [("two", format!("line {it}")), ("one", format!("row {it}"))])
            .collect();
        let told = |odd: &[(&'static str, String)]| {
            let mut notices = Notices::none();
            for (what, sample) in odd {
                notices.add("W-ODD", "file.csv", *what, sample);
            }
            notices
        };
        let backwards: Vec<_> = odd.iter().rev().cloned().collect();
        let notices = told(&odd);
        assert_eq!(notices, told(&backwards));
        let first = &notices.list[0];
        assert_eq!((first.what.as_str(), first.count), ("one", 8));
        assert_eq!(first.samples, ["row 1", "row 2", "row 3", "row 4", "row 5"]);
    }

    #[test]
    fn oddities_of_more_kinds_than_can_be_told_are_all_counted_in_whatever_order_they_are_met() {
        let kinds: Vec<String> = (0..3 * Notices::KINDS)
            .map(|it| format!("column {it:04}"))
            .collect();
        let told = |kinds: &mut dyn Iterator<Item = &String>| {
            let mut notices = Notices::none();
            notices.add("W-OTHER", "file.csv", "column 0000", "");
            for what in kinds {
                notices.add("W-ODD", "file.csv", what, what);
                notices.add("W-ODD", "file.csv", what, "");
            }
            notices
        };
        let notices = told(&mut kinds.iter());
        assert_eq!(notices, told(&mut kinds.iter().rev()));
        let odd: Vec<_> = notices.iter().filter(|it| it.code == "W-ODD").collect();
        assert_eq!(odd.len(), Notices::KINDS + 1);
        let counted: u64 = odd.iter().map(|it| it.count).sum();
        assert_eq!(counted, 2 * kinds.len() as u64);
        let others: Vec<_> = odd.iter().filter(|it| it.count > 2).collect();
        assert_eq!(others[0].count, 4 * Notices::KINDS as u64);
        assert_eq!(others[0].samples[0], "column 0200");
    }
}
