//! The slope index of inequality (SII) and the relative index (RII).

use super::{Undefined, ratio};

/// One row of the regression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// The people it stands for.
    pub people: f64,
    /// Its place in the deprivation ranking of everyone, 0 (most deprived) to 1 (least).
    pub ridit: f64,
    /// The outcome.
    pub value: f64,
}

/// A straight line through an outcome over deprivation, weighted by people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeIndex {
    /// The fitted value at the most deprived end.
    pub intercept: f64,
    /// The fitted value at the least deprived end minus that at the most deprived end. For minutes, a positive
    /// value says that the most deprived travel less.
    pub sii: f64,
}

impl SlopeIndex {
    /// The relative index: the fitted value at the least deprived end over that at the most deprived end.
    ///
    /// # Errors
    /// [`Undefined::Base`] when the latter is not above zero, [`Undefined::VastRatio`] when it is next to zero.
    pub fn rii(&self) -> Result<f64, Undefined> {
        if self.intercept > 0.0 {
            ratio(self.intercept + self.sii, self.intercept)
        } else {
            Err(Undefined::Base)
        }
    }
}

/// The *ungrouped* slope index: a least-squares line weighted by people through any number of rows, each at its
/// ridit. Rows of one ridit count as one group: a weighted fit is the same with the group or with its members.
///
/// Source: OHID's method with areas in place of deciles (OHID, `PHEindicatormethods::phe_sii` v2.1.0; Moreno-Betancur
/// et al. 2015, doi:10.1097/EDE.0000000000000311). It equals the least squares without intercept of y√a on √a and b√a.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::OneRank`] where all of them stand at one ridit.
pub fn slope(rows: &[Observation]) -> Result<SlopeIndex, Undefined> {
    let peopled = || rows.iter().filter(|it| it.people > 0.0);
    let first = peopled().next().ok_or(Undefined::Nobody)?.ridit;
    if peopled().all(|it| it.ridit.total_cmp(&first).is_eq()) {
        return Err(Undefined::OneRank);
    }
    let people: f64 = peopled().map(|it| it.people).sum();
    let mean_ridit = peopled().map(|it| it.people * it.ridit).sum::<f64>() / people;
    let mean_value = peopled().map(|it| it.people * it.value).sum::<f64>() / people;
    let spread: f64 = peopled()
        .map(|it| it.people * (it.ridit - mean_ridit).powi(2))
        .sum();
    let joint: f64 = peopled()
        .map(|it| it.people * (it.ridit - mean_ridit) * (it.value - mean_value))
        .sum();
    let sii = joint / spread;
    Ok(SlopeIndex {
        intercept: mean_value - sii * mean_ridit,
        sii,
    })
}

/// The *grouped* slope index of OHID: the same line through 5 to 100 groups such as deciles. More than 10 groups
/// are unusual and OHID's function warns of them; deciles never are.
///
/// Source: OHID, `PHEindicatormethods::phe_sii` v2.1.0, which takes 5 to 100 quantiles.
///
/// # Errors
/// [`Undefined::Groups`] for another number of groups with people, and those of [`slope`].
///
/// ```
/// use fairreach::equity::{Observation, grouped_slope, ridits};
/// let (people, values) = ([20.0; 5], [4.0, 5.0, 6.0, 7.0, 8.0]);
/// let keys: Vec<Option<f64>> = (1..=5).map(|it| Some(f64::from(it))).collect();
/// let rows: Vec<Observation> = ridits(&keys, &people)
///     .into_iter()
///     .zip(people.into_iter().zip(values))
///     .filter_map(|(ridit, (people, value))| Some(Observation { people, ridit: ridit?, value }))
///     .collect();
/// assert!((grouped_slope(&rows)?.sii - 5.0).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn grouped_slope(groups: &[Observation]) -> Result<SlopeIndex, Undefined> {
    match groups.iter().filter(|it| it.people > 0.0).count() {
        0 => Err(Undefined::Nobody),
        5..=100 => slope(groups),
        n => Err(Undefined::Groups(n)),
    }
}
