//! The files of a new study, each put where it belongs: one of a kind is used, and why another is not is told.

use std::collections::BTreeSet;

use crate::read::{FileKind, Recognised, Vintage};
use crate::study::draft::WantedDistrict;

/// A file that a new study may use.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFile {
    /// As the user named it.
    pub given: String,
    /// As the study file names it.
    pub path: String,
    /// What it is.
    pub is: Recognised,
    /// Whether the rows of `is` are known to be all that it has.
    pub whole: bool,
}

/// The files of a new study by what they give it.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each is the file of what its name says")]
pub struct Shelf {
    pub areas: Option<FoundFile>,
    pub lookup: Option<FoundFile>,
    pub boundaries: Option<FoundFile>,
    pub people: Option<FoundFile>,
    pub deprivation: Option<FoundFile>,
    pub roads: Option<FoundFile>,
    pub times: Option<FoundFile>,
    pub sites: Vec<FoundFile>,
    pub postcodes: Option<FoundFile>,
    /// Files that are known and not used, each with the reason.
    pub spare: Vec<(FoundFile, String)>,
}

/// Of several kinds that give the same, which is taken: the finer before the coarser.
const fn preference(kind: FileKind) -> u32 {
    match kind {
        FileKind::Centroids
        | FileKind::SingleYears
        | FileKind::OsmRoads
        | FileKind::Iod2019
        | FileKind::Iod2025 => 3,
        FileKind::People | FileKind::CensusAges => 2,
        _ => 1,
    }
}

/// Of files that give the same, the one of the best kind, the newest of these, the first of these.
fn choose(
    files: &mut Vec<FoundFile>,
    kinds: &[FileKind],
    spare: &mut Vec<(FoundFile, String)>,
) -> Option<FoundFile> {
    let mut same: Vec<FoundFile> = Vec::new();
    files.retain(|it| {
        let wanted = kinds.contains(&it.is.kind);
        if wanted {
            same.push(it.clone());
        }
        !wanted
    });
    let rank = |it: &FoundFile| (preference(it.is.kind), it.is.year);
    let best = same.iter().map(rank).max()?;
    let chosen = same.remove(same.iter().position(|it| rank(it) == best)?);
    for other in same {
        let why = match (rank(&other).0 < best.0, rank(&other).1 < best.1) {
            (true, _) => "serves better",
            (false, true) => "is newer",
            (false, false) => "was named first",
        };
        let name = chosen.path.rsplit('/').next().unwrap_or_default();
        let why = format!("{name} {why}");
        spare.push((other, why));
    }
    Some(chosen)
}

impl Shelf {
    /// Puts files where they belong.
    #[must_use]
    pub fn of(mut files: Vec<FoundFile>) -> Self {
        use FileKind as K;
        let mut spare = Vec::new();
        let mut take = |kinds: &[FileKind]| choose(&mut files, kinds, &mut spare);
        let areas = take(&[K::Centroids, K::Areas]);
        let mut shelf = Self {
            lookup: take(&[K::Lookup]),
            people: take(&[K::SingleYears, K::BroadAges, K::CensusAges, K::People]),
            deprivation: take(&[K::Iod2019, K::Iod2025, K::Deprivation]),
            roads: take(&[K::OsmRoads, K::OpenRoads]),
            times: take(&[K::Times]),
            postcodes: take(&[K::Nspl, K::Onspd]),
            ..Self::default()
        };
        for kind in [K::GiasCentres, K::FamilyHubs, K::GiasSchools] {
            shelf.sites.extend(take(&[kind]));
        }
        let mut boundaries = Vec::new();
        for file in files {
            match file.is.kind {
                K::Sites | K::SitePoints => shelf.sites.push(file),
                K::Boundaries => boundaries.push(file),
                _ => {
                    let why = format!(
                        "{} cuts a study only when it is given with --areas",
                        file.is.kind.name()
                    );
                    spare.push((file, why));
                }
            }
        }
        let vintage = areas.as_ref().and_then(|it| it.is.vintage);
        let (fitting, other): (Vec<_>, Vec<_>) = boundaries
            .into_iter()
            .partition(|it| it.is.vintage == vintage || vintage == Some(Vintage::Own));
        let mut fitting = fitting;
        shelf.boundaries = choose(&mut fitting, &[K::Boundaries], &mut spare);
        spare.extend(
            other
                .into_iter()
                .map(|it| (it, "its codes are not those of the areas".to_owned())),
        );
        shelf.areas = areas;
        shelf.spare = spare;
        shelf.set_times_aside();
        shelf
    }

    /// Times by car or on foot would stand beside those of roads.
    fn set_times_aside(&mut self) {
        if self.roads.is_none() {
            return;
        }
        let beside = self.times.take_if(|it| {
            let modes = ["car", "walk"];
            it.is.modes.iter().any(|it| modes.contains(&it.as_str()))
        });
        let why = "roads give its modes; take one of the two away";
        self.spare.extend(beside.map(|it| (it, why.to_owned())));
    }

    /// Every file that the study uses.
    pub fn used(&mut self) -> impl Iterator<Item = &mut FoundFile> {
        let one = [
            &mut self.areas,
            &mut self.lookup,
            &mut self.boundaries,
            &mut self.people,
            &mut self.deprivation,
            &mut self.roads,
            &mut self.times,
            &mut self.postcodes,
        ];
        one.into_iter().flatten().chain(&mut self.sites)
    }

    /// The vintage of the study's areas: what the file says, else LSOAs of 2021, of which there are most.
    #[must_use]
    pub fn vintage(&self) -> Vintage {
        let areas = self.areas.as_ref();
        areas
            .and_then(|it| it.is.vintage)
            .unwrap_or(Vintage::Lsoa2021)
    }

    /// Whether the file of areas tells the district of each.
    #[must_use]
    pub fn tells_districts(&self) -> bool {
        let areas = self.areas.as_ref();
        areas.is_some_and(|it| it.is.headers.first_of(&["district"]).is_some())
    }

    /// Whether some file's codes are of the other census, so that a lookup must carry them.
    #[must_use]
    pub fn must_carry(&self) -> bool {
        let own = self.vintage();
        let other = |it: &Option<FoundFile>| {
            let vintage = it.as_ref().and_then(|it| it.is.vintage);
            vintage.is_some_and(|it| it != own && it != Vintage::Own && own != Vintage::Own)
        };
        other(&self.people) || other(&self.deprivation)
    }

    /// Whether a list of sites has no coordinates.
    #[must_use]
    pub fn needs_postcodes(&self) -> bool {
        self.sites.iter().any(by_postcode)
    }
}

/// Whether a list of sites tells places by their postcodes alone.
pub(super) fn by_postcode(list: &FoundFile) -> bool {
    match list.is.kind {
        FileKind::FamilyHubs => true,
        FileKind::Sites => list.is.headers.place().is_none(),
        _ => false,
    }
}

/// The rows of a list that lie in the districts asked for, by a column that names every one of these.
pub(super) struct RowsIn<'a> {
    pub(super) header: &'a str,
    pub(super) values: Vec<&'a str>,
    pub(super) rows: usize,
}

impl FoundFile {
    /// The rows of a list that lie in these districts, where one of its columns names every one of them.
    pub(super) fn rows_in<'f>(&'f self, districts: &[WantedDistrict]) -> Option<RowsIn<'f>> {
        let place = |value: &str| {
            districts.iter().position(|it| {
                let named = it.name.as_deref().is_some_and(|it| same_place(it, value));
                named || it.code.eq_ignore_ascii_case(value)
            })
        };
        let by = |header: &'f String| {
            let rows = self.is.values(header);
            let rows: Vec<(usize, &str)> = rows.filter_map(|it| Some((place(it)?, it))).collect();
            let named: BTreeSet<usize> = rows.iter().map(|it| it.0).collect();
            let values: BTreeSet<&str> = rows.iter().map(|it| it.1).collect();
            let all = !districts.is_empty() && named.len() == districts.len();
            all.then(|| RowsIn {
                header,
                values: values.into_iter().collect(),
                rows: rows.len(),
            })
        };
        let headers = self.is.headers.list().iter();
        headers.filter(|it| tells_district(it)).find_map(by)
    }
}

/// Whether a header speaks of districts or authorities, such as `LAD22NM` or `la_name`.
pub(super) fn tells_district(header: &str) -> bool {
    let lower = header.to_lowercase();
    let mut words = lower.split(|it: char| !it.is_alphanumeric());
    let whole = ["district", "authority", "council", "borough"];
    whole.iter().any(|it| lower.contains(it))
        || words.any(|it| matches!(it, "la" | "laua") || it.starts_with("lad"))
}

/// Whether two names of an authority are one but for "City of", "County of" and the like.
pub(super) fn same_place(one: &str, other: &str) -> bool {
    let bare = |it: &str| {
        let lower = it.to_lowercase();
        let words = lower.split(|it: char| !it.is_alphanumeric());
        let kept: Vec<&str> = words
            .filter(|it| {
                !matches!(
                    *it,
                    "" | "city"
                        | "county"
                        | "of"
                        | "council"
                        | "district"
                        | "the"
                        | "borough"
                        | "london"
                        | "royal"
                )
            })
            .collect();
        kept.join(" ")
    };
    let same = !bare(one).is_empty() && bare(one) == bare(other);
    same || one.eq_ignore_ascii_case(other)
}
