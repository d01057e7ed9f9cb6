//! What the members choose, which no figure can tell them: the floor, the steepness, how far a site's hours reach, and
//! what of access is measured.

use super::Measuring;
use crate::access::Decay;

/// The members' choices, printed beside every figure that uses them.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The share within the standard, 0 to 1, that every decile and every district must reach; `None` where none is set.
    pub floor: Option<f64>,
    /// How steeply hours should rise with need, from 0 (the same for every child) to 1 (in proportion to need); `None`
    /// where nobody chose.
    pub steepness: Option<f64>,
    /// How much a site, its hours and its places count at a travel time.
    pub decay: Decay,
    /// What of access is measured beyond the nearest site, and how.
    pub measuring: Measuring,
}

impl Default for Policy {
    /// No floor, no steepness, the zones of Luo and Qi 2009, and the usual measures.
    fn default() -> Self {
        Self {
            floor: None,
            steepness: None,
            decay: Decay::luo_qi_slow(),
            measuring: Measuring::default(),
        }
    }
}
