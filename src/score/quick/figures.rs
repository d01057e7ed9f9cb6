//! Which figures are known here, and how each is read from what was counted.

use std::fmt;
use std::ops::Range;

use super::ground::Ground;
use crate::score::{Case, Polarity, Scope, measures as m};
use crate::units::Seconds;

/// A figure as a scorecard names it, of one service by one mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuickFigure {
    /// The name in the register of figures, such as `mean_minutes`.
    pub name: &'static str,
    /// Whom it is about.
    pub scope: Scope,
    /// For `share_within` and `children_within`, the travel time within which people count in place of the service's standard.
    pub cutoff: Option<Seconds>,
}

impl QuickFigure {
    /// A figure by the service's own standard.
    #[must_use]
    pub const fn new(name: &'static str, scope: Scope) -> Self {
        Self {
            name,
            scope,
            cutoff: None,
        }
    }

    /// The same within another travel time.
    #[must_use]
    pub const fn within(self, cutoff: Seconds) -> Self {
        Self {
            cutoff: Some(cutoff),
            ..self
        }
    }
}

/// Figures that only [`evaluate`](crate::score::evaluate()) tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown(pub Vec<QuickFigure>);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|it| it.name).collect();
        write!(f, "told by a whole scorecard only: {}", names.join(", "))
    }
}

impl std::error::Error for Unknown {}

/// A figure of how far people are, told for every group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Unserved,
    Mean,
    Median,
    P90,
    Max,
    Within,
    Share,
}

/// A figure of how minutes are spread over everyone who is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spread {
    WorstQuarter,
    MeanBeyond,
    Excess(u8),
    Gini,
    Theil,
    TheilBetween,
    TheilWithin,
    Mld,
    MldBetween,
    MldWithin,
    AtkinsonHalf,
    AtkinsonOne,
    AtkinsonTwo,
    P90P10,
}

impl Spread {
    /// Whether it needs to know who lives in which district.
    pub(super) const fn by_district(self) -> bool {
        matches!(
            self,
            Self::TheilBetween | Self::TheilWithin | Self::MldBetween | Self::MldWithin
        )
    }
}

/// A figure of how minutes, or being within the standard, run over deprivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Slope,
    RelativeSlope,
    Palma,
    Concentration,
    Generalised,
    Extended,
    Erreygers,
    Wagstaff,
}

/// A figure of who gains and who loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Gaining,
    Losing,
    LosingMuch,
    GainedAccess,
    LostAccess,
    GainedStandard,
    LostStandard,
    Mean,
    Most,
}

/// How a figure is read. Groups are places in [`Ground::groups`], cut-offs places in [`Plan::cutoffs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recipe {
    Children(usize),
    Level(Level, usize, usize),
    Worst(Level, Polarity, usize, Range<usize>),
    Beyond,
    BelowFloor,
    LowIncome,
    SlopeByDecile,
    RatioByDecile,
    Spread(Spread),
    Over(Over),
    Change(Change, usize),
    AddedShare,
    ChildrenShare,
}

/// All that is asked, and what must be counted for it.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one kind of counting, wanted or not"
)]
pub(super) struct Plan {
    pub(super) recipes: Vec<Recipe>,
    /// The service's standard first, if it has one, then others that are asked for, in seconds.
    pub(super) cutoffs: Vec<Option<u32>>,
    /// Groups whose median or ninth tenth is asked for.
    pub(super) quantiles: Vec<usize>,
    /// The partitions of which a group is asked for, by place.
    pub(super) parts: Vec<usize>,
    pub(super) spread: bool,
    pub(super) by_district: bool,
    pub(super) over: bool,
    pub(super) change: bool,
}

impl Plan {
    /// The plan of some figures.
    ///
    /// # Errors
    /// The figures that are not known here.
    pub(super) fn of(
        case: &Case,
        ground: &Ground,
        standard: Option<Seconds>,
        wanted: &[QuickFigure],
    ) -> Result<Self, Unknown> {
        let mut plan = Self {
            cutoffs: vec![standard.map(Seconds::get)],
            ..Self::default()
        };
        let mut unknown = Vec::new();
        for figure in wanted {
            match plan.recipe(case, ground, figure) {
                Some(recipe) => {
                    plan.note(ground, &recipe);
                    plan.recipes.push(recipe);
                }
                None => unknown.push(*figure),
            }
        }
        if unknown.is_empty() {
            Ok(plan)
        } else {
            Err(Unknown(unknown))
        }
    }

    fn recipe(&mut self, case: &Case, ground: &Ground, figure: &QuickFigure) -> Option<Recipe> {
        let QuickFigure {
            name,
            scope,
            cutoff,
        } = *figure;
        let levelled = level(name);
        if cutoff.is_some() && !matches!(levelled, Some(Level::Within | Level::Share)) {
            return None;
        }
        if let Some(level) = levelled {
            let cut = cutoff.map_or(0, |it| self.cutoff(it));
            if let Some(group) = ground.group(case, scope) {
                let banded = matches!(level, Level::Mean | Level::Within | Level::Share);
                let banded = banded || !matches!(scope, Scope::DeprivationBand(_));
                return banded.then_some(Recipe::Level(level, cut, group));
            }
            let banded = matches!(level, Level::Within | Level::Share);
            if level == Level::Unserved || (scope == Scope::WorstDeprivationBand && !banded) {
                return None;
            }
            let polarity = m::measure(name)?.polarity;
            return Some(Recipe::Worst(
                level,
                polarity,
                cut,
                ground.rivals(case, scope)?,
            ));
        }
        if let Some(change) = change(name) {
            return Some(Recipe::Change(change, ground.group(case, scope)?));
        }
        if name == m::CHILDREN.name {
            return Some(Recipe::Children(ground.group(case, scope)?));
        }
        (scope == Scope::All).then(|| of_everyone(name))?
    }

    /// The place of a cut-off, which is taken in where it is new.
    fn cutoff(&mut self, cutoff: Seconds) -> usize {
        let cutoff = Some(cutoff.get());
        let known = self.cutoffs.iter().position(|it| *it == cutoff);
        known.unwrap_or_else(|| {
            self.cutoffs.push(cutoff);
            self.cutoffs.len() - 1
        })
    }

    /// Notes what must be counted for a figure.
    fn note(&mut self, ground: &Ground, recipe: &Recipe) {
        let groups = match recipe {
            Recipe::Level(_, _, group) | Recipe::Change(_, group) => *group..group + 1,
            Recipe::Worst(_, _, _, groups) => groups.clone(),
            Recipe::BelowFloor => ground.districts(),
            _ => 0..1,
        };
        if let Recipe::Level(Level::Median | Level::P90, ..)
        | Recipe::Worst(Level::Median | Level::P90, ..) = recipe
        {
            let new = groups.clone().filter(|it| !self.quantiles.contains(it));
            let new: Vec<usize> = new.collect();
            self.quantiles.extend(new);
        }
        if let Some(part) = ground.part_of(groups.start)
            && !self.parts.contains(&part)
            && !groups.is_empty()
        {
            self.parts.push(part);
        }
        match recipe {
            Recipe::Spread(it) => {
                self.spread = true;
                self.by_district |= it.by_district();
            }
            Recipe::Over(_) | Recipe::LowIncome => self.over = true,
            Recipe::Change(..) | Recipe::AddedShare => self.change = true,
            _ => {}
        }
    }
}

fn level(name: &str) -> Option<Level> {
    Some(match name {
        _ if name == m::CHILDREN_UNSERVED.name => Level::Unserved,
        _ if name == m::MEAN_MINUTES.name => Level::Mean,
        _ if name == m::MEDIAN_MINUTES.name => Level::Median,
        _ if name == m::P90_MINUTES.name => Level::P90,
        _ if name == m::MAX_MINUTES.name => Level::Max,
        _ if name == m::CHILDREN_WITHIN.name => Level::Within,
        _ if name == m::SHARE_WITHIN.name => Level::Share,
        _ => return None,
    })
}

fn change(name: &str) -> Option<Change> {
    Some(match name {
        _ if name == m::CHILDREN_GAINING.name => Change::Gaining,
        _ if name == m::CHILDREN_LOSING.name => Change::Losing,
        _ if name == m::CHILDREN_LOSING_OVER_5.name => Change::LosingMuch,
        _ if name == m::CHILDREN_GAINED_ACCESS.name => Change::GainedAccess,
        _ if name == m::CHILDREN_LOST_ACCESS.name => Change::LostAccess,
        _ if name == m::CHILDREN_GAINED_STANDARD.name => Change::GainedStandard,
        _ if name == m::CHILDREN_LOST_STANDARD.name => Change::LostStandard,
        _ if name == m::MEAN_CHANGE_MINUTES.name => Change::Mean,
        _ if name == m::MAX_INCREASE_MINUTES.name => Change::Most,
        _ => return None,
    })
}

/// Figures that are told of everyone only.
fn of_everyone(name: &str) -> Option<Recipe> {
    let known = [
        (&m::CHILDREN_BEYOND, Recipe::Beyond),
        (&m::GROUPS_BELOW_FLOOR, Recipe::BelowFloor),
        (&m::LOW_INCOME_WITHIN, Recipe::LowIncome),
        (&m::SII_MINUTES, Recipe::Over(Over::Slope)),
        (&m::RII_MINUTES, Recipe::Over(Over::RelativeSlope)),
        (&m::SII_MINUTES_BY_DECILE, Recipe::SlopeByDecile),
        (&m::RII_MINUTES_BY_DECILE, Recipe::RatioByDecile),
        (&m::CVAR25_MINUTES, Recipe::Spread(Spread::WorstQuarter)),
        (&m::MEAN_MINUTES_BEYOND, Recipe::Spread(Spread::MeanBeyond)),
        (&m::EXCESS_SHARE, Recipe::Spread(Spread::Excess(0))),
        (&m::EXCESS_FGT1, Recipe::Spread(Spread::Excess(1))),
        (&m::EXCESS_FGT2, Recipe::Spread(Spread::Excess(2))),
        (&m::GINI_MINUTES, Recipe::Spread(Spread::Gini)),
        (&m::THEIL_T_MINUTES, Recipe::Spread(Spread::Theil)),
        (
            &m::THEIL_T_BETWEEN_DISTRICTS,
            Recipe::Spread(Spread::TheilBetween),
        ),
        (
            &m::THEIL_T_WITHIN_DISTRICTS,
            Recipe::Spread(Spread::TheilWithin),
        ),
        (&m::MLD_MINUTES, Recipe::Spread(Spread::Mld)),
        (
            &m::MLD_BETWEEN_DISTRICTS,
            Recipe::Spread(Spread::MldBetween),
        ),
        (&m::MLD_WITHIN_DISTRICTS, Recipe::Spread(Spread::MldWithin)),
        (
            &m::ATKINSON_MINUTES_0_5,
            Recipe::Spread(Spread::AtkinsonHalf),
        ),
        (&m::ATKINSON_MINUTES_1, Recipe::Spread(Spread::AtkinsonOne)),
        (&m::ATKINSON_MINUTES_2, Recipe::Spread(Spread::AtkinsonTwo)),
        (&m::P90_P10_RATIO_MINUTES, Recipe::Spread(Spread::P90P10)),
        (&m::PALMA_MINUTES, Recipe::Over(Over::Palma)),
        (&m::CONCENTRATION_MINUTES, Recipe::Over(Over::Concentration)),
        (
            &m::GENERALISED_CONCENTRATION_MINUTES,
            Recipe::Over(Over::Generalised),
        ),
        (
            &m::EXTENDED_CONCENTRATION_MINUTES,
            Recipe::Over(Over::Extended),
        ),
        (&m::ERREYGERS_SHARE_WITHIN, Recipe::Over(Over::Erreygers)),
        (&m::WAGSTAFF_SHARE_WITHIN, Recipe::Over(Over::Wagstaff)),
        (&m::ADDED_MINUTES_SHARE, Recipe::AddedShare),
        (&m::CHILDREN_SHARE, Recipe::ChildrenShare),
    ];
    let found = known.into_iter().find(|(it, _)| it.name == name);
    found.map(|(_, recipe)| recipe)
}
