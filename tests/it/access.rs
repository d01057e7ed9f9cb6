//! The nearest open site and the standard.

use fairreach::access::{Nearest, Unserved, nearest, within};
use fairreach::ids::{AreaId, Id, SiteId};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use proptest::prelude::*;

use crate::county::{numbers, opened, toy, vector, words};

fn sites(places: &[usize]) -> Vec<SiteId> {
    places.iter().map(|it| SiteId::at(*it)).collect()
}

fn table(columns: &[&[Result<u32, Unreached>]]) -> TravelTimes {
    let column =
        |it: &&[Result<u32, Unreached>]| it.iter().map(|it| it.map(Seconds::new)).collect();
    TravelTimes::from_columns(columns[0].len(), columns.iter().map(column).collect())
}

#[test]
fn nearest_sites_and_minutes_of_both_counties_are_those_of_the_vectors() {
    for folder in ["", "onefield/"] {
        let case = toy(&format!("{folder}toy_dataset"), 10);
        let expected = vector(&format!("{folder}opportunity"));
        let found = nearest(&case.times[&case.mode], case.sites.ids());
        let minutes: Vec<f64> = found.iter().map(|it| it.unwrap().time.minutes()).collect();
        let names: Vec<String> = found
            .iter()
            .map(|it| case.sites[it.unwrap().site].id.clone())
            .collect();
        assert_eq!(minutes, numbers(&expected["nearest_minutes"]));
        assert_eq!(names, words(&expected["nearest_site"]));
    }
}

#[test]
fn equal_times_go_to_the_lowest_site_whatever_the_order_of_asking() {
    let times = table(&[&[Ok(60)], &[Ok(60)], &[Ok(61)]]);
    for order in [[0, 1, 2], [2, 1, 0]] {
        let found = nearest(&times, sites(&order));
        assert_eq!(
            found[AreaId::at(0)],
            Ok(Nearest {
                time: Seconds::new(60),
                site: SiteId::at(0)
            })
        );
    }
}

#[test]
fn a_reason_about_the_area_is_kept_over_a_reason_about_a_site() {
    use Unreached::{AreaUnlinked, BeyondHorizon, NoPath, SiteUnlinked};
    let reason = |reasons: [Unreached; 2]| {
        let times = table(&[&[Err(reasons[0])], &[Err(reasons[1])]]);
        nearest(&times, sites(&[0, 1]))[AreaId::at(0)]
    };
    for (reasons, told) in [
        ([SiteUnlinked, NoPath], NoPath),
        ([NoPath, BeyondHorizon], BeyondHorizon),
        ([AreaUnlinked, SiteUnlinked], AreaUnlinked),
        ([SiteUnlinked, SiteUnlinked], SiteUnlinked),
    ] {
        assert_eq!(reason(reasons), Err(Unserved::Unreached(told)));
        assert_eq!(
            reason([reasons[1], reasons[0]]),
            Err(Unserved::Unreached(told))
        );
    }
}

#[test]
fn without_an_open_site_an_area_says_so_instead_of_any_time() {
    let times = table(&[&[Ok(60), Ok(90)]]);
    let found = nearest(&times, []);
    assert!(found.iter().all(|it| *it == Err(Unserved::NoOpenSite)));
    assert_eq!(Unserved::NoOpenSite.word(), "no_open_site");
}

#[test]
fn only_sites_that_offer_the_service_count() {
    let mut case = toy("toy_dataset", 10);
    let config = opened(&case, &["S1".to_owned(), "S2".to_owned()]);
    let nobody = fairreach::model::Opening {
        services: vec![],
        ..config.opening(SiteId::at(1)).unwrap().clone()
    };
    case.baseline = config.with(SiteId::at(1), Some(nobody));
    let found = nearest(
        &case.times[&case.mode],
        case.offering(&case.baseline, Id::at(0)),
    );
    assert!(found.iter().all(|it| it.unwrap().site == SiteId::at(0)));
}

#[test]
fn the_standard_is_inclusive_and_an_unserved_area_is_beyond_it() {
    let at = |seconds| {
        Ok(Nearest {
            time: Seconds::new(seconds),
            site: SiteId::at(0),
        })
    };
    let standard = Seconds::from_minutes(10);
    assert!(within(&at(600), standard));
    assert!(!within(&at(601), standard));
    assert!(!within(
        &Err(Unserved::Unreached(Unreached::NoPath)),
        standard
    ));
}

fn times() -> impl Strategy<Value = Vec<Vec<Result<u32, Unreached>>>> {
    let time = prop_oneof![4 => (0_u32..5_000).prop_map(Ok), 1 => Just(Err(Unreached::NoPath))];
    (1_usize..12)
        .prop_flat_map(move |n| prop::collection::vec(prop::collection::vec(time.clone(), n), 2..6))
}

proptest! {
    #[test]
    fn one_more_site_never_lengthens_a_journey_nor_takes_one_away(columns in times()) {
        let slices: Vec<&[Result<u32, Unreached>]> = columns.iter().map(Vec::as_slice).collect();
        let times = table(&slices);
        let some: Vec<usize> = (0..columns.len() - 1).collect();
        let all: Vec<usize> = (0..columns.len()).collect();
        let (few, more) = (nearest(&times, sites(&some)), nearest(&times, sites(&all)));
        for (before, after) in few.iter().zip(&more) {
            if let Ok(before) = before {
                prop_assert!(after.unwrap().time <= before.time);
            }
        }
    }

    #[test]
    fn the_nearest_time_is_the_least_of_all_times(columns in times()) {
        let slices: Vec<&[Result<u32, Unreached>]> = columns.iter().map(Vec::as_slice).collect();
        let all: Vec<usize> = (0..columns.len()).collect();
        for (area, found) in nearest(&table(&slices), sites(&all)).enumerate() {
            let least = columns.iter().filter_map(|it| it[area.place()].ok()).min();
            prop_assert_eq!(found.ok().map(|it| it.time.get()), least);
        }
    }
}
