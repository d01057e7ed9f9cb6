//! How far a long run has come, told to whoever watches. Kernels take none: only stages speak.

/// Hears of each stage of a run as it begins.
pub trait Progress: Sync {
    /// A stage begins, such as "reading roads"; the one before has ended.
    fn stage(&self, what: &str);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str) {}
}
