//! What a plan does against the locks of its sites: told, not refused, since members may decide to lift a lock.

use crate::model::{Lock, SiteStatus};
use crate::pipeline::prepare::{Plan, Prepared};
use crate::read::Notices;

impl Prepared {
    /// Every lock that a plan goes against: a site that must stay and is closed, one that must close and is open,
    /// one that opens although it may not before a day.
    #[must_use]
    pub fn broken_locks(&self, plan: &Plan) -> Notices {
        let mut notices = Notices::none();
        for (id, site) in self.case.sites.enumerate() {
            let open = plan.configuration.opening(id).is_some();
            let opens = open && site.status == SiteStatus::Candidate;
            let what = match &site.lock {
                Some(Lock::MustStay) if !open => {
                    "the plan closes or moves a site that must stay open"
                }
                Some(Lock::MustClose) if open => "the plan keeps a site open that must close",
                Some(Lock::NotBefore(_)) if opens => {
                    "the plan opens a site that may not open before a day"
                }
                _ => continue,
            };
            let sample = match &site.lock {
                Some(Lock::NotBefore(day)) => format!("{} (not before {day})", site.id),
                _ => site.id.clone(),
            };
            notices.add("W-PLAN-LOCK", &self.study.file, what, sample);
        }
        notices
    }
}
