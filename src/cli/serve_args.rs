//! The options of `fairreach serve`.

use std::path::PathBuf;

use clap::Args;

use super::args::StudyArgument;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The port to listen on; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub(super) port: u16,
    /// The file that plans are saved in, made where it is not there [default: plans.sqlite in the study's folder; of the shipped
    /// study none, so that plans last as long as the program]
    #[arg(long, value_name = "FILE")]
    pub(super) plans: Option<PathBuf>,
    /// Shows one plan for a consultation: a scenario of the study by its id, or a scenario file. Everyone may look at it beside
    /// today, nobody may change or save anything
    #[arg(long, value_name = "SCENARIO")]
    pub(super) consultation: Option<String>,
    /// Who proposes the plan of a consultation
    #[arg(
        long,
        value_name = "NAME",
        requires = "consultation",
        default_value = ""
    )]
    pub(super) consultation_by: String,
    /// What a consultation is about, and until when answers are taken
    #[arg(
        long,
        value_name = "TEXT",
        requires = "consultation",
        default_value = ""
    )]
    pub(super) consultation_about: String,
    /// A folder that `fairreach batch` wrote of this study: its rows can be looked through by their figures, and taken as plans
    #[arg(long, value_name = "DIR")]
    pub(super) batch: Option<PathBuf>,
    /// Draws pictures of a tile server under the map: an address with {z}, {x} and {y} in it. The page asks no other
    /// host unless this is given
    #[arg(long, value_name = "URL", requires = "base_map_by")]
    pub(super) base_map: Option<String>,
    /// Whom the base map is owed to
    #[arg(long, value_name = "TEXT", requires = "base_map")]
    pub(super) base_map_by: Option<String>,
}
