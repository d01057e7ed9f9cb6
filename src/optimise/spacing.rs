//! How far open sites are from each other, in a straight line.

use super::Refused;
use super::places::Places;
use crate::ids::SiteId;
use crate::score::Case;
use crate::space::Point;

/// The least distance between any two sites in whole metres, rounded down, in a straight line; `None` of fewer than two, or where it is not known
/// where one of them is.
#[must_use]
pub fn spacing(case: &Case, sites: &[SiteId]) -> Option<u32> {
    let points: Vec<Point> = sites
        .iter()
        .map(|it| case.sites[*it].point)
        .collect::<Option<_>>()?;
    let pairs = points
        .iter()
        .enumerate()
        .flat_map(|(nth, a)| points[nth + 1..].iter().map(|b| metres(*a, *b)));
    pairs.min()
}

/// The same between any two places; of one site they are no distance apart.
pub(super) fn distances(case: &Case, places: &Places) -> Result<Vec<Vec<u32>>, Refused> {
    let (mut points, mut untold) = (Vec::new(), Vec::new());
    for place in &places.list {
        match case.sites[place.site].point {
            Some(it) => points.push(it),
            None if untold.last() == Some(&place.site) => (),
            None => untold.push(place.site),
        }
    }
    if !untold.is_empty() {
        return Err(Refused::Untold("easting and northing", untold));
    }
    let row = |a: &Point| points.iter().map(|b| metres(*a, *b)).collect();
    Ok(points.iter().map(row).collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0; what is beyond the earth's size is all the same"
)]
fn metres(a: Point, b: Point) -> u32 {
    a.distance(b).get() as u32
}
