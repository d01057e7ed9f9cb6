//! Scenarios that only open and close sites of the study, scored thousands of times as fast as by a whole scorecard, and the
//! same.

use crate::ids::{Column, ServiceId, SiteId};
use crate::model::{Mode, Opening, TierKind};
use crate::pipeline::batch::figures::BatchFigure;
use crate::pipeline::batch::score::{Plainly, Scorer, Values};
use crate::pipeline::batch::source::BatchScenario;
use crate::score::quick::{Quick, QuickFigure, QuickMoney};
use crate::score::{Case, Scope};

/// Scores by rows of numbers; what is more than which sites are open, plainly.
pub(super) struct Quickly<'a> {
    plain: Plainly<'a>,
    services: Vec<OfService>,
    money: QuickMoney,
    /// Where each figure is found.
    found: Vec<From>,
}

/// The figures of one service.
struct OfService {
    quick: Quick,
    /// Whether each site offers the service as it opens.
    offers: Column<SiteId, bool>,
}

/// Where a figure is found.
#[derive(Clone, Copy)]
enum From {
    /// Of a service, by its place among those that are gone through, and the figure's place there.
    Service(usize, usize),
    Cost,
    Saving,
    Hours,
    /// No rule is set that a plan could break.
    NoRule,
}

impl<'a> Quickly<'a> {
    /// A scorer of some figures, or `plain` again where one of them is told by a whole scorecard alone.
    pub(super) fn of(
        case: &Case,
        mode: &Mode,
        figures: &[BatchFigure],
        plain: Plainly<'a>,
    ) -> Result<Self, Plainly<'a>> {
        match Self::laid_out(case, mode, figures) {
            Some((services, found)) => Ok(Self {
                plain,
                services,
                money: QuickMoney::of(case),
                found,
            }),
            None => Err(plain),
        }
    }

    fn laid_out(
        case: &Case,
        mode: &Mode,
        figures: &[BatchFigure],
    ) -> Option<(Vec<OfService>, Vec<From>)> {
        // What a member of a network offers hangs on which others are open.
        if case.tiers.iter().any(|it| it.kind == TierKind::Network) {
            return None;
        }
        let mut asked: Vec<(ServiceId, Vec<QuickFigure>)> = Vec::new();
        let mut found = Vec::new();
        for it in figures {
            let Some(service) = it.service else {
                found.push(money(case, it)?);
                continue;
            };
            if it.about.is_some() {
                return None;
            }
            let place = asked.iter().position(|known| known.0 == service);
            let place = place.unwrap_or_else(|| {
                asked.push((service, Vec::new()));
                asked.len() - 1
            });
            found.push(From::Service(place, asked[place].1.len()));
            asked[place].1.push(QuickFigure {
                name: it.name,
                scope: it.scope,
                cutoff: it.cutoff,
            });
        }
        let of_service = |(service, wanted): (ServiceId, Vec<QuickFigure>)| {
            let offers = |site: &crate::model::Site| {
                case.offers_alone(&Opening::of(site, site.tier, &case.tiers), service)
            };
            Some(OfService {
                quick: Quick::of(case, mode, service, &wanted).ok()?,
                offers: case.sites.map(offers),
            })
        };
        let services: Option<Vec<OfService>> = asked.into_iter().map(of_service).collect();
        Some((services?, found))
    }
}

/// Where a figure of money or rules is found; `None` where only a scorecard has it.
fn money(case: &Case, figure: &BatchFigure) -> Option<From> {
    let free = case.sites.iter().all(|it| it.lock.is_none());
    let rules = &case.rules;
    let no_rule = free && rules.exclusions.is_empty() && rules.apart.is_empty();
    match (figure.name, figure.scope) {
        ("annual_cost", Scope::All) => Some(From::Cost),
        ("saving", Scope::All) => Some(From::Saving),
        ("front_line_hours", Scope::All) => Some(From::Hours),
        ("rules_broken", Scope::All) if no_rule => Some(From::NoRule),
        _ => None,
    }
}

impl Scorer for Quickly<'_> {
    fn at_once(&self) -> usize {
        4_096
    }

    fn rows_a_part(&self) -> u64 {
        1_000_000
    }

    fn score(&self, scenarios: &[BatchScenario]) -> Vec<Values> {
        let quick = scenarios.iter().filter(|it| it.plan.is_none());
        let quick: Vec<&BatchScenario> = quick.collect();
        let of_service = |it: &OfService| {
            let offering = |scenario: &&BatchScenario| -> Vec<SiteId> {
                let open = scenario.open.iter().copied();
                open.filter(|site| it.offers[*site]).collect()
            };
            let sets: Vec<Vec<SiteId>> = quick.iter().map(offering).collect();
            let mut rows = vec![f64::NAN; sets.len() * it.quick.wanted().len()];
            it.quick.score_many(&sets, &mut rows);
            rows
        };
        let rows: Vec<Vec<f64>> = self.services.iter().map(of_service).collect();
        let mut nth = 0;
        let values = |scenario: &BatchScenario| {
            if scenario.plan.is_some() {
                return self.plain.one(scenario);
            }
            let value = |from: &From| match *from {
                From::Service(service, place) => {
                    let width = self.services[service].quick.wanted().len();
                    Some(rows[service][nth * width + place]).filter(|it| !it.is_nan())
                }
                From::Cost => self.money.annual_cost(&scenario.open),
                From::Saving => self.money.saving(&scenario.open),
                From::Hours => self.money.front_line_hours(&scenario.open),
                From::NoRule => Some(0.0),
            };
            let values = self.found.iter().map(value).collect();
            nth += 1;
            values
        };
        scenarios.iter().map(values).collect()
    }
}
