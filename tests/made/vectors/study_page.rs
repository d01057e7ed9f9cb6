//! The study file of a toy county.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::county::County;
use super::sheet::entries;
use super::study::Asked;

/// Which columns the county fills.
pub(super) struct With {
    pub(super) deprivation: bool,
    pub(super) decile: bool,
    pub(super) capacity: bool,
}

impl With {
    pub(super) fn of(county: &County) -> Self {
        Self {
            deprivation: county.need.iter().any(Option::is_some),
            decile: county.deciles.iter().any(Option::is_some),
            capacity: county.places.iter().any(Option::is_some),
        }
    }
}

/// The study file.
pub(super) fn page(asked: &Asked, with: &With) -> String {
    let decile = if with.decile {
        "decile = \"imd_decile\", "
    } else {
        ""
    };
    let deprivation = format!(
        r#"[deprivation]
file = "deprivation.csv"
kind = "table"
columns = {{ score = "idaci", {decile}need = "idaci" }}
by = "score"
missing = "exclude"
"#
    );
    let deprivation = if with.deprivation {
        deprivation.as_str()
    } else {
        ""
    };
    let capacity = if with.capacity {
        "capacity = \"capacity\", "
    } else {
        ""
    };
    let missing_capacity = if with.capacity {
        "missing_capacity = \"exclude\"\n"
    } else {
        ""
    };
    let mut page = format!(
        r#"schema = 1
[study]
name = "Toy county"
illustrative = ["areas", "people", "deprivation", "sites", "hours", "costs", "times"]
[areas]
file = "areas.csv"
kind = "table"
vintage = "none"
[[people]]
file = "people.csv"
kind = "table"
bands = {{ under5 = "children" }}
missing = "exclude"
{deprivation}[times]
file = "times.csv"
columns = {{ area = "area", site = "site", minutes = "minutes" }}
mode = "travel"
[[sites]]
file = "sites.csv"
kind = "table"
columns = {{ id = "id", status = "status", {capacity}cost_front_line = "annual_cost", hours = "hours" }}
tier = "centre"
{missing_capacity}[assess]
mode = "travel"
band = "under5"
"#,
    );
    let mut zones: BTreeMap<u64, (String, String)> = BTreeMap::new();
    for (end, weight) in entries(&asked.zones) {
        let place = end.parse::<f64>().unwrap_or_default();
        zones.insert(place.to_bits(), (end.clone(), weight.to_string()));
    }
    if !zones.is_empty() {
        let list = |of: &dyn Fn(&(String, String)) -> String| {
            zones.values().map(of).collect::<Vec<_>>().join(", ")
        };
        let (ends, weights) = (list(&|it| it.0.clone()), list(&|it| it.1.clone()));
        let _ = writeln!(
            page,
            "decay = {{ kind = \"zones\", minutes = [{ends}], weights = [{weights}] }}"
        );
    }
    page.push_str(&asked.assess);
    if !asked.money.is_empty() {
        let _ = writeln!(page, "[money]\n{}", asked.money);
    }
    if let Some(steepness) = asked.steepness {
        let _ = writeln!(page, "[policy]\nsteepness = {steepness}");
    }
    let names: Vec<String> = (0..asked.standards.len().max(1))
        .map(|it| format!("\"s{it}\""))
        .collect();
    for (at, name) in names.iter().enumerate() {
        let _ = writeln!(page, "[[services]]\nid = {name}\nband = \"under5\"");
        if let Some(standard) = asked.standards.get(at) {
            let _ = writeln!(page, "standard = {{ travel = {standard} }}");
        }
    }
    let _ = writeln!(
        page,
        "[tiers]\ncentre = {{ services = [{}] }}",
        names.join(", ")
    );
    page
}
