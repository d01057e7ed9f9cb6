//! The laws that the measures of inequality keep, over random counties, and each beside a slow and obvious reference.

use fairreach::equity::{
    Bounds, Estimate, Indicator, Interval, Kind, Observation, Palma, Place, Provision, Ranked,
    Undefined, Worst, atkinson, breaks, concentration, concentration_curve, cvar, erreygers,
    exact_interval, excess, extended_concentration, generalised_concentration, gini, intensity,
    kakwani, lorenz, mean, mean_excess, mean_log_deviation, mean_log_deviation_by_group,
    monotone_fit, monotonicity_gap, ohid_slope, palma, percentile_ratio, realised_slope, shortfall,
    simulate, theil_t, theil_t_by_group, wagstaff,
};
use proptest::prelude::*;

use crate::vector_files::{observed, ranked};

/// An area: its deprivation (many ties), its children (perhaps none), its outcome (perhaps zero) and need, in tenths.
type Area = (u8, u8, u16, u8);

fn county() -> impl Strategy<Value = Vec<Area>> {
    prop::collection::vec((0..8_u8, 0..9_u8, 0..60_u16, 0..30_u8), 1..25)
}

fn values(county: &[Area]) -> Vec<f64> {
    county.iter().map(|it| f64::from(it.2) / 10.0).collect()
}

fn people(county: &[Area]) -> Vec<f64> {
    county.iter().map(|it| f64::from(it.1)).collect()
}

fn weighted(county: &[Area]) -> Vec<(f64, f64)> {
    values(county).into_iter().zip(people(county)).collect()
}

/// Ranked by deprivation, with the values given.
fn over(county: &[Area], values: &[f64]) -> Vec<Ranked> {
    let keys: Vec<Option<f64>> = county.iter().map(|it| Some(f64::from(it.0))).collect();
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    ranked(&keys, &people(county), &values)
}

fn provisions(county: &[Area]) -> Vec<Provision> {
    county
        .iter()
        .map(|it| Provision {
            people: f64::from(it.1),
            access: f64::from(it.2) / 10.0,
            need: f64::from(it.3) / 100.0,
        })
        .collect()
}

fn with_need(rows: &[Observation], county: &[Area]) -> Vec<(Observation, f64)> {
    let need = county.iter().map(|it| f64::from(it.3) / 100.0);
    rows.iter().copied().zip(need).collect()
}

/// Each child in turn: `children` of them an area.
fn one_by_one(county: &[Area], children: usize) -> Vec<f64> {
    let each = |it: &Area| vec![f64::from(it.2) / 10.0; usize::from(it.1) * children];
    county.iter().flat_map(each).collect()
}

type Figures = Vec<(String, Result<f64, Undefined>)>;

/// Every index that has no unit, over the outcomes of a county.
fn indices(county: &[Area], scale: f64) -> Figures {
    let scaled: Vec<f64> = values(county).iter().map(|it| it * scale).collect();
    let pairs: Vec<(f64, f64)> = scaled.iter().copied().zip(people(county)).collect();
    let blocks = over(county, &scaled);
    let rows = observed(&blocks);
    let line = 3.0 * scale;
    let provisions: Vec<Provision> = provisions(county)
        .into_iter()
        .map(|it| Provision {
            access: it.access * scale,
            ..it
        })
        .collect();
    let bounds = Bounds {
        least: 0.0,
        most: 6.0 * scale,
    };
    let groups = |mld: bool| {
        let all: Vec<Vec<(f64, f64)>> = (0..3)
            .map(|name| {
                let own = county.iter().zip(&pairs).filter(|it| it.0.0 % 3 == name);
                own.map(|it| *it.1).collect()
            })
            .collect();
        if mld {
            mean_log_deviation_by_group(&all)
        } else {
            theil_t_by_group(&all)
        }
    };
    let mut res: Figures = vec![
        ("gini".into(), gini(&pairs)),
        ("T".into(), theil_t(&pairs)),
        ("L".into(), mean_log_deviation(&pairs)),
        ("T between".into(), groups(false).map(|it| it.between)),
        ("L within".into(), groups(true).map(|it| it.within)),
        ("C".into(), concentration(&rows)),
        (
            "generalised C".into(),
            generalised_concentration(&rows).map(|it| it / scale),
        ),
        ("Erreygers".into(), erreygers(&rows, bounds)),
        ("Wagstaff".into(), wagstaff(&rows, bounds)),
        (
            "palma".into(),
            palma(&blocks).and_then(|it| it.least_deprived_10_over_most_deprived_40()),
        ),
        ("p80/p20".into(), percentile_ratio(&pairs, 0.8, 0.2)),
        ("kakwani".into(), kakwani(&with_need(&rows, county))),
        (
            "to move".into(),
            intensity(&provisions, 0.5).map(|it| it.to_move_share),
        ),
        ("realised slope".into(), realised_slope(&provisions)),
    ];
    for setting in [0.0, 0.5, 1.0, 1.000_001, 2.0, 3.5, 40.0] {
        res.push((format!("atkinson {setting}"), atkinson(&pairs, setting)));
    }
    for setting in [1.0, 1.5, 2.0, 5.0, 10.0] {
        res.push((
            format!("C({setting})"),
            extended_concentration(&blocks, setting),
        ));
    }
    for share in [0.05, 0.25, 1.0] {
        for worst in [Worst::Highest, Worst::Lowest] {
            res.push((
                format!("cvar {share} {worst:?}"),
                cvar(&pairs, share, worst).map(|it| it / scale),
            ));
        }
    }
    for alpha in [0.0, 1.0, 2.5] {
        res.push((format!("short {alpha}"), shortfall(&pairs, line, alpha)));
        res.push((format!("over {alpha}"), excess(&pairs, line, alpha)));
    }
    res
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(1.0)
}

fn agree(a: &Figures, b: &Figures) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for ((name, a), (_, b)) in a.iter().zip(b) {
        match (a, b) {
            (Ok(a), Ok(b)) => prop_assert!(near(*a, *b), "{name}: {a} {b}"),
            (a, b) => prop_assert_eq!(a, b, "{}", name),
        }
    }
    Ok(())
}

/// A figure that two ways must agree on, or that neither has.
fn same(found: Result<f64, Undefined>, slow: Option<f64>, name: &str) -> Result<(), TestCaseError> {
    match (found, slow) {
        (Ok(found), Some(slow)) => prop_assert!(near(found, slow), "{name}: {found} {slow}"),
        (found, slow) => prop_assert!(
            found.is_err() && slow.is_none(),
            "{name} {found:?} {slow:?}"
        ),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nothing_is_ever_nan_or_infinite(county in county()) {
        for (name, found) in indices(&county, 1.0) {
            prop_assert!(found.is_err() || found.is_ok_and(f64::is_finite), "{name} {found:?}");
        }
    }

    #[test]
    fn the_order_of_areas_and_the_unit_never_matter(county in county(), unit in prop::sample::select(vec![0.016, 60.0, 1e6])) {
        let plain = indices(&county, 1.0);
        let backwards: Vec<Area> = county.iter().rev().copied().collect();
        agree(&plain, &indices(&backwards, 1.0))?;
        // A value on a line or at a quantile's edge may fall off it by rounding, so the unit is tested off the line.
        let off: Vec<Area> = county.iter().map(|it| (it.0, it.1, it.2 * 2 + 1, it.3)).collect();
        let fits: Vec<Area> = off.into_iter().filter(|it| it.2 < 60).collect();
        agree(&indices(&fits, 1.0), &indices(&fits, unit))?;
    }

    #[test]
    fn replicating_everyone_changes_nothing(county in county()) {
        let tripled: Vec<Area> = county.iter().flat_map(|it| [*it; 3]).collect();
        agree(&indices(&county, 1.0), &indices(&tripled, 1.0))?;
        let larger: Vec<Area> = county.iter().map(|it| (it.0, it.1 * 7, it.2, it.3)).collect();
        agree(&indices(&county, 1.0), &indices(&larger, 1.0))?;
    }

    #[test]
    fn splitting_an_area_and_areas_of_nobody_change_nothing(county in county(), at in any::<prop::sample::Index>()) {
        let at = at.index(county.len());
        let mut whole = county.clone();
        whole[at].1 *= 3;
        let mut split = county.clone();
        split.push((county[at].0, county[at].1 * 2, county[at].2, county[at].3));
        agree(&indices(&whole, 1.0), &indices(&split, 1.0))?;
        split.push((3, 0, 59, 29));
        agree(&indices(&whole, 1.0), &indices(&split, 1.0))?;
    }

    #[test]
    fn what_is_the_same_for_all_has_no_inequality_at_any_setting(
        county in county(), value in 1..60_u16, aversion in 0.0..9.0_f64, nu in 1.0..9.0_f64, served in prop::collection::vec(any::<bool>(), 25),
    ) {
        let equal: Vec<Area> = county.iter().map(|it| (it.0, it.1, value, it.3)).collect();
        let anyone = equal.iter().any(|it| it.1 > 0);
        let pairs = weighted(&equal);
        let every_block = over(&equal, &values(&equal));
        // Also where some have no outcome, whose places stay.
        let some: Vec<Ranked> = every_block.iter().zip(served).filter(|it| it.1).map(|it| *it.0).collect();
        for blocks in [every_block, some] {
            let anyone = blocks.iter().any(|it| it.people > 0.0);
            let rows = observed(&blocks);
            let most = f64::from(value) / 5.0;
            for found in [
                concentration(&rows),
                generalised_concentration(&rows),
                extended_concentration(&blocks, nu),
                erreygers(&rows, Bounds { least: 0.0, most }),
                wagstaff(&rows, Bounds { least: 0.0, most }),
            ] {
                prop_assert_eq!(found.is_ok(), anyone);
                prop_assert!(found.is_err() || found.is_ok_and(|it| it.abs() < 1e-12), "{:?}", found);
            }
        }
        for found in [gini(&pairs), theil_t(&pairs), mean_log_deviation(&pairs), atkinson(&pairs, aversion)] {
            prop_assert_eq!(found.is_ok(), anyone);
            prop_assert!(found.is_err() || found.is_ok_and(|it| it.abs() < 1e-12), "{:?}", found);
        }
        let groups = pairs.iter().map(|it| vec![*it]).collect::<Vec<_>>();
        for parts in [theil_t_by_group(&groups), mean_log_deviation_by_group(&groups)].into_iter().flatten() {
            prop_assert!(parts.between.abs() < 1e-12 && parts.within.abs() < 1e-12);
        }
        if let Ok(ends) = palma(&over(&equal, &values(&equal))) {
            prop_assert!(near(ends.least_deprived_10_over_most_deprived_40().unwrap(), 1.0));
        }
        if anyone {
            prop_assert_eq!(percentile_ratio(&pairs, 0.9, 0.1), Ok(1.0));
            prop_assert!(monotonicity_gap(&pairs).unwrap() < 1e-12);
            prop_assert!(intensity(&provisions(&equal), 0.0).unwrap().to_move_share < 1e-12);
        }
        prop_assert!(breaks(&pairs).is_empty());
    }

    #[test]
    fn gini_is_half_the_mean_difference_between_any_two_over_the_mean(county in county()) {
        let pairs = weighted(&county);
        let people: f64 = pairs.iter().map(|it| it.1).sum();
        let total: f64 = pairs.iter().map(|it| it.0 * it.1).sum();
        let mut differences = 0.0;
        for a in &pairs {
            for b in &pairs {
                differences += a.1 * b.1 * (a.0 - b.0).abs();
            }
        }
        let slow = (total > 0.0).then(|| differences / (2.0 * people * total));
        same(gini(&pairs), slow, "gini")?;
        if let Ok(curve) = lorenz(&pairs) {
            prop_assert!(curve.windows(2).all(|it| it[0].people < it[1].people && it[0].outcome <= it[1].outcome));
            prop_assert!(curve.iter().all(|it| it.outcome <= it.people + 1e-12));
        }
    }

    #[test]
    fn theil_and_atkinson_equal_their_definitions_child_by_child(county in county(), aversion in 0.0..6.0_f64) {
        let all = one_by_one(&county, 1);
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let some = n > 0.0 && mean > 0.0;
        let relative: Vec<f64> = all.iter().map(|it| it / mean).collect();
        let pairs = weighted(&county);
        let t = relative.iter().filter(|it| **it > 0.0).map(|it| it * it.ln()).sum::<f64>() / n;
        same(theil_t(&pairs), some.then_some(t), "T")?;
        let none_at_zero = all.iter().all(|it| *it > 0.0);
        let l = -relative.iter().map(|it| it.ln()).sum::<f64>() / n;
        same(mean_log_deviation(&pairs), (some && none_at_zero).then_some(l), "L")?;
        // The powers lose digits near 1, where this reference is not to be trusted.
        prop_assume!((aversion - 1.0).abs() > 0.01);
        let power = 1.0 - aversion;
        let sum = relative.iter().map(|it| it.powf(power)).sum::<f64>() / n;
        let a = if power < 0.0 && !none_at_zero { 1.0 } else { 1.0 - sum.powf(1.0 / power) };
        same(atkinson(&pairs, aversion), some.then_some(a), "A")?;
    }

    #[test]
    fn atkinson_grows_with_the_aversion_and_has_no_step_at_one(county in county(), low in 0.0..5.0_f64, step in 0.0..3.0_f64) {
        let pairs = weighted(&county);
        if let (Ok(less), Ok(more)) = (atkinson(&pairs, low), atkinson(&pairs, low + step)) {
            prop_assert!(less <= more + 1e-12);
            prop_assert!(atkinson(&pairs, 0.0).unwrap() < 1e-12);
            // At 1, A = 1 - exp(-L).
            if let Ok(l) = mean_log_deviation(&pairs) {
                for aversion in [1.0 - 1e-9, 1.0, 1.0 + 1e-9] {
                    prop_assert!((atkinson(&pairs, aversion).unwrap() - (1.0 - (-l).exp())).abs() < 1e-7);
                }
            } else {
                prop_assert_eq!(atkinson(&pairs, 1.0), Ok(1.0));
            }
        }
    }

    #[test]
    fn between_and_within_make_the_whole(county in county()) {
        let pairs = weighted(&county);
        let groups: Vec<Vec<(f64, f64)>> = (0..8)
            .map(|name| county.iter().zip(&pairs).filter(|it| it.0.0 == name).map(|it| *it.1).collect())
            .collect();
        for (found, whole) in [
            (theil_t_by_group(&groups), theil_t(&pairs)),
            (mean_log_deviation_by_group(&groups), mean_log_deviation(&pairs)),
        ] {
            let Ok(found) = found else {
                prop_assert!(whole.is_err());
                continue;
            };
            prop_assert!(near(found.total, whole.unwrap()));
            prop_assert!(near(found.between + found.within, found.total));
            prop_assert!(found.between > -1e-12 && found.within > -1e-12);
            for (part, group) in found.groups.iter().zip(&groups) {
                prop_assert_eq!(part.is_ok(), group.iter().any(|it| it.1 > 0.0));
            }
            let parts = || found.groups.iter().flatten();
            prop_assert!(near(parts().map(|it| it.people_share).sum(), 1.0));
            prop_assert!(near(parts().map(|it| it.outcome_share).sum(), 1.0));
        }
    }

    #[test]
    fn concentration_ranked_by_the_outcome_itself_is_gini(county in county()) {
        let own = values(&county);
        let some: Vec<Option<f64>> = own.iter().copied().map(Some).collect();
        let rows = observed(&ranked(&some, &people(&county), &some));
        same(concentration(&rows), gini(&weighted(&county)).ok(), "self-ranked")?;
    }

    #[test]
    fn concentration_is_the_convenient_regression_and_twice_the_area_over_its_curve(county in county()) {
        let rows = observed(&over(&county, &values(&county)));
        let Ok(found) = concentration(&rows) else { return Ok(()) };
        let n: f64 = rows.iter().map(|it| it.people).sum();
        let mean = |of: &dyn Fn(&Observation) -> f64| rows.iter().map(|it| it.people * of(it)).sum::<f64>() / n;
        let (rank, value) = (mean(&|it| it.ridit), mean(&|it| it.value));
        let spread = mean(&|it| (it.ridit - rank).powi(2));
        // The slope of 2 var(R) y/mu on R, by its normal equation.
        if spread > 1e-9 {
            let left = |it: &Observation| 2.0 * spread * it.value / value;
            let slope = mean(&|it| (it.ridit - rank) * left(it)) / spread;
            prop_assert!(near(found, slope), "{found} {slope}");
        }
        let curve = concentration_curve(&rows).unwrap();
        let under: f64 = curve.windows(2).map(|it| (it[1].people - it[0].people) * (it[0].outcome + it[1].outcome)).sum();
        prop_assert!(near(found, 1.0 - under), "{found} {under}");
    }

    #[test]
    fn the_extended_index_is_the_grouped_sum_over_blocks_and_c_at_two(county in county(), nu in 1.0..9.0_f64) {
        let own = values(&county);
        let blocks = over(&county, &own);
        let n: f64 = people(&county).iter().sum();
        let total: f64 = blocks.iter().map(|it| it.people * it.value).sum();
        let mut slow = 1.0;
        for key in 0..8_u8 {
            let sum = |choose: &dyn Fn(&Area) -> bool| -> f64 { county.iter().filter(|it| choose(it)).map(|it| f64::from(it.1)).sum() };
            let (before, after) = (sum(&|it| it.0 < key) / n, sum(&|it| it.0 <= key) / n);
            let outcome: f64 = county.iter().filter(|it| it.0 == key).map(|it| f64::from(it.1) * f64::from(it.2) / 10.0).sum();
            if after > before {
                let mean = outcome / (n * (after - before));
                slow -= mean * ((1.0 - before).powf(nu) - (1.0 - after).max(0.0).powf(nu)) / (total / n);
            }
        }
        same(extended_concentration(&blocks, nu), (total > 0.0).then_some(slow), "C(nu)")?;
        same(extended_concentration(&blocks, 2.0), concentration(&observed(&blocks)).ok(), "C(2)")?;
        if total > 0.0 {
            prop_assert!(extended_concentration(&blocks, 1.0).unwrap().abs() < 1e-12);
        }
    }

    #[test]
    fn c_at_two_is_c_even_where_some_have_no_outcome(county in county(), served in prop::collection::vec(any::<bool>(), 25)) {
        let all = over(&county, &values(&county));
        let blocks: Vec<Ranked> = all.into_iter().zip(served).filter(|it| it.1).map(|it| it.0).collect();
        same(extended_concentration(&blocks, 2.0), concentration(&observed(&blocks)).ok(), "C(2)")?;
    }

    #[test]
    fn the_bounded_indices_turn_their_sign_when_lacking_is_counted(county in county()) {
        let own: Vec<f64> = values(&county).iter().map(|it| it / 6.0).collect();
        let lacking: Vec<f64> = own.iter().map(|it| 1.0 - it).collect();
        let (has, lacks) = (observed(&over(&county, &own)), observed(&over(&county, &lacking)));
        same(erreygers(&has, Bounds::SHARE), erreygers(&lacks, Bounds::SHARE).ok().map(|it| -it), "E")?;
        same(wagstaff(&has, Bounds::SHARE), wagstaff(&lacks, Bounds::SHARE).ok().map(|it| -it), "W")?;
        if let (Ok(c), Ok(mean)) = (concentration(&has), mean(&weighted(&county))) {
            let mean = mean / 6.0;
            prop_assert!(near(erreygers(&has, Bounds::SHARE).unwrap(), 4.0 * mean * c));
            prop_assert!(near(generalised_concentration(&has).unwrap(), mean * c));
            if let Ok(w) = wagstaff(&has, Bounds::SHARE) {
                prop_assert!(near(w, c / (1.0 - mean)));
            }
        }
    }

    #[test]
    fn the_palma_ends_are_those_of_the_children_in_a_row(county in county()) {
        // Ten of each child, so that a tenth is whole, and the children of a block have its mean.
        let mut row: Vec<f64> = Vec::new();
        for key in 0..8_u8 {
            let block: Vec<Area> = county.iter().filter(|it| it.0 == key).copied().collect();
            let all = one_by_one(&block, 10);
            let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
            row.extend(vec![mean; all.len()]);
        }
        let found = palma(&over(&county, &values(&county)));
        if row.is_empty() {
            prop_assert_eq!(found, Err(Undefined::Nobody));
            return Ok(());
        }
        let of = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        let found = found.unwrap();
        prop_assert!(near(found.mean_most_deprived_40, of(&row[..row.len() * 4 / 10])));
        prop_assert!(near(found.mean_least_deprived_10, of(&row[row.len() * 9 / 10..])));
    }

    #[test]
    fn the_worst_are_the_last_of_the_children_in_a_row(county in county(), tenths in 1..=10_usize) {
        let mut row = one_by_one(&county, 10);
        row.sort_by(f64::total_cmp);
        let (pairs, share) = (weighted(&county), tenths as f64 / 10.0);
        let count = row.len() * tenths / 10;
        let of = |part: &[f64]| (!part.is_empty()).then(|| part.iter().sum::<f64>() / part.len() as f64);
        same(cvar(&pairs, share, Worst::Highest), of(&row[row.len() - count..]), "highest")?;
        same(cvar(&pairs, share, Worst::Lowest), of(&row[..count]), "lowest")?;
        if let (Ok(worst), Ok(mean)) = (cvar(&pairs, share, Worst::Highest), mean(&pairs)) {
            prop_assert!(worst >= mean - 1e-12);
            prop_assert!(cvar(&pairs, share / 2.0, Worst::Highest).unwrap() >= worst - 1e-12);
        }
    }

    #[test]
    fn those_beyond_a_line_are_counted_child_by_child_and_fewer_the_further_it_is(county in county(), tenths in 1..70_u16, alpha in 0.0..3.0_f64) {
        let (all, pairs, line) = (one_by_one(&county, 1), weighted(&county), f64::from(tenths) / 10.0);
        let n = all.len() as f64;
        let sum = |gap: &dyn Fn(f64) -> f64| (n > 0.0).then(|| all.iter().map(|it| gap(*it)).sum::<f64>() / n);
        let over = |t: f64| if t > line { ((t - line) / line).powf(alpha) } else { 0.0 };
        let under = |y: f64| if y < line { ((line - y) / line).powf(alpha) } else { 0.0 };
        same(excess(&pairs, line, alpha), sum(&over), "over")?;
        same(shortfall(&pairs, line, alpha), sum(&under), "under")?;
        if n > 0.0 {
            prop_assert!(near(excess(&pairs, line, 1.0).unwrap() * line, mean_excess(&pairs, line).unwrap()));
            prop_assert!(excess(&pairs, line + 1.0, alpha).unwrap() <= excess(&pairs, line, alpha).unwrap() + 1e-12);
        }
    }

    #[test]
    fn the_isotonic_fit_is_the_min_max_of_means(county in county()) {
        let groups = weighted(&county);
        let fit = monotone_fit(&groups);
        let peopled: Vec<usize> = (0..groups.len()).filter(|it| groups[*it].1 > 0.0).collect();
        let average = |from: usize, to: usize| mean(&peopled[from..=to].iter().map(|it| groups[*it]).collect::<Vec<_>>()).unwrap();
        for (at, row) in peopled.iter().enumerate() {
            // Robertson, Wright and Dykstra 1988: min over starts of max over ends.
            let worst = |from: usize| (at..peopled.len()).map(|to| average(from, to)).fold(f64::NEG_INFINITY, f64::max);
            let slow = (0..=at).map(worst).fold(f64::INFINITY, f64::min);
            prop_assert!(near(fit[*row].unwrap(), slow), "{fit:?} {slow}");
        }
        prop_assert_eq!(fit.iter().flatten().count(), peopled.len());
        let gap = monotonicity_gap(&groups);
        if let Ok(gap) = gap {
            prop_assert_eq!(gap < 1e-12, breaks(&groups).is_empty());
            prop_assert!((0.0..2.0).contains(&gap));
            let fitted: f64 = groups.iter().zip(&fit).filter_map(|(it, fit)| Some(it.1 * (*fit)?)).sum();
            prop_assert!(near(fitted, groups.iter().map(|it| it.0 * it.1).sum()));
        }
    }

    #[test]
    fn targets_keep_the_budget_and_provision_at_its_target_is_faithful(county in county(), steepness in 0.0..=1.0_f64) {
        let rows = provisions(&county);
        let Ok(it) = intensity(&rows, steepness) else { return Ok(()) };
        let target: f64 = rows.iter().zip(&it.targets).map(|(row, target)| row.people * target).sum();
        prop_assert!(near(target, it.total));
        prop_assert!(near(it.shares.iter().sum(), 1.0) && near(it.target_shares.iter().sum(), 1.0));
        // What one half lacks the other has too much of.
        prop_assert!(near(it.shortfall(|_| true), it.to_move()));
        prop_assert!((0.0..=1.0 + 1e-12).contains(&it.to_move_share));
        let at_target: Vec<Provision> = rows
            .iter()
            .zip(&it.targets)
            .map(|(row, target)| Provision { access: *target, ..*row })
            .collect();
        let again = intensity(&at_target, steepness).unwrap();
        prop_assert!(again.to_move_share < 1e-12 && again.fidelity() > 1.0 - 1e-12);
        if let Ok(slope) = realised_slope(&at_target) {
            prop_assert!(near(slope, steepness), "{slope} {steepness}");
        }
    }

    #[test]
    fn flat_provision_has_no_slope_and_provision_by_need_no_kakwani(county in county()) {
        let flat: Vec<Provision> = provisions(&county).into_iter().map(|it| Provision { access: 2.0, ..it }).collect();
        let needed: Vec<Provision> = flat.iter().map(|it| Provision { access: 5.0 * it.need, ..*it }).collect();
        if let Ok(slope) = realised_slope(&flat) {
            prop_assert!(slope.abs() < 1e-12);
            prop_assert!(near(realised_slope(&needed).unwrap(), 1.0));
        }
        let index = |rows: &[Provision]| {
            let access: Vec<f64> = rows.iter().map(|it| it.access).collect();
            kakwani(&with_need(&observed(&over(&county, &access)), &county))
        };
        let need: Vec<f64> = flat.iter().map(|it| it.need).collect();
        let of_need = concentration(&observed(&over(&county, &need)));
        same(index(&flat), of_need.ok().map(|it| -it), "flat")?;
        same(index(&needed), of_need.ok().map(|_| 0.0), "by need")?;
    }
}

/// Groups of the regression: people, a value between 0 and 1, and an error.
type Group = (u16, f64, f64);

fn groups() -> impl Strategy<Value = Vec<Group>> {
    prop::collection::vec((1..500_u16, 0.02..0.98_f64, 0.0..0.2_f64), 5..14)
}

fn estimates(groups: &[Group]) -> Vec<Estimate> {
    let people: Vec<f64> = groups.iter().map(|it| f64::from(it.0)).collect();
    let keys: Vec<Option<f64>> = (0..groups.len()).map(|it| Some(it as f64)).collect();
    let values: Vec<Option<f64>> = groups.iter().map(|it| Some(it.1)).collect();
    observed(&ranked(&keys, &people, &values))
        .into_iter()
        .zip(groups)
        .map(|(observation, group)| Estimate {
            observation,
            error: group.2,
        })
        .collect()
}

/// The least squares of OHID's own words: y√a on √a and b√a without intercept, by the normal equations.
fn slow_line(rows: &[(f64, f64, f64)]) -> (f64, f64) {
    let whole: f64 = rows.iter().map(|it| it.0).sum();
    let (mut aa, mut ab, mut bb, mut ay, mut by) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (people, ridit, value) in rows {
        let root = (people / whole).sqrt();
        let (x0, x1, y) = (root, ridit * root, value * root);
        aa += x0 * x0;
        ab += x0 * x1;
        bb += x1 * x1;
        ay += x0 * y;
        by += x1 * y;
    }
    let beta = (aa * by - ab * ay) / (aa * bb - ab * ab);
    ((ay - ab * beta) / aa, beta)
}

const KINDS: [(Kind, bool); 5] = [
    (Kind::Plain, false),
    (Kind::Rate, false),
    (Kind::Rate, true),
    (Kind::Proportion, false),
    (Kind::Proportion, true),
];

fn forth(kind: Kind, value: f64) -> f64 {
    match kind {
        Kind::Plain => value,
        Kind::Rate => value.ln(),
        Kind::Proportion => (value / (1.0 - value)).ln(),
    }
}

fn back(kind: Kind, value: f64) -> f64 {
    match kind {
        Kind::Plain => value,
        Kind::Rate => value.exp(),
        Kind::Proportion => value.exp() / (1.0 + value.exp()),
    }
}

proptest! {
    #[test]
    fn ohids_slope_is_the_least_squares_of_its_own_words(groups in groups(), multiplier in prop::sample::select(vec![1.0, 100.0, -1.0, -100.0])) {
        let groups = estimates(&groups);
        let rows: Vec<Observation> = groups.iter().map(|it| it.observation).collect();
        let backwards: Vec<Observation> = rows.iter().rev().copied().collect();
        for (kind, transform) in KINDS {
            let fitted = if transform { kind } else { Kind::Plain };
            let scaled: Vec<(f64, f64, f64)> = rows.iter().map(|it| (it.people, it.ridit, forth(fitted, it.value))).collect();
            let (alpha, beta) = slow_line(&scaled);
            let (most, least) = (back(fitted, alpha), back(fitted, alpha + beta));
            let found = ohid_slope(&rows, Indicator { kind, transform, multiplier }).unwrap();
            prop_assert!(near(found.alpha, alpha) && near(found.beta, beta) && near(found.intercept, most));
            prop_assert!(near(found.sii, multiplier * (least - most)));
            if let Ok(rii) = found.rii {
                let slow = if multiplier > 0.0 { least / most } else { most / least };
                prop_assert!((rii - slow).abs() <= 1e-6 * slow.abs().max(1.0), "{rii} {slow}");
            }
            prop_assert_eq!(found, ohid_slope(&backwards, Indicator { kind, transform, multiplier }).unwrap());
        }
    }

    #[test]
    fn draws_know_neither_the_order_of_groups_nor_the_day(groups in groups(), seed in any::<u64>()) {
        let groups = estimates(&groups);
        let backwards: Vec<Estimate> = groups.iter().rev().copied().collect();
        for (kind, transform) in KINDS {
            let indicator = Indicator { kind, transform, multiplier: 1.0 };
            let limits = |groups: &[Estimate]| simulate(groups, indicator, 200, seed).unwrap().interval(0.9).unwrap();
            prop_assert_eq!(limits(&groups), limits(&backwards));
        }
    }

    #[test]
    fn without_sampling_error_every_interval_is_the_index_itself(groups in groups()) {
        let mut groups = estimates(&groups);
        for it in &mut groups {
            it.error = 0.0;
        }
        let rows: Vec<Observation> = groups.iter().map(|it| it.observation).collect();
        for (kind, transform) in KINDS {
            for multiplier in [1.0, 0.5, -100.0] {
                let indicator = Indicator { kind, transform, multiplier };
                let point = ohid_slope(&rows, indicator).unwrap();
                let found = simulate(&groups, indicator, 100, 1).unwrap().interval(0.95).unwrap();
                prop_assert!(near(found.sii.lower, point.sii) && near(found.sii.upper, point.sii), "{found:?} {point:?}");
                match (found.rii, point.rii) {
                    (Ok(Interval { lower, upper }), Ok(rii)) => {
                        let room = 1e-6 * rii.abs().max(1.0);
                        prop_assert!((lower - rii).abs() < room && (upper - rii).abs() < room);
                    }
                    (found, point) => prop_assert_eq!(found.is_err(), point.is_err()),
                }
            }
        }
    }
}

/// A plain generator and the polar method of Marsaglia and Bray, to draw with nothing of the program's.
struct Plain(u64);

impl Plain {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                return x * (-2.0 * s.ln() / s).sqrt();
            }
        }
    }
}

#[test]
fn drawing_and_fitting_anew_each_time_gives_the_same_limits() {
    let groups: Vec<Group> = (0_u16..10)
        .map(|it| (900 + 37 * it, 0.3 + 0.05 * f64::from(it), 0.06))
        .collect();
    let groups = estimates(&groups);
    for (kind, transform) in KINDS.into_iter().filter(|it| !it.1) {
        for multiplier in [1.0, -100.0] {
            let indicator = Indicator {
                kind,
                transform,
                multiplier,
            };
            let (mut slopes, mut ratios) = (Vec::new(), Vec::new());
            let mut generator = Plain(7);
            for _ in 0..20_000 {
                let rows: Vec<(f64, f64, f64)> = groups
                    .iter()
                    .map(|it| {
                        let drawn =
                            forth(kind, it.observation.value) + it.error * generator.normal();
                        (
                            it.observation.people,
                            it.observation.ridit,
                            back(kind, drawn),
                        )
                    })
                    .collect();
                let (alpha, beta) = slow_line(&rows);
                slopes.push(multiplier * beta);
                let ratio = (alpha + beta) / alpha;
                ratios.push(if multiplier < 0.0 { 1.0 / ratio } else { ratio });
            }
            slopes.sort_by(f64::total_cmp);
            ratios.sort_by(f64::total_cmp);
            let found = simulate(&groups, indicator, 20_000, 1)
                .unwrap()
                .interval(0.95)
                .unwrap();
            let rii = found.rii.unwrap();
            for (found, slow, all) in [
                (found.sii.lower, slopes[499], &slopes),
                (found.sii.upper, slopes[19_499], &slopes),
                (rii.lower, ratios[499], &ratios),
                (rii.upper, ratios[19_499], &ratios),
            ] {
                // Of 20,000 draws a limit is known to a fiftieth of a standard error; a tenth of one is five of those.
                let spread = (all[19_499] - all[499]) / 3.92;
                assert!(
                    (found - slow).abs() < 0.1 * spread,
                    "{found} {slow} {spread}"
                );
            }
        }
    }
}

#[test]
fn a_wider_confidence_is_a_wider_interval_and_few_draws_have_no_far_limit() {
    let groups: Vec<Group> = (1_u16..=10).map(|it| (100 * it, 0.4, 0.1)).collect();
    let groups = estimates(&groups);
    let drawn = simulate(&groups, Indicator::new(Kind::Plain), 1000, 1).unwrap();
    let width = |confidence| {
        drawn
            .interval(confidence)
            .map(|it| it.sii.upper - it.sii.lower)
    };
    assert!(width(0.95).unwrap() < width(0.998).unwrap());
    assert_eq!(width(0.9999), Err(Undefined::Draws));
    assert!(matches!(width(95.0), Err(Undefined::Setting(_))));
}

#[test]
fn figures_without_ground_say_why() {
    let nobody = [(3.0, 0.0)];
    let none = [(0.0, 5.0), (0.0, 2.0)];
    let below = [(-1.0, 5.0), (4.0, 5.0)];
    for index in [gini, theil_t, mean_log_deviation] {
        assert_eq!(index(&nobody), Err(Undefined::Nobody));
        assert_eq!(index(&[]), Err(Undefined::Nobody));
        assert_eq!(index(&none), Err(Undefined::ZeroMean));
        assert_eq!(index(&below), Err(Undefined::Negative));
    }
    assert_eq!(atkinson(&none, 1.0), Err(Undefined::ZeroMean));
    let one_has_none = [(0.0, 5.0), (2.0, 5.0)];
    assert_eq!(mean_log_deviation(&one_has_none), Err(Undefined::ZeroValue));
    assert_eq!(atkinson(&one_has_none, 1.5), Ok(1.0));
    assert!(matches!(
        atkinson(&one_has_none, -0.1),
        Err(Undefined::Setting(_))
    ));
    assert_eq!(
        percentile_ratio(&one_has_none, 0.9, 0.1),
        Err(Undefined::ZeroDivisor)
    );
    assert!(matches!(
        cvar(&none, 0.0, Worst::Highest),
        Err(Undefined::Setting(_))
    ));
    assert_eq!(cvar(&nobody, 0.5, Worst::Highest), Err(Undefined::Nobody));
    assert!(matches!(
        excess(&none, 0.0, 1.0),
        Err(Undefined::Setting(_))
    ));
    assert_eq!(shortfall(&nobody, 8.0, 0.0), Err(Undefined::Nobody));
    assert_eq!(monotonicity_gap(&none), Err(Undefined::ZeroMean));
    assert_eq!(monotone_fit(&nobody), [None]);
}

#[test]
fn a_group_in_which_nobody_has_anything_adds_nothing_to_theils_t() {
    let found = theil_t_by_group(&[vec![(0.0, 5.0)], vec![(2.0, 5.0)], vec![(9.0, 0.0)]]).unwrap();
    let poor = found.groups[0].clone().unwrap();
    assert_eq!(poor.index, Err(Undefined::ZeroMean));
    assert!(poor.between.abs() < 1e-12 && poor.within.abs() < 1e-12);
    assert_eq!(found.groups[2], Err(Undefined::Nobody));
    assert!((found.between - 2.0_f64.ln()).abs() < 1e-12);
}

fn half(ridit: f64, value: f64) -> Observation {
    Observation {
        people: 50.0,
        ridit,
        value,
    }
}

#[test]
fn bounded_indices_without_ground_say_why() {
    let nobody_covered = [half(0.25, 0.0), half(0.75, 0.0)];
    assert_eq!(concentration(&nobody_covered), Err(Undefined::ZeroMean));
    assert_eq!(erreygers(&nobody_covered, Bounds::SHARE), Ok(0.0));
    assert_eq!(
        wagstaff(&nobody_covered, Bounds::SHARE),
        Err(Undefined::AtBound)
    );
    let all_covered = [half(0.25, 1.0), half(0.75, 1.0)];
    assert_eq!(erreygers(&all_covered, Bounds::SHARE), Ok(0.0));
    assert_eq!(
        wagstaff(&all_covered, Bounds::SHARE),
        Err(Undefined::AtBound)
    );
    let beyond = [half(0.25, 0.5), half(0.75, 1.5)];
    assert_eq!(
        erreygers(&beyond, Bounds::SHARE),
        Err(Undefined::OutOfBounds)
    );
    let turned = Bounds {
        least: 1.0,
        most: 0.0,
    };
    assert!(matches!(
        erreygers(&all_covered, turned),
        Err(Undefined::Setting(_))
    ));
}

#[test]
fn an_end_of_the_ranking_that_nobody_can_be_served_in_has_no_palma() {
    let rows = ranked(
        &[Some(1.0), Some(2.0), Some(3.0)],
        &[40.0, 50.0, 10.0],
        &[None, Some(5.0), Some(9.0)],
    );
    assert_eq!(palma(&rows), Err(Undefined::Nobody));
    let none = ranked(
        &[Some(1.0), Some(2.0)],
        &[50.0, 50.0],
        &[Some(0.0), Some(5.0)],
    );
    assert_eq!(
        palma(&none)
            .unwrap()
            .least_deprived_10_over_most_deprived_40(),
        Err(Undefined::ZeroDivisor)
    );
}

#[test]
fn provision_without_need_or_hours_says_why() {
    let half = |access, need| Provision {
        people: 50.0,
        access,
        need,
    };
    let no_hours = [half(0.0, 0.1), half(0.0, 0.3)];
    assert_eq!(intensity(&no_hours, 0.5), Err(Undefined::ZeroMean));
    assert_eq!(realised_slope(&no_hours), Err(Undefined::ZeroMean));
    let no_need = [half(1.0, 0.0), half(3.0, 0.0)];
    assert_eq!(intensity(&no_need, 0.5), Err(Undefined::NoNeed));
    assert_eq!(realised_slope(&no_need), Err(Undefined::OneRank));
    // The same for all needs no need.
    assert!((intensity(&no_need, 0.0).unwrap().to_move_share - 0.25).abs() < 1e-12);
    assert!(matches!(
        intensity(&no_need, 1.5),
        Err(Undefined::Setting(_))
    ));
}

#[test]
fn intervals_without_ground_say_why() {
    let groups: Vec<Group> = (0..6).map(|_| (100, 0.5, 0.1)).collect();
    let groups = estimates(&groups);
    let plain = Indicator::new(Kind::Plain);
    let mut shared = groups.clone();
    shared[1].observation.ridit = shared[0].observation.ridit;
    assert_eq!(
        exact_interval(&shared, plain, 0.95),
        Err(Undefined::SharedRank)
    );
    assert_eq!(
        exact_interval(&groups[..4], plain, 0.95),
        Err(Undefined::Groups(4))
    );
    assert!(matches!(
        exact_interval(&groups, Indicator::new(Kind::Rate), 0.95),
        Err(Undefined::Setting(_))
    ));
    let mut empty = groups.clone();
    empty[2].observation.value = 0.0;
    assert_eq!(
        simulate(&empty, Indicator::new(Kind::Rate), 100, 1).map(|_| ()),
        Err(Undefined::Transform)
    );
    let whole = groups[0].observation;
    assert_eq!(
        Estimate::from_limits(whole, Kind::Proportion, 0.4, 1.0),
        Err(Undefined::Transform)
    );
    assert!(matches!(
        Estimate::from_limits(whole, Kind::Plain, 0.6, 0.4),
        Err(Undefined::Setting(_))
    ));
    // A base whose draws lie on both sides of zero bounds no ratio.
    for it in &mut empty {
        it.observation.value = 0.0;
    }
    let drawn = simulate(&empty, plain, 1000, 1).unwrap();
    assert_eq!(drawn.interval(0.95).unwrap().rii, Err(Undefined::Base));
}

#[test]
fn areas_of_one_rank_are_one_group_of_ohids_slope() {
    let split: Vec<Observation> = (0_u8..5)
        .flat_map(|it| {
            let ridit = 0.1 + 0.2 * f64::from(it);
            let value = 0.2 + 0.1 * f64::from(it);
            let part = |people, value| Observation {
                people,
                ridit,
                value,
            };
            [part(15.0, value - 0.1), part(5.0, value + 0.3)]
        })
        .collect();
    let whole: Vec<Observation> = (0_u8..5)
        .map(|it| Observation {
            people: 20.0,
            ridit: 0.1 + 0.2 * f64::from(it),
            value: 0.2 + 0.1 * f64::from(it),
        })
        .collect();
    let logit = Indicator {
        transform: true,
        ..Indicator::new(Kind::Proportion)
    };
    let (found, expected) = (
        ohid_slope(&split, logit).unwrap(),
        ohid_slope(&whole, logit).unwrap(),
    );
    assert!((found.sii - expected.sii).abs() < 1e-12, "{found:?}");
    // Four ranks are too few, however many rows they have.
    assert_eq!(ohid_slope(&split[..8], logit), Err(Undefined::Groups(4)));
}

#[test]
fn a_row_whose_block_nobody_was_ranked_in_stands_at_a_point() {
    // Ranked by another age band, in which the area has no children.
    let row = |from, to, value| Ranked {
        people: 50.0,
        place: Place { from, to },
        value,
    };
    let index = |narrow| {
        let rows = [row(0.3 - narrow, 0.3 + narrow, 1.0), row(0.6, 1.0, 3.0)];
        extended_concentration(&rows, 3.0).unwrap()
    };
    assert!((index(0.0) - index(1e-6)).abs() < 1e-9);
    let ends = palma(&[
        row(0.3, 0.3, 4.0),
        row(0.5, 0.5, 99.0),
        row(0.95, 0.95, 8.0),
    ])
    .unwrap();
    assert!((ends.mean_most_deprived_40 - 4.0).abs() < 1e-12);
    assert!((ends.mean_least_deprived_10 - 8.0).abs() < 1e-12);
}

#[test]
fn a_palma_ratio_without_an_end_has_no_value() {
    let ends = |most, least| Palma {
        mean_most_deprived_40: most,
        mean_least_deprived_10: least,
    };
    let ratio = |it: Palma| it.least_deprived_10_over_most_deprived_40();
    assert_eq!(ratio(ends(0.0, 1.0)), Err(Undefined::ZeroDivisor));
    assert_eq!(ratio(ends(1e-300, 1e10)), Err(Undefined::VastRatio));
    assert_eq!(ratio(ends(2.0, 1.0)), Ok(0.5));
}
