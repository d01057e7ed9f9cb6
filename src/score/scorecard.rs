//! The scorecard: every figure of one configuration, and the areas behind them.

use crate::access::{Nearest, Unserved};
use crate::ids::{AreaId, BandId, Column, ServiceId};
use crate::model::{Configuration, Mode};
use crate::units::{People, Seconds};

use super::{Case, Figure, MeasureInfo, Scope, ServiceAccess};

/// Every figure of one configuration by one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// The configuration that was judged.
    pub configuration: Configuration,
    /// The mode of travel.
    pub mode: Mode,
    /// The figures: service by service in the study's order, then reach and supply service by service, then money. The
    /// order is the same for every configuration of a case.
    pub figures: Vec<Figure>,
    /// For each service, how each area reaches it.
    pub reaches: Column<ServiceId, Reach>,
    /// For each service, its measures area by area and what each site takes; empty where only the headline was asked for.
    pub access: Column<ServiceId, ServiceAccess>,
}

/// How each area reaches one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The age band whose people count.
    pub band: BandId,
    /// The standard by the scorecard's mode, where there is one.
    pub standard: Option<Seconds>,
    /// For each area, its nearest open site that offers the service, or why there is none.
    pub nearest: Column<AreaId, Result<Nearest, Unserved>>,
}

/// The areas that cannot be served for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct UnservedAreas {
    /// The reason.
    pub reason: Unserved,
    /// The areas, in order of their ids.
    pub areas: Vec<AreaId>,
    /// The people of the band who live there, as far as they were counted.
    pub children: f64,
}

impl Scorecard {
    /// The figure of a name, service and scope; money has no service.
    #[must_use]
    pub fn figure(&self, name: &str, service: Option<ServiceId>, scope: Scope) -> Option<&Figure> {
        find(&self.figures, name, service, scope)
    }
}

/// The figure of a name, service and scope in a list.
#[must_use]
pub fn find<'a>(
    figures: &'a [Figure],
    name: &str,
    service: Option<ServiceId>,
    scope: Scope,
) -> Option<&'a Figure> {
    figures
        .iter()
        .find(|it| it.name == name && it.service == service && it.scope == scope)
}

impl Reach {
    /// The areas that cannot be served, by reason.
    #[must_use]
    pub fn unserved(&self, case: &Case) -> Vec<UnservedAreas> {
        let mut lists: Vec<UnservedAreas> = Vec::new();
        for (area, access) in self.nearest.enumerate() {
            let Err(reason) = *access else { continue };
            let place = lists
                .iter()
                .position(|it| it.reason == reason)
                .unwrap_or_else(|| {
                    lists.push(UnservedAreas {
                        reason,
                        areas: Vec::new(),
                        children: 0.0,
                    });
                    lists.len() - 1
                });
            lists[place].areas.push(area);
            lists[place].children += case.people(self.band, area).map_or(0.0, People::get);
        }
        lists.sort_by_key(|it| it.reason);
        lists
    }
}

/// What all figures about one service share.
pub(super) struct Frame {
    pub(super) service: Option<ServiceId>,
    pub(super) mode: Option<Mode>,
    pub(super) band: Option<BandId>,
    pub(super) standard: Option<Seconds>,
}

impl Frame {
    pub(super) const MONEY: Self = Self {
        service: None,
        mode: None,
        band: None,
        standard: None,
    };

    pub(super) fn figure(
        &self,
        measure: &MeasureInfo,
        scope: Scope,
        value: Result<f64, super::Absent>,
    ) -> Figure {
        Figure {
            name: measure.name,
            service: self.service,
            mode: self.mode.clone(),
            band: self.band,
            standard: self.standard,
            cutoff: None,
            about: None,
            scope,
            which: None,
            // Adding zero turns a negative zero into a plain one.
            value: value.map(|it| it + 0.0),
            unit: measure.unit,
            polarity: measure.polarity,
            source: measure.source,
        }
    }
}
