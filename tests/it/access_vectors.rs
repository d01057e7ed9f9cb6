//! What the vectors say of access beside their figures, all of which are held in `vectors.rs`.

use fairreach::access::{Decay, Demand, LUO_QI_FAST, LUO_QI_SLOW, Supply, Zone, assign, raam};
use fairreach::ids::{Id, SiteId};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use serde_json::Value;

use crate::county::{numbers, vector, words};

const FOLDERS: [&str; 2] = ["", "onefield/"];

/// The county of a folder with every site.
struct County {
    names: Vec<String>,
    times: TravelTimes,
    children: Demand,
    places: Vec<f64>,
}

impl County {
    fn of(folder: &str) -> Self {
        let data = vector(&format!("{folder}toy_dataset"));
        let names = words(&data["sites"]);
        let rows = data["minutes"].as_array().unwrap();
        let seconds = |minutes: &Value| {
            let minutes = minutes.as_f64().ok_or(Unreached::NoPath)?;
            Ok(Seconds::from_fractional_minutes(minutes).unwrap())
        };
        let column = |site: usize| rows.iter().map(|it| seconds(&it[site])).collect();
        let children = numbers(&data["children"]).into_iter().map(Some).collect();
        Self {
            times: TravelTimes::from_columns(rows.len(), (0..names.len()).map(column).collect()),
            children: Demand::new(children).unwrap(),
            places: numbers(&data["capacity_children"]),
            names,
        }
    }

    fn supply(&self, open: &[String], places: &[f64]) -> Supply {
        let at = |name: &String| self.names.iter().position(|it| it == name).unwrap();
        Supply::new(open.iter().map(|it| (SiteId::at(at(it)), places[at(it)]))).unwrap()
    }
}

fn parameter(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap()
}

#[test]
fn a_step_of_r5_leaves_its_cutoff_out_and_ours_has_it_in_and_they_differ_nowhere_else() {
    for folder in FOLDERS {
        let file = vector(&format!("{folder}decay"));
        let row = &file["functions"]["step"];
        let cutoff = parameter(&row["param"], "cutoff");
        let decay = Decay::step(cutoff).unwrap();
        let theirs = numbers(&row["conveyal_exclusive"]);
        let mut differ = 0;
        for (minutes, theirs) in numbers(&file["t_minutes"]).into_iter().zip(theirs) {
            let apart = (decay.weight(minutes) - theirs).abs() > 0.5;
            assert_eq!(apart, (minutes - cutoff).abs() < 1e-9);
            differ += usize::from(apart);
        }
        assert_eq!(differ, 1);
    }
}

#[test]
fn the_zones_of_luo_and_qi_are_those_of_the_vectors() {
    let zones = |by_end: &Value| {
        let zone = |(end, weight): (&String, &Value)| Zone {
            until_minutes: end.parse().unwrap(),
            weight: weight.as_f64().unwrap(),
        };
        let mut zones: Vec<Zone> = by_end.as_object().unwrap().iter().map(zone).collect();
        zones.sort_by(|a, b| a.until_minutes.total_cmp(&b.until_minutes));
        zones
    };
    for folder in FOLDERS {
        let functions = &vector(&format!("{folder}decay"))["functions"];
        assert_eq!(zones(&functions["e2sfca_zones_slow"]["param"]), LUO_QI_SLOW);
        assert_eq!(zones(&functions["e2sfca_zones_fast"]["param"]), LUO_QI_FAST);
    }
}

#[test]
fn the_equilibrium_of_the_vectors_is_met_to_the_last_digits() {
    for folder in FOLDERS {
        let row = &vector(&format!("{folder}fca"))["raam"];
        assert_eq!(row["rho"], "sum demand / sum supply");
        let county = County::of(folder);
        let supply = county.supply(&county.names, &county.places);
        let tau = Seconds::from_fractional_minutes(parameter(row, "tau")).unwrap();
        let found = raam(&county.times, &supply, &county.children, tau).unwrap();
        assert!(found.gap <= 1e-14, "gap {}", found.gap);
    }
}

#[test]
fn an_assignment_that_splits_areas_takes_no_longer_than_one_that_sends_each_to_one_site() {
    for folder in FOLDERS {
        let results = &vector(&format!("{folder}location"))["results"];
        let county = County::of(folder);
        let whole = &results["capacitated_p_median_spopt"];
        let supply = county.supply(&words(&whole["open"]), &numbers(&whole["capacity"]));
        let split = assign(&county.times, &supply, &county.children);
        assert!(split.person_minutes <= parameter(whole, "objective"));
        assert_eq!(split.unmet, []);
    }
}
