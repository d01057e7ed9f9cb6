//! The catchment of a place: a map layer, and a table of who lives in it.

use geojson::{GeometryValue, JsonObject, Position};
use serde_json::{Value, json};

use super::layers::{collection, feature};
use super::lines::{footnotes, table, wrapped};
use super::numbers::{NONE, count, minutes, percent};
use crate::access::{Reached, ReachedPeople};
use crate::model::Mode;
use crate::score::Case;
use crate::space::{Grid, Point};
use crate::travel::{Direction, Outline};
use crate::units::{Metres, People, Seconds, Share};

/// The catchment of one place, by one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct CatchmentPage {
    /// The site's id; `None` for a place of no site.
    pub site: Option<String>,
    /// The site's name, or where the place is.
    pub name: String,
    /// The mode of travel.
    pub mode: Mode,
    /// Which way journeys are made.
    pub direction: Direction,
    /// For each cutoff, shortest first, who lives within it and its ground.
    pub rings: Vec<CatchmentRing>,
    /// How far the outlines may lie from the nearest reached road, but for a quarter of that; or why there are no
    /// outlines.
    pub tolerance: Result<Metres, String>,
    /// Whom the data are owed to, a line each.
    pub attribution: Vec<String>,
    /// What in the study is made up.
    pub illustrative: Vec<String>,
}

/// What lies within one cutoff of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct CatchmentRing {
    /// The cutoff.
    pub cutoff: Seconds,
    /// The areas and people within it.
    pub reached: Reached,
    /// The ground around the roads within it; none where not even the place's own road is.
    pub outlines: Vec<Outline>,
}

/// The catchment as a collection of features in longitude and latitude with six decimals (about a tenth of a metre),
/// one a cutoff, largest first so that smaller ones are drawn over larger. A feature without an outline has a null
/// geometry and, in `no_outline`, the reason.
#[must_use]
pub fn catchment_geojson(case: &Case, page: &CatchmentPage) -> String {
    let grid = Grid::new();
    let features = page.rings.iter().rev().map(|ring| {
        let outline = outline(&grid, &ring.outlines);
        let missing = match &page.tolerance {
            Err(reason) => Some(reason.as_str()),
            Ok(_) if outline.is_none() => Some(TOO_SHORT),
            Ok(_) => None,
        };
        let areas = &case.areas.list;
        let codes = ring.reached.areas.iter().map(|it| &areas[*it].code);
        let people = |value: fn(&ReachedPeople) -> Value| -> JsonObject {
            let bands = case.population.bands.iter().zip(&ring.reached.people);
            bands
                .map(|(band, it)| (band.name.clone(), value(it)))
                .collect()
        };
        let properties = [
            ("site", json!(page.site)),
            ("name", json!(page.name)),
            ("mode", json!(page.mode.name())),
            ("direction", json!(page.direction.word())),
            ("minutes", json!(whole(ring.cutoff))),
            ("areas", json!(ring.reached.areas.len())),
            ("area_codes", codes.cloned().collect()),
            (
                "people",
                json!(people(|it| json!(it.people.map(People::get)))),
            ),
            ("share", json!(people(|it| json!(it.share.map(Share::get))))),
            ("areas_uncounted", json!(people(|it| json!(it.uncounted)))),
            (
                "tolerance_m",
                json!(page.tolerance.as_ref().ok().map(|it| it.get())),
            ),
            ("no_outline", json!(missing)),
            ("illustrative", json!(page.illustrative)),
            ("attribution", json!(page.attribution)),
        ];
        feature(
            outline,
            properties.map(|(name, value)| (name.to_owned(), value)),
        )
    });
    collection(features.collect())
}

/// Why a cutoff has no outline though the study has roads.
const TOO_SHORT: &str = "not even the nearest road is reached in this time";

/// The catchment as a table: minutes, areas, and the people of each band with their share of the study's.
#[must_use]
pub fn catchment_table(case: &Case, page: &CatchmentPage) -> String {
    let title = format!(
        "{}, {}, {}",
        page.name,
        page.mode.phrase(),
        page.direction.phrase()
    );
    let mut head = vec!["Minutes", "areas"];
    for band in &case.population.bands {
        head.extend([band.label.as_str(), "share"]);
    }
    let rows: Vec<Vec<String>> = page.rings.iter().map(row).collect();
    let mut text = table(&title, &head, &rows).trim_start().to_owned();
    let largest = page.rings.last().map(|it| &it.reached.people);
    let bands = case
        .population
        .bands
        .iter()
        .zip(largest.into_iter().flatten());
    for (band, people) in bands.filter(|(_, it)| it.uncounted > 0) {
        let what = format!(
            "{}: {} of the areas reached have no count and are left out.",
            band.label, people.uncounted
        );
        text += &wrapped("", &what);
    }
    let about = match &page.tolerance {
        Ok(it) => format!(
            "The outlines lie within {} m of the roads reached.",
            count(it.get() * 1.25)
        ),
        Err(reason) => format!("There are no outlines: {reason}."),
    };
    text += &wrapped("", &about);
    text + &footnotes(&page.illustrative, &page.attribution)
}

fn row(ring: &CatchmentRing) -> Vec<String> {
    let reached = &ring.reached;
    let mut cells = vec![
        minutes(ring.cutoff.minutes(), None),
        count(reached.areas.len() as f64),
    ];
    for it in &reached.people {
        cells.push(
            it.people
                .map_or_else(|| NONE.to_owned(), |it| count(it.get())),
        );
        cells.push(
            it.share
                .map_or_else(|| NONE.to_owned(), |it| percent(it.get())),
        );
    }
    cells
}

/// Whole minutes as a whole number.
fn whole(time: Seconds) -> Value {
    if time.get().is_multiple_of(60) {
        json!(time.get() / 60)
    } else {
        json!(time.minutes())
    }
}

fn outline(grid: &Grid, outlines: &[Outline]) -> Option<GeometryValue> {
    let ring = |corners: &[Point]| -> Vec<Position> {
        let places = corners.iter().filter_map(|it| grid.lon_lat(*it));
        let mut ring: Vec<Position> = places
            .map(|it| Position::from([round(it.lon), round(it.lat)]))
            .collect();
        ring.extend(ring.first().cloned());
        ring
    };
    let polygon = |it: &Outline| {
        let holes = it.holes.iter().map(|it| ring(it));
        std::iter::once(ring(&it.ring)).chain(holes).collect()
    };
    let coordinates: Vec<Vec<Vec<Position>>> = outlines.iter().map(polygon).collect();
    (!coordinates.is_empty()).then_some(GeometryValue::MultiPolygon { coordinates })
}

fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
