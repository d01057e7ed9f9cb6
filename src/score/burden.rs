//! The concentration curve of minutes: which share of all minutes the most deprived share of people travel.

use super::Absent;
use super::Case;
use super::concentration::{observed, rows, unranked};
use super::gradient::Ranking;
use super::groups::Groups;
use super::level::Question;
use super::scorecard::Scorecard;
use crate::equity::{CurvePoint, concentration_curve};
use crate::ids::ServiceId;

/// The concentration curve of minutes of a scorecard, of all who can be served; its area beside the diagonal is
/// `concentration_minutes`.
///
/// Source: [`concentration_curve`].
///
/// # Errors
/// Why there is none: nobody is ranked or served, or nobody travels at all.
pub fn minutes_curve(
    case: &Case,
    card: &Scorecard,
    service: ServiceId,
) -> Result<Vec<CurvePoint>, Absent> {
    let reach = &card.reaches[service];
    let question = Question {
        case,
        service,
        mode: &card.mode,
        reach,
        band: reach.band,
        near: None,
    };
    let ranking = Ranking::of(&question, &Groups::of(case).all);
    if let Some(reason) = unranked(&question, &ranking) {
        return Err(reason);
    }
    let served = rows(&ranking, |area| {
        let time = reach.nearest[area].ok()?.time;
        Some(f64::from(time.get()))
    });
    concentration_curve(&observed(&served)).map_err(|_| {
        Absent(format!(
            "none of the {} who are ranked travel at all",
            question.people()
        ))
    })
}
