//! Measures of access as the program has them, area by area, of a county with every site open.

use serde_json::Value;

use super::Folder;
use super::county::County;
use super::sheet::{Found, entries, items};
use super::study::{Asked, Judged, Study, refusal};

/// What the figures of a row are made by.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// A decay as a study writes it, such as `{ kind = "exponential", beta = 0.1 }`.
    pub(super) decay: Option<String>,
    pub(super) cutoff: Option<f64>,
    pub(super) catchment: Option<f64>,
    pub(super) tau: Option<f64>,
}

impl Setting {
    pub(super) fn decay(decay: Option<String>) -> Self {
        Self {
            decay,
            ..Self::default()
        }
    }

    fn written(&self) -> String {
        let number = |key: &str, it: Option<f64>| {
            it.map_or_else(String::new, |it| format!("{key} = {it}\n"))
        };
        let decay = self.decay.as_ref();
        let cutoffs = self.cutoff;
        [
            "access = [\"all\"]\n".to_owned(),
            decay.map_or_else(String::new, |it| format!("decay = {it}\n")),
            cutoffs.map_or_else(String::new, |it| format!("cutoffs_min = [{it}]\n")),
            number("catchment_min", self.catchment),
            number("raam_tau_min", self.tau),
        ]
        .concat()
    }
}

/// A decay of the vectors as a study writes it; `None` where the name is not known.
pub(super) fn written(name: &str, given: &Value) -> Option<String> {
    let number = |key: &str| given[key].as_f64();
    let one =
        |kind: &str, key: &str, value: f64| format!("{{ kind = \"{kind}\", {key} = {value} }}");
    Some(match name {
        "step" => one("step", "minutes", number("cutoff")?),
        "linear_to_cutoff" | "linear" => one("linear", "minutes", number("cutoff")?),
        "exponential" => one("exponential", "beta", number("beta")?),
        "exponential_halflife" => one("half-life", "minutes", number("half_life")?),
        "power" => one("power", "beta", number("beta")?),
        "logistic" => {
            let (median, sd) = (number("median")?, number("sd")?);
            format!("{{ kind = \"logistic\", minutes = {median}, sd = {sd} }}")
        }
        "gaussian" => one("gaussian", "sigma", number("sigma")?),
        "gaussian_truncated" => one("truncated-gaussian", "minutes", number("d0")?),
        _ if name.contains("zones") || name.starts_with("stepped") => zones(given)?,
        _ => return None,
    })
}

/// Zones by their ends, such as `{"10": 1, "20": 0.68}`, as a study writes them.
pub(super) fn zones(by_end: &Value) -> Option<String> {
    let zone =
        |(end, weight): (&String, &Value)| Some((end.parse::<f64>().ok()?, weight.as_f64()?));
    let mut zones: Vec<(f64, f64)> = entries(by_end).map(zone).collect::<Option<_>>()?;
    zones.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ends, weights): (Vec<f64>, Vec<f64>) = zones.into_iter().unzip();
    Some(format!(
        "{{ kind = \"zones\", minutes = {ends:?}, weights = {weights:?} }}"
    ))
}

/// The county with every site open, judged under a setting; `None` without a program.
pub(super) fn judged(folder: &Folder, county: &County, setting: &Setting) -> Option<Judged> {
    let program = folder.program.as_ref()?;
    let mut county = county.clone();
    county.open.clone_from(&county.sites);
    let plain = Study::of(program, &county, &Asked::default()).today();
    if !plain.has("measures_by_area") {
        return Some(plain);
    }
    let asked = Asked {
        assess: setting.written(),
        ..Asked::default()
    };
    Some(Study::of(program, &county, &asked).today())
}

impl Judged {
    /// A measure of the first service in each area, in the order of the codes.
    pub(super) fn areas(&self, name: &str, codes: &[String]) -> Vec<Found> {
        let none = |found: Found| codes.iter().map(|_| found.clone()).collect();
        let it = match self.whole() {
            Ok(it) => it,
            Err(why) => return none(refusal(why)),
        };
        let measures = items(&it["measures_by_area"]);
        let Some(measure) = measures.iter().find(|it| it["name"] == name) else {
            return none(Found::unable("no such figure by area"));
        };
        if let Some(reason) = measure["reason"].as_str() {
            return none(Found::Undefined(reason.to_owned()));
        }
        let areas = items(&it["areas"]);
        let one = |code: &String| {
            let place = areas.iter().position(|it| it == code);
            let value = place.and_then(|it| measure["values"].get(it));
            match value {
                None => Found::Wrong("the area is not there".to_owned()),
                Some(it) => it.as_f64().into(),
            }
        };
        codes.iter().map(one).collect()
    }

    /// A figure of each site: its places for each child by a measure, or its congestion.
    pub(super) fn of_sites(&self, measure: Option<&str>, ids: &[String]) -> Vec<Found> {
        let it = match self.whole() {
            Ok(it) => it,
            Err(why) => return ids.iter().map(|_| refusal(why)).collect(),
        };
        let one = |id: &String| {
            let Some(site) = items(&it["sites"]).iter().find(|it| it["site"] == **id) else {
                return Found::unable("no such figure by site");
            };
            let Some(measure) = measure else {
                return site["congestion"].as_f64().into();
            };
            let ratios = items(&site["places_per_child"]);
            match ratios.iter().find(|it| it["measure"] == measure) {
                Some(it) => it["value"].as_f64().into(),
                None => Found::unable("no such figure by site"),
            }
        };
        ids.iter().map(one).collect()
    }

    /// The nearest open site of each area; `None` where the program does not tell.
    pub(super) fn nearest_sites(&self, codes: &[String]) -> Option<Vec<String>> {
        let it = self.whole().ok()?;
        let sites = &items(&it["nearest_site_by_area"]).first()?["sites"];
        let areas = items(&it["areas"]);
        let one = |code: &String| {
            let place = areas.iter().position(|it| it == code)?;
            let site = sites.get(place)?;
            Some(
                site.as_str()
                    .map_or_else(|| "null".to_owned(), str::to_owned),
            )
        };
        codes.iter().map(one).collect()
    }

    /// An index of the whole county that is about a measure.
    pub(super) fn about(&self, name: &str, measure: &str) -> Found {
        let it = match self.whole() {
            Ok(it) => it,
            Err(why) => return refusal(why),
        };
        let mut figures = items(&it["figures"]).iter();
        let found =
            figures.find(|it| it["name"] == name && it["about"] == measure && it["scope"] == "all");
        match found {
            None => Found::unable(format!("no such figure: {name} about {measure}")),
            Some(it) => match it["value"].as_f64() {
                Some(value) => value.into(),
                None => Found::Undefined(it["reason"].as_str().unwrap_or("no reason").to_owned()),
            },
        }
    }
}
