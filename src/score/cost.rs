//! What a configuration costs a year, line by line and funder by funder, and the staffed hours it pays for.

use super::scorecard::Frame;
use super::staffed_hours::untold;
use super::{Absent, Case, Figure, Scope, measures as m};
use crate::ids::{ServiceId, SiteId};
use crate::model::{Configuration, Cost, CostLine, Makeup, Opening};
use crate::units::Pounds;

/// The annual cost: the baseline's as stated plus the change in site costs, else the sum over open sites.
pub(super) fn annual_cost(case: &Case, configuration: &Configuration) -> Result<Pounds, Absent> {
    match case.money.stated {
        Some(stated) => Ok(stated - saving(case, &case.baseline, configuration)?),
        None => total(case, configuration.open().map(|(site, _)| site)),
    }
}

/// What a plan saves a year: the costs of the sites it closes less those it opens. A site open in both costs the same.
fn saving(case: &Case, base: &Configuration, plan: &Configuration) -> Result<Pounds, Absent> {
    let only = |one: &Configuration, other: &Configuration| {
        let sites: Vec<SiteId> = one
            .open()
            .map(|(site, _)| site)
            .filter(|site| other.opening(*site).is_none())
            .collect();
        total(case, sites.into_iter())
    };
    Ok(only(base, plan)? - only(plan, base)?)
}

fn total(case: &Case, sites: impl Iterator<Item = SiteId>) -> Result<Pounds, Absent> {
    let (mut sum, mut unknown) = (Pounds::default(), Vec::new());
    for site in sites {
        match case.sites[site].annual_cost() {
            Some(cost) => sum = sum + cost,
            None => unknown.push(case.sites[site].name.as_str()),
        }
    }
    untold("annual cost is", &unknown).map_or(Ok(sum), Err)
}

/// What the configuration costs, line by line and funder by funder, and what its budget leaves.
pub(super) fn cost_figures(case: &Case, configuration: &Configuration) -> Vec<Figure> {
    let cost = annual_cost(case, configuration);
    let told = |measure, scope, value: Result<Pounds, Absent>| {
        Frame::MONEY.figure(measure, scope, value.map(Pounds::get))
    };
    let mut figures = vec![told(&m::ANNUAL_COST, Scope::All, cost.clone())];
    let lines = [
        (&m::PREMISES_COST, CostLine::Premises),
        (&m::MANAGEMENT_COST, CostLine::Management),
        (&m::FRONT_LINE_COST, CostLine::FrontLine),
    ];
    for (measure, line) in lines {
        let named = || Absent(format!("no site tells a {} cost", line.word()));
        let value = known(case, configuration, |it| it.line == line).ok_or_else(named);
        figures.push(told(measure, Scope::All, value));
    }
    for (funder, it) in case.funders.enumerate() {
        let pays = |cost: &Cost| cost.funder == Some(funder);
        let ever = case.sites.iter().flat_map(|it| &it.costs).any(pays);
        if ever || case.services.iter().any(|it| it.funder == Some(funder)) {
            let none = || Absent(format!("no site tells a cost that {} pays", it.name));
            let value = known(case, configuration, pays).ok_or_else(none);
            figures.push(told(&m::FUNDER_COST, Scope::Funder(funder), value));
        }
    }
    let nobody = || Absent("every site cost has a funder, or none is told".to_owned());
    let unnamed = known(case, configuration, |it| it.funder.is_none()).ok_or_else(nobody);
    figures.push(told(&m::COST_WITHOUT_FUNDER, Scope::All, unnamed));
    let left = cost.and_then(|cost| Ok(budget(case)? - cost));
    figures.push(told(&m::BUDGET_LEFT, Scope::All, left));
    let hours = front_line_hours(case, configuration);
    figures.push(Frame::MONEY.figure(&m::FRONT_LINE_HOURS, Scope::All, hours));
    figures
}

/// What the funders of a delivery model pay for the open sites that offer a part of it.
pub(super) fn model_cost(
    case: &Case,
    configuration: &Configuration,
    service: ServiceId,
    frame: &Frame,
) -> Option<Figure> {
    let Makeup::DeliveryModel { funders, .. } = &case.services[service].makeup else {
        return None;
    };
    let pays = |it: &Cost| it.funder.is_some_and(|it| funders.contains(&it));
    let none = || Absent("no site tells a cost that its funders pay".to_owned());
    let gives = |it: &Opening| case.gives(it, service);
    let value = known_of(case, configuration, gives, pays).ok_or_else(none);
    Some(frame.figure(&m::MODEL_COST, Scope::All, value.map(Pounds::get)))
}

/// The sum of some costs of the open sites; `None` where no site of the study, open or not, tells one.
fn known(
    case: &Case,
    configuration: &Configuration,
    which: impl Fn(&Cost) -> bool,
) -> Option<Pounds> {
    known_of(case, configuration, |_| true, which)
}

/// The same of the open sites that `counts` takes by how they are open.
fn known_of(
    case: &Case,
    configuration: &Configuration,
    counts: impl Fn(&Opening) -> bool,
    which: impl Fn(&Cost) -> bool,
) -> Option<Pounds> {
    let costs = case.sites.iter().flat_map(|it| &it.costs);
    costs.copied().any(|it| which(&it)).then(|| {
        let open = configuration.open().filter(|(_, it)| counts(it));
        let open = open.flat_map(|(site, _)| &case.sites[site].costs);
        let sum = open.filter(|it| which(it)).map(|it| it.pounds);
        sum.fold(Pounds::default(), |sum, it| sum + it)
    })
}

/// What a plan may cost: the budget, or today's cost less the saving to be made.
fn budget(case: &Case) -> Result<Pounds, Absent> {
    match (case.money.budget, case.money.saving) {
        (Some(budget), _) => Ok(budget),
        (None, Some(saving)) => Ok(annual_cost(case, &case.baseline)? - saving),
        (None, None) => Err(Absent(
            "no budget and no saving are set ([money] saving)".to_owned(),
        )),
    }
}

/// All staffed hours of the open sites; each must tell its own.
fn front_line_hours(case: &Case, configuration: &Configuration) -> Result<f64, Absent> {
    let (mut sum, mut unknown) = (0.0, Vec::new());
    for (site, opening) in configuration.open() {
        let usual = || Opening::of(&case.sites[site], opening.tier, &case.tiers).all_hours();
        match opening.all_hours().or_else(usual) {
            Some(hours) => sum += hours.get(),
            None => unknown.push(case.sites[site].name.as_str()),
        }
    }
    untold("staffed hours are", &unknown).map_or(Ok(sum), Err)
}

/// What a plan does to the staffed hours.
pub(super) fn hours_change(case: &Case, base: &Configuration, plan: &Configuration) -> Figure {
    let change =
        front_line_hours(case, plan).and_then(|then| Ok(then - front_line_hours(case, base)?));
    Frame::MONEY.figure(&m::FRONT_LINE_CHANGE, Scope::All, change)
}

pub(super) fn saving_figures(
    case: &Case,
    base: &Configuration,
    plan: &Configuration,
) -> [Figure; 2] {
    let saving = saving(case, base, plan).map(Pounds::get);
    let cost = annual_cost(case, base).map(Pounds::get);
    let share = match (&saving, &cost) {
        (Ok(saving), Ok(cost)) if *cost > 0.0 => Ok(saving / cost),
        (Ok(_), Ok(_)) => Err(Absent("today costs nothing".to_owned())),
        (Err(reason), _) | (_, Err(reason)) => Err(reason.clone()),
    };
    [
        Frame::MONEY.figure(&m::SAVING, Scope::All, saving),
        Frame::MONEY.figure(&m::SAVING_SHARE, Scope::All, share),
    ]
}
