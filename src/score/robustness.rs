//! How robust the order of options is: which comes first as speeds and standards change.
//!
//! Nothing is routed again: every time is scaled, and the nearest site stays the nearest, since scaling keeps the order of
//! times. On foot that is what another walking speed gives; by any other mode it is an approximation.

use super::compare::MUCH;
use super::gradient::Ranking;
use super::groups::Groups;
use super::level::Question;
use super::options::least;
use super::{Absent, ScoredOption};
use crate::equity::{Observation, SlopeIndex, slope};
use crate::ids::{AreaId, Column, ServiceId};
use crate::units::{People, Seconds};

/// One setting of speed and standard, and how the options fare under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The place of its speed in the list asked.
    pub pace: usize,
    /// The standard.
    pub standard: Seconds,
    /// The share of children within the standard, option by option; the unserved are beyond it.
    pub share_within: Vec<f64>,
    /// The children of deciles 1-3 beyond the standard, option by option.
    pub deprived_beyond: Vec<f64>,
    /// The children whose journey is longer than today's by more than 5 minutes, or who lose all access.
    pub losing_over_5: Vec<f64>,
    /// The slope index of minutes over deprivation ([`crate::equity::slope`]), option by option; `None` where it has no
    /// value.
    pub sii_minutes: Vec<Option<f64>>,
    /// The relative index of minutes over deprivation ([`crate::equity::SlopeIndex::rii`]), option by option; `None` where
    /// it has no value.
    pub rii_minutes: Vec<Option<f64>>,
    /// The options that come first: several where they are equal in all three.
    pub first: Vec<usize>,
    /// Those that come first when today is left out.
    pub first_of_plans: Vec<usize>,
}

/// How often each option comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// Every setting, speed by speed.
    pub settings: Vec<Setting>,
    /// For each option in how many settings it comes first, alone or with others.
    pub first: Vec<usize>,
    /// For each option in how many it comes first alone.
    pub alone: Vec<usize>,
    /// For each option in how many it comes first, alone or with others, when today is left out; none for today.
    pub first_of_plans: Vec<usize>,
    /// For each option its part of all settings where those that are equal share one; they add up to the settings.
    pub credit: Vec<f64>,
}

/// Judges options, of which the first is today, at every speed (as a factor on that of the study, above 0) and every
/// standard. First comes the highest share within the standard; of equals the one with the fewest children of deciles 1-3
/// beyond it; of those the one with the fewest children worse off by more than 5 minutes.
///
/// # Errors
/// Where nobody of the service's band lives in the study.
pub fn robustness(
    options: &[ScoredOption],
    service: ServiceId,
    paces: &[f64],
    standards: &[Seconds],
) -> Result<Robustness, Absent> {
    let children: f64 = options
        .first()
        .map_or(0.0, |it| rows(it, service).map(|row| row.children).sum());
    if children <= 0.0 {
        let what = "nobody of the service's band lives in the study";
        return Err(Absent(what.to_owned()));
    }
    let mut settings = Vec::new();
    for (pace, factor) in paces.iter().enumerate() {
        let times: Vec<Vec<Row>> = options
            .iter()
            .map(|it| rows(it, service).map(|row| row.at(*factor)).collect())
            .collect();
        for standard in standards {
            settings.push(setting(&times, children, pace, *standard));
        }
    }
    let count = |option: usize, alone: bool| {
        let first = settings.iter().filter(|it| it.first.contains(&option));
        first.filter(|it| !alone || it.first.len() == 1).count()
    };
    let credit = |option: usize| {
        let first = settings.iter().filter(|it| it.first.contains(&option));
        first.map(|it| 1.0 / it.first.len() as f64).sum()
    };
    let of_plans = |option: usize| {
        let first = settings.iter();
        first
            .filter(|it| it.first_of_plans.contains(&option))
            .count()
    };
    let all = 0..options.len();
    Ok(Robustness {
        first_of_plans: all.clone().map(of_plans).collect(),
        first: all.clone().map(|it| count(it, false)).collect(),
        alone: all.clone().map(|it| count(it, true)).collect(),
        credit: all.map(credit).collect(),
        settings,
    })
}

/// The children of one area, whether it is deprived, its place in the ranking, and its seconds to the nearest site.
#[derive(Clone, Copy)]
struct Row {
    children: f64,
    deprived: bool,
    ridit: Option<f64>,
    seconds: Option<f64>,
}

impl Robustness {
    /// The least and the greatest share of children within the standard that an option has under any setting.
    #[must_use]
    pub fn share_within(&self, option: usize) -> Option<[f64; 2]> {
        ends(self.settings.iter().map(|it| it.share_within[option]))
    }

    /// The least and the greatest slope index of minutes that an option has under any setting: the range that stands
    /// beside it instead of an interval, since travel times have no sampling error.
    #[must_use]
    pub fn sii_minutes(&self, option: usize) -> Option<[f64; 2]> {
        ends(self.settings.iter().filter_map(|it| it.sii_minutes[option]))
    }

    /// The least and the greatest relative index of minutes that an option has under any setting.
    #[must_use]
    pub fn rii_minutes(&self, option: usize) -> Option<[f64; 2]> {
        ends(self.settings.iter().filter_map(|it| it.rii_minutes[option]))
    }
}

fn ends(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    values.fold(None, |known, it| match known {
        None => Some([it, it]),
        Some([low, high]) => Some([it.min(low), it.max(high)]),
    })
}

impl Row {
    /// The same at another speed, in whole seconds rounded half up, as every time of the program is.
    fn at(self, factor: f64) -> Self {
        let seconds = self.seconds.map(|it| (it / factor + 0.5).floor());
        Self { seconds, ..self }
    }
}

fn rows(option: &ScoredOption, service: ServiceId) -> impl Iterator<Item = Row> {
    let (case, reach) = (&option.case, &option.scorecard.reaches[service]);
    let ridits = ridits(option, service);
    let row = move |area: AreaId| Row {
        ridit: ridits[area],
        children: case.people(reach.band, area).map_or(0.0, People::get),
        deprived: case.most_deprived(area),
        seconds: reach.nearest[area].ok().map(|it| f64::from(it.time.get())),
    };
    case.areas.list.ids().map(row)
}

/// Ranks are those of everyone.
fn ridits(option: &ScoredOption, service: ServiceId) -> Column<AreaId, Option<f64>> {
    let (case, reach) = (&option.case, &option.scorecard.reaches[service]);
    let question = Question {
        case,
        service,
        mode: &option.scorecard.mode,
        reach,
        band: reach.band,
        near: None,
    };
    let ranking = Ranking::of(&question, &Groups::of(case).all);
    let mut ridits = Column::filled(None, case.areas.list.len());
    for (area, ridit) in ranking.areas.iter().zip(&ranking.ridits) {
        ridits[*area] = *ridit;
    }
    ridits
}

/// The slope of those who can be served, in minutes.
fn slope_of(rows: &[Row]) -> Option<SlopeIndex> {
    let served = rows.iter().filter_map(|it| {
        Some(Observation {
            people: it.children,
            ridit: it.ridit?,
            value: it.seconds? / 60.0,
        })
    });
    let served: Vec<Observation> = served.collect();
    slope(&served).ok()
}

fn setting(options: &[Vec<Row>], children: f64, pace: usize, standard: Seconds) -> Setting {
    let line = f64::from(standard.get());
    let beyond = |it: &Row| it.seconds.is_none_or(|it| it > line);
    let sum = |rows: &[Row], condition: &dyn Fn(&Row) -> bool| -> f64 {
        let counted = rows.iter().filter(|it| condition(it));
        // Adding zero turns the negative zero of a sum of nobody into a plain one.
        counted.map(|it| it.children).sum::<f64>() + 0.0
    };
    let share = |rows: &Vec<Row>| sum(rows, &|it| !beyond(it)) / children;
    let deprived = |rows: &Vec<Row>| sum(rows, &|it| it.deprived && beyond(it));
    let losing = |rows: &Vec<Row>| -> f64 {
        let pairs = options[0].iter().zip(rows);
        let worse = pairs.filter(|(today, then)| match (today.seconds, then.seconds) {
            (Some(today), Some(then)) => then - today > MUCH as f64,
            (Some(_), None) => true,
            (None, _) => false,
        });
        worse.map(|(_, then)| then.children).sum::<f64>() + 0.0
    };
    let share_within: Vec<f64> = options.iter().map(share).collect();
    let deprived_beyond: Vec<f64> = options.iter().map(deprived).collect();
    let losing_over_5: Vec<f64> = options.iter().map(losing).collect();
    let slopes: Vec<Option<SlopeIndex>> = options.iter().map(|it| slope_of(it)).collect();
    let slopes = || slopes.iter().copied();
    let all: Vec<usize> = (0..options.len()).collect();
    let key = |it: &usize| [-share_within[*it], deprived_beyond[*it], losing_over_5[*it]];
    let keys: Vec<[f64; 3]> = all.iter().map(key).collect();
    Setting {
        pace,
        standard,
        first: least(&all, &keys),
        first_of_plans: least(&all[1..], &keys[1..]),
        share_within,
        sii_minutes: slopes().map(|it| Some(it?.sii + 0.0)).collect(),
        rii_minutes: slopes().map(|it| it?.rii().ok()).collect(),
        deprived_beyond,
        losing_over_5,
    }
}
