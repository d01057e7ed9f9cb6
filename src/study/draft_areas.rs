//! The areas of a study file that is being drafted, and how any of its tables is written.

use crate::read::{Encoding, FileKind, Input, Recognised, number};
use crate::study::draft::{Brief, Wanted};
use crate::study::draft_page::{DraftPage, list, quoted};

/// Writes how a table is written where that is not what its reader takes by itself.
pub(super) fn settings(page: &mut DraftPage, is: &Recognised, usual_row: u64, any_encoding: bool) {
    let table = &is.settings;
    for (key, value) in [("sheet", &table.sheet), ("inside", &table.inside)] {
        if let Some(value) = value {
            let others = match is.others.as_slice() {
                [] => String::new(),
                [one] => format!("  # beside it there is {}", quoted(one)),
                [one, .., last] => {
                    format!(
                        "  # beside it there are {} to {}",
                        quoted(one),
                        quoted(last)
                    )
                }
            };
            page.line(&format!("{key} = {}{others}", quoted(value)));
        }
    }
    if table.header_row != usual_row {
        page.line(&format!("header_row = {}", table.header_row));
    }
    if table.encoding != Encoding::Utf8 && !any_encoding {
        page.line("encoding = \"auto\"  # not all of it is UTF-8");
    }
    if table.delimiter != b',' {
        let delimiter = char::from(table.delimiter).to_string();
        page.line(&format!("delimiter = {}", quoted(&delimiter)));
    }
}

/// Writes the vintage of codes, where the file tells it.
pub(super) fn vintage(page: &mut DraftPage, is: &Recognised) {
    if let Some(vintage) = is.vintage {
        page.line(&format!("vintage = {}", quoted(vintage.word())));
    }
}

/// The columns of a place as a study file names them: degrees by their headers or by what stands in them, metres otherwise.
pub(super) fn place(is: &Recognised) -> Vec<String> {
    let Some((x, y)) = is.headers.place() else {
        return Vec::new();
    };
    let lon = x.to_lowercase().starts_with('l');
    let keys = if lon { ["lon", "lat"] } else { ["x", "y"] };
    let named = keys.iter().zip([&x, &y]);
    let mut columns: Vec<String> = named
        .map(|(key, it)| format!("{key} = {}", quoted(it)))
        .collect();
    if !lon && in_degrees(is, &x) {
        columns.push("crs = \"4326\"".to_owned());
    }
    columns
}

/// Whether eastings are degrees: no place of Great Britain has one so small.
fn in_degrees(is: &Recognised, x: &str) -> bool {
    let told = is.values(x).filter_map(|it| number(it).ok());
    let mut told = told.filter(|it| *it != 0.0).peekable();
    told.peek().is_some() && told.all(|it| it.abs() <= 180.0)
}

/// Writes `[areas]`.
pub(super) fn areas(page: &mut DraftPage, brief: &Brief, no_lookup: bool) {
    let shelf = &brief.shelf;
    page.section(
        "Where families live. Every journey begins at the area's population-weighted centroid.",
        Input::Centroids,
    );
    let Some(file) = &shelf.areas else {
        page.missing(Input::Centroids);
        for line in [
            "[areas]",
            "file = \"input/LSOA_PopCentroids_EW_2021_V4.csv\"",
            "kind = \"ons-centroids\"",
            "vintage = \"lsoa2021\"",
        ] {
            page.off(line);
        }
        if let Some(keep) = keep(&brief.wanted) {
            page.off(&keep);
        }
        return;
    };
    page.line("[areas]");
    page.line(&format!("file = {}", quoted(&file.path)));
    let kind = if file.is.kind == FileKind::Centroids {
        "ons-centroids"
    } else {
        "table"
    };
    page.line(&format!("kind = {}", quoted(kind)));
    settings(page, &file.is, 1, false);
    let sure = if file.is.vintage.is_some() {
        ""
    } else {
        "  # CHANGE if these are LSOAs of 2011"
    };
    page.line(&format!(
        "vintage = {}{sure}",
        quoted(shelf.vintage().word())
    ));
    let columns = columns(&file.is);
    if !columns.is_empty() {
        page.line(&format!("columns = {{ {} }}", columns.join(", ")));
    }
    match keep(&brief.wanted) {
        Some(keep) => page.line(&format!("{keep}  # which areas of the file are the study's")),
        None => page.off("keep = { district = [\"E07000010\"] }  # all areas of the file belong to the study, unless this cuts them"),
    }
    match &shelf.lookup {
        Some(lookup) => page.line(&format!(
            "lookup = {}  # names, districts, and the way between 2011 and 2021",
            quoted(&lookup.path)
        )),
        None if no_lookup => {
            page.missing(Input::Lookup);
            page.off("lookup = \"input/LSOA11_LSOA21_LAD22.csv\"");
        }
        None => (),
    }
    if let Some(shapes) = &shelf.boundaries {
        let code = shapes.is.headers.area_code().map_or("LSOA21CD", |it| it.0);
        page.line(&format!(
            "boundaries = {{ file = {}, code = {} }}  # shapes for the map",
            quoted(&shapes.path),
            quoted(code)
        ));
    } else {
        page.missing(Input::Boundaries);
        page.off(
            "boundaries = { file = \"input/LSOA_2021_boundaries.geojson\", code = \"LSOA21CD\" }",
        );
    }
}

/// The columns of a file of areas; of one as published only what its reader does not take by itself.
fn columns(is: &Recognised) -> Vec<String> {
    let mut columns = place(is);
    if is.kind == FileKind::Centroids {
        columns.retain(|it| it.starts_with("crs"));
        return columns;
    }
    let code = is.headers.area_code().map(|it| it.0);
    let code = code.map(|it| format!("code = {}", quoted(it)));
    code.into_iter().chain(columns).collect()
}

fn keep(wanted: &Wanted) -> Option<String> {
    Some(match wanted {
        Wanted::Everything => return None,
        Wanted::Districts(districts) => {
            let codes: Vec<&str> = districts.iter().map(|it| it.code.as_str()).collect();
            format!("keep = {{ district = {} }}", list(&codes))
        }
        Wanted::Codes(codes) => {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            format!("keep = {{ codes = {} }}", list(&codes))
        }
        Wanted::CodesFile(path) => format!("keep = {{ codes = {} }}", quoted(path)),
        Wanted::Outline(path) => format!("keep = {{ boundary = {} }}", quoted(path)),
    })
}
