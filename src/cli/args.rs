//! The commands as typed.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::cli::batch_args::{self, Batch};
use crate::cli::compare_args::Compare;
use crate::cli::optimise_args::{self, Optimise};
use crate::cli::output::OutFile;
use crate::cli::serve_args::Serve;
use crate::travel::Direction;

/// Who can reach which centre, how fast, and is the plan fair.
#[derive(Debug, Parser)]
#[command(
    name = "fairreach",
    version,
    about = "Who can reach which centre, how fast, and is the plan fair",
    long_about = "Fairreach reads a study: small areas with their people and deprivation, sites with their services, \
        and roads. It computes the journey from every area to every site and scores a configuration of open sites \
        against today's: how long journeys are, who gains and who loses, and what it costs.\n\n\
        A study is a folder with a study.toml; the README describes it field by field. Without a STUDY, a \
        command uses the one that ships with the program, the Isle of Man; batch and postcode need one.",
    after_help = "Data goes to standard output, progress and messages to standard error. Exit codes: 0 done, 2 the \
        input is at fault, 3 the machine is (a disk, a port, a permission), 1 the program is, 130 it was stopped."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

// The long texts stand here: a variant's summary hides the long text of its arguments' type.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a study folder from files as they were downloaded, and list what is still missing
    #[command(
        long_about = "Makes the folder NAME with a commented study.toml, filled from the files it is pointed at: each is told by \
        what stands in it (its headers, never its name), zipped and gzipped ones too, and only its first rows are read. \
        It prints what each file is, which are not used or not recognised and why, and what is still missing: for each \
        input what it is called, who publishes it, its published file name and the columns it needs.\n\n\
        Files are referred to where they are, or copied with --copy. Of two files of a kind the newest is used, or the first, \
        and the other is named in a comment. A folder that is not empty is refused, and where anything is wrong nothing \
        is made. When nothing needed is missing, `fairreach check NAME` passes as the study stands, unless the data are at fault."
    )]
    New(New),
    /// Read everything in a study and list what is odd, without scoring anything
    #[command(
        long_about = "Reads everything in a study and prints one page, whose first line says that the study is ready and of \
        when its data are: every file with its rows, those used and those left out and why; how well each file and the areas \
        matched, both ways, and what was split, merged or lost between vintages; where everybody who was read went; how many \
        sites lie in the study's areas; the roads of each mode, their parts, and how far areas and sites are from them; what \
        was odd and how it was taken, and what is not used yet. --json lists what the page only counts, such as all speeds \
        and defaults. Nothing is scored. What is wrong is told all at once: how many faults there are, and each with its \
        file, line, value and remedy."
    )]
    Check(Check),
    /// Make and keep what every other command starts from, so that it starts in a moment
    #[command(
        long_about = "Makes what takes long to make and keeps it in cache/NAME beside the study file NAME.toml: the roads \
        to draw, for each mode its network, where areas and sites are tied to it, its contraction hierarchy (which finds \
        the times of many sites at once), and the times between every area and every site. The other commands take from \
        there what they need and print the same bytes as without.\n\n\
        A kept file is used only if it is whole and was made by this build of the program from the same road file, the \
        same places and the same speeds. Any other is named on standard error, made anew and replaced, by whichever \
        command meets it. The folder can be removed at any time; without it nothing is written into the study."
    )]
    Prepare(Prepare),
    /// Write the travel time between every area and every site
    #[command(
        long_about = "Writes the travel time between every area and every site as a table with the columns \
        area,site,mode,seconds,reason. Where there is no time, seconds is empty and the reason is one of area_unlinked, \
        site_unlinked (no road near enough), no_path (no way through) and beyond_horizon (more than 18 hours)."
    )]
    Times(Times),
    /// Print the scorecard of today, or of a scenario against today
    #[command(
        long_about = "Prints the scorecard of today's configuration; with --scenario, that of the scenario against \
        today's: reach, floor, harm, gradient, money and who could not be served, in sentences, then by decile and \
        district. Every figure counts the people of the service's age band.\n\n\
        A scenario is a list of changes on today: close, open, convert (another tier), move (another place), add (a \
        new site anywhere) and hours; the README describes each."
    )]
    Assess(Assess),
    /// Set options side by side with today: who is reached, who is harmed, what it costs
    #[command(
        long_about = "Prints one table with an option a column, today first and the others in the order given, for one service by \
        one mode and its standard: reach, the floor and the worst served, harm, gradient, intensity, money, and last the indices of \
        inequality, by which nothing is ordered. Above it stand the options that answer a plain question best: the cheapest that \
        meets the floor, the most children within the standard, the same in deciles 1-3, the fewest worse off within the budget.\n\n\
        --robustness also tells how often each option comes first as speeds and standards change; --weights weighs figures \
        together, with the share of all weightings that put each option first. Without a SCENARIO every scenario of the study is \
        compared."
    )]
    Compare(Compare),
    /// Search for the best configurations: what is best, how sure that is, and every plan near it
    #[command(long_about = optimise_args::ABOUT)]
    Optimise(Box<Optimise>),
    /// Score thousands to hundreds of millions of configurations: a row of figures each, as Parquet
    #[command(long_about = batch_args::ABOUT)]
    Batch(Batch),
    /// Write the catchment of a site: the areas, people and ground within some minutes
    #[command(
        long_about = "Prints, for one site or any place and for each number of minutes, how many areas and how many people of \
        each age band are within it, and what share of the study's that is. With --out it also writes a GeoJSON map \
        layer, a polygon for each number of minutes, largest first: the ground around the roads reached, midway to \
        the nearest road that is not, and at most a tolerance and a cell away from them (100 and 25 m on foot, 200 and 50 m \
        by car, more for very large ones; the layer tells the tolerance as tolerance_m).\n\n\
        An area is counted when its time is at most the minutes; the times are those of `fairreach times`. A study \
        that brings its own times has areas and people, and no polygons."
    )]
    Catchment(Catchment),
    /// Say where postcodes are, which area of the study each lies in, and which open sites are nearest to it
    #[command(
        long_about = "Prints for each postcode where it is, which area it lies in and whether that is in the study, and for \
        each service the nearest open site of today with the minutes to it, by each mode that the service has a standard \
        for and by the study's own. The minutes are those of the area, as in the scorecard.\n\n\
        The study needs [postcodes]: the ONS Postcode Directory or the National Statistics Postcode Lookup. Exit code 2 when \
        the directory has none of the postcodes."
    )]
    Postcode(Postcode),
    /// Show the study on a map in the browser, where centres can be opened, closed, moved and added
    #[command(
        long_about = "Serves the map on this machine alone (127.0.0.1) and prints its address. Stop it with Ctrl-C."
    )]
    Serve(Serve),
    /// Say whether an output still stands: whether it and everything that made it are as they were
    #[command(
        long_about = "Reads the manifest beside an output (FILE.manifest.json), hashes the output and every file that made \
        it again, of a batch every part too, and prints a line a file: same, changed or unreadable. Exit code 0 when all are the same, 2 otherwise."
    )]
    Verify(Verify),
    /// Make an output again from its manifest, and say whether it has the same bytes
    #[command(
        long_about = "Reads a manifest, makes sure that every file that made its output is as it was, asks the program the \
        same again and compares the new output with what the manifest says, byte for byte. The output takes the place of \
        the old one, or is written to --out; a batch is made again in a new folder, which --out names."
    )]
    Rerun(Rerun),
}

impl Command {
    /// The study a command reads, where it reads one.
    pub(super) const fn study(&self) -> Option<&StudyArgument> {
        match self {
            Self::Check(it) => Some(&it.study),
            Self::Prepare(it) => Some(&it.study),
            Self::Times(it) => Some(&it.study),
            Self::Assess(it) => Some(&it.study),
            Self::Compare(it) => Some(&it.study),
            Self::Optimise(it) => Some(&it.study),
            Self::Batch(it) => Some(&it.study),
            Self::Catchment(it) => Some(&it.study),
            Self::Postcode(it) => Some(&it.study),
            Self::Serve(it) => Some(&it.study),
            Self::New(_) | Self::Verify(_) | Self::Rerun(_) => None,
        }
    }

    /// The file that a command writes with its manifest, where one is asked for.
    pub(super) const fn out(&self) -> Option<&OutFile> {
        match self {
            Self::Times(it) => Some(&it.out),
            Self::Assess(it) => it.out.as_ref(),
            Self::Compare(it) => it.out.as_ref(),
            Self::Optimise(it) => it.out.as_ref(),
            Self::Catchment(it) => it.out.as_ref(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(super) const fn out_mut(&mut self) -> Option<&mut OutFile> {
        match self {
            Self::Times(it) => Some(&mut it.out),
            Self::Assess(it) => it.out.as_mut(),
            Self::Compare(it) => it.out.as_mut(),
            Self::Optimise(it) => it.out.as_mut(),
            Self::Catchment(it) => it.out.as_mut(),
            _ => None,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to make; the study is called after it
    #[arg(value_name = "NAME")]
    pub(super) name: PathBuf,
    /// Which areas: a district by code or name (several by commas, or the option again: a county is all of its districts), a
    /// file with the codes of areas or districts in its first column, or a `GeoJSON` outline of the study [default: all
    /// areas of the file]
    #[arg(long, value_name = "FILE_OR_DISTRICT")]
    pub(super) areas: Vec<String>,
    /// The files, as downloaded
    #[arg(value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    /// Copy the files that are used into the folder input of the study
    #[arg(long)]
    pub(super) copy: bool,
}

#[derive(Debug, Args)]
pub(super) struct StudyArgument {
    /// The study's folder, or the path of its study.toml [default: the shipped study]
    #[arg(value_name = "STUDY")]
    pub(super) study: Option<PathBuf>,
    /// Where to write a table of all that is wrong with the study and its data, if anything is [default:
    /// output/rejects.csv in the study's folder, where more is wrong than is printed]
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Refuse a study that names a file outside its own folder, such as one that somebody else wrote
    #[arg(long)]
    pub(super) confined: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// Print the same as JSON, under stable names
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Times {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The file to write: .csv or .parquet; - writes CSV to standard output
    #[arg(long, value_name = "FILE")]
    pub(super) out: OutFile,
    /// The mode of travel, such as car or walk [default: every mode of the study]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// Which way the journey is made [default: as the study says]
    #[arg(long, value_enum)]
    pub(super) direction: Option<Way>,
    #[command(flatten)]
    pub(super) memory: Memory,
    /// Compute and write the times of some areas at a time, as many as --memory allows; the table is the same
    #[arg(long)]
    pub(super) in_batches: bool,
}

#[derive(Debug, Args)]
pub(super) struct Prepare {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    #[command(flatten)]
    pub(super) memory: Memory,
}

#[derive(Debug, Args)]
pub(super) struct Memory {
    /// The memory that the times of one mode may take, in gigabytes (10^9 bytes) [default: half of what the
    /// machine has free]
    #[arg(long, value_name = "GB", value_parser = gigabytes)]
    pub(super) memory: Option<u64>,
}

/// Bytes from gigabytes as typed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked first"
)]
fn gigabytes(word: &str) -> Result<u64, String> {
    let number: Option<f64> = word.parse().ok();
    let number = number.filter(|it| (0.0..1e9).contains(it) && *it > 0.0);
    let number = number.ok_or("give a number of gigabytes above 0, such as 4 or 0.5")?;
    Ok((number * 1e9) as u64)
}

#[derive(Debug, Args)]
pub(super) struct Assess {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The scenario: a file of changes, or the id of one in the study
    #[arg(long, value_name = "FILE")]
    pub(super) scenario: Option<String>,
    /// The mode of travel [default: as the study says]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// The year whose projected people are counted [default: the people of today]
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<String>,
    /// Print every figure as JSON, under stable names
    #[arg(long, conflicts_with = "csv")]
    pub(super) json: bool,
    /// Print every figure as CSV, a row a figure
    #[arg(long)]
    pub(super) csv: bool,
    /// The file to write instead of printing: .txt, or .json or .csv for the figures that --json and --csv print
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<OutFile>,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").required(true).args(["site", "at"]))]
pub(super) struct Catchment {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The site, by its id in the study
    #[arg(long, value_name = "ID")]
    pub(super) site: Option<String>,
    /// Any place: easting,northing in metres or lon,lat in degrees
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    /// The minutes, up to six whole numbers from 1 to 180
    #[arg(long, value_name = "MINUTES", value_delimiter = ',', required = true)]
    pub(super) minutes: Vec<u32>,
    /// The mode of travel, such as car or walk [default: as the study says]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// Which way the journey is made [default: as the study says]
    #[arg(long, value_enum)]
    pub(super) direction: Option<Way>,
    /// The map layer to write, a file that ends in .geojson; - writes it to standard output instead of the table
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<OutFile>,
}

/// What help says of the study where it must be named.
const STUDY_NEEDED: &str = "The study's folder, or the path of its study.toml";

#[derive(Debug, Args)]
#[command(mut_arg("study", |it| it.required(true).index(1).help(STUDY_NEEDED)))]
pub(super) struct Postcode {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// The postcodes: "PE13 1AA", PE131AA
    #[arg(value_name = "POSTCODE", required = true, index = 2)]
    pub(super) postcodes: Vec<String>,
    /// The mode of travel [default: each that a service has a standard for, and the study's own]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// Print the answers as JSON, under stable names
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The output, or its manifest
    #[arg(value_name = "OUTPUT")]
    pub(super) output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Rerun {
    /// The manifest, or its output
    #[arg(value_name = "MANIFEST")]
    pub(super) manifest: PathBuf,
    /// The file to write [default: the output that the manifest names, beside it]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// A direction as typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Way {
    /// People travel from home to the site
    ToSite,
    /// The service travels from the site to home
    FromSite,
}

impl From<Way> for Direction {
    fn from(way: Way) -> Self {
        match way {
            Way::ToSite => Self::ToSite,
            Way::FromSite => Self::FromSite,
        }
    }
}
