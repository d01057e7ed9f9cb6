//! What a study keeps: every figure is the same with it and without, and nothing stale or damaged is ever believed.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use fairreach::pipeline::{Means, Prepared, Progress, cache_folder, contracting_pays, prepare_by};
use fairreach::report::{Comparison, assessment, roads_geojson, to_text};
use fairreach::score::evaluate;
use fairreach::serve::Parts;
use fairreach::study::Study;
use fairreach::travel::Direction;

use crate::kept::written;
use crate::program::{Folder, fairreach, run, study};
use crate::serve::{ask, get, post};
use crate::town_study::{drawing, town};

/// Writes down what a run tells.
#[derive(Default)]
struct Listener {
    stages: Mutex<Vec<String>>,
    notices: Mutex<Vec<String>>,
}

impl Progress for Listener {
    fn stage(&self, what: &str) {
        self.stages.lock().unwrap().push(what.to_owned());
    }

    fn notice(&self, what: &str) {
        self.notices.lock().unwrap().push(what.to_owned());
    }
}

/// What a run of a study of a folder came to, and what it told on the way.
struct Outcome {
    prepared: Prepared,
    answer: String,
    stages: Vec<String>,
    notices: Vec<String>,
}

const EVERY: Means = Means {
    draw: true,
    keep: true,
    untimed: false,
    memory: None,
};
const USUAL: Means = Means {
    draw: true,
    keep: false,
    untimed: false,
    memory: None,
};

fn ran(path: &Path, means: Means) -> Outcome {
    let listener = Listener::default();
    let prepared = prepare_by(Study::open(path).unwrap(), means, &listener).unwrap();
    let answer = answer(&prepared);
    Outcome {
        prepared,
        answer,
        stages: listener.stages.into_inner().unwrap(),
        notices: listener.notices.into_inner().unwrap(),
    }
}

/// Everything a study says: figures and notices by every mode, times both ways, and the roads drawn.
fn answer(prepared: &Prepared) -> String {
    let mut all = roads_geojson(&prepared.roads);
    for mode in prepared.case.times.keys() {
        let today = evaluate(&prepared.case, mode, &prepared.case.baseline);
        let comparison = Comparison {
            case: &prepared.case,
            today: &today,
            plan: None,
        };
        all += &to_text(&assessment(&prepared.heading(mode, None), &comparison)).unwrap();
        for direction in [Direction::ToSite, Direction::FromSite] {
            write!(all, "{:?}", prepared.times(mode, direction).unwrap()).unwrap();
        }
        write!(all, "{:?}", prepared.unlinked(mode)).unwrap();
    }
    all
}

/// The names of a cache's files, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const KEPT: [&str; 12] = [
    "drawn-roads.bin",
    "hierarchy-car.bin",
    "hierarchy-walk.bin",
    "network-car.bin",
    "network-walk.bin",
    "road-day.bin",
    "road-notices.bin",
    "surroundings.bin",
    "ties-car.bin",
    "ties-walk.bin",
    "times-to-site-car.bin",
    "times-to-site-walk.bin",
];

#[test]
fn what_is_kept_is_taken_without_a_look_at_the_roads_and_tells_the_same() {
    let folder = town();
    let path = folder.path("");
    let plain = ran(&path, USUAL);
    assert!(plain.answer.contains("W-PBF-ONEWAY") && plain.answer.contains("W-NET-UNLINKED"));
    assert!(plain.answer.contains("W-NET-COMPONENTS"));
    assert!(!folder.path("cache").exists(), "nothing is kept unasked");
    let cold = ran(&path, EVERY);
    assert_eq!(names(&folder.path("cache/study")), KEPT);
    assert!(cold.prepared.kept().iter().all(|it| it.made));
    let warm = ran(&path, USUAL);
    assert!(warm.prepared.kept().iter().all(|it| !it.made));
    for outcome in [&cold, &warm] {
        assert_eq!(outcome.answer, plain.answer);
        assert!(outcome.notices.is_empty(), "{:?}", outcome.notices);
    }
    let read = |it: &Outcome| it.stages.iter().any(|it| it == "reading roads");
    assert!(
        read(&plain) && read(&cold) && !read(&warm),
        "{:?}",
        warm.stages
    );
}

#[test]
fn a_file_cut_short_or_with_a_flipped_bit_is_named_and_made_anew_byte_by_byte() {
    let folder = town();
    let path = folder.path("");
    let good = ran(&path, EVERY).answer;
    for name in KEPT {
        let file = folder.path("cache/study").join(name);
        let bytes = fs::read(&file).unwrap();
        let n = bytes.len();
        let cuts = [0, 1, 15, 16, 40, 91, 92, n / 2, n - 1];
        let mut spoilt: Vec<Vec<u8>> = cuts.iter().map(|it| bytes[..*it].to_vec()).collect();
        for (nth, place) in [0, 17, 25, 55, 58, 70, 91, 92, n / 2, n * 3 / 4, n - 1]
            .into_iter()
            .enumerate()
        {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << (nth % 8);
            spoilt.push(flipped);
        }
        spoilt.push([&bytes[..], b"\n"].concat());
        spoilt.push(b"not ours at all".to_vec());
        for spoilt in spoilt {
            fs::write(&file, &spoilt).unwrap();
            let outcome = ran(&path, EVERY);
            let [notice] = &outcome.notices[..] else {
                panic!("{name}: {:?}", outcome.notices);
            };
            assert!(notice.contains(name), "{notice}");
            assert!(
                notice.contains("damaged") || notice.contains("stale"),
                "{notice}"
            );
            assert!(outcome.answer == good, "{name}: {notice}");
            assert!(
                fs::read(&file).unwrap() == bytes,
                "{name} is not as it was: {notice}"
            );
        }
    }
}

#[test]
fn a_file_put_in_the_place_of_another_is_not_believed() {
    let folder = town();
    let path = folder.path("");
    let good = ran(&path, EVERY).answer;
    let file = |name: &str| folder.path("cache/study").join(name);
    fs::copy(file("network-walk.bin"), file("network-car.bin")).unwrap();
    fs::copy(
        file("times-to-site-walk.bin"),
        file("times-to-site-car.bin"),
    )
    .unwrap();
    let outcome = ran(&path, USUAL);
    assert_eq!(outcome.notices.len(), 2, "{:?}", outcome.notices);
    assert_eq!(outcome.answer, good);
}

#[test]
fn changed_inputs_and_settings_make_anew_what_they_have_made_and_nothing_else() {
    let stale = |folder: &Folder| -> Vec<String> {
        let outcome = ran(&folder.path(""), USUAL);
        let fresh = Folder::empty();
        for name in [
            "study.toml",
            "areas.csv",
            "people.csv",
            "roads.osm.pbf",
            "sites.csv",
        ] {
            fs::copy(folder.path(name), fresh.path(name)).unwrap();
        }
        let unkept = ran(&fresh.path(""), USUAL).answer;
        let place = |it: &Folder| it.word("");
        assert_eq!(
            outcome.answer.replace(&place(folder), ""),
            unkept.replace(&place(&fresh), "")
        );
        assert!(
            ran(&folder.path(""), EVERY).notices.is_empty(),
            "all is mended"
        );
        let told = outcome.notices.iter();
        let names = told.map(|it| {
            assert!(it.contains("stale"), "{it}");
            let (file, _) = it.split_once(':').unwrap();
            Path::new(file)
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    let folder = town();
    ran(&folder.path(""), EVERY);
    folder.edit("people.csv", "area-A,65", "area-A,650");
    assert_eq!(stale(&folder), [""; 0]);
    folder.edit(
        "study.toml",
        "[assess]",
        "[modes.car]\ntraffic_factor = 2\n[assess]",
    );
    let car = [
        "hierarchy-car.bin",
        "network-car.bin",
        "ties-car.bin",
        "times-to-site-car.bin",
    ];
    assert_eq!(stale(&folder), car);
    let sites = folder
        .read("sites.csv")
        .replace("candidate,4512", "candidate,4511");
    folder.write("sites.csv", &sites);
    let ties = [
        "ties-car.bin",
        "ties-walk.bin",
        "times-to-site-car.bin",
        "times-to-site-walk.bin",
    ];
    assert_eq!(stale(&folder), ties);
    let roads = drawing().way("AB", "highway", "primary").pbf();
    fs::write(folder.path("roads.osm.pbf"), roads).unwrap();
    assert_eq!(stale(&folder), KEPT);
}

#[test]
fn a_damaged_hierarchy_is_noticed_when_it_is_needed_and_harms_nobody_before() {
    let folder = town();
    let path = folder.path("");
    let good = ran(&path, EVERY).answer;
    let file = folder.path("cache/study/hierarchy-car.bin");
    let bytes = fs::read(&file).unwrap();
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    fs::write(&file, flipped).unwrap();
    let outcome = ran(&path, USUAL);
    assert_eq!((outcome.answer, outcome.notices.len()), (good.clone(), 0));
    let listener = Listener::default();
    outcome.prepared.ready_for_places(&listener).unwrap();
    assert_eq!(listener.notices.into_inner().unwrap().len(), 1);
    assert_eq!(fs::read(&file).unwrap(), bytes);
    assert_eq!(answer(&outcome.prepared), good, "by sweeps");
}

#[test]
fn the_map_answers_the_same_bytes_with_and_without_what_is_kept_also_for_a_site_that_moves() {
    let folder = town();
    let path = folder.path("");
    let to = drawing().point('J');
    let moved = serde_json::json!({ "service": "hub", "mode": "car",
        "changes": [{ "move": "B", "to": [to.x, to.y] }] });
    let pages = || -> Vec<String> {
        let outcome = ran(&path, USUAL);
        outcome
            .prepared
            .ready_for_places(&Listener::default())
            .unwrap();
        let swept = |it: &fairreach::pipeline::Ways| it.hierarchy().is_some();
        assert!(
            outcome
                .prepared
                .ways
                .values()
                .all(|it| swept(it) == folder.path("cache").exists())
        );
        let paths = ["/api/study", "/api/areas.geojson", "/api/roads.geojson"];
        let asked = paths.map(get).into_iter().chain([post(moved.to_string())]);
        let page = |it| {
            let (status, _, text) = ask(Parts::from(outcome.prepared.clone()), it);
            assert_eq!(status, 200, "{text}");
            text
        };
        asked.map(page).collect()
    };
    let before = pages();
    assert!(before[3].contains("change_minutes"));
    ran(&path, EVERY);
    assert_eq!(pages(), before);
}

#[test]
fn places_have_the_same_times_by_sweeps_and_by_plain_searches() {
    let folder = town();
    let plain = ran(&folder.path(""), USUAL).prepared;
    let swept = ran(&folder.path(""), EVERY).prepared;
    let places: Vec<_> = "AFJKX"
        .chars()
        .map(|it| Some(drawing().point(it)))
        .chain([None])
        .collect();
    let places = places.into_iter().collect();
    for (mode, ways) in &swept.ways {
        assert!(ways.hierarchy().is_some() && plain.ways[mode].hierarchy().is_none());
        for direction in [Direction::ToSite, Direction::FromSite] {
            let by_search = plain.ways[mode].times_to(&places, direction);
            assert_eq!(ways.times_to(&places, direction), by_search);
            assert_eq!(ways.times(direction), plain.ways[mode].times(direction));
        }
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_told_and_stops_nobody_but_prepare() {
    let folder = town();
    let good = ran(&folder.path(""), EVERY).answer;
    for name in KEPT {
        // A folder stands in the file's place: nothing can be read there, nor put there.
        let place = folder.path("cache/study").join(name);
        fs::remove_file(&place).unwrap();
        fs::create_dir(&place).unwrap();
    }
    let outcome = ran(&folder.path(""), USUAL);
    assert_eq!(outcome.answer, good);
    let unkept = outcome
        .notices
        .iter()
        .filter(|it| it.contains("cannot be kept"));
    assert!(unkept.count() >= KEPT.len() - 2, "{:?}", outcome.notices);
    assert_eq!(
        names(&folder.path("cache/study")),
        KEPT,
        "no attempt has left anything"
    );
    assert!(
        run(&["prepare", &folder.word("")])
            .stopped(3)
            .contains("E-IO")
    );
    let folder = town();
    folder.write("cache", "a file where the folder should be");
    assert_eq!(ran(&folder.path(""), USUAL).answer.len(), good.len());
    assert!(
        run(&["prepare", &folder.word("")])
            .stopped(3)
            .contains("E-IO")
    );
}

#[test]
fn two_studies_in_one_folder_keep_apart() {
    let folder = town();
    let other = folder
        .read("study.toml")
        .replace("[assess]", "[modes.car]\nsetting = \"peak\"\n[assess]");
    folder.write("peak.toml", &other);
    let both = [folder.path("study.toml"), folder.path("peak.toml")];
    let before = both.clone().map(|it| ran(&it, USUAL).answer);
    assert_ne!(before[0], before[1]);
    for path in &both {
        ran(path, EVERY);
    }
    for (path, before) in both.iter().zip(before) {
        let warm = ran(path, USUAL);
        assert_eq!((warm.answer, warm.notices.len()), (before, 0));
        let folder = cache_folder(&warm.prepared.study).unwrap();
        assert_eq!(names(&folder), KEPT);
    }
}

#[test]
fn the_commands_print_the_same_bytes_with_and_without_what_is_kept() {
    let folder = town();
    let path = folder.word("");
    let printed = || -> Vec<String> {
        let commands: [&[&str]; 5] = [
            &["assess", &path, "--json"],
            &["assess", &path, "--mode", "walk"],
            &["times", &path, "--out", "-"],
            &["times", &path, "--out", "-", "--direction", "from-site"],
            &["check", &path],
        ];
        commands.map(|it| run(it).good()).to_vec()
    };
    let before = printed();
    let plain = run(&["times", &path, "--out", "-"]).err;
    assert!(plain.contains("by car: plain search, 3 sites"), "{plain}");
    let told = run(&["prepare", &path]);
    assert!(
        told.err
            .contains("by car: sweeps over the hierarchy, 3 sites"),
        "{}",
        told.err
    );
    let page = told.good();
    assert!(
        KEPT.iter().all(|it| page.contains(it)) && page.contains("made"),
        "{page}"
    );
    assert_eq!(printed(), before);
    assert!(
        folder.path("cache/study/times-from-site-car.bin").exists(),
        "asked for, and kept"
    );
    assert_eq!(printed(), before);
    let again = run(&["prepare", &path]).good();
    assert_eq!(
        again.matches("good as it was").count(),
        KEPT.len(),
        "{again}"
    );
}

#[test]
fn a_run_that_is_killed_leaves_nothing_that_is_believed() {
    let folder = town();
    let path = folder.word("");
    let before = run(&["assess", &path, "--json"]).good();
    for milliseconds in [2, 5, 10, 20, 30, 45, 60, 80, 120] {
        let mut child = fairreach()
            .args(["prepare", &path])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = run(&["assess", &path, "--json"]);
        assert!(!after.err.contains("damaged"), "{}", after.err);
        assert_eq!(after.good(), before, "killed after {milliseconds} ms");
        fs::remove_dir_all(folder.path("cache")).unwrap_or_default();
    }
    run(&["prepare", &path]).good();
    let part = "cache/study/.network-car.bin.1.part";
    folder.write(part, "half of it, by a run that may be at work still");
    run(&["prepare", &path]).good();
    assert!(folder.path(part).exists());
    let two_days_ago = std::time::SystemTime::now() - Duration::from_hours(48);
    let file = fs::File::options()
        .write(true)
        .open(folder.path(part))
        .unwrap();
    file.set_modified(two_days_ago).unwrap();
    run(&["prepare", &path]).good();
    assert_eq!(names(&folder.path("cache/study")), KEPT);
}

#[test]
fn a_study_without_a_folder_or_without_roads_keeps_nothing_and_says_so() {
    assert!(run(&["prepare"]).good().contains("nothing is kept"));
    let path = study("fenshire");
    assert!(run(&["prepare", &path]).good().contains("nothing is kept"));
    assert!(!Path::new(&path).join("cache").exists());
}

#[test]
fn times_beyond_the_memory_there_is_are_refused_with_figures_before_anything_is_written() {
    let folder = town();
    let out = folder.word("times.csv");
    let asked = [
        "times",
        &folder.word(""),
        "--out",
        &out,
        "--memory",
        "0.00000004",
    ];
    let told = run(&asked).stopped(3);
    assert!(
        told.contains("E-MEM-TIMES") && told.contains("7 areas and 3 sites"),
        "{told}"
    );
    assert!(!Path::new(&out).exists());
    run(&[
        "times",
        &folder.word(""),
        "--out",
        &out,
        "--memory",
        "0.00000005",
    ])
    .good();
    for amount in ["-1", "0", "nan", "1e10", "much"] {
        let told = run(&["times", "--out", &out, &format!("--memory={amount}")]).stopped(2);
        assert!(told.contains("above 0"), "{amount}: {told}");
    }
}

#[test]
fn times_written_in_batches_are_the_same_table_whatever_the_memory_and_search() {
    let folder = town();
    let (path, whole, parts) = (folder.word(""), folder.word("whole"), folder.word("parts"));
    for ending in [".csv", ".parquet"] {
        let (whole, parts) = (format!("{whole}{ending}"), format!("{parts}{ending}"));
        for direction in ["to-site", "from-site"] {
            let asked = ["times", &path, "--direction", direction, "--out"];
            run(&[&asked[..], &[&whole]].concat()).good();
            for swept in [false, true] {
                if swept {
                    run(&["prepare", &path]).good();
                }
                // Room for 1, 2, 5 and all of seven areas, each of three sites and two bytes a pair.
                for gigabytes in ["0.000000006", "0.000000013", "0.00000003", "1"] {
                    let asked = [&asked[..], &[&parts, "--in-batches", "--memory", gigabytes]];
                    run(&asked.concat()).good();
                    let same = fs::read(&whole).unwrap() == fs::read(&parts).unwrap();
                    assert!(same, "{ending} {direction} {gigabytes} GB, swept: {swept}");
                }
            }
            fs::remove_dir_all(folder.path("cache")).unwrap();
        }
    }
    let asked = [
        "times",
        &path,
        "--out",
        &folder.word("none.csv"),
        "--in-batches",
        "--memory",
        "0.000000005",
    ];
    let told = run(&asked).stopped(3);
    assert!(told.contains("1 area and 3 sites"), "{told}");
}

#[test]
fn a_hierarchy_is_made_only_for_many_searches_of_a_network_worth_it() {
    assert!(contracting_pays(3_000, 150_000));
    assert!(!contracting_pays(80, 150_000));
    assert!(!contracting_pays(3_000, 900));
}

#[test]
fn what_a_room_has_written_with_a_byte_more_is_not_taken() {
    for (what, bytes, reads) in written() {
        assert!(reads(&bytes), "{what}");
        assert!(!reads(&[&bytes[..], &[0]].concat()), "{what}");
    }
}

#[test]
fn a_hierarchy_whose_arc_leads_downward_is_refused() {
    let (_, bytes, reads) = written()
        .into_iter()
        .find(|it| it.0 == "hierarchy")
        .unwrap();
    let n = usize::try_from(u64::from_le_bytes(*bytes.first_chunk().unwrap())).unwrap();
    // Past the nodes by rank and the first arcs of each rank, up, stand the ends of the arcs up.
    let ends = 8 + 4 * n + 8 + 4 * (n + 1) + 8;
    let mut downward = bytes;
    downward[ends..ends + 4].copy_from_slice(&0_u32.to_le_bytes());
    assert!(!reads(&downward));
}
