//! OS Open Roads: the same town as from `OpenStreetMap`, what is kept of a country, and files that are not what they say.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::sync::Arc;
use std::time::Instant;

use fairreach::model::{Passage, RoadClass, RoadLink};
use fairreach::pipeline::{Silent, prepare};
use fairreach::read::os_open_roads::{MARGIN, OpenRoads};
use fairreach::read::{Notices, ReadErrors, os_open_roads};
use fairreach::space::{Extent, Point};
use fairreach::study::{Files, Study};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::geopackage::{Blob, MadeLink, Package, Style};
use crate::program::{Folder, run};
use crate::town::Town;
use crate::town_study::{STUDY, town};

const OPEN_ROADS: &str = "file = \"roads.gpkg\"\nkind = \"os-open-roads\"";

fn read(bytes: Vec<u8>, around: Option<Extent>) -> Result<OpenRoads, ReadErrors> {
    os_open_roads(&mut Cursor::new(bytes), None, "roads.gpkg", around)
}

fn read_made(package: &Package) -> OpenRoads {
    read(package.bytes(), None).unwrap_or_else(|it| panic!("{it}"))
}

fn refused(package: &Package) -> String {
    read(package.bytes(), None).unwrap_err().to_string()
}

fn told(notices: &Notices) -> String {
    let lines: Vec<String> = notices.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The town of other studies without what Open Roads cannot tell, its one-way street.
fn two_way_town() -> Town {
    Town::draw(
        200.0,
        "A--B--C--D\n|  |  |  |\nE--F--G--H\n|     |   \nI--J--K--L\n\nX--Y",
    )
    .way("GH", "highway", "tertiary")
    .way("AE", "highway", "primary")
    .way("BF", "highway", "trunk")
    .way("JK", "highway", "unclassified")
}

fn package_of(town: &Town) -> Package {
    let links = town.links().0;
    Package::of(
        links
            .iter()
            .enumerate()
            .map(|(place, it)| MadeLink::of(place, it))
            .collect(),
    )
}

/// A study whose roads are that town as `OpenStreetMap` or as OS Open Roads tell it.
fn study_of_town(package: Option<&Package>) -> Folder {
    let folder = town();
    let town = two_way_town();
    fs::write(folder.path("roads.osm.pbf"), town.pbf()).unwrap();
    if let Some(package) = package {
        folder.edit("study.toml", "file = \"roads.osm.pbf\"", OPEN_ROADS);
        package.write(&folder.path("roads.gpkg"));
    }
    folder
}

fn times_of(folder: &Folder) -> String {
    run(&["times", &folder.word("study.toml"), "--out", "-"]).good()
}

/// Seconds by area, site and mode; a reason instead where there are none.
fn by_pair(times: &str) -> BTreeMap<String, Result<u32, String>> {
    let rows = times.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let time = cells[3].parse().map_err(|_| cells[4].to_owned());
        (cells[..3].join(","), time)
    });
    rows.collect()
}

#[test]
fn a_town_takes_as_long_by_open_roads_as_by_openstreetmap() {
    let osm = by_pair(&times_of(&study_of_town(None)));
    let open = by_pair(&times_of(&study_of_town(Some(
        &package_of(&two_way_town()),
    ))));
    assert_eq!(osm.len(), open.len());
    let mut compared = 0;
    for (pair, time) in &osm {
        match (time, &open[pair]) {
            (Ok(a), Ok(b)) => {
                assert!(a.abs_diff(*b) <= 1, "{pair}: {a} s and {b} s");
                compared += 1;
            }
            (a, b) => assert_eq!(a, b, "{pair}"),
        }
    }
    assert_eq!(compared, 36, "six areas, three sites, two modes");
}

#[test]
fn every_style_of_names_gives_the_same_bytes() {
    let package = package_of(&two_way_town());
    let as_written = |style| {
        let package = Package {
            style,
            ..package.clone()
        };
        (
            times_of(&study_of_town(Some(&package))),
            read_made(&package).links,
        )
    };
    let today = as_written(Style::Snake);
    assert_eq!(as_written(Style::Camel), today);
    assert_eq!(as_written(Style::Shape), today);
}

#[test]
fn the_order_of_rows_shows_nowhere() {
    let mut package = package_of(&two_way_town());
    let links = read_made(&package).links;
    package.links.reverse();
    let turned = read_made(&package).links;
    let n = i64::try_from(links.len()).unwrap();
    let unturned: Vec<RoadLink> = turned
        .into_iter()
        .map(|it| RoadLink {
            way: n + 1 - it.way,
            ..it
        })
        .collect();
    assert_eq!(unturned, links);
}

/// A grid of streets of 500 m, more than fit into one node of an index.
fn streets(n: usize) -> Vec<MadeLink> {
    let at = |column: usize, row: usize| {
        (
            400_000.0 + 500.0 * column as f64,
            300_000.0 + 500.0 * row as f64,
        )
    };
    let name = |(column, row): (usize, usize)| format!("{column}/{row}");
    let mut links = Vec::new();
    for (column, row) in (0..n).flat_map(|column| (0..n).map(move |row| (column, row))) {
        for other in [(column + 1, row), (column, row + 1)] {
            let (from, to) = (at(column, row), at(other.0, other.1));
            // A bend, so that a street is wider than its ends.
            let bend = (
                f64::midpoint(from.0, to.0) + 20.0,
                f64::midpoint(from.1, to.1) + 20.0,
            );
            let ends = [&*name((column, row)), &*name(other)];
            let id = format!("{}-{}", ends[0], ends[1]);
            links.push(MadeLink::street(&id, ends, &[from, bend, to]));
        }
    }
    links
}

#[test]
fn only_roads_near_the_study_are_kept_whether_or_not_the_file_has_an_index() {
    let links = streets(90);
    let around = Extent::around([
        Point::new(401_000.0, 302_000.0),
        Point::new(404_010.0, 303_000.0),
    ])
    .unwrap();
    let within = around.widened(MARGIN);
    let expected: Vec<&MadeLink> = links
        .iter()
        .filter(|it| {
            Extent::around(it.line.iter().copied())
                .unwrap()
                .touches(&within)
        })
        .collect();
    assert!(
        expected.len() > 1_000 && expected.len() < links.len() / 2,
        "{}",
        expected.len()
    );
    let left_out = links.len() - expected.len();
    let mut ids: Vec<(&str, &[Point])> = expected
        .iter()
        .map(|it| (it.id.as_str(), it.line.as_slice()))
        .collect();
    ids.sort_unstable_by_key(|it| it.0);
    let shapes: Vec<&[Point]> = ids.iter().map(|it| it.1).collect();

    let indexed = Package::of(links.clone());
    let kept = read(indexed.bytes(), Some(around)).unwrap();
    let kept_shapes: Vec<&[Point]> = kept.links.iter().map(|it| &*it.shape).collect();
    assert_eq!(kept_shapes, shapes);
    let notices = told(&kept.notices);
    assert!(
        notices.contains("W-GPKG-OUTSIDE") && notices.contains(&format!("({left_out} times)")),
        "{notices}"
    );
    assert!(!notices.contains("W-GPKG-INDEX"), "{notices}");

    for envelope in [0, 1, 4] {
        let blob = Blob {
            envelope,
            ..Blob::USUAL
        };
        let bare = Package {
            indexed: false,
            blob,
            ..indexed.clone()
        };
        let bare = read(bare.bytes(), Some(around)).unwrap();
        assert_eq!(bare.links, kept.links);
        assert_eq!(bare.notices, kept.notices);
    }

    let index = "rtree_road_link_geometry";
    let zeros = format!("UPDATE {index}_node SET data = zeroblob(length(data)) WHERE nodeno = 1");
    let circle = format!(
        "UPDATE {index}_node SET data = (SELECT data FROM {index}_node WHERE nodeno = 1) WHERE nodeno > 1"
    );
    for (damage, is_seen) in [
        (format!("DELETE FROM {index}_rowid WHERE rowid = 7"), true),
        (format!("DELETE FROM {index}_node WHERE nodeno > 1"), true),
        (
            format!("UPDATE {index}_node SET data = x'0001' WHERE nodeno = 1"),
            true,
        ),
        (circle, true),
        (format!("DROP TABLE {index}"), false),
    ] {
        let damaged = Package {
            last: damage.clone(),
            ..indexed.clone()
        };
        let damaged = read(damaged.bytes(), Some(around)).unwrap();
        assert_eq!(damaged.links, kept.links, "{damage}");
        assert_eq!(
            told(&damaged.notices).contains("W-GPKG-INDEX"),
            is_seen,
            "{damage}"
        );
    }
    // An index that hides everything is not told from one of another country.
    let hidden = Package {
        last: zeros,
        ..indexed
    };
    let said = read(hidden.bytes(), Some(around)).unwrap_err().to_string();
    assert!(said.contains("E-GPKG-NOROADS"), "{said}");
}

#[test]
fn each_word_for_a_road_has_its_class() {
    let base = MadeLink::street(
        "a",
        ["1", "2"],
        &[(450_000.0, 300_000.0), (450_100.0, 300_000.0)],
    );
    let single = "Single Carriageway";
    let with = |function: &str, form: &str| base.clone().with(function, form);
    let unnamed = |it: MadeLink| MadeLink { name: None, ..it };
    let classified = |it: &str| MadeLink {
        classification: it.to_owned(),
        ..with("", single)
    };
    let cases = [
        (with("Motorway", single), RoadClass::Motorway),
        (with("Motorway", "Slip Road"), RoadClass::MotorwayLink),
        (with("A Road", "Dual Carriageway"), RoadClass::Primary),
        (
            MadeLink {
                primary: true,
                ..with("A Road", "Dual Carriageway")
            },
            RoadClass::Trunk,
        ),
        (
            MadeLink {
                trunk: true,
                ..with("A Road", "Slip Road")
            },
            RoadClass::TrunkLink,
        ),
        (with("A Road", "Slip Road"), RoadClass::PrimaryLink),
        (with("B Road", "Roundabout"), RoadClass::Secondary),
        (
            with("Minor Road", "Collapsed Dual Carriageway"),
            RoadClass::Tertiary,
        ),
        (with("minor road", "slip road"), RoadClass::TertiaryLink),
        (with("Local Road", single), RoadClass::Residential),
        (unnamed(with("Local Road", single)), RoadClass::Unclassified),
        (
            with("Local Access Road", "Shared Use Carriageway"),
            RoadClass::Service,
        ),
        (
            with("Restricted Local Access Road", single),
            RoadClass::Service,
        ),
        (with("Secondary Access Road", single), RoadClass::Service),
        (classified("Classified Unnumbered"), RoadClass::Tertiary),
        (classified("Not Classified"), RoadClass::Service),
        (classified("Unknown"), RoadClass::Road),
    ];
    let links = cases.iter().enumerate().map(|(place, (link, _))| MadeLink {
        id: format!("{place:03}"),
        ..link.clone()
    });
    let read = read_made(&Package::of(links.collect()));
    for (link, (made, class)) in read.links.iter().zip(&cases) {
        assert_eq!(link.class, *class, "{made:?}");
        let on_foot = !matches!(class, RoadClass::Motorway | RoadClass::MotorwayLink);
        assert_eq!(
            (link.car, link.walk.any()),
            (Passage::BOTH, on_foot),
            "{made:?}"
        );
        assert_eq!(link.roundabout, made.form == "Roundabout");
        assert_eq!((link.limit, link.built_up), (None, false));
    }
    let notices = told(&read.notices);
    assert!(
        notices.contains("W-GPKG-CLASS") && notices.contains("row 17: Unknown"),
        "{notices}"
    );
}

#[test]
fn a_dual_carriageway_can_be_driven_both_ways_and_says_so_and_a_guided_busway_not_at_all() {
    let line = |y: f64| [(450_000.0, y), (451_000.0, y)];
    let street = |id: &str, y: f64| MadeLink::street(id, ["1", "2"], &line(y));
    let links = vec![
        street("a", 300_000.0).with("A Road", "Dual Carriageway"),
        street("b", 300_000.0).with("A Road", "Dual Carriageway"),
        street("c", 300_000.0).with("Local Road", "Guided Busway"),
        street("d", 300_000.0).with("Local Road", "Flying Carpet"),
    ];
    let read = read_made(&Package::of(links));
    assert_eq!(read.links.len(), 3);
    assert!(
        read.links
            .iter()
            .all(|it| it.car == Passage::BOTH && it.walk == Passage::BOTH)
    );
    let notices = told(&read.notices);
    for said in [
        "W-GPKG-ONEWAY roads.gpkg: dual carriageways, slip roads and roundabouts can be used both ways",
        "(2 times)",
        "W-GPKG-BUSWAY",
        "such as row 3",
        "W-GPKG-FORM",
        "row 4: Flying Carpet",
    ] {
        assert!(notices.contains(said), "{said}: {notices}");
    }
}

#[test]
fn every_form_of_a_geometry_gives_the_same_line() {
    let package = package_of(&two_way_town());
    let usual = read_made(&package);
    assert_eq!(usual.links.len(), 16);
    for (envelope, more, little, multi) in [
        (0, 0, true, false),
        (1, 0, false, false),
        (2, 1000, true, false),
        (3, 2000, false, false),
        (4, 3000, true, true),
        (0, 0, false, true),
    ] {
        let blob = Blob {
            envelope,
            more,
            little,
            multi,
        };
        let other = read_made(&Package {
            blob,
            ..package.clone()
        });
        assert_eq!(other.links, usual.links, "{blob:?}");
    }
}

#[test]
fn links_that_name_no_node_are_joined_where_they_meet() {
    let corner = |x: f64| (450_000.0 + x, 300_000.0);
    let mut links = vec![
        MadeLink::street("a", ["p", "q"], &[corner(0.0), corner(100.0)]),
        MadeLink::street("b", ["q", "r"], &[corner(100.0), corner(200.0)]),
        MadeLink::street("c", ["r", "s"], &[corner(200.0), corner(300.0)]),
        MadeLink::street("d", ["s", "t"], &[corner(300.0), corner(400.0)]),
    ];
    let named = read_made(&Package::of(links.clone())).links;
    links[0].end = None;
    links[1].end = None;
    links[2].start = Some(String::new());
    let read = read_made(&Package::of(links));
    let joined = |links: &[RoadLink]| -> Vec<bool> {
        links
            .windows(2)
            .map(|it| it[0].head.junction == it[1].tail.junction)
            .collect()
    };
    assert_eq!(joined(&named), [true; 3]);
    assert_eq!(joined(&read.links), [true; 3]);
    assert!(
        told(&read.notices).contains("W-GPKG-NODE"),
        "{}",
        told(&read.notices)
    );
}

#[test]
fn ends_of_one_node_at_two_places_are_told() {
    let links = vec![
        MadeLink::street(
            "a",
            ["p", "q"],
            &[(450_000.0, 300_000.0), (450_100.0, 300_000.0)],
        ),
        MadeLink::street(
            "b",
            ["q", "r"],
            &[(450_900.0, 300_000.0), (451_000.0, 300_000.0)],
        ),
    ];
    let notices = told(&read_made(&Package::of(links)).notices);
    assert!(
        notices.contains("W-GPKG-APART") && notices.contains("row 2 (b): 800 m"),
        "{notices}"
    );
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a list of faults, one after the other"
)]
fn each_fault_is_told_by_its_name_with_the_place_and_the_value() {
    let package = package_of(&two_way_town());
    let with = |change: fn(&mut Package)| {
        let mut package = package.clone();
        change(&mut package);
        refused(&package)
    };
    let after = |last: &str| {
        refused(&Package {
            last: last.to_owned(),
            indexed: false,
            ..package.clone()
        })
    };
    let says = |said: String, words: &[&str]| {
        for word in words {
            assert!(said.contains(word), "{word} is not said: {said}");
        }
    };
    says(
        read(Vec::new(), None).unwrap_err().to_string(),
        &["E-GPKG-EMPTY roads.gpkg: the file is empty"],
    );
    says(
        read(b"<html>no roads here</html>".to_vec(), None)
            .unwrap_err()
            .to_string(),
        &["E-GPKG-NOTSQLITE", "HTML"],
    );
    says(
        read(b"PK\x03\x04 and so on and so forth".to_vec(), None)
            .unwrap_err()
            .to_string(),
        &["E-GPKG-NOTSQLITE", "zip", "unzip it"],
    );
    says(
        after("DELETE FROM road_link"),
        &["E-GPKG-EMPTY", "its table road_link holds no link"],
    );
    says(
        after("ALTER TABLE road_link RENAME TO roads"),
        &[
            "E-GPKG-TABLE",
            "no table road_link",
            "its tables are road_node, roads",
        ],
    );
    says(
        after("CREATE TABLE RoadLink (fid)"),
        &["E-GPKG-TABLE", "two tables"],
    );
    says(
        after(
            "ALTER TABLE road_link RENAME TO other; CREATE VIEW road_link AS SELECT * FROM other",
        ),
        &["E-GPKG-TABLE", "is a view"],
    );
    says(
        after("DROP TABLE road_link; CREATE VIRTUAL TABLE road_link USING fts5(geometry, id)"),
        &["E-GPKG-TABLE", "virtual table"],
    );
    says(
        after("DROP TABLE gpkg_geometry_columns"),
        &["E-GPKG-TABLE", "no table gpkg_geometry_columns"],
    );
    says(
        after("DELETE FROM gpkg_geometry_columns"),
        &["E-GPKG-TABLE", "does not tell"],
    );
    says(
        after(
            "ALTER TABLE road_link DROP COLUMN form_of_way; ALTER TABLE road_link DROP COLUMN start_node",
        ),
        &[
            "E-GPKG-COLUMN roads.gpkg column \"form_of_way\"",
            "E-GPKG-COLUMN roads.gpkg column \"start_node\"",
            "it has fid, geometry, fictitious, id",
        ],
    );
    says(
        after(
            "ALTER TABLE road_link RENAME COLUMN id TO own;
             ALTER TABLE road_link ADD COLUMN id AS (hex(zeroblob(1000000)))",
        ),
        &["E-GPKG-COLUMN roads.gpkg column \"id\""],
    );
    says(
        with(|it| it.srs = 4_326),
        &["E-GPKG-CRS", "EPSG:4326", "EPSG:27700"],
    );
    says(
        with(|it| it.srs = 3_857),
        &["E-GPKG-CRS", "value \"3857\"", "srs_id 3857"],
    );
    says(
        with(|it| it.links[4].blob = Some(b"GP\0\x01".to_vec())),
        &[
            "E-GPKG-GEOMETRY roads.gpkg row 5 column \"geometry\"",
            "cut short within its header",
        ],
    );
    says(
        with(|it| {
            let whole = Blob::USUAL.of(&it.links[6].line);
            it.links[6].blob = Some(whole[..whole.len() - 3].to_vec());
            it.links[7].blob = Some([whole, vec![0]].concat());
            it.links[8].blob = Some(b"XP nothing at all".to_vec());
        }),
        &[
            "row 7",
            "tells 2 points",
            "row 8",
            "1 bytes are left over",
            "row 9",
            "begin with GP",
        ],
    );
    says(
        after("UPDATE road_link SET geometry = NULL WHERE fid = 3"),
        &["E-GPKG-GEOMETRY", "row 3", "no geometry"],
    );
    says(
        with(|it| {
            let line = [Point::new(f64::NAN, 1.0), Point::new(2.0, 3.0)];
            it.links[2].blob = Some(Blob::USUAL.of(&line));
        }),
        &["E-GPKG-GEOMETRY", "row 3", "National Grid"],
    );
    says(
        with(|it| it.links[2].blob = Some(Blob::USUAL.of(&it.links[2].line[..1]))),
        &["E-GPKG-GEOMETRY", "row 3", "it has 1 points"],
    );
    says(
        with(|it| it.links[5].id = it.links[2].id.clone()),
        &[
            "E-GPKG-DUPLICATE roads.gpkg row 6 column \"id\" value \"link-0000002\"",
            "row 3 too",
        ],
    );
    says(
        after("UPDATE road_link SET id = NULL WHERE fid = 4"),
        &["E-GPKG-ID roads.gpkg row 4"],
    );
    says(
        after("UPDATE road_link SET length = length * 1.6"),
        &["E-GPKG-LENGTH", "16 of 16 links have another length"],
    );
    let far = Extent::around([Point::new(600_000.0, 600_000.0)]);
    says(
        read(package.bytes(), far).unwrap_err().to_string(),
        &["E-GPKG-NOROADS", "none of its 16 links lies within 15 km"],
    );
}

#[test]
fn one_length_that_is_off_is_told_and_the_lines_is_taken() {
    let mut package = package_of(&two_way_town());
    let links = read_made(&package).links;
    package.links[3].length = Some(77.0);
    let read = read_made(&package);
    assert_eq!(read.links, links);
    let notices = told(&read.notices);
    assert!(
        notices.contains("W-GPKG-LENGTH") && notices.contains("row 4: 77 m, its line 400 m"),
        "{notices}"
    );
}

#[test]
fn the_national_grid_under_a_number_of_the_files_own_is_known() {
    let package = Package {
        srs: 100_001,
        ..package_of(&two_way_town())
    };
    assert_eq!(read_made(&package).links.len(), 16);
}

#[test]
fn a_file_in_memory_reads_as_one_on_disk_even_where_it_is_marked_as_logged() {
    let folder = Folder::empty();
    let package = package_of(&two_way_town());
    let path = folder.path("some roads? 100% #1 é.gpkg");
    package.write(&path);
    let mut bytes = fs::read(&path).unwrap();
    let on_disk = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        os_open_roads(&mut Cursor::new(bytes), Some(&path), "roads.gpkg", None).unwrap()
    };
    let expected = on_disk(&bytes);
    assert_eq!(expected.year, Some(2026));
    assert_eq!(read(bytes.clone(), None).unwrap().links, expected.links);
    bytes[18] = 2;
    bytes[19] = 2;
    assert_eq!(on_disk(&bytes).links, expected.links);
    assert_eq!(read(bytes, None).unwrap().links, expected.links);
    assert_eq!(
        folder.names().len(),
        1,
        "nothing is written beside it: {:?}",
        folder.names()
    );
}

#[test]
fn a_tree_of_pages_that_names_one_page_again_and_again_is_refused() {
    let package = Package {
        page: 512,
        indexed: false,
        ..Package::of(streets(12))
    };
    let good = package.bytes();
    let mut refused = 0;
    for page in 1..good.len() / 512 {
        let start = page * 512;
        // An inner page of a table, 0x05, whose cells begin with the number of a page below.
        if good[start] != 5 {
            continue;
        }
        let mut bytes = good.clone();
        let n = u16::from_be_bytes([good[start + 3], good[start + 4]]);
        let cell = |it: u16| {
            let at = start + 12 + 2 * usize::from(it);
            start + usize::from(u16::from_be_bytes([good[at], good[at + 1]]))
        };
        let first: Vec<u8> = good[cell(0)..cell(0) + 4].to_vec();
        for it in 0..n {
            bytes[cell(it)..cell(it) + 4].copy_from_slice(&first);
        }
        bytes[start + 8..start + 12].copy_from_slice(&first);
        match read(bytes, None) {
            Err(faults) => {
                assert!(faults.to_string().contains("E-GPKG-"), "{faults}");
                refused += 1;
            }
            Ok(_) => panic!("page {page} was believed"),
        }
    }
    assert!(refused > 1, "{refused} inner pages");
}

#[test]
fn no_cut_and_no_flipped_bit_makes_the_reader_panic() {
    let package = Package {
        page: 512,
        ..package_of(&two_way_town())
    };
    let good = package.bytes();
    let around = Extent::around([Point::new(450_000.0, 310_000.0)]);
    let whole = read(good.clone(), around).unwrap().links.len();
    for length in (0..good.len()).step_by(97) {
        if let Ok(roads) = read(good[..length].to_vec(), around) {
            assert!(roads.links.len() <= whole);
        }
    }
    for place in (0..good.len()).step_by(11) {
        let mut bytes = good.clone();
        bytes[place] ^= 1 << (place % 8);
        drop(read(bytes, around));
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_zip_as_published_gives_the_times_of_what_is_inside() {
    let package = package_of(&two_way_town());
    let folder = study_of_town(Some(&package));
    let unpacked = times_of(&folder);
    let bytes = fs::read(folder.path("roads.gpkg")).unwrap();
    let zip = zipped(&[
        ("Doc/licence.txt", b"Open Government Licence"),
        ("Data/oproad_gb.gpkg", &bytes),
        ("readme.txt", b""),
    ]);
    fs::write(folder.path("oproad_gpkg_gb.zip"), zip).unwrap();
    folder.edit("study.toml", "roads.gpkg", "oproad_gpkg_gb.zip");
    assert_eq!(times_of(&folder), unpacked);

    let refused = |bytes: Vec<u8>| {
        fs::write(folder.path("oproad_gpkg_gb.zip"), bytes).unwrap();
        run(&["check", &folder.word("study.toml")]).stopped(2)
    };
    let two = refused(zipped(&[("a.gpkg", &bytes), ("b.gpkg", &bytes)]));
    assert!(
        two.contains("E-ZIP-INSIDE") && two.contains("2 files"),
        "{two}"
    );
    let none = refused(zipped(&[("Doc/readme.txt", b"roads")]));
    assert!(
        none.contains("E-ZIP-INSIDE") && none.contains("Doc/readme.txt"),
        "{none}"
    );
    let bomb = refused(zipped(&[("Data/oproad_gb.gpkg", &vec![0; 3 << 20])]));
    assert!(bomb.contains("E-ZIP-BOMB"), "{bomb}");
    let cut = zipped(&[("Data/oproad_gb.gpkg", &bytes)]);
    let cut = refused(cut[..cut.len() / 2].to_vec());
    assert!(cut.contains("E-ZIP-DECODE"), "{cut}");
}

#[test]
fn every_command_works_on_open_roads_and_says_whose_they_are_and_what_they_lack() {
    let folder = study_of_town(Some(&package_of(&two_way_town())));
    let study = folder.word("study.toml");
    let check = run(&["check", &study]).good();
    for said in [
        "Roads: OS Open Roads. Contains OS data © Crown copyright and database rights 2026",
        "W-ROADS-NOPATHS roads.gpkg: OS Open Roads holds no footpaths",
        "W-ROADS-NOLIMITS",
        "by car: 12 of 14 nodes and 15 of 16 links",
    ] {
        assert!(check.contains(said), "{said}: {check}");
    }
    assert!(
        !check.contains("OpenStreetMap contributors") && !check.contains("not used yet"),
        "{check}"
    );
    let assessed = run(&["assess", &study]).good();
    assert!(
        assessed.contains("Crown copyright and database rights 2026"),
        "{assessed}"
    );
    let catchment = run(&["catchment", &study, "--site", "B", "--minutes", "2,5"]).good();
    assert!(catchment.contains("by car"), "{catchment}");
    let out = folder.word("times.csv");
    run(&["times", &study, "--out", &out]).good();
    let manifest = folder.read("times.csv.manifest.json");
    assert!(
        manifest.contains("\"what\": \"roads\"") && manifest.contains("roads.gpkg"),
        "{manifest}"
    );
    assert!(run(&["verify", &out]).good().contains("same"));
}

#[test]
fn what_is_kept_is_believed_until_the_study_lies_elsewhere() {
    let folder = study_of_town(Some(&package_of(&two_way_town())));
    let study = folder.word("study.toml");
    let page = run(&["assess", &study]).good();
    run(&["prepare", &study]).good();
    let kept = run(&["assess", &study]);
    assert!(!kept.err.contains("reading roads"), "{}", kept.err);
    assert_eq!(kept.good(), page);
    folder.edit("areas.csv", "area-far,490000", "area-far,490500");
    let moved = run(&["assess", &study]);
    assert!(moved.err.contains("stale"), "{}", moved.err);
}

#[test]
fn a_study_in_memory_reads_its_roads_from_there() {
    let folder = study_of_town(Some(&package_of(&two_way_town())));
    let mut files = BTreeMap::new();
    for name in folder.names() {
        files.insert(name.clone(), fs::read(folder.path(&name)).unwrap());
    }
    let text = STUDY.replace("file = \"roads.osm.pbf\"", OPEN_ROADS);
    let study = Study::from_bytes(
        text.as_bytes(),
        "study.toml",
        Files::Memory(Arc::new(files)),
    )
    .unwrap();
    let in_memory = prepare(study, &Silent).unwrap();
    let on_disk = prepare(Study::open(&folder.path("study.toml")).unwrap(), &Silent).unwrap();
    assert_eq!(in_memory.case.times, on_disk.case.times);
}

/// By hand: `cargo test --test it -- --ignored --nocapture half_a_million`.
#[test]
#[ignore = "a file of a hundred megabytes; prints how long each way of reading it takes"]
#[expect(clippy::print_stdout, reason = "what it is for")]
fn half_a_million_links_are_read_in_seconds() {
    let folder = Folder::empty();
    let path = folder.path("big.gpkg");
    let began = Instant::now();
    Package::of(streets(500)).write(&path);
    let bytes = fs::metadata(&path).unwrap().len();
    println!(
        "{bytes} bytes written in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    let county = Extent::around([
        Point::new(420_000.0, 320_000.0),
        Point::new(450_000.0, 350_000.0),
    ]);
    for around in [county, None] {
        let mut file = fs::File::open(&path).unwrap();
        let began = Instant::now();
        let roads = os_open_roads(&mut file, Some(&path), "big.gpkg", around).unwrap();
        let seconds = began.elapsed().as_secs_f64();
        println!("{} links kept in {seconds:.1} s", roads.links.len());
        assert!(seconds < 60.0);
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|it| it.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or_default());
}
