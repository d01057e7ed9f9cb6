//! People by age band.

use std::collections::BTreeSet;

use crate::ids::{AreaId, BandId, Column};
use crate::units::People;

/// A named band of ages, as the study names it from its file's columns. Bands may overlap and are never summed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeBand {
    /// The name in study files and tables, such as `under5`.
    pub name: String,
    /// The name in a sentence, such as "under-fives".
    pub label: String,
}

/// The people of each area by age band. `None` is a count nobody published, which is not zero.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// The bands, in the study's order.
    pub bands: Column<BandId, AgeBand>,
    /// For each band, the people of each area.
    pub counts: Column<BandId, Column<AreaId, Option<People>>>,
    /// The bands that count people in need: those of another band times the need rate of their area.
    pub in_need: BTreeSet<BandId>,
}

impl Population {
    /// The band of a name.
    #[must_use]
    pub fn band(&self, name: &str) -> Option<BandId> {
        self.bands.find(|it| it.name == name)
    }
}
