//! How far a long run has come, told to whoever watches. Kernels take none: only stages speak.

/// Hears of each stage of a run as it begins.
pub trait Progress: Sync {
    /// A stage begins, such as "reading roads"; the one before has ended.
    fn stage(&self, what: &str);

    /// How much of the stage is done, 0 to 1, told now and then where a stage is long.
    fn share(&self, _done: f64) {}

    /// How many of all that the stage goes through are done, told often where they are many.
    fn counted(&self, _done: u64, _of: u64) {}

    /// How far a search has come, told often: the latest is all that matters.
    fn so_far(&self, _what: &str) {}

    /// Something whoever runs the program should know that is not about the data, such as a damaged cache.
    fn notice(&self, _what: &str) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str) {}
}
