//! Places as far apart as can be: p-dispersion (Kuby 1987, 10.1111/j.1538-4632.1987.tb00808.x).

/// Places that are far apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispersed {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// The least distance between any two of them.
    pub least: u32,
    /// No set of as many has a greater one.
    pub at_most: u32,
}

/// Finds so many places whose least distance is greatest, of equals the first in order. `distances` has a row a place, the
/// same both ways. The distances that there are are tried by halving, each by going through sets in order, so many steps in
/// all. `None` for fewer than two places, or more than there are.
///
/// ```
/// use fairreach::location::dispersion;
/// let line: Vec<Vec<u32>> = (0..5_u32).map(|a| (0..5).map(|b| a.abs_diff(b) * 10).collect()).collect();
/// let it = dispersion(&line, 3, 1_000).unwrap();
/// assert_eq!((it.open, it.least, it.at_most), (vec![0, 2, 4], 20, 20));
/// ```
#[must_use]
pub fn dispersion(distances: &[Vec<u32>], number: usize, steps: u64) -> Option<Dispersed> {
    if number < 2 || number > distances.len() {
        return None;
    }
    let mut each: Vec<u32> = Vec::new();
    for (a, row) in distances.iter().enumerate() {
        each.extend(&row[a + 1..]);
    }
    each.sort_unstable();
    each.dedup();
    // The least distance of all is kept by any set.
    let (mut kept, mut refused) = (0, each.len());
    let mut best: Vec<usize> = (0..number).collect();
    let mut unknown = each.len();
    let mut left = steps;
    while refused - kept > 1 {
        let middle = kept.midpoint(refused);
        let mut search = Search {
            distances,
            number,
            least: each[middle],
            left,
            open: Vec::new(),
        };
        let found = search.from(0);
        left = search.left;
        match found {
            Some(true) => (kept, best) = (middle, search.open),
            Some(false) => (refused, unknown) = (middle, middle),
            // What could not be told is taken for refused; the bound stays where it was told last.
            None => refused = middle,
        }
    }
    Some(Dispersed {
        least: each[kept],
        at_most: each[unknown - 1],
        open: best,
    })
}

struct Search<'a> {
    distances: &'a [Vec<u32>],
    number: usize,
    least: u32,
    left: u64,
    open: Vec<usize>,
}

impl Search<'_> {
    /// Whether the set can be gone on with by places from one on; `None` where the steps ran out.
    fn from(&mut self, place: usize) -> Option<bool> {
        if self.open.len() == self.number {
            return Some(true);
        }
        if self.open.len() + self.distances.len() - place < self.number {
            return Some(false);
        }
        self.left = self.left.checked_sub(1)?;
        let far = self
            .open
            .iter()
            .all(|it| self.distances[*it][place] >= self.least);
        if far {
            self.open.push(place);
            match self.from(place + 1) {
                Some(false) => (),
                other => return other,
            }
            self.open.pop();
        }
        self.from(place + 1)
    }
}
