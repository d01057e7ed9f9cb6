//! Staffed hours a week, wherever a study tells them.

use crate::study::keys::Keys;
use crate::units::Hours;

/// The most sessions a week: one an hour, day and night.
pub const MOST_SESSIONS: f64 = 168.0;

/// Reads staffed hours a week, from none to [`Hours::MOST`].
pub(super) fn hours<'a>(keys: &Keys<'a>, key: &'a str) -> Option<Hours> {
    let told = keys.number(key, 0.0, f64::MAX, false)?;
    if told > Hours::MOST {
        keys.fault(key, "E-CFG-RANGE", Hours::too_many(), Hours::WHY_MOST);
        return None;
    }
    Some(Hours::new(told))
}
