//! Writes the made location problems of the bench beside other solvers, and solves them:
//!
//! - `cargo run --release --example location_made -- write FOLDER` makes a folder a study, with `weights.csv` (a row an area) and
//!   `seconds.csv` (a row an area, a column a site), and lists the studies in `studies.json`;
//! - `cargo run --release --example location_made -- solve` prints a line of JSON for each study and way to solve it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a developer's tool stops at the first fault and prints"
)]

mod made_ground;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use fairreach::location::{Effort, Problem, every, solve};
use serde_json::{Value, json};

use made_ground::Made;

struct Study {
    name: &'static str,
    areas: usize,
    sites: usize,
    open: usize,
    ways: &'static [Way],
}

#[derive(Clone, Copy)]
enum Way {
    /// Every set is tried.
    Every,
    /// So many parts of all sets are looked into at most; so many runs.
    Parts(u64, usize),
}

/// Parts enough for any proof that is asked for here.
const TO_ITS_PROOF: u64 = 200_000;

const STUDIES: [Study; 3] = [
    Study {
        name: "16-sites",
        areas: 200,
        sites: 16,
        open: 6,
        ways: &[Way::Every],
    },
    Study {
        name: "40-sites",
        areas: 500,
        sites: 40,
        open: 10,
        ways: &[Way::Parts(TO_ITS_PROOF, 25)],
    },
    Study {
        name: "300-sites",
        areas: 2_000,
        sites: 300,
        open: 30,
        ways: &[Way::Parts(40, 5), Way::Parts(TO_ITS_PROOF, 1)],
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", folder] => write(Path::new(folder)),
        ["solve"] => solve_all(),
        _ => panic!("needs: write FOLDER, or: solve"),
    }
}

fn write(out: &Path) {
    for study in &STUDIES {
        let made = Made::new(study.areas, study.sites);
        let folder = out.join(study.name);
        fs::create_dir_all(&folder).unwrap();
        let mut weights = file(&folder.join("weights.csv"));
        writeln!(weights, "area,weight").unwrap();
        let mut seconds = file(&folder.join("seconds.csv"));
        let sites: Vec<String> = (0..study.sites).map(|it| format!("site {it}")).collect();
        writeln!(seconds, "area,{}", sites.join(",")).unwrap();
        for (area, weight) in made.weights.iter().enumerate() {
            writeln!(weights, "area {area},{weight}").unwrap();
            let row: Vec<String> = made.columns.iter().map(|it| it[area].to_string()).collect();
            writeln!(seconds, "area {area},{}", row.join(",")).unwrap();
        }
        weights.flush().unwrap();
        seconds.flush().unwrap();
    }
    let told = |it: &Study| json!({ "study": it.name, "areas": it.areas, "sites": it.sites, "open": it.open });
    let studies: Vec<Value> = STUDIES.iter().map(told).collect();
    fs::write(out.join("studies.json"), json!(studies).to_string()).unwrap();
}

fn file(path: &Path) -> BufWriter<File> {
    BufWriter::new(File::create(path).unwrap())
}

fn solve_all() {
    for study in &STUDIES {
        let made = Made::new(study.areas, study.sites);
        let problem = made.p_median(study.open);
        for way in study.ways {
            let mut told = match way {
                Way::Every => tried(&problem),
                Way::Parts(nodes, runs) => searched(&problem, *nodes, *runs),
            };
            told["work"] = study.name.into();
            println!("{told}");
        }
    }
}

fn tried(problem: &Problem) -> Value {
    let aims = std::slice::from_ref(&problem.aim);
    let (times, (sets, least, open)) = timed(25, || {
        let (mut sets, mut least, mut best) = (0_u64, f64::INFINITY, Vec::new());
        every(problem, aims, &mut |open, values| {
            sets += 1;
            if values[0] < least {
                least = values[0];
                best = open.to_vec();
            }
        });
        (sets, least, best)
    });
    let mut told = json!({ "way": "every set", "objective": least, "bound": least, "proven": true, "sets": sets, "open": open });
    tell(&mut told, &times);
    told
}

fn searched(problem: &Problem, nodes: u64, runs: usize) -> Value {
    let effort = Effort {
        nodes,
        ..Effort::default()
    };
    let (times, found) = timed(runs, || solve(problem, effort, &|_, _| true));
    let best = found.best.unwrap();
    let mut told = json!({ "way": "branch and bound", "objective": best.value, "bound": found.bound, "proven": found.proven,
        "nodes": found.nodes, "open": best.open });
    tell(&mut told, &times);
    told
}

/// The seconds of each of so many runs, shortest first, and what the last found.
fn timed<T>(runs: usize, mut work: impl FnMut() -> T) -> (Vec<f64>, T) {
    let mut run = || {
        let began = Instant::now();
        let found = work();
        (began.elapsed().as_secs_f64(), found)
    };
    let (first, mut found) = run();
    let mut times = vec![first];
    for _ in 1..runs {
        let (seconds, again) = run();
        times.push(seconds);
        found = again;
    }
    times.sort_unstable_by(f64::total_cmp);
    (times, found)
}

fn tell(told: &mut Value, times: &[f64]) {
    told["seconds"] = times[0].into();
    told["median"] = times[times.len() / 2].into();
    told["runs"] = times.len().into();
}
