//! What a study tells of postcodes: where each is, which area it lies in, and which open sites are nearest to that area.

use serde_json::{Value, json};

use super::lines::{footnotes, wrapped};
use super::numbers::{minutes, minutes_as_set};
use crate::access::{Nearest, Unserved};
use crate::ids::{AreaId, ServiceId};
use crate::model::Mode;
use crate::read::PostcodeRow;
use crate::score::Case;
use crate::space::{Grid, Point};
use crate::travel::Direction;
use crate::units::Seconds;

/// Answers about some postcodes, in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodePage {
    /// The study's name.
    pub study: String,
    /// The postcode directory, as the study names it.
    pub directory: String,
    /// Which way journeys are made.
    pub direction: Direction,
    /// The answers.
    pub answers: Vec<PostcodeAnswer>,
    /// What in the study is made up.
    pub illustrative: Vec<String>,
    /// Whom the data are owed to, a line each.
    pub attribution: Vec<String>,
}

/// What is known of one postcode.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodeAnswer {
    /// The postcode; as it was asked for where it is none.
    pub postcode: String,
    /// What is known of it, or why nothing is.
    pub found: Result<FoundPostcode, NoPostcode>,
    /// Where nothing is: the postcodes of the directory that look like it, with O for 0 or I for 1.
    pub meant: Vec<String>,
}

impl PostcodeAnswer {
    /// Whether another postcode was meant, as a question; it is never taken unasked.
    #[must_use]
    pub fn was_meant(&self) -> Option<String> {
        let meant = self.meant.join(" or ");
        (!meant.is_empty()).then(|| format!("was {meant} meant (0 and O, 1, I and l look alike)?"))
    }
}

/// Why nothing is known of a postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPostcode {
    /// What was asked for cannot be a postcode.
    NotOne,
    /// It is only the first half of one.
    Half,
    /// There is nothing in it.
    Empty,
    /// The directory does not have it.
    Unknown,
}

impl NoPostcode {
    /// The reason in a sentence, after "it is".
    #[must_use]
    pub fn phrase(self, directory: &str) -> String {
        match self {
            Self::NotOne => "no postcode (one such as PE13 1AA is)".to_owned(),
            Self::Half => "only the first half of a postcode, and lies in many areas (PE13 1AA is a whole one)".to_owned(),
            Self::Empty => "empty (a postcode such as PE13 1AA is needed)".to_owned(),
            Self::Unknown => format!("not in {directory}, which may be older than the postcode"),
        }
    }

    /// The reason's word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotOne => "no_postcode",
            Self::Half => "first_half",
            Self::Empty => "empty",
            Self::Unknown => "not_in_directory",
        }
    }
}

/// A postcode that the directory has.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPostcode {
    /// What the directory tells.
    pub row: PostcodeRow,
    /// The area of the study it lies in.
    pub lies: Lies,
    /// The nearest open site of each service by each mode, from that area; empty outside the study.
    pub journeys: Vec<PostcodeJourney>,
}

/// Which area of the study a postcode lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lies {
    /// In this one, by the directory's own code of it.
    ByCode(AreaId),
    /// In this one, by its boundary.
    ByBoundary(AreaId),
    /// In none: outside the study.
    Outside,
    /// It cannot be told, for this reason.
    Untold(String),
}

impl Lies {
    /// The area, where it is known and of the study.
    #[must_use]
    pub const fn area(&self) -> Option<AreaId> {
        match self {
            Self::ByCode(area) | Self::ByBoundary(area) => Some(*area),
            Self::Outside | Self::Untold(_) => None,
        }
    }
}

/// The nearest open site that offers a service, by one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodeJourney {
    /// The service.
    pub service: ServiceId,
    /// The mode of travel.
    pub mode: Mode,
    /// The longest journey promised, where there is a standard.
    pub standard: Option<Seconds>,
    /// The site and the time, or why there is none.
    pub nearest: Result<Nearest, Unserved>,
}

/// The answers as text, a block a postcode.
#[must_use]
pub fn postcode_page(case: &Case, page: &PostcodePage) -> String {
    let blocks: Vec<String> = page
        .answers
        .iter()
        .map(|it| block(case, page, it))
        .collect();
    let mut text = blocks.join("\n");
    if page
        .answers
        .iter()
        .any(|it| matches!(&it.found, Ok(it) if !it.journeys.is_empty()))
    {
        let about = format!(
            "Minutes are {}, from the population-weighted centre of the area as in every figure, not from the door.",
            page.direction.phrase()
        );
        text.push('\n');
        text += &wrapped("", &about);
    }
    text + &footnotes(&page.illustrative, &page.attribution)
}

fn block(case: &Case, page: &PostcodePage, answer: &PostcodeAnswer) -> String {
    let name = match answer.postcode.as_str() {
        "" => "\"\"\n".to_owned(),
        some => format!("{some}\n"),
    };
    let found = match &answer.found {
        Err(why) => {
            let why = why.phrase(&page.directory);
            let why = match answer.was_meant() {
                Some(meant) => format!("It is {why}: {meant}"),
                None => format!("It is {why}."),
            };
            return name + &wrapped("Unknown   ", &why);
        }
        Ok(found) => found,
    };
    let mut text = name;
    if let Some(month) = &found.row.given_up {
        let what = format!(
            "It was given up in {}; told is where it was.",
            month_of(month)
        );
        text += &wrapped("Given up  ", &what);
    }
    let place = match found.row.point {
        Some(Point { x, y }) => format!("easting {x:.0}, northing {y:.0}"),
        None => format!(
            "not known: {} has no reference on the National Grid of Great Britain for it",
            page.directory
        ),
    };
    text += &wrapped("Place     ", &place);
    text += &wrapped("Area      ", &area(case, found));
    for (nth, it) in found.journeys.iter().enumerate() {
        let label = if nth == 0 { "Nearest   " } else { "          " };
        text += &wrapped(label, &journey(case, it));
    }
    text
}

fn area(case: &Case, found: &FoundPostcode) -> String {
    let area = found.lies.area().map(|it| &case.areas.list[it]);
    if let Some(area) = area {
        let by = match found.lies {
            Lies::ByBoundary(_) => ", by its boundary",
            _ => "",
        };
        let name = if area.name == area.code {
            String::new()
        } else {
            format!(" ({})", area.name)
        };
        return format!("{}{name}, in this study{by}", area.code);
    }
    let codes = [("2021", &found.row.lsoa21), ("2011", &found.row.lsoa11)];
    let told = codes
        .into_iter()
        .find_map(|(year, code)| Some(format!("{} (LSOA of {year})", code.as_ref()?)));
    let told = told.map(|it| it + ", ").unwrap_or_default();
    match &found.lies {
        Lies::Untold(why) => format!("{told}not known to be in this study: {why}"),
        _ => format!("{told}outside this study"),
    }
}

fn journey(case: &Case, it: &PostcodeJourney) -> String {
    let (service, by) = (&case.services[it.service].name, it.mode.phrase());
    let nearest = match it.nearest {
        Err(why) => return format!("{service}: none {by}, since the area is {}", why.phrase()),
        Ok(nearest) => nearest,
    };
    let told = it.standard.map_or_else(String::new, |standard| {
        let met = if nearest.time <= standard {
            "within"
        } else {
            "beyond"
        };
        let standard = minutes_as_set(standard);
        format!(", {met} the standard of {standard}")
    });
    let standard = it.standard.map(Seconds::minutes);
    let time = minutes(nearest.time.minutes(), standard);
    format!(
        "{service}: {}, {time} min {by}{told}",
        case.sites[nearest.site].name
    )
}

/// A month of the directory, `YYYYMM`, with a dash.
fn month_of(month: &str) -> String {
    match month.split_at_checked(4) {
        Some((year, month)) if month.len() == 2 => format!("{year}-{month}"),
        _ => month.to_owned(),
    }
}

/// The answers as data, under stable names.
#[must_use]
pub fn postcode_json(case: &Case, page: &PostcodePage) -> String {
    let grid = Grid::new();
    let answers: Vec<Value> = page
        .answers
        .iter()
        .map(|it| answer(case, &grid, it))
        .collect();
    let all = json!({
        "study": page.study,
        "directory": page.directory,
        "direction": page.direction.word(),
        "illustrative": page.illustrative,
        "attribution": page.attribution,
        "postcodes": answers,
    });
    format!("{all:#}\n")
}

fn answer(case: &Case, grid: &Grid, answer: &PostcodeAnswer) -> Value {
    let found = match &answer.found {
        Err(why) => {
            return json!({
                "postcode": answer.postcode,
                "found": false,
                "reason": why.word(),
                "meant": answer.meant,
            });
        }
        Ok(found) => found,
    };
    let point = found.row.point;
    let degrees = point.and_then(|it| grid.lon_lat(it));
    let round = |it: f64| (it * 1e6).round() / 1e6;
    let area = found.lies.area().map(|it| &case.areas.list[it]);
    let (within, by, why) = match &found.lies {
        Lies::ByCode(_) => (Some(true), Some("code"), None),
        Lies::ByBoundary(_) => (Some(true), Some("boundary"), None),
        Lies::Outside => (Some(false), None, None),
        Lies::Untold(why) => (None, None, Some(why)),
    };
    json!({
        "postcode": answer.postcode,
        "found": true,
        "given_up": found.row.given_up.as_deref().map(month_of),
        "easting": point.map(|it| it.x),
        "northing": point.map(|it| it.y),
        "lon": degrees.map(|it| round(it.lon)),
        "lat": degrees.map(|it| round(it.lat)),
        "lsoa21": found.row.lsoa21,
        "lsoa11": found.row.lsoa11,
        "within": within,
        "area": area.map(|it| &it.code),
        "area_name": area.map(|it| &it.name),
        "area_by": by,
        "reason": why,
        "nearest": found.journeys.iter().map(|it| nearest(case, it)).collect::<Vec<_>>(),
    })
}

fn nearest(case: &Case, it: &PostcodeJourney) -> Value {
    let site = it.nearest.ok().map(|it| &case.sites[it.site]);
    let within = |near: Nearest| Some(near.time <= it.standard?);
    json!({
        "service": case.services[it.service].id,
        "mode": it.mode.name(),
        "site": site.map(|it| &it.id),
        "site_name": site.map(|it| &it.name),
        "minutes": it.nearest.ok().map(|it| it.time.minutes()),
        "standard_minutes": it.standard.map(Seconds::minutes),
        "within_standard": it.nearest.ok().and_then(within),
        "reason": it.nearest.err().map(Unserved::word),
    })
}
