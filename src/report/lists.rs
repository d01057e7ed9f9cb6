//! The areas behind a headline: the worst affected by a plan, the furthest today.

use super::Comparison;
use crate::access::{Nearest, Unserved};
use crate::ids::{AreaId, ServiceId};
use crate::score::Effect;

/// One area of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaRow {
    /// Which area.
    pub area: AreaId,
    /// The people of the service's band there.
    pub children: f64,
    /// Its access today.
    pub today: Result<Nearest, Unserved>,
    /// Its access under the plan; today's where there is no plan.
    pub then: Result<Nearest, Unserved>,
}

impl AreaRow {
    /// What the plan does to it.
    #[must_use]
    pub fn effect(&self) -> Effect {
        Effect::between(&self.today, &self.then)
    }
}

/// The areas with children that a plan makes worse off: lost access first, then by the increase; equals by code.
/// Without a plan there are none.
#[must_use]
pub fn areas_worst_affected(
    comparison: &Comparison,
    service: ServiceId,
    most: usize,
) -> Vec<AreaRow> {
    let mut rows: Vec<AreaRow> = rows(comparison, service)
        .filter(|it| it.effect().worse())
        .collect();
    let key = |it: &AreaRow| match it.effect() {
        Effect::Change(seconds) => -seconds,
        _ => i64::MIN,
    };
    rows.sort_by_key(key);
    rows.truncate(most);
    rows
}

/// The areas with children that are furthest: those that cannot be served first, then by minutes; equals by code.
#[must_use]
pub fn areas_furthest(comparison: &Comparison, service: ServiceId, most: usize) -> Vec<AreaRow> {
    let mut rows: Vec<AreaRow> = rows(comparison, service).collect();
    let key = |it: &AreaRow| match it.then {
        Ok(nearest) => -i64::from(nearest.time.get()),
        Err(_) => i64::MIN,
    };
    rows.sort_by_key(key);
    rows.truncate(most);
    rows
}

fn rows<'a>(
    comparison: &Comparison<'a>,
    service: ServiceId,
) -> impl Iterator<Item = AreaRow> + use<'a> {
    let today = &comparison.today.reaches[service];
    let then = comparison
        .plan
        .map_or(today, |(plan, _)| &plan.reaches[service]);
    let case = comparison.case;
    case.areas.list.ids().filter_map(move |area| {
        let children = case.people(today.band, area)?.get();
        (children > 0.0).then(|| AreaRow {
            area,
            children,
            today: today.nearest[area],
            then: then.nearest[area],
        })
    })
}
