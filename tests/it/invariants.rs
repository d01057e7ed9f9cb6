//! Laws that hold for every study and every town: what must not matter does not, and what can only help never
//! harms. Small worlds at random; the kernels' own laws stand with the kernels.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use fairreach::ids::{AreaId, Column, Id, ServiceId, SiteId};
use fairreach::model::{Change, Mode, Scenario, SiteStatus};
use fairreach::pipeline::{Plan, Prepared, Silent, prepare};
use fairreach::report;
use fairreach::roads::{Network, Profile, Setting, Snapper};
use fairreach::score::{Scorecard, against, evaluate};
use fairreach::space::{Grid, Point};
use fairreach::study::{Files, Study};
use fairreach::travel::{Direction, TravelTimes, link};
use fairreach::units::Kph;
use proptest::prelude::*;

use crate::pbf::{MadeNode, MadeWay, write_header, write_nodes, write_ways};
use crate::town::{Town, plain_times};

const DIRECTIONS: [Direction; 2] = [Direction::ToSite, Direction::FromSite];

/// A small study: for each area its district, children, score, decile and the time to each site, or the reason.
#[derive(Clone, Debug)]
struct World {
    areas: Vec<Home>,
    /// For each site, whether it is open today, and its cost.
    sites: Vec<(bool, u32)>,
}

#[derive(Clone, Debug)]
struct Home {
    code: String,
    district: u8,
    children: u32,
    score: u32,
    decile: u32,
    times: Vec<Result<u32, &'static str>>,
}

fn worlds() -> impl Strategy<Value = World> {
    let sites = prop::collection::vec((any::<bool>(), 0_u32..500_000), 1..6);
    sites.prop_flat_map(|sites| {
        let reason = prop::sample::select(vec![
            "area_unlinked",
            "site_unlinked",
            "no_path",
            "beyond_horizon",
        ]);
        let time = prop_oneof![7 => (0_u32..4_000).prop_map(Ok), 1 => reason.prop_map(Err)];
        let home = (
            0_u8..3,
            0_u32..200,
            0_u32..100,
            1_u32..=10,
            prop::collection::vec(time, sites.len()),
        );
        let homes = prop::collection::vec(home, 1..16);
        homes.prop_map(move |mut homes| {
            // A study in which nobody lives is refused.
            homes[0].1 = homes[0].1.max(1);
            World {
                areas: (1..)
                    .zip(homes)
                    .map(|(nth, (district, children, score, decile, times))| Home {
                        code: format!("A{nth:03}"),
                        district,
                        children,
                        score,
                        decile,
                        times,
                    })
                    .collect(),
                sites: sites.clone(),
            }
        })
    })
}

const STUDY: &str = r#"
schema = 1
[study]
name = "World"
[areas]
file = "areas.csv"
kind = "table"
vintage = "none"
[[people]]
file = "people.csv"
kind = "table"
bands = { under5 = "children" }
[deprivation]
file = "deprivation.csv"
kind = "table"
columns = { score = "score", decile = "decile", need = "need" }
by = "score"
[[times]]
file = "times.csv"
[assess]
mode = "travel"
band = "under5"
[[services]]
id = "hub"
name = "Family hub"
band = "under5"
standard = { travel = 20 }
[tiers]
centre = { services = ["hub"] }
[[sites]]
file = "sites.csv"
kind = "table"
columns = { id = "id", name = "id", status = "status", cost_front_line = "cost" }
tier = "centre"
"#;

const FILES: [&str; 5] = [
    "areas.csv",
    "people.csv",
    "deprivation.csv",
    "times.csv",
    "sites.csv",
];

impl World {
    /// The rows of each of [`FILES`], the header first.
    fn tables(&self) -> [Vec<String>; 5] {
        let mut tables = [
            "code,name,district",
            "code,children",
            "code,score,decile,need",
            "area,site,seconds,reason",
            "id,status,cost",
        ]
        .map(|it| vec![it.to_owned()]);
        for it in &self.areas {
            let code = &it.code;
            tables[0].push(format!("{code},Area {code},D{}", it.district));
            tables[1].push(format!("{code},{}", it.children));
            let score = f64::from(it.score) / 100.0;
            tables[2].push(format!("{code},{score},{},{score}", it.decile));
            for (site, time) in it.times.iter().enumerate() {
                tables[3].push(match time {
                    Ok(seconds) => format!("{code},S{site},{seconds},"),
                    Err(reason) => format!("{code},S{site},,{reason}"),
                });
            }
        }
        for (site, (open, cost)) in self.sites.iter().enumerate() {
            let status = if *open { "open" } else { "candidate" };
            tables[4].push(format!("S{site},{status},{cost}"));
        }
        tables
    }

    fn ready(&self) -> Prepared {
        of_tables(&self.tables())
    }

    fn values(&self) -> Values {
        let prepared = self.ready();
        values(&prepared, &all_open(&prepared))
    }
}

fn of_tables(tables: &[Vec<String>; 5]) -> Prepared {
    let file = |(name, rows): (&&str, &Vec<String>)| {
        ((*name).to_owned(), (rows.join("\n") + "\n").into_bytes())
    };
    let files = Files::Memory(Arc::new(FILES.iter().zip(tables).map(file).collect()));
    let study = Study::from_bytes(STUDY.as_bytes(), "study.toml", files).unwrap();
    prepare(study, &Silent).unwrap()
}

fn laid(prepared: &Prepared, changes: Vec<Change>) -> Plan {
    let scenario = Scenario {
        id: "plan".to_owned(),
        name: "Plan".to_owned(),
        changes,
        phases: Vec::new(),
    };
    prepared.plan(&scenario).unwrap()
}

/// The sites of one status.
fn with_status(prepared: &Prepared, status: SiteStatus) -> Vec<SiteId> {
    let sites = prepared.case.sites.enumerate();
    sites
        .filter(|(_, it)| it.status == status)
        .map(|(site, _)| site)
        .collect()
}

fn opening(site: SiteId) -> Change {
    Change::Open {
        site,
        tier: None,
        hours: None,
        sessions: None,
    }
}

/// The plan in which every site is open.
fn all_open(prepared: &Prepared) -> Plan {
    let closed = with_status(prepared, SiteStatus::Candidate);
    laid(prepared, closed.into_iter().map(opening).collect())
}

/// Every figure of today and of a plan: whose, its name and scope, and its value where it has one.
type Values = Vec<(&'static str, &'static str, String, Option<f64>)>;

fn values(prepared: &Prepared, plan: &Plan) -> Values {
    let (case, mode) = (&plan.case, &prepared.case.mode);
    let today = evaluate(case, mode, &case.baseline);
    let then = evaluate(case, mode, &plan.configuration);
    let changes = against(case, &today, &then);
    let figures = [
        ("today", today.figures),
        ("plan", then.figures),
        ("change", changes),
    ];
    let figures = figures.into_iter().flat_map(|(whose, list)| {
        list.into_iter()
            .map(move |it| (whose, it.name, it.scope.word(case), it.value.ok()))
    });
    figures.collect()
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
        (a, b) => a == b,
    }
}

/// Today's scorecard and a plan's, as the program writes it for other programs.
fn written(prepared: &Prepared, name: &str, scorecard: &Scorecard) -> String {
    let judged = report::judged(&prepared.case, name, scorecard, &[]);
    serde_json::to_string(&judged).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_empty_scenario_and_one_that_undoes_itself_are_today_byte_for_byte(world in worlds()) {
        let prepared = world.ready();
        let mode = &prepared.case.mode;
        let today = evaluate(&prepared.case, mode, &prepared.case.baseline);
        let mut undone = Vec::new();
        for site in with_status(&prepared, SiteStatus::Existing) {
            undone.extend([Change::Close(site), opening(site)]);
        }
        for site in with_status(&prepared, SiteStatus::Candidate) {
            undone.extend([opening(site), Change::Close(site)]);
        }
        for changes in [Vec::new(), undone] {
            let plan = laid(&prepared, changes);
            let then = evaluate(&plan.case, mode, &plan.configuration);
            prop_assert_eq!(&then, &today);
            prop_assert_eq!(written(&prepared, "Same", &then), written(&prepared, "Same", &today));
            for it in against(&plan.case, &today, &then) {
                let share_of_children = it.name == "children_share_deciles_1_3";
                prop_assert!(share_of_children || it.value.as_ref().is_ok_and(|it| *it == 0.0) || it.value.is_err(), "{it:?}");
            }
        }
    }

    #[test]
    fn opening_a_site_raises_no_time_and_lowers_no_share(world in worlds(), which in any::<prop::sample::Index>()) {
        let prepared = world.ready();
        let closed = with_status(&prepared, SiteStatus::Candidate);
        prop_assume!(!closed.is_empty());
        let plan = laid(&prepared, vec![opening(closed[which.index(closed.len())])]);
        let (case, mode) = (&prepared.case, &prepared.case.mode);
        let (today, then) = (evaluate(case, mode, &case.baseline), evaluate(case, mode, &plan.configuration));
        let service = ServiceId::at(0);
        for (before, after) in today.reaches[service].nearest.iter().zip(&then.reaches[service].nearest) {
            if let Ok(before) = before {
                prop_assert!(after.as_ref().is_ok_and(|it| it.time <= before.time), "{before:?} {after:?}");
            }
        }
        for (before, after) in today.figures.iter().zip(&then.figures) {
            prop_assert_eq!((before.name, before.scope), (after.name, after.scope));
            let (Ok(before_value), Ok(after_value)) = (&before.value, &after.value) else { continue };
            if before.name.starts_with("share_within") {
                prop_assert!(after_value >= before_value, "{before:?} {after:?}");
            }
            if before.name == "children_unserved" {
                prop_assert!(after_value <= before_value, "{before:?} {after:?}");
            }
        }
        for it in against(case, &today, &then) {
            if it.name == "children_losing" || it.name == "max_increase_minutes" {
                prop_assert!(it.value.as_ref().is_err() || it.value == Ok(0.0), "{it:?}");
            }
        }
    }

    #[test]
    fn the_order_of_rows_in_any_file_changes_no_byte(
        (world, tables) in worlds().prop_flat_map(|world| {
            let [a, b, c, d, e] = world.tables().map(|mut rows| {
                let header = rows.remove(0);
                Just(rows).prop_shuffle().prop_map(move |rows| {
                    let mut all = vec![header.clone()];
                    all.extend(rows);
                    all
                })
            });
            (Just(world), (a, b, c, d, e))
        })
    ) {
        let (a, b, c, d, e) = tables;
        let told = |prepared: &Prepared| {
            let plan = all_open(prepared);
            let case = &plan.case;
            let (today, then) = (evaluate(case, &case.mode, &case.baseline), evaluate(case, &case.mode, &plan.configuration));
            let changes = against(case, &today, &then);
            let comparison = report::Comparison { case, today: &today, plan: Some((&then, &changes)) };
            let heading = prepared.heading(&case.mode, Some("Plan"));
            let mut out = Vec::new();
            let mut table = report::TimesTable::begin(report::TimesForm::Csv, &mut out, &prepared.site_ids()).unwrap();
            table.add(&case.mode, &prepared.area_codes(), &case.times[&case.mode]).unwrap();
            table.end().unwrap();
            let times = String::from_utf8(out).unwrap();
            [report::to_text(&report::assessment(&heading, &comparison)).unwrap(), report::page(&heading, &comparison), times]
        };
        prop_assert_eq!(told(&world.ready()), told(&of_tables(&[a, b, c, d, e])));
    }

    #[test]
    fn scaling_all_people_scales_counts_and_leaves_means_shares_and_gradients(world in worlds(), factor in 2_u32..50) {
        let mut more = world.clone();
        for it in &mut more.areas {
            it.children *= factor;
        }
        for (one, many) in world.values().into_iter().zip(more.values()) {
            let counts = one.1.starts_with("children") && one.1 != "children_share_deciles_1_3";
            let factor = if counts { f64::from(factor) } else { 1.0 };
            prop_assert_eq!((one.0, one.1, &one.2), (many.0, many.1, &many.2));
            prop_assert!(close(one.3.map(|it| it * factor), many.3), "{one:?} {many:?}");
        }
    }

    #[test]
    fn an_area_split_in_two_with_the_same_times_leaves_every_figure(
        world in worlds(), at in any::<prop::sample::Index>(), part in any::<prop::sample::Index>()
    ) {
        let mut split = world.clone();
        let whole = &mut split.areas[at.index(world.areas.len())];
        let first = u32::try_from(part.index(whole.children as usize + 1)).unwrap();
        let rest = Home { code: format!("{}b", whole.code), children: whole.children - first, ..whole.clone() };
        whole.children = first;
        split.areas.push(rest);
        for (one, two) in world.values().into_iter().zip(split.values()) {
            prop_assert!(close(one.3, two.3) || one.1.starts_with("areas_"), "{one:?} {two:?}");
        }
    }

    #[test]
    fn people_served_and_unserved_are_all_the_people_of_the_file_and_every_value_is_a_number(world in worlds()) {
        let values = world.values();
        let given: u32 = world.areas.iter().map(|it| it.children).sum();
        let of = |whose, name: &str, scope: &str| {
            values.iter().find(|it| it.0 == whose && it.1 == name && it.2 == scope).and_then(|it| it.3)
        };
        for whose in ["today", "plan"] {
            prop_assert_eq!(of(whose, "children", "all"), Some(f64::from(given)));
            for name in ["children", "children_unserved", "children_within"] {
                let parts: f64 = (1..=10).filter_map(|it| of(whose, name, &format!("decile:{it}"))).sum();
                if let Some(all) = of(whose, name, "all") {
                    prop_assert_eq!(parts.to_bits(), all.to_bits());
                }
            }
        }
        for it in &values {
            prop_assert!(it.3.is_none_or(f64::is_finite), "{it:?}");
        }
    }
}

/// A town whose columns of junctions are joined by a spine, every row a street, the other streets up and down
/// there or not, some of them one way. Whatever is left out, every junction can be reached.
fn towns() -> impl Strategy<Value = (Town, Vec<char>)> {
    let kinds = prop::collection::vec(0_u8..5, 12);
    kinds.prop_map(|kinds| {
        let rows = ["a-b-c-d-e", "f-g-h-i-j", "k-l-m-n-o", "p-q-r-s-t"];
        let there = |row: usize, column: usize| column == 0 || kinds[row * 4 + column - 1] > 1;
        let mut drawing = rows[0].to_owned();
        for row in 0..3 {
            let streets: Vec<&str> = (0..5)
                .map(|column| if there(row, column) { "|" } else { " " })
                .collect();
            write!(drawing, "\n{}\n{}", streets.join(" "), rows[row + 1]).unwrap();
        }
        let letters: Vec<char> = ('a'..='t').collect();
        let mut town = Town::draw(70.0, &drawing);
        for row in 0..3 {
            for column in (1..5).filter(|it| there(row, *it)) {
                let ends: String = [letters[row * 5 + column], letters[row * 5 + column + 5]]
                    .iter()
                    .collect();
                town = match kinds[row * 4 + column - 1] {
                    2 => town.way(&ends, "oneway", "yes"),
                    3 => town.way(&ends, "maxspeed", "10 mph"),
                    _ => town,
                };
            }
        }
        (town, letters)
    })
}

/// The times between all junctions of a town, at the very points where the file has them, in both directions.
fn between_junctions(town: &Town, profile: &Profile) -> [TravelTimes; 2] {
    let (links, _) = town.links();
    let mut places: BTreeMap<i64, Point> = BTreeMap::new();
    for link in &links {
        places.insert(link.tail.junction, link.shape[0]);
        places.insert(link.head.junction, link.shape[link.shape.len() - 1]);
    }
    let network = fairreach::roads::build(&links, profile);
    let points: Vec<Point> = places.into_values().collect();
    between(&network, profile, &points)
}

fn between(network: &Network, profile: &Profile, points: &[Point]) -> [TravelTimes; 2] {
    let snapper = Snapper::new(network);
    let areas: Column<AreaId, _> = points.iter().copied().map(Some).collect();
    let sites: Column<SiteId, _> = points.iter().copied().map(Some).collect();
    let (areas, sites) = (
        link(&areas, &snapper, profile.snap_limit),
        link(&sites, &snapper, profile.snap_limit),
    );
    DIRECTIONS.map(|it| plain_times(network, profile, &areas, &sites, it, TravelTimes::LONGEST))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_new_road_slows_no_pair(
        (town, letters) in towns(),
        (from, to) in (0_usize..20, 0_usize..20).prop_filter("two junctions", |(a, b)| a != b),
        class in prop::sample::select(vec!["residential", "primary", "footway", "track"]),
        one_way in any::<bool>()
    ) {
        let ends: String = [letters[from], letters[to]].iter().collect();
        let tags = [("highway", class), ("oneway", if one_way { "yes" } else { "no" })];
        for profile in [Profile::walk(Setting::Plain), Profile::car(Setting::Plain)] {
            let before = between_junctions(&town, &profile);
            let more = town.clone().street(&ends, &tags);
            for (before, after) in before.iter().zip(between_junctions(&more, &profile)) {
                for site in (0..20).map(SiteId::at) {
                    for (before, after) in before.column(site).zip(after.column(site)) {
                        prop_assert!(after.unwrap() <= before.unwrap(), "{before:?} {after:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_order_of_areas_and_sites_changes_no_time(
        (town, _) in towns(),
        places in prop::collection::vec((-60.0..640.0_f64, -480.0..60.0_f64), 2..9).prop_flat_map(|it| {
            let order: Vec<usize> = (0..it.len()).collect();
            (Just(it), Just(order).prop_shuffle())
        })
    ) {
        let (places, order) = places;
        let corner = town.point('a');
        let points: Vec<Point> = places.iter().map(|(x, y)| Point::new(corner.x + x, corner.y + y)).collect();
        let turned: Vec<Point> = order.iter().map(|it| points[*it]).collect();
        let profile = Profile::car(Setting::FreeFlow);
        let network = town.network(&profile);
        let (one, other) = (between(&network, &profile, &points), between(&network, &profile, &turned));
        for (one, other) in one.iter().zip(&other) {
            for (now, then) in order.iter().enumerate() {
                for (now_site, then_site) in order.iter().enumerate() {
                    prop_assert_eq!(
                        other.get(AreaId::at(now), SiteId::at(now_site)),
                        one.get(AreaId::at(*then), SiteId::at(*then_site))
                    );
                }
            }
        }
    }
}

/// A city of square blocks as an OSM PBF: every row and every column of junctions is one residential street.
fn lattice(n: usize, step: f64) -> (Vec<u8>, Vec<Point>) {
    let grid = Grid::new();
    let points: Vec<Point> = (0..n * n)
        .map(|it| {
            Point::new(
                470_000.0 + (it % n) as f64 * step,
                300_000.0 + (it / n) as f64 * step,
            )
        })
        .collect();
    #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
    let units = |degrees: f64| (degrees * 1e7).round() as i64;
    let nodes: Vec<MadeNode> = (1..)
        .zip(&points)
        .map(|(id, point)| {
            let place = grid.lon_lat(*point).unwrap();
            MadeNode {
                id,
                lat: units(place.lat),
                lon: units(place.lon),
                tags: Vec::new(),
            }
        })
        .collect();
    let id = |x: usize, y: usize| i64::try_from(y * n + x + 1).unwrap();
    let streets = (0..n).flat_map(|nth| {
        [
            (0..n).map(|it| id(it, nth)).collect::<Vec<_>>(),
            (0..n).map(|it| id(nth, it)).collect(),
        ]
    });
    let ways: Vec<MadeWay> = (1..)
        .zip(streets)
        .map(|(way, refs)| MadeWay {
            id: way,
            refs,
            tags: vec![("highway".to_owned(), "residential".to_owned())],
        })
        .collect();
    let mut bytes = Vec::new();
    write_header(&mut bytes).unwrap();
    write_nodes(&mut bytes, &nodes).unwrap();
    write_ways(&mut bytes, &ways).unwrap();
    (bytes, points)
}

/// Pereira and others' test of R5 on a regular grid, through every stage: a study with a road file in, times out.
#[test]
fn on_a_grid_of_streets_every_pair_takes_its_manhattan_distance_within_a_second() {
    let (n, step) = (12, 100.0);
    let (roads, points) = lattice(n, step);
    let table = |header: &str, row: &dyn Fn(usize, &Point) -> String| {
        let rows: Vec<String> = points
            .iter()
            .enumerate()
            .map(|(nth, it)| row(nth, it))
            .collect();
        format!("{header}\n{}\n", rows.join("\n")).into_bytes()
    };
    let study = STUDY
        .replace("[[times]]\nfile = \"times.csv\"", "[roads]\nfile = \"roads.osm.pbf\"\n[modes.car]\nsetting = \"plain\"\n[modes.walk]\nsetting = \"plain\"")
        .replace("travel", "walk")
        .replace("name = \"id\", status = \"status\", cost_front_line = \"cost\"", "name = \"id\", x = \"x\", y = \"y\"")
        .replace("tier = \"centre\"", "tier = \"centre\"\nstatus = \"open\"");
    let files = BTreeMap::from([
        (
            "areas.csv".to_owned(),
            table("code,name,district,x,y", &|nth, it| {
                format!("A{nth:03},A{nth:03},D,{},{}", it.x, it.y)
            }),
        ),
        (
            "people.csv".to_owned(),
            table("code,children", &|nth, _| format!("A{nth:03},10")),
        ),
        (
            "deprivation.csv".to_owned(),
            table("code,score,decile,need", &|nth, _| {
                format!("A{nth:03},0.1,5,0.1")
            }),
        ),
        (
            "sites.csv".to_owned(),
            table("id,x,y", &|nth, it| format!("S{nth:03},{},{}", it.x, it.y)),
        ),
        ("roads.osm.pbf".to_owned(), roads),
    ]);
    let study = Study::from_bytes(
        study.as_bytes(),
        "study.toml",
        Files::Memory(Arc::new(files)),
    )
    .unwrap();
    let prepared = prepare(study, &Silent).unwrap();
    let mut pairs = 0;
    for (mode, speed) in [
        (Mode::walk(), Kph::new(4.8)),
        (Mode::car(), Kph::from_mph(25.0)),
    ] {
        for direction in DIRECTIONS {
            let times = prepared.times(&mode, direction).unwrap();
            for (area, from) in points.iter().enumerate() {
                for (site, to) in points.iter().enumerate() {
                    let metres = (from.x - to.x).abs() + (from.y - to.y).abs();
                    let theory = metres * 3.6 / speed.get();
                    let time = times.get(AreaId::at(area), SiteId::at(site)).unwrap();
                    let off = f64::from(time.get()) - theory;
                    assert!(
                        off.abs() <= 1.0,
                        "{mode} {from:?} to {to:?}: {time} is not {theory}"
                    );
                    pairs += 1;
                }
            }
        }
    }
    assert_eq!(pairs, 4 * 144 * 144);
}
