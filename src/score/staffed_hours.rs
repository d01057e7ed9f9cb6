//! Hours a child: the staffed hours of the open sites, shared out among the children around them.

use super::level::Question;
use super::{Absent, Case};
use crate::access::{Demand, NoQuantity, Supply, enhanced_two_step_fca};
use crate::ids::{AreaId, Column, SiteId};
use crate::model::{Configuration, Opening};
use crate::units::Hours;

/// The staffed hours a week for each child of each area, `a_i = Σ_j w_ij H_j / Σ_k p_k w_kj`: the enhanced two-step
/// floating catchment (Luo and Qi 2009) with hours for supply. An area without children has its own value too.
pub(super) fn hours_per_child(
    question: &Question,
    configuration: &Configuration,
) -> Result<Column<AreaId, f64>, Absent> {
    let case = question.case;
    let unknown = || {
        Absent(format!(
            "there are no travel times {}",
            question.mode.phrase()
        ))
    };
    let times = case.times.get(question.mode).ok_or_else(unknown)?;
    let supply = supply(question, configuration)?;
    let people = case.areas.list.ids().map(|area| question.children(area));
    let demand = Demand::new(people.collect()).map_err(no_quantity)?;
    Ok(enhanced_two_step_fca(times, &supply, &demand, &case.policy.decay).access)
}

/// The hours of the open sites that offer the service; each of them must tell its own.
fn supply(question: &Question, configuration: &Configuration) -> Result<Supply, Absent> {
    let case = question.case;
    let (mut offers, mut unknown) = (Vec::new(), Vec::new());
    let offering = configuration.open();
    for (site, opening) in offering.filter(|(_, it)| it.services.contains(&question.service)) {
        match hours(case, site, opening) {
            Some(hours) => offers.push((site, hours.get())),
            None => unknown.push(case.sites[site].name.as_str()),
        }
    }
    let others = match unknown.as_slice() {
        [] => return Supply::new(offers).map_err(no_quantity),
        [_] => String::new(),
        [_, _] => " and 1 other site".to_owned(),
        [_, rest @ ..] => format!(" and {} other sites", rest.len()),
    };
    let first = unknown[0];
    Err(Absent(format!(
        "no staffed hours are given for {first}{others}"
    )))
}

/// The hours of an open site: as it is open, else of its row where it is open at its own tier, else of the tier.
fn hours(case: &Case, site: SiteId, opening: &Opening) -> Option<Hours> {
    let usual = || Opening::of(&case.sites[site], opening.tier, &case.tiers).hours;
    opening.hours.or_else(usual)
}

fn no_quantity(why: NoQuantity) -> Absent {
    Absent(why.to_string())
}
