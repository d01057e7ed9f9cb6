//! `opportunity.json`: what an area can reach, of every site.

use std::num::NonZero;

use fairreach::access::{
    Decay, Demand, Supply, Undefined, cumulative, hansen, kth_nearest, log_sum, mean_of_k_nearest,
    nearest, shen,
};
use fairreach::ids::{Id, SiteId};
use fairreach::travel::TravelTimes;
use fairreach::units::Seconds;
use serde_json::Value;

use super::Folder;
use super::by_area::{Setting, judged, written};
use super::county::{County, known};
use super::decays::decay;
use super::sheet::{ASSESS, Found, LIBRARY, Sheet, entries, number_after, words};

/// The county with every site and its places.
pub(super) struct Everything {
    pub(super) times: TravelTimes,
    pub(super) supply: Supply,
    pub(super) demand: Demand,
}

impl Everything {
    pub(super) fn of(county: &County) -> Result<Self, String> {
        Ok(Self {
            times: county.times()?,
            supply: county.supply(&county.sites, &county.places)?,
            demand: county.demand()?,
        })
    }

    pub(super) fn sites(&self) -> impl Iterator<Item = SiteId> + use<> {
        (0..self.times.n_sites()).map(SiteId::at)
    }

    pub(super) fn nearest_minutes(&self) -> Vec<Found> {
        let found = nearest(&self.times, self.sites());
        let minutes = found
            .iter()
            .map(|it| it.map(|it| it.time.minutes()).map_err(Undefined::Unserved));
        minutes.map(Found::from).collect()
    }

    pub(super) fn cumulative(&self, minutes: f64) -> Option<Vec<Found>> {
        let cutoff = Seconds::from_fractional_minutes(minutes)?;
        Some(known(&cumulative(&self.times, &self.supply, cutoff)))
    }
}

pub(super) fn opportunity(sheet: &mut Sheet, folder: &Folder, file: &Value) {
    let Some(county) = &folder.county else { return };
    if file["opportunity"]
        .as_str()
        .is_some_and(|it| it != "capacity_children")
    {
        sheet.unknown("opportunity", &file["opportunity"]);
    }
    let all = Everything::of(county);
    for (key, value) in entries(file) {
        if ["dataset", "opportunity", "source", "tolerance"].contains(&key.as_str()) {
            continue;
        }
        let all = match &all {
            Ok(all) => all,
            Err(why) => {
                sheet.unable(LIBRARY, key, value, why);
                continue;
            }
        };
        if key == "nearest_site" {
            nearest_site(sheet, folder, county, all, value);
            continue;
        }
        let expected = value.get("access").unwrap_or(value);
        let Some(found) = row(all, key, value) else {
            sheet.unknown(key, value);
            continue;
        };
        sheet.each(LIBRARY, key, &county.codes, found, expected);
        let known = [
            "access",
            "beta",
            "sigma",
            "median",
            "sd",
            "cutoff",
            "half_life",
            "d0",
            "note",
            "source",
        ];
        sheet.only(&format!("{key} "), value, &known);
        program(sheet, folder, county, key, value, expected);
    }
}

fn nearest_site(
    sheet: &mut Sheet,
    folder: &Folder,
    county: &County,
    all: &Everything,
    expected: &Value,
) {
    let found = nearest(&all.times, all.sites());
    let name = |it: &Result<fairreach::access::Nearest, _>| {
        it.map_or_else(
            |_| "null".to_owned(),
            |it| county.sites[it.site.place()].clone(),
        )
    };
    let found: Vec<String> = found.iter().map(name).collect();
    let told = judged(folder, county, &Setting::default());
    let told = told.and_then(|it| it.nearest_sites(&county.codes));
    let expected = words(expected);
    let sides = [Some((LIBRARY, found)), told.map(|it| (ASSESS, it))];
    for (by, found) in sides.into_iter().flatten() {
        if found.len() != expected.len() {
            sheet.words(by, "nearest_site", &found.join(" "), &expected.join(" "));
            continue;
        }
        for (code, (found, expected)) in county.codes.iter().zip(found.iter().zip(&expected)) {
            sheet.words(by, format!("nearest_site {code}"), found, expected);
        }
    }
}

/// The figures of a row by its name; `None` where nothing knows it.
fn row(all: &Everything, key: &str, given: &Value) -> Option<Vec<Found>> {
    let (times, supply) = (&all.times, &all.supply);
    let of_decay = |name: &str| decay(name, given)?.ok();
    let kth = |k: usize| {
        let found = kth_nearest(times, all.sites(), NonZero::new(k)?);
        let minutes = found.iter().map(|it| it.map(Seconds::minutes).into());
        Some(minutes.collect())
    };
    match key {
        "nearest_minutes" => Some(all.nearest_minutes()),
        "second_nearest" => kth(2),
        "third_nearest" => kth(3),
        "shen" => {
            let found = shen(times, supply, &all.demand, &of_decay("exponential")?);
            Some(known(&found.access))
        }
        "logsum" => {
            let found = log_sum(times, supply, given["beta"].as_f64()?).ok()?;
            Some(found.iter().map(|it| (*it).into()).collect())
        }
        _ => {
            if let Some(minutes) = number_after(key, "cumulative_") {
                return all.cumulative(minutes);
            }
            if let Some(name) = key.strip_prefix("hansen_") {
                let decay: Decay = of_decay(name)?;
                return Some(known(&hansen(times, supply, &decay)));
            }
            let k = key.strip_prefix('k')?.strip_suffix("_mean")?.parse().ok()?;
            let found = mean_of_k_nearest(times, all.sites(), NonZero::new(k)?);
            Some(found.iter().map(|it| (*it).into()).collect())
        }
    }
}

/// What the program has of a row, and what it is made by.
fn shown(key: &str, given: &Value) -> Option<(&'static str, Setting)> {
    let plain = |name| Some((name, Setting::default()));
    match key {
        "nearest_minutes" => plain("minutes_to_nearest"),
        "second_nearest" => plain("minutes_to_second_nearest"),
        "third_nearest" => plain("minutes_to_third_nearest"),
        "k2_mean" => plain("minutes_to_2_nearest"),
        "k3_mean" => plain("minutes_to_3_nearest"),
        "shen" => Some((
            "places_per_child_shen",
            Setting::decay(written("exponential", given)),
        )),
        "logsum" => Some((
            "log_sum_minutes",
            Setting::decay(written("exponential", given)),
        )),
        _ => {
            if let Some(cutoff) = number_after(key, "cumulative_") {
                let cutoff = Some(cutoff);
                let setting = Setting {
                    cutoff,
                    ..Setting::default()
                };
                return Some(("capacity_within_cutoff", setting));
            }
            let decay = written(key.strip_prefix("hansen_")?, given)?;
            Some(("gravity_capacity", Setting::decay(Some(decay))))
        }
    }
}

fn program(
    sheet: &mut Sheet,
    folder: &Folder,
    county: &County,
    key: &str,
    given: &Value,
    expected: &Value,
) {
    let Some((name, setting)) = shown(key, given) else {
        return;
    };
    if let Some(judged) = judged(folder, county, &setting) {
        let found = judged.areas(name, &county.codes);
        sheet.each(ASSESS, key, &county.codes, found, expected);
    }
}
