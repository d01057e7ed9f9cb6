//! Times and linkages as bytes, and back.

use std::io::{self, Write};

use crate::ids::{Column, EdgeId, Id};
use crate::packed::{Packed, put_f64s, put_u8s, put_u16s, put_u64, put_u64s, unfit};
use crate::roads::Snap;
use crate::space::Point;
use crate::travel::{Linkage, TravelTimes, Unlinked};
use crate::units::Metres;

impl TravelTimes {
    /// Writes the matrix as it lies in memory: how many areas and sites, then a column of seconds a site.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        put_u64(out, self.n_areas() as u64)?;
        put_u64(out, self.n_sites() as u64)?;
        put_u16s(out, self.kept().iter().copied())
    }

    /// Reads a matrix back.
    ///
    /// # Errors
    /// When the bytes are not those of a matrix.
    pub fn read_from(bytes: &[u8]) -> io::Result<Self> {
        let mut packed = Packed::new(bytes);
        let (n_areas, n_sites) = (packed.length()?, packed.length()?);
        let seconds = packed.u16s()?;
        packed.end()?;
        Self::of_kept(n_areas, n_sites, seconds)
            .ok_or_else(|| unfit("a matrix has a row for each area and a column for each site"))
    }
}

/// How a place is tied, a byte each.
const LINKED: u8 = 0;
const TOO_FAR: u8 = 1;
const NO_POINT: u8 = 2;
const NO_ROAD: u8 = 3;

/// Writes where places are tied to a network.
///
/// # Errors
/// What the writer says.
pub fn write_linkage<I: Id>(linkage: &Linkage<I>, out: &mut impl Write) -> io::Result<()> {
    let kinds: Vec<u8> = linkage
        .iter()
        .map(|it| match it {
            Ok(_) => LINKED,
            Err(Unlinked::TooFar(_)) => TOO_FAR,
            Err(Unlinked::NoPoint) => NO_POINT,
            Err(Unlinked::NoRoad) => NO_ROAD,
        })
        .collect();
    put_u8s(out, &kinds)?;
    let edges: Vec<u64> = linkage
        .iter()
        .flatten()
        .map(|it| it.edge.place() as u64)
        .collect();
    put_u64s(out, edges)?;
    let mut numbers = Vec::new();
    for tie in linkage {
        match tie {
            Ok(it) => numbers.extend([it.part, it.point.x, it.point.y, it.leg.get()]),
            Err(Unlinked::TooFar(leg)) => numbers.push(leg.get()),
            Err(_) => (),
        }
    }
    put_f64s(out, numbers)
}

/// Reads where places are tied to a network of `n_edges` edges.
///
/// # Errors
/// When the bytes are not those of a linkage to such a network.
pub fn read_linkage<I: Id>(packed: &mut Packed<'_>, n_edges: usize) -> io::Result<Linkage<I>> {
    let (kinds, edges, numbers) = (packed.u8s()?, packed.u64s()?, packed.f64s()?);
    let (mut edges, mut numbers) = (edges.into_iter(), numbers.into_iter());
    let edge = |it: u64| {
        let place = usize::try_from(it).ok().filter(|it| *it < n_edges)?;
        Some(EdgeId::at(place))
    };
    let mut tie = |kind: u8| -> Option<Result<Snap, Unlinked>> {
        Some(match kind {
            LINKED => Ok(Snap {
                edge: edge(edges.next()?)?,
                part: numbers.next().filter(|it| (0.0..=1.0).contains(it))?,
                point: Point::new(numbers.next()?, numbers.next()?),
                leg: Metres::new(numbers.next()?),
            }),
            TOO_FAR => Err(Unlinked::TooFar(Metres::new(numbers.next()?))),
            NO_POINT => Err(Unlinked::NoPoint),
            NO_ROAD => Err(Unlinked::NoRoad),
            _ => return None,
        })
    };
    let ties: Option<Vec<_>> = kinds.iter().map(|it| tie(*it)).collect();
    let ties = ties.filter(|_| edges.next().is_none() && numbers.next().is_none());
    let ties = ties.ok_or_else(|| unfit("a place is tied to no edge of the network"))?;
    Ok(Column::new(ties))
}
