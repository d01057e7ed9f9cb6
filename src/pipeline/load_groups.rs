//! The study's own groupings of its areas, carried from the other vintage where need be.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{AreaId, Column, GroupId, GroupingId};
use crate::model::Grouping;
use crate::pipeline::fault::Fault;
use crate::pipeline::join::Join;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::KnownAreas;
use crate::read::{GroupRow, ReadFault, groups};
use crate::study::GroupSource;

pub(super) fn groupings(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
) -> Result<Column<GroupingId, Grouping>, Fault> {
    let study = desk.study;
    let mut groupings = Column::default();
    for source in &study.areas.groups {
        let rows = desk.read(&source.file, &source.table, "groups", |it| {
            groups(it, source.code.as_deref(), &source.group, source.vintage)
        })?;
        if let Some(rows) = rows {
            groupings.push(grouping(desk, known, source, &rows));
        }
    }
    Ok(groupings)
}

fn grouping(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
    source: &GroupSource,
    rows: &[GroupRow],
) -> Grouping {
    desk.vintage(source.vintage);
    let codes = rows.iter().map(|it| (it.code.as_str(), &it.place));
    let named = ("groups", source.file.as_str());
    let join = Join::of(desk, known, source.vintage, named, codes);
    let told: BTreeMap<&str, &str> = rows
        .iter()
        .filter_map(|it| Some((it.code.as_str(), it.group.as_deref()?)))
        .collect();
    let mut apart = Vec::new();
    let of: Column<AreaId, Option<&str>> = known.areas.list.map(|area| {
        let Some(carry) = &join.carry else {
            return told.get(area.code.as_str()).copied();
        };
        let parents = carry.parents(&area.code).iter();
        let groups: Option<BTreeSet<&str>> = parents
            .map(|(it, _)| told.get(it.as_str()).copied())
            .collect();
        let groups = groups?;
        if groups.len() > 1 {
            apart.push(area.code.clone());
        }
        groups.first().copied().filter(|_| groups.len() == 1)
    });
    for code in apart {
        let what = format!(
            "merged areas whose parts lie in different groups of \"{}\", left without one",
            source.name
        );
        desk.found
            .notices
            .add("W-CARRY-GROUP", &source.file, what, code);
    }
    note_ungrouped(desk, known, source, &of);
    let distinct: BTreeSet<&str> = of.iter().flatten().copied().collect();
    let groups: Column<GroupId, String> = distinct.iter().map(|it| (*it).to_owned()).collect();
    let place: BTreeMap<&str, GroupId> = distinct.into_iter().zip(groups.ids()).collect();
    Grouping {
        name: source.name.clone(),
        of: of.map(|it| it.map(|it| place[it])),
        groups,
    }
}

/// Areas without a group are counted; a file that has one for no area of the study is not the file that was meant.
fn note_ungrouped(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
    source: &GroupSource,
    of: &Column<AreaId, Option<&str>>,
) {
    if of.iter().all(Option::is_none) && !of.is_empty() {
        let what = format!("no area of the study has a group of \"{}\"", source.name);
        let remedy = "give the file that holds the codes of [areas], or correct its vintage";
        let fault = ReadFault::new("E-GROUP-NONE", &source.file, what, remedy);
        desk.found.fault(fault.column(&source.group));
        return;
    }
    let bare = of.enumerate().filter(|(_, group)| group.is_none());
    let codes: Vec<String> = bare
        .map(|(area, _)| known.areas.list[area].code.clone())
        .collect();
    for code in codes {
        let what = format!("areas without a group of \"{}\"", source.name);
        desk.found
            .notices
            .add("W-GROUP-NONE", &source.file, what, code);
    }
}
