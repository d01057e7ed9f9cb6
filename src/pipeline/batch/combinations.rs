//! Every way to choose some of some places, in a fixed order in which any may be told by its number alone; and an order of
//! them drawn from a seed, without repetition and without a list.

/// The ways to choose one of several numbers of places: fewest places first, and among as many in lexicographic order.
#[derive(Clone, Debug)]
pub(super) struct Combinations {
    places: usize,
    /// Each number of places chosen, and the rank of its first way.
    sizes: Vec<(usize, u128)>,
    total: u128,
    /// Pascal's triangle: `[n][k]` ways to choose `k` of `n`, `u128::MAX` where there are more.
    ways: Vec<Vec<u128>>,
}

impl Combinations {
    /// The ways to choose `sizes` of so many places, each size once; `None` where there are more than 2^128.
    pub(super) fn of(places: usize, sizes: &[usize]) -> Option<Self> {
        let most = sizes.iter().copied().max().unwrap_or(0);
        let mut ways = vec![vec![0_u128; most + 1]; places + 1];
        for n in 0..=places {
            ways[n][0] = 1;
            for k in 1..=most.min(n) {
                ways[n][k] = ways[n - 1][k - 1].saturating_add(ways[n - 1][k]);
            }
        }
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable();
        sizes.dedup();
        let (mut firsts, mut total) = (Vec::new(), 0_u128);
        for size in sizes {
            firsts.push((size, total));
            total = total
                .checked_add(ways[places][size])
                .filter(|it| *it < u128::MAX)?;
        }
        Some(Self {
            places,
            sizes: firsts,
            total,
            ways,
        })
    }

    /// How many there are.
    pub(super) const fn total(&self) -> u128 {
        self.total
    }

    /// The places of the way of a rank below [`Self::total`], in order.
    ///
    /// Lehmer, D. H. (1964), The machine tools of combinatorics, in Beckenbach (ed.), Applied Combinatorial Mathematics.
    pub(super) fn nth(&self, rank: u128) -> Vec<usize> {
        let at = self.sizes.partition_point(|(_, first)| *first <= rank);
        let Some((size, first)) = at.checked_sub(1).and_then(|it| self.sizes.get(it)) else {
            return Vec::new();
        };
        let (mut rank, mut left) = (rank - first, *size);
        let mut chosen = Vec::with_capacity(left);
        for place in 0..self.places {
            if left == 0 {
                break;
            }
            // Those that begin with this place. They are no more than all, which fit.
            let with = self.ways[self.places - 1 - place][left - 1];
            if rank < with {
                chosen.push(place);
                left -= 1;
            } else {
                rank -= with;
            }
        }
        chosen
    }
}

/// All numbers below a total in an order drawn from a seed: each stands at one place, and the number at any place is told
/// without those before it.
///
/// A Feistel network of balanced halves (Luby and Rackoff 1988, doi:10.1137/0217022) over the next power of four, walked
/// until it falls below the total (Black and Rogaway 2002, doi:10.1007/3-540-45760-7_9). Its round function is the
/// finaliser of `SplitMix64` (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
#[derive(Clone, Copy, Debug)]
pub(super) struct Shuffle {
    total: u128,
    seed: u64,
    /// The bits of a half.
    half: u32,
}

/// More than the four rounds from which on a network of random functions cannot be told from a random order.
const ROUNDS: u64 = 8;

impl Shuffle {
    pub(super) fn of(total: u128, seed: u64) -> Self {
        let bits = u128::BITS - total.saturating_sub(1).leading_zeros();
        Self {
            total,
            seed,
            half: bits.div_ceil(2).max(1),
        }
    }

    /// The number at a place below the total.
    pub(super) fn nth(&self, place: u128) -> u128 {
        let mut number = self.once(place);
        // It comes back to its place in the end, which is below the total.
        while number >= self.total {
            number = self.once(number);
        }
        number
    }

    fn once(&self, number: u128) -> u128 {
        let mask = u64::MAX >> (u64::BITS - self.half);
        let (mut left, mut right) = (low(number >> self.half) & mask, low(number) & mask);
        for round in 0..ROUNDS {
            let key = mixed(self.seed ^ mixed(round));
            (left, right) = (right, left ^ (mixed(right ^ key) & mask));
        }
        u128::from(left) << self.half | u128::from(right)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low half of the word is meant"
)]
const fn low(number: u128) -> u64 {
    number as u64
}

/// The finaliser of `SplitMix64`.
const fn mixed(number: u64) -> u64 {
    let mut it = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every choice as a bit pattern, sorted as lists of places.
    fn plain(places: usize, sizes: &[usize]) -> Vec<Vec<usize>> {
        let all = 0_u32..1 << places;
        let mut lists: Vec<Vec<usize>> = all
            .map(|bits| (0..places).filter(|it| bits >> it & 1 == 1).collect())
            .filter(|it: &Vec<usize>| sizes.contains(&it.len()))
            .collect();
        lists.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
        lists
    }

    #[test]
    fn every_choice_comes_once_in_its_order() {
        for places in 0..=9 {
            for sizes in [vec![0], vec![1], vec![places], vec![2, 4], vec![3, 0, 3]] {
                let sizes: Vec<usize> = sizes.into_iter().filter(|it| *it <= places).collect();
                let combinations = Combinations::of(places, &sizes).expect("few");
                let all: Vec<Vec<usize>> = (0..combinations.total())
                    .map(|it| combinations.nth(it))
                    .collect();
                assert_eq!(all, plain(places, &sizes), "{sizes:?} of {places}");
            }
        }
    }

    #[test]
    fn the_last_of_more_than_a_word_holds_is_the_last() {
        let combinations = Combinations::of(128, &[64]).expect("fewer than 2^128");
        let last: Vec<usize> = (64..128).collect();
        assert_eq!(combinations.nth(combinations.total() - 1), last);
        assert!(Combinations::of(200, &[100]).is_none());
    }

    #[test]
    fn a_shuffle_holds_every_number_once() {
        for total in [1_u128, 2, 3, 4, 5, 63, 64, 65, 1_000, 4_097] {
            for seed in [0, 1, u64::MAX] {
                let shuffle = Shuffle::of(total, seed);
                let all: BTreeSet<u128> = (0..total).map(|it| shuffle.nth(it)).collect();
                assert_eq!(all.len() as u128, total, "{total} by {seed}");
                assert!(all.iter().all(|it| *it < total));
            }
        }
    }

    #[test]
    fn a_shuffle_is_even() {
        // Of 10,000 draws from 2^100 numbers, each of 16 equal parts has about 625: within five standard deviations.
        let shuffle = Shuffle::of(1 << 100, 7);
        let mut parts = [0_u32; 16];
        for place in 0..10_000 {
            parts[(shuffle.nth(place) >> 96) as usize & 15] += 1;
        }
        assert!(parts.iter().all(|it| (504..=746).contains(it)), "{parts:?}");
    }
}
