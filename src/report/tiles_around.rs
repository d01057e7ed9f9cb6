//! Water and names of places in vector tiles.

use std::sync::Arc;

use mvt::{GeomType, Layer};

use super::surroundings::{PLACE_KINDS, Surroundings};
use super::tiles::{Cut, Shape, index, world};
use crate::ids::{AreaId, Column};
use crate::model::Area;
use crate::space::{LonLat, Point, SpatialIndex};

/// What is around a study, ready to be cut.
pub(super) struct TileSurroundings {
    sea: Option<Shape>,
    lakes: Vec<Shape>,
    lake_index: SpatialIndex<usize>,
    rivers: Lines,
    coast: Lines,
    /// Each with its kind, its name and where it is.
    places: Vec<(usize, String, Arc<[Point]>)>,
    place_index: SpatialIndex<usize>,
}

/// Lines of one kind.
struct Lines {
    list: Vec<Arc<[Point]>>,
    index: SpatialIndex<usize>,
}

impl Lines {
    fn new(all: &[Vec<LonLat>]) -> Self {
        let list: Vec<Arc<[Point]>> = all
            .iter()
            .map(|it| world(it.iter().map(|it| (it.lon, it.lat))))
            .collect();
        Self {
            index: index(&list),
            list,
        }
    }
}

impl TileSurroundings {
    pub(super) fn new(around: &Surroundings, areas: &Column<AreaId, Area>) -> Self {
        let lakes: Vec<Shape> = around.lake_polygons().iter().map(Shape::of).collect();
        let shores: Vec<Arc<[Point]>> = lakes.iter().map(|it| Arc::clone(&it.rings[0])).collect();
        let places = around.places.iter().map(|it| {
            let at = std::iter::once((it.at.lon, it.at.lat));
            (it.kind, it.name.clone(), world(at))
        });
        let places: Vec<(usize, String, Arc<[Point]>)> = places.collect();
        let points: Vec<Arc<[Point]>> = places.iter().map(|it| Arc::clone(&it.2)).collect();
        Self {
            sea: around.sea(areas).as_ref().map(Shape::of),
            lake_index: index(&shores),
            lakes,
            rivers: Lines::new(&around.rivers),
            coast: Lines::new(&around.coast),
            place_index: index(&points),
            places,
        }
    }

    /// The layer of water: `kind` is `sea`, `lake`, `river` or `coast`.
    pub(super) fn water(&self, cut: &Cut, mut layer: Layer) -> Result<Layer, mvt::Error> {
        let lakes = self.lake_index.in_box(&cut.extent);
        let lines = |it: &Lines| {
            let found = it.index.in_box(&cut.extent);
            cut.lines(found.iter().map(|place| &it.list[*place]))
        };
        let kinds = [
            ("sea", cut.polygons(self.sea.iter())?),
            (
                "lake",
                cut.polygons(lakes.iter().map(|it| &self.lakes[*it]))?,
            ),
            ("river", lines(&self.rivers)?),
            ("coast", lines(&self.coast)?),
        ];
        for (kind, shape) in kinds {
            if shape.is_empty() {
                continue;
            }
            let mut feature = layer.into_feature(shape);
            feature.add_tag_string("kind", kind);
            layer = feature.into_layer();
        }
        Ok(layer)
    }

    /// The layer of places with their `name` and `kind`, the greatest kinds first.
    pub(super) fn places(
        &self,
        zoom: u8,
        cut: &Cut,
        mut layer: Layer,
    ) -> Result<Layer, mvt::Error> {
        let found = self.place_index.in_box(&cut.extent).into_iter();
        let mut found: Vec<usize> = found.filter(|it| named(self.places[*it].0, zoom)).collect();
        found.sort_unstable_by_key(|it| (self.places[*it].0, *it));
        for place in found {
            let (kind, name, at) = &self.places[place];
            let mut encoder = Cut::encoder(GeomType::Point);
            for it in cut.placed(at).coords() {
                encoder.add_point(it.x, it.y)?;
            }
            let shape = encoder.encode()?;
            if shape.is_empty() {
                continue;
            }
            let mut feature = layer.into_feature(shape);
            feature.add_tag_string("name", name);
            feature.add_tag_string("kind", PLACE_KINDS[*kind]);
            layer = feature.into_layer();
        }
        Ok(layer)
    }
}

/// Whether a kind of place is named at a zoom: from afar the great ones alone.
fn named(kind: usize, zoom: u8) -> bool {
    let from = [0, 6, 9, 11, 11];
    from.get(kind).is_some_and(|it| zoom >= *it)
}
