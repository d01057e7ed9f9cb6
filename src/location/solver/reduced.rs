//! The site side of a relaxation: what each place saves, which open, and what it would cost to settle one the other way.

use std::ops::RangeInclusive;

use crate::location::{Fixed, LONGEST};

/// What the sum over a column needs.
pub(super) struct Rows<'a> {
    pub(super) column: &'a [u16],
    pub(super) longest: &'a [u16],
    pub(super) weight: &'a [f64],
    pub(super) u: &'a [f64],
}

/// How many areas are summed side by side.
const LANES: usize = 16;

impl Rows<'_> {
    /// Whether an area may be served by a journey of some seconds.
    pub(super) fn may(&self, area: usize, time: u16) -> bool {
        time <= self.longest[area].min(LONGEST)
    }

    /// The sum over areas of what the place saves them, in a fixed order: side by side in lanes, then lane after lane.
    pub(super) fn sum(&self, loss: impl Fn(u16) -> f64) -> f64 {
        let mut lanes = [0.0; LANES];
        let n = self.column.len();
        let whole = n - n % LANES;
        for from in (0..whole).step_by(LANES) {
            let column = &self.column[from..from + LANES];
            let longest = &self.longest[from..from + LANES];
            let weight = &self.weight[from..from + LANES];
            let u = &self.u[from..from + LANES];
            for lane in 0..LANES {
                let saved = (weight[lane] * loss(column[lane]) - u[lane]).min(0.0);
                let may = column[lane] <= longest[lane].min(LONGEST);
                lanes[lane] += if may { saved } else { 0.0 };
            }
        }
        let mut sum: f64 = lanes.iter().sum();
        for area in whole..n {
            if self.may(area, self.column[area]) {
                sum += (self.weight[area] * loss(self.column[area]) - self.u[area]).min(0.0);
            }
        }
        sum
    }
}

/// The places that open: those settled, and of the free ones the cheapest, as many as may, of those that save something, and
/// as many as must.
pub(super) fn picked(state: &[Fixed], reduced: &[f64], range: &RangeInclusive<usize>) -> Vec<bool> {
    let mut free: Vec<usize> = (0..state.len())
        .filter(|it| state[*it] == Fixed::Free)
        .collect();
    free.sort_unstable_by(|a, b| reduced[*a].total_cmp(&reduced[*b]).then(a.cmp(b)));
    let saving = free.iter().filter(|it| reduced[**it] < 0.0).count();
    let number = saving.clamp(*range.start(), *range.end());
    let mut opens: Vec<bool> = state.iter().map(|it| *it == Fixed::Open).collect();
    free[..number].iter().for_each(|it| opens[*it] = true);
    opens
}

/// How much more the relaxation comes to, at least, where a free place is settled the other way.
pub(super) fn penalties(
    state: &[Fixed],
    reduced: &[f64],
    opens: &[bool],
    range: RangeInclusive<usize>,
) -> Vec<f64> {
    let free: Vec<usize> = (0..state.len())
        .filter(|it| state[*it] == Fixed::Free)
        .collect();
    let (inside, outside): (Vec<usize>, Vec<usize>) = free.iter().partition(|it| opens[**it]);
    let dearest = inside
        .iter()
        .map(|it| reduced[*it])
        .fold(f64::NEG_INFINITY, f64::max);
    let cheapest = outside
        .iter()
        .map(|it| reduced[*it])
        .fold(f64::INFINITY, f64::min);
    let number = inside.len();
    let penalty = |place: usize| match (state[place], opens[place]) {
        // One more opens; where that is too many the dearest closes for it, and where the dearest costs something and need not
        // be open it would have been closed already.
        (Fixed::Free, false) => {
            let room = number < *range.end();
            if room {
                // It saves nothing, or the relaxation would have opened it.
                let instead = if number > 0 && dearest > 0.0 {
                    dearest
                } else {
                    0.0
                };
                (reduced[place] - instead).max(0.0)
            } else if number > 0 {
                (reduced[place] - dearest).max(0.0)
            } else {
                f64::INFINITY
            }
        }
        (Fixed::Free, true) => {
            let must = number <= *range.start();
            if must {
                (cheapest - reduced[place]).max(0.0)
            } else {
                let instead = if number == *range.end() {
                    cheapest.min(0.0)
                } else {
                    0.0
                };
                (instead - reduced[place]).max(0.0)
            }
        }
        _ => 0.0,
    };
    (0..state.len()).map(penalty).collect()
}
