//! A town drawn in text: the one builder of road worlds for all tests.
//!
//! Letters are junctions, `-` and `|` are streets between them, one character a grid step. Every straight
//! stretch between two letters is a way of its own, a residential street unless tagged otherwise.

use std::collections::BTreeMap;
use std::io::Cursor;

use fairreach::ids::{AreaId, Column, SiteId};
use fairreach::model::RoadLink;
use fairreach::read::{Notices, osm_pbf};
use fairreach::roads::{Network, Profile, Snapper, build};
use fairreach::space::{Grid, Point};
use fairreach::travel::{Direction, Journey, Linkage, TravelTimes, Unreached, compute, link};
use fairreach::units::Seconds;

use crate::pbf::{MadeNode, MadeWay, write_header, write_nodes, write_ways};

type Tags = Vec<(String, String)>;

#[derive(Clone, Debug)]
pub(crate) struct Town {
    step: f64,
    places: BTreeMap<char, (usize, usize)>,
    ways: Vec<(Vec<char>, Tags)>,
    node_tags: BTreeMap<char, Tags>,
}

impl Town {
    /// Reads a drawing in which a character stands for `step` metres both ways.
    pub(crate) fn draw(step: f64, drawing: &str) -> Self {
        let rows: Vec<Vec<char>> = drawing.lines().map(|it| it.chars().collect()).collect();
        let at = |x: usize, y: usize| {
            rows.get(y)
                .and_then(|row| row.get(x))
                .copied()
                .unwrap_or(' ')
        };
        let mut town = Self {
            step,
            places: BTreeMap::new(),
            ways: Vec::new(),
            node_tags: BTreeMap::new(),
        };
        for (y, row) in rows.iter().enumerate() {
            for (x, letter) in row
                .iter()
                .enumerate()
                .filter(|(_, it)| it.is_alphanumeric())
            {
                town.places.insert(*letter, (x, y));
                for (street, dx, dy) in [('-', 1, 0), ('|', 0, 1)] {
                    let mut end = (x + dx, y + dy);
                    while at(end.0, end.1) == street {
                        end = (end.0 + dx, end.1 + dy);
                    }
                    let other = at(end.0, end.1);
                    if end != (x + dx, y + dy) && other.is_alphanumeric() {
                        let tags = vec![("highway".to_owned(), "residential".to_owned())];
                        town.ways.push((vec![*letter, other], tags));
                    }
                }
            }
        }
        assert!(!town.ways.is_empty(), "a town has a street");
        town
    }

    /// Tags the street between two neighbours; it is drawn rightwards or downwards.
    pub(crate) fn way(mut self, ends: &str, key: &str, value: &str) -> Self {
        let ends: Vec<char> = ends.chars().collect();
        let way = self
            .ways
            .iter_mut()
            .find(|it| it.0 == ends)
            .expect("a street as drawn");
        way.1.retain(|(it, _)| it != key);
        way.1.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Adds one way through any letters in a row.
    pub(crate) fn street(mut self, letters: &str, tags: &[(&str, &str)]) -> Self {
        let tags = tags
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        self.ways.push((letters.chars().collect(), tags.collect()));
        self
    }

    /// Tags a junction.
    pub(crate) fn node(mut self, letter: char, key: &str, value: &str) -> Self {
        self.node_tags
            .entry(letter)
            .or_default()
            .push((key.to_owned(), value.to_owned()));
        self
    }

    /// Where a letter is; north is up.
    pub(crate) fn point(&self, letter: char) -> Point {
        let (x, y) = self.places[&letter];
        Point::new(
            450_000.0 + x as f64 * self.step,
            310_000.0 - y as f64 * self.step,
        )
    }

    /// The town as an OSM PBF file.
    pub(crate) fn pbf(&self) -> Vec<u8> {
        let grid = Grid::new();
        let id = |letter: char| i64::from(u32::from(letter));
        #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
        let units = |degrees: f64| (degrees * 1e7).round() as i64;
        let nodes: Vec<MadeNode> = self
            .places
            .keys()
            .map(|letter| {
                let place = grid.lon_lat(self.point(*letter)).unwrap();
                let tags = self.node_tags.get(letter).cloned().unwrap_or_default();
                MadeNode {
                    id: id(*letter),
                    lat: units(place.lat),
                    lon: units(place.lon),
                    tags,
                }
            })
            .collect();
        let ways: Vec<MadeWay> = (100..)
            .zip(&self.ways)
            .map(|(way, (letters, tags))| MadeWay {
                id: way,
                refs: letters.iter().map(|it| id(*it)).collect(),
                tags: tags.clone(),
            })
            .collect();
        let mut bytes = Vec::new();
        write_header(&mut bytes).unwrap();
        write_nodes(&mut bytes, &nodes).unwrap();
        write_ways(&mut bytes, &ways).unwrap();
        bytes
    }

    /// Its links, read back from the file.
    pub(crate) fn links(&self) -> (Vec<RoadLink>, Notices) {
        let extract = osm_pbf(&mut Cursor::new(self.pbf()), "town.osm.pbf").unwrap();
        (extract.links, extract.notices)
    }

    pub(crate) fn network(&self, profile: &Profile) -> Network {
        build(&self.links().0, profile)
    }

    /// The time of a journey between two points.
    pub(crate) fn journey(
        &self,
        profile: &Profile,
        from: Point,
        to: Point,
    ) -> Result<Seconds, Unreached> {
        let network = self.network(profile);
        let snapper = Snapper::new(&network);
        let area: Column<AreaId, _> = [Some(from)].into_iter().collect();
        let site: Column<SiteId, _> = [Some(to)].into_iter().collect();
        let areas = link(&area, &snapper, profile.snap_limit);
        let sites = link(&site, &snapper, profile.snap_limit);
        let times = plain_times(
            &network,
            profile,
            &areas,
            &sites,
            Direction::ToSite,
            TravelTimes::LONGEST,
        );
        times.column(fairreach::ids::Id::at(0)).next().unwrap()
    }

    /// The seconds of a journey between two letters.
    pub(crate) fn seconds(&self, profile: &Profile, from: char, to: char) -> u32 {
        self.journey(profile, self.point(from), self.point(to))
            .unwrap()
            .get()
    }
}

/// Times by the plain search.
pub(crate) fn plain_times(
    network: &Network,
    profile: &Profile,
    areas: &Linkage<AreaId>,
    sites: &Linkage<SiteId>,
    direction: Direction,
    horizon: Seconds,
) -> TravelTimes {
    let journey = Journey {
        network,
        profile,
        direction,
        horizon,
    };
    compute(&journey, areas, sites)
}
