//! Minutes, and being within the standard, over deprivation: slopes, the concentration family, Palma's ratio.
//!
//! Each is made of a few sums over areas whose weights never change, since ranks are those of everyone whoever is served.
//! Sums run lane by lane, so that they have the same bits on any machine; from those of
//! [`evaluate`](crate::score::evaluate()), which run in order of areas, they differ by rounding.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};

use super::ground::Ground;
use super::lanes::{LANES, Lanes, NEVER};
use crate::equity::{Observation, Place, SlopeIndex, Undefined, slope};
use crate::ids::AreaId;
use crate::score::gradient::Ranking;

/// So near to nothing, relative to what it is made of, rounding might decide whether there is a value.
const DOUBTFUL: f64 = 1e-4;

/// The aversion of the extended index, as in a scorecard.
const AVERSION: f64 = 3.0;

/// The weights of every area, and where each stands.
pub(super) struct Standing {
    /// Whether anybody is ranked.
    pub(super) any: bool,
    /// People who are ranked.
    people: Vec<Lanes<f64>>,
    /// People × (ridit − ½), and people × (ridit − ½)².
    lean: Vec<Lanes<f64>>,
    squared: Vec<Lanes<f64>>,
    /// The people of the least deprived tenth and of the most deprived four tenths.
    least_tenth: Vec<Lanes<f64>>,
    most_four: Vec<Lanes<f64>>,
    /// People × how much the extended index looks at them.
    emphasis: Vec<Lanes<f64>>,
    /// People in need.
    poor: Vec<Lanes<f64>>,
    /// The sums of people and of their leaning, and of those in need, whoever is served.
    everyone: [f64; 2],
    everyone_poor: f64,
    /// Place, people and ridit of everyone in order of areas.
    in_order: Vec<(usize, f64, f64)>,
}

/// Sums of one weight over areas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Weighed {
    /// × seconds of those who are served.
    seconds: f64,
    /// Of those who are served.
    served: f64,
    /// Of those within the standard.
    within: f64,
}

impl Standing {
    /// Where the areas of a ground stand.
    pub(super) fn of(ground: &Ground, ranking: &Ranking, poor: impl Fn(AreaId) -> f64) -> Self {
        let stands = |area: AreaId| {
            let at = ranking.areas.binary_search(&area).ok()?;
            Some((ranking.people[at], ranking.places[at]?, ranking.ridits[at]?))
        };
        let laid = |weight: &dyn Fn(f64, Place, f64) -> f64| {
            ground.laid(|area| {
                stands(area).map_or(0.0, |(people, place, ridit)| weight(people, place, ridit))
            })
        };
        let mut it = Self {
            any: false,
            people: laid(&|people, _, _| people),
            lean: laid(&|people, _, ridit| people * (ridit - 0.5)),
            squared: laid(&|people, _, ridit| people * (ridit - 0.5).powi(2)),
            least_tenth: laid(&|people, place, _| people * place.within(0.9, 1.0)),
            most_four: laid(&|people, place, _| people * place.within(0.0, 0.4)),
            emphasis: laid(&|people, place, _| people * place.emphasis(AVERSION)),
            poor: ground.laid(poor),
            everyone: [0.0; 2],
            everyone_poor: 0.0,
            in_order: Vec::new(),
        };
        let rows = ground.areas.iter().enumerate().filter_map(|(place, area)| {
            let (people, _, ridit) = stands((*area)?)?;
            Some(((*area)?, (place, people, ridit)))
        });
        let mut rows: Vec<(AreaId, (usize, f64, f64))> = rows.collect();
        rows.sort_by_key(|it| it.0);
        it.in_order = rows.into_iter().map(|(_, row)| row).collect();
        it.any = !it.in_order.is_empty();
        // Everyone is whom sites at every door would serve: the same sums, so that nobody left out is exactly nobody.
        let doors = vec![[0; LANES]; ground.n_rows()];
        let arch = Arch::new();
        it.everyone = [&it.people, &it.lean].map(|weights| weigh(arch, weights, &doors, 0).served);
        it.everyone_poor = weigh(arch, &it.poor, &doors, 0).served;
        it
    }

    /// The sums over a configuration's journeys.
    pub(super) fn sums<'a>(
        &'a self,
        arch: Arch,
        least: &'a [Lanes<u16>],
        standard: Option<u16>,
    ) -> Sums<'a> {
        let weigh = |weights: &[Lanes<f64>]| weigh(arch, weights, least, standard.unwrap_or(0));
        Sums {
            standing: self,
            least,
            people: weigh(&self.people),
            lean: weigh(&self.lean),
            squared: weigh(&self.squared).served,
            least_tenth: weigh(&self.least_tenth),
            most_four: weigh(&self.most_four),
            emphasis: weigh(&self.emphasis),
            poor: weigh(&self.poor).within,
        }
    }
}

/// What the figures over deprivation are made of.
pub(super) struct Sums<'a> {
    standing: &'a Standing,
    least: &'a [Lanes<u16>],
    people: Weighed,
    lean: Weighed,
    squared: f64,
    least_tenth: Weighed,
    most_four: Weighed,
    emphasis: Weighed,
    poor: f64,
}

impl Sums<'_> {
    /// The slope over areas, in seconds. Where rounding might decide whether deprivation varies, it is fitted as
    /// [`evaluate`](crate::score::evaluate()) fits it.
    pub(super) fn slope(&self) -> Result<SlopeIndex, Undefined> {
        let (people, lean) = (self.people.served, self.lean.served);
        if people <= 0.0 {
            return Err(Undefined::Nobody);
        }
        let spread = self.squared - lean * lean / people;
        if spread <= DOUBTFUL * people {
            return self.plainly();
        }
        let joint = self.lean.seconds - lean * self.people.seconds / people;
        let sii = joint / spread;
        let mean_ridit = 0.5 + lean / people;
        Ok(SlopeIndex {
            intercept: self.people.seconds / people - sii * mean_ridit,
            sii,
        })
    }

    /// The relative index. Where the most deprived end is next to nothing it is as
    /// [`evaluate`](crate::score::evaluate()) fits it.
    pub(super) fn relative_slope(&self) -> Result<f64, Undefined> {
        let it = self.slope()?;
        if it.intercept.abs() <= DOUBTFUL * (self.people.seconds / self.people.served) {
            return self.plainly()?.rii();
        }
        it.rii()
    }

    fn plainly(&self) -> Result<SlopeIndex, Undefined> {
        let times = self.least.as_flattened();
        let rows = self.standing.in_order.iter();
        let rows = rows
            .filter(|it| times[it.0] != NEVER)
            .map(|it| Observation {
                people: it.1,
                ridit: it.2,
                value: f64::from(times[it.0]),
            });
        slope(&rows.collect::<Vec<_>>())
    }

    /// Palma's ratio.
    pub(super) fn palma(&self) -> Option<f64> {
        let (rich, poor) = (self.least_tenth, self.most_four);
        let served = rich.served > 0.0 && poor.served > 0.0 && poor.seconds > 0.0;
        served.then(|| (rich.seconds / rich.served) / (poor.seconds / poor.served))
    }

    /// Σ f (t − μ)(R − ½) in seconds, where anybody is served.
    fn around(&self) -> Option<f64> {
        let (people, lean) = (self.people, self.lean);
        let sum = || (lean.seconds - lean.served * people.seconds / people.served) / people.served;
        (people.served > 0.0).then(sum)
    }

    /// The mean journey of those who are ranked, in seconds, where there is any.
    fn mean(&self) -> Option<f64> {
        (self.people.seconds > 0.0).then(|| self.people.seconds / self.people.served)
    }

    /// The concentration index of minutes.
    pub(super) fn concentration(&self) -> Option<f64> {
        Some(2.0 * self.around()? / self.mean()?)
    }

    /// The generalised concentration index of minutes.
    pub(super) fn generalised(&self) -> Option<f64> {
        Some(2.0 * self.around()? / 60.0)
    }

    /// The extended concentration index of minutes.
    pub(super) fn extended(&self) -> Option<f64> {
        let (mean, it) = (self.mean()?, self.emphasis);
        Some((mean * it.served - it.seconds) / self.people.served / mean)
    }

    /// Erreygers' index of being within the standard.
    pub(super) fn erreygers(&self) -> Option<f64> {
        self.standing.any.then(|| 4.0 * self.coverage())
    }

    /// Wagstaff's index of being within the standard.
    #[expect(
        clippy::float_cmp,
        reason = "all are within where both sums are of the same numbers in the same order"
    )]
    pub(super) fn wagstaff(&self) -> Option<f64> {
        let ([everyone, _], within) = (self.standing.everyone, self.people.within);
        let varies = self.standing.any && within > 0.0 && within != everyone;
        let mean = within / everyone;
        varies.then(|| self.coverage() / ((1.0 - mean) * mean))
    }

    /// The generalised concentration index of being within the standard.
    fn coverage(&self) -> f64 {
        let [everyone, lean] = self.standing.everyone;
        2.0 * (self.lean.within - lean * (self.people.within / everyone)) / everyone
    }

    /// The share of people in need who are within the standard.
    pub(super) fn poor_within(&self) -> Option<f64> {
        let all = self.standing.everyone_poor;
        (all > 0.0).then(|| self.poor / all)
    }
}

fn weigh(arch: Arch, weights: &[Lanes<f64>], least: &[Lanes<u16>], standard: u16) -> Weighed {
    arch.dispatch(Weigh {
        weights,
        least,
        standard,
    })
}

struct Weigh<'a> {
    weights: &'a [Lanes<f64>],
    least: &'a [Lanes<u16>],
    standard: u16,
}

impl NullaryFnOnce for Weigh<'_> {
    type Output = Weighed;

    #[inline(always)]
    fn call(self) -> Weighed {
        let (mut seconds, mut served, mut within) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        for (weights, least) in self.weights.iter().zip(self.least) {
            for lane in 0..LANES {
                let (weight, time) = (weights[lane], least[lane]);
                let here = if time == NEVER { 0.0 } else { weight };
                seconds[lane] += here * f64::from(time);
                served[lane] += here;
                within[lane] += if time <= self.standard { weight } else { 0.0 };
            }
        }
        Weighed {
            seconds: seconds.iter().sum(),
            served: served.iter().sum(),
            within: within.iter().sum(),
        }
    }
}
