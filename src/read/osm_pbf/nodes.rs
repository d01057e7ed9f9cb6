//! The second walk: where the nodes of the kept ways are, and what stands on them.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::NamedPlace;
use super::blobs::walk;
use super::messages::{DenseNodes, PrimitiveBlock};
use super::tags::{NodeTags, Tags};
use super::ways::{decode_fault, tags_of};
use crate::read::{Findings, Place, ReadErrors, ReadFault};
use crate::space::{Grid, LonLat, Point};

/// The nodes that ways stand on, in order of their ids.
pub(super) struct Nodes {
    ids: Vec<i64>,
    points: Vec<Option<Point>>,
    tags: BTreeMap<usize, NodeTags>,
    pub(super) places: Vec<NamedPlace>,
}

impl Nodes {
    /// The place of a node in the arrays; `None` when no way stands on it.
    pub(super) fn find(&self, id: i64) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Where a node is; `None` when the extract was cut before it.
    pub(super) fn point(&self, place: usize) -> Option<Point> {
        self.points[place]
    }

    pub(super) fn tags(&self, place: usize) -> NodeTags {
        self.tags.get(&place).copied().unwrap_or_default()
    }
}

/// Finds the nodes that ways refer to, and the named places beside them.
pub(super) fn gather(
    source: &mut (impl Read + Seek),
    file: &str,
    refs: &[i64],
) -> Result<Nodes, ReadErrors> {
    let mut ids = refs.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids.shrink_to_fit();
    let mut points = vec![None; ids.len()];
    let (mut tags, mut places, mut doubles) = (BTreeMap::new(), Vec::new(), Findings::none());
    walk(
        source,
        file,
        |block| block_nodes(block, file, &ids),
        |found: Found| {
            for (place, point, node) in found.nodes {
                // Extracts put together may tell of a node more than once.
                let before = points[place].replace(point);
                if before.is_some_and(|it| it != point) {
                    let what = "the node is in the file twice, at two places";
                    let remedy =
                        "make the extract again; osmium sort and osmium merge do not double nodes";
                    let fault = ReadFault::new("E-PBF-DUPID", file, what, remedy)
                        .at(Place::Object("node", ids[place]));
                    doubles.fault(fault);
                }
                if node != NodeTags::default() {
                    tags.insert(place, node);
                }
            }
            places.extend(found.places);
        },
    )?;
    let nodes = Nodes {
        ids,
        points,
        tags,
        places,
    };
    doubles.or(nodes).map(|it| it.0)
}

#[derive(Default)]
struct Found {
    nodes: Vec<(usize, Point, NodeTags)>,
    places: Vec<NamedPlace>,
}

/// A node as it is met, before it is known whether anyone needs it.
struct Met<'a> {
    id: i64,
    at: LonLat,
    tags: Tags<'a>,
}

fn block_nodes(block: &PrimitiveBlock, file: &str, ids: &[i64]) -> Result<Found, ReadErrors> {
    let scale = Scale::of(block, file)?;
    let grid = Grid::new();
    let (mut found, mut faults) = (Found::default(), Findings::none());
    let mut meet = |met: Met<'_>| {
        if !(-90.0..=90.0).contains(&met.at.lat) || !(-180.0..=180.0).contains(&met.at.lon) {
            let what = "the node is not on the globe: latitude is -90 to 90, longitude -180 to 180";
            let value = format!("{}, {}", met.at.lat, met.at.lon);
            let fault = ReadFault::new("E-GEO-RANGE", file, what, "download the extract again");
            faults.fault(fault.at(Place::Object("node", met.id)).value(&value));
            return;
        }
        let place = ids.binary_search(&met.id).ok();
        let named = met.tags.get("place").zip(met.tags.get("name"));
        if place.is_none() && named.is_none() {
            return;
        }
        let Some(point) = grid.point(met.at) else {
            return;
        };
        found
            .nodes
            .extend(place.map(|it| (it, point, met.tags.node())));
        found.places.extend(named.map(|(kind, name)| NamedPlace {
            name: name.to_owned(),
            kind: kind.to_owned(),
            point,
        }));
    };
    for group in &block.primitivegroup {
        for node in &group.nodes {
            let tags = tags_of(&node.keys, &node.vals, block)
                .map_err(|it| decode_fault(file, "node", node.id, it))?;
            meet(Met {
                id: node.id,
                at: scale.place(node.lat, node.lon),
                tags,
            });
        }
        if let Some(dense) = &group.dense {
            meet_dense(dense, block, &scale, file, &mut meet)?;
        }
    }
    faults.or(found).map(|it| it.0)
}

fn meet_dense(
    dense: &DenseNodes,
    block: &PrimitiveBlock,
    scale: &Scale,
    file: &str,
    meet: &mut impl FnMut(Met<'_>),
) -> Result<(), ReadErrors> {
    let (n, n_lat, n_lon) = (dense.id.len(), dense.lat.len(), dense.lon.len());
    let first = dense.id.first().copied().unwrap_or(0);
    if n != n_lat || n != n_lon {
        let what = format!("its group has {n} ids, {n_lat} latitudes and {n_lon} longitudes");
        return Err(decode_fault(file, "node", first, what).into());
    }
    let (mut id, mut lat, mut lon) = (0_i64, 0_i64, 0_i64);
    let mut words = dense.keys_vals.iter().copied();
    for place in 0..n {
        let next = id.checked_add(dense.id[place]);
        let next = next.zip(lat.checked_add(dense.lat[place]));
        let Some(((next_id, next_lat), next_lon)) = next.zip(lon.checked_add(dense.lon[place]))
        else {
            let what = "the difference to the next node is out of range".to_owned();
            return Err(decode_fault(file, "node", id, what).into());
        };
        (id, lat, lon) = (next_id, next_lat, next_lon);
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        while let Some(key) = words.next().filter(|it| *it != 0) {
            let value = words.next().unwrap_or(-1);
            keys.push(u32::try_from(key).unwrap_or(u32::MAX));
            values.push(u32::try_from(value).unwrap_or(u32::MAX));
        }
        let tags =
            tags_of(&keys, &values, block).map_err(|it| decode_fault(file, "node", id, it))?;
        meet(Met {
            id,
            at: scale.place(lat, lon),
            tags,
        });
    }
    Ok(())
}

/// How a block's whole numbers stand for degrees: nanodegrees = offset + granularity x number.
struct Scale {
    granularity: f64,
    lat_offset: f64,
    lon_offset: f64,
}

impl Scale {
    fn of(block: &PrimitiveBlock, file: &str) -> Result<Self, ReadErrors> {
        let granularity = block.granularity();
        if granularity <= 0 {
            let what = format!("a block's granularity is {granularity}; it must be above zero");
            return Err(
                ReadFault::new("E-PBF-DECODE", file, what, "download the extract again").into(),
            );
        }
        Ok(Self {
            granularity: f64::from(granularity),
            lat_offset: block.lat_offset() as f64,
            lon_offset: block.lon_offset() as f64,
        })
    }

    fn place(&self, lat: i64, lon: i64) -> LonLat {
        let degrees = |offset: f64, number: i64| (offset + self.granularity * number as f64) / 1e9;
        LonLat::new(degrees(self.lon_offset, lon), degrees(self.lat_offset, lat))
    }
}
