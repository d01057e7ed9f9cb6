//! A network as bytes, and back: its edges and counts. The graphs are laid anew from them.

use std::io::{self, Write};
use std::sync::Arc;

use crate::ids::{Id, NodeId};
use crate::model::RoadClass;
use crate::packed::{Packed, put_f64s, put_i64s, put_u8s, put_u32s, put_u64, put_u64s, unfit};
use crate::roads::build::laid;
use crate::roads::{BarredRoad, Edge, LeftOut, Network, NetworkCounts, Run, Sampled};
use crate::space::Point;
use crate::units::{Metres, Tenths};

/// In the byte of an edge: it may be used from tail to head, and from head to tail.
const FORWARD: u8 = 1;
const BACKWARD: u8 = 2;

impl Network {
    /// Writes the network: its counts, then its edges, a list for each of their parts.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let edges = self.edges.as_slice();
        let it = &self.counts;
        let counts = [
            it.links,
            it.nodes,
            it.parts,
            it.kept_nodes,
            it.kept_links,
            it.cut_ends,
            it.unlimited,
        ];
        put_u64s(out, counts.map(|it| it as u64))?;
        let it = &self.left_out;
        for sampled in [&it.islands, &it.traps, &it.sources] {
            put_u64(out, sampled.count as u64)?;
            put_i64s(out, sampled.samples.iter().copied())?;
        }
        put_i64s(out, edges.iter().map(|it| it.way))?;
        put_u32s(out, edges.iter().map(|it| number(it.tail)))?;
        put_u32s(out, edges.iter().map(|it| number(it.head)))?;
        let classes: Vec<u8> = edges.iter().map(|it| it.class as u8).collect();
        put_u8s(out, &classes)?;
        put_f64s(out, edges.iter().map(|it| it.length.get()))?;
        let open: Vec<u8> = edges.iter().map(open).collect();
        put_u8s(out, &open)?;
        let runs = || {
            edges
                .iter()
                .flat_map(|it| [it.forward, it.backward])
                .flatten()
        };
        let tenths: Vec<u32> = runs()
            .flat_map(|it| [it.moving.get(), it.delay.get()])
            .collect();
        put_u32s(out, tenths)?;
        put_u64s(out, edges.iter().map(|it| it.shape.len() as u64))?;
        let points: Vec<f64> = edges
            .iter()
            .flat_map(|it| it.shape.iter().flat_map(|it| [it.x, it.y]))
            .collect();
        put_f64s(out, points)?;
        put_i64s(out, self.barred.iter().map(|it| it.way))?;
        put_u64s(out, self.barred.iter().map(|it| it.shape.len() as u64))?;
        let points = self.barred.iter().flat_map(|it| it.shape.iter());
        let points: Vec<f64> = points.flat_map(|it| [it.x, it.y]).collect();
        put_f64s(out, points)
    }

    /// Reads a network back.
    ///
    /// # Errors
    /// When the bytes are not those of a network: an edge without an end among its nodes, without a line or without a
    /// known class.
    pub fn read_from(bytes: &[u8]) -> io::Result<Self> {
        let mut packed = Packed::new(bytes);
        let counts = counts(&packed.u64s()?)?;
        let mut sampled = || -> io::Result<Sampled> {
            let count = usize::try_from(packed.u64()?)
                .map_err(|_| unfit("there are more parts than can be counted"))?;
            let samples = packed.i64s()?;
            Ok(Sampled { count, samples })
        };
        let left_out = LeftOut {
            islands: sampled()?,
            traps: sampled()?,
            sources: sampled()?,
        };
        let (ways, tails, heads) = (packed.i64s()?, packed.u32s()?, packed.u32s()?);
        let (classes, lengths) = (packed.u8s()?, packed.f64s()?);
        let (open, tenths) = (packed.u8s()?, packed.u32s()?);
        let (sizes, points) = (packed.u64s()?, packed.f64s()?);
        let barred = barred(&packed.i64s()?, &packed.u64s()?, &packed.f64s()?)?;
        packed.end()?;
        let n = ways.len();
        // Every node of a network has an edge, unless it is the only one.
        if counts.kept_nodes > 2 * n + 1 {
            return Err(unfit("there are more nodes than ends of edges"));
        }
        let sizes_of_lists = [
            tails.len(),
            heads.len(),
            classes.len(),
            lengths.len(),
            open.len(),
            sizes.len(),
            counts.kept_links,
        ];
        if sizes_of_lists.iter().any(|it| *it != n) {
            return Err(unfit("the lists of edges are not of one length"));
        }
        let mut runs = tenths.chunks_exact(2).map(|it| Run {
            moving: Tenths::new(it[0]),
            delay: Tenths::new(it[1]),
        });
        let mut run = |there: bool| {
            if there {
                runs.next().map(Some)
            } else {
                Some(None)
            }
        };
        let node = |node: u32| {
            let known = (node as usize) < counts.kept_nodes;
            known.then(|| NodeId::at(node as usize))
        };
        let (points, _) = points.as_chunks::<2>();
        let mut points = points;
        let mut edges = Vec::with_capacity(n);
        for at in 0..n {
            let edge = || -> Option<Edge> {
                let shape = line(&mut points, sizes[at])?;
                Some(Edge {
                    way: ways[at],
                    tail: node(tails[at])?,
                    head: node(heads[at])?,
                    class: RoadClass::from_place(classes[at])?,
                    shape,
                    length: Metres::new(lengths[at]),
                    forward: run(open[at] & FORWARD != 0)?,
                    backward: run(open[at] & BACKWARD != 0)?,
                })
            };
            edges.push(edge_or(edge)?);
        }
        Ok(laid(edges, counts, left_out, barred))
    }
}

/// The next line of some points.
fn line(points: &mut &[[f64; 2]], size: u64) -> Option<Arc<[Point]>> {
    let size = usize::try_from(size).ok().filter(|it| *it >= 2)?;
    let (line, rest) = points.split_at_checked(size)?;
    *points = rest;
    Some(line.iter().map(|[x, y]| Point::new(*x, *y)).collect())
}

fn barred(ways: &[i64], sizes: &[u64], points: &[f64]) -> io::Result<Vec<BarredRoad>> {
    let (mut points, _) = points.as_chunks::<2>();
    let roads = ways.iter().zip(sizes).map(|(way, size)| {
        let shape = line(&mut points, *size)?;
        Some(BarredRoad { way: *way, shape })
    });
    let roads: Option<Vec<BarredRoad>> = roads.collect();
    roads
        .filter(|it| it.len() == ways.len() && it.len() == sizes.len())
        .ok_or_else(|| unfit("a barred road has no line"))
}

fn edge_or(edge: impl FnOnce() -> Option<Edge>) -> io::Result<Edge> {
    edge().ok_or_else(|| unfit("an edge has an end, a line or a class that is not known"))
}

fn counts(numbers: &[u64]) -> io::Result<NetworkCounts> {
    let small = |it: &u64| Some(u32::try_from(*it).ok()? as usize);
    let numbers: Option<Vec<usize>> = numbers.iter().map(small).collect();
    match numbers.as_deref() {
        Some(
            &[
                links,
                nodes,
                parts,
                kept_nodes,
                kept_links,
                cut_ends,
                unlimited,
            ],
        ) => Ok(NetworkCounts {
            links,
            nodes,
            parts,
            kept_nodes,
            kept_links,
            cut_ends,
            unlimited,
        }),
        _ => Err(unfit("the counts of a network are seven small numbers")),
    }
}

fn open(edge: &Edge) -> u8 {
    let forward = edge.forward.map_or(0, |_| FORWARD);
    forward | edge.backward.map_or(0, |_| BACKWARD)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a node's number has 32 bits, which its id checks as it is made"
)]
fn number(node: NodeId) -> u32 {
    node.place() as u32
}
