//! Measures one of the crates, or our own core, on a network that `made_network` wrote: `crates PEER FOLDER`, where the
//! peer is `fairreach`, `plain`, `petgraph`, `fast_paths` or `routingkit-cch`; or `scaling`. Each measurement is a line of
//! JSON. `benches/peers` and `benches/scaling` start it; it is not part of the program.

#[cfg(feature = "routingkit")]
mod cch;
mod fast;
mod measure;
mod network;
mod ours;
mod pet;
mod plain;
mod scaling;
mod works;

use std::path::Path;

use network::Network;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [peer, folder] = arguments.as_slice() else {
        panic!("needs the name of a peer and a folder");
    };
    let network = Network::read(Path::new(folder));
    match peer.as_str() {
        "fairreach" => ours::run(&network),
        "plain" => plain::run(&network),
        "scaling" => scaling::run(&network),
        "petgraph" => pet::run(&network),
        "fast_paths" => fast::run(&network),
        #[cfg(feature = "routingkit")]
        "routingkit-cch" => cch::run(&network),
        _ => panic!("{peer} is not built in"),
    }
}
