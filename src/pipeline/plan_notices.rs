//! What a reader of a plan must know: locks it goes against, told and not refused, since members may decide to
//! lift a lock; and costs that are taken as they are today.

use crate::model::{Lock, SiteStatus};
use crate::pipeline::prepare::{Plan, Prepared};
use crate::read::Notices;

impl Prepared {
    /// Every lock that a plan goes against (a site that must stay and is closed, one that must close and is open,
    /// one that opens although it may not before a day), and every site that changes its tier or hours at the
    /// cost of today.
    #[must_use]
    pub fn plan_notices(&self, plan: &Plan) -> Notices {
        let mut notices = Notices::none();
        for (id, site) in self.case.sites.enumerate() {
            let opening = plan.configuration.opening(id);
            let open = opening.is_some();
            let before = self.case.baseline.opening(id);
            if before.is_some() && open && opening != before {
                let what =
                    "the plan changes the tier or hours of sites; their costs are taken unchanged";
                notices.add("W-PLAN-COST", &self.study.file, what, &site.id);
            }
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
