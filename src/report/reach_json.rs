//! Reach and supply as data: measures area by area, and what each site takes.

use serde::Serialize;

use crate::ids::SiteId;
use crate::score::{AreaMeasure, Case, Scorecard, SiteReach};
use crate::units::Seconds;

/// One measure of one service, area by area, in the order of `areas` of the whole assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaMeasureJson {
    /// The service's id.
    pub service: String,
    /// The stable name of the figure whose values these are, or `minutes_to_nearest`.
    pub name: &'static str,
    /// The cut-off in minutes, where it counts within one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cutoff_minutes: Option<f64>,
    /// The unit, as of figures.
    pub unit: &'static str,
    /// The polarity, as of figures.
    pub polarity: &'static str,
    /// Why no area has a value; absent where some may have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A value for each area, null where it has none; empty where `reason` says why there is none at all.
    pub values: Vec<Option<f64>>,
}

/// The nearest open site of each area, in the order of `areas`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearestSitesJson {
    /// The service's id.
    pub service: String,
    /// The site's id for each area, null where it cannot be served.
    pub sites: Vec<Option<String>>,
}

/// One open site that offers a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteJson {
    /// The service's id.
    pub service: String,
    /// The site's id.
    pub site: String,
    /// Its places; null where nobody says.
    pub capacity: Option<f64>,
    /// What would be lost if it alone closed.
    pub if_closed: SiteLossJson,
    /// Its places for each child around it, by each measure in competition.
    pub places_per_child: Vec<SiteRatioJson>,
    /// Children placed at it, where an assignment was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned: Option<f64>,
    /// Those as a share of its places; null where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_share: Option<f64>,
    /// How full it would be where nobody gains by going elsewhere, 1 as all sites are on the whole; only where RAAM was
    /// asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub congestion: Option<f64>,
}

/// What would be lost if one site alone closed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteLossJson {
    /// Children who would be beyond the standard; null without a standard.
    pub children_losing_standard: Option<f64>,
    /// Children whose nearest site it is and who reach another.
    pub children_going_elsewhere: f64,
    /// What each of these would travel in addition, in the mean; null where there are none.
    pub added_minutes_each: Option<f64>,
    /// The same for all of them together.
    pub added_child_minutes: f64,
    /// Children who would reach no site at all.
    pub children_left_without: f64,
}

/// A site's places for each child around it by one measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteRatioJson {
    /// The stable name of the measure.
    pub measure: &'static str,
    /// The ratio; null where no child is around the site.
    pub value: Option<f64>,
}

/// The codes of the areas, in order.
#[must_use]
pub fn area_codes(case: &Case) -> Vec<String> {
    case.areas.list.iter().map(|it| it.code.clone()).collect()
}

/// Every measure of every service, area by area.
#[must_use]
pub fn measures_by_area(case: &Case, scorecard: &Scorecard) -> Vec<AreaMeasureJson> {
    let of = |service: &str, it: &AreaMeasure| AreaMeasureJson {
        service: service.to_owned(),
        name: it.measure.name,
        cutoff_minutes: it.cutoff.map(Seconds::minutes),
        unit: it.measure.unit.word(),
        polarity: it.measure.polarity.word(),
        reason: it.values.as_ref().err().map(|it| it.0.clone()),
        values: it
            .values
            .as_ref()
            .map_or_else(|_| Vec::new(), |it| it.as_slice().to_vec()),
    };
    let services = scorecard.access.enumerate();
    services
        .flat_map(|(service, access)| {
            let id = &case.services[service].id;
            access.areas.iter().map(move |it| of(id, it))
        })
        .collect()
}

/// The nearest open site of each area, by service.
#[must_use]
pub fn nearest_sites(case: &Case, scorecard: &Scorecard) -> Vec<NearestSitesJson> {
    let id = |site: SiteId| case.sites[site].id.clone();
    let services = scorecard.reaches.enumerate();
    services
        .map(|(service, reach)| NearestSitesJson {
            service: case.services[service].id.clone(),
            sites: reach
                .nearest
                .iter()
                .map(|it| it.ok().map(|it| id(it.site)))
                .collect(),
        })
        .collect()
}

/// Every open site of every service.
#[must_use]
pub fn sites_json(case: &Case, scorecard: &Scorecard) -> Vec<SiteJson> {
    let services = scorecard.access.enumerate();
    services
        .flat_map(|(service, access)| {
            let id = &case.services[service].id;
            access
                .sites
                .iter()
                .map(move |it| SiteJson::of(case, id, it))
        })
        .collect()
}

impl SiteJson {
    fn of(case: &Case, service: &str, it: &SiteReach) -> Self {
        let loss = it.loss;
        let ratio = |(measure, value): &(&'static str, Option<f64>)| SiteRatioJson {
            measure,
            value: *value,
        };
        let places = it.capacity.filter(|it| *it > 0.0);
        Self {
            service: service.to_owned(),
            site: case.sites[it.site].id.clone(),
            capacity: it.capacity,
            if_closed: SiteLossJson {
                children_losing_standard: loss.lose_standard,
                children_going_elsewhere: loss.go_elsewhere,
                added_minutes_each: loss.added_minutes_each(),
                added_child_minutes: loss.added_minutes,
                children_left_without: loss.left_without,
            },
            places_per_child: it.ratios.iter().map(ratio).collect(),
            assigned: it.assigned,
            assigned_share: it
                .assigned
                .zip(places)
                .map(|(taken, places)| taken / places),
            congestion: it.congestion,
        }
    }
}
