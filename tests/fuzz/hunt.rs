//! Runs a target on mutated bytes and watches over it: no panic, no execution beyond two seconds, no memory beyond a
//! gigabyte.

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::chance::Chance;
use super::mutation::mutated;
use super::targets::Target;

/// The longest an execution may take.
pub(crate) const SLOW: Duration = Duration::from_secs(2);

/// An execution that is still the same after so many looks, a minute of them, never ends. Looks are counted and not
/// time, so that a process that was halted meanwhile is not taken for one that hangs.
const HANG: u32 = 1_200;
const LOOK: Duration = Duration::from_millis(50);

/// The memory that the program may take, in bytes.
pub(crate) const MEMORY: u64 = 1 << 30;

/// How many finds of one kind are kept.
const OF_A_KIND: usize = 3;

/// Bytes that a parser stumbled over.
#[derive(Clone, Debug)]
pub(crate) struct Find {
    pub(crate) subject: String,
    /// The number of the execution.
    pub(crate) nth: u64,
    pub(crate) bytes: Vec<u8>,
    /// What happened.
    pub(crate) why: String,
}

/// A hunt: a target, a seed, and what has come of it so far.
pub(crate) struct Hunt {
    target: Target,
    seed: u64,
    next: AtomicU64,
    end: u64,
    until: Option<Instant>,
    memory: u64,
    done: AtomicU64,
    /// How many inputs were read as good ones.
    accepted: AtomicU64,
    /// The longest execution in microseconds.
    slowest: AtomicU64,
    stopped: AtomicBool,
    finds: Mutex<Vec<Find>>,
    /// What each thread is at.
    running: Mutex<Vec<Option<u64>>>,
}

impl Hunt {
    /// A hunt of so many executions from a number on, or till a time.
    pub(crate) fn new(target: Target, seed: u64, end: u64, until: Option<Instant>) -> Self {
        Self {
            target,
            seed,
            next: AtomicU64::new(0),
            end,
            until,
            // What the process took before, such as other tests beside this one, is not the parser's doing.
            memory: peak_memory().unwrap_or(0) + MEMORY,
            done: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            slowest: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            finds: Mutex::default(),
            running: Mutex::default(),
        }
    }

    /// The subject and the bytes of an execution.
    pub(crate) fn input(&self, nth: u64) -> (usize, Vec<u8>) {
        let mut chance = Chance::of(self.seed, nth);
        let subjects = &self.target.subjects;
        let place = chance.below(subjects.len());
        let seed = chance.one(&subjects[place].seeds);
        let other = chance.one(subjects);
        let other = chance.one(&other.seeds);
        let bytes = mutated(&mut chance, seed, other, &self.target.tokens);
        (place, bytes)
    }

    /// Hunts on some threads to the end; `told` is called now and then.
    pub(crate) fn run(&self, threads: usize, told: &dyn Fn(&Self)) {
        self.running.lock().unwrap().resize(threads, None);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|own| scope.spawn(move || self.work(own)))
                .collect();
            let mut looks = vec![(None, 0); threads];
            while !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
                thread::sleep(LOOK);
                self.end_a_hang(&mut looks);
                told(self);
            }
        });
    }

    fn work(&self, own: usize) {
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            let late = self.until.is_some_and(|it| Instant::now() >= it);
            if nth >= self.end || late || self.stopped.load(Ordering::Relaxed) {
                break;
            }
            self.note(own, Some(nth));
            self.execute(nth);
            self.note(own, None);
            self.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn execute(&self, nth: u64) {
        let (place, bytes) = self.input(nth);
        let subject = &self.target.subjects[place];
        let timed = || {
            let began = Instant::now();
            let outcome = catch_unwind(AssertUnwindSafe(|| (subject.read)(&bytes)));
            (outcome, began.elapsed())
        };
        let (outcome, mut took) = timed();
        if took > SLOW {
            // Once more, as the machine may have been busy with something else.
            took = took.min(timed().1);
        }
        let micros = u64::try_from(took.as_micros()).unwrap();
        self.slowest.fetch_max(micros, Ordering::Relaxed);
        let why = match outcome {
            Err(panic) => Some(format!("it panicked: {}", said(&*panic))),
            Ok(_) if took > SLOW => Some("it took longer than two seconds".to_owned()),
            Ok(read) => {
                self.accepted
                    .fetch_add(u64::from(read.is_ok()), Ordering::Relaxed);
                None
            }
        };
        let why = why.or_else(|| {
            let beyond = nth.is_multiple_of(32) && peak_memory().is_some_and(|it| it > self.memory);
            // From here on every execution would be beyond.
            beyond.then(|| self.stopped.store(true, Ordering::Relaxed))?;
            Some("it or one of the executions before it took more than a gigabyte".to_owned())
        });
        if let Some(why) = why {
            self.keep(Find {
                subject: subject.name.clone(),
                nth,
                bytes,
                why,
            });
        }
    }

    fn keep(&self, find: Find) {
        let kind = |it: &Find| -> String {
            let why = it.why.chars().filter(|it| !it.is_ascii_digit());
            format!("{} {}", it.subject, why.take(120).collect::<String>())
        };
        let mut finds = self.finds.lock().unwrap();
        if finds.iter().filter(|it| kind(it) == kind(&find)).count() < OF_A_KIND {
            finds.push(find);
        }
    }

    fn note(&self, own: usize, what: Option<u64>) {
        self.running.lock().unwrap()[own] = what;
    }

    /// Ends the process where an execution hangs, as nothing else can; its input is written down.
    fn end_a_hang(&self, looks: &mut [(Option<u64>, u32)]) {
        let running = self.running.lock().unwrap().clone();
        for (now, (before, same)) in running.into_iter().zip(looks) {
            *same = if now == *before { *same + 1 } else { 0 };
            *before = now;
            if let Some(nth) = now.filter(|_| *same > HANG) {
                let (place, bytes) = self.input(nth);
                let find = Find {
                    subject: self.target.subjects[place].name.clone(),
                    nth,
                    bytes,
                    why: "it hangs".to_owned(),
                };
                eprintln!("{}", self.shown(&find));
                std::process::exit(101);
            }
        }
    }

    /// What was found so far.
    pub(crate) fn finds(&self) -> Vec<Find> {
        self.finds.lock().unwrap().clone()
    }

    /// How many executions there were.
    pub(crate) fn executions(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How it stands, in one line.
    pub(crate) fn line(&self, since: Instant) -> String {
        let (done, seconds) = (self.executions(), since.elapsed().as_secs_f64());
        let accepted = self.accepted.load(Ordering::Relaxed);
        let mut line = format!(
            "{}, seed {}: {done} executions in {seconds:.0} s ({:.0} a second), {:.1} % read as good, slowest {:.0} ms",
            self.target.name,
            self.seed,
            done as f64 / seconds,
            100.0 * accepted as f64 / done.max(1) as f64,
            self.slowest.load(Ordering::Relaxed) as f64 / 1e3,
        );
        if let Some(peak) = peak_memory() {
            write!(line, ", peak memory {} MB", peak >> 20).unwrap();
        }
        write!(line, ", {} finds", self.finds.lock().unwrap().len()).unwrap();
        line
    }

    /// A find as it is told, after its bytes were written to `target/finds`.
    pub(crate) fn shown(&self, find: &Find) -> String {
        let path = written_down(self.target.name, &find.bytes);
        format!(
            "{} {} (seed {}, execution {}): {}\n  its {} bytes: {}",
            self.target.name,
            find.subject,
            self.seed,
            find.nth,
            find.why,
            find.bytes.len(),
            path.display()
        )
    }
}

/// Writes the bytes of a find into a file named by their hash.
pub(crate) fn written_down(target: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/finds");
    fs::create_dir_all(&folder).unwrap();
    // FNV-1a.
    let hash = bytes.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let path = folder.join(format!("{target}-{hash:016x}"));
    fs::write(&path, bytes).unwrap();
    path
}

/// What a panic said.
pub(crate) fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("nothing").to_owned()
}

/// The most memory that the process has ever taken, in bytes; `None` where the system does not say.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}
