//! What the members choose, which no figure can tell them: the floor, the steepness, and how far a site's hours reach.

use crate::access::Decay;

/// The members' choices, printed beside every figure that uses them.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The share within the standard, 0 to 1, that every decile and every district must reach; `None` where none is set.
    pub floor: Option<f64>,
    /// How steeply hours should rise with need, from 0 (the same for every child) to 1 (in proportion to need); `None`
    /// where nobody chose.
    pub steepness: Option<f64>,
    /// How much a site's hours count at a travel time.
    pub decay: Decay,
}

impl Default for Policy {
    /// No floor, no steepness, and the zones of Luo and Qi 2009.
    fn default() -> Self {
        Self {
            floor: None,
            steepness: None,
            decay: Decay::luo_qi_slow(),
        }
    }
}
