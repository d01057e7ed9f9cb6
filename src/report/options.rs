//! Options side by side: sentences that name the options always offered, then a table with an option a column.
//!
//! The columns stand in the order given, today first. Indices of inequality come last, and nothing is ordered by one.

use super::inequality::by_reason;
use super::lines::{table, wrapped};
use super::numbers::{self, NONE, count, counted, percent, percent_as_set, percent_beside, pounds};
use super::options_rows::{RULES, SECTIONS, Section};
use super::options_rules::broken;
use super::text::{footer, title};
use super::{Heading, Paced, value};
use crate::ids::ServiceId;
use crate::score::{Aim, Case, Composite, Figure, Offer, Scope, ScoredOption, Unit};
use crate::units::Seconds;

/// Plans beside today in one table; more make another table, with today again.
const COLUMNS: usize = 3;

/// What a page of options is about.
#[derive(Clone, Copy, Debug)]
pub struct OptionsPage<'a> {
    /// What is said of the study.
    pub heading: &'a Heading,
    /// The options, today first.
    pub options: &'a [ScoredOption],
    /// The service of every figure.
    pub service: ServiceId,
    /// The options always offered.
    pub offers: &'a [Offer],
    /// The budget in pounds a year, where another than the study's is given.
    pub budget: Option<f64>,
    /// How robust the order is, where that is asked.
    pub robustness: Option<&'a Paced>,
    /// The options weighed together, where that is asked.
    pub composite: Option<&'a Composite>,
}

/// The page.
#[must_use]
pub fn options_page(page: &OptionsPage) -> String {
    let mut text = title(page.heading);
    text.extend(["\n", &page.subject(), "\n\n"]);
    text += &page.legend();
    text += "\nOffered\n";
    for offer in page.offers {
        let label = format!("  {:<38}", aim(offer.aim));
        text += &wrapped(&label, &page.offered(offer));
    }
    text += &page.sections();
    text += &page.robust();
    text += &page.weighed();
    text + &footer(page.heading)
}

/// Which options there are, and their figures side by side.
pub(super) fn legend_and_tables(page: &OptionsPage) -> String {
    format!("\n{}{}", page.legend(), page.sections())
}

/// A question in the words of the page.
const fn aim(aim: Aim) -> &'static str {
    match aim {
        Aim::Today => "Today",
        Aim::CheapestWithFloor => "Cheapest that meets the floor",
        Aim::MostReach => "Most children within the standard",
        Aim::MostDeprivedReach => "The same in deciles 1-3",
        Aim::LeastHarmWithinBudget => "Fewest worse off within the budget",
    }
}

impl OptionsPage<'_> {
    fn case(&self) -> &Case {
        &self.options[0].case
    }

    /// "Health visiting: under-fives, by car, standard 15 min": every figure below is of that alone.
    pub(super) fn subject(&self) -> String {
        let (case, today) = (self.case(), &self.options[0].scorecard);
        let service = &case.services[self.service];
        let standard = match service.standard.get(&today.mode) {
            Some(it) => format!("standard {} min", numbers::minutes_as_set(*it)),
            None => "no standard".to_owned(),
        };
        let people = &case.population.bands[service.band].label;
        let mode = today.mode.phrase();
        format!("{}: {people}, {mode}, {standard}", service.name)
    }

    /// How an option is called in the tables.
    pub(super) fn head(place: usize) -> String {
        match place {
            0 => "today".to_owned(),
            _ => place.to_string(),
        }
    }

    /// How an option is called in a sentence.
    fn named(&self, place: usize) -> String {
        match place {
            0 => "today".to_owned(),
            _ => format!("{place} ({})", self.options[place].name),
        }
    }

    /// The same where it is offered: members must know of rules that they would have to lift.
    fn offered_as(&self, place: usize) -> String {
        let broken = self.breaks(place).len();
        let name = self.named(place);
        match (broken, name.strip_suffix(')')) {
            (0, _) => name,
            (_, Some(open)) => format!("{open}; breaks {})", counted(broken, "rule")),
            (_, None) => format!("{name} (breaks {})", counted(broken, "rule")),
        }
    }

    fn all_named(&self, places: &[usize]) -> String {
        // Of all options those are named one by one that break a rule.
        let kept = || places.iter().all(|it| self.breaks(*it).is_empty());
        if places.len() > 1 && places.len() == self.options.len() && kept() {
            return "all options".to_owned();
        }
        let names: Vec<String> = places.iter().map(|it| self.offered_as(*it)).collect();
        match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        }
    }

    fn legend(&self) -> String {
        let mut text = "Options, in the order given\n".to_owned();
        for (place, it) in self.options.iter().enumerate() {
            let open = it.scorecard.configuration.open().count();
            let id = it
                .id
                .as_ref()
                .map_or_else(String::new, |it| format!(" [{it}]"));
            let told = format!("{}{id}, {} open", it.name, counted(open, "site"));
            text += &wrapped(&format!("  {:<6}", Self::head(place)), &told);
        }
        text
    }

    fn offered(&self, offer: &Offer) -> String {
        let places = match &offer.best {
            Ok(places) => places,
            Err(reason) => return format!("None: {reason}."),
        };
        if offer.aim == Aim::Today {
            return "What there is; every harm is against it.".to_owned();
        }
        let mut told = sentence(&self.answered(offer.aim, places));
        if !offer.of_the_others.is_empty() {
            told += "; of the others ";
            told += &self.answered(offer.aim, &offer.of_the_others);
        }
        told + "."
    }

    /// The best options and the value that they share.
    fn answered(&self, aim: Aim, places: &[usize]) -> String {
        let told = match aim {
            Aim::Today => String::new(),
            Aim::CheapestWithFloor => {
                let floor = self.case().policy.floor.map(percent_as_set);
                let cost = self.told(places, "annual_cost", Scope::All, pounds);
                let floor = floor.unwrap_or_default();
                format!("{cost} a year, {floor} or more in every decile and district")
            }
            Aim::MostReach => self.told(places, "share_within", Scope::All, percent),
            Aim::MostDeprivedReach => {
                let most = Scope::DeprivationBand(crate::score::DeprivationBand::Most);
                self.told(places, "share_within", most, percent)
            }
            Aim::LeastHarmWithinBudget => {
                let losing = self.told(places, "children_losing", Scope::All, count);
                let budget = match self.budget {
                    Some(it) => format!("{} a year", pounds(it)),
                    None => "the study's budget".to_owned(),
                };
                format!("{losing} worse off, within {budget}")
            }
        };
        let equal = if places.len() > 1 { ", equal" } else { "" };
        format!("{}{equal}: {told}", self.all_named(places))
    }

    /// A value that the best of a question share.
    fn told(&self, places: &[usize], name: &str, scope: Scope, say: fn(f64) -> String) -> String {
        let first = places.first().and_then(|it| self.figure(*it, name, scope));
        value(first).map_or_else(|| NONE.to_owned(), say)
    }

    fn figure(&self, option: usize, name: &str, scope: Scope) -> Option<&Figure> {
        self.options[option].figure(name, self.service, scope)
    }

    /// Every table.
    fn sections(&self) -> String {
        let mut text = String::new();
        for section in &SECTIONS {
            text += &self.section(section);
            if section.title == RULES {
                text += &self.broken();
            }
        }
        text
    }

    fn section(&self, section: &Section) -> String {
        let rows = section.rows(self.case(), self.service);
        let plans: Vec<usize> = (1..self.options.len()).collect();
        let mut blocks: Vec<Vec<usize>> = plans.chunks(COLUMNS).map(<[usize]>::to_vec).collect();
        if blocks.is_empty() {
            blocks.push(Vec::new());
        }
        let mut text = String::new();
        for (nth, block) in blocks.iter().enumerate() {
            let columns: Vec<usize> = std::iter::once(0).chain(block.iter().copied()).collect();
            let heads = columns.iter().map(|it| Self::head(*it));
            let head: Vec<String> = std::iter::once(String::new()).chain(heads).collect();
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            let cells: Vec<Vec<String>> = rows
                .iter()
                .map(|row| {
                    let cells = columns.iter().map(|it| self.cell(*it, row));
                    std::iter::once(row.label.clone()).chain(cells).collect()
                })
                .collect();
            let more = if nth > 0 { ", further options" } else { "" };
            text += &table(&format!("{}{more}", section.title), &head, &cells);
        }
        for line in by_reason(self.absences(&rows)) {
            text += &wrapped("  ", &line);
        }
        if !section.caution.is_empty() {
            text += &wrapped("  ", section.caution);
        }
        text
    }

    fn cell(&self, option: usize, row: &super::options_rows::Row) -> String {
        // Today is no plan: against itself there is nothing to tell.
        if row.against_today() && option == 0 {
            return NONE.to_owned();
        }
        let figure = self.figure(option, row.name, row.scope);
        let (Some(of), Some(it)) = (figure, value(figure)) else {
            return NONE.to_owned();
        };
        if row.in_words {
            return numbers::slanted(it);
        }
        let standard = self.options[option].scorecard.reaches[self.service].standard;
        let text = match of.unit {
            Unit::Minutes if row.signed => numbers::change(it),
            Unit::Minutes => numbers::minutes_in_table(it, standard.map(Seconds::minutes)),
            Unit::Share => match self.case().policy.floor {
                Some(floor) if row.name == "share_within" => percent_beside(it, floor),
                _ => percent(it),
            },
            Unit::HoursAWeek if row.signed => numbers::more_or_fewer(it),
            Unit::PoundsAYear => pounds(it),
            Unit::Ratio => numbers::ratio(it),
            Unit::Index => numbers::index(it),
            _ => count(it),
        };
        match &of.which {
            Some(which) if row.with_which => format!("{text} {}", whose(self.case(), which)),
            _ => text,
        }
    }

    /// Which figures some option has no value for, and why.
    fn absences(&self, rows: &[super::options_rows::Row]) -> Vec<(String, String)> {
        let mut absent = Vec::new();
        for row in rows {
            let first = usize::from(row.against_today());
            let mut figures =
                (first..self.options.len()).map(|it| self.figure(it, row.name, row.scope));
            // Of several options the first tells why; each tells its own in the data.
            let why = figures.find_map(|it| it?.value.clone().err());
            absent.extend(why.map(|it| (row.label.clone(), it.0)));
        }
        absent
    }

    /// The rules that an option breaks, a sentence each without its full stop.
    pub(super) fn breaks(&self, place: usize) -> Vec<String> {
        broken(&self.options[place], self.service)
    }

    /// Which rules each option breaks.
    fn broken(&self) -> String {
        let mut text = String::new();
        for place in 0..self.options.len() {
            let broken = self.breaks(place);
            if !broken.is_empty() {
                let label = format!("  {:<6}", Self::head(place));
                text += &wrapped(&label, &format!("{}.", broken.join("; ")));
            }
        }
        text
    }

    fn weighed(&self) -> String {
        let Some(composite) = self.composite else {
            return String::new();
        };
        let parts: Vec<String> = composite
            .components
            .iter()
            .map(|it| format!("{} {}", it.measure.name, it.weight))
            .collect();
        let rows: Vec<Vec<String>> = (0..self.options.len())
            .map(|place| match &composite.options[place] {
                Ok(it) => vec![
                    Self::head(place),
                    numbers::index(it.score),
                    percent(it.acceptability),
                    it.dominated_by
                        .map_or_else(|| "no".to_owned(), |it| format!("by {}", Self::head(it))),
                ],
                Err(_) => vec![Self::head(place), NONE.into(), NONE.into(), NONE.into()],
            })
            .collect();
        let title = format!("Weighed together, as asked: {}", parts.join(", "));
        let head = ["", "score", "first under", "dominated"];
        let mut text = table(&title, &head, &rows);
        for (place, it) in composite.options.iter().enumerate() {
            if let Err(why) = it {
                text += &wrapped("  ", &format!("Not weighed, {}: {why}.", self.named(place)));
            }
        }
        if !composite.alike.is_empty() {
            let alike = composite.alike.join(", ");
            text += &wrapped(
                "  ",
                &format!("The same for all, and of no weight: {alike}."),
            );
        }
        let grid = format!(
            "First under: the share of {} weightings (every way of sharing out {} equal parts among the figures) that put it \
             first; those that are equal share one.",
            count(composite.weightings as f64),
            composite.steps
        );
        text += &wrapped("  ", &grid);
        text + &wrapped("  ", SCORE)
    }
}

const SCORE: &str = "Score: each figure from 0, the worst of these options, to 1, the best, by the weights given. It says nothing beyond \
    these options, and changes with any that is added. An option is dominated where another is at least as good in every \
    figure and better in one.";

/// "decile 4", "Fenland", "deciles 1-3", "Abbey": whose a worst is.
fn whose(case: &Case, which: &str) -> String {
    let (kind, code) = which.split_once(':').unwrap_or(("", which));
    match kind {
        "district" => {
            let district = case.areas.districts.find(|it| it.code == code);
            district.map_or_else(
                || code.to_owned(),
                |it| case.areas.districts[it].name.clone(),
            )
        }
        "decile" => format!("decile {code}"),
        "deprivation_band" => format!("deciles {code}"),
        "group" => code
            .split_once(':')
            .map_or(code, |(_, name)| name)
            .to_owned(),
        _ => code.to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
