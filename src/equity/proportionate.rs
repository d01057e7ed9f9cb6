//! Proportionate intensity: how provision is shared out beside how it would be at a chosen steepness over need.
//!
//! The words are Marmot's ("a scale and intensity that is proportionate to the level of disadvantage", 2010). No paper
//! gives an agreed index: these components are ours (the project's `methods.md` 3.9), each told by itself.

use super::Undefined;
use super::mean::{amount, positive_amount};

/// An area's provision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Provision {
    /// Its children.
    pub people: f64,
    /// What each child is given, such as hours a week.
    pub access: f64,
    /// Its need rate, such as the share of children in low-income families.
    pub need: f64,
}

/// How near provision is to its target at a steepness.
#[derive(Clone, Debug, PartialEq)]
pub struct Intensity {
    /// All that is given, Σ p a.
    pub total: f64,
    /// The target of each row in turn, per child: a* = ā ((1 − λ) + λ n/n̄). All targets together are the same total.
    pub targets: Vec<f64>,
    /// The share of the total that each row's children are given.
    pub shares: Vec<f64>,
    /// The share of the total that they would be given at the target.
    pub target_shares: Vec<f64>,
    /// The share of the total that would have to move: ½ Σ |share − share*|.
    pub to_move_share: f64,
}

impl Intensity {
    /// How much would have to move, in the unit of the total.
    #[must_use]
    pub fn to_move(&self) -> f64 {
        self.to_move_share * self.total
    }

    /// The share of the total that is where the target has it.
    #[must_use]
    pub fn fidelity(&self) -> f64 {
        1.0 - self.to_move_share
    }

    /// What a part of the rows lacks to its target: Σ max(0, p (a* − a)) over the rows chosen by their place.
    pub fn shortfall(&self, chosen: impl Fn(usize) -> bool) -> f64 {
        let pairs = self.shares.iter().zip(&self.target_shares).enumerate();
        let lacking: f64 = pairs
            .filter(|(row, _)| chosen(*row))
            .map(|(_, (share, target))| (target - share).max(0.0))
            .sum();
        lacking * self.total
    }
}

/// Sets provision beside its target at a policy's steepness λ, from 0 (the same for every child) to 1 (in proportion to
/// need).
///
/// # Errors
/// [`Undefined::Nobody`] without children, [`Undefined::Negative`] where access or need is below zero,
/// [`Undefined::ZeroMean`] where nobody is given anything, [`Undefined::NoNeed`] where λ > 0 and nobody has need,
/// [`Undefined::Setting`] for another λ.
///
/// ```
/// use fairreach::equity::{Provision, intensity};
/// // 100 hours for 100 children, half of whom have three times the need of the others: at λ = 1 they would have 75.
/// let half = |need| Provision { people: 50.0, access: 1.0, need };
/// let it = intensity(&[half(0.3), half(0.1)], 1.0)?;
/// assert_eq!(it.shares, [0.5, 0.5]);
/// assert!((it.targets[0] - 1.5).abs() < 1e-12 && (it.targets[1] - 0.5).abs() < 1e-12);
/// assert!((it.to_move() - 25.0).abs() < 1e-12 && (it.fidelity() - 0.75).abs() < 1e-12);
/// assert!((it.shortfall(|row| row == 0) - 25.0).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn intensity(rows: &[Provision], steepness: f64) -> Result<Intensity, Undefined> {
    if !(0.0..=1.0).contains(&steepness) {
        return Err(Undefined::Setting("the steepness must lie between 0 and 1"));
    }
    let (people, given) = positive_amount(rows.iter().map(|it| (it.access, it.people)))?;
    let (_, need) = amount(rows.iter().map(|it| (it.need, it.people)))?;
    if steepness > 0.0 && need == 0.0 {
        return Err(Undefined::NoNeed);
    }
    let relative = |it: &Provision| {
        if steepness > 0.0 {
            (1.0 - steepness) + steepness * it.need / need
        } else {
            1.0
        }
    };
    let targets: Vec<f64> = rows.iter().map(|it| given * relative(it)).collect();
    let total = people * given;
    let share = |it: &Provision, access: f64| match it.people {
        people if people > 0.0 => people * access / total,
        _ => 0.0,
    };
    let shares: Vec<f64> = rows.iter().map(|it| share(it, it.access)).collect();
    let target_shares: Vec<f64> = rows
        .iter()
        .zip(&targets)
        .map(|(it, target)| share(it, *target))
        .collect();
    let apart = shares.iter().zip(&target_shares);
    let to_move_share = apart.map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0;
    Ok(Intensity {
        total,
        targets,
        shares,
        target_shares,
        to_move_share,
    })
}

/// The realised slope λ̂ = cov(a/ā, n/n̄)/var(n/n̄) over children: how steep provision is over need as it stands. 0 is
/// the same for all, 1 exactly in proportion to need, below zero the inverse care law (Hart 1971,
/// doi:10.1016/S0140-6736(71)92410-X).
///
/// # Errors
/// [`Undefined::Nobody`] without children, [`Undefined::Negative`] where access or need is below zero,
/// [`Undefined::ZeroMean`] where nobody is given anything, [`Undefined::OneRank`] where need does not vary.
///
/// ```
/// use fairreach::equity::{Provision, realised_slope};
/// // Twice the need has half as much again: access 0.8 and 1.2 of the mean, need 2/3 and 4/3.
/// let half = |access, need| Provision { people: 50.0, access, need };
/// let slope = realised_slope(&[half(4.0, 0.1), half(6.0, 0.2)])?;
/// assert!((slope - 0.6).abs() < 1e-12);
/// # Ok::<(), fairreach::equity::Undefined>(())
/// ```
pub fn realised_slope(rows: &[Provision]) -> Result<f64, Undefined> {
    let peopled = || rows.iter().filter(|it| it.people > 0.0);
    let (_, given) = positive_amount(rows.iter().map(|it| (it.access, it.people)))?;
    let (_, need) = amount(rows.iter().map(|it| (it.need, it.people)))?;
    let first = peopled().next().map_or(0.0, |it| it.need);
    if peopled().all(|it| it.need.total_cmp(&first).is_eq()) {
        return Err(Undefined::OneRank);
    }
    let joint: f64 = peopled()
        .map(|it| it.people * (it.access / given - 1.0) * (it.need / need - 1.0))
        .sum();
    let spread: f64 = peopled()
        .map(|it| it.people * (it.need / need - 1.0).powi(2))
        .sum();
    Ok(joint / spread)
}
