//! What a plan must keep to, beyond the locks of single sites.

use crate::ids::{ServiceId, SiteId, TierId};
use crate::units::{Metres, Seconds};

/// What every plan of a study must keep to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Sites of which not both may be open.
    pub exclusions: Vec<[SiteId; 2]>,
    /// How far apart in a straight line two open sites of a tier must be at least.
    pub apart: Vec<(TierId, Metres)>,
    /// Services that no area may lose, or come to reach much later.
    pub protected: Vec<Protected>,
}

/// A service that no area may come to reach much later than today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protected {
    /// The service.
    pub service: ServiceId,
    /// By how much a journey may grow at most; a lost one is always too much.
    pub at_most: Seconds,
}
