//! People and deprivation in a study file that is being drafted.

use crate::read::{FileKind, Index, Input, Part, Recognised};
use crate::study::draft_areas::{settings, vintage};
use crate::study::draft_page::{DraftPage, quoted};
use crate::study::shelf::Shelf;

/// A band: its name, where it is found as TOML writes it, its label.
pub(super) type DraftBand = (String, String, String);

/// The bands of a file of people.
fn bands(is: &Recognised) -> Vec<DraftBand> {
    let band =
        |name: &str, columns: String, label: &str| (name.to_owned(), columns, label.to_owned());
    match is.kind {
        FileKind::SingleYears => vec![
            band("under5", quoted("0-4"), "under-fives"),
            band("infants", quoted("0"), "infants"),
            band("school_age", quoted("5-15"), "school-age children"),
        ],
        FileKind::BroadAges => vec![band("under16", quoted("0-15"), "children under 16")],
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

/// Writes `[[people]]`; its bands.
pub(super) fn people(page: &mut DraftPage, shelf: &Shelf) -> Vec<DraftBand> {
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
    let (kind, published) = match file.is.kind {
        FileKind::SingleYears => ("ons-single-year", true),
        FileKind::BroadAges => ("ons-broad-age", true),
        _ => ("table", false),
    };
    page.line(&format!("kind = {}", quoted(kind)));
    let workbook = file.is.settings.sheet.is_some();
    let usual_row = if published && workbook { 4 } else { 1 };
    settings(page, &file.is, usual_row, false);
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

/// Writes `[deprivation]`.
pub(super) fn deprivation(page: &mut DraftPage, shelf: &Shelf) {
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
            ("rank", &["rank"][..]),
            ("score", &["score"]),
            ("decile", &["decile"]),
            ("need", &["need", "need_rate"]),
        ];
        let found = known
            .iter()
            .filter_map(|(key, names)| Some((key, file.is.headers.first_of(names)?)));
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
