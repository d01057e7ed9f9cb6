//! What a reader of a plan must know: locks it goes against, told and not refused, since members may decide to
//! lift a lock; costs that are taken as they are today; and what is not known of a site that the plan adds.

use std::borrow::Cow;

use crate::ids::{Id, ServiceId, SiteId};
use crate::model::{CostLine, Opening};
use crate::pipeline::plan::Plan;
use crate::pipeline::prepare::Prepared;
use crate::read::Notices;
use crate::score::{Broken, broken_rules};
use crate::travel::Unreached;

impl Prepared {
    /// Every lock that a plan goes against (a site that must stay and is closed, one that must close and is open,
    /// one that opens although it may not before a day), every site that changes its tier or hours at the cost of
    /// today, every site of which the plan sets the hours of one service alone, every added site whose cost nobody says,
    /// and every moved or added site that is on no road.
    #[must_use]
    pub fn plan_notices(&self, plan: &Plan) -> Notices {
        let mut notices = Notices::none();
        let file = self.study.file_name();
        for (id, site) in self.case.sites.enumerate() {
            let opening = plan.configuration.opening(id);
            let before = self.case.baseline.opening(id);
            if before.is_some() && opening.is_some() && opening != before {
                let what =
                    "the plan changes the tier or hours of sites; their costs are taken unchanged";
                notices.add("W-PLAN-COST", file, what, &site.id);
            }
        }
        for it in broken_rules(&plan.case, &plan.configuration) {
            let (what, site) = match &it {
                Broken::MustStay(site) | Broken::Moves(site, true) => {
                    let what = "the plan closes or moves a site that must stay open";
                    (what, *site)
                }
                Broken::MustClose(site) | Broken::Moves(site, false) => {
                    ("the plan keeps a site open that must close", *site)
                }
                Broken::NotBefore(site, _) => (
                    "the plan opens a site that may not open before a day",
                    *site,
                ),
                Broken::Both(_) | Broken::TooNear(..) => continue,
            };
            let id = &plan.case.sites[site].id;
            let sample = match &it {
                Broken::NotBefore(_, day) => format!("{id} (not before {day})"),
                _ => id.clone(),
            };
            notices.add("W-PLAN-LOCK", file, what, sample);
        }
        for (id, opening) in plan.configuration.open() {
            if self.hours_are_not_apart(plan, id, opening) {
                let what = "the plan sets the hours of a service that no hours of its own are told of today: the hours of \
                     the whole site stay as they are, and so do the staffed hours";
                notices.add("W-PLAN-HOURS", file, what, &plan.case.sites[id].id);
            }
        }
        for (id, _) in self.open_placed(plan) {
            self.note_placed(plan, id, &mut notices);
        }
        notices
    }

    /// Whether a plan tells the hours of one service apart from those of its whole site, which do not tell how much of them
    /// is the service's: what is gained or lost on the whole is then not known.
    fn hours_are_not_apart(&self, plan: &Plan, id: SiteId, opening: &Opening) -> bool {
        let site = &plan.case.sites[id];
        // A moved site is open as the one it was.
        let was = site.id.split_once('@').map(|it| it.0);
        let was = was.and_then(|was| self.case.sites.find(|it| it.id == was));
        let today = self.case.baseline.opening(was.unwrap_or(id));
        let usual = match today.filter(|it| it.tier == opening.tier) {
            Some(today) => Cow::Borrowed(today),
            None => Cow::Owned(Opening::of(site, opening.tier, &self.case.tiers)),
        };
        let apart = |it: &ServiceId| usual.service_hours.contains_key(it);
        opening.hours.is_some()
            && opening.hours == usual.hours
            && !opening.service_hours.keys().all(apart)
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
