//! How unequally access is spread: the indices of one measure, over everyone who has a value of it.
//!
//! A measure of which more is better carries a judgement of welfare, minutes and costs dispersion alone. Spatial
//! availability is so much for an area and not for a child, and a log-sum has no zero, so that neither has an index.

use super::concentration::{ends_of, observed, rows};
use super::groups::Group;
use super::inequality::Value;
use super::provision::BY_NEED_ALREADY;
use super::reach::Teller;
use super::reach_measures::{Found, Told};
use super::{Absent, AccessMeasure, Figure, Polarity, Scope, measures as m};
use crate::equity::{
    Observation, Ranked, Undefined, atkinson, concentration, gini, kakwani, mean_log_deviation,
    shortfall, theil_t_by_group,
};
use crate::ids::{AreaId, Column};

/// The indices of one measure, each telling which it is about.
pub(super) fn inequality_of(
    teller: &Teller,
    told: &Told,
    found: &Result<Found, Absent>,
) -> Vec<Figure> {
    let found = || match found {
        Ok(it) => teller.nobody().map_or(Ok(&it.areas), Err),
        Err(reason) => Err(reason.clone()),
    };
    let all = found().map(|it| held(teller, &teller.groups.all, it));
    let over_all = |index: &OverAll| {
        let all = all.as_ref().map_err(Clone::clone)?;
        index(all).map_err(|why| explained(teller, why))
    };
    let mut values: Vec<Value> = Vec::new();
    if has_indices(told.which) {
        let of_theil = found().and_then(|it| in_three(teller, it));
        let theil = |nth: usize| of_theil.as_ref().map(|it| it[nth]).map_err(Clone::clone);
        values.extend([
            (&m::GINI_ACCESS, over_all(&gini)),
            (&m::THEIL_T_ACCESS, theil(0)),
            (&m::THEIL_T_ACCESS_BETWEEN, theil(1)),
            (&m::THEIL_T_ACCESS_WITHIN, theil(2)),
        ]);
        if is_good(told) {
            let deviation = over_all(&mean_log_deviation);
            let none = || all.iter().flatten().any(|it| it.0 <= 0.0);
            // At an aversion of 1 it is 1 - exp(-L), and 1 where somebody has none of what others have.
            let atkinson = match &deviation {
                Ok(deviation) => Ok(-(-deviation).exp_m1()),
                Err(_) if none() => over_all(&|it| atkinson(it, 1.0)),
                Err(reason) => Err(reason.clone()),
            };
            values.extend([(&m::MLD_ACCESS, deviation), (&m::ATKINSON_ACCESS, atkinson)]);
        }
        let rows = found().and_then(|it| ranked(teller, it));
        let over = |index: OverDeprivation| {
            let rows = rows.as_ref().map_err(Clone::clone)?;
            index(rows).map_err(|why| explained(teller, why))
        };
        values.extend([
            (&m::PALMA_ACCESS, over(ends_of)),
            (&m::CONCENTRATION_ACCESS, over(concentration_of)),
        ]);
        if is_good(told) {
            let beside = found().and_then(|it| beside_need(teller, it));
            values.push((&m::KAKWANI_ACCESS, beside));
        }
    }
    let measuring = &teller.question.case.policy.measuring;
    if let Some(line) = measuring.lines.get(&told.which) {
        let short = |alpha: f64| over_all(&|it| shortfall(it, *line, alpha));
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
type OverAll<'a> = dyn Fn(&[(f64, f64)]) -> Result<f64, Undefined> + 'a;
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

/// Whether more of it is better, so that need may stand beside it and welfare be read from it.
fn is_good(told: &Told) -> bool {
    told.measure.polarity == Polarity::MoreIsBetter
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

/// Theil's T, its part between districts and its part within them.
fn in_three(teller: &Teller, values: &Values) -> Result<[f64; 3], Absent> {
    let districts = teller.groups.districts.iter();
    let districts: Vec<_> = districts.map(|it| held(teller, it, values)).collect();
    let it = theil_t_by_group(&districts).map_err(|why| explained(teller, why))?;
    Ok(it.in_three())
}

/// The rows over deprivation, ranked among all children with a count.
fn ranked(teller: &Teller, values: &Values) -> Result<Vec<Ranked>, Absent> {
    let ranking = teller.ranking.as_ref().map_err(Clone::clone)?;
    Ok(rows(ranking, |area| values[area]))
}

fn concentration_of(rows: &[Ranked]) -> Result<f64, Undefined> {
    concentration(&observed(rows))
}

/// How access runs over deprivation beside how need does, over those of whom both are known.
fn beside_need(teller: &Teller, values: &Values) -> Result<f64, Absent> {
    let (ranking, question) = (teller.ranking.as_ref(), teller.question);
    let ranking = ranking.map_err(Clone::clone)?;
    if question.in_need() {
        return Err(Absent(BY_NEED_ALREADY.to_owned()));
    }
    let counted = ranking.areas.iter().zip(&ranking.people);
    let standing = counted.zip(&ranking.ridits);
    let beside = standing.filter_map(|((area, people), ridit)| {
        let row = Observation {
            people: *people,
            ridit: (*ridit)?,
            value: values[*area]?,
        };
        Some((row, question.case.need(*area)?))
    });
    let beside: Vec<(Observation, f64)> = beside.collect();
    let held = beside.iter().any(|(it, _)| it.people * it.value > 0.0);
    kakwani(&beside).map_err(|why| {
        let people = question.people();
        match why {
            Undefined::Nobody => Absent(format!(
                "no area with {people} has a deprivation rank, a need rate and a value of this measure"
            )),
            Undefined::ZeroMean if held => Absent(format!(
                "no area with {people} has a need rate above zero"
            )),
            why => explained(teller, why),
        }
    })
}

/// Why an index of access has no value, in words.
fn explained(teller: &Teller, why: Undefined) -> Absent {
    let people = teller.question.people();
    Absent(match why {
        Undefined::Nobody => format!("too few of the {people} have a value of this measure"),
        Undefined::ZeroMean => {
            format!("none of the {people} have any of it, so that nothing is shared out")
        }
        Undefined::ZeroValue => {
            format!("some of the {people} have none of it, and the measure takes logarithms")
        }
        Undefined::ZeroDivisor => {
            format!("the most deprived {people} have none of it to divide by")
        }
        Undefined::VastRatio => {
            format!("the most deprived {people} have next to none of it to divide by")
        }
        other => other.to_string(),
    })
}
