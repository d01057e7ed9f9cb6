//! All ranks that some ranks lead up to, in order.

use crate::routing::star::Star;

/// A set of ranks that grows by all above what is added; kept and used again.
///
/// It is a bit a rank: reading the bits in order costs less than sorting, even where few are set.
#[derive(Clone, Debug)]
pub(super) struct Reachable {
    bits: Vec<u64>,
    due: Vec<u32>,
}

impl Reachable {
    pub(super) fn new(n_nodes: usize) -> Self {
        Self {
            bits: vec![0; n_nodes.div_ceil(64)],
            due: Vec::new(),
        }
    }

    /// Adds a rank and all that its arcs lead up to.
    pub(super) fn add(&mut self, star: &Star, rank: u32) {
        self.mark(rank);
        while let Some(rank) = self.due.pop() {
            for spoke in star.at(rank) {
                self.mark(spoke.end);
            }
        }
    }

    /// Moves the ranks into a list, lowest first, and is empty again.
    pub(super) fn take(&mut self, ranks: &mut Vec<u32>) {
        ranks.clear();
        for (word, base) in self.bits.iter_mut().zip((0..).step_by(64)) {
            let mut bits = std::mem::take(word);
            while bits != 0 {
                ranks.push(base + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }

    fn mark(&mut self, rank: u32) {
        let word = &mut self.bits[rank as usize / 64];
        let bit = 1 << (rank % 64);
        if *word & bit == 0 {
            *word |= bit;
            self.due.push(rank);
        }
    }
}
