//! What is odd about a study's roads and costs, once they are read: who is not tied to the network, what of it was left
//! out, costs told by half.

use crate::ids::{Column, SiteId};
use crate::model::{Mode, Site};
use crate::pipeline::load::Loaded;
use crate::pipeline::ways::Ways;
use crate::read::Notices;
use crate::travel::Unlinked;

/// Notes who is not tied to the network, how much of it was left out, and what was not believed.
pub(super) fn note_ways(mode: &Mode, ways: &Ways, loaded: &Loaded, notices: &mut Notices) {
    let counts = ways.network.counts;
    if counts.parts > 1 {
        let what = format!(
            "{} of {} road nodes {} lie in {} parts that cannot be reached from the largest and left again; they are left out",
            counts.nodes - counts.kept_nodes,
            counts.nodes,
            mode.phrase(),
            counts.parts - 1,
        );
        notices.add("W-NET-COMPONENTS", "roads", what, "");
    }
    if counts.unlimited > 0 {
        let what = format!(
            "{} links that are no motorway have the limit none; the speed of their class is taken",
            counts.unlimited
        );
        notices.add("W-NET-UNLIMITED", "roads", what, "");
    }
    let limit = ways.profile.snap_limit.get();
    let mut note = |kind: &str, name: &str, why: &Unlinked| {
        let what = format!(
            "{kind} without a road {} within {limit:.0} m are unlinked: they have no times",
            mode.phrase()
        );
        let sample = match why {
            Unlinked::TooFar(leg) => format!("{name} ({:.0} m)", leg.get()),
            Unlinked::NoPoint => format!("{name} (no coordinates)"),
            Unlinked::NoRoad => name.to_owned(),
        };
        notices.add("W-NET-UNLINKED", "roads", what, sample);
    };
    for (id, tie) in ways.areas.enumerate() {
        if let Err(why) = tie {
            note("areas", &loaded.areas.list[id].code, why);
        }
    }
    for (id, tie) in ways.sites.enumerate() {
        if let Err(why) = tie {
            note("sites", &loaded.sites[id].id, why);
        }
    }
}

/// Notes sites of which only half the cost is known, where others tell both: the other half counts as nothing.
pub(super) fn note_costs(sites: &Column<SiteId, Site>, file: &str, notices: &mut Notices) {
    let both = |it: &Site| it.premises.is_some() && it.front_line.is_some();
    if sites.iter().any(both) {
        let half = sites
            .iter()
            .filter(|it| it.premises.is_some() != it.front_line.is_some());
        for site in half {
            let what =
                "sites tell only one of premises and front-line cost; the other counts as nothing";
            notices.add("W-SITE-COST", file, what, &site.id);
        }
    }
}
