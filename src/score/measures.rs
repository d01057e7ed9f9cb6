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
const RELATIVE: &str = "OHID, PHEindicatormethods::phe_sii v2.1.0 (RII), a row an area; ridits: van Doorslaer and Koolman 2004, doi:10.1002/hec.918";
const GINI: &str =
    "Gini 1912 by the trapezia of Brown 1994, doi:10.1016/0277-9536(94)90189-9, population form";
const THEIL: &str = "Theil 1967, Economics and Information Theory, chapter 4; parts: Shorrocks 1980, doi:10.2307/1913126";
const ATKINSON: &str = "Atkinson 1970, doi:10.1016/0022-0531(70)90039-6";
const PALMA: &str = "Palma 2011, doi:10.1111/j.1467-7660.2011.01694.x, ranked by deprivation as in Pereira and Herszenhut's accessibility 1.4, boundary areas split";
const CVAR: &str = "Rockafellar and Uryasev 2002, doi:10.1016/S0378-4266(02)00271-6";
const FGT: &str =
    "Foster, Greer and Thorbecke 1984, doi:10.2307/1913475, turned to a burden (t > z, strictly)";
const CONCENTRATION: &str = "Wagstaff, Paci and van Doorslaer 1991, doi:10.1016/0277-9536(91)90212-U; ranks: van Doorslaer and Koolman 2004, doi:10.1002/hec.918";
const EXTENDED: &str =
    "Wagstaff 2002, doi:10.1016/S0167-6296(02)00006-1, exact form over blocks of equal rank";
const ERREYGERS: &str = "Erreygers 2009, doi:10.1016/j.jhealeco.2008.02.003";
const WAGSTAFF: &str = "Wagstaff 2005, doi:10.1002/hec.953";
const FLOOR: &str = "Fairreach, a component of ours; universal, with a scale and intensity proportionate to disadvantage: Marmot 2010; Carey, Crammond and De Leeuw 2015, Int J Equity Health 14:81";
const NEED_COVER: &str = "Fairreach, a component of ours: Church and ReVelle 1974, doi:10.1007/BF01942293, weighted by need";
const HOURS: &str =
    "Luo and Qi 2009, doi:10.1016/j.healthplace.2009.06.002 (E2SFCA), of staffed hours";
const INTENSITY: &str = "Fairreach, a component of ours; the words: Marmot 2010; no agreed index: Francis-Oliviero et al. 2020, Rev Panam Salud Publica 44:e110";
const MEAN_NEED: &str = "Hakimi 1964, doi:10.1287/opre.12.3.450 (p-median), weighted by need";
const NEED_SLOPE: &str = "Fairreach, a component of ours: relative hours on relative need, least squares weighted by children; the inverse care law: Hart 1971, doi:10.1016/S0140-6736(71)92410-X";
const KAKWANI: &str = "after Kakwani 1977, doi:10.2307/2231833";
const GAP: &str = "Fairreach, a component of ours; the isotonic fit: Ayer et al. 1955, doi:10.1214/aoms/1177728423";
const CLOSEST: &str =
    "minutes to the n closest; Pereira and Herszenhut's accessibility 1.4, cost_to_closest";
const CUMULATIVE: &str = "Wachs and Kumagai 1973, doi:10.1016/0038-0121(73)90041-4, inclusive";
const GRAVITY: &str = "Hansen 1959, doi:10.1080/01944365908978307, with the study's decay";
const TWO_STEP: &str = "Luo and Wang 2003, doi:10.1068/b29120 (2SFCA)";
const ENHANCED: &str = "Luo and Qi 2009, doi:10.1016/j.healthplace.2009.06.002 (E2SFCA)";
const SHEN: &str = "Shen 1998, doi:10.1068/b250345";
const THREE_STEP: &str = "Wan, Zou and Sternberg 2012, doi:10.1080/13658816.2011.624987 (3SFCA)";
const MODIFIED: &str = "Delamater 2013, doi:10.1016/j.healthplace.2013.07.012 (M2SFCA)";
const BALANCED: &str = "Páez, Higgins and Vivona 2019, doi:10.1371/journal.pone.0218773";
const AVAILABILITY: &str =
    "Soukhov, Páez, Higgins and Mohamed 2023, doi:10.1371/journal.pone.0278468";
const RAAM: &str =
    "Saxon and Snow 2020, doi:10.1080/24694452.2019.1629870, as its exact equilibrium";
const LOGSUM: &str = "Ben-Akiva and Lerman 1979, Disaggregate travel and mobility choice models and measures of accessibility";
const BACKUP: &str =
    "Daskin and Stern 1981, doi:10.1287/trsc.15.2.137 (backup coverage), as a count";
const TRANSPORT: &str = "the transport problem, Hitchcock 1941, doi:10.1002/sapm1941201224, by augmenting paths of least cost: Edmonds and Karp 1972, doi:10.1145/321694.321699";
const FGT_OF_ACCESS: &str = "Foster, Greer and Thorbecke 1984, doi:10.2307/1913475 (y < z, strictly), as in Pereira and Herszenhut's accessibility 1.4 (fgt_poverty)";
const MONEY: &str =
    "stated baseline cost plus the change in site costs, else the sum over open sites";

const LINES: &str = "sum over the open sites of the cost lines that the study's lists tell";
const BUDGET: &str =
    "the study's [money] section; Cambridgeshire Health Committee, 14 December 2017, 5.1.1";
const TOGETHER: &str = "Fairreach, a component of ours: the nearest place of each service; co-location: Cambridgeshire Health Committee, 14 December 2017, 3.2";
const VISITS: &str = "Fairreach, a component of ours: a visit takes its own time and the way there and back; as many visits to every child in reach";
const RULES: &str = "the study's [rules] section and the locks of its sites";

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
    RII_MINUTES = "rii_minutes", Ratio, Neutral, false, RELATIVE,
        "relative index by area: fitted minutes of the least deprived over those of the most deprived; above 1, the most deprived travel less";
    RII_MINUTES_BY_DECILE = "rii_minutes_by_decile", Ratio, Neutral, false, GROUPED,
        "the relative index over national deciles instead of areas";
    CVAR25_MINUTES = "cvar25_minutes", Minutes, LessIsBetter, false, CVAR,
        "mean minutes of the quarter of served children who travel longest; the area on its boundary is split";
    MEAN_MINUTES_BEYOND = "mean_minutes_beyond", Minutes, LessIsBetter, false, FGT,
        "minutes beyond the standard per served child, none for those within it: excess_fgt1 times the standard";
    EXCESS_SHARE = "excess_share", Share, LessIsBetter, false, FGT,
        "share of served children whose journey takes longer than the standard (FGT0); share_within counts the unserved as beyond too";
    EXCESS_FGT1 = "excess_fgt1", Index, LessIsBetter, false, FGT,
        "depth beyond the standard: mean_minutes_beyond as a part of the standard (FGT1)";
    EXCESS_FGT2 = "excess_fgt2", Index, LessIsBetter, false, FGT,
        "severity beyond the standard: as excess_fgt1, each child's part squared, so that the longest journeys weigh most (FGT2)";
    GINI_MINUTES = "gini_minutes", Index, Neutral, false, GINI,
        "Gini coefficient of the minutes of served children, 0 where all travel as long; it falls too where journeys short today become long";
    THEIL_T_MINUTES = "theil_t_minutes", Index, Neutral, false, THEIL,
        "Theil's T of the minutes of served children, 0 where all travel as long; the sum of its part between districts and its part within them";
    THEIL_T_BETWEEN_DISTRICTS = "theil_t_between_districts", Index, Neutral, false, THEIL,
        "what would be left of Theil's T if each child travelled the mean of its district";
    THEIL_T_WITHIN_DISTRICTS = "theil_t_within_districts", Index, Neutral, false, THEIL,
        "the part of Theil's T that lies within districts";
    MLD_MINUTES = "mld_minutes", Index, Neutral, false, THEIL,
        "mean log deviation (Theil's L) of the minutes of served children: dispersion only, no judgement of welfare, since minutes are a burden and not a good";
    MLD_BETWEEN_DISTRICTS = "mld_between_districts", Index, Neutral, false, THEIL,
        "what would be left of the mean log deviation if each child travelled the mean of its district";
    MLD_WITHIN_DISTRICTS = "mld_within_districts", Index, Neutral, false, THEIL,
        "the part of the mean log deviation that lies within districts";
    ATKINSON_MINUTES_0_5 = "atkinson_minutes_0_5", Index, Neutral, false, ATKINSON,
        "Atkinson's index of the minutes of served children at an aversion of 0.5: dispersion only, no judgement of welfare, since minutes are a burden and not a good";
    ATKINSON_MINUTES_1 = "atkinson_minutes_1", Index, Neutral, false, ATKINSON,
        "Atkinson's index of minutes at an aversion of 1, which looks harder at the shortest journeys: dispersion only, no judgement of welfare";
    ATKINSON_MINUTES_2 = "atkinson_minutes_2", Index, Neutral, false, ATKINSON,
        "Atkinson's index of minutes at an aversion of 2, which looks harder still at the shortest journeys: dispersion only, no judgement of welfare";
    P90_P10_RATIO_MINUTES = "p90_p10_ratio_minutes", Ratio, Neutral, false, QUANTILE,
        "the minutes that nine in ten served children travel at most, over those that one in ten travel at most";
    PALMA_MINUTES = "palma_minutes", Ratio, Neutral, false, PALMA,
        "mean minutes of the least deprived tenth (numerator) over those of the most deprived four tenths; above 1, the most deprived travel less";
    CONCENTRATION_MINUTES = "concentration_minutes", Index, Neutral, false, CONCENTRATION,
        "concentration index of minutes over deprivation, from -1 to 1; above 0, the longer journeys are among the least deprived";
    GENERALISED_CONCENTRATION_MINUTES = "generalised_concentration_minutes", Minutes, Neutral, false, CONCENTRATION,
        "the concentration index times the mean minutes; above 0, the longer journeys are among the least deprived";
    EXTENDED_CONCENTRATION_MINUTES = "extended_concentration_minutes", Index, Neutral, false, EXTENDED,
        "extended concentration index of minutes at an aversion of 3, which looks harder at the most deprived than the 2 of the plain index; above 0, they travel less";
    ERREYGERS_SHARE_WITHIN = "erreygers_share_within", Index, Neutral, false, ERREYGERS,
        "Erreygers' concentration index of being within the standard, bounds 0 and 1, the unserved as beyond; above 0, more of the least deprived are within it";
    WAGSTAFF_SHARE_WITHIN = "wagstaff_share_within", Index, Neutral, false, WAGSTAFF,
        "Wagstaff's concentration index of being within the standard, bounds 0 and 1, the unserved as beyond; above 0, more of the least deprived are within it";
    CHILDREN_BEYOND = "children_beyond", Children, LessIsBetter, false, COVER,
        "children whose journey takes longer than the standard, or who cannot be served";
    GROUPS_BELOW_FLOOR = "groups_below_floor", Groups, LessIsBetter, false, FLOOR,
        "deciles and districts whose share within the standard is below the members' floor, the lowest of them named; 0 where the floor is met";
    LOW_INCOME_WITHIN = "low_income_children_within", Share, MoreIsBetter, false, NEED_COVER,
        "share of the children in need, as the need rate tells them, whose journey takes at most the standard";
    MEAN_MINUTES_IN_NEED = "mean_minutes_in_need", Minutes, LessIsBetter, false, MEAN_NEED,
        "mean minutes to the nearest open site of the children in need who can be served, as the need rate tells them";
    HOURS_PER_CHILD = "hours_per_child", HoursAWeekAChild, MoreIsBetter, false, HOURS,
        "staffed hours a week for each child: the hours of each open site are shared among the children around it, nearer ones more";
    TOTAL_HOURS = "total_hours", HoursAWeek, MoreIsBetter, false, HOURS,
        "staffed hours a week that reach children; a site with no children around it adds none";
    TARGET_HOURS_PER_CHILD = "target_hours_per_child", HoursAWeekAChild, Neutral, false, INTENSITY,
        "what each child would have if the same hours rose with need as steeply as the members chose: 0 is the same for all, 1 in proportion to need";
    HOURS_TO_MOVE = "hours_to_move", HoursAWeek, LessIsBetter, false, INTENSITY,
        "staffed hours a week that would have to move from areas above that target to areas below it";
    HOURS_TO_MOVE_SHARE = "hours_to_move_share", Share, LessIsBetter, false, INTENSITY,
        "the hours to move as a share of all of them";
    FIDELITY = "fidelity", Share, MoreIsBetter, false, INTENSITY,
        "share of the hours that are where the target has them";
    SHORTFALL_HOURS = "shortfall_hours_deciles_1_3", HoursAWeek, LessIsBetter, false, INTENSITY,
        "hours a week that areas of deciles 1-3 lack to their target; what others there have beyond it is not set off; 0 where nobody lives in them";
    REALISED_SLOPE = "realised_slope", Index, Neutral, false, NEED_SLOPE,
        "how steeply hours rise with need as they are: 0 is the same for all, 1 in proportion to need, below 0 those in more need have less";
    SII_HOURS = "sii_hours", HoursAWeekAChild, Neutral, false, SLOPE,
        "slope index by area: fitted hours a child of the least deprived minus those of the most deprived; below 0, the most deprived have more";
    CONCENTRATION_HOURS = "concentration_hours", Index, Neutral, false, CONCENTRATION,
        "concentration index of hours over deprivation, from -1 to 1; below 0, more of the hours are among the most deprived";
    KAKWANI_HOURS = "kakwani_hours", Index, Neutral, false, KAKWANI,
        "concentration of hours minus concentration of need; above 0, the most deprived have fewer hours than their need would give them";
    CONCENTRATION_NEED = "concentration_need", Index, Neutral, false, CONCENTRATION,
        "concentration index of need over deprivation, each child at the need rate of its area; below 0, more of the need is among the most deprived";
    MONOTONICITY_GAP = "monotonicity_gap_share", Share, LessIsBetter, false, GAP,
        "share of the hours that is out of order, where a less deprived decile has more a child than a more deprived one; too much and too little both count";
    MONOTONICITY_BREAKS = "monotonicity_breaks", Pairs, LessIsBetter, false, GAP,
        "neighbouring deciles of which the less deprived has more hours a child, each pair named";
    AREAS_WITHOUT_NEED = "areas_without_need_rate", Areas, Neutral, false, COUNT,
        "areas whose need rate nobody published, which are left out of every figure against need";
    MINUTES_TO_NEAREST = "minutes_to_nearest", Minutes, LessIsBetter, false, CLOSEST,
        "minutes to the nearest open site, area by area; their mean over children who can be served is mean_minutes";
    MINUTES_TO_SECOND = "minutes_to_second_nearest", Minutes, LessIsBetter, false, CLOSEST,
        "mean minutes to the second nearest open site, over children who reach two";
    MINUTES_TO_THIRD = "minutes_to_third_nearest", Minutes, LessIsBetter, false, CLOSEST,
        "mean minutes to the third nearest open site, over children who reach three";
    MINUTES_TO_2_NEAREST = "minutes_to_2_nearest", Minutes, LessIsBetter, false, CLOSEST,
        "mean minutes to the two nearest open sites, over children who reach two";
    MINUTES_TO_3_NEAREST = "minutes_to_3_nearest", Minutes, LessIsBetter, false, CLOSEST,
        "mean minutes to the three nearest open sites, over children who reach three";
    SHARE_WITHIN_CUTOFF = "share_within_cutoff", Share, MoreIsBetter, false, COVER,
        "share of all children, served or not, with an open site within the cut-off";
    SITES_WITHIN = "sites_within_cutoff", Sites, MoreIsBetter, false, CUMULATIVE,
        "how many open sites a child has within the cut-off, in the mean";
    CAPACITY_WITHIN = "capacity_within_cutoff", Places, MoreIsBetter, false, CUMULATIVE,
        "how many places open sites within the cut-off have, in the mean of children";
    GRAVITY_SITES = "gravity_sites", Sites, MoreIsBetter, false, GRAVITY,
        "open sites in reach of a child, each counted by its decay, in the mean";
    GRAVITY_CAPACITY = "gravity_capacity", Places, MoreIsBetter, false, GRAVITY,
        "places in reach of a child, each counted by its site's decay, in the mean";
    PLACES_2SFCA = "places_per_child_2sfca", PlacesAChild, MoreIsBetter, false, TWO_STEP,
        "places for each child, each site's shared among the children of its catchment";
    PLACES_E2SFCA = "places_per_child_e2sfca", PlacesAChild, MoreIsBetter, false, ENHANCED,
        "places for each child, each site's shared among the children around it, nearer ones more";
    PLACES_SHEN = "places_per_child_shen", PlacesAChild, MoreIsBetter, false, SHEN,
        "Shen's measure, places for each child: by one mode it is the enhanced two-step floating catchment by another name";
    PLACES_3SFCA = "places_per_child_3sfca", PlacesAChild, MoreIsBetter, false, THREE_STEP,
        "places for each child where families divide among the sites in reach; for comparison with published figures";
    PLACES_M2SFCA = "places_per_child_m2sfca", PlacesAChild, MoreIsBetter, false, MODIFIED,
        "places for each child, of which part is lost where families live far from a site";
    PLACES_BALANCED = "places_per_child_balanced", PlacesAChild, MoreIsBetter, false, BALANCED,
        "balanced floating catchment: no child and no site's level of service counts more than once; it changes where an area is split";
    SPATIAL_AVAILABILITY = "spatial_availability", Places, MoreIsBetter, false, AVAILABILITY,
        "places that fall to all children of the group when each site's are divided by children and decay";
    RAAM_COST = "raam_cost", Cost, LessIsBetter, false, RAAM,
        "journey and crowd of a child, in the mean, where nobody gains by going elsewhere: minutes over raam_tau_min, plus 1 for a site as full as all are on the whole; no value where more than a billionth of it could still be gained";
    LOG_SUM = "log_sum_minutes", Minutes, MoreIsBetter, false, LOGSUM,
        "what the choice among all open sites is worth to a child, in the mean, told as minutes; more places and nearer ones raise it";
    PLACES_REACHING_CHILDREN = "places_reaching_children", Places, MoreIsBetter, false, ENHANCED,
        "children times the places for each of them by the measure it is about; all of them, unless a site has no child around it or the measure loses some on the way";
    CAPACITY_OPEN = "capacity_open", Places, Neutral, false, COUNT,
        "places of all open sites that offer the service";
    CHILDREN_WITHIN_TWO = "children_within_two", Children, MoreIsBetter, false, BACKUP,
        "children with two open sites or more within the standard, so that one may close and leave them another";
    SHARE_WITHIN_TWO = "share_within_two", Share, MoreIsBetter, false, BACKUP,
        "share of all children, served or not, with two open sites or more within the standard";
    CHILDREN_PLACED = "children_placed", Children, MoreIsBetter, false, TRANSPORT,
        "children with a place if as many as possible are given one and all of them travel as little as possible together";
    CHILDREN_UNMET = "children_unmet", Children, LessIsBetter, false, TRANSPORT,
        "children left without a place then";
    CHILDREN_WITHOUT_WAY = "children_unmet_without_way", Children, LessIsBetter, false, TRANSPORT,
        "those of them who have no way to any open site";
    MEAN_MINUTES_PLACED = "mean_minutes_placed", Minutes, LessIsBetter, false, TRANSPORT,
        "mean minutes of those with a place, to the site that has it";
    OPEN_SITES_DEPRIVED = "open_sites_deciles_1_3", Sites, Neutral, false, COUNT,
        "open sites that offer the service and lie in deciles 1-3; a site is taken to lie in the area whose centroid is nearest to it in a straight line";
    OPEN_SITES_DEPRIVED_SHARE = "open_sites_share_deciles_1_3", Share, Neutral, false, COUNT,
        "those of them as a share of all open sites that offer the service";
    GINI_ACCESS = "gini_access", Index, Neutral, false, GINI,
        "Gini coefficient of the measure it is about, 0 where all children have the same";
    THEIL_T_ACCESS = "theil_t_access", Index, Neutral, false, THEIL,
        "Theil's T of the measure it is about, 0 where all children have the same";
    THEIL_T_ACCESS_BETWEEN = "theil_t_access_between_districts", Index, Neutral, false, THEIL,
        "what would be left of it if each child had the mean of its district";
    THEIL_T_ACCESS_WITHIN = "theil_t_access_within_districts", Index, Neutral, false, THEIL,
        "the part of it that lies within districts";
    MLD_ACCESS = "mld_access", Index, Neutral, false, THEIL,
        "mean log deviation (Theil's L) of the measure it is about, of which more is better; no value where a child has none of it";
    ATKINSON_ACCESS = "atkinson_access", Index, Neutral, false, ATKINSON,
        "Atkinson's index at an aversion of 1 of the measure it is about, of which more is better: the share of it that could be given up without loss of welfare were the rest spread evenly; 1 where a child has none of it";
    PALMA_ACCESS = "palma_access", Ratio, Neutral, false, PALMA,
        "mean of the least deprived tenth (numerator) over that of the most deprived four tenths, of the measure it is about";
    CONCENTRATION_ACCESS = "concentration_access", Index, Neutral, false, CONCENTRATION,
        "concentration index over deprivation of the measure it is about, from -1 to 1; above 0, the least deprived have more of it";
    KAKWANI_ACCESS = "kakwani_access", Index, Neutral, false, KAKWANI,
        "concentration of the measure it is about, of which more is better, minus concentration of need; above 0, the most deprived have less of it than their need would give them";
    SHORTFALL_SHARE = "shortfall_share", Share, Neutral, false, FGT_OF_ACCESS,
        "share of children with less than the poverty line of the measure it is about (FGT0); of minutes to the nearest, those who travel less";
    SHORTFALL_FGT1 = "shortfall_fgt1", Index, Neutral, false, FGT_OF_ACCESS,
        "depth below that line: what is lacking as a part of it, in the mean of all children (FGT1)";
    SHORTFALL_FGT2 = "shortfall_fgt2", Index, Neutral, false, FGT_OF_ACCESS,
        "severity below that line: as shortfall_fgt1, each child's part squared (FGT2)";
    NEAREST_OFFERS_ALL = "nearest_offers_all_share", Share, MoreIsBetter, false, TOGETHER,
        "share of all children whose nearest open site with any of the services has all of them";
    SHARE_WITHIN_SEVERAL = "share_within_several_places", Share, MoreIsBetter, false, TOGETHER,
        "share of all children who reach each of the services within the standard, if need be in several places";
    SEVERAL_LONGEST = "several_places_longest_minutes", Minutes, LessIsBetter, false, TOGETHER,
        "mean minutes to the furthest of the services' nearest places, over children who can reach each of them";
    SEVERAL_TOGETHER = "several_places_together_minutes", Minutes, LessIsBetter, false, TOGETHER,
        "mean minutes one way to all of the services' nearest places added up, each place once";
    PLACES_TO_VISIT = "places_to_visit", Sites, LessIsBetter, false, TOGETHER,
        "mean number of places that the services' nearest places are";
    CHILDREN_BY_SESSIONS = "children_within_by_sessions_only", Children, Neutral, false, COVER,
        "children within the standard only of sites that are open by sessions, not all week";
    CHILDREN_VISITED = "children_in_visiting_reach", Children, MoreIsBetter, false, VISITS,
        "children whom staff of an open base reach at home within the tier's limit";
    SHARE_VISITED = "share_in_visiting_reach", Share, MoreIsBetter, false, VISITS,
        "share of all children whom staff of an open base reach at home within the tier's limit";
    VISITING_HOURS = "visiting_hours", HoursAWeek, MoreIsBetter, false, VISITS,
        "staffed hours a week of the bases that staff visit children from";
    VISITING_HOURS_LOST = "visiting_hours_lost_to_travel", HoursAWeek, LessIsBetter, false, VISITS,
        "those of them that staff spend on the way there and back, if every child in reach is visited as often";
    VISITING_LOST_SHARE = "visiting_hours_lost_share", Share, LessIsBetter, false, VISITS,
        "the hours lost to travel as a share of the visiting hours";
    ANNUAL_COST = "annual_cost", PoundsAYear, LessIsBetter, false, MONEY,
        "what the configuration costs a year";
    PREMISES_COST = "premises_cost", PoundsAYear, Neutral, false, LINES,
        "what the buildings of the open sites cost a year, as far as it is known";
    MANAGEMENT_COST = "management_cost", PoundsAYear, Neutral, false, LINES,
        "what running the open sites costs a year, as far as it is known";
    FRONT_LINE_COST = "front_line_cost", PoundsAYear, Neutral, false, LINES,
        "what those who work with families cost a year at the open sites, as far as it is known";
    FUNDER_COST = "cost_to_funder", PoundsAYear, Neutral, false, LINES,
        "what a funder pays a year for the open sites, as far as it is known; ring-fenced money is told apart";
    COST_WITHOUT_FUNDER = "cost_without_funder", PoundsAYear, Neutral, false, LINES,
        "site costs of which nobody says who pays them";
    MODEL_COST = "cost_to_its_funders", PoundsAYear, Neutral, false, LINES,
        "what the funders of a delivery model pay a year for the open sites that offer a part of it, as far as it is known; costs that nobody says who pays are left out";
    BUDGET_LEFT = "budget_left", PoundsAYear, MoreIsBetter, false, BUDGET,
        "the budget, or today's cost less the saving to be made, minus the annual cost; below 0 the plan costs more than it may";
    FRONT_LINE_HOURS = "front_line_hours", HoursAWeek, MoreIsBetter, false, COUNT,
        "staffed hours a week of all open sites";
    RULES_BROKEN = "rules_broken", Rules, LessIsBetter, false, RULES,
        "locks, exclusions and distances that the configuration breaks, each named";
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
        "share of all added minutes, wherever they fall, that falls on deciles 1-3; beside their share of the children";
    CHILDREN_SHARE = "children_share_deciles_1_3", Share, Neutral, true, OWN,
        "share of all children who live in deciles 1-3; those whose decile nobody published count as living elsewhere";
    PROTECTED_BROKEN = "protected_areas_harmed", Areas, LessIsBetter, true, RULES,
        "areas with children that would reach a protected service later than the rule allows, or no longer at all";
    FRONT_LINE_CHANGE = "front_line_hours_change", HoursAWeek, MoreIsBetter, true, COUNT,
        "the configuration's staffed hours a week minus today's";
    SAVING = "saving", PoundsAYear, MoreIsBetter, true, MONEY,
        "today's annual cost minus the configuration's";
    SAVING_SHARE = "saving_share", Share, MoreIsBetter, true, MONEY,
        "the saving as a share of today's annual cost";
}
