//! The same counts of groups that are no deciles: districts, and the groups that a study brings.

use std::ops::Range;

use super::ground::{Ground, Part};
use super::harm::Harm;
use super::lanes::{LANES, Lanes, NEVER};
use super::spread::District;
use super::tally::Tally;

/// The people of a group and their journeys, area after area.
pub(super) fn journeys<'a>(
    ground: &'a Ground,
    (part, group): (&'a Part, usize),
    least: &'a [Lanes<u16>],
) -> impl ExactSizeIterator<Item = (u16, f64)> + Clone {
    let times = least.as_flattened();
    let places = part.places[part.of[group].clone()].iter();
    places
        .map(|it| *it as usize)
        .map(|it| (times[it], ground.people[it]))
}

/// The same of a run of rows.
pub(super) fn of_rows<'a>(
    ground: &'a Ground,
    rows: Range<usize>,
    least: &'a [Lanes<u16>],
) -> impl ExactSizeIterator<Item = (u16, f64)> + Clone {
    let places = rows.start * LANES..rows.end * LANES;
    let times = least.as_flattened()[places.clone()].iter().copied();
    times.zip(ground.people[places].iter().copied())
}

/// What is counted of some people. Without a standard nobody asks who is within it.
pub(super) fn tally(journeys: impl Iterator<Item = (u16, f64)>, standard: Option<u16>) -> Tally {
    let standard = standard.unwrap_or(0);
    let mut found = Tally::default();
    for (time, people) in journeys {
        let (time, served) = if time == NEVER {
            (0, 0.0)
        } else {
            (time, people)
        };
        found.seconds += served * f64::from(time);
        found.served += served;
        found.within += if time <= standard { served } else { 0.0 };
        found.longest = found.longest.max(time);
    }
    found
}

/// What happens to the people of a group.
pub(super) fn harm(
    ground: &Ground,
    (part, group): (&Part, usize),
    (today, then): (&[Lanes<u16>], &[Lanes<u16>]),
    standard: Option<u16>,
) -> Harm {
    let (today, then) = (today.as_flattened(), then.as_flattened());
    let places = part.places[part.of[group].clone()].iter();
    let places = places.map(|it| *it as usize);
    Harm::of(
        places.map(|it| (ground.people[it], today[it], then[it])),
        standard,
    )
}

/// What the parts of an index between and within districts are made of; logarithms are relative to `mean_log`.
pub(super) fn district(
    journeys: impl Iterator<Item = (u16, f64)>,
    logs: &[f64],
    mean_log: f64,
) -> District {
    let mut found = District::default();
    for (time, people) in journeys.filter(|it| it.0 != NEVER) {
        let seconds = people * f64::from(time);
        let log = logs[usize::from(time)] - mean_log;
        found.people += people;
        found.seconds += seconds;
        found.seconds_logs += seconds * log;
        found.logs += people * log;
    }
    found
}
