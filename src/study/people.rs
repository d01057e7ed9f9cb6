//! Who lives there: the sections `[[people]]`, one or more, each a source of age bands.

use crate::model::AgeBand;
use crate::read::{Ages, BandColumns, BandSource, Encoding, TableSettings, Vintage};
use crate::study::areas::{Missing, missing, need_file, table_below, vintage_or};
use crate::study::error::did_you_mean;
use crate::study::folders::Files;
use crate::study::keys::Keys;

/// A file of people by age band.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleSource {
    /// The file.
    pub file: String,
    /// How the file is written.
    pub table: TableSettings,
    /// Whether the header may stand below what the publisher writes above it: so in a CSV saved from the ONS's workbook.
    pub preamble: bool,
    /// The column of codes; `None`: the published header.
    pub code: Option<String>,
    /// The bands it gives, those that an earlier source gives left out.
    pub bands: Vec<BandColumns>,
    /// Which vintage the codes are.
    pub vintage: Vintage,
    /// What to do with areas it leaves out.
    pub missing: Missing,
}

/// All that `[[people]]` tells.
pub(super) struct ReadPeople {
    /// The sources that hold unless a year is asked for, as many as there are sections without a year and in their order.
    pub(super) sources: Vec<PeopleSource>,
    /// The sources of single years, each with its year.
    pub(super) projections: Vec<(String, PeopleSource)>,
    /// The bands in the order written.
    pub(super) bands: Vec<AgeBand>,
}

/// Reads all `[[people]]`. One with a `year` stands for bands that others give, where that year is asked for.
pub(super) fn read(sections: &[Keys<'_>], files: &Files, areas: Vintage) -> ReadPeople {
    let mut bands: Vec<AgeBand> = Vec::new();
    let plain = sections.iter().filter(|it| !it.has("year"));
    let sources: Vec<PeopleSource> = plain
        .map(|keys| source(keys, files, areas, &mut bands))
        .collect();
    if sources.is_empty() && !sections.is_empty() {
        let what = "every source of people is of a year";
        let remedy = "leave out year where the people of today are";
        sections[0].fault("year", "E-CFG-RANGE", what, remedy);
    }
    let of_years = sections.iter().filter(|it| it.has("year"));
    let projections = of_years.map(|keys| {
        // A year at fault is kept without a name, since the study is refused anyway: each section has its source.
        let year = keys.text("year").unwrap_or_default();
        (year, source(keys, files, areas, &mut Vec::new()))
    });
    let projections = projections.collect();
    ReadPeople {
        sources,
        projections,
        bands,
    }
}

/// Refuses bands of a year that no band of today is: a projection stands for people who are counted. The bands are all of
/// them, those too that presets ask for.
pub(super) fn check_projected(
    sections: &[Keys<'_>],
    projections: &[(String, PeopleSource)],
    bands: &[AgeBand],
) {
    let of_years = sections.iter().filter(|it| it.has("year"));
    for (keys, (_, source)) in of_years.zip(projections) {
        let known = |it: &BandColumns| bands.iter().any(|band| band.name == it.band);
        for it in source.bands.iter().filter(|it| !known(it)) {
            let what = format!(
                "no source of people without a year gives the band {}",
                it.band
            );
            let names: Vec<&str> = bands.iter().map(|it| it.name.as_str()).collect();
            let remedy = did_you_mean(&it.band, names);
            keys.fault("bands", "E-CFG-ENUM", what, remedy);
        }
    }
}

/// Who published a file, which tells where its header stands and which codes it has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Columns that the study names.
    Table,
    /// The ONS's mid-year estimates, by single year or broad age.
    Estimates,
    /// Census 2021, by LSOAs of 2021.
    Census2021,
}

const KINDS: [(&str, Layout); 4] = [
    ("table", Layout::Table),
    ("ons-single-year", Layout::Estimates),
    ("ons-broad-age", Layout::Estimates),
    ("census2021", Layout::Census2021),
];

/// The ONS's workbooks of estimates have their header on line 4; a CSV saved from one may have lost the lines above.
fn published_header(layout: Layout, file: Option<&str>) -> u32 {
    let workbook = file.is_some_and(|it| it.to_lowercase().ends_with(".xlsx"));
    if layout == Layout::Estimates && workbook {
        4
    } else {
        1
    }
}

/// Which codes a file has: those of the census are of 2021, others those of the areas unless the study says otherwise.
fn vintage_of(keys: &Keys<'_>, layout: Layout, areas: Vintage) -> Vintage {
    if layout != Layout::Census2021 {
        return vintage_or(keys, areas);
    }
    let told = vintage_or(keys, Vintage::Lsoa2021);
    if told == Vintage::Lsoa2011 {
        let what = "Census 2021 is by LSOAs of 2021";
        let remedy = "remove the key; a lookup in [areas] carries them to 2011";
        keys.fault("vintage", "E-GEO-VINTAGE", what, remedy);
    }
    told
}

fn source(
    keys: &Keys<'_>,
    files: &Files,
    areas: Vintage,
    bands: &mut Vec<AgeBand>,
) -> PeopleSource {
    let file = need_file(keys, "file", files);
    let layout = keys.choice("kind", &KINDS).unwrap_or(Layout::Table);
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
                let Some(columns) = columns(&table, name, layout) else {
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
        table: table_below(
            keys,
            Encoding::Utf8,
            published_header(layout, file.as_deref()),
        ),
        file: file.unwrap_or_default(),
        code,
        bands: own,
        preamble: layout == Layout::Estimates && !keys.has("header_row"),
        vintage: vintage_of(keys, layout, areas),
        missing: missing(keys),
    };
    keys.finish();
    source
}

fn columns<'a>(table: &Keys<'a>, name: &'a str, layout: Layout) -> Option<BandSource> {
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
    if layout == Layout::Table {
        return Some(BandSource::Named(columns));
    }
    let ages = columns.first().and_then(|it| Ages::new(it));
    if ages.is_none() || columns.len() > 1 {
        let what = format!("ages from 0 to {} are needed", Ages::OLDEST);
        let remedy = "write ages such as \"0-4\", \"0\" or \"65+\"";
        table.fault(name, "E-CFG-RANGE", what, remedy);
        return None;
    }
    ages.map(BandSource::Ages)
}

fn usual_label(name: &str) -> String {
    match name {
        "under5" | "under_5" | "under5s" => "under-fives".to_owned(),
        "age_0_19" | "under20" | "under_20" => "children and young people".to_owned(),
        "under1" | "infants" => "infants".to_owned(),
        "school" | "school_age" => "school-age children".to_owned(),
        _ => name.replace('_', " "),
    }
}
