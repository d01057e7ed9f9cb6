//! Sites that plans move and add: timed at their places, told apart, never mixed up with the study's own.

use std::sync::{Arc, OnceLock};

use fairreach::ids::{Column, Id, SiteId};
use fairreach::model::{Change, ChangeFault, Lock, Phase, Scenario, Site};
use fairreach::pipeline::{Fault, Plan, Prepared, Silent, prepare, shipped};
use fairreach::report::judged;
use fairreach::roads::Snapper;
use fairreach::score::{Case, against, broken_rules, evaluate};
use fairreach::space::Point;
use fairreach::travel::link;
use serde_json::Value;

use crate::program::{Folder, run, study};

/// The shipped study made ready, once for all tests.
fn shipped_study() -> &'static Prepared {
    static READY: OnceLock<Prepared> = OnceLock::new();
    READY.get_or_init(|| prepare(shipped().unwrap(), &Silent).unwrap())
}

fn site(prepared: &Prepared, id: &str) -> SiteId {
    prepared.case.sites.find(|it| it.id == id).unwrap()
}

fn plan(prepared: &Prepared, changes: Vec<Change>) -> Result<Plan, Fault> {
    prepared.plan(&Scenario {
        id: "p".to_owned(),
        name: "P".to_owned(),
        changes,
        phases: Vec::new(),
    })
}

/// A site of the study as a new one, under another id.
fn as_new(prepared: &Prepared, like: &str) -> Site {
    Site {
        id: format!("new-{like}"),
        lock: None,
        ..prepared.case.sites[site(prepared, like)].clone()
    }
}

/// Every figure of a plan by every mode, its own and against today, as written for other programs.
fn figures(prepared: &Prepared, plan: &Plan) -> Vec<String> {
    let of_mode = |mode| {
        let today = evaluate(&plan.case, mode, &plan.case.baseline);
        let then = evaluate(&plan.case, mode, &plan.configuration);
        let changes = against(&plan.case, &today, &then);
        let written = judged(&plan.case, "P", &then, &changes).figures;
        serde_json::to_string(&written).unwrap()
    };
    prepared.case.times.keys().map(of_mode).collect()
}

/// The figures of the hours and places that sites give, and the indices of these: sums over sites in the order of their ids, and a site that is moved or added
/// comes last, so that these agree but for the rounding of a sum in another order.
const SUMMED_OVER_SITES: [&str; 8] = [
    "hours",
    "fidelity",
    "realised_slope",
    "monotonicity",
    "gravity",
    "places_",
    "capacity_",
    "_access",
];

/// Demands figures to be the same to the last digit, and those that are sums over sites to twelve digits.
fn same(found: &[String], wanted: &[String], which: &str) {
    let read = |all: &[String]| -> Vec<Value> {
        let mode = |it: &String| serde_json::from_str::<Vec<Value>>(it).unwrap();
        all.iter().flat_map(mode).collect()
    };
    let (found, wanted) = (read(found), read(wanted));
    assert_eq!(found.len(), wanted.len(), "{which}");
    for (mut one, mut other) in found.into_iter().zip(wanted) {
        let name = one["name"].as_str().unwrap().to_owned();
        if SUMMED_OVER_SITES.iter().any(|it| name.contains(it)) {
            let [a, b] = [&mut one, &mut other].map(|it| it["value"].take());
            assert_eq!(a.is_null(), b.is_null(), "{which}: {name}");
            if let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) {
                assert!(
                    (a - b).abs() <= 1e-12 * a.abs().max(1.0),
                    "{which}: {name}: {a} {b}"
                );
            }
        }
        assert_eq!(one, other, "{which}");
    }
}

#[test]
fn a_site_added_where_a_candidate_stands_gives_the_figures_of_opening_the_candidate() {
    let prepared = shipped_study();
    for like in [
        "foxdale-school",
        "jurby-school",
        "ballasalla-medical-centre",
    ] {
        let open = Change::Open {
            site: site(prepared, like),
            tier: None,
            hours: None,
            sessions: None,
        };
        let add = Change::Add(Box::new(as_new(prepared, like)));
        let opened = plan(prepared, vec![open]).unwrap();
        let added = plan(prepared, vec![add]).unwrap();
        same(
            &figures(prepared, &added),
            &figures(prepared, &opened),
            like,
        );
        let new = added.case.sites.ids().last().unwrap();
        assert_eq!(added.case.sites[new].id, format!("new-{like}"));
        for (mode, times) in &added.case.times {
            assert!(
                times.column(new).eq(times.column(site(prepared, like))),
                "{like} {mode:?}"
            );
        }
    }
}

#[test]
fn a_site_moved_to_where_it_stands_or_closed_and_added_there_leaves_every_figure_as_it_was() {
    let prepared = shipped_study();
    let laxey = site(prepared, "laxey-pavilion");
    let to = prepared.case.sites[laxey].point.unwrap();
    let today = figures(prepared, &plan(prepared, Vec::new()).unwrap());
    let moved = plan(prepared, vec![Change::Move { site: laxey, to }]).unwrap();
    let add = Change::Add(Box::new(as_new(prepared, "laxey-pavilion")));
    let added = plan(prepared, vec![Change::Close(laxey), add]).unwrap();
    same(&figures(prepared, &moved), &today, "moved");
    same(&figures(prepared, &added), &today, "added");
}

#[test]
fn additions_join_the_sites_and_leave_the_study_as_it_was() {
    let prepared = shipped_study();
    let before = prepared.case.sites.len();
    let first = as_new(prepared, "foxdale-school");
    let second = as_new(prepared, "jurby-school");
    let both = vec![
        Change::Add(Box::new(first.clone())),
        Change::Add(Box::new(second)),
    ];
    let laid = plan(prepared, both).unwrap();
    assert_eq!(laid.case.sites.len(), before + 2);
    assert_eq!(prepared.case.sites.len(), before);
    let open = laid.configuration.open();
    assert_eq!(open.filter(|(it, _)| it.place() >= before).count(), 2);
    let today = laid.case.baseline.open();
    assert_eq!(today.filter(|(it, _)| it.place() >= before).count(), 0);

    // From another scenario that adds the very same site: it is opened, not listed twice.
    let again = Scenario {
        id: "p".to_owned(),
        name: "P".to_owned(),
        changes: vec![Change::Add(Box::new(first))],
        phases: Vec::new(),
    };
    let mut sites = laid.case.sites.clone();
    let tiers = &laid.case.tiers;
    let opened = again.apply(&laid.case.baseline, &mut sites, tiers).unwrap();
    assert_eq!(sites.len(), before + 2);
    assert!(opened.opening(SiteId::at(before)).is_some());
}

#[test]
fn an_id_that_is_taken_is_refused_whoever_has_it() {
    let prepared = shipped_study();
    let taken = |changes: Vec<Change>| match plan(prepared, changes).unwrap_err() {
        Fault::Scenario { changes, .. } => changes,
        other => panic!("{other}"),
    };
    let new = as_new(prepared, "foxdale-school");
    let twice = vec![
        Change::Add(Box::new(new.clone())),
        Change::Add(Box::new(new.clone())),
    ];
    let fault = |place, site: &str| ChangeFault::Taken {
        place,
        site: site.to_owned(),
    };
    assert_eq!(taken(twice), [fault(2, "new-foxdale-school")]);
    let own = Site {
        id: "laxey-pavilion".to_owned(),
        ..new
    };
    let found = taken(vec![Change::Add(Box::new(own))]);
    assert_eq!(found, [fault(1, "laxey-pavilion")]);
}

#[test]
fn a_place_asked_for_later_is_tied_as_one_asked_for_with_the_study() {
    let prepared = shipped_study();
    for ways in prepared.ways.values() {
        let afresh = Snapper::new(&ways.network);
        let sites = prepared.case.sites.iter().filter_map(|it| it.point);
        let places: Column<SiteId, Option<Point>> = sites
            .flat_map(|it| [Some(it), Some(Point::new(it.x + 137.0, it.y - 61.0))])
            .collect();
        let limit = ways.profile.snap_limit;
        let kept = link(&places, ways.snapper(), limit);
        assert_eq!(kept, link(&places, &afresh, limit));
        let own = prepared.case.sites.map(|it| it.point);
        assert_eq!(link(&own, ways.snapper(), limit), ways.sites);
    }
}

#[test]
fn an_addition_without_a_cost_says_that_the_plans_cost_is_not_known_and_one_at_sea_that_nobody_reaches_it()
 {
    let folder = Folder::empty();
    let assess = |cost: &str, at: &str| {
        let text = format!(
            "name = \"Plan\"\nchanges = [{{ add = \"new\", name = \"New hub\", at = {at}, tier = \"hub\"{cost} }}]\n"
        );
        folder.write("plan.toml", &text);
        run(&["assess", "--scenario", &folder.word("plan.toml")]).good()
    };
    let costs = ", cost_premises = 10_000, cost_front_line = 20_000";
    let page = assess(costs, "[-4.63, 54.17]");
    assert!(
        page.contains("New hub (new, hub) is added: easting 2"),
        "{page}"
    );
    assert!(page.contains("£30,000"), "{page}");
    assert!(!page.contains("W-PLAN"), "{page}");
    let page = assess("", "[-4.63, 54.17]");
    assert!(page.contains("W-PLAN-COST-UNKNOWN"), "{page}");
    assert!(
        page.contains("No annual cost is given for New hub"),
        "{page}"
    );
    let page = assess(costs, "[-4.0, 54.2]");
    assert!(page.contains("W-PLAN-UNLINKED"), "{page}");
    assert!(
        page.contains("as much as today") || page.contains("more than today"),
        "{page}"
    );
}

#[test]
fn a_study_with_times_of_its_own_takes_no_addition_and_says_why() {
    let folder = Folder::empty();
    let text = "changes = [{ add = \"new\", at = [541_800, 296_500], tier = \"centre\" }]\n";
    folder.write("plan.toml", text);
    let told = run(&[
        "assess",
        &study("fenshire"),
        "--scenario",
        &folder.word("plan.toml"),
    ])
    .stopped(2);
    assert!(
        told.contains("E-CFG-MOVE") && told.contains("moved or added"),
        "{told}"
    );
}

#[test]
fn a_moved_site_keeps_the_rules_of_the_one_it_was() {
    let shipped = shipped_study();
    let laxey = site(shipped, "laxey-pavilion");
    let foxdale = site(shipped, "foxdale-school");
    let other = site(shipped, "henry-bloom-noble-library");
    let place = shipped.case.sites[laxey].point.unwrap();
    let to = Point::new(place.x + 900.0, place.y);
    let moved = || Change::Move { site: laxey, to };
    let told = |lock: Option<Lock>, changes: Vec<Change>, phases: Vec<Phase>| {
        let mut case = Case::clone(&shipped.case);
        for it in case.sites.ids().collect::<Vec<_>>() {
            case.sites[it].lock = None;
        }
        case.sites[laxey].lock.clone_from(&lock);
        case.sites[foxdale].lock = lock;
        case.rules.exclusions = vec![[laxey, other]];
        let mut prepared = shipped.clone();
        prepared.case = Arc::new(case);
        let scenario = Scenario {
            id: "p".to_owned(),
            name: "P".to_owned(),
            changes,
            phases,
        };
        let plan = prepared.plan(&scenario).unwrap();
        let broken = broken_rules(&plan.case, &plan.configuration);
        let words: Vec<String> = broken.iter().map(|it| it.word(&plan.case)).collect();
        let phrases: Vec<String> = broken.iter().map(|it| it.phrase(&plan.case)).collect();
        let notices = prepared.plan_notices(&plan);
        let told = notices.iter().any(|it| it.code == "W-PLAN-LOCK");
        (words.join(" "), phrases.join(". "), told)
    };
    let (words, phrases, _) = told(None, vec![moved()], Vec::new());
    assert_eq!(words, "exclusion:laxey-pavilion+henry-bloom-noble-library");
    assert!(phrases.contains("are both open"), "{phrases}");
    let close = vec![moved(), Change::Close(laxey)];
    assert_eq!(told(None, close, Vec::new()).0, "");
    for (lock, word, phrase) in [
        (
            Lock::MustStay,
            "must_stay:laxey-pavilion",
            "moves and must stay",
        ),
        (
            Lock::MustClose,
            "must_close:laxey-pavilion",
            "moves and must close",
        ),
    ] {
        let (words, phrases, told) = told(Some(lock), vec![moved()], Vec::new());
        assert!(
            words.contains(word) && phrases.contains(phrase),
            "{words}: {phrases}"
        );
        assert!(told);
    }
    // A candidate that opens and moves opens on the day of its phase.
    let day = || Some(Lock::NotBefore("2027-06-01".to_owned()));
    let open = || Change::Open {
        site: foxdale,
        tier: None,
        hours: None,
        sessions: None,
    };
    let candidate = || vec![open(), Change::Move { site: foxdale, to }];
    let by = |from: &str| {
        vec![Phase {
            from: from.to_owned(),
            first: 2,
        }]
    };
    let broken = "not_before:foxdale-school:2027-06-01";
    assert!(told(day(), candidate(), Vec::new()).0.contains(broken));
    assert!(
        told(day(), candidate(), by("2027-05-31"))
            .0
            .contains(broken)
    );
    assert!(
        !told(day(), candidate(), by("2027-06-01"))
            .0
            .contains(broken)
    );
}

#[test]
fn the_running_of_an_added_site_has_its_cost_too() {
    let folder = Folder::empty();
    folder.write(
        "plan.toml",
        "changes = [{ add = \"new\", at = [-4.63, 54.17], tier = \"hub\", cost_premises = 10_000, cost_management = 5_000, cost_front_line = 20_000 }]\n",
    );
    let asked = ["assess", "--json", "--scenario", &folder.word("plan.toml")];
    let told = run(&asked).json();
    let cost = |judged: &str, name: &str| {
        let figures = told[judged]["figures"].as_array().unwrap();
        let it = figures
            .iter()
            .find(|it| it["name"] == name && it["scope"] == "all");
        it.unwrap()["value"].as_f64()
    };
    let all = ["baseline", "scenario"].map(|it| cost(it, "annual_cost").unwrap());
    assert!((all[1] - all[0] - 35_000.0).abs() < 1e-6, "{all:?}");
    assert_eq!(cost("scenario", "management_cost"), Some(5_000.0));
}
