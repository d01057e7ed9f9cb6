//! How unequally access is spread: the indices of one measure, over everyone who has a value of it.
//!
//! A measure of which more is better carries a judgement of welfare, minutes and costs dispersion alone. Spatial
//! availability is so much for an area and not for a child, and a log-sum has no zero, so that neither has an index.

use super::concentration::{ends_of, observed, rows};
use super::groups::Group;
use super::inequality::Value;
use super::reach::Teller;
use super::reach_measures::{Found, Told};
use super::{Absent, AccessMeasure, Figure, Scope, measures as m};
use crate::equity::{Ranked, Undefined, concentration, gini, shortfall, theil_t_by_group};
use crate::ids::{AreaId, Column};

/// The indices of one measure, each telling which it is about.
pub(super) fn inequality_of(
    teller: &Teller,
    told: &Told,
    found: &Result<Found, Absent>,
) -> Vec<Figure> {
    let mut values: Vec<Value> = Vec::new();
    if has_indices(told.which) {
        let spread = |index: Index| {
            let found = found.as_ref().map_err(Clone::clone)?;
            known(teller, || index(teller, &found.areas))
        };
        let of_theil = found.as_ref().map_err(Clone::clone);
        let of_theil = of_theil.and_then(|it| known(teller, || parts(teller, &it.areas)));
        let theil = |nth: usize| of_theil.as_ref().map(|it| it[nth]).map_err(Clone::clone);
        let rows = found.as_ref().map_err(Clone::clone);
        let rows = rows.and_then(|it| known(teller, || ranked(teller, &it.areas)));
        let over = |index: OverDeprivation| {
            let rows = rows.as_ref().map_err(Clone::clone)?;
            index(rows).map_err(|why| in_words(teller, why))
        };
        values.extend([
            (&m::GINI_ACCESS, spread(gini_of)),
            (&m::THEIL_T_ACCESS, theil(0)),
            (&m::THEIL_T_ACCESS_BETWEEN, theil(1)),
            (&m::THEIL_T_ACCESS_WITHIN, theil(2)),
            (&m::PALMA_ACCESS, over(palma_of)),
            (&m::CONCENTRATION_ACCESS, over(concentration_of)),
        ]);
    }
    let measuring = &teller.question.case.policy.measuring;
    if let Some(line) = measuring.lines.get(&told.which) {
        let short = |alpha: f64| {
            let found = found.as_ref().map_err(Clone::clone)?;
            known(teller, || {
                let rows = held(teller, &teller.groups.all, &found.areas);
                shortfall(&rows, *line, alpha).map_err(|why| in_words(teller, why))
            })
        };
        values.extend([
            (&m::SHORTFALL_SHARE, short(0.0)),
            (&m::SHORTFALL_FGT1, short(1.0)),
            (&m::SHORTFALL_FGT2, short(2.0)),
        ]);
    }
    let figure = |(measure, value)| Figure {
        about: Some(told.measure.name),
        cutoff: told.cutoff,
        ..teller.frame.figure(measure, Scope::All, value)
    };
    values.into_iter().map(figure).collect()
}

type Values = Column<AreaId, Option<f64>>;
type Index = fn(&Teller, &Values) -> Result<f64, Absent>;
type OverDeprivation = fn(&[Ranked]) -> Result<f64, Undefined>;

/// The indices of minutes to the nearest stand among those of minutes.
const fn has_indices(which: AccessMeasure) -> bool {
    !matches!(
        which,
        AccessMeasure::Nearest
            | AccessMeasure::SpatialAvailability
            | AccessMeasure::LogSum
            | AccessMeasure::Assignment
    )
}

fn known<T>(teller: &Teller, value: impl FnOnce() -> Result<T, Absent>) -> Result<T, Absent> {
    teller.nobody().map_or_else(value, Err)
}

/// Values and children of the areas where somebody lives and has one, in order of ids.
fn held(teller: &Teller, group: &Group, values: &Values) -> Vec<(f64, f64)> {
    let row = |area: &AreaId| {
        let people = teller.question.children(*area)?;
        Some((values[*area]?, people)).filter(|it| it.1 > 0.0)
    };
    let mut rows = Vec::with_capacity(group.areas.len());
    rows.extend(group.areas.iter().filter_map(row));
    rows
}

fn gini_of(teller: &Teller, values: &Values) -> Result<f64, Absent> {
    let all = held(teller, &teller.groups.all, values);
    gini(&all).map_err(|why| in_words(teller, why))
}

/// Theil's T, its part between districts and its part within them.
fn parts(teller: &Teller, values: &Values) -> Result<[f64; 3], Absent> {
    let districts = teller.groups.districts.iter();
    let districts: Vec<_> = districts.map(|it| held(teller, it, values)).collect();
    let it = theil_t_by_group(&districts).map_err(|why| in_words(teller, why))?;
    // Neither part is ever below zero: what is, is rounding.
    Ok([it.total, it.between.max(0.0), it.within.max(0.0)])
}

/// The rows over deprivation, ranked among all children with a count.
fn ranked(teller: &Teller, values: &Values) -> Result<Vec<Ranked>, Absent> {
    let ranking = teller.ranking.as_ref().map_err(Clone::clone)?;
    Ok(rows(ranking, |area| values[area]))
}

fn palma_of(rows: &[Ranked]) -> Result<f64, Undefined> {
    // What the most deprived have may be so little that the ratio leaves the range of numbers.
    let ratio = ends_of(rows)?;
    ratio
        .is_finite()
        .then_some(ratio)
        .ok_or(Undefined::ZeroDivisor)
}

fn concentration_of(rows: &[Ranked]) -> Result<f64, Undefined> {
    concentration(&observed(rows))
}

/// Why an index of access has no value, in words.
fn in_words(teller: &Teller, why: Undefined) -> Absent {
    let people = teller.question.people();
    Absent(match why {
        Undefined::Nobody => format!("too few of the {people} have a value of this measure"),
        Undefined::ZeroMean => {
            format!("none of the {people} have any of it, so that nothing is shared out")
        }
        Undefined::ZeroDivisor => {
            format!("the most deprived {people} have none of it to divide by")
        }
        other => other.to_string(),
    })
}
