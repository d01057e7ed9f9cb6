//! `fairreach batch` as typed.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::StudyArgument;
use crate::pipeline::Shard;

/// What help says of the study where it must be named.
const STUDY_NEEDED: &str = "The study's folder, or the path of its study.toml";

/// What the long help says of figures.
const FIGURES: &str = "The figures, parted by commas, as `assess --json` names them: mean_minutes, \
    share_within:worst_decile or annual_cost; SERVICE/mean_minutes of one service where there are several (else of each), \
    gini_access.gravity_sites of one measure, sites_within_cutoff@30 of one travel time [default: fifteen of reach, gradient, \
    harm and money]";

/// What `--help` says at length.
pub(super) const ABOUT: &str = "Scores every scenario of a table, a rule or a folder, and writes a row of figures each into the parts of a \
    Parquet table, DIR/part-000000.parquet and on. SCENARIOS is one of:\n\n\
    a table (.csv or .parquet), a row a scenario: the columns scenario (its id) and open (the ids of its open sites, parted \
    by ;, all others closed; none where none is), or instead of open a column a site with 1, 0 or a tier (sites without one \
    stay as today); if wanted tiers (ely=hub;march=outreach) and hours (ely=45);\n\
    a rule (.toml): [rule] with choose = 10 (or [9, 10, 11]), of = \"all\", \"existing\", \"candidates\" or a list of ids, and \
    if wanted fixed, closed, budget or saving, and sample with seed. Of the sites in of that many are open, those in fixed \
    among them; sites that are not named stay as today. All are gone through in a fixed order, or as many as sample says are \
    drawn without repetition; those that cost too much are left out and counted;\n\
    a folder of scenario files (.toml), by name.\n\n\
    Everything is checked before anything is written. A run that is broken off, by Ctrl-C, a power cut or a full disk, goes \
    on when the same command is given again, and ends with the same bytes: parts.jsonl lists the parts that are whole with \
    their SHA-256, and `fairreach verify DIR` checks them all. --shard 2/5 makes every fifth part, so that several processes \
    share a folder, or several machines whose parts are put into one; the same command without --shard then makes what is \
    missing and the list of all.";

#[derive(Debug, Args)]
#[command(mut_arg("study", |it| it.required(true).index(1).help(STUDY_NEEDED)))]
pub(super) struct Batch {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The scenarios: a table (.csv or .parquet), a rule (.toml), or a folder of scenario files
    #[arg(value_name = "SCENARIOS", required = true, index = 2)]
    pub(super) scenarios: PathBuf,
    /// The folder to write; made where it is not there, gone on with where this batch was begun in it
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The figures, parted by commas, as `assess --json` names them [default: fifteen of reach, gradient, harm and money]
    #[arg(long, value_name = "FIGURES", value_delimiter = ',', long_help = FIGURES)]
    pub(super) figures: Vec<String>,
    /// The columns before the figures: scenario, open (the ids of the open sites, parted by ;), or both
    #[arg(
        long,
        value_name = "COLUMNS",
        value_delimiter = ',',
        default_value = "scenario,open"
    )]
    pub(super) columns: Vec<String>,
    /// How many scenarios a part of the table stands for [default: 1000000 where only sites open and close and the figures are quickly told, else 10000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub(super) rows: Option<u64>,
    /// Make the I-th of N shares of the parts, which have none in common
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    /// The mode of travel [default: as the study says]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// The year whose projected people are counted [default: the people of today]
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<String>,
}

/// A share as typed: `2/5`.
fn shard(word: &str) -> Result<Shard, String> {
    let numbers = word.split_once('/');
    let numbers = numbers.and_then(|(nth, of)| Some((nth.parse().ok()?, of.parse().ok()?)));
    let shard = numbers.and_then(|(nth, of)| Shard::of(nth, of));
    shard.ok_or_else(|| "give a share such as 2/5, from 1/5 to 5/5".to_owned())
}
