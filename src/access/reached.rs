//! Who lives within a time of one place.

use crate::ids::{AreaId, BandId, Column};
use crate::model::Population;
use crate::travel::Unreached;
use crate::units::{People, Seconds, Share};

/// The areas within a time of one place, and the people who live there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The areas, in order.
    pub areas: Vec<AreaId>,
    /// Their people, by age band.
    pub people: Column<BandId, ReachedPeople>,
}

/// The people of one age band within a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachedPeople {
    /// How many, over the areas whose count is known: none where no area is reached, and `None` where areas are
    /// reached of which no count is known.
    pub people: Option<People>,
    /// How many of the areas have no count.
    pub uncounted: usize,
    /// What part of the band's people in all areas with a count; `None` where `people` is, and of nobody.
    pub share: Option<Share>,
}

/// Who lives within a time, at or below it, of the place that the times of the areas lead to or from.
///
/// Source: the covering condition `t <= T` of Church and `ReVelle` 1974, doi:10.1007/BF01942293; inclusive.
#[must_use]
pub fn reached(
    times: &Column<AreaId, Result<Seconds, Unreached>>,
    population: &Population,
    within: Seconds,
) -> Reached {
    let areas: Vec<AreaId> = times
        .enumerate()
        .filter(|(_, time)| time.is_ok_and(|it| it <= within))
        .map(|(area, _)| area)
        .collect();
    let people = population.counts.map(|counts| {
        let known = || areas.iter().filter_map(|it| counts[*it]);
        let uncounted = areas.len() - known().count();
        let people =
            Some(known().sum::<People>()).filter(|_| areas.is_empty() || uncounted < areas.len());
        let all: People = counts.iter().flatten().copied().sum();
        let share = people
            .filter(|_| all > People::new(0.0))
            .map(|it| Share::new(it.get() / all.get()));
        ReachedPeople {
            people,
            uncounted,
            share,
        }
    });
    Reached { areas, people }
}
