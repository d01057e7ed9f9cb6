//! What is said about a study on every page: settings, attribution, what is illustrative, what was odd.

use crate::model::Mode;
use crate::pipeline::prepare::Prepared;
use crate::pipeline::ways::Ways;
use crate::read::Vintage;
use crate::report::{Heading, minutes_as_set, percent_as_set};
use crate::roads::{Profile, RoadMode, Setting};
use crate::score::{AccessMeasure, Measuring};
use crate::study::RoadKind;
use crate::units::Seconds;

const OSM: &str =
    "Roads © OpenStreetMap contributors, Open Database Licence (openstreetmap.org/copyright)";
const OS: &str = "Roads: OS Open Roads. Contains OS data © Crown copyright and database rights";
const OGL: &str = "Open Government Licence v3.0";
const ONS: &str = "Source: Office for National Statistics, Open Government Licence v3.0. Contains OS data © Crown \
     copyright and database right";
const MHCLG: &str = "Indices of Deprivation: Ministry of Housing, Communities and Local Government, Open Government \
     Licence v3.0";

const POSTCODES: &str = "Postcodes: Office for National Statistics, Open Government Licence v3.0. Contains Royal Mail data © \
     Royal Mail copyright and database right; contains OS data © Crown copyright and database right";

impl Prepared {
    /// The heading of a page about one mode; `plan` names the scenario set against today.
    #[must_use]
    pub fn heading(&self, mode: &Mode, plan: Option<&str>) -> Heading {
        Heading {
            study: self.study.name.clone(),
            question: self.study.question.clone().unwrap_or_default(),
            plan: plan.map(str::to_owned),
            placed: Vec::new(),
            illustrative: self.study.illustrative.clone(),
            settings: self.settings(mode),
            attribution: self.attribution(),
            notices: self.notices.clone(),
        }
    }

    /// Whom the data are owed to, a line each.
    #[must_use]
    pub fn attribution(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.study.roads.as_ref().map(|it| match it.kind {
            RoadKind::Osm => OSM.to_owned(),
            RoadKind::OsOpenRoads => {
                let year = self
                    .road_year
                    .map_or_else(String::new, |it| format!(" {it}"));
                format!("{OS}{year}, {OGL}")
            }
        }));
        if self.study.areas.vintage != Vintage::Own {
            lines.push(ONS.to_owned());
        }
        if self
            .study
            .deprivation
            .as_ref()
            .is_some_and(|it| it.vintage != Vintage::Own)
        {
            lines.push(MHCLG.to_owned());
        }
        if self.study.postcodes.is_some() {
            lines.push(POSTCODES.to_owned());
        }
        lines
    }

    fn settings(&self, mode: &Mode) -> Vec<(String, String)> {
        let direction = self.study.assess.direction.phrase();
        let mut settings = vec![
            (
                "Journeys".to_owned(),
                format!("{}, {direction}", mode.phrase()),
            ),
            ("Deprivation".to_owned(), self.case.deprivation.name.clone()),
        ];
        let year = self.study.year.iter();
        settings.extend(year.map(|it| ("People".to_owned(), self.projected(it))));
        settings.extend(self.policy());
        settings.extend(self.ways.get(mode).into_iter().flat_map(of_ways));
        settings
    }
}

impl Prepared {
    /// Who is projected for a year, and who is counted as today since no source of the year tells them.
    fn projected(&self, year: &str) -> String {
        let study = &self.study;
        let of_year = || study.projections.iter().filter(|it| it.0 == year);
        let projected = |name: &str| {
            of_year()
                .flat_map(|it| &it.1.bands)
                .any(|it| it.band == name)
        };
        let told = study.people.iter().flat_map(|it| &it.bands);
        let today = told.filter(|it| !projected(&it.band));
        let today: Vec<&str> = today
            .filter_map(|it| study.bands.iter().find(|band| band.name == it.band))
            .map(|it| it.label.as_str())
            .collect();
        match today.as_slice() {
            [] => format!("projected for {year}"),
            _ => format!("projected for {year}; as today: {}", today.join(", ")),
        }
    }

    /// What the members chose, and how far a site's hours reach.
    fn policy(&self) -> Vec<(String, String)> {
        let policy = &self.case.policy;
        let floor = policy
            .floor
            .map(|it| format!("floor {} in every decile and district", percent_as_set(it)));
        let steepness = policy.steepness.map(|it| format!("steepness {it}"));
        let chosen: Vec<String> = floor.into_iter().chain(steepness).collect();
        let mut settings = Vec::new();
        if !chosen.is_empty() {
            settings.push(("Policy".to_owned(), chosen.join(", ")));
        }
        settings.push(("Hours count".to_owned(), self.study.decay.clone()));
        settings.extend(measuring(&policy.measuring));
        settings
    }
}

/// How access is measured, where a study says anything of it.
fn measuring(of: &Measuring) -> Option<(String, String)> {
    let minutes = |it: &Seconds| minutes_as_set(*it);
    let mut told = Vec::new();
    if !of.cutoffs.is_empty() {
        let cutoffs: Vec<String> = of.cutoffs.iter().map(minutes).collect();
        told.push(format!("cut-offs of {} minutes", cutoffs.join(", ")));
    }
    let catchment = of.catchment.iter();
    told.extend(catchment.map(|it| format!("a catchment of {} minutes", minutes(it))));
    if !of.extra.is_empty() {
        let words: Vec<&str> = of.extra.iter().map(|it| it.word()).collect();
        told.push(format!("also {}", words.join(", ")));
    }
    if of.extra.contains(&AccessMeasure::Raam) {
        let tau = minutes(&of.raam_tau);
        told.push(format!("{tau} minutes weigh as much as a full site (raam)"));
    }
    let lines = of.lines.iter();
    told.extend(lines.map(|(it, line)| format!("poverty line {line} ({})", it.word())));
    (!told.is_empty()).then(|| ("Access".to_owned(), told.join("; ")))
}

fn of_ways(ways: &Ways) -> Vec<(String, String)> {
    let profile = &ways.profile;
    let mut settings = vec![("Speeds".to_owned(), speeds(profile))];
    settings.push((
        "Legs".to_owned(),
        format!(
            "{:.1} km/h to a road within {:.0} m",
            profile.leg.get(),
            profile.snap_limit.get()
        ),
    ));
    if profile.terminal.get() > 0 {
        settings.push((
            "Terminal".to_owned(),
            format!("{:.1} minutes a journey", profile.terminal.minutes()),
        ));
    }
    let counts = ways.network.counts;
    settings.push((
        "Network".to_owned(),
        format!("{} nodes, {} links", counts.kept_nodes, counts.kept_links),
    ));
    settings
}

fn speeds(profile: &Profile) -> String {
    let usual = match profile.mode {
        RoadMode::Car => Profile::car(profile.setting),
        RoadMode::Walk => Profile::walk(profile.setting),
    };
    let by_class = |it: &Profile| (it.factors.clone(), it.untagged.clone());
    let changed = if by_class(profile) == by_class(&usual) {
        ""
    } else {
        "; speeds by class changed by the study"
    };
    let traffic = format!(
        "; {:.2} times the moving time for traffic{changed}",
        profile.traffic
    );
    let delays = format!(
        "{} s at a give-way, {} s at a crossing of equals, {} s at a signal",
        profile.give_way.get(),
        profile.junction.get(),
        profile.signal.get()
    );
    let setting = match (profile.mode, profile.setting) {
        (RoadMode::Walk, _) => format!(
            "{:.1} km/h, steps at {:.1} of it",
            profile.walking.get(),
            profile.steps
        ),
        (_, Setting::FreeFlow) => "free flow: achieved share of the limit by class".to_owned(),
        (_, Setting::Peak) => "peak: achieved share of the limit by class".to_owned(),
        (_, Setting::Plain) => "plain: the limit as tagged, or a speed by class".to_owned(),
    };
    format!("{setting}; {delays}{traffic}")
}
