//! A made case of any size, up to England's: areas and sites in towns on one map, times from distances.
//!
//! Nothing is drawn from a real place. Towns differ in size as towns do; areas stand in order of districts, as codes of
//! small areas do, so that neighbours in the list are mostly neighbours on the map.

use std::collections::BTreeMap;

use fairreach::access::Decay;
use fairreach::ids::{AreaId, BandId, Column, DistrictId, Id, ServiceId, SiteId, TierId};
use fairreach::model::{
    AgeBand, Area, Areas, Configuration, Cost, CostLine, Decile, Deprivation, District, Makeup,
    Measure, Mode, Money, Population, Rules, Service, Site, SiteStatus, Tier, TierKind, TierShape,
    Uptake,
};
use fairreach::score::{Case, Policy};
use fairreach::space::Point;
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::{Hours, People, Pounds, Seconds, Share};

/// How large a made case is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) areas: usize,
    pub(crate) sites: usize,
    pub(crate) open: usize,
    pub(crate) districts: usize,
}

/// The small areas of England, and what a national programme might weigh.
#[allow(dead_code, reason = "the tests make small cases")]
pub(crate) const ENGLAND: Size = Size {
    areas: 33_755,
    sites: 3_000,
    open: 300,
    districts: 296,
};

/// Metres from west to east and from south to north.
const MAP: (f64, f64) = (420_000.0, 560_000.0);

/// Who looks further than three hours finds no time.
const HORIZON: f64 = 3.0 * 3_600.0;

/// The made case: one service, one mode, every figure with ground under it.
pub(crate) fn case(size: Size, seed: u64) -> Case {
    let mut chance = Chance(seed);
    let towns: Vec<Town> = (0..size.districts)
        .map(|_| Town::drawn(&mut chance))
        .collect();
    let homes = homes(size.areas, &towns, &mut chance);
    let places: Vec<Point> = (0..size.sites)
        .map(|_| {
            let town = pick(&towns, &mut chance);
            towns[town].point(&mut chance)
        })
        .collect();
    let mode = Mode::car();
    let tiers: Column<TierId, Tier> = Column::new(vec![Tier {
        id: "centre".into(),
        services: vec![ServiceId::at(0)],
        hours: Some(Hours::new(35.0)),
        service_hours: BTreeMap::new(),
        sessions: None,
        kind: TierKind::Place,
        shape: TierShape::Circle,
    }]);
    let sites: Column<SiteId, Site> = places
        .iter()
        .enumerate()
        .map(|(place, point)| site(place, *point, size, &mut chance))
        .collect();
    Case {
        population: population(&homes, &mut chance),
        deprivation: deprivation(&homes, &towns, &mut chance),
        band: BandId::at(0),
        services: Column::new(vec![Service {
            id: "hv".into(),
            name: "health visiting".into(),
            band: BandId::at(0),
            standard: BTreeMap::from([(mode.clone(), Seconds::from_minutes(30))]),
            uptake: Uptake::Universal,
            funder: None,
            per_hour: None,
            makeup: Makeup::Single,
        }]),
        baseline: Configuration::today(&sites, &tiers),
        times: BTreeMap::from([(mode.clone(), times(&homes, &places, &mut chance))]),
        areas: areas(&homes, size.districts),
        tiers,
        sites,
        mode,
        policy: Policy {
            floor: Some(0.8),
            steepness: Some(0.5),
            decay: Decay::luo_qi_slow(),
            ..Policy::default()
        },
        funders: Column::default(),
        money: Money::default(),
        rules: Rules::default(),
    }
}

/// Numbers by chance from a stated seed: `SplitMix64` (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
struct Chance(u64);

impl Chance {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal, around 0 with deviation 1: a sum of twelve.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

struct Town {
    centre: Point,
    /// How far from the centre most of it lies, in metres.
    radius: f64,
    /// How many live there, beside other towns.
    weight: f64,
    /// How deprived it is, beside others.
    deprivation: f64,
}

impl Town {
    fn drawn(chance: &mut Chance) -> Self {
        let weight = 1.0 / (0.1 + chance.share());
        Self {
            centre: Point::new(MAP.0 * chance.share(), MAP.1 * chance.share()),
            radius: 4_000.0 + 1_500.0 * weight,
            weight,
            deprivation: chance.bell(),
        }
    }

    fn point(&self, chance: &mut Chance) -> Point {
        let along = |centre: f64, chance: &mut Chance| centre + self.radius * chance.bell();
        let x = along(self.centre.x, chance);
        Point::new(x, along(self.centre.y, chance))
    }
}

/// A town, the larger the likelier.
fn pick(towns: &[Town], chance: &mut Chance) -> usize {
    let all: f64 = towns.iter().map(|it| it.weight).sum();
    let mut left = all * chance.share();
    let found = towns.iter().position(|it| {
        left -= it.weight;
        left < 0.0
    });
    found.unwrap_or(0)
}

/// Areas by the district they are in and where they are, in order of districts.
fn homes(n: usize, towns: &[Town], chance: &mut Chance) -> Vec<(usize, Point)> {
    let mut homes: Vec<(usize, Point)> = (0..n)
        .map(|_| {
            let town = pick(towns, chance);
            (town, towns[town].point(chance))
        })
        .collect();
    homes.sort_by_key(|it| it.0);
    homes
}

fn areas(homes: &[(usize, Point)], districts: usize) -> Areas {
    let area = |(place, (town, point)): (usize, &(usize, Point))| Area {
        code: format!("E01{place:06}"),
        name: format!("Area {place}"),
        district: DistrictId::at(*town),
        point: Some(*point),
    };
    let district = |it: usize| District {
        code: format!("E07{it:06}"),
        name: format!("District {it}"),
    };
    Areas {
        groupings: Column::default(),
        list: homes.iter().enumerate().map(area).collect(),
        districts: (0..districts).map(district).collect(),
    }
}

/// About a hundred under-fives an area; nobody in one of a hundred, and no count for one of two hundred.
fn population(homes: &[(usize, Point)], chance: &mut Chance) -> Population {
    let mut count = |_| match chance.share() {
        it if it < 0.005 => None,
        it if it < 0.015 => Some(People::new(0.0)),
        _ => Some(People::new((90.0 + 30.0 * chance.bell()).max(1.0).round())),
    };
    Population {
        bands: Column::new(vec![AgeBand {
            name: "under5".into(),
            label: "under-fives".into(),
        }]),
        counts: Column::new(vec![homes.iter().map(&mut count).collect()]),
        ..Population::default()
    }
}

/// Ranks that follow the town, with some ties and some areas without; deciles and need follow the ranks.
fn deprivation(homes: &[(usize, Point)], towns: &[Town], chance: &mut Chance) -> Deprivation {
    let scores: Vec<f64> = homes
        .iter()
        .map(|(town, _)| towns[*town].deprivation + chance.bell())
        .collect();
    let mut sorted = scores.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let from_top =
        |score: f64| sorted.partition_point(|it| *it > score) as f64 / sorted.len() as f64;
    let known: Vec<Option<f64>> = scores
        .iter()
        .map(|score| (chance.share() > 0.003).then(|| from_top(*score)))
        .collect();
    // Blocks of up to two areas share a rank.
    let rank = |top: f64| (top * sorted.len() as f64 / 2.0).floor();
    let decile = |top: f64| {
        (1..=10_u32)
            .rev()
            .find(|it| f64::from(it - 1) / 10.0 <= top)
    };
    Deprivation {
        name: "IDACI".into(),
        measure: Measure::Rank,
        order: known.iter().map(|it| it.map(rank)).collect(),
        decile: known
            .iter()
            .map(|it| it.and_then(decile).and_then(Decile::new))
            .collect(),
        need: known
            .iter()
            .map(|it| it.map(|top| Share::new(0.45 * (1.0 - top).powi(2))))
            .collect(),
    }
}

/// One site of ten is open: those of low places, which lie anywhere.
fn site(place: usize, point: Point, size: Size, chance: &mut Chance) -> Site {
    let every = (size.sites / size.open.max(1)).max(1);
    Site {
        id: format!("S{place:04}"),
        name: format!("Site {place}"),
        point: Some(point),
        status: if place.is_multiple_of(every) && place / every < size.open {
            SiteStatus::Existing
        } else {
            SiteStatus::Candidate
        },
        tier: TierId::at(0),
        services: None,
        hours: Some(Hours::new((20.0 + 60.0 * chance.share()).round())),
        capacity: Some(People::new((200.0 + 400.0 * chance.share()).round())),
        service_hours: BTreeMap::new(),
        sessions: None,
        network: None,
        managed_by: None,
        costs: vec![Cost {
            line: CostLine::FrontLine,
            funder: None,
            pounds: Pounds::new(140_000),
        }],
        lock: None,
        district: None,
    }
}

/// Along roads a third longer than straight, at 30 km/h at first and up to 75 on long ways, by chance a sixth more or
/// less; one area of a thousand has no road near, and one pair of five hundred no way.
fn times(homes: &[(usize, Point)], places: &[Point], chance: &mut Chance) -> TravelTimes {
    let unlinked: Vec<bool> = homes.iter().map(|_| chance.share() < 0.001).collect();
    let mut times = TravelTimes::unreached(homes.len(), places.len(), Unreached::BeyondHorizon);
    for (site, place) in places.iter().enumerate() {
        for (area, (_, home)) in homes.iter().enumerate() {
            let (noise, lost) = (chance.share(), chance.bits().is_multiple_of(500));
            let metres = 1.3 * (home.x - place.x).hypot(home.y - place.y);
            let speed = 75.0 - 45.0 / (1.0 + metres / 20_000.0);
            let seconds = (metres * 3.6 / speed + 60.0) * (5.0 / 6.0 + noise / 3.0);
            let time = match seconds {
                _ if unlinked[area] => Err(Unreached::AreaUnlinked),
                _ if lost => Err(Unreached::NoPath),
                it if it > HORIZON => Err(Unreached::BeyondHorizon),
                it => Seconds::from_fractional(it).ok_or(Unreached::BeyondHorizon),
            };
            times.set(AreaId::at(area), SiteId::at(site), time);
        }
    }
    times
}
