//! A made location problem, the same in every run: what the bench of the solvers stands on, and what is handed to other programs.

use fairreach::location::{Aim, Ground, Limits, Loss, Problem};

/// Areas and sites drawn by lot on a square of fifty kilometres, 40 km/h in a straight line.
pub(crate) struct Made {
    /// The seconds from each area, a column a site.
    pub(crate) columns: Vec<Vec<u16>>,
    pub(crate) weights: Vec<u64>,
}

impl Made {
    pub(crate) fn new(areas: usize, places: usize) -> Self {
        let mut state = 5_u64;
        let mut chance = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64 * 50.0
        };
        let homes: Vec<(f64, f64)> = (0..areas).map(|_| (chance(), chance())).collect();
        let sites: Vec<(f64, f64)> = (0..places).map(|_| (chance(), chance())).collect();
        let seconds = |a: &(f64, f64), b: &(f64, f64)| -> u16 {
            let apart = (a.0 - b.0).hypot(a.1 - b.1) * 90.0;
            format!("{apart:.0}").parse().unwrap()
        };
        let column = |site: &(f64, f64)| homes.iter().map(|it| seconds(it, site)).collect();
        Self {
            columns: sites.iter().map(column).collect(),
            weights: (0..areas as u64).map(|it| 20 + it * 37 % 200).collect(),
        }
    }

    /// The least sum of weight times seconds with so many sites open.
    pub(crate) fn p_median(&self, number: usize) -> Problem<'_> {
        let ground = Ground::new(
            self.weights.len(),
            self.columns.iter().map(Vec::as_slice).collect(),
        );
        Problem {
            limits: Limits::open(&ground, number..=number).serving(&ground, &self.weights),
            aim: Aim::Sum {
                weights: self.weights.clone(),
                loss: Loss::Seconds,
            },
            ground,
        }
    }
}
