//! The p-median with limited places beside a loop over every set and everyone's every choice, on small random studies.

use fairreach::location::{Aim, Effort, Ground, Limits, Loss, Problem, capacitated};
use proptest::prelude::*;

/// Columns of times, weights of areas, capacities of places, how many open.
type Study = (Vec<Vec<u16>>, Vec<u64>, Vec<u64>, usize);

fn study() -> impl Strategy<Value = Study> {
    (2..6_usize, 1..6_usize).prop_flat_map(|(places, areas)| {
        let time = prop_oneof![9 => 0_u16..900, 1 => Just(u16::MAX)];
        let columns = prop::collection::vec(prop::collection::vec(time, areas), places);
        let weights = prop::collection::vec(0_u64..6, areas);
        let capacity = prop::collection::vec(0_u64..14, places);
        (columns, weights, capacity, 1..=places)
    })
}

fn problem<'a>(columns: &'a [Vec<u16>], weights: &[u64], number: usize) -> Problem<'a> {
    let ground = Ground::new(weights.len(), columns.iter().map(Vec::as_slice).collect());
    let aim = Aim::Sum {
        weights: weights.to_vec(),
        loss: Loss::Seconds,
    };
    Problem {
        limits: Limits::open(&ground, number..=number),
        ground,
        aim,
    }
}

/// The least sum over every set of so many places, every area that any place serves going to any of them.
fn plainly((columns, weights, capacity, number): &Study) -> Option<u64> {
    let reached = |area: usize| columns.iter().any(|it| it[area] < u16::MAX);
    let areas: Vec<usize> = (0..weights.len())
        .filter(|it| weights[*it] > 0 && reached(*it))
        .collect();
    let places = columns.len();
    let of_open = |mask: &usize| mask.count_ones() as usize == *number;
    let sums = (0..1_usize << places).filter(of_open).flat_map(|mask| {
        (0..places.pow(u32::try_from(areas.len()).unwrap())).filter_map({
            let areas = &areas;
            move |choice| {
                let (mut left, mut sum, mut rest) = (capacity.clone(), 0, choice);
                for area in areas {
                    let place = rest % places;
                    rest /= places;
                    let time = columns[place][*area];
                    if mask >> place & 1 == 0 || time == u16::MAX {
                        return None;
                    }
                    left[place] = left[place].checked_sub(weights[*area])?;
                    sum += weights[*area] * u64::from(time);
                }
                Some(sum)
            }
        })
    });
    sums.min()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn where_places_are_limited_the_least_sum_of_every_choice_is_found_and_proven(study in study()) {
        let (columns, weights, capacity, number) = &study;
        let problem = problem(columns, weights, *number);
        let given = (Effort::default(), 1_000_000);
        let found = capacitated(&problem, (weights, capacity), given, &|_, _| true);
        let least = plainly(&study);
        prop_assert_eq!(found.as_ref().map(|it| format!("{:.0}", it.value)), least.map(|it| it.to_string()));
        if let Some(found) = found {
            prop_assert!(found.proven);
            let mut left = capacity.clone();
            for (area, place) in found.place_of.iter().enumerate() {
                if let Some(place) = place {
                    prop_assert!(found.open.contains(place));
                    left[*place] = left[*place].checked_sub(weights[area]).expect("there is room");
                }
            }
        }
    }

    #[test]
    fn where_the_steps_end_early_what_is_told_holds_all_the_same(study in study(), steps in 0_u64..30, nodes in 0_u64..4) {
        let (columns, weights, capacity, number) = &study;
        let problem = problem(columns, weights, *number);
        let given = (Effort { nodes, ..Effort::default() }, steps);
        if let Some(found) = capacitated(&problem, (weights, capacity), given, &|_, _| true) {
            let least = plainly(&study).expect("something was found") as f64;
            prop_assert!(found.bound <= least && least <= found.value);
            prop_assert!(!found.proven || found.value <= least);
        }
    }
}
