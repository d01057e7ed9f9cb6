//! Every prefix and every single flipped bit of every good small file, fed to the parser that reads it: a fault, or a
//! survivor under a rule stated here; never a panic, nor memory or time without end.

use std::cell::OnceCell;
use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use fairreach::pipeline::{Means, Progress, prepare_by};
use fairreach::study::Study;

use crate::fuzzer::blobs::{blocks, file_of, frames};
use crate::fuzzer::hunt::{MEMORY, SLOW, peak_memory, said};
use crate::fuzzer::parsers::{self as parse, Reading};
use crate::fuzzer::studies::{CORPUS, Laid, assessed, of_project};
use crate::fuzzer::targets::{HUBS, LONG, POSTCODES, WIDE, good, sealed, sheet};
use crate::kept::written;
use crate::packing::{gzipped, workbook, zipped};
use crate::program::{Folder, run};
use crate::town_study::town;

/// Which prefixes of a file may be read as if they were whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// None.
    Never,
    /// Those that lack no more than white space at the end.
    Blank,
    /// Those that end between two blobs, where a shorter extract is an extract too.
    BetweenBlobs,
    /// Tables cut at the end of a row, or within its last cell: the row before it all are those of the whole.
    AtRow,
    /// Study files cut within or after a value whose followers need not be there: all keys before it are those of the
    /// whole.
    AtKey,
}

/// Which files with one flipped bit may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flip {
    /// None.
    Never,
    /// Those that read as the very same.
    Same,
    /// Those that a publisher might have written: another digit, another letter.
    Plausible,
}

/// Reads bytes.
type Reader = Box<dyn Fn(&[u8]) -> Reading + Sync>;

/// A good file, what reads it, and which damage it may survive.
struct Good {
    name: String,
    bytes: Vec<u8>,
    read: Reader,
    cut: Cut,
    flip: Flip,
}

fn file(
    name: &str,
    bytes: impl Into<Vec<u8>>,
    read: impl Fn(&[u8]) -> Reading + Sync + 'static,
    cut: Cut,
    flip: Flip,
) -> Good {
    Good {
        name: name.to_owned(),
        bytes: bytes.into(),
        read: Box::new(read),
        cut,
        flip,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a list of files, one after the other"
)]
fn goods() -> Vec<Good> {
    let table = |name: &str, read: fn(&[u8]) -> Reading| {
        file(name, good(name), read, Cut::AtRow, Flip::Plausible)
    };
    let made = |name: &str, text: &str, read: fn(&[u8]) -> Reading| {
        file(name, text, read, Cut::AtRow, Flip::Plausible)
    };
    let layer = |name: &str, what: &str, read: fn(&[u8]) -> Reading| {
        let name = format!("{what} of {name}");
        let bytes = good(name.rsplit(' ').next().unwrap());
        file(&name, bytes, read, Cut::Blank, Flip::Plausible)
    };
    let roads = good("network.osm.pbf");
    let plain = file_of(&blocks(&roads));
    let people = &good("population.csv")[..300];
    let book = workbook(&[("People", sheet())]);
    let corpus = Laid::corpus().files();
    let fenshire = Laid::fenshire();
    let times = fenshire.file("times.csv").to_vec();
    let county = of_project("tests/studies/fenshire/study.toml");
    let (study, own) = (corpus.clone(), fenshire.files());
    let mut goods = vec![
        file(
            "network.osm.pbf",
            roads,
            parse::roads,
            Cut::BetweenBlobs,
            Flip::Plausible,
        ),
        file(
            "the same, nothing in it packed",
            plain,
            parse::roads,
            Cut::BetweenBlobs,
            Flip::Plausible,
        ),
        table("centroids.csv", parse::centroids),
        table("population.csv", parse::population),
        table("imd2025.csv", parse::deprivation),
        table("lsoa11_lsoa21.csv", parse::lookup),
        table("gias.csv", parse::sites),
        made("family hubs", HUBS, parse::hubs),
        made("a postcode directory", POSTCODES, parse::postcodes),
        made("a wide table of times", WIDE, parse::wide_times),
        made("a long table of times", LONG, parse::times),
        layer("sites.geojson", "sites", parse::site_features),
        layer("area.geojson", "the outline", parse::outline),
        layer("area.geojson", "the boundaries", parse::boundaries),
        file(
            "a study file",
            CORPUS,
            move |it| parse::study(it, study.clone()),
            Cut::AtKey,
            Flip::Plausible,
        ),
        file(
            "Fenshire's study file",
            county,
            move |it| parse::study(it, own.clone()),
            Cut::AtKey,
            Flip::Plausible,
        ),
        file("a workbook", book, parse::workbook, Cut::Never, Flip::Same),
        file(
            "a zip",
            zipped(&[("people.csv", people)]),
            parse::zip,
            Cut::Never,
            Flip::Same,
        ),
        file(
            "a gzipped file",
            gzipped(people),
            parse::gzip,
            Cut::Never,
            Flip::Same,
        ),
        file(
            "a manifest",
            sealed(),
            parse::manifest,
            Cut::Never,
            Flip::Never,
        ),
        file(
            "Fenshire's times, judged",
            &times[..200],
            move |it| assessed(fenshire.with("times.csv", it)),
            Cut::AtRow,
            Flip::Plausible,
        ),
    ];
    goods.extend(written().into_iter().map(|(what, bytes, reads)| {
        let read = move |it: &[u8]| {
            let taken = reads(it);
            taken.then(Vec::new).ok_or_else(|| "not taken".to_owned())
        };
        // What is altered and still fits is told by the hash of the file around it: see the test below.
        file(
            &format!("kept {what}"),
            bytes,
            read,
            Cut::Never,
            Flip::Plausible,
        )
    }));
    goods
}

/// What became of all damage to one file.
#[derive(Default)]
struct Told {
    cut: usize,
    flipped: usize,
    wrong: Vec<String>,
}

impl Good {
    /// Damages the file in every way, on every core.
    fn sweep(&self) -> Told {
        let whole = (self.read)(&self.bytes).unwrap_or_else(|it| panic!("{}: {it}", self.name));
        let n = self.bytes.len();
        let (next, told) = (AtomicUsize::new(0), Mutex::new(Told::default()));
        let threads = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let nth = next.fetch_add(1, Ordering::Relaxed);
                        if nth >= 9 * n {
                            break;
                        }
                        self.case(nth, &whole, &told);
                    }
                });
            }
        });
        told.into_inner().unwrap()
    }

    /// The first `n` cases are prefixes, the others flipped bits.
    fn case(&self, nth: usize, whole: &[String], told: &Mutex<Told>) {
        let n = self.bytes.len();
        let (bytes, what) = if nth < n {
            (self.bytes[..nth].to_vec(), format!("cut to {nth} bytes"))
        } else {
            let (place, bit) = ((nth - n) / 8, (nth - n) % 8);
            let mut bytes = self.bytes.clone();
            bytes[place] ^= 1 << bit;
            (bytes, format!("bit {bit} of byte {place} flipped"))
        };
        let timed = || {
            let began = Instant::now();
            let read = catch_unwind(AssertUnwindSafe(|| (self.read)(&bytes)));
            (read, began.elapsed())
        };
        let (read, mut took) = timed();
        if took > SLOW {
            // Once more, as the machine may have been busy with something else.
            took = took.min(timed().1);
        }
        let wrong = match read {
            Err(panic) => Some(format!("it panicked: {}", said(&*panic))),
            Ok(_) if took > SLOW => Some(format!("it took {} s", took.as_secs_f64())),
            Ok(Ok(read)) if nth < n => {
                told.lock().unwrap().cut += 1;
                let allowed = self.may_be_cut(nth, &read, whole);
                (!allowed).then(|| format!("it was read: {read:?}"))
            }
            Ok(Ok(read)) => {
                told.lock().unwrap().flipped += 1;
                let allowed = match self.flip {
                    Flip::Never => false,
                    Flip::Same => read == whole,
                    Flip::Plausible => true,
                };
                (!allowed).then(|| format!("it was read: {read:?}"))
            }
            Ok(Err(_)) => None,
        };
        if let Some(wrong) = wrong {
            let wrong = format!("{} {what}: {wrong}", self.name);
            told.lock().unwrap().wrong.push(wrong);
        }
    }

    /// Whether a prefix that was read falls under the rule.
    fn may_be_cut(&self, length: usize, read: &[String], whole: &[String]) -> bool {
        let prefix = &self.bytes[..length];
        let new = read.iter().filter(|it| !whole.contains(it)).count();
        let shorter = read.len() <= whole.len() && new <= 1;
        match self.cut {
            Cut::Never => false,
            Cut::Blank => prefix.trim_ascii_end() == self.bytes.trim_ascii_end(),
            Cut::BetweenBlobs => shorter && frames(&self.bytes).iter().any(|it| it.0 == length),
            Cut::AtRow => {
                let separators = |line: &[u8]| line.split(|it| *it == b',').count();
                let mut lines = prefix.split(|it| *it == b'\n');
                let header = lines.next().map(separators);
                let last = lines
                    .next_back()
                    .filter(|it| !it.is_empty())
                    .map(separators);
                shorter && (last.is_none() || last == header)
            }
            Cut::AtKey => shorter,
        }
    }
}

/// Past the test harness, which keeps what a passing test prints to itself.
fn tell(line: &str) {
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

#[test]
fn every_prefix_and_every_flipped_bit_of_a_good_file_is_refused_or_survives_by_its_rule() {
    let (mut all, mut wrong) = (0, Vec::new());
    let (began, before) = (Instant::now(), peak_memory().unwrap_or(0));
    for good in goods() {
        let n = good.bytes.len();
        let started = Instant::now();
        let told = good.sweep();
        eprintln!(
            "{}: {n} prefixes, {} read ({:?}); {} flipped bits, {} read ({:?}); {:.1} s",
            good.name,
            told.cut,
            good.cut,
            8 * n,
            told.flipped,
            good.flip,
            started.elapsed().as_secs_f64()
        );
        all += 9 * n;
        wrong.extend(told.wrong);
    }
    tell(&format!(
        "damaged files: {all} prefixes and flipped bits in {:.0} s, {} not as they should be\n",
        began.elapsed().as_secs_f64(),
        wrong.len()
    ));
    let shown: Vec<&str> = wrong.iter().map(String::as_str).take(20).collect();
    assert!(
        wrong.is_empty(),
        "{} cases:\n{}",
        wrong.len(),
        shown.join("\n")
    );
    assert!(peak_memory().unwrap_or(0) < before + MEMORY);
    assert!(all > 100_000, "{all} cases");
}

/// Of `good/network.osm.pbf`, as `sha256sum` and `md5sum` print them.
const SUMS: [(&str, &str); 2] = [
    (
        ".sha256",
        "13c3488ffd96cc8ac693387623ed0d0b626c9c2757c90fc35bbff0f513d89da3  network.osm.pbf\n",
    ),
    (
        ".md5",
        "3726ad67275088dedef38a88df9ce101  made-elsewhere.osm.pbf\n",
    ),
];

/// A listener to whom nothing matters.
struct Deaf;

impl Progress for Deaf {
    fn stage(&self, _: &str) {}

    fn notice(&self, _: &str) {}
}

fn prepared(study: Study) -> Result<(), String> {
    let means = Means {
        untimed: true,
        ..Means::default()
    };
    let ready = prepare_by(study, means, &Deaf);
    ready.map(drop).map_err(|it| it.to_string())
}

#[test]
fn beside_its_checksum_every_damaged_road_file_is_refused() {
    for (ending, sum) in SUMS {
        let mut laid = Laid::corpus();
        laid.put(&format!("network.osm.pbf{ending}"), sum.as_bytes());
        let read = move |bytes: &[u8]| {
            prepared(laid.with("network.osm.pbf", bytes)).map_err(|told| {
                assert!(told.contains("E-PBF-CHECKSUM"), "{told}");
                assert!(told.contains("download both again"), "{told}");
                told
            })?;
            Ok(Vec::new())
        };
        let roads = file(
            "roads",
            good("network.osm.pbf"),
            read,
            Cut::Never,
            Flip::Never,
        );
        let told = roads.sweep();
        assert_eq!((told.cut, told.flipped), (0, 0));
        assert!(told.wrong.is_empty(), "{}", told.wrong.join("\n"));
    }
}

#[test]
fn a_checksum_that_is_none_or_another_files_stops_the_program() {
    let folder = town();
    let path = folder.word("");
    run(&["check", &path]).good();
    for (name, text) in [
        ("roads.osm.pbf.md5", SUMS[1].1),
        ("roads.osm.pbf.sha256", SUMS[0].1),
        ("roads.osm.pbf.md5", "<html>Not Found</html>"),
        ("roads.osm.pbf.sha256", ""),
    ] {
        folder.write(name, text);
        let told = run(&["check", &path]).stopped(2);
        assert!(
            told.contains("E-PBF-CHECKSUM") && told.contains(name),
            "{told}"
        );
        fs::remove_file(folder.path(name)).unwrap();
    }
    // What was kept before is not believed past a checksum that came later.
    run(&["prepare", &path]).good();
    folder.write("roads.osm.pbf.md5", SUMS[1].1);
    let told = run(&["assess", &path]).stopped(2);
    assert!(told.contains("E-PBF-CHECKSUM"), "{told}");
}

/// Writes down what is told.
#[derive(Default)]
struct Listener(Mutex<Vec<String>>);

impl Progress for Listener {
    fn stage(&self, _: &str) {}

    fn notice(&self, what: &str) {
        self.0.lock().unwrap().push(what.to_owned());
    }
}

#[test]
fn every_prefix_and_every_flipped_bit_of_a_kept_file_is_told_and_mended() {
    const KEPT: &str = "road-notices.bin";
    let laid = || {
        let folder = town();
        let keep = Means {
            keep: true,
            ..Means::default()
        };
        prepare_by(Study::open(&folder.path("")).unwrap(), keep, &Deaf).unwrap();
        folder
    };
    let bytes = fs::read(laid().path("cache/study").join(KEPT)).unwrap();
    // A folder for each thread, as every case writes into it.
    thread_local! {
        static FOLDER: OnceCell<Folder> = const { OnceCell::new() };
    }
    let good = bytes.clone();
    let read = move |damaged: &[u8]| {
        FOLDER.with(|it| {
            let folder = it.get_or_init(laid);
            let kept = folder.path("cache/study").join(KEPT);
            fs::write(&kept, damaged).unwrap();
            let (study, listener) = (Study::open(&folder.path("")).unwrap(), Listener::default());
            let means = Means {
                untimed: true,
                ..Means::default()
            };
            prepare_by(study, means, &listener).unwrap();
            assert!(fs::read(&kept).unwrap() == good, "it was not mended");
            match listener.0.into_inner().unwrap().as_slice() {
                [] => Ok(Vec::new()),
                [told] if told.contains(KEPT) => Err(told.clone()),
                told => panic!("{told:?}"),
            }
        })
    };
    let kept = file(KEPT, bytes, read, Cut::Never, Flip::Never);
    let told = kept.sweep();
    assert_eq!((told.cut, told.flipped), (0, 0));
    assert!(told.wrong.is_empty(), "{}", told.wrong.join("\n"));
}
