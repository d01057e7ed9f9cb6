//! A hierarchy as bytes, and back.

use std::io::{self, Write};

use crate::packed::{Packed, put_u32s, unfit};
use crate::routing::star::{Spoke, Star};
use crate::routing::{Hierarchy, INFINITY, NodeOrder};

impl Hierarchy {
    /// Writes the hierarchy: its nodes by rank, then the arcs up and the arcs down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        put_u32s(out, self.order().nodes().iter().copied())?;
        for star in [self.up(), self.down()] {
            put_u32s(out, star.first.iter().copied())?;
            put_u32s(out, star.spokes.iter().map(|it| it.end))?;
            put_u32s(out, star.spokes.iter().map(|it| it.weight))?;
        }
        Ok(())
    }

    /// Reads a hierarchy back. What a sweep relies on is looked at again: every node has one rank, every arc's other
    /// end stands higher and no weight is beyond [`INFINITY`].
    ///
    /// # Errors
    /// When the bytes are not those of a hierarchy.
    pub fn read_from(bytes: &[u8]) -> io::Result<Self> {
        let mut packed = Packed::new(bytes);
        let order = NodeOrder::of_nodes(packed.u32s()?);
        let order = order.ok_or_else(|| unfit("a node has no rank, or two"))?;
        let up = star(&mut packed, order.n_nodes())?;
        let down = star(&mut packed, order.n_nodes())?;
        packed.end()?;
        Ok(Self::of_stars(order, up, down))
    }
}

/// Arcs by the rank of their lower end.
fn star(packed: &mut Packed<'_>, n: usize) -> io::Result<Star> {
    let (first, ends, weights) = (packed.u32s()?, packed.u32s()?, packed.u32s()?);
    let whole = first.len() == n + 1
        && first.first() == Some(&0)
        && first.is_sorted()
        && first.last().map(|it| *it as usize) == Some(ends.len())
        && ends.len() == weights.len();
    if !whole {
        return Err(unfit("the arcs of a node stand outside the list of arcs"));
    }
    let spokes = ends.into_iter().zip(weights);
    let spokes: Vec<Spoke> = spokes.map(|(end, weight)| Spoke { end, weight }).collect();
    for (rank, ends) in (0_u32..).zip(first.windows(2)) {
        let arcs = &spokes[ends[0] as usize..ends[1] as usize];
        let upward = |it: &Spoke| it.end > rank && (it.end as usize) < n && it.weight <= INFINITY;
        if !arcs.iter().all(upward) {
            return Err(unfit("an arc does not lead upward"));
        }
    }
    Ok(Star { first, spokes })
}
