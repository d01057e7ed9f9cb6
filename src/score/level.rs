//! The level of one group: how many, how far, how many within the standard.

use super::groups::Group;
use super::{Absent, Case, Scope};
use crate::access::{NearPairs, within};
use crate::equity::{Ordered, Undefined, mean};
use crate::ids::{AreaId, BandId, ServiceId};
use crate::model::Mode;
use crate::travel::TravelTimes;
use crate::units::People;

use super::scorecard::Reach;

/// One service by one mode, in the words its figures need.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) case: &'a Case,
    pub(super) service: ServiceId,
    pub(super) mode: &'a Mode,
    pub(super) reach: &'a Reach,
    /// Whose journeys are told: those of the service's own band unless others are asked for.
    pub(super) band: BandId,
    /// The pairs of areas and open sites near enough for most measures, where they were looked for.
    pub(super) near: Option<&'a NearPairs<'a>>,
}

/// The journeys of a group: as they come, and in order.
pub(super) struct Journeys {
    pub(super) rows: Vec<(f64, f64)>,
    pub(super) ordered: Ordered,
}

impl Journeys {
    pub(super) fn of(question: &Question, group: &Group) -> Self {
        let rows = question.journeys(group);
        Self {
            ordered: Ordered::of(&rows),
            rows,
        }
    }
}

/// Every level figure of one group.
pub(super) struct Level {
    pub(super) children: Result<f64, Absent>,
    pub(super) unserved: Result<f64, Absent>,
    pub(super) mean: Result<f64, Absent>,
    pub(super) median: Result<f64, Absent>,
    pub(super) p90: Result<f64, Absent>,
    pub(super) max: Result<f64, Absent>,
    pub(super) within: Result<f64, Absent>,
    pub(super) share: Result<f64, Absent>,
}

impl Question<'_> {
    /// The people in a sentence: "under-fives".
    pub(super) fn people(&self) -> &str {
        &self.case.population.bands[self.band].label
    }

    /// Whether the people are counted by the need rate already, which weighs nothing of theirs a second time then.
    pub(super) fn in_need(&self) -> bool {
        self.case.population.in_need.contains(&self.band)
    }

    /// The travel times of the mode.
    pub(super) fn times(&self) -> Result<&TravelTimes, Absent> {
        times_by(self.case, self.mode)
    }

    /// The people of the service's band in an area; `None` where nobody published a count.
    pub(super) fn children(&self, area: AreaId) -> Option<f64> {
        self.case.people(self.band, area).map(People::get)
    }

    /// Why a group has nobody in it, if that is so: no area, no count, or nobody there.
    pub(super) fn nobody(&self, group: &Group) -> Option<Absent> {
        if let Some(reason) = self.groundless(group) {
            return Some(reason);
        }
        let somebody = self.counts(group).any(|people| people > 0.0);
        (!somebody).then(|| {
            let place = group.scope.phrase(self.case);
            Absent(format!("no {} live in {place}", self.people()))
        })
    }

    /// Why not even a count has a value, if that is so: no area, or none with a count.
    pub(super) fn groundless(&self, group: &Group) -> Option<Absent> {
        if self.counts(group).next().is_some() {
            return None;
        }
        let place = group.scope.phrase(self.case);
        Some(Absent(match group.scope {
            Scope::All if group.areas.is_empty() => "the study has no area".to_owned(),
            _ if group.areas.is_empty() => format!("no area of the study is in {place}"),
            _ => format!("no count of {} is known in {place}", self.people()),
        }))
    }

    fn counts(&self, group: &Group) -> impl Iterator<Item = f64> {
        group
            .areas
            .iter()
            .filter_map(|area| Some(self.case.people(self.band, *area)?.get()))
    }

    /// Why nothing can be said about a standard, if there is none.
    pub(super) fn no_standard(&self) -> Absent {
        Absent(format!(
            "{} has no standard {}",
            self.case.services[self.service].name,
            self.mode.phrase()
        ))
    }

    /// Why a measure over everyone's journeys has no value, in words.
    pub(super) fn explained(&self, why: Undefined) -> Absent {
        let people = self.people();
        Absent(match why {
            Undefined::Nobody => format!("none of the {people} can be served"),
            Undefined::OneRank => {
                format!("deprivation does not vary among the {people} who can be served")
            }
            Undefined::ZeroMean => {
                format!("the {people} who can be served have no minutes to share out")
            }
            Undefined::ZeroValue => {
                format!("some {people} have no minutes at all, and the measure takes logarithms")
            }
            Undefined::ZeroDivisor => "the minutes to divide by are none".to_owned(),
            other => other.to_string(),
        })
    }

    /// Seconds and children of the areas of a group where somebody lives and can be served, in order of ids, which fixes
    /// the order of every sum.
    pub(super) fn journeys(&self, group: &Group) -> Vec<(f64, f64)> {
        let journey = |area: &AreaId| {
            let people = self.children(*area)?;
            let time = self.reach.nearest[*area].ok()?.time;
            (people > 0.0).then(|| (f64::from(time.get()), people))
        };
        let mut rows = Vec::with_capacity(group.areas.len());
        rows.extend(group.areas.iter().filter_map(journey));
        rows
    }

    /// The mean over a group's people of what their areas have, those of areas without a value left out; where all are
    /// left out, `none` says why of the place.
    pub(super) fn mean_in(
        &self,
        group: &Group,
        value: impl Fn(AreaId) -> Option<f64>,
        none: impl FnOnce(&str) -> String,
    ) -> Result<f64, Absent> {
        if let Some(reason) = self.nobody(group) {
            return Err(reason);
        }
        let row = |area: &AreaId| Some((value(*area)?, self.children(*area)?));
        let mut rows = Vec::with_capacity(group.areas.len());
        rows.extend(group.areas.iter().filter_map(row));
        mean(&rows).map_err(|_| Absent(none(&group.scope.phrase(self.case))))
    }

    /// The level of a group.
    pub(super) fn level(&self, group: &Group) -> Level {
        self.level_of(group, &Journeys::of(self, group))
    }

    /// The level of a group whose journeys are known.
    pub(super) fn level_of(&self, group: &Group, journeys: &Journeys) -> Level {
        let (mut children, mut unserved, mut inside) = (0.0, 0.0, 0.0);
        for area in &group.areas {
            let Some(people) = self.children(*area) else {
                continue;
            };
            let access = &self.reach.nearest[*area];
            children += people;
            if access.is_err() {
                unserved += people;
            }
            if self.reach.standard.is_some_and(|it| within(access, it)) {
                inside += people;
            }
        }
        let groundless = self.groundless(group);
        let nobody = self.nobody(group);
        let counted = |value: f64| groundless.clone().map_or(Ok(value), Err);
        let place = || group.scope.phrase(self.case);
        // Seconds and whole people sum exactly; minutes come last.
        let minutes = |seconds: Result<f64, Undefined>| match (&nobody, seconds) {
            (Some(reason), _) => Err(reason.clone()),
            (None, Ok(seconds)) => Ok(seconds / 60.0),
            (None, Err(_)) => Err(Absent(format!(
                "none of the {} in {} can be served",
                self.people(),
                place()
            ))),
        };
        let standard = self.reach.standard.ok_or_else(|| self.no_standard());
        Level {
            children: counted(children),
            unserved: counted(unserved),
            mean: minutes(mean(&journeys.rows)),
            median: minutes(journeys.ordered.quantile(0.5)),
            p90: minutes(journeys.ordered.quantile(0.9)),
            max: minutes(journeys.ordered.quantile(1.0)),
            within: standard.clone().and_then(|_| counted(inside)),
            share: standard.and_then(|_| nobody.clone().map_or(Ok(inside / children), Err)),
        }
    }
}

/// The travel times of a mode, or that there are none.
pub(super) fn times_by<'a>(case: &'a Case, mode: &Mode) -> Result<&'a TravelTimes, Absent> {
    let unknown = || Absent(format!("there are no travel times {}", mode.phrase()));
    case.times.get(mode).ok_or_else(unknown)
}
