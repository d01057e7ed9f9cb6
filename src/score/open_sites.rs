//! How many of the open sites lie in the most deprived areas.

use super::level::Question;
use super::scorecard::Frame;
use super::staffed_hours::untold;
use super::{Absent, Case, DeprivationBand, Figure, Scope, measures as m};
use crate::ids::{AreaId, SiteId};
use crate::model::{Configuration, Decile};
use crate::space::Point;

/// The places of all areas from west to east, in which the one nearest to a site is soon found.
///
/// No boundaries are known here, so that a site is taken to lie in the area whose centroid is nearest.
pub(super) struct Centroids(Vec<(Point, AreaId)>);

impl Centroids {
    /// Those of a case; none are looked for where no site has a place.
    pub(super) fn of(case: &Case) -> Self {
        let mut places: Vec<(Point, AreaId)> = Vec::new();
        if case.sites.iter().any(|it| it.point.is_some()) {
            let areas = case.areas.list.enumerate();
            places.extend(areas.filter_map(|(area, it)| Some((it.point?, area))));
        }
        places.sort_unstable_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.1.cmp(&b.1)));
        Self(places)
    }

    /// The area whose centroid is nearest in a straight line, the lowest id of equals.
    fn nearest(&self, here: Point) -> Option<AreaId> {
        let mut found: Option<(f64, AreaId)> = None;
        // Going east and going west, nothing further on is nearer once the way there alone is longer than what is found.
        let mut look = |(there, area): &(Point, AreaId)| {
            let (dx, dy) = (there.x - here.x, there.y - here.y);
            let squared = dx * dx + dy * dy;
            let nearer = found.is_none_or(|(known, first)| {
                squared < known || (squared <= known && *area < first)
            });
            if nearer {
                found = Some((squared, *area));
            }
            found.is_none_or(|(known, _)| dx * dx <= known)
        };
        let from = self.0.partition_point(|it| it.0.x < here.x);
        let _ = self.0[from..].iter().all(&mut look);
        let _ = self.0[..from].iter().rev().all(&mut look);
        found.map(|it| it.1)
    }
}

/// The number of open sites that offer the service in deciles 1-3, and their share of all of these.
pub(super) fn open_sites(
    question: &Question,
    configuration: &Configuration,
    centroids: &Centroids,
    frame: &Frame,
) -> [Figure; 2] {
    let sites = question.case.offering(configuration, question.service);
    let deprived = deciles(question.case, &sites, centroids).map(|deciles| {
        let most =
            |it: &&Option<Decile>| it.map(DeprivationBand::of) == Some(DeprivationBand::Most);
        deciles.iter().filter(most).count() as f64
    });
    let share = deprived.clone().and_then(|it| match sites.len() {
        0 => Err(Absent("no open site offers it".to_owned())),
        all => Ok(it / all as f64),
    });
    [
        frame.figure(&m::OPEN_SITES_DEPRIVED, Scope::All, deprived),
        frame.figure(&m::OPEN_SITES_DEPRIVED_SHARE, Scope::All, share),
    ]
}

/// The national decile of the area that each site lies in; `None` where nobody published it.
fn deciles(
    case: &Case,
    sites: &[SiteId],
    centroids: &Centroids,
) -> Result<Vec<Option<Decile>>, Absent> {
    let unplaced = sites.iter().filter(|it| case.sites[**it].point.is_none());
    let unplaced: Vec<&str> = unplaced.map(|it| case.sites[*it].name.as_str()).collect();
    if let Some(reason) = untold("place is", &unplaced) {
        return Err(reason);
    }
    let decile = |site: &SiteId| {
        let area = centroids.nearest(case.sites[*site].point?)?;
        Some(case.decile(area))
    };
    let found: Option<Vec<Option<Decile>>> = sites.iter().map(decile).collect();
    let found = found.ok_or_else(|| Absent("no area of the study has a place".to_owned()))?;
    if !found.is_empty() && found.iter().all(Option::is_none) {
        let what = "no open site lies in an area with a national decile";
        return Err(Absent(what.to_owned()));
    }
    Ok(found)
}
