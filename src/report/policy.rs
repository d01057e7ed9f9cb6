//! The sentences that stand beside the members' choices: Floor and Intensity.

use super::numbers::{count, percent, percent_as_set, percent_beside};
use super::sentences::{Teller, reason};
use super::value;
use crate::score::{Figure, Scope};

impl Teller<'_> {
    /// Whether the floor is met, and who is served worst.
    pub(super) fn floor(&self) -> Option<String> {
        self.standard()?;
        let now = self.worst_of(|it| self.judged("share_within", it));
        if now.is_empty() {
            return None;
        }
        let (met, today_met) = (self.met(), self.today_met());
        let before = |it| self.it.today("share_within", Some(self.service), it);
        // Where nobody is beyond the standard, nobody is served worst.
        let all = met.is_none() && self.all_within(|it| self.judged("share_within", it));
        let all_today = met.is_none() && self.all_within(before);
        let today = match (self.planned(), all, all_today) {
            (false, ..) => String::new(),
            (true, true, true) => ", as today".to_owned(),
            (true, false, true) => "; today everyone is within the standard".to_owned(),
            _ => {
                let today = self.worst_of(before);
                format!("; today {}{today}", today_met.unwrap_or_default())
            }
        };
        Some(match met {
            Some(met) => format!("{met} Worst: {now}{today}."),
            None if all => {
                format!("Everyone is within the standard in every decile and district{today}.")
            }
            None => format!("Worst served: {now}{today}."),
        })
    }

    /// Whether everyone is within the standard, in the worst decile and district too.
    fn all_within<'f>(&self, figure: impl Fn(Scope) -> Option<&'f Figure>) -> bool {
        let own = self.it.case.areas.groupings.ids().map(Scope::WorstGroup);
        let mut scopes = [Scope::All, Scope::WorstDecile, Scope::WorstDistrict]
            .into_iter()
            .chain(own);
        scopes.all(|it| {
            let share = figure(it).and_then(|it| it.value.as_ref().ok());
            share.is_none_or(|it| *it >= 1.0)
        })
    }

    /// "Not met: the floor is 90 % in every decile and district."
    fn met(&self) -> Option<String> {
        let below = value(self.judged("groups_below_floor", Scope::All))?;
        let floor = percent_as_set(self.it.case.policy.floor?);
        let verdict = if below > 0.0 { "Not met" } else { "Met" };
        Some(format!(
            "{verdict}: the floor is {floor} in every decile and district."
        ))
    }

    /// "not met, worst " of today.
    fn today_met(&self) -> Option<String> {
        let today = self
            .it
            .today("groups_below_floor", Some(self.service), Scope::All);
        let verb = if value(today)? > 0.0 {
            "not met"
        } else {
            "met"
        };
        Some(format!("{verb}, worst "))
    }

    /// The worst decile, the worst district and the worst group of each grouping of the study's own.
    fn worst_of<'f>(&self, figure: impl Fn(Scope) -> Option<&'f Figure>) -> String {
        let own = self.it.case.areas.groupings.ids().map(Scope::WorstGroup);
        let scopes = [Scope::WorstDecile, Scope::WorstDistrict]
            .into_iter()
            .chain(own);
        let parts = scopes.filter_map(|it| self.worst(figure(it)?));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// "decile 4 (71.2 %)"
    fn worst(&self, figure: &Figure) -> Option<String> {
        let share = figure.value.clone().ok()?;
        let (kind, code) = figure.which.as_deref()?.split_once(':')?;
        let districts = &self.it.case.areas.districts;
        let name = match districts.find(|it| kind == "district" && it.code == code) {
            Some(district) => districts[district].name.clone(),
            // Of "group:ward:Abbey" the grouping tells what it is, as "decile" does.
            None if kind == "group" => code.replacen(':', " ", 1),
            None => format!("{kind} {code}"),
        };
        let floor = self.it.case.policy.floor;
        let share = floor.map_or_else(|| percent(share), |it| percent_beside(share, it));
        Some(format!("{name} ({share})"))
    }

    /// "25.4 of 204 staffed hours a week would have to move to match need at steepness 0.5."
    pub(super) fn intensity(&self) -> Option<String> {
        let steepness = self.it.case.policy.steepness?;
        let aim = if steepness > 0.0 {
            format!("to match need at steepness {steepness}")
        } else {
            "to be the same for every child (steepness 0)".to_owned()
        };
        let (now, today) = self.pair("hours_to_move");
        let (all, today_all) = self.pair("total_hours");
        let (Some(now), Some(all)) = (now, all) else {
            return Some(reason(self.judged("hours_to_move", Scope::All)));
        };
        let today = match (today, today_all) {
            (Some(today), Some(all)) => format!("; today {} of {}", hours(today), hours(all)),
            _ => String::new(),
        };
        let (now, all) = (hours(now), hours(all));
        Some(format!(
            "{now} of {all} staffed hours a week would have to move {aim}{today}."
        ))
    }
}

/// Hours, none where they round to none.
pub(super) fn hours(hours: f64) -> String {
    // Below a rounding error there is nothing to move.
    if hours > 1e-9 && hours < 0.05 {
        "under 0.1".to_owned()
    } else {
        count(hours)
    }
}
