//! How much an opportunity counts at a distance: the decay family.

use super::columns::Lasting;
use crate::travel::TravelTimes;
use crate::units::Seconds;

/// A parameter that a decay cannot have.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NoDecay {
    /// Cutoffs, rates and widths are positive and finite.
    #[error("the {name} of a decay is {value}; it must be positive and finite")]
    Parameter {
        /// Which parameter.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// Zones end later and later, and weigh from 1 downwards, above 0.
    #[error(
        "zones must end later and later, and weigh at most 1, above 0, and never more than the zone before"
    )]
    Zones,
}

/// One zone of a stepped decay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// The last minute of the zone, which is part of it.
    pub until_minutes: f64,
    /// What an opportunity in it counts.
    pub weight: f64,
}

const fn zone(until_minutes: f64, weight: f64) -> Zone {
    Zone {
        until_minutes,
        weight,
    }
}

/// The slower weight set of Luo and Qi 2009, doi:10.1016/j.healthplace.2009.06.002: 1, 0.68 and 0.22 to 10, 20 and 30
/// minutes.
pub const LUO_QI_SLOW: [Zone; 3] = [zone(10.0, 1.0), zone(20.0, 0.68), zone(30.0, 0.22)];

/// The sharper weight set of Luo and Qi 2009: 1, 0.42 and 0.09 to 10, 20 and 30 minutes.
pub const LUO_QI_FAST: [Zone; 3] = [zone(10.0, 1.0), zone(20.0, 0.42), zone(30.0, 0.09)];

/// A decay: what part of its weight an opportunity keeps at a travel time.
///
/// One contract binds every family. For every time `t >= 0`, infinity included, the weight `f(t)` lies from 0 to 1 and
/// is a number; it never rises with `t`; and a place that is not reached, which is one at infinity, weighs 0.
/// Parameters and times are minutes. Only the power decay, which is 1 up to one minute, depends on that unit.
///
/// ```
/// use fairreach::access::{Decay, LUO_QI_SLOW};
/// assert_eq!(Decay::step(15.0)?.weight(15.0), 1.0); // a cutoff is inclusive
/// assert_eq!(Decay::linear(30.0)?.weight(15.0), 0.5);
/// assert_eq!(Decay::half_life(15.0)?.weight(30.0), 0.25);
/// assert_eq!(Decay::zones(&LUO_QI_SLOW)?.weight(20.0), 0.68);
/// assert_eq!(Decay::exponential(0.1)?.weight(f64::INFINITY), 0.0);
/// assert!(Decay::gaussian(0.0).is_err());
/// # Ok::<(), fairreach::access::NoDecay>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Decay(Family);

#[derive(Clone, Debug, PartialEq)]
enum Family {
    Step { cutoff: f64 },
    Linear { cutoff: f64 },
    Exponential { beta: f64 },
    HalfLife { half_life: f64 },
    Power { beta: f64 },
    Logistic { median: f64, sd: f64 },
    Gaussian { sigma: f64 },
    TruncatedGaussian { cutoff: f64 },
    Zones(Vec<Zone>),
}

impl Decay {
    /// 1 up to a cutoff, inclusive, and 0 beyond. (Conveyal R5 draws the same step without its cutoff.)
    ///
    /// # Errors
    /// [`NoDecay`] when the parameter is not positive and finite; so for every family.
    pub fn step(cutoff: f64) -> Result<Self, NoDecay> {
        positive("cutoff", cutoff).map(|cutoff| Self(Family::Step { cutoff }))
    }

    /// `max(0, 1 - t / T)`. (Conveyal R5 samples it by the second.)
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn linear(cutoff: f64) -> Result<Self, NoDecay> {
        positive("cutoff", cutoff).map(|cutoff| Self(Family::Linear { cutoff }))
    }

    /// `e^(-β t)`, β a minute (Hansen's form with an exponential; Wilson 1971, doi:10.1068/a030001).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn exponential(beta: f64) -> Result<Self, NoDecay> {
        positive("beta", beta).map(|beta| Self(Family::Exponential { beta }))
    }

    /// `0.5^(t / h)`: the exponential told by the time that halves it (Conveyal R5).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn half_life(half_life: f64) -> Result<Self, NoDecay> {
        positive("half-life", half_life).map(|half_life| Self(Family::HalfLife { half_life }))
    }

    /// `t^(-β)`, capped at 1: it is 1 up to one minute (the R package `accessibility`).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn power(beta: f64) -> Result<Self, NoDecay> {
        positive("beta", beta).map(|beta| Self(Family::Power { beta }))
    }

    /// `g(0) / g(t)` with `g(t) = 1 + exp(π (t - m) / (s √3))`, m the median and s the standard deviation (Bauer and
    /// Groneberg 2016, doi:10.1371/journal.pone.0159148, equation 9).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn logistic(median: f64, sd: f64) -> Result<Self, NoDecay> {
        let (median, sd) = (
            positive("median", median)?,
            positive("standard deviation", sd)?,
        );
        Ok(Self(Family::Logistic { median, sd }))
    }

    /// `e^(-t² / 2σ²)`, which is nowhere cut off (the Gaussian of E2SFCA as `PySAL` has it).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn gaussian(sigma: f64) -> Result<Self, NoDecay> {
        positive("sigma", sigma).map(|sigma| Self(Family::Gaussian { sigma }))
    }

    /// `(e^(-½ (t/d)²) - e^(-½)) / (1 - e^(-½))` up to d, and 0 beyond (Dai 2010,
    /// doi:10.1016/j.healthplace.2010.06.012).
    ///
    /// # Errors
    /// [`NoDecay`].
    pub fn truncated_gaussian(cutoff: f64) -> Result<Self, NoDecay> {
        positive("cutoff", cutoff).map(|cutoff| Self(Family::TruncatedGaussian { cutoff }))
    }

    /// A weight a zone, upper bounds inclusive, and 0 beyond the last (Luo and Qi 2009; their two sets are
    /// [`LUO_QI_SLOW`] and [`LUO_QI_FAST`]).
    ///
    /// # Errors
    /// [`NoDecay`] when there is no zone, a bound or a weight is not positive and finite, bounds do not rise, weights do,
    /// or one is above 1.
    pub fn zones(zones: &[Zone]) -> Result<Self, NoDecay> {
        for it in zones {
            positive("zone's end", it.until_minutes)?;
            positive("zone's weight", it.weight)?;
        }
        let outwards =
            zones.is_sorted_by(|a, b| a.until_minutes < b.until_minutes && a.weight >= b.weight);
        if outwards && zones.first().is_some_and(|it| it.weight <= 1.0) {
            Ok(Self(Family::Zones(zones.to_vec())))
        } else {
            Err(NoDecay::Zones)
        }
    }

    /// The zones of [`LUO_QI_SLOW`].
    #[must_use]
    pub fn luo_qi_slow() -> Self {
        Self(Family::Zones(LUO_QI_SLOW.to_vec()))
    }

    /// The weight at a travel time in minutes, which need not be whole; 0 where there is no time: at infinity, or where
    /// the number is no time at all.
    #[must_use]
    pub fn weight(&self, minutes: f64) -> f64 {
        if !(0.0..f64::INFINITY).contains(&minutes) {
            return 0.0;
        }
        match &self.0 {
            Family::Step { cutoff } => f64::from(u8::from(minutes <= *cutoff)),
            Family::Linear { cutoff } => (1.0 - minutes / cutoff).max(0.0),
            Family::Exponential { beta } => (-beta * minutes).exp(),
            Family::HalfLife { half_life } => (-minutes / half_life).exp2(),
            Family::Power { beta } if minutes > 1.0 => minutes.powf(-beta),
            Family::Power { .. } => 1.0,
            Family::Logistic { median, sd } => {
                logistic(0.0, *median, *sd) / logistic(minutes, *median, *sd)
            }
            Family::Gaussian { sigma } => bell(minutes / sigma),
            Family::TruncatedGaussian { cutoff } if minutes <= *cutoff => {
                (bell(minutes / cutoff) - bell(1.0)) / (1.0 - bell(1.0))
            }
            Family::TruncatedGaussian { .. } => 0.0,
            Family::Zones(zones) => {
                let zone = zones.iter().find(|it| minutes <= it.until_minutes);
                zone.map_or(0.0, |it| it.weight)
            }
        }
    }

    /// The rate β a minute of an exponential, `e^(-β t)`, which a half-life is too; no other family has one.
    ///
    /// ```
    /// use fairreach::access::Decay;
    /// assert_eq!(Decay::exponential(0.1)?.rate(), Some(0.1));
    /// assert_eq!(Decay::half_life(2.0)?.rate(), Some(2.0_f64.ln() / 2.0));
    /// assert_eq!(Decay::gaussian(15.0)?.rate(), None);
    /// # Ok::<(), fairreach::access::NoDecay>(())
    /// ```
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        match self.0 {
            Family::Exponential { beta } => Some(beta),
            Family::HalfLife { half_life } => Some(std::f64::consts::LN_2 / half_life),
            _ => None,
        }
    }

    /// The longest journey of whole seconds at which the weight may be above 0, where the family has an end.
    ///
    /// ```
    /// use fairreach::{access::Decay, units::Seconds};
    /// assert_eq!(Decay::linear(20.0)?.end(), Some(Seconds::from_minutes(20)));
    /// assert_eq!(Decay::half_life(20.0)?.end(), None);
    /// # Ok::<(), fairreach::access::NoDecay>(())
    /// ```
    #[must_use]
    pub fn end(&self) -> Option<Seconds> {
        let longest = f64::from(TravelTimes::LONGEST.get());
        let seconds = (self.end_minutes()? * 60.0).ceil().min(longest);
        Seconds::from_fractional(seconds)
    }

    /// The last minute at which the weight may be above 0, where the family has one.
    fn end_minutes(&self) -> Option<f64> {
        match &self.0 {
            Family::Step { cutoff }
            | Family::Linear { cutoff }
            | Family::TruncatedGaussian { cutoff } => Some(*cutoff),
            Family::Zones(zones) => zones.last().map(|it| it.until_minutes),
            _ => None,
        }
    }

    /// The weight at every whole second that a journey can last, so that a nation's millions of pairs cost a look-up
    /// each, and those of no weight not even that.
    pub(super) fn by_second(&self) -> WeightBySecond {
        let mut weights = vec![0.0; Lasting::ROWS];
        for (second, weight) in (0..=TravelTimes::LONGEST.get()).zip(&mut weights) {
            let minutes = Seconds::new(second).minutes();
            if self.end_minutes().is_some_and(|end| minutes > end) {
                break;
            }
            *weight = self.weight(minutes);
        }
        let seconds = (0..).map(Seconds::new).zip(&weights);
        let until = seconds.filter(|it| *it.1 > 0.0).last().map(|it| it.0);
        WeightBySecond {
            until: until.unwrap_or_default(),
            weights,
        }
    }
}

fn positive(name: &'static str, value: f64) -> Result<f64, NoDecay> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err(NoDecay::Parameter { name, value })
    }
}

/// `e^(-u² / 2)`.
fn bell(u: f64) -> f64 {
    (-u * u / 2.0).exp()
}

fn logistic(minutes: f64, median: f64, sd: f64) -> f64 {
    // The quotient first: it may overflow, but of two finite numbers it is never 0/0 or infinity over infinity.
    1.0 + (std::f64::consts::PI / 3.0_f64.sqrt() * ((minutes - median) / sd)).exp()
}

/// A decay tabulated by the second; where there is no time it is 0.
pub(super) struct WeightBySecond {
    weights: Vec<f64>,
    until: Seconds,
}

impl WeightBySecond {
    /// The weight of a journey, 0 where there is none.
    pub(super) fn of(&self, journey: Lasting) -> f64 {
        self.weights[journey.row()]
    }

    /// The longest journey with a weight above 0.
    pub(super) const fn until(&self) -> Seconds {
        self.until
    }
}
