//! Which search finds times: plain searches, or sweeps over a contraction hierarchy. Both tell the same.

use std::fmt;

/// Contracting takes as long as this many plain searches of the whole network.
const SEARCHES: usize = 700;
/// Below this many nodes a plain search is over before anyone looks.
const NODES: usize = 10_000;

/// Whether it pays to contract a network of `n_nodes` nodes for no more than `n_searches` searches over it.
///
/// Contracting a network of streets takes about as long as 700 plain searches over it, whatever its size, and sweeps
/// then take next to nothing; on a small network neither can be felt.
#[must_use]
pub const fn contracting_pays(n_searches: usize, n_nodes: usize) -> bool {
    n_searches >= SEARCHES && n_nodes > NODES
}

/// The search that was picked, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// A plain search a site.
    Plain,
    /// Sweeps over the hierarchy, many sites at once.
    Sweeps,
}

impl fmt::Display for Picked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain search",
            Self::Sweeps => "sweeps over the hierarchy",
        })
    }
}
