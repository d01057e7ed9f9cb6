//! The headline of a scorecard in sentences, each with one number that matters.

use super::models::one_place_or_several;
use super::money::target_and_hours;
use super::numbers::{count, minutes, minutes_as_set, percent, pounds};
use super::{Comparison, areas_worst_affected, value};
use crate::ids::ServiceId;
use crate::score::{DeprivationBand, Figure, Reach, Scope, UnservedAreas};
use crate::units::Seconds;

/// One labelled sentence, or a few that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Reach, Floor, Harm, Gradient, Intensity, Together, Sessions, Visits, Money or Unserved.
    pub label: &'static str,
    /// The text, with full stops.
    pub text: String,
}

/// The sentences about one service, in their fixed order: Reach, Floor, Harm (with a plan), Gradient, Intensity (where the
/// members chose a steepness), Together (of a bundle), Sessions and Visits (where there are some), Money, Unserved.
#[must_use]
pub fn sentences(comparison: &Comparison, service: ServiceId) -> Vec<Sentence> {
    let teller = Teller {
        it: *comparison,
        service,
    };
    [
        ("Reach", Some(teller.reach())),
        ("Floor", teller.floor()),
        ("Harm", teller.harm()),
        ("Gradient", Some(teller.gradient())),
        ("Intensity", teller.intensity()),
        ("Together", one_place_or_several(comparison, service)),
        ("Sessions", teller.by_sessions()),
        ("Visits", teller.visited()),
        ("Money", Some(teller.money())),
        ("Unserved", Some(teller.unserved())),
    ]
    .into_iter()
    .filter_map(|(label, text)| Some(Sentence { label, text: text? }))
    .collect()
}

pub(super) struct Teller<'a> {
    pub(super) it: Comparison<'a>,
    pub(super) service: ServiceId,
}

impl<'a> Teller<'a> {
    pub(super) fn planned(&self) -> bool {
        self.it.plan.is_some()
    }

    pub(super) fn judged(&self, name: &str, scope: Scope) -> Option<&'a Figure> {
        self.it.judged(name, Some(self.service), scope)
    }

    /// The judged value and, with a plan, today's.
    pub(super) fn pair(&self, name: &str) -> (Option<f64>, Option<f64>) {
        let today = self.it.today(name, Some(self.service), Scope::All);
        let now = value(self.judged(name, Scope::All));
        (now, value(today).filter(|_| self.planned()))
    }

    pub(super) fn people(&self) -> &'a str {
        self.it.people(self.service)
    }

    pub(super) fn reach_of(&self) -> &'a Reach {
        self.it
            .plan
            .map_or(&self.it.today.reaches[self.service], |(plan, _)| {
                &plan.reaches[self.service]
            })
    }

    pub(super) fn standard(&self) -> Option<f64> {
        self.reach_of().standard.map(Seconds::minutes)
    }

    fn reach(&self) -> String {
        let service = inside(&self.it.case.services[self.service].name);
        let level = self.level();
        let (share, today_share) = self.pair("share_within");
        let (within, today_within) = self.pair("children_within");
        let standard = self.reach_of().standard;
        let (Some(share), Some(within), Some(standard)) = (share, within, standard) else {
            return format!(
                "{} {level}",
                reason(self.judged("share_within", Scope::All))
            );
        };
        let all = value(self.judged("children", Scope::All)).unwrap_or_default();
        let verb = if self.planned() { "would be" } else { "are" };
        let today = match (today_within, today_share) {
            (Some(within), Some(share)) => {
                format!("; today {} ({})", count(within), percent(share))
            }
            _ => String::new(),
        };
        format!(
            "{} of {} {} ({}) {verb} within {} minutes of {service} {}{today}. {level}",
            count(within),
            count(all),
            self.people(),
            percent(share),
            minutes_as_set(standard),
            self.it.today.mode.phrase(),
        )
    }

    /// How far it is: the mean and the 90th percentile, with today's beside a plan's.
    fn level(&self) -> String {
        let say = |name: &str| {
            let (now, today) = self.pair(name);
            let text = |it: f64| minutes(it, self.standard());
            Some(match today {
                Some(today) => format!("{} minutes (today {})", text(now?), text(today)),
                None => format!("{} minutes", text(now?)),
            })
        };
        match (say("mean_minutes"), say("p90_minutes")) {
            (Some(mean), Some(p90)) => {
                format!("The mean journey is {mean}; nine in ten take at most {p90}.")
            }
            _ => reason(self.judged("mean_minutes", Scope::All)),
        }
    }

    fn harm(&self) -> Option<String> {
        self.it.plan?;
        let sum = |name| value(self.judged(name, Scope::All));
        let (gaining, losing) = (sum("children_gaining")?, sum("children_losing")?);
        let people = self.people();
        if losing <= 0.0 {
            let gained = sum("children_gained_access").is_some_and(|it| it > 0.0);
            let how = if gained {
                "would have a shorter journey or gain access"
            } else {
                "would have a shorter journey"
            };
            let gain = format!("{} {people} {how}", count(gaining));
            let gain = if gaining > 0.0 {
                format!("; {gain}")
            } else {
                String::new()
            };
            return Some(format!("No {people} would have a longer journey{gain}."));
        }
        let much = sum("children_losing_over_5").unwrap_or_default();
        let lost = sum("children_lost_access").unwrap_or_default();
        let altogether = if lost > 0.0 { " or altogether" } else { "" };
        let mut parts = vec![format!(
            "{} {people} would be worse off, {} of them by more than 5 minutes{altogether}; {} would be better off.",
            count(losing),
            count(much),
            count(gaining)
        )];
        if lost > 0.0 {
            parts.push(self.lost_access(lost));
        }
        // Where all who are worse off lose all access, there are no minutes to share out.
        if lost < losing {
            parts.push(self.deprived_share());
        }
        parts.extend(self.worst_area());
        Some(parts.join(" "))
    }

    /// "200 would lose all access, 150 of them in deciles 1-3."
    fn lost_access(&self, lost: f64) -> String {
        let most = Scope::DeprivationBand(DeprivationBand::Most);
        let deprived = value(self.judged("children_lost_access", most));
        let deprived = deprived.map_or_else(String::new, |it| {
            format!(", {} of them in deciles 1-3", count(it))
        });
        let visited = self.lost_but_visited();
        format!("{} would lose all access{deprived}.{visited}", count(lost))
    }

    fn deprived_share(&self) -> String {
        let added = self.judged("added_minutes_share_deciles_1_3", Scope::All);
        let share = value(self.judged("children_share_deciles_1_3", Scope::All));
        match (value(added), share) {
            (Some(added), Some(share)) => format!(
                "{} of the added minutes fall on deciles 1-3, who are {} of the {}.",
                percent(added),
                percent(share),
                self.people()
            ),
            _ => format!("Deciles 1-3: {}", reason(added)),
        }
    }

    fn worst_area(&self) -> Option<String> {
        let row = *areas_worst_affected(&self.it, self.service, 1).first()?;
        let name = &self.it.case.areas.list[row.area].name;
        let text = |it: Seconds| minutes(it.minutes(), self.standard());
        Some(match (row.today, row.then) {
            (Ok(today), Ok(then)) => {
                let (today, then) = (text(today.time), text(then.time));
                format!("Worst area: {name}, {today} to {then} minutes.")
            }
            _ => format!("Worst area: {name}, which loses all access."),
        })
    }

    fn gradient(&self) -> String {
        let (now, today) = self.pair("sii_minutes");
        let Some(now) = now else {
            return reason(self.judged("sii_minutes", Scope::All));
        };
        let verb = if self.planned() {
            "would travel"
        } else {
            "travel"
        };
        let text = match slant(now) {
            Some((size, word)) => {
                format!("The most deprived {verb} {size} minutes {word} than the least deprived")
            }
            None => format!("The most deprived {verb} as long as the least deprived"),
        };
        let Some(today) = today else {
            return format!("{text}.");
        };
        let before = match slant(today) {
            Some((size, word)) => format!("today {size} {word}"),
            None => "today as long".to_owned(),
        };
        format!("{text} ({before}).{}", self.meanwhile(now, today))
    }

    /// A narrower gap alone may be levelling down: the level stands beside it.
    fn meanwhile(&self, now: f64, today: f64) -> String {
        let turned = slant(now).is_some() && slant(today).is_some() && now * today < 0.0;
        let gap = match (slant(now.abs() - today.abs()), now.abs() < today.abs()) {
            _ if turned => "The gap turns round",
            (None, _) => "The gap stays",
            (_, true) => "The gap narrows",
            (_, false) => "The gap widens",
        };
        let change = value(self.judged("mean_change_minutes", Scope::All));
        let others = ["children_lost_access", "children_gained_access"];
        let others = others.iter().any(|it| {
            let moved = value(self.judged(it, Scope::All));
            moved.is_some_and(|it| it > 0.0)
        });
        // The mean of Reach is over those who are served then, this one over those who are served both times.
        let whose = if others {
            "the mean journey of those served today and then"
        } else {
            "the mean journey"
        };
        let level = match change.map(|it| (it, slant(it))) {
            Some((it, Some((size, _)))) => {
                let word = if it > 0.0 { "longer" } else { "shorter" };
                format!(" while {whose} is {size} minutes {word}")
            }
            Some((_, None)) => format!(" while {whose} is as long as today"),
            None => String::new(),
        };
        format!(" {gap}{level}.")
    }

    fn money(&self) -> String {
        let cost = self.it.judged("annual_cost", None, Scope::All);
        let Some(pounds_now) = value(cost) else {
            let saving = value(self.it.then("saving", None, Scope::All));
            let against = saving.map(|it| format!(" It is {}.", self.against(it)));
            return format!("{}{}", reason(cost), against.unwrap_or_default());
        };
        let text = format!("{} a year", pounds(pounds_now));
        let text = match value(self.it.then("saving", None, Scope::All)) {
            Some(saving) => format!("{text}: {}.", self.against(saving)),
            None => format!("{text}."),
        };
        text + &target_and_hours(&self.it)
    }

    /// "£906,159 (17.2 %) less than today"
    fn against(&self, saving: f64) -> String {
        if saving == 0.0 {
            return "as much as today".to_owned();
        }
        let share = value(self.it.then("saving_share", None, Scope::All));
        let share = share.map_or_else(String::new, |it| format!(" ({})", percent(it.abs())));
        let word = if saving > 0.0 { "less" } else { "more" };
        format!("{}{share} {word} than today", pounds(saving.abs()))
    }

    fn unserved(&self) -> String {
        let (lists, people) = (self.reach_of().unserved(self.it.case), self.people());
        let mut parts = vec![if lists.is_empty() {
            "Every area can be served.".to_owned()
        } else {
            let say = |it: &UnservedAreas| {
                let (areas, children) = (areas(it.areas.len() as f64), count(it.children));
                let verb = if it.areas.len() == 1 { "is" } else { "are" };
                format!(
                    "{areas} ({children} {people}) {verb} {}",
                    it.reason.phrase()
                )
            };
            let lists: Vec<String> = lists.iter().map(say).collect();
            format!(
                "{}; they count as beyond the standard.{}",
                lists.join("; "),
                self.unserved_but_visited()
            )
        }];
        if let (Some(now), Some(today)) = self.pair("children_unserved")
            && (now - today).abs() > 0.0
        {
            let today = count(today);
            parts.push(format!("Today {today} {people} cannot be served."));
        }
        for (name, what) in [
            (
                "areas_uncounted",
                format!("without a count of {people} and left out"),
            ),
            (
                "areas_unranked",
                "without a deprivation rank and left out of the gradient".to_owned(),
            ),
        ] {
            if let Some(n) = value(self.judged(name, Scope::All)).filter(|it| *it > 0.0) {
                let verb = if n > 1.5 { "are" } else { "is" };
                parts.push(format!("{} {verb} {what}.", areas(n)));
            }
        }
        parts.join(" ")
    }
}

/// The size and direction of a difference in minutes, or `None` where it rounds to nothing.
fn slant(minutes: f64) -> Option<(String, &'static str)> {
    // For a slope index above 0 the most deprived travel less.
    let word = if minutes > 0.0 { "less" } else { "more" };
    (minutes.abs() >= 0.05).then(|| (super::numbers::minutes(minutes.abs(), None), word))
}

fn areas(n: f64) -> String {
    if (n - 1.0).abs() < 0.5 {
        "1 area".to_owned()
    } else {
        format!("{} areas", count(n))
    }
}

/// Why a figure has no value.
pub(super) fn absence(figure: Option<&Figure>) -> String {
    match figure.map(|it| &it.value) {
        Some(Err(absent)) => absent.to_string(),
        _ => "not told".to_owned(),
    }
}

/// Why a figure has no value, as a sentence.
pub(super) fn reason(figure: Option<&Figure>) -> String {
    let absence = absence(figure);
    let mut letters = absence.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", letters.as_str())
}

/// A name inside a sentence: "Health visiting" loses its capital, "SLT" does not.
fn inside(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}
