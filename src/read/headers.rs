//! The headers of a table of unknown kind, looked at by the names that the readers know.

use crate::read::Vintage;
use crate::read::heading::fold;

/// The headers of a table, or the properties of a feature, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<String>);

/// Where a table of sites says what, as its headers are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the header of what its name says")]
pub struct SiteHeaders {
    pub id: Option<String>,
    pub name: Option<String>,
    /// Easting and northing, or longitude and latitude, told apart by their headers.
    pub place: Option<(String, String)>,
    pub postcode: Option<String>,
}

/// Where a table of times says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimesHeaders {
    /// The area's code.
    pub area: String,
    /// The site's id.
    pub site: String,
    /// The time.
    pub time: String,
    /// Whether the time is in seconds; minutes otherwise.
    pub seconds: bool,
    /// The mode of each row, where it is told.
    pub mode: Option<String>,
}

const PLACES: [(&str, &str); 6] = [
    ("easting", "northing"),
    ("x", "y"),
    ("lon", "lat"),
    ("longitude", "latitude"),
    ("long", "lat"),
    ("lng", "lat"),
];

impl Headers {
    /// The headers as written.
    #[must_use]
    pub fn list(&self) -> &[String] {
        &self.0
    }

    /// Whether there is a header of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.first_of(&[name]).is_some()
    }

    /// Whether there are headers of all these names.
    #[must_use]
    pub fn have(&self, names: &[&str]) -> bool {
        names.iter().all(|it| self.has(it))
    }

    /// The first of several names that is a header, as the header is written.
    #[must_use]
    pub fn first_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let wanted = fold(name);
            self.0
                .iter()
                .find(|it| fold(it) == wanted)
                .map(String::as_str)
        })
    }

    /// The place of a header.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.0.iter().position(|it| fold(it) == wanted)
    }

    /// The header of an area's code, and the vintage it speaks of, where it does.
    #[must_use]
    pub fn area_code(&self) -> Option<(&str, Option<Vintage>)> {
        let of = |vintage: Vintage| {
            self.first_of(vintage.code_headers())
                .filter(|it| Vintage::of_header(it) == Some(vintage))
                .map(|it| (it, Some(vintage)))
        };
        let plain = || {
            self.first_of(Vintage::Own.code_headers())
                .map(|it| (it, None))
        };
        of(Vintage::Lsoa2021)
            .or_else(|| of(Vintage::Lsoa2011))
            .or_else(plain)
    }

    /// The headers of a place in either kind of coordinates.
    #[must_use]
    pub fn place(&self) -> Option<(String, String)> {
        PLACES.iter().find_map(|(x, y)| {
            let pair = self.first_of(&[x]).zip(self.first_of(&[y]))?;
            Some((pair.0.to_owned(), pair.1.to_owned()))
        })
    }

    /// The header of a count of under-fives, under the names that councils and the census give it.
    #[must_use]
    pub fn under_fives(&self) -> Option<&str> {
        const NAMES: [&str; 13] = [
            "under5",
            "under5s",
            "under_5",
            "under_5s",
            "under_fives",
            "age_0_4",
            "aged_0_4",
            "ages_0_4",
            "age_0_to_4",
            "aged_0_to_4",
            "0_4",
            "children_0_4",
            "children_under_5",
        ];
        let worded = |it: &str| {
            let letters = fold(it).replace(|it: char| !it.is_ascii_alphanumeric(), "_");
            let words: Vec<&str> = letters.split('_').filter(|it| !it.is_empty()).collect();
            words.join("_")
        };
        let is_one = |it: &String| {
            let worded = worded(it);
            NAMES.contains(&worded.as_str()) || worded.starts_with("age_aged_4_years_and_under")
        };
        self.0.iter().find(|it| is_one(it)).map(String::as_str)
    }

    /// What a table of times needs, where it has all of it.
    #[must_use]
    pub fn times(&self) -> Option<TimesHeaders> {
        let area = self
            .first_of(&["area", "area_code", "from_id", "origin"])
            .or_else(|| self.area_code().map(|it| it.0))?;
        let site = self.first_of(&["site", "site_id", "to_id", "destination"])?;
        let seconds = self.first_of(&["seconds", "travel_time_seconds", "duration_seconds"]);
        let minutes = self.first_of(&[
            "minutes",
            "travel_time_minutes",
            "duration_minutes",
            "travel_time",
            "median",
        ]);
        Some(TimesHeaders {
            area: area.to_owned(),
            site: site.to_owned(),
            time: seconds.or(minutes)?.to_owned(),
            seconds: seconds.is_some(),
            mode: self.first_of(&["mode"]).map(str::to_owned),
        })
    }

    /// What a list of sites needs: an id or a name, and coordinates or a postcode.
    #[must_use]
    pub fn sites(&self) -> Option<SiteHeaders> {
        let own = |names: &[&str]| self.first_of(names).map(str::to_owned);
        let sites = SiteHeaders {
            id: own(&["id", "site_id", "site id", "urn", "ref", "reference"]),
            name: own(&[
                "name",
                "site_name",
                "site name",
                "establishment_name",
                "EstablishmentName",
                "centre",
                "centre_name",
                "centre name",
                "hub",
                "hub_name",
                "hub name",
                "title",
            ]),
            place: self.place(),
            postcode: own(&["postcode", "post_code", "post code"]),
        };
        let named = sites.id.is_some() || sites.name.is_some();
        (named && (sites.place.is_some() || sites.postcode.is_some())).then_some(sites)
    }
}
