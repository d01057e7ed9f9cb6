//! Measures that go through the times in blocks of areas, a few neighbours at a time, beside a loop over every pair:
//! fewer areas than a block, exactly one, one more, and several, with ties and with every reason why there is no time.

use fairreach::access::{
    Decay, Demand, Loss, NearPairs, Nearest, Supply, Undefined, Unserved, balanced_fca, cumulative,
    enhanced_two_step_fca, hansen, kth_nearest, losses, mean_of_k_nearest, nearest, overlap,
    three_step_fca, two_step_fca,
};
use fairreach::ids::{AreaId, Id, SiteId};
use fairreach::travel::{TravelTimes, Unreached};
use fairreach::units::Seconds;
use proptest::prelude::*;

/// Times of a seed, most of them far apart, near ones alike; people and places by place.
#[derive(Clone, Debug)]
struct World {
    areas: usize,
    sites: usize,
    seed: u64,
}

impl World {
    fn time(&self, area: usize, site: usize) -> Result<Seconds, Unreached> {
        let place = (site * self.areas + area) as u64;
        let mut it = (self.seed ^ place).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        it = (it ^ (it >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let it = u32::try_from((it ^ (it >> 32)) % 40).unwrap();
        // Neighbours in the list are near the same sites; some areas reach no site at all.
        let near = (area / 90 + site).is_multiple_of(5);
        match it {
            _ if (area / 7) % 31 == 3 => Err(REASONS[(it % 4) as usize]),
            it @ 0..4 => Err(REASONS[it as usize]),
            it if near => Ok(Seconds::new(it * 60)),
            4 => Ok(TravelTimes::LONGEST),
            it => Ok(Seconds::new(it * 700)),
        }
    }

    fn times(&self) -> TravelTimes {
        let column = |site| (0..self.areas).map(|area| self.time(area, site)).collect();
        TravelTimes::from_columns(self.areas, (0..self.sites).map(column).collect())
    }

    fn sites(&self) -> impl Iterator<Item = SiteId> + use<> {
        (0..self.sites).map(SiteId::at)
    }

    fn people(area: usize) -> Option<f64> {
        (!area.is_multiple_of(11)).then_some((area % 13) as f64)
    }

    fn places(site: usize) -> f64 {
        (site % 4) as f64 * 10.0
    }

    /// Every journey from an area, in order of sites.
    fn reached(&self, area: usize) -> impl Iterator<Item = (usize, Seconds)> {
        (0..self.sites).filter_map(move |site| Some((site, self.time(area, site).ok()?)))
    }

    /// Seconds in order.
    fn least(&self, area: usize) -> Vec<Seconds> {
        let mut times: Vec<Seconds> = self.reached(area).map(|it| it.1).collect();
        times.sort_unstable();
        times
    }

    fn nearest(&self, area: usize) -> Result<Nearest, Unserved> {
        let best = self.reached(area).min_by_key(|it| (it.1, it.0));
        if let Some((site, time)) = best {
            let site = SiteId::at(site);
            return Ok(Nearest { time, site });
        }
        let known = |reason| (0..self.sites).any(|site| self.time(area, site) == Err(reason));
        let told = TELLING.into_iter().find(|it| known(*it));
        Err(told.map_or(Unserved::NoOpenSite, Unserved::Unreached))
    }

    /// A floating catchment over all pairs, by the weight of a time.
    fn catchment(&self, weight: impl Fn(Seconds) -> f64) -> Vec<f64> {
        let weighed = |area, site| self.time(area, site).map_or(0.0, &weight);
        let mut access = vec![0.0; self.areas];
        for site in 0..self.sites {
            let asking = |area| Self::people(area).unwrap_or(0.0) * weighed(area, site);
            let asking: f64 = (0..self.areas).map(asking).sum();
            if asking > 0.0 {
                for (area, access) in access.iter_mut().enumerate() {
                    *access += Self::places(site) / asking * weighed(area, site);
                }
            }
        }
        access
    }

    fn sums(&self, term: impl Fn(usize, Seconds) -> f64) -> Vec<f64> {
        let sum = |area| {
            self.reached(area)
                .map(|(site, time)| term(site, time))
                .sum()
        };
        (0..self.areas).map(sum).collect()
    }
}

const REASONS: [Unreached; 4] = [
    Unreached::AreaUnlinked,
    Unreached::SiteUnlinked,
    Unreached::NoPath,
    Unreached::BeyondHorizon,
];

/// The reason that says most about an area first.
const TELLING: [Unreached; 4] = [
    Unreached::AreaUnlinked,
    Unreached::BeyondHorizon,
    Unreached::NoPath,
    Unreached::SiteUnlinked,
];

fn worlds() -> impl Strategy<Value = World> {
    let areas = prop_oneof![
        4 => 1_usize..300,
        1 => prop::sample::select(vec![63, 64, 65, 128, 2_047, 2_048, 2_049, 4_200]),
    ];
    (areas, 0_usize..12, any::<u64>()).prop_map(|(areas, sites, seed)| World { areas, sites, seed })
}

fn close(a: &[f64], b: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-12 * a.abs().max(1.0);
    a.len() == b.len() && a.iter().zip(b).all(near)
}

/// What one site alone is to the people around it.
fn loss(world: &World, site: usize, standard: Seconds) -> Loss {
    let mut loss = Loss {
        site: SiteId::at(site),
        lose_cover: 0.0,
        go_elsewhere: 0.0,
        added_minutes: 0.0,
        left_without: 0.0,
    };
    for area in 0..world.areas {
        let (people, least) = (World::people(area).unwrap_or(0.0), world.least(area));
        if world.nearest(area).is_ok_and(|it| it.site == loss.site) {
            if let Some(second) = least.get(1) {
                loss.go_elsewhere += people;
                loss.added_minutes += people * f64::from(second.get() - least[0].get()) / 60.0;
            } else {
                loss.left_without += people;
            }
            if least[0] <= standard && least.get(1).is_none_or(|it| *it > standard) {
                loss.lose_cover += people;
            }
        }
    }
    loss
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_nearest_sites_are_those_of_a_sort_of_all(world in worlds(), k in 1_usize..5) {
        let times = world.times();
        let found = nearest(&times, world.sites());
        let backwards: Vec<SiteId> = world.sites().chain(world.sites()).collect();
        prop_assert_eq!(&found, &nearest(&times, backwards.into_iter().rev()));
        let kth = kth_nearest(&times, world.sites(), k.try_into().unwrap());
        let mean = mean_of_k_nearest(&times, world.sites(), k.try_into().unwrap());
        for area in 0..world.areas {
            let (id, least) = (AreaId::at(area), world.least(area));
            prop_assert_eq!(found[id], world.nearest(area), "area {}", area);
            let fewer = Undefined::FewerSites { wanted: k, reached: least.len() };
            prop_assert_eq!(kth[id], least.get(k - 1).copied().ok_or(fewer), "area {}", area);
            let minutes = least.get(..k).map(|it| it.iter().map(|it| it.minutes()).sum::<f64>() / k as f64);
            match (mean[id], minutes) {
                (Ok(found), Some(minutes)) => prop_assert!((found - minutes).abs() < 1e-9),
                (found, _) => prop_assert!(found == Err(fewer) && minutes.is_none()),
            }
        }
    }

    #[test]
    fn sums_over_sites_are_those_over_every_pair(world in worlds(), minutes in 0_u32..40) {
        let times = world.times();
        let cutoff = Seconds::from_minutes(minutes);
        let within = |time: Seconds| f64::from(u8::from(time <= cutoff));
        let supply = Supply::new(world.sites().map(|it| (it, World::places(it.place())))).unwrap();
        let demand = Demand::new((0..world.areas).map(World::people).collect()).unwrap();
        let reached = cumulative(&times, &supply, cutoff);
        prop_assert!(close(reached.as_slice(), &world.sums(|site, time| World::places(site) * within(time))));
        let two_step = two_step_fca(&times, &supply, &demand, cutoff);
        prop_assert!(close(two_step.access.as_slice(), &world.catchment(within)));
        for decay in [Decay::luo_qi_slow(), Decay::half_life(9.0).unwrap()] {
            let weight = |time: Seconds| decay.weight(time.minutes());
            let gravity = hansen(&times, &supply, &decay);
            prop_assert!(close(gravity.as_slice(), &world.sums(|site, time| World::places(site) * weight(time))));
            let enhanced = enhanced_two_step_fca(&times, &supply, &demand, &decay);
            prop_assert!(close(enhanced.access.as_slice(), &world.catchment(weight)));
        }
        let counts = overlap(&times, world.sites(), &demand, cutoff);
        let mut people = vec![0.0; world.sites + 1];
        for (area, sites) in world.sums(|_, time| within(time)).into_iter().enumerate() {
            let at = (0..=world.sites).find(|it| (*it as f64) >= sites).unwrap();
            people[at] += World::people(area).unwrap_or(0.0);
        }
        prop_assert_eq!(counts.people, people);
        let lost = losses(&times, world.sites(), &demand, cutoff);
        prop_assert_eq!(lost.len(), world.sites);
        for (site, lost) in lost.into_iter().enumerate() {
            let plain = loss(&world, site, cutoff);
            let numbers = |it: Loss| [it.lose_cover, it.go_elsewhere, it.added_minutes, it.left_without];
            prop_assert!(lost.site == plain.site && close(&numbers(lost), &numbers(plain)), "{lost:?} {plain:?}");
        }
        // The pairs that are near tell the same to the last bit, however few of them were looked for.
        for until in [0, 4, 20, 60, 400].map(Seconds::from_minutes) {
            let near = NearPairs::within(&times, world.sites(), until);
            prop_assert_eq!(cumulative(&near, &supply, cutoff), reached.clone());
            prop_assert_eq!(&two_step_fca(&near, &supply, &demand, cutoff), &two_step);
            prop_assert_eq!(overlap(&near, world.sites(), &demand, cutoff), overlap(&times, world.sites(), &demand, cutoff));
            for decay in [Decay::luo_qi_slow(), Decay::half_life(9.0).unwrap()] {
                prop_assert_eq!(hansen(&near, &supply, &decay), hansen(&times, &supply, &decay));
                prop_assert_eq!(balanced_fca(&near, &supply, &demand, &decay), balanced_fca(&times, &supply, &demand, &decay));
                prop_assert_eq!(three_step_fca(&near, &supply, &demand, &decay), three_step_fca(&times, &supply, &demand, &decay));
            }
        }
    }
}
