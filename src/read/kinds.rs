//! The kinds of file a study is made of, and the headers that tell each.

use crate::read::Vintage;
use crate::read::headers::Headers;
use crate::read::iod_deprivation::{Index, Part};
use crate::read::postcodes::directory;
use crate::read::published::Input;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Population-weighted centroids of LSOAs as the ONS publishes them.
    Centroids,
    /// Any table of areas: a code and a place.
    Areas,
    /// The lookup of LSOAs 2011 to 2021 and districts.
    Lookup,
    /// Shapes of areas.
    Boundaries,
    /// Polygons without codes: the outline of a study.
    Outline,
    /// A list of codes of areas.
    AreaCodes,
    /// The ONS's estimates by single year of age and sex.
    SingleYears,
    /// The ONS's estimates by broad age and sex.
    BroadAges,
    /// Census 2021 by age in five-year bands, as Nomis publishes it.
    CensusAges,
    /// Any table of areas with a count of under-fives.
    People,
    /// File 7 of the Indices of Deprivation 2019.
    Iod2019,
    /// File 7 of the Indices of Deprivation 2025.
    Iod2025,
    /// Any table of areas with a rank, a score or a decile.
    Deprivation,
    /// An `OpenStreetMap` extract.
    OsmRoads,
    /// OS Open Roads.
    OpenRoads,
    /// Travel times.
    Times,
    /// Children's centres of GIAS.
    GiasCentres,
    /// Schools of GIAS.
    GiasSchools,
    /// The Department for Education's list of family hubs.
    FamilyHubs,
    /// Any table of sites.
    Sites,
    /// Sites as points of `GeoJSON`.
    SitePoints,
    /// The National Statistics Postcode Lookup.
    Nspl,
    /// The ONS Postcode Directory.
    Onspd,
}

impl FileKind {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Areas => "areas with codes and places",
            Self::Outline => "an outline",
            Self::AreaCodes => "a list of area codes",
            Self::BroadAges => "mid-year population estimates by broad age",
            Self::CensusAges => "Census 2021 counts by age",
            Self::People => "people by area",
            Self::Iod2019 => "Indices of Deprivation 2019, File 7",
            Self::Iod2025 => "Indices of Deprivation 2025, File 7",
            Self::Deprivation => "deprivation by area",
            Self::OpenRoads => "OS Open Roads",
            Self::Times => "travel times",
            Self::Nspl => "National Statistics Postcode Lookup",
            Self::Onspd => "ONS Postcode Directory",
            Self::Sites => "sites",
            Self::SitePoints => "sites (points)",
            _ => self.input().published().name,
        }
    }

    /// What it gives a study.
    #[must_use]
    pub const fn input(self) -> Input {
        match self {
            Self::Centroids | Self::Areas | Self::Outline | Self::AreaCodes => Input::Centroids,
            Self::Lookup => Input::Lookup,
            Self::Boundaries => Input::Boundaries,
            Self::SingleYears | Self::BroadAges | Self::CensusAges | Self::People => Input::Ages,
            Self::Iod2019 | Self::Iod2025 | Self::Deprivation => Input::Deprivation,
            Self::OsmRoads | Self::OpenRoads => Input::Roads,
            Self::Times => Input::Times,
            Self::GiasCentres => Input::ChildrensCentres,
            Self::GiasSchools => Input::Schools,
            Self::FamilyHubs => Input::FamilyHubs,
            Self::Sites | Self::SitePoints => Input::Sites,
            Self::Nspl | Self::Onspd => Input::Postcodes,
        }
    }

    /// Whether its reader opens it inside a zip and gzipped; OS Open Roads it opens in a zip alone.
    #[must_use]
    pub const fn may_be_packed(self) -> bool {
        !matches!(self, Self::OsmRoads | Self::OpenRoads)
    }

    /// What a table is by its headers and first rows, the vintage of its codes and the year it tells (0 for none).
    #[must_use]
    pub fn of_table(
        headers: &Headers,
        rows: &[Vec<String>],
    ) -> Option<(Self, Option<Vintage>, u32)> {
        Self::published(headers, rows).or_else(|| Self::own(headers, rows))
    }

    /// The publishers' own tables.
    fn published(headers: &Headers, rows: &[Vec<String>]) -> Option<(Self, Option<Vintage>, u32)> {
        if headers.have(&["LSOA11CD", "LSOA21CD", "CHGIND"]) {
            return Some((Self::Lookup, None, 0));
        }
        let ranked = Index::NAMES
            .iter()
            .any(|(_, it, _)| it.among(Part::Rank, headers.list()));
        let coded = headers.area_code();
        if ranked && headers.has("LSOA code (2011)") {
            return Some((Self::Iod2019, Some(Vintage::Lsoa2011), 2019));
        }
        if ranked && headers.has("LSOA code (2021)") {
            return Some((Self::Iod2025, Some(Vintage::Lsoa2021), 2025));
        }
        match directory(headers.list()) {
            Some("nspl") => return Some((Self::Nspl, None, release(headers))),
            Some(_) => return Some((Self::Onspd, None, release(headers))),
            None => (),
        }
        let gias = ["EstablishmentStatus (name)", "TypeOfEstablishment (name)"];
        if headers.have(&["URN", "EstablishmentName"]) && headers.first_of(&gias).is_some() {
            return Some((gias_list(headers, rows), None, 0));
        }
        if headers.have(&["Family_Hub", "Postcode", "Local_Authority"]) {
            return Some((Self::FamilyHubs, None, 0));
        }
        if headers.has("geography code") && headers.under_fives().is_some() {
            let lsoas = column(headers, rows, "geography code").any(is_lsoa_code);
            return lsoas.then_some((Self::CensusAges, Some(Vintage::Lsoa2021), 2021));
        }
        let (_, vintage) = coded?;
        vintage?;
        if headers.have(&["F0", "F4", "M0", "M4"]) {
            return Some((Self::SingleYears, vintage, district_year(headers)));
        }
        if headers.have(&["F0 to 15", "M0 to 15"]) {
            return Some((Self::BroadAges, vintage, district_year(headers)));
        }
        let site = headers
            .first_of(&["id", "urn", "name", "status", "postcode"])
            .is_some();
        if headers.have(&["x", "y"]) && !site {
            let year = if vintage == Some(Vintage::Lsoa2011) {
                2011
            } else {
                2021
            };
            return Some((Self::Centroids, vintage, year));
        }
        None
    }

    /// Tables of a council's own.
    fn own(headers: &Headers, rows: &[Vec<String>]) -> Option<(Self, Option<Vintage>, u32)> {
        if headers.times().is_some() {
            return Some((Self::Times, None, 0));
        }
        let site = headers
            .first_of(&["id", "urn", "postcode", "tier", "status"])
            .is_some();
        if let Some((code, vintage)) = headers.area_code().filter(|_| !site) {
            let lsoa = column(headers, rows, code).next().is_some_and(is_lsoa_code);
            let vintage = vintage.or((!lsoa).then_some(Vintage::Own));
            if headers.place().is_some() {
                return Some((Self::Areas, vintage, 0));
            }
            if headers.first_of(&["rank", "score", "decile"]).is_some() {
                return Some((Self::Deprivation, vintage, 0));
            }
            if headers.under_fives().is_some() {
                return Some((Self::People, vintage, 0));
            }
        }
        if headers.sites().is_some() {
            return Some((Self::Sites, None, 0));
        }
        // A list with or without a header.
        let first = |row: &Vec<String>| row.first().is_some_and(|it| is_lsoa_code(it.trim()));
        let listed =
            !rows.is_empty() && rows.iter().all(first) || rows.is_empty() && first(&headers.0);
        (listed && headers.0.len() <= 2).then_some((Self::AreaCodes, None, 0))
    }
}

/// Whether a text is the code of an LSOA of England or Wales, of either census.
#[must_use]
pub fn is_lsoa_code(text: &str) -> bool {
    is_code(text, &["E01", "W01"])
}

/// Whether a text is the code of a district of England or Wales: unitary, shire, metropolitan, London borough.
#[must_use]
pub fn is_district_code(text: &str) -> bool {
    is_code(text, &["E06", "E07", "E08", "E09", "W06"])
}

/// A GSS code: a head of three letters that tells the kind, and six digits.
fn is_code(text: &str, heads: &[&str]) -> bool {
    text.len() == 9
        && heads.iter().any(|it| text.starts_with(it))
        && text.bytes().skip(3).all(|it| it.is_ascii_digit())
}

fn column<'r>(
    headers: &Headers,
    rows: &'r [Vec<String>],
    name: &str,
) -> impl Iterator<Item = &'r str> {
    let at = headers.place_of(name);
    rows.iter()
        .filter_map(move |row| row.get(at?).map(|it| it.trim()))
}

/// Children's centres, types 47 and 48, have a list of their own.
fn gias_list(headers: &Headers, rows: &[Vec<String>]) -> FileKind {
    let centre = |name: &str, is: fn(&str) -> bool| {
        let mut kinds = column(headers, rows, name)
            .filter(|it| !it.is_empty())
            .peekable();
        kinds.peek().is_some() && kinds.all(is)
    };
    let named = |it: &str| {
        it.to_lowercase()
            .replace('\u{2019}', "'")
            .starts_with("children's centre")
    };
    let by_name = centre("TypeOfEstablishment (name)", named);
    if by_name || centre("TypeOfEstablishment (code)", |it| matches!(it, "47" | "48")) {
        FileKind::GiasCentres
    } else {
        FileKind::GiasSchools
    }
}

/// The year that stands in the headers of a postcode directory: `lad26cd` is 2026.
fn release(headers: &Headers) -> u32 {
    let year = |header: &String| {
        let header = header.trim().to_lowercase();
        let digits: String = header.strip_prefix("lad")?.chars().take(2).collect();
        digits.parse::<u32>().ok().map(|it| 2_000 + it)
    };
    headers.0.iter().filter_map(year).max().unwrap_or(0)
}

/// The year in `LAD 2023 Code`.
fn district_year(headers: &Headers) -> u32 {
    let year = |header: &String| {
        let rest = header.trim().strip_prefix("LAD ")?;
        rest.get(..4)?.parse::<u32>().ok()
    };
    headers.0.iter().find_map(year).unwrap_or(0)
}
