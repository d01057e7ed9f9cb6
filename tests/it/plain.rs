//! An independent plain search: it imports nothing of the program, and is so short that it can be read at a glance.
//! The reference of the catchment core.

use std::collections::BTreeSet;

/// An arc: tail, head, weight.
pub(crate) type PlainArc = (usize, usize, u32);

/// The least sums from a start to each of `n` nodes, `None` where there is no path (Dijkstra 1959, with an ordered set
/// for a queue).
pub(crate) fn sums(n: usize, arcs: &[PlainArc], start: usize) -> Vec<Option<u64>> {
    let mut out: Vec<Vec<(usize, u64)>> = vec![Vec::new(); n];
    for &(tail, head, weight) in arcs {
        out[tail].push((head, u64::from(weight)));
    }
    let mut best = vec![None; n];
    best[start] = Some(0);
    let mut due = BTreeSet::from([(0, start)]);
    while let Some((sum, node)) = due.pop_first() {
        for &(head, weight) in &out[node] {
            let onward = sum + weight;
            if best[head].is_none_or(|it| onward < it) {
                if let Some(old) = best[head].replace(onward) {
                    due.remove(&(old, head));
                }
                due.insert((onward, head));
            }
        }
    }
    best
}
