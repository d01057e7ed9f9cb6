//! A made road network of any size: towns with dense streets, lanes between them, main roads, motorways, rivers with
//! few bridges, one-way streets. The same number of tiles gives the same network on every machine, since all chance
//! is hashed from places.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lattice points are few and not negative"
)]

/// A made network: junctions in metres east and north of its south-west corner, and the roads between them.
pub(crate) struct MadeNetwork {
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) roads: Vec<MadeRoad>,
}

/// A straight road between two junctions.
pub(crate) struct MadeRoad {
    pub(crate) tail: u32,
    pub(crate) head: u32,
    /// Its OSM highway class.
    pub(crate) class: &'static str,
    pub(crate) oneway: bool,
}

/// The finest lattice's spacing in metres: a street block.
const BLOCK: f64 = 84.0;
/// Blocks between two lanes of the countryside, which every town's streets go on from.
const LANE: i32 = 12;
/// Blocks between two main roads.
const MAIN: i32 = 48;
/// Blocks between two motorways, and between two of their junctions.
const MOTORWAY: i32 = 360;
const SLIP: i32 = 96;
/// Blocks along the side of a tile: about 10 km.
const TILE: i32 = 120;
/// Blocks between two rivers.
const RIVER: i32 = 260;

/// The network of at least `n` junctions in the smallest square of tiles that holds them.
pub(crate) fn network_of(n: usize) -> MadeNetwork {
    // A tile's junctions do not depend on how many tiles there are, so a larger square holds more.
    let holds = |side: i32| Drawing::new(side).n_junctions() >= n;
    let mut high = 1;
    while !holds(high) {
        high *= 2;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = i32::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    network(high)
}

/// The network of a square of `side` x `side` tiles.
pub(crate) fn network(side: i32) -> MadeNetwork {
    let mut drawing = Drawing::new(side);
    drawing.junctions();
    drawing.streets();
    drawing.motorways();
    MadeNetwork {
        points: drawing.points,
        roads: drawing.roads,
    }
}

struct Drawing {
    blocks: i32,
    /// For each lattice point its junction, [`NONE`] where there is none.
    known: Vec<u32>,
    points: Vec<(f64, f64)>,
    roads: Vec<MadeRoad>,
}

const NONE: u32 = u32::MAX;

impl Drawing {
    /// Junctions where lanes cross and all over each town, not yet numbered.
    fn new(side: i32) -> Self {
        let blocks = side * TILE;
        let wide = blocks as usize + 1;
        let mut drawing = Self {
            blocks,
            known: vec![NONE; wide * wide],
            points: Vec::new(),
            roads: Vec::new(),
        };
        for x in (0..=blocks).step_by(LANE as usize) {
            for y in (0..=blocks).step_by(LANE as usize) {
                drawing.mark(x, y);
            }
        }
        for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
            drawing.town(x, y);
        }
        drawing
    }

    /// One town a tile, most of them small, a few large.
    fn town(&mut self, x: i32, y: i32) {
        let middle =
            |tile: i32, salt| (f64::from(tile) + 0.2 + 0.6 * chance(salt, x, y)) * f64::from(TILE);
        let (east, north) = (middle(x, 11), middle(y, 12));
        let radius = 7.0 * (1.0 - chance(13, x, y)).max(1e-3).powf(-0.62);
        let radius = radius.min(100.0);
        let around = |centre: f64| {
            ((centre - radius).ceil() as i32).max(0)..=((centre + radius) as i32).min(self.blocks)
        };
        for (x, y) in around(east)
            .flat_map(|x| around(north).map(move |y| (x, y)))
            .collect::<Vec<_>>()
        {
            if (f64::from(x) - east).hypot(f64::from(y) - north) <= radius {
                self.mark(x, y);
            }
        }
    }

    fn place(&self, x: i32, y: i32) -> usize {
        (x * (self.blocks + 1) + y) as usize
    }

    fn mark(&mut self, x: i32, y: i32) {
        let place = self.place(x, y);
        self.known[place] = 0;
    }

    fn junction(&self, (x, y): (i32, i32)) -> Option<u32> {
        Some(self.known[self.place(x, y)]).filter(|it| *it != NONE)
    }

    fn n_junctions(&self) -> usize {
        self.known.iter().filter(|it| **it != NONE).count()
    }

    fn junctions(&mut self) {
        for (x, y) in (0..=self.blocks).flat_map(|x| (0..=self.blocks).map(move |y| (x, y))) {
            let place = (x * (self.blocks + 1) + y) as usize;
            if self.known[place] == NONE {
                continue;
            }
            self.known[place] = self.points.len() as u32;
            let shift = |salt| (chance(salt, x, y) - 0.5) * 0.6 * BLOCK;
            let point = (
                f64::from(x) * BLOCK + shift(1),
                f64::from(y) * BLOCK + shift(2),
            );
            self.points.push(point);
        }
    }

    /// Along every line of the lattice, a road from each junction to the next.
    fn streets(&mut self) {
        for line in 0..=self.blocks {
            for across in [true, false] {
                self.line(line, across);
            }
        }
    }

    fn line(&mut self, line: i32, across: bool) {
        let place = |along| if across { (along, line) } else { (line, along) };
        let mut before: Option<i32> = None;
        for along in 0..=self.blocks {
            let here = place(along);
            if self.junction(here).is_none() {
                continue;
            }
            if let Some(from) = before.filter(|it| along - it == 1 || line % LANE == 0) {
                self.street(place(from), here, line, across, along - from);
            }
            before = Some(along);
        }
    }

    fn street(&mut self, from: (i32, i32), to: (i32, i32), line: i32, across: bool, blocks: i32) {
        let in_town = blocks == 1;
        let class = match (line % MAIN == 0, line % LANE == 0, in_town) {
            (true, ..) => "primary",
            (_, true, true) => "tertiary",
            (_, true, false) => "unclassified",
            _ => "residential",
        };
        let crosses = across && river(from) != river(to);
        let kept = if crosses {
            class == "primary" || chance(3, from.0, from.1) < 0.06
        } else {
            match class {
                "primary" => true,
                "tertiary" => chance(4, from.0, from.1) < 0.97,
                "unclassified" => chance(5, from.0, from.1) < 0.82,
                _ => chance(if across { 6 } else { 7 }, from.0, from.1) < 0.78,
            }
        };
        if !kept {
            return;
        }
        // A quarter of all residential lines are one-way, in turn this way and that.
        let oneway = class == "residential"
            && line % 4 == 1
            && chance(8, line, from.1 / 40 + from.0 / 40) < 0.5;
        let (Some(mut tail), Some(mut head)) = (self.junction(from), self.junction(to)) else {
            return;
        };
        if oneway && line % 8 == 1 {
            std::mem::swap(&mut tail, &mut head);
        }
        self.roads.push(MadeRoad {
            tail,
            head,
            class,
            oneway,
        });
    }

    /// Two carriageways a line, over all other roads, tied to main roads by slip roads.
    fn motorways(&mut self) {
        for line in (MOTORWAY / 2..=self.blocks).step_by(MOTORWAY as usize) {
            for across in [true, false] {
                for onwards in [true, false] {
                    self.carriageway(line - line % MAIN, across, onwards);
                }
            }
        }
    }

    fn carriageway(&mut self, line: i32, across: bool, onwards: bool) {
        let beside = f64::from(line) * BLOCK + if onwards { 0.35 } else { 0.65 } * BLOCK;
        let mut before: Option<u32> = None;
        for along in (0..=self.blocks).step_by(SLIP as usize / 4) {
            let here = self.points.len() as u32;
            let ahead = (f64::from(along) + 0.5) * BLOCK;
            self.points.push(if across {
                (ahead, beside)
            } else {
                (beside, ahead)
            });
            if let Some(before) = before {
                let (tail, head) = if onwards {
                    (before, here)
                } else {
                    (here, before)
                };
                self.roads.push(MadeRoad {
                    tail,
                    head,
                    class: "motorway",
                    oneway: true,
                });
            }
            before = Some(here);
            let main = if across { (along, line) } else { (line, along) };
            if let Some(main) = self.junction(main).filter(|_| along % SLIP == 0) {
                for (tail, head) in [(here, main), (main, here)] {
                    self.roads.push(MadeRoad {
                        tail,
                        head,
                        class: "motorway_link",
                        oneway: true,
                    });
                }
            }
        }
    }
}

/// On which side of how many winding rivers, which run north, a lattice point lies.
fn river(place: (i32, i32)) -> i32 {
    let winding =
        40.0 * (f64::from(place.1) / 70.0).sin() + 17.0 * (f64::from(place.1) / 23.0).cos();
    ((f64::from(place.0) + winding) / f64::from(RIVER) + 0.37).floor() as i32
}

/// A number in [0, 1) that depends on the place and the question alone (splitmix64; Steele, Lea and Flood 2014,
/// doi:10.1145/2714064.2660195).
fn chance(salt: u64, x: i32, y: i32) -> f64 {
    let mut state = (u64::from(x as u32) << 32 | u64::from(y as u32))
        .wrapping_add(salt.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((state ^ (state >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
