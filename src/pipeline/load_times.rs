//! Travel times that the user brings, as matrices over the study's areas and sites.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{AreaId, Column, Id, SiteId};
use crate::model::{Areas, Mode, Site};
use crate::pipeline::fault::Fault;
use crate::pipeline::join::JoinReport;
use crate::pipeline::load::Desk;
use crate::pipeline::load_areas::KnownAreas;
use crate::pipeline::names::{Meant, Names};
use crate::read::{Findings, Notices, ReadFault, TimeRow, travel_table};
use crate::study::TimesSource;
use crate::travel::{Direction, TravelTimes, Unreached};
use crate::units::Seconds;

type Matrices = BTreeMap<(Mode, Direction), TravelTimes>;

/// Why a time is not used.
const PAIRS_OUTSIDE: &str = "rows of areas or sites outside the study left out";

/// For each matrix, which pairs have had a row, in whichever table, and the first of those tables.
type Seen = BTreeMap<(Mode, Direction), (String, Vec<bool>)>;

/// More modes than any study has: as many words stand where the column of modes is another one.
const MOST_MODES: usize = 32;

pub(super) fn times(
    desk: &mut Desk<'_>,
    known: &KnownAreas,
    sites: &Column<SiteId, Site>,
) -> Result<Matrices, Fault> {
    let (mut all, mut seen) = (Matrices::new(), Seen::new());
    let (areas, own) = (&known.areas, desk.study.areas.vintage);
    let others = known.lookup.as_ref().map(|it| it.other_vintage(own));
    let area_names = Names::of(
        areas
            .list
            .enumerate()
            .map(|(id, it)| (id, it.name.as_str())),
    );
    let site_names = Names::of(sites.enumerate().map(|(id, it)| (id, it.name.as_str())));
    for source in &desk.study.times {
        let rows = desk.read(&source.file, &source.table, "times", |it| {
            travel_table(it, &source.layout)
        })?;
        let Some(rows) = rows else { continue };
        let mut filling = Filling {
            source,
            areas,
            sites,
            area_names: &area_names,
            site_names: &site_names,
            others: others.as_ref(),
            met: BTreeSet::new(),
            told: BTreeSet::new(),
            found: &mut desk.found,
            times: &mut all,
            seen: &mut seen,
            used: 0,
            outside: 0,
        };
        for row in &rows {
            filling.row(row);
        }
        let (used, outside, met) = (filling.used, filling.outside, filling.met);
        desk.used(used);
        desk.leave_out(PAIRS_OUTSIDE, outside);
        let unmet = areas.list.enumerate().filter(|(id, _)| !met.contains(id));
        desk.joins.push(JoinReport {
            what: "times",
            file: source.file.clone(),
            areas: areas.list.len(),
            missing: unmet.map(|(_, it)| it.code.clone()).collect(),
            rows_used: used,
            rows_outside: outside,
            carried: None,
        });
    }
    note_absent(desk, &seen, areas, sites);
    refuse_no_mode(desk, &all);
    Ok(all)
}

/// An assessment needs times by its mode, from roads or from a table.
fn refuse_no_mode(desk: &mut Desk<'_>, times: &Matrices) {
    let study = desk.study;
    let mode = &study.assess.mode;
    let direction = study.assess.direction;
    let known = study.modes.contains_key(mode) || times.contains_key(&(mode.clone(), direction));
    if known || !desk.found.faults.is_empty() {
        return;
    }
    let file = study.times.first().map_or("", |it| it.file.as_str());
    let names: BTreeSet<&str> = times.keys().map(|(mode, _)| mode.name()).collect();
    let listed: Vec<&str> = names.into_iter().collect();
    let what = format!(
        "no times by {mode} in the direction of assess.direction; the tables have {}",
        listed.join(", ")
    );
    let remedy = "set assess.mode or assess.direction to what the tables have";
    desk.found
        .fault(ReadFault::new("E-TIMES-MODE", file, what, remedy));
}

/// Pairs without a row in any table are beyond what the tables looked at. In a large study that is most of them: they are
/// counted, and only those that are told as samples are put into words.
fn note_absent(desk: &mut Desk<'_>, seen: &Seen, areas: &Areas, sites: &Column<SiteId, Site>) {
    let area_code = |at: usize| areas.list[AreaId::at(at)].code.as_str();
    for ((mode, _), (file, seen)) in seen {
        let mut count = 0;
        let mut first: Vec<[&str; 2]> = Vec::with_capacity(Notices::SAMPLES + 1);
        let columns = seen.chunks(areas.list.len().max(1)).enumerate();
        for (site, column) in columns {
            let site = sites[SiteId::at(site)].id.as_str();
            for (area, _) in column.iter().enumerate().filter(|it| !*it.1) {
                count += 1;
                let pair = [area_code(area), site];
                if first.len() == Notices::SAMPLES && !before(pair, first[Notices::SAMPLES - 1]) {
                    continue;
                }
                let place = first.partition_point(|it| before(*it, pair));
                first.insert(place, pair);
                first.truncate(Notices::SAMPLES);
            }
        }
        let what = format!("pairs without a row by {mode} taken as beyond the horizon");
        let samples = first.iter().map(|[area, site]| format!("{area} to {site}"));
        let notices = &mut desk.found.notices;
        notices.add_counted("W-TIMES-ABSENT", file, what, (count, samples.collect()));
    }
}

/// Whether a pair of an area and a site stands before another among samples: the shorter, then the first of the alphabet.
fn before(a: [&str; 2], b: [&str; 2]) -> bool {
    let length = |it: [&str; 2]| it[0].len() + it[1].len();
    (length(a), a) < (length(b), b)
}

/// One table being laid into the matrices.
struct Filling<'a> {
    source: &'a TimesSource,
    areas: &'a Areas,
    sites: &'a Column<SiteId, Site>,
    area_names: &'a Names<AreaId>,
    site_names: &'a Names<SiteId>,
    /// The codes of the other vintage, and those of the study's that each became.
    others: Option<&'a BTreeMap<&'a str, Vec<&'a str>>>,
    /// The areas that have a row.
    met: BTreeSet<AreaId>,
    /// Names that were told of already, of areas and of sites.
    told: BTreeSet<(&'static str, String)>,
    found: &'a mut Findings,
    times: &'a mut Matrices,
    seen: &'a mut Seen,
    used: usize,
    outside: usize,
}

impl Filling<'_> {
    fn row(&mut self, row: &TimeRow) {
        let site = self
            .sites
            .as_slice()
            .binary_search_by(|it| it.id.as_str().cmp(&row.site));
        let site = self.site_names.meant(&row.site, site.ok().map(SiteId::at));
        let area = self.area_names.meant(&row.area, self.areas.find(&row.area));
        if area == Meant::Nothing && self.refuse_other_vintage(row) {
            return;
        }
        if area == Meant::Nothing || site == Meant::Nothing {
            self.note("W-GEO-OUTSIDE", PAIRS_OUTSIDE, row);
            self.outside += 1;
            return;
        }
        let (areas, sites) = (self.areas, self.sites);
        let area = self.meant(row, "area", &row.area, area, |it| &areas.list[it].code);
        let site = self.meant(row, "site", &row.site, site, |it| &sites[it].id);
        let (Some(area), Some(site)) = (area, site) else {
            return;
        };
        let Some(key) = self.key(row) else { return };
        let Some(time) = self.time(row) else { return };
        self.met.insert(area);
        self.lay(row, key, area, site, time);
    }

    /// Refuses, once, an area that is one of the other vintage and became part of the study.
    fn refuse_other_vintage(&mut self, row: &TimeRow) -> bool {
        let became = self.others.and_then(|it| it.get(row.area.as_str()));
        let Some(became) = became.filter(|it| it.iter().any(|it| self.areas.find(it).is_some()))
        else {
            return false;
        };
        if self.told.insert(("vintage", row.area.clone())) {
            let what = format!(
                "{} is an LSOA of another year than the study's areas (now {})",
                row.area,
                became.join(", ")
            );
            let remedy = "give times by the study's own areas; times cannot be carried over";
            self.fault("E-GEO-VINTAGE", row, what, remedy);
        }
        true
    }

    /// The place a key stands for; a name is told once, and refused once where several places share it.
    fn meant<'n, I: Copy>(
        &mut self,
        row: &TimeRow,
        what: &'static str,
        key: &str,
        meant: Meant<I>,
        code: impl Fn(I) -> &'n String,
    ) -> Option<I> {
        match meant {
            Meant::Key(place) => Some(place),
            Meant::Nothing => None,
            Meant::Name(place) => {
                if self.told.insert((what, key.to_owned())) {
                    let told = format!("{what}s taken by their names, which are no codes or ids");
                    let sample = format!("{key}: {}", code(place));
                    self.found
                        .notices
                        .add("W-TIMES-NAME", &self.source.file, told, sample);
                }
                Some(place)
            }
            Meant::Shared(places) => {
                if self.told.insert((what, key.to_owned())) {
                    let codes: Vec<&str> = places.iter().map(|it| code(*it).as_str()).collect();
                    let n = codes.len();
                    let told =
                        format!("\"{key}\" is the name of {n} {what}s: {}", codes.join(", "));
                    let remedy = "write the code or id of the one that is meant";
                    self.fault("E-TIMES-NAME", row, told, remedy);
                }
                None
            }
        }
    }

    fn lay(
        &mut self,
        row: &TimeRow,
        key: (Mode, Direction),
        area: AreaId,
        site: SiteId,
        time: Result<Seconds, Unreached>,
    ) {
        let (n_areas, n_sites) = (self.areas.list.len(), self.sites.len());
        if self.seen.len() >= MOST_MODES && !self.seen.contains_key(&key) {
            if self.told.insert(("mode", String::new())) {
                let what = format!("more than {MOST_MODES} modes");
                let remedy = "name the right column of modes in columns";
                self.fault("E-TIMES-MODE", row, what, remedy);
            }
            return;
        }
        let (_, seen) = self
            .seen
            .entry(key.clone())
            .or_insert_with(|| (self.source.file.clone(), vec![false; n_areas * n_sites]));
        let pair = site.place() * n_areas + area.place();
        if seen[pair] {
            let what = format!("the pair {} and {} appears twice", row.area, row.site);
            self.fault("E-KEY-DUP", row, what, "keep one of the two rows");
            return;
        }
        seen[pair] = true;
        self.used += 1;
        let empty = || TravelTimes::unreached(n_areas, n_sites, Unreached::BeyondHorizon);
        self.times
            .entry(key)
            .or_insert_with(empty)
            .set(area, site, time);
    }

    fn key(&mut self, row: &TimeRow) -> Option<(Mode, Direction)> {
        let mode = row
            .mode
            .as_deref()
            .map_or_else(|| self.source.mode.clone(), Mode::new);
        let direction = match row
            .direction
            .as_deref()
            .map(|it| it.replace('_', "-"))
            .as_deref()
        {
            None => self.source.direction,
            Some("to-site") => Direction::ToSite,
            Some("from-site") => Direction::FromSite,
            Some(other) => {
                let what = format!("direction \"{other}\" is neither to-site nor from-site");
                self.fault("E-TIMES-DIRECTION", row, what, "correct the row");
                return None;
            }
        };
        Some((mode, direction))
    }

    fn time(&mut self, row: &TimeRow) -> Option<Result<Seconds, Unreached>> {
        match &row.time {
            Err(word) if word.is_empty() => Some(Err(Unreached::NoPath)),
            Err(word) => {
                let reason = Unreached::from_word(word);
                if reason.is_none() {
                    let what = format!("reason \"{word}\" is not known");
                    let remedy = "write area_unlinked, site_unlinked, no_path or beyond_horizon";
                    self.fault("E-TIMES-REASON", row, what, remedy);
                }
                reason.map(Err)
            }
            Ok(exact) => {
                let time =
                    Seconds::from_fractional(*exact).filter(|it| *it <= TravelTimes::LONGEST);
                let Some(time) = time else {
                    let what = "times of more than 18 hours taken as beyond the horizon";
                    self.note("W-TIMES-LONG", what, row);
                    return Some(Err(Unreached::BeyondHorizon));
                };
                // Minutes such as 0.1 are a hair off whole seconds in binary.
                if (exact - f64::from(time.get())).abs() > 1e-6 {
                    self.note(
                        "W-TIMES-ROUND",
                        "times rounded half up to whole seconds",
                        row,
                    );
                }
                Some(Ok(time))
            }
        }
    }

    fn note(&mut self, code: &'static str, what: &str, row: &TimeRow) {
        let sample = format!("{} to {}", row.area, row.site);
        self.found
            .notices
            .add(code, &self.source.file, what, sample);
    }

    fn fault(&mut self, code: &'static str, row: &TimeRow, what: String, remedy: &str) {
        let fault = ReadFault::new(code, &self.source.file, what, remedy);
        self.found.fault(fault.at(row.place.clone()));
    }
}
