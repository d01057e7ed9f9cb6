//! How access is measured beyond the nearest site: `cutoffs_min`, `access`, `catchment_min`, `raam_tau_min` and
//! `poverty_lines` of `[assess]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::score::{AccessMeasure, Measuring};
use crate::study::error::did_you_mean;
use crate::study::keys::Keys;
use crate::units::Seconds;

/// The longest cut-off, catchment or τ, minutes.
const LONGEST: f64 = 180.0;

/// The word for every measure there is.
const ALL: &str = "all";

/// What the default of the catchment is called.
pub(super) const USUAL_CATCHMENT: &str = "each service's standard";

/// Reads them. What is at fault is as without it, since the study is refused anyway.
pub(super) fn measuring(assess: &Keys<'_>) -> Measuring {
    let usual = Measuring::default();
    let extra = extra(assess);
    let catchment = if assess.has("catchment_min") {
        minutes(assess, "catchment_min")
    } else {
        assess.default("catchment_min", USUAL_CATCHMENT, None)
    };
    let raam_tau = if assess.has("raam_tau_min") {
        minutes(assess, "raam_tau_min")
    } else if extra.contains(&AccessMeasure::Raam) {
        let shown = usual.raam_tau.minutes().to_string();
        assess.default("raam_tau_min", &shown, None)
    } else {
        None
    };
    Measuring {
        cutoffs: cutoffs(assess),
        extra,
        catchment,
        raam_tau: raam_tau.unwrap_or(usual.raam_tau),
        lines: lines(assess),
    }
}

fn minutes<'a>(keys: &Keys<'a>, key: &'a str) -> Option<Seconds> {
    let minutes = keys.number(key, 0.0, LONGEST, true)?;
    Seconds::from_fractional_minutes(minutes)
}

/// Cut-offs rise, and none is at 0.
fn cutoffs(keys: &Keys<'_>) -> Vec<Seconds> {
    let Some(cutoffs) = keys.numbers("cutoffs_min") else {
        return Vec::new();
    };
    let high = cutoffs.iter().position(|it| !(*it > 0.0 && *it <= LONGEST));
    let wrong = if let Some(high) = high {
        let what = format!("cutoffs_min[{high}] is not above 0 and at most {LONGEST}");
        Some((what, "write minutes such as [10, 15, 30]"))
    } else if cutoffs.is_empty() {
        let remedy = "write minutes such as [10, 15, 30], or leave the key out";
        Some(("there is no cut-off in it".to_owned(), remedy))
    } else if cutoffs.windows(2).any(|it| it[0] >= it[1]) {
        let remedy = "sort them and leave doubles out";
        Some(("cut-offs must rise".to_owned(), remedy))
    } else {
        None
    };
    if let Some((what, remedy)) = wrong {
        keys.fault("cutoffs_min", "E-CFG-RANGE", what, remedy);
        return Vec::new();
    }
    let seconds = cutoffs
        .into_iter()
        .filter_map(Seconds::from_fractional_minutes);
    seconds.collect()
}

/// The measures beyond the usual ones; a usual one may be named too.
fn extra(keys: &Keys<'_>) -> BTreeSet<AccessMeasure> {
    let words = keys.texts("access").unwrap_or_default();
    let mut wanted = BTreeSet::new();
    for word in &words {
        let found = AccessMeasure::ALL.into_iter().find(|it| it.word() == *word);
        if word == ALL {
            wanted.extend(AccessMeasure::ALL);
        } else if found.is_none() {
            let known = || {
                let all = AccessMeasure::ALL.into_iter().map(AccessMeasure::word);
                all.chain([ALL])
            };
            let list: Vec<&str> = known().collect();
            let what = format!("\"{word}\" is none of {}", list.join(", "));
            keys.fault("access", "E-CFG-ENUM", what, did_you_mean(word, known()));
        }
        wanted.extend(found);
    }
    wanted.retain(|it| it.is_extra());
    wanted
}

/// The lines of poverty, by the word of a measure of which more is better.
fn lines(assess: &Keys<'_>) -> BTreeMap<AccessMeasure, f64> {
    let Some(keys) = assess.table("poverty_lines") else {
        return BTreeMap::new();
    };
    let mut lines = BTreeMap::new();
    for name in keys.names() {
        let known = || {
            AccessMeasure::ALL
                .into_iter()
                .filter(|it| it.takes_a_line())
        };
        let Some(measure) = known().find(|it| it.word() == name) else {
            let list: Vec<&str> = known().map(AccessMeasure::word).collect();
            let what = format!("no line can be drawn in it, only in {}", list.join(", "));
            keys.fault(name, "E-CFG-ENUM", what, did_you_mean(name, list));
            continue;
        };
        let line = keys.number(name, 0.0, 1e12, true);
        lines.extend(line.map(|it| (measure, it)));
    }
    lines
}
