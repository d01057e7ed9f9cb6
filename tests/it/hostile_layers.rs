//! Map layers and road files that are wrong in ways that would pass unseen or take all memory.

use std::fmt::Write;
use std::io::Cursor;

use fairreach::read::osm_pbf::{
    Blob, DenseNodes, HeaderBlock, OsmExtract, PrimitiveBlock, PrimitiveGroup, StringTable, Way,
    osm_pbf,
};
use fairreach::read::{
    Notices, ReadErrors, SiteColumns, SiteKind, SiteRow, SiteSpec, Source, Suppressed,
    TableSettings, boundaries, outline, site_list,
};
use geo::{Contains, Coord, LineString, Polygon};
use prost::Message;

use crate::pbf::{MadeNode, MadeWay, write_frame, write_header, write_nodes, write_ways};

/// The codes of the faults, in order.
fn faults<T>(read: Result<T, ReadErrors>) -> Vec<&'static str> {
    let faults = read.err().map(|it| it.0).unwrap_or_default();
    faults.iter().map(|it| it.code).collect()
}

fn points(features: &[String]) -> String {
    let features = features.join(",");
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

fn point(properties: &str, at: &str) -> String {
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{at}]}}}}"
    )
}

fn sites(json: &[u8], suppressed: Suppressed) -> Result<(Vec<SiteRow>, Notices), ReadErrors> {
    let settings = TableSettings {
        suppressed,
        ..TableSettings::default()
    };
    let spec = SiteSpec {
        kind: SiteKind::GeoJson,
        columns: SiteColumns::default(),
        id_prefix: None,
        ids: [].into(),
        slug: false,
        keep: Vec::new(),
        drop: Vec::new(),
        placeless: false,
        capacity_needed: false,
    };
    let source = Source {
        file: "sites.geojson",
        bytes: json,
        settings: &settings,
    };
    site_list(source, &spec)
}

#[test]
fn features_that_each_bring_names_of_their_own_are_not_laid_out_as_a_table() {
    let feature = |it: usize| point(&format!("\"id\":\"S{it}\",\"own {it}\":1"), "-0.1,52.5");
    let many: Vec<String> = (0..4_600).map(feature).collect();
    let read = sites(points(&many).as_bytes(), Suppressed::Refuse);
    assert_eq!(faults(read), ["E-LIMIT-CELLS"]);
    let some = points(&many[..1_000]);
    let (read, _) = sites(some.as_bytes(), Suppressed::Refuse).unwrap();
    assert_eq!(read.len(), 1_000);
}

#[test]
fn a_suppressed_value_of_a_feature_is_taken_as_the_study_says() {
    let json = points(&[point("\"id\":\"A\",\"capacity\":\"[c]\"", "-0.1,52.5")]);
    let read = sites(json.as_bytes(), Suppressed::Refuse);
    assert_eq!(faults(read), ["E-NUM-SUPPRESSED"]);
    let (read, _) = sites(json.as_bytes(), Suppressed::Exclude).unwrap();
    assert_eq!(read[0].capacity, None);
    let (read, _) = sites(json.as_bytes(), Suppressed::Estimate(7.0)).unwrap();
    assert_eq!(read[0].capacity, Some(7.0));
}

#[test]
fn a_property_that_a_feature_has_twice_is_refused_and_one_that_two_features_have_is_not() {
    let good = point(
        "\"id\":\"A\",\"note\":\"a \\\"capacity\\\": {7}\",\"capacity\":12",
        "-0.1,52.5",
    );
    let nested = point(
        "\"id\":\"B\",\"deep\":{\"id\":1,\"x\":[{\"id\":2},{\"id\":3}]}",
        "-0.1,52.5",
    );
    let json = points(&[good.clone(), nested.clone()]);
    assert_eq!(
        sites(json.as_bytes(), Suppressed::Refuse).unwrap().0.len(),
        2
    );
    let twice = point(
        "\"id\":\"C\",\"capacity\":120,\"capacity\" : 12",
        "-0.1,52.5",
    );
    let json = points(&[good, nested, twice]);
    let told = sites(json.as_bytes(), Suppressed::Refuse).unwrap_err();
    assert_eq!(
        told.to_string(),
        "E-JSON-DUPKEY sites.geojson feature 2: key \"capacity\" appears twice: remove one of the two"
    );
}

#[test]
fn points_in_metres_are_told_as_such_and_what_is_no_json_as_no_json() {
    let json = points(&[point("\"id\":\"A\"", "519000,298000")]);
    let read = sites(json.as_bytes(), Suppressed::Refuse);
    assert_eq!(faults(read), ["E-SITE-CRS"]);
    let json = points(&[point("\"id\":\"A\"", "-200,95")]);
    let read = sites(json.as_bytes(), Suppressed::Refuse);
    assert_eq!(faults(read), ["E-GEO-RANGE"]);
    for bytes in [
        &b"<!DOCTYPE html><html><title>Sign in</title></html>"[..],
        b"{\"type\":\"Feature\0Collection\"}",
        b"PK\x03\x04 and so on",
    ] {
        assert_eq!(faults(sites(bytes, Suppressed::Refuse)), ["E-JSON-SYNTAX"]);
        assert_eq!(faults(outline("o.geojson", bytes)), ["E-JSON-SYNTAX"]);
    }
}

fn shape(rings: &str) -> String {
    points(&[format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"A\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{rings}]}}}}"
    )])
}

#[test]
fn a_ring_that_does_not_end_where_it_begins_is_refused() {
    let open = shape("[[0,52],[0.1,52],[0.1,52.1],[0,52.1]]");
    let closed = shape("[[0,52,1],[0.1,52,1],[0.1,52.1,1],[0,52,2]]");
    assert_eq!(
        faults(boundaries("b", open.as_bytes(), None)),
        ["E-GEO-RING"]
    );
    assert_eq!(faults(outline("o", open.as_bytes())), ["E-GEO-RING"]);
    boundaries("b", closed.as_bytes(), None).unwrap();
    outline("o", closed.as_bytes()).unwrap();
}

#[test]
fn holes_lie_inside_the_outer_ring_or_touch_it() {
    let outer = "[[0,52],[0.4,52],[0.4,52.4],[0,52.4],[0,52]]";
    let hole =
        |x: f64, y: f64| format!("[[{x},{y}],[{x},{}],[{},{y}],[{x},{y}]]", y + 0.1, x + 0.1);
    for (x, y, good) in [
        (0.1, 52.1, true),
        (0.0, 52.0, true),
        (0.35, 52.1, false),
        (0.5, 52.1, false),
        (0.1, 52.35, false),
    ] {
        let read = outline("o", shape(&format!("{outer},{}", hole(x, y))).as_bytes());
        assert_eq!(read.is_ok(), good, "{x} {y}");
    }
    // Thousands of holes in a long ring are looked at in a moment.
    let mut outer = String::new();
    for it in 0..20_000_u32 {
        let turn = std::f64::consts::TAU * f64::from(it) / 20_000.0;
        write!(outer, "[{},{}],", turn.cos(), 52.0 + turn.sin()).unwrap();
    }
    let tiny = |it: u32| {
        let (x, y) = (
            f64::from(it % 100) / 200.0,
            52.0 + f64::from(it / 100) / 200.0,
        );
        format!(
            "[[{x},{y}],[{x},{}],[{},{y}],[{x},{y}]]",
            y + 0.001,
            x + 0.001
        )
    };
    let holes: Vec<String> = (0..5_000).map(tiny).collect();
    let text = shape(&format!("[{outer}[1,52]],{}", holes.join(",")));
    let began = std::time::Instant::now();
    outline("o", text.as_bytes()).unwrap();
    assert!(began.elapsed().as_secs() < 8, "{:?}", began.elapsed());
}

/// A star around a place, whose points reach from 1 to 2.
fn star(n: u32) -> LineString<f64> {
    let corner = |it: u32| {
        let turn = std::f64::consts::TAU * f64::from(it) / f64::from(n);
        let reach = if it.is_multiple_of(2) { 1.0 } else { 2.0 };
        Coord {
            x: reach * turn.cos(),
            y: 52.0 + reach * turn.sin(),
        }
    };
    (0..n).chain([0]).map(corner).collect()
}

fn written(ring: &LineString<f64>) -> String {
    let positions: Vec<String> = ring
        .coords()
        .map(|it| format!("[{},{}]", it.x, it.y))
        .collect();
    format!("[{}]", positions.join(","))
}

#[test]
fn a_hole_is_inside_where_an_independent_test_says_so_of_its_corners() {
    for n in [4, 7, 40] {
        let ring = star(n);
        let (outer, whole) = (written(&ring), Polygon::new(ring.clone(), Vec::new()));
        let mut inside = 0;
        for place in 0..23 * 23 {
            let (x, y) = (
                f64::from(place % 23) / 5.0 - 2.2,
                f64::from(place / 23) / 5.0 + 49.8,
            );
            let corners = [(x, y), (x + 0.04, y), (x, y + 0.04), (x, y)].map(Coord::from);
            let held = |it: &Coord<f64>| whole.contains(it) || whole.exterior().contains(it);
            let hole = LineString::from(corners.to_vec());
            let read = outline(
                "o",
                shape(&format!("{outer},{}", written(&hole))).as_bytes(),
            );
            assert_eq!(read.is_ok(), corners.iter().all(held), "{n} {x} {y}");
            inside += u32::from(read.is_ok());
        }
        assert!(inside > 50, "{n} {inside}");
    }
}

fn read(bytes: Vec<u8>) -> Result<OsmExtract, ReadErrors> {
    osm_pbf(&mut Cursor::new(bytes), "made.osm.pbf")
}

fn node(id: i64) -> MadeNode {
    MadeNode {
        id,
        lat: 520_000_000,
        lon: -5_000_000 + id * 900,
        tags: vec![],
    }
}

fn road(id: i64, refs: &[i64]) -> MadeWay {
    MadeWay {
        id,
        refs: refs.to_vec(),
        tags: vec![("highway".to_owned(), "residential".to_owned())],
    }
}

fn made(nodes: &[MadeNode], ways: &[MadeWay]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_header(&mut bytes).unwrap();
    write_nodes(&mut bytes, nodes).unwrap();
    write_ways(&mut bytes, ways).unwrap();
    bytes
}

/// A field of a message, with its length before it.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut field = vec![(number << 3) | 2];
    let mut length = bytes.len();
    while length > 0x7F {
        field.push(u8::try_from(length & 0x7F).unwrap() | 0x80);
        length >>= 7;
    }
    field.push(u8::try_from(length).unwrap());
    field.extend_from_slice(bytes);
    field
}

fn with_block(block: Vec<u8>) -> Vec<u8> {
    let mut bytes = made(&[node(1), node(2)], &[road(10, &[1, 2])]);
    let blob = Blob {
        raw: Some(block),
        ..Blob::default()
    };
    write_frame(&mut bytes, "OSMData", &blob).unwrap();
    bytes
}

#[test]
fn a_block_that_would_take_gigabytes_decoded_is_refused_before_it_is_decoded() {
    let strings = field(1, &[]);
    let empty = |number: u8| field(number, &[]).repeat(4 << 20);
    let group = |bytes: &[u8]| [strings.clone(), field(2, bytes)].concat();
    let numbers = vec![2; 7 << 20];
    let dense = [field(1, &numbers), field(8, &numbers), field(9, &numbers)].concat();
    for (name, block) in [
        ("nodes", group(&empty(1))),
        ("ways", group(&empty(3))),
        ("relations", group(&empty(4))),
        ("groups", [strings.clone(), empty(2)].concat()),
        ("strings", field(1, &empty(1))),
        ("dense nodes", group(&field(2, &dense))),
    ] {
        assert_eq!(
            faults(read(with_block(block))),
            ["E-PBF-BLOBSIZE"],
            "{name}"
        );
    }
    // One that says it is blank for a thousand times its size is not even unpacked.
    let blank = Blob {
        raw_size: Some(4 << 20),
        zlib_data: Some(vec![0x78; 4 << 10]),
        ..Blob::default()
    };
    let mut bytes = made(&[node(1), node(2)], &[road(10, &[1, 2])]);
    write_frame(&mut bytes, "OSMData", &blank).unwrap();
    assert_eq!(faults(read(bytes)), ["E-PBF-BLOBSIZE"]);
    let torn = group(&[0x1A, 0x7F]);
    assert_eq!(faults(read(with_block(torn))), ["E-PBF-DECODE"]);
}

#[test]
fn a_block_of_more_objects_than_is_advised_is_read_as_long_as_it_can_be_held() {
    let n: i64 = 60_000;
    let first = |it: i64| if it == 0 { 100 } else { 1 };
    let dense = DenseNodes {
        id: (0..n).map(first).collect(),
        lat: (0..n)
            .map(|it| if it == 0 { 520_000_000 } else { 0 })
            .collect(),
        lon: (0..n).map(first).collect(),
        keys_vals: Vec::new(),
    };
    let way = |it: i64| Way {
        id: 100 + it,
        keys: vec![1],
        vals: vec![2],
        refs: vec![100 + it, 1],
    };
    let group = PrimitiveGroup {
        dense: Some(dense),
        ways: (0..n - 1).map(way).collect(),
        ..PrimitiveGroup::default()
    };
    let block = PrimitiveBlock {
        stringtable: StringTable {
            s: ["", "highway", "service"]
                .map(|it| it.as_bytes().to_vec())
                .to_vec(),
        },
        primitivegroup: vec![group],
        ..PrimitiveBlock::default()
    };
    let read = read(with_block(block.encode_to_vec())).unwrap();
    assert_eq!(read.n_ways, 60_000);
}

#[test]
fn roads_without_any_of_their_nodes_are_no_roads() {
    let read = read(made(
        &[node(1), node(2)],
        &[road(10, &[3, 4]), road(11, &[1, 5, 2])],
    ));
    assert_eq!(faults(read), ["E-PBF-NOROADS"]);
}

#[test]
fn what_two_extracts_put_together_tell_alike_is_taken_once_and_what_they_tell_apart_is_refused() {
    let nodes = [node(1), node(2), node(3)];
    let roads = [road(10, &[1, 2]), road(11, &[2, 3])];
    let links = |read: &OsmExtract| -> Vec<(i64, usize)> {
        read.links
            .iter()
            .map(|it| (it.way, it.shape.len()))
            .collect()
    };
    let once = read(made(&nodes, &roads)).unwrap();
    let mut both = made(&nodes, &roads);
    write_nodes(&mut both, &nodes).unwrap();
    write_ways(&mut both, &roads).unwrap();
    let twice = read(both.clone()).unwrap();
    assert_eq!(links(&twice), links(&once));
    let told: Vec<String> = twice.notices.iter().map(ToString::to_string).collect();
    assert!(
        told[0].contains("W-PBF-DUPWAY") && told[0].contains("2 times"),
        "{told:?}"
    );
    let mut moved = both.clone();
    let elsewhere = MadeNode {
        lat: 520_009_000,
        ..node(2)
    };
    write_nodes(&mut moved, &[elsewhere]).unwrap();
    let told = read(moved).unwrap_err().to_string();
    assert!(
        told.contains("E-PBF-DUPID") && told.contains("node 2"),
        "{told}"
    );
    write_ways(&mut both, &[road(11, &[1, 3])]).unwrap();
    let told = read(both).unwrap_err().to_string();
    assert!(
        told.contains("E-PBF-DUPID") && told.contains("way 11"),
        "{told}"
    );
}

#[test]
fn the_day_of_an_extract_is_that_of_its_header() {
    let day = |seconds: Option<i64>| {
        let header = HeaderBlock {
            required_features: vec!["OsmSchema-V0.6".to_owned()],
            osmosis_replication_timestamp: seconds,
            ..HeaderBlock::default()
        };
        let mut bytes = Vec::new();
        let blob = Blob {
            raw: Some(header.encode_to_vec()),
            ..Blob::default()
        };
        write_frame(&mut bytes, "OSMHeader", &blob).unwrap();
        write_nodes(&mut bytes, &[node(1), node(2)]).unwrap();
        write_ways(&mut bytes, &[road(10, &[1, 2])]).unwrap();
        read(bytes).unwrap().as_of
    };
    for (seconds, is) in [
        (0, "1970-01-01"),
        (86_399, "1970-01-01"),
        (951_782_400, "2000-02-29"),
        (951_868_800, "2000-03-01"),
        (1_735_689_599, "2024-12-31"),
        (1_735_689_600, "2025-01-01"),
        (4_107_542_400, "2100-03-01"),
    ] {
        assert_eq!(day(Some(seconds)).as_deref(), Some(is));
    }
    for none in [None, Some(-1), Some(i64::MIN), Some(i64::MAX)] {
        assert_eq!(day(none), None);
    }
}
