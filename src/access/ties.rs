//! Sites tied by areas whose people are split among them, as trees.

/// A tie between two sites: an area that has people at both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    /// The area.
    pub(super) area: usize,
    /// The site nearer to the root of the tree.
    pub(super) from: usize,
    /// The site further out.
    pub(super) to: usize,
    /// How many people move outwards; negative where they move inwards.
    pub(super) people: f64,
}

/// A spanning forest of the sites `0..n` over some pairs (area, site, site): ties from the roots outwards, so that each
/// comes after the one that its inner site hangs on. A pair that would close a circle is left out; a root is the lowest
/// site of its tree.
pub(super) fn forest(n: usize, pairs: impl Iterator<Item = (usize, usize, usize)>) -> Vec<Tie> {
    let mut neighbours: Vec<Vec<(usize, usize)>> = vec![Vec::new(); n];
    for (area, a, b) in pairs {
        neighbours[a].push((b, area));
        neighbours[b].push((a, area));
    }
    let (mut seen, mut ties) = (vec![false; n], Vec::new());
    for root in 0..n {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let (mut due, mut next) = (vec![root], 0);
        while let Some(&from) = due.get(next) {
            next += 1;
            for &(to, area) in &neighbours[from] {
                if !std::mem::replace(&mut seen[to], true) {
                    let people = 0.0;
                    ties.push(Tie {
                        area,
                        from,
                        to,
                        people,
                    });
                    due.push(to);
                }
            }
        }
    }
    ties
}
