//! The people-weighted ranking: where each area stands between the most and the least deprived.

use super::Observation;
use super::sorting::by_value;

/// The ridit of each row: the share of people ranked before it plus half the share of its own block, 0 at the
/// most deprived end and 1 at the least. Rows with equal keys are one block and share its mid-rank, so the order
/// of rows never matters.
///
/// `keys` sort the most deprived first; a row without a key has no rank, takes no part in the whole and gets
/// `None`. So does every row when nobody lives in any of them.
///
/// Source: van Doorslaer and Koolman 2004, doi:10.1002/hec.918, `R_i = Σ_{k<i} f_k + f_i / 2`, with ties at the
/// block's mid-rank (Bross 1958, doi:10.2307/2527727, who named it the ridit).
///
/// ```
/// let ridits = fairreach::equity::ridits(&[Some(1.0), Some(2.0), Some(2.0), None], &[50.0, 30.0, 20.0, 9.0]);
/// assert_eq!(ridits, [Some(0.25), Some(0.75), Some(0.75), None]);
/// ```
#[must_use]
pub fn ridits(keys: &[Option<f64>], people: &[f64]) -> Vec<Option<f64>> {
    Ranking::of(keys, people).ridits()
}

/// An overlap that is a rounding error and no people: a millionth of a child in a county.
const ROUNDING: f64 = 1e-12;

/// Where a block of people of equal deprivation lies in the ranking of everyone, 0 at the most deprived end and 1 at
/// the least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The share of people ranked before the block.
    pub from: f64,
    /// That share and the block's own.
    pub to: f64,
}

impl Place {
    /// The middle of the block, as [`ridits`] has it.
    #[must_use]
    pub fn ridit(self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    /// How much of the block lies between two shares of the ranking, 0 to 1.
    #[must_use]
    pub fn within(self, from: f64, to: f64) -> f64 {
        // Most blocks lie wholly within or without.
        if from <= self.from && self.to <= to {
            return 1.0;
        }
        let width = self.to - self.from;
        if width > 0.0 {
            match self.to.min(to) - self.from.max(from) {
                overlap if overlap > ROUNDING => (overlap / width).min(1.0),
                _ => 0.0,
            }
        } else {
            // Nobody of those who were ranked: the block is a point, and not within.
            0.0
        }
    }

    /// How much an extended concentration index of aversion ν looks at the block: the mean of ν (1−p)^(ν−1) over it.
    #[must_use]
    pub fn emphasis(self, aversion: f64) -> f64 {
        let (before, after) = (1.0 - self.from, 1.0 - self.to);
        if before > after {
            (before.powf(aversion) - after.powf(aversion)) / (before - after)
        } else {
            aversion * before.powf(aversion - 1.0)
        }
    }
}

/// A row of a measure over deprivation that needs whole blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The people it stands for.
    pub people: f64,
    /// Where its block lies in the deprivation ranking of everyone.
    pub place: Place,
    /// The outcome.
    pub value: f64,
}

impl Ranked {
    /// The same row for a measure that needs no more than its rank.
    #[must_use]
    pub fn observation(self) -> Observation {
        Observation {
            people: self.people,
            ridit: self.place.ridit(),
            value: self.value,
        }
    }
}

/// The place of each row in the ranking, under the same rules as [`ridits`], whose value is its middle.
///
/// ```
/// use fairreach::equity::{Place, places};
/// let places = places(&[Some(1.0), Some(2.0), Some(2.0), None], &[50.0, 30.0, 20.0, 9.0]);
/// let last = Some(Place { from: 0.5, to: 1.0 });
/// assert_eq!(places, [Some(Place { from: 0.0, to: 0.5 }), last, last, None]);
/// ```
#[must_use]
pub fn places(keys: &[Option<f64>], people: &[f64]) -> Vec<Option<Place>> {
    Ranking::of(keys, people).places()
}

/// A ranking, sorted once for whoever needs the places in it as well as their middles.
///
/// ```
/// use fairreach::equity::{Ranking, places, ridits};
/// let (keys, people) = ([Some(1.0), Some(2.0), None], [50.0, 30.0, 9.0]);
/// let ranking = Ranking::of(&keys, &people);
/// assert_eq!(ranking.ridits(), ridits(&keys, &people));
/// assert_eq!(ranking.places(), places(&keys, &people));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The rows with a key, block after block, the most deprived first.
    rows: Vec<(f64, usize)>,
    /// For each row that was given, with a key or without, how many people live there.
    people: Vec<f64>,
}

impl Ranking {
    /// Ranks rows under the rules of [`ridits`].
    #[must_use]
    pub fn of(keys: &[Option<f64>], people: &[f64]) -> Self {
        let keyed = keys.iter().enumerate();
        let keyed = keyed.filter_map(|(row, key)| Some(((*key)?, row)));
        Self {
            // By key and then by row: within a block, people are summed in the order of rows.
            rows: by_value(keyed.collect()),
            people: people[..keys.len()].to_vec(),
        }
    }

    /// The ridit of each row, as [`ridits`] has it.
    #[must_use]
    pub fn ridits(&self) -> Vec<Option<f64>> {
        self.by_block(|before, own, whole| (before + own / 2.0) / whole)
    }

    /// The place of each row, as [`places`] has it.
    #[must_use]
    pub fn places(&self) -> Vec<Option<Place>> {
        self.by_block(|before, own, whole| Place {
            from: (before / whole).min(1.0),
            to: ((before + own) / whole).min(1.0),
        })
    }

    /// What a block is given for the people before it, its own and all, handed to each of its rows.
    #[expect(clippy::float_cmp, reason = "a block is rows of exactly equal keys")]
    fn by_block<T: Copy>(&self, stand: impl Fn(f64, f64, f64) -> T) -> Vec<Option<T>> {
        let people = |row: &(f64, usize)| self.people[row.1];
        let whole: f64 = self.rows.iter().map(people).sum();
        let mut stands = vec![None; self.people.len()];
        if whole <= 0.0 {
            return stands;
        }
        let mut before = 0.0;
        for block in self.rows.chunk_by(|a, b| a.0 == b.0) {
            let own: f64 = block.iter().map(people).sum();
            for (_, row) in block {
                stands[*row] = Some(stand(before, own, whole));
            }
            before += own;
        }
        stands
    }
}
