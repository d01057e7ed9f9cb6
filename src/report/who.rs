//! Who gains and who loses, and how groups of the study's own and other people fare: the tables of the page.

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
        let served = |scope: Scope| {
            let share = value(self.it.judged("share_within", Some(self.service), scope));
            let mean = value(self.it.judged("mean_minutes", Some(self.service), scope));
            // The lowest share first; without a standard, the longest mean.
            share.or_else(|| mean.map(|it| -it))
        };
        let tables = self.it.case.areas.groupings.ids().map(|id| {
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
        let losing = |scope: Scope| {
            let losing = value(self.then("children_losing", scope))?;
            (losing > 0.0).then_some(-losing)
        };
        for (id, it) in areas.groupings.enumerate() {
            if it.groups.len() > FEW {
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

    /// The groups of a grouping with the lowest keys, the first of equals, at most ten, and how many have people.
    fn worst_of(&self, id: GroupingId, key: impl Fn(Scope) -> Option<f64>) -> (Vec<Scope>, usize) {
        let groups = self.it.case.areas.groupings[id].groups.ids();
        let scopes = groups.map(|it| Scope::Group(id, it));
        let peopled = |it: &Scope| value(self.today("children", *it)).is_some_and(|it| it > 0.0);
        let scopes: Vec<Scope> = scopes.filter(peopled).collect();
        let n = scopes.len();
        let mut keyed: Vec<(f64, Scope)> = scopes
            .into_iter()
            .filter_map(|it| Some((key(it)?, it)))
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        keyed.truncate(MOST);
        (keyed.into_iter().map(|(_, it)| it).collect(), n)
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
