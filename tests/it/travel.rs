//! Journeys: snapping to segments, legs, partial edges, directions, and what cannot be reached.

use fairreach::ids::{AreaId, Column, Id, SiteId};
use fairreach::roads::{Network, Profile, Setting, Snapper};
use fairreach::routing::{INFINITY, Search, contract};
use fairreach::space::Point;
use fairreach::travel::{
    AreaSide, Direction, Journey, Linkage, TravelTimes, Unlinked, Unreached, link,
};
use fairreach::units::{Metres, Seconds};
use proptest::prelude::*;

use crate::town::{Town, plain_times};

fn walk() -> Profile {
    Profile::walk(Setting::Plain)
}

fn beside(point: Point, east: f64, north: f64) -> Point {
    Point::new(point.x + east, point.y + north)
}

fn tie<I: Id>(points: &[Point], network: &Network, limit: Metres) -> Linkage<I> {
    let places: Column<I, Option<Point>> = points.iter().copied().map(Some).collect();
    link(&places, &Snapper::new(network), limit)
}

#[test]
fn a_place_is_tied_to_the_middle_of_a_long_road_and_not_to_its_ends() {
    let town = Town::draw(1000.0, "a--b");
    let from = beside(town.point('a'), 1500.0, 40.0);
    // 40 m of leg and 1500 m of road at 4.8 km/h.
    assert_eq!(
        town.journey(&walk(), from, town.point('b')),
        Ok(Seconds::new(30 + 1125))
    );
}

#[test]
fn the_first_stretch_honours_a_one_way_street() {
    let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "oneway", "yes");
    let mut profile = Profile::car(Setting::Plain);
    profile
        .untagged
        .values_mut()
        .for_each(|it| *it = fairreach::units::Kph::new(36.0));
    let middle = beside(town.point('a'), 100.0, 0.0);
    let time = |from, to| town.journey(&profile, from, to).unwrap().get();
    // From a third of the way along a-b the only way out is b.
    assert_eq!(time(middle, town.point('a')), 20 + 70);
    assert_eq!(time(town.point('a'), middle), 10);
    assert_eq!(time(town.point('b'), middle), 70 + 10);
}

#[test]
fn two_places_on_one_street_go_straight_along_it_or_round_where_it_is_one_way() {
    let town = Town::draw(100.0, "a--b\n|  |\nc--d").way("ab", "oneway", "yes");
    let mut profile = Profile::car(Setting::Plain);
    profile
        .untagged
        .values_mut()
        .for_each(|it| *it = fairreach::units::Kph::new(36.0));
    let (one, two) = (
        beside(town.point('a'), 100.0, 0.0),
        beside(town.point('a'), 200.0, 0.0),
    );
    assert_eq!(town.journey(&profile, one, two), Ok(Seconds::new(10)));
    assert_eq!(
        town.journey(&profile, two, one),
        Ok(Seconds::new(10 + 70 + 10))
    );
    assert_eq!(town.journey(&walk(), two, one), Ok(Seconds::new(75)));
}

#[test]
fn a_place_beyond_the_limit_is_unlinked_with_its_reason_and_one_at_the_limit_is_not() {
    let town = Town::draw(100.0, "a--b");
    let network = town.network(&walk());
    let points = [
        beside(town.point('a'), 0.0, 499.0),
        beside(town.point('a'), 0.0, 501.0),
    ];
    let areas: Linkage<AreaId> = tie(&points, &network, Metres::new(500.0));
    assert!(areas[AreaId::at(0)].is_ok());
    assert!(
        matches!(areas[AreaId::at(1)], Err(Unlinked::TooFar(it)) if (it.get() - 501.0).abs() < 0.1)
    );
    let sites: Linkage<SiteId> = tie(&points, &network, Metres::new(500.0));
    let times = plain_times(
        &network,
        &walk(),
        &areas,
        &sites,
        Direction::ToSite,
        TravelTimes::LONGEST,
    );
    let get = |area, site| times.get(AreaId::at(area), SiteId::at(site));
    assert!(get(0, 0).is_ok());
    assert_eq!(get(0, 1), Err(Unreached::SiteUnlinked));
    assert_eq!(get(1, 0), Err(Unreached::AreaUnlinked));
    assert_eq!(get(1, 1), Err(Unreached::AreaUnlinked));
}

#[test]
fn a_journey_beyond_the_horizon_says_so_and_one_at_the_horizon_is_told() {
    let town = Town::draw(100.0, "a--b");
    let network = town.network(&walk());
    let areas = tie(&[town.point('a')], &network, Metres::new(10.0));
    let sites = tie(&[town.point('b')], &network, Metres::new(10.0));
    let time = |horizon| {
        plain_times(
            &network,
            &walk(),
            &areas,
            &sites,
            Direction::ToSite,
            Seconds::new(horizon),
        )
        .get(AreaId::at(0), SiteId::at(0))
    };
    assert_eq!(time(225), Ok(Seconds::new(225)));
    assert_eq!(time(224), Err(Unreached::BeyondHorizon));
}

/// A lattice town of 5 by 4 junctions with some streets one way, and places dropped near its streets.
fn lattices() -> impl Strategy<Value = (Town, Vec<Point>)> {
    let places = prop::collection::vec((-50.0..850.0_f64, -650.0..50.0_f64), 3..8);
    (prop::collection::vec(0_u8..4, 31), places).prop_map(|(kinds, places)| {
        let rows: Vec<String> = ["a-b-c-d-e", "f-g-h-i-j", "k-l-m-n-o", "p-q-r-s-t"]
            .map(str::to_owned)
            .into();
        let mut town = Town::draw(100.0, &rows.join("\n| | | | |\n"));
        let letters: Vec<char> = ('a'..='t').collect();
        let across = (0..20).filter(|it| it % 5 != 4).map(|it| (it, it + 1));
        let streets = across.chain((0..15).map(|it| (it, it + 5)));
        for ((from, to), kind) in streets.zip(kinds.into_iter().cycle()) {
            let ends: String = [letters[from], letters[to]].iter().collect();
            town = match kind {
                0 => town.way(&ends, "oneway", "yes"),
                1 => town.way(&ends, "oneway", "-1"),
                2 => town.way(&ends, "maxspeed", "20 mph"),
                _ => town,
            };
        }
        let corner = town.point('a');
        (
            town,
            places
                .into_iter()
                .map(|(x, y)| beside(corner, x, y))
                .collect(),
        )
    })
}

/// The slow, obvious way: one search from the area for one pair alone.
fn one_pair(
    network: &Network,
    profile: &Profile,
    area: Point,
    site: Point,
    direction: Direction,
) -> Seconds {
    let snapper = Snapper::new(network);
    let (from, to) = match direction {
        Direction::ToSite => (area, site),
        Direction::FromSite => (site, area),
    };
    let (from, to) = (snapper.snap(from).unwrap(), snapper.snap(to).unwrap());
    let (first, last) = (&network.edges[from.edge], &network.edges[to.edge]);
    let mut search = Search::new(&network.graph);
    search.run(
        from.ways_out(first)
            .into_iter()
            .map(|(node, time)| (node, time.get())),
        INFINITY,
    );
    let round = to
        .ways_in(last)
        .into_iter()
        .map(|(node, time)| search.distance(node).unwrap() + time.get());
    let straight = from.along(&to, first).map(fairreach::units::Tenths::get);
    let legs: u32 = [from.leg, to.leg]
        .map(|it| fairreach::units::Tenths::from_seconds(profile.leg.seconds_over(it)).get())
        .iter()
        .sum();
    fairreach::units::Tenths::new(round.chain(straight).min().unwrap() + legs).to_seconds()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_matrix_equals_searches_pair_by_pair_in_both_directions((town, places) in lattices()) {
        for profile in [Profile::car(Setting::FreeFlow), walk()] {
            let network = town.network(&profile);
            let limit = Metres::new(5_000.0);
            let (areas, sites) = (tie::<AreaId>(&places, &network, limit), tie::<SiteId>(&places, &network, limit));
            for direction in [Direction::ToSite, Direction::FromSite] {
                let times = plain_times(&network, &profile, &areas, &sites, direction, TravelTimes::LONGEST);
                for (area, from) in places.iter().enumerate() {
                    for (site, to) in places.iter().enumerate() {
                        let alone = one_pair(&network, &profile, *from, *to, direction);
                        prop_assert_eq!(times.get(AreaId::at(area), SiteId::at(site)), Ok(alone));
                    }
                }
            }
        }
    }

    #[test]
    fn sweeps_over_a_hierarchy_tell_the_bytes_of_the_plain_search(
        (town, places) in lattices(),
        horizon in prop_oneof![Just(TravelTimes::LONGEST), (0..6_000_u32).prop_map(Seconds::new)],
        limit in prop_oneof![Just(5_000.0), 20.0..400.0_f64],
    ) {
        for profile in [Profile::car(Setting::FreeFlow), walk()] {
            let network = town.network(&profile);
            let limit = Metres::new(limit);
            let (areas, sites) = (tie::<AreaId>(&places, &network, limit), tie::<SiteId>(&places, &network, limit));
            let hierarchy = contract(&network.graph, &|_| true).unwrap();
            for direction in [Direction::ToSite, Direction::FromSite] {
                let journey = Journey { network: &network, profile: &profile, direction, horizon };
                let side = AreaSide::new(&journey, &hierarchy, &areas);
                let plain = plain_times(&network, &profile, &areas, &sites, direction, horizon);
                prop_assert_eq!(&side.times(&journey, &hierarchy, &areas, &sites), &plain);
                let one: Linkage<SiteId> = sites.iter().take(1).copied().collect();
                let alone = side.times(&journey, &hierarchy, &areas, &one);
                prop_assert!(alone.column(SiteId::at(0)).eq(plain.column(SiteId::at(0))));
            }
        }
    }

    #[test]
    fn a_pairs_time_is_the_same_alone_and_among_others((town, places) in lattices()) {
        let profile = Profile::car(Setting::FreeFlow);
        let network = town.network(&profile);
        let limit = Metres::new(5_000.0);
        let all = plain_times(&network, &profile, &tie(&places, &network, limit), &tie(&places, &network, limit),
            Direction::ToSite, TravelTimes::LONGEST);
        for (area, from) in places.iter().enumerate() {
            for (site, to) in places.iter().enumerate() {
                let alone = plain_times(&network, &profile, &tie(&[*from], &network, limit), &tie(&[*to], &network, limit),
                    Direction::ToSite, TravelTimes::LONGEST);
                let among = all.get(AreaId::at(area), SiteId::at(site));
                prop_assert_eq!(alone.get(AreaId::at(0), SiteId::at(0)), among);
            }
        }
    }
}
