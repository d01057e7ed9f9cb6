//! Our own core: hierarchy, selections and sweeps.

use std::sync::Mutex;

use fairreach::ids::{Id, NodeId};
use fairreach::routing::{
    Arc, Facing, Graph, Hierarchy, INFINITY, Label, NearestSearch, Owned, Row, Selection,
    Start, Sweep, contract,
};
use rayon::prelude::*;
use serde_json::json;

use crate::measure::{Times, peak_megabytes, tell};
use crate::network::Network;
use crate::works::{
    CATCHMENT, CATCHMENT_CHOSEN, CATCHMENTS, HORIZON, LARGE, MATRICES, Matrix, NEAREST, NEAREST_OF,
    ONE_SITE, ONE_TO_ALL, PREPARATION, SOURCES,
};

pub(crate) fn run(network: &Network) {
    let graph = graph(network);
    let threads = rayon::current_num_threads();
    // A long preparation is run once, a short one until its median can be believed.
    let runs = if network.n_nodes > LARGE { 1 } else { 3 };
    let (mut times, hierarchy) = Times::once(|| contract(&graph, &|_| true));
    let hierarchy = hierarchy.expect("nobody stops it");
    let megabytes = peak_megabytes();
    if runs > 1 {
        times = Times::of(runs, || contract(&graph, &|_| true));
    }
    let note = format!(
        "{} arcs, the network {}",
        hierarchy.n_arcs(),
        graph.n_arcs()
    );
    tell(
        PREPARATION,
        times,
        json!({"threads": threads, "megabytes": megabytes, "note": note}),
    );

    let bench = Bench {
        network,
        graph,
        hierarchy,
    };
    bench.one_to_all();
    bench.catchments();
    bench.matrices(threads);
    bench.nearest();
    bench.one_site();
}

pub(crate) fn node(number: u32) -> NodeId {
    NodeId::at(number as usize)
}

pub(crate) fn graph(network: &Network) -> Graph {
    let arc = |[tail, head, weight]: &[u32; 3]| Arc {
        tail: node(*tail),
        head: node(*head),
        weight: *weight,
    };
    let arcs: Vec<Arc> = network.arcs.iter().map(arc).collect();
    Graph::from_arcs(network.n_nodes, &arcs)
}

/// Sources a lane each.
pub(crate) fn starts(nodes: &[NodeId]) -> Vec<Start> {
    let start = |(lane, node): (usize, &NodeId)| Start {
        lane,
        node: *node,
        weight: 0,
    };
    nodes.iter().enumerate().map(start).collect()
}

fn sum_of<L: Label>(label: L) -> u64 {
    label.sum().map_or(0, u64::from)
}

/// Lanes of a batch of catchments.
const LANES: usize = 32;

/// The region that a batch of sites reaches, chosen anew for each.
struct Choice<'a> {
    bench: &'a Bench<'a>,
    search: NearestSearch<'a>,
    selection: Selection,
}

impl<'a> Choice<'a> {
    fn new(bench: &'a Bench<'a>) -> Self {
        Self {
            bench,
            search: NearestSearch::new(&bench.graph),
            selection: Selection::new(&bench.hierarchy, Facing::Forward),
        }
    }

    fn of(&mut self, sites: &[NodeId]) -> &Selection {
        let start = |node: &NodeId| Owned {
            owner: 0,
            node: *node,
            weight: 0,
        };
        self.search.run(sites.iter().map(start), HORIZON);
        let region = self.search.reached().iter();
        self.selection
            .choose(&self.bench.hierarchy, region.map(|it| [(*it, 0)]));
        &self.selection
    }
}

/// How many nodes the sites reach in time, together.
fn reached(sweep: &mut Sweep<u16, LANES>, selection: &Selection, sites: &[NodeId]) -> u64 {
    sweep.run(selection, &starts(sites));
    // Lanes without a site reach nothing.
    let reached = sweep.count_within(selection, HORIZON);
    reached.iter().map(|it| u64::from(*it)).sum()
}

struct Bench<'a> {
    network: &'a Network,
    graph: Graph,
    hierarchy: Hierarchy,
}

impl Bench<'_> {
    fn sites(&self, n: usize) -> Vec<NodeId> {
        self.network.sites[..n].iter().map(|it| node(*it)).collect()
    }

    fn areas(&self, n: usize) -> Vec<NodeId> {
        self.network.areas[..n].iter().map(|it| node(*it)).collect()
    }

    /// Sources in the hierarchy's order, so that neighbours share a batch.
    fn neighbours(&self, mut nodes: Vec<NodeId>) -> Vec<NodeId> {
        nodes.sort_unstable_by_key(|it| self.hierarchy.order().rank(*it));
        nodes
    }

    fn one_to_all(&self) {
        let (times, all) = Times::once(|| Selection::all(&self.hierarchy, Facing::Forward));
        tell(
            "one to all, the whole network chosen",
            times,
            json!({"threads": 1}),
        );
        self.to_all::<u32, 16>(&all, "16 lanes");
        self.to_all::<u16, 32>(&all, "32 narrow lanes, to 109 minutes");
        self.to_all::<u32, 1>(&all, "one site alone");
    }

    fn to_all<L: Label, const N: usize>(&self, all: &Selection, note: &str) {
        let mut sweep = Sweep::<L, N>::new(&self.hierarchy);
        let sites = self.neighbours(self.sites(SOURCES));
        let times = Times::of(15, || {
            for batch in sites.chunks(N) {
                sweep.run(all, &starts(batch));
            }
        });
        let mut far = 0_u64;
        for batch in sites.chunks(N) {
            sweep.run(all, &starts(batch));
            sweep.tell(all, |_, row| {
                let beyond = row.0[..batch.len()].iter().filter(|it| it.sum().is_none());
                far += beyond.count() as u64;
            });
        }
        let first = self.sites(1);
        sweep.run(all, &starts(&first));
        let mut sum = 0;
        sweep.tell(all, |_, row| sum += sum_of(row.0[0]));
        let mut more =
            json!({"threads": 1, "lanes": N, "note": format!("{note}; mean of {SOURCES} sites")});
        if far == 0 {
            more["sum"] = json!(sum);
        } else {
            more["beyond"] = json!(far);
        }
        // What is too far for narrow labels is not told: then it is another work than the peers'.
        let work = match (N, far) {
            (1, _) => "one to all, one site alone",
            (_, 0) => ONE_TO_ALL,
            _ => "one to all, up to 109 minutes",
        };
        tell(work, times.shared(SOURCES as f64), more);
    }

    /// The sites' catchments in batches of neighbours, with nodes reached counted. All lanes are exact, since the
    /// horizon lies below 65,535. The region of a batch is what a search from its sites at once reaches.
    fn catchments(&self) {
        let sites = self.neighbours(self.sites(CATCHMENTS));
        let batches: Vec<&[NodeId]> = sites.chunks(LANES).collect();
        let mut sweep = Sweep::new(&self.hierarchy);
        let tell_shared = |work, times: Times, sum: u64, how: &str| {
            let note = format!("mean of {CATCHMENTS} sites, {LANES} narrow lanes; {how}");
            let more = json!({"threads": 1, "sum": sum, "lanes": LANES, "note": note});
            tell(work, times.shared(CATCHMENTS as f64), more);
        };

        let mut choice = Choice::new(self);
        let mut sum = 0;
        let times = Times::of(15, || {
            let reach = |it: &&[NodeId]| reached(&mut sweep, choice.of(it), it);
            sum = batches.iter().map(reach).sum();
        });
        tell_shared(
            CATCHMENT,
            times,
            sum,
            "each batch's region chosen in the run",
        );

        let chosen: Vec<Selection> = batches.iter().map(|it| choice.of(it).clone()).collect();
        let times = Times::of(15, || {
            let both = batches.iter().zip(&chosen);
            sum = both
                .map(|(it, chosen)| reached(&mut sweep, chosen, it))
                .sum();
        });
        tell_shared(CATCHMENT_CHOSEN, times, sum, "swept alone");

        let all = Selection::all(&self.hierarchy, Facing::Forward);
        let times = Times::of(15, || {
            sum = batches.iter().map(|it| reached(&mut sweep, &all, it)).sum();
        });
        tell_shared(
            CATCHMENT,
            times,
            sum,
            "the whole network swept, so that nothing need be chosen",
        );
    }

    fn matrices(&self, threads: usize) {
        for it in &MATRICES {
            // The largest is told for a nation, and once.
            let largest = it.sites > 500;
            if largest && self.graph.n_nodes() < LARGE {
                continue;
            }
            for threads in [1, threads] {
                self.matrix::<u32, 16>(it, threads);
                self.matrix::<u16, 32>(it, threads);
            }
        }
    }

    /// Fills a matrix, choosing the areas counted; tells its sum. What narrow lanes cannot hold is counted.
    fn matrix<L: Label, const N: usize>(&self, it: &Matrix, threads: usize) {
        let (areas, sites) = (self.areas(it.areas), self.sites(it.sites));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("threads can be started");
        let mut sweeps: Vec<Sweep<L, N>> =
            (0..threads).map(|_| Sweep::new(&self.hierarchy)).collect();
        let mut selection = Selection::new(&self.hierarchy, Facing::Backward);
        let mut rows = vec![Row::<L, N>::FAR; areas.len() * sites.len().div_ceil(N)];
        let runs = if it.sites > 500 { 3 } else { 25 };
        let times = Times::of(runs, || {
            selection.choose(&self.hierarchy, areas.iter().map(|it| [(*it, 0)]));
            let sites = self.neighbours(sites.clone());
            let work = Mutex::new(sites.chunks(N).zip(rows.chunks_mut(areas.len())));
            let take = || work.lock().expect("no thread panicked").next();
            let fill = |sweep: &mut Sweep<L, N>| {
                while let Some((batch, rows)) = take() {
                    sweep.run(&selection, &starts(batch));
                    sweep.tell(&selection, |area, row| rows[area] = *row);
                }
            };
            if threads == 1 {
                fill(&mut sweeps[0]);
            } else {
                pool.install(|| sweeps.par_iter_mut().for_each(fill));
            }
        });
        let labels = || rows.iter().flat_map(|it| it.0);
        let pairs = it.areas * it.sites;
        let beyond = pairs - labels().filter(|it| it.sum().is_some()).count();
        let nodes = selection.n_nodes();
        let mut more = json!({
            "threads": threads, "lanes": N, "megabytes": peak_megabytes(),
            "pairs_a_second": (pairs as f64 / times.least).round(),
            "note": format!("{N} lanes; choosing the areas counted, {nodes} nodes"),
        });
        if beyond == 0 {
            more["sum"] = json!(labels().map(sum_of).sum::<u64>());
            tell(it.name, times, more);
        } else {
            more["note"] = json!(format!(
                "{N} narrow lanes, in which {beyond} of {pairs} pairs are too far"
            ));
            tell(&format!("{}, up to 109 minutes", it.name), times, more);
        }
    }

    fn nearest(&self) {
        let reversed = self.graph.reversed();
        let mut search = NearestSearch::new(&reversed);
        let sites = self.sites(NEAREST_OF);
        let start = |(owner, node): (u32, &NodeId)| Owned {
            owner,
            node: *node,
            weight: 0,
        };
        let times = Times::of(9, || search.run((0..).zip(&sites).map(start), INFINITY));
        let nodes = (0..self.graph.n_nodes()).map(NodeId::at);
        let sum: u64 = nodes
            .filter_map(|it| search.nearest(it))
            .map(|(sum, _)| u64::from(sum))
            .sum();
        tell(NEAREST, times, json!({"threads": 1, "sum": sum}));
    }

    /// A site that is dragged: the areas stay, so that they are chosen once.
    fn one_site(&self) {
        let areas = self.areas(self.network.areas.len());
        let (choice, selection) =
            Times::once(|| Selection::of(&self.hierarchy, Facing::Backward, &areas));
        let mut sweep = Sweep::<u32, 1>::new(&self.hierarchy);
        let sites = self.sites(SOURCES);
        let mut times = vec![0; areas.len()];
        let all = Times::of(9, || {
            for site in &sites {
                sweep.run(&selection, &starts(&[*site]));
                sweep.tell(&selection, |area, row| times[area] = row.0[0]);
            }
        });
        let note = format!(
            "mean of {SOURCES} sites; areas chosen once before, {:.3} s",
            choice.least
        );
        tell(
            ONE_SITE,
            all.shared(SOURCES as f64),
            json!({"threads": 1, "note": note}),
        );
    }
}
