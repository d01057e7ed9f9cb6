//! The network that all are measured on, as `made_network` wrote it.

use std::fs;
use std::path::Path;

/// The largest strongly connected part of the made roads.
pub(crate) struct Network {
    /// Longitudes and latitudes of all nodes.
    #[cfg_attr(
        not(feature = "routingkit"),
        expect(dead_code, reason = "one crate alone needs places")
    )]
    pub(crate) lon_lats: Vec<[f64; 2]>,
    pub(crate) n_nodes: usize,
    /// Tail, head and weight in tenths of a second.
    pub(crate) arcs: Vec<[u32; 3]>,
    /// Nodes by lot: a work takes as many as it needs, from the first.
    pub(crate) areas: Vec<u32>,
    pub(crate) sites: Vec<u32>,
}

impl Network {
    pub(crate) fn read(folder: &Path) -> Self {
        let numbers = |name: &str| {
            let bytes = fs::read(folder.join(name)).unwrap_or_else(|it| panic!("{name}: {it}"));
            words::<4, u32>(&bytes, u32::from_le_bytes)
        };
        let arcs = numbers("arcs.u32");
        let bytes = fs::read(folder.join("lonlat.f64")).expect("lonlat.f64 is there");
        let lon_lats = words::<8, f64>(&bytes, f64::from_le_bytes);
        Self {
            n_nodes: lon_lats.len() / 2,
            lon_lats: lon_lats.as_chunks::<2>().0.to_vec(),
            arcs: arcs.as_chunks::<3>().0.to_vec(),
            areas: numbers("areas.u32"),
            sites: numbers("sites.u32"),
        }
    }
}

fn words<const N: usize, T>(bytes: &[u8], of: fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks::<N>().0.iter().map(|it| of(*it)).collect()
}
