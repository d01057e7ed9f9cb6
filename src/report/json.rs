//! The scorecard as data, under stable names: the form of `assess --json` and of the map's interface.

use serde::Serialize;

use super::reach_json::{
    AreaMeasureJson, NearestSitesJson, SiteJson, area_codes, measures_by_area, nearest_sites,
    sites_json,
};
use super::study_json::{FunderJson, PlaceJson, ServiceJson, funders, places, services};
use super::{Comparison, Heading, JudgedPhase, areas_worst_affected};
use crate::model::Decile;
use crate::score::{Case, Effect, Figure, Scorecard, measure, measures};

/// What `assess --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssessmentJson {
    /// What the study is.
    pub study: StudyJson,
    /// The codes of the areas, in the order of every list of values by area.
    pub areas: Vec<String>,
    /// Today.
    pub baseline: JudgedJson,
    /// The scenario, where there is one; its figures against the baseline stand among its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<JudgedJson>,
    /// The scenario as it stands after each of its phases, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<PhaseJson>,
    /// The ten worst affected areas of each service, with a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst_affected: Option<Vec<WorstAffectedJson>>,
}

/// A scenario as it stands after one of its phases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhaseJson {
    /// The day the phase begins.
    pub from: String,
    /// How many of the scenario's changes are done by then.
    pub changes: usize,
    /// What is open then, with every figure.
    pub judged: JudgedJson,
}

impl PhaseJson {
    /// A phase as data.
    #[must_use]
    pub fn of(phase: &JudgedPhase) -> Self {
        let name = format!("from {}", phase.from);
        Self {
            from: phase.from.clone(),
            changes: phase.changes,
            judged: judged(&phase.case, &name, &phase.scorecard, &phase.against),
        }
    }
}

/// An area that a scenario makes worse off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorstAffectedJson {
    /// The service's id.
    pub service: String,
    /// The area's code.
    pub area: String,
    /// Its name.
    pub name: String,
    /// The code of its district.
    pub district: String,
    /// The name of its district.
    pub district_name: String,
    /// Its national decile of deprivation; null where none is known.
    pub decile: Option<u8>,
    /// The people of the service's band who live there.
    pub children: f64,
    /// Minutes to the nearest site today.
    pub minutes_today: Option<f64>,
    /// Minutes to the nearest site then; null where all access is lost.
    pub minutes_then: Option<f64>,
    /// The added minutes; null where all access is lost.
    pub added_minutes: Option<f64>,
    /// Whether all access is lost.
    pub lost_access: bool,
    /// The id of the nearest site then; null where all access is lost.
    pub nearest_then: Option<String>,
}

impl WorstAffectedJson {
    /// The ten worst affected areas of each service: lost access first, then by the increase.
    fn of(comparison: &Comparison) -> Vec<Self> {
        let case = comparison.case;
        let services = case.services.ids();
        let told = services.flat_map(|service| {
            let rows = areas_worst_affected(comparison, service, 10);
            rows.into_iter().map(move |row| {
                let area = &case.areas.list[row.area];
                let district = &case.areas.districts[area.district];
                let effect = row.effect();
                Self {
                    service: case.services[service].id.clone(),
                    area: area.code.clone(),
                    name: area.name.clone(),
                    district: district.code.clone(),
                    district_name: district.name.clone(),
                    decile: case.decile(row.area).map(Decile::get),
                    children: row.children,
                    minutes_today: row.today.ok().map(|it| it.time.minutes()),
                    minutes_then: row.then.ok().map(|it| it.time.minutes()),
                    added_minutes: match effect {
                        Effect::Change(seconds) => Some(seconds as f64 / 60.0),
                        _ => None,
                    },
                    lost_access: effect == Effect::LostAccess,
                    nearest_then: row.then.ok().map(|it| case.sites[it.site].id.clone()),
                }
            })
        });
        told.collect()
    }
}

/// What is said about the study.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StudyJson {
    /// Its name.
    pub name: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// The mode of travel of every figure.
    pub mode: String,
    /// What is made up for illustration.
    pub illustrative: Vec<String>,
    /// Its services, bundles and delivery models.
    pub services: Vec<ServiceJson>,
    /// Its sites, and those that the plan moves or adds.
    pub sites: Vec<PlaceJson>,
    /// Who pays.
    pub funders: Vec<FunderJson>,
    /// The settings that shape the figures.
    pub settings: Vec<SettingJson>,
    /// Whom the data are owed to.
    pub attribution: Vec<String>,
    /// What was odd in the data.
    pub notices: Vec<String>,
    /// The program's version.
    pub version: &'static str,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingJson {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// One configuration that was judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JudgedJson {
    /// "Today", or the scenario's name.
    pub name: String,
    /// The ids of the open sites.
    pub open: Vec<String>,
    /// Every figure.
    pub figures: Vec<FigureJson>,
    /// The areas that cannot be served, by service and reason.
    pub unserved: Vec<UnservedJson>,
    /// The nearest open site of each area, by service.
    pub nearest_site_by_area: Vec<NearestSitesJson>,
    /// Every measure of access, area by area.
    pub measures_by_area: Vec<AreaMeasureJson>,
    /// What each open site takes of each service, and what its closing alone would leave.
    pub sites: Vec<SiteJson>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureJson {
    /// The stable name, such as `mean_minutes`.
    pub name: &'static str,
    /// The service's id; null for money.
    pub service: Option<String>,
    /// The mode; null for money.
    pub mode: Option<String>,
    /// The age band's name; null for money.
    pub band: Option<String>,
    /// The standard in minutes; null where there is none.
    pub standard_minutes: Option<f64>,
    /// The travel time in minutes within which it counts, where that is not the standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cutoff_minutes: Option<f64>,
    /// For an index of access, the measure it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<&'static str>,
    /// `all`, `decile:1`, `district:E07000008`, `deprivation_band:1-3`, `group:ward:Abbey`, `people:school`,
    /// `worst_decile`, `worst_district`, `worst_deprivation_band` or `worst_group:ward`.
    pub scope: String,
    /// The value; null where there is none.
    pub value: Option<f64>,
    /// The unit: `children`, `places`, `places_a_child`, `sites`, `cost`, `areas`, `minutes`, `share`, `pounds_a_year`, `hours_a_week`,
    /// `hours_a_week_a_child`, `groups`, `pairs`, `index` (0 where nothing varies) or `ratio` (1
    /// where two figures are equal).
    pub unit: &'static str,
    /// `more_is_better`, `less_is_better` or `neutral`. Every index and ratio is neutral: nothing may rank plans by one.
    pub polarity: &'static str,
    /// Why there is no value; absent where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whose a worst or a largest is: `decile:4`, `district:E07000008`, `area:E01013787`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub which: Option<String>,
    /// Where the formula comes from.
    pub source: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

/// The areas that cannot be served for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnservedJson {
    /// The service's id.
    pub service: String,
    /// The reason's word.
    pub reason: &'static str,
    /// The codes of the areas.
    pub areas: Vec<String>,
    /// The people of the service's band who live there.
    pub children: f64,
}

/// One entry of the register of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureJson {
    /// The stable name.
    pub name: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// The polarity.
    pub polarity: &'static str,
    /// Whether it compares a scenario with the baseline.
    pub against_baseline: bool,
    /// Where the formula comes from.
    pub source: &'static str,
    /// What it says.
    pub meaning: &'static str,
}

/// The whole of an assessment.
#[must_use]
pub fn assessment(heading: &Heading, comparison: &Comparison) -> AssessmentJson {
    let case = comparison.case;
    AssessmentJson {
        study: StudyJson::of(heading, comparison),
        areas: area_codes(case),
        baseline: judged(case, "Today", comparison.today, &[]),
        scenario: comparison.plan.map(|(plan, changes)| {
            let name = heading.plan.as_deref().unwrap_or("Scenario");
            judged(case, name, plan, changes)
        }),
        phases: Vec::new(),
        worst_affected: comparison.plan.map(|_| WorstAffectedJson::of(comparison)),
    }
}

/// One configuration, with its figures against the baseline after its own.
#[must_use]
pub fn judged(case: &Case, name: &str, scorecard: &Scorecard, changes: &[Figure]) -> JudgedJson {
    let mut figures = figures_json(case, &scorecard.figures);
    figures.extend(figures_json(case, changes));
    let unserved = scorecard.reaches.enumerate().flat_map(|(service, reach)| {
        let codes = |areas: Vec<_>| {
            let code = |it: crate::ids::AreaId| case.areas.list[it].code.clone();
            areas.into_iter().map(code).collect()
        };
        reach
            .unserved(case)
            .into_iter()
            .map(move |it| UnservedJson {
                service: case.services[service].id.clone(),
                reason: it.reason.word(),
                areas: codes(it.areas),
                children: it.children,
            })
    });
    JudgedJson {
        name: name.to_owned(),
        open: scorecard
            .configuration
            .open()
            .map(|(site, _)| case.sites[site].id.clone())
            .collect(),
        figures,
        unserved: unserved.collect(),
        nearest_site_by_area: nearest_sites(case, scorecard),
        measures_by_area: measures_by_area(case, scorecard),
        sites: sites_json(case, scorecard),
    }
}

/// Figures as data.
#[must_use]
pub fn figures_json(case: &Case, figures: &[Figure]) -> Vec<FigureJson> {
    figures.iter().map(|it| FigureJson::of(case, it)).collect()
}

/// The register of figures as data.
#[must_use]
pub fn measures_json() -> Vec<MeasureJson> {
    measures()
        .iter()
        .map(|it| MeasureJson {
            name: it.name,
            unit: it.unit.word(),
            polarity: it.polarity.word(),
            against_baseline: it.against_baseline,
            source: it.source,
            meaning: it.meaning,
        })
        .collect()
}

/// An assessment as JSON text, indented, with a last line feed.
///
/// # Errors
/// Never for the types of this room; the error is serde's.
pub fn to_text(assessment: &AssessmentJson) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(assessment)? + "\n")
}

impl StudyJson {
    /// What is said about the study of a comparison.
    #[must_use]
    pub fn of(heading: &Heading, comparison: &Comparison) -> Self {
        Self {
            name: heading.study.clone(),
            question: heading.question.clone(),
            mode: comparison.today.mode.name().to_owned(),
            illustrative: heading.illustrative.clone(),
            services: services(comparison.case),
            sites: places(comparison.case),
            funders: funders(comparison.case),
            settings: heading
                .settings
                .iter()
                .map(|(name, value)| SettingJson {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
            attribution: heading.attribution.clone(),
            notices: heading.notices.iter().map(ToString::to_string).collect(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl FigureJson {
    /// A figure as data.
    #[must_use]
    pub fn of(case: &Case, figure: &Figure) -> Self {
        Self {
            name: figure.name,
            service: figure.service.map(|it| case.services[it].id.clone()),
            mode: figure.mode.as_ref().map(|it| it.name().to_owned()),
            band: figure.band.map(|it| case.population.bands[it].name.clone()),
            standard_minutes: figure.standard.map(crate::units::Seconds::minutes),
            cutoff_minutes: figure.cutoff.map(crate::units::Seconds::minutes),
            about: figure.about,
            scope: figure.scope.word(case),
            value: figure.value.clone().ok(),
            unit: figure.unit.word(),
            polarity: figure.polarity.word(),
            reason: figure.value.clone().err().map(|it| it.0),
            which: figure.which.clone(),
            source: figure.source,
            meaning: measure(figure.name).map_or("", |it| it.meaning),
        }
    }
}
