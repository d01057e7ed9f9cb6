//! Rows sorted by value, the least first.
//!
//! A scorecard of a nation sorts tens of thousands of rows for each measure. Comparing takes some fifteen looks at each
//! row; dealing them out by a few bits at a time takes as many as there are such parts in which values differ.

/// So many bits at a time.
const BITS: usize = 11;
const PILES: usize = 1 << BITS;
/// Into how many parts a value falls.
const PARTS: usize = 64_usize.div_ceil(BITS);

/// So few rows are sorted sooner by comparing them.
const FEW: usize = 1_024;

/// Sorts rows by the value that stands first in each, in the order of [`f64::total_cmp`]; rows of equal value stay in the
/// order they came in.
pub(super) fn by_value<T: Copy>(mut rows: Vec<(f64, T)>) -> Vec<(f64, T)> {
    if rows.len() < FEW {
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        return rows;
    }
    let mut sizes = vec![[0_usize; PILES]; PARTS];
    for (value, _) in &rows {
        for (part, sizes) in sizes.iter_mut().enumerate() {
            sizes[pile(*value, part)] += 1;
        }
    }
    let mut dealt = rows.clone();
    for (part, sizes) in sizes.iter_mut().enumerate() {
        if sizes.contains(&rows.len()) {
            // All rows are alike in this part.
            continue;
        }
        let mut end = 0;
        for size in &mut *sizes {
            // From here on where the next row of the pile goes.
            (*size, end) = (end, end + *size);
        }
        for row in &rows {
            let next = &mut sizes[pile(row.0, part)];
            dealt[*next] = *row;
            *next += 1;
        }
        std::mem::swap(&mut rows, &mut dealt);
    }
    rows
}

/// The pile of a value by one of its parts, the least significant part at 0.
fn pile(value: f64, part: usize) -> usize {
    let bits = value.to_bits();
    // Bits in order of values: all below zero turned over, all others above them.
    let in_order = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    let bits = (in_order >> (part * BITS)) & (PILES as u64 - 1);
    usize::try_from(bits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_dealt_out_are_in_the_order_of_rows_compared(
            few in prop::collection::vec(any::<f64>(), 0..60),
            many in prop::collection::vec(prop_oneof![-2.0..2.0, 0.0..1e6, Just(0.0), Just(-0.0), Just(60.0)], FEW..3_000),
        ) {
            for values in [few, many] {
                let rows: Vec<(f64, usize)> = values.into_iter().zip(0..).collect();
                let mut compared = rows.clone();
                compared.sort_by(|a, b| a.0.total_cmp(&b.0));
                let bits = |rows: Vec<(f64, usize)>| -> Vec<(u64, usize)> {
                    rows.into_iter().map(|it| (it.0.to_bits(), it.1)).collect()
                };
                prop_assert_eq!(bits(by_value(rows)), bits(compared));
            }
        }
    }
}
