//! Areas and roads as `GeoJSON` for the map, in longitude and latitude with five decimals (about a metre).

use std::collections::{BTreeMap, BTreeSet};

use geo::Simplify;
use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject, Position};
use serde_json::json;

use super::nearest_ground::nearest_ground;
use super::shading::deprivation_class;
use crate::ids::{AreaId, Column, DistrictId};
use crate::model::RoadClass;
use crate::score::Case;
use crate::space::{Grid, LonLat};

/// The outlines of areas in longitude and latitude; `None` for an area that has none.
pub type Boundaries = Column<AreaId, Option<geo::MultiPolygon<f64>>>;

/// A road to draw under the sites.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnRoad {
    /// What kind of way it is.
    pub class: RoadClass,
    /// Its line, two points or more.
    pub line: Vec<LonLat>,
}

/// Roads fall into six kinds on the map, drawn in this order from below; paths are not drawn.
pub const ROAD_KINDS: [&str; 6] = [
    "minor",
    "tertiary",
    "secondary",
    "primary",
    "trunk",
    "motorway",
];

/// A road may be drawn this far beside its true line: about 4 m.
pub(super) const TOLERANCE_DEGREES: f64 = 0.000_04;

/// The shape that each area is drawn as: its boundary; where there is none the ground nearest to its point; an area with
/// neither has none and is in the table only.
#[must_use]
pub fn drawn_areas(case: &Case, boundaries: Option<&Boundaries>) -> Boundaries {
    let bounded = |area| boundaries.and_then(|all| all.get(area)?.as_ref());
    let areas = &case.areas.list;
    if areas.ids().all(|it| bounded(it).is_some()) {
        return areas.ids().map(|it| bounded(it).cloned()).collect();
    }
    let grid = Grid::new();
    let ground = nearest_ground(&areas.map(|it| it.point));
    let shape = |area| match bounded(area) {
        Some(boundary) => Some(boundary.clone()),
        None => ground[area].as_deref().and_then(|it| ring(&grid, it)),
    };
    areas.ids().map(shape).collect()
}

/// The areas as a collection of features, each with its code, name, district, decile, deprivation class, people by
/// band and point, in the shape that it is drawn as; an area without one has a null geometry.
#[must_use]
pub fn areas_geojson(case: &Case, drawn: &Boundaries) -> String {
    let grid = Grid::new();
    let features = case.areas.list.enumerate().map(|(area, it)| {
        let outline = drawn.get(area).and_then(Option::as_ref).map(multi_polygon);
        let point = it.point.and_then(|it| grid.lon_lat(it));
        let children: JsonObject = case
            .population
            .bands
            .enumerate()
            .map(|(band, it)| {
                let people = case.people(band, area).map(crate::units::People::get);
                (it.name.clone(), json!(people))
            })
            .collect();
        let decile = case.decile(area);
        let properties = [
            ("code", json!(it.code)),
            ("name", json!(it.name)),
            ("district", json!(case.areas.districts[it.district].code)),
            ("decile", json!(decile.map(crate::model::Decile::get))),
            ("deprivation_class", json!(deprivation_class(decile))),
            ("children", json!(children)),
            (
                "point",
                json!(point.map(|it| [round(it.lon), round(it.lat)])),
            ),
        ];
        feature(
            outline,
            properties.map(|(name, value)| (name.to_owned(), value)),
        )
    });
    collection(features.collect())
}

/// The roads as one feature a kind (`motorway`, `trunk`, `primary`, `secondary`, `tertiary`, `minor`), simplified to
/// about 4 m. Paths, tracks, service roads and ferries are left out.
#[must_use]
pub fn roads_geojson(roads: &[DrawnRoad]) -> String {
    let features = ROAD_KINDS.iter().map(|kind| {
        let lines: Vec<Vec<Position>> = roads
            .iter()
            .filter(|it| kind_of(it.class) == Some(kind))
            .map(|it| simplified(&it.line))
            .filter(|it| it.len() > 1)
            .collect();
        let outline = GeometryValue::MultiLineString { coordinates: lines };
        feature(Some(outline), [("class".to_owned(), json!(kind))])
    });
    collection(features.collect())
}

/// The borders between districts as one feature: the edges that outlines of areas of two districts share, vertex for
/// vertex. Outlines that do not fit together so have no such edges, and no border is drawn.
#[must_use]
pub fn districts_geojson(case: &Case, boundaries: Option<&Boundaries>) -> String {
    let end = |(x, y): (f64, f64)| Position::from([x, y]);
    let edges = district_edges(case, boundaries).into_iter();
    let coordinates = edges.map(|it| it.map(end).into()).collect();
    let lines = GeometryValue::MultiLineString { coordinates };
    collection(vec![feature(Some(lines), [])])
}

/// The edges that outlines of areas of two districts share, in degrees.
pub(super) fn district_edges(case: &Case, boundaries: Option<&Boundaries>) -> Vec<[(f64, f64); 2]> {
    let mut sides: BTreeMap<Edge, BTreeSet<DistrictId>> = BTreeMap::new();
    for (area, shape) in boundaries.into_iter().flat_map(Column::enumerate) {
        let rings = shape.iter().flat_map(geo::MultiPolygon::iter);
        for line in rings.flat_map(|it| it.exterior().lines()) {
            let edge = edge(line.start, line.end);
            let district = case.areas.list[area].district;
            sides.entry(edge).or_default().insert(district);
        }
    }
    let shared = sides
        .into_iter()
        .filter(|(_, districts)| districts.len() > 1);
    let end = |(x, y): (i32, i32)| (f64::from(x) / 1e5, f64::from(y) / 1e5);
    shared.map(|((a, b), _)| [end(a), end(b)]).collect()
}

/// Two ends in hundred-thousandths of a degree, the lesser first.
type Edge = ((i32, i32), (i32, i32));

#[expect(
    clippy::cast_possible_truncation,
    reason = "180 degrees in hundred-thousandths are far below the limit of i32"
)]
fn edge(a: geo::Coord<f64>, b: geo::Coord<f64>) -> Edge {
    let end = |it: geo::Coord<f64>| ((it.x * 1e5).round() as i32, (it.y * 1e5).round() as i32);
    let (a, b) = (end(a), end(b));
    (a.min(b), a.max(b))
}

pub(super) fn kind_of(class: RoadClass) -> Option<&'static str> {
    match class {
        RoadClass::Motorway | RoadClass::MotorwayLink => Some("motorway"),
        RoadClass::Trunk | RoadClass::TrunkLink => Some("trunk"),
        RoadClass::Primary | RoadClass::PrimaryLink => Some("primary"),
        RoadClass::Secondary | RoadClass::SecondaryLink => Some("secondary"),
        RoadClass::Tertiary | RoadClass::TertiaryLink => Some("tertiary"),
        RoadClass::Unclassified
        | RoadClass::Residential
        | RoadClass::LivingStreet
        | RoadClass::Road => Some("minor"),
        _ => None,
    }
}

pub(super) fn simplified(line: &[LonLat]) -> Vec<Position> {
    let line: geo::LineString<f64> = line.iter().map(|it| (it.lon, it.lat)).collect();
    line.simplify(TOLERANCE_DEGREES)
        .0
        .into_iter()
        .map(position)
        .collect()
}

pub(super) fn multi_polygon(shape: &geo::MultiPolygon<f64>) -> GeometryValue {
    let ring = |it: &geo::LineString<f64>| it.0.iter().copied().map(position).collect();
    let coordinates = shape
        .iter()
        .map(|it| {
            std::iter::once(it.exterior())
                .chain(it.interiors())
                .map(ring)
                .collect()
        })
        .collect();
    GeometryValue::MultiPolygon { coordinates }
}

fn ring(grid: &Grid, corners: &[crate::space::Point]) -> Option<geo::MultiPolygon<f64>> {
    let corner = |it: &crate::space::Point| {
        let it = grid.lon_lat(*it)?;
        Some((round(it.lon), round(it.lat)))
    };
    let ring = corners.iter().map(corner);
    let ring = ring.collect::<Option<geo::LineString<f64>>>()?;
    Some(geo::Polygon::new(ring, Vec::new()).into())
}

pub(super) fn position(it: geo::Coord<f64>) -> Position {
    Position::from([round(it.x), round(it.y)])
}

pub(super) fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

pub(super) fn feature(
    outline: Option<GeometryValue>,
    properties: impl IntoIterator<Item = (String, serde_json::Value)>,
) -> Feature {
    Feature {
        geometry: outline.map(geojson::Geometry::from),
        properties: Some(properties.into_iter().collect()),
        bbox: None,
        id: None,
        foreign_members: None,
    }
}

pub(super) fn collection(features: Vec<Feature>) -> String {
    FeatureCollection {
        features,
        bbox: None,
        foreign_members: None,
    }
    .to_string()
}
