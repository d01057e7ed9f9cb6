//! Writes a made road network for the bench beside peers, as an OSM extract and as flat arrays of the same roads:
//! `cargo run --release --example made_network -- --nodes 150000 --out FOLDER`. The same number gives the same bytes.
//!
//! | file | what it holds |
//! |---|---|
//! | `network.osm.pbf` | the roads, for programs that read OpenStreetMap |
//! | `nodes.f64` | easting and northing of each node of our own car network of those roads, metres |
//! | `lonlat.f64` | longitude and latitude of each node, degrees, rounded as in the extract |
//! | `arcs.u32` | tail, head and weight (tenths of a second) of each arc |
//! | `areas.u32`, `sites.u32` | nodes drawn by lot, none twice |
//! | `network.json` | how many there are of each |
//!
//! Arrays are little-endian.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

#[path = "../tests/made/network.rs"]
mod network;
#[path = "../tests/made/pbf.rs"]
mod pbf;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fairreach::ids::Id;
use fairreach::model::{Passage, RoadClass, RoadEnd, RoadLink};
use fairreach::roads::{Network, Profile, Setting, build};
use fairreach::space::{Grid, LonLat, Point};

use network::{MadeNetwork, MadeRoad, network_of};
use pbf::{MadeNode, MadeWay, write_header, write_nodes, write_ways};

/// As many areas and sites as the largest work of a bench asks for.
const AREAS: usize = 33_755;
const SITES: usize = 3_000;
/// Where the south-western corner lies by choice, and how far the National Grid goes.
const CORNER: (f64, f64) = (400_000.0, 200_000.0);
const GRID: (f64, f64) = (690_000.0, 1_290_000.0);

fn main() {
    let (nodes, out) = arguments();
    fs::create_dir_all(&out).unwrap();
    let made = network_of(nodes);
    let ways = ways(&made.roads);
    let points = on_the_grid(&made.points);
    let places = lon_lats(&points);
    write_extract(&out.join("network.osm.pbf"), &places, &ways, &made.roads);
    let network = build(
        &links(&made, &points, &ways),
        &Profile::car(Setting::FreeFlow),
    );
    write_arrays(&out, &network);
    println!(
        "{}: {} junctions and {} roads made; {} nodes and {} arcs in the largest part",
        out.display(),
        made.points.len(),
        made.roads.len(),
        network.graph.n_nodes(),
        network.graph.n_arcs()
    );
}

fn arguments() -> (usize, PathBuf) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let place = arguments.iter().position(|it| it == name);
        place.and_then(|it| arguments.get(it + 1))
    };
    let nodes = after("--nodes").and_then(|it| it.parse().ok());
    let out = after("--out").map(PathBuf::from);
    nodes
        .zip(out)
        .expect("needs --nodes NUMBER and --out FOLDER")
}

/// The ways that roads make up: roads that go on from one another on the same line are one way, as mappers draw them.
/// Each way lists its roads, in the direction in which they were made.
fn ways(roads: &[MadeRoad]) -> Vec<Vec<usize>> {
    let mut ways: Vec<Vec<usize>> = Vec::new();
    for (place, road) in roads.iter().enumerate() {
        let goes_on = place.checked_sub(1).is_some_and(|it| {
            let before = &roads[it];
            (before.class, before.oneway) == (road.class, road.oneway)
                && road.class != "motorway_link"
                && before.head == road.tail
        });
        match ways.last_mut() {
            Some(way) if goes_on => way.push(place),
            _ => ways.push(vec![place]),
        }
    }
    ways
}

/// Places on the National Grid, on which even a nation's network must lie.
fn on_the_grid(points: &[(f64, f64)]) -> Vec<Point> {
    let most = |it: fn(&(f64, f64)) -> f64| points.iter().map(it).fold(0.0, f64::max);
    let (wide, high) = (most(|it| it.0), most(|it| it.1));
    assert!(
        wide < GRID.0 && high < GRID.1,
        "a network {wide} m wide and {high} m high does not fit the National Grid: make a smaller one"
    );
    let (x, y) = (CORNER.0.min(GRID.0 - wide), CORNER.1.min(GRID.1 - high));
    points
        .iter()
        .map(|it| Point::new(x + it.0, y + it.1))
        .collect()
}

/// Degrees in whole 1e-7, as extracts have them.
fn lon_lats(points: &[Point]) -> Vec<(i64, i64)> {
    let grid = Grid::new();
    #[allow(clippy::cast_possible_truncation, reason = "a degree is at most 360")]
    let whole = |degrees: f64| (degrees * 1e7).round() as i64;
    points
        .iter()
        .map(|it| {
            let LonLat { lon, lat } = grid.lon_lat(*it).unwrap();
            (whole(lon), whole(lat))
        })
        .collect()
}

fn write_extract(path: &Path, places: &[(i64, i64)], ways: &[Vec<usize>], roads: &[MadeRoad]) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    write_header(&mut out).unwrap();
    let nodes: Vec<MadeNode> = (1..)
        .zip(places)
        .map(|(id, (lon, lat))| MadeNode {
            id,
            lat: *lat,
            lon: *lon,
            tags: Vec::new(),
        })
        .collect();
    write_nodes(&mut out, &nodes).unwrap();
    let text = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let ways: Vec<MadeWay> = (1..)
        .zip(ways)
        .map(|(id, way)| {
            let first = &roads[way[0]];
            let mut tags = vec![text("highway", first.class)];
            if first.oneway {
                tags.push(text("oneway", "yes"));
            }
            let heads = way.iter().map(|it| roads[*it].head);
            let refs = std::iter::once(first.tail).chain(heads);
            MadeWay {
                id,
                refs: refs.map(|it| i64::from(it) + 1).collect(),
                tags,
            }
        })
        .collect();
    write_ways(&mut out, &ways).unwrap();
    out.flush().unwrap();
}

/// The same roads as our reader would tell them, but that every junction ends a link.
fn links(made: &MadeNetwork, points: &[Point], ways: &[Vec<usize>]) -> Vec<RoadLink> {
    let end = |junction: u32| RoadEnd {
        junction: i64::from(junction) + 1,
        signal: false,
        stops_car: false,
        stops_walk: false,
    };
    let link = |way: i64, road: &MadeRoad| {
        let class = RoadClass::from_name(road.class).unwrap();
        let car = Passage {
            forward: true,
            backward: !road.oneway,
        };
        RoadLink {
            way,
            tail: end(road.tail),
            head: end(road.head),
            shape: Arc::from([points[road.tail as usize], points[road.head as usize]]),
            class,
            limit: None,
            car,
            walk: Passage::BOTH,
            roundabout: false,
            built_up: false,
            ferry_minutes: None,
        }
    };
    let numbered = (1..).zip(ways);
    numbered
        .flat_map(|(id, way)| way.iter().map(move |it| (id, *it)))
        .map(|(id, road)| link(id, &made.roads[road]))
        .collect()
}

fn write_arrays(out: &Path, network: &Network) {
    let n_nodes = network.graph.n_nodes();
    let mut points = vec![Point::default(); n_nodes];
    for edge in &network.edges {
        points[edge.tail.place()] = edge.shape[0];
        points[edge.head.place()] = edge.shape[edge.shape.len() - 1];
    }
    let flat = |it: &Point| [it.x, it.y];
    write(
        out,
        "nodes.f64",
        points.iter().flat_map(flat).map(f64::to_le_bytes),
    );
    let degrees = lon_lats(&points);
    let flat = |(lon, lat): &(i64, i64)| [*lon, *lat].map(|it| (it as f64 / 1e7).to_le_bytes());
    write(out, "lonlat.f64", degrees.iter().flat_map(flat));
    let arcs = network.graph.arcs();
    let number = |place: usize| u32::try_from(place).unwrap();
    let flat = arcs.flat_map(|it| [number(it.tail.place()), number(it.head.place()), it.weight]);
    write(out, "arcs.u32", flat.map(u32::to_le_bytes));
    let drawn = drawn(n_nodes, AREAS + SITES);
    let (sites, areas) = drawn.split_at(SITES.min(drawn.len() / 2));
    for (name, nodes) in [("areas.u32", areas), ("sites.u32", sites)] {
        write(out, name, nodes.iter().map(|it| it.to_le_bytes()));
    }
    let counts = format!(
        "{{\"nodes\": {n_nodes}, \"arcs\": {}, \"areas\": {}, \"sites\": {}}}\n",
        network.graph.n_arcs(),
        areas.len(),
        sites.len()
    );
    fs::write(out.join("network.json"), counts).unwrap();
}

fn write<const N: usize>(out: &Path, name: &str, items: impl Iterator<Item = [u8; N]>) {
    let mut file = BufWriter::new(File::create(out.join(name)).unwrap());
    items.for_each(|it| file.write_all(&it).unwrap());
    file.flush().unwrap();
}

/// Nodes drawn by lot, none twice: the first of a shuffle (Fisher and Yates, as Durstenfeld 1964 has it,
/// doi:10.1145/364520.364540), by a small generator (Marsaglia 2003, doi:10.18637/jss.v008.i14).
fn drawn(n_nodes: usize, n: usize) -> Vec<u32> {
    let mut nodes: Vec<u32> = (0..u32::try_from(n_nodes).unwrap()).collect();
    let mut state = 20_261_122_u64;
    for place in 0..n.min(n_nodes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let left = (n_nodes - place) as u64;
        nodes.swap(place, place + usize::try_from(state % left).unwrap());
    }
    nodes.truncate(n);
    nodes
}
