//! From ways and nodes to links: ways cut at junctions, barriers and signals.

use super::nodes::Nodes;
use super::tags::RoadTags;
use super::ways::Ways;
use super::{OsmExtract, day_of};
use crate::model::{RoadClass, RoadEnd, RoadLink};
use crate::read::Notices;
use crate::space::Point;

/// Two nodes in a row on land are farther apart than this only by mistake.
const LONGEST_PIECE_M: f64 = 10_000.0;

/// Cuts every way where another road meets it, where it meets itself, at barriers and signals, and where the
/// extract lacks a node.
pub(super) fn cut(ways: &Ways<RoadTags>, nodes: &Nodes, file: &str) -> OsmExtract {
    let uses = uses(ways, nodes);
    let mut extract = OsmExtract {
        n_ways: ways.list.len(),
        as_of: ways.as_of.and_then(day_of),
        ..OsmExtract::default()
    };
    let mut notices = ways.notices.clone();
    for (way, refs) in ways.iter() {
        note_tags(way.id, &way.what, file, &mut notices);
        let cutter = Cutter {
            way: way.id,
            tags: &way.what,
            nodes,
            uses: &uses,
            file,
        };
        cutter.links(refs, &mut extract.links, &mut notices);
    }
    extract.notices = notices;
    extract
}

/// How often roads pass a node; once at the end of a way counts twice, so that ways always end at junctions.
fn uses(ways: &Ways<RoadTags>, nodes: &Nodes) -> Vec<u8> {
    let mut uses = vec![0_u8; nodes.len()];
    for (_, refs) in ways.iter() {
        for id in refs.iter().chain(refs.first()).chain(refs.last()) {
            if let Some(place) = nodes.find(*id) {
                uses[place] = uses[place].saturating_add(1);
            }
        }
    }
    uses
}

fn note_tags(way: i64, tags: &RoadTags, file: &str, notices: &mut Notices) {
    if let Some(odd) = &tags.odd_oneway {
        let what = "a value of oneway is not known; the way is taken as untagged";
        notices.add("W-PBF-ONEWAY", file, what, format!("way {way}: {odd}"));
    }
    if let Some(odd) = &tags.odd_speed {
        let what = "a value of maxspeed is not understood; the speed of the class is taken";
        notices.add("W-PBF-MAXSPEED", file, what, format!("way {way}: {odd}"));
    }
}

struct Cutter<'a> {
    way: i64,
    tags: &'a RoadTags,
    nodes: &'a Nodes,
    uses: &'a [u8],
    file: &'a str,
}

impl Cutter<'_> {
    fn links(&self, refs: &[i64], links: &mut Vec<RoadLink>, notices: &mut Notices) {
        let start = links.len();
        let mut stretch: Vec<(i64, usize, Point)> = Vec::new();
        for id in refs {
            let known = self
                .nodes
                .find(*id)
                .and_then(|place| Some((*id, place, self.nodes.point(place)?)));
            let Some((id, place, point)) = known else {
                let what = "ways leave the extract; they end at the last node that is in it";
                notices.add("W-PBF-CUT", self.file, what, format!("way {}", self.way));
                self.link(&stretch, links);
                stretch.clear();
                continue;
            };
            if stretch.last().is_some_and(|(last, ..)| *last == id) {
                continue; // the same node twice in a row is no movement
            }
            self.note_length(stretch.last().map(|it| it.2), point, notices);
            stretch.push((id, place, point));
            if stretch.len() > 1 && self.cuts(place) {
                self.link(&stretch, links);
                stretch.drain(..stretch.len() - 1);
            }
        }
        self.link(&stretch, links);
        self.share_duration(&mut links[start..]);
    }

    /// A ferry's duration is tagged on the whole way; each of its links takes its part by length.
    fn share_duration(&self, links: &mut [RoadLink]) {
        let Some(minutes) = self.tags.ferry_minutes else {
            return;
        };
        let lengths: Vec<f64> = links.iter().map(|it| it.length().get()).collect();
        let whole: f64 = lengths.iter().sum();
        for (link, length) in links.iter_mut().zip(lengths) {
            link.ferry_minutes = (whole > 0.0).then(|| minutes * length / whole);
        }
    }

    fn cuts(&self, place: usize) -> bool {
        let tags = self.nodes.tags(place);
        self.uses[place] > 1 || tags.signal || tags.stops_car || tags.stops_walk
    }

    fn link(&self, stretch: &[(i64, usize, Point)], links: &mut Vec<RoadLink>) {
        let [first, .., last] = stretch else { return };
        links.push(RoadLink {
            way: self.way,
            tail: self.end(first),
            head: self.end(last),
            shape: stretch.iter().map(|it| it.2).collect(),
            class: self.tags.class,
            limit: self.tags.limit,
            car: self.tags.car,
            walk: self.tags.walk,
            roundabout: self.tags.roundabout,
            built_up: self.tags.built_up,
            ferry_minutes: self.tags.ferry_minutes,
        });
    }

    fn end(&self, (id, place, _): &(i64, usize, Point)) -> RoadEnd {
        let tags = self.nodes.tags(*place);
        RoadEnd {
            junction: *id,
            signal: tags.signal,
            stops_car: tags.stops_car,
            stops_walk: tags.stops_walk,
        }
    }

    fn note_length(&self, from: Option<Point>, to: Point, notices: &mut Notices) {
        let length = from.map_or(0.0, |it| it.distance(to).get());
        if length > LONGEST_PIECE_M && self.tags.class != RoadClass::Ferry {
            let what =
                "two nodes in a row on a road are more than 10 km apart; look for a misplaced node";
            notices.add(
                "W-PBF-LONGSEG",
                self.file,
                what,
                format!("way {}: {:.0} km", self.way, length / 1000.0),
            );
        }
    }
}
