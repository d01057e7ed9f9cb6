//! What configurations cost and how they are staffed, from a number a site.

use crate::ids::{Column, SiteId};
use crate::model::Opening;
use crate::score::Case;
use crate::units::Pounds;

/// The annual cost, the saving and the staffed hours of any set of open sites, each open at its own tier and hours. The
/// figures are those of the scorecard: `annual_cost`, `saving` and `front_line_hours`.
#[derive(Clone, Debug)]
pub struct QuickMoney {
    /// What each site costs a year; `None` where nobody says.
    costs: Column<SiteId, Option<Pounds>>,
    hours: Column<SiteId, Option<f64>>,
    today: Column<SiteId, bool>,
    stated: Option<Pounds>,
}

impl QuickMoney {
    /// Lays out a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let hours = |site: SiteId| {
            let it = &case.sites[site];
            Some(Opening::of(it, it.tier, &case.tiers).all_hours()?.get())
        };
        let sites = || case.sites.ids();
        Self {
            costs: case.sites.map(crate::model::Site::annual_cost),
            hours: sites().map(hours).collect(),
            today: sites()
                .map(|it| case.baseline.opening(it).is_some())
                .collect(),
            stated: case.money.stated,
        }
    }

    /// Pounds a year, of open sites in order of their ids; `None` where a site that counts does not tell its cost.
    #[must_use]
    pub fn annual_cost(&self, open: &[SiteId]) -> Option<f64> {
        let cost = match self.stated {
            Some(stated) => stated - self.saved(open)?,
            None => open
                .iter()
                .map(|it| self.costs[*it])
                .sum::<Option<Pounds>>()?,
        };
        Some(cost.get())
    }

    /// Pounds a year less than today.
    #[must_use]
    pub fn saving(&self, open: &[SiteId]) -> Option<f64> {
        Some(self.saved(open)?.get())
    }

    /// What the sites that close cost, less those that open.
    fn saved(&self, open: &[SiteId]) -> Option<Pounds> {
        let mut left = open.iter().peekable();
        let mut saved = Pounds::default();
        for (site, today) in self.today.enumerate() {
            let then = left.next_if(|it| **it == site).is_some();
            match (today, then) {
                (true, false) => saved = saved + self.costs[site]?,
                (false, true) => saved = saved - self.costs[site]?,
                _ => (),
            }
        }
        Some(saved)
    }

    /// Staffed hours a week, summed in order of sites; `None` where an open site does not tell its own.
    #[must_use]
    pub fn front_line_hours(&self, open: &[SiteId]) -> Option<f64> {
        let each = open.iter().map(|it| self.hours[*it]);
        each.into_iter().try_fold(0.0, |sum, it| Some(sum + it?))
    }
}
