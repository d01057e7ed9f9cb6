//! Stages on stderr: a spinner where a person watches, a line a stage where a log does. The home of indicatif.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::pipeline::Progress;

/// Tells each stage, and how long the one before took.
pub(super) struct Stages {
    bar: Option<ProgressBar>,
    current: Mutex<Option<(String, Instant)>>,
}

impl Stages {
    /// No stage yet.
    pub(super) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
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
        if let (Some((what, since)), None) = (ended, &self.bar) {
            eprintln!("{what}: {:.1} s", since.elapsed().as_secs_f64());
        }
    }
}

impl Progress for Stages {
    fn stage(&self, what: &str) {
        self.finish();
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        }
        if let Ok(mut current) = self.current.lock() {
            *current = Some((what.to_owned(), Instant::now()));
        }
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
