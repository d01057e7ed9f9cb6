//! What a reader of a plan must know: locks it goes against, told and not refused, since members may decide to
//! lift a lock; costs that are taken as they are today; and what is not known of a site that the plan adds.

use crate::ids::{Id, SiteId};
use crate::model::{CostLine, Lock, Opening, SiteStatus};
use crate::pipeline::plan::Plan;
use crate::pipeline::prepare::Prepared;
use crate::read::Notices;
use crate::travel::Unreached;

impl Prepared {
    /// Every lock that a plan goes against (a site that must stay and is closed, one that must close and is open,
    /// one that opens although it may not before a day), every site that changes its tier or hours at the cost of
    /// today, every added site whose cost nobody says, and every moved or added site that is on no road.
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
                notices.add("W-PLAN-COST", self.study.file_name(), what, &site.id);
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
            notices.add("W-PLAN-LOCK", self.study.file_name(), what, sample);
        }
        for (id, _) in self.open_placed(plan) {
            self.note_placed(plan, id, &mut notices);
        }
        notices
    }
    /// What is not known of a site that the plan moves or adds.
    fn note_placed(&self, plan: &Plan, id: SiteId, notices: &mut Notices) {
        let (file, site) = (self.study.file_name(), &plan.case.sites[id]);
        // A moved site has the cost, known or not, of the one it was; its id has an `@`, which no written one may.
        let added = !site.id.contains('@');
        if added && site.annual_cost().is_none() {
            let what = "the plan adds sites without a cost; what the plan costs is not known";
            notices.add("W-PLAN-COST-UNKNOWN", file, what, &site.id);
        } else if added
            && [CostLine::Premises, CostLine::FrontLine]
                .iter()
                .any(|it| site.cost_of(*it).is_none())
        {
            let what = "the plan adds sites with only one of premises and front-line cost; the other counts as nothing";
            notices.add("W-PLAN-COST-UNKNOWN", file, what, &site.id);
        }
        for (mode, times) in &plan.case.times {
            if times
                .column(id)
                .any(|it| it == Err(Unreached::SiteUnlinked))
            {
                let what = format!(
                    "the plan moves or adds sites to where no road {} is near enough, or none is known: nobody reaches them",
                    mode.phrase()
                );
                notices.add("W-PLAN-UNLINKED", file, what, &site.id);
            }
        }
    }
    /// Where the open sites are that a plan moves and adds, a sentence each, in the order of its changes.
    #[must_use]
    pub fn placed(&self, plan: &Plan) -> Vec<String> {
        let told = |(id, opening): (SiteId, &Opening)| {
            let site = &plan.case.sites[id];
            let point = site.point?;
            let name = if let Some((id, _)) = site.id.split_once('@') {
                format!("{} ({id}) moves", site.name)
            } else {
                let tier = &self.case.tiers[opening.tier].id;
                format!("{} ({}, {tier}) is added", site.name, site.id)
            };
            let (x, y) = (point.x, point.y);
            Some(format!("{name}: easting {x:.0}, northing {y:.0}."))
        };
        self.open_placed(plan).filter_map(told).collect()
    }

    /// The open sites that a plan moves or adds: those after the study's own.
    fn open_placed<'a>(&self, plan: &'a Plan) -> impl Iterator<Item = (SiteId, &'a Opening)> {
        let own = self.case.sites.len();
        let open = plan.configuration.open();
        open.skip_while(move |(id, _)| id.place() < own)
    }
}
