//! The first walk: which ways are wanted, and which nodes they stand on.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::blobs::walk;
use super::messages::{PrimitiveBlock, Relation, Way};
use super::tags::Tags;
use crate::read::{Findings, Notices, Place, ReadErrors, ReadFault};

/// The ways that are kept, each with what it is, their node references in one array.
pub(super) struct Ways<K> {
    pub(super) list: Vec<KeptWay<K>>,
    pub(super) refs: Vec<i64>,
    /// What was odd about them.
    pub(super) notices: Notices,
    /// When they are of, in seconds since 1970, where the file says.
    pub(super) as_of: Option<i64>,
}

/// A way that is kept.
pub(super) struct KeptWay<K> {
    pub(super) id: i64,
    pub(super) what: K,
    /// Where its references end in the array; they begin where the way before ends.
    pub(super) end: usize,
}

impl<K> Default for Ways<K> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            refs: Vec::new(),
            notices: Notices::default(),
            as_of: None,
        }
    }
}

impl<K: PartialEq> Ways<K> {
    /// Each way with its references.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&KeptWay<K>, &[i64])> {
        let starts = std::iter::once(0).chain(self.list.iter().map(|it| it.end));
        self.list
            .iter()
            .zip(starts)
            .map(|(way, start)| (way, &self.refs[start..way.end]))
    }

    /// Each way once: extracts put together may tell of one twice, and its junctions would count twice. A way in two forms
    /// is refused.
    fn once_each(self, file: &str) -> Result<Self, ReadErrors> {
        if self.list.is_sorted_by(|a, b| a.id < b.id) {
            return Ok(self);
        }
        let all: Vec<(&KeptWay<K>, &[i64])> = self.iter().collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_unstable_by_key(|it| (all[*it].0.id, *it));
        let (mut faults, mut again) = (Findings::none(), BTreeSet::new());
        for same in order.chunk_by(|a, b| all[*a].0.id == all[*b].0.id) {
            let (first, id) = (all[same[0]], all[same[0]].0.id);
            for other in &same[1..] {
                let (way, refs) = all[*other];
                again.insert(*other);
                if way.what == first.0.what && refs == first.1 {
                    let what = "ways that are in the file twice, taken once";
                    let sample = format!("way {id}");
                    faults.notices.add("W-PBF-DUPWAY", file, what, sample);
                } else {
                    let what = "the way is in the file twice, in two forms";
                    let remedy =
                        "make the extract again; osmium merge does not double ways of the same day";
                    let fault = ReadFault::new("E-PBF-DUPID", file, what, remedy);
                    faults.fault(fault.at(Place::Object("way", id)));
                }
            }
        }
        let ((), notices) = faults.or(())?;
        let mut once = Self {
            notices,
            as_of: self.as_of,
            ..Self::default()
        };
        let starts: Vec<usize> = std::iter::once(0)
            .chain(self.list.iter().map(|it| it.end))
            .collect();
        for (place, way) in self.list.into_iter().enumerate() {
            if !again.contains(&place) {
                once.refs
                    .extend_from_slice(&self.refs[starts[place]..way.end]);
                let end = once.refs.len();
                once.list.push(KeptWay { end, ..way });
            }
        }
        Ok(once)
    }
}

/// A way as it is met: what it is, its id and its references.
type Met<K> = (i64, K, Vec<i64>);

/// Gathers the ways of a file that are something: `kind` is given a way's id and tags, and whether it is closed.
pub(super) fn gather<K: PartialEq + Send>(
    source: &mut (impl Read + Seek),
    file: &str,
    kind: impl Fn(i64, &Tags<'_>, bool) -> Option<K> + Sync,
) -> Result<Ways<K>, ReadErrors> {
    let mut ways = Ways::default();
    let as_of = walk(
        source,
        file,
        |block| block_ways(block, file, &kind),
        |found: Vec<Met<K>>| {
            for (id, what, refs) in found {
                ways.refs.extend(refs);
                ways.list.push(KeptWay {
                    id,
                    what,
                    end: ways.refs.len(),
                });
            }
        },
    )?;
    ways.as_of = as_of;
    ways.once_each(file)
}

fn block_ways<K>(
    block: &PrimitiveBlock,
    file: &str,
    kind: &impl Fn(i64, &Tags<'_>, bool) -> Option<K>,
) -> Result<Vec<Met<K>>, ReadErrors> {
    let (mut found, mut faults) = (Vec::new(), Findings::none());
    for group in &block.primitivegroup {
        for way in &group.ways {
            match kept(way, block, file, kind) {
                Ok(it) => found.extend(it),
                Err(more) => more.0.into_iter().for_each(|it| faults.fault(it)),
            }
        }
        let odd = group.relations.iter();
        odd.filter_map(|it| check_members(it, file))
            .for_each(|it| faults.fault(it));
    }
    faults.or(found).map(|it| it.0)
}

fn kept<K>(
    way: &Way,
    block: &PrimitiveBlock,
    file: &str,
    kind: &impl Fn(i64, &Tags<'_>, bool) -> Option<K>,
) -> Result<Option<Met<K>>, ReadErrors> {
    let tags = tags_of(&way.keys, &way.vals, block)
        .map_err(|what| decode_fault(file, "way", way.id, what))?;
    let Some(kind) = kind(way.id, &tags, is_closed(&way.refs)) else {
        return Ok(None);
    };
    let mut refs = Vec::with_capacity(way.refs.len());
    let mut last = 0_i64;
    for delta in &way.refs {
        last = last.checked_add(*delta).ok_or_else(|| {
            decode_fault(file, "way", way.id, "a node id is out of range".to_owned())
        })?;
        refs.push(last);
    }
    Ok(Some((way.id, kind, refs)))
}

/// Whether a way ends where it begins: references are stored as differences, so a closed way's sum to its first after the
/// first.
fn is_closed(deltas: &[i64]) -> bool {
    let back = |it: &[i64]| it.iter().fold(0_i64, |sum, it| sum.wrapping_add(*it)) == 0;
    deltas.len() > 3 && back(&deltas[1..])
}

/// The tags of an object, or what is wrong with them. Text that is not UTF-8 is left out: no key that
/// matters here holds any.
pub(super) fn tags_of<'a>(
    keys: &[u32],
    values: &[u32],
    block: &'a PrimitiveBlock,
) -> Result<Tags<'a>, String> {
    if keys.len() != values.len() {
        return Err(format!(
            "it has {} keys and {} values",
            keys.len(),
            values.len()
        ));
    }
    let mut tags = Vec::with_capacity(keys.len());
    for (key, value) in keys.iter().zip(values) {
        let (key, value) = (text(block, *key)?, text(block, *value)?);
        if let (Ok(key), Ok(value)) = (std::str::from_utf8(key), std::str::from_utf8(value)) {
            tags.push((key, value));
        }
    }
    Ok(Tags(tags))
}

pub(super) fn text(block: &PrimitiveBlock, place: u32) -> Result<&[u8], String> {
    let table = &block.stringtable.s;
    let found = usize::try_from(place).ok().and_then(|it| table.get(it));
    found
        .map(Vec::as_slice)
        .ok_or_else(|| format!("string {place} is beyond its block's {}", table.len()))
}

/// What is wrong with the members of a relation, if anything.
fn check_members(relation: &Relation, file: &str) -> Option<ReadFault> {
    let odd = relation.types.iter().find(|it| !(0..=2).contains(*it));
    if let Some(odd) = odd {
        let what = format!("a member's type {odd} is none of node, way and relation");
        return Some(decode_fault(file, "relation", relation.id, what));
    }
    (relation.memids.len() != relation.types.len()).then(|| {
        let what = format!(
            "it has {} members and {} types",
            relation.memids.len(),
            relation.types.len()
        );
        decode_fault(file, "relation", relation.id, what)
    })
}

pub(super) fn decode_fault(file: &str, kind: &'static str, id: i64, what: String) -> ReadFault {
    ReadFault::new(
        "E-PBF-DECODE",
        file,
        what,
        "download the extract again and compare its checksum",
    )
    .at(Place::Object(kind, id))
}
