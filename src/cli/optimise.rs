//! `fairreach optimise`: the best configurations, how sure that is, and what is near them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::cli::form::Form;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::optimise_args::Optimise;
use crate::cli::optimise_wish::wish;
use crate::cli::output;
use crate::cli::progress::Stages;
use crate::cli::run::ready_in;
use crate::ids::SiteId;
use crate::optimise::{Goal, Search, Wish};
use crate::pipeline::{Fault, FoundPlan, Plan, Prepared, Progress, Question, Searched};
use crate::report::{
    FrontierTable, NearRow, OptionsPage, SearchPage, ServedTable, frontier_svg, goal_of,
    goal_value, search_json, search_page, search_text,
};
use crate::score::ScoredOption;
use crate::study::{WrittenChange, scenario_text};
use crate::units::{People, Pounds};

/// How many plans stand side by side with today.
const SIDE_BY_SIDE: usize = 6;

pub(super) fn run(arguments: &Optimise) -> Result<(), Fault> {
    let form = Form::asked(arguments.out.as_ref(), arguments.json, false)?;
    if form == Form::Csv {
        let name = arguments
            .out
            .as_ref()
            .map(output::OutFile::name)
            .unwrap_or_default();
        return Err(Fault::usage(
            "--out",
            &name,
            "name a file that ends in .txt or .json",
        ));
    }
    if let Some(folder) = &arguments.plans {
        may_hold_plans(folder)?;
    }
    let prepared = ready_in(&arguments.study, arguments.year.as_deref())?;
    let wish = wish(&prepared, arguments)?;
    let search = Search {
        near: arguments.near,
        most: arguments.most.max(1),
        differ: arguments.differ,
        side_by_side: SIDE_BY_SIDE,
        frontier: arguments.frontier.clone(),
        steps: None,
        nodes: arguments.nodes,
    };
    let stop = stop_on_interrupt()?;
    let searched = {
        let stages = Stages::new();
        let goal = wish.goal;
        let watch = |best: f64, bound: f64| {
            if let Some(it) = so_far(goal, best, bound) {
                stages.so_far(&it);
            }
            !stop.load(Ordering::Relaxed)
        };
        prepared.search(wish, &search, &stages, &watch)?
    };
    let stopped = stop.load(Ordering::Relaxed);
    let text = told(&prepared, &searched, &search, (form, stopped))?;
    if let Some(folder) = &arguments.plans {
        write_plans(folder, &searched)?;
    }
    let Some(out) = arguments.out.as_ref().filter(|it| !it.is_stdout()) else {
        return output::print(&text);
    };
    if stopped {
        eprintln!(
            "{}: not written, since a search that was ended early cannot be made again; this is what it found",
            out.name()
        );
        return output::print(&text);
    }
    output::publish(
        &prepared,
        out,
        question(arguments, form, &prepared, &searched),
        &text,
    )
}

/// How far a search has come, in words.
fn so_far(goal: Goal, best: f64, bound: f64) -> Option<String> {
    let told = |value: f64| value.is_finite().then(|| goal_value(goal, value));
    match (told(best), told(bound)) {
        (Some(best), Some(bound)) => Some(format!(
            "{best} found, nothing can be better than {bound}; Ctrl-C ends the search with what was found"
        )),
        (Some(best), None) => Some(format!("{best} found; Ctrl-C ends the search with it")),
        _ => None,
    }
}

/// The answer as it is printed.
fn told(
    prepared: &Prepared,
    searched: &Searched,
    search: &Search,
    (form, stopped): (Form, bool),
) -> Result<String, Fault> {
    let wish = &searched.wish;
    let plans = crate::report::counted(searched.plans.len(), "plan");
    let mut heading = prepared.heading(&wish.mode, Some(&format!("{plans} found by a search")));
    for (plan, option) in searched.plans.iter().zip(&searched.options[1..]) {
        let laid = Plan {
            case: std::sync::Arc::clone(&option.case),
            configuration: option.scorecard.configuration.clone(),
        };
        heading
            .notices
            .extend(prepared.plan_notices(&laid).about(&plan.id));
    }
    let near: Vec<NearRow> = searched.near.iter().map(|it| row(prepared, it)).collect();
    let today = goal_of(&searched.options[0], wish);
    let today = searched.today.map_or(today, Ok);
    let frontier = frontier(searched);
    let served = served(prepared, searched);
    let options = OptionsPage {
        heading: &heading,
        options: &searched.options,
        service: wish.service,
        offers: &[],
        budget: wish.budget.map(Pounds::get),
        robustness: None,
        composite: None,
    };
    let conflict = searched.answer.conflict.as_ref();
    let page = SearchPage {
        options: &options,
        wish,
        n_sites: searched.n_sites,
        today: &today,
        nodes: searched.answer.nodes,
        stopped,
        best: searched
            .answer
            .best
            .as_ref()
            .and(searched.near.first())
            .map(|it| it.value),
        bound: searched.bound,
        proven: searched.answer.proven,
        near: &near,
        within: (search.near, searched.answer.near_whole),
        near_proven: searched.answer.near_proven,
        binding: conflict.map_or(&[][..], |it| &it.binding),
        frontier: frontier.as_ref(),
        served: served.as_ref(),
    };
    match form {
        Form::Json => search_text(&search_json(&page)).map_err(|it| Fault::Bug(it.to_string())),
        _ => Ok(search_page(&page)),
    }
}

/// Who goes where, where places are limited.
fn served(prepared: &Prepared, searched: &Searched) -> Option<ServedTable> {
    let (case, wish) = (&prepared.case, &searched.wish);
    let service = &case.services[wish.service];
    let best = searched.options.get(1)?;
    let mut sites: BTreeMap<SiteId, f64> = BTreeMap::new();
    for it in &searched.answer.served {
        let people = case.people(service.band, it.area);
        *sites.entry(it.site).or_default() += people.map_or(0.0, People::get);
    }
    let row = |(site, people): (&SiteId, &f64)| {
        let opening = best.scorecard.configuration.opening(*site);
        let places = opening.and_then(|it| case.capacity(*site, it, wish.service));
        (
            case.sites[*site].name.clone(),
            *people,
            places.unwrap_or(0.0),
        )
    };
    let areas = searched.answer.served.iter().map(|it| {
        let area = &case.areas.list[it.area];
        (area.code.clone(), case.sites[it.site].id.clone())
    });
    (!sites.is_empty()).then(|| ServedTable {
        sites: sites.iter().map(row).collect(),
        areas: areas.collect(),
    })
}

fn frontier(searched: &Searched) -> Option<FrontierTable> {
    let frontier = searched.frontier.as_ref()?;
    let today = |option: &ScoredOption| -> Option<Vec<f64>> {
        let value = |goal: &Goal| {
            let wish = Wish {
                goal: *goal,
                ..searched.wish.clone()
            };
            goal_of(option, &wish).ok()
        };
        frontier.goals.iter().map(value).collect()
    };
    let ids = frontier.plans.iter().map(|it| it.id.clone());
    Some(FrontierTable {
        goals: frontier.goals.clone(),
        rows: ids.zip(frontier.values.iter().cloned()).collect(),
        today: today(&searched.options[0]),
        whole: frontier.whole,
    })
}

/// A plan in a line.
fn row(prepared: &Prepared, plan: &FoundPlan) -> NearRow {
    let sites = &prepared.case.sites;
    let name = |id: &str| {
        let site = sites.find(|it| it.id == id);
        site.map_or_else(|| id.to_owned(), |it| sites[it].name.clone())
    };
    let named = |of: &dyn Fn(&WrittenChange) -> Option<String>| {
        plan.changes.iter().filter_map(of).collect()
    };
    NearRow {
        id: plan.id.clone(),
        value: plan.value,
        opens: named(&|it| match it {
            WrittenChange::Open { open, .. } => Some(name(open)),
            _ => None,
        }),
        closes: named(&|it| match it {
            WrittenChange::Close { close } => Some(name(close)),
            _ => None,
        }),
        converts: named(&|it| match it {
            WrittenChange::Convert { convert, .. } => Some(name(convert)),
            _ => None,
        }),
    }
}

/// Refuses a place where no folder of plans can stand.
fn may_hold_plans(folder: &Path) -> Result<(), Fault> {
    let shown = folder.display().to_string();
    let taken = match std::fs::read_dir(folder) {
        Ok(mut it) => it.next().is_some(),
        Err(_) => folder.exists(),
    };
    if taken {
        return Err(Fault::usage(
            "--plans",
            &shown,
            "name a new or an empty folder: nothing in this one was touched",
        ));
    }
    Ok(())
}

/// Writes every plan as a scenario file, and the frontier as a picture and a table.
fn write_plans(folder: &Path, searched: &Searched) -> Result<(), Fault> {
    let shown = folder.display().to_string();
    std::fs::create_dir_all(folder).map_err(|it| Fault::unwritable(&shown, it))?;
    let mut written = 0;
    let beside = searched.plans.iter().filter(|it| it.without.is_some());
    let of_frontier = searched.frontier.iter().flat_map(|it| &it.plans);
    for plan in searched.near.iter().chain(beside).chain(of_frontier) {
        let found = format!(
            "found by fairreach optimise: {} {}",
            searched.wish.goal.word(),
            plan.value
        );
        let text = scenario_text(&plan.id, &plan.name, &plan.changes, &[&found]);
        output::write(&folder.join(format!("{}.toml", plan.id)), text.as_bytes())?;
        written += 1;
    }
    if let Some(svg) = frontier(searched).and_then(|it| frontier_svg(&it)) {
        output::write(&folder.join("frontier.svg"), svg.as_bytes())?;
    }
    eprintln!(
        "{shown}: {} written",
        crate::report::counted(written, "plan")
    );
    Ok(())
}

/// What was asked, after defaults.
fn question(
    arguments: &Optimise,
    form: Form,
    prepared: &Prepared,
    searched: &Searched,
) -> Question {
    let wish = &searched.wish;
    let one = |it: String| vec![it];
    let mut options = BTreeMap::from([
        ("mode".to_owned(), one(wish.mode.name().to_owned())),
        (
            "service".to_owned(),
            one(prepared.case.services[wish.service].id.clone()),
        ),
        ("goal".to_owned(), one(wish.goal.word().to_owned())),
        ("near".to_owned(), one(arguments.near.to_string())),
        ("most".to_owned(), one(arguments.most.to_string())),
        ("differ".to_owned(), one(arguments.differ.to_string())),
        ("nodes".to_owned(), one(arguments.nodes.to_string())),
    ]);
    let mut told = |name: &str, value: Option<String>| {
        options.extend(value.map(|it| (name.to_owned(), vec![it])));
    };
    told(
        "open",
        wish.open
            .as_ref()
            .map(|it| format!("{}-{}", it.start(), it.end())),
    );
    told("budget", wish.budget.map(|it| it.get().to_string()));
    told("floor", wish.floor.map(|it| it.to_string()));
    told("hours", wish.hours.map(|it| it.to_string()));
    told("year", arguments.year.clone());
    let ids = |it: &[String]| (!it.is_empty()).then(|| it.join(","));
    told("fix", ids(&arguments.fix));
    told("shut", ids(&arguments.shut));
    told("tiers", ids(&arguments.tiers));
    let goals: Vec<String> = arguments
        .frontier
        .iter()
        .map(|it| it.word().to_owned())
        .collect();
    told("frontier", ids(&goals));
    let flags = [("everyone", wish.everyone), ("places", wish.places)];
    let flags = flags.into_iter().filter(|it| it.1).map(|it| it.0);
    options.extend(
        flags
            .chain(form.option())
            .map(|it| (it.to_owned(), Vec::new())),
    );
    Question {
        command: "optimise",
        options,
        scenarios: Vec::new(),
    }
}
