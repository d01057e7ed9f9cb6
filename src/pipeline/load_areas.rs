//! The areas of a study: read, kept or left out, put into their districts, with their shapes.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{Column, DistrictId};
use crate::model::{Area, Areas, District};
use crate::pipeline::fault::Fault;
use crate::pipeline::join::{JoinReport, OUTSIDE};
use crate::pipeline::load::{Desk, Shapes};
use crate::read::{
    AreaRow, Carry, Findings, Lookup, LookupRow, ReadFault, Source, Table, TableSettings, Vintage,
    boundaries, centroids, inside, is_lsoa_code, lookup, outline,
};
use crate::space::Grid;

/// The areas, what their codes can be carried by, and their shapes.
pub(super) struct KnownAreas {
    pub(super) areas: Areas,
    pub(super) lookup: Option<Lookup>,
    pub(super) boundaries: Option<Shapes>,
}

impl KnownAreas {
    /// Whether a code of a vintage concerns the study: one of its own, or one that became its areas. Where the areas are
    /// at fault, nobody knows, and every code does.
    pub(super) fn concerns(&self, own: Vintage, vintage: Vintage) -> impl Fn(&str) -> bool + use<> {
        let lookup = self.lookup.as_ref();
        let codes = self.areas.list.iter().map(|it| it.code.as_str());
        let concerned: BTreeSet<String> =
            match lookup.and_then(|it| Carry::between(it, vintage, own)) {
                Some(carry) => {
                    let parents = codes.flat_map(|it| carry.parents(it));
                    parents.map(|(it, _)| it.clone()).collect()
                }
                None => codes.map(str::to_owned).collect(),
            };
        move |code| concerned.is_empty() || concerned.contains(code)
    }
}

pub(super) fn areas(desk: &mut Desk<'_>) -> Result<KnownAreas, Fault> {
    let spec = &desk.study.areas;
    let lookup = match &spec.lookup {
        Some(file) => desk.read(file, &TableSettings::default(), "lookup", lookup)?,
        None => None,
    };
    let lookup_file = desk.inputs.len().checked_sub(1);
    let rows = desk.read(&spec.file, &spec.table, "areas", |source| {
        centroids(source, &spec.columns, spec.vintage)
    })?;
    let area_file = desk.inputs.len() - 1;
    let places = lookup
        .as_ref()
        .map(|it| it.places(spec.vintage))
        .unwrap_or_default();
    desk.vintage(spec.vintage);
    let rows: Vec<AreaRow> = rows
        .unwrap_or_default()
        .into_iter()
        .map(|row| told(row, &places, spec.vintage))
        .collect();
    let n = rows.len();
    let kept = keep(desk, rows)?;
    refuse_other_vintage(desk, lookup.as_ref(), &kept);
    let record = &mut desk.inputs[area_file];
    record.rows_used = kept.len() as u64;
    record.leave_out("areas not kept by areas.keep", n - kept.len());
    let areas = in_districts(desk, kept);
    if let (Some(lookup), Some(file)) = (&lookup, lookup_file) {
        join_lookup(desk, lookup, file, &areas);
    }
    refuse_irregular(desk, lookup.as_ref(), &areas);
    let boundaries = shapes(desk, &areas)?;
    Ok(KnownAreas {
        areas,
        lookup,
        boundaries,
    })
}

/// Areas of the study that the lookup knows as codes of the other vintage alone: the study says the wrong one.
fn refuse_other_vintage(desk: &mut Desk<'_>, lookup: Option<&Lookup>, kept: &[AreaRow]) {
    let spec = &desk.study.areas;
    let others = lookup.map(|it| it.other_vintage(spec.vintage));
    for row in kept {
        if let Some(now) = others.as_ref().and_then(|it| it.get(row.code.as_str())) {
            let year = spec.vintage.year().unwrap_or("none");
            let what = format!(
                "{} is no LSOA of {year}, as the study says ({} by the lookup)",
                row.code,
                now.join(", ")
            );
            let remedy = format!(
                "correct vintage of [areas] in {}, or give the areas of {year}",
                desk.study.file
            );
            let fault = ReadFault::new("E-GEO-VINTAGE", &spec.file, what, remedy);
            desk.found
                .fault(fault.at(row.place.clone()).value(&row.code));
        }
    }
}

/// Notes which pairs of the lookup concern the study, and which of its areas the lookup does not know.
fn join_lookup(desk: &mut Desk<'_>, lookup: &Lookup, file: usize, areas: &Areas) {
    let own = desk.study.areas.vintage;
    let code = |it: &LookupRow| match own {
        Vintage::Lsoa2011 => it.from.clone(),
        _ => it.to.clone(),
    };
    let codes: Vec<String> = lookup.rows.iter().map(code).collect();
    let rows_used = codes.iter().filter(|it| areas.find(it).is_some()).count();
    let known: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    let unknown = areas
        .list
        .iter()
        .filter(|it| !known.contains(it.code.as_str()));
    let record = &mut desk.inputs[file];
    record.rows_used = rows_used as u64;
    record.leave_out(OUTSIDE, codes.len() - rows_used);
    desk.joins.push(JoinReport {
        what: "lookup",
        file: lookup.file.clone(),
        areas: areas.list.len(),
        missing: unknown.map(|it| it.code.clone()).collect(),
        rows_used,
        rows_outside: codes.len() - rows_used,
        carried: None,
    });
}

/// Irregular rows of the lookup are refused where they touch the study and no weights are given, whether or not
/// a file needs carrying: the next one might.
fn refuse_irregular(desk: &mut Desk<'_>, lookup: Option<&Lookup>, areas: &Areas) {
    let own = desk.study.areas.vintage;
    let other = match own {
        Vintage::Lsoa2011 => Vintage::Lsoa2021,
        _ => Vintage::Lsoa2011,
    };
    if let Some(carry) = lookup.and_then(|it| Carry::between(it, other, own)) {
        let codes = areas.list.iter().map(|it| it.code.as_str());
        desk.found.faults.extend(carry.irregular(codes));
    }
}

/// An area with name and district filled in from the lookup where its own row lacks them.
fn told(row: AreaRow, places: &BTreeMap<&str, &LookupRow>, vintage: Vintage) -> AreaRow {
    let place = places.get(row.code.as_str());
    let name = place.and_then(|it| match vintage {
        Vintage::Lsoa2011 => it.from_name.clone(),
        _ => it.to_name.clone(),
    });
    let district = place.and_then(|it| it.district.clone()).unzip();
    AreaRow {
        name: row.name.or(name),
        district: row.district.or(district.0),
        district_name: row.district_name.or(district.1),
        ..row
    }
}

/// The areas that the study keeps.
fn keep(desk: &mut Desk<'_>, rows: Vec<AreaRow>) -> Result<Vec<AreaRow>, Fault> {
    let keep = &desk.study.areas.keep;
    let file = &desk.study.areas.file;
    let mut codes: Option<BTreeSet<String>> = keep.codes.clone().map(|it| it.into_iter().collect());
    if let Some(list) = &keep.codes_file {
        let listed = desk.read(list, &TableSettings::default(), "areas", first_column)?;
        if let Some(listed) = &listed {
            desk.used(listed.len());
        }
        codes = listed.or(codes);
    }
    let outline = match &keep.boundary {
        Some(path) => {
            let bytes = desk.whole(path, "boundary")?;
            bytes.and_then(|it| desk.found.take(outline(path, &it)))
        }
        None => None,
    };
    refuse_unknown(
        &mut desk.found,
        file,
        keep.districts.as_deref(),
        codes.as_ref(),
        &rows,
    );
    let grid = Grid::new();
    let is_kept = |row: &AreaRow| {
        let district = keep.districts.as_ref().is_none_or(|wanted| {
            let own = [&row.district, &row.district_name];
            own.into_iter().flatten().any(|it| wanted.contains(it))
        });
        let code = codes.as_ref().is_none_or(|it| it.contains(&row.code));
        let within = outline.as_ref().is_none_or(|outline| {
            let place = row.point.and_then(|it| grid.lon_lat(it));
            place.is_some_and(|it| inside(outline, it))
        });
        district && code && within
    };
    let n = rows.len();
    let kept: Vec<AreaRow> = rows.into_iter().filter(is_kept).collect();
    if kept.is_empty() && desk.found.faults.is_empty() {
        let what = format!("0 areas left of {n}");
        let remedy = "check areas.keep in the study";
        desk.found
            .fault(ReadFault::new("E-AREA-NONE", file, what, remedy));
    }
    Ok(kept)
}

fn first_column(
    source: Source<'_>,
) -> Result<(BTreeSet<String>, crate::read::Notices), crate::read::ReadErrors> {
    let mut found = Findings::none();
    let table = Table::read(source, &mut found)?;
    let Some(first) = table.first() else {
        return found.or(BTreeSet::new());
    };
    // A list without a header begins with a code.
    let head = Some(table.heading(first)).filter(|it| is_lsoa_code(it));
    let listed = head
        .into_iter()
        .chain(table.rows().map(|it| it.text(first)));
    let listed: Vec<String> = listed.map(str::to_owned).collect();
    let given = listed.len();
    let codes: BTreeSet<String> = listed.into_iter().collect();
    let told = found.notices.rows_mut();
    told.read += u64::from(head.is_some());
    told.leave_out("codes given twice", (given - codes.len()) as u64);
    found.or(codes)
}

/// A district or code that no area has is a slip of the pen, not an empty wish.
fn refuse_unknown(
    found: &mut Findings,
    file: &str,
    districts: Option<&[String]>,
    codes: Option<&BTreeSet<String>>,
    rows: &[AreaRow],
) {
    let mut refuse = |value: &str, what: &str| {
        let remedy = "correct areas.keep in the study, or give a lookup that knows it";
        found.fault(ReadFault::new("E-AREA-KEEP", file, what, remedy).value(value));
    };
    for district in districts.unwrap_or_default() {
        let known = rows.iter().any(|row| {
            [&row.district, &row.district_name]
                .into_iter()
                .flatten()
                .any(|it| it == district)
        });
        if !known {
            refuse(district, "no area lies in this district");
        }
    }
    for code in codes.into_iter().flatten() {
        if rows
            .binary_search_by(|it| it.code.as_str().cmp(code))
            .is_err()
        {
            refuse(code, "no area has this code");
        }
    }
}

/// The areas, rows in order of codes, with their districts in order of codes.
fn in_districts(desk: &mut Desk<'_>, rows: Vec<AreaRow>) -> Areas {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in &rows {
        if let Some(code) = district_code(row) {
            let name = row.district_name.clone().unwrap_or_else(|| code.clone());
            names.entry(code).or_insert(name);
        }
    }
    let file = &desk.study.areas.file;
    let homeless = rows.iter().filter(|it| district_code(it).is_none());
    if names.is_empty() {
        let what = "no file tells a district; the study is taken as one";
        desk.found.notices.add("W-AREA-DISTRICT", file, what, "");
        names.insert(UNKNOWN.to_owned(), desk.study.name.clone());
    } else {
        for row in homeless {
            let what = "areas whose district no file tells, put together as one";
            desk.found
                .notices
                .add("W-AREA-DISTRICT", file, what, &row.code);
            names.insert(UNKNOWN.to_owned(), "District not known".to_owned());
        }
    }
    let districts: Column<DistrictId, District> = names
        .into_iter()
        .map(|(code, name)| District { code, name })
        .collect();
    let area = |row: AreaRow| {
        let code = district_code(&row).unwrap_or_else(|| UNKNOWN.to_owned());
        let district = districts.find(|it| it.code == code);
        Area {
            name: row.name.unwrap_or_else(|| row.code.clone()),
            code: row.code,
            district: district.unwrap_or(crate::ids::Id::at(0)),
            point: row.point,
        }
    };
    let list = rows.into_iter().map(area).collect();
    Areas {
        list,
        districts,
        ..Areas::default()
    }
}

/// The code of the district of areas that no file puts into one.
const UNKNOWN: &str = "all";

fn district_code(row: &AreaRow) -> Option<String> {
    row.district.clone().or_else(|| row.district_name.clone())
}

/// The fault of areas that a file leaves out.
pub(super) fn missing_fault(file: &str, what: &str, codes: &[&str], n: usize) -> ReadFault {
    let shown = codes.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    let more = if codes.len() > 5 { ", ..." } else { "" };
    let text = format!("no {what} for {} of {n} areas: {shown}{more}", codes.len());
    let remedy = "add their rows, or set missing = \"exclude\" for this file";
    ReadFault::new("E-JOIN-MISSING", file, text, remedy)
}

fn shapes(desk: &mut Desk<'_>, areas: &Areas) -> Result<Option<Shapes>, Fault> {
    let Some(source) = &desk.study.areas.boundaries else {
        return Ok(None);
    };
    let Some(bytes) = desk.whole(&source.file, "boundaries")? else {
        return Ok(None);
    };
    let read = boundaries(&source.file, &bytes, source.code.as_deref());
    let Some(mut shapes) = desk.found.take(read) else {
        return Ok(None);
    };
    let (n, file) = (shapes.len(), desk.inputs.len() - 1);
    let own: Shapes = areas.list.map(|it| shapes.remove(&it.code));
    for (area, shape) in areas.list.iter().zip(own.iter()) {
        if shape.is_none() {
            let what = "areas without a shape, shown as a point";
            desk.found
                .notices
                .add("W-AREA-SHAPE", &source.file, what, &area.code);
        }
    }
    let used = own.iter().flatten().count();
    let record = &mut desk.inputs[file];
    (record.rows, record.rows_used) = (Some(n as u64), used as u64);
    record.leave_out(OUTSIDE, shapes.len());
    let bare = areas.list.iter().zip(own.iter());
    let bare = bare.filter(|(_, shape)| shape.is_none());
    desk.joins.push(JoinReport {
        what: "boundaries",
        file: source.file.clone(),
        areas: areas.list.len(),
        missing: bare.map(|(area, _)| area.code.clone()).collect(),
        rows_used: used,
        rows_outside: shapes.len(),
        carried: None,
    });
    Ok(Some(own))
}
