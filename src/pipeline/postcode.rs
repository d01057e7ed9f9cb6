//! Question -> answers: where some postcodes are, which area of the study each lies in, and what is nearest to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;

use crate::access::{Unserved, nearest};
use crate::ids::{AreaId, ServiceId};
use crate::model::Mode;
use crate::pipeline::fault::Fault;
use crate::pipeline::load::Shapes;
use crate::pipeline::prepare::Prepared;
use crate::read::{Postcode, PostcodeRow, Postcodes, Vintage, inside, postcodes, read_inside};
use crate::report::{
    FoundPostcode, Lies, NoPostcode, PostcodeAnswer, PostcodeJourney, PostcodePage,
};
use crate::space::{Grid, LonLat, Point};
use crate::study::{PostcodeSource, Study};

impl Prepared {
    /// What the study tells of postcodes. Each service is told by the modes it has a standard for and by the study's own,
    /// or by the mode asked for.
    ///
    /// # Errors
    /// A study without a postcode directory, what is wrong with the directory, and none of the postcodes in it.
    pub fn postcodes(&self, asked: &[String], mode: Option<&Mode>) -> Result<PostcodePage, Fault> {
        let source = self.study.postcodes.as_ref().ok_or_else(|| Fault::Asked {
            code: "E-CFG-MISSING",
            what: "the study names no postcode directory".to_owned(),
            remedy: "give it one: [postcodes] with file = the ONS Postcode Directory or the National Statistics Postcode Lookup"
                .to_owned(),
        })?;
        let asked = whole(asked);
        let read: Vec<Option<Postcode>> = asked.iter().map(|it| postcode_of(it)).collect();
        let alike: Vec<BTreeSet<Postcode>> = asked.iter().map(|it| alike(it)).collect();
        let wanted = read.iter().flatten().chain(alike.iter().flatten());
        let known = directory(&self.study, source, &wanted.cloned().collect())?;
        let mut journeys = Journeys {
            prepared: self,
            mode,
            by_area: BTreeMap::new(),
        };
        let grid = Grid::new();
        let answers = asked.iter().zip(&read).zip(&alike);
        let answers = answers.map(|((asked, postcode), alike)| {
            let row = postcode.as_ref().map(|it| known.known.get(it));
            let found = match row {
                None => Err(why_none(asked)),
                Some(None) => Err(NoPostcode::Unknown),
                Some(Some(row)) => {
                    let lies = self.lies(row, &grid);
                    Ok(FoundPostcode {
                        journeys: lies.area().map(|it| journeys.of(it)).unwrap_or_default(),
                        row: row.clone(),
                        lies,
                    })
                }
            };
            let meant = alike.iter().filter(|it| known.known.contains_key(it));
            PostcodeAnswer {
                postcode: postcode
                    .as_ref()
                    .map_or_else(|| asked.clone(), ToString::to_string),
                meant: match found {
                    Ok(_) => Vec::new(),
                    Err(_) => meant.map(ToString::to_string).collect(),
                },
                found,
            }
        });
        let answers: Vec<PostcodeAnswer> = answers.collect();
        if answers.iter().all(|it| it.found.is_err()) {
            return Err(none_found(&answers, &source.file));
        }
        Ok(PostcodePage {
            study: self.study.name.clone(),
            directory: source.file.clone(),
            direction: self.study.assess.direction,
            answers,
            illustrative: self.study.illustrative.clone(),
            attribution: self.attribution(),
        })
    }

    /// The area a postcode lies in: by the code that the directory has for it, else by the boundaries of areas.
    pub(super) fn lies(&self, row: &PostcodeRow, grid: &Grid) -> Lies {
        let areas = &self.case.areas;
        let vintage = self.study.areas.vintage;
        let (own, other) = match vintage {
            Vintage::Lsoa2011 => (&row.lsoa11, &row.lsoa21),
            Vintage::Lsoa2021 | Vintage::Own => (&row.lsoa21, &row.lsoa11),
        };
        // An LSOA that changed from 2011 to 2021 has another code, so one that has the same code is the same.
        let codes = [own.as_deref(), other.as_deref()];
        if let Some(area) = codes.into_iter().flatten().find_map(|it| areas.find(it)) {
            return Lies::ByCode(area);
        }
        if vintage != Vintage::Own && own.is_some() {
            return Lies::Outside;
        }
        let place = row.point.and_then(|it: Point| grid.lon_lat(it));
        match (&self.loaded.boundaries, place) {
            (Some(shapes), Some(place)) => by_boundary(shapes, place),
            (None, Some(_)) => Lies::Untold(untold(vintage, other.is_some())),
            (_, None) => Lies::Untold(
                "the directory has neither an LSOA of the study's areas nor a place for it"
                    .to_owned(),
            ),
        }
    }
}

fn by_boundary(shapes: &Shapes, place: LonLat) -> Lies {
    let mut areas = shapes.enumerate();
    let held = areas.find(|(_, shape)| shape.as_ref().is_some_and(|it| inside(it, place)));
    if let Some((area, _)) = held {
        return Lies::ByBoundary(area);
    }
    if shapes.iter().all(Option::is_some) {
        return Lies::Outside;
    }
    Lies::Untold("some areas have no boundary".to_owned())
}

fn untold(vintage: Vintage, other: bool) -> String {
    match vintage.year() {
        None => "its areas are its own, and it names no boundaries".to_owned(),
        Some(year) if other => {
            format!("the directory has no LSOA of {year} for it, and the study names no boundaries")
        }
        Some(_) => "the directory has no LSOA for it".to_owned(),
    }
}

/// The journeys from areas, each mode and service searched once.
struct Journeys<'p> {
    prepared: &'p Prepared,
    mode: Option<&'p Mode>,
    by_area: BTreeMap<AreaId, Vec<PostcodeJourney>>,
}

impl Journeys<'_> {
    fn of(&mut self, area: AreaId) -> Vec<PostcodeJourney> {
        if let Some(known) = self.by_area.get(&area) {
            return known.clone();
        }
        let case = &self.prepared.case;
        // Families ask for services; how these are commissioned together is the planner's question.
        let asked = case.services.enumerate().filter(|(_, it)| !it.is_model());
        let journeys: Vec<PostcodeJourney> = asked
            .map(|(service, _)| service)
            .flat_map(|service| {
                let modes = self.modes(service);
                modes.into_iter().map(move |mode| (service, mode))
            })
            .map(|(service, mode)| {
                let times = case.times.get(&mode);
                // A mode that is promised and has no times is told, and never left out.
                let nearest = times.map_or(Err(Unserved::NoTimes), |it| {
                    nearest(it, case.offering(&case.baseline, service))[area]
                });
                PostcodeJourney {
                    service,
                    standard: case.services[service].standard.get(&mode).copied(),
                    nearest,
                    mode,
                }
            })
            .collect();
        self.by_area.insert(area, journeys.clone());
        journeys
    }

    /// The modes by which a service is told.
    fn modes(&self, service: ServiceId) -> BTreeSet<Mode> {
        let case = &self.prepared.case;
        if let Some(mode) = self.mode {
            return BTreeSet::from([mode.clone()]);
        }
        let promised = case.services[service].standard.keys();
        promised.chain([&case.mode]).cloned().collect()
    }
}

/// What the directory tells of some postcodes.
fn directory(
    study: &Study,
    source: &PostcodeSource,
    wanted: &BTreeSet<Postcode>,
) -> Result<Postcodes, Fault> {
    let file = source.file.as_str();
    let mut bytes = study.files.open(file).map_err(|it| Fault::io(file, it))?;
    let read = read_inside(file, &mut bytes, source.inside.as_deref(), |rows| {
        postcodes(file, BufReader::with_capacity(1 << 20, rows), wanted)
    });
    Ok(read?.0)
}

/// The postcode of a text as people type it: a dash is as good as a space.
fn postcode_of(text: &str) -> Option<Postcode> {
    Postcode::new(&text.replace(['-', '\u{2010}', '\u{2011}', '\u{2013}'], " "))
}

/// What was asked for, a postcode that came as two words (`LE15 6AA` without quotes) made whole again.
fn whole(words: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let both = words.peek().map(|next| (next, format!("{word} {next}")));
        let both = both.filter(|(next, both)| {
            let halves = is_outward(word) && next.trim().len() == 3 && !is_outward(next);
            halves && (postcode_of(both).is_some() || !alike(both).is_empty())
        });
        all.push(match both {
            Some((_, both)) => {
                words.next();
                both
            }
            None => word.clone(),
        });
    }
    all
}

/// Whether a text is the first half of a postcode, such as `LE15` or `EC1A`.
fn is_outward(text: &str) -> bool {
    let text = text.trim();
    let digit = text.find(|it: char| it.is_ascii_digit());
    let letters = &text[..digit.unwrap_or_default()];
    (2..=4).contains(&text.len())
        && (1..=2).contains(&letters.len())
        && letters.bytes().all(|it| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric())
}

fn why_none(asked: &str) -> NoPostcode {
    if asked.trim().is_empty() {
        NoPostcode::Empty
    } else if is_outward(asked) {
        NoPostcode::Half
    } else {
        NoPostcode::NotOne
    }
}

/// The longest postcode, in letters and digits.
const LONGEST: usize = 7;

/// The postcodes that a text is but for letters O, I and l in the place of zeros and ones, or the other way round.
fn alike(text: &str) -> BTreeSet<Postcode> {
    let letters: Vec<char> = text.chars().filter(|it| it.is_alphanumeric()).collect();
    if letters.len() > LONGEST {
        return BTreeSet::new();
    }
    let mut read = vec![String::new()];
    for letter in letters {
        let other = match letter {
            'O' | 'o' => Some('0'),
            '0' => Some('O'),
            'I' | 'i' | 'l' => Some('1'),
            '1' => Some('I'),
            _ => None,
        };
        let longer = |it: char| read.iter().map(move |before| format!("{before}{it}"));
        let both = longer(letter).chain(other.into_iter().flat_map(longer));
        read = both.collect();
    }
    let own = postcode_of(text);
    let postcodes = read.iter().filter_map(|it| Postcode::new(it));
    postcodes.filter(|it| Some(it) != own.as_ref()).collect()
}

/// Every postcode with why nothing is known of it.
fn none_found(answers: &[PostcodeAnswer], directory: &str) -> Fault {
    let fault = |it: &PostcodeAnswer| {
        let why = it.found.as_ref().err()?.phrase(directory);
        Some(Fault::Asked {
            code: "E-POSTCODE",
            what: format!("\"{}\" is {why}", it.postcode),
            remedy: it.was_meant().unwrap_or_else(|| {
                "correct the postcode, or give the study a newer directory".to_owned()
            }),
        })
    };
    Fault::Several(answers.iter().filter_map(fault).collect())
}
