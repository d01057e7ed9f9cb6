//! The areas of a study as columns: one list a property, all in one order.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::Id;
use crate::model::Decile;
use crate::score::Case;
use crate::space::Grid;
use crate::units::People;

/// The areas; the answers about plans tell of them in the same order.
#[derive(Serialize, ToSchema)]
pub(super) struct AreaColumns<'a> {
    code: Vec<&'a str>,
    name: Vec<&'a str>,
    /// The place of its district in `districts` of `/api/study`.
    district: Vec<usize>,
    /// The national decile of deprivation, 1 the most deprived; null where none is published.
    decile: Vec<Option<u8>>,
    /// People by age band; null where nobody counted.
    people: BTreeMap<&'a str, Vec<Option<f64>>>,
    /// Degrees; null where it has no place.
    lon: Vec<Option<f64>>,
    lat: Vec<Option<f64>>,
}

impl<'a> AreaColumns<'a> {
    /// The areas of a case.
    pub(super) fn of(case: &'a Case) -> Self {
        let areas = &case.areas.list;
        let grid = Grid::new();
        let place = |it: &crate::model::Area| it.point.and_then(|it| grid.lon_lat(it));
        // A metre is a hundred-thousandth of a degree.
        let round = |it: f64| (it * 1e5).round() / 1e5;
        let places: Vec<_> = areas.iter().map(place).collect();
        let bands = case.population.bands.enumerate().map(|(band, it)| {
            let people = |area| case.people(band, area).map(People::get);
            (it.name.as_str(), areas.ids().map(people).collect())
        });
        Self {
            code: areas.iter().map(|it| it.code.as_str()).collect(),
            name: areas.iter().map(|it| it.name.as_str()).collect(),
            district: areas.iter().map(|it| it.district.place()).collect(),
            decile: areas
                .ids()
                .map(|it| case.decile(it).map(Decile::get))
                .collect(),
            people: bands.collect(),
            lon: places.iter().map(|it| it.map(|it| round(it.lon))).collect(),
            lat: places.iter().map(|it| it.map(|it| round(it.lat))).collect(),
        }
    }
}
