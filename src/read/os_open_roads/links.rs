//! From links as read to links as they are used: in order of their ids, their nodes numbered likewise.

use std::collections::BTreeMap;

use super::database::{AGAIN, Database};
use super::rows::{Gathered, Gatherer, PLACED, named_by_place};
use crate::model::RoadLink;
use crate::read::{Notices, Place, ReadErrors};
use crate::space::Point;

/// Ends of one node farther apart than this are not at one place.
const APART_M: f64 = 1.0;

/// The links in order of their ids. Nodes are numbered in order of theirs, so that no number depends on the order of
/// rows.
///
/// # Errors
/// `E-GPKG-DUPLICATE` for every id that more than one row has.
pub(super) fn in_order(
    gathered: Gatherer<'_>,
    database: &Database<'_>,
) -> Result<(Vec<RoadLink>, Notices), ReadErrors> {
    let Gatherer {
        mut links,
        nodes,
        mut notices,
        ..
    } = gathered;
    links.sort_unstable_by(|a, b| (&a.id, a.link.way).cmp(&(&b.id, b.link.way)));
    refuse_doubles(&links, database)?;
    let mut names: Vec<(Box<str>, i64)> = nodes.into_iter().collect();
    names.sort_unstable();
    let n_placed = names.partition_point(|(name, _)| name.starts_with(PLACED));
    let mut numbers = vec![0; names.len()];
    for (number, (_, met)) in (1..).zip(&names) {
        if let Some(place) = usize::try_from(*met)
            .ok()
            .and_then(|it| numbers.get_mut(it))
        {
            *place = number;
        }
    }
    let number = |met: i64| {
        usize::try_from(met)
            .ok()
            .and_then(|it| numbers.get(it).copied())
    };
    for Gathered { link, .. } in &mut links {
        for end in [&mut link.tail, &mut link.head] {
            end.junction = number(end.junction).unwrap_or(0);
        }
    }
    if n_placed > 0 {
        join_by_place(&mut links, i64::try_from(n_placed).unwrap_or(i64::MAX));
    }
    note_apart(&links, names.len(), database.file, &mut notices);
    Ok((links.into_iter().map(|it| it.link).collect(), notices))
}

fn refuse_doubles(links: &[Gathered], database: &Database<'_>) -> Result<(), ReadErrors> {
    let doubles = links.windows(2).filter(|it| it[0].id == it[1].id);
    let faults = doubles.map(|it| {
        let what = format!("the link has the id of row {} too", it[0].link.way);
        let fault = database
            .fault("E-GPKG-DUPLICATE", what, AGAIN)
            .column("id")
            .value(&it[1].id);
        fault.at(Place::Object("row", it[1].link.way))
    });
    ReadErrors(faults.collect()).or(())
}

/// Gives ends whose node has no name in the file the node that another link names at the same place. The numbers of
/// nodes without a name are the lowest.
fn join_by_place(links: &mut [Gathered], n_placed: i64) {
    let ends = |link: &RoadLink| {
        let last = link.shape.len() - 1;
        [
            (link.tail.junction, link.shape[0]),
            (link.head.junction, link.shape[last]),
        ]
    };
    let mut named: BTreeMap<String, i64> = BTreeMap::new();
    for (junction, point) in links.iter().flat_map(|it| ends(&it.link)) {
        if junction > n_placed {
            let known = named.entry(named_by_place(point)).or_insert(junction);
            *known = junction.min(*known);
        }
    }
    for Gathered { link, .. } in links {
        let [(_, start), (_, end)] = ends(link);
        for (it, point) in [(&mut link.tail, start), (&mut link.head, end)] {
            if it.junction <= n_placed {
                it.junction = named
                    .get(&named_by_place(point))
                    .copied()
                    .unwrap_or(it.junction);
            }
        }
    }
}

/// Notes links that end elsewhere than others at the node they share.
fn note_apart(links: &[Gathered], n_nodes: usize, file: &str, notices: &mut Notices) {
    let mut places: Vec<Option<Point>> = vec![None; n_nodes + 1];
    for Gathered { id, link } in links {
        let (start, end) = (link.shape.first(), link.shape.last());
        for (junction, point) in [(link.tail.junction, start), (link.head.junction, end)] {
            let known = usize::try_from(junction)
                .ok()
                .and_then(|it| places.get_mut(it));
            let (Some(known), Some(point)) = (known, point) else {
                continue;
            };
            let apart = known.get_or_insert(*point).distance(*point).get();
            if apart > APART_M {
                let what =
                    "links that share a node end at different places; they are joined nevertheless";
                notices.add(
                    "W-GPKG-APART",
                    file,
                    what,
                    format!("row {} ({id}): {apart:.0} m", link.way),
                );
            }
        }
    }
}
