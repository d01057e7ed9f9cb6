//! The one builder of cases for the upper rooms' tests: the toy county of the vectors, or one drawn by hand.

use std::collections::BTreeMap;
use std::path::Path;

use fairreach::ids::{BandId, Column, DistrictId, FunderId, Id, ServiceId, SiteId, TierId};
use fairreach::model::{
    AgeBand, Area, Areas, Configuration, Cost, CostLine, Decile, Deprivation, District, Funder,
    Makeup, Measure, Mode, Money, Opening, Population, Protected, Rules, Service, Site, SiteStatus,
    Tier, TierKind, TierShape, Uptake, Visits,
};
use fairreach::score::{AccessMeasure, Case, Measuring, Policy, Scope};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::{People, Pounds, Seconds, Share};
use serde_json::Value;

/// One of the vectors, such as `location` or `onefield/location`.
pub(crate) fn vector(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/vectors")
        .join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The numbers of a list; null is `None`.
pub(crate) fn numbers(list: &Value) -> Vec<f64> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_f64().unwrap())
        .collect()
}

/// The words of a list.
pub(crate) fn words(list: &Value) -> Vec<String> {
    let word = |it: &Value| it.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(word).collect()
}

/// One area of a county drawn by hand.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) district: &'static str,
    pub(crate) children: Option<f64>,
    /// The score that ranks it: higher is more deprived.
    pub(crate) score: Option<f64>,
    pub(crate) decile: Option<u32>,
    /// Seconds to each site, or why there are none.
    pub(crate) seconds: Vec<Result<u32, Unreached>>,
}

/// One area in district `A`, ranked by its decile, with a time to each site (`None`: no path).
pub(crate) fn row(code: &str, children: f64, decile: u32, minutes: &[Option<u32>]) -> Row {
    Row {
        code: code.to_owned(),
        district: "A",
        children: Some(children),
        score: Some(f64::from(11 - decile) / 20.0),
        decile: Some(decile),
        seconds: minutes
            .iter()
            .map(|it| it.map(|it| it * 60).ok_or(Unreached::NoPath))
            .collect(),
    }
}

/// A case of areas by hand: sites `S1` ... with a cost each (all existing), one service, one mode `car`.
pub(crate) fn case(rows: &[Row], costs: &[Option<i64>], standard_minutes: Option<u32>) -> Case {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    let mut names: Vec<&str> = rows.iter().map(|it| it.district).collect();
    names.sort_unstable();
    names.dedup();
    let district = |it: &Row| DistrictId::at(names.binary_search(&it.district).unwrap());
    let mode = Mode::car();
    let tier = Tier {
        id: "centre".into(),
        services: vec![ServiceId::at(0)],
        hours: None,
        service_hours: BTreeMap::new(),
        sessions: None,
        kind: TierKind::Place,
        shape: TierShape::Circle,
    };
    let tiers: Column<TierId, Tier> = Column::new(vec![tier]);
    let sites: Column<SiteId, Site> = costs
        .iter()
        .enumerate()
        .map(|(place, cost)| site(place, *cost))
        .collect();
    let columns = (0..costs.len())
        .map(|site| {
            rows.iter()
                .map(|it| it.seconds[site].map(Seconds::new))
                .collect()
        })
        .collect();
    Case {
        areas: Areas {
            list: rows
                .iter()
                .map(|it| Area {
                    code: it.code.clone(),
                    name: it.code.clone(),
                    district: district(it),
                    point: None,
                })
                .collect(),
            districts: names
                .iter()
                .map(|it| District {
                    code: (*it).into(),
                    name: format!("District {it}"),
                })
                .collect(),
            groupings: Column::default(),
        },
        population: Population {
            bands: Column::new(vec![AgeBand {
                name: "under5".into(),
                label: "under-fives".into(),
            }]),
            counts: Column::new(vec![
                rows.iter().map(|it| it.children.map(People::new)).collect(),
            ]),
            ..Population::default()
        },
        band: BandId::at(0),
        deprivation: Deprivation {
            name: "IDACI".into(),
            measure: Measure::Score,
            order: rows.iter().map(|it| it.score.map(|score| -score)).collect(),
            decile: rows
                .iter()
                .map(|it| it.decile.and_then(Decile::new))
                .collect(),
            need: rows.iter().map(|it| it.score.map(Share::new)).collect(),
        },
        services: Column::new(vec![Service {
            id: "hv".into(),
            name: "health visiting".into(),
            band: BandId::at(0),
            standard: standard_minutes
                .map(|it| (mode.clone(), Seconds::from_minutes(it)))
                .into_iter()
                .collect(),
            uptake: Uptake::Universal,
            funder: None,
            per_hour: None,
            makeup: Makeup::Single,
        }]),
        baseline: Configuration::today(&sites, &tiers),
        tiers,
        sites,
        times: BTreeMap::from([(mode.clone(), TravelTimes::from_columns(rows.len(), columns))]),
        mode,
        policy: Policy::default(),
        funders: Column::default(),
        money: Money::default(),
        rules: Rules::default(),
    }
}

/// Adds what only some studies have: a delivery model, home visits, sessions, a funder, a protected service.
pub(crate) fn with_all_kinds(case: &mut Case) {
    let (service, funder) = (ServiceId::at(0), FunderId::at(0));
    case.funders.push(Funder {
        id: "icb".into(),
        name: "Integrated care board".into(),
        ring_fenced: false,
    });
    case.services[service].funder = Some(funder);
    let model = Service {
        id: "model".into(),
        makeup: Makeup::DeliveryModel {
            parts: vec![service],
            lacking: Vec::new(),
            funders: vec![funder],
        },
        ..case.services[service].clone()
    };
    case.services.push(model);
    let visits = Tier {
        kind: TierKind::Visits(Visits {
            lasts: Seconds::from_minutes(60),
            up_to: Seconds::from_minutes(30),
            mode: None,
        }),
        sessions: Some(2.0),
        ..case.tiers[Id::at(0)].clone()
    };
    case.tiers.push(visits);
    let at_most = Seconds::from_minutes(10);
    case.rules.protected.push(Protected { service, at_most });
}

/// A cost of the front line that nobody is said to pay.
pub(crate) fn front_line(pounds: i64) -> Cost {
    Cost {
        line: CostLine::FrontLine,
        funder: None,
        pounds: Pounds::new(pounds),
    }
}

fn site(place: usize, cost: Option<i64>) -> Site {
    Site {
        id: format!("S{}", place + 1),
        name: format!("Site {}", place + 1),
        point: None,
        status: SiteStatus::Existing,
        tier: TierId::at(0),
        services: None,
        hours: None,
        capacity: None,
        service_hours: BTreeMap::new(),
        sessions: None,
        network: None,
        managed_by: None,
        costs: cost.map(front_line).into_iter().collect(),
        lock: None,
        district: None,
    }
}

/// The rows and costs of a county of the vectors: `toy_dataset` or `onefield/toy_dataset`.
pub(crate) fn county(name: &str) -> (Vec<Row>, Vec<Option<i64>>) {
    let data = vector(name);
    let (children, idaci) = (numbers(&data["children"]), numbers(&data["idaci"]));
    let districts: Vec<&'static str> = words(&data["district"])
        .into_iter()
        .map(|it| &*it.leak())
        .collect();
    let seconds = |minutes: f64| Seconds::from_fractional_minutes(minutes).unwrap().get();
    let rows = words(&data["lsoa"])
        .into_iter()
        .enumerate()
        .map(|(at, code)| Row {
            code,
            district: districts[at],
            children: Some(children[at]),
            score: Some(idaci[at]),
            decile: data["imd_decile"][at]
                .as_u64()
                .map(|it| u32::try_from(it).unwrap()),
            seconds: numbers(&data["minutes"][at])
                .into_iter()
                .map(|it| Ok(seconds(it)))
                .collect(),
        })
        .collect();
    let costs = data["annual_cost_gbp"].as_array().unwrap();
    let costs = costs.iter().map(Value::as_i64).collect();
    (rows, costs)
}

/// A case of one of the vectors' counties with its baseline open; the other sites are closed.
pub(crate) fn toy(name: &str, standard_minutes: u32) -> Case {
    let (rows, costs) = county(name);
    let mut case = case(&rows, &costs, Some(standard_minutes));
    let open = words(&vector(name)["existing_open"]);
    case.baseline = opened(&case, &open);
    case
}

/// The same case with every measure of access asked for, and places at every site.
pub(crate) fn with_everything_measured(mut case: Case) -> Case {
    for site in case.sites.ids().collect::<Vec<_>>() {
        case.sites[site].capacity = Some(People::new(100.0));
    }
    case.policy.measuring = Measuring {
        cutoffs: vec![Seconds::from_minutes(10), Seconds::from_minutes(15)],
        extra: AccessMeasure::ALL.into(),
        lines: BTreeMap::from([(AccessMeasure::Enhanced, 0.5)]),
        ..Measuring::default()
    };
    case
}

/// The configuration with exactly these sites open.
pub(crate) fn opened(case: &Case, ids: &[String]) -> Configuration {
    let mut all = case.baseline.clone();
    for (site, it) in case.sites.enumerate() {
        let opening = ids
            .contains(&it.id)
            .then(|| Opening::of(it, it.tier, &case.tiers));
        all = all.with(site, opening);
    }
    all
}

/// The scope of a decile.
pub(crate) fn decile(number: u32) -> Scope {
    Scope::Decile(Decile::new(number).unwrap())
}

/// The scope of a district by its code.
pub(crate) fn district(case: &Case, code: &str) -> Scope {
    Scope::District(case.areas.districts.find(|it| it.code == code).unwrap())
}
