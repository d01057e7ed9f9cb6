//! The location problems of the literature by their names: `fairreach optimise --problem` finds what the vectors have.

use serde_json::Value;

use crate::county::{vector, words};
use crate::fenshire::written;
use crate::optimise::{near, open, searched};
use crate::program::run;

#[test]
fn the_best_of_every_number_of_sites_is_that_of_the_truth_table() {
    let (folder, table) = (written("", 10.0), vector("location"));
    for (number, row) in table["results"]["p_median"].as_object().unwrap() {
        let answer = searched(&folder, &["--problem", "p-median", "--open", number]);
        assert_eq!(answer["proven"], true);
        near(&answer["best"], row["mean_minutes"].as_f64().unwrap());
        near(&answer["bound"], row["mean_minutes"].as_f64().unwrap());
        assert_eq!(open(&answer, 0), words(&row["open"]), "{number} sites");
    }
    for (number, row) in table["results"]["p_center"].as_object().unwrap() {
        let answer = searched(&folder, &["--problem", "p-center", "--open", number]);
        near(&answer["best"], row["objective"].as_f64().unwrap());
        assert_eq!(answer["proven"], true);
    }
    let answer = searched(&folder, &["--problem", "mclp", "--open", "2"]);
    near(&answer["best"], 690.0 / 950.0);
    assert_eq!(open(&answer, 0), ["S2", "S3"]);
    let twenty = written("", 20.0);
    let answer = searched(&twenty, &["--problem", "lscp"]);
    near(&answer["best"], 2.0);
    let ten = searched(&folder, &["--problem", "lscp"]);
    assert_eq!(ten["best"], Value::Null);
    assert_eq!(ten["binding"], serde_json::json!(["everyone"]));
}

#[test]
fn where_places_are_limited_each_area_goes_to_one_site_with_room_as_spopt_has_it() {
    let (folder, table) = (written("", 10.0), vector("location"));
    let case = &table["results"]["capacitated_p_median_spopt"];
    let answer = searched(
        &folder,
        &["--problem", "capacitated-p-median", "--open", "4"],
    );
    assert_eq!(answer["proven"], true);
    assert_eq!(open(&answer, 0), words(&case["open"]));
    let data = vector("toy_dataset");
    let children: f64 = data["children"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .sum();
    near(
        &answer["best"],
        case["objective"].as_f64().unwrap() / children,
    );
    // Where everybody goes adds up to the same, and no site has more than its places.
    let (areas, sites) = (words(&data["lsoa"]), words(&data["sites"]));
    let place = |names: &[String], it: &Value| {
        names
            .iter()
            .position(|name| it.as_str() == Some(name))
            .unwrap()
    };
    let (mut minutes, mut taken) = (0.0, vec![0.0; sites.len()]);
    for it in answer["served"].as_array().unwrap() {
        let (area, site) = (place(&areas, &it["area"]), place(&sites, &it["site"]));
        let people = data["children"][area].as_f64().unwrap();
        minutes += people * data["minutes"][area][site].as_f64().unwrap();
        taken[site] += people;
    }
    assert!((minutes - case["objective"].as_f64().unwrap()).abs() < 1e-6);
    for (site, taken) in taken.iter().enumerate() {
        assert!(*taken <= data["capacity_children"][site].as_f64().unwrap());
    }
    let page = run(&[
        "optimise",
        &folder.word(""),
        "--problem",
        "capacitated-p-median",
        "--open",
        "4",
    ])
    .good();
    assert!(page.contains("Who goes where"), "{page}");
}

#[test]
fn sites_as_far_apart_as_can_be_are_found_as_by_trying_every_set() {
    let folder = written("", 10.0);
    let points: [(f64, f64); 5] = [
        (0.0, 0.0),
        (3_000.0, 4_000.0),
        (9_000.0, 1_000.0),
        (2_000.0, 8_000.0),
        (7_000.0, 7_000.0),
    ];
    let rows: Vec<String> = folder
        .read("sites.csv")
        .lines()
        .enumerate()
        .map(|(nth, row)| match nth.checked_sub(1) {
            None => format!("{row},easting,northing"),
            Some(it) => format!(
                "{row},{},{}",
                450_000.0 + points[it].0,
                300_000.0 + points[it].1
            ),
        })
        .collect();
    folder.write("sites.csv", &(rows.join("\n") + "\n"));
    folder.edit(
        "study.toml",
        "capacity = \"capacity\",",
        "capacity = \"capacity\", x = \"easting\", y = \"northing\",",
    );
    for number in 2..=4_usize {
        let spacing = |mask: &u32| {
            let open: Vec<_> = (0..5)
                .filter(|it| mask >> it & 1 == 1)
                .map(|it| points[it])
                .collect();
            let pairs = open
                .iter()
                .enumerate()
                .flat_map(|(nth, a)| open[nth + 1..].iter().map(move |b| (a, b)));
            let apart = pairs.map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1).floor());
            apart.fold(f64::INFINITY, f64::min)
        };
        let sets = (1..32_u32).filter(|it| it.count_ones() as usize == number);
        let best = sets.map(|it| spacing(&it)).fold(0.0, f64::max);
        let answer = searched(
            &folder,
            &["--problem", "p-dispersion", "--open", &number.to_string()],
        );
        assert_eq!(answer["proven"], true);
        near(&answer["best"], best);
    }
    // Beside money it is a frontier like any other.
    let axes = [
        "--goal",
        "site_spacing",
        "--open",
        "2-5",
        "--frontier",
        "annual_cost,site_spacing",
    ];
    assert_eq!(searched(&folder, &axes)["frontier"]["whole"], true);
    let refused = run(&[
        "optimise",
        &folder.word(""),
        "--frontier",
        "annual_cost,mean_minutes_with_places",
    ]);
    assert!(refused.stopped(2).contains("mean_minutes_with_places"));
}
