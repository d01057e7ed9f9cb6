//! A made extract of an island: two stretches of coast, a lake told as a relation, with an island of its own and a bay that is
//! drawn in two halves, a pond, a river that leaves the extract, a road, and two places.
//!
//! Nodes stand on a grid: node 100 y + x lies x hundredths of a degree east and y north of 5 degrees west, 52 north.

use fairreach::read::osm_pbf::{PrimitiveGroup, Relation};

use crate::pbf::{MadeNode, MadeWay, Strings, write_group, write_header, write_nodes, write_ways};

/// A relation of ways to be written: each member's role and id.
struct MadeRelation {
    id: i64,
    members: Vec<(&'static str, i64)>,
    tags: Vec<(String, String)>,
}

fn tag(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

/// The extract; its coast leaves it where it is not whole.
pub(crate) fn island(whole_coast: bool) -> Vec<u8> {
    let node = |x: i64, y: i64| {
        let tags = match (x, y) {
            (2, 2) => vec![tag("place", "town"), tag("name", "Ketton")],
            (3, 9) => vec![tag("place", "locality"), tag("name", "Nowhere")],
            _ => vec![],
        };
        MadeNode {
            id: 100 * y + x,
            lat: 520_000_000 + 100_000 * y,
            lon: -50_000_000 + 100_000 * x,
            tags,
        }
    };
    let nodes: Vec<MadeNode> = (0..=10)
        .flat_map(|y| (0..=10).map(move |x| node(x, y)))
        .collect();
    let way = |id: i64, refs: &[i64], tags: &[(&str, &str)]| MadeWay {
        id,
        refs: refs.to_vec(),
        tags: tags.iter().map(|(key, value)| tag(key, value)).collect(),
    };
    let coast = [("natural", "coastline")];
    let water = [("natural", "water")];
    let mut ways = vec![
        way(10, &[202, 203], &[("highway", "tertiary")]),
        // Anticlockwise, land on the left: from the south-west to the north-east, and back.
        way(20, &[0, 10, 1010], &coast),
        // Halves of the lake, one told backwards; its island; a pond; the pond's bank again as an outline of the lake.
        way(30, &[404, 408, 808], &[]),
        way(31, &[404, 804, 808], &[]),
        way(32, &[505, 506, 606, 605, 505], &[]),
        way(33, &[101, 102, 202, 101], &water),
        way(34, &[901, 902, 1002, 901], &water),
        way(40, &[303, 302, 99_999, 301, 201], &[("waterway", "river")]),
        // Not whole: what has no ground is not drawn.
        way(35, &[701, 702, 99_998, 701], &water),
    ];
    if whole_coast {
        ways.push(way(21, &[1010, 1000, 0], &coast));
    }
    let relation = MadeRelation {
        id: 50,
        members: vec![
            ("outer", 30),
            ("", 31),
            ("inner", 32),
            ("outer", 34),
            ("label", 10),
        ],
        tags: vec![tag("type", "multipolygon"), tag("natural", "water")],
    };
    let wood = MadeRelation {
        id: 51,
        members: vec![("outer", 10)],
        tags: vec![tag("type", "multipolygon"), tag("natural", "wood")],
    };
    let mut bytes = Vec::new();
    write_header(&mut bytes).unwrap();
    write_nodes(&mut bytes, &nodes).unwrap();
    write_ways(&mut bytes, &ways).unwrap();
    write_relations(&mut bytes, &[relation, wood]).unwrap();
    bytes
}

/// Writes relations, all in one block.
fn write_relations(out: &mut Vec<u8>, relations: &[MadeRelation]) -> std::io::Result<()> {
    let mut strings = Strings::default();
    let mut group = PrimitiveGroup::default();
    for it in relations {
        let mut last = 0;
        let mut told = Relation {
            id: it.id,
            ..Relation::default()
        };
        for (role, id) in &it.members {
            let role = i32::try_from(strings.place(role)).unwrap();
            told.roles_sid.push(role);
            told.memids.push(id - std::mem::replace(&mut last, *id));
            told.types.push(1);
        }
        for (key, value) in &it.tags {
            told.keys.push(strings.place(key));
            told.vals.push(strings.place(value));
        }
        group.relations.push(told);
    }
    write_group(out, strings, group)
}
