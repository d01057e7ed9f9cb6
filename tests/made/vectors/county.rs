//! The toy county of a folder: its areas, people, deprivation, times and sites.

use std::collections::BTreeMap;

use fairreach::access::{Decay, Demand, Supply, Zone};
use fairreach::equity::{Observation, Ranked, places};
use fairreach::ids::{Id, SiteId};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use serde_json::Value;

use super::sheet::{Found, Sheet, entries, items, maybe_numbers, words};

/// A county as its file tells it; null is `None`: not known, or no way there.
#[derive(Clone, Debug)]
pub(crate) struct County {
    pub(crate) codes: Vec<String>,
    pub(crate) districts: Vec<String>,
    pub(crate) children: Vec<Option<f64>>,
    /// A rate; higher is more deprived.
    pub(crate) need: Vec<Option<f64>>,
    pub(crate) deciles: Vec<Option<u32>>,
    pub(crate) sites: Vec<String>,
    pub(crate) minutes: Vec<Vec<Option<f64>>>,
    pub(crate) places: Vec<Option<f64>>,
    pub(crate) costs: Vec<Option<f64>>,
    pub(crate) open: Vec<String>,
}

/// Why the program cannot be asked about a county.
pub(crate) const FINER: &str = "are no whole seconds, which times are kept in";

/// The keys of a county's file; the first two are words.
const KEYS: [&str; 12] = [
    "id",
    "note",
    "lsoa",
    "district",
    "children",
    "idaci",
    "imd_decile",
    "sites",
    "minutes",
    "capacity_children",
    "annual_cost_gbp",
    "existing_open",
];

impl County {
    pub(crate) fn of(data: &Value) -> Self {
        let codes = words(&data["lsoa"]);
        let sites = words(&data["sites"]);
        let column = |key: &str, n: usize| {
            let mut list = maybe_numbers(&data[key]);
            list.resize(n, None);
            list
        };
        let mut minutes: Vec<Vec<Option<f64>>> =
            items(&data["minutes"]).iter().map(maybe_numbers).collect();
        minutes.resize(codes.len(), Vec::new());
        for row in &mut minutes {
            row.resize(sites.len(), None);
        }
        let mut districts = words(&data["district"]);
        districts.resize(codes.len(), "all".to_owned());
        let decile = |it: &Value| (1..=10).find(|decile| it.as_f64() == Some(f64::from(*decile)));
        let mut deciles: Vec<Option<u32>> = items(&data["imd_decile"]).iter().map(decile).collect();
        deciles.resize(codes.len(), None);
        let n = codes.len();
        Self {
            districts,
            children: column("children", n),
            need: column("idaci", n),
            deciles,
            minutes,
            places: column("capacity_children", sites.len()),
            costs: column("annual_cost_gbp", sites.len()),
            open: words(&data["existing_open"]),
            codes,
            sites,
        }
    }

    /// Tells the keys that nothing here reads.
    pub(crate) fn read(sheet: &mut Sheet, data: &Value) {
        sheet.only("", data, &KEYS);
        let (areas, sites) = (words(&data["lsoa"]).len(), words(&data["sites"]).len());
        for (key, value) in entries(data) {
            let wanted = match key.as_str() {
                "district" | "children" | "idaci" | "imd_decile" | "minutes" => areas,
                "capacity_children" | "annual_cost_gbp" => sites,
                _ => continue,
            };
            // A list of another length is read as far as it goes, and what is lacking is not known.
            if items(value).len() != wanted {
                sheet.unknown(
                    format!("{key}: {} for {wanted}", items(value).len()),
                    &Value::Null,
                );
            }
        }
    }

    /// One of its districts as a county of its own, with every site.
    pub(crate) fn district(&self, name: &str) -> Self {
        fn of<T: Clone>(list: &[T], own: &[usize]) -> Vec<T> {
            own.iter().map(|it| list[*it].clone()).collect()
        }
        let own: Vec<usize> = (0..self.codes.len())
            .filter(|it| self.districts[*it] == name)
            .collect();
        Self {
            codes: of(&self.codes, &own),
            districts: of(&self.districts, &own),
            children: of(&self.children, &own),
            need: of(&self.need, &own),
            deciles: of(&self.deciles, &own),
            minutes: of(&self.minutes, &own),
            ..self.clone()
        }
    }

    pub(crate) fn column(&self, site: &str) -> Option<usize> {
        self.sites.iter().position(|it| it == site)
    }

    /// Minutes from each area to the nearest of some sites.
    pub(crate) fn nearest(&self, open: &[String]) -> Vec<Option<f64>> {
        let columns: Vec<usize> = open.iter().filter_map(|it| self.column(it)).collect();
        let least = |row: &Vec<Option<f64>>| {
            let times = columns.iter().filter_map(|it| row[*it]);
            times.reduce(f64::min)
        };
        self.minutes.iter().map(least).collect()
    }

    /// Minutes to the nearest site that is open today.
    pub(crate) fn today(&self) -> Vec<Option<f64>> {
        self.nearest(&self.open)
    }

    /// The children of each area, nobody where nobody counted them.
    pub(crate) fn people(&self) -> Vec<f64> {
        self.children.iter().map(|it| it.unwrap_or(0.0)).collect()
    }

    /// Values with their people, where both are known.
    pub(crate) fn weighted(&self, values: &[Option<f64>]) -> Vec<(f64, f64)> {
        let rows = values.iter().zip(&self.children);
        rows.filter_map(|(value, people)| Some(((*value)?, (*people)?)))
            .collect()
    }

    /// The values by district, in order of its name.
    pub(crate) fn by_district(&self, values: &[Option<f64>]) -> BTreeMap<String, Vec<(f64, f64)>> {
        let mut res: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
        for (area, district) in self.districts.iter().enumerate() {
            let rows = res.entry(district.clone()).or_default();
            if let (Some(value), Some(people)) = (values[area], self.children[area]) {
                rows.push((value, people));
            }
        }
        res
    }

    /// The most deprived first.
    pub(crate) fn keys(&self) -> Vec<Option<f64>> {
        self.need.iter().map(|it| it.map(|it| -it)).collect()
    }

    /// Rows with their blocks in the ranking of everyone by IDACI.
    pub(crate) fn ranked(&self, values: &[Option<f64>]) -> Vec<Ranked> {
        ranked(&self.keys(), &self.people(), values)
    }

    pub(crate) fn observed(&self, values: &[Option<f64>]) -> Vec<Observation> {
        observed(&self.ranked(values))
    }

    /// 1 for each area within some minutes of the nearest of these sites, 0 for those beyond or without a way.
    pub(crate) fn within(&self, open: &[String], minutes: f64) -> Vec<Option<f64>> {
        let is = |it: &Option<f64>| f64::from(u8::from(it.is_some_and(|it| it <= minutes)));
        self.nearest(open).iter().map(|it| Some(is(it))).collect()
    }

    /// Whether every child has a way to some site that is open today.
    pub(crate) fn all_served(&self) -> bool {
        let mut rows = self.today().into_iter().zip(self.people());
        rows.all(|(minutes, people)| minutes.is_some() || people <= 0.0)
    }

    /// The times as the program keeps them: in whole seconds. `Err` where a time is finer.
    pub(crate) fn times(&self) -> Result<TravelTimes, String> {
        let seconds = |minutes: Option<f64>| {
            let Some(minutes) = minutes else {
                return Ok(Err(Unreached::NoPath));
            };
            let seconds = Seconds::from_fractional_minutes(minutes);
            let whole = seconds.filter(|it| (it.minutes() - minutes).abs() <= 1e-9);
            let finer = || format!("{minutes} minutes {FINER}");
            whole.map(Ok).ok_or_else(finer)
        };
        let mut columns = Vec::new();
        for site in 0..self.sites.len() {
            let column: Result<Vec<_>, String> =
                self.minutes.iter().map(|row| seconds(row[site])).collect();
            columns.push(column?);
        }
        let columns = columns.into_iter().map(|it| it.into_iter().collect());
        Ok(TravelTimes::from_columns(
            self.codes.len(),
            columns.collect(),
        ))
    }

    pub(crate) fn demand(&self) -> Result<Demand, String> {
        Demand::new(self.children.iter().copied().collect()).map_err(|it| it.to_string())
    }

    /// The places of some sites, where they are known.
    pub(crate) fn supply(&self, open: &[String], places: &[Option<f64>]) -> Result<Supply, String> {
        let columns = open.iter().filter_map(|it| self.column(it));
        let offers = columns.filter_map(|it| Some((SiteId::at(it), (*places.get(it)?)?)));
        Supply::new(offers).map_err(|it| it.to_string())
    }

    /// Hours a child a week: each site's hours are shared among the children around it by a decay.
    pub(crate) fn hours(&self, hours: &Value, decay: &Decay) -> Result<Vec<f64>, String> {
        let mut offered = vec![None; self.sites.len()];
        for (site, hours) in entries(hours) {
            let column = self.column(site);
            *column
                .and_then(|it| offered.get_mut(it))
                .ok_or_else(|| format!("no site {site}"))? = hours.as_f64();
        }
        let (times, demand) = (self.times()?, self.demand()?);
        let supply = self.supply(&self.sites, &offered)?;
        let found =
            fairreach::access::enhanced_two_step_fca(&times, &supply, &demand, decay).access;
        Ok(found.iter().copied().collect())
    }
}

/// Rows with their blocks in the ranking of everyone by `keys`, the most deprived first. A row without a value keeps
/// its place and is left out.
pub(crate) fn ranked(keys: &[Option<f64>], people: &[f64], values: &[Option<f64>]) -> Vec<Ranked> {
    let rows = places(keys, people)
        .into_iter()
        .zip(people.iter().zip(values));
    rows.filter_map(|(place, (people, value))| {
        Some(Ranked {
            people: *people,
            place: place?,
            value: (*value)?,
        })
    })
    .collect()
}

/// The same rows for measures that need only a rank.
pub(crate) fn observed(rows: &[Ranked]) -> Vec<Observation> {
    rows.iter().map(|it| it.observation()).collect()
}

/// Zones by their ends, such as `{"10": 1, "20": 0.68}`.
pub(crate) fn zones(by_end: &Value) -> Option<Decay> {
    let zone = |(end, weight): (&String, &Value)| {
        Some(Zone {
            until_minutes: end.parse().ok()?,
            weight: weight.as_f64()?,
        })
    };
    let mut zones: Vec<Zone> = entries(by_end).map(zone).collect::<Option<_>>()?;
    zones.sort_by(|a, b| a.until_minutes.total_cmp(&b.until_minutes));
    Decay::zones(&zones).ok()
}

/// Each of a list as a figure.
pub(crate) fn known<'a>(values: impl IntoIterator<Item = &'a f64>) -> Vec<Found> {
    values.into_iter().map(|it| Found::from(*it)).collect()
}
