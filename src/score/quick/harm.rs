//! Who gains and who loses against today, run by run.

#![expect(
    clippy::inline_always,
    reason = "kernels must be compiled inside the function that chooses the widest instructions"
)]

use pulp::{Arch, NullaryFnOnce};

use super::lanes::{Block, Crowd, LANES, Lanes, NEVER, People};

/// "Worse by more than 5 minutes" is strict.
const MUCH: u16 = 300;

/// What a configuration does to some areas, in people and in people × seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Harm {
    /// People whose journey is shorter, or who gain access.
    pub(super) gaining: f64,
    /// People whose journey is longer, or who lose all access.
    pub(super) losing: f64,
    /// Those of them whose journey is longer by more than 5 minutes, or who lose all access.
    pub(super) losing_much: f64,
    /// People served then and not today.
    pub(super) gained_access: f64,
    /// People served today and not then.
    pub(super) lost_access: f64,
    /// People within the standard then and not today.
    pub(super) gained_standard: f64,
    /// People within the standard today and not then.
    pub(super) lost_standard: f64,
    /// People served today and then.
    pub(super) both: f64,
    /// Σ people × seconds that they travel longer.
    pub(super) added: f64,
    /// Σ people × seconds that they travel less.
    pub(super) spared: f64,
    /// The most that any area's journey is longer, in seconds.
    pub(super) most: u16,
}

impl Harm {
    /// What happens to the people of some areas: their number, today's time and then's.
    pub(super) fn of(areas: impl Iterator<Item = (f64, u16, u16)>, standard: Option<u16>) -> Self {
        let mut sums = Sums::<f64, 1>::new();
        for (people, today, then) in areas {
            sums.add(&[people], &[today], &[then], standard.unwrap_or(0));
        }
        sums.told()
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            gaining: self.gaining + other.gaining,
            losing: self.losing + other.losing,
            losing_much: self.losing_much + other.losing_much,
            gained_access: self.gained_access + other.gained_access,
            lost_access: self.lost_access + other.lost_access,
            gained_standard: self.gained_standard + other.gained_standard,
            lost_standard: self.lost_standard + other.lost_standard,
            both: self.both + other.both,
            added: self.added + other.added,
            spared: self.spared + other.spared,
            most: self.most.max(other.most),
        }
    }
}

/// Adds what happens to the people of every block to the harm of its run.
pub(super) fn harm(
    arch: Arch,
    (people, blocks): (&People, &[Block]),
    (today, then): (&[Lanes<u16>], &[Lanes<u16>]),
    standard: Option<u16>,
    runs: &mut [Harm],
) {
    let standard = standard.unwrap_or(0);
    match people {
        People::Whole(people) => arch.dispatch(Change {
            people,
            blocks,
            today,
            then,
            standard,
            runs,
        }),
        People::Parts(people) => arch.dispatch(Change {
            people,
            blocks,
            today,
            then,
            standard,
            runs,
        }),
    }
}

struct Change<'a, P> {
    people: &'a [Lanes<P>],
    blocks: &'a [Block],
    today: &'a [Lanes<u16>],
    then: &'a [Lanes<u16>],
    standard: u16,
    runs: &'a mut [Harm],
}

impl<P: Crowd> NullaryFnOnce for Change<'_, P> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for block in self.blocks {
            let rows = || block.rows.clone();
            let mut found = Sums::<P, LANES>::new();
            let times = self.today[rows()].iter().zip(&self.then[rows()]);
            for (people, (today, then)) in self.people[rows()].iter().zip(times) {
                found.add(people, today, then, self.standard);
            }
            let run = &mut self.runs[block.run];
            *run = run.and(found.told());
        }
    }
}

/// What is summed lane by lane.
struct Sums<P, const N: usize> {
    gaining: [P; N],
    losing: [P; N],
    losing_much: [P; N],
    gained_access: [P; N],
    lost_access: [P; N],
    gained_standard: [P; N],
    lost_standard: [P; N],
    both: [P; N],
    added: [P; N],
    spared: [P; N],
    most: [u16; N],
}

impl<P: Crowd, const N: usize> Sums<P, N> {
    #[inline(always)]
    fn new() -> Self {
        let none = [P::default(); N];
        Self {
            gaining: none,
            losing: none,
            losing_much: none,
            gained_access: none,
            lost_access: none,
            gained_standard: none,
            lost_standard: none,
            both: none,
            added: none,
            spared: none,
            most: [0; N],
        }
    }

    #[inline(always)]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "nothing may be skipped, or lanes part ways"
    )]
    fn add(&mut self, people: &[P; N], today: &[u16; N], then: &[u16; N], standard: u16) {
        for lane in 0..N {
            let (who, now, next) = (people[lane], today[lane], then[lane]);
            let who_if = |whether: bool| if whether { who } else { P::default() };
            let (was, is) = (now != NEVER, next != NEVER);
            let (longer, shorter) = (next.saturating_sub(now), now.saturating_sub(next));
            // No way at all is the greatest number, so that losing it is longer and gaining it shorter.
            self.gaining[lane] = self.gaining[lane].plus(who_if(next < now));
            self.losing[lane] = self.losing[lane].plus(who_if(next > now));
            let lost = was & !is;
            let much = lost | (longer > MUCH);
            self.losing_much[lane] = self.losing_much[lane].plus(who_if(much));
            self.gained_access[lane] = self.gained_access[lane].plus(who_if(is & !was));
            self.lost_access[lane] = self.lost_access[lane].plus(who_if(lost));
            let (inside, stays) = (now <= standard, next <= standard);
            self.gained_standard[lane] = self.gained_standard[lane].plus(who_if(stays & !inside));
            self.lost_standard[lane] = self.lost_standard[lane].plus(who_if(inside & !stays));
            let both = was & is;
            self.both[lane] = self.both[lane].plus(who_if(both));
            let (longer, shorter) = if both { (longer, shorter) } else { (0, 0) };
            self.added[lane] = self.added[lane].plus(who.times(longer));
            self.spared[lane] = self.spared[lane].plus(who.times(shorter));
            self.most[lane] = self.most[lane].max(longer);
        }
    }

    #[inline(always)]
    fn told(&self) -> Harm {
        Harm {
            gaining: P::total(&self.gaining),
            losing: P::total(&self.losing),
            losing_much: P::total(&self.losing_much),
            gained_access: P::total(&self.gained_access),
            lost_access: P::total(&self.lost_access),
            gained_standard: P::total(&self.gained_standard),
            lost_standard: P::total(&self.lost_standard),
            both: P::total(&self.both),
            added: P::total(&self.added),
            spared: P::total(&self.spared),
            most: self.most.into_iter().fold(0, u16::max),
        }
    }
}
