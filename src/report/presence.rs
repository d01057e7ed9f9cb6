//! Sentences about services that come to families or are there by sessions.

use super::numbers::{count, percent};
use super::policy::hours;
use super::sentences::Teller;
use super::value;
use crate::score::Scope;

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

    /// Who is in reach of home visits, and what of the hours goes on the way. Nothing where nobody is.
    pub(super) fn visited(&self) -> Option<String> {
        let (now, today) = self.pair("children_in_visiting_reach");
        let now = now?;
        if now <= 0.0 && today.unwrap_or_default() <= 0.0 {
            return None;
        }
        let verb = if self.planned() { "would be" } else { "are" };
        let share = value(self.judged("share_in_visiting_reach", Scope::All));
        let share = share.map_or_else(String::new, |it| format!(" ({})", percent(it)));
        let today = today.map_or_else(String::new, |it| format!("; today {}", count(it)));
        let of_hours = |name| value(self.judged(name, Scope::All));
        let lost = of_hours("visiting_hours").zip(of_hours("visiting_hours_lost"));
        let lost = lost.filter(|it| it.0 > 0.0).map(|(all, lost)| {
            let share = percent(lost / all);
            let (all, lost) = (hours(all), hours(lost));
            format!(" Of {all} staffed hours a week {lost} ({share}) go on the way.")
        });
        Some(format!(
            "{} {}{share} {verb} in reach of visits at home, which count as no place{today}.{}",
            count(now),
            self.people(),
            lost.unwrap_or_default()
        ))
    }

    /// "; of all under-fives 120 would still be in reach of visits at home", where some are.
    pub(super) fn though_visited(&self) -> String {
        let visited = value(self.judged("children_in_visiting_reach", Scope::All));
        match visited.filter(|it| *it > 0.0) {
            Some(visited) => format!(
                " That is of places alone: {} {} would be in reach of visits at home.",
                count(visited),
                self.people()
            ),
            None => String::new(),
        }
    }
}
