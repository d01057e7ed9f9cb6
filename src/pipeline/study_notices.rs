//! What is odd about a study's roads and costs, once they are read: who is not tied to the network, what of it was left
//! out, costs told by half.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ids::{Column, ServiceId, SiteId};
use crate::model::{CostLine, Makeup, Mode, Service, Site};
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Loaded;
use crate::pipeline::ways::Ways;
use crate::read::{Notices, ReadErrors, ReadFault};
use crate::roads::{LeftOut, Sampled, Snap};
use crate::space::{Point, SpatialIndex};
use crate::travel::Unlinked;
use crate::units::Metres;

/// Notes who is not tied to the network, how much of it was left out, and what was not believed.
pub(super) fn note_ways(mode: &Mode, ways: &Ways, loaded: &Loaded, notices: &mut Notices) {
    let counts = ways.network.counts;
    if counts.parts > 1 {
        let what = format!(
            "{} of {} road nodes {} lie in {} other components, which cannot be reached from the largest and left again; they are left out",
            counts.nodes - counts.kept_nodes,
            counts.nodes,
            mode.phrase(),
            counts.parts - 1,
        );
        notices.add("W-NET-COMPONENTS", "roads", what, "");
    }
    let left_out = &ways.network.left_out;
    let mut tell = |code, what: &str, kind: &str, sampled: &Sampled| {
        let samples = sampled.samples.iter().map(|it| format!("{kind} {it}"));
        let samples = samples.chain(std::iter::repeat(String::new()));
        for sample in samples.take(sampled.count) {
            notices.add(code, "roads", what, sample);
        }
    };
    let phrase = mode.phrase();
    let few = LeftOut::ISLAND;
    let islands = format!(
        "islands of fewer than {few} links {phrase}, without any link to the rest, are left out of snapping"
    );
    tell("W-NET-ISLAND", &islands, "way", &left_out.islands);
    let traps =
        format!("junctions {phrase} that one-way roads lead to and none leaves are left out");
    tell("W-NET-TRAP", &traps, "node", &left_out.traps);
    let sources =
        format!("junctions {phrase} that one-way roads leave and none leads to are left out");
    tell("W-NET-TRAP", &sources, "node", &left_out.sources);
    if counts.unlimited > 0 {
        let what = format!(
            "{} links that are no motorway have the limit none; the speed of their class is taken",
            counts.unlimited
        );
        notices.add("W-NET-UNLIMITED", "roads", what, "");
    }
    note_passed_over(mode, ways, loaded, notices);
    let limit = ways.profile.snap_limit.get();
    let mut note = |kind: &str, name: &str, why: &Unlinked| {
        let what = format!(
            "{kind} without a road {} within {limit:.0} m are unlinked: they have no times",
            mode.phrase()
        );
        let sample = match why {
            Unlinked::TooFar(leg) => format!("{name} ({:.0} m)", leg.get()),
            Unlinked::NoPoint => format!("{name} (no coordinates)"),
            Unlinked::NoRoad => name.to_owned(),
        };
        notices.add("W-NET-UNLINKED", "roads", what, sample);
    };
    for (id, tie) in ways.areas.enumerate() {
        if let Err(why) = tie {
            note("areas", &loaded.areas.list[id].code, why);
        }
    }
    for (id, tie) in ways.sites.enumerate() {
        if let Err(why) = tie {
            note("sites", &loaded.sites[id].id, why);
        }
    }
}

/// Two roads are equally near where the difference is less than what degrees and metres may differ by (5 m, Helmert's
/// transformation).
const ALIKE: Metres = Metres::new(5.0);

/// Notes places that a road which the mode may not use lies nearer to than the one they are tied to.
fn note_passed_over(mode: &Mode, ways: &Ways, loaded: &Loaded, notices: &mut Notices) {
    let barred = ways.network.barred.iter();
    let index = SpatialIndex::of_lines(barred.map(|it| (it.way, Arc::clone(&it.shape))));
    let phrase = mode.phrase();
    let mut note = |kind: &str, name: &str, point: Option<Point>, tie: &Result<Snap, Unlinked>| {
        let (Some(point), Ok(snap)) = (point, tie) else {
            return;
        };
        let nearer = index
            .nearest(point)
            .filter(|(_, leg)| leg.get() < snap.leg.get() + ALIKE.get());
        if let Some((way, leg)) = nearer {
            let what = format!(
                "{kind} are not snapped to a road that is nearer, or about as near, since it may not be used {phrase}"
            );
            let sample = format!(
                "{name} snapped {:.0} m to way {} (way {way} is {:.0} m away)",
                snap.leg.get(),
                ways.network.edges[snap.edge].way,
                leg.get()
            );
            notices.add("W-NET-SNAPMODE", "roads", what, sample);
        }
    };
    for (area, tie) in loaded.areas.list.iter().zip(ways.areas.iter()) {
        note("areas", &area.code, area.point, tie);
    }
    for (site, tie) in loaded.sites.iter().zip(ways.sites.iter()) {
        note("sites", &site.id, site.point, tie);
    }
}

/// Notes delivery models that bring together services which the study does not have: no site can offer them.
pub(super) fn note_models(
    services: &Column<ServiceId, Service>,
    file: &str,
    notices: &mut Notices,
) {
    for it in services {
        let Makeup::DeliveryModel { lacking, .. } = &it.makeup else {
            continue;
        };
        if !lacking.is_empty() {
            let what = "delivery models bring together services that the study does not have, so that no site can offer them";
            notices.add(
                "W-MODEL-SERVICE",
                file,
                what,
                format!("{}: {}", it.id, lacking.join(", ")),
            );
        }
    }
}

/// Notes sites of which only half the cost is known, where others tell both: the other half counts as nothing.
pub(super) fn note_costs(sites: &Column<SiteId, Site>, file: &str, notices: &mut Notices) {
    let told = |it: &Site| {
        let [premises, front_line] = [CostLine::Premises, CostLine::FrontLine];
        [premises, front_line].map(|line| it.cost_of(line).is_some())
    };
    if sites.iter().any(|it| told(it) == [true, true]) {
        let half = sites.iter().filter(|it| {
            let [premises, front_line] = told(it);
            premises != front_line
        });
        for site in half {
            let what =
                "sites tell only one of premises and front-line cost; the other counts as nothing";
            notices.add("W-SITE-COST", file, what, &site.id);
        }
    }
}

/// A site this far from every road of a network is on another map.
pub(super) const FAR: Metres = Metres::new(50_000.0);

/// Refuses sites far from every network; those of a list published for the whole country are only not linked.
///
/// # Errors
/// `E-SITE-FAR`, for each of them.
pub(super) fn refuse_far_sites(ways: &BTreeMap<Mode, Ways>, loaded: &Loaded) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for (id, origin) in loaded.origins.enumerate().filter(|(_, it)| !it.national) {
        let legs = ways.values().map(|it| match it.sites[id] {
            Err(Unlinked::TooFar(leg)) if leg > FAR => Some(leg),
            _ => None,
        });
        let nearest: Option<Vec<Metres>> = legs.collect();
        let nearest =
            nearest.and_then(|it| it.into_iter().reduce(|a, b| if b < a { b } else { a }));
        if let Some(leg) = nearest {
            let site = &loaded.sites[id].id;
            let what = format!(
                "({site}) {:.0} km from the nearest road of the network",
                leg.get() / 1_000.0
            );
            let remedy =
                "correct its coordinates, leave it out with drop, or give roads that reach it";
            faults.push(
                ReadFault::new("E-SITE-FAR", &origin.file, what, remedy).at(origin.place.clone()),
            );
        }
    }
    ReadErrors(faults).or(()).map_err(Fault::from)
}
