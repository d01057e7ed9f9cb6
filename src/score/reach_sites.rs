//! Overlap, the loss of each site, and who would go where if places are limited.

use super::measures as m;
use super::reach::{SiteLoss, SiteReach, Teller};
use super::reach_measures::Ground;
use super::{Absent, Figure, MeasureInfo, Scope};
use crate::access::{Assignment, WhyUnmet, assign, cumulative, losses_beside};
use crate::ids::{AreaId, SiteId};
use crate::units::Seconds;

/// What a measure says of each site, in order of sites.
type BySite = Vec<(SiteId, Option<f64>)>;

/// How many children have two open sites or more within the standard, and the places of all open sites.
pub(super) fn overlaps(teller: &Teller, ground: &Result<Ground, Absent>) -> Vec<Figure> {
    let question = teller.question;
    let within = ground.as_ref().map_err(Clone::clone).and_then(|it| {
        let standard = question.reach.standard;
        let standard = standard.ok_or_else(|| question.no_standard())?;
        Ok(cumulative(it.near, &it.offering, standard))
    });
    let twice = |area: AreaId| {
        let sites = within.as_ref().ok()?[area];
        Some(f64::from(u8::from(sites >= 2.0)))
    };
    let known = || within.as_ref().map(|_| ()).map_err(Clone::clone);
    let mut figures = teller.in_groups(&m::CHILDREN_WITHIN_TWO, |group| {
        known()?;
        if let Some(reason) = question.groundless(group) {
            return Err(reason);
        }
        let children = |area: &AreaId| Some(twice(*area)? * question.children(*area)?);
        Ok(group.areas.iter().filter_map(children).sum())
    });
    figures.extend(teller.in_groups(&m::SHARE_WITHIN_TWO, |group| {
        known()?;
        teller.mean_in(group, "can be served", twice)
    }));
    let capacity = ground.as_ref().map_err(Clone::clone);
    let capacity = capacity.and_then(|it| it.places().map(crate::access::Supply::total));
    figures.push(teller.frame.figure(&m::CAPACITY_OPEN, Scope::All, capacity));
    figures
}

/// The figures of an assignment, and how many children are placed at each site.
pub(super) fn assignment(
    teller: &Teller,
    ground: &Result<Ground, Absent>,
) -> (Vec<Figure>, Option<BySite>) {
    let found = ground.as_ref().map_err(Clone::clone).and_then(|it| {
        if let Some(reason) = teller.nobody() {
            return Err(reason);
        }
        Ok(assign(it.times, it.places()?, &it.demand))
    });
    let figure = |measure: &MeasureInfo, read: fn(&Assignment) -> Option<f64>| {
        let value = found.as_ref().map_err(Clone::clone);
        let unplaced = || {
            Absent(format!(
                "none of the {} have a place",
                teller.question.people()
            ))
        };
        let value = value.and_then(|it| read(it).ok_or_else(unplaced));
        teller.frame.figure(measure, Scope::All, value)
    };
    let figures = vec![
        figure(&m::CHILDREN_PLACED, |it| Some(placed(it))),
        figure(&m::CHILDREN_UNMET, |it| {
            Some(it.unmet.iter().map(|it| it.people).sum())
        }),
        figure(&m::CHILDREN_WITHOUT_WAY, |it| {
            let without = it.unmet.iter();
            let without = without.filter(|it| matches!(it.why, WhyUnmet::NoTime(_)));
            Some(without.map(|it| it.people).sum())
        }),
        figure(&m::MEAN_MINUTES_PLACED, |it| {
            let placed = placed(it);
            (placed > 0.0).then(|| it.person_minutes / placed)
        }),
    ];
    let sites = found.ok().map(|it| {
        let taken = it.sites.iter().map(|it| (it.site, Some(it.taken)));
        taken.collect()
    });
    (figures, sites)
}

fn placed(found: &Assignment) -> f64 {
    found.placed.iter().map(|it| it.people).sum()
}

/// Every open site that offers the service, in order.
pub(super) fn sites(
    ground: &Ground,
    ratios: &[(&'static str, BySite)],
    assigned: Option<&[(SiteId, Option<f64>)]>,
    congestion: Option<&[(SiteId, Option<f64>)]>,
) -> Vec<SiteReach> {
    let standard = ground.question.reach.standard;
    let lost = losses_beside(
        &ground.question.reach.nearest,
        &ground.second_nearest(),
        ground.offering.sites(),
        &ground.demand,
        standard.unwrap_or(Seconds::new(0)),
    );
    let one = |it: &crate::access::Loss| SiteReach {
        site: it.site,
        capacity: at(&ground.capacities, it.site),
        loss: SiteLoss {
            lose_standard: standard.map(|_| it.lose_cover),
            go_elsewhere: it.go_elsewhere,
            added_minutes: it.added_minutes,
            left_without: it.left_without,
        },
        ratios: ratios
            .iter()
            .map(|(name, by_site)| (*name, at(by_site, it.site)))
            .collect(),
        assigned: assigned.and_then(|all| at(all, it.site)),
        congestion: congestion.and_then(|all| at(all, it.site)),
    };
    lost.iter().map(one).collect()
}

/// The value of a site in a list in order of sites.
fn at(list: &[(SiteId, Option<f64>)], site: SiteId) -> Option<f64> {
    let place = list.binary_search_by_key(&site, |it| it.0).ok()?;
    list[place].1
}
