//! The ground of the map: areas, borders of districts, roads, water and names of places, whole or cut into tiles.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::StatusCode;

use super::error::ApiError;
use crate::report::{
    Boundaries, DrawnRoad, Surroundings, TileAddress, TileGround, areas_geojson, districts_geojson,
    drawn_areas, places_geojson, roads_geojson, water_geojson,
};
use crate::score::Case;

/// A ground of more corners is sent in tiles: some 5 MB of `GeoJSON`, which a page takes a second to read.
const HEAVY: usize = 150_000;

/// The most tiles that are kept.
const KEPT: usize = 1_024;

/// All that is drawn and stays as it is. What is not asked for is not made.
pub(super) struct Ground {
    case: Arc<Case>,
    pub(super) boundaries: Option<Boundaries>,
    drawn: Boundaries,
    roads: Vec<DrawnRoad>,
    around: Surroundings,
    /// Whether the page is to ask for tiles.
    pub(super) heavy: bool,
    areas: OnceLock<Bytes>,
    districts: OnceLock<Bytes>,
    roads_text: OnceLock<Bytes>,
    water: OnceLock<Bytes>,
    places: OnceLock<Bytes>,
    cut: OnceLock<TileGround>,
    tiles: Mutex<BTreeMap<TileAddress, Bytes>>,
}

impl Ground {
    pub(super) fn new(
        case: Arc<Case>,
        boundaries: Option<Boundaries>,
        roads: Vec<DrawnRoad>,
        around: Surroundings,
    ) -> Self {
        let drawn = drawn_areas(&case, boundaries.as_ref());
        let polygons = drawn.iter().flatten().flat_map(geo::MultiPolygon::iter);
        let corners: usize = polygons.map(|it| it.exterior().0.len()).sum();
        let bends: usize = roads.iter().map(|it| it.line.len()).sum();
        let shores: usize = around.lines().map(Vec::len).sum();
        Self {
            case,
            boundaries,
            drawn,
            roads,
            around,
            heavy: corners + bends + shores > HEAVY,
            areas: OnceLock::new(),
            districts: OnceLock::new(),
            roads_text: OnceLock::new(),
            water: OnceLock::new(),
            places: OnceLock::new(),
            cut: OnceLock::new(),
            tiles: Mutex::default(),
        }
    }

    /// The areas as `GeoJSON`.
    pub(super) fn areas(&self) -> Bytes {
        let make = || areas_geojson(&self.case, &self.drawn).into();
        self.areas.get_or_init(make).clone()
    }

    /// The borders of districts as `GeoJSON`.
    pub(super) fn districts(&self) -> Bytes {
        let make = || districts_geojson(&self.case, self.boundaries.as_ref()).into();
        self.districts.get_or_init(make).clone()
    }

    /// The roads as `GeoJSON`.
    pub(super) fn roads(&self) -> Bytes {
        let make = || roads_geojson(&self.roads).into();
        self.roads_text.get_or_init(make).clone()
    }

    /// The water as `GeoJSON`.
    pub(super) fn water(&self) -> Bytes {
        let make = || water_geojson(&self.around, &self.case.areas.list).into();
        self.water.get_or_init(make).clone()
    }

    /// The names of places as `GeoJSON`.
    pub(super) fn places(&self) -> Bytes {
        let make = || places_geojson(&self.around).into();
        self.places.get_or_init(make).clone()
    }

    /// Prepares what tiles are cut from, where the page will ask for them.
    pub(super) fn warm(&self) {
        if self.heavy {
            self.cut();
        }
    }

    fn cut(&self) -> &TileGround {
        self.cut.get_or_init(|| {
            TileGround::new(
                &self.case,
                &self.drawn,
                self.boundaries.as_ref(),
                &self.roads,
                &self.around,
            )
        })
    }

    /// A vector tile.
    pub(super) fn tile(&self, address: TileAddress) -> Result<Bytes, ApiError> {
        let kept = |tiles: &BTreeMap<TileAddress, Bytes>| tiles.get(&address).cloned();
        // A thread that fell while it kept a tile leaves whole tiles behind.
        let known = || self.tiles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tile) = kept(&known()) {
            return Ok(tile);
        }
        let tile = self.cut().tile(address).map_err(|_| {
            let what = "the tile could not be written";
            ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, what)
        })?;
        let tile = Bytes::from(tile);
        let mut tiles = known();
        if tiles.len() >= KEPT {
            tiles.clear();
        }
        tiles.insert(address, tile.clone());
        Ok(tile)
    }
}
