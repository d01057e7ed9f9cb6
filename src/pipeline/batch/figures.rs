//! The figures that a batch tells of every scenario: asked for by the words of `assess --json`, and found in today's
//! scorecard, so that a misspelt one is told before anything is scored.

use std::fmt::Write;

use crate::ids::ServiceId;
use crate::model::Mode;
use crate::pipeline::fault::Fault;
use crate::score::{
    Case, Figure, Scope, Scorecard, against, evaluate, headline, measure, measures,
};
use crate::study::nearest_word;
use crate::units::Seconds;

/// The figures of a batch that asks for none: of every service the first eleven, then money, hours and rules.
const USUAL: [&str; 15] = [
    "mean_minutes",
    "p90_minutes",
    "max_minutes",
    "share_within",
    "share_within:worst_decile",
    "share_within:worst_district",
    "children_unserved",
    "sii_minutes",
    "children_gaining",
    "children_losing",
    "children_losing_over_5",
    "annual_cost",
    "saving",
    "front_line_hours",
    "rules_broken",
];

/// How the word of a figure is made, for messages.
const FORM: &str = "write a figure as in `assess --json`: mean_minutes, share_within:worst_decile, SERVICE/mean_minutes, \
    gini_access.gravity_sites, sites_within_cutoff@30";

/// One figure that is told of every scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchFigure {
    /// The column's name: `mean_minutes`, `share_within:worst_decile`, with several services `SERVICE/mean_minutes`.
    pub column: String,
    /// The figure's name.
    pub name: &'static str,
    /// The service it is about.
    pub service: Option<ServiceId>,
    /// Whom it is about.
    pub scope: Scope,
    /// The travel time it counts within, where that is none of the service's standard.
    pub cutoff: Option<Seconds>,
    /// The measure that an index of access is about.
    pub about: Option<&'static str>,
    /// Which judgement has it.
    pub from: FigureFrom,
    /// Its place there, which is the same for every configuration of a case.
    place: usize,
}

/// Where a figure is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureFrom {
    /// Among the headline of a scorecard.
    Headline,
    /// Among what a plan changes against today.
    Against,
    /// Among reach and supply, which take longer.
    Reach,
}

impl BatchFigure {
    fn of(case: &Case, figure: &Figure, from: FigureFrom, place: usize) -> Self {
        let service = figure.service.filter(|_| case.services.len() > 1);
        let mut column =
            service.map_or_else(String::new, |it| format!("{}/", case.services[it].id));
        column.push_str(figure.name);
        // Writing to a string cannot fail.
        if let Some(about) = figure.about {
            let _ = write!(column, ".{about}");
        }
        if let Some(cutoff) = figure.cutoff {
            let _ = write!(column, "@{}", cutoff.minutes());
        }
        if figure.scope != Scope::All {
            let _ = write!(column, ":{}", figure.scope.word(case));
        }
        Self {
            column,
            name: figure.name,
            service: figure.service,
            scope: figure.scope,
            cutoff: figure.cutoff,
            about: figure.about,
            from,
            place,
        }
    }

    /// Its value among the figures of a judgement; `None` where it has none.
    pub(super) fn value(&self, figures: &[Figure]) -> Option<f64> {
        let same = |it: &&Figure| {
            it.name == self.name
                && it.service == self.service
                && it.scope == self.scope
                && it.cutoff == self.cutoff
                && it.about == self.about
        };
        let usual = figures.get(self.place).filter(same);
        let figure = usual.or_else(|| figures.iter().find(same))?;
        figure.value.as_ref().ok().copied()
    }
}

/// A figure as asked for, taken apart.
struct Word<'w> {
    service: Option<&'w str>,
    name: &'w str,
    about: Option<&'w str>,
    minutes: Option<&'w str>,
    scope: &'w str,
}

impl<'w> Word<'w> {
    fn of(word: &'w str) -> Self {
        let (rest, scope) = word.split_once(':').unwrap_or((word, "all"));
        let (service, rest) = match rest.split_once('/') {
            Some((service, rest)) => (Some(service), rest),
            None => (None, rest),
        };
        let cut = |text: &'w str, mark| match text.split_once(mark) {
            Some((text, after)) => (text, Some(after)),
            None => (text, None),
        };
        let (rest, minutes) = cut(rest, '@');
        let (name, about) = cut(rest, '.');
        Self {
            service,
            name,
            about,
            minutes,
            scope,
        }
    }

    /// Whether a figure is meant. What the word leaves open is anything, but for the scope.
    fn means(&self, case: &Case, it: &Figure) -> bool {
        let service = it.service.map(|it| case.services[it].id.as_str());
        let minutes = it.cutoff.map(|it| it.minutes().to_string());
        it.name == self.name
            && self.service.is_none_or(|asked| service == Some(asked))
            && self.about.is_none_or(|asked| it.about == Some(asked))
            && self
                .minutes
                .is_none_or(|asked| minutes.as_deref() == Some(asked))
            && it.scope.word(case) == self.scope
    }
}

/// The figures asked for, or the usual ones, and today's scorecard.
///
/// # Errors
/// Every word that stands for no figure of the study, with the nearest that does.
pub(super) fn chosen(
    case: &Case,
    mode: &Mode,
    asked: &[String],
) -> Result<(Vec<BatchFigure>, Scorecard), Fault> {
    let today = headline(case, mode, &case.baseline);
    let changes = against(case, &today, &today);
    let mut reach: Option<Vec<Figure>> = None;
    let (mut figures, mut faults): (Vec<BatchFigure>, Vec<Fault>) = (Vec::new(), Vec::new());
    let usual = USUAL.map(str::to_owned);
    let asked = if asked.is_empty() { &usual } else { asked };
    for asked in asked {
        let word = Word::of(asked.trim());
        let among = |list: &[Figure], from| -> Vec<BatchFigure> {
            let meant = list
                .iter()
                .enumerate()
                .filter(|(_, it)| word.means(case, it));
            meant
                .map(|(place, it)| BatchFigure::of(case, it, from, place))
                .collect()
        };
        let mut found = among(&today.figures, FigureFrom::Headline);
        found.extend(among(&changes, FigureFrom::Against));
        if found.is_empty() && measure(word.name).is_some() {
            let all = reach.get_or_insert_with(|| evaluate(case, mode, &case.baseline).figures);
            found = among(all, FigureFrom::Reach);
        }
        if found.is_empty() {
            faults.push(unknown(case, asked, &word));
        }
        let new = found
            .into_iter()
            .filter(|it| figures.iter().all(|known| known.column != it.column));
        let new: Vec<BatchFigure> = new.collect();
        figures.extend(new);
    }
    if faults.is_empty() {
        Ok((figures, today))
    } else {
        Err(Fault::Several(faults))
    }
}

fn unknown(case: &Case, asked: &str, word: &Word<'_>) -> Fault {
    let ids = || case.services.iter().map(|it| it.id.as_str());
    if let Some(service) = word.service.filter(|it| ids().all(|id| id != *it)) {
        let known: Vec<&str> = ids().collect();
        let remedy = format!(
            "the study has no service {service}; it has {}",
            known.join(", ")
        );
        return Fault::usage("--figures", asked, &remedy);
    }
    if measure(word.name).is_some() {
        let remedy = format!("this study has no such figure of {}; {FORM}", word.scope);
        return Fault::usage("--figures", asked, &remedy);
    }
    let near = nearest_word(word.name, measures().iter().map(|it| it.name));
    let near = near
        .map(|it| format!("did you mean {it}? "))
        .unwrap_or_default();
    Fault::usage("--figures", asked, &format!("{near}{FORM}"))
}
