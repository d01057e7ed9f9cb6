//! Why a measure of access has no value.

use super::Unserved;

/// Why a measure of access has no value. A sum over no site at all has one: it is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// The area has no way to any open site that could serve it, and why.
    #[error("the area is {}", .0.phrase())]
    Unserved(Unserved),
    /// The area reaches fewer sites than the measure needs.
    #[error("the area reaches {reached} open sites, not {wanted}")]
    FewerSites {
        /// How many the measure needs.
        wanted: usize,
        /// How many have a time.
        reached: usize,
    },
    /// Nobody is in the site's catchment, so that its supply has nobody to be shared among.
    #[error("nobody lives in the site's catchment")]
    NoDemand,
    /// How many people live in the area is not known.
    #[error("how many people live in the area is not known")]
    Uncounted,
    /// No site offers anything, or this one does not.
    #[error("there is no supply")]
    NoSupply,
    /// The time that weighs as much as a full site is zero.
    #[error("the time that weighs as much as a full site is zero")]
    NoScale,
    /// There is nobody to be shared out among modes or served anywhere.
    #[error("there is nobody to measure")]
    Nobody,
}
