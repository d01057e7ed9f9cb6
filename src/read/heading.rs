//! Finding a column by its name, as published: case, white space and years aside, and by unique prefix where a
//! publisher cut a header short.

use crate::read::source::{Source, TableSettings};
use crate::read::table::{At, Table, clean};
use crate::read::workbook::is_workbook;
use crate::read::{Findings, ReadFault, Vintage};

impl Table {
    /// The column of a name the study gives: the same name, else the only header that starts with it or that it
    /// starts with (cut short by its publisher), which is noted. A fault is recorded where there is none.
    pub fn need(&self, name: &str, found: &mut Findings) -> Option<At> {
        match self.exact(name).as_slice() {
            [] => {}
            [only] => return Some(*only),
            _ => {
                let what = "two columns bear this name";
                found.fault(self.header_fault("E-CSV-HEADERDUP", name, what, "rename one of them"));
                return None;
            }
        }
        let wanted = fold(name);
        // A header that goes on may only do so with another word: age_0_19 is not age_0_1.
        let goes_on = |it: &str| {
            let rest = it.strip_prefix(wanted.as_str());
            rest.is_some_and(|it| {
                !it.starts_with(|next: char| next.is_alphanumeric() || next == '_')
            })
        };
        let near = self.only(|it| {
            it.len() >= 20 && wanted.starts_with(it) || wanted.len() >= 6 && goes_on(it)
        });
        if let Some(at) = near {
            self.note_cut(at, name, found);
        } else {
            self.missing(name, found);
        }
        near
    }

    /// The column of the first of several names that the header has; a fault is recorded where it has none.
    pub fn need_any(&self, names: &[&str], found: &mut Findings) -> Option<At> {
        let at = self.any(names);
        match at {
            Some(at) => self.refuse_double(at, found),
            None => self.missing_any(names, found),
        }
        at
    }

    /// Records a fault where another column bears the name of one: nobody knows which is meant.
    pub fn refuse_double(&self, at: At, found: &mut Findings) {
        let name = self.heading(at);
        if self.exact(name).len() > 1 {
            let what = "two columns bear this name";
            found.fault(self.header_fault("E-CSV-HEADERDUP", name, what, "rename one of them"));
        }
    }

    /// The column of the first of several names that the header has.
    #[must_use]
    pub fn any(&self, names: &[&str]) -> Option<At> {
        names.iter().find_map(|name| {
            let wanted = fold(name);
            self.headers
                .iter()
                .position(|it| fold(it) == wanted)
                .map(At)
        })
    }

    /// The only column whose header starts with a stem that tells it apart, such as `... (IDACI) Decile`, and
    /// whose full published header is known; one that was cut short is noted.
    pub fn stem(&self, stem: &str, full: &str, found: &mut Findings) -> Option<At> {
        let (stem, whole) = (fold(stem), fold(full));
        let at = self
            .only(|it| it == whole)
            .or_else(|| self.only(|it| it.starts_with(&stem)))?;
        let header = fold(self.heading(at));
        if header != whole && whole.starts_with(&header) {
            self.note_cut(at, full, found);
        }
        Some(at)
    }

    /// The only column that a condition on the folded header picks out.
    pub fn only(&self, condition: impl Fn(&str) -> bool) -> Option<At> {
        let mut fitting = (0..self.headers.len()).filter(|it| condition(&fold(&self.headers[*it])));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(At(first))
    }

    /// Records that a column is missing, and where it was found instead.
    pub fn missing(&self, name: &str, found: &mut Findings) {
        self.missing_any(&[name], found);
    }

    /// Records that a column is missing under each of several names; the message bears the name found lower down,
    /// else the first.
    pub fn missing_any(&self, names: &[&str], found: &mut Findings) {
        let name = names.first().copied().unwrap_or_default();
        if let Some(double) = names.iter().find_map(|it| self.exact(it).first().copied()) {
            // It is there, and more than once.
            self.refuse_double(double, found);
            return;
        }
        let wanted = |cell: &str| names.iter().find(|it| fold(it) == fold(cell));
        let mut below = self.ragged.iter().chain(self.rows.iter().take(30));
        let lower = below
            .find_map(|(place, cells)| Some((place.to_string(), cells.iter().find_map(wanted)?)));
        if let Some((place, name)) = lower {
            // Rows are only ragged because the wrong line was taken for the header.
            found
                .faults
                .retain(|it| it.code != "E-CSV-RAGGED" || it.file != self.file);
            found.fault(self.header_lower(name, place.trim()));
            return;
        }
        let known = self.headers.join(", ");
        let shown: String = known.chars().take(300).collect();
        let what = format!("this column is missing; the header has: {shown}");
        let remedy = "name the right column in the study, or add it to the file";
        found.fault(self.header_fault("E-CSV-HEADER", name, &what, remedy));
    }

    fn header_lower(&self, name: &str, place: &str) -> ReadFault {
        let what = format!(
            "required column is not in line {}; it is in {place}",
            self.header_line
        );
        let n = place.trim_start_matches("line ");
        let remedy = format!("set header_row = {n} for this file, or delete the lines above");
        self.header_fault("E-CSV-HEADERROW", name, &what, &remedy)
    }

    fn exact(&self, name: &str) -> Vec<At> {
        let wanted = fold(name);
        let same = (0..self.headers.len()).filter(|it| fold(&self.headers[*it]) == wanted);
        same.map(At).collect()
    }

    fn note_cut(&self, at: At, name: &str, found: &mut Findings) {
        let what = "a header differs from the name wanted and was matched by its unique prefix";
        let sample = format!("\"{}\" for \"{name}\"", self.heading(at));
        found
            .notices
            .add("W-CSV-HEADERPREFIX", &self.file, what, sample);
    }
}

/// A header as it is compared: white space collapsed, lower case.
pub(super) fn fold(header: &str) -> String {
    clean(header).to_lowercase()
}

/// How many lines are looked at for a header.
const PREAMBLE: u64 = 30;

/// The settings of a CSV whose header may stand below a publisher's title and notes: it is the first line of several
/// cells of which one speaks of LSOA codes. Where there is none, and in a workbook, the settings as they are.
#[must_use]
pub fn below_preamble(source: Source<'_>) -> TableSettings {
    let settings = source.settings.clone();
    if is_workbook(source) {
        return settings;
    }
    let text = String::from_utf8_lossy(source.bytes);
    let is_header = |line: &str| {
        let cells = line.split(char::from(settings.delimiter));
        let cells: Vec<&str> = cells
            .map(|it| it.trim_matches(['"', '\u{feff}', ' ', '\r']))
            .collect();
        cells.iter().filter(|it| !it.is_empty()).count() > 2
            && cells.iter().any(|it| Vintage::of_header(it).is_some())
    };
    let found = (1..=PREAMBLE)
        .zip(text.lines())
        .find(|(_, it)| is_header(it));
    TableSettings {
        header_row: found.map_or(settings.header_row, |it| it.0),
        ..settings
    }
}
