//! Theil's two indices, T and the mean log deviation L, and what of them lies between groups and within.

use super::Undefined;
use super::mean::{amount, positive_amount};

/// Theil's T of values, each a pair of value and weight: T = Σ f (y/μ) ln(y/μ), with 0 ln 0 = 0. From 0 (all have the
/// same) to ln of the number of people (one has everything).
///
/// Source: Theil 1967, Economics and Information Theory, chapter 4.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Negative`] where a value is below zero, [`Undefined::ZeroMean`]
/// where all are zero.
///
/// ```
/// // Half have twice the mean, half have nothing: 1/2 * 2 ln 2.
/// let t = fairreach::equity::theil_t(&[(6.0, 10.0), (0.0, 10.0)])?;
/// assert!((t - 2.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn theil_t(weighted: &[(f64, f64)]) -> Result<f64, Undefined> {
    Index::T.of(weighted)
}

/// The mean log deviation, Theil's L, of values, each a pair of value and weight: L = Σ f ln(μ/y).
///
/// On a good (hours, places) it carries a judgement of welfare; on minutes it is a statistic of dispersion.
///
/// Source: Theil 1967, Economics and Information Theory, chapter 4.
///
/// # Errors
/// Those of [`theil_t`], and [`Undefined::ZeroValue`] where someone has nothing.
///
/// ```
/// // Mean 2.5: (ln 2.5 + ln(2.5/4)) / 2 = ln 1.25.
/// let l = fairreach::equity::mean_log_deviation(&[(1.0, 10.0), (4.0, 10.0)])?;
/// assert!((l - 1.25_f64.ln()).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn mean_log_deviation(weighted: &[(f64, f64)]) -> Result<f64, Undefined> {
    Index::L.of(weighted)
}

/// An index and its parts: `total` = `between` + `within`.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// The index over everyone.
    pub total: f64,
    /// What would be left if each had the mean of their group.
    pub between: f64,
    /// What lies within groups.
    pub within: f64,
    /// Each group in the order given; one without people has no figures.
    pub groups: Vec<Result<Part, Undefined>>,
}

impl Decomposition {
    /// The total, its part between groups and its part within them. Neither part is ever below zero: what is, is rounding.
    #[must_use]
    pub const fn in_three(&self) -> [f64; 3] {
        [self.total, self.between.max(0.0), self.within.max(0.0)]
    }
}

/// One group's part in an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The group's share of people, F.
    pub people_share: f64,
    /// The group's mean.
    pub mean: f64,
    /// The group's share of the outcome, s = F `μ_g`/μ.
    pub outcome_share: f64,
    /// The index within the group; it has no value where nobody of the group has anything.
    pub index: Result<f64, Undefined>,
    /// The group's term in `between`: below zero where it has less than its share (T) or more (L).
    pub between: f64,
    /// The group's term in `within`.
    pub within: f64,
}

/// Theil's T between and within groups, each a list of pairs of value and weight: between Σ s ln(`μ_g`/μ), within
/// Σ s `T_g`, with s the group's share of the outcome. Nobody is dropped: those who have nothing count in both.
///
/// Source: Theil 1967; Shorrocks 1980, doi:10.2307/1913126.
///
/// # Errors
/// Those of [`theil_t`].
///
/// ```
/// use fairreach::equity::theil_t_by_group;
/// // Each group is equal in itself, so that all lies between: shares 1/4 and 3/4 for half the people each.
/// let it = theil_t_by_group(&[[(1.0, 5.0), (1.0, 5.0)], [(3.0, 5.0), (3.0, 5.0)]])?;
/// assert!((it.between - (0.25 * 0.5_f64.ln() + 0.75 * 1.5_f64.ln())).abs() < 1e-12);
/// assert!(it.within.abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn theil_t_by_group(groups: &[impl AsRef<[(f64, f64)]>]) -> Result<Decomposition, Undefined> {
    Index::T.by_group(groups)
}

/// The mean log deviation between and within groups, each a list of pairs of value and weight: between
/// Σ F ln(μ/`μ_g`), within Σ F `L_g`, with F the group's share of people.
///
/// Source: Theil 1967; Shorrocks 1980, doi:10.2307/1913126.
///
/// # Errors
/// Those of [`mean_log_deviation`].
///
/// ```
/// use fairreach::equity::mean_log_deviation_by_group;
/// let it = mean_log_deviation_by_group(&[[(1.0, 10.0)], [(4.0, 10.0)]])?;
/// assert!((it.between - 1.25_f64.ln()).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn mean_log_deviation_by_group(
    groups: &[impl AsRef<[(f64, f64)]>],
) -> Result<Decomposition, Undefined> {
    Index::L.by_group(groups)
}

#[derive(Clone, Copy)]
enum Index {
    T,
    L,
}

impl Index {
    fn of(self, weighted: &[(f64, f64)]) -> Result<f64, Undefined> {
        let (people, mean) = positive_amount(weighted.iter().copied())?;
        self.about(weighted, people, mean)
    }

    /// The index of people around their mean, which is above zero.
    fn about(self, weighted: &[(f64, f64)], people: f64, mean: f64) -> Result<f64, Undefined> {
        let mut sum = 0.0;
        for (value, weight) in weighted.iter().filter(|it| it.1 > 0.0) {
            sum += weight * self.term(value / mean)?;
        }
        // Neither index is ever below zero: what is, is rounding.
        Ok((sum / people).max(0.0))
    }

    /// What someone adds who has `relative` times the mean.
    fn term(self, relative: f64) -> Result<f64, Undefined> {
        match self {
            Self::T if relative > 0.0 => Ok(relative * relative.ln()),
            Self::T => Ok(0.0),
            Self::L if relative > 0.0 => Ok(-relative.ln()),
            Self::L => Err(Undefined::ZeroValue),
        }
    }

    /// The total is the sum of its parts, so that no logarithm is taken twice.
    fn by_group(self, groups: &[impl AsRef<[(f64, f64)]>]) -> Result<Decomposition, Undefined> {
        let everyone = groups.iter().flat_map(|it| it.as_ref().iter().copied());
        let (people, mean) = positive_amount(everyone)?;
        let groups: Vec<Result<Part, Undefined>> = groups
            .iter()
            .map(|it| self.part(it.as_ref(), people, mean))
            .collect();
        if let Some(why) = groups.iter().find_map(|it| self.spoilt(it)) {
            return Err(why);
        }
        let parts = || groups.iter().flatten();
        let between: f64 = parts().map(|it| it.between).sum();
        let within: f64 = parts().map(|it| it.within).sum();
        Ok(Decomposition {
            // Neither index is ever below zero: what is, is rounding.
            total: (between + within).max(0.0),
            between,
            within,
            groups,
        })
    }

    /// Why a group leaves the whole without a value: someone in it has nothing, and the index takes logarithms of that.
    fn spoilt(self, part: &Result<Part, Undefined>) -> Option<Undefined> {
        match (self, part) {
            (_, Err(Undefined::Nobody)) | (Self::T, Ok(_)) => None,
            (_, Err(why)) => Some(*why),
            (Self::L, Ok(it)) => it.index.err(),
        }
    }

    fn part(self, group: &[(f64, f64)], everyone: f64, overall: f64) -> Result<Part, Undefined> {
        let (people, mean) = amount(group.iter().copied())?;
        let people_share = people / everyone;
        let outcome_share = people_share * mean / overall;
        let index = if mean > 0.0 {
            self.about(group, people, mean)
        } else {
            Err(Undefined::ZeroMean)
        };
        // T weighs a group by what it has: one that has nothing adds nothing, though its own index has no value.
        let weight = match self {
            Self::T => outcome_share,
            Self::L => people_share,
        };
        Ok(Part {
            people_share,
            mean,
            outcome_share,
            index,
            between: people_share * self.term(mean / overall)?,
            within: index.map_or(0.0, |it| weight * it),
        })
    }
}
