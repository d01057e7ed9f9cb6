//! `fairreach compare`: options side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::assess::{ScenarioFile, scenario};
use crate::cli::compare_args::Compare;
use crate::cli::form::Form;
use crate::cli::output;
use crate::cli::run::{mode_of, ready_in};
use crate::ids::ServiceId;
use crate::model::Mode;
use crate::pipeline::{Fault, Prepared, Question};
use crate::report::{
    Heading, OptionsPage, Paced, counted, options_csv, options_json, options_page, options_text,
};
use crate::roads::Profile;
use crate::score::{
    Component, MOST_COMPONENTS, ScoredOption, component, composite, offers, robustness,
};
use crate::study::WrittenScenario;
use crate::units::Seconds;

/// The standards of the grid of robustness, minutes.
const STANDARDS: [u32; 4] = [10, 15, 20, 30];

/// The speeds of the grid as factors on that of the study.
const FACTORS: [f64; 5] = [0.8, 0.9, 1.0, 1.1, 1.2];

/// The walking speeds of the grid, km/h.
const WALKING: [f64; 5] = [3.0, 3.5, 4.0, 4.5, 4.8];

pub(super) fn run(arguments: &Compare) -> Result<(), Fault> {
    let form = Form::asked(arguments.out.as_ref(), arguments.json, arguments.csv)?;
    let components = components(arguments.weights.as_deref())?;
    let prepared = ready_in(&arguments.study, arguments.year.as_deref())?;
    let mode = mode_of(&prepared, arguments.mode.as_deref())?;
    let service = service(&prepared, arguments.service.as_deref())?;
    let asked = asked(&prepared, arguments)?;
    let plans = counted(asked.len(), "option");
    let mut heading = prepared.heading(&mode, Some(&plans));
    let options = judged(&prepared, &mode, &asked, &mut heading)?;
    let offered = offers(&options, service, arguments.budget);
    let robust = arguments
        .robustness
        .then(|| paced(&prepared, &mode, &options, service));
    let weighed = components
        .as_ref()
        .map(|it| composite(&options, service, it));
    let page = OptionsPage {
        heading: &heading,
        options: &options,
        service,
        offers: &offered,
        budget: arguments.budget,
        robustness: robust.as_ref(),
        composite: weighed.as_ref(),
    };
    let text = match form {
        Form::Page => options_page(&page),
        Form::Json => {
            options_text(&options_json(&page)).map_err(|it| Fault::Bug(it.to_string()))?
        }
        Form::Csv => options_csv(&options_json(&page)),
    };
    let Some(out) = arguments.out.as_ref().filter(|it| !it.is_stdout()) else {
        return output::print(&text);
    };
    let service = prepared.case.services[service].id.clone();
    let question = question(arguments, form, (&mode, service), asked);
    output::publish(&prepared, out, question, &text)
}

/// An option as asked for: its name there, what is written, and the file it was read from.
struct AskedOption {
    named: String,
    written: WrittenScenario,
    file: Option<ScenarioFile>,
}

/// The scenarios named, else every one of the study.
fn asked(prepared: &Prepared, arguments: &Compare) -> Result<Vec<AskedOption>, Fault> {
    let named = arguments.scenarios.iter().chain(&arguments.scenario);
    let mut named: Vec<String> = named.cloned().collect();
    if named.is_empty() {
        let own = prepared.study.scenarios.iter();
        named = own.map(|it| it.id.clone()).collect();
    }
    if named.is_empty() {
        let remedy = "give files of changes: fairreach compare STUDY plan-a.toml plan-b.toml";
        return Err(Fault::usage("SCENARIO", "the study has none", remedy));
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = named.iter().find(|it| !seen.insert(it.as_str())) {
        return Err(Fault::usage("SCENARIO", twice, "name each option once"));
    }
    let option = |named: String| {
        let (written, file) = scenario(prepared, &named)?;
        Ok(AskedOption {
            named,
            written,
            file,
        })
    };
    let (mut options, mut faults) = (Vec::new(), Vec::new());
    for it in named.into_iter().map(option) {
        match it {
            Ok(it) => options.push(it),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(options)
    } else {
        Err(Fault::Several(faults))
    }
}

/// Today and every option, judged. What is said of a plan stands among the notices.
fn judged(
    prepared: &Prepared,
    mode: &Mode,
    asked: &[AskedOption],
    heading: &mut Heading,
) -> Result<Vec<ScoredOption>, Fault> {
    let today = ScoredOption::today(&prepared.case, mode, &prepared.study.baseline);
    let mut options = vec![today];
    for it in asked {
        let plan = prepared.plan_of(&it.written)?;
        // Which option a notice is about: several go against the same lock.
        let of_option = prepared.plan_notices(&plan);
        heading.notices.extend(of_option.about(&it.written.id));
        let placed = prepared.placed(&plan).into_iter();
        heading
            .placed
            .extend(placed.map(|line| format!("{}: {line}", it.written.name)));
        let named = (it.written.id.as_str(), it.written.name.as_str());
        let today = &options[0].scorecard;
        let option = ScoredOption::plan(named, &plan.case, &plan.configuration, today);
        options.push(option);
    }
    Ok(options)
}

/// The service of an id, or the first.
pub(super) fn service(prepared: &Prepared, asked: Option<&str>) -> Result<ServiceId, Fault> {
    let services = &prepared.case.services;
    let found = match asked {
        Some(id) => services.find(|it| it.id == id),
        None => services.ids().next(),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = services.iter().map(|it| it.id.as_str()).collect();
        let remedy = format!("give one of the study's services: {}", known.join(", "));
        Fault::usage("--service", asked.unwrap_or_default(), &remedy)
    })
}

/// The order of options over the grid of speeds and standards.
fn paced(prepared: &Prepared, mode: &Mode, options: &[ScoredOption], service: ServiceId) -> Paced {
    let own = prepared.ways.get(mode).map(|it| &it.profile);
    let walking = own.filter(|_| *mode == Mode::walk());
    let (factors, paces): (Vec<f64>, Vec<String>) = if let Some(own) = walking {
        let pace = |kmh: f64| (kmh / own.walking.get(), format!("{kmh:.1} km/h"));
        WALKING.into_iter().map(pace).unzip()
    } else {
        let pace = |factor: f64| (factor, format!("{factor} times"));
        FACTORS.into_iter().map(pace).unzip()
    };
    let standards = STANDARDS.map(Seconds::from_minutes);
    Paced {
        robustness: robustness(options, service, &factors, &standards),
        standards: STANDARDS.map(f64::from).to_vec(),
        how: how(own, walking.is_some(), mode),
        factors,
        paces,
    }
}

/// How times at another speed were had, and what of it is an approximation.
fn how(profile: Option<&Profile>, walking: bool, mode: &Mode) -> String {
    let scaled = "Nothing was routed again";
    match profile {
        Some(own) if walking => format!(
            "{scaled}: the study walks at {:.1} km/h, and each journey is scaled as a whole, which is exact where all of it is \
             walked at that speed.",
            own.walking.get()
        ),
        Some(_) => format!(
            "{scaled}: each journey {} is scaled as a whole, its delays at junctions and its ends too, which is an approximation; \
             another setting of the speeds is routed by [modes].",
            mode.phrase()
        ),
        None => format!(
            "{scaled}: each time {} that the study brings is scaled as a whole, waiting and walking too, which is an \
             approximation.",
            mode.phrase()
        ),
    }
}

/// Names that members may use for a figure.
const ALIASES: [(&str, &str); 3] = [
    ("children_better", "children_gaining"),
    ("children_worse", "children_losing"),
    ("children_worse_over_5", "children_losing_over_5"),
];

/// The figures to weigh together, where that is asked.
fn components(asked: Option<&str>) -> Result<Option<Vec<Component>>, Fault> {
    let Some(text) = asked else { return Ok(None) };
    let refused = |remedy: &str| Fault::usage("--weights", text, remedy);
    let mut components: Vec<Component> = Vec::new();
    for part in text.split(',') {
        let form = "write figures and weights above 0, such as share_within=2,children_losing=1";
        let (name, weight) = part.split_once('=').ok_or_else(|| refused(form))?;
        let weight: Option<f64> = weight.trim().parse().ok();
        let weight = weight.filter(|it| it.is_finite() && *it > 0.0);
        let weight = weight.ok_or_else(|| refused(form))?;
        let name = name.trim();
        let alias = ALIASES.iter().find(|it| it.0 == name);
        let measure = component(alias.map_or(name, |it| it.1))
            .map_err(|why| refused(&format!("{name}: {why}")))?;
        if components.iter().any(|it| it.measure == measure) {
            return Err(refused(&format!(
                "{name} is named twice; name each figure once"
            )));
        }
        components.push(Component { measure, weight });
    }
    if components.len() > MOST_COMPONENTS {
        let remedy = format!("weigh at most {MOST_COMPONENTS} figures together");
        return Err(refused(&remedy));
    }
    Ok(Some(components))
}

/// What was asked, after defaults.
fn question(
    arguments: &Compare,
    form: Form,
    (mode, service): (&Mode, String),
    asked: Vec<AskedOption>,
) -> Question {
    let mut options = BTreeMap::from([
        ("mode".to_owned(), vec![mode.name().to_owned()]),
        ("service".to_owned(), vec![service]),
        (
            "scenario".to_owned(),
            asked.iter().map(|it| it.named.clone()).collect(),
        ),
    ]);
    options.extend(form.option().map(|it| (it.to_owned(), Vec::new())));
    if arguments.robustness {
        options.insert("robustness".to_owned(), Vec::new());
    }
    let budget = arguments.budget.iter();
    options.extend(budget.map(|it| ("budget".to_owned(), vec![it.to_string()])));
    let year = arguments.year.iter();
    options.extend(year.map(|it| ("year".to_owned(), vec![it.clone()])));
    let weights = arguments.weights.iter();
    options.extend(weights.map(|it| ("weights".to_owned(), vec![it.clone()])));
    Question {
        command: "compare",
        options,
        scenarios: asked.into_iter().filter_map(|it| it.file).collect(),
    }
}
