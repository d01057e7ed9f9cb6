//! Figures as CSV (RFC 4180, each line ended by a carriage return and a line feed): a row a figure, with every field that
//! the data have.

use super::json::FigureJson;
use super::tables::cell;

/// The header: whose figure it is, then the fields of the data in their order.
const HEADER: [&str; 18] = [
    "configuration",
    "option",
    "option_name",
    "name",
    "service",
    "mode",
    "band",
    "standard_minutes",
    "cutoff_minutes",
    "about",
    "scope",
    "value",
    "unit",
    "polarity",
    "reason",
    "which",
    "source",
    "meaning",
];

/// Whose figures some rows are.
#[derive(Clone, Copy, Debug)]
pub struct CsvOf<'a> {
    /// `baseline`, `scenario`, or `phase:` and its day.
    pub kind: &'a str,
    /// The id of the scenario; empty for the baseline.
    pub id: &'a str,
    /// The name people know.
    pub name: &'a str,
    /// The figures.
    pub figures: &'a [FigureJson],
}

/// Figures as CSV. Text that a spreadsheet would take for a formula gets an apostrophe before it, as in every table of
/// this program; numbers, which have none, stay numbers.
#[must_use]
pub fn figures_csv(all: &[CsvOf]) -> String {
    let mut text = HEADER.join(",") + "\r\n";
    for of in all {
        for figure in of.figures {
            text += &row(of, figure).join(",");
            text += "\r\n";
        }
    }
    text
}

fn row(of: &CsvOf, it: &FigureJson) -> [String; 18] {
    let word = |it: &Option<String>| it.as_deref().map(cell).unwrap_or_default();
    let number = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
    [
        cell(of.kind),
        cell(of.id),
        cell(of.name),
        cell(it.name),
        word(&it.service),
        word(&it.mode),
        word(&it.band),
        number(it.standard_minutes),
        number(it.cutoff_minutes),
        it.about.map(cell).unwrap_or_default(),
        cell(&it.scope),
        number(it.value),
        it.unit.to_owned(),
        it.polarity.to_owned(),
        word(&it.reason),
        word(&it.which),
        cell(it.source),
        cell(it.meaning),
    ]
}
