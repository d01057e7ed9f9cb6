//! The p-median with limited places, each area served by one of them (Ross and Soland 1977, 10.1287/mnsc.24.3.345).

use super::{Ground, Problem, every, how_many};

/// Who is served where.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// The open places, in order.
    pub open: Vec<usize>,
    /// The place that serves each area; `None` of one without weight.
    pub place_of: Vec<Option<usize>>,
    /// The sum of weight times seconds.
    pub value: f64,
    /// Whether nothing comes to less.
    pub proven: bool,
}

/// So many sets are tried at most.
const MOST: u128 = 1_000_000;

/// Finds the set of places and who is served where, so that the sum of weight times seconds is least: each area with some
/// weight is served by one place, and no place serves more than its capacity. The limits of the problem hold, those of journeys for
/// the nearest open place, whether it has room or not; its aim must be
/// [`Aim::Sum`](super::Aim::Sum) of [`Loss::Seconds`](super::Loss::Seconds). `None` where nothing was found, or where there
/// are more than a million sets.
///
/// Every set is tried, those with the least bound first, and each by branch and bound on areas, so many steps in all: for small
/// studies. Where people may be parted among places, [`assign`](crate::access::assign()) tells the least sum of a set.
///
/// ```
/// use fairreach::location::{Aim, Ground, Limits, Loss, Problem, capacitated};
/// let (a, b) = ([60, 120], [600, 240]);
/// let ground = Ground::new(2, vec![&a, &b]);
/// let weights = vec![3, 2];
/// let aim = Aim::Sum { weights: weights.clone(), loss: Loss::Seconds };
/// let limits = Limits::open(&ground, 2..=2);
/// let problem = Problem { ground, aim, limits };
/// let it = capacitated(&problem, &weights, &[4, 2], 1_000).unwrap();
/// assert_eq!((it.place_of, it.value), (vec![Some(0), Some(1)], 660.0));
/// ```
#[must_use]
pub fn capacitated(
    problem: &Problem,
    weights: &[u64],
    capacity: &[u64],
    steps: u64,
) -> Option<Served> {
    if how_many(problem).is_none_or(|it| it > MOST) {
        return None;
    }
    let mut sets: Vec<(f64, Vec<usize>)> = Vec::new();
    every(
        problem,
        std::slice::from_ref(&problem.aim),
        &mut |open, values| {
            let room: u64 = open.iter().map(|it| capacity[*it]).sum();
            if room >= weights.iter().sum() {
                sets.push((values[0], open.to_vec()));
            }
        },
    );
    sets.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let mut search = Search {
        ground: &problem.ground,
        weights,
        left: capacity.to_vec(),
        steps,
        best: None,
    };
    for (bound, open) in &sets {
        // Without limits the set comes to this much; with them to no less.
        if search
            .best
            .as_ref()
            .is_some_and(|best| *bound >= best.value)
        {
            break;
        }
        search.through(open);
    }
    let proven = search.steps > 0;
    search.best.map(|it| Served { proven, ..it })
}

struct Search<'a> {
    ground: &'a Ground<'a>,
    weights: &'a [u64],
    left: Vec<u64>,
    steps: u64,
    best: Option<Served>,
}

/// An area and where it may be served, nearest first.
struct Choice {
    area: usize,
    places: Vec<(f64, usize)>,
}

impl Search<'_> {
    fn through(&mut self, open: &[usize]) {
        let lived = (0..self.weights.len()).filter(|it| self.weights[*it] > 0);
        let choice = |area: usize| {
            let lost = |place: &usize| {
                let time = self.ground.time(area, *place)?;
                Some((f64::from(time) * self.weights[area] as f64, *place))
            };
            let mut places: Vec<(f64, usize)> = open.iter().filter_map(lost).collect();
            places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            Choice { area, places }
        };
        let mut choices: Vec<Choice> = lived.map(choice).collect();
        // Those who lose most by the second nearest choose first.
        let regret = |it: &Choice| match it.places.as_slice() {
            [first, second, ..] => second.0 - first.0,
            _ => f64::INFINITY,
        };
        choices.sort_by(|a, b| regret(b).total_cmp(&regret(a)).then(a.area.cmp(&b.area)));
        let mut rest = vec![0.0; choices.len() + 1];
        for (nth, it) in choices.iter().enumerate().rev() {
            rest[nth] = rest[nth + 1] + it.places.first().map_or(f64::INFINITY, |it| it.0);
        }
        let mut place_of = vec![None; self.weights.len()];
        self.serve(open, &choices, &rest, (0, 0.0), &mut place_of);
    }

    fn serve(
        &mut self,
        open: &[usize],
        choices: &[Choice],
        rest: &[f64],
        (nth, so_far): (usize, f64),
        place_of: &mut Vec<Option<usize>>,
    ) {
        let best = self.best.as_ref().map_or(f64::INFINITY, |it| it.value);
        if self.steps == 0 || so_far + rest[nth] >= best {
            return;
        }
        self.steps -= 1;
        let Some(choice) = choices.get(nth) else {
            self.best = Some(Served {
                open: open.to_vec(),
                place_of: place_of.clone(),
                value: so_far,
                proven: false,
            });
            return;
        };
        let weight = self.weights[choice.area];
        for (lost, place) in &choice.places {
            if self.left[*place] >= weight {
                self.left[*place] -= weight;
                place_of[choice.area] = Some(*place);
                self.serve(open, choices, rest, (nth + 1, so_far + lost), place_of);
                place_of[choice.area] = None;
                self.left[*place] += weight;
            }
        }
    }
}
