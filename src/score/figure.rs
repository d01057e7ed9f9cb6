//! One figure: a named number with its unit, its polarity and where its formula comes from.

use std::fmt;

use super::Case;
use crate::ids::{BandId, DistrictId, FunderId, GroupId, GroupingId, ServiceId};
use crate::model::{Decile, Mode};
use crate::units::Seconds;

/// Whether more of a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// More is better: a share within the standard.
    MoreIsBetter,
    /// Less is better: minutes, money.
    LessIsBetter,
    /// Neither: a count of children, a gradient whose sign tells a direction.
    Neutral,
}

impl Polarity {
    /// The word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MoreIsBetter => "more_is_better",
            Self::LessIsBetter => "less_is_better",
            Self::Neutral => "neutral",
        }
    }
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Children, or people of the service's band.
    Children,
    /// Minutes of travel.
    Minutes,
    /// A part of a whole, 0 to 1.
    Share,
    /// Pounds a year.
    PoundsAYear,
    /// Places at sites.
    Places,
    /// Places for each child.
    PlacesAChild,
    /// Sites, counted or each by its weight.
    Sites,
    /// A journey and a crowd in one: minutes over τ, and how full a site is.
    Cost,
    /// Areas, counted.
    Areas,
    /// Staffed hours a week.
    HoursAWeek,
    /// Staffed hours a week for each child.
    HoursAWeekAChild,
    /// Deciles and districts, counted.
    Groups,
    /// Pairs of neighbouring deciles, counted.
    Pairs,
    /// Rules that the study sets, counted.
    Rules,
    /// An index of inequality: a number without a unit, 0 where nothing varies.
    Index,
    /// One figure over another of the same unit, 1 where they are equal.
    Ratio,
}

impl Unit {
    /// The word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Minutes => "minutes",
            Self::Share => "share",
            Self::PoundsAYear => "pounds_a_year",
            Self::Places => "places",
            Self::PlacesAChild => "places_a_child",
            Self::Sites => "sites",
            Self::Cost => "cost",
            Self::Areas => "areas",
            Self::HoursAWeek => "hours_a_week",
            Self::HoursAWeekAChild => "hours_a_week_a_child",
            Self::Groups => "groups",
            Self::Pairs => "pairs",
            Self::Rules => "rules",
            Self::Index => "index",
            Self::Ratio => "ratio",
        }
    }
}

/// A few national deciles together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeprivationBand {
    /// Deciles 1 to 3.
    Most,
    /// Deciles 4 to 6.
    Middle,
    /// Deciles 7 to 10.
    Least,
}

impl DeprivationBand {
    /// All of them, the most deprived first.
    pub const ALL: [Self; 3] = [Self::Most, Self::Middle, Self::Least];

    /// The band of a decile.
    #[must_use]
    pub const fn of(decile: Decile) -> Self {
        match decile.get() {
            ..=3 => Self::Most,
            4..=6 => Self::Middle,
            7.. => Self::Least,
        }
    }

    /// Its first and its last decile.
    #[must_use]
    pub const fn ends(self) -> (u8, u8) {
        match self {
            Self::Most => (1, 3),
            Self::Middle => (4, 6),
            Self::Least => (7, 10),
        }
    }
}

/// Whom a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everyone in the study.
    All,
    /// The areas of one national decile.
    Decile(Decile),
    /// The areas of one district.
    District(DistrictId),
    /// What one funder pays.
    Funder(FunderId),
    /// The decile with the worst value among those with children.
    WorstDecile,
    /// The district with the worst value among those with children.
    WorstDistrict,
    /// The areas of a few national deciles.
    DeprivationBand(DeprivationBand),
    /// The deprivation band with the worst value among those with children.
    WorstDeprivationBand,
    /// The areas of one group of a grouping that the study brings.
    Group(GroupingId, GroupId),
    /// The group of a grouping with the worst value among those with children.
    WorstGroup(GroupingId),
    /// Everyone in the study of another band than the service's own.
    People(BandId),
}

impl Scope {
    /// The scope as written in `--json`: `all`, `decile:1`, `district:E07000008`, `worst_decile`,
    /// `deprivation_band:1-3`, `group:ward:Abbey`, `worst_group:ward`, `people:lone_parents`.
    #[must_use]
    pub fn word(self, case: &Case) -> String {
        let areas = &case.areas;
        match self {
            Self::All => "all".to_owned(),
            Self::Decile(decile) => format!("decile:{}", decile.get()),
            Self::District(district) => format!("district:{}", areas.districts[district].code),
            Self::Funder(funder) => format!("funder:{}", case.funders[funder].id),
            Self::WorstDecile => "worst_decile".to_owned(),
            Self::WorstDistrict => "worst_district".to_owned(),
            Self::DeprivationBand(band) => {
                let (first, last) = band.ends();
                format!("deprivation_band:{first}-{last}")
            }
            Self::WorstDeprivationBand => "worst_deprivation_band".to_owned(),
            Self::Group(grouping, group) => {
                let grouping = &areas.groupings[grouping];
                format!("group:{}:{}", grouping.name, grouping.groups[group])
            }
            Self::WorstGroup(grouping) => format!("worst_group:{}", areas.groupings[grouping].name),
            Self::People(band) => format!("people:{}", case.population.bands[band].name),
        }
    }

    /// The scope in a sentence: `decile 1`, or the name of the district, the group or the people.
    #[must_use]
    pub fn phrase(self, case: &Case) -> String {
        let areas = &case.areas;
        match self {
            Self::All => "the study".to_owned(),
            Self::Decile(decile) => format!("decile {}", decile.get()),
            Self::District(district) => areas.districts[district].name.clone(),
            Self::Funder(funder) => case.funders[funder].name.clone(),
            Self::WorstDecile => "the worst decile".to_owned(),
            Self::WorstDistrict => "the worst district".to_owned(),
            Self::DeprivationBand(band) => {
                let (first, last) = band.ends();
                format!("deciles {first} to {last}")
            }
            Self::WorstDeprivationBand => "the worst deprivation band".to_owned(),
            Self::Group(grouping, group) => areas.groupings[grouping].groups[group].clone(),
            Self::WorstGroup(grouping) => format!("the worst {}", areas.groupings[grouping].name),
            Self::People(band) => case.population.bands[band].label.clone(),
        }
    }
}

/// Why a figure has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent(pub String);

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One figure of a scorecard.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The stable name, such as `mean_minutes`.
    pub name: &'static str,
    /// The service it is about; `None` for money.
    pub service: Option<ServiceId>,
    /// The mode of travel; `None` for money.
    pub mode: Option<Mode>,
    /// The age band whose people are counted; `None` for money.
    pub band: Option<BandId>,
    /// The standard of the service by that mode, where it has one.
    pub standard: Option<Seconds>,
    /// The travel time it counts within, where it is none of the service's standard.
    pub cutoff: Option<Seconds>,
    /// For an index of access, the name of the measure it is about.
    pub about: Option<&'static str>,
    /// Whom it is about.
    pub scope: Scope,
    /// For a worst or a largest, whose it is: `decile:4`, `district:E07000008`, `group:ward:Abbey` or `area:E01013787`; for breaks of the
    /// order of deciles, which: `1<2 4<5`.
    pub which: Option<String>,
    /// The value, or why there is none.
    pub value: Result<f64, Absent>,
    /// The unit.
    pub unit: Unit,
    /// Whether more is better.
    pub polarity: Polarity,
    /// Where the formula comes from: author, year and DOI, or document and section.
    pub source: &'static str,
}
