//! The rows of a batch that was made before, by what their figures come to: each can be taken as the plan.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::json;
use super::error::ApiError;
use super::questions::written;
use super::waiting::Waiting;
use crate::pipeline::{BatchFilter, BatchFolder, BatchRow, Bounds};
use crate::score::{Case, measure};
use crate::study::WrittenChange;

/// How many rows are told where nothing is said, and at most.
const USUAL: usize = 20;
pub(super) const MOST_ROWS: usize = 200;

/// More conditions than anybody reads.
pub(super) const MOST_CONDITIONS: usize = 20;

/// The batch that can be looked through.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchDto {
    mode: String,
    /// The year whose projected people are counted; null: today's.
    year: Option<String>,
    rows: u64,
    /// Whether a scenario is no more than which sites are open; else its tiers and places are not told by its row.
    only_open: bool,
    figures: Vec<BatchFigureDto>,
}

/// A figure of a batch.
#[derive(Serialize, ToSchema)]
struct BatchFigureDto {
    /// As its column is called: `share_within:worst_decile`.
    name: String,
    unit: &'static str,
    polarity: &'static str,
    meaning: &'static str,
}

/// What is asked, as written.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchQuestion {
    /// What must hold of a row, all of it.
    #[serde(default)]
    r#where: Vec<Condition>,
    /// The figure that rows are ordered by.
    by: String,
    /// Whether the highest come first.
    #[serde(default)]
    highest_first: bool,
    /// How many rows are told at most; without it 20.
    most: Option<usize>,
}

/// What one figure must come to, both ends inclusive.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Condition {
    figure: String,
    at_least: Option<f64>,
    at_most: Option<f64>,
}

/// Rows that were found.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchRowsDto {
    rows: Vec<BatchRowDto>,
    /// How many rows hold to all that was asked.
    found: u64,
    /// Of so many that were looked at, and so many that there are: a search ends after 20 seconds.
    looked_at: u64,
    of: u64,
}

#[derive(Serialize, ToSchema)]
struct BatchRowDto {
    scenario: String,
    /// In the order of the study's figures of this batch; null where there is none.
    values: Vec<Option<f64>>,
    /// What makes the plan of today; null where the row tells of sites that the study has not.
    changes: Option<Vec<WrittenChange>>,
}

impl BatchDto {
    pub(super) fn of(batch: &BatchFolder) -> Self {
        Self {
            mode: batch.mode.clone(),
            year: batch.year.clone(),
            rows: batch.rows,
            only_open: batch.only_open,
            figures: batch
                .figures
                .iter()
                .map(|it| BatchFigureDto::of(it))
                .collect(),
        }
    }
}

impl BatchFigureDto {
    fn of(column: &str) -> Self {
        let name = column.rsplit_once('/').map_or(column, |it| it.1);
        let name = name.split([':', '@', '.']).next().unwrap_or(name);
        let of = measure(name);
        Self {
            name: column.to_owned(),
            unit: of.map_or("", |it| it.unit.word()),
            polarity: of.map_or("neutral", |it| it.polarity.word()),
            meaning: of.map_or("", |it| it.meaning),
        }
    }
}

impl BatchQuestion {
    /// Reads the body of a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, ApiError> {
        let question: Self = written(body, "a question about a batch")?;
        let most = question.most.unwrap_or(USUAL);
        if !(1..=MOST_ROWS).contains(&most) || question.r#where.len() > MOST_CONDITIONS {
            let what = format!(
                "give most from 1 to {MOST_ROWS}, and at most {MOST_CONDITIONS} conditions"
            );
            return Err(ApiError::senseless(what).code("E-CFG-RANGE"));
        }
        Ok(question)
    }

    fn filter(&self) -> BatchFilter {
        let bounds = self.r#where.iter().map(|it| Bounds {
            figure: it.figure.clone(),
            least: it.at_least.unwrap_or(f64::NEG_INFINITY),
            most: it.at_most.unwrap_or(f64::INFINITY),
        });
        BatchFilter {
            bounds: bounds.collect(),
            by: self.by.clone(),
            highest_first: self.highest_first,
            most: self.most.unwrap_or(USUAL),
        }
    }
}

/// The answer as JSON.
pub(super) fn rows(
    case: &Case,
    batch: &BatchFolder,
    question: &BatchQuestion,
    waiting: &Waiting,
) -> Result<String, ApiError> {
    let found = batch.find(case, &question.filter(), &|| waiting.goes_on());
    let found = found.map_err(|it| ApiError::of(&it))?;
    let row = |it: BatchRow| BatchRowDto {
        scenario: it.scenario,
        values: it.values,
        changes: it.changes,
    };
    json(&BatchRowsDto {
        rows: found.rows.into_iter().map(row).collect(),
        found: found.found,
        looked_at: found.looked_at,
        of: batch.rows,
    })
}
