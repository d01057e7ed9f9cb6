//! Places tied to a network, and those that could not be.

use crate::ids::{Column, Id};
use crate::roads::{Snap, Snapper};
use crate::space::Point;
use crate::units::Metres;

/// Why a place is not tied to a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unlinked {
    /// The nearest road is farther than the limit.
    TooFar(Metres),
    /// The place has no coordinates.
    NoPoint,
    /// The network has no road.
    NoRoad,
}

/// Every place of a kind tied to a network, or the reason why not.
pub type Linkage<I> = Column<I, Result<Snap, Unlinked>>;

/// Ties places to the nearest usable road segment, or tells why not. A place at the limit is tied.
#[must_use]
pub fn link<I: Id>(
    places: &Column<I, Option<Point>>,
    snapper: &Snapper,
    limit: Metres,
) -> Linkage<I> {
    places.map(|place| {
        let point = place.ok_or(Unlinked::NoPoint)?;
        let snap = snapper.snap(point).ok_or(Unlinked::NoRoad)?;
        if snap.leg <= limit {
            Ok(snap)
        } else {
            Err(Unlinked::TooFar(snap.leg))
        }
    })
}
