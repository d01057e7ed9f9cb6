//! The scorecard of one service again in the plainest way, its level, gradient, inequality and proportionate universalism: a
//! loop for each figure, a sort for each index, nothing shared, nothing of the program's own formulas. What evaluates fast must tell the same, and how much sooner is what the bench tells.

use std::collections::BTreeMap;

use fairreach::ids::{AreaId, ServiceId, SiteId};
use fairreach::model::{Configuration, Mode};
use fairreach::score::{Case, DeprivationBand, Scope};

/// A figure's name, whom it is about, and its value where it has one.
pub(crate) type Told = (&'static str, Scope, Option<f64>);

/// An area as every figure needs it.
#[derive(Clone, Debug)]
struct Row {
    area: AreaId,
    people: Option<f64>,
    /// Seconds to the nearest open site.
    time: Option<f64>,
    within: bool,
    rank: Option<f64>,
    need: Option<f64>,
    hours: f64,
}

/// Value and weight.
type Pair = (f64, f64);

/// Every figure of one service.
pub(crate) fn plain_scorecard(
    case: &Case,
    mode: &Mode,
    configuration: &Configuration,
    service: ServiceId,
) -> Vec<Told> {
    let rows = rows(case, mode, configuration, service);
    let standard = case.services[service].standard.get(mode);
    let standard = standard.map(|it| f64::from(it.get()));
    let groups = Groups::new(case, &rows);
    let mut told = levels(case, &groups, &rows, standard);
    told.extend(slopes(&groups, &rows));
    told.extend(inequality(case, &groups, standard));
    told.extend(over_deprivation(&rows, standard));
    told.extend(proportionate(case, &groups, &rows, standard));
    told.extend(intensity(case, &groups, &rows));
    told.extend(hours_over_deprivation(&groups, &rows));
    let cost = configuration
        .open()
        .map(|(site, _)| Some(case.sites[site].annual_cost()?.get()));
    told.push(("annual_cost", Scope::All, cost.sum()));
    told
}

fn rows(case: &Case, mode: &Mode, configuration: &Configuration, service: ServiceId) -> Vec<Row> {
    let times = &case.times[mode];
    let band = case.services[service].band;
    let sites: Vec<SiteId> = case.offering(configuration, service);
    let standard = case.services[service].standard.get(mode);
    let mut nearest = vec![None; times.n_areas()];
    for site in &sites {
        for (nearest, time) in nearest.iter_mut().zip(times.column(*site)) {
            let time = time.ok().map(fairreach::units::Seconds::get);
            *nearest = match (*nearest, time) {
                (Some(known), Some(time)) => Some(std::cmp::min(known, time)),
                (known, time) => known.or(time),
            };
        }
    }
    let people = |area| case.people(band, area).map(fairreach::units::People::get);
    let weight = |minutes: f64| case.policy.decay.weight(minutes);
    let mut hours = vec![0.0; times.n_areas()];
    for site in &sites {
        let offer = configuration
            .opening(*site)
            .and_then(|it| it.hours)
            .map_or(0.0, fairreach::units::Hours::get);
        let weights: Vec<f64> = times
            .column(*site)
            .map(|it| it.map_or(0.0, |it| weight(it.minutes())))
            .collect();
        let areas = case.areas.list.ids();
        let asking: f64 = areas
            .zip(&weights)
            .map(|(it, weight)| people(it).unwrap_or(0.0) * weight)
            .sum();
        if asking > 0.0 {
            for (hours, weight) in hours.iter_mut().zip(&weights) {
                *hours += offer / asking * weight;
            }
        }
    }
    let areas = case.areas.list.ids().zip(nearest.into_iter().zip(hours));
    areas
        .map(|(area, (time, hours))| Row {
            area,
            people: people(area),
            time: time.map(f64::from),
            within: time.is_some_and(|it| standard.is_some_and(|standard| it <= standard.get())),
            rank: case.deprivation.order[area],
            need: case.need(area),
            hours,
        })
        .collect()
}

/// The rows of each scope.
struct Groups(BTreeMap<Scope, Vec<Row>>);

impl Groups {
    fn new(case: &Case, rows: &[Row]) -> Self {
        let mut groups = BTreeMap::from([(Scope::All, rows.to_vec())]);
        for it in rows {
            let district = Scope::District(case.areas.list[it.area].district);
            let decile = case.decile(it.area);
            let band = decile.map(|it| Scope::DeprivationBand(DeprivationBand::of(it)));
            for scope in [Some(district), decile.map(Scope::Decile), band]
                .into_iter()
                .flatten()
            {
                groups.entry(scope).or_default().push(it.clone());
            }
        }
        Self(groups)
    }

    fn of(&self, scope: Scope) -> Vec<&Row> {
        self.0.get(&scope).into_iter().flatten().collect()
    }
}

fn deciles() -> impl Iterator<Item = Scope> {
    fairreach::model::Decile::all().map(Scope::Decile)
}

fn districts(case: &Case) -> impl Iterator<Item = Scope> {
    case.areas.districts.ids().map(Scope::District)
}

fn everyone(rows: &[&Row]) -> Option<f64> {
    let counts: Vec<f64> = rows.iter().filter_map(|it| it.people).collect();
    (!counts.is_empty()).then(|| counts.iter().sum())
}

fn sum_if(rows: &[&Row], condition: impl Fn(&Row) -> bool) -> Option<f64> {
    everyone(rows)?;
    let chosen = rows.iter().filter(|it| condition(it));
    Some(chosen.filter_map(|it| it.people).sum())
}

fn over(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn journeys(rows: &[&Row]) -> Vec<Pair> {
    let pair = |it: &&Row| Some((it.time?, it.people.filter(|it| *it > 0.0)?));
    rows.iter().filter_map(pair).collect()
}

fn weight(pairs: &[Pair]) -> f64 {
    pairs.iter().map(|it| it.1).sum()
}

fn mean(pairs: &[Pair]) -> Option<f64> {
    over(pairs.iter().map(|it| it.0 * it.1).sum(), weight(pairs))
}

fn quantile(pairs: &[Pair], part: f64) -> Option<f64> {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut reached, target) = (0.0, part * weight(pairs) - 1e-9);
    let enough = |it: &&Pair| {
        reached += it.1;
        reached >= target
    };
    sorted.iter().find(enough).map(|it| it.0)
}

type Read<'a> = &'a dyn Fn(&[&Row]) -> Option<f64>;

/// A figure of every group, and by what the worst of them is found.
type ToldOfGroups<'a> = (&'static str, Read<'a>, Option<(f64, Read<'a>)>);

fn levels(case: &Case, groups: &Groups, rows: &[Row], standard: Option<f64>) -> Vec<Told> {
    let minutes = |it: Option<f64>| it.map(|it| it / 60.0);
    let share = |it: &[&Row]| {
        standard?;
        over(sum_if(it, |it| it.within)?, everyone(it)?)
    };
    let within = |it: &[&Row]| {
        standard?;
        sum_if(it, |it| it.within)
    };
    let read: [ToldOfGroups; 8] = [
        ("children", &|it| everyone(it), None),
        (
            "children_unserved",
            &|it| sum_if(it, |it| it.time.is_none()),
            None,
        ),
        (
            "mean_minutes",
            &|it| minutes(mean(&journeys(it))),
            Some((1.0, &|it| mean(&journeys(it)))),
        ),
        (
            "median_minutes",
            &|it| minutes(quantile(&journeys(it), 0.5)),
            Some((1.0, &|it| quantile(&journeys(it), 0.5))),
        ),
        (
            "p90_minutes",
            &|it| minutes(quantile(&journeys(it), 0.9)),
            Some((1.0, &|it| quantile(&journeys(it), 0.9))),
        ),
        (
            "max_minutes",
            &|it| minutes(quantile(&journeys(it), 1.0)),
            Some((1.0, &|it| quantile(&journeys(it), 1.0))),
        ),
        ("share_within", &share, Some((-1.0, &share))),
        ("children_within", &within, Some((-1.0, &share))),
    ];
    let mut told = Vec::new();
    for (name, value, worst) in read {
        let at = |scope| value(&groups.of(scope));
        let all = std::iter::once(Scope::All)
            .chain(deciles())
            .chain(districts(case));
        told.extend(all.map(|scope| (name, scope, at(scope))));
        let Some((sign, by)) = worst else { continue };
        let worst = |scopes: Vec<Scope>| {
            let mut most: Option<(f64, Scope)> = None;
            for scope in scopes {
                let Some(value) = by(&groups.of(scope)) else {
                    continue;
                };
                if most.is_none_or(|it| sign * value > it.0) {
                    most = Some((sign * value, scope));
                }
            }
            most.and_then(|it| at(it.1))
        };
        told.push((name, Scope::WorstDecile, worst(deciles().collect())));
        told.push((name, Scope::WorstDistrict, worst(districts(case).collect())));
        if name.ends_with("within") {
            let bands = DeprivationBand::ALL.map(Scope::DeprivationBand);
            told.extend(bands.map(|scope| (name, scope, at(scope))));
            told.push((name, Scope::WorstDeprivationBand, worst(bands.to_vec())));
        }
    }
    let count = |condition: &dyn Fn(&Row) -> bool| {
        Some(rows.iter().filter(|it| condition(it)).count() as f64)
    };
    told.push(("areas_unserved", Scope::All, count(&|it| it.time.is_none())));
    told.push((
        "areas_uncounted",
        Scope::All,
        count(&|it| it.people.is_none()),
    ));
    told.push(("areas_unranked", Scope::All, count(&|it| it.rank.is_none())));
    told.push((
        "areas_without_need_rate",
        Scope::All,
        count(&|it| it.need.is_none()),
    ));
    told
}

/// People ranked before each row's block and with it, as shares of all who are ranked.
fn places(ranked: &[(f64, f64)]) -> Option<Vec<(f64, f64)>> {
    let mut sorted = ranked.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = weight(ranked);
    let mut before = vec![0.0];
    for it in &sorted {
        before.push(before[before.len() - 1] + it.1);
    }
    let place = |key: f64| {
        let from = sorted.partition_point(|it| it.0 < key);
        let to = sorted.partition_point(|it| it.0 <= key);
        (before[from] / whole, before[to] / whole)
    };
    (whole > 0.0).then(|| ranked.iter().map(|it| place(it.0)).collect())
}

/// A value at a place in the ranking, and whose it is.
struct Standing {
    people: f64,
    from: f64,
    to: f64,
    value: f64,
}

impl Standing {
    fn ridit(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }
}

/// Places are those of all with a count and a rank; rows without a value, or without people, are left out after.
fn standings(rows: &[Row], value: impl Fn(&Row) -> Option<f64>) -> Option<Vec<Standing>> {
    let ranked: Vec<&Row> = rows
        .iter()
        .filter(|it| it.rank.is_some() && it.people.is_some())
        .collect();
    let keys: Vec<Pair> = ranked
        .iter()
        .filter_map(|it| Some((it.rank?, it.people?)))
        .collect();
    let places = places(&keys)?;
    let each = ranked.iter().zip(places).filter_map(|(it, (from, to))| {
        let people = it.people.filter(|it| *it > 0.0)?;
        Some(Standing {
            people,
            from,
            to,
            value: value(it)?,
        })
    });
    Some(each.collect())
}

/// The intercept and the slope of the line through (ridit, value), weighted by people: by the normal equations.
fn line(points: &[(f64, f64, f64)]) -> Option<(f64, f64)> {
    let first = points.first()?.1;
    points
        .iter()
        .any(|it| it.1.total_cmp(&first).is_ne())
        .then_some(())?;
    let all: f64 = points.iter().map(|it| it.0).sum();
    let mid = |read: &dyn Fn(&(f64, f64, f64)) -> f64| {
        points.iter().map(|it| it.0 * read(it)).sum::<f64>() / all
    };
    let (x, y) = (mid(&|it| it.1), mid(&|it| it.2));
    let slope = mid(&|it| (it.1 - x) * (it.2 - y)) / mid(&|it| (it.1 - x) * (it.1 - x));
    Some((y - slope * x, slope))
}

fn slope_figures(names: [&'static str; 2], line: Option<(f64, f64)>) -> [Told; 2] {
    let ratio = line
        .filter(|it| it.0 > 0.0)
        .map(|(base, slope)| (base + slope) / base);
    [
        (names[0], Scope::All, line.map(|it| it.1 / 60.0)),
        (names[1], Scope::All, ratio),
    ]
}

fn slopes(groups: &Groups, rows: &[Row]) -> Vec<Told> {
    let by_area = standings(rows, |it| it.time).and_then(|it| {
        line(
            &it.iter()
                .map(|it| (it.people, it.ridit(), it.value))
                .collect::<Vec<_>>(),
        )
    });
    let children = |scope| everyone(&groups.of(scope)).unwrap_or(0.0);
    let keys: Vec<Pair> = (0_u8..)
        .map(f64::from)
        .zip(deciles().map(children))
        .collect();
    let by_decile = places(&keys).and_then(|places| {
        let points = deciles().zip(places).filter_map(|(scope, (from, to))| {
            let served = journeys(&groups.of(scope));
            Some((weight(&served), f64::midpoint(from, to), mean(&served)?))
        });
        let points: Vec<(f64, f64, f64)> = points.collect();
        line(&points).filter(|_| points.len() >= 5)
    });
    let mut told = slope_figures(["sii_minutes", "rii_minutes"], by_area).to_vec();
    told.extend(slope_figures(
        ["sii_minutes_by_decile", "rii_minutes_by_decile"],
        by_decile,
    ));
    told
}

fn inequality(case: &Case, groups: &Groups, standard: Option<f64>) -> Vec<Told> {
    let all = journeys(&groups.of(Scope::All));
    let mean_of = |value: &dyn Fn(f64) -> f64| {
        mean(&all.iter().map(|it| (value(it.0), it.1)).collect::<Vec<_>>())
    };
    let beyond = |power: i32| {
        let line = standard.filter(|it| *it > 0.0)?;
        let depth = |it: f64| {
            if it > line {
                ((it - line) / line).powi(power)
            } else {
                0.0
            }
        };
        mean_of(&depth)
    };
    let centre = mean(&all).filter(|it| *it > 0.0);
    let none_at_zero = all.iter().all(|it| it.0 > 0.0);
    let entropy = |it: f64| if it > 0.0 { it * it.ln() } else { 0.0 };
    let t = centre.and_then(|centre| mean_of(&|it| entropy(it / centre)));
    let l = centre
        .filter(|_| none_at_zero)
        .and_then(|centre| mean_of(&|it| -(it / centre).ln()));
    let between = |index: &dyn Fn(f64) -> f64| {
        let each = districts(case).filter_map(|it| {
            let of_it = journeys(&groups.of(it));
            Some((index(mean(&of_it)? / centre?), weight(&of_it)))
        });
        mean(&each.collect::<Vec<_>>())
    };
    let t_between = t.and_then(|_| between(&entropy));
    let l_between = l.and_then(|_| between(&|it| -it.ln()));
    let atkinson = |power: f64| {
        let centre = centre?;
        if power <= 0.0 && !none_at_zero {
            return Some(1.0);
        }
        let even = if power == 0.0 {
            mean_of(&|it| (it / centre).ln())?.exp()
        } else {
            mean_of(&|it| (it / centre).powf(power))?.powf(1.0 / power)
        };
        Some(1.0 - even)
    };
    let low = quantile(&all, 0.1).filter(|it| *it > 0.0);
    let minus = |a: Option<f64>, b: Option<f64>| Some((a? - b?).max(0.0));
    let told = [
        ("cvar25_minutes", worst_quarter(&all).map(|it| it / 60.0)),
        (
            "mean_minutes_beyond",
            beyond(1).and_then(|it| Some(it * standard? / 60.0)),
        ),
        ("excess_share", beyond(0)),
        ("excess_fgt1", beyond(1)),
        ("excess_fgt2", beyond(2)),
        ("gini_minutes", centre.map(|centre| gini(&all, centre))),
        ("theil_t_minutes", t),
        ("theil_t_between_districts", t_between),
        ("theil_t_within_districts", minus(t, t_between)),
        ("mld_minutes", l),
        ("mld_between_districts", l_between),
        ("mld_within_districts", minus(l, l_between)),
        ("atkinson_minutes_0_5", atkinson(0.5)),
        ("atkinson_minutes_1", atkinson(0.0)),
        ("atkinson_minutes_2", atkinson(-1.0)),
        (
            "p90_p10_ratio_minutes",
            low.and_then(|low| Some(quantile(&all, 0.9)? / low)),
        ),
    ];
    told.map(|(name, value)| (name, Scope::All, value)).to_vec()
}

fn worst_quarter(all: &[Pair]) -> Option<f64> {
    let mut sorted = all.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let quarter = weight(all) / 4.0;
    let (mut left, mut sum) = (quarter, 0.0);
    for (value, people) in sorted {
        let part = people.min(left);
        left -= part;
        sum += part * value;
    }
    over(sum, quarter)
}

/// Half the mean difference between any two, over the mean: by the sorted form.
fn gini(all: &[Pair], centre: f64) -> f64 {
    let mut sorted = all.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let people = weight(all);
    let (mut before, mut sum) = (0.0, 0.0);
    for (value, own) in sorted {
        sum += own * value * (2.0 * before + own - people);
        before += own;
    }
    sum / (people * people * centre)
}

/// Twice the covariance of value and ridit.
fn twice_covariance(standings: &[Standing]) -> Option<f64> {
    let pairs: Vec<Pair> = standings.iter().map(|it| (it.value, it.people)).collect();
    let centre = mean(&pairs)?;
    let each = standings
        .iter()
        .map(|it| ((it.value - centre) * (it.ridit() - 0.5), it.people));
    Some(2.0 * mean(&each.collect::<Vec<_>>())?)
}

fn centre(standings: &[Standing]) -> Option<f64> {
    mean(
        &standings
            .iter()
            .map(|it| (it.value, it.people))
            .collect::<Vec<_>>(),
    )
}

fn concentration(standings: &[Standing]) -> Option<f64> {
    over(twice_covariance(standings)?, centre(standings)?)
}

fn over_deprivation(rows: &[Row], standard: Option<f64>) -> Vec<Told> {
    let minutes = || standings(rows, |it| it.time);
    let within = || standings(rows, |it| standard.map(|_| f64::from(u8::from(it.within))));
    let end = |from: f64, to: f64| {
        let part = |it: &Standing| {
            let inside = (it.to.min(to) - it.from.max(from)).max(0.0);
            it.people * inside / (it.to - it.from)
        };
        // A sliver of a block beyond the end is rounding.
        let each = minutes()?;
        let each = each.iter().map(|it| (it.value, part(it)));
        mean(&each.filter(|it| it.1 > 1e-9).collect::<Vec<_>>())
    };
    let palma = end(0.0, 0.4).and_then(|most| over(end(0.9, 1.0)?, most));
    let extended = minutes().and_then(|it| {
        let centre = centre(&it).filter(|it| *it > 0.0)?;
        let emphasis = |it: &Standing| {
            let (before, after) = (1.0 - it.from, 1.0 - it.to);
            (before.powi(3) - after.powi(3)) / (before - after)
        };
        let each = it
            .iter()
            .map(|it| ((centre - it.value) * emphasis(it), it.people));
        Some(mean(&each.collect::<Vec<_>>())? / centre)
    });
    let wagstaff = within().and_then(|it| {
        let share = centre(&it)?;
        let varies = it.iter().any(|it| it.value > 0.5) && it.iter().any(|it| it.value < 0.5);
        Some(twice_covariance(&it)? / (share * (1.0 - share))).filter(|_| varies)
    });
    [
        ("palma_minutes", palma),
        (
            "concentration_minutes",
            minutes().and_then(|it| concentration(&it)),
        ),
        (
            "generalised_concentration_minutes",
            minutes().and_then(|it| Some(twice_covariance(&it)? / 60.0)),
        ),
        ("extended_concentration_minutes", extended),
        (
            "erreygers_share_within",
            within().and_then(|it| Some(4.0 * twice_covariance(&it)?)),
        ),
        ("wagstaff_share_within", wagstaff),
    ]
    .map(|(name, value)| (name, Scope::All, value))
    .to_vec()
}

fn proportionate(case: &Case, groups: &Groups, rows: &[Row], standard: Option<f64>) -> Vec<Told> {
    let share = |scope| {
        let group = groups.of(scope);
        over(sum_if(&group, |it| it.within)?, everyone(&group)?)
    };
    let floor = case.policy.floor.and_then(|floor| {
        standard?;
        share(Scope::All)?;
        let below = deciles()
            .chain(districts(case))
            .filter(|it| share(*it).is_some_and(|it| it < floor - 1e-12));
        Some(below.count() as f64)
    });
    let all = groups.of(Scope::All);
    let beyond = standard.and_then(|_| sum_if(&all, |it| !it.within));
    let poor = rows
        .iter()
        .filter_map(|it| Some((f64::from(u8::from(it.within)), it.people? * it.need?)));
    let poor: Vec<Pair> = poor.collect();
    let journeys = rows
        .iter()
        .filter_map(|it| Some((it.time?, it.people? * it.need?)));
    let journeys: Vec<Pair> = journeys.collect();
    vec![
        ("children_beyond", Scope::All, beyond),
        ("groups_below_floor", Scope::All, floor),
        (
            "low_income_children_within",
            Scope::All,
            standard.and_then(|_| mean(&poor)),
        ),
        (
            "mean_minutes_in_need",
            Scope::All,
            mean(&journeys).map(|it| it / 60.0),
        ),
    ]
}

fn intensity(case: &Case, groups: &Groups, rows: &[Row]) -> Vec<Told> {
    let hours = |it: &Row| Some(it.hours);
    let mean_in = |scope: Scope, value: &dyn Fn(&Row) -> Option<f64>| {
        let pairs = groups
            .of(scope)
            .into_iter()
            .filter_map(|it| Some((value(it)?, it.people?)));
        mean(&pairs.collect::<Vec<_>>())
    };
    let given = mean_in(Scope::All, &hours);
    let steepness = case.policy.steepness;
    let known = |it: &Row| it.need.or(steepness.filter(|it| *it <= 0.0).map(|_| 0.0));
    let aimed = mean_in(Scope::All, &|it| known(it).map(|_| it.hours)).filter(|it| *it > 0.0);
    let need = mean_in(Scope::All, &known);
    let target = |it: &Row| {
        let (steepness, given, own, need) = (steepness?, aimed?, known(it)?, need?);
        if steepness > 0.0 {
            (need > 0.0).then(|| given * (1.0 - steepness + steepness * own / need))
        } else {
            Some(given)
        }
    };
    let mut told = Vec::new();
    for scope in std::iter::once(Scope::All)
        .chain(deciles())
        .chain(districts(case))
    {
        told.push(("hours_per_child", scope, mean_in(scope, &hours)));
        told.push(("target_hours_per_child", scope, mean_in(scope, &target)));
    }
    let lacking = |chosen: &dyn Fn(&Row) -> bool| {
        let mut any = None;
        for it in rows.iter().filter(|it| chosen(it)) {
            let (Some(people), Some(target)) = (it.people, target(it)) else {
                continue;
            };
            *any.get_or_insert(0.0) += people * (target - it.hours).max(0.0);
        }
        any
    };
    let people_known: f64 = rows
        .iter()
        .filter(|it| known(it).is_some())
        .filter_map(|it| it.people)
        .sum();
    let to_move = lacking(&|_| true);
    let share = to_move.and_then(|it| over(it, aimed? * people_known));
    let decile = |it: &Row| case.decile(it.area).map(fairreach::model::Decile::get);
    let ranked = rows
        .iter()
        .any(|it| it.people.is_some() && known(it).is_some() && decile(it).is_some());
    let shortfall = to_move
        .filter(|_| ranked)
        .map(|_| lacking(&|it| decile(it).is_some_and(|it| it <= 3)).unwrap_or(0.0));
    let total: f64 = rows
        .iter()
        .filter_map(|it| Some(it.people? * it.hours))
        .sum();
    let pairs: Vec<(f64, f64, f64)> = rows
        .iter()
        .filter_map(|it| Some((it.people.filter(|it| *it > 0.0)?, it.need?, it.hours)))
        .collect();
    let relative = |read: &dyn Fn(&(f64, f64, f64)) -> f64| {
        mean(&pairs.iter().map(|it| (read(it), it.0)).collect::<Vec<_>>())
    };
    let realised = line(&pairs).and_then(|it| {
        Some(it.1 * relative(&|it| it.1)? / relative(&|it| it.2).filter(|it| *it > 0.0)?)
    });
    told.extend([
        ("total_hours", Scope::All, given.map(|_| total)),
        ("hours_to_move", Scope::All, to_move),
        ("hours_to_move_share", Scope::All, share),
        ("fidelity", Scope::All, share.map(|it| 1.0 - it)),
        ("shortfall_hours_deciles_1_3", Scope::All, shortfall),
        ("realised_slope", Scope::All, realised),
    ]);
    told
}

fn hours_over_deprivation(groups: &Groups, rows: &[Row]) -> Vec<Told> {
    let hours = || standings(rows, |it| Some(it.hours));
    let sii = hours().and_then(|it| {
        line(
            &it.iter()
                .map(|it| (it.people, it.ridit(), it.value))
                .collect::<Vec<_>>(),
        )
    });
    let beside = |value: fn(&Row) -> f64| {
        standings(rows, |it| it.need.map(|_| value(it))).and_then(|it| concentration(&it))
    };
    let kakwani =
        beside(|it| it.hours).and_then(|it| Some(it - beside(|it| it.need.unwrap_or(0.0))?));
    let ten: Vec<Pair> = deciles()
        .map(|scope| {
            let group = groups.of(scope);
            let pairs: Vec<Pair> = group
                .iter()
                .filter_map(|it| Some((it.hours, it.people?)))
                .collect();
            (mean(&pairs).unwrap_or(0.0), weight(&pairs))
        })
        .filter(|it| it.1 > 0.0)
        .collect();
    let breaks = ten
        .windows(2)
        .filter(|it| it[1].0 > it[0].0 + 1e-12)
        .count() as f64;
    let total: f64 = ten.iter().map(|it| it.0 * it.1).sum();
    let apart = ten
        .iter()
        .enumerate()
        .map(|(at, it)| (it.0 - fitted(&ten, at)).abs() * it.1);
    vec![
        ("sii_hours", Scope::All, sii.map(|it| it.1)),
        (
            "concentration_hours",
            Scope::All,
            hours().and_then(|it| concentration(&it)),
        ),
        ("kakwani_hours", Scope::All, kakwani),
        (
            "concentration_need",
            Scope::All,
            standings(rows, |it| it.need).and_then(|it| concentration(&it)),
        ),
        (
            "monotonicity_gap_share",
            Scope::All,
            over(apart.sum(), total),
        ),
        (
            "monotonicity_breaks",
            Scope::All,
            (!ten.is_empty()).then_some(breaks),
        ),
    ]
}

/// The isotonic fit that never rises, by its min-max formula: of all means of runs that begin at or before a group, the
/// largest that any end leaves, the least over beginnings.
fn fitted(groups: &[Pair], at: usize) -> f64 {
    let run = |from: usize, to: usize| mean(&groups[from..=to]).unwrap_or(0.0);
    let ends = |from: usize| {
        (at..groups.len())
            .map(move |to| run(from, to))
            .fold(f64::NEG_INFINITY, f64::max)
    };
    (0..=at).map(ends).fold(f64::INFINITY, f64::min)
}
