//! Writes a made OSM extract of a stated size, to see how much memory the reader takes:
//! `cargo run --release --example made_pbf -- 100 made.osm.pbf`, where 100 is megabytes. The same size gives
//! the same bytes.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

mod pbf;

use std::fs::File;
use std::io::{BufWriter, Write};

use pbf::{MadeNode, MadeWay, write_header, write_nodes, write_ways};

/// Streets a tile, nodes a street, houses a tile, and roughly the bytes a tile takes. As in a county's
/// extract, a fifth of the nodes lie on roads and the rest on buildings.
const STREETS: i64 = 30;
const NODES: i64 = 30;
const HOUSES: i64 = 900;
const CORNERS: i64 = 4;
const OBJECTS: i64 = STREETS * NODES + HOUSES * CORNERS;
const BYTES_A_TILE: i64 = 23_100;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let megabytes: i64 = arguments
        .next()
        .and_then(|it| it.parse().ok())
        .expect("the first argument is megabytes");
    let path = arguments
        .next()
        .expect("the second argument is the file to write");
    let tiles = megabytes * 1_000_000 / BYTES_A_TILE;
    let mut out = BufWriter::new(File::create(&path).unwrap());
    write_header(&mut out).unwrap();
    let mut chance = Chance(20_260_101);
    for tile in 0..tiles {
        write_nodes(&mut out, &nodes(tile, tiles, &mut chance)).unwrap();
    }
    for tile in 0..tiles {
        write_ways(&mut out, &ways(tile, tiles)).unwrap();
    }
    out.flush().unwrap();
    println!(
        "{path}: {} bytes, {} nodes, {} of them on roads",
        std::fs::metadata(&path).unwrap().len(),
        tiles * OBJECTS,
        tiles * STREETS * NODES
    );
}

/// Tiles stand in a square of rows, about 3 km apart.
fn corner(tile: i64, tiles: i64) -> (i64, i64) {
    let wide = tiles.isqrt().max(1);
    (
        515_000_000 + tile / wide * 270_000,
        -20_000_000 + tile % wide * 430_000,
    )
}

fn first_id(tile: i64) -> i64 {
    tile * OBJECTS + 1
}

/// A tile is a lattice of streets, each node a little off its place, with a house beside every node.
fn nodes(tile: i64, tiles: i64, chance: &mut Chance) -> Vec<MadeNode> {
    let (lat, lon) = corner(tile, tiles);
    let mut at = |place: i64, lat_off: i64, lon_off: i64| MadeNode {
        id: first_id(tile) + place,
        lat: lat + lat_off + chance.below(900),
        lon: lon + lon_off + chance.below(1_400),
        tags: Vec::new(),
    };
    let lattice = |place: i64| (place / NODES * 9_000, place % NODES * 14_400);
    let mut nodes: Vec<MadeNode> = (0..STREETS * NODES)
        .map(|place| at(place, lattice(place).0, lattice(place).1))
        .collect();
    for house in 0..HOUSES {
        let (lat_off, lon_off) = lattice(house);
        for (corner, (up, along)) in (0..).zip([(0, 0), (0, 1_800), (1_200, 1_800), (1_200, 0)]) {
            let place = STREETS * NODES + house * CORNERS + corner;
            nodes.push(at(place, lat_off + 2_500 + up, lon_off + 3_000 + along));
        }
    }
    nodes
}

/// Every street runs along its row; every sixth column crosses them, and a road joins the next tile.
fn ways(tile: i64, tiles: i64) -> Vec<MadeWay> {
    let (first, first_way) = (first_id(tile), tile * (STREETS + NODES + HOUSES + 1) + 1);
    let tags = |class: &str| vec![("highway".to_owned(), class.to_owned())];
    let rows = (0..STREETS).map(|row| MadeWay {
        id: first_way + row,
        refs: (0..NODES).map(|it| first + row * NODES + it).collect(),
        tags: tags("residential"),
    });
    let columns = (0..NODES).step_by(6).map(|column| MadeWay {
        id: first_way + STREETS + column,
        refs: (0..STREETS).map(|it| first + it * NODES + column).collect(),
        tags: tags("tertiary"),
    });
    let onward = (tile + 1 < tiles).then(|| MadeWay {
        id: first_way + STREETS + NODES,
        refs: vec![first + NODES - 1, first_id(tile + 1)],
        tags: tags("primary"),
    });
    let houses = (0..HOUSES).map(|house| {
        let corner = first + STREETS * NODES + house * CORNERS;
        let text = |key: &str, value: String| (key.to_owned(), value);
        MadeWay {
            id: first_way + STREETS + NODES + 1 + house,
            refs: (0..CORNERS).chain([0]).map(|it| corner + it).collect(),
            tags: vec![
                text("building", "house".to_owned()),
                text("addr:housenumber", (house % 97 + 1).to_string()),
                text("addr:street", format!("{} Street", tile % 5_000)),
            ],
        }
    });
    rows.chain(columns).chain(onward).chain(houses).collect()
}

/// A small generator of numbers by chance (Marsaglia 2003, xorshift64, 10.18637/jss.v008.i14).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % limit).unwrap()
    }
}
