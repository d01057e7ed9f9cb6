//! What of access a study wants measured beyond the nearest site, and how.

use std::collections::{BTreeMap, BTreeSet};

use crate::units::Seconds;

/// A measure of access, by its word in a study file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessMeasure {
    /// Minutes to the nearest open site.
    Nearest,
    /// Minutes to the second nearest.
    SecondNearest,
    /// Minutes to the third nearest.
    ThirdNearest,
    /// The mean minutes to the two nearest.
    MeanOf2,
    /// The mean minutes to the three nearest.
    MeanOf3,
    /// How many open sites are within a cut-off.
    SitesWithin,
    /// How many places are within a cut-off.
    CapacityWithin,
    /// Sites, each counted by its decay (Hansen).
    GravitySites,
    /// Places, each counted by its decay (Hansen).
    GravityCapacity,
    /// The two-step floating catchment.
    TwoStep,
    /// The enhanced two-step floating catchment.
    Enhanced,
    /// Shen's measure.
    Shen,
    /// The three-step floating catchment.
    ThreeStep,
    /// The modified two-step floating catchment.
    Modified,
    /// The balanced floating catchment.
    Balanced,
    /// Spatial availability, in places.
    SpatialAvailability,
    /// What a family bears of journey and crowd where nobody gains by going elsewhere.
    Raam,
    /// What the choice among all open sites is worth, in minutes.
    LogSum,
    /// Who would go where if places are limited.
    Assignment,
}

impl AccessMeasure {
    /// Every measure, in the order of a scorecard.
    pub const ALL: [Self; 19] = [
        Self::Nearest,
        Self::SecondNearest,
        Self::ThirdNearest,
        Self::MeanOf2,
        Self::MeanOf3,
        Self::SitesWithin,
        Self::CapacityWithin,
        Self::GravitySites,
        Self::GravityCapacity,
        Self::TwoStep,
        Self::Enhanced,
        Self::Shen,
        Self::ThreeStep,
        Self::Modified,
        Self::Balanced,
        Self::SpatialAvailability,
        Self::Raam,
        Self::LogSum,
        Self::Assignment,
    ];

    /// The word in a study file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::SecondNearest => "second-nearest",
            Self::ThirdNearest => "third-nearest",
            Self::MeanOf2 => "mean-of-2",
            Self::MeanOf3 => "mean-of-3",
            Self::SitesWithin => "sites-within",
            Self::CapacityWithin => "capacity-within",
            Self::GravitySites => "gravity-sites",
            Self::GravityCapacity => "gravity-capacity",
            Self::TwoStep => "2sfca",
            Self::Enhanced => "e2sfca",
            Self::Shen => "shen",
            Self::ThreeStep => "3sfca",
            Self::Modified => "m2sfca",
            Self::Balanced => "balanced",
            Self::SpatialAvailability => "spatial-availability",
            Self::Raam => "raam",
            Self::LogSum => "log-sum",
            Self::Assignment => "assignment",
        }
    }

    /// Whether it is measured only where a study asks for it: it is another view of the same, or costs seconds in a large
    /// study.
    #[must_use]
    pub const fn is_extra(self) -> bool {
        matches!(
            self,
            Self::Shen
                | Self::ThreeStep
                | Self::Modified
                | Self::Balanced
                | Self::SpatialAvailability
                | Self::Raam
                | Self::LogSum
                | Self::Assignment
        )
    }

    /// Whether a line of poverty can be drawn in it: more of it is better, and it is so much for each child. Minutes to
    /// the nearest are taken for a good, as the R package accessibility takes them.
    #[must_use]
    pub const fn takes_a_line(self) -> bool {
        matches!(
            self,
            Self::Nearest
                | Self::SitesWithin
                | Self::CapacityWithin
                | Self::GravitySites
                | Self::GravityCapacity
                | Self::TwoStep
                | Self::Enhanced
                | Self::Shen
                | Self::ThreeStep
                | Self::Modified
                | Self::Balanced
        )
    }
}

/// What of access is measured beyond the nearest site, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Measuring {
    /// Travel times within which sites and places are counted, inclusive, rising.
    pub cutoffs: Vec<Seconds>,
    /// The measures asked for beyond the usual ones.
    pub extra: BTreeSet<AccessMeasure>,
    /// The catchment of 2SFCA; `None`: each service's standard.
    pub catchment: Option<Seconds>,
    /// The journey that weighs as much as a site as full as all are on the whole (RAAM).
    pub raam_tau: Seconds,
    /// The line of each measure below which access counts as poor.
    pub lines: BTreeMap<AccessMeasure, f64>,
}

impl Default for Measuring {
    /// No cut-off, no measure beyond the usual ones, the standard as catchment, an hour as much as a full site.
    fn default() -> Self {
        Self {
            cutoffs: Vec::new(),
            extra: BTreeSet::new(),
            catchment: None,
            raam_tau: Seconds::from_minutes(60),
            lines: BTreeMap::new(),
        }
    }
}

impl Measuring {
    /// Whether a measure is among those wanted.
    #[must_use]
    pub fn wants(&self, measure: AccessMeasure) -> bool {
        !measure.is_extra() || self.extra.contains(&measure)
    }
}
