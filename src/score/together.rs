//! Services asked for together: in one place, which the level tells, or in several.

use super::groups::Groups;
use super::level::Question;
use super::scorecard::Frame;
use super::{Absent, Figure, Scope, measures as m};
use crate::access::{BundleReach, SeveralPlaces, Unserved, bundle_reach, nearest, within};
use crate::equity::mean;
use crate::ids::{AreaId, Column, ServiceId, SiteId};
use crate::model::{Configuration, Makeup};
use crate::units::Seconds;

/// How a bundle or a delivery model is reached where families may go to several places; nothing of a single service.
pub(super) fn together(
    question: &Question,
    groups: &Groups,
    configuration: &Configuration,
    frame: &Frame,
) -> Vec<Figure> {
    let Some(parts) = question.case.services[question.service].parts() else {
        return Vec::new();
    };
    let it = Together::of(question, parts, configuration);
    let all = || groups.all.areas.iter().copied();
    let nobody = lacking(question).or_else(|| question.nobody(&groups.all));
    let share = |condition: &dyn Fn(AreaId) -> bool| match &nobody {
        Some(reason) => Err(reason.clone()),
        None => Ok(it.share(all(), condition)),
    };
    let standard = question.reach.standard;
    let within_several = match (&nobody, standard) {
        (Some(reason), _) => Err(reason.clone()),
        (None, None) => Err(question.no_standard()),
        (None, Some(standard)) => {
            share(&|area| it.longest(area).is_some_and(|time| time <= standard))
        }
    };
    let mean_of = |value: fn(&SeveralPlaces) -> f64| match &nobody {
        Some(reason) => Err(reason.clone()),
        None => it.mean(all(), value),
    };
    vec![
        frame.figure(
            &m::NEAREST_OFFERS_ALL,
            Scope::All,
            share(&|area| it.one_for_all(area)),
        ),
        frame.figure(&m::SHARE_WITHIN_SEVERAL, Scope::All, within_several),
        frame.figure(
            &m::SEVERAL_LONGEST,
            Scope::All,
            mean_of(|it| it.longest.minutes()),
        ),
        frame.figure(
            &m::SEVERAL_TOGETHER,
            Scope::All,
            mean_of(|it| it.together.minutes()),
        ),
        frame.figure(
            &m::PLACES_TO_VISIT,
            Scope::All,
            mean_of(|it| it.places as f64),
        ),
    ]
}

/// What a delivery model brings together and the study does not have: nobody reaches each of its services then.
fn lacking(question: &Question) -> Option<Absent> {
    let service = &question.case.services[question.service];
    let Makeup::DeliveryModel { lacking, .. } = &service.makeup else {
        return None;
    };
    (!lacking.is_empty()).then(|| {
        let names = lacking.join(", ");
        Absent(format!("the study has no service {names}"))
    })
}

struct Together<'a> {
    question: &'a Question<'a>,
    reach: Column<AreaId, BundleReach>,
    /// For each area, the nearest site that offers any of the services.
    any: Column<AreaId, Result<crate::access::Nearest, Unserved>>,
}

impl<'a> Together<'a> {
    fn of(question: &'a Question<'a>, parts: &[ServiceId], configuration: &Configuration) -> Self {
        let case = question.case;
        let each: Vec<Vec<SiteId>> = parts
            .iter()
            .map(|it| case.offering(configuration, *it))
            .collect();
        let mut any: Vec<SiteId> = each.iter().flatten().copied().collect();
        any.sort_unstable();
        any.dedup();
        let none = || Column::filled(Err(Unserved::NoTimes), case.areas.list.len());
        let (reach, any) = match case.times.get(question.mode) {
            Some(times) => (bundle_reach(times, &each), nearest(times, any)),
            None => (
                Column::filled(
                    BundleReach {
                        one_place: Err(Unserved::NoTimes),
                        several_places: Err(Unserved::NoTimes),
                    },
                    case.areas.list.len(),
                ),
                none(),
            ),
        };
        Self {
            question,
            reach,
            any,
        }
    }

    fn people(&self, area: AreaId) -> f64 {
        self.question.children(area).unwrap_or(0.0)
    }

    fn share(
        &self,
        areas: impl Iterator<Item = AreaId>,
        condition: &dyn Fn(AreaId) -> bool,
    ) -> f64 {
        let (mut all, mut inside) = (0.0, 0.0);
        for area in areas {
            let people = self.people(area);
            all += people;
            if condition(area) {
                inside += people;
            }
        }
        inside / all
    }

    fn longest(&self, area: AreaId) -> Option<Seconds> {
        Some(self.reach[area].several_places.ok()?.longest)
    }

    /// Whether the nearest place with any of the services has all of them: one that is as near counts as well.
    fn one_for_all(&self, area: AreaId) -> bool {
        let Ok(any) = self.any[area] else {
            return false;
        };
        within(&self.reach[area].one_place, any.time)
    }

    fn mean(
        &self,
        areas: impl Iterator<Item = AreaId>,
        value: fn(&SeveralPlaces) -> f64,
    ) -> Result<f64, Absent> {
        let reached = areas.filter_map(|area| {
            let several = self.reach[area].several_places.ok()?;
            Some((value(&several), self.people(area)))
        });
        let rows: Vec<(f64, f64)> = reached.filter(|it| it.1 > 0.0).collect();
        mean(&rows).map_err(|_| {
            let people = self.question.people();
            Absent(format!(
                "none of the {people} can reach each of the services"
            ))
        })
    }
}
