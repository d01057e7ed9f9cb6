//! The made county that every kernel is measured on: the same on every machine.

use std::sync::Arc;

use fairreach::ids::{Id, NodeId};
use fairreach::model::{Passage, RoadClass, RoadEnd, RoadLink};
use fairreach::roads::{Network, Profile, Setting, build};
use fairreach::routing::{Facing, Graph, Hierarchy, Selection, contract};
use fairreach::space::Point;

use crate::made_network::{MadeNetwork, MadeRoad, network_of};

/// A county of some 150 thousand junctions, its car network and hierarchy.
pub(crate) struct County {
    pub(crate) network: Network,
    pub(crate) hierarchy: Hierarchy,
}

impl County {
    pub(crate) fn new() -> Self {
        let network = network(150_000);
        let hierarchy = contract(&network.graph, &|_| true).unwrap();
        Self { network, hierarchy }
    }

    pub(crate) const fn graph(&self) -> &Graph {
        &self.network.graph
    }

    pub(crate) fn all(&self) -> Selection {
        Selection::all(&self.hierarchy, Facing::Forward)
    }

    /// `n` nodes spread over the county.
    pub(crate) fn nodes(&self, n: usize, salt: usize) -> Vec<NodeId> {
        let n_nodes = self.graph().n_nodes();
        (0..n)
            .map(|it| NodeId::at((it * n_nodes / n + salt) % n_nodes))
            .collect()
    }

    /// `n` nodes around one, the nearest first.
    pub(crate) fn around(&self, node: NodeId, n: usize) -> Vec<NodeId> {
        let mut search = fairreach::routing::NearestSearch::new(self.graph());
        let start = fairreach::routing::Owned {
            owner: 0,
            node,
            weight: 0,
        };
        search.run([start], 1_200);
        let step = search.reached().len() / n;
        search
            .reached()
            .iter()
            .copied()
            .step_by(step.max(1))
            .take(n)
            .collect()
    }
}

/// The car network of a made world of at least `n` junctions.
pub(crate) fn network(n: usize) -> Network {
    let made = network_of(n);
    let links: Vec<RoadLink> = (0..)
        .zip(&made.roads)
        .map(|(way, road)| link(&made, way, road))
        .collect();
    build(&links, &Profile::car(Setting::FreeFlow))
}

fn link(made: &MadeNetwork, way: i64, road: &MadeRoad) -> RoadLink {
    let end = |junction: u32| RoadEnd {
        junction: i64::from(junction),
        signal: false,
        stops_car: false,
        stops_walk: false,
    };
    let point = |junction: u32| {
        let (east, north) = made.points[junction as usize];
        Point::new(100_000.0 + east, 20_000.0 + north)
    };
    RoadLink {
        way,
        tail: end(road.tail),
        head: end(road.head),
        shape: Arc::from([point(road.tail), point(road.head)]),
        class: class(road.class),
        limit: None,
        car: Passage {
            forward: true,
            backward: !road.oneway,
        },
        walk: Passage::BOTH,
        roundabout: false,
        built_up: matches!(road.class, "residential" | "tertiary"),
        ferry_minutes: None,
    }
}

fn class(highway: &str) -> RoadClass {
    match highway {
        "motorway" => RoadClass::Motorway,
        "motorway_link" => RoadClass::MotorwayLink,
        "primary" => RoadClass::Primary,
        "tertiary" => RoadClass::Tertiary,
        "unclassified" => RoadClass::Unclassified,
        _ => RoadClass::Residential,
    }
}
