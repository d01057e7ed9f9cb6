//! Measures by slow, plain formulas straight from their definitions: over pairs and by sums, and nothing of the library.

/// Rows of an outcome, the people it stands for and their rank from 0 (most deprived) to 1.
pub(crate) type Rows = Vec<(f64, f64, f64)>;

fn people(rows: &[(f64, f64, f64)]) -> f64 {
    rows.iter().map(|it| it.1).sum()
}

pub(crate) fn mean(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let whole = people(rows);
    (whole > 0.0).then(|| rows.iter().map(|it| it.0 * it.1).sum::<f64>() / whole)
}

/// The mean where there is something to share.
fn amount(rows: &[(f64, f64, f64)]) -> Option<f64> {
    mean(rows).filter(|it| *it > 0.0)
}

/// The mean of what each row makes.
fn mean_of(rows: &[(f64, f64, f64)], of: impl Fn(f64) -> f64) -> Option<f64> {
    let made: Rows = rows
        .iter()
        .filter(|it| it.1 > 0.0)
        .map(|it| (of(it.0), it.1, it.2))
        .collect();
    mean(&made)
}

pub(crate) fn variance(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let middle = mean(rows)?;
    mean_of(rows, |it| (it - middle) * (it - middle))
}

/// Half the mean difference of all pairs, over the mean.
pub(crate) fn gini(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let (middle, whole) = (amount(rows)?, people(rows));
    let mut sum = 0.0;
    for a in rows {
        for b in rows {
            sum += a.1 * b.1 * (a.0 - b.0).abs();
        }
    }
    Some(sum / (2.0 * whole * whole * middle))
}

pub(crate) fn theil(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let middle = amount(rows)?;
    mean_of(rows, |it| {
        if it == 0.0 {
            0.0
        } else {
            it / middle * (it / middle).ln()
        }
    })
}

pub(crate) fn mld(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let middle = amount(rows)?;
    let none = rows.iter().any(|it| it.1 > 0.0 && it.0 == 0.0);
    if none {
        None
    } else {
        mean_of(rows, |it| (middle / it).ln())
    }
}

pub(crate) fn atkinson(rows: &[(f64, f64, f64)], aversion: f64) -> Option<f64> {
    let middle = amount(rows)?;
    let none = rows.iter().any(|it| it.1 > 0.0 && it.0 == 0.0);
    if aversion >= 1.0 && none {
        return Some(1.0);
    }
    if (aversion - 1.0).abs() < 1e-12 {
        return Some(1.0 - mean_of(rows, |it| (it / middle).ln())?.exp());
    }
    let power = 1.0 - aversion;
    Some(1.0 - mean_of(rows, |it| (it / middle).powf(power))?.powf(1.0 / power))
}

/// Theil's T between and within groups.
pub(crate) fn theil_parts(groups: &[Rows]) -> Option<(f64, f64)> {
    let all: Rows = groups.concat();
    let (middle, whole) = (amount(&all)?, people(&all));
    let (mut between, mut within) = (0.0, 0.0);
    for group in groups {
        let Some(own) = amount(group) else { continue };
        let share = people(group) * own / (whole * middle);
        between += share * (own / middle).ln();
        within += share * theil(group)?;
    }
    Some((between, within))
}

/// The mean log deviation between and within groups.
pub(crate) fn mld_parts(groups: &[Rows]) -> Option<(f64, f64)> {
    let all: Rows = groups.concat();
    mld(&all)?;
    let (middle, whole) = (amount(&all)?, people(&all));
    let (mut between, mut within) = (0.0, 0.0);
    for group in groups.iter().filter(|it| people(it) > 0.0) {
        let share = people(group) / whole;
        between += share * (middle / amount(group)?).ln();
        within += share * mld(group)?;
    }
    Some((between, within))
}

/// The rank of each row: who is more deprived, and half of those who are as deprived.
pub(crate) fn ranks(keys: &[f64], people: &[f64]) -> Vec<f64> {
    let whole: f64 = people.iter().sum();
    let rank = |own: f64| {
        let mut ahead = 0.0;
        for (key, people) in keys.iter().zip(people) {
            if *key > own {
                ahead += people;
            } else if *key >= own {
                ahead += people / 2.0;
            }
        }
        ahead / whole
    };
    keys.iter().map(|it| rank(*it)).collect()
}

pub(crate) fn concentration(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let middle = amount(rows)?;
    let sum: f64 = rows
        .iter()
        .map(|it| it.1 * (it.0 - middle) * (it.2 - 0.5))
        .sum();
    Some(2.0 * sum / people(rows) / middle)
}

pub(crate) fn erreygers(rows: &[(f64, f64, f64)]) -> Option<f64> {
    mean(rows)?;
    // Nobody within: nothing varies, and C has no value.
    Some(concentration(rows).map_or(0.0, |c| 4.0 * mean(rows).unwrap_or(0.0) * c))
}

pub(crate) fn wagstaff(rows: &[(f64, f64, f64)]) -> Option<f64> {
    let middle = mean(rows)?;
    if middle <= 0.0 || rows.iter().all(|it| it.1 <= 0.0 || it.0 >= 1.0) {
        return None;
    }
    Some(middle / ((1.0 - middle) * middle) * concentration(rows)?)
}

/// The line through the rows by the normal equations: its start and its rise.
pub(crate) fn line(rows: &[(f64, f64, f64)]) -> Option<(f64, f64)> {
    let first = rows.iter().find(|it| it.1 > 0.0)?.2;
    if rows
        .iter()
        .all(|it| it.1 <= 0.0 || (it.2 - first).abs() < 1e-12)
    {
        return None;
    }
    let sum = |of: &dyn Fn(&(f64, f64, f64)) -> f64| rows.iter().map(of).sum::<f64>();
    let (a, ab, abb) = (
        sum(&|it| it.1),
        sum(&|it| it.1 * it.2),
        sum(&|it| it.1 * it.2 * it.2),
    );
    let (ay, aby) = (sum(&|it| it.1 * it.0), sum(&|it| it.1 * it.2 * it.0));
    let determinant = a * abb - ab * ab;
    Some((
        (ay * abb - aby * ab) / determinant,
        (a * aby - ab * ay) / determinant,
    ))
}

pub(crate) fn relative((start, rise): (f64, f64)) -> Option<f64> {
    (start > 0.0).then(|| (start + rise) / start)
}

/// Everybody in a row, from the least of it to the most.
fn one_by_one(rows: &[(f64, f64, f64)]) -> Vec<f64> {
    let mut all = Vec::new();
    for (value, people, _) in rows {
        let mut left = *people;
        while left > 0.5 {
            all.push(*value);
            left -= 1.0;
        }
    }
    all.sort_by(f64::total_cmp);
    all
}

/// The smallest value that so large a part of the people are at or below.
pub(crate) fn quantile(rows: &[(f64, f64, f64)], part: f64) -> Option<f64> {
    let all = one_by_one(rows);
    let n = all.len() as f64;
    let found = all
        .iter()
        .enumerate()
        .find(|it| (it.0 + 1) as f64 >= part * n - 1e-9);
    found.map(|it| *it.1)
}

/// The mean of the worst part, the last person split.
pub(crate) fn worst(rows: &[(f64, f64, f64)], part: f64) -> Option<f64> {
    let all = one_by_one(rows);
    let wanted = part * all.len() as f64;
    let (mut taken, mut sum) = (0.0, 0.0);
    for value in all.iter().rev() {
        let own = (wanted - taken).clamp(0.0, 1.0);
        taken += own;
        sum += own * value;
    }
    (taken > 0.0).then(|| sum / taken)
}

/// The mean of those from one share of the ranking to another; a block of equal rank is split pro rata.
pub(crate) fn between(
    rows: &[(f64, f64, f64)],
    keys: &[f64],
    everyone: &[f64],
    ends: (f64, f64),
) -> Option<f64> {
    let whole: f64 = everyone.iter().sum();
    let (mut taken, mut sum) = (0.0, 0.0);
    for ((value, people, _), own) in rows.iter().zip(keys) {
        let (mut before, mut block) = (0.0, 0.0);
        for (key, people) in keys.iter().zip(everyone) {
            before += if key > own { *people } else { 0.0 };
            block += if (key - own).abs() < 1e-12 {
                *people
            } else {
                0.0
            };
        }
        let (from, to) = (before / whole, (before + block) / whole);
        let inside = (to.min(ends.1) - from.max(ends.0)).max(0.0);
        let part = if to > from && inside > 1e-12 {
            inside / (to - from)
        } else {
            0.0
        };
        // Whoever has no value is told by NaN, and is left out.
        if !value.is_nan() && *people > 0.0 {
            taken += part * people;
            sum += part * people * value;
        }
    }
    (taken > 0.0).then(|| sum / taken)
}

/// The isotonic fit by the formula of minima and maxima of means (Robertson, Wright and Dykstra 1988).
pub(crate) fn falling(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let average = |from: usize, to: usize| {
        let weight: f64 = weights[from..=to].iter().sum();
        let sum: f64 = (from..=to).map(|it| values[it] * weights[it]).sum();
        sum / weight
    };
    let n = values.len();
    let upper = |from: usize, at: usize| {
        (at..n)
            .map(|to| average(from, to))
            .fold(f64::NEG_INFINITY, f64::max)
    };
    (0..n)
        .map(|at| {
            (0..=at)
                .map(|from| upper(from, at))
                .fold(f64::INFINITY, f64::min)
        })
        .collect()
}

/// For each area the access of a catchment: what it gets of each site's supply over the demand on it. The weights are
/// of the first step and of the second.
pub(crate) fn catchment(
    supply: &[f64],
    people: &[f64],
    first: &[Vec<f64>],
    second: &[Vec<f64>],
) -> (Vec<f64>, Vec<Option<f64>>) {
    let ratio = |site: usize| {
        let demand: f64 = people
            .iter()
            .zip(first)
            .map(|(people, row)| people * row[site])
            .sum();
        (demand > 0.0).then(|| supply[site] / demand)
    };
    let ratios: Vec<Option<f64>> = (0..supply.len()).map(ratio).collect();
    let access = |row: &Vec<f64>| {
        ratios
            .iter()
            .zip(row)
            .map(|(ratio, weight)| ratio.unwrap_or(0.0) * weight)
            .sum()
    };
    (second.iter().map(access).collect(), ratios)
}
