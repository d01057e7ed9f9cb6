//! Who lives there: the sections `[[people]]`, one or more, each a source of age bands.

use crate::model::AgeBand;
use crate::read::{BandColumns, BandSource, Encoding, TableSettings, Vintage};
use crate::study::areas::{Missing, missing, need_file, table_settings, vintage};
use crate::study::folders::Files;
use crate::study::keys::Keys;

/// A file of people by age band.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// The column of codes; `None`: the published header.
    pub code: Option<String>,
    /// The bands it gives, those that an earlier source gives left out.
    pub bands: Vec<BandColumns>,
    /// Which vintage the codes are.
    pub vintage: Vintage,
    /// What to do with areas it leaves out.
    pub missing: Missing,
}

/// Reads all `[[people]]`: the sources, and the bands in the order written.
pub(super) fn read(
    sources: &[Keys<'_>],
    files: &Files,
    areas: Vintage,
) -> (Vec<PeopleSource>, Vec<AgeBand>) {
    let mut bands: Vec<AgeBand> = Vec::new();
    let mut people = Vec::new();
    for keys in sources {
        people.push(source(keys, files, areas, &mut bands));
    }
    (people, bands)
}

/// The ONS's workbooks have their header on line 4; a CSV saved from one may have lost the lines above.
fn published_header(
    keys: &Keys<'_>,
    by_year: bool,
    table: TableSettings,
    file: Option<&str>,
) -> TableSettings {
    let workbook = file.is_some_and(|it| it.to_lowercase().ends_with(".xlsx"));
    if by_year && workbook && !keys.has("header_row") {
        return TableSettings {
            header_row: 4,
            ..table
        };
    }
    table
}

fn source(
    keys: &Keys<'_>,
    files: &Files,
    areas: Vintage,
    bands: &mut Vec<AgeBand>,
) -> PeopleSource {
    let file = need_file(keys, "file", files);
    let kinds = [("table", false), ("ons-single-year", true)];
    let by_year = keys.choice("kind", &kinds).unwrap_or(false);
    let code = keys.table("columns").and_then(|keys| {
        let code = keys.text("code");
        keys.finish();
        code
    });
    let labels = keys.table("labels");
    let mut own = Vec::new();
    match keys.table("bands") {
        None if !keys.has("bands") => {
            keys.missing(
                "bands",
                "bands and their columns, such as { under5 = \"age_0_4\" }",
            );
        }
        None => {}
        Some(table) => {
            for name in table.names() {
                let Some(columns) = columns(&table, name, by_year) else {
                    continue;
                };
                let label = labels.as_ref().and_then(|it| it.text(name));
                if bands.iter().any(|it| it.name == name) {
                    continue;
                }
                bands.push(AgeBand {
                    name: name.to_owned(),
                    label: label.unwrap_or_else(|| usual_label(name)),
                });
                own.push(BandColumns {
                    band: name.to_owned(),
                    columns,
                });
            }
        }
    }
    labels.iter().for_each(Keys::finish);
    let source = PeopleSource {
        table: published_header(
            keys,
            by_year,
            table_settings(keys, Encoding::Utf8),
            file.as_deref(),
        ),
        file: file.unwrap_or_default(),
        code,
        bands: own,
        vintage: vintage(keys).unwrap_or(areas),
        missing: missing(keys),
    };
    keys.finish();
    source
}

fn columns<'a>(table: &Keys<'a>, name: &'a str, by_year: bool) -> Option<BandSource> {
    let columns = table.texts(name)?;
    if columns.is_empty() {
        table.fault(
            name,
            "E-CFG-RANGE",
            "no column named",
            "name the column of the band",
        );
        return None;
    }
    if !by_year {
        return Some(BandSource::Named(columns));
    }
    let years = columns.first().and_then(|it| BandSource::years(it));
    if years.is_none() || columns.len() > 1 {
        let what = "ages from 0 to 90 are needed";
        table.fault(
            name,
            "E-CFG-RANGE",
            what,
            "write ages such as \"0-4\", \"0\" or \"65+\"",
        );
        return None;
    }
    years
}

fn usual_label(name: &str) -> String {
    match name {
        "under5" | "under_5" | "under5s" => "under-fives".to_owned(),
        "under1" | "infants" => "infants".to_owned(),
        "school" | "school_age" => "school-age children".to_owned(),
        _ => name.replace('_', " "),
    }
}
