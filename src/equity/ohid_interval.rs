//! Confidence intervals of the slope and relative index: OHID's by simulation, and the exact one.
//!
//! They are for indicators with a sampling error. Modelled travel times have none: a range over speeds and standards
//! says more of them.

use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;

use super::normal::upper_quantile;
use super::ohid_slope::{Indicator, Kind};
use super::slope_index::{Observation, grouped_slope};
use super::{SlopeIndex, Undefined};

/// The number of draws of OHID's function.
pub const DRAWS: usize = 100_000;

/// The seed for whoever has no reason for another: the same figures every time.
pub const SEED: u64 = 20_261_122;

/// How many standard errors a 95 % limit is from the middle, as OHID's guidance rounds it.
const STANDARD_ERRORS: f64 = 1.959_964;

/// A group of the regression with the sampling error of its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The group and its value, on the indicator's own scale.
    pub observation: Observation,
    /// The standard error, on the scale of the indicator's kind: of the logarithm of a rate, of the logit of a
    /// proportion.
    pub error: f64,
}

impl Estimate {
    /// A group whose value has 95 % limits, on the indicator's own scale: the standard error is what lies between
    /// them on the scale of the kind, over 2 · 1.959964.
    ///
    /// # Errors
    /// [`Undefined::Transform`] where a limit has no logarithm or logit, [`Undefined::Setting`] where the lower one is
    /// above the upper one.
    pub fn from_limits(
        observation: Observation,
        kind: Kind,
        lower: f64,
        upper: f64,
    ) -> Result<Self, Undefined> {
        let error = (kind.scaled(upper)? - kind.scaled(lower)?) / (2.0 * STANDARD_ERRORS);
        if error >= 0.0 {
            Ok(Self { observation, error })
        } else {
            Err(Undefined::Setting(
                "the lower limit must not be above the upper one",
            ))
        }
    }
}

/// A lower and an upper limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    fn between(a: f64, b: f64) -> Self {
        Self {
            lower: a.min(b),
            upper: a.max(b),
        }
    }
}

/// The limits of both indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intervals {
    /// Those of the slope index, multiplied.
    pub sii: Interval,
    /// Those of the relative index, which has none where a limit lies beyond a base of zero.
    pub rii: Result<Interval, Undefined>,
}

/// The exact interval of the untransformed slope index of a plain indicator ([`Kind::Plain`]), multiplied:
/// SII ± z √(Σ w² se²), since the slope is a weighted sum Σ w y.
///
/// Source: least squares; the project's `methods.md` 3.3.
///
/// # Errors
/// Those of [`grouped_slope`], [`Undefined::SharedRank`] where two rows have the same ridit, [`Undefined::Setting`] for
/// another kind, a confidence that is not between 0 and 1 or an error below zero.
///
/// ```
/// use fairreach::equity::{Estimate, Indicator, Kind, Observation, exact_interval};
/// // Five equal groups on a line of slope 5, with errors of 0.2: the weights are -1, -1/2, 0, 1/2, 1, so the slope has
/// // an error of 0.2 * √2.5.
/// let group = |at: u8| Estimate {
///     observation: Observation { people: 20.0, ridit: 0.1 + 0.2 * f64::from(at), value: 4.0 + f64::from(at) },
///     error: 0.2,
/// };
/// let groups: Vec<Estimate> = (0..5).map(group).collect();
/// let it = exact_interval(&groups, Indicator::new(Kind::Plain), 0.95)?;
/// assert!((it.upper - (5.0 + 1.959_963_985 * 0.2 * 2.5_f64.sqrt())).abs() < 1e-8);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn exact_interval(
    groups: &[Estimate],
    indicator: Indicator,
    confidence: f64,
) -> Result<Interval, Undefined> {
    if indicator.kind != Kind::Plain {
        return Err(Undefined::Setting(
            "the exact interval is for a plain indicator",
        ));
    }
    let z = upper_quantile(tail(confidence)?);
    let fit = Fit::of(groups, indicator)?;
    let variance: f64 = fit
        .groups
        .iter()
        .map(|it| (it.rise * it.error).powi(2))
        .sum();
    let (middle, reach) = (fit.line.sii, z * variance.sqrt());
    let limit = |slope: f64| indicator.multiplier * slope;
    Ok(Interval::between(
        limit(middle - reach),
        limit(middle + reach),
    ))
}

/// The slopes of many draws, from which limits of any confidence are read.
#[derive(Clone, Debug)]
pub struct Simulated {
    indicator: Indicator,
    /// The fitted line at the middle of the ranking, on the scale of the fit.
    middle: f64,
    /// Of each draw, in ascending order. Of the untransformed slope, multiplied; else on the scale of the fit.
    slopes: Vec<f64>,
    /// Of each draw of the untransformed fit, in ascending order, infinite where the base is not above zero.
    ratios: Vec<f64>,
}

/// Draws each group's value many times from its sampling distribution, on the scale of its kind, and fits each draw.
///
/// Draws are made in order of rank by the PCG64 generator from `seed`, so that the same groups in any order give the
/// same limits every time. R draws other numbers: limits agree with those of OHID's function as two of its own runs do.
///
/// Source: OHID, `PHEindicatormethods::phe_sii` v2.1.0.
///
/// # Errors
/// Those of [`super::ohid_slope()`], [`Undefined::SharedRank`] where two rows have the same ridit, [`Undefined::Transform`]
/// where a value has no logarithm or logit, [`Undefined::Setting`] for an error below zero.
pub fn simulate(
    groups: &[Estimate],
    indicator: Indicator,
    draws: usize,
    seed: u64,
) -> Result<Simulated, Undefined> {
    let fit = Fit::of(groups, indicator)?;
    let scaled: Vec<f64> = fit
        .groups
        .iter()
        .map(|it| indicator.kind.scaled(it.value))
        .collect::<Result<_, _>>()?;
    let back = if indicator.transform {
        Kind::Plain
    } else {
        indicator.kind
    };
    let mut generator = Pcg64::seed_from_u64(seed);
    let (mut slopes, mut ratios) = (Vec::with_capacity(draws), Vec::new());
    for _ in 0..draws {
        let (mut alpha, mut beta) = (0.0, 0.0);
        for (it, mean) in fit.groups.iter().zip(&scaled) {
            let normal: f64 = StandardNormal.sample(&mut generator);
            let value = back.natural(mean + it.error * normal);
            alpha += it.start * value;
            beta += it.rise * value;
        }
        if indicator.transform {
            slopes.push(beta);
        } else {
            slopes.push(indicator.multiplier * beta);
            ratios.push(indicator.rii(alpha, alpha + beta).unwrap_or(f64::INFINITY));
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    ratios.sort_unstable_by(f64::total_cmp);
    Ok(Simulated {
        indicator,
        middle: fit.line.intercept + fit.line.sii / 2.0,
        slopes,
        ratios,
    })
}

impl Simulated {
    /// The limits of a confidence such as 0.95: of n draws in order those at round(n(1 − q)) and round(nq), with
    /// q = (1 + confidence)/2.
    ///
    /// Of a transformed fit these are limits of the slope on its scale. As in OHID's function, a line of that slope is
    /// laid through the fitted middle of the ranking, and its ends brought back to the indicator's own scale.
    ///
    /// # Errors
    /// [`Undefined::Draws`] where there are too few draws for it, [`Undefined::Setting`] for a confidence that is not
    /// between 0 and 1.
    pub fn interval(&self, confidence: f64) -> Result<Intervals, Undefined> {
        let part = tail(confidence)?;
        let [low, high] = [1.0 - part, part].map(|it| self.position(it));
        let (low, high) = (low?, high?);
        if self.indicator.transform {
            return Ok(self.through_the_middle(self.slopes[low], self.slopes[high]));
        }
        Ok(Intervals {
            sii: Interval::between(self.slopes[low], self.slopes[high]),
            rii: if self.ratios[high].is_finite() {
                Ok(Interval::between(self.ratios[low], self.ratios[high]))
            } else if self.indicator.multiplier > 0.0 {
                Err(Undefined::Base)
            } else {
                Err(Undefined::InvertedBase)
            },
        })
    }

    /// The limits that two slopes on the scale of the fit make, each through the fitted middle.
    fn through_the_middle(&self, low: f64, high: f64) -> Intervals {
        let ends = |slope: f64| {
            let scale = self.indicator.fitted_as();
            let most = scale.natural(self.middle - slope / 2.0);
            let least = scale.natural(self.middle + slope / 2.0);
            (
                self.indicator.sii(most, least),
                self.indicator.rii(most, least),
            )
        };
        let ((sii_low, rii_low), (sii_high, rii_high)) = (ends(low), ends(high));
        Intervals {
            sii: Interval::between(sii_low, sii_high),
            rii: rii_low.and_then(|low| Ok(Interval::between(low, rii_high?))),
        }
    }

    /// Where the draw stands, from 0, that a share `part` of them does not exceed. Halves go to the even number, as in R.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number of draws is within them"
    )]
    fn position(&self, part: f64) -> Result<usize, Undefined> {
        let nth = (self.slopes.len() as f64 * part).round_ties_even() as usize;
        if nth > 0 {
            Ok(nth - 1)
        } else {
            Err(Undefined::Draws)
        }
    }
}

/// The share of a distribution below the upper limit of a confidence.
fn tail(confidence: f64) -> Result<f64, Undefined> {
    if confidence > 0.0 && confidence < 1.0 {
        Ok(confidence + (1.0 - confidence) / 2.0)
    } else {
        Err(Undefined::Setting(
            "the confidence must lie between 0 and 1",
        ))
    }
}

/// The line through the groups, and what each group's value does to it.
struct Fit {
    line: SlopeIndex,
    groups: Vec<Pull>,
}

/// How a group pulls at the line: the slope is Σ rise · y, the intercept Σ start · y.
struct Pull {
    value: f64,
    error: f64,
    rise: f64,
    start: f64,
}

impl Fit {
    fn of(estimates: &[Estimate], indicator: Indicator) -> Result<Self, Undefined> {
        indicator.check()?;
        let mut ranked: Vec<Estimate> = estimates
            .iter()
            .copied()
            .filter(|it| it.observation.people > 0.0)
            .collect();
        ranked.sort_by(|a, b| a.observation.ridit.total_cmp(&b.observation.ridit));
        let same = |a: &Observation, b: &Observation| a.ridit.total_cmp(&b.ridit).is_eq();
        if ranked
            .windows(2)
            .any(|it| same(&it[0].observation, &it[1].observation))
        {
            return Err(Undefined::SharedRank);
        }
        if ranked.iter().any(|it| it.error < 0.0 || it.error.is_nan()) {
            return Err(Undefined::Setting(
                "a standard error must not be below zero",
            ));
        }
        let scaled: Vec<Observation> = ranked
            .iter()
            .map(|it| {
                Ok(Observation {
                    value: indicator.fitted_as().scaled(it.observation.value)?,
                    ..it.observation
                })
            })
            .collect::<Result<_, Undefined>>()?;
        let line = grouped_slope(&scaled)?;
        Ok(Self {
            line,
            groups: pulls(&ranked),
        })
    }
}

fn pulls(ranked: &[Estimate]) -> Vec<Pull> {
    let observations = || ranked.iter().map(|it| it.observation);
    let people: f64 = observations().map(|it| it.people).sum();
    let mean_ridit = observations().map(|it| it.people * it.ridit).sum::<f64>() / people;
    let spread: f64 = observations()
        .map(|it| it.people * (it.ridit - mean_ridit).powi(2))
        .sum();
    ranked
        .iter()
        .map(|Estimate { observation, error }| {
            let rise = observation.people * (observation.ridit - mean_ridit) / spread;
            Pull {
                value: observation.value,
                error: *error,
                rise,
                start: observation.people / people - rise * mean_ridit,
            }
        })
        .collect()
}
