//! What every swap of an open place for a closed one would gain, kept up to date from swap to swap (Resende and Werneck 2007,
//! 10.1007/s10479-006-0154-0): closing a place and opening another gains what the opening gains, less what the closing
//! loses, and what both have to do with the same areas is kept beside them, one number a pair.

use crate::location::{Aim, Fixed, LONGEST, Limits, Loss, Problem};

/// No place: of an area that fewer open places can serve.
const NONE: u32 = u32::MAX;

/// So many times of an area are looked at in one go.
const TOGETHER: usize = 32;

/// A place to close, a place to open, and what that gains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swap {
    /// The open place.
    pub close: usize,
    /// The closed place.
    pub open: usize,
    /// By how much the aim comes to less.
    pub gain: i64,
}

/// The gains of all swaps of a set of open places, for an aim that is a sum.
///
/// An area that must have a journey, or a short one, and has none, counts more than all others lose together: so that swaps
/// keep to [`Limits::longest`] before they better the sum, and a gain is a sum of both.
///
/// ```
/// use fairreach::location::{Aim, Ground, Limits, Loss, Problem, Swap, Swaps};
/// let (a, b, c) = ([60, 600, 700], [600, 60, 700], [600, 300, 60]);
/// let ground = Ground::new(3, vec![&a, &b, &c]);
/// let aim = Aim::Sum { weights: vec![3, 2, 1], loss: Loss::Seconds };
/// let limits = Limits::open(&ground, 2..=2);
/// let problem = Problem { ground, aim, limits };
/// let mut swaps = Swaps::of(&problem, &[0, 1]).unwrap();
/// // 2 people travel 240 seconds further, and 1 travels 640 seconds less.
/// assert_eq!(swaps.best(), Some(Swap { close: 1, open: 2, gain: 160 }));
/// swaps.close(1);
/// swaps.open(2);
/// assert_eq!(swaps.gain(2, 1), -160);
/// ```
#[derive(Clone, Debug)]
pub struct Swaps<'a> {
    worth: Worth<'a>,
    fixed: Vec<Fixed>,
    n_places: usize,
    /// The times, area after area.
    rows: Vec<u16>,
    /// Open places, each in a slot of its own; a slot whose place has closed is empty until another opens.
    slots: Vec<Option<usize>>,
    slot_of: Vec<Option<usize>>,
    /// The two nearest open places of each area.
    nearest: Vec<Two>,
    /// What opening each place would gain.
    gain: Vec<i64>,
    /// What closing the place of each slot would lose.
    lost: Vec<i64>,
    /// By slot and place: what closing the one and opening the other gains beyond the two by themselves.
    beyond: Vec<i64>,
}

/// The times to the nearest and the second nearest open place, and their slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Two {
    times: [u16; 2],
    slots: [u32; 2],
}

impl Two {
    const NEITHER: Self = Self {
        times: [u16::MAX; 2],
        slots: [NONE; 2],
    };

    /// The two nearest with another place; of places that are as near, those stay that were there.
    const fn with(mut self, time: u16, slot: u32) -> Self {
        if time < self.times[0] {
            self.times = [time, self.times[0]];
            self.slots = [slot, self.slots[0]];
        } else if time < self.times[1] {
            self.times[1] = time;
            self.slots[1] = slot;
        }
        self
    }
}

/// What an area adds to the sum with a journey of so many seconds.
#[derive(Clone, Debug)]
struct Worth<'a> {
    weights: &'a [u64],
    loss: Loss,
    longest: &'a [u16],
    /// What a journey that is too long adds.
    too_long: i64,
}

impl<'a> Worth<'a> {
    /// `None` where sums would not be exact.
    fn of(weights: &'a [u64], loss: Loss, limits: &'a Limits) -> Option<Self> {
        let all: u128 = weights.iter().map(|it| u128::from(*it)).sum();
        let too_long = all * u128::from(LONGEST) + 1;
        let most = too_long * (weights.len() as u128 + 1);
        Some(Self {
            weights,
            loss,
            longest: &limits.longest,
            too_long: i64::try_from(too_long).ok().filter(|_| most < 1 << 62)?,
        })
    }

    #[expect(
        clippy::cast_possible_wrap,
        reason = "all weights times the longest journey are an i64"
    )]
    fn at(&self, area: usize, time: u16) -> i64 {
        let lost = u64::from(self.loss.of(time)) * self.weights[area];
        let longest = self.longest[area];
        let too_long = longest <= LONGEST && time > longest;
        lost as i64 + if too_long { self.too_long } else { 0 }
    }
}

impl<'a> Swaps<'a> {
    /// The swaps of a set of places, in time with areas times places. `None` where the aim is no sum, where limits are about more than
    /// how many places are open, which of them, and how long journeys are, or where sums would not be exact.
    #[must_use]
    pub fn of(problem: &'a Problem, open: &[usize]) -> Option<Self> {
        let limits = &problem.limits;
        let Aim::Sum { weights, loss } = &problem.aim else {
            return None;
        };
        if !limits.rows.is_empty() || !limits.apart.is_empty() || !limits.floors.is_empty() {
            return None;
        }
        let worth = Worth::of(weights, *loss, limits)?;
        let n_places = problem.ground.n_places();
        let mut swaps = Self {
            worth,
            fixed: Vec::new(),
            n_places,
            rows: rows(problem),
            slots: Vec::new(),
            slot_of: Vec::new(),
            nearest: Vec::new(),
            gain: Vec::new(),
            lost: Vec::new(),
            beyond: Vec::new(),
        };
        swaps.begin(&limits.fixed, open);
        Some(swaps)
    }

    /// Begins again with other open places, and with other places settled.
    pub(super) fn begin(&mut self, fixed: &[Fixed], open: &[usize]) {
        let (areas, places) = (self.worth.weights.len(), self.n_places);
        self.fixed = fixed.to_vec();
        self.slots = open.iter().map(|it| Some(*it)).collect();
        self.slot_of = vec![None; places];
        for (slot, place) in open.iter().enumerate() {
            self.slot_of[*place] = Some(slot);
        }
        self.gain = vec![0; places];
        self.lost = vec![0; open.len()];
        self.beyond = vec![0; open.len() * places];
        self.nearest = (0..areas).map(|area| self.two_of(area)).collect();
        for area in 0..areas {
            self.count(area, 1);
        }
    }

    /// The open places, in order.
    #[must_use]
    pub fn set(&self) -> Vec<usize> {
        let open = self.slot_of.iter().enumerate();
        open.filter(|it| it.1.is_some()).map(|it| it.0).collect()
    }

    /// What closing an open place and opening a closed one gains.
    ///
    /// # Panics
    /// When the first is closed or the second open.
    #[must_use]
    pub fn gain(&self, close: usize, open: usize) -> i64 {
        assert!(self.slot_of[open].is_none(), "a place opens once");
        let Some(slot) = self.slot_of[close] else {
            panic!("a closed place does not close");
        };
        self.gain[open] + self.beyond[slot * self.n_places + open] - self.lost[slot]
    }

    /// How many swaps there are of places that may open and close.
    #[must_use]
    pub fn n_swaps(&self) -> usize {
        let closes = self.slots.iter().flatten();
        let closes = closes.filter(|it| self.fixed[**it] == Fixed::Free).count();
        closes * self.may_open().count()
    }

    /// The places that are closed and may open.
    fn may_open(&self) -> impl Iterator<Item = usize> {
        let places = 0..self.n_places;
        places.filter(|it| self.fixed[*it] != Fixed::Closed && self.slot_of[*it].is_none())
    }

    /// The opening that gains most, of those that gain the same the first; `None` where no place may open.
    #[must_use]
    pub fn best_opening(&self) -> Option<(usize, i64)> {
        let first = self.may_open().next()?;
        let better = |best: usize, it: usize| {
            if self.gain[it] > self.gain[best] {
                it
            } else {
                best
            }
        };
        let best = self.may_open().fold(first, better);
        Some((best, self.gain[best]))
    }

    /// The open place that loses least by closing, and that with its sign turned; of those that lose the same the one that
    /// was opened earliest. `None` where no place may close.
    #[must_use]
    pub fn best_closing(&self) -> Option<(usize, i64)> {
        let open = self.slots.iter().zip(&self.lost);
        let open = open.filter_map(|(place, lost)| Some(((*place)?, -lost)));
        let free = open.filter(|it| self.fixed[it.0] == Fixed::Free);
        free.reduce(|best, it| if it.1 > best.1 { it } else { best })
    }

    /// The swap that gains most, whether anything or not: all are looked at. Of those that gain the same, the first of the
    /// place that was opened earliest. `None` where no place may close, or none open.
    #[must_use]
    pub fn best(&self) -> Option<Swap> {
        self.may_open().next()?;
        // What may not open is never the best.
        let mut gain = vec![i64::MIN / 2; self.n_places];
        for place in self.may_open() {
            gain[place] = self.gain[place];
        }
        let mut best: Option<Swap> = None;
        let beyond = self.beyond.chunks_exact(self.n_places.max(1));
        for ((place, lost), beyond) in self.slots.iter().zip(&self.lost).zip(beyond) {
            let Some(close) = place.filter(|it| self.fixed[*it] == Fixed::Free) else {
                continue;
            };
            let sum = gain.iter().zip(beyond).map(|it| it.0 + it.1);
            let most = sum.clone().fold(i64::MIN, i64::max);
            if best.is_none_or(|it| most - lost > it.gain) {
                best = sum.clone().position(|it| it == most).map(|open| Swap {
                    close,
                    open,
                    gain: most - lost,
                });
            }
        }
        best
    }

    /// Opens a place; the areas that it is nearest or second nearest of are counted anew.
    ///
    /// # Panics
    /// When it is open.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are fewer than 2^32 places"
    )]
    pub fn open(&mut self, place: usize) {
        assert!(self.slot_of[place].is_none(), "a place opens once");
        let free = self.slots.iter().position(Option::is_none);
        let slot = free.unwrap_or(self.slots.len());
        if slot == self.slots.len() {
            self.slots.push(None);
            self.lost.push(0);
            self.beyond.resize((slot + 1) * self.n_places, 0);
        }
        self.slots[slot] = Some(place);
        self.slot_of[place] = Some(slot);
        for area in 0..self.nearest.len() {
            let time = self.rows[area * self.n_places + place];
            if time < self.nearest[area].times[1] {
                self.count(area, -1);
                self.nearest[area] = self.nearest[area].with(time, slot as u32);
                self.count(area, 1);
            }
        }
    }

    /// Closes a place; the areas that it was nearest or second nearest of are counted anew.
    ///
    /// # Panics
    /// When it is closed.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are fewer than 2^32 places"
    )]
    pub fn close(&mut self, place: usize) {
        let Some(slot) = self.slot_of[place].take() else {
            panic!("a closed place does not close");
        };
        self.slots[slot] = None;
        for area in 0..self.nearest.len() {
            if self.nearest[area].slots.contains(&(slot as u32)) {
                self.count(area, -1);
                self.nearest[area] = self.two_of(area);
                self.count(area, 1);
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are fewer than 2^32 places"
    )]
    fn two_of(&self, area: usize) -> Two {
        let row = &self.rows[area * self.n_places..][..self.n_places];
        let slots = self.slots.iter().enumerate();
        let open = slots.filter_map(|(slot, place)| Some((row[(*place)?], slot as u32)));
        open.fold(Two::NEITHER, |two, (time, slot)| two.with(time, slot))
    }

    /// Adds what an area has to do with the gains, or takes it away again.
    fn count(&mut self, area: usize, sign: i64) {
        let Two {
            times: [first, second],
            slots: [slot, _],
        } = self.nearest[area];
        let at_first = self.worth.at(area, first);
        let at_second = self.worth.at(area, second);
        let row = &self.rows[area * self.n_places..][..self.n_places];
        let mut beyond = None;
        if slot != NONE {
            self.lost[slot as usize] += sign * (at_second - at_first);
            beyond = Some(&mut self.beyond[slot as usize * self.n_places..][..self.n_places]);
        }
        for (nth, together) in row.chunks(TOGETHER).enumerate() {
            // Most places are farther than the second nearest open one, which is seen for many of them at once.
            let nearer = together
                .iter()
                .fold(0, |any, time| any | second.saturating_sub(*time));
            if nearer == 0 {
                continue;
            }
            for (place, time) in (nth * TOGETHER..).zip(together) {
                if *time >= second {
                    continue;
                }
                let at = self.worth.at(area, *time);
                if *time < first {
                    self.gain[place] += sign * (at_first - at);
                }
                if let Some(beyond) = &mut beyond {
                    let with = if *time < first { at_first } else { at };
                    beyond[place] += sign * (at_second - with);
                }
            }
        }
    }
}

/// The times area after area, in blocks, so that neither side is read across all of memory.
fn rows(problem: &Problem) -> Vec<u16> {
    let (areas, places) = (problem.ground.n_areas(), problem.ground.n_places());
    let mut rows = vec![0; areas * places];
    let block = 64;
    for from in (0..places).step_by(block) {
        let columns: Vec<&[u16]> = (from..places.min(from + block))
            .map(|it| problem.ground.column(it))
            .collect();
        for (area, row) in rows.chunks_exact_mut(places.max(1)).enumerate() {
            for (time, column) in row[from..].iter_mut().zip(&columns) {
                *time = column[area];
            }
        }
    }
    rows
}
