//! The people-weighted ranking: where each area stands between the most and the least deprived.

/// The ridit of each row: the share of people ranked before it plus half the share of its own block, 0 at the
/// most deprived end and 1 at the least. Rows with equal keys are one block and share its mid-rank, so the order
/// of rows never matters.
///
/// `keys` sort the most deprived first; a row without a key has no rank, takes no part in the whole and gets
/// `None`. So does every row when nobody lives in any of them.
///
/// Source: van Doorslaer and Koolman 2004, doi:10.1002/hec.918, `R_i = Σ_{k<i} f_k + f_i / 2`, with ties at the
/// block's mid-rank (Bross 1958, doi:10.2307/2527727, who named it the ridit).
///
/// ```
/// let ridits = fairreach::equity::ridits(&[Some(1.0), Some(2.0), Some(2.0), None], &[50.0, 30.0, 20.0, 9.0]);
/// assert_eq!(ridits, [Some(0.25), Some(0.75), Some(0.75), None]);
/// ```
#[must_use]
#[expect(clippy::float_cmp, reason = "a block is rows of exactly equal keys")]
pub fn ridits(keys: &[Option<f64>], people: &[f64]) -> Vec<Option<f64>> {
    let mut ranked: Vec<(f64, usize)> = keys
        .iter()
        .enumerate()
        .filter_map(|(row, key)| Some(((*key)?, row)))
        .collect();
    // A stable sort: within a block, people are summed in the order of rows.
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = ranked.iter().map(|(_, row)| people[*row]).sum();
    let mut ridits = vec![None; keys.len()];
    if whole <= 0.0 {
        return ridits;
    }
    let mut before = 0.0;
    for block in ranked.chunk_by(|a, b| a.0 == b.0) {
        let own: f64 = block.iter().map(|(_, row)| people[*row]).sum();
        for (_, row) in block {
            ridits[*row] = Some((before + own / 2.0) / whole);
        }
        before += own;
    }
    ridits
}
