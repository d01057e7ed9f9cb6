//! How people travel in a study file that is being drafted.

use crate::read::{FileKind, Input};
use crate::study::draft_areas::settings;
use crate::study::draft_page::{DraftPage, quoted};
use crate::study::shelf::{FoundFile, Shelf};

/// Writes `[roads]` and `[[times]]`; the mode of an assessment.
pub(super) fn travel(page: &mut DraftPage, shelf: &Shelf, to_decide: &mut Vec<String>) -> String {
    page.section(
        "The roads: an extract that reaches beyond the areas by the longest journey, since roads end where it ends and families \
         cross the border. Geofabrik has extracts of counties, regions and England. Speeds and delays are in the README; \
         [modes.car] and [modes.walk] below change them.",
        Input::Roads,
    );
    if let Some(file) = &shelf.roads {
        let kind = if file.is.kind == FileKind::OsmRoads {
            "osm"
        } else {
            "os-open-roads"
        };
        page.line("[roads]");
        page.line(&format!("file = {}", quoted(&file.path)));
        page.line(&format!("kind = {}", quoted(kind)));
        page.line("ferries = false");
        if kind == "osm" {
            to_decide.push(format!(
                "{}: roads end where it ends; if the areas lie near its edge (families cross the border by as far as the longest \
                 journey), take the extract of the region or of England from Geofabrik",
                file.given
            ));
        }
    } else {
        if shelf.times.is_none() {
            page.missing(Input::Roads);
        }
        page.off("[roads]");
        page.off("file = \"input/cambridgeshire-latest.osm.pbf\"");
    }
    page.section(
        "Travel times of your own, instead of roads or for a mode that roads do not give (bus).",
        Input::Times,
    );
    let mut mode = "car".to_owned();
    match &shelf.times {
        Some(file) => {
            let own = times(page, file);
            if file.is.modes.is_empty() {
                to_decide.push(format!(
                    "{}: it does not say by which mode its times are; \"{own}\" is drafted: write bus, car or the like for it \
                     wherever study.toml has it",
                    file.given
                ));
            }
            if shelf.roads.is_none() {
                mode = own;
            } else if file.is.more_modes {
                page.say(
                    "CHANGE: rows by car or on foot would take the place of the times of roads.",
                );
                to_decide.push(format!(
                    "{}: its first rows are by {own}; see that no row is by car or walk, which would take the place of the times \
                     of roads",
                    file.given
                ));
            }
        }
        None => {
            for line in [
                "[[times]]",
                "file = \"input/bus_times.csv\"",
                "columns = { area = \"LSOA21CD\", site = \"site\", minutes = \"minutes\" }",
                "mode = \"bus\"",
            ] {
                page.off(line);
            }
        }
    }
    mode
}

/// Writes a table of times; its first mode.
fn times(page: &mut DraftPage, file: &FoundFile) -> String {
    page.line("[[times]]");
    page.line(&format!("file = {}", quoted(&file.path)));
    settings(page, &file.is, 1, false);
    let Some(found) = file.is.headers.times() else {
        return "travel".to_owned();
    };
    let unit = if found.seconds { "seconds" } else { "minutes" };
    let usual = (
        found.area.as_str(),
        found.site.as_str(),
        found.time.as_str(),
    ) == ("area", "site", unit);
    let mode = file.is.modes.first();
    if !usual {
        let by_mode = found
            .mode
            .as_ref()
            .map_or_else(String::new, |it| format!(", mode = {}", quoted(it)));
        page.line(&format!(
            "columns = {{ area = {}, site = {}, {unit} = {}{by_mode} }}",
            quoted(&found.area),
            quoted(&found.site),
            quoted(&found.time)
        ));
    }
    if let Some(mode) = mode {
        mode.to_owned()
    } else {
        page.line("mode = \"travel\"  # CHANGE: the mode that the times are of, such as bus");
        "travel".to_owned()
    }
}

/// The direction of an assessment: that of a table of times, where it tells but one.
fn direction(shelf: &Shelf) -> &'static str {
    let table = shelf.times.as_ref().filter(|_| shelf.roads.is_none());
    let mut told = table
        .into_iter()
        .flat_map(|it| it.is.values("direction"))
        .map(|it| it.replace('_', "-"))
        .peekable();
    let from_site = told.peek().is_some() && told.all(|it| it == "from-site");
    if from_site { "from-site" } else { "to-site" }
}

/// Writes `[assess]` and the modes.
pub(super) fn assess(page: &mut DraftPage, shelf: &Shelf, mode: &str, band: &str) {
    page.gap();
    page.say("What an assessment uses unless it is asked otherwise.");
    page.line("[assess]");
    page.line(&format!("mode = {}", quoted(mode)));
    page.line(&format!(
        "band = {}  # whose people weight figures that belong to no service",
        quoted(band)
    ));
    page.line(&format!(
        "direction = {}  # to-site: people travel; from-site: the service travels",
        quoted(direction(shelf))
    ));
    if shelf.roads.is_some() {
        page.gap();
        page.say("How each mode travels. free-flow: the speeds of empty roads; peak: those of busy hours.");
        page.line("[modes.car]");
        page.line("setting = \"free-flow\"");
        page.line("terminal_minutes = 0  # parking and walking in, added to every journey");
        page.gap();
        page.line("[modes.walk]");
        page.line("speed_kmh = 4.8  # 4.0 with a pram");
    }
}
