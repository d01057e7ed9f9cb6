//! What one site alone changes, beside the whole headline with and without it.

use fairreach::access::{Nearest, Unserved, within};
use fairreach::ids::{Id, ServiceId, SiteId};
use fairreach::model::{Configuration, Mode, Opening};
use fairreach::score::{Case, OneSite, headline, one_site};
use proptest::prelude::*;

use crate::nation::{Size, case};

/// The same told plainly: the whole headline with and without the site. Slow, obvious, and what tests compare with.
fn one_site_plainly(
    case: &Case,
    mode: &Mode,
    configuration: &Configuration,
    (service, site): (ServiceId, SiteId),
) -> OneSite {
    let closes = configuration.opening(site).is_some();
    let own = &case.sites[site];
    let opening = (!closes).then(|| Opening::of(own, own.tier, &case.tiers));
    let then = headline(case, mode, &configuration.clone().with(site, opening));
    let now = headline(case, mode, configuration);
    let (now, then) = (&now.reaches[service], &then.reaches[service]);
    let mut told = OneSite {
        site,
        closes,
        within: now.standard.map(|_| 0.0),
        minutes: 0.0,
        served: 0.0,
    };
    for area in case.areas.list.ids() {
        let Some(people) = case
            .people(now.band, area)
            .map(fairreach::units::People::get)
        else {
            continue;
        };
        let inside = |it: &Result<Nearest, Unserved>| {
            f64::from(now.standard.is_some_and(|to| within(it, to)))
        };
        let (before, after) = (&now.nearest[area], &then.nearest[area]);
        told.within = told
            .within
            .map(|it| it + people * (inside(after) - inside(before)));
        match (before, after) {
            (Ok(before), Ok(after)) => {
                told.minutes += people * (after.time.minutes() - before.time.minutes());
            }
            (Ok(_), Err(_)) => told.served -= people,
            (Err(_), Ok(_)) => told.served += people,
            (Err(_), Err(_)) => {}
        }
    }
    told
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6 * (1.0 + a.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    #[test]
    fn what_one_site_changes_is_the_difference_of_two_whole_scorecards(seed in 1_u64..10_000, open in 1_usize..6) {
        let size = Size { areas: 60, sites: 8, open, districts: 4 };
        let case = case(size, seed);
        let service = ServiceId::at(0);
        let mode = Mode::car();
        let found = one_site(&case, &mode, &case.baseline, service).unwrap();
        prop_assert_eq!(found.len(), case.sites.len());
        for it in found {
            let plain = one_site_plainly(&case, &mode, &case.baseline, (service, it.site));
            prop_assert_eq!(it.closes, plain.closes);
            prop_assert!(near(it.minutes, plain.minutes), "{it:?} {plain:?}");
            prop_assert!(near(it.served, plain.served), "{it:?} {plain:?}");
            prop_assert!(near(it.within.unwrap_or(9.0), plain.within.unwrap_or(9.0)), "{it:?} {plain:?}");
        }
    }
}
