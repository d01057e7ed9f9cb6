//! Hours a child: the staffed hours of the open sites, shared out among the children around them.

use super::level::Question;
use super::{Absent, Case};
use crate::access::{Demand, NoQuantity, Supply, enhanced_two_step_fca};
use crate::ids::{AreaId, Column, ServiceId, SiteId};
use crate::model::{Configuration, Opening};
use crate::units::Hours;

/// The staffed hours a week for each child of each area, `a_i = Σ_j w_ij H_j / Σ_k p_k w_kj`: the enhanced two-step
/// floating catchment (Luo and Qi 2009) with hours for supply. An area without children has its own value too.
pub(super) fn hours_per_child(
    question: &Question,
    configuration: &Configuration,
) -> Result<Column<AreaId, f64>, Absent> {
    let case = question.case;
    let times = question.times()?;
    let supply = supply(question, configuration)?;
    let people = case.areas.list.ids().map(|area| question.children(area));
    let demand = Demand::new(people.collect()).map_err(no_quantity)?;
    let decay = &case.policy.decay;
    let found = match question.near {
        Some(near) => enhanced_two_step_fca(near, &supply, &demand, decay),
        None => enhanced_two_step_fca(times, &supply, &demand, decay),
    };
    Ok(found.access)
}

/// The hours of the open sites that offer the service; each of them must tell its own.
fn supply(question: &Question, configuration: &Configuration) -> Result<Supply, Absent> {
    let case = question.case;
    let hours_at = |site: SiteId| {
        let opening = configuration.opening(site)?;
        Some(hours(case, site, opening, question.service)?.get())
    };
    let sites = case.offering(configuration, question.service);
    let each = sites.into_iter().map(|site| (site, hours_at(site)));
    told_by_each(case, "staffed hours are", each)
}

/// What sites offer where each of them tells its own.
pub(super) fn told_by_each(
    case: &Case,
    what: &str,
    sites: impl IntoIterator<Item = (SiteId, Option<f64>)>,
) -> Result<Supply, Absent> {
    let (mut offers, mut lacking) = (Vec::new(), Vec::new());
    for (site, told) in sites {
        match told {
            Some(offer) => offers.push((site, offer)),
            None => lacking.push(case.sites[site].name.as_str()),
        }
    }
    match untold(what, &lacking) {
        Some(reason) => Err(reason),
        None => Supply::new(offers).map_err(no_quantity),
    }
}

/// Why a sum over sites is not known, if some sites do not tell theirs: "no staffed hours are given for Farcet and 2 other sites".
pub(super) fn untold(what: &str, sites: &[&str]) -> Option<Absent> {
    let (first, others) = match sites {
        [] => return None,
        [first] => (first, String::new()),
        [first, _] => (first, " and 1 other site".to_owned()),
        [first, rest @ ..] => (first, format!(" and {} other sites", rest.len())),
    };
    Some(Absent(format!("no {what} given for {first}{others}")))
}

/// The hours of an open site: as it is open, else of its row where it is open at its own tier, else of the tier. Of
/// services asked for together those of the one that is there least. A member of a network that gives no part of the
/// service itself has none for it.
fn hours(case: &Case, site: SiteId, opening: &Opening, service: ServiceId) -> Option<Hours> {
    if !case.gives(opening, service) {
        return Some(Hours::default());
    }
    let usual = Opening::of(&case.sites[site], opening.tier, &case.tiers);
    let of = |it: ServiceId| opening.hours_of(it).or_else(|| usual.hours_of(it));
    let Some(parts) = case.services[service].parts() else {
        return of(service);
    };
    // Another member of its network may offer a part; what counts is what is offered here.
    let here = parts.iter().filter(|it| opening.services.contains(it));
    let each: Option<Vec<Hours>> = here.map(|it| of(*it)).collect();
    each?.into_iter().min_by(|a, b| a.get().total_cmp(&b.get()))
}

pub(super) fn no_quantity(why: NoQuantity) -> Absent {
    Absent(why.to_string())
}
