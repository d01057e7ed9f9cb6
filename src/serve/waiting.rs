//! Whether somebody still waits for an answer: what nobody waits for is given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::error::ApiError;

/// How long a search goes on: longer than that nobody in a meeting waits.
const LONGEST_SEARCH: Duration = Duration::from_secs(20);

/// Whether somebody still waits for the answer that is worked on.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    given_up: Arc<AtomicBool>,
    since: Instant,
}

/// Lives as long as a request is answered: the server drops it where the one who asked has gone.
struct Request(Arc<AtomicBool>);

impl Drop for Request {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Waiting {
    /// Whether a search goes on: somebody waits, and it has not taken too long.
    pub(super) fn goes_on(&self) -> bool {
        !self.given_up.load(Ordering::Relaxed) && self.since.elapsed() < LONGEST_SEARCH
    }
}

/// Does work on a thread of its own. It is not begun where nobody waits any more by the time there is one.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    waited_for(|_| work()).await
}

/// The same for work that ends early where nobody waits.
pub(super) async fn waited_for<T: Send + 'static>(
    work: impl FnOnce(&Waiting) -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let given_up = Arc::new(AtomicBool::new(false));
    let request = Request(Arc::clone(&given_up));
    let work = move || {
        if given_up.load(Ordering::Relaxed) {
            // Nobody reads this.
            let what = "the request was given up";
            return Err(ApiError::new(StatusCode::SERVICE_UNAVAILABLE, what));
        }
        let since = Instant::now();
        work(&Waiting { given_up, since })
    };
    let done = tokio::task::spawn_blocking(work).await;
    drop(request);
    done.unwrap_or_else(|_| {
        let what = "the program met a fault of its own; the terminal it runs in tells more";
        Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, what))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Waiting, waited_for};

    #[tokio::test]
    async fn work_hears_that_nobody_waits_for_it_any_more() {
        let (tell, heard) = mpsc::channel();
        let work = waited_for(move |waiting: &Waiting| {
            tell.send(waiting.goes_on()).expect("somebody hears");
            while waiting.goes_on() {
                std::thread::sleep(Duration::from_millis(1));
            }
            tell.send(waiting.goes_on()).expect("somebody hears");
            Ok(())
        });
        // The one who asked goes while the work is done.
        let gone = tokio::time::timeout(Duration::from_millis(50), work).await;
        assert!(gone.is_err());
        let wait = Duration::from_mins(1);
        assert_eq!(heard.recv_timeout(wait), Ok(true));
        assert_eq!(heard.recv_timeout(wait), Ok(false));
    }
}
