//! Who is told apart in a scorecard: everyone, each national decile, each district.

use super::{Case, DeprivationBand, Scope};
use crate::ids::{AreaId, Id};
use crate::model::Decile;

/// Some areas that are judged together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) scope: Scope,
    /// In order of their ids, which fixes the order of every sum.
    pub(super) areas: Vec<AreaId>,
}

/// The groups of a case: every area, the ten deciles (empty ones too), the districts, the deprivation bands.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) all: Group,
    pub(super) deciles: Vec<Group>,
    pub(super) districts: Vec<Group>,
    pub(super) bands: Vec<Group>,
}

impl Groups {
    pub(super) fn of(case: &Case) -> Self {
        let group = |scope| Group {
            scope,
            areas: Vec::new(),
        };
        let mut groups = Self {
            all: group(Scope::All),
            deciles: Decile::all().map(Scope::Decile).map(group).collect(),
            districts: case
                .areas
                .districts
                .ids()
                .map(Scope::District)
                .map(group)
                .collect(),
            bands: DeprivationBand::ALL
                .map(Scope::DeprivationBand)
                .map(group)
                .into(),
        };
        for (area, it) in case.areas.list.enumerate() {
            groups.all.areas.push(area);
            groups.districts[it.district.place()].areas.push(area);
            if let Some(decile) = case.decile(area) {
                groups.deciles[usize::from(decile.get()) - 1]
                    .areas
                    .push(area);
                let band = DeprivationBand::of(decile) as usize;
                groups.bands[band].areas.push(area);
            }
        }
        groups
    }

    /// Everyone, then each decile and each district.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Group> {
        std::iter::once(&self.all)
            .chain(&self.deciles)
            .chain(&self.districts)
    }
}
