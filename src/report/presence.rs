//! Sentences about services that come to families or are there by sessions.

use super::numbers::{count, percent};
use super::policy::hours;
use super::sentences::{Teller, reason};
use super::value;
use crate::ids::AreaId;
use crate::score::{Effect, Scope, in_visiting_reach};
use crate::units::People;

impl Teller<'_> {
    /// "1,306 under-fives (2.6 %) are within it only of places that open by sessions." Nothing where nobody is.
    pub(super) fn by_sessions(&self) -> Option<String> {
        let (now, today) = self.pair("children_within_by_sessions_only");
        let now = now?;
        if now <= 0.0 && today.unwrap_or_default() <= 0.0 {
            return None;
        }
        let verb = if self.planned() { "would be" } else { "are" };
        let all = value(self.judged("children", Scope::All)).filter(|it| *it > 0.0);
        let share = all.map_or_else(String::new, |all| format!(" ({})", percent(now / all)));
        let today = today.map_or_else(String::new, |it| format!("; today {}", count(it)));
        Some(format!(
            "{} {}{share} {verb} within the standard only of places that open by sessions{today}.",
            count(now),
            self.people()
        ))
    }

    /// Who is in reach of home visits, and what of the hours goes on the way; or why that is not known. Nothing where
    /// nobody is.
    pub(super) fn visited(&self) -> Option<String> {
        let figure = self.judged("children_in_visiting_reach", Scope::All)?;
        let (now, today) = self.pair("children_in_visiting_reach");
        let Some(now) = now else {
            return Some(reason(Some(figure)));
        };
        if now <= 0.0 && today.unwrap_or_default() <= 0.0 {
            return None;
        }
        let verb = if self.planned() { "would be" } else { "are" };
        let share = value(self.judged("share_in_visiting_reach", Scope::All));
        let share = share.map_or_else(String::new, |it| format!(" ({})", percent(it)));
        let today = today.map_or_else(String::new, |it| format!("; today {}", count(it)));
        Some(format!(
            "{} {}{share} {verb} in reach of visits at home, which count as no place{today}.{}",
            count(now),
            self.people(),
            self.way()
        ))
    }

    /// " Of 30 staffed hours a week 8.9 (29.7 %) go on the way.", or why nobody knows.
    fn way(&self) -> String {
        let all = self.judged("visiting_hours", Scope::All);
        let lost = value(self.judged("visiting_hours_lost_to_travel", Scope::All));
        match value(all).zip(lost) {
            Some((all, lost)) if all > 0.0 => {
                let share = percent(lost / all);
                let (all, lost) = (hours(all), hours(lost));
                format!(" Of {all} staffed hours a week {lost} ({share}) go on the way.")
            }
            Some(_) => String::new(),
            None => format!(" {}", reason(all)),
        }
    }

    /// " That is of places alone: 170 of those who lose it would be in reach of visits at home.", where some are.
    pub(super) fn lost_but_visited(&self) -> String {
        let (today, then) = (&self.it.today.reaches[self.service], self.reach_of());
        let loses =
            |area| Effect::between(&today.nearest[area], &then.nearest[area]) == Effect::LostAccess;
        let verb = "of those who lose it would be";
        self.of_places_alone(verb, self.visited_of(loses))
    }

    /// " That is of places alone: 170 of them are in reach of visits at home.", where some are.
    pub(super) fn unserved_but_visited(&self) -> String {
        let reach = self.reach_of();
        let verb = if self.planned() { "would be" } else { "are" };
        let unserved = self.visited_of(|area| reach.nearest[area].is_err());
        self.of_places_alone(&format!("of them {verb}"), unserved)
    }

    fn of_places_alone(&self, whose: &str, visited: f64) -> String {
        // Who is visited is told where the hours of all bases are, as in the sentence about visits.
        let told = value(self.judged("share_in_visiting_reach", Scope::All)).is_some();
        if !told || visited <= 0.0 {
            return String::new();
        }
        let visited = count(visited);
        format!(" That is of places alone: {visited} {whose} in reach of visits at home.")
    }

    /// The people of those areas in reach of home visits that meet a condition.
    fn visited_of(&self, condition: impl Fn(AreaId) -> bool) -> f64 {
        let case = self.it.case;
        let judged = self.it.plan.map_or(self.it.today, |it| it.0);
        let visited = in_visiting_reach(case, &judged.mode, &judged.configuration, self.service);
        let meant = visited.into_iter().filter(|it| condition(*it));
        let band = self.reach_of().band;
        let people = meant.filter_map(|it| case.people(band, it));
        people.map(People::get).sum()
    }
}
