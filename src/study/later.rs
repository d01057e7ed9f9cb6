//! Keys that a later version makes work. They are read and checked now, and `check` says that they are not used
//! yet, so that no study file has to change its form.

use crate::study::keys::Keys;

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
