//! What everyone is asked. Times run from areas to sites, and a catchment is whom a site can reach.

/// A matrix: its name, and how many areas and sites it has.
pub(crate) struct Matrix {
    pub(crate) name: &'static str,
    pub(crate) areas: usize,
    pub(crate) sites: usize,
}

pub(crate) const MATRICES: [Matrix; 3] = [
    Matrix {
        name: "500 x 80",
        areas: 500,
        sites: 80,
    },
    Matrix {
        name: "5,000 x 500",
        areas: 5_000,
        sites: 500,
    },
    Matrix {
        name: "33,755 x 3,000",
        areas: 33_755,
        sites: 3_000,
    },
];
pub(crate) const PREPARATION: &str = "preparation";
pub(crate) const ONE_TO_ALL: &str = "one to all";
pub(crate) const CATCHMENT: &str = "catchment of 15 minutes";
/// The same where what can be told of the region is told before.
pub(crate) const CATCHMENT_CHOSEN: &str = "catchment of 15 minutes, region chosen before";
pub(crate) const NEAREST: &str = "nearest of 80 for every node";
pub(crate) const ONE_SITE: &str = "one site to 33,755 areas";

/// The horizon of catchments: 15 minutes in tenths of a second.
pub(crate) const HORIZON: u32 = 9_000;
/// Sites whose catchments are asked for.
pub(crate) const CATCHMENTS: usize = 256;
/// Sites from which one-to-all runs start, and which are dragged.
pub(crate) const SOURCES: usize = 32;
/// Sites among which the nearest is sought.
pub(crate) const NEAREST_OF: usize = 80;
/// Where networks have more nodes than this, slow works are not tried.
pub(crate) const LARGE: usize = 1_000_000;
