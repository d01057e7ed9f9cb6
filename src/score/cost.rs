//! What a configuration costs a year.

use super::scorecard::Frame;
use super::{Absent, Case, Figure, Scope, measures as m};
use crate::ids::SiteId;
use crate::model::Configuration;
use crate::units::Pounds;

/// The annual cost: the baseline's as stated plus the change in site costs, else the sum over open sites.
pub(super) fn annual_cost(case: &Case, configuration: &Configuration) -> Result<Pounds, Absent> {
    match case.stated_cost {
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
    match unknown.as_slice() {
        [] => Ok(sum),
        [one] => Err(Absent(format!("no annual cost is given for {one}"))),
        [one, rest @ ..] => Err(Absent(format!(
            "no annual cost is given for {one} and {} other sites",
            rest.len()
        ))),
    }
}

pub(super) fn cost_figure(case: &Case, configuration: &Configuration) -> Figure {
    let cost = annual_cost(case, configuration).map(Pounds::get);
    Frame::MONEY.figure(&m::ANNUAL_COST, Scope::All, cost)
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
