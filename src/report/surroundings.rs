//! Water and names of places around a study, as `GeoJSON` for the map.

use geo::indexed::IntervalTreeMultiPolygon;
use geo::orient::{Direction, Orient};
use geo::{BoundingRect, Contains, LineString, MultiPolygon, Point, Polygon, Simplify};
use geojson::{GeometryValue, Position};
use serde_json::json;

use super::layers::{TOLERANCE_DEGREES, collection, feature, multi_polygon, position, simplified};
use crate::ids::{AreaId, Column};
use crate::model::Area;
use crate::read::osm_pbf::{Lake, OsmSurroundings};
use crate::space::{Grid, LonLat};

/// What is drawn around a study beside its roads; nothing where its road file tells of roads alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// Places with a name: cities, towns, villages, suburbs and hamlets.
    pub places: Vec<DrawnPlace>,
    /// Each lake as rings, the first around it, the others around its islands.
    pub lakes: Vec<Vec<Vec<LonLat>>>,
    /// The middles of rivers and canals.
    pub rivers: Vec<Vec<LonLat>>,
    /// The coast, land on its left; the coast of an island begins where it ends.
    pub coast: Vec<Vec<LonLat>>,
}

/// A place with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPlace {
    /// The name.
    pub name: String,
    /// Its place among [`PLACE_KINDS`].
    pub kind: usize,
    /// Where it is.
    pub at: LonLat,
}

/// The kinds of places that are named on the map, the greatest first.
pub const PLACE_KINDS: [&str; 5] = ["city", "town", "village", "suburb", "hamlet"];

impl Surroundings {
    /// What of an extract's surroundings is drawn.
    #[must_use]
    pub fn of(extract: &OsmSurroundings) -> Self {
        let grid = Grid::new();
        let lines = |all: &[Vec<crate::space::Point>]| -> Vec<Vec<LonLat>> {
            let line = |it: &Vec<_>| it.iter().filter_map(|it| grid.lon_lat(*it)).collect();
            let lines = all.iter().map(line);
            lines.filter(|it: &Vec<LonLat>| it.len() > 1).collect()
        };
        let places = extract.places.iter().filter_map(|it| {
            Some(DrawnPlace {
                name: it.name.clone(),
                kind: PLACE_KINDS.iter().position(|kind| *kind == it.kind)?,
                at: grid.lon_lat(it.point)?,
            })
        });
        let lakes = extract.lakes.iter();
        let lakes = lakes.flat_map(|Lake { outer, inner }| lakes_of(&lines(outer), &lines(inner)));
        Self {
            places: places.collect(),
            lakes: lakes.collect(),
            rivers: lines(&extract.rivers),
            coast: lines(&extract.coast),
        }
    }

    /// Every line that is drawn.
    pub fn lines(&self) -> impl Iterator<Item = &Vec<LonLat>> {
        let lakes = self.lakes.iter().flatten();
        lakes.chain(&self.rivers).chain(&self.coast)
    }

    /// The lakes as polygons.
    pub(super) fn lake_polygons(&self) -> MultiPolygon<f64> {
        let lakes = self.lakes.iter().filter_map(|rings| {
            let mut rings = rings.iter().map(|it| ring(it));
            Some(polygon(rings.next()?, rings.collect()))
        });
        lakes.collect()
    }

    /// The sea: all but the land that the coast goes around. `None` where the coast leaves the extract, as nobody knows
    /// there on which side of its ends the land is; or where an area of the study lies off that land.
    pub(super) fn sea(&self, areas: &Column<AreaId, Area>) -> Option<Polygon<f64>> {
        let whole = |it: &Vec<LonLat>| it.len() > 3 && it.first() == it.last();
        if self.coast.is_empty() || !self.coast.iter().all(whole) {
            return None;
        }
        let land: Vec<LineString<f64>> = self.coast.iter().map(|it| ring(it)).collect();
        let islands = land.iter();
        let islands: MultiPolygon<f64> = islands
            .map(|it| Polygon::new(it.clone(), Vec::new()))
            .collect();
        // The coast of a nation has a million corners, and its areas are tens of thousands.
        let islands = IntervalTreeMultiPolygon::new(&islands);
        let grid = Grid::new();
        let mut places = areas.iter().filter_map(|it| grid.lon_lat(it.point?));
        let on_land = places.all(|it| islands.contains(&Point::new(it.lon, it.lat)));
        on_land.then(|| polygon(LineString::from(WORLD.to_vec()), land))
    }
}

/// The whole world of a map in Web Mercator.
const WORLD: [(f64, f64); 4] = [
    (-180.0, -85.0),
    (180.0, -85.0),
    (180.0, 85.0),
    (-180.0, 85.0),
];

/// Lakes with their islands: each island in the first lake around it.
fn lakes_of(outer: &[Vec<LonLat>], inner: &[Vec<LonLat>]) -> Vec<Vec<Vec<LonLat>>> {
    let mut lakes: Vec<Vec<Vec<LonLat>>> = outer.iter().map(|it| vec![it.clone()]).collect();
    let shapes = outer.iter().enumerate().filter_map(|(lake, it)| {
        let shape = Polygon::new(ring(it), Vec::new());
        Some((lake, shape.bounding_rect()?, shape))
    });
    let shapes: Vec<_> = shapes.collect();
    for island in inner {
        let Some(around) = ring(island).bounding_rect() else {
            continue;
        };
        // Corners may lie on the shore: islands may touch it.
        let corner_in = |lake: &Polygon<f64>| {
            let mut corners = island.iter();
            corners.any(|it| lake.contains(&Point::new(it.lon, it.lat)))
        };
        let mut with_room = shapes.iter().filter(|it| it.1.contains(&around));
        if let Some((lake, ..)) = with_room.find(|it| corner_in(&it.2)) {
            lakes[*lake].push(island.clone());
        }
    }
    lakes
}

fn ring(line: &[LonLat]) -> LineString<f64> {
    line.iter().map(|it| (it.lon, it.lat)).collect()
}

/// A polygon whose rings turn as tiles and RFC 7946 ask for.
fn polygon(exterior: LineString<f64>, interiors: Vec<LineString<f64>>) -> Polygon<f64> {
    Polygon::new(exterior, interiors).orient(Direction::Default)
}

/// The water as one feature a kind: `sea`, where the whole coast is known and the study lies within it, `lake`, `river` and
/// `coast`; lines and outlines simplified to about 4 m.
#[must_use]
pub fn water_geojson(around: &Surroundings, areas: &Column<AreaId, Area>) -> String {
    let lines = |all: &[Vec<LonLat>]| {
        let coordinates: Vec<Vec<Position>> = all.iter().map(|it| simplified(it)).collect();
        GeometryValue::MultiLineString { coordinates }
    };
    let sea: MultiPolygon<f64> = around.sea(areas).into_iter().collect();
    let kinds = [
        ("sea", multi_polygon(&sea.simplify(TOLERANCE_DEGREES))),
        (
            "lake",
            multi_polygon(&around.lake_polygons().simplify(TOLERANCE_DEGREES)),
        ),
        ("river", lines(&around.rivers)),
        ("coast", lines(&around.coast)),
    ];
    let features =
        kinds.map(|(kind, outline)| feature(Some(outline), [("kind".to_owned(), json!(kind))]));
    collection(features.into())
}

/// The places with a name, each with its `name` and `kind` (one of [`PLACE_KINDS`]), the greatest kinds first.
#[must_use]
pub fn places_geojson(around: &Surroundings) -> String {
    let mut places: Vec<&DrawnPlace> = around.places.iter().collect();
    places.sort_by_key(|it| it.kind);
    let features = places.into_iter().map(|it| {
        let coordinates = position((it.at.lon, it.at.lat).into());
        let properties = [
            ("name".to_owned(), json!(it.name)),
            ("kind".to_owned(), json!(PLACE_KINDS[it.kind])),
        ];
        feature(Some(GeometryValue::Point { coordinates }), properties)
    });
    collection(features.collect())
}
