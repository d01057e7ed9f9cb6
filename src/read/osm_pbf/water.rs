//! What an extract tells of water: tags, outlines kept as relations, and lines put together.
//!
//! Sources: OpenStreetMap wiki, *Tag:natural=water*, *Tag:natural=coastline* ("land on the left, water on the right"),
//! *Relation:multipolygon*, as of 2026.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::blobs::walk;
use super::messages::{PrimitiveBlock, Relation};
use super::tags::Tags;
use super::ways::{decode_fault, tags_of, text};
use crate::read::{Findings, ReadErrors};

/// What a way is, as water.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WaterTags {
    /// The outline of a lake.
    pub(super) lake: bool,
    /// The middle of a river or canal.
    pub(super) river: bool,
    /// A stretch of coast.
    pub(super) coast: bool,
}

impl WaterTags {
    pub(super) fn of(tags: &Tags<'_>, closed: bool) -> Self {
        Self {
            lake: closed && is_lake(tags),
            river: matches!(tags.get("waterway"), Some("river" | "canal")),
            coast: tags.get("natural") == Some("coastline"),
        }
    }

    pub(super) const fn any(self) -> bool {
        self.lake || self.river || self.coast
    }
}

fn is_lake(tags: &Tags<'_>) -> bool {
    tags.get("natural") == Some("water")
        || tags.get("landuse") == Some("reservoir")
        || tags.get("waterway") == Some("riverbank")
}

/// A lake that is told as a relation: the ids of the ways around it, and of those around its islands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LakeParts {
    pub(super) outer: Vec<i64>,
    pub(super) inner: Vec<i64>,
}

/// Gathers the lakes of a file that are told as relations, in the order of the file.
pub(super) fn relations(
    source: &mut (impl Read + Seek),
    file: &str,
) -> Result<Vec<LakeParts>, ReadErrors> {
    let mut lakes = Vec::new();
    walk(
        source,
        file,
        |block| block_lakes(block, file),
        |found: Vec<LakeParts>| lakes.extend(found),
    )?;
    Ok(lakes)
}

fn block_lakes(block: &PrimitiveBlock, file: &str) -> Result<Vec<LakeParts>, ReadErrors> {
    let (mut found, mut faults) = (Vec::new(), Findings::none());
    for relation in block.primitivegroup.iter().flat_map(|it| &it.relations) {
        match parts(relation, block) {
            Ok(it) => found.extend(it),
            Err(what) => faults.fault(decode_fault(file, "relation", relation.id, what)),
        }
    }
    faults.or(found).map(|it| it.0)
}

/// The parts of a relation, where it is a lake; or what is wrong with it.
fn parts(relation: &Relation, block: &PrimitiveBlock) -> Result<Option<LakeParts>, String> {
    let tags = tags_of(&relation.keys, &relation.vals, block)?;
    if tags.get("type") != Some("multipolygon") || !is_lake(&tags) {
        return Ok(None);
    }
    let (mut lake, mut id) = (LakeParts::default(), 0_i64);
    for (place, delta) in relation.memids.iter().enumerate() {
        id = id
            .checked_add(*delta)
            .ok_or("the id of a member is out of range")?;
        if relation.types.get(place) != Some(&WAY) {
            continue;
        }
        let role = relation.roles_sid.get(place).copied().unwrap_or(0);
        let role = u32::try_from(role).map_err(|_| format!("its role {role} is below zero"))?;
        // An empty role is that of an outline, as old mappers left it.
        match text(block, role)? {
            b"inner" => lake.inner.push(id),
            b"outer" | b"" => lake.outer.push(id),
            _ => (),
        }
    }
    Ok(Some(lake))
}

/// The type of a member that is a way.
const WAY: i32 = 1;

/// Puts lines together that end where others begin, each used once; where they may be turned, also where they end. A line
/// that comes back to its start is a ring, its first node again its last.
pub(super) fn joined(lines: &[&[i64]], may_turn: bool) -> Vec<Vec<i64>> {
    let mut at: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate().rev() {
        let [first, .., last] = line else { continue };
        at.entry(*first).or_default().push(place);
        if may_turn {
            at.entry(*last).or_default().push(place);
        }
    }
    let (mut used, mut whole) = (vec![false; lines.len()], Vec::new());
    for start in 0..lines.len() {
        if std::mem::replace(&mut used[start], true) {
            continue;
        }
        let mut line = lines[start].to_vec();
        while let Some(end) = line.last().copied().filter(|it| line.first() != Some(it)) {
            let from_here = at.get_mut(&end);
            let next = from_here.and_then(|all| {
                while let Some(it) = all.pop() {
                    if !std::mem::replace(&mut used[it], true) {
                        return Some(it);
                    }
                }
                None
            });
            let Some(next) = next.map(|it| lines[it]) else {
                break;
            };
            if next.first() == Some(&end) {
                line.extend(&next[1..]);
            } else {
                line.extend(next.iter().rev().skip(1));
            }
        }
        whole.push(line);
    }
    whole
}
