//! What does not add up of what a study says of money, rules and policy, seen once its sites are read.

use crate::model::{Configuration, Site};
use crate::read::Notices;
use crate::report::{counted, pounds};
use crate::score::Case;
use crate::units::Pounds;

/// Notes a stated cost of today that is not what the sites tell, a budget that is not today's cost less the saving, rules
/// about distances between sites without a place, and a steepness over need where no need is known.
pub(super) fn note_commissioned(case: &Case, file: &str, notices: &mut Notices) {
    let today = Today::of(case, &case.baseline);
    note_baseline(case, &today, file, notices);
    note_budget(case, &today, file, notices);
    for (tier, _) in &case.rules.apart {
        let nowhere = |it: &&Site| it.tier == *tier && it.point.is_none();
        for site in case.sites.iter().filter(nowhere) {
            let what =
                "sites have no place, so that min_distance_km of [rules] cannot be checked of them";
            notices.add("W-RULE-PLACE", file, what, &site.id);
        }
    }
    let steep = case.policy.steepness.is_some_and(|it| it > 0.0);
    let known = case.areas.list.ids().any(|it| case.need(it).is_some());
    if steep && !known {
        let what = "[policy] steepness sets hours over need, and no area's need is known (deprivation.need): there is no target";
        notices.add("W-POLICY-NEED", file, what, "");
    }
}

/// What the sites that are open today tell of their costs.
struct Today {
    told: Pounds,
    sites: usize,
    telling: usize,
}

impl Today {
    fn of(case: &Case, today: &Configuration) -> Self {
        let costs = || today.open().map(|(site, _)| case.sites[site].annual_cost());
        Self {
            told: costs()
                .flatten()
                .fold(Pounds::default(), |sum, it| sum + it),
            sites: costs().count(),
            telling: costs().flatten().count(),
        }
    }
}

fn note_baseline(case: &Case, today: &Today, file: &str, notices: &mut Notices) {
    let Some(stated) = case.money.stated.filter(|_| today.telling > 0) else {
        return;
    };
    if stated != today.told {
        let what = format!(
            "baseline of [money] states {} a year, and {} of {} open today tell {}; a plan's cost is the stated one plus the \
             change in site costs",
            pounds(stated.get()),
            today.telling,
            counted(today.sites, "site"),
            pounds(today.told.get())
        );
        notices.add("W-MONEY-BASELINE", file, what, "");
    }
}

/// With a stated cost the three are checked where they are read.
fn note_budget(case: &Case, today: &Today, file: &str, notices: &mut Notices) {
    let (None, Some(budget), Some(saving)) =
        (case.money.stated, case.money.budget, case.money.saving)
    else {
        return;
    };
    let held = "plans are held to the budget";
    let what = if today.telling < today.sites {
        format!(
            "budget and saving of [money] cannot be compared, since today's cost is not known; {held}"
        )
    } else if today.told - saving != budget {
        format!(
            "today's cost of {} less the saving of [money] is {}, and its budget {}; {held}",
            pounds(today.told.get()),
            pounds((today.told - saving).get()),
            pounds(budget.get())
        )
    } else {
        return;
    };
    notices.add("W-MONEY-BUDGET", file, what, "");
}
