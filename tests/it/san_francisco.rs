//! San Francisco's stores, a published case of the Python package spopt: 205 census tracts and 16 candidate stores.

use fairreach::location::{Aim, Effort, Ground, LONGEST, Limits, Loss, Problem, solve};

use crate::program::of_project;

/// Distances as the package has them, metres; the tracts' populations; both in order of stores, then tracts.
fn read() -> (Vec<Vec<f64>>, Vec<u64>) {
    let name = "SF_network_distance_candidateStore_16_censusTract_205_new.csv";
    let text = std::fs::read_to_string(of_project("tests/fixtures/spopt").join(name)).unwrap();
    let rows = text.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        let people: u64 = cells[3].parse().unwrap();
        (
            cells[1].to_owned(),
            cells[2].to_owned(),
            cells[0].parse::<f64>().unwrap(),
            people,
        )
    });
    let rows: Vec<_> = rows.collect();
    let mut stores: Vec<&String> = rows.iter().map(|it| &it.0).collect();
    let mut tracts: Vec<&String> = rows.iter().map(|it| &it.1).collect();
    stores.sort();
    stores.dedup();
    tracts.sort();
    tracts.dedup();
    assert_eq!((stores.len(), tracts.len()), (16, 205));
    let mut distances = vec![vec![f64::NAN; tracts.len()]; stores.len()];
    let mut people = vec![0; tracts.len()];
    for (store, tract, distance, weight) in &rows {
        let (store, tract) = (stores.binary_search(&store), tracts.binary_search(&tract));
        distances[store.unwrap()][tract.unwrap()] = *distance;
        people[tract.unwrap()] = *weight;
    }
    (distances, people)
}

/// Whole metres, rounded by a rule.
fn metres(distances: &[Vec<f64>], rule: fn(f64) -> f64) -> Vec<Vec<u16>> {
    let whole = |it: &f64| {
        let it = rule(*it);
        assert!((0.0..=f64::from(LONGEST)).contains(&it));
        format!("{it}").parse().unwrap()
    };
    let column = |it: &Vec<f64>| it.iter().map(whole).collect();
    distances.iter().map(column).collect()
}

#[test]
fn the_p_median_of_four_stores_has_the_mean_distance_that_spopt_publishes() {
    let (distances, people) = read();
    let columns = metres(&distances, f64::round);
    let ground = Ground::new(people.len(), columns.iter().map(Vec::as_slice).collect());
    let limits = Limits::open(&ground, 4..=4);
    let aim = Aim::Sum {
        weights: people.clone(),
        loss: Loss::Seconds,
    };
    let problem = Problem {
        ground,
        aim,
        limits,
    };
    let found = solve(&problem, Effort::default(), &|_, _| true);
    assert!(found.proven);
    let best = found.best.unwrap();
    let all: u64 = people.iter().sum();
    let mean = best.value / all as f64;
    assert!((mean - 2_982.126_857_989_065_7).abs() < 0.5, "{mean}");
    // With the distances as they are, the same stores have the published mean.
    let nearest = |tract: usize| {
        best.open
            .iter()
            .map(|it| distances[*it][tract])
            .fold(f64::INFINITY, f64::min)
    };
    let exact: f64 = (0..people.len())
        .map(|it| nearest(it) * people[it] as f64)
        .sum::<f64>()
        / all as f64;
    assert!((exact - 2_982.126_857_989_065_7).abs() < 1e-6, "{exact}");
}

#[test]
fn four_stores_that_cover_most_people_within_five_kilometres_leave_21_tracts_uncovered() {
    let (distances, people) = read();
    // A distance above 5,000 m stays above it.
    let columns = metres(&distances, f64::ceil);
    let ground = Ground::new(people.len(), columns.iter().map(Vec::as_slice).collect());
    let limits = Limits::open(&ground, 4..=4);
    let aim = Aim::Sum {
        weights: people,
        loss: Loss::Beyond(5_000),
    };
    let problem = Problem {
        ground,
        aim,
        limits,
    };
    let found = solve(&problem, Effort::default(), &|_, _| true);
    assert!(found.proven);
    let best = found.best.unwrap();
    let beyond = |tract: &usize| best.open.iter().all(|it| distances[*it][*tract] > 5_000.0);
    assert_eq!((0..distances[0].len()).filter(beyond).count(), 21);
}
