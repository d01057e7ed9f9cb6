//! What the members choose: `[policy]`, and how far a site's hours reach, `decay` of `[assess]`.

use crate::access::{Decay, LUO_QI_SLOW, NoDecay, Zone};
use crate::study::keys::Keys;

/// The longest time that a decay is about, minutes.
const LONGEST: f64 = 180.0;

/// The steepest rate of a decay.
const STEEPEST: f64 = 10.0;

/// A decay and how pages tell it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WrittenDecay {
    pub(super) decay: Decay,
    pub(super) words: String,
}

impl WrittenDecay {
    /// The zones of Luo and Qi 2009, where a study names no decay.
    pub(super) fn usual() -> Self {
        Self {
            decay: Decay::luo_qi_slow(),
            words: zones_in_words(&LUO_QI_SLOW),
        }
    }
}

/// Reads `floor` and `steepness` of `[policy]`, each from 0 to 1; without them there is none.
pub(super) fn policy(root: &Keys<'_>) -> [Option<f64>; 2] {
    let keys = root.table("policy");
    let choice = |key| match &keys {
        Some(keys) if keys.has(key) => keys.number(key, 0.0, 1.0, false),
        _ => root.default(&format!("policy.{key}"), "none", None),
    };
    let chosen = ["floor", "steepness"].map(choice);
    if let Some(keys) = &keys {
        keys.finish();
    }
    chosen
}

/// A family of decays as a study names it.
#[derive(Clone, Copy)]
enum Family {
    Step,
    Linear,
    Exponential,
    HalfLife,
    Power,
    Logistic,
    Gaussian,
    TruncatedGaussian,
    Zones,
}

const FAMILIES: [(&str, Family); 9] = [
    ("step", Family::Step),
    ("linear", Family::Linear),
    ("exponential", Family::Exponential),
    ("half-life", Family::HalfLife),
    ("power", Family::Power),
    ("logistic", Family::Logistic),
    ("gaussian", Family::Gaussian),
    ("truncated-gaussian", Family::TruncatedGaussian),
    ("zones", Family::Zones),
];

/// Reads `decay` of `[assess]`. A decay at fault is the usual one, since the study is refused anyway.
pub(super) fn decay(assess: &Keys<'_>) -> WrittenDecay {
    let usual = WrittenDecay::usual();
    if !assess.has("decay") {
        let shown = usual.words.clone();
        return assess.default("decay", &shown, usual);
    }
    let Some(keys) = assess.table("decay") else {
        return usual;
    };
    if !keys.has("kind") {
        keys.missing("kind", "a family such as \"zones\"");
    }
    let read = keys.choice("kind", &FAMILIES).map(|it| family(&keys, it));
    if read.is_none() {
        // Which keys a decay has is known by its kind alone.
        for key in ["beta", "minutes", "sd", "sigma", "weights"] {
            let _ = keys.has(key);
        }
    }
    keys.finish();
    read.and_then(Result::ok).unwrap_or(usual)
}

/// A decay with its parameters; where one is left out it is the usual one, which is told.
fn family(keys: &Keys<'_>, family: Family) -> Result<WrittenDecay, NoDecay> {
    let minutes = |usual| parameter(keys, "minutes", usual, LONGEST);
    let beta = |usual| parameter(keys, "beta", usual, STEEPEST);
    let (decay, words) = match family {
        Family::Step => {
            let end = minutes(30.0);
            (Decay::step(end)?, format!("1 to {end} minutes"))
        }
        Family::Linear => {
            let end = minutes(30.0);
            let words = format!("falling in a straight line to 0 at {end} minutes");
            (Decay::linear(end)?, words)
        }
        Family::Exponential => {
            let rate = beta(0.1);
            let words = format!("exponential, {rate} a minute");
            (Decay::exponential(rate)?, words)
        }
        Family::HalfLife => {
            let half = minutes(15.0);
            let words = format!("halved every {half} minutes");
            (Decay::half_life(half)?, words)
        }
        Family::Power => {
            let rate = beta(0.5);
            let words = format!("minutes to the power of −{rate}");
            (Decay::power(rate)?, words)
        }
        Family::Logistic => {
            let (median, sd) = (minutes(30.0), parameter(keys, "sd", 10.0, LONGEST));
            let words = format!("logistic, median {median} minutes, standard deviation {sd}");
            (Decay::logistic(median, sd)?, words)
        }
        Family::Gaussian => {
            let sigma = parameter(keys, "sigma", 15.0, LONGEST);
            let words = format!("Gaussian, sigma {sigma} minutes");
            (Decay::gaussian(sigma)?, words)
        }
        Family::TruncatedGaussian => {
            let end = minutes(30.0);
            let words = format!("Gaussian, falling to 0 at {end} minutes");
            (Decay::truncated_gaussian(end)?, words)
        }
        Family::Zones => return zones(keys),
    };
    Ok(WrittenDecay { decay, words })
}

/// A parameter above 0; where it is left out or at fault, the usual one.
fn parameter<'a>(keys: &Keys<'a>, key: &'a str, usual: f64, most: f64) -> f64 {
    if keys.has(key) {
        keys.number(key, 0.0, most, true).unwrap_or(usual)
    } else {
        keys.default(key, &usual.to_string(), usual)
    }
}

/// Zones: `minutes` where each ends, and `weights`, one for each; without both, the usual ones.
fn zones(keys: &Keys<'_>) -> Result<WrittenDecay, NoDecay> {
    let (ends, weights) = match (keys.has("minutes"), keys.has("weights")) {
        (false, false) => {
            let usual = WrittenDecay::usual();
            let ends = LUO_QI_SLOW.map(|it| it.until_minutes);
            keys.default("minutes", &format!("{ends:?}"), ());
            let weights = LUO_QI_SLOW.map(|it| it.weight);
            keys.default("weights", &format!("{weights:?}"), ());
            return Ok(usual);
        }
        (true, true) => (keys.numbers("minutes"), keys.numbers("weights")),
        (true, false) => {
            keys.missing("weights", "a weight for each zone, such as [1, 0.68, 0.22]");
            return Err(NoDecay::Zones);
        }
        (false, true) => {
            keys.missing("minutes", "the end of each zone, such as [10, 20, 30]");
            return Err(NoDecay::Zones);
        }
    };
    let (Some(ends), Some(weights)) = (ends, weights) else {
        return Err(NoDecay::Zones);
    };
    if ends.len() != weights.len() {
        let what = format!(
            "{} weights for zones that end at {} times",
            weights.len(),
            ends.len()
        );
        keys.fault("weights", "E-CFG-RANGE", what, "give each zone its weight");
        return Err(NoDecay::Zones);
    }
    if let Some(high) = ends.iter().position(|it| !(*it > 0.0 && *it <= LONGEST)) {
        let what = format!("minutes[{high}] is not above 0 and at most {LONGEST}");
        let remedy = "write minutes such as [10, 20, 30]";
        keys.fault("minutes", "E-CFG-RANGE", what, remedy);
        return Err(NoDecay::Zones);
    }
    let zones = ends.into_iter().zip(weights);
    let zones: Vec<Zone> = zones
        .map(|(until_minutes, weight)| Zone {
            until_minutes,
            weight,
        })
        .collect();
    let decay = Decay::zones(&zones).inspect_err(|why| {
        let remedy = "write minutes such as [10, 20, 30] and weights such as [1, 0.68, 0.22]";
        keys.fault("weights", "E-CFG-RANGE", why.to_string(), remedy);
    })?;
    let words = zones_in_words(&zones);
    Ok(WrittenDecay { decay, words })
}

/// "1 to 10, 0.68 to 20, 0.22 to 30 minutes".
fn zones_in_words(zones: &[Zone]) -> String {
    let zone = |it: &Zone| format!("{} to {}", it.weight, it.until_minutes);
    let zones: Vec<String> = zones.iter().map(zone).collect();
    format!("{} minutes", zones.join(", "))
}
