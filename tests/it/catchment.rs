//! Catchments: the areas within a time, and isochrones that keep what they promise.

use std::sync::Arc;

use fairreach::ids::{AreaId, Column, EdgeId, Id, SiteId};
use fairreach::model::{Passage, RoadClass, RoadEnd, RoadLink};
use fairreach::roads::{Network, Profile, Setting, Snap, Snapper, build};
use fairreach::space::Point;
use fairreach::travel::{
    Catchment, Direction, Isochrone, Linkage, Outline, TravelTimes, Unlinked, catchment,
};
use fairreach::units::{Kph, Metres, Seconds};
use geo::{Contains, Distance, Euclidean, Validation};
use proptest::prelude::*;

use crate::town::{Town, plain_times};

const WAYS: [Direction; 2] = [Direction::ToSite, Direction::FromSite];

fn walk() -> Profile {
    Profile::walk(Setting::Plain)
}

/// A car that makes 36 km/h everywhere: 10 m a second.
fn steady_car() -> Profile {
    let mut profile = Profile::car(Setting::Plain);
    let speeds = profile.untagged.values_mut();
    speeds.for_each(|it| *it = Kph::new(36.0));
    profile
}

fn minutes(minutes: &[u32]) -> Vec<Seconds> {
    minutes
        .iter()
        .map(|it| Seconds::from_minutes(*it))
        .collect()
}

fn nowhere() -> Linkage<AreaId> {
    Column::new(Vec::new())
}

/// The isochrones of a place, longest last.
fn drawn(
    network: &Network,
    profile: &Profile,
    site: &Snap,
    direction: Direction,
    cutoffs: &[Seconds],
) -> Catchment {
    catchment(network, profile, &nowhere(), site, direction, cutoffs)
}

fn ring(corners: &[Point]) -> geo::LineString<f64> {
    let mut ring: Vec<geo::Coord<f64>> = corners
        .iter()
        .map(|it| geo::Coord { x: it.x, y: it.y })
        .collect();
    ring.push(ring[0]);
    geo::LineString(ring)
}

fn shape(outlines: &[Outline]) -> geo::MultiPolygon<f64> {
    let polygon = |it: &Outline| {
        geo::Polygon::new(ring(&it.ring), it.holes.iter().map(|it| ring(it)).collect())
    };
    geo::MultiPolygon(outlines.iter().map(polygon).collect())
}

fn at(point: Point) -> geo::Point<f64> {
    geo::Point::new(point.x, point.y)
}

fn corners(isochrone: &Isochrone) -> impl Iterator<Item = Point> {
    let rings = isochrone
        .outlines
        .iter()
        .flat_map(|it| std::iter::once(&it.ring).chain(&it.holes));
    rings.flatten().copied()
}

/// Twice the area of a ring, negative where it goes clockwise.
fn doubled(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

/// Places along every road, ends included, as if areas stood on it.
fn roadside(network: &Network, most: usize) -> Vec<Snap> {
    let along = |(edge, it): (EdgeId, &fairreach::roads::Edge)| -> Vec<Snap> {
        let ends = [it.shape[0], it.shape[it.shape.len() - 1]];
        (0..=most)
            .map(|step| {
                let part = step as f64 / most as f64;
                // Test roads are straight, or of two pieces of equal length.
                let point = match it.shape.len() {
                    2 => ends[0].towards(ends[1], part),
                    _ if part <= 0.5 => ends[0].towards(it.shape[1], part * 2.0),
                    _ => it.shape[1].towards(ends[1], part * 2.0 - 1.0),
                };
                Snap {
                    edge,
                    part,
                    point,
                    leg: Metres::new(0.0),
                }
            })
            .collect()
    };
    network.edges.enumerate().flat_map(along).collect()
}

/// Holds every promise of [`catchment`] against times of places along every road, made by `compute`.
fn promises_hold(
    network: &Network,
    profile: &Profile,
    site: &Snap,
    direction: Direction,
    cutoffs: &[Seconds],
) -> Catchment {
    let places = roadside(network, 12);
    let areas: Linkage<AreaId> = places.iter().map(|it| Ok::<_, Unlinked>(*it)).collect();
    let sites: Linkage<SiteId> = [Ok::<_, Unlinked>(*site)].into_iter().collect();
    let times = plain_times(
        network,
        profile,
        &areas,
        &sites,
        direction,
        TravelTimes::LONGEST,
    );
    let caught = catchment(network, profile, &areas, site, direction, cutoffs);
    let (cell, tolerance) = (caught.grain.cell.get(), caught.grain.tolerance().get());
    let mut before: Option<geo::MultiPolygon<f64>> = None;
    for isochrone in &caught.isochrones {
        let ground = shape(&isochrone.outlines);
        assert_eq!(ground.check_validation(), Ok(()));
        for outline in &isochrone.outlines {
            assert!(doubled(&outline.ring) > 0.0);
            assert!(outline.holes.iter().all(|it| doubled(it) < 0.0));
        }
        let within = |area: AreaId| {
            times
                .get(area, SiteId::at(0))
                .is_ok_and(|it| it <= isochrone.cutoff)
        };
        let (reached, unreached): (Vec<AreaId>, Vec<AreaId>) =
            areas.ids().partition(|it| within(*it));
        for area in areas.ids() {
            let told = caught.times[area].is_ok_and(|it| it <= isochrone.cutoff);
            assert_eq!(told, within(area), "{area:?}");
        }
        let mut reached: Vec<Point> = reached.iter().map(|it| places[it.place()].point).collect();
        if !isochrone.outlines.is_empty() {
            // Where anything is reached, the site's own place on the road is, though none beside it may be.
            reached.push(site.point);
        }
        // How far the nearest reached place is, of those a twelfth of a road apart.
        let apart = |from: Point| {
            reached
                .iter()
                .map(|it| it.distance(from).get())
                .fold(f64::INFINITY, f64::min)
        };
        let gap = network.edges.iter().map(|it| it.length.get() / 12.0);
        let gap = gap.fold(0.0, f64::max);
        for place in &reached {
            assert!(ground.contains(&at(*place)), "{place:?} is not inside");
        }
        for corner in corners(isochrone) {
            assert!(
                apart(corner) <= tolerance + cell + gap,
                "{corner:?} is off by {}",
                apart(corner)
            );
        }
        for area in unreached {
            let place = places[area.place()].point;
            assert!(
                !ground.contains(&at(place)) || apart(place) <= 3.1 * cell + gap,
                "{place:?} is inside, {} m from what is reached",
                apart(place)
            );
        }
        if let Some(smaller) = &before {
            for polygon in smaller {
                for corner in polygon.exterior().points() {
                    let off = Euclidean.distance(&corner, &ground);
                    assert!(off < 1e-6, "{corner:?} is {off} m outside the larger");
                }
            }
            for corner in corners(isochrone) {
                let corner = at(corner);
                let inside = smaller.contains(&corner)
                    && smaller.iter().all(|it| {
                        let rings = std::iter::once(it.exterior()).chain(it.interiors());
                        rings
                            .map(|it| Euclidean.distance(&corner, it))
                            .all(|it| it > 1e-6)
                    });
                assert!(!inside, "{corner:?} of the larger is inside the smaller");
            }
        }
        before = Some(ground);
    }
    caught
}

fn tied(network: &Network, place: Point) -> Snap {
    Snapper::new(network).snap(place).unwrap()
}

#[test]
fn a_street_is_cut_where_the_time_runs_out() {
    let town = Town::draw(100.0, "a--------b");
    let network = town.network(&walk());
    let site = tied(&network, town.point('a'));
    // 5 minutes are 400 m.
    let caught = drawn(
        &network,
        &walk(),
        &site,
        Direction::ToSite,
        &minutes(&[5, 10]),
    );
    let east = |it: &Isochrone| corners(it).map(|it| it.x).fold(0.0, f64::max) - 450_000.0;
    let cell = caught.grain.cell.get();
    assert!((400.0..=400.0 + 2.0 * cell).contains(&east(&caught.isochrones[0])));
    assert!((800.0..=800.0 + 2.0 * cell).contains(&east(&caught.isochrones[1])));
    let outline = &caught.isochrones[0].outlines;
    assert_eq!((outline.len(), outline[0].holes.len()), (1, 0));
    // Beside the street it is as wide as the tolerance.
    let north = outline[0].ring.iter().map(|it| it.y).fold(0.0, f64::max) - 310_000.0;
    assert!((100.0 - cell..=100.0 + cell).contains(&north), "{north}");
}

#[test]
fn the_leg_and_the_terminal_minutes_are_taken_off_and_may_leave_nothing() {
    let town = Town::draw(100.0, "a--------b");
    let network = town.network(&walk());
    let mut profile = walk();
    profile.terminal = Seconds::from_minutes(2);
    let aside = Point::new(town.point('a').x, town.point('a').y + 80.0);
    let site = tied(&network, aside);
    let caught = drawn(
        &network,
        &profile,
        &site,
        Direction::ToSite,
        &minutes(&[2, 8]),
    );
    assert_eq!(caught.isochrones[0].outlines, []);
    // One minute of leg and two of terminal leave five: 400 m.
    let east = corners(&caught.isochrones[1])
        .map(|it| it.x)
        .fold(0.0, f64::max);
    assert!((450_400.0..=450_450.0).contains(&east), "{east}");
}

#[test]
fn a_river_without_a_bridge_is_not_crossed() {
    let town = Town::draw(
        100.0,
        "a--b--c--------d\n\
         |  |  |        |\n\
         e--f--g--------h\n\
         \u{20}              |\n\
         i--j--k--------l\n\
         |  |  |        |\n\
         m--n--o--------p",
    );
    let network = town.network(&walk());
    let site = tied(&network, town.point('e'));
    let caught = promises_hold(
        &network,
        &walk(),
        &site,
        Direction::ToSite,
        &minutes(&[10, 18, 40]),
    );
    let (north, south) = (town.point('e').y, town.point('i').y);
    let cell = caught.grain.cell.get();
    for corner in corners(&caught.isochrones[0]) {
        assert!(corner.y >= f64::midpoint(north, south) - cell, "{corner:?}");
    }
    // In 18 minutes (1,440 m) the bridge is not reached yet; in 40 minutes both banks are.
    let far_bank = at(town.point('j'));
    let holds = |it: usize| shape(&caught.isochrones[it].outlines).contains(&far_bank);
    assert_eq!([holds(0), holds(1), holds(2)], [false, false, true]);
}

#[test]
fn a_wide_field_amid_reached_roads_stays_a_hole_and_a_small_one_is_filled() {
    let holes = |step: f64| {
        let town = Town::draw(step, "a---b\n|   |\n|   |\n|   |\nc---d");
        let network = town.network(&walk());
        let site = tied(&network, town.point('a'));
        let caught = promises_hold(&network, &walk(), &site, WAYS[0], &minutes(&[120]));
        caught.isochrones[0].outlines[0].holes.len()
    };
    // 1,200 m across, less 100 m on either side; then 520 m across, which leaves a field of some ten hectares.
    assert_eq!((holes(300.0), holes(130.0)), (1, 0));
}

#[test]
fn an_isochrone_honours_one_way_streets_in_both_directions() {
    let town = Town::draw(100.0, "a----b\n|    |\nc----d").way("ab", "oneway", "yes");
    let network = town.network(&steady_car());
    let site = tied(&network, town.point('b'));
    // Towards b the street leads, 500 m in 50 s; away from b there is only the way round.
    let seconds = [Seconds::new(50)];
    let holds = |direction| {
        let caught = promises_hold(&network, &steady_car(), &site, direction, &seconds);
        shape(&caught.isochrones[0].outlines).contains(&at(town.point('a')))
    };
    assert_eq!(WAYS.map(holds), [true, false]);
}

#[test]
fn a_ferry_reaches_its_landing_and_not_the_water() {
    let town = Town::draw(100.0, "a--b                    c--d")
        .street("bc", &[("route", "ferry"), ("duration", "00:05")]);
    let mut profile = walk();
    profile.ferries = true;
    let network = town.network(&profile);
    let site = tied(&network, town.point('a'));
    let caught = drawn(
        &network,
        &profile,
        &site,
        Direction::FromSite,
        &minutes(&[20]),
    );
    let outlines = &caught.isochrones[0].outlines;
    assert_eq!(outlines.len(), 2);
    let ground = shape(outlines);
    let water = town.point('b').towards(town.point('c'), 0.5);
    let inside = [
        town.point('b'),
        water,
        town.point('c').towards(town.point('d'), 0.9),
    ];
    assert_eq!(
        inside.map(|it| ground.contains(&at(it))),
        [true, false, true]
    );
}

/// A world of winding streets between scattered junctions, some one way.
fn scattered(seed: u64, junctions: usize, across: f64) -> Vec<RoadLink> {
    let mut state = seed;
    let mut random = move || {
        // Splitmix64: Steele, Lea and Flood 2014, 10.1145/2660193.2660195.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = state;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let points: Vec<Point> = (0..junctions)
        .map(|_| Point::new(450_000.0 + random() * across, 310_000.0 + random() * across))
        .collect();
    let end = |place: usize| RoadEnd {
        junction: i64::try_from(place).unwrap(),
        signal: false,
        stops_car: false,
        stops_walk: false,
    };
    let mut links = Vec::new();
    for (from, point) in points.iter().enumerate() {
        let mut near: Vec<usize> = (0..junctions).filter(|it| *it != from).collect();
        near.sort_by(|a, b| {
            point
                .distance(points[*a])
                .get()
                .total_cmp(&point.distance(points[*b]).get())
        });
        for to in near.into_iter().take(3) {
            let (a, b) = (*point, points[to]);
            let middle = a.towards(b, 0.5);
            let aside = (random() - 0.5) * 0.6;
            let middle = Point::new(
                middle.x + (b.y - a.y) * aside,
                middle.y - (b.x - a.x) * aside,
            );
            links.push(RoadLink {
                way: i64::try_from(links.len()).unwrap(),
                tail: end(from),
                head: end(to),
                shape: Arc::from([a, middle, b]),
                class: RoadClass::Residential,
                limit: None,
                car: Passage {
                    forward: true,
                    backward: random() < 0.7,
                },
                walk: Passage::BOTH,
                roundabout: false,
                built_up: true,
                ferry_minutes: None,
            });
        }
    }
    links
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_isochrone_keeps_its_promises_in_any_world(
        seed in any::<u64>(), junctions in 20_usize..90, across in 800.0..6_000.0_f64, x in 0.0..1.0_f64, y in 0.0..1.0_f64,
    ) {
        let links = scattered(seed, junctions, across);
        let place = Point::new(450_000.0 + x * across, 310_000.0 + y * across);
        for (profile, cutoffs) in [(walk(), [5, 12, 30]), (Profile::car(Setting::FreeFlow), [1, 3, 5])] {
            let network = build(&links, &profile);
            let Some(site) = Snapper::new(&network).snap(place) else { continue };
            for direction in WAYS {
                promises_hold(&network, &profile, &site, direction, &minutes(&cutoffs));
            }
        }
    }
}

#[test]
fn a_catchment_is_the_same_for_any_number_of_threads_and_any_order_of_cutoffs() {
    let network = build(&scattered(7, 400, 9_000.0), &walk());
    let site = tied(&network, Point::new(454_000.0, 314_000.0));
    let areas: Linkage<AreaId> = roadside(&network, 3).into_iter().map(Ok).collect();
    let run = |threads: usize, cutoffs: &[u32]| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            catchment(
                &network,
                &walk(),
                &areas,
                &site,
                Direction::ToSite,
                &minutes(cutoffs),
            )
        })
    };
    let one = run(1, &[10, 20, 30]);
    assert_eq!(one, run(4, &[10, 20, 30]));
    let turned = run(1, &[30, 10, 20]);
    assert_eq!(one.isochrones[0], turned.isochrones[1]);
    assert_eq!(one.isochrones[2], turned.isochrones[0]);
    assert!(one.isochrones.iter().all(|it| !it.outlines.is_empty()));
}

#[test]
fn a_large_catchment_is_drawn_more_coarsely_and_says_so() {
    let town = Town::draw(20_000.0, "a----b\n|    |\nc----d");
    let network = town.network(&steady_car());
    let site = tied(&network, town.point('a'));
    let caught = drawn(&network, &steady_car(), &site, WAYS[0], &minutes(&[5, 180]));
    // 100 km by 40 km and the margins: 150 m is the least multiple of 50 m with at most 2^18 nodes.
    assert_eq!(caught.grain.cell, Metres::new(150.0));
    assert_eq!(caught.grain.tolerance(), Metres::new(600.0));
    let alone = drawn(&network, &steady_car(), &site, WAYS[0], &minutes(&[5]));
    assert_eq!(alone.grain.cell, Metres::new(50.0));
}

#[test]
fn an_area_at_the_cutoff_to_the_second_is_within_it() {
    let town = Town::draw(100.0, "a--b");
    let network = town.network(&walk());
    let site = tied(&network, town.point('b'));
    let times = |metres: f64| {
        let part = metres / 300.0;
        let snap = Snap {
            edge: site.edge,
            part,
            point: town.point('a').towards(town.point('b'), part),
            leg: Metres::new(0.0),
        };
        let areas: Linkage<AreaId> = [Ok::<_, Unlinked>(snap)].into_iter().collect();
        let caught = catchment(&network, &walk(), &areas, &site, WAYS[0], &minutes(&[2]));
        caught.times[AreaId::at(0)]
    };
    // 160 m are 120 s; 160.5 m are 120.4 s, told as 120 s; 161 m are 120.8 s.
    assert_eq!(times(300.0 - 160.0), Ok(Seconds::new(120)));
    assert_eq!(times(300.0 - 160.5), Ok(Seconds::new(120)));
    assert_eq!(times(300.0 - 161.0), Ok(Seconds::new(121)));
}
