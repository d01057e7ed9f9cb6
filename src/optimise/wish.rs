//! What is wished for: what to better, and what to keep to.

use std::ops::RangeInclusive;

use super::Goal;
use crate::ids::{ServiceId, SiteId, TierId};
use crate::model::Mode;
use crate::units::Pounds;

/// What is wished for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The service whose sites open and close. Sites that do not offer it stay as they are.
    pub service: ServiceId,
    /// The mode of travel.
    pub mode: Mode,
    /// What to better.
    pub goal: Goal,
    /// How many of the sites that offer the service may be open; `None`: as many as today, or any number where money
    /// limits them.
    pub open: Option<RangeInclusive<usize>>,
    /// What a plan may cost a year at most.
    pub budget: Option<Pounds>,
    /// The share within the standard that every decile and every district must reach, 0 to 1.
    pub floor: Option<f64>,
    /// The shares that other goals must reach at least, 0 to 1: [`Goal::Reach`], [`Goal::DeprivedReach`] and
    /// [`Goal::InNeedReach`], of others nothing is kept to.
    pub least: Vec<(Goal, f64)>,
    /// Whether every child must be within the standard.
    pub everyone: bool,
    /// The staffed hours a week that all open sites together must have at least.
    pub hours: Option<f64>,
    /// Whether the open sites must have a place for every child.
    pub places: bool,
    /// Sites that must be open.
    pub fixed: Vec<SiteId>,
    /// Sites that must be closed.
    pub closed: Vec<SiteId>,
    /// Tiers that every site may open at, beside its own.
    pub tiers: Vec<TierId>,
}

impl Wish {
    /// A wish that keeps to nothing but the rules of the study, with any number of sites open.
    #[must_use]
    pub const fn free(service: ServiceId, mode: Mode, goal: Goal) -> Self {
        Self {
            service,
            mode,
            goal,
            open: None,
            budget: None,
            floor: None,
            least: Vec::new(),
            everyone: false,
            hours: None,
            places: false,
            fixed: Vec::new(),
            closed: Vec::new(),
            tiers: Vec::new(),
        }
    }
}
