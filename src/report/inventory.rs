//! What a study read, as data: the one page of `check` and its JSON are two forms of the same inventory.

use std::collections::BTreeMap;

use serde::Serialize;

/// Everything that was read, how it fits together, and what was odd.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inventory {
    /// The study's name.
    pub study: String,
    /// The question it answers; may be empty.
    pub question: String,
    /// What is made up for illustration.
    pub illustrative: Vec<String>,
    /// Every file that was read.
    pub files: Vec<InventoryFile>,
    /// How each file met the areas, both ways.
    pub joins: Vec<InventoryJoin>,
    /// The people of each band in their file.
    pub people: Vec<InventoryPeople>,
    /// Each district: its areas, people and deprivation.
    pub districts: Vec<InventoryDistrict>,
    /// What the study is made of, a line each.
    pub model: Vec<String>,
    /// How many of its sites lie in its areas.
    pub sites: InventorySites,
    /// The roads of each mode, and who is tied to them.
    pub networks: Vec<InventoryNetwork>,
    /// What was odd, and how it was taken.
    pub notices: Vec<InventoryNotice>,
    /// What is read and checked and not used yet.
    pub not_used_yet: Vec<String>,
    /// Settings that nobody wrote, with the values taken.
    pub defaults: BTreeMap<String, String>,
    /// Whom the data are owed to.
    pub attribution: Vec<String>,
}

/// One file: its rows used and those left out are all there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryFile {
    /// What it is: `areas`, `people` and the like.
    pub what: String,
    /// The file as the study names it.
    pub file: String,
    /// The sheet of a workbook or the file of a zip that was read.
    pub part: Option<String>,
    /// The date that its name or its sheet's name tells.
    pub dated: Option<String>,
    /// The vintage of its codes: `lsoa2011`, `lsoa2021`.
    pub vintage: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// All its rows or features; null for what has none.
    pub rows: Option<u64>,
    /// Those used.
    pub rows_used: Option<u64>,
    /// Those left out, by reason.
    pub rows_left_out: BTreeMap<String, u64>,
}

/// How well a file and the areas of the study matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryJoin {
    /// What the file tells of.
    pub what: String,
    /// The file as the study names it.
    pub file: String,
    /// The study's areas.
    pub areas: usize,
    /// Those the file tells of.
    pub areas_matched: usize,
    /// The codes of the others.
    pub areas_missing: Vec<String>,
    /// The file's rows that concern the study.
    pub rows_matched: usize,
    /// The file's rows of other areas.
    pub rows_outside: usize,
    /// How areas of the other vintage became those of the study.
    pub carried: Option<InventoryCarried>,
}

/// How areas of one vintage became those of the other: the study's areas by their origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryCarried {
    /// The vintage of the file.
    pub from: String,
    /// One area of the file, unchanged.
    pub unchanged: usize,
    /// A part of one that was split.
    pub split: usize,
    /// Merged from several.
    pub merged: usize,
    /// Not known to the lookup.
    pub lost: usize,
}

/// The people of a band: those used and those left out are all in the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InventoryPeople {
    /// The file as the study names it.
    pub file: String,
    /// The band's name.
    pub band: String,
    /// All in the file.
    pub read: f64,
    /// Those in the study's areas.
    pub used: f64,
    /// Those in other areas.
    pub outside: f64,
    /// Those who could not be carried from one vintage to the other.
    pub lost: f64,
    /// The study's areas whose count is not known.
    pub areas_unknown: usize,
}

/// What is known of a district, added up from its areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InventoryDistrict {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its areas.
    pub areas: usize,
    /// The people of each band in areas whose count is known.
    pub people: BTreeMap<String, f64>,
    /// The need rate of its areas, weighted by the people of the run's band; null where nobody's is known.
    pub mean_need: Option<f64>,
    /// Its areas in each national decile, the most deprived first.
    pub areas_by_decile: [usize; 10],
}

/// How many of a study's sites lie in its areas, as far as anything tells: those inside, outside and not told are all.
///
/// A site is told by the boundaries of areas, where the study has them; else by the LSOA that the postcode directory has
/// for its postcode; else by the district that its list names, which tells of the study's districts and not of its areas.
/// The nearest centre of an area is a guess, and tells nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InventorySites {
    /// All the study's sites.
    pub all: usize,
    /// Those in its areas.
    pub inside: usize,
    /// The ids of those outside.
    pub outside: Vec<String>,
    /// The ids of those of which nothing tells.
    pub untold: Vec<String>,
    /// How many were told by each of `boundary`, `postcode` and `district`.
    pub told_by: BTreeMap<String, usize>,
}

/// The roads of one mode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InventoryNetwork {
    /// The mode.
    pub mode: String,
    /// The mode in a phrase, such as "by car".
    pub phrase: String,
    /// Its nodes, all that the mode may use.
    pub nodes: usize,
    /// Those of the largest part, which is kept.
    pub kept_nodes: usize,
    /// Its links, all that the mode may use.
    pub links: usize,
    /// Those of the largest part.
    pub kept_links: usize,
    /// The strongly connected parts.
    pub parts: usize,
    /// Link ends cut by barriers.
    pub cut_ends: usize,
    /// The areas tied to it.
    pub areas: InventoryTies,
    /// The sites tied to it.
    pub sites: InventoryTies,
    /// The speeds and delays in force, a line each.
    pub speeds: Vec<String>,
}

/// Places tied to roads: how far each is from the nearest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InventoryTies {
    /// How many are tied.
    pub tied: usize,
    /// The middle one's metres to the road; null where none is tied.
    pub median_m: Option<f64>,
    /// The metres that 95 of 100 do not exceed.
    pub p95_m: Option<f64>,
    /// The farthest few and their metres, farthest first.
    pub farthest: Vec<(String, f64)>,
    /// Those not tied, each with the reason.
    pub untied: Vec<(String, String)>,
}

/// One kind of oddity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryNotice {
    /// Its stable code.
    pub code: String,
    /// The file it is about.
    pub file: String,
    /// What was odd and how it was taken.
    pub what: String,
    /// How often.
    pub count: u64,
    /// A few of the places or values.
    pub samples: Vec<String>,
}

impl InventoryTies {
    /// How many of the farthest are named.
    const FARTHEST: usize = 5;

    /// Ties from the metres of each place that is tied, and the reason of each that is not.
    ///
    /// The 95th percentile is the nearest rank: the least distance that at least 95 of 100 do not exceed.
    #[must_use]
    pub fn of(mut tied: Vec<(String, f64)>, untied: Vec<(String, String)>) -> Self {
        tied.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let rank = |hundredths: usize| {
            let rank = (tied.len() * hundredths).div_ceil(100);
            tied.len()
                .checked_sub(rank)
                .and_then(|it| tied.get(it))
                .map(|it| it.1)
        };
        Self {
            tied: tied.len(),
            median_m: rank(50),
            p95_m: rank(95),
            farthest: tied.iter().take(Self::FARTHEST).cloned().collect(),
            untied,
        }
    }
}

impl Inventory {
    /// The inventory as JSON.
    ///
    /// # Errors
    /// None that is known of; JSON can hold every inventory.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::InventoryTies;

    #[test]
    fn ties_tell_the_middle_the_tail_and_the_farthest() {
        let places = |n: u32| (1..=n).map(|it| (format!("p{it:03}"), f64::from(it)));
        let ties = InventoryTies::of(places(100).collect(), Vec::new());
        assert_eq!((ties.median_m, ties.p95_m), (Some(50.0), Some(95.0)));
        assert_eq!(ties.farthest[0], ("p100".to_owned(), 100.0));
        let one = InventoryTies::of(places(1).collect(), Vec::new());
        assert_eq!((one.median_m, one.p95_m), (Some(1.0), Some(1.0)));
        assert_eq!(InventoryTies::of(Vec::new(), Vec::new()).median_m, None);
    }
}
