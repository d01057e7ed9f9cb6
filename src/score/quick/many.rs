//! Many configurations at once, on all threads.

use rayon::prelude::*;

use super::layout::Quick;
use crate::ids::SiteId;

/// Configurations that a thread takes at a time.
const BATCH: usize = 64;

impl Quick {
    /// The figures of many configurations, a row each in their order, each row in the order in which figures are wanted;
    /// NaN where one has no value. The same bytes on any number of threads.
    ///
    /// # Panics
    /// When a site is not of the case, or `out` has not as many numbers as configurations times figures.
    pub fn score_many<C: AsRef<[SiteId]> + Sync>(&self, configurations: &[C], out: &mut [f64]) {
        let width = self.wanted().len();
        assert_eq!(
            out.len(),
            width * configurations.len(),
            "a number for each figure of each configuration"
        );
        if width == 0 {
            return;
        }
        let batches = configurations.par_chunks(BATCH);
        let rows = out.par_chunks_mut(BATCH * width);
        batches.zip(rows).for_each_init(
            || self.scratch(),
            |scratch, (batch, rows)| {
                for (configuration, row) in batch.iter().zip(rows.chunks_exact_mut(width)) {
                    self.score_into(configuration.as_ref(), scratch, row);
                }
            },
        );
    }
}
