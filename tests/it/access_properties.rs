//! The laws that measures of access keep over random counties, and each fast way beside its formula written out.

use std::collections::BTreeMap;

use fairreach::access::{
    Assignment, Decay, Demand, FloatingCatchment, LUO_QI_FAST, LUO_QI_SLOW, ModeDemand, NoDecay,
    NoQuantity, Raam, Supply, Undefined, Unserved, WhyUnmet, Zone, assign, balanced_fca,
    bundle_reach, cumulative, enhanced_two_step_fca, hansen, kth_nearest, log_sum, losses,
    mean_of_k_nearest, modified_two_step_fca, nearest, overlap, raam, shen, shen_by_modes,
    spatial_availability, three_step_fca, two_step_fca, within,
};
use fairreach::ids::{AreaId, Id, SiteId};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// A county as plain lists: seconds by area and site, people by area, places by site.
#[derive(Clone, Debug)]
struct Plain {
    seconds: Vec<Vec<Option<u32>>>,
    people: Vec<Option<f64>>,
    places: Vec<f64>,
}

impl Plain {
    fn n_areas(&self) -> usize {
        self.people.len()
    }

    fn n_sites(&self) -> usize {
        self.places.len()
    }

    fn times(&self) -> TravelTimes {
        let time = |it: Option<u32>| it.map(Seconds::new).ok_or(Unreached::NoPath);
        let column = |site: usize| self.seconds.iter().map(|it| time(it[site])).collect();
        TravelTimes::from_columns(self.n_areas(), (0..self.n_sites()).map(column).collect())
    }

    fn demand(&self) -> Demand {
        Demand::new(self.people.iter().copied().collect()).unwrap()
    }

    fn supply(&self) -> Supply {
        Supply::new(self.sites().zip(self.places.iter().copied())).unwrap()
    }

    fn sites(&self) -> impl Iterator<Item = SiteId> + use<> {
        (0..self.n_sites()).map(SiteId::at)
    }

    /// The people of an area in a sum over people.
    fn counted(&self, area: usize) -> f64 {
        self.people[area].unwrap_or(0.0)
    }

    fn weight(&self, decay: &Decay, area: usize, site: usize) -> f64 {
        self.seconds[area][site].map_or(0.0, |it| decay.weight(f64::from(it) / 60.0))
    }

    /// The same areas in the order of the places given, some perhaps left out or twice.
    fn areas(&self, order: &[usize]) -> Self {
        Self {
            seconds: order.iter().map(|it| self.seconds[*it].clone()).collect(),
            people: order.iter().map(|it| self.people[*it]).collect(),
            places: self.places.clone(),
        }
    }

    fn measure(&self, measure: Measure, decay: &Decay) -> FloatingCatchment {
        measure(&self.times(), &self.supply(), &self.demand(), decay)
    }
}

type Measure = fn(&TravelTimes, &Supply, &Demand, &Decay) -> FloatingCatchment;

/// 2SFCA within half an hour, so that it can stand in a row with measures that take a decay.
fn two_step(times: &TravelTimes, supply: &Supply, demand: &Demand, _: &Decay) -> FloatingCatchment {
    two_step_fca(times, supply, demand, Seconds::from_minutes(30))
}

const CONSERVING: [Measure; 4] = [two_step, enhanced_two_step_fca, three_step_fca, shen];
const ALL: [Measure; 6] = [
    two_step,
    enhanced_two_step_fca,
    three_step_fca,
    shen,
    modified_two_step_fca,
    balanced_fca,
];

fn county() -> impl Strategy<Value = Plain> {
    let second = prop_oneof![1 => Just(None), 6 => (0_u32..5_400).prop_map(Some)];
    let people = prop_oneof![1 => Just(None), 1 => Just(Some(0.0)), 6 => (1_u16..400).prop_map(|it| Some(f64::from(it)))];
    let places = prop_oneof![1 => Just(0.0), 6 => (1_u16..300).prop_map(f64::from)];
    (1_usize..10, 1_usize..6).prop_flat_map(move |(areas, sites)| {
        let row = prop::collection::vec(second.clone(), sites);
        let seconds = prop::collection::vec(row, areas);
        let people = prop::collection::vec(people.clone(), areas);
        (
            seconds,
            people,
            prop::collection::vec(places.clone(), sites),
        )
            .prop_map(|(seconds, people, places)| Plain {
                seconds,
                people,
                places,
            })
    })
}

/// Every family, with parameters from the tiny to the huge.
fn decay() -> impl Strategy<Value = Decay> {
    let any = || (-3.0_f64..4.0).prop_map(|it| 10.0_f64.powf(it));
    let zones =
        prop::collection::vec((0.01_f64..40.0, 0.001_f64..1.0), 1..5).prop_map(|mut steps| {
            let (mut until, mut weight) = (0.0, 1.0);
            for it in &mut steps {
                until += it.0;
                weight *= it.1;
                *it = (until, weight);
            }
            let zone = |(until_minutes, weight)| Zone {
                until_minutes,
                weight,
            };
            Decay::zones(&steps.into_iter().map(zone).collect::<Vec<_>>())
        });
    prop_oneof![
        any().prop_map(Decay::step),
        any().prop_map(Decay::linear),
        any().prop_map(Decay::exponential),
        any().prop_map(Decay::half_life),
        any().prop_map(Decay::power),
        (any(), any()).prop_map(|(median, sd)| Decay::logistic(median, sd)),
        any().prop_map(Decay::gaussian),
        any().prop_map(Decay::truncated_gaussian),
        zones,
        Just(Decay::zones(&LUO_QI_SLOW)),
        Just(Decay::zones(&LUO_QI_FAST)),
    ]
    .prop_map(Result::unwrap)
}

/// Decays as counties use them, under which a catchment has more than one site.
fn usual_decay() -> impl Strategy<Value = Decay> {
    prop_oneof![
        (5.0_f64..60.0).prop_map(|it| Decay::step(it).unwrap()),
        (5.0_f64..90.0).prop_map(|it| Decay::linear(it).unwrap()),
        (0.01_f64..0.5).prop_map(|it| Decay::exponential(it).unwrap()),
        (3.0_f64..40.0).prop_map(|it| Decay::gaussian(it).unwrap()),
        (10.0_f64..60.0).prop_map(|it| Decay::truncated_gaussian(it).unwrap()),
        Just(Decay::zones(&LUO_QI_SLOW).unwrap()),
    ]
}

/// What a step of a floating catchment weighs a pair by.
type Weight<'a> = &'a dyn Fn(usize, usize) -> f64;

fn near(found: f64, expected: f64) -> Result<(), TestCaseError> {
    prop_assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
    Ok(())
}

fn all_near<'a>(
    found: impl IntoIterator<Item = &'a f64>,
    expected: impl IntoIterator<Item = f64>,
) -> Result<(), TestCaseError> {
    let mut found = found.into_iter();
    for expected in expected {
        near(*found.next().unwrap(), expected)?;
    }
    prop_assert!(found.next().is_none());
    Ok(())
}

/// Every time a decay may meet: whole seconds, fractions of them, 0, the cutoff's neighbours, and no time at all.
fn times_of_all_kinds(extra: &[f64]) -> Vec<f64> {
    let mut times: Vec<f64> = (0..20_000).map(|it| f64::from(it) / 60.0).collect();
    times.extend([
        5e-324,
        1e-300,
        1e-9,
        1.0 - 1e-12,
        1.0 + 1e-12,
        1e5,
        1e18,
        1e300,
        f64::MAX,
        f64::INFINITY,
    ]);
    times.extend_from_slice(extra);
    times.sort_by(f64::total_cmp);
    times
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_decay_keeps_the_one_contract(decay in decay(), extra in prop::collection::vec(0.0_f64..5_000.0, 20)) {
        let mut last = 1.0;
        for minutes in times_of_all_kinds(&extra) {
            let weight = decay.weight(minutes);
            prop_assert!((0.0..=1.0).contains(&weight), "f({minutes}) = {weight}");
            prop_assert!(weight <= last, "f rises to {weight} from {last} at {minutes}");
            last = weight;
        }
        prop_assert!(decay.weight(f64::INFINITY).total_cmp(&0.0).is_eq());
        prop_assert!(decay.weight(f64::NAN).total_cmp(&0.0).is_eq());
        prop_assert!(decay.weight(-1.0).total_cmp(&0.0).is_eq());
    }
}

#[test]
fn a_decay_keeps_its_contract_at_the_ends_of_the_numbers() {
    let ends = [f64::MIN_POSITIVE, 5e-324, 1e-200, 1.0, 1e200, f64::MAX];
    for a in ends {
        let mut decays = vec![
            Decay::step(a),
            Decay::linear(a),
            Decay::exponential(a),
            Decay::half_life(a),
            Decay::power(a),
            Decay::gaussian(a),
            Decay::truncated_gaussian(a),
        ];
        decays.extend(ends.map(|b| Decay::logistic(a, b)));
        for decay in decays.into_iter().map(Result::unwrap) {
            let mut last = 1.0;
            for minutes in times_of_all_kinds(&[a]) {
                let weight = decay.weight(minutes);
                assert!(
                    (0.0..=last).contains(&weight),
                    "{decay:?} at {minutes}: {weight} after {last}"
                );
                last = weight;
            }
        }
    }
}

#[test]
fn a_decay_refuses_parameters_that_are_not_positive_and_finite() {
    for bad in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let made = [
            Decay::step(bad),
            Decay::linear(bad),
            Decay::exponential(bad),
            Decay::half_life(bad),
            Decay::power(bad),
            Decay::logistic(bad, 1.0),
            Decay::logistic(1.0, bad),
            Decay::gaussian(bad),
            Decay::truncated_gaussian(bad),
            Decay::zones(&[Zone {
                until_minutes: bad,
                weight: 1.0,
            }]),
            Decay::zones(&[Zone {
                until_minutes: 1.0,
                weight: bad,
            }]),
        ];
        assert!(
            made.iter()
                .all(|it| matches!(it, Err(NoDecay::Parameter { .. }))),
            "{bad}: {made:?}"
        );
    }
    let zones = |zones: &[(f64, f64)]| {
        let zone = |&(until_minutes, weight)| Zone {
            until_minutes,
            weight,
        };
        Decay::zones(&zones.iter().map(zone).collect::<Vec<_>>())
    };
    for bad in [
        &[][..],
        &[(10.0, 1.1)],
        &[(10.0, 0.5), (20.0, 0.6)],
        &[(10.0, 1.0), (10.0, 0.5)],
        &[(20.0, 1.0), (10.0, 0.5)],
    ] {
        assert_eq!(zones(bad), Err(NoDecay::Zones));
    }
}

#[test]
fn a_supply_or_a_demand_refuses_what_is_no_quantity() {
    let site = SiteId::at(0);
    for bad in [-1.0, f64::NAN, f64::INFINITY, 1e16] {
        assert!(matches!(
            Supply::new([(site, bad)]),
            Err(NoQuantity::Supply { .. })
        ));
        assert!(matches!(
            Demand::new([Some(1.0), Some(bad)].into_iter().collect()),
            Err(NoQuantity::Demand { .. })
        ));
    }
    assert_eq!(
        Supply::new([(site, 1.0), (site, 1.0)]),
        Err(NoQuantity::Twice(site))
    );
}

proptest! {
    #[test]
    fn opportunity_measures_are_their_formulas(plain in county(), decay in decay(), minutes in 0_u32..95, beta in 0.001_f64..2.0) {
        let (times, supply) = (plain.times(), plain.supply());
        let cutoff = Seconds::from_minutes(minutes);
        let sum = |area: usize, weight: &dyn Fn(usize, usize) -> f64| -> f64 {
            (0..plain.n_sites()).map(|site| plain.places[site] * weight(area, site)).sum()
        };
        let areas = || 0..plain.n_areas();
        let inside = |area: usize, site: usize| f64::from(u8::from(plain.seconds[area][site].is_some_and(|it| it <= cutoff.get())));
        all_near(&cumulative(&times, &supply, cutoff), areas().map(|it| sum(it, &inside)))?;
        all_near(&hansen(&times, &supply, &decay), areas().map(|it| sum(it, &|area, site| plain.weight(&decay, area, site))))?;
        for (area, found) in log_sum(&times, &supply, beta).unwrap().enumerate() {
            let whole = sum(area.place(), &|area, site| plain.seconds[area][site].map_or(0.0, |it| (-beta * f64::from(it) / 60.0).exp()));
            let reached = (0..plain.n_sites()).any(|it| plain.places[it] > 0.0 && plain.seconds[area.place()][it].is_some());
            prop_assert_eq!(found.is_ok(), reached);
            if let Ok(found) = found && whole > 1e-300 {
                near(*found, whole.ln() / beta)?;
            }
        }
    }

    #[test]
    fn k_nearest_are_the_first_of_all_sorted(plain in county(), k in 1_usize..7) {
        let times = plain.times();
        let kth = kth_nearest(&times, plain.sites(), k.try_into().unwrap());
        let mean = mean_of_k_nearest(&times, plain.sites().chain(plain.sites()), k.try_into().unwrap());
        for area in 0..plain.n_areas() {
            let mut all: Vec<u32> = plain.seconds[area].iter().flatten().copied().collect();
            all.sort_unstable();
            let few = Undefined::FewerSites { wanted: k, reached: all.len().min(k) };
            let area = AreaId::at(area);
            if all.len() < k {
                prop_assert_eq!((kth[area], mean[area]), (Err(few), Err(few)));
            } else {
                prop_assert_eq!(kth[area], Ok(Seconds::new(all[k - 1])));
                near(mean[area].unwrap(), f64::from(all[..k].iter().sum::<u32>()) / 60.0 / k as f64)?;
            }
        }
    }

    #[test]
    fn floating_catchments_are_their_formulas(plain in county(), decay in usual_decay()) {
        let within = Decay::step(30.0).unwrap();
        let w = |area: usize, site: usize| plain.weight(&decay, area, site);
        let step = |area: usize, site: usize| plain.weight(&within, area, site);
        let row = |area: usize| -> f64 { (0..plain.n_sites()).map(|it| w(area, it)).sum() };
        let column = |site: usize| -> f64 { (0..plain.n_areas()).map(|it| w(it, site)).sum() };
        let of = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let g = |area: usize, site: usize| of(w(area, site), row(area));
        let gw = |area: usize, site: usize| g(area, site) * w(area, site);
        let ww = |area: usize, site: usize| w(area, site) * w(area, site);
        let level = |area: usize, site: usize| of(w(area, site), column(site));
        let rows: [(Measure, Weight<'_>, Weight<'_>); 6] = [
            (two_step, &step, &step),
            (enhanced_two_step_fca, &w, &w),
            (shen, &w, &w),
            (three_step_fca, &gw, &gw),
            (modified_two_step_fca, &w, &ww),
            (balanced_fca, &g, &level),
        ];
        for (measure, first, second) in rows {
            let found = plain.measure(measure, &decay);
            let asking = |site: usize| -> f64 { (0..plain.n_areas()).map(|it| plain.counted(it) * first(it, site)).sum() };
            let ratio = |site: usize| of(plain.places[site], asking(site));
            let access = |area: usize| (0..plain.n_sites()).map(|it| ratio(it) * second(area, it)).sum::<f64>();
            all_near(&found.access, (0..plain.n_areas()).map(access))?;
            for (site, told) in found.ratios {
                match told {
                    Ok(told) => near(told, ratio(site.place()))?,
                    Err(reason) => {
                        prop_assert_eq!(reason, Undefined::NoDemand);
                        prop_assert!(asking(site.place()) < 1e-200);
                    }
                }
            }
        }
        let available = spatial_availability(&plain.times(), &plain.supply(), &plain.demand(), &decay);
        let access = plain.measure(shen, &decay).access;
        for (area, found) in available.enumerate() {
            let expected = plain.people[area.place()].map(|it| it * access[area]);
            prop_assert_eq!(*found, expected.ok_or(Undefined::Uncounted));
        }
    }

    #[test]
    fn supply_is_conserved_as_each_catchment_promises(plain in county(), decay in decay()) {
        let served = |found: &FloatingCatchment| -> f64 {
            found.access.enumerate().map(|(area, it)| plain.counted(area.place()) * it).sum()
        };
        let shared = |found: &FloatingCatchment| -> f64 {
            found.ratios.iter().filter(|it| it.1.is_ok()).map(|it| plain.places[it.0.place()]).sum()
        };
        for measure in CONSERVING {
            let found = plain.measure(measure, &decay);
            near(served(&found), shared(&found))?;
        }
        let found = plain.measure(modified_two_step_fca, &decay);
        prop_assert!(served(&found) <= shared(&found) * (1.0 + 1e-12));
        let found = plain.measure(balanced_fca, &decay);
        let ratios = found.ratios.iter().filter_map(|it| it.1.ok());
        near(found.access.iter().sum(), ratios.sum())?;
        let places = spatial_availability(&plain.times(), &plain.supply(), &plain.demand(), &decay);
        near(places.iter().flatten().sum(), shared(&plain.measure(shen, &decay)))?;
    }

    #[test]
    fn no_floating_catchment_is_ever_infinite_or_no_number(plain in county(), decay in decay()) {
        for measure in ALL {
            let found = plain.measure(measure, &decay);
            prop_assert!(found.access.iter().all(|it| it.is_finite() && *it >= 0.0));
            prop_assert!(found.ratios.iter().all(|it| it.1.is_err() || it.1.is_ok_and(f64::is_finite)));
        }
    }

    #[test]
    fn the_order_of_areas_never_matters(plain in county(), decay in usual_decay(), by in 0_usize..10) {
        let mut order: Vec<usize> = (0..plain.n_areas()).collect();
        order.rotate_left(by % plain.n_areas());
        let turned = plain.areas(&order);
        for measure in ALL {
            let (found, other) = (plain.measure(measure, &decay), turned.measure(measure, &decay));
            all_near(&other.access, order.iter().map(|it| found.access[AreaId::at(*it)]))?;
        }
    }

    #[test]
    fn as_many_more_places_as_people_change_nothing(plain in county(), decay in usual_decay(), times in 2_u8..5) {
        let mut more = plain.clone();
        more.places.iter_mut().for_each(|it| *it *= f64::from(times));
        more.people.iter_mut().flatten().for_each(|it| *it *= f64::from(times));
        for measure in ALL {
            all_near(&more.measure(measure, &decay).access, plain.measure(measure, &decay).access.iter().copied())?;
        }
    }

    #[test]
    fn twice_the_places_are_twice_the_access(plain in county(), decay in usual_decay()) {
        let mut more = plain.clone();
        more.places.iter_mut().for_each(|it| *it *= 2.0);
        for measure in ALL {
            all_near(&more.measure(measure, &decay).access, plain.measure(measure, &decay).access.iter().map(|it| it * 2.0))?;
        }
    }

    #[test]
    fn an_area_split_in_two_keeps_its_access_but_for_the_balanced_catchment(plain in county(), decay in usual_decay(), at in 0_usize..10) {
        let at = at % plain.n_areas();
        let order: Vec<usize> = (0..plain.n_areas()).chain([at]).collect();
        let mut split = plain.areas(&order);
        let (own, other) = (split.people[at].map(|it| it * 0.25), split.people[at].map(|it| it * 0.75));
        (split.people[at], split.people[plain.n_areas()]) = (own, other);
        for measure in [two_step, enhanced_two_step_fca, three_step_fca, shen, modified_two_step_fca] {
            let found = plain.measure(measure, &decay).access;
            all_near(&split.measure(measure, &decay).access, order.iter().map(|it| found[AreaId::at(*it)]))?;
        }
    }

    #[test]
    fn one_more_site_never_takes_opportunities_away(plain in county(), decay in decay()) {
        let times = plain.times();
        let few = Supply::new(plain.supply().iter().skip(1)).unwrap();
        let all = plain.supply();
        let more = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| *a <= b * (1.0 + 1e-12));
        prop_assert!(more(hansen(&times, &few, &decay).as_slice(), hansen(&times, &all, &decay).as_slice()));
        let minutes = Seconds::from_minutes(20);
        prop_assert!(more(cumulative(&times, &few, minutes).as_slice(), cumulative(&times, &all, minutes).as_slice()));
        let second = kth_nearest(&times, few.sites(), 2.try_into().unwrap());
        let sooner = kth_nearest(&times, all.sites(), 2.try_into().unwrap());
        for (few, all) in second.iter().zip(&sooner) {
            prop_assert!(few.is_err() || all.unwrap() <= few.unwrap());
        }
    }

    #[test]
    fn a_shared_supply_is_conserved_over_modes_and_one_mode_in_two_parts_is_one(plain in county(), walk in county(), decay in usual_decay(), slow in usual_decay()) {
        let (times, supply) = (plain.times(), plain.supply());
        let part = |by: f64| Demand::new(plain.people.iter().map(|it| it.map(|it| it * by)).collect()).unwrap();
        let (some, others) = (part(0.25), part(0.75));
        let modes = [&some, &others].map(|demand| ModeDemand { times: &times, demand, decay: &decay });
        let one = shen(&times, &supply, &plain.demand(), &decay);
        let both = shen_by_modes(&modes, &supply);
        for (area, found) in both.access.enumerate() {
            match plain.people[area.place()] {
                Some(people) if people > 0.0 => near(found.unwrap(), one.access[area])?,
                Some(_) => prop_assert_eq!(*found, Err(Undefined::Nobody)),
                None => prop_assert_eq!(*found, Err(Undefined::Uncounted)),
            }
        }
        // Another mode over the same areas and sites, as far as the drawn county goes.
        let second = |area: usize, site: usize| *walk.seconds.get(area)?.get(site)?;
        let mut on_foot = plain.clone();
        for (area, row) in on_foot.seconds.iter_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(site, it)| *it = second(area, site));
        }
        let foot = on_foot.times();
        let modes = [
            ModeDemand { times: &times, demand: &some, decay: &decay },
            ModeDemand { times: &foot, demand: &others, decay: &slow },
        ];
        let found = shen_by_modes(&modes, &supply);
        let served: f64 = modes.iter().zip(&found.modes).map(|(mode, access)| {
            mode.demand.people().iter().zip(access).map(|(people, it)| people.unwrap_or(0.0) * it).sum::<f64>()
        }).sum();
        let shared = found.ratios.iter().filter(|it| it.1.is_ok()).map(|it| plain.places[it.0.place()]);
        near(served, shared.sum())?;
    }

    #[test]
    fn a_loss_is_what_closing_the_site_shows(plain in county(), minutes in 5_u32..60) {
        let (times, demand, standard) = (plain.times(), plain.demand(), Seconds::from_minutes(minutes));
        let all = nearest(&times, plain.sites());
        for loss in losses(&times, plain.sites(), &demand, standard) {
            let without = nearest(&times, plain.sites().filter(|it| *it != loss.site));
            let (mut cover, mut elsewhere, mut added, mut none) = (0.0, 0.0, 0.0, 0.0);
            for (area, (before, after)) in all.iter().zip(&without).enumerate() {
                let people = plain.counted(area);
                cover += if within(before, standard) && !within(after, standard) { people } else { 0.0 };
                match (before, after) {
                    (Ok(before), Ok(after)) if before.site == loss.site => {
                        elsewhere += people;
                        added += people * (after.time.minutes() - before.time.minutes());
                    }
                    (Ok(_), Err(_)) => none += people,
                    _ => (),
                }
            }
            near(loss.lose_cover, cover)?;
            near(loss.go_elsewhere, elsewhere)?;
            near(loss.added_minutes, added)?;
            near(loss.left_without, none)?;
        }
    }

    #[test]
    fn overlap_counts_everybody_once(plain in county(), minutes in 0_u32..90) {
        let standard = Seconds::from_minutes(minutes);
        let found = overlap(&plain.times(), plain.sites().chain(plain.sites()), &plain.demand(), standard);
        let mut expected = vec![0.0; plain.n_sites() + 1];
        for (area, row) in plain.seconds.iter().enumerate() {
            expected[row.iter().flatten().filter(|it| **it <= standard.get()).count()] += plain.counted(area);
        }
        prop_assert_eq!(&found.people, &expected);
        prop_assert_eq!(found.uncounted, plain.people.iter().filter(|it| it.is_none()).count());
        let all: f64 = expected.iter().sum();
        prop_assert_eq!(found.share_in_at_least(2).is_err(), all <= 0.0);
    }

    #[test]
    fn several_places_are_never_further_than_one_that_offers_all(plain in county(), offered in prop::collection::vec(prop::collection::vec(any::<bool>(), 5), 0..4)) {
        let services: Vec<Vec<SiteId>> = offered.iter().map(|it| plain.sites().filter(|site| it[site.place()]).collect()).collect();
        let times = plain.times();
        let all = plain.sites().filter(|it| !services.is_empty() && services.iter().all(|sites| sites.contains(it)));
        let expected = nearest(&times, all);
        for (area, found) in bundle_reach(&times, &services).enumerate() {
            prop_assert_eq!(found.one_place, expected[area]);
            let each: Vec<_> = services.iter().map(|it| nearest(&times, it.iter().copied())[area]).collect();
            let Ok(several) = found.several_places else {
                prop_assert!(found.one_place.is_err());
                prop_assert!(services.is_empty() || each.iter().any(Result::is_err));
                continue;
            };
            let visited: BTreeMap<SiteId, u32> = each.iter().map(|it| it.unwrap()).map(|it| (it.site, it.time.get())).collect();
            prop_assert_eq!(several.longest.get(), *visited.values().max().unwrap());
            prop_assert_eq!(several.together.get(), visited.values().sum::<u32>());
            prop_assert_eq!(several.places, visited.len());
            prop_assert!(found.one_place.is_err() || several.longest <= found.one_place.unwrap().time);
        }
    }
}

#[test]
fn a_bundle_without_services_has_no_place() {
    let times = TravelTimes::from_columns(1, vec![vec![Ok(Seconds::new(60))]]);
    let found = bundle_reach(&times, &[])[AreaId::at(0)];
    assert_eq!(found.one_place, Err(Unserved::NoOpenSite));
    assert_eq!(found.several_places.err(), Some(Unserved::NoOpenSite));
}

#[test]
fn the_last_site_of_an_area_leaves_it_without_when_it_closes() {
    let plain = Plain {
        seconds: vec![vec![Some(600), None], vec![Some(600), Some(600)]],
        people: vec![Some(30.0), Some(20.0)],
        places: vec![1.0, 1.0],
    };
    let lost = losses(
        &plain.times(),
        plain.sites(),
        &plain.demand(),
        Seconds::from_minutes(10),
    );
    let told: Vec<_> = lost
        .iter()
        .map(|it| {
            (
                it.lose_cover,
                it.go_elsewhere,
                it.added_minutes,
                it.left_without,
            )
        })
        .collect();
    assert_eq!(told, [(30.0, 20.0, 0.0, 30.0), (0.0, 0.0, 0.0, 0.0)]);
}

// RAAM

/// Whether nobody gains by going elsewhere, and everyone with a way goes somewhere: what makes the convex program's
/// minimum, so that this is a proof and not a comparison.
fn is_equilibrium(plain: &Plain, found: &Raam, tau: f64) -> Result<(), TestCaseError> {
    let all: f64 = plain.people.iter().flatten().sum();
    let rho = all / plain.places.iter().sum::<f64>();
    let (mut went, mut loads) = (vec![0.0; plain.n_areas()], vec![0.0; plain.n_sites()]);
    for flow in &found.flows {
        prop_assert!(flow.people > 0.0);
        went[flow.area.place()] += flow.people;
        loads[flow.site.place()] += flow.people;
    }
    let crowd = |site: usize| loads[site] / (plain.places[site] * rho);
    let cost = |area: usize, site: usize| {
        Some(f64::from(plain.seconds[area][site]?) / 60.0 / tau + crowd(site))
    };
    let usable = |area: usize| {
        (0..plain.n_sites())
            .filter(|it| plain.places[*it] > 0.0)
            .filter_map(move |it| cost(area, it))
    };
    for (site, told) in &found.congestion {
        match told {
            Ok(told) => near(*told, crowd(site.place()))?,
            Err(reason) => prop_assert_eq!(
                (*reason, plain.places[site.place()].to_bits()),
                (Undefined::NoSupply, 0)
            ),
        }
    }
    let mut gain = 0.0;
    for flow in &found.flows {
        let own = cost(flow.area.place(), flow.site.place()).unwrap();
        gain += flow.people * (own - usable(flow.area.place()).fold(f64::INFINITY, f64::min));
    }
    prop_assert!(
        gain / all <= found.gap + 1e-12,
        "the gap is told as {}, but is {}",
        found.gap,
        gain / all
    );
    prop_assert!(
        found.gap <= 1e-12,
        "the gap is {} after {} rounds",
        found.gap,
        found.rounds
    );
    for (area, told) in found.cost.enumerate() {
        let area = area.place();
        let least = usable(area).fold(f64::INFINITY, f64::min);
        match told {
            Ok(told) => {
                near(*told, least)?;
                near(went[area], plain.counted(area))?;
            }
            Err(_) => prop_assert!(least.is_infinite() && went[area].total_cmp(&0.0).is_eq()),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn raam_is_an_equilibrium_whatever_the_county(plain in county(), tau in 1_u32..200) {
        let found = raam(&plain.times(), &plain.supply(), &plain.demand(), Seconds::from_minutes(tau));
        let (people, places) = (plain.demand().total(), plain.supply().total());
        match found {
            Ok(found) => is_equilibrium(&plain, &found, f64::from(tau))?,
            Err(Undefined::Nobody) => prop_assert!(people <= 0.0),
            Err(reason) => prop_assert!(reason == Undefined::NoSupply && places <= 0.0),
        }
    }

    #[test]
    fn raam_knows_neither_the_order_of_areas_nor_that_one_was_split(plain in county(), at in 0_usize..10) {
        let tau = Seconds::from_minutes(60);
        let at = at % plain.n_areas();
        let mut order: Vec<usize> = (0..plain.n_areas()).rev().collect();
        order.push(at);
        let mut other = plain.areas(&order);
        let place = plain.n_areas() - 1 - at;
        let halves = plain.people[at].map(|it| it / 2.0);
        (other.people[place], other.people[plain.n_areas()]) = (halves, halves);
        let found = |it: &Plain| raam(&it.times(), &it.supply(), &it.demand(), tau);
        match (found(&plain), found(&other)) {
            (Ok(found), Ok(again)) => {
                for (place, area) in order.iter().enumerate() {
                    match (again.cost[AreaId::at(place)], found.cost[AreaId::at(*area)]) {
                        (Ok(again), Ok(found)) => near(again, found)?,
                        (again, found) => prop_assert_eq!(again, found),
                    }
                }
            }
            (found, again) => prop_assert_eq!(found, again),
        }
    }
}

/// A county of villages along roads, too large to draw by chance; the same every time.
fn large(areas: usize, sites: usize) -> Plain {
    let mut state = 20_261_122_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut points = |n: usize| {
        (0..n)
            .map(|_| (next(6_000), next(6_000)))
            .collect::<Vec<_>>()
    };
    let (homes, places) = (points(areas), points(sites));
    let apart = |a: (u64, u64), b: (u64, u64)| {
        u32::try_from(a.0.abs_diff(b.0) + a.1.abs_diff(b.1)).unwrap()
    };
    Plain {
        seconds: homes
            .iter()
            .map(|home| places.iter().map(|it| Some(apart(*home, *it))).collect())
            .collect(),
        people: homes.iter().map(|it| Some((it.0 % 90) as f64)).collect(),
        places: places.iter().map(|it| (1 + it.1 % 60) as f64).collect(),
    }
}

#[test]
fn raam_and_the_assignment_are_exact_in_a_large_county_too() {
    let mut plain = large(600, 25);
    let found = raam(
        &plain.times(),
        &plain.supply(),
        &plain.demand(),
        Seconds::from_minutes(60),
    )
    .unwrap();
    is_equilibrium(&plain, &found, 60.0).unwrap();
    let people = plain.demand().total();
    let places = plain.supply().total();
    plain
        .places
        .iter_mut()
        .for_each(|it| *it = (*it * 0.9 * people / places).floor());
    is_cheapest(
        &plain,
        &assign(&plain.times(), &plain.supply(), &plain.demand()),
    )
    .unwrap();
}

#[test]
fn raam_without_people_supply_or_scale_has_no_value() {
    let mut plain = large(3, 2);
    let hour = Seconds::from_minutes(60);
    let asked = |it: &Plain, tau| raam(&it.times(), &it.supply(), &it.demand(), tau).map(|_| ());
    assert_eq!(asked(&plain, Seconds::new(0)), Err(Undefined::NoScale));
    plain.places = vec![0.0; 2];
    assert_eq!(asked(&plain, hour), Err(Undefined::NoSupply));
    plain.people = vec![None, Some(0.0), Some(0.0)];
    assert_eq!(asked(&plain, hour), Err(Undefined::Nobody));
}

// The assignment

/// Every way to place people one by one, so few that all can be tried: the least left out, then the least seconds.
fn tried_all(plain: &Plain) -> (f64, f64) {
    let people: Vec<usize> = (0..plain.n_areas())
        .flat_map(|area| {
            (0..10)
                .filter(move |it| f64::from(*it) < plain.counted(area))
                .map(move |_| area)
        })
        .collect();
    best_of(plain, &people, &plain.places)
}

fn best_of(plain: &Plain, people: &[usize], free: &[f64]) -> (f64, f64) {
    let Some((area, others)) = people.split_first() else {
        return (0.0, 0.0);
    };
    let (left, seconds) = best_of(plain, others, free);
    let mut best = (left + 1.0, seconds);
    for site in 0..free.len() {
        if let (Some(time), true) = (plain.seconds[*area][site], free[site] >= 1.0) {
            let mut fewer = free.to_vec();
            fewer[site] -= 1.0;
            let (left, seconds) = best_of(plain, others, &fewer);
            let found = (left, seconds + f64::from(time));
            best = if found < best { found } else { best };
        }
    }
    best
}

/// Whether everyone is placed or told why not, no site is overfull, and no chain of moves makes it cheaper or places one
/// more: the condition for an optimum of a transport problem (no negative circle in what is left).
fn is_cheapest(plain: &Plain, found: &Assignment) -> Result<(), TestCaseError> {
    let n = plain.n_sites();
    let outside = 10_000_000.0;
    let mut told = vec![0.0; plain.n_areas()];
    let mut taken = vec![0.0; n];
    let mut minutes = 0.0;
    // The cheapest move between two sites; the last one is being left out.
    let mut moves = vec![vec![f64::INFINITY; n + 1]; n + 1];
    let cost = |area: usize, site: usize| {
        if site == n {
            Some(outside)
        } else {
            plain.seconds[area][site].map(f64::from)
        }
    };
    let mut note = |area: usize, from: usize| {
        let here = cost(area, from).unwrap();
        for (to, least) in moves[from].iter_mut().enumerate() {
            if let Some(there) = cost(area, to) {
                *least = least.min(there - here);
            }
        }
    };
    for it in &found.placed {
        told[it.area.place()] += it.people;
        taken[it.site.place()] += it.people;
        minutes +=
            it.people * f64::from(plain.seconds[it.area.place()][it.site.place()].unwrap()) / 60.0;
        note(it.area.place(), it.site.place());
    }
    for it in &found.unmet {
        told[it.area.place()] += it.people;
        let reached = plain.seconds[it.area.place()].iter().any(Option::is_some);
        prop_assert_eq!(it.why == WhyUnmet::NoPlaceLeft, reached);
        note(it.area.place(), n);
    }
    all_near(&told, (0..plain.n_areas()).map(|it| plain.counted(it)))?;
    near(found.person_minutes, minutes)?;
    for it in &found.sites {
        near(it.taken, taken[it.site.place()])?;
        near(it.places, plain.places[it.site.place()])?;
        prop_assert!(it.taken <= it.places + 1e-9);
    }
    // Whoever moves to a site that is not full gives up her own place only: a circle through being nowhere, which is
    // free to enter from any site with places left.
    let mut least = moves;
    for (site, row) in least.iter_mut().enumerate() {
        row[site] = 0.0;
        row.push(f64::INFINITY);
        if site == n || taken[site] + 1e-9 < plain.places[site] {
            row[n + 1] = 0.0;
        }
    }
    least.push(vec![0.0; n + 2]);
    for via in 0..n + 2 {
        for from in 0..n + 2 {
            for to in 0..n + 2 {
                least[from][to] = least[from][to].min(least[from][via] + least[via][to]);
            }
        }
    }
    prop_assert!(
        (0..n + 2).all(|it| least[it][it] > -1e-6),
        "a chain of moves makes it cheaper"
    );
    Ok(())
}

fn few_people() -> impl Strategy<Value = Plain> {
    let second = prop_oneof![1 => Just(None), 5 => (0_u32..20).prop_map(|it| Some(it * 60))];
    let areas = prop::collection::vec((prop::collection::vec(second, 3), 0_u8..3), 1..5);
    (areas, prop::collection::vec(0_u8..4, 3)).prop_map(|(areas, places)| Plain {
        people: areas.iter().map(|it| Some(f64::from(it.1))).collect(),
        seconds: areas.into_iter().map(|it| it.0).collect(),
        places: places.into_iter().map(f64::from).collect(),
    })
}

proptest! {
    #[test]
    fn the_assignment_is_the_best_of_all_that_there_are(plain in few_people()) {
        let found = assign(&plain.times(), &plain.supply(), &plain.demand());
        let (left, seconds) = tried_all(&plain);
        near(found.unmet.iter().map(|it| it.people).sum(), left)?;
        near(found.person_minutes * 60.0, seconds)?;
        is_cheapest(&plain, &found)?;
    }

    #[test]
    fn no_chain_of_moves_makes_an_assignment_cheaper(plain in county(), scale in 0.05_f64..3.0) {
        let mut plain = plain;
        plain.places.iter_mut().for_each(|it| *it = (*it * scale).floor());
        let found = assign(&plain.times(), &plain.supply(), &plain.demand());
        is_cheapest(&plain, &found)?;
        prop_assert_eq!(&found, &assign(&plain.times(), &plain.supply(), &plain.demand()));
    }
}

#[test]
fn parts_of_people_are_assigned_to_the_thousandth() {
    let plain = Plain {
        seconds: vec![vec![Some(60)], vec![Some(120)], vec![None]],
        people: vec![Some(0.25), Some(1.0), Some(2.0)],
        places: vec![1.0],
    };
    let found = assign(&plain.times(), &plain.supply(), &plain.demand());
    assert_eq!(
        found.placed.iter().map(|it| it.people).collect::<Vec<_>>(),
        [0.25, 0.75]
    );
    let unmet: Vec<_> = found
        .unmet
        .iter()
        .map(|it| (it.people, it.why.word()))
        .collect();
    assert_eq!(unmet, [(0.25, "no_place_left"), (2.0, "no_path")]);
}
