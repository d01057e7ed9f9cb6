//! What a study is made of, as its publishers call it: the one table of names, pages, file names and columns, for `fairreach
//! new` and for every message that asks for a file.

/// An input of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each is what its name says; the table below tells the rest"
)]
pub enum Input {
    Centroids,
    Lookup,
    Boundaries,
    Ages,
    Deprivation,
    Roads,
    Times,
    ChildrensCentres,
    FamilyHubs,
    Schools,
    Sites,
    Postcodes,
}

/// Where an input comes from and how it is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedInput {
    /// Which input.
    pub input: Input,
    /// What it is called.
    pub name: &'static str,
    /// What a study takes from it, as the end of "it gives".
    pub gives: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// The title of the page it is published on.
    pub page: &'static str,
    /// The name of the file, as published.
    pub file: &'static str,
    /// The headers it must have, as published; of some only one is needed, which `or` parts.
    pub columns: &'static [&'static str],
    /// Another file that serves as well, with its publisher; empty where there is none.
    pub instead: &'static str,
}

const ONS: &str = "Office for National Statistics, Open Geography Portal";
const DFE: &str = "Department for Education";

/// Every input of a study. Titles and file names are those of the releases known in 2026; a later release has another
/// date in its name and the same columns.
pub const INPUTS: [PublishedInput; 12] = [
    PublishedInput {
        input: Input::Centroids,
        name: "population-weighted centroids of LSOAs",
        gives: "the areas and the point from which each one's families travel",
        publisher: ONS,
        page: "Lower layer Super Output Areas (December 2021) EW Population Weighted Centroids (V4)",
        file: "LSOA_PopCentroids_EW_2021_V4.csv",
        columns: &["LSOA21CD", "x", "y"],
        instead: "for LSOAs of 2011 LSOA_Dec_2011_PWC_in_England_and_Wales_2022.csv (LSOA11CD, x, y)",
    },
    PublishedInput {
        input: Input::Lookup,
        name: "lookup of LSOAs 2011 to 2021 and districts",
        gives: "names and districts of areas, and the way from one census's areas to the other's",
        publisher: ONS,
        page: "LSOA (2011) to LSOA (2021) to Local Authority District (2022) Exact Fit Lookup for EW (V3)",
        file: "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        columns: &["LSOA11CD", "LSOA21CD", "CHGIND", "LAD22CD", "LAD22NM"],
        instead: "",
    },
    PublishedInput {
        input: Input::Boundaries,
        name: "boundaries of LSOAs",
        gives: "the shapes of areas on the map",
        publisher: ONS,
        page: "Lower layer Super Output Areas (December 2021) Boundaries EW BGC (V5)",
        file: "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5.geojson",
        columns: &["LSOA21CD"],
        instead: "",
    },
    PublishedInput {
        input: Input::Ages,
        name: "mid-year population estimates by single year of age",
        gives: "how many children live in each area",
        publisher: "Office for National Statistics",
        page: "Lower layer Super Output Area population estimates (supporting information)",
        file: "sapelsoasyoa20222024.xlsx",
        columns: &["LSOA 2021 Code", "F0 to F90", "M0 to M90"],
        instead: "any table with a code and a count of under-fives, such as LSOA21CD,age_0_4",
    },
    PublishedInput {
        input: Input::Deprivation,
        name: "Indices of Deprivation, File 7",
        gives: "how deprived each area is",
        publisher: "Ministry of Housing, Communities and Local Government",
        page: "English indices of deprivation 2025",
        file: "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        columns: &[
            "LSOA code (2021)",
            "Income Deprivation Affecting Children Index (IDACI) Score (rate)",
            "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)",
            "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)",
        ],
        instead: "the edition of 2019, \
            File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv (never both in one study)",
    },
    PublishedInput {
        input: Input::Roads,
        name: "OpenStreetMap roads",
        gives: "the roads and paths, with one-way streets and limits",
        publisher: "OpenStreetMap contributors, as extracts by Geofabrik",
        page: "OpenStreetMap Data Extracts, of a county that reaches beyond the study's edge",
        file: "cambridgeshire-latest.osm.pbf (by the county's name)",
        columns: &[],
        instead: "OS Open Roads by Ordnance Survey, Data/oproad_gb.gpkg (no one-way streets, no paths); or a table of times",
    },
    PublishedInput {
        input: Input::Times,
        name: "travel times of your own",
        gives: "the time from every area to every site, by a mode that roads do not give",
        publisher: "you, or whoever computes them",
        page: "none",
        file: "times.csv",
        columns: &["area", "site", "minutes or seconds"],
        instead: "",
    },
    PublishedInput {
        input: Input::ChildrensCentres,
        name: "children's centres of GIAS",
        gives: "the centres that are open today",
        publisher: DFE,
        page: "Get Information about Schools: Downloads, \"Children's centre fields CSV\"",
        file: "edubaseallchildrencentreYYYYMMDD.csv (by the day)",
        columns: &[
            "URN",
            "EstablishmentName",
            "EstablishmentStatus (name)",
            "Easting",
            "Northing",
        ],
        instead: "a list of your own, CSV or GeoJSON, with an id or a name and coordinates or a postcode",
    },
    PublishedInput {
        input: Input::FamilyHubs,
        name: "list of family hub sites",
        gives: "the family hubs that are open today, by postcode",
        publisher: DFE,
        page: "List of family hub sites",
        file: "the CSV on that page (its name changes with each release)",
        columns: &["Family_Hub", "Postcode", "Local_Authority"],
        instead: "",
    },
    PublishedInput {
        input: Input::Schools,
        name: "schools of GIAS",
        gives: "places that could host a service",
        publisher: DFE,
        page: "Get Information about Schools: Downloads, \"Establishment fields CSV\"",
        file: "edubasealldataYYYYMMDD.csv (by the day)",
        columns: &[
            "URN",
            "EstablishmentName",
            "EstablishmentStatus (name)",
            "PhaseOfEducation (name)",
            "Easting",
            "Northing",
        ],
        instead: "",
    },
    PublishedInput {
        input: Input::Sites,
        name: "a list of sites of your own",
        gives: "places a service is or could be run from",
        publisher: "you",
        page: "none",
        file: "sites.csv or sites.geojson",
        columns: &["id or name", "x and y, lon and lat, or postcode"],
        instead: "",
    },
    PublishedInput {
        input: Input::Postcodes,
        name: "postcode directory",
        gives: "where the postcodes of sites without coordinates are",
        publisher: ONS,
        page: "National Statistics Postcode Lookup (2021 Census), or ONS Postcode Directory, the latest of the UK",
        file: "NSPL21_MMM_YYYY_UK.csv, or ONSPD_MMM_YYYY_UK.csv (by the month)",
        columns: &["pcds", "doterm", "east1m", "north1m"],
        instead: "",
    },
];

impl Input {
    /// Where it comes from.
    #[must_use]
    pub fn published(self) -> &'static PublishedInput {
        INPUTS
            .iter()
            .find(|it| it.input == self)
            .unwrap_or(&INPUTS[0])
    }
}

impl PublishedInput {
    /// One line for a message: what it is called, who publishes it, its file and its columns.
    #[must_use]
    pub fn told(&self) -> String {
        let columns = match self.columns {
            [] => String::new(),
            some => format!(", with {}", some.join(", ")),
        };
        format!("{} ({}: {}{columns})", self.name, self.publisher, self.file)
    }
}
