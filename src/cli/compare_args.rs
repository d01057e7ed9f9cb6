//! The options of `fairreach compare` as typed.

use clap::Args;

use crate::cli::args::StudyArgument;
use crate::cli::output::OutFile;

#[derive(Debug, Args)]
pub(super) struct Compare {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The options: files of changes, or ids of scenarios in the study [default: every scenario of the study]
    #[arg(value_name = "SCENARIO", conflicts_with = "scenario")]
    pub(super) scenarios: Vec<String>,
    /// The same, where no STUDY is named; may be given again and again
    #[arg(long, value_name = "FILE")]
    pub(super) scenario: Vec<String>,
    /// The year whose projected people are counted [default: the people of today]
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<String>,
    /// The mode of travel [default: as the study says]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// The service, by its id in the study [default: the first]
    #[arg(long, value_name = "ID")]
    pub(super) service: Option<String>,
    /// Pounds a year that an option may cost: names the one with the fewest worse off within it [default: as the study says]
    #[arg(long, value_name = "POUNDS", value_parser = amount, allow_hyphen_values = true)]
    pub(super) budget: Option<f64>,
    /// Also tell how often each option comes first as speeds and standards change
    #[arg(long)]
    pub(super) robustness: bool,
    /// Weigh figures together, such as `share_within=2,children_losing=1`; never done unless asked
    #[arg(long, value_name = "FIGURE=WEIGHT,...")]
    pub(super) weights: Option<String>,
    /// Print everything as JSON, under stable names
    #[arg(long, conflicts_with = "csv")]
    pub(super) json: bool,
    /// Print every figure of every option as CSV, a row a figure
    #[arg(long)]
    pub(super) csv: bool,
    /// The file to write instead of printing: .txt, .json or .csv
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<OutFile>,
}

/// Pounds as typed.
fn amount(word: &str) -> Result<f64, String> {
    let number: Option<f64> = word.replace([',', '£'], "").parse().ok();
    number
        .filter(|it| it.is_finite() && *it >= 0.0)
        .ok_or_else(|| "give pounds a year, such as 1250000".to_owned())
}
