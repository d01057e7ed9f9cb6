//! Water and names of places: as an extract tells of them, as they are drawn, and in tiles.

use std::io::Cursor;

use fairreach::read::osm_pbf::{OsmSurroundings, osm_pbf, osm_surroundings};
use fairreach::report::{Surroundings, places_geojson, water_geojson};
use fairreach::score::Case;
use fairreach::space::{Grid, LonLat, Point};
use serde_json::{Value, json};

use crate::made_island::island;
use crate::rutland::rutland;
use crate::serve::{ask, county, get, parts};

/// The south-western corner of the island's grid, and a step of it, in degrees.
const CORNER: (f64, f64) = (-5.0, 52.0);
const STEP: f64 = 0.01;

fn read(whole_coast: bool) -> OsmSurroundings {
    osm_surroundings(&mut Cursor::new(island(whole_coast)), "island").unwrap()
}

/// The node of the grid that each point of a line is.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the grid has eleven steps a side"
)]
fn nodes(line: &[Point]) -> Vec<i64> {
    let grid = Grid::new();
    let node = |it: &Point| {
        let at = grid.lon_lat(*it).unwrap();
        let steps = |degrees: f64, corner: f64| ((degrees - corner) / STEP).round() as i64;
        100 * steps(at.lat, CORNER.1) + steps(at.lon, CORNER.0)
    };
    line.iter().map(node).collect()
}

fn all(lines: &[Vec<Point>]) -> Vec<Vec<i64>> {
    lines.iter().map(|it| nodes(it)).collect()
}

#[test]
fn lakes_rivers_coast_and_named_places_are_read_for_the_map() {
    let around = read(true);
    let lakes: Vec<_> = around
        .lakes
        .iter()
        .map(|it| (all(&it.outer), all(&it.inner)))
        .collect();
    assert_eq!(
        lakes,
        [
            (vec![vec![101, 102, 202, 101]], vec![]),
            (
                vec![vec![404, 408, 808, 804, 404], vec![901, 902, 1002, 901]],
                vec![vec![505, 506, 606, 605, 505]]
            ),
        ],
        "a pond, and a lake put together from its halves; an outline without all of its nodes is none"
    );
    assert_eq!(all(&around.rivers), [vec![303, 302], vec![301, 201]]);
    assert_eq!(all(&around.coast), [vec![0, 10, 1010, 1000, 0]]);
    let places: Vec<_> = around
        .places
        .iter()
        .map(|it| (it.name.as_str(), it.kind.as_str()))
        .collect();
    assert_eq!(places, [("Ketton", "town"), ("Nowhere", "locality")]);
    // The roads are what they are without any of this.
    let roads = osm_pbf(&mut Cursor::new(island(true)), "island").unwrap();
    assert_eq!((roads.links.len(), roads.n_ways), (1, 1));
}

/// A county whose areas stand in the island, or off it.
fn county_at(off_land: bool) -> Case {
    let mut case = county();
    let grid = Grid::new();
    let areas: Vec<_> = case.areas.list.ids().collect();
    for (place, id) in areas.into_iter().enumerate() {
        let lon = CORNER.0 + STEP * (1.5 + place as f64);
        let lat = CORNER.1 + STEP * if off_land { -1.0 } else { 3.5 };
        case.areas.list[id].point = grid.point(LonLat::new(lon, lat));
    }
    case
}

/// The geometry of each kind of water around a county.
fn drawn(whole_coast: bool, off_land: bool) -> Value {
    let case = county_at(off_land);
    let text = water_geojson(&Surroundings::of(&read(whole_coast)), &case.areas.list);
    let layer: Value = serde_json::from_str(&text).unwrap();
    let features = layer["features"].as_array().unwrap().iter();
    let kinds = features.map(|it| {
        let kind = it["properties"]["kind"].as_str().unwrap().to_owned();
        (kind, it["geometry"]["coordinates"].clone())
    });
    Value::Object(kinds.collect())
}

#[test]
fn the_sea_is_drawn_where_the_coast_is_whole_and_the_study_lies_within_it() {
    let sea = &drawn(true, false)["sea"][0];
    assert_eq!(sea[0][0], json!([-180.0, -85.0]), "around the world");
    assert_eq!(sea.as_array().unwrap().len(), 2, "less the island");
    assert_eq!(sea[1].as_array().unwrap().len(), 5);
    // Where the coast leaves the extract nobody knows on which side of its ends the land is.
    let open = drawn(false, false);
    assert_eq!(open["sea"], json!([]));
    assert_eq!(open["coast"].as_array().unwrap().len(), 1);
    // A study off that land has another coast, which the file does not tell of.
    assert_eq!(drawn(true, true)["sea"], json!([]));
}

#[test]
fn an_island_in_a_lake_is_land_and_lies_in_the_lake_around_it() {
    let lakes = drawn(true, false)["lake"].clone();
    let rings: Vec<usize> = lakes
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_array().unwrap().len())
        .collect();
    assert_eq!(rings, [1, 2, 1]);
    assert_eq!(lakes[1][1].as_array().unwrap().len(), 5);
}

#[test]
fn only_places_where_people_live_are_named() {
    let layer: Value =
        serde_json::from_str(&places_geojson(&Surroundings::of(&read(true)))).unwrap();
    let features = layer["features"].as_array().unwrap();
    assert_eq!(features.len(), 1);
    assert_eq!(
        features[0]["properties"],
        json!({ "name": "Ketton", "kind": "town" })
    );
    assert_eq!(
        features[0]["geometry"]["coordinates"],
        json!([-4.98, 52.02])
    );
}

#[test]
fn tiles_hold_water_and_places() {
    let tile = |surroundings, off_land| {
        let mut all = parts(county_at(off_land));
        all.surroundings = surroundings;
        ask(all, get("/api/tiles/8/124/84")).2
    };
    let around = || Surroundings::of(&read(true));
    let (bare, drawn) = (tile(Surroundings::default(), false), tile(around(), false));
    for word in ["sea", "lake", "river", "coast", "Ketton"] {
        assert!(drawn.contains(word) && !bare.contains(word), "{word}");
    }
    assert!(!tile(around(), true).contains("sea"));
}

#[test]
fn rutland_water_is_drawn_at_its_size_around_hambleton() {
    let Some(prepared) = rutland("study", "surroundings of Rutland") else {
        return;
    };
    let grid = Grid::new();
    // Hectares within a ring, by the shoelace formula on the National Grid.
    let hectares = |ring: &Vec<LonLat>| {
        let points: Vec<Point> = ring.iter().filter_map(|it| grid.point(*it)).collect();
        let twice = points
            .windows(2)
            .map(|it| it[0].x * it[1].y - it[1].x * it[0].y);
        twice.sum::<f64>().abs() / 2.0 / 10_000.0
    };
    let around = &prepared.surroundings;
    let sizes = around.lakes.iter().map(|rings| {
        let islands: f64 = rings[1..].iter().map(hectares).sum();
        hectares(&rings[0]) - islands
    });
    let largest = sizes.fold(0.0, f64::max);
    // 1,086 hectares when it is full (Wikipedia, Rutland Water, 2026), of which lagoons behind dams are drawn as lakes of
    // their own.
    assert!((900.0..1_150.0).contains(&largest), "{largest}");
    let named: Vec<&str> = around.places.iter().map(|it| it.name.as_str()).collect();
    for town in ["Oakham", "Uppingham"] {
        assert!(named.contains(&town), "{named:?}");
    }
}
