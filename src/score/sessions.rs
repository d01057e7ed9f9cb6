//! Outreach: who is within the standard only of places that are open by sessions.

use super::groups::Groups;
use super::level::Question;
use super::scorecard::Frame;
use super::{Figure, Scope, measures as m};
use crate::access::{nearest, within};
use crate::ids::SiteId;
use crate::model::Configuration;

/// The figure of outreach; nothing where nothing of the study is open by sessions.
pub(super) fn sessions(
    question: &Question,
    groups: &Groups,
    configuration: &Configuration,
    frame: &Frame,
) -> Option<Figure> {
    let case = question.case;
    let by_tier = case.tiers.iter().any(|it| it.sessions.is_some());
    if !by_tier && !case.sites.iter().any(|it| it.sessions.is_some()) {
        return None;
    }
    let all_week: Vec<SiteId> = case
        .offering(configuration, question.service)
        .into_iter()
        .filter(|it| {
            let opening = configuration.opening(*it);
            opening.is_some_and(|it| it.sessions.is_none())
        })
        .collect();
    let value = match (question.nobody(&groups.all), question.reach.standard) {
        (Some(reason), _) => Err(reason),
        (None, None) => Err(question.no_standard()),
        (None, Some(standard)) => {
            let full = case
                .times
                .get(question.mode)
                .map(|it| nearest(it, all_week));
            let only = groups.all.areas.iter().filter(|area| {
                let by_any = within(&question.reach.nearest[**area], standard);
                by_any
                    && !full
                        .as_ref()
                        .is_some_and(|it| within(&it[**area], standard))
            });
            Ok(only.filter_map(|it| question.children(*it)).sum())
        }
    };
    Some(frame.figure(&m::CHILDREN_BY_SESSIONS, Scope::All, value))
}
