//! What places cost and how they are staffed, in whole numbers.

use super::Refused;
use super::places::Places;
use crate::ids::SiteId;
use crate::model::Opening;
use crate::score::Case;
use crate::units::Hours;

/// What each place adds, and what stays whichever of them open.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) of_place: Vec<i64>,
    pub(super) fixed: i64,
}

/// The annual cost in pence: that of the sites, and what the council states beyond them.
pub(super) fn costs(case: &Case, places: &Places) -> Result<Sum, Refused> {
    let told = |site: SiteId| Some(case.sites[site].annual_cost()?.pence());
    let sites = places.list.iter().map(|it| it.site);
    let of_place = all_told(sites.map(|site| (site, told(site))), COST)?;
    let sum = |sites: &mut dyn Iterator<Item = SiteId>| {
        let each = all_told(sites.map(|site| (site, told(site))), COST);
        each.map(|it| it.iter().sum::<i64>())
    };
    let base = sum(&mut places.base.open().map(|it| it.0));
    let fixed = match case.money.stated {
        // What today's cost is stated to be beyond its sites stays in every plan; sites that stay cancel out.
        Some(stated) => {
            let searched = case.baseline.open().map(|it| it.0);
            let mut searched = searched.filter(|it| places.base.opening(*it).is_none());
            stated.pence() - sum(&mut searched)?
        }
        None => base?,
    };
    Ok(Sum { of_place, fixed })
}

/// What money or hours are called where a site does not tell its own.
const COST: &str = "annual cost";

/// The staffed hours a week in thousandths.
pub(super) fn hours(case: &Case, places: &Places) -> Result<Sum, Refused> {
    let told = |site: SiteId, opening: &Opening| {
        let usual = || Opening::of(&case.sites[site], opening.tier, &case.tiers).all_hours();
        opening.all_hours().or_else(usual).and_then(thousandths)
    };
    let places_told = places
        .list
        .iter()
        .map(|it| (it.site, told(it.site, &it.opening)));
    let base = places.base.open().map(|(site, it)| (site, told(site, it)));
    Ok(Sum {
        of_place: all_told(places_told, "staffed hours")?,
        fixed: all_told(base, "staffed hours")?.iter().sum(),
    })
}

/// The places for children that each open place has for the service, in thousandths.
pub(super) fn capacity(
    case: &Case,
    places: &Places,
    service: crate::ids::ServiceId,
) -> Result<Sum, Refused> {
    let told = places.list.iter().map(|it| {
        let places = case.capacity(it.site, &it.opening, service);
        (it.site, places.map(Hours::new).and_then(thousandths))
    });
    Ok(Sum {
        of_place: all_told(told, "places")?,
        fixed: 0,
    })
}

/// A number of at most some billions in whole thousandths.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked first"
)]
fn thousandths(of: Hours) -> Option<i64> {
    let scaled = (of.get() * 1_000.0).round();
    (scaled.abs() < 1e15).then_some(scaled as i64)
}

/// All numbers, or the sites that do not tell theirs.
fn all_told(
    each: impl Iterator<Item = (SiteId, Option<i64>)>,
    what: &'static str,
) -> Result<Vec<i64>, Refused> {
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    for (site, it) in each {
        match it {
            Some(it) => told.push(it),
            None if untold.last() == Some(&site) => (),
            None => untold.push(site),
        }
    }
    if untold.is_empty() {
        Ok(told)
    } else {
        Err(Refused::Untold(what, untold))
    }
}
