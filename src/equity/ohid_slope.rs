//! The slope and relative index of inequality by OHID's function, with its kinds of indicator, transformation and
//! multiplier.

use super::slope_index::{Observation, grouped_slope};
use super::{SlopeIndex, Undefined};

/// What an indicator is, which says on which scale its sampling errors are symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Type 0, such as minutes or life expectancy: on its own.
    Plain,
    /// Type 1, a rate above zero: of its logarithm.
    Rate,
    /// Type 2, a proportion between 0 and 1: of its logit.
    Proportion,
}

impl Kind {
    /// A value on the scale of the kind.
    pub(super) fn scaled(self, value: f64) -> Result<f64, Undefined> {
        let scaled = match self {
            Self::Plain => value,
            Self::Rate => value.ln(),
            Self::Proportion => (value / (1.0 - value)).ln(),
        };
        if scaled.is_finite() {
            Ok(scaled)
        } else {
            Err(Undefined::Transform)
        }
    }

    /// A value of that scale on the indicator's own.
    pub(super) fn natural(self, scaled: f64) -> f64 {
        match self {
            Self::Plain => scaled,
            Self::Rate => scaled.exp(),
            Self::Proportion => 1.0 / (1.0 + (-scaled).exp()),
        }
    }
}

/// An indicator, and how its slope is fitted and told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indicator {
    /// What it is.
    pub kind: Kind,
    /// Whether the line is fitted on the scale of the kind, for an outcome whose relation to rank is nearer to a line
    /// there, instead of on the indicator's own.
    pub transform: bool,
    /// What the slope index is multiplied by, such as 100 for percentage points. Below zero it also inverts the
    /// relative index: the indicator is turned from a good into a bad.
    pub multiplier: f64,
}

impl Indicator {
    /// An indicator of a kind, untransformed and unmultiplied.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            transform: false,
            multiplier: 1.0,
        }
    }

    /// The kind on whose scale the line is fitted.
    pub(super) fn fitted_as(self) -> Kind {
        if self.transform {
            self.kind
        } else {
            Kind::Plain
        }
    }

    /// The slope index between two fitted ends on the indicator's own scale.
    pub(super) fn sii(self, most_deprived: f64, least_deprived: f64) -> f64 {
        self.multiplier * (least_deprived - most_deprived)
    }

    /// The relative index between two fitted ends on the indicator's own scale.
    pub(super) fn rii(self, most_deprived: f64, least_deprived: f64) -> Result<f64, Undefined> {
        if self.multiplier > 0.0 {
            let sii = least_deprived - most_deprived;
            let intercept = most_deprived;
            return SlopeIndex { intercept, sii }.rii();
        }
        if least_deprived > 0.0 {
            Ok(most_deprived / least_deprived)
        } else {
            Err(Undefined::InvertedBase)
        }
    }

    pub(super) fn check(self) -> Result<(), Undefined> {
        if self.multiplier.is_finite() && self.multiplier != 0.0 {
            Ok(())
        } else {
            Err(Undefined::Setting("the multiplier must not be zero"))
        }
    }
}

/// The slope and the relative index of groups by OHID's function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OhidSlope {
    /// The fitted line at the most deprived end, on the scale of the fit.
    pub alpha: f64,
    /// The fitted line's rise to the least deprived end, on the scale of the fit.
    pub beta: f64,
    /// The fitted value at the most deprived end, on the indicator's own scale and not multiplied.
    pub intercept: f64,
    /// The fitted value at the least deprived end minus that at the most deprived end, multiplied.
    pub sii: f64,
    /// The fitted value at the least deprived end over that at the most deprived end; the other way round where the
    /// multiplier is below zero.
    pub rii: Result<f64, Undefined>,
}

/// The grouped slope index by OHID's function: a line through 5 to 100 groups weighted by people, on the indicator's own
/// scale or on its kind's: SII = g(α + β) − g(α) and RII = g(α + β)/g(α), with g the way back (exp, inverse logit).
/// Rows of one ridit are merged into one group first. More than 10 groups are unusual and OHID's function warns of them.
///
/// Source: OHID, `PHEindicatormethods::phe_sii` v2.1.0; Low and Low 2004, doi:10.1093/pubmed/fdh174.
///
/// # Errors
/// [`Undefined::Nobody`] without people, [`Undefined::Groups`] for another number of groups with people,
/// [`Undefined::Transform`] where a value has no logarithm or logit, [`Undefined::Setting`] for a multiplier of zero.
///
/// ```
/// use fairreach::equity::{Indicator, Kind, Observation, ohid_slope};
/// // Five groups of equal size whose rate halves from middle to middle of each: ln y falls by 5 ln 2 over the whole.
/// let rate = |at: i32| Observation { people: 20.0, ridit: 0.1 + 0.2 * f64::from(at), value: 64.0 * 0.5_f64.powi(at) };
/// let groups: Vec<Observation> = (0..5).map(rate).collect();
/// let rate = Indicator { transform: true, ..Indicator::new(Kind::Rate) };
/// let it = ohid_slope(&groups, rate)?;
/// assert!((it.beta + 5.0 * 2.0_f64.ln()).abs() < 1e-12);
/// assert!((it.rii? - 1.0 / 32.0).abs() < 1e-12);
/// // Turned round: the most deprived end is 32 times the least deprived.
/// let turned = ohid_slope(&groups, Indicator { multiplier: -1.0, ..rate })?;
/// assert!((turned.rii? - 32.0).abs() < 1e-9);
/// assert!((turned.sii + it.sii).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn ohid_slope(groups: &[Observation], indicator: Indicator) -> Result<OhidSlope, Undefined> {
    indicator.check()?;
    let fitted_as = indicator.fitted_as();
    let mut blocks = merged(groups);
    for it in &mut blocks {
        it.value = fitted_as.scaled(it.value)?;
    }
    let line = grouped_slope(&blocks)?;
    let (alpha, beta) = (line.intercept, line.sii);
    let (most, least) = (fitted_as.natural(alpha), fitted_as.natural(alpha + beta));
    Ok(OhidSlope {
        alpha,
        beta,
        intercept: most,
        sii: indicator.sii(most, least),
        rii: indicator.rii(most, least),
    })
}

/// One row a ridit, the most deprived first, without those who have no people: people added up, values averaged.
#[expect(clippy::float_cmp, reason = "a block is rows of exactly equal ranks")]
fn merged(groups: &[Observation]) -> Vec<Observation> {
    let mut ranked: Vec<&Observation> = groups.iter().filter(|it| it.people > 0.0).collect();
    ranked.sort_by(|a, b| a.ridit.total_cmp(&b.ridit));
    ranked
        .chunk_by(|a, b| a.ridit == b.ridit)
        .map(|block| {
            if let [one] = block {
                return **one;
            }
            let people: f64 = block.iter().map(|it| it.people).sum();
            let total: f64 = block.iter().map(|it| it.people * it.value).sum();
            Observation {
                people,
                ridit: block[0].ridit,
                value: total / people,
            }
        })
        .collect()
}
