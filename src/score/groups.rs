//! Who is told apart in a scorecard: everyone, each national decile, each district, each group that the study brings.

use super::{Case, DeprivationBand, Scope};
use crate::ids::{AreaId, GroupId, GroupingId, Id};
use crate::model::{Decile, Grouping};

/// Some areas that are judged together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) scope: Scope,
    /// In order of their ids, which fixes the order of every sum.
    pub(super) areas: Vec<AreaId>,
}

/// The groups of a case: every area, the ten deciles (empty ones too), the districts, the deprivation bands, the
/// study's own groupings.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) all: Group,
    pub(super) deciles: Vec<Group>,
    pub(super) districts: Vec<Group>,
    pub(super) bands: Vec<Group>,
    /// The groups of each grouping.
    pub(super) groupings: Vec<Vec<Group>>,
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
            groupings: case.areas.groupings.enumerate().map(of_grouping).collect(),
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

    /// Those of whom it is told who gains and who loses: everyone, then each decile, each district, each deprivation
    /// band and each group of the study's own.
    pub(super) fn told_of_change(&self) -> impl Iterator<Item = &Group> {
        self.iter()
            .chain(&self.bands)
            .chain(self.groupings.iter().flatten())
    }
}

/// The groups of one grouping; an area of which nobody tells a group is in none.
fn of_grouping((grouping, it): (GroupingId, &Grouping)) -> Vec<Group> {
    let group = |id: GroupId| Group {
        scope: Scope::Group(grouping, id),
        areas: Vec::new(),
    };
    let mut groups: Vec<Group> = it.groups.ids().map(group).collect();
    for (area, group) in it.of.enumerate() {
        if let Some(group) = group {
            groups[group.place()].areas.push(area);
        }
    }
    groups
}
