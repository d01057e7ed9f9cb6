//! Stages on stderr: a spinner where a person watches, a line a stage where a log does. The home of indicatif.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::Progress;
use crate::report::count;

/// A stage, and a stage that tells how much of it is done, where a person watches.
const SPINNER: &str = "{spinner} {msg} ({elapsed})";
const SHARES: &str = "{spinner} {msg} {wide_bar} {percent} % ({elapsed})";

/// The same of a stage whose steps are counted.
const COUNTS: &str =
    "{spinner} {msg} {wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left ({elapsed})";

/// A log hears of a long stage at every tenth, and no more often than this.
const PAUSE: Duration = Duration::from_secs(2);

/// And of one whose steps are counted, this often: it may take hours.
const PAUSE_OF_COUNTS: Duration = Duration::from_secs(10);

/// Tells each stage, how much of a long one is done, and how long it took.
pub(super) struct Stages {
    bar: Option<ProgressBar>,
    current: Mutex<Option<Stage>>,
}

struct Stage {
    what: String,
    since: Instant,
    tenths: u64,
    told: Instant,
}

impl Stages {
    /// No stage yet.
    pub(super) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(100);
            bar.set_style(style(SPINNER));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self {
            bar,
            current: Mutex::new(None),
        }
    }

    fn finish(&self) {
        let ended = self.current.lock().ok().and_then(|mut it| it.take());
        if let (Some(stage), None) = (ended, &self.bar) {
            eprintln!(
                "{}: {:.1} s",
                stage.what,
                stage.since.elapsed().as_secs_f64()
            );
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl Progress for Stages {
    fn stage(&self, what: &str) {
        self.finish();
        if let Some(bar) = &self.bar {
            bar.set_style(style(SPINNER));
            bar.set_length(0);
            bar.reset();
            bar.set_message(what.to_owned());
        }
        if let Ok(mut current) = self.current.lock() {
            *current = Some(Stage {
                what: what.to_owned(),
                since: Instant::now(),
                tenths: 0,
                told: Instant::now(),
            });
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between 0 and 1"
    )]
    fn share(&self, done: f64) {
        let percent = (done.clamp(0.0, 1.0) * 100.0) as u64;
        if let Some(bar) = &self.bar {
            bar.set_length(100);
            bar.set_style(style(SHARES));
            bar.set_position(percent);
            return;
        }
        let Ok(mut current) = self.current.lock() else {
            return;
        };
        if let Some(stage) = current.as_mut()
            && percent / 10 > stage.tenths
            && stage.told.elapsed() >= PAUSE
        {
            stage.tenths = percent / 10;
            stage.told = Instant::now();
            eprintln!("{}: {percent} %", stage.what);
        }
    }

    fn counted(&self, done: u64, of: u64) {
        if let Some(bar) = &self.bar {
            // Set once, when the length is new: a style that is set anew for each of millions of steps takes longer than they.
            if bar.length() != Some(of) {
                bar.set_length(of);
                bar.set_style(style(COUNTS));
            }
            bar.set_position(done);
            return;
        }
        // Who is telling already tells enough.
        let Ok(mut current) = self.current.try_lock() else {
            return;
        };
        let due = |it: &&mut Stage| it.told.elapsed() >= PAUSE_OF_COUNTS;
        let Some(stage) = current.as_mut().filter(due) else {
            return;
        };
        stage.told = Instant::now();
        let seconds = stage.since.elapsed().as_secs_f64();
        let rate = done as f64 / seconds;
        let left = of.saturating_sub(done) as f64 / rate.max(f64::MIN_POSITIVE);
        eprintln!(
            "{}: {} of {}, {} a second, about {} left",
            stage.what,
            count(done as f64),
            count(of as f64),
            count(rate.round()),
            span(left)
        );
    }

    fn so_far(&self, what: &str) {
        let Ok(mut current) = self.current.lock() else {
            return;
        };
        let Some(stage) = current.as_mut() else {
            return;
        };
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{}: {what}", stage.what));
        } else if stage.told.elapsed() >= PAUSE_OF_COUNTS {
            stage.told = Instant::now();
            let seconds = stage.since.elapsed().as_secs_f64();
            eprintln!("{}: {what} ({})", stage.what, span(seconds));
        }
    }

    fn notice(&self, what: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{what}")),
            None => eprintln!("{what}"),
        }
    }
}

/// A time to wait, as people say it.
fn span(seconds: f64) -> String {
    match seconds {
        ..120.0 => format!("{seconds:.0} s"),
        120.0..7_200.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{} h", count((seconds / 3_600.0).round())),
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.finish();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
