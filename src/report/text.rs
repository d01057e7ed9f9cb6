//! The printed page: sentences first, then tables, then how the figures were made.

use std::fmt::Write as _;

use super::hours::hours_by_decile;
use super::inequality::inequality;
use super::lines::{table, wrapped};
use super::lists::{AreaRow, areas_furthest, areas_worst_affected};
use super::models::delivery_models;
use super::money::money;
use super::numbers::{self, NONE, count, percent, points};
use super::reach::reach;
use super::sentences::{absence, reason, sentences};
use super::{Comparison, Heading, JudgedPhase, value};
use crate::access::{Nearest, Unserved};
use crate::ids::ServiceId;
use crate::model::Decile;
use crate::score::{Effect, Figure, Scope, Scorecard, measure};
use crate::units::Seconds;

/// The page of a study's scorecard: every service, then settings, notices and whom the data are owed to.
#[must_use]
pub fn page(heading: &Heading, comparison: &Comparison) -> String {
    page_of_phases(heading, comparison, &[])
}

/// The same of a plan that comes in phases, which are told after the services. Of several services the sentences of all
/// come first, then the tables of each. Delivery models are told side by side in
/// one table.
#[must_use]
pub fn page_of_phases(
    heading: &Heading,
    comparison: &Comparison,
    phases: &[JudgedPhase],
) -> String {
    let services = comparison.case.services.enumerate();
    let blocks: Vec<Block> = services
        .filter(|(_, it)| !it.is_model())
        .map(|(service, _)| Block {
            it: *comparison,
            service,
        })
        .collect();
    let mut page = title(heading);
    for block in &blocks {
        page += &block.headline();
        if blocks.len() == 1 {
            page += &block.tables();
        }
    }
    // Of several services the sentences of all come first: between tables nobody finds them.
    for block in blocks.iter().filter(|_| blocks.len() > 1) {
        let _ = write!(page, "\nTables of {}\n", block.subject());
        page += &block.tables();
    }
    page += &delivery_models(comparison);
    page += &super::phases::phases(phases);
    page += &money(comparison);
    page + &footer(heading)
}

pub(super) fn title(heading: &Heading) -> String {
    let mut text = heading.study.clone();
    if let Some(plan) = &heading.plan {
        let _ = write!(text, ": {plan}, against today");
    }
    text.push('\n');
    // Whose journeys all figures below are, where it is not today's people.
    for (_, people) in heading.settings.iter().filter(|it| it.0 == "People") {
        text += &wrapped("", &format!("People: {people}."));
    }
    if !heading.question.is_empty() {
        text += &wrapped("", &heading.question);
    }
    if !heading.illustrative.is_empty() {
        let what = heading.illustrative.join(", ");
        text += &wrapped(
            "",
            &format!("Illustrative, made up for this study: {what}."),
        );
    }
    for line in &heading.placed {
        text += &wrapped("", line);
    }
    text
}

pub(super) fn footer(heading: &Heading) -> String {
    let mut text = String::new();
    if !heading.settings.is_empty() {
        text += "\nSettings\n";
        let rows = heading
            .settings
            .iter()
            .map(|(key, value)| vec![key.clone(), value.clone()]);
        let widest = heading
            .settings
            .iter()
            .map(|it| it.0.chars().count())
            .max()
            .unwrap_or(0);
        for row in rows {
            text += &wrapped(&format!("  {:widest$}  ", row[0]), &row[1]);
        }
    }
    if !heading.notices.is_empty() {
        text += "\nNotices\n";
        for notice in &heading.notices {
            text += &wrapped("  ", &notice.to_string());
        }
    }
    text.push('\n');
    for line in &heading.attribution {
        text += &wrapped("", line);
    }
    let _ = writeln!(text, "Fairreach {}", env!("CARGO_PKG_VERSION"));
    text
}

/// What stands instead of the tables of a service that a plan does not touch.
const UNCHANGED: &str = "No figure of this service changes; its tables stand on the page of today.";

/// The part of the page about one service.
pub(super) struct Block<'a> {
    pub(super) it: Comparison<'a>,
    pub(super) service: ServiceId,
}

impl<'a> Block<'a> {
    fn headline(&self) -> String {
        let mut text = format!("\n{}\n\n", self.subject());
        for sentence in sentences(&self.it, self.service) {
            text += &wrapped(&format!("{:<10}", sentence.label), &sentence.text);
        }
        text
    }

    fn tables(&self) -> String {
        if self.unchanged() {
            return wrapped("\n", UNCHANGED);
        }
        let mut text = String::new();
        let deciles: Vec<Scope> = Decile::all().map(Scope::Decile).collect();
        let districts: Vec<Scope> = self
            .it
            .case
            .areas
            .districts
            .ids()
            .map(Scope::District)
            .collect();
        text += &self.level_table(
            "By deprivation decile (1 is the most deprived tenth)",
            &deciles,
        );
        if self.it.plan.is_some() {
            text += &wrapped("  ", "Changes are worked out before rounding.");
        }
        text += &self.level_table("By district", &districts);
        text += &self.groupings();
        text += &self.other_people();
        if self.it.plan.is_some() {
            text += &self.who();
            text += &self.who_by("decile and district", &[deciles, districts].concat());
        }
        text += &self.area_table();
        text += &reach(&self.it, self.service);
        text += &hours_by_decile(&self.it, self.service);
        text += &self.gradients();
        text + &inequality(&self.it, self.service)
    }

    /// Whether a plan leaves every figure of the service as it is today.
    fn unchanged(&self) -> bool {
        let of = |card: &'a Scorecard| {
            let figures = card.figures.iter();
            figures.filter(|it| it.service == Some(self.service))
        };
        let today = of(self.it.today);
        self.it.plan.is_some_and(|(plan, _)| today.eq(of(plan)))
    }

    fn subject(&self) -> String {
        let service = &self.it.case.services[self.service];
        let mode = &self.it.today.mode;
        let standard = match service.standard.get(mode) {
            Some(it) => format!("standard {} min", numbers::minutes_as_set(*it)),
            None => "no standard".to_owned(),
        };
        let people = self.it.people(self.service);
        let uptake = service.uptake.word();
        format!(
            "{}: {people}, {}, {standard}, {uptake}",
            service.name,
            mode.phrase()
        )
    }

    fn standard(&self) -> Option<f64> {
        let reach = &self.it.today.reaches[self.service];
        reach.standard.map(Seconds::minutes)
    }

    pub(super) fn today(&self, name: &str, scope: Scope) -> Option<&'a Figure> {
        self.it.today(name, Some(self.service), scope)
    }

    pub(super) fn then(&self, name: &str, scope: Scope) -> Option<&'a Figure> {
        self.it.then(name, Some(self.service), scope)
    }

    pub(super) fn minutes(&self, figure: Option<&Figure>) -> String {
        value(figure).map_or_else(
            || NONE.into(),
            |it| numbers::minutes_in_table(it, self.standard()),
        )
    }

    pub(super) fn level_table(&self, title: &str, scopes: &[Scope]) -> String {
        let head: &[&str] = if self.it.plan.is_some() {
            &[
                "",
                "people",
                "mean min today",
                "then",
                "within today",
                "then",
                "change",
            ]
        } else {
            &[
                "", "people", "mean min", "median", "90th", "within", "within %",
            ]
        };
        let mut absent = Vec::new();
        let mut rows = Vec::new();
        for scope in scopes {
            match value(self.today("children", *scope)).filter(|it| *it > 0.0) {
                Some(children) => rows.push(self.level_row(*scope, children)),
                None => absent.push((
                    scope.phrase(self.it.case),
                    reason(self.today("mean_minutes", *scope)),
                )),
            }
        }
        let mut text = table(title, head, &rows);
        for line in together(&absent) {
            text += &wrapped("  ", &line);
        }
        text
    }

    fn level_row(&self, scope: Scope, children: f64) -> Vec<String> {
        let share = |it: Option<&Figure>| value(it).map_or_else(|| NONE.to_owned(), percent);
        let mut row = vec![self.label(scope), count(children)];
        let today = |name: &str| self.today(name, scope);
        if self.it.plan.is_some() {
            let then = |name: &str| self.then(name, scope);
            let (before, after) = (today("share_within"), then("share_within"));
            let change = value(before).zip(value(after)).map(|(a, b)| points(b - a));
            row.extend([
                self.minutes(today("mean_minutes")),
                self.minutes(then("mean_minutes")),
                share(before),
                share(after),
                change.unwrap_or_else(|| NONE.to_owned()),
            ]);
        } else {
            let within = value(today("children_within"));
            row.extend(
                ["mean_minutes", "median_minutes", "p90_minutes"].map(|it| self.minutes(today(it))),
            );
            row.push(within.map_or_else(|| NONE.to_owned(), count));
            row.push(share(today("share_within")));
        }
        row
    }

    pub(super) fn label(&self, scope: Scope) -> String {
        let phrase = scope.phrase(self.it.case);
        match scope {
            Scope::All => "all".to_owned(),
            _ => phrase,
        }
    }

    fn area_table(&self) -> String {
        let planned = self.it.plan.is_some();
        let (title, areas) = if planned {
            (
                "The worst affected areas",
                areas_worst_affected(&self.it, self.service, 10),
            )
        } else {
            (
                "The furthest areas",
                areas_furthest(&self.it, self.service, 10),
            )
        };
        if areas.is_empty() {
            return String::new();
        }
        let head: &[&str] = if planned {
            &[
                "",
                "district",
                "decile",
                "people",
                "min today",
                "then",
                "change",
                "nearest then",
            ]
        } else {
            &["", "district", "decile", "people", "min", "nearest"]
        };
        let rows: Vec<Vec<String>> = areas.iter().map(|it| self.area_row(it, planned)).collect();
        table(title, head, &rows)
    }

    fn area_row(&self, row: &AreaRow, planned: bool) -> Vec<String> {
        let case = self.it.case;
        let decile = case.decile(row.area);
        let decile = decile.map_or_else(|| NONE.to_owned(), |it| it.get().to_string());
        let minutes = |access: &Result<Nearest, Unserved>| match access {
            Ok(it) => numbers::minutes_in_table(it.time.minutes(), self.standard()),
            Err(reason) => reason.word().to_owned(),
        };
        let nearest = row
            .then
            .map_or_else(|_| NONE.to_owned(), |it| case.sites[it.site].name.clone());
        let area = &case.areas.list[row.area];
        let mut cells = vec![
            area.name.clone(),
            case.areas.districts[area.district].name.clone(),
            decile,
            count(row.children),
        ];
        if planned {
            cells.push(minutes(&row.today));
        }
        cells.push(minutes(&row.then));
        if planned {
            cells.push(match row.effect() {
                Effect::Change(seconds) => numbers::change(seconds as f64 / 60.0),
                Effect::LostAccess => "lost".to_owned(),
                Effect::GainedAccess => "gained".to_owned(),
                Effect::Unserved => NONE.to_owned(),
            });
        }
        cells.push(nearest);
        cells
    }

    /// The slopes, each with its meaning; the level, the worst and the harm stand above them on the page.
    fn gradients(&self) -> String {
        let mut text = "\nGradient (slope index of inequality)\n".to_owned();
        for (name, label) in [
            ("sii_minutes", "by area"),
            ("sii_minutes_by_decile", "by decile"),
        ] {
            let meaning = measure(name).map_or("", |it| it.meaning);
            let say = |figure: Option<&Figure>| match value(figure) {
                Some(it) => format!("{} minutes", numbers::change(it)),
                None => format!("none: {}", absence(figure)),
            };
            let mut line = say(self.it.judged(name, Some(self.service), Scope::All));
            if self.it.plan.is_some() {
                let _ = write!(line, "; today {}", say(self.today(name, Scope::All)));
            }
            text += &wrapped(&format!("  {label:<11}"), &format!("{line} ({meaning})."));
        }
        text
    }
}

/// Reasons that differ only in the place they name, each told once for all its places: "No area of the study is
/// in decile 1 or decile 2."
fn together(absent: &[(String, String)]) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<&str>)> = Vec::new();
    for (place, reason) in absent {
        let kind = reason.replace(place, "{}");
        match kinds.iter_mut().find(|it| it.0 == kind) {
            Some((_, places)) => places.push(place),
            None => kinds.push((kind, vec![place])),
        }
    }
    let told = |(kind, places): (String, Vec<&str>)| {
        let places = match places.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            _ => places.concat(),
        };
        kind.replace("{}", &places)
    };
    kinds.into_iter().map(told).collect()
}
