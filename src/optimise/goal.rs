//! What a search is to better: one figure of the scorecard.

use super::Weights;
use crate::location::{Aim, Loss};
use crate::score::{DeprivationBand, Polarity, Scope};
use crate::units::Seconds;

/// What a search is to better. Each is a figure of the scorecard, so that a committee reads the same number there.
///
/// No index of inequality is among them: each falls as well where short journeys become long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goal {
    /// The mean journey (p-median).
    MeanMinutes,
    /// The mean journey of children in need.
    MeanMinutesInNeed,
    /// The mean journey of the decile where it is longest.
    WorstDecileMinutes,
    /// The mean journey of the district where it is longest.
    WorstDistrictMinutes,
    /// The mean journey of the quarter of children with the longest.
    WorstQuarter,
    /// The longest journey (p-center).
    Longest,
    /// The minutes added to the journeys of today, of all people together: shorter ones make up for nothing.
    Added,
    /// The share within the standard (MCLP).
    Reach,
    /// The same in deciles 1 to 3.
    DeprivedReach,
    /// The share of children in need within the standard.
    InNeedReach,
    /// The share within the standard in the decile where it is lowest.
    WorstDecileReach,
    /// The same in the district where it is lowest.
    WorstDistrictReach,
    /// What it costs a year.
    Cost,
    /// How many sites are open; where everybody must be within the standard, LSCP.
    OpenSites,
    /// The least distance between two open sites (p-dispersion).
    Spacing,
    /// The mean journey where each area goes to one site that has room for it (capacitated p-median).
    WithPlaces,
}

/// What a goal needs to know of the places.
pub(super) struct OfPlaces<'a> {
    pub(super) number: usize,
    pub(super) costs: &'a [i64],
    pub(super) distances: &'a [Vec<u32>],
}

impl Goal {
    /// All of them, as they are told.
    pub const ALL: [Self; 16] = [
        Self::MeanMinutes,
        Self::MeanMinutesInNeed,
        Self::WorstDecileMinutes,
        Self::WorstDistrictMinutes,
        Self::WorstQuarter,
        Self::Longest,
        Self::Added,
        Self::Reach,
        Self::DeprivedReach,
        Self::InNeedReach,
        Self::WorstDecileReach,
        Self::WorstDistrictReach,
        Self::Cost,
        Self::OpenSites,
        Self::Spacing,
        Self::WithPlaces,
    ];

    /// The goal of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The figure and whom it is about, as data has them: `share_within:worst_decile`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MeanMinutes => "mean_minutes",
            Self::MeanMinutesInNeed => "mean_minutes_in_need",
            Self::WorstDecileMinutes => "mean_minutes:worst_decile",
            Self::WorstDistrictMinutes => "mean_minutes:worst_district",
            Self::WorstQuarter => "cvar25_minutes",
            Self::Longest => "max_minutes",
            Self::Added => "added_minutes",
            Self::Reach => "share_within",
            Self::DeprivedReach => "share_within:deprivation_band:1-3",
            Self::InNeedReach => "low_income_children_within",
            Self::WorstDecileReach => "share_within:worst_decile",
            Self::WorstDistrictReach => "share_within:worst_district",
            Self::Cost => "annual_cost",
            Self::OpenSites => "open_sites",
            Self::Spacing => "site_spacing",
            Self::WithPlaces => "mean_minutes_with_places",
        }
    }

    /// The same in a sentence.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::MeanMinutes => "mean journey",
            Self::MeanMinutesInNeed => "mean journey of children in need",
            Self::WorstDecileMinutes => "mean journey of the worst decile",
            Self::WorstDistrictMinutes => "mean journey of the worst district",
            Self::WorstQuarter => "mean journey of the worst-off quarter",
            Self::Longest => "longest journey",
            Self::Added => "minutes added to the journeys of today, of all children together",
            Self::Reach => "share within the standard",
            Self::DeprivedReach => "share within the standard in deciles 1-3",
            Self::InNeedReach => "share of children in need within the standard",
            Self::WorstDecileReach => "share within the standard in the worst decile",
            Self::WorstDistrictReach => "share within the standard in the worst district",
            Self::Cost => "annual cost",
            Self::OpenSites => "number of sites open",
            Self::Spacing => "least distance between two open sites",
            Self::WithPlaces => "mean journey, each area going to one site with room for it",
        }
    }

    /// The people whom the figure is about, times their scale; of one that is about sites, 1.
    pub(super) fn counts(self, weights: &Weights) -> u64 {
        match self {
            Self::Cost | Self::OpenSites | Self::Spacing => 1,
            Self::DeprivedReach => weights.most_deprived().iter().sum(),
            Self::WorstDecileMinutes | Self::WorstDecileReach => {
                let each = weights.people.iter().zip(&weights.decile_of);
                each.filter_map(|(people, decile)| decile.map(|_| people))
                    .sum()
            }
            _ => weights.people.iter().sum(),
        }
    }

    /// Why a figure has no value where it counts nobody.
    pub(super) const fn about_nobody(self) -> &'static str {
        match self {
            Self::DeprivedReach => "nobody whom the service is for lives in deciles 1 to 3",
            Self::WorstDecileMinutes | Self::WorstDecileReach => {
                "no decile is known where people live whom the service is for"
            }
            _ => "the study counts nobody whom the service is for",
        }
    }

    /// The name of the figure in the register of measures; `None` of those that no scorecard has: the number of open sites,
    /// their distances, journeys to sites with room, and the minutes added in all.
    #[must_use]
    pub fn measure(self) -> Option<&'static str> {
        let word = self.word();
        let name = word.split_once(':').map_or(word, |it| it.0);
        let of_scorecard = !matches!(
            self,
            Self::OpenSites | Self::Spacing | Self::WithPlaces | Self::Added
        );
        of_scorecard.then_some(name)
    }

    /// Whom the figure is about.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::WorstDecileMinutes | Self::WorstDecileReach => Scope::WorstDecile,
            Self::WorstDistrictMinutes | Self::WorstDistrictReach => Scope::WorstDistrict,
            Self::DeprivedReach => Scope::DeprivationBand(DeprivationBand::Most),
            _ => Scope::All,
        }
    }

    /// Whether more of it is better.
    #[must_use]
    pub const fn polarity(self) -> Polarity {
        match self {
            Self::Reach
            | Self::DeprivedReach
            | Self::InNeedReach
            | Self::WorstDecileReach
            | Self::WorstDistrictReach
            | Self::Spacing => Polarity::MoreIsBetter,
            _ => Polarity::LessIsBetter,
        }
    }

    /// Whether it is about a standard.
    #[must_use]
    pub const fn needs_standard(self) -> bool {
        matches!(self.polarity(), Polarity::MoreIsBetter) && !matches!(self, Self::Spacing)
    }

    /// Whether it is about need.
    #[must_use]
    pub const fn needs_need(self) -> bool {
        matches!(self, Self::MeanMinutesInNeed | Self::InNeedReach)
    }

    /// What the solvers bring down for it. `standard` counts where the goal is about one, the costs and distances of places
    /// where it is about them.
    pub(super) fn aim(self, weights: &Weights, standard: Seconds, places: &OfPlaces) -> Aim {
        let beyond = Loss::Beyond(u16::try_from(standard.get()).unwrap_or(u16::MAX));
        let sum = |weights: &[u64], loss| Aim::Sum {
            weights: weights.to_vec(),
            loss,
        };
        let worst = |group_of: &[Option<u32>], loss| Aim::WorstGroup {
            weights: weights.people.clone(),
            group_of: group_of.to_vec(),
            loss,
        };
        match self {
            Self::MeanMinutes | Self::WithPlaces | Self::Added => {
                sum(&weights.people, Loss::Seconds)
            }
            Self::MeanMinutesInNeed => sum(&weights.in_need, Loss::Seconds),
            Self::WorstDecileMinutes => worst(&weights.decile_of, Loss::Seconds),
            Self::WorstDistrictMinutes => worst(&weights.district_of, Loss::Seconds),
            Self::WorstQuarter => Aim::WorstShare {
                weights: weights.people.clone(),
                share: 0.25,
            },
            Self::Longest => Aim::Longest {
                weights: weights.people.clone(),
            },
            Self::Reach => sum(&weights.people, beyond),
            Self::DeprivedReach => sum(&weights.most_deprived(), beyond),
            Self::InNeedReach => sum(&weights.in_need, beyond),
            Self::WorstDecileReach => worst(&weights.decile_of, beyond),
            Self::WorstDistrictReach => worst(&weights.district_of, beyond),
            Self::Cost => Aim::Cost(places.costs.to_vec()),
            Self::OpenSites => Aim::Cost(vec![1; places.number]),
            Self::Spacing => Aim::Spacing {
                distances: places.distances.to_vec(),
            },
        }
    }
}
