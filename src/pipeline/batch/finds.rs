//! Rows of a batch that was made before, found by what their figures come to.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use crate::ids::SiteId;
use crate::pipeline::batch::ledger::{PartLine, read_lines};
use crate::pipeline::batch::question::BatchQuestion;
use crate::pipeline::batch::score::Openings;
use crate::pipeline::batch::shard::LEDGER;
use crate::pipeline::fault::Fault;
use crate::pipeline::optimise::changes;
use crate::pipeline::prepare::Prepared;
use crate::read::{ReadErrors, ScoredRows};
use crate::score::Case;
use crate::study::WrittenChange;

/// A batch in its folder.
#[derive(Clone, Debug)]
pub struct BatchFolder {
    folder: PathBuf,
    parts: Vec<PartLine>,
    /// The mode of travel that its figures are about.
    pub mode: String,
    /// The year whose projected people are counted; `None`: today's.
    pub year: Option<String>,
    /// The names of its figures, as its columns are called.
    pub figures: Vec<String>,
    /// How many rows it has.
    pub rows: u64,
    /// Whether a row is no more than which sites are open: scenarios of a rule.
    pub only_open: bool,
}

/// What a figure must come to, both ends inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// The figure's column.
    pub figure: String,
    /// At least so much.
    pub least: f64,
    /// At most so much.
    pub most: f64,
}

/// Which rows are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchFilter {
    /// What must hold of a row, all of it. A row without a value is none.
    pub bounds: Vec<Bounds>,
    /// The figure they are ordered by; rows without a value come last.
    pub by: String,
    /// Whether the highest come first.
    pub highest_first: bool,
    /// How many are told at most.
    pub most: usize,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchRow {
    /// The scenario's id or number.
    pub scenario: String,
    /// What makes it of today, each open site at its own tier; `None` where one of them is no site of the study.
    pub changes: Option<Vec<WrittenChange>>,
    /// Its figures, in the order of [`BatchFolder::figures`]; `None` where there is none.
    pub values: Vec<Option<f64>>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchFinds {
    /// The first rows, in order.
    pub rows: Vec<BatchRow>,
    /// How many rows there are that were wanted, of so many that were looked at.
    pub found: u64,
    /// See `found`; fewer than all where the search was ended before.
    pub looked_at: u64,
}

/// A row on its way: its value, then where it stands, so that the order is the same whatever is equal.
struct Candidate {
    value: Option<f64>,
    place: (usize, usize),
    values: Vec<Option<f64>>,
}

impl BatchFolder {
    /// Opens the folder that a batch of this very study was written to.
    ///
    /// # Errors
    /// `E-BATCH-NONE` and `E-BATCH-STUDY` where it is none; `E-BATCH-OPEN` where its table does not tell which sites are open;
    /// what the system says.
    pub fn open(folder: &Path, prepared: &Prepared) -> Result<Self, Fault> {
        let shown = folder.display().to_string();
        let question = BatchQuestion::read(folder, prepared)?;
        let [scenario, open, figures @ ..] = question.columns.as_slice() else {
            return Err(no_open(&shown));
        };
        if [scenario.as_str(), open.as_str()] != ["scenario", "open"] {
            return Err(no_open(&shown));
        }
        let mut parts = read_lines(&folder.join(LEDGER))
            .map_err(|it| Fault::io(&format!("{shown}/{LEDGER}"), it))?;
        parts.sort_unstable_by_key(|it| it.part);
        parts.dedup_by_key(|it| it.part);
        Ok(Self {
            folder: folder.to_owned(),
            mode: question.mode,
            year: question.year,
            figures: figures.to_vec(),
            rows: parts.iter().map(|it| it.rows).sum(),
            only_open: question.scenarios.kind == "rule",
            parts,
        })
    }

    /// The first rows that are wanted, as long as it goes on.
    ///
    /// # Errors
    /// `E-CFG-ENUM` where the batch has no such figure; what the system says; a part that is damaged.
    pub fn find(
        &self,
        case: &Case,
        filter: &BatchFilter,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<BatchFinds, Fault> {
        let by = self.place(&filter.by)?;
        let bounds = filter.bounds.iter();
        let bounds: Vec<(usize, &Bounds)> = bounds
            .map(|it| Ok((self.place(&it.figure)?, it)))
            .collect::<Result<_, Fault>>()?;
        let mut finds = BatchFinds::default();
        let mut best: Vec<Candidate> = Vec::new();
        for (nth, part) in self.parts.iter().enumerate() {
            if !goes_on() {
                break;
            }
            let bytes = self.bytes(part)?;
            let table = ScoredRows::open(&part.file, &bytes).map_err(|it| damaged(&it))?;
            let columns = table.figures(&self.figures).map_err(|it| damaged(&it))?;
            let rows = columns.first().map_or(0, Vec::len);
            for row in 0..rows {
                let wanted = |(place, it): &(usize, &Bounds)| {
                    columns[*place][row].is_some_and(|value| (it.least..=it.most).contains(&value))
                };
                if !bounds.iter().all(wanted) {
                    continue;
                }
                finds.found += 1;
                let value = columns[by][row];
                let place = (nth, row);
                let last = best.get(filter.most.wrapping_sub(1));
                if last.is_some_and(|it| !filter.before((value, place), (it.value, it.place))) {
                    continue;
                }
                let at =
                    best.partition_point(|it| filter.before((it.value, it.place), (value, place)));
                let values = columns.iter().map(|it| it[row]).collect();
                best.insert(
                    at,
                    Candidate {
                        value,
                        place,
                        values,
                    },
                );
                best.truncate(filter.most);
            }
            finds.looked_at += rows as u64;
        }
        finds.rows = self.rows_of(case, &best)?;
        Ok(finds)
    }

    /// The place of a figure among the columns.
    fn place(&self, figure: &str) -> Result<usize, Fault> {
        let place = self.figures.iter().position(|it| it == figure);
        place.ok_or_else(|| Fault::Asked {
            code: "E-CFG-ENUM",
            what: format!("the batch has no figure {figure}"),
            remedy: format!("it has {}", self.figures.join(", ")),
        })
    }

    fn bytes(&self, part: &PartLine) -> Result<Vec<u8>, Fault> {
        let path = self.folder.join(&part.file);
        fs::read(&path).map_err(|it| Fault::io(&path.display().to_string(), it))
    }

    /// Reads what the rows are called and which sites they have open, each part once.
    fn rows_of(&self, case: &Case, best: &[Candidate]) -> Result<Vec<BatchRow>, Fault> {
        let openings = Openings::of(case);
        let site = |id: &String| case.sites.find(|it| it.id == *id);
        let made = |open: &[String]| {
            let open: Option<Vec<SiteId>> = open.iter().map(site).collect();
            Some(changes(case, &openings.configuration(&open?)))
        };
        let mut rows: Vec<Option<BatchRow>> = best.iter().map(|_| None).collect();
        for (nth, part) in self.parts.iter().enumerate() {
            let of_part: Vec<usize> = (0..best.len())
                .filter(|it| best[*it].place.0 == nth)
                .collect();
            if of_part.is_empty() {
                continue;
            }
            let bytes = self.bytes(part)?;
            let table = ScoredRows::open(&part.file, &bytes).map_err(|it| damaged(&it))?;
            for it in of_part {
                let row = table.row(best[it].place.1).map_err(|it| damaged(&it))?;
                rows[it] = row.map(|row| BatchRow {
                    changes: made(&row.open),
                    scenario: row.scenario,
                    values: best[it].values.clone(),
                });
            }
        }
        Ok(rows.into_iter().flatten().collect())
    }
}

impl BatchFilter {
    /// Whether a row comes before another.
    fn before(&self, a: (Option<f64>, (usize, usize)), b: (Option<f64>, (usize, usize))) -> bool {
        let by_value = match (a.0, b.0) {
            (Some(a), Some(b)) if self.highest_first => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_value.then(a.1.cmp(&b.1)) == Ordering::Less
    }
}

fn no_open(shown: &str) -> Fault {
    Fault::Asked {
        code: "E-BATCH-OPEN",
        what: format!("{shown}: its table does not tell which sites are open"),
        remedy: "make the batch with --columns scenario,open".to_owned(),
    }
}

fn damaged(errors: &ReadErrors) -> Fault {
    Fault::Asked {
        code: "E-BATCH-PART",
        what: errors.to_string(),
        remedy: "`fairreach verify DIR` tells which parts are damaged; make them again".to_owned(),
    }
}
