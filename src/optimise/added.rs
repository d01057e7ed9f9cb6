//! What journeys grow by against today: the harm of a plan, added up.

use super::Wish;
use super::places::Places;
use crate::access::nearest;
use crate::ids::{AreaId, Id, ServiceId};
use crate::location::{LONGEST, Limits};
use crate::model::{Configuration, Mode};
use crate::score::Case;
use crate::units::People;

/// The minutes that a configuration adds to the journeys of today, one way, of all people of a service together. Shorter
/// journeys make up for nothing. People who are served only before or only after add none.
#[must_use]
pub fn added_minutes(
    case: &Case,
    mode: &Mode,
    service: ServiceId,
    configuration: &Configuration,
) -> Option<f64> {
    let times = case.times.get(mode)?;
    let [today, then] =
        [&case.baseline, configuration].map(|it| nearest(times, case.offering(it, service)));
    let band = case.services[service].band;
    let added = case.areas.list.ids().map(|area| {
        let people = case.people(band, area).map_or(0.0, People::get);
        match (&today[area], &then[area]) {
            (Ok(today), Ok(then)) => {
                let seconds = then.time.get().saturating_sub(today.time.get());
                people * f64::from(seconds)
            }
            _ => 0.0,
        }
    });
    Some(added.sum::<f64>() / 60.0)
}

/// The seconds that each place is further than today's nearest, and today's.
#[derive(Clone, Debug)]
pub(super) struct Added {
    /// Today's nearest of each area; [`LONGEST`] where there is none, from where nothing is further.
    today: Vec<u16>,
    /// A column a place. What is no journey stays none.
    pub(super) columns: Vec<Vec<u16>>,
}

impl Added {
    /// `None` without times by the mode.
    pub(super) fn of(case: &Case, wish: &Wish, places: &Places) -> Option<Self> {
        let times = case.times.get(&wish.mode)?;
        let nearest = nearest(times, case.offering(&case.baseline, wish.service));
        let kept = |area: AreaId| match &nearest[area] {
            Ok(it) => u16::try_from(it.time.get()).unwrap_or(LONGEST),
            Err(_) => LONGEST,
        };
        let today: Vec<u16> = (0..times.n_areas())
            .map(|it| kept(AreaId::at(it)))
            .collect();
        let further = |(time, today): (&u16, &u16)| match *time {
            time if time <= LONGEST => time.saturating_sub(*today),
            none => none,
        };
        let column = |it: &super::places::Place| {
            let column = times.as_kept(it.site).iter().zip(&today);
            column.map(further).collect()
        };
        let columns = places.list.iter().map(column).collect();
        Some(Self { today, columns })
    }

    /// Turns limits of journeys into limits of what they grow by. No journey may be kept below what it takes today.
    pub(super) fn limit(&self, limits: &mut Limits) {
        for (longest, today) in limits.longest.iter_mut().zip(&self.today) {
            if *longest < LONGEST {
                *longest = longest.saturating_sub(*today);
            }
        }
    }
}
