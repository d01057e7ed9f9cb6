//! Which rows lie in a box, by the index of geometries (the R-tree) that a `GeoPackage` holds.
//!
//! Source: *The `SQLite` R*Tree Module*, sqlite.org/rtree.html, section 5 (the three tables of an R-tree), and the comment
//! at the head of `rtree.c` (a node: the depth of the tree in the root, a count, and cells of an id and four numbers, all
//! most significant byte first). The nodes are read here and not by the module itself, which would walk a hostile tree
//! for ever: here no node is read twice.

use std::collections::BTreeSet;

use super::database::{Database, quoted};
use crate::read::ReadErrors;
use crate::space::{Extent, Point};

/// The number of the root, and the most levels below it that the module makes.
const ROOT: i64 = 1;
const DEEPEST: u16 = 40;

/// A node of the tree: how deep the tree is (told by the root alone), and its cells.
struct Node {
    depth: u16,
    cells: Vec<(i64, Extent)>,
}

/// The rows whose boxes touch an extent, in order; `None` where the index is no tree or does not list as many rows as the
/// table has.
pub(super) fn rows_touching(
    database: &Database<'_>,
    stem: &str,
    n_rows: u64,
    extent: &Extent,
) -> Result<Option<Vec<i64>>, ReadErrors> {
    if database.count(&format!("{stem}_rowid"))? != n_rows {
        return Ok(None);
    }
    let query = format!(
        "SELECT data FROM {} WHERE nodeno = ?1",
        quoted(&format!("{stem}_node"))
    );
    let (mut seen, mut due) = (BTreeSet::from([ROOT]), vec![ROOT]);
    let mut levels_below = None;
    loop {
        let mut nodes = Vec::with_capacity(due.len());
        let found = database.rows_by(&query, &due, |row| {
            nodes.push(database.cell(row, 0)?.as_blob().ok().and_then(Node::of));
            Ok(())
        })?;
        let nodes: Option<Vec<Node>> = nodes.into_iter().collect();
        let Some(nodes) = nodes.filter(|_| found == due.len()) else {
            return Ok(None);
        };
        let below = levels_below.unwrap_or_else(|| nodes.first().map_or(0, |it| it.depth));
        if below > DEEPEST {
            return Ok(None);
        }
        let cells = nodes.into_iter().flat_map(|it| it.cells);
        due = cells
            .filter(|(_, it)| it.touches(extent))
            .map(|(id, _)| id)
            .collect();
        due.sort_unstable();
        if below == 0 {
            let n = due.len();
            due.dedup();
            return Ok(Some(due).filter(|it| it.len() == n));
        }
        if !due.iter().all(|it| seen.insert(*it)) {
            return Ok(None);
        }
        levels_below = Some(below - 1);
    }
}

impl Node {
    fn of(bytes: &[u8]) -> Option<Self> {
        let (depth, rest) = bytes.split_first_chunk()?;
        let (n, rest) = rest.split_first_chunk()?;
        let (cells, _) = rest.as_chunks::<24>();
        let n = usize::from(u16::from_be_bytes(*n));
        Some(Self {
            depth: u16::from_be_bytes(*depth),
            cells: cells.get(..n)?.iter().map(cell).collect(),
        })
    }
}

/// A cell: an id, then the least and the greatest easting, then the same of northings.
fn cell(bytes: &[u8; 24]) -> (i64, Extent) {
    let (id, numbers) = bytes.split_at(8);
    let id = id.iter().fold(0_u64, |sum, it| sum << 8 | u64::from(*it));
    let number = |place: usize| {
        let bytes = numbers.iter().skip(4 * place).take(4);
        f64::from(f32::from_bits(
            bytes.fold(0, |sum, it| sum << 8 | u32::from(*it)),
        ))
    };
    let extent = Extent {
        low: Point::new(number(0), number(2)),
        high: Point::new(number(1), number(3)),
    };
    (id.cast_signed(), extent)
}
