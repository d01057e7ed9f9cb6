//! What `fairreach optimise` is asked for, as a wish.

use crate::cli::compare::service;
use crate::cli::optimise_args::{Classic, LeastHours, Optimise, Saving};
use crate::cli::run::mode_of;
use crate::ids::{Column, Id};
use crate::optimise::{Goal, Wish};
use crate::pipeline::{Fault, Prepared};
use crate::study::nearest_word;
use crate::units::Pounds;

/// What is wished for, with the study's own where nothing is asked.
pub(super) fn wish(prepared: &Prepared, arguments: &Optimise) -> Result<Wish, Fault> {
    let case = &prepared.case;
    let service = service(prepared, arguments.service.as_deref())?;
    let mode = mode_of(prepared, arguments.mode.as_deref())?;
    let goal = arguments.problem.map(Classic::goal).or(arguments.goal);
    let goal = goal.unwrap_or(Goal::MeanMinutes);
    let everyone = arguments.everyone || arguments.problem == Some(Classic::Lscp);
    let budget = budget(prepared, arguments)?;
    let today = case.offering(&case.baseline, service).len();
    // A goal that more sites always better needs a limit; where money or the standard sets one, any number may open.
    let free = budget.is_some() || everyone || matches!(goal, Goal::Cost | Goal::OpenSites);
    let as_today = (!free).then_some(today..=today);
    let mut faults = Vec::new();
    let mut sites =
        |option: &str, ids: &[String]| named(option, ids, &case.sites, |it| &it.id, &mut faults);
    let fixed = sites("--fix", &arguments.fix);
    let closed = sites("--shut", &arguments.shut);
    let tiers = named(
        "--tiers",
        &arguments.tiers,
        &case.tiers,
        |it| &it.id,
        &mut faults,
    );
    if !faults.is_empty() {
        return Err(Fault::Several(faults));
    }
    let hours = match arguments.hours {
        Some(LeastHours::AWeek(hours)) => Some(hours),
        Some(LeastHours::Keep) => Some(hours_today(prepared, "--hours keep")?),
        None if case.money.keep_front_line => Some(hours_today(
            prepared,
            "[money] front_line_hours = \"keep\"",
        )?),
        None => None,
    };
    Ok(Wish {
        service,
        mode,
        goal,
        open: arguments.open.clone().or(as_today),
        budget,
        floor: arguments.floor,
        least: Vec::new(),
        everyone,
        hours,
        places: arguments.places,
        fixed,
        closed,
        tiers,
    })
}

/// What a plan may cost: as asked, else as the study says.
fn budget(prepared: &Prepared, arguments: &Optimise) -> Result<Option<Pounds>, Fault> {
    let money = &prepared.case.money;
    let today = || figure_today(prepared, "annual_cost", "--saving");
    let asked = match (arguments.budget, arguments.saving) {
        (Some(budget), _) => Some(budget),
        (None, Some(Saving::Pounds(saving))) => Some(today()? - saving),
        (None, Some(Saving::Share(share))) => Some(today()? * (1.0 - share)),
        (None, None) => None,
    };
    if let Some(asked) = asked {
        // A budget is kept to the penny: what is beyond it by a fraction of one is beyond it.
        let floored = (asked * 100.0).floor() / 100.0;
        return Ok(Pounds::from_fractional(floored));
    }
    Ok(match (money.budget, money.saving) {
        (Some(budget), _) => Some(budget),
        (None, Some(saving)) => Pounds::from_fractional(today()?).map(|it| it - saving),
        (None, None) => None,
    })
}

fn hours_today(prepared: &Prepared, asked: &str) -> Result<f64, Fault> {
    figure_today(prepared, "front_line_hours", asked)
}

/// A figure of today's money, which an option needs.
fn figure_today(prepared: &Prepared, name: &str, option: &str) -> Result<f64, Fault> {
    let case = &prepared.case;
    let card = crate::score::headline(case, &case.mode, &case.baseline);
    let figure = card.figures.iter().find(|it| it.name == name);
    match figure.map(|it| &it.value) {
        Some(Ok(value)) => Ok(*value),
        Some(Err(why)) => Err(Fault::usage(
            option,
            &why.0,
            "add it to the rows of the sites, or leave the option out",
        )),
        None => Err(Fault::Bug(format!("{name} is not told"))),
    }
}

/// The ids of some names; each that there is not is a fault.
fn named<I: Id, T>(
    option: &str,
    names: &[String],
    known: &Column<I, T>,
    id: impl Fn(&T) -> &String,
    faults: &mut Vec<Fault>,
) -> Vec<I> {
    let mut found = Vec::new();
    for name in names {
        if let Some(it) = known.find(|it| id(it) == name) {
            found.push(it);
            continue;
        }

        let near = nearest_word(name, known.iter().map(|it| id(it).as_str()));
        let remedy = near.map_or_else(
            || "give an id that the study has".to_owned(),
            |it| format!("did you mean {it}?"),
        );
        faults.push(Fault::usage(option, name, &remedy));
    }
    found
}
