//! Options side by side as data, under stable names: the form of `compare --json`.

use serde::Serialize;

use super::json::{FigureJson, StudyJson, UnservedJson, judged};
use super::options::OptionsPage;
use super::robust::Paced;
use super::{Comparison, CsvOf, figures_csv};
use crate::score::{Composite, Figure, Offer, ScoredOption};
use crate::units::Seconds;

/// What `compare --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionsJson {
    /// What the study is; its mode is that of every figure.
    pub study: StudyJson,
    /// The id of the service of every figure.
    pub service: String,
    /// The standard in minutes; null where there is none.
    pub standard_minutes: Option<f64>,
    /// Pounds a year that an option may cost, where given.
    pub budget: Option<f64>,
    /// The options in the order given, today first.
    pub options: Vec<OptionJson>,
    /// The options always offered.
    pub offered: Vec<OfferedJson>,
    /// How robust the order is, where asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub robustness: Option<RobustnessJson>,
    /// The options weighed together, where asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub composite: Option<CompositeJson>,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionJson {
    /// `baseline` or `scenario`.
    pub configuration: &'static str,
    /// The scenario's id; null for today.
    pub id: Option<String>,
    /// The name people know.
    pub name: String,
    /// The ids of the open sites.
    pub open: Vec<String>,
    /// The rules of the study that it breaks, a sentence each: locks, exclusions, distances, protected services (of all
    /// services), and staffed hours that it cuts though they are to be kept.
    pub breaks: Vec<String>,
    /// Every figure of the service and of money; a scenario's against today stand among them.
    pub figures: Vec<FigureJson>,
    /// The areas that cannot be served, by reason.
    pub unserved: Vec<UnservedJson>,
}

/// The answer to one plain question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfferedJson {
    /// The question: `today`, `cheapest_that_meets_the_floor`, `most_within_the_standard`,
    /// `most_within_the_standard_deciles_1_3` or `least_harm_within_budget`.
    pub question: &'static str,
    /// The places of the best options in `options`, from 0; several where they are equal, none where there is a reason.
    pub options: Vec<usize>,
    /// Where today alone is best, the places of those that are of the others.
    pub of_the_others: Vec<usize>,
    /// The places of those of both that break a rule, as `breaks` of the option tells.
    pub breaking_rules: Vec<usize>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How robust the order of options is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RobustnessJson {
    /// What comes first.
    pub criterion: &'static str,
    /// How the times were had.
    pub how: String,
    /// For each option in how many settings it comes first, alone or with others.
    pub first: Vec<usize>,
    /// For each option in how many it comes first alone.
    pub alone: Vec<usize>,
    /// For each option in how many it comes first when today is left out.
    pub first_of_plans: Vec<usize>,
    /// For each option its part of the settings where equals share one.
    pub credit: Vec<f64>,
    /// Every setting.
    pub settings: Vec<SettingOfJson>,
    /// Why it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One setting of speed and standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SettingOfJson {
    /// The speed in words.
    pub speed: String,
    /// The speed as a factor on that of the study.
    pub factor: f64,
    /// The standard.
    pub standard_minutes: f64,
    /// Option by option.
    pub share_within: Vec<f64>,
    /// Option by option: children of deciles 1-3 beyond the standard.
    pub children_beyond_deciles_1_3: Vec<f64>,
    /// Option by option: children worse off by more than 5 minutes.
    pub children_losing_over_5: Vec<f64>,
    /// The slope index of minutes, option by option; null where it has no value.
    pub sii_minutes: Vec<Option<f64>>,
    /// The relative index of minutes, option by option; null where it has no value.
    pub rii_minutes: Vec<Option<f64>>,
    /// The places of those that come first.
    pub first: Vec<usize>,
    /// The places of those that come first when today is left out.
    pub first_of_plans: Vec<usize>,
}

/// Options weighed together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CompositeJson {
    /// What is weighed.
    pub components: Vec<ComponentJson>,
    /// The figures that are the same for all options.
    pub alike: Vec<&'static str>,
    /// How many weightings were tried.
    pub weightings: usize,
    /// Into how many equal parts the weight was divided.
    pub steps: usize,
    /// Option by option.
    pub options: Vec<WeighedJson>,
}

/// A figure and its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComponentJson {
    /// The figure's name.
    pub name: &'static str,
    /// Its weight.
    pub weight: f64,
}

/// How one option fares.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WeighedJson {
    /// The weighted score, 0 to 1; null where it is not weighed.
    pub score: Option<f64>,
    /// The share of weightings that put it first.
    pub acceptability: Option<f64>,
    /// The place of an option that is at least as good in all and better in one.
    pub dominated_by: Option<usize>,
    /// Why it is not weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is said of options, as data.
#[must_use]
pub fn options_json(page: &OptionsPage) -> OptionsJson {
    let today = &page.options[0];
    let comparison = Comparison {
        case: &today.case,
        today: &today.scorecard,
        plan: None,
    };
    let standard = today.scorecard.reaches[page.service].standard;
    let options = page.options.iter().enumerate();
    OptionsJson {
        study: StudyJson::of(page.heading, &comparison),
        service: today.case.services[page.service].id.clone(),
        standard_minutes: standard.map(Seconds::minutes),
        budget: page.budget,
        options: options.map(|(place, it)| option(page, place, it)).collect(),
        offered: page
            .offers
            .iter()
            .map(|it| OfferedJson::of(page, it))
            .collect(),
        robustness: page.robustness.map(RobustnessJson::of),
        composite: page.composite.map(CompositeJson::of),
    }
}

/// The same as JSON text, indented, with a last line feed.
///
/// # Errors
/// Never for the types of this room; the error is serde's.
pub fn options_text(options: &OptionsJson) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(options)? + "\n")
}

/// Every figure of every option as CSV.
#[must_use]
pub fn options_csv(options: &OptionsJson) -> String {
    let all: Vec<CsvOf> = options
        .options
        .iter()
        .map(|it| CsvOf {
            kind: if it.id.is_none() {
                "baseline"
            } else {
                "scenario"
            },
            id: it.id.as_deref().unwrap_or_default(),
            name: &it.name,
            figures: &it.figures,
        })
        .collect();
    figures_csv(&all)
}

fn option(page: &OptionsPage, place: usize, it: &ScoredOption) -> OptionJson {
    let of_service = |it: &&Figure| it.service.is_none_or(|it| it == page.service);
    let mut scorecard = it.scorecard.clone();
    scorecard.figures.retain(|it| of_service(&it));
    // Today is compared with nothing.
    let changes = it.changes.iter().filter(|_| place > 0);
    let changes: Vec<Figure> = changes.filter(of_service).cloned().collect();
    let judged = judged(&it.case, &it.name, &scorecard, &changes);
    let service = &it.case.services[page.service].id;
    let unserved = judged.unserved.into_iter();
    OptionJson {
        configuration: if place > 0 { "scenario" } else { "baseline" },
        id: it.id.clone(),
        name: judged.name,
        open: judged.open,
        breaks: page.breaks(place),
        figures: judged.figures,
        unserved: unserved.filter(|it| it.service == *service).collect(),
    }
}

impl OfferedJson {
    fn of(page: &OptionsPage, offer: &Offer) -> Self {
        let named = offer.best.iter().flatten().chain(&offer.of_the_others);
        let breaking = named.filter(|it| !page.breaks(**it).is_empty());
        Self {
            question: offer.aim.word(),
            breaking_rules: breaking.copied().collect(),
            options: offer.best.clone().unwrap_or_default(),
            of_the_others: offer.of_the_others.clone(),
            reason: offer.best.clone().err().map(|it| it.0),
        }
    }
}

impl RobustnessJson {
    fn of(paced: &Paced) -> Self {
        let found = paced.robustness.as_ref().ok();
        let settings = found.map(|it| it.settings.as_slice()).unwrap_or_default();
        Self {
            criterion: "share_within, then fewest children_beyond_deciles_1_3, then fewest children_losing_over_5",
            how: paced.how.clone(),
            first: found.map(|it| it.first.clone()).unwrap_or_default(),
            alone: found.map(|it| it.alone.clone()).unwrap_or_default(),
            first_of_plans: found
                .map(|it| it.first_of_plans.clone())
                .unwrap_or_default(),
            credit: found.map(|it| it.credit.clone()).unwrap_or_default(),
            settings: settings
                .iter()
                .map(|it| SettingOfJson {
                    speed: paced.paces[it.pace].clone(),
                    factor: paced.factors[it.pace],
                    standard_minutes: it.standard.minutes(),
                    share_within: it.share_within.clone(),
                    children_beyond_deciles_1_3: it.deprived_beyond.clone(),
                    children_losing_over_5: it.losing_over_5.clone(),
                    sii_minutes: it.sii_minutes.clone(),
                    rii_minutes: it.rii_minutes.clone(),
                    first: it.first.clone(),
                    first_of_plans: it.first_of_plans.clone(),
                })
                .collect(),
            reason: paced.robustness.as_ref().err().map(|it| it.0.clone()),
        }
    }
}

impl CompositeJson {
    fn of(composite: &Composite) -> Self {
        let component = |it: &crate::score::Component| ComponentJson {
            name: it.measure.name,
            weight: it.weight,
        };
        Self {
            components: composite.components.iter().map(component).collect(),
            alike: composite.alike.clone(),
            weightings: composite.weightings,
            steps: composite.steps,
            options: composite
                .options
                .iter()
                .map(|it| match it {
                    Ok(it) => WeighedJson {
                        score: Some(it.score),
                        acceptability: Some(it.acceptability),
                        dominated_by: it.dominated_by,
                        reason: None,
                    },
                    Err(why) => WeighedJson {
                        reason: Some(why.0.clone()),
                        ..WeighedJson::default()
                    },
                })
                .collect(),
        }
    }
}
