//! A composite, only where somebody asks for one: figures weighed together, with how much of all possible weightings puts
//! each option first, and whether another option is at least as good in everything.
//!
//! Min-max normalised over the options, which is why a score says nothing beyond them. The share of weightings is the
//! rank acceptability of Lahdelma, Hokkanen and Salminen 1998 (SMAA, doi:10.1016/S0377-2217(97)00163-X), over a grid.

use std::collections::BTreeSet;

use super::{Absent, MeasureInfo, Polarity, Scope, ScoredOption, Unit, measure, measures};
use crate::ids::{AreaId, ServiceId};

/// No more figures than this are weighed together.
pub const MOST_COMPONENTS: usize = 8;

/// No grid has more weightings than this.
const MOST_WEIGHTINGS: usize = 10_000;

/// Into how many parts the weight of a grid is divided, the finest first.
const STEPS: [usize; 7] = [100, 50, 20, 10, 5, 2, 1];

/// A figure and its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// The figure, of everyone in the study.
    pub measure: &'static MeasureInfo,
    /// Its weight, above 0.
    pub weight: f64,
}

/// Options weighed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Composite {
    /// What is weighed.
    pub components: Vec<Component>,
    /// The figures that are the same for every option weighed, and so tell nothing apart.
    pub alike: Vec<&'static str>,
    /// How many weightings were tried: every way of sharing out [`Self::steps`] equal parts among the figures.
    pub weightings: usize,
    /// The equal parts.
    pub steps: usize,
    /// Option by option: how it fares, or why it is not weighed.
    pub options: Vec<Result<Weighed, Absent>>,
}

/// How one option fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The weighted mean of its normalised figures, 0 (the worst of the options in all) to 1 (the best in all).
    pub score: f64,
    /// The share of all weightings under which it comes first; those that are equal share one.
    pub acceptability: f64,
    /// The place of an option that is at least as good in every figure and better in one.
    pub dominated_by: Option<usize>,
}

/// The figure of a name, if it may be weighed.
///
/// # Errors
/// Why it may not: nobody knows it, or neither more nor less of it is better.
pub fn component(name: &str) -> Result<&'static MeasureInfo, Absent> {
    let Some(info) = measure(name) else {
        let known = measures()
            .iter()
            .filter(|it| it.polarity != Polarity::Neutral && not_weighed(it.name).is_none());
        let known: Vec<&str> = known.map(|it| it.name).collect();
        return Err(Absent(format!(
            "there is no such figure; known are {}",
            known.join(", ")
        )));
    };
    if let Some(why) = not_weighed(info.name) {
        return Err(Absent(why.to_owned()));
    }
    if info.polarity != Polarity::Neutral {
        return Ok(info);
    }
    let slope = ["sii_", "generalised_"];
    let index = matches!(info.unit, Unit::Index | Unit::Ratio)
        || slope.iter().any(|it| info.name.starts_with(it));
    Err(Absent(if index {
        "an index of inequality is never weighed: it falls as well where short journeys become long (levelling down)"
            .to_owned()
    } else {
        "neither more nor less of it is better".to_owned()
    }))
}

/// Figures of which less or more is better beside what they hang on, and that a plan may better by making things worse.
const NOT_WEIGHED: [(&[&str], &str); 8] = [
    (
        &["hours_to_move", "shortfall_hours_deciles_1_3"],
        "it is never weighed: where all hours are cut it falls, though nothing comes nearer to need; weigh total_hours",
    ),
    (
        &[
            "hours_to_move_share",
            "monotonicity_gap_share",
            "monotonicity_breaks",
        ],
        "it is never weighed: it says how even provision is and not how much there is, and falls as well where hours are \
         only taken away from those who have more",
    ),
    (
        &["fidelity"],
        "it is never weighed: it says how even provision is and not how much there is, and rises as well where hours are \
         only taken away from those who have more",
    ),
    (
        &["added_minutes_share_deciles_1_3"],
        "it is never weighed: it falls as well where more harm is done to everybody else; weigh children_losing",
    ),
    (
        &[
            "minutes_to_second_nearest",
            "minutes_to_third_nearest",
            "minutes_to_2_nearest",
            "minutes_to_3_nearest",
        ],
        "it is never weighed: it is a mean over those who have a second place to go to, or a third, who are others under \
         each option",
    ),
    (
        &[
            "several_places_longest_minutes",
            "several_places_together_minutes",
            "places_to_visit",
            "mean_minutes_placed",
        ],
        "it is never weighed: it is a mean over those who reach each of the services, or who have a place, who are others \
         under each option",
    ),
    (
        &["nearest_offers_all_share"],
        "it is never weighed: it rises as well where a nearer place with some of the services is closed",
    ),
    (
        &["visiting_hours_lost_to_travel", "visiting_hours_lost_share"],
        "it is never weighed: it falls as well where staff no longer visit those who live far away",
    ),
];

/// Why a figure is not weighed though it has a better direction.
fn not_weighed(name: &str) -> Option<&'static str> {
    let found = NOT_WEIGHED.iter().find(|it| it.0.contains(&name));
    found.map(|it| it.1)
}

/// Weighs options together. One without a figure is not weighed; nor is one that leaves children without any site
/// whom another serves, since a mean over those who are served would reward it for that.
#[must_use]
pub fn composite(
    options: &[ScoredOption],
    service: ServiceId,
    components: &[Component],
) -> Composite {
    let goods: Vec<Result<Vec<f64>, Absent>> = goods(options, service, components);
    let weighed: Vec<usize> = (0..options.len()).filter(|it| goods[*it].is_ok()).collect();
    let known: Vec<&Vec<f64>> = goods.iter().flatten().collect();
    let (normal, alike) = normalised(&known, components);
    let steps = steps(components.len());
    let grid = weightings(components.len(), steps);
    let mut credit = vec![0.0; normal.len()];
    for weights in &grid {
        let first = first(&normal, weights);
        for it in &first {
            credit[*it] += 1.0 / first.len() as f64;
        }
    }
    let total: f64 = components.iter().map(|it| it.weight).sum();
    let own: Vec<f64> = components.iter().map(|it| it.weight / total).collect();
    let tell = |(place, goods): (usize, &Result<Vec<f64>, Absent>)| {
        goods.as_ref().map_err(Clone::clone)?;
        let at = weighed
            .iter()
            .position(|it| *it == place)
            .unwrap_or_default();
        let better = known.iter().position(|it| dominates(it, known[at]));
        Ok(Weighed {
            score: sum(&normal[at], &own),
            acceptability: credit[at] / grid.len() as f64,
            dominated_by: better.map(|it| weighed[it]),
        })
    };
    Composite {
        components: components.to_vec(),
        alike,
        weightings: grid.len(),
        steps,
        options: goods.iter().enumerate().map(tell).collect(),
    }
}

/// The figures of each option, turned so that more is better.
fn goods(
    options: &[ScoredOption],
    service: ServiceId,
    components: &[Component],
) -> Vec<Result<Vec<f64>, Absent>> {
    let served: Vec<BTreeSet<AreaId>> = options.iter().map(|it| served(it, service)).collect();
    let by_any: BTreeSet<AreaId> = served.iter().flatten().copied().collect();
    let of = |(option, served): (&ScoredOption, &BTreeSet<AreaId>)| {
        if *served != by_any {
            let what = "it leaves children without any site whom another option serves";
            return Err(Absent(what.to_owned()));
        }
        let good = |it: &Component| {
            let name = it.measure.name;
            if several(option, name, service) {
                return Err(Absent(format!(
                    "{name} is told for several cut-offs or measures, and none of them is meant alone"
                )));
            }
            let value = option.value(name, service, Scope::All);
            let value = value.map_err(|it_| Absent(format!("{}: {it_}", it.measure.name)))?;
            Ok(match it.measure.polarity {
                Polarity::LessIsBetter => -value,
                _ => value,
            })
        };
        components.iter().map(good).collect()
    };
    options.iter().zip(&served).map(of).collect()
}

/// The areas with people in them that an option serves.
fn served(option: &ScoredOption, service: ServiceId) -> BTreeSet<AreaId> {
    let reach = &option.scorecard.reaches[service];
    let peopled = |area: AreaId| {
        let people = option.case.people(reach.band, area);
        people.is_some_and(|it| it.get() > 0.0)
    };
    let served = reach.nearest.enumerate();
    let served = served.filter(|(area, it)| it.is_ok() && peopled(*area));
    served.map(|(area, _)| area).collect()
}

/// Whether a name stands for several figures of everyone, such as one for each cut-off.
fn several(option: &ScoredOption, name: &str, service: ServiceId) -> bool {
    let figures = option.scorecard.figures.iter().chain(&option.changes);
    let of_all = figures.filter(|it| {
        it.name == name && it.scope == Scope::All && it.service.is_none_or(|it| it == service)
    });
    of_all.count() > 1
}

/// Each figure on a scale from the worst of the options, 0, to the best, 1; one that is the same for all is 0 for all.
fn normalised(goods: &[&Vec<f64>], components: &[Component]) -> (Vec<Vec<f64>>, Vec<&'static str>) {
    let mut normal = vec![Vec::new(); goods.len()];
    let mut alike = Vec::new();
    for (place, component) in components.iter().enumerate() {
        let values = goods.iter().map(|it| it[place]);
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let span = values.clone().fold(f64::NEG_INFINITY, f64::max) - low;
        if span <= 0.0 {
            alike.push(component.measure.name);
        }
        for (row, value) in normal.iter_mut().zip(values) {
            row.push(if span > 0.0 {
                (value - low) / span
            } else {
                0.0
            });
        }
    }
    (normal, alike)
}

fn sum(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(a, b)| a * b).sum()
}

/// Scores nearer than this are equal: a rounding error.
const ROUNDING: f64 = 1e-12;

/// The rows with the highest score; all of equals.
fn first(normal: &[Vec<f64>], weights: &[f64]) -> Vec<usize> {
    let scores: Vec<f64> = normal.iter().map(|it| sum(it, weights)).collect();
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let equal = scores.iter().enumerate();
    let equal = equal.filter(|(_, score)| **score >= best - ROUNDING);
    equal.map(|(place, _)| place).collect()
}

fn dominates(one: &[f64], other: &[f64]) -> bool {
    let mut pairs = one.iter().zip(other);
    pairs.clone().all(|(one, other)| one >= other) && pairs.any(|(one, other)| one > other)
}

/// How finely the weight is divided: as finely as the number of weightings allows.
fn steps(n: usize) -> usize {
    let few = |steps: &usize| ways(*steps, n) <= MOST_WEIGHTINGS;
    STEPS.into_iter().find(few).unwrap_or(1)
}

/// How many ways there are to share out equal parts among so many: (steps + n - 1) over (n - 1).
fn ways(steps: usize, n: usize) -> usize {
    (1..n).fold(1, |ways, it| ways.saturating_mul(steps + it) / it)
}

/// Every way of sharing out equal parts of a weight of 1 among so many figures.
fn weightings(n: usize, steps: usize) -> Vec<Vec<f64>> {
    let mut grid = Vec::new();
    share_out(&mut Vec::new(), n, steps, steps, &mut grid);
    grid
}

fn share_out(begun: &mut Vec<f64>, n: usize, left: usize, steps: usize, grid: &mut Vec<Vec<f64>>) {
    if begun.len() + 1 >= n {
        let mut weights = begun.clone();
        weights.push(left as f64 / steps as f64);
        grid.push(weights);
        return;
    }
    for parts in 0..=left {
        begun.push(parts as f64 / steps as f64);
        share_out(begun, n, left - parts, steps, grid);
        begun.pop();
    }
}
