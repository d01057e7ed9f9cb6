//! The options of `fairreach optimise` as typed.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::StudyArgument;
use crate::cli::output::OutFile;
use crate::optimise::Goal;

/// What `--help` says at length.
pub(super) const ABOUT: &str = "Searches all configurations of the sites that can offer a service for the one that betters a figure of the \
    scorecard most, within a budget, a number of sites, a floor, staffed hours and the rules of the study. It prints the best \
    found, what no configuration can better (a proven bound, and the gap to it), every plan near the best, and of those the \
    ones that truly differ side by side with today, each with its full scorecard and whom it harms.\n\n\
    Every child whom any site can serve must be served, and sites that do not offer the service stay as they are. Where nothing keeps to \
    all limits it says which of them cannot be kept together, and what comes nearest to each. With \
    --frontier also the plans that no other betters in all of some figures at once; with --plans each plan as a scenario \
    file that assess and compare read.";

#[derive(Debug, Args)]
pub(super) struct Optimise {
    #[command(flatten)]
    pub(super) study: StudyArgument,
    /// What to better, by the name of its figure: `mean_minutes`, `mean_minutes_in_need`, `mean_minutes:worst_decile`,
    /// `mean_minutes:worst_district`, `cvar25_minutes`, `max_minutes`, `added_minutes`, `share_within`, `share_within:deprivation_band:1-3`,
    /// `low_income_children_within`, `share_within:worst_decile`, `share_within:worst_district`, `annual_cost`, `open_sites`, `site_spacing` or
    /// `mean_minutes_with_places` [default: `mean_minutes`]
    #[arg(long, value_name = "FIGURE", value_parser = goal)]
    pub(super) goal: Option<Goal>,
    /// A classic problem by its name, instead of --goal
    #[arg(long, value_enum, conflicts_with = "goal")]
    pub(super) problem: Option<Classic>,
    /// How many of the sites that offer the service are open: 10, or from 9 to 11 as 9-11 [default: as many as today, or any
    /// number where a budget or --everyone limits them]
    #[arg(long, value_name = "N", value_parser = range)]
    pub(super) open: Option<RangeInclusive<usize>>,
    /// Pounds a year that a plan may cost [default: as the study says]
    #[arg(long, value_name = "POUNDS", value_parser = pounds)]
    pub(super) budget: Option<f64>,
    /// What a plan must save a year: pounds, or a share of what today costs, such as 17%
    #[arg(long, value_name = "POUNDS_OR_SHARE", value_parser = saving, conflicts_with = "budget")]
    pub(super) saving: Option<Saving>,
    /// The share within the standard that every decile and every district must reach, such as 0.9 or 90%
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(super) floor: Option<f64>,
    /// Every child must be within the standard
    #[arg(long)]
    pub(super) everyone: bool,
    /// The staffed hours a week that all open sites must have at least; keep for as many as today [default: as the study says]
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    pub(super) hours: Option<LeastHours>,
    /// The open sites must have a place for every child
    #[arg(long)]
    pub(super) places: bool,
    /// Sites that must be open, by their ids
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub(super) fix: Vec<String>,
    /// Sites that must be closed, by their ids
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    pub(super) shut: Vec<String>,
    /// Tiers that any site may open at, beside its own
    #[arg(long, value_name = "TIER,...", value_delimiter = ',')]
    pub(super) tiers: Vec<String>,
    /// How much worse than the best a plan may be that is told too, such as 5%
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "2%")]
    pub(super) near: f64,
    /// How many plans near the best are told at most
    #[arg(long, value_name = "K", default_value_t = 100)]
    pub(super) most: usize,
    /// By how many sites opened or closed plans differ that are set side by side
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(super) differ: usize,
    /// Also the plans that no other betters in all of these figures at once, such as `annual_cost,share_within`
    #[arg(long, value_name = "FIGURE,...", value_parser = goal, value_delimiter = ',')]
    pub(super) frontier: Vec<Goal>,
    /// How many parts of all configurations are looked into before the search ends without a proof
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    pub(super) nodes: u64,
    /// The mode of travel [default: as the study says]
    #[arg(long, value_name = "MODE")]
    pub(super) mode: Option<String>,
    /// The service, by its id in the study [default: the first]
    #[arg(long, value_name = "ID")]
    pub(super) service: Option<String>,
    /// The year whose projected people are counted [default: the people of today]
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<String>,
    /// Print everything as JSON, under stable names
    #[arg(long)]
    pub(super) json: bool,
    /// The file to write instead of printing: .txt or .json
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<OutFile>,
    /// The folder to write the plans to, each as a scenario file that every other command reads, and the frontier as a picture
    #[arg(long, value_name = "DIR")]
    pub(super) plans: Option<PathBuf>,
}

/// A problem of the location literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Classic {
    /// The fewest sites that bring every child within the standard
    Lscp,
    /// The most children within the standard with so many sites
    Mclp,
    /// The shortest mean journey with so many sites
    PMedian,
    /// The shortest longest journey with so many sites
    PCenter,
    /// The shortest mean journey with so many sites where each area goes to one that has room for it
    CapacitatedPMedian,
    /// So many sites as far from each other as can be
    PDispersion,
}

impl Classic {
    pub(super) const fn goal(self) -> Goal {
        match self {
            Self::Lscp => Goal::OpenSites,
            Self::Mclp => Goal::Reach,
            Self::PMedian => Goal::MeanMinutes,
            Self::PCenter => Goal::Longest,
            Self::CapacitatedPMedian => Goal::WithPlaces,
            Self::PDispersion => Goal::Spacing,
        }
    }
}

/// What must be saved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Saving {
    Pounds(f64),
    /// A share of what today costs.
    Share(f64),
}

/// The staffed hours that must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LeastHours {
    /// As many as today.
    Keep,
    AWeek(f64),
}

fn goal(word: &str) -> Result<Goal, String> {
    let known = || {
        let words: Vec<&str> = Goal::ALL.iter().map(|it| it.word()).collect();
        format!("give one of {}", words.join(", "))
    };
    Goal::from_word(word).ok_or_else(known)
}

fn range(word: &str) -> Result<RangeInclusive<usize>, String> {
    let number = |it: &str| it.trim().parse::<usize>().ok();
    let ends = match word.split_once('-') {
        Some((from, to)) => number(from).zip(number(to)),
        None => number(word).map(|it| (it, it)),
    };
    let ends = ends.filter(|(from, to)| from <= to && *to > 0);
    let (from, to) =
        ends.ok_or("give a number of sites above 0, such as 10, or a range such as 9-11")?;
    Ok(from..=to)
}

fn pounds(word: &str) -> Result<f64, String> {
    let number: Option<f64> = word.replace([',', '£'], "").parse().ok();
    number
        .filter(|it| it.is_finite() && *it >= 0.0)
        .ok_or_else(|| "give pounds a year, such as 1250000".to_owned())
}

/// A saving of fewer pounds a year is a share whose sign was forgotten.
const LEAST_SAVING: f64 = 100.0;

fn saving(word: &str) -> Result<Saving, String> {
    if word.ends_with('%') {
        return share(word).map(Saving::Share);
    }
    let number = pounds(word).ok().filter(|it| *it >= LEAST_SAVING);
    number.map(Saving::Pounds).ok_or_else(|| {
        "give pounds a year, such as 900000, or a share of today's cost with its sign, such as 17%".to_owned()
    })
}

/// A share from 0 to 1, or a percentage.
pub(super) fn share(word: &str) -> Result<f64, String> {
    let percent = word
        .strip_suffix('%')
        .map(|it| it.trim().parse::<f64>().ok().map(|it| it / 100.0));
    let share = percent.unwrap_or_else(|| word.parse().ok());
    share
        .filter(|it| (0.0..=1.0).contains(it))
        .ok_or_else(|| "give a share from 0 to 1 or a percentage, such as 0.9 or 90%".to_owned())
}

fn hours(word: &str) -> Result<LeastHours, String> {
    if word == "keep" {
        return Ok(LeastHours::Keep);
    }
    let number: Option<f64> = word.parse().ok();
    let number = number.filter(|it| it.is_finite() && (0.0..=1e9).contains(it));
    number.map(LeastHours::AWeek).ok_or_else(|| {
        "give staffed hours a week, such as 204, or keep for as many as today".to_owned()
    })
}
