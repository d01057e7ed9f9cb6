//! The section of the page about reach and supply: choice, places, and what the closing of one site would cost.

use super::inequality::{absences, by_reason};
use super::lines::{table, wrapped};
use super::numbers::{self, NONE, count};
use super::{Comparison, value};
use crate::ids::ServiceId;
use crate::model::Decile;
use crate::score::{Figure, MeasureInfo, Scope, Scorecard, SiteReach, Unit, measure};
use crate::units::Seconds;

/// How many sites the second table lists.
const LISTED: usize = 10;

/// The figures of the page in their order, with their words, where they have no cut-off. Of the measures that share every
/// place among all children, whose means are the same, one stands here, and below it who has least of it.
const ROWS: [(&str, &str); 13] = [
    ("minutes_to_second_nearest", "second nearest site, mean min"),
    ("minutes_to_3_nearest", "three nearest sites, mean min"),
    (
        "share_within_two",
        "within the standard of two sites or more",
    ),
    ("capacity_open", "places at open sites"),
    ("gravity_sites", "sites in reach, far ones less"),
    ("gravity_capacity", "places in reach, far ones less"),
    (
        "places_per_child_m2sfca",
        "places a child, some lost on the way",
    ),
    (
        "places_per_child_balanced",
        "places a child, balanced catchments",
    ),
    ("raam_cost", "journey and crowd (1 is a full site)"),
    ("log_sum_minutes", "worth of the choice, min"),
    ("children_placed", "with a place, if places are limited"),
    ("children_unmet", "without a place then"),
    ("mean_minutes_placed", "to that place, mean min"),
];

/// The measure whose places a child stand on the page.
const SHARED: &str = "places_per_child_e2sfca";

/// The figures with a cut-off, and what stands before and after its minutes.
const CUTOFF_ROWS: [(&str, &str, &str); 3] = [
    ("share_within_cutoff", "a site within", "min"),
    ("sites_within_cutoff", "sites within", "min, mean"),
    ("capacity_within_cutoff", "places within", "min, mean"),
];

/// The section of one service; empty where a scorecard holds the headline alone.
pub(super) fn reach(comparison: &Comparison, service: ServiceId) -> String {
    let judged = comparison.plan.map_or(comparison.today, |it| it.0);
    if judged.access.as_slice().is_empty() {
        return String::new();
    }
    let page = Page {
        it: *comparison,
        service,
        judged,
    };
    page.figures() + &page.closures()
}

struct Page<'a> {
    it: Comparison<'a>,
    service: ServiceId,
    judged: &'a Scorecard,
}

impl Page<'_> {
    /// The figures of everyone, today and then.
    fn figures(&self) -> String {
        let (mut rows, mut absent) = (Vec::new(), Vec::new());
        for (name, cutoff, label) in self.listed() {
            let today = self.find(self.it.today, name, cutoff);
            let then = self.it.plan.and_then(|it| self.find(it.0, name, cutoff));
            let mut row = vec![label.clone(), self.cell(name, today)];
            if self.it.plan.is_some() {
                row.push(self.cell(name, then));
            }
            rows.push(row);
            let judged = if self.it.plan.is_some() { then } else { today };
            absent.extend(absences(&label, today, judged));
        }
        for (label, scopes) in self.shares() {
            let cell = |it| self.least(it, &scopes);
            let mut row = vec![label, cell(self.it.today)];
            row.extend(self.it.plan.map(|it| cell(it.0)));
            rows.push(row);
        }
        absent.extend(absences(
            "places a child",
            self.find(self.it.today, SHARED, None),
            self.find(self.judged, SHARED, None),
        ));
        let head = ["", "today", "then"];
        let columns = if self.it.plan.is_some() { 3 } else { 2 };
        let title = "Reach and supply (how much choice families have, and how many places there are for each child)";
        let mut text = table(title, &head[..columns], &rows);
        for line in by_reason(absent) {
            text += &wrapped("  ", &line);
        }
        text
    }

    /// Which figures there are: each by its name, its cut-off and its words.
    fn listed(&self) -> Vec<(&'static str, Option<Seconds>, String)> {
        let mut listed = Vec::new();
        for it in self.of_service() {
            for (name, before, after) in CUTOFF_ROWS {
                if let (true, Some(cutoff)) = (it.name == name, it.cutoff) {
                    let minutes = numbers::minutes_as_set(cutoff);
                    listed.push((name, Some(cutoff), format!("{before} {minutes} {after}")));
                }
            }
        }
        let known = |name: &str| self.find(self.judged, name, None).is_some();
        let plain = ROWS.iter().filter(|(name, _)| known(name));
        let plain = plain.map(|(name, label)| (*name, None, (*label).to_owned()));
        // The cut-offs come after the two rows about the nearest sites.
        let at = 2;
        let mut rows: Vec<_> = plain.collect();
        let rest = rows.split_off(at.min(rows.len()));
        rows.into_iter().chain(listed).chain(rest).collect()
    }

    /// Places a child: of all, and of the decile and the district that have fewest.
    fn shares(&self) -> [(String, Vec<Scope>); 3] {
        let districts = self.it.case.areas.districts.ids();
        [
            ("places a child".to_owned(), vec![Scope::All]),
            (
                "places a child, fewest of a decile".to_owned(),
                Decile::all().map(Scope::Decile).collect(),
            ),
            (
                "places a child, fewest of a district".to_owned(),
                districts.map(Scope::District).collect(),
            ),
        ]
    }

    /// The least places a child of some groups, and whose it is where they are several; the first of equals.
    fn least(&self, card: &Scorecard, scopes: &[Scope]) -> String {
        let of = |scope: &Scope| {
            let figure = card.figure(SHARED, Some(self.service), *scope);
            Some((value(figure)?, *scope))
        };
        let least = scopes.iter().filter_map(of);
        match least.min_by(|a, b| a.0.total_cmp(&b.0)) {
            None => NONE.to_owned(),
            Some((it, Scope::All)) => numbers::ratio(it),
            Some((it, scope)) => {
                let whose = scope.phrase(self.it.case);
                format!("{} ({whose})", numbers::ratio(it))
            }
        }
    }

    fn of_service(&self) -> impl Iterator<Item = &Figure> {
        let all = self.judged.figures.iter();
        all.filter(|it| it.service == Some(self.service) && it.scope == Scope::All)
            .filter(|it| it.about.is_none())
    }

    fn find<'f>(
        &self,
        card: &'f Scorecard,
        name: &str,
        cutoff: Option<Seconds>,
    ) -> Option<&'f Figure> {
        card.figures.iter().find(|it| {
            (it.name, it.service, it.scope) == (name, Some(self.service), Scope::All)
                && it.cutoff == cutoff
        })
    }

    fn cell(&self, name: &str, figure: Option<&Figure>) -> String {
        let Some(it) = value(figure) else {
            return NONE.to_owned();
        };
        match measure(name).map(|it: &MeasureInfo| it.unit) {
            Some(Unit::Minutes) => numbers::minutes_in_table(it, self.standard()),
            Some(Unit::Share) => numbers::percent(it),
            Some(Unit::PlacesAChild | Unit::Cost) => numbers::ratio(it),
            _ => count(it),
        }
    }

    fn standard(&self) -> Option<f64> {
        let reach = &self.judged.reaches[self.service];
        reach.standard.map(Seconds::minutes)
    }

    /// The open sites, those first whose closing would harm the fewest.
    fn closures(&self) -> String {
        let mut sites: Vec<&SiteReach> = self.judged.access[self.service].sites.iter().collect();
        if sites.len() < 2 {
            return String::new();
        }
        // Those who lose the standard or all access; then the minutes of the others. Equals stay in order of ids.
        sites.sort_by(|a, b| {
            harm(a)
                .partial_cmp(&harm(b))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let of = sites.len();
        sites.truncate(LISTED);
        let rows: Vec<Vec<String>> = sites.iter().map(|it| self.closure(it)).collect();
        let head = [
            "",
            "beyond the standard",
            "go elsewhere",
            "min more each",
            "left without",
        ];
        let which = if of > LISTED {
            format!(" (of {of} sites the {LISTED} that would harm the fewest)")
        } else {
            String::new()
        };
        table(&format!("If one centre alone closed{which}"), &head, &rows)
    }

    fn closure(&self, it: &SiteReach) -> Vec<String> {
        let loss = it.loss;
        let none = || NONE.to_owned();
        let each = loss.added_minutes_each();
        vec![
            self.it.case.sites[it.site].name.clone(),
            loss.lose_standard.map_or_else(none, count),
            count(loss.go_elsewhere),
            each.map_or_else(none, numbers::change),
            count(loss.left_without),
        ]
    }
}

/// How much the closing of a site would harm: who loses the standard or all access, then the added minutes.
fn harm(it: &SiteReach) -> (f64, f64, f64) {
    let loss = it.loss;
    let harmed = loss.lose_standard.unwrap_or(0.0).max(loss.left_without);
    (harmed, loss.left_without, loss.added_minutes)
}
