//! OS Open Roads in a study: which part of the country is read, where the file lies once it is unpacked, and what it lacks.

use std::collections::BTreeMap;
use std::io;

use tempfile::NamedTempFile;

use crate::model::Mode;
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Loaded;
use crate::pipeline::study_notices::FAR;
use crate::pipeline::ways::Ways;
use crate::read::os_open_roads::OpenRoads;
use crate::read::{Notices, os_open_roads, unpack_into};
use crate::roads::RoadMode;
use crate::space::Extent;
use crate::study::{Files, ReadSeek, RoadKind, Study};

/// The box around the areas, and around those of the sites that may have been meant for them: neither those of a list
/// published for the whole country nor those so far away that they are refused.
pub(super) fn around(loaded: &Loaded) -> Option<Extent> {
    let areas = Extent::around(loaded.areas.list.iter().filter_map(|it| it.point));
    let near = areas.map(|it| it.widened(FAR));
    let sites = loaded.sites.iter().zip(loaded.origins.iter());
    let sites = sites
        .filter(|(_, origin)| !origin.national)
        .filter_map(|(site, _)| site.point);
    let sites = sites.filter(|it| near.is_none_or(|near| near.contains(*it)));
    Extent::around(sites.chain(areas.into_iter().flat_map(|it| [it.low, it.high])))
}

/// Reads the roads within reach of a box. What is published is a zip: it is unpacked beside the system's other temporary
/// files, since a database cannot be read out of one.
pub(super) fn read(
    files: &Files,
    file: &str,
    source: &mut Box<dyn ReadSeek>,
    around: Option<Extent>,
) -> Result<OpenRoads, Fault> {
    if !file.to_lowercase().ends_with(".zip") {
        let path = files.path(file);
        return Ok(os_open_roads(source, path.as_deref(), file, around)?);
    }
    let refused = |it: io::Error| {
        let folder = std::env::temp_dir();
        Fault::unwritable(
            &format!("{} (where {file} is unpacked)", folder.display()),
            it,
        )
    };
    let mut unpacked = NamedTempFile::new().map_err(refused)?;
    unpack_into(file, source, ".gpkg", &mut unpacked)?.map_err(refused)?;
    let path = unpacked.path().to_owned();
    Ok(os_open_roads(&mut unpacked, Some(&path), file, around)?)
}

/// Notes what the data do not hold and a reader of times by these modes should know.
pub(super) fn note_lacks(study: &Study, ways: &BTreeMap<Mode, Ways>, notices: &mut Notices) {
    let Some(roads) = study
        .roads
        .as_ref()
        .filter(|it| it.kind == RoadKind::OsOpenRoads)
    else {
        return;
    };
    for ways in ways.values() {
        let (code, what) = match ways.profile.mode {
            RoadMode::Walk => (
                "W-ROADS-NOPATHS",
                "OS Open Roads holds no footpaths, so walks are by road alone and longer than they need be; for walking \
                 take an OpenStreetMap extract (kind = \"osm\")",
            ),
            RoadMode::Car => (
                "W-ROADS-NOLIMITS",
                "OS Open Roads tells neither speed limits nor where places are built up, so cars drive every road at the \
                 speed of its class on the open road; speeds_kmh of [modes.car] sets others",
            ),
        };
        notices.add(code, &roads.file, what, "");
    }
}
