//! Vector tiles of areas, borders of districts, roads, water and names, for studies that are too heavy to send whole.
//!
//! In: shapes in longitude and latitude, once. Out: the tile of an address as bytes of the Mapbox Vector Tile
//! specification 2.1, in Web Mercator, cut to the tile and a little around it, and simplified to half a pixel.

use std::f64::consts::PI;
use std::sync::Arc;

use geo::Simplify;
use mvt::{GeomData, GeomEncoder, GeomType, Layer, Tile};
use pointy::BBox;

use super::layers::{Boundaries, DrawnRoad, ROAD_KINDS, district_edges, kind_of};
use super::surroundings::Surroundings;
use super::tiles_around::TileSurroundings;
use crate::ids::AreaId;
use crate::score::Case;
use crate::space::{Extent, Point, SpatialIndex};

/// Units along a side of a tile.
const SIDE: u32 = 4_096;
/// How far beyond its side a tile is drawn, in its units, so that no edge of the cut is seen.
const AROUND: f64 = 128.0;
/// Half a pixel of a tile shown 512 pixels wide.
const TOLERANCE: f64 = 4.0;
/// What is smaller than that keeps its shape to an eighth of a pixel.
const FINE: f64 = 1.0;
/// The deepest zoom that is cut; beyond it the page enlarges.
const DEEPEST: u8 = 14;

/// The tile that an address names: zoom, column from the west, row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TileAddress {
    zoom: u8,
    column: u32,
    row: u32,
}

impl TileAddress {
    /// The address, or `None` where no tile has it: zooms go to 14, columns and rows to 2 to the power of the zoom.
    ///
    /// ```
    /// use fairreach::report::TileAddress;
    /// assert!(TileAddress::new(1, 1, 1).is_some());
    /// assert!(TileAddress::new(1, 2, 0).is_none());
    /// assert!(TileAddress::new(15, 0, 0).is_none());
    /// ```
    #[must_use]
    pub fn new(zoom: u8, column: u32, row: u32) -> Option<Self> {
        let side = 1_u32.checked_shl(u32::from(zoom)).unwrap_or(0);
        (zoom <= DEEPEST && column < side && row < side).then_some(Self { zoom, column, row })
    }

    /// Where the world's unit square lies in the units of this tile: a factor, then what is taken away.
    fn frame(self) -> (f64, f64, f64) {
        let side = f64::from(SIDE);
        let tiles = f64::from(1_u32 << self.zoom);
        (
            side * tiles,
            side * f64::from(self.column),
            side * f64::from(self.row),
        )
    }
}

/// One polygon or line in the world's unit square.
pub(super) struct Shape {
    /// The ring around it and those within it; a line is one.
    pub(super) rings: Vec<Arc<[Point]>>,
}

impl Shape {
    /// A polygon in longitude and latitude.
    pub(super) fn of(polygon: &geo::Polygon<f64>) -> Self {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let rings = rings.map(|it| world(it.coords().map(|it| (it.x, it.y))));
        Self {
            rings: rings.collect(),
        }
    }
}

/// What tiles are cut from.
pub struct TileGround {
    areas: Vec<(AreaId, Shape)>,
    codes: Vec<String>,
    area_index: SpatialIndex<usize>,
    borders: SpatialIndex<usize>,
    border_lines: Vec<Arc<[Point]>>,
    roads: Vec<(usize, Arc<[Point]>)>,
    road_index: SpatialIndex<usize>,
    around: TileSurroundings,
}

impl TileGround {
    /// Prepares shapes to be cut: areas as they are drawn, borders of districts by true boundaries alone, roads, what is around.
    #[must_use]
    pub fn new(
        case: &Case,
        drawn: &Boundaries,
        boundaries: Option<&Boundaries>,
        roads: &[DrawnRoad],
        around: &Surroundings,
    ) -> Self {
        let polygons = drawn.enumerate().flat_map(|(area, shape)| {
            let polygons = shape.iter().flat_map(geo::MultiPolygon::iter);
            polygons.map(move |it| (area, Shape::of(it)))
        });
        let areas: Vec<(AreaId, Shape)> = polygons.collect();
        let outer = areas.iter().enumerate();
        let outer = outer.map(|(place, (_, it))| (place, Arc::clone(&it.rings[0])));
        let border_lines: Vec<Arc<[Point]>> = district_edges(case, boundaries)
            .into_iter()
            .map(|it| world(it.into_iter()))
            .collect();
        let roads: Vec<(usize, Arc<[Point]>)> = roads
            .iter()
            .filter_map(|it| {
                let kind = kind_of(it.class)?;
                let kind = ROAD_KINDS.iter().position(|it| *it == kind)?;
                Some((kind, world(it.line.iter().map(|it| (it.lon, it.lat)))))
            })
            .collect();
        let road_lines: Vec<Arc<[Point]>> = roads.iter().map(|it| Arc::clone(&it.1)).collect();
        Self {
            area_index: SpatialIndex::of_lines(outer),
            codes: case.areas.list.iter().map(|it| it.code.clone()).collect(),
            borders: index(&border_lines),
            road_index: index(&road_lines),
            around: TileSurroundings::new(around, &case.areas.list),
            areas,
            border_lines,
            roads,
        }
    }

    /// A tile's bytes: the layers `areas` (with `code`), `districts`, `roads` (with `class`), `water` (with `kind`) and
    /// `places` (with `name` and `kind`). A tile where nothing lies has empty layers.
    ///
    /// # Errors
    /// When a tile cannot be encoded, which is a fault of the program.
    pub fn tile(&self, address: TileAddress) -> Result<Vec<u8>, mvt::Error> {
        let mut tile = Tile::new(SIDE);
        let cut = Cut::of(address);
        let areas = self.area_layer(&cut, tile.create_layer("areas"))?;
        let borders = self.borders.in_box(&cut.extent);
        let borders = borders.iter().map(|it| &self.border_lines[*it]);
        let borders = cut.lines(borders)?;
        // A feature without a line is no feature: a page that met one would draw nothing of the tile.
        let districts = tile.create_layer("districts");
        let districts = if borders.is_empty() {
            districts
        } else {
            districts.into_feature(borders).into_layer()
        };
        let roads = self.road_layer(address.zoom, &cut, tile.create_layer("roads"))?;
        let water = self.around.water(&cut, tile.create_layer("water"))?;
        let places = self
            .around
            .places(address.zoom, &cut, tile.create_layer("places"))?;
        tile.add_layer(areas)?;
        tile.add_layer(districts)?;
        tile.add_layer(roads)?;
        tile.add_layer(water)?;
        tile.add_layer(places)?;
        tile.to_bytes()
    }

    fn area_layer(&self, cut: &Cut, mut layer: Layer) -> Result<Layer, mvt::Error> {
        for place in self.area_index.in_box(&cut.extent) {
            let (area, shape) = &self.areas[place];
            let shape = cut.polygon(shape)?;
            if shape.is_empty() {
                continue;
            }
            let mut feature = layer.into_feature(shape);
            let code = &self.codes[crate::ids::Id::place(*area)];
            feature.add_tag_string("code", code);
            layer = feature.into_layer();
        }
        Ok(layer)
    }

    fn road_layer(&self, zoom: u8, cut: &Cut, mut layer: Layer) -> Result<Layer, mvt::Error> {
        let found = self.road_index.in_box(&cut.extent);
        for (kind, name) in ROAD_KINDS.iter().enumerate().filter(|it| shown(it.1, zoom)) {
            let of_kind = found.iter().map(|it| &self.roads[*it]);
            let of_kind = of_kind.filter(|it| it.0 == kind).map(|it| &it.1);
            let lines = cut.lines(of_kind)?;
            if lines.is_empty() {
                continue;
            }
            let mut feature = layer.into_feature(lines);
            feature.add_tag_string("class", name);
            layer = feature.into_layer();
        }
        Ok(layer)
    }
}

/// Lines by where they are; each is known by its place.
pub(super) fn index(lines: &[Arc<[Point]>]) -> SpatialIndex<usize> {
    SpatialIndex::of_lines(lines.iter().cloned().enumerate().collect::<Vec<_>>())
}

/// Whether a kind of road is drawn at a zoom: from afar the great ones alone.
fn shown(kind: &str, zoom: u8) -> bool {
    let from = match kind {
        "minor" => 11,
        "tertiary" => 9,
        "secondary" => 7,
        _ => 0,
    };
    zoom >= from
}

/// Degrees in the world's unit square: Web Mercator (EPSG:3857), 0 in the west and in the north.
pub(super) fn world(line: impl Iterator<Item = (f64, f64)>) -> Arc<[Point]> {
    let place = |(lon, lat): (f64, f64)| {
        let lat = lat.to_radians();
        let up = (lat.tan() + lat.cos().recip()).ln() / PI;
        Point::new((lon + 180.0) / 360.0, f64::midpoint(1.0, -up))
    };
    line.map(place).collect()
}

/// One tile's frame: what lies in it, and how it is told there.
pub(super) struct Cut {
    factor: f64,
    left: f64,
    top: f64,
    /// The tile and what is drawn around it, in the world's unit square.
    pub(super) extent: Extent,
}

impl Cut {
    fn of(address: TileAddress) -> Self {
        let (factor, left, top) = address.frame();
        let side = f64::from(SIDE);
        let corner = |it: f64| Point::new((left + it) / factor, (top + it) / factor);
        Self {
            factor,
            left,
            top,
            extent: Extent {
                low: corner(-AROUND),
                high: corner(side + AROUND),
            },
        }
    }

    pub(super) fn encoder(kind: GeomType) -> GeomEncoder<f64> {
        let side = f64::from(SIDE);
        let around = BBox::new([(-AROUND, -AROUND), (side + AROUND, side + AROUND)]);
        GeomEncoder::new(kind).bbox(around)
    }

    pub(super) fn placed(&self, line: &[Point]) -> geo::LineString<f64> {
        let place = |it: &Point| {
            (
                it.x * self.factor - self.left,
                it.y * self.factor - self.top,
            )
        };
        line.iter().map(place).collect()
    }

    /// The polygon in units of the tile.
    fn polygon(&self, shape: &Shape) -> Result<GeomData, mvt::Error> {
        self.polygons(std::iter::once(shape))
    }

    /// Polygons in units of the tile, as one.
    pub(super) fn polygons<'a>(
        &self,
        shapes: impl Iterator<Item = &'a Shape>,
    ) -> Result<GeomData, mvt::Error> {
        let mut encoder = Self::encoder(GeomType::Polygon);
        for shape in shapes {
            self.add(shape, &mut encoder)?;
        }
        encoder.encode()
    }

    fn add(&self, shape: &Shape, encoder: &mut GeomEncoder<f64>) -> Result<(), mvt::Error> {
        for (place, ring) in shape.rings.iter().enumerate() {
            let whole = self.placed(ring);
            let mut ring = whole.simplify(TOLERANCE);
            if ring.0.len() < 4 {
                // What is smaller than half a pixel stays a speck around its own ground; a hole of that size closes.
                if place > 0 {
                    continue;
                }
                ring = whole.simplify(FINE);
                if ring.0.len() < 4 {
                    ring = whole;
                }
            }
            // The last corner is the first again, which closing the ring says already.
            ring.0.pop();
            for it in ring.coords() {
                encoder.add_point(it.x, it.y)?;
            }
            encoder.complete_geom()?;
        }
        Ok(())
    }

    pub(super) fn lines<'a>(
        &self,
        lines: impl Iterator<Item = &'a Arc<[Point]>>,
    ) -> Result<GeomData, mvt::Error> {
        let mut encoder = Self::encoder(GeomType::Linestring);
        for line in lines {
            for it in self.placed(line).simplify(TOLERANCE).coords() {
                encoder.add_point(it.x, it.y)?;
            }
            encoder.complete_geom()?;
        }
        encoder.encode()
    }
}

impl std::fmt::Debug for TileGround {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TileGround")
            .field("areas", &self.areas.len())
            .field("roads", &self.roads.len())
            .finish_non_exhaustive()
    }
}
