//! Who gains and who loses, and how groups of the study's own and other people fare: the tables of the page.

use std::collections::BTreeSet;

use super::lines::{table, wrapped};
use super::numbers::{self, NONE, count, percent};
use super::text::Block;
use super::value;
use crate::ids::GroupingId;
use crate::score::{DeprivationBand, Figure, Scope};

/// A grouping of as many groups as this stands beside the deprivation bands; of a larger one the page shows the worst.
const FEW: usize = 6;

/// How many groups of a grouping the page shows; all of them are in the data.
const MOST: usize = 10;

impl Block<'_> {
    /// A table of each grouping: all of its groups, or the ten worst served.
    pub(super) fn groupings(&self) -> String {
        let tables = self.it.case.areas.groupings.ids().map(|id| {
            // The lowest share first; without a standard, the longest mean.
            let mut served = self.told_of(id, "share_within");
            if served.is_empty() {
                let means = self.told_of(id, "mean_minutes").into_iter();
                served = means.map(|(scope, it)| (scope, -it)).collect();
            }
            let (scopes, n) = self.worst_of(id, served);
            let title = self.title("By", id, scopes.len(), n, "served worst");
            self.level_table(&title, &scopes)
        });
        tables.collect()
    }

    /// How far everybody of another band is from the service's nearest site.
    pub(super) fn other_people(&self) -> String {
        let scopes = self.others();
        if scopes.is_empty() {
            return String::new();
        }
        self.level_table(
            "Other people, by the nearest site of the same service",
            &scopes,
        )
    }

    /// Who gains and who loses: everyone, the deprivation bands, small groupings, other people; then the worst hit of
    /// large groupings.
    pub(super) fn who(&self) -> String {
        let areas = &self.it.case.areas;
        let few = areas.groupings.enumerate();
        let few = few.filter(|(_, it)| it.groups.len() <= FEW);
        let few = few.flat_map(|(id, it)| it.groups.ids().map(move |it| Scope::Group(id, it)));
        let scopes: Vec<Scope> = std::iter::once(Scope::All)
            .chain(DeprivationBand::ALL.map(Scope::DeprivationBand))
            .chain(few)
            .chain(self.others())
            .collect();
        let mut text = self.who_table("Who gains and who loses (people; minutes)", &scopes, true);
        for (id, it) in areas.groupings.enumerate() {
            if it.groups.len() > FEW {
                let losing = self.told_of(id, "children_losing").into_iter();
                let losing = losing.filter(|it| it.1 > 0.0);
                let losing = losing.map(|(scope, it)| (scope, -it)).collect();
                let (scopes, n) = self.worst_of(id, losing);
                if scopes.is_empty() {
                    let none = format!("No {} has anybody worse off.", it.name);
                    text += &wrapped("  ", &none);
                } else {
                    let title = self.title(
                        "Who gains and who loses by",
                        id,
                        scopes.len(),
                        n,
                        "hit worst",
                    );
                    text += &self.who_table(&title, &scopes, true);
                }
            }
        }
        text
    }

    /// The same by groups that the page shows whole.
    pub(super) fn who_by(&self, of: &str, scopes: &[Scope]) -> String {
        self.who_table(
            &format!("Who gains and who loses by {of} (people; minutes)"),
            scopes,
            false,
        )
    }

    /// With `reach` who is within the standard stands beside; where another table tells that, the largest increase does.
    fn who_table(&self, title: &str, scopes: &[Scope], reach: bool) -> String {
        let mut head = vec!["", "people"];
        if reach {
            head.extend(["within today", "then"]);
        }
        head.extend([
            "better off",
            "worse off",
            "by over 5 min",
            "lost access",
            "mean change",
        ]);
        if !reach {
            head.push("largest");
        }
        let there = |it: &&Scope| value(self.then("children", **it)).is_some_and(|it| it > 0.0);
        let rows: Vec<Vec<String>> = scopes
            .iter()
            .filter(there)
            .map(|scope| self.who_row(*scope, reach))
            .collect();
        table(title, &head, &rows)
    }

    fn who_row(&self, scope: Scope, reach: bool) -> Vec<String> {
        let told = |figure: Option<&Figure>, say: fn(f64) -> String| {
            value(figure).map_or_else(|| NONE.to_owned(), say)
        };
        let then = |name: &str, say| told(self.then(name, scope), say);
        let mut row = vec![self.label(scope), then("children", count)];
        if reach {
            row.push(told(self.today("share_within", scope), percent));
            row.push(then("share_within", percent));
        }
        row.extend([
            then("children_gaining", count),
            then("children_losing", count),
            then("children_losing_over_5", count),
            then("children_lost_access", count),
            then("mean_change_minutes", numbers::change),
        ]);
        if !reach {
            row.push(then("max_increase_minutes", numbers::change));
        }
        row
    }

    /// A figure of each group of a grouping that has a value: one way through the figures, however many groups there are.
    fn told_of(&self, id: GroupingId, name: &str) -> Vec<(Scope, f64)> {
        let (own, changes) = match self.it.plan {
            Some((scorecard, changes)) => (&scorecard.figures, changes),
            None => (&self.it.today.figures, [].as_slice()),
        };
        let of_group = |it: &&Figure| {
            let of = matches!(it.scope, Scope::Group(grouping, _) if grouping == id);
            of && it.name == name && it.service == Some(self.service)
        };
        let figures = own.iter().chain(changes).filter(of_group);
        let told = |it: &Figure| Some((it.scope, it.value.clone().ok()?));
        figures.filter_map(told).collect()
    }

    /// The groups with the lowest keys, the first of equals, at most ten of those with people; and how many those are.
    fn worst_of(&self, id: GroupingId, mut keys: Vec<(Scope, f64)>) -> (Vec<Scope>, usize) {
        let people = self.told_of(id, "children").into_iter();
        let peopled: BTreeSet<Scope> = people.filter(|it| it.1 > 0.0).map(|it| it.0).collect();
        keys.retain(|it| peopled.contains(&it.0));
        keys.sort_by(|a, b| a.1.total_cmp(&b.1));
        keys.truncate(MOST);
        (keys.into_iter().map(|it| it.0).collect(), peopled.len())
    }

    fn title(&self, before: &str, id: GroupingId, shown: usize, n: usize, how: &str) -> String {
        let name = &self.it.case.areas.groupings[id].name;
        if shown < n {
            format!("{before} {name} (the {shown} {how} of {n}; --json has all)")
        } else {
            format!("{before} {name}")
        }
    }

    fn others(&self) -> Vec<Scope> {
        let case = self.it.case;
        let own = case.services[self.service].band;
        let others = case.population.bands.ids().filter(|it| *it != own);
        others.map(Scope::People).collect()
    }
}
