//! The register of figures: every name that a scorecard can hold, with its unit, its polarity, where its formula
//! comes from and what it says.

use super::{Polarity, Unit};

/// What stays the same about a figure wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureInfo {
    /// The stable name.
    pub name: &'static str,
    /// The unit.
    pub unit: Unit,
    /// Whether more is better.
    pub polarity: Polarity,
    /// Whether it compares a configuration with the baseline.
    pub against_baseline: bool,
    /// Where the formula comes from.
    pub source: &'static str,
    /// What it says, in one sentence.
    pub meaning: &'static str,
}

/// Every figure's register entry, in the order of a scorecard.
#[must_use]
pub fn measures() -> &'static [MeasureInfo] {
    &ALL
}

/// The register entry of a name.
#[must_use]
pub fn measure(name: &str) -> Option<&'static MeasureInfo> {
    ALL.iter().find(|it| it.name == name)
}

const COUNT: &str = "a count";
const OWN: &str = "Fairreach, rules that decide every headline (README, Figures)";
const MEAN: &str = "weighted mean; Hakimi 1964, doi:10.1287/opre.12.3.450 (p-median, per head)";
const QUANTILE: &str =
    "lower weighted quantile; Hyndman and Fan 1996, type 1, doi:10.1080/00031305.1996.10473566";
const CENTER: &str = "Hakimi 1964, doi:10.1287/opre.12.3.450 (p-center)";
const COVER: &str = "Church and ReVelle 1974, doi:10.1007/BF01942293 (maximal covering), inclusive";
const SLOPE: &str = "OHID, PHEindicatormethods::phe_sii v2.1.0, a row an area; ridits: van Doorslaer and Koolman 2004, doi:10.1002/hec.918";
const GROUPED: &str = "OHID, PHEindicatormethods::phe_sii v2.1.0, a row a decile, 5 to 100 groups";
const MONEY: &str =
    "stated baseline cost plus the change in site costs, else the sum over open sites";

macro_rules! register {
    ($($ident:ident = $name:literal, $unit:ident, $polarity:ident, $against:literal, $source:expr, $meaning:literal;)*) => {
        $(pub(super) const $ident: MeasureInfo = MeasureInfo {
            name: $name,
            unit: Unit::$unit,
            polarity: Polarity::$polarity,
            against_baseline: $against,
            source: $source,
            meaning: $meaning,
        };)*
        static ALL: [MeasureInfo; [$($name),*].len()] = [$($ident),*];
    };
}

register! {
    CHILDREN = "children", Children, Neutral, false, COUNT,
        "people of the service's age band";
    CHILDREN_UNSERVED = "children_unserved", Children, LessIsBetter, false, COUNT,
        "those of them whose area has no time to any open site; they count as beyond the standard";
    AREAS_UNSERVED = "areas_unserved", Areas, LessIsBetter, false, COUNT,
        "areas without a time to any open site, whether or not children live there";
    AREAS_UNCOUNTED = "areas_uncounted", Areas, Neutral, false, COUNT,
        "areas whose people nobody published, which are left out of every figure";
    AREAS_UNRANKED = "areas_unranked", Areas, Neutral, false, COUNT,
        "areas without a deprivation rank, which are left out of the gradients";
    MEAN_MINUTES = "mean_minutes", Minutes, LessIsBetter, false, MEAN,
        "mean minutes to the nearest open site, over children who can be served";
    MEDIAN_MINUTES = "median_minutes", Minutes, LessIsBetter, false, QUANTILE,
        "half of the children who can be served travel at most this long";
    P90_MINUTES = "p90_minutes", Minutes, LessIsBetter, false, QUANTILE,
        "nine in ten of the children who can be served travel at most this long";
    MAX_MINUTES = "max_minutes", Minutes, LessIsBetter, false, CENTER,
        "the longest journey of any area where children live and can be served";
    SHARE_WITHIN = "share_within", Share, MoreIsBetter, false, COVER,
        "share of all children, served or not, whose journey takes at most the standard";
    CHILDREN_WITHIN = "children_within", Children, MoreIsBetter, false, COVER,
        "children whose journey takes at most the standard; in a worst group, that of the lowest share";
    SII_MINUTES = "sii_minutes", Minutes, Neutral, false, SLOPE,
        "slope index by area: fitted minutes of the least deprived minus those of the most deprived; above 0, the most deprived travel less";
    SII_MINUTES_BY_DECILE = "sii_minutes_by_decile", Minutes, Neutral, false, GROUPED,
        "the slope index over national deciles instead of areas";
    ANNUAL_COST = "annual_cost", PoundsAYear, LessIsBetter, false, MONEY,
        "what the configuration costs a year";
    CHILDREN_GAINING = "children_gaining", Children, MoreIsBetter, true, OWN,
        "children whose journey is shorter than today, or who gain access";
    CHILDREN_LOSING = "children_losing", Children, LessIsBetter, true, OWN,
        "children whose journey is longer than today, or who lose all access";
    CHILDREN_LOSING_OVER_5 = "children_losing_over_5", Children, LessIsBetter, true, OWN,
        "those whose journey is longer by more than 5 minutes (not by 5 exactly), or who lose all access";
    CHILDREN_GAINED_ACCESS = "children_gained_access", Children, MoreIsBetter, true, OWN,
        "children who cannot be served today and could be";
    CHILDREN_LOST_ACCESS = "children_lost_access", Children, LessIsBetter, true, OWN,
        "children who can be served today and could not be";
    CHILDREN_GAINED_STANDARD = "children_gained_standard", Children, MoreIsBetter, true, OWN,
        "children beyond the standard today who would be within it";
    CHILDREN_LOST_STANDARD = "children_lost_standard", Children, LessIsBetter, true, OWN,
        "children within the standard today who would be beyond it";
    MEAN_CHANGE_MINUTES = "mean_change_minutes", Minutes, LessIsBetter, true, OWN,
        "mean change in minutes, over children served today and then";
    MAX_INCREASE_MINUTES = "max_increase_minutes", Minutes, LessIsBetter, true, OWN,
        "the largest increase in minutes of any area where children live, served today and then; 0 where none is longer";
    ADDED_MINUTES_SHARE = "added_minutes_share_deciles_1_3", Share, LessIsBetter, true, OWN,
        "share of all added minutes that falls on deciles 1-3; beside their share of the children";
    CHILDREN_SHARE = "children_share_deciles_1_3", Share, Neutral, true, OWN,
        "share of the children who live in deciles 1-3";
    SAVING = "saving", PoundsAYear, MoreIsBetter, true, MONEY,
        "today's annual cost minus the configuration's";
    SAVING_SHARE = "saving_share", Share, MoreIsBetter, true, MONEY,
        "the saving as a share of today's annual cost";
}
