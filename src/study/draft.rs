//! A new study file in plain words, filled from the files at hand: what is there is in force, what is not stands commented
//! out and is listed.

use crate::read::{FileKind, Index, Input, Part, Recognised, Vintage};
use crate::study::draft_page::{DraftPage, list, quoted};
use crate::study::draft_sites::{Offer, sites};
use crate::study::shelf::{FoundFile, Shelf};

/// Which areas of the file belong to a new study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    Everything,
    /// Those of districts, each with its code and its name where they are known.
    Districts(Vec<WantedDistrict>),
    /// Those of these codes.
    Codes(Vec<String>),
    /// Those of a file with a code in its first column.
    CodesFile(String),
    /// Those within an outline.
    Outline(String),
}

/// A district as the files at hand know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedDistrict {
    /// Its code, or what the user wrote where nothing tells it.
    pub code: String,
    /// Its name, where a file tells it.
    pub name: Option<String>,
}

/// What a study file is drafted from.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The study's name.
    pub name: String,
    /// Its areas.
    pub wanted: Wanted,
    /// Its files.
    pub shelf: Shelf,
    /// The upper-tier authorities of its districts, as far as a file tells them.
    pub authorities: Vec<String>,
}

/// An input that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingInput {
    /// Which.
    pub input: Input,
    /// Whether the study cannot be read without it.
    pub needed: bool,
    /// Why it is wanted.
    pub why: &'static str,
}

/// A study file, and what it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// The inputs that are not there, those needed first.
    pub missing: Vec<MissingInput>,
    /// What only the user can say, each in a sentence.
    pub to_decide: Vec<String>,
}

/// Drafts a study file.
#[must_use]
pub fn draft(brief: &Brief) -> Draft {
    let mut page = DraftPage::default();
    let missing = missing(brief);
    let lacks = |input| missing.iter().any(|it| it.input == input);
    about(&mut page, &brief.name);
    areas(&mut page, brief, lacks(Input::Lookup));
    let bands = people(&mut page, &brief.shelf);
    deprivation(&mut page, &brief.shelf);
    let mode = travel(&mut page, &brief.shelf);
    assess(&mut page, &brief.shelf, &mode, &bands[0].0);
    let offer = Offer::of(&brief.shelf, &bands[0].0, &mode);
    offer.write(&mut page);
    let to_decide = sites(&mut page, brief, &offer);
    postcodes(&mut page, &brief.shelf, lacks(Input::Postcodes));
    money(&mut page);
    spare(&mut page, &brief.shelf);
    Draft {
        text: page.text,
        missing,
        to_decide,
    }
}

/// The inputs that are not there, those needed first.
fn missing(brief: &Brief) -> Vec<MissingInput> {
    let shelf = &brief.shelf;
    let mut missing = Vec::new();
    let mut want = |absent: bool, input, needed, why| {
        if absent {
            missing.push(MissingInput { input, needed, why });
        }
    };
    want(
        shelf.areas.is_none(),
        Input::Centroids,
        true,
        "a study begins with its areas",
    );
    want(
        shelf.people.is_none(),
        Input::Ages,
        true,
        "every figure is weighted by children",
    );
    let roadless = shelf.roads.is_none() && shelf.times.is_none();
    want(
        roadless,
        Input::Roads,
        true,
        "journeys need roads, or a table of their times",
    );
    let no_lookup = shelf.lookup.is_none();
    let by_district = matches!(brief.wanted, Wanted::Districts(_)) && !shelf.tells_districts();
    let own = shelf.vintage() == Vintage::Own;
    if by_district || shelf.must_carry() {
        let why = if by_district {
            "it tells the district of each area"
        } else {
            "two files are of different censuses"
        };
        want(no_lookup, Input::Lookup, true, why);
    } else {
        want(
            no_lookup && !own && !shelf.tells_districts(),
            Input::Lookup,
            false,
            "without it there are no names and no districts",
        );
    }
    want(
        shelf.sites.is_empty(),
        Input::ChildrensCentres,
        true,
        "a study needs at least one list of sites",
    );
    let no_places = shelf.needs_postcodes() && shelf.postcodes.is_none();
    want(
        no_places,
        Input::Postcodes,
        true,
        "a list of sites has postcodes and no coordinates",
    );
    want(
        shelf.deprivation.is_none(),
        Input::Deprivation,
        false,
        "without it there is no gradient and no decile",
    );
    want(
        shelf.boundaries.is_none(),
        Input::Boundaries,
        false,
        "without it areas are points on the map",
    );
    let open = |it: &FoundFile| it.is.kind != FileKind::GiasSchools;
    let none_open = !shelf.sites.is_empty() && !shelf.sites.iter().any(open);
    want(
        none_open,
        Input::ChildrensCentres,
        false,
        "without it no centre is open today",
    );
    missing.sort_by_key(|it| !it.needed);
    missing
}

fn about(page: &mut DraftPage, name: &str) {
    page.say(&format!(
        "The study file of {name}, drafted by `fairreach new`. Lines that begin with # do nothing; every key is described in the \
         README. Paths are relative to this file. Look through what is marked CHANGE, then run `fairreach check`."
    ));
    page.line("schema = 1");
    page.gap();
    page.line("[study]");
    page.line(&format!("name = {}", quoted(name)));
    page.line("question = \"Which centres should stay, open or close, and which families would travel further?\"  # CHANGE");
    page.off(
        "illustrative = [\"hours\", \"costs\"]  # what in it is made up: printed on every page",
    );
}

/// Writes how a table is written where that is not what its reader takes by itself.
pub(super) fn settings(page: &mut DraftPage, is: &Recognised, usual_row: u64, any_encoding: bool) {
    let table = &is.settings;
    for (key, value) in [("sheet", &table.sheet), ("inside", &table.inside)] {
        if let Some(value) = value {
            let others = match is.others.as_slice() {
                [] => String::new(),
                [one] => format!("  # beside it there is {one}"),
                [one, .., last] => format!("  # beside it there are {one} to {last}"),
            };
            page.line(&format!("{key} = {}{others}", quoted(value)));
        }
    }
    if table.header_row != usual_row {
        page.line(&format!("header_row = {}", table.header_row));
    }
    if table.encoding != crate::read::Encoding::Utf8 && !any_encoding {
        page.line("encoding = \"auto\"  # not all of it is UTF-8");
    }
    if table.delimiter != b',' {
        let delimiter = char::from(table.delimiter).to_string();
        page.line(&format!("delimiter = {}", quoted(&delimiter)));
    }
}

fn vintage(page: &mut DraftPage, is: &Recognised) {
    if let Some(vintage) = is.vintage {
        page.line(&format!("vintage = {}", quoted(vintage.word())));
    }
}

fn areas(page: &mut DraftPage, brief: &Brief, no_lookup: bool) {
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
    match &shelf.boundaries {
        Some(shapes) => {
            let code = shapes.is.headers.area_code().map_or("LSOA21CD", |it| it.0);
            page.line(&format!(
                "boundaries = {{ file = {}, code = {} }}  # shapes for the map",
                quoted(&shapes.path),
                quoted(code)
            ));
        }
        None => {
            page.missing(Input::Boundaries);
            page.off("boundaries = { file = \"input/LSOA_2021_boundaries.geojson\", code = \"LSOA21CD\" }");
        }
    }
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

/// The bands of a file of people: name, where it is found, label.
fn bands(is: &Recognised) -> Vec<(String, String, String)> {
    let band =
        |name: &str, columns: String, label: &str| (name.to_owned(), columns, label.to_owned());
    match is.kind {
        FileKind::SingleYears => vec![
            band("under5", quoted("0-4"), "under-fives"),
            band("infants", quoted("0"), "infants"),
            band("school_age", quoted("5-15"), "school-age children"),
        ],
        FileKind::BroadAges => vec![band(
            "under16",
            list(&["F0 to 15", "M0 to 15"]),
            "children under 16",
        )],
        _ => {
            let under5 = is.headers.under_fives().unwrap_or("age_0_4");
            let mut bands = vec![band("under5", quoted(under5), "under-fives")];
            if let Some(school) = is.headers.first_of(&["school_age"]) {
                bands.push(band("school_age", quoted(school), "school-age children"));
            }
            bands
        }
    }
}

fn people(page: &mut DraftPage, shelf: &Shelf) -> Vec<(String, String, String)> {
    page.section(
        "Who lives there, by age band; bands may overlap. A suppressed cell (*, c, [c]) refuses the file, unless suppressed = \
         \"exclude\" or a number that stands for it is set here; an area without a row likewise (missing = \"exclude\").",
        Input::Ages,
    );
    let Some(file) = &shelf.people else {
        page.missing(Input::Ages);
        for line in [
            "[[people]]",
            "file = \"input/sapelsoasyoa20222024.xlsx\"",
            "kind = \"ons-single-year\"",
            "sheet = \"Mid-2024 LSOA 2021\"",
            "bands = { under5 = \"0-4\" }",
        ] {
            page.off(line);
        }
        return vec![("under5".to_owned(), quoted("0-4"), "under-fives".to_owned())];
    };
    page.line("[[people]]");
    page.line(&format!("file = {}", quoted(&file.path)));
    let years = file.is.kind == FileKind::SingleYears;
    page.line(&format!(
        "kind = {}",
        quoted(if years { "ons-single-year" } else { "table" })
    ));
    let workbook = file.is.settings.sheet.is_some();
    settings(page, &file.is, if years && workbook { 4 } else { 1 }, false);
    vintage(page, &file.is);
    if file.is.kind == FileKind::CensusAges {
        page.line("columns = { code = \"geography code\" }");
    }
    let bands = bands(&file.is);
    let named: Vec<String> = bands
        .iter()
        .map(|(name, columns, _)| format!("{name} = {columns}"))
        .collect();
    page.line(&format!("bands = {{ {} }}", named.join(", ")));
    let labels: Vec<String> = bands
        .iter()
        .map(|(name, _, label)| format!("{name} = {}", quoted(label)))
        .collect();
    page.line(&format!("labels = {{ {} }}", labels.join(", ")));
    bands
}

fn deprivation(page: &mut DraftPage, shelf: &Shelf) {
    page.section(
        "How deprived each area is: rank 1 and decile 1 are the most deprived of the nation. Editions are never mixed. The \
         study may do without; every gradient is then empty, with its reason.",
        Input::Deprivation,
    );
    let Some(file) = &shelf.deprivation else {
        page.missing(Input::Deprivation);
        for line in [
            "[deprivation]",
            "file = \"input/File_7_IoD2025.csv\"",
            "kind = \"iod2025\"",
            "rank = \"idaci\"",
            "need = \"idaci_score\"",
        ] {
            page.off(line);
        }
        return;
    };
    page.line("[deprivation]");
    page.line(&format!("file = {}", quoted(&file.path)));
    let headers = file.is.headers.list();
    let kind = match file.is.kind {
        FileKind::Iod2019 => "iod2019",
        FileKind::Iod2025 => "iod2025",
        _ => "table",
    };
    page.line(&format!("kind = {}", quoted(kind)));
    settings(page, &file.is, 1, false);
    if kind == "table" {
        vintage(page, &file.is);
        let known = [
            ("rank", "rank"),
            ("score", "score"),
            ("decile", "decile"),
            ("need", "need"),
            ("need", "need_rate"),
        ];
        let found = known
            .iter()
            .filter_map(|(key, name)| Some((key, file.is.headers.first_of(&[name])?)));
        let columns: Vec<String> = found
            .map(|(key, it)| format!("{key} = {}", quoted(it)))
            .collect();
        page.line(&format!("columns = {{ {} }}", columns.join(", ")));
        return;
    }
    let ranked = |it: &Index| it.among(Part::Rank, headers);
    let rank = [Index::Idaci, Index::Imd].into_iter().find(ranked);
    let rank = rank
        .or_else(|| Index::NAMES.iter().map(|it| it.1).find(ranked))
        .unwrap_or(Index::Imd);
    let why = if rank == Index::Idaci {
        "children in families of low income"
    } else {
        "this file has no IDACI"
    };
    page.line(&format!(
        "rank = {}  # {why}; or {}",
        quoted(rank.word()),
        others(rank, headers)
    ));
    let scored = |it: &Index| it.among(Part::Score, headers);
    if let Some(need) = [Index::Idaci, Index::Income].into_iter().find(scored) {
        page.line(&format!(
            "need = {}  # the need rate of a child",
            quoted(&format!("{}_score", need.word()))
        ));
    }
}

/// The other indices that a file ranks areas by.
fn others(than: Index, headers: &[String]) -> String {
    let others = Index::NAMES
        .iter()
        .filter(|(_, it, _)| *it != than && it.among(Part::Rank, headers));
    let words: Vec<&str> = others.map(|(word, ..)| *word).collect();
    if words.is_empty() {
        "a column of your own".to_owned()
    } else {
        words.join(", ")
    }
}

/// Writes `[roads]` and `[[times]]`; the mode of an assessment.
fn travel(page: &mut DraftPage, shelf: &Shelf) -> String {
    page.section(
        "The roads: an extract that reaches well beyond the study's edge, since roads end where it ends. Speeds and delays are \
         in the README; [modes.car] and [modes.walk] below change them.",
        Input::Roads,
    );
    match &shelf.roads {
        Some(file) => {
            let kind = if file.is.kind == FileKind::OsmRoads {
                "osm"
            } else {
                "os-open-roads"
            };
            page.line("[roads]");
            page.line(&format!("file = {}", quoted(&file.path)));
            page.line(&format!("kind = {}", quoted(kind)));
            page.line("ferries = false");
        }
        None => {
            if shelf.times.is_none() {
                page.missing(Input::Roads);
            }
            page.off("[roads]");
            page.off("file = \"input/cambridgeshire-latest.osm.pbf\"");
        }
    }
    page.section(
        "Travel times of your own, instead of roads or for a mode that roads do not give (bus).",
        Input::Times,
    );
    let mut mode = "car".to_owned();
    match &shelf.times {
        Some(file) => {
            let own = times(page, file);
            if shelf.roads.is_none() {
                mode = own;
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
    let mode = found
        .mode
        .as_deref()
        .and_then(|it| file.is.values(it).next());
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
    match mode {
        Some(mode) => mode.to_owned(),
        None => {
            page.line("mode = \"travel\"  # CHANGE: what it is, such as bus");
            "travel".to_owned()
        }
    }
}

fn assess(page: &mut DraftPage, shelf: &Shelf, mode: &str, band: &str) {
    page.gap();
    page.say("What an assessment uses unless it is asked otherwise.");
    page.line("[assess]");
    page.line(&format!("mode = {}", quoted(mode)));
    page.line(&format!(
        "band = {}  # whose people weight figures that belong to no service",
        quoted(band)
    ));
    page.line("direction = \"to-site\"  # people travel; from-site: the service travels");
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

fn postcodes(page: &mut DraftPage, shelf: &Shelf, needed: bool) {
    page.section(
        "Where postcodes are; it places sites that have no coordinates.",
        Input::Postcodes,
    );
    let Some(file) = &shelf.postcodes else {
        if needed {
            page.missing(Input::Postcodes);
        }
        page.off("[postcodes]");
        page.off("file = \"input/NSPL21_AUG_2026_UK.csv\"");
        return;
    };
    page.line("[postcodes]");
    page.line(&format!("file = {}", quoted(&file.path)));
    if let Some(inside) = &file.is.settings.inside {
        page.line(&format!("inside = {}", quoted(inside)));
    }
    let kind = if file.is.kind == FileKind::Nspl {
        "nspl"
    } else {
        "onspd"
    };
    page.line(&format!("kind = {}", quoted(kind)));
}

fn money(page: &mut DraftPage) {
    page.gap();
    page.say("What today costs a year, in pounds, as the council states it; without it the sum over open sites.");
    page.off("[money]");
    page.off("baseline = 5_272_159");
    page.gap();
    page.say("Plans: an ordered list of changes on today, by the ids of sites.");
    for line in [
        "[[scenarios]]",
        "id = \"first-plan\"",
        "name = \"The first plan\"",
        "changes = [",
        "  { close = \"ID-OF-A-SITE\" },",
        "]",
    ] {
        page.off(line);
    }
}

fn spare(page: &mut DraftPage, shelf: &Shelf) {
    if shelf.spare.is_empty() {
        return;
    }
    page.gap();
    page.say("Files that are known and not used:");
    for (file, why) in &shelf.spare {
        page.off(&format!(
            "file = {}  # {}: {why}",
            quoted(&file.path),
            file.is.kind.name()
        ));
    }
}
