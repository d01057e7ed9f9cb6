//! What an extract tells of the land around its roads: places with names, lakes, rivers and the coast.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use super::nodes::{self, Nodes};
use super::water::{LakeParts, WaterTags, joined, relations};
use super::ways;
use crate::read::ReadErrors;
use crate::space::Point;

/// What is around the roads of an extract.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OsmSurroundings {
    /// Places with a name.
    pub places: Vec<NamedPlace>,
    /// Lakes, reservoirs and the ground of wide rivers, where the extract has the whole of their outline.
    pub lakes: Vec<Lake>,
    /// The middles of rivers and canals, in pieces.
    pub rivers: Vec<Vec<Point>>,
    /// The coast, land on its left, put together as far as it goes: the whole coast of an island begins where it ends.
    pub coast: Vec<Vec<Point>>,
}

/// A city, town, village or the like with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPlace {
    /// The name.
    pub name: String,
    /// The value of `place`, such as `town`.
    pub kind: String,
    /// Where it is.
    pub point: Point,
}

/// The outlines of a lake, each a ring that begins where it ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Lake {
    /// Around its water; several where one relation tells of several lakes.
    pub outer: Vec<Vec<Point>>,
    /// Around its islands.
    pub inner: Vec<Vec<Point>>,
}

/// Reads what is around the roads of an extract. `file` is its name in faults. The file is walked three times: for lakes
/// told as relations, for ways, and for the nodes that they stand on.
///
/// # Errors
/// As [`super::osm_pbf()`], but that a file without any road or water is none.
pub fn osm_surroundings(
    source: &mut (impl Read + Seek),
    file: &str,
) -> Result<OsmSurroundings, ReadErrors> {
    let lakes = relations(source, file)?;
    let outlines: BTreeSet<i64> = lakes.iter().flat_map(|it| &it.outer).copied().collect();
    let islands: BTreeSet<i64> = lakes.iter().flat_map(|it| &it.inner).copied().collect();
    let ways = ways::gather(source, file, |id, tags, closed| {
        let water = WaterTags::of(tags, closed);
        let wanted = water.any() || outlines.contains(&id) || islands.contains(&id);
        wanted.then_some(water)
    })?;
    let nodes = nodes::gather(source, file, &ways.refs)?;
    let waters = Waters {
        ways: ways.iter().map(|(way, refs)| (way.id, refs)).collect(),
        nodes: &nodes,
    };
    let of_ways = |wanted: fn(WaterTags) -> bool| {
        let ways = ways.iter().filter(move |(way, _)| wanted(way.what));
        ways.map(|(way, refs)| (way.id, refs))
    };
    // A way that a relation names as an outline is drawn with that relation.
    let plain = of_ways(|it| it.lake).filter(|(id, _)| !outlines.contains(id));
    let plain = plain.filter_map(|(_, refs)| {
        Some(Lake {
            outer: vec![waters.whole(refs)?],
            inner: Vec::new(),
        })
    });
    let lakes = lakes.iter().map(|it| waters.lake(it));
    let lakes = plain.chain(lakes.filter(|it| !it.outer.is_empty()));
    let coast: Vec<&[i64]> = of_ways(|it| it.coast).map(|it| it.1).collect();
    let coast = joined(&coast, false);
    let rivers = of_ways(|it| it.river).flat_map(|(_, refs)| waters.pieces(refs));
    Ok(OsmSurroundings {
        lakes: lakes.collect(),
        rivers: rivers.collect(),
        coast: coast.iter().flat_map(|it| waters.pieces(it)).collect(),
        places: nodes.places.clone(),
    })
}

/// Ways that are water, and where they run.
struct Waters<'a> {
    /// The nodes of each way.
    ways: BTreeMap<i64, &'a [i64]>,
    nodes: &'a Nodes,
}

impl Waters<'_> {
    /// The lake of a relation, as far as its outlines are whole.
    fn lake(&self, parts: &LakeParts) -> Lake {
        let rings = |ids: &[i64]| {
            let lines: Vec<&[i64]> = ids
                .iter()
                .filter_map(|it| self.ways.get(it).copied())
                .collect();
            let rings = joined(&lines, true).into_iter();
            rings.filter_map(|it| self.whole(&it)).collect()
        };
        Lake {
            outer: rings(&parts.outer),
            inner: rings(&parts.inner),
        }
    }

    /// A ring, where the extract has all of it.
    fn whole(&self, refs: &[i64]) -> Option<Vec<Point>> {
        let is_ring = refs.len() > 3 && refs.first() == refs.last();
        let points = || refs.iter().map(|it| self.point(*it)).collect();
        if is_ring { points() } else { None }
    }

    /// A line where the extract has it: a node that it lacks parts the line.
    fn pieces(&self, refs: &[i64]) -> Vec<Vec<Point>> {
        let points: Vec<Option<Point>> = refs.iter().map(|it| self.point(*it)).collect();
        let pieces = points.split(Option::is_none).filter(|it| it.len() > 1);
        pieces
            .map(|it| it.iter().flatten().copied().collect())
            .collect()
    }

    fn point(&self, id: i64) -> Option<Point> {
        self.nodes.point(self.nodes.find(id)?)
    }
}
