//! Keys that a later version makes work. They are read and checked now, and `check` says that they are not used
//! yet, so that no study file has to change its form.

use crate::study::keys::{Keys, Kind};
use crate::units::Pounds;

/// Reads `[[bundles]]`, `[[delivery_models]]` and `[rules]`.
pub(super) fn read(root: &Keys<'_>) {
    for keys in root.tables("bundles") {
        let _ = keys.need_text("id");
        keys.known(&[("name", Kind::Text), ("services", Kind::List)]);
        keys.not_used_yet("");
        keys.finish();
    }
    for keys in root.tables("delivery_models") {
        let _ = keys.need_text("id");
        keys.known(&[("name", Kind::Text)]);
        keys.not_used_yet("");
        keys.finish();
    }
    if let Some(keys) = root.table("rules") {
        keys.later(&[("exclusions", Kind::List), ("min_distance_km", Kind::Table)]);
        if let Some(protected) = keys.table("protected") {
            let _ = protected.number("max_loss_minutes", 0.0, 180.0, false);
            protected.known(&[("service", Kind::Text)]);
            protected.finish();
            keys.not_used_yet("protected");
        }
        keys.finish();
    }
}

/// Reads `[money]`: the baseline's stated cost is used, the rest later.
pub(super) fn money(root: &Keys<'_>) -> Option<Pounds> {
    let keys = root.table("money")?;
    let stated = keys.number("baseline", 0.0, 1e12, false);
    for key in ["saving", "budget"] {
        let _ = keys.number(key, 0.0, 1e12, false);
    }
    let _ = keys.choice("front_line_hours", &[("keep", ()), ("free", ())]);
    keys.later(&[
        ("saving", Kind::Number),
        ("budget", Kind::Number),
        ("front_line_hours", Kind::Text),
    ]);
    keys.finish();
    stated.and_then(Pounds::from_fractional)
}

/// The longest cut-off, minutes.
const LONGEST_CUTOFF: f64 = 180.0;

/// Reads the key of `[assess]` that is not used yet, `cutoffs_min`.
pub(super) fn assess(keys: &Keys<'_>) {
    if let Some(cutoffs) = keys.numbers("cutoffs_min") {
        let high = cutoffs
            .iter()
            .position(|it| !(*it > 0.0 && *it <= LONGEST_CUTOFF));
        if let Some(high) = high {
            let what = format!("cutoffs_min[{high}] is not above 0 and at most {LONGEST_CUTOFF}");
            keys.fault(
                "cutoffs_min",
                "E-CFG-RANGE",
                what,
                "write minutes such as [10, 15, 30]",
            );
        } else if cutoffs.is_empty() {
            let what = "there is no cut-off in it";
            keys.fault(
                "cutoffs_min",
                "E-CFG-RANGE",
                what,
                "write minutes such as [10, 15, 30], or leave the key out",
            );
        } else if cutoffs.windows(2).any(|it| it[0] >= it[1]) {
            let what = "cut-offs must rise";
            keys.fault(
                "cutoffs_min",
                "E-CFG-RANGE",
                what,
                "sort them and leave doubles out",
            );
        }
        keys.not_used_yet("cutoffs_min");
    }
}
